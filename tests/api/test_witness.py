#!/usr/bin/env python3
"""Heads of the ledger are published a day a page, and signed by witnesses outside with keys of their own; whatever somebody did, its receipt is
proven without the server."""
import html
import json
import os
import re
import subprocess
import time
import uuid

from lib import PROGRAM, WAIT, Server, is_problem, run


def url(server):
    return f"http://{server.address[0]}:{server.address[1]}"


def signed(server):
    until = time.monotonic() + WAIT
    while server.client().get("/ledger/head").json["size"] < server.ledger_size():
        assert time.monotonic() < until, "no head"
        time.sleep(0.05)


def watch(server, name):
    """A watcher outside who signs what he finds well: what he says, and his key."""
    held = os.path.join(server.folder, name)
    done = subprocess.run([PROGRAM, "watch", "--url", url(server), "--held", held, "--sign", held + ".pem"], timeout=WAIT,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, done
    with open(held + ".witness", encoding="ascii") as said, open(held + ".pem.pub", encoding="ascii") as key:
        return json.load(said), key.read().strip()


def flipped(digits):
    return ("1" if digits[0] == "0" else "0") + digits[1:]


def naming(tap, server, key):
    secadmin, mine = server.client("secadmin"), server.client().get("/ledger/head").json["public_key"]
    wrong = {"no key": "no", "no point of the curve": "04" + "11" * 64, "capitals": key.upper(), "the platform's own": mine}
    before = server.ledger_of_people()
    for words, given in wrong.items():
        answer = secadmin.post("/ledger/witnesses", {"name": "审计机关", "public_key": given})
        tap.claim(answer.status == 422 and is_problem(answer), f"not a witness's key: {words}", answer)
    for login in ("sysadmin", "centre", "enterprise1"):
        tap.equal(server.client(login).post("/ledger/witnesses", {"name": "审计机关", "public_key": key}).status, 403, f"{login} names none")
    tap.equal(server.ledger_of_people(), before, "nothing was written")
    named = secadmin.post("/ledger/witnesses", {"name": "审计机关", "public_key": key})
    tap.claim(named.status == 200 and named.json["receipt"], "the security administrator names one", named)
    tap.equal(secadmin.post("/ledger/witnesses", {"name": "另一家", "public_key": key}).status, 422, "a key belongs to one")
    listed = server.client().get("/ledger/witnesses").json["items"]
    tap.equal([(one["name"], one["public_key"], one["until"]) for one in listed], [("审计机关", key, None)], "everybody sees who may sign")
    return named.json["id"]


def signing(tap, server, said):
    enterprise = server.client("enterprise1")
    before = server.ledger_of_people()
    wrong = {"another root": {"root": flipped(said["root"])}, "another size": {"size": said["size"] - 1}, "another moment": {"signed_at": said["signed_at"] - 1},
             "another signature": {"signature": flipped(said["signature"])}, "nobody's key": {"public_key": server.client().get("/ledger/head").json["public_key"]}}
    for words, changed in wrong.items():
        answer = enterprise.post("/ledger/signatures", {**said, **changed})
        tap.claim(answer.status == 422 and is_problem(answer), f"not taken: {words}", answer)
    tap.equal(server.client().post("/ledger/signatures", said).status, 401, "brought in by somebody who is signed in")
    tap.equal(server.ledger_of_people(), before, "nothing was written")
    tap.equal(enterprise.post("/ledger/signatures", said).status, 200, "the signature is taken from anybody at work: it says itself whose it is")
    tap.equal(enterprise.post("/ledger/signatures", said).status, 409, "once")
    later, _ = watch(server, "audit")
    tap.equal((later["size"] > said["size"], enterprise.post("/ledger/signatures", later).status), (True, 409), "and no more than once an hour")


def own_past(tap, server):
    """A witness who was shown another ledger signs what this one never was: that is not taken, and told as evidence."""
    server.stop()
    copy = server.store.copy("twin")
    server.start()
    twin = Server(folder=server.folder, data=copy)
    twin.start()
    made = twin.client("sysadmin").post("/accounts", {"login": "w" + uuid.uuid4().hex[:10], "name": "w", "password": "Watch-" + uuid.uuid4().hex})
    assert made.status == 200, made
    signed(twin)
    said, key = watch(twin, "district")
    twin.stop()
    assert server.client("secadmin").post("/ledger/witnesses", {"name": "区县", "public_key": key}).status == 200
    answer = server.client("supervisor").post("/ledger/signatures", said)
    tap.claim(answer.status == 422 and answer.json["field"] == "root", "a head of another present is not one of this ledger", answer)


def text_of(answer):
    return html.unescape(re.sub(r"<[^>]*>", " ", answer.body.decode()))


def pages(tap, server, said, key):
    stranger = server.client()
    newest = stranger.get("/ledger/heads").json["items"][0]
    mark = newest["witnesses"][0]
    tap.equal({name: mark[name] for name in said}, said, "the day's head comes with what witnesses signed")
    listed, day = stranger.send("GET", "/heads"), stranger.send("GET", "/heads/" + newest["day"])
    tap.claim(listed.status == 200 and all(word in text_of(listed) for word in (newest["day"], newest["head"]["root"], "审计机关", key)), "the days are a page", text_of(listed)[:800])
    told = text_of(day)
    tap.claim(day.status == 200 and all(word in told for word in (said["signature"], "审计机关", newest["head"]["signature"], "--head")) and b"<svg" in day.body, "a day is a page to print", told[:800])
    found = re.search(r'<code>(\{&quot;size&quot;:.*?\})</code>', day.body.decode())
    kept = os.path.join(server.folder, "printed.json")
    with open(kept, "w", encoding="ascii") as file:
        file.write(html.unescape(found.group(1)))
    done = server.cli("ledger", "verify", "--db", server.database, "--head", kept)
    tap.equal(done.returncode, 0, "what is printed is a head to check the database with")
    with open(kept, "w", encoding="ascii") as file:
        file.write(html.unescape(found.group(1)).replace(newest["head"]["root"], flipped(newest["head"]["root"])))
    tap.equal(server.cli("ledger", "verify", "--db", server.database, "--head", kept).returncode, 1, "and no other head is")
    english = stranger.send("GET", "/heads?lang=en")
    tap.claim(english.status == 200 and "Witnesses" in text_of(english), "in English too")
    for path in ("/heads/2020-01-01", "/heads/x", "/heads/2026-13-01", "/heads/%3Cb%3E"):
        tap.equal(stranger.send("GET", path).status, 404, f"there is no {path}")
    tap.equal(stranger.send("GET", "/heads?until=x").status, 200, "an odd query does no harm")


def receipts(tap, server):
    """Whoever did something, by whatever way: the receipt's proof is a file, and the file needs no server."""
    sysadmin, centre, enterprise, invest = (server.client(name) for name in ("sysadmin", "centre", "enterprise1", "invest"))
    project = enterprise.session["post"]["project_id"]
    made = {
        "a lead": invest.post("/leads", {"name": "回执", "district": "350112", "contact": "某人 13800138000"}),
        "an account": sysadmin.post("/accounts", {"login": "r" + uuid.uuid4().hex[:10], "name": "r", "password": "Watch-" + uuid.uuid4().hex}),
        "a problem": enterprise.post(f"/projects/{project}/problems", {"title": "用水", "category": server.store.rows("select category from problem order by id limit 1")[0][0]}),
        "a file": enterprise.upload(project, "a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
    }
    codes = {words: answer.json["receipt"] for words, answer in made.items() if answer.status == 200}
    by_itself = [row for row in centre.get(f"/projects/{project}/history").json["items"]][:3]
    codes.update({f"the history's {row['kind']}": row["receipt"] for row in by_itself})
    tap.claim(len(codes) >= 5, "acts of many kinds have receipts", {words: answer for words, answer in made.items() if answer.status != 200})
    signed(server)
    public = os.path.join(server.home, "keys", "ledger.pem.pub")
    for words, code in codes.items():
        path = os.path.join(server.folder, "receipt.json")
        for changed in (False, True):
            proof = server.client().get("/ledger/receipts/" + code).json
            if changed:
                proof["leaf"] = flipped(proof["leaf"])
            with open(path, "w", encoding="utf-8") as file:
                json.dump(proof, file)
            done = server.cli("verify", path, "--key", public)
            tap.equal(done.returncode, 1 if changed else 0, f"the receipt of {words} " + ("altered" if changed else "verifies offline"))
        tap.claim(code.encode() in server.client().send("GET", "/receipt/" + code).body, f"and by the page: {words}")


def suite(tap):
    with Server() as server:
        signed(server)
        said, key = watch(server, "audit")
        number = naming(tap, server, key)
        signing(tap, server, said)
        signed(server)
        pages(tap, server, said, key)
        receipts(tap, server)
        own_past(tap, server)
        retired = server.client("secadmin").post(f"/ledger/witnesses/{number}/retire", {"reason": "期满"})
        tap.equal(retired.status, 200, "a witness is retired")
        tap.equal(server.client("secadmin").post(f"/ledger/witnesses/{number}/retire", {"reason": "期满"}).status, 404, "once")
        tap.equal(server.client("enterprise1").post("/ledger/signatures", {**said, "signed_at": said["signed_at"] + 1}).status, 422, "and signs no more")
        tap.claim(server.client().get("/ledger/heads").json["items"][0]["witnesses"], "what it signed stays")
        server.stop()
        tap.equal(server.cli("rebuild", "--check", "--db", server.database).returncode, 0, "the tables are what the ledger says")


run(suite)
