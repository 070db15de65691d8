#!/usr/bin/env python3
"""The text for upward eyes: whoever reads upward never reads the words in which a problem was raised and worked on, whatever he asks for, but what one person drafted and
another approved; where nothing is approved, a line of facts. A secret word stands in every text that a problem can hold, and every question a leader may ask is asked."""
import io
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from urllib.parse import quote

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, today

CITY = "350100"
SECRET = "密语乙亥"
TITLE, BODY = "供电接入点待协调", "企业用电容量已核定，接入点位需两家单位协商确定"
TABLES = {"projects": "project", "applications": "application", "problems": "problem", "whistles": "whistle", "supervision-orders": "supervision", "files": "file",
          "intakes": "application_intake", "letters": "letter", "certificates": "certificate", "meetings": "meeting", "deferrals": "deferral", "commitments": "commitment"}


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise, self.navigator, self.centre, self.leader = (server.client(login, language="zh") for login in ("enterprise1", "navigator", "centre", "leader"))
        self.project = self.enterprise.session["post"]["project_id"]
        pack = self.centre.get("/pack").json
        self.category, self.cause = pack["problem_categories"][0]["code"], pack["problem_causes"][0]["code"]
        self.category_name = pack["problem_categories"][0]["name"]
        orgs = [row[0] for row in server.store.rows(f"select org from project_party where project={self.project} order by org")]
        self.org = next(org for org in orgs if not org.startswith("asc") and org != "enterprise")
        self.officer = server.hire("u-officer", {"role": "department_officer", "org": self.org, "district": CITY})
        self.other = server.hire("u-centre", {"role": "centre_coordinator", "org": "asc", "district": CITY})
        self.second = server.hire("u-leader", {"role": "leader", "district": CITY})
        self.item = server.store.named(f"select n.code from planning_node n join planning_plan l on l.project=n.project and l.plan=n.plan where n.project={self.project}"
                                       " and l.state='confirmed' order by n.position limit 1")[0]["code"]

    def show(self, problem, who):
        return who.get(f"/problems/{problem}").json

def said(answer):
    """All text of an answer, of a sheet and a printed paper too."""
    kind = answer.header("Content-Type") or ""
    if "spreadsheetml" in kind:
        archive = zipfile.ZipFile(io.BytesIO(answer.body))
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if "pdf" in kind and shutil.which("pdftotext"):
        return "".join(subprocess.run(["pdftotext", "-", "-"], input=answer.body, stdout=subprocess.PIPE, check=False).stdout.decode().split())
    return answer.body.decode("utf-8", "replace")


def questions(town, person):
    """Every GET of his, of every thing there is, as sheet and paper too; what belongs to our project of what there is much of."""
    asked_with = {"month": "2026-01", "quarter": "2026-Q1", "indicator": "problems-closed", "number": "1", "post": "1", "form": "problem", "name": "mail", "code": "1-00000000000000000000"}
    for path, methods in person.get("/openapi.json").json["paths"].items():
        operation = methods.get("get", {"x-roles": []})
        if "leader" not in operation["x-roles"] or operation["operationId"] == "events.stream":
            continue
        named = re.match(r"/([a-z-]+)/\{id\}", path)
        thing = named and named[1]
        month = today(person)[:7]
        asked_with.update(month=month, quarter=f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}")
        ids = [0]
        if thing:
            table = TABLES.get(thing)
            where = "" if table in ("meeting", None) else f" where {'id' if table == 'project' else 'project'}={town.project}"
            ids = [row["id"] for row in town.server.store.named(f"select id from {table}{where} order by id desc limit 40")] if table else []
        ways = next((p["schema"]["enum"] for p in operation.get("parameters", []) if p["name"] == "as"), [])
        for id in ids:
            asked = re.sub(r"\{(\w+)\}", lambda found: str(id) if found[1] == "id" else asked_with.get(found[1], "1"), path)
            yield asked
            yield from (asked + ("&" if "?" in asked else "?") + "as=" + way for way in ways if way != "json")
    for path in ("/problems?state=merged", "/problems?state=closed", "/problems?limit=200", "/problems?sort=-raised&limit=200", "/meeting-tasks", f"/projects/{town.project}/history?limit=200"):
        yield path


def leaks(town, person, word):
    found, asked = [], 0
    for path in questions(town, person):
        answer = person.get(path)
        asked += 1
        if word in said(answer):
            found.append(path)
    return found, asked


def raised(tap, town, who=None, **more):
    body = {"title": f"{SECRET}标题", "category": town.category, "description": f"{SECRET}说明", "items": [town.item], **more}
    return done(tap, who or town.enterprise, f"/projects/{town.project}/problems", body, "a problem is raised")["id"]


def worked_on(tap, town):
    """A problem in whose every text the secret stands, and what is made of it elsewhere."""
    problem = raised(tap, town)
    body = {"org": town.org, "owner": town.officer.account, "measures": f"{SECRET}措施", "due_on": today(town.centre)}
    for reason in ("市级", "领导"):
        done(tap, town.centre, f"/problems/{problem}/escalate", {"reason": f"{SECRET}{reason}"}, "it is escalated")
    done(tap, town.centre, f"/problems/{problem}/assign", body, "assigned")
    for again in ("return", None):
        done(tap, town.officer, f"/problems/{problem}/solve", {"solution": f"{SECRET}解决", "no_evidence": f"{SECRET}无材料", "cause": town.cause}, "reported solved")
        if again:
            done(tap, town.enterprise, f"/problems/{problem}/return", {"reason": f"{SECRET}退回"}, "sent back")
    done(tap, town.centre, f"/problems/{problem}/verify", {"note": f"{SECRET}核实", "accepts_statement": True}, "verified")
    part = raised(tap, town, town.navigator)
    main = raised(tap, town, town.navigator)
    done(tap, town.centre, f"/problems/{part}/merge", {"into": main, "reason": f"{SECRET}归并"}, "another one is merged")
    gone = raised(tap, town)
    done(tap, town.centre, f"/problems/{gone}/assign", body, "a third is assigned")
    whistle = done(tap, town.enterprise, f"/projects/{town.project}/whistles", {"said": "请到现场说明", "org": town.org}, "a whistle")["id"]
    done(tap, town.enterprise, f"/whistles/{whistle}/problem", {"title": f"{SECRET}吹哨", "category": town.category}, "that becomes a problem")
    return problem, main


def elsewhere(tap, town, problem):
    """On an agenda, decided, ordered, handed over."""
    call = {"kind": "consultation", "held_on": today(town.centre), "starts": "09:30", "ends": "11:00", "place": "p", "short_notice": "r"}
    meeting = done(tap, town.centre, "/meetings", call, "a meeting is called")["id"]
    points = town.centre.get(f"/meetings/{meeting}").json["points"]
    if not any(row["about"] == "problem" and row["about_id"] == problem for row in points):
        done(tap, town.centre, f"/meetings/{meeting}/points", {"about": "problem", "about_id": problem}, "the problem is put on its agenda")
        points = town.centre.get(f"/meetings/{meeting}").json["points"]
    point = next(row for row in points if row["about"] == "problem" and row["about_id"] == problem)
    tap.claim(SECRET in point["title"], "who works on it reads its own title there", point["title"])
    seen = next(row for row in town.leader.get(f"/meetings/{meeting}").json["points"] if row["id"] == point["id"])
    tap.claim(SECRET not in seen["title"] and "文字待审" in seen["title"], "a leader reads the line of facts", seen["title"])
    done(tap, town.centre, f"/meeting-points/{point['id']}/decide", {"decision": "三日内定", "org": town.org, "due_on": today(town.centre)}, "decided")
    done(tap, town.leader, f"/projects/{town.project}/supervision-orders", {"org": town.org, "asked": "请答复", "days": 5, "source": "supervision", "problem_id": problem}, "an order is raised from it")
    second = town.server.hire("u-navigator", {"role": "navigator", "org": "asc", "district": CITY})
    appointed = town.centre.post(f"/projects/{town.project}/navigator", {"account_id": second.account, "reason": "轮岗"})
    tap.claim(appointed.status == 200, "another navigator follows", appointed)
    lists = town.leader.get("/successions").json["items"]
    titles = [row["title"] for one in lists for row in one["items"] if row["kind"] == "problem"]
    tap.claim(titles and all(re.fullmatch(r"\S+\d{4}-\d{4} \S+", title) and SECRET not in title for title in titles), "who is handed what is open: a leader reads number and category of each problem", titles)
    return second


def waiting(tap, town, problem):
    row = next(one for one in town.leader.get("/problems?limit=200").json["items"] if one["id"] == problem)
    tap.claim(row["title"].startswith(town.category_name + "：卡住") and "个工作日" in row["title"] and row["title"].endswith("（文字待审）"), "in its place a line of facts, and that the text awaits approval", row["title"])
    tap.claim(row["upward"] == {"state": "none", "pending": True, "approved_on": None, "approved_by_name": None}, "said for machines too", row["upward"])
    tap.equal(town.leader.get(f"/problems?q={quote(SECRET)}").json["total"], 0, "nor is it found by its words")
    tap.claim(town.centre.get(f"/problems?q={quote(SECRET)}").json["total"] >= 4, "which those at work still do")
    tap.equal(town.show(problem, town.enterprise)["upward"], None, "the enterprise reads nothing of it")


def approving(tap, town, problem):
    path = f"/problems/{problem}"
    text = {"title": TITLE, "body": BODY}
    refused(tap, town.enterprise, path + "/draft", text, "an enterprise drafts nothing", 403)
    refused(tap, town.leader, path + "/draft", text, "nor does a leader", 403)
    refused(tap, town.centre, path + "/approve", {}, "nothing waits for approval yet", 409, "wrong-state")
    refused(tap, town.officer, path + "/draft", {"title": TITLE}, "a text has a title and a body", 422)
    refused(tap, town.officer, path + "/draft", {**text, "body": "长" * 1001}, "and is bounded", 422)
    done(tap, town.officer, path + "/draft", {"title": f"{SECRET}初稿", "body": f"{SECRET}初稿"}, "the unit in charge drafts")
    refused(tap, town.officer, path + "/approve", {}, "who drafted it does not approve it", 403)
    now = town.show(problem, town.centre)
    tap.claim(now["upward"]["state"] == "waits" and now["upward"]["draft_title"] == f"{SECRET}初稿" and {"approve", "reject"} <= set(now["may"]), "it waits for the coordinator", now["upward"])
    tap.claim("approve" not in town.show(problem, town.officer)["may"], "not for who drafted it")
    rules = {row["rule"] for row in town.centre.get("/notices").json["items"]}
    tap.claim("problem-drafted-coordinator" in rules, "who is told so", rules)
    task = [row for row in town.centre.get("/workbench").json["todo"] if row["action"].get("problem_id") == problem and "上报文字" in row["title"]]
    tap.claim(len(task) == 1, "and has it on his workbench", task)
    tap.none(leaks(town, town.leader, SECRET)[0], "a draft is not shown upward")
    tap.claim(town.leader.get("/notices").status == 200 and not any("problem-drafted" in row["rule"] for row in town.leader.get("/notices").json["items"]), "a leader is told nothing of drafts")
    refused(tap, town.centre, path + "/reject", {}, "it is not returned without a reason", 422)
    done(tap, town.centre, path + "/reject", {"reason": f"{SECRET}不要点名"}, "it is returned")
    now = town.show(problem, town.officer)
    tap.claim(now["upward"]["state"] == "returned" and now["upward"]["return_reason"] == f"{SECRET}不要点名", "the drafter reads why", now["upward"])
    tap.claim("problem-rejected" in {row["rule"] for row in town.officer.get("/notices").json["items"]}, "and is told")
    refused(tap, town.centre, path + "/approve", {}, "what was returned is drafted anew first", 409, "wrong-state")
    done(tap, town.officer, path + "/draft", text, "drafted anew")
    version = town.show(problem, town.centre)["version"]
    tap.equal(town.centre.post(path + "/approve", {}, version=version - 1).status, 409, "only what one has seen is approved")
    done(tap, town.centre, path + "/approve", {}, "and approved")


def approved(tap, town, problem):
    now = town.show(problem, town.leader)
    tap.claim(now["title"] == TITLE and now["description"] == BODY and not now["upward"]["pending"], "a leader reads the approved text", now)
    tap.claim(now["upward"]["approved_by_name"] and now["upward"]["approved_on"] == today(town.leader), "who approved it, and when", now["upward"])
    tap.claim(town.show(problem, town.officer)["title"] == f"{SECRET}标题", "those at work read their own words as before")
    told, asked = leaks(town, town.leader, TITLE)
    wanted = ["/problems?limit=200", f"/problems/{problem}", f"/projects/{town.project}", f"/projects/{town.project}/history?limit=200", f"/projects/{town.project}/open-matters"]
    tap.none([path for path in wanted if path not in told], "it is shown wherever the problem is")
    tap.claim(any(path.startswith("/meetings/") for path in told), "on the agenda too", told)
    tap.none(leaks(town, town.leader, SECRET)[0], "and the secret nowhere")
    titles = [[row["title"].rsplit("：", 1)[1] for row in who.get("/meeting-tasks").json["items"] if row["what"] == "三日内定"] for who in (town.leader, town.centre)]
    tap.equal(titles, [[TITLE], [f"{SECRET}标题"]], "what a meeting decided about it is called by the approved text for a leader, as it was raised for those at work")
    matters = [row["title"] for row in town.leader.get(f"/projects/{town.project}/open-matters").json["items"] if row["kind"] == "meeting_task"]
    tap.claim(any(TITLE in title for title in matters), "so in the list of what is open", matters)
    tap.equal(town.leader.get(f"/problems?q={quote(TITLE)}").json["total"], 1, "it is found by the words he reads")
    done(tap, town.navigator_now, f"/problems/{problem}/draft", {"title": f"{SECRET}新稿", "body": f"{SECRET}新稿"}, "a new draft")
    now = town.show(problem, town.leader)
    tap.claim(now["title"] == TITLE and now["upward"]["draft_title"] is None, "leaves the approved one showing", now["upward"])
    done(tap, town.enterprise, f"/problems/{problem}/return", {"reason": f"{SECRET}还没有解决"}, "what is said of the problem later")
    tap.equal(town.show(problem, town.leader)["title"], TITLE, "changes nothing of it")
    tap.none(leaks(town, town.leader, SECRET)[0], "and the secret is still nowhere")


def old_ledger(tap, server, town, problem):
    """Of before texts were approved: the title as it was raised stands in notices, agendas and tasks."""
    if server.store.on_postgres:
        return
    with sqlite3.connect(server.database) as tables:
        id = tables.execute("select max(id) from notice where address='role:leader'").fetchone()[0]
        for table in ("meeting_point", "meeting_task"):
            tables.execute(f"update {table} set title=? where title like '%' || (select number from problem where id=?) || '%'", (f"项目：{SECRET}标题", problem))
        tables.execute("update notice set about=?, text=?, text_en=? where id=?", (problem, f"问题“{SECRET}标题”已提级,{SECRET}标题", f"A problem has climbed: {SECRET}标题", id))
    server.start()
    server.clients.clear()
    for language in ("zh", "en"):
        rows = server.client("leader", language=language).get("/notices?limit=200").json["items"]
        texts = [one["text"] for one in rows if one["id"] == id]
        tap.claim(texts and SECRET not in texts[0] and TITLE in texts[0], f"in an old notice a leader reads what it is called ({language})", id, rows[:3])
        server.clients.clear()
    person = server.client("leader", language="zh")
    for path in ("/meeting-tasks", f"/projects/{town.project}/open-matters"):
        rows = person.get(path).json["items"]
        tap.claim(any(TITLE in row["title"] for row in rows) and SECRET not in str(rows), "so in what was decided at meetings", path, rows)


def suite(tap):
    with Server() as server:
        town = Town(server)
        problem, main = worked_on(tap, town)
        town.navigator_now = elsewhere(tap, town, problem)
        found, asked = leaks(town, town.centre, SECRET)
        tap.claim(len(found) >= 8, f"the secret stands on {len(found)} pages of who works on it", found)
        for person in (town.leader, town.second):
            found, asked = leaks(town, person, SECRET)
            tap.none(found, f"none of {asked} answers to a leader has it")
        waiting(tap, town, problem)
        approving(tap, town, problem)
        approved(tap, town, problem)
        server.stop()
        server.sound(tap, "after approving")
        old_ledger(tap, server, town, problem)


if __name__ == "__main__":
    run(suite)
