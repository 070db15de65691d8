#!/usr/bin/env python3
"""Lists as spreadsheets: every one that is offered, with the list's own rights, filters and rows; dates as dates; texts never
formulas. Read back with nothing but the standard library.
"""
import csv
import io
import re
import sys
import xml.etree.ElementTree as xml
import zipfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def column_of(name):
    number = 0
    for letter in re.match(r"[A-Z]+", name)[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_xlsx(data):
    """Name of the first sheet and its rows: lists of (kind, text)."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    name = xml.fromstring(archive.read("xl/workbook.xml")).find(f"{MAIN}sheets/{MAIN}sheet").get("name")
    styles = xml.fromstring(archive.read("xl/styles.xml"))
    formats = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(f"{MAIN}numFmt")}
    dated = [bool(re.search("yy", formats.get(x.get("numFmtId"), ""))) for x in styles.find(f"{MAIN}cellXfs")]
    rows, sheet = [], xml.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{MAIN}f")), "a formula"
    for row in sheet.iter(f"{MAIN}row"):
        cells = []
        for cell in row:
            at = column_of(cell.get("r"))
            cells += [("", "")] * (at + 1 - len(cells))
            words = "".join(t.text or "" for t in cell.iter(f"{MAIN}t")) if cell.get("t") == "inlineStr" else cell.findtext(f"{MAIN}v")
            kind = "text" if cell.get("t") == "inlineStr" else "date" if dated[int(cell.get("s") or 0)] else "number"
            cells[at] = (kind, re.sub(r"_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), words))
        rows.append(cells)
    return name, rows


def everything(client, path):
    rows, after = [], None
    while True:
        page = client.get(path + ("&" if "?" in path else "?") + "limit=50" + (f"&after={after}" if after else "")).json
        rows += page["items"]
        after = page.get("next")
        if not after:
            return rows


def offered(tap, server):
    people = {}
    for login in server.passwords():
        person = server.client(login)
        people.setdefault(person.session["post"]["role"], person)
    project = server.client("enterprise1").session["post"]["project_id"]
    file = server.store.rows("select max(id) from file where project=?", project)[0][0]
    things = {"/files": file, **{path: server.store.rows(f"select max(id) from {table}")[0][0] for path, table in (("/appraisals", "appraisal"), ("/appraisal-results", "appraisal_result"))}}
    lists, wrong = 0, []
    for path, methods in server.client("centre").get("/openapi.json").json["paths"].items():
        operation = methods.get("get")
        if operation is None or not any(p["name"] == "as" and "xlsx" in p["schema"]["enum"] for p in operation["parameters"]):
            continue
        lists += 1
        person = people[next(role for role in operation["x-roles"] if role in people)]
        id = next((one for start, one in things.items() if path.startswith(start + "/")), project)
        filled = path.replace("{id}", str(id)).replace("{month}", "2026-01").replace("{quarter}", "2026-Q1").replace("{indicator}", "on-time").replace("{table}", "project")
        filled += "?way=received~accepted&" if path == "/process/rows" else "?"
        for language, header in (("zh", r"[\u4e00-\u9fff]"), ("en", r"[a-z]")):
            answer = person.get(filled + "as=xlsx", Accept_Language=language)
            header = "^[a-z_]+$" if "{table}" in path else header  # a standard's own names
            try:
                name, rows = read_xlsx(answer.body)
                if answer.status != 200 or not rows or not all(re.search(header, text) for _, text in rows[0]) or len({len(r) for r in rows[:1]}) != 1:
                    wrong.append(f"{path} {language}: {rows[:1]}")
            except Exception as error:
                wrong.append(f"{path} {language}: {error!r} {answer!r}")
        outsider = people["public" if "public" in people else "audit_admin" if "audit_admin" not in operation["x-roles"] else "leader"]
        if outsider.session["post"]["role"] not in operation["x-roles"]:
            denied = outsider.get(filled + "as=xlsx")
            if denied.status != 404 or not is_problem(denied):
                wrong.append(f"{path}: {denied!r}")
        if server.client().get(filled + "as=csv").status != 401:
            wrong.append(f"{path}: a stranger")
    tap.none(wrong, "each list that is offered as a spreadsheet is one, in Chinese and English, for those who may see it")
    tap.claim(lists >= 14, f"{lists} lists are offered", lists)


def same_rows(tap, server):
    for login, path, key, column in (("centre", "/projects", "number", 0), ("centre", "/projects?stage=under_way", "number", 0), ("district", "/projects", "number", 0),
                                     ("enterprise1", "/projects", "number", 0), ("dept-zjj", "/applications?state=submitted", "number", 0), ("leader", "/problems", "number", 0)):
        client = server.client(login)
        wanted = [row[key] for row in everything(client, path)]
        _, rows = read_xlsx(client.get(path + ("&" if "?" in path else "?") + "as=xlsx", Accept_Language="zh").body)
        tap.equal([row[column][1] for row in rows[1:]], wanted, f"{login} exports {path}: {len(wanted)} rows, the list's own in its order")
    client = server.client("centre")
    listed = {row["number"]: row for row in everything(client, "/projects")}
    _, rows = read_xlsx(client.get("/projects?as=xlsx", Accept_Language="zh").body)
    head = [text for _, text in rows[0]]
    at = head.index("计划投产")
    dated = [(row[0][1], row[at]) for row in rows[1:] if len(row) > at and row[at][1]]
    from datetime import date, timedelta
    tap.claim(dated and all(kind == "date" and str(date(1899, 12, 30) + timedelta(int(float(text)))) == listed[number]["production_planned"] for number, (kind, text) in dated),
              "a date is a date, and the right one", dated[:3])
    money = head.index("总投资（万元）")
    told = [(row[0][1], row[money]) for row in rows[1:] if len(row) > money and row[money][1]]
    tap.claim(told and all(kind == "number" and float(text) == float(listed[number]["total_investment_wanyuan"]) for number, (kind, text) in told), "an amount is a number", told[:3])
    tap.claim(all(len(row) <= money or not row[money][1] for row in rows[1:] if listed[row[0][1]]["total_investment_wanyuan"] is None), "unknown is an empty cell, not 0")


def harmless(tap, server):
    names = ["=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "a\"b,c"]
    client, district = server.client("invest"), "350112"
    for name in names:
        made = client.post("/leads", {"name": name, "district": district})
        tap.claim(made.status == 200, f"a lead may be called {name}", made)
    _, rows = read_xlsx(client.get("/projects?as=xlsx").body)
    found = [row[1] for row in rows[1:]]
    tap.claim(all(("text", name) in found for name in names), "in a workbook it is a text, as it was written")
    answer = client.get("/projects?as=csv")
    text = answer.body.decode("utf-8-sig")
    cells = [row[1] for row in csv.reader(io.StringIO(text)) if len(row) > 1]
    tap.claim(all(("'" + name if name[0] in "=+-@" else name) in cells for name in names) and answer.header("Content-Type").startswith("text/csv"),
              "in CSV it has an apostrophe in front", cells[-6:])
    tap.claim("attachment" in answer.header("Content-Disposition") and answer.header("X-Content-Type-Options") == "nosniff", "it is a download")
    for query in ("as=pdf", "as=", "as=xlsx&stage=no-such-stage", "as=xlsx&nothing=1"):
        wrong = client.get("/projects?" + query)
        tap.claim(wrong.status in (400, 422) and is_problem(wrong), f"{query} is refused", wrong)
    noted = server.store.rows("select count(*) from audit where act='exported'")[0][0]
    tap.claim(noted >= 2, "each export is noted in the audit trail", noted)


def suite(tap):
    with Server() as server:
        for part in (offered, same_rows, harmless):
            try:
                part(tap, server)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal((server.alive(), server.stop()), (True, 0), "the server is alive and ends well")


if __name__ == "__main__":
    run(suite)
