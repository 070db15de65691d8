#!/usr/bin/env python3
"""Spreadsheets of items and of units become change sets: templates, a dry run that names every cell, a draft that is published like any other; and what
another pack would do to the projects under way, on the terminal."""
import json
import os
import shutil
import sys
import uuid
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, is_problem, run
from test_imports import book


def bring(person, what, rows, name="事项.xlsx", key=None):
    headers = {"X-File-Name": urllib.parse.quote(name), "Content-Type": "application/octet-stream", "Idempotency-Key": key or str(uuid.uuid4())}
    return person.send("POST", f"/api/v1/catalog/imports/{what}", rows if isinstance(rows, bytes) else book(rows), headers)


def items(tap, server, rules):
    template = rules.get("/catalog/imports/items/template", Accept_Language="zh").json
    tap.claim([c["label"] for c in template["columns"]][:2] == ["事项编码", "事项名称"] and template["rows"] == [], "the template has the columns and no rows", template["columns"][:3])
    head = ["事项编码", "事项名称", "办理单位", "承诺时限", "前置事项", "参照事项", "可选"]
    bad = [head, ["eia-form", None, "没有这个局", "多少", None, None, None], ["new-item", "新事项", None, None, None, None, None], ["eia-form", None, None, 3, None, None, None],
           ["energy-review", None, None, None, "no-such，land-permit", None, "也许"]]
    found = bring(rules, "items/check", bad).json
    cells = {(p["cell"], p["label"]) for p in found["problems"]}
    tap.claim({"C2", "D2", "A4", "F3", "E5", "G5"} == {cell for cell, _ in cells} and found["wrong"] == 6 and found["rows"] == 4, "a dry run names every cell that is wrong", found)
    refusal = bring(rules, "items", bad)
    tap.claim(is_problem(refusal) and refusal.code == "sheet-rows", "such a file makes no draft", refusal)
    circle = bring(rules, "items/check", [head, ["land-permit", None, None, None, "construction-permit", None, None]]).json
    tap.claim(circle["wrong"] >= 1 and all(p["cell"][1:] == "2" for p in circle["problems"]), "what the check of the whole pack finds is told at its row", circle)
    good = [head, ["eia-form", None, None, 3, None, None, None], ["energy-review", None, None, "-", None, None, None], ["eia-form-fast", "环评快审(试行)", "sthj", 2, None, "eia-form", "是"], ["land-permit", None, None, None, None, None, None]]
    check = bring(rules, "items/check", good).json
    tap.claim(check["wrong"] == 0 and check["new"] == 1 and check["unchanged"] >= 1, "a right file has no problems; it says what is new and what changes nothing", check)
    before = len(rules.get("/catalog/sets").json["items"])
    made = bring(rules, "items", good)
    tap.claim(made.status == 200 and made.json["changes"] == 4 - check["unchanged"], "it becomes a draft", made)
    shown = rules.get(f"/catalog/sets/{made.json['id']}").json
    tap.claim(shown["state"] == "draft" and len(rules.get("/catalog/sets").json["items"]) == before + 1, "one draft, in no force yet", shown.get("state"))
    tap.claim(json.dumps(shown, ensure_ascii=False).count("事项.xlsx 项目!") >= 2, "each change names file, sheet and row it came from", shown)
    own = rules.post(f"/catalog/sets/{made.json['id']}/publish", {"from": rules.get("/session").json["today"]})
    tap.claim(is_problem(own), "who brought it does not publish it himself", own)
    done = server.client("leader").post(f"/catalog/sets/{made.json['id']}/publish", {"from": rules.get("/session").json["today"]})
    tap.equal(done.status, 200, f"another one publishes it")
    record = rules.get("/catalog/record?kind=item&key=eia-form-fast").json
    tap.claim("环评快审" in json.dumps(record, ensure_ascii=False), "and the new item is there", record)
    tap.claim(bring(server.client("enterprise1"), "items", good).status == 403 and bring(server.client("leader"), "items/check", good).status == 403, "nobody else brings such files")


def units(tap, server, rules):
    head = ["单位编码", "单位名称", "英文名称", "类别", "层级", "上级单位"]
    with open(os.path.join(PACK, "organisations.json"), encoding="utf-8") as file:
        pack = json.load(file)
    kind, level = pack["types"][0]["id"], pack["units"][0]["level"]
    bad = bring(rules, "units/check", [head, ["new-unit", "新设单位", "New unit", "没有", level, "no-such"], [None, "没有编码", None, kind, level, None]], "单位.xlsx").json
    tap.claim({p["cell"] for p in bad["problems"]} >= {"D2", "F2", "A3"}, "of units too every wrong cell is named", bad)
    good = [head, ["new-unit", "新设单位", "New unit", kind, level, "scjg"], ["new-unit-2", "新设下属单位", "New office", kind, level, "new-unit"], ["scjg", "市场监督管理局(更名)", None, None, None, None]]
    made = bring(rules, "units", good, "单位.xlsx")
    tap.claim(made.status == 200 and made.json["changes"] == 3, "a file of units becomes a draft, one pointing to another of the same file", made)
    done = server.client("leader").post(f"/catalog/sets/{made.json['id']}/publish", {"from": rules.get("/session").json["today"]})
    tap.equal(done.status, 200, "it is published")
    names = {row["code"] if "code" in row else row.get("id"): row for row in rules.get("/pack", Accept_Language="zh").json["orgs"]}
    tap.claim(names.get("new-unit", {}).get("name") == "新设单位" and "更名" in names["scjg"]["name"], "and its names are those of the city", {k: names.get(k) for k in ("new-unit", "scjg")})


def rehearsal(tap, server):
    """liandong pack rehearse: who moves, by how much."""
    draft = os.path.join(server.folder, "draft")
    shutil.copytree(PACK, draft)
    same = server.cli("pack", "rehearse", "--db", server.database, "--pack", PACK, "--draft", draft)
    tap.claim(same.returncode == 0 and b"projects under way" in same.stdout or "在办项目".encode() in same.stdout, "a draft is rehearsed on all projects", same.stdout, same.stderr)
    path = os.path.join(draft, "items.json")
    with open(path, encoding="utf-8") as file:
        found = json.load(file)
    for item in found["items"]:
        if item["code"] in ("acc-fire", "acc-plan", "joint-survey", "construction-permit", "acc-filing"):
            item["planning_days"] = 40
            item["promised_days"] = 40
    with open(path, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False)
    size = server.store.rows("select coalesce(max(seq),0) from ledger_event")[0][0]
    moved = server.cli("pack", "rehearse", "--db", server.database, "--pack", PACK, "--draft", draft)
    lines = [line for line in moved.stdout.decode().splitlines() if line.startswith("~ ")]
    tap.claim(moved.returncode == 0 and lines and any("(+" in line and " -> " in line for line in lines), "longer limits: who moves, from when to when, by how many days", moved.stdout.decode()[-800:], moved.stderr)
    tap.equal(server.store.rows("select coalesce(max(seq),0) from ledger_event")[0][0], size, "and nothing is written")
    item["predecessors"] = ["no-such-item"]
    with open(path, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False)
    wrong = server.cli("pack", "rehearse", "--db", server.database, "--pack", PACK, "--draft", draft)
    tap.claim(wrong.returncode != 0 and wrong.stderr, "a draft that pack check refuses is not rehearsed", wrong.stderr)
    tap.claim(server.cli("pack", "rehearse", "--db", server.database).returncode != 0, "nor is none")


def suite(tap):
    with Server() as server:
        rules = server.client("rules")
        rehearsal(tap, server)
        items(tap, server, rules)
        units(tap, server, rules)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
