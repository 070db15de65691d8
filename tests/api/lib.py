"""What the API suites share: a server of their own, a client that keeps its session, claims as TAP.

Environment: LIANDONG_BIN (the program), LIANDONG_PACK (the city's data), LIANDONG_TEST_DB (where databases of PostgreSQL can
be made; without it each server has a file of SQLite). Nothing but the standard library, and psql.
"""
import atexit
import glob
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

import store

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("LIANDONG_BIN") or os.path.join(ROOT, "build", "liandong")
PACK = os.environ.get("LIANDONG_PACK") or os.path.join(ROOT, "data", "fuzhou")
COOKIE = "liandong_session"
WAIT = 60  # seconds for anything that may be slow on a sanitised build


# -- claims --

class Tap:
    """Prints each claim as it is checked; done() prints the plan and gives the status."""

    def __init__(self):
        self.count = self.failed = 0
        self.lock = threading.Lock()

    def claim(self, truth, words, *diagnostics):
        with self.lock:
            self.count += 1
            self.failed += not truth
            words = " ".join(str(words).split()).replace("#", "no.")
            print(f"{'ok' if truth else 'not ok'} {self.count} - {words}", flush=True)
            if not truth:
                for line in "\n".join(str(d) for d in diagnostics).splitlines()[:30]:
                    print("# " + line[:600], flush=True)
        return bool(truth)

    def equal(self, got, wanted, words):
        return self.claim(got == wanted, words, f"got    {got!r}", f"wanted {wanted!r}")

    def none(self, failures, words):
        """One claim over many cases: the failures are listed."""
        return self.claim(not failures, words, f"{len(failures)} of them:", *failures[:15])

    def skip(self, words, why):
        self.count += 1
        print(f"ok {self.count} - {words} # SKIP {why}", flush=True)

    def done(self):
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed else 0


def run(suite):
    """Calls suite(tap); an exception is a failed claim, never a silent end."""
    tap = Tap()
    try:
        suite(tap)
    except Exception:  # a suite must always end with a plan
        import traceback
        tap.claim(False, "the suite runs to its end", traceback.format_exc())
    sys.exit(tap.done())


# -- answers --

class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def code(self):
        """The stable word of a refusal."""
        found = self.json
        return found.get("code") if isinstance(found, dict) else None

    def header(self, name):
        return self.headers.get(name)

    def __repr__(self):
        return f"{self.status} {self.body[:300].decode('utf-8', 'replace')}"


def is_problem(answer):
    """A refusal as promised: problem+json with all its members."""
    found = answer.json
    return (400 <= answer.status < 600 and answer.header("Content-Type") == "application/problem+json"
            and isinstance(found, dict) and found.get("status") == answer.status
            and all(isinstance(found.get(name), str) and found[name] for name in ("type", "title", "code", "detail", "advice"))
            and "field" in found and "label" in found)


# -- a client --

class Client:
    """One person at one browser: keeps the connection, the cookie and the anti-forgery token."""

    def __init__(self, address, name="", language="en", timeout=WAIT):
        self.address, self.name, self.language, self.timeout = address, name, language, timeout
        self.cookie = self.csrf = self.token = None
        self.session = {}
        self.link = None

    def twin(self):
        """The same session over a connection of its own (for threads)."""
        other = Client(self.address, self.name, self.language, self.timeout)
        other.cookie, other.csrf, other.token, other.session = self.cookie, self.csrf, self.token, self.session
        return other

    def close(self):
        if self.link is not None:
            self.link.close()
            self.link = None

    def headers(self, method, more):
        headers = {"Accept-Language": self.language}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        if self.cookie:
            headers["Cookie"] = f"{COOKIE}={self.cookie}"
            if method not in ("GET", "HEAD") and self.csrf:
                headers["X-CSRF-Token"] = self.csrf
        headers.update({k: v for k, v in more.items() if v is not None})
        return {k: v for k, v in headers.items() if k not in [n for n, w in more.items() if w is None]}

    def send(self, method, target, body=None, headers=None):
        """`target` is the whole path; `body` bytes or None. A connection the server closed is opened anew."""
        headers = self.headers(method, headers or {})
        for last in (False, True):
            fresh = self.link is None
            if fresh:
                self.link = http.client.HTTPConnection(*self.address, timeout=self.timeout)
            try:
                self.link.request(method, target, body=body, headers=headers)
                got = self.link.getresponse()
                data = got.read()
                answer = Answer(got.status, got.headers, data)
                if got.will_close:
                    self.close()
                return answer
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.close()
                if last or fresh:
                    raise

    def get(self, path, **headers):
        return self.send("GET", "/api/v1" + path, headers=_names(headers))

    def post(self, path, body=None, version=None, key=True, method="POST", **headers):
        """As the pages do: with a key of its own unless told otherwise."""
        more = _names(headers)
        if key:
            more.setdefault("Idempotency-Key", str(uuid.uuid4()) if key is True else key)
        if version is not None:
            more.setdefault("If-Match", f'"{version}"')
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            more.setdefault("Content-Type", "application/json")
        return self.send(method, "/api/v1" + path, data, more)

    def upload(self, project, name, data, **headers):
        more = {"X-File-Name": urllib.parse.quote(name), "Content-Type": "application/pdf",
                "Idempotency-Key": str(uuid.uuid4()), **_names(headers)}
        return self.send("POST", f"/api/v1/projects/{project}/files", data, more)

    def sign_in(self, login, password):
        answer = self.post("/session", {"login": login, "password": password}, key=False)
        if answer.status == 200:
            self.take(answer)
        return answer

    def take(self, answer):
        self.session = answer.json
        self.csrf = self.session.get("csrf")
        for field in answer.headers.get_all("Set-Cookie") or []:
            name, value = field.split(";")[0].split("=", 1)
            if name == COOKIE:
                self.cookie = value

    def act_as(self, post):
        """Switches to another post of the same account."""
        answer = self.post("/session/post", {"post": post}, key=False)
        if answer.status == 200:
            self.take(answer)
        return answer

    @property
    def account(self):
        return self.session["account"]["id"]


def _names(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}


# -- server-sent events --

class Stream:
    """Listens in a thread; .events is what came, .ended whether the server closed it."""

    def __init__(self, client):
        self.events, self.ended, self.status = [], threading.Event(), None
        self.link = http.client.HTTPConnection(*client.address, timeout=WAIT)
        self.link.request("GET", "/api/v1/events", headers=client.headers("GET", {}))
        self.answer = self.link.getresponse()
        self.status = self.answer.status
        self.hello = threading.Event()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        kind = None
        try:
            for line in self.answer:
                line = line.decode().rstrip("\r\n")
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: ") and kind == "hello":
                    self.hello.set()
                elif line.startswith("data: "):
                    self.events.append(json.loads(line[6:]))
        except (OSError, http.client.HTTPException, ValueError):
            pass
        self.ended.set()

    def projects(self):
        return {event["project_id"] for event in list(self.events)}

    def wait(self, test, seconds=5):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if any(test(event) for event in list(self.events)):
                return True
            time.sleep(0.02)
        return False

    def close(self):
        # Another thread is in a read: shutting the socket wakes it, closing alone would not.
        try:
            self.link.sock.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):
            pass


# -- acts that are claims --

def done(tap, person, path, body, words):
    answer = person.post(path, body)
    tap.claim(answer.status == 200, words, answer)
    return answer.json or {}


def refused(tap, person, path, body, words, status, code=None):
    answer = person.post(path, body)
    tap.claim(answer.status == status and is_problem(answer) and (code is None or answer.code == code), words, answer)


# -- the demonstration database: made once by a program and a day, kept beside the program or in the server, and copied --

def demo_place():
    program = os.stat(PROGRAM)
    newest = max(entry.stat().st_mtime_ns for entry in os.scandir(PACK))
    name = f"demo-for-tests-{program.st_size}-{program.st_mtime_ns}-{newest}-{time.strftime('%Y%m%d')}"
    return os.path.join(os.path.dirname(os.path.abspath(PROGRAM)), name)


# -- a server of one's own --

class Server:
    """`with Server() as server:` makes a demonstration database in a folder of its own and serves it."""

    def __init__(self, demo=True, folder=None, launcher=(), environment=None, prefix="liandong-", data=None):
        self.made = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix=prefix)
        self.store, self.drops = data or store.make(self.folder), data is None
        self.database, self.home = self.store.address, self.store.home
        self.launcher, self.process, self.address = list(launcher), None, None
        self.environment = dict(os.environ, **self.store.environment, **(environment or {}))
        self.demo, self.logs, self.clients, self.closed = demo, b"", {}, False
        atexit.register(self.close)

    def __enter__(self):
        self.setup()
        self.start()
        return self

    def __exit__(self, *whatever):
        self.close()

    def cli(self, *words, timeout=WAIT * 2):
        return subprocess.run([PROGRAM, *words], cwd=self.folder, env=self.environment, timeout=timeout,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def setup(self):
        if self.demo and self.store.take_demo(demo_place()):
            return
        self.store.create()
        words = ["setup", "--db", self.database, "--pack", PACK] + (["--demo"] if self.demo else [])
        done = self.cli(*words)
        if done.returncode != 0:
            raise RuntimeError(f"setup failed: {done.stdout!r} {done.stderr!r}")
        if self.demo:
            self.store.keep_demo(demo_place())

    def start(self, port=0):
        command = [*self.launcher, PROGRAM, "serve", "--db", self.database, "--pack", PACK, "--port", str(port)]
        self.errors = open(os.path.join(self.folder, "server.log"), "ab")
        self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.errors)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://([\d.]+):(\d+)/", line)
        if not found:
            raise RuntimeError(f"the server did not start: {line!r} {self.log()}")
        self.address = (found[1], int(found[2]))
        for client in self.clients.values():
            client.close()
            client.address = self.address

    def days_on(self, days):
        """Starts again that many days from now, of a machine whose clock says so. False where that cannot be had: the day is the
        database server's own, or Debian's libfaketime is not installed."""
        library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)
        if library is None or self.store.on_postgres:
            return False
        self.stop()
        self.launcher = ["env", f"LD_PRELOAD={library}", f"FAKETIME=+{days}d"]
        # The sanitizer wants to be the first library, and looks for leaks with a thread that the preload knows nothing of.
        self.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0"
        self.start()
        self.clients.clear()
        return True

    def settle(self):
        """Waits until the chores have nothing left to do."""
        until, since, size = time.monotonic() + 30, time.monotonic(), -1
        while time.monotonic() < until and time.monotonic() - since < 2:
            now = self.ledger_size()
            since, size = (time.monotonic(), now) if now != size else (since, size)
            time.sleep(0.2)

    def log(self, most=3000):
        with open(os.path.join(self.folder, "server.log"), "rb") as file:
            return file.read().decode("utf-8", "replace")[-most:]

    def stop(self, how=signal.SIGTERM):
        """The exit status; a server that does not end in time is killed and says so."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(how)
        try:
            status = process.wait(WAIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            status = "did not end"
        process.stdout.close()
        self.errors.close()
        return status

    def restart(self):
        status = self.stop()
        self.start()
        return status

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def close(self):
        self.stop(signal.SIGKILL)
        if self.closed:
            return
        self.closed = True
        if self.store.on_postgres and self.drops:
            self.store.drop()
        if self.made:
            shutil.rmtree(self.folder, ignore_errors=True)

    # people

    def passwords(self):
        with open(os.path.join(self.home, "demo-accounts.json"), encoding="utf-8") as file:
            found = json.load(file)
        rows = found if isinstance(found, list) else found.get("accounts", found)
        return {row["login"]: row["password"] for row in rows}

    def client(self, login=None, password=None, language="en"):
        """A person, signed in once and kept; without a login: a stranger."""
        if login is None:
            return Client(self.address, "stranger", language)
        if login not in self.clients:
            person = Client(self.address, login, language)
            answer = person.sign_in(login, password or self.passwords()[login])
            if answer.status != 200:
                raise RuntimeError(f"{login} cannot sign in: {answer!r}")
            self.clients[login] = person
        return self.clients[login]

    def hire(self, login, *posts, password=None):
        """Opens an account (system administrator), grants posts (security administrator), signs it in."""
        password = password or "Walk-" + uuid.uuid4().hex
        made = self.client("sysadmin").post("/accounts", {"login": login, "name": login, "password": password})
        if made.status != 200:
            raise RuntimeError(f"no account {login}: {made!r}")
        for post in posts:
            granted = self.client("secadmin").post(f"/accounts/{made.json['id']}/posts", post)
            if granted.status != 200:
                raise RuntimeError(f"no post {post}: {granted!r}")
        return self.client(login, password) if posts else made.json["id"]

    # the state

    # Asked of the database itself: the public head is signed at most a second late.

    def ledger_size(self):
        return self.store.rows("select coalesce(max(seq),0) from ledger_event")[0][0]

    def ledger_of_people(self):
        """What people did; a chore may write between two looks at the ledger."""
        return self.store.rows("select count(*) from ledger_event where actor<>'system'")[0][0]

    def sound(self, tap, when):
        """The three checks that must hold after everything."""
        for words in (("ledger", "verify"), ("rebuild", "--check")):
            done = self.cli(*words, "--db", self.database)
            tap.claim(done.returncode == 0, f"{' '.join(words)} passes {when}", done.stdout.decode(), done.stderr.decode())


def today(client):
    return client.get("/session").json["today"]


def tiny_pdf(words="evidence"):
    """A whole, valid PDF of one empty page, different for different words."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"]
    out = b"%PDF-1.4\n%" + words.encode() + b"\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return out
