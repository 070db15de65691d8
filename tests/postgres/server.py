#!/usr/bin/env python3
"""A server of PostgreSQL of one's own: server.py [--fast] [--memory] [--replica] [--set NAME=VALUE]... -- COMMAND...

As a library: `with Server() as server:`. As a command: starts one, exports LIANDONG_TEST_DB (an empty database,
through the socket), LIANDONG_TEST_TCP (the same through 127.0.0.1), LIANDONG_TEST_KEPT (a folder that lives as long as
the server), PGPASSFILE, with --replica LIANDONG_TEST_REPLICA; runs the command, stops and removes everything, and
ends with the command's status.

Who may come in. The server may run as another user than the tests (root's tests, a server of `postgres`), so a socket
folder of 0700 would shut out one of the two, and 'trust' behind an open folder would let in everybody. Therefore `peer`:
the kernel says which user stands at the socket, and pg_ident.conf names exactly two, the tests' and the server's own.
TCP takes scram-sha-256 and a random password, which stands in a file of mode 0600 and nowhere else.
"""
import argparse
import glob
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sql
from place import Place, free_port, kill_all, processes_under, server_user, signal_all, until

ROLE = "liandong"  # what the program signs in as: may make databases, is no superuser
READY = 60         # seconds to wait for a start; recovery after a kill is part of it


def tools():
    """The folder of initdb and postgres, the newest, or None."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    found.sort(key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which("initdb")
    return os.path.dirname(path) if path else None


def missing():
    """Why there can be no server here, or None."""
    if tools() is None or shutil.which("psql") is None:
        return "PostgreSQL is not installed (tools/install.sh test)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "root cannot run PostgreSQL, and there is no setpriv to become somebody else"
    return None


def hba():
    return ("local all         all                    peer map=tests\n"
            "local replication all                    peer map=tests\n"
            "host  all         all       127.0.0.1/32 scram-sha-256\n"
            "host  replication postgres  127.0.0.1/32 scram-sha-256\n")


def ident():
    users = {pwd.getpwuid(os.geteuid()).pw_name, server_user().pw_name}
    return "".join(f"tests {user} {role}\n" for user in sorted(users) for role in ("postgres", ROLE))


def settings(socket, durable, more):
    words = {"listen_addresses": "127.0.0.1", "unix_socket_directories": socket, "max_connections": 200, "shared_buffers": "64MB",
             "wal_level": "replica", "max_wal_senders": 10, "max_replication_slots": 10, "hot_standby": "on", "timezone": "UTC",
             "log_connections": "on", "log_line_prefix": "%m [%p] ", "password_encryption": "scram-sha-256",
             # No memory files elsewhere that would outlive a kill -9.
             "dynamic_shared_memory_type": "mmap", "fsync": "on", "synchronous_commit": "on"}
    if not durable:
        words.update({"fsync": "off", "full_page_writes": "off", "wal_level": "replica"})
    words.update(more or {})
    return "".join(f"{name} = '{value}'\n" for name, value in words.items())


class Instance:
    """One postmaster with a data folder."""

    def __init__(self, place, name):
        self.place, self.name, self.port, self.process = place, name, None, None
        self.data, self.socket = place.path(name), place.path("socket")
        self.log = place.path(name + ".log")

    def start(self, wait=True):
        """Takes a port of its own at the first start and keeps it."""
        for _ in range(5):
            self.port = self.port or free_port()
            command = [os.path.join(tools(), "postgres"), "-D", self.data, "-c", f"port={self.port}"]
            self.process = self.place.spawn(command, self.data, self.log)
            if not wait or self.wait_ready():
                return self
            if "could not bind" not in self.words()[-3000:]:
                break
            self.port = None  # somebody was faster
        raise RuntimeError(f"the server did not start: {self.words()[-3000:]}")

    def words(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def ready(self):
        done = subprocess.run([os.path.join(tools(), "pg_isready"), "-q", "-h", self.socket, "-p", str(self.port), "-d", "postgres"],
                              stdin=subprocess.DEVNULL)
        return done.returncode == 0

    def wait_ready(self, seconds=READY):
        return until(lambda: self.ready() or self.process.poll() is not None, seconds) and self.process.poll() is None

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def stop(self, how="fast"):
        """`fast`: sessions are ended, all is written. `immediate`: as a crash, without its suddenness."""
        if self.alive():
            self.process.send_signal({"fast": signal.SIGINT, "immediate": signal.SIGQUIT}[how])
            try:
                self.process.wait(READY)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self):
        """kill -9: postmaster and all its children."""
        kill_all(self.data)
        if self.process is not None:
            self.process.wait()
        self.process = None

    def freeze(self):
        signal_all(self.data, signal.SIGSTOP)

    def thaw(self):
        signal_all(self.data, signal.SIGCONT)

    def processes(self):
        return processes_under(self.data)

    def address(self, name="postgres", tcp=False, role=ROLE):
        if tcp:
            return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"
        return f"postgresql://{role}@/{name}?host={self.socket}&port={self.port}"

    def query(self, words, name="postgres"):
        """As the superuser, through the socket."""
        return sql.run(self.address(name, role="postgres"), words)


class Standby(Instance):
    """A hot standby: reads only, follows by streaming."""

    def pause(self):
        """What happens from here on is received but not shown: a replica far behind."""
        self.query("select pg_wal_replay_pause()")
        if not until(lambda: self.query("select pg_get_wal_replay_pause_state()") == "paused", 10):
            raise RuntimeError("the replay does not pause")

    def resume(self):
        self.query("select pg_wal_replay_resume()")

    def caught_up(self, place, seconds=20):
        """Whether it shows everything up to a place in the log (Server.position())."""
        return until(lambda: self.query(f"select pg_last_wal_replay_lsn() >= '{place}'::pg_lsn") == "t", seconds)

    def promote(self):
        self.query("select pg_promote()")


class Server(Instance):
    """The primary, with its place, its passfile and its replicas."""

    def __init__(self, durable=True, memory=False, more=None):
        why = missing()
        if why:
            raise RuntimeError(why)
        super().__init__(Place("liandong-pg-", memory), "main")
        self.replicas, self.passfile, self.kept = [], self.place.path("passfile"), self.place.path("kept")
        try:
            self.make(durable, more)
        except BaseException:
            self.place.close()
            raise

    def make(self, durable, more):
        self.place.make("socket", mode=0o711)
        self.place.make(self.name)
        os.mkdir(self.kept, 0o700)
        self.place.run([os.path.join(tools(), "initdb"), "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                        "--auth=reject", "--no-sync", "--no-instructions"])
        for name, words in (("pg_hba.conf", hba()), ("pg_ident.conf", ident())):
            self.place.write(os.path.join(self.data, name), words)
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as file:
            file.write(settings(self.socket, durable, more))

    def __enter__(self):
        try:
            self.start()
            self.roles()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *whatever):
        self.close()

    def roles(self):
        """Anew at each first start; the password is drawn here and goes through pipes and the passfile only."""
        password = secrets.token_urlsafe(24)
        self.place.write(self.passfile, f"127.0.0.1:*:*:{ROLE}:{password}\n", theirs=False)
        self.query(f"create role {ROLE} login createdb password '{password}'")

    def create_database(self, name, template=None):
        more = f' template "{template}"' if template else ""
        self.query(f'create database "{name}" owner {ROLE}{more}')
        return self.address(name)

    def drop_database(self, name):
        self.query(f'drop database if exists "{name}" with (force)')

    def position(self):
        return self.query("select pg_current_wal_lsn()")

    def add_replica(self):
        name = f"replica{len(self.replicas) + 1}"
        self.query(f"select pg_create_physical_replication_slot('{name}')")
        self.place.run([os.path.join(tools(), "pg_basebackup"), "-h", self.socket, "-p", str(self.port), "-U", "postgres", "-D", self.place.make(name),
                        "-S", name, "-R", "-X", "stream", "-c", "fast", "--no-sync"], cwd=self.data)
        replica = Standby(self.place, name).start()
        self.replicas.append(replica)
        return replica

    def sign_ins(self, name):
        """How often the program's role came in at a database: whether a suite was here at all."""
        return self.words().count(f"connection authorized: user={ROLE} database={name} ")

    def environment(self):
        return {"PGPASSFILE": self.passfile, "LIANDONG_TEST_KEPT": self.kept}

    def close(self):
        for each in [*self.replicas, self]:
            each.stop("immediate")
        self.place.close()


# -- as a command --

def exported(server, wanted):
    server.create_database("liandong_test")
    out = dict(server.environment(), LIANDONG_TEST_DB=server.address("liandong_test"), LIANDONG_TEST_TCP=server.address("liandong_test", tcp=True))
    if wanted.replica:
        out["LIANDONG_TEST_REPLICA"] = server.add_replica().address("liandong_test")
    return out


def arguments(words):
    reader = argparse.ArgumentParser(usage="server.py [--fast] [--memory] [--replica] [--set NAME=VALUE]... -- COMMAND...")
    reader.add_argument("--fast", action="store_true", help="no fsync: for tests that never kill the server")
    reader.add_argument("--memory", action="store_true", help="data in /dev/shm")
    reader.add_argument("--replica", action="store_true", help="with a streaming standby")
    reader.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of the server")
    reader.add_argument("command", nargs="+")
    return reader.parse_args(words)


def end(process):
    if process is not None and process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def interrupted(number, _):
    raise SystemExit(128 + number)


def main():
    wanted = arguments(sys.argv[1:])
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, interrupted)
    process = None
    try:
        with Server(durable=not wanted.fast, memory=wanted.memory, more=dict(each.split("=", 1) for each in wanted.set)) as server:
            try:
                process = subprocess.Popen(wanted.command, env=dict(os.environ, **exported(server, wanted)))
                status = process.wait()
            finally:
                end(process)
    except FileNotFoundError as error:
        print(f"server.py: {error}", file=sys.stderr)
        return 127
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
