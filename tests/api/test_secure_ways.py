#!/usr/bin/env python3
"""The ways out of the house, encrypted: mail with STARTTLS and with TLS from the first byte, webhooks by https, under an authority
made for the test. A certificate that is over, for another name, or of nobody one trusts is refused, and the doctor says which;
an endpoint is told nothing before it has shown that it has the key."""
import os
import ssl
import subprocess
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from far import Hook, Mail
from lib import Server, run
from test_channels import ANY_TIME, KEY, SECRET, Ways

NOT_NEAR = "127.0.0.2"  # an address of this machine that the platform does not take for it
CONFIG = """[ca]
default_ca = it
[it]
database = {0}/index
serial = {0}/serial
new_certs_dir = {0}
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""


class Authority:
    """An authority of certificates in a folder, by the command openssl."""

    def __init__(self, folder, name="ca"):
        self.folder, self.name = os.path.join(folder, name), name
        os.mkdir(self.folder)
        self.file = self.folder + "/ca.pem"
        for file, words in (("index", ""), ("serial", "01\n"), ("conf", CONFIG.format(self.folder))):
            with open(f"{self.folder}/{file}", "w", encoding="ascii") as out:
                out.write(words)
        self.do("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.folder + "/ca.key", "-out", self.file, "-days", "30",
                "-subj", "/CN=test authority " + name, "-addext", "basicConstraints=critical,CA:TRUE")

    @staticmethod
    def do(*words):
        subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def context(self, name, hosts="DNS:localhost,IP:127.0.0.1,IP:127.0.0.2", until="20991231000000Z"):
        """Of a server that has a certificate for the hosts."""
        base = f"{self.folder}/{name}"
        self.do("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", base + ".key", "-out", base + ".csr", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + hosts)
        self.do("ca", "-batch", "-config", self.folder + "/conf", "-cert", self.file, "-keyfile", self.folder + "/ca.key", "-in", base + ".csr", "-out", base + ".pem",
                "-startdate", "20200101000000Z", "-enddate", until, "-notext")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(base + ".pem", base + ".key")
        return context


def secure(tap, ways, authority, context):
    """A server whose ways are all encrypted tells by each, with what it would say in the clear."""
    for starts in (True, False):
        mail = Mail("linkage", SECRET, tls=context, starts=starts, host=NOT_NEAR)
        hook = Hook(KEY, tls=context)
        scheme, how = ("smtp", "STARTTLS") if starts else ("smtps", "TLS from the first byte")
        try:
            ways.mail = mail
            ways.write("l.conf", f"""[mail]
server = {scheme}://{NOT_NEAR}:{mail.port}
from = linkage@city.example
user = linkage
secret = {ways.folder}/mail.secret
ca = {authority.file}
[webhook exchange]
url = https://localhost:{hook.port}/in
secret = {ways.folder}/hook.secret
ca = {authority.file}
near = yes
""")
            ways.server.start()
            if starts:
                ways.settle_in()
            ways.reach(ways.officer, {"mail_address": f"{scheme}@dept.example", **ANY_TIME})
            notice = ways.whistle("加密")
            tap.equal(ways.until(notice, ways.officer.account, "mail", "sent")["state"], "sent", f"mail by {how}")
            tap.equal(ways.until(notice, 0, "exchange", "sent")["state"], "sent", "a webhook by https")
            tap.claim(hook.challenged == 1 and not hook.bad, "after one challenge", hook.challenged)
            said = looked(ways)
            tap.claim("way mail: it answers" in said and "way exchange: it answers" in said, "the doctor says that both answer", said)
            hook.proves = False
            said = looked(ways)
            tap.claim("did not answer the challenge" in said, "and says when the endpoint has not the key", said)
        finally:
            ways.server.stop()
            mail.close()
            hook.close()


def unproven(tap, ways):
    """Whoever takes all that comes and has not the key is told nothing."""
    hook = Hook(KEY)
    hook.proves = False
    mail = Mail()
    ways.mail = mail
    try:
        ways.write("l.conf", f"[mail]\nserver = smtp://127.0.0.1:{mail.port}\nfrom = a@b.example\n[webhook exchange]\nurl = http://127.0.0.1:{hook.port}/in\nsecret = {ways.folder}/hook.secret\nnear = yes\n")
        ways.server.start()
        notice = ways.whistle("未证明")
        until = time.monotonic() + 15
        while time.monotonic() < until:
            row = ways.state(notice, 0, "exchange")
            if row["attempts"] and row["state"] == "waiting":
                break
            time.sleep(0.1)
        tap.claim(row["attempts"] == 1 and "challenge" in row["trouble"] and not hook.got and not hook.seen, "an endpoint without the key is told nothing", row, hook.got)
        hook.proves = True
        ways.again_now()
        tap.claim(ways.until(notice, 0, "exchange", "sent", 75)["state"] == "sent" and hook.challenged == 2, "once it has shown it, it is told", hook.challenged)
    finally:
        ways.server.stop()
        mail.close()
        hook.close()


def looked(ways, language="en"):
    ways.server.environment["LANG"] = {"en": "C.UTF-8", "zh": "zh_CN.UTF-8"}[language]
    done = ways.server.cli("doctor", "--db", ways.server.database, "--pack", os.environ.get("LIANDONG_PACK", ""))
    return (done.stdout + done.stderr).decode()


def wrong(tap, ways, authority, other):
    """Everything that is not right is refused, and said."""
    cases = [("another name", authority.context("name", "DNS:other.example"), authority.file, "another host name"),
             ("one that is over", authority.context("over", until="20200601000000Z"), authority.file, "is over, or not in force"),
             ("one of another authority", other.context("foreign"), authority.file, "not trusted"),
             ("one that the machine does not know", authority.context("unknown"), None, "not trusted")]
    for words, context, ca, expected in cases:
        for kind in ("starttls", "tls", "https"):
            far = Hook(KEY, tls=context) if kind == "https" else Mail(tls=context, starts=kind == "starttls", host=NOT_NEAR)
            more = f"ca = {ca}\n" if ca else ""
            where = {"starttls": "smtp", "tls": "smtps"}.get(kind)
            ways.write("l.conf", (f"[mail]\nserver = {where}://{NOT_NEAR}:{far.port}\nfrom = a@b.example\n" if where else
                                  f"[webhook x]\nurl = https://localhost:{far.port}/\nsecret = {ways.folder}/hook.secret\nnear = yes\n") + more)
            said = looked(ways)
            far.close()
            tap.claim(expected in said and "it answers" not in said and not far.got, f"{kind} with {words} is refused, and said", said)
    far = Mail(host=NOT_NEAR)
    ways.write("l.conf", f"[mail]\nserver = smtp://{NOT_NEAR}:{far.port}\nfrom = a@b.example\n")
    said = looked(ways)
    tap.claim("offers no encryption" in said, "a server without encryption is refused", said)
    far.close()
    far = Mail("linkage", "another", tls=authority.context("login"), host=NOT_NEAR)
    ways.write("l.conf", f"[mail]\nserver = smtps://{NOT_NEAR}:{far.port}\nfrom = a@b.example\nuser = linkage\nsecret = {ways.folder}/mail.secret\nca = {authority.file}\n")
    said = looked(ways)
    tap.claim("were not accepted" in said and SECRET not in said, "a wrong password is said, not shown", said)
    far.close()
    said = looked(ways)
    tap.claim("cannot be reached" in said, "a server that is not there too", said)
    tap.claim("连不上" in looked(ways, "zh"), "in Chinese as well")
    ways.write("l.conf", f"[mail]\nserver = smtps://{NOT_NEAR}:{far.port}\nfrom = a@b.example\nca = {ways.folder}/nothing.pem\n")
    tap.claim("nothing.pem" in looked(ways), "a file of certificates that is not there is a wrong setting")


def suite(tap):
    server = Server()
    try:
        server.setup()
        authority, other = Authority(server.folder), Authority(server.folder, "other")
        ways = Ways(server, Mail(), Hook(KEY), Hook(KEY))
        wrong(tap, ways, authority, other)
        secure(tap, ways, authority, authority.context("right"))
        unproven(tap, ways)
        log = server.log(10 ** 7)
        tap.claim(SECRET not in log and KEY not in log, "no secret in the log")
    finally:
        server.close()


if __name__ == "__main__":
    run(suite)
