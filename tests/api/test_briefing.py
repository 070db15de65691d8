#!/usr/bin/env python3
"""Briefings: enterprises are invited and come; what they ask is with a unit and has a day; the answer is shown to whom it says, found by its words, told to whoever asked;
what nobody answers climbs."""
import sys
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run, today

ASKED = "新型储能项目的环评是否可以与用地预审并联办理"


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.centre, self.district, self.leader, self.supervisor = (server.client(login) for login in ("centre", "district", "leader", "supervisor"))
        self.enterprise, self.other = server.client("enterprise1"), server.client("enterprise2")
        self.project, self.second = (one.session["post"]["project_id"] for one in (self.enterprise, self.other))
        self.dept = server.client("dept-zjj")
        self.unit = self.dept.session["post"]["org"]
        self.outsider = next(one for one in map(server.client, sorted(server.passwords())) if one.name.startswith("dept-") and one.session["post"]["org"] != self.unit and one.get(f"/projects/{self.project}").status == 404)
        self.navigator = next((one for one in map(server.client, sorted(server.passwords())) if one.name.startswith("nav") and one.get(f"/projects/{self.project}").status == 200), None)
        self.today = today(self.centre)
        self.since = server.ledger_size()  # the demonstration has a briefing of its own

    def done(self, person, path, body, words, **more):
        answer = person.post(path, body, **more)
        self.tap.claim(answer.status == 200, words, path, answer)
        return (answer.json or {}).get("id")

    def refused(self, person, path, body, words, status, code):
        size = self.server.ledger_of_people()
        answer = person.post(path, body)
        self.tap.claim(answer.status == status and answer.code == code and is_problem(answer) and self.server.ledger_of_people() == size, words, path, answer)

    def call(self, words, kind="policy_briefing", **more):
        body = {"kind": kind, "held_on": self.today, "starts": "09:30", "ends": "11:00", "place": "市行政服务中心", "short_notice": "急", "orgs": [self.unit], **more}
        return self.done(self.centre, "/meetings", body, words)

    def questions(self, person, query=""):
        return [one for one in person.get("/meeting-questions" + urllib.parse.quote(query, "?&=")).json["items"] if one["id"] > self.since]

    def told(self, person, rule):
        return [one for one in person.get("/notices?limit=100").json["items"] if one["rule"] == rule and one["id"] > self.since]


def invited(scene):
    tap, centre = scene.tap, scene.centre
    plain = scene.call("a consultation is called", kind="consultation")
    scene.refused(centre, f"/meetings/{plain}/guests", {"project_id": scene.project}, "it takes no enterprises, by the table", 403, "not-permitted")
    scene.refused(centre, f"/meetings/{plain}/questions", {"org": scene.unit, "question": "q"}, "nor questions", 403, "not-permitted")
    scene.done(centre, f"/meetings/{plain}/cancel", {"reason": "r"}, "it is cancelled")
    meeting = scene.call("a briefing is called", title="储能政策宣讲")
    tap.claim(all(one["id"] != meeting for one in scene.enterprise.get("/briefings").json["items"]), "the enterprise is not invited yet")
    scene.refused(scene.enterprise, f"/meetings/{meeting}/questions", {"org": scene.unit, "question": "q"}, "and asks nothing there", 404, "not-found")
    scene.refused(scene.dept, f"/meetings/{meeting}/guests", {"project_id": scene.project}, "a unit invites nobody", 403, "not-permitted")
    scene.refused(centre, f"/meetings/{meeting}/guests", {"project_id": 987654321}, "nor is what is no project invited", 404, "not-found")
    guest = scene.done(centre, f"/meetings/{meeting}/guests", {"project_id": scene.project}, "an enterprise is invited")
    scene.refused(centre, f"/meetings/{meeting}/guests", {"project_id": scene.project}, "once", 409, "already-done")
    scene.done(centre, f"/meetings/{meeting}/guests", {"project_id": scene.second}, "and another one")
    row = next(one for one in scene.enterprise.get("/briefings").json["items"] if one["id"] == meeting)
    tap.claim(row["title"] == "储能政策宣讲" and [one["org"] for one in row["units"]] == [scene.unit], "which sees when, where and which units come", row)
    told = scene.told(scene.enterprise, "briefing-invited")
    tap.claim(len(told) == 1 and "储能政策宣讲" in told[0]["text"], "and is told", told)
    tap.equal(scene.enterprise.get(f"/meetings/{meeting}").status, 404, "the meeting's own page is the offices'")
    if scene.navigator:
        tap.equal(scene.navigator.get(f"/meetings/{meeting}").status, 200, "its navigator sees the meeting")
    scene.done(centre, f"/meeting-guests/{guest}/attendance", {"came": True}, "that it came is noted")
    rows = {one["project_id"]: one for one in centre.get(f"/meetings/{meeting}/guests").json["items"]}
    tap.claim(rows[scene.project]["came"] and rows[scene.project]["noted_on"] and not rows[scene.second]["came"] and rows[scene.second]["noted_on"] is None,
              "and who was not noted is unknown", rows)
    return meeting


def asked(scene, meeting):
    tap, centre = scene.tap, scene.centre
    path = f"/meetings/{meeting}/questions"
    scene.refused(scene.enterprise, path, {"org": scene.outsider.session["post"]["org"], "question": "q"}, "what is asked, is asked a unit that is invited", 422, "field-invalid")
    scene.refused(scene.enterprise, path, {"org": scene.unit, "question": "q", "project_id": scene.second}, "an enterprise asks for itself", 404, "not-found")
    scene.refused(centre, path, {"org": scene.unit, "question": "q" * 1001}, "questions are short", 422, "field-too-long")
    question = scene.done(scene.enterprise, path, {"org": scene.unit, "question": ASKED}, "the enterprise asks")
    mine = scene.questions(scene.enterprise)
    tap.claim(len(mine) == 1 and mine[0]["state"] == "open" and mine[0]["due_on"] > scene.today and mine[0]["when"] == "in" and mine[0]["may"] == [], "it sees its question, with a day", mine)
    tap.equal(scene.questions(scene.other), [], "another enterprise sees nothing of it")
    tap.equal(scene.questions(scene.outsider), [], "nor does a unit that is not invited")
    row = scene.questions(scene.dept)[0]
    tap.claim(row["id"] == question and row["may"] == ["answer", "pass"] and row["asked_by"] == "enterprise", "the unit sees it and may answer", row)
    told = scene.told(scene.dept, "briefing-asked")
    tap.claim(len(told) == 1 and told[0]["about_id"] == meeting and told[0]["due_on"] == row["due_on"], "and is told, until when", told)
    scene.refused(scene.supervisor, f"/meeting-questions/{question}/answer", {"answer": "a", "shown": "asker"}, "who watches answers nothing", 403, "not-permitted")
    scene.refused(scene.outsider, f"/meeting-questions/{question}/answer", {"answer": "a", "shown": "asker"}, "for another unit it is not there", 404, "not-found")
    scene.refused(scene.dept, f"/meeting-questions/{question}/answer", {"answer": "a"}, "an answer says to whom it is shown", 422, "field-required")
    scene.refused(scene.dept, f"/meeting-questions/{question}/show", {}, "what is not answered is not shown", 403, "not-permitted")
    own = scene.done(centre, path, {"org": scene.unit, "question": "窗口如何告知企业"}, "staff ask too")
    return question, own


def passed(scene, meeting, question):
    tap, other = scene.tap, scene.outsider.session["post"]["org"]
    scene.refused(scene.dept, f"/meeting-questions/{question}/pass", {"org": other, "reason": "r"}, "it goes to no unit that is not invited", 422, "field-invalid")
    scene.done(scene.centre, f"/meetings/{meeting}/invitations", {"orgs": [other]}, "that unit is invited")
    due = scene.questions(scene.dept, f"?meeting={meeting}&open=true")[-1]["due_on"]
    scene.done(scene.dept, f"/meeting-questions/{question}/pass", {"org": other, "reason": "职责不在本单位"}, "then it is passed on")
    row = next(one for one in scene.questions(scene.outsider) if one["id"] == question)
    tap.claim(row["org"] == other and row["due_on"] == due and "answer" in row["may"], "with the same day", row)
    scene.refused(scene.dept, f"/meeting-questions/{question}/answer", {"answer": "a", "shown": "asker"}, "who passed it on answers it no more", 403, "not-permitted")
    scene.done(scene.outsider, f"/meeting-questions/{question}/pass", {"org": scene.unit, "reason": "仍由原单位答复"}, "and back")


def answered(scene, meeting, question, own):
    tap = scene.tap
    scene.done(scene.dept, f"/meeting-questions/{question}/answer", {"answer": "可以并联，材料一次提交", "shown": "asker"}, "the unit answers")
    scene.refused(scene.dept, f"/meeting-questions/{question}/answer", {"answer": "b", "shown": "asker"}, "once", 409, "already-done")
    row = scene.questions(scene.enterprise)[0]
    tap.claim(row["state"] == "answered" and row["answer"] == "可以并联，材料一次提交" and row["shown"] == "asker", "whoever asked sees the answer", row)
    told = scene.told(scene.enterprise, "briefing-answered")
    tap.claim(len(told) == 1 and ASKED[:10] in told[0]["text"], "and is told", told)
    tap.equal(scene.questions(scene.other), [], "nobody else")
    scene.done(scene.dept, f"/meeting-questions/{question}/show", {}, "it is shown to all")
    row = scene.questions(scene.other)[0]
    tap.claim(row["answer"] and row["asker_name"] is None and row["project_id"] is None and row["climbed_to"] is None, "the other guest reads it, not who asked", row)
    scene.refused(scene.dept, f"/meeting-questions/{question}/show", {}, "once", 409, "already-done")
    scene.done(scene.centre, f"/meeting-questions/{own}/answer", {"answer": "按一次性告知单", "shown": "asker"}, "who leads the meeting writes down what was said")
    told = scene.told(scene.centre, "briefing-answered")
    tap.claim(len(told) == 1, "staff who asked is told as well", told)
    tap.claim(all(one["id"] != own for one in scene.questions(scene.enterprise)), "what staff asked for itself is not the enterprises'")


def found(scene, question):
    tap = scene.tap
    for words in ("用地预审并联", "一次提交", "储", "环评"):
        tap.equal([one["id"] for one in scene.questions(scene.leader, f"?words={words}")], [question], f"found by {words}")
    for words in ("一次告知书", "没有这些字", "x"):
        tap.equal(scene.questions(scene.leader, f"?words={words}"), [], f"nothing holds {words}")
    meeting = scene.call("another briefing is called")
    scene.done(scene.centre, f"/meetings/{meeting}/guests", {"project_id": scene.project}, "with the enterprise")
    ids = [scene.done(scene.enterprise, f"/meetings/{meeting}/questions", {"org": scene.unit, "question": f"第{i}问：人才公寓申请条件"}, "asked") for i in range(60)]
    page = scene.leader.get("/meeting-questions?words=" + urllib.parse.quote("人才公寓")).json
    rest = scene.leader.get(f"/meeting-questions?words={urllib.parse.quote('人才公寓')}&before={page['next']}").json
    tap.claim([one["id"] for one in page["items"] + rest["items"]] == ids[::-1] and rest["next"] is None, "many are found page by page, from the newest", page["next"], rest["next"])
    tap.equal(len(scene.questions(scene.enterprise, f"?meeting={meeting}&words=第7问")), 1, "within one meeting too")
    scene.done(scene.centre, f"/meetings/{meeting}/cancel", {"reason": "r"}, "it is cancelled")
    scene.refused(scene.enterprise, f"/meetings/{meeting}/questions", {"org": scene.unit, "question": "q"}, "a meeting that is cancelled takes no question", 403, "not-permitted")
    tap.claim(any(one["rule"] == "meeting-cancelled" for one in scene.enterprise.get("/notices?limit=100").json["items"]), "its guests are told")


def late(scene):
    tap, server = scene.tap, scene.server
    if not server.days_on(40):
        return
    rows = []
    for _ in range(60):
        rows = [one for one in scene.questions(server.client("centre"), "?open=true&words=第1问") if one["climbed_to"]]
        if rows:
            break
        time.sleep(0.5)
    tap.claim(rows and rows[0]["missed_on"], "what nobody answered is on record as missed, and climbed to somebody", rows)
    tap.claim(server.store.rows("select count(*) from notice where rule like 'briefing-%' and kind='escalation'")[0][0] >= 3, "the unit and those it climbed to were told")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        meeting = invited(scene)
        question, own = asked(scene, meeting)
        passed(scene, meeting, question)
        answered(scene, meeting, question, own)
        found(scene, question)
        late(scene)
        server.stop()
        server.sound(tap, "after briefings")


if __name__ == "__main__":
    run(suite)
