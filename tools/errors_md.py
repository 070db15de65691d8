#!/usr/bin/env python3
"""Writes docs/errors.md from src/base/faults.def: every refusal and failure the program can utter.

    errors_md.py [--check]

With --check nothing is written; the exit status is 1 when the document is not what the table says.
"""
import argparse
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = os.path.join(ROOT, "src", "base", "faults.def")
DOCUMENT = os.path.join(ROOT, "docs", "errors.md")

STRING = r'"((?:[^"\\]|\\.)*)"'
LINE = re.compile(r"FAULT\(\s*(\w+)\s*,\s*(\d+)\s*,\s*" + r"\s*,\s*".join([STRING] * 5) + r"\s*\)")
TITLE = re.compile(r"^/\* -- (.+) -- \*/$")

HEAD = """# Error codes

Made from `src/base/faults.def` by `tools/errors_md.py`: change the table, not this page.

Every refusal is an `application/problem+json` document with `code`, `status`, `title`, `detail`, `advice`, and, where one field is
to blame, `field` and `label` (see [api.md](api.md)). `code` is stable: programs may rely on it. Sentences are for people and may
change. `{field}` stands for the label of the field concerned, `{1}` `{2}` `{3}` for what was found. What to do about it stands in
the second line of each cell.
"""


def unescaped(text):
    return re.sub(r"\\(.)", r"\1", text)


def cell(text):
    return unescaped(text).replace("|", "\\|")


def rows(path):
    """Titles and faults in the order of the file."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        title = TITLE.match(line)
        if title:
            yield "title", title.group(1)
        elif line.startswith("FAULT("):
            fault = LINE.match(line)
            if not fault:
                sys.exit(f"{path}:{number}: not understood: {line}")
            yield "fault", fault.groups()


def document():
    out = [HEAD]
    for kind, what in rows(TABLE):
        if kind == "title":
            out.append(f"\n## {what[0].upper() + what[1:]}\n\n| code | status | 中文 | English |\n| --- | --- | --- | --- |\n")
            continue
        _, status, code, zh, en, hint_zh, hint_en = what
        out.append(f"| `{code}` | {status} | {cell(zh)}<br>{cell(hint_zh)} | {cell(en)}<br>{cell(hint_en)} |\n")
    return "".join(out)


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("--check", action="store_true")
    wanted = document()
    if reader.parse_args().check:
        with open(DOCUMENT, encoding="utf-8") as file:
            if file.read() != wanted:
                sys.exit("docs/errors.md is not what src/base/faults.def says: run tools/errors_md.py")
        return
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(wanted)


if __name__ == "__main__":
    main()
