#!/usr/bin/env python3
"""What holds a grant, over the API: a result that it rests on is not there yet (in a bundle), or its design has had a major change that is not approved anew;
whoever decides, a person or the platform on a signed commitment."""
import json
import os
import shutil
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run
from test_commitments import Case, OTHER_FACTS

BUNDLE = "ot-enterprise-start"


def open_case(tap, server, case, org, words):
    for act in ("receive", "accept"):
        done(tap, server.client("dept-" + org), f"/applications/{case}/{act}", {}, f"{words}: {act}")


def grant(tap, server, case, org, words):
    open_case(tap, server, case, org, words)
    done(tap, server.client("dept-" + org), f"/applications/{case}/decide", {"result": "granted"}, f"{words}: granted")


def state(case, id):
    return case.enterprise.get(f"/applications/{id}").json["state"]


def a_change_holds_an_open_case(tap, server):
    """An open case that rests on a granted report waits when the design of that one has changed."""
    case = Case(server, tap)
    officer = server.client("dept-sthj")
    report, = case.apply("eia-report")
    grant(tap, server, report, "sthj", "the report")
    permit, = case.apply("discharge-permit")
    open_case(tap, server, permit, "sthj", "the permit that rests on it")
    path = f"/applications/{report}/changes"
    wish = {"what": "产能略增", "output_before": 100, "output_after": 101, "unit": "件"}
    unsure = done(tap, case.enterprise, path, wish, "a change of which it is not known whether it is a major one")
    tap.equal(unsure["verdict"], "unclear", "is unclear")
    major = done(tap, case.enterprise, path, {**wish, "what": "新增电镀工序", "adds_pollutant": True}, "another adds pollutants")
    tap.equal(major["verdict"], "major", "and is a major one")
    case.refused(officer, f"/applications/{permit}/decide", {"result": "granted"}, "then the permit is not granted", 409, "change-holds")
    case.refused(officer, f"/applications/{permit}/decide", {"result": "conditional", "conditions": [{"text": "按原设计排放", "due_on": "2099-01-05"}]}, "nor on conditions", 409, "change-holds")
    answer = officer.post(f"/applications/{permit}/decide", {"result": "granted"}).json
    names = {row["code"]: row["name"] for row in case.enterprise.get(f"/applications?project={case.project}&limit=50").json["items"]}
    said = answer["title"] + answer.get("detail", "")
    tap.claim(names["eia-report"] in said and names["discharge-permit"] in said, "the refusal says what waits and for what", answer)
    tap.equal(state(case, permit), "accepted", "and nothing has changed")
    again, = case.apply("eia-report")
    case.refused(officer, f"/applications/{permit}/decide", {"result": "granted"}, "that the report is applied for again does not help yet", 409, "change-holds")
    grant(tap, server, again, "sthj", "the report of the new design")
    done(tap, officer, f"/applications/{permit}/decide", {"result": "granted"}, "which settles the change: the permit is granted")


def with_other_rules(folder):
    """A city in which an item that is granted at once on a commitment rests on another one of the same bundle."""
    place = os.path.join(folder, "pack")
    shutil.copytree(lib.PACK, place)
    for name, change in (("items.json", lambda all: next(one for one in all["items"] if one["code"] == "eia-form-commit")["predecessors"].append("biz-register")),
                         ("bundles.json", lambda all: next(one for one in all["bundles"] if one["id"] == BUNDLE)["optional_items"].append("eia-form-commit"))):
        with open(os.path.join(place, name), encoding="utf-8") as file:
            content = json.load(file)
        change(content)
        with open(os.path.join(place, name), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False)
    return place


def a_commitment_waits_too(tap, server):
    case = Case(server, tap)
    case.plan({**OTHER_FACTS, "commitment_items": []})
    after = {node["code"]: node["after"] for node in case.navigator.get(f"/projects/{case.project}/plan-preview").json["nodes"]}
    tap.claim("biz-register" in after["eia-form-commit"], "the item rests on the registration", after["eia-form-commit"])
    made = done(tap, case.enterprise, f"/projects/{case.project}/intakes", {"items": ["biz-register", "eia-form-commit"], "bundle": BUNDLE}, "both come as one thing")
    register, eia = (row["id"] for row in made["applications"])
    path = f"/applications/{eia}/commitments"
    case.refused(case.enterprise, path, case.paper(eia, "commit-eia-form"), "a commitment is not signed for a grant that has to wait for another member", 409, "bundle-waits")
    tap.equal((state(case, eia), case.enterprise.get(path).json["offers"][0]["variant"]), ("submitted", "commit-eia-form"), "it is as it was, the offer too")
    grant(tap, server, register, "scjg", "the registration")
    unsure = done(tap, case.enterprise, f"/applications/{register}/changes", {"what": "经营范围变更"}, "its design changes")
    done(tap, server.client("dept-scjg"), f"/changes/{unsure['id']}/judge", {"major": True, "reason": "须重新办理"}, "and its unit judges that it is a major change")
    case.refused(case.enterprise, path, case.paper(eia, "commit-eia-form"), "that holds a grant on commitment as well", 409, "change-holds")
    again, = case.apply("biz-register")
    grant(tap, server, again, "scjg", "it is granted anew")
    case.sign(eia, "commit-eia-form")
    tap.equal(state(case, eia), "granted", "now the signature grants at once")


def suite(tap):
    with Server() as server:
        a_change_holds_an_open_case(tap, server)
        server.stop()
        server.sound(tap, "after all of it")
    with Server() as server:
        server.stop()
        rules, lib.PACK = lib.PACK, with_other_rules(server.folder)
        server.start()
        a_commitment_waits_too(tap, server)
        server.stop()
        server.sound(tap, "after the commitment")
        lib.PACK = rules


if __name__ == "__main__":
    run(suite)
