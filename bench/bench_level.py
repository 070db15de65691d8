#!/usr/bin/env python3
"""Levelling against the literature: average deviations over a folder of PSPLIB instances.

    bench_level.py PROGRAM FOLDER [--budgets 1000,5000,1s,10s] [--sets j30,j60] [--most N] [--verbose]

FOLDER holds the instances and best-known.csv (set, instance, cpm_lb, best_lb, best_ub, status). A budget is a number of
schedules or, with an s, of seconds. Every schedule is checked here, with none of the program's own code. Prints for each
set and budget the average deviation from the critical-path bound and from the best known makespan, how many reach the best
known one, how many are proven. Where no best known makespan is given (progen.py), only the first is printed. The aims are for the full sets of PSPLIB; a sample may lie elsewhere."""
import argparse
import csv
import os
import subprocess
import sys
import time

BUDGETS = {"j30": ["1000", "1s"], "j60": ["1000", "5000", "50000"], "j120": ["1000", "5000", "50000", "10s"],
           "j10.mm": ["1s"], "j20.mm": ["1s"], "j30.mm": ["10s"]}
AIMS = {("j30", "1s"): ("missed", 0.0), ("j60", "1000"): ("cpm", 11.0), ("j60", "5000"): ("cpm", 10.6), ("j60", "50000"): ("cpm", 10.5),
        ("j120", "1000"): ("cpm", 33.5), ("j120", "5000"): ("cpm", 31.7), ("j120", "50000"): ("cpm", 30.5), ("j120", "10s"): ("cpm", 31.0),
        ("j10.mm", "1s"): ("missed", 0.5), ("j20.mm", "1s"): ("missed", 0.5), ("j30.mm", "10s"): ("best", 0.5)}
WORDS = {"cpm": "above the critical path", "best": "above the best known", "missed": "not at the best known"}


def read_instance(path):
    """Successors, modes (duration, demands) by job, capacities, number of renewable resources; .sm and .mm only."""
    with open(path, encoding="latin-1") as file:
        lines = file.read().splitlines()
    renewable = int(next(line for line in lines if "- renewable" in line).split(":")[1].split()[0])
    at = {word: next(n for n, line in enumerate(lines) if line.startswith(word))
          for word in ("PRECEDENCE", "REQUESTS", "RESOURCEAVAIL")}
    rows = [[int(word) for word in line.split()] for line in lines[at["PRECEDENCE"] + 2:at["REQUESTS"]] if line[:1] != "*"]
    after = [row[3:] for row in rows]
    modes = []
    for line in lines[at["REQUESTS"] + 3:at["RESOURCEAVAIL"]]:
        if line[:1] == "*":
            continue
        row = [int(word) for word in line.split()]
        if not modes or len(modes[-1]) == rows[len(modes) - 1][1]:
            modes.append([])
            row = row[1:]
        modes[-1].append((row[1], row[2:]))
    return after, modes, [int(word) for word in lines[at["RESOURCEAVAIL"] + 2].split()], renewable


def check(path, lines):
    """What is wrong with a printed schedule, or None."""
    after, modes, capacities, renewable = read_instance(path)
    made = [tuple(map(int, line.split())) for line in lines[1:] if line and line != "optimal"]
    if [row[0] for row in made] != list(range(1, len(after) + 1)):
        return "not one line an activity"
    used, spent, last = {}, [0] * len(capacities), 0
    for job, start, mode in made:
        days, demands = modes[job - 1][mode - 1]
        last = max(last, start + days)
        if any(made[other - 1][1] < start + days for other in after[job - 1]):
            return f"a successor of {job} begins too early"
        for k, demand in enumerate(demands):
            spent[k] += demand
            for day in range(start, start + days if k < renewable else start):
                used[k, day] = used.get((k, day), 0) + demand
    if any(value > capacities[k] for (k, _), value in used.items()):
        return "a capacity is exceeded"
    if any(spent[k] > capacities[k] for k in range(renewable, len(capacities))):
        return "a budget is exceeded"
    return None if last == int(lines[0].split()[1]) else "the makespan is wrong"


def solve(program, path, budget):
    words = ["--seconds", budget[:-1]] if budget.endswith("s") else ["--schedules", budget]
    begun = time.perf_counter()
    done = subprocess.run([program, "level", "--psplib", path, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"bench_level: {path}: {done.stderr}")
    lines = done.stdout.splitlines()
    wrong = check(path, lines)
    if wrong:
        sys.exit(f"bench_level: {path}: {wrong}")
    return int(lines[0].split()[1]), lines[-1] == "optimal", time.perf_counter() - begun


def rows_of(folder):
    """Sets by name: the multi-mode ones by size, j10.mm."""
    sets = {}
    with open(os.path.join(folder, "best-known.csv"), encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name = row["set"]
            for ending in (".sm", ".mm"):
                path = os.path.join(folder, row["instance"] + ending)
                if os.path.exists(path):
                    row["path"] = path
                    name = name if ending == ".sm" else row["instance"][:3] + ".mm"
            if "path" in row and row["cpm_lb"]:
                sets.setdefault(name, []).append(row)
    return sets


def measure(options, name, budget, rows):
    cpm, best, missed, known, proven, longest = 0.0, 0.0, 0, 0, 0, 0.0
    for row in rows:
        makespan, is_optimal, took = solve(options.program, row["path"], budget)
        if makespan < int(row["best_lb"] or 0):
            sys.exit(f"bench_level: {row['instance']}: {makespan} is below the lower bound {row['best_lb']}")
        cpm += makespan / int(row["cpm_lb"]) - 1
        best += makespan / int(row["best_ub"] or makespan) - 1
        missed += makespan > int(row["best_ub"] or makespan)
        known += row["best_ub"] != ""
        proven += is_optimal
        longest = max(longest, took)
        if options.verbose:
            print(f"  {row['instance']:12} {makespan:5} best known {row['best_ub'] or '?':>4} {'optimal' if is_optimal else ''}", flush=True)
    value = {"cpm": 100 * cpm / len(rows), "best": 100 * best / len(rows), "missed": 100 * missed / len(rows)}
    kind, aim = AIMS.get((name, budget), ("cpm", None))
    if known < len(rows) and kind != "cpm":
        aim = None
    beside = "" if aim is None else f"aim of the full set <= {aim} % {WORDS[kind]}: {'met' if value[kind] <= aim else 'above'}"
    against = f"{value['best']:6.2f} % best  {len(rows) - missed:3} of {len(rows)} at best," if known == len(rows) else f" {len(rows)} instances,"
    print(f"level {name:7} {budget:>6}  {value['cpm']:7.2f} % cpm {against} {proven:3} proven, {longest:5.2f} s  {beside}", flush=True)


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("program")
    reader.add_argument("folder")
    reader.add_argument("--budgets", help="instead of those that have an aim")
    reader.add_argument("--sets")
    reader.add_argument("--most", type=int, help="instances of a set")
    reader.add_argument("--verbose", action="store_true")
    options = reader.parse_args()
    for name, rows in rows_of(options.folder).items():
        if options.sets and name not in options.sets.split(","):
            continue
        for budget in options.budgets.split(",") if options.budgets else BUDGETS.get(name, ["1s"]):
            measure(options, name, budget, rows[:options.most])


if __name__ == "__main__":
    main()
