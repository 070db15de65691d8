"""The released program as a file: how it was compiled, what it calls, whether it comes out the same twice."""
import hashlib
import os
import re
import shutil
import subprocess

# cert-c: MSC24 and ERR07; system and popen: no shell is ever run.
BANNED = {"gets", "strcpy", "strcat", "sprintf", "vsprintf", "system", "popen", "atoi", "atol", "strtok", "tmpnam", "mktemp", "rand", "alloca"}


def said(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace").stdout


def landings(program):
    """How many places begin with endbr64. The mark on the whole program (IBT) takes a C library that has it too, which Debian 12's has not."""
    with open(program, "rb") as file:
        return file.read().count(b"\xf3\x0f\x1e\xfa")


def flags(figures, program):
    header, segments, dynamic = (said("readelf", "-W", option, program) for option in ("-h", "-l", "-d"))
    symbols = said("nm", "-D", "--undefined-only", program)
    stack = re.search(r"GNU_STACK\s+\S+\s+\S+\s+\S+\s+\S+\s+\S+\s+(\S+)", segments)
    found = {
        "position independent": "DYN" in header and "PIE" in dynamic,
        "relocations read only": "GNU_RELRO" in segments,
        "bound at the start": "NOW" in dynamic,
        "no executable stack": bool(stack) and "E" not in stack[1],
        "no page both written and run": not re.search(r"LOAD.* RWE ", segments),
        "stack protector": "__stack_chk_fail" in symbols,
        "fortified": "_chk@" in symbols,
        "control flow, as compiled": os.uname().machine != "x86_64" or landings(program) > 1000,
        "no library path of its own": "RPATH" not in dynamic and "RUNPATH" not in dynamic,
    }
    figures.never("hardening of the program", [name for name, there in found.items() if not there], f"{len(found)} properties")
    called = {line.split()[-1].split("@")[0] for line in symbols.splitlines() if line.strip()}
    figures.never("dangerous functions", sorted(called & BANNED), f"{len(called)} functions called")


def filter_size(figures, root):
    with open(os.path.join(root, "src", "roof", "confine.c"), encoding="utf-8") as file:
        table = re.search(r"needed\[\] = \{(.*?)\n\};", file.read(), re.S)[1]
    common, _, old = table.partition("#ifdef __x86_64__")
    count = len(re.findall(r"SYS_\w+", common)) + (len(re.findall(r"SYS_\w+", old)) if os.uname().machine == "x86_64" else 0)
    figures.figure("system calls left to the server", str(count), "<= 60", count <= 60)


def reproducible(figures, root, folder):
    """Two builds in two folders from the same sources; each the whole program."""
    digests = []
    for name in ("one", "two"):
        build = os.path.join(folder, name)
        steps = (["meson", "setup", build, "--buildtype=release"], ["ninja", "-C", build, "src/roof/liandong"])
        for step in steps:
            if subprocess.run(step, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
                figures.skip("two builds are one", "the build failed")
                return
        with open(os.path.join(build, "src", "roof", "liandong"), "rb") as file:
            digests.append(hashlib.sha256(file.read()).hexdigest())
        shutil.rmtree(build)
    figures.never("two builds are one", [] if digests[0] == digests[1] else digests, "2 builds")


def run(figures, root, program, folder, long):
    flags(figures, program)
    filter_size(figures, root)
    if long:
        reproducible(figures, root, folder)
    else:
        figures.skip("two builds are one", "make harden-long")
