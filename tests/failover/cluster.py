#!/usr/bin/env python3
"""A cluster that survives the loss of its primary, on one machine: cluster.py --selftest [ROUNDS], or cluster.py -- COMMAND...

Three members of etcd (who agree on who leads), three of PostgreSQL, each led by a Patroni of its own, and haproxy before
them, which asks each Patroni who it is: a port for writing leads to the primary, one for reading to the replicas. All on
127.0.0.1, in one temporary folder, under the unprivileged user, with ports that were free.

Replication is synchronous and strict: a commit is acknowledged when two members have it on disk, and only a member
that has all acknowledged commits may become primary. Three members rather than two, since with two strictness would
mean that the loss of the standby stops writing.

Patroni speaks version 2 of etcd's API, not 3. With version 3, Patroni 3.0.2 (Debian 12) renews its leadership without looking
whether somebody else has it by now: a primary that was frozen and thaws takes it back from its successor, whose
acknowledged commits are then thrown away (measured: 118 of them). Version 2 compares and swaps. Mended upstream in 3.0.3.

How long a failover takes. A primary whose Patroni lives is given up at the next look (LOOP_WAIT, with primary_start_timeout
0). One that is gone with its Patroni, or frozen, is given up when its lease in etcd ends: TTL seconds after the
last renewal. Then a second or two for the election, the promotion and haproxy's next question.
"""
import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "postgres")]
import server as postgres
import sql
from place import Place, free_port, kill_all, processes_under, signal_all, until

TTL, LOOP_WAIT, RETRY = 7, 1, 3  # Patroni asks that LOOP_WAIT + 2 * RETRY <= TTL
KINDS = ("node", "postgres", "frozen", "patroni")
PROGRAMS = {"patroni": "/usr/bin/patroni", "etcd": "/usr/bin/etcd", "haproxy": "/usr/sbin/haproxy"}


def missing():
    """Why there can be no cluster here, or None."""
    lacking = [name for name, path in PROGRAMS.items() if not os.access(path, os.X_OK)]
    return postgres.missing() or (f"{', '.join(lacking)} not installed (tools/install.sh failover)" if lacking else None)


# -- etcd --

class Etcd:
    def __init__(self, place, name):
        self.place, self.name, self.folder = place, name, place.make(name)
        self.client, self.peer, self.process = free_port(), free_port(), None

    def start(self, members):
        url = "http://127.0.0.1:{}"
        command = [PROGRAMS["etcd"], "--name", self.name, "--data-dir", os.path.join(self.folder, "data"),
                   "--listen-client-urls", url.format(self.client), "--advertise-client-urls", url.format(self.client),
                   "--listen-peer-urls", url.format(self.peer), "--initial-advertise-peer-urls", url.format(self.peer),
                   "--initial-cluster", ",".join(f"{m.name}={url.format(m.peer)}" for m in members),
                   "--initial-cluster-state", "new", "--enable-v2=true", "--logger", "zap", "--log-level", "warn"]
        self.process = self.place.spawn(command, self.folder, self.folder + ".log")

    def ready(self):
        return '"health":"true"' in (get(self.client, "/health")[1] or "")


def get(port, path, timeout=2):
    """(status, body), or (None, None) when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return None, None


# -- a member: PostgreSQL and its Patroni --

class Member:
    def __init__(self, place, name):
        self.place, self.name, self.folder = place, name, place.make(name)
        self.data, self.log = os.path.join(self.folder, "data"), os.path.join(place.folder, name + ".log")
        self.port, self.rest, self.process = free_port(), free_port(), None

    def start(self):
        """Its Patroni starts PostgreSQL, or takes over one that still runs."""
        self.process = self.place.spawn([PROGRAMS["patroni"], os.path.join(self.folder, "patroni.yml")], self.folder, self.log)

    def is_primary(self):
        return get(self.rest, "/primary")[0] == 200

    def kill(self):
        """kill -9: PostgreSQL and Patroni, as when the machine is gone."""
        kill_all(self.folder)
        self.reap()

    def kill_postgres(self):
        kill_all(self.data)

    def kill_patroni(self):
        """PostgreSQL goes on without anybody who watches over it."""
        for pid in set(processes_under(self.folder)) - set(processes_under(self.data)):
            os.kill(pid, signal.SIGKILL)
        self.reap()

    def freeze(self):
        signal_all(self.folder, signal.SIGSTOP)

    def thaw(self):
        signal_all(self.folder, signal.SIGCONT)

    def reap(self):
        if self.process is not None:
            self.process.wait()
        self.process = None

    def words(self, most=3000):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()[-most:]


def patroni_words(cluster, member):
    """patroni.yml; JSON is YAML. It holds passwords: 0600, the servers' user's."""
    parameters = {"unix_socket_directories": cluster.socket, "dynamic_shared_memory_type": "mmap", "shared_buffers": "64MB",
                  "log_line_prefix": "%m [%p] ", "timezone": "UTC", "password_encryption": "scram-sha-256",
                  # A standby that finds no slot at the new primary yet asks again soon; five seconds are the default, and
                  # with strict replication nothing is acknowledged before it is there.
                  "wal_retrieve_retry_interval": "500ms",
                  "tcp_keepalives_idle": 5, "tcp_keepalives_interval": 1, "tcp_keepalives_count": 3, "tcp_user_timeout": 5000}
    shared = {"ttl": TTL, "loop_wait": LOOP_WAIT, "retry_timeout": RETRY, "primary_start_timeout": 0, "maximum_lag_on_failover": 1048576,
              "synchronous_mode": True, "synchronous_mode_strict": cluster.strict, "synchronous_node_count": 1,
              "postgresql": {"use_pg_rewind": True, "use_slots": True, "remove_data_directory_on_rewind_failure": True,
                             "remove_data_directory_on_diverged_timelines": True,
                             "parameters": {"max_connections": 200, "wal_log_hints": "on", "wal_keep_size": "128MB"}}}
    hosts = ",".join(f"127.0.0.1:{m.client}" for m in cluster.etcd)
    return json.dumps({
        "scope": "liandong", "name": member.name, "restapi": {"listen": f"127.0.0.1:{member.rest}", "connect_address": f"127.0.0.1:{member.rest}"},
        "etcd": {"hosts": hosts}, "watchdog": {"mode": "off"},
        "bootstrap": {"dcs": shared, "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"]},
        "postgresql": {
            "listen": f"127.0.0.1:{member.port}", "connect_address": f"127.0.0.1:{member.port}", "data_dir": member.data,
            "bin_dir": postgres.tools(), "pgpass": os.path.join(member.folder, "pgpass"), "use_unix_socket": True,
            "parameters": parameters,
            "pg_hba": ["host replication replicator 127.0.0.1/32 scram-sha-256", *postgres.hba().splitlines()],
            "pg_ident": postgres.ident().splitlines(),
            "authentication": {"superuser": {"username": "postgres", "password": cluster.secret},
                               "replication": {"username": "replicator", "password": cluster.secret}}}}, indent=1)


# -- haproxy --

def haproxy_words(cluster):
    checks = "default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions"
    servers = "\n".join(f"    server {m.name} 127.0.0.1:{m.port} check port {m.rest}" for m in cluster.members)
    return f"""global
    maxconn 2000
defaults
    mode tcp
    timeout connect 2s
    timeout client 1h
    timeout server 1h
    timeout check 1s
    option clitcpka
    option srvtcpka
    clitcpka-idle 5s
    clitcpka-intvl 1s
    clitcpka-cnt 3
    srvtcpka-idle 5s
    srvtcpka-intvl 1s
    srvtcpka-cnt 3
listen write
    bind 127.0.0.1:{cluster.write_port}
    option httpchk OPTIONS /primary
    http-check expect status 200
    {checks}
{servers}
listen read
    bind 127.0.0.1:{cluster.read_port}
    balance roundrobin
    option httpchk OPTIONS /replica?lag=16MB
    http-check expect status 200
    {checks}
{servers}
"""


# -- all together --

class Cluster:
    """`with Cluster() as cluster:` is there when a primary and a synchronous standby are."""

    def __init__(self, members=3, voters=3, strict=True):
        why = missing()
        if why:
            raise RuntimeError(why)
        self.strict, self.secret, self.password = strict, secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.place = Place("liandong-cluster-")
        self.socket = self.place.make("socket", mode=0o711)
        self.passfile = self.place.write(self.place.path("passfile"), f"127.0.0.1:*:*:{postgres.ROLE}:{self.password}\n", theirs=False)
        self.etcd = [Etcd(self.place, f"etcd{n}") for n in range(1, voters + 1)]
        self.members = [Member(self.place, f"node{n}") for n in range(1, members + 1)]
        self.write_port, self.read_port = free_port(), free_port()

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *whatever):
        self.close()

    def start(self):
        for each in self.etcd:
            each.start(self.etcd)
        self.must(lambda: all(each.ready() for each in self.etcd), 30, "etcd has no quorum")
        for member in self.members:
            self.place.write(os.path.join(member.folder, "patroni.yml"), patroni_words(self, member))
        self.members[0].start()
        self.must(self.primary, 60, "no first primary")
        for member in self.members[1:]:
            member.start()
        folder = self.place.make("haproxy")
        self.place.write(os.path.join(folder, "haproxy.cfg"), haproxy_words(self))
        self.balancer = self.place.spawn([PROGRAMS["haproxy"], "-db", "-f", os.path.join(folder, "haproxy.cfg")], folder, folder + ".log")
        self.wait_healthy()
        self.query(f"create role {postgres.ROLE} login createdb password '{self.password}'")
        self.must(lambda: get_socket(self.write_port), 10, "haproxy does not listen")

    def must(self, truth, seconds, words):
        if not until(truth, seconds, 0.1):
            words = words() if callable(words) else words
            raise RuntimeError(words + "\n" + "\n".join(f"{m.name}: {m.words(700)}" for m in self.members if os.path.exists(m.log)))

    # who is who

    def primary(self):
        """The member that Patroni knows as primary, or None while there is none."""
        return next((m for m in self.members if m.process is not None and m.is_primary()), None)

    def view(self):
        """name -> (role, state, lag) as the members see one another."""
        for member in self.members:
            status, body = get(member.rest, "/cluster") if member.process is not None else (None, None)
            if status == 200:
                return {m["name"]: (m["role"], m["state"], m.get("lag", 0)) for m in json.loads(body)["members"]}
        return {}

    def healthy(self):
        """All members run, follow closely, and one of them is the synchronous standby."""
        seen = self.view()
        roles = [role for role, _, _ in seen.values()]
        return (len(seen) == len(self.members) and roles.count("leader") == 1 and "sync_standby" in roles and self.primary() is not None
                and all(state in ("running", "streaming") and isinstance(lag, int) and lag < 1 << 20 for _, state, lag in seen.values()))

    def wait_healthy(self, seconds=90):
        self.must(self.healthy, seconds, lambda: f"the cluster does not heal: {self.view()}")

    # addresses

    def write_address(self, name):
        return f"postgresql://{postgres.ROLE}@127.0.0.1:{self.write_port}/{name}?connect_timeout=3"

    def read_address(self, name):
        return f"postgresql://{postgres.ROLE}@127.0.0.1:{self.read_port}/{name}?connect_timeout=3"

    def environment(self):
        return {"PGPASSFILE": self.passfile}

    def query(self, words, name="postgres", member=None):
        """As the superuser at a member's socket, the primary's unless told otherwise."""
        member = member or self.primary()
        return sql.run(f"postgresql://postgres@/{name}?host={self.socket}&port={member.port}", words)

    def create_database(self, name):
        self.query(f'create database "{name}" owner {postgres.ROLE}')
        return self.write_address(name)

    # bad days

    def kill_primary(self, kind="node"):
        """What happens to the primary, by kind: `node` (machine gone), `postgres` (killed, its Patroni lives), `frozen`
        (stopped, neither dead nor alive), `patroni` (nobody watches, PostgreSQL goes on). The member it happened to."""
        member = self.primary()
        if member is None:
            raise RuntimeError(f"no primary to kill: {self.view()}")
        {"node": member.kill, "postgres": member.kill_postgres, "frozen": member.freeze, "patroni": member.kill_patroni}[kind]()
        return member

    def freeze_primary(self):
        return self.kill_primary("frozen")

    def restore(self, member):
        """The member comes back, as it would after a repair; the cluster heals by itself."""
        member.thaw()
        if member.process is None or member.process.poll() is not None:
            member.start()

    def close(self):
        # Killing all is quicker than stopping in order, and there is nothing to keep.
        self.place.close()
        for process in [each.process for each in [*self.etcd, *self.members]] + [getattr(self, "balancer", None)]:
            if process is not None:
                process.wait()


def get_socket(port):
    import socket
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
        return True
    except OSError:
        return False


def main():
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, postgres.interrupted)
    if sys.argv[1:2] == ["--selftest"]:
        import load
        return load.selftest(int(sys.argv[2]) if len(sys.argv) > 2 else 3)
    command = sys.argv[2:] if sys.argv[1:2] == ["--"] else []
    if not command:
        print("cluster.py --selftest [ROUNDS], or cluster.py -- COMMAND...", file=sys.stderr)
        return 2
    with Cluster() as cluster:
        address = cluster.create_database("liandong_test")
        more = {"LIANDONG_TEST_DB": address, "LIANDONG_TEST_REPLICA": cluster.read_address("liandong_test")}
        process = subprocess.Popen(command, env=dict(os.environ, **cluster.environment(), **more))
        try:
            return process.wait()
        finally:
            postgres.end(process)


if __name__ == "__main__":
    sys.exit(main())
