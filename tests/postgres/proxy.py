"""A bad network between a program and PostgreSQL, on order.

`Proxy(port)` listens on a port of 127.0.0.1 of its own and hands bytes on, until it is told to cut, refuse, freeze, delay, or
to lose the server's answer to a COMMIT: the request goes through, the server commits, and the client sees a lost
connection. That is the one moment in which nobody but the database knows whether a command happened.
"""
import re
import select
import socket
import struct
import threading
import time

PIECE = 65536
COMMIT = re.compile(rb"(?:^|;)\s*(?:commit|end)\b", re.I)
STARTUP, CANCEL = 196608, 80877102


class Requests:
    """Reads the client's side of the protocol (version 3): does this piece ask the server to commit?"""

    def __init__(self):
        self.rest, self.started, self.named, self.bound = b"", False, {}, {}

    def feed(self, piece):
        self.rest += piece
        found = False
        while True:
            head = 1 if self.started else 0
            if len(self.rest) < head + 4:
                return found
            size = struct.unpack_from(">I", self.rest, head)[0]
            if len(self.rest) < head + size:
                return found
            kind, body = self.rest[:head], self.rest[head + 4:head + size]
            self.rest = self.rest[head + size:]
            if not self.started:
                # A question about encryption is answered and asked again; the true start has the version.
                self.started = len(body) >= 4 and struct.unpack(">I", body[:4])[0] == STARTUP
            else:
                found = self.message(kind, body) or found

    def message(self, kind, body):
        if kind == b"Q":
            return bool(COMMIT.search(body))
        if kind == b"P":
            name, words = body.split(b"\0", 2)[:2]
            self.named[name] = bool(COMMIT.search(words))
        if kind == b"B":
            portal, name = body.split(b"\0", 2)[:2]
            self.bound[portal] = self.named.get(name, False)
        return kind == b"E" and self.bound.get(body.split(b"\0", 1)[0], False)


def shut(link, rude=False):
    """With `rude` the other side gets a reset, as from a machine that forgot about it."""
    try:
        if rude:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            link.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    link.close()


class Link:
    """One connection through the proxy; one thread carries both ways, in the order in which bytes come."""

    def __init__(self, proxy, client):
        self.proxy, self.client, self.requests, self.losing, self.answer = proxy, client, Requests(), False, b""
        self.server = socket.create_connection(("127.0.0.1", proxy.target), timeout=10)
        for each in (self.client, self.server):
            each.settimeout(None)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self.carry, daemon=True).start()

    def carry(self):
        try:
            going = True
            while going:
                self.proxy.flowing.wait()
                ready, _, _ = select.select([self.client, self.server], [], [], 0.05)
                # Frozen meanwhile: what came stays in the kernel, on both sides.
                if not self.proxy.flowing.is_set():
                    continue
                going = all(self.up() if each is self.client else self.down() for each in ready)
        except (OSError, ValueError):
            pass
        self.close()

    def up(self):
        piece = self.client.recv(PIECE)
        if piece and self.requests.feed(piece) and self.proxy.take_order():
            self.losing = True
        self.proxy.wait()
        self.server.sendall(piece)
        return bool(piece)

    def down(self):
        piece = self.server.recv(PIECE)
        if self.losing:
            # Nothing reaches the client any more, and it is not told so before the server has answered.
            self.answer += piece
            if b"COMMIT\0" in self.answer or b"ROLLBACK\0" in self.answer or not piece:
                self.proxy.note(b"COMMIT\0" in self.answer)
                return False
            return True
        self.proxy.wait()
        self.client.sendall(piece)
        return bool(piece)

    def close(self, rude=False):
        shut(self.client, rude)
        shut(self.server, rude)
        self.proxy.forget(self)


class Proxy:
    def __init__(self, target, port=0):
        self.target, self.port, self.listener = target, port, None
        self.links, self.lock = set(), threading.Lock()
        self.flowing = threading.Event()
        self.flowing.set()
        self.pause, self.orders, self.lost, self.refused = 0.0, 0, 0, 0
        self.accept()

    def __enter__(self):
        return self

    def __exit__(self, *whatever):
        self.close()

    def address(self, name, role="liandong"):
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    # orders

    def accept(self):
        """Opens the door, again on the same port after refuse()."""
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, args=(self.listener,), daemon=True).start()

    def refuse(self):
        """New connections are refused; those that are there go on."""
        if self.listener is not None:
            shut(self.listener)
            self.listener = None

    def cut(self, rude=False):
        """Ends all connections; how many there were."""
        with self.lock:
            links = list(self.links)
        for link in links:
            link.close(rude)
        return len(links)

    def freeze(self):
        """Connections stay, nothing passes: a network that swallows without a word."""
        self.flowing.clear()

    def thaw(self):
        self.flowing.set()

    def delay(self, seconds):
        """Each piece waits so long, each way."""
        self.pause = seconds

    def lose_commits(self, count=1):
        """The answers to the next `count` COMMITs are lost, and their connections with them. `lost` counts those that
        the server did commit."""
        with self.lock:
            self.orders = count

    def close(self):
        self.refuse()
        self.thaw()
        self.cut()

    # the work

    def serve(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                link = Link(self, client)
            except OSError:  # nobody at the other end
                self.refused += 1
                shut(client)
                continue
            with self.lock:
                self.links.add(link)

    def wait(self):
        if self.pause:
            time.sleep(self.pause)

    def take_order(self):
        with self.lock:
            taken = self.orders > 0
            self.orders -= taken
            return taken

    def note(self, committed):
        with self.lock:
            self.lost += committed

    def forget(self, link):
        with self.lock:
            self.links.discard(link)
