#!/usr/bin/env python3
"""Hard cases of the handbook about approved results and their order, each under its number, over the API."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run


def carry(tap, server, enterprise, project, item, org, words, result=None):
    made = done(tap, enterprise, f"/projects/{project}/intakes", {"items": [item]}, f"{words}: handed in")
    case = made["applications"][0]["id"]
    for act, body in (("receive", {}), ("accept", {}), ("decide", result or {"result": "granted"})):
        done(tap, server.client("dept-" + org), f"/applications/{case}/{act}", body, f"{words}: {act}")
    return case


def special_case_19_design_change_after_approval(tap, server):
    """重大变动: a remark does not replace a new approval; the old one does not carry the new design."""
    enterprise, officer, other = server.client("enterprise4"), server.client("dept-sthj"), server.client("dept-zjj")
    project = enterprise.session["post"]["project_id"]
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
    rows = navigator.get(f"/projects/{project}/plan-preview").json["nodes"]
    before = {node["code"]: node["after"] for node in rows}["eia-report"]
    tap.equal(before, [], "the report needs no result before it")
    made = done(tap, enterprise, f"/projects/{project}/intakes", {"items": ["eia-report"]}, "the report is handed in")
    eia = made["applications"][0]["id"]
    path = f"/applications/{eia}/changes"
    wish = {"what": "产能由10万件变为13.5万件", "output_before": 100000, "output_after": 135000, "unit": "件", "adds_pollutant": False}
    refused(tap, enterprise, path, wish, "of what is not granted no design change is reported", 409, "change-not-granted")
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        done(tap, officer, f"/applications/{eia}/{act}", body, f"the report: {act}")
    refused(tap, enterprise, path, {**wish, "output_after": 0}, "an output before without one after is refused", 422)
    refused(tap, server.client("enterprise1"), path, wish, "another enterprise reports nothing of it", 404)
    small = done(tap, enterprise, path, {**wish, "output_after": 129999}, "a growth below the threshold")
    tap.equal(small["verdict"], "minor", "is none that needs a new approval")
    unsure = done(tap, enterprise, path, {k: v for k, v in {**wish, "output_after": 129999}.items() if k != "adds_pollutant"}, "one of which nobody says whether it adds a pollutant")
    tap.equal(unsure["verdict"], "unclear", "is unclear: unknown is not no")
    refused(tap, other, f"/changes/{unsure['id']}/judge", {"major": False, "reason": "r"}, "another unit does not judge it", 403 if other.get(path).status == 200 else 404)
    refused(tap, officer, f"/changes/{unsure['id']}/judge", {"major": False}, "nor is it judged without a reason", 422)
    done(tap, officer, f"/changes/{unsure['id']}/judge", {"major": False, "reason": "环评单位核实无新增"}, "the unit that granted it judges")
    refused(tap, officer, f"/changes/{unsure['id']}/judge", {"major": True, "reason": "r"}, "once", 409, "already-done")
    refused(tap, enterprise, f"/projects/{project}/intakes", {"items": ["eia-report"]}, "so far the item is not applied for again", 409, "item-taken")
    major = done(tap, enterprise, path, {**wish, "what": "新增电镀工序", "output_after": 100001, "adds_pollutant": True}, "a new process with new pollutants")
    tap.equal(major["verdict"], "major", "is a major change under any version of the list, however small the growth")
    shown = {row["id"]: row for row in enterprise.get(path).json["items"]}
    tap.claim(shown[major["id"]]["state"] == "major" and "重大变动" in shown[major["id"]]["why"], "and says by which rule", shown)
    tap.equal(enterprise.get(f"/applications/{eia}").json["state"], "granted", "the old approval is not withdrawn: it holds for the old design")
    tasks = [row for row in navigator.get(f"/commitment-tasks?project={project}").json["items"] if row["source_id"] == major["id"]]
    tap.claim(tasks, "somebody is to look at what rests on it", navigator.get("/commitment-tasks"))
    again = done(tap, enterprise, f"/projects/{project}/intakes", {"items": ["eia-report"]}, "the item is applied for again")["applications"][0]["id"]
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        done(tap, officer, f"/applications/{again}/{act}", body, f"the new report: {act}")
    shown = {row["id"]: row for row in enterprise.get(path).json["items"]}
    tap.claim(shown[major["id"]]["state"] == "settled" and shown[major["id"]]["settled_on"], "the new approval settles the change", shown)
    refused(tap, enterprise, f"/projects/{project}/intakes", {"items": ["eia-report"]}, "and the item is taken", 409, "item-taken")


def special_case_18_a_project_split_into_several(tap, server):
    """拆分规避: several registrations of one enterprise are shown together with what the whole needs; a person judges."""
    officer, centre = server.client("invest"), server.client("centre")
    district = "350181"
    ids = []
    for n in (1, 2, 3):
        made = done(tap, officer, "/leads", {"name": f"拆分样例{n}期", "enterprise": "福清某某新材料公司", "district": district, "total_investment_wanyuan": "26000"}, f"part {n} is registered")
        path = f"/projects/{made['id']}"
        answers = [officer.post(path + "/lead-facts", {"facts": {"plan_conform": True, "leading": True, "foreign_capital_usd_wan": 0, "industry_class": "先进制造业"}}),
                   officer.post(path + "/screening", {}), centre.post(path + "/screening", {"overrides": [{"code": "SC-INVEST", "reason": "行业引领"}]}),
                   officer.post(path + "/admission", {"decision": "list", "reason": "符合"}), officer.post(path + "/handover", {"note": "请接收"}), centre.post(path + "/handover/acknowledge", {"note": "签收"})]
        tap.claim(answers[-1].status == 200, f"part {n} is in the centre's hands", *answers)
        ids.append(made["id"])
    facts = {"new_construction": True, "soil_erosion_prone_area": True, "disturbed_area_sqm": 4000, "earthwork_m3": 900, "annual_energy_tce": 400, "annual_coal_t": 0, "regional_assessment_topics": [], "investment_mode": "备案"}
    seen = centre.get(f"/projects/{ids[0]}/split-suspects")
    tap.claim(seen.status == 200 and seen.json["suspected"] and [row["id"] for row in seen.json["suspects"]] == ids[1:], "each is shown with the others", seen)
    tap.claim(all(value is None for value in seen.json["together"]["sums"].values()), "a sum of what is not known is unknown", seen.json["together"])
    return ids, facts


def parts_that_are_planned(tap, server, ids, facts):
    centre = server.client("centre")
    known = 0
    for id in ids:
        known += centre.post(f"/projects/{id}/facts", {"facts": facts}).status == 200
    tap.equal(known, 3, "their sizes are noted")
    whole = centre.get(f"/projects/{ids[0]}/split-suspects").json["together"]
    tap.claim(whole["sums"]["disturbed_area_sqm"] == 12000 and whole["sums"]["annual_energy_tce"] == 1200, "then they are added up", whole)
    items = {row["code"] for row in whole["items"]}
    tap.claim({"energy-review", "water-soil-form"} & items and "acc-water-soil" in items, "and the whole needs what none of its parts does", whole["items"])
    path = f"/projects/{ids[0]}/split-judgements"
    refused(tap, centre, path, {"other": ids[1], "verdict": "separate"}, "no judgement without a reason", 422)
    refused(tap, centre, path, {"other": ids[0], "verdict": "separate", "reason": "r"}, "nor of a project with itself", 422)
    refused(tap, server.client("enterprise1"), path, {"other": ids[1], "verdict": "separate", "reason": "r"}, "nor by an enterprise", 403)
    done(tap, centre, path, {"other": ids[1], "verdict": "phases", "reason": "独立立项、独立投产"}, "real phases: a person says so")
    whole = centre.get(f"/projects/{ids[0]}/split-suspects").json
    tap.claim(whole["suspects"][0]["verdict"] == "phases" and whole["together"]["sums"]["disturbed_area_sqm"] == 12000, "what phases add up to is looked at still", whole)
    other = centre.get(f"/projects/{ids[1]}/split-suspects").json
    tap.equal({row["id"]: row["verdict"] for row in other["suspects"]}, {ids[0]: "phases", ids[2]: None}, "the judgement stands for both")
    for id in ids[1:]:
        done(tap, centre, path, {"other": id, "verdict": "separate", "reason": "工艺无关联"}, "they are judged anew")
    tap.equal(centre.get(f"/projects/{ids[0]}/split-suspects").json["together"], None, "separate ones are not added up")


def suite(tap):
    with Server() as server:
        ids, facts = special_case_18_a_project_split_into_several(tap, server)
        parts_that_are_planned(tap, server, ids, facts)
        special_case_19_design_change_after_approval(tap, server)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
