#!/usr/bin/env python3
"""Indicators: each says what it counts, the whole is the sum of its groups and the number of its rows, the rows are what the tables hold, what goes on
still is not left out, small samples are not ranked, nobody counts what he may not see, and a figure can be derived again."""
import datetime
import io
import json
import os
import sys
import xml.etree.ElementTree as xml
import zipfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, is_problem, run, today

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SLICES = ("district", "org", "park", "direction", "navigator", "project", "item", "cause", "month", "week")


def rows_of(person, address, limit=500):
    found, after = [], None
    while True:
        page = person.get(f"{address}&limit={limit}" + (f"&after={after}" if after else ""))
        if page.status != 200:
            raise RuntimeError(f"{address}: {page!r}")
        found += page.json["items"]
        after = page.json["next"]
        if not after:
            return found


def catalogue(tap, server):
    leader = server.client("leader")
    answer = leader.get("/indicators").json
    for one in answer["items"]:
        lacking = [name for name in ("id", "name", "definition", "formula", "numerator", "denominator", "rows_of", "unit", "basis", "cut_off", "form", "source", "confidence") if not one.get(name)]
        if lacking or one["minimum"] < 1:
            tap.claim(False, f"{one['id']} says all of itself", lacking)
    ids = {one["id"] for one in answer["items"]}
    tap.claim(len(ids) == len(answer["items"]) and {"on-time", "days-signed-producing", "listed-started", "late-entry", "policy-paid"} <= ids, "indicators have names of their own", ids)
    tap.none([one for one in answer["external"] if (one["indicator"] is None) != (one["answer"] == "no") or not one["why"]], "what others ask for is answered by an indicator, or said to be unanswerable; both with why")
    tap.claim({one["answer"] for one in answer["external"]} >= {"part", "no"}, "and some can't be answered")
    tap.equal([one["id"] for one in answer["steps"]], ["lead", "listed", "signed", "filed", "land", "permit", "started", "completed", "producing"], "the steps of a project in their order")
    return answer["items"]


def sums(tap, server, items):
    """Whole, groups and rows agree, for every indicator and slice."""
    leader, filled = server.client("leader"), set()
    for one in items:
        days = one["form"] == "days"
        counted = ("rows", "ended") if days else ("rows", "part", "whole")
        whole = leader.get(f"/indicators/{one['id']}").json
        rows = rows_of(leader, whole["all"]["rows_at"])
        got = {name: whole["all"][name] for name in counted}
        tap.equal(got, {"rows": len(rows), **({"ended": sum(row["ended"] for row in rows)} if days else {name: sum(row[name] for row in rows) for name in ("part", "whole")})}, f"{one['id']} is the number of its rows")
        if rows:
            filled.add(one["id"])
        for by in SLICES if rows else SLICES[:2]:
            cut = leader.get(f"/indicators/{one['id']}?by={by}").json
            if not tap.equal({name: sum(group[name] for group in cut["items"]) for name in counted}, got, f"{one['id']} by {by}: the groups make the whole"):
                break
            if cut["items"]:
                group = cut["items"][len(cut["items"]) // 2]
                own = rows_of(leader, group["rows_at"], 7)
                tap.claim(len(own) == group["rows"] and all(row in rows for row in own), f"{one['id']}: the rows of {group['name']}", len(own), group)
    tap.claim(len(filled) >= 12, "the demonstration has rows for many", sorted(filled))


def on_time(tap, server):
    """By the cases' own pages: open ones past their limit are in the denominator."""
    leader = server.client("leader")
    day = today(leader)
    wanted, got = {}, {row["id"]: row for row in rows_of(leader, leader.get("/indicators/on-time").json["all"]["rows_at"])}
    for (case,) in server.store.rows("select a.id from application a join project p on p.id=a.project where a.own=0 order by a.id"):
        page = leader.get(f"/applications/{case}")
        if page.status != 200 or not page.json.get("due_on"):
            continue
        page = page.json
        if page["decided_on"]:
            wanted[case] = int(page["decided_on"] <= page["due_on"])
        elif page["due_on"] < day and page["state"] in ("received", "accepted"):
            wanted[case] = 0
    tap.equal({case: row["part"] for case, row in got.items()}, wanted, "decided in time, or late, or open and late: as each case's page says")
    figure = leader.get("/indicators/on-time").json["all"]
    if figure["whole"]:
        tap.claim(float(figure["low"]) <= float(figure["value"]) <= float(figure["high"]), "the value lies in its interval", figure)
        tap.equal(figure["value"], f"{(figure['part'] * 1000 / figure['whole'] + .5) // 1 / 10:.1f}", "and is the share")


def way(tap, server):
    """Conversion and time are those of the tables; a cohort never passes the whole, the past stays as it was."""
    leader = server.client("leader")
    day = today(leader)
    listed = dict(server.store.rows("select project, min(on_day) from admission_decision where decision='list' group by project"))
    started = dict(server.store.rows("select project, reached_on from milestone_reached where milestone='开工'"))
    rows = {row["id"]: row for row in rows_of(leader, leader.get("/indicators/listed-started").json["all"]["rows_at"])}
    tap.equal({project: row["part"] for project, row in rows.items()}, {project: int(project in started) for project in listed}, "listed, and of these started")
    took = {row["id"]: row for row in rows_of(leader, "/indicators/days-listed-permit/rows?basis=cohort")}
    tap.equal(set(took), set(listed), "each listed project has its time, ended or not")
    tap.claim(any(not row["ended"] for row in took.values()), "those under way are among them", len(took))
    first = min(listed.values())
    before = (datetime.date.fromisoformat(first) - datetime.timedelta(days=1)).isoformat()
    tap.equal(leader.get(f"/indicators/listed-started?cut={before}").json["all"]["rows"], 0, "before the first there was none")
    middle = sorted(listed.values())[len(listed) // 2]
    past = leader.get(f"/indicators/listed-started?cut={middle}").json["all"]
    tap.equal((past["whole"], past["part"]), (sum(on <= middle for on in listed.values()), sum(listed[one] <= middle and started.get(one, "9") <= middle for one in listed)), "as of a past day: what had happened then")
    period = leader.get(f"/indicators/listed-started?basis=period&from={middle}").json["all"]
    tap.equal((period["whole"], period["part"]), (sum(on >= middle for on in listed.values()), sum(on >= middle for on in started.values())), "by period both are counted in the time")
    tap.equal(leader.get("/indicators/on-time?basis=cohort").status, 400, "what has one way of counting is not counted another way")
    signed = leader.get("/indicators/days-signed-producing").json["all"]
    project = server.store.rows("select id from project where stage_rank>=30 order by id limit 1")[0][0]
    promotion = server.client("invest")
    told = promotion.post(f"/projects/{project}/lead-facts", {"facts": {"agreement_signed": True, "agreement_signed_on": first}})
    tap.equal(told.status, 200, "the promotion officer says when the agreement was signed")
    again = leader.get("/indicators/days-signed-producing").json["all"]
    tap.equal((again["rows"], again["ended"]), (signed["rows"] + 1, signed["ended"] + (project in dict(server.store.rows("select project, 1 from milestone_reached where milestone='投产'")))), "one more has a time from its signing")
    return day


def across(tap, server):
    """Units by weeks: the cells make the whole, and each has its rows."""
    leader = server.client("leader")
    for name in ("on-time", "case-days"):
        flat = leader.get(f"/indicators/{name}?by=org").json
        cells = leader.get(f"/indicators/{name}?by=org&across=week").json["items"]
        for group in flat["items"]:
            tap.equal(sum(one["rows"] for one in cells if one["key"] == group["key"]), group["rows"], f"{name}: the weeks of {group['name']} make the whole")
        tap.none([one for one in cells if datetime.date.fromisoformat(one["across"]).weekday()], "a week goes by its Monday")
        one = cells[len(cells) // 2]
        tap.equal(len(rows_of(leader, one["rows_at"])), one["rows"], "a cell is the number of its rows")
    tap.equal(leader.get("/indicators/on-time?across=week").status, 400, "weeks go across something")


def funnel(tap, server):
    """One and the same set of projects: no step has more than there are, and each is the indicator's own."""
    leader = server.client("leader")
    steps = leader.get("/funnel?step=listed").json["items"]
    tap.equal([one["id"] for one in steps], ["listed", "signed", "filed", "land", "permit", "started", "completed", "producing"], "from the list on, in the order of the steps")
    tap.claim(all(one["count"] <= steps[0]["count"] for one in steps) and steps[0]["share"] == "100.0", "no more than began", steps)
    for name in ("started", "producing"):
        own = leader.get(f"/indicators/listed-{name}").json["all"]
        tap.equal(next((one["count"], one["share"]) for one in steps if one["id"] == name), (own["part"], own["value"]), f"listed to {name} is that indicator")
    tap.equal(leader.get("/funnel?step=no-such").status, 400, "a step that there is not")
    tap.equal(leader.get("/funnel").status, 422, "or none")


def comparing(tap, server):
    leader = server.client("leader")
    for name in ("on-time", "once", "listed-started", "late-entry"):
        answer = leader.get(f"/indicators/{name}?by=district").json
        for group in answer["items"]:
            small = group["rows"] < answer["minimum"]
            tap.claim(group["enough"] != small and (not small or group["beside_rest"] is None), f"{name} {group['name']}: {group['rows']} rows are ranked or not", group)
    empty = leader.get("/indicators/on-time?from=2001-01-01&to=2001-12-31").json["all"]
    tap.equal((empty["rows"], empty["value"], empty["low"], empty["enough"]), (0, None, None, False), "of nothing no share is known")
    none = leader.get("/indicators/case-days?from=2001-01-01&to=2001-12-31").json
    tap.equal((none["all"]["median"], none["curve"]), (None, []), "nor a time")


def access(tap, server):
    leader, district, department = server.client("leader"), server.client("district"), server.client("dept-zjj")
    home = district.session["post"]["district"]
    for name in ("on-time", "listed-started", "problems-closed", "late-entry", "case-days"):
        whole = leader.get(f"/indicators/{name}?by=district").json
        own = district.get(f"/indicators/{name}?by=district").json
        tap.claim({group["key"] for group in own["items"]} <= {home}, f"{name}: a district counts its own", own["items"])
        tap.claim(own["all"]["rows"] <= whole["all"]["rows"], "no more than there is")
        unit = department.get(f"/indicators/{name}?by=org").json
        if name != "listed-started":
            tap.claim({group["key"] for group in unit["items"]} <= {department.session["post"]["org"]}, "and a department its own cases", unit["items"])
        tap.claim(f"scope=unit:{department.session['post']['org']}" in unit["stamp"][0]["value"] and "scope=city" in whole["stamp"][0]["value"], "a figure says whose it is", unit["stamp"])
    for person, status in ((server.client("enterprise1"), 403), (server.client("sysadmin"), 403), (server.client(), 401)):
        for path in ("", "/on-time", "/on-time/rows", "/on-time?as=pdf", "/on-time?as=xlsx"):
            answer = person.get("/indicators" + path)
            tap.claim(answer.status in (status, 404) and is_problem(answer), f"none of it for {person.name}: {path}", answer)


def words(tap, server):
    leader = server.client("leader")
    for path in ("no-such", "%E4%B8%80", "on-time'"):
        tap.equal(leader.get("/indicators/" + path).status, 404, f"there is no indicator {path}")
    for query in ("by=no-such", "from=2026-13-01", "cut=2999-01-01", "from=2026-02-01&to=2026-01-01", "basis=x"):
        answer = leader.get(f"/indicators/listed-started?{query}")
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"{query} is refused", answer)
    for query in ("limit=0", "limit=501", "after=x", "after=-1"):
        answer = leader.get(f"/indicators/listed-started/rows?{query}")
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"{query} is refused", answer)


def papers(tap, server):
    leader = server.client("leader")
    leader.language = "zh"
    for path in ("/indicators/on-time?by=org", "/indicators/case-days", "/indicators/listed-started?by=district"):
        more = "&" if "?" in path else "?"
        answer = leader.get(path).json
        printed = leader.get(path + more + "as=pdf")
        tap.claim(printed.status == 200 and printed.body.startswith(b"%PDF-"), f"{path} is a paper", printed)
        book = leader.get(path + more + "as=xlsx")
        archive = zipfile.ZipFile(io.BytesIO(book.body))
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/worksheets/" in name]
        tap.equal(len(sheets), 2, "and a spreadsheet: groups, and where they are from")
        lines = [sum(1 for _ in xml.fromstring(sheet).iter(f"{MAIN}row")) for sheet in sheets]
        tap.claim(lines[0] >= len(answer["items"]) + 1 and lines[1] == len(answer["stamp"]) + 1, "with a line for each", lines)
        digest = next(one["value"] for one in answer["stamp"] if one["id"] == "digest")
        tap.claim(any(digest in sheet for sheet in sheets), "and the digest of the page", digest)
        tap.equal(leader.get(path + more + "as=csv").status, 200, "and a text file")
        again = leader.get(path + more + "cut=" + answer["cut"]).json
        tap.equal(again["stamp"][-1]["value"], digest, "the same query of the same ledger has the same digest")
    leader.language = "en"
    english = leader.get("/indicators/on-time?by=org").json
    tap.equal(english["stamp"][-1]["value"], server.client("leader").get("/indicators/on-time?by=org").json["stamp"][-1]["value"], "in whichever language")
    tap.equal(leader.get("/indicators/on-time/rows?as=csv").status, 200, "rows go out too")


def again(tap, server, taken):
    """Figures of before are derived again from the ledger as it was then, though it has grown since; what was changed is found."""
    grown = server.store.rows("select max(seq) from ledger_event")[0][0]
    for name, answer in taken:
        stamp = {one["id"]: one["value"] for one in answer["stamp"]}
        tap.claim(int(stamp["ledger_size"]) < grown, f"{name}: the ledger has grown since")
        file = os.path.join(server.home, "figure.json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump(answer, out)
        done = server.cli("figure", "verify", file, "--db", server.database, "--pack", PACK)
        tap.claim(done.returncode == 0 and done.stdout.startswith(b"equal"), f"{name} is derived again, equal", done.stdout, done.stderr)
        printed = server.cli("figure", "verify", "--query", stamp["query"], "--ledger", stamp["ledger_size"], "--as-of", stamp["as_of"], "--digest", stamp["digest"], "--db", server.database, "--pack", PACK)
        tap.claim(printed.returncode == 0, "from what is printed too", printed.stdout, printed.stderr)
        group = answer["items"][-1]
        group["rows"] += 1
        with open(file, "w", encoding="utf-8") as out:
            json.dump(answer, out)
        changed = server.cli("figure", "verify", file, "--db", server.database, "--pack", PACK)
        tap.claim(changed.returncode == 1 and f"{group['rows']}, derived {group['rows'] - 1}" in changed.stdout.decode(), "a number that was changed is named", changed.stdout)
    forged = server.cli("figure", "verify", "--query", stamp["query"], "--ledger", stamp["ledger_size"], "--as-of", stamp["as_of"], "--digest", "0" * 64, "--db", server.database, "--pack", PACK)
    tap.claim(forged.returncode == 1 and b"not equal" in forged.stdout, "another digest is not equal", forged.stdout)
    beyond = server.cli("figure", "verify", "--query", stamp["query"], "--ledger", "99999999", "--as-of", stamp["as_of"], "--digest", stamp["digest"], "--db", server.database, "--pack", PACK)
    tap.claim(beyond.returncode == 1 and not beyond.stdout.startswith(b"equal"), "a ledger that never was can't be gone back to", beyond.stdout, beyond.stderr)


def suite(tap):
    with Server() as server:
        items = catalogue(tap, server)
        sums(tap, server, items)
        on_time(tap, server)
        across(tap, server)
        funnel(tap, server)
        comparing(tap, server)
        access(tap, server)
        words(tap, server)
        papers(tap, server)
        taken = [(path, server.client(who).get(path).json) for who, path in (("leader", "/indicators/on-time?by=org"), ("leader", "/indicators/listed-started?by=district"),
                 ("leader", "/indicators/late-entry"), ("district", "/indicators/case-days?by=item"), ("dept-zjj", "/indicators/once?by=org&across=week"), ("leader", "/indicators/days-signed-producing"))]
        way(tap, server)
        again(tap, server, taken)
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
