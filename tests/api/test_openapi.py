#!/usr/bin/env python3
"""The OpenAPI document, as the program serves it, against a public linter."""
import json, os, subprocess, sys

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
    import http.client, tempfile
    program = os.environ["LIANDONG_BIN"]
    pack = os.environ["LIANDONG_PACK"]
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "l.db")
        subprocess.run([program, "setup", "--db", database, "--pack", pack], check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([program, "serve", "--db", database, "--pack", pack, "--port", "0"],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(server.stdout.readline().rstrip().rstrip("/").rsplit(":", 1)[1])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/api/v1/openapi.json")
            return connection.getresponse().read().decode()
        finally:
            server.terminate()
            server.wait(20)


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
