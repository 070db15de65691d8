#!/usr/bin/env python3
"""Exchange with other systems: changes pulled by a cursor without a gap, also while many write; nothing that the partner's post does not see; the tables of two
standards, over HTTP and from the terminal, held against the standards' own lists of fields."""
import csv
import datetime
import io
import json
import os
import re
import sys
import tempfile
import threading
import urllib.parse

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Client, Server, Stream, is_problem, run

CITY = "350100"
HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = json.load(open(os.path.join(HERE, "exchange_fields.json"), encoding="utf-8"))
INTEGER = re.compile(r"-?[0-9]+")


def partner_of(server, login):
    """A system with a token of that person's post."""
    person = server.client(login)
    made = server.client("secadmin").post(f"/accounts/{person.account}/tokens", {"name": "伙伴系统", "days": 1, "post": person.session["post"]["id"]})
    partner = Client(server.address)
    partner.token = made.json["token"]
    return partner


def ask(partner, after="", **query):
    words = {**({"after": after} if after else {}), **query}
    return partner.get("/exchange/changes" + ("?" + urllib.parse.urlencode(words) if words else ""))


def pull(partner, after="", limit=200, **query):
    """All there is now, and the cursor it ends with."""
    items = []
    while True:
        page = ask(partner, after, limit=limit, **query).json
        items += page["items"]
        after = page["next"] or after
        if not page["more"]:
            return items, after


def seen_projects(person):
    found, after = set(), ""
    while True:
        page = person.get("/projects?limit=50" + (f"&after={urllib.parse.quote(after)}" if after else "")).json
        found |= {row["id"] for row in page["items"]}
        if not page["next"]:
            return found
        after = str(page["next"])


# -- changes --

def changes(tap, server):
    leader = partner_of(server, "leader")
    whole, end = pull(leader)
    numbers = [item["seq"] for item in whole]
    tap.claim(len(numbers) > 500 and numbers == sorted(set(numbers)), "what happened comes in the ledger's order, each once", len(numbers))
    kept = {row["seq"] for row in server.store.named("select e.seq as seq from ledger_event e join project p on p.id=e.project_id")}
    tap.equal({item["seq"] for item in whole if item["project_id"]}, kept, "of projects all that stands in the ledger, to who sees them all")
    small, also = pull(leader, limit=7)
    tap.claim(small == whole and also == end, "in pages of seven it is the same", len(small))
    half = whole[len(whole) // 2]
    page = ask(leader, limit=200).json
    while page["items"][-1]["seq"] < half["seq"]:
        page = ask(leader, page["next"], limit=200).json
    rest, _ = pull(leader, page["next"])
    tap.equal([item["seq"] for item in rest], [n for n in numbers if n > page["items"][-1]["seq"]], "taken up again in the middle nothing is missing or told twice")
    tap.claim(all(item["sentence"] and item["receipt"].startswith(f"{item['seq']}-") for item in whole), "each is a sentence with its receipt", whole[:1])
    tap.equal(pull(leader, end), ([], end), "after the end there is nothing, and the cursor stays")
    of_cases, _ = pull(leader, kinds="application.decided, problem.")
    tap.claim(of_cases == [item for item in whole if item["kind"] == "application.decided" or item["kind"].startswith("problem.")] and of_cases, "by kind it is that part of it", len(of_cases))
    project = half["project_id"] or next(iter(seen_projects(server.client("leader"))))
    of_project, _ = pull(leader, project=project)
    tap.equal(of_project, [item for item in whole if item["project_id"] == project], "of one project from its beginning it is that part of it")


def whom(tap, server):
    whole = {item["seq"] for item in pull(partner_of(server, "leader"))[0]}
    for login in ("navigator", "district", "enterprise1"):
        person, (items, _) = server.client(login), pull(partner_of(server, login))
        own = {person.session["post"]["project_id"]} if login == "enterprise1" else seen_projects(person)
        told = {item["project_id"] for item in items if item["project_id"]}
        tap.claim(told == own and {i["seq"] for i in items if i["project_id"]} <= whole, f"{login} is told of the projects that he sees and of no other", told ^ own)
    inner = [item for item in pull(partner_of(server, "enterprise1"))[0] if item["kind"] in ("logbook.added", "application.handled", "screening.decided")]
    tap.none(inner, "what is between offices is not told to the enterprise")
    wrong = [login for login in ("sysadmin", "secadmin", "auditadmin") if server.client(login).get("/exchange/changes").status != 404]
    tap.none(wrong, "the administrators see no business")
    hidden = pull(partner_of(server, "enterprise1"), project=next(iter(seen_projects(server.client("leader")) - {server.client("enterprise1").session["post"]["project_id"]})))
    tap.equal(hidden[0], [], "a project that is not his has no changes, as one that is none")


def cursors(tap, server):
    leader, navigator = partner_of(server, "leader"), partner_of(server, "navigator")
    _, end = pull(leader)
    number, digits, post = end.split("-")
    forged = [f"{number}-{'0' * 20}-{post}", f"{int(number) + 5}-{digits}-{post}", f"{number}-{digits}-{int(post) + 1}"]
    wrong = [cursor for cursor in forged if not (ask(leader, cursor).code == "cursor-foreign" and is_problem(ask(leader, cursor)))]
    tap.none(wrong, "a cursor of another past of the ledger, of an entry that is not there, or of another post is refused")
    tap.equal(ask(navigator, end).code, "cursor-foreign", "another's cursor too: what he saw is not what this one sees")
    wrong = [cursor for cursor in ("x", "1", "-", "1-2", "9" * 60, "-1-" + digits + "-" + post, end + "x", "1-2-3-4") if ask(leader, cursor).status not in (400, 409)]
    tap.none(wrong, "what is no cursor is refused")
    wrong = [query for query in ({"limit": 0}, {"limit": 201}, {"project": 0}, {"nothing": 1}) if ask(leader, **query).status not in (400, 422)]
    tap.none(wrong, "a question beyond its bounds is refused")


def while_many_write(tap, server):
    """Who pulls all the time has, in the end, what one has who pulls once: nothing came late behind a cursor."""
    leader, navigator = partner_of(server, "leader"), server.client("navigator")
    begun = ask(leader, "latest").json["next"]
    heard = Stream(server.client("leader"))
    heard.hello.wait(20)
    projects = [project for project in sorted(seen_projects(navigator))][:3]
    over, pulled, answers = threading.Event(), [], []

    def puller():
        after = begun
        while True:
            last = over.is_set()
            items, after = pull(leader, after, limit=3)
            pulled.extend(items)
            if last:
                return

    def writer(who):
        for i in range(12):
            answers.append(who.post(f"/projects/{projects[i % len(projects)]}/log", {"kind": "note", "words": f"记录{i}"}))

    threads = [threading.Thread(target=writer, args=(navigator.twin(),)) for _ in range(6)]
    pulling = threading.Thread(target=puller)
    pulling.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    pulling.join()
    written = sum(answer.status == 200 for answer in answers)
    once, _ = pull(leader, begun)
    known = {item["seq"] for item in pulled}
    tap.claim(written > 50 and pulled == once[:len(pulled)] and len(known) == len(pulled) >= written, "who pulls while six write misses nothing and is told nothing twice",
              written, len(pulled), len(once), answers[:1])
    of_log = {item["seq"] for item in once if item["kind"].startswith("logbook.")}
    heard.wait(lambda event: event["seq"] == max(of_log), 20)
    tap.equal({event["seq"] for event in heard.events if event["kind"].startswith("logbook.")}, of_log, "and what the stream told is what can be pulled")
    heard.close()


# -- tables --

def cases_go_on(tap, server):
    """One case stops for a special procedure, another is granted with a document."""
    day, done = server.client("leader").get("/session").json["today"], set()
    for row in server.store.named("select id, org from application where own=0 and decided_on is null and state in ('submitted','received','accepted') order by id"):
        if done == {"special_start", "decide"}:
            break
        login = "x-" + row["org"]
        officer = server.clients.get(login) or server.hire(login, {"role": "department_officer", "org": row["org"], "district": CITY})
        for act in ("receive", "accept"):
            officer.post(f"/applications/{row['id']}/{act}", {})
        for act, body in (("special_start", {"name": "专家评审", "days": 10, "noticed_on": day, "reason": "需要专家评审"}),
                          ("decide", {"result": "granted", "document": "榕审〔2026〕1号", "basis": "行政许可法第三十八条"})):
            if act not in done and officer.post(f"/applications/{row['id']}/{act.replace('_', '-')}", body).status == 200:
                done.add(act)
                break
    tap.equal(done, {"special_start", "decide"}, "a case stops and another is granted")



def rows_of(person, table, limit=50):
    rows, after = [], ""
    while True:
        page = person.get(f"/exchange/tables/{table}?limit={limit}" + (f"&after={after}" if after else "")).json
        rows += page["items"]
        if not page["next"]:
            return rows
        after = page["next"]


def is_of(kind, value):
    text = str(value)
    if kind == "int":
        return INTEGER.fullmatch(text) is not None
    if kind in ("date", "timestamp"):
        try:
            datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            return kind == "timestamp" or len(text) == 10
        except ValueError:
            return False
    return kind != "json" or json.loads(text) is not None


def plain(row):
    """As a CSV has it."""
    return {name: ("'" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else "") + str(value) for name, value in row.items() if name != "retrieved_timestamp"}


def read_csv(data):
    return [{k: v for k, v in row.items() if v != "" and k != "retrieved_timestamp"} for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


def tables(tap, server):
    leader = server.client("leader")
    listed = leader.get("/exchange/tables").json["items"]
    tap.claim({row["standard"] for row in listed} == set(FIELDS) and len(listed) == 11, "eleven tables of two standards", [row["name"] for row in listed])
    unknown = [(row["name"], column["name"]) for row in listed for column in row["columns"] if column["name"] not in FIELDS[row["standard"]].get(row["name"], {})]
    tap.none(unknown, "each column is in the standard's own list of fields")
    wrong, empty, unlike = [], [], []
    for row in listed:
        fields, name = FIELDS[row["standard"]][row["name"]], row["name"]
        rows = rows_of(leader, name)
        empty += [] if rows else [name]
        wrong += [(name, field, one[field]) for one in rows for field in one if not is_of(fields[field], one[field])][:3]
        unlike += [name] if rows_of(leader, name, 7) != [{**one, **({"retrieved_timestamp": mine["retrieved_timestamp"]} if "retrieved_timestamp" in one else {})}
                                                         for one, mine in zip(rows, rows_of(leader, name, 7))] and not any("retrieved_timestamp" in one for one in rows) else []
        sheet = leader.get(f"/exchange/tables/{name}?as=csv")
        head = sheet.body.decode("utf-8-sig").split("\r\n")[0]
        unlike += [f"{name} head"] if head != ",".join(f'"{column["name"]}"' for column in row["columns"]) else []
        unlike += [f"{name} csv"] if read_csv(sheet.body) != [plain(one) for one in rows] else []
    tap.none(wrong, "each value is of its field's kind")
    tap.none(empty, "no table is empty")
    tap.none(unlike, "pages of any size and the CSV say the same, under the standard's names")


def meaning(tap, server):
    leader, store = server.client("leader"), server.store
    projects = {row["id"]: row for row in store.named("select id, number, name, investment, stage from project")}
    said = {row["dfsjzj"]: row for row in rows_of(leader, "SPGL_XMJBXXB")}
    tap.claim(set(said) == set(projects) and all(said[i]["gcdm"] == projects[i]["number"] and said[i]["xmmc"] == projects[i]["name"] for i in said), "every project is there, by its number and name")
    cases = {row["number"]: row for row in store.named("select id, number, state, decided_on from application")}
    instances = {row["agency_id"]: row for row in rows_of(leader, "process_instance")}
    tap.equal(set(instances), set(cases), "every case is a process")
    over = {"granted", "delivered", "refused", "not_accepted", "withdrawn", "revoked"}
    wrong = [n for n, row in instances.items() if (row["status"] == "completed") != (cases[n]["state"] in over) or ("outcome" in row) != (cases[n]["state"] in over)]
    tap.none(wrong, "what is over is completed and has an outcome; what is not has none")
    steps = {}
    for row in rows_of(leader, "SPGL_XMSPSXBLXXXXB"):
        steps.setdefault(row["spsxslbm"], []).append(row["blzt"])
    tap.claim(set(steps) == set(cases) and all(codes[0] == 1 for codes in steps.values()), "each case begins with its reception")
    wrong = [n for n, row in cases.items() if row["state"] in ("granted", "delivered", "refused") and not {11, 12, 13} & set(steps[n])
             or row["state"] == "refused" and 13 not in steps[n] or row["state"] in ("granted", "delivered") and not {11, 12} & set(steps[n])]
    tap.none(wrong, "a decision is 11, 12 or 13 as it was made")
    absent = [row for row in rows_of(leader, "project") if projects[row["id"]]["stage"] in ("refused", "withdrawn") and "current_status" in row]
    tap.none(absent, "what the standard has no word for is absent")
    officer = server.client("navigator")
    tap.equal({row["id"] for row in rows_of(officer, "project")}, seen_projects(officer), "a table holds what its reader sees")
    tap.claim(all(leader.get(f"/exchange/tables/{name}").status == 404 for name in ("no-such", "account", "0")), "there is no other table")
    wrong = [after for after in ("x", "1", "1.x", "-1.2", "1.2.3") if leader.get(f"/exchange/tables/project?after={after}").status != 400]
    tap.none(wrong, "a place that is none is refused")
    tap.claim(server.client("enterprise1").get("/exchange/tables/project?as=csv").status == 404, "the enterprise takes no tables")


def terminal(tap, server):
    leader = server.client("leader", language="en")
    with tempfile.TemporaryDirectory() as folder:
        wrong = []
        for standard in FIELDS:
            for form in ("csv", "json"):
                done = server.cli("export", standard, "--db", server.database, "--pack", os.environ.get("LIANDONG_PACK") or os.path.join(HERE, "../../data/fuzhou"), "--to", folder, "--format", form)
                wrong += [done.stderr] if done.returncode != 0 else []
        tap.none(wrong, "the terminal writes both standards in both forms")
        unlike = []
        for row in leader.get("/exchange/tables").json["items"]:
            served = [plain(one) for one in rows_of(leader, row["name"])]
            path = os.path.join(folder, row["name"])
            kept = json.load(open(path + ".json", encoding="utf-8"))
            unlike += [path] if read_csv(open(path + ".csv", "rb").read()) != served or [plain(one) for one in kept["rows"]] != served or kept["columns"] != row["columns"] else []
        tap.none(unlike, "its files are what the API gives to who sees the whole city")
        refused = [words for words in (("no-such",), ("spgl-v3", "--table", "project"), ("spgl-v3", "--format", "xml"), ()) if server.cli("export", *words, "--db", server.database, "--to", folder).returncode != 2]
        tap.none(refused, "a standard, table or form that there is not is refused")


def suite(tap):
    with Server() as server:
        for part in (changes, whom, cursors, while_many_write, cases_go_on, tables, meaning, terminal):
            server.settle() if part is tables else None
            part(tap, server)


if __name__ == "__main__":
    run(suite)
