#!/usr/bin/env python3
"""Five hundred plans of forty items, whole process: reading the pack and 500 lines of JSON, planning,
writing the CSV. And what two thousand projects would be if one item took longer: read, planned twice, told.

    bench_portfolio.py PROGRAM PACK FACTS.json [RUNS]

The facts are those of one project with other numbers and some answers turned round, so that no two lines
are the same. Prints the least and the median of the runs."""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

LINES = 500
AIM_MS = 50
SUPPOSED = 2000


def varied(facts, chance):
    """Some numbers, some yes and no of a project changed."""
    made = dict(facts)
    for name, value in facts.items():
        if isinstance(value, bool):
            made[name] = (not value) if chance.random() < 0.08 else value
        elif isinstance(value, (int, float)):
            made[name] = round(value * chance.uniform(0.6, 1.4))
    return made


def write_lines(path, facts, count):
    chance = random.Random(20260302)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"name": f"{number}", "facts": varied(facts, chance)}, ensure_ascii=False) + "\n")


def timed(words, runs):
    """Milliseconds of each run of the whole command, least first."""
    took = []
    for _ in range(runs):
        begun = time.perf_counter()
        done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        took.append((time.perf_counter() - begun) * 1000)
        if done.returncode != 0:
            sys.exit("bench_portfolio: " + done.stderr)
    return sorted(took)


def tell(title, took, aim):
    middle = took[len(took) // 2]
    value = f"least {took[0]:.1f}, median {middle:.1f} ms"
    beside = "" if aim is None else f"aim {f'<= {aim} ms':<14} {'met' if middle <= aim else 'MISSED'}"
    print(f"{title:44} {value:>26}   {beside}".rstrip())


def main():
    program, pack, source = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    with open(source, encoding="utf-8") as file:
        record = json.load(file)
    facts = record.get("facts", record)
    with tempfile.TemporaryDirectory() as folder:
        lines, plans = os.path.join(folder, "facts.jsonl"), os.path.join(folder, "plans.csv")
        write_lines(lines, facts, LINES)
        took = timed([program, "portfolio", "--pack", pack, "--start", "2026-03-02", "--in", lines, "--out", plans], runs)
        with open(plans, encoding="utf-8") as file:
            rows = sum(1 for _ in file) - 1
        tell(f"portfolio of {LINES}, {rows / LINES:.0f} rows a plan", took, AIM_MS)
        # Most of it is reading pack and lines, which a server has done already: bench_scale asks one, and has the aim.
        write_lines(lines, facts, SUPPOSED)
        took = timed([program, "whatif", "--pack", pack, "--start", "2026-03-02", "--in", lines, "--days", "construction-permit=30"], runs)
        tell(f"what if, {SUPPOSED} projects, whole command", took, None)


if __name__ == "__main__":
    main()
