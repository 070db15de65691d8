#!/usr/bin/env python3
"""Runs every suite and counts every claim.

What uses a database runs twice: on SQLite, and as "postgres ..." on a server that is started here (LIANDONG_TEST_DB).
Suites whose claims have no stopwatch run side by side, one a core; the rest have the machine to themselves.

Each suite speaks TAP: a line "ok N - claim" or "not ok N - claim" a claim, "# SKIP why" behind one that the
machine can't check. A suite that ends badly without saying so counts as one failure. The last line of the
run is "N passed, N failed".
"""
import argparse, concurrent.futures, contextlib, os, queue, re, shutil, subprocess, sys, threading, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SANITIZED = os.path.join(ROOT, "build", "test")
RELEASE = os.path.join(ROOT, "build", "liandong")
ENVIRONMENT = dict(
    os.environ,
    CMOCKA_MESSAGE_OUTPUT="TAP",
    ASAN_OPTIONS="detect_leaks=1:abort_on_error=1",
    UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1",
    LIANDONG_PACK=os.path.join(ROOT, "data", "fuzhou"),
)
for name in ("LIANDONG_TEST_DB", "LIANDONG_TEST_KEPT"):  # each suite is told by itself
    ENVIRONMENT.pop(name, None)


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.failures = []
        self.lock = threading.Lock()

    def take(self, suite, output, status):
        failed_before = self.failed
        seen = 0
        for line in output.splitlines():
            line = line.strip()
            if re.match(r"(not )?ok \d+.*# skip", line, re.I):  # cmocka says "not ok 3 # SKIP name"
                seen += 1
                self.skipped += 1
                print(f"    skipped: {suite}: {line}")
            elif re.match(r"ok \d+", line):
                seen += 1
                self.passed += 1
            elif re.match(r"not ok \d+", line):
                seen += 1
                self.failed += 1
                self.failures.append(f"{suite}: {line}")
        if (status != 0 and self.failed == failed_before) or seen == 0:
            self.failed += 1
            self.failures.append(f"{suite}: ended with status {status} after {seen} claims\n{output[-3000:]}")


LANES = max(1, min(4, os.cpu_count() or 1))


def side_by_side(jobs):
    """Calls each job, as many at a time as the machine has cores; none may share a folder or a port with another."""
    with concurrent.futures.ThreadPoolExecutor(LANES) as lanes:
        for done in [lanes.submit(job) for job in jobs]:
            done.result()


def run(count, suite, command, timeout=300, environment=None, cwd=ROOT, came=None):
    begin = time.time()
    try:
        done = subprocess.run(command, cwd=cwd, env=environment or ENVIRONMENT, timeout=timeout, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace", stdin=subprocess.DEVNULL)
        output, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = (late.stdout or b"").decode(errors="replace") + "\ntimed out", -1
    seconds, there_too = time.time() - begin, came is None or came()
    with count.lock:
        before = count.passed, count.failed
        count.take(suite, output, status)
        if not there_too:
            # It passed on the other database, if at all: that is no claim about this one.
            count.passed, count.failed = before[0], before[1] + 1
            count.failures.append(f"{suite}: never came to the server of PostgreSQL")
        passed, failed = count.passed - before[0], count.failed - before[1]
        print(f"{'  ' if failed == 0 else '! '}{suite:40} {passed:5} passed {failed:3} failed  {seconds:6.1f} s", flush=True)
        if failed:
            print("\n".join("      " + line for line in output.splitlines()[-60:]), flush=True)


def build(count):
    steps = []
    if not os.path.exists(os.path.join(SANITIZED, "build.ninja")):
        steps.append(["meson", "setup", SANITIZED, "-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dbuildtype=debugoptimized"])
    steps.append(["ninja", "-C", SANITIZED])
    for command in steps:
        done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            count.failed += 1
            count.failures.append("build: " + " ".join(command) + "\n" + done.stdout[-4000:])
            return False
    return True


def unit_programs(folder):
    """Every test program that meson knows, with its arguments and folder."""
    import json
    listed = subprocess.run(["meson", "introspect", "--tests", folder], cwd=ROOT, text=True, stdout=subprocess.PIPE).stdout
    for test in json.loads(listed):
        yield test["name"], test["cmd"], test.get("workdir") or ROOT, test.get("env", {})


LONGEST = ("roof move_faults", "twins", "engine level", "board standing")


def units(count, build=SANITIZED, label="unit", there=None):
    """With `there`, what uses a database, each on one of those Doors."""
    def job(name, command, folder, environment):
        with (there or HERE).door() as door:
            run(count, f"{label} {name}", command, timeout=600, cwd=folder, environment=dict(ENVIRONMENT, **environment, **door.environment()), came=door.came())
    wanted = [one for one in unit_programs(build) if there is None or uses_a_database(one[0])]
    wanted.sort(key=lambda one: one[0] not in LONGEST)  # begun last, a long one would leave a core idle
    side_by_side([lambda one=one: job(*one) for one in wanted])


def other_build(count, label, options, compiler="gcc"):
    """The unit tests once more, as another compiler or sanitizer sees them."""
    folder = os.path.join(ROOT, "build", label)
    environment = dict(os.environ, CC=compiler)
    steps = [["ninja", "-C", folder]]
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        steps.insert(0, ["meson", "setup", folder, *options])
    for command in steps:
        done = subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            count.failed += 1
            count.failures.append(f"{label}: " + " ".join(command) + "\n" + done.stdout[-4000:])
            return
    units(count, folder, label)


def scripts(folder):
    path = os.path.join(ROOT, "tests", folder)
    return sorted(name for name in os.listdir(path) if name.startswith("test_") and name.endswith(".py")) if os.path.isdir(path) else []


def house(count, names=None, label="house", there=None):
    def job(name):
        with (there or HERE).door() as door:
            run(count, f"{label} {name[5:-3]}", [sys.executable, os.path.join("tests", "house", name)],
                environment=dict(ENVIRONMENT, **door.environment()), came=door.came())
    side_by_side([lambda name=name: job(name) for name in names or scripts("house")])


WITH_A_STOPWATCH = ("test_durability.py",)  # claims about how fast: nothing else may run beside them


def api(count, label="api", there=None):
    program = os.path.join(SANITIZED, "src", "roof", "liandong")

    def job(name):
        with (there or HERE).door() as door:
            run(count, f"{label} {name[5:-3]}", [sys.executable, os.path.join("tests", "api", name)], timeout=1200,
                environment=dict(ENVIRONMENT, LIANDONG_BIN=program, **door.environment()), came=door.came())
    names = [name for name in scripts("api") if there is None or name not in FILES_ONLY]
    side_by_side([lambda name=name: job(name) for name in names if name not in WITH_A_STOPWATCH])
    for name in WITH_A_STOPWATCH:
        job(name)


def cli(count):
    program = os.path.join(SANITIZED, "src", "roof", "liandong")
    side_by_side([lambda name=name: run(count, "cli " + name[5:-3], [sys.executable, os.path.join("tests", "cli", name)],
                                        environment=dict(ENVIRONMENT, LIANDONG_BIN=program), timeout=900) for name in scripts("cli")])


def crash(count, rounds, label="crash", there=None):
    if os.path.exists(os.path.join(ROOT, "tests", "crash", "crash_loop.py")):
        with (there or HERE).door() as door:
            run(count, f"{label} loop, {rounds} rounds", [sys.executable, "tests/crash/crash_loop.py", str(rounds)], timeout=1800,
                environment=dict(ENVIRONMENT, LIANDONG_BIN=RELEASE, **door.environment()), came=door.came())


# -- once more on PostgreSQL --

FILES_ONLY = ("test_kept.py",)  # databases of released versions, which are files


class Door:
    """One base database of the server, at which one suite at a time comes in."""

    def __init__(self, server=None, name=None):
        self.server, self.name = server, name

    def environment(self):
        """What a suite is told so that it goes to the server."""
        return {} if self.server is None else dict(self.server.environment(), LIANDONG_TEST_DB=self.server.address(self.name))

    def came(self):
        """A question for after a suite: did it sign in here at all?"""
        if self.server is None:
            return None
        before = self.server.sign_ins(self.name)
        return lambda: self.server.sign_ins(self.name) > before


class Doors:
    """As many doors as lanes; without a server any number to SQLite."""

    def __init__(self, server=None):
        self.free = None
        if server is not None:
            self.free = queue.Queue()
            for number in range(LANES):
                name = f"liandong_test{number}"
                server.create_database(name)
                self.free.put(Door(server, name))

    @contextlib.contextmanager
    def door(self):
        if self.free is None:
            yield Door()
            return
        one = self.free.get()
        try:
            yield one
        finally:
            self.free.put(one)


HERE = Doors()


def uses_a_database(name):
    """Of a unit suite "floor name": whether its program opens one of those that stand in for the real one."""
    floor, _, rest = name.partition(" ")
    path = os.path.join(ROOT, "tests", floor, f"test_{rest.replace(' ', '_')}.c")
    if floor not in ("store", "app", "board", "ledger") or not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as file:
        return re.search(r"\b(place|desk|book|world)_\w+\(", file.read()) is not None


def no_postgres(server):
    """Why nothing can run on PostgreSQL, or None."""
    if not os.path.exists(os.path.join(ROOT, "src", "store", "postgres.c")):
        return "the program has no driver for PostgreSQL yet"
    return server.missing()


def postgres(count, rounds):
    sys.path.insert(0, os.path.join(ROOT, "tests", "postgres"))
    import server as library
    for name in scripts("postgres"):
        run(count, "postgres " + name[5:-3], [sys.executable, os.path.join("tests", "postgres", name)])
    why = no_postgres(library)
    if why:
        count.skipped += 1
        print(f"    skipped: all that would run on PostgreSQL: {why}", flush=True)
        return
    # Nobody kills this server, so it need not wait for the disk; the crash loop kills the program alone.
    with library.Server(durable=False) as server:
        there = Doors(server)
        units(count, label="postgres unit", there=there)
        house(count, ["test_statements.py"], "postgres house", there)
        api(count, "postgres api", there)
        crash(count, rounds, "postgres crash", there)


def nodes(count, rounds):
    """Several nodes on one server of their own; the program as it is released, since clocks are set apart by a preload."""
    run(count, f"nodes{', all rounds' if rounds else ''}", [sys.executable, "tests/nodes/test_nodes.py", *(["--all"] if rounds else [])], timeout=1800 if rounds else 800,
        environment=dict(ENVIRONMENT, LIANDONG_BIN=RELEASE))


def failover(count, rounds):
    run(count, f"failover, {rounds} rounds", [sys.executable, "tests/failover/test_failover.py", str(rounds)], timeout=300 + 120 * rounds,
        environment=dict(ENVIRONMENT, LIANDONG_BIN=RELEASE))
    run(count, "failover, the handbook's recipe", [sys.executable, "tests/failover/test_recipe.py"])


def web(count):
    run(count, "web unit", ["npm", "test", "--silent", "--", "--test-reporter=tap"], cwd=os.path.join(ROOT, "web"))


def node18(count):
    run(count, "web on Node 18", [sys.executable, "tests/node18/build.py"])


def browser(count):
    run(count, "browser", [sys.executable, "tests/browser/run.py"], timeout=1800, environment=dict(ENVIRONMENT, LIANDONG_BIN=RELEASE))


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--all", action="store_true", help="the long rounds too")
    reader.add_argument("--only", help="house, unit, cli, api, crash, postgres, nodes, web, browser or (long) clang, threads, failover")
    wanted = reader.parse_args()
    count = Count()
    begin = time.time()
    built = subprocess.run(["make", "--no-print-directory", "build"], cwd=ROOT).returncode == 0
    if not built:
        count.failed += 1
        count.failures.append("make build failed")
    suites = {
        "house": lambda: house(count),
        "unit": lambda: units(count),
        "cli": lambda: cli(count),
        "api": lambda: api(count),
        "crash": lambda: crash(count, 50 if wanted.all else 5),
        "postgres": lambda: postgres(count, 20 if wanted.all else 3),
        "nodes": lambda: nodes(count, wanted.all),
        "web": lambda: (web(count), node18(count)),
        "browser": lambda: browser(count),
    }
    if wanted.all or wanted.only in ("clang", "threads", "failover"):
        suites["clang"] = lambda: other_build(count, "clang", [], "clang")
        suites["threads"] = lambda: other_build(count, "tsan", ["-Db_sanitize=thread", "-Db_lundef=false"])
        suites["failover"] = lambda: failover(count, 8)
    if built and build(count):
        for name, suite in suites.items():
            if wanted.only in (None, name):
                suite()
    for failure in count.failures:
        print("FAILED " + failure)
    print(f"{count.skipped} skipped; {time.time() - begin:.0f} s")
    print(f"{count.passed} passed, {count.failed} failed")
    return 1 if count.failed else 0


if __name__ == "__main__":
    sys.exit(main())
