#!/usr/bin/env python3
"""Whether a project needs an item (是否需要办理): its unit says so with a coded reason, the navigator proposes; plan and window follow, until somebody relies on it."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.enterprise = server.client("enterprise4")
        self.project = self.enterprise.session["post"]["project_id"]
        self.path = f"/projects/{self.project}/needs"
        self.navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{self.project}").status == 200)

    def planned(self):
        return {node["code"] for node in self.navigator.get(f"/projects/{self.project}/plan-preview").json["nodes"]}

    def ready(self):
        return {row["code"] for row in self.navigator.get(f"/projects/{self.project}/ready").json["items"]}

    def need(self, item):
        return next(iter(self.navigator.get(f"{self.path}?item={item}").json["items"]), None)


def said(scene):
    tap, server, path = scene.tap, scene.server, scene.path
    item = "safety-condition"
    officer = server.hire("of-yjj", {"role": "department_officer", "org": "yjj", "district": "350100"})
    word = {"item": item, "needed": "no", "reason": "out-of-scope", "words": "经核实不属于危险化学品建设项目"}
    tap.claim(item in scene.planned() and item in scene.ready(), "by the facts the item is in the plan and in the window")
    refused(tap, scene.enterprise, path, word, "the enterprise does not say it", 403)
    refused(tap, scene.navigator, path, {**word, "reason": "in-scope"}, "a reason fits what is said", 422)
    refused(tap, scene.navigator, path, {**word, "item": "no-such-item"}, "of an item there is", 422)
    refused(tap, scene.navigator, path, {**word, "words": ""}, "with words", 422)
    done(tap, scene.navigator, path, word, "the navigator proposes it")
    one = scene.need(item)
    tap.claim(one["said"] is None and one["proposed"]["needed"] == "no" and one["proposed"]["by_role"], "which is a proposal, with who made it", one)
    tap.claim(item in scene.planned() and item in scene.ready(), "and changes nothing")
    refused(tap, scene.navigator, path, word, "once", 409, "already-done")
    other = server.client("dept-sthj")
    refused(tap, other, path, word, "another unit does not say it", 403 if other.get(f"/projects/{scene.project}").status == 200 else 404)
    tap.equal(officer.get(f"{path}?item={item}").json["may"], "say", "its unit may say it")
    done(tap, officer, path, word, "its unit says it")
    one = scene.need(item)
    tap.claim(one["said"]["needed"] == "no" and one["said"]["reason_name"] and one["said"]["on"] and one["proposed"] is None, "with reason, words and day; the proposal is answered", one)
    tap.claim(item not in scene.planned() and item not in scene.ready(), "then it is neither planned nor in the window")
    preview = scene.navigator.get(f"/projects/{scene.project}/plan-preview").json
    tap.claim([(row["code"], row["needed"]) for row in preview["said"]] == [(item, "no")], "the plan says why", preview["said"])
    tap.equal(scene.enterprise.post(f"/projects/{scene.project}/intakes", {"items": [item]}).status in (409, 422), True, "nor is it applied for")
    doubt = {"item": item, "needed": "under_investigation", "reason": "facts-unclear", "words": "工艺有变"}
    done(tap, officer, path, doubt, "the unit looks into it again")
    preview = scene.navigator.get(f"/projects/{scene.project}/plan-preview").json
    tap.claim(item not in {node["code"] for node in preview["nodes"]} and item in str(preview["unknown_items"]), "what is looked into is what nobody can decide yet", preview["unknown_items"])
    done(tap, officer, path, {"item": item, "needed": "yes", "reason": "in-scope", "words": "属于"}, "and says that it is needed")
    tap.claim(item in scene.planned() and item in scene.ready(), "then it is planned and can be applied for")
    return officer


def relied(scene):
    """What went ahead on a word holds the word; what is in hand is not unneeded."""
    tap, server, path = scene.tap, scene.server, scene.path
    item, officer = "biz-register", server.client("dept-scjg")
    no = {"item": item, "needed": "no", "reason": "covered", "words": "沿用既有企业主体"}
    yes = {"item": item, "needed": "yes", "reason": "in-scope", "words": "须新设"}
    before = scene.ready()
    done(tap, scene.navigator, path, no, "the navigator proposes that no registration is needed")
    done(tap, officer, path, no, "the company is there already: no registration is needed")
    later = sorted(scene.ready() - before)
    tap.claim(later, "what waited for it alone can be applied for", later)
    seal = next(code for code in later if code.startswith("biz-"))
    made = done(tap, scene.enterprise, f"/projects/{scene.project}/intakes", {"items": [seal]}, f"{seal} is applied for")["applications"][0]["id"]
    refused(tap, officer, path, yes, "then the word is relied on", 409, "need-relied-on")
    done(tap, scene.enterprise, f"/applications/{made}/withdraw", {"reason": "待核"}, "it is withdrawn")
    done(tap, officer, path, yes, "and the word can be changed")
    taken = done(tap, scene.enterprise, f"/projects/{scene.project}/intakes", {"items": [item]}, "the registration is applied for")["applications"][0]["id"]
    refused(tap, officer, path, no, "what is in hand is not said to be unneeded", 409, "need-in-hands")
    doubt = {"item": item, "needed": "under_investigation", "reason": "rule-unclear", "words": "是否适用变更登记"}
    done(tap, scene.navigator, path, doubt, "the navigator asks to look into it")
    listed = lambda query: {row["id"] for row in officer.get("/queue?limit=200" + query).json["items"]}
    tap.claim(taken in listed("") and listed("&needed=under_investigation") == {taken} and listed("&needed=no") == set(), "the queue is filtered by what is said or proposed", listed("&needed=under_investigation"))
    tap.claim(taken in listed("&level=both") and taken not in listed("&level=%E7%9C%81"), "and by the level of the item")
    tap.equal(officer.get(f"/applications/{taken}").json["needed"], "yes", "a proposal says nothing yet")
    done(tap, officer, path, doubt, "its unit looks into it")
    tap.equal(officer.get(f"/applications/{taken}").json["needed"], "under_investigation", "the case says so beside stage and state")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        said(scene)
        relied(scene)
        tap.equal([server.client("enterprise1").get(scene.path).status, server.client("enterprise1").post(scene.path, {"item": "biz-seal", "needed": "no", "reason": "covered", "words": "w"}).status], [404, 403], "another enterprise sees and says nothing of it")
        server.stop()
        server.sound(tap, "after what was said of needs")


if __name__ == "__main__":
    run(suite)
