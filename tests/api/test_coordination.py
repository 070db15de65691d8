#!/usr/bin/env python3
"""Take-over by the city and hand-down to the district: who coordinates, who sees it, who is told; and that no level loses a matter in it."""
import random
import sys
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, Stream, done, refused, run, today

CITY, AWAY = "350100", "350181"
# What is open, as this suite understands it: kept apart from the program's own statement.
OPEN = {
    "application": "select id from application where project={p} and state in ('submitted','received','supplement','accepted','special','suspended','granted')",
    "problem": "select id from problem where project={p} and state<>'closed'",
    "whistle": "select id from whistle where project={p} and state<>'closed'",
    "promise": "select r.id from promise r join application a on a.id=r.application where a.project={p} and r.state='open'",
    "commitment": "select id from commitment where project={p} and state in ('checking','rectifying','rechecking')",
    "deferral": "select id from deferral where project={p} and state in ('promised','breached')",
    "task": "select id from commitment_task where project={p} and done_on is null",
    "agency": "select id from agency where project={p} and state='drafted'",
    "meeting_point": "select id from meeting_point where project={p} and (state='open' or (state='carried' and to_point=0))",
    "meeting_task": "select id from meeting_task where project={p} and accepted_on is null",
    "supervision": "select id from supervision where project={p} and ended_on is null",
    "reminder": "select id from tickler where project={p} and done_on is null",
}


class Town:
    def __init__(self, server):
        self.server, self.days = server, 0
        self.meet()
        self.project = self.enterprise.session["post"]["project_id"]
        self.home = server.store.rows(f"select district from project where id={self.project}")[0][0]
        district = lambda login, code: server.hire(login, {"role": "district_coordinator", "org": "asc-" + code, "district": code})
        self.here, self.away = district("c-here", self.home), district("c-away", AWAY)
        self.path = f"/projects/{self.project}"
        self.navigator = server.client("navigator")

    def meet(self):
        self.centre, self.leader, self.enterprise, self.officer = (self.server.client(login) for login in ("centre", "leader", "enterprise1", "dept-zjj"))

    def next_day(self):
        """False where the clock cannot be moved."""
        self.days += 1
        if not self.server.days_on(self.days):
            return False
        self.meet()
        self.server.settle()
        return True

    def newest(self, person=None):
        return (person or self.centre).get(self.path + "/coordination").json["items"][0]

    def kinds(self, act):
        rows = self.server.store.named(f"select kind, happened_on from ledger_event where subject_id={act} and kind like 'coordination.%' and kind<>'coordination.listed' order by seq")
        return [(row["kind"].split(".")[1], row["happened_on"]) for row in rows]

    def matters(self, person=None):
        found = (person or self.centre).get(self.path + "/open-matters").json
        return found["level"], {(row["kind"], row["ref"]) for row in found["items"]}

    def counted(self):
        return {(kind, row[0]) for kind, words in OPEN.items() for row in self.server.store.rows(words.format(p=self.project))}

    def levels(self, person):
        """In which levels' lists the project stands."""
        found = set()
        for level in ("city", "district"):
            after = ""
            while after is not None:
                page = person.get(f"/coordination?level={level}" + (f"&after={after}" if after else "")).json
                found |= {level for row in page["items"] if row["project"]["id"] == self.project}
                after = page["next"]
        return found

    def told(self, person):
        return {row["rule"] for row in person.get("/notices?limit=100").json["items"] if row.get("project_id") == self.project}


def the_way(tap, town):
    """Taken over, handed down, returned, handed down, accepted."""
    centre, here, path, server = town.centre, town.here, town.path, town.server
    refused(tap, centre, path + "/take-over", {}, "a take-over has a reason", 422, "field-required")
    refused(tap, here, path + "/take-over", {"reason": "r"}, "a district takes nothing over", 403, "not-permitted")
    refused(tap, centre, path + "/hand-down", {"reason": "r"}, "what is not the city's is not handed down", 409, "already-done")
    refused(tap, here, path + "/hand-down/accept", {}, "nor accepted", 409, "already-done")
    refused(tap, town.away, path + "/hand-down/accept", {}, "another district knows nothing of it", 404, "not-found")
    streams = {name: Stream(person) for name, person in (("here", here), ("away", town.away), ("centre", centre), ("enterprise", town.enterprise))}
    for stream in streams.values():
        stream.hello.wait(20)
    done(tap, centre, path + "/take-over", {"reason": "管线跨两区，须市级统筹"}, "the city takes it over")
    heard = lambda name, kind: streams[name].wait(lambda event: event["kind"] == kind)
    tap.claim(heard("here", "coordination.taken_over") and heard("centre", "coordination.taken_over"), "both levels hear of it at once")
    tap.claim(heard("enterprise", "project.coordinated"), "the enterprise hears who coordinates")
    tap.claim(not any(event["kind"].startswith("coordination") for event in streams["enterprise"].events) and town.project not in streams["away"].projects(), "but no reasons between offices, and another district nothing")
    for stream in streams.values():
        stream.close()
    refused(tap, centre, path + "/take-over", {"reason": "r"}, "once", 409, "already-done")
    tap.equal([person.get(path).json.get("coordinated_by") for person in (centre, here, town.enterprise)], ["city"] * 3, "the project's page says that the city coordinates it")
    tap.claim("navigator" not in here.get(path).json["may"] and "navigator" in centre.get(path).json["may"], "the district is offered no act of coordination any more, the city is")
    units = [row["id"] for row in centre.get("/pack").json["orgs"]]
    refused(tap, here, path + "/navigator", {"account_id": 1, "reason": "r"}, "it appoints nobody there", 403, "city-coordinates")
    refused(tap, here, path + "/supervision-orders", {"org": units[0], "asked": "a", "days": 5, "source": "supervision"}, "nor does it order", 403, "city-coordinates")
    made = done(tap, town.enterprise, path + "/problems", {"title": "接入点未定", "category": server.store.rows("select category from problem order by id limit 1")[0][0], "description": "d"}, "a problem that comes up")["id"]
    shown = centre.get(f"/problems/{made}").json
    tap.claim(shown["turn"]["party"] == "centre" and "assign" in shown["may"], "waits for the city", shown["turn"], shown["may"])
    tap.claim("assign" not in here.get(f"/problems/{made}").json["may"], "not for the district")
    done(tap, town.enterprise, path + "/facts", {"facts": {"cross_district": True}}, "the enterprise says that it lies in two districts")
    tap.equal([row["coordinated_by"] for row in centre.get("/cross-level-matters").json["items"] if row["project"]["id"] == town.project], ["city"], "the list of cross-level matters says that the city coordinates it")
    tap.equal([town.away.get(path + tail).status for tail in ("", "/coordination", "/open-matters")], [404] * 3, "another district sees none of it")
    name = centre.get(path).json["name"]
    tap.equal([len([row for row in person.get("/projects?q=" + urllib.parse.quote(name)).json["items"] if row["id"] == town.project]) for person in (centre, here, town.away)], [1, 1, 0], "nor finds it by a search")
    tap.equal([person.get(path + "/coordination").status for person in (town.enterprise, town.officer)], [404, 404], "an enterprise and a department have no such list")
    done(tap, centre, path + "/hand-down", {"reason": "已协调完毕"}, "the city hands it down")
    refused(tap, centre, path + "/hand-down", {"reason": "r"}, "once", 409, "already-done")
    tap.equal(town.levels(centre), {"city"}, "until it is accepted the city keeps it")
    waiting = here.get("/coordination?waiting=true").json["items"]
    tap.claim([row["project"]["id"] for row in waiting] == [town.project] and waiting[0]["hand_down"]["due_on"] > today(centre), "the district sees what it is asked for, and until when", waiting)
    tap.equal(town.away.get("/coordination?waiting=true").json["items"], [], "another district is asked nothing")
    refused(tap, here, path + "/hand-down/return", {}, "a return has a reason", 422, "field-required")
    done(tap, here, path + "/hand-down/return", {"reason": "仍有一项须市级答复"}, "the district returns it")
    tap.equal(town.levels(here), {"city"}, "the city goes on")
    done(tap, town.leader, path + "/hand-down", {"reason": "市级答复已到"}, "a leader of the city hands it down again")
    done(tap, here, path + "/hand-down/accept", {"note": "已核对"}, "and the district accepts")
    tap.equal(town.levels(here), {"district"}, "from then on it is the district's")
    acts = here.get(path + "/coordination").json["items"]
    tap.equal([(row["act"], row["answer"], row["answer_reason"]) for row in acts], [("hand_down", "accepted", "已核对"), ("hand_down", "returned", "仍有一项须市级答复"), ("take_over", None, None)], "each act stands there with its answer")
    tap.claim(acts[0]["matter_count"] == len(town.matters()[1]) > 0, "with what was open", acts[0], town.matters())
    history = [row["sentence"] for row in town.enterprise.get(path + "/history?limit=100").json["items"]]
    tap.claim(any("city" in line for line in history) and not any("管线" in line for line in history), "the enterprise's history says by whom, not why", history[:6])
    told = {name: town.told(person) for name, person in (("here", here), ("centre", centre), ("away", town.away))}
    tap.claim({"coordination-up-district", "coordination-down-district"} <= told["here"] and {"coordination-accepted-coordinator", "coordination-returned-coordinator"} <= told["centre"] and not told["away"], "who takes part is told, another district is not", told)


def random_acts(town, chance, meeting):
    """(words, act): the act returns what became open and what was closed, or None where it is refused."""
    server, project, path = town.server, town.project, town.path
    rows = lambda words: [row[0] for row in server.store.rows(words.format(p=project))]

    def opened(kind, answer):
        return ({(kind, answer.json["id"])}, set()) if answer.status == 200 else None

    def closed(kind, of, person, where, body):
        some = rows(of)
        if not some:
            return None
        id = chance.choice(some)
        answer = person.post(where.format(id=id), body)
        return (set(), {(kind, id)}) if answer.status == 200 else None

    def order():
        return opened("supervision", town.leader.post(path + "/supervision-orders", {"org": town.officer.session["post"]["org"], "asked": "请办理", "days": 5, "source": "meeting"}))

    def point():
        before = set(rows("select id from meeting_point where project={p}"))
        answer = town.centre.post(f"/meetings/{meeting}/points", {"about": "free", "title": "议题", "orgs": [town.officer.session["post"]["org"]], "project_id": project})
        return ({("meeting_point", id) for id in set(rows("select id from meeting_point where project={p}")) - before}, set()) if answer.status == 200 else None

    def case():
        before = town.counted()
        change = closed("application", "select id from application where project={p} and state in ('submitted','received')", town.enterprise, "/applications/{id}/withdraw", {"reason": "r"})
        # What was promised in a case ends with it.
        return change and (change[0], change[1] | {one for one in before - town.counted() if one[0] in ("promise", "deferral")})

    return [
        ("a reminder", lambda: opened("reminder", chance.choice((town.centre, town.here)).post("/bring-forwards", {"project_id": project, "on": today(town.centre), "note": "n"}))),
        ("a whistle", lambda: opened("whistle", town.enterprise.post(path + "/whistles", {"said": "请到场", "org": town.officer.session["post"]["org"]}))),
        ("a problem", lambda: opened("problem", town.enterprise.post(path + "/problems", {"title": "t", "category": rows("select category from problem order by id limit 1")[0], "description": "d"}))),
        ("an order", order),
        ("a point", point),
        ("a reminder done", lambda: closed("reminder", "select id from tickler where project={p} and done_on is null and account=" + str(town.centre.account), town.centre, "/bring-forwards/{id}/done", {})),
        ("a whistle closed", lambda: closed("whistle", "select id from whistle where project={p} and closed_on is null and raised_role='enterprise'", town.enterprise, "/whistles/{id}/close", {})),
        ("an order withdrawn", lambda: closed("supervision", "select id from supervision where project={p} and ended_on is null and issued_by=" + str(town.leader.account), town.leader, "/supervision-orders/{id}/withdraw", {"reason": "r"})),
        ("a case withdrawn", case),
        ("a point dropped", lambda: closed("meeting_point", "select id from meeting_point where project={p} and state='open' and meeting=" + str(meeting), town.centre, "/meeting-points/{id}/drop", {"reason": "r"})),
    ]


def nothing_lost(tap, town, seed):
    """Random acts: what is open has one level responsible at any moment, and goes along whole."""
    chance, path, wrong, played = random.Random(seed), town.path, [], set()
    meeting = done(tap, town.centre, "/meetings", {"kind": "consultation", "held_on": today(town.centre), "starts": "09:30", "ends": "11:00", "place": "p", "short_notice": "r"}, "a meeting is called")["id"]
    level, model = town.matters()
    tap.claim(model == town.counted() and model, "what is open is what the tables say", model ^ town.counted())
    waiting = any(row["project"]["id"] == town.project for row in town.here.get("/coordination?waiting=true").json["items"])
    others = random_acts(town, chance, meeting)
    passing = {"take over": (town.centre, "/take-over"), "hand down": (town.centre, "/hand-down"), "accept": (town.here, "/hand-down/accept"), "return": (town.here, "/hand-down/return"),
               "withdraw": (town.leader, "/hand-down/withdraw")}
    for step in range(40):
        if chance.random() < 0.5:
            act = chance.choice(list(passing))
            person, tail = passing[act]
            may = {"take over": level == "district", "hand down": level == "city" and not waiting}.get(act, waiting)
            answer = person.post(path + tail, {"note": "n"} if act == "accept" else {"reason": "r"})
            if (answer.status == 200) != may:
                wrong.append((step, act, level, waiting, answer))
                break
            if may:
                played.add(act)
                level, waiting = {"take over": ("city", False), "hand down": ("city", True), "accept": ("district", False), "return": ("city", False), "withdraw": ("city", False)}[act]
                kept = town.centre.get(path + "/coordination").json["items"][0]
                listed = {(kind, id) for kind, ids in (kept["matters"] or {}).items() for id in ids}
                if act not in ("return", "withdraw") and (listed != model or kept["matter_count"] != len(model)):
                    wrong.append((step, act, "the list that went along", listed ^ model))
        else:
            words, act = chance.choice(others)
            change = act()
            if change is not None:
                played.add(words)
                model = (model | change[0]) - change[1]
        for person in (town.centre, town.here):
            if town.matters(person) != (level, model):
                wrong.append((step, person.name, town.matters(person)[0], level, town.matters(person)[1] ^ model))
            if town.levels(person) != {level}:
                wrong.append((step, person.name, town.levels(person), level))
        # An act of coordination that could not be done at this stage anyway: who is refused as one that does not coordinate?
        codes = [person.post(path + "/handover/acknowledge", {"note": "n"}).code for person in (town.here, town.centre)]
        if codes != ["city-coordinates" if level == "city" else "wrong-state", "wrong-state"]:
            wrong.append((step, level, codes))
    tap.none(wrong, f"seed {seed}: each open matter has exactly one level responsible, and none is lost on the way")
    tap.claim(model == town.counted(), f"seed {seed}: and what is open is still what the tables say", model ^ town.counted())
    return played


def left_lying(tap, town):
    """Nobody answers: announced, to the city; announced, to the leader; and the city withdraws it. Then there is no leader any more."""
    if town.newest()["waiting"]:
        done(tap, town.centre, town.path + "/hand-down/withdraw", {"reason": "r"}, "what waited is withdrawn")
    if town.matters()[0] == "district":
        done(tap, town.centre, town.path + "/take-over", {"reason": "r"}, "the city has it")
    done(tap, town.centre, town.path + "/hand-down", {"reason": "已协调完毕"}, "a hand-down that nobody answers")
    act, seen = town.newest()["id"], []
    while town.days < 16 and town.newest()["climbed_to"] != "leader":
        if not town.next_day():
            tap.skip("the ladder over days", "no clock to move")
            return
        seen.append(town.newest())
    kinds = town.kinds(act)
    tap.equal([kind for kind, _ in kinds], ["handed_down"] + ["climb_announced", "climbed"] * 2, "it is announced, climbs to the city, is announced again, climbs to the leader")
    tap.claim(all(kinds[at][1] < kinds[at + 1][1] for at in (1, 3)) and kinds[2][1] > seen[0]["due_on"], "on a later day than it was announced, after the day due", kinds)
    announced = [one for one in seen if one["climbs_on"]]
    tap.claim([announced[0]["climbs_to"], announced[-1]["climbs_to"]] == ["centre_coordinator", "leader"] and announced[0]["climbs_on"] in announced[0]["climb_words"], "what was announced is shown: to whom, when", announced)
    told = {row["rule"] for row in town.server.store.named(f"select rule from notice where about={act}")}
    wanted = {"coordination-warned-district"} | {f"coordination-{what}-{who}" for what in ("announced", "climbed") for who in ("coordinator", "leader")}
    tap.claim(wanted <= told, "the district was warned, city and leader were told before and when it came", wanted - told)
    tap.claim(town.next_day() and len(town.kinds(act)) == 5, "above the leader it climbs to nobody")
    refused(tap, town.centre, town.path + "/hand-down/withdraw", {}, "a withdrawal has a reason", 422, "field-required")
    done(tap, town.leader, town.path + "/hand-down/withdraw", {"reason": "区县未答复"}, "the leader withdraws it")
    tap.equal([town.newest()[key] for key in ("answer", "answer_reason", "climbs_on", "climbed_to")], ["withdrawn", "区县未答复", None, "leader"], "that stands there, and it climbs no more")
    tap.equal(town.matters()[0], "city", "the city keeps the project")
    nobody_above(tap, town)


def nobody_above(tap, town):
    system = town.server.client("sysadmin")
    for row in town.server.store.named("select distinct account from account_post where role='leader' and ended=0"):
        system.post(f"/accounts/{row['account']}/disable", {"reason": "离岗"})
    town.meet = lambda: setattr(town, "centre", town.server.client("centre"))
    town.meet()
    done(tap, town.centre, town.path + "/hand-down", {"reason": "r"}, "it is handed down again")
    act, until = town.newest()["id"], town.days + 12
    while town.days < until and town.next_day():
        pass
    tap.equal([kind for kind, _ in town.kinds(act)], ["handed_down", "climb_announced", "climbed"], "where no leader stands it stays with the city")
    tap.equal(town.newest()["climbed_to"], "centre_coordinator", "and says so")


def suite(tap):
    with Server() as server:
        town = Town(server)
        the_way(tap, town)
        played = set()
        for seed in (1, 2, 3):
            played |= nothing_lost(tap, town, seed)
        tap.claim(len(played) >= 14, "nearly every kind of act was played", sorted(played))
        left_lying(tap, town)
        server.stop()
        server.sound(tap, "after it all")


if __name__ == "__main__":
    run(suite)
