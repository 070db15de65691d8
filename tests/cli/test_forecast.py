"""`liandong forecast` as a person types it: files in, figures out, what is refused."""
import json
import os
import random
import tempfile

from tap import PACK, claim, main, run

FACTS = os.path.join(PACK, "demo", "worked-p1.json")
START = "2026-03-02"


def written(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def history(folder, rows):
    return written(folder, "history.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def forecast(folder, rows, *more):
    done = run("forecast", "--facts", FACTS, "--history", history(folder, rows), "--start", START, "--json", *more)
    assert done.status == 0, done.err
    return json.loads(done.out)


def refused(folder, rows, *more, part="forecast"):
    done = run(*part.split(), "--history", history(folder, rows), *more)
    assert done.status in (1, 2) and done.out == "", (done.status, done.out)
    return done.err


def closed(item, days, count=1, **more):
    return [dict({"item": item, "working_days": days, "ended": True}, **more) for _ in range(count)]


def item_of(answer, code):
    return next(item for item in answer["items"] if item["item"] == code)


@claim
def without_history_the_median_of_an_item_is_its_promise():
    with tempfile.TemporaryDirectory() as folder:
        answer = forecast(folder, [])
        for item in answer["items"]:
            if item["days"]:
                assert item["days"]["cases"] == 0
                assert item["days"]["p50"] <= item["planned_days"], item
        assert answer["estimate"] is True
        days = [answer["production"][p]["working_days"] for p in ("p50", "p80", "p95")]
        assert days == sorted(days) and days[0] >= answer["planned_working_days"]
        assert answer["promise"]["probability"] < 0.5


@claim
def an_item_that_was_always_slow_is_expected_slow_and_drives_the_date():
    with tempfile.TemporaryDirectory() as folder:
        before = forecast(folder, [])
        days = random.Random(1)
        slow = [row for _ in range(100) for row in closed("land-sale", 100 + days.randrange(200))]
        after = forecast(folder, slow)
        assert abs(item_of(after, "land-sale")["days"]["mean"] - 200) < 15
        assert after["driver"] == "land-sale"
        assert item_of(after, "land-sale")["criticality"] > 0.9
        assert after["production"]["p50"]["working_days"] > before["production"]["p50"]["working_days"] + 80


@claim
def what_is_done_is_done_and_what_runs_has_only_the_rest_before_it():
    with tempfile.TemporaryDirectory() as folder:
        rows = closed("land-sale", 30, 50) + closed("land-sale", 90, 50)
        events = {"today": "2026-05-18",
                  "items": [{"item": "svc-screening", "started": START, "finished": "2026-03-05"},
                            {"item": "land-sale", "started": START}]}
        answer = forecast(folder, rows, "--done", written(folder, "done.json", json.dumps(events)))
        assert answer["today"] == "2026-05-18"
        done = item_of(answer, "svc-screening")
        assert done["state"] == "done" and done["days"] is None and done["criticality"] == 0
        running = item_of(answer, "land-sale")
        assert running["state"] == "running"
        # 52 working days are over (Qingming and Labour Day are off, 9 May is worked): 90 remain possible
        assert 36 <= running["days"]["p50"] <= 40, running


@claim
def the_promise_is_the_plans_day_or_the_one_that_is_given():
    with tempfile.TemporaryDirectory() as folder:
        plain = forecast(folder, [])
        sooner = forecast(folder, [], "--promise", "2026-03-03")
        later = forecast(folder, [], "--promise", "2090-01-01")
        assert sooner["promise"] == {"date": "2026-03-03", "probability": 0}
        assert later["promise"]["probability"] == 1
        assert 0 < plain["promise"]["probability"] < 1


@claim
def a_seed_gives_the_same_answer():
    with tempfile.TemporaryDirectory() as folder:
        one = forecast(folder, [], "--seed", "7", "--samples", "2000")
        assert one == forecast(folder, [], "--seed", "7", "--samples", "2000")
        assert one != forecast(folder, [], "--seed", "8", "--samples", "2000")
        assert one["samples"] == 2000 and one["seed"] == 7


@claim
def without_a_start_the_project_begins_where_the_history_ends():
    with tempfile.TemporaryDirectory() as folder:
        rows = closed("land-sale", 5, received="2026-01-05") + closed("land-sale", 5, received="2026-02-02")
        done = run("forecast", "--facts", FACTS, "--history", history(folder, rows), "--json")
        assert done.status == 0 and json.loads(done.out)["start"] == "2026-02-02"
        assert "--start" in refused(folder, closed("land-sale", 5), "--facts", FACTS)


@claim
def an_item_is_known_by_its_cases_open_ones_included():
    with tempfile.TemporaryDirectory() as folder:
        rows = closed("x", 10, 40) + [{"item": "x", "working_days": 10, "ended": False} for _ in range(40)]
        done = run("forecast", "days", "--history", history(folder, rows), "--item", "x", "--used", "11", "--json")
        answer = json.loads(done.out)
        assert answer["promised_days"] == 20  # neither pack nor history says: the law's general limit
        assert (answer["cases"], answer["open_cases"]) == (80, 40)
        assert abs(answer["clock"]["upto"][10] - 0.5) < 0.03
        assert answer["clock"]["mean"] > 10.5  # what closed took 10, the open ones take longer
        assert answer["stop_probability"] == 0
        assert answer["whole"] == answer["clock"]
        assert answer["left"]["mean"] > 0


@claim
def days_may_be_told_by_two_dates_and_stops_stand_beside_them():
    with tempfile.TemporaryDirectory() as folder:
        rows = [{"item": "x", "received": "2026-03-02", "ended_on": "2026-03-23",
                 "stops": [{"days": 5}]} for _ in range(200)]
        done = run("forecast", "days", "--history", history(folder, rows), "--item", "x", "--json")
        answer = json.loads(done.out)
        assert answer["clock"]["p50"] == 10 and answer["stop"]["p50"] == 5 and answer["whole"]["p50"] == 15
        assert answer["stop_probability"] > 0.99


@claim
def a_department_that_differs_is_told_from_the_others():
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(2)
        rows = []
        for org, base in (("a", 5), ("b", 25), ("c", 45)):
            rows += [row for _ in range(60) for row in closed("x", base + chance.randrange(10), org=org)]
        means = {}
        for org in ("a", "b", "c", "unknown"):
            done = run("forecast", "days", "--history", history(folder, rows), "--item", "x", "--org", org, "--json")
            means[org] = json.loads(done.out)["clock"]["mean"]
        for org, mean in (("a", 9.5), ("b", 29.5), ("c", 49.5), ("unknown", 29.5)):
            assert abs(means[org] - mean) < 2.5, means


@claim
def the_back_test_scores_each_closed_case_by_what_was_known():
    with tempfile.TemporaryDirectory() as folder:
        chance = random.Random(3)
        rows = []
        for i in range(300):
            received = f"2025-{1 + i // 28:02d}-{1 + i % 28:02d}"
            rows += closed("x", 5 + chance.randrange(15) + chance.randrange(15), received=received)
        rows += closed("x", 3)
        path = history(folder, rows)
        done = run("forecast", "calibrate", "--history", path, "--json", "--cases")
        answer = json.loads(done.out)
        assert (answer["cases"], answer["undated"], answer["all"]["scored"]) == (300, 1, 300)
        assert len(answer["scores"]) == 300 and answer["scores"][0]["past_cases"] == 0
        late = answer["by_past_cases"][-1]
        assert late["past_cases_from"] == 60 and late["crps"] < late["promise_error"]
        assert abs(sum(late["pit"]) - 1) < 1e-9
        assert 0.7 < late["coverage_80_randomised"] < 0.9
        assert "80 % interval" in run("forecast", "calibrate", "--history", path).out


@claim
def projects_of_the_past_are_forecast_from_what_was_known_when_they_began():
    with tempfile.TemporaryDirectory() as folder:
        with open(FACTS, encoding="utf-8") as file:
            facts = json.load(file)["facts"]
        plan = json.loads(run("plan", "--facts", FACTS, "--start", "2025-01-06", "--json").out)
        rows = [{"name": name, "facts": facts, "start": "2025-01-06", "finished": finished}
                for name, finished in (("as planned", plan["production"]), ("late", "2027-06-01"))]
        path = written(folder, "projects.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

        def calibrate(cases):
            done = run("forecast", "calibrate", "--history", history(folder, cases), "--projects", path, "--json",
                       "--cases")
            assert done.status == 0, done.err
            return json.loads(done.out)

        answer = calibrate([])
        kept, late = answer["projects"]
        assert kept["name"] == "as planned" and kept["days"] == kept["planned_days"] == plan["working_days"]
        assert late["days"] > late["p90"] and late["pit_from"] > 0.9 and late["crps"] > kept["crps"]
        assert answer["all"]["scored"] == 2
        slow = closed("land-sale", 300, 50, received="2025-02-03")
        assert calibrate(slow) == answer
        earlier = calibrate(closed("land-sale", 300, 50, received="2023-02-06"))
        assert earlier["projects"][0]["p50"] > kept["p50"] + 150
        wrong = written(folder, "wrong.jsonl", '{"facts": {}, "start": "2025-01-06"}\n')
        assert "finished" in refused(folder, [], "--projects", wrong, part="forecast calibrate")


@claim
def a_wrong_line_is_named():
    with tempfile.TemporaryDirectory() as folder:
        good = closed("x", 3)
        for wrong, word in ((["list"], "Line 2"), ({"working_days": 3, "ended": True}, "item"),
                            ({"item": "x", "ended": True}, "working_days"),
                            ({"item": "x", "working_days": 3}, "ended"),
                            ({"item": "x", "working_days": -1, "ended": True}, "working_days"),
                            ({"item": "x", "working_days": 1.5, "ended": True}, "working_days"),
                            ({"item": "x", "working_days": 1, "ended": "yes"}, "ended"),
                            ({"item": "x", "working_days": 1, "ended": True, "received": "2026-02-30"}, "received"),
                            ({"item": "x", "working_days": 1, "ended": False, "ended_on": "2026-03-02"}, "ended_on"),
                            ({"item": "x", "working_days": 1, "ended": True, "stops": [{}]}, "stops.days")):
            said = refused(folder, good + [wrong], "--item", "x", part="forecast days")
            assert "Line 2" in said and word in said, said


@claim
def what_cannot_have_happened_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        for events, word in (([{"item": "nothing", "started": START}], "no such item"),
                             ([{"item": "land-sale"}], "start or finish"),
                             ([{"item": "land-sale", "started": "2027-01-04"}], "after today"),
                             ([{"item": "land-sale", "started": START, "finished": "2026-02-27"}], "earlier")):
            path = written(folder, "done.json", json.dumps(events))
            said = refused(folder, [], "--facts", FACTS, "--start", START, "--done", path)
            assert word in said, said


@claim
def wrong_usage_is_told():
    with tempfile.TemporaryDirectory() as folder:
        for words in (("--samples", "0"), ("--samples", "many"), ("--seed", "-1"), ("--promise", "soon"),
                      ("nonsense",)):
            refused(folder, [], "--facts", FACTS, "--start", START, *words)
        assert "--item" in refused(folder, [], part="forecast days")
        assert "--facts" in refused(folder, [])
        assert "--history" in run("forecast", "calibrate").err
        assert run("forecast", "--facts", FACTS, "--start", START).status == 2


main()
