#!/usr/bin/env python3
"""`liandong parks match` beside a plain evaluator that follows the words of docs/parks.md, over packs whose parks say something."""
import json
import os
import random
import shutil
import tempfile
from datetime import date, timedelta
from decimal import Decimal, getcontext

from tap import PACK, SAMPLE, claim, main, run

getcontext().prec = 1000
SEED, ROUNDS = 20261130, 24
YES, NO, UNKNOWN = "yes", "no", "unknown"
with open(f"{PACK}/parks.json", encoding="utf-8") as file:
    DATA = json.load(file)
with open(f"{PACK}/fields.json", encoding="utf-8") as file:
    TOPICS = next(f["values"] for f in json.load(file)["fields"] if f["name"] == "regional_assessment_topics")
DIRECTIONS = ["新一代信息技术", "高端装备制造", "生物医药", "新能源新材料", "现代物流", "科技服务", "其他"]
LEAVES = [{"field": "needs_gas", "op": "eq", "value": True}, {"field": "import_export", "op": "eq", "value": False},
          {"field": "land_acquisition", "op": "in", "value": ["出让", "划拨"]}, {"field": "annual_energy_tce", "op": "gte", "value": 1000}]


def match(profile, *words, pack=PACK, as_json=True):
    text = profile if isinstance(profile, str) else json.dumps(profile)
    return run("parks", "match", "--pack", pack, "--profile", "-", *words, *(["--json"] if as_json else []), stdin=text)


def results(profile, *words, pack=PACK):
    done = match(profile, *words, pack=pack)
    assert done.status == 0, done.err
    return json.loads(done.out)


def answer(node, facts):
    if "all" in node or "any" in node:
        parts = [answer(part, facts) for part in node.get("all", node.get("any"))]
        first, last = (NO, YES) if "all" in node else (YES, NO)
        return first if first in parts else UNKNOWN if UNKNOWN in parts else last
    if "not" in node:
        return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[answer(node["not"], facts)]
    given, op, value = facts.get(node["field"]), node["op"], node["value"]
    if given is None:
        return UNKNOWN
    return YES if {"eq": given == value, "in": isinstance(value, list) and given in value, "gte": op == "gte" and given >= value}[op] else NO


def asked(node):
    return {node["field"]} if "field" in node else {f for key in ("all", "any") for part in node.get(key, []) for f in asked(part)} | \
        (asked(node["not"]) if "not" in node else set())


def missing(node, facts):
    """Each leaf that is left when the decided parts are gone; the conditions drawn here ask every field once and each leaf can go either way."""
    if answer(node, facts) != UNKNOWN:
        return set()
    if "field" in node:
        return {node["field"]}
    return {f for part in node.get("all", node.get("any", [node.get("not")])) for f in missing(part, facts)}


def exact(value):
    return Decimal(repr(value) if isinstance(value, float) else value)


def listed(code, codes):
    if any((code or "").startswith(c) for c in codes):
        return YES
    return UNKNOWN if any(c.startswith(code or "") for c in codes) else NO


def said(park, path):
    if park["evidence"] == "unverified":
        return None
    for step in path.split("."):
        park = (park or {}).get(step)
    return park


def test(criterion, park, facts, direction, on, data):
    """(from, to, gap, missing facts, the park has not said it)."""
    kind, field = criterion["test"], criterion["field"]
    if kind == "industry":
        words = park["leading_industries"] if park["evidence"] != "unverified" else []
        if not words:
            return 0, 1000, None, set(), True
        known = {w["id"]: w for w in data["industry_words"]}
        codes = [c for w in words if w in known for c in known[w]["codes"]]
        same = [d for w in words if w in known for d in known[w]["directions"]]
        code = listed(facts.get("industry_code"), codes) if codes else NO
        is_open = code == NO and any(w not in known for w in words)
        code = UNKNOWN if is_open else code
        by_direction = (NO if not same else UNKNOWN if not direction else YES if direction in same else NO)
        part = criterion["partial"]
        low = max(1000 if code == YES else 0, part if by_direction == YES else 0)
        high = max(1000 if code != NO else 0, part if by_direction != NO else 0)
        return low, high, None, {"industry_code"} if code == UNKNOWN and not is_open else set(), is_open
    if kind == "covers":
        done = park.get("assessments") if park["evidence"] != "unverified" else None
        if done is None:
            return 0, 1000, None, set(), True
        sure = sum(bool(a["valid_to"]) and a["valid_to"] >= on for a in done)
        may = sum(not a["valid_to"] or a["valid_to"] >= on for a in done)
        return 1000 * sure // len(TOPICS), 1000 * may // len(TOPICS), None, set(), sure < may
    value = said(park, next(f["path"] for f in data["park_facts"] if f["name"] == criterion["offer"]))
    if kind in ("at_most", "at_least"):
        if value is None or facts.get(field) is None:
            return 0, 1000, None, set() if facts.get(field) is not None else {field}, value is None
        mine, theirs = exact(facts[field]), exact(value) * exact(criterion["factor"] or 1)
        if mine <= theirs if kind == "at_most" else mine >= theirs:
            return 1000, 1000, None, set(), False
        return 0, 0, (mine, theirs, abs(mine - theirs)), set(), False
    if value is None:
        return 0, 1000, None, set(), True
    if kind == "not_listed":
        code = listed(facts.get("industry_code"), value) if value else NO
        return {YES: (0, 0), NO: (1000, 1000), UNKNOWN: (0, 1000)}[code] + (None, {"industry_code"} if code == UNKNOWN else set(), False)
    has = value if isinstance(value, bool) else True
    return (1000, 1000, None, set(), False) if has else (0, 0, None, set(), False)


def part_of(criterion, *given):
    facts = given[1]
    applies = answer(criterion["when"], facts)
    if applies == NO:
        return NO, (1000, 1000, None, set(), False)
    low, high, gap, lacks, unsaid = test(criterion, *given)
    if applies == UNKNOWN:
        lacks, high, gap = (lacks | missing(criterion["when"], facts) if low < 1000 else lacks), 1000, None
    return applies, (low, high, gap, lacks, unsaid)


def word(low, high):
    return YES if low > 0 else NO if high == 0 else UNKNOWN


def points(thousandths):
    return Decimal(thousandths) / 1000


def in_force(criteria, on):
    return [c for c in criteria if (c["valid_from"] or "") <= on <= (c["valid_to"] or "9999")]


# ---- random packs and projects ----

def some_condition(rng, depth=0, pool=None):
    pool = list(rng.sample(LEAVES, len(LEAVES))) if pool is None else pool
    draw = rng.random()
    if not pool or (depth == 0 and draw < 0.3):
        return {"all": []}
    if draw < 0.6 or depth > 1:
        return pool.pop()
    if draw < 0.7:
        return {"not": pool.pop()}
    return {rng.choice(["all", "any"]): [some_condition(rng, depth + 1, pool) for _ in range(2) if pool]}


def some_pack(rng, folder):
    target = os.path.join(folder, "pack")
    shutil.copytree(PACK, target, dirs_exist_ok=True)
    data = json.loads(json.dumps(DATA))
    for park in data["parks"]:
        park["evidence"] = rng.choice(["official", "reported", "reported", "unverified"])
        park["offers"] = {key: value for key, value in {
            "land_available_sqm": rng.choice([None, 0, 1000.5, 60000, 2e6, 0.1]), "land_price_wanyuan_mu": rng.choice([None, 18.3, 25, 40]),
            "power_available_kwh": rng.choice([None, 1e7, 5e7]), "gas": rng.choice([None, True, False]), "sewage_plant": rng.choice([None, True]),
            "energy_quota_tce": rng.choice([None, 1000, 4200]), "excluded_industries": rng.choice([None, [], ["C26"], ["C2", "C3985"]])}.items()}
        park["assessments"] = rng.choice([None, [], [{"topic": topic, "valid_to": rng.choice([None, "2026-11-29", "2026-11-30", "2027-06-30"]),
                                                      "source": "test"} for topic in rng.sample(TOPICS, rng.randrange(1, 9))]])
        park["chemical_park"] = rng.choice([None, True, False])
    for criterion in data["match_criteria"]:
        criterion["weight"] = rng.randrange(0, 60)
        criterion["kind"] = rng.choice(["required", "scored", "scored"])
        criterion["when"] = some_condition(rng)
        if criterion["partial"]:
            criterion["partial"] = rng.randrange(0, 1001)
        criterion["valid_from"], criterion["valid_to"] = rng.choice([(None, None), (None, None), ("2026-12-01", None), (None, "2026-11-29")])
    with open(os.path.join(target, "parks.json"), "w", encoding="utf-8") as out:
        json.dump(data, out, ensure_ascii=False)
    return target, data


def some_project(rng):
    values = {"industry_code": ["C3985", "C2614", "C26", "C", "I65", "G5910", "Z9"], "land_area_sqm": [1000.5, 60000, 60000.001, 63000, 1e7, 0, 0.3],
              "land_price_most_wanyuan_mu": [18.2, 18.3, 30], "annual_power_kwh": [1e7, 10000000.1, 9e7], "annual_energy_tce": [999.9, 1000, 4200.25],
              "needs_gas": [True, False], "import_export": [True, False], "land_acquisition": ["出让", "划拨", "租赁"], "hazardous_chemicals": ["生产", "无"]}
    share = rng.choice([0.2, 0.6, 0.9, 1])
    return {name: rng.choice(all_of) for name, all_of in values.items() if rng.random() < share}


def check(got, data, facts, direction, on):
    criteria, parks = in_force(data["match_criteria"], on), data["parks"]
    assert [c["id"] for c in got["criteria"]] == [c["id"] for c in criteria]
    assert Decimal(got["max"]) == sum(c["weight"] for c in criteria)
    ranked, seen = [], set()
    for place, park in enumerate(parks):
        mine, low, high, overall = got["results"][park["id"]], 0, 0, YES
        for criterion, part in zip(criteria, mine["parts"]):
            applies, (first, last, gap, lacks, unsaid) = part_of(criterion, park, facts, direction, on, data)
            where = (park["id"], criterion["id"], facts, part)
            assert (part["criterion"], part["applies"], part["result"]) == (criterion["id"], applies, word(first, last)), where
            assert [Decimal(part["value"][k]) for k in ("from", "to")] == [points(first), points(last)], where
            assert [Decimal(part["contribution"][k]) for k in ("from", "to")] == [points(criterion["weight"] * v) for v in (first, last)], where
            assert (part["gap"] is None) == (gap is None) and (gap is None or [Decimal(part["gap"][k]) for k in ("value", "threshold", "gap")] == list(gap)), where
            assert set(part["missing"]) == lacks and (part["park_missing"] is not None) == unsaid, (where, lacks)
            low, high = low + criterion["weight"] * first, high + criterion["weight"] * last
            if criterion["kind"] == "required":
                one = word(first, last)
                overall = NO if NO in (one, overall) else UNKNOWN if UNKNOWN in (one, overall) else YES
            seen.add(part["result"])
        assert mine["result"] == overall and [Decimal(mine["score"][k]) for k in ("from", "to")] == [points(low), points(high)], park["id"]
        assert mine["unmet"] == [p["criterion"] for p in mine["parts"] if p["result"] == NO]
        assert mine["park_missing"] == [p["park_missing"] for p in mine["parts"] if p["park_missing"]]
        assert set(mine["missing"]) == {f for p in mine["parts"] for f in p["missing"]}
        ranked.append(([YES, UNKNOWN, NO].index(overall), -low, -high, place, park["id"]))
    assert got["order"] == [one[-1] for one in sorted(ranked)]
    alive = [one for one in ranked if one[0] < 2]
    for one in ranked:
        best = 1 + sum(-other[1] > -one[2] for other in alive if other is not one)
        worst = 1 + sum(-other[2] > -one[1] for other in alive if other is not one)
        assert got["results"][one[-1]]["place"] == ({"best": best, "worst": worst} if one[0] < 2 else {"best": None, "worst": None})
    return seen, {one[0] for one in ranked}


@claim
def every_part_score_order_and_place_is_that_of_the_plain_evaluator():
    rng, seen, overall = random.Random(SEED), set(), set()
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            pack, data = some_pack(rng, folder)
            for _ in range(3):
                facts, direction = some_project(rng), rng.choice([None, *DIRECTIONS])
                got = results({"facts": facts, "industry_direction": direction}, "--on", "2026-11-30", pack=pack)
                parts, results_seen = check(got, data, facts, direction, "2026-11-30")
                seen |= parts
                overall |= results_seen
    assert seen == {YES, NO, UNKNOWN} and overall == {0, 1, 2}


@claim
def what_becomes_known_never_leaves_the_range_and_nothing_unknown_lowers_it():
    rng = random.Random(SEED + 1)
    with tempfile.TemporaryDirectory() as folder:
        pack, _ = some_pack(rng, folder)
        for _ in range(12):
            facts = some_project(rng)
            fewer = {name: value for name, value in facts.items() if rng.random() < 0.5}
            more, less = (results({"facts": f, "industry_direction": "生物医药"}, pack=pack)["results"] for f in (facts, fewer))
            for park, one in more.items():
                wide = less[park]["score"]
                assert Decimal(wide["from"]) <= Decimal(one["score"]["from"]) <= Decimal(one["score"]["to"]) <= Decimal(wide["to"]), (park, facts, fewer)
                assert less[park]["result"] in (UNKNOWN, one["result"])


@claim
def the_citys_own_parks_promise_nothing_that_nobody_has_filled_in():
    got = results({"facts": {"hazardous_chemicals": "生产", "industry_code": "C2614", "land_acquisition": "出让", "land_area_sqm": 100000}})
    assert {one["result"] for one in got["results"].values()} == {UNKNOWN}
    assert got["results"]["PK09"]["unmet"] == [] and "excluded_industries" in got["results"]["PK09"]["park_missing"]
    assert got["order"][0] in ("PK05", "PK09") and "chemical_park" in got["results"]["PK17"]["park_missing"]
    assert all(part["result"] == UNKNOWN or part["applies"] == NO for part in got["results"]["PK21"]["parts"] if part["criterion"] != "planned")
    small = results({"facts": {"land_area_sqm": 63000.25}})["results"]["PK27"]
    assert next(p["gap"] for p in small["parts"] if p["criterion"] == "planned") == {"value": "63000.25", "threshold": "63000", "gap": "0.25"}


@claim
def an_assessment_counts_up_to_its_last_day():
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, "pack")
        shutil.copytree(PACK, pack)
        data = json.loads(json.dumps(DATA))
        data["parks"][0]["assessments"] = [{"topic": topic, "valid_to": "2026-12-01", "source": "test"} for topic in TOPICS]
        with open(os.path.join(pack, "parks.json"), "w", encoding="utf-8") as out:
            json.dump(data, out, ensure_ascii=False)
        for shift, expected in ((0, "7"), (1, "0")):
            on = date(2026, 12, 1) + timedelta(shift)
            part = results({}, "--on", str(on), pack=pack)["results"]["PK01"]["parts"][-1]
            assert part["criterion"] == "assessment" and part["contribution"] == {"from": expected, "to": expected}, part


@claim
def a_person_reads_a_table_and_a_wrong_profile_is_refused():
    told = run("parks", "match", "--pack", PACK, "--profile", "-", stdin='{"facts": {"land_area_sqm": 63000.25}}', language="zh_CN.UTF-8")
    assert told.status == 0 and "预估" in told.out and "差 0.25" in told.out and "还需知道 industry_code" in told.out
    assert match("{").status == 1 and match({"facts": {"land_area_sqm": "many"}}).status == 1
    assert run("parks", "match", "--pack", PACK).status == 2 and run("parks").status == 2
    assert match({}, pack=SAMPLE).status == 0


@claim
def a_pack_says_what_is_wrong_with_its_parks():
    wrong = [(lambda d: d["match_criteria"][0].update(test="nearest"), "test"), (lambda d: d["match_criteria"][3].update(field="needs_gas"), "field"),
             (lambda d: d["match_criteria"][3].update(offer="castles"), "offer"), (lambda d: d["match_criteria"][0].update(kind="nice"), "kind"),
             (lambda d: d["match_criteria"][0].update(weight=1001), "weight"), (lambda d: d["parks"][0].update(offers={"gas": "yes"}), "offers.gas"),
             (lambda d: d["parks"][0].update(assessments=[{"topic": "天气", "valid_to": None, "source": "x"}]), "assessments")]
    for change, place in wrong:
        with tempfile.TemporaryDirectory() as folder:
            pack = os.path.join(folder, "pack")
            shutil.copytree(PACK, pack)
            data = json.loads(json.dumps(DATA))
            change(data)
            with open(os.path.join(pack, "parks.json"), "w", encoding="utf-8") as out:
                json.dump(data, out, ensure_ascii=False)
            done = run("pack", "check", pack)
            assert done.status == 1 and place in done.out + done.err, (place, done.out, done.err)
    assert match({}, pack=PACK).status == 0


main()
