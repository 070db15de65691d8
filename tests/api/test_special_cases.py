#!/usr/bin/env python3
"""Hard cases of the handbook about approved results and their order, each under its number, over the API."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, tiny_pdf


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


def special_case_17_a_project_across_districts(tap, server):
    """跨区项目: the city handles its cases; no district accepts or decides them alone. Nobody's saying so settles nothing."""
    enterprise, city = server.client("enterprise1"), server.client("dept-cg")
    project = enterprise.session["post"]["project_id"]
    home = server.store.rows(f"select district from project where id={project}")[0][0]
    local = server.hire("cg-of-district", {"role": "department_officer", "org": "cg", "district": home})
    permit = next(row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "drain-permit")
    path, preview, say = f"/applications/{permit}", f"/projects/{project}/plan-preview", f"/projects/{project}/facts"
    tap.equal([rule["id"] for rule in enterprise.get(preview).json["routing"]], [], "of a project of which nobody has said it no level is raised")
    done(tap, enterprise, say, {"facts": {"cross_district": True}}, "the enterprise says that the works lie in two districts")
    raised = enterprise.get(preview).json["routing"]
    tap.claim([(rule["id"], rule["city_handles"]) for rule in raised] == [("r-cross-district", True)] and "共同" in raised[0]["then"], "the plan says that the city handles it, and who designates for fire and soil", raised)
    for act, body in (("accept", {}), ("not-accept", {"reason": "r", "basis": "b"})):
        refused(tap, local, f"{path}/{act}", body, f"the district's office does not {act} it", 403, "city-handles")
    done(tap, city, path + "/accept", {}, "the city's does")
    refused(tap, local, path + "/decide", {"result": "granted"}, "nor does the district decide it", 403, "city-handles")
    done(tap, enterprise, say, {"facts": {"cross_district": False}}, "it turns out to lie in one district (宗地界线确认)")
    done(tap, local, path + "/decide", {"result": "refused", "reason": "不符合接管条件", "basis": "城镇排水与污水处理条例"}, "then its office decides")
    done(tap, enterprise, say, {"facts": {"cross_district": None}}, "and the fact is taken back")


def special_case_20_one_acceptance_that_failed(tap, server):
    """联合验收: a failed planning check holds filing and registration alone; what passed stands; nothing replaces fire acceptance."""
    enterprise = server.client("enterprise1")
    project = enterprise.session["post"]["project_id"]
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
    day = navigator.get("/session").json["today"]
    cases = {row["code"]: row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"]}
    proof = navigator.upload(project, "现场.pdf", tiny_pdf("site")).json["id"]

    def apply(item):
        return done(tap, enterprise, f"/projects/{project}/intakes", {"items": [item]}, f"{item} is applied for")["applications"][0]["id"]

    def reach(milestone):
        done(tap, navigator, f"/projects/{project}/milestones", {"milestone": milestone, "reached_on": day, "evidence": [proof]}, f"{milestone} is reached")

    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted", "document": "样文"})):
        done(tap, server.client("dept-zjj"), f"/applications/{cases['construction-permit']}/{act}", body, f"the permit: {act}")
    reach("开工")
    carry(tap, server, enterprise, project, "equip-install-notice", "scjg", "notice of the equipment")
    reach("竣工")
    quality = apply("acc-quality")
    done(tap, enterprise, f"/applications/{quality}/decide", {"result": "granted", "document": "五方验收意见 1 号"}, "the enterprise accepts the quality of the works itself")
    carry(tap, server, enterprise, project, "joint-survey", "zrzy", "joint survey")
    failed = carry(tap, server, enterprise, project, "acc-plan", "zrzy", "planning check", {"result": "refused", "reason": "超建 120 平方米", "basis": "城乡规划法第四十五条"})
    fire = apply("acc-fire")
    offers = enterprise.get(f"/applications/{fire}/commitments").json["offers"]
    tap.equal([offer for offer in offers if offer["status"] == "open"], [], "no promise replaces fire acceptance")
    tap.equal(enterprise.get(f"/applications/{fire}/deferrals").json["materials"], [], "nor does a material of it follow later")
    use = {"milestone": "投入使用", "reached_on": day, "evidence": [proof]}
    refused(tap, navigator, f"/projects/{project}/milestones", use, "before it the building is not used", 409)
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        done(tap, server.client("dept-zjj"), f"/applications/{fire}/{act}", body, f"fire acceptance: {act}")
    archive = carry(tap, server, enterprise, project, "acc-archive", "zjj", "archive")
    for item in ("acc-filing", "re-register"):
        refused(tap, enterprise, f"/projects/{project}/intakes", {"items": [item]}, f"{item} waits for the planning check that failed", 409, "item-waits")
    refused(tap, navigator, f"/projects/{project}/milestones", use, "nor is the building used without the filing", 409)
    tap.equal([enterprise.get(f"/applications/{case}").json["state"] for case in (failed, fire, archive)], ["refused", "granted", "granted"], "what passed stands")
    for item in ("acc-fire", "acc-archive"):
        refused(tap, enterprise, f"/projects/{project}/intakes", {"items": [item]}, f"{item} is not done again", 409, "item-taken")
    carry(tap, server, enterprise, project, "acc-plan", "zrzy", "the planning check alone is done again")
    carry(tap, server, enterprise, project, "acc-filing", "zjj", "then the filing")
    carry(tap, server, enterprise, project, "re-register", "zrzy", "and the registration")


def suite(tap):
    with Server() as server:
        ids, facts = special_case_18_a_project_split_into_several(tap, server)
        parts_that_are_planned(tap, server, ids, facts)
        special_case_19_design_change_after_approval(tap, server)
        special_case_17_a_project_across_districts(tap, server)
        special_case_20_one_acceptance_that_failed(tap, server)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
