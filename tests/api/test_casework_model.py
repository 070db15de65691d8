#!/usr/bin/env python3
"""Random ways through a case against a model that fits a screen: forward, back, sideways. What the model allows is done, what it forbids is refused
and changes nothing, and after each act state, stage, turn, handler, reminders and the law's last day are what the model says."""
import random
import sys
import uuid

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run

SEED, STEPS = 20261129, 1100
OPEN = ("submitted", "received", "supplement", "accepted", "special")
STAGES = ("intake", "acceptance", "review", "decision", "delivery", "ended")
NATURAL = {"submitted": "intake", "received": "acceptance", "supplement": "acceptance", "accepted": "review", "special": "review", "granted": "delivery"}
TURN = {"submitted": "department", "received": "department", "supplement": "enterprise", "accepted": "department", "special": "department",
        "granted": "department", "refused": "enterprise", "not_accepted": "enterprise", "withdrawn": "nobody", "delivered": "nobody"}


class Model:
    """A case inside its unit. Nothing here knows how the program does it."""

    def __init__(self, org):
        self.org, self.state, self.moved, self.asked = org, "submitted", None, False  # moved: the stage it was put into
        self.handler, self.reminded, self.transfer = None, 0, None
        self.consulted, self.visit, self.countersign, self.declined = None, None, None, False
        self.conditions, self.due = 0, None

    @property
    def stage(self):
        return self.moved if self.moved and self.state in OPEN else NATURAL.get(self.state, "ended")

    @property
    def held(self):
        return bool((self.consulted and not self.consulted["answered"] >= self.consulted["of"]) or self.consulted or self.visit or self.countersign or self.declined or self.transfer)

    def may(self, act, to=None):
        s, stage = self.state, self.stage
        if act in ("consult", "plan-visit", "countersign", "handler", "withdraw"):
            return s in OPEN
        return {
            "receive": s == "submitted", "accept": s == "received" and stage == "acceptance", "not-accept": s in ("submitted", "received"),
            "supplement": s == "received" and stage == "acceptance" and not self.asked, "supplement-complete": s == "supplement",
            "special-start": s == "accepted" and stage in ("review", "decision"), "special-end": s == "special",
            "decide": s == "accepted" and stage in ("review", "decision") and not self.held, "deliver": s == "granted",
            "remind": s in OPEN or s == "granted", "propose": s == "accepted" and stage == "review",
            "return": s in ("received", "accepted", "granted") and stage != "intake" and to is not None and STAGES.index(to) < STAGES.index(stage),
            "forward": s in ("received", "accepted") and STAGES.index(stage) < STAGES.index(NATURAL[s]),
            "transfer": s in OPEN and self.transfer is None, "transfer-take": self.transfer is not None, "transfer-return": self.transfer is not None,
            "reply": self.consulted is not None and self.consulted["answered"] < self.consulted["of"],
            "conclude": self.consulted is not None and self.consulted["answered"] >= self.consulted["of"], "cancel-consultation": self.consulted is not None,
            "visit-done": self.visit is not None, "visit-cancel": self.visit is not None, "sign": self.countersign is not None,
            "refuse-sign": self.countersign is not None, "cancel-countersign": self.countersign is not None,
        }[act]

    def end(self, state):
        self.state, self.moved, self.consulted, self.visit, self.countersign, self.transfer = state, None, None, None, None, None

    def do(self, act, to=None, result=None, org=None, handler=None, thing=None):
        if act == "receive":
            self.state = "received"
        elif act == "accept":
            self.state, self.moved = "accepted", None
        elif act == "not-accept":
            self.end("not_accepted")
        elif act == "supplement":
            self.state, self.asked, self.moved = "supplement", True, None
        elif act == "supplement-complete":
            self.state = "received"
        elif act == "special-start":
            self.state = "special"
        elif act == "special-end":
            self.state = "accepted"
        elif act == "decide":
            self.end("refused" if result == "refused" else "granted")
            self.conditions = 1 if result == "conditional" else 0
        elif act == "deliver":
            self.state = "delivered"
        elif act == "withdraw":
            self.end("withdrawn")
        elif act == "remind":
            self.reminded += 1
        elif act == "handler":
            self.handler = handler
        elif act == "propose":
            self.moved = "decision"
        elif act == "return":
            if self.state == "granted":
                self.conditions = 0
            self.state, self.moved = "accepted" if self.state == "granted" else self.state, to
        elif act == "forward":
            after = STAGES[STAGES.index(self.stage) + 1]
            self.moved = None if STAGES.index(after) >= STAGES.index(NATURAL[self.state]) else after
        elif act == "transfer":
            self.transfer = org
        elif act == "transfer-take":
            self.org, self.transfer, self.handler = self.transfer, None, None
        elif act == "transfer-return":
            self.transfer = None
        elif act == "consult":
            self.consulted = {"id": thing, "of": 2, "answered": 0}
        elif act == "reply":
            self.consulted["answered"] += 1
        elif act in ("conclude", "cancel-consultation"):
            self.consulted = None
        elif act == "plan-visit":
            self.visit = thing
        elif act in ("visit-done", "visit-cancel"):
            self.visit = None
        elif act == "countersign":
            self.countersign = thing
        elif act == "sign":
            self.countersign, self.declined = None, False
        elif act == "refuse-sign":
            self.countersign, self.declined = None, True
        elif act == "cancel-countersign":
            self.countersign = None


class Walk:
    def __init__(self, tap, server):
        self.tap, self.server, self.random = tap, server, random.Random(SEED)
        self.word, self.people, self.wrong, self.counts = "Walk-" + uuid.uuid4().hex, {}, [], {}
        self.navigator = server.client("navigator")
        units = [row["id"] for row in self.navigator.get("/pack").json["orgs"]]
        self.reason = self.navigator.get("/pack").json["supplement_reasons"][0]["code"]
        rows = server.store.named("select p.id from project p where p.stage in ('served','under_way') order by p.id")
        self.project = next(row["id"] for row in rows if self.navigator.get(f"/projects/{row['id']}").status == 200 and self.ready(row["id"]))
        self.waiting = self.navigator.post(f"/projects/{self.project}/intakes", {"items": self.ready(self.project)}).json["applications"]
        parties = {p[0] for p in server.store.rows(f"select org from project_party where project={self.project}")}
        self.kin = [org for org in units if org in parties and org != "enterprise"]
        owners = {row["org"] for row in self.navigator.get("/pack").json["items"]}
        self.asked = [org for org in units if org not in parties | owners][:2]
        self.begin()

    def at(self, org, name="m"):
        login = f"{name}-{org}"
        if login not in self.people:
            self.people[login] = self.server.hire(login, {"role": "department_officer", "org": org, "district": "350100"}, password=self.word)
        return self.people[login]

    def ready(self, project):
        found = self.navigator.get(f"/projects/{project}/ready").json["items"]
        return [row["code"] for row in found if not row["missing_predecessors"] and row["org_name"] and row["org"] != "enterprise"]

    def begin(self):
        """The next case: an item that may be applied for, again where it ended without a grant. False: there is none left."""
        if not self.waiting:
            ready = self.ready(self.project)
            self.waiting = self.navigator.post(f"/projects/{self.project}/intakes", {"items": ready}).json["applications"] if ready else []
        if self.waiting:
            self.path = f"/applications/{self.waiting.pop(0)['id']}"
            self.model = Model(self.navigator.get(self.path).json["org"])
            return True
        return False

    def choose(self):
        """Mostly what is possible, often what brings the case on; now and then anything."""
        act = self.draw()
        for _ in range(8):
            brings = act in ("receive", "accept", "supplement", "supplement-complete", "decide", "deliver", "reply", "conclude", "sign", "visit-done", "propose", "special-end")
            if self.random.random() < 0.15 or (self.model.may(act, "intake") and (brings or self.random.random() < 0.5)):
                break
            act = self.draw()
        return act

    def draw(self):
        rng, model = self.random, self.model
        act = rng.choice(("receive", "accept", "accept", "accept", "not-accept", "supplement", "supplement-complete", "special-start", "special-end", "decide", "deliver", "withdraw",
                          "remind", "handler", "propose", "return", "return", "return", "forward", "forward", "transfer", "transfer-take", "transfer-return", "consult", "reply",
                          "conclude", "conclude", "cancel-consultation", "plan-visit", "visit-done", "visit-cancel", "countersign", "sign", "sign", "refuse-sign", "cancel-countersign",
                          "decide", "decide", "supplement", "supplement", "deliver"))
        if act in ("withdraw", "not-accept") and rng.random() < 0.8 or (act == "deliver" and rng.random() < 0.5):
            act = "return"
        if act in ("consult", "plan-visit", "countersign", "remind") and rng.random() < 0.5:
            act = "decide"
        if (act == "consult" and model.consulted) or (act == "plan-visit" and model.visit) or (act == "countersign" and (model.countersign or not model.may(act))):
            act = "remind"
        return act

    def send(self, act):
        """(person, path, body, what the model is told) of an act."""
        rng, model = self.random, self.model
        unit, told = self.at(model.org), {}
        body, path, person = {}, f"{self.path}/{act}", unit
        if act == "not-accept":
            body = {"reason": "r", "basis": "b"}
        elif act == "supplement":
            body = {"reasons": [self.reason]}
        elif act in ("supplement-complete", "withdraw", "remind"):
            person, body = self.navigator, {"reason": "r"} if act == "withdraw" else {"note": "n"}
        elif act == "special-start":
            body = {"name": "专家评审", "days": 5, "noticed_on": self.today, "reason": "r"}
        elif act == "decide":
            told["result"] = rng.choice(("granted", "granted", "conditional", "conditional", "refused"))
            body = {"result": told["result"], "reason": "r", "basis": "b"}
            if told["result"] == "conditional":
                body["conditions"] = [{"text": "开工前补交", "due_on": "2099-01-05"}]
        elif act == "deliver":
            body = {"way": "post", "number": "EMS1"}
        elif act == "handler":
            told["handler"] = self.at(model.org, "h").account
            body = {"account_id": told["handler"]}
        elif act == "propose":
            body = {"result": "granted", "opinion": "拟同意"}
        elif act == "return":
            told["to"] = rng.choice(STAGES[:4])
            body = {"to": told["to"], "code": "facts", "reason": "需再核"}
        elif act == "transfer":
            told["org"] = rng.choice([org for org in self.kin if org not in (model.org, "enterprise")])
            body = {"org": told["org"], "reason": "职责调整"}
        elif act in ("transfer-take", "transfer-return"):
            person = self.at(model.transfer) if model.transfer else unit
            path, body = f"{self.path}/transfer/" + ("acknowledge" if act == "transfer-take" else "return"), {"reason": "r"}
        elif act == "consult":
            path, body = self.path + "/consultations", {"kind": "required", "orgs": self.asked, "question": "q"}
        elif act in ("reply", "conclude", "cancel-consultation"):
            one = model.consulted
            path = f"/consultations/{one['id'] if one else 987654321}/" + ("cancel" if act == "cancel-consultation" else act)
            body = {"reply": {"opinion": "agree"}, "conclude": {"outcome": "agreed", "opinion": "o"}, "cancel-consultation": {"reason": "r"}}[act]
            person = self.at(self.asked[min(one["answered"] if one else 0, 1)]) if act == "reply" else unit
        elif act == "plan-visit":
            path, body = self.path + "/site-visits", {"on": self.today, "purpose": "p"}
        elif act in ("visit-done", "visit-cancel"):
            path, body = f"/site-visits/{model.visit or 987654321}/{act[6:]}", {"findings": "f", "result": "passed"} if act == "visit-done" else {"reason": "r"}
        elif act == "countersign":
            path, body = self.path + "/countersigns", {"mode": "all", "purpose": "p", "orgs": self.asked[:1]}
        elif act in ("sign", "refuse-sign", "cancel-countersign"):
            path = f"/countersigns/{model.countersign or 987654321}/" + ("cancel" if act == "cancel-countersign" else "sign")
            body = {"sign": {"opinion": "agree"}, "refuse-sign": {"opinion": "disagree", "note": "n"}, "cancel-countersign": {"reason": "r"}}[act]
            person = unit if act == "cancel-countersign" else self.at(self.asked[0])
        return person, path, body, told

    def step(self, number):
        act = self.choose()
        person, path, body, told = self.send(act)
        allowed = self.model.may(act, told.get("to")) if act == "return" else self.model.may(act)
        before = self.shown()
        answer = person.post(path, body)
        if (answer.status == 200) != allowed or answer.status >= 500:
            self.wrong.append(f"step {number} {act} {told} in {self.model.state}/{self.model.stage}: {answer!r}, the model says {allowed}")
            return False
        if not allowed:
            if self.shown() != before:
                self.wrong.append(f"step {number}: a refused {act} changed something")
            return not self.wrong
        self.counts[act] = self.counts.get(act, 0) + 1
        if act in ("consult", "plan-visit", "countersign"):
            told["thing"] = answer.json["id"]
        self.model.do(act, **told)
        return self.compare(number, act)

    def shown(self):
        found = self.navigator.get(self.path).json
        keep = ("version", "state", "stage", "org", "turn", "reminded", "due_on", "accepted_on", "transfer_to")
        return {name: found[name] for name in keep}

    def compare(self, number, act):
        model, found = self.model, self.navigator.get(self.path).json
        turn = found["turn"] or {}
        got = {"state": found["state"], "stage": found["stage"], "org": found["org"], "party": turn.get("party"), "reminded": found["reminded"],
               "transfer": found["transfer_to"], "handler": (found["handler"] or {}).get("id"), "conditions": len(found["conditions"]), "returned": found["returned"]}
        wanted = {"state": model.state, "stage": model.stage, "org": model.org, "party": TURN[model.state], "reminded": model.reminded, "transfer": model.transfer,
                  "handler": model.handler, "conditions": model.conditions,
                  "returned": model.state in ("received", "accepted", "special") and STAGES.index(model.stage) < STAGES.index(NATURAL[model.state])}
        if got != wanted:
            self.wrong.append(f"step {number} after {act}: " + ", ".join(f"{k} {got[k]!r} wanted {wanted[k]!r}" for k in got if got[k] != wanted[k]))
        if model.state in OPEN and not turn.get("act"):
            self.wrong.append(f"step {number} after {act}: an open case has no task")
        if model.state == "accepted":  # all on one day: whatever was done inside, the last day is the law's own
            model.due = model.due or found["due_on"]
            if found["due_on"] != model.due or found["used_days"] != 0 or found["clock"]["paused"]:
                self.wrong.append(f"step {number} after {act}: due {found['due_on']} wanted {model.due}, used {found['used_days']}")
        if act == "special-end":
            model.due = found["due_on"]
        return not self.wrong


def suite(tap):
    with Server() as server:
        walk = Walk(tap, server)
        walk.today = walk.navigator.get("/session").json["today"]
        cases, number = 1, 0
        while number < STEPS and not walk.wrong:
            number += 1
            ended = walk.model.state in ("refused", "not_accepted", "withdrawn", "delivered")
            if ended and walk.random.random() < 0.5:
                if not walk.begin():
                    break
                cases += 1
            walk.step(number)
        tap.none(walk.wrong, f"seed {SEED}: {number} random acts on {cases} cases agree with the model")
        tap.claim(number >= 200 and cases >= 4, "they were many", number, cases)
        rare = [act for act in ("return", "forward", "propose", "transfer-take", "transfer-return", "conclude", "visit-done", "sign", "refuse-sign", "decide", "supplement-complete") if walk.counts.get(act, 0) < 2]
        tap.none(rare, "every way forward and back was taken: " + ", ".join(f"{k} {v}" for k, v in sorted(walk.counts.items())))
        server.sound(tap, "after all of it")


run(suite)
