#!/usr/bin/env python3
"""Files as a whole: uploads in parts that survive lost connections and killed servers, documents that are archives, versions,
who saw what, virus scanning by a daemon, and what a hostile hand sends.
"""
import hashlib
import io
import os
import signal
import socket
import socketserver
import struct
import sys
import threading
import time
import zipfile

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, is_problem, run, tiny_pdf

MIB = 1 << 20
ON_POSTGRES = bool(os.environ.get("LIANDONG_TEST_DB"))


def sm3(data):
    return hashlib.new("sm3", data).hexdigest()


def large_pdf(size, words="large"):
    page = tiny_pdf(words)
    return page.replace(b"%" + words.encode() + b"\n", b"%" + words.encode() + b"0" * (size - len(page)) + b"\n")


def parts_of(data):
    return [data[at:at + MIB] for at in range(0, len(data), MIB)]


class Upload:
    """One upload in parts, as a page does it."""

    def __init__(self, client, project, name, data, **more):
        self.client, self.data = client, data
        self.opened = client.post(f"/projects/{project}/uploads", {"name": name, "size": len(data), **more})
        self.id = (self.opened.json or {}).get("id")

    def part(self, number, data=None, digest=None, client=None):
        piece = parts_of(self.data)[number - 1] if data is None else data
        return (client or self.client).send("PUT", f"/api/v1/uploads/{self.id}/parts/{number}", piece, {"X-Digest": digest or sm3(piece)})

    def all(self, numbers=None):
        return [self.part(number).status for number in numbers or range(1, len(parts_of(self.data)) + 1)]

    def state(self, client=None):
        return (client or self.client).get(f"/uploads/{self.id}")

    def finish(self, **more):
        return self.client.post(f"/uploads/{self.id}/finish", **more)


class Town:
    def __init__(self, server):
        self.server = server
        self.enterprise = server.client("enterprise1")
        self.project = self.enterprise.session["post"]["project_id"]
        self.other = server.client("enterprise4")
        self.navigator = server.client("navigator1") if "navigator1" in server.passwords() else server.client("navigator")
        self.leader = server.client("leader")

    def count(self, table):
        return self.server.store.rows(f"select count(*) from {table}")[0][0]


def in_parts(tap, town):
    data = large_pdf(5 * MIB + 12345)
    upload = Upload(town.enterprise, town.project, "大图纸.pdf", data, digest=sm3(data))
    opened = upload.opened.json
    tap.equal((upload.opened.status, opened["part_size"], opened["parts"]), (200, MIB, 6), "an upload of 5 MiB is opened in parts")
    tap.equal(upload.state().json["missing"], [1, 2, 3, 4, 5, 6], "all of it is missing")
    mine = town.enterprise.get(f"/projects/{town.project}/uploads").json["items"]
    tap.equal([(row["id"], row["name"], row["size"]) for row in mine], [(upload.id, "大图纸.pdf", len(data))], "it stands among one's own uploads")
    tap.equal(town.navigator.get(f"/projects/{town.project}/uploads").json["items"], [], "and among nobody else's")
    tap.equal(upload.all([6, 3, 1]), [200, 200, 200], "parts come in any order")
    early = upload.finish()
    tap.claim(early.status == 409 and early.code == "upload-incomplete" and is_problem(early), "it cannot be finished before all are there", early)
    tap.equal((upload.all([3]), upload.state().json["missing"]), ([200], [2, 4, 5]), "a part again changes nothing")
    for words, answer, code in (
            ("with a wrong digest", upload.part(2, digest=sm3(b"other")), "upload-digest"), ("without a digest", upload.part(2, digest=" "), "upload-digest"),
            ("too short", upload.part(2, data=b"x" * 100), "upload-part"), ("empty", upload.part(2, data=b""), "upload-part"),
            ("of no number", upload.part(7, data=b"x" * MIB), "upload-part"), ("of number 0", upload.part(0, data=b"x" * MIB), "upload-part")):
        tap.claim(answer.code == code and is_problem(answer), f"a part {words} is refused", answer)
    for words, client in (("another enterprise", town.other), ("the navigator of the project", town.navigator), ("a leader", town.leader)):
        seen, sent = upload.state(client), upload.part(2, client=client)
        tap.claim(seen.status == 404 and sent.status in (403, 404), f"{words} knows nothing of it", seen, sent)
    tap.equal(upload.all([2, 4, 5]), [200] * 3, "the rest comes")
    size = town.server.ledger_of_people()
    key = "finish-once"
    done, again = upload.finish(key=key), upload.finish(key=key)
    tap.equal((done.status, done.json["digest"], done.json["size"]), (200, sm3(data), len(data)), "finished, it is a file with the digest of the whole")
    tap.equal((again.status, again.json), (200, done.json), "the answer lost and asked for again is the same")
    third = upload.finish()
    tap.equal((third.status, third.json["id"], town.server.ledger_of_people()), (200, done.json["id"], size + 1), "under another key too, and it happened once")
    tap.equal(upload.state().json["state"], "done", "the upload says that it is done")
    tap.equal(upload.part(1).code, "upload-over", "nothing more can be sent to it")
    back = town.navigator.get(f"/files/{done.json['id']}")
    tap.claim(back.body == data, "it comes back byte for byte", back.status, len(back.body))


def refused_at_once(tap, town):
    before = (town.server.ledger_of_people(), town.count("file_upload"))
    cases = [("10 GB", "a.pdf", 10 << 30, 413), ("51 MiB", "a.pdf", 51 * MIB, 413), ("a picture of 21 MiB", "a.png", 21 * MIB, 413), ("nothing", "a.pdf", 0, 422),
             ("less than nothing", "a.pdf", -5, 422), ("a zip", "a.zip", 100, 415), ("a path", "../../etc/cron.d/a.pdf", 100, 422), ("another path", "..\\a.pdf", 100, 422),
             ("a number that is none", "a.pdf", 1e30, 422), ("a digest that is none", "a.pdf", 100, 422)]
    for words, name, size, status in cases:
        more = {"digest": "xyz"} if "digest" in words else {}
        answer = town.enterprise.post(f"/projects/{town.project}/uploads", {"name": name, "size": size, **more})
        tap.claim(answer.status == status and is_problem(answer), f"{words}: refused before a byte is sent", answer)
    foreign = town.other.post(f"/projects/{town.project}/uploads", {"name": "a.pdf", "size": 100})
    tap.equal(foreign.status, 404, "into another's project: there is none")
    tap.equal((town.server.ledger_of_people(), town.count("file_upload")), before, "and nothing of it is left")
    uploads = [Upload(town.other, town.other.session["post"]["project_id"], f"{n}.pdf", b"x" * 100) for n in range(25)]
    statuses = [upload.opened.status for upload in uploads]
    tap.equal((statuses.count(200), set(statuses[20:])), (20, {429}), "an account has twenty under way at a time")
    dropped = town.other.post(f"/uploads/{uploads[0].id}", method="DELETE")
    again = Upload(town.other, town.other.session["post"]["project_id"], "more.pdf", b"x" * 100)
    tap.equal((dropped.status, again.opened.status, uploads[0].part(1).code), (200, 200, "upload-over"), "one given up makes room for another")
    for upload in uploads[1:20] + [again]:
        town.other.post(f"/uploads/{upload.id}", method="DELETE")


def not_what_it_says(tap, town):
    """What is wrong with the whole shows at the end: clear answer, nothing kept, and the upload can be given up."""
    size = town.server.ledger_of_people()
    cases = [("a web page", b"<html><script>1</script></html>" * 100, "a.pdf", "file-kind"), ("a picture named as a document", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "a.pdf", "file-damaged"),
             ("another content than announced", tiny_pdf("one"), "a.pdf", "upload-digest")]
    for words, data, name, code in cases:
        more = {"digest": sm3(b"another")} if code == "upload-digest" else {}
        upload = Upload(town.enterprise, town.project, name, data, **more)
        upload.all()
        answer = upload.finish()
        tap.claim(answer.code == code and is_problem(answer), f"{words} is refused when it is whole", answer)
    tap.equal(town.server.ledger_of_people(), size, "nothing was kept")


# -- interrupted --

def cut_in_the_middle(town, upload, number):
    """Announces a part, sends half of it and breaks the connection."""
    piece = parts_of(upload.data)[number - 1]
    link = socket.create_connection(town.server.address)
    head = town.enterprise.headers("PUT", {"X-Digest": sm3(piece), "Content-Length": str(len(piece)), "Host": "x"})
    link.sendall(f"PUT /api/v1/uploads/{upload.id}/parts/{number} HTTP/1.1\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n" + piece[:len(piece) // 2])
    time.sleep(0.2)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()


def goes_on(tap, town):
    data = large_pdf(6 * MIB + 1, "goes on")
    upload = Upload(town.enterprise, town.project, "断点续传.pdf", data, digest=sm3(data))
    upload.all([1, 2])
    cut_in_the_middle(town, upload, 3)
    tap.equal(upload.state().json["missing"], [3, 4, 5, 6, 7], "after a lost connection it is known what is missing")
    upload.all([3])
    killed = threading.Timer(0.15, town.server.stop, (signal.SIGKILL,))
    killed.start()
    try:
        upload.all([4, 5])
    except OSError:
        pass
    killed.join()
    town.server.start()
    missing = upload.state().json["missing"]
    tap.claim(set(missing) <= {4, 5, 6, 7} and 7 in missing, "after a killed server too, and what was acknowledged is there", missing)
    upload.all(missing)
    # Killed while it is put together: afterwards it is done, or can be done.
    killed = threading.Timer(0.02, town.server.stop, (signal.SIGKILL,))
    killed.start()
    try:
        upload.finish()
    except OSError:
        pass
    killed.join()
    town.server.start()
    done = upload.finish()
    tap.claim(done.status == 200 and done.json["digest"] == sm3(data), "a finish that was cut off is done afterwards", done)
    listed = [row["id"] for row in town.enterprise.get(f"/projects/{town.project}/files?limit=200").json["items"] if row["digest"] == sm3(data)]
    tap.equal(listed, [done.json["id"]], "once")
    tap.claim(town.enterprise.get(f"/files/{done.json['id']}").body == data, "and whole")


def slow_line(tap, town):
    """A phone on a bad line: a part comes in small pieces over a second, and still counts."""
    data = large_pdf(MIB + 500, "slow")
    upload = Upload(town.enterprise, town.project, "慢.pdf", data)
    upload.all([1])
    piece = parts_of(data)[1]
    link = socket.create_connection(town.server.address)
    head = town.enterprise.headers("PUT", {"X-Digest": sm3(piece), "Content-Length": str(len(piece)), "Host": "x", "Connection": "close"})
    link.sendall(f"PUT /api/v1/uploads/{upload.id}/parts/2 HTTP/1.1\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in head.items()).encode() + b"\r\n")
    for at in range(0, len(piece), 50):
        link.sendall(piece[at:at + 50])
        time.sleep(0.1)
    answer = link.recv(200)
    link.close()
    tap.claim(b" 200 " in answer and upload.finish().status == 200, "a part that drips in is taken", answer)


def expires(tap, town):
    data = large_pdf(MIB + 7, "late")
    upload = Upload(town.enterprise, town.project, "late.pdf", data)
    upload.all([1])
    town.server.stop()
    town.server.store.change("update file_upload set touched_at=? where id=?", int((time.time() - 4 * 86400) * 1000), upload.id)
    town.server.start()
    # The hourly sweep may have been there already: then it is not known any more.
    tap.claim({upload.part(2).code, upload.finish().code} <= {"upload-over", "not-found"}, "after three days without a part it has expired")
    until = time.time() + 20
    while time.time() < until and upload.state().status != 404:
        time.sleep(0.2)
    tap.equal(upload.state().status, 404, "and is forgotten")


# -- documents --

def document(members, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


TYPES = ("[Content_Types].xml", "<Types/>")
WORD = [TYPES, ("word/document.xml", "<w:document/>" * 50)]


def documents(tap, town):
    for name, members in (("合同.docx", WORD), ("明细.xlsx", [TYPES, ("xl/workbook.xml", "<workbook/>")]), ("批复.ofd", [("OFD.xml", "<OFD/>"), ("Doc_0/Document.xml", "<D/>")])):
        data = document(members)
        kept = town.enterprise.upload(town.project, name, data)
        tap.claim(kept.status == 200 and town.enterprise.get(f"/files/{kept.json['id']}").body == data, f"{name} is taken, its archive as it is", kept)
    size = town.server.ledger_of_people()
    bomb = document([TYPES, ("word/document.xml", b"\0" * (60 << 20))])
    nested = document(WORD + [("word/inner.zip", bomb)])
    swapped = document(WORD).replace(b"word/document.xml", b"word/d0cument.xml", 1)
    hostile = [("a zip bomb", bomb), ("a bomb within", nested), ("macros", document(WORD + [("word/vbaProject.bin", "x")])), ("a path that leads out", document(WORD + [("../../x.xml", "x")])),
               ("something in front", b"%PDF-1.4\n" + document(WORD)), ("something behind", document(WORD) + b"<script>"), ("a plain archive", document([("a.txt", "a")])),
               ("two names for one member", swapped), ("half of it", document(WORD)[:150]), ("an Office document that is a program", b"MZ" + document(WORD))]
    for words, data in hostile:
        answer = town.enterprise.upload(town.project, "a.docx", data)
        tap.claim(answer.status in (415, 422) and is_problem(answer), f"a document with {words} is refused", answer)
    both = tiny_pdf("both") + document(WORD)
    tap.claim(is_problem(town.enterprise.upload(town.project, "a.pdf", both)) and is_problem(town.enterprise.upload(town.project, "a.docx", both)), "what is two things at once is neither")
    tap.equal(town.server.ledger_of_people(), size, "none of them was kept")


# -- once, versions, who saw what --

def stored_once(tap, town):
    data = tiny_pdf("twice the same")
    first = town.enterprise.upload(town.project, "一.pdf", data)
    other = town.other.upload(town.other.session["post"]["project_id"], "二.pdf", data)
    tap.equal((first.status, other.status, sorted(first.json), first.json["digest"] == other.json["digest"]), (200, 200, sorted(other.json), True),
              "the same content in two projects: the second answer tells nothing of the first")
    if not ON_POSTGRES:
        digest = sm3(data)
        place = os.path.join(town.server.home, "files", digest[:2], digest[2:])
        tap.equal((os.path.getsize(place), len([n for n in os.listdir(os.path.dirname(place)) if n.startswith(digest[2:10])])), (len(data), 1), "it lies on the disk once")
    else:
        tap.equal(town.server.store.rows("select count(*) from file_content where digest=?", sm3(data))[0][0], 1, "it lies in the database once")
    tap.equal(town.other.get(f"/files/{first.json['id']}").status, 404, "whoever has the same content may not open the other's file")


def versions(tap, town):
    first = town.enterprise.upload(town.project, "图纸.pdf", tiny_pdf("v1")).json["id"]
    second = town.enterprise.upload(town.project, "图纸改.pdf", tiny_pdf("v2"), X_Replaces=str(first)).json["id"]
    upload = Upload(town.enterprise, town.project, "图纸再改.pdf", tiny_pdf("v3"), replaces=second)
    upload.all()
    third = upload.finish().json["id"]
    rows = town.navigator.get(f"/files/{first}/versions").json["items"]
    tap.equal([(row["id"], row["version"], row["replaces"], row["replaced_by"]) for row in rows], [(third, 3, second, None), (second, 2, first, third), (first, 1, None, second)],
              "each round's version is kept, in a chain")
    tap.claim(town.navigator.get(f"/files/{first}").status == 200, "the old one can still be opened")
    size = town.server.ledger_of_people()
    for words, client, replaces, status in (("what was replaced already", town.enterprise, first, 409), ("the other side's file", town.navigator, third, 409),
                                            ("what is not there", town.enterprise, 99999999, 404)):
        answer = client.upload(town.project, "x.pdf", tiny_pdf("vx"), X_Replaces=str(replaces))
        tap.claim(answer.status == status and is_problem(answer), f"{words} is not replaced", answer)
    foreign = town.other.upload(town.other.session["post"]["project_id"], "x.pdf", tiny_pdf("vy"), X_Replaces=str(third))
    tap.equal((foreign.status, town.server.ledger_of_people()), (404, size), "nor a file of a project one may not see")


def who_saw(tap, town):
    kept = town.enterprise.upload(town.project, "谁看过.pdf", tiny_pdf("seen")).json["id"]
    tap.equal(town.enterprise.get(f"/files/{kept}/seen").json, {"items": [], "total": 0}, "nobody has seen a new file")
    town.other.get(f"/files/{kept}")
    town.navigator.get(f"/files/{kept}")
    town.leader.get(f"/files/{kept}")
    for_staff, for_enterprise = town.navigator.get(f"/files/{kept}/seen").json, town.enterprise.get(f"/files/{kept}/seen").json
    tap.equal([row["role"] for row in for_staff["items"]], ["leader", "navigator"], "each time its bytes went out is noted, and no time they did not")
    tap.claim(all(row["name"] for row in for_staff["items"]) and all(row["name"] is None and row["role_name"] for row in for_enterprise["items"]),
              "the service side sees names, the enterprise units and roles", for_staff, for_enterprise)
    tap.equal(town.other.get(f"/files/{kept}/seen").status, 404, "others see nothing of it")


# -- the scanner --

class Daemon(socketserver.ThreadingTCPServer):
    """Talks like clamd: finds EICAR's test text, knows PING."""
    allow_reuse_address = daemon_threads = True
    mute = False

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            word = self.rfile.read(1)
            while not word.endswith(b"\0"):
                word += self.rfile.read(1)
            if self.server.mute:
                return
            if word == b"zPING\0":
                self.wfile.write(b"PONG\0")
                return
            data = b""
            while True:
                size = struct.unpack(">I", self.rfile.read(4))[0]
                if size == 0:
                    break
                data += self.rfile.read(size)
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if b"EICAR-STANDARD" in data else b"stream: OK\0")


def scanned(tap):
    daemon = Daemon(("127.0.0.1", 0), Daemon.Handler)
    threading.Thread(target=daemon.serve_forever, daemon=True).start()
    with Server(environment={"LIANDONG_SCANNER": f"127.0.0.1:{daemon.server_address[1]}"}) as server:
        town = Town(server)
        clean = town.enterprise.upload(town.project, "a.pdf", tiny_pdf("clean"))
        about = town.enterprise.get(f"/files/{clean.json['id']}/about").json
        tap.equal((clean.status, about["scan"]), (200, "clean"), "a scanned file is kept as clean")
        size = server.ledger_of_people()
        answer = town.enterprise.upload(town.project, "b.pdf", tiny_pdf("EICAR-STANDARD-ANTIVIRUS"))
        tap.claim(answer.code == "file-infected" and "Eicar-Test-Signature" in answer.json["detail"], "an infected one is refused with the name of what was found", answer)
        upload = Upload(town.enterprise, town.project, "c.pdf", tiny_pdf("EICAR-STANDARD-ANTIVIRUS"))
        upload.all()
        tap.equal(upload.finish().code, "file-infected", "also when it came in parts")
        daemon.mute = True
        silent = town.enterprise.upload(town.project, "d.pdf", tiny_pdf("d"))
        daemon.mute = False
        tap.claim(silent.status == 503 and silent.code == "scanner-silent", "while the scanner says nothing nothing is kept", silent)
        tap.equal(server.ledger_of_people(), size, "nothing of that is in the ledger")
    daemon.shutdown()


def suite(tap):
    with Server() as server:
        town = Town(server)
        for part in (in_parts, refused_at_once, not_what_it_says, documents, stored_once, versions, who_saw, slow_line, goes_on, expires):
            try:
                part(tap, town)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        kept = town.enterprise.get(f"/projects/{town.project}/files?limit=1").json["items"][0]
        tap.equal(kept["scan"], "none", "without a scanner a file says that it was not scanned")
        tap.equal((server.alive(), server.stop()), (True, 0), "the server is alive and ends well")
        server.sound(tap, "after it all")
    scanned(tap)


if __name__ == "__main__":
    run(suite)
