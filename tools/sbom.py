#!/usr/bin/env python3
"""What a built program is made of, as a bill of materials (CycloneDX 1.5, JSON) on the standard output:

    tools/sbom.py PROGRAM VERSION

Debian's packages are those the program is linked with and the fonts it reads; npm's are those whose code is in the pages, with the
hashes of the lock file. Names and licences come from docs/third-party.md: what is linked and not listed there is an error, so that
neither list is longer than the other. The same program gives the same bill (SOURCE_DATE_EPOCH, else the last commit, is its time)."""
import base64
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FONTS = "fonts-noto-cjk"
# Of builds for tests alone.
SANITIZERS = r"lib(asan|ubsan|tsan)\d|libgcc"


def said(*words):
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def running():
    """The table of what runs, a row a package: the words of its first cell, its licence."""
    with open(os.path.join(ROOT, "docs", "third-party.md"), encoding="utf-8") as file:
        table = file.read().split("## In the running program")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")][2:]
    return [(set(re.findall(r"[@\w][\w@/.+-]*", row[0])), re.match(r"[^;(]*(\([^)]*\))?", row[2])[0].strip()) for row in rows]


def licence_of(name, rows):
    """Of a member of a family ("vue (and @vue/compiler-dom, compiler-core ...)") the family's."""
    return next((licence for names, licence in rows if name in names or name.split("/")[-1] in names), None)


def debian(program, rows):
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", said("readelf", "-d", program))
    places = dict(re.findall(r"^\s*(\S+) => (\S+) \(", said("ldd", program), re.M))
    packages = {FONTS}
    for library in needed:
        path = places.get(library, "")
        for place in (path, os.path.realpath(path), path.removeprefix("/usr")):
            packages |= {line.split(":")[0] for line in said("dpkg-query", "--search", place).splitlines()}
    packages = {name for name in packages if not re.match(SANITIZERS, name)}
    lacking = sorted(name for name in packages if licence_of(name, rows) is None)
    if lacking:
        sys.exit("sbom.py: linked, but not in docs/third-party.md: " + ", ".join(lacking))
    for name in sorted(packages):
        version, arch = said("dpkg-query", "--show", "--showformat=${Version} ${Architecture}", name).split()
        yield {"type": "library", "name": name, "version": version, "purl": f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={arch}&distro=debian-12",
               "licenses": [{"license": {"name": licence_of(name, rows)}}]}


def npm(rows):
    with open(os.path.join(ROOT, "web", "package-lock.json"), encoding="utf-8") as file:
        locked = json.load(file)["packages"]
    lacking = sorted(name for name in locked[""]["dependencies"] if licence_of(name, rows) is None)
    if lacking:
        sys.exit("sbom.py: in the pages, but not in docs/third-party.md: " + ", ".join(lacking))
    for path, package in sorted(locked.items()):
        name = path.removeprefix("node_modules/")
        if not path or package.get("dev") or licence_of(name, rows) is None:
            continue
        kind, digest = package["integrity"].split("-", 1)
        yield {"type": "library", "name": name, "version": package["version"], "purl": f"pkg:npm/{name.replace('@', '%40')}@{package['version']}",
               "hashes": [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}], "licenses": [{"license": {"id": package["license"]}}]}


def bill(program, version):
    rows = running()
    parts = [*debian(program, rows), *npm(rows)]
    for part in parts:
        part["bom-ref"] = part["purl"]
    with open(program, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or said("git", "log", "-1", "--format=%ct") or 0)
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}", "version": 1,
            "metadata": {"timestamp": datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
                         "component": {"type": "application", "bom-ref": "liandong", "name": "liandong", "version": version,
                                       "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-256", "content": digest}]}},
            "components": parts, "dependencies": [{"ref": "liandong", "dependsOn": [part["bom-ref"] for part in parts]}]}


if __name__ == "__main__":
    if len(sys.argv) != 3 or not os.path.isfile(sys.argv[1]):
        sys.exit(__doc__)
    json.dump(bill(os.path.abspath(sys.argv[1]), sys.argv[2]), sys.stdout, ensure_ascii=False, indent=1)
    print()
