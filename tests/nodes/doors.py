"""How a node is told where its database is, and what it says when there is none: never a password."""
import os
import re
import subprocess

from nodes import lib

SECRET = "Geheim-0123456789"


def start(house, *words, environment=None, seconds=30):
    """(status, what it said) of a `serve` that is not to stay."""
    command = [lib.PROGRAM, "serve", "--pack", lib.PACK, "--port", "0", *words]
    done = subprocess.run(command, cwd=house.folder, env=dict(os.environ, LIANDONG_HOME=house.data.home, **(environment or {})), timeout=seconds,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def password_of(house):
    with open(house.server.passfile, encoding="ascii") as file:
        return file.read().strip().split(":")[4]


def served(house, *words, environment=None):
    """(whether it serves, its command line, its log): with the address it was given."""
    log = os.path.join(house.folder, "door.log")
    with open(log, "wb") as errors:
        process = subprocess.Popen([lib.PROGRAM, "serve", "--pack", lib.PACK, "--port", "0", *words], cwd=house.folder, stdin=subprocess.DEVNULL,
                                   env=dict(os.environ, LIANDONG_HOME=house.data.home, **(environment or {})), stdout=subprocess.PIPE, stderr=errors)
    line = process.stdout.readline().decode()
    with open(f"/proc/{process.pid}/cmdline", "rb") as file:
        shown = file.read().decode()
    found = re.search(r"http://([\d.]+):(\d+)/", line)
    answer = lib.Client((found[1], int(found[2]))).get("/ledger/head").status if found else 0
    process.terminate()
    process.wait(20)
    process.stdout.close()
    with open(log, encoding="utf-8") as file:
        return answer == 200, shown, file.read()


def ways(tap, house):
    plain, secret = house.server.address(house.data.name, tcp=True), password_of(house)
    full = plain.replace("liandong@", f"liandong:{secret}@")
    nowhere = {"PGPASSFILE": "/dev/null"}
    good, shown, log = served(house, environment={"LIANDONG_DB": full, **nowhere})
    tap.claim(good and secret not in shown + log, "LIANDONG_DB names the database, with its password; neither a list of processes nor the log shows it", good, log)
    config = os.path.join(house.folder, "liandong.conf")
    with open(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(f"db = {full}\n")
    good, shown, log = served(house, "--config", config, environment=nowhere)
    tap.claim(good and secret not in shown + log, "db = in a file that only its owner reads does so too", good, log)
    wrong = []
    for mode in (0o640, 0o604, 0o644):
        os.chmod(config, mode)
        status, said = start(house, "--config", config, environment=nowhere)
        wrong += [] if status == 2 and "others may read it" in said and secret not in said else [f"{mode:o}: {status} {said}"]
    tap.none(wrong, "a file with a password that others may read is refused with status 2")
    with open(config, "w", encoding="utf-8") as file:
        file.write(f"db = {plain}\n")
    good, _, log = served(house, "--config", config)
    tap.claim(good, "without a password in it others may read it", log)
    wrong = []
    for address in (full, plain + f"?password={secret}"):
        status, said = start(house, "--db", address)
        wrong += [] if status == 2 and "no password" in said and secret not in said else [f"{status} {said}"]
    tap.none(wrong, "a password in --db is refused with status 2, and not repeated")


def refusals(tap, house):
    plain = house.server.address(house.data.name, tcp=True)
    bad = plain.replace("liandong@", f"liandong:{SECRET}@")
    cases = [("a wrong password", bad, ()), ("no password", plain, ()), ("a database that is not there", house.server.address("no_such", tcp=True), ("no_such",)),
             ("a server that is not there", bad.replace(str(house.server.port), "1"), ())]
    for words, address, more in cases:
        environment = {"LIANDONG_DB": address, "PGPASSFILE": "/dev/null" if "no_such" not in address else house.server.passfile}
        status, said = start(house, environment=environment)
        named = "127.0.0.1" in said and (str(house.server.port) in said or "port 1" in said or ":1/" in said)
        tap.claim(status == 1 and named and SECRET not in said and all(word in said for word in more), f"{words} at the start: status 1 and a sentence that names the address, without a password", status, said)
    tap.claim(SECRET not in house.server.words() and password_of(house) not in "".join(node.log() for node in house.nodes), "no log has a password")


PARTS = QUICK = (ways, refusals)
