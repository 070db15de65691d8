#!/usr/bin/env python3
"""A project's whole file: register, record, documents and proofs in one archive that is checked without the server; what its reader may not see is not in it,
who had the documents is noted, and no byte of it can be changed unnoticed."""
import io
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import zipfile

from lib import PROGRAM, Server, is_problem, run, tiny_pdf


class Desk:
    """Checks archives offline, as somebody who has nothing but the file and the published key."""

    def __init__(self, server):
        self.folder = tempfile.mkdtemp(prefix="archive-")
        self.key = os.path.join(self.folder, "published.pub")
        shutil.copy(os.path.join(server.home, "keys", "ledger.pem.pub"), self.key)

    def check(self, data, *words):
        path = os.path.join(self.folder, "a.zip")
        with open(path, "wb") as file:
            file.write(data)
        return subprocess.run([PROGRAM, "verify", path, *(words or ("--key", self.key))], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "LANG": "C"}, cwd=self.folder)


def words_of(pdf):
    if shutil.which("pdftotext") is None:
        return None
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, timeout=60).stdout.decode()


def suite(tap):
    with Server() as server:
        enterprise, navigator = server.client("enterprise1"), server.client("navigator")
        project = enterprise.session["post"]["project_id"]
        pdf = tiny_pdf("archive")
        kept = enterprise.upload(project, "合同 很长的名称（副本）.pdf", pdf)
        tap.equal(kept.status, 200, "a document is handed in")
        before = server.ledger_of_people()
        desk = Desk(server)
        given = navigator.get(f"/projects/{project}/archive")
        tap.claim(given.status == 200 and given.header("Content-Type") == "application/zip" and "attachment" in given.header("Content-Disposition"), "it is given out", given.status, given.headers)
        inside(tap, server, given.body, project, kept.json["id"], pdf)
        checked(tap, desk, given.body)
        changed(tap, desk, given.body)
        tap.equal(server.ledger_of_people(), before, "looking writes nothing into the ledger")
        readers(tap, server, desk, project, kept.json["id"])
        refusals(tap, server, project)
        server.sound(tap, "after archives")
        offline(tap, server, desk, project, kept.json["id"])
        shutil.rmtree(desk.folder)


def inside(tap, server, data, project, file, pdf):
    archive = zipfile.ZipFile(io.BytesIO(data))
    tap.equal(archive.testzip(), None, "any unpacker opens it")
    names = archive.namelist()
    proof, record = json.loads(archive.read("proof.json")), json.loads(archive.read("record.json"))
    tap.claim(names[0] == "register-1.pdf" and names[-1] == "proof.json" and names[-1] not in [one["path"] for one in proof["members"]], "register first, proof last", names)
    tap.equal([one["path"] for one in proof["members"]], names[:-1], "the proof tells of all other members")
    tap.equal(archive.read(f"documents/{file}-合同 很长的名称（副本）.pdf"), pdf, "a document as it was handed in")
    navigator = server.client("navigator")
    tap.equal(len([name for name in names if name.startswith("documents/")]), navigator.get(f"/projects/{project}/files").json["total"], "all documents")
    acts = [one["seq"] for one in record["acts"]]
    tap.equal(len(acts), navigator.get(f"/projects/{project}/history").json["total"], "all acts that he sees")
    tap.equal(sorted(acts), [one["seq"] for one in proof["acts"]], "each act has its proof")
    tap.equal(record["project"]["name"], navigator.get(f"/projects/{project}").json["name"], "the record says what the page says")
    for name in ("facts", "plans", "letters", "certificates", "files", "needs", "team", "names"):
        tap.claim(record[name] is not None, f"the record has {name}")
    told = words_of(archive.read("register-1.pdf"))
    if told is None:
        tap.skip("the register can be read", "no pdftotext")
        return
    plain = "".join(told.split())
    wanted = [record["project"]["number"], str(file), record["files"][0]["digest"][:12], record["acts"][0]["receipt"][:5], record["project"]["name"].replace(" ", "")]
    all_of_it = plain + "".join("".join(words_of(archive.read(name)).split()) for name in names if name.startswith("register-") and name != "register-1.pdf")
    tap.none([one for one in wanted if one not in all_of_it], "the register names project, documents with digests, acts with numbers")


def checked(tap, desk, data):
    done = desk.check(data)
    tap.claim(done.returncode == 0 and "GENUINE" in done.stdout, "it holds, offline", done.returncode, done.stdout, done.stderr)
    proof = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("proof.json"))
    tap.claim(f"{len(proof['acts'])} acts" in done.stdout and f"{len(proof['documents'])} documents" in done.stdout, "it says what it has checked", done.stdout)
    other = os.path.join(desk.folder, "other.pub")
    with open(desk.key, encoding="utf-8") as file:
        text = file.read().strip()
    made = subprocess.run(["openssl", "ecparam", "-genkey", "-name", "SM2", "-noout"], capture_output=True, check=True).stdout
    point = subprocess.run(["openssl", "ec", "-pubout", "-outform", "DER"], input=made, capture_output=True, check=True).stdout[-65:].hex()
    with open(other, "w", encoding="utf-8") as file:
        file.write((text.replace(text.split()[-1], point) if len(text.split()[-1]) == 130 else point) + "\n")
    done = desk.check(data, "--key", other)
    tap.claim(done.returncode == 1, "under another key it does not", done.returncode, done.stdout, done.stderr)


def changed(tap, desk, data):
    """One byte anywhere: in a document, the register, the record, the proof, and in what only an unpacker looks at."""
    chance = random.Random(8)
    infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
    places = [info.header_offset + chance.randrange(30) for info in infos[:3]]
    places += [info.header_offset + 30 + len(info.filename.encode()) + chance.randrange(info.file_size) for info in infos for _ in range(2)]
    places += [len(data) - 1 - chance.randrange(200) for _ in range(3)] + [chance.randrange(len(data)) for _ in range(10)]
    unnoticed = []
    for place in places:
        bad = bytearray(data)
        bad[place] ^= 1 << chance.randrange(8)
        done = desk.check(bytes(bad))
        if done.returncode != 1 or "GENUINE" in done.stdout:
            unnoticed.append((place, done.returncode, done.stdout, done.stderr[-200:]))
    tap.none(unnoticed, f"one byte changed at {len(places)} places is noticed")
    end = data.rindex(b"PK\x05\x06")
    for what, bad in (("cut short", data[:-1]), ("a byte more", data + b"\0"), ("without its directory", data[: end - 100]), ("empty", b"PK\x03\x04")):
        done = desk.check(bad)
        tap.claim(done.returncode == 1, f"refused: {what}", done.returncode, done.stdout, done.stderr)
    forged = io.BytesIO()
    with zipfile.ZipFile(forged, "w") as into:
        for info in infos:
            body = zipfile.ZipFile(io.BytesIO(data)).read(info)
            into.writestr(info.filename, body + b" " if info.filename.startswith("documents/") else body)
    tap.equal(desk.check(forged.getvalue()).returncode, 1, "packed anew with other documents it is refused")


def readers(tap, server, desk, project, file):
    """The enterprise has its own file, without what is not shown to it; who had the documents is noted."""
    enterprise, navigator = server.client("enterprise1"), server.client("navigator")
    given = enterprise.get(f"/projects/{project}/archive")
    tap.equal([given.status, desk.check(given.body).returncode], [200, 0], "the enterprise has its own")
    record = json.loads(zipfile.ZipFile(io.BytesIO(given.body)).read("record.json"))
    tap.equal(len(record["acts"]), enterprise.get(f"/projects/{project}/history").json["total"], "with the acts that it sees")
    seen = navigator.get(f"/files/{file}/seen").json
    tap.claim(any(one["role"] == "navigator" for one in seen["items"]) and any(one["role"] == "enterprise" for one in seen["items"]), "who had the documents is noted", seen)
    noted = server.store.rows("select count(*) from audit where act='exported' and detail like '%/archive'")[0][0]
    tap.equal(noted, 2, "and who took the archive")
    supervisor = server.client("supervisor").get(f"/projects/{project}/archive")
    tap.equal([supervisor.status, desk.check(supervisor.body).returncode], [200, 0], "whoever sees the project may have it")


def offline(tap, server, desk, project, file):
    """The same by the terminal, with neither sessions nor pages; nothing of it is left when it is refused."""
    target = os.path.join(desk.folder, "项目卷宗.zip")
    home = ["--db", server.database, "--home", server.home]
    make = lambda *words: subprocess.run([PROGRAM, "archive", *home, *words], capture_output=True, text=True, timeout=120, env={**os.environ, "LANG": "C"})
    before = server.ledger_of_people()
    done = make("--project", str(project), "--out", target)
    tap.claim(done.returncode == 0, "the terminal makes one too", done.returncode, done.stderr)
    with open(target, "rb") as made:
        data = made.read()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    tap.claim(any(name.startswith(f"documents/{file}-合同") for name in names) and desk.check(data).returncode == 0, "it holds, and a reader of zips reads its Chinese names", names)
    if shutil.which("unzip"):
        listed = subprocess.run(["unzip", "-Z1", target], capture_output=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout.decode("utf-8", "replace")
        tap.equal(listed.split("\n")[:-1], names, "and so does unzip")
    tap.claim(make("--project", str(project), "--out", target).returncode == 1 and open(target, "rb").read() == data, "what is there is not written over")
    none = os.path.join(desk.folder, "none.zip")
    tap.equal([make("--project", "987654321", "--out", none).returncode, os.path.exists(none)], [1, False], "of no project there is no archive")
    tap.equal(make("--out", none).returncode, 2, "which project must be said")
    tap.equal(server.ledger_of_people(), before, "and nothing was written into the ledger")


def refusals(tap, server, project):
    for who in ("enterprise2", "sysadmin", "auditor", "window"):
        if who in server.passwords():
            answer = server.client(who).get(f"/projects/{project}/archive")
            tap.claim(answer.status in (403, 404) and is_problem(answer), f"another's project is none: {who}", answer)
    tap.equal(server.client().get(f"/projects/{project}/archive").status, 401, "nor without signing in")
    for path in ("/projects/987654321/archive", "/projects/x/archive", "/projects/0/archive", "/projects//archive"):
        answer = server.client("navigator").get(path)
        tap.claim(answer.status == 404 and is_problem(answer), f"there is none: {path}", answer)
    tap.equal(server.client("leader").get(f"/projects/{project}/archive?as=zip").status, 400, "it has no query")
    statuses = [server.client("leader").get("/projects/987654321/archive").status for _ in range(12)]
    tap.equal(set(statuses), {404}, "what is not there is not counted")
    begun = time.monotonic()
    statuses = [server.client("leader").get(f"/projects/{project}/archive").status for _ in range(9)]
    tap.claim(1 <= statuses.count(200) <= 7 + (time.monotonic() - begun) / 10, "six a minute, however long they take", statuses)


run(suite)
