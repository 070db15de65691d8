#!/usr/bin/env python3
"""Puts sql/NNNN_name.sql into a C file: embed_sql.py OUT.c FILE.sql...

Numbers must run 1, 2, 3 ... so that no migration can be forgotten or slip in between.
"""
import pathlib
import re
import sys


def literal(line):
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'


def main():
    out, files = sys.argv[1], sorted(map(pathlib.Path, sys.argv[2:]))
    rows, texts = [], []
    for number, path in enumerate(files, 1):
        match = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.sql", path.name)
        if not match or int(match[1]) != number:
            sys.exit(f"{path.name}: expected {number:04d}_name.sql")
        lines = [line for line in path.read_text("utf-8").splitlines()
                 if line and not line.lstrip().startswith("--")]
        texts.append(f"static const char sql_{number}[] =\n" +
                     "\n".join("    " + literal(line) for line in lines) + ";\n")
        rows.append(f'    {{{number}, "{match[2]}", sql_{number}}},')
    pathlib.Path(out).write_text(
        '/* Made from sql/ by tools/embed_sql.py. */\n#include "store/migrate.h"\n\n' +
        "\n".join(texts) +
        "\nstatic const struct store_migration list[] = {\n" + "\n".join(rows) +
        "\n};\n\nconst struct store_migrations store_facts = {list, sizeof list / sizeof list[0]};\n",
        "utf-8")


main()
