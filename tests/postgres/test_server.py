#!/usr/bin/env python3
"""The tests' own PostgreSQL: who may come in, what a kill leaves, replicas, and that nothing stays behind."""
import os
import signal
import stat
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "api")]
import sql
from lib import run
from place import processes_under, until
from server import Server, missing

PROGRAM = os.path.join(HERE, "server.py")


def refused(address, **environment):
    try:
        sql.run(address, "select 1", environment=environment)
        return None
    except sql.Refused as error:
        return str(error)


def doors(tap, server):
    inside, outside = server.address("work"), server.address("work", tcp=True)
    tap.equal(sql.rows(inside, "select current_user::text, rolsuper from pg_roles where rolname = current_user"), [("liandong", False)],
              "through the socket one is the program's role, no superuser")
    tap.equal(sql.run(outside, "select 1", environment={"PGPASSFILE": server.passfile}), "1", "through TCP with the passfile")
    tap.claim("password" in (refused(outside, PGPASSFILE="/dev/null") or ""), "through TCP without a password nobody comes in")
    tap.equal(stat.S_IMODE(os.stat(server.passfile).st_mode), 0o600, "the passfile is its owner's alone")
    with open(server.passfile, encoding="ascii") as file:
        password = file.read().strip().split(":")[4]
    lines = subprocess.run(["ps", "axww", "-o", "args"], stdout=subprocess.PIPE, text=True).stdout
    tap.claim(len(password) > 20 and password not in lines and password not in server.words(), "the password is in no list of processes and in no log")
    if os.geteuid() == 0:
        done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "psql", "-X", "-w", "-c", "select 1", inside],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/", stdin=subprocess.DEVNULL)
        tap.claim(done.returncode != 0 and "authentication failed" in done.stdout, "another user of the machine is turned away at the socket", done.stdout)
        tap.claim(all(os.stat(f"/proc/{pid}").st_uid != 0 for pid in server.processes()), "no process of the server is root's")
    tap.equal(server.query("select datcollate || ' ' || pg_encoding_to_char(encoding) from pg_database where datname='work'", "work"), "C.UTF-8 UTF8", "texts are UTF-8, ordered by code point")
    tap.equal(server.query("show fsync"), "on", "a commit is on the disk, unless told otherwise")


def kills(tap, server):
    address = server.address("work")
    sql.run(address, "create table kept (id int primary key, data bytea, words text)")
    sql.run(address, sql.filled("insert into kept values (?, ?, ?)", (1, b"\0\xff", "it's \u5b57")))
    before, port = server.processes(), server.port
    server.kill()
    tap.equal((server.alive(), server.processes()), (False, []), f"a kill -9 takes all {len(before)} processes")
    begin = time.monotonic()
    server.start()
    tap.equal((server.port, sql.rows(address, "select * from kept")), (port, [(1, b"\0\xff", "it's \u5b57")]), f"started again on its port ({time.monotonic() - begin:.1f} s), all that was committed is there, with its types")
    server.freeze()
    frozen = refused(address + "&connect_timeout=2")
    server.thaw()
    tap.claim(frozen and until(lambda: refused(address) is None, 10), "frozen it does not answer, thawed it does", frozen)
    for how in ("fast", "immediate"):
        server.stop(how)
        server.start()
        tap.equal(sql.change(address, "update kept set words='x' where id=?", 1), 1, f"it stops ({how}) and starts")
    server.create_database("twin", template="work")
    tap.equal(sql.rows(server.address("twin"), "select count(*) as n from kept"), [(1,)], "a database is copied by its template")
    server.drop_database("twin")
    tap.claim("does not exist" in (refused(server.address("twin")) or ""), "and dropped")


def replica(tap, server):
    address, standby = server.address("work"), server.add_replica()
    sql.run(address, "insert into kept values (2)")
    there = lambda id: sql.rows(standby.address("work"), "select 1 as one from kept where id=?", id)
    tap.claim(standby.caught_up(server.position()) and there(2), "a replica follows")
    tap.claim("read-only" in (refused_write(standby.address("work")) or ""), "and takes no writes")
    standby.pause()
    sql.run(address, "insert into kept values (3)")
    tap.claim(not standby.caught_up(server.position(), 0.5) and not there(3), "paused it shows an older day")
    standby.resume()
    tap.claim(standby.caught_up(server.position()) and there(3), "and catches up")
    server.kill()
    standby.promote()
    tap.claim(until(lambda: refused_write(standby.address("work")) is None, 10), "promoted it takes writes")
    server.start()


def refused_write(address):
    try:
        sql.run(address, "insert into kept values (1000)")
        return None
    except sql.Refused as error:
        return str(error)


def command(tap):
    done = subprocess.run([sys.executable, PROGRAM, "--fast", "--", "sh", "-c", "psql -X -A -t -c 'select 7' $LIANDONG_TEST_DB && psql -X -A -t -c 'select 8' $LIANDONG_TEST_TCP && echo $LIANDONG_TEST_KEPT && exit 5"],
                          stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    words = done.stdout.split()
    tap.equal((done.returncode, words[:2]), (5, ["7", "8"]), "as a command: both addresses work, the command's status is its own")
    tap.claim(not os.path.exists(os.path.dirname(words[2])), "and all is removed")
    for how in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        process = subprocess.Popen([sys.executable, PROGRAM, "--fast", "--", "sh", "-c", "echo $LIANDONG_TEST_KEPT; exec sleep 30"], stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, start_new_session=True)
        folder = os.path.dirname(process.stdout.readline().strip())
        served = len(processes_under(folder))
        process.send_signal(how)
        process.wait(20)
        gone = until(lambda: not os.path.exists(folder) and not processes_under(folder), 10)
        try:
            os.killpg(process.pid, signal.SIGKILL)  # the command of a program that was killed
        except ProcessLookupError:
            pass
        tap.claim(served and gone, f"after {how.name} no process and no file is left")


def suite(tap):
    why = missing()
    if why:
        return tap.skip("a server of the tests' own", why)
    with Server() as server:
        server.create_database("work")
        doors(tap, server)
        kills(tap, server)
        replica(tap, server)
    tap.claim(not os.path.exists(server.place.folder) and not processes_under(server.place.folder), "at the end nothing is left")
    command(tap)


run(suite)
