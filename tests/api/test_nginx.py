#!/usr/bin/env python3
"""The settings of nginx that are shipped, in front of a server: TLS, who asks, live events as they come, uploads of full size."""
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import uuid

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import ROOT, Client, Server, run, tiny_pdf


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Nginx:
    """The shipped file with this test's ports and certificate put in, and nothing else changed."""

    def __init__(self, folder, upstream):
        self.folder, self.secure, self.plain = folder, free_port(), free_port()
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=linkage.example.gov.cn",
                               "-addext", "subjectAltName=DNS:linkage.example.gov.cn", "-keyout", f"{folder}/tls.key", "-out", f"{folder}/tls.pem"], stderr=subprocess.PIPE)
        assert made.returncode == 0, made.stderr
        with open(os.path.join(ROOT, "packaging", "nginx.conf"), encoding="utf-8") as file:
            site = file.read()
        for old, new, times in (("listen 443 ", f"listen 127.0.0.1:{self.secure} ", 1), ("listen 80;", f"listen 127.0.0.1:{self.plain};", 1), ("/etc/ssl/linkage.pem", f"{folder}/tls.pem", 1),
                                ("/etc/ssl/private/linkage.key", f"{folder}/tls.key", 1), ("http://127.0.0.1:8080", f"http://127.0.0.1:{upstream}", 2)):
            assert site.count(old) == times, old
            site = site.replace(old, new)
        self.config = f"{folder}/nginx.conf"
        with open(self.config, "w", encoding="utf-8") as file:
            file.write(("user root;\n" if os.geteuid() == 0 else "") + f"pid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\ndaemon off;\nworker_processes 1;\nevents {{}}\nhttp {{\naccess_log off;\n"
                       + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) + site + "}\n")

    def __enter__(self):
        self.process = subprocess.Popen(["nginx", "-e", f"{self.folder}/nginx.log", "-c", self.config], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.secure)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError(f"nginx did not start: {self.process.stderr.read1()!r}")

    def __exit__(self, *whatever):
        self.process.terminate()
        self.process.wait(20)

    def context(self, least=ssl.TLSVersion.TLSv1_2, most=ssl.TLSVersion.TLSv1_3):
        made = ssl.create_default_context(cafile=f"{self.folder}/tls.pem")
        made.minimum_version, made.maximum_version = least, most
        return made

    def link(self, timeout=60, **versions):
        link = http.client.HTTPSConnection("linkage.example.gov.cn", self.secure, timeout=timeout, context=self.context(**versions))
        link._create_connection = lambda address, *more: socket.create_connection(("127.0.0.1", self.secure), timeout)
        return link


class Over(Client):
    """A person who comes by the proxy."""

    def __init__(self, nginx, name):
        super().__init__(("linkage.example.gov.cn", nginx.secure), name)
        self.link = nginx.link()


def ask(link, method, path, body=None, headers=None):
    link.request(method, path, body, headers or {})
    answer = link.getresponse()
    return answer, answer.read()


def channel(tap, nginx):
    answer, _ = ask(nginx.link(), "GET", "/")
    tap.claim(answer.status == 200 and answer.headers["Strict-Transport-Security"] == "max-age=31536000", "the page comes by TLS and asks for it from now on", answer.headers)
    tap.equal([len(answer.headers.get_all(name) or []) for name in ("Content-Security-Policy", "X-Content-Type-Options")], [1, 1], "with the platform's own policy, once")
    plain = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=20)
    answer, _ = ask(plain, "GET", "/verify?a=1")
    tap.equal((answer.status, answer.headers["Location"].split("://")[0]), (301, "https"), "without TLS one is led to it")
    try:
        nginx.link(least=ssl.TLSVersion.TLSv1, most=ssl.TLSVersion.TLSv1_1).request("GET", "/")
        tap.claim(False, "nothing older than TLS 1.2 is spoken")
    except (ssl.SSLError, OSError):
        tap.claim(True, "nothing older than TLS 1.2 is spoken")


def people(tap, server, nginx):
    person = Over(nginx, "enterprise1")
    signed = person.sign_in("enterprise1", server.passwords()["enterprise1"])
    cookie = signed.headers.get("Set-Cookie") or ""
    tap.claim(signed.status == 200 and all(word in cookie for word in ("Secure", "HttpOnly", "SameSite")), "one signs in, with a cookie for TLS alone", signed, cookie)
    project = person.session["post"]["project_id"]
    tap.equal(person.get(f"/projects/{project}").status, 200, "reads")
    whistled = person.post(f"/projects/{project}/whistles", {"said": "经代理吹哨", "org": server.store.rows(f"select org from project_party where project={project} and org not like 'asc%'")[0][0]})
    tap.equal(whistled.status, 200, "and writes")
    kept = person.upload(project, "大文件.pdf", tiny_pdf("x" * (20 * 1000 * 1000)))
    tap.equal(kept.status, 200, "a file near the limit gets through")
    over, body = ask(nginx.link(), "POST", f"/api/v1/projects/{project}/files", b"x" * (22 << 20), {"Content-Type": "application/pdf"})
    tap.equal(over.status, 413, "one far above it is not even taken in")
    return person, project


def live(tap, server, nginx, person, project):
    link = nginx.link(timeout=30)
    link.request("GET", "/api/v1/events", headers={"Cookie": f"liandong_session={person.cookie.split('=', 1)[-1].split(';')[0]}", "Accept": "text/event-stream"})
    answer = link.getresponse()
    tap.claim(answer.status == 200 and answer.headers["Content-Type"].startswith("text/event-stream"), "live events are opened", answer.status)
    begun = time.monotonic()
    done = server.client("enterprise1").post(f"/projects/{project}/whistles", {"said": "实时" + uuid.uuid4().hex, "org": server.store.rows(f"select org from project_party where project={project} and org not like 'asc%'")[0][0]})
    got = b""
    while b"data:" not in got and time.monotonic() - begun < 20:
        got += answer.readline()
    tap.claim(done.status == 200 and b"data:" in got, "and come while the connection stays open, held back by nobody", done, got)
    link.close()


def who_asks(tap, server, nginx):
    """Limits go by who asks, not by the proxy: what the client says of itself is not believed."""
    link = nginx.link()
    for _ in range(3):
        ask(link, "POST", "/api/v1/session", json.dumps({"login": "nobody", "password": "wrong-password-1"}), {"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.77"})
    peers = {row[0] for row in server.store.rows("select peer from audit where act like '%sign%' order by number desc limit 3")}
    tap.equal(peers, {"127.0.0.1"}, "the address in the trail is the one that the proxy saw")


def main(tap):
    if shutil.which("nginx") is None:
        tap.skip("the proxy", "nginx is not installed")
        return
    server = Server()
    with server:
        server.stop()
        path = os.path.join(server.folder, "l.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write("origin = https://linkage.example.gov.cn\ntrusted-proxy = 127.0.0.1\n")
        server.environment["LIANDONG_CONFIG"] = path
        server.start()
        folder = os.path.join(server.folder, "proxy")
        os.mkdir(folder)
        with Nginx(folder, server.address[1]) as nginx:
            channel(tap, nginx)
            person, project = people(tap, server, nginx)
            live(tap, server, nginx, person, project)
            who_asks(tap, server, nginx)


run(main)
