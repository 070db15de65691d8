"""Where a test's server keeps its data: a file of SQLite, or a database of PostgreSQL when LIANDONG_TEST_DB says where
one can be made (tests/postgres/server.py exports it). Both answer the same questions, so a claim is written once.
"""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "postgres"))
import sql

BASE = os.environ.get("LIANDONG_TEST_DB")
KEPT = os.environ.get("LIANDONG_TEST_KEPT")  # a folder that lives as long as that server


def make(folder):
    """For a server in `folder`: keys, files and accounts in its `data`, the database there or elsewhere."""
    return Postgres(folder) if BASE else File(folder)


class File:
    on_postgres = False

    def __init__(self, folder, name="l.db"):
        self.home = os.path.join(folder, "data")
        self.address, self.environment = os.path.join(self.home, name), {}

    def create(self):
        os.makedirs(self.home, exist_ok=True)

    def open(self):
        return sqlite3.connect(f"file:{self.address}?mode=ro", uri=True)

    def rows(self, words, *cells):
        with contextlib.closing(self.open()) as db:
            return db.execute(words, cells).fetchall()

    def named(self, words, *cells):
        with contextlib.closing(self.open()) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(words, cells)]

    def change(self, words, *cells):
        with contextlib.closing(sqlite3.connect(self.address)) as db, db:
            return db.execute(words, cells).rowcount

    def copy(self, name):
        """The whole database, also what is still in the log of writes; keys are not needed to check it."""
        other = File(os.path.dirname(self.home), name + ".db")
        other.drop()
        source, target = sqlite3.connect(self.address), sqlite3.connect(other.address)
        source.backup(target)
        source.close()
        target.execute("pragma journal_mode=delete")
        target.close()
        return other

    def content(self):
        """Name -> bytes of all that is stored outside the home folder: nothing."""
        return {}

    def drop(self):
        for tail in ("", "-wal", "-shm"):
            if os.path.exists(self.address + tail):
                os.unlink(self.address + tail)

    # the demonstration, made once and copied

    def take_demo(self, place):
        """False when there is none."""
        if not os.path.exists(os.path.join(place, "l.db")):
            return False
        shutil.copytree(place, self.home)
        return True

    def keep_demo(self, place):
        beside = os.path.dirname(place)
        if os.path.exists(place) or not os.access(beside, os.W_OK):
            return
        for name in os.listdir(beside):
            # Of other programs and days; what another suite is just keeping stays.
            old = os.path.join(beside, name)
            with contextlib.suppress(FileNotFoundError):
                if name.startswith("demo-for-tests-") and time.time() - os.stat(old).st_mtime > 3600:
                    shutil.rmtree(old, ignore_errors=True)
        keep_folder(self.home, place)


def keep_folder(folder, place):
    draft = tempfile.mkdtemp(prefix="demo-for-tests-draft-", dir=os.path.dirname(place))
    try:
        shutil.copytree(folder, draft, dirs_exist_ok=True)
        os.rename(draft, place)  # whole or not at all
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)  # another suite was faster


def at(name):
    """The address of another database of the same server; the address names one before its `?`."""
    found = re.fullmatch(r"(postgres(?:ql)?://[^/?]*/)[^/?]*(\?.*)?", BASE)
    if found is None:
        raise RuntimeError("LIANDONG_TEST_DB is no address of a database: postgresql://[USER@HOST:PORT]/NAME[?...]")
    return found[1] + name + (found[2] or "")


class Postgres:
    on_postgres = True

    def __init__(self, folder, name=None):
        self.home = os.path.join(folder, "data")
        self.name = name or "t_" + uuid.uuid4().hex[:16]
        self.address, self.environment = at(self.name), {"LIANDONG_HOME": self.home}

    def create(self, template=None):
        """A template must be used by nobody; who just left may need a moment."""
        if template is None:
            os.makedirs(self.home, exist_ok=True)
        words = f'create database "{self.name}"' + (f' template "{template}"' if template else "")
        for attempt in range(50):
            try:
                return sql.run(BASE, words)
            except sql.Refused as error:
                if "being accessed by other users" not in str(error) or attempt == 49:
                    raise
                time.sleep(0.1)

    def rows(self, words, *cells):
        return sql.rows(self.address, words, *cells)

    def named(self, words, *cells):
        return [dict(row) for row in sql.named_rows(self.address, words, *cells)]

    def change(self, words, *cells):
        return sql.change(self.address, words, *cells)

    def copy(self, name):
        other = Postgres(os.path.dirname(self.home), f"{self.name}_{name}")
        other.drop()
        other.create(self.name)
        return other

    def content(self):
        done = subprocess.run(["pg_dump", "--inserts", "-d", self.address], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"pg_dump: {done.stderr!r}")
        return {"dump": done.stdout}

    def drop(self):
        # The server's own cleaner may be at work in it, and only the server may send it away.
        for left in range(20, -1, -1):
            try:
                sql.run(BASE, f'drop database if exists "{self.name}" with (force)')
                return
            except sql.Refused as refused:
                if left == 0 or "pg_signal_backend" not in str(refused):
                    raise
                time.sleep(0.5)

    def kept(self, place):
        return os.path.join(KEPT, os.path.basename(place)), os.path.basename(place).replace("-", "_")[-60:]

    def take_demo(self, place):
        if KEPT is None or not os.path.exists(self.kept(place)[0]):
            return False
        home, name = self.kept(place)
        self.create(name)
        shutil.copytree(home, self.home)
        return True

    def keep_demo(self, place):
        """Database first, folder last: whoever sees the folder finds the database."""
        if KEPT is None:
            return
        home, name = self.kept(place)
        draft = Postgres(os.path.dirname(self.home))
        draft.create(self.name)
        try:
            sql.run(BASE, f'alter database "{draft.name}" rename to "{name}"')
        except sql.Refused:
            return draft.drop()  # another suite was faster
        keep_folder(self.home, home)
