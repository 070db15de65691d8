#!/usr/bin/env python3
"""The monthly analysis and the quarterly evaluation: every figure is the number of its rows, the rows are what the tables hold, a period is a whole
month or quarter, what is not known stays unknown, and nobody counts what he may not see."""
import datetime
import io
import sys
import xml.etree.ElementTree as xml
import zipfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, is_problem, run, today

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FIGURES = ["submitted", "accepted", "decided", "decided_late", "overdue", "due_next", "milestones", "plans", "problems_opened", "problems_closed", "problems_open",
           "promises_kept", "promises_broken", "whistles"]


def all_of(person, path, limit, rows="items"):
    """Every page: the rows, and the sums of the pages' figures."""
    found, sums, after = [], {}, None
    while True:
        page = person.get(f"{path}{'&' if '?' in path else '?'}limit={limit}" + (f"&after={after}" if after else ""))
        if page.status != 200:
            raise RuntimeError(f"{path}: {page!r}")
        found += page.json[rows]
        for figure in page.json.get("figures", []):
            sums[figure["code"]] = sums.get(figure["code"], 0) + figure["value"]
        after = page.json["next"]
        if not after:
            return found, sums


def months_of(day, back):
    year, month = int(day[:4]), int(day[5:7])
    for _ in range(back):
        yield f"{year}-{month:02}"
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)


def bounds(month, until):
    first = datetime.date.fromisoformat(month + "-01")
    last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    return first.isoformat(), min(last.isoformat(), until)


def counted(server, first, end):
    """The same by other questions, of the tables themselves."""
    own = "from application a join project p on p.id=a.project where p.stage_rank>=30 and a.own=0"
    of = lambda table, day, more="": f"select count(*) from {table} x join project p on p.id=x.project where p.stage_rank>=30 and x.{day}>='{first}' and x.{day}<='{end}'{more}"
    asked = {"submitted": f"select count(*) {own} and a.submitted_on>='{first}' and a.submitted_on<='{end}'",
             "decided": f"select count(*) {own} and a.decided_on>='{first}' and a.decided_on<='{end}'",
             "milestones": of("milestone_reached", "reached_on"), "plans": of("planning_plan", "confirmed_on"), "problems_opened": of("problem", "raised_on"),
             "problems_closed": of("problem", "closed_on"), "promises_kept": of("promise", "kept_on"), "promises_broken": of("promise", "missed_on"),
             "whistles": of("whistle", "sounded_on"),
             "problems_open": f"select count(*) from problem x join project p on p.id=x.project where p.stage_rank>=30 and x.raised_on<='{end}' and (x.closed_on is null or x.closed_on>'{end}')"}
    return {name: server.store.rows(sql)[0][0] for name, sql in asked.items()}


def months(tap, server):
    leader = server.client("leader")
    day, some = today(leader), 0
    for month in months_of(day, 4):
        items, sums = all_of(leader, f"/analysis/months/{month}", 500)
        rows, _ = all_of(leader, f"/analysis/months/{month}/rows", 500)
        tap.equal(list(sums), FIGURES, f"{month} has all its figures")
        tap.equal({name: sums[name] for name in FIGURES}, {name: sum(row["figure"] == name for row in rows) for name in FIGURES}, "each is the number of its rows")
        tap.equal({name: sum(item[name] for item in items) for name in FIGURES}, sums, "and the sum over the projects")
        first, end = bounds(month, day)
        wanted = counted(server, first, end)
        tap.equal({name: sums[name] for name in wanted}, wanted, f"which is what the tables hold of {first} to {end}")
        strays = [row for row in rows if row["figure"] not in ("problems_open", "overdue", "due_next") and not first <= row["on"] <= end]
        tap.none(strays, "no row lies outside the month")
        tap.none([row for row in rows if row["figure"] == "decided_late" and not row["due_on"] < row["on"]], "what is late was decided after its limit")
        tap.none([row for row in rows if row["figure"] == "overdue" and not row["due_on"] < end], "what is overdue at the end had its limit before")
        some += len(rows)
        paged, again = all_of(leader, f"/analysis/months/{month}", 3)
        tap.equal(([item["project"]["id"] for item in paged], again), ([item["project"]["id"] for item in items], sums), "pages of three make the same whole")
        if items:
            one = items[len(items) // 2]
            own, _ = all_of(leader, one["rows"], 500)
            tap.equal(own, [row for row in rows if row["project"]["id"] == one["project"]["id"]], "a project's address has its rows, and no others")
    tap.claim(some > 0, "the demonstration's months have rows", some)
    figure = leader.get(f"/analysis/months/{day[:7]}").json["figures"][0]
    tap.claim(figure["definition"] and leader.get(figure["rows"]).status == 200, "a figure says what it counts, and where its rows are", figure)


def moving(tap, server):
    """An act of today is in today's month, at once, and in its project alone."""
    leader, enterprise = server.client("leader"), server.client("enterprise1")
    project, month = enterprise.session["post"]["project_id"], today(leader)[:7]
    category = server.store.rows("select category from problem order by id limit 1")[0][0]

    def item():
        return next(one for one in all_of(leader, f"/analysis/months/{month}", 500)[0] if one["project"]["id"] == project)

    before = item()
    problem = done(tap, enterprise, f"/projects/{project}/problems", {"title": "外线未接通", "category": category}, "a problem is raised")
    done(tap, enterprise, f"/projects/{project}/whistles", {"said": "外线迟迟未接", "org": server.store.rows("select org from application where project=? order by id limit 1", project)[0][0]}, "a whistle is blown")
    after = item()
    moved = {name: after[name] - before[name] for name in FIGURES if after[name] != before[name]}
    tap.equal(moved, {"problems_opened": 1, "problems_open": 1, "whistles": 1}, "both are counted, once each")
    row, masked = (next(row for row in all_of(person, f"/analysis/months/{month}/rows?figure=problems_opened&project={project}", 500)[0] if row["id"] == problem.get("id"))
                   for person in (server.client("centre"), leader))
    tap.claim(row["title"] == "外线未接通" and row["cost_days"] is None, "the row says which problem it is; pinned to nothing its cost is unknown, not zero", row)
    tap.claim(masked["number"] == row["number"] and "外线" not in masked["title"], "a leader reads its number, and its words once they are approved", masked)
    plans = server.store.rows("select confirmed_on, production from planning_plan where project=? and confirmed_on is not null order by confirmed_on, plan", project)
    start = bounds(month, today(leader))[0]
    earlier = [production for confirmed, production in plans if confirmed < start]
    tap.equal((after["planned_on"], after["planned_before_on"]), (plans[-1][1] if plans else None, earlier[-1] if earlier else None), "planned production is that of the plan in force, now and before the month")
    tap.claim((after["moved_days"] is None) == (not earlier), "without a plan before, how far it moved is unknown", after)
    if plans:
        long_ago = leader.get("/analysis/months/2020-01?limit=500").json["items"]
        tap.claim(all(one["planned_on"] is None and one["moved_days"] is None and sum(one[name] for name in FIGURES) == 0 for one in long_ago), "a month before everything has nothing, and nothing moved")
    page = server.client("centre").get(f"/projects/{project}").json
    tap.equal(after["stage"], page["stage"], "the stage is the page's")


def quarter_name(day):
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def quarters(tap, server):
    leader = server.client("leader")
    day = today(leader)
    names = [quarter_name(month + "-01") for month in months_of(day, 9)][::3]
    answers = [leader.get(f"/analysis/quarters/{name}").json for name in names]
    for name, answer, earlier in zip(names, answers, answers[1:]):
        rows, _ = all_of(leader, f"/analysis/quarters/{name}/rows", 7)
        whole, _ = all_of(leader, f"/analysis/quarters/{name}/rows", 500)
        tap.equal(rows, whole, f"{name}: pages of seven make the whole")
        for group, key in (([answer["all"]], None), (answer["units"], "org"), (answer["districts"], "district")):
            for one in group:
                own, _ = all_of(leader, one["rows"], 500)
                got = (one["decided"], one["on_time"], one["late"])
                wanted = (len(own), sum(row["on_time"] is True for row in own), sum(row["on_time"] is False for row in own))
                rate = wanted[1] * 1000 // (wanted[1] + wanted[2]) if wanted[1] + wanted[2] else None
                if not tap.equal((*got, one["on_time_permille"]), (*wanted, rate), f"{name} {one.get(key) or 'all'}: each figure is the number of its rows"):
                    break
                late, _ = all_of(leader, one["rows"] + ("&" if "?" in one["rows"] else "?") + "figure=late", 500)
                tap.claim(len(late) == wanted[2] == sum(reason["count"] for reason in one["reasons"]), "each late one has its reason, or that none is on record", one["reasons"])
        counts = server.store.rows(f"select count(*) from application a join project p on p.id=a.project where p.stage_rank>=30 and a.own=0 and a.decided_on>='{answer['from_on']}' and a.decided_on<='{answer['until_on']}'")
        tap.equal(answer["all"]["decided"], counts[0][0], "which are the decisions that the tables hold")
        tap.equal({key: answer["all"]["before"][key] for key in ("decided", "on_time", "late")}, {key: earlier["all"][key] for key in ("decided", "on_time", "late")}, "the quarter before is that quarter's own answer")
        now, then = answer["all"]["on_time_permille"], earlier["all"]["on_time_permille"]
        tap.equal(answer["all"]["change_permille"], None if None in (now, then) else now - then, "and the change is between the two, or unknown")
        rates = [one["on_time_permille"] for one in answer["units"] if one["on_time_permille"] is not None]
        tap.equal(rates, sorted(rates), "the worst stand first")
        if rates and rates[0] != rates[-1]:
            tap.equal((answer["worst"]["on_time_permille"], answer["best"]["on_time_permille"]), (rates[0], rates[-1]), "the best and the worst are named")
        else:
            tap.claim(answer["best"] is None and answer["worst"] is None, "where all are alike nobody is named")
        for row in whole[:12]:
            page = leader.get(f"/applications/{row['id']}").json
            tap.equal((row["decided_on"], row["number"]), (page["decided_on"], page["number"]), "a row is the case's own page")
            if page.get("due_on"):
                tap.equal((row["due_on"], row["on_time"]), (page["due_on"], row["decided_on"] <= page["due_on"]), "with the limit of its clock")
    old = leader.get("/analysis/quarters/2019-Q2").json
    tap.equal((old["all"]["decided"], old["all"]["on_time_permille"], old["all"]["change_permille"], old["units"], old["best"]), (0, None, None, [], None), "of a quarter without decisions no rate is known")


def access(tap, server):
    leader, centre = server.client("leader"), server.client("centre")
    month, quarter = today(leader)[:7], quarter_name(today(leader))
    everything = {one["project"]["id"] for one in all_of(centre, f"/analysis/months/{month}", 500)[0]}
    district = server.client("district")
    home = district.session["post"]["district"]
    listed = {row[0] for row in server.store.rows("select id from project where stage_rank>=30 and district=?", home)}
    own = listed & {row["id"] for row in all_of(district, "/projects", 50)[0]}
    seen = {one["project"]["id"] for one in all_of(district, f"/analysis/months/{month}", 500)[0]}
    tap.claim(seen == own and own < everything, "a district's coordinator has his district's projects and no others", seen, own)
    rows, _ = all_of(district, f"/analysis/months/{month}/rows", 500)
    tap.claim({row["project"]["id"] for row in rows} <= own, "their rows alone")
    away = next(iter(everything - own))
    tap.equal(district.get(f"/analysis/months/{month}/rows?project={away}").status, 404, "another's is not there for him")
    tap.equal(leader.get(f"/analysis/months/{month}/rows?project=987654321").status, 404, "as one that there is not")
    answer = district.get(f"/analysis/quarters/{quarter}").json
    tap.claim({one["district"] for one in answer["districts"]} <= {home}, "and his quarter is of his district", answer["districts"])
    promotion = server.client("invest")
    tap.claim({one["project"]["id"] for one in all_of(promotion, f"/analysis/months/{month}", 500)[0]} <= everything, "the promotion officer has those that he may see")
    for person, status in ((server.client("enterprise1"), 404), (server.client("navigator"), 404), (server.client("dept-zjj"), 404), (server.client(), 401)):
        for path in (f"months/{month}", f"months/{month}/rows", f"quarters/{quarter}", f"quarters/{quarter}/rows"):
            for more in ("", "?as=pdf" if not path.endswith("rows") else "?as=xlsx"):
                answer = person.get(f"/analysis/{path}{more}")
                tap.claim(answer.status in (status, 403) and is_problem(answer), f"none of it for {person.name}: {path}{more}", answer)


def words(tap, server):
    leader = server.client("leader")
    for path in ("months/2026-13", "months/2026-00", "months/2026-1", "months/2999-01", "months/x", "months/2026-Q1", "months/%E4%B8%80", "quarters/2026-Q0", "quarters/2026-Q5", "quarters/2999-Q1", "quarters/2026-11"):
        answer = leader.get("/analysis/" + path)
        tap.claim(answer.status == 400 and answer.code == "query-invalid" and is_problem(answer), f"{path} is no period that has begun", answer)
    for query in ("figure=no-such", "after=x", "after=-1", "limit=0", "limit=501", "project=0"):
        answer = leader.get(f"/analysis/months/2026-01/rows?{query}")
        tap.claim(answer.status in (400, 422) and is_problem(answer), f"{query} is refused", answer)
    tap.equal(leader.get("/analysis/quarters/2026-Q1/rows?after=2026-01-01").status, 400, "a place that is none is refused")


def lines_of(archive, number):
    return sum(1 for _ in xml.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}row"))


def papers(tap, server):
    """The same as a paper and as a spreadsheet: a sheet of the projects or units, and one of the rows behind them."""
    leader = server.client("leader")
    leader.language = "zh"
    month, quarter = today(leader)[:7], quarter_name(today(leader))
    for path, rows in ((f"/analysis/months/{month}", "items"), (f"/analysis/quarters/{quarter}", "units")):
        printed = leader.get(path + "?as=pdf")
        tap.claim(printed.status == 200 and printed.body.startswith(b"%PDF-"), f"{path} is a paper", printed)
        book = leader.get(path + "?as=xlsx")
        tap.claim(book.status == 200, "and a spreadsheet", book)
        archive = zipfile.ZipFile(io.BytesIO(book.body))
        names = [sheet.get("name") for sheet in xml.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        sheets = [rows, *(["districts"] if rows == "units" else [])]
        tap.equal(len(names), len(sheets) + 1, f"of its sheets: {names}")
        answer = leader.get(path).json
        annex, _ = all_of(leader, path + "/rows", 500)
        tap.equal([lines_of(archive, at + 1) for at in range(len(names))], [*(len(answer[name]) + 2 for name in sheets), len(annex) + 1],
                  "with a head, a line for each row of the answers, and one of the sums")
        for at, name in enumerate(sheets):
            words = archive.read(f"xl/worksheets/sheet{at + 1}.xml").decode()
            last = xml.fromstring(words.encode()).findall(f".//{MAIN}row")[-1]
            numbers = [int(cell.text) for cell in last.iter(f"{MAIN}v") if cell.text.isdigit()]
            members = ("decided", "on_time", "late") if rows == "units" else tuple(one["code"] for one in answer["figures"])
            wanted = {code: sum(one[code] or 0 for one in answer[name]) for code in members}
            tap.claim(set(wanted.values()) <= set(numbers), f"the last line of {name} has the sums of its columns", wanted, numbers)
        tap.equal(leader.get(path + "?as=csv").status, 200, "a text file has the first sheet")
    leader.language = "en"


def suite(tap):
    with Server() as server:
        months(tap, server)
        moving(tap, server)
        quarters(tap, server)
        access(tap, server)
        words(tap, server)
        papers(tap, server)
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
