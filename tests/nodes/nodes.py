"""Several nodes of the program on one database: `with House() as house:` has them at work, each behind a network of its own
(house.proxies) that can be cut, frozen, slowed or made to lose the answer to a COMMIT.

Environment as the API suites: LIANDONG_BIN, LIANDONG_PACK. The nodes share one home, as nodes share keys and files.
"""
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("api", "postgres")]
import lib
import sql
import store
from place import until
from proxy import Proxy
from server import Server, missing

LONG = "--all" in sys.argv  # many rounds, and the parts that take their time
MARK = "双机"
LEAD = {"district": "350112"}


def course(tap, title, parts):
    """Gives each part the same house; a part that breaks is a failed claim, and the next one begins."""
    with House() as house:
        for part in parts:
            attempt(tap, part, house)
        tap.none([node.log() for node in house.nodes if node.process is not None and not node.alive()], f"{title}: no node has ended by itself")
        house.nodes[0].sound(tap, f"after {title}")


def attempt(tap, part, *arguments):
    begin = time.monotonic()
    try:
        part(tap, *arguments)
    except Exception:
        import traceback
        tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
    print(f"# {part.__name__}: {time.monotonic() - begin:.1f} s", flush=True)


class House:
    def __init__(self, nodes=2):
        self.server, self.nodes, self.proxies, self.count = Server(durable=False), [], [], nodes

    def __enter__(self):
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *whatever):
        self.close()

    def open(self):
        self.server.__enter__()
        self.folder = tempfile.mkdtemp(prefix="liandong-nodes-")
        os.environ.update(self.server.environment())
        self.server.create_database("liandong_test")
        store.BASE, store.KEPT = self.server.address("liandong_test"), self.server.kept
        self.data = store.make(self.folder)
        lib.Server(folder=self.folder, data=self.data).setup()
        for _ in range(self.count):
            self.add()

    def add(self, launcher=(), environment=None):
        """One node more, behind a proxy of its own."""
        folder = os.path.join(self.folder, f"node{len(self.nodes) + 1}")
        os.mkdir(folder)
        proxy = Proxy(self.server.port)
        node = lib.Server(folder=folder, data=self.data, launcher=launcher, environment=environment)
        node.database = proxy.address(self.data.name)
        self.nodes.append(node)
        self.proxies.append(proxy)
        node.start()
        return node

    def close(self):
        for node in self.nodes:
            node.close()
        for proxy in self.proxies:
            proxy.close()
        self.server.close()
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    # people

    def person(self, login, at=0):
        """Signed in once, at the first node; at another node he is the same session on a connection of its own."""
        signed = self.nodes[0].client(login) if login not in self.nodes[0].clients else self.nodes[0].clients[login]
        twin = signed.twin()
        twin.address = self.nodes[at].address
        return twin

    def everywhere(self, login):
        return [self.person(login, at) for at in range(len(self.nodes))]

    # the database, as it is

    def rows(self, words, *cells):
        return self.data.rows(words, *cells)

    def size(self):
        return self.rows("select coalesce(max(seq),0) from ledger_event")[0][0]

    def psql(self, role="liandong"):
        return Psql(self.server.address(self.data.name, role=role))

    def heads(self):
        return self.rows("select number, size, signed_at from ledger_head order by number")


class Psql:
    """A session at the server that does as it is told and keeps what it holds."""

    def __init__(self, address):
        self.process = subprocess.Popen(["psql", "-X", "-A", "-t", "-q", "-d", address], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, bufsize=0)

    def __enter__(self):
        return self

    def __exit__(self, *whatever):
        self.close()

    def send(self, words):
        self.process.stdin.write(words.encode() + b"\n")

    def ask(self, words):
        """Everything the words gave, errors too."""
        self.send(words + "\n\\echo --end--")
        out = []
        for line in iter(self.process.stdout.readline, b""):
            if line == b"--end--\n":
                break
            out.append(line.decode().rstrip("\n"))
        return "\n".join(out)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def together(count, work):
    """work(n) in `count` threads that begin at once; what each gave, exceptions too."""
    gate, out = threading.Barrier(count), [None] * count

    def body(n):
        gate.wait()
        try:
            out[n] = work(n)
        except Exception as error:
            out[n] = error
    threads = [threading.Thread(target=body, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return out


def later(work, *arguments):
    """work(...) in a thread of its own; `.join()`, then `.got`."""
    class Later(threading.Thread):
        got = None

        def run(self):
            try:
                self.got = work(*arguments)
            except Exception as error:
                self.got = error
    thread = Later(daemon=True)
    thread.start()
    return thread


def ready(node, timeout=3):
    """The status of /readyz, 0 when there is no answer."""
    link = http.client.HTTPConnection(*node.address, timeout=timeout)
    try:
        link.request("GET", "/readyz")
        return link.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        link.close()


def took(truth, seconds, step=0.02):
    """How long until `truth()` was true; None when it never was."""
    begin = time.monotonic()
    return time.monotonic() - begin if until(truth, seconds, step) else None


def lead(client, name, **more):
    return client.post("/leads", {"name": name, **LEAD}, **more)


def listed(house, name, at=0):
    """A project that is on the list, made through a node."""
    invest, centre = house.person("invest", at), house.person("centre", at)
    made = lead(invest, name).json["id"]
    path = f"/projects/{made}"
    steps = [(invest, "/lead-facts", {"facts": {"plan_conform": True, "leading": True, "foreign_capital_usd_wan": 0, "industry_class": "先进制造业"}}),
             (invest, "/screening", {}), (centre, "/screening", {"overrides": [{"code": "SC-INVEST", "reason": "优先支持"}]}),
             (invest, "/admission", {"decision": "list", "reason": "符合"})]
    for person, tail, body in steps:
        answer = person.post(path + tail, body)
        if answer.status != 200:
            raise RuntimeError(f"{tail}: {answer!r}")
    return made
