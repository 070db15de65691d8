#!/usr/bin/env python3
"""Letters and certificates: what acts leave in writing, what proves it, who used it, and what a forger gets."""
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run, today

CODE = re.compile(r"^\d+-[0-9a-f]{20}$")


def rows(server, sql):
    return server.store.rows(sql)


def text_of(document):
    """All text of a document's blocks."""
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)

    walk(document["blocks"])
    return "\n".join(found)


def pairs_of(document):
    return {row[0]: row[1] for block in document["blocks"] if block["is"] == "pairs" for row in block["rows"]}


class Scene:
    """A running case of the demonstration and the officer of its unit."""

    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.officers = {}

    def officer(self, org):
        if org not in self.officers:
            login = "paper-" + re.sub(r"[^a-z0-9-]", "", org)
            self.officers[org] = self.server.hire(login, {"role": "department_officer", "org": org, "district": "350100"})
        return self.officers[org]

    def cases(self, *states):
        found = self.server.client("centre").get("/applications?limit=200&state=" + states[0]).json["items"]
        return [row for row in found if row["org"] != "enterprise"]


def letters_follow(tap, server, scene):
    """A case that is decided, refused, supplemented leaves its letter in the same act."""
    case = scene.cases("submitted") or scene.cases("received")
    case = case or scene.cases("open")
    row = case[0]
    officer = scene.officer(row["org"])
    before = officer.get(f"/applications/{row['id']}/letters").json["items"]
    if row["state"] == "submitted":
        officer.post(f"/applications/{row['id']}/receive", {})
    preview = officer.get(f"/applications/{row['id']}/letter-preview?kind=acceptance")
    tap.claim(preview.status == 200 and "受理" in text_of(preview.json["document"]), "a letter can be read before the act", preview)
    size = server.ledger_of_people()
    officer.get(f"/applications/{row['id']}/letter-preview?kind=supplement&note=" + urllib.parse.quote("请补图纸"))
    tap.equal(server.ledger_of_people(), size, "a preview leaves nothing")
    done = officer.post(f"/applications/{row['id']}/accept", {})
    tap.claim(done.status == 200, "the case is accepted", done)
    letters = officer.get(f"/applications/{row['id']}/letters").json["items"]
    tap.claim(len(letters) == len(before) + 1 and letters[0]["kind"].startswith("acceptance"), "the acceptance wrote its letter", letters)
    letter = officer.get(f"/letters/{letters[0]['id']}").json
    said = pairs_of(letter["document"])
    tap.claim(all(said.get(name) for name in ("法律依据", "出具日期", "期限")), "it has law, date and term", said)
    tap.claim(letter["due"] is None or ("截止日期" in said and "剩余工作日" in said), "what runs has its last day and the days left", said)
    tap.claim(CODE.match(letter["code"]), "it has a code for checking", letter["code"])
    tap.claim(row["number"] in text_of(letter["document"]) and "{" not in text_of(letter["document"]), "it names the case and leaves nothing unfilled", text_of(letter["document"])[:400])
    enterprise = [person for person in ("enterprise1", "enterprise2", "enterprise3", "enterprise4")
                  if server.client(person).session["post"]["project_id"] == row["project"]["id"]]
    if enterprise:
        tap.equal(server.client(enterprise[0]).get(f"/letters/{letter['id']}").status, 200, "the enterprise reads its letter")
        others = [p for p in ("enterprise1", "enterprise2", "enterprise3", "enterprise4") if p not in enterprise]
        tap.equal(server.client(others[0]).get(f"/letters/{letter['id']}").status, 404, "another enterprise does not")
    return row, officer, letter


def numbers_have_no_gaps(tap, server):
    gaps = []
    for series, year in {(r[0], r[1]) for r in rows(server, "select series, year from letter")}:
        found = [r[0] for r in rows(server, f"select serial from letter where series='{series}' and year={year} order by serial")]
        if found != list(range(1, len(found) + 1)):
            gaps.append((series, year, found))
    tap.none(gaps, "numbers run without gaps in each series and year")


def printing(tap, server, officer, letter):
    tap.claim(letter["file_id"] is None, "the PDF is made when it is asked for", letter)
    made = officer.post(f"/letters/{letter['id']}/print")
    tap.claim(made.status == 200 and made.json.get("file_id"), "the PDF is made", made)
    size = server.ledger_of_people()
    again = officer.post(f"/letters/{letter['id']}/print")
    tap.claim(again.status == 200 and again.json["file_id"] == made.json["file_id"] and server.ledger_of_people() == size,
              "asked again, it is the same file and nothing is written", again)
    pdf = officer.get(f"/files/{made.json['file_id']}")
    tap.claim(pdf.status == 200 and pdf.body.startswith(b"%PDF-") and pdf.header("Content-Type") == "application/pdf"
              and "attachment" in pdf.header("Content-Disposition"), "it is downloaded", pdf.status, pdf.headers.items())
    seen = officer.get(f"/files/{made.json['file_id']}/seen")
    tap.claim(seen.status == 200 and seen.json["total"] >= 1, "who saw it is noted", seen)
    path = os.path.join(server.folder, "letter.pdf")
    with open(path, "wb") as file:
        file.write(pdf.body)
    if shutil.which("pdftotext"):
        said = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.PIPE, check=False).stdout.decode()
        flat = re.sub(r"\s", "", said)
        wanted = [letter["number"], letter["code"], "法律依据", "出具日期"]
        tap.claim(all(re.sub(r"\s", "", word) in flat for word in wanted), "its text can be searched: number, code, law, date", said[:800])
    else:
        tap.skip("its text can be searched", "no pdftotext here")
    return pdf.body, path


def look(server, path, method="GET", body=None, **headers):
    return server.client().send(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})


def form(content, name="file", boundary="----liandong"):
    body = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n").encode() \
        + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def sm3(data):
    return subprocess.run(["openssl", "dgst", "-sm3", "-r"], input=data, stdout=subprocess.PIPE, check=True).stdout.split()[0].decode()


def public_check(tap, server, officer, letter, pdf):
    page = look(server, "/verify")
    tap.claim(page.status == 200 and b"<script" not in page.body and b'enctype="multipart/form-data"' in page.body,
              "the page asks for a code or a file, without a script", page.status)
    good = look(server, "/verify/" + letter["code"])
    said = good.body.decode()
    tap.claim(good.status == 200 and letter["number"] in said and "现行有效" in said, "the code finds the letter", said[:600])
    tap.claim(letter["addressee"] not in said and "请" not in said.split("<main")[1].split("<footer")[0].replace("请输入", ""), "neither addressee nor text is told")
    body, kind = form(pdf)
    sent = look(server, "/verify", "POST", body, Content_Type=kind)
    tap.claim(sent.status == 200 and letter["number"] in sent.body.decode(), "the file that is sent is known", sent.status, sent.body[:300])
    tap.claim(look(server, "/verify/" + sm3(pdf)).status == 200, "and so is its digest")
    wrong = []
    for at in range(0, len(pdf), max(1, len(pdf) // 12)):
        changed = bytearray(pdf)
        changed[at] ^= 1
        body, kind = form(bytes(changed))
        if look(server, "/verify", "POST", body, Content_Type=kind).status != 404:
            wrong.append(at)
    tap.none(wrong, "a file with one bit changed is not known")
    unknown = [look(server, "/verify/" + code) for code in
               ("1-00000000000000000000", letter["code"][:-1] + ("0" if letter["code"][-1] != "0" else "1"), "x", "0" * 64, "999999999-" + "a" * 20)]
    bodies = {re.sub(r'value="[^"]*"', "", answer.body.decode()) for answer in unknown}
    tap.claim(all(answer.status == 404 for answer in unknown) and len(bodies) == 1, "what is unknown gets one and the same answer", [a.status for a in unknown], len(bodies))
    receipt = officer.get(f"/projects/{letter['project_id']}/history").json["items"][0]["receipt"]
    tap.claim(look(server, "/verify/" + receipt).status in (200, 404), "a receipt of something else is no letter")
    for body, kind in ((b"", "multipart/form-data; boundary="), (b"--x\r\n\r\n", "multipart/form-data; boundary=x"), (b"{", "application/json"), (b"{}" * 1000, "text/plain")):
        answer = look(server, "/verify", "POST", body, Content_Type=kind)
        tap.claim(answer.status == 404, "a form that is none is answered like what is unknown", answer.status)


def endings(tap, server, officer, letter):
    other = [org for org in ("zjj", "sthj", "slj") if org != letter["unit"]][0]
    tap.claim(scene_refuses(server, other, letter), "another unit can't withdraw it")
    bad = officer.post(f"/letters/{letter['id']}/correct", {"reason": "笔误", "from": "没有这段文字", "to": "x"})
    tap.claim(bad.status == 422 and bad.json["field"] == "from", "words that are not there can't be corrected", bad)
    fixed = officer.post(f"/letters/{letter['id']}/correct", {"reason": "项目名称有误", "from": "现予受理", "to": "现予以受理"})
    tap.claim(fixed.status == 200, "a letter is corrected by a new one", fixed)
    new = officer.get(f"/letters/{fixed.json['id']}").json
    said = text_of(new["document"])
    tap.claim("现予以受理" in said and letter["number"] in said and "更正并取代" in said and new["number"] != letter["number"], "which says what it replaces", said[:600])
    old = officer.get(f"/letters/{letter['id']}").json
    tap.equal((old["state"], old["replaced_by"]), ("replaced", new["id"]), "the old one knows its successor")
    tap.claim("已被更正" in look(server, "/verify/" + letter["code"]).body.decode() and new["number"] in look(server, "/verify/" + letter["code"]).body.decode(), "the public page says so")
    twice = officer.post(f"/letters/{letter['id']}/withdraw", {"reason": "重复"})
    tap.claim(twice.status == 409, "what is replaced is not withdrawn as well", twice)
    gone = officer.post(f"/letters/{new['id']}/withdraw", {"reason": "出具有误"})
    tap.claim(gone.status == 200 and "已被撤回" in look(server, "/verify/" + new["code"]).body.decode(), "a withdrawn letter says so", gone)


def scene_refuses(server, org, letter):
    login = "outsider-" + org
    person = server.hire(login, {"role": "department_officer", "org": org, "district": "350100"})
    return person.post(f"/letters/{letter['id']}/withdraw", {"reason": "x"}).status in (403, 404)


def testimony(person, path, tries=40):
    import time
    for _ in range(tries):
        answer = person.get(path)
        if answer.status != 503:
            return answer
        time.sleep(0.1)
    return answer


def verify(server, path, *more):
    done = subprocess.run([os.environ.get("LIANDONG_BIN") or "build/liandong", "verify", path, *more], cwd=server.folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, LANG="C"), check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def offline_letter(tap, server, officer, letter, pdf_path):
    key = os.path.join(server.home, "keys", "ledger.pem.pub")
    answer = testimony(officer, f"/letters/{letter['id']}/testimony")
    tap.claim(answer.status == 200, "a letter's file of proof is had", answer)
    proof = pdf_path + ".proof.json"
    with open(proof, "wb") as file:
        file.write(answer.body)
    status, said, wrong = verify(server, pdf_path, "--key", key)
    tap.claim(status == 0 and "GENUINE" in said, "the PDF verifies offline with the proof beside it", status, said, wrong)
    with open(pdf_path, "rb") as file:
        data = bytearray(file.read())
    data[len(data) // 2] ^= 1
    forged = os.path.join(server.folder, "forged.pdf")
    with open(forged, "wb") as file:
        file.write(data)
    status, said, wrong = verify(server, forged, "--key", key, "--proof", proof)
    tap.claim(status == 1 and "GENUINE" not in said, "a PDF with one bit changed does not", status, said, wrong)
    status, said, wrong = verify(server, forged, "--key", key)
    tap.claim(status == 1, "a PDF without a proof is not taken", status, said, wrong)


def receipts(tap, server):
    key = os.path.join(server.home, "keys", "ledger.pem.pub")
    centre = server.client("centre")
    project = centre.get("/projects?limit=1").json["items"][0]["id"]
    code = centre.get(f"/projects/{project}/history").json["items"][-1]["receipt"]
    answer = server.client().get(f"/ledger/receipts/{code}")
    path = os.path.join(server.folder, "receipt.json")
    with open(path, "wb") as file:
        file.write(answer.body)
    status, said, wrong = verify(server, path, "--key", key)
    tap.claim(status == 0 and code in said, "a receipt verifies offline", status, said, wrong)
    for name in ("leaf", "root", "signature", "key"):
        changed = dict(answer.json)
        changed[name] = changed[name][:-1] + ("0" if changed[name][-1] != "0" else "1")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(changed, file)
        status, said, wrong = verify(server, path, "--key", key)
        tap.claim(status == 1, f"not with another {name}", status, said, wrong)
    status, said, wrong = verify(server, os.path.join(server.folder, "nothing.json"))
    tap.claim(status == 1, "a file that is not there is said to be", status, wrong)


def flips(tap, server):
    """Each byte of twenty certificates changed, in the library that the command uses: one process for all."""
    key = os.path.join(server.home, "keys", "ledger.pem.pub")
    centre = server.client("centre")
    ids = [r[0] for r in rows(server, "select id from certificate order by id limit 20")]
    tap.claim(len(ids) == 20, "there are twenty certificates", ids)
    bad = []
    for number, one in enumerate(ids):
        answer = testimony(centre, f"/certificates/{one}/testimony")
        path = os.path.join(server.folder, f"certificate-{number}.json")
        with open(path, "wb") as file:
            file.write(answer.body)
        status, said, wrong = verify(server, path, "--key", key)
        if status != 0:
            bad.append((one, status, said, wrong))
    tap.none(bad, "twenty certificates verify offline with the published key")
    other = os.path.join(server.folder, "other.pub")
    with open(key, encoding="ascii") as file:
        digits = file.read().strip()
    generated = subprocess.run(["openssl", "ecparam", "-name", "SM2", "-genkey", "-noout"], stdout=subprocess.PIPE, check=True).stdout
    raw = subprocess.run(["openssl", "ec", "-pubout", "-outform", "DER"], input=generated, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout[-65:]
    with open(other, "w", encoding="ascii") as file:
        file.write(raw.hex() + "\n")
    status, said, wrong = verify(server, path, "--key", other)
    tap.claim(status == 1 and digits != raw.hex(), "not with another key", status, said, wrong)
    return path, digits


def der(signature):
    """r || s as OpenSSL wants it."""
    def integer(raw):
        raw = raw.lstrip(b"\0") or b"\0"
        return (b"\0" if raw[0] & 0x80 else b"") + raw
    r, s = integer(signature[:32]), integer(signature[32:])
    inner = b"\x02" + bytes([len(r)]) + r + b"\x02" + bytes([len(s)]) + s
    return b"\x30" + bytes([len(inner)]) + inner


def by_openssl(tap, server, path, digits):
    """The signatures by a program of other people: the OpenSSL command line."""
    with open(path, "rb") as file:
        raw = file.read()
    found = json.loads(raw)
    body = raw.split(b'"body":', 1)[1].split(b',"path":', 1)[0]
    spki = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200") + bytes.fromhex(digits)
    key, sig, msg = (os.path.join(server.folder, name) for name in ("key.der", "sig.der", "message"))
    with open(key, "wb") as file:
        file.write(spki)
    head = found["head"]
    messages = {"document": (b"liandong-document-v1" + bytes.fromhex(sm3(body)), found["signature"]),
                "head": (b"liandong-head-v1" + head["size"].to_bytes(8, "big") + head["signed_at"].to_bytes(8, "big") + bytes.fromhex(head["root"]), head["signature"])}
    for name, (message, signature) in messages.items():
        with open(sig, "wb") as file:
            file.write(der(bytes.fromhex(signature)))
        with open(msg, "wb") as file:
            file.write(message)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-keyform", "DER", "-rawin", "-in", msg, "-sigfile", sig,
                               "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        tap.claim(done.returncode == 0, f"OpenSSL's command line agrees on the signature of the {name}", done.stdout, done.stderr)


def certificates(tap, server, scene):
    centre = server.client("centre")
    found = rows(server, "select c.id, c.project, c.unit, c.name from certificate c where c.imported=0 order by c.id")
    row = found[0]
    one = centre.get(f"/certificates/{row[0]}").json
    tap.claim(one["standing"] == "valid" and one["number"] and one["holder"] and one["identifier"] is None, "a grant left a certificate; no identifier is made up", one)
    shelf = centre.get(f"/projects/{row[1]}/certificates").json["items"]
    tap.claim(row[0] in [c["id"] for c in shelf], "it stands on the project's shelf", shelf[:1])
    day = today(centre)
    bad = centre.post(f"/projects/{row[1]}/certificates", {"name": "营业执照", "number": "X1", "issuer": "外地市场监管局", "source": "原件",
                                                           "issued_on": day, "verified_on": "2020-01-01"})
    tap.claim(bad.status == 422 and bad.json["field"] == "verified_on", "nobody looked at it before it was issued", bad)
    bad = centre.post(f"/projects/{row[1]}/certificates", {"name": "营业执照", "number": "1.2.156.3005.2.1.2.3.001.X", "issuer": "外地", "source": "原件",
                                                           "issued_on": "2026-01-01", "verified_on": "2026-02-01"})
    tap.claim(bad.status == 422 and bad.json["field"] == "number", "an identifier with a wrong check character is refused", bad)
    made = centre.post(f"/projects/{row[1]}/certificates", {"name": "进口许可证", "number": "X1", "issuer": "外地机关", "source": "原件",
                                                            "issued_on": "2026-01-01", "verified_on": "2026-02-01"})
    tap.claim(made.status == 200, "one issued elsewhere is registered", made)
    imported = centre.get(f"/certificates/{made.json['id']}").json
    tap.claim(imported["imported"] and imported["verified_on"] == "2026-02-01" and imported["unit"] is None, "with the day it was looked at", imported)
    strangers = [scene.officer("zjj"), scene.officer("scjg"), server.client("district")]
    size = server.ledger_of_people()
    for stranger in strangers:
        answer = stranger.post(f"/certificates/{made.json['id']}/revoke", {"reason": "r", "basis": "b"})
        tap.claim(answer.status in (403, 404) and server.ledger_of_people() == size, "a unit that neither brought nor issued it does not take it back", answer)
    page = look(server, "/verify/" + made.json["receipt"]).body.decode()
    tap.claim("他处颁发" in page and "✓" not in page, "and is never called verified by the platform", page[:500])
    return row


def uses(tap, server, scene):
    """A case that asks for a material which the shelf has."""
    pairs = rows(server, "select a.id, a.org, a.project, c.id from application a join certificate c on c.project=a.project where a.org<>'enterprise'")
    centre = server.client("centre")
    for case, org, project, _ in pairs:
        answer = centre.get(f"/applications/{case}/certificates")
        if answer.status == 200 and answer.json["items"]:
            break
    else:
        tap.claim(False, "some case of the demonstration asks for what the shelf has")
        return
    item = answer.json["items"][0]
    officer = scene.officer(org)
    mine = officer.get(f"/applications/{case}/certificates")
    tap.claim(mine.status == 200 and mine.json["items"], "the unit of the case finds it", mine)
    other = scene.officer("slj" if org != "slj" else "zjj")
    tap.equal(other.get(f"/applications/{case}/certificates").status, 404, "a unit without that case does not")
    one = item["certificate"]["id"]
    used = officer.post(f"/applications/{case}/certificate-uses", {"certificate_id": one, "material": item["material"], "purpose": "审查本办件"})
    tap.claim(used.status == 200, "it is used in place of the material", used)
    log = centre.get(f"/certificates/{one}/uses").json
    tap.claim(log["total"] == 1 and log["items"][0]["purpose"] == "审查本办件" and log["items"][0]["unit"] == org, "the use is written down", log)
    who = [p for p in ("enterprise1", "enterprise2", "enterprise3", "enterprise4") if server.client(p).session["post"]["project_id"] == project]
    if who:
        tap.equal(server.client(who[0]).get(f"/certificates/{one}/uses").json["total"], 1, "its holder sees who used it")
    size = server.ledger_of_people()
    wrong = officer.post(f"/applications/{case}/certificate-uses", {"certificate_id": one, "material": "与本办件无关的材料", "purpose": "x"})
    tap.claim(wrong.status == 422 and server.ledger_of_people() == size, "not for what the case does not ask for", wrong)
    wrong = officer.post(f"/applications/{case}/certificate-uses", {"certificate_id": 1, "material": item["material"], "purpose": "x"})
    tap.claim(wrong.status == 422 and wrong.json["field"] == "certificate_id" and server.ledger_of_people() == size, "a foreign id is not found", wrong)
    path = os.path.join(server.folder, "before.json")
    with open(path, "wb") as file:
        file.write(testimony(centre, f"/certificates/{one}/testimony").body)
    issuer = scene.officer(item["certificate"]["unit"])
    gone = issuer.post(f"/certificates/{one}/revoke", {"reason": "申请人隐瞒情况", "basis": "行政许可法第六十九条"})
    tap.claim(gone.status == 200, "the unit that issued it revokes it", gone)
    again = officer.post(f"/applications/{case}/certificate-uses", {"certificate_id": one, "material": item["material"], "purpose": "x"})
    tap.claim(again.status == 409 and again.code == "certificate-not-valid", "what is revoked is not used", again)
    tap.claim(not [i for i in officer.get(f"/applications/{case}/certificates").json["items"] if i["certificate"]["id"] == one], "and not offered any more")
    with open(path, "rb") as file:
        body, kind = form(file.read())
    page = look(server, "/verify", "POST", body, Content_Type=kind).body.decode()
    tap.claim("已撤销" in page, "the file that was taken before is told to be revoked at once", page[:500])
    key = os.path.join(server.home, "keys", "ledger.pem.pub")
    with open(path, "wb") as file:
        file.write(testimony(centre, f"/certificates/{one}/testimony").body)
    status, said, wrong = verify(server, path, "--key", key)
    tap.claim(status == 1 and "REVOKED" in said, "a file taken after it says so offline", status, said, wrong)


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        _, officer, letter = letters_follow(tap, server, scene)
        pdf, path = printing(tap, server, officer, letter)
        public_check(tap, server, officer, letter, pdf)
        offline_letter(tap, server, officer, letter, path)
        endings(tap, server, officer, letter)
        numbers_have_no_gaps(tap, server)
        receipts(tap, server)
        path, digits = flips(tap, server)
        by_openssl(tap, server, path, digits)
        certificates(tap, server, scene)
        uses(tap, server, scene)
        server.sound(tap, "after letters and certificates")


if __name__ == "__main__":
    run(suite)
