#!/usr/bin/env python3
"""Benefits without application (免申即享): the platform opens a claim for an enterprise whose facts fulfil the policy for certain, once in the rule's
validity, and asks for its consent; the review names the amount; silence lapses; a refusal is kept; what is closed or used up is not offered."""
import json
import os
import shutil
import sys
import tempfile
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run

CITY = "350100"
WORD = "Offered-of-a-test-26"
MET = {"registered_province": "35", "tech_enterprise": True, "rd_expense_wanyuan": 260, "rd_expense_growth_wanyuan": 120}


def city(folder, quota):
    """Fuzhou, whose F01 runs by itself, with its limits made known."""
    pack = os.path.join(folder, "pack")
    shutil.copytree(os.path.join(lib.ROOT, "data", "fuzhou"), pack)
    path = os.path.join(pack, "claims.json")
    whole = json.load(open(path, encoding="utf-8"))
    for one in whole["claim_rules"]:
        if one["policy"] == "F01":
            one.update({"consent_days": 5, "review_days": 10, "notice_days": 0, "quota_wanyuan": quota})
    json.dump(whole, open(path, "w", encoding="utf-8"), ensure_ascii=False, indent=1)
    return pack


class Town:
    def __init__(self, server):
        self.server = server
        for login in ("o-kjj", "o-kjj2"):
            server.hire(login, {"role": "department_officer", "org": "kjj", "district": CITY}, password=WORD)
        self.sign_in()

    def sign_in(self):
        self.enterprise = self.server.client("enterprise1")
        self.kjj, self.kjj2 = (self.server.client(login, WORD) for login in ("o-kjj", "o-kjj2"))
        self.project = self.enterprise.session["post"]["project_id"]

    def state_facts(self, tap, facts, words, who=None):
        who = who or self.enterprise
        done(tap, who, f"/projects/{who.session['post']['project_id']}/profile", {"facts": facts}, words)

    def offers(self, who=None, wait=False):
        until = time.monotonic() + (40 if wait else 0)
        while True:
            found = [row for row in (who or self.enterprise).get("/claims").json["items"] if row["by_itself"]]
            if found or time.monotonic() >= until:
                return found
            time.sleep(0.5)


def it_is_offered(tap, town):
    tap.equal(town.offers(), [], "of whom nothing is known nothing is offered")
    town.state_facts(tap, {**MET, "rd_expense_growth_wanyuan": 99}, "an enterprise is short of the growth")
    town.server.settle()
    tap.equal(town.offers(), [], "who is nearly met is offered nothing")
    town.state_facts(tap, {"rd_expense_growth_wanyuan": 120}, "its growth is put right")
    found = town.offers(wait=True)
    tap.claim(len(found) == 1 and found[0]["policy"] == "F01" and found[0]["state"] == "offered" and found[0]["owner"] == "enterprise" and found[0]["left_days"] == 5,
              "the platform opens the claim; five working days to consent", found)
    id = found[0]["id"]
    tap.equal(found[0]["asked"], "7.2", "with what is estimated: 6% of the growth")
    tap.equal(found[0]["may"], ["consent", "decline"], "the enterprise says yes or no")
    tap.equal([row["rule"] for row in town.server.store.named(f"select rule from notice where about={id}")], ["claim-offered"], "it is asked")
    tap.equal(town.kjj.get(f"/claims/{id}").status, 404, "the unit does not know of it before the consent")
    refused(tap, town.server.client("navigator"), f"/claims/{id}/consent", {}, "a navigator does not consent", 403)
    return id


def it_goes_its_way(tap, town, id):
    done(tap, town.enterprise, f"/claims/{id}/consent", {}, "one press is the consent")
    one = town.kjj.get(f"/claims/{id}").json
    tap.equal((one["state"], one["owner"], one["left_days"]), ("accepted", "unit", 10), "then it is the unit's turn, without taking it on")
    refused(tap, town.enterprise, f"/claims/{id}/consent", {}, "once", 409, "wrong-state")
    checked = town.kjj.get(f"/claims/{id}/checks").json
    tap.claim(checked["group"] == "met" and {row["field"]: row["answer"] for row in checked["conditions"]} == dict.fromkeys(MET, "yes"), "every condition stands beside the fact it met", checked)
    growth = next(row for row in checked["conditions"] if row["field"] == "rd_expense_growth_wanyuan")
    tap.equal((growth["given"], growth["said"]["on"]), (120, lib.today(town.kjj)), "with where it is from and since when")
    tap.equal([town.server.client(who).get(f"/claims/{id}/checks").status for who in ("leader", "dept-zjj", "enterprise4")], [404, 404, 404], "others do not see these facts")
    town.state_facts(tap, {"rd_expense_growth_wanyuan": None, "tech_enterprise": False}, "one is taken back, one put right")
    answers = {row["field"]: row["answer"] for row in town.kjj.get(f"/claims/{id}/checks").json["conditions"]}
    tap.equal((answers["tech_enterprise"], answers["rd_expense_growth_wanyuan"]), ("no", "unknown"), "the reviewer sees at once what is unmet and what unknown")
    town.state_facts(tap, MET, "and it is met again")
    refused(tap, town.kjj, f"/claims/{id}/review", {"grant": True, "reason": "r"}, "the estimate is taken over by nobody: the amount is stated", 422, "field-invalid")
    done(tap, town.kjj, f"/claims/{id}/review", {"grant": True, "amount": "7.5", "reason": "按审计数核定"}, "and may be more than was estimated")
    refused(tap, town.kjj, f"/claims/{id}/decide", {"grant": True, "reason": "r"}, "two persons here too", 403, "claim-same-person")
    done(tap, town.kjj2, f"/claims/{id}/decide", {"grant": True, "reason": "予以支持"}, "it is granted")
    tap.equal(town.enterprise.get(f"/claims/{id}").json["granted"], "7.5", "by what was reviewed")
    town.server.settle()
    tap.equal([row["id"] for row in town.offers()], [id], "and is not offered again")


def a_refusal_is_kept(tap, town):
    other = town.server.client("enterprise4")
    town.state_facts(tap, MET, "another enterprise meets it", other)
    found = town.offers(other, wait=True)
    id = found[0]["id"]
    refused(tap, town.enterprise, f"/claims/{id}/consent", {}, "nobody consents for another", 404)
    done(tap, other, f"/claims/{id}/decline", {"reason": "已享受省级同类补助"}, "it declines")
    town.state_facts(tap, {"rd_expense_wanyuan": 300}, "its facts change", other)
    town.server.settle()
    tap.equal([(row["id"], row["state"], row["words"]) for row in town.offers(other)], [(id, "declined", "已享受省级同类补助")], "the refusal is kept, and it is not asked again")


def silence_lapses(tap, town):
    third = town.server.client("enterprise2")
    town.state_facts(tap, MET, "a third enterprise meets it", third)
    id = town.offers(third, wait=True)[0]["id"]
    if not town.server.days_on(20):
        return
    third = town.server.client("enterprise2")
    until = time.monotonic() + 40
    while time.monotonic() < until and third.get(f"/claims/{id}").json["state"] == "offered":
        time.sleep(0.5)
    one = third.get(f"/claims/{id}").json
    tap.equal((one["state"], one["owner"], one["may"]), ("lapsed", None, []), "silence lapses")
    tap.equal({row["rule"] for row in town.server.store.named(f"select rule from notice where about={id}")}, {"claim-offered", "claim-lapsed"}, "which it is told")
    refused(tap, third, f"/claims/{id}/consent", {}, "and is not consented to any more", 409, "wrong-state")
    town.server.settle()
    tap.equal([row["id"] for row in town.offers(third)], [id], "nor offered again")
    tap.equal([len(town.offers(town.server.client(login))) for login in ("enterprise1", "enterprise4")], [1, 1], "weeks later nobody was asked twice")
    tap.equal(third.post(f"/projects/{third.session['post']['project_id']}/claims", {"policy": "F01", "amount": "7", "told": "符合"}).status, 200, "the enterprise may still claim it itself")


def nothing_left(tap, folder):
    lib.PACK = city(folder, 0)
    with Server() as server:
        town = Town(server)
        town.state_facts(tap, MET, "an enterprise meets it where nothing is left of the quota")
        server.settle()
        time.sleep(11)  # a turn of the chores
        tap.equal(town.offers(), [], "nothing is offered")


def suite(tap):
    with tempfile.TemporaryDirectory() as folder:
        lib.PACK = city(folder, 100)
        with Server() as server:
            town = Town(server)
            it_goes_its_way(tap, town, it_is_offered(tap, town))
            a_refusal_is_kept(tap, town)
            silence_lapses(tap, town)
            server.stop()
            server.sound(tap, "after offers")
    with tempfile.TemporaryDirectory() as folder:
        nothing_left(tap, folder)


if __name__ == "__main__":
    run(suite)
