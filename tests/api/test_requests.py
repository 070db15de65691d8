#!/usr/bin/env python3
"""Requests of enterprises (诉求): a wrong match goes to the unit that the data name, else to a coordinator, with the reason said; talent and recruitment services;
taken by a person, answered from the list of its kind, closed or sent back by the enterprise; late ones on record; notices, access, rebuild."""
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run

CITY = "350100"
WORD = "Requests-of-a-test-26"


class Town:
    def __init__(self, server):
        self.server = server
        for login, org in (("r-gxj", "gxj"), ("r-gxj2", "gxj"), ("r-ndrc", "ndrc"), ("r-rsj", "rsj")):
            server.hire(login, {"role": "department_officer", "org": org, "district": CITY}, password=WORD)
        self.sign_in()
        self.project = self.enterprise.session["post"]["project_id"]
        self.path = f"/projects/{self.project}/requests"

    def sign_in(self):
        self.enterprise, self.other, self.centre, self.leader = (self.server.client(login) for login in ("enterprise1", "enterprise4", "centre", "leader"))
        self.gxj, self.gxj2, self.ndrc, self.rsj = (self.server.client(login, WORD) for login in ("r-gxj", "r-gxj2", "r-ndrc", "r-rsj"))

    def show(self, id, who=None):
        return next((one for one in (who or self.enterprise).get("/requests").json["items"] if one["id"] == id), None)

    def told(self, id):
        return {(row["rule"], row["address"]) for row in self.server.store.named(f"select rule, address from notice where about={id}")}

    def coordinator(self, id):
        """Whoever coordinates the project: the one of its district, or of the city."""
        row = self.server.store.named(f"select district, city_coordinates from project where id={self.project}")[0]
        if row["city_coordinates"]:
            return self.centre
        return self.server.hire(f"r-district-{id}", {"role": "district_coordinator", "org": "asc-" + row["district"], "district": row["district"]})


def doubt(policy, said="年设备投资已达 2,000 万元，判断不对"):
    return {"kind": "policy-match", "policy": policy, "said": said}


def to_the_unit(tap, town):
    refused(tap, town.enterprise, town.path, {"kind": "policy-match", "said": "s"}, "a dispute says which policy", 422, "field-invalid")
    refused(tap, town.enterprise, town.path, doubt("no-such"), "one that there is", 422, "field-invalid")
    refused(tap, town.enterprise, town.path, {"kind": "talent", "policy": "N21", "said": "s"}, "another kind is about none", 422, "field-invalid")
    refused(tap, town.enterprise, town.path, {"kind": "no-such", "said": "s"}, "of a kind that there is", 422, "field-invalid")
    refused(tap, town.other, town.path, doubt("N21"), "another's project does not exist", 404, "not-found")
    id = done(tap, town.enterprise, town.path, doubt("N21"), "a wrong match is disputed")["id"]
    seen = town.show(id)
    tap.claim(seen["org"] == "gxj" and seen["state"] == "assigned" and "decides claims" in seen["basis"] and seen["owner"] == "unit", "it is with the unit that decides claims of the policy, and says why", seen)
    tap.claim(seen["due_on"] and seen["left_days"] == 2 and seen["number"], "with a limit and a number", seen)
    tap.equal(town.told(id), {("request-asked-unit", "unit:gxj")}, "the unit is told")
    refused(tap, town.enterprise, town.path, doubt("N21"), "once while it is open", 409, "already-done")
    tap.claim(town.show(id, town.ndrc) is None and town.show(id, town.other) is None, "who has nothing to do with it sees nothing")
    refused(tap, town.ndrc, f"/requests/{id}/take", {}, "nor finds it", 404, "not-found")
    refused(tap, town.enterprise, f"/requests/{id}/answer", {"result": "upheld", "answer": "a"}, "an enterprise answers nothing", 403)
    done(tap, town.gxj, f"/requests/{id}/take", {}, "a person of the unit takes it")
    seen = town.show(id)
    tap.claim(seen["state"] == "taken" and seen["taken_by_name"] and seen["left_days"] == 5, "by name, with the limit for the answer", seen)
    refused(tap, town.gxj2, f"/requests/{id}/take", {}, "once", 409, "wrong-state")
    tap.equal([one["id"] for one in seen["results"]], ["upheld", "rejected", "corrected"], "the list of answers is that of its kind")
    refused(tap, town.gxj, f"/requests/{id}/answer", {"result": "provided", "answer": "a"}, "and no other fits", 422, "field-invalid")
    refused(tap, town.gxj, f"/requests/{id}/answer", {"result": "rejected"}, "a rejection says why", 422)
    done(tap, town.gxj, f"/requests/{id}/answer", {"result": "rejected", "answer": "指上一自然年度"}, "it is answered with a reason")
    seen = town.show(id)
    tap.claim(seen["result_name"] == "rejected" and seen["answer"] == "指上一自然年度" and seen["may"] == ["close", "reopen"], "the enterprise reads it", seen)
    tap.claim(("request-answered", f"project:{town.project}") in town.told(id), "and was told", town.told(id))
    refused(tap, town.gxj, f"/requests/{id}/close", {}, "the unit does not close it", 403)
    done(tap, town.enterprise, f"/requests/{id}/reopen", {"reason": "已按自然年度计算"}, "it is sent back")
    tap.claim(town.show(id)["state"] == "taken" and town.show(id)["reopens"] == 1, "and runs again", town.show(id))
    done(tap, town.gxj2, f"/requests/{id}/answer", {"result": "corrected", "answer": "已更正企业画像"}, "anybody of the unit answers")
    done(tap, town.enterprise, f"/requests/{id}/close", {"note": "满意"}, "the enterprise closes it")
    refused(tap, town.enterprise, f"/requests/{id}/reopen", {"reason": "r"}, "what is over stays over", 409, "wrong-state")


def by_the_issuer(tap, town):
    first = done(tap, town.enterprise, town.path, doubt("C01"), "of a policy nobody pays yet")["id"]
    seen = town.show(first)
    tap.claim(seen["org"] == "gxj" and "first issuer" in seen["basis"], "the first issuer has it", seen)
    done(tap, town.gxj, f"/requests/{first}/assign", {"org": "ndrc", "reason": "由发改部门负责解释"}, "a unit passes on what is not its own, with its reason")
    tap.claim(town.show(first)["org"] == "ndrc" and town.show(first)["words"] == "由发改部门负责解释" and town.show(first, town.gxj) is None, "it has gone over", town.show(first))
    tap.claim(("request-assigned", "unit:ndrc") in town.told(first), "the other unit is told", town.told(first))
    refused(tap, town.ndrc, f"/requests/{first}/assign", {"org": "no-such", "reason": "r"}, "to a unit that there is", 422, "field-invalid")
    refused(tap, town.ndrc, f"/requests/{first}/assign", {"org": "ndrc", "reason": "r"}, "and not to itself", 422, "field-invalid")
    none = done(tap, town.enterprise, town.path, doubt("N02"), "of a policy of which the data name no unit of the city")["id"]
    seen = town.show(none)
    tap.claim(seen["org"] == "" and seen["state"] == "waiting" and seen["owner"] == "coordinator" and "name no unit" in seen["basis"], "it waits for a coordinator, and says so", seen)
    tap.claim(any(rule == "request-asked-coordinator" and address.startswith("role:") for rule, address in town.told(none)), "who is told", town.told(none))
    refused(tap, town.enterprise, f"/requests/{none}/assign", {"org": "kjj", "reason": "r"}, "an enterprise assigns nothing", 403)
    done(tap, town.coordinator(none), f"/requests/{none}/assign", {"org": "gxj", "reason": "会同税务部门答复"}, "the coordinator assigns it")
    tap.equal(town.show(none, town.gxj)["state"], "assigned", "the unit has it")
    done(tap, town.enterprise, f"/requests/{none}/withdraw", {"reason": "已弄清楚"}, "the enterprise may withdraw it")
    tap.equal(town.show(none)["state"], "withdrawn", "and it is over")


def services(tap, town):
    may = {one["id"]: one["org_name"] for one in town.enterprise.get(f"/projects/{town.project}/requestable").json["items"]}
    tap.claim(set(may) == {"talent", "recruitment"} and all("Human Resources" in name for name in may.values()), "talent and recruitment services may be asked for, and of whom", may)
    id = done(tap, town.enterprise, town.path, {"kind": "recruitment", "said": "2027 年 3 月前需电池装配工 120 人"}, "people are sought")["id"]
    seen = town.show(id)
    tap.claim(seen["org"] == "rsj" and seen["name"] == "用工招聘服务" and seen["policy"] is None, "the unit for people has it", seen)
    done(tap, town.rsj, f"/requests/{id}/answer", {"result": "provided", "answer": "已安排专场招聘会"}, "it is answered, and thereby taken")
    seen = town.show(id)
    tap.claim(seen["taken_by_name"] and seen["result_name"] == "provided", "by a name", seen)
    tap.equal([one["id"] for one in town.enterprise.get("/requests?state=enterprise").json["items"]], [id], "what waits for the enterprise is a list")
    done(tap, town.enterprise, f"/requests/{id}/close", {}, "the enterprise closes it")
    tap.claim(id in {one["id"] for one in town.leader.get("/requests?state=closed").json["items"]}, "leaders see it")


def late(tap, town):
    id = done(tap, town.enterprise, town.path, {"kind": "talent", "said": "引进电化学博士 2 名"}, "another one")["id"]
    if not town.server.days_on(10):
        return tap.skip("a request past its limit", "no clock to move")
    town.sign_in()
    until = time.monotonic() + 6
    while time.monotonic() < until and not town.show(id)["missed_on"]:
        time.sleep(0.2)
    done(tap, town.rsj, f"/requests/{id}/take", {}, "taking it late")
    seen = town.show(id)
    tap.claim(seen["missed_on"], "does not undo that it was missed", seen)
    rules = {rule for rule, _ in town.told(id)}
    tap.claim({"request-missed-unit", "request-missed-coordinator"} <= rules, "unit and coordinator were told", rules)
    tap.equal(town.server.store.named(f"select count(*) as n from ledger_event where kind='request.missed' and subject_id={id}")[0]["n"], 1, "once a limit")


def suite(tap):
    with Server() as server:
        town = Town(server)
        for part in (to_the_unit, by_the_issuer, services, late):
            part(tap, town)
        server.stop()
        check = server.cli("rebuild", "--check", "--db", server.database)
        tap.claim(check.returncode == 0, "the tables are what the ledger says", check.stdout, check.stderr)


if __name__ == "__main__":
    run(suite)
