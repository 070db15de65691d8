#!/usr/bin/env python3
"""What the pages of a case rest on: corrections by field with their letter, previews, a letter of suspension, a certificate that waits for what is owed, its PDF."""
import sys
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run, tiny_pdf, today
from test_papers import look


class Case:
    def __init__(self, server, tap):
        self.server, self.tap = server, tap
        self.enterprise = server.client("enterprise1")
        self.officer = server.client("dept-zjj")
        self.project = self.enterprise.session["post"]["project_id"]
        rows = self.enterprise.get(f"/applications?project={self.project}&limit=100").json["items"]
        self.permit = next(row["id"] for row in rows if row["code"] == "construction-permit")

    def done(self, person, path, body, words):
        answer = person.post(path, body)
        self.tap.claim(answer.status == 200, words, answer)
        return answer.json or {}

    def certificates(self, application):
        return [one for one in self.enterprise.get(f"/projects/{self.project}/certificates").json["items"] if one.get("application_id") == application]


def held_back(case):
    """容缺不发证: what is granted while a material is owed leaves its certificate when the material has come, not before."""
    tap, path = case.tap, f"/applications/{case.permit}"
    offer = case.enterprise.get(path + "/deferrals").json
    made = case.done(case.enterprise, path + "/deferrals", {"materials": offer["materials"][:1], "due_on": offer["latest"]}, "a material on which the certificate waits is promised")
    for act, body in (("receive", {}), ("accept", {}), ("decide", {"result": "granted", "document": "榕建许〔2026〕9号", "valid_until": "2031-01-04"})):
        case.done(case.officer, f"{path}/{act}", body, f"the application goes on: {act}")
    tap.equal(case.certificates(case.permit), [], "granted, and no certificate yet")
    tap.equal(len([one for one in case.enterprise.get(path + "/letters").json["items"] if "决定" in one["title"]]), 1, "the decision itself is told at once")
    file = case.enterprise.upload(case.project, "专项施工方案.pdf", tiny_pdf("plan"))
    case.done(case.enterprise, f"/deferrals/{made['id']}/fulfil", {"files": [file.json["id"]]}, "the material comes")
    (one,) = case.certificates(case.permit) or [{}]
    tap.equal((one.get("standing"), one.get("valid_until"), one.get("edition"), one.get("issued_on")), ("valid", "2031-01-04", 1, today(case.enterprise)), "then the certificate is there, with the decision's validity and the day it was issued")
    case.done(case.officer, path + "/deliver", {}, "and is delivered")
    return one


def verify(server, code):
    return look(server, "/verify/" + code).body.decode()


def on_paper(case, one):
    """A certificate as PDF: made once, with its code, found by its digest, and shown as it stands today."""
    tap, path = case.tap, f"/certificates/{one['id']}"
    made = case.done(case.enterprise, path + "/print", {}, "its holder has it printed")
    size = case.server.ledger_of_people()
    again = case.officer.post(path + "/print")
    tap.claim(again.status == 200 and again.json["file_id"] == made["file_id"] and case.server.ledger_of_people() == size, "asked again, it is the same file and nothing is written", again)
    pdf = case.enterprise.get(f"/files/{made['file_id']}")
    tap.claim(pdf.status == 200 and pdf.body.startswith(b"%PDF-") and "attachment" in pdf.header("Content-Disposition"), "it is downloaded", pdf.status)
    digest = next(row["digest"] for row in case.enterprise.get(f"/projects/{case.project}/files").json["items"] if row["id"] == made["file_id"])
    page = verify(case.server, digest)
    tap.claim(one["number"] in page and "建筑工程施工许可证" in page, "anybody finds it by the digest of the file", page[-1500:])
    case.done(case.officer, path + "/revoke", {"reason": "测试撤销", "basis": "行政许可法第六十九条"}, "it is revoked")
    tap.claim("撤销" in verify(case.server, digest), "and the page says so at once", verify(case.server, digest)[-1500:])
    brought = case.done(case.officer, f"/projects/{case.project}/certificates", {"name": "排水许可证", "number": "榕排2026-1", "issuer": "某局", "issued_on": "2026-01-05", "verified_on": today(case.officer), "source": "原件"}, "one issued elsewhere is registered")
    refused = case.officer.post(f"/certificates/{brought['id']}/print")
    tap.claim(refused.status == 409 and is_problem(refused), "what was issued elsewhere is not printed here", refused)
    stranger = case.server.client("enterprise4").post(path + "/print")
    tap.claim(stranger.status == 404, "nor is another's seen", stranger)


def ask(person, path, **query):
    return person.get(path + "?" + urllib.parse.urlencode(query)).json


def flat(document):
    """What a letter says, without what it gets when it is issued: its number."""
    return [block for block in document["blocks"] if block["is"] != "number"]


def asked(case):
    """一次性补正: on fields and materials, each with a reason; the letter says so before and after it is sent; only what was asked can be changed."""
    tap, server = case.tap, case.server
    navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{case.project}").status == 200)
    ready = navigator.get(f"/projects/{case.project}/ready").json["items"]
    code, org = next((item["code"], item["org"]) for item in ready if item["org"] not in ("enterprise", "zjj") and server.client("dept-" + item["org"]))
    made = case.done(case.enterprise, f"/projects/{case.project}/intakes", {"items": [code]}, "something is applied for")
    one = made["applications"][0]["id"]
    officer, path = server.client("dept-" + org), f"/applications/{one}"
    case.done(officer, path + "/receive", {}, "and received")
    said = officer.get(path + "/submission").json
    field = next(field for field in said["fields"] if field["type"] in ("text", "area"))
    tap.claim(said["fields"] and all({"id", "name", "section", "required", "guidance", "values", "value"} <= set(row) for row in said["fields"]), "the form of the item is there field by field, with its guidance", said["fields"][:2])
    reason = officer.get("/pack").json["supplement_reasons"][0]
    wish = {"corrections": [{"kind": "field", "target": field["id"], "reason": reason["code"], "note": "与营业执照不一致"}], "note": "请核对"}
    seen = ask(officer, path + "/letter-preview", kind="supplement", reasons=reason["code"], corrections=f"{field['id']}|{reason['code']}|与营业执照不一致", note="请核对")
    case.done(officer, path + "/supplement", wish, "a field is asked about")
    letter = next(row for row in officer.get(path + "/letters").json["items"] if "补正" in row["title"])
    sent = officer.get(f"/letters/{letter['id']}").json
    tap.equal(flat(sent["document"]), flat(seen["document"]), "the letter is the one that was shown before it was sent")
    table = next(block for block in sent["document"]["blocks"] if block["is"] == "table")
    tap.claim(table["rows"][0][0] not in ("", field["id"]) and table["rows"][0][1] not in ("", reason["code"]) and table["rows"][0][2] == "与营业执照不一致", "field by field, in words", table)
    other = next((row for row in said["fields"] if row["id"] != field["id"] and row["type"] in ("text", "area")), None)
    if other:
        answer = case.enterprise.post(path + "/supplement-complete", {"answers": {field["id"]: "样例一", other["id"]: "样例二"}})
        tap.claim(answer.status == 422 and is_problem(answer), "what was not asked about can't be changed", answer)
    case.done(case.enterprise, path + "/supplement-complete", {"answers": {field["id"]: "样例有限公司"}}, "the enterprise answers it")
    after = officer.get(path + "/submission").json
    tap.equal((after["versions"][0]["version"], after["versions"][0]["origin"], after["versions"][0]["by_role"] != ""), (len(after["versions"]), "correction", True), "each round keeps its version, and who made it")
    tap.equal(after["versions"][0]["changes"], [{"kind": "field", "target": field["id"], "name": field["name"], "unit": None, "before": field["value"], "after": "样例有限公司"}], "what changed is compared field by field")
    tap.equal(case.enterprise.get(path + "/submission").json["versions"], after["versions"], "and both sides read the same")
    return one, officer


def stopped(case, one, officer):
    """Suspension, extension, special procedure: told in writing, with the letter shown first."""
    tap, path = case.tap, f"/applications/{one}"
    case.done(officer, path + "/accept", {}, "it is accepted")
    due = officer.get(path).json["clock"]["due_on"]
    body = {"days": 3, "approver": "局长", "document": "榕〔2026〕1号", "reason": "案情复杂", "noticed_on": today(officer)}
    seen = ask(officer, path + "/letter-preview", kind="extension", days=3, reason="案情复杂", document="榕〔2026〕1号")
    case.done(officer, path + "/extend", body, "it is extended")
    letters = officer.get(path + "/letters").json["items"]
    letter = next(row for row in letters if "延" in row["title"])
    tap.claim(letter["due"] == officer.get(path).json["clock"]["due_on"] and letter["due"] != due, "the letter names the new last day", letter, due)
    tap.equal(flat(officer.get(f"/letters/{letter['id']}").json["document"]), flat(seen["document"]), "and so did its preview")
    seen = ask(officer, path + "/letter-preview", kind="suspension", code="litigation", days=20, reason="诉讼未结")
    tap.claim("（待填写）" in str(seen), "a law that nobody has named is not invented", seen)
    seen = ask(officer, path + "/letter-preview", kind="suspension", code="litigation", basis="民事诉讼法第一百五十三条", days=20, reason="诉讼未结")
    case.done(officer, path + "/suspend", {"code": "litigation", "basis": "民事诉讼法第一百五十三条", "days": 20, "reason": "诉讼未结", "noticed_on": today(officer)}, "it is suspended")
    letter = next((row for row in officer.get(path + "/letters").json["items"] if "中止" in row["title"]), None)
    tap.claim(letter is not None and letter["due"], "which is told in writing, with a day", letter)
    sent = officer.get(f"/letters/{letter['id']}").json
    tap.equal(flat(sent["document"]), flat(seen["document"]), "as it was shown before")
    tap.claim("民事诉讼法第一百五十三条" in str(sent["document"]) and "涉及诉讼" in str(sent["document"]), "with its ground and law", sent)


def suite(tap):
    with Server() as server:
        case = Case(server, tap)
        on_paper(case, held_back(case))
        stopped(case, *asked(case))
        server.stop()
        server.sound(tap, "after the pages of a case")


if __name__ == "__main__":
    run(suite)
