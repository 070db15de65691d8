"""Disks that fail: each call in turn, once or for ever, and a disk that is full. What was acknowledged is there afterwards, whole."""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "api"))
import lib  # noqa: E402
from figures import hours  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = [(call, ever, half) for call in ("write", "sync") for ever in (0, 1) for half in (0, 1) if not (half and call == "sync")] + [("read", 0, 0), ("read", 1, 0), ("open", 0, 0), ("open", 1, 0)]
MOST = 400  # calls of one kind that the script below makes: each is one point


def shim(folder):
    path = os.path.join(folder, "faults.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", path, os.path.join(HERE, "faults.c"), "-ldl"], check=True)
    return path


class Disk:
    """A served demonstration whose disk can be told to fail."""

    def __init__(self, library):
        self.server = lib.Server(prefix="liandong-harden-")
        self.armed, self.hit = (os.path.join(self.server.folder, name) for name in ("armed", "hit"))
        self.library, self.number = library, 0
        self.server.setup()

    def close(self):
        self.server.close()

    def begin(self, call=None, nth=1, ever=0, half=0, error=5):
        for path in (self.armed, self.hit):
            if os.path.exists(path):
                os.remove(path)
        faults = {} if call is None else {"LD_PRELOAD": self.library, "FAULT_CALL": call, "FAULT_NTH": str(nth), "FAULT_EVER": str(ever), "FAULT_SHORT": str(half),
                                         "FAULT_ERRNO": str(error), "FAULT_PATH": os.path.realpath(self.server.home), "FAULT_ARMED": self.armed, "FAULT_HIT": self.hit}
        for name in list(self.server.environment):
            if name.startswith("FAULT_") or name == "LD_PRELOAD":
                del self.server.environment[name]
        self.server.environment.update(faults)
        self.server.start()

    def arm(self):
        with open(self.armed, "w"):
            pass

    def disarm(self):
        os.remove(self.armed)

    def deeds(self, count):
        """Writes and says which were acknowledged, as (kind, mark, id), and each answer."""
        done, answers = [], []
        invest, enterprise = (self.server.client(login) for login in ("invest", "enterprise1"))
        project = enterprise.session["post"]["project_id"]
        for number in range(count):
            self.number += 1
            mark = f"磁盘{self.number}"
            try:
                if number % 3 == 2:
                    answer = enterprise.upload(project, mark + ".pdf", lib.tiny_pdf(mark))
                else:
                    answer = invest.post("/leads", {"name": mark, "district": "350112"})
            except OSError:  # it stopped, as it does when a sync fails
                answers.append(None)
                break
            answers.append(answer)
            if answer.status == 200:
                done.append(("file" if number % 3 == 2 else "project", mark, answer.json["id"]))
        return done, answers


def is_there(disk, done):
    wrong = []
    for kind, mark, id in done:
        found = disk.server.store.rows(f"select name from {kind} where id={id}")
        if not found or not found[0][0].startswith(mark):
            wrong.append(f"{mark}: acknowledged and lost")
    return wrong


def sound(disk):
    said = disk.server.cli("ledger", "verify", "--db", disk.server.database)
    whole = disk.server.store.rows("pragma integrity_check")[0][0]
    return [] if said.returncode == 0 and whole == "ok" else [f"verify {said.returncode} {said.stderr[-200:]!r}, integrity {whole}"]


def point(disk, call, ever, half, nth):
    """One failing call. What went wrong, and whether the fault was ever met."""
    wrong = []
    disk.begin(call, nth, ever, half)
    for login in ("invest", "enterprise1"):
        disk.server.client(login)
    disk.arm()
    done, answers = disk.deeds(3)
    met = os.path.exists(disk.hit)
    for answer in answers:
        if answer is not None and answer.status >= 500 and answer.status not in (500, 503, 507):
            wrong.append(f"{answer!r}")
    status = disk.server.stop()
    if status not in (0, 1) and not (isinstance(status, int) and status > 0):
        wrong.append(f"ended with {status}")  # minus a signal, or not at all
    disk.begin()
    wrong += is_there(disk, done) + sound(disk)
    if disk.server.client("invest").get("/projects").status != 200:
        wrong.append("does not answer afterwards")
    disk.server.stop()
    return [f"{call} {nth} ever={ever} half={half}: {one}" for one in wrong], met


def sweep(figures, disk, seconds):
    points, wrong, spent, begun = 0, [], {kind: 1 for kind in KINDS}, time.monotonic()
    while spent and time.monotonic() - begun < seconds:
        for kind in list(spent):
            faults, met = point(disk, *kind, spent[kind])
            points, wrong = points + 1, wrong + faults
            spent[kind] += 1
            if not met or spent[kind] > MOST:
                del spent[kind]  # the script makes no more calls of that kind
            if time.monotonic() - begun >= seconds:
                break
    each = (time.monotonic() - begun) / max(points, 1)
    figures.never("failing calls to the disk: lost, corrupt, signals, hangs", wrong, f"{points} points")
    figures.figure("points of the sweep", f"{points}{'' if spent else ', all there are'}; 10,000 take {hours(each * 10000)}", ">= 10,000", None if spent else True)


def full(figures, disk):
    """Every write says that there is no room, until there is."""
    disk.begin("write", 1, ever=1, error=28)
    for login in ("invest", "enterprise1"):
        disk.server.client(login)
    done, _ = disk.deeds(3)
    disk.arm()
    refused = disk.deeds(9)[1]
    reads = [disk.server.client("invest").get("/projects").status for _ in range(200)]
    disk.disarm()
    begun, again = time.monotonic(), None
    while time.monotonic() - begun < 10 and (again is None or again.status != 200):
        again = disk.server.client("invest").post("/leads", {"name": f"又有空间{time.monotonic()}", "district": "350112"})
    waited = time.monotonic() - begun
    figures.never("disk full: refusals that are not 507 or 503", [repr(one) for one in refused if one is None or one.status not in (503, 507)], f"{len(refused)} writes")
    figures.never("disk full: reads that fail", [one for one in reads if one != 200], f"{len(reads)} reads")
    figures.figure("disk full: writes again, without a restart", f"{waited:.2f} s", "<= 1 s", again is not None and again.status == 200 and waited <= 1)
    disk.server.stop()
    disk.begin()
    figures.never("disk full: acknowledged and lost", is_there(disk, done) + sound(disk), f"{len(done)} writes")
    disk.server.stop()


def run(figures, root, program, folder, long):
    disk = Disk(shim(folder))
    try:
        full(figures, disk)
        sweep(figures, disk, 1800 if long else 60)
    finally:
        disk.close()
