"""`liandong plan --routes` and `--by DATE` as a person types them."""
import glob
import json
import os
import shutil
import tempfile

from tap import PACK, ROOT, SAMPLE, claim, main, run

WORKED = sorted(glob.glob(os.path.join(PACK, "demo", "worked-p*.json")))
FACTORY = {
    "new_entity": True, "investment_mode": "备案", "is_tech_upgrade": False, "is_industrial": True, "land_acquisition": "出让",
    "new_construction": True, "floor_area_sqm": 20000, "works_cost_wanyuan": 8000, "land_with_scheme": False,
    "low_risk_small": False, "special_fire_building": False, "fire_design_required": True, "spoil_offsite": True,
    "works_working_days": 200, "needs_power": True, "needs_water": True,
}


def plan(facts, *words, start="2026-03-02", pack=PACK, **options):
    return run("plan", "--pack", pack, "--facts", "-", "--start", start, *words, stdin=json.dumps(facts), **options)


def routes(facts, *words, **options):
    done = plan(facts, "--routes", *words, **options)
    assert done.status == 0, done.err
    return json.loads(done.out)


def facts_of(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["facts"]


def by_id(answer):
    return {variant["id"]: variant for variant in answer["variants"]}


@claim
def the_basic_route_is_the_plan_node_by_node():
    for path in WORKED:
        for words in ([], ["--missing", "negative"], ["--missing", "negative", "--basis", "statutory"]):
            facts = facts_of(path)
            basic = routes(facts, *words)["routes"][0]
            expected = json.loads(plan(facts, *words).out)
            assert basic["name"] == "常规" and basic["variants"] == []
            assert (basic["working_days"], basic["production"]) == (expected["working_days"], expected["production"])
            kept = [{key: node[key] for key in expected["nodes"][0]} for node in basic["nodes"]]
            assert kept == expected["nodes"], path


@claim
def without_the_flags_the_plan_is_as_before():
    answer = json.loads(plan(FACTORY).out)
    assert list(answer)[:7] == ["applies", "start", "production", "working_days", "nodes", "questions", "provisional_after"]
    assert "routes" not in answer and "variants" not in answer


@claim
def the_best_route_is_proven_and_among_the_routes():
    answer = routes(FACTORY, "--missing", "negative")
    best = answer["best"]
    assert best["optimal"] is True and best["nodes"] > 0
    assert best["root_bound"] <= best["lower_bound"] == best["working_days"] < answer["basic"]["working_days"]
    route = answer["routes"][best["route"]]
    assert route["working_days"] == best["working_days"] == min(r["working_days"] for r in answer["routes"])
    assert [v["id"] for v in route["variants"]] == best["variants"]
    assert len(answer["routes"]) <= 12 and answer["front"]["complete"] is True


@claim
def no_route_shown_is_worse_than_another_in_all_but_the_basic_one():
    answer = routes(FACTORY, "--missing", "negative")
    figures = [(r["working_days"], r["risk"], -r["visits_saved"], -r["materials_saved"]) for r in answer["routes"][1:]]
    for a in figures:
        assert not any(b != a and all(x <= y for x, y in zip(b, a)) for b in figures), a


@claim
def each_route_says_why_an_item_is_there_and_when_it_begins():
    answer = routes(FACTORY, "--missing", "negative")
    for route in answer["routes"]:
        finish = {node["code"]: node["earliest_finish"] for node in route["nodes"]}
        for node in route["nodes"]:
            if node["code"] in answer["items"]:
                item = answer["items"][node["code"]]
                assert item["name"] and "because" in item
            assert set(node["binding"]) <= set(node["after"])
            if not node["lag_days"]:
                assert all(finish[code] == node["earliest_start"] for code in node["binding"])
    land = answer["items"]["land-sale"]
    assert land["legal_basis"] and land["because"][0]["field"] == "land_acquisition"
    assert land["because"][0]["reason"] and land["because"][0]["reason_en"]


@claim
def what_a_variant_saves_is_what_the_route_loses_without_it():
    answer = routes(FACTORY, "--missing", "negative")
    best = answer["routes"][answer["best"]["route"]]
    assert any(variant["saves_here"] > 0 for variant in best["variants"])
    land = by_id(answer)["land-to-start"]
    assert land["status"] == "open" and land["saves_alone"] > 0 and land["legal_basis"] and land["risk"] == 3


@claim
def a_planning_figure_is_marked_as_an_estimate():
    answer = routes(FACTORY, "--missing", "negative")
    for route in answer["routes"]:
        nodes = {node["code"]: node for node in route["nodes"]}
        joint = "bundle-start-works" in [v["id"] for v in route["variants"]]
        assert not joint or (nodes["construction-permit"]["estimate"] and route["estimate"])
    assert answer["routes"][0]["estimate"] is False


@claim
def a_closed_variant_names_the_facts_that_close_it():
    variant = by_id(routes(dict(FACTORY, land_acquisition="租赁")))["land-to-start"]
    assert variant["status"] == "closed"
    assert [(f["field"], f["fact"], f["value"]) for f in variant["failed"]] == [("land_acquisition", "租赁", "出让")]
    assert "租赁" in variant["failed"][0]["reason"] and "required" in variant["failed"][0]["reason_en"]


@claim
def an_unknown_variant_is_asked_for_and_used_in_no_route():
    facts = dict(FACTORY, special_fire_building=True)
    answer = routes(facts)
    variant = by_id(answer)["bundle-start-works"]
    assert variant["status"] == "unknown" and variant["would_save"] > 0
    assert [ask["field"] for ask in variant["ask"]] == ["special_fire_design_review"] and variant["ask"][0]["question"]
    open_ones = {v["id"] for v in answer["variants"] if v["status"] == "open"}
    assert all(v["id"] in open_ones for route in answer["routes"] for v in route["variants"])
    known = routes(dict(facts, special_fire_design_review=False))
    assert answer["best"]["working_days"] - known["best"]["working_days"] == variant["would_save"]


@claim
def the_four_classes_of_commitment_are_kept_apart():
    variants = [v for v in routes(FACTORY)["variants"] if v["commitment"]]
    classes = {v["commitment"]["class"] for v in variants}
    assert classes == {"proof", "enterprise_licence", "statutory", "construction_reform"}
    assert all(v["commitment"]["breach_zh"] and "verify_limit" in v["commitment"] for v in variants)


@claim
def by_a_date_the_least_risky_route_is_given():
    basic, best = (routes(FACTORY, "--missing", "negative")[key] for key in ("basic", "best"))
    done = plan(FACTORY, "--missing", "negative", "--by", basic["production"])
    answer = json.loads(done.out)["by"]
    assert done.status == 0 and answer["met"] and answer["optimal"] and answer["route"]["risk"] == 0
    done = plan(FACTORY, "--missing", "negative", "--by", best["production"])
    answer = json.loads(done.out)["by"]
    assert done.status == 0 and answer["met"] and answer["route"]["working_days"] == best["working_days"]


@claim
def a_date_that_no_combination_meets_is_refused_with_the_nearest():
    done = plan(FACTORY, "--missing", "negative", "--by", "2026-05-01")
    answer = json.loads(done.out)
    assert done.status == 1 and answer["by"]["met"] is False and answer["by"]["optimal"] is True
    assert answer["by"]["route"]["production"] == answer["by"]["earliest"] == answer["best"]["production"]
    assert answer["best"]["production"] in done.err and "2026-05-01" in done.err
    done = plan(FACTORY, "--missing", "negative", "--by", "2026-05-01", language="zh_CN.UTF-8")
    assert "没有任何合法组合" in done.err
    assert plan(FACTORY, "--by", "2026-13-01").status == 1


@claim
def contradictory_facts_are_warned_of():
    answer = routes({"eia_class": "报告书", "eia_commitment_eligible": True})
    assert [w["kind"] for w in answer["warnings"]] == ["contradiction"]


@claim
def the_table_is_for_people_in_both_languages():
    for language, words in (("zh_CN.UTF-8", ("常规", "最早投产", "已证明", "办理方式", "拿地即开工", "预估")),
                            ("en_US.UTF-8", ("Basic", "Earliest production", "proven", "Variants", "Start on land", "estimate"))):
        done = plan(FACTORY, "--routes", "--text", "--missing", "negative", language=language)
        assert done.status == 0 and all(word in done.out for word in words), (language, done.out)


@claim
def the_sample_city_has_routes_of_its_own():
    facts = {"new_company": True, "needs_building": True, "floor_area_sqm": 900, "site_days": 40}
    answer = routes(facts, "--missing", "negative", pack=SAMPLE)
    assert {v["id"]: v["status"] for v in answer["variants"]} == {"sv-start": "open", "sv-build": "open"}
    assert answer["best"]["working_days"] < answer["basic"]["working_days"]


@claim
def a_pack_without_variants_has_the_basic_route_only():
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, "pack")
        shutil.copytree(SAMPLE, pack)
        os.remove(os.path.join(pack, "variants.json"))
        with open(os.path.join(pack, "pack.json"), encoding="utf-8") as file:
            head = json.load(file)
        del head["files"]["variants"]
        with open(os.path.join(pack, "pack.json"), "w", encoding="utf-8") as file:
            json.dump(head, file, ensure_ascii=False)
        answer = routes({"new_company": True}, pack=pack)
        assert len(answer["routes"]) == 1 and answer["variants"] == [] and answer["best"]["route"] == 0
        assert run("pack", "check", pack).status == 0


@claim
def a_commitment_that_touches_a_bottom_line_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, "pack")
        shutil.copytree(SAMPLE, pack)
        path = os.path.join(pack, "variants.json")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace('"item": "s-build"', '"item": "s-check"'))
        done = plan({"new_company": True}, "--routes", pack=pack)
        assert done.status == 1 and "sv-build" in done.err and "bottom line" in done.err


@claim
def the_same_question_has_the_same_answer():
    first = plan(FACTORY, "--routes", "--missing", "negative").out
    assert first == plan(FACTORY, "--routes", "--missing", "negative").out


if __name__ == "__main__":
    main()
