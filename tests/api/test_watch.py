#!/usr/bin/env python3
"""A watcher outside: he holds the newest signed head and believes only what grows out of it. The service is put back to an older
database, forked, signed with another key, replaced by one that tells nonsense; each must be seen, with the evidence kept."""
import http.server
import json
import os
import subprocess
import threading
import time
import uuid

from lib import PROGRAM, WAIT, Server, is_problem, run


def url(server):
    return f"http://{server.address[0]}:{server.address[1]}"


class Watcher:
    def __init__(self, tap, folder, name):
        self.tap, self.held = tap, os.path.join(folder, name)

    def command(self, address, *words):
        return [PROGRAM, "watch", "--url", address, "--held", self.held, *words]

    def look(self, address, *words):
        return subprocess.run(self.command(address, *words), timeout=WAIT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def well(self, words, server, *more):
        done = self.look(url(server), *more)
        self.tap.claim(done.returncode == 0 and not done.stdout and not done.stderr, words, done)

    def alarm(self, words, kind, address, *more):
        before = self.heads()
        done = self.look(address, *more)
        told = json.loads(done.stdout) if done.stdout else {}
        self.tap.claim(done.returncode == 1 and told.get("alarm") == kind and done.stderr, words, done)
        with open(self.held + ".alarm", encoding="utf-8") as file:
            self.tap.equal(json.loads(file.readlines()[-1]), told, f"{words}: the evidence is kept")
        self.tap.equal(self.heads(), before, f"{words}: what is held stays as it was")
        return told

    def heads(self):
        if not os.path.exists(self.held):
            return []
        with open(self.held, encoding="utf-8") as file:
            return [json.loads(line) for line in file]


def act(server, times=1):
    """Grows the ledger, until a head covers it."""
    for _ in range(times):
        name = "w" + uuid.uuid4().hex[:10]
        made = server.client("sysadmin").post("/accounts", {"login": name, "name": name, "password": "Watch-" + uuid.uuid4().hex})
        assert made.status == 200, made
    signed(server)


def signed(server):
    until = time.monotonic() + WAIT
    while server.client().get("/ledger/head").json["size"] < server.ledger_size():
        assert time.monotonic() < until, "no head"
        time.sleep(0.05)


def what_is_published(tap, server):
    stranger = server.client()
    head = stranger.get("/ledger/head").json
    days = stranger.get("/ledger/heads").json
    tap.claim(days["items"] and days["items"][0]["head"]["size"] >= head["size"], "each day's last head is published, the newest first", days)
    listed = [row["day"] for row in days["items"]]
    tap.equal(listed, sorted(set(listed), reverse=True), "one a day")
    one = stranger.get("/ledger/heads?limit=1&until=" + listed[0]).json
    tap.equal(([row["day"] for row in one["items"]], one["next"]), (listed[:1], (listed + [None])[1]), "page by page")
    tap.equal(stranger.get("/ledger/heads?until=2020-01-01").json, {"items": [], "next": None}, "before there was any there is none")
    proof = stranger.get(f"/ledger/consistency?old_size=7&new_size={head['size']}").json
    tap.equal((proof["old_size"], proof["new_size"], proof["new_root"]), (7, head["size"], head["root"]), "anybody is proven that what was is still there")
    for query in (f"old_size=1&new_size={head['size'] + 1000}", "old_size=9&new_size=8", "old_size=0&new_size=8", "old_size=3", "old_size=x&new_size=8"):
        answer = stranger.get("/ledger/consistency?" + query)
        tap.claim(answer.status in (400, 404, 422) and is_problem(answer), f"not proven: {query}", answer)


def growing(tap, server, watcher):
    watcher.well("the first head is taken", server)
    act(server, 3)
    watcher.well("the next one with a proof", server)
    tap.equal([head["size"] for head in watcher.heads()], [server.ledger_size()], "of one day one line is kept")
    act(server)
    watcher.well("and again", server)
    watcher.well("the same once more", server)


def other_keys(tap, server, watcher):
    mine = os.path.join(server.home, "keys", "ledger.pem.pub")
    watcher.well("under the published key", server, "--key", mine)
    other = os.path.join(server.folder, "other.pem")
    secret = subprocess.run(["openssl", "ecparam", "-name", "SM2", "-genkey", "-noout"], stdout=subprocess.PIPE, check=True).stdout
    key = subprocess.run(["openssl", "ec", "-pubout", "-outform", "DER"], input=secret, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    with open(other, "w", encoding="ascii") as file:
        file.write(key[-65:].hex() + "\n")
    watcher.alarm("another key than the one that is known", "other-key", url(server), "--key", other)


def two_ledgers(tap, server, watcher):
    """The same past, then two presents, under the same key."""
    server.stop()
    copy = server.store.copy("twin")
    server.start()
    act(server, 6)
    watcher.well("one present", server)
    server.stop()
    twin = Server(folder=server.folder, data=copy)
    twin.start()
    act(twin, 2)
    second = Watcher(tap, server.folder, "second")
    second.well("somebody else is shown the other one", twin)
    watcher.alarm("an older database with a new present", "cut", url(twin))
    act(twin, watcher.heads()[-1]["size"] - twin.ledger_size())
    told = watcher.alarm("two of the same size", "fork", url(twin))
    tap.claim(told["held"]["size"] == told["shown"]["size"] and told["held"]["root"] != told["shown"]["root"], "both heads are in the evidence", told)
    act(twin, 2)
    told = watcher.alarm("one that does not begin with what was", "rewritten", url(twin))
    tap.claim(json.loads(told["proof"])["new_size"] == told["shown"]["size"], "with the proof that was answered", told)
    second.well("who was shown only that one cannot know", twin)
    twin.stop()
    server.start()
    fresh = Watcher(tap, server.folder, "fresh")
    with open(fresh.held + ".alarm", "w", encoding="utf-8"):
        pass
    told = fresh.alarm("until the two compare what they hold", "rewritten", url(server), "--with", second.held)
    tap.claim(told["held"] != told["shown"] and not fresh.heads(), "neither is believed then", told)
    watcher.well("his own line still goes on", server, "--with", watcher.held)


def going_on(tap, server, watcher):
    """With --every it looks until there is something to tell."""
    port = server.address[1]
    process = subprocess.Popen(watcher.command(url(server), "--every", "1"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    act(server, 4)
    until = time.monotonic() + WAIT
    while watcher.heads()[-1]["size"] < server.ledger_size() and time.monotonic() < until:
        time.sleep(0.1)
    tap.equal(watcher.heads()[-1]["size"], server.ledger_size(), "it follows by itself")
    server.stop()
    time.sleep(1.5)
    tap.claim(process.poll() is None, "a service that is away is no alarm")
    liar = serve_lies(port, {"/api/v1/ledger/head": json.dumps({**watcher.heads()[-1], "size": watcher.heads()[-1]["size"] + 1})})
    out, err = process.communicate(timeout=WAIT)
    tap.claim(process.returncode == 1 and json.loads(out)["alarm"] == "unsigned" and b"cannot ask" in err, "a head that nobody signed is", process.returncode, out, err)
    liar.shutdown()
    liar.server_close()
    server.start(port)


def serve_lies(port, answers):
    class Liar(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            found = answers.get(self.path.split("?")[0])
            self.send_response(200 if found is not None else 404)
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *whatever):
            pass
    http.server.ThreadingHTTPServer.allow_reuse_address = True
    liar = http.server.ThreadingHTTPServer(("127.0.0.1", port), Liar)
    threading.Thread(target=liar.serve_forever, daemon=True).start()
    return liar


def nonsense(tap, server, watcher):
    held = watcher.heads()[-1]
    signed_one = server.client().get("/ledger/head").json
    act(server)
    newer = server.client().get("/ledger/head").json
    cases = {
        "no JSON": ({"/api/v1/ledger/head": "<html>"}, 1, "unsigned"),
        "an empty ledger": ({"/api/v1/ledger/head": '{"size":0}'}, 1, "unsigned"),
        "a newer head without a proof": ({"/api/v1/ledger/head": json.dumps(newer)}, 1, "rewritten"),
        "a newer head with a proof of something else": ({"/api/v1/ledger/head": json.dumps(newer), "/api/v1/ledger/consistency": json.dumps(
            {"old_size": held["size"], "old_root": "00" * 32, "new_size": newer["size"], "new_root": newer["root"], "path": []})}, 1, "rewritten"),
        "a proof that is none": ({"/api/v1/ledger/head": json.dumps(newer), "/api/v1/ledger/consistency": '{"path":' + "[" * 500}, 1, "rewritten"),
        "more than anybody reads": ({"/api/v1/ledger/head": " " * 100000}, 3, None),
        "nothing there": ({}, 3, None),
    }
    for words, (answers, status, kind) in cases.items():
        liar = serve_lies(0, answers)
        done = watcher.look(f"http://127.0.0.1:{liar.server_address[1]}")
        told = json.loads(done.stdout) if done.stdout else {}
        tap.claim(done.returncode == status and told.get("alarm") == kind, f"{words}: {kind or 'not asked'}", done)
        liar.shutdown()
        liar.server_close()
    tap.claim(signed_one["size"] <= newer["size"] and watcher.heads()[-1] == held, "nothing of that was believed")
    with open(watcher.held, "a", encoding="utf-8") as file:
        file.write("{broken\n")
    done = watcher.look(url(server))
    tap.claim(done.returncode == 3 and not done.stdout, "a file that is not what was held is not overwritten", done)
    for words in (["--url", url(server)], ["--held", watcher.held], ["--url", "ftp://x", "--held", "x"], ["--url", url(server), "--held", "x", "--every", "0"]):
        done = subprocess.run([PROGRAM, "watch", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=WAIT)
        tap.equal(done.returncode, 2, "wrong usage: " + " ".join(words[-2:]))


def suite(tap):
    with Server() as server:
        signed(server)
        watcher = Watcher(tap, server.folder, "held")
        what_is_published(tap, server)
        growing(tap, server, watcher)
        other_keys(tap, server, watcher)
        two_ledgers(tap, server, watcher)
        going_on(tap, server, watcher)
        nonsense(tap, server, watcher)


run(suite)
