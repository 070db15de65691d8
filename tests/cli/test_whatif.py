"""`liandong whatif` as a person types it: other facts, other days, another calendar, another pack."""
import glob
import json
import os

from tap import PACK, SAMPLE, claim, main, run

WORKED = sorted(glob.glob(os.path.join(PACK, "demo", "worked-p*.json")))
START = ("--start", "2026-03-02")


def facts_of(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["facts"]


def plan(facts, pack=PACK):
    done = run("plan", "--pack", pack, "--facts", "-", *START, stdin=json.dumps(facts))
    assert done.status == 0, done.err
    return json.loads(done.out)


def whatif(facts, *words):
    done = run("whatif", "--pack", PACK, "--facts", "-", *START, "--json", *words, stdin=json.dumps(facts))
    assert done.status == 0, done.err
    return json.loads(done.out)


@claim
def nothing_supposed_changes_nothing():
    for path in WORKED:
        told = whatif(facts_of(path))
        assert told["projects"] == 1 and told["moved"] == 0 and told["items"][0]["nodes"] == [], told


@claim
def other_facts_give_the_plan_of_those_facts():
    for path in WORKED:
        facts, other = facts_of(path), {"eia_class": "报告书", "special_equipment": False}
        told = whatif(facts, "--set", json.dumps(other))["items"][0]
        before, after = plan(facts), plan({**facts, **other})
        codes = [{node["code"] for node in one["nodes"]} for one in (before, after)]
        assert set(told["added"]) == codes[1] - codes[0] and set(told["removed"]) == codes[0] - codes[1], told
        assert (told["production_before"], told["production"]) == (before["production"], after["production"]), told


@claim
def longer_days_never_bring_anything_forward():
    for path in WORKED:
        facts = facts_of(path)
        for node in plan(facts)["nodes"][::4]:
            if node["code"].isascii():
                told = whatif(facts, "--days", f"{node['code']}={node['days'] + 5}")["items"][0]
                assert 0 <= told["days"] <= 5 and (told["days"] == 5 or not node["critical"]), (node, told)
                assert all(one["finish"] >= one["finish_before"] for one in told["nodes"]), told


@claim
def a_day_off_moves_by_no_more_than_a_day():
    told = whatif(facts_of(WORKED[0]), "--off", "2026-04-08")["items"][0]
    assert told["days"] in (0, 1) and told["production"] >= told["production_before"], told
    back = whatif(facts_of(WORKED[0]), "--work", "2026-04-11")["items"][0]
    assert back["production"] <= back["production_before"], back


@claim
def another_pack_is_rehearsed_on_many_projects():
    lines = "\n".join(json.dumps({"name": os.path.basename(path), "facts": facts_of(path)}, ensure_ascii=False) for path in WORKED)
    done = run("whatif", "--pack", PACK, "--in", "-", *START, "--to", PACK, "--days", "construction-permit=60", stdin=lines)
    assert done.status == 0 and done.out.splitlines()[-1].startswith(f"{len(WORKED)} projects"), done
    assert len(done.out.splitlines()) == len(WORKED) + 1, done.out
    other = run("whatif", "--pack", PACK, "--facts", WORKED[0], *START, "--to", SAMPLE, "--json")
    assert other.status == 0 and json.loads(other.out)["items"][0]["removed"], other


@claim
def what_makes_no_sense_is_refused():
    for words in (["--days", "x=3"], ["--days", "eia-form"], ["--days", "eia-form=-1"], ["--set", "[]"], ["--set", "{"],
                  ["--off", "2026-02-30"], ["--to", "/no/such/pack"], ["--in", "-"]):
        done = run("whatif", "--pack", PACK, "--facts", WORKED[0], *START, *words, stdin="")
        assert done.status in (1, 2) and not done.out and done.err, (words, done)
    done = run("whatif", "--pack", PACK, "--in", "-", *START, stdin='{}\n{"facts": 3}\n')
    assert done.status == 1 and "2" in done.err, done


if __name__ == "__main__":
    main()
