#!/usr/bin/env python3
"""Forms drawn from the field tables: every command's fields with labels and choices in words, by role; whom and what one may pick."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run

PICKED = {"account", "navigator", "project", "application", "claimable", "requestable", "file"}


def concepts(server):
    document = server.client().get("/openapi.json").json
    operations = [one for path in document["paths"].values() for one in path.values() if isinstance(one, dict) and "operationId" in one]
    return sorted({one["operationId"].split(".")[0] for one in operations}), {one["operationId"]: one for one in operations}


def every_form(tap, server):
    names, operations = concepts(server)
    door = {"session", "events", "openapi"}  # what the door serves by itself has no form
    wrong, seen = [], set()
    for login in ("navigator", "centre", "invest", "enterprise1", "sysadmin", "rules"):
        for english in (False, True):
            person = server.client(login)
            person.language = "en" if english else "zh"
            for name in names:
                answer = person.get("/forms/" + name)
                if answer.status != 200:
                    wrong += [] if name in door else [f"{name}: {answer.status}"]
                    continue
                for act in answer.json["acts"]:
                    said = operations[act["command"]]
                    seen.add(act["command"])
                    if act["path"].count("{") > 2 or said["summary" if not english else "description"] != act["title"]:
                        wrong.append(f"{act['command']}: title {act['title']}")
                    schema = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
                    if [one["name"] for one in act["fields"]] != list(schema.get("properties", {})):
                        wrong.append(f"{act['command']}: fields")
                    if sorted(one["name"] for one in act["fields"] if one["required"]) != sorted(schema.get("required", [])):
                        wrong.append(f"{act['command']}: required")
                    for field in act["fields"]:
                        where = f"{act['command']} {field['name']}"
                        options = field.get("options", [])
                        if not field["label"] or (field["kind"] == "choice" and not options):
                            wrong.append(where + ": no words")
                        if field["kind"] == "choice" and any(not one["name"] or "_" in one["name"] or (not english and one["name"] == one["id"]) for one in options):
                            wrong.append(f"{where}: a code is shown: {options}")
                        if field.get("names", "account") not in PICKED:
                            wrong.append(f"{where}: names {field['names']}")
    tap.none(sorted(set(wrong)), "each form has the operation's title and fields, labels and choices in words of both languages")
    tap.claim(len(seen) > 100, f"{len(seen)} commands have one", seen)


def by_role(tap, server):
    acts = lambda login, room: [one["command"] for one in server.client(login).get("/forms/" + room).json["acts"]]
    lists = lambda login, room: [one["view"] for one in server.client(login).get("/forms/" + room).json["lists"]]
    tap.equal(acts("navigator", "absence"), ["absence.note", "absence.end"], "who may note absences has the forms")
    tap.equal((acts("enterprise1", "absence"), lists("enterprise1", "absence")), ([], []), "who may not has none")
    tap.equal(acts("enterprise1", "represent"), ["represent.agree", "represent.end"], "the enterprise has its own")
    tap.equal(server.client("navigator").get("/forms/no-such").status, 404, "a concept that is none is not found")
    tap.equal(server.client().get("/forms/absence").status, 401, "a stranger is asked to sign in")
    roles = next(one for one in server.client("navigator").get("/forms/team").json["acts"][0]["fields"] if one["name"] == "role")
    tap.claim(roles["options"] and all(one["name"] for one in roles["options"]), "a field that names a list of the city brings its records", roles)


def colleagues(tap, server):
    everybody = server.client("leader").get("/colleagues").json["items"]
    tap.claim(len(everybody) > 3 and all(one["name"] and one["role_name"] for one in everybody), "a leader sees whom he may name as his deputy", everybody[:2])
    navigator = server.client("navigator")
    only = navigator.get("/colleagues?role=navigator").json["items"]
    tap.claim(navigator.account in [one["id"] for one in only] and len({one["role_name"] for one in only}) == 1, "or those of one post alone", only)
    enterprise = server.client("enterprise1")
    tap.claim(enterprise.account not in [one["id"] for one in everybody], "nobody of an enterprise is among them")
    tap.equal(server.client("leader").get("/colleagues?role=enterprise").json["items"], [], "nor asked for by that post")
    tap.equal(enterprise.get("/colleagues").status in (403, 404), True, "the enterprise asks for nobody")
    given = server.client("leader").post("/delegations", {"account_id": server.client("centre").account, "until": "2026-12-10", "reason": "away"})
    tap.claim(given.status in (200, 422), "and names one", given)


def reminders(tap, server):
    navigator = server.client("navigator")
    project = navigator.get("/projects").json["items"][0]["id"]
    made = navigator.post("/bring-forwards", {"project_id": project, "on": "2027-03-01", "note": "ask again", "type": "time"})
    rows = [one for one in navigator.get(f"/bring-forwards?project={project}").json["items"] if one["id"] == made.json["id"]]
    tap.claim(rows and rows[0]["note"] == "ask again" and rows[0]["type_name"] and rows[0]["climb_on"] > "2027-03-01", "a dated reminder is listed with its type and the day it climbs", rows)
    tap.claim(made.json["id"] not in [one["id"] for one in server.client("district").get("/bring-forwards").json["items"]], "to whoever set it alone")
    done = navigator.post(f"/bring-forwards/{made.json['id']}/done", {}, version=rows[0]["version"])
    tap.claim(done.status == 200 and made.json["id"] not in [one["id"] for one in navigator.get("/bring-forwards").json["items"]], "and is gone when it is done", done)


def suite(tap):
    with Server() as server:
        every_form(tap, server)
        by_role(tap, server)
        colleagues(tap, server)
        reminders(tap, server)


if __name__ == "__main__":
    run(suite)
