"""`liandong clock` against a slow reference that knows nothing but a wall calendar and the words of the law, and the
hard cases of the handbook that are about a time limit, each under its number."""
import datetime
import json
import os
import random
import shutil
import tempfile

from tap import PACK, claim, main, run

DAY = datetime.timedelta(days=1)


def wall(pack):
    with open(os.path.join(pack, "calendar.json"), encoding="utf-8") as file:
        years = json.load(file)["years"]
    off, work = set(), set()
    for year in years.values():
        off |= set(year["off"])
        work |= set(year["work"])

    def works(day):
        iso = day.isoformat()
        return iso in work or (day.weekday() < 5 and iso not in off)
    return works


WORKS = wall(PACK)


def day(iso):
    return datetime.date.fromisoformat(iso)


def plus(date, days, works):
    while days > 0:
        date += DAY
        days -= works(date)
    return date


def reference(sheet, works=WORKS):
    """The nine answers, day by day."""
    as_of, limit = day(sheet["as_of"]), sheet["limit_days"]
    events = [(e["type"], day(e["on"]), e) for e in sheet["events"] if day(e["on"]) <= as_of]
    received = events[0][1]
    acceptance_due, base, waiting = plus(received, 5, works), received, False
    asked = [i for i, e in enumerate(events) if e[0] == "supplement_asked"]
    if asked and events[asked[0]][1] <= acceptance_due:
        complete = [e[1] for e in events[asked[0] + 1:] if e[0] == "supplement_complete"]
        waiting = not complete
        if complete:
            base = complete[-1]
            acceptance_due = plus(base, 5, works)
    recorded = [e[1] for e in events if e[0] == "accepted"]
    in_time = bool(recorded) and (waiting or recorded[0] <= acceptance_due)
    deemed = not in_time and not waiting and as_of > acceptance_due
    out = {"accepted_on": None, "deemed_accepted": deemed, "acceptance_due": acceptance_due.isoformat(), "decision_due": None, "paused": False,
           "working_days_used": 0, "working_days_left": limit, "overdue": False, "delivery_due": None}
    if not in_time and not deemed:
        return out
    accepted = recorded[0] if in_time else base
    out["accepted_on"] = accepted.isoformat()
    allowed = limit + sum(e[2]["days"] for e in events if e[0] == "extended")
    stops, start = [], None
    for kind, on, event in events:
        if kind == "special_started" and event.get("notified") and start is None:
            start = on
        elif kind == "special_ended" and start is not None:
            stops.append((start, on))
            start = None
    paused = start is not None
    if paused:
        stops.append((start, datetime.date(2099, 1, 1)))

    def counts(date):
        return works(date) and not any(a <= date <= b for a, b in stops)
    decided = [e[1] for e in events if e[0] == "decided"]
    last, walk, used = min(decided[0], as_of) if decided else as_of, accepted, 0
    while walk < last:
        walk += DAY
        used += counts(walk)
    out.update(paused=paused, working_days_used=used, working_days_left=allowed - used, overdue=used > allowed)
    if decided:
        out["delivery_due"] = plus(decided[0], 10, works).isoformat()
    if not paused:
        out["decision_due"] = plus(accepted, allowed, counts).isoformat()
    return out


def made(chance):
    """Anything may come after anything: only the days are in order."""
    types = ["supplement_asked", "supplement_complete", "accepted", "special_started", "special_ended", "extended", "decided", "delivered"]
    on = datetime.date(2026, 1, 5) + DAY * chance.randrange(330)
    events = [{"type": "received", "on": on.isoformat()}]
    for _ in range(chance.randrange(9)):
        on += DAY * chance.choice([0, 0, 1, 1, 2, 3, 5, 7, 8])
        kind = chance.choice(types)
        event = {"type": kind, "on": on.isoformat()}
        if kind == "special_started" and chance.random() < .8:
            event["notified"] = chance.random() < .8
        if kind == "extended":
            event["days"] = chance.randrange(16)
        events.append(event)
    as_of = max(day(events[0]["on"]), on + DAY * chance.randrange(-6, 40))
    return {"limit_days": chance.choice([0, 1, 5, 7, 10, 20, 30]), "as_of": as_of.isoformat(), "events": events}


def replay(sheet):
    done = run("clock", "replay", "-", "--pack", PACK, stdin=json.dumps(sheet))
    assert done.status == 0, (done.err, sheet)
    return {key: value for key, value in json.loads(done.out).items() if key != "provisional"}


@claim
def four_hundred_cases_come_out_as_the_reference_says():
    chance = random.Random(20260502)
    for _ in range(400):
        sheet = made(chance)
        got, wanted = replay(sheet), reference(sheet)
        assert got == wanted, (sheet, {k: (got[k], wanted[k]) for k in wanted if got[k] != wanted[k]})


def sheet(limit, as_of, *events):
    return {"limit_days": limit, "as_of": as_of, "events": [dict(zip(("type", "on"), e[:2]), **(e[2] if len(e) > 2 else {})) for e in events]}


@claim
def special_case_01_supplements_before_acceptance_are_outside_the_decision_clock():
    got = replay(sheet(20, "2026-05-25", ("received", "2026-05-07"), ("supplement_asked", "2026-05-12"), ("supplement_complete", "2026-05-20"), ("accepted", "2026-05-20")))
    assert (got["accepted_on"], got["decision_due"], got["deemed_accepted"]) == ("2026-05-20", "2026-06-17", False), got


@claim
def special_case_01_silence_accepts_and_a_late_request_stops_nothing():
    events = [("received", "2026-05-07"), ("supplement_asked", "2026-05-14"), ("supplement_complete", "2026-05-20")]
    got = replay(sheet(20, "2026-05-21", *events))
    assert (got["acceptance_due"], got["accepted_on"], got["deemed_accepted"], got["decision_due"]) == ("2026-05-13", "2026-05-07", True, "2026-06-03"), got
    assert not replay(sheet(20, "2026-05-13", events[0]))["deemed_accepted"]  # the last day is still his


@claim
def special_case_02_a_sunday_worked_in_exchange_is_a_working_day():
    assert replay(sheet(1, "2026-09-18", ("received", "2026-09-18"), ("accepted", "2026-09-18")))["decision_due"] == "2026-09-20"


@claim
def special_case_03_a_special_procedure_stops_the_clock_only_if_it_was_told():
    events = [("received", "2026-09-14"), ("accepted", "2026-09-14")]
    stop = [("special_started", "2026-09-17", {"notified": True}), ("special_ended", "2026-09-30")]
    assert replay(sheet(10, "2026-10-08", *events, *stop))["decision_due"] == "2026-10-16"
    assert replay(sheet(10, "2026-10-08", *events))["decision_due"] == "2026-09-28"
    stop[0] = ("special_started", "2026-09-17", {"notified": False})
    assert replay(sheet(10, "2026-10-08", *events, *stop))["decision_due"] == "2026-09-28"


@claim
def special_case_04_each_round_has_a_clock_of_its_own():
    first = replay(sheet(20, "2026-06-30", ("received", "2026-05-07"), ("accepted", "2026-05-08"), ("decided", "2026-05-15")))
    second = replay(sheet(20, "2026-06-30", ("received", "2026-05-20"), ("accepted", "2026-05-21")))
    assert (first["accepted_on"], second["accepted_on"]) == ("2026-05-08", "2026-05-21")
    assert first["working_days_used"] == 6  # the Saturday of 9 May was worked


@claim
def special_case_05_the_decision_and_the_delivery_have_two_clocks():
    got = replay(sheet(20, "2026-04-10", ("received", "2026-03-02"), ("accepted", "2026-03-02"), ("decided", "2026-03-04")))
    assert (got["working_days_used"], got["delivery_due"], got["overdue"]) == (2, "2026-03-18", False), got


@claim
def special_case_09_a_decision_at_once_and_one_of_ten_days():
    assert replay(sheet(0, "2026-03-02", ("received", "2026-03-02"), ("accepted", "2026-03-02")))["decision_due"] == "2026-03-02"
    # 10 working days to decide, up to 30 more for the technical review, which is told in writing
    got = replay(sheet(10, "2026-05-20", ("received", "2026-03-02"), ("accepted", "2026-03-02"), ("special_started", "2026-03-03", {"notified": True}), ("special_ended", "2026-04-14")))
    assert got["decision_due"] == plus(day("2026-04-14"), 10, WORKS).isoformat(), got


@claim
def an_extension_adds_its_days_and_a_suspension_stops_the_clock():
    events = [("received", "2026-03-02"), ("accepted", "2026-03-02"), ("extended", "2026-03-20", {"days": 10})]
    assert replay(sheet(20, "2026-03-25", *events))["decision_due"] == plus(day("2026-03-02"), 30, WORKS).isoformat()
    stop = [("suspended", "2026-03-04", {"notified": True}), ("resumed", "2026-03-06")]
    assert replay(sheet(10, "2026-03-25", *events[:2], *stop))["decision_due"] == plus(day("2026-03-02"), 13, WORKS).isoformat()


@claim
def what_another_calendar_moves_is_listed_and_nothing_else():
    folder = tempfile.mkdtemp()
    try:
        other = os.path.join(folder, "other")
        shutil.copytree(PACK, other)
        with open(os.path.join(other, "calendar.json"), encoding="utf-8") as file:
            calendar = json.load(file)
        calendar["years"]["2026"]["off"].append("2026-06-01")  # a Monday
        calendar["years"]["2026"]["work"].append("2026-06-06")  # a Saturday
        calendar["years"]["2026"]["off"].sort()
        calendar["years"]["2026"]["work"].sort()
        with open(os.path.join(other, "calendar.json"), "w", encoding="utf-8") as file:
            json.dump(calendar, file)
        chance, works = random.Random(7), wall(other)
        cases = [dict(made(chance), id=number) for number in range(1500)]
        done = run("clock", "redate", "-", "--pack", PACK, "--to", other, stdin=json.dumps({"cases": cases}))
        assert done.status == 0, done.err
        told = {one["id"]: one for one in json.loads(done.out)["moved"]}
        wanted = {case["id"]: (reference(case), reference(case, works)) for case in cases}
        moved = {id for id, (before, after) in wanted.items() if before != after}
        assert set(told) == moved and moved, (sorted(set(told) ^ moved)[:5], len(moved))
        for id, one in told.items():
            for side, expected in zip(("before", "after"), wanted[id]):
                got = {key: value for key, value in one[side].items() if key != "provisional"}
                assert got == expected, (id, side, got, expected)
    finally:
        shutil.rmtree(folder)


main()
