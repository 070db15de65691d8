#!/usr/bin/env python3
"""The pages: both languages complete, every text used, colours readable, sources in order. The checks
themselves are web/tools; here they are claims."""
import json
import os
import shutil
import subprocess

from house import ROOT, Claims, text

CHECKS = {
    "check-i18n.mjs": "every text of the pages stands in both languages",
    "check-contrast.mjs": "the colours of the pages can be read",
    "check-source.mjs": "the sources of the pages keep the house's rules",
}


def keys(value, before=""):
    if not isinstance(value, dict):
        return {before}
    found = set()
    for name, inside in value.items():
        found |= keys(inside, f"{before}.{name}" if before else name)
    return found


def one_sided():
    zh = keys(json.loads(text("web/src/i18n/zh.json")))
    en = keys(json.loads(text("web/src/i18n/en.json")))
    return [f"{key} has no English" for key in sorted(zh - en)] + [f"{key} has no Chinese" for key in sorted(en - zh)]


def main():
    claims = Claims()
    claims.holds("the two languages of the pages have the same keys", one_sided())
    node = shutil.which("node")
    ready = node and os.path.isdir(os.path.join(ROOT, "web", "node_modules"))
    for script, claim in CHECKS.items():
        if not ready or not os.path.exists(os.path.join(ROOT, "web", "tools", script)):
            claims.skip(claim, "needs node and web/node_modules")
            continue
        done = subprocess.run([node, os.path.join("tools", script)], cwd=os.path.join(ROOT, "web"), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        claims.holds(claim, [] if done.returncode == 0 else done.stdout.splitlines()[-40:])
    claims.end()


if __name__ == "__main__":
    main()
