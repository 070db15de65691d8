#!/usr/bin/env python3
"""The OpenAPI document, as the program serves it, against a public linter."""
import json, os, subprocess, sys

import lib

HERE = os.path.dirname(os.path.abspath(__file__))

LINTER = os.path.join(os.path.dirname(HERE), "openapi")


def linter_is_there():
    if not os.path.isdir(os.path.join(LINTER, "node_modules")):
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=LINTER, check=True,
                       stdout=subprocess.DEVNULL)


def lint(document):
    return subprocess.run(["node", "lint.mjs"], cwd=LINTER, input=document, text=True, stdout=subprocess.PIPE)


def document():
    """What a running server answers."""
    with lib.Server(demo=False) as server:
        return server.client().get("/openapi.json").body.decode()


def main():
    linter_is_there()
    served = document()
    found = lint(served)
    print(found.stdout.strip().replace("\n1..1", ""))
    broken = json.loads(served)
    next(iter(broken["paths"].values()))["get" if "get" in next(iter(broken["paths"].values())) else "post"].pop("security")
    seen = lint(json.dumps(broken)).returncode != 0
    print(("ok" if seen else "not ok") + " 2 - the linter notices an operation that anybody might call")
    print("1..2")
    return 0 if found.returncode == 0 and seen else 1


if __name__ == "__main__":
    sys.exit(main())
