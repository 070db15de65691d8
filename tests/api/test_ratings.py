#!/usr/bin/env python3
"""Ratings: one a finished case and person, also when a hundred come at once; silence apart; low ones followed up, verified by another, climbing when nothing
happens; struck by two; who rated is told to nobody at work but a supervisor who says why, and never follows from figures, ids or lists."""
import json
import sys
import threading

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, done, refused, run, today

CITY, PASSWORD = "350100", "Walk-of-all-who-are-hired-here"
WORDS = "窗口没有人接电话，只好又跑一趟"


class Town:
    """Cases of one project, decided today by a unit that is hired for it."""

    def __init__(self, server):
        self.server, self.days, self.logins = server, 0, set()
        self.meet()
        self.project = self.enterprise.session["post"]["project_id"]
        self.second = self.hired("r-second", {"role": "enterprise", "project_id": self.project})
        self.cases = self.decided()

    def meet(self):
        self.enterprise, self.centre, self.watch = (self.server.client(login) for login in ("enterprise1", "centre", "supervisor"))

    def hired(self, login, post):
        """Signed in again after the clock was moved."""
        if login not in self.logins:
            self.logins.add(login)
            return self.server.hire(login, post, password=PASSWORD)
        return self.server.client(login, PASSWORD)

    def officer(self, org):
        return self.hired("r-" + org, {"role": "department_officer", "org": org, "district": CITY})

    def decided(self):
        """Open cases of units, brought to a decision."""
        found = []
        for row in self.server.store.named(f"select id, org, code, state from application where project={self.project} and own=0 and decided_on is null order by id"):
            officer, path = self.officer(row["org"]), f"/applications/{row['id']}"
            for act in ("receive", "accept"):
                officer.post(f"{path}/{act}", {})
            answer = officer.post(path + "/decide", {"result": "refused", "reason": "不符合条件", "basis": "行政许可法第三十八条"})
            if answer.status == 200:
                found.append(row)
        return found

    def lows(self, who, **query):
        return who.get("/low-ratings?" + "&".join(f"{k}={v}" for k, v in query.items())).json["items"]

    def next_day(self, days=1):
        self.days += days
        if not self.server.days_on(self.days):
            return False
        self.meet()
        self.server.settle()
        return True


def one_a_case_and_person(tap, town):
    case = town.cases[0]["id"]
    path = f"/applications/{case}/ratings"
    mine = lambda who: next(one for one in who.get("/ratings/mine").json["items"] if one["application_id"] == case)
    row = mine(town.enterprise)
    tap.claim(row["open"] and row["rating"] is None and len(row["choices"]) == 5, "a finished case waits for its rating, with five grades", row)
    tap.claim(all(choice["reasons"] for choice in row["choices"]), "each grade has reasons of its own", row["choices"])
    told = town.server.store.named(f"select text, due_on from notice where rule='rating-asked' and application={case}")
    tap.claim(len(told) == 1 and told[0]["due_on"] == row["until"], "the enterprise was asked, with the last day", told, row)
    refused(tap, town.enterprise, path, {"grade": "superb"}, "a grade is one of the five", 422, "field-invalid")
    refused(tap, town.enterprise, path, {"grade": "very_good", "reasons": ["online-slow"]}, "reasons fit the grade", 422, "field-invalid")
    refused(tap, town.enterprise, path, {"grade": "bad", "reasons": ["hall-unkind"]}, "and the channel", 422, "field-invalid")
    refused(tap, town.officer(town.cases[0]["org"]), path, {"grade": "very_good"}, "a unit rates nothing", 403, "not-permitted")
    refused(tap, town.server.client("navigator"), path, {"grade": "very_good"}, "nor does a navigator for the enterprise", 403, "not-permitted")
    other = town.server.store.named(f"select id from application where project<>{town.project} and decided_on is not null limit 1")[0]["id"]
    refused(tap, town.enterprise, f"/applications/{other}/ratings", {"grade": "good"}, "a case of somebody else is none", 404, "not-found")

    before = town.server.ledger_of_people()
    answers = []
    def vote():
        answers.append(town.enterprise.twin().post(path, {"grade": "good", "said": "顺利"}))
    crowd = [threading.Thread(target=vote) for _ in range(100)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    statuses = sorted(answer.status for answer in answers)
    tap.claim(statuses == [200] + [409] * 99, "of a hundred at once one is a rating", statuses)
    tap.equal(town.server.ledger_of_people() - before, 1, "and one entry")
    tap.equal(town.server.store.rows(f"select count(*) from rating where application={case}")[0][0], 1, "and one row")
    refused(tap, town.enterprise, path, {"grade": "very_bad"}, "it is never changed", 409, "already-done")
    done(tap, town.second, path, {"grade": "fair"}, "another person of the enterprise has one too")
    tap.claim(mine(town.enterprise)["rating"]["grade_name"] != mine(town.second)["rating"]["grade_name"], "each reads his own")
    entry = town.server.store.named("select * from ledger_event where kind='rating.given' order by seq limit 1")[0]
    tap.claim("顺利" not in json.dumps(entry, ensure_ascii=False, default=str), "the words are not in the ledger", entry)
    sealed = town.server.store.rows(f"select count(*) from person_sealed where thing='rating' and id={entry['seq']}")[0][0]
    tap.equal(sealed, 1, "they are kept sealed")


def as_text(who, *paths):
    return "\n".join(who.get(path).body.decode() for path in paths)


def a_unit_learns_nothing(tap, town):
    org, case = town.cases[2]["org"], town.cases[2]["id"]
    officer = town.officer(org)
    made = done(tap, town.enterprise, f"/applications/{case}/ratings", {"grade": "bad", "reasons": ["online-slow"], "said": WORDS}, "a low rating")
    named = next(row for row in town.cases[3:] if row["org"] != org)
    done(tap, town.enterprise, f"/applications/{named['id']}/ratings", {"grade": "very_bad", "tells_case": True}, "another, whose case its unit may know")
    text = as_text(officer, f"/projects/{town.project}/history", f"/applications/{case}", "/ratings/figures?by=month", f"/ratings/figures?by=month&org={org}", "/low-ratings", "/notices")
    tap.claim(WORDS not in text and "rating.given" not in text and f'"id":{made["id"]},' not in text, "on its day the unit's pages say nothing of it", text[:500])
    figures = officer.get("/ratings/figures").json
    tap.claim(figures["until"] < today(town.enterprise) and figures["all"]["finished"] >= 0 and figures["note"], "figures end with the last month, and say what they count", figures)
    return org, case, named, made["id"]


def mended(tap, town, org, case, named, rating):
    if not town.next_day():
        tap.skip("what follows over days", "no clock to move")
        return False
    officer = town.officer(org)
    lows = town.lows(officer)
    mine = [one for one in lows if one["said"] == WORDS]
    tap.claim(len(mine) == 1, "the day after it is followed up", lows)
    low = mine[0]
    tap.claim(low["case_number"] is None and low["project_id"] is None and low["application_id"] is None and low["item_name"] is None, "the unit reads what was said, and neither case nor item of so few", low)
    tap.equal([one["application_id"] for one in town.lows(town.officer(named["org"]))], [named["id"]], "where the rater allowed it, the case too; and nothing of another unit")
    tap.claim("enterprise1" not in json.dumps(lows) and not any("rater" in one for one in lows), "who rated is in none of them")
    watched = next(one for one in town.lows(town.watch) if one["id"] == low["id"])
    tap.equal(watched["application_id"], case, "the supervisor sees the case")
    path = f"/low-ratings/{low['id']}"
    refused(tap, officer, path + "/answer", {"kind": "mended", "said": "已整改"}, "nobody answers before he has contacted the rater", 409, "wrong-state")
    refused(tap, town.watch, path + "/contact", {"said": "s"}, "only the unit contacts", 403)
    done(tap, officer, path + "/contact", {"said": "已安排专人接听"}, "the unit contacts the rater")
    refused(tap, town.enterprise, f"/ratings/{rating}/repeat", {"grade": "good"}, "it is rated again when something was done", 409, "rating-not-mended")
    done(tap, officer, path + "/answer", {"kind": "mended", "said": "窗口已增加一部电话"}, "and mends")
    refused(tap, officer, path + "/verify", {}, "whoever mends does not verify", 403)
    done(tap, town.watch, path + "/return", {"reason": "请说明值守安排"}, "the supervisor returns it")
    done(tap, officer, path + "/answer", {"kind": "mended", "said": "两人轮流值守"}, "it is mended again")
    done(tap, town.centre, path + "/verify", {}, "another verifies")
    tap.equal(next(one for one in town.lows(officer) if one["id"] == low["id"])["state"], "closed", "and it is closed")
    own = next(one for one in town.enterprise.get("/ratings/mine").json["items"] if one["application_id"] == case)["rating"]
    tap.claim(own["contact"] == "已安排专人接听" and own["answer"] == "两人轮流值守" and own["may_repeat"], "its rater reads what was said and done", own)
    told = {row["rule"] for row in town.server.store.named(f"select rule from notice where address='account:{town.enterprise.account}'")}
    tap.claim({"rating-contacted", "rating-answered"} <= told, "and was told of both", told)
    done(tap, town.enterprise, f"/ratings/{rating}/repeat", {"grade": "good"}, "he says how it is now")
    refused(tap, town.enterprise, f"/ratings/{rating}/repeat", {"grade": "very_good"}, "once", 409, "already-done")
    return True


def struck_by_two(tap, town, rating):
    row = lambda: next(one for one in town.watch.get("/ratings").json["items"] if one["id"] == rating)
    tap.claim("rater" not in row() and row()["may"] == ["strike"], "the supervisor's list has no rater", row())
    refused(tap, town.watch, f"/ratings/{rating}/judge", {"agrees": True, "reason": "r"}, "nothing is judged that nobody proposed", 409, "wrong-state")
    done(tap, town.watch, f"/ratings/{rating}/strike", {"reason": "评错了办件"}, "one proposes to strike it")
    refused(tap, town.watch, f"/ratings/{rating}/judge", {"agrees": True, "reason": "r"}, "who does not decide it himself", 403, "not-permitted")
    other = town.hired("r-watch", {"role": "supervisor", "district": CITY})
    done(tap, other, f"/ratings/{rating}/judge", {"agrees": True, "reason": "企业来电说明评错"}, "another does")
    tap.equal((row()["state"], row()["strike_reason"], row()["may"]), ("struck", "评错了办件", []), "it stays visible with its reason")
    answer = town.watch.get(f"/ratings/{rating}/rater")
    tap.claim(answer.status == 409 and answer.code == "rating-closed", "who rated is not shown", answer)
    done(tap, town.watch, f"/ratings/{rating}/openings", {"reason": "核实恶意差评"}, "unless one says why")
    answer = town.watch.get(f"/ratings/{rating}/rater")
    tap.claim(answer.status == 200 and answer.json["account_id"] == town.enterprise.account, "then he reads it", answer)
    tap.equal(other.get(f"/ratings/{rating}/rater").code, "rating-closed", "he alone")
    listed = [next(one["rater_name"] for one in who.get("/ratings").json["items"] if one["id"] == rating) for who in (town.watch, other)]
    tap.equal(listed, [answer.json["name"], None], "in his list too, and in nobody else's")
    entries = town.server.store.rows(f"select count(*) from ledger_event where kind='rating.rater_opened' and subject_id={rating}")
    tap.equal(entries[0][0], 1, "on record")


def on_paper(tap, town):
    """A window types in what a visitor wrote at its own desk, once a visit."""
    window = town.server.client("window")
    desk = window.get("/hall/desk").json["desks"][0]["id"]
    number = town.server.store.named(f"select number from project where id={town.project}")[0]["number"]
    done(tap, window, "/hall/look-ups", {"code": number, "desk": desk}, "the window looks the project up")
    visit = done(tap, window, f"/projects/{town.project}/hall-visits", {"desk": desk, "purpose": "consult"}, "notes a visit")["id"]
    slips = lambda: window.get(f"/projects/{town.project}/slips").json["items"]
    mine = [one for one in slips() if one["visit_id"] == visit]
    reasons = {reason["id"] for choice in (mine[0]["choices"] if mine else []) for reason in choice["reasons"]}
    tap.claim(mine and reasons and all(reason.startswith("hall-") for reason in reasons), "its slip may be typed in, with reasons of a hall", mine)
    refused(tap, window, f"/hall-visits/{visit}/ratings", {"grade": "bad", "reasons": ["online-slow"]}, "not with those of a page", 422, "field-invalid")
    done(tap, window, f"/hall-visits/{visit}/ratings", {"grade": "good", "said": "态度好"}, "it types the slip in")
    tap.none([one for one in slips() if one["visit_id"] == visit], "and then it waits no more")
    refused(tap, window, f"/hall-visits/{visit}/ratings", {"grade": "good"}, "one slip a visit", 409, "already-done")


def climbs(tap, town):
    """What nobody mends is told to the supervisors, then to the leaders."""
    low = [row["id"] for row in town.server.store.named("select id from mend where state='open'")]
    town.next_day(20)
    town.next_day(12)
    rules = {row["rule"] for row in town.server.store.named(f"select rule from notice where about={low[0]}")}
    tap.claim({"rating-mend-opened", "rating-mend-climbed-supervisor", "rating-mend-climbed-leader"} <= rules, "what lies past its day climbs, to two steps", rules)
    red = next(one for one in town.lows(town.watch, open="true") if one["id"] == low[0])
    tap.claim(red["light"] == "red" and red["climbs"] == 2, "and is red in the list", red)
    late = town.cases[1]["id"]
    refused(tap, town.enterprise, f"/applications/{late}/ratings", {"grade": "good"}, "after the day of default nothing is rated", 409, "rating-over")


def figures_add_up(tap, town):
    """A month later: silence is apart, and few are not shown."""
    for by in ("org", "item", "month"):
        figures = town.server.client().get(f"/ratings/figures?by={by}").json
        all, items = figures["all"], figures["items"]
        wrong = [one for one in items if one["finished"] != one["rated"] + one["silent"] + one["open"] or (one["ratings"] < figures["minimum"] and "grades" in one)]
        tap.none(wrong, f"by {by}: finished = rated + silent + open, and too few ratings have no grades")
        tap.equal(sum(one["finished"] for one in items), all["finished"], f"by {by}: the sums are the whole")
    tap.claim(all["rated"] >= 2 and all["silent"] > 0 and all["struck"] == 1, "silence is counted apart, and so is what was struck", all)


def suite(tap):
    with Server() as server:
        town = Town(server)
        tap.claim(len(town.cases) >= 4, "cases are decided", town.cases)
        one_a_case_and_person(tap, town)
        on_paper(tap, town)
        org, case, named, rating = a_unit_learns_nothing(tap, town)
        if mended(tap, town, org, case, named, rating):
            struck_by_two(tap, town, rating)
            climbs(tap, town)
            figures_add_up(tap, town)
        server.stop()
        server.sound(tap, "after ratings")


if __name__ == "__main__":
    run(suite)
