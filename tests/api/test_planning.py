#!/usr/bin/env python3
"""Planning over the API: why a project is late, what would be if items or facts were otherwise, what a change would do to all.
Everything here is supposed: nothing may be kept of it."""
import datetime
import json
import sys
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run

NAVIGATORS = ("navigator", "navigator2")


def under_way(server):
    """(navigator, project page) of every project with a confirmed plan."""
    for login in NAVIGATORS:
        person = server.client(login)
        for row in person.get("/projects?stage=under_way&limit=50").json["items"]:
            page = person.get(f"/projects/{row['id']}").json
            if page["late_days"] is not None:
                yield person, page


def suppose(person, page, *changes):
    return person.get(f"/projects/{page['id']}/what-if?changes=" + urllib.parse.quote(",".join(changes)))


def effect(person, page, facts):
    return person.get(f"/projects/{page['id']}/facts-effect?facts=" + urllib.parse.quote(json.dumps(facts, ensure_ascii=False)))


def late(tap, server):
    wrong, causes = [], 0
    for _, page in under_way(server):
        causes += len(page["causes"])
        if sum(one["days"] for one in page["causes"]) != page["late_days"] or any(one["days"] == 0 for one in page["causes"]):
            wrong.append((page["id"], page["late_days"], page["causes"]))
    tap.none(wrong, "the shares of what made a project late add up to its lateness")
    tap.claim(causes > 0, "some project is late because of something")


def waiting(page):
    return [node for node in page["nodes"] if node["kind"] == "item" and not node["actual_start"] and not node["actual_finish"]]


def what_if(tap, server):
    wrong, asked = [], 0
    for person, page in under_way(server):
        now = {node["code"]: node for node in page["nodes"]}
        for node in waiting(page):
            days, before = node["days"], None
            for more in (0, 1, 7, 60):
                answer = suppose(person, page, f"{node['code']}:days={days + more}").json
                asked += 1
                shift = answer["production_days"]
                if (more == 0 and (shift or answer["nodes"])) or (before is not None and shift < before) or shift > more:
                    wrong.append((page["id"], node["code"], more, shift))
                if answer["changes"][0]["production_days"] != shift or answer["late_days"] != page["late_days"] + shift:
                    wrong.append((page["id"], node["code"], "alone", answer["changes"]))
                if any(moved["finish"] < now[moved["code"]]["forecast_finish"] for moved in answer["nodes"]):
                    wrong.append((page["id"], node["code"], "sooner", answer["nodes"]))
                before = shift
    tap.none(wrong, f"{asked} longer items: none brings anything forward, none costs more than it is longer, no change changes nothing")
    tap.claim(asked > 20, "there were items to suppose of", asked)


def refusals(tap, server):
    person, page = next(under_way(server))
    done = next(node["code"] for node in page["nodes"] if node["actual_finish"] and node["kind"] == "item")
    free = waiting(page)[0]["code"]
    mark = next(node["code"] for node in page["nodes"] if node["kind"] == "milestone" and not node["actual_finish"])
    cases = [f"{done}:days=3", f"{mark}:days=3", f"{free}:works=3", f"{free}:days=-1", f"{free}:days=5001", f"{free}:days=1.5", f"{free}:start=2026-02-30", f"{free}:finish=2020-01-01",
             f"{free}", f"{free}:", f"{free}:days", f"{free}:days=", ":days=3", "x:days=3", f"{free}:evil=3", ",", ",".join([f"{free}:days=3"] * 65)]
    wrong = [(case, answer) for case in cases for answer in [suppose(person, page, case)] if answer.status != 422 or not is_problem(answer)]
    tap.none(wrong, f"{len(cases)} suppositions that make no sense are refused in words")
    for facts, code in (("[]", "field-type"), ("{", "json-syntax"), ('{"no_such":1}', "field-unknown"), ('{"land_area_sqm":"x"}', None)):
        answer = person.get(f"/projects/{page['id']}/facts-effect?facts=" + urllib.parse.quote(facts))
        tap.claim(is_problem(answer) and (code is None or answer.code == code), f"facts {facts} are refused", answer)
    for query in ("", "item=x&days=3", "item=eia-form", "days=3", "item=eia-form&days=x", "off=2020-01-01", "off=x", "work=2026-13-01"):
        answer = server.client("leader").get("/rehearsal?" + query)
        tap.claim(is_problem(answer) and answer.status in (400, 422), f"rehearsal?{query} is refused", answer)


def facts(tap, server):
    person, page = next(under_way(server))
    none = effect(person, page, {}).json
    tap.claim(not any(none[name] for name in ("facts", "added", "removed", "reopened", "unknown")) and none["production_days"] == 0, "no other facts change nothing", none)
    other = effect(person, page, {"hazardous_chemicals": "生产"}).json
    added = [item["code"] for item in other["added"]]
    tap.claim("safety-condition" in added and "safety-design" in added and other["production_days"] > 0, "who makes hazardous chemicals has the safety reviews added, and is later", other)
    # What is supposed is what is then so: the preview after the facts were really given says the same.
    given = {fact["name"]: fact["value"] for fact in person.get(f"/projects/{page['id']}/facts").json["facts"]}
    before = {node["code"] for node in person.get(f"/projects/{page['id']}/plan-preview?start={page['plan']['start']}").json["nodes"]}
    told = person.post(f"/projects/{page['id']}/facts", {"facts": {"hazardous_chemicals": "生产"}}, version=None)
    after = person.get(f"/projects/{page['id']}/plan-preview?start={page['plan']['start']}").json
    codes = {node["code"] for node in after["nodes"]}
    tap.claim(told.status == 200 and set(added) == codes - before and {item["code"] for item in other["removed"]} == before - codes - {item["code"] for item in other["unknown"]}
              and other["production"] == after["production"], "what was supposed is what the plan says once the facts are given", added, sorted(codes - before), told)
    back = person.post(f"/projects/{page['id']}/facts", {"facts": {"hazardous_chemicals": given["hazardous_chemicals"]}})
    tap.claim(back.status == 200, "and is taken back", back)


def rehearsal(tap, server):
    leader = server.client("leader")
    all_of_them = {page["id"]: page for _, page in under_way(server)}
    answer = leader.get("/rehearsal?item=construction-permit&days=60").json
    tap.equal(answer["projects"], len(all_of_them), "a rehearsal looks at every project under way")
    wrong = []
    for row in answer["items"]:
        person = server.client("navigator") if server.client("navigator").get(f"/projects/{row['id']}").status == 200 else server.client("navigator2")
        alone = suppose(person, all_of_them[row["id"]], "construction-permit:days=60").json
        if alone["production"] != row["production"] or alone["production_days"] != row["days"]:
            wrong.append((row, alone["production"]))
    tap.none(wrong, "a rehearsal moves each project as supposing it alone does")
    tap.claim(answer["moved"] == len(answer["items"]) == answer["later"] + answer["earlier"] and answer["later"] > 0, "a longer permit moves somebody", answer)
    today = datetime.date.fromisoformat(leader.get("/session").json["today"])
    days = [today + datetime.timedelta(days=n) for n in range(20, 30)]  # no holiday is as long
    off = leader.get("/rehearsal?off=" + ",".join(map(str, days))).json
    tap.claim(off["later"] > 0 and off["earlier"] == 0 and all(0 < row["days"] <= len(days) for row in off["items"]), "ten days off make nobody earlier, nobody later by more than ten days", off)


def chance(tap, server):
    wrong = []
    for person, page in under_way(server):
        answers = [person.get(f"/projects/{page['id']}/chance") for _ in range(2)] + [server.client("leader").get(f"/projects/{page['id']}/chance")]
        told = answers[0].json
        days = [told[level]["day"] for level in ("p50", "p80", "p95")]
        curve = [step["day"] for step in told["curve"]]
        early = sum(day <= told["promised_on"] for day in curve)
        if days != sorted(days) or curve != sorted(curve) or told["p50"]["day"] != curve[19] or told["p95"]["day"] != curve[37]:
            wrong.append((page["id"], "order", told))
        if abs(told["promise_kept_permille"] - 25 * early) > 26 or told["promised_on"] != page["plan"]["production"]:
            wrong.append((page["id"], "promise", told))
        if any(not 0 <= one[name] <= 1000 for one in told["drivers"] for name in ("share_permille", "critical_permille")) or any(one["p50_days"] > one["p80_days"] for one in told["drivers"]):
            wrong.append((page["id"], "drivers", told["drivers"]))
        if any(node["actual_finish"] for one in told["drivers"] for node in page["nodes"] if node["code"] == one["code"]):
            wrong.append((page["id"], "driven by what is done", told["drivers"]))
        if answers[1].body != answers[0].body or answers[2].json["curve"] != told["curve"] or told["estimate"] is not True:
            wrong.append((page["id"], "not the same twice", answers))
    tap.none(wrong, "an estimate of the day is in order, agrees with itself, and is the same for everybody")
    leader = server.client("leader")
    without = next(row for row in leader.get("/projects?limit=50&stage=lead").json["items"])
    tap.equal(leader.get(f"/projects/{without['id']}/chance").code, "wrong-state", "without a confirmed plan there is no estimate")


def why(tap, server):
    wrong, told = [], 0
    for person, page in under_way(server):
        by_code = {node["code"]: node for node in page["nodes"]}
        for node in page["nodes"]:
            answer = person.get(f"/projects/{page['id']}/plan-items/{urllib.parse.quote(node['code'])}")
            one = answer.json
            told += 1
            if answer.status != 200 or one["starts_on"] != node["earliest_start"] or any(w["code"] not in node["after"] for w in one["waits_for"]):
                wrong.append((page["id"], node["code"], answer))
            elif node["kind"] == "item" and (one["applies"] == "yes" and not one["because"] and one["because"] != [] or any(not b["reason"] or not b["reason_en"] for b in one["because"])):
                wrong.append((page["id"], node["code"], one["because"]))
            elif node["after"] and node["earliest_start"] > page["plan"]["start"] and not one["waits_for"]:
                wrong.append((page["id"], node["code"], "waits for nobody", node["after"], [by_code[c]["earliest_finish"] for c in node["after"]]))
    tap.none(wrong, f"{told} nodes of plans say why they are there and what they wait for")
    person, page = next(under_way(server))
    tap.equal([person.get(f"/projects/{page['id']}/plan-items/no-such").status, server.client("leader").get("/projects/999999/plan-items/eia-form").status], [404, 404], "what is not in the plan has no reason")


def say(person, org, reviewers, **more):
    return person.post("/staffing", {"org": org, "reviewers": reviewers, **more})


def capacity(tap, server):
    centre, leader = server.client("centre"), server.client("leader")
    before = leader.get("/capacity").json
    tap.claim(before["projects"] == len(list(under_way(server))) and before["items"] > 10 and before["late_days"] == before["late_days_free"] and not before["moved"],
              "while nobody has said how many reviewers there are, nobody holds anybody up", before)
    tap.claim(all(unit["reviewers"] is None and unit["saved_days"] is None and unit["used_permille"] is None for unit in before["units"]), "and every unit is unknown, not free", before["units"])
    busiest = max(before["units"], key=lambda unit: unit["items"])["org"]
    today = leader.get("/session").json["today"]
    until = str(datetime.date.fromisoformat(today) + datetime.timedelta(days=60))
    tap.equal([say(centre, busiest, 1).status, say(centre, busiest, 0, to=until).status], [200, 200], "a coordinator says that a unit has one reviewer, and none for two months")
    closed = leader.get("/capacity").json
    unit = next(one for one in closed["units"] if one["org"] == busiest)
    tap.claim(closed["late_days"] > closed["late_days_free"] == before["late_days_free"] and unit["reviewers"] == 0 and unit["waiting_days"] > 0 and unit["first_full"], "whoever needs it waits", closed)
    tap.claim(closed["moved"] and all(row["days"] > 0 and row["levelled"] > row["production"] for row in closed["moved"]), "and is told how long", closed["moved"])
    tap.equal(say(centre, busiest, 50).status, 200, "said last counts")
    open_ = leader.get("/capacity").json
    tap.claim(open_["late_days"] == open_["late_days_free"] and not open_["moved"], "fifty reviewers hold nobody up", open_)
    own = server.client("dept-" + busiest)
    others = [say(own, "scjg" if busiest != "scjg" else "zjj", 2), say(own, "no-such", 2), say(own, busiest, 501), say(own, busiest, -2), say(own, busiest, 2, **{"from": "2020-01-01"}), say(own, busiest, 2, stage="x")]
    tap.none([a for a in others if a.status != 422 or not is_problem(a)], "a unit speaks for itself only, and of days to come")
    tap.equal([say(own, busiest, 2).status, say(own, busiest, 0, unknown=True).status], [200, 200], "a unit says its own number, and takes it back")
    tap.equal([server.client("enterprise1").get(path).status for path in ("/capacity", "/staffing")], [404, 404], "an enterprise sees neither")
    tap.equal([say(server.client("navigator"), busiest, 2).code, leader.get("/capacity?priority=1,x").code], ["not-permitted", "field-invalid"], "a navigator says nothing of it; a priority is an id")


def access(tap, server):
    person, page = next(under_way(server))
    tap.equal(server.client("leader").get("/projects/1/chance").status, 404, "nor an estimate of what does not exist")
    stranger = server.client("enterprise3") if page["id"] != server.client("enterprise3").session["account"].get("project") else server.client("enterprise1")
    mine = {row["id"] for row in stranger.get("/projects").json["items"]}
    foreign = next(p for _, p in under_way(server) if p["id"] not in mine)
    tap.equal([suppose(stranger, foreign, "x:days=1").status, effect(stranger, foreign, {}).status, stranger.get(f"/projects/{foreign['id']}/chance").status], [404] * 3,
              "of another's project nothing can be supposed")
    tap.equal(stranger.get("/rehearsal?item=eia-form&days=3").status, 404, "for an enterprise there is no rehearsal")
    tap.equal(server.client("sysadmin").get("/rehearsal?item=eia-form&days=3").status, 404, "nor for an administrator")


def routes(tap, server):
    wrong, pages = [], list(under_way(server))
    for person, page in pages:
        told = person.get(f"/projects/{page['id']}/routes?start={page['plan']['start']}").json
        preview = person.get(f"/projects/{page['id']}/plan-preview?start={page['plan']['start']}").json
        open_ones = {v["id"] for v in told["variants"] if v["status"] == "open"}
        if not any(v["status"] == "in-basic" and v["withdrawn"] for v in told["variants"]) and told["basic"]["production"] != preview["production"]:
            wrong.append((page["id"], "the basic route is not the plan", told["basic"]))
        if not told["best"]["optimal"] or told["best"]["working_days"] > told["basic"]["working_days"] or told["best"]["lower_bound"] > told["best"]["working_days"]:
            wrong.append((page["id"], "best", told["best"]))
        if len(told["routes"]) > 12 or any(v["id"] not in open_ones for r in told["routes"] for v in r["variants"]) or told["routes"][0]["variants"]:
            wrong.append((page["id"], "routes", [r["variants"] for r in told["routes"]]))
        if any(v["status"] == "closed" and not (v["failed"] or v["needs"]) for v in told["variants"]) or any(v["status"] == "unknown" and not v["ask"] for v in told["variants"]):
            wrong.append((page["id"], "a variant does not say why", [v for v in told["variants"] if v["status"] in ("closed", "unknown")][:3]))
    tap.none(wrong, "every project has routes: the basic one is the plan, the best one proven, each variant says why it is open or not")
    person, page = pages[0]
    told = person.get(f"/projects/{page['id']}/routes?start={page['plan']['start']}&by=2099-12-31").json
    tap.claim(told["by"]["met"] and told["by"]["optimal"], "a date far away is met by the least risky route", told["by"])
    never = person.get(f"/projects/{page['id']}/routes?start={page['plan']['start']}&by={page['plan']['start']}").json["by"]
    tap.claim(not never["met"] and never["optimal"] and never["earliest"] == told["best"]["production"], "a date that nothing meets is proven to be too early, and the nearest is named", never)
    choose_a_route(tap, server, person, page, told)


def choose_a_route(tap, server, person, page, told):
    chosen, closed = told["best"]["variants"], next(v["id"] for v in told["variants"] if v["status"] == "closed")
    adopt = lambda **body: person.post(f"/projects/{page['id']}/plans", {"start": page["plan"]["start"], **body})
    tap.equal([adopt(route=chosen).code, adopt(route=[closed], note="x").code, adopt(route=["no-such"], note="x").code], ["reason-required", "field-invalid", "field-invalid"],
              "a route is chosen with a reason, and only of what is open")
    tap.claim("no-such" in adopt(route=[*chosen, "no-such"], note="x").json["detail"], "the variant that does not exist is named, wherever it stands")
    made = adopt(route=chosen, note="fewest visits")
    tap.claim(made.status == 200, "a route is adopted", made)
    plan = next(one for one in person.get(f"/projects/{page['id']}/plans").json["items"] if one["number"] == made.json["plan"])
    tap.claim([v["id"] for v in plan["route"]] == sorted(chosen) and plan["production"] == told["best"]["production"] and plan["note"] == "fewest visits" and plan["by"],
              "the plan says which variants, who and why", plan)
    nodes = {node["code"]: node for node in person.get(f"/projects/{page['id']}/plans/{made.json['plan']}").json["nodes"]}
    steps = next(r for r in told["routes"] if r["number"] == told["best"]["route"])["nodes"]
    tap.none([(s, nodes.get(s["code"])) for s in steps if s["code"] in nodes and any(s[day] != nodes[s["code"]][day] for day in ("earliest_start", "earliest_finish", "latest_finish"))],
             "its dates are those of the route")
    owner = next(c for c in (server.client("enterprise1"), server.client("enterprise3")) if c.get(f"/projects/{page['id']}").status == 200)
    sure = owner.post(f"/projects/{page['id']}/plans/{made.json['plan']}/confirm", {})
    after = person.get(f"/projects/{page['id']}").json
    tap.claim(sure.status == 200 and after["plan"]["in_force"] == made.json["plan"] and sum(c["days"] for c in after["causes"]) == after["late_days"],
              "once confirmed it is in force, and what happened is held against it", sure, after["late_days"], after["causes"])


def suite(tap):
    with Server() as server:
        # What the system does by itself meanwhile (reminders that fall due) is not of these questions.
        asked = lambda: server.store.rows("select count(*) from ledger_event where actor<>'system'")[0][0]
        size = asked()
        late(tap, server)
        why(tap, server)
        what_if(tap, server)
        refusals(tap, server)
        rehearsal(tap, server)
        chance(tap, server)
        access(tap, server)
        tap.equal(asked(), size, "nothing of all this stands in the ledger")
        capacity(tap, server)
        facts(tap, server)
        routes(tap, server)
        server.sound(tap, "after planning")


if __name__ == "__main__":
    run(suite)
