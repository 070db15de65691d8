"""A folder for servers that run as somebody else, gone with all they left when its maker is gone.

The maker may be killed at any moment: a guard, a process of its own, waits for the end of a pipe that only the maker
holds, ends every process that works below the folder, and removes it. Processes are known by their working directory: a
server of PostgreSQL works in its data folder, whatever it calls itself.
"""
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def server_user():
    """Who runs the servers: PostgreSQL refuses root, so then `postgres`, or `nobody` where there is none."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise RuntimeError("neither postgres nor nobody is a user here")


def as_server_user(command):
    """The command as that user, without a login shell, groups or a way back."""
    if os.geteuid() != 0:
        return list(command)
    user = server_user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--no-new-privs", "--", *command]


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def until(truth, seconds, step=0.05):
    """What `truth()` gave when it was at last true, or its last answer when time is up."""
    end = time.monotonic() + seconds
    while True:
        found = truth()
        if found or time.monotonic() > end:
            return found
        time.sleep(step)


def processes_under(folder):
    """Numbers of the processes that work in the folder or below; zombies have no working directory."""
    out = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                where = os.readlink(f"/proc/{name}/cwd")
            except OSError:
                continue
            if where == folder or where.startswith(folder + "/"):
                out.append(int(name))
    return out


def signal_all(folder, what):
    count = 0
    for pid in processes_under(folder):
        try:
            os.kill(pid, what)
            count += 1
        except ProcessLookupError:
            pass
    return count


def kill_all(folder, seconds=10):
    """kill -9 for all of them. Stopped first, so that none has time to notice, to answer or to start another."""
    end = time.monotonic() + seconds
    while signal_all(folder, signal.SIGSTOP) and time.monotonic() < end:
        signal_all(folder, signal.SIGKILL)
        time.sleep(0.02)


def remove(folder):
    kill_all(folder)
    for base, _, names in os.walk(folder):
        if "postmaster.pid" in names:
            _forget_memory(os.path.join(base, "postmaster.pid"))
    shutil.rmtree(folder, ignore_errors=True)


def _forget_memory(path):
    """A killed server leaves its piece of System V memory behind; its number stands in the seventh line."""
    try:
        with open(path, encoding="ascii") as file:
            number = int(file.read().splitlines()[6].split()[1])
    except (OSError, ValueError, IndexError):
        return
    ctypes.CDLL(None).shmctl(number, 0, None)  # 0: IPC_RMID


class Place:
    """The folder, 0711: the servers' user goes through, nobody lists it. What is secret below has modes of its own."""

    def __init__(self, prefix, memory=False):
        beside = "/dev/shm" if memory and os.access("/dev/shm", os.W_OK) else None
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix=prefix, dir=beside))
        os.chmod(self.folder, 0o711)
        # Not in our group: who interrupts us is not to interrupt the tidying up.
        self.guard = subprocess.Popen([sys.executable, os.path.abspath(__file__), self.folder], stdin=subprocess.PIPE,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, cwd="/")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def make(self, *names, mode=0o700):
        """A folder of the servers' user."""
        path = self.path(*names)
        os.makedirs(path)
        self.give(path)
        os.chmod(path, mode)
        return path

    def give(self, path):
        if os.geteuid() == 0:
            os.chown(path, server_user().pw_uid, server_user().pw_gid)

    def write(self, path, text, mode=0o600, theirs=True):
        """A file that was never readable by others, not even while it was made."""
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        if theirs:
            self.give(path)
        os.chmod(path, mode)
        return path

    def spawn(self, command, cwd, log):
        """A server, in a session of its own, knowing nothing of our environment."""
        with open(log, "ab") as out:
            return subprocess.Popen(as_server_user(command), cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                    start_new_session=True, env=self.environment())

    def run(self, command, cwd=None):
        """A tool of the servers, to its end; what it said when it failed."""
        done = subprocess.run(as_server_user(command), cwd=cwd or self.folder, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment())
        if done.returncode != 0:
            raise RuntimeError(f"{os.path.basename(command[0])}: {done.stdout[-2000:]}")

    def environment(self):
        return {"PATH": PATH, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": self.folder}

    def close(self):
        """What still runs is killed; returns when the folder is gone."""
        if self.guard.stdin.closed:
            return
        self.guard.stdin.close()
        self.guard.wait()


def main():
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    sys.stdin.buffer.read()
    remove(sys.argv[1])


if __name__ == "__main__":
    main()
