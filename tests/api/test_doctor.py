#!/usr/bin/env python3
"""The doctor: says that a sound installation is sound, finds what is wrong and how it is mended, mends what is safe. And what he
proves: uploads killed at any moment leave neither orphan nor hole.
"""
import glob
import os
import random
import signal
import sys
import threading
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, run, tiny_pdf
from test_files import MIB, ON_POSTGRES, Upload, large_pdf, sm3


def doctor(server, *words):
    done = server.cli("doctor", "--db", server.database, "--home", server.home, "--pack", PACK, *words)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def stored(server):
    """Digests of the contents that are there."""
    if ON_POSTGRES:
        return {row[0] for row in server.store.rows("select digest from file_content")}
    return {os.path.basename(os.path.dirname(p)) + os.path.basename(p) for p in glob.glob(os.path.join(server.home, "files", "??", "*"))}


def sound(tap, server, when):
    status, out, err = doctor(server)
    tap.claim(status == 0 and "WRONG" not in out and "错误  " not in out, f"the doctor finds nothing wrong {when}", out, err)
    return out


def meanwhile(tap, server):
    """He looks at ledger and tables of one moment, whatever is written while he looks."""
    client, over = server.client("enterprise1"), threading.Event()
    project, count = client.session["post"]["project_id"], 0

    def work():
        nonlocal count
        while not over.is_set():
            count += client.upload(project, "m.pdf", tiny_pdf(f"m{count}")).status == 200
    hands = threading.Thread(target=work)
    hands.start()
    told = [doctor(server) for _ in range(4)]
    over.set()
    hands.join()
    tap.none([out + err for status, out, err in told if status != 0], f"the doctor finds nothing wrong while people work ({count} files came in)")


def killed_uploads(tap, server):
    """Kills while files and parts come in; afterwards every acknowledged file is whole and nothing is left over."""
    chance, kept, rounds = random.Random(7), {}, 8
    for number in range(rounds):
        client = server.client("enterprise1")
        project = client.session["post"]["project_id"]
        killer = threading.Timer(chance.uniform(0.02, 0.5), server.stop, (signal.SIGKILL,))
        killer.start()
        try:
            for turn in range(60):
                words = f"r{number}t{turn}"
                if turn % 3:
                    answer = client.upload(project, "a.pdf", tiny_pdf(words))
                    if answer.status == 200:
                        kept[answer.json["id"]] = tiny_pdf(words)
                else:
                    upload = Upload(client, project, "b.pdf", large_pdf(MIB + 300 + turn, words))
                    upload.all()
                    done = upload.finish()
                    if done.status == 200:
                        kept[done.json["id"]] = upload.data
        except (OSError, KeyError, TypeError, AttributeError):
            pass
        killer.join()
        server.start()
    client = server.client("enterprise1")
    wrong = [id for id, data in kept.items() if client.get(f"/files/{id}").body != data]
    tap.none(wrong, f"after {rounds} kills all {len(kept)} acknowledged files are whole")
    server.restart()
    pointed = {row[0] for row in server.store.rows("select digest from file")} | {row[0] for row in server.store.rows("select digest from file_part")}
    missing, over = pointed - stored(server), stored(server) - pointed
    tap.none(sorted(missing), "no row is without its bytes")
    if not ON_POSTGRES:
        tap.none(sorted(over), "no bytes are without a row")
    sound(tap, server, "after the kills")


def orphans(tap, server):
    if ON_POSTGRES:
        tap.skip("orphans on the disk", "contents are in the database")
        return
    digest = sm3(b"nobody's")
    place = os.path.join(server.home, "files", digest[:2], digest[2:])
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as file:
        file.write(b"nobody's")
    _, out, _ = doctor(server)
    tap.claim("orphans: none" in out or "多余内容：没有" in out, "bytes of the last hour may belong to an upload under way", out)
    os.utime(place, (time.time() - 7200,) * 2)
    status, out, _ = doctor(server)
    tap.claim(status == 0 and ("1 contents that nothing points to" in out or "1 份没有登记" in out), "older ones are orphans, told as a warning", out)
    status, out, _ = doctor(server, "--mend")
    tap.claim(status == 0 and not os.path.exists(place), "--mend takes them away, while the service runs", out)


def holes(tap, server):
    client = server.client("enterprise1")
    kept = client.upload(client.session["post"]["project_id"], "hole.pdf", tiny_pdf("hole")).json
    if ON_POSTGRES:
        server.store.change("delete from file_content where digest=?", kept["digest"])
    else:
        os.rename(os.path.join(server.home, "files", kept["digest"][:2], kept["digest"][2:]), os.path.join(server.folder, "away"))
    status, out, _ = doctor(server)
    tap.claim(status == 1 and kept["digest"] in out, "a file that is gone is wrong, named by its digest, exit status 1", status, out)
    answer = client.get(f"/files/{kept['id']}")
    tap.claim(answer.status == 503 and answer.code == "file-gone", "whoever asks for it is told so", answer)
    again = client.upload(client.session["post"]["project_id"], "hole.pdf", tiny_pdf("hole"))
    tap.equal((again.status, client.get(f"/files/{kept['id']}").status), (200, 200), "the same content brought again fills the hole")
    sound(tap, server, "then")


def keys_and_ledger(tap, server):
    server.stop()
    key = os.path.join(server.home, "keys", "vault.keys")
    os.chmod(key, 0o644)
    status, out, _ = doctor(server)
    tap.claim(status == 1 and "vault.keys" in out, "a key that others may read is wrong", out)
    os.chmod(key, 0o600)
    server.store.change("update ledger_event set actor='nobody' where seq=3")
    status, out, _ = doctor(server)
    tap.claim(status == 1 and "ledger_event" in out, "a changed ledger is wrong", out)


def suite(tap):
    with Server() as server:
        out = sound(tap, server, "on a sound installation")
        tap.claim(len(out.splitlines()) >= 10, "and says what was looked at", out)
        for part in (meanwhile, killed_uploads, orphans, holes, keys_and_ledger):
            try:
                part(tap, server)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        nowhere = server.cli("doctor", "--db", os.path.join(server.folder, "none.db"))
        tap.claim(nowhere.returncode == 1 and nowhere.stderr, "where there is no database it says so", nowhere)


if __name__ == "__main__":
    run(suite)
