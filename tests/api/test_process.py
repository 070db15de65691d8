#!/usr/bin/env python3
"""Where time goes: the map of what followed what is the one that a slow recount of the same cases gives, each way opens into its cases, nobody sees another's,
and what was kept between two questions is what is read anew."""
import urllib.parse
from collections import defaultdict

from lib import Server, is_problem, run

ACTS = {"R": "received", "S": "asked", "C": "completed", "A": "accepted", "P": "special", "E": "special_over", "U": "suspended", "Q": "resumed", "X": "extended", "D": "granted", "V": "delivered"}
CASES = "select a.id, a.project, a.code, a.org, a.state, coalesce(a.course,''), a.round, coalesce(a.closed_on,''), p.district, p.direction, a.submitted_on from application a join project p on p.id=a.project where a.own=0 order by a.id"


class Case:
    def __init__(self, row):
        self.id, self.project, self.item, self.org, self.state, course, round, closed, self.district, self.direction, self.begun = row
        words = course.split()
        if not words or words[0][0] != "R":
            words.insert(0, "R" + self.begun)
        self.acts = [ACTS[word[0]] for word in words]
        self.days = [word[1:11] for word in words]
        if int(round) > 1:
            self.acts[0] = "resubmitted"
        if self.state == "refused":
            self.acts = ["refused" if act == "granted" else act for act in self.acts]
        if self.state in ("not_accepted", "withdrawn") and closed:
            self.acts.append(self.state)
            self.days.append(closed)
        self.is_open = self.state in ("submitted", "received", "supplement", "accepted", "special", "suspended", "granted")


def ways_of(cases):
    """Which cases went which way, and how often."""
    ways = defaultdict(list)
    for case in cases:
        row = ["begin", *case.acts] + ([] if case.is_open else ["end"])
        for pair in zip(row, row[1:]):
            ways[pair].append(case.id)
    return ways


def items_of(cases):
    """Of projects: their decisions in the order of days, each under its item."""
    ways, decided = defaultdict(list), defaultdict(list)
    open_ones = {case.project for case in cases if case.is_open and not {"granted", "refused"} & set(case.acts)}
    for case in cases:
        for act, day in zip(case.acts, case.days):
            if act in ("granted", "refused"):
                decided[case.project].append((day, case.id, case.item))
    for project, row in decided.items():
        row.sort()
        names = ["begin", *(one[2] for one in row)] + ([] if project in open_ones else ["end"])
        ids = [one[1] for one in row] + ([] if project in open_ones else [row[-1][1]])
        for pair, id in zip(zip(names, names[1:]), ids):
            ways[pair].append(id)
    return ways


def rows_of(client, at):
    ids, after = [], ""
    while after is not None:
        answer = client.get(urllib.parse.quote(at, "/?&=~") + "&limit=7" + (f"&after={after}" if after else "")).json
        ids += [row["id"] for row in answer["items"]]
        after = answer["next"]
    return ids


def agrees(tap, client, cases, query, what):
    asked = urllib.parse.urlencode(query)
    answer = client.get("/process" + ("?" + asked if asked else "")).json
    wanted = items_of(cases) if query.get("grain") == "project" else ways_of(cases)
    got = {(way["from"], way["to"]): way for way in answer["items"]}
    tap.equal({pair: way["times"] for pair, way in got.items()}, {pair: len(ids) for pair, ids in wanted.items()}, f"{what}: each way as often as a slow recount finds it")
    tap.none([pair for pair, way in got.items() if sorted(set(rows_of(client, way["rows_at"]))) != sorted(set(wanted[pair]))], f"{what}: behind each way are its cases")
    return answer


def suite(tap):
    with Server() as server:
        leader = server.client("leader")
        cases = [Case(row) for row in server.store.rows(CASES)]
        whole = agrees(tap, leader, cases, {}, "the whole city")
        tap.claim(whole["courses"] == len(cases) > 20 and whole["open"] == sum(case.is_open for case in cases), "every case is counted, those still on their way too", whole["courses"], whole["open"])
        tap.equal(sum(one["courses"] for one in whole["variants"]) + whole["beyond_variants"] >= min(20, len(cases)), True, "ways of whole cases are told")
        sums(tap, whole)
        agrees(tap, leader, cases, {"grain": "project"}, "items of projects")
        first = cases[0]
        for name, value in (("item", first.item), ("org", first.org), ("district", first.district), ("direction", first.direction), ("project", first.project)):
            agrees(tap, leader, [case for case in cases if getattr(case, name) == value], {name: value}, name)
        days = sorted(case.begun for case in cases)
        middle = days[len(days) // 2]
        agrees(tap, leader, [case for case in cases if case.begun >= middle], {"from": middle}, "from a day on")
        scopes(tap, server, cases)
        refusals(tap, leader)
        moved(tap, server)
        sheet = leader.get("/process?as=csv")
        tap.claim(sheet.status == 200 and sheet.body.count(b"\n") >= len(whole["items"]), "the ways go into a spreadsheet", sheet.status)


def sums(tap, whole):
    hands = ("department", "enterprise", "third_party", "legal_stop")
    waits = [way for way in whole["items"] if "days" in way]
    tap.none([way for way in waits if sum(way[hand] for hand in hands) != way["days"]], "each day of a wait is in one pair of hands")
    tap.equal(sum(whole["hands"].values()), sum(way["days"] for way in waits), "hands add up to all waits")
    tap.none([way for way in waits if way["median"] is not None and way["p90"] is not None and way["p90"] < way["median"]], "ninety in a hundred take no less than the half")
    tap.claim(any(way["median"] for way in waits) and any(way["p90"] for way in waits), "something takes days")
    tap.none([act for act in whole["activities"] if act["times"] < act["courses"] or act["again"] > act["courses"]], "what comes again comes in fewer cases")
    tap.equal(sum(act["waiting"] for act in whole["activities"]), whole["open"], "whoever is on the way waits somewhere")


def scopes(tap, server, cases):
    district = server.client("district")
    own = district.session["post"]["district"]
    agrees(tap, district, [case for case in cases if case.district == own], {}, "a district sees its own")
    officer = server.client("dept-zjj")
    org, at = officer.session["post"]["org"], officer.session["post"]["district"]
    mine = [case for case in cases if case.org == org]
    answer = officer.get("/process").json
    tap.claim(0 < answer["courses"] <= len(mine), "a department its own cases", answer["courses"], len(mine), at)
    tap.equal(officer.get("/process?org=" + next(case.org for case in cases if case.org != org)).json["courses"], answer["courses"], "and not another's by asking")


def refusals(tap, leader):
    for path in ("/process/rows", "/process/rows?way=received", "/process/rows?way=a~b", "/process/rows?way=received~accepted&after=x", "/process/rows?way=received~accepted&after=1.-1", "/process?from=2026-12-01&to=2026-01-01", "/process?grain=day"):
        answer = leader.get(path)
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"refused: {path}", answer)


def moved(tap, server):
    """A case goes on: the map that was kept follows, and is the one that a server that has just begun makes."""
    leader = server.client("leader")
    units = {server.client(login).session["post"]["org"]: login for login in server.passwords() if login.startswith("dept-")}
    waiting = [row for row in server.store.rows("select id, org, state from application where own=0 and state in ('submitted', 'received', 'supplement') order by id") if row[1] in units]
    before = leader.get("/process").json
    id, org, state = waiting[-1]
    done = server.client(units[org]).post(f"/applications/{id}/" + {"submitted": "receive", "received": "accept", "supplement": "complete"}[state], {})
    tap.claim(done.status == 200, "a case goes on", state, done)
    after = leader.get("/process").json
    tap.claim(after != before or state == "submitted", "the map follows", state)
    agrees(tap, leader, [Case(row) for row in server.store.rows(CASES)], {}, "kept and moved")
    server.restart()
    tap.equal(server.client("leader").get("/process").json, after, "read anew it is the same")


run(suite)
