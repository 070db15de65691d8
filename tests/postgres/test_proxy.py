#!/usr/bin/env python3
"""The bad network itself: that it does what the bad-day tests order, and nothing else."""
import os
import socket
import struct
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "api")]
import sql
from lib import run
from place import until
from proxy import Proxy, Requests
from server import Server, missing


class Echo:
    """Stands for the server where its words do not matter."""

    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            link, _ = self.door.accept()
            threading.Thread(target=self.repeat, args=(link,), daemon=True).start()

    def repeat(self, link):
        try:
            while piece := link.recv(4096):
                link.sendall(piece)
        except OSError:
            pass


def said(link, words, seconds=5):
    link.settimeout(seconds)
    link.sendall(words)
    return link.recv(100)


def dial(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=5)


def network(tap):
    with Proxy(Echo().port) as proxy:
        link, other = dial(proxy), dial(proxy)
        tap.equal((said(link, b"a"), said(other, b"b")), (b"a", b"b"), "it hands bytes on, each connection its own")
        proxy.refuse()
        try:
            dial(proxy)
            refused = False
        except ConnectionRefusedError:
            refused = True
        tap.claim(refused and said(link, b"c") == b"c", "refusing: nobody new comes in, who is in stays")
        proxy.accept()
        tap.equal(said(dial(proxy), b"d"), b"d", "accepting again: on the same port")
        proxy.freeze()
        try:
            frozen = said(link, b"e", 0.4)
        except TimeoutError:
            frozen = None
        proxy.thaw()
        link.settimeout(5)
        tap.equal((frozen, link.recv(100)), (None, b"e"), "frozen: nothing passes and nothing is lost")
        proxy.delay(0.15)
        begin = time.monotonic()
        told = said(link, b"f")
        tap.claim(told == b"f" and time.monotonic() - begin >= 0.3, "delayed: each way takes its time")
        proxy.delay(0)
        tap.claim(proxy.cut() >= 2 and link.recv(100) == b"", "cut: all connections end")
        tap.equal(said(dial(proxy), b"g"), b"g", "and new ones work")
        link = dial(proxy)
        said(link, b"h")
        proxy.cut(rude=True)
        try:
            tap.claim(link.recv(100) is None, "cut rudely: the other side gets a reset")
        except ConnectionResetError:
            tap.claim(True, "cut rudely: the other side gets a reset")


def message(kind, body):
    return kind + struct.pack(">I", len(body) + 4) + body


def requests(tap):
    start = struct.pack(">II", 8, 80877103) + struct.pack(">II", 17, 196608) + b"user\0x\0\0\0"

    def asks(*messages):
        reader = Requests()
        reader.feed(start)
        return [reader.feed(each) for each in messages]
    tap.equal(asks(message(b"Q", b"commit\0"), message(b"Q", b"insert into t values ('commit')\0"), message(b"Q", b"begin; COMMIT\0")), [True, False, True],
              "a COMMIT is known in simple queries, and not in a text")
    parse, bind, execute = message(b"P", b"s1\0COMMIT\0\0\0"), message(b"B", b"\0s1\0" + b"\0" * 6), message(b"E", b"\0" + b"\0" * 4)
    tap.equal(asks(parse, bind, execute, message(b"P", b"\0select 1\0\0\0"), message(b"B", b"\0\0" + b"\0" * 6), execute), [False, False, True, False, False, False],
              "and as a prepared statement, when it is executed")
    whole = start + parse + bind + execute
    for size in (1, 3, 7):
        reader = Requests()
        found = [reader.feed(whole[at:at + size]) for at in range(0, len(whole), size)]
        tap.equal((sum(found), found[-1]), (1, True), f"in pieces of {size} too")


def commits(tap, server):
    server.create_database("lost")
    plain = server.address("lost")
    sql.run(plain, "create table deed (id int primary key)")
    environment = {"PGPASSFILE": server.passfile}
    with Proxy(server.port) as proxy:
        address = proxy.address("lost")

        def does(words):
            try:
                sql.run(address, words, environment=environment)
                return True
            except sql.Refused:
                return False
        tap.claim(does("begin;\ninsert into deed values (1);\ncommit;"), "a commit goes through")
        proxy.lose_commits(1)
        tap.claim(not does("begin;\ninsert into deed values (2);\ncommit;"), "its answer is lost: the client sees a lost connection")
        tap.equal((sql.rows(plain, "select id from deed order by id"), proxy.lost), ([(1,), (2,)], 1), "and the server has committed")
        tap.claim(does("begin;\ninsert into deed values (3);\ncommit;"), "one lost, the next is answered")
        port, proxy.target = proxy.target, 1
        tap.claim(not does("select 1") and proxy.refused >= 1, "nobody behind it: the client is turned away")
        proxy.target = port
        tap.claim(does("select 1"), "and served again when there is")


def suite(tap):
    network(tap)
    requests(tap)
    why = missing()
    if why:
        return tap.skip("the answer to a COMMIT is lost", why)
    with Server(durable=False) as server:
        commits(tap, server)
    tap.claim(until(lambda: not os.path.exists(server.place.folder), 5), "the server is gone")


run(suite)
