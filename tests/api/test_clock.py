#!/usr/bin/env python3
"""Clocks by API: notices and their ladder, stops and extensions, whose hands, late entries, odd use, joint limits."""
import sqlite3
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run

RUNGS = {"decide-after-1": -1, "decide-after-3": -3, "decide-after-5": -5}


def wait_for(question, seconds=45):
    until = time.monotonic() + seconds
    found = question()
    while not found and time.monotonic() < until:
        time.sleep(0.5)
        found = question()
    return found


def all_sent(server):
    rows, before = [], None
    while True:
        page = server.client("supervisor").get("/notices-sent?limit=200" + (f"&before={before}" if before else "")).json
        rows += page["items"]
        before = page["next"]
        if before is None:
            return rows


def all_cases(server):
    rows, after = [], None
    while True:
        page = server.client("supervisor").get("/applications?state=open&limit=200" + (f"&after={after}" if after else "")).json
        rows += page["items"]
        after = page["next"]
        if after is None:
            return rows


def the_ladder(tap, server):
    late = {row["id"]: row["left_days"] for row in all_cases(server) if row["state"] == "accepted" and row["left_days"] is not None and row["left_days"] < 0}
    tap.claim(late, "the demonstration has cases past their day")
    wanted = {(rung, id) for rung, days in RUNGS.items() for id, left in late.items() if left <= days}
    missing = wait_for(lambda: not (wanted - {(n["rule"], n["application_id"]) for n in all_sent(server)}))
    sent = all_sent(server)
    told = {(n["rule"], n["application_id"]) for n in sent}
    tap.claim(missing, "who is late is told of by each rung that he has passed", sorted(wanted - told)[:5])
    tap.none([n["id"] for n in sent if not (n["due_on"] and n["law"] and isinstance(n["left_days"], int) and n["text"])], "no notice without date, law and days left")
    tap.none([n for n in sent if n["rule"] in RUNGS and n["left_days"] > RUNGS[n["rule"]]], "no rung is climbed before its day")
    seen = [(n["rule"], n["application_id"], n["about_id"], n["due_on"], n["address"]) for n in sent]
    tap.equal(len(seen), len(set(seen)), "nobody is told the same twice")
    time.sleep(11)  # the chore comes every ten seconds
    tap.equal(len(all_sent(server)), len(sent), "and the chore that comes again says nothing new")
    rules = {rule["id"]: rule for rule in server.client("supervisor").get("/ladder").json["rules"]}
    counts = {}
    for n in sent:
        counts[n["rule"]] = counts.get(n["rule"], 0) + 1
    tap.equal({id: rule["fired"] for id, rule in rules.items() if rule["fired"]}, {k: v for k, v in counts.items() if k in rules}, "each rule says how often it fired")
    tap.none([id for id, rule in rules.items() if (rule["last_fired_on"] is None) != (rule["fired"] == 0)], "and when last")
    tap.none([id for id, rule in rules.items() for test in rule["test"] if not test["whole"]], "the self-test makes a whole notice of every rule")
    tap.claim(any(test["nobody_in"] for rule in rules.values() for test in rule["test"] if test["who"] == "unit"), "it names the units in which nobody would be reached")
    tap.claim(rules["decide-after-3"]["reaches"] and all(test["people"] > 0 for test in rules["decide-after-3"]["test"]), "it says who would be reached")


def reading(tap, server):
    person = server.client("supervisor")
    mine = person.get("/notices?unread=true").json
    tap.claim(mine["unread"] > 0 and mine["items"], "who is told finds it among his notices")
    tap.none([n["id"] for n in mine["items"] if n["address"] != "role:supervisor"], "and nobody else's")
    first = mine["items"][0]["id"]
    tap.equal(person.post(f"/notices/{first}/read", {}).status, 200, "a notice is marked as read")
    size = server.ledger_of_people()
    tap.equal((person.post(f"/notices/{first}/read", {}).status, server.ledger_of_people()), (200, size), "read twice changes nothing")
    left = person.get("/notices?unread=true").json
    tap.claim(first not in [n["id"] for n in left["items"]] and left["unread"] in (mine["unread"] - 1, 99), "it is unread no more")
    tap.equal(server.client("leader").post(f"/notices/{first}/read", {}).status, 404, "another's notice does not exist for one")
    before = person.get("/notices?unread=true").json["items"]
    tap.equal(person.post("/notices/read-all", {}).status, 200, "all are read at once")
    after = {n["id"] for n in person.get("/notices?unread=true").json["items"]}
    tap.none([n["id"] for n in before if n["id"] in after], "and are unread no more")
    tap.claim(before, "of which there were some")
    sent = [n for n in all_sent(server) if n["id"] == first][0]
    tap.claim(sent["read_on"] is not None, "who oversees sees that it was read")


CITY = "350100"
APPROVED = {"days": 10, "approver": "局长", "document": "榕审批〔2026〕12号", "reason": "案情复杂，需补充论证"}


def today(server):
    return server.client("supervisor").get("/session").json["today"]


def officer_of(server, org):
    login = "clock-" + org
    if login not in server.clients:
        server.hire(login, {"role": "department_officer", "org": org, "district": CITY})
    return server.client(login)


def some_case(server, state, left=0):
    """A case of a unit in that state, with so many days left, and an officer of the unit."""
    for row in all_cases(server):
        if row["state"] == state and row["org"] not in ("enterprise", "") and (row["left_days"] or 0) >= left:
            return row, officer_of(server, row["org"])
    raise RuntimeError("no such case: " + state)


def checked(tap, clock, words):
    """Every derivation adds up: its parts are the working days from where it counts to where it leads."""
    wrong = [d for d in clock["derivation"] if d["of"] != "accepted_on" and d["day"] is not None and sum(p["days"] for p in d["parts"]) != d["working_days"]]
    tap.none(wrong, f"{words}: each date is the sum of its lines")
    tap.none([d["of"] for d in clock["derivation"] for p in d["parts"] if not p["law"]], f"{words}: each line cites its article")
    hands = clock["hands"]
    tap.equal(sum(hands[hand] for hand in ("department", "enterprise", "third_party", "legal_stop")), hands["total"], f"{words}: the hands add up to the whole")


def stops_and_extension(tap, server):
    row, officer = some_case(server, "accepted", left=2)
    path, day = f"/applications/{row['id']}", today(server)
    clock = officer.get(path + "/clock").json
    checked(tap, clock, "before")
    tap.claim([limit for limit in clock["limits"] if limit["counts"]], "one of the limits is the one that counts", clock["limits"])
    tap.equal([limit["due_on"] for limit in clock["limits"] if limit["counts"]], [row["due_on"]], "and its day is that of the case")
    size = server.ledger_of_people()
    for words, change, status in (("more than the law gives", {"days": 11}, 422), ("a notice of tomorrow", {"noticed_on": "2099-01-01"}, 422), ("a notice older than the case", {"noticed_on": "1999-01-05"}, 422), ("no approver", {"approver": ""}, 422)):
        tap.equal(officer.post(path + "/extend", {**APPROVED, "noticed_on": day, **change}).status, status, f"an extension with {words} is refused")
    tap.equal(server.ledger_of_people(), size, "and nothing is kept of it")
    tap.equal(officer.post(path + "/extend", {**APPROVED, "noticed_on": day}).status, 200, "the limit is extended with approver, reason and notice")
    after = officer.get(path + "/clock").json
    checked(tap, after, "extended")
    tap.equal(after["extension"]["approver"], APPROVED["approver"], "who approved it is shown")
    left = {limit["basis"]: limit["left_days"] for limit in clock["limits"]}
    tap.equal({limit["basis"]: limit["left_days"] - 10 for limit in after["limits"]}, left, "ten days are added to both limits")
    again = officer.post(path + "/extend", {**APPROVED, "noticed_on": day})
    tap.equal((again.status, again.code), (409, "extended-already"), "once")
    tap.claim("extend" not in officer.get(path).json["may"], "and it is offered no more")
    told = server.client("supervisor").get(f"/notices-sent?application={row['id']}").json["items"]
    tap.claim([n for n in told if n["rule"] == "extension-told" and n["address"].startswith("project:")], "the enterprise is told of the extension")

    suspend = {"code": "litigation", "reason": "权属纠纷已起诉", "days": 15, "noticed_on": day}
    found = officer.post(path + "/suspend", suspend)
    tap.equal((found.status, found.code), (422, "stop-without-basis"), "a suspension without a basis in law is refused")
    tap.equal(officer.post(path + "/suspend", {**suspend, "code": "no-such", "basis": "b"}).status, 422, "and one for a reason that is not on the list")
    tap.equal(officer.post(path + "/suspend", {**suspend, "basis": "《福建省行政许可中止办法》（示例）"}).status, 200, "with both it stops the clock")
    stopped = officer.get(path + "/clock").json
    tap.equal((stopped["paused"], stopped["due_on"], officer.get(path).json["state"]), (True, None, "suspended"), "no day is due while it lasts")
    tap.equal((stopped["stops"][-1]["code"], stopped["stops"][-1]["law"][:3], stopped["stops"][-1]["missed"]), ("litigation", "《福建", 0), "reason and basis are shown")
    tap.equal(officer.post(path + "/decide", {"result": "granted"}).status, 409, "what is suspended is not decided")
    tap.equal(officer.post(path + "/pause-renew", {"reason": "法院尚未判决"}).status, 200, "a pause is justified anew")
    tap.equal(officer.get(path + "/clock").json["stops"][-1]["renewals"], 1, "and that is counted")
    tap.equal(officer.post(path + "/resume", {}).status, 200, "it is resumed")
    resumed = officer.get(path + "/clock").json
    checked(tap, resumed, "resumed")
    tap.equal(resumed["paused"], False, "and the clock goes on")
    unknown = officer.post(path + "/special-start", {"name": "喝茶", "days": 3, "noticed_on": day, "reason": "r"})
    tap.equal((unknown.status, unknown.code), (422, "field-invalid"), "a procedure that is none of the city's list does not stop the clock")
    early = officer.post(path + "/special-start", {"name": "专家评审", "days": 3, "noticed_on": "1999-01-05", "reason": "需论证"})
    tap.claim(early.status == 422 and early.json["field"] == "noticed_on", "a procedure that was told before there was a case is none", early)
    tap.equal(officer.post(path + "/special-start", {"name": "专家评审", "days": 3, "noticed_on": day, "reason": "需论证"}).status, 200, "one that is does")
    tap.equal(officer.get(path + "/clock").json["stops"][-1]["law"], "行政许可法第四十五条", "with its article")


def every_case(tap, server):
    wrong, count = [], 0
    person = server.client("supervisor")
    for row in all_cases(server)[:120]:
        clock = person.get(f"/applications/{row['id']}/clock").json
        count += 1
        hands = clock["hands"]
        adds = sum(hands[h] for h in ("department", "enterprise", "third_party", "legal_stop")) == hands["total"]
        sums = all(sum(p["days"] for p in d["parts"]) == d["working_days"] for d in clock["derivation"] if d["of"] != "accepted_on" and d["day"])
        cited = all(p["law"] for d in clock["derivation"] for p in d["parts"])
        if not (adds and sums and cited):
            wrong.append((row["id"], clock["derivation"], hands))
    tap.none(wrong[:2], f"of {count} cases every date adds up and cites its article, and every day is booked once")


def taken_together(server):
    """Several items taken in at once, each accepted by its unit: the intake, and one of its cases."""
    navigator = server.client("navigator")
    for project in navigator.get("/projects?limit=100").json["items"]:
        ready = navigator.get(f"/projects/{project['id']}/ready").json or {}
        codes = [item["code"] for item in ready.get("items", []) if item["org"] != "enterprise"][:3]
        done = navigator.post(f"/projects/{project['id']}/intakes", {"items": codes}) if len(codes) > 1 else None
        if done is not None and done.status == 200:
            break
    taken = [row["id"] for row in all_cases(server) if row["project"]["id"] == project["id"] and row["code"] in codes and row["state"] == "submitted"]
    for case in taken:
        row = server.client("centre").get(f"/applications/{case}").json
        officer_of(server, row["org"]).post(f"/applications/{case}/receive", {})
        officer_of(server, row["org"]).post(f"/applications/{case}/accept", {})
    return server.store.rows("select intake from application where id=?", taken[0])[0][0], taken[0], len(codes)


def the_joint_limit(tap, server):
    person = server.client("centre")
    intake, id, members = taken_together(server)
    joint = person.get(f"/applications/{id}/clock").json["joint"]
    tap.equal((joint["limit_days"], len(joint["members"])), (45, members), "what was taken in together has one joint limit")
    wanted = {**APPROVED, "days": 15, "noticed_on": today(server)}
    tap.equal(person.post(f"/intakes/{intake}/extend", {**wanted, "days": 16}).status, 422, "it is extended by fifteen days at most")
    tap.equal(person.post(f"/intakes/{intake}/extend", wanted).status, 200, "with the approval of the government's head")
    after = person.get(f"/applications/{id}/clock").json["joint"]
    tap.equal((after["left_days"] - joint["left_days"], after["extension"]["days"]), (15, 15), "and has fifteen days more")
    tap.equal(person.post(f"/intakes/{intake}/extend", wanted).code, "extended-already", "once")
    checked(tap, person.get(f"/applications/{id}/clock").json, "joint")
    joint_line = [d for d in person.get(f"/applications/{id}/clock").json["derivation"] if d["of"] == "joint_due"]
    tap.equal([[p["days"] for p in d["parts"]] for d in joint_line], [[45, 15]], "its derivation says 45 and 15")


def a_late_joint_extension(tap, server):
    """The limit is extended, and the applicants told, before its last day has passed; after that nothing is extended."""
    intake, id, _ = taken_together(server)
    wanted = {**APPROVED, "days": 15, "noticed_on": today(server)}
    unbegun = server.store.rows("select min(intake) from application a where own=0 and not exists (select 1 from application b where b.intake=a.intake and b.id<>a.id)")[0][0]
    tap.equal(server.client("centre").post(f"/intakes/{unbegun}/extend", wanted).code, "joint-limit-none", "what was taken in alone has no joint limit to extend")
    if not server.days_on(120):
        return tap.skip("an extension after the joint limit", "the day is the database server's, or libfaketime is missing")
    person = server.client("centre")
    due = person.get(f"/applications/{id}/clock").json["joint"]["due_on"]
    for words, more, code in (("an extension after the last day", {"noticed_on": due}, "extension-too-late"),
                              ("a notice after the last day", {"on": due, "noticed_on": today(server)}, "extension-notice-late")):
        answer = person.post(f"/intakes/{intake}/extend", {**wanted, **more})
        tap.claim(answer.status == 409 and answer.code == code, words + " extends nothing", answer)
    joint = person.get(f"/applications/{id}/clock").json["joint"]
    tap.claim(joint["due_on"] == due and joint["extension"] is None, "the limit is where it was", joint)
    tap.equal(person.post(f"/intakes/{intake}/extend", {**wanted, "on": due, "noticed_on": due}).status, 200, "what was approved and told on the last day is entered later, and extends it")


HANDS = ("department", "enterprise", "third_party", "legal_stop")


def whose_hands(tap, server):
    person = server.client("supervisor")
    whole = None
    for by in ("org", "item", "case"):
        found = person.get(f"/hands?by={by}").json
        rows = found["items"]
        tap.none([row["key"] for row in rows if sum(row[hand] for hand in HANDS) != row["total"]], f"by {by}: the parts add up to the whole")
        total = {key: sum(row[key] for row in rows) for key in HANDS + ("total", "cases")}
        tap.equal(total, {key: found["sum"][key] for key in total}, f"by {by}: the groups add up to all")
        whole = whole or total
        tap.equal(total, whole, f"by {by}: it is the same whole")
    rows = {row["key"]: row for row in person.get("/hands?by=case").json["items"]}
    wrong = []
    for row in all_cases(server)[:40]:
        hands = person.get(f"/applications/{row['id']}/clock").json["hands"]
        if {hand: hands[hand] for hand in HANDS} != {hand: rows[row["number"]][hand] for hand in HANDS}:
            wrong.append((row["number"], hands, rows[row["number"]]))
    tap.none(wrong[:2], "a case's own page says the same")


def late_entries(tap, server):
    person = server.client("supervisor")
    row = [row for row in all_cases(server) if row["state"] == "accepted" and row["used_days"] >= 3 and row["org"] != "enterprise"][0]
    officer, path = officer_of(server, row["org"]), f"/applications/{row['id']}"
    on = officer.get(path).json["clock"]["legs"][-2]["from"]  # of its last act
    before = {unit["org"]: unit["late"] for unit in person.get("/late-entries").json["units"]}
    done = officer.post(path + "/decide", {"result": "granted", "document": "榕批〔2026〕1号", "on": on})
    tap.equal(done.status, 200, "what happened earlier is entered with its own day")
    found = person.get("/late-entries").json
    mine = [item for item in found["items"] if item["application_id"] == row["id"]]
    line = [line for line in person.get(path).json["history"] if line["kind"] == "application.decided"][0]
    tap.claim(line["late_days"] >= 3 and line["happened_on"] == on, "the history marks it as entered late", line)
    tap.equal([(item["happened_on"], item["late_days"]) for item in mine], [(on, line["late_days"])], "it is listed with its days")
    after = {unit["org"]: unit["late"] for unit in found["units"]}
    tap.equal(after[row["org"]] - before.get(row["org"], 0), 1, "and counted for its unit")
    tap.none([item for item in found["items"] if item["late_days"] <= found["after_days"]], "none that was entered in time is listed")


def odd_use(tap, server):
    person = server.client("supervisor")
    row, officer = some_case(server, "accepted", left=0)
    path, day = f"/applications/{row['id']}", today(server)
    officer.post(path + "/special-start", {"name": "听证", "days": 3, "noticed_on": day, "reason": "利害关系人申请"})
    officer.post(path + "/special-end", {})
    found = person.get("/odd-use").json
    mine = [item for item in found["items"] if item["application_id"] == row["id"] and item["rule"] == "stop-same-day"]
    tap.claim(mine and day in mine[0]["evidence"], "a stop that began and ended on one day is listed with that day", mine)
    near = [item for item in found["items"] if item["application_id"] == row["id"] and item["rule"] == "stop-near-due"]
    left = row["left_days"]
    tap.equal(bool(near), left <= 2, f"and one that began with {left} days left is or is not one just before it was due")
    rules = {rule["id"]: rule for rule in found["rules"]}
    tap.equal(set(rules), {"stop-near-due", "stop-same-day", "month-end", "resubmission"}, "each rule of the city is there with its thresholds")
    tap.none([rule for id, rule in rules.items() if rule["found"] < len([i for i in found["items"] if i["rule"] == id])], "and counts what it found")
    applicant = server.client("navigator")
    own = [row for row in all_cases(server) if row["state"] == "accepted" and row["org"] != "enterprise" and applicant.get(f"/applications/{row['id']}").status == 200]
    row = own[0]
    tap.equal(applicant.post(f"/applications/{row['id']}/withdraw", {"reason": "重新整理"}).status, 200, "an applicant withdraws")
    again = applicant.post(f"/projects/{row['project']['id']}/intakes", {"items": [row["code"]]})
    tap.equal(again.status, 200, "and submits again at once")
    listed = [item for item in person.get("/odd-use?rule=resubmission").json["items"] if row["number"] in item["evidence"] and day in item["evidence"]]
    tap.equal(len(listed), 1, "which is listed with both days")


def due_and_redate(tap, server):
    person = server.client("supervisor")
    due = person.get("/due?limit=1000").json["items"]
    tap.claim(due and due == sorted(due, key=lambda row: (row["due_on"], row["id"])), "what is due next comes in the order of its day")
    wanted = {row["id"] for row in all_cases(server) if row["turn"] and row["turn"]["until"] and row["turn"]["until"] >= today(server) and row["org"] != "enterprise"}
    tap.equal({row["id"] for row in due if row["state"] != "granted"} & wanted, wanted, "and nothing that is due is missing")
    future = sorted({row["due_on"] for row in due if row["state"] == "accepted" and row["due_on"] > today(server)})
    moved = person.get(f"/redate?off={future[0]}&limit=2000").json
    tap.claim(moved["ready"] and moved["moved"] > 0 and moved["first_day"] == future[0], "a day off more moves cases", moved["moved"])
    tap.none([move for move in moved["items"] if move["after"] is not None and move["before"] is not None and move["after"] < move["before"]], "to later days only")
    hit = {row["id"] for row in due if row["due_on"] == future[0] and row["state"] == "accepted"}
    tap.claim(hit <= {move["application_id"] for move in moved["items"]}, "those that were due on it among them", sorted(hit)[:3])
    tap.equal(person.get("/redate").json["moved"], 0, "the calendar as it is moves nothing")
    tap.equal(person.get("/redate?off=2026-13-01").status, 400, "a day that is none is refused")


def days_of_pages(person, first):
    """The whole of /due, by its pages."""
    rows, after = [], ""
    while True:
        page = person.get(f"/due?from={first}&limit=7&after={after}").json
        rows += page["items"]
        if page["next"] is None:
            return rows
        after = page["next"]


def due_is_filtered(tap, server):
    person = server.client("supervisor")
    whole = person.get("/due?from=2020-01-01&limit=1000").json["items"]
    tap.equal(days_of_pages(person, "2020-01-01"), whole, "page by page it is the same list")
    one = whole[0]
    for name, value, member in (("state", one["state"], "state"), ("district", next(p["district"] for p in person.get("/projects").json["items"] if p["id"] == one["project_id"]), None)):
        found = person.get(f"/due?from=2020-01-01&limit=1000&{name}={value}").json["items"]
        tap.claim(one in found and (member is None or all(row[member] == value for row in found)), f"it is filtered by {name}", found[:1])
    until = person.get(f"/due?from=2020-01-01&until={one['due_on']}&limit=1000").json["items"]
    tap.equal(until, [row for row in whole if row["due_on"] <= one["due_on"]], "and ends with a day")
    tap.none([row for row in whole if (row["left_days"] < 0) != (row["due_on"] < today(server))], "what is past its day has no days left")
    tap.claim({row["clock"] for row in whole} <= {"acceptance", "supplement", "decision", "delivery"}, "each says which of the clocks it is")
    tap.equal([person.get(f"/due?after={after}").status for after in ("x", "2026-01-01.", "2026-01-01.-3", "2026-13-01.5")], [400] * 4, "a page that is none is refused")
    own = server.client("dept-zjj").get("/due?from=2020-01-01&org=sthj&limit=1000").json["items"]
    tap.none([row for row in own if row["org_name"] != server.client("dept-zjj").session["post"]["org_name"]], "a department sees its own, whatever it asks for")


def without_rows(tap, server):
    """The days for which rows stand written down are gone: the program was away, and comes back on a day nobody prepared."""
    person = server.client("supervisor")
    before = person.get("/due?from=2020-01-01&limit=1000").json["items"]
    off = next(row["due_on"] for row in before if row["due_on"] > today(server))
    moved = person.get(f"/redate?off={off}&limit=2000").json
    with sqlite3.connect(server.database, timeout=30) as db:
        db.execute("update standing_pack set version='another'")
        db.commit()
        db.execute("begin immediate")  # nobody writes the rows anew while it is asked
        tap.equal(server.client("centre").get("/due?from=2020-01-01&limit=1000").json["items"], before, "without the rows of the day what is due is derived, and is the same")
        again = server.client("centre").get(f"/redate?off={off}&limit=2000").json
        tap.equal({key: again[key] for key in again if key != "looked_at"}, {key: moved[key] for key in again if key != "looked_at"}, "and so is what a day off would move")
        tap.equal(db.execute("select version from standing_pack").fetchone(), ("another",), "all that without rows")
        db.rollback()


def suite(tap):
    with Server() as server:
        the_ladder(tap, server)
        reading(tap, server)
        stops_and_extension(tap, server)
        every_case(tap, server)
        the_joint_limit(tap, server)
        whose_hands(tap, server)
        late_entries(tap, server)
        odd_use(tap, server)
        due_and_redate(tap, server)
        due_is_filtered(tap, server)
        if not server.store.on_postgres:
            without_rows(tap, server)
        a_late_joint_extension(tap, server)


if __name__ == "__main__":
    run(suite)
