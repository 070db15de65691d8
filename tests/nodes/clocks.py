"""Nodes whose machines' clocks are hours apart: time is the database's, so that the ledger never runs backwards, and both show the
same day and hold the same locks. A clock is set apart by Debian's libfaketime."""
import glob
import json
import time
import uuid

from nodes import MARK, lead, lib, sql, together, until

FAKETIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


def launcher(offset):
    """The program itself, not a child of Debian's `faketime`, so that a signal to the process is a signal to the node."""
    return ["env", f"LD_PRELOAD={FAKETIME}", f"FAKETIME={offset}"] if FAKETIME else []


def three(house):
    """One node with the machine's clock, one an hour ahead, one half a day behind."""
    if not hasattr(house, "clocked"):
        house.clocked = [house.nodes[0], house.add(launcher("+1h")), house.add(launcher("-13h"))]
    return house.clocked


def everywhere(house, login):
    return [house.person(login, house.nodes.index(node)) for node in three(house)]


def apart(tap, house):
    """Whether there is anything to test."""
    if FAKETIME is None:
        return tap.skip("nodes whose clocks are hours apart", "libfaketime is not installed (tools/install.sh test)")
    nodes = three(house)
    whole = 1 << 20  # a node that has run for a while has said more than its end
    until(lambda: all(stamp(node.log(whole)) for node in nodes), 5)
    seen = [node.log(whole) for node in nodes]
    stamps = [stamp(words) for words in seen]
    age = [int(time.time() * 1000) - (at or 0) for at in stamps]
    return tap.claim(None not in stamps and -1000 < min(age[1:]) and max(age[1:]) < 60000, "three nodes, whose clocks are an hour ahead and half a day behind, write the same time into their logs", stamps, seen)


def stamp(words):
    started = [json.loads(line)["at"] for line in words.splitlines() if '"what":"started"' in line]
    return started[-1] if started else None


def ledger(tap, house):
    if FAKETIME is None:
        return
    invest = everywhere(house, "invest")
    twins = [invest[n % 3].twin() for n in range(24)]
    begin = house.size()
    answers = [a for some in together(24, lambda n: [lead(twins[n], f"{MARK}时钟{n}-{i}") for i in range(3)]) for a in (some if isinstance(some, list) else [some])]
    for n in range(9):
        answers.append(lead(invest[n % 3], f"{MARK}轮流{n}"))
    tap.none([repr(a) for a in answers if getattr(a, "status", 0) != 200], f"three nodes write, {len(answers)} commands")
    rows = [at for at, in house.rows("select recorded_at from ledger_event where seq>? order by seq", begin)]
    now = int(house.server.query("select (extract(epoch from clock_timestamp())*1000)::bigint"))
    tap.claim(rows == sorted(rows) and now - 60000 < rows[0] and rows[-1] <= now + 1000, "recorded_at never runs backwards, and is the server's time", rows[:3], rows[-3:], now)


def shown(tap, house):
    if FAKETIME is None:
        return
    wrong = []
    for login, paths in (("navigator", ("/workbench", "/applications?limit=200", "/problems?limit=100")), ("leader", ("/projects?limit=50", "/cockpit")),
                         ("invest", ("/workbench", "/projects?limit=50"))):
        people = everywhere(house, login)
        wrong += [] if len({person.get("/session").json["today"] for person in people}) == 1 else [f"{login}: another day"]
        for path in paths:
            answers = [person.get(path) for person in people]
            wrong += [repr(answer) for answer in answers if answer.status != 200]
            wrong += [] if len({answer.body for answer in answers}) == 1 else [f"{login} {path}: different answers"]
    tap.none(wrong, "all show the same day, the same lights, the same ages and promised dates")


def locks(tap, house):
    """Ten wrong passwords, spread over the nodes; a token and a session at their ends."""
    if FAKETIME is None:
        return
    node, password = house.nodes[0], "Walk-" + uuid.uuid4().hex
    node.hire("clock-a", {"role": "leader", "district": "350100"}, password=password)
    strangers = [lib.Client(each.address) for each in three(house)]
    tries = [strangers[n % 3].sign_in("clock-a", "wrong-" + str(n)).status for n in range(10)]
    after = [stranger.sign_in("clock-a", password) for stranger in strangers]
    waits = [int(answer.header("Retry-After") or 0) for answer in after]
    tap.claim(tries == [401] * 10 and {a.status for a in after} == {429} and max(waits) - min(waits) <= 30 and min(waits) > 800, f"ten wrong passwords, spread over the nodes, lock the account at all, for as long ({waits} s)", tries, after)


def ends(tap, house):
    if FAKETIME is None:
        return
    person = house.nodes[0].hire("clock-b", {"role": "leader", "district": "350100"})
    made = house.person("secadmin", 1).post(f"/accounts/{person.account}/tokens", {"name": "时钟", "days": 1, "post": person.session["post"]["id"]})
    tokens = []
    for node in three(house):
        client = lib.Client(node.address)
        client.token = made.json["token"]
        tokens.append(client)
    sessions = everywhere(house, "clock-b")
    good = [client.get("/projects?limit=1").status for client in tokens + sessions]
    now = "(extract(epoch from clock_timestamp())*1000)::bigint"
    sql.run(house.data.address, f"update api_token set expires_at={now}+2000 where account={person.account};"
            f"update session set opened_at={now}-12*3600000+2000 where account={person.account};"
            f"select pg_notify('liandong_public', 'session {person.account}')")
    time.sleep(0.7)
    still = [client.get("/projects?limit=1").status for client in tokens + sessions]
    time.sleep(2)
    over = [client.get("/projects?limit=1").status for client in tokens + sessions]
    tap.equal((good, still, over), ([200] * 6, [200] * 6, [401] * 6), "a token and a session end at their instant, at all nodes alike")


PARTS, QUICK = (apart, ledger, shown, locks, ends), (apart, ledger, shown)
