#!/usr/bin/env python3
"""Notification and commitment over the API: offered, signed, granted at once, checked, corrected or withdrawn, what relied on it, the credit record."""
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run, tiny_pdf, today

OTHER_FACTS = {"eia_class": "报告表", "eia_commitment_eligible": True, "credit_restricted": False, "disturbed_area_sqm": 20000, "earthwork_m3": 3000,
               "hazardous_chemicals": "无", "major_hazard_source": False, "new_construction": False}


class Case:
    """A project of which the enterprise, its navigator and the departments are at hand."""

    def __init__(self, server, tap):
        self.server, self.tap = server, tap
        self.enterprise = server.client("enterprise4")
        self.project = self.enterprise.session["post"]["project_id"]
        self.navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{self.project}").status == 200)

    def officer(self, org):
        return self.server.client("dept-" + org)

    def done(self, person, path, body, words):
        answer = person.post(path, body)
        self.tap.claim(answer.status == 200, words, answer)
        return answer.json or {}

    def refused(self, person, path, body, words, status, code=None):
        before = self.server.ledger_of_people()
        answer = person.post(path, body)
        self.tap.claim(answer.status == status and is_problem(answer) and (code is None or answer.code == code), words, answer)
        self.tap.equal(self.server.ledger_of_people(), before, words + ": nothing is kept of it")

    def plan(self, facts):
        """Facts given, a plan adopted and confirmed."""
        self.done(self.enterprise, f"/projects/{self.project}/facts", {"facts": facts}, "the enterprise gives its facts")
        number = self.done(self.navigator, f"/projects/{self.project}/plans", {}, "a plan is adopted").get("plan")
        self.done(self.enterprise, f"/projects/{self.project}/plans/{number}/confirm", {}, "and confirmed")

    def apply(self, *items):
        made = self.done(self.enterprise, f"/projects/{self.project}/intakes", {"items": list(items)}, f"{items} are applied for")
        return [row["id"] for row in made["applications"]]

    def offers(self, application):
        return {offer["variant"]: offer for offer in self.enterprise.get(f"/applications/{application}/commitments").json["offers"]}

    def paper(self, application, variant, **more):
        text = self.offers(application)[variant]["text"]
        return {"variant": variant, "text_version": text["version"], "digest": text["digest"], "agreed": True, **more}

    def sign(self, application, variant):
        made = self.done(self.enterprise, f"/applications/{application}/commitments", self.paper(application, variant), f"{variant} is signed")
        return made["id"]

    def shown(self, commitment, person=None):
        return (person or self.enterprise).get(f"/commitments/{commitment}").json


def offered(case):
    tap = case.tap
    case.plan({**OTHER_FACTS, "credit_restricted": None})
    biz, eia = case.apply("biz-register", "eia-form-commit")
    offer = case.offers(biz)["commit-address"]
    tap.equal((offer["status"], [one["field"] for one in offer["why"]]), ("unknown", ["credit_restricted"]), "while a fact of its condition is unknown a commitment is not open, and says what to ask")
    case.refused(case.enterprise, f"/applications/{biz}/commitments", case.paper(biz, "commit-address"), "what is not open is not signed", 409, "commitment-not-open")
    case.done(case.enterprise, f"/projects/{case.project}/facts", {"facts": {"credit_restricted": True}}, "a bad record is told")
    tap.equal(case.offers(biz)["commit-address"]["status"], "closed", "a bad record closes it")
    case.done(case.enterprise, f"/projects/{case.project}/facts", {"facts": {"credit_restricted": False}}, "it is told that there is none")
    offer = case.offers(eia)["commit-eia-form"]
    tap.claim(offer["status"] == "open" and offer["class"] == "construction_reform" and offer["text"]["liability"] and offer["legal_basis"] and offer["checker_name"] and offer["check_days"] == 20,
              "an open one shows its text, liability, law, checker and days", offer)
    path = f"/applications/{eia}/commitments"
    case.refused(case.navigator, path, case.paper(eia, "commit-eia-form"), "nobody signs in the enterprise's place", 403)
    case.refused(case.enterprise, path, case.paper(eia, "commit-eia-form", agreed=False), "who does not agree signs nothing", 422)
    case.refused(case.enterprise, path, case.paper(eia, "commit-eia-form", digest="0" * 64), "another text than the one shown is not signed", 409, "commitment-text-moved")
    case.refused(case.enterprise, path, case.paper(eia, "commit-eia-form", text_version=7), "nor another version", 409, "commitment-text-moved")
    case.refused(case.enterprise, path, {**case.paper(eia, "commit-eia-form"), "variant": "commit-address"}, "nor a way that is another item's", 422)
    stranger = case.server.client("enterprise1")
    tap.equal([stranger.get(path).status, stranger.post(path, case.paper(eia, "commit-eia-form")).status], [404, 404], "another enterprise sees none of it")
    return biz, eia


def granted(case, biz, eia):
    tap = case.tap
    first, second = case.sign(biz, "commit-address"), case.sign(eia, "commit-eia-form")
    page = case.enterprise.get(f"/applications/{eia}").json
    tap.equal((page["state"], page["decision"]["result"]), ("granted", "granted"), "the decision follows at once")
    tap.claim("承诺" in page["decision"]["reason"] and page["decision"]["basis"], "it says that it rests on a commitment", page["decision"])
    case.refused(case.enterprise, f"/applications/{eia}/commitments", case.paper(eia, "commit-eia-form"), "a second time is refused", 409)
    shown = case.shown(second)
    one, text = shown["commitment"], shown["text"]
    tap.claim(one["state"] == "checking" and one["check_by"] and one["left_days"] == 20, "its check has a day by itself", one)
    tap.claim(len(text["digest"]) == 64 and text["digest"] == case.offers(eia)["commit-eia-form"]["text"]["digest"], "the digest kept is that of the text shown", text)
    kinds = [line["kind"] for line in case.navigator.get(f"/projects/{case.project}/history?limit=100").json["items"]]
    tap.claim("commitment.signed" in kinds and "commitment.check_set" in kinds, "the history holds signature and check", kinds[:20])
    officer = case.officer("sthj")
    desk = [row["id"] for row in officer.get("/commitments?mine=true&state=open").json["items"]]
    tap.claim(second in desk and first not in desk, "the checker finds it on its desk, and not another's", desk)
    return first, second


def corrected(case, tap):
    """An enterprise licence (涉企经营许可): corrected within its time, then it stands."""
    enterprise, officer = case.server.client("enterprise1"), case.officer("cg")
    project = enterprise.session["post"]["project_id"]
    case.done(enterprise, f"/projects/{project}/facts", {"facts": {"credit_restricted": False, "commitment_items": ["drain-permit"]}}, "the city's list opens the licence to the project")
    drain = next(row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "drain-permit")
    text = enterprise.get(f"/applications/{drain}/commitments").json["offers"][0]["text"]
    made = case.done(enterprise, f"/applications/{drain}/commitments", {"variant": "commit-drain-permit", "text_version": text["version"], "digest": text["digest"], "agreed": True}, "a licence is promised")
    path = f"/commitments/{made['id']}"
    case.refused(enterprise, path + "/check", {"result": "passed"}, "the promisor does not check itself", 403)
    case.refused(case.officer("zjj"), path + "/check", {"result": "passed"}, "nor does another unit", 403)
    case.refused(officer, path + "/check", {"result": "failed", "consequence": "rectify"}, "a failure says what was found", 422, "reason-required")
    case.refused(officer, path + "/check", {"result": "failed", "note": "n", "consequence": "revoke"}, "a licence is corrected before it is withdrawn", 422, "commitment-consequence")
    case.done(officer, path + "/check", {"result": "failed", "note": "排水口未设检查井", "consequence": "rectify"}, "what does not hold is to be corrected")
    one = case.shown(made["id"], enterprise)["commitment"]
    tap.claim(one["state"] == "rectifying" and one["rectify_by"] and "rectified" in one["may"] and one["left_days"] == 10, "within a time", one)
    ask = next((row for home in enterprise.get("/home-enterprise").json["projects"] for row in home["asks"] if row["action"]["kind"] == "commitment"), None)
    tap.claim(ask and ask["due"] == one["rectify_by"] and ask["action"]["application_id"] == one["application_id"] and "10 working days left" in ask["why"] and "排水口未设检查井" in ask["why"] and "basis: " in ask["why"],
              "the enterprise's home asks for it, with the day, what was found and the law", ask)
    case.refused(officer, path + "/check", {"result": "failed", "note": "n", "consequence": "revoke"}, "which is not cut short", 409, "commitment-rectify-runs")
    case.refused(enterprise, path + "/rectified", {"note": "n", "files": [987654321]}, "a foreign file is no evidence", 422)
    case.refused(officer, path + "/rectified", {"note": "n"}, "the unit does not report for the enterprise", 403)
    case.done(enterprise, path + "/rectified", {"note": "已补设检查井"}, "the enterprise reports the correction")
    tap.claim(not any(row["action"]["kind"] == "commitment" for home in enterprise.get("/home-enterprise").json["projects"] for row in home["asks"]), "what was reported is asked for no more")
    case.done(officer, path + "/check", {"result": "passed", "note": "属实"}, "and the second check passes")
    one = case.shown(made["id"], enterprise)["commitment"]
    tap.equal((one["state"], one["rounds"], one["may"]), ("passed", 2, []), "then it is over")
    tap.equal(enterprise.get(f"/applications/{drain}").json["state"], "granted", "the result stands")
    tap.equal(enterprise.get("/credit-marks").json["items"], [], "and nothing is on the record")


def cascade(case, biz, first):
    """A proof (证明事项) that is never corrected: withdrawn, and whoever relied on it has a task."""
    tap, officer, path = case.tap, case.officer("scjg"), f"/commitments/{first}"
    ready = {row["code"] for row in case.enterprise.get(f"/projects/{case.project}/ready").json["items"]}
    later = sorted(ready & {"biz-seal", "biz-tax", "biz-social"})
    opened = dict(zip(later, case.apply(*later)))
    done = later[0]
    org = case.enterprise.get(f"/applications/{opened[done]}").json["org"]
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        case.done(case.officer(org), f"/applications/{opened[done]}/{act}", body, f"{done}: {act}")
    case.done(officer, path + "/check", {"result": "failed", "note": "地址与现场不一致", "consequence": "rectify"}, "a proof does not hold")
    case.done(case.enterprise, path + "/rectified", {"note": "已更正"}, "a correction is reported")
    case.done(officer, path + "/check", {"result": "failed", "note": "仍不一致", "consequence": "revoke"}, "which is none: the result is withdrawn")
    tap.equal(case.enterprise.get(f"/applications/{biz}").json["state"], "revoked", "the registration is withdrawn")
    tasks = {task["item"]: task for task in case.shown(first, case.navigator)["tasks"]}
    tap.equal({item: tasks[item]["why"] for item in later if item in tasks}, {item: "granted" if item == done else "open" for item in later}, "each that relied on it has a task, granted or open")
    tap.claim(tasks["biz-register"]["why"] == "project" and all(task["due_on"] for task in tasks.values()), "the navigator has one, and all have a day", tasks)
    mine = {task["id"] for task in case.officer(org).get("/commitment-tasks?mine=true&open=true").json["items"]}
    tap.claim(tasks[done]["id"] in mine, "the unit finds it among its own", mine)
    tap.equal(case.enterprise.get("/commitment-tasks").status, 404, "it is no list of the enterprise")
    tap.equal(case.enterprise.get("/credit-marks").json["items"], [], "a proof that was not false marks nothing")
    case.refused(case.enterprise, f"/projects/{case.project}/intakes", {"items": ["biz-bank"]}, "what needs the registration waits again", 409, "item-waits")


def special_case_16_eia_commitment_that_fails_its_check(case, eia, second):
    """环评告知承诺批复后核查发现不属目录: withdrawn; works and discharge permit looked into; the navigator told; no commitment until repaired."""
    tap = case.tap
    project = f"/projects/{case.project}"
    page = case.navigator.get(project).json
    before = {node["code"]: node for node in page["nodes"]}
    waiting, late = before["eia-form-commit"], page["late_days"]
    tap.claim(waiting["actual_finish"], "the plan counts the approval as done", waiting)
    officer = case.officer("sthj")
    case.refused(officer, f"/commitments/{second}/check", {"result": "failed", "note": "n", "consequence": "rectify"}, "an approval outside the catalogue cannot be corrected", 422, "commitment-consequence")
    case.done(officer, f"/commitments/{second}/check", {"result": "failed", "is_false": True, "note": "不属于告知承诺目录", "consequence": "revoke"}, "the check finds it outside the catalogue")
    shown = case.shown(second, case.navigator)
    tap.equal((shown["commitment"]["state"], shown["commitment"]["is_false"]), ("revoked", True), "the commitment is withdrawn")
    page = case.enterprise.get(f"/applications/{eia}").json
    tap.claim(page["state"] == "revoked" and page["decision"]["result"] == "revoked" and "目录" in page["decision"]["reason"], "so is the approval, with the reason", page["decision"])
    letter = next(row for row in case.enterprise.get(f"/applications/{eia}/letters").json["items"] if row["kind"].startswith("granted"))
    told = case.server.client().send("GET", "/verify/" + case.enterprise.get(f"/letters/{letter['id']}").json["code"]).body.decode()
    tap.claim(letter["state"] == "withdrawn" and "已被撤销" in told and "许可结果被撤销" in told and today(case.navigator) in told and "现行有效" not in told, "whoever checks its letter reads that the result was revoked, and when", (letter, told[:900]))
    after = {node["code"]: node for node in case.navigator.get(project).json["nodes"]}
    tap.claim(after["eia-form-commit"]["actual_finish"] is None, "the plan no longer counts it as done", after["eia-form-commit"])
    tap.claim(after["eia-form-commit"]["forecast_finish"] >= before["eia-form-commit"]["forecast_finish"] and late is not None, "and its dates are computed anew", after["eia-form-commit"])
    whys = {(task["why"], task["item"]) for task in shown["tasks"]}
    tap.claim(("project", "eia-form-commit") in whys, "the navigator has a task", whys)
    case.refused(case.navigator, project + "/milestones", {"milestone": "开工", "reached_on": "2026-11-27"}, "works do not begin without it (未批先建)", 409)
    task = next(task for task in shown["tasks"] if task["why"] == "project")
    case.refused(case.officer("scjg"), f"/commitment-tasks/{task['id']}/done", {"outcome": "kept", "note": "n"}, "the navigator's task is the navigator's", 403)
    case.done(case.navigator, f"/commitment-tasks/{task['id']}/done", {"outcome": "redone", "note": "已通知企业改报报告表"}, "who says what was done")
    case.refused(case.navigator, f"/commitment-tasks/{task['id']}/done", {"outcome": "kept", "note": "n"}, "once", 409)
    marks = case.enterprise.get("/credit-marks").json["items"]
    tap.claim(len(marks) == 1 and marks[0]["kind"] == "false_commitment" and marks[0]["repaired_on"] is None, "the false promise is on the credit record", marks)
    again, = case.apply("eia-form-commit")
    offer = case.offers(again)["commit-eia-form"]
    tap.equal((offer["status"], offer["mark"]), ("credit", "false_commitment"), "which closes the way next time")
    case.refused(case.enterprise, f"/applications/{again}/commitments", case.paper(again, "commit-eia-form"), "also to who tries", 409, "commitment-credit")
    case.refused(case.officer("scjg"), f"/credit-marks/{marks[0]['id']}/repair", {"document": "d", "note": "n"}, "another unit does not repair it", 403)
    case.refused(case.enterprise, f"/credit-marks/{marks[0]['id']}/repair", {"document": "d", "note": "n"}, "nor the enterprise itself", 403)
    case.done(officer, f"/credit-marks/{marks[0]['id']}/repair", {"document": "信用修复决定〔2026〕1号", "note": "已改正"}, "the unit that made it does")
    tap.equal(case.offers(again)["commit-eia-form"]["status"], "open", "and the way is open again")


def deferred(case, tap):
    """容缺受理: a promised day, the clock runs on, the certificate waits, granted counted apart."""
    enterprise, officer, project = case.server.client("enterprise1"), case.officer("zjj"), case.server.client("enterprise1").session["post"]["project_id"]
    permit = next(row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "construction-permit")
    path = f"/applications/{permit}/deferrals"
    offer = enterprise.get(path).json
    tap.claim(offer["certificate"] == "held" and "部分专项施工方案" in offer["materials"] and offer["latest"], "what may follow is told, until when, and that the certificate waits", offer)
    wish = {"materials": ["部分专项施工方案"], "due_on": offer["latest"]}
    case.refused(case.navigator if case.navigator.get(f"/projects/{project}").status == 200 else case.server.client("navigator"), path, wish, "nobody promises in the enterprise's place", 403)
    case.refused(enterprise, path, {**wish, "materials": ["用地批准手续"]}, "a main paper may not follow", 409, "deferral-not-open")
    case.refused(enterprise, path, {**wish, "due_on": "2099-01-01"}, "nor be promised for a day too far", 422, "deferral-day")
    case.refused(enterprise, path, {**wish, "due_on": "2020-01-01"}, "or gone", 422, "deferral-day")
    clock = enterprise.get(f"/applications/{permit}").json["clock"]
    made = case.done(enterprise, path, wish, "the enterprise promises the material")
    tap.equal(enterprise.get(f"/applications/{permit}").json["clock"], clock, "the clock is not touched by it")
    case.refused(enterprise, path, wish, "a material that is promised already is not promised again", 409, "deferral-not-open")
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        case.done(officer, f"/applications/{permit}/{act}", body, f"the application goes on: {act}")
    case.refused(officer, path, wish, "what is decided is not deferred", 403)
    case.refused(officer, f"/applications/{permit}/deliver", {}, "the certificate waits", 409, "deferral-held")
    granted = [row for row in officer.get("/deferrals?state=granted").json["items"]]
    tap.equal([(row["id"], row["handling_code"]) for row in granted], [(made["id"], 12)], "granted while owed is counted apart (办结容缺通过)")
    case.refused(enterprise, f"/deferrals/{made['id']}/fulfil", {"files": []}, "nothing is not the material", 422)
    case.refused(enterprise, f"/deferrals/{made['id']}/fulfil", {"files": [987654321]}, "nor is a foreign file", 422)
    case.refused(officer, f"/deferrals/{made['id']}/conclude", {"consequence": "revoke", "reason": "r"}, "a promise that runs is not concluded", 409)
    file = enterprise.upload(project, "专项施工方案.pdf", tiny_pdf("plan"))
    case.done(enterprise, f"/deferrals/{made['id']}/fulfil", {"files": [file.json["id"]], "note": "补齐"}, "the material is handed in")
    case.done(officer, f"/applications/{permit}/deliver", {}, "then the certificate is delivered")


def by_itself(tap):
    """What nobody does happens on its day: a lapse, a missed check."""
    with Server() as server:
        case = Case(server, tap)
        enterprise = server.client("enterprise1")
        project = enterprise.session["post"]["project_id"]
        rows = {row["code"]: row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"]}
        permit, drain = rows["construction-permit"], rows["drain-permit"]
        offer = enterprise.get(f"/applications/{permit}/deferrals").json
        owed = case.done(enterprise, f"/applications/{permit}/deferrals", {"materials": ["部分专项施工方案"], "due_on": offer["latest"]}, "a material is promised")
        for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
            case.done(case.officer("zjj"), f"/applications/{permit}/{act}", body, f"the permit: {act}")
        case.done(enterprise, f"/projects/{project}/facts", {"facts": {"credit_restricted": False, "commitment_items": ["drain-permit"]}}, "a licence is open to promise")
        text = enterprise.get(f"/applications/{drain}/commitments").json["offers"][0]["text"]
        promise = case.done(enterprise, f"/applications/{drain}/commitments", {"variant": "commit-drain-permit", "text_version": text["version"], "digest": text["digest"], "agreed": True}, "and promised")
        if not server.days_on(60):
            return tap.skip("what happens by itself when its day has come", "the day is the database server's, or libfaketime is missing")
        officer = server.client("dept-zjj")
        for _ in range(60):
            lapsed = [row for row in officer.get(f"/deferrals?project={project}").json["items"] if row["id"] == owed["id"] and row["lapsed_on"]]
            missed = [row for row in officer.get(f"/commitments?project={project}").json["items"] if row["id"] == promise["id"] and row["missed_on"]]
            if lapsed and missed:
                break
            time.sleep(0.5)
        tap.equal([row["state"] for row in lapsed], ["withdrawn"], "a material that never came: the promise has lapsed by itself")
        tap.equal(officer.get(f"/applications/{permit}").json["state"], "withdrawn", "and the application counts as withdrawn (视为撤回)")
        tap.claim(missed and missed[0]["state"] == "checking", "a check that was missed is a record, and decides nothing", missed)
        server.stop()
        server.sound(tap, "after what happened by itself")


def suite(tap):
    by_itself(tap)
    with Server() as server:
        case = Case(server, tap)
        biz, eia = offered(case)
        first, second = granted(case, biz, eia)
        corrected(case, tap)
        deferred(case, tap)
        cascade(case, biz, first)
        special_case_16_eia_commitment_that_fails_its_check(case, eia, second)
        server.stop()
        server.sound(tap, "after commitments")


if __name__ == "__main__":
    run(suite)
