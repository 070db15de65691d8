#!/usr/bin/env python3
"""Service packages over the API: which suit a project and why, offered with a reason, adopted or declined once, shown with the state of their parts."""
import json
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, done, refused, run

with open(f"{PACK}/packages.json", encoding="utf-8") as file:
    PACKAGES = {one["id"]: one for one in json.load(file)["packages"]}


def projects_of(person):
    return [row for row in person.get("/projects?limit=100").json["items"]]


def suggested(tap, server):
    centre, seen = server.client("centre"), {}
    for row in projects_of(centre):
        project = centre.get(f"/projects/{row['id']}").json
        for one in centre.get(f"/projects/{row['id']}/service-packages").json["suggested"]:
            seen.setdefault((one["package"], one["result"]), (project, one))
    tap.claim({result for _, result in seen} == {"yes", "unknown"}, "packages suit, or it is not known yet", sorted(seen))
    tap.none([name for (name, _), (project, _) in seen.items() if project.get("industry_class") not in (None, "", PACKAGES[name]["class"])], "none is suggested to another class")
    tap.none([name for (name, result), (_, one) in seen.items() if bool(one["missing"]) != (result == "unknown") and PACKAGES[name]["when"] != {"all": []}], "what has to be known is asked where it is not known")
    _, one = next(pair for (_, result), pair in seen.items() if result == "yes")
    source = PACKAGES[one["package"]]
    tap.claim([item["code"] for item in one["items"]] == source["items"] and [policy["id"] for policy in one["policies"]] == source["policies"] and len(one["units"]) == len(source["units"]) and one["reason"] and one["purpose"], "with its parts and the reason", one)
    tap.none([policy["id"] for policy in one["policies"] if policy["promisable"] and policy["status"] != "有效"], "a policy that is not in force is not promisable")


def offered(tap, server):
    enterprise, navigator = server.client("enterprise1"), server.client("navigator")
    project = enterprise.session["post"]["project_id"]
    page = f"/projects/{project}/service-packages"
    first, second = list(PACKAGES)[:2]
    refused(tap, navigator, page, {"package": "no-such", "reason": "r"}, "a package that is not there is not offered", 422, "field-invalid")
    refused(tap, navigator, page, {"package": first}, "nor one without a reason", 422)
    refused(tap, enterprise, page, {"package": first, "reason": "r"}, "nor by the enterprise", 403)
    made = done(tap, navigator, page, {"package": first, "reason": "企业有研发投入计划"}, "its navigator offers one")
    refused(tap, navigator, page, {"package": first, "reason": "r"}, "it is not offered twice", 409, "already-done")
    other = done(tap, navigator, page, {"package": second, "reason": "备选"}, "a second one is offered")
    row = next(one for one in enterprise.get(page).json["offered"] if one["id"] == made["id"])
    tap.claim(row["state"] == "offered" and row["reason"] == "企业有研发投入计划" and [item["code"] for item in row["items"]] == PACKAGES[first]["items"] and row["roles"], "it stands on the project's page with its parts", row)
    refused(tap, server.client("enterprise2"), f"/service-packages/{made['id']}/adopt", {}, "another enterprise does not see it", 404)
    done(tap, enterprise, f"/service-packages/{made['id']}/adopt", {"note": "同意"}, "the enterprise adopts it")
    refused(tap, enterprise, f"/service-packages/{made['id']}/decline", {"reason": "r"}, "an answer is given once", 409, "already-done")
    refused(tap, enterprise, f"/service-packages/{other['id']}/decline", {}, "declining needs a reason", 422)
    done(tap, enterprise, f"/service-packages/{other['id']}/decline", {"reason": "暂不需要"}, "the other is declined")
    states = {one["package"]: (one["state"], one["answer"]) for one in enterprise.get(page).json["offered"]}
    tap.equal(states, {first: ("adopted", "同意"), second: ("declined", "暂不需要")}, "both answers stand there")
    again = done(tap, navigator, page, {"package": second, "reason": "情况有变"}, "what was declined may be offered again")
    tap.claim(again["id"] != other["id"], "as a new offer")
    kinds = [row["kind"] for row in enterprise.get(f"/projects/{project}/history?limit=100").json["items"] if row["kind"].startswith("offering.")]
    tap.equal(sorted(kinds), ["offering.adopted", "offering.declined", "offering.offered", "offering.offered", "offering.offered"], "the history has each step")


def suite(tap):
    with Server() as server:
        suggested(tap, server)
        offered(tap, server)
        tap.equal(server.stop(), 0, "the server ends well")


run(suite)
