"""A standby answers what may be a little old, says of when, and is missed by nobody when it is far behind, gone, or not there yet."""
import time

from nodes import LONG, MARK, Proxy, lead, took

OLDEST = 10  # seconds


def as_of(answer):
    found = answer.header("Liandong-As-Of")
    return None if found is None else int(found)


def told(client, path="/cockpit"):
    """Its Liandong-As-Of, None without; anything but an answer is an error."""
    answer = client.get(path) if not path.startswith("/progress") else client.send("GET", path)
    if answer.status != 200:
        raise RuntimeError(repr(answer))
    return as_of(answer)


def now_of(house):
    return int(house.server.query("select (extract(epoch from clock_timestamp())*1000)::bigint"))


def late(tap, house):
    """Absent at the start, it comes later; then it falls behind, is killed, and comes again."""
    house.replica = house.server.add_replica()
    house.standby = Proxy(house.replica.port)
    house.standby.refuse()
    node = house.add(environment={"LIANDONG_REPLICA": house.standby.address(house.data.name)})
    leader = house.person("leader", house.nodes.index(node))
    invest = house.person("invest", 0)
    tap.claim(told(leader) is None and told(leader, "/progress") is None, "absent at the start: the primary answers, without a header")
    house.standby.accept()
    came = took(lambda: told(leader) is not None, 15, 0.1)
    tap.claim(came is not None, f"a standby that comes later is used ({came if came is None else round(came, 1)} s)")
    house.leader, house.invest = leader, invest
    lead(invest, f"{MARK}备机")
    house.replica.caught_up(house.server.position())
    age = now_of(house) - (told(leader) or 0)
    tap.claim(-1000 < age < 3000 and as_of(leader.send("GET", "/progress")) is not None, f"while it follows, figures and public pages are its, of {age} ms ago")
    tap.equal(told(leader, "/projects?limit=1"), None, "what may not be old is never its")


def behind(tap, house):
    leader, invest = house.leader, house.invest
    made = lead(invest, f"{MARK}新").status
    house.replica.caught_up(house.server.position())
    house.replica.pause()
    begin, seen, wrong = time.monotonic(), [], []
    lead(invest, f"{MARK}落后")
    while time.monotonic() - begin < OLDEST + 3:
        found = told(leader)
        age = None if found is None else (now_of(house) - found) / 1000
        seen.append((time.monotonic() - begin, age))
        wrong += [] if age is None or age < OLDEST + 1.5 else [age]
        time.sleep(0.25)
        if not LONG and age is None:
            break
    first = next((at for at, age in seen if age is None), None)
    tap.claim(made == 200 and first is not None and any(age is not None for _, age in seen[:4]) and not wrong, f"its replay stands still: it answers for {0 if first is None else first:.1f} s, then the primary does", seen[:3], seen[-3:], wrong)
    tap.claim(all(age is None for at, age in seen if first is not None and at > first + 0.5), "and it is not asked again while it is more than ten seconds behind", seen[-5:])
    house.replica.resume()
    tap.claim(took(lambda: told(leader) is not None, 10, 0.1) is not None, "when it follows again it is used again")


def gone(tap, house):
    leader = house.leader
    house.replica.kill()
    times, wrong = [], []
    for _ in range(10):
        begin = time.monotonic()
        answer = leader.get("/cockpit"), leader.send("GET", "/progress")
        times.append(time.monotonic() - begin)
        wrong += [repr(each) for each in answer if each.status != 200 or as_of(each) is not None]
        time.sleep(0.05)
    tap.none(wrong, f"killed, nobody notices: the primary answers (longest {max(times) * 1000:.0f} ms)")
    house.replica.start()
    back = took(lambda: told(leader) is not None, 15, 0.1)
    tap.claim(back is not None, f"started again it is used again ({back if back is None else round(back, 1)} s)")
    house.standby.freeze()
    begin = time.monotonic()
    answer = leader.get("/projects?limit=1").status, house.person("leader", 0).get("/cockpit").status
    house.standby.thaw()
    tap.claim(answer == (200, 200), f"frozen, it holds up nobody who does not ask it ({time.monotonic() - begin:.1f} s)")


PARTS, QUICK = (late, behind, gone), (late, gone)
