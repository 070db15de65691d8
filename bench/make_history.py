#!/usr/bin/env python3
"""A history of cases whose true distributions are known, for `liandong forecast`: one JSON object a line.

    bench/make_history.py [--cases N] [--from DATE] [--to DATE] [--stops SHARE] [--seed K] > history.jsonl

Cases come in evenly from one day to the other; what has not ended by then is still open. Monday to Friday
work, holidays are left out of account. Standard error tells each item's true mean and CRPS.
"""
import argparse
import datetime
import json
import random
import sys

WORLDS = {
    # name: promised days, a draw
    "log-normal": (20, lambda r: round(r.lognormvariate(2.9, 0.5))),
    "gamma": (10, lambda r: round(r.gammavariate(2, 8))),
    "mixture": (15, lambda r: round(r.gammavariate(6, 1) if r.random() < 0.6 else r.lognormvariate(3.7, 0.25))),
    "same-day": (5, lambda r: 0 if r.random() < 0.35 else round(r.lognormvariate(2.5, 0.6))),
    "heavy-tail": (10, lambda r: min(4000, round(12 * (1 / (1 - r.random()) - 1) ** (1 / 1.9)))),
    "last-day": (20, lambda r: 20 if r.random() < 0.6 else r.randint(5, 19)),
}


def true_score(draw, seed):
    """Mean and expected CRPS of the true distribution: E|X - X'| / 2."""
    chance = random.Random(seed)
    days = sorted(draw(chance) for _ in range(100000))
    count = len(days)
    spread = sum((2 * i - count + 1) * d for i, d in enumerate(days)) / count / count
    return sum(days) / count, spread


def add_working_days(day, count):
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def working_days_between(start, end):
    day, count = start, 0
    while day < end:
        day += datetime.timedelta(days=1)
        count += day.weekday() < 5
    return count


def make_case(chance, name, arguments):
    promised, draw = WORLDS[name]
    span = (arguments.to - arguments.since).days
    received = add_working_days(arguments.since + datetime.timedelta(days=chance.randrange(span)), 1)
    days = draw(chance)
    stopped = 5 + chance.randrange(10) if chance.random() < arguments.stops else 0
    end = add_working_days(received, days + stopped)
    case = {"item": name, "org": "org", "kind": chance.choice(["A", "B"]), "received": received.isoformat(),
            "promised_days": promised}
    if end <= arguments.to:
        case.update(working_days=days, ended=True)
        seen_stop = stopped
    else:
        passed = working_days_between(received, arguments.to)
        seen_stop = min(stopped, passed)
        case.update(working_days=passed - seen_stop, ended=False)
    if seen_stop:
        case["stops"] = [{"days": seen_stop, "ended": seen_stop == stopped}]
    return case


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=120, help="of each item")
    parser.add_argument("--from", dest="since", type=datetime.date.fromisoformat, default=datetime.date(2024, 1, 1))
    parser.add_argument("--to", type=datetime.date.fromisoformat, default=datetime.date(2025, 12, 31))
    parser.add_argument("--stops", type=float, default=0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    for name, (_, draw) in WORLDS.items():
        mean, crps = true_score(draw, arguments.seed)
        print(f"{name}: mean {mean:.2f}, CRPS {crps:.3f}", file=sys.stderr)
        for _ in range(arguments.cases):
            print(json.dumps(make_case(chance, name, arguments), ensure_ascii=False))


if __name__ == "__main__":
    main()
