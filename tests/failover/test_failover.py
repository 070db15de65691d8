#!/usr/bin/env python3
"""test_failover.py [ROUNDS [NODES]]: the primary of the database is lost under load, in one way after another. Each command
that was acknowledged is there afterwards, none twice; service is back in less than thirty seconds without anybody's help; the
ledger is sound and all views are what it says. Environment as the API suites: LIANDONG_BIN, LIANDONG_PACK."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE] + [os.path.join(os.path.dirname(HERE), name) for name in ("api", "postgres")]
import lib
import store
from cluster import KINDS, Cluster, missing
from load import Load, Rounds
from place import until

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else len(KINDS)
NODES = int(sys.argv[2]) if len(sys.argv) > 2 else 2
PATIENCE = 10  # seconds a client waits for one answer before it asks again
MARK = "换主"


def no_driver():
    if not os.path.exists(os.path.join(lib.ROOT, "src", "store", "postgres.c")):
        return "the program has no driver for PostgreSQL yet"
    return None


def started(cluster, folder):
    """The first node sets up; the others serve the same database with the same keys and files."""
    os.environ.update(cluster.environment())
    store.BASE = cluster.create_database("liandong_test")
    data = store.make(folder)
    nodes = [lib.Server(folder=folder, data=data)]
    nodes[0].setup()
    for number in range(1, NODES):
        os.mkdir(os.path.join(folder, f"node{number + 1}"))
        nodes.append(lib.Server(folder=os.path.join(folder, f"node{number + 1}"), data=data))
    for node in nodes:
        node.start()
    return nodes


class People:
    """Hands each writer a session of its own at each node; who gets no answer goes to the next node."""

    def __init__(self, nodes):
        self.nodes, self.strange, self.count = nodes, [], 0
        self.invest = nodes[0].client("invest")

    def sender(self):
        clients = [self.invest.twin() for _ in self.nodes]
        for client, node in zip(clients, self.nodes):
            client.address, client.timeout = node.address, PATIENCE
        self.count += 1
        turn = [self.count]

        def send(deed):
            client = clients[turn[0] % len(clients)]
            try:
                answer = client.post("/leads", {"name": f"{MARK}{deed.number}", "district": "350112"}, key=deed.key)
            except Exception:
                client.close()
                turn[0] += 1
                raise
            deed.answer = answer.json if answer.status == 200 else repr(answer)
            if answer.status >= 500:
                turn[0] += 1
            elif answer.status != 200:
                self.strange.append(f"{deed.number}: {answer!r}")
            return answer.status == 200
        return send


def check(tap, nodes, load):
    """By the tables, by the ledger, and through the pages' own door."""
    data = nodes[0].store
    tables = {}
    for id, name in data.rows(f"select id, name from project where name like '{MARK}%'"):
        tables.setdefault(name, []).append(id)
    missing = [deed.number for deed in load.done if tables.get(f"{MARK}{deed.number}", [])[:1] != [deed.answer["id"]]]
    tap.none(missing, f"all {len(load.done)} acknowledged commands are there ({load.repeated()} were sent more than once)")
    tap.none([name for name, ids in tables.items() if len(ids) != 1], f"none of {len(tables)} is there twice")
    entries = {row[0]: row[1:] for row in data.rows("select seq, leaf, command_id, subject_id from ledger_event")}
    wrong, keys = [], {}
    for seq, (_, key, _) in entries.items():
        keys.setdefault(key, []).append(seq)
    for deed in load.done:
        seq, digits = deed.answer["receipt"].split("-")
        leaf, key, subject = entries.get(int(seq), (b"", "", 0))
        if not leaf.hex().startswith(digits) or key != deed.key or subject != deed.answer["id"] or len(keys[key]) != 1:
            wrong.append(f"{deed.number}: {deed.answer['receipt']}, entries {keys.get(deed.key)}")
    tap.none(wrong, "each receipt names its entry, and each key has one entry")
    tap.equal(sorted(entries) == list(range(1, len(entries) + 1)), True, f"the ledger of {len(entries)} entries has no hole")
    leader, some = signed_in(tap, nodes[-1], "leader"), load.done[:: max(1, len(load.done) // 200)]
    tap.none([deed.number for deed in some if deed.answer["id"] and named(nodes, leader, deed) != f"{MARK}{deed.number}"], f"{len(some)} of them are read through the API")
    tap.none([deed.answer for deed in load.lost], "no command was left open")


def signed_in(tap, node, login):
    """Whoever was refused by a 5xx asks again; how often that was wanted is told."""
    tries = []

    def attempt():
        tries.append(login)
        try:
            return node.client(login)
        except RuntimeError as error:
            return None if " 503 " in str(error) else tap.claim(False, "a sign-in is refused by 503 only", error)
    person = until(attempt, 10, 0.2)
    tap.claim(person, f"somebody new signs in after it all ({len(tries)} tries)")
    return person


def named(nodes, leader, deed):
    answer = leader.get(f"/projects/{deed.answer['id']}")
    found = re.search(rf"{MARK}\d+", answer.body.decode())
    return found[0] if answer.status == 200 and found else None


def course(tap, cluster, folder):
    nodes = started(cluster, folder)
    try:
        people = People(nodes)
        with Load(people.sender, patience=120) as load:
            rounds = Rounds(tap, cluster, load)
            for number in range(1, ROUNDS + 1):
                rounds.round(number, KINDS[(number - 1) % len(KINDS)])
                tap.claim(all(node.alive() for node in nodes), f"round {number}: no node of the program has ended", *[node.log() for node in nodes])
        rounds.summary()
        tap.none(people.strange, "nothing was refused for another reason than the outage")
        check(tap, nodes, load)
        tap.equal([node.stop() for node in nodes], [0] * len(nodes), "the nodes end well")
        nodes[0].sound(tap, "after it all")
    finally:
        for node in nodes:
            node.close()


def suite(tap):
    why = missing() or no_driver()
    if why:
        return tap.skip("the program survives the loss of its primary", why)
    with Cluster() as cluster:
        folder = cluster.place.path("program")  # goes with the cluster, whatever happens to us
        os.mkdir(folder, 0o700)
        course(tap, cluster, folder)


lib.run(suite)
