#!/usr/bin/env python3
"""Matters of two levels: what is not one district's alone is recognised from facts and says why; what nobody has said is neither; each level sees its own."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, run

CITY, AWAY = "350100", "350181"


def suite(tap):
    with Server() as server:
        enterprise, centre = server.client("enterprise1"), server.client("centre")
        project = enterprise.session["post"]["project_id"]
        home = server.store.rows(f"select district from project where id={project}")[0][0]
        here = server.hire("l-here", {"role": "district_coordinator", "org": "asc-" + home, "district": home})
        away = server.hire("l-away", {"role": "district_coordinator", "org": "asc-" + AWAY, "district": AWAY})
        path, say = "/cross-level-matters", f"/projects/{project}/facts"

        def rules(person, state="known"):
            rows = person.get(f"{path}?state={state}").json["items"]
            found = [row["reasons"] for row in rows if row["project"]["id"] == project]
            return [reason for reason in (found[0] if found else []) if reason["kind"] == "rule"]

        tap.equal(rules(centre), [], "a project of which nobody has said that it lies in two districts is not called one that does")
        tap.claim([reason["id"] for reason in rules(centre, "unknown")] == ["r-cross-district"], "nor one that does not: it is among those not known", rules(centre, "unknown"))
        before = centre.get(path).json["unknown"]
        done(tap, enterprise, say, {"facts": {"cross_district": True}}, "the enterprise says that it does")
        seen = rules(centre)
        tap.claim(len(seen) == 1 and seen[0]["city_handles"] and "市级" in seen[0]["words"] and seen[0]["source"] and seen[0]["confidence"] == "medium", "then the city's coordinator has it in his list, with why, from where, how sure", seen)
        tap.equal(centre.get(path).json["unknown"], before - 1, "and it is no longer among those not known")
        tap.equal([len(rules(here)), len(rules(away))], [1, 0], "its district sees it too, another does not")
        tap.equal([person.get(path).status for person in (enterprise, server.client("dept-zjj"))], [404, 404], "an enterprise and a department have no such list")
        done(tap, enterprise, say, {"facts": {"cross_district": False}}, "it turns out not to")
        tap.equal((rules(centre), rules(centre, "unknown")), ([], []), "and is in neither list")

        # A case moves to a unit of the province, which takes it.
        officer, above = server.client("dept-zjj"), server.hire("l-province", {"role": "department_officer", "org": "prov-zjt", "district": CITY})
        case = next(row for row in officer.get("/applications?limit=100").json["items"] if row["org"] == "zjj" and row["state"] in ("received", "accepted", "submitted"))
        order = {"org": "prov-zjt", "asked": "请指导", "days": 5, "source": "meeting"}
        done(tap, server.client("leader"), f"/projects/{case['project']['id']}/supervision-orders", order, "a unit of the province is brought into a project")
        done(tap, officer, f"/applications/{case['id']}/transfer", {"org": "prov-zjt", "reason": "属省级权限"}, "a case is passed on to the province")
        done(tap, above, f"/applications/{case['id']}/transfer/acknowledge", {}, "which takes it")
        # The cases, counted from the tables by hand.
        units = {row["id"]: row.get("level") for row in centre.get("/pack").json["orgs"]}
        rows = server.store.named("select a.id, a.org, p.district from application a join project p on p.id=a.project where a.state in"
                                  " ('submitted','received','supplement','accepted','special','suspended')"
                                  " and p.stage in ('handed_over','accepted','served','under_way')")
        higher = {row["id"]: row["district"] for row in rows if row["org"].startswith(("prov-", "nat-"))}
        tap.claim(units, "there are units", units)
        for person, district in ((centre, ""), (here, home), (away, AWAY)):
            listed = {reason["application_id"] for row in person.get(path).json["items"] for reason in row["reasons"] if reason["kind"] == "application"}
            tap.equal(listed, {id for id, where in higher.items() if district in ("", where)}, f"open cases of the province and the nation are listed, those of the own level ({district or 'city'})")
        tap.equal(set(higher), {case["id"]}, "and that case is the one")


if __name__ == "__main__":
    run(suite)
