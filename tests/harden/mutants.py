"""Is each check of the access module missed when it is not there? Conditions of src/app/access.c are bent one at a time, in a copy; a suite must notice."""
import os
import random
import re
import shutil
import subprocess
import time

from figures import hours

BENDS = [(r"&&", "||"), (r"\|\|", "&&"), (r"==", "!="), (r"!=", "=="), (r">=", "<"), (r"\breturn true\b", "return false"), (r"\breturn false\b", "return true"), (r"\bRANK_(SCREENED|HANDED_OVER)\b(?! \d)", "0"),
         (r"= SCOPE_(?!CITY|NOTHING)\w+", "= SCOPE_CITY"), (r"!(?=[a-z])", "")]


def mutants(text):
    """(line, what, the whole text) of each; comments, names of statements and the preprocessor are left alone."""
    out, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        code = line.split("/*")[0]
        if not re.match(r"\s*(\*|/\*|#|\"|const struct statement)", line):
            for pattern, other in BENDS:
                for found in re.finditer(pattern, code):
                    bent = code[:found.start()] + other + code[found.end():] + line[len(code):]
                    out.append((number, f"{line.strip()}  ->  {bent.strip()}", text[:at] + bent + text[at + len(line):]))
        at += len(line)
    return out


def noticed(copy, build):
    """By which suite; None: by none; 'compiler': it does not even build."""
    made = subprocess.run(["ninja", "-C", build, "src/roof/liandong", "tests/app/test_app_access"], cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made.returncode != 0:
        return "compiler"
    environment = dict(os.environ, LIANDONG_BIN=os.path.join(build, "src", "roof", "liandong"), LIANDONG_PACK=os.path.join(copy, "data", "fuzhou"))
    for suite in ([os.path.join(build, "tests", "app", "test_app_access")], ["python3", "tests/api/test_access.py"], ["python3", "tests/api/test_window.py"]):
        if not os.path.exists(suite[-1] if len(suite) == 1 else os.path.join(copy, suite[1])):
            continue
        done = subprocess.run(suite, cwd=copy, env=environment, timeout=900, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        if done.returncode != 0 or re.search(r"^not ok", done.stdout, re.M):
            return os.path.basename(suite[-1])
    return None


def run(figures, root, program, folder, long):
    copy, build = os.path.join(folder, "copy"), os.path.join(folder, "mutants")
    shutil.copytree(root, copy, symlinks=True, ignore=shutil.ignore_patterns("build", "node_modules", ".git", "var"))
    path = os.path.join(copy, "src", "app", "access.c")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for step in (["meson", "setup", build, "--buildtype=debugoptimized"], ["ninja", "-C", build, "src/roof/liandong", "tests/app/test_app_access"]):
        if subprocess.run(step, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0:
            figures.skip("checks of access, each taken away", "the copy does not build")
            return
    all_of_them = mutants(text)
    chosen = all_of_them if long else random.SystemRandom().sample(all_of_them, 4)
    missed, seen, begun = [], 0, time.monotonic()
    for number, what, bent in chosen:
        with open(path, "w", encoding="utf-8") as file:
            file.write(bent)
        by = noticed(copy, build)
        seen += by not in (None, "compiler")
        if by is None:
            missed.append(f"access.c:{number}: {what}")
    each = (time.monotonic() - begun) / len(chosen)
    figures.figure("checks of access bent and noticed", f"{seen} of {seen + len(missed)} (of {len(all_of_them)}; all take {hours(each * len(all_of_them))})", "100 %", not missed if long else None if not missed else False)
    for one in missed:
        print("      not noticed: " + one, flush=True)
