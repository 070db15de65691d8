#!/usr/bin/env python3
"""What holds for a time only, over the API: watched by itself, told ahead, extended, ended, lapsed; assessments of parks; steps done in other systems."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, tiny_pdf, today



def watch_of(person, project, item, **more):
    rows = [row for row in person.get(f"/validities?project={project}").json["items"] if row["item"] == item]
    return [row for row in rows if all(row[name] == value for name, value in more.items())]


def special_case_15_permit_that_nobody_builds_on(tap, server, project):
    """施工许可: void three months after its issue unless works begin, twice extended by three months at most."""
    enterprise, officer = server.client("enterprise1"), server.client("dept-zjj")
    permit = next(row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "construction-permit")
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted"})):
        done(tap, officer, f"/applications/{permit}/{act}", body, f"the permit: {act}")
    one, = watch_of(enterprise, project, "construction-permit")
    tap.claim(one["state"] == "running" and one["ends_with"] == "开工" and one["lapse"] == "void" and one["extensions_most"] == 2 and 89 <= one["left_days"] <= 92, "its three months are watched by themselves", one)
    path = f"/validities/{one['id']}/extend"
    refused(tap, server.client("dept-scjg"), path, {"reason": "r", "document": "d"}, "another unit does not extend it", 403)
    refused(tap, enterprise, path, {"reason": "r", "document": "d"}, "nor the enterprise itself", 403)
    for n in (1, 2):
        done(tap, officer, path, {"reason": "桩基队伍进场推迟", "document": f"延期〔2026〕{n}号"}, f"it is extended, time {n}")
    refused(tap, officer, path, {"reason": "r", "document": "d"}, "a third time it is not", 409, "validity-extended")
    one, = watch_of(enterprise, project, "construction-permit")
    tap.claim(one["extensions"] == 2 and 270 <= one["left_days"] <= 277, "nine months at most", one)
    return permit, one


def works_begin(tap, server):
    """What the watch waited for has happened: nothing is watched any more."""
    enterprise = server.client("enterprise2")
    project = enterprise.session["post"]["project_id"]
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
    running = watch_of(enterprise, project, "construction-permit", state="running")
    tap.equal(len(running), 1, "a permit that was granted before is watched")
    own = {"result": "granted", "document": "企业自评〔2026〕1号"}
    survey, org = next((row["id"], row["org"]) for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "survey-design")
    done(tap, server.client("dept-" + org), f"/applications/{survey}/decide", own, "the survey is granted")
    made = done(tap, enterprise, f"/projects/{project}/intakes", {"items": ["safety-3s"]}, "its own safety review is begun")
    done(tap, enterprise, f"/applications/{made['applications'][0]['id']}/decide", own, "and done")
    file = navigator.upload(project, "开工令.pdf", tiny_pdf("works"))
    done(tap, navigator, f"/projects/{project}/milestones", {"milestone": "开工", "reached_on": today(navigator), "evidence": [file.json["id"]]}, "works begin")
    tap.equal([row["id"] for row in watch_of(enterprise, project, "construction-permit", state="ended")], [running[0]["id"]], "and the watch has ended")


def special_case_10_assessment_of_a_park(tap, server, project):
    """区域评估: by item, with validity and terms; refused when it has run out or the terms differ."""
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
    path = f"/projects/{project}/regional-references"
    done(tap, navigator, f"/projects/{project}/facts", {"facts": {"geological_hazard_zone": True, "regional_assessment_topics": []}}, "the site lies in a hazard zone")
    wish = {"item": "geo-hazard", "assessment": "园区地质灾害危险性区域评估", "document": "评审意见〔2026〕3号", "within_terms": True}
    refused(tap, navigator, path, {**wish, "valid_until": "2026-06-30"}, "an assessment that has run out is not referred to", 409, "assessment-expired")
    later = server.store.on_postgres and "2099-01-01" or "2027-01-31"
    refused(tap, navigator, path, {**wish, "valid_until": later, "within_terms": False}, "nor one whose terms differ", 409, "assessment-terms")
    refused(tap, navigator, path, {k: v for k, v in wish.items() if k != "within_terms"} | {"valid_until": later}, "nor one of whose terms nobody knows", 409, "assessment-terms")
    refused(tap, navigator, path, {**wish, "valid_until": later, "item": "land-permit"}, "nor for an item that none replaces", 422)
    needs = lambda: "geo-hazard" in {node["code"] for node in navigator.get(f"/projects/{project}/plan-preview").json["nodes"]}
    tap.claim(needs(), "without it the single assessment is in the plan")
    done(tap, navigator, path, {**wish, "valid_until": later}, "a valid one is referred to")
    tap.claim(not needs(), "and the plan leaves the single assessment out")
    return navigator, needs


def outside(tap, server, project):
    """A step in another system: number, state, who saw it when; no limit is promised; old sight shows."""
    navigator, enterprise = server.client("navigator"), server.client("enterprise1")
    power = next(row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "util-power")
    path = f"/applications/{power}/outside"
    day = today(navigator)
    refused(tap, enterprise, path, {"system": "other", "number": "n", "status": "submitted"}, "the enterprise does not verify itself", 403)
    refused(tap, navigator, path, {"system": "no-such", "number": "n", "status": "submitted"}, "an unknown system is refused", 422)
    refused(tap, navigator, path, {"system": "other", "number": "n", "status": "submitted", "verified_on": "2099-01-01"}, "nothing is verified in the future", 422, "day-in-future")
    made = done(tap, navigator, path, {"system": "other", "number": "35-0001", "status": "submitted"}, "a step in another system is noted")
    refused(tap, navigator, path, {"system": "other", "number": "35-0002", "status": "submitted"}, "once", 409)
    one = enterprise.get(path).json["items"][0]
    tap.claim(one["number"] == "35-0001" and one["verified_on"] == day and one["limit_days"] is None and not one["stale"] and one["verified_by"], "number, state, day and who are told, and no limit", one)
    refused(tap, navigator, f"/outside-steps/{made['id']}/verify", {"status": "granted"}, "what is granted there has its document", 422)
    done(tap, navigator, f"/outside-steps/{made['id']}/verify", {"status": "in_progress", "note": "勘查中"}, "its state is looked up again")
    return made["id"], power


def later(tap, server, permit, watched, step, power, needs_of, project):
    if not server.days_on(400):
        return tap.skip("what happens by itself when its day has come", "the day is the database server's, or libfaketime is missing")
    officer, navigator = server.client("dept-zjj"), server.client("navigator")
    for _ in range(40):
        rows = [row for row in officer.get("/validities?state=lapsed").json["items"] if row["id"] == watched["id"]]
        if rows and not needs_of(server):
            __import__("time").sleep(0.5)
        elif rows:
            break
        else:
            __import__("time").sleep(0.5)
    tap.claim(rows and rows[0]["lapsed_on"], "after its last day the permit has lapsed by itself", rows)
    tap.equal(officer.get(f"/applications/{permit}").json["state"], "revoked", "and is void")
    refused(tap, navigator, f"/projects/{project}/milestones", {"milestone": "开工", "reached_on": today(navigator), "evidence": [server.client("navigator").upload(project, "a.pdf", tiny_pdf("later")).json["id"]]}, "nobody begins works on it", 409)
    tap.claim(needs_of(server), "an assessment that has run out puts the single one back into the plan")
    shown = navigator.get(f"/applications/{power}/outside").json["items"][0]
    tap.claim(shown["stale"] and shown["stale_on"], "a state that nobody looked up shows as old", shown)
    done(tap, navigator, f"/outside-steps/{step}/verify", {"status": "granted", "document": "外〔2027〕1号"}, "what was granted there")
    tap.equal(navigator.get(f"/applications/{power}").json["state"], "granted", "is the result here")
    refused(tap, navigator, f"/outside-steps/{step}/verify", {"status": "in_progress"}, "and is looked up no more", 409)


def suite(tap):
    with Server() as server:
        project = server.client("enterprise1").session["post"]["project_id"]
        other = server.client("enterprise4").session["post"]["project_id"]
        permit, watched = special_case_15_permit_that_nobody_builds_on(tap, server, project)
        navigator, _ = special_case_10_assessment_of_a_park(tap, server, other)
        works_begin(tap, server)
        step, power = outside(tap, server, project)
        tap.equal([server.client("enterprise4").get(f"/applications/{power}/outside").status, server.client("enterprise4").post(f"/outside-steps/{step}/verify", {"status": "submitted"}).status], [404, 403], "another enterprise sees and does nothing of it")
        login = navigator.name
        needs_of = lambda server: "geo-hazard" in {node["code"] for node in server.client(login).get(f"/projects/{other}/plan-preview").json["nodes"]}
        later(tap, server, permit, watched, step, power, needs_of, project)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
