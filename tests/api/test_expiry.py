#!/usr/bin/env python3
"""Who is told of what runs out, is due, was promised or asked, over the API: each notice names its day, its article (or that none is known) and the
working days left, and goes once to each address; certificates of elsewhere lapse by themselves and what relied on them is looked at."""
import contextlib
import datetime
import json
import os
import shutil
import sys
import tempfile
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import PACK, Server, done, run, today


def after(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def told(person, **wanted):
    """Notices to a person that have these members, waited for: what happens by itself happens every ten seconds."""
    for _ in range(60):
        rows = [row for row in person.get("/notices").json["items"] if all(row.get(name) == value for name, value in wanted.items())]
        if rows:
            return rows
        time.sleep(0.5)
    return []


def whole(tap, row, words):
    tap.claim(row["due_on"] and row["law"] and isinstance(row["left_days"], int) and row["due_on"] in row["text"] and str(abs(row["left_days"])) in row["text"] and "{" not in row["text"], words, row)


def open_case(server, enterprise, project):
    """A case in a unit's hands that is not decided, and somebody of the unit."""
    logins = server.passwords()
    for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"]:
        login = "dept-" + row["org"]
        if row["state"] in ("submitted", "received", "accepted") and login in logins:
            return row, server.client(login)
    raise RuntimeError("the demonstration has no open case")


def register(tap, navigator, project, name, until, words, number="证〔2024〕1号"):
    day = today(navigator)
    return done(tap, navigator, f"/projects/{project}/certificates", {"name": name, "number": number, "issuer": "外地机关", "source": "原件", "issued_on": after(day, -400), "verified_on": day, "valid_until": until}, words)


def watched(person, project, certificate):
    return [row for row in person.get(f"/validities?project={project}&kind=certificate").json["items"] if row["certificate_id"] == certificate]


def certificates(tap, server, enterprise, navigator, project):
    day = today(navigator)
    made = register(tap, navigator, project, "检测资质证书", after(day, 5), "a certificate of elsewhere that runs out in five days is registered")
    rows = watched(enterprise, project, made["id"])
    tap.claim(len(rows) == 1 and rows[0]["state"] == "running" and rows[0]["until"] == after(day, 5) and rows[0]["left_days"] == 5, "it is watched by itself", rows)
    for person, who in ((enterprise, "the enterprise"), (navigator, "the navigator")):
        rows = told(person, kind="expiry", due_on=after(day, 5))
        tap.claim(len(rows) == 1, f"{who} is told at once, and once", rows)
        if rows:
            whole(tap, rows[0], f"{who}'s notice names day, article or that none is known, and days left")
            tap.claim("检测资质证书" in rows[0]["text"] and "未明确" in rows[0]["law"], "what it is, and that its article is not known", rows[0])
    later = register(tap, navigator, project, "进口许可证", after(day, 300), "one that holds for long is registered", "证〔2024〕2号")
    tap.claim(len(watched(enterprise, project, later["id"])) == 1 and not [row for row in enterprise.get("/notices").json["items"] if row["due_on"] == after(day, 300)], "and nobody is told yet")
    without = done(tap, navigator, f"/projects/{project}/certificates", {"name": "长期证", "number": "n", "issuer": "外地机关", "source": "原件", "issued_on": after(day, -9), "verified_on": day}, "one without a last day is registered")
    tap.equal(watched(enterprise, project, without["id"]), [], "and not watched")
    over = register(tap, navigator, project, "旧证", after(day, -1), "one that is over already is registered", "证〔2024〕3号")
    tap.equal(watched(enterprise, project, over["id"]), [], "and not watched")
    gone = register(tap, navigator, project, "将撤证", after(day, 200), "one that will be revoked", "证〔2024〕4号")
    done(tap, server.client("centre"), f"/certificates/{gone['id']}/revoke", {"reason": "查验有误", "basis": "平台规则"}, "is revoked")
    tap.equal([row["state"] for row in watched(enterprise, project, gone["id"])], ["ended"], "and watched no more")
    return made["id"]


def consultations(tap, server, project, case, officer):
    others = [login[5:] for login in server.passwords() if login.startswith("dept-") and login != "dept-" + case["org"]]
    other = server.client("dept-" + others[0])
    made = done(tap, officer, f"/applications/{case['id']}/consultations", {"kind": "required", "orgs": others[:1], "question": "选址是否符合"}, "another unit is consulted")
    rows = told(other, rule="consulted", application_id=case["id"])
    tap.claim(len(rows) == 1, "it is told", rows or other.get("/notices").json)
    if rows:
        whole(tap, rows[0], "with the day it must answer by")
    done(tap, other, f"/consultations/{made['id']}/reply", {"opinion": "agree"}, "it answers")
    rows = told(officer, rule="consultation-answered", application_id=case["id"])
    tap.claim(len(rows) == 1, "the asking unit is told of the answer", rows)
    if rows:
        whole(tap, rows[0], "with its day")


def promises(tap, server, project, case, officer):
    day = today(officer)
    made = done(tap, officer, f"/applications/{case['id']}/promises", {"what": "decide", "on": after(day, 2)}, "a unit promises a near day")
    rows = told(officer, kind="promise", due_on=after(day, 2))
    tap.claim(len(rows) == 1, "it is reminded of it, once", rows)
    if rows:
        whole(tap, rows[0], "with day, article and days left")
    done(tap, officer, f"/promises/{made['id']}/requests", {"to": after(day, 12), "reason": "专家评审排期"}, "it asks to move it")
    rows = told(server.client("centre"), kind="promise", due_on=after(day, 2))
    tap.claim(len(rows) == 1, "the coordinators are told of the request", rows)
    done(tap, server.client("centre"), f"/promises/{made['id']}/approve", {"note": "同意"}, "one of them approves")
    rows = told(officer, kind="promise", due_on=after(day, 12))
    tap.claim(len(rows) == 1, "the unit is told of the new day", rows)
    return made["id"], after(day, 12)


def calendar(tap, server):
    """A day off more, published by another person: whose day moves is told, with the old day and the new."""
    rules, leader = server.client("rules"), server.client("leader")
    now = today(rules)
    case, officer = next((row, server.client(login)) for login in server.passwords() if login.startswith("dept-")
                         for row in server.client(login).get("/applications?limit=50").json["items"] if row["state"] == "accepted" and (row.get("turn") or {}).get("until", "") > now)
    until = case["turn"]["until"]
    day = datetime.date.fromisoformat(until)
    year = str(day.year)
    with open(os.path.join(PACK, "calendar.json"), encoding="utf-8") as file:
        known = json.load(file)["years"][year]
    made = done(tap, rules, "/catalog/sets", {"title": "台风停工", "reason": "市政府通告"}, "a day off is drafted")
    done(tap, rules, f"/catalog/sets/{made['id']}/changes", {"kind": "calendar", "key": year, "members": {"off": sorted(set(known["off"]) | {day.isoformat()})}, "source": "通告"}, "in the calendar")
    done(tap, leader, f"/catalog/sets/{made['id']}/publish", {"from": today(officer)}, "and published by another person")
    rows = told(officer, rule="calendar-redated", application_id=case["id"])
    tap.claim(len(rows) == 1 and rows[0]["due_on"] > until and until in rows[0]["text"], "the unit is told of the day its case has now, and had", rows, until)
    if rows:
        whole(tap, rows[0], "with its article and days left")
        time.sleep(1)
        tap.equal((officer.get(f"/applications/{case['id']}").json.get("turn") or {}).get("until"), rows[0]["due_on"], "and that day is the case's")


def later(tap, server, project, certificate, promise, promised, officer_login, navigator_login):
    if not server.days_on(40):
        return tap.skip("what happens by itself when its day has come", "the day is the database server's, or libfaketime is missing")
    enterprise, navigator, officer = server.client("enterprise1"), server.client(navigator_login), server.client(officer_login)
    rows = []
    for _ in range(60):
        rows = [row for row in watched(enterprise, project, certificate) if row["state"] == "lapsed"]
        if rows:
            break
        time.sleep(0.5)
    tap.claim(rows and rows[0]["lapsed_on"], "the certificate has lapsed by itself", rows)
    until = rows[0]["until"] if rows else ""
    rows = told(enterprise, rule="lapse-told", due_on=until)
    tap.claim(len(rows) == 1, "the enterprise is told that it has run out", rows)
    if rows:
        whole(tap, rows[0], "with the day and the days since")
    rows = told(officer, rule="promise-missed-unit", due_on=promised)
    tap.claim(len(rows) == 1, "the unit is told that its promise is missed, once", rows)
    tap.claim(told(navigator, rule="promise-missed-navigator", due_on=promised), "and the navigator")


def commitments(tap):
    """A commitment whose rule says how long it holds is watched from the day on which something was granted on it."""
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(folder, "pack")
        shutil.copytree(PACK, pack)
        path = os.path.join(pack, "commitments.json")
        with open(path, encoding="utf-8") as file:
            rules = json.load(file)
        other = next(rule for rule in rules["expiries"] if rule["id"] == "other")
        rules["expiries"].append({**other, "id": "commit-drain-permit", "months": 1, "notice_days": [20]})
        with open(path, "w", encoding="utf-8") as file:
            json.dump(rules, file, ensure_ascii=False)
        with with_pack(pack), Server() as server:
            enterprise = server.client("enterprise1")
            project = enterprise.session["post"]["project_id"]
            drain = next(row for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"] if row["code"] == "drain-permit")
            done(tap, enterprise, f"/projects/{project}/facts", {"facts": {"credit_restricted": False, "commitment_items": ["drain-permit"]}}, "a licence is open to promise")
            text = enterprise.get(f"/applications/{drain['id']}/commitments").json["offers"][0]["text"]
            promise = done(tap, enterprise, f"/applications/{drain['id']}/commitments", {"variant": "commit-drain-permit", "text_version": text["version"], "digest": text["digest"], "agreed": True}, "promised, and granted on it")
            rows = lambda: [row for row in server.client("enterprise1").get(f"/validities?project={project}&kind=commitment").json["items"] if row["commitment_id"] == promise["id"]]
            tap.claim([(row["state"], row["item"] if "item" in row else "drain-permit", row["certificate_id"]) for row in rows()] == [("running", "drain-permit", None)] and rows()[0]["until"] > after(today(enterprise), 27), "the commitment is watched, a month from the grant", rows())
            if server.days_on(45):
                for _ in range(60):
                    if rows() and rows()[0]["state"] == "lapsed":
                        break
                    time.sleep(0.5)
                tap.claim(rows()[0]["state"] == "lapsed" and rows()[0]["lapsed_on"], "and runs out by itself", rows())
                tap.claim(told(server.client("enterprise1"), rule="lapse-told", due_on=rows()[0]["until"]), "the enterprise is told")
            else:
                tap.skip("a commitment that runs out", "the day is the database server's, or libfaketime is missing")
            server.stop()
            server.sound(tap, "after a commitment that was watched")


@contextlib.contextmanager
def with_pack(pack):
    before, lib.PACK = lib.PACK, pack
    try:
        yield
    finally:
        lib.PACK = before


def suite(tap):
    commitments(tap)
    with Server() as server:
        enterprise = server.client("enterprise1")
        project = enterprise.session["post"]["project_id"]
        navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
        case, officer = open_case(server, enterprise, project)
        certificate = certificates(tap, server, enterprise, navigator, project)
        consultations(tap, server, project, case, officer)
        promise, promised = promises(tap, server, project, case, officer)
        calendar(tap, server)
        later(tap, server, project, certificate, promise, promised, officer.name, navigator.name)
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
