#!/usr/bin/env python3
"""Clocks by API: notices and their ladder, stops and extensions, whose hands, late entries, odd use, joint limits."""
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run

RUNGS = {"decide-after-1": -1, "decide-after-3": -3, "decide-after-5": -5}


def wait_for(question, seconds=45):
    until = time.monotonic() + seconds
    found = question()
    while not found and time.monotonic() < until:
        time.sleep(0.5)
        found = question()
    return found


def all_sent(server):
    rows, before = [], None
    while True:
        page = server.client("supervisor").get("/notices-sent?limit=200" + (f"&before={before}" if before else "")).json
        rows += page["items"]
        before = page["next"]
        if before is None:
            return rows


def all_cases(server):
    rows, after = [], None
    while True:
        page = server.client("supervisor").get("/applications?state=open&limit=200" + (f"&after={after}" if after else "")).json
        rows += page["items"]
        after = page["next"]
        if after is None:
            return rows


def the_ladder(tap, server):
    late = {row["id"]: row["left_days"] for row in all_cases(server) if row["state"] == "accepted" and row["left_days"] is not None and row["left_days"] < 0}
    tap.claim(late, "the demonstration has cases past their day")
    wanted = {(rung, id) for rung, days in RUNGS.items() for id, left in late.items() if left <= days}
    missing = wait_for(lambda: not (wanted - {(n["rule"], n["application_id"]) for n in all_sent(server)}))
    sent = all_sent(server)
    told = {(n["rule"], n["application_id"]) for n in sent}
    tap.claim(missing, "who is late is told of by each rung that he has passed", sorted(wanted - told)[:5])
    tap.none([n["id"] for n in sent if not (n["due_on"] and n["law"] and isinstance(n["left_days"], int) and n["text"])], "no notice without date, law and days left")
    tap.none([n for n in sent if n["rule"] in RUNGS and n["left_days"] > RUNGS[n["rule"]]], "no rung is climbed before its day")
    seen = [(n["rule"], n["application_id"], n["due_on"], n["address"]) for n in sent]
    tap.equal(len(seen), len(set(seen)), "nobody is told the same twice")
    time.sleep(11)  # the chore comes every ten seconds
    tap.equal(len(all_sent(server)), len(sent), "and the chore that comes again says nothing new")
    rules = {rule["id"]: rule for rule in server.client("supervisor").get("/ladder").json["rules"]}
    counts = {}
    for n in sent:
        counts[n["rule"]] = counts.get(n["rule"], 0) + 1
    tap.equal({id: rule["fired"] for id, rule in rules.items() if rule["fired"]}, {k: v for k, v in counts.items() if k in rules}, "each rule says how often it fired")
    tap.none([id for id, rule in rules.items() if (rule["last_fired_on"] is None) != (rule["fired"] == 0)], "and when last")
    tap.none([id for id, rule in rules.items() for test in rule["test"] if not test["whole"]], "the self-test makes a whole notice of every rule")
    tap.claim(any(test["nobody_in"] for rule in rules.values() for test in rule["test"] if test["who"] == "unit"), "it names the units in which nobody would be reached")
    tap.claim(rules["decide-after-3"]["reaches"] and all(test["people"] > 0 for test in rules["decide-after-3"]["test"]), "it says who would be reached")


def reading(tap, server):
    person = server.client("supervisor")
    mine = person.get("/notices?unread=true").json
    tap.claim(mine["unread"] > 0 and mine["items"], "who is told finds it among his notices")
    tap.none([n["id"] for n in mine["items"] if n["address"] != "role:supervisor"], "and nobody else's")
    first = mine["items"][0]["id"]
    tap.equal(person.post(f"/notices/{first}/read", {}).status, 200, "a notice is marked as read")
    size = server.ledger_size()
    tap.equal((person.post(f"/notices/{first}/read", {}).status, server.ledger_size()), (200, size), "read twice changes nothing")
    left = person.get("/notices?unread=true").json
    tap.claim(first not in [n["id"] for n in left["items"]] and left["unread"] in (mine["unread"] - 1, 99), "it is unread no more")
    tap.equal(server.client("leader").post(f"/notices/{first}/read", {}).status, 404, "another's notice does not exist for one")
    tap.equal(person.post("/notices/read-all", {}).status, 200, "all are read at once")
    sent = [n for n in all_sent(server) if n["id"] == first][0]
    tap.claim(sent["read_on"] is not None, "who oversees sees that it was read")


def suite(tap):
    with Server() as server:
        the_ladder(tap, server)
        reading(tap, server)


if __name__ == "__main__":
    run(suite)
