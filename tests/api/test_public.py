#!/usr/bin/env python3
"""What anybody sees: pages of progress and receipts without scripts, the OpenAPI document, the web pages' files, and
the headers that every answer carries."""
import gzip
import html.parser
import json
import re
import sys
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Client, Server, is_problem, run

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "rect"}


class Page(html.parser.HTMLParser):
    """Whether the tags close, which there are, and the text."""

    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.words, self.wrong = [], [], [], [], []
        self.feed(body.decode("utf-8"))
        self.close()
        if self.open:
            self.wrong.append(f"not closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def is_plain(tap, answer, words):
    """A page of ours: well formed, no script, no handler, no foreign address, named language, a title, one h1, labels."""
    page = Page(answer.body)
    handlers = [a for a in page.attributes if a[1].startswith("on") or a[1] == "style" or str(a[2]).lower().startswith(("javascript:", "http:", "https:", "//"))]
    ids = [value for _, name, value in page.attributes if name == "id"]
    named = any(tag == "html" and name == "lang" for tag, name, _ in page.attributes)
    labelled = all(value in ids for tag, name, value in page.attributes if tag == "label" and name == "for")
    tap.claim(answer.header("Content-Type") == "text/html; charset=utf-8" and "script" not in page.tags and not page.wrong and not handlers and named
              and page.tags.count("h1") == 1 and page.tags.count("title") == 1 and page.tags.count("main") == 1 and len(ids) == len(set(ids)) and labelled and "Set-Cookie" not in answer.headers,
              f"{words}: well formed, without script, cookie or foreign address", page.wrong, handlers, page.tags.count("script"), answer.headers.items())
    return page


def look(client, path, **headers):
    return client.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def progress(tap, server):
    anybody, enterprise = server.client(), server.client("enterprise1")
    project = enterprise.get(f"/projects/{enterprise.session['post']['project_id']}").json
    code = project["query_code"]
    tap.claim(len(re.sub(r"[^0-9A-Za-z]", "", code)) >= 20, "the query code is long", code)
    form = is_plain(tap, look(anybody, "/progress"), "the form of the progress page")
    tap.claim("form" in form.tags and ("form", "method", "get") in form.attributes, "it asks without a script", form.tags)
    answer = look(anybody, "/progress/" + code)
    page = is_plain(tap, answer, "the progress of a project")
    told = [project["name"], project["number"], str(project["done"]), str(project["total"])]
    tap.claim(answer.status == 200 and all(word in page.text for word in told), "it tells name, number and how far it is", told, page.text[:500])
    secret = [project.get("contact") or "联系人无", project["navigator"]["name"], project.get("total_investment_wanyuan") or "投资额无"] + [row["title"] for row in project["problems"]] + [row["receipt"] for row in enterprise.get(f"/projects/{project['id']}/history").json["items"][:5]]
    tap.none([word for word in secret if word in answer.body.decode()], "it tells no person, no money, no problem, no receipt")
    for words, typed in (("small letters", code.lower()), ("without hyphens", code.replace("-", "")), ("with spaces", " " + code.replace("-", " ") + " ")):
        got = look(anybody, "/progress?code=" + urllib.parse.quote(typed))
        tap.claim(got.status == 200 and project["name"] in got.body.decode(), f"the code is known {words}", got.status)
    english = is_plain(tap, look(anybody, f"/progress/{code}?lang=en"), "the progress in English")
    tap.claim(("html", "lang", "en") in english.attributes and "Query" not in page.text and "Liandong" in english.text, "it can be read in English", english.text[:300])
    wrong = []
    flipped = code[:-1] + ("0" if code[-1] != "0" else "1")
    first = None
    unknown = [flipped, "0000-0000-0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ", "1", "x" * 60, "'; drop table project;--", "<script>alert(1)</script>", code[:-1], code + "0", "０" * 24, "مشروع", "%00".replace("%", "%25"), str(project["id"]), project["number"]]
    for typed in unknown:
        answer = look(anybody, "/progress?code=" + urllib.parse.quote(typed))
        page = Page(answer.body)
        first = first or (answer.status, answer.body)
        if (answer.status, answer.body) != first or answer.status != 404 or "script" in page.tags or page.wrong:
            wrong.append(f"{typed[:40]}: {answer.status} {page.text[:200]}")
    tap.none(wrong, f"{len(unknown)} unknown codes answer alike, byte for byte, and nothing of them is written into the page")
    leads = [row for row in server.client("invest").get("/projects?stage=lead&limit=1").json["items"]]
    shown = server.client("invest").get(f"/projects/{leads[0]['id']}").json
    tap.claim(not shown.get("query_code"), "the promotion side is given no query code", shown.get("query_code"))


def receipts(tap, server):
    anybody, invest = server.client(), server.client("invest")
    made = invest.post("/leads", {"name": "回执页面测试", "district": "350112", "contact": "某人 13800138000"}).json
    code, until, told = made["receipt"], time.monotonic() + 10, {}
    while not told.get("signature") and time.monotonic() < until:
        told = anybody.get("/ledger/receipts/" + code).json
        time.sleep(0.05)
    is_plain(tap, look(anybody, "/receipt"), "the form of the receipt page")
    answer = look(anybody, "/receipt/" + code)
    page = is_plain(tap, answer, "a receipt")
    tap.claim(answer.status == 200 and all(word in page.text for word in (code, told["leaf"], told["root"], told["signature"])), "it shows leaf, root and signature", page.text[:500])
    tap.claim("回执页面测试" not in page.text and "13800138000" not in page.text, "but not what the entry says")
    wrong, first = [], None
    for typed in (code[:-1] + ("0" if code[-1] != "0" else "1"), "1-" + "0" * 20, "999999999-" + "a" * 20, "x", "<b>x</b>", "1", "-", str(2 ** 70) + "-" + "a" * 20, code + "0", code.split("-")[1]):
        answer = look(anybody, "/receipt?code=" + urllib.parse.quote(typed))
        first = first or (answer.status, answer.body)
        if (answer.status, answer.body) != first or answer.status != 404:
            wrong.append(f"{typed}: {answer.status}")
        if anybody.get("/ledger/receipts/" + urllib.parse.quote(typed, safe="")).json.get("genuine") not in (False, None):
            wrong.append(f"{typed}: genuine")
    tap.none(wrong, "forged and unknown receipts answer alike")
    for path in ("/progress", "/receipt", "/public.css"):
        answer = anybody.send("POST", path, b"code=x", {"Content-Type": "application/x-www-form-urlencoded"})
        tap.claim(answer.status == 405 and is_problem(answer) and "GET" in str(answer.header("Allow")), f"{path} only answers to reading", answer)
        tap.equal((anybody.send("HEAD", path).status, anybody.send("HEAD", path).body), (200, b""), f"HEAD {path} has no body")
    css = look(anybody, "/public.css")
    tap.claim(css.header("Content-Type").startswith("text/css") and b"url(" not in css.body and b"@import" not in css.body, "their style sheet fetches nothing", css.headers.items())


def libraries(tap, server):
    anybody = server.client()
    with open(f"{PACK}/policies.json", encoding="utf-8") as file:
        policies = json.load(file)["policies"]
    with open(f"{PACK}/parks.json", encoding="utf-8") as file:
        parks = json.load(file)["parks"]
    with open(f"{PACK}/packages.json", encoding="utf-8") as file:
        packages = json.load(file)["packages"]
    for path, records, name in (("/library/policies", policies, "title"), ("/library/parks", parks, "name"), ("/library/packages", packages, "name")):
        page = is_plain(tap, look(anybody, path), path)
        tap.none([one["id"] for one in records if one[name] not in page.text or ("a", "href", f"{path}/{one['id']}") not in page.attributes], f"{path} lists all of them, each with its address")
        one = records[-1]
        answer = look(anybody, f"{path}?q=" + urllib.parse.quote(one[name][:8]))
        tap.claim(one[name] in Page(answer.body).text and len(answer.body) < len(look(anybody, path).body), f"{path}: a word finds it")
        nothing = is_plain(tap, look(anybody, path + "?q=%3Cscript%3Ealert(1)%3C/script%3E"), f"{path}: a word that nothing has")
        tap.claim("没有找到" in nothing.text and not [a for a in nothing.attributes if str(a[2]).startswith(path + "/")], f"{path}: nothing found is said")
        tap.none([f"{one['id']}: {got.status} {page.wrong}" for one in records for got in (look(anybody, f"{path}/{one['id']}"),) for page in (Page(got.body),) if got.status != 200 or page.wrong or one[name] not in page.text or one["source"] not in page.text], f"{path}: every record has its page, with its source")
        is_plain(tap, look(anybody, f"{path}/{one['id']}?lang=en"), f"{path}: in English")
        for wrong in ("nowhere", "%3Cb%3E", "..%2F..", "x" * 300, one["id"] + "x"):
            got = look(anybody, f"{path}/{wrong}")
            tap.claim(got.status in (400, 404) and "<b>" not in got.body.decode(), f"{path}/{wrong[:20]}: not found", got.status)
    told = {one["id"]: Page(look(anybody, f"/library/policies/{one['id']}").body).text for one in policies}
    tap.none([one["id"] for one in policies if one["status"] != "有效" and "仅供查阅，不作承诺" not in told[one["id"]]], "what is not in force by its status is promised nowhere")
    tap.claim("仅供查阅，不作承诺" not in told["N01"] and "以主管部门审核为准" in told["N01"], "what is in force leaves the decision to the department")
    tap.claim("科技人员占比 不小于" in told["N01"] or "不小于 0.1" in told["N01"], "its conditions stand there in words", told["N01"][:900])
    tap.none([name for name in ("rd_staff_ratio", "has_core_ip", "serious_violation_1y") if name in told["N01"]], "and not by the names of fields")
    one = Page(look(anybody, "/library/packages/manufacturing-upgrade").body)
    tap.none([link for link in ["/guide/inv-filing-tech", "/library/policies/C17"] if ("a", "href", link) not in one.attributes], "a package leads to its items and policies")
    tap.claim("不作承诺" in one.text and "需核实" in one.text, "and promises nothing", one.text[:800])
    now = Page(look(anybody, "/library/policies?now=1").body).text
    tap.claim(all((one["title"] in now) <= (one["status"] == "有效") for one in policies) and policies[0]["title"] in now, "those that hold today are listed by themselves")
    park = Page(look(anybody, "/library/parks/PK05").body).text
    tap.claim("未知，待园区填报" in park and "完成情况未知，待园区填报" in park and "江阴港综合保税区" in park, "what a park has not said is said to be unknown", park[:600])


# -- the OpenAPI document --

def resolve(document, node):
    while "$ref" in node:
        found = document
        for part in node["$ref"].lstrip("#/").split("/"):
            found = found[part]
        node = found
    return node


def openapi(tap, server):
    answer = server.client().get("/openapi.json")
    seen = []

    def unique(pairs):
        seen.extend(name for n, (name, _) in enumerate(pairs) if name in [p for p, _ in pairs[:n]])
        return dict(pairs)
    document = json.loads(answer.body, object_pairs_hook=unique)
    tap.none(seen, "the OpenAPI document has no name twice")
    tap.claim(document["openapi"].startswith("3.1.") and document["info"]["title"] and document["info"]["version"] and document["paths"], "it is OpenAPI 3.1 with title and version")
    wrong, names = [], []
    for path, methods in document["paths"].items():
        placeholders = re.findall(r"\{(\w+)\}", path)
        for method, operation in methods.items():
            where = f"{method} {path}"
            names.append(operation.get("operationId"))
            parameters = [resolve(document, p) for p in operation.get("parameters", [])]
            in_path = [p["name"] for p in parameters if p["in"] == "path"]
            if method not in ("get", "post", "put", "delete") or sorted(in_path) != sorted(placeholders):
                wrong.append(f"{where}: path parameters {in_path}")
            if any(p["in"] == "path" and not p["required"] for p in parameters) or len({(p["in"], p["name"]) for p in parameters}) != len(parameters):
                wrong.append(f"{where}: parameters")
            if not operation.get("summary") or not operation.get("tags") or "security" not in operation or not operation.get("x-roles"):
                wrong.append(f"{where}: summary, tags, security, roles")
            if "200" not in operation["responses"] or "4XX" not in operation["responses"]:
                wrong.append(f"{where}: responses {list(operation['responses'])}")
            for response in operation["responses"].values():
                if not response.get("description") or any(not isinstance(resolve(document, media["schema"]), dict) for media in response.get("content", {}).values()):
                    wrong.append(f"{where}: a response")
            for media in operation.get("requestBody", {}).get("content", {}).values():
                schema = resolve(document, media["schema"])
                missing = [name for name in schema.get("required", []) if name not in schema.get("properties", {})]
                if missing or (schema.get("type") == "object" and schema.get("additionalProperties") is not False):
                    wrong.append(f"{where}: body {missing}")
            for scheme in operation["security"]:
                wrong += [f"{where}: {name}" for name in scheme if name not in document["components"]["securitySchemes"]]
    tap.none(wrong, f"{len(names)} operations are well formed")
    tap.equal(len(names), len(set(names)), "each has a name of its own")
    leader = server.client("leader")
    missing = []
    for path, methods in document["paths"].items():
        for method in methods:
            got = leader.send(method.upper(), "/api/v1" + re.sub(r"\{\w+\}", "1", path), b"{}" if method != "get" else None, {"Content-Type": "application/json", "X-CSRF-Token": "wrong"}) if path != "/events" else None
            if got is not None and (got.status == 405 or (method != "get" and got.status == 404)):
                missing.append(f"{method} {path}: {got!r}")
    tap.none(missing, "every operation of the document is there")
    other = leader.send("PATCH", "/api/v1/projects", b"{}", {"Content-Type": "application/json"})
    tap.claim(other.status == 405 and "GET" in str(other.header("Allow")), "a method that is not there is 405 with those that are", other)


# -- headers, files of the web pages --

WANTED = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"}


def headers(tap, server):
    anybody, leader, wrong = server.client(), server.client("leader"), []
    project = server.client("enterprise1").session["post"]["project_id"]
    mine = server.client("enterprise1").get(f"/projects/{project}/files").json["items"]
    tries = [("page", look(anybody, "/")), ("route", look(anybody, "/projects/1")), ("missing file", look(anybody, "/assets/none.js")), ("progress", look(anybody, "/progress")), ("receipt", look(anybody, "/receipt/x")),
             ("style", look(anybody, "/public.css")), ("json", leader.get("/projects")), ("public json", anybody.get("/pack")), ("401", anybody.get("/projects")), ("404", leader.get("/projects/987654321")),
             ("405", leader.send("PUT", "/api/v1/projects", b"{}")), ("422", leader.get("/projects?limit=0")), ("403", leader.post("/leads", {})), ("csrf", leader.post("/projects/1/screening", {}, X_CSRF_Token=None)),
             ("sign-in refused", anybody.post("/session", {"login": "leader", "password": "wrong-password"}, key=False)), ("malformed", raw(server, b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n")),
             ("too large", raw(server, b"POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")), ("unknown method", raw(server, b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n")), ("head", leader.send("HEAD", "/api/v1/projects"))]
    tries += [("download", server.client("enterprise1").get(f"/files/{mine[0]['id']}"))] if mine else []
    for words, answer in tries:
        policy = str(answer.header("Content-Security-Policy"))
        missing = [name for name, value in WANTED.items() if answer.header(name) != value] + [name for name in ("Referrer-Policy", "Permissions-Policy") if not answer.header(name)]
        rules = dict((rule.split()[0], rule.split()[1:]) for rule in policy.split(";") if rule.split())
        strict = rules.get("default-src") == ["'none'"] and rules.get("frame-ancestors") == ["'none'"] and rules.get("base-uri") == ["'none'"] and rules.get("script-src") == ["'self'"] and "unsafe" not in policy and rules.get("require-trusted-types-for") == ["'script'"]
        if missing or not strict or answer.header("Server") or answer.header("X-Powered-By"):
            wrong.append(f"{words}: {answer.status} lacks {missing}; {policy}")
        if words not in ("page", "route", "style") and "no-store" not in str(answer.header("Cache-Control")) and answer.status < 400 and words != "head":
            wrong.append(f"{words}: may be stored: {answer.header('Cache-Control')}")
    tap.none(wrong, f"{len(tries)} kinds of answers all carry the security headers, and name no program")


def raw(server, data):
    """Bytes as they are, the answer parsed."""
    import http.client
    import socket
    link = socket.create_connection(server.address, timeout=10)
    link.sendall(data)
    answer = http.client.HTTPResponse(link)
    answer.begin()
    body = answer.read()
    link.close()
    from lib import Answer
    return Answer(answer.status, answer.headers, body)


def assets(tap, server):
    anybody = server.client()
    first = look(anybody, "/")
    if first.status == 404:
        for words in ("the first page is served", "its files are served, packed, and kept", "unknown paths of the application give its page"):
            tap.skip(words, "this program was built without the web pages")
        return
    page = Page(first.body)
    linked = sorted({value for _, name, value in page.attributes if name in ("src", "href") and value.startswith("/")})
    inline = [a for a in page.attributes if a[1].startswith("on") or a[1] == "style"]
    tap.claim(first.header("Content-Type").startswith("text/html") and linked and not inline and re.search(rb"<script(?![^>]*\bsrc=)", first.body) is None, "the first page is served, without inline scripts", linked, inline)
    wrong = []
    for path in linked:
        plain = look(anybody, path, Accept_Encoding="identity")
        packed = look(anybody, path, Accept_Encoding="gzip")
        if plain.status != 200 or (packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) != plain.body):
            wrong.append(f"{path}: {plain.status} {packed.header('Content-Encoding')}")
        if "/assets/" in path and "immutable" not in str(plain.header("Cache-Control")):
            wrong.append(f"{path}: {plain.header('Cache-Control')}")
        if packed.header("Content-Encoding") and "Accept-Encoding" not in str(packed.header("Vary")):
            wrong.append(f"{path}: Vary {packed.header('Vary')}")
        tag = plain.header("ETag")
        if tag and look(anybody, path, If_None_Match=tag, Accept_Encoding="identity").status != 304:
            wrong.append(f"{path}: {tag} is not known again")
        kind = {"js": "javascript", "css": "css", "svg": "svg", "html": "html"}.get(path.rsplit(".", 1)[-1], "")
        if kind not in str(plain.header("Content-Type")):
            wrong.append(f"{path}: {plain.header('Content-Type')}")
    tap.none(wrong, f"its {len(linked)} files are served, packed, and kept")
    deep = look(anybody, "/projects/1/plan")
    tap.claim(deep.status == 200 and deep.body == first.body, "unknown paths of the application give its page", deep.status)
    tap.equal([look(anybody, path).status for path in ("/assets/../index.html", "/assets/none.js", "/.vite/manifest.json", "/index.html.gz", "/etc/passwd.txt")][1:], [404, 404, 404, 404], "other files are not there")
    tap.equal(anybody.send("POST", "/", b"").status, 405, "pages only answer to reading")


def session(tap, server):
    found = server.client().get("/session").json
    tap.claim(found["signed_in"] is False and found["account"] is None and found["posts"] == [] and found["demo"] is True and found["city"]["name"], "a stranger learns the city and the day, no more", found)
    pack = server.client().get("/pack").json
    tap.claim(len(pack["items"]) > 50 and len(pack["districts"]) > 5 and pack["roles"] and pack["facts"], "the city's data are public", {k: len(v) for k, v in pack.items() if isinstance(v, list)})
    english = Client(server.address, language="en").get("/pack").json
    chinese = Client(server.address, language="zh").get("/pack").json
    tap.claim(english["items"][0]["name"] != chinese["items"][0]["name"] and english["items"][0]["code"] == chinese["items"][0]["code"], "in Chinese or English, with the same codes")


def flood(tap, server):
    """The last of all: this address is used up afterwards."""
    anybody, answers = server.client(), []
    while len(answers) < 2000 and (not answers or answers[-1].status != 429):
        answers.append(look(anybody, f"/progress/GUESS{len(answers)}"))
    tap.claim(answers[-1].status == 429 and is_problem(answers[-1]) and answers[-1].header("Retry-After"), f"an address may guess so many codes and no more ({len(answers)})", answers[-1])
    tap.equal(server.client("leader").get("/projects").status, 200, "who is signed in goes on")


def suite(tap):
    with Server() as server:
        for part in (session, progress, receipts, libraries, openapi, headers, assets, flood):
            try:
                part(tap, server)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal(server.stop(), 0, "the server ends well")


run(suite)
