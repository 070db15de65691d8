#!/usr/bin/env python3
"""make harden: a share of what the platform promises about attacks and faults, each figure beside its aim, on the released program.

    harden.py [--long] [PART ...]      parts: binary, crash, storage, crowd, secrets, mutants, fuzz

`--long` runs what a night has room for. Exit status 1: something happened that must never happen. An aim that was missed is printed as MISSED and is no failure of the run; a share
says what the whole would take.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.setdefault("LIANDONG_BIN", os.path.join(ROOT, "build", "liandong"))
os.environ.setdefault("LIANDONG_PACK", os.path.join(ROOT, "data", "fuzhou"))
sys.path.insert(0, HERE)
import binary  # noqa: E402
import crowd  # noqa: E402
import mutants  # noqa: E402
import secrets_left  # noqa: E402
import storage  # noqa: E402
from figures import Figures, hours  # noqa: E402


def crash(figures, root, program, folder, long):
    """The crash loop, more rounds of it."""
    rounds, begun = 200 if long else 5, time.monotonic()
    said = subprocess.run([sys.executable, os.path.join(root, "tests", "crash", "crash_loop.py"), str(rounds)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace").stdout
    writes = re.search(r"(\d+) commands were acknowledged", said)
    ready = [float(found) for found in re.findall(r"ready after ([\d.]+) s", said)]
    each = (time.monotonic() - begun) / rounds
    figures.never("kill -9: acknowledged and lost, changed or twice", re.findall(r"^not ok.*", said, re.M), f"{rounds} rounds, {writes[1] if writes else '?'} writes")
    figures.figure("kill -9: rounds", f"{rounds}; 1,000 take {hours(each * 1000)}", ">= 1,000", None)
    if ready:
        figures.figure("kill -9: ready again, worst", f"{max(ready):.2f} s", "<= 3 s", max(ready) <= 3)


def fuzz(figures, root, program, folder, long):
    """Each parser by libFuzzer with the sanitizers of clang."""
    seconds = 240 if long else 5
    done = subprocess.run(["sh", os.path.join(root, "tools", "fuzz.sh")], env=dict(os.environ, FUZZ_SECONDS=str(seconds)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    names, runs = re.findall(r"^== (\S+),", done.stdout, re.M), [int(found) for found in re.findall(r"number_of_executed_units: (\d+)", done.stdout)]
    if not names:
        figures.skip("fuzzers", "clang's build failed: " + done.stdout[-200:].replace("\n", " "))
        return
    figures.never("findings of the fuzzers", [done.stdout[-600:]] if done.returncode != 0 else [], f"{sum(runs):,} runs of {len(names)} parsers")
    if runs:
        slowest = min(runs) / seconds
        figures.figure("runs a parser, least", f"{min(runs):,}; 1,000,000,000 take {hours(1e9 / max(slowest, 1))}", ">= 1,000,000,000", None)


PARTS = {"binary": binary.run, "crash": crash, "storage": storage.run, "crowd": crowd.run, "secrets": secrets_left.run, "mutants": mutants.run, "fuzz": fuzz}


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--long", action="store_true")
    reader.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    wanted = reader.parse_args()
    figures, begun = Figures(), time.monotonic()
    for name, part in PARTS.items():
        if wanted.parts and name not in wanted.parts:
            continue
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="liandong-harden-") as folder:
            part(figures, ROOT, PROGRAM, folder, wanted.long)
    met = [row for row in figures.rows if row.met]
    missed = [row for row in figures.rows if row.met is False]
    print(f"{len(met)} figures met, {len(missed)} missed, {len(figures.rows) - len(met) - len(missed)} of a share; {time.monotonic() - begun:.0f} s")
    for name in figures.broken:
        print("MUST NEVER BE: " + name)
    return 1 if figures.broken else 0


if __name__ == "__main__":
    sys.exit(main())
