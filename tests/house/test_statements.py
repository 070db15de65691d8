#!/usr/bin/env python3
"""What the linked house can tell of itself (house_statements), and that no statement hides from it."""
import os
import re
import subprocess
import sys

from house import ROOT, Claims, code, sources, text

PROGRAM = os.environ.get("LIANDONG_HOUSE", os.path.join(ROOT, "build", "test", "tests", "house", "house_statements"))

# Floors with tests of their own, and the roof, whose few statements run once at the start.
ELSEWHERE = ("src/store/", "src/ledger/", "src/roof/")


def stated():
    """Name -> file of every statement written in the sources."""
    found = {}
    for path in sources("src/", (".c",)):
        if path.startswith(ELSEWHERE):
            continue
        for match in re.finditer(r"struct statement (\w+)\s*=\s*\{\s*\"(\w+)\"", text(path)):
            found[match.group(2)] = path
        if len(re.findall(r"struct statement \w+\s*=", code(path))) != \
                len(re.findall(r"struct statement \w+\s*=\s*\{\s*\"\w+\"", text(path))):
            found[f"one without a name in {path}"] = path
    return found


def main():
    claims = Claims()
    if not os.path.exists(PROGRAM):
        claims.holds("the house test is built", [f"{PROGRAM} is not there: ninja -C build/test"])
        claims.end()
    done = subprocess.run([PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          check=False)
    names, claim, against, failed = set(), None, [], False

    def close():
        if claim is not None:
            claims.holds(claim, against or (["see above"] if failed else []))

    for line in done.stdout.splitlines():
        match = re.match(r"(not )?ok \d+ - (.*)", line)
        if match:
            close()
            claim, against, failed = match.group(2), [], bool(match.group(1))
        elif line.startswith("#   "):
            against.append(line[4:])
        elif line.startswith("# statement "):
            names.add(line.split()[2])
        elif not re.match(r"1\.\.\d+", line):
            print(line if line.startswith("#") else "# " + line)
    close()
    claims.holds("the house test runs to its end", [] if done.returncode in (0, 1) and claims.number > 10
                 else [f"it ended with {done.returncode}", done.stdout[-2000:]])
    written = stated()
    claims.holds("every statement of app, rooms and boards hangs in the register",
                 [f"{path}: {name}" for name, path in sorted(written.items()) if name not in names])
    claims.end()


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
