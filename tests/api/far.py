"""The other side of the ways out of the house: a small mail server and a small receiver of webhooks, each of which can be told to
refuse, to be slow, to drop the line, so that what the platform makes of it can be seen."""
import base64
import email
import email.policy
import hmac
import http.server
import json
import socketserver
import threading
import time


class Far:
    """What both share: `moods` are taken one a message, then it is kind; `got` is what was acknowledged, or dropped at the end."""

    def __init__(self):
        self.moods, self.got, self.lock = [], [], threading.Lock()
        self.always = None

    def mood(self):
        with self.lock:
            return self.moods.pop(0) if self.moods else self.always or "kind"

    def keep(self, thing):
        with self.lock:
            self.got.append(thing)

    def wait(self, count, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until and len(self.got) < count:
            time.sleep(0.05)
        return len(self.got) >= count


class Mail(Far):
    """SMTP (RFC 5321) with AUTH PLAIN. A message is kept as (recipient, parsed mail, mood). With a context of TLS it is spoken from
    the first byte, or `starts` it when asked (RFC 3207); nothing is taken before."""

    def __init__(self, user=None, password=None, tls=None, starts=False, host="127.0.0.1"):
        super().__init__()
        self.user, self.password, self.raw = user, password, []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def say(self, words):
                self.wfile.write(words.encode() + b"\r\n")

            def wrap(self):
                self.request = tls.wrap_socket(self.request, server_side=True)
                self.setup()

            def handle(self):
                is_open = tls is not None
                if tls and not starts:
                    self.wrap()
                    is_open = False
                mood = outer.mood()
                if mood == "silent":
                    time.sleep(3)
                    return
                self.say("220 far ESMTP")
                signed, to = outer.user is None, None
                while True:
                    line = self.rfile.readline()
                    if not line:
                        return
                    word = line.strip().decode("ascii", "replace")
                    upper = word.upper()
                    if upper.startswith("EHLO"):
                        self.say("250-far")
                        if is_open and starts:
                            self.say("250 STARTTLS")
                            continue
                        self.say("250 AUTH PLAIN" if outer.user else "250 8BITMIME")
                    elif upper == "STARTTLS" and is_open:
                        self.say("220 go on")
                        self.wrap()
                        is_open = False
                    elif is_open:
                        self.say("530 encrypt first")
                    elif upper.startswith("AUTH PLAIN"):
                        given = word[10:].strip()
                        if not given:
                            self.say("334 ")
                            given = self.rfile.readline().strip().decode()
                        signed = base64.b64decode(given).decode() == f"\0{outer.user}\0{outer.password}"
                        self.say("235 ok" if signed else "535 no")
                    elif upper.startswith("MAIL"):
                        self.say("250 ok" if signed else "530 sign in")
                    elif upper.startswith("RCPT"):
                        to = word.split("<")[1].split(">")[0]
                        self.say({"refuse": "550 5.1.1 no such mailbox", "later": "451 busy"}.get(mood, "250 ok"))
                    elif upper == "DATA":
                        self.say("354 go on")
                        data = b""
                        while not data.endswith(b"\r\n.\r\n"):
                            more = self.rfile.readline()
                            if not more:
                                return
                            data += more
                        message = email.message_from_bytes(data[:-3], policy=email.policy.default)
                        if mood == "slow":
                            time.sleep(2)
                        if mood == "drop":
                            outer.keep((to, message, mood))
                            return
                        if mood == "after":
                            self.say("451 no room")
                            continue
                        outer.raw.append(data)
                        outer.keep((to, message, mood))
                        if mood == "die":
                            outer.on_die()
                        self.say("250 taken")
                    elif upper == "QUIT":
                        self.say("221 bye")
                        return
                    elif upper in ("RSET", "NOOP"):
                        self.say("250 ok")
                    else:
                        self.say("500 what")

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self.server = Server((host, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Hook(Far):
    """A receiver of webhooks that checks the signature as docs/api.md says; what was signed wrongly is refused and remembered."""

    def __init__(self, *keys, tls=None):
        super().__init__()
        self.keys, self.bad, self.seen = [key.encode() for key in keys], [], []
        self.proves, self.challenged = True, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                id = self.headers["Idempotency-Key"]
                if id.startswith("challenge."):
                    outer.challenged += 1
                    return self.answer(200, body=outer.proof(json.loads(body)["challenge"]))
                mood = outer.mood()
                outer.seen.append(id)
                if not outer.is_right(self.headers["Liandong-Signature"], id, body):
                    outer.bad.append((self.headers["Liandong-Signature"], body))
                    return self.answer(401)
                if mood == "moved":
                    return self.answer(302, [("Location", "http://127.0.0.1:1/")])
                if mood == "slow":
                    time.sleep(3)
                if mood in ("kind", "slow", "chatty"):
                    outer.keep(json.loads(body))
                return self.answer({"kind": 204, "slow": 204, "chatty": 200, "later": 503, "refuse": 422}[mood],
                                   body=b"x" * 200000 if mood == "chatty" else b"")

            def answer(self, status, headers=(), body=b""):
                try:
                    self.send_response(status)
                    for name, value in headers:
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass

            def log_message(self, *words):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def finish_request(self, request, address):
                super().finish_request(tls.wrap_socket(request, server_side=True) if tls else request, address)

            def handle_error(self, request, client_address):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def proof(self, challenge):
        """That it has the key, as docs/api.md says."""
        return hmac.new(self.keys[0], b"challenge." + challenge.encode(), "sha256").hexdigest().encode() if self.proves else b"ok"

    def is_right(self, header, id, body):
        """Any key it knows, by SM3 and by SHA-256, and not older than five minutes."""
        parts = [part.split("=", 1) for part in header.split(",")]
        at = next(value for name, value in parts if name == "t")
        whole = f"{at}.{id}.".encode() + body
        right = {(name, hmac.new(key, whole, name).hexdigest()) for key in self.keys for name in ("sm3", "sha256")}
        return abs(time.time() - int(at)) < 300 and len(right & {tuple(part) for part in parts}) == 2 * len(self.keys)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
