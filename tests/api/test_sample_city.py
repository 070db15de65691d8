#!/usr/bin/env python3
"""Another city, from its pack alone: nothing of Fuzhou is in the program."""
import json
import os
import subprocess
import tempfile

import lib

PACK = os.path.join(lib.ROOT, "data", "sample-city")


def suite(tap):
    check = subprocess.run([lib.PROGRAM, "pack", "check", PACK], text=True, capture_output=True)
    tap.claim(check.returncode == 0, "the sample city's pack has no fault", check.stdout, check.stderr)
    with tempfile.TemporaryDirectory() as folder:
        data = lib.store.make(folder)
        data.create()
        program = lambda *words: subprocess.run([lib.PROGRAM, *words, "--db", data.address], text=True, capture_output=True, env=dict(os.environ, **data.environment))
        made = program("setup", "--demo", "--pack", PACK)
        tap.claim(made.returncode == 0, "a demonstration of the sample city is played through the pipeline", made.stderr)
        verified = program("ledger", "verify")
        tap.claim(verified.returncode == 0, "its ledger is sound", verified.stdout)
        rebuilt = program("rebuild", "--check")
        tap.claim(rebuilt.returncode == 0, "its tables are those of its ledger", rebuilt.stdout)
        numbers = [row[0] for row in data.rows("select number from project")]
        tap.claim(numbers and all(number.startswith("样") for number in numbers), "numbers follow the city's own pattern", numbers)
        words = json.dumps(data.rows("select kind, body from ledger_event"), ensure_ascii=False)
        tap.claim("福州" not in words and "榕" not in words, "no word of Fuzhou stands in its ledger")
        data.drop()
    facts = os.path.join(PACK, "demo", "worked-p1.json")
    plan = subprocess.run([lib.PROGRAM, "plan", "--pack", PACK, "--facts", "-", "--start", "2026-03-02"], text=True, capture_output=True,
                          input=json.dumps({"facts": json.load(open(facts, encoding="utf-8"))["facts"]}))
    tap.claim(plan.returncode == 0 and json.loads(plan.stdout)["nodes"], "a plan comes from its items", plan.stderr)


if __name__ == "__main__":
    lib.run(suite)
