#!/usr/bin/env python3
"""One-thing bundles while they run, over the API: several items handed in at once, led by one unit, bound to each other, under one limit; their refusals,
withdrawals and second rounds."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run

BUNDLE = "ot-enterprise-start"


def take_in(tap, server, enterprise, project, items, words):
    made = done(tap, enterprise, f"/projects/{project}/intakes", {"items": items, "bundle": BUNDLE}, words)
    return made.get("id"), {row["code"]: row["id"] for row in made.get("applications", [])}


def accept(tap, server, case, org, words):
    officer = server.client("dept-" + org)
    for act in ("receive", "accept"):
        done(tap, officer, f"/applications/{case}/{act}", {}, f"{words}: {act}")
    return officer


def suite(tap):
    with Server() as server:
        enterprise = server.client("enterprise4")
        project = enterprise.session["post"]["project_id"]
        path = f"/projects/{project}/intakes"
        refused(tap, enterprise, path, {"items": ["biz-register", "biz-seal"]}, "apart, an item waits for the result it needs", 409, "item-waits")
        refused(tap, enterprise, path, {"items": ["biz-seal", "biz-tax"], "bundle": BUNDLE}, "in a bundle too, when that does not come along", 409, "item-waits")
        refused(tap, enterprise, path, {"items": ["biz-register", "survey-design"], "bundle": BUNDLE}, "what the bundle does not contain is not taken in with it", 422, "bundle-misfit")
        intake, case = take_in(tap, server, enterprise, project, ["biz-register", "biz-seal", "biz-tax", "biz-social"], "as one thing they are handed in at once")
        shown = enterprise.get(f"/intakes/{intake}").json
        one = shown["one_thing"]
        tap.claim(one["code"] == BUNDLE and one["lead_org"] == "scjg" and one["lead_name"] and one["state"] == "open" and len(one["items"]) == 4, "the intake says what it is, who leads and how it stands", one)
        tap.claim({"biz-medical", "biz-fund", "biz-bank"} <= {row["code"] for row in one["left_out"]}, "and what of the bundle was not handed in", one["left_out"])
        tap.claim(shown["joint"] and shown["joint"]["promised_days"] == 1 and shown["joint"]["limit_days"] == 45, "one limit for all: the law's, and what the bundle promised", shown["joint"])
        listed = enterprise.get(path).json["items"]
        tap.claim([row["one_thing"]["code"] for row in listed if row["id"] == intake] == [BUNDLE], "the project's list of parallel cases shows it too")
        tap.equal(enterprise.get(f"/applications/{case['biz-seal']}").json["one_thing"]["intake"], intake, "and the case says which bundle it is in")
        tap.equal(server.client("dept-scjg").get(f"/intakes/{intake}").status, 200, "the lead sees all of it")
        rows = {row["code"]: row for row in enterprise.get(f"/applications?project={project}&limit=50").json["items"]}
        seal = accept(tap, server, case["biz-seal"], rows["biz-seal"]["org"], "the seal")
        refused(tap, seal, f"/applications/{case['biz-seal']}/decide", {"result": "granted"}, "a member is not granted before the one it rests on", 409, "bundle-waits")
        tap.equal(enterprise.get(f"/applications/{case['biz-seal']}").json["state"], "accepted", "and nothing has changed")
        register = accept(tap, server, case["biz-register"], "scjg", "the registration")
        done(tap, register, f"/applications/{case['biz-register']}/decide", {"result": "refused", "reason": "名称不符", "basis": "登记管理条例"}, "what it rests on is refused")
        refused(tap, seal, f"/applications/{case['biz-seal']}/decide", {"result": "granted"}, "then it still cannot be granted", 409, "bundle-waits")
        done(tap, enterprise, f"/applications/{case['biz-social']}/withdraw", {"reason": "另行办理"}, "one member is withdrawn alone")
        one = enterprise.get(f"/intakes/{intake}").json["one_thing"]
        states = {row["code"]: row["state"] for row in one["items"]}
        tap.claim(states == {"biz-register": "refused", "biz-social": "withdrawn", "biz-seal": "accepted", "biz-tax": "submitted"} and one["state"] == "open", "the others go on", one)
        refused(tap, enterprise, path, {"items": ["biz-social"], "bundle": BUNDLE}, "a second round of a withdrawn member waits for what it needs as ever", 409, "item-waits")
        _, again = take_in(tap, server, enterprise, project, ["biz-register"], "what was refused is applied for again")
        register = accept(tap, server, again["biz-register"], "scjg", "its second round")
        done(tap, register, f"/applications/{again['biz-register']}/decide", {"result": "granted"}, "it is granted")
        done(tap, seal, f"/applications/{case['biz-seal']}/decide", {"result": "granted"}, "and now the member that rests on it")
        refused(tap, server.client("enterprise1"), f"/intakes/{intake}/withdraw", {"reason": "r"}, "nobody else withdraws it", 404)
        refused(tap, register, f"/intakes/{intake}/withdraw", {"reason": "r"}, "nor does a unit", 403)
        refused(tap, enterprise, f"/intakes/{intake}/withdraw", {}, "nor without a reason", 422)
        gone = done(tap, enterprise, f"/intakes/{intake}/withdraw", {"reason": "企业调整"}, "the enterprise withdraws what is still open at once")
        tap.equal(gone.get("withdrawn"), 1, "only that")
        one = enterprise.get(f"/intakes/{intake}").json["one_thing"]
        tap.claim(one["state"] == "partly" and {row["code"]: row["state"] for row in one["items"]}["biz-seal"] == "granted", "what was granted stays; the bundle has ended in part", one)
        refused(tap, enterprise, f"/intakes/{intake}/withdraw", {"reason": "r"}, "a second time there is nothing to withdraw", 409, "already-done")
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
