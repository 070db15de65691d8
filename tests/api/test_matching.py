#!/usr/bin/env python3
"""Policies find their enterprise (政策找企业): matched on every change, kept as a full recount gives it, told once, with amounts that are estimates."""
import json
import os
import random
import sys
import tempfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, done, run, today

SEED = int(os.environ.get("LIANDONG_SEED", "20261130"))


def read_pack(name):
    with open(f"{PACK}/{name}", encoding="utf-8") as file:
        return json.load(file)


def fen(text):
    """Decimal text of 万元 as whole fen, as amounts are kept."""
    whole, _, part = text.partition(".")
    return int(whole) * 10 ** 6 + int((part + "000000")[:6])


class Scene:
    def __init__(self, tap, server):
        self.tap, self.server = tap, server
        self.enterprise = server.client("enterprise4")
        self.project = self.enterprise.session["post"]["project_id"]
        self.path = f"/projects/{self.project}/policies"
        self.navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{self.project}").status == 200)

    def say(self, facts, words="facts are stated"):
        done(self.tap, self.enterprise, f"/projects/{self.project}/profile", {"facts": facts}, words)

    def lines(self):
        return {row["id"]: row for row in self.enterprise.get(self.path).json["items"]}

    def known(self):
        return {row["field"]: row["value"] for row in self.navigator.get(f"/projects/{self.project}/profile").json["facts"] if row["value"] is not None}

    def recount(self):
        """The same by the program at the terminal, which knows no server."""
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
            json.dump({"facts": self.known()}, file, ensure_ascii=False)
        answer = self.server.cli("policies", "match", "--pack", PACK, "--profile", file.name, "--on", today(self.enterprise), "--corrected", "--json")
        os.unlink(file.name)
        return json.loads(answer.stdout)

    def told(self, who):
        return [row for row in who.get("/notices?limit=200").json["items"] if row["kind"] == "policy" and row["project_id"] == self.project]


def group_of(row):
    if row["result"] == "yes":
        return "met"
    if row["result"] == "unknown":
        return "lacking"
    return "near" if row["near"] and len(row["near"]["changes"]) == 1 else "not_met"


def kept_of(row):
    """What has to be kept of a result: group, amounts, gap."""
    group = group_of(row)
    amount = row["near"]["amount"] if group == "near" else row["amount"]
    some = amount["state"] != "none"
    gap = row["near"]["changes"][0] if group == "near" else None
    lower = fen(amount["from"]) if some else 0
    upper = lower if not some or amount["to"] is None else fen(amount["to"])
    return (group, lower, upper if some else 0, int(bool(some and amount["to"] is None)), f"{gap['field']} {gap['value']}/{gap['threshold']}" if gap else "")


def is_recount(scene, words):
    tap, counted = scene.tap, scene.recount()
    lines = scene.lines()
    names = ("result", "unmet", "missing", "gaps", "status", "promisable", "window", "amount", "near")
    tap.none([(id, name) for id, row in counted["results"].items() for name in names if lines[id][name] != row[name]], f"{words}: each line is that of the terminal")
    tap.equal(scene.enterprise.get(scene.path).json["combination"], counted["combination"], f"{words}: and so is the best lawful combination")
    wanted = {id: kept_of(row) for id, row in counted["results"].items() if group_of(row) != "not_met"}
    rows = scene.server.store.rows(f"select policy, fit, from_fen, to_fen, is_open, gap from matching where project={scene.project}")
    got = {row[0]: (row[1], int(row[2]), int(row[3]), int(row[4]), row[5]) for row in rows}
    tap.none([f"{id}: kept {got.get(id)}, recounted {wanted.get(id)}" for id in sorted(set(got) | set(wanted)) if got.get(id) != wanted.get(id)], f"{words}: what is kept is a full recount")


def guess(rng, field, thresholds):
    near = [value for value in thresholds.get(field["name"], []) if isinstance(value, (int, float)) and not isinstance(value, bool)]
    texts = [value for value in thresholds.get(field["name"], []) if isinstance(value, str)]
    kind = field["value_type"]
    if rng.random() < 0.15:
        return None
    if kind == "bool":
        return rng.random() < 0.7
    if kind == "number":
        return round(rng.choice(near or [100]) * rng.choice((1, 1, 0.9, 1.1, 3)), 4)
    if kind == "list":
        return sorted({rng.choice(texts or ["无"]) for _ in range(rng.randrange(3))})
    if kind == "date":
        return "2025-06-30"
    return rng.choice((texts or ["其他"]) + ["其他"])


def leaves(condition):
    for key in ("all", "any"):
        for part in condition.get(key, []):
            yield from leaves(part)
    if "not" in condition:
        yield from leaves(condition["not"])
    if "field" in condition:
        yield condition


def matched(scene):
    rng, pack = random.Random(SEED), read_pack("policies.json")
    thresholds = {}
    for policy in pack["policies"]:
        for leaf in leaves(policy["conditions"]):
            thresholds.setdefault(leaf["field"], []).extend(leaf["value"] if isinstance(leaf["value"], list) else [leaf["value"]])
    is_recount(scene, "before anything was said")
    for turn in range(6):
        fields = rng.sample(pack["fields"], 40)
        scene.say({field["name"]: guess(rng, field, thresholds) for field in fields}, f"turn {turn} (seed {SEED}): forty facts are stated")
        is_recount(scene, f"turn {turn}")
    done(scene.tap, scene.navigator, f"/projects/{scene.project}/facts", {"facts": {"is_tech_upgrade": True, "foreign_invested": True}}, "facts of the project are completed")
    is_recount(scene, "after the project's facts")
    groups = [row["group"] for row in scene.enterprise.get(scene.path).json["items"]]
    order = ["met", "near", "lacking", "not_met"]
    scene.tap.claim(groups == sorted(groups, key=order.index) and len(set(groups)) > 2, "met ones come first, then near ones, then those that lack facts", groups)
    amounts = [row["amount"]["to"] for row in scene.enterprise.get(scene.path).json["items"] if row["group"] == "met" and row["amount"]["state"] != "none" and row["amount"]["to"] is not None]
    scene.tap.equal(amounts, sorted(amounts, key=lambda text: -fen(text)), "met ones by what they give")


def forget(scene):
    said = [row["field"] for row in scene.navigator.get(f"/projects/{scene.project}/profile").json["facts"] if row["from"] == "said"]
    if said:
        scene.say({name: None for name in said}, "all that was said is taken back")


def told_once(scene):
    """A policy that can be promised: nearly met, met, no longer, met again."""
    tap = scene.tap
    pack = {policy["id"]: policy for policy in read_pack("policies.json")["policies"]}
    forget(scene)
    done(tap, scene.navigator, f"/projects/{scene.project}/facts", {"facts": {"is_tech_upgrade": None, "foreign_invested": None}}, "and of the project")
    lines = scene.lines()
    simple = next(id for id, policy in pack.items() if lines[id]["promisable"] and "all" in policy["conditions"] and all("field" in leaf for leaf in policy["conditions"]["all"])
                  and all(leaf["op"] in ("eq", "gte", "lte", "gt", "prefix") for leaf in policy["conditions"]["all"]) and any(leaf["op"] == "gte" and leaf["value"] > 0 for leaf in policy["conditions"]["all"])
                  and len({leaf["field"] for leaf in policy["conditions"]["all"]}) == len(policy["conditions"]["all"]))
    conditions = pack[simple]["conditions"]["all"]
    enough = {leaf["field"]: leaf["value"] + 1 if leaf["op"] == "gt" else leaf["value"] for leaf in conditions}
    number = next(leaf for leaf in conditions if leaf["op"] == "gte" and leaf["value"] > 0)
    short = {**enough, number["field"]: number["value"] / 2}
    title = pack[simple]["title"]

    def told(who, rule):
        return [row for row in scene.told(who) if row["rule"].startswith(rule) and title in row["text"]]
    scene.enterprise.language = "zh"
    scene.navigator.language = "zh"
    scene.say(short, f"{simple} is missed by one number")
    tap.equal(scene.lines()[simple]["group"], "near", "it is near")
    for who in (scene.enterprise, scene.navigator):
        tap.equal((len(told(who, "policy-near")), len(told(who, "policy-met"))), (1, 0), "who is concerned is told of the near miss")
    tap.claim("预估" in told(scene.enterprise, "policy-near")[0]["text"], "in words of an estimate", told(scene.enterprise, "policy-near")[0])
    scene.say({"sr_score": 1}, "something else is said")
    tap.equal(len(told(scene.enterprise, "policy-near")), 1, "it is not told twice")
    scene.say(enough, "the number is reached")
    line = scene.lines()[simple]
    tap.equal((line["group"], line["since"]), ("met", today(scene.enterprise)), "it is met, since today")
    for who in (scene.enterprise, scene.navigator):
        tap.equal(len(told(who, "policy-met")), 1, "and that is told")
    scene.say({"sr_score": 2}, "something else again")
    tap.equal(len(told(scene.enterprise, "policy-met")), 1, "once")
    seen = scene.server.ledger_size()
    tap.equal(scene.enterprise.post(f"/projects/{scene.project}/profile", {"facts": enough}).status, 200, "said again nothing changes")
    kinds = [row[0] for row in scene.server.store.rows(f"select kind from ledger_event where seq>{seen}")]
    tap.claim(not any(kind.startswith("matching.") for kind in kinds), "and nothing is matched or told", kinds)
    return simple


def explained(scene, policy):
    tap = scene.tap
    one = scene.enterprise.get(f"{scene.path}/{policy}").json
    tap.claim(one["conditions"] and all(row["answer"] == "yes" for row in one["conditions"]) and one["document_number"] is not None and one["source"], "one policy in full: each condition with what it met, and its document", one)
    names = {row["field"] for row in one["fields"]}
    tap.claim({row["field"] for row in one["conditions"]} <= names, "with words for its fields", names)
    tap.equal(scene.enterprise.get(f"{scene.path}/no-such").status, 404, "one that there isn't is not found")


def days_go_on(scene):
    """A policy ends: all are matched by themselves."""
    tap, server = scene.tap, scene.server
    now = today(scene.enterprise)
    ends = sorted({policy["valid_to"] for policy in read_pack("policies.json")["policies"] if policy["valid_to"] and len(policy["valid_to"]) == 10 and policy["valid_to"] >= now})
    if not ends:
        tap.skip("days go on", "no policy of the pack ends")
        return
    import datetime
    import time
    days = (datetime.date.fromisoformat(ends[0]) - datetime.date.fromisoformat(now)).days + 1
    server.days_on(days)
    scene.enterprise, scene.navigator = server.client("enterprise4"), server.client(scene.navigator.name)
    size = None
    for _ in range(60):
        rows = server.store.rows("select day, is_done from matching_pass")
        if rows and str(rows[0][0]) == today(scene.enterprise) and int(rows[0][1]) == 1:
            size = rows
            break
        time.sleep(1)
    tap.claim(size, f"on the day after {ends[0]}, when a policy has ended, all enterprises are matched", server.store.rows("select version, day, is_done from matching_pass"))
    is_recount(scene, "a policy has ended")


def suite(tap):
    with Server() as server:
        scene = Scene(tap, server)
        matched(scene)
        explained(scene, told_once(scene))
        days_go_on(scene)
        server.stop()
        server.sound(tap, "after it")


run(suite)
