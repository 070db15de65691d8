"""Bad days: connections lost at the worst moment, servers that end, locks held by strangers, full disks, too many guests. What was
acknowledged is the truth, once; what could not be done is a sentence with a status of 503; and afterwards work goes on."""
import os
import shutil
import subprocess
import sys
import threading
import time
import uuid

from nodes import HERE, LEAD, LONG, MARK, lead, later, lib, ready, took, until

sys.path.append(os.path.join(os.path.dirname(HERE), "failover"))
from load import Load

ROUNDS = 30 if LONG else 4
LEDGER_LOCK = "select key from store_lock where key=1279543122 for update"  # "LDGR", as src/ledger/append.c has it


def count_of(house, name):
    return house.rows("select count(*) from project where name=?", name)[0][0]


def is_told(answer, *codes):
    """A refusal in words, of the kind that may be repeated."""
    return answer.status == 503 and lib.is_problem(answer) and (not codes or answer.code in codes)


def settled(house):
    """Nobody signs a head meanwhile, whose COMMIT would be the one that is lost."""
    until(lambda: house.heads()[-1][1] == house.size(), 5)


def lost_commits(tap, house):
    for words, key in (("with a key", True), ("without a key", False)):
        wrong, lost, strange = [], house.proxies[0].lost, []
        for n in range(ROUNDS):
            name = f"{MARK}失约{key}{n}"
            settled(house)
            house.proxies[0].lose_commits(1)
            mine = str(uuid.uuid4())
            answer = lead(house.person("invest", 0), name, key=mine if key else False)
            house.proxies[0].lose_commits(0)
            if answer.status != 200:
                strange.append(repr(answer))
            elif count_of(house, name) != 1 or house.rows("select id from project where name=?", name)[0][0] != answer.json["id"]:
                wrong.append(f"{name}: {count_of(house, name)}")
            if key and lead(house.person("invest", 1), name, key=mine).body != answer.body:
                wrong.append(f"{name}: another answer at the other node")
        gone = house.proxies[0].lost - lost
        tap.claim(gone >= ROUNDS - 1 and not strange, f"the answer to a COMMIT is lost, {words}: the command is acknowledged all the same ({gone} of {ROUNDS} were lost)", gone, strange[:3])
        tap.none(wrong, f"it was done once, and the answer is what was done, {words}")


def refused_commits(tap, house):
    """Nobody comes back to ask: the client is told that nobody knows, and the key tells later."""
    name, key = f"{MARK}未知", str(uuid.uuid4())
    settled(house)
    proxy = house.proxies[0]
    invest = house.person("invest", 0)
    proxy.refuse()
    proxy.lose_commits(1)
    asked = later(lambda: lead(invest, name, key=key))
    time.sleep(1)
    waiting = asked.is_alive()
    if LONG:
        asked.join(60)
        tap.claim(is_told(asked.got, "outcome-unsure"), "with no connection to be had for half a minute the client is told that the outcome is not known", asked.got)
    proxy.accept()
    asked.join(30)
    until(lambda: ready(house.nodes[0]) == 200, 10)
    again = lead(house.person("invest", 1), name, key=key)
    tap.claim(waiting and again.status == 200 and count_of(house, name) == 1, "it waits for a connection rather than guess; with the same key it is done once", waiting, asked.got, again)


def cut_before(tap, house):
    """The connection goes while the command runs: nothing of it is there, it is run again."""
    wrong = []
    for n in range(ROUNDS):
        name, key = f"{MARK}半途{n}", str(uuid.uuid4()) if n % 2 else False
        settled(house)
        with house.psql() as holder:
            holder.ask(f"begin; {LEDGER_LOCK};")
            asked = later(lambda: lead(house.person("invest", 0), name, key=key))
            until(lambda: house.rows("select count(*) from pg_stat_activity where wait_event_type='Lock'")[0][0] > 0, 5)
            house.proxies[0].cut(rude=n % 2 == 0)
            time.sleep(0.1)
            holder.ask("rollback;")
            asked.join(30)
        if getattr(asked.got, "status", 0) != 200 or count_of(house, name) != 1:
            wrong.append(f"{asked.got!r} {count_of(house, name)}")
    tap.none(wrong, f"a connection is cut while a command runs: it is run again, done once ({ROUNDS} times)")


# -- the server goes and comes --

class People:
    """Writers at both nodes; who is refused by 503 tries again, at the other; any other refusal is strange."""

    def __init__(self, house, mark):
        self.house, self.mark, self.strange, self.refused, self.count, self.lock = house, mark, [], 0, 0, threading.Lock()

    def sender(self):
        clients = self.house.everywhere("invest")
        turn = [self.count]
        self.count += 1

        def send(deed):
            answer = lead(clients[turn[0] % 2], f"{self.mark}{deed.number}", key=deed.key)
            deed.answer = answer.json if answer.status == 200 else repr(answer)
            if answer.status != 200:
                turn[0] += 1
                with self.lock:
                    self.refused += 1
                    self.strange += [] if is_told(answer) else [repr(answer)]
            return answer.status == 200
        return send


def restarts(tap, house):
    hows = ("fast", "immediate", "kill -9") * (3 if LONG else 1)
    times, people = [], People(house, MARK + "重启")
    with Load(people.sender, writers=6, patience=60) as load:
        for how in hows:
            load.wait_acknowledged(20)
            house.server.kill() if how == "kill -9" else house.server.stop(how)
            time.sleep(0.5)
            house.server.start()
            begin, done = time.monotonic(), len(load.done)
            back = took(lambda: len(load.done) > done, 30)
            times.append((how, back))
    tap.claim(all(back is not None and back < 5 for _, back in times), "the server ends and starts under load; from its start to the next acknowledgement: " + ", ".join(f"{how} {'never' if back is None else f'{back:.2f} s'}" for how, back in times))
    tap.none(people.strange, f"whoever was refused was told so with 503 and a sentence ({people.refused} times)")
    there = {}
    for id, name in house.rows(f"select id, name from project where name like '{people.mark}%'"):
        there.setdefault(name, []).append(id)
    tap.none([deed.number for deed in load.done if there.get(f"{people.mark}{deed.number}") != [deed.answer["id"]]], f"all {len(load.done)} acknowledged commands are there, none twice ({load.repeated()} sent more than once)")
    tap.none([name for name, ids in there.items() if len(ids) != 1] + [deed.answer for deed in load.lost], "nothing is there twice, nothing was left open")


# -- locks that strangers hold --

def pids(house):
    return {pid for pid, in house.rows("select pid from pg_stat_activity where application_name='liandong' and datname=current_database()")}


def slow_reads(tap, house):
    """A table locked by an administrator: the reader gives up in words, by the server's limit, and its connection goes on."""
    leader = house.person("leader", 0)
    lead(house.person("invest", 1), f"{MARK}新页")  # nothing is answered from the cache
    before = pids(house)
    with house.psql() as holder:
        holder.ask("begin; lock table project in access exclusive mode;")
        asked = later(lambda: leader.get("/projects?limit=5"))
        waiting = "select pid from pg_stat_activity where application_name='liandong' and wait_event_type='Lock'"
        until(lambda: house.rows(waiting), 5)
        if LONG:
            asked.join(40)
            alive = ready(house.nodes[0])
        else:
            for _ in range(100):  # what statement_timeout does, sooner; others may wait there before the reader does
                for pid, in house.rows(waiting):
                    holder.ask(f"select pg_cancel_backend({pid});")
                asked.join(0.2)
                if not asked.is_alive():
                    break
            alive = ready(house.nodes[0])
        holder.ask("rollback;")
    tap.claim(getattr(asked.got, "status", 0) == 503 and is_told(asked.got, "storage-busy"), "a reader whose statement is given up is told 503 storage-busy", asked.got)
    tap.equal((leader.get("/projects?limit=5").status, alive), (200, 200), "the node is ready meanwhile, and answers when the lock is gone")
    tap.claim(before <= pids(house), "on the connections that were there", before - pids(house))


def held_lock(tap, house):
    seconds = 20 if LONG else 2
    invest = house.everywhere("invest")
    with house.psql() as holder:
        holder.ask(f"begin; {LEDGER_LOCK};")
        waiting = [later(lambda at=n % 2, n=n: lead(invest[at].twin(), f"{MARK}候锁{n}", key=f"{house.data.name}-hold-{n}")) for n in range(8)]
        time.sleep(seconds)
        early = [each.got for each in waiting if not each.is_alive()]
        holder.ask("rollback;")
    for each in waiting:
        each.join(40)
    if LONG:
        tap.claim(early and all(is_told(answer, "storage-busy") for answer in early), f"the ledger's lock is held for {seconds} s: who waits too long is told 503 storage-busy", early)
    else:
        tap.equal((len(early), {getattr(each.got, "status", repr(each.got)) for each in waiting}), (0, {200}), f"the ledger's lock is held for {seconds} s: commands wait, and succeed")
    again = [lead(invest[n % 2], f"{MARK}候锁{n}", key=f"{house.data.name}-hold-{n}").status for n in range(8)]
    tap.equal((set(again), {count_of(house, f"{MARK}候锁{n}") for n in range(8)}), ({200}, {1}), "sent again with its key, each is done once")


def deadlocks(tap, house):
    """A stranger takes the row first and then the ledger's lock; a node has them in the other order."""
    invest, wrong, times = house.person("invest", 0), [], []
    made = lead(invest, f"{MARK}死锁").json["id"]
    before = int(house.server.query(f"select deadlocks from pg_stat_database where datname='{house.data.name}'"))
    for n in range(4 if LONG else 1):
        with house.psql(role="postgres") as stranger:
            stranger.ask("set deadlock_timeout='30s'; begin; update project set name=name where id=%d;" % made)
            asked = later(lambda: invest.post(f"/projects/{made}/lead-facts", {"facts": {"leading": n % 2 == 0}}))
            until(lambda: house.rows("select count(*) from pg_stat_activity where wait_event_type='Lock' and application_name='liandong'")[0][0] > 0, 5)
            begin = time.monotonic()
            said = stranger.ask(LEDGER_LOCK + "; commit;")
            asked.join(30)
            times.append(time.monotonic() - begin)
            wrong += [] if getattr(asked.got, "status", 0) == 200 and "ERROR" not in said else [f"{asked.got!r} {said}"]
    happened = until(lambda: int(house.server.query(f"select deadlocks from pg_stat_database where datname='{house.data.name}'")) - before, 5)
    tap.claim(happened >= len(times) and not wrong, f"a deadlock with a stranger is tried again and never shown ({happened} happened; {max(times):.1f} s)", happened, wrong)


# -- too little of something --

def full_disk(tap, house):
    """The database moves to a small disk, which is then filled."""
    folder = house.server.place.path("small")
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return tap.skip("a full disk at the server is told in words", "no small file system can be mounted here (not root)")
    os.mkdir(folder)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=0700", "tmpfs", folder], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        os.rmdir(folder)
        return tap.skip("a full disk at the server is told in words", f"no small file system can be mounted here ({done.stderr.decode().strip()})")
    try:
        house.server.place.give(folder)
        fill(tap, house, folder)
    finally:
        for node in house.nodes:
            node.stop()
        house.server.query(f"alter database \"{house.data.name}\" set tablespace pg_default")
        house.server.query("drop tablespace small")
        subprocess.run(["umount", "-l", folder], stdin=subprocess.DEVNULL)
        os.rmdir(folder)
        for node in house.nodes:
            node.start()


def fill(tap, house, folder):
    for node in house.nodes:
        node.stop()
    house.server.query(f"create tablespace small location '{folder}'")
    house.server.query(f"alter database \"{house.data.name}\" set tablespace small")
    for node in house.nodes:
        node.start()
    invest, kept, refused, strange = house.everywhere("invest"), [], [], []

    def act(n):
        answer = invest[n % 2].post("/leads", {"name": f"{MARK}满盘{n}-" + "字" * 60, "source": "源" * 100, **LEAD})
        if answer.status == 200:
            kept.append(answer.json["id"])
        else:
            (refused if is_told(answer, "storage-full") else strange).append(repr(answer))
    act(0)
    filler = os.path.join(folder, "filler")
    with open(filler, "wb", buffering=0) as file:
        piece = b"\xee" * 65536
        while piece:
            try:
                written = file.write(piece)
            except OSError:
                written = 0
            piece = piece if written == len(piece) else piece[:len(piece) // 2]
    n = 1
    while len(refused) < 8 and n < 3000 and len(strange) < 5:
        act(n)
        n += 1
    tap.claim(len(refused) >= 8 and not strange, f"a full disk at the server: 503 storage-full at both nodes ({len(kept)} were still kept)", strange[:3], n)
    tap.claim(all(node.alive() and ready(node) == 200 for node in house.nodes) and house.person("leader", 0).get("/projects?limit=1").status == 200, "reads go on")
    os.unlink(filler)
    before, begin = len(kept), time.monotonic()
    while len(kept) == before and time.monotonic() - begin < 10:
        act(n)
        n += 1
    tap.claim(len(kept) > before, f"with space again, writing goes on ({time.monotonic() - begin:.2f} s)")
    there = {id for id, in house.rows(f"select id from project where name like '{MARK}满盘%'")}
    tap.equal(there, set(kept), f"all {len(kept)} that were acknowledged are there, and nothing else")


def crowd(tap, house):
    """The server takes no more connections of ours, and ours are lost."""
    leader, invest = house.person("leader", 0), house.person("invest", 0)
    house.server.query("alter role liandong connection limit 0")
    house.proxies[0].cut()
    lead(house.person("invest", 1), f"{MARK}新事")
    down = took(lambda: ready(house.nodes[0]) == 503, 10)
    answer = leader.get("/projects?limit=3")
    asked = later(lambda: lead(invest, f"{MARK}拥挤", key=f"{house.data.name}-crowd"))
    time.sleep(0.5)
    stranger = lib.Client(house.nodes[0].address)
    stranger.cookie = "not-known-here"
    unknown = stranger.get("/projects?limit=3")
    house.server.query("alter role liandong connection limit -1")
    asked.join(40)
    back = took(lambda: leader.get("/projects?limit=3").status == 200, 10)
    tap.claim(down is not None and is_told(answer), "too many connections at the server: 503 with a sentence", down, answer)
    tap.claim(is_told(unknown), "who cannot be looked up is told 503, not that he is not signed in", unknown)
    tap.claim(back is not None and getattr(asked.got, "status", 0) == 200, f"later all is well ({back if back is None else round(back, 2)} s), and the command that waited is done", back, asked.got)


PARTS = (lost_commits, refused_commits, cut_before, restarts, slow_reads, held_lock, deadlocks, full_disk, crowd)
QUICK = (lost_commits, refused_commits, cut_before, restarts, slow_reads, deadlocks, full_disk, crowd)
