#!/usr/bin/env python3
"""Browser journeys: a fresh demonstration database, the release program, Debian's Chromium.

Sets LIANDONG_URL and LIANDONG_ACCOUNTS (a file of logins and passwords) for the journeys and passes on
their TAP. Any further arguments name single journey files.
"""
import os, subprocess, sys, tempfile, glob

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("LIANDONG_BIN", os.path.join(ROOT, "build", "liandong"))
PACK = os.environ.get("LIANDONG_PACK", os.path.join(ROOT, "data", "fuzhou"))


def main():
    journeys = sys.argv[1:] or sorted(glob.glob(os.path.join(HERE, "*.test.mjs")))
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "l.db")
        subprocess.run([PROGRAM, "setup", "--demo", "--db", database, "--pack", PACK], check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([PROGRAM, "serve", "--db", database, "--pack", PACK, "--port", "0"],
                                  stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline()
            address = line.split(" ", 2)[-1].strip().rstrip("/")
            environment = dict(os.environ, LIANDONG_URL=address, LIANDONG_ACCOUNTS=os.path.join(folder, "demo-accounts.json"),
                               NODE_PATH=os.path.join(ROOT, "web", "node_modules"))
            done = subprocess.run(["node", "--test", "--test-reporter=tap", "--test-concurrency=1", *journeys], env=environment)
            return done.returncode
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    sys.exit(main())
