#!/usr/bin/env python3
"""What the API tests ask of a database, asked of both: the answers are the same."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "api"), os.path.join(ROOT, "tests", "ledger")]
import sql
import verify_ledger as stranger
from server import Server, missing

TABLE = "create table deed (id integer primary key, words text, data {blob})"


def filled(store):
    store.create()
    make = store.change if not store.on_postgres else lambda words: sql.run(store.address, words)
    make(TABLE.format(blob="bytea" if store.on_postgres else "blob"))
    out = [store.change("insert into deed values (?, ?, ?)", n, words, bytes([n, 0, 255])) for n, words in ((1, "it's 字"), (2, "a\nb\\c"))]
    out.append(store.change("insert into deed values (?, ?, ?)", 2 ** 31 - 1, None, b""))
    return out


def answers(store):
    out = [filled(store), store.rows("select id, words, data from deed order by id"), store.rows("select count(*) from deed where id=?", 7),
           store.named("select words, id from deed where words=?", "it's 字")]
    copy = store.copy("copy")
    out += [copy.change("update deed set data=? where id=?", bytes(4), 1), copy.change("delete from deed where id>?", 1), copy.rows("select id, data from deed"),
            store.rows("select count(*) from deed")]
    again = store.copy("copy")
    out.append(again.rows("select count(*) from deed"))
    again.drop()
    return out


def demo(tap, store, name):
    """Made once, taken by the others; each has its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = os.path.join(folder, "demo-for-tests-1-2")
        first, second = (store.make(os.path.join(folder, n)) for n in ("first", "second"))
        took = first.take_demo(place)
        filled(first)
        first.keep_demo(place)
        also = second.take_demo(place)
        second.change("delete from deed")
        third = store.make(os.path.join(folder, "third"))
        third.take_demo(place)
        counts = [each.rows("select count(*) from deed")[0][0] for each in (first, second, third)]
        tap.equal((took, also, counts), (False, True, [3, 0, 3]), f"{name}: a demonstration is made once, and each who takes it has his own")
        for each in (first, second, third):
            each.drop()


def suite(tap):
    import store
    why = missing()
    if why:
        return tap.skip("both kinds of database give the same answers", why)
    with Server(durable=False) as server, tempfile.TemporaryDirectory() as folder:
        server.create_database("base")
        store.BASE, store.KEPT = server.address("base"), server.kept
        file, other = store.File(folder), store.Postgres(folder)
        tap.equal(answers(other), answers(file), "both kinds of database give the same answers, with the same types")
        tap.claim("字".encode() in b"".join(other.content().values()), "all that stands in it can be searched")
        tap.equal(store.at("x"), server.address("x"), "another database of the server has its address")
        store.BASE = server.address("base", tcp=True)
        tap.equal(store.at("x"), server.address("x", tcp=True), "by TCP too")
        store.BASE = "postgresql:///base?host=/somewhere"
        tap.equal(store.at("x"), "postgresql:///x?host=/somewhere", "and without a host")
        store.BASE = server.address("base")
        sql.run(other.address, "create table ledger_event (seq bigint primary key, recorded_at bigint, happened_on text, kind text, subject_id bigint, project_id bigint,"
                               " actor text, command_id text, pack_version text, body text, leaf bytea);"
                               "create table ledger_tile (level bigint, place bigint, hash bytea); create table ledger_head (number bigint, size bigint, root bytea,"
                               " signed_at bigint, key_id bytea, public_key bytea, signature bytea)")
        entry = {"seq": 1, "recorded_at": 2, "happened_on": None, "kind": "k", "subject_id": 3, "project_id": 4, "actor": "a", "command_id": "c", "pack_version": "p", "body": "{}"}
        other.change("insert into ledger_event values (?,?,?,?,?,?,?,?,?,?,?)", *entry.values(), stranger.leaf_of(entry))
        tap.equal(stranger.verify(other.address, None)[:3], (1, 0, 0), "a stranger reads a ledger there")
        other.change("update ledger_event set body='[]'")
        try:
            stranger.verify(other.address, None)
            tap.claim(False, "and finds what was changed")
        except stranger.Broken:
            tap.claim(True, "and finds what was changed")
        other.drop()
        demo(tap, store, "PostgreSQL")
        left = server.query("select string_agg(datname, ' ' order by datname) from pg_database where not datistemplate")
        tap.equal(left, "base demo_for_tests_1_2 postgres", "nothing else is left in the server")
    store.BASE = None
    demo(tap, store, "SQLite")


from lib import run
run(suite)
