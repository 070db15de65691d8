#!/usr/bin/env python3
"""What a department does about a case besides the acts that the law's clock knows: it asks other units, goes and looks, has its decision
countersigned, promises days. None of it stops the clock; forward ways, ways back, and what must be refused."""
import datetime
import sys
import time
import uuid

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run, tiny_pdf, today



def day_after(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


class House:
    """A server, cases that their units examine, and the people around them."""

    def __init__(self, tap, server):
        self.tap, self.server, self.word = tap, server, "Walk-" + uuid.uuid4().hex
        self.cases = server.store.named("select a.id, a.project, a.org, a.state from application a join project p on p.id=a.project where a.own=0"
                                        " and a.state in ('submitted','received','accepted') order by a.state, a.id")
        self.people = {}
        self.centre, self.leader = server.client("centre"), server.client("leader")
        self.today = today(self.centre)
        self.units = [row["id"] for row in self.centre.get("/pack").json["orgs"]]

    def at(self, org, name="officer"):
        """Somebody of a unit, with the post he needs."""
        login = f"{name}-{org}"
        if login not in self.people:
            self.people[login] = self.server.hire(login, {"role": "department_officer", "org": org, "district": "350100"}, password=self.word)
        return self.people[login]

    def case(self):
        """The path of the next case, under examination; its unit's people are at hand, and three units that do not know it."""
        row = self.cases.pop(0)
        self.org, self.project = row["org"], row["project"]
        self.officer, self.colleague = self.at(self.org), self.at(self.org, "colleague")
        parties = {p[0] for p in self.server.store.rows(f"select org from project_party where project={self.project}")}
        self.others = [org for org in ("tjj", "wlj", "jtj", "slj", "yjj", "wjw", "gaj", "sfj", *self.units) if org in self.units and org not in parties and org != "enterprise"][:3]
        self.asked = [self.at(org) for org in self.others]
        path = f"/applications/{row['id']}"
        for act in {"submitted": ("receive", "accept"), "received": ("accept",)}.get(row["state"], ()):
            self.officer.post(path + "/" + act, {})
        return path

    def done(self, person, path, body, words, **more):
        answer = person.post(path, body, **more)
        self.tap.claim(answer.status == 200 and (answer.json or {}).get("receipt"), words, path, answer)
        return answer.json or {}

    def refused(self, person, path, body, words, status, code=None, **more):
        size = self.server.ledger_of_people()
        answer = person.post(path, body, **more)
        kept = self.server.ledger_of_people()
        self.tap.claim(answer.status == status and code in (None, answer.code) and kept == size and is_problem(answer), f"{words} ({status} {code or ''})",
                       path, answer, f"ledger {size} -> {kept}")
        return answer

    def clock(self, path):
        found = self.officer.get(path).json
        return {name: found["clock"][name] for name in ("due_on", "used_days", "left_days", "paused", "acceptance_due")}


def consultations(house):
    path = house.case()
    tap, officer = house.tap, house.officer
    first, second = house.asked[:2]
    before = house.clock(path)
    ask = {"kind": "required", "orgs": house.others[:2], "question": "是否符合本单位管理要求"}
    house.refused(house.asked[0], path + "/consultations", ask, "a unit that does not handle the case consults nobody", 404)
    house.refused(officer, path + "/consultations", {**ask, "orgs": [house.org]}, "a unit does not consult itself", 422, "field-invalid")
    house.refused(officer, path + "/consultations", {**ask, "orgs": ["no-such-unit"]}, "nor one that there is not", 422, "field-invalid")
    house.refused(officer, path + "/consultations", {**ask, "kind": "whatever"}, "nor in a way the city does not know", 422, "field-invalid")
    house.refused(officer, path + "/consultations", {**ask, "days": 59}, "nor for longer than the kind allows", 422, "field-invalid")
    house.refused(officer, path + "/consultations", ask, "a version that was not seen is not acted on", 409, "version-moved", version=987654)
    made = house.done(officer, path + "/consultations", ask, "the handling unit consults two others")
    one = f"/consultations/{made.get('id')}"
    waiting = first.get("/consultations").json["items"]
    tap.claim([row["id"] for row in waiting] == [made.get("id")] and waiting[0]["may"] == ["reply"] and waiting[0]["due_on"] > house.today,
              "it waits for those who were asked, with its last day", waiting)
    tap.equal(house.clock(path), before, "the law's clock does not notice")
    held = house.refused(officer, path + "/decide", {"result": "granted"}, "while they may answer nothing is decided", 409, "case-held")
    tap.claim("consultation" in held.json["detail"], "and what holds it is named", held)
    house.refused(officer, one + "/reply", {"opinion": "agree"}, "the asking unit does not answer itself", 403)
    house.refused(house.asked[2], one + "/reply", {"opinion": "agree"}, "nor does a unit that was not asked", 404)
    house.refused(first, one + "/reply", {"opinion": "object"}, "an objection has a reason", 422, "reason-required")
    house.done(first, one + "/reply", {"opinion": "agree_if", "reason": "须补充交通组织方案"}, "one agrees on a condition")
    house.refused(first, one + "/reply", {"opinion": "agree"}, "nobody answers twice", 409, "already-done")
    house.refused(officer, one + "/conclude", {"outcome": "agreed", "opinion": "o"}, "with one answer missing and days left it is not concluded", 409, "consultation-waits")
    house.done(second, one + "/reply", {"opinion": "agree"}, "the other agrees")
    house.refused(first, one + "/conclude", {"outcome": "agreed", "opinion": "o"}, "who was asked does not conclude", 403)
    house.done(officer, one + "/conclude", {"outcome": "agreed_if", "opinion": "两单位同意，落实交通组织方案"}, "the asking unit merges the opinions")
    house.refused(officer, one + "/conclude", {"outcome": "agreed", "opinion": "o"}, "once", 409, "wrong-state")
    house.refused(second, one + "/reply", {"opinion": "agree"}, "after that nobody answers", 409, "wrong-state")
    house.refused(officer, one + "/cancel", {"reason": "r"}, "nor is it cancelled", 409, "wrong-state")
    information = house.done(officer, path + "/consultations", {**ask, "kind": "information"}, "another is for information only")
    cancelled = house.done(officer, path + "/consultations", ask, "a third is asked by mistake")
    house.done(officer, f"/consultations/{cancelled.get('id')}/cancel", {"reason": "重复征求"}, "and cancelled with a reason")
    house.done(officer, path + "/decide", {"result": "granted", "document": "样文1"}, "what is for information holds no decision")
    kept = house.server.store.named("select state, opinion from consultation where id=" + str(information.get("id")))
    tap.claim(kept and kept[0]["state"] == "cancelled" and kept[0]["opinion"], "the decision ends what was still open, by the city's table of triggers", kept)
    house.refused(officer, path + "/consultations", ask, "a case that is decided consults nobody", 409, "wrong-state")


def visits(house):
    path = house.case()
    tap, officer = house.tap, house.officer
    project = house.server.store.rows("select project from application where id=" + path.split("/")[2])[0][0]
    plan = {"on": day_after(house.today, 3), "purpose": "核实总平面布置", "place": "厂区北门", "orgs": house.others[:1]}
    house.refused(officer, path + "/site-visits", {**plan, "on": day_after(house.today, -1)}, "a visit is not planned for yesterday", 422, "field-invalid")
    house.refused(house.asked[2], path + "/site-visits", plan, "nor by another unit", 404)
    made = house.done(officer, path + "/site-visits", plan, "a visit is planned, another unit comes along")
    one = f"/site-visits/{made.get('id')}"
    house.refused(officer, path + "/decide", {"result": "granted"}, "before it is made nothing is decided", 409, "case-held")
    house.refused(officer, one + "/move", {"on": day_after(house.today, 5)}, "it is not moved without a reason", 422)
    moved = house.done(officer, one + "/move", {"on": day_after(house.today, 5), "reason": "台风"}, "it is moved with one")
    house.refused(officer, one + "/move", {"on": day_after(house.today, 6), "reason": "r"}, "a version that is past is not acted on", 409, "version-moved", version=moved.get("version", 2) - 1)
    house.refused(officer, one + "/done", {"findings": "f", "result": "to_rectify"}, "what must be put right has a day", 422, "field-required")
    house.refused(officer, one + "/done", {"findings": "f", "result": "passed", "on": day_after(house.today, 1)}, "a visit of tomorrow is not reported", 422, "day-in-future")
    foreign = house.server.store.rows(f"select id from file where project<>{project} order by id limit 1")
    if foreign:
        house.refused(officer, one + "/done", {"findings": "f", "result": "passed", "files": [foreign[0][0]]}, "another project's file is no photograph of this one", 422, "field-invalid")
    house.refused(officer, one + "/done", {"findings": "f", "result": "passed", "files": [987654321]}, "nor one that there is not", 422, "field-invalid")
    photo = officer.upload(project, "现场.pdf", tiny_pdf("site"))
    house.done(officer, one + "/done", {"findings": "平面布置与图纸一致，缺消防通道标线", "result": "to_rectify", "rectify_by": day_after(house.today, 10),
                                        "files": [photo.json["id"]]}, "it is reported with photographs and what is to be put right")
    house.refused(officer, one + "/cancel", {"reason": "r"}, "what was made is not cancelled", 409, "wrong-state")
    again = house.done(officer, path + "/site-visits", {**plan, "orgs": []}, "a second is planned")
    house.done(officer, f"/site-visits/{again.get('id')}/cancel", {"reason": "已核实"}, "and cancelled with a reason")
    house.done(officer, path + "/decide", {"result": "granted", "document": "样文2"}, "then it is decided")


def countersigns(house):
    path = house.case()
    tap, officer = house.tap, house.officer
    first, second, third = house.asked
    ask = {"mode": "all", "purpose": "拟同意，请会签", "orgs": house.others[:2], "accounts": [house.colleague.account]}
    house.refused(officer, path + "/countersigns", {"mode": "all", "purpose": "p"}, "somebody is asked to sign", 422, "field-invalid")
    house.refused(officer, path + "/countersigns", {**ask, "orgs": [house.org]}, "of one's own unit persons are named", 422, "field-invalid")
    house.refused(officer, path + "/countersigns", {**ask, "accounts": [first.account]}, "who works elsewhere is asked by his unit", 422, "field-invalid")
    made = house.done(officer, path + "/countersigns", ask, "two units and a colleague are asked to sign, all of them")
    one = f"/countersigns/{made.get('id')}"
    mine = house.colleague.get("/countersigns").json["items"]
    tap.claim([row["id"] for row in mine] == [made.get("id")] and "sign" in mine[0]["may"], "it waits for the colleague by name", mine)
    house.refused(officer, path + "/decide", {"result": "granted"}, "meanwhile nothing is decided", 409, "case-held")
    house.refused(officer, one + "/sign", {"opinion": "agree"}, "who was not asked does not sign", 403)
    house.refused(first, one + "/sign", {"opinion": "disagree"}, "a no has a reason", 422, "reason-required")
    house.done(first, one + "/sign", {"opinion": "agree"}, "one unit signs")
    house.refused(first, one + "/sign", {"opinion": "agree"}, "once", 403)
    house.refused(officer, one + "/add", {"orgs": [house.others[0]], "reason": "r"}, "nobody is asked twice", 422, "field-invalid")
    house.done(officer, one + "/add", {"orgs": [house.others[2]], "reason": "涉及第三方管线"}, "a signer is added")
    waiting = [s for s in third.get("/countersigns").json["items"][0]["signers"] if s["org"] == house.others[2]]
    house.done(officer, one + "/remove", {"position": waiting[0]["position"], "reason": "管线不受影响"}, "and taken out again")
    house.refused(third, one + "/sign", {"opinion": "agree"}, "who was taken out does not sign", 403)
    house.done(house.colleague, one + "/sign", {"opinion": "agree", "note": "同意"}, "the colleague signs")
    house.refused(officer, path + "/decide", {"result": "granted"}, "all means all", 409, "case-held")
    house.done(second, one + "/sign", {"opinion": "disagree", "note": "与专项规划不符"}, "the last says no")
    state = house.server.store.rows(f"select state from countersign where id={made.get('id')}")[0][0]
    tap.equal(state, "declined", "one no declines it")
    house.refused(officer, path + "/decide", {"result": "granted"}, "nobody decides over a written no", 409, "case-held")
    house.refused(officer, one + "/cancel", {"reason": "r"}, "nor is it cancelled away", 409, "wrong-state")
    either = house.done(officer, path + "/countersigns", {**ask, "mode": "any", "accounts": []}, "after the changes another, where one is enough")
    house.done(second, f"/countersigns/{either.get('id')}/sign", {"opinion": "disagree", "note": "仍不符"}, "a no alone does not decline it")
    house.done(first, f"/countersigns/{either.get('id')}/sign", {"opinion": "agree"}, "one yes agrees it")
    house.done(officer, path + "/decide", {"result": "granted", "document": "样文3"}, "then it is decided")


def promises(house):
    path = house.case()
    tap, officer = house.tap, house.officer
    near, far = day_after(house.today, 2), day_after(house.today, 60)
    house.refused(officer, path + "/promises", {"what": "decide", "on": day_after(house.today, -1)}, "yesterday is not promised", 422, "field-invalid")
    house.refused(house.asked[0], path + "/promises", {"what": "decide", "on": far}, "nor a decision by another unit", 403 if house.asked[0].get(path).status == 200 else 404)
    made = house.done(officer, path + "/promises", {"what": "decide", "on": far, "words": "材料已齐"}, "the unit promises a day")
    one = f"/promises/{made.get('id')}"
    house.refused(officer, one + "/move", {"to": near}, "it is not moved without a reason", 422)
    house.done(officer, one + "/move", {"to": near, "reason": "提前安排"}, "while it is far it is moved, with the reason")
    house.refused(officer, one + "/move", {"to": far, "reason": "r"}, "near its day it is not", 409, "promise-locked")
    house.refused(house.centre, one + "/approve", {}, "without a request nothing is approved", 409, "already-done")
    house.done(officer, one + "/requests", {"to": day_after(house.today, 20), "reason": "等待专家意见"}, "but a move is asked for")
    house.refused(officer, one + "/requests", {"to": far, "reason": "r"}, "one request at a time", 409, "already-done")
    house.refused(officer, one + "/approve", {}, "who asked does not approve", 403)
    house.refused(house.colleague, one + "/approve", {}, "nor does his colleague", 403)
    waiting = house.centre.get("/promises?state=asked").json["items"]
    tap.claim(any(row["id"] == made.get("id") and "approve" in row["may"] for row in waiting), "it waits for a coordinator", waiting)
    home = house.server.store.rows(f"select p.district from project p join application a on a.project=p.id where a.id={path.split('/')[-1]}")[0][0]
    district = house.server.hire("district-approver", {"role": "district_coordinator", "org": "asc-" + home, "district": home})
    tap.claim("approve" not in next(row for row in district.get("/promises?state=asked").json["items"] if row["id"] == made["id"])["may"], "the district's coordinator sees it, and is not offered to approve it")
    for act in ("approve", "reject"):
        house.refused(district, f"{one}/{act}", {"note": "n"}, f"nor does he {act} what a unit of the city promised", 403)
    house.refused(house.centre, one + "/reject", {}, "a no has a reason", 422)
    house.done(house.centre, one + "/reject", {"note": "意见可先行归并"}, "the coordinator says no")
    shown = [row for row in officer.get("/promises").json["items"] if row["id"] == made.get("id")]
    tap.claim(shown and shown[0]["promised_on"] == near and shown[0]["request"]["state"] == "rejected", "the old day stands", shown)
    house.done(officer, one + "/requests", {"to": day_after(house.today, 20), "reason": "专家意见明日出具"}, "a move is asked for again")
    supervisor = house.server.client("supervisor")
    house.refused(supervisor, one + "/approve", {}, "a supervisor is no approver", 403)
    house.refused(house.centre, "/delegations", {"account_id": supervisor.account, "reason": "出差"}, "a delegation has an end", 422)
    house.refused(house.centre, "/delegations", {"account_id": house.centre.account, "until": day_after(house.today, 5), "reason": "出差"}, "nobody is his own deputy", 422, "field-invalid")
    house.refused(house.centre, "/delegations", {"account_id": supervisor.account, "until": day_after(house.today, 300), "reason": "出差"}, "nor for good", 422, "field-invalid")
    given = house.done(house.centre, "/delegations", {"account_id": supervisor.account, "until": day_after(house.today, 5), "reason": "出差"}, "the coordinator names a deputy until a day")
    tap.claim(any(row["in_force"] and not row["given_by_me"] for row in supervisor.get("/delegations").json["items"]), "the deputy sees it")
    house.done(supervisor, one + "/approve", {"note": "代为批准"}, "the deputy approves")
    kept = house.server.store.named("select for_account from promise_request where promise=" + str(made.get("id")) + " order by id desc")[0]
    tap.equal(kept["for_account"], house.centre.account, "and for whom is kept")
    house.refused(house.leader, f"/delegations/{given.get('id')}/end", {}, "another's delegation is not there", 404)
    house.done(house.centre, f"/delegations/{given.get('id')}/end", {}, "it is ended early")
    house.refused(house.centre, f"/delegations/{given.get('id')}/end", {}, "once", 409, "already-done")
    second = house.done(officer, path + "/promises", {"what": "reply", "on": near}, "an answer is promised too")
    house.done(officer, f"/promises/{second.get('id')}/requests", {"to": far, "reason": "r"}, "its move is asked for")
    house.refused(supervisor, f"/promises/{second.get('id')}/approve", {}, "after the delegation ended the deputy is none", 403)
    house.done(house.leader, f"/promises/{second.get('id')}/approve", {}, "a leader stands in where the coordinator is away")
    house.done(officer, f"/promises/{second.get('id')}/kept", {}, "it is kept by hand")
    house.refused(officer, f"/promises/{second.get('id')}/kept", {}, "once", 409, "wrong-state")
    theirs = house.done(district, path + "/promises", {"what": "reply", "on": near}, "the district's centre promises an answer")
    house.done(district, f"/promises/{theirs['id']}/requests", {"to": far, "reason": "r"}, "and asks to move it")
    house.refused(house.centre, f"/promises/{theirs['id']}/approve", {}, "which is not the city coordinator's to approve", 403)
    house.refused(district, f"/promises/{theirs['id']}/approve", {}, "nor one's own", 403)
    colleague = house.server.hire("district-colleague", {"role": "district_coordinator", "org": "asc-" + home, "district": home})
    house.done(colleague, f"/promises/{theirs['id']}/approve", {}, "but the district's other coordinator's")
    house.done(officer, path + "/decide", {"result": "granted", "document": "样文4"}, "the case is decided")
    state = house.server.store.rows(f"select state from promise where id={made.get('id')}")[0][0]
    tap.equal(state, "kept", "the decision keeps the promise, by the city's table of triggers")


def register(house):
    """The register of promised days: by unit and state, page by page, with counts that are those of the rows."""
    tap, centre = house.tap, house.centre
    rows = house.server.store.named("select id, state, by_org, asks from promise order by promised_on, id")
    org = rows[0]["by_org"]
    tap.claim({row["by_org"] for row in rows} > {org}, "several units promised", rows)
    wrong = []
    for state in ("open", "kept", "missed", "cancelled", "asked"):
        for unit in ("", org):
            wanted = [row["id"] for row in rows if (row["state"] == state or (state == "asked" and row["state"] == "open" and row["asks"])) and unit in ("", row["by_org"])]
            got, after, page = [], "", None
            while page is None or after:
                page = centre.get(f"/promises?state={state}&org={unit}&limit=1" + (f"&after={after}" if after else "")).json
                got += [row["id"] for row in page["items"]]
                after = page["next"]
            if got != wanted or page["total"] != len(wanted) or page["counts"][state] != len(wanted):
                wrong.append((state, unit, got, wanted, page["total"], page["counts"]))
    tap.none(wrong, "the register is by unit and state, each promise once, in order of its day, and its counts are true")


def missed(house):
    """Days pass: what was promised and not kept, asked and not answered, is on record by itself."""
    path, near = house.case(), day_after(house.today, 1)
    tap, officer = house.tap, house.officer
    lost = house.done(officer, path + "/promises", {"what": "decide", "on": near}, "a day is promised")["id"]
    asked = house.done(officer, path + "/promises", {"what": "other", "on": near}, "another, too")["id"]
    house.done(officer, f"/promises/{asked}/requests", {"to": day_after(house.today, 90), "reason": "等待批准"}, "its move is asked for in time")
    ask = {"orgs": house.others[:2], "question": "q", "days": 1}
    required = house.done(officer, path + "/consultations", {**ask, "kind": "required"}, "two units are consulted")["id"]
    information = house.done(officer, path + "/consultations", {**ask, "kind": "information"}, "and for information")["id"]
    house.done(house.asked[0], f"/consultations/{required}/reply", {"opinion": "agree"}, "one answers")
    if not house.server.days_on(20):
        return tap.skip("what passes its day is on record by itself", "the day is the database's, or libfaketime is not installed")
    until = time.monotonic() + 60
    rows = {}
    while time.monotonic() < until and rows.get(lost) != "missed":
        rows = {row["id"]: row["state"] for row in house.server.store.named("select id, state from promise")}
        time.sleep(0.5)
    tap.equal(rows.get(lost), "missed", "a promise that was not kept is missed, by itself")
    tap.equal(rows.get(asked), "open", "a request made in time stands while it waits")
    until = time.monotonic() + 30
    state = {}
    while time.monotonic() < until and not (state.get(information) or {}).get("state") == "concluded":
        state = {row["id"]: row for row in house.server.store.named("select id, state, overdue_on, outcome from consultation")}
        time.sleep(0.5)
    tap.claim(state[required]["state"] == "open" and state[required]["overdue_on"], "who was required to answer and did not is on record; the asking unit is to conclude", state[required])
    tap.claim(state[information]["state"] == "concluded" and state[information]["overdue_on"], "what was for information is concluded by itself", state[information])
    kinds = [row[0] for row in house.server.store.rows("select kind from ledger_event where kind in ('promise.missed','consultation.overdue') order by seq")]
    tap.equal(sorted(kinds), ["consultation.overdue", "consultation.overdue", "promise.missed"], "each once, though the program asks every few seconds")
    officer = house.server.client("officer-" + house.org, house.word)
    house.done(officer, f"/consultations/{required}/conclude", {"outcome": "agreed", "opinion": "一单位同意，一单位逾期未答复"}, "after the limit the asking unit concludes with what there is")
    house.done(officer, f"/promises/{lost}/kept", {}, "a missed promise is still kept, late")
    house.refused(officer, f"/promises/{lost}/requests", {"to": "2099-01-01", "reason": "r"}, "and not moved any more", 409)
    house.done(officer, path + "/decide", {"result": "granted", "document": "样文5"}, "nobody blocks it silently")


def corrections(house):
    """Asked field by field and material by material, answered the same way; each round keeps its version."""
    tap, navigator = house.tap, house.server.client("navigator")
    project = next(row["id"] for row in house.server.store.named("select id from project where stage in ('served','under_way') order by id desc")
                   if navigator.get(f"/projects/{row['id']}").status == 200)
    ready = [row["code"] for row in navigator.get(f"/projects/{project}/ready").json["items"] if not row["missing_predecessors"] and row["org"] != "enterprise"]
    made = navigator.post(f"/projects/{project}/intakes", {"items": ready[:3]}).json["applications"]
    row = navigator.get(f"/applications/{made[0]['id']}").json
    path, officer = f"/applications/{row['id']}", house.at(row["org"])
    form = navigator.get(f"/projects/{project}/intake-form?items=" + row["code"]).json or {}
    fields = [f["field"] if "field" in f else f.get("id") for f in form.get("fields", []) if f.get("type") in ("text", "area")]
    materials = [m["name"] for m in row["item"]["materials"]]
    reason = officer.get("/pack").json["supplement_reasons"][1]["code"]
    house.done(officer, path + "/receive", {}, "a case is received")
    house.refused(officer, path + "/supplement", {"corrections": [{"kind": "material", "target": "没有这份材料", "reason": reason}]}, "a correction hangs on a material that the guide has", 422, "field-invalid")
    house.refused(officer, path + "/supplement", {"corrections": [{"kind": "field", "target": "no-such-field", "reason": reason}]}, "or on a field that the form has", 422, "field-invalid")
    house.refused(officer, path + "/supplement", {"corrections": [{"kind": "material", "target": materials[0], "reason": "no-such-reason"}]}, "and has a reason of the list", 422, "field-invalid")
    house.refused(officer, path + "/supplement", {"reasons": []}, "a request without either asks for nothing", 422, "field-required")
    asked = [{"kind": "material", "target": materials[0], "reason": reason, "note": "盖章页不清晰"}] + ([{"kind": "field", "target": fields[0], "reason": reason}] if fields else [])
    house.done(officer, path + "/supplement", {"corrections": asked, "note": "请一次性补齐"}, "it asks, item by item")
    shown = navigator.get(path).json
    tap.claim([(c["kind"], c["target"], c["reason"]) for c in shown["corrections"]] == [(c["kind"], c["target"], c["reason"]) for c in asked], "what was asked is shown item by item", shown["corrections"])
    file = navigator.upload(project, "补正.pdf", tiny_pdf("again"))
    answers = {fields[0]: "已更正的内容"} if fields else {}
    house.refused(navigator, path + "/supplement-complete", {"materials": {"另一份材料": [file.json["id"]]}, "answers": answers}, "a material that was not asked for is not changed", 422, "field-invalid")
    house.refused(navigator, path + "/supplement-complete", {"answers": {**answers, "no-such-field": "x"}}, "nor a field that was not asked about", 422, "field-invalid")
    if fields:
        house.refused(navigator, path + "/supplement-complete", {"materials": {materials[0]: [file.json["id"]]}}, "each field that was asked about is answered", 422)
    house.refused(navigator, path + "/supplement-complete", {"materials": {materials[0]: [987654321]}, "answers": answers}, "and with files of the project", 422, "field-invalid")
    for given in ({}, {materials[0]: []}):
        house.refused(navigator, path + "/supplement-complete", {"materials": given, "answers": answers, "note": "已补"}, "a material that was asked for is not answered without a file", 422, "correction-missing")
    tap.claim(materials[0] in navigator.post(path + "/supplement-complete", {"answers": answers}).json["title"], "the refusal names what is missing")
    house.done(navigator, path + "/supplement-complete", {"materials": {materials[0]: [file.json["id"]]}, "answers": answers}, "the applicant answers item by item")
    versions = navigator.get(path).json["versions"]
    tap.claim(versions and versions[0]["changes"] if len(versions) > 1 else len(versions) == 1, "the round keeps its version, and what it changed", versions)
    house.refused(navigator, path + "/supplement-complete", {"answers": answers}, "afterwards nothing can be changed", 409, "wrong-state")


def suite(tap):
    with Server() as server:
        house = House(tap, server)
        tap.claim(len(house.cases) >= 5, "the demonstration has cases that units examine", house.cases)
        consultations(house)
        visits(house)
        countersigns(house)
        promises(house)
        register(house)
        corrections(house)
        missed(house)
        server.sound(tap, "after all of it")


run(suite)
