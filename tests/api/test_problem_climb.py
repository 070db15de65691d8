#!/usr/bin/env python3
"""Problems that are left lying climb over days, district, city, leader: each climb is announced before, to whoever has it and whoever will, and shown with the
problem; what is done meanwhile takes the announcement away; where nobody stands above it is listed as stuck until somebody does.
A text for upward eyes that nobody approves or returns climbs the city's ladder likewise."""
import datetime
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, today

CITY = "350100"


class Town:
    def __init__(self, server):
        self.server, self.days = server, 0
        self.meet()
        self.project = self.enterprise.session["post"]["project_id"]
        self.district = server.store.named(f"select district from project where id={self.project}")[0]["district"]
        self.category = self.centre.get("/pack").json["problem_categories"][0]["code"]
        orgs = [row[0] for row in server.store.rows(f"select org from project_party where project={self.project} order by org")]
        self.org = next(org for org in orgs if not org.startswith("asc") and org != "enterprise")
        self.officer = server.hire("p-officer", {"role": "department_officer", "org": self.org, "district": CITY})
        if not server.store.rows(f"select 1 from account_post where role='district_coordinator' and ended=0 and district='{self.district}'"):
            server.hire("p-district", {"role": "district_coordinator", "org": "asc-" + self.district, "district": self.district})

    def meet(self):
        self.enterprise, self.centre, self.leader = (self.server.client(login) for login in ("enterprise1", "centre", "leader"))

    def raised(self, tap, title):
        return done(tap, self.enterprise, f"/projects/{self.project}/problems", {"title": title, "category": self.category}, f"{title}: raised")["id"]

    def assign(self, problem, days):
        """To the unit, due so many days from now or on the first working day after that."""
        day = datetime.date.fromisoformat(today(self.centre))
        for more in range(12):
            due = (day + datetime.timedelta(days=days + more)).isoformat()
            answer = self.centre.post(f"/problems/{problem}/assign", {"org": self.org, "owner": self.officer.account, "measures": "限期办理", "due_on": due})
            if answer.status == 200:
                return answer
        return answer

    def show(self, problem, who=None):
        return (who or self.centre).get(f"/problems/{problem}").json

    def listed(self, state):
        return {row["id"] for row in self.centre.get(f"/problems?state={state}&project={self.project}").json["items"]}

    def kinds(self, problem):
        rows = self.server.store.named(f"select kind, happened_on from ledger_event where subject_id={problem} and kind like 'problem.%' order by seq")
        return [(row["kind"].split(".")[1], row["happened_on"]) for row in rows]

    def rules(self, problem):
        return {row["rule"] for row in self.server.store.named(f"select rule from notice where about={problem}")}

    def next_day(self):
        """False where the clock cannot be moved."""
        self.days += 1
        if not self.server.days_on(self.days):
            return False
        self.meet()
        self.server.settle()
        return True


LADDER = ["climb_announced", "climbed"] * 2


def in_order(tap, town, problem, first):
    kinds = town.kinds(problem)
    tap.equal([kind for kind, _ in kinds], first + LADDER, f"it is announced, climbs to the city, is announced again, climbs to the leader ({first[-1]})")
    climbs = kinds[len(first):]
    tap.claim(all(climbs[at][1] < climbs[at + 1][1] for at in (0, 2) if at + 1 < len(climbs)), "on a later day than it was announced", climbs)


def drafted(tap, town, title):
    """A text for upward eyes of a problem that is in hand for long."""
    problem = town.raised(tap, title)
    town.assign(problem, 40)
    done(tap, town.officer, f"/problems/{problem}/draft", {"title": title, "body": "待审定的文字"}, f"{title}: drafted")
    return problem


def drafts_climb(tap, town, waiting, answered):
    kinds = town.kinds(waiting)
    tap.equal([kind for kind, _ in kinds], ["raised", "assigned", "drafted", *["draft_climb_announced", "draft_climbed"] * 2], "a text that nobody approves is announced, climbs, is announced again and climbs to the last of the ladder")
    days = [day for _, day in kinds[3:]]
    tap.equal(days, sorted(set(days)), "each on a later day")
    tap.claim({"draft-climbed-coordinator", "draft-climbed-supervisor"} <= town.rules(waiting) and town.rules(waiting) & {"draft-announced-district", "draft-announced-coordinator"},
              "who approves was told before, then the city, then the supervisor", town.rules(waiting))
    tap.claim("waits" == town.show(waiting)["upward"]["state"], "silence approves nothing")
    tap.equal([kind for kind, _ in town.kinds(answered)], ["raised", "assigned", "drafted", "draft_climb_announced", "approved"], "one that is approved when it was announced climbs no further")
    words = {row["text"] for row in town.server.store.named(f"select text from notice where about={waiting}")}
    tap.none([text for text in words if "无人审定" in text], "no notice of it says the words that are not approved")


def over_days(tap, town):
    """The problems that were raised; None where the clock cannot be moved."""
    lying, late, heeded = (town.raised(tap, title) for title in ("无人认领", "逾期不办", "及时处理"))
    tap.claim(town.assign(late, 1).status == 200, "one is given to a unit")
    waiting, answered = drafted(tap, town, "无人审定"), drafted(tap, town, "及时审定")
    seen = {lying: [], late: [], heeded: []}
    was_heeded = None
    while town.days < 16 and any(town.show(one)["level"] != "leader" for one in (lying, late)):
        if not town.next_day():
            tap.skip("the ladder over days", "no clock to move")
            return None
        if [kind for kind, _ in town.kinds(answered)][-1] == "draft_climb_announced":
            done(tap, town.centre, f"/problems/{answered}/approve", {}, "one text is approved when it was announced")
        for one in seen:
            seen[one].append(town.show(one))
        tap.equal(town.listed("climbing") & set(seen), {one for one in seen if seen[one][-1]["climbs_on"]}, "those announced are a list")
        if was_heeded is None and seen[heeded][-1]["climbs_on"]:
            tap.claim(town.assign(heeded, 30).status == 200, "one is given to a unit when it was announced")
            was_heeded = town.show(heeded)
    drafts_climb(tap, town, waiting, answered)
    in_order(tap, town, lying, ["raised"])
    in_order(tap, town, late, ["raised", "assigned"])
    announced = [one for one in seen[late] if one["climbs_on"]]
    tap.equal([one["climbs_to"] for one in announced][:1] + [one["climbs_to"] for one in announced][-1:], ["city", "leader"], "what was announced is shown with the problem: to whom")
    tap.claim(was_heeded and was_heeded["climbs_on"] is None and town.show(heeded)["level"] == "district", "what was done in time stays where it is", was_heeded)
    tap.claim({"problem-warned-unit", "problem-announced-coordinator", "problem-climbed-coordinator", "problem-announced-leader", "problem-climbed-leader"} <= town.rules(late),
              "the unit was warned, city and leader were told before and when it came", town.rules(late))
    tap.claim({"problem-warned-district_coordinator", "problem-warned-coordinator"} <= town.rules(lying), "and who has it where no unit does", town.rules(lying))
    return heeded


def nobody_above(tap, town):
    """At the city, and no leader any more."""
    stuck = town.raised(tap, "上级无人")
    done(tap, town.centre, f"/problems/{stuck}/escalate", {"reason": "跨区县"}, "one is with the city")
    system = town.server.client("sysadmin")
    for row in town.server.store.named("select distinct account from account_post where role='leader' and ended=0"):
        system.post(f"/accounts/{row['account']}/disable", {"reason": "离岗"})
    refused(tap, town.centre, f"/problems/{stuck}/escalate", {"reason": "再上一级"}, "and goes no higher by hand, since nobody would have it", 422, "field-invalid")
    town.meet = lambda: setattr(town, "centre", town.server.client("centre"))
    until = town.days + 9
    while town.days < until and stuck not in town.listed("stuck"):
        if not town.next_day():
            return
    now = town.show(stuck)
    tap.claim(now["level"] == "city" and now["stuck_on"] and now["climbs_on"] is None, "where nobody stands above it stays, and is listed as stuck", now)
    town.next_day()
    tap.equal([kind for kind, _ in town.kinds(stuck)], ["raised", "escalated", "climb_stuck"], "which is said once")
    town.server.hire("p-leader", {"role": "leader", "district": CITY})
    until = town.days + 5
    while town.days < until and town.show(stuck)["level"] != "leader":
        town.next_day()
    tap.equal([kind for kind, _ in town.kinds(stuck)][3:], ["climb_announced", "climbed"], "once somebody does, it is announced and climbs")
    tap.claim(stuck not in town.listed("stuck"), "and is in that list no longer")


def suite(tap):
    with Server() as server:
        town = Town(server)
        if over_days(tap, town) is not None:
            nobody_above(tap, town)
        server.stop()
        check = server.cli("rebuild", "--check", "--db", server.database)
        tap.claim(check.returncode == 0, "the tables are what the ledger says", check.stdout, check.stderr)


if __name__ == "__main__":
    run(suite)
