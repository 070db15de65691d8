#!/usr/bin/env python3
"""Databases of released versions: today's program reads them, and makes its own tables from their ledgers."""
import glob
import os
import shutil
import subprocess
import tempfile

import lib

KEPT = os.path.join(lib.ROOT, "tests", "kept")


def program(*arguments):
    done = subprocess.run([lib.PROGRAM, *arguments], text=True, capture_output=True)
    return done.returncode, done.stdout + done.stderr


def suite(tap):
    if lib.store.BASE:
        return tap.skip("databases of released versions are read", "they are files of SQLite; nothing was released on PostgreSQL yet")
    kept = sorted(glob.glob(os.path.join(KEPT, "*.db")))
    tap.claim(kept, "there is a database of every released version")
    for path in kept:
        version = os.path.basename(path)[:-3]
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(path, os.path.join(folder, "l.db"))
            status, words = program("ledger", "verify", "--db", copy)
            tap.claim(status == 0, f"the ledger of {version} is sound", words)
            status, words = program("rebuild", "--db", copy)
            tap.claim(status == 0, f"today's tables are made from the ledger of {version}", words)
            status, words = program("rebuild", "--check", "--db", copy)
            tap.claim(status == 0, f"and equal those of a second replay of {version}", words)


if __name__ == "__main__":
    lib.run(suite)
