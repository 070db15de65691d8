#!/usr/bin/env python3
"""Bad input on every command of the OpenAPI document: a clear 4xx that names the field, in two languages, and
nothing changed. Strange but valid text: kept byte for byte."""
import json
import re
import sys
import urllib.parse
import uuid

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Client, Server, is_problem, run, tiny_pdf

ROLES = {"enterprise": "enterprise1", "navigator": "navigator", "promotion_officer": "invest", "centre_coordinator": "centre",
         "district_coordinator": "district", "department_officer": "dept-zjj", "leader": "leader", "supervisor": "supervisor",
         "system_admin": "sysadmin", "security_admin": "secadmin", "audit_admin": "auditadmin", "business_admin": "rules", "window": "window"}
CJK = re.compile(r"[\u4e00-\u9fff]")

# Whole bodies that are no JSON object of ours: words, bytes.
BODIES = [
    ("truncated", b'{"a":'), ("an open brace", b"{"), ("a list", b"[]"), ("a text", b'"x"'), ("null", b"null"), ("a number", b"1"),
    ("65 levels", b'{"x":' + b"[" * 65 + b"]" * 65 + b"}"), ("65 levels of objects", b'{"x":' * 66 + b"1" + b"}" * 66),
    ("100,000 levels", b"[" * 100000), ("100,000 levels, closed", b'{"x":' + b"[" * 50000 + b"]" * 50000 + b"}"),
    ("bytes that are no UTF-8", b'{"reason":"\xff\xfe"}'), ("an overlong form", b'{"reason":"\xc0\xaf"}'), ("a UTF-8 surrogate", b'{"reason":"\xed\xa0\x80"}'),
    ("a lone surrogate", b'{"reason":"\\ud800"}'), ("a swapped pair", b'{"reason":"\\udc00\\ud800"}'), ("a name twice", b'{"reason":"a","reason":"b"}'),
    ("NaN", b'{"reason":NaN}'), ("Infinity", b'{"reason":Infinity}'), ("1e400", b'{"reason":1e400}'), ("a leading zero", b'{"reason":01}'), ("a plus", b'{"reason":+1}'),
    ("a trailing comma", b'{"reason":"a",}'), ("a comment", b'{"reason":"a"/*x*/}'), ("single quotes", b"{'reason':'a'}"), ("rubbish behind", b'{} x'), ("two objects", b"{}{}"),
    ("a raw control character", b'{"reason":"a\x01b"}'), ("a raw newline", b'{"reason":"a\nb"}'), ("NUL", b"\0"), ("a form", b"reason=a&b=c"), ("UTF-16", '{"reason":"a"}'.encode("utf-16")),
    ("an unknown field", b'{"no_such_field":1}'), ("__proto__", b'{"__proto__":{"admin":true}}'), ("an empty name", b'{"":1}'), ("a huge name", b'{"' + b"n" * 5000 + b'":1}'),
]
DAYS = ["2026-02-30", "2026-13-01", "2026-00-10", "0000-01-01", "2025-02-29", "2026-1-1", "2026-02-28T00:00:00", "20260228", "２０２６-０２-２８", "tomorrow", "-2026-01-01", "10000-01-01", 20260228, True, [], {}]
NUMBERS = ["5", 1.5, -1, -(2 ** 63), 2 ** 63, 2 ** 64, 2 ** 100, True, [], {}, ""]
RAW_NUMBERS = [b"1e400", b"-1e400", b"1e2", b"0.1", b"9223372036854775808", b"18446744073709551617", b"1" * 400, b"5.0000000000000001"]
TEXTS = [5, 1.5, True, [], {}, ["a"], {"a": 1}, "\u0000", "a\u0007b", "\u001b[31m", "a\u007fb", "\u0085", "a\u009fb"]
# Money is refused past its decimals: two, or six where it goes to the fen.
AMOUNTS = ["-1", "1e3", "01", "1.2345678", "abc", "1,000", "NaN", "99999999999999", " 5", "5.", ".5", "+5", "０", 5, 1.5, True, []]


def fill(path, thing):
    return (path.replace("{id}", str(thing)).replace("{number}", "1").replace("{form}", "f").replace("{name}", "mail").replace("{post}", "1").replace("{month}", "2026-01").replace("{quarter}", "2026-Q1").replace("{indicator}", "on-time").replace("{table}", "project"))


def takes_json(operation):
    """Files and spreadsheets are bytes; their own suites send them nonsense."""
    return "application/json" in operation.get("requestBody", {}).get("content", ["application/json"])


class Battery:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.clients = {role: server.client(login) for role, login in ROLES.items()}
        document = self.clients["leader"].get("/openapi.json").json
        self.commands, self.views = [], []
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if method == "get":
                    self.views.append((path, operation))
                elif takes_json(operation) and operation["operationId"] not in ("session.close", "file.upload_finish"):
                    self.commands.append((method.upper(), path, operation))
        self.project = server.client("enterprise1").session["post"]["project_id"]
        number = self.clients["leader"].get(f"/projects/{self.project}").json["number"]
        assert self.clients["window"].post("/hall/look-ups", {"code": number, "desk": "desk-general"}).status == 200
        first = lambda table: server.store.rows(f"select min(id) from {table} where project=?", self.project)[0][0] or 1
        self.things = {"projects": self.project, "applications": first("application"), "problems": first("problem"), "bring-forwards": 1,
                       "accounts": server.store.rows("select max(id) from account")[0][0]}

    def who(self, operation):
        return self.clients[next(role for role in operation["x-roles"] if role in self.clients)]

    def where(self, path):
        return fill(path, self.things.get(path.split("/")[1], 1))

    def state(self):
        """What must not change: the ledger and every table that commands write, but the audit trail."""
        tables = ("ledger_event", "command_answer", "account_secret", "session", "api_token", "draft", "contact", "project", "file")
        counts = ", ".join(f"(select count(*) from {table}) as {table}" for table in tables)
        return self.server.store.named("select " + counts)[0]

    def schema(self, operation):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        return content["schema"] if content else None


def refused(answer, field=None):
    found = answer.json or {}
    return 400 <= answer.status < 500 and is_problem(answer) and (field is None or found["field"] == field)


def bodies(tap, battery):
    wrong, tried = [], 0
    for method, path, operation in battery.commands:
        client, target, door = battery.who(operation), battery.where(path), operation["operationId"]
        if battery.schema(operation) is None and door.startswith("identity."):
            continue
        for words, body in BODIES:
            answer = client.post(target, body, method=method, key=False)
            tried += 1
            if not refused(answer) or answer.status not in (400, 413, 422, 429):
                wrong.append(f"{words} {method} {target}: {answer!r}")
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", "application/json-patch+json", "", "application/xml"):
            answer = client.post(target, b"{}", method=method, key=False, Content_Type=kind)
            tried += 1
            if answer.status not in (415, 429) or not is_problem(answer):
                wrong.append(f"Content-Type {kind!r} {method} {target}: {answer!r}")
    tap.none(wrong, f"{tried} bodies that are none: each is refused")


def oversized(tap, battery):
    wrong = []
    for method, path, operation in battery.commands:
        client = battery.who(operation).twin()
        headers = client.headers(method, {"Content-Type": "application/json"})
        import http.client
        link = http.client.HTTPConnection(*client.address, timeout=30)
        link.putrequest(method, "/api/v1" + battery.where(path))
        for name, value in {**headers, "Content-Length": str(300 << 10)}.items():
            link.putheader(name, value)
        link.endheaders()
        link.send(b'{"reason":"' + b"a" * 1000)
        got = link.getresponse()
        found = json.loads(got.read() or b"null")
        if got.status != 413 or not found or found["code"] != "body-too-large":
            wrong.append(f"{method} {path}: {got.status} {found}")
        link.close()
    tap.none(wrong, "a body beyond the limit is refused before it is read")


def values_of(schema, required):
    """Wrong values of one field: Python values, and raw JSON as bytes."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if schema.get("format") == "date":
        values = list(DAYS)
    elif "enum" in schema:
        values = ["nonsense", 5, True, [], {}, "list "]
    elif "pattern" in schema:
        values = list(AMOUNTS)
    elif "integer" in kinds:
        values = NUMBERS + ([0] if schema.get("minimum", 0) >= 1 else []) + ([schema["maximum"] + 1] if "maximum" in schema else []) + RAW_NUMBERS
    elif "boolean" in kinds:
        values = [0, 1, "true", [], {}]
    elif "object" in kinds:
        values = [5, "x", True, ""]
    elif "array" in kinds:
        values = ["x", 5, {}, True, [5], [None], [["a"]], ["\u0007"], ["x" * 300], [str(n) for n in range(schema.get("maxItems", 50) + 1)]]
    else:
        values = TEXTS + ["汉" * (schema.get("maxLength", 200) + 1), "𠀀" * (schema.get("maxLength", 200) + 1)]
        values += ["", "   ", "\u3000", "\t", "\u3000 \u00a0", "\u200b\ufeff"] if required else []
    return values + ([None] if required else [])


def body_with(good, name, value):
    """`good` with one member set to the value; bytes are JSON as they stand."""
    if isinstance(value, bytes):
        members = [json.dumps(n).encode() + b":" + json.dumps(v).encode() for n, v in good.items() if n != name]
        return b"{" + b",".join(members + [json.dumps(name).encode() + b":" + value]) + b"}"
    return json.dumps({**good, name: value}).encode()


def good_value(schema):
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if schema.get("format") == "date":
        return "2026-03-02"
    if "enum" in schema:
        return schema["enum"][0]
    if "integer" in kinds:
        return max(1, schema.get("minimum", 1))
    if "boolean" in kinds:
        return True
    if "array" in kinds and "object" not in kinds:
        return ["x"]
    return {} if "object" in kinds else "5" if "pattern" in schema else "x"


def fields(tap, battery):
    wrong, tried, named = [], 0, 0
    for method, path, operation in battery.commands:
        schema = battery.schema(operation)
        if schema is None or operation["operationId"] == "session.open":
            continue
        client, target = battery.who(operation), battery.where(path)
        needed = schema.get("required", [])
        good = {name: good_value(schema["properties"][name]) for name in needed}
        for name, field in schema["properties"].items():
            for value in values_of(field, name in needed):
                # Other required fields are left out on purpose where the first one is wrong: the field that is named is the wrong one.
                answer = client.post(target, body_with(good, name, value), method=method, key=False)
                tried += 1
                syntax = answer.status == 400 and answer.code in ("json-syntax", "text-not-utf8", "json-too-deep")
                if not refused(answer, None if syntax else name) or answer.status not in (400, 422):
                    wrong.append(f"{name}={str(value)[:50]!r} {method} {target}: {answer!r}")
        for name in needed:
            answer = client.post(target, {n: v for n, v in good.items() if n != name}, method=method, key=False)
            tried += 1
            named += answer.code == "field-required" and answer.json["field"] == name
            if not refused(answer, name):
                wrong.append(f"without {name} {method} {target}: {answer!r}")
        answer = client.post(target, {**good, "no_such_field": 1}, method=method, key=False)
        if not refused(answer, "no_such_field") or answer.code != "field-unknown":
            wrong.append(f"unknown field {method} {target}: {answer!r}")
    tap.none(wrong, f"{tried} wrong values: each is refused, and the field is named")
    tap.claim(named >= 30, "a missing field is called missing", named)


def languages(tap, battery):
    wrong = []
    for method, path, operation in battery.commands:
        schema = battery.schema(operation)
        if schema is None or not schema.get("required") or operation["operationId"] == "session.open":
            continue
        client, target = battery.who(operation), battery.where(path)
        zh, en = (client.post(target, {}, method=method, key=False, Accept_Language=language).json for language in ("zh", "en"))
        if not (CJK.search(zh["detail"]) and CJK.search(zh["advice"]) and CJK.search(zh["label"])):
            wrong.append(f"zh {path}: {zh}")
        if CJK.search(json.dumps(en, ensure_ascii=False)) or en["field"] != zh["field"] or en["code"] != zh["code"]:
            wrong.append(f"en {path}: {en}")
    tap.none(wrong, "refusals speak Chinese or English as asked, with the same code and field")


def ids(tap, battery):
    wrong = []
    bad = ["0", "-1", "01", "1.5", "abc", "1e3", "9223372036854775808", str(2 ** 64 + battery.project), "0x1", "%31%00", "1%20", "%EF%BC%91", "null", "*", "%25", "'", "1;2", "+1", "%2B1"]
    for method, path, operation in battery.commands + [("GET", path, operation) for path, operation in battery.views]:
        if "{id}" not in path:
            continue
        client = battery.who(operation)
        schema = battery.schema(operation) or {}
        body = {name: good_value(schema["properties"][name]) for name in schema.get("required", [])}
        for id in bad:
            target = fill(path, id)
            answer = client.get(target) if method == "GET" else client.post(target, body, method=method, key=False)
            if answer.status not in (400, 404, 422) or not is_problem(answer):
                wrong.append(f"{method} {target}: {answer!r}")
    tap.none(wrong, "ids that are none, or another way to write one, are nothing")
    for path in ("//projects", "/projects/", "/projects//facts", "/./session", "/../session", "/projects/1/2/3/4/5/6/7/8/9/10", "/" + "a" * 9000, "/projects/%ff", "/projects%2f1", "/PROJECTS"):
        answer = battery.clients["leader"].send("GET", "/api/v1" + path)
        tap.claim(400 <= answer.status < 500, f"the path {path[:40]} is refused", answer)


def foreign(tap, battery):
    """Ids inside a body that are another project's."""
    other = battery.server.store.rows("select id, project from application where project<>? limit 1", battery.project)[0]
    navigator, enterprise = battery.clients["navigator"], battery.clients["enterprise"]
    category = navigator.get("/pack").json["problem_categories"][0]["code"]
    size = battery.server.ledger_of_people()
    day = navigator.get("/session").json["today"]
    cases = [
        (enterprise, f"/projects/{battery.project}/problems", {"title": "t", "category": category, "application_id": other[0]}),
        (enterprise, f"/projects/{battery.project}/problems", {"title": "t", "category": "no-such"}),
        (navigator, "/bring-forwards", {"project_id": battery.project, "application_id": other[0], "on": "2030-01-02", "note": "n"}),
        (navigator, f"/projects/{battery.project}/milestones", {"milestone": "开工", "reached_on": day, "evidence": [other[0]]}),
        (battery.clients["centre_coordinator"], f"/projects/{battery.project}/navigator", {"account_id": 1, "reason": "r"}),
        (battery.clients["promotion_officer"], "/leads", {"name": "n", "district": "999999"}),
        (battery.clients["promotion_officer"], "/leads", {"name": "n", "district": "350112", "industry_direction": "no-such"}),
        (battery.clients["security_admin"], f"/accounts/{battery.things['accounts']}/posts", {"role": "no-such-role"}),
        (battery.clients["security_admin"], f"/accounts/{battery.things['accounts']}/posts", {"role": "leader", "district": "999999"}),
        (battery.clients["system_admin"], "/accounts", {"login": "UPPER", "name": "n", "password": "p" * 20}), (battery.clients["system_admin"], "/accounts", {"login": "centre", "name": "n", "password": "p" * 20}),
        (battery.clients["system_admin"], "/accounts", {"login": "weak-one", "name": "n", "password": "short"}), (battery.clients["system_admin"], "/accounts", {"login": "weak-two", "name": "n", "password": "1234567890"}),
    ]
    wrong = [f"{path} {body}: {answer!r}" for client, path, body in cases for answer in [client.post(path, body)] if not refused(answer) or answer.status not in (404, 409, 422)]
    tap.none(wrong, "ids, codes and names that are another's or nobody's are refused")
    tap.equal(battery.server.ledger_of_people(), size, "and change nothing")


def headers(tap, battery):
    client, wrong = battery.clients["enterprise"], []
    target = f"/projects/{battery.project}/facts"
    facts = {"facts": {"has_canteen": True}}
    for field in ('"abc"', "5x", '""', "-1", '"0"', 'W/"5"', str(2 ** 64), '"5', "5, 6", '"5", "6"', "\u00e9", "1.0"):
        answer = client.post(target, facts, If_Match=field)
        if answer.status != 400 or answer.json["field"] not in ("If-Match", None) or not is_problem(answer):
            wrong.append(f"If-Match {field}: {answer!r}")
    for key in ("k" * 129, "with space", "tab\tinside", "\u00e9", "\x7f"):
        answer = client.post(target, facts, key=key)
        if answer.status != 400 or not is_problem(answer):
            wrong.append(f"Idempotency-Key {key!r}: {answer!r}")
    tap.none(wrong, "nonsense in If-Match and Idempotency-Key is refused")
    key = str(uuid.uuid4())
    first = client.post(target, {"facts": {"has_canteen": True}, "source": "甲"}, key=key)
    size = battery.server.ledger_of_people()
    again = client.post(target, {"facts": {"has_canteen": True}, "source": "甲"}, key=key)
    other = client.post(target, {"facts": {"has_canteen": False}}, key=key)
    where = client.post(f"/projects/{battery.project}/problems", {"title": "t", "category": "c"}, key=key)
    tap.claim(first.status == 200 and first.body == again.body, "a repeated key gives the first answer", first, again)
    tap.equal((other.status, other.code, where.status, where.code), (409, "idempotency-key-reused") * 2, "the key with other content, or elsewhere, is refused")
    stranger = battery.clients["navigator"].post(target, {"facts": {"has_canteen": True}, "source": "甲"}, key=key)
    tap.claim(stranger.status == 200 and stranger.body != first.body or stranger.json.get("receipt") is None, "another person's key is another key", stranger)
    tap.equal(battery.server.ledger_of_people() - size in (0, 1), True, "nothing happened twice")


def queries(tap, battery):
    wrong, tried = [], 0
    for path, operation in battery.views:
        if operation["operationId"] in ("events.stream", "openapi.document", "session.show", "file.show"):
            continue
        client, target = battery.who(operation), battery.where(path).replace("{code}", "1-" + "0" * 20)
        names = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
        cases = ["no_such=1", "limit=5&limit=6", "%zz=1", "a=%ff", "=", "&&&=&", "q=" + "x" * 5000, "limit=%00", "x" * 3000]
        for name in names:
            cases += [f"{name}={urllib.parse.quote(v)}" for v in ("\x00", "a" * 3000, "\x07", "' or 1=1 --", "%", "_", "\\", "-1", "0", str(2 ** 63), str(2 ** 64), "1e400", "NaN", "2026-02-30", "true", "𠀀", ".", "1.1", "-9223372036854775808.-9223372036854775808")]
        for query in cases:
            answer = client.send("GET", f"/api/v1{target}?{query}")
            tried += 1
            if answer.status >= 500 or (answer.status >= 400 and not is_problem(answer)):
                wrong.append(f"{target}?{query[:80]}: {answer!r}")
    tap.none(wrong, f"{tried} strange queries: none ends in 5xx")
    for query in ("no_such=1", "limit=0", "limit=-1", "limit=201", "limit=x", "limit=1&limit=2", "sort=evil", "after=zzz", "after=~zzz", "after=~" + "A" * 94, "district=" + "9" * 50, "q=%ff", "limit=%zz"):
        answer = battery.clients["leader"].get("/projects?" + query)
        tap.claim(refused(answer), f"/projects?{query[:30]} is refused in words", answer)


HOSTILE = ["'; drop table project; --", '" or ""="', "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}} ${7*7} <%= 7*7 %>", "../../etc/passwd",
           "%00%0a%s%n%d", "\\u0041 \\n \\\\", "مشروع عربي", "פרויקט", "👩‍👩‍👧‍👦 🇨🇳 1️⃣", "𠀀𠮷𡃁", "\u00e9 e\u0301", "Ａ１　全角", "a\u00a0b\u2009c", "null", "true", "0", "1e5", "=cmd|' /C calc'!A0", "@SUM(1)",
           "Robert'); --", "a&amp;b &lt;", "/* x */ -- y", "ﷺ ﬀ ǆ", "中\u3000文，。“引号”", "\U0010ffff".replace("\U0010ffff", "\U0001f9ff"), "\ufb01\u200d\u0301", "～！@#￥%……&*（）"]


def hostile(tap, battery):
    invest, enterprise = battery.clients["promotion_officer"], battery.clients["enterprise"]
    category = invest.get("/pack").json["problem_categories"][0]["code"]
    wrong = []
    for words in HOSTILE:
        made = invest.post("/leads", {"name": words, "enterprise": words, "district": "350112", "source": words, "contact": words})
        if made.status != 200:
            wrong.append(f"lead {words!r}: {made!r}")
            continue
        shown = invest.get(f"/projects/{made.json['id']}").json
        got = {shown[name] for name in ("name", "enterprise", "source", "contact")}
        if got != {words}:
            wrong.append(f"lead {words!r}: {got!r}")
        found = invest.get("/projects?q=" + urllib.parse.quote(words))
        if found.status != 200 or made.json["id"] not in [row["id"] for row in found.json["items"]] and found.json["total"] < 50:
            wrong.append(f"search {words!r}: {found.status} {found.json.get('total')}")
        duplicates = invest.get("/leads/duplicates?name=" + urllib.parse.quote(words))
        if duplicates.status != 200:
            wrong.append(f"duplicates {words!r}: {duplicates!r}")
        raised = enterprise.post(f"/projects/{battery.project}/problems", {"title": words, "category": category, "description": words + "\n第二行\t缩进"})
        told = enterprise.get(f"/problems/{raised.json.get('id')}").json if raised.status == 200 else {}
        if (told.get("title"), told.get("description")) != (words, words + "\n第二行\t缩进"):
            wrong.append(f"problem {words!r}: {raised!r} {told.get('title')!r} {told.get('description')!r}")
        draft = {words: [words, {"n": 12345678901234567, "words": words}]}
        saved = enterprise.post("/drafts/hostile", {"content": draft}, method="PUT", key=False)
        if saved.status != 200 or enterprise.get("/drafts/hostile").json["content"] != draft:
            wrong.append(f"draft {words!r}: {saved!r}")
    tap.none(wrong, f"{len(HOSTILE)} strange but valid texts are kept byte for byte, wherever they go")


def files(tap, battery):
    enterprise, project = battery.clients["enterprise"], battery.project
    good, size, wrong = tiny_pdf("good"), battery.server.ledger_of_people(), []
    cases = [
        ("a web page", "a.pdf", b"<html><script>alert(1)</script></html>", {}), ("nothing", "a.pdf", b"", {}), ("a cut file", "a.pdf", good[:100], {}), ("a program", "a.pdf", b"\x7fELF" + b"\0" * 500, {}),
        ("a wrong ending", "a.exe", good, {}), ("no ending", "a", good, {}), ("another kind", "a.png", good, {}), ("two endings", "a.pdf.exe", good, {}), ("a path", "../../a.pdf", good, {}),
        ("a control character", "a\n.pdf", good, {}), ("a turned name", "a\u202efdp.exe", good, {}), ("a long name", "a" * 400 + ".pdf", good, {}), ("no name", "", good, {}),
        ("a script inside", "a.pdf", good.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>"), {}), ("a name not escaped", "x", good, {"X_File_Name": "%zz.pdf"}),
        ("a name not UTF-8", "x", good, {"X_File_Name": "%ff%fe.pdf"}),
    ]
    for words, name, data, more in cases:
        answer = enterprise.upload(project, name, data, **more)
        if not refused(answer):
            wrong.append(f"{words}: {answer!r}")
    tap.none(wrong, "files that are not what they say are refused")
    tap.equal(battery.server.ledger_of_people(), size, "and none of them is kept")
    for name in ("营业执照 （副本）.pdf", "a'b\"c.pdf".replace('"', "”"), "e\u0301.pdf", "𠮷.pdf"):
        kept = enterprise.upload(project, name, tiny_pdf(str(len(name))))
        listed = {row["id"]: row["name"] for row in enterprise.get(f"/projects/{project}/files?limit=200").json["items"]}
        back = enterprise.get(f"/files/{kept.json.get('id')}")
        told = urllib.parse.unquote(str(back.header("Content-Disposition")).split("UTF-8''")[-1])
        tap.equal((kept.status, listed.get(kept.json.get("id")), told, back.header("X-Content-Type-Options")), (200, name, name, "nosniff"), f"a file named {name} keeps its name")


def large_files(tap, battery):
    """A photograph has some megabytes: what the limit allows is taken, byte for byte, and not a byte more."""
    enterprise, project, most = battery.clients["enterprise"], battery.project, 20 << 20

    def pdf(size):
        page = tiny_pdf("large")
        return page.replace(b"%large\n", b"%large" + b"0" * (size - len(page)) + b"\n")
    for size in (3 << 20, 5 << 20, 12 << 20, most):
        data = pdf(size)
        answer = enterprise.upload(project, f"{size}.pdf", data)
        back = enterprise.get(f"/files/{answer.json.get('id')}") if answer.status == 200 else answer
        tap.claim(len(data) == size and answer.status == 200 and back.body == data, f"a file of {size} bytes is kept and comes back", len(data), answer)
    data, size = pdf(most + 1), battery.server.ledger_of_people()
    try:
        answer = enterprise.upload(project, "more.pdf", data)
        said = answer.status == 413 and is_problem(answer)
    except (BrokenPipeError, ConnectionResetError):  # refused by its announced length, before it was sent to the end
        answer, said = "the connection was closed", True
        enterprise.close()
    tap.claim(len(data) > most and said and battery.server.ledger_of_people() == size, "one that is larger than the limit is refused", len(data), answer)


def suite(tap):
    with Server() as server:
        battery = Battery(tap, server)
        tap.claim(len(battery.commands) >= 45, f"{len(battery.commands)} commands are tried", len(battery.commands))
        before = battery.state()
        for part in (bodies, oversized, fields, languages, ids, foreign):
            try:
                part(tap, battery)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal(battery.state(), before, "all that has changed nothing: ledger, accounts, sessions, drafts, files")
        for part in (headers, queries, hostile, files, large_files):
            try:
                part(tap, battery)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal((server.alive(), server.stop()), (True, 0), "the server is alive and ends well")
        server.sound(tap, "after it all")


run(suite)
