#!/usr/bin/env python3
"""The second factor: six digits of an authenticator (RFC 6238) after the password, each for one use, words for the day the
telephone is lost, and roles that can do nothing before they have one. The codes are made here from the secret alone."""
import base64
import hashlib
import hmac
import os
import sys
import threading
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Client, Server, is_problem, run

OWN = "/session/second-factor"


def code_of(secret, step):
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at:at + 4], 'big') & 0x7FFFFFFF) % 1000000:06}"


def present():
    return int(time.time()) // 30


def calm():
    """Not at the edge of a step, so that "the present one" means the same here and there."""
    while time.time() % 30 > 20:
        time.sleep(0.5)


def sign_in(server, login, **more):
    person = Client(server.address, login)
    answer = person.post("/session", {"login": login, "password": server.passwords()[login], **more}, key=False)
    if answer.status == 200:
        person.take(answer)
    return person, answer


def begin(person, server, login):
    return person.post(OWN, {"password": server.passwords()[login]}, key=False)


def setting_up(tap, server, login):
    person, answer = sign_in(server, login)
    tap.equal(answer.json["second_factor"], {"is_set": False, "is_required": False, "recovery_left": 0}, "at first nobody has one")
    wrong = person.post(OWN, {"password": "not the password"}, key=False)
    tap.claim(wrong.status == 422 and wrong.json["field"] == "password" and is_problem(wrong), "it takes the password to begin", wrong)
    tap.equal(person.post(OWN, {"code": "123456"}, key=False).status, 422, "nothing else will do")
    made = begin(person, server, login)
    secret = made.json["secret"]
    tap.claim(made.status == 200 and len(base64.b32decode(secret)) == 20 and f"secret={secret}&" in made.json["uri"] and made.json["uri"].startswith(f"otpauth://totp/Liandong:{login}?")
              and made.json["qr"]["width"] > 30 and made.json["qr"]["path"].startswith("M4 4h7v1"), "the secret is told, as text, address and QR code", made)
    tap.claim(secret.encode() not in b"".join(bytes(row[0]) for row in server.store.rows("select sealed from second_factor")), "and kept sealed")
    tap.equal(sign_in(server, login)[1].status, 200, "until it is confirmed the password is enough")
    twice = begin(person, server, login)
    tap.claim(twice.status == 200 and twice.json["secret"] != secret, "begun again the secret is another", twice)
    stale = person.post(OWN, {"code": code_of(secret, present())}, key=False, method="PUT")
    tap.claim(stale.status == 422 and stale.json["field"] == "code", "the first one's codes confirm nothing", stale)
    other, _ = sign_in(server, login)
    calm()
    done = person.post(OWN, {"code": code_of(twice.json["secret"], present() - 1)}, key=False, method="PUT")
    words = done.json.get("recovery_codes", [])
    tap.claim(done.status == 200 and len(set(words)) == 10 and all(len(word) >= 13 for word in words), "a code of the second puts it in force; ten words for recovery are told", done)
    tap.claim(other.get("/projects").status == 401 and person.get("/session").json["second_factor"] == {"is_set": True, "is_required": False, "recovery_left": 10},
              "the account's other sessions are over, this one goes on")
    tap.equal(begin(person, server, login).code, "already-done", "it can't be begun over one that is in force")
    tap.equal(person.post(OWN, {"code": code_of(twice.json["secret"], present() + 1)}, key=False, method="PUT").status, 404, "nor confirmed again")
    return person, twice.json["secret"], words


def signing_in(tap, server, login, secret, words):
    bare = sign_in(server, login)[1]
    tap.claim(bare.status == 401 and bare.code == "second-factor-needed" and is_problem(bare) and not bare.header("Set-Cookie"), "the password alone opens nothing now", bare)
    guess = Client(server.address).post("/session", {"login": login, "password": "a wrong password"}, key=False)
    tap.equal(guess.code, "sign-in-failed", "who has not even that does not learn that there is one")
    calm()
    code = code_of(secret, present())
    person, answer = sign_in(server, login, code=f" {code[:3]} {code[3:]} ")
    tap.claim(answer.status == 200 and person.get("/projects").status == 200, "with the present code, typed as it is shown, one is in", answer)
    again = sign_in(server, login, code=code)[1]
    tap.claim(again.status == 401 and again.code == "second-factor-wrong", "the same code opens nothing twice", again)
    tap.equal(sign_in(server, login, code=code_of(secret, present() - 1))[1].code, "second-factor-wrong", "an older one neither")
    for wrong in ("12345", "1234567", "abcdef", code_of(secret, present() + 3), "０１２３４５", "' or 1=1 --"):
        tap.equal(sign_in(server, login, code=wrong)[1].code, "second-factor-wrong", f"nor does {wrong}")
    tap.equal(sign_in(server, login, code="1" * 41)[1].status, 422, "what is no code at all is refused as a field")
    outs = [None, None]

    def together(place):
        outs[place] = sign_in(server, login, code=code_of(secret, present() + 1))[1]
    threads = [threading.Thread(target=together, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tap.equal(sorted(answer.status for answer in outs), [200, 401], "of two who come with one code at once, one gets in")
    _, lost = sign_in(server, login, code=words[3])
    tap.claim(lost.status == 200 and lost.json["second_factor"]["recovery_left"] == 9, "a word for recovery opens too", lost)
    tap.equal(sign_in(server, login, code=words[3])[1].code, "second-factor-wrong", "once")
    held = server.client("auditadmin").get("/audit?limit=50").json["items"]
    tap.claim(any(row["act"] == "sign-in" and row["detail"] == "recovery code" for row in held) and any(row["act"] == "second-factor-set" for row in held), "the audit trail has both")
    tap.claim(secret not in server.log(100000) and code not in server.log(100000), "the log has neither secret nor code")


def guessing(tap, server, login, secret):
    """Ten wrong codes lock the account as ten wrong passwords do."""
    codes = [sign_in(server, login, code="000000" if code_of(secret, present()) != "000000" else "000001")[1].code for _ in range(11)]
    tap.claim(codes[-1] == "sign-in-locked" and "second-factor-wrong" in codes, "guesses of codes lock the account", codes)


def removing(tap, server, login, secret, person, words):
    for other, status in (("sysadmin", 403), ("auditadmin", 403), ("navigator", 403)):
        tap.equal(server.client(other).post(f"/accounts/{person.account}/second-factor", method="DELETE").status, status, f"{other} can't remove another's")
    tap.claim([row["second_factor"] for row in server.client("secadmin").get("/accounts?limit=200").json["items"] if row["id"] == person.account] == [True], "the list of accounts says who has one")
    tap.equal(person.post(OWN, {"password": server.passwords()[login], "code": "000000"}, key=False, method="DELETE").status, 422, "it is not removed without a code")
    tap.equal(person.post(OWN, {"password": "not it", "code": words[5]}, key=False, method="DELETE").json["field"], "password", "nor without the password")
    done = person.post(OWN, {"password": server.passwords()[login], "code": words[5]}, key=False, method="DELETE")
    tap.claim(done.status == 200 and not person.get("/session").json["second_factor"]["is_set"], "with both it is", done)
    tap.equal(server.store.rows("select count(*) from second_factor_recovery")[0][0], 0, "and the words for recovery with it")
    tap.equal(person.post(OWN, {"password": server.passwords()[login], "code": words[6]}, key=False, method="DELETE").status, 404, "there is nothing left to remove")


def required(tap, server):
    """`second-factor = admins`: an administrator without one can set one up and nothing else."""
    path = os.path.join(server.folder, "factor.conf")
    with open(path, "w", encoding="ascii") as out:
        out.write("second-factor = admins\n")
    os.chmod(path, 0o600)
    server.environment["LIANDONG_CONFIG"] = path
    server.restart()
    admin, answer = sign_in(server, "secadmin")
    tap.claim(answer.status == 200 and answer.json["second_factor"]["is_required"], "an administrator gets in", answer)
    shut = [admin.get(path) for path in ("/accounts", "/events", "/openapi.json", "/session/calendar", "/drafts/x")] + [admin.post("/accounts/1/tokens", {"name": "x", "days": 1, "post": 1}, key=False)]
    tap.claim(all(one.status == 403 and one.code == "second-factor-required" and is_problem(one) for one in shut), "but no further", shut)
    made = begin(admin, server, "secadmin")
    done = admin.post(OWN, {"code": code_of(made.json["secret"], present())}, key=False, method="PUT")
    tap.claim(done.status == 200 and admin.get("/accounts").status == 200, "once he has one, all is as before", done)
    navigator, answer = sign_in(server, "navigator")
    tap.claim(answer.status == 200 and navigator.get("/projects").status == 200, "others are not asked for it", answer)
    return admin


def lost(tap, server, admin):
    """Whoever has lost his telephone and his words is helped by the security administrator, by nobody else."""
    person, answer = sign_in(server, "navigator")
    made = begin(person, server, "navigator")
    person.post(OWN, {"code": code_of(made.json["secret"], present())}, key=False, method="PUT")
    path = f"/accounts/{answer.json['account']['id']}/second-factor"
    tap.equal(person.post(path, method="DELETE").status, 403, "one's own by that way neither")
    tap.claim(person.get("/projects").status == 200 and sign_in(server, "navigator")[1].code == "second-factor-needed", "so far it stands")
    tap.equal(admin.post("/accounts/1/second-factor/", method="DELETE").status, 404, "there is no such address")
    tap.equal(admin.post(f"/accounts/{10 ** 9}/second-factor", method="DELETE").status, 404, "nor such an account")
    done = admin.post(path, method="DELETE")
    tap.claim(done.status == 200 and person.get("/projects").status == 401 and sign_in(server, "navigator")[1].status == 200, "he removes it; the sessions that were open are over", done)
    rows = server.store.rows("select detail from audit where act='second-factor-removed' order by number desc")
    tap.equal(rows[0][0], f"account:{answer.json['account']['id']}", "the audit trail says whose")


def suite(tap):
    tap.claim(code_of(base64.b32encode(b"12345678901234567890"), 37037036) == "081804", "codes are made here as RFC 6238 has them (appendix B, 1111111109)")
    with Server() as server:
        person, secret, words = setting_up(tap, server, "leader")
        login = person.name
        signing_in(tap, server, login, secret, words)
        person, answer = sign_in(server, login, code=words[0])
        tap.equal(answer.status, 200, "still in by another word")
        guessing(tap, server, login, secret)
        removing(tap, server, login, secret, person, words)
        admin = required(tap, server)
        lost(tap, server, admin)
        server.sound(tap, "after all")


if __name__ == "__main__":
    run(suite)
