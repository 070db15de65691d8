#!/usr/bin/env python3
"""The window clerk (窗口受理员) over the API: sees nothing but what came to his hall; looks up by what is handed over, on record; takes in papers and submits
for an enterprise that has agreed; hands out; counts visits; decides nothing."""
import datetime
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, done, is_problem, refused, run, tiny_pdf, today

GENERAL, ELSEWHERE = "desk-general", "desk-enterprise"  # of the hall, and of another unit


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.clerk, self.enterprise, self.other = server.client("window"), server.client("enterprise4"), server.client("enterprise1")
        self.project, self.strange = (one.session["post"]["project_id"] for one in (self.enterprise, self.other))
        self.number = self.enterprise.get(f"/projects/{self.project}").json["number"]
        self.path = f"/projects/{self.project}"
        self.today = today(self.clerk)
        self.later = (datetime.date.fromisoformat(self.today) + datetime.timedelta(days=60)).isoformat()

    def seen(self):
        return [row["id"] for row in self.clerk.get("/hall/desk").json["items"]]

    def cases(self):
        return {row["number"]: row for row in self.clerk.get(self.path + "/desk").json["cases"]}

    def history(self, person=None):
        return [row["kind"] for row in (person or self.enterprise).get(self.path + "/history?limit=100").json["items"]]


def nothing_before(scene):
    tap, clerk = scene.tap, scene.clerk
    tap.equal(clerk.session["post"]["role"], "window", "the clerk signs in")
    tap.equal(scene.seen(), [], "at first nothing has come to the hall")
    size = scene.server.ledger_of_people()
    paths = ["/desk", "/intake-form", "/representations", "/hall-visits"]
    tap.equal({clerk.get(scene.path + path).status for path in paths}, {404}, "and he sees nothing of any project")
    tap.equal({clerk.get(path).status for path in ("/projects", "/applications", "/queue", "/cockpit", "/problems", "/due", "/workbench", scene.path, scene.path + "/history",
                                                   scene.path + "/files", scene.path + "/letters", scene.path + "/certificates", scene.path + "/facts")}, {404}, "lists and boards are not his at all")
    tap.equal(clerk.upload(scene.project, "a.pdf", tiny_pdf("a")).status, 404, "nor takes he papers in for it")
    refused(tap, clerk, scene.path + "/hall-visits", {"desk": GENERAL, "purpose": "consult"}, "nor counts he a visit", 404)
    tap.equal(clerk.get("/notices").json["items"], [], "he is told of nothing")
    tap.equal(scene.server.ledger_of_people(), size, "nothing is kept of all that")


def looked_up(scene):
    tap, clerk = scene.tap, scene.clerk
    up = "/hall/look-ups"
    half = scene.number[:-1]
    for code, words in ((half, "a part of a number"), (scene.number + "0", "a wrong number"), ("福州", "a word"), ("0000-0000-0000-0000-0000-0000", "a made-up code")):
        refused(tap, clerk, up, {"code": code, "desk": GENERAL}, f"{words} finds nothing", 404, "not-found")
    refused(tap, clerk, up, {"code": scene.number, "desk": ELSEWHERE}, "another hall's window is not his", 422, "desk-not-ones")
    refused(tap, clerk, up, {"code": scene.number, "desk": "no-such"}, "nor is one that there is not", 422, "desk-unknown")
    refused(tap, clerk, up, {"code": scene.number}, "a window is named", 422, "field-required")
    leads = [row for row in scene.server.client("invest").get("/projects?limit=100").json["items"] if row["stage"] in ("lead", "screened", "listed")]
    if leads:
        refused(tap, clerk, up, {"code": leads[0]["number"], "desk": GENERAL}, "a lead that is not handed over is not there for a window", 404, "not-found")
    refused(tap, scene.enterprise, up, {"code": scene.number, "desk": GENERAL}, "nobody else looks up", 403)
    tap.equal(scene.seen(), [], "after all refusals nothing has come")
    found = done(tap, clerk, up, {"code": f" {scene.number} ", "desk": GENERAL}, "the exact number finds it")
    tap.equal((found["id"], found["number"]), (scene.project, scene.number), "that project")
    tap.equal(scene.seen(), [scene.project], "it has come to the desk")
    tap.claim("hall.looked_up" in scene.history(), "the enterprise reads in the history that it was looked up", scene.history())
    tap.claim("project.came_to_desk" not in scene.history(), "what the house notes for itself it does not read")
    code = scene.enterprise.get(scene.path).json["query_code"]
    tap.equal(done(tap, clerk, up, {"code": code.lower(), "desk": GENERAL}, "its query code finds it too")["id"], scene.project, "the same")
    tap.equal(len(scene.seen()), 1, "coming twice it is there once")
    tap.equal(clerk.get(f"/projects/{scene.strange}/desk").status, 404, "another project stays unseen")
    mate = scene.server.hire("window-mate", {"role": "window", "org": "asc", "district": "350100"})
    tap.equal([row["id"] for row in mate.get("/hall/desk").json["items"]], [scene.project], "a colleague of the hall sees it")
    away = scene.server.hire("window-away", {"role": "window", "org": "scjg", "district": "350100"})
    tap.equal([row["id"] for row in away.get("/hall/desk").json["items"]], [], "another hall does not")
    return mate, away


def papers(scene, mate):
    tap, clerk = scene.tap, scene.clerk
    file = clerk.upload(scene.project, "授权书.pdf", tiny_pdf("agreed")).json["id"]
    about = clerk.get(f"/files/{file}/about").json
    shown = scene.enterprise.get(scene.path).json
    enterprise = shown["enterprise"] or shown["name"]
    tap.claim(about["on_behalf_of"] == enterprise and about["uploaded_by_name"], "what he takes in names the enterprise for which it is", about)
    tap.equal(scene.enterprise.get(f"/files/{file}/about").json["on_behalf_of"], enterprise, "the enterprise reads it too")
    own = scene.enterprise.upload(scene.project, "内部.pdf", tiny_pdf("own")).json["id"]
    tap.equal(scene.enterprise.get(f"/files/{own}/about").json["on_behalf_of"], None, "what the enterprise uploads itself is for nobody else")
    tap.equal([clerk.get(f"/files/{own}{part}").status for part in ("", "/about")], [404, 404], "which the window does not read")
    tap.equal([clerk.get(f"/files/{file}").status, mate.get(f"/files/{file}").status], [200, 404], "what one clerk took in he reads again, his colleague does not")
    answer = clerk.upload(scene.project, "换.pdf", tiny_pdf("other"), X_Replaces=str(own))
    tap.equal(answer.status, 404, "nor replaces he what is not his")
    return file


def agreed(scene, file):
    tap, clerk, path = scene.tap, scene.clerk, scene.path + "/representations"
    wish = {"desk": GENERAL, "until": scene.later, "file_id": file}
    for call, words in (("/intake-form", "the form is not shown"), ("/ready", "nor what can be applied for")):
        answer = clerk.get(scene.path + call)
        tap.claim(answer.status == 409 and answer.code == "not-represented" and is_problem(answer), f"without an agreement {words}", answer)
    refused(tap, clerk, scene.path + "/intakes", {"items": ["eia-report"], "desk": GENERAL}, "nothing is submitted without it", 409, "not-represented")
    answer = clerk.post(scene.path + "/intake-draft", {"answers": {"project_name": "x"}}, method="PUT")
    tap.claim(answer.status == 409 and answer.code == "not-represented", "nor typed", answer)
    refused(tap, clerk, path, {k: v for k, v in wish.items() if k != "file_id"}, "a clerk records an agreement with the signed paper only", 422, "field-required")
    refused(tap, clerk, path, {**wish, "until": "2020-01-01"}, "not for days gone by", 422)
    refused(tap, clerk, path, {**wish, "file_id": 987654}, "not with a paper of somewhere else", 422)
    refused(tap, clerk, path, {**wish, "desk": ELSEWHERE}, "not for another hall", 422, "desk-not-ones")
    refused(tap, scene.server.client("navigator"), path, wish, "nobody agrees for the enterprise but itself and the window with its paper", 403)
    made = done(tap, clerk, path, wish, "with the paper it is recorded")
    one = scene.enterprise.get(path).json["items"][0]
    tap.claim(one["holds"] and one["until"] == scene.later and one["file_id"] == file and one["org_name"], "the enterprise reads what is agreed in its name", one)
    refused(tap, clerk, f"/representations/{made['id']}/end", {"reason": "r"}, "the window does not end it", 403)
    refused(tap, scene.other, f"/representations/{made['id']}/end", {"reason": "r"}, "nor another enterprise", 404)
    done(tap, scene.enterprise, f"/representations/{made['id']}/end", {"reason": "改为自行办理"}, "the enterprise ends it")
    refused(tap, scene.enterprise, f"/representations/{made['id']}/end", {"reason": "r"}, "once", 409, "already-done")
    tap.equal(clerk.get(scene.path + "/intake-form").code, "not-represented", "and the window is out at once")
    done(tap, scene.enterprise, path, {"desk": GENERAL, "until": scene.today}, "the enterprise agrees itself, for today")
    tap.equal(clerk.get(scene.path + "/desk").json["represented_until"], scene.today, "the window reads until when")


def submitted(scene):
    tap, clerk = scene.tap, scene.clerk
    form = clerk.get(scene.path + "/intake-form?items=eia-report").json
    tap.claim(form["sections"] and {one["id"] for one in form["desks"]} == {GENERAL, "desk-construction"}, "now he reads the form, with the windows of his hall", form["desks"])
    tap.claim("eia-report" in [one["code"] for one in clerk.get(scene.path + "/ready").json["items"]], "and what can be applied for")
    tap.claim("stops" in form, "the pre-check is there before it is submitted")
    answer = clerk.post(scene.path + "/intake-draft", {"answers": {"project_name": "窗口代填"}}, method="PUT")
    tap.equal(answer.status, 200, "types for the enterprise")
    shared = {f["id"]: f["value"] for s in scene.enterprise.get(scene.path + "/intake-form?items=eia-report").json["sections"] for f in s["fields"]}
    tap.equal(shared["project_name"], "窗口代填", "which sees the same draft")
    path = scene.path + "/intakes"
    refused(tap, clerk, path, {"items": ["eia-report"], "channel": "online", "desk": GENERAL}, "what comes in at a window is no online intake", 422)
    refused(tap, clerk, path, {"items": ["eia-report"]}, "the window is named", 422)
    refused(tap, clerk, path, {"items": ["eia-report"], "desk": ELSEWHERE}, "and is his", 422, "desk-not-ones")
    made = done(tap, clerk, path, {"items": ["eia-report"], "desk": GENERAL}, "he submits for it")
    number = made["applications"][0]["number"]
    tap.equal(scene.enterprise.get(f"/intakes/{made['id']}").json["channel"], "window", "as an intake at a window")
    tap.equal([row["state"] for row in scene.cases().values()], ["submitted"], "and sees how it stands")
    online = done(tap, scene.enterprise, path, {"items": ["survey-design"]}, "the enterprise submits another one itself")["applications"][0]
    tap.claim(online["number"] not in scene.cases(), "of which the window sees nothing", scene.cases())
    tap.equal(clerk.get(f"/applications/{online['id']}/letters").status, 404, "nor its letters")
    return made["applications"][0]["id"], number, online["id"]


def decides_nothing(scene, case):
    tap, clerk = scene.tap, scene.clerk
    before = scene.server.ledger_of_people()
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"}), ("supplement", {"reasons": ["x"]}), ("withdraw", {"reason": "r"}), ("remind", {})):
        refused(tap, clerk, f"/applications/{case}/{act}", body, f"{act} is not his", 403)
    refused(tap, clerk, f"/applications/{case}/deliver", {"way": "window"}, "nor hands he out what is not decided", 409, "wrong-state")
    tap.equal(scene.server.ledger_of_people(), before, "nothing of it is kept")


def handed_out(scene, case, number, online):
    tap, clerk = scene.tap, scene.clerk
    officer = scene.server.client("dept-sthj")
    for act, body in (("receive", {}), ("accept", {})):
        done(tap, officer, f"/applications/{case}/{act}", body, f"the unit: {act}")
    letters = clerk.get(f"/applications/{case}/letters").json["items"]
    tap.claim(letters, "letters about what he took in are his to hand out", letters)
    tap.equal(clerk.get(f"/letters/{letters[0]['id']}").status, 200, "he reads them")
    done(tap, officer, f"/applications/{case}/decide", {"result": "granted"}, "granted")
    row = scene.cases()[number]
    tap.claim(row["may_hand_out"] and row["state"] == "granted", "the result waits at the window", row)
    for one in row["certificates"]:
        tap.equal(clerk.get(f"/certificates/{one['id']}").status, 200, "with its certificate")
    printed = done(tap, clerk, f"/letters/{letters[0]['id']}/print", {}, "a letter is printed for the applicant")
    tap.equal(clerk.get(f"/files/{printed['file_id']}").status, 200, "and its paper read")
    done(tap, clerk, f"/applications/{case}/deliver", {"way": "window"}, "it is handed out")
    tap.equal(scene.cases()[number]["state"], "delivered", "and delivered")
    refused(tap, clerk, f"/applications/{case}/deliver", {"way": "window"}, "once", 409)
    zjj = scene.server.client("dept-zjj")
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        done(tap, zjj, f"/applications/{online}/{act}", body, f"what came online: {act}")
    tap.claim(any(row["id"] == online and row["may_hand_out"] for row in scene.cases().values()), "a result of what came online can be fetched at the window too", scene.cases())


def told(scene, case, number, online, mate, away):
    """What becomes of what the hall took in: who sits at its windows is told, nobody else of the unit, and of nothing else."""
    tap, clerk = scene.tap, scene.clerk
    items = clerk.get("/notices").json["items"]
    tap.equal({row["rule"] for row in items}, {"hall-accepted", "hall-granted"}, "the hall was told that it was accepted and granted")
    tap.equal({(row["application_id"], row["application_number"], row["project_id"]) for row in items}, {(case, number, scene.project)}, "of what it took in, not of what came online")
    tap.claim(all(row["due_on"] and row["law"] and number in row["text"] for row in items), "each with day and article", items)
    tap.equal(len(mate.get("/notices").json["items"]), 2, "a colleague of the hall reads them too")
    tap.equal(away.get("/notices").json["items"], [], "another hall does not")
    centre = scene.server.client("centre")
    tap.equal([row for row in centre.get("/notices").json["items"] if row["rule"].startswith("hall-")], [], "nor who coordinates in the same unit")
    tap.equal([row for row in items if row["address"] != "hall:asc"], [], "and a clerk reads nothing that is for the unit's officers", )
    sent = scene.server.client("supervisor").get(f"/notices-sent?project={scene.project}&application={case}").json["items"]
    tap.claim("(hall)" in next(row for row in sent if row["rule"] == "hall-granted")["address_name"], "who oversees reads whom it was for", sent)
    granted = next(row for row in items if row["rule"] == "hall-granted")
    done(tap, clerk, f"/notices/{granted['id']}/read", {}, "he reads one")
    tap.equal((clerk.get("/notices").json["unread"], mate.get("/notices").json["unread"]), (1, 2), "which is his reading, not his colleague's")
    refused(tap, away, f"/notices/{granted['id']}/read", {}, "another hall's clerk cannot", 404)
    mailed = scene.server.store.rows(f"select account from notice_delivery where notice={granted['id']} and channel='page' order by account")
    tap.equal([row[0] for row in mailed], sorted([clerk.session["account"]["id"], mate.account]), "those at the windows are whom it was made for")


def becomes_of(scene):
    """Supplements, not accepted, refused, withdrawn."""
    tap, clerk = scene.tap, scene.clerk
    ready = [row["code"] for row in clerk.get(scene.path + "/ready").json["items"]]
    officers = {}
    told_of = {}
    ways = [("hall-supplement", [("receive", {}), ("supplement", {"reasons": [clerk.get("/pack").json["supplement_reasons"][1]["code"]], "note": "请补正"})]), ("hall-not-accepted", [("receive", {}), ("not-accept", {"reason": "不属于本单位", "basis": "行政许可法第三十二条"})]),
            ("hall-refused", [("receive", {}), ("accept", {}), ("decide", {"result": "refused", "reason": "不符合条件", "basis": "行政许可法第三十八条第二款"})])]
    for code, (rule, acts) in zip(ready, ways):
        made = done(tap, clerk, scene.path + "/intakes", {"items": [code], "desk": GENERAL}, f"the window submits {code}")["applications"][0]
        org = scene.server.store.rows(f"select org from application where id={made['id']}")[0][0]
        officers[org] = officers.get(org) or scene.server.hire(f"w-{org}", {"role": "department_officer", "org": org, "district": "350100"})
        for act, body in acts:
            done(tap, officers[org], f"/applications/{made['id']}/{act}", body, f"the unit: {act}")
        told_of[rule] = made["id"]
    made = done(tap, clerk, scene.path + "/intakes", {"items": [ready[3]], "desk": GENERAL}, "one more")["applications"][0]
    done(tap, scene.enterprise, f"/applications/{made['id']}/withdraw", {"reason": "方案调整"}, "which the enterprise withdraws")
    told_of["hall-withdrawn"] = made["id"]
    items = clerk.get("/notices?limit=200").json["items"]
    for rule, case in told_of.items():
        tap.equal([row["rule"] for row in items if row["application_id"] == case and row["rule"] == rule], [rule], f"the hall is told: {rule}")


def the_enterprises_own(scene):
    """What the enterprise organises itself has no result that a hall hands out: the window that took it in holds up nothing."""
    tap, clerk = scene.tap, scene.clerk
    made = None
    for row in clerk.get(scene.path + "/ready").json["items"]:
        answer = clerk.post(scene.path + "/intakes", {"items": [row["code"]], "desk": GENERAL}) if row.get("org") == "enterprise" else None
        made = made or (answer.json["applications"][0]["id"] if answer is not None and answer.status == 200 else None)
    if not tap.claim(made, "the window takes in what the enterprise does itself"):
        return
    file = scene.enterprise.upload(scene.project, "成果.pdf", tiny_pdf("own result")).json["id"]
    done(tap, scene.enterprise, f"/applications/{made}/decide", {"result": "granted", "files": [file]}, "which the enterprise says is done")
    tap.equal([row for row in clerk.get("/notices?limit=200").json["items"] if row["application_id"] == made and row["rule"] == "hall-granted"], [], "and the hall is told of nothing to hand out")


def visits(scene):
    tap, clerk = scene.tap, scene.clerk
    before = clerk.get(scene.path + "/hall-visits").json["visits"]
    refused(tap, clerk, scene.path + "/hall-visits", {"desk": ELSEWHERE, "purpose": "collect"}, "a visit is noted at one's own window", 422, "desk-not-ones")
    done(tap, clerk, scene.path + "/hall-visits", {"desk": GENERAL, "purpose": "collect"}, "a visit is counted")
    tap.equal(clerk.get(scene.path + "/hall-visits").json["visits"], before + 1, "by one")


def comes_by_others(scene, away):
    """What others note at a window brings the project to that hall."""
    tap = scene.tap
    navigator = next(scene.server.client(login) for login in ("navigator", "navigator2") if scene.server.client(login).get(scene.path).status == 200)
    done(tap, navigator, scene.path + "/hall-visits", {"desk": ELSEWHERE, "purpose": "consult"}, "the navigator notes a visit at another hall")
    tap.equal([row["id"] for row in away.get("/hall/desk").json["items"]], [scene.project], "whose clerk now sees it")
    tap.equal([row["number"] for row in away.get(scene.path + "/desk").json["cases"] if row["state"] not in ("granted", "delivered")], [], "but no case that it did not take in")
    tap.equal(away.get(scene.path + "/intake-form").code, "not-represented", "nor holds the agreement with the other hall for it")


def hears(scene):
    tap = scene.tap
    stream = Stream(scene.clerk)
    tap.claim(stream.hello.wait(10), "the clerk listens")
    done(tap, scene.other, f"/projects/{scene.strange}/problems", {"title": "别处", "category": scene.server.client("centre").get("/pack").json["problem_categories"][0]["code"]}, "something happens elsewhere")
    done(tap, scene.clerk, scene.path + "/hall-visits", {"desk": GENERAL, "purpose": "other"}, "something happens at the window")
    tap.claim(stream.wait(lambda event: event.get("kind") == "hall.visited"), "which he hears", stream.events)
    tap.equal({*stream.projects()} - {scene.project}, set(), "and nothing of elsewhere")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        nothing_before(scene)
        mate, away = looked_up(scene)
        file = papers(scene, mate)
        agreed(scene, file)
        case, number, online = submitted(scene)
        decides_nothing(scene, case)
        handed_out(scene, case, number, online)
        told(scene, case, number, online, mate, away)
        becomes_of(scene)
        the_enterprises_own(scene)
        visits(scene)
        comes_by_others(scene, away)
        hears(scene)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
