#!/usr/bin/env python3
"""Calls that are not made here, each with what to do instead; and words that don't belong into a tree
that others will read."""
import json
import os
import re

from house import ROOT, Claims, code, committed, sources, text

BANNED = {
    "strcpy": "struct text and struct buffer",
    "strcat": "buffer_add",
    "sprintf": "buffer_addf, text_format or snprintf",
    "vsprintf": "buffer_addf",
    "gets": "read with a bound",
    "strtok": "text_cut",
    "atoi": "text_to_int",
    "atol": "text_to_int",
    "atof": "json_read or strtod with its end checked",
    "system": "no shell",
    "popen": "no shell",
    "setjmp": "ensure() for bugs, a fault for the rest",
    "longjmp": "ensure() for bugs, a fault for the rest",
    "alloca": "arena_alloc",
    "rand": "chance is a parameter",
    "srand": "chance is a parameter",
    "strdup": "text_copy",
    "asprintf": "text_format",
}

# Who may allocate outside an arena: handles that threads share or that outlive every arena, and memory
# that a library takes over.
ALLOCATORS = {
    "src/base/arena.c": "the one allocator",
    "src/app/city.c": "the row of snapshots, shared by threads until the last one is given back",
    "src/app/identity/session.c": "sessions come and go one by one, shared by all threads",
    "src/app/neighbours.c": "handle of a thread",
    "src/roof/outbox.c": "handle of its threads",
    "src/app/pipeline.c": "the writer's handle",
    "src/app/publish.c": "handle of a thread, and its listeners, who come and go",
    "src/app/viewer.c": "answers kept until the last reader has sent them",
    "src/app/writer.c": "handle of a thread",
    "src/board/experience.c": "what the day's cases teach is kept for the day, and shared by threads",
    "src/board/kept.c": "what was loaded for one question is kept for the next, and shared by threads",
    "src/board/suggestions_known.c": "what is kept between keystrokes is shared by threads",
    "src/board/lore.c": "what is made of the rules is kept for the day, and shared by threads",
    "src/door/api/api.c": "handle of the door",
    "src/door/api/guesses.c": "a fixed table, as long as the door",
    "src/door/api/limiter.c": "a fixed table, as long as the door",
    "src/door/api/slow.c": "handle of a thread",
    "src/door/api/stream.c": "a listener that ends when its connection does",
    "src/door/http/connection.c": "connections",
    "src/door/http/exchange.c": "exchanges that wait for another thread",
    "src/door/http/reply.c": "bodies handed over",
    "src/door/http/server.c": "handle of the server",
    "src/door/http/stream.c": "streams end when their connection does",
    "src/door/http/worker.c": "handles of threads",
    "src/ledger/append.c": "handle of the ledger",
    "src/ledger/sm3.c": "handle around OpenSSL's",
    "src/paper/printer.c": "handle of a third process",
    "src/app/identity/second_factor.c": "liboath gives memory to be freed",
    "src/pack/read.c": "scandir() of the C library gives memory to be freed",
    "src/roof/boot.c": "handle of the process",
    "src/signer/signer.c": "handle of the second process",
    "src/store/faulty.c": "handle around another driver's",
    "src/store/postgres.c": "handle around libpq's",
    "src/store/postgres_sql.c": "DDL in another dialect, as long as one call",
    "src/store/sqlite.c": "handle around SQLite's",
}

# Who may ask for the time: everybody else is told.
CLOCKS = {
    "src/roof/boot.c": "the one clock of the program",
    "src/door/http/worker.c": "deadlines of connections",
    "src/store/sqlite.c": "the clock that those share who share a database: here the machine's",
    "src/store/postgres_wire.c": "how long an answer is waited for (monotonic)",
    "src/door/cli/cli_level.c": "the budget in seconds, which the engine asks for through a function (monotonic)",
    "src/roof/outbox.c": "how long a condition variable waits (monotonic)",
    "src/app/publish.c": "how long a condition variable waits (monotonic)",
    "src/app/meter.c": "how long a request took (monotonic)",
    "src/store/store.c": "how long a statement took (monotonic)",
    "src/app/writer.c": "how long a condition variable waits (monotonic)",
}

# What may write to the terminal.
TALKERS = ("src/door/cli/", "src/roof/", "src/app/journal.c", "src/base/compiler.c")

# Notes to oneself; TODO_MAX and the like are names, not notes.
NOTE = re.compile(r"\b(TODO|FIXME|XXX|HACK):")  # prose may name the rule itself
MARKS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!_)")


def calls(path, names):
    pattern = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(names))
    for number, line in enumerate(code(path).split("\n"), 1):
        for match in pattern.finditer(line):
            yield number, match.group(1)


def banned_calls():
    for path in sources("src/"):
        for line, name in calls(path, BANNED):
            yield f"{path}:{line}: {name}(): {BANNED[name]}"


def allocations():
    seen = set()
    for path in sources("src/"):
        for line, name in calls(path, ["malloc", "calloc", "realloc", "reallocarray", "free", "aligned_alloc"]):
            seen.add(path)
            if path not in ALLOCATORS:
                yield f"{path}:{line}: {name}(): memory comes from an arena"
    for path in sorted(set(ALLOCATORS) - seen):
        yield f"{path} allocates nothing: take it off the list"


def clocks():
    names = ["time", "gettimeofday", "localtime", "localtime_r", "gmtime", "gmtime_r", "clock_gettime", "clock",
             "mktime", "ftime"]
    for path in sources("src/"):
        for line, name in calls(path, names):
            if path not in CLOCKS and not path.startswith("src/door/http/"):
                yield f"{path}:{line}: {name}(): time is a parameter"


def talk():
    for path in sources("src/"):
        for line, name in calls(path, ["printf", "fprintf", "puts", "putchar", "perror", "fputs"]):
            if not path.startswith(TALKERS):
                yield f"{path}:{line}: {name}(): who decides doesn't talk; app/journal.h or the answer"


def gotos():
    for path in sources("src/"):
        for number, line in enumerate(code(path).split("\n"), 1):
            match = re.search(r"\bgoto (\w+)", line)
            if match and match.group(1) != "done":
                yield f"{path}:{number}: goto {match.group(1)}"


def glued_sql():
    """SQL is never put together at run time."""
    pattern = re.compile(r'(?:buffer_addf?|text_format|snprintf)\([^;]*"(?:select|insert|update|delete|drop|create) ', re.I)
    for path in sources("src/"):
        if path.startswith("src/store/"):  # table.c: from the names in the program's own DDL
            continue
        if pattern.search(text(path)):
            yield f"{path} puts SQL together: a statement is a const with parameters"


def marks():
    for path in committed():
        if path.startswith(("data/", "tests/house/")) or path.endswith((".lock", "package-lock.json", ".png", ".svg")):
            continue
        for number, line in enumerate(text(path).split("\n"), 1):
            if (NOTE if path.endswith(".md") else MARKS).search(line):
                yield f"{path}:{number}: {MARKS.search(line).group(1)}: an issue or nothing"


MACHINE = re.compile(r"(?<![\w./$}-])/(?:work|root)(?:/|\b)|(?<![\w./$}-])/tmp/")
MAY_NAME_TMP = ("tests/", "tools/", "bench/", ".ci/")


def machine_paths():
    for path in committed():
        if path.startswith("tests/house/") or path.endswith((".png", ".woff2", ".jpg", ".ico")):
            continue
        for number, line in enumerate(text(path).split("\n"), 1):
            match = MACHINE.search(line)
            if match and not (match.group(0) == "/tmp/" and path.startswith(MAY_NAME_TMP)):
                yield f"{path}:{number}: a path of one machine: {match.group(0)}"


def neighbours():
    for path in committed():
        if path.startswith("tests/"):
            continue
        for number, line in enumerate(text(path).split("\n"), 1):
            if "../shared" in line:
                yield f"{path}:{number}: reaches out of the tree"


def lock_hosts():
    """Where a package came from is no part of what it is: the integrity hash is."""
    for path in committed():
        if os.path.basename(path) not in ("package-lock.json", "npm-shrinkwrap.json"):
            continue
        for name, package in json.loads(text(path)).get("packages", {}).items():
            if "resolved" in package and package["resolved"].startswith("http"):
                yield f"{path}: {name} names the host it was fetched from"
            if name and "integrity" not in package and not package.get("link"):
                yield f"{path}: {name} has no integrity hash"
    for path in committed():
        if os.path.basename(path) == ".npmrc" and re.search(r"(?m)^\s*(?:@\S+:)?registry\s*=", text(path)):
            yield f"{path} names a registry"


def secrets():
    keys = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
    for path in committed():
        if keys.search(text(path)) and not path.startswith("tests/"):
            yield f"{path} holds a private key"
        if os.path.basename(path).startswith(".env"):
            yield f"{path}: settings with secrets are not committed"


def big_files():
    for path in committed():
        size = os.path.getsize(os.path.join(ROOT, path))
        if size > 3 << 20:
            yield f"{path} has {size >> 20} MiB"


def main():
    claims = Claims()
    claims.holds("no unsafe or uncontrolled call is made", banned_calls())
    claims.holds("memory comes from arenas, but for named handles", allocations())
    claims.holds("time is a parameter, but at the named clocks", clocks())
    claims.holds("only the terminal's doors talk to the terminal", talk())
    claims.holds("no goto but done", gotos())
    claims.holds("no SQL is put together at run time", glued_sql())
    claims.holds("no note to oneself is left in the tree", marks())
    claims.holds("no path of one machine stands in the tree", machine_paths())
    claims.holds("nothing reaches out of the tree", neighbours())
    claims.holds("lock files name no host and every package's hash", lock_hosts())
    claims.holds("no private key or setting is committed", secrets())
    claims.holds("no large file is committed", big_files())
    claims.end()


if __name__ == "__main__":
    main()
