#!/usr/bin/env python3
"""The annual appraisal: every figure is that of its indicator, points and scores follow the published formula reckoned here once more, what is too small is left
out and said so; the one appraised reads his own alone and objects; another decides; a change is a new version; published by an act when the time has come."""
import json
import os
import shutil
import sys
import tempfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
import lib
from lib import Server, done, refused, run

CITY, PASSWORD = "350100", "Walk-of-all-who-are-appraised"


def city_of_small_samples():
    """The city's data with the least samples there may be: a demonstration has few cases of each unit."""
    folder = os.path.join(tempfile.mkdtemp(prefix="liandong-appraisal-"), "city")
    shutil.copytree(lib.PACK, folder)
    path = os.path.join(folder, "appraisal.json")
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    for part in data["appraisal_parts"]:
        part["minimum"] = 2
    for formula in data["appraisal_formulas"]:
        formula["least_weight"] = 20
    with open(path, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False)
    return folder


class Town:
    def __init__(self, server):
        self.server, self.days, self.hired = server, 0, set()
        self.meet()

    def meet(self):
        self.centre, self.watch, self.leader = (self.server.client(login) for login in ("centre", "supervisor", "leader"))

    def officer(self, org):
        login = "a-" + org
        if login in self.hired:
            return self.server.client(login, PASSWORD)
        self.hired.add(login)
        return self.server.hire(login, {"role": "department_officer", "org": org, "district": CITY}, password=PASSWORD)

    def shown(self, id, who=None):
        return (who or self.centre).get(f"/appraisals/{id}").json

    def of(self, id, key, who=None):
        return next(one for one in self.shown(id, who)["items"] if one["key"] == key)

    def go_on(self, days):
        self.days += days
        if not self.server.days_on(self.days):
            return False
        self.meet()
        return True


def permille(text):
    return int(text.replace(".", ""))


def points_of(part, value):
    share = (value - permille(part["floor"])) / (permille(part["full"]) - permille(part["floor"]))
    return 10000 * min(1, max(0, share))


def reckoned_again(one):
    """Score and its interval, from the parts that count."""
    parts = [part for part in one["items"] if part["why"] == "counted"]
    weight = sum(part["set_weight"] for part in parts)
    if not parts or weight * 100 < 20 * one["weights"]:
        return weight, None, None, None
    score = sum(part["set_weight"] * points_of(part, permille(part["value"])) for part in parts) / weight
    ends = [sorted(points_of(part, permille(part[end])) for end in ("low", "high")) for part in parts]
    far = lambda at: sum((part["set_weight"] * (end[at] - points_of(part, permille(part["value"])))) ** 2 for part, end in zip(parts, ends)) ** 0.5 / weight
    return weight, score, max(0, score - far(0)), min(10000, score + far(1))


def as_published(tap, town, id):
    """Each part is the figure of its indicator; each score follows from its parts."""
    wrong, unlike, counted, left = [], [], 0, 0
    head, figures = town.shown(id), {}
    by = "org" if head["who"] == "department" else "navigator"
    for one in head["items"]:
        detail = town.centre.get(f"/appraisal-results/{one['id']}").json
        for part in detail["items"]:
            if not part["rows_at"].startswith("/indicators/"):
                continue
            name = part["rows_at"].split("/")[2]
            if name not in figures:
                answer = town.centre.get(f"/indicators/{name}?by={by}&from={head['year']}-01-01&to={head['year']}-12-31&cut={head['cut']}").json
                figures[name] = {group["key"]: group for group in answer["items"]}
            group = figures[name].get(one["key"], {"rows": 0, "value": None, "low": None, "high": None})
            rows = town.centre.get(part["rows_at"] + "&limit=500").json["items"]
            if part["rows"] != group["rows"] or len(rows) != part["rows"]:
                unlike.append((one["key"], name, part["rows"], group["rows"], len(rows)))
            elif part["why"] == "counted":
                counted += 1
                if [part["value"], part["low"], part["high"]] != [group["value"], group["low"], group["high"]]:
                    unlike.append((one["key"], name, part, group))
            else:
                left += 1
                wrong += [part] if part["points"] is not None or part["weight"] is not None else []
        weight, score, low, high = reckoned_again(detail)
        got = [detail["score"], detail["low"], detail["high"]]
        same = got == [None] * 3 if score is None else all(abs(permille(a) - b) <= 1.01 for a, b in zip(got, (score, low, high)))
        if detail["counted"] != weight or not same:
            wrong.append((one["key"], got, score, low, high, weight))
        if (one.get("best") is None) != (score is None):
            wrong.append((one["key"], one.get("best")))
    tap.none(unlike, f"{head['who']}: rows and figures are those of the indicators")
    tap.none(wrong, f"{head['who']}: points, weights and scores follow the formula")
    tap.claim(counted > 0 and (left > 0 or by == "navigator"), f"{head['who']}: some parts count, some are left out", counted, left)
    return head


def drawn(tap, town):
    for one in town.centre.get("/appraisals").json["items"]:  # the demonstration's own
        done(tap, town.centre, f"/appraisals/{one['id']}/withdraw", {"reason": "重新计算"}, f"that of the {one['who_name']} is withdrawn")
    refused(tap, town.centre, "/appraisals", {"year": 2198, "who": "department"}, "a year that has not begun", 422, "field-invalid")
    refused(tap, town.centre, "/appraisals", {"year": 2019, "who": "department"}, "a year of which there is no formula", 409, "appraisal-not-now")
    year = int(town.centre.get("/session").json["today"][:4])
    made = done(tap, town.centre, "/appraisals", {"year": year, "who": "department"}, "a year of the departments is drawn up")["id"]
    refused(tap, town.watch, "/appraisals", {"year": year, "who": "department"}, "once", 409, "already-done")
    people = done(tap, town.centre, "/appraisals", {"year": year, "who": "navigator"}, "and one of the navigators")["id"]
    head = as_published(tap, town, made)
    as_published(tap, town, people)
    tap.claim(head["state"] == "provisional" and head["objections_until"] > head["drawn_on"], "it is provisional, with days to object", head["state"])
    formulas = town.server.client().get("/appraisal-formulas").json["items"]
    tap.claim(sum(one["weight"] for one in formulas if one["formula"] == "department-2026") == 100 and all(one["source"] for one in formulas), "the formula is open to anybody")
    for what in ("xlsx", "csv", "pdf"):
        answer = town.centre.get(f"/appraisals/{made}?as={what}")
        tap.claim(answer.status == 200 and len(answer.body) > 300, f"it goes out as {what}", answer.status)
    own = town.server.client("navigator")
    seen = town.shown(people, own)["items"]
    tap.claim(len(seen) == 1 and seen[0]["key"] == str(own.account), "a navigator reads his own alone", [one["key"] for one in seen])
    return made, people, year


def objected(tap, town, made):
    scored = [one for one in town.shown(made)["items"] if one["score"]]
    key, other = scored[0]["key"], scored[1]["key"]
    officer, path = town.officer(key), f"/appraisal-results/{scored[0]['id']}"
    mine = town.shown(made, officer)["items"]
    tap.equal([one["key"] for one in mine], [key], "while it is provisional a unit reads its own alone")
    tap.equal(officer.get(f"/appraisal-results/{scored[1]['id']}").status, 404, "nothing of another's")
    refused(tap, officer, f"/appraisal-results/{scored[1]['id']}/objections", {"said": "s"}, "nor does it object to that", 404, "not-found")
    parts = officer.get(path).json["items"]
    part = next(one for one in parts if one["why"] == "counted")
    tap.equal(len(officer.get(part["rows_at"]).json["items"]), part["rows"], "it reads the rows of its own figure")
    refused(tap, officer, path + "/objections", {"part": "nav-once", "said": "s"}, "an objection names a part of it", 422, "field-invalid")
    objection = done(tap, officer, path + "/objections", {"part": part["part"], "said": "其中一件因停电顺延，不应计入"}, "it objects to a part")["id"]
    refused(tap, officer, path + "/objections", {"said": "s"}, "one at a time", 409, "already-done")
    decide = f"/appraisal-objections/{objection}/decide"
    refused(tap, town.centre, decide, {"outcome": "kept", "reason": "r"}, "who drew it up does not decide", 403, "not-permitted")
    refused(tap, officer, decide, {"outcome": "kept", "reason": "r"}, "nor does who objected", 403, "not-permitted")
    done(tap, town.watch, decide, {"outcome": "left_out", "reason": "停电属实，该部分不计入"}, "somebody else does, with a reason")
    refused(tap, town.watch, decide, {"outcome": "kept", "reason": "r"}, "once", 409, "already-done")
    now = officer.get(path).json
    gone = next(one for one in now["items"] if one["part"] == part["part"])
    tap.claim(now["version"] == 2 and gone["why"] == "left_out" and now["reason"] == "停电属实，该部分不计入", "the result is a new version with the reason", now)
    tap.equal([(one["version"], one["score"]) for one in now["versions"]], [(1, scored[0]["score"])], "the one before stays")
    tap.equal((now["counted"], now["score"] and permille(now["score"])), (scored[0]["counted"] - part["set_weight"], reckoned_again(now)[1] and round(reckoned_again(now)[1])), "the other weights are taken anew")
    again = done(tap, officer, path + "/objections", {"said": "请重新核对明细"}, "it objects again")["id"]
    done(tap, town.watch, f"/appraisal-objections/{again}/decide", {"outcome": "recounted", "reason": "已核对明细"}, "and its rows are counted again")
    last = officer.get(path).json
    tap.claim(last["version"] == 3 and last["score"] == now["score"] and [one["rows"] for one in last["items"]] == [one["rows"] for one in now["items"]], "rows that did not change give the same, and what was left out stays out", last)
    kept = done(tap, officer, path + "/objections", {"said": "仍有异议"}, "and once more")["id"]
    done(tap, town.watch, f"/appraisal-objections/{kept}/decide", {"outcome": "kept", "reason": "维持"}, "which changes nothing")
    tap.equal(officer.get(path).json["version"], 3, "nor the version")
    tap.equal(len(officer.get(f"/appraisals/{made}/objections").json["items"]), 3, "its objections are all there")
    tap.equal(town.officer(other).get(f"/appraisals/{made}/objections").json["items"], [], "another unit reads none of them")
    refused(tap, town.leader, f"/appraisals/{made}/publish", {"document": "d"}, "before the year is over nothing is published", 409, "appraisal-not-now")
    return key, other


def published(tap, town, made, year, key, other):
    done(tap, town.centre, f"/appraisals/{made}/withdraw", {"reason": "年度结束后重新计算"}, "it is withdrawn")
    refused(tap, town.centre, f"/appraisals/{made}/withdraw", {"reason": "r"}, "once", 409, "appraisal-not-now")
    if not town.go_on(45):
        tap.skip("the year's end", "no clock to move")
        return
    final = done(tap, town.watch, "/appraisals", {"year": year, "who": "department"}, "after the year's end it is drawn up again")["id"]
    tap.equal(town.shown(final)["cut"], f"{year}-12-31", "to the year's last day")
    refused(tap, town.leader, f"/appraisals/{final}/publish", {"document": "d"}, "the days to object come first", 409, "appraisal-not-now")
    result = town.of(final, key)["id"]
    waiting = done(tap, town.officer(key), f"/appraisal-results/{result}/objections", {"said": "s"}, "somebody objects")["id"]
    if not town.go_on(30):
        return
    refused(tap, town.officer(other), f"/appraisal-results/{town.of(final, other)['id']}/objections", {"said": "s"}, "after the last day nobody objects", 409, "appraisal-not-now")
    refused(tap, town.leader, f"/appraisals/{final}/publish", {"document": "d"}, "what waits is decided first", 409, "appraisal-not-now")
    done(tap, town.centre, f"/appraisal-objections/{waiting}/decide", {"outcome": "kept", "reason": "维持"}, "it is decided")
    refused(tap, town.watch, f"/appraisals/{final}/publish", {"document": "d"}, "who drew it up does not publish it", 403, "not-permitted")
    done(tap, town.leader, f"/appraisals/{final}/publish", {"document": "榕审考〔2027〕1号"}, "the leader publishes it by its document")
    refused(tap, town.leader, f"/appraisals/{final}/publish", {"document": "d"}, "once", 409, "appraisal-not-now")
    tap.claim(len(town.shown(final, town.officer(other))["items"]) == len(town.shown(final)["items"]) > 1, "then every unit reads all of it")
    refused(tap, town.centre, f"/appraisals/{final}/withdraw", {"reason": "r"}, "and it stays", 409, "appraisal-not-now")


def suite(tap):
    folder = city_of_small_samples()
    try:
        server = Server()
        server.setup()
        lib.PACK = folder
        server.start()
        town = Town(server)
        made, people, year = drawn(tap, town)
        key, other = objected(tap, town, made)
        published(tap, town, made, year, key, other)
        server.stop()
        server.sound(tap, "after an appraisal")
        server.close()
    finally:
        shutil.rmtree(os.path.dirname(folder), ignore_errors=True)


if __name__ == "__main__":
    run(suite)
