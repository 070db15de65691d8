#!/usr/bin/env python3
"""The program as a whole, on a database with the demonstration data: start, memory, a signed-in reader
beside nginx with a static file of the same size, and commands of 16 clients.

    bench_server.py PROGRAM PACK [SECONDS [ROUNDS]]

Prints a line a figure with its aim beside it. Needs wrk and nginx; says so when they are missing."""
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

PROGRAM, PACK = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SECONDS = int(sys.argv[3]) if len(sys.argv) > 3 else 2
ROUNDS = int(sys.argv[4]) if len(sys.argv) > 4 else 3

COMMANDS_LUA = """
-- Every request is another command: another project, another fact, its own idempotency key.
local projects = {@projects@}
local number = 0
local run = tostring(os.time())
request = function()
  number = number + 1
  local project = projects[number % #projects + 1]
  local body = string.format('{"facts":{"industry_code":"%04d"}}', 1000 + number % 9000)
  return wrk.format("POST", "/api/v1/projects/" .. project .. "/lead-facts", {
    ["Cookie"] = "@cookie@", ["X-CSRF-Token"] = "@csrf@", ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = run .. "-" .. number}, body)
end
local bad = 0
response = function(status) if status ~= 200 then bad = bad + 1 end end
done = function(summary) io.write(string.format("refused %d\\n", summary.errors.status)) end
"""


def figure(name, value, aim, met):
    print(f"{name:44} {value:>26}   aim {aim:<14} {'' if met is None else 'met' if met else 'MISSED'}", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident_mib(process):
    """Resident pages of the process and its children (the signer is one)."""
    total = 0
    tree = subprocess.run(["ps", "-o", "rss=", "-p", str(process), "--ppid", str(process)], text=True,
                          stdout=subprocess.PIPE, check=False)
    for line in tree.stdout.split():
        total += int(line)
    return total / 1024


class Server:
    def __init__(self, folder):
        self.database = os.path.join(folder, "bench.db")
        self.port = free_port()
        self.process = None

    def start(self):
        begun = time.perf_counter()
        self.process = subprocess.Popen([PROGRAM, "serve", "--db", self.database, "--pack", PACK, "--port", str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                status, _, _ = self.ask("GET", "/api/v1/session")
                if status == 200:
                    return (time.perf_counter() - begun) * 1000
            except OSError:
                pass
            if time.perf_counter() - begun > 20 or self.process.poll() is not None:
                sys.exit("bench_server: the server did not start")
            time.sleep(0.001)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = dict(headers or {})
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        found = answer.status, content, answer.getheader("Set-Cookie")
        connection.close()
        return found


def sign_in(server, folder, role):
    with open(os.path.join(folder, "demo-accounts.json"), encoding="utf-8") as file:
        account = next(a for a in json.load(file) if a["role"] == role)
    status, content, cookie = server.ask("POST", "/api/v1/session",
                                         {"login": account["login"], "password": account["password"]})
    if status != 200:
        sys.exit(f"bench_server: sign-in answered {status}: {content.decode()}")
    return cookie.split(";")[0], json.loads(content)["csrf"]


def wrk(arguments):
    """Requests a second and the 99th percentile in ms."""
    done = subprocess.run(["wrk", *arguments], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", done)
    if rate is None:
        sys.exit("bench_server: wrk said\n" + done)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    scale = {"us": 0.001, "ms": 1, "s": 1000}
    return float(rate.group(1)), float(late.group(1)) * scale[late.group(2)] if late else 0.0, int(bad.group(1)) if bad else 0


def read(url, cookie=None):
    return wrk(["-t1", "-c32", f"-d{SECONDS}s", "--latency"] + (["-H", f"Cookie: {cookie}"] if cookie else []) + [url])


class Nginx:
    """A static file, as fast as nginx gives it: two workers, no log, the open file kept."""

    def __init__(self, folder, content):
        self.folder = folder
        os.makedirs(os.path.join(folder, "html"))
        for open_to_its_workers in (os.path.dirname(folder), folder):
            os.chmod(open_to_its_workers, 0o755)
        with open(os.path.join(self.folder, "html", "file"), "wb") as file:
            file.write(content)
        self.port = free_port()
        with open(os.path.join(self.folder, "nginx.conf"), "w", encoding="utf-8") as file:
            file.write(f"""
worker_processes 2; pid {self.folder}/pid; error_log {self.folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000;
  default_type application/json; open_file_cache max=100;
  client_body_temp_path {self.folder}/t; proxy_temp_path {self.folder}/t; fastcgi_temp_path {self.folder}/t;
  uwsgi_temp_path {self.folder}/t; scgi_temp_path {self.folder}/t;
  server {{ listen 127.0.0.1:{self.port}; root {self.folder}/html; }} }}
""")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        subprocess.run([program, "-c", os.path.join(self.folder, "nginx.conf")], stderr=subprocess.DEVNULL, check=True)
        time.sleep(0.3)

    def stop(self):
        with open(os.path.join(self.folder, "pid"), encoding="utf-8") as file:
            os.kill(int(file.read()), signal.SIGTERM)


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def some_project(server, cookie):
    status, content, _ = server.ask("GET", "/api/v1/projects?limit=50", headers={"Cookie": cookie})
    listed = json.loads(content)
    if status != 200 or not listed.get("items"):
        sys.exit(f"bench_server: the list of projects answered {status}")
    under_way = [p for p in listed["items"] if p.get("stage") in ("under_way", "production")] or listed["items"]
    return under_way[0]["id"], [p["id"] for p in listed["items"]]


def bench_reading(server, folder, cookie, path, name):
    """In turn, so that a noisy machine disturbs both alike."""
    _, content, _ = server.ask("GET", path, headers={"Cookie": cookie})
    nginx = Nginx(folder, content)
    ours, theirs, late, their_late = [], [], [], []
    try:
        for _ in range(ROUNDS):
            rate, p99, bad = read(f"http://127.0.0.1:{server.port}{path}", cookie)
            if bad:
                sys.exit(f"bench_server: {bad} answers were refusals")
            ours.append(rate)
            late.append(p99)
            rate, p99, _ = read(f"http://127.0.0.1:{nginx.port}/file")
            theirs.append(rate)
            their_late.append(p99)
    finally:
        nginx.stop()
    share = 100 * median(ours) / median(theirs)
    figure(f"{name}, {len(content)} bytes, signed in", f"{median(ours):.0f}/s, p99 {median(late):.2f} ms", "", None)
    figure("nginx, static file of that size", f"{median(theirs):.0f}/s, p99 {median(their_late):.2f} ms", "", None)
    figure("share of nginx", f"{share:.0f} %", ">= 70 %", share >= 70)


def bench_questions(server, cookie):
    """Each question put once, so that none is answered from the cache; and the first page of the questionnaire."""
    with open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tests", "ask", "questions.tsv"), encoding="utf-8") as file:
        questions = [line.split("\t")[0] for line in file if not line.startswith("#")]
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

    def timed(path):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            sys.exit(f"bench_server: {path} answered {answer.status}")
        return (time.perf_counter() - begun) * 1000

    timed("/api/v1/answers?q=" + urllib.parse.quote("先问一次"))
    times = sorted(timed("/api/v1/answers?q=" + urllib.parse.quote(question)) for question in questions)
    late = times[len(times) * 99 // 100]
    figure("a question in one's own words, over HTTP", f"{median(times):.1f} ms, p99 {late:.1f}", "< 5 ms", late < 5)
    typed = ["c", "cl", "cld", "cldc", "changle", "长", "长乐", "长乐电", "s", "sg", "sgx", "sgxk", "shigongxuke", "dianchi", "福州", "福州新"]
    timed("/api/v1/suggestions?q=x")
    times = sorted(timed("/api/v1/suggestions?q=" + urllib.parse.quote(words)) for words in typed)
    figure("suggestions while typing, over HTTP", f"{median(times):.1f} ms, worst {times[-1]:.1f}", "< 5 ms", times[-1] < 5)
    first = timed("/api/v1/guide")
    figure("first page of the questionnaire, first asked", f"{first:.1f} ms", "< 5 ms", first < 5)
    connection.close()


def bench_commands(server, folder, cookie, csrf, projects):
    script = os.path.join(folder, "commands.lua")
    with open(script, "w", encoding="utf-8") as file:
        file.write(COMMANDS_LUA.replace("@projects@", ",".join(map(str, projects))).replace("@cookie@", cookie)
                   .replace("@csrf@", csrf))
    rates = []
    for _ in range(ROUNDS):
        rate, p99, bad = wrk(["-t1", "-c16", f"-d{SECONDS}s", "--latency", "-s", script, f"http://127.0.0.1:{server.port}"])
        if bad:
            sys.exit(f"bench_server: {bad} commands were refused")
        rates.append((rate, p99))
    rate, p99 = median(rates)
    figure("durable commands over HTTP, 16 clients", f"{rate:.0f}/s, p99 {p99:.2f} ms", ">= 5000/s", rate >= 5000)


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        done = subprocess.run([PROGRAM, "setup", "--demo", "--db", server.database, "--pack", PACK],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            sys.exit("bench_server: " + done.stderr)
        try:
            starts = []
            for _ in range(5):
                server.stop()
                starts.append(server.start())
            figure("start to the first answer", f"{min(starts):.0f} ms, median {median(starts):.0f}", "< 200 ms", median(starts) < 200)
            idle = resident_mib(server.process.pid)
            figure("memory with the demonstration, idle", f"{idle:.1f} MiB", "< 64 MiB", idle < 64)
            cookie, csrf = sign_in(server, folder, "promotion_officer")
            project, projects = some_project(server, cookie)
            bench_questions(server, cookie)
            if shutil.which("wrk") and (shutil.which("nginx") or os.path.exists("/usr/sbin/nginx")):
                bench_reading(server, os.path.join(folder, "a"), cookie, f"/api/v1/projects/{project}", "GET project")
                bench_reading(server, os.path.join(folder, "b"), cookie, f"/api/v1/projects/{project}/screening",
                              "GET screening")
                bench_commands(server, folder, cookie, csrf, projects)
                loaded = resident_mib(server.process.pid)
                figure("memory after the load", f"{loaded:.1f} MiB", "< 64 MiB", loaded < 64)
            else:
                print("skipped: reading and commands need wrk and nginx (packages wrk, nginx-light)")
        finally:
            server.stop()


if __name__ == "__main__":
    random.seed(1)
    main()
