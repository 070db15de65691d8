#!/usr/bin/env python3
"""The files that docs/operation.md spells out for a database that outlives its primary, as they stand there: three machines
become three addresses of the loopback, folders become temporary ones, and everything is started."""
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE] + [os.path.join(os.path.dirname(HERE), name) for name in ("api", "postgres")]
import cluster
import lib
import sql
from place import Place, as_server_user, server_user, until

NUMBERS = (1, 2, 3)


def blocks():
    """File name in the first line -> text of the block; for a name that comes twice, the last."""
    with open(os.path.join(ROOT, "docs", "operation.md"), encoding="utf-8") as file:
        found = re.findall(r"```\w*\n# (/etc/\S+) on [^\n]*\n(.*?)```", file.read(), re.S)
    return {path: words for path, words in found}


def machine(words, number):
    """10.0.0.21 and its two neighbours become 127.0.0.21 and so on; what is of machine 1 becomes another's."""
    own = re.sub(r"(?m)^(name: |ETCD_NAME=)db1$", rf"\g<1>db{number}", words)
    own = re.sub(r"(?m)^((?:  listen|  connect_address|ETCD_(?!INITIAL_CLUSTER)\w+)\W.*)10\.0\.0\.21", rf"\g<1>10.0.0.2{number}", own)
    own = re.sub(r"(?m)^(ETCD_INITIAL_ADVERTISE_PEER_URLS=.*)10\.0\.0\.21", rf"\g<1>10.0.0.2{number}", own)
    return own.replace("127.0.0.1,10", "10").replace("10.0.0.", "127.0.0.")


class Recipe:
    def __init__(self, place):
        self.place, self.files, self.processes = place, blocks(), []
        self.passfile = place.write(place.path("passfile"), "*:*:*:postgres:PASSWORD-OF-POSTGRES\n*:*:*:liandong:PASSWORD\n", theirs=False)
        self.environment = {"PGPASSFILE": self.passfile}

    def etcd(self, number):
        folder = self.place.make(f"etcd{number}")
        words = dict(line.split("=", 1) for line in machine(self.files["/etc/default/etcd"], number).split("\n") if line)
        words["ETCD_DATA_DIR"] = os.path.join(folder, "data")
        self.start(["env", *(f"{name}={value}" for name, value in words.items()), cluster.PROGRAMS["etcd"]], folder)

    def patroni(self, number):
        folder = self.place.make(f"db{number}")
        words = machine(self.files["/etc/patroni/config.yml"], number)
        for there, here in (("/var/lib/postgresql/15/liandong", "data"), ("/var/lib/postgresql/patroni.pgpass", "pgpass"), ("/var/run/postgresql", "")):
            if there not in words:
                raise RuntimeError(f"{there} does not stand in the recipe")
            words = words.replace(there, os.path.join(folder, here).rstrip("/"))
        self.start([cluster.PROGRAMS["patroni"], self.place.write(os.path.join(folder, "config.yml"), words)], folder)

    def haproxy(self):
        folder = self.place.make("haproxy")
        words = self.files["/etc/haproxy/haproxy.cfg"].replace("127.0.0.1:", "127.0.0.20:").replace("10.0.0.", "127.0.0.")
        self.start([cluster.PROGRAMS["haproxy"], "-db", "-f", self.place.write(os.path.join(folder, "haproxy.cfg"), words)], folder)

    def start(self, command, folder):
        self.processes.append(self.place.spawn(command, folder, folder + ".log"))

    def control(self, *words):
        command = as_server_user(["/usr/bin/patronictl", "-c", self.place.path("db1", "config.yml"), *words])
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.place.environment(), cwd=self.place.folder)
        return done.stdout

    def ask(self, words, role="liandong", port=5000, name="liandong"):
        try:
            return sql.run(f"postgresql://{role}@127.0.0.20:{port}/{name}?connect_timeout=3", words, timeout=10, environment=self.environment)
        except sql.Refused as error:
            return str(error)

    def leader(self):
        found = re.search(r"\| (db\d) +\|[^|]*\| Leader +\| running", self.control("list"))
        return found and found[1]


def course(tap, recipe):
    for number in NUMBERS:
        recipe.etcd(number)
    recipe.patroni(1)
    tap.equal(until(recipe.leader, 60, 0.5), "db1", "etcd and a first Patroni start from the files of the recipe")
    for number in NUMBERS[1:]:
        recipe.patroni(number)
    tap.claim(until(lambda: re.search(r"Sync Standby +\| running", recipe.control("list")) and recipe.control("list").count(" running ") == 3, 60, 0.5),
              "the others follow, one of them synchronously", recipe.control("list"))
    recipe.haproxy()
    tap.equal(until(lambda: recipe.ask("select pg_is_in_recovery()", "postgres", name="postgres") == "f", 20, 0.2), True, "the port for writing leads to the primary")
    recipe.ask("create role liandong login password 'PASSWORD'", "postgres", name="postgres")
    told = recipe.ask("create database liandong owner liandong encoding 'UTF8' locale 'C.UTF-8' template template0", "postgres", name="postgres")
    tap.equal(told, "", "role and database are made as for one node")
    tap.equal(until(lambda: recipe.ask("select pg_is_in_recovery()", port=5001) == "t", 20, 0.2), True, "the port for reading leads to a replica")
    settings = recipe.ask("select string_agg(setting, ' ' order by name) from pg_settings where name in ('fsync', 'synchronous_commit', 'wal_retrieve_retry_interval', 'data_checksums')", "postgres", name="postgres")
    tap.equal(settings, "on on on 500", "what is acknowledged is on the disk, and standbys ask again soon")
    switch(tap, recipe)


def switch(tap, recipe):
    recipe.ask("create table deed (id int)")
    old, begin = recipe.leader(), time.monotonic()
    switcher = subprocess.Popen(as_server_user(["/usr/bin/patronictl", "-c", recipe.place.path("db1", "config.yml"), "switchover", "--leader", old, "--force"]),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=recipe.place.environment(), cwd=recipe.place.folder, text=True)
    last, longest, end = begin, 0.0, begin + 20
    while time.monotonic() < end and not (switcher.poll() is not None and longest > 0.5):
        if recipe.ask("insert into deed values (1)") == "":
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
    words = switcher.communicate()[0]
    tap.claim("Successfully switched over" in words and recipe.leader() not in (None, old) and longest < 10, f"a planned change of the primary takes {longest:.1f} s", words)


def our_values(tap):
    """The recipe's numbers are those that the failover tests measure."""
    words = blocks()["/etc/patroni/config.yml"]
    found = {name: int(value) for name, value in re.findall(r"    (ttl|loop_wait|retry_timeout): (\d+)", words)}
    tap.equal(found, {"ttl": cluster.TTL, "loop_wait": cluster.LOOP_WAIT, "retry_timeout": cluster.RETRY}, "the recipe has the values that are measured")


def suite(tap):
    our_values(tap)
    why = cluster.missing() or (None if server_user().pw_name == "postgres" else "the recipe is the user postgres', and nobody here can become that")
    if why:
        return tap.skip("the recipe of the handbook works", why)
    place = Place("liandong-recipe-")
    try:
        recipe = Recipe(place)
        course(tap, recipe)
    finally:
        place.close()


lib.run(suite)
