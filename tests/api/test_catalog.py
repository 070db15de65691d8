#!/usr/bin/env python3
"""Rules that change while the program runs: drafted, compared, checked, rehearsed, published by a second person, withdrawn; what
was accepted before keeps its limit; requests go on while the rules change under them; a rebuild arrives at the same pack."""
import datetime
import json
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, is_problem, run

TITLE = {"title": "压缩承诺时限", "reason": "落实提速要求"}


def day(offset, today):
    return (datetime.date.fromisoformat(today) + datetime.timedelta(days=offset)).isoformat()


class Desk:
    def __init__(self, server):
        self.server = server
        self.rules, self.leader, self.centre = server.client("rules"), server.client("leader"), server.client("centre")
        self.today = self.rules.session["today"]

    def open(self, offset=1, **more):
        return self.rules.post("/catalog/sets", {**TITLE, "from": day(offset, self.today), **more}).json["id"]

    def put(self, set_id, kind, key, members=None, **more):
        body = {"kind": kind, "key": key, "source": "榕政办〔2026〕1号", **({"members": members} if members is not None else {}), **more}
        return self.rules.post(f"/catalog/sets/{set_id}/changes", body)

    def publish(self, set_id, who=None, **more):
        return (who or self.leader).post(f"/catalog/sets/{set_id}/publish", {"note": "同意", **more})

    def show(self, set_id, who=None):
        return (who or self.rules).get(f"/catalog/sets/{set_id}").json

    def record(self, kind, key, on=None):
        query = urllib.parse.urlencode({"kind": kind, "key": key, **({"on": on} if on else {})})
        return self.rules.get(f"/catalog/record?{query}").json

    def version(self):
        return self.rules.get("/catalog/sets").json["pack_version"]


def a_draft_is_compared_and_checked(tap, desk):
    kinds = desk.rules.get("/catalog/kinds").json["items"]
    tap.equal([one["kind"] for one in kinds][:2], ["item", "guide"], "what can be changed is listed, items first")
    tap.claim({"bundle", "limit", "gate", "calendar"} <= {one["kind"] for one in kinds}, "bundles, limits, gates and the calendar among them")
    set_id = desk.open(10)
    before = desk.record("item", "eia-form")["record"]
    tap.equal(desk.put(set_id, "item", "eia-form", {"promised_days": 7}).status, 200, "one member is enough to draft a change")
    shown = desk.show(set_id)
    change = shown["changes"][0]
    tap.equal([(m["name"], m["before"], m["after"]) for m in change["members"]], [("promised_days", before["promised_days"], 7)],
              "before and after stand beside each other, member by member, only where they differ")
    tap.equal({k: v for k, v in change["after"].items() if k != "promised_days"}, {k: v for k, v in before.items() if k != "promised_days"},
              "the rest of the record is untouched")
    tap.equal(desk.put(set_id, "item", "eia-form", {"planning_days": 7}).status, 200, "another member of the same record")
    tap.equal([m["name"] for m in desk.show(set_id)["changes"][0]["members"]], ["promised_days", "planning_days"], "adds to the draft")
    tap.equal(shown["findings"], [], "and nothing is wrong with it")
    desk.put(set_id, "item", "eia-form", {"predecessors": ["no-such-item"], "org": "nobody"})
    findings = desk.show(set_id)["findings"]
    tap.claim({"predecessors", "org"} <= {one["member"] for one in findings}, "what pack check would find is listed with record and member", findings)
    refused = desk.publish(set_id)
    tap.equal((refused.status, refused.code), (422, "catalog-unsound"), "and keeps it from being published")
    tap.equal(desk.record("item", "eia-form")["record"], before, "a draft changes nothing")
    wrong = {
        "no such kind": dict(kind="nothing", key="a", members={}), "no such record": dict(kind="item", key="no-such", members={"fee": "1"}),
        "nothing given": dict(kind="item", key="eia-form"), "two ways at once": dict(kind="item", key="eia-form", members={"fee": "1"}, ends=True),
        "another code": dict(kind="item", key="eia-form", record={"code": "other"}), "a list": dict(kind="item", key="eia-form", record=[1]),
        "no year": dict(kind="calendar", key="27", record={"off": [], "work": []}),
        "a day of another year": dict(kind="calendar", key="2027", record={"off": ["2026-01-01"], "work": []}),
        "ends what is not there": dict(kind="item", key="no-such", ends=True),
    }
    failures = []
    for words, body in wrong.items():
        answer = desk.rules.post(f"/catalog/sets/{set_id}/changes", {"source": "s", **body})
        if answer.status != 422 or not is_problem(answer):
            failures.append(f"{words}: {answer!r}")
    tap.none(failures, "what is wrong by itself is refused when it is put, with the field")
    tap.equal(desk.rules.post(f"/catalog/sets/{set_id}/take", {"kind": "item", "key": "eia-form"}).status, 200, "a change is taken out")
    tap.equal(desk.show(set_id)["changes"], [], "and is gone")
    tap.equal(desk.publish(set_id).code, "catalog-empty", "an empty set is not published")
    tap.equal(desk.rules.post(f"/catalog/sets/{set_id}/discard", {"reason": "不需要"}).status, 200, "a draft is discarded")
    tap.equal(desk.put(set_id, "item", "eia-form", {"fee": "不收费"}).code, "catalog-not-draft", "and takes nothing more")


def two_pairs_of_eyes_and_a_day(tap, desk):
    set_id = desk.open(10)
    desk.put(set_id, "item", "eia-form", {"promised_days": 7, "planning_days": 7})
    own = desk.publish(set_id, desk.rules)
    tap.equal((own.status, own.code), (403, "catalog-own"), "who wrote it does not publish it")
    tap.claim("publish" not in desk.show(set_id)["may"] and "publish" in desk.show(set_id, desk.leader)["may"], "pages offer it to the other one only")
    tap.equal(desk.publish(set_id, **{"from": day(-1, desk.today)}).status, 422, "never from a day that is past")
    tap.equal(desk.publish(set_id, **{"from": day(2000, desk.today)}).status, 422, "nor from one far away")
    version = desk.version()
    tap.equal(desk.publish(set_id).status, 200, "another person publishes it")
    tap.equal(desk.version(), version.split("+")[0] + "+1~1", "the pack's version tells: one publication, one not yet in force")
    tap.equal(desk.show(set_id)["state"], "published", "it is published, not yet in force")
    found = desk.record("item", "eia-form")
    tap.equal([(v["valid_from"], v["valid_to"], v["record"]["promised_days"]) for v in found["versions"]],
              [(None, day(9, desk.today), None), (day(10, desk.today), None, 7)], "two versions stand side by side")
    tap.equal(found["record"]["planning_days"], 10, "today the old one holds")
    tap.equal(desk.record("item", "eia-form", day(10, desk.today))["record"]["planning_days"], 7, "on its day the new one")
    tap.equal(desk.publish(set_id).code, "catalog-not-draft", "nothing is published twice")
    tap.equal(desk.rules.post(f"/catalog/sets/{set_id}/withdraw", {"reason": "暂缓"}).status, 200, "before its day it is withdrawn")
    tap.equal(len(desk.record("item", "eia-form")["versions"]), 1, "and gone")
    tap.equal(desk.version(), version.split("+")[0] + "+2", "the version never runs backwards")
    tap.equal(desk.show(set_id)["state"], "withdrawn", "the set says so")


def in_force_at_once_without_a_restart(tap, desk):
    item = "eia-form"
    set_id = desk.open(0)
    desk.put(set_id, "item", item, {"promised_days": 6, "planning_days": 6})
    desk.put(set_id, "limit", "light_yellow_remaining", {"value": 4})
    desk.put(set_id, "gate", "试运行", record={"targets": ["投产"]})
    letter = desk.rules.get("/catalog/records?kind=letter").json["items"][0]["key"]
    desk.put(set_id, "letter", letter, {"title": "换了标题的文书"})
    tap.equal(desk.publish(set_id).status, 200, "a set that holds from today is published")
    tap.equal(desk.show(set_id)["state"], "in_force", "and in force with the answer")
    shown = [one for one in desk.centre.get("/pack").json["items"] if one["code"] == item][0]
    tap.equal(shown["promised_days"], 6, "everybody's next question gets it")
    tap.equal(desk.record("limit", "light_yellow_remaining")["record"]["value"], 4, "limits")
    tap.equal(desk.record("letter", letter)["record"]["title"], "换了标题的文书", "letters")
    tap.equal(desk.record("gate", "试运行")["record"], {"targets": ["投产"]}, "and gates alike")
    late = desk.rules.post(f"/catalog/sets/{set_id}/withdraw", {"reason": "r"})
    tap.equal((late.status, late.code), (409, "catalog-in-force"), "what is in force is not withdrawn")
    back = desk.rules.post(f"/catalog/sets/{set_id}/revert", {**TITLE, "from": day(3, desk.today)})
    tap.equal(back.status, 200, "a new change puts back what was")
    draft = desk.show(back.json["id"])
    tap.equal({c["key"]: (c["ends"], {m["name"]: m["after"] for m in c["members"]}) for c in draft["changes"] if c["kind"] != "letter"},
              {item: (False, {"promised_days": None, "planning_days": 10}), "light_yellow_remaining": (False, {"value": 3}), "试运行": (True, {"targets": None})},
              "member by member; what was new ends")
    tap.equal(desk.publish(back.json["id"]).status, 200, "it is published like any other")
    tap.equal([v["record"]["planning_days"] for v in desk.record("item", item)["versions"]], [10, 6, 10], "three versions, one behind the other")


def a_stale_draft_is_looked_at_again(tap, desk):
    first, second = desk.open(20), desk.open(21)
    for set_id, fee in ((first, "一"), (second, "二")):
        desk.put(set_id, "item", "land-sale", {"fee": fee})
    tap.equal(desk.publish(first).status, 200, "the first is published")
    tap.equal(desk.show(second)["changes"][0]["stale"], True, "the other is marked as drafted against what has passed")
    tap.equal(desk.publish(second).code, "catalog-stale", "and not published as it is")
    desk.put(second, "item", "land-sale", {"fee": "二"})
    tap.equal(desk.publish(second).status, 200, "saved anew it is")
    stale = desk.rules.post(f"/catalog/sets/{desk.open(5)}/describe", TITLE, version=99)
    tap.equal((stale.status, stale.code), (409, "version-moved"), "a stale version of the page is refused")


def a_case_keeps_what_it_was_accepted_under(tap, desk):
    rows = desk.centre.get("/applications?limit=50").json["items"]
    row = [row for row in rows if row["state"] == "accepted"][0]
    case = desk.centre.get(f"/applications/{row['id']}").json
    set_id = desk.open(0)
    desk.put(set_id, "item", row["code"], {"promised_days": 77, "planning_days": 77, "name": "改了名的事项"})
    tap.equal(desk.publish(set_id).status, 200, f"the limit of {row['code']} becomes another one today")
    after = desk.centre.get(f"/applications/{row['id']}").json

    def limits(one):
        return json.dumps({k: v for k, v in one.items() if k in ("clock", "limit_days", "limit_basis", "name", "due_on", "left_days")}, sort_keys=True, ensure_ascii=False)
    tap.equal(limits(after), limits(case), "a case opened before keeps its limit, its dates and the item's name")
    shown = desk.centre.get(f"/applications/{row['id']}/version").json
    tap.equal((shown["is_current"], shown["version"]["valid_to"], shown["current"]["valid_from"]), (False, day(-1, desk.today), desk.today),
              "its page tells by which version it goes and which one is in force")
    tap.claim("promised working days" in shown["differs"], "and what they say differently", shown["differs"])
    path = f"/applications/{row['id']}/move-version"
    tap.equal(desk.centre.post(path, {}).status, 422, "it is moved with a reason only")
    other = desk.server.client("navigator" if row["org"] != "asc" else "dept-zjj").post(path, {"reason": "r"})
    tap.claim(other.status in (403, 404), "by its own unit only", other)
    moved = desk.centre.post(path, {"reason": "申请人请求按新规定办理"})
    tap.equal(moved.status, 200, "its unit moves it to the version in force")
    tap.equal(desk.centre.get(f"/applications/{row['id']}").json["limit_days"], 77, "whose limit is its own from then on")
    shown = desk.centre.get(f"/applications/{row['id']}/version").json
    tap.equal((shown["is_current"], shown["moved_on"], shown["reason"]), (True, desk.today, "申请人请求按新规定办理"), "which its page tells, with day and reason")
    tap.equal(desk.centre.post(path, {"reason": "r"}).code, "already-done", "once is enough")


def requests_go_on_while_rules_change(tap, desk):
    wrong, stop = [], threading.Event()

    def ask(client, path):
        while not stop.is_set():
            answer = client.get(path)
            if answer.status != 200:
                wrong.append(f"{path}: {answer!r}")
    paths = ["/pack", "/projects", "/catalog/records?kind=item", "/workbench", "/rehearsal?item=eia-form&days=3"]
    threads = [threading.Thread(target=ask, args=(desk.centre.twin(), path)) for path in paths]
    for thread in threads:
        thread.start()
    for i in range(12):
        set_id = desk.open(0)
        desk.put(set_id, "item", "land-sale" if i % 2 else "eia-form", {"fee": f"第{i}次"})
        answer = desk.publish(set_id)
        if answer.status != 200:
            wrong.append(repr(answer))
        seen = [one for one in desk.centre.get("/pack").json["items"] if one["code"] == ("land-sale" if i % 2 else "eia-form")]
        if seen and seen[0]["fee"] != f"第{i}次":
            wrong.append(f"publication {i} was acknowledged and not seen: {seen[0]['fee']}")
    stop.set()
    for thread in threads:
        thread.join()
    tap.none(wrong, "twelve publications under five readers: each answer whole, each publication seen by the next question")


def a_rehearsal_tells_who_moves(tap, desk):
    moving = None
    for project in desk.centre.get("/projects?limit=50").json["items"]:
        answer = desk.centre.get(f"/projects/{project['id']}").json
        for node in answer.get("nodes") or []:
            if node["kind"] == "item" and node["critical"] and not node.get("actual_start") and not node.get("application_id"):
                moving = moving or node["code"]
    tap.claim(moving is not None, "the demonstration has a critical item that waits")
    query = urllib.parse.urlencode({"kind": "item", "key": moving, "members": json.dumps({"planning_days": 60, "promised_days": 60}), "from": desk.today})
    named, counted = desk.leader.get("/catalog/suppose?" + query), desk.rules.get("/catalog/suppose?" + query)
    tap.claim(named.status == counted.status == 200, "one change is rehearsed before it is saved", named, counted)
    sums = ("projects", "affected", "moved", "later", "earlier", "days", "critical_changed", "plans_longer")
    tap.equal({k: counted.json[k] for k in sums}, {k: named.json[k] for k in sums}, "who keeps the rules is told the same numbers as the leader")
    tap.claim(counted.json["moved"] > 0 and counted.json["later"] > 0, "somebody moves", counted)
    tap.equal((counted.json["named"], counted.json["items"]), (False, []), "but not which projects they are")
    names = [row["name"] for row in named.json["items"]]
    tap.claim(named.json["named"] and names and not any(name.encode() in counted.body for name in names), "the leader is told their names, in no corner of the other answer")
    row = named.json["items"][0]
    tap.claim(row["days"] != 0 and row["production"] != row["production_before"], "by how many working days", row)
    set_id = desk.open(0)
    desk.put(set_id, "item", moving, {"planning_days": 60, "promised_days": 60})
    begin = time.monotonic()
    whole = desk.leader.get(f"/catalog/sets/{set_id}/rehearsal")
    tap.claim(whole.status == 200 and {k: whole.json[k] for k in sums} == {k: named.json[k] for k in sums},
              f"the set's rehearsal says the same ({time.monotonic() - begin:.2f} s)", whole)
    ends = desk.open(0)
    desk.put(ends, "item", moving, ends=True)
    gone = desk.leader.get(f"/catalog/sets/{ends}/rehearsal").json
    tap.claim(gone["items_removed"] > 0 or gone["plans_shorter"] > 0, "an item that ends leaves the plans that would be made anew", gone)
    year = str(int(desk.today[:4]) + 1)
    off = [f"{year}-{month:02}-{d:02}" for month in range(1, 13) for d in (11, 12, 13, 14, 15)]
    holidays = desk.open(0)
    answer = desk.put(holidays, "calendar", year, record={"off": off, "work": []})
    tap.equal(answer.status, 200, "a year of the calendar is drafted")
    moved = desk.leader.get(f"/catalog/sets/{holidays}/rehearsal").json
    tap.claim(moved["moved"] > 0 and moved["earlier"] == 0, "more holidays move production later, for all that reach into that year", moved)
    near = [day(n, desk.today) for n in range(1, 9) if day(n, desk.today)[:4] == desk.today[:4]]
    known = desk.record("calendar", desk.today[:4])["record"]
    now = desk.open(0)
    desk.put(now, "calendar", desk.today[:4], record={"off": sorted(set(known["off"]) | set(near)), "work": known["work"]})
    named, counted = desk.leader.get(f"/catalog/sets/{now}/rehearsal").json["dates"], desk.rules.get(f"/catalog/sets/{now}/rehearsal").json["dates"]
    tap.claim(named["ready"] and named["moved"] > 0 and named["later"] == named["moved"] and named["items"], "a holiday in the coming days re-dates open cases, with a list of what moves", named)
    tap.equal((counted["moved"], counted["items"]), (named["moved"], []), "of which the keeper of the rules is told the number")
    for one in (now, set_id, ends, holidays):
        desk.rules.post(f"/catalog/sets/{one}/discard", {"reason": "演练"})


def the_guide_is_public(tap, desk):
    stranger = desk.server.client()
    page = stranger.send("GET", "/guide/eia-form")
    words = page.body.decode()
    asked = ("申请条件", "申请材料", "法定时限", "承诺时限", "法律依据", "收费", "办理流程", "办理结果", "咨询方式", "监督投诉", "救济途径", "版本")
    tap.none([one for one in asked if one not in words], "the guide of an item has all its elements, known or not")
    tap.claim("未公布" in words and "暂无示范文本" in words, "what nobody knows is said to be unknown")
    tap.claim(page.status == 200 and len(page.body) < 15360 and "<script" not in words, f"without script, {len(page.body)} bytes")
    listed = stranger.send("GET", "/guide")
    tap.claim(listed.status == 200 and listed.body.count(b'href="/guide/') >= 100, "all items are listed")
    found = stranger.send("GET", "/guide?q=" + urllib.parse.quote("环境影响")).body.decode()
    tap.claim("/guide/eia-form" in found and "/guide/land-sale" not in found, "and found by a word")
    english = stranger.send("GET", "/guide/eia-form?lang=en").body.decode()
    tap.claim("Conditions" in english and "Supervision" in english, "in English too")
    tap.equal(stranger.send("GET", "/guide/no-such-item").status, 404, "what is not there is not found")
    versions = desk.record("item", "eia-form")["versions"]
    tap.equal(words.count("?on="), len(versions) - 1, "earlier and coming versions are one step away")
    wild = stranger.send("GET", "/guide?q=" + urllib.parse.quote('"><b>x')).body
    tap.claim(b"<b>x" not in wild, "what was asked for is shown escaped")


def suite(tap):
    with Server() as server:
        desk = Desk(server)
        a_rehearsal_tells_who_moves(tap, desk)
        a_draft_is_compared_and_checked(tap, desk)
        two_pairs_of_eyes_and_a_day(tap, desk)
        in_force_at_once_without_a_restart(tap, desk)
        the_guide_is_public(tap, desk)
        a_stale_draft_is_looked_at_again(tap, desk)
        a_case_keeps_what_it_was_accepted_under(tap, desk)
        requests_go_on_while_rules_change(tap, desk)
        before = (desk.version(), desk.record("item", "eia-form"), desk.rules.get("/catalog/sets").json)
        server.sound(tap, "after rules changed")
        folder = server.folder + "/exported"
        written = server.cli("pack", "export", "--db", server.database, "--pack", PACK, folder)
        tap.claim(written.returncode == 0, "the living pack is written as a folder", written.stderr.decode())
        checked = server.cli("pack", "check", folder)
        tap.claim(checked.returncode == 0, "that pack check accepts", checked.stdout.decode())
        differs = server.cli("pack", "diff", PACK, folder).stdout.decode()
        tap.claim("eia-form" in differs, "and pack diff tells from the one it began with", differs[:300])
        server.restart()
        tap.equal((desk.version(), desk.record("item", "eia-form"), desk.rules.get("/catalog/sets").json), before, "a restart arrives at the same pack")


if __name__ == "__main__":
    run(suite)
