#!/usr/bin/env python3
"""The service as an operator runs it: locked in, its settings read anew without a stop, started again at a socket that somebody else holds
so that nobody is refused meanwhile, and as a user of the machine."""
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import PACK, PROGRAM, Server, run


def lines(server):
    return [json.loads(line) for line in server.log(10 ** 6).splitlines() if line.startswith("{")]


def waited(server, what, count=1):
    """The line of the journal, the count-th of its kind."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [line for line in lines(server) if line["what"] == what]
        if len(found) >= count:
            return found[count - 1]
        time.sleep(0.05)
    return None


def status(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)


def locked_in(tap, server):
    about = status(server.process)
    tap.equal((about["Seccomp"], about["NoNewPrivs"]), ("2", "1"), "the server has a filter on its system calls and gains no rights")
    with open(f"/proc/{server.process.pid}/limits", encoding="ascii") as file:
        tap.claim(any(line.split()[:5] == ["Max", "core", "file", "size", "0"] for line in file), "and leaves no core")
    tap.none([line["what"] for line in lines(server) if line["what"] in ("not-confined", "landlock-missing")], "and nothing of it is missing here")


class Configured(Server):
    """Serves with a file of settings."""

    def __init__(self, **more):
        super().__init__(**more)
        self.conf = os.path.join(self.folder, "liandong.conf")
        self.say("log = trouble")

    def say(self, *words):
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write("".join(word + "\n" for word in words))

    def start(self, port=0):
        self.environment["LIANDONG_CONFIG"] = self.conf
        super().start(port)

    def hang_up(self):
        self.process.send_signal(signal.SIGHUP)


def read_anew(tap, server):
    invest = server.client("invest")
    sessions = invest.get("/session").status
    asked = lambda: sum(line["what"] == "request" for line in lines(server))
    tap.equal((sessions, asked()), (200, 0), "with 'log = trouble' a request leaves no line")
    server.say("log = requests", "second-factor = staff", "pack = /elsewhere", "origin = https://other.example.gov.cn")
    server.hang_up()
    tap.claim(waited(server, "reloaded") is not None, "a SIGHUP has the settings read anew")
    said = waited(server, "reload-needs-restart")
    tap.equal(said and said["detail"], "origin" + ("" if os.environ.get("LIANDONG_PACK") else ", pack"), "what takes a restart is named")
    refused = invest.get("/projects")
    tap.equal((refused.status, refused.code), (403, "second-factor-required"), "whose second factor is asked for changes at once, in open sessions too")
    tap.claim(asked() >= 1, "and the log tells of each request")
    for number, wrong in enumerate(("log = all", "colour = red", "slow-ms = -1"), 1):
        server.say(wrong)
        server.hang_up()
        refusal = waited(server, "reload-refused", number)
        tap.claim(refusal is not None and wrong.split(" = ")[0] in refusal["detail"], f"{wrong!r} is refused with its words", refusal)
    tap.equal(invest.get("/projects").status, 403, "and change nothing")
    os.remove(server.conf)
    server.hang_up()
    tap.claim(waited(server, "reload-refused", 4) is not None and server.process.poll() is None, "a file that is gone changes nothing either")
    server.say("log = trouble")
    server.hang_up()
    tap.claim(waited(server, "reloaded", 2) is not None, "a right one is taken again")
    tap.equal(invest.get("/projects").status, 200, "and the connection was never closed")


def hang_up_without_a_file(tap, server):
    server.stop()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does, for what is started from here
    server.start()
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    tap.equal((server.process.poll(), server.client("invest").get("/session").status), (None, 200), "whoever starts it so that it bears the terminal's end (nohup) is obeyed")
    server.stop()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever this suite was started by
    server.start()
    server.process.send_signal(signal.SIGHUP)
    tap.equal(server.process.wait(60), 0, "without a file of settings the terminal's end is the server's")


def handed_over(tap, server):
    """Restarts at one socket while strangers come in: each gets an answer."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&0 </dev/null'
    command = ["sh", "-c", script, "sh", PROGRAM, "serve", "--db", server.database, "--pack", PACK]

    def begin():
        process = subprocess.Popen(command, cwd=server.folder, env=server.environment, stdin=listener, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return process, process.stdout.readline().decode()
    process, line = begin()
    tap.claim(f":{port}/" in line, "a socket that was handed over is served, and told", line)
    seen, stop = [], threading.Event()

    def stranger():
        while not stop.is_set():
            with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
                link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                try:
                    seen.append(link.recv(15))
                except OSError as fault:
                    seen.append(fault)
            time.sleep(0.02)
    strangers = [threading.Thread(target=stranger) for _ in range(3)]
    for one in strangers:
        one.start()
    ends = []
    for _ in range(3):
        process.send_signal(signal.SIGTERM)
        ends.append(process.wait(60))
        process.stdout.close()
        process, line = begin()
    stop.set()
    for one in strangers:
        one.join()
    process.send_signal(signal.SIGTERM)
    ends.append(process.wait(60))
    process.stdout.close()
    listener.close()
    tap.equal(ends, [0] * 4, "it is restarted three times at that socket")
    tap.claim(len(seen) > 10 and all(one == b"HTTP/1.1 200 OK" for one in seen), "nobody who came meanwhile was refused", [one for one in seen if one != b"HTTP/1.1 200 OK"][:3])


def clock_set_ahead(tap, server):
    """The signer, locked in, bears a clock that is put in from outside."""
    if not server.days_on(40):
        tap.claim(True, "a clock set ahead # SKIP the day is the database server's, or libfaketime is not there")
        return
    invest = server.client("invest")
    answer = invest.post("/leads", {"name": "四十天以后", "district": "350112"})
    until, size = time.monotonic() + 60, server.ledger_size()
    while time.monotonic() < until and invest.get("/ledger/head").json["size"] < size:
        time.sleep(0.2)
    tap.claim(answer.status == 200 and invest.get("/ledger/head").json["size"] >= size, "forty days on, what is written is signed as ever", invest.get("/ledger/head").json, size)
    tap.claim(waited(server, "not-confined") is not None, "that the server is not locked in then is told")


def as_a_user(tap, server):
    if os.getuid() != 0:
        tap.claim(True, "another user can be become by root alone # SKIP not root")
        return
    done = server.cli("serve", "--db", server.database, "--pack", PACK, "--user", "nobody-of-that-name")
    tap.claim(done.returncode != 0 and b"nobody-of-that-name" in done.stderr, "a user that is none is refused by name", done.stderr)
    for folder, folders, files in os.walk(server.folder):
        for name in [folder] + [os.path.join(folder, one) for one in folders + files]:
            os.chown(name, 65534, 65534)
    server.launcher = []
    process = subprocess.Popen([PROGRAM, "serve", "--db", server.database, "--pack", PACK, "--port", "0", "--user", "nobody"], cwd=server.folder, env=server.environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    line = process.stdout.readline().decode()
    found = "http://" in line
    tap.claim(found, "root starts it as another user", line, process.stderr.read() if not found else "")
    if found:
        with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:
            family = [process.pid] + [int(one) for one in file.read().split()]
        for pid in family:
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                about = dict(part.rstrip("\n").split(":\t", 1) for part in file if ":\t" in part)
            tap.claim(set(about["Uid"].split()) == {"65534"} and "0" not in about["Groups"].split() and int(about["CapEff"], 16) == 0, "each of its processes has that user's rights and no more", about["Uid"])
        process.send_signal(signal.SIGTERM)
        tap.equal(process.wait(60), 0, "and it ends as ever")
    process.stdout.close()
    process.stderr.close()


def body(tap):
    with Configured() as server:
        locked_in(tap, server)
        read_anew(tap, server)
        server.stop()
        handed_over(tap, server)
    with Server() as server:
        clock_set_ahead(tap, server)
    with Server() as server:
        hang_up_without_a_file(tap, server)
        if not server.store.on_postgres:  # whose sockets and passwords are this user's
            as_a_user(tap, server)


run(body)
