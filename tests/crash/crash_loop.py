#!/usr/bin/env python3
"""crash_loop.py [ROUNDS] [SEED]: kill -9 at random moments under the load of several writers. After each restart all
that was acknowledged is there, by receipt and by content, and none of it twice; what got no answer is sent again with
its key and happens once. Environment as the API suites: LIANDONG_BIN, LIANDONG_PACK."""
import os
import random
import signal
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "api"))
from lib import Server, run, tiny_pdf

WRITERS = 8
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(2 ** 32)


class Deed:
    """One command with its key: what it was, and its answer if there was one."""

    def __init__(self, person, path, body, mark, file=None):
        self.person, self.path, self.body, self.mark, self.file = person, path, body, mark, file
        self.key, self.answer = str(uuid.uuid4()), None

    def send(self, client):
        if self.file is not None:
            return client.upload(self.path, self.mark + ".pdf", self.file, Idempotency_Key=self.key)
        return client.post(self.path, self.body, key=self.key)


class Loop:
    def __init__(self, tap, server):
        self.tap, self.server, self.chance = tap, server, random.Random(SEED)
        self.project = server.client("enterprise1").session["post"]["project_id"]
        self.category = server.client("enterprise1").get("/pack").json["problem_categories"][0]["code"]
        self.done, self.open, self.wrong, self.number = [], [], [], 0
        self.lock = threading.Lock()

    def next(self, chance):
        with self.lock:
            self.number += 1
            mark = f"撞击{self.number}-{SEED}"
        kind = chance.random()
        if kind < 0.45:
            return Deed("invest", "/leads", {"name": mark, "district": "350112", "contact": "联系人 13800000000"}, mark)
        if kind < 0.9:
            return Deed("enterprise1", f"/projects/{self.project}/problems", {"title": mark, "category": self.category, "description": "字" * chance.randrange(1, 3000)}, mark)
        return Deed("enterprise1", self.project, None, mark, tiny_pdf(mark + "x" * chance.randrange(1, 100000)))

    def write(self, chance, stop):
        clients = {login: self.server.clients[login].twin() for login in ("invest", "enterprise1")}
        while not stop.is_set():
            deed = self.next(chance)
            try:
                answer = deed.send(clients[deed.person])
            except Exception:  # the server is gone: nobody knows what became of it
                with self.lock:
                    self.open.append(deed)
                return
            with self.lock:
                if answer.status == 200:
                    deed.answer = answer.json
                    self.done.append(deed)
                else:
                    self.wrong.append(f"{deed.path}: {answer!r}")

    def children(self):
        pid = self.server.process.pid
        try:
            with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
                return [int(word) for word in file.read().split()]
        except OSError:
            return []

    def load_and_kill(self):
        stop, before = threading.Event(), len(self.done)
        seeds = [self.chance.random() for _ in range(WRITERS)]
        threads = [threading.Thread(target=self.write, args=(random.Random(seed), stop), daemon=True) for seed in seeds]
        for thread in threads:
            thread.start()
        # Not before something was acknowledged, then at any moment.
        until = time.monotonic() + 20
        while len(self.done) == before and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(self.chance.random() * 0.8)
        self.family = self.children()
        self.server.stop(signal.SIGKILL)
        stop.set()
        for thread in threads:
            thread.join(30)
        return len(self.done) - before

    def gone(self):
        """The processes of the killed server end by themselves."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            left = [pid for pid in self.family if os.path.exists(f"/proc/{pid}") and not _is_zombie(pid)]
            if not left:
                return []
            time.sleep(0.05)
        return left

    def missing(self, store):
        out, marks = [], marks_of(store)
        entries = {row[0]: row[1:] for row in store.rows("select seq, leaf, body, command_id, subject_id from ledger_event")}
        for deed in self.done:
            seq, digits = deed.answer["receipt"].split("-")
            row = entries.get(int(seq))
            if row is None or not row[0].hex().startswith(digits) or deed.mark not in row[1] or row[2] != deed.key or row[3] != deed.answer["id"]:
                out.append(f"{deed.answer['receipt']} {deed.mark}: not in the ledger as acknowledged")
            elif marks.get(deed.mark) != [deed.answer["id"]]:
                out.append(f"{deed.mark}: {marks.get(deed.mark)} in the tables")
        return out

    def again(self):
        """What got no answer, once more with the same key."""
        wrong, deeds = [], self.open
        self.open = []
        for deed in deeds:
            answer = deed.send(self.server.clients[deed.person])
            if answer.status == 200:
                deed.answer = answer.json
                self.done.append(deed)
            else:
                wrong.append(f"{deed.mark}: {answer!r}")
        return wrong, len(deeds)

    def kept(self, store):
        """Digest and size of each content, where they are: in a folder, or in a table that nodes share."""
        if store.on_postgres:
            return dict(store.rows("select digest, length(bytes) as size from file_content"))
        folder = os.path.join(self.server.home, "files")
        return {os.path.basename(base) + name: os.path.getsize(os.path.join(base, name)) for base, _, names in os.walk(folder) for name in names}

    def files(self, store):
        """Each file on record is kept, whole; nothing else is, but on a server, where another node's upload may be
        under way, for a day."""
        wrong, kept = [], self.kept(store)
        known = dict(store.rows("select digest, size from file"))
        for digest, size in known.items():
            if kept.get(digest) != size:
                wrong.append(f"{digest}: {kept.get(digest)} of {size} bytes")
        for deed in [deed for deed in self.done if deed.file is not None][-5:]:
            if self.server.clients[deed.person].get(f"/files/{deed.answer['id']}").body != deed.file:
                wrong.append(f"{deed.mark}: not the bytes that were sent")
        return wrong + [f"nobody's: {name}" for name in kept if name not in known and not store.on_postgres]

    def round(self, number):
        tap = self.tap
        count = self.load_and_kill()
        tap.none(self.gone(), f"round {number}: killed after {count} acknowledged commands, its helpers are gone too")
        begin = time.monotonic()
        self.server.start()
        ready = time.monotonic() - begin
        wrong, repeated = self.again()
        tap.none(wrong + self.wrong, f"round {number}: ready after {ready:.2f} s; {repeated} commands without an answer are sent again")
        store = self.server.store
        tap.none(self.missing(store), f"round {number}: all {len(self.done)} acknowledged are there, each once")
        if not store.on_postgres:  # there the database is a server's, which nobody killed
            tap.equal([row[0] for row in store.rows("pragma integrity_check")], ["ok"], f"round {number}: the database is whole")
        tap.none(self.files(store), f"round {number}: files are whole, none is nobody's")
        self.server.sound(tap, f"in round {number}")


def _is_zombie(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def marks_of(store):
    out = {}
    for table, column in (("project", "name"), ("problem", "title"), ("file", "name")):
        for id, mark in store.rows(f"select id, {column} from {table} where {column} like '撞击%'"):
            out.setdefault(mark[:-4] if mark.endswith(".pdf") else mark, []).append(id)
    return out


def suite(tap):
    print(f"# seed {SEED}: crash_loop.py {ROUNDS} {SEED}", flush=True)
    with Server(prefix="liandong-crash-") as server:
        for login in ("invest", "enterprise1"):
            server.client(login)
        loop = Loop(tap, server)
        for number in range(1, ROUNDS + 1):
            loop.round(number)
        tap.claim(len(loop.done) >= ROUNDS, f"{len(loop.done)} commands were acknowledged in {ROUNDS} rounds")
        tap.equal(server.stop(), 0, "the server ends well at last")


run(suite)
