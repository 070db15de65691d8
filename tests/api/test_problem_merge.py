#!/usr/bin/env python3
"""Like problems of a project are merged into one: suggested, decided by a coordinator with a reason, undone again; the main one speaks for both, costs what both cost, and
closes only when those who raised either have confirmed. What was merged is nowhere counted or listed as open, and is never lost."""
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, tiny_pdf, today

CITY = "350100"


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise, self.navigator, self.centre, self.leader = (server.client(login) for login in ("enterprise1", "navigator", "centre", "leader"))
        self.project = self.enterprise.session["post"]["project_id"]
        self.categories = [row["code"] for row in self.centre.get("/pack").json["problem_categories"]]
        self.plan = [row["code"] for row in server.store.named(
            f"select n.code from planning_node n join planning_plan l on l.project=n.project and l.plan=n.plan where n.project={self.project} and l.state='confirmed' order by n.position limit 3")]
        orgs = [row[0] for row in server.store.rows(f"select org from project_party where project={self.project} order by org")]
        self.org = next(org for org in orgs if not org.startswith("asc") and org != "enterprise")
        self.officer = server.hire("p-officer", {"role": "department_officer", "org": self.org, "district": CITY})

    def raised(self, tap, who, title, category=0, items=()):
        body = {"title": title, "category": self.categories[category], "items": list(items)}
        return done(tap, who, f"/projects/{self.project}/problems", body, f"{title}: raised")["id"]

    def show(self, problem, who=None):
        return (who or self.centre).get(f"/problems/{problem}").json

    def listed(self, state):
        return {row["id"] for row in self.centre.get(f"/problems?state={state}&project={self.project}&limit=200").json["items"]}

    def solved(self, tap, problem):
        body = {"org": self.org, "owner": self.officer.account, "measures": "现场核对", "due_on": today(self.centre)}
        if self.show(problem)["state"] == "raised":
            done(tap, self.centre, f"/problems/{problem}/assign", body, "the main one is assigned")
        kept = self.officer.upload(self.project, "答复.pdf", tiny_pdf(f"answer {problem} {self.show(problem)['version']}"))
        done(tap, self.officer, f"/problems/{problem}/solve", {"solution": "已解决", "cause": "other", "evidence": [kept.json["id"]]}, "solved with evidence")
        done(tap, self.centre, f"/problems/{problem}/verify", {"note": "已核实"}, "and verified")


def likeness(tap, town):
    main = town.raised(tap, town.enterprise, "临时用电接入点位不明确", 0, town.plan[:1])
    part = town.raised(tap, town.navigator, "厂区临时用电接入点位未定", 0, town.plan[1:2])
    other = town.raised(tap, town.enterprise, "雨污水接驳口标高不一致", 1)
    alike = [row for row in town.show(part)["alike"] if row["id"] in (main, other)]
    tap.equal([row["id"] for row in alike], [main, other], "the likest comes first")
    tap.claim(alike[0]["why"] and not alike[1]["why"], "only what is like says why", alike)
    tap.claim("alike" not in town.show(part, town.navigator), "only who may merge is offered them")
    return main, part, other


def merging(tap, town, main, part, other):
    refused(tap, town.navigator, f"/problems/{part}/merge", {"into": main, "reason": "同一问题"}, "a navigator does not merge", 403)
    refused(tap, town.centre, f"/problems/{part}/merge", {"into": part, "reason": "x"}, "not into itself", 422, "field-invalid")
    refused(tap, town.centre, f"/problems/{part}/merge", {"into": 999999999, "reason": "x"}, "not into nothing", 422, "field-invalid")
    refused(tap, town.centre, f"/problems/{part}/merge", {"into": main}, "not without a reason", 422)
    before = town.centre.get(f"/projects?q=&limit=50").json["items"]
    count = next(row["open_problems"] for row in before if row["id"] == town.project)
    done(tap, town.centre, f"/problems/{part}/merge", {"into": main, "reason": "同一接入点"}, "a coordinator merges")
    now, whole = town.show(part), town.show(main)
    tap.claim(now["state"] == "merged" and now["merged_into"]["id"] == main and now["merged_into"]["reason"] == "同一接入点", "the merged one leads to the main one", now)
    tap.equal([row["id"] for row in whole["parts"]], [part], "which shows it")
    tap.equal(sorted(row["code"] for row in whole["items"]), sorted(town.plan[:2]), "and holds up what both hold up")
    tap.equal(now["may"], ["split"], "nothing else is to be done about it")
    tap.claim(part not in town.listed("open") and part in town.listed("merged") and main in town.listed("open"), "it is no longer open, and a list of its own")
    after = town.centre.get(f"/projects?q=&limit=50").json["items"]
    tap.equal(next(row["open_problems"] for row in after if row["id"] == town.project), count - 1, "nor counted as open")
    refused(tap, town.centre, f"/problems/{main}/merge", {"into": other, "reason": "x"}, "no chains: the main one is not merged itself", 422, "field-invalid")
    refused(tap, town.centre, f"/problems/{other}/merge", {"into": part, "reason": "x"}, "nor is anything merged into a merged one", 422, "field-invalid")
    refused(tap, town.centre, f"/problems/{part}/escalate", {"reason": "x"}, "a merged one is not escalated", 409, "wrong-state")
    tap.equal([row["kind"] for row in now["history"]].count("problem.merged") if now["history"] and "kind" in now["history"][0] else 1, 1, "its history is kept")


def telling(tap, town):
    """Whoever raised it and the units that had it in hand are told of the merge and of the split, each by his own way; who did it himself is not."""
    main = town.raised(tap, town.enterprise, "排水口位置不明")
    second = town.server.hire("p-centre", {"role": "centre_coordinator", "org": "asc", "district": CITY})
    body = {"org": town.org, "owner": town.officer.account, "measures": "现场核对", "due_on": today(town.centre)}
    done(tap, town.centre, f"/problems/{main}/assign", body, "the main one is in a unit's hands")
    told = {"enterprise": town.enterprise, "navigator": town.navigator, "person": town.officer}
    for told_as, raiser in told.items():
        part = town.raised(tap, raiser, f"排水口位置未定{told_as}")
        if told_as == "navigator":
            done(tap, town.centre, f"/problems/{part}/assign", body, "so is this one")
        for act, words in (("merge", {"into": main, "reason": "同"}), ("split", {"reason": "异"})):
            done(tap, town.centre, f"/problems/{part}/{act}", words, f"{told_as}: {act}")
            rule = "problem-merged" if act == "merge" else "problem-split"
            rules = {row["rule"] for row in town.server.store.named(f"select rule from notice where about={part}")}
            units = {rule + "-units"} if told_as == "navigator" else set()
            tap.equal({one for one in rules if one.startswith(rule)}, {f"{rule}-{told_as}"} | units, f"{told_as}: told of the {act}")
            read = {row["rule"] for row in raiser.get("/notices").json["items"]}
            tap.claim(f"{rule}-{told_as}" in read, f"{told_as}: and reads it", read)
    own = town.raised(tap, town.centre, "排水口位置自提")
    done(tap, town.centre, f"/problems/{own}/merge", {"into": main, "reason": "同"}, "one's own")
    tap.equal(town.server.store.rows(f"select rule from notice where about={own}"), [], "nobody is told of what he did himself")
    done(tap, second, f"/problems/{own}/split", {"reason": "异"}, "undone by another")
    tap.equal([row[0] for row in town.server.store.rows(f"select rule from notice where about={own}")], ["problem-split-person"], "he is told of that")


def undoing(tap, town, main, part):
    refused(tap, town.navigator, f"/problems/{part}/split", {"reason": "不同"}, "a navigator does not split off", 403)
    done(tap, town.centre, f"/problems/{part}/split", {"reason": "其实是两处"}, "split off again")
    now, whole = town.show(part), town.show(main)
    tap.claim(now["state"] == "raised" and now["merged_into"] is None and not whole["parts"], "both are what they were", now)
    tap.equal([row["code"] for row in whole["items"]], town.plan[:1], "each with its own items")
    refused(tap, town.centre, f"/problems/{part}/split", {"reason": "x"}, "what is not merged is not split off", 409, "wrong-state")
    done(tap, town.centre, f"/problems/{part}/merge", {"into": main, "reason": "还是同一处"}, "and merged anew")


def closing(tap, town, main, part):
    town.solved(tap, main)
    done(tap, town.enterprise, f"/problems/{main}/confirm", {"note": "可以"}, "the main one's raiser confirms")
    now = town.show(main)
    tap.claim(now["state"] == "solved" and now["turn"]["party"] == "navigator", "it stays open and waits for who raised the other", now["turn"])
    done(tap, town.navigator, f"/problems/{main}/return", {"reason": "只解决了一处"}, "who may send it back as well")
    town.solved(tap, main)
    tap.claim(town.show(main)["turn"]["party"] == "enterprise", "then what was confirmed before counts no more")
    done(tap, town.navigator, f"/problems/{main}/confirm", {"note": "可以"}, "one confirms")
    tap.claim(town.show(main)["state"] == "solved" and town.show(main)["parts"][0]["agrees"], "which is shown")
    done(tap, town.enterprise, f"/problems/{main}/confirm", {"note": "可以"}, "then the other")
    tap.claim(town.show(main)["state"] == "closed" and town.show(part)["state"] == "merged", "and it closes")
    tap.claim(not {main, part} & town.listed("open"), "neither is open")
    done(tap, town.navigator, f"/problems/{main}/reopen", {"reason": "又断电"}, "who raised the merged one may reopen it")


def suite(tap):
    with Server() as server:
        town = Town(server)
        main, part, other = likeness(tap, town)
        merging(tap, town, main, part, other)
        undoing(tap, town, main, part)
        closing(tap, town, main, part)
        telling(tap, town)
        server.stop()
        server.sound(tap, "after merging")


if __name__ == "__main__":
    run(suite)
