"""`liandong policies match` beside a plain evaluator that walks the JSON of the conditions by the words of docs/policies.md."""
import itertools
import json
import math
import random
from datetime import date, timedelta
from decimal import Decimal, getcontext

from tap import PACK, SAMPLE, claim, main, run

getcontext().prec = 1000  # every difference of two doubles is exact
YES, NO, UNKNOWN = "yes", "no", "unknown"
SEED = 20261130
PROFILES = 45

with open(f"{PACK}/policies.json", encoding="utf-8") as file:
    DATA = json.load(file)
FIELDS = {field["name"]: field["value_type"] for field in DATA["fields"]}
POLICIES = {policy["id"]: policy["conditions"] for policy in DATA["policies"]}


def match(profile, *words, pack=PACK, as_json=True):
    text = profile if isinstance(profile, (str, bytes)) else json.dumps(profile)
    return run("policies", "match", "--pack", pack, "--profile", "-", *words, *(["--json"] if as_json else []), stdin=text)


def results(profile, *words, pack=PACK):
    done = match(profile, *words, pack=pack)
    assert done.status == 0, done.err
    return json.loads(done.out)["results"]


# ---- the plain evaluator ----

def leaf_answer(leaf, facts):
    given, op, value = facts.get(leaf["field"]), leaf["op"], leaf["value"]
    if given is None:
        return UNKNOWN
    holds = {"eq": lambda: given == value, "ne": lambda: given != value, "in": lambda: given in value,
             "contains": lambda: value in given, "contains_any": lambda: any(v in given for v in value),
             "gte": lambda: given >= value, "gt": lambda: given > value, "lte": lambda: given <= value,
             "lt": lambda: given < value, "between": lambda: value[0] <= given <= value[1],
             "prefix": lambda: given.startswith(value)}[op]()
    return YES if holds else NO


def answer(node, facts):
    if "all" in node:
        parts = [answer(part, facts) for part in node["all"]]
        return NO if NO in parts else UNKNOWN if UNKNOWN in parts else YES
    if "any" in node:
        parts = [answer(part, facts) for part in node["any"]]
        return YES if YES in parts else UNKNOWN if UNKNOWN in parts else NO
    if "not" in node:
        return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[answer(node["not"], facts)]
    return leaf_answer(node, facts)


def leaves(node, path=""):
    dot = "." if path else ""
    if "not" in node:
        yield from leaves(node["not"], f"{path}{dot}not")
    elif "field" in node:
        yield path, node
    else:
        key = "all" if "all" in node else "any"
        for i, part in enumerate(node[key]):
            yield from leaves(part, f"{path}{dot}{key}[{i}]")


def in_the_way(node, facts, path="", negated=False):
    """(path, negated) of the leaves on which the answer of this node rests."""
    dot = "." if path else ""
    if "field" in node:
        return [(path, negated)]
    if "not" in node:
        return in_the_way(node["not"], facts, f"{path}{dot}not", not negated)
    key, mine = ("all" if "all" in node else "any"), answer(node, facts)
    return [found for i, part in enumerate(node[key]) if answer(part, facts) == mine
            for found in in_the_way(part, facts, f"{path}{dot}{key}[{i}]", negated)]


def candidates(field, condition):
    """A value for every class that the condition tells apart."""
    asked = [leaf for _, leaf in leaves(condition) if leaf["field"] == field]
    values = [v for leaf in asked for v in (leaf["value"] if isinstance(leaf["value"], list) else [leaf["value"]])]
    if FIELDS[field] == "bool":
        return [True, False]
    if FIELDS[field] == "number":
        return [x for v in sorted(set(values)) for x in (math.nextafter(v, -math.inf), v, math.nextafter(v, math.inf))]
    if FIELDS[field] == "date":
        return [str(date.fromisoformat(v) + timedelta(n)) for v in values for n in (-1, 0, 1)]
    if FIELDS[field] == "list":
        names = sorted(set(values))
        return [[n for n, is_in in zip(names, ins) if is_in] for ins in itertools.product((0, 1), repeat=len(names))]
    return sorted(set(values)) + ["\x7f", ""]


def missing(condition, facts):
    """By the definition: with some other absent facts given or not, the answer is unknown before the field and not behind it."""
    absent = sorted({leaf["field"] for _, leaf in leaves(condition) if facts.get(leaf["field"]) is None})
    choices = {field: candidates(field, condition) for field in absent}
    found = set()
    for chosen in itertools.product(*([None, *choices[field]] for field in absent)):
        world = dict(facts, **{f: v for f, v in zip(absent, chosen) if v is not None})
        if answer(condition, world) != UNKNOWN:
            continue
        for field in absent:
            if field not in found and world.get(field) is None and \
                    any(answer(condition, dict(world, **{field: v})) != UNKNOWN for v in choices[field]):
                found.add(field)
    return found


# ---- profiles ----

def some_value(rng, field, kind):
    asked = [leaf["value"] for condition in POLICIES.values() for _, leaf in leaves(condition) if leaf["field"] == field]
    values = [v for value in asked for v in (value if isinstance(value, list) else [value])]
    if kind == "bool":
        return rng.random() < 0.6
    if kind == "number":
        near = rng.choice(values) if values else 0
        return rng.choice([near, near + 1, near - 1, near * rng.random() * 2, round(near * 1.1, 3), rng.randrange(-5, 30000), 1e300, -1e-300,
                           9007199254740993])
    if kind == "date":
        return str(date.fromisoformat(rng.choice(values)) + timedelta(rng.randrange(-40, 40)))
    if kind == "list":
        return rng.sample(values + ["名单之外"], rng.randrange(0, 3)) if values else []
    return rng.choice([v + rng.choice(["", "", "9"]) for v in values] + ["其他", ""])


def some_profile(rng):
    share = rng.choice([0.1, 0.5, 0.8, 0.95, 1])
    return {field: some_value(rng, field, kind) for field, kind in FIELDS.items() if rng.random() < share}


def exact(value):
    return Decimal(repr(value) if isinstance(value, float) else value)


def gap_holds(gap, leaf, negated, given):
    """The threshold is the nearest value that would do: reaching it (or just passing it) meets the leaf, anything nearer doesn't."""
    def meets(value):
        return (leaf_answer(leaf, {leaf["field"]: value}) == YES) != negated
    if FIELDS[leaf["field"]] == "date":
        day, goal, step = date.fromisoformat(given), date.fromisoformat(gap["threshold"]), timedelta(1 if gap["direction"] == "up" else -1)
        first = goal if gap["inclusive"] else goal + step
        return gap["unit"] == "day" and gap["value"] == given and int(gap["gap"]) == abs((goal - day).days) and meets(str(first)) \
            and not meets(str(first - step))
    value, goal = float(given), float(gap["threshold"])
    assert "e" not in gap["gap"].lower() and Decimal(gap["value"]) == exact(value if isinstance(given, float) else int(value))
    way = math.inf if gap["direction"] == "up" else -math.inf
    first = goal if gap["inclusive"] else math.nextafter(goal, way)
    return gap["unit"] is None and Decimal(gap["gap"]) == abs(Decimal(gap["threshold"]) - Decimal(gap["value"])) and meets(first) \
        and not meets(math.nextafter(first, -way)) and (goal >= value if gap["direction"] == "up" else goal <= value)


def check_one(policy, facts, got):
    condition = POLICIES[policy]
    assert got["result"] == answer(condition, facts), (policy, facts, got)
    expected = in_the_way(condition, facts) if got["result"] == NO else []
    assert [(line["path"], line["negated"]) for line in got["unmet"]] == expected, (policy, facts, got)
    by_path = dict(leaves(condition))
    for line in got["unmet"]:
        leaf = by_path[line["path"]]
        assert (line["field"], line["op"], line["value"]) == (leaf["field"], leaf["op"], leaf["value"])
        assert line["given"] == facts[line["field"]]
    negated = dict(expected)
    for gap in got["gaps"]:
        assert gap_holds(gap, by_path[gap["path"]], negated[gap["path"]], facts[gap["field"]]), (policy, gap)
    numeric = {path for path, _ in expected if FIELDS[by_path[path]["field"]] in ("number", "date")}
    assert {gap["path"] for gap in got["gaps"]} == numeric, (policy, got)
    unasked = set(got["missing"]) - {leaf["field"] for _, leaf in leaves(condition)}
    assert not unasked and len(set(got["missing"])) == len(got["missing"])
    return (got["result"] == UNKNOWN) == bool(got["missing"])


@claim
def every_policy_answers_as_the_plain_evaluator_over_random_profiles():
    rng, pairs, seen, searched = random.Random(SEED), 0, set(), 0
    for _ in range(PROFILES):
        facts = some_profile(rng)
        got = results({"facts": facts})
        assert set(got) == set(POLICIES)
        for policy, one in got.items():
            assert check_one(policy, facts, one), (policy, facts, one)
            seen.add(one["result"])
            pairs += 1
            absent = {leaf["field"] for _, leaf in leaves(POLICIES[policy]) if facts.get(leaf["field"]) is None}
            if one["result"] != UNKNOWN or math.prod(1 + len(candidates(field, POLICIES[policy])) for field in absent) > 400:
                continue
            assert set(one["missing"]) == missing(POLICIES[policy], facts), (policy, facts, one)
            searched += 1
    assert pairs >= 3000 and seen == {YES, NO, UNKNOWN} and searched >= 300, (pairs, seen, searched)


@claim
def what_no_longer_matters_is_not_asked():
    facts = {"established_years": 3, "has_core_ip": True, "core_tech_in_high_tech_field": True, "rd_staff_ratio": 0.2,
             "domestic_rd_share": 0.7, "high_tech_product_revenue_ratio": 0.7, "serious_violation_1y": False}
    assert set(results(facts)["N01"]["missing"]) == {"annual_revenue_wanyuan", "rd_ratio_3y"}
    assert results(dict(facts, rd_ratio_3y=0.06))["N01"]["missing"] == ["annual_revenue_wanyuan"]
    done = results(dict(facts, rd_ratio_3y=0.035, annual_revenue_wanyuan=15000))["N01"]
    assert done["result"] == NO and done["missing"] == []
    assert [gap["path"] for gap in done["gaps"]] == ["all[4].any[0].all[0]", "all[4].any[0].all[1]", "all[4].any[1].all[2]", "all[4].any[2].all[0]"]
    assert [(gap["gap"], gap["direction"], gap["inclusive"]) for gap in done["gaps"]] == \
        [("10000", "down", True), ("0.015", "up", True), ("0.005", "up", True), ("5000", "up", False)]


@claim
def bare_wrapped_and_null_facts_are_read_alike():
    facts = {"high_tech_enterprise": True}
    assert results(facts) == results({"facts": facts}) == results({"name": "x", "facts": dict(facts, headcount=None)})
    assert json.loads(match({"name": "示例", "facts": {}}).out)["name"] == "示例"
    assert results({})["N02"]["result"] == UNKNOWN and results({})["N02"]["missing"] == ["high_tech_enterprise"]


@claim
def the_legal_status_and_the_window_stand_beside_and_change_no_answer():
    got = results({}, "--on", "2026-11-30")
    assert got["F16"]["status"] == "已失效" and got["F16"]["window"]["state"] == "over" and not got["F16"]["promisable"]
    assert got["N02"]["promisable"] and got["N02"]["window"] == {"valid_from": "2008-01-01", "valid_to": None, "state": "open",
                                                                 "deadline": "年度汇算清缴5月31日前"}
    assert got["N20"]["status"] == "需核实" and not got["N20"]["promisable"]
    assert results({}, "--on", "2007-12-31")["N02"]["window"]["state"] == "not-yet"
    assert [one["result"] for one in results({}, "--on", "2007-12-31").values()] == [one["result"] for one in got.values()]


@claim
def corrections_are_applied_only_when_asked_for():
    assert results({}, "--on", "2026-11-30")["C01"]["promisable"]
    corrected = results({}, "--on", "2026-11-30", "--corrected")["C01"]
    assert corrected["status"] == "已到期待核实" and not corrected["promisable"] and corrected["window"]["valid_from"] == "2024"
    assert results({}, "--on", "2024-06-01", "--corrected")["C01"]["status"] == "有效"


@claim
def bad_profiles_are_refused_with_what_is_wrong():
    for text, status, words in [('{"facts": {"headcount": "20"}}', 1, "headcount"), ('{"headcount": true}', 1, "headcount"),
                                ('{"high_tech_enterprise": 1}', 1, "high_tech_enterprise"), ('{"list_membership": "x"}', 1, "list_membership"),
                                ('{"list_membership": [1]}', 1, "list_membership"), ('{"industry_code": 39}', 1, "industry_code"),
                                ('{"project_approved_after": "2024-02-30"}', 1, "project_approved_after"), ('{"headcount": 1e999}', 1, ""),
                                ('{"headcount": NaN}', 1, ""), ('{"headcount": 1', 1, ""), ("", 1, ""), ("[]", 1, ""), ('{"facts": []}', 1, "facts"),
                                ('{"headcount": 1, "headcount": 2}', 1, ""), (b'{"industry_code": "\xff"}', 1, ""), ("[" * 100, 1, "")]:
        done = match(text)
        assert done.status == status and done.out == "" and words in done.err and len(done.err) > 20, (text, done.status, done.err)
    assert run("policies", "match").status == 2 and run("policies", "list").status == 2 and run("policies").status == 2
    assert run("policies", "match", "--profile", "/no/such/file").status == 1
    assert match("{}", "--on", "2026-02-30").status == 1
    assert match("{}", pack="/no/such/pack").status == 1


@claim
def odd_facts_are_warned_of_and_matched_all_the_same():
    got = json.loads(match({"no_such_fact": 1, "industry_code": "", "headcount": -1e308, "taxable_income_wanyuan": 1.7e308}).out)
    assert [(w["kind"], w["field"]) for w in got["warnings"]] == [("unknown-fact", "no_such_fact")]
    gap = [gap for one in got["results"].values() for gap in one["gaps"] if gap["field"] == "taxable_income_wanyuan"][0]
    assert Decimal(gap["gap"]) == Decimal("1.7e308") - Decimal(gap["threshold"]) and len(gap["gap"]) == 309


@claim
def a_person_reads_a_table():
    facts = {"name": "示例企业", "facts": {"high_tech_enterprise": True, "taxable_income_wanyuan": 400.1, "project_approved_after": "2007-01-01"}}
    zh = run("policies", "match", "--pack", PACK, "--profile", "-", stdin=json.dumps(facts), language="zh_CN.UTF-8").out
    assert "示例企业" in zh and "高新技术企业减按15%征收企业所得税" in zh and "不符合" in zh and "还需知道：" in zh
    assert "现为 400.1，超出 100.1" in zh and "还差 365 天" in zh and "不得承诺" in zh
    en = match(facts, as_json=False).out
    assert "now 400.1, over by 100.1" in en and "short by 365 days" in en and "would need: " in en


@claim
def another_city_has_its_own_policies():
    got = results({"registered_city": "9901", "industry_code": "C39"}, pack=SAMPLE)
    assert got["SPOL1"]["result"] == YES and got["SPOL1"]["promisable"]


main()
