#!/usr/bin/env python3
"""One window: the form of several items is the union of what they ask for, filled from what is known; the check before
submission; one command that opens a parallel case; what was submitted stays as it was; drafts that lose no word."""
import json
import os
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, run, tiny_pdf, today


def pack_file(name):
    with open(os.path.join(PACK, name), encoding="utf-8") as file:
        return json.load(file)


FORMS, ITEMS = pack_file("forms.json"), {item["code"]: item for item in pack_file("items.json")["items"]}


def asked_naively(items):
    """Which fields several items ask for: the slow obvious reference."""
    wanted = []
    for field in FORMS["form_fields"]:
        asking = [code for code in items
                  if field["everywhere"] or code in field["items"] or ITEMS[code]["stage"] in field["stages"]]
        if asking:
            wanted.append((field["id"], asking))
    return wanted


def fields_of(form):
    return [field for section in form["sections"] for field in section["fields"]]


def place(server):
    """A project under way with an enterprise, and items of two units that can begin."""
    centre = server.client("centre")
    best = None
    for row in centre.get("/projects?limit=100").json["items"]:
        ready = [item for item in centre.get(f"/projects/{row['id']}/ready").json["items"] if item["org"] != "enterprise"]
        if len({item["org"] for item in ready}) >= 2 and (best is None or len(ready) > len(best[1])):
            best = row["id"], ready
    return best


SAMPLE = {"text": "示例", "area": "示例内容", "number": "12.5", "money": "300.50", "integer": 3, "date": "2027-03-01", "bool": True}
FORMED = {"uscc": "91350100M000100Y43", "project_code": "2605-350112-04-01-123456", "industry_code": "C3985"}


def answer_to(field):
    if field["check"] in FORMED:
        return FORMED[field["check"]]
    return field["values"][0] if field["type"] == "enum" else SAMPLE[field["type"]]


def fill(form):
    return {field["id"]: field["value"] if field["value"] is not None else answer_to(field) for field in fields_of(form)}


def union(tap, client, project, ready):
    codes = [item["code"] for item in ready]
    wrong = []
    for size in range(1, len(codes) + 1):
        for start in range(0, len(codes) - size + 1, max(1, len(codes) // 4)):
            items = codes[start:start + size]
            form = client.get(f"/projects/{project}/intake-form?items={','.join(items)}").json
            got = [(field["id"], sorted(one["code"] for one in field["asked_by"])) for field in fields_of(form)]
            wanted = [(id, sorted(asking)) for id, asking in asked_naively(items)]
            if sorted(got) != sorted(wanted) or len({id for id, _ in got}) != len(got):
                wrong.append(f"{items}: {got} wanted {wanted}")
            names = [material["name"] for material in form["materials"]]
            if len(names) != len(set(names)) or set(names) != {m["name"] for code in items for m in ITEMS[code]["materials"]}:
                wrong.append(f"{items}: materials {names}")
    tap.none(wrong, "the form asks each field once and leaves out none, whatever is chosen; materials too")


def filled(tap, client, project, form):
    fields = {field["id"]: field for field in fields_of(form)}
    row = client.get(f"/projects/{project}").json
    tap.equal(fields["project_name"]["value"], row["name"], "the name of the project is filled in")
    tap.equal(fields["project_name"]["from"]["kind"], "project", "and says where it is from")
    tap.claim(fields["project_name"]["from"]["on"], "and since when it is known", fields["project_name"])
    facts = {fact["name"]: fact["value"] for fact in client.get(f"/projects/{project}/facts").json["facts"]}
    sources = {field["id"]: [s["name"] for s in field["sources"] if s["kind"] == "fact"] for field in FORMS["form_fields"]}
    wrong = [f"{id}: {field['value']} of {facts[name]}" for id, field in fields.items() for name in sources[id][:1]
             if facts.get(name) is not None and field["value"] is None]
    tap.none(wrong, "what is a fact is not asked for again")
    states = {material["state"] for material in form["materials"]}
    tap.claim(all(material["reason"] for material in form["materials"] if material["state"] not in ("needed", "given")),
              "whatever need not be handed in says why", form["materials"])
    return states


def check_before(tap, client, project, items):
    client.post(f"/projects/{project}/intake-draft", method="DELETE")
    form = client.get(f"/projects/{project}/intake-form?items={','.join(items)}").json
    missing = {field["id"] for field in fields_of(form) if field["required"] and field["value"] is None}
    stops = form["stops"]
    tap.equal({stop["field"] for stop in stops if stop["kind"] == "field"}, missing, "each missing field is a stop of the check")
    tap.claim(all(stop["what"] and stop["do"] and (stop["why"] or stop["kind"] == "item") for stop in stops), "a stop says what, why, what to do", stops)
    needed = {material["name"] for material in form["materials"] if material["state"] == "needed" and material["required"] and not material["deferrable"]}
    tap.equal({stop["material"] for stop in stops if stop["kind"] == "material"}, needed, "so is each missing material")
    blocked = client.get(f"/projects/{project}/ready?waiting=true").json["items"]
    waits = [item for item in blocked if any(ITEMS.get(one["code"]) for one in item["missing_predecessors"])]
    if waits:
        form = client.get(f"/projects/{project}/intake-form?items={waits[0]['code']}").json
        tap.claim(any(stop["kind"] == "item" and stop["item"] == waits[0]["code"] for stop in form["stops"]),
                  "an item whose predecessors are not granted is a stop", form["stops"])
    return form


def refusals(tap, server, client, project, items, answers, materials):
    before = server.ledger_of_people()

    def refused(change, code, words, who=client, **more):
        body = {"items": items, "answers": dict(answers), "materials": dict(materials)}
        change(body)
        answer = who.post(f"/projects/{project}/intakes", body, **more)
        tap.claim(answer.code == code, f"refused: {words}", answer)

    refused(lambda b: b["answers"].pop("project_name"), "field-required", "a field that is required")
    refused(lambda b: b["answers"].update(project_name=7), "form-kind", "a number for a name")
    refused(lambda b: b["answers"].update(project_name="x" * 101), "field-too-long", "a text that is too long")
    refused(lambda b: b["answers"].update(project_name="a\u0007b"), "form-kind", "control characters")
    refused(lambda b: b["answers"].update(no_such_field="1"), "form-unasked", "a field that nobody asks for")
    refused(lambda b: b.update(answers=[1]), "field-type", "a list for answers")
    if "applicant_uscc" in answers:
        refused(lambda b: b["answers"].update(applicant_uscc="91350100M000100Y4"), "form-kind", "a code of 17 characters")
        refused(lambda b: b["answers"].update(applicant_uscc="91350100I000100Y43"), "form-kind", "a code with a letter that codes do not have")
    if materials:
        name = next(iter(materials))
        refused(lambda b: b["materials"].pop(name), "form-material", "a material that is required")
        refused(lambda b: b["materials"].update({name: [987654321]}), "field-invalid", "a file that is not the project's")
        refused(lambda b: b["materials"].update({name: materials[name] * 2}), "field-invalid", "a file named twice")
        refused(lambda b: b["materials"].update({name: "x"}), "field-invalid", "files that are no list")
    refused(lambda b: b["materials"].update({"没有这份材料": []}), "form-unasked", "a material that nobody needs")
    refused(lambda b: b.update(channel="window", desk="desk-general"), "field-invalid", "an enterprise at the window on its own word")
    centre = server.client("centre")
    refused(lambda b: b.update(channel="window"), "field-invalid", "a window without a name", who=centre)
    refused(lambda b: b.update(channel="window", desk="nowhere"), "desk-unknown", "a window that there is not", who=centre)
    refused(lambda b: b.update(bundle="ot-enterprise-start", items=[items[0]]) if items[0] not in ("biz-register",) else None,
            "bundle-misfit" if ITEMS[items[0]]["stage"] != "企业开办" else "form-unasked", "an item that the bundle does not contain")
    tap.equal(server.ledger_of_people(), before, "and nothing was changed by any of it")


def submit(tap, server, client, project, items):
    form = client.get(f"/projects/{project}/intake-form?items={','.join(items)}").json
    answers, materials = fill(form), {}
    for material in form["materials"]:
        if material["state"] == "needed" and material["required"]:
            kept = client.upload(project, "a.pdf", tiny_pdf(material["name"].encode().hex()))
            materials[material["name"]] = [kept.json["id"]]
    refusals(tap, server, client, project, items, answers, materials)
    key = "5f0c7a52-0000-4000-8000-00000000000a"
    body = {"items": items, "answers": answers, "materials": materials, "note": "一次提交"}
    made = client.post(f"/projects/{project}/intakes", body, key=key)
    tap.claim(made.status == 200 and made.json.get("number") and made.json.get("receipt") and len(made.json["applications"]) == len(items),
              "one command opens a case in each department, under one number, with a receipt", made)
    again = client.post(f"/projects/{project}/intakes", body, key=key)
    tap.equal(again.json, made.json, "sent twice it is done once")
    other = client.post(f"/projects/{project}/intakes", body)
    tap.equal(other.code, "item-taken", "and a second submission of the same item is refused clearly")
    return made.json, answers, materials


def parallel_case(tap, client, project, made, items):
    case = client.get(f"/intakes/{made['id']}").json
    tap.equal((case["number"], case["channel"], len(case["items"])), (made["number"], "online", len(items)), "the case shows its departments side by side")
    if len([item for item in case["items"] if item["org"] != "enterprise"]) > 1:
        tap.equal((case["joint"]["limit_days"], case["joint"]["extension_days"], case["joint"]["from"]), (45, 15, None),
                  "45 and 15 working days for all together, from the day the first part is accepted")
    tap.claim(case["hangs_on"] and case["hangs_on"]["application"] in {item["id"] for item in case["items"]}, "and on whom it hangs", case["hangs_on"])
    listed = client.get(f"/projects/{project}/intakes").json["items"]
    tap.claim(any(one["id"] == made["id"] and one["applications"] == len(items) for one in listed), "it is among those of the project", listed)


def submissions(tap, client, made, answers, materials):
    wrong = []
    for one in made["applications"]:
        shown = client.get(f"/applications/{one['id']}/submission").json
        versions = shown["versions"]
        wanted = {id for id, asking in asked_naively([one["code"]])}
        if len(versions) != 1 or versions[0]["version"] != 1:
            wrong.append(f"{one['code']}: {versions}")
            continue
        got = {answer["field"]: answer["value"] for answer in versions[0]["answers"]}
        if got != {id: answers[id] for id in wanted if id in answers}:
            wrong.append(f"{one['code']}: {got}")
        needed = {m["name"] for m in ITEMS[one["code"]]["materials"]}
        if versions[0]["materials"] != {name: files for name, files in materials.items() if name in needed}:
            wrong.append(f"{one['code']}: {versions[0]['materials']}")
        files = {file for ids in versions[0]["materials"].values() for file in ids}
        if {row["id"] for row in shown["files"]} != files or not all(row["name"].endswith(".pdf") for row in shown["files"]):
            wrong.append(f"{one['code']}: {shown['files']}")
    tap.none(wrong, "each department's case keeps a copy of the answers and materials that concern it, and no others")


def stays(tap, server, client, project, made):
    """Whatever an applicant sends, what was submitted is what it was; nobody has a route that changes it."""
    before = [client.get(f"/applications/{one['id']}/submission").json for one in made["applications"]]
    for one in made["applications"]:
        for method, path, body in (("POST", f"/applications/{one['id']}/submission", {"answers": {}}), ("PUT", f"/applications/{one['id']}/submission", {"answers": {}}),
                                   ("POST", f"/applications/{one['id']}/supplement-complete", {"note": "改了"})):
            answer = client.post(path, body, method=method)
            tap.claim(answer.status in (404, 405, 409), f"{method} {path.split('/')[-1]} changes no submission while nothing is asked for", answer)
    client.post(f"/projects/{project}/intake-draft", {"answers": {"project_name": "别的名称"}}, method="PUT")
    tap.equal([client.get(f"/applications/{one['id']}/submission").json for one in made["applications"]], before, "a submitted answer stays as it was")
    client.post(f"/projects/{project}/intake-draft", method="DELETE")


def used_again(tap, client, project, items, answers, materials):
    """What was handed in once is neither typed nor uploaded a second time."""
    rest = [code for code in ITEMS if code not in items and any(id in answers for id, _ in asked_naively([code]))]
    form = client.get(f"/projects/{project}/intake-form?items={','.join(rest[:40])}").json
    fields = {field["id"]: field for field in fields_of(form)}
    wrong = [f"{id}: {fields[id]['value']!r} {fields[id]['from']}" for id in fields if id in answers and fields[id]["value"] != answers[id]]
    tap.none(wrong, "an answer given once fills every later form")
    shared = [m for m in form["materials"] if m["name"] in materials]
    tap.claim(all(m["state"] == "uploaded" and m["held_by"] and m["files"] for m in shared), "a material handed in once is marked as held", shared)


def drafts(tap, server, project):
    enterprise, navigator = server.client("enterprise1"), server.client("navigator")
    mine = enterprise.session["post"]["project_id"]
    path = f"/projects/{mine}/intake-draft"
    one = enterprise.post(path, {"items": ["eia-form", "water-soil-report"], "answers": {"site_address": "江滨路 1 号"}}, method="PUT")
    tap.equal((one.status, one.json.get("version")), (200, 1), "a draft is kept on the server")
    centre = server.client("centre")
    two = centre.post(path, {"answers": {"construction_content": "厂房两栋"}}, version=1, method="PUT")
    three = enterprise.post(path, {"answers": {"applicant_name": "示例公司"}}, version=1, method="PUT")
    tap.equal((two.status, three.status), (200, 200), "two people fill different fields of it at once")
    lost = enterprise.post(path, {"answers": {"construction_content": "厂房三栋"}}, version=1, method="PUT")
    tap.claim(lost.code == "version-moved" and lost.json["field"] == "answers.construction_content", "who would write over another's words is told which", lost)
    form = enterprise.get(f"/projects/{mine}/intake-form").json
    fields = {field["id"]: field for field in fields_of(form)}
    tap.equal((fields["site_address"]["value"], fields["construction_content"]["value"], fields["applicant_name"]["value"]),
              ("江滨路 1 号", "厂房两栋", "示例公司"), "no word of anybody is lost")
    tap.equal([item["code"] for item in form["items"]], ["eia-form", "water-soil-report"], "the draft knows what is applied for")
    back = enterprise.post(path, {"answers": {"applicant_name": None}}, version=3, method="PUT")
    tap.claim(back.status == 200 and not {f["id"]: f for f in fields_of(enterprise.get(f"/projects/{mine}/intake-form").json)}["applicant_name"]["drafted"],
              "what is taken back is what is known again", back)
    big = enterprise.post(path, {"answers": {"construction_content": "长" * 90000}}, version=4, method="PUT")
    tap.claim(big.status in (413, 422), "a draft has an upper bound", big)
    away = server.client("enterprise4").get(f"/projects/{mine}/intake-form")
    tap.equal(away.status, 404, "another enterprise sees neither form nor draft")
    tap.equal(enterprise.post(path, method="DELETE").status, 200, "a draft can be dropped")


def visits(tap, server, project, made):
    centre, path = server.client("centre"), f"/projects/{project}/hall-visits"
    before = centre.get(path).json
    year = int(today(centre)[:4])
    total = centre.get(f"/hall-visits?year={year}").json
    mine = [one for one in total["projects"] if one["id"] == project]
    tap.claim(len(mine) == 1 and mine[0]["visits"] == before["visits"] and mine[0]["intakes"] >= 1, "the year's count has the project", mine)
    application = made["applications"][0]["id"]
    noted = centre.post(path, {"desk": "desk-general", "purpose": "collect", "application_id": application})
    tap.claim(noted.status == 200 and noted.json["receipt"], "a visit to the hall is noted", noted)
    after = centre.get(path).json
    tap.equal((after["visits"], after["items"][0]["purpose"], after["items"][0]["application_id"]), (before["visits"] + 1, "collect", application), "and counted, with the case it was about")
    counted = centre.get(f"/hall-visits?year={year}").json
    tap.claim(any(item["code"] == made["applications"][0]["code"] and item["visits"] >= 1 for item in counted["items"]), "by item too", counted["items"])
    tap.equal(sum(counted["spread"].values()), len([one for one in counted["projects"] if one["intakes"]]), "each project with an intake is once among none, once, more")
    for body, code, words in (({"desk": "nowhere", "purpose": "collect"}, "desk-unknown", "a window that there is not"), ({"desk": "desk-general", "purpose": "x"}, "field-choice", "an unknown purpose"),
                              ({"desk": "desk-general", "purpose": "collect", "application_id": 987654321}, "field-invalid", "a case of another project"),
                              ({"desk": "desk-general", "purpose": "collect", "visited_on": "2999-01-01"}, "day-in-future", "a day to come")):
        tap.equal(centre.post(path, body).code, code, f"refused: a visit with {words}")
    window = [item["code"] for item in centre.get(f"/projects/{project}/ready").json["items"] if item["org"] != "enterprise"][:1]
    if window:
        taken = centre.post(f"/projects/{project}/intakes", {"items": window, "channel": "window", "desk": "desk-general"})
        tap.claim(taken.status == 200, "a window takes in through the same intake", taken)
        tap.equal(centre.get(path).json["visits"], after["visits"] + 1, "and that is a visit by itself")
        case = centre.get(f"/intakes/{taken.json['id']}").json
        tap.equal((case["channel"], case["desk"], case["joint"]), ("window", "desk-general", None), "the channel is kept; one item alone has no joint limit")


def suite(tap):
    with Server() as server:
        project, ready = place(server)
        centre = server.client("centre")
        login = server.hire("window-firm", {"role": "enterprise", "project_id": project})
        union(tap, login, project, ready)
        items = [item["code"] for item in ready][:4]
        form = check_before(tap, login, project, items)
        filled(tap, login, project, login.get(f"/projects/{project}/intake-form?items={','.join(items)}").json)
        made, answers, materials = submit(tap, server, login, project, items)
        parallel_case(tap, centre, project, made, items)
        submissions(tap, centre, made, answers, materials)
        stays(tap, server, login, project, made)
        used_again(tap, login, project, items, answers, materials)
        visits(tap, server, project, made)
        drafts(tap, server, project)
        plain = server.client("dept-zjj").get(f"/projects/{project}/intake-form?items={items[0]}")
        tap.equal(plain.status, 404, "who may not take in may not ask for the form")
        server.sound(tap, "after intakes with forms")


run(suite)
