#!/usr/bin/env python3
"""The guided questionnaire: it asks what still matters, stops when all is decided, decides what the plan says; what is not known goes to the navigator."""
import json
import os
import sys
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, done, refused, run


MOST_SCREENS = 25


def worked(name):
    with open(os.path.join(PACK, "demo", name), encoding="utf-8") as file:
        content = json.load(file)
    return content.get("facts", content)


def ask(person, path, facts, unsure=()):
    query = urllib.parse.urlencode({"facts": json.dumps(facts, ensure_ascii=False), "unsure": ",".join(unsure)})
    return person.get(f"{path}?{query}")


def neutral(question):
    """What a file that is silent about it would say."""
    return {"bool": False, "set": []}.get(question["type"], (question["values"] or ["x"])[-1] if question["type"] in ("enum", "string") else 0)


def walk(tap, person, path, truth, most=120):
    """From the first screen to the last; `truth` has the answers. Gives what was answered, the screens, the last page, the times."""
    facts, asked, times = {}, [], []
    while len(asked) < most:
        began = time.monotonic()
        page = ask(person, path, facts).json
        times.append(time.monotonic() - began)
        question = page["question"]
        if question is None:
            return facts, asked, page, times
        screen = page["together"]["questions"] if page["together"] else [question]
        asked.append([one["field"] for one in screen])
        if len(asked) < 4:
            tap.claim(question["field"] in asked[-1] and not facts.keys() & set(asked[-1]) and all(one["decides"] and one["question"] for one in screen), f"{asked[-1]} are asked once, with words and with what they decide", screen)
        for one in screen:
            facts[one["field"]] = truth.get(one["field"], neutral(one))
    raise AssertionError("it never ends")


def plain(tap, server):
    person = server.client("enterprise4")
    first = ask(person, "/guide", {}).json
    tap.claim(first["question"] and first["about_left"] >= 1 and first["open"] and not first["unsure"], "it begins with a question and says about how many there are", first["about_left"])
    reference = {}
    for name in ("worked-p1.json", "worked-p3.json"):
        truth = worked(name)
        facts, asked, page, times = walk(tap, person, "/guide", truth)
        fields = [field for screen in asked for field in screen]
        tap.claim(len(fields) == len(set(fields)) and page["open"] == [] and page["open_questions"] == page["about_left"] == 0, f"{name}: {len(asked)} screens, {len(fields)} questions, then nothing is open", page["open"])
        follows = {row["field"]: row["value"] for row in page["implied"]}
        tap.claim(not follows.keys() & set(fields) and all(row["because"] for row in page["implied"]), f"{name}: what follows is not asked, and it is said why", page["implied"])
        tap.claim(all(truth.get(field, value) == value or truth[field] in (None, False, 0) for field, value in follows.items()), f"{name}: and it is so", follows)
        path = os.path.join(server.folder, "facts.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"facts": {**follows, **facts}}, file, ensure_ascii=False)
        plan = json.loads(server.cli("plan", "--pack", PACK, "--facts", path, "--start", "2026-03-02", "--missing", "unknown", "--corrected", "--json").stdout)
        applies = {code for code, answer in plan["applies"].items() if answer == "yes"}
        unknown = {code for code, answer in plan["applies"].items() if answer == "unknown"}
        told = {row["code"] for row in page["applies"]}
        tap.claim(not unknown, f"{name}: no item is unknown to the planner either", unknown)
        tap.equal(told, applies, f"{name}: what applies is what the plan has")
        played = json.loads(server.cli("guide", "--pack", PACK, "--facts", os.path.join(PACK, "demo", name), "--json").stdout)
        tap.claim(played["screens"] <= MOST_SCREENS and abs(played["screens"] - len(asked)) <= 2, f"{name}: the terminal asks as much", played["screens"], len(asked))
        reference[name] = len(asked)
        tap.claim(sorted(times)[len(times) // 2] < 2, f"{name}: the next question comes at once", sorted(times))
    fields = person.get(f"/projects/{person.session['post']['project_id']}/facts").json["facts"]
    tap.claim(max(reference.values()) <= MOST_SCREENS, "few screens, of many fields", reference, len(fields))


def implied(tap, server):
    """Where nothing is built, nobody asks for a tower crane; what was given is never overruled; the plan follows too."""
    person = server.client("enterprise4")
    nothing = {"new_construction": False, "renovation_works": False}
    page = ask(person, "/guide", nothing).json
    follows = {row["field"]: row["value"] for row in page["implied"]}
    tap.claim(follows.get("tower_crane") is False and "crane-register" in {row["code"] for row in page["excluded"]}, "no works, no tower crane", follows)
    page = ask(person, "/guide", {**nothing, "tower_crane": True}).json
    tap.claim("tower_crane" not in {row["field"] for row in page["implied"]} and page["warnings"], "what was said stays, and the contradiction is told", page["warnings"])
    tap.claim(not page["together"] or len(page["together"]["questions"]) > 1, "a screen of several has several")
    page = ask(person, "/guide", {"food_production": True}).json
    tap.claim({"field": "is_industrial", "value": True}.items() <= page["implied"][0].items(), "a food factory is industry", page["implied"])
    asked = ask(person, "/guide", {}, ["new_construction"]).json
    tap.equal(asked["implied"], [], "of what is not known nothing follows")


def unsure(tap, server):
    person = server.client("enterprise4")
    question = ask(person, "/guide", {}).json["question"]
    first = question["field"]
    page = ask(person, "/guide", {}, [first]).json
    tap.claim(page["question"]["field"] != first and [row["field"] for row in page["unsure"]] == [first], "what is not known is not asked again", page["unsure"])
    facts, closed = {}, [first]
    while page["question"]:
        field = page["question"]["field"]
        if len(closed) < 4:
            closed.append(field)
        else:
            facts[field] = neutral(page["question"])
        page = ask(person, "/guide", facts, closed).json
    tap.claim(page["open"], "at the end stays open what only those answers could decide", page["open"])
    tap.claim(set(closed) == {row["field"] for row in page["unsure"]}, "and they are listed", page["unsure"])
    given = ask(person, "/guide", {**facts, first: neutral(question)}, closed).json
    tap.claim(first not in {row["field"] for row in given["unsure"]}, "an answer goes before not knowing")
    for query, status in (("facts=%7B", 400), ("facts=%5B1%5D", 400), ("facts=%7B%22is_industrial%22%3A5%7D", 422), ("unsure=no_such_field", 422)):
        answer = person.get("/guide?" + query)
        tap.equal(answer.status, status, f"{query} is refused")
    odd = person.get("/guide?facts=%7B%22no_such_fact%22%3A1%7D")
    tap.claim(odd.status == 200 and odd.json["warnings"], "a name that no condition reads is a warning", odd.body[:300])


def of_project(tap, server):
    enterprise = server.client("enterprise4")
    project = enterprise.session["post"]["project_id"]
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
    path = f"/projects/{project}"
    page = enterprise.get(f"{path}/guide").json
    bare = enterprise.get("/guide").json
    tap.claim(page["open_questions"] < bare["open_questions"], "what is known of the project is not asked", page["open_questions"], bare["open_questions"])
    known = {row["name"] for row in enterprise.get(f"{path}/facts").json["facts"] if row["value"] is not None}
    tap.claim(page["question"] is None or page["question"]["field"] not in known, "the question is a new one")
    if page["question"] is None:
        field = sorted(known)[0]
        version = enterprise.get(f"{path}/facts").json["version"]
        tap.equal(enterprise.post(f"{path}/facts", {"facts": {field: None}}, version=version).status, 200, "a fact is taken back")
        page = enterprise.get(f"{path}/guide").json
    field = page["question"]["field"]
    refused(tap, enterprise, f"{path}/unsure-facts", {"fields": ["no_such_field"]}, "a field there is", 422)
    refused(tap, server.client("dept-sthj"), f"{path}/unsure-facts", {"fields": [field]}, "said by those who give facts", 403)
    done(tap, enterprise, f"{path}/unsure-facts", {"fields": [field, field]}, "the enterprise does not know it")
    done(tap, enterprise, f"{path}/unsure-facts", {"fields": [field]}, "said again, nothing happens")
    rows = navigator.get(f"{path}/facts").json["unsure"]
    tap.claim([row["field"] for row in rows] == [field] and rows[0]["meaning"] and rows[0]["by_role"] and rows[0]["on"], "it is marked, with who said so", rows)
    notices = [row for row in navigator.get("/notices").json["items"] if row.get("project_id") == project and row["kind"] == "escalation"]
    tap.claim(any("did not know" in row["text"] for row in notices), "the navigator is told", [row["text"] for row in notices][:3])
    version = navigator.get(f"{path}/facts").json["version"]
    value = neutral(page["question"])
    tap.equal(navigator.post(f"{path}/facts", {"facts": {field: value}, "source": "现场核实"}, version=version).status, 200, "the navigator finds it out")
    tap.equal(navigator.get(f"{path}/facts").json["unsure"], [], "and it is marked no more")
    tap.claim((navigator.get(f"{path}/guide").json["question"] or {}).get("field") != field, "nor asked")
    tap.equal(server.client("enterprise1").get(f"{path}/guide").status, 404, "another enterprise sees none of it")


def answers(tap, server):
    """A question in one's own words."""
    person = server.client("enterprise1")
    ask = lambda q: person.get("/answers?" + urllib.parse.urlencode({"q": q}))
    found = ask("技改设备补助怎么申请").json["found"]
    tap.claim(found and found[0]["kind"] == "policy" and found[0]["source"] and found[0]["text"], "the policy that speaks of it comes first, with what it says and its source", found[:1])
    tap.equal(ask("环评报告书怎么报批").json["found"][0]["id"], "eia-report", "an item too")
    said = {row["field"]: row for row in ask("我要在长乐建一个电池厂，投5.5亿，有危化品，不占林地").json["facts"]}
    tap.equal([said[name]["said"] for name in ("district", "total_investment_wanyuan", "forest_land")], [["350112"], [55000], [False]], "facts are read out of it")
    tap.claim(said["district"]["name"] == "长乐区" or "Changle" in said["district"]["name"], "a district by its name", said["district"])
    tap.claim(all(said[name]["is_sure"] for name in ("district", "total_investment_wanyuan", "forest_land")) and said["forest_land"]["words"] == "不占林地" and said["forest_land"]["question"], "with the words that say them, and how they are asked for", said["forest_land"])
    tap.claim(not said["hazardous_chemicals"]["is_sure"] and len(said["hazardous_chemicals"]["said"]) > 1, "what leaves room is there to be confirmed", said["hazardous_chemicals"])
    tap.equal(ask("火星移民").json["found"], [], "nothing found is an answer")
    tap.equal([person.get("/answers").status, ask("长" * 201).status], [422, 422], "a question is there and not too long")


def suite(tap):
    with Server() as server:
        plain(tap, server)
        implied(tap, server)
        unsure(tap, server)
        answers(tap, server)
        of_project(tap, server)
        server.stop()
        server.sound(tap, "after the questionnaire")


if __name__ == "__main__":
    run(suite)
