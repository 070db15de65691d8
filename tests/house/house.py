"""What the house tests share: the committed sources, C text without comments and strings, and TAP."""
import functools
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Claims:
    """Prints a TAP line a claim; what speaks against one stands below it."""

    def __init__(self):
        self.number = 0
        self.failed = 0

    def holds(self, claim, against=()):
        """True claims have nothing against them. `against` is a list of sentences."""
        against = list(against)
        self.number += 1
        self.failed += bool(against)
        print(f"{'not ok' if against else 'ok'} {self.number} - {claim}")
        for sentence in against[:40]:
            print(f"#   {sentence}")
        if len(against) > 40:
            print(f"#   ... and {len(against) - 40} more")

    def skip(self, claim, why):
        self.number += 1
        print(f"ok {self.number} - {claim} # SKIP {why}")

    def end(self):
        print(f"1..{self.number}")
        sys.exit(1 if self.failed else 0)


@functools.lru_cache(maxsize=None)
def committed():
    """Paths of all committed files that are there, from the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout
    paths = [name.decode() for name in listed.split(b"\0") if name]
    if not paths:  # an unpacked archive has no .git
        for folder, folders, names in os.walk(ROOT):
            folders[:] = [f for f in folders if f not in (".git", "node_modules", "build", "var", "dist")]
            paths += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names]
    return [path for path in sorted(paths) if os.path.isfile(os.path.join(ROOT, path))]


def sources(prefix="src/", endings=(".c", ".h")):
    return [path for path in committed() if path.startswith(prefix) and path.endswith(endings)]


@functools.lru_cache(maxsize=None)
def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", errors="replace") as file:
        return file.read()


COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


@functools.lru_cache(maxsize=None)
def code(path):
    """The C text with comments blanked and the insides of strings taken away; lines stay in place."""

    def blank(match):
        found = match.group(0)
        if found[0] in "\"'":
            return found[0] + found[0]
        return "\n" * found.count("\n") if "\n" in found else " "

    return COMMENT_OR_STRING.sub(blank, text(path))


INCLUDE = re.compile(r'^#include\s+(<[^>]+>|"[^"]+")', re.M)


def includes(path):
    """Quoted includes without the quotes, system ones with their brackets, in order."""
    return [found.strip('"') for found in INCLUDE.findall(text(path))]


class Function:
    def __init__(self, path, name, line, lines, parameters, is_static):
        self.path, self.name, self.line = path, name, line
        self.lines, self.parameters, self.is_static = lines, parameters, is_static


def split_parameters(inside):
    if inside.strip() in ("", "void"):
        return []
    parts, depth, part = [], 0, ""
    for c in inside:
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += c
    return parts + [part]


HEAD = re.compile(r"(\w+)\s*\((.*)\)\s*$", re.S)


@functools.lru_cache(maxsize=None)
def functions(path):
    """Every function of a file. The form is clang-format's: its braces stand alone in column 0."""
    found = []
    lines = code(path).split("\n")
    at = 0
    while at < len(lines):
        if lines[at].rstrip() != "{":
            at += 1
            continue
        begin = at
        while begin > 0 and lines[begin - 1].strip() and not lines[begin - 1].startswith(("}", "#")) \
                and not lines[begin - 1].rstrip().endswith(";"):
            begin -= 1
        end = at
        while end < len(lines) and not lines[end].startswith("}"):
            end += 1
        head = HEAD.search("\n".join(lines[begin:at]))
        if head:
            is_static = "static" in lines[begin].split("(")[0].split()
            found.append(Function(path, head.group(1), begin + 1, end - begin + 1,
                                  split_parameters(head.group(2)), is_static))
        at = end + 1
    return found
