#!/usr/bin/env python3
"""What operators see: settings that are looked at before anything is served, numbers in the format of Prometheus, and a number of
each request that leads through the logs into the ledger; and that no secret stands in any of it."""
import http.client
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, Server, run, today

KEY = "hook-key-0123456789"


def write(server, name, words, mode=0o600):
    path = os.path.join(server.folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(words)
    os.chmod(path, mode)
    return path


def settings(tap, server):
    write(server, "hook.secret", KEY)
    webhook = f"[webhook sms]\nurl = https://sms.example.gov.cn/in\nsecret = {server.folder}/hook.secret\n"
    whole = write(server, "whole.conf", f"pack = {PACK}\naddress = ::1\nport = 8443\norigin = https://linkage.example.gov.cn\ntrusted-proxy = unix\n"
                                        f"metrics = 127.0.0.1:9108\nlog = requests\nslow-ms = 250\n{webhook}")
    environment = {name: value for name, value in server.environment.items() if name != "LIANDONG_PACK"}

    def check(path):
        return subprocess.run([os.environ["LIANDONG_BIN"], "config", "check", "--config", path], env=environment, cwd=server.folder, timeout=60, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said = check(whole)
    tap.claim(said.returncode == 0, "good settings are passed", said.stderr)
    shown = dict(line.split(None, 1) for line in said.stdout.decode().splitlines() if not line.startswith("["))
    wanted = {"pack": PACK, "address": "::1", "port": "8443", "origin": "https://linkage.example.gov.cn", "trusted-proxy": "unix", "metrics": "127.0.0.1:9108", "log": "requests", "slow-ms": "250"}
    tap.equal({name: shown.get(name) for name in wanted}, wanted, "and shown as they are in force")
    tap.claim(b"sms.example.gov.cn" in said.stdout and KEY.encode() not in said.stdout + said.stderr, "without a secret", said.stdout)
    for words in ("port = 70000", "port = eighty", "address = localhost", "origin = linkage.example.gov.cn", "origin = https://a.cn/path", "origin = https://me@a.cn",
                  "trusted-proxy = proxy", "log = all", "slow-ms = -1", "pack = /nowhere", "colour = red", "[webhook x]\nurl = https://a.cn/\nsecret = /nowhere"):
        said = check(write(server, "wrong.conf", words + "\n"))
        name = words.split(" = ")[0].strip("[")
        tap.claim(said.returncode != 0 and said.stdout == b"" and (name.split()[0].encode() in said.stderr or b"nowhere" in said.stderr), f"{words!r} is refused, with its name", said.stdout, said.stderr)


def scrape(server):
    link = http.client.HTTPConnection("127.0.0.1", server.metrics, timeout=30)
    link.request("GET", "/metrics")
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    return answer, body


def values(text):
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line and not line.startswith("#")}


def numbers(tap, server):
    invest = server.client("invest")
    answer, text = scrape(server)
    tap.claim(answer.status == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"), "numbers are given in the format of Prometheus", answer.headers)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    tap.none([line for line in lines if not re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]+"(,le="[^"]+")?\})? [0-9.e+]+', line)], "each line is a name and a number")
    typed = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    bare = {re.sub(r"_(bucket|sum|count)$", "", re.split(r"[{ ]", line)[0]) for line in lines}
    tap.equal(bare - typed, set(), "of a kind that was said before")
    before = values(text)
    for _ in range(20):
        invest.get("/projects")
    invest.post("/leads", {"name": "指标", "district": "350112"})
    refused = invest.post("/leads", {"name": "", "district": "350112"})
    after = values(scrape(server)[1])
    moved = lambda name: after[name] - before[name]
    tap.claim(moved('liandong_answer_seconds_count{what="view"}') == 20, "twenty questions are twenty", moved('liandong_answer_seconds_count{what="view"}'))
    tap.claim(moved('liandong_answer_seconds_count{what="command"}') == 2 and moved("liandong_commands_total") >= 1, "commands too")
    tap.claim(refused.status == 422 and moved('liandong_answers_total{status="4xx"}') == 1, "and refusals")
    tap.equal(after["liandong_ledger_entries"], float(server.ledger_size()), "the ledger's size is the ledger's")
    for name in ("view", "command", "page", "other"):
        buckets = [value for key, value in after.items() if key.startswith("liandong_answer_seconds_bucket{what=\"%s\"" % name)]
        tap.claim(buckets == sorted(buckets) and buckets[-1] == after['liandong_answer_seconds_count{what="%s"}' % name], f"buckets of {name} only grow")
    tap.claim(after["process_resident_memory_bytes"] > 1e6 and after["process_open_fds"] > 5 and after["liandong_connections_open"] >= 1, "memory, files and connections are told")
    stranger = server.client()
    tap.claim(stranger.send("GET", "/metrics").headers.get("Content-Type", "").startswith("text/html"), "the platform's own door leads nobody to them")
    link = http.client.HTTPConnection("127.0.0.1", server.metrics, timeout=30)
    for method, path in (("GET", "/"), ("POST", "/metrics"), ("GET", "/api/v1/projects")):
        link.request(method, path)
        answer = link.getresponse()
        answer.read()
        tap.equal(answer.status, 404, f"and that door has nothing else: {method} {path}")
    link.close()


def journal(server):
    return [json.loads(line) for line in server.log(10 ** 7).splitlines() if line.startswith("{")]


def followed(tap, server):
    invest = server.client("invest")
    made = invest.post("/leads", {"name": "跟踪编号", "district": "350112"}, X_Request_Id="gate-7f3a.0042")
    tap.equal(made.headers.get("X-Request-Id"), "gate-7f3a.0042", "the number that a proxy gave is kept")
    line = next(entry for entry in journal(server) if entry.get("request") == "gate-7f3a.0042")
    event = server.store.rows(f"select kind, actor from ledger_event where seq={line['seq']}")[0]
    tap.claim(line["status"] == 200 and line["account"] == invest.session["account"]["id"] and event[0] == "project.registered", "it leads through the log to the entry of the ledger", line, event)
    for given in ("short", "x" * 65, "with space1", "带汉字的编号", "inject\\n123"):
        answer = invest.get("/session", X_Request_Id=given.encode().decode("latin-1"))
        own = answer.headers.get("X-Request-Id")
        tap.claim(re.fullmatch("[0-9a-f]{16}", own or ""), f"{given!r} is not taken; it gets one of its own", own)
    ids = [invest.get("/session").headers["X-Request-Id"] for _ in range(50)]
    tap.equal(len(set(ids)), 50, "each its own")
    code = "ABCDEFGHJKLMNPQR"
    server.client().send("GET", f"/progress/{code}")
    server.client().send("GET", f"/calendar/{code}.ics")
    tap.claim(code not in server.log(10 ** 7), "codes and secrets of addresses stand in no log", *[entry for entry in journal(server) if code in str(entry)])
    tap.claim(any(entry["what"] == "request" and entry["detail"] == "GET /progress" for entry in journal(server)), "but that there was a question does", *journal(server)[-4:])
    passwords = list(server.passwords().values())
    tap.none([word for word in passwords + [invest.cookie, invest.csrf] if word and word in server.log(10 ** 7)], "no password, session or token either")


def slow(tap, server):
    """Everything is slower than nothing: with a limit of a millisecond the sign-in is told, with who and how long."""
    lines = [entry for entry in journal(server) if entry["what"] == "request-slow"]
    tap.claim(any(entry["detail"] == "POST /api/v1/session" and entry["us"] > 1000 for entry in lines), "what is slow is told", lines[:3])
    tap.claim(all(entry["level"] == "warning" and entry["request"] for entry in lines), "as a warning, with its number")


def main(tap):
    server = Server()
    with server:
        settings(tap, server)
        server.stop()
        server.environment["LIANDONG_CONFIG"] = write(server, "l.conf", "metrics = 127.0.0.1:0\nlog = requests\nslow-ms = 1\n")
        server.start()
        server.metrics = int(re.search(r"\((\d+)\)", server.process.stdout.readline().decode())[1])
        numbers(tap, server)
        followed(tap, server)
        slow(tap, server)
        server.sound(tap, "after all of it")


run(main)
