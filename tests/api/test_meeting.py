#!/usr/bin/env python3
"""Meetings: the agenda comes from what blocks and from what the meeting before did not close; each point ends in a decision with a unit and a day, is
carried over or dropped with a reason; decisions are tasks with clocks; minutes are confirmed, or silence is on record as the city's table says."""
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, is_problem, run, tiny_pdf, today

CITY = "350100"


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.centre, self.district, self.leader = (server.client(login) for login in ("centre", "district", "leader"))
        self.enterprise = server.client("enterprise1")
        self.project = self.enterprise.session["post"]["project_id"]
        self.dept = server.client("dept-zjj")
        self.unit = self.dept.session["post"]["org"]
        self.today = today(self.centre)
        pack = self.centre.get("/pack").json
        self.units = [row["id"] for row in pack["orgs"]]
        self.category = server.store.rows("select category from problem order by id limit 1")[0][0]

    def done(self, person, path, body, words, **more):
        answer = person.post(path, body, **more)
        self.tap.claim(answer.status == 200, words, path, answer)
        return answer.json or {}

    def refused(self, person, path, body, words, status, code):
        size = self.server.ledger_of_people()
        answer = person.post(path, body)
        self.tap.claim(answer.status == status and answer.code == code and is_problem(answer) and self.server.ledger_of_people() == size, words, path, answer)

    def show(self, meeting, person=None):
        return (person or self.centre).get(f"/meetings/{meeting}").json

    def call(self, words, kind="consultation", person=None, **more):
        day = more.pop("held_on", None) or self.today
        body = {"kind": kind, "held_on": day, "starts": "09:30", "ends": "11:00", "place": "市行政服务中心", "short_notice": "情况紧急", **more}
        return self.done(person or self.centre, "/meetings", body, words)["id"]


def called(scene):
    """Who may call, when, and what the agenda opens with."""
    tap, centre = scene.tap, scene.centre
    day = datetime.date.fromisoformat(scene.today)
    body = {"kind": "consultation", "held_on": scene.today, "starts": "09:30", "ends": "11:00", "place": "p"}
    scene.refused(centre, "/meetings", body, "a meeting today is on short notice: the reason is asked for", 422, "meeting-short-notice")
    scene.refused(centre, "/meetings", {**body, "kind": "no-such"}, "a kind that the table lacks is none", 422, "field-invalid")
    scene.refused(centre, "/meetings", {**body, "short_notice": "r", "ends": "09:30"}, "it ends after it begins", 422, "field-invalid")
    scene.refused(centre, "/meetings", {**body, "short_notice": "r", "starts": "24:00"}, "at a time that there is", 422, "field-invalid")
    scene.refused(centre, "/meetings", {**body, "short_notice": "r", "held_on": (day - datetime.timedelta(days=1)).isoformat()}, "and not in the past", 422, "field-invalid")
    scene.refused(centre, "/meetings", {**body, "short_notice": "r", "orgs": ["no-such-unit"]}, "units are those of the table", 422, "field-invalid")
    scene.refused(centre, "/meetings", {**body, "short_notice": "r", "orgs": ["enterprise"]}, "of which the enterprise itself is none", 422, "field-invalid")
    scene.refused(scene.leader, "/meetings", {**body, "short_notice": "r"}, "a leader calls joint meetings, no consultation", 403, "not-permitted")
    scene.refused(scene.district, "/meetings", {**body, "short_notice": "r", "district": CITY}, "a district's coordinator calls none of the city", 403, "not-permitted")
    problem = scene.done(scene.enterprise, f"/projects/{scene.project}/problems", {"title": "外线未接通", "category": scene.category}, "the enterprise raises a problem")["id"]
    meeting = scene.call("a consultation is called")
    page = scene.show(meeting)
    tap.claim(("problem", problem) in {(point["about"], point["about_id"]) for point in page["points"]}, "its agenda comes from what blocks: the problem is on it", page["points"])
    costs = [point["cost_days"] or 0 for point in page["points"]]
    tap.equal(costs, sorted(costs, reverse=True), "in the order of what the delay costs production")
    tap.claim({org["org"] for point in page["points"] for org in point["orgs"]} <= {unit["org"] for unit in page["units"]}, "who must come follows from the points", page["units"])
    tap.claim(all(unit["must_come"] for unit in page["units"]), "and stands so on the page", page["units"])
    tap.claim(any(row["id"] == meeting for row in centre.get("/meetings").json["items"]), "it is in the list")
    tap.claim(all(row["id"] != meeting for row in scene.enterprise.get("/meetings").json.get("items", [])), "which is none of the enterprise's")
    return meeting


def prepared(scene, meeting):
    tap, centre = scene.tap, scene.centre
    offers = centre.get(f"/meetings/{meeting}/candidates").json["items"]
    on = {(point["about"], point["about_id"]) for point in scene.show(meeting)["points"]}
    tap.claim(all((row["about"], row["about_id"]) not in on for row in offers), "what is offered for the agenda is not on it yet", offers[:3])
    scene.refused(centre, f"/meetings/{meeting}/points", {"about": "problem", "about_id": 987654321}, "nothing that is not there is put on", 422, "field-invalid")
    scene.refused(centre, f"/meetings/{meeting}/points", {"about": "free"}, "a free point says what it is about", 422, "field-invalid")
    scene.done(centre, f"/meetings/{meeting}/points", {"about": "free", "title": "集中供热规划", "orgs": [scene.unit], "project_id": scene.project}, "a free point is put on, with a unit")
    page = scene.show(meeting)
    ids = [point["id"] for point in page["points"]]
    tap.claim(scene.unit in {unit["org"] for unit in page["units"]}, "which is invited with it")
    tap.claim(any(row["id"] == meeting for row in scene.dept.get("/meetings").json["items"]), "and sees the meeting")
    scene.refused(centre, f"/meetings/{meeting}/order", {"points": ["987654321"]}, "only its own points are put in order", 422, "field-invalid")
    scene.done(centre, f"/meetings/{meeting}/order", {"points": [str(id) for id in reversed(ids)]}, "the points are put in order by hand")
    tap.equal([point["id"] for point in scene.show(meeting)["points"]], ids[::-1], "and stand so")
    scene.refused(scene.dept, f"/meeting-points/{ids[0]}/drop", {"reason": "r"}, "a unit drops no point", 403, "not-permitted")
    return ids[::-1]


def whistled(scene):
    """A whistle that nobody closed is a point, with its unit and what was said; once it is a problem it is on the agenda with that alone."""
    tap, centre = scene.tap, scene.centre
    loud = "外线接入无人答复" * 60
    whistle = scene.done(scene.enterprise, f"/projects/{scene.project}/whistles", {"said": loud, "org": scene.unit}, "the enterprise blows the whistle")["id"]
    meeting = scene.call("a meeting is called after it")
    offers = {(row["about"], row["about_id"]): row for row in centre.get(f"/meetings/{meeting}/candidates").json["items"]}
    points = {(point["about"], point["about_id"]): point for point in scene.show(meeting)["points"]}
    if ("whistle", whistle) not in points:
        tap.claim(("whistle", whistle) in offers, "what is no point yet is offered", list(offers)[:5])
        scene.done(centre, f"/meetings/{meeting}/points", {"about": "whistle", "about_id": whistle}, "and put on")
        points = {(point["about"], point["about_id"]): point for point in scene.show(meeting)["points"]}
    point = points[("whistle", whistle)]
    tap.claim([row["org"] for row in point["orgs"]] == [scene.unit] and point["project"]["id"] == scene.project and point["cost_days"] is None and "外线接入无人答复" in point["title"] and len(point["title"]) < 200,
              "the whistle is a point with its unit and its project, in short words, of unknown cost", point)
    facts = next(one for one in centre.get(f"/meetings/{meeting}/pack").json["points"] if one["id"] == point["id"])["whistle_facts"]
    tap.claim(facts["said"] == loud and facts["sounded_on"] == scene.today, "the pack has all that was said", facts)
    tap.equal(centre.get(f"/meetings/{meeting}/pack?as=pdf").status, 200, "as a PDF too")
    problem = scene.done(scene.enterprise, f"/whistles/{whistle}/problem", {"title": "外线接入", "category": scene.category}, "it becomes a problem")
    other = scene.call("another meeting is called")
    rows = centre.get(f"/meetings/{other}/candidates").json["items"] + scene.show(other)["points"]
    tap.claim(all((row["about"], row["about_id"]) != ("whistle", whistle) for row in rows), "then it is on no agenda as a whistle", problem)
    scene.refused(centre, f"/meetings/{other}/points", {"about": "whistle", "about_id": whistle}, "nor put on one", 422, "field-invalid")
    for one in (meeting, other):
        scene.done(centre, f"/meetings/{one}/cancel", {"reason": "r"}, "the meeting is cancelled")


def deliberated(scene):
    """A special deliberation compares the ways there are and adopts one: the plan and the decision are one act, and name each other."""
    tap, centre, project = scene.tap, scene.centre, scene.project
    other = scene.call("a consultation is called")
    scene.refused(centre, f"/meetings/{other}/points", {"about": "route", "project_id": project}, "which adopts no plan, by the table", 422, "field-invalid")
    free = scene.done(centre, f"/meetings/{other}/points", {"about": "free", "title": "其他事项", "project_id": project}, "a free point is put on")
    point = next(one["id"] for one in scene.show(other)["points"] if one["title"] == "其他事项")
    scene.refused(centre, f"/meeting-points/{point}/adopt", {"decision": "d", "org": scene.unit}, "nor does a point that is about no route", 422, "field-invalid")
    scene.done(centre, f"/meetings/{other}/cancel", {"reason": "r"}, f"it is cancelled ({free['id']})")
    meeting = scene.call("a special deliberation is called", kind="special_deliberation")
    scene.refused(centre, f"/meetings/{meeting}/points", {"about": "route"}, "a point about a route says for which project", 422, "field-invalid")
    scene.refused(centre, f"/meetings/{meeting}/points", {"about": "route", "project_id": 987654321}, "one that there is", 404, "not-found")
    offers = centre.get(f"/meetings/{meeting}/candidates").json["items"]
    tap.claim(("route", project) in {(one["about"], one["about_id"]) for one in offers} and all(one["about"] != "route" for one in centre.get(f"/meetings/{other}/candidates").json["items"]),
              "the ways of a project are offered where they may be adopted, and nowhere else")
    for name in ("project_id", "about_id"):
        scene.done(centre, f"/meetings/{meeting}/points", {"about": "route", name: project, "orgs": [scene.unit]}, "the ways there are for a project are put on")
    rows = [one for one in scene.show(meeting)["points"] if one["about"] == "route" and one["project"]["id"] == project]
    tap.claim(len(rows) == 1 and rows[0].get("plan") is None, "as one point, however often", rows)
    point = rows[0]["id"]
    told = centre.get(f"/projects/{project}/routes").json
    chosen = next(([v["id"] for v in route["variants"]] for route in told["routes"] if route["variants"]), [])
    before = centre.get(f"/projects/{project}/plans").json["items"]
    body = {"decision": "采用该办理方式", "org": scene.unit, "route": chosen, "basis": "会议议定"}
    centre.language = "zh"
    pack = next(one for one in centre.get(f"/meetings/{meeting}/pack").json["points"] if one["id"] == point)
    tap.equal([(one["name"], one["production"], one["working_days"], one["risk"]) for one in pack["routes_facts"]], [(one["name"], one["production"], one["working_days"], one["risk"]) for one in told["routes"]],
              "the pack compares the ways that the project's page offers")
    words = words_of(centre.get(f"/meetings/{meeting}/pack?as=pdf").body)
    tap.claim(not words or "可选的办理方式比较" in words and all(str(one["production"]) in words for one in told["routes"]), "and prints them", words[:400])
    centre.language = "en"
    scene.refused(centre, f"/meeting-points/{point}/adopt", {**body, "route": ["no-such-variant"]}, "what is no variant is not adopted, and nothing is decided", 422, "field-invalid")
    scene.refused(centre, f"/meeting-points/{point}/adopt", {**body, "org": "no-such-unit"}, "nor a plan without a unit: none of the two happens alone", 422, "field-invalid")
    scene.refused(scene.dept, f"/meeting-points/{point}/adopt", body, "a unit adopts nothing", 403, "not-permitted")
    tap.equal(centre.get(f"/projects/{project}/plans").json["items"], before, "the plans are as before")
    made = scene.done(centre, f"/meeting-points/{point}/adopt", body, "a route is adopted as the decision")
    row = next(one for one in scene.show(meeting)["points"] if one["id"] == point)
    plans = centre.get(f"/projects/{project}/plans").json["items"]
    tap.claim(row["state"] == "decided" and row["words"] == "采用该办理方式" and row["task_id"] and row["plan"] == made["plan"] == plans[0]["number"] and len(plans) == len(before) + 1,
              "the point is decided and says which plan", row, plans[:1])
    plan = centre.get(f"/projects/{project}/plans/{made['plan']}").json
    tap.claim(str(meeting) in plan["note"] and "采用该办理方式" in plan["note"] and plan["state"] == "proposed" and sorted(v["id"] for v in plan["route"] or []) == sorted(chosen),
              "the plan says which meeting decided it, and waits for the enterprise", plan["note"], plan["route"])
    scene.refused(centre, f"/meeting-points/{point}/adopt", body, "a point is decided once", 409, "wrong-state")
    tap.equal(centre.get(f"/meetings/{meeting}/minutes?as=pdf").status, 200, "the minutes are printed with it")


def held(scene, meeting, ids):
    """Decisions, carried points, minutes."""
    tap, centre = scene.tap, scene.centre
    scene.refused(centre, f"/meetings/{meeting}/minutes", {}, "no minutes before it is noted who came", 409, "meeting-no-attendance")
    scene.done(centre, f"/meetings/{meeting}/attendance", {"orgs": [scene.unit]}, "who came is noted")
    scene.refused(centre, f"/meetings/{meeting}/minutes", {}, "no minutes while a point is open", 409, "meeting-point-open")
    scene.refused(centre, f"/meeting-points/{ids[0]}/decide", {"decision": "d"}, "a decision needs a unit", 422, "field-required")
    scene.refused(centre, f"/meeting-points/{ids[0]}/decide", {"decision": "d", "org": scene.unit, "due_on": "2020-01-01"}, "and a day ahead", 422, "field-invalid")
    scene.refused(scene.dept, f"/meeting-points/{ids[0]}/decide", {"decision": "d", "org": scene.unit}, "units do not decide", 403, "not-permitted")
    scene.done(centre, f"/meeting-points/{ids[0]}/decide", {"decision": "十日内完成接入", "org": scene.unit, "basis": "会议议定"}, "a point is decided, with the default limit")
    scene.refused(centre, f"/meeting-points/{ids[0]}/carry", {"reason": "r"}, "what is decided is not carried over", 409, "wrong-state")
    rest = ids[1:]
    scene.done(centre, f"/meeting-points/{rest[0]}/carry", {"reason": "资料不全"}, "another is carried over")
    for point in rest[1:]:
        scene.done(centre, f"/meeting-points/{point}/drop", {"reason": "已解决"}, "the others are dropped, with a reason")
    done = next(point for point in scene.show(meeting)["points"] if point["id"] == ids[0])
    tap.claim(done["state"] == "decided" and done["org"] == scene.unit and done["due_on"] > scene.today and done["task_id"], "the decision has a unit, a day and a task", done)
    scene.done(centre, f"/meetings/{meeting}/minutes", {"summary": "议题两项"}, "the minutes are issued")
    page = scene.show(meeting, scene.dept)
    tap.claim(page["state"] == "minuted" and page["may"] == ["confirm"] and page["confirm_by"] > scene.today, "a unit that was invited is asked, until a day", page)
    scene.done(scene.dept, f"/meetings/{meeting}/confirmation", {"objection": "期限过紧"}, "it objects, in words")
    scene.refused(scene.dept, f"/meetings/{meeting}/confirmation", {}, "it answers once", 409, "already-done")
    scene.done(centre, f"/meetings/{meeting}/minutes", {"summary": "议题两项；期限照旧"}, "the minutes are amended")
    scene.done(scene.dept, f"/meetings/{meeting}/confirmation", {}, "and asked for anew: it confirms")
    scene.refused(scene.leader, f"/meetings/{meeting}/cancel", {"reason": "r"}, "minutes are not cancelled", 403, "not-permitted")
    return rest[0], done["task_id"]


def followed(scene, meeting, carried, task):
    """The next one opens on what was not closed; tasks are done with evidence and accepted by somebody else."""
    tap, centre = scene.tap, scene.centre
    after = scene.call("the next meeting is called", starts="14:00", ends="15:00")
    page = scene.show(after)
    tap.claim(carried in [point["from_point"] for point in page["points"]], "it opens on the point that was carried over", page["points"])
    tap.equal([row["id"] for row in page["left"]], [task], "and on the task that is not done")
    scene.done(centre, f"/meetings/{after}/cancel", {"reason": "冲突"}, "it is cancelled")
    page = scene.show(scene.call("and a third is called"))
    tap.claim(len([point for point in page["points"] if point["from_point"]]) >= 1, "what the cancelled one was to speak about is on the third", page["points"])
    path = f"/meeting-tasks/{task}"
    scene.refused(scene.dept, path + "/report", {"solution": "已接入"}, "a task is not done without evidence, or a word why there is none", 422, "problem-evidence")
    scene.refused(scene.dept, path + "/report", {"solution": "已接入", "evidence": [987654321]}, "evidence is a file of the project", 422, "field-invalid")
    scene.refused(scene.dept, path + "/report", {"solution": "已接入", "no_evidence": "n", "done_on": "2099-01-01"}, "nor on a day to come", 422, "day-in-future")
    scene.refused(centre, path + "/report", {"solution": "s", "no_evidence": "n"}, "only the unit reports it", 403, "not-permitted")
    scene.refused(centre, path + "/accept", {"note": "n"}, "what is not reported is not accepted", 409, "wrong-state")
    scene.done(scene.dept, path + "/report", {"solution": "已接入", "no_evidence": "现场核实"}, "the unit reports it")
    scene.refused(scene.dept, path + "/accept", {"note": "n"}, "and does not accept it itself", 403, "not-permitted")
    scene.done(centre, path + "/return", {"note": "缺照片"}, "it is sent back")
    file = scene.dept.upload(scene.project, "接入.pdf", tiny_pdf()).json
    scene.done(scene.dept, path + "/report", {"solution": "已接入", **({"evidence": [file["id"]]} if "id" in file else {"no_evidence": "n"})}, "reported again")
    scene.done(centre, path + "/accept", {"note": "属实"}, "and accepted")
    tap.claim(all(row["id"] != task for row in centre.get("/meeting-tasks").json["items"]), "then it is no open task any more")
    row = next(row for row in centre.get("/meeting-tasks?state=all").json["items"] if row["id"] == task)
    tap.claim(row["state"] == "done" and row["accepted_on"], "it is done", row)


def told(scene):
    """What belongs to no project reaches whoever it concerns, and nobody else: live, and as a notice."""
    tap, server, unit = scene.tap, scene.server, scene.unit
    other = next(org for org in scene.units if org != unit)
    listeners = {"centre": scene.centre, "unit": scene.dept, "leader": scene.leader, "enterprise": scene.enterprise, "outsider": server.client(next(login for login in sorted(server.passwords()) if login.startswith("dept-") and login != "dept-zjj"))}
    tap.claim(listeners["outsider"].session["post"]["org"] != unit, "another unit listens")
    streams = {name: Stream(person) for name, person in listeners.items()}
    tap.claim(all(stream.hello.wait(10) for stream in streams.values()), "five listen")
    told_before = scene.dept.get("/notices").json["unread"]
    meeting = scene.call("a briefing without a point is called", kind="policy_briefing", orgs=[unit])
    here = lambda kind: lambda event: event["kind"] == kind
    for name in ("centre", "unit", "leader"):
        tap.claim(streams[name].wait(here("meeting.called"), 15), f"the {name} hears of it", streams[name].events)
    tap.claim(streams["unit"].wait(here("notice.sent"), 15), "the unit hears that it has a notice", streams["unit"].events)
    scene.done(scene.centre, f"/meetings/{meeting}/move", {"held_on": scene.today, "starts": "15:00", "ends": "16:00", "place": "二楼会议室", "reason": "会场" * 200}, "it is moved")
    scene.done(scene.centre, f"/meetings/{meeting}/attendance", {"orgs": [unit]}, "it is held")
    scene.done(scene.centre, f"/meetings/{meeting}/points", {"about": "free", "title": "问答", "orgs": [unit]}, "a point of no project")
    point = scene.show(meeting)["points"][0]["id"]
    scene.done(scene.centre, f"/meeting-points/{point}/decide", {"decision": "印发问答", "org": unit, "due_on": scene.today}, "it is decided, for today")
    scene.done(scene.centre, f"/meetings/{meeting}/minutes", {}, "minutes are issued")
    gone = scene.call("another is called", kind="policy_briefing", orgs=[unit])
    scene.done(scene.centre, f"/meetings/{gone}/cancel", {"reason": "r"}, "and cancelled")
    tap.claim(streams["unit"].wait(here("meeting.cancelled"), 15) and streams["unit"].wait(here("meeting.point_decided"), 15), "the unit hears of all of it", streams["unit"].events)
    deadline = 40
    rules = lambda: {row["rule"]: row for row in scene.dept.get("/notices?limit=100").json["items"]}
    wanted = {"meeting-invited", "meeting-moved", "meeting-minutes-to-confirm", "meeting-cancelled", "meeting-task-told", "meeting-task-near"}
    while deadline and not wanted <= set(rules()):
        deadline -= 1
        time.sleep(0.5)
    mine = rules()
    tap.claim(wanted <= set(mine), "it is told of the invitation, the move, the minutes, the cancelling, the task and that its day is near", sorted(mine))
    tap.claim(mine["meeting-moved"]["about_id"] == meeting and mine["meeting-moved"]["project_id"] is None and "二楼会议室" in mine["meeting-moved"]["text"] and mine["meeting-moved"]["due_on"] == scene.today,
              "in words, with the day and the meeting", mine["meeting-moved"])
    tap.claim(scene.dept.get("/notices").json["unread"] >= told_before + 6, "they are counted")
    scene.done(scene.dept, f"/notices/{mine['meeting-moved']['id']}/read", {}, "one is read")
    scene.refused(listeners["outsider"], f"/notices/{mine['meeting-moved']['id']}/read", {}, "another unit has no such notice", 404, "not-found")
    for name in ("enterprise", "outsider"):
        tap.equal([event for event in streams[name].events if event["project_id"] is None], [], f"the {name} hears nothing of it")
    tap.equal([row for row in listeners["outsider"].get("/notices?limit=100").json["items"] if row["about_id"] in (meeting, gone)], [], "nor is the other unit told")
    sent = scene.leader.get("/notices-sent?kind=meeting&limit=100").json["items"]
    tap.claim(any(row["about_id"] == meeting for row in sent), "who sees the whole city sees that it was sent", sent[:2])
    tap.equal([row for row in scene.district.get("/notices-sent?kind=meeting&limit=100").json["items"] if row["project_id"] is None], [], "a district's coordinator does not")
    for stream in streams.values():
        stream.close()


def words_of(pdf):
    """The text of a PDF without its spaces and line ends; "" where it cannot be read here."""
    if not shutil.which("pdftotext"):
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "p.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        said = subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
    return "".join(said.split())


def papers(scene, meeting):
    """The pack and the minutes, as an answer and as a PDF; whoever may see the meeting, as far as he may see it."""
    tap, centre = scene.tap, scene.centre
    centre.language, scene.dept.language = "zh", "zh"
    pack = centre.get(f"/meetings/{meeting}/pack").json
    show = centre.get(f"/meetings/{meeting}").json
    tap.equal([point["id"] for point in pack["points"]], [point["id"] for point in show["points"]], "the pack has the agenda in the page's order")
    facts = [point for point in pack["points"] if point["project_facts"]]
    tap.claim(facts and all(point["project_facts"]["name"] and point["project_facts"]["stage_name"] for point in facts), "of each point with a project the facts", pack["points"])
    blocked = [point for point in pack["points"] if point["case_facts"]]
    tap.claim(all(point["case_facts"]["id"] == point["application_id"] and point["case_facts"]["turn"]["name"] for point in blocked), "of each case its clock and whose turn it is", blocked)
    printed = centre.get(f"/meetings/{meeting}/pack?as=pdf")
    tap.claim(printed.status == 200 and printed.header("Content-Type") == "application/pdf" and printed.body.startswith(b"%PDF-") and "attachment" in printed.header("Content-Disposition"),
              "as a PDF to be kept", printed, printed.headers)
    words = words_of(printed.body)
    if words:
        wanted = [show["title"], show["place"], show["held_on"], *(point["title"] for point in show["points"]), *(unit["org_name"] for unit in show["units"])]
        tap.none([word for word in wanted if "".join(word.split()) not in words], "which says title, place, day, every point and every unit")
    minutes = scene.dept.get(f"/meetings/{meeting}/minutes").json
    decided = [point for point in minutes["points"] if point["state"] == "decided"]
    tap.equal({point["task_id"] for point in decided}, {task["id"] for task in minutes["tasks"]}, "the minutes list the task of each decision")
    printed = scene.dept.get(f"/meetings/{meeting}/minutes?as=pdf")
    words = words_of(printed.body)
    tap.claim(printed.status == 200 and printed.body.startswith(b"%PDF-"), "and are a PDF for a unit that was invited", printed)
    if words:
        tap.claim(all("".join(point["words"].split()) in words for point in decided) and "草稿" not in words, "with the decisions, and no draft", words[:600])
    for person, status in ((scene.enterprise, 404), (scene.server.client(), 401)):
        for path in ("pack?as=pdf", "minutes?as=pdf", "pack", "minutes"):
            tap.equal(person.get(f"/meetings/{meeting}/{path}").status, status, f"{path}: none for {person.name}")
    tap.equal(centre.get(f"/meetings/{meeting}?as=pdf").status, 400, "what is no paper is not printed")
    tap.equal(centre.get(f"/meetings/{meeting}/pack?as=xlsx").status, 400, "nor as a spreadsheet")
    tap.equal(centre.get("/meetings/987654321/pack?as=pdf").status, 404, "nor a meeting that is not there")
    centre.language, scene.dept.language = "en", "en"


def long_papers(scene):
    """Sixty points with long words: pages break, nothing is lost."""
    tap, centre = scene.tap, scene.centre
    centre.language = "zh"
    meeting = scene.call("a long meeting is called", kind="policy_briefing", orgs=[scene.unit])
    for i in range(60):
        answer = centre.post(f"/meetings/{meeting}/points", {"about": "free", "title": f"第{i + 1}号" + "关于加快推进重大项目要素保障有关事宜" * 10, "orgs": scene.units[:8], "project_id": scene.project})
        if answer.status != 200:
            break
    tap.equal(answer.status, 200, "sixty points are put on")
    printed = centre.get(f"/meetings/{meeting}/pack?as=pdf")
    tap.claim(printed.status == 200, "the pack is printed", printed)
    words = words_of(printed.body)
    if words:
        tap.none([i for i in range(60) if f"第{i + 1}号关于" not in words], "every point is on it")
    draft = centre.get(f"/meetings/{meeting}/minutes?as=pdf")
    tap.claim(draft.status == 200 and (not words or set("草稿") <= set(words_of(draft.body))), "minutes that were not issued say that they are a draft", draft)
    scene.done(centre, f"/meetings/{meeting}/cancel", {"reason": "r"}, "it is cancelled")
    centre.language = "en"


def walk(scene, seed, acts):
    """Whatever is tried, in whatever order: no point is lost, no task is without a unit and a day, no minutes leave a point open."""
    tap, server, rng = scene.tap, scene.server, random.Random(seed)
    people = [scene.centre, scene.district, scene.dept, scene.leader]
    units, kinds = scene.units[:4], ["consultation", "thematic_coordination"]

    NOW, MINUTED, HERE = "state='called'", "state='minuted'", "state='open' and meeting in (select id from meeting where state='called')"

    def pick(table, where="1=1"):
        where = where if rng.random() < 0.7 else "1=1"
        rows = server.store.rows(f"select id from {table} where {where} order by id")
        return rng.choice(rows)[0] if rows else 987654321

    acts_there = [
        lambda: ("/meetings", {"kind": rng.choice(kinds), "held_on": scene.today, "starts": "09:00", "ends": "10:00", "place": "p", "short_notice": "r"}),
        lambda: (f"/meetings/{pick('meeting', NOW)}/points", {"about": "free", "title": "t", "orgs": [rng.choice(units)]}),
        lambda: (f"/meetings/{pick('meeting', NOW)}/attendance", {"orgs": [rng.choice(units)]}),
        lambda: (f"/meeting-points/{pick('meeting_point', HERE)}/decide", {"decision": "d", "org": rng.choice(units)}),
        lambda: (f"/meeting-points/{pick('meeting_point', HERE)}/carry", {"reason": "r"}),
        lambda: (f"/meeting-points/{pick('meeting_point', HERE)}/drop", {"reason": "r"}),
        lambda: (f"/meetings/{pick('meeting', NOW)}/minutes", {}),
        lambda: (f"/meetings/{pick('meeting', NOW)}/cancel", {"reason": "r"}),
        lambda: (f"/meetings/{pick('meeting', MINUTED)}/confirmation", rng.choice([{}, {"objection": "o"}])),
        lambda: (f"/meeting-tasks/{pick('meeting_task')}/report", {"solution": "s", "no_evidence": "n"}),
        lambda: (f"/meeting-tasks/{pick('meeting_task')}/accept", {"note": "n"}),
        lambda: (f"/meeting-tasks/{pick('meeting_task')}/return", {"note": "n"}),
    ]
    weights = [1, 3, 2, 6, 3, 2, 2, 1, 3, 2, 2, 1]
    went = 0
    for _ in range(acts):
        path, body = rng.choices(acts_there, weights)[0]()
        went += rng.choice(people).post(path, body).status == 200
    rows = server.store.rows
    tap.claim(went > acts // 10, f"seed {seed}: of {acts} acts {went} were allowed")
    tap.equal(rows("select count(*) from meeting_point t join meeting m on m.id=t.meeting where t.state='open' and m.state<>'called'")[0][0], 0, "no meeting that is over leaves a point open")
    tap.equal(rows("select count(*) from meeting_task where org='' or due_on is null")[0][0], 0, "no task is without a unit and a day")
    tap.equal(rows("select count(*) from meeting_point t where t.state='decided' and not exists(select 1 from meeting_task k where k.id=t.task and k.point=t.id)")[0][0], 0, "each decision is a task")
    tap.equal(rows("select count(*) from meeting_task where state='done' and (evidence='' and no_evidence='' or accepted_on is null)")[0][0], 0, "nothing is done without evidence and acceptance")
    tap.equal(rows("select count(*) from meeting_point t where t.to_point<>0 and not exists(select 1 from meeting_point n where n.id=t.to_point and n.from_point=t.id)")[0][0], 0, "what was carried over is where it says")
    tap.equal(rows("select count(*) from meeting_point t join meeting m on m.id=t.meeting where t.state='carried' and t.to_point=0 and m.state<>'called' and exists(select 1 from meeting n"
                   " where n.kind=m.kind and n.district=m.district and n.id>(select coalesce(max(e.seq),0) from ledger_event e where e.subject_id in (t.id, m.id) and e.kind in"
                   " ('meeting.point_carried','meeting.cancelled','meeting.minuted')))")[0][0], 0, "and every meeting after it has it")
    tap.equal(rows("select count(*) from meeting_point where state in ('carried','dropped') and words=''")[0][0], 0, "nothing is carried over or dropped without a word why")


def late(scene):
    """Silence is on record; a task that is not done in time is too, and climbs to somebody."""
    tap, server = scene.tap, scene.server
    meeting = scene.call("one more meeting is called", kind="thematic_coordination")
    for point in scene.show(meeting)["points"]:
        scene.done(scene.centre, f"/meeting-points/{point['id']}/drop", {"reason": "r"}, "what is not for today is dropped")
    scene.done(scene.centre, f"/meetings/{meeting}/points", {"about": "free", "title": "t", "orgs": [scene.unit], "project_id": scene.project}, "it has a point")
    point = next(point["id"] for point in scene.show(meeting)["points"] if point["state"] == "open")
    scene.done(scene.centre, f"/meeting-points/{point}/decide", {"decision": "d", "org": scene.unit}, "which is decided")
    scene.done(scene.centre, f"/meetings/{meeting}/attendance", {"orgs": [scene.unit]}, "the unit was there")
    scene.done(scene.centre, f"/meetings/{meeting}/minutes", {}, "minutes are issued, and nobody answers")
    if not server.days_on(60):
        return
    centre = server.client("centre")
    deadline = 60
    while deadline and not server.store.rows(f"select 1 from meeting where id={meeting} and state='closed'"):
        deadline -= 1
        server.client("centre").get("/session")
        time.sleep(0.5)
    page = scene.show(meeting, centre)
    tap.claim(page["state"] == "closed" and [(unit["answer"], unit["silent"]) for unit in page["units"] if unit["org"] == scene.unit] == [("unanswered", True)], "two months later the silence is on record as the table says", page)
    row = next(row for row in centre.get("/meeting-tasks").json["items"] if row["meeting_id"] == meeting)
    tap.claim(row["missed_on"] and row["climbed_to"], "the task is on record as missed, and climbed to somebody", row)
    told = server.store.rows("select count(*) from notice where rule like 'meeting-task-%'")[0][0]
    tap.claim(told >= 3, "the unit and those it climbed to were told", told)
    before = server.ledger_size()
    time.sleep(11)
    tap.equal(server.store.rows(f"select count(*) from ledger_event where kind like 'meeting.%' and seq>{before}")[0][0], 0, "once: the chore does it no second time")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        meeting = called(scene)
        ids = prepared(scene, meeting)
        carried, task = held(scene, meeting, ids)
        followed(scene, meeting, carried, task)
        papers(scene, meeting)
        told(scene)
        long_papers(scene)
        for seed in (1, 2):
            walk(scene, seed, 160)
        whistled(scene)
        deliberated(scene)
        late(scene)
        server.stop()
        server.sound(tap, "after meetings")


if __name__ == "__main__":
    run(suite)
