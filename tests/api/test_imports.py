#!/usr/bin/env python3
"""Spreadsheets of projects coming in: the template, a dry run that names every cell, all or nothing, once, each row with its origin."""
import io
import sys
import zipfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run
from test_sheets import read_xlsx

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = ["项目名称", "企业", "产业方向", "总投资（万元）", "用地（亩）", "区县", "联系人"]


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def name_of(column, row):
    return chr(65 + column) + str(row + 1)


def book(rows, sheet="项目", shared=False, extra=(), document_type=""):
    """A workbook made by hand: texts inline or shared, numbers as numbers, None: no cell."""
    strings, lines = [], []
    for r, row in enumerate(rows):
        cells = []
        for c, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, (int, float)):
                cells.append(f'<c r="{name_of(c, r)}"><v>{value!r}</v></c>')
            elif shared:
                strings.append(f"<si><t>{escape(value)}</t></si>")
                cells.append(f'<c r="{name_of(c, r)}" t="s"><v>{len(strings) - 1}</v></c>')
            else:
                cells.append(f'<c r="{name_of(c, r)}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        lines.append(f'<row r="{r + 1}">{"".join(cells)}</row>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", f'{document_type}<workbook {NS} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="x"><Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {NS}><sheetData>{''.join(lines)}</sheetData></worksheet>")
        archive.writestr("xl/sharedStrings.xml", f"<sst {NS}>{''.join(strings)}</sst>")
        for name, data in extra:
            archive.writestr(name, data)
    return out.getvalue()


def send(client, path, data, **more):
    return client.send("POST", "/api/v1/imports/projects" + path, data, {"X-File-Name": "a.xlsx", **{k.replace("_", "-"): v for k, v in more.items()}})


def good(count, words="好"):
    return [HEAD] + [[f"年产{n}万套{words}项目", f"{words}企业{n}", None, 52000.5 if n % 2 else "800", 12, "长乐区" if n % 3 else "350112", "联系电话另告" if n == 1 else None] for n in range(count)]


def the_template(tap, server):
    client = server.client("invest")
    answer = client.get("/imports/projects/template?as=xlsx", Accept_Language="zh")
    name, rows = read_xlsx(answer.body)
    labels = [column["label"] for column in client.get("/imports/projects/template", Accept_Language="zh").json["columns"]]
    tap.equal((len(rows), [text for _, text in rows[0]]), (1, labels), "the template is a head with every column that may be given")
    filled = [[text for _, text in rows[0]]] + [["模板项目" if label == "项目名称" else "长乐区" if label == "区县" else None for label in labels]]
    checked = send(client, "/check", book(filled))
    tap.equal((checked.status, checked.json["rows"], checked.json["wrong"]), (200, 1, 0), "what is filled into it can be imported")


def every_cell(tap, server):
    client, size = server.client("invest"), server.ledger_of_people()
    rows = [HEAD + ["没有这一列"],
            ["一号", "甲", "没有这个方向", "一百万", None, "350112", None, None],
            [None, "乙", None, 12.345, -3, "没有这个区", None, None],
            ["x" * 300, None, None, None, None, None, None, None],
            ["一号", "甲", None, None, None, "350112", None, None]]
    for shared in (False, True):
        answer = send(client, "/check", book(rows, shared=shared))
        cells = sorted(problem["cell"] for problem in answer.json["problems"] if not problem["warns"])
        tap.equal((answer.status, cells), (200, sorted(["H1", "C2", "D2", "A3", "D3", "E3", "F3", "A4", "F4", "A5"])), f"a dry run names every cell that is wrong ({'shared' if shared else 'inline'} texts)")
        tap.claim(all(problem["sheet"] == "项目" and problem["message"] and problem["advice"] for problem in answer.json["problems"]), "with sheet, reason and what to do")
    real = send(client, "", book(rows))
    tap.claim(real.code == "sheet-rows" and is_problem(real) and "!" in real.json["detail"], "for real it is refused as a whole", real)
    twice = send(client, "/check", book([HEAD, ["同名", "甲", None, None, None, "350112"], ["同名", "甲", None, None, None, "350112"]]))
    tap.equal([(p["cell"], p["warns"]) for p in twice.json["problems"]], [("A3", False)], "the same project twice in a file is told at the second row")
    tap.equal(server.ledger_of_people(), size, "nothing of that changed anything")


def for_real(tap, server):
    client, size, top = server.client("invest"), server.ledger_of_people(), server.ledger_size()
    data = book(good(25))
    checked = send(client, "/check", data)
    tap.equal((checked.json["rows"], checked.json["wrong"], checked.json["imported"], server.ledger_of_people()), (25, 0, None, size), "a good file is told to be good")
    made = send(client, "", data)
    tap.equal((made.status, made.json["rows"], server.ledger_of_people()), (200, 25, size + 26), "imported: one entry a row, and one for the file")
    first = client.get(f"/projects/{made.json['first_project_id']}").json
    tap.equal((first["name"], first["district"], first["total_investment_wanyuan"]), ("年产0万套好项目", "350112", "800"), "a row is a lead like any other: district by its name, amount as written")
    import re
    bodies = [row[0] for row in server.store.rows("select body from ledger_event where kind='project.registered' and seq>? order by seq", top)]
    bodies = [body.decode() if isinstance(body, bytes) else str(body) for body in bodies]
    tap.claim(len(bodies) == 25 and all(re.search(r'"origin":"[0-9a-f]{64} 项目!%d"' % (n + 2), body) for n, body in enumerate(bodies)), "each entry names file, sheet and row", bodies[:1])
    again = send(client, "", data)
    tap.equal((again.status, again.json["id"], again.json["again"], server.ledger_of_people()), (200, made.json["id"], True, size + 26), "the same file again is no second import")
    tap.equal(send(client, "/check", data).json["imported"], made.json["id"], "a dry run says that it is in already")
    listed = client.get("/imports").json["items"]
    tap.equal([(row["id"], row["rows"]) for row in listed], [(made.json["id"], 25)], "it stands in the list of imports")
    like = send(client, "/check", book([HEAD, ["年产3万套好项目", "好企业3", None, None, None, "350112"]]))
    tap.claim(any(p["warns"] and p["cell"] == "A2" for p in like.json["problems"]) and like.json["wrong"] == 0, "what looks like a project that is there is a warning, not a refusal", like)
    one_wrong = good(30, "半")
    one_wrong[29][5] = "没有这个区"
    refused = send(client, "", book(one_wrong))
    tap.equal((refused.status, server.ledger_of_people()), (422, size + 26), "one wrong row of thirty: none is imported")


def hostile(tap, server):
    client, size = server.client("invest"), server.ledger_of_people()
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY b "bbbbbbbbbb">]>'
    bomb = book(good(1), extra=[])
    huge = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as old, zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (b" " * (70 << 20) + b"<sst/>") if name == "xl/sharedStrings.xml" else old.read(name))
    for words, data in (("a document type", book(good(1), document_type=entity)), ("what expands to 70 MiB", huge.getvalue()), ("no workbook", b"PK\x03\x04nothing"), ("a CSV", b"a,b\r\n"), ("nothing", b""),
                        ("six thousand rows", book(good(6000))), ("a cut one", bomb[:len(bomb) // 2])):
        answer = send(client, "/check", data)
        tap.claim(answer.status == 422 and is_problem(answer), f"{words} is refused", answer)
    for login, status in (("leader", 403), ("enterprise1", 403), ("dept-zjj", 403)):
        tap.equal(send(server.client(login), "", book(good(1))).status, status, f"{login} may not import")
    tap.equal(server.ledger_of_people(), size, "and nothing was imported")


def suite(tap):
    with Server() as server:
        for part in (the_template, every_cell, for_real, hostile):
            try:
                part(tap, server)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal((server.alive(), server.stop()), (True, 0), "the server is alive and ends well")
        server.sound(tap, "after it all")


if __name__ == "__main__":
    run(suite)
