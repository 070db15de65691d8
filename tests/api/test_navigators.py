#!/usr/bin/env python3
"""Navigators over the API: what they can do, what they learned, who is suggested and why, teams, and what was so when."""
import glob
import sys
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, done, refused, run


def put(tap, person, path, body, words, version=None):
    answer = person.post(path, body, method="PUT", version=version)
    tap.claim(answer.status == 200, words, answer)
    return answer.json or {}


def person_of(centre, account):
    return next(row for row in centre.get("/navigators").json["items"] if row["id"] == account)


def profiles(tap, server):
    centre, district, navigator = server.client("centre"), server.client("district"), server.client("navigator")
    id = navigator.account
    before = person_of(centre, id)
    tap.claim(before["skills"] == [] and before["version"] == 0 and before["active_projects"] >= 0, "a navigator begins without a profile", before)
    wish = {"skills": ["land-planning", "foreign"], "languages": ["en"], "districts": ["350102"], "full_load": 8}
    put(tap, centre, f"/navigators/{id}/profile", wish, "the centre notes what he can do")
    after = person_of(centre, id)
    tap.equal(([row["id"] for row in after["skills"]], [row["id"] for row in after["languages"]], [row["id"] for row in after["districts"]], after["full_load"]),
              (["land-planning", "foreign"], ["en"], ["350102"], 8), "and the list shows it")
    tap.equal(centre.post(f"/navigators/{id}/profile", wish, method="PUT", version=987).status, 409, "who saw another version changes nothing")
    for bad, field in (({"skills": ["no-such"]}, "skills"), ({"languages": ["xx"]}, "languages"), ({"districts": ["999999"]}, "districts")):
        answer = centre.post(f"/navigators/{id}/profile", bad, method="PUT")
        tap.claim(answer.status == 422 and answer.json["field"] == field, f"{field} the city does not know are refused", answer)
    tap.equal(district.post(f"/navigators/{id}/profile", wish, method="PUT").status, 404, "a district's coordinator keeps no profile of another place")
    tap.equal(centre.post(f"/navigators/{centre.account}/profile", wish, method="PUT").status, 404, "who is no navigator has none")
    tap.equal(person_of(centre, id)["version"], 1, "what was refused changed nothing")


def training(tap, server):
    centre, id = server.client("centre"), server.client("navigator").account
    path, today = f"/navigators/{id}/training", centre.get("/session").json["today"]
    stands = lambda course: next(row for row in person_of(centre, id)["training"] if row["course"] == course)
    tap.equal(stands("basics")["state"], None, "nothing is known of a course nobody noted")
    done(tap, centre, path, {"course": "basics", "act": "enrolled", "on": "2099-01-05"}, "one enrols for a day to come")
    tap.equal(stands("basics")["state"], "enrolled", "and is enrolled")
    refused(tap, centre, path, {"course": "basics", "act": "attended", "on": "2099-01-05"}, "nobody attended what is to come", 422, "day-in-future")
    done(tap, centre, path, {"course": "basics", "act": "failed"}, "an examination that was not passed")
    tap.equal(stands("basics")["state"], "failed", "is shown as such")
    done(tap, centre, path, {"course": "basics", "act": "passed", "on": "2020-01-15"}, "one passed long ago")
    tap.claim(stands("basics")["state"] == "expired" and stands("basics")["valid_until"] == "2022-01-15", "has expired after its 24 months", stands("basics"))
    done(tap, centre, path, {"course": "basics", "act": "passed"}, "passed again today")
    tap.equal(stands("basics")["state"], "valid", "it is valid")
    year, rest = today.split("-", 1)
    done(tap, centre, path, {"course": "confidential", "act": "passed", "on": f"{int(year) - 1}-12-05"}, "another one, nearly a year ago")
    tap.equal(stands("confidential")["state"], "soon", "runs out soon: he is reminded ahead")
    def told():
        return [one for one in server.client("navigator").get("/notices?limit=100").json["items"] if one["kind"] == "expiry" and (one["rule"] or "").startswith("training:")]
    wait = time.monotonic() + 60
    while time.monotonic() < wait and not told():
        time.sleep(1)
    tap.claim(len(told()) == 1 and told()[0]["due_on"] == stands("confidential")["valid_until"] and told()[0]["law"], "and is told of it, with the day and the rule", told())
    time.sleep(22)  # two more turns of the chore
    tap.equal(len(told()), 1, "once for each expiry")
    refused(tap, centre, path, {"course": "no-such", "act": "passed"}, "a course the city does not have", 422)
    refused(tap, server.client("navigator"), path, {"course": "basics", "act": "passed"}, "nobody notes his own", 403)
    mine = server.client("navigator").get("/workbench").json["training"]
    tap.claim([row["course"] for row in mine] == ["confidential"] and mine[0]["state"] == "soon", "his own page reminds him of what runs out", mine)
    other = server.client("navigator2").get("/workbench").json["training"]
    tap.claim({row["course"] for row in other} == {"basics", "confidential"} and all(row["state"] is None for row in other), "and of required courses that he never passed", other)


def suggestions(tap, server):
    centre, officer, navigator = server.client("centre"), server.client("invest"), server.client("navigator")
    rows = centre.get("/projects?limit=200").json["items"]
    project = next(row["id"] for row in rows if row["stage"] in ("served", "under_way"))
    answer = centre.get(f"/projects/{project}/navigator-suggestions")
    tap.claim(answer.status == 200 and answer.json["items"], "somebody is suggested", answer)
    found = answer.json["items"]
    points = [float(row["points"]) for row in found]
    tap.equal(points, sorted(points, reverse=True), "the best first")
    tap.none([row for row in found if abs(sum(float(one["points"]) for one in row["reasons"]) - float(row["points"])) > 0.001], "the points of each are the sum of his reasons")
    tap.equal({one["id"]: one["most"] for one in found[0]["reasons"]}, {"load": "40.00", "skill": "25.00", "district": "15.00", "language": "10.00", "qualified": "10.00"}, "by the city's weights")
    his = next(row for row in found if row["id"] == navigator.account)
    load = next(one for one in his["reasons"] if one["id"] == "load")
    tap.claim(load["need"] == 8 and load["have"] == his["active_projects"], "his own limit counts", load)
    qualified = next(one for one in his["reasons"] if one["id"] == "qualified")
    tap.equal((qualified["have"], qualified["need"]), (2, 2), "and what he passed")
    lead = done(tap, officer, "/leads", {"name": "外资建议样例", "enterprise": "某某外资公司", "district": "350102", "total_investment_wanyuan": "30000"}, "a lead")["id"]
    needs = {row["id"]: row["answer"] for row in needs_of(tap, server, lead)}
    tap.equal(needs.get("need-english"), "yes", "foreign capital asks for English")
    tap.equal(officer.get(f"/projects/{project}/navigator-suggestions").status, 404, "who appoints nobody asks for nobody")


def needs_of(tap, server, lead):
    officer, centre = server.client("invest"), server.client("centre")
    done(tap, officer, f"/projects/{lead}/lead-facts", {"facts": {"foreign_capital_usd_wan": 500, "plan_conform": True}}, "with foreign capital")
    done(tap, officer, f"/projects/{lead}/screening", {}, "that is screened")
    found = centre.get(f"/projects/{lead}/navigator-suggestions").json
    english = {row["id"]: next(one for one in row["reasons"] if one["id"] == "language") for row in found["items"]}
    id = server.client("navigator").account
    tap.claim(english[id]["have"] == 1 and all(one["have"] == 0 for other, one in english.items() if other != id), "only who speaks it gets its points", english)
    tap.equal({row["id"]: row["answer"] for row in found["needs"]}["need-land"], "unknown", "what is not known is told as unknown")
    return found["needs"]


def teams(tap, server):
    navigator, centre = server.client("navigator"), server.client("centre")
    project = next(row["id"] for row in centre.get("/projects?limit=200").json["items"] if navigator.get(f"/projects/{row['id']}").status == 200)
    path, member = f"/projects/{project}/team", server.client("navigator2").account
    made = done(tap, navigator, path, {"account_id": member, "role": "assistant"}, "the navigator puts a colleague on the team")
    refused(tap, navigator, path, {"account_id": member, "role": "assistant"}, "once in a role", 409, "already-done")
    refused(tap, navigator, path, {"account_id": member, "role": "no-such"}, "in a role the city has", 422)
    refused(tap, navigator, path, {"account_id": server.client("enterprise1").account, "role": "expert"}, "and somebody of the government's side", 422)
    row = navigator.get(path).json["items"][0]
    tap.claim(row["account_id"] == member and row["to"] is None and row["role_name"] == "Assistant navigator", "the team is shown", row)
    refused(tap, navigator, f"/team-members/{made['id']}/leave", {"on": "2020-01-01"}, "nobody leaves before he came", 422)
    done(tap, navigator, f"/team-members/{made['id']}/leave", {"reason": "任务完成"}, "he leaves")
    refused(tap, navigator, f"/team-members/{made['id']}/leave", {}, "once", 409, "already-done")
    tap.claim(navigator.get(path).json["items"][0]["to"] is not None, "and stays on record, from when until when")
    refused(tap, server.client("enterprise1"), path, {"account_id": member, "role": "expert"}, "an enterprise forms no team", 403)
    return project


def the_past(tap, server, project):
    navigator, centre = server.client("navigator"), server.client("centre")
    path = f"/projects/{project}"
    before = navigator.get(path).json
    spans = lambda what: [(row["value"], row["to"] is None) for row in navigator.get(path + "/past").json["items"] if row["what"] == what]
    tap.equal(spans("name"), [(before["name"], True)], "a name that never changed holds since the project was registered")
    refused(tap, navigator, path + "/identity", {"name": before["name"], "reason": "r"}, "the same name is no change", 409, "already-done")
    refused(tap, navigator, path + "/identity", {"name": "新名"}, "a change needs a reason", 422)
    done(tap, navigator, path + "/identity", {"name": "更名后的项目", "enterprise": "承继公司", "scope": "年产十万件", "reason": "业主变更"}, "name, owner and scope change")
    tap.equal(spans("name"), [("更名后的项目", True), (before["name"], False)], "the old name keeps its range")
    tap.equal(spans("enterprise")[0], ("承继公司", True), "so does the owner")
    tap.equal(spans("scope"), [("年产十万件", True)], "and the scope")
    tap.equal(navigator.get(path).json["name"], "更名后的项目", "the page shows the new one")
    found = centre.get("/projects?q=" + urllib.parse.quote("更名后的项目")).json["items"]
    tap.equal([row["id"] for row in found], [project], "and it is found by it")
    done(tap, centre, path + "/navigator", {"account_id": server.client("navigator2").account, "reason": "调整分工"}, "another navigator takes over")
    tap.equal([now for _, now in [(row["value"], row["to"] is None) for row in centre.get(path + "/past").json["items"] if row["what"] == "navigator"]][:2], [True, False], "who served it when is kept too")
    refused(tap, server.client("enterprise1"), path + "/identity", {"scope": "s", "reason": "r"}, "an enterprise renames nothing", 403)


def agreements(tap, server):
    """代办协议: which stages are entrusted, signed by both, changed by a new one, ended by either."""
    navigator, enterprise = server.client("navigator"), server.client("enterprise1")
    project = enterprise.session["post"]["project_id"]
    path = f"/projects/{project}/agencies"
    states = lambda: [row["state"] for row in enterprise.get(path).json["items"]]
    tap.claim(navigator.get(path).status == 200 and states() == ["in_force"], "the demonstration's enterprise has signed one", enterprise.get(path))
    letters = [row for row in enterprise.get(f"/projects/{project}/letters").json["items"] if row["kind"] == "agency"]
    tap.equal(len(letters), 1, "whose letter was issued when both had signed")
    stages = [row["id"] for row in enterprise.get(path).json["items"][0]["stages"]]
    refused(tap, navigator, path, {"stages": []}, "an agreement about no stage is none", 422)
    refused(tap, navigator, path, {"stages": ["no-such-stage"]}, "nor about one the city does not have", 422)
    refused(tap, navigator, path, {"stages": stages[:2], "until": "2020-01-01"}, "nor with an end that has passed", 422)
    draft = done(tap, navigator, path, {"stages": stages[:2], "note": "其余阶段由企业自行办理"}, "a change is drafted")["id"]
    refused(tap, enterprise, path, {"stages": stages[:1]}, "one at a time", 409, "already-done")
    tap.equal(states(), ["drafted", "in_force"], "until it is signed the old one holds")
    done(tap, enterprise, f"/agencies/{draft}/sign", {}, "the enterprise signs")
    refused(tap, enterprise, f"/agencies/{draft}/sign", {}, "once", 409, "already-done")
    tap.equal(states(), ["drafted", "in_force"], "one signature changes nothing")
    refused(tap, server.client("dept-sthj"), f"/agencies/{draft}/sign", {}, "a department is no side of it", 403)
    done(tap, navigator, f"/agencies/{draft}/sign", {}, "the centre's side signs")
    tap.equal(states(), ["in_force", "replaced"], "then it holds in the place of the old one")
    letters = [row for row in enterprise.get(f"/projects/{project}/letters").json["items"] if row["kind"] == "agency"]
    shown = enterprise.get(f"/letters/{max(row['id'] for row in letters)}")
    tap.claim(len(letters) == 2 and stages[1] in shown.body.decode() and stages[2] not in shown.body.decode(), "and its letter names the stages entrusted", letters, shown)
    refused(tap, enterprise, f"/agencies/{draft}/end", {}, "it is not ended without a reason", 422)
    done(tap, enterprise, f"/agencies/{draft}/end", {"reason": "企业自行办理"}, "either side ends it")
    refused(tap, navigator, f"/agencies/{draft}/end", {"reason": "r"}, "once", 409, "already-done")
    refused(tap, navigator, f"/agencies/{draft}/sign", {}, "what has ended is not signed", 409, "already-done")
    refused(tap, server.client("enterprise4"), f"/agencies/{draft}/end", {"reason": "r"}, "another enterprise's does not exist", 404)


def hand_overs(tap, server):
    """No matter is lost when a project gets another navigator."""
    centre, first, second = server.client("centre"), server.client("navigator"), server.client("navigator2")
    rows = [row for row in centre.get("/projects?limit=200").json["items"] if row["stage"] == "under_way" and first.get(f"/projects/{row['id']}").status == 200]
    project = rows[0]["id"]
    note = done(tap, first, "/bring-forwards", {"project_id": project, "on": first.get("/session").json["today"], "note": "再问供水公司"}, "a note to oneself")["id"]
    open_cases = {row["id"] for row in centre.get(f"/applications?project={project}&limit=200").json["items"] if row["state"] in ("submitted", "received", "supplement", "accepted", "special", "suspended", "granted")}
    problems = {row["id"] for row in centre.get(f"/problems?project={project}&limit=200").json["items"] if row["project"]["id"] == project and row["state"] != "closed"}
    done(tap, centre, f"/projects/{project}/navigator", {"account_id": second.account, "reason": "分工调整"}, "another navigator takes the project over")
    found = [row for row in second.get("/successions").json["items"] if row["project"]["id"] == project]
    tap.claim(len(found) == 1 and found[0]["is_mine"], "the successor has a list", found)
    listed = found[0]
    kinds = lambda kind: {row["ref"] for row in listed["items"] if row["kind"] == kind}
    tap.equal(kinds("application"), open_cases, "with every open case")
    tap.equal(kinds("problem"), problems, "every open problem")
    tap.equal(kinds("reminder"), {note}, "and the note")
    tap.claim(any(row["kind"] == "succession" for row in second.get("/workbench").json["todo"]), "it stands on his workbench")
    path = f"/successions/{listed['id']}/acknowledge"
    for who in (first, server.client("navigator")):
        refused(tap, who, path, {}, "nobody else acknowledges it", 404)
    refused(tap, second, path, {"items": ["999"]}, "nor what is not on it", 422)
    number = next(row["nth"] for row in listed["items"] if row["kind"] == "reminder")
    refused(tap, second, f"/bring-forwards/{note}/done", {}, "the note is not his yet", 404)
    done(tap, second, path, {"items": [str(number)]}, "he acknowledges one")
    refused(tap, second, path, {"items": [str(number)]}, "once", 422)
    tap.claim(any(row["action"].get("bring_forward_id") == note for row in second.get("/workbench").json["todo"]), "and the note is his: it stands among his own")
    done(tap, centre, f"/projects/{project}/navigator", {"account_id": first.account, "reason": "再调整"}, "before he took the rest, the project goes on to yet another")
    again = [row for row in centre.get("/successions").json["items"] if row["project"]["id"] == project]
    tap.equal(len(again), 1, "there is one list, the new one")
    listed = again[0]
    tap.equal((kinds("application"), kinds("reminder")), (open_cases, {note}), "and nothing has fallen between the two")
    refused(tap, second, path, {}, "the old list is closed", 404)
    done(tap, first, f"/successions/{listed['id']}/acknowledge", {"note": "全部接收"}, "all at once")
    tap.equal([row for row in centre.get("/successions").json["items"] if row["project"]["id"] == project], [], "then nothing waits")
    done(tap, first, f"/bring-forwards/{note}/done", {}, "and he does what the note asks for")


def absences(tap, server):
    """离岗与代班: the substitute has the projects on the first day, the navigator has them back after the last."""
    centre, first, second = server.client("centre"), server.client("navigator"), server.client("navigator2")
    today = first.get("/session").json["today"]
    mine = [row["id"] for row in first.get("/projects?navigator=me&limit=200").json["items"] if row["stage"] in ("accepted", "served", "under_way")]
    wish = {"substitute_id": second.account, "from": today, "until": today, "kind": "travel"}
    refused(tap, first, "/absences", {**wish, "substitute_id": first.account}, "nobody stands in for himself", 422)
    refused(tap, first, "/absences", {**wish, "substitute_id": centre.account}, "only a navigator stands in", 422)
    refused(tap, first, "/absences", {**wish, "account_id": second.account, "substitute_id": first.account}, "nobody notes another's absence", 422)
    refused(tap, first, "/absences", {**wish, "from": "2020-01-01"}, "nor one that has been", 422)
    noted = done(tap, first, "/absences", wish, "an absence of today")["id"]
    refused(tap, first, "/absences", wish, "once", 422)
    refused(tap, second, "/absences", {**wish, "substitute_id": first.account}, "who stands in is not away then", 422)
    took = lambda: mine and all(second.get(f"/projects/{id}").status == 200 for id in mine)
    tap.claim(wait_for(took), "the substitute has his projects", mine)
    tap.equal([first.get(f"/projects/{id}").status for id in mine], [404] * len(mine), "and he does not see them meanwhile")
    tap.claim(second.get("/successions").json["items"], "with a list of what is open")
    tap.equal([row["begun"] for row in first.get("/absences").json["items"]], [True], "both see that it has begun")
    done(tap, first, f"/absences/{noted}/end", {}, "he is back early")
    back = lambda: all(first.get(f"/projects/{id}").status == 200 for id in mine)
    tap.claim(wait_for(back), "and has them again")
    tap.equal(centre.get("/absences").json["items"], [], "nothing is left of it")


def logbook(tap, server):
    """Notes, contacts, visits, tracking numbers: each says whether the enterprise reads it."""
    navigator, enterprise, officer = server.client("navigator"), server.client("enterprise1"), server.client("dept-sthj")
    project = enterprise.session["post"]["project_id"]
    path = f"/projects/{project}/log"
    case = next(row["id"] for row in navigator.get(f"/applications?project={project}&limit=50").json["items"])
    hidden = done(tap, navigator, path, {"kind": "note", "words": "企业资金到位情况待核"}, "a note for those who serve")["id"]
    done(tap, navigator, path, {"kind": "number", "system": "省投资在线平台", "number": "2026-350102-01", "shown": True}, "a tracking number that is shown")
    before = navigator.get("/trips-saved").json
    done(tap, navigator, path, {"kind": "visit", "words": "上门核对材料"}, "a visit at the enterprise")
    done(tap, navigator, path, {"kind": "verified", "application_id": case}, "verified today")
    refused(tap, navigator, path, {"kind": "contact", "words": "w"}, "a contact says by which way", 422, "field-required")
    refused(tap, navigator, path, {"kind": "number", "system": "s"}, "a tracking number has a number", 422, "field-required")
    refused(tap, navigator, path, {"kind": "verified"}, "what is verified is a case", 422, "field-required")
    refused(tap, navigator, path, {"kind": "note", "words": "w", "application_id": 987654}, "of this project", 422)
    refused(tap, navigator, path, {"kind": "note", "words": "w", "on": "2099-01-01"}, "and on a day that has been", 422)
    refused(tap, enterprise, path, {"kind": "note", "words": "w"}, "an enterprise writes none", 403)
    kinds = lambda person: [row["kind"] for row in person.get(path).json["items"]]
    tap.equal(kinds(navigator), ["verified", "visit", "number", "note"], "who serves the project reads all")
    tap.equal((kinds(enterprise), kinds(officer) if officer.get(path).status == 200 else ["number"]), (["number"], ["number"]), "others what is shown")
    refused(tap, navigator, f"/log-entries/{hidden}/show", {"shown": False}, "what is hidden is not hidden again", 409)
    done(tap, navigator, f"/log-entries/{hidden}/show", {"shown": True}, "it is shown")
    tap.equal(kinds(enterprise), ["number", "note"], "then the enterprise reads it")
    after = navigator.get("/trips-saved").json
    tap.equal(after["saved"] - before["saved"], 1, "the visit spared a way to the hall, by the city's rule")
    tap.equal(after["saved"], sum(row["saved"] for row in after["rules"]), "and the sum is that of the rules")


def ahead(tap, server):
    """What comes due in 30, 60, 90 days, and each navigator's load."""
    centre, navigator = server.client("centre"), server.client("navigator")
    found = centre.get("/look-ahead")
    tap.claim(found.status == 200 and found.json["items"], "something lies ahead", found)
    rows = found.json["items"]
    tap.equal([row["finish"] for row in rows], sorted(row["finish"] for row in rows), "in the order of its day")
    tap.equal(found.json["total"], found.json["within_30"] + found.json["within_60"] + found.json["within_90"], "each in one spell")
    tap.equal({str(days): sum(row["within"] == days for row in rows) for days in (30, 60, 90)}, {str(days): found.json[f"within_{days}"] for days in (30, 60, 90)} if len(rows) == found.json["total"] else None, "as the rows say")
    load = {row["id"]: row for row in centre.get("/navigators/forecast").json["items"]}
    tap.claim(load[navigator.account]["within_30"] > 0 and load[navigator.account]["projects"] > 0, "the navigator has something to do", load)
    mine = navigator.get("/navigators/forecast").json["items"]
    tap.equal([row["id"] for row in mine], [navigator.account], "he sees his own")


def reminders_that_climb(tap, server):
    """A dated reminder with a type that nobody sees to goes to the coordinators, then to the leader."""
    navigator = server.client("navigator")
    project = next(row["id"] for row in navigator.get("/projects?navigator=me&limit=50").json["items"])
    today = navigator.get("/session").json["today"]
    refused(tap, navigator, "/bring-forwards", {"project_id": project, "on": today, "note": "n", "type": "no-such"}, "a type the city does not have", 422)
    climbs = done(tap, navigator, "/bring-forwards", {"project_id": project, "on": today, "note": "催自规局出图", "type": "department"}, "one that climbs")["id"]
    quiet = done(tap, navigator, "/bring-forwards", {"project_id": project, "on": today, "note": "只给自己"}, "and one that does not")["id"]
    if not server.days_on(10):
        return
    told = lambda who: [row for row in server.client(who).get("/notices?limit=200").json["items"] if row["kind"] == "escalation" and row["project_id"] == project and row["due_on"] == today]
    tap.claim(wait_for(lambda: told("centre") and told("leader")), "ten days later the coordinators know, and the leader", told("centre"), told("leader"))
    tap.equal((len(told("centre")), len(told("leader"))), (1, 1), "once each, and of that one alone")
    done(tap, server.client("navigator"), f"/bring-forwards/{climbs}/done", {}, "it is seen to")
    done(tap, server.client("navigator"), f"/bring-forwards/{quiet}/done", {}, "so is the other")


def people_and_enquiries(tap, server):
    navigator, enterprise, centre, away = server.client("navigator"), server.client("enterprise1"), server.client("centre"), server.client("district")
    project = enterprise.session["post"]["project_id"]
    path = f"/projects/{project}/people"
    elsewhere = next(code for code in ("350102", "350112") if code != away.session["post"]["district"])
    secret = "联系人甲 13800138111"
    id = done(tap, enterprise, path, {"role": "finance", "words": secret}, "the enterprise names who looks after the money")["id"]
    tap.equal([(row["role"], row["words"]) for row in navigator.get(path).json["items"]], [("finance", secret)], "the navigator reads it")
    tap.equal(server.client("dept-sthj").get(path).status, 404, "a department does not")
    refused(tap, enterprise, path, {"role": "no-such", "words": "w"}, "a role the city does not have", 422)
    refused(tap, server.client("enterprise4"), f"/people/{id}/leave", {}, "another enterprise's do not exist", 404)
    near, far = Stream(centre), [Stream(away), Stream(enterprise), Stream(server.client("dept-sthj"))]
    tap.claim(all(stream.hello.wait(5) for stream in (near, *far)), "streams are open")
    asked = done(tap, navigator, "/enquiries", {"subject": "用地指标", "question": "二期用地如何申请", "enterprise": "某企业", "district": elsewhere, "channel": "phone", "contact": secret}, "a question that is no project yet")["id"]
    tap.claim(near.wait(lambda event: event["kind"] == "enquiry.opened"), "the city's desk hears of it", near.events)
    stored = b"".join(server.store.content().values()) or b"".join(open(name, "rb").read() for name in glob.glob(server.database + "*"))
    tap.claim(stored and secret.encode() not in stored, "no name stands in the database")
    done(tap, enterprise, f"/people/{id}/leave", {}, "who leaves")
    tap.equal([row["words"] for row in navigator.get(path).json["items"]], [None], "is forgotten by name")
    refused(tap, enterprise, f"/people/{id}/leave", {}, "once", 409, "already-done")
    tap.equal(away.get("/enquiries").json["items"], [], "another district's desk does not see it")
    refused(tap, away, f"/enquiries/{asked}/take", None, "nor takes it", 404)
    row = centre.get("/enquiries?open=true").json["items"][0]
    tap.claim(row["id"] == asked and row["contact"] == secret and row["state"] == "open" and not row["is_mine"], "the centre does", row)
    refused(tap, centre, f"/enquiries/{asked}/answer", {"answer": "a"}, "whoever has it answers", 403)
    done(tap, centre, f"/enquiries/{asked}/take", {}, "the centre takes it")
    done(tap, centre, f"/enquiries/{asked}/answer", {"answer": "可先办理用地预审"}, "and answers")
    refused(tap, centre, f"/enquiries/{asked}/answer", {"answer": "a"}, "once", 409, "already-done")
    tap.claim(near.wait(lambda event: event["kind"] == "enquiry.answered"), "the desk hears that it is answered", near.events)
    tap.none([event for stream in far for event in stream.events if event["kind"].startswith("enquiry.")], "nobody hears whose desk it is not")
    for stream in (near, *far):
        stream.close()
    done(tap, centre, f"/enquiries/{asked}/link", {"project_id": project}, "later it is linked to a project")
    refused(tap, centre, f"/enquiries/{asked}/link", {"project_id": project}, "once", 409, "already-done")
    refused(tap, centre, f"/enquiries/{asked}/link", {"project_id": 987654321}, "that there is", 404)
    tap.equal([row["id"] for row in centre.get(f"/enquiries?project={project}").json["items"]], [asked], "and found by it")


def wait_for(test, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until and not test():
        time.sleep(0.5)
    return test()


def suite(tap):
    with Server() as server:
        profiles(tap, server)
        training(tap, server)
        suggestions(tap, server)
        agreements(tap, server)
        hand_overs(tap, server)
        absences(tap, server)
        logbook(tap, server)
        ahead(tap, server)
        people_and_enquiries(tap, server)
        the_past(tap, server, teams(tap, server))
        reminders_that_climb(tap, server)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
