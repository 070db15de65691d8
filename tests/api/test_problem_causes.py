#!/usr/bin/env python3
"""Causes of problems: of the city's table, given with the measures or the solution; counted over a period across projects and units, each number the rows of the list at its address."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, tiny_pdf, today

CITY = "350100"


def assigned(tap, town, project, org, officer, title, cause):
    problem = done(tap, town["navigator"], f"/projects/{project}/problems", {"title": title, "category": town["category"]}, f"{title}: raised")["id"]
    body = {"org": org, "owner": officer.account, "measures": "核对", "due_on": town["today"]}
    done(tap, town["centre"], f"/problems/{problem}/assign", dict(body, cause=cause) if cause else body, f"{title}: assigned")
    return problem


def causes(town, who="centre", query=""):
    return town[who].get("/problem-causes" + query).json


def of_cause(answer, cause):
    return next((row for row in answer["items"] if row["cause"] == cause), None)


def suite(tap):
    with Server() as server:
        town = {login: server.client(login) for login in ("enterprise1", "navigator", "centre", "leader")}
        pack = town["centre"].get("/pack").json
        town["category"], town["today"] = pack["problem_categories"][0]["code"], today(town["centre"])
        names = {row["code"]: row["name"] for row in pack["problem_causes"]}
        used = {row["cause"] for row in town["centre"].get("/problem-causes").json["items"]}
        first, second = [code for code in names if code not in used][:2]
        projects = [row["id"] for row in town["navigator"].get("/projects?limit=20").json["items"]][:2]
        orgs = [row["id"] for row in pack["orgs"] if row["id"] in ("zrzy", "zjj", "sthj")] or [row["id"] for row in pack["orgs"]][:2]
        officers = [server.hire(f"p-{org}", {"role": "department_officer", "org": org, "district": CITY}) for org in orgs[:2]]
        one = assigned(tap, town, projects[0], orgs[0], officers[0], "一", first)
        two = assigned(tap, town, projects[-1], orgs[1], officers[1], "二", first)
        three = assigned(tap, town, projects[0], orgs[0], officers[0], "三", None)
        body = {"org": orgs[0], "owner": officers[0].account, "measures": "核对", "due_on": town["today"], "cause": "no-such-cause"}
        refused(tap, town["centre"], f"/problems/{three}/assign", body, "a cause is of the city's table", 422, "field-invalid")
        now = causes(town)
        row = of_cause(now, first)
        tap.claim(row["problems"] == 2 and row["projects"] == len(set((projects[0], projects[-1]))) and row["units"] == 2 and row["recurs"], "what recurs is counted over projects and units", row)
        tap.equal(row["cause_name"], names[first], "by its name")
        rows = town["centre"].get(row["rows"]).json
        tap.equal((rows["total"], {each["id"] for each in rows["items"]}), (2, {one, two}), "the rows behind it stand at its address")
        for each in now["items"]:
            tap.equal(town["centre"].get(each["rows"]).json["total"], each["problems"], f"{each['cause']}: as many rows as it says")
        kept = officers[0].upload(projects[0], "答复.pdf", tiny_pdf("cause"))
        refused(tap, officers[0], f"/problems/{one}/solve", {"solution": "已办", "evidence": [kept.json["id"]], "cause": "no-such-cause"}, "so with the solution", 422, "field-invalid")
        refused(tap, officers[0], f"/problems/{three}/solve", {"solution": "已办", "evidence": [kept.json["id"]]}, "where nobody has said a cause, who reports it solved does", 422, "field-invalid")
        done(tap, officers[0], f"/problems/{one}/solve", {"solution": "已办", "evidence": [kept.json["id"]], "cause": second}, "solved, the cause found to be another")
        shown = town["centre"].get(f"/problems/{one}").json
        tap.equal((shown["cause"], shown["cause_name"]), (second, names[second]), "the later one holds")
        tap.claim(of_cause(causes(town), first)["problems"] == 1 and not of_cause(causes(town), first)["recurs"], "once is no recurrence")
        before = of_cause(causes(town), second)["problems"]
        done(tap, town["centre"], f"/problems/{three}/merge", {"into": two, "reason": "同"}, "merged") if projects[0] == projects[-1] else None
        tap.equal(of_cause(causes(town), second)["problems"], before, "what is merged is not counted twice")
        tap.equal(causes(town, query="?from=2020-01-01&until=2020-12-31")["items"], [], "another period has its own")
        unknown = town["centre"].get("/problems?cause=unknown&limit=200").json["items"]
        tap.claim(unknown and all(each["cause"] is None for each in unknown), "what has no cause is said to be unknown")
        tap.equal(town["enterprise1"].get("/problem-causes").status, 404, "an enterprise does not see them")
        tap.equal(town["leader"].get("/problem-causes").status, 200, "a leader does")
        server.stop()
        server.sound(tap, "after counting")


if __name__ == "__main__":
    run(suite)
