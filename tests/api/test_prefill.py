#!/usr/bin/env python3
"""The one form begins with what stands on certificates, over the API: which certificate, as of which day, and none that no longer holds."""
import datetime
import sys

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import Server, run, today

CODE, OTHER = "91350100M000100Y43", "91350100MA2Y3L5W8K"


def field(person, project, id):
    form = person.get(f"/projects/{project}/intake-form?items=eia-report,biz-tax").json
    found = []

    def walk(value):
        if isinstance(value, dict):
            if value.get("id") == id and "from" in value:
                found.append(value)
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
    walk(form)
    return found[0]


def suite(tap):
    with Server() as server:
        enterprise = server.client("enterprise4")
        project = enterprise.session["post"]["project_id"]
        navigator = next(server.client(login) for login in ("navigator", "navigator2") if server.client(login).get(f"/projects/{project}").status == 200)
        day = today(navigator)
        back = lambda days: (datetime.date.fromisoformat(day) - datetime.timedelta(days=days)).isoformat()
        licence = {"type": "biz-register-1", "name": "营业执照", "number": "L-1", "issuer": "外地市场监管局", "source": "原件", "issued_on": back(900), "verified_on": back(3)}
        tap.claim(field(enterprise, project, "applicant_uscc")["from"] is None, "nothing is known of the code yet")
        short = navigator.post(f"/projects/{project}/certificates", {**licence, "holder_code": "123"})
        tap.claim(short.status == 422 and short.json["field"] == "holder_code", "a code that is no code is refused", short)
        old = navigator.post(f"/projects/{project}/certificates", {**licence, "number": "L-0", "holder_code": OTHER, "valid_until": back(1)})
        tap.equal([old.status, field(enterprise, project, "applicant_uscc")["from"]], [200, None], "a licence that has run out says nothing")
        made = navigator.post(f"/projects/{project}/certificates", {**licence, "holder_code": CODE})
        tap.equal(made.status, 200, "a valid licence is registered with the code on its face")
        source = field(enterprise, project, "applicant_uscc")["from"]
        tap.claim(source and source["kind"] == "certificate" and source["value"] == CODE and source["on"] == back(3) and "L-1" in source["note"], "the form begins with it: from which certificate, as of which day", source)
        tap.equal(navigator.get(f"/certificates/{made.json['id']}").json["holder_code"], CODE, "the certificate shows it too")
        code = navigator.post(f"/projects/{project}/certificates", {"type": "inv-filing-2", "name": "备案证明", "number": "F-1", "issuer": "省投资项目在线平台", "source": "平台", "issued_on": back(30), "verified_on": day, "project_code": "2611-350181-04-01-123456"})
        source = field(enterprise, project, "project_code")["from"]
        tap.claim(code.status == 200 and source and source["value"] == "2611-350181-04-01-123456" and source["on"] == day, "so does the code of the investment project", source)
        gone = server.client("centre").post(f"/certificates/{made.json['id']}/revoke", {"reason": "查验有误", "basis": "平台规则"})
        tap.equal([gone.status, field(enterprise, project, "applicant_uscc")["from"]], [200, None], "a revoked certificate says nothing")
        server.stop()
        server.sound(tap, "after all of it")


if __name__ == "__main__":
    run(suite)
