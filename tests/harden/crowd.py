"""Many and rude: idle connections, slow ones, a flood of large bodies, requests with bytes changed. It answers or refuses, within a bound of memory."""
import os
import random
import resource
import select
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "api"))
import lib  # noqa: E402

NOT_OURS = (501, 505)  # of a method or a version that nobody speaks
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
SEEDS = [
    b"GET /api/v1/projects?limit=5 HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nCookie: liandong=abc\r\n\r\n",
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n{\"login\":\"invest\",\"password\":\"x\"}",
    b"POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
    b"GET /progress?code=ABCD-EFGH-JKMN HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n",
    b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 70\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--",
]
ODD = [b"\0", b"\r", b"\n", b"\r\n", b" ", b"\t", b":", b",", b"0x", b"+1", b"-1", b"_", b"99999999999999999999", b"chunked", b"%00", b"%2e%2e/", b"\xff\xfe", b"{", b"[" * 70, b"A" * 9000]


def memory(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def ask(address, bytes_, patience=5):
    """The status of the first answer; 0: closed without one; None: neither."""
    with socket.create_connection(address, timeout=patience) as link:
        try:
            link.sendall(bytes_)
            if bytes_ != HEALTH:
                link.shutdown(socket.SHUT_WR)
            head = link.recv(4096)
            return int(head[9:12]) if head.startswith(b"HTTP/1.") else 0
        except socket.timeout:
            return None
        except (OSError, ValueError):
            return 0


def mutated(chance):
    bytes_ = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randrange(1, 6)):
        at, kind = chance.randrange(len(bytes_)), chance.randrange(4)
        if kind == 0:
            bytes_[at] = chance.randrange(256)
        elif kind == 1:
            bytes_[at:at] = chance.choice(ODD)
        elif kind == 2:
            del bytes_[at:at + chance.randrange(1, 20)]
        else:
            other = chance.choice(SEEDS)
            bytes_[at:at] = other[chance.randrange(len(other)):]
        if not bytes_:
            bytes_ = bytearray(b"\r\n")
    return bytes(bytes_)


def mutations(figures, server, seconds):
    seed = random.SystemRandom().randrange(2 ** 32)
    chance, count, wrong, begun = random.Random(seed), 0, [], time.monotonic()
    while time.monotonic() - begun < seconds:
        bytes_ = mutated(chance)
        status, count = ask(server.address, bytes_), count + 1
        if status is None or (status >= 500 and status not in NOT_OURS):
            wrong.append(f"{status}: {bytes_[:200]!r}")
    rate = count / (time.monotonic() - begun)
    figures.never(f"HTTP mutations answered with 5xx, or not at all (seed {seed})", wrong, f"{count} requests")
    figures.figure("HTTP mutations", f"{count}; 1,000,000 take {1e6 / rate / 60:.0f} min", ">= 1,000,000", None)


def crowd(figures, server, idle, slow):
    """Health is asked while that many say nothing and that many say a byte now and then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = idle + slow + 200
    if hard != resource.RLIM_INFINITY and hard < wanted:
        figures.skip("10,000 idle and 2,000 slow connections", f"{hard} open files are allowed here")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    links, slows = [], []
    for number in range(idle + slow):
        # From several addresses of this machine, since one has 28,000 ports for one way.
        link = socket.create_connection(server.address, timeout=30, source_address=(f"127.0.0.{2 + number % 8}", 0))
        link.setblocking(False)
        (links if number < idle else slows).append(link)
    times = []
    for number in range(300):
        for link in slows[number % 10::10]:
            try:
                link.send(b"GET / HTTP/1.1\r\nHost: x\r\nX: "[number // 10 % 28:][:1] or b"x")
            except OSError:
                pass
        begun = time.monotonic()
        assert ask(server.address, HEALTH, 30) == 200, "health is asked in vain"
        times.append((time.monotonic() - begun) * 1000)
    p99 = sorted(times)[int(len(times) * 0.99)]
    figures.figure(f"health at {idle:,} idle and {slow:,} slow connections, p99", f"{p99:.1f} ms", "<= 50 ms", p99 <= 50)
    figures.figure("memory then", f"{memory(server):.0f} MiB", "<= 256 MiB", memory(server) <= 256)
    cut, until = set(), time.monotonic() + 40
    while slows and len(cut) < len(slows) and time.monotonic() < until:
        for link in select.select(slows[:1000], [], [], 0.5)[0] if len(slows) <= 1000 else slows:
            try:
                if link.recv(4096) == b"":
                    cut.add(link)
            except BlockingIOError:
                pass
            except OSError:
                cut.add(link)
        time.sleep(0.2)
    figures.figure("slow ones cut at the promised limit", f"{len(cut)} of {len(slows)}", "all", len(cut) == len(slows))
    for link in links + slows:
        link.close()


def flood(figures, server, bodies):
    """More bodies at once than memory is promised for: some are refused, nobody falls."""
    head = f"POST /api/v1/leads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {1 << 20}\r\n\r\n".encode()
    links = []
    for _ in range(bodies):
        link = socket.create_connection(server.address, timeout=30)
        link.setblocking(False)
        links.append(link)
    most = 0
    for _ in range(20):
        for link in links:
            try:
                link.send(head + b"[" * 60000)
            except OSError:
                pass
        most = max(most, memory(server))
    status = ask(server.address, HEALTH, 30)
    figures.never(f"a flood of {bodies} large bodies: health", [] if status == 200 else [status], "1 question")
    figures.figure("memory at most then", f"{most:.0f} MiB", "<= 256 MiB", most <= 256)
    for link in links:
        link.close()


def run(figures, root, program, folder, long):
    with lib.Server(prefix="liandong-harden-") as server:
        mutations(figures, server, 1200 if long else 30)
        flood(figures, server, 300)
        crowd(figures, server, 10000, 2000)
        figures.never("errors in the log", [line for line in server.log(10 ** 7).splitlines() if '"level":"error"' in line], "the whole run")
        figures.never("the end", [] if server.stop() == 0 else ["not 0"], "1 stop")
