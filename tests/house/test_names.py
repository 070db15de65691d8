#!/usr/bin/env python3
"""Names as the house writes them: a public function says its module first, constants carry the name of
their enum, everything is snake_case."""
import functools
import os
import re

from house import Claims, code, sources
from house import functions as house_functions

# Public functions whose first word is no word of file, folder or type, with the reason.
ODD_NAMES = {
    "lock_duration_ms": "of accounts: a rule of the sign-in that tests ask",
    "hex_of": "bytes as people see them; a receipt's digits are such",
    "left_words": "of a task's days",
    "secret_routes": "the routes of door/api/secrets.c",
    "audit_later": "door/api notes for the audit administrator",
    "token_hash": "of tokens, beside the passwords",
    "money_is_valid": "of a field kind",
    "money_hundredths": "of a field kind",
    "money_fen": "of a field kind",
    "light_worse": "of the lights of a dossier",
    "day_words": "of a task's days",
}

# Public and called by nobody, with the reason.
UNCALLED = {
    "src/store/cell.c:cell_id_or_null": "cells are complete with it",
    "src/vault/vault.c:vault_open_item": "called by the macro vault_open",
    "src/store/store.c:store_notify": "the seam of databases: the embedded one has nobody to wake",
}


def words(name):
    return set(re.split(r"[_/.]", name))


def singular(word):
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def with_plurals(found):
    return found | {singular(w) for w in found} | {w + "s" for w in found}


PROTOTYPE = re.compile(r"(?:^|\n)(?!#|typedef|struct \w+ \{|static)[\w \*]+?[ \*](\w+)\((?!\*)", re.S)


def public_functions(header):
    """Names declared in a header. Function pointers in structs stand inside braces, which are taken away."""
    flat = re.sub(r"\{[^{}]*\}", "", re.sub(r"\{[^{}]*\}", "", code(header)))
    flat = re.sub(r"(?m)^\s*#(?:.*\\\n)*.*$", "", flat)
    names = []
    for match in re.finditer(r"(?:^|;|\n)\s*((?:MUST_USE |extern |const |struct |enum |unsigned )*\w[\w ]*?[ \*]+)(\w+)\(([^;]*)\)[^;()]*(?:\([^;]*\))?;", flat):
        if "typedef" not in match.group(1) and "__attribute__" not in match.group(1):
            names.append(match.group(2))
    return names


def types_of(header):
    return set(re.findall(r"\b(?:struct|enum) (\w+)", code(header)))


@functools.lru_cache(maxsize=None)
def homes():
    """Where each public function is written."""
    return {f.name: path for path in sources("src/", (".c",)) for f in house_functions(path) if not f.is_static}


def odd_functions():
    for header in sources("src/", (".h",)):
        home = header[len("src/"):-2]
        allowed = with_plurals(words(home))
        for name in types_of(header):
            allowed |= with_plurals(words(name))
        for name in public_functions(header):
            first = name.split("_")[0]
            at_home = with_plurals(words(homes().get(name, "")[4:-2]))
            if first not in allowed | at_home and name not in ODD_NAMES:
                yield f"{header}: {name}() says neither file, folder nor type first"


def not_snake():
    for path in sources():
        for function in house_functions(path):
            if not re.fullmatch(r"[a-z][a-z0-9_]*", function.name):
                yield f"{path}:{function.line}: {function.name}() is not snake_case"
        for kind, name in re.findall(r"\b(struct|enum|union) (\w+)\s*\{", code(path)):
            if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
                yield f"{path}: {kind} {name} is not snake_case"
        for name in re.findall(r"(?m)^#define (\w+)", code(path)):
            if not re.fullmatch(r"[A-Z][A-Z0-9_]*|[a-z][a-z0-9_]*\(?", name):
                yield f"{path}: macro {name} mixes cases"


ENUM = re.compile(r"\benum (\w+)\s*\{(.*?)\}", re.S)


def odd_constants():
    for path in sources("src/", (".h",)):
        for name, inside in ENUM.findall(code(path)):
            inside = re.sub(r"(?m)^\s*#.*$", "", inside)
            constants = re.findall(r"(?:^|,)\s*(\w+)", re.sub(r"=[^,]*", "", inside))
            constants = [c for c in constants if not c.islower()]
            mine = {w.upper() for w in with_plurals(words(name) | words(path[4:-2]))}
            for constant in constants:
                if not re.fullmatch(r"[A-Z][A-Z0-9_]*", constant):
                    yield f"{path}: {constant} of enum {name} is not in capitals"
                elif constant.split("_")[0] not in mine:
                    yield f"{path}: {constant} does not carry the name of enum {name}"


def typedefs():
    """No typedef save for small values and functions."""
    for path in sources("src/", (".h",)):
        for line in re.findall(r"(?m)^typedef .*$", code(path)):
            if re.match(r"typedef (struct|enum|union)\b", line):
                yield f"{path}: {line}: types are written struct x"


def doubles():
    """A public name stands for one thing."""
    seen = {}
    for path in sources("src/", (".c",)):
        for function in house_functions(path):
            if function.is_static:
                continue
            if function.name in seen:
                yield f"{function.name}() stands in {seen[function.name]} and in {path}"
            seen[function.name] = path


def undeclared():
    """What is not static is declared in a header, if need be by a macro that pastes the name."""
    declared, pasted = set(), ()
    for header in sources("src/", (".h",)):
        declared |= set(re.findall(r"\b(\w+)\b", code(header)))
        pasted += tuple(re.findall(r"(\w+_)##", code(header)))
    for path in sources("src/", (".c",)):  # event kinds name the record functions of their room's store
        for names in re.findall(r"\brecord_function ([^;]*);", code(path)):
            declared |= set(re.findall(r"\w+", names))
    for path in sources("src/", (".c",)):
        for function in house_functions(path):
            if not (function.is_static or function.name in declared or function.name == "main"
                    or (pasted and function.name.startswith(pasted))):
                yield f"{path}: {function.name}() is neither static nor in a header"


def unused():
    """A public function that nobody calls is taken away."""
    used = {}
    macros = [line for path in sources("src/", (".h",)) for line in code(path).split("\n")
              if line.startswith("#define") or line.endswith("\\")]
    pasted = tuple(prefix for line in macros for prefix in re.findall(r"(\w+_)##", line))
    for path in sources("src/") + sources("tests/", (".c", ".h")) + sources("bench/", (".c",)):
        for name in set(re.findall(r"\b(\w+)\b", code(path))):
            used.setdefault(name, set()).add(path)
    for path in sources("src/", (".c",)):
        body = code(path)
        for function in house_functions(path):
            if function.is_static or function.name == "main":
                continue
            elsewhere = {p for p in used.get(function.name, ()) if p.endswith(".c") and p != path}
            here = len(re.findall(r"\b%s\b" % function.name, body))
            in_macro = any(re.search(r"\b%s\b" % function.name, line) for line in macros)
            is_pasted = bool(pasted) and function.name.startswith(pasted)
            name = f"{path}:{function.name}"
            idle = not elsewhere and here < 2 and not in_macro and not is_pasted
            if idle and name not in UNCALLED:
                yield f"{path}: nobody calls {function.name}()"
            if not idle and name in UNCALLED:
                yield f"{name} is called now: take it off the list"


def empty_headers():
    for path in sources("src/", (".h",)):
        base = os.path.basename(path)
        if not re.fullmatch(r"[a-z][a-z0-9_]*\.h", base):
            yield f"{path} is not snake_case"


def main():
    claims = Claims()
    found = sum(len(public_functions(h)) for h in sources("src/", (".h",)))
    claims.holds("the public functions are found at all", [] if found > 250 else [f"only {found}"])
    claims.holds("a public function names its file, folder or type first", odd_functions())
    claims.holds("functions, types and macros keep to their case", not_snake())
    claims.holds("constants carry the name of their enum", odd_constants())
    claims.holds("types are not hidden behind a typedef", typedefs())
    claims.holds("a public name stands for one function", doubles())
    claims.holds("what is not static stands in a header", undeclared())
    claims.holds("every public function is called", unused())
    claims.holds("files are named in snake_case", empty_headers())
    claims.end()


if __name__ == "__main__":
    main()
