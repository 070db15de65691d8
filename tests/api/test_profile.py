#!/usr/bin/env python3
"""The profile of an enterprise (企业画像): who states facts, what they look like, prefilled from the project, corrected, taken over, and kept from others."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.enterprise = server.client("enterprise4")
        self.project = self.enterprise.session["post"]["project_id"]
        self.path = f"/projects/{self.project}/profile"
        self.navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{self.project}").status == 200)

    def profile(self, who=None):
        return (who or self.navigator).get(self.path).json

    def fact(self, field, who=None):
        return next(row for row in self.profile(who)["facts"] if row["field"] == field)


def prefilled(scene):
    """What the project tells already is there, as far as it means the same."""
    tap = scene.tap
    project = scene.navigator.get(f"/projects/{scene.project}").json
    row = scene.fact("district")
    tap.equal((row["value"], row["from"], row["by_role"]), (project["district"], "project", None), "the district is that of the project")
    tap.claim(any(option["value"] == row["value"] for option in row["options"]), "and is an option with a name", row)
    tap.claim(all(fact["name"] and fact["type"] for fact in scene.profile()["facts"]), "every field has words and a type")
    done(tap, scene.navigator, f"/projects/{scene.project}/facts", {"facts": {"is_tech_upgrade": True, "foreign_invested": True, "annual_revenue_wanyuan": 5000}}, "the project's facts are completed")
    tap.equal((scene.fact("project_type")["value"], scene.fact("foreign_invested")["value"]), ("技改", True), "a fact that means the same is known of the enterprise, in its own words")
    tap.equal(scene.fact("annual_revenue_wanyuan")["value"], None, "one that means another thing is not")
    done(tap, scene.navigator, f"/projects/{scene.project}/facts", {"facts": {"is_tech_upgrade": False}}, "it is no upgrade after all")
    tap.equal(scene.fact("project_type")["value"], None, "then nothing is known of it")


def said(scene):
    tap, path = scene.tap, scene.path
    before = scene.profile()["version"]
    words = {"facts": {"headcount": 180, "annual_revenue_wanyuan": 12000.5, "high_tech_enterprise": True, "certification": ["省级企业技术中心"]}, "source": "2025年度审计报告"}
    done(tap, scene.enterprise, path, words, "the enterprise states facts")
    row = scene.fact("annual_revenue_wanyuan")
    tap.equal((row["value"], row["from"], row["source"], bool(row["by_role"]), bool(row["on"]), row["unit"]), (12000.5, "said", "2025年度审计报告", True, True, "10,000 yuan"), "with value, source, who and when")
    tap.equal(scene.profile()["version"], before + 1, "one act, one version")
    tap.equal(scene.enterprise.post(path, words).status, 200, "said again it is nothing new")
    tap.equal(scene.profile()["version"], before + 1, "and no version")
    done(tap, scene.navigator, path, {"facts": {"headcount": 200}, "source": "社保"}, "the navigator corrects one")
    tap.equal([one["value"] for one in scene.navigator.get(f"{path}/headcount").json["items"]], [200, 180], "what was said before stays")
    done(tap, scene.enterprise, path, {"facts": {"headcount": None}}, "and it may be taken back")
    tap.equal((scene.fact("headcount")["value"], [one["value"] for one in scene.navigator.get(f"{path}/headcount").json["items"]]), (None, [None, 200, 180]), "to unknown, on record")
    done(tap, scene.enterprise, path, {"facts": {"district": "350121"}}, "what is said of the enterprise goes before what the project tells")
    tap.equal((scene.fact("district")["value"], scene.fact("district")["from"]), ("350121", "said"), "with where it is from")
    done(tap, scene.enterprise, path, {"facts": {"district": None}}, "taken back")
    tap.equal(scene.fact("district")["from"], "project", "the project's is there again")
    kinds = [row["kind"] for row in scene.enterprise.get(f"/projects/{scene.project}/history?limit=50").json["items"]]
    tap.claim("profile.changed" in kinds, "the history holds it", kinds)


def refusals(scene):
    tap, path = scene.tap, scene.path
    before = scene.profile()["version"]
    for words, facts in (("an unknown name", {"no_such_field": 1}), ("a number as text", {"headcount": "many"}), ("a text where yes or no is asked", {"high_tech_enterprise": "yes"}),
                         ("a text that is too long", {"functional_zone": "长" * 201}), ("control characters", {"functional_zone": "a\u0001b"}), ("a list of too many", {"certification": [str(i) for i in range(101)]})):
        refused(tap, scene.enterprise, path, {"facts": facts}, f"{words} is refused", 422)
    answer = scene.enterprise.post(path, {"facts": {"headcount": "many"}})
    tap.claim("employees" in str(answer.json), "in words of a person", answer.json)
    refused(tap, scene.enterprise, path, {"facts": [1]}, "what is no object is refused", 422)
    tap.equal(scene.enterprise.post(path, {"facts": {"headcount": 1}}, version=1).status, 409, "an old version is refused")
    tap.equal(scene.profile()["version"], before, "and nothing of it is kept")


def kept_from_others(scene):
    tap, path = scene.tap, scene.path
    other = scene.server.client("enterprise1").session["post"]["project_id"]
    units = [login for login in scene.server.passwords() if login.startswith("dept-") and scene.server.client(login).get(f"/projects/{other}").status == 200]
    tap.claim(units, "there are units that see a project")
    tap.none([login for login in units if scene.server.client(login).get(f"/projects/{other}/profile").status != 404], "which take part in its approvals, and do not read its enterprise")
    tap.equal(scene.server.client("enterprise1").get(path).status, 404, "nor does another enterprise")
    tap.claim(scene.server.client("leader").get(path).status == 404, "nor a leader")


def taken_over(scene):
    tap, server = scene.tap, scene.server
    promotion = server.client("invest")
    name = "样例动力电池有限公司"
    done(tap, scene.navigator, f"/projects/{scene.project}/identity", {"enterprise": name, "reason": "项目公司已设立"}, "the project's enterprise is known")
    district = scene.navigator.get(f"/projects/{scene.project}").json["district"]
    made = done(tap, promotion, "/leads", {"name": "二期生产线项目", "enterprise": name, "district": district}, "the same enterprise has another project")["id"]
    tap.equal([one["id"] for one in promotion.get(f"/projects/{made}/profile").json["others"]], [scene.project] if promotion.get(f"/projects/{scene.project}").status == 200 else [], "whoever sees both sees that something is known there")
    coordinator = server.client("centre")
    seer = promotion if promotion.get(f"/projects/{scene.project}").status == 200 else coordinator
    done(tap, seer, f"/projects/{made}/profile", {"facts": {"high_tech_enterprise": False}}, "something is said here")
    done(tap, seer, f"/projects/{made}/profile/take-over", {"from": scene.project}, "what was said there is taken over")
    here = {row["field"]: row for row in seer.get(f"/projects/{made}/profile").json["facts"]}
    tap.equal((here["annual_revenue_wanyuan"]["value"], here["high_tech_enterprise"]["value"]), (12000.5, False), "what was said here stays")
    refused(tap, seer, f"/projects/{made}/profile/take-over", {"from": made}, "from itself nothing is taken over", 422)
    other = done(tap, promotion, "/leads", {"name": "别家项目", "enterprise": "样例别家有限公司", "district": district}, "another enterprise has a project")["id"]
    refused(tap, seer, f"/projects/{other}/profile/take-over", {"from": scene.project}, "nor from another enterprise", 422)
    refused(tap, scene.enterprise, f"{scene.path}/take-over", {"from": other}, "nor from what one may not see", 404)


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        prefilled(scene)
        said(scene)
        refusals(scene)
        kept_from_others(scene)
        taken_over(scene)
        server.stop()
        server.sound(tap, "after it")


run(suite)
