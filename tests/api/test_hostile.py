#!/usr/bin/env python3
"""Hostile use of the rooms in which people move things: numbers of other projects in a body, units and persons that can do nothing about it, one person with two
hats, double acts, stale versions, words that would become lines of a calendar or a mail. Each is refused as a person understands it, and leaves nothing behind."""
import re
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, tiny_pdf, today

CITY = "350100"
LINES = "会议\r\nATTENDEE:mailto:x@example.cn\r\nBEGIN:VEVENT"


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise, self.navigator, self.centre, self.leader, self.supervisor = (
            server.client(login) for login in ("enterprise1", "navigator", "centre", "leader", "supervisor"))
        self.project = self.enterprise.session["post"]["project_id"]
        self.district = server.store.named(f"select district from project where id={self.project}")[0]["district"]
        self.category = self.centre.get("/pack").json["problem_categories"][0]["code"]
        orgs = [row[0] for row in server.store.rows(f"select org from project_party where project={self.project} order by org")]
        self.org, self.org2 = [org for org in orgs if not org.startswith("asc") and org != "enterprise"][:2]
        self.officer = server.hire("h-officer", {"role": "department_officer", "org": self.org, "district": CITY})
        self.mate = server.hire("h-mate", {"role": "department_officer", "org": self.org, "district": CITY}, {"role": "centre_coordinator", "org": "asc", "district": CITY})
        self.second = server.hire("h-second", {"role": "department_officer", "org": self.org2, "district": CITY})
        self.strange = server.store.named(f"select id, navigator, district from project where id<>{self.project} and district<>'{self.district}' and navigator is not null"
                                          f" and exists(select 1 from application a where a.project=project.id) order by id limit 1")[0]
        self.other = self.strange["id"]
        self.not_his = self.one(f"select id from project where coalesce(navigator,0)<>{self.navigator.account} order by id limit 1")
        self.clerk = server.hire("h-clerk", {"role": "district_coordinator", "org": "asc-" + self.strange["district"], "district": self.strange["district"]})
        self.other_case = self.one(f"select id from application where project={self.other} order by id limit 1")

    def one(self, question):
        return self.server.store.rows(question)[0][0]

    def problem(self, tap, project=None, who=None):
        body = {"title": "接入点未定", "category": self.category}
        return done(tap, who or self.centre, f"/projects/{project or self.project}/problems", body, "a problem is raised")["id"]

    def given(self, **more):
        return {"org": self.org, "owner": self.officer.account, "measures": "现场核对", "due_on": today(self.centre), **more}

    def meeting(self, tap, **more):
        body = {"kind": "consultation", "held_on": today(self.centre), "starts": "09:30", "ends": "11:00", "place": "p", "short_notice": "r", **more}
        return done(tap, self.centre, "/meetings", body, "a meeting is called")["id"]


def units_that_are_none(tap, town):
    """The enterprise stands among the units of the city's data, as who organises some items; nobody works there for the city."""
    refused(tap, town.enterprise, f"/projects/{town.project}/whistles", {"said": "请到现场", "org": "enterprise"}, "nobody whistles for himself", 422, "field-invalid")
    whistle = done(tap, town.navigator, f"/projects/{town.project}/whistles", {"said": "请到现场", "org": town.org}, "a whistle")["id"]
    refused(tap, town.centre, f"/whistles/{whistle}/pass", {"org": "enterprise", "reason": "x"}, "nor is it passed to whom it is for", 422, "field-invalid")
    own = town.server.store.rows(f"select id from application where project={town.project} and org='enterprise' order by id limit 1")
    if own:
        id = done(tap, town.navigator, f"/projects/{town.project}/whistles", {"said": "请协调", "application_id": own[0][0]}, "a whistle about what the enterprise does itself")["id"]
        row = next(one for one in town.centre.get("/whistles?limit=100").json["items"] if one["id"] == id)
        tap.claim(row["org"] is None and row["who"] != "unit", "goes to who coordinates", row)
    problem = town.problem(tap)
    refused(tap, town.centre, f"/problems/{problem}/assign", town.given(helpers=["enterprise"]), "the enterprise is no helping unit", 422, "field-invalid")
    refused(tap, town.centre, f"/problems/{problem}/assign", town.given(org="enterprise"), "nor the responsible one", 422, "field-invalid")
    meeting = town.meeting(tap, orgs=[town.org])
    refused(tap, town.centre, f"/meetings/{meeting}/points", {"about": "free", "title": "t", "orgs": ["enterprise"]}, "it is called to no meeting as a unit", 422, "field-invalid")
    done(tap, town.centre, f"/meetings/{meeting}/points", {"about": "free", "title": "自由议题", "project_id": town.project}, "a point")
    point = next(row for row in town.centre.get(f"/meetings/{meeting}").json["points"] if row["title"] == "自由议题")
    refused(tap, town.centre, f"/meeting-points/{point['id']}/decide", {"decision": "办", "org": "enterprise"}, "nor is a task given to it", 422, "field-invalid")
    case = town.server.store.rows(f"select id, org from application where project={town.project} and state='accepted' and org<>'enterprise' order by id limit 1")
    if case:
        handler = town.server.hire("h-handler", {"role": "department_officer", "org": case[0][1], "district": CITY})
        body = {"orgs": ["enterprise"], "on": today(town.centre), "purpose": "p"}
        refused(tap, handler, f"/applications/{case[0][0]}/site-visits", body, "nor does it come along to a visit as one", 422, "field-invalid")


def verifiers(tap, town):
    problem = town.problem(tap, who=town.enterprise)
    path = f"/problems/{problem}/assign"
    stranger = town.server.hire("h-stranger", {"role": "enterprise", "project_id": town.other})
    for who, account in (("an enterprise of another project", stranger.account), ("an administrator", town.server.client("sysadmin").account),
                         ("a coordinator of another district", town.clerk.account), ("who works in the unit under another hat", town.mate.account),
                         ("nobody there is", 987654321), ("the owner", town.officer.account)):
        refused(tap, town.centre, path, town.given(verifier=account), f"{who} is no verifier", 422, "field-invalid")
    done(tap, town.centre, path, town.given(), "it is assigned, no verifier named")
    kept = town.officer.upload(town.project, "答复.pdf", tiny_pdf("hostile"))
    foreign = town.navigator.upload(town.project, "x.pdf", tiny_pdf("x")).json["id"]
    cause = town.centre.get("/pack").json["problem_causes"][0]["code"]
    body = {"solution": "已办", "cause": cause}
    refused(tap, town.officer, f"/problems/{problem}/solve", body, "not solved without evidence", 422)
    refused(tap, town.officer, f"/problems/{problem}/solve", {**body, "evidence": []}, "an empty list is none", 422)
    refused(tap, town.officer, f"/problems/{problem}/solve", {**body, "evidence": [kept.json["id"]] * 2}, "nor one twice", 422)
    refused(tap, town.officer, f"/problems/{problem}/solve", {**body, "no_evidence": " "}, "nor a blank", 422)
    elsewhere = town.server.store.rows(f"select id from file where project={town.other} order by id limit 1")
    if elsewhere:
        refused(tap, town.officer, f"/problems/{problem}/solve", {**body, "evidence": [elsewhere[0][0]]}, "nor a file of another project", 422, "field-invalid")
    refused(tap, town.second, f"/problems/{problem}/solve", {**body, "evidence": [foreign]}, "another unit reports nothing", 403)
    refused(tap, town.enterprise, f"/problems/{problem}/confirm", {}, "nothing is confirmed before it is verified", 409, "wrong-state")
    done(tap, town.officer, f"/problems/{problem}/solve", {**body, "evidence": [kept.json["id"]]}, "solved")
    refused(tap, town.officer, f"/problems/{problem}/solve", {**body, "evidence": [kept.json["id"]]}, "not twice", 409, "wrong-state")
    post = next(row for row in town.mate.session["posts"] if row["role"] == "centre_coordinator")
    town.mate.act_as(post["id"] if "id" in post else post["post"])
    tap.equal(town.mate.session["post"]["role"], "centre_coordinator", "somebody of the unit puts on the coordinator's hat")
    tap.claim("verify" not in town.mate.get(f"/problems/{problem}").json["may"], "his own unit's work is not offered to who wears its hat too")
    listed = town.mate.get(f"/problems?project={town.project}&limit=200").json["items"]
    tap.claim(all("verify" not in row["may"] for row in listed if row["id"] == problem), "nor in a list")
    refused(tap, town.mate, f"/problems/{problem}/verify", {"note": "好"}, "his own unit's work he does not verify", 403, "not-permitted")
    version = town.centre.get(f"/problems/{problem}").json["version"]
    tap.equal(town.centre.post(f"/problems/{problem}/verify", {"note": "好"}, version=version - 1).status, 409, "a stale version verifies nothing")
    done(tap, town.centre, f"/problems/{problem}/verify", {"note": "已核实"}, "another coordinator verifies")
    refused(tap, town.centre, f"/problems/{problem}/verify", {"note": "已核实"}, "not twice", 409, "wrong-state")
    refused(tap, town.centre, f"/problems/{problem}/confirm", {}, "who did not raise it does not close it", 403)
    refused(tap, stranger, f"/problems/{problem}/confirm", {}, "for another enterprise it does not exist", 404, "not-found")
    done(tap, town.enterprise, f"/problems/{problem}/confirm", {}, "who raised it does")
    refused(tap, town.enterprise, f"/problems/{problem}/confirm", {}, "once", 409, "wrong-state")
    return stranger


def numbers_of_others(tap, town, stranger):
    at, other, case = f"/projects/{town.project}", f"/projects/{town.other}", town.other_case
    mine, theirs = town.problem(tap), town.problem(tap, town.other)
    for who, path, body, words in (
            (town.enterprise, at + "/problems", {"title": "t", "category": town.category, "application_id": case}, "a problem about a case of another project"),
            (town.enterprise, at + "/whistles", {"said": "s", "application_id": case}, "a whistle about one"),
            (town.centre, f"/problems/{mine}/merge", {"into": theirs, "reason": "x"}, "merging across projects"),
            (town.supervisor, at + "/supervision-orders", {"org": town.org, "asked": "a", "days": 3, "source": "supervision", "problem_id": theirs}, "an order about a problem of another project"),
            (town.navigator, "/bring-forwards", {"project_id": town.project, "application_id": case, "on": today(town.centre), "note": "n"}, "a reminder about a case of another project"),
            (town.navigator, at + "/log", {"kind": "note", "words": "w", "application_id": case}, "a note about one"),
            (town.navigator, "/bring-forwards", {"project_id": town.not_his, "on": today(town.centre), "note": "n"}, "a reminder on a project that is not his"),
            (town.navigator, "/absences", {"substitute_id": town.navigator.account, "from": today(town.centre), "until": today(town.centre), "kind": "leave"}, "an absence with oneself in one's place"),
            (town.navigator, "/absences", {"account_id": town.server.client("navigator2").account, "substitute_id": town.navigator.account, "from": today(town.centre), "until": today(town.centre), "kind": "leave"}, "an absence noted for another"),
            (town.centre, at + "/team", {"account_id": stranger.account, "role": "lead"}, "an enterprise on the government's team"),
            (stranger, at + "/people", {"role": "legal", "words": "x"}, "a contact of another's project"),
            (town.clerk, at + "/take-over", {"reason": "r"}, "taking over another district's project"),
            (town.centre, at + "/navigator", {"account_id": town.officer.account, "reason": "r"}, "a navigator who is none"),
            (town.centre, at + "/navigator", {"account_id": stranger.account, "reason": "r"}, "an enterprise as navigator")):
        before = town.server.ledger_of_people()
        answer = who.post(path, body)
        tap.claim(answer.status in (403, 404, 422) and town.server.ledger_of_people() == before, f"{words} is refused and leaves nothing", answer)
    for who, words in ((town.enterprise, "an enterprise"), (town.clerk, "another district's coordinator"), (town.server.client("h-officer"), "a department")):
        theirs_or_mine = mine if who is town.clerk else theirs
        for act, body in (("draft", {"title": "t", "body": "b"}), ("escalate", {"reason": "r"}), ("pins", {"items": []}), ("return", {"reason": "r"})):
            answer = who.post(f"/problems/{theirs_or_mine}/{act}", body)
            seen = town.server.store.rows(f"select 1 from project_party where project={town.other} and org='{town.org}'")
            if who is town.officer and seen:
                continue
            tap.claim(answer.status in (403, 404), f"{words}: {act} of another's problem", answer)
    refused(tap, town.enterprise, f"/projects/{town.other}/problems", {"title": "t", "category": town.category}, "no problem is raised in another's project", 404, "not-found")
    refused(tap, town.clerk, at + "/supervision-orders", {"org": town.org, "asked": "a", "days": 3, "source": "supervision"}, "no order in another district's project", 404, "not-found")
    refused(tap, town.enterprise, other + "/whistles", {"said": "s"}, "no whistle in another's project", 404, "not-found")


def meetings_of_others(tap, town):
    call = {"kind": "consultation", "held_on": today(town.centre), "starts": "09:30", "ends": "11:00", "place": "p", "short_notice": "r"}
    for body in ({"title": LINES}, {"place": LINES}, {"starts": "09:30\r\nX:1"}):
        answer = town.centre.post("/meetings", {**call, **body})
        tap.claim(answer.status == 422, f"a meeting takes no lines in {next(iter(body))}", answer)
    answer = town.clerk.post("/meetings", {**call, "district": town.district})
    tap.claim(answer.status in (403, 422), "another district's meeting is not called", answer)
    answer = town.clerk.post("/meetings", {**call, "district": CITY})
    tap.claim(answer.status in (403, 422), "nor the city's", answer)
    meeting = town.meeting(tap, orgs=[town.org])
    answer = town.clerk.post(f"/meetings/{meeting}/cancel", {"reason": "r"})
    tap.claim(answer.status in (403, 404), "another level's meeting is not cancelled", answer)
    refused(tap, town.officer, f"/meetings/{meeting}/cancel", {"reason": "r"}, "who was called does not cancel it", 403)
    mine = town.meeting(tap)
    answer = town.centre.post(f"/meetings/{mine}/points", {"about": "problem", "about_id": 987654321})
    tap.claim(answer.status == 422, "a problem that there is not comes on no agenda", answer)
    local = town.clerk.post("/meetings", {**call, "district": town.strange["district"]})
    tap.equal(local.status, 200, "a district's coordinator calls his own")
    if local.status == 200:
        answer = town.clerk.post(f"/meetings/{local.json['id']}/points", {"about": "free", "title": "t", "project_id": town.project})
        tap.claim(answer.status in (404, 422), "a project of another district comes on no agenda of his", answer)
        problem = town.one(f"select id from problem where project={town.project} and state<>'closed' order by id desc limit 1")
        answer = town.clerk.post(f"/meetings/{local.json['id']}/points", {"about": "problem", "about_id": problem})
        tap.claim(answer.status in (404, 422), "nor a problem of one", answer)
        answer = town.clerk.post(f"/meetings/{local.json['id']}/points", {"about": "route", "project_id": town.project})
        tap.claim(answer.status in (404, 422), "nor its ways", answer)
    done(tap, town.centre, f"/meetings/{mine}/points", {"about": "free", "title": "议题甲", "project_id": town.project}, "a point")
    point = next(row for row in town.centre.get(f"/meetings/{mine}").json["points"] if row["title"] == "议题甲")["id"]
    refused(tap, town.centre, f"/meetings/{mine}/minutes", {"summary": "s"}, "no minutes while a point is open", 409)
    decide = {"decision": "办", "org": town.org, "due_on": today(town.centre)}
    refused(tap, town.officer, f"/meeting-points/{point}/decide", decide, "a unit decides nothing", 403 if town.officer.get(f"/meetings/{mine}").status == 200 else 404)
    refused(tap, town.clerk, f"/meeting-points/{point}/decide", decide, "nor does who cannot see it", 404)
    done(tap, town.centre, f"/meeting-points/{point}/decide", decide, "decided")
    refused(tap, town.centre, f"/meeting-points/{point}/decide", decide, "once", 409)
    refused(tap, town.centre, f"/meeting-points/{point}/drop", {"reason": "r"}, "and not dropped then", 409)
    task = next(row for row in town.officer.get("/meeting-tasks").json["items"] if row["meeting_id"] == mine)["id"]
    refused(tap, town.second, f"/meeting-tasks/{task}/report", {"solution": "s", "no_evidence": "n"}, "another unit's task", 404 if town.second.get(f"/meetings/{mine}").status == 404 else 403)
    refused(tap, town.officer, f"/meeting-tasks/{task}/report", {"solution": "s"}, "not reported without evidence", 422)
    refused(tap, town.centre, f"/meeting-tasks/{task}/accept", {"note": "n"}, "nor accepted before", 409)
    done(tap, town.officer, f"/meeting-tasks/{task}/report", {"solution": "s", "no_evidence": "无书面材料"}, "reported")
    refused(tap, town.officer, f"/meeting-tasks/{task}/accept", {"note": "n"}, "not accepted by the unit", 403)


def rest(tap, town, stranger):
    refused(tap, town.enterprise, "/delegations", {"account_id": town.officer.account, "until": today(town.centre), "reason": "r"}, "an enterprise deputises nobody", 403)
    for body, words in (({"account_id": town.centre.account}, "oneself"), ({"account_id": stranger.account}, "an enterprise"), ({"account_id": 987654321}, "nobody")):
        refused(tap, town.centre, "/delegations", {"until": today(town.centre), "reason": "r", **body}, f"{words} is no deputy", 422)
    given = done(tap, town.centre, "/delegations", {"account_id": town.officer.account, "until": today(town.centre), "reason": "出差"}, "a deputy")["id"]
    refused(tap, town.server.client("h-clerk"), f"/delegations/{given}/end", {"reason": "r"}, "another's is not ended", 404, "not-found")
    done(tap, town.centre, f"/delegations/{given}/end", {"reason": "r"}, "ended")
    refused(tap, town.centre, f"/delegations/{given}/end", {"reason": "r"}, "once", 409, "already-done")
    notice = town.one("select id from notice where address='role:leader' order by id limit 1")
    refused(tap, town.enterprise, f"/notices/{notice}/read", None, "another's notice is not read", 404, "not-found")
    for token in ("a" * 43, "../../etc/passwd", "%00", "' or 1=1 --"):
        answer = town.server.client().send("GET", "/calendar/" + token.replace(" ", "%20").replace("'", "%27") + ".ics")
        tap.claim(answer.status in (400, 404), f"no feed by {token[:20]}", answer)


def overtaken(tap, town):
    """What was drafted for a time is not signed once that is over."""
    path, stage = f"/projects/{town.project}/agencies", town.centre.get("/pack").json["stages"][0]["id"]
    for one in town.navigator.get(path).json["items"]:
        if one["state"] == "drafted":
            done(tap, town.navigator, f"/agencies/{one['id']}/end", {"reason": "r"}, "another draft is ended")
    draft = done(tap, town.navigator, path, {"stages": [stage], "until": today(town.centre)}, "an agreement for today")["id"]
    if not town.server.days_on(1):
        return
    navigator = town.server.client("navigator")
    refused(tap, navigator, f"/agencies/{draft}/sign", None, "tomorrow nobody signs it", 409, "already-done")
    done(tap, navigator, f"/agencies/{draft}/end", {"reason": "重新起草"}, "it can be ended")


def suite(tap):
    with Server() as server:
        town = Town(server)
        units_that_are_none(tap, town)
        stranger = verifiers(tap, town)
        numbers_of_others(tap, town, stranger)
        meetings_of_others(tap, town)
        rest(tap, town, stranger)
        overtaken(tap, town)
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
