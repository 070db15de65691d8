"""`liandong plan`, `liandong portfolio`, `liandong pack check` as a person types them."""
import csv
import glob
import io
import json
import os
import shutil
import tempfile
import unicodedata

from tap import PACK, ROOT, SAMPLE, claim, main, run

GOLDEN = sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "plan", "*.json")))


def plan(facts, *words, start="2026-03-02", **options):
    text = facts if isinstance(facts, (str, bytes)) else json.dumps(facts)
    return run("plan", "--pack", PACK, "--facts", "-", "--start", start, *words, stdin=text, **options)


def by_code(nodes):
    return {node["code"]: node for node in nodes}


@claim
def every_golden_plan_comes_out_field_by_field():
    assert len(GOLDEN) >= 9
    for path in GOLDEN:
        with open(path, encoding="utf-8") as file:
            case = json.load(file)
        done = plan({"name": case["name"], "facts": case["facts"]}, "--missing", case["missing"], "--basis", case["basis"],
                    start=case["start"])
        assert done.status == 0, done.err
        got, expected = json.loads(done.out), case["plan"]
        assert by_code(got["nodes"]) == by_code(expected["nodes"]), path
        for key in ("applies", "start", "production", "working_days"):
            assert got[key] == expected[key], (path, key)


@claim
def the_fields_stand_in_their_order():
    got = json.loads(plan({}).out)
    assert list(got)[:7] == ["applies", "start", "production", "working_days", "nodes", "questions", "provisional_after"]
    assert list(got["nodes"][0]) == ["code", "days", "earliest_start", "earliest_finish", "latest_start", "latest_finish",
                                     "float_days", "critical", "after"]


@claim
def bare_facts_and_wrapped_facts_are_the_same():
    facts = {"new_construction": True, "floor_area_sqm": 1200}
    assert plan(facts).out == plan({"name": "x", "facts": facts}).out


@claim
def absent_is_unknown_unless_asked_otherwise():
    assert json.loads(plan({}).out)["applies"]["land-sale"] == "unknown"
    assert json.loads(plan({}, "--missing", "negative").out)["applies"]["land-sale"] == "no"


@claim
def null_counts_as_absent():
    assert plan({"new_construction": None}).out == plan({}).out


@claim
def a_question_names_what_it_decides():
    got = json.loads(plan({"new_entity": False}).out)
    asked = {question["field"]: question["decides"] for question in got["questions"]}
    assert "new_entity" not in asked and "land-sale" in asked["land_acquisition"]
    unknown = {code for code, answer in got["applies"].items() if answer == "unknown"}
    assert unknown == {code for codes in asked.values() for code in codes}


@claim
def odd_facts_are_warned_of_and_planned_all_the_same():
    done = plan({"land_acquisition": "赠送", "no_such_fact": 1, "floor_area_sqm": -1})
    assert done.status == 0
    warnings = json.loads(done.out)["warnings"]
    assert {w["kind"] for w in warnings} == {"value-outside-list", "unknown-fact", "value-below-minimum"}
    assert all(w["message"] and w["message_en"] for w in warnings)


@claim
def contradictory_facts_are_warned_of_and_planned_all_the_same():
    facts = {"eia_class": "报告书", "eia_commitment_eligible": True}
    done = plan(facts)
    assert done.status == 0
    warnings = json.loads(done.out)["warnings"]
    assert [w["kind"] for w in warnings] == ["contradiction"] and "环评" in warnings[0]["message"] and "EIA" in warnings[0]["message_en"]
    del facts["eia_class"]
    assert json.loads(plan(facts, "--missing", "negative").out)["warnings"] == []
    for path in GOLDEN:
        with open(path, encoding="utf-8") as file:
            case = json.load(file)
        assert json.loads(plan(case["facts"]).out)["warnings"] == [], path


@claim
def wrong_types_and_broken_json_are_refused_by_name():
    for facts, names in [({"new_entity": 3}, "new_entity"), ({"floor_area_sqm": "9"}, "floor_area_sqm"),
                         ({"regional_assessment_topics": "x"}, "regional_assessment_topics"),
                         ({"works_working_days": -3}, "works_working_days"), ({"works_working_days": 1.5}, "works_working_days"),
                         ('{"floor_area_sqm": 1e999}', ""), ('{"floor_area_sqm": NaN}', "line 1"), ("{", "line 1"), ("[]", ""),
                         ('{"new_entity": true, "new_entity": false}', ""), (b"{\"a\": \"\xff\"}", ""), ("", ""),
                         ("[" * 200 + "]" * 200, "")]:
        done = plan(facts)
        assert done.status == 1 and done.out == "" and names in done.err, (facts, done.status, done.err)


@claim
def a_lag_past_the_year_9999_is_refused():
    facts = {"works_working_days": 3_000_000}
    assert plan(facts).status == 1


@claim
def wrong_words_are_refused():
    for words in [("plan",), ("plan", "--facts", "x.json"), ("plan", "--start", "2026-03-02"),
                  ("plan", "--facts", "-", "--start", "2026-03-02", "--missing", "maybe"),
                  ("plan", "--facts", "-", "--start", "2026-03-02", "--basis", "quick"),
                  ("plan", "--facts", "-", "--start", "2026-03-02", "--json", "--text"),
                  ("plan", "--facts", "-", "--facts", "-", "--start", "2026-03-02")]:
        done = run(*words, stdin="{}")
        assert done.status == 2 and done.out == "", (words, done.status, done.err)
    assert run("plan", "--facts", "/nonexistent", "--start", "2026-03-02").status == 1


@claim
def corrections_are_applied_only_when_asked_for():
    facts = {"emissions": "高"}
    def days(*words):
        done = run("plan", "--pack", SAMPLE, "--facts", "-", "--start", "2026-03-02", *words, stdin=json.dumps(facts))
        return by_code(json.loads(done.out)["nodes"])["s-impact"]["days"]
    assert (days(), days("--corrected")) == (10, 12)


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@claim
def the_drawing_keeps_its_columns_and_marks_the_critical_path():
    with open(os.path.join(ROOT, "tests", "golden", "plan", "p1-planning-absent-is-no.json"), encoding="utf-8") as file:
        case = json.load(file)
    done = plan({"name": case["name"], "facts": case["facts"]}, "--missing", "negative", "--text", language="zh_CN.UTF-8")
    assert done.status == 0
    lines = done.out.splitlines()
    rows = [line for line in lines if line[:1] in "* " and line[1:2].strip()]
    assert len(rows) == len(case["plan"]["nodes"])
    critical = {line[1:].split()[0] for line in rows if line[0] == "*"}
    assert critical == {node["code"] for node in case["plan"]["nodes"] if node["critical"]}
    bars = set()
    for line in rows:
        at = min(line.index(mark) for mark in "█▒◆" if mark in line)
        before = columns(line[:at])
        bars.add(before >= 55)
    assert bars == {True}
    first = next(line for line in rows if "svc-screening" in line)
    assert columns(first[:first.index("█")]) == 56


# ---- portfolio ----

def portfolio(lines, *words):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.csv")
        with open(source, "wb") as file:
            file.write(lines if isinstance(lines, bytes) else "\n".join(lines).encode())
        done = run("portfolio", "--pack", PACK, "--start", "2026-03-02", "--in", source, "--out", target, *words)
        left = sorted(os.listdir(folder))
        text = None
        if os.path.exists(target):
            with open(target, newline="", encoding="utf-8") as file:
                text = file.read()
        return done, text, left


@claim
def a_portfolio_has_a_row_a_node():
    cases = [json.load(open(path, encoding="utf-8")) for path in GOLDEN if "planning-absent-is-no" in path]
    lines = [json.dumps({"name": f'{case["name"]}, "quoted"', "facts": case["facts"]}, ensure_ascii=False) for case in cases]
    done, text, _ = portfolio(lines, "--missing", "negative")
    assert done.status == 0, done.err
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1
    for number, case in enumerate(cases, 1):
        own = {row["code"]: row for row in rows if row["line"] == str(number)}
        assert len(own) == len(case["plan"]["nodes"])
        for node in case["plan"]["nodes"]:
            row = own[node["code"]]
            assert row["name"] == f'{case["name"]}, "quoted"'
            assert [row[k] for k in ("days", "earliest_start", "earliest_finish", "latest_start", "latest_finish", "float_days")] == \
                   [str(node[k]) for k in ("days", "earliest_start", "earliest_finish", "latest_start", "latest_finish", "float_days")]
            assert row["critical"] == str(node["critical"]).lower() and row["after"].split() == node["after"]


@claim
def a_bad_line_is_named_and_nothing_is_written():
    for bad in ['{"new_entity": 3}', "{", "[1]", '{"facts": 3}']:
        done, text, left = portfolio(["{}", "", bad, "{}"])
        assert done.status == 1 and "ine 3" in done.err, (bad, done.err)
        assert text is None and left == ["in.jsonl"]


@claim
def empty_lines_and_line_ends_of_windows_are_fine():
    done, text, _ = portfolio(b"{}\r\n\r\n{}\r\n")
    assert done.status == 0 and {row["line"] for row in csv.DictReader(io.StringIO(text))} == {"1", "3"}


@claim
def a_folder_that_is_not_there_is_refused():
    done = run("portfolio", "--pack", PACK, "--start", "2026-03-02", "--in", "-", "--out", "/nonexistent/x.csv", stdin="{}")
    assert done.status == 1 and "/nonexistent/x.csv" in done.err


# ---- pack check ----

@claim
def clean_packs_end_with_status_0():
    for pack in (PACK, SAMPLE):
        done = run("pack", "check", pack)
        assert done.status == 0 and "0 findings" in done.out, done.out


@claim
def a_circle_is_printed_whole_and_the_status_is_1():
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "pack")
        shutil.copytree(SAMPLE, copy)
        path = os.path.join(copy, "items.json")
        with open(path, encoding="utf-8") as file:
            items = json.load(file)
        items["items"][0]["predecessors"] = ["s-build"]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(items, file, ensure_ascii=False)
        done = run("pack", "check", copy)
        assert done.status == 1 and "items.json s-intro predecessors" in done.out and "s-intro→s-site→s-build→s-intro" in done.out
        refused = run("plan", "--pack", copy, "--facts", "-", "--start", "2026-03-02", stdin="{}")
        assert refused.status == 1 and "→" in refused.err


main()
