#!/usr/bin/env python3
"""Notices by mail and webhook: who is told by which way, what becomes of each, and that nothing is sent twice, whatever the other
side does and whenever the server is killed; that a way that fails or is slow holds up nobody; and that no secret shows."""
import datetime
import os
import re
import signal
import statistics
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from far import Hook, Mail
from lib import Server, done, refused, run

SECRET, KEY, OLD = "mail-secret-5f3a9", "hook-key-0123456789", "old-hook-key-987654321"
ANY_TIME = {"quiet_from": "00:00", "quiet_to": "00:00"}  # whenever the test runs


class Ways:
    """A server with its ways out, and a project whose enterprise can whistle for a unit."""

    def __init__(self, server, mail, hook, people):
        self.server, self.mail, self.hook, self.people = server, mail, hook, people
        self.folder = server.folder
        self.write("mail.secret", SECRET)
        self.write("hook.secret", KEY)
        self.write("old.secret", OLD)
        self.write("l.conf", f"""
[mail]
server = smtp://127.0.0.1:{mail.port}
from = linkage@city.example
name = 联动平台
user = linkage
secret = {self.folder}/mail.secret
[webhook exchange]
url = http://127.0.0.1:{hook.port}/in
secret = {self.folder}/hook.secret
old_secret = {self.folder}/old.secret
near = yes
for = systems
[webhook sms]
url = http://localhost:{people.port}/in
secret = {self.folder}/hook.secret
near = yes
for = people
""")
        server.environment["LIANDONG_CONFIG"] = f"{self.folder}/l.conf"

    def write(self, name, words, mode=0o600):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(words)
        os.chmod(path, mode)

    def settle_in(self):
        server = self.server
        self.enterprise = server.client("enterprise1")
        self.project = self.enterprise.session["post"]["project_id"]
        parties = [row[0] for row in server.store.rows(f"select org from project_party where project={self.project} order by org")]
        self.org = next(org for org in parties if not org.startswith("asc"))
        self.officer = self.hire("told")

    def hire(self, login):
        return self.server.hire(login, {"role": "department_officer", "org": self.org, "district": "350100"})

    def reach(self, person, body):
        """He says how he is reached, and types in the code that is sent to his address."""
        said = person.post("/reach", body, method="PUT")
        assert said.status == 200, said
        confirmed = person.post("/reach/confirmation", {"code": self.code(body["mail_address"])})
        assert confirmed.json["confirmed"], confirmed

    def codes(self, address):
        return [message for to, message, _ in self.mail.got if to == address and ("确认码" in message["Subject"] or "confirm" in message["Subject"])]

    def code(self, address, nth=1):
        until = time.monotonic() + 20
        while len(self.codes(address)) < nth and time.monotonic() < until:
            time.sleep(0.05)
        return re.search(r"^ +(\d{6})$", self.codes(address)[-1].get_content(), re.M).group(1)

    def whistle(self, words="放线没有人来"):
        made = self.enterprise.post(f"/projects/{self.project}/whistles", {"said": words, "org": self.org})
        assert made.status == 200, made
        return self.newest()

    def newest(self):
        return self.server.store.rows(f"select max(id) from notice where address='unit:{self.org}'")[0][0]

    def state(self, notice, account, channel):
        rows = self.server.store.named("select * from notice_delivery where notice=%d and account=%d and channel='%s'" % (notice, account, channel))
        return rows[0] if rows else None

    def until(self, notice, account, channel, state, seconds=20):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            row = self.state(notice, account, channel)
            if row and row["state"] == state:
                return row
            time.sleep(0.1)
        return self.state(notice, account, channel)

    def wait_for_chores(self, seconds=25):
        """The chores, which come every ten seconds, have announced to the unit what will become of the newest whistle, and that is mailed:
        for the next seconds nobody is mailed of anything else, and a mood is taken by the mail that it is meant for."""
        told = f"select count(*) from notice where address='unit:{self.org}' and about=(select max(about) from notice where address='unit:{self.org}')"
        waiting = f"select count(*) from notice_delivery where account={self.officer.account} and channel='mail' and digest=0 and done_at=0"
        until = time.monotonic() + seconds
        while time.monotonic() < until and (self.server.store.rows(told)[0][0] < 2 or self.server.store.rows(waiting)[0][0] > 0):
            time.sleep(0.1)

    def copies(self, notice):
        """How often the far side took the mail of this notice; others may be mailed meanwhile of something else."""
        return sum(message["Message-ID"].startswith(f"<{notice}.") for _, message, _ in self.mail.got)

    def again_now(self):
        """What waits for its next try is due now."""
        self.server.store.change("update notice_delivery set due_at=1 where state='waiting' and digest=0")


def settings(tap, ways):
    server = ways.server
    for words, why in (("[mail]\nserver = http://x\nfrom = a@b.cn\n", "another protocol"), ("[mail]\nserver = smtp://mail.example:25\nfrom = a b@c\n", "no address"),
                       ("[webhook x]\nurl = http://example.com/\nsecret = /dev/null\n", "an open address that is not this machine's"),
                       ("[webhook x]\nurl = https://u:p@example.com/\nsecret = /dev/null\n", "a password in an address"),
                       ("[webhook page]\nurl = https://example.com/\nsecret = x\n", "a name that is taken"), ("[else]\nx = y\n", "an unknown section"),
                       (f"[webhook x]\nurl = https://example.com/\nsecret = {ways.folder}/short\n", "a short secret"),
                       (f"[webhook x]\nurl = https://example.com/\nsecret = {ways.folder}/open\n", "a secret that others may read")):
        ways.write("wrong.conf", words)
        ways.write("short", "abc")
        ways.write("open", KEY, 0o644)
        ended = server.cli("serve", "--db", server.database, "--port", "0", "--config", f"{ways.folder}/wrong.conf", "--pack", os.environ.get("LIANDONG_PACK", ""))
        tap.claim(ended.returncode != 0 and KEY.encode() not in ended.stderr, f"it does not start with {why}", ended.stderr.decode()[-300:])


def own_page(tap, ways):
    person = ways.officer
    page = person.get("/reach").json
    tap.claim(page["mail_address"] == "" and page["mail"] == "digest" and page["has_mail"] and page["has_message"] and page["city_digest_at"] == "08:30" and "1 working days" in page["city_at_once"], "who has said nothing is asked with what the city does", page)
    for body, field in (({"mail_address": "a@b\r\nBcc: c@d"}, "mail_address"), ({"mail_address": "a b@c.cn"}, "mail_address"), ({"mail_address": "<a@c.cn>"}, "mail_address"),
                        ({"phone": "12ab"}, "phone"), ({"quiet_from": "25:00", "quiet_to": "01:00"}, "quiet_from"), ({"quiet_from": "22:00"}, "quiet_to"), ({"mail": "never"}, "mail")):
        answer = person.post("/reach", body, method="PUT")
        tap.claim(answer.status == 422 and answer.json["field"] == field, f"{body} is refused", answer)
    body = {"mail_address": "told@dept.example", "phone": "+86 591 1234567", **ANY_TIME}
    confirming(tap, ways, person, body)
    page = person.get("/reach").json
    tap.claim(all(page[name] == value for name, value in body.items()), "and finds it again", page)
    sealed = server_bytes(ways)
    tap.claim(b"told@dept" not in sealed and b"1234567" not in sealed, "address and telephone stand nowhere in the clear")


def confirming(tap, ways, person, body):
    """An address is confirmed before anything but the code is sent to it."""
    refused(tap, person, "/reach/confirmation", {"code": "123456"}, "nothing is confirmed where there is no address", 409, "reach-nothing-to-confirm")
    tap.equal(person.post("/reach", {"mail": "once"}, method="PUT").status, 200, "he chooses without an address")
    tap.equal(person.get("/reach").json["address_state"], "none", "which asks for no code")
    tap.equal(person.post("/reach", {**body, "mail_address": "slip@dept.example"}, method="PUT").status, 200, "he says how he is reached")
    ways.code("slip@dept.example")
    tap.equal(person.get("/reach").json["address_state"], "asked", "the address is not confirmed yet")
    notice = ways.whistle("尚未确认")
    states = {channel: ways.state(notice, person.account, channel)["state"] for channel in ("page", "mail")}
    tap.equal(states, {"page": "sent", "mail": "unconfirmed"}, "nothing holds up the case, and nothing is mailed")
    gaps = ways.server.client("supervisor").get("/notice-gaps").json["items"]
    tap.claim(any((row["account_id"], row["state"]) == (person.account, "unconfirmed") for row in gaps), "it is a gap", gaps)
    again = person.post("/reach/code", {})
    tap.claim(again.status == 429 and 0 < int(again.headers["Retry-After"]) <= 60, "no other code within a minute", again)
    slip = ways.code("slip@dept.example")
    tap.equal(person.post("/reach", body, method="PUT").status, 200, "he corrects the address")
    right = ways.code("told@dept.example")
    hashes = ways.server.store.rows("select hash from notice_reach_code")
    tap.claim(all(right not in row[0] and len(row[0]) == 64 for row in hashes), "a code is kept as a hash", hashes)
    wrong = [f"{(int(right) + n) % 1000000:06}" for n in (1, 2, 3)]
    tries = [person.post("/reach/confirmation", {"code": code}).json for code in [slip] * (slip != right) + wrong]
    tap.claim(all(not one["confirmed"] for one in tries) and [one["tries_left"] for one in tries][-3:] == [3, 2, 1], "the code of another address and wrong ones are counted", tries)
    over = person.post("/reach/confirmation", {"code": wrong[0]}).json
    tap.claim(not over["confirmed"] and over["tries_left"] == 0, "five are enough", over)
    tap.claim(not person.post("/reach/confirmation", {"code": right}).json["confirmed"], "then the right one is none any more")
    ways.server.store.change("update notice_reach_code set asked_at=1")
    tap.equal(person.post("/reach/code", {}).status, 200, "he asks for another")
    ways.code("told@dept.example", 2)
    ways.server.store.change("update notice_reach_code set sent_at=sent_at-1801000")
    tap.claim(not person.post("/reach/confirmation", {"code": ways.code("told@dept.example", 2)}).json["confirmed"], "one that is half an hour old is none any more")
    ways.server.store.change("update notice_reach_code set asked_at=1")
    person.post("/reach/code", {})
    code = ways.code("told@dept.example", 3)
    tap.claim(person.post("/reach/confirmation", {"code": f" {code} "}).json["confirmed"], "the right one confirms")
    tap.equal(person.get("/reach").json["address_state"], "confirmed", "and it stands")
    refused(tap, person, "/reach/code", {}, "nothing is left to confirm", 409, "reach-nothing-to-confirm")
    tap.equal(person.post("/reach", {**body, "quiet_from": "00:00"}, method="PUT").status, 200, "another choice leaves the address alone")
    tap.equal((person.get("/reach").json["address_state"], len(ways.codes("told@dept.example"))), ("confirmed", 3), "no new code")
    for n in range(5):
        answer = person.post("/reach", {**body, "mail_address": f"many{n}@dept.example"}, method="PUT")
    tap.claim(answer.status == 429 and int(answer.headers["Retry-After"]) > 3600, "five codes a day, then no other address", answer)
    tap.equal(person.get("/reach").json["mail_address"], "many0@dept.example", "and the one of the fifth code stands")
    ways.server.store.change("delete from notice_reach_code")
    person.post("/reach", {**body, "mail_address": ""}, method="PUT")
    tap.equal(person.get("/reach").json["address_state"], "none", "no address needs no code")
    before = len(ways.codes("told@dept.example"))
    person.post("/reach", body, method="PUT")
    tap.claim(person.post("/reach/confirmation", {"code": ways.code("told@dept.example", before + 1)}).json["confirmed"], "an address that he comes back to is confirmed anew")


def server_bytes(ways):
    rows = ways.server.store.rows("select sealed from notice_reach")
    return b"".join(bytes(row[0]) if not isinstance(row[0], str) else row[0].encode() for row in rows)


def usual(tap, ways):
    account = ways.officer.account
    notice = ways.whistle()
    row = ways.until(notice, account, "mail", "sent")
    tap.claim(row and row["state"] == "sent", "what presses is mailed at once", row, ways.server.log())
    to, message, _ = ways.mail.got[-1]
    body = message.get_content()
    words = ways.server.store.rows(f"select text from notice where id={notice}")[0][0]
    tap.claim(to == "told@dept.example" and words in body and "期限日" in body and "依据" in body, "with the words of the event, its day and its law", to, body)
    tap.claim(message["Auto-Submitted"] == "auto-generated" and str(notice) in message["Message-ID"] and "联动平台" in message["From"], "in a proper form", message.as_string()[:400])
    tap.claim("told" not in message["Subject"] and all(ord(c) < 128 for c in ways.mail.raw[-1].decode("ascii")), "nothing of anybody in the subject, no byte that is not ASCII", message["Subject"])
    tap.claim(ways.until(notice, 0, "exchange", "sent")["state"] == "sent" and not ways.hook.bad, "a system is told, signed with two keys", ways.hook.bad)
    note = next(n for n in ways.hook.got if n["notices"] and n["notices"][0]["id"] == notice)
    tap.claim(note["to"] is None and note["notices"][0]["text"] == words and not note["trial"], "with the words and nobody's telephone", note)
    tap.claim(ways.until(notice, account, "sms", "sent")["state"] == "sent" and ways.people.got[-1]["to"]["phone"].startswith("+86"), "a gateway of messages is given the number", ways.people.got)
    told = ways.server.client("supervisor").get(f"/notices/{notice}/deliveries").json["items"]
    mine = {row["channel"]: row["state"] for row in told if row.get("account_id") == account}
    tap.equal(mine, {"page": "sent", "mail": "sent", "sms": "sent"}, "who was told, by which way")
    tap.equal(ways.officer.post(f"/notices/{notice}/read", {}).status, 200, "he opens it")
    told = ways.server.client("supervisor").get(f"/notices/{notice}/deliveries").json["items"]
    tap.claim({row["state"] for row in told if row.get("account_id") == account} == {"opened"}, "which is seen", told)
    tap.equal(ways.officer.get(f"/notices/{notice}/deliveries").status, 404, "not by just anybody")


def presses(tap, ways):
    """At once goes what the city names and what touches an item that holds up production; the rest waits for the digest."""
    rows = ways.server.store.rows(
        f"select a.id, a.org from application a join planning_plan q on q.project=a.project and q.state in ('proposed','confirmed') join planning_node n on n.project=q.project"
        f" and n.plan=q.plan and n.code=a.code where a.project={ways.project} and n.critical=1 order by a.id")
    tap.claim(rows, "the project has a case whose item holds up production")
    application, org = rows[0]
    officer = ways.server.hire("pressed", {"role": "department_officer", "org": org, "district": "350100"})
    far = (datetime.date.fromisoformat(ways.enterprise.session["today"]) + datetime.timedelta(30)).isoformat()
    digests = lambda whistle, address: ways.server.store.rows(
        f"select min(d.digest), max(d.digest) from notice_delivery d join notice n on n.id=d.notice where n.about={whistle} and n.address='{address}' and d.channel='mail'")[0]
    for words, about, digest in (("about a critical item", {"application_id": application}, 0), ("about none", {}, 1)):
        made = done(tap, ways.enterprise, f"/projects/{ways.project}/whistles", {"said": "什么时候办", "org": org, **about}, f"a whistle {words}")["id"]
        tap.equal(tuple(digests(made, f"unit:{org}")), (0, 0), "it calls at once, since the city names it")
        done(tap, officer, f"/whistles/{made}/report-in", {"said": "已安排", "next_on": far}, "the unit reports in, with a day far off")
        tap.equal(tuple(digests(made, f"project:{ways.project}")), (digest, digest), f"the answer {words}: {'with the rest of the day' if digest else 'at once'}")


def represented(tap, ways):
    """Whoever has a post in an enterprise's project is told of it: a second applicant, an agent; not one who opted out, who is on the
    list, nor an agent whose mandate has ended; and none of them holds anything up."""
    post = {"role": "enterprise", "project_id": ways.project}
    second, agent, off, former = (ways.server.hire(name, post) for name in ("second-applicant", "agent", "opted-out", "former-agent"))
    for person in (second, agent):
        ways.reach(person, {"mail_address": f"{person.session['account']['name']}@firm.example", **ANY_TIME})
    ways.reach(off, {"mail_address": "off@firm.example", "mail": "off", "message": "off", **ANY_TIME})
    ways.reach(former, {"mail_address": "former@firm.example", **ANY_TIME})
    ended = ways.server.store.rows(f"select id from account_post where account={former.account}")[0][0]
    tap.equal(ways.server.client("secadmin").post(f"/accounts/{former.account}/posts/{ended}", method="DELETE").status, 200, "the mandate of one agent ends")
    made = done(tap, ways.enterprise, f"/projects/{ways.project}/whistles", {"said": "联合申请", "org": ways.org}, "the enterprise whistles")["id"]
    done(tap, ways.officer, f"/whistles/{made}/report-in", {"said": "已安排", "next_on": ways.enterprise.session["today"]}, "and the unit reports in, whoever can be reached")
    notice = ways.server.store.rows(f"select id from notice where about={made} and address='project:{ways.project}'")[0][0]
    for person, words in ((second, "the second applicant"), (agent, "the agent")):
        row = ways.until(notice, person.account, "mail", "sent")
        tap.claim(row and row["state"] == "sent", f"{words} is mailed", row)
        tap.claim(notice in [one["id"] for one in person.get("/notices").json["items"]], f"{words} reads it in the platform")
    tap.equal((ways.state(notice, off.account, "mail")["state"], ways.state(notice, off.account, "page")["state"]), ("opted_out", "sent"), "who opted out is told in the platform alone")
    tap.equal(ways.state(notice, former.account, "page"), None, "whose mandate has ended is not told at all")
    mailed = [to for to, message, _ in ways.mail.got if str(notice) in message["Message-ID"]]
    tap.equal(sorted(mailed), ["agent@firm.example", "second-applicant@firm.example"], "nobody else had a mail of it")
    gaps = {(row["account_id"], row["state"]) for row in ways.server.client("supervisor").get("/notice-gaps").json["items"]}
    tap.claim((off.account, "opted_out") in gaps and not any(account == former.account for account, _ in gaps), "who opted out is on the list")
    told = {row["account_id"]: row["state"] for row in ways.server.client("supervisor").get(f"/notices/{notice}/deliveries").json["items"] if row["channel"] == "mail"}
    tap.equal({account: told.get(account) for account in (second.account, agent.account, off.account, former.account)},
              {second.account: "sent", agent.account: "sent", off.account: "opted_out", former.account: None}, "and of the notice one reads who was told, and who not")


def moods(tap, ways):
    """Each way the other side can fail, and what the platform makes of it."""
    account = ways.officer.account
    ways.whistle("先声")
    for mood, after, copies in (("later", "waiting", 0), ("after", "waiting", 0), ("silent", "waiting", 0), ("drop", "unsure", 1), ("slow", "sent", 1)):
        ways.wait_for_chores()
        ways.mail.moods = [mood]
        notice = ways.whistle(f"第 {mood} 声")
        row = ways.until(notice, account, "mail", after)
        until = time.monotonic() + 10
        while after == "waiting" and (row["attempts"] == 0 or row["state"] != after) and time.monotonic() < until:
            time.sleep(0.1)
            row = ways.state(notice, account, "mail")
        tap.claim(row["state"] == after and ways.copies(notice) == copies and row["attempts"] == 1, f"a server that is {mood}: {after}", row, ways.copies(notice))
        if after == "waiting":
            tap.claim(row["trouble"] and row["due_at"] > row["claimed_at"] + 50000 and SECRET not in row["trouble"], "with what it said, and a pause", row)
            ways.again_now()
            tap.claim(ways.until(notice, account, "mail", "sent", 75)["state"] == "sent" and ways.copies(notice) == 1, "then it is sent, once", ways.state(notice, account, "mail"), [(to, message["Message-ID"]) for to, message, _ in ways.mail.got])
    ids = [message["Message-ID"] for _, message, _ in ways.mail.got]
    tap.equal(len(ids), len(set(ids)), "no mail came twice")
    for mood, after in (("later", "waiting"), ("moved", "waiting"), ("chatty", "sent"), ("refuse", "given_up")):
        ways.hook.moods = [mood]
        notice = ways.whistle(f"对接 {mood}")
        row = ways.until(notice, 0, "exchange", after)
        until = time.monotonic() + 10
        while (row["attempts"] == 0 or row["state"] != after) and time.monotonic() < until:
            time.sleep(0.1)
            row = ways.state(notice, 0, "exchange")
        tap.equal(row["state"], after, f"an endpoint that is {mood}: {after}")
        if after == "waiting":
            first = ways.hook.seen[-1]
            ways.again_now()
            tap.claim(ways.until(notice, 0, "exchange", "sent", 75)["state"] == "sent" and ways.hook.seen[-1] == first, "tried again under the same id", ways.hook.seen[-2:])


def wrong_people(tap, ways):
    """No address, a wrong one, opted out: nothing is blocked, and all of it is a list."""
    wrong, off, mute = ways.hire("wrong"), ways.hire("off"), ways.hire("mute")
    ways.reach(wrong, {"mail_address": "gone@dept.example", **ANY_TIME})
    ways.reach(off, {"mail_address": "off@dept.example", "mail": "off", "message": "off"})
    # In the order of accounts: told, wrong.
    ways.mail.moods = ["kind", "refuse"]
    notice = ways.whistle("联系方式")
    row = ways.until(notice, wrong.account, "mail", "given_up")
    tap.claim(row["state"] == "given_up" and "550" in row["trouble"], "a mailbox that there is not is given up at once", row)
    tap.claim(wrong.get("/reach").json["refused"], "and he is told so on his page")
    next_one = ways.whistle("再一次")
    states = [ways.state(next_one, who.account, "mail")["state"] for who in (wrong, off, mute)]
    tap.equal(states, ["no_contact", "opted_out", "no_contact"], "the next is not tried")
    gaps = ways.server.client("supervisor").get("/notice-gaps").json
    mine = {(row["account_id"], row["channel"], row["state"]) for row in gaps["items"] if row.get("account_id")}
    wanted = {(wrong.account, "mail", "given_up"), (wrong.account, "mail", "no_contact"), (off.account, "mail", "opted_out"), (mute.account, "mail", "no_contact"),
              (ways.officer.account, "mail", "unsure")}
    tap.claim(wanted <= mine, "the gaps are a list, with who and why", wanted - mine)
    tap.equal(mute.get("/notice-gaps").status, 404, "for those who see to it")
    ways.reach(wrong, {"mail_address": "right@dept.example", **ANY_TIME})
    third = ways.whistle("改正之后")
    tap.equal(ways.until(third, wrong.account, "mail", "sent")["state"], "sent", "a new address is used again")


def once_a_day(tap, ways):
    person = ways.hire("daily")
    ways.reach(person, {"mail_address": "daily@dept.example", "mail": "once", "language": "en", **ANY_TIME})
    notices = [ways.whistle(f"汇总 {n}") for n in range(4)]
    rows = [ways.state(notice, person.account, "mail") for notice in notices]
    tap.claim(all(row["state"] == "waiting" and row["digest"] == 1 for row in rows) and len({row["due_at"] for row in rows}) == 1, "all of it waits for one moment", rows)
    local = time.gmtime(rows[0]["due_at"] / 1000 + 8 * 3600)
    tap.claim((local.tm_hour, local.tm_min) == (8, 30) and local.tm_wday < 5, "08:30 of a working day", local)
    person.post(f"/notices/{notices[1]}/read", {})
    ways.server.store.change("update notice_delivery set due_at=1 where channel='mail' and account=%d" % person.account)
    ways.until(notices[0], person.account, "mail", "sent")
    mine = [message for to, message, _ in ways.mail.got if to == "daily@dept.example" and "confirm" not in message["Subject"]]
    tap.claim(len(mine) == 1 and "3 notices" in mine[0]["Subject"], "one mail in his language, without what he has read", [m["Subject"] for m in mine])
    tap.equal([ways.state(n, person.account, "mail")["state"] for n in notices], ["sent", "read", "sent", "sent"], "each noted down")
    off_duty = ways.hire("away")
    ways.reach(off_duty, {"mail_address": "away@dept.example", "mail": "once", **ANY_TIME})
    notice = ways.whistle("离岗")
    post = ways.server.store.rows("select id from account_post where account=%d" % off_duty.account)[0][0]
    ways.server.client("secadmin").post(f"/accounts/{off_duty.account}/posts/{post}", method="DELETE")
    ways.server.store.change("update notice_delivery set due_at=1 where channel='mail' and account=%d" % off_duty.account)
    tap.equal(ways.until(notice, off_duty.account, "mail", "gone")["state"], "gone", "who has left the post is sent nothing of it")


def quiet(tap, ways):
    person = ways.hire("asleep")
    hours = time.gmtime(time.time() + 8 * 3600)
    clock = lambda minutes: "%02d:%02d" % divmod((hours.tm_hour * 60 + hours.tm_min + minutes) % 1440, 60)
    ways.reach(person, {"mail_address": "asleep@dept.example", "quiet_from": clock(-30), "quiet_to": clock(60)})
    notice = ways.whistle("夜间")
    row = ways.state(notice, person.account, "mail")
    tap.claim(row["state"] == "waiting" and 45 * 60000 < row["due_at"] - row["made_at"] <= 61 * 60000, "in quiet hours it is held until they end", row)
    told = ways.server.client("supervisor").get(f"/notices/{notice}/deliveries").json["items"]
    tap.claim([r["state"] for r in told if r.get("account_id") == person.account and r["channel"] == "mail"] == ["held"], "and shown as held", told)


def trials(tap, ways):
    admin = ways.server.client("sysadmin")
    admin.post("/reach", {"mail_address": "admin@city.example"}, method="PUT")
    refused(tap, admin, "/channels/mail/test", {}, "not to an address that is not confirmed", 409, "reach-unconfirmed")
    tap.claim(admin.post("/reach/confirmation", {"code": ways.code("admin@city.example")}).json["confirmed"], "the administrator has an address")
    for channel, far in (("mail", ways.mail), ("exchange", ways.hook)):
        before = len(far.got)
        tap.equal(admin.post(f"/channels/{channel}/test", {}).status, 200, f"the administrator tries {channel}")
        tap.claim(far.wait(before + 1), "and it comes")
        admin.post(f"/channels/{channel}/test", {})
        tap.claim(far.wait(before + 2), "a second time too")
    refused(tap, admin, "/channels/nothing/test", {}, "a way that there is not", 404)
    refused(tap, ways.officer, "/channels/mail/test", {}, "nobody else tries", 403)
    page = {row["channel"]: {s["state"]: s["count"] for s in row["states"]} for row in admin.get("/channels").json["items"]}
    tap.claim(page["mail"]["sent"] > 5 and page["exchange"]["given_up"] >= 1, "he sees how the ways are doing", page)
    tap.equal(ways.officer.get("/channels").status, 404, "he alone")


def kills(tap, ways):
    """Killed at any point: before the way out, in the middle of it, right after the other side has taken it."""
    server, account = ways.server, ways.officer.account
    notices = []
    for round in range(6):
        ways.mail.moods = [("kind", "slow", "die")[round % 3]] * 3
        ways.mail.on_die = lambda: server.process and server.process.send_signal(signal.SIGKILL)
        notices.append(ways.whistle(f"断电 {round}"))
        time.sleep((0.05, 0.4, 0.9, 1.4, 0.2, 0.7)[round])
        server.stop(signal.SIGKILL)
        ways.mail.moods = []
        server.start()
    server.store.change("update notice_delivery set claimed_at=1 where state='sending' and channel='mail'")
    ways.again_now()
    for notice in notices:
        until = time.monotonic() + 30
        while ways.state(notice, account, "mail")["state"] not in ("sent", "unsure") and time.monotonic() < until:
            time.sleep(0.1)
    count = lambda notice: sum(1 for to, message, _ in ways.mail.got if to == "told@dept.example" and message["Message-ID"].startswith(f"<{notice}."))
    wrong = [(n, ways.state(n, account, "mail")["state"], count(n)) for n in notices
             if (ways.state(n, account, "mail")["state"], count(n)) not in (("sent", 1), ("unsure", 1), ("unsure", 0))]
    tap.none(wrong, "after six kills each was sent once, or is known to be unsure; none twice, none lost")
    rows = server.store.rows("select count(*) from notice n where not exists(select 1 from notice_delivery d where d.notice=n.id)")[0][0]
    tap.equal(rows, 0, "no notice without its deliveries")


def is_not_slowed(tap, ways):
    """Acts while a way hangs are as fast as while none does."""
    def times(count=25):
        out = []
        for n in range(count):
            begun = time.monotonic()
            ways.whistle(f"快慢 {n}")
            out.append(time.monotonic() - begun)
        return statistics.median(out)
    usually = times()
    ways.mail.always = ways.hook.always = "slow"
    ways.people.always = "slow"
    hanging = times()
    ways.mail.always = ways.hook.always = ways.people.always = None
    print(f"# an act takes {usually * 1000:.1f} ms, with all ways hanging {hanging * 1000:.1f} ms", flush=True)
    tap.claim(hanging < usually * 3 + 0.05, "a way that hangs slows nobody", usually, hanging)


def suite(tap):
    mail, hook, people = Mail("linkage", SECRET), Hook(OLD), Hook(KEY)
    server = Server()
    try:
        server.setup()
        ways = Ways(server, mail, hook, people)
        settings(tap, ways)
        server.start()
        ways.settle_in()
        own_page(tap, ways)
        for part in (usual, presses, represented, moods, wrong_people, once_a_day, quiet, trials, kills, is_not_slowed):
            part(tap, ways)
        everything = server.log(10 ** 7) + repr(server.store.rows("select trouble from notice_delivery"))
        tap.claim(not any(word in everything for word in (SECRET, KEY, OLD, "told@dept")), "no secret and no address in the log or in what was said")
        looked = server.cli("doctor", "--db", server.database, "--pack", os.environ.get("LIANDONG_PACK", ""))
        tap.claim(b"mail is configured, 2 webhooks" in looked.stdout and b"may not have" in looked.stdout, "the doctor says how the ways are", looked.stdout.decode())
        server.sound(tap, "after all of it")
    finally:
        server.close()
        for far in (mail, hook, people):
            far.close()


if __name__ == "__main__":
    run(suite)
