"""Asking PostgreSQL with nothing but its own `psql`: rows with their types, through JSON.

Words go through standard input, passwords through PGPASSFILE: neither can be seen in a list of processes.
"""
import json
import os
import re
import subprocess


class Refused(Exception):
    """What the server or psql said."""


def run(address, words, timeout=60, environment=None):
    """All statements, each in its own transaction unless the words say otherwise; what came back, as text."""
    command = ["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", address]
    try:
        done = subprocess.run(command, input=words, text=True, timeout=timeout, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=dict(os.environ, PGCONNECT_TIMEOUT="5", **(environment or {})))
    except subprocess.TimeoutExpired:
        raise Refused(f"no answer within {timeout} s") from None
    if done.returncode != 0:
        raise Refused(done.stderr.strip())
    return done.stdout.rstrip("\n")


def literal(cell):
    if cell is None:
        return "null"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, (bytes, bytearray)):
        return f"'\\x{cell.hex()}'::bytea"
    return "'" + str(cell).replace("'", "''") + "'"


def filled(words, cells):
    """`?` becomes the cell, as with SQLite; the words are the tests' own and have no other `?`."""
    pieces = words.split("?")
    if len(pieces) != len(cells) + 1:
        raise ValueError(f"{len(cells)} cells for: {words}")
    return pieces[0] + "".join(literal(cell) + piece for cell, piece in zip(cells, pieces[1:]))


def _value(value):
    if isinstance(value, str) and re.fullmatch(r"\\x(?:[0-9a-f]{2})*", value):
        return bytes.fromhex(value[2:])
    return value


def named_rows(address, words, *cells):
    """Each row as its (column, value) pairs in order; bytea comes as bytes."""
    told = run(address, f"select row_to_json(asked) from ({filled(words, cells).strip().rstrip(';')}) as asked")
    return [[(name, _value(value)) for name, value in json.loads(line, object_pairs_hook=list)] for line in told.split("\n") if line]


def rows(address, words, *cells):
    """As sqlite3's fetchall(): tuples."""
    return [tuple(value for _, value in row) for row in named_rows(address, words, *cells)]


def change(address, words, *cells):
    """How many rows an insert, update or delete touched."""
    return int(run(address, f"with changed as ({filled(words, cells)} returning 1) select count(*) from changed"))
