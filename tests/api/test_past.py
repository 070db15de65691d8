#!/usr/bin/env python3
"""A project as it was: what is asked with as_of= is what was answered at that moment, for each reader, whatever came after; nothing that came
later shows, nobody sees a project that is not his, and nothing can be done there."""
import datetime
import threading
import time

from lib import Server, is_problem, run

WHO = ("enterprise1", "navigator", "centre", "leader", "supervisor")
VIEWS = ("", "/history?limit=200", "/files", "/plans", "/past", "/facts", "/certificates", "/letters", "/team", "/needs", "/agencies", "/coordination", "/intakes", "/hall-visits",
         "/representations", "/screening")


def with_moment(path, moment):
    return path + ("&" if "?" in path else "?") + f"as_of={moment}"


def plain(value, path=""):
    """Without what is never in the ledger (the contact), and what a reader may do now."""
    if isinstance(value, dict):
        return {name: plain(one, path + "/" + name) for name, one in value.items() if name not in ("contact", "may", "acts")}
    if isinstance(value, list):
        return [plain(one, path) for one in value]
    return value


def differing(was, now, path=""):
    if type(was) is not type(now):
        return [f"{path}: {was!r} -> {now!r}"[:300]]
    if isinstance(was, dict):
        return [line for name in sorted(set(was) | set(now)) for line in differing(was.get(name), now.get(name), path + "/" + name)]
    if isinstance(was, list):
        if len(was) != len(now):
            return [f"{path}: {len(was)} -> {len(now)} items"]
        return [line for i, pair in enumerate(zip(was, now)) for line in differing(*pair, path + f"/{i}")]
    return [] if was == now else [f"{path}: {was!r} -> {now!r}"[:300]]


def look(server, project):
    """What each is answered, and the size of the ledger meanwhile."""
    while True:
        size = server.ledger_size()
        seen = {(who, view): server.client(who).get(f"/projects/{project}{view}") for who in WHO for view in VIEWS}
        if server.ledger_size() == size:
            return size, {key: (answer.status, plain(answer.json)) for key, answer in seen.items()}


def acts(server, project):
    """One thing after another that changes what is shown."""
    enterprise, navigator = server.client("enterprise1"), server.client("navigator")
    category = server.store.rows("select category from problem order by id limit 1")[0][0]
    yield enterprise.post(f"/projects/{project}/problems", {"title": "用水未接通", "category": category})
    yield enterprise.upload(project, "past.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    yield navigator.post(f"/projects/{project}/log", {"kind": "note", "words": "电话"})
    yield navigator.post(f"/projects/{project}/identity", {"name": "改名后的项目", "reason": "更名"})
    yield server.client("supervisor").post(f"/projects/{project}/supervision-orders", {"title": "督办", "org": "zjj", "due_on": "2027-03-01", "reason": "x"})


def suite(tap):
    with Server() as server:
        project = server.client("enterprise1").session["post"]["project_id"]
        kept, done = [look(server, project)], 0
        for answer in acts(server, project):
            done += answer.status == 200
            kept.append(look(server, project))
        tap.claim(done >= 3, "things have changed", done)
        tap.claim(kept[0][1] != kept[-1][1] and kept[0][1][("navigator", "")][1]["name"] != "改名后的项目", "the present is another one")
        count = 0
        for size, seen in kept:
            wrong = []
            for (who, view), (status, body) in seen.items():
                path = with_moment(f"/projects/{project}{view}", size)
                answer = server.client(who).get(path)
                count += 1
                if answer.status != status:
                    wrong.append(f"{who} {path}: {status} -> {answer.status} {answer.json if answer.status != 200 else ''}")
                elif status == 200:
                    wrong += [f"{who} {path}{line}" for line in differing(body, plain(answer.json))]
            tap.none(wrong[:20], f"at {size} it is what was answered then")
        tap.claim(count >= 400, "for each reader and each view", count)
        refusals(tap, server, project)
        days(tap, server, project)
        rights_of_today(tap, server, project)
        not_endless(tap, server, project)


def rights_of_today(tap, server, project):
    """Whoever saw it then and does not now sees nothing of then; whoever sees it only now sees it as it was."""
    path = f"/projects/{project}?as_of={server.ledger_size()}"
    first, second = server.client("navigator"), server.client("navigator2")
    tap.equal([first.get(path).status, second.get(path).status], [200, 404], "the one navigates it, the other does not")
    given = server.client("centre").post(f"/projects/{project}/navigator", {"account_id": second.account, "reason": "分工调整"})
    tap.equal(given.status, 200, "another takes it over")
    tap.equal([first.get(path).status, second.get(path).status], [404, 200], "the past is whose the present is")


def not_endless(tap, server, project):
    """Each moment that is recorded counts; what is kept does not."""
    supervisor, size = server.client("supervisor"), server.ledger_size()
    statuses = []
    # All at once: one after the other a slow machine is not quick enough for it.
    threads = [threading.Thread(target=lambda i=i: statuses.append(supervisor.twin().get(f"/projects/{project}?as_of={size - i}").status)) for i in range(90)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tap.claim(429 in statuses and set(statuses) <= {200, 404, 429, 503}, "a minute has an end", set(statuses))
    tap.equal(server.client("leader").get(f"/projects/{project}?as_of={size}").status, 200, "each has his own")
    tap.equal(supervisor.get(f"/projects/{project}").status, 200, "the present is not counted")


def refusals(tap, server, project):
    navigator, size = server.client("navigator"), server.ledger_size()
    before = server.ledger_of_people()
    for moment in ("0", "-1", "x", "", str(size + 100000), "2099-01-01", "2026-13-01", "1.5", "%00", "9" * 30):
        answer = navigator.get(f"/projects/{project}?as_of={moment}")
        tap.claim(answer.status == 400 and is_problem(answer), f"no moment: {moment!r}", answer)
    tap.equal(server.client("enterprise2").get(f"/projects/{project}?as_of={size}").status, 404, "who may not see it now does not see its past")
    tap.equal(navigator.get(f"/projects/987654321?as_of={size}").status, 404, "there is no such project")
    tap.equal(server.client().get(f"/projects/{project}?as_of={size}").status, 401, "nor without signing in")
    tap.equal(navigator.get(f"/projects/{project}?as_of=1").status, 404, "it was not there at the beginning")
    for view in ("chance", "log"):  # what a navigator no longer shows of his log would come back
        tap.equal(navigator.get(f"/projects/{project}/{view}?as_of={size}").status, 400, f"what has no past refuses the question: {view}")
    tap.equal(navigator.get(f"/projects/{project}?as_of={size}").json["may"], [], "nothing can be done in the past")
    tap.equal(server.ledger_of_people(), before, "nothing was written")


def days(tap, server, project):
    """Each entry of the project, as it was right then: the history is as long as it was, and the answer says of when it is."""
    navigator = server.client("navigator")
    entries = [row[0] for row in server.store.rows("select seq from ledger_event where project_id = ? order by seq", project)]
    shown = navigator.get(f"/projects/{project}/history?limit=200").json["items"]
    wrong = []
    for seq in entries[:: max(1, len(entries) // 25)]:
        answer = navigator.get(f"/projects/{project}/history?limit=200&as_of={seq}")
        at = server.store.rows(f"select recorded_at from ledger_event where seq = {seq}")[0][0]
        if answer.status == 404:  # before it was handed over it was not the navigator's
            continue
        seqs = [int(row["receipt"].split("-")[0]) for row in answer.json["items"]]
        if answer.status != 200 or max(seqs) > seq or answer.header("Liandong-As-Of") != str(at):
            wrong.append((seq, answer.status, seqs[:3], answer.header("Liandong-As-Of"), at))
    tap.none(wrong, f"at {len(entries)} entries nothing later shows")
    today = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8)).date()
    tap.equal(differing(plain(shown), plain(navigator.get(f"/projects/{project}/history?limit=200&as_of={today}").json["items"])), [], "today is now")
    tap.equal(navigator.get(f"/projects/{project}?as_of=1999-01-01").status, 400, "before there was a ledger there was nothing")
    start = time.monotonic()
    for _ in range(5):
        navigator.get(f"/projects/{project}?as_of={entries[-1]}")
    tap.claim(time.monotonic() - start < 10, "it takes no longer than a page may", time.monotonic() - start)


run(suite)
