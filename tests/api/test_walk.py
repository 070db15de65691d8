#!/usr/bin/env python3
"""A project's whole way by API, each step by the role whose step it is: lead to production."""
import re
import sys
import threading

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, run, tiny_pdf, today

DISTRICT = "350181"
# A technical upgrade in an own factory: few items, all kinds of dependences.
FACTS = {"new_entity": False, "investment_mode": "备案", "is_tech_upgrade": True, "is_industrial": True, "land_acquisition": "自有",
         "new_construction": False, "eia_class": "登记表", "discharge_permit_class": "登记管理", "annual_energy_tce": 900,
         "annual_power_kwh": 7000000, "annual_coal_t": 0, "hazardous_chemicals": "无", "occupational_hazard": "一般",
         "special_equipment": True, "works_working_days": 15}


class Walk:
    def __init__(self, tap, server):
        self.tap, self.server, self.project, self.version = tap, server, None, None
        self.receipts, self.officers, self.acts = [], {}, 0

    def who(self, login):
        return self.server.client(login)

    def keep(self, answer):
        found = answer.json or {}
        if answer.status == 200 and found.get("receipt"):
            self.receipts.append(found["receipt"])
            self.acts += 1
        if found.get("id") == self.project and found.get("version"):
            self.version = found["version"]
        return answer

    def done(self, login, path, body, words, **more):
        """The act is done, with a receipt."""
        person = self.who(login) if isinstance(login, str) else login
        answer = self.keep(person.post(path, body, **more))
        found = answer.json or {}
        self.tap.claim(answer.status == 200 and re.fullmatch(r"\d+-[0-9a-f]{20}", str(found.get("receipt"))), words, answer)
        return found

    def refused(self, login, path, body, words, status, code=None, **more):
        person = self.who(login) if isinstance(login, str) else login
        size = self.server.ledger_of_people()
        answer = person.post(path, body, **more)
        kept = self.server.ledger_of_people()
        self.tap.claim(answer.status == status and code in (None, answer.code) and kept == size, f"{words} ({status})",
                       answer, f"wanted {status} {code}; ledger {size} -> {kept}")
        return answer

    def of(self, tail=""):
        return f"/projects/{self.project}{tail}"

    def stage(self, wanted, login="centre"):
        got = self.who(login).get(self.of())
        self.tap.equal((got.json or {}).get("stage"), wanted, f"the project's stage is {wanted}")
        return got.json or {}

    def officer(self, org):
        """The officer acting for a unit: one account, one post a unit, switched."""
        if org in self.officers:
            return self.officers[org]
        person = self.server.hire(f"officer-{len(self.officers)}", {"role": "department_officer", "org": org, "district": "350100"})
        self.officers[org] = person
        return person


def register(walk):
    tap, invest = walk.tap, walk.who("invest")
    known = invest.get("/projects?limit=1&sort=number").json["items"][0]
    like = invest.get("/leads/duplicates?name=" + quote(known["name"])).json["items"]
    tap.claim(any(row["id"] == known["id"] and float(row["similarity"]) > 0.9 for row in like), "a lead of the same name is shown as a likely duplicate", like)
    other = invest.get("/leads/duplicates?name=" + quote("毫无相似之处之甲乙丙丁")).json["items"]
    tap.equal(other, [], "a name like no other has no duplicates")
    draft = {"name": "走通测试项目", "district": DISTRICT}
    saved = invest.post("/drafts/lead", {"content": draft}, method="PUT")
    again = invest.get("/drafts/lead").json
    tap.claim(saved.status == 200 and again["content"] == draft and again["saved_at"], "a draft of the lead is kept", saved, again)
    tap.equal(walk.who("centre").get("/drafts/lead").json["content"], None, "a draft is its writer's alone")
    lead = {"name": "走通测试自动化产线技改项目", "enterprise": "走通测试装备有限公司", "industry_direction": "高端装备制造",
            "total_investment_wanyuan": "9000.50", "land_area_mu": "12.5", "district": DISTRICT,
            "contact": "联系人乙 13800001234", "source": "驻外招商推荐", "not_duplicate_of": [known["number"]]}
    made = walk.done("invest", "/leads", lead, "the promotion officer registers a lead of eight fields")
    walk.project, walk.version = made.get("id"), made.get("version")
    tap.claim(made.get("number"), "the lead has a number", made)
    tap.claim(invest.post("/drafts/lead", method="DELETE").status == 200 and invest.get("/drafts/lead").json["content"] is None, "the draft is dropped")
    shown = invest.get(walk.of()).json or {}
    same = {name: shown.get(name) for name in ("name", "enterprise", "total_investment_wanyuan", "district")}
    tap.equal(same, {name: lead[name] for name in same}, "the lead is shown as it was registered")
    tap.equal(shown.get("contact"), lead["contact"], "who registered it reads the contact")
    tap.claim(walk.who("centre").get(walk.of()).status == 404, "the service centre does not see a lead yet")


def quote(words):
    import urllib.parse
    return urllib.parse.quote(words)


def results(walk, login="invest"):
    found = walk.who(login).get(walk.of("/screening")).json
    return found, {row["code"]: row["result"] for row in found["criteria"]}


def screen(walk):
    tap = walk.tap
    found, by = results(walk)
    tap.equal((by["SC-CLASS"], by["SC-PLAN"], by["SC-INVEST"]), ("yes" if by["SC-CLASS"] == "yes" else "unknown", "unknown", "no" if by["SC-INVEST"] == "no" else "unknown"),
              "criteria are yes, unknown or no, and what is not known stays unknown")
    tap.claim(found["unknown"], "the fields that would decide are listed", found["unknown"])
    tap.claim(found["suggestion"] in ("more_facts", "refuse"), "it is not suggested for the list", found["suggestion"])
    invest = next(row for row in found["criteria"] if row["code"] == "SC-INVEST")
    line = next((line for line in invest["lines"] if line["field"] == "total_investment_wanyuan"), {})
    tap.claim(line.get("result") == "no" and float(str(line.get("gap"))) != 0, "a failed criterion says by how much", invest)
    walk.refused("invest", walk.of("/admission"), {"decision": "list", "reason": "符合"}, "a lead that was never screened cannot be listed", 409, "not-screened")
    walk.done("invest", walk.of("/lead-facts"), {"facts": {"plan_conform": True, "leading": True, "foreign_capital_usd_wan": 0, "industry_class": "先进制造业"}}, "facts of the lead are completed", version=walk.version)
    _, by = results(walk)
    tap.equal((by["SC-CLASS"], by["SC-PLAN"], by["SC-INVEST"], by["SC-LEADING"]), ("yes", "yes", "no", "yes"), "the criteria follow the facts")
    walk.done("invest", walk.of("/screening"), {}, "the screening is recorded")
    walk.refused("invest", walk.of("/admission"), {"decision": "list", "reason": "符合"}, "with a required criterion failed it cannot be listed", 409, "criteria-not-met")
    override = {"overrides": [{"code": "SC-INVEST", "reason": "行业引领，按优先支持条件纳入"}]}
    walk.refused("invest", walk.of("/screening"), override, "a promotion officer may not set a criterion aside", 403, "override-not-yours")
    walk.refused("leader", walk.of("/screening"), override, "nor may the leader where it is the coordinator's", 403, "override-not-yours")
    walk.refused("centre", walk.of("/screening"), {"overrides": [{"code": "SC-INVEST", "reason": " "}]}, "it is not set aside without a reason", 422)
    walk.refused("centre", walk.of("/screening"), {"overrides": [{"code": "SC-PLAN", "reason": "理由"}]}, "the coordinator may not set aside what is the leader's", 403)
    walk.done("centre", walk.of("/screening"), override, "the city's coordinator sets it aside, with the reason")
    found, _ = results(walk, "centre")
    kept = next(row for row in found["criteria"] if row["code"] == "SC-INVEST")["override"]
    tap.claim(kept and kept["reason"] == override["overrides"][0]["reason"] and kept["by"], "the reason and who gave it are shown", kept)


def admit(walk):
    invest = "invest"
    walk.refused(invest, walk.of("/admission"), {"decision": "refuse"}, "a refusal needs a reason", 422)
    walk.refused("centre", walk.of("/admission"), {"decision": "list", "reason": "是"}, "the centre does not decide on admission", 403)
    walk.done(invest, walk.of("/admission"), {"decision": "refuse", "reason": "规划尚未落实"}, "it is refused with a reason")
    walk.stage("refused", invest)
    walk.done(invest, walk.of("/admission"), {"decision": "defer", "reason": "待用地落实", "until": "2099-12-31"}, "it is deferred until a day")
    walk.stage("deferred", invest)
    walk.done(invest, walk.of("/screening"), {}, "it is screened again")
    number = (walk.who(invest).get(walk.of()).json or {}).get("number")
    made = walk.done(invest, walk.of("/admission"), {"decision": "list", "reason": "符合产业规划，优先支持"}, "it is entered on the list")
    walk.tap.claim(made.get("number") and made["number"] != number, "with a number of the list", made, number)
    walk.stage("listed", invest)


def hand_over(walk):
    tap = walk.tap
    tap.equal(walk.who("district").get(walk.of()).status, 404, "before the hand-over the district does not see it")
    walk.done("invest", walk.of("/handover"), {"note": "请接收"}, "the promotion department hands it over")
    row = walk.stage("handed_over")
    turn = row.get("turn") or {}
    tap.claim(turn.get("party") in ("centre", "district") and turn.get("until"), "it is the centre's turn, until a day", turn)
    walk.refused("invest", walk.of("/handover"), {"note": "再来"}, "it is not handed over twice", 409, "wrong-state")
    walk.refused("invest", walk.of("/handover/acknowledge"), {}, "who hands over does not acknowledge", 403)
    walk.refused("centre", walk.of("/handover/return"), {}, "a return needs a reason", 422)
    walk.done("centre", walk.of("/handover/return"), {"reason": "缺少企业联系方式"}, "the centre returns it with a reason")
    walk.stage("listed", "invest")
    walk.done("invest", walk.of("/handover"), {"note": "已补"}, "it is handed over again")
    walk.done("centre", walk.of("/handover/acknowledge"), {"note": "签收"}, "the centre acknowledges", version=walk.version)
    row = walk.stage("accepted")
    tap.claim((row.get("turn") or {}).get("party") in ("centre", "district"), "the centre is to appoint a navigator", row.get("turn"))


def appoint(walk):
    tap, navigator = walk.tap, walk.who("navigator")
    tap.equal(navigator.get(walk.of()).status, 404, "the navigator does not see it before he is appointed")
    choice = walk.who("centre").get("/navigators").json["items"]
    mine = next((row for row in choice if row["id"] == navigator.account), None)
    tap.claim(mine and mine["active_projects"] >= 0, "the navigators are listed with their load", choice)
    walk.refused("centre", walk.of("/navigator"), {"account_id": walk.who("leader").account}, "only a navigator can be appointed", 422)
    walk.done("centre", walk.of("/navigator"), {"account_id": walk.who("navigator2").account}, "a navigator is appointed")
    walk.refused("centre", walk.of("/navigator"), {"account_id": navigator.account}, "a change of navigator needs a reason", 422, "reason-required")
    walk.done("centre", walk.of("/navigator"), {"account_id": navigator.account, "reason": "工作调整"}, "another navigator is appointed, with the reason")
    tap.equal(walk.who("navigator2").get(walk.of()).status, 404, "the former navigator sees it no more")
    walk.stage("served", "navigator")
    walk.enterprise = walk.server.hire("walk-enterprise", {"role": "enterprise", "project_id": walk.project})
    tap.equal(walk.enterprise.get(walk.of()).status, 200, "the enterprise sees its own project")


def plan(walk):
    tap, navigator = walk.tap, walk.who("navigator")
    before = navigator.get(walk.of("/facts")).json
    tap.claim(before["questions"] and all(q["decides"] and q["question"] for q in before["questions"]), "open questions are asked, each with what it decides")
    first = {name: FACTS[name] for name in list(FACTS)[:4]}
    walk.done(walk.enterprise, walk.of("/facts"), {"facts": first, "source": "企业填报"}, "the enterprise gives its facts")
    facts = navigator.get(walk.of("/facts")).json
    walk.done("navigator", walk.of("/facts"), {"facts": FACTS, "source": "代办员核对"}, "the navigator completes them", version=facts["version"])
    walk.refused("navigator", walk.of("/facts"), {"facts": {"annual_coal_t": 1}}, "facts seen at another version are not overwritten", 409, "version-moved", version=facts["version"])
    walk.refused("navigator", walk.of("/facts"), {"facts": {"annual_coal_t": "many"}}, "a fact of the wrong type is refused", 422)
    walk.refused("navigator", walk.of("/facts"), {"facts": {"no_such_fact": 1}}, "an unknown fact is refused", 422)
    after = {row["name"]: row for row in navigator.get(walk.of("/facts")).json["facts"]}
    tap.claim(all(after[name]["value"] == value for name, value in FACTS.items()), "the facts are kept as given", {n: after[n]["value"] for n in FACTS if n in after})
    tap.claim(len(navigator.get(walk.of("/facts")).json["questions"]) < len(before["questions"]), "fewer questions are left")
    size = walk.server.ledger_of_people()
    preview = navigator.get(walk.of("/plan-preview")).json
    tap.claim(preview["nodes"] and preview["production"] and preview["unknown_items"], "a plan is previewed, with what is not known", list(preview))
    tap.equal(walk.server.ledger_of_people(), size, "a preview keeps nothing")
    made = walk.done("navigator", walk.of("/plans"), {"basis": "planning", "note": "首版"}, "the navigator adopts it")
    tap.equal(made.get("plan"), 1, "the first plan is number 1")
    walk.refused("navigator", walk.of("/plans/1/confirm"), {}, "only the enterprise confirms a plan", 403)
    walk.refused(walk.enterprise, walk.of("/plans/9/confirm"), {}, "a plan that is not there is not confirmed", 404)
    walk.done(walk.enterprise, walk.of("/plans/1/object"), {"reason": "希望提前开工"}, "the enterprise objects with a reason")
    walk.refused(walk.enterprise, walk.of("/plans/1/confirm"), {}, "a plan objected to is not confirmed", 409)
    made = walk.done("navigator", walk.of("/plans"), {"basis": "promised", "note": "次版"}, "a new version is adopted")
    tap.equal(made.get("plan"), 2, "it is number 2")
    plans = navigator.get(walk.of("/plans")).json["items"]
    states = {row["number"]: row["state"] for row in plans}
    tap.claim(states.get(2) == "proposed" and states.get(1) in ("objected", "superseded"), "the new version is proposed, the old one stays known", states)
    walk.done(walk.enterprise, walk.of("/plans/2/confirm"), {"note": "同意"}, "the enterprise confirms the new version")
    one = navigator.get(walk.of("/plans/2")).json
    tap.equal((one.get("state"), one.get("number")), ("confirmed", 2), "the second version stands confirmed")
    walk.stage("under_way", "navigator")


def rows(walk, login="navigator"):
    answer = walk.who(login).get(f"/applications?project={walk.project}&limit=200")
    found = (answer.json or {}).get("items", [])
    return {row["code"]: row for row in sorted(found, key=lambda row: row["id"])}  # the newest of each item


def intake(walk):
    tap, navigator = walk.tap, walk.who("navigator")
    ready = {row["code"]: row for row in navigator.get(walk.of("/ready")).json["items"]}
    now = [code for code, row in ready.items() if not row["missing_predecessors"]]
    tap.claim(len(now) >= 3, "several items can be applied for at once", ready.keys())
    waiting = {"energy-register", "occ-preeval"}
    tap.claim(not waiting & set(now), "an item that waits for another's result is not ready", now)
    walk.refused("navigator", walk.of("/intakes"), {"items": ["energy-register"]}, "it cannot be applied for without its predecessor", 409, "item-waits")
    walk.refused("navigator", walk.of("/intakes"), {"items": ["construction-permit"]}, "an item that is not in the plan cannot be applied for", 409, "item-not-planned")
    walk.refused("navigator", walk.of("/intakes"), {"items": ["no-such-item"]}, "nor one that there is not", 422)
    walk.refused("navigator", walk.of("/intakes"), {"items": []}, "an intake of nothing is refused", 422)
    made = walk.done("navigator", walk.of("/intakes"), {"items": now, "note": "一窗受理"}, "one intake opens several applications in parallel")
    opened = {row["code"]: row for row in made.get("applications", [])}
    tap.equal(sorted(opened), sorted(now), "each item of the intake has its application")
    tap.equal(len({row["number"] for row in opened.values()}), len(now), "each with a number of its own")
    walk.refused("navigator", walk.of("/intakes"), {"items": now[:1]}, "what is open cannot be applied for again", 409, "item-taken")
    found = rows(walk)
    tap.claim(set(now) <= set(found) and all(found[code]["state"] == ("accepted" if found[code]["org"] == "enterprise" else "submitted") for code in now), "all are submitted; what the enterprise organises itself has begun", {c: r["state"] for c, r in found.items()})


def examine(walk):
    """One application through every act of a department."""
    tap = walk.tap
    found = rows(walk)
    code = next(code for code in ("inv-filing-tech", *found) if code in found and found[code]["org"] != "enterprise")
    row = found[code]
    officer = walk.officer(row["org"])
    path = f"/applications/{row['id']}"
    other = walk.officer(next(r["org"] for r in found.values() if r["org"] not in (row["org"], "enterprise")))
    walk.refused(other, path + "/receive", {}, "a department does not act on another's item", 403)
    walk.refused("navigator", path + "/receive", {}, "a navigator does not act for the department", 403)
    walk.refused(officer, path + "/decide", {"result": "granted"}, "what is not accepted is not decided", 409, "wrong-state")
    walk.done(officer, path + "/open", {}, "the department opens the application")
    walk.done(officer, path + "/receive", {}, "it receives it")
    walk.refused(officer, path + "/receive", {"on": "2099-01-01"}, "twice is refused", 409)
    walk.refused(officer, path + "/accept", {"on": "2099-01-01"}, "a day in the future is refused", 422, "day-in-future")
    reasons = walk.who("navigator").get("/pack").json["supplement_reasons"]
    walk.refused(officer, path + "/supplement", {"reasons": []}, "a request for supplements says what is missing", 422)
    walk.done(officer, path + "/supplement", {"reasons": [reasons[0]["code"]], "note": "请补营业执照"}, "it asks for supplements, all at once")
    walk.refused(officer, path + "/supplement", {"reasons": [reasons[0]["code"]]}, "a second request is refused", 409)
    shown = walk.who("navigator").get(path).json
    tap.equal(shown["state"], "supplement", "the enterprise is to complete it")
    tap.equal((shown.get("turn") or {}).get("party"), "enterprise", "it is the enterprise's turn")
    file = walk.keep(walk.enterprise.upload(walk.project, "营业执照.pdf", tiny_pdf("licence")))
    tap.claim(file.status == 200, "the enterprise uploads a file", file)
    walk.done(walk.enterprise, path + "/supplement-complete", {"note": "已补", "files": [file.json["id"]]}, "the enterprise completes it")
    walk.refused(officer, path + "/supplement", {"reasons": [reasons[0]["code"]]}, "after completion a second request is still refused", 409, "supplement-twice")
    walk.done(officer, path + "/accept", {}, "the department accepts it")
    walk.refused(officer, path + "/special-start", {"name": "专家评审", "days": 10, "reason": "需评审", "noticed_on": "2099-01-01"}, "a special procedure needs its written notice first", 422)
    day = today(officer)
    walk.done(officer, path + "/special-start", {"name": "专家评审", "days": 10, "noticed_on": day, "reason": "需评审"}, "a special procedure begins with its notice")
    shown = officer.get(path).json
    tap.claim(shown["state"] == "special" and shown["light"] == "paused" and shown["clock"]["paused"], "the clock is paused", shown["state"], shown["light"])
    walk.refused(officer, path + "/decide", {"result": "granted"}, "during it nothing is decided", 409)
    walk.done(officer, path + "/special-end", {}, "it ends")
    walk.done(walk.enterprise, path + "/remind", {"note": "请加快"}, "the enterprise sends a reminder")
    walk.refused(officer, path + "/decide", {"result": "refused"}, "a refusal without reason and basis is refused", 422)
    walk.done(officer, path + "/decide", {"result": "granted", "document": "榕发改备〔2026〕1号"}, "the department decides")
    walk.done(officer, path + "/deliver", {}, "and delivers")
    tap.equal(officer.get(path).json["state"], "delivered", "the application is delivered")
    history = [line["kind"] for line in walk.who("navigator").get(path).json["history"]]
    tap.claim(len(history) >= 9, "its history holds every act", history)
    ready = {row["code"]: row for row in walk.who("navigator").get(walk.of("/ready")).json["items"]}
    tap.claim("energy-register" in ready and not ready["energy-register"]["missing_predecessors"], "its result lets the next item be applied for", ready.get("energy-register"))


def grant(walk, row):
    """The shortest way of one application to its result. Returns what went wrong."""
    path = f"/applications/{row['id']}"
    acts = ["receive", "accept", "decide", "deliver"]
    person = walk.officer(row["org"]) if row["org"] != "enterprise" else walk.enterprise
    if "decide" in (walk.who("navigator").get(path).json or {}).get("may", []):
        person, acts = walk.who("navigator"), ["decide"]
    for act in acts:
        body = {"result": "granted", "document": "样文〔2026〕" + str(row["id"])} if act == "decide" else {}
        answer = walk.keep(person.post(path + "/" + act, body))
        if answer.status != 200 and act != "deliver":
            return f"{row['code']} {act}: {answer!r}"
    return None


def refuse_one(walk):
    """A refused item may be applied for again."""
    tap = walk.tap
    made = walk.done("navigator", walk.of("/intakes"), {"items": ["energy-register"]}, "the next item is applied for")
    row = rows(walk)["energy-register"]
    if row["org"] == "enterprise" or not made:
        return
    officer, path = walk.officer(row["org"]), f"/applications/{row['id']}"
    walk.done(officer, path + "/not-accept", {"reason": "不属本机关职权", "basis": "行政许可法第三十二条"}, "the department does not accept it, with reason and basis")
    walk.done("navigator", walk.of("/intakes"), {"items": ["energy-register"]}, "it is applied for again")
    row = rows(walk)["energy-register"]
    walk.done("navigator", f"/applications/{row['id']}/withdraw", {"reason": "材料调整"}, "and withdrawn with a reason")


def problem(walk):
    tap, centre, navigator = walk.tap, walk.who("centre"), walk.who("navigator")
    stream = Stream(walk.enterprise)
    category = navigator.get("/pack").json["problem_categories"][0]["code"]
    made = walk.done(walk.enterprise, walk.of("/problems"), {"title": "用电容量不足", "category": category, "description": "需增容"}, "the enterprise raises a problem")
    number, path = made.get("id"), f"/problems/{made.get('id')}"
    tap.claim(stream.wait(lambda event: event.get("problem_id") == number), "the enterprise's page hears of it", stream.events)
    day = centre.get("/session").json["today"]
    due = working_day_after(day, 10)
    officer = walk.officer("ndrc")
    walk.refused("navigator", path + "/assign", {"org": "ndrc", "owner": officer.account, "measures": "协调", "due_on": due}, "only coordinators assign it", 403)
    walk.refused("centre", path + "/assign", {"org": "nobody-knows", "owner": officer.account, "measures": "协调", "due_on": due}, "to a unit that there is", 422)
    walk.refused("centre", path + "/assign", {"org": "ndrc", "owner": officer.account, "measures": "协调", "due_on": "2020-01-02"}, "with a day not past", 422)
    walk.refused("centre", path + "/assign", {"org": "ndrc", "measures": "协调", "due_on": due}, "never without a person who answers for it", 422)
    walk.refused("centre", path + "/assign", {"org": "ndrc", "owner": officer.account, "measures": "协调", "due_on": due, "verifier": officer.account}, "who never verifies himself", 422)
    tap.claim(any(one["id"] == officer.account and one["org"] == "ndrc" for one in centre.get(path).json["people"]), "who assigns chooses among the people of the units", centre.get(path).json.get("people"))
    tap.claim("people" not in navigator.get(path).json, "others are not told who works where")
    walk.done("centre", path + "/assign", {"org": "ndrc", "owner": officer.account, "measures": "协调供电公司增容", "due_on": due, "verifier": navigator.account}, "the centre assigns it: unit, person, measures, day, verifier")
    item = centre.get(f"/projects/{walk.project}").json["nodes"][0]["code"]
    walk.refused(walk.enterprise, path + "/pins", {"items": ["no-such-item"]}, "it is pinned to nothing outside the plan", 422)
    walk.done(walk.enterprise, path + "/pins", {"items": [item]}, "the enterprise says which item it holds up")
    told = centre.get(path).json
    tap.claim(item in [one["code"] for one in told["plan_items"]], "the page says what it could be pinned to", told.get("plan_items"))
    tap.claim([one["code"] for one in told["items"]] == [item] and isinstance(told["cost"]["days"], int), "what it costs production is computed from the plan", told.get("cost"))
    first = centre.get("/problems?sort=cost&state=open").json["items"]
    tap.equal(first, sorted(first, key=lambda row: (row["cost"] is None, -(row["cost"] or {}).get("days", 0), (row["cost"] or {}).get("spare_days") if (row["cost"] or {}).get("spare_days") is not None else 99999, row["id"])), "the list sorts by it, unknown ones last")
    walk.refused(officer, path + "/solve", {"solution": "已增容"}, "a solution without evidence is refused", 422, "problem-evidence")
    file = walk.keep(officer.upload(walk.project, "增容批复.pdf", tiny_pdf("evidence")))
    tap.claim(file.status == 200, "the unit uploads its evidence", file)
    evidence = [(file.json or {}).get("id")]
    walk.refused(officer, path + "/solve", {"solution": "已增容", "cause": "other", "done_on": day, "evidence": [10 ** 9]}, "a file that is not the project's is no evidence", 422)
    walk.done(officer, path + "/solve", {"solution": "已增容", "cause": "other", "done_on": day, "evidence": evidence}, "the unit reports it solved with evidence")
    walk.refused(walk.enterprise, path + "/confirm", {}, "it is not confirmed before it is verified", 409)
    walk.refused(officer, path + "/verify", {"note": "自查"}, "who solved it does not verify", 403)
    walk.done("navigator", path + "/verify", {"note": "现场核实"}, "the verifier verifies")
    walk.refused("navigator", path + "/confirm", {}, "only who raised it confirms", 403)
    walk.done(walk.enterprise, path + "/confirm", {"note": "满意"}, "the enterprise confirms: closed")
    tap.equal(navigator.get(path).json["state"], "closed", "the problem is closed")
    walk.done(walk.enterprise, path + "/reopen", {"reason": "又跳闸"}, "the enterprise reopens it")
    walk.done("navigator", path + "/escalate", {"level": "city", "reason": "区级难以协调"}, "the navigator escalates it")
    walk.done(officer, path + "/solve", {"solution": "换变压器", "cause": "other", "done_on": day, "evidence": evidence}, "solved again")
    walk.done(walk.enterprise, path + "/return", {"reason": "仍不稳定"}, "the enterprise sends it back")
    walk.done(officer, path + "/solve", {"solution": "双回路", "cause": "other", "done_on": day, "evidence": evidence}, "and solved a third time")
    walk.done("navigator", path + "/verify", {"note": "核实"}, "verified")
    walk.done(walk.enterprise, path + "/confirm", {}, "and closed")
    download = walk.enterprise.get(f"/files/{evidence[0]}")
    tap.claim(download.body == tiny_pdf("evidence") and "attachment" in str(download.header("Content-Disposition")), "the evidence comes back byte for byte, as an attachment", download.status)
    stream.close()


def working_day_after(day, days):
    """A Wednesday far enough ahead that no holiday has moved: good enough for a day due."""
    import datetime
    found = datetime.date.fromisoformat(day) + datetime.timedelta(days=days)
    while found.weekday() != 2 or found.month == 10 or (found.month, found.day) < (3, 1):
        found += datetime.timedelta(days=1)
    return found.isoformat()


def finish(walk):
    """All items to their results and all milestones, as each becomes possible."""
    tap, navigator = walk.tap, walk.who("navigator")
    day = today(navigator)
    walk.refused("navigator", walk.of("/milestones"), {"milestone": "竣工", "reached_on": day}, "a milestone whose gates are not through is refused", 409, "milestone-blocked")
    photo = walk.keep(navigator.upload(walk.project, "现场.pdf", tiny_pdf("photo"))).json["id"]
    reached, wrong = set(), []
    for _ in range(12):
        ready = navigator.get(walk.of("/ready")).json["items"]
        now = [row["code"] for row in ready if not row["missing_predecessors"]]
        if now:
            answer = walk.keep(navigator.post(walk.of("/intakes"), {"items": now}))
            wrong += [] if answer.status == 200 else [repr(answer)]
        for row in rows(walk).values():
            if row["state"] not in ("granted", "delivered", "withdrawn", "not_accepted"):
                problem = grant(walk, row)
                wrong += [problem] if problem else []
        for name in ("开工", "竣工", "投入使用", "投产"):
            if name not in reached:
                answer = walk.keep(navigator.post(walk.of("/milestones"), {"milestone": name, "reached_on": day, "evidence": [photo]}))
                if answer.status == 200:
                    reached.add(name)
        if "投产" in reached or wrong:
            break
    tap.none(wrong, "every item is applied for, examined and granted")
    tap.equal(sorted(reached), sorted(["开工", "竣工", "投入使用", "投产"]), "the milestones are reached in their order")
    walk.stage("production", "navigator")
    walk.refused("navigator", walk.of("/milestones"), {"milestone": "投产", "reached_on": day, "evidence": [photo]}, "production is reached once", 409)


def ledger(walk):
    tap, navigator, public = walk.tap, walk.who("navigator"), walk.server.client()
    seen, after = [], ""
    while after is not None:
        page = navigator.get(walk.of("/history?limit=50" + (f"&after={after}" if after else ""))).json
        seen += page["items"]
        after = page["next"]
    tap.claim(len(seen) == len({row["seq"] for row in seen}) and len(seen) >= walk.acts, "the history holds every act once", f"{len(seen)} of {walk.acts}")
    tap.claim(all(row["sentence"] and row["recorded_at"] and row["actor_name"] for row in seen), "each line says what, when and who")
    shown = {row["receipt"] for row in seen}
    missing = [code for code in walk.receipts if code not in shown]
    tap.none(missing, "every receipt handed out is in the history")
    import time
    wrong, until = ["not asked"], time.monotonic() + 10
    while wrong and time.monotonic() < until:  # the head that covers the last entry is signed within a second
        wrong = [code for code in walk.receipts[:5] + walk.receipts[-5:] if not public.get("/ledger/receipts/" + code).json["genuine"]]
    tap.none(wrong, "receipts are genuine, for anybody")
    code = walk.receipts[0]
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = public.get("/ledger/receipts/" + forged)
    tap.claim(answer.status == 404 or answer.json["genuine"] is False, "a forged receipt is not", answer)
    enterprise = [row["kind"] for row in walk.enterprise.get(walk.of("/history?limit=200")).json["items"]]
    tap.claim("admission.screened" not in enterprise and enterprise, "what is internal is not in the enterprise's history", enterprise)


def suite(tap):
    with Server() as server:
        walk = Walk(tap, server)
        for part in (register, screen, admit, hand_over, appoint, plan, problem, intake, examine, refuse_one, finish, ledger):
            try:
                part(walk)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        tap.equal(server.stop(), 0, "the server ends well")
        server.sound(tap, "after the walk")


run(suite)
