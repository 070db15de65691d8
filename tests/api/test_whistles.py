#!/usr/bin/env python3
"""Whistles: who may do what when, random ways against a model that fits a screen, and the ladder over days: announced, then climbed,
each time to somebody who is there, never further than the ladder goes."""
import random
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, done, refused, run, tiny_pdf

SEED, STEPS = 20261130, 260
WHO = ["unit", "district_coordinator", "coordinator", "leader"]


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise, self.centre = server.client("enterprise1"), server.client("centre")
        self.project = self.enterprise.session["post"]["project_id"]
        row = server.store.named(f"select district, navigator from project where id={self.project}")[0]
        self.district = row["district"]
        navigators = [server.client(login) for login in ("navigator", "navigator2")]
        self.navigator = next(n for n in navigators if n.account == row["navigator"])
        orgs = [o[0] for o in server.store.rows("select distinct org from account_post where role='department_officer' and ended=0 order by org")]
        parties = [p[0] for p in server.store.rows(f"select org from project_party where project={self.project}")]
        self.orgs = [org for org in orgs if org in parties and not org.startswith("asc")][:3]
        self.officers = {org: server.hire("w-" + org, {"role": "department_officer", "org": org, "district": "350100"}) for org in self.orgs}
        self.clerk = server.hire("w-district", {"role": "district_coordinator", "org": "asc-" + self.district, "district": self.district})
        self.leader = server.client("leader")
        self.category = self.centre.get("/pack").json["problem_categories"][0]["code"]
        rows = server.store.rows("select max(day) from standing_case")
        self.day = rows[0][0]

    def show(self, id, who=None):
        return (who or self.centre).get(f"/whistles/{id}").json


def one_way(tap, town):
    org, other = town.orgs[:2]
    stream = Stream(town.officers[org])
    stream.hello.wait(5)
    made = done(tap, town.enterprise, f"/projects/{town.project}/whistles", {"said": "放线没有人来", "org": org}, "the enterprise whistles")
    id = made["id"]
    tap.claim(made.get("number"), "a whistle has a number people can say", made)
    tap.claim(stream.wait(lambda e: e["kind"] == "whistle.sounded" and e["project_id"] == town.project), "the department hears of it live", stream.events)
    stream.close()
    tap.claim(f"unit:{org}" in [row["address"] for row in told(town, id)], "and is told in a notice", told(town, id))
    now = town.show(id)
    tap.claim(now["state"] == "sounded" and now["who"] == "unit" and now["turn"]["party"] == "department" and now["due_at"], "it is the department's turn, until a moment", now)
    tap.equal(town.show(id, town.officers[org])["may"], ["report-in"], "the department may report in and nothing else")
    report = {"said": "张贴公告的人明天到场", "next_on": town.day if town.day > now["due_at"][:10] else "2026-12-31"}
    refused(tap, town.officers[other], f"/whistles/{id}/report-in", report, "another department does not report in for it", 403, "not-permitted")
    refused(tap, town.centre, f"/whistles/{id}/report-in", report, "nor the city, before it has climbed", 403, "not-permitted")
    refused(tap, town.officers[org], f"/whistles/{id}/report-in", {"said": "x", "next_on": "2020-01-02"}, "the day named is not in the past", 422, "field-invalid")
    refused(tap, town.enterprise, f"/whistles/{id}/reopen", {"reason": "r"}, "nobody whistles again before the report", 409, "wrong-state")
    refused(tap, town.enterprise, f"/projects/{town.project}/whistles", {"said": "s", "application_id": 1}, "a case of somebody else is none", 422, "field-invalid")
    done(tap, town.officers[org], f"/whistles/{id}/report-in", report, "it reports in")
    now = town.show(id)
    tap.claim(now["state"] == "reported" and now["in_time"] and now["next_on"] == report["next_on"], "in time, with a day", now)
    refused(tap, town.officers[org], f"/whistles/{id}/close", {}, "the department does not close it", 403)
    refused(tap, town.navigator, f"/whistles/{id}/close", {}, "nor does another than who whistled", 403, "not-permitted")
    done(tap, town.enterprise, f"/whistles/{id}/reopen", {"reason": "还是没有人来"}, "not satisfied: it whistles again")
    tap.equal(town.show(id)["state"], "sounded", "and the department must report in again")
    done(tap, town.centre, f"/whistles/{id}/pass", {"org": other, "reason": "归其办理"}, "the city passes it to another department")
    tap.equal(town.show(id)["org"], other, "whose it is now")
    refused(tap, town.centre, f"/whistles/{id}/pass", {"org": other, "reason": "r"}, "but not to the same one", 422, "field-invalid")
    problem = {"title": "放线无人到场", "category": town.category}
    refused(tap, town.enterprise, f"/whistles/{id}/problem", {"title": "t", "category": "no-such"}, "a problem has a category that there is", 422, "field-invalid")
    done(tap, town.enterprise, f"/whistles/{id}/problem", problem, "it becomes a problem")
    now = town.show(id)
    found = town.centre.get(f"/problems/{now.get('problem_id', 0)}").json or {}
    tap.claim(found.get("title") == problem["title"] and found.get("whistle_id") == id and found["description"] == "放线没有人来", "with what was said, and each names the other", now, found)
    refused(tap, town.enterprise, f"/whistles/{id}/problem", problem, "once", 409, "wrong-state")
    done(tap, town.officers[other], f"/whistles/{id}/report-in", report, "the other department reports in")
    done(tap, town.enterprise, f"/whistles/{id}/close", {"note": "已到场"}, "who whistled closes it")
    kinds = [line["kind"] for line in town.show(id)["history"]]
    tap.claim("whistle.closed" in kinds and "whistle.sounded" in kinds, "its history stands on its page", kinds)


class Model:
    def __init__(self, org, raiser):
        self.org, self.raiser, self.state, self.problem = org, raiser, "sounded", False

    def may(self, act, who, to=None):
        mine = who == self.raiser
        return {"report-in": self.state == "sounded" and who == self.org and self.org, "pass": self.state == "sounded" and who == "centre" and to != self.org,
                "close": self.state != "closed" and mine, "reopen": self.state != "sounded" and mine,
                "problem": self.state != "closed" and not self.problem and (mine or who == "centre")}[act]

    def do(self, act, to=None):
        if act == "pass":
            self.org = to
        elif act == "problem":
            self.problem = True
        else:
            self.state = {"report-in": "reported", "close": "closed", "reopen": "sounded"}[act]


def random_ways(tap, town):
    chance = random.Random(SEED)
    people = {"enterprise": town.enterprise, "navigator": town.navigator, "centre": town.centre, **town.officers}
    models, wrong, counts = {}, [], {"done": 0, "refused": 0}
    for step in range(STEPS):
        if not models or (len(models) < 8 and chance.random() < 0.1):
            raiser = chance.choice(["enterprise", "navigator"])
            org = chance.choice(town.orgs)
            made = people[raiser].post(f"/projects/{town.project}/whistles", {"said": f"第{step}声", "org": org})
            models[made.json["id"]] = Model(org, raiser)
        id, model = chance.choice(list(models.items()))
        tries = [(act, who, to) for act in ("report-in", "pass", "close", "reopen", "problem") for who in people for to in town.orgs]
        allowed = [one for one in tries if model.may(*one)]
        act, who, to = chance.choice(allowed if allowed and chance.random() < 0.5 else tries)
        body = {"report-in": {"said": "s", "next_on": "2026-12-31"}, "pass": {"org": to, "reason": "r"}, "close": {}, "reopen": {"reason": "r"},
                "problem": {"title": "t", "category": town.category}}[act]
        before = town.show(id)
        answer = people[who].post(f"/whistles/{id}/{act}", body)
        after, allowed = town.show(id), model.may(act, who, to)
        counts["done" if allowed else "refused"] += 1
        if allowed:
            model.do(act, to)
        elif {k: v for k, v in before.items() if k != "light"} != {k: v for k, v in after.items() if k != "light"}:
            wrong.append(f"{step}: {act} by {who} was refused and changed it")
        if (answer.status == 200) != bool(allowed):
            wrong.append(f"{step}: {act} by {who} in {before['state']}: {answer!r}, the model says {allowed}")
        if (after["state"], after["org"], bool(after.get("problem_id"))) != (model.state, model.org, model.problem):
            wrong.append(f"{step}: {act} by {who}: {after['state']} {after['org']}, the model says {model.state} {model.org}")
        if after["state"] != "closed" and not (after["due_at"] and after["turn"]["name"] and after["turn"]["until"]):
            wrong.append(f"{step}: open without somebody and a moment: {after}")
    tap.none(wrong, f"random ways go as the model says ({counts})")
    tap.claim(min(counts.values()) > 40, "both kinds of steps were tried", counts)


def files(tap, town):
    """What is shown with the call and with the report: files of the project, seen by whoever sees the whistle."""
    org, path = town.orgs[0], f"/projects/{town.project}/whistles"
    photo = town.enterprise.upload(town.project, "现场.pdf", tiny_pdf("site")).json["id"]
    paper = town.officers[org].upload(town.project, "说明.pdf", tiny_pdf("paper")).json["id"]
    foreign = town.server.store.rows(f"select id from file where project<>{town.project} order by id limit 1")
    for wrong in [[987654321], "x", [photo, photo]] + [[row[0]] for row in foreign]:
        refused(tap, town.enterprise, path, {"said": "s", "org": org, "files": wrong}, f"files are the project's, each once: {wrong}", 422)
    id = done(tap, town.enterprise, path, {"said": "现场有积水", "org": org, "files": [photo]}, "it whistles with a file")["id"]
    refused(tap, town.officers[org], f"/whistles/{id}/report-in", {"said": "s", "next_on": "2026-12-31", "files": [987654321]}, "the report's files too", 422)
    done(tap, town.officers[org], f"/whistles/{id}/report-in", {"said": "s", "next_on": "2026-12-31", "files": [paper]}, "the department reports in with another")
    seen = town.show(id, town.enterprise)
    tap.equal((seen["files"], seen["answer_files"]), ([photo], [paper]), "both stand with it")
    tap.equal([town.enterprise.get(f"/files/{paper}/about").status, town.officers[org].get(f"/files/{photo}/about").status], [200, 200], "and each side opens the other's")
    done(tap, town.enterprise, f"/whistles/{id}/close", {}, "and it is closed")


def crowded(tap, server):
    """More whistles above which nobody stands any more than the chore takes at a time, and one that may climb, later than all of them."""
    own, other = server.client("enterprise1"), None
    here = own.session["post"]["project_id"]
    where = {row["id"]: row["district"] for row in server.store.named("select id, district from project")}
    for login in ("enterprise2", "enterprise3", "enterprise4"):
        client = server.client(login)
        if where[client.session["post"]["project_id"]] != where[here]:
            other = client
    there = other.session["post"]["project_id"]
    away = where[there]
    units = [row[0] for row in server.store.rows("select distinct org from account_post where role='department_officer' and ended=0 and org not like 'asc%' order by org")]
    stuck = [own.post(f"/projects/{here}/whistles", {"said": f"第{n}声", "org": units[0]}).json["id"] for n in range(55)]
    free = other.post(f"/projects/{there}/whistles", {"said": "后来的一声", "org": units[0]}).json["id"]
    server.hire("w-away", {"role": "district_coordinator", "org": "asc-" + away, "district": away})
    system = server.client("sysadmin")
    rows = server.store.named("select distinct account from account_post where ended=0 and (role in ('leader','centre_coordinator')"
                              f" or (role='district_coordinator' and district<>'{away}'))")
    for row in rows:
        system.post(f"/accounts/{row['account']}/disable", {"reason": "离岗"})
    if not server.days_on(3):
        return tap.skip("vanished posts crowd nobody out", "no clock to move")
    until, kinds = time.monotonic() + 30, []
    while time.monotonic() < until and "whistle.announced" not in kinds:
        time.sleep(0.3)
        kinds = [row["kind"] for row in server.store.named(f"select kind from ledger_event where subject_id={free}")]
    tap.claim("whistle.announced" in kinds, "those that have nowhere to climb to crowd nobody out", kinds)
    marks = ",".join(str(id) for id in stuck)
    climbed = server.store.named(f"select count(*) as n from ledger_event where subject_id in ({marks}) and kind<>'whistle.sounded'")[0]["n"]
    tap.equal(climbed, 0, "and they stay where they are")


def told(town, id):
    return town.server.store.named(f"select rule, address, due_on from notice where about={id} order by id")


def over_days(tap, town, server):
    org = town.orgs[0]
    first = town.enterprise.post(f"/projects/{town.project}/whistles", {"said": "没有人管", "org": org}).json["id"]
    nobody = town.navigator.post(f"/projects/{town.project}/whistles", {"said": "不知道找谁"}).json["id"]
    tap.equal(town.show(nobody)["who"], "district_coordinator", "where no department is known the district is called")
    promised = town.enterprise.post(f"/projects/{town.project}/whistles", {"said": "答应了没办", "org": org}).json["id"]
    town.officers[org].post(f"/whistles/{promised}/report-in", {"said": "明天办好", "next_on": town.show(first)["due_at"][:10]})
    seen = [town.show(first)]
    for days in range(1, 13):
        if not server.days_on(days):
            return tap.skip("the ladder over days", "no clock to move")
        town.centre = server.client("centre")
        until = time.monotonic() + 4
        while time.monotonic() < until and town.show(first)["version"] == seen[-1]["version"]:
            time.sleep(0.2)
        seen.append(town.show(first))
    lines = {}
    for id in (first, nobody, promised):
        rows = town.server.store.named(f"select seq, kind from ledger_event where subject_id={id} and kind like 'whistle.%' order by seq")
        lines[id] = [row["kind"].split(".")[1] for row in rows]
    tap.equal(lines[first], ["sounded"] + ["announced", "climbed"] * 3, "an unanswered whistle is announced, climbs, and ends at the top of the ladder")
    tap.equal(lines[nobody], ["sounded"] + ["announced", "climbed"] * 2, "one that began at the district climbs from there")
    tap.claim(lines[promised][:4] == ["sounded", "reported", "announced", "climbed"], "a day that was named and passed climbs too", lines[promised])
    rules = {row["rule"] for row in told(town, first)}
    tap.claim({"whistle-unit", "whistle-warned-unit", "whistle-announced-leader", "whistle-climbed-leader"} <= rules, "each step was told, before and when it came", rules)
    now = town.show(first)
    tap.claim(now["who"] == "leader" and now["climbs"] == 3 and now["light"] == "red", "it stands with the leader, and is red", now)
    answer = server.client("leader").post(f"/whistles/{first}/report-in", {"said": "由专班办理", "next_on": "2026-12-31"})
    tap.claim(answer.status == 200, "the leader reports in", answer)
    tap.equal(town.show(first)["in_time"], False, "late, and it says so")
    answer = server.client("enterprise1").post(f"/whistles/{first}/reopen", {"reason": "没有结果"})
    tap.equal(town.show(first)["who"], "leader", "whistled again it begins where it had climbed to")


def suite(tap):
    with Server() as server:
        town = Town(server)
        tap.claim(len(town.orgs) >= 2, "there are departments to call", town.orgs)
        one_way(tap, town)
        files(tap, town)
        random_ways(tap, town)
        over_days(tap, town, server)
        server.stop()
        check = server.cli("rebuild", "--check", "--db", server.database)
        tap.claim(check.returncode == 0, "the tables are what the ledger says", check.stdout, check.stderr)
    with Server() as server:
        crowded(tap, server)


if __name__ == "__main__":
    run(suite)
