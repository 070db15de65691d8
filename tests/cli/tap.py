"""What the tests of the terminal share: running the programme, and a TAP line a claim."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("LIANDONG_BIN", os.path.join(ROOT, "build", "liandong"))
PACK = os.path.join(ROOT, "data", "fuzhou")
SAMPLE = os.path.join(ROOT, "data", "sample-city")


class Done:
    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout.decode()
        self.err = process.stderr.decode()


def run(*words, stdin="", language="en_US.UTF-8", cwd=ROOT):
    environment = dict(os.environ, LANG=language, LC_ALL="")
    return Done(subprocess.run([PROGRAM, *map(str, words)], input=stdin.encode() if isinstance(stdin, str) else stdin,
                               env=environment, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300))


claims = []


def claim(function):
    """The function's name is the claim; it holds if nothing is raised."""
    claims.append(function)
    return function


def main():
    failed = 0
    for number, function in enumerate(claims, 1):
        name = function.__name__.replace("_", " ")
        try:
            function()
            print(f"ok {number} - {name}", flush=True)
        except Exception as error:  # every claim is told, whatever became of it
            failed += 1
            print(f"not ok {number} - {name}\n#   {type(error).__name__}: {error}", flush=True)
    print(f"1..{len(claims)}")
    sys.exit(1 if failed else 0)
