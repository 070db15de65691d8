#!/usr/bin/env python3
"""Navigators over the API: what they can do, what they learned, who is suggested and why, teams, and what was so when."""
import sys
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run


def put(tap, person, path, body, words, version=None):
    answer = person.post(path, body, method="PUT", version=version)
    tap.claim(answer.status == 200, words, answer)
    return answer.json or {}


def person_of(centre, account):
    return next(row for row in centre.get("/navigators").json["items"] if row["id"] == account)


def profiles(tap, server):
    centre, district, navigator = server.client("centre"), server.client("district"), server.client("navigator")
    id = navigator.account
    before = person_of(centre, id)
    tap.claim(before["skills"] == [] and before["version"] == 0 and before["active_projects"] >= 0, "a navigator begins without a profile", before)
    wish = {"skills": ["land-planning", "foreign"], "languages": ["en"], "districts": ["350102"], "full_load": 8}
    put(tap, centre, f"/navigators/{id}/profile", wish, "the centre notes what he can do")
    after = person_of(centre, id)
    tap.equal(([row["id"] for row in after["skills"]], [row["id"] for row in after["languages"]], [row["id"] for row in after["districts"]], after["full_load"]),
              (["land-planning", "foreign"], ["en"], ["350102"], 8), "and the list shows it")
    tap.equal(centre.post(f"/navigators/{id}/profile", wish, method="PUT", version=987).status, 409, "who saw another version changes nothing")
    for bad, field in (({"skills": ["no-such"]}, "skills"), ({"languages": ["xx"]}, "languages"), ({"districts": ["999999"]}, "districts")):
        answer = centre.post(f"/navigators/{id}/profile", bad, method="PUT")
        tap.claim(answer.status == 422 and answer.json["field"] == field, f"{field} the city does not know are refused", answer)
    tap.equal(district.post(f"/navigators/{id}/profile", wish, method="PUT").status, 404, "a district's coordinator keeps no profile of another place")
    tap.equal(centre.post(f"/navigators/{centre.account}/profile", wish, method="PUT").status, 404, "who is no navigator has none")
    tap.equal(person_of(centre, id)["version"], 1, "what was refused changed nothing")


def training(tap, server):
    centre, id = server.client("centre"), server.client("navigator").account
    path, today = f"/navigators/{id}/training", centre.get("/session").json["today"]
    stands = lambda course: next(row for row in person_of(centre, id)["training"] if row["course"] == course)
    tap.equal(stands("basics")["state"], None, "nothing is known of a course nobody noted")
    done(tap, centre, path, {"course": "basics", "act": "enrolled", "on": "2099-01-05"}, "one enrols for a day to come")
    tap.equal(stands("basics")["state"], "enrolled", "and is enrolled")
    refused(tap, centre, path, {"course": "basics", "act": "attended", "on": "2099-01-05"}, "nobody attended what is to come", 422, "day-in-future")
    done(tap, centre, path, {"course": "basics", "act": "failed"}, "an examination that was not passed")
    tap.equal(stands("basics")["state"], "failed", "is shown as such")
    done(tap, centre, path, {"course": "basics", "act": "passed", "on": "2020-01-15"}, "one passed long ago")
    tap.claim(stands("basics")["state"] == "expired" and stands("basics")["valid_until"] == "2022-01-15", "has expired after its 24 months", stands("basics"))
    done(tap, centre, path, {"course": "basics", "act": "passed"}, "passed again today")
    tap.equal(stands("basics")["state"], "valid", "it is valid")
    year, rest = today.split("-", 1)
    done(tap, centre, path, {"course": "confidential", "act": "passed", "on": f"{int(year) - 1}-12-05"}, "another one, nearly a year ago")
    tap.equal(stands("confidential")["state"], "soon", "runs out soon: he is reminded ahead")
    refused(tap, centre, path, {"course": "no-such", "act": "passed"}, "a course the city does not have", 422)
    refused(tap, server.client("navigator"), path, {"course": "basics", "act": "passed"}, "nobody notes his own", 403)
    mine = server.client("navigator").get("/workbench").json["training"]
    tap.claim([row["course"] for row in mine] == ["confidential"] and mine[0]["state"] == "soon", "his own page reminds him of what runs out", mine)
    other = server.client("navigator2").get("/workbench").json["training"]
    tap.claim({row["course"] for row in other} == {"basics", "confidential"} and all(row["state"] is None for row in other), "and of required courses that he never passed", other)


def suggestions(tap, server):
    centre, officer, navigator = server.client("centre"), server.client("invest"), server.client("navigator")
    rows = centre.get("/projects?limit=200").json["items"]
    project = next(row["id"] for row in rows if row["stage"] in ("served", "under_way"))
    answer = centre.get(f"/projects/{project}/navigator-suggestions")
    tap.claim(answer.status == 200 and answer.json["items"], "somebody is suggested", answer)
    found = answer.json["items"]
    points = [float(row["points"]) for row in found]
    tap.equal(points, sorted(points, reverse=True), "the best first")
    tap.none([row for row in found if abs(sum(float(one["points"]) for one in row["reasons"]) - float(row["points"])) > 0.001], "the points of each are the sum of his reasons")
    tap.equal({one["id"]: one["most"] for one in found[0]["reasons"]}, {"load": "40.00", "skill": "25.00", "district": "15.00", "language": "10.00", "qualified": "10.00"}, "by the city's weights")
    his = next(row for row in found if row["id"] == navigator.account)
    load = next(one for one in his["reasons"] if one["id"] == "load")
    tap.claim(load["need"] == 8 and load["have"] == his["active_projects"], "his own limit counts", load)
    qualified = next(one for one in his["reasons"] if one["id"] == "qualified")
    tap.equal((qualified["have"], qualified["need"]), (2, 2), "and what he passed")
    lead = done(tap, officer, "/leads", {"name": "外资建议样例", "enterprise": "某某外资公司", "district": "350102", "total_investment_wanyuan": "30000"}, "a lead")["id"]
    needs = {row["id"]: row["answer"] for row in needs_of(tap, server, lead)}
    tap.equal(needs.get("need-english"), "yes", "foreign capital asks for English")
    tap.equal(officer.get(f"/projects/{project}/navigator-suggestions").status, 404, "who appoints nobody asks for nobody")


def needs_of(tap, server, lead):
    officer, centre = server.client("invest"), server.client("centre")
    done(tap, officer, f"/projects/{lead}/lead-facts", {"facts": {"foreign_capital_usd_wan": 500, "plan_conform": True}}, "with foreign capital")
    done(tap, officer, f"/projects/{lead}/screening", {}, "that is screened")
    found = centre.get(f"/projects/{lead}/navigator-suggestions").json
    english = {row["id"]: next(one for one in row["reasons"] if one["id"] == "language") for row in found["items"]}
    id = server.client("navigator").account
    tap.claim(english[id]["have"] == 1 and all(one["have"] == 0 for other, one in english.items() if other != id), "only who speaks it gets its points", english)
    tap.equal({row["id"]: row["answer"] for row in found["needs"]}["need-land"], "unknown", "what is not known is told as unknown")
    return found["needs"]


def teams(tap, server):
    navigator, centre = server.client("navigator"), server.client("centre")
    project = next(row["id"] for row in centre.get("/projects?limit=200").json["items"] if navigator.get(f"/projects/{row['id']}").status == 200)
    path, member = f"/projects/{project}/team", server.client("navigator2").account
    made = done(tap, navigator, path, {"account_id": member, "role": "assistant"}, "the navigator puts a colleague on the team")
    refused(tap, navigator, path, {"account_id": member, "role": "assistant"}, "once in a role", 409, "already-done")
    refused(tap, navigator, path, {"account_id": member, "role": "no-such"}, "in a role the city has", 422)
    refused(tap, navigator, path, {"account_id": server.client("enterprise1").account, "role": "expert"}, "and somebody of the government's side", 422)
    row = navigator.get(path).json["items"][0]
    tap.claim(row["account_id"] == member and row["to"] is None and row["role_name"] == "Assistant navigator", "the team is shown", row)
    refused(tap, navigator, f"/team-members/{made['id']}/leave", {"on": "2020-01-01"}, "nobody leaves before he came", 422)
    done(tap, navigator, f"/team-members/{made['id']}/leave", {"reason": "任务完成"}, "he leaves")
    refused(tap, navigator, f"/team-members/{made['id']}/leave", {}, "once", 409, "already-done")
    tap.claim(navigator.get(path).json["items"][0]["to"] is not None, "and stays on record, from when until when")
    refused(tap, server.client("enterprise1"), path, {"account_id": member, "role": "expert"}, "an enterprise forms no team", 403)
    return project


def the_past(tap, server, project):
    navigator, centre = server.client("navigator"), server.client("centre")
    path = f"/projects/{project}"
    before = navigator.get(path).json
    spans = lambda what: [(row["value"], row["to"] is None) for row in navigator.get(path + "/past").json["items"] if row["what"] == what]
    tap.equal(spans("name"), [(before["name"], True)], "a name that never changed holds since the project was registered")
    refused(tap, navigator, path + "/identity", {"name": before["name"], "reason": "r"}, "the same name is no change", 409, "already-done")
    refused(tap, navigator, path + "/identity", {"name": "新名"}, "a change needs a reason", 422)
    done(tap, navigator, path + "/identity", {"name": "更名后的项目", "enterprise": "承继公司", "scope": "年产十万件", "reason": "业主变更"}, "name, owner and scope change")
    tap.equal(spans("name"), [("更名后的项目", True), (before["name"], False)], "the old name keeps its range")
    tap.equal(spans("enterprise")[0], ("承继公司", True), "so does the owner")
    tap.equal(spans("scope"), [("年产十万件", True)], "and the scope")
    tap.equal(navigator.get(path).json["name"], "更名后的项目", "the page shows the new one")
    found = centre.get("/projects?q=" + urllib.parse.quote("更名后的项目")).json["items"]
    tap.equal([row["id"] for row in found], [project], "and it is found by it")
    done(tap, centre, path + "/navigator", {"account_id": server.client("navigator2").account, "reason": "调整分工"}, "another navigator takes over")
    tap.equal([now for _, now in [(row["value"], row["to"] is None) for row in centre.get(path + "/past").json["items"] if row["what"] == "navigator"]], [True, False], "who served it when is kept too")
    refused(tap, server.client("enterprise1"), path + "/identity", {"scope": "s", "reason": "r"}, "an enterprise renames nothing", 403)


def suite(tap):
    with Server() as server:
        profiles(tap, server)
        training(tap, server)
        suggestions(tap, server)
        the_past(tap, server, teams(tap, server))
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
