"""What happens at one node is heard at the other: within a second, in order, without gaps, also by who was cut off for a while.
And what is done by the clock is done by one node, whichever lives."""
import os
import signal
import statistics
import threading
import time

from nodes import LONG, MARK, lead, lib, ready, took, until

EVENTS = 200 if LONG else 50
ROUNDS = 5 if LONG else 1
CUT = 5 if LONG else 2  # seconds without a database
LEASE = 10


class Ear(lib.Stream):
    """Notes when each event came; what had happened before it began is not told."""

    def __init__(self, client):
        self.at = {}
        super().__init__(client)
        self.hello.wait(5)
        time.sleep(0.1)  # the stream is taken in by the publisher's thread

    def listen(self):
        class Noting(list):
            def append(inner, event):
                self.at[event["seq"]] = time.monotonic()
                list.append(inner, event)
        self.events = Noting()
        super().listen()

    def seqs(self):
        return [event["seq"] for event in list(self.events)]


def seq_of(answer):
    return int(answer.json["receipt"].split("-")[0])


def latency(tap, house):
    invest, leader = house.everywhere("invest"), house.everywhere("invest")
    times = []
    for here, there in ((0, 1), (1, 0)):
        ear, sent = Ear(leader[there]), {}
        for n in range(EVENTS // 2):
            answer = lead(invest[here], f"{MARK}消息{here}-{n}")
            sent[seq_of(answer)] = time.monotonic()
            time.sleep(0.01)
        until(lambda: set(sent) <= set(ear.at), 5)
        tap.none(sorted(set(sent) - set(ear.at)), f"{len(sent)} events of node {here + 1} reach a page held by node {there + 1}")
        tap.claim(ear.seqs() == sorted(set(ear.seqs())), "in order, each once")
        times += [max(0, ear.at[seq] - sent[seq]) for seq in sent if seq in ear.at]
        ear.close()
    times.sort()
    tap.claim(times and times[-1] < 1, f"{len(times)} events, from the acknowledgement to the other node's page: median {statistics.median(times) * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms (below 1 s)")


class Talker(threading.Thread):
    """Leads registered at a node, one after the other, until told to stop."""

    def __init__(self, client, name, pause=0.05):
        super().__init__(daemon=True)
        self.client, self.name_, self.pause, self.sent, self.strange, self.over = client, name, pause, [], [], threading.Event()
        self.start()

    def run(self):
        n = 0
        while not self.over.is_set():
            n += 1
            try:
                answer = lead(self.client, f"{self.name_}{n}")
                if answer.status == 200:
                    self.sent.append(seq_of(answer))
                else:
                    self.strange.append(repr(answer))
            except Exception as error:
                self.strange.append(repr(error))
            time.sleep(self.pause)

    def end(self):
        self.over.set()
        self.join(60)
        return self.sent


def busy(process, seconds):
    """How much of a processor it takes."""
    def ticks():
        with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    before = ticks()
    time.sleep(seconds)
    return (ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds


def cut_off(tap, house, how):
    """Node 2 loses its database for some seconds; node 1 goes on."""
    node, proxy = house.nodes[1], house.proxies[1]
    ear = Ear(house.person("invest", 1))
    talker = Talker(house.person("invest", 0), f"{MARK}{how}", 0.005)
    until(lambda: len(talker.sent) > 3, 10)
    begin = time.monotonic()
    if how == "refused":
        proxy.refuse()
        proxy.cut()
    else:
        proxy.freeze()
    down = took(lambda: ready(node) == 503, 12)
    other = ready(house.nodes[0])
    taken = busy(node.process, CUT)
    still = ready(node), ready(house.nodes[0])
    proxy.accept() if how == "refused" else proxy.thaw()
    back = took(lambda: ready(node) == 200, 30)
    sent = talker.end()
    until(lambda: ear.ended.is_set() or set(sent) <= set(ear.at), 10)
    gone = time.monotonic() - begin
    tap.claim(down is not None and other == 200 and still == (503, 200), f"{how}: /readyz says 503 at the node that is cut off ({down if down is None else round(down, 1)} s) and 200 at the other", down, other, still)
    tap.claim(taken < 0.5, f"{how}: cut off it does not run in circles ({taken * 100:.0f} % of a processor)")
    tap.claim(back is not None, f"{how}: with the database back it is ready after {back if back is None else round(back, 2)} s")
    tap.none(talker.strange, f"{how}: the other node went on meanwhile ({len(sent)} commands in {gone:.1f} s)")
    seen = ear.seqs()
    if ear.ended.is_set():
        tap.claim(seen == sent[:len(seen)], f"{how}: the stream ended and had no gap before its end ({len(seen)} of {len(sent)})", seen, sent)
        ear = Ear(house.person("invest", 1))
        more = seq_of(lead(house.person("invest", 0), f"{MARK}{how}后"))
        tap.claim(until(lambda: more in ear.at, 3), f"{how}: opened again it tells what comes")
    else:
        tap.claim([seq for seq in seen if seq in set(sent)] == sent, f"{how}: all {len(sent)} events came, in order, without gap, through the stream that was there", sorted(set(sent) - set(seen)), seen[-5:])
    ear.close()


def refused(tap, house):
    cut_off(tap, house, "refused")


def frozen(tap, house):
    cut_off(tap, house, "frozen")


def flickering(tap, house):
    """Cut again and again under load: the moment between the ledger's tail and the question who may hear is the narrow one."""
    ear = Ear(house.person("invest", 1))
    talker = Talker(house.person("invest", 0), f"{MARK}闪断", 0.002)
    for _ in range(40 if LONG else 15):
        time.sleep(0.13)
        house.proxies[1].cut(rude=True)
    sent = talker.end()
    until(lambda: set(sent) <= set(ear.at) or ear.ended.is_set(), 10)
    tap.claim([seq for seq in ear.seqs() if seq in set(sent)] == sent or ear.ended.is_set(), f"cut again and again, the node tells all {len(sent)} events in order", sorted(set(sent) - set(ear.at))[:20], ear.seqs() == sorted(ear.seqs()))
    tap.none(talker.strange, "and the other works")
    until(lambda: ready(house.nodes[1]) == 200, 10)
    ear.close()


# -- what is done by the clock --

def signers(house):
    """The ports from which the lock of the timed jobs is held."""
    rows = house.rows("select a.client_port from pg_locks l join pg_stat_activity a using (pid) where l.locktype='advisory' and l.granted and l.database=(select oid from pg_database where datname=current_database())")
    return {port for port, in rows}


def ports(house, number):
    with house.proxies[number].lock:
        links = list(house.proxies[number].links)
    return {link.server.getsockname()[1] for link in links}


def holder(house):
    found = [n for n in range(len(house.nodes)) if signers(house) & ports(house, n)]
    return found[0] if len(found) == 1 else None


def double(rows):
    """Heads that two nodes made beside one another: a number or a size that is there twice."""
    sizes = [size for _, size, _ in rows]
    return [size for size in set(sizes) if sizes.count(size) > 1]


def one_signs(tap, house):
    before = len(house.heads())
    talkers = [Talker(house.person("invest", n), f"{MARK}签{n}-") for n in range(2)]
    time.sleep(4)
    sent = sum(len(talker.end()) for talker in talkers)
    size = house.size()
    signed = until(lambda: house.heads()[-1][1] == size, 3)
    rows = house.heads()[before:]
    tap.claim(signed and len(rows) >= 3, f"under load at both nodes heads are signed ({len(rows)} for {sent} commands in 4 s), the last covers all", rows[-3:], size)
    gaps = [after[2] - first[2] for first, after in zip(rows, rows[1:])]
    tap.claim(min(gaps) > 150 and not double(rows), f"by one node: never two for one size, never two at a time (shortest pause {min(gaps)} ms)", gaps)
    tap.claim(holder(house) in (0, 1), "the lock of the timed jobs is one node's")


def until_signed(house, at, number, seconds=25):
    """Seconds until a head covers what is written now, at that node."""
    size = seq_of(lead(house.person("invest", at), f"{MARK}接手{number}"))
    return took(lambda: house.heads()[-1][1] >= size, seconds, 0.05)


def killed(tap, house):
    times = []
    for _ in range(ROUNDS):
        mine = until(lambda: holder(house) is not None and holder(house) + 1, 15) - 1
        house.nodes[mine].stop(signal.SIGKILL)
        times.append(until_signed(house, 1 - mine, len(times)))
        house.nodes[mine].start()
    tap.claim(None not in times and max(times) < LEASE, f"the node that signs is killed: the other signs after {', '.join('never' if t is None else f'{t:.2f}' for t in times)} s (below {LEASE})")


def stopped(tap, house):
    """SIGSTOP just after its commit: there is a head that it meant to sign when it fell asleep."""
    times, wrong, served = [], [], []
    for n in range(ROUNDS):
        mine = until(lambda: holder(house) is not None and holder(house) + 1, 15) - 1
        theirs = house.person("invest", 1 - mine)
        until(lambda: house.heads()[-1][1] == house.size(), 5)
        lead(house.person("invest", mine), f"{MARK}入睡{n}")
        os.kill(house.nodes[mine].process.pid, signal.SIGSTOP)
        before = len(house.heads())
        begin = time.monotonic()
        size = seq_of(lead(theirs, f"{MARK}醒着{n}"))
        waited = time.monotonic() - begin
        took(lambda: house.heads()[-1][1] >= size, 25, 0.05)
        times.append(time.monotonic() - begin)
        tap.claim(waited < 9, f"while it sleeps the other writes (waited {waited:.1f} s)")
        until(lambda: holder(house) == 1 - mine, 10)
        more = seq_of(lead(theirs, f"{MARK}接着{n}"))
        until(lambda: house.heads()[-1][1] >= more, 5)
        os.kill(house.nodes[mine].process.pid, signal.SIGCONT)
        later = [seq_of(lead(theirs, f"{MARK}醒后{n}-{i}")) for i in range(3)]
        until(lambda: house.heads()[-1][1] >= later[-1], 5)
        wrong += double(house.heads()[before:])
        held = holder(house)
        wrong += [] if held == 1 - mine else [f"the lock is {held}'s"]
        served.append(until(lambda: ready(house.nodes[mine]) == 200, 10) and lead(house.person("invest", mine), f"{MARK}又醒{n}").status)
    tap.claim(max(times) < LEASE, f"the node that signs is frozen: the other signs after {', '.join(f'{t:.1f}' for t in times)} s (below {LEASE})")
    tap.none(wrong, "woken, it does not sign beside the new one")
    tap.equal(served, [200] * ROUNDS, "and goes on serving")


PARTS = (latency, refused, frozen, flickering, one_signs, killed, stopped)
QUICK = (latency, refused, flickering, killed)
