#!/usr/bin/env python3
"""Claims of policies (申领): who may claim what, corrections, review and approval by two persons, the public notice with its days and objections, quotas to
the fen under concurrency, instalments, conditions, clawback, what excludes what, the money in sums; access, notices, rebuild."""
import concurrent.futures
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from decimal import Decimal

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run, tiny_pdf

CITY = "350100"
WORD = "Claims-of-a-test-26"


def city(folder):
    """Fuzhou with what its data do not know made known: limits and a quota of N21, a day to take F01 on, and that C02 and F13 exclude each other."""
    pack = os.path.join(folder, "pack")
    shutil.copytree(os.path.join(lib.ROOT, "data", "fuzhou"), pack)

    def change(name, edit):
        path = os.path.join(pack, name)
        whole = json.load(open(path, encoding="utf-8"))
        edit(whole)
        json.dump(whole, open(path, "w", encoding="utf-8"), ensure_ascii=False, indent=1)
    n21 = {"accept_days": 3, "correct_days": 10, "review_days": 10, "notice_days": 0, "decide_days": 5, "pay_days": 20, "quota_wanyuan": 45.000001}
    change("claims.json", lambda whole: [one.update(n21 if one["policy"] == "N21" else {"accept_days": 1} if one["policy"] == "F01" else {}) for one in whole["claim_rules"]])
    change("benefits.json", lambda whole: whole["stacking"].append({"id": "ST9", "policies": ["C02", "F13"], "rule": "higher", "text": "就高不重复",
                                                                   "source": "test", "confidence": "low", "evidence": "unverified"}))
    return pack


class Town:
    def __init__(self, server):
        self.server = server
        for login, org in (("c-gxj", "gxj"), ("c-gxj2", "gxj"), ("c-ndrc", "ndrc"), ("c-ndrc2", "ndrc"), ("c-kjj", "kjj")):
            server.hire(login, {"role": "department_officer", "org": org, "district": CITY}, password=WORD)
        self.sign_in()
        self.project = self.enterprise.session["post"]["project_id"]
        self.path = f"/projects/{self.project}/claims"

    def sign_in(self):
        self.enterprise = self.server.client("enterprise1")
        self.gxj, self.gxj2, self.ndrc, self.ndrc2, self.other = (self.server.client(login, WORD) for login in ("c-gxj", "c-gxj2", "c-ndrc", "c-ndrc2", "c-kjj"))

    def days_on(self, days):
        passed = self.server.days_on(days)
        if passed:
            self.sign_in()
        return passed

    def claim(self, policy="N21", amount="30", **more):
        return {"policy": policy, "amount": amount, "told": "已列入第三轮重点“小巨人”名单", **more}

    def show(self, id, who=None):
        return (who or self.enterprise).get(f"/claims/{id}").json

    def parts(self, id, kind, who=None):
        return [part for part in (who or self.enterprise).get(f"/claims/{id}/parts").json["items"] if part["kind"] == kind]

    def act(self, tap, who, id, act, body, words):
        return done(tap, who, f"/claims/{id}/{act}", body, words)

    def granted(self, tap, amount, words, enterprise=None, policy="N21"):
        """All the way to the grant, of a policy without a public notice."""
        enterprise = enterprise or self.enterprise
        made = done(tap, enterprise, f"/projects/{enterprise.session['post']['project_id']}/claims", self.claim(policy, amount), words)["id"]
        for who, act, body in ((self.gxj, "accept", {}), (self.gxj, "review", {"grant": True, "reason": "符合"})):
            done(tap, who, f"/claims/{made}/{act}", body, words + ": " + act)
        return made


def what_may_be_claimed(tap, town):
    may = {row["id"] for row in town.enterprise.get(f"/projects/{town.project}/claimable").json["items"]}
    tap.equal(may, {"N21", "F01", "F13", "C02"}, "an enterprise sees what may be claimed")
    refused(tap, town.enterprise, town.path, town.claim("NONE"), "a policy that there is not", 422, "field-invalid")
    refused(tap, town.enterprise, town.path, town.claim("F16"), "one whose days are over", 409, "claim-policy-closed")
    refused(tap, town.enterprise, town.path, town.claim("C17"), "one that is not in force by its status", 409, "claim-policy-closed")
    refused(tap, town.enterprise, town.path, town.claim("N01"), "one of which no unit is known", 409, "claim-policy-closed")
    for amount, code in (("0", "claim-amount"), ("0.0000001", "field-money"), ("-1", "field-money"), ("1e3", "field-money"), ("9999999999", "field-money")):
        refused(tap, town.enterprise, town.path, town.claim(amount=amount), f"an amount of {amount}", 422, code)
    refused(tap, town.enterprise, town.path, town.claim(files=[1]), "evidence of another project", 422)
    refused(tap, town.gxj, town.path, town.claim(), "a department claims nothing", 403)
    refused(tap, town.server.client("navigator"), town.path, town.claim(), "nor does a navigator", 403)
    stranger = town.server.client("enterprise4")
    refused(tap, stranger, town.path, town.claim(), "nor another enterprise", 404)


def the_whole_way(tap, town):
    files = [town.enterprise.upload(town.project, "名单.pdf", tiny_pdf()).json["id"]]
    id = done(tap, town.enterprise, town.path, town.claim(amount="30.000001", files=files), "N21 is claimed, to the fen, with evidence")["id"]
    one = town.show(id)
    tap.claim(one["state"] == "submitted" and one["owner"] == "unit" and one["org"] == "gxj" and one["asked"] == "30.000001" and one["left_days"] == 3 and one["files"] == files and one["number"].startswith("榕领"),
              "it waits for the unit, three working days", one)
    tap.equal(one["quota_left"], "45.000001", "the quota is shown")
    tap.claim("投资总额" in str(one["clawback_terms"]), "and under what condition it is paid back", one["clawback_terms"])
    refused(tap, town.enterprise, town.path, town.claim(), "one claim of a policy at a time", 409, "already-done")
    tap.equal(one["may"], ["withdraw"], "the enterprise may withdraw it")
    tap.equal([town.other.get(f"/claims/{id}").status, town.server.client("enterprise4").get(f"/claims/{id}").status], [404, 404], "another department and another enterprise do not see it")
    tap.equal(town.other.get("/claims").json["items"], [], "nor in a list")
    tap.equal([row["id"] for row in town.gxj.get("/claims?state=unit").json["items"]], [id], "the unit has it on its desk")
    rules = lambda about: sorted(row["rule"] for row in town.server.store.named(f"select rule from notice where about={about}"))
    tap.equal(rules(id), ["claim-opened"], "and a notice of it")
    refused(tap, town.gxj, f"/claims/{id}/review", {"grant": True, "reason": "r"}, "what is not taken on is not reviewed", 409, "wrong-state")
    town.act(tap, town.gxj, id, "ask_correction", {"reason": "缺入选文件"}, "corrections are asked for")
    tap.equal((town.show(id)["owner"], town.show(id)["left_days"], town.show(id)["words"]), ("enterprise", 10, "缺入选文件"), "then it waits for the enterprise")
    refused(tap, town.gxj, f"/claims/{id}/accept", {}, "not for the unit", 409, "wrong-state")
    town.act(tap, town.enterprise, id, "correct", {"told": "已补入选文件", "amount": "30"}, "it is corrected")
    town.act(tap, town.gxj, id, "accept", {"note": "材料齐全"}, "and taken on")
    refused(tap, town.gxj, f"/claims/{id}/review", {"grant": True, "amount": "30.01", "reason": "r"}, "no more is proposed than was asked for", 422, "claim-amount")
    refused(tap, town.gxj, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "nor decided before the review", 409, "wrong-state")
    town.act(tap, town.gxj, id, "review", {"grant": True, "amount": "25.000001", "reason": "核减"}, "it is reviewed")
    refused(tap, town.gxj, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "who reviewed does not decide", 403, "claim-same-person")
    tap.claim("decide" not in town.show(id, town.gxj)["may"] and "decide" in town.show(id, town.gxj2)["may"], "as the page says")
    refused(tap, town.gxj2, f"/claims/{id}/decide", {"grant": True, "amount": "26", "reason": "r"}, "no more is granted than was proposed", 422, "claim-amount")
    refused(tap, town.enterprise, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "an enterprise does not decide", 403)
    seen = town.show(id, town.gxj2)["version"]
    tap.equal(town.gxj2.post(f"/claims/{id}/decide", {"grant": True, "reason": "r"}, version=seen - 1).code, "version-moved", "who saw an older version looks again")
    town.act(tap, town.gxj2, id, "decide", {"grant": True, "reason": "予以支持"}, "another person grants it")
    one = town.show(id)
    tap.equal([part["amount"] for part in town.parts(id, "payment")], ["12.500001", "12.5"], "in the policy's two instalments, to the fen")
    tap.claim(one["state"] == "approved" and one["granted"] == "25.000001" and town.parts(id, "payment")[0]["due_on"] and town.parts(id, "payment")[1]["due_on"] is None and one["due_on"] == town.parts(id, "payment")[0]["due_on"],
              "the first one's day is known, the second's is not", town.parts(id, "payment"))
    tap.equal(one["quota_left"], "20", "the quota has that less")
    tap.claim({"claim-correction-asked", "claim-corrected", "claim-granted"} <= set(rules(id)), "each is told", rules(id))
    refused(tap, town.enterprise, f"/claims/{id}/withdraw", {"reason": "r"}, "what is granted is not withdrawn", 409, "wrong-state")
    return id


def money(tap, town, id):
    sums = lambda who: next(row for row in who.get("/claim-money?policy=N21").json["items"])
    before = sums(town.gxj)
    tap.equal([before[name] for name in ("promised", "due", "paid")], ["25.000001", "12.5", "0"], "promised; due is what has no day or whose day has come")
    town.act(tap, town.gxj, id, "schedule", {"nth": 2, "due_on": "2027-06-30"}, "the second one's day is set")
    tap.equal(sums(town.gxj)["due"], "0", "then it is due on its day")
    refused(tap, town.gxj, f"/claims/{id}/pay", {"nth": 3, "paid_on": lib.today(town.gxj), "reference": "x"}, "an instalment that there is not", 409, "claim-part-done")
    refused(tap, town.gxj, f"/claims/{id}/pay", {"nth": 1, "paid_on": "2020-01-01", "reference": "x"}, "nothing is paid before the grant", 422)
    refused(tap, town.gxj, f"/claims/{id}/pay", {"nth": 1, "paid_on": "2099-01-01", "reference": "x"}, "nor in the future", 422)
    refused(tap, town.gxj, f"/claims/{id}/demand", {"amount": "1", "reason": "r", "due_on": "2027-06-30"}, "what was not paid is not demanded back", 409, "wrong-state")
    town.act(tap, town.gxj, id, "pay", {"nth": 1, "paid_on": lib.today(town.gxj), "reference": "ZF-1"}, "the first one is paid")
    refused(tap, town.gxj, f"/claims/{id}/pay", {"nth": 1, "paid_on": lib.today(town.gxj), "reference": "ZF-1"}, "once", 409, "claim-part-done")
    town.act(tap, town.gxj, id, "pay", {"nth": 2, "paid_on": lib.today(town.gxj), "reference": "ZF-2"}, "and the second")
    one = town.show(id)
    tap.equal((one["state"], one["paid"], one["owner"]), ("paid", "25.000001", None), "then it is paid, and nobody's turn")
    tap.equal([part["answer"] for part in town.parts(id, "payment")], ["ZF-1", "ZF-2"], "with the references")
    town.act(tap, town.gxj, id, "add_condition", {"what": "推进计划投资总额达 2000 万元", "due_on": "2027-12-31"}, "a condition to keep is noted")
    town.act(tap, town.gxj, id, "check_condition", {"nth": 1, "kept": False, "words": "投资未到位"}, "it was not kept")
    refused(tap, town.gxj, f"/claims/{id}/demand", {"amount": "25.000002", "reason": "r", "due_on": "2027-06-30"}, "no more is demanded back than was paid", 422, "claim-amount")
    town.act(tap, town.gxj, id, "demand", {"amount": "20", "reason": "未达投资总额", "due_on": "2027-06-30"}, "money is demanded back")
    refused(tap, town.gxj, f"/claims/{id}/demand", {"amount": "5.000002", "reason": "r", "due_on": "2027-06-30"}, "all demands together neither", 422, "claim-amount")
    town.act(tap, town.gxj, id, "take_back", {"nth": 1, "amount": "8", "returned_on": lib.today(town.gxj), "reference": "JK-1"}, "a part comes back")
    tap.claim(town.parts(id, "clawback")[0]["done_on"] is None and town.show(id)["returned"] == "8", "the rest is open", town.parts(id, "clawback"))
    refused(tap, town.gxj, f"/claims/{id}/take_back", {"nth": 1, "amount": "12.000001", "returned_on": lib.today(town.gxj), "reference": "JK-2"}, "no more than was demanded", 422, "claim-amount")
    town.act(tap, town.gxj, id, "take_back", {"nth": 1, "amount": "12", "returned_on": lib.today(town.gxj), "reference": "JK-2"}, "and the rest")
    row, whole = sums(town.gxj), town.server.client("leader").get("/claim-money").json["all"]
    tap.equal([row[name] for name in ("promised", "due", "overdue", "paid", "demanded", "returned")], ["25.000001", "0", "0", "25.000001", "20", "20"], "the sums of it")
    tap.equal(whole["paid"], "25.000001", "a leader sees those of all")
    tap.equal(town.other.get("/claim-money").json["items"], [], "another department none of them")


def quota(tap, town):
    """20 are left: of three enterprises' grants of 9 at the same time two go through."""
    others = [town.server.client(f"enterprise{n}") for n in (2, 3, 4)]
    made = [town.granted(tap, "9", f"enterprise {n}", who) for n, who in enumerate(others)]
    with concurrent.futures.ThreadPoolExecutor(len(made)) as pool:
        twin = [town.gxj2.twin() for _ in made]
        answers = list(pool.map(lambda pair: pair[0].post(f"/claims/{pair[1]}/decide", {"grant": True, "reason": "r"}), zip(twin, made)))
    tap.equal(sorted((answer.status, answer.code if answer.status != 200 else "") for answer in answers), [(200, ""), (200, ""), (409, "claim-quota")], "grants at the same time never pass the quota")
    left = next(id for id, answer in zip(made, answers) if answer.status != 200)
    refused(tap, town.gxj2, f"/claims/{left}/decide", {"grant": True, "amount": "2.000001", "reason": "r"}, "not by a fen", 409, "claim-quota")
    town.act(tap, town.gxj2, left, "decide", {"grant": True, "amount": "2", "reason": "额度余额"}, "what is left can be granted")
    tap.equal(town.show(left, town.gxj)["quota_left"], "0", "then there is none")
    refused(tap, town.enterprise, town.path, town.claim(amount="1"), "and no further claim", 409, "claim-quota")
    total = town.server.store.rows("select sum(granted) from claim where policy='N21'")[0][0]
    tap.equal(int(total), 45000001, "in all exactly what there was")


def notice(tap, town):
    """C02: its days of notice are not known; it excludes F13."""
    id = done(tap, town.enterprise, town.path, town.claim("C02", "70"), "C02 is claimed")["id"]
    one = town.show(id)
    tap.claim(one["due_on"] is None and one["left_days"] is None and one["limits"]["notice_days"] is None and one["quota_left"] is None, "no limit is known, and none is made up", one)
    second = done(tap, town.enterprise, town.path, town.claim("F13", "100"), "and F13 beside it")["id"]
    tap.equal([(row["policy"], row["rule"]) for row in town.show(id)["stacking"]], [("F13", "higher"), ("N21", "unknown")], "it is shown which of them may not be had together")
    town.act(tap, town.ndrc, id, "accept", {}, "it is taken on")
    town.act(tap, town.ndrc, id, "review", {"grant": True, "reason": "符合"}, "and reviewed")
    refused(tap, town.ndrc2, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "nothing is granted without a public notice where no rule says there is none", 409, "claim-not-announced")
    refused(tap, town.ndrc, f"/claims/{id}/announce", {}, "whose last day somebody has to know", 422, "claim-notice-days")
    refused(tap, town.ndrc, f"/claims/{id}/announce", {"until": lib.today(town.ndrc)}, "it is a day at least", 422, "claim-notice-days")
    tomorrow = lib_day(town.ndrc, 1)
    town.act(tap, town.ndrc, id, "announce", {"until": tomorrow}, "it is announced")
    refused(tap, town.ndrc2, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "until its days are over", 409, "claim-not-announced")
    town.act(tap, town.ndrc, id, "object", {"reason": "设备不在名单内"}, "an objection comes in")
    tap.equal(town.parts(id, "objection"), [], "which is the unit's business")
    tap.equal([part["may"] for part in town.parts(id, "objection", town.ndrc)], [["answer_objection"]], "and its to answer")
    town.act(tap, town.ndrc, id, "answer_objection", {"nth": 1, "upheld": True, "words": "部分设备核减"}, "it is right")
    tap.equal(town.show(id)["state"], "accepted", "then it is reviewed again")
    town.act(tap, town.ndrc, id, "review", {"grant": True, "amount": "60", "reason": "核减"}, "with less")
    town.act(tap, town.ndrc, id, "announce", {"until": tomorrow}, "announced again")
    town.act(tap, town.ndrc, id, "object", {"reason": "重复申报"}, "objected to again")
    return id, second


def after_the_notice(tap, town, id, second):
    if not town.days_on(2):
        tap.skip("what comes after the notice", "needs libfaketime, and a database of its own clock")
        return
    refused(tap, town.ndrc2, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "an objection has to be answered", 409, "claim-not-announced")
    town.act(tap, town.ndrc, id, "answer_objection", {"nth": 2, "upheld": False, "words": "经核不重复"}, "it is not right")
    tap.claim(not town.show(id, town.ndrc)["late"], "the end of a notice is no missed limit")
    town.act(tap, town.ndrc2, id, "decide", {"grant": True, "reason": "公示无异议"}, "now it is granted")
    one = town.show(id)
    tap.equal([(part["amount"], part["due_on"]) for part in town.parts(id, "payment")], [("60", None)], "at once, and on a day that is not known")
    tap.equal(one["light"], "done", "which is no light")
    for who, act, body in ((town.gxj, "accept", {}), (town.gxj, "review", {"grant": True, "reason": "符合"}), (town.gxj, "announce", {"until": lib_day(town.gxj, 1)})):
        town.act(tap, who, second, act, body, "F13: " + act)
    refused(tap, town.enterprise, town.path, town.claim("F13", "1"), "what is excluded by a grant is not claimed", 409, "claim-excluded")
    town.days_on(4)
    refused(tap, town.gxj2, f"/claims/{second}/decide", {"grant": True, "reason": "r"}, "nor granted beside it", 409, "claim-excluded")
    town.act(tap, town.gxj2, second, "decide", {"grant": False, "reason": "就高不重复"}, "but refused")
    tap.equal((town.show(second)["state"], town.show(second)["granted"]), ("refused", "0"), "for good")


def shared(tap, town):
    id = done(tap, town.enterprise, town.path, town.claim("F01", "100"), "F01 is claimed")["id"]
    tap.equal([(row["level"], row["amount"]) for row in town.show(id)["shares"]], [("省", "80"), ("市", "10"), ("县", "10")], "who bears what is shown")
    return id


def late(tap, town, id):
    if not town.days_on(6):
        return
    for _ in range(60):
        one = town.show(id, town.other)
        if one["late"] and town.server.store.rows(f"select count(*) from notice where about={id} and rule='claim-missed-unit'")[0][0]:
            break
        time.sleep(0.5)
    tap.claim(one["late"] and one["light"] == "red" and one["left_days"] < 0, "what nobody took on in time is late", one)
    tap.equal([row["id"] for row in town.other.get("/claims?state=late").json["items"]], [id], "is listed so")
    tap.equal(town.server.store.rows(f"select count(*) from notice where about={id} and rule='claim-missed-unit'")[0][0], 1, "and the unit was told, once")
    done(tap, town.enterprise, f"/claims/{id}/withdraw", {"reason": "暂不申领"}, "it is withdrawn")
    tap.equal((town.show(id)["state"], town.show(id)["may"]), ("withdrawn", []), "and over")


def pairs_of(pack):
    """By a pair of policies what is said of having both."""
    said = {}
    for one in json.load(open(os.path.join(pack, "benefits.json"), encoding="utf-8"))["stacking"]:
        for pair in itertools.combinations(sorted(one["policies"]), 2):
            said[pair] = "higher" if "higher" in (one["rule"], said.get(pair)) else "stacks"
    return said


def most(worth, said, must=()):
    """The most that any lawful set with `must` in it comes to, by trying all."""
    options, best = [policy for policy in worth if policy not in must], None
    for chosen in itertools.chain.from_iterable(itertools.combinations(options, n) for n in range(len(options) + 1)):
        whole = sorted([*chosen, *must])
        if all(said.get(pair) != "higher" for pair in itertools.combinations(whole, 2)):
            total = sum(worth[policy] for policy in whole)
            best = total if best is None else max(best, total)
    return best


def better(tap, town):
    """C02 gives 70, F13 up to 120; only one of them. What taking one loses is said before, and at, the application."""
    who = town.server.client("enterprise4")
    project = who.session["post"]["project_id"]
    facts = {"registered_province": "35", "registered_city": "3501", "certification": ["省级工程研究中心"], "first_set_recognition": "国内首台套", "first_set_sold": True, "first_set_type": "单机设备",
             "first_set_price_wanyuan": 200, "provincial_first_set_subsidy_wanyuan": 60}
    done(tap, who, f"/projects/{project}/profile", {"facts": facts, "source": "t"}, "facts of the enterprise")
    whole = who.get(f"/projects/{project}/policies").json
    worth = {one["id"]: Decimal(one["amount"]["to"]) for one in whole["items"] if one["group"] == "met" and one["promisable"] and one["amount"]["to"] not in (None, "0")}
    said = pairs_of(lib.PACK)
    tap.claim({"C02": 70, "F13": 120}.items() <= worth.items(), "both are met", worth)
    tap.equal(Decimal(whole["combination"]["possible"]["to"]), most(worth, said), "the best combination is that of trying all")
    for policy in worth:
        taking = who.get(f"/projects/{project}/policies/{policy}").json["taking"]
        got = (Decimal(taking["best"]["to"]), Decimal(taking["with"]["to"]), Decimal(taking["loss"]), policy in taking["with"]["policies"], taking["with"]["proven"])
        tap.equal(got, (most(worth, said), most(worth, said, [policy]), most(worth, said) - most(worth, said, [policy]), True, True), f"what taking {policy} means is that of trying all")
    taking = who.get(f"/projects/{project}/policies/C02").json["taking"]
    tap.equal([(one["policy"], one["met"], one["amount"]["to"], one["text"]) for one in taking["excludes"]], [("F13", True, "120", "就高不重复")], "C02 excludes F13")
    for reader in ("navigator", "invest"):
        seen = town.server.client(reader).get(f"/projects/{project}/policies/C02")
        tap.claim(seen.status == 404 or seen.json["taking"]["loss"] == "50", f"as the {reader} reads it", seen.json)
    notes = {row["id"]: row["note"] for row in who.get(f"/projects/{project}/claimable").json["items"]}
    tap.claim("not with: 《" in notes["C02"] and "50 (10,000 yuan) less than the best (estimate)" in notes["C02"] and notes["F01"] is None and "less" not in notes["F13"], "what may be chosen says it, an estimate", notes)
    tap.equal({row["note"] for row in town.server.client("leader").get(f"/projects/{project}/claimable").json["items"]}, {None}, "a leader, who does not read profiles, is told nothing of it")
    path, before = f"/projects/{project}/claims", town.server.ledger_of_people()
    lost = who.post(path, town.claim("C02", "70"))
    tap.equal((lost.status, lost.code), (409, "claim-better"), "C02 is not claimed unawares")
    tap.claim(lost.json["field"] == "anyway" and "50 (10,000 yuan) less, an estimate" in lost.json["detail"] and "《" in lost.json["detail"], "the refusal says what is lost", lost.json)
    tap.equal((town.server.ledger_of_people(), who.get("/claims").json["items"]), (before, []), "and nothing is left of it")
    first = done(tap, who, path, town.claim("F13", "120"), "F13 is claimed without a question")["id"]
    tap.claim(len(town.show(first, who)["excludes"]) == 1, "whoever sees the claim sees what the data say that it excludes", town.show(first, who))
    done(tap, who, f"/claims/{first}/withdraw", {"reason": "改选"}, "it is withdrawn")
    second = done(tap, who, path, {**town.claim("C02", "70"), "anyway": True}, "C02 is claimed knowingly")["id"]
    body = json.loads(town.server.store.rows(f"select body from ledger_event where seq={second}")[0][0])
    tap.equal(body["anyway"], True, "which the ledger keeps")
    done(tap, who, f"/claims/{second}/withdraw", {"reason": "r"}, "and withdrawn")


def lib_day(client, days):
    import datetime
    return (datetime.date.fromisoformat(lib.today(client)) + datetime.timedelta(days)).isoformat()


def suite(tap):
    with tempfile.TemporaryDirectory() as folder:
        lib.PACK = city(folder)
        with Server() as server:
            town = Town(server)
            what_may_be_claimed(tap, town)
            better(tap, town)
            id = the_whole_way(tap, town)
            money(tap, town, id)
            quota(tap, town)
            noticed, second = notice(tap, town)
            first = shared(tap, town)
            after_the_notice(tap, town, noticed, second)
            late(tap, town, first)
            server.stop()
            server.sound(tap, "after claims")


if __name__ == "__main__":
    run(suite)
