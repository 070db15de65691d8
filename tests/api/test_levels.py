#!/usr/bin/env python3
"""Matters of two levels: items delegated to a district go there from the day on, and back; what is not one district's alone is recognised from facts and says why; what nobody has said is neither; each level sees its own."""
import json
import os
import shutil
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run

CITY, AWAY = "350100", "350181"


def delegated(tap, server):
    """An item goes to the district's unit from the day on, and back; what is submitted stays where it was. What else may be submitted."""
    centre, system = server.client("centre"), server.store
    rows = system.named("select id, district from project where stage in ('served','under_way') order by id")
    outside = ("prov-", "nat-", "enterprise", "elec", "gas", "water", "tel", "gdjt", "asc")
    path, found = "/item-delegations", []
    for row in rows:
        ready = centre.get(f"/projects/{row['id']}/ready").json["items"]
        found += [(row["id"], row["district"], one["code"], one["org"]) for one in ready if not one["missing_predecessors"] and not one["org"].startswith(outside)]
    pairs = [(one, two) for one in found for two in found if one[0] == two[0] and one[2] < two[2]]
    tap.claim(pairs, "there are two items of a project that may be submitted", found)
    (project, home, before, old), (_, _, code, org) = pairs[0]
    unit = "asc-" + home

    def submit(code):
        made = done(tap, centre, f"/projects/{project}/intakes", {"items": [code]}, "the item is applied for")["applications"][0]["id"]
        return system.named(f"select id, org from application where id={made}")[0]

    first = submit(before)
    tap.equal(first["org"], old, "without a delegation it goes to the city's unit")
    give = {"item": code, "district": home, "org": unit, "basis": "市政府委托下放目录（测试）"}
    refused(tap, centre, path, {**give, "org": "asc-" + (AWAY if home != AWAY else "350102")}, "a unit of another district is none", 422, "field-invalid")
    refused(tap, centre, path, {**give, "org": org}, "nor one of the city", 422, "field-invalid")
    refused(tap, centre, path, {**give, "item": "no-such"}, "the item is one that there is", 422, "field-invalid")
    refused(tap, centre, path, {**give, "from": "2020-01-02"}, "not in the past", 422, "field-invalid")
    refused(tap, server.client("district"), path, give, "a district gives itself nothing", 403)
    made = done(tap, centre, path, give, "the city delegates the item to the district")["id"]
    refused(tap, centre, path, give, "once", 409, "already-done")
    done(tap, centre, path, {**give, "item": before}, "and another, of which a case runs")
    tap.claim(any(row["id"] == made and row["in_force"] and row["basis"] == give["basis"] for row in server.client("dept-zjj").get(path + f"?item={code}").json["items"]), "everybody who works sees it, with its ground")
    tap.equal(system.named(f"select org from application where id={first['id']}")[0]["org"], old, "the case that runs keeps its unit")
    second = submit(code)
    tap.equal(second["org"], unit, "and what is submitted now goes to the district's unit")
    officer = server.hire("l-unit", {"role": "department_officer", "org": unit, "district": home})
    tap.claim(officer.get(f"/applications/{second['id']}").status == 200, "which sees it")
    done(tap, officer, f"/applications/{second['id']}/receive", {}, "and receives it")
    done(tap, centre, f"{path}/{made}/withdraw", {"reason": "统一标准"}, "the city takes the item back")
    refused(tap, centre, f"{path}/{made}/withdraw", {"reason": "r"}, "once", 409, "already-done")
    tap.equal(system.named(f"select org from application where id={second['id']}")[0]["org"], unit, "the case that runs stays with the district")
    return found


def of_the_citys_list(tap, server, ready):
    """What the city's pack delegates holds by itself, from its day on; what people delegate goes before it."""
    path, used = "/item-delegations", {row["item"] for row in server.client("centre").get("/item-delegations").json["items"]}
    tap.claim(server.client("centre").get(path).json["note"], "of a list that is not known it is said why it is empty")
    project, home, code, org = next(one for one in ready if one[2] not in used and not server.store.rows(f"select 1 from application where project={one[0]} and code='{one[2]}'"))
    unit, away = "asc-" + home, AWAY if home != AWAY else "350102"
    place = os.path.join(server.folder, "pack")
    shutil.copytree(lib.PACK, place)
    with open(os.path.join(place, "casework.json"), encoding="utf-8") as file:
        content = json.load(file)
    row = {"item": code, "from_org": org, "district": home, "org": unit, "basis": None, "source": "a list for tests", "confidence": "low", "evidence": "unverified"}
    content["item_delegations"] = [{"id": "d-now", **row, "valid_from": "2026-01-01", "valid_to": "2099-12-31"}, {"id": "d-later", **row, "valid_from": "2100-01-01", "valid_to": None},
                                   {"id": "d-away", **row, "district": away, "org": "asc-" + away, "valid_from": None, "valid_to": None}]
    with open(os.path.join(place, "casework.json"), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False)
    server.stop()
    server.clients.clear()
    before, lib.PACK = lib.PACK, place
    server.start()
    try:
        centre = server.client("centre")
        rows = {one["listed"]: one for one in centre.get(f"{path}?item={code}").json["items"]}
        tap.equal({name: (one["in_force"], one["source"], one["confidence"], one["id"], one["until_on"]) for name, one in rows.items()},
                  {"d-now": (True, row["source"], "low", None, "2100-01-01"), "d-later": (False, row["source"], "low", None, None), "d-away": (True, row["source"], "low", None, None)}, "the list shows what the city's list says, with its source, and whether it holds today")
        tap.equal([one["listed"] for one in centre.get(f"{path}?district={away}&item={code}").json["items"]], ["d-away"], "by district too")
        refused(tap, centre, path, {"item": code, "district": home, "org": unit, "basis": "r"}, "what is on it is not delegated once more", 409, "already-done")
        made = done(tap, centre, f"/projects/{project}/intakes", {"items": [code]}, "an item on the list is applied for")["applications"][0]["id"]
        tap.equal(server.store.rows(f"select org from application where id={made}")[0][0], unit, "and goes to the district's unit")
    finally:
        server.stop()
        lib.PACK = before
        server.start()


def suite(tap):
    with Server() as server:
        of_the_citys_list(tap, server, delegated(tap, server))
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
        server.stop()
        check = server.cli("rebuild", "--check", "--db", server.database)
        tap.claim(check.returncode == 0, "the tables are what the ledger says", check.stdout, check.stderr)


if __name__ == "__main__":
    run(suite)
