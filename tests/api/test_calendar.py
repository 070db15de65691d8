#!/usr/bin/env python3
"""Meetings in other programs' calendars: the invitation to one (RFC 5545, RFC 5546) and a person's feed under a secret address, read by a strict
checker of its own; who may read what, and what revoking does."""
import datetime
import re
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run, today

TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "X-WR-CALNAME"}
LINE = re.compile(r'^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*):(.*)$')
INSTANT = re.compile(r"^\d{8}T\d{6}Z$")


def unescape(value):
    """A TEXT value; ValueError for what RFC 5545, 3.3.11 does not allow."""
    out, at = "", 0
    while at < len(value):
        if value[at] == "\\":
            if at + 1 == len(value) or value[at + 1] not in "\\;,nN":
                raise ValueError("escape in " + value)
            out += "\n" if value[at + 1] in "nN" else value[at + 1]
            at += 2
        elif value[at] in ";,":
            raise ValueError("not escaped in " + value)
        else:
            out += value[at]
            at += 1
    return out


def read(data):
    """The calendar's own properties and its events; ValueError says what is wrong."""
    if not data.endswith(b"\r\n"):
        raise ValueError("the last line has no end")
    lines = []
    for line in data[:-2].split(b"\r\n"):
        if b"\r" in line or b"\n" in line:
            raise ValueError(f"a bare line end in {line!r}")
        if len(line) > 75:
            raise ValueError(f"{len(line)} octets: {line!r}")
        line = line.decode("utf-8")  # a fold inside a character fails here
        if line[:1] in (" ", "\t"):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    calendar, events, inside = [], [], []
    for line in lines:
        match = LINE.match(line)
        if not match:
            raise ValueError("no content line: " + line)
        name, parameters, value = match.groups()
        if name in TEXTS:
            value = unescape(value)
        if name == "BEGIN":
            if inside != {"VCALENDAR": [], "VEVENT": ["VCALENDAR"]}.get(value):
                raise ValueError("misplaced " + line)
            inside.append(value)
            if value == "VEVENT":
                events.append([])
        elif name == "END":
            if inside.pop() != value:
                raise ValueError("crossed " + line)
        else:
            (events[-1] if inside == ["VCALENDAR", "VEVENT"] else calendar).append((name, parameters, value))
    if inside or dict((name, value) for name, _, value in calendar).get("VERSION") != "2.0" or not any(name == "PRODID" and value for name, _, value in calendar):
        raise ValueError("no whole calendar")
    for event in events:
        check_event(event)
    uids = [value for event in events for name, _, value in event if name == "UID"]
    if len(uids) != len(set(uids)):
        raise ValueError("an UID twice")
    return {name: value for name, _, value in calendar}, events


def check_event(event):
    names = [name for name, _, _ in event]
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"):
        if names.count(name) != 1:
            raise ValueError(f"{name} {names.count(name)} times")
    of = {name: (parameters, value) for name, parameters, value in event}
    if not INSTANT.match(of["DTSTAMP"][1]) or not of["SEQUENCE"][1].isdigit():
        raise ValueError("DTSTAMP or SEQUENCE")
    start, end = of["DTSTART"], of["DTEND"]
    if start[0] != end[0] or not start[1] < end[1] or not (INSTANT.match(start[1]) if not start[0] else start[0] == ";VALUE=DATE" and re.match(r"^\d{8}$", start[1])):
        raise ValueError(f"times {start} {end}")


def value_of(event, name):
    return next((value for had, _, value in event if had == name), None)


def called(tap, centre, unit, day, **more):
    body = {"kind": "policy_briefing", "held_on": day, "starts": "09:30", "ends": "11:00", "place": "市行政服务中心三楼，第一会议室；东侧", "short_notice": "r", "orgs": [unit],
            "title": "重大项目要素保障专题宣讲会（用地、用林、用海、用能、环境容量），\\兼答疑" * 2, **more}
    answer = centre.post("/meetings", body)
    tap.claim(answer.status == 200, "a briefing is called", answer)
    return answer.json["id"], body


def invitation(tap, server):
    centre, dept = server.client("centre"), server.client("dept-zjj")
    day = today(centre)
    unit = dept.session["post"]["org"]
    meeting, body = called(tap, centre, unit, day)
    centre.post(f"/meetings/{meeting}/points", {"about": "free", "title": "第一项，含; 与 \"引号\"", "orgs": [unit]})
    answer = dept.get(f"/meetings/{meeting}?as=ics")
    tap.claim(answer.status == 200 and answer.header("Content-Type").startswith("text/calendar") and ".ics" in answer.header("Content-Disposition"), "the invitation is a file for a calendar", answer, answer.headers)
    head, events = read(answer.body)
    event = events[0]
    tap.claim(head["METHOD"] == "REQUEST" and len(events) == 1 and value_of(event, "SEQUENCE") == "0" and value_of(event, "STATUS") == "CONFIRMED", "it asks to come", head, event)
    tap.equal((value_of(event, "SUMMARY"), value_of(event, "LOCATION")), (body["title"], body["place"]), "title and place survive escaping and folding")
    start = datetime.datetime.fromisoformat(day + "T09:30") - datetime.timedelta(hours=8)
    tap.equal(value_of(event, "DTSTART"), start.strftime("%Y%m%dT%H%M%SZ"), "half past nine in the city is so in UTC")
    tap.claim("第一项" in value_of(event, "DESCRIPTION") and any(name == "ORGANIZER" for name, _, _ in event) and any(name == "ATTENDEE" for name, _, _ in event), "agenda, who asks and who is asked stand in it", event)
    uid = value_of(event, "UID")
    moved = centre.post(f"/meetings/{meeting}/move", {"held_on": day, "starts": "14:00", "ends": "15:30", "place": "二楼", "reason": "r"})
    head, events = read(dept.get(f"/meetings/{meeting}?as=ics").body)
    tap.claim(moved.status == 200 and value_of(events[0], "SEQUENCE") == "1" and value_of(events[0], "UID") == uid and value_of(events[0], "LOCATION") == "二楼", "moved, it is the same entry with the next number", events)
    centre.post(f"/meetings/{meeting}/cancel", {"reason": "r"})
    head, events = read(dept.get(f"/meetings/{meeting}?as=ics").body)
    tap.claim(head["METHOD"] == "CANCEL" and value_of(events[0], "STATUS") == "CANCELLED" and value_of(events[0], "SEQUENCE") == "2", "cancelled, it says so", head, events)
    tap.equal(server.client("enterprise1").get(f"/meetings/{meeting}?as=ics").status, 404, "who may not see the meeting gets no invitation")
    return meeting, uid


def fetch(server, path):
    """As a calendar program does: no session, no header."""
    return server.client().send("GET", path, None, {})


def feed(tap, server, cancelled, uid):
    centre, dept = server.client("centre"), server.client("dept-zjj")
    day = today(centre)
    unit = dept.session["post"]["org"]
    tap.equal(dept.get("/session/calendar").json, {"made_on": None, "tasks": False}, "at first there is no address")
    tap.equal(server.client("enterprise1").post("/session/calendar", {}, method="PUT").status, 403, "an enterprise is invited to none")
    made = dept.post("/session/calendar", {"tasks": True}, method="PUT")
    path = (made.json or {}).get("path") or ""
    tap.claim(made.status == 200 and re.match(r"^/calendar/[A-Za-z0-9_-]{40,}\.ics$", path), "an address that nobody guesses is made", made)
    token = path[len("/calendar/"):-len(".ics")]
    tap.claim(token not in str(server.store.rows("select * from calendar_feed")), "which is not kept as it is")
    meeting, body = called(tap, centre, unit, day)
    other = next(org["id"] for org in centre.get("/pack").json["orgs"] if org["id"] not in (unit, centre.session["post"]["org"]))
    foreign, _ = called(tap, centre, other, day, title="与本单位无关")
    centre.post(f"/meetings/{meeting}/points", {"about": "free", "title": "问答汇编", "orgs": [unit]})
    point = centre.get(f"/meetings/{meeting}").json["points"][0]["id"]
    due = (datetime.date.fromisoformat(day) + datetime.timedelta(days=9)).isoformat()
    centre.post(f"/meetings/{meeting}/attendance", {"orgs": [unit]})
    decided = centre.post(f"/meeting-points/{point}/decide", {"decision": "印发", "org": unit, "due_on": due})
    answer = fetch(server, path)
    tap.claim(answer.status == 200 and answer.header("Content-Type").startswith("text/calendar"), "a calendar program reads it without signing in", answer)
    head, events = read(answer.body)
    uids = {value_of(event, "UID"): event for event in events}
    tap.claim("METHOD" not in head and head["X-WR-CALNAME"], "it is no invitation but a calendar with a name", head)
    tap.claim(uid in uids and value_of(uids[uid], "STATUS") == "CANCELLED", "what was cancelled stands so in it", sorted(uids))
    tap.claim(any(key.startswith(f"meeting-{meeting}.") for key in uids), "what the unit is invited to is in it", sorted(uids))
    tap.claim(not any(key.startswith(f"meeting-{foreign}.") for key in uids), "what it is not invited to is not", sorted(uids))
    tasks = [event for key, event in uids.items() if key.startswith("task-")]
    tap.claim(decided.status == 200 and any(value_of(event, "DTSTART") == due.replace("-", "") for event in tasks), "the day of the unit's task is, as a whole day", tasks)
    again = dept.post("/session/calendar", {"tasks": False}, method="PUT").json["path"]
    tap.equal(fetch(server, path).status, 404, "a new address ends the old one")
    _, events = read(fetch(server, again).body)
    tap.equal([event for event in events if value_of(event, "UID").startswith("task-")], [], "without tasks there are none")
    tap.claim(dept.get("/session/calendar").json["made_on"] == day, "the person sees that there is one")
    for wrong in (again[:-5] + "x.ics", "/calendar/.ics", "/calendar/x", "/calendar/" + "a" * 5000 + ".ics", "/calendar/../session"):
        tap.claim(fetch(server, wrong).status in (400, 404, 414, 431), f"{wrong[:40]} is none")
    dropped = dept.post("/session/calendar", method="DELETE")
    tap.claim(dropped.status == 200 and fetch(server, again).status == 404, "revoked, it is gone at once", dropped)
    mine = centre.post("/session/calendar", {}, method="PUT").json["path"]
    _, events = read(fetch(server, mine).body)
    tap.claim(any(value_of(event, "UID").startswith(f"meeting-{foreign}.") for event in events), "who called a meeting has it in his own", len(events))


def suite(tap):
    with Server() as server:
        cancelled, uid = invitation(tap, server)
        feed(tap, server, cancelled, uid)


if __name__ == "__main__":
    run(suite)
