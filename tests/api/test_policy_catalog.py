#!/usr/bin/env python3
"""Policies, parks and service packages changed by the catalog: conditions, benefits and legal status checked where they stand, trial cases that
must come true before anything is published, and what is published takes part in matching at once, in the export and after a restart."""
import json
import sys
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, run
from test_catalog import Desk, day

MATCHING = {"name": "投资达标", "facts": {"total_investment_wanyuan": 6000}, "expected": "yes"}
FAILING = {"name": "投资不足", "facts": {"total_investment_wanyuan": 10}, "expected": "no"}


def pack_file(name):
    with open(f"{PACK}/{name}", encoding="utf-8") as file:
        return json.load(file)


def policy(key, **more):
    like = {**pack_file("policies.json")["policies"][0], "id": key, "level": "福州市", "title": "重点技改补助(试行)", "document_number": "榕工信〔2026〕99号",
            "issuer": "福州市工业和信息化局", "status": "有效", "valid_from": None, "valid_to": None, "source": "榕工信〔2026〕99号 第三条",
            "conditions": {"all": [{"field": "total_investment_wanyuan", "op": "gte", "value": 5000}]},
            "benefits": [{"kind": "补助", "rate": 0.05, "base": "设备投资额", "cap_wanyuan": 300, "amount_wanyuan": None, "text": "按设备投资额5%补助,最高300万元"}]}
    return {**like, **more}


def finding(desk, set_id, member):
    return [one["text"] for one in desk.show(set_id)["findings"] if one["member"] == member]


def nothing_goes_out_untried(tap, desk):
    set_id = desk.open(0)
    tap.equal(desk.put(set_id, "policy", "T01", record=policy("T01")).status, 200, "a new policy is drafted")
    refused = desk.publish(set_id)
    tap.claim(refused.status == 422 and refused.code == "catalog-unsound" and "T01 trials" in json.dumps(refused.json), "without trial cases it is not published", refused)
    tap.equal(len(finding(desk, set_id, "trials")), 1, "which its page says before")
    desk.put(set_id, "policy", "T01", {"trials": [MATCHING]})
    tap.equal(desk.publish(set_id).code, "catalog-unsound", "nor with one that matches only")
    desk.put(set_id, "policy", "T01", {"trials": [MATCHING, {**FAILING, "facts": {"total_investment_wanyuan": 5000}}]})
    tap.claim(finding(desk, set_id, "trials[1]") and desk.publish(set_id).code == "catalog-unsound", "nor with one that comes to something else", desk.show(set_id)["findings"])
    good = {"trials": [MATCHING, FAILING]}
    wrong = {
        "an unknown field": ({"conditions": {"all": [{"field": "no_such_field", "op": "gte", "value": 1}]}}, "conditions.all[0]"),
        "a wrong type": ({"conditions": {"any": [{"all": [{"field": "total_investment_wanyuan", "op": "gte", "value": "many"}]}]}}, "conditions.any[0].all[0]"),
        "an op that does not fit": ({"conditions": {"field": "total_investment_wanyuan", "op": "contains", "value": 1}}, "conditions"),
        "what can never hold": ({"conditions": {"all": [{"field": "total_investment_wanyuan", "op": "gte", "value": 9}, {"field": "total_investment_wanyuan", "op": "lt", "value": 5}]}}, "conditions"),
        "no legal status": ({"status": ""}, "status"), "a status of no vocabulary": ({"status": "大概有效"}, "status"),
        "a rate in words": ({"benefits": [{"kind": "补助", "text": "t", "rate": "5%"}]}, "benefits[0].rate"),
        "a benefit with a stray member": ({"benefits": [{"kind": "补助", "text": "t", "bonus": 1}]}, "benefits[0].bonus"),
        "a benefit without text": ({"benefits": [{"kind": "补助"}]}, "benefits[0]"),
        "a tier of something": ({"benefits": [{"kind": "补助", "text": "t", "tiers": [{"gte": 1}]}]}, "benefits[0].tiers"),
        "a trial with an unknown fact": ({"trials": [MATCHING, FAILING, {"name": "a", "facts": {"no_such": 1}, "expected": "no"}]}, "trials[2].facts.no_such"),
        "a trial with a fact of another kind": ({"trials": [MATCHING, FAILING, {"name": "a", "facts": {"total_investment_wanyuan": True}, "expected": "no"}]}, "trials[2].facts.total_investment_wanyuan"),
        "a trial that expects nothing": ({"trials": [MATCHING, FAILING, {"name": "a", "facts": {}, "expected": "maybe"}]}, "trials[2].expected"),
        "a stray member": ({"discount": 1}, "discount"),
    }
    failures = []
    for words, (members, place) in wrong.items():
        desk.put(set_id, "policy", "T01", record=policy("T01", **{**good, **members}))
        answer = desk.publish(set_id)
        if answer.code != "catalog-unsound" or not finding(desk, set_id, place):
            failures.append(f"{words}: {answer!r} {desk.show(set_id)['findings']}")
    tap.none(failures, "what is wrong is refused, naming the place")
    desk.rules.post(f"/catalog/sets/{set_id}/discard", {"reason": "演练"})


def tried_as_one_types(tap, desk):
    def ask(body):
        return desk.rules.get("/catalog/trial?" + urllib.parse.urlencode({"policy": json.dumps(body, ensure_ascii=False)}))
    written = {"conditions": policy("T")["conditions"], "trials": [MATCHING, FAILING, {"name": "未知", "facts": {}, "expected": "no"}, {"name": "a", "facts": {"x": 1}, "expected": "no"}]}
    answer = ask(written).json
    tap.equal([(one.get("result"), one.get("passed")) for one in answer["trials"]], [("yes", True), ("no", True), ("unknown", False), (None, None)], "cases are worked out while they are written")
    tap.claim(answer["problem"] is None and answer["trials"][3]["problem"]["place"] == "facts.x", "a fact that is none is named", answer)
    tap.equal((answer["trials"][1]["gaps"][0]["gap"], answer["trials"][2]["missing"]), ("4990", ["total_investment_wanyuan"]), "why not, by how much, what lacks")
    tap.equal(ask({**written, "conditions": {"all": [{"field": "x", "op": "eq", "value": 1}]}}).json["problem"]["place"], "all[0]", "a condition that is none is named by its place")
    tap.equal([ask(body).status for body in ([], "x")] + [desk.rules.get("/catalog/trial?policy=%7B").status], [422, 422, 400], "what is no policy is refused")
    fields = {one["name"]: one for one in desk.rules.get("/catalog/fields?kind=policy").json["items"]}
    tap.equal(len(fields), len(pack_file("policies.json")["fields"]), "the fields of conditions are told")
    money = fields["total_investment_wanyuan"]
    tap.claim(money["type"] == "number" and "gte" in money["ops"] and "contains" not in money["ops"] and money["label"] != money["name"] and money["unit"], "by name, unit, kind and what they can be compared by", money)
    tap.claim(any(one["options"] for one in fields.values()), "with their values")
    tap.claim("meaning" not in desk.rules.get("/catalog/fields?kind=item").json["items"][0] and desk.rules.get("/catalog/fields?kind=gate").status == 422, "those of items too; a gate has none")


def published_and_matched_at_once(tap, desk, server):
    enterprise = server.client("enterprise4")
    project = enterprise.session["post"]["project_id"]
    enterprise.post(f"/projects/{project}/profile", {"facts": {"total_investment_wanyuan": 8000, "equipment_investment_wanyuan": 6000}})

    def line(key="T02"):
        return next((one for one in enterprise.get(f"/projects/{project}/policies").json["items"] if one["id"] == key), None)
    set_id = desk.open(0)
    desk.put(set_id, "policy", "T02", record=policy("T02", trials=[MATCHING, FAILING]))
    desk.put(set_id, "benefit", "T02.0", record={"id": "T02.0", "policy": "T02", "place": 0, "audience": {"all": []}, "established": True, "base_field": "equipment_investment_wanyuan",
                                                 "bound": "at_most", "note": None, "source": "第三条", "confidence": "high", "evidence": "reported"})
    tap.equal(desk.show(set_id)["findings"], [], "a policy with its benefit and trial cases is sound")
    tap.equal(desk.publish(set_id, desk.rules).code, "catalog-own", "who wrote it does not publish it")
    tap.equal((line(), desk.publish(set_id).status), (None, 200), "another one does")
    found = line()
    tap.equal((found["group"], found["promisable"], found["amount"]["to"]), ("met", True, "300"), "an enterprise has it with its next question, with what it gives")
    kept, until = [], time.monotonic() + 60
    while not kept and time.monotonic() < until:
        time.sleep(0.3)
        kept = server.store.rows(f"select fit from matching where project={project} and policy='T02'")
    tap.equal([row[0] for row in kept], ["met"], "matching comes round by itself")
    told = [row for row in enterprise.get("/notices?limit=200").json["items"] if "重点技改补助" in json.dumps(row, ensure_ascii=False)]
    tap.claim(told, "and tells it")
    second = desk.open(0)
    desk.put(second, "policy", "T02", {"conditions": {"all": [{"field": "total_investment_wanyuan", "op": "gte", "value": 9000}]}})
    tap.claim(finding(desk, second, "trials[0]"), "a new version is tried on the cases of the old one", desk.show(second)["findings"])
    desk.put(second, "policy", "T02", {"trials": [{**MATCHING, "facts": {"total_investment_wanyuan": 9000}}, FAILING], "valid_to": day(400, desk.today)})
    change = desk.show(second)["changes"][0]
    tap.equal(sorted(one["name"] for one in change["members"]), ["conditions", "trials", "valid_to"], "the version before stands beside it")
    tap.equal(desk.publish(second).status, 200, "it is published")
    tap.claim(line()["group"] == "near" and line()["window"]["valid_to"] == day(400, desk.today), "the enterprise is near now, and the window closes when the version says", line())
    third = desk.open(0)
    desk.put(third, "policy", "T02", {"valid_to": day(800, desk.today)})
    desk.publish(third)
    tap.equal(line()["window"]["valid_to"], day(800, desk.today), "a window is drawn out by a version that says so")
    for number, window in ((third, day(400, desk.today)), (second, None)):
        back = desk.rules.post(f"/catalog/sets/{number}/revert", {"title": "恢复", "reason": "r", "from": desk.today}).json["id"]
        tap.equal((desk.show(back)["findings"], desk.publish(back).status, line()["window"]["valid_to"]), ([], 200, window), "a change is put back, its window too")
    tap.equal(line()["group"], "met", "with the conditions of before")
    gone = desk.open(0)
    desk.put(gone, "policy", "T02", ends=True)
    tap.equal([one["record"] for one in desk.show(gone)["findings"]], ["T02.0"], "what still speaks of a policy that never held a day is named")
    desk.put(gone, "benefit", "T02.0", ends=True)
    tap.equal(desk.publish(gone).status, 200, "a policy is withdrawn")
    tap.claim(line() is None or not line()["promisable"], "and promised no more", line())
    old = desk.open(0)
    desk.put(old, "policy", "C03", ends=True)
    desk.put(old, "policy", "C03", {"title": "改名"})
    tap.equal(desk.publish(old).code, "catalog-unsound", "one of the folder needs trial cases as well when it changes")
    desk.put(old, "policy", "C03", ends=True)
    tap.equal(desk.publish(old).status, 200, "not to be withdrawn")
    revert = desk.rules.post(f"/catalog/sets/{old}/revert", {"title": "恢复", "reason": "r", "from": desk.today}).json["id"]
    tap.equal(desk.publish(revert).status, 200, "nor to be put back word for word")


def a_rehearsal_tells_who_gains(tap, desk, server):
    enterprise = server.client("enterprise4")
    project = enterprise.session["post"]["project_id"]
    enterprise.post(f"/projects/{project}/profile", {"facts": {"total_investment_wanyuan": 8000}})

    def rehearsed(set_id, who=desk.leader):
        answer = who.get(f"/catalog/sets/{set_id}/rehearsal")
        tap.equal(answer.status, 200, "a set with policies is rehearsed")
        return answer.json["policies"]

    def drafted(threshold, **more):
        condition = {"all": [{"field": "total_investment_wanyuan", "op": "gte", "value": threshold}]}
        cases = [{**MATCHING, "facts": {"total_investment_wanyuan": threshold}}, FAILING]
        set_id = desk.open(0)
        desk.put(set_id, "policy", "T04", record=policy("T04", conditions=condition, trials=cases, **more))
        return set_id

    def of(found):
        return next((one for one in found["items"] if one["id"] == project), None)
    first = drafted(5000)
    named, counted = rehearsed(first), rehearsed(first, desk.rules)
    tap.claim(named["changed"] == 1 and named["enterprises"] > 3 and of(named)["move"] == "gains" and of(named)["after"]["group"] == "met" and of(named)["name"], "who gains a new policy is told by name", named)
    tap.equal({**counted, "items": 0}, {**named, "items": 0}, "who keeps the rules is told the numbers")
    tap.equal(counted["items"], [], "and no names")
    near = rehearsed(drafted(9000))
    tap.equal((of(near)["move"], of(near)["after"]["gap"], of(rehearsed(drafted(9000), desk.centre))["after"]["gap"]), ("comes_near", None, "8000/9000"), "who comes near, by how much only to who reads its profile")
    tap.equal(rehearsed(drafted(5000, status="需核实"))["affected"], 0, "what may not be promised gives nobody anything")
    tap.equal(desk.publish(first).status, 200, "it is published")
    met = {row["id"] for row in (one for one in named["items"] if one["move"] == "gains")}
    until, kept = time.monotonic() + 90, set()
    while kept != met and time.monotonic() < until:
        time.sleep(0.5)
        kept = {int(row[0]) for row in server.store.rows("select project from matching where policy='T04' and fit='met'")}
    tap.equal((kept, len(met)), (met, named["gains"]), "and matching comes to what was rehearsed")
    tap.equal(of(rehearsed(drafted(9000)))["move"], "loses", "a new version tells who loses it")
    ends = desk.open(0)
    desk.put(ends, "policy", "T04", ends=True)
    tap.equal((rehearsed(ends)["loses"], rehearsed(ends)["gains"]), (named["gains"], 0), "so does a withdrawal")
    other = desk.open(0)
    desk.put(other, "item", "eia-form", {"fee": "无"})
    tap.equal(rehearsed(other), None, "a set without policies says so")


def rehearsed_at_the_terminal(tap, desk, server, folder):
    with open(f"{folder}/policies.json", encoding="utf-8") as file:
        pack = json.load(file)
    for one in pack["policies"]:
        if one["id"] == "T04":
            one["conditions"]["all"][0]["value"], one["trials"] = 9000, []
    with open(f"{folder}/policies.json", "w", encoding="utf-8") as file:
        json.dump(pack, file, ensure_ascii=False)
    done = server.cli("pack", "rehearse", "--db", server.database, "--pack", PACK, "--draft", folder)
    out = done.stdout.decode()
    tap.claim(done.returncode == 0 and " T04 " in out and "met" in out and "-> near 8000/9000" in out, "pack rehearse tells which enterprises lose", out, done.stderr.decode())


def parks_and_packages(tap, desk, server):
    project = server.client("enterprise1").session["post"]["project_id"]
    set_id = desk.open(0)
    park = {**pack_file("parks.json")["parks"][0], "id": "PKT", "name": "试验园区", "name_en": "Trial Park"}
    package = {**pack_file("packages.json")["packages"][0], "id": "pkg-t", "name": "试验服务包"}
    desk.put(set_id, "park", "PKT", record={**park, "offers": {"gas": "maybe"}})
    desk.put(set_id, "package", "pkg-t", record={**package, "items": ["no-such"]})
    found = {one["member"] for one in desk.show(set_id)["findings"]}
    tap.claim("items" in found and len(found) > 1 and desk.publish(set_id).code == "catalog-unsound", "a park and a package are checked where they are wrong", found)
    desk.put(set_id, "park", "PKT", record=park)
    desk.put(set_id, "package", "pkg-t", record=package)
    desk.put(set_id, "policy", "T03", record=policy("T03", trials=[MATCHING, FAILING]))
    tap.equal(desk.publish(set_id).status, 200, "a park and a service package are published")
    parks = [one["id"] for one in desk.centre.get("/pack").json["parks"]]
    tap.claim("PKT" in parks and "PKT" in json.dumps(desk.centre.get(f"/projects/{project}/parks").json), "projects are matched to the park at once")
    offered = server.client("navigator").post(f"/projects/{project}/service-packages", {"package": "pkg-t", "reason": "试用"})
    tap.equal(offered.status, 200, "and the package can be offered")
    second = desk.open(0)
    desk.put(second, "park", "PKT", ends=True)
    desk.put(second, "package", "pkg-t", {"name": "试验服务包二"})
    desk.publish(second)
    tap.claim(desk.record("park", "PKT")["record"] is None and desk.record("package", "pkg-t")["record"]["name"] == "试验服务包二", "changed and withdrawn like any other")
    tap.claim("PKT" not in json.dumps(desk.centre.get(f"/projects/{project}/parks").json), "a park that ended is matched no more")


def suite(tap):
    with Server() as server:
        desk = Desk(server)
        nothing_goes_out_untried(tap, desk)
        tried_as_one_types(tap, desk)
        published_and_matched_at_once(tap, desk, server)
        a_rehearsal_tells_who_gains(tap, desk, server)
        parks_and_packages(tap, desk, server)
        before = (desk.version(), desk.record("policy", "T03"))
        server.sound(tap, "after policies changed")
        folder = server.folder + "/exported"
        tap.equal(server.cli("pack", "export", "--db", server.database, "--pack", PACK, folder).returncode, 0, "the living pack is written as a folder")
        checked = server.cli("pack", "check", folder)
        tap.claim(checked.returncode == 0, "that pack check accepts", checked.stdout.decode())
        with open(f"{folder}/policies.json", encoding="utf-8") as file:
            versions = [one for one in json.load(file)["policies"] if one["id"] == "T03"]
        tap.equal([one["trials"] for one in versions], [[MATCHING, FAILING]], "with the policy and its trial cases")
        rehearsed_at_the_terminal(tap, desk, server, folder)
        server.restart()
        tap.equal((desk.version(), desk.record("policy", "T03")), before, "a restart arrives at the same")


if __name__ == "__main__":
    run(suite)
