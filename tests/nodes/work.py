"""Two nodes at work on the same things: nothing is overwritten unseen, decided twice, numbered twice or done twice, and what
one has acknowledged is there at the other at once."""
import re
import threading
import time
import uuid

from nodes import LONG, MARK, lead, lib, listed, together

ROUNDS = 24 if LONG else 3
SECONDS = 10 if LONG else 2


def corrections(tap, house):
    """Read, add one, write if nobody else did meanwhile: half of the clients at each node."""
    enterprise = house.everywhere("enterprise4")
    project, name = enterprise[0].session["post"]["project_id"], "annual_coal_t"
    path, kept, refused, strange, lock = f"/projects/{project}/facts", [], [], [], threading.Lock()

    def look(client):
        found = client.get(path).json
        return found["version"], next(row["value"] for row in found["facts"] if row["name"] == name) or 0
    start, value = look(enterprise[0])
    twins, end = [enterprise[n % 2].twin() for n in range(64)], time.monotonic() + SECONDS

    def climb(n):
        while time.monotonic() < end:
            seen, value = look(twins[n])
            answer = twins[n].post(path, {"facts": {name: value + 1}}, version=seen)
            with lock:
                if answer.status == 200:
                    kept.append((seen, answer.json["version"], value + 1, n % 2))
                elif answer.code == "version-moved" and answer.json["current_version"] > seen:
                    refused.append(n)
                else:
                    strange.append(repr(answer))
    strange += [repr(error) for error in together(64, climb) if error is not None]
    tap.none(strange, "64 clients at two nodes correct one thing: each correction is done or told to have been overtaken")
    last, final = look(enterprise[1])
    tap.equal((last - start, final - value), (len(kept),) * 2, f"acknowledged corrections and steps of the version are as many ({len(kept)} done, {len(refused)} overtaken)")
    tap.equal(len({seen for seen, *_ in kept}), len(kept), "no two were acknowledged that had seen the same version")
    tap.none([row for row in kept if row[1] != row[0] + 1], "each made the version after the one it had seen")
    tap.equal(max(kept)[1:3], (last, final), "the state is that of the last one acknowledged")
    tap.claim({at for *_, at in kept} == {0, 1} and refused, "both nodes had their share", len(kept), len(refused))


def raced(tap, words, pairs, codes, done=1):
    """Each pair was sent at once, one through each node."""
    wrong = []
    for answers in pairs:
        statuses = [getattr(a, "status", repr(a)) for a in answers]
        losers = [a for a in answers if getattr(a, "status", 0) != 200]
        if statuses.count(200) != done or any(getattr(a, "code", None) not in codes for a in losers):
            wrong.append([repr(a) for a in answers])
    won = [[getattr(a, "status", 0) == 200 for a in answers].index(True) for answers in pairs if any(getattr(a, "status", 0) == 200 for a in answers)]
    tap.none(wrong, f"{words} ({len(pairs)} times; node 1 won {won.count(0)}, node 2 {won.count(1)})")


def decisions(tap, house):
    navigator = house.person("navigator", 0)
    rows = [row for row in navigator.get("/applications?limit=200").json["items"] if row["state"] == "accepted" and row["org"] != "enterprise"][:ROUNDS]
    pairs, granted = [], []
    for org in {row["org"] for row in rows}:
        for desk in "ab":
            house.nodes[0].hire(f"{org}-{desk}", {"role": "department_officer", "org": org, "district": "350100"})
    for n, row in enumerate(rows):
        officers = [house.person(row["org"] + "-a", n % 2), house.person(row["org"] + "-b", 1 - n % 2)]
        path, version = f"/applications/{row['id']}", navigator.get(f"/applications/{row['id']}").json["version"]
        seen = {"version": version} if n % 2 else {}
        bodies = [{"result": "granted", "document": "榕发改备〔2026〕1号"}, {"result": "refused", "reason": "不符合规划", "basis": "行政许可法第三十八条"}]
        pairs.append(together(2, lambda at: officers[at].post(path + "/decide", bodies[at], **seen)))
        granted.append((row["id"], ["granted", "refused"][[getattr(a, "status", 0) for a in pairs[-1]].index(200)] if 200 in [getattr(a, "status", 0) for a in pairs[-1]] else None))
    tap.claim(rows, "there are applications to decide")
    raced(tap, "two officers decide one application, each at a node of his own: one is acknowledged, the other told", pairs, ("version-moved", "wrong-state"))
    wrong = [(id, result, state) for id, result in granted for state in [navigator.get(f"/applications/{id}").json["state"]] if state != result]
    tap.none(wrong, "and each application is what its acknowledged decision says")
    kinds = house.rows(f"select subject_id, count(*) from ledger_event where kind='application.decided' and subject_id in ({','.join(str(row['id']) for row in rows)}) group by subject_id")
    tap.equal({count for _, count in kinds}, {1}, "with one decision in the ledger")


def hand_overs(tap, house):
    post = house.person("centre").session["post"]
    house.nodes[0].hire("centre2", {"role": post["role"], "org": post["org"], "district": post["district"]})
    navigators = [house.person(login).account for login in ("navigator", "navigator2")]
    both = [house.person("centre", 0), house.person("centre2", 1)]
    accepted, appointed, steps = [], [], []
    for n in range(ROUNDS):
        project = listed(house, f"{MARK}移交{n}", at=n % 2)
        path = f"/projects/{project}"
        made = house.person("invest", 1 - n % 2).post(path + "/handover", {"note": "请接收"})
        steps += [] if made.status == 200 else [repr(made)]
        accepted.append(together(2, lambda at: both[at].post(path + "/handover/acknowledge", {"note": "签收"})))
        version = both[0].get(path).json["version"]
        seen = {"version": version} if n % 2 else {}
        appointed.append(together(2, lambda at: both[at].post(path + "/navigator", {"account_id": navigators[at]}, **seen)))
    tap.none(steps, "what one node listed is handed over at the other")
    raced(tap, "two coordinators accept one hand-over: one is acknowledged, the other told", accepted, ("version-moved", "wrong-state"))
    raced(tap, "two coordinators appoint a navigator: one is acknowledged, the other told", appointed, ("version-moved", "wrong-state", "reason-required"))


def numbers(tap, house):
    """Numbers of leads and of the list are the count of the year, without a hole."""
    before = {number for number, in house.rows("select number from project")}
    invest, each = house.everywhere("invest"), 6 if LONG else 2
    twins = [invest[n % 2].twin() for n in range(64)]
    answers = [a for some in together(64, lambda n: [lead(twins[n], f"{MARK}编号{n}-{i}") for i in range(each)]) for a in (some if isinstance(some, list) else [some])]
    tap.none([repr(a) for a in answers if getattr(a, "status", 0) != 200], f"64 clients at two nodes register {len(answers)} leads")
    got = [a.json["number"] for a in answers]
    tap.equal(len(set(got) - before), len(answers), "each gets a number of its own")
    tap.equal(len({a.json["receipt"] for a in answers}), len(answers), "and a receipt of its own")
    holes = []
    for kind, column, year in (("榕线", "nth", "year"), ("榕联", "listed_nth", "listed_year")):
        for (y,) in house.rows(f"select distinct {year} from project where coalesce({year},0)<>0"):
            found = sorted(n for n, in house.rows(f"select {column} from project where {year}={y}"))
            if found != list(range(1, len(found) + 1)):
                holes.append(f"{kind}{y}: {found}")
    tap.none(holes, "the numbers of leads and of the list have no hole")
    bad = [n for n, in house.rows("select number from project") if not re.fullmatch(r"榕[线联]\d{4}-\d{4}", n)]
    tap.none(bad, "and the form 榕联YYYY-NNNN")


def seats(tap, house):
    """At most 50 drafts an account, whoever asks where."""
    clients = house.everywhere("leader")
    twins = [clients[n % 2].twin() for n in range(64)]
    answers = together(64, lambda n: twins[n].post(f"/drafts/seat-{n}", {"content": {"n": n}}, method="PUT"))
    done = [a for a in answers if getattr(a, "status", 0) == 200]
    there = house.rows("select count(*) from draft where account=?", clients[0].account)[0][0]
    tap.equal((len(done), there), (50, 50), "of 64 drafts sent to two nodes at once fifty are kept, and the others refused")
    tap.equal({a.status for a in answers if a not in done}, {422}, "in words")
    again = [clients[n % 2].post(f"/drafts/{house.rows('select form from draft where account=? order by form limit 1', clients[0].account)[0][0]}", {"content": {"n": -n}}, method="PUT").status for n in range(2)]
    tap.equal(again, [200, 200], "a draft that is there can be written again when all seats are taken")


def quota(tap, house):
    """500 MiB of files a project, to the byte, through both nodes."""
    if not LONG:
        return
    people = house.everywhere("enterprise4")
    project = people[0].session["post"]["project_id"]
    page = lib.tiny_pdf("quota")
    size = 20 * 1024 * 1024 - 4096

    def piece(n):
        filler = (f"{n:08d}".encode() * (size // 8 + 1))[:size - len(page) - 2]
        return page.replace(b"%quota\n", b"%quota" + filler + b"\n") if b"%quota\n" in page else page + b"%" + filler
    twins = [people[n % 2].twin() for n in range(4)]
    answers = [a for some in together(4, lambda n: [twins[n].upload(project, f"{n}-{i}.pdf", piece(n * 100 + i)) for i in range(8)]) for a in (some if isinstance(some, list) else [some])]
    used = house.rows("select coalesce(sum(size),0) from file where project=?", project)[0][0]
    codes = {(getattr(a, "status", repr(a)), getattr(a, "code", None)) for a in answers}
    tap.claim(used <= 500 << 20 < used + size * 2 and codes == {(200, None), (422, "file-quota")}, f"files of a project stay within their 500 MiB at two nodes ({used / 1048576:.1f} MiB kept)", used, codes)


def keys(tap, house):
    """One key, both nodes, at the same moment."""
    invest = house.everywhere("invest")
    wrong, names = [], []
    for n in range(ROUNDS * 5):
        key, name = str(uuid.uuid4()), f"{MARK}一键{n}"
        twins = [invest[i % 2].twin() for i in range(4)]
        answers = together(4, lambda i: lead(twins[i], name, key=key))
        if {(getattr(a, "status", repr(a)), getattr(a, "body", None)) for a in answers} != {(200, getattr(answers[0], "body", None))}:
            wrong.append([repr(a) for a in answers])
        names.append((name, key))
    tap.none(wrong, f"one key sent to both nodes at once: one answer, byte for byte ({len(names)} times)")
    there = [(name, house.rows("select count(*) from project where name=?", name)[0][0], house.rows("select count(*) from ledger_event where command_id=?", key)[0][0]) for name, key in names]
    tap.none([row for row in there if row[1:] != (1, 1)], "done once, with one entry")
    key = str(uuid.uuid4())
    answers = together(2, lambda i: lead(invest[i], f"{MARK}异文{i}", key=key))
    tap.equal(sorted((a.status, a.code or "") for a in answers), [(200, ""), (409, "idempotency-key-reused")], "one key for two things: one is done, the other refused, wherever they came in")


# -- reading what the other wrote --

def reads(tap, house):
    invest, leader = house.everywhere("invest"), house.everywhere("leader")
    missing, stale, old = [], [], []
    for n in range(ROUNDS * 10):
        here, there = n % 2, 1 - n % 2
        before = leader[there].get("/projects?limit=1").json["total"]
        made = lead(invest[here], f"{MARK}即读{n}").json
        if leader[there].get(f"/projects/{made['id']}").status != 200:
            missing.append(n)
        if leader[there].get("/projects?limit=1").json["total"] != before + 1:
            stale.append(n)
        path = f"/projects/{made['id']}"
        first = leader[there].get(path).json["version"]
        kept = invest[here].post(path + "/lead-facts", {"facts": {"leading": True}}).json["version"]
        if leader[there].get(path).json["version"] != kept or first == kept:
            old.append(n)
    tap.none(missing, f"what one node acknowledged is read at the other at once ({ROUNDS * 10} times, no wait)")
    tap.none(stale, "lists that the other node had kept count it")
    tap.none(old, "and pages that it had kept show the new version")


def sign_ins(tap, house):
    """Sessions belong to all nodes."""
    strangers, wrong = [], []
    passwords = house.nodes[0].passwords()
    for n in range(ROUNDS * 2):
        person = lib.Client(house.nodes[n % 2].address, "invest")
        answer = person.sign_in("invest", passwords["invest"])
        other = person.twin()
        other.address = house.nodes[1 - n % 2].address
        if answer.status != 200 or other.get("/session").json.get("signed_in") is not True or lead(other, f"{MARK}登录{n}").status != 200:
            wrong.append(repr(answer))
        gone = person.send("DELETE", "/api/v1/session", headers={})
        said = time.monotonic()
        while other.get("/session").json.get("signed_in") and time.monotonic() - said < 5:
            time.sleep(0.01)
        strangers.append(time.monotonic() - said)
        wrong += [] if gone.status == 200 else [repr(gone)]
    tap.none(wrong, "who signs in at one node is known at the other at once, to read and to write")
    tap.claim(max(strangers) < 1, f"who signs out at one is unknown at the other within a second ({max(strangers) * 1000:.0f} ms at most)", strangers)


def ended(house, at, person, stream, seconds=5):
    """(until the session was over, until its stream was), at that node."""
    begin, session, listening = time.monotonic(), None, None
    while time.monotonic() - begin < seconds and (session is None or listening is None):
        if session is None and person.get("/workbench").status in (401, 404):
            session = time.monotonic() - begin
        if listening is None and stream.ended.is_set():
            listening = time.monotonic() - begin
        time.sleep(0.01)
    return session, listening


def endings(tap, house):
    """A session that ends at one node ends at the other, with its streams."""
    node = house.nodes[0]
    shown = []

    def prepared(login):
        password = "Walk-" + uuid.uuid4().hex
        node.hire(login, {"role": "leader", "district": "350100"}, password=password)
        here, there = house.person(login, 0), house.person(login, 1)
        stream = lib.Stream(there)
        stream.hello.wait(5)
        return password, here, there, stream
    _, here, there, stream = prepared("ends-a")
    here.send("DELETE", "/api/v1/session", headers={})
    shown.append(("sign-out", *ended(house, 1, there, stream)))
    password, here, there, stream = prepared("ends-b")
    changed = here.post("/session/password", {"old": password, "new": "Walk-" + uuid.uuid4().hex}, key=False)
    shown.append(("a changed password", *ended(house, 1, there, stream)))
    tap.equal(changed.status, 200, "a password is changed")
    _, here, there, stream = prepared("ends-c")
    post = here.session["post"]["id"]
    taken = house.person("secadmin", 0).post(f"/accounts/{here.account}/posts/{post}", method="DELETE")
    tap.equal(taken.status, 200, "a post is taken away")
    shown.append(("a post taken away", *ended(house, 1, there, stream)))
    _, here, there, stream = prepared("ends-d")
    shut = house.person("sysadmin", 0).post(f"/accounts/{here.account}/disable", {"reason": "离职"})
    tap.equal(shut.status, 200, "an account is disabled")
    shown.append(("a disabled account", *ended(house, 1, there, stream)))
    for words, session, listening in shown:
        tap.claim(session is not None and session < 1 and listening is not None and listening < 1.5, f"{words} at one node ends session and stream at the other (session {ms(session)}, stream {ms(listening)})")


def ms(seconds):
    return "never" if seconds is None else f"{seconds * 1000:.0f} ms"


PARTS = (corrections, decisions, hand_overs, numbers, seats, quota, keys, reads, sign_ins, endings)
QUICK = (corrections, decisions, hand_overs, numbers, seats, keys, reads, endings)
