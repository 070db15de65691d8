#!/usr/bin/env python3
"""Checks a ledger with nothing but Python's standard library (and psql, for postgresql://...): verify_ledger.py DB [HEAD.json]

Written from src/ledger/format.h alone, as a stranger would, so that the format is known to be
complete and this program known not to check itself. Prints "ok ENTRIES TILES HEADS ROOT", or what is
wrong and exits with 1.
"""
import datetime
import json
import os
import sqlite3
import struct
import sys

# -- SM3, GB/T 32905-2016 --

MASK = 0xFFFFFFFF


def rotate(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & MASK


def compress(v, block):
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
        w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = v
    for j in range(64):
        t = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & MASK, 7)
        ss2 = ss1 ^ rotate(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & MASK & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & MASK
        tt2 = (gg + h + ss1 + w[j]) & MASK
        a, b, c, d = tt1, a, rotate(b, 9), c
        e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
    return [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]


def sm3(data):
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
         0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + struct.pack(">Q", 8 * len(data))
    for i in range(0, len(padded), 64):
        v = compress(v, padded[i:i + 64])
    return struct.pack(">8I", *v)


# -- SM2, GB/T 32918.2-2016, curve of GB/T 32918.5-2017 --

P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
A = P - 3
B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
     0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0)


def add(p, q):
    if p is None or q is None:
        return p or q
    if p[0] == q[0]:
        if (p[1] + q[1]) % P == 0:
            return None
        slope = (3 * p[0] * p[0] + A) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def multiply(k, p):
    out = None
    while k:
        if k & 1:
            out = add(out, p)
        p = add(p, p)
        k >>= 1
    return out


def number(data):
    return int.from_bytes(data, "big")


def is_signed(public, message, signature):
    x, y = number(public[1:33]), number(public[33:])
    if public[0] != 4 or (y * y - (x * x * x + A * x + B)) % P:
        return False
    identifier = b"1234567812345678"
    z = sm3(struct.pack(">H", 8 * len(identifier)) + identifier +
            b"".join(n.to_bytes(32, "big") for n in (A, B, *G, x, y)))
    e = number(sm3(z + message))
    r, s = number(signature[:32]), number(signature[32:])
    if not (0 < r < N and 0 < s < N and (r + s) % N):
        return False
    point = add(multiply(s, G), multiply((r + s) % N, (x, y)))
    return point is not None and (e + point[0] - r) % N == 0


# -- the ledger --

class Broken(Exception):
    pass


def claim(truth, *words):
    if not truth:
        raise Broken(" ".join(map(str, words)))


def i64(n):
    return struct.pack(">q", n)


def text(t):
    if t is None:
        return b"\xff\xff\xff\xff"
    data = t.encode("utf-8")
    return struct.pack(">I", len(data)) + data


EVENT = [("seq", int), ("recorded_at", int), ("happened_on", str), ("kind", str),
         ("subject_id", int), ("project_id", int), ("actor", str), ("command_id", str),
         ("pack_version", str), ("body", str), ("leaf", bytes)]
HEAD = [("number", int), ("size", int), ("root", bytes), ("signed_at", int), ("key_id", bytes),
        ("public_key", bytes), ("signature", bytes)]
TILE = [("level", int), ("place", int), ("hash", bytes)]
LENGTHS = {"leaf": 32, "root": 32, "key_id": 32, "public_key": 65, "signature": 64, "hash": 32}


def rows(db, table, columns, order):
    names = ", ".join(name for name, _ in columns)
    for row in db.execute(f"select {names} from {table} order by {order}"):
        for value, (name, kind) in zip(row, columns):
            absent = value is None and name == "happened_on"
            claim(absent or type(value) is kind, table, row[0], name, "has the wrong type")
            claim(name not in LENGTHS or len(value) == LENGTHS[name], table, name, "wrong length")
        yield dict(zip((name for name, _ in columns), row))


def leaf_of(e):
    return sm3(b"\0LDE1" + i64(e["seq"]) + i64(e["recorded_at"]) + text(e["happened_on"]) +
               text(e["kind"]) + i64(e["subject_id"]) + i64(e["project_id"]) + text(e["actor"]) +
               text(e["command_id"]) + text(e["pack_version"]) + text(e["body"]))


class Tree:
    """Roots of ranges, each computed once."""

    def __init__(self, leaves):
        self.leaves, self.known = leaves, {}

    def root(self, first, count):
        if count == 0:
            return sm3(b"")
        if count == 1:
            return self.leaves[first]
        if (first, count) not in self.known:
            k = 1 << ((count - 1).bit_length() - 1)
            self.known[first, count] = sm3(
                b"\1" + self.root(first, k) + self.root(first + k, count - k))
        return self.known[first, count]


def read_leaves(db):
    leaves = []
    for e in rows(db, "ledger_event", EVENT, "seq"):
        claim(e["seq"] == len(leaves) + 1, "entry", len(leaves) + 1, "is missing")
        if e["happened_on"] is not None:
            claim(len(e["happened_on"]) == 10, "entry", e["seq"], "day")
            datetime.date.fromisoformat(e["happened_on"])
        claim(leaf_of(e) == e["leaf"], "entry", e["seq"], "has another leaf hash")
        leaves.append(e["leaf"])
    return leaves


def check_tiles(db, tree):
    found = {(t["level"], t["place"]): t["hash"] for t in rows(db, "ledger_tile", TILE, "level")}
    expected, level = {}, 1
    while 256 ** level <= len(tree.leaves):
        width = 256 ** level
        for place in range(len(tree.leaves) // width):
            expected[level, place] = tree.root(place * width, width)
        level += 1
    claim(found == expected, "the tiles are not those of the entries")
    return len(found)


def check_head(tree, head):
    claim(1 <= head["size"] <= len(tree.leaves), "a head was signed for", head["size"], "entries")
    claim(tree.root(0, head["size"]) == head["root"], "head of size", head["size"], "other root")
    claim(sm3(head["public_key"]) == head["key_id"], "head of size", head["size"], "other key")
    message = b"liandong-head-v1" + i64(head["size"]) + i64(head["signed_at"]) + head["root"]
    claim(is_signed(head["public_key"], message, head["signature"]), "a signature is wrong")


class Postgres:
    """Answers execute() as a connection of sqlite3 does."""

    def __init__(self, address):
        self.address = address

    def execute(self, words):
        sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "postgres"))
        import sql
        return sql.rows(self.address, words)


def opened(place):
    return Postgres(place) if place.startswith("postgresql:") else sqlite3.connect(f"file:{place}?mode=ro", uri=True)


def verify(place, outside):
    db = opened(place)
    tree = Tree(read_leaves(db))
    tiles = check_tiles(db, tree)
    heads = list(rows(db, "ledger_head", HEAD, "number"))
    for place, head in enumerate(heads):
        claim(head["number"] == place + 1, "head", place + 1, "is missing")
        claim(place == 0 or head["size"] >= heads[place - 1]["size"], "a head shrinks")
        check_head(tree, head)
    if outside is not None:
        check_head(tree, outside)
        known = [{k: v for k, v in head.items() if k != "number"} for head in heads]
        claim(outside in known, "the head kept outside is not recorded")
    return len(tree.leaves), tiles, len(heads), tree.root(0, len(tree.leaves)).hex()


def outside_head(path):
    with open(path, encoding="utf-8") as file:
        return {k: bytes.fromhex(v) if isinstance(v, str) else v for k, v in json.load(file).items()}


def self_test():
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert multiply(N - 1, G) == (G[0], P - G[1])


def main():
    self_test()
    sys.setrecursionlimit(10000)
    try:
        outside = outside_head(sys.argv[2]) if len(sys.argv) > 2 else None
        print("ok", *verify(sys.argv[1], outside))
    except (Broken, ValueError, sqlite3.Error) as error:
        print("broken:", error)
        sys.exit(1)


if __name__ == "__main__":
    main()
