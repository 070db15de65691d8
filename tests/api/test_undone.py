#!/usr/bin/env python3
"""A decision that is undone before it was delivered leaves nothing in force that tells it: no letter, no certificate, no watch over its last day. And a
decision that the platform takes by itself waits for what a person's would wait for."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.enterprise = server.client("enterprise1")
        self.project = self.enterprise.session["post"]["project_id"]
        rows = self.enterprise.get(f"/applications?project={self.project}&limit=100").json["items"]
        self.cases = {row["code"]: row["id"] for row in rows}
        self.zjj, self.cg = server.client("dept-zjj"), server.client("dept-cg")

    def done(self, person, path, body, words):
        answer = person.post(path, body)
        self.tap.claim(answer.status == 200, words, path, answer)
        return answer.json or {}

    def refused(self, person, path, body, words, status, code):
        size = self.server.ledger_of_people()
        answer = person.post(path, body)
        self.tap.claim(answer.status == status and answer.code == code and is_problem(answer) and self.server.ledger_of_people() == size, words, path, answer)

    def letters(self, case):
        return {(row["kind"], row["state"]) for row in self.enterprise.get(f"/applications/{case}/letters").json["items"]}

    def left(self, case):
        """Certificates not revoked and watches that run."""
        rows = self.server.store.rows
        return (len(rows(f"select id from certificate where application={case} and state=0")), len(rows(f"select id from validity where source={case} and state='running'")))


def undone(scene):
    tap, officer = scene.tap, scene.zjj
    case = scene.cases["construction-permit"]
    path = f"/applications/{case}"
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted", "document": "样文1"})):
        scene.done(officer, path + "/" + act, body, f"the permit: {act}")
    tap.claim(("granted", "issued") in scene.letters(case), "the letter of the grant is in force", scene.letters(case))
    tap.equal(scene.left(case), (1, 1), "there is a certificate, and its last day is watched")
    letter = next(row["id"] for row in scene.enterprise.get(path + "/letters").json["items"] if row["kind"] == "granted")
    scene.done(officer, path + "/return", {"to": "review", "code": "facts", "reason": "需再核"}, "the decision is returned before it was delivered")
    tap.equal(scene.left(case), (0, 0), "its certificate is revoked, nothing is watched")
    tap.claim({("granted", "withdrawn"), ("acceptance", "issued")} <= scene.letters(case), "its letter is withdrawn, that of the acceptance stands", scene.letters(case))
    shown = scene.enterprise.get(f"/letters/{letter}").json
    tap.claim("需再核" in str(shown), "with the reason of the return", shown)
    scene.done(officer, path + "/decide", {"result": "granted", "document": "样文2"}, "it is granted again")
    tap.equal(scene.left(case), (1, 1), "with one certificate in force, and one watch")
    scene.done(officer, path + "/return", {"to": "review", "code": "facts", "reason": "再次核实"}, "and returned again")
    scene.done(officer, path + "/decide", {"result": "refused", "reason": "不符合规划", "basis": "建筑法第八条"}, "and refused")
    tap.equal(scene.left(case), (0, 0), "a refused case has no certificate in force")
    tap.equal([kind for kind, state in sorted(scene.letters(case)) if state == "issued"], ["acceptance", "refused"], "and no letter in force that says it was granted")


def held(scene):
    """A case that is granted on the spot when the enterprise signs (依承诺当场准予)."""
    tap, case = scene.tap, scene.cases["drain-permit"]
    scene.done(scene.enterprise, f"/projects/{scene.project}/facts", {"facts": {"credit_restricted": False, "commitment_items": ["drain-permit"]}}, "a licence is open to promise")
    scene.done(scene.cg, f"/applications/{case}/accept", {}, "its case is under examination")
    units = [row["id"] for row in scene.enterprise.get("/pack").json["orgs"]]
    asked = next(org for org in ("tjj", "wlj", "jtj") if org in units)
    one = scene.done(scene.cg, f"/applications/{case}/consultations", {"kind": "required", "orgs": [asked], "question": "q"}, "another unit is asked, as is required")
    text = scene.enterprise.get(f"/applications/{case}/commitments").json["offers"][0]["text"]
    paper = {"variant": "commit-drain-permit", "text_version": text["version"], "digest": text["digest"], "agreed": True}
    scene.refused(scene.enterprise, f"/applications/{case}/commitments", paper, "while an opinion is required nothing is granted on a signature either", 409, "case-held")
    scene.done(scene.cg, f"/consultations/{one['id']}/cancel", {"reason": "已书面沟通"}, "the unit need not answer any more")
    scene.done(scene.enterprise, f"/applications/{case}/commitments", paper, "then the signature grants it")
    tap.equal(scene.enterprise.get(f"/applications/{case}").json["state"], "granted", "at once")
    wish = {"what": "规模变化", "output_before": 1, "output_after": 2, "adds_pollutant": False}
    scene.refused(scene.zjj, f"/applications/{case}/changes", wish, "another unit reports no design change of it", 403, "not-permitted")
    scene.done(scene.cg, f"/applications/{case}/return", {"to": "review", "code": "facts", "reason": "需再核"}, "its unit returns it")
    scene.done(scene.cg, f"/applications/{case}/decide", {"result": "refused", "reason": "不符合条件", "basis": "排水条例"}, "and refuses it")
    tap.equal([row["state"] for row in scene.enterprise.get("/commitments").json["items"] if row["application_id"] == case], ["void"], "then nothing is left to check of the commitment")


def elsewhere(scene):
    """What was decided in another system is the result here: by whom it may be said, of which day, and what it ends."""
    tap, server = scene.tap, scene.server
    step = {"system": "other", "number": "35-0009", "status": "submitted"}
    case = scene.cases["construction-permit"]
    again = scene.done(scene.enterprise, f"/projects/{scene.project}/intakes", {"items": ["construction-permit"]}, "the permit is applied for again")["applications"][0]["id"]
    scene.refused(scene.cg, f"/applications/{again}/outside", step, "another unit says nothing of what another system decides", 403, "not-permitted")
    made = scene.done(scene.zjj, f"/applications/{again}/outside", {**step, "verified_on": "2026-01-05"}, "the item's own unit does")
    granted = {"status": "granted", "document": "外〔2026〕1号"}
    scene.refused(scene.cg, f"/outside-steps/{made['id']}/verify", granted, "nor does another unit say that it is granted", 403, "not-permitted")
    for person, words in ((scene.zjj, "the item's unit"), (server.client("navigator"), "nor the navigator")):
        scene.refused(person, f"/outside-steps/{made['id']}/verify", granted, f"a permit of this city is not granted by what another system says: {words}", 409, "outside-no-result")
    tap.equal(server.store.rows(f"select state from application where id in ({case},{again}) order by id"), [("refused",), ("submitted",)], "and nothing has changed")
    tap.equal([row["takes_result"] for row in scene.zjj.get(f"/applications/{again}/outside").json["items"]], [False], "the page offers no end there")
    scene.done(scene.zjj, f"/outside-steps/{made['id']}/verify", {"status": "in_progress"}, "its state there may be noted")
    scene.done(scene.zjj, f"/applications/{again}/receive", {}, "its unit takes it up here")
    scene.done(scene.zjj, f"/applications/{again}/accept", {}, "accepts")
    scene.done(scene.zjj, f"/applications/{again}/decide", {"result": "refused", "reason": "不符合规划", "basis": "建筑法第八条"}, "and decides")
    scene.done(scene.zjj, f"/outside-steps/{made['id']}/verify", granted, "after that the step's end is noted as a record")
    tap.equal(scene.zjj.get(f"/applications/{again}").json["state"], "refused", "which changes nothing of the decision")
    power, navigator = scene.cases["util-power"], next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{scene.project}").status == 200)
    unit = server.hire("power-unit", {"role": "department_officer", "org": scene.enterprise.get(f"/applications/{power}").json["org"], "district": "350100"})
    acceptances = lambda: sum(row["kind"].startswith("acceptance") for row in scene.enterprise.get(f"/applications/{power}/letters").json["items"])
    before = acceptances()
    scene.done(unit, f"/applications/{power}/special-start", {"name": "专家评审", "days": 5, "noticed_on": navigator.get("/session").json["today"], "reason": "r"}, "a procedure stops another case's clock")
    made = scene.done(navigator, f"/applications/{power}/outside", {**step, "verified_on": "2026-01-05"}, "which is handled elsewhere")
    scene.refused(navigator, f"/outside-steps/{made['id']}/verify", {**granted, "verified_on": "2026-01-06"}, "a result is not older than the application", 422, "day-before-last-act")
    scene.done(navigator, f"/outside-steps/{made['id']}/verify", granted, "and granted there")
    page = scene.enterprise.get(f"/applications/{power}").json
    tap.claim(page["state"] == "granted" and not page["clock"]["paused"], "granted here, with a clock that does not stand for good", page["clock"])
    tap.equal(acceptances(), before, "and no second notice that it was accepted")


def owed(scene):
    """A material that follows (容缺) and a promised day, of a case that ends otherwise than by a grant."""
    tap, enterprise, officer = scene.tap, scene.enterprise, scene.zjj
    def again(words):
        case = scene.done(enterprise, f"/projects/{scene.project}/intakes", {"items": ["construction-permit"]}, words)["applications"][0]["id"]
        path = f"/applications/{case}"
        offer = enterprise.get(path + "/deferrals").json
        made = scene.done(enterprise, path + "/deferrals", {"materials": ["部分专项施工方案"], "due_on": offer["latest"]}, "a material is to follow")
        return path, offer["latest"], lambda: next(row for row in enterprise.get(path + "/deferrals").json["items"] if row["id"] == made["id"])
    path, latest, shown = again("the permit is applied for once more")
    scene.done(officer, path + "/receive", {}, "received")
    scene.done(officer, path + "/accept", {}, "accepted")
    scene.done(officer, path + "/promises", {"what": "decide", "on": latest, "words": "届时办结"}, "a day is promised for the decision")
    promise = lambda: next(row for row in officer.get(path).json["promises"] if row["what"] == "decide")
    scene.done(officer, path + "/decide", {"result": "granted", "document": "样文3"}, "it is granted while owed")
    tap.claim(shown()["granted_on"] and promise()["state"] == "kept", "which counts as granted while owed, and keeps the promise", (shown(), promise()))
    scene.done(officer, path + "/return", {"to": "review", "code": "facts", "reason": "需再核"}, "the decision is undone")
    tap.claim(shown()["granted_on"] is None and shown()["handling_code"] is None and shown()["state"] == "promised", "it was no grant while owed, and the material is owed still", shown())
    tap.claim(promise()["state"] == "open" and promise()["kept_on"] is None, "the promised day stands open again", promise())
    scene.done(officer, path + "/decide", {"result": "refused", "reason": "不符合规划", "basis": "建筑法第八条"}, "it is refused")
    tap.claim(shown()["state"] == "void" and shown()["may"] == [] and "不符合规划" in shown()["note"], "nothing is to follow any more", shown())
    path, _, shown = again("and applied for again")
    scene.done(enterprise, path + "/withdraw", {"reason": "另行申请"}, "and withdrawn")
    tap.equal(shown()["state"], "void", "which voids it too")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        undone(scene)
        held(scene)
        elsewhere(scene)
        owed(scene)
        server.stop()
        server.sound(tap, "after decisions that were undone")


if __name__ == "__main__":
    run(suite)
