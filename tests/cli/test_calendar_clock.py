"""`liandong calendar` and `liandong clock` as a person types them."""
import json

from tap import PACK, claim, main, run


def add(day, days):
    return run("calendar", "add", day, days, "--pack", PACK)


@claim
def the_vectors_of_the_handbook_come_out():
    for day, days, end in [("2026-02-13", 5, "2026-02-27"), ("2026-02-13", 10, "2026-03-05"),
                           ("2026-02-13", 20, "2026-03-19"), ("2026-09-18", 1, "2026-09-20"),
                           ("2026-09-18", 10, "2026-10-09"), ("2026-09-24", 5, "2026-10-09"),
                           ("2026-04-30", 7, "2026-05-13"), ("2026-05-08", 1, "2026-05-09"),
                           ("2026-03-02", 45, "2026-05-08")]:
        done = add(day, days)
        assert (done.status, done.out, done.err) == (0, end + "\n", ""), (day, days, done.out, done.err)


@claim
def no_days_give_the_day_itself():
    assert add("2026-02-15", 0).out == "2026-02-15\n"


@claim
def a_provisional_day_says_so_apart_from_the_day():
    for day in ("2026-12-31", "2018-05-04"):
        done = add(day, 1)
        assert done.status == 0 and len(done.out) == 11 and "provisional" in done.err


@claim
def counting_and_the_next_day():
    assert run("calendar", "count", "2025-12-31", "2026-12-31", "--pack", PACK).out == "248\n"
    assert run("calendar", "next", "2026-02-15", "--pack", PACK).out == "2026-02-24\n"


@claim
def wrong_words_are_refused_with_the_usage():
    for words in [("calendar",), ("calendar", "add"), ("calendar", "add", "2026-03-02"), ("calendar", "jump", "2026-03-02"),
                  ("calendar", "add", "2026-03-02", "five"), ("calendar", "next", "2026-03-02", "--colour", "red")]:
        done = run(*words)
        assert done.status == 2 and done.out == "" and "usage" in done.err.lower(), (words, done.err)


@claim
def days_that_do_not_exist_and_days_beyond_the_calendar_are_refused():
    for day, days in [("2026-02-30", 1), ("26-2-3", 1), ("9999-12-30", 5), ("2026-03-02", 9999999999)]:
        done = add(day, days)
        assert done.status == 1 and done.out == "", (day, days, done.out)


def clock(limit, as_of, *events):
    sheet = {"limit_days": limit, "as_of": as_of,
             "events": [dict(zip(("type", "on"), event[:2]), **(event[2] if len(event) > 2 else {})) for event in events]}
    done = run("clock", "replay", "-", "--pack", PACK, stdin=json.dumps(sheet))
    assert done.status == 0, done.err
    return json.loads(done.out)


@claim
def a_clock_is_replayed_from_a_file_of_events():
    got = clock(10, "2026-10-08", ("received", "2026-09-14"), ("accepted", "2026-09-14"),
                ("special_started", "2026-09-17", {"notified": True}), ("special_ended", "2026-09-30"))
    assert got["decision_due"] == "2026-10-16" and got["working_days_used"] == 3 and not got["paused"]
    assert list(got)[:9] == ["accepted_on", "deemed_accepted", "acceptance_due", "decision_due", "paused",
                             "working_days_used", "working_days_left", "overdue", "delivery_due"]


@claim
def silence_accepts():
    got = clock(20, "2026-05-14", ("received", "2026-05-07"))
    assert got["deemed_accepted"] and got["accepted_on"] == "2026-05-07" and got["decision_due"] == "2026-06-03"


@claim
def wrong_events_are_refused():
    for sheet in ["{}", "[]", "{\"events\":[]}", "nonsense",
                  '{"limit_days":1,"as_of":"2026-05-01","events":[{"type":"received","on":"2026-05-02"}]}',
                  '{"limit_days":1,"as_of":"2026-05-03","events":[{"type":"got","on":"2026-05-02"}]}',
                  '{"limit_days":-1,"as_of":"2026-05-03","events":[{"type":"received","on":"2026-05-02"}]}']:
        done = run("clock", "--in", "-", "--pack", PACK, stdin=sheet)
        assert done.status == 1 and done.out == "" and done.err, (sheet, done.out)


main()
