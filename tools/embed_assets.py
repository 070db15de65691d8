#!/usr/bin/env python3
"""Turn a directory of built web files into one C source: a sorted table of struct asset.

    embed_assets.py [--name web_assets] [--depfile F] --output OUT.c DIR

For every file: content type, strong entity tag (SHA-256), cache rule, and a gzip form where it is
smaller. `X.br` or `X.gz` lying beside `X` is taken as its ready-made form (the web build can make
brotli, Python's library cannot). A directory that is not there gives an empty table. The output is
the same for the same input, and is left alone when nothing changed.
"""
import argparse
import gzip
import hashlib
import os
import re
import sys

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".xml": "application/xml",
}
# Already compressed: gzip would only cost time.
PACKED = {".png", ".jpg", ".webp", ".woff2", ".pdf"}
FOREVER = "public, max-age=31536000, immutable"
ASK = "no-cache"
# As Vite names its output: name-HASH.ext, the hash of eight or more characters; in its folder of assets, where
# every name ends in one, web/tools/short-names.mjs leaves four of them.
HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
SHORTENED = re.compile(r"^/assets/.*-[A-Za-z0-9_-]{4}\.[a-z0-9]+$")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def beside(path, ending, plain):
    """A ready-made form next to the file, if it is there and smaller."""
    if os.path.exists(path + ending):
        data = read(path + ending)
        if len(data) < len(plain):
            return data
    return b""


def is_variant(path):
    stem, ending = os.path.splitext(path)
    return ending in (".br", ".gz") and os.path.exists(stem)


def looks_hashed(name):
    """A hash holds a digit or mixed case; a plain word such as `-document` does not count."""
    match = HASHED.search(name)
    if match is None:
        return False
    part = match.group(0)[1:].rsplit(".", 1)[0]
    return any(c.isdigit() for c in part) or (part != part.lower() and part != part.upper())


def tag(data, form):
    return '"%s%s"' % (hashlib.sha256(data).hexdigest()[:24], form)


def load(root):
    assets = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))  # a build's own notes
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not is_variant(path) and not name.startswith("."):
                assets.append(load_one(root, path))
    return assets


def load_one(root, path):
    plain = read(path)
    ending = os.path.splitext(path)[1].lower()
    packed = beside(path, ".gz", plain)
    if not packed and ending not in PACKED:
        made = gzip.compress(plain, 9, mtime=0)
        packed = made if len(made) < len(plain) else b""
    address = "/" + os.path.relpath(path, root).replace(os.sep, "/")
    hashed = (looks_hashed(os.path.basename(path)) or SHORTENED.match(address)) and ending != ".html"
    return {
        "file": path,
        "path": address,
        "type": TYPES.get(ending, "application/octet-stream"),
        "cache": FOREVER if hashed else ASK,
        "plain": plain,
        "gzip": packed,
        "brotli": beside(path, ".br", plain),
    }


def with_indexes(assets):
    """`/x/index.html` is also `/x/` (and `/index.html` is `/`)."""
    more = []
    for asset in assets:
        if asset["path"].endswith("/index.html"):
            more.append({**asset, "path": asset["path"][: -len("index.html")]})
    return sorted(assets + more, key=lambda asset: asset["path"].encode())


def c_string(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\?' else
                         "".join("\\%03o" % b for b in c.encode()) for c in text) + '"'


def c_bytes(name, data):
    """As an array; one line a 40 bytes keeps compilers and diffs quick enough."""
    lines = [",".join(str(b) for b in data[i:i + 40]) for i in range(0, len(data), 40)]
    return "static const unsigned char %s[%d] = {\n%s};\n" % (name, max(len(data), 1),
                                                            ",\n".join(lines) or "0")


def write_c(assets, name):
    blobs = {}
    out = ['#include "door/http/asset.h"\n', "/* Made by tools/embed_assets.py. */\n"]

    def blob(data):
        if not data:
            return '{"", 0}'
        key = hashlib.sha256(data).hexdigest()
        if key not in blobs:
            blobs[key] = "blob_%d" % len(blobs)
            out.append(c_bytes(blobs[key], data))
        return "{(const char *)%s, %d}" % (blobs[key], len(data))

    rows = []
    for asset in assets:
        plain = asset["plain"]
        fields = [c_string(asset["path"]), c_string(asset["type"]), c_string(asset["cache"]),
                  c_string(tag(plain, "")), c_string(tag(plain, "-gz")),
                  c_string(tag(plain, "-br")), blob(plain), blob(asset["gzip"]),
                  blob(asset["brotli"])]
        rows.append("    {" + ", ".join(fields) + "},\n")
    if rows:
        out.append("static const struct asset rows[] = {\n" + "".join(rows) + "};\n")
    out.append("const struct asset_table %s = {%s, %d};\n"
               % (name, "rows" if rows else "(const struct asset *)0", len(rows)))
    return "".join(out)


def write_if_changed(path, text):
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="web_assets")
    parser.add_argument("--output", required=True)
    parser.add_argument("--depfile")
    parser.add_argument("root")
    arguments = parser.parse_args()
    assets = load(arguments.root)
    write_if_changed(arguments.output, write_c(with_indexes(assets), arguments.name))
    if arguments.depfile:
        files = " ".join(asset["file"].replace(" ", "\\ ") for asset in assets)
        write_if_changed(arguments.depfile, "%s: %s\n" % (arguments.output, files))
    return 0


if __name__ == "__main__":
    sys.exit(main())
