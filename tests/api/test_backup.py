#!/usr/bin/env python3
"""A copy made while people work is whole, and restores to what it was at its moment; one that is damaged, altered or broken off
is never put to use."""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, PROGRAM, Client, Server, run, tiny_pdf
import store

SLOW = 900


class Copies:
    """A server, and folders beside it for copies of it."""

    def __init__(self, server):
        self.server, self.folder = server, server.folder

    def at(self, name):
        return os.path.join(self.folder, name)

    def backup(self, name, *more):
        return self.server.cli("backup", "--db", self.server.database, "--home", self.server.home, "--to", self.at(name), "--json", *more, timeout=SLOW)

    def restore(self, name, *more):
        return self.server.cli("restore", "--from", self.at(name), "--json", *more, timeout=SLOW)

    def rehearse(self, name, *more):
        return self.restore(name, "--rehearse", *more)

    def is_refused(self, path):
        """Nothing serves it: no database, or one that was never filled to its end."""
        process = self.serve(path)
        said = process.stdout.readline()
        process.kill()
        process.wait()
        return b"http://" not in said

    def is_whole(self, path):
        said = [self.server.cli(*words, "--db", path, timeout=SLOW) for words in (("ledger", "verify"), ("rebuild", "--check"))]
        return all(one.returncode == 0 for one in said) and self.statement("first")["root"].encode() in said[0].stdout

    def serve(self, path):
        return subprocess.Popen([PROGRAM, "serve", "--db", path, "--home", os.path.dirname(path), "--pack", PACK, "--port", "0"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def statement(self, name):
        with open(self.at(f"{name}/backup.json"), encoding="utf-8") as file:
            return json.load(file)


class Work:
    """People who go on writing until told to stop; what was acknowledged, with the moment."""

    def __init__(self, server):
        self.done, self.ends, self.server = [], threading.Event(), server
        self.people = [server.client("invest").twin() for _ in range(3)]
        self.threads = [threading.Thread(target=self.write, args=(person,), daemon=True) for person in self.people]

    def write(self, person):
        while not self.ends.is_set():
            name = "备份期间登记 " + uuid.uuid4().hex
            answer = person.post("/leads", {"name": name, "district": "350112"})
            if answer.status == 200:
                self.done.append((time.monotonic(), name))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *whatever):
        self.ends.set()
        for thread in self.threads:
            thread.join(60)


def names_in(path):
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return {row[0] for row in db.execute("select name from project")}


def sound_at(tap, copies, path, words):
    for check in (("ledger", "verify"), ("rebuild", "--check")):
        said = copies.server.cli(*check, "--db", path, timeout=SLOW)
        tap.claim(said.returncode == 0, f"{' '.join(check)} passes {words}", said.stdout.decode()[-500:], said.stderr.decode()[-500:])


def while_working(tap, copies):
    with Work(copies.server) as work:
        while len(work.done) < 5:
            time.sleep(0.05)
        before = time.monotonic()
        made = copies.backup("first")
        during = len(work.done)
        time.sleep(0.3)
    tap.claim(made.returncode == 0, "a backup is made while people write", made.stderr.decode()[-800:])
    report, statement = json.loads(made.stdout), copies.statement("first")
    tap.claim(statement["entries"] == report["entries"] and statement["root"] == report["root"] and statement["made_at"] > 0, "its statement says what it has", statement)
    tap.claim(during > 5 and len(work.done) > during, "nobody waited for it", during, len(work.done))
    modes = {name: stat.S_IMODE(os.stat(copies.at(f"first/{name}")).st_mode) for name in ("", "keys/vault.keys", "keys/ledger.pem")}
    tap.equal(modes, {"": 0o700, "keys/vault.keys": 0o600, "keys/ledger.pem": 0o600}, "nobody else can read it")
    back = copies.restore("first", "--db", copies.at("back/l.db"), "--home", copies.at("back"))
    tap.claim(back.returncode == 0, "it is restored", back.stderr.decode()[-800:])
    tap.equal([json.loads(back.stdout)[name] for name in ("entries", "root", "rows", "files")], [statement[name] for name in ("entries", "root", "rows", "files")], "to what it was")
    names = names_in(copies.at("back/l.db"))
    tap.none([name for at, name in work.done if at < before and name not in names], "all that was acknowledged before is there")
    sound_at(tap, copies, copies.at("back/l.db"), "on what was restored")


def serves(tap, copies):
    """The restored one is served: people sign in, files are there, receipts of before hold."""
    server = copies.server
    process = copies.serve(copies.at("back/l.db"))
    line = process.stdout.readline().decode()
    tap.claim("http://" in line, "what was restored is served", line)
    person = Client(("127.0.0.1", int(line.rsplit(":", 1)[1].strip().strip("/"))), "enterprise1", "zh")
    tap.equal(person.sign_in("enterprise1", server.passwords()["enterprise1"]).status, 200, "with the passwords of before")
    file = person.get(f"/files/{copies.file}")
    tap.claim(file.status == 200 and file.body == copies.file_bytes, "and the uploaded files", file)
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def upload(tap, copies):
    server = copies.server
    person = server.client("enterprise1")
    copies.file_bytes = tiny_pdf("备份")
    made = person.upload(person.session["post"]["project_id"], "证明.pdf", copies.file_bytes)
    tap.equal(made.status, 200, "a file is uploaded")
    copies.file = made.json["id"]


def keys_apart(tap, copies):
    made = copies.backup("apart", "--keys", copies.at("safe"))
    tap.claim(made.returncode == 0 and not os.path.exists(copies.at("apart/keys")) and os.path.exists(copies.at("safe/keys/vault.keys")), "keys are kept apart when told so", made.stderr.decode()[-500:])
    without = copies.rehearse("apart")
    tap.claim(without.returncode == 1 and b"keys" in without.stderr, "without them it isn't restored", without.stderr)
    tried = copies.rehearse("apart", "--keys", copies.at("safe"))
    tap.claim(tried.returncode == 0, "with them it can be", tried.stderr.decode()[-500:])
    tap.claim(not [name for name in os.listdir(copies.at("apart")) if name.startswith("rehearsal")], "and a rehearsal leaves nothing", os.listdir(copies.at("apart")))
    again = copies.backup("apart")
    tap.claim(again.returncode == 1 and b"apart" in again.stderr, "a backup is never written over", again.stderr)


def damaged(tap, copies):
    """Each way in which a copy can be other than it was."""
    def change(name, words):
        with contextlib.closing(sqlite3.connect(copies.at(f"{name}/liandong.db"))) as db, db:
            db.execute(words)

    def flip(path):
        with open(path, "r+b") as file:
            file.seek(-10, os.SEEK_END)
            byte = file.read(1)
            file.seek(-10, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]))

    def first_file(name):
        for folder, _, names in os.walk(copies.at(f"{name}/files")):
            for one in names:
                return os.path.join(folder, one)
        raise RuntimeError("no file in the backup")

    def edit(name, what):
        statement = copies.statement(name)
        what(statement)
        with open(copies.at(f"{name}/backup.json"), "w", encoding="utf-8") as file:
            json.dump(statement, file)

    cases = (("a view that was altered", lambda name: change(name, "update project set name=name||'X' where id=(select min(id) from project)")),
             ("a fact that was taken out", lambda name: change(name, "delete from account where id=(select max(id) from account)")),
             ("a ledger that lost its tail", lambda name: change(name, "delete from ledger_event where seq=(select max(seq) from ledger_event)")),
             ("a file with another byte", lambda name: flip(first_file(name))),
             ("a file that is gone", lambda name: os.unlink(first_file(name))),
             ("a statement of another root", lambda name: edit(name, lambda s: s.update(root="0" * 64))),
             ("a statement of other files", lambda name: edit(name, lambda s: s.update(files=s["files"] + 1))),
             ("a statement that is none", lambda name: edit(name, lambda s: s.clear())),
             ("no statement", lambda name: os.unlink(copies.at(f"{name}/backup.json"))),
             ("no database", lambda name: os.unlink(copies.at(f"{name}/liandong.db"))))
    for words, spoil in cases:
        shutil.copytree(copies.at("first"), copies.at("spoiled"))
        spoil("spoiled")
        os.mkdir(copies.at("not"))
        tried = copies.restore("spoiled", "--db", copies.at("not/l.db"), "--home", copies.at("not"))
        tap.claim(tried.returncode == 1, f"{words}: it isn't restored", tried.returncode, tried.stderr.decode()[-300:])
        tap.claim(copies.is_refused(copies.at("not/l.db")), f"{words}: and nothing is left that could be put to use")
        for name in ("spoiled", "not"):
            shutil.rmtree(copies.at(name))


def broken_off(tap, copies):
    """Killed at any moment, a backup is no backup, and the same folder takes the next try; so with a restoring."""
    for pause in (0.05, 0.4, 1.2, 2.5):
        for words in (["backup", "--db", copies.server.database, "--home", copies.server.home, "--to", copies.at("cut")],
                      ["restore", "--from", copies.at("first"), "--db", copies.at("cut/liandong.db"), "--home", copies.at("cut")]):
            os.makedirs(copies.at("cut"), exist_ok=True)
            process = subprocess.Popen([PROGRAM, *words], env=copies.server.environment, cwd=copies.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(pause)
            process.kill()
            if process.wait() == 0:
                shutil.rmtree(copies.at("cut"))
                continue
            if words[0] == "backup":
                tap.equal(copies.rehearse("cut").returncode, 1, f"a backup killed after {pause} s is none")
            else:  # it may have been whole already, with only its report to come
                tap.claim(copies.is_refused(copies.at("cut/liandong.db")) or copies.is_whole(copies.at("cut/liandong.db")), f"what a restoring killed after {pause} s leaves is refused, or whole")
            if words[0] == "restore":
                shutil.rmtree(copies.at("cut"))
    os.makedirs(copies.at("cut"), exist_ok=True)
    again = copies.backup("cut")
    tap.claim(again.returncode == 0, "the next try in the same folder succeeds", again.stderr.decode()[-500:])


def other_way(tap, copies):
    """A backup is the same whichever the database: of the server's it restores into a file and back into the server."""
    into = store.make(copies.at("elsewhere"))
    os.makedirs(into.home, exist_ok=True)
    into.create()
    where = ("--db", into.address, "--home", into.home)
    said = copies.restore("first", *where)
    tap.claim(said.returncode == 0, "it is restored into another database", said.stderr.decode()[-500:])
    used = copies.restore("first", *where)
    tap.claim(used.returncode == 1, "never over one that is in use", used.stderr.decode()[-300:])
    into.drop()


def main(tap):
    with Server() as server:
        copies = Copies(server)
        upload(tap, copies)
        while_working(tap, copies)
        serves(tap, copies)
        keys_apart(tap, copies)
        damaged(tap, copies)
        broken_off(tap, copies)
        other_way(tap, copies)
        server.sound(tap, "on the one that was copied")


run(main)
