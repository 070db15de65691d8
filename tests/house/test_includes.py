#!/usr/bin/env python3
"""The graph of rooms and floors, read from the includes.

    base <- engine;  base <- store <- ledger, signer, vault;  base, engine <- pack
    all of these <- app <- ground <- room <- flow, board <- roof;   app <- door <- roof
"""
import os
import re
import shutil
import subprocess
import tempfile

from house import ROOT, Claims, code, includes, sources, text

# A floor may include itself and what stands in its list, nothing else.
LOW = ["base", "cage", "sheet", "engine", "store", "ledger", "signer", "vault", "pack", "paper", "courier"]
FLOORS = {
    "base": [],
    "engine": ["base"],
    "store": ["base"],
    "ledger": ["base", "store"],
    "cage": ["base"],
    "signer": ["base", "cage", "store", "ledger"],
    "vault": ["base", "store"],
    "paper": ["base", "cage"],
    "sheet": ["base"],
    "courier": ["base"],
    "pack": ["base", "engine"],
    "app": LOW,
    "door": LOW + ["app"],
    "ground": LOW + ["app"],
    "room": LOW + ["app", "ground"],
    "flow": LOW + ["app", "ground", "room"],
    "board": LOW + ["app", "ground", "room"],
    "roof": LOW + ["app", "ground", "room", "flow", "board", "door"],
}
GROUND = ["project", "account", "organisation", "person"]


def floor_of(path):
    return path.split("/")[0]


def inner(path):
    """Path below src/ of a source."""
    return path[len("src/"):]


def quoted(path):
    return [found for found in includes(path) if not found.startswith("<")]


def pure_files():
    """What src/room/meson.build lists as pure, and the pure halves of the ground."""
    listed = re.findall(r"room_pure_src \+= files\(([^)]*)\)", text("src/room/meson.build"))
    names = re.findall(r"'([^']+)'", " ".join(listed))
    ground = [path for path in sources("src/ground/", (".c",)) if not re.search(r"_(store|door|act)\.c$", path)]
    return ["src/room/" + name for name in names] + ground


def wrong_floors():
    for path in sources():
        mine = floor_of(inner(path))
        for wanted in quoted(path):
            theirs = floor_of(wanted)
            if mine in FLOORS and theirs != mine and theirs not in FLOORS[mine]:
                yield f"{path} includes {wanted}: {mine} stands on {', '.join(FLOORS[mine]) or 'nothing'}"


def unknown_floors():
    for path in sources():
        if floor_of(inner(path)) not in FLOORS:
            yield f"{path}: no floor of that name; name it in tests/house/test_includes.py and docs/architecture.md"


def rooms_that_know_each_other():
    for path in sources("src/room/"):
        mine = inner(path).split("/")[1]
        for wanted in quoted(path):
            parts = wanted.split("/")
            if parts[0] == "room" and parts[1] != mine:
                yield f"{path} includes {wanted}: rooms don't know each other; what they share goes down to " \
                      "ground or app, what looks across up to board"


def ground_that_knows_rooms():
    for path in sources("src/ground/"):
        mine = inner(path).split("/")[1]
        for wanted in quoted(path):
            parts = wanted.split("/")
            if parts[0] == "ground" and parts[1] != mine and parts[1] not in GROUND:
                yield f"{path} includes {wanted}"


def doors_that_know_rooms():
    for path in sources("src/door/") + sources("src/app/"):
        for wanted in quoted(path):
            if floor_of(wanted) in ("ground", "room", "board", "roof"):
                yield f"{path} includes {wanted}: doors and app work on the register that the roof hands them"


def http_that_knows_more():
    for path in sources("src/door/http/"):
        for wanted in quoted(path):
            if floor_of(wanted) not in ("base", "door") or wanted.startswith(("door/api", "door/cli")):
                yield f"{path} includes {wanted}: the HTTP server knows base alone"


IMPURE = ("store/", "door/", "ledger/", "signer/", "app/pipeline.h", "app/writer.h", "app/viewer.h")
IMPURE_SYSTEM = {"<stdio.h>", "<unistd.h>", "<fcntl.h>", "<sqlite3.h>", "<pthread.h>", "<time.h>",
                 "<sys/socket.h>", "<errno.h>"}


def impure():
    for path in pure_files():
        for wanted in includes(path):
            if wanted.startswith(IMPURE) or wanted in IMPURE_SYSTEM:
                yield f"{path} includes {wanted}: a decision is pure; read it in _store.c or _door.c and hand it in"
            if wanted.endswith("_store.h"):
                # a room may describe its rows there, but the pure half doesn't ask the store
                pass
    for path in sources("src/engine/"):
        for wanted in includes(path):
            if wanted in IMPURE_SYSTEM:
                yield f"{path} includes {wanted}: engines have no I/O and no clock"


def statements_outside_stores():
    for path in sources("src/room/", (".c",)):
        if not path.endswith("_store.c") and re.search(r"struct statement \w+\s*=\s*\{", code(path)):
            yield f"{path} holds SQL: statements stand in the room's _store.c"


def own_header_later():
    for path in sources("src/", (".c",)):
        own = inner(path)[:-2] + ".h"
        if not os.path.exists(os.path.join(ROOT, "src", own)):
            continue
        wanted = includes(path)
        if own not in wanted:
            first = next((name for name in wanted if not name.startswith("<")), "")
            if os.path.dirname(first) != os.path.dirname(own) or own not in includes("src/" + first):
                yield f"{path} does not include its own header"
            continue
        before = [name for name in wanted[:wanted.index(own)] if os.path.dirname(name) != os.path.dirname(own)]
        if before:
            yield f"{path}: {before[0]} stands before its own header, which so need not stand alone"


def graph():
    return {inner(path): [name for name in quoted(path)] for path in sources("src/", (".h",))}


def cycles():
    edges = graph()
    state, trail, found = {}, [], []

    def visit(name):
        state[name] = "open"
        trail.append(name)
        for after in edges.get(name, []):
            if state.get(after) == "open":
                found.append(" -> ".join(trail[trail.index(after):] + [after]))
            elif after not in state:
                visit(after)
        trail.pop()
        state[name] = "done"

    for name in sorted(edges):
        if name not in state:
            visit(name)
    return found


def missing_guards():
    for path in sources("src/", (".h",)):
        first = code(path).strip().split("\n")[0]
        if not first.startswith("#ifndef LIANDONG_"):
            yield f"{path} does not begin with its guard LIANDONG_..."
    seen = {}
    for path in sources("src/", (".h",)):
        guard = re.search(r"#ifndef (\w+)", code(path))
        if guard and guard.group(1) in seen:
            yield f"{path} has the guard of {seen[guard.group(1)]}"
        seen[guard.group(1) if guard else path] = path


def headers_that_lean(compiler):
    """Includes each header twice in a file of its own and lets the compiler read it."""
    headers = [inner(path) for path in sources("src/", (".h",))]
    with tempfile.TemporaryDirectory() as folder:
        for number, header in enumerate(headers):
            alone = os.path.join(folder, f"alone_{number}.c")
            with open(alone, "w", encoding="utf-8") as file:
                file.write(f'#include "{header}"\n#include "{header}"\n')
        libpq = subprocess.run(["pkg-config", "--cflags", "libpq", "pangocairo"], stdout=subprocess.PIPE, text=True, check=False).stdout.split()
        done = subprocess.run([compiler, "-std=gnu17", "-fsyntax-only", "-D_GNU_SOURCE", "-I" + os.path.join(ROOT, "src"), *libpq]
                              + [os.path.join(folder, f"alone_{n}.c") for n in range(len(headers))],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    for line in done.stdout.split("\n"):
        if "error:" in line:
            name = re.match(r".*alone_(\d+)\.c", line)
            yield (headers[int(name.group(1))] + ": " if name else "") + line.replace(folder, "")


def main():
    claims = Claims()
    claims.holds("every folder of src is a floor that has a name", unknown_floors())
    claims.holds("a floor includes only floors that it stands on", wrong_floors())
    claims.holds("rooms don't know each other", rooms_that_know_each_other())
    claims.holds("ground rooms know no rooms", ground_that_knows_rooms())
    claims.holds("the doors and the pipeline know no room", doors_that_know_rooms())
    claims.holds("the HTTP server knows base alone", http_that_knows_more())
    claims.holds("decisions and engines are pure: no store, no door, no clock", impure())
    claims.holds("in rooms SQL stands in _store.c alone", statements_outside_stores())
    claims.holds("a source includes its own header before those of other folders", own_header_later())
    claims.holds("headers include one another without a circle", cycles())
    claims.holds("every header has a guard of its own", missing_guards())
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler:
        claims.holds("every header can be read alone", headers_that_lean(compiler))
    else:
        claims.skip("every header can be read alone", "no compiler here")
    claims.end()


if __name__ == "__main__":
    main()
