#!/usr/bin/env python3
"""Instances like those of PSPLIB, after ProGen (Kolisch, Sprecher & Drexl 1995): a population to measure on.

    progen.py FOLDER SET [--each N] [--seed K]        SET: j30 j60 j90 j120 j10.mm j20.mm j30.mm

Writes N instances for every cell of the design (network complexity x resource factor x resource strength, with several
modes also those of the non-renewable resources) into FOLDER, and best-known.csv with the critical-path bound alone: what the
best schedules are nobody has published. A sample of ten says how far one is from the best known; only a population drawn as
PSPLIB was says what the average over a whole set would be, and nothing chosen on it is tuned to the instances that will be
asked about.

Network: three first and three last activities, at most three predecessors and successors, no redundant arcs, arcs up to the
complexity. Demands: each activity demands at least one resource, the share of demands is the resource factor. Capacities lie
between the least with which every activity can be carried out and the peak of the earliest-start schedule."""
import argparse
import csv
import os
import random

COMPLEXITY = (1.5, 1.8, 2.1)
FACTOR = (0.25, 0.5, 0.75, 1.0)
STRENGTH = {"j120": (0.1, 0.2, 0.3, 0.4, 0.5)}
STRENGTH_OTHERS = (0.2, 0.5, 0.7, 1.0)
STRENGTH_MODES = (0.25, 0.5, 0.75, 1.0)
ENDS = 3
DEGREE = 3
TRIES = 2000


class Network:
    """Jobs 0 .. n + 1, the ends dummies; arcs without redundancy."""

    def __init__(self, n):
        self.n = n
        self.after = [set() for _ in range(n + 2)]
        self.before = [set() for _ in range(n + 2)]

    def reach(self, job, way):
        seen, todo = set(), [job]
        while todo:
            for other in way[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    def fits(self, i, j):
        """Whether i -> j is new, not redundant, and makes no other arc redundant."""
        below, above = self.reach(j, self.after) | {j}, self.reach(i, self.before) | {i}
        if i in below or j in self.reach(i, self.after):
            return False
        return not any(self.after[a] & below for a in above)

    def join(self, i, j):
        self.after[i].add(j)
        self.before[j].add(i)

    def has_room(self, i, j):
        """The source and the sink may have as many arcs as there are first and last jobs; those have no others."""
        return len(self.after[i]) < DEGREE and len(self.before[j]) < DEGREE


def draw_network(chance, n, complexity):
    while True:
        net = Network(n)
        first, last = range(1, ENDS + 1), range(n - ENDS + 1, n + 1)
        for job in first:
            net.join(0, job)
        for job in last:
            net.join(job, n + 1)
        inner = [job for job in range(1, n + 1)]
        for job in range(ENDS + 1, n + 1):
            others = [i for i in inner if i < job and i not in last and net.has_room(i, job) and net.fits(i, job)]
            if others:
                net.join(chance.choice(others), job)
        for job in range(n - ENDS, 0, -1):
            others = [j for j in inner if j > job and j not in first and net.has_room(job, j) and net.fits(job, j)]
            if not net.after[job] and others:
                net.join(job, chance.choice(others))
        arcs, wanted, tries = sum(map(len, net.after)), round(complexity * (n + 2)), 0
        while arcs < wanted and tries < TRIES:
            tries += 1
            i, j = sorted(chance.sample(inner, 2))
            if i not in last and j not in first and net.has_room(i, j) and net.fits(i, j):
                net.join(i, j)
                arcs += 1
        whole = all(net.after[job] and net.before[job] for job in inner)
        if whole and arcs >= 0.95 * wanted:
            return net


def draw_asked(chance, n, kinds, factor):
    """By job, which of the resources it demands: each at least one."""
    asked = [{chance.randrange(kinds)} for _ in range(n)]
    free = [(job, k) for job in range(n) for k in range(kinds) if k not in asked[job]]
    chance.shuffle(free)
    for job, k in free[:max(0, round(factor * n * kinds) - n)]:
        asked[job].add(k)
    return asked


def draw_modes(chance, n, kinds, factors, mode_count):
    """By job its modes: (days, demands), shorter first; kinds and factors of renewable and non-renewable resources."""
    modes = []
    asked = [draw_asked(chance, n, kinds[c], factors[c]) if kinds[c] else [set()] * n for c in range(2)]
    for job in range(n):
        days = sorted(chance.randint(1, 10) for _ in range(mode_count))
        columns = []
        for c in range(2):
            for k in range(kinds[c]):
                if k not in asked[c][job]:
                    columns.append([0] * mode_count)
                elif chance.random() < 0.5:
                    columns.append([chance.randint(1, 10)] * mode_count)
                else:
                    columns.append(sorted((chance.randint(1, 10) for _ in range(mode_count)), reverse=True))
        modes.append([(days[m], [column[m] for column in columns]) for m in range(mode_count)])
    return [[(0, [0] * sum(kinds))]] + modes + [[(0, [0] * sum(kinds))]]


def earliest(net, days):
    start = {}

    def of(job):
        if job not in start:
            start[job] = max((of(i) + days[i] for i in net.before[job]), default=0)
        return start[job]
    for job in range(net.n + 2):
        of(job)
    return start


def draw_capacities(net, modes, kinds, strengths):
    out = []
    for k in range(sum(kinds)):
        least = [min(demands[k] for _, demands in of) for of in modes]
        if k < kinds[0]:
            days, most = zip(*(max(((d, demands[k]) for d, demands in of), key=lambda mode: (mode[1], -mode[0])) for of in modes))
            start, used = earliest(net, days), {}
            for job, of in start.items():
                for day in range(of, of + days[job]):
                    used[day] = used.get(day, 0) + most[job]
            low, high = max(least), max(used.values())
        else:
            low, high = sum(least), sum(max(demands[k] for _, demands in of) for of in modes)
        out.append(low + round(strengths[0 if k < kinds[0] else 1] * max(0, high - low)))
    return out


def write(path, net, modes, kinds, capacities):
    n = net.n + 2
    rule = "*" * 72
    names = [f"{'R' if k < kinds[0] else 'N'} {k + 1 if k < kinds[0] else k + 1 - kinds[0]}" for k in range(sum(kinds))]
    lines = [rule, f"jobs (incl. supersource/sink ):  {n}", f"horizon                       :  {sum(of[-1][0] for of in modes)}", "RESOURCES",
             f"  - renewable                 :  {kinds[0]}   R", f"  - nonrenewable              :  {kinds[1]}   N",
             "  - doubly constrained        :  0   D", rule, "PRECEDENCE RELATIONS:", "jobnr.    #modes  #successors   successors"]
    for job in range(n):
        after = sorted(net.after[job])
        lines.append(f"{job + 1:5} {len(modes[job]):8} {len(after):8}      " + " ".join(f"{j + 1:4}" for j in after))
    lines += [rule, "REQUESTS/DURATIONS:", "jobnr. mode duration  " + "  ".join(names), "-" * 72]
    for job in range(n):
        for m, (days, demands) in enumerate(modes[job]):
            lines.append((f"{job + 1:3} " if m == 0 else "    ") + f"{m + 1:5} {days:6}   " + " ".join(f"{d:4}" for d in demands))
    lines += [rule, "RESOURCEAVAILABILITIES:", "  " + "  ".join(names), "  " + " ".join(f"{c:4}" for c in capacities), rule]
    with open(path, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")


def cells(name):
    """(complexity, factors, strengths) of the design."""
    if name.endswith(".mm"):
        return [(1.8, (fr, fn), (sr, sn)) for fn in (0.5, 1.0) for fr in (0.5, 1.0) for sn in STRENGTH_MODES for sr in STRENGTH_MODES]
    return [(c, (f, 0), (s, 0)) for c in COMPLEXITY for f in FACTOR for s in STRENGTH.get(name, STRENGTH_OTHERS)]


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("folder")
    reader.add_argument("set")
    reader.add_argument("--each", type=int, default=1)
    reader.add_argument("--seed", type=int, default=1)
    options = reader.parse_args()
    several = options.set.endswith(".mm")
    kinds = (2, 2) if several else (4, 0)
    os.makedirs(options.folder, exist_ok=True)
    rows = []
    for cell, (complexity, factors, strengths) in enumerate(cells(options.set), 1):
        for number in range(1, options.each + 1):
            chance = random.Random(f"{options.set} {cell} {number} {options.seed}")
            size = int(options.set[1:].split(".")[0])
            net = draw_network(chance, size, complexity)
            modes = draw_modes(chance, size, kinds, factors, 3 if several else 1)
            capacities = draw_capacities(net, modes, kinds, strengths)
            name = f"{options.set.split('.')[0]}{cell}_{number}"
            write(os.path.join(options.folder, name + (".mm" if several else ".sm")), net, modes, kinds, capacities)
            days = [of[0][0] for of in modes]
            rows.append([options.set.split(".")[0], name, earliest(net, days)[size + 1], "", "", "open"])
    with open(os.path.join(options.folder, "best-known.csv"), "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["set", "instance", "cpm_lb", "best_lb", "best_ub", "status"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
