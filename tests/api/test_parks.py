#!/usr/bin/env python3
"""Parks and projects over the API: matched with the score opened up, a park chosen with its reason, what it would change in the plan, and
where which industry gathers, each within what one may see."""
import atexit
import json
import os
import shutil
import sys
import tempfile
from decimal import Decimal

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run

TOPICS = ["地质灾害危险性评估", "地震安全性评价", "水土保持"]


def pack_with_a_park_that_says_something():
    """The city's pack, in which one park has filled in what it offers."""
    folder = tempfile.mkdtemp(prefix="liandong-parks-")
    atexit.register(shutil.rmtree, folder, True)
    pack = os.path.join(folder, "pack")
    shutil.copytree(lib.PACK, pack)
    path = os.path.join(pack, "parks.json")
    when = os.stat(path).st_mtime + 1
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    park = next(one for one in data["parks"] if one["id"] == "PK05")
    park["offers"] = {"standard_land": True, "land_available_sqm": 500000, "excluded_industries": []}
    park["assessments"] = [{"topic": topic, "valid_to": "2099-12-31", "source": "测试"} for topic in TOPICS] + [{"topic": "节能", "valid_to": "2020-01-01", "source": "测试"}]
    with open(path, "w", encoding="utf-8") as out:
        json.dump(data, out, ensure_ascii=False)
    os.utime(path, (when, when))
    return pack


def matched(tap, server, project):
    enterprise = server.client("enterprise1")
    page = enterprise.get(f"/projects/{project}/parks").json
    tap.claim(page["estimate"] is True and page["chosen"] is None and page["may_choose"] and len(page["parks"]) == 30, "every park is there, and it is an estimate", {k: page[k] for k in ("estimate", "chosen", "may_choose")})
    tap.equal(Decimal(page["max"]), sum(one["weight"] for one in page["criteria"]), "the most there can be is the sum of the weights")
    wrong = [one["id"] for one in page["parks"] for end in ("from", "to") if Decimal(one["score"][end]) != sum(Decimal(part["contribution"][end]) for part in one["parts"])]
    tap.none(wrong, "each score is the sum of its parts, at both ends")
    words = {one["name"] for one in page["park_facts"]} | {"industries", "assessments"}
    tap.none([name for one in page["parks"] for name in one["park_missing"] if name not in words], "what a park has not said has its words")
    asked = {one["field"]: one for one in page["questions"]}
    tap.claim(set(asked) == {name for one in page["parks"] for name in one["missing"]} and all(one["question"] for one in asked.values()), "what is not known of the project is asked as a question", list(asked))
    saying = next(one for one in page["parks"] if one["id"] == "PK05")
    silent = next(one for one in page["parks"] if one["id"] == "PK17")
    tap.claim(silent["brings"] is None and "land_available_sqm" in silent["park_missing"] and "land_available_sqm" not in saying["park_missing"], "who says nothing brings nothing", silent["brings"])
    brings = saying["brings"]
    tap.claim(brings["standard_land"] is True and sorted(brings["regional_assessment_topics"]) == sorted(TOPICS) and brings["regional_assessment_valid_until"] == "2099-12-31", "what a park brings are facts of the plan; what has run out is none", brings)
    chinese = enterprise.send("GET", f"/api/v1/projects/{project}/parks", headers={"Accept-Language": "zh"})
    tap.claim(page["criteria"][0]["name"] == "Industry" and json.loads(chinese.body)["criteria"][0]["name"] == "产业方向", "in English and in Chinese", chinese.body[:200])
    return page, brings


def chosen(tap, server, project, brings):
    enterprise, navigator = server.client("enterprise1"), server.client("navigator")
    path = f"/projects/{project}/park"
    refused(tap, enterprise, path, {"park": "PK99", "reason": "r"}, "a park that is not there is not chosen", 422, "field-invalid")
    refused(tap, enterprise, path, {"park": "PK05"}, "nor one without a reason", 422)
    done(tap, enterprise, path, {"park": "PK05", "reason": "靠近港口"}, "the enterprise chooses a park")
    refused(tap, navigator, path, {"park": "PK05", "reason": "r"}, "the same park is not chosen again", 409, "already-done")
    done(tap, navigator, path, {"park": "PK09", "reason": "企业改变工艺"}, "its navigator chooses another")
    page = enterprise.get(f"/projects/{project}/parks").json
    tap.claim(page["chosen"]["park"] == "PK09" and page["chosen"]["reason"] == "企业改变工艺" and page["chosen"]["name"], "the newest choice stands, with its reason", page["chosen"])
    rows = enterprise.get(f"/projects/{project}/history").json["items"]
    tap.equal(len([row for row in rows if row["kind"] == "siting.chosen"]), 2, "both stand in the project's history")
    effect = enterprise.get(f"/projects/{project}/facts-effect?facts=" + lib.urllib.parse.quote(json.dumps(brings))).json
    tap.claim({one["name"] for one in effect["facts"]} <= set(brings) and effect["facts"] and isinstance(effect["production_days"], int), "what the park brings is weighed by the plan", effect["facts"])
    unruled = lambda facts: [line for line in enterprise.get(f"/projects/{project}/facts-effect?facts=" + lib.urllib.parse.quote(json.dumps(facts))).json["warnings"] if "未知" in line or "unknown" in line]
    tap.claim(len(unruled({"standard_land": True})) == 1, "what standard land does to the plan is said to be unknown: no rule says it", unruled({"standard_land": True}))
    tap.equal(unruled({"needs_gas": True}), [], "not of a fact that the rules read")
    done(tap, enterprise, f"/projects/{project}/facts", {"facts": brings, "source": "园区 PK05"}, "and is taken over as facts")
    tap.claim(next(one for one in enterprise.get(f"/projects/{project}/parks").json["parks"] if one["id"] == "PK05")["brings"] is None, "then there is nothing more to bring")


def clusters(tap, server, project):
    leader, officer = server.client("leader"), server.client("dept-zjj")
    page = leader.get("/clusters").json
    tap.claim("projects" not in page and [one["projects"] for one in page["groups"] if one["park"] == "PK09"] == [1], "the park that was chosen has one project", page["groups"][:3])
    for login in ("leader", "centre", "dept-zjj", "invest"):
        person = server.client(login)
        groups, wrong = person.get("/clusters").json["groups"], []
        for one in groups:
            rows = person.get(f"/clusters?park={lib.urllib.parse.quote(one['park'])}&direction=" + lib.urllib.parse.quote(one["direction"])).json
            money = sum(Decimal(row["investment_wanyuan"] or 0) for row in rows["projects"])
            unseen = [row["id"] for row in rows["projects"][:3] if person.get(f"/projects/{row['id']}").status != 200]
            if unseen or (not rows["more"] and (len(rows["projects"]), money) != (one["projects"], Decimal(one["investment_wanyuan"]))):
                wrong.append((one, len(rows["projects"]), str(money), unseen))
        tap.none(wrong, f"{login}: every number and sum is that of the projects behind it, all of which may be seen")
    mine, theirs = (sum(one["projects"] for one in person.get("/clusters").json["groups"]) for person in (leader, officer))
    tap.claim(theirs < mine, "a unit counts only projects in which it takes part", (theirs, mine))
    tap.equal([row["id"] for row in leader.get("/clusters?park=PK09").json["projects"]], [project], "a park's projects are listed")
    tap.equal(server.client("enterprise2").get("/clusters").status, 404, "an enterprise does not look across projects")


def suite(tap):
    lib.PACK = pack_with_a_park_that_says_something()
    with Server() as server:
        project = server.client("enterprise1").session["post"]["project_id"]
        _, brings = matched(tap, server, project)
        chosen(tap, server, project, brings)
        clusters(tap, server, project)
        tap.equal(server.stop(), 0, "the server ends well")


run(suite)
