#!/usr/bin/env python3
"""Browser journeys: a fresh demonstration database for each file, the release program, Debian's Chromium.

Sets LIANDONG_URL, LIANDONG_ACCOUNTS (a file of logins and passwords) and LIANDONG_MAILS (a folder with the words of each mail
that was sent, a file each, named by its number and whom it went to) for the journeys and passes on their TAP. Any further arguments name single journey files.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "api"))
import far  # noqa: E402

PROGRAM = os.environ.get("LIANDONG_BIN", os.path.join(ROOT, "build", "liandong"))
PACK = os.environ.get("LIANDONG_PACK", os.path.join(ROOT, "data", "fuzhou"))


# What the city's data do not know and a journey has to: limits and that no public notice is needed, so that a claim is granted within a day.
KNOWN = {"claims.test.mjs": ("claims.json", "claim_rules", "N21",
                             {"accept_days": 3, "correct_days": 10, "review_days": 10, "notice_days": 0, "decide_days": 5, "pay_days": 20, "quota_wanyuan": 45})}


def pack_of(file, folder):
    known = KNOWN.get(os.path.basename(file))
    if known is None:
        return PACK
    name, rows, policy, facts = known
    pack = shutil.copytree(PACK, os.path.join(folder, "pack"))
    path = os.path.join(pack, name)
    with open(path, encoding="utf-8") as data:
        whole = json.load(data)
    next(row for row in whole[rows] if row["policy"] == policy).update(facts)
    with open(path, "w", encoding="utf-8") as data:
        json.dump(whole, data, ensure_ascii=False, indent=1)
    return pack


class Mailbox(far.Mail):
    """Keeps each mail as a file, where a journey reads it."""

    def __init__(self, folder):
        super().__init__()
        self.folder = os.path.join(folder, "mails")
        os.mkdir(self.folder)
        with open(os.path.join(folder, "l.conf"), "w", encoding="utf-8") as settings:
            settings.write(f"[mail]\nserver = smtp://127.0.0.1:{self.port}\nfrom = linkage@city.example\n")

    def keep(self, thing):
        super().keep(thing)
        with open(os.path.join(self.folder, f"{len(self.got)} {thing[0]}"), "w", encoding="utf-8") as file:
            file.write(thing[1].get_content())


def journey(file, folder):
    """One file with a city of its own, so that none finds what another left half done."""
    mailbox = Mailbox(folder)
    server = subprocess.Popen([PROGRAM, "serve", "--db", os.path.join(folder, "l.db"), "--pack", pack_of(file, folder), "--port", "0", "--config", os.path.join(folder, "l.conf")],
                              stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().split(" ", 2)[-1].strip().rstrip("/")
        environment = dict(os.environ, LIANDONG_URL=address, LIANDONG_ACCOUNTS=os.path.join(folder, "demo-accounts.json"),
                           LIANDONG_MAILS=mailbox.folder,
                           NODE_PATH=os.path.join(ROOT, "web", "node_modules"))
        return subprocess.run(["node", "--test", "--test-reporter=tap", file], env=environment).returncode
    finally:
        server.terminate()
        server.wait(10)
        mailbox.close()


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        city = os.path.join(folder, "city")
        os.mkdir(city)
        subprocess.run([PROGRAM, "setup", "--demo", "--db", os.path.join(city, "l.db"), "--pack", PACK], check=True, stdout=subprocess.DEVNULL)
        for number, file in enumerate(sys.argv[1:] or sorted(glob.glob(os.path.join(HERE, "*.test.mjs")))):
            own = shutil.copytree(city, os.path.join(folder, str(number)))
            failed += journey(file, own) != 0
            shutil.rmtree(own)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
