#!/usr/bin/env python3
"""What was acknowledged is there, once: keys, versions, groups, a full disk, slow clients, a ledger that a stranger
can check and in which no changed byte goes unnoticed."""
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "ledger")]
from lib import Server, is_problem, run, tiny_pdf
import store
import verify_ledger as stranger


def together(count, work):
    """work(n) in `count` threads that begin at once; what each gave, exceptions too."""
    gate, out = threading.Barrier(count), [None] * count

    def body(n):
        gate.wait()
        try:
            out[n] = work(n)
        except Exception as error:
            out[n] = error
    threads = [threading.Thread(target=body, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return out


def ask(server, words, *cells):
    return server.store.rows(words, *cells)


def keys(tap, server):
    invest, key = server.client("invest"), str(uuid.uuid4())
    lead = {"name": "幂等测试项目", "district": "350112"}
    leads = lambda: ask(server, "select count(*) from ledger_event where kind='project.registered'")[0][0]  # others' chores count too
    before = leads()
    first, again = (invest.post("/leads", lead, key=key) for _ in range(2))
    tap.claim(first.status == 200 and first.body == again.body, "a repeated key gives the first answer, byte for byte", first, again)
    tap.equal(leads(), before + 1, "and happens once")
    key, twins = str(uuid.uuid4()), [invest.twin() for _ in range(16)]
    answers = together(16, lambda n: twins[n].post("/leads", {"name": "并发幂等项目", "district": "350112"}, key=key))
    tap.equal({(a.status, a.body) for a in answers}, {(200, answers[0].body)}, "sixteen at once with one key: one answer for all")
    tap.equal(len(ask(server, "select 1 from project where name='并发幂等项目'")), 1, "and one project")
    key = str(uuid.uuid4())
    answers = together(16, lambda n: twins[n].post("/leads", {"name": f"同键异文{n}", "district": "350112"}, key=key))
    kinds = sorted((a.status, a.code) for a in answers)
    tap.equal(kinds, [(200, None)] + [(409, "idempotency-key-reused")] * 15, "sixteen at once with one key and different content: one is done, the others are refused")
    refused = str(uuid.uuid4())
    bad = [invest.post("/leads", {"name": "n", "district": "999999"}, key=refused).status, invest.post("/leads", {"name": "改正后", "district": "350112"}, key=refused).status]
    tap.equal(bad, [422, 200], "a refused command leaves its key free")
    tap.equal(server.restart(), 0, "the server ends well under all that")
    used = ask(server, "select key from command_answer where answer=?", first.body.decode())[0][0]
    later = invest.post("/leads", lead, key=used)
    tap.equal((later.status, later.body), (200, first.body), "after a restart the key still gives the first answer")


def versions(tap, server):
    enterprise = server.client("enterprise4")
    project = enterprise.session["post"]["project_id"]
    path, name = f"/projects/{project}/facts", "annual_coal_t"

    def look(client):
        found = client.get(path).json
        return found["version"], next(row["value"] for row in found["facts"] if row["name"] == name) or 0
    version, start = look(enterprise)
    good = enterprise.post(path, {"facts": {name: start + 1}}, version=version)
    moved = enterprise.post(path, {"facts": {name: 77}}, version=version)
    tap.equal((good.status, moved.status, moved.code, moved.json.get("seen_version"), moved.json.get("current_version")), (200, 409, "version-moved", version, version + 1),
              "a version that moved is refused with both values")
    tap.claim(enterprise.post(path, {"facts": {name: start + 2}}, version=version + 1).status == 200, "the current one is accepted")
    tap.claim(enterprise.post(path, {"facts": {name: 78}}, version=10 ** 9).code == "version-moved", "a version from the future too is refused")
    start += 2
    until, lock, conflicts = time.monotonic() + 2.5, threading.Lock(), []
    twins = [enterprise.twin() for _ in range(64)]

    def climb(n):
        """Read, add one, write if nobody else did meanwhile: as often as time allows."""
        done = 0
        while time.monotonic() < until:
            seen, value = look(twins[n])
            answer = twins[n].post(path, {"facts": {name: value + 1}}, version=seen)
            if answer.status == 200:
                done += 1
            elif answer.code != "version-moved" or answer.json["current_version"] <= answer.json["seen_version"]:
                raise RuntimeError(repr(answer))
            else:
                with lock:
                    conflicts.append(n)
        return done
    counts = together(64, climb)
    strange = [c for c in counts if not isinstance(c, int)]
    tap.none(strange, "64 clients on one object: each write is done or told to have been overtaken")
    end = look(enterprise)[1]
    tap.equal(end - start, sum(c for c in counts if isinstance(c, int)), f"the sum of what was acknowledged is the state ({end - start} written, {len(conflicts)} overtaken)")
    tap.claim(end > start and conflicts, "they did meet", end - start, len(conflicts))


def groups(tap, server):
    enterprise, invest = server.client("enterprise1"), server.client("invest")
    project = enterprise.session["post"]["project_id"]
    category = enterprise.get("/pack").json["problem_categories"][0]["code"]
    size, twins = server.ledger_of_people(), [enterprise.twin() for _ in range(24)]

    def work(n):
        out = []
        for i in range(6):
            bad = (n + i) % 3 == 0
            out.append((bad, twins[n].post(f"/projects/{project}/problems", {"title": f"并发问题{n}-{i}", "category": "no-such" if bad else category})))
        return out
    answers = [pair for some in together(24, work) for pair in some]
    wrong = [repr(a) for bad, a in answers if a.status != (422 if bad else 200)]
    tap.none(wrong, "good and bad commands in one group: each gets its own answer")
    good = [a.json for bad, a in answers if not bad]
    tap.equal(server.ledger_of_people() - size, len(good), "the ledger grew by the good ones only")
    tap.equal((len({g["id"] for g in good}), len({g["receipt"] for g in good}), len({g["number"] for g in good})), (len(good),) * 3, "ids, receipts and numbers are all different")
    wrong = []
    for n in range(40):
        made = invest.post("/leads", {"name": f"即读{n}", "district": "350112"}).json
        if server.client("leader").get(f"/projects/{made['id']}").status != 200:
            wrong.append(n)
    tap.none(wrong, "what was acknowledged is at once there to read, for others too")


def slow_clients(tap, server):
    leader, invest = server.client("leader"), server.client("invest")
    project = server.client("enterprise1").session["post"]["project_id"]
    lines = []

    def line(data):
        link = socket.create_connection(server.address)
        link.sendall(data)
        lines.append(link)
    head = b"GET /api/v1/session HTTP/1.1\r\nHost: x\r\n"
    for _ in range(100):
        line(head)  # never ends
    for _ in range(50):
        line(b"POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{")  # never comes
    cookie = f"Cookie: liandong_session={leader.cookie}\r\n".encode()
    for _ in range(30):
        line(b"GET /api/v1/pack HTTP/1.1\r\nHost: x\r\n\r\n" * 20)  # never reads its answers
    for _ in range(20):
        line(b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + cookie + b"\r\n")  # never reads its events
    times, wrong = [], []
    for n in range(60):
        begin = time.monotonic()
        answers = leader.get(f"/projects/{project}"), invest.post("/leads", {"name": f"旁人很慢{n}", "district": "350112"})
        times.append(time.monotonic() - begin)
        wrong += [repr(a) for a in answers if a.status != 200]
        for link in lines[:3]:
            try:
                link.sendall(b"X")
            except OSError:
                pass
    times.sort()
    tap.none(wrong, "beside 200 slow connections reads and writes go on")
    tap.claim(times[-3] < 2.0, f"a read and a write take {times[len(times) // 2] * 1000:.0f} ms, at most {times[-1] * 1000:.0f} ms", times[-5:])
    for link in lines:
        link.close()
    tap.equal(server.restart(), 0, "the server ends well with such clients about")


# -- a full disk --

def small_disk():
    """(folder, how to leave it), or (None, why not)."""
    folder = tempfile.mkdtemp(prefix="liandong-full-")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", folder], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) if shutil.which("mount") else None
    if done is not None and done.returncode == 0:
        def leave():
            subprocess.run(["umount", "-l", folder], stdin=subprocess.DEVNULL)
            os.rmdir(folder)
        return folder, leave
    os.rmdir(folder)
    return None, "no small file system can be mounted here (not root)"


def fill_up(folder):
    """Takes all the space that is left."""
    path = os.path.join(folder, "filler")
    with open(path, "wb", buffering=0) as file:
        piece = b"\xee" * 65536
        while piece:
            try:
                if file.write(piece) < len(piece):
                    piece = piece[: len(piece) // 2]
            except OSError:
                piece = piece[: len(piece) // 2]
    return path


def disk_full(tap):
    folder, leave = small_disk() if not store.BASE else (None, "the disk that must be full is the database server's, not ours")
    if folder is None:
        for words in ("a full disk refuses writes with 503 or 507", "reads go on", "nothing acknowledged is lost", "with space, writing goes on"):
            tap.skip(words, leave)
        return
    try:
        with Server(folder=folder) as server:
            full_disk(tap, server, folder)
            tap.equal(server.stop(), 0, "the server ends well after a full disk")
            server.sound(tap, "after the full disk")
    finally:
        leave()


def full_disk(tap, server, folder):
    enterprise, leader = server.client("enterprise1"), server.client("leader")
    project = enterprise.session["post"]["project_id"]
    category = enterprise.get("/pack").json["problem_categories"][0]["code"]
    kept, refused, reads, strange = [], [], [], []

    def act(n):
        words = f"满盘{n}-" + "字" * 3900
        answer = enterprise.post(f"/projects/{project}/problems", {"title": f"满盘{n}", "category": category, "description": words})
        if answer.status == 200:
            kept.append((answer.json["id"], words))
        elif answer.status in (503, 507) and is_problem(answer):
            refused.append(answer)
        else:
            strange.append(repr(answer))
        reads.append(leader.get(f"/projects/{project}").status)
    for n in range(3):
        act(n)
    path = fill_up(folder)
    n = 3
    while len(refused) < 10 and n < 1500:
        act(n)
        n += 1
    upload = enterprise.upload(project, "大.pdf", tiny_pdf("x" * 200000))
    tap.claim(len(refused) >= 10 and not strange, f"a full disk refuses writes with 503 or 507, in words ({len(kept)} were still kept)", strange[:3], n)
    tap.claim(refused and refused[-1].code == "storage-full", "and says that storage is full", refused[-1:])
    tap.claim(upload.status in (503, 507) and is_problem(upload), "an upload too", upload)
    tap.equal(set(reads), {200}, "reads go on")
    tap.claim(server.alive(), "the server lives", server.log())
    os.unlink(path)
    begin = time.monotonic()
    before = len(kept)
    while len(kept) == before and time.monotonic() - begin < 10:
        act(n)
        n += 1
    tap.claim(time.monotonic() - begin < 3 and len(kept) > before, f"with space again, writing goes on without a restart ({time.monotonic() - begin:.2f} s)", refused[-1:])
    tap.equal(enterprise.upload(project, "大.pdf", tiny_pdf("x" * 200000)).status, 200, "uploads too")
    for when in ("at once", "after a restart"):
        rows = dict(ask(server, "select id, description from problem"))
        tap.none([id for id, words in kept if rows.get(id) != words], f"all {len(kept)} acknowledged are there, {when}")
        told = sum(1 for words in rows.values() if words.startswith("满盘"))
        tap.equal(told, len(kept), f"and nothing that was refused, {when}")
        if when == "at once":
            server.restart()


# -- the ledger before a stranger --

def root_by_path(leaf, index, size, path):
    """RFC 9162, 2.1.3.2: the root to which an inclusion path leads, or None."""
    place, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place % 2 == 1 or place == last:
            root = stranger.sm3(b"\1" + step + root)
            while place % 2 == 0 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            root = stranger.sm3(b"\1" + root + step)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def proofs(tap, server):
    stranger.self_test()
    public = server.client()
    receipt = server.client("invest").post("/leads", {"name": "收据测试", "district": "350112"}).json["receipt"]
    until, told = time.monotonic() + 10, {}
    while time.monotonic() < until and not told.get("signature"):  # the head that covers it is signed within a second
        told = public.get("/ledger/receipts/" + receipt).json
        time.sleep(0.05)
    tap.claim(told.get("genuine") and told["signature"] and told["leaf"].startswith(receipt.split("-")[1]), "the receipt is genuine and is the beginning of its leaf", told)
    row = ask(server, "select seq, recorded_at, happened_on, kind, subject_id, project_id, actor, command_id, pack_version, body from ledger_event where seq=?", told["seq"])[0]
    names = ("seq", "recorded_at", "happened_on", "kind", "subject_id", "project_id", "actor", "command_id", "pack_version", "body")
    leaf = stranger.leaf_of(dict(zip(names, row)))
    tap.equal(leaf.hex(), told["leaf"], "a stranger computes the same leaf from the entry")
    path = [bytes.fromhex(step) for step in told["path"]]
    root = root_by_path(leaf, told["seq"] - 1, told["size"], path)
    tap.equal(root and root.hex(), told["root"], "its path leads to the signed root")
    message = b"liandong-head-v1" + struct.pack(">qq", told["size"], told["head_signed_at"]) + bytes.fromhex(told["root"])
    tap.claim(stranger.is_signed(bytes.fromhex(told["key"]), message, bytes.fromhex(told["signature"])), "the signature of the head holds")
    tap.claim(not stranger.is_signed(bytes.fromhex(told["key"]), message[:-1] + b"\0", bytes.fromhex(told["signature"])), "and not for another root")
    head = public.get("/ledger/head").json
    tap.claim(head["size"] >= told["size"], "the public head covers it", head)
    server.stop()
    size, wrong = server.ledger_size(), []
    for seq in sorted({1, 2, 3, size - 1, size, *range(7, size, max(1, size // 12))}):
        done = server.cli("ledger", "prove", str(seq), "--db", server.database)
        proof = json.loads(done.stdout)
        made = root_by_path(bytes.fromhex(proof["leaf"]), proof["seq"] - 1, proof["size"], [bytes.fromhex(step) for step in proof["path"]])
        if made is None or made.hex() != proof["root"] or proof["seq"] != seq:
            wrong.append(f"{seq}: {proof}")
    tap.none(wrong, "inclusion proofs of the command line lead to the root")
    for seq in ("0", "-1", str(size + 1), "x", str(2 ** 64)):
        done = server.cli("ledger", "prove", seq, "--db", server.database)
        tap.claim(done.returncode in (1, 2), f"an entry {seq} has no proof", done)
    try:
        entries, tiles, heads, root = stranger.verify(server.database, None)
        tap.equal(entries, size, f"a stranger's program checks the whole ledger: {entries} entries, {tiles} tiles, {heads} heads")
    except stranger.Broken as error:
        tap.claim(False, "a stranger's program checks the whole ledger", error)


def tampering(tap, server):
    """Each change in a copy of its own; what is told must name it."""
    size = server.ledger_size()
    seq = size // 3

    def change(words, *cells):
        return server.store.copy("copy").change(words, *cells)
    copy = server.store.copy("copy").address
    change("update project set version=version where id=-1")
    done = [server.cli(*words, "--db", copy).returncode for words in (("ledger", "verify"), ("rebuild", "--check"))]
    tap.equal(done, [0, 0], "an unchanged copy is sound")
    body = ask(server, "select body from ledger_event where seq=?", seq)[0][0]
    flipped = body[:-2] + chr(ord(body[-2]) ^ 1) + body[-1]
    entry = [("body", "update ledger_event set body=? where seq=?", (flipped, seq)), ("actor", "update ledger_event set actor='account:1:leader' where seq=?", (seq,)),
             ("recorded_at", "update ledger_event set recorded_at=recorded_at+1 where seq=?", (seq,)), ("happened_on", "update ledger_event set happened_on='2026-01-01' where seq=?", (seq,)),
             ("kind", "update ledger_event set kind='project.moved2' where seq=?", (seq,)), ("project_id", "update ledger_event set project_id=project_id+1 where seq=?", (seq,)),
             ("leaf", "update ledger_event set leaf=? where seq=?", (bytes(32), seq)), ("command_id", "update ledger_event set command_id='x' where seq=?", (seq,)),
             ("row taken away", "delete from ledger_event where seq=?", (seq,)), ("last row taken away", "delete from ledger_event where seq=?", (size,)),
             ("head's signature", "update ledger_head set signature=? where number=1", (bytes(64),)), ("tile", "update ledger_tile set hash=? where level=1 and place=0", (bytes(32),))]
    wrong = []
    for what, words, cells in entry:
        if change(words, *cells) != 1:
            wrong.append(f"{what}: nothing was changed")
            continue
        found = server.cli("ledger", "verify", "--db", copy)
        told = found.stdout.decode() + found.stderr.decode()
        named = "ledger_head" in told if "head" in what else str(size) in told if "last" in what else "ledger_tile" in told if what == "tile" else str(seq) in told
        if found.returncode == 0 or not named:
            wrong.append(f"{what}: {found.returncode} {told}")
    tap.none(wrong, f"{len(entry)} changes of the ledger, a byte each: found, and the row is named")
    project = ask(server, "select max(id) from project where stage='under_way'")[0][0]
    row = "ctid" if server.store.on_postgres else "rowid"
    views = [("project", project, "update project set name=name||'.' where id=?", (project,)), ("project", project, "update project set navigator=1 where id=?", (project,)),
             ("application", None, "update application set state='granted' where id=(select max(id) from application where state<>'granted')", ()),
             ("planning_fact", None, f"delete from planning_fact where {row}=(select max({row}) from planning_fact)", ()),
             ("account", 1, "update account set disabled=1 where id=1", ()), ("account_post", None, "update account_post set role='leader' where id=(select max(id) from account_post)", ()),
             ("milestone_reached", None, "insert into milestone_reached select project, milestone||'2', reached_on, evidence, note, by_actor, entry from milestone_reached limit 1", ()),
             ("problem", None, "update problem set state='closed' where id=(select max(id) from problem)", ())]
    wrong, done = [], 0
    for table, row, words, cells in views:
        if change(words, *cells) != 1:
            wrong.append(f"{table}: nothing was changed: {words}")
            continue
        found = server.cli("rebuild", "--check", "--db", copy)
        told = found.stdout.decode() + found.stderr.decode()
        done += 1
        if found.returncode == 0 or f"table {table}," not in told:
            wrong.append(f"{table} {words}: {found.returncode} {told[:500]}")
    tap.none(wrong, f"{done} changed rows of views are found, and the table is named")


def suite(tap):
    with Server() as server:
        for part in (keys, versions, groups, slow_clients, proofs, tampering):
            try:
                if server.process is None and part not in (tampering,):
                    server.start()
                part(tap, server)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        server.stop()
        server.sound(tap, "after it all")
    try:
        disk_full(tap)
    except Exception:
        import traceback
        tap.claim(False, "the part 'disk_full' runs to its end", traceback.format_exc())


run(suite)
