#!/usr/bin/env python3
"""Five hundred plans of forty items, whole process: reading the pack and 500 lines of JSON, planning,
writing the CSV.

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


def varied(facts, chance):
    """Some numbers, some yes and no of a project changed."""
    made = dict(facts)
    for name, value in facts.items():
        if isinstance(value, bool):
            made[name] = (not value) if chance.random() < 0.08 else value
        elif isinstance(value, (int, float)):
            made[name] = round(value * chance.uniform(0.6, 1.4))
    return made


def main():
    program, pack, source = sys.argv[1:4]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    with open(source, encoding="utf-8") as file:
        record = json.load(file)
    facts = record.get("facts", record)
    chance = random.Random(20260302)
    with tempfile.TemporaryDirectory() as folder:
        lines, plans = os.path.join(folder, "facts.jsonl"), os.path.join(folder, "plans.csv")
        with open(lines, "w", encoding="utf-8") as file:
            for number in range(LINES):
                file.write(json.dumps({"name": f"{number}", "facts": varied(facts, chance)}, ensure_ascii=False) + "\n")
        took = []
        for _ in range(runs):
            begun = time.perf_counter()
            done = subprocess.run([program, "portfolio", "--pack", pack, "--start", "2026-03-02", "--in", lines, "--out", plans],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
            took.append((time.perf_counter() - begun) * 1000)
            if done.returncode != 0:
                sys.exit("bench_portfolio: " + done.stderr)
        with open(plans, encoding="utf-8") as file:
            rows = sum(1 for _ in file) - 1
    took.sort()
    middle = took[len(took) // 2]
    value = f"least {took[0]:.1f}, median {middle:.1f} ms"
    print(f"{f'portfolio of {LINES}, {rows / LINES:.0f} rows a plan':44} {value:>26}   aim {'<= 50 ms':<14}"
          f" {'met' if middle <= AIM_MS else 'MISSED'}")


if __name__ == "__main__":
    main()
