#!/usr/bin/env python3
"""The Debian package, in a folder that stands for a machine: installed, upgraded, removed, purged. What an operator wrote stays what
he wrote, and no step throws a city's data away."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "api"))
from lib import PROGRAM, ROOT, run


class Machine:
    """A root folder with a database of dpkg; scripts run without chroot, with DPKG_ROOT."""

    def __init__(self, folder):
        self.root = os.path.join(folder, "root")
        for name in ("info", "updates", "triggers"):
            os.makedirs(os.path.join(self.root, "var/lib/dpkg", name))
        open(os.path.join(self.root, "var/lib/dpkg/status"), "w", encoding="ascii").close()

    def dpkg(self, *words):
        return subprocess.run(["dpkg", f"--root={self.root}", "--force-not-root", "--force-script-chrootless", "--force-depends", "--force-confdef", "--log=/dev/null", *words],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)

    def at(self, path):
        return os.path.join(self.root, path.lstrip("/"))

    def has(self, path):
        return os.path.exists(self.at(path))

    def read(self, path):
        with open(self.at(path), encoding="utf-8") as file:
            return file.read()

    def write(self, path, words):
        with open(self.at(path), "w", encoding="utf-8") as file:
            file.write(words)

    def liandong(self, *words):
        environment = {**os.environ, "LIANDONG_PACK": self.at("/usr/share/liandong/data/fuzhou")}
        return subprocess.run([self.at("/usr/bin/liandong"), *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)


def packages(tap, folder):
    made = [subprocess.run(["sh", os.path.join(ROOT, "tools", "deb.sh"), PROGRAM, folder, version], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for version in ("1.0.0", "1.0.1")]
    tap.none([one.stderr for one in made if one.returncode != 0], "packages of two versions are made")
    paths = [one.stdout.strip() for one in made]
    depends = subprocess.run(["dpkg-deb", "--field", paths[0], "Depends"], stdout=subprocess.PIPE, text=True).stdout
    names = set(re.split(r"[, ]+", depends.strip()))
    tap.none([name for name in ("libc6", "libsqlite3-0", "libpq5", "libssl3", "libcurl4", "libzip4", "libsodium23", "fonts-noto-cjk") if name not in names], "what the program is linked with is what the package depends on")
    listed = subprocess.run(["dpkg-deb", "--contents", paths[0]], stdout=subprocess.PIPE, text=True).stdout.splitlines()
    tap.none([line for line in listed if not line.split()[1].startswith("root/root") or re.match(r".{5}w|.{8}w", line)], "all is root's, and nothing is writable for others")
    return paths


def installed(tap, machine, deb):
    said = machine.dpkg("--install", deb)
    tap.claim(said.returncode == 0, "it installs", said.stdout)
    tap.claim("liandong setup" in said.stdout, "and says what comes next", said.stdout)
    tap.none([path for path in ("/usr/bin/liandong", "/usr/share/liandong/data/fuzhou/pack.json", "/lib/systemd/system/liandong.service", "/etc/liandong/liandong.conf", "/usr/share/doc/liandong/copyright",
                                "/usr/share/doc/liandong/nginx.conf") if not machine.has(path)], "with all that belongs to it")
    checked = machine.liandong("config", "check", "--config", machine.at("/etc/liandong/liandong.conf"))
    tap.claim(checked.returncode == 0 and "/var/lib/liandong/liandong.db" in checked.stdout, "its settings are good as they are", checked.stdout)
    made = machine.liandong("setup", "--db", machine.at("/var/lib/liandong/liandong.db"))
    tap.claim(made.returncode == 0, "a city is set up", made.stdout)


def materials(tap, machine, deb):
    """The bill of materials names what the package depends on, each with a version and a licence, and is of this very program."""
    bill = json.loads(machine.read("/usr/share/doc/liandong/sbom.cdx.json"))
    parts = {part["name"]: part for part in bill["components"]}
    depends = subprocess.run(["dpkg-deb", "--field", deb, "Depends"], stdout=subprocess.PIPE, text=True).stdout
    tap.none([name for name in re.split(r"[, ]+", depends.strip()) if name not in parts and name != "adduser" and not re.match(r"lib(asan|ubsan)\d", name)], "the bill of materials has what the package depends on")
    tap.none([name for name in ("vue", "vue-router", "echarts", "zrender", "pdfjs-dist") if "SHA-512" not in str(parts.get(name, {}).get("hashes"))], "and what the pages are made of, with hashes")
    tap.none([name for name, part in parts.items() if not part["version"] or not all(part["licenses"][0]["license"].values()) or not part["purl"].startswith("pkg:")], "each with version and licence")
    with open(machine.at("/usr/bin/liandong"), "rb") as file:
        tap.equal(bill["metadata"]["component"]["hashes"][0]["content"], hashlib.sha256(file.read()).hexdigest(), "of this very program")
    again = subprocess.run([sys.executable, os.path.join(ROOT, "tools", "sbom.py"), machine.at("/usr/bin/liandong"), "1.0.0"], stdout=subprocess.PIPE, text=True)
    tap.equal(json.loads(again.stdout), bill, "made again it is the same")


def upgraded(tap, machine, deb):
    words = machine.read("/etc/liandong/liandong.conf").replace("port    = 8080", "port    = 8443")
    machine.write("/etc/liandong/liandong.conf", words)
    said = machine.dpkg("--install", deb)
    tap.claim(said.returncode == 0 and "liandong setup" not in said.stdout, "it is upgraded", said.stdout)
    tap.equal(machine.read("/etc/liandong/liandong.conf"), words, "what the operator wrote stays")
    sound = machine.liandong("ledger", "verify", "--db", machine.at("/var/lib/liandong/liandong.db"))
    tap.claim(sound.returncode == 0, "and so does the city", sound.stdout)


def taken_away(tap, machine):
    said = machine.dpkg("--remove", "liandong")
    tap.claim(said.returncode == 0 and not machine.has("/usr/bin/liandong") and not machine.has("/usr/share/liandong") and machine.has("/etc/liandong/liandong.conf"), "removed, its settings are left", said.stdout)
    said = machine.dpkg("--purge", "liandong")
    tap.claim(said.returncode == 0 and not machine.has("/etc/liandong") and not machine.has("/lib/systemd/system/liandong.service"), "purged, they are gone too", said.stdout)
    tap.claim(machine.has("/var/lib/liandong/liandong.db") and machine.has("/var/lib/liandong/keys/ledger.pem") and "is kept" in said.stdout, "the city's data are kept, and it is said where", said.stdout)


def units(tap, machine):
    """systemd's own reading of the units, and how exposed it finds the service (10 is all, 0 nothing)."""
    if shutil.which("systemd-analyze") is None:
        tap.skip("systemd reads the units", "no systemd here")
        return
    for unit in ("liandong.service", "liandong.socket", "liandong-backup.service", "liandong-backup.timer"):
        said = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={machine.root}", f"/lib/systemd/system/{unit}"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        faults = [line for line in said.stdout.splitlines() if "liandong" in line and re.search("Unknown|Failed to parse|not understood|Invalid|ignoring", line)]
        tap.none(faults, f"systemd understands {unit}")
    said = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--no-pager", machine.at("/lib/systemd/system/liandong.service")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    found = re.search(r"Overall exposure level.*?: ([0-9.]+)", said.stdout)
    tap.claim(found and float(found[1]) <= 2.5, "and finds little that the service could reach", said.stdout[-400:])


def main(tap):
    if shutil.which("dpkg-deb") is None:
        tap.skip("the package", "no dpkg here")
        return
    with tempfile.TemporaryDirectory(prefix="liandong-deb-") as folder:
        machine = Machine(folder)
        first, second = packages(tap, folder)
        installed(tap, machine, first)
        materials(tap, machine, first)
        units(tap, machine)
        upgraded(tap, machine, second)
        taken_away(tap, machine)


run(main)
