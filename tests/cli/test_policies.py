"""`liandong policies match` beside a plain evaluator that walks the JSON of the conditions by the words of docs/policies.md."""
import itertools
import json
import math
import os
import random
import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal, getcontext
from fractions import Fraction

from tap import PACK, SAMPLE, claim, main, run

getcontext().prec = 1000  # every difference of two doubles is exact
YES, NO, UNKNOWN = "yes", "no", "unknown"
SEED = 20261130
PROFILES = 45

with open(f"{PACK}/policies.json", encoding="utf-8") as file:
    DATA = json.load(file)
FIELDS = {field["name"]: field["value_type"] for field in DATA["fields"]}
POLICIES = {policy["id"]: policy["conditions"] for policy in DATA["policies"]}
with open(f"{PACK}/benefits.json", encoding="utf-8") as file:
    TERMS = json.load(file)
FEN, MOST = 10**6, 10**15


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


# ---- amounts, by the words of docs/policies.md, in fractions ----

def fen(value):
    return max(0, math.floor(value * FEN))


def fraction(value):
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def tier_readings(tiers, base):
    def pay(tier, low, high, whole):
        if not tier.get("per_wanyuan"):
            return fraction(tier["flat_wanyuan"])
        times = (high - low) / fraction(tier["per_wanyuan"])
        return (math.floor(times) if whole else times) * fraction(tier["pay_wanyuan"])
    for whole in (False, True):
        reached = [t for t in tiers if base > t["gt"]]
        yield fen(pay(reached[-1], 0, base, whole)) if reached else 0
        yield sum(fen(pay(t, t["gt"], min(base, t["lte"] or base), whole)) for t in reached)


def part(term, benefit, facts):
    """(from, to), to None: open."""
    applies, base, cap = answer(term["audience"], facts), term["base_field"], benefit["cap_wanyuan"]
    top = None if cap is None else fen(fraction(cap))
    years = benefit.get("years", 1)
    rates = benefit["rate"] if isinstance(benefit["rate"], list) else [benefit["rate"]] * years
    on_base = benefit["rate"] is not None or benefit.get("tiers") or base
    if applies == NO:
        return 0, 0
    unknown = (0, None if top is None else top * max(len(rates), years))
    if on_base and (base is None or facts.get(base) is None):
        low, high = unknown
    elif benefit.get("tiers"):
        found = [min(top, x) for x in tier_readings(benefit["tiers"], fraction(facts[base]))]
        low, high = (min(found), max(found)) if facts[base] < 1e12 else unknown
    elif benefit["rate"] is not None:
        found = [fen(fraction(rate) * fraction(facts[base])) for rate in rates]
        found = [x if top is None else min(top, x) for x in found]
        low, high = (found[0], sum(found)) if all(x <= MOST for x in found) and sum(found) <= MOST else unknown
    elif benefit["amount_wanyuan"] is not None:
        low = high = fen(fraction(benefit["amount_wanyuan"]) * (fraction(facts[base]) if base else 1))
        low = high = low if top is None else min(top, low)
        low, high = (low, high) if low <= MOST else unknown
    else:
        low, high = unknown
    if term["bound"] == "at_least":
        high = None
    if term["bound"] == "at_most" or applies != YES or not term["established"]:
        low = 0
    return low, high


def amount(policy, facts):
    terms = [term for term in TERMS["terms"] if term["policy"] == policy]
    benefits = next(p["benefits"] for p in DATA["policies"] if p["id"] == policy)
    parts = [(term, *part(term, benefits[term["place"]], facts)) for term in terms]
    if any(high is None for _, _, high in parts):
        return max(low for _, low, _ in parts), None
    groups = {}
    for number, (term, _, high) in enumerate(parts):
        audience = term["audience"]
        alone = audience.get("op") != "eq"
        key = number if alone else audience["field"]
        groups.setdefault(key, {}).setdefault(None if alone else audience["value"], []).append(high)
    return max([low for _, low, _ in parts], default=0), sum(max(sum(same) for same in group.values()) for group in groups.values())


def money(value):
    return None if value is None else fen(Fraction(value))


def moved(near, facts):
    facts = dict(facts)
    for change in near["changes"]:
        goal = float(change["threshold"])
        facts[change["field"]] = goal if change["inclusive"] else math.nextafter(goal, math.inf if change["direction"] == "up" else -math.inf)
    return facts


def is_plain(condition):
    return "all" in condition and all("field" in leaf for leaf in condition["all"])


@claim
def amounts_and_near_misses_are_those_of_the_plain_evaluator():
    rng, known, near = random.Random(SEED + 1), 0, 0
    for _ in range(25):
        facts = some_profile(rng)
        for policy, got in results(facts).items():
            low, high = amount(policy, facts)
            assert (money(got["amount"]["from"]), money(got["amount"]["to"])) == (low, high), (policy, facts, got["amount"])
            known += low > 0
            fields = {gap["field"] for gap in got["gaps"] if gap["unit"] is None}
            if got["near"]:
                world = moved(got["near"], facts)
                assert answer(POLICIES[policy], world) == YES and {c["field"] for c in got["near"]["changes"]} <= fields
                assert (money(got["near"]["amount"]["from"]), money(got["near"]["amount"]["to"])) == amount(policy, world)
                near += 1
            elif got["result"] == NO and is_plain(POLICIES[policy]):
                unknown = any(facts.get(leaf["field"]) is None for leaf in POLICIES[policy]["all"])
                conflict = len(fields) < len(got["gaps"])
                assert unknown or conflict or len(got["gaps"]) < len(got["unmet"]) or any(gap["unit"] for gap in got["gaps"]), (policy, got)
    assert known > 40 and near > 15, (known, near)


@claim
def a_benefit_says_its_years_its_instalments_and_who_bears_it():
    facts = {"rd_expense_growth_wanyuan": 1000.5, "compute_purchase_wanyuan": 110.01, "quarter_output_growth_wanyuan": 6500,
             "first_set_recognition": "国内首台套", "first_set_price_wanyuan": 1000, "hires_key_groups": 3}
    got = {policy: one["amount"] for policy, one in results(facts).items()}
    assert (got["F01"]["state"], got["F01"]["from"], got["F01"]["parts"][0]["shares"]) == \
        ("exact", "60.03", {"省": "48.024", "市": "6.003", "县": "6.003"})
    assert (got["F03"]["from"], got["F03"]["to"], got["F03"]["parts"][0]["years"]) == ("50", "127.007", ["50", "44.004", "33.003"])
    assert (got["F17"]["from"], got["F17"]["to"]) == ("6.2", "7.8")  # 1+4+1.2 sliced and whole units; 6.5 x 1.2 at the rate of its tier
    assert (got["F13"]["from"], got["F13"]["to"]) == ("0", "200") and got["F13"]["state"] == "range"
    assert got["N21"]["parts"][0]["instalments"] == ["300", "300"] and "收回资金" in got["N21"]["parts"][0]["clawback"]
    assert (got["N28"]["from"], got["N28"]["to"]) == ("1.8", None)
    assert got["N02"]["state"] == "none" and got["N20"]["state"] == "unknown" and got["N20"]["missing"] == ["equipment_renewal_loan_wanyuan"]
    assert results({})["F01"]["amount"]["missing"] == ["rd_expense_growth_wanyuan"] and results({})["F01"]["amount"]["to"] == "600"
    assert results({})["C11"]["amount"]["missing"] == ["designated_scale"] and results({})["C11"]["amount"]["to"] == "20"


def all_in_force(folder):
    """The pack as if every policy were in force: then there is something to choose."""
    pack = os.path.join(folder, "pack")
    shutil.copytree(PACK, pack)
    data = json.loads(json.dumps(DATA))
    for policy in data["policies"]:
        policy.update(status="有效", valid_from="2020-01-01", valid_to=None)
    with open(os.path.join(pack, "policies.json"), "w", encoding="utf-8") as out:
        json.dump(data, out, ensure_ascii=False)
    return pack


def best_by_trying(options, worth, said, strict):
    best = 0
    for chosen in itertools.chain.from_iterable(itertools.combinations(options, n) for n in range(len(options) + 1)):
        if all(said[pair] == "stacks" or (not said[pair] and not strict) for pair in itertools.combinations(chosen, 2)):
            best = max(best, sum(worth[policy] for policy in chosen))
    return best


@claim
def the_best_combination_is_that_of_trying_all():
    rng, excluded = random.Random(SEED + 2), 0
    with tempfile.TemporaryDirectory() as folder:
        pack = all_in_force(folder)
        for _ in range(10):
            facts = {"registered_province": "35", "registered_city": "3501", "district": "350181", "project_type": "技改", "tech_enterprise": True,
                     "equipment_investment_wanyuan": rng.randrange(500, 2000), "tech_transform_stat_included": True, "first_set_sold": True,
                     "municipal_tech_transform_subsidy_wanyuan": rng.randrange(1, 60), "bank_loan_wanyuan": rng.randrange(1, 3000),
                     "tech_transform_listed": True, "first_set_type": "单机设备", "first_set_price_wanyuan": rng.randrange(50, 500),
                     "provincial_first_set_subsidy_wanyuan": rng.randrange(1, 200), "rd_expense_wanyuan": 900,
                     "rd_expense_growth_wanyuan": rng.randrange(100, 20000), "first_set_recognition": rng.choice(["国内首台套", "省内首台套"])}
            whole = json.loads(match(facts, pack=pack).out)
            options = [p for p, one in whole["results"].items() if one["result"] == YES and one["promisable"] and amount(p, facts) != (0, 0)]
            said = {}
            for pair in itertools.combinations(options, 2):
                rules = {s["rule"] for s in TERMS["stacking"] if set(pair) <= set(s["policies"])}
                said[pair] = "higher" if "higher" in rules else "stacks" if rules else None
            assert len(options) >= 6
            for name, strict in (("sure", True), ("possible", False)):
                worth = {p: low if strict or high is None else high for p, (low, high) in ((p, amount(p, facts)) for p in options)}
                got = whole["combination"][name]
                chosen = list(itertools.combinations(got["policies"], 2))
                assert got["proven"] and sum(worth[p] for p in got["policies"]) == best_by_trying(options, worth, said, strict), (name, facts)
                assert got["unstated"] == [list(pair) for pair in chosen if not said[pair]]
                assert all(said[pair] != "higher" and (said[pair] or not strict) for pair in chosen)
                excluded += not strict and any(worth[p] > 0 and p not in got["policies"] for p in options)
    assert excluded >= 5


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
    near = {"sr_level": "国家级专精特新小巨人", "list_membership": ["重点小巨人"], "promotion_plan_investment_wanyuan": 1820}
    said = run("policies", "match", "--pack", PACK, "--profile", "-", stdin=json.dumps(near), language="zh_CN.UTF-8").out
    assert "还差 180（界限 2000）；若 2026-12-31 前达到，预估约 0–600 万元" in said
    assert "现为 400.1，超出 100.1" in zh and "还差 365 天" in zh and "不得承诺" in zh
    en = match(facts, as_json=False).out
    assert "now 400.1, over by 100.1" in en and "short by 365 days" in en and "would need: " in en


@claim
def another_city_has_its_own_policies():
    got = results({"registered_city": "9901", "industry_code": "C39"}, pack=SAMPLE)
    assert got["SPOL1"]["result"] == YES and got["SPOL1"]["promisable"]
    whole = json.loads(match({"registered_city": "9901", "industry_code": "C39", "headcount": 40}, pack=SAMPLE).out)
    for name in ("sure", "possible"):  # the other one is no longer in force
        assert (whole["combination"][name]["policies"], whole["combination"][name]["to"]) == (["SPOL1"], "10")


main()
