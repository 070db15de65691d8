#!/usr/bin/env python3
"""Browser journeys: a fresh demonstration database for each file, the release program, Debian's Chromium.

Sets LIANDONG_URL and LIANDONG_ACCOUNTS (a file of logins and passwords) for the journeys and passes on
their TAP. Any further arguments name single journey files.
"""
import glob
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("LIANDONG_BIN", os.path.join(ROOT, "build", "liandong"))
PACK = os.environ.get("LIANDONG_PACK", os.path.join(ROOT, "data", "fuzhou"))


def journey(file, folder):
    """One file with a city of its own, so that none finds what another left half done."""
    server = subprocess.Popen([PROGRAM, "serve", "--db", os.path.join(folder, "l.db"), "--pack", PACK, "--port", "0"],
                              stdout=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().split(" ", 2)[-1].strip().rstrip("/")
        environment = dict(os.environ, LIANDONG_URL=address, LIANDONG_ACCOUNTS=os.path.join(folder, "demo-accounts.json"),
                           NODE_PATH=os.path.join(ROOT, "web", "node_modules"))
        return subprocess.run(["node", "--test", "--test-reporter=tap", file], env=environment).returncode
    finally:
        server.terminate()
        server.wait(10)


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
