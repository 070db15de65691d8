#!/usr/bin/env python3
"""The cockpit: three questions in each role's own order, the same figures within each one's scope; every number is the number of its rows and that of the
indicator's own page, after whatever happens; what needs me appears when it does and goes when it is done."""
import datetime
import json
import os
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, done, is_problem, run

LOGINS = ("leader", "supervisor", "centre", "district", "invest", "dept-zjj")


def rows_of(person, address):
    found, after = [], None
    while True:
        page = person.get(address + ("&" if "?" in address else "?") + "limit=3" + (f"&after={after}" if after else "")).json
        found += page["items"]
        after = page["next"]
        if not after:
            return found, page.get("total")


def figures(tap, server):
    """Everybody's cockpit against the rows and the indicators' own pages."""
    for login in LOGINS:
        person = server.client(login)
        seen = person.get("/cockpit").json
        stuck = seen["stuck"]
        for part, key in ([(stuck, "late")] + [(one, "late") for one in stuck["districts"] + stuck["units"]] + [(one, "overdue") for one in stuck["stages"]]):
            rows, total = rows_of(person, part["rows_at"])
            if not tap.claim(len(rows) == len({row["id"] for row in rows}) == total == part[key], f"{login}: {part['rows_at']} is the number of its rows", part, total, len(rows)):
                break
            if "days_lost" in part:
                tap.equal(sum(row["effect_days"] for row in rows), part["days_lost"], f"{login}: and the days are theirs")
        tap.equal(sum(one["late"] for one in stuck["districts"]), stuck["late"], f"{login}: the districts make the whole")
        tap.claim(stuck["late"] <= stuck["running"], "no more are late than run")
        for one in seen["doing"]:
            own = person.get(f"/indicators/{one['id']}").json["all"]
            names = ("part", "whole", "value", "low", "high", "enough")
            tap.equal({name: one[name] for name in names}, {name: own[name] for name in names}, f"{login}: {one['id']} is that of the indicator's page")
            tap.claim(one["definition"] and one["numerator"] and one["denominator"], "with its definition, numerator and denominator", one)
        tap.claim(len(seen["as_of"]) == 16, "the moment stands with it", seen["as_of"])
    whole, own = server.client("leader").get("/cockpit").json, server.client("district").get("/cockpit").json
    tap.claim(whole["stuck"]["late"] > 0 and whole["stuck"]["days_lost"] > 0, "the demonstration is late somewhere", whole["stuck"])
    home = server.client("district").session["post"]["district"]
    tap.equal([one["code"] for one in own["stuck"]["districts"] if one["projects"]], [home], "a district sees its own")


def orders(tap, server):
    """Which questions and figures, in which order: the city's data."""
    with open(os.path.join(PACK, "indicators.json"), encoding="utf-8") as file:
        pack = json.load(file)
    records = {one["id"]: one for one in pack["cockpits"]}
    for login, role in (("leader", "leader"), ("supervisor", "supervisor"), ("centre", "centre_coordinator"), ("district", "district_coordinator"), ("invest", "promotion_officer"), ("dept-zjj", "department_officer")):
        seen = server.client(login).get("/cockpit").json
        tap.equal((seen["questions"], [one["kind"] for one in seen["needs"]], [one["id"] for one in seen["doing"]]),
                  tuple(records[role][name] for name in ("questions", "needs", "indicators")), f"{login} is asked what the city's data says, in that order")
    away = server.hire("leader-of-district", {"role": "leader", "org": "", "district": "350102"})
    seen = away.get("/cockpit").json
    tap.equal([one["id"] for one in seen["doing"]], records["leader-district"]["indicators"], "a district's leader has a record of his own")
    tiles = {(one["column"], one["row"]) for one in seen["stuck"]["districts"]}
    tap.claim(len(seen["stuck"]["districts"]) == len(tiles) == 13, "thirteen tiles, each in a place of its own", tiles)


def needs_of(person, kind):
    return next(one for one in person.get("/cockpit").json["needs"] if one["kind"] == kind)


def needs(tap, server):
    leader, enterprise = server.client("leader"), server.client("enterprise1")
    project = enterprise.session["post"]["project_id"]
    parties = {row[0] for row in server.store.rows(f"select org from project_party where project={project}")}
    org = next(row[0] for row in server.store.rows("select distinct org from account_post where role='department_officer' and ended=0 order by org") if row[0] in parties)
    officer = server.hire("cockpit-officer", {"role": "department_officer", "org": org, "district": "350100"})
    before = needs_of(officer, "orders")["count"], needs_of(leader, "orders")["count"]
    made = done(tap, leader, f"/projects/{project}/supervision-orders", {"org": org, "asked": "三日内答复", "days": 3, "source": "instruction", "reference": "1 号"}, "the leader instructs a unit")
    mine = needs_of(officer, "orders")
    tap.claim(mine["count"] == before[0] + 1 and made["number"] in [one["number"] for one in mine["items"]], "it waits for the unit", mine)
    done(tap, officer, f"/supervision-orders/{made['id']}/answer", {"answer": "已办"}, "the unit answers")
    tap.equal((needs_of(officer, "orders")["count"], needs_of(leader, "orders")["count"]), (before[0], before[1] + 1), "now it waits for who issued it")
    done(tap, leader, f"/supervision-orders/{made['id']}/accept", {"note": "同意"}, "he accepts")
    tap.equal(needs_of(leader, "orders")["count"], before[1], "and it waits for nobody")
    category = server.client("centre").get("/pack").json["problem_categories"][0]["code"]
    raised = done(tap, enterprise, f"/projects/{project}/problems", {"title": "用电接入未定", "category": category}, "the enterprise raises a problem")
    district = server.store.named(f"select district from project where id={project}")[0]["district"]
    clerk = server.hire("cockpit-clerk", {"role": "district_coordinator", "org": "asc-" + district, "district": district})
    who = clerk if raised["id"] in [one["id"] for one in rows_of_need(clerk)] else server.client("centre")
    tap.claim(raised["id"] in [one["id"] for one in rows_of_need(who)], "it waits for its coordinator to assign it", rows_of_need(who))


def rows_of_need(person):
    found = needs_of(person, "problems")
    return found["items"] if found["count"] <= 6 else [{"id": row["id"]} for row in person.get("/problems?state=raised&limit=100").json["items"]]


def access(tap, server):
    for login, status in (("enterprise1", 403), ("navigator", 403), ("sysadmin", 403), (None, 401)):
        person = server.client(login) if login else server.client()
        for path in ("/cockpit", "/cockpit/rows?what=late", "/brief"):
            answer = person.get(path)
            tap.claim(answer.status in (status, 404) and is_problem(answer), f"{login} has no cockpit", answer)
    leader, department = server.client("leader"), server.client("dept-zjj")
    for query in ("", "what=x", "what=late&stage=under_way", "what=overdue&org=zjj", "what=overdue&stage=x", "what=late&after=x", "what=late&after=1.-1", "what=late&limit=0"):
        answer = leader.get("/cockpit/rows?" + query)
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"{query} is refused", answer)
    tap.equal(department.get("/cockpit/rows?what=late&org=ndrc").status, 400, "a unit asks for whom others wait of itself alone")


def brief(tap, server):
    """A week on one page: its figures are the indicators' own of these days, their rows are at the address beside them."""
    for login in LOGINS:
        person = server.client(login)
        person.language = "zh"
        seen, cockpit = person.get("/brief").json, person.get("/cockpit").json
        monday, sunday = (datetime.date.fromisoformat(seen[name]) for name in ("from_on", "until_on"))
        tap.claim(monday.weekday() == 0 and (sunday - monday).days == 6 and not seen["over"], f"{login}: this week", seen["from_on"], seen["until_on"])
        tap.equal(([one["id"] for one in seen["figures"]], seen["needs"], seen["stuck"]), ([one["id"] for one in cockpit["doing"]], cockpit["needs"], cockpit["stuck"]), f"{login}: the figures of his cockpit, and what waits as it stands")
        for one in seen["figures"]:
            rows = rows_of(person, one["rows_at"])[0]
            tap.equal((sum(row["part"] for row in rows), sum(row["whole"] for row in rows)), (one["part"], one["whole"]), f"{login}: {one['id']} of the week is the number of its rows")
        last = person.get(f"/brief?week={monday - datetime.timedelta(days=3)}").json
        tap.equal((last["until_on"], last["over"]), ((monday - datetime.timedelta(days=1)).isoformat(), True), "a week that is over")
        tap.equal([(one["part"], one["whole"]) for one in last["figures"]], [(one["part_before"], one["whole_before"]) for one in seen["figures"]], f"{login}: the week before is that week's own")
        paper = person.get("/brief?as=pdf")
        pages = paper.body.count(b"/Type /Page\n") + paper.body.count(b"/Type /Page ")
        tap.claim(paper.status == 200 and paper.body.startswith(b"%PDF-") and pages <= 1, f"{login}: it goes out as one page", paper, pages)
    leader = server.client("leader")
    ahead = (sunday + datetime.timedelta(days=1)).isoformat()
    for query in ("week=x", f"week={ahead}"):
        answer = leader.get("/brief?" + query)
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"{query} is refused", answer)


def moves(tap, server):
    """After acts and a night the counters say what a page asked anew says."""
    officer = server.client("dept-zjj")
    queue = officer.get("/queue?state=accepted").json["items"]
    if queue:
        done(tap, officer, f"/applications/{queue[0]['id']}/decide", {"result": "granted", "document": "榕建〔2026〕1号"}, "a unit decides a case")
    figures(tap, server)


def suite(tap):
    with Server() as server:
        figures(tap, server)
        orders(tap, server)
        needs(tap, server)
        access(tap, server)
        brief(tap, server)
        moves(tap, server)
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
