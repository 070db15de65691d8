#!/usr/bin/env python3
"""Supervision orders: who may issue and judge, the unit's answer with files and within its limit, sent back with a limit of its own; random ways against a
model; one past its limit is on record and climbs over days; lists by unit and issuer; the enterprise sees nothing of it."""
import random
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, done, refused, run, tiny_pdf

SEED, STEPS = 20261129, 220
CITY = "350100"


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise, self.centre, self.leader, self.supervisor = (server.client(login) for login in ("enterprise1", "centre", "leader", "supervisor"))
        self.project = self.enterprise.session["post"]["project_id"]
        self.district = server.store.named(f"select district from project where id={self.project}")[0]["district"]
        parties = {row[0] for row in server.store.rows(f"select org from project_party where project={self.project}")}
        units = [row[0] for row in server.store.rows("select distinct org from account_post where role='department_officer' and ended=0 order by org")]
        self.org = next(org for org in units if org in parties and not org.startswith("asc"))
        self.new = next(org for org in units if org not in parties and not org.startswith("asc"))
        self.officers = {org: server.hire("s-" + org, {"role": "department_officer", "org": org, "district": CITY}) for org in (self.org, self.new)}
        self.clerk = server.hire("s-district", {"role": "district_coordinator", "org": "asc-" + self.district, "district": self.district})
        self.people = {"leader": self.leader, "supervisor": self.supervisor, "centre": self.centre, "clerk": self.clerk, **self.officers}

    def order(self, **more):
        return {"org": self.org, "asked": "现场核查用电报装进度并书面答复", "days": 5, "source": "supervision", **more}

    def show(self, id, who=None):
        return (who or self.supervisor).get(f"/supervision-orders/{id}").json


def one_way(tap, town):
    path = f"/projects/{town.project}/supervision-orders"
    officer, other = town.officers[town.org], town.officers[town.new]
    refused(tap, town.leader, path, town.order(org="no-such"), "the unit is one that there is", 422, "field-invalid")
    refused(tap, town.leader, path, town.order(source="no-such"), "and the source", 422, "field-invalid")
    refused(tap, town.clerk, path, town.order(source="instruction"), "a district's coordinator passes on no instruction", 403, "not-permitted")
    refused(tap, town.leader, path, town.order(days=0), "the limit is at least a day", 422)
    refused(tap, town.leader, path, town.order(days=61), "and bounded", 422)
    refused(tap, town.leader, path, town.order(application_id=1), "a case of another project is none", 422, "field-invalid")
    refused(tap, town.leader, path, town.order(problem_id=987654321), "nor a problem that there is not", 422, "field-invalid")
    refused(tap, town.leader, path, town.order(item="no-such"), "nor an item", 422, "field-invalid")
    refused(tap, town.leader, path, town.order(person_id=other.account), "the person works in the unit", 422, "field-invalid")
    refused(tap, town.centre, path, town.order(org="asc"), "nobody orders his own unit", 422, "field-invalid")
    stream = Stream(officer)
    told = Stream(town.enterprise)
    made = done(tap, town.leader, path, town.order(source="instruction", reference="榕政阅〔2026〕1 号", person_id=officer.account), "the leader orders a unit")
    id = made["id"]
    tap.claim(made.get("number"), "it has a number people can say", made)
    tap.claim(stream.wait(lambda e: e["kind"] == "supervision.issued" and e["project_id"] == town.project), "the unit hears of it live", stream.events)
    stream.close()
    seen = town.show(id, officer)
    tap.claim(seen["basis"] == "领导批示 榕政阅〔2026〕1 号" and seen["may"] == ["acknowledge", "answer"] and seen["left_days"] == 5, "it reads from where it comes and how long is left", seen)
    rules = {row["rule"] for row in town.server.store.named(f"select rule from notice where about={id} and address='unit:{town.org}'")}
    tap.equal(rules, {"supervision-issued"}, "the unit has a notice")
    refused(tap, town.officers[town.new], f"/supervision-orders/{id}/acknowledge", {}, "who may not see the project finds no order", 404, "not-found")
    refused(tap, town.leader, f"/supervision-orders/{id}/accept", {}, "there is nothing to accept yet", 409, "wrong-state")
    done(tap, officer, f"/supervision-orders/{id}/acknowledge", {}, "the unit acknowledges it")
    refused(tap, officer, f"/supervision-orders/{id}/acknowledge", {}, "once", 409, "wrong-state")
    refused(tap, officer, f"/supervision-orders/{id}/answer", {"answer": "a", "files": [987654321]}, "files are the project's", 422)
    file = officer.upload(town.project, "答复.pdf", tiny_pdf("answer")).json["id"]
    done(tap, officer, f"/supervision-orders/{id}/answer", {"answer": "已现场核查", "files": [file]}, "and answers, with a file")
    tap.equal(town.show(id)["files"], [file], "which stands with it")
    refused(tap, officer, f"/supervision-orders/{id}/accept", {}, "the unit does not judge itself", 403)
    refused(tap, town.supervisor, f"/supervision-orders/{id}/accept", {}, "nor another than who issued it", 403, "not-permitted")
    done(tap, town.leader, f"/supervision-orders/{id}/return", {"reason": "未写明完成日期", "days": 2}, "who issued it sends it back with a limit of its own")
    seen = town.show(id)
    tap.claim(seen["state"] == "acknowledged" and seen["left_days"] == 2 and seen["returns"] == 1, "it runs again", seen)
    done(tap, officer, f"/supervision-orders/{id}/answer", {"answer": "12 月 4 日前完成"}, "it is answered again")
    done(tap, town.leader, f"/supervision-orders/{id}/accept", {"note": "同意"}, "and accepted")
    refused(tap, town.leader, f"/supervision-orders/{id}/withdraw", {"reason": "r"}, "what is over stays over", 409, "wrong-state")
    new = done(tap, town.supervisor, path, town.order(org=town.new), "a unit that had nothing to do with the project is ordered too")["id"]
    tap.equal(town.show(new, other)["id"], new, "and sees it from then on")
    kinds = {row["kind"] for row in town.centre.get(f"/projects/{town.project}/history?limit=100").json["items"]}
    tap.claim({"supervision.issued", "supervision.returned", "supervision.accepted"} <= kinds, "the project's history tells it", kinds)
    tap.claim(not any(e["kind"].startswith("supervision.") for e in told.events), "the enterprise hears nothing of it", told.events)
    told.close()
    kinds = {row["kind"] for row in town.enterprise.get(f"/projects/{town.project}/history?limit=100").json["items"]}
    tap.claim(not any(kind.startswith("supervision.") for kind in kinds), "nor reads it in its history", kinds)


def lists(tap, town):
    path = "/supervision-orders"
    own = town.leader.get(path + "?mine=true").json
    tap.claim(own["items"] and all(row["issued_by_name"] == own["items"][0]["issued_by_name"] for row in own["items"]), "one's own are a list", own["items"])
    all_of = town.supervisor.get(path + "?limit=100").json
    tap.equal(all_of["counts"]["all"], len(all_of["items"]), "the counts are those of the rows")
    tap.equal(all_of["counts"]["open"], sum(row["state"] in ("issued", "acknowledged") for row in all_of["items"]), "open ones too")
    by_unit = town.supervisor.get(path + f"?org={town.new}").json["items"]
    tap.claim(by_unit and all(row["org"] == town.new for row in by_unit), "by unit", by_unit)
    first = town.supervisor.get(path + "?limit=1").json
    second = town.supervisor.get(path + f"?limit=1&after={first['next']}").json
    tap.claim(first["items"][0]["id"] > second["items"][0]["id"], "page by page", first, second)
    tap.claim({source["id"] for source in town.clerk.get(path).json["sources"]} == {"meeting", "supervision"}, "it says which orders one may issue")
    sheet = town.supervisor.get(path + "?as=xlsx")
    tap.claim(sheet.status == 200 and sheet.body[:2] == b"PK", "and exports as a spreadsheet", sheet)


class Model:
    def __init__(self, org, issuer):
        self.org, self.issuer, self.state = org, issuer, "issued"

    def may(self, act, who):
        if act in ("acknowledge", "answer"):
            return who == self.org and self.state in (("issued",) if act == "acknowledge" else ("issued", "acknowledged"))
        return who == self.issuer and self.state in (("issued", "acknowledged", "answered") if act == "withdraw" else ("answered",))

    def do(self, act):
        self.state = {"acknowledge": "acknowledged", "answer": "answered", "accept": "accepted", "return": "acknowledged", "withdraw": "withdrawn"}[act]


def random_ways(tap, town):
    chance = random.Random(SEED)
    models, wrong, counts = {}, [], {"done": 0, "refused": 0}
    bodies = {"acknowledge": {}, "answer": {"answer": "a"}, "accept": {}, "return": {"reason": "r", "days": 3}, "withdraw": {"reason": "r"}}
    for step in range(STEPS):
        if len(models) < 12 and (not models or chance.random() < 0.2):
            issuer, org = chance.choice(["leader", "supervisor", "centre", "clerk"]), chance.choice(list(town.officers))
            made = town.people[issuer].post(f"/projects/{town.project}/supervision-orders", town.order(org=org, days=3))
            models[made.json["id"]] = Model(org, issuer)
        id, model = chance.choice(list(models.items()))
        tries = [(act, who) for act in bodies for who in town.people]
        allowed = [one for one in tries if model.may(*one)]
        act, who = chance.choice(allowed if allowed and chance.random() < 0.5 else tries)
        before = town.show(id)
        answer = town.people[who].post(f"/supervision-orders/{id}/{act}", bodies[act])
        after, may = town.show(id), model.may(act, who)
        counts["done" if may else "refused"] += 1
        if may:
            model.do(act)
        elif before != after:
            wrong.append(f"{step}: {act} by {who} was refused and changed it")
        if (answer.status == 200) != may or after["state"] != model.state:
            wrong.append(f"{step}: {act} by {who} in {before['state']}: {answer!r}, now {after['state']}, the model says {may} {model.state}")
    tap.none(wrong, f"random ways go as the model says ({counts})")
    tap.claim(min(counts.values()) > 20, "both kinds of steps were tried", counts)


def over_days(tap, town, server):
    made = town.supervisor.post(f"/projects/{town.project}/supervision-orders", town.order(days=1)).json["id"]
    version = town.show(made)["version"]
    for days in (4, 8, 12, 16):
        if not server.days_on(days):
            return tap.skip("an order past its limit", "no clock to move")
        town.supervisor = server.client("supervisor")
        until = time.monotonic() + 4
        while time.monotonic() < until and town.show(made)["version"] == version:
            time.sleep(0.2)
        time.sleep(0.3)
        version = town.show(made)["version"]
    seen = town.show(made)
    tap.claim(seen["misses"] == 1 and seen["climbs"] == 3 and seen["light"] == "red" and seen["overdue_days"] > 0, "it is on record once, has climbed to the top and no further", seen)
    kinds = [row["kind"] for row in server.store.named(f"select kind from ledger_event where subject_id={made} and kind like 'supervision.%' order by seq")]
    tap.equal(kinds, ["supervision.issued", "supervision.missed"] + ["supervision.climbed"] * 3, "in order")
    rules = {row["rule"] for row in server.store.named(f"select rule from notice where about={made}")}
    tap.claim({"supervision-missed", "supervision-climbs-district-coordinator", "supervision-climbs-centre-coordinator", "supervision-climbs-leader"} <= rules, "each step was told", rules)
    late = town.supervisor.get("/supervision-orders?state=overdue").json
    tap.claim(made in [row["id"] for row in late["items"]] and late["counts"]["overdue"] == len(late["items"]), "it is among those overdue", late["counts"])


def suite(tap):
    with Server() as server:
        town = Town(server)
        one_way(tap, town)
        lists(tap, town)
        random_ways(tap, town)
        over_days(tap, town, server)
        server.stop()
        check = server.cli("rebuild", "--check", "--db", server.database)
        tap.claim(check.returncode == 0, "the tables are what the ledger says", check.stdout, check.stderr)


if __name__ == "__main__":
    run(suite)
