#!/usr/bin/env python3
"""Who may see and do what: every route of the OpenAPI document by every role and relation, against a table
written here by hand; lists, counts and streams; sessions, tokens, administrators; secrets on disk."""
import base64
import datetime
import os
import re
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from lib import COOKIE, Client, Server, Stream, done, is_problem, run, tiny_pdf

CITY, HOME, AWAY = "350100", "350112", "350181"  # the demonstration's coordinator sits in HOME
NOWHERE = 987654321  # an id that no thing has

# -- the table of this suite, written without looking at the program's own --

ENTERPRISE, NAVIGATOR, PROMOTION, CENTRE, DISTRICT, DEPARTMENT, LEADER, SUPERVISOR = (
    "enterprise", "navigator", "promotion_officer", "centre_coordinator", "district_coordinator", "department_officer", "leader", "supervisor")
SYSTEM, SECURITY, AUDIT, PUBLIC = "system_admin", "security_admin", "audit_admin", "public"
RULES, WINDOW = "business_admin", "window"
BUSINESS = {ENTERPRISE, NAVIGATOR, PROMOTION, CENTRE, DISTRICT, DEPARTMENT, LEADER, SUPERVISOR}
ADMINS = {SYSTEM, SECURITY, AUDIT}
STAFF = BUSINESS - {ENTERPRISE, LEADER, SUPERVISOR}
SERVICE = {NAVIGATOR, CENTRE, DISTRICT}
COORDINATORS = {CENTRE, DISTRICT}
LEADS = {CENTRE, DISTRICT, PROMOTION, LEADER}  # who may call a meeting of some kind
UNIT = STAFF  # people of an item's unit: departments, and the centre's own where the item is theirs
HALL = BUSINESS | {WINDOW}  # who looks after a case, and the window that takes in and hands out
EVERYBODY = HALL | ADMINS | {PUBLIC, RULES}
READS_RULES = {RULES, LEADER, SUPERVISOR, CENTRE}
SIGNED_IN = HALL | ADMINS | {RULES}

# operation: who may use it at all, and a body of the right shape
WHO = {
    "identity.draft": (SIGNED_IN, None), "feed.show": (STAFF | {LEADER, SUPERVISOR}, None), "identity.audit": ({AUDIT}, None), "account.list": ({SYSTEM, SECURITY}, None),
    "account.disable": ({SYSTEM}, {"reason": "r"}), "account.enable": ({SYSTEM}, {"reason": "r"}),
    "account.grant": ({SECURITY}, {"role": "leader", "district": CITY}), "account.end_post": ({SECURITY}, None),
    "project.duplicates": (SERVICE | {PROMOTION}, None), "project.register": (SERVICE | {PROMOTION}, {"name": "n", "district": HOME}),
    "project.lead_facts": ({PROMOTION}, {"facts": {"leading": True}}),
    "admission.screening": (BUSINESS - {ENTERPRISE, DEPARTMENT}, None), "admission.screen": ({PROMOTION, CENTRE, LEADER}, {}),
    "admission.decide": ({PROMOTION}, {"decision": "defer", "reason": "r"}),
    "handover.send": ({PROMOTION}, {"note": "n"}), "handover.acknowledge": (COORDINATORS, {"note": "n"}), "handover.return": (COORDINATORS, {"reason": "r"}),
    "navigator.list": (COORDINATORS, None), "navigator.appoint": (COORDINATORS, {"account_id": NOWHERE}),
    "navigator.suggest": (COORDINATORS, None), "navigator.profile": (COORDINATORS, {"skills": []}), "navigator.train": (COORDINATORS, {"course": "no-such-course", "act": "enrolled"}),
    "profile.facts": (SERVICE | {PROMOTION, ENTERPRISE}, None), "profile.fact": (SERVICE | {PROMOTION, ENTERPRISE}, None), "profile.state": (SERVICE | {PROMOTION, ENTERPRISE}, {"facts": {"headcount": 1}}),
    "policy.matches": (SERVICE | {PROMOTION, ENTERPRISE}, None), "policy.match": (SERVICE | {PROMOTION, ENTERPRISE}, None),
    "profile.take_over": (SERVICE | {PROMOTION, ENTERPRISE}, {"from": NOWHERE}),
    "people.list": (SERVICE | {PROMOTION, ENTERPRISE}, None), "people.join": (SERVICE | {PROMOTION, ENTERPRISE}, {"role": "no-such", "words": "w"}), "people.leave": (SERVICE | {PROMOTION, ENTERPRISE}, {}),
    "enquiry.list": (SERVICE | {PROMOTION}, None), "enquiry.open": (SERVICE | {PROMOTION}, {"subject": "s", "question": "q", "district": "999999"}), "enquiry.take": (SERVICE | {PROMOTION}, None),
    "enquiry.answer": (SERVICE | {PROMOTION}, {"answer": "a"}), "enquiry.link": (SERVICE | {PROMOTION}, {"project_id": NOWHERE}),
    "logbook.list": (BUSINESS, None), "logbook.add": (SERVICE | {PROMOTION}, {"kind": "note"}), "logbook.show": (SERVICE | {PROMOTION}, {"shown": True}),
    "ahead.list": (SERVICE | {LEADER, SUPERVISOR}, None), "ahead.load": (SERVICE | {LEADER, SUPERVISOR}, None), "ahead.trips": (SERVICE | {LEADER, SUPERVISOR}, None),
    "absence.list": (SERVICE, None), "absence.note": (SERVICE, {"substitute_id": NOWHERE, "from": "2099-01-01", "until": "2099-01-02", "kind": "leave"}), "absence.end": (SERVICE, None),
    "agency.list": (BUSINESS, None), "agency.draft": (SERVICE | {ENTERPRISE}, {"stages": ["no-such-stage"]}), "agency.sign": (SERVICE | {ENTERPRISE}, None),
    "agency.end": (SERVICE | {ENTERPRISE}, {"reason": "r"}), "succession.list": (SERVICE | {LEADER, SUPERVISOR}, None), "succession.acknowledge": ({NAVIGATOR}, {}),
    "team.list": (BUSINESS, None), "team.join": (SERVICE, {"account_id": NOWHERE, "role": "expert"}), "team.leave": (SERVICE, {}),
    "project.past": (BUSINESS, None), "project.rename": (SERVICE | {PROMOTION}, {"scope": "s", "reason": "r"}),
    "planning.facts": (BUSINESS, None), "planning.set_facts": (SERVICE | {ENTERPRISE}, {"facts": {"has_canteen": True}}),
    "planning.say_unsure": (SERVICE | {ENTERPRISE}, {"fields": ["has_canteen"]}), "guide.plain": (HALL, None), "answers.ask": (SIGNED_IN, None), "suggestions.typed": (BUSINESS, None), "guide.project": (BUSINESS, None),
    "planning.preview": (BUSINESS, None), "planning.plans": (BUSINESS, None), "planning.plan": (BUSINESS, None),
    "planning.routes": (BUSINESS, None), "planning.why": (BUSINESS, None), "whatif.project": (BUSINESS, None), "whatif.facts": (BUSINESS, None),
    "chance.project": (BUSINESS, None), "whatif.all": (STAFF | {LEADER, SUPERVISOR}, None), "capacity.all": (STAFF | {LEADER, SUPERVISOR}, None),
    "staffing.all": (STAFF | {LEADER, SUPERVISOR}, None), "staffing.set": (COORDINATORS | {DEPARTMENT}, {"org": "no-such-unit", "reviewers": 3}),
    "planning.adopt": (SERVICE, {}), "planning.confirm": ({ENTERPRISE}, {}), "planning.object": ({ENTERPRISE}, {"reason": "r"}),
    "application.list": (BUSINESS, None), "application.show": (BUSINESS, None), "application.queue": (UNIT, None), "application.ready": (HALL, None),
    "application.take_in": (SERVICE | {ENTERPRISE, WINDOW}, {"items": ["biz-register"]}),
    "application.open": (UNIT, {}), "application.receive": (UNIT, {}), "application.accept": (UNIT, {}),
    "application.not_accept": (UNIT, {"reason": "r", "basis": "b"}), "application.supplement": (UNIT, {"reasons": ["x"]}),
    "application.supplement_complete": ({ENTERPRISE, NAVIGATOR}, {"note": "n"}),
    "application.special_start": (UNIT, {"name": "n", "days": 3, "noticed_on": "2026-01-05", "reason": "r"}), "application.special_end": (UNIT, {}),
    "application.extend": (UNIT, {"days": 5, "approver": "a", "document": "d", "reason": "r", "noticed_on": "2026-01-05"}), "application.resume": (UNIT, {}),
    "application.suspend": (UNIT, {"code": "c", "reason": "r", "days": 3, "noticed_on": "2026-01-05"}), "application.pause_renew": (UNIT, {"reason": "r"}),
    "intake.extend": (COORDINATORS, {"days": 5, "approver": "a", "document": "d", "reason": "r", "noticed_on": "2026-01-05"}), "application.clock": (BUSINESS, None),
    "course.hands": (COORDINATORS | {LEADER, SUPERVISOR, DEPARTMENT}, None), "course.late_entries": (COORDINATORS | {LEADER, SUPERVISOR}, None),
    "course.odd_use": (COORDINATORS | {LEADER, SUPERVISOR}, None), "due.list": (STAFF | {LEADER, SUPERVISOR}, None), "redate.compare": (COORDINATORS | {LEADER, SUPERVISOR}, None),
    "application.decide": (UNIT | {ENTERPRISE}, {"result": "granted"}), "application.deliver": (UNIT | {WINDOW}, {}),
    "application.withdraw": ({ENTERPRISE, NAVIGATOR}, {"reason": "r"}), "application.remind": (SERVICE | {ENTERPRISE, LEADER, SUPERVISOR}, {}),
    "application.verified": (UNIT | {ENTERPRISE}, {}), "application.handler": (UNIT, {"account_id": NOWHERE}),
    "intake.form": (SERVICE | {ENTERPRISE, WINDOW}, None), "submission.save_draft": (SERVICE | {ENTERPRISE, WINDOW}, {"answers": {}}), "submission.drop_draft": (SERVICE | {ENTERPRISE, WINDOW}, None),
    "hall.visit": (SERVICE | {DEPARTMENT, WINDOW}, {"desk": "no-such-desk", "purpose": "consult"}), "hall.project": (HALL, None),
    "hall.desk": ({WINDOW}, None), "hall.desk_project": ({WINDOW}, None), "hall.look_up": ({WINDOW}, {"code": "no such", "desk": "no-such-desk"}),
    "represent.list": (HALL, None), "represent.agree": ({ENTERPRISE, WINDOW}, {"desk": "no-such-desk", "until": "2020-01-01"}), "represent.end": ({ENTERPRISE}, {"reason": "r"}), "hall.year": (COORDINATORS | {LEADER, SUPERVISOR}, None),
    "intake.list": (BUSINESS, None), "intake.show": (BUSINESS, None), "intake.submission": (BUSINESS, None),
    "commitment.offers": (BUSINESS, None), "commitment.list": (BUSINESS, None), "commitment.show": (BUSINESS, None), "credit.list": (BUSINESS, None),
    "commitment.tasks": (STAFF | {LEADER, SUPERVISOR}, None), "commitment.sign": ({ENTERPRISE}, {"variant": "v", "text_version": 1, "digest": "d", "agreed": True}),
    "commitment.check": (STAFF, {"result": "passed"}), "commitment.rectified": ({ENTERPRISE}, {"note": "n"}),
    "commitment.task_done": (STAFF, {"outcome": "kept", "note": "n"}), "credit.repair": (STAFF, {"document": "d", "note": "n"}),
    "deferral.offers": (BUSINESS, None), "deferral.list": (BUSINESS, None), "deferral.promise": ({ENTERPRISE}, {"materials": ["m"], "due_on": "2030-01-02"}),
    "deferral.fulfil": ({ENTERPRISE, NAVIGATOR}, {"files": [NOWHERE]}), "deferral.conclude": (STAFF, {"consequence": "revoke", "reason": "r"}),
    "application.assign": (UNIT, {"ids": [NOWHERE], "account_id": NOWHERE}), "application.propose": (UNIT, {"result": "granted", "opinion": "o"}),
    "application.return": (UNIT, {"to": "review", "code": "facts", "reason": "r"}), "application.forward": (UNIT, {}),
    "application.transfer": (UNIT, {"org": "no-such-unit", "reason": "r"}), "application.transfer_take": (UNIT, {}), "application.transfer_return": (UNIT, {"reason": "r"}),
    "application.condition_met": (UNIT, {}), "casework.desk": (UNIT, None),
    "consultation.list": (UNIT, None), "consultation.ask": (UNIT, {"kind": "required", "orgs": ["ndrc"], "question": "q"}),
    "consultation.reply": (UNIT, {"opinion": "agree"}), "consultation.conclude": (UNIT, {"outcome": "agreed", "opinion": "o"}), "consultation.cancel": (UNIT, {"reason": "r"}),
    "site_visit.plan": (UNIT, {"on": "2099-01-02", "purpose": "p"}), "site_visit.move": (UNIT, {"on": "2099-01-02", "reason": "r"}),
    "site_visit.done": (UNIT, {"findings": "f", "result": "passed"}), "site_visit.cancel": (UNIT, {"reason": "r"}),
    "countersign.list": (UNIT, None), "countersign.open": (UNIT, {"mode": "all", "purpose": "p", "orgs": ["ndrc"]}), "countersign.sign": (UNIT, {"opinion": "agree"}),
    "countersign.add": (UNIT, {"orgs": ["ndrc"], "reason": "r"}), "countersign.remove": (UNIT, {"position": 1, "reason": "r"}), "countersign.cancel": (UNIT, {"reason": "r"}),
    "promise.list": (BUSINESS, None), "promise.make": (UNIT, {"what": "other", "on": "2027-01-04"}), "promise.move": (UNIT, {"to": "2027-01-05", "reason": "r"}),
    "promise.request": (UNIT, {"to": "2027-01-05", "reason": "r"}), "promise.approve": (UNIT | {LEADER, SUPERVISOR}, {}),
    "promise.reject": (UNIT | {LEADER, SUPERVISOR}, {"note": "n"}), "promise.kept": (UNIT, {}),
    "delegation.list": (STAFF | {LEADER, SUPERVISOR}, None), "delegation.give": (COORDINATORS | {LEADER}, {"account_id": NOWHERE, "until": "2027-01-05", "reason": "r"}),
    "delegation.end": (COORDINATORS | {LEADER}, {}),
    "letter.list": (BUSINESS, None), "letter.of_application": (HALL, None), "letter.show": (HALL, None), "letter.testimony": (BUSINESS, None),
    "letter.preview": (STAFF, None), "letter.print": (HALL, None), "letter.withdraw": (COORDINATORS | {DEPARTMENT}, {"reason": "r"}),
    "letter.correct": (COORDINATORS | {DEPARTMENT}, {"reason": "r", "from": "no such words", "to": "t"}),
    "certificate.list": (BUSINESS, None), "certificate.show": (HALL, None), "certificate.uses": (BUSINESS, None), "certificate.testimony": (BUSINESS, None),
    "certificate.for_case": (BUSINESS, None), "certificate.import": (SERVICE | {DEPARTMENT}, {"name": "n", "number": "1", "issuer": "i", "source": "s",
                                                                                             "issued_on": "2026-01-05", "verified_on": "2026-01-04"}),
    "certificate.revoke": (SERVICE | {DEPARTMENT}, {"reason": "r", "basis": "b"}),
    "certificate.print": (HALL, None),
    "certificate.use": (SERVICE | {DEPARTMENT, ENTERPRISE}, {"certificate_id": NOWHERE, "material": "m", "purpose": "p"}),
    "application.withdraw_all": ({ENTERPRISE, NAVIGATOR}, {"reason": "r"}),
    "need.list": (BUSINESS, None), "need.say": (SERVICE | {DEPARTMENT}, {"item": "no-such-item", "needed": "no", "reason": "r", "words": "w"}),
    "offering.of_project": (BUSINESS, None), "offering.offer": (SERVICE | {PROMOTION}, {"package": "no-such-package", "reason": "r"}),
    "offering.adopt": ({ENTERPRISE}, {}), "offering.decline": ({ENTERPRISE}, {"reason": "r"}),
    "parks.match": (BUSINESS, None), "parks.clusters": (STAFF | {LEADER, SUPERVISOR}, None),
    "siting.choose": (SERVICE | {PROMOTION, ENTERPRISE}, {"park": "no-such-park", "reason": "r"}),
    "split.suspects": (COORDINATORS | {LEADER, SUPERVISOR}, None), "split.judge": (COORDINATORS, {"other": NOWHERE, "verdict": "separate", "reason": "r"}),
    "change.list": (BUSINESS, None), "change.report": ({ENTERPRISE, NAVIGATOR, DEPARTMENT}, {"what": "w"}), "change.judge": (STAFF, {"major": False, "reason": "r"}),
    "validity.list": (BUSINESS, None), "validity.extend": (STAFF, {"reason": "r", "document": "d"}),
    "validity.refer": (SERVICE, {"item": "geo-hazard", "assessment": "a", "document": "d", "valid_until": "2020-01-01", "within_terms": True}),
    "outside.of_application": (BUSINESS, None), "outside.list": (BUSINESS, None), "outside.verify": (STAFF, {"status": "submitted"}),
    "outside.open": (STAFF, {"system": "no-such", "number": "n", "status": "submitted"}),
    "milestone.reach": (SERVICE, {"milestone": "开工", "reached_on": "2026-01-05"}),
    "problem.list": (BUSINESS, None), "problem.causes": (BUSINESS - {ENTERPRISE}, None), "problem.show": (BUSINESS, None),
    "problem.raise": (STAFF | {ENTERPRISE}, {"title": "t", "category": "no-such-category"}),
    "problem.pin": (STAFF | {ENTERPRISE}, {"items": ["no-such-item"]}), "problem.assign": (COORDINATORS, {"org": "no-such-unit", "owner": 1, "measures": "m", "due_on": "2030-01-02"}), "problem.solve": (STAFF, {"solution": "s"}),
    "problem.verify": (BUSINESS, {"note": "n"}), "problem.confirm": (STAFF | {ENTERPRISE}, {}), "problem.return": (BUSINESS, {"reason": "r"}),
    "problem.reopen": (STAFF | {ENTERPRISE}, {"reason": "r"}), "problem.escalate": (STAFF | {ENTERPRISE}, {"reason": "r"}), "problem.merge": (COORDINATORS, {"into": 1, "reason": "r"}), "problem.split": (COORDINATORS, {"reason": "r"}),
    "problem.draft": (STAFF, {"title": "t", "body": "b"}), "problem.approve": (STAFF, {}), "problem.reject": (STAFF, {"reason": "r"}),
    "whistle.list": (BUSINESS, None), "whistle.show": (BUSINESS, None), "whistle.sound": ({ENTERPRISE, NAVIGATOR}, {"said": "s", "org": "no-such-unit"}),
    "whistle.report_in": (STAFF | {LEADER}, {"said": "s", "next_on": "2020-01-02"}), "whistle.pass": (COORDINATORS, {"org": "no-such-unit", "reason": "r"}),
    "whistle.close": ({ENTERPRISE, NAVIGATOR}, {}), "whistle.reopen": ({ENTERPRISE, NAVIGATOR}, {"reason": "r"}),
    "whistle.to_problem": (COORDINATORS | {ENTERPRISE, NAVIGATOR}, {"title": "t", "category": "no-such-category"}),
    "rating.give": ({ENTERPRISE}, {"grade": "no-such-grade"}), "rating.note": ({WINDOW}, {"grade": "no-such-grade"}), "rating.repeat": ({ENTERPRISE}, {"grade": "no-such-grade"}),
    "rating.strike": ({SUPERVISOR}, {"reason": "r"}), "rating.judge": ({SUPERVISOR}, {"agrees": False, "reason": "r"}), "rating.open": ({SUPERVISOR}, {"reason": "r"}),
    "rating.mine": ({ENTERPRISE}, None), "rating.slips": ({WINDOW}, None), "rating.list": ({SUPERVISOR}, None), "rating.rater": ({SUPERVISOR}, None), "rating.figures": (EVERYBODY, None), "rating.findings": ({SUPERVISOR}, None),
    "mend.list": (SERVICE | {DEPARTMENT, LEADER, SUPERVISOR}, None), "mend.contact": ({DEPARTMENT}, {"said": "s"}), "mend.answer": ({DEPARTMENT}, {"kind": "mended", "said": "s"}),
    "mend.verify": ({CENTRE, SUPERVISOR}, {}), "mend.return": ({CENTRE, SUPERVISOR}, {"reason": "r"}),
    **{"appraisal." + name: (COORDINATORS | {LEADER, SUPERVISOR, DEPARTMENT, NAVIGATOR}, None) for name in ("list", "show", "result", "objections")}, "appraisal.formulas": (EVERYBODY, None),
    "appraisal.draw": ({CENTRE, SUPERVISOR}, {"year": 2199, "who": "department"}), "appraisal.decide": ({CENTRE, SUPERVISOR}, {"outcome": "kept", "reason": "r"}), "appraisal.withdraw": ({CENTRE, SUPERVISOR}, {"reason": "r"}),
    "appraisal.publish": ({LEADER, SUPERVISOR}, {"document": "d"}), "appraisal.object": ({DEPARTMENT, NAVIGATOR}, {"said": "s"}),
    "file.list": (BUSINESS, None), "file.about": (HALL, None), "file.show": (HALL, None), "project.archive": (BUSINESS, None), "file.keep": (STAFF | {ENTERPRISE, WINDOW}, None),
    "file.versions": (BUSINESS, None), "file.seen_by": (BUSINESS, None), "file.upload": (STAFF | {ENTERPRISE, WINDOW}, None), "file.uploads": (STAFF | {ENTERPRISE, WINDOW}, None),
    "file.upload_open": (STAFF | {ENTERPRISE, WINDOW}, {"name": "a.pdf", "size": 10}), "file.upload_part": (STAFF | {ENTERPRISE, WINDOW}, None),
    "import.list": (SERVICE | {PROMOTION}, None), "import.template": (SERVICE | {PROMOTION}, None),
    "import.projects": (SERVICE | {PROMOTION}, None), "import.projects_check": (SERVICE | {PROMOTION}, None),
    "file.upload_finish": (STAFF | {ENTERPRISE, WINDOW}, None), "file.upload_drop": (STAFF | {ENTERPRISE, WINDOW}, None),
    **{"indicator." + name: (COORDINATORS | {PROMOTION, LEADER, SUPERVISOR, DEPARTMENT, NAVIGATOR}, None) for name in ("list", "figure", "rows", "funnel")},
    **{"process." + name: (COORDINATORS | {PROMOTION, LEADER, SUPERVISOR, DEPARTMENT, NAVIGATOR}, None) for name in ("map", "rows")},
    **{"cockpit." + name: (COORDINATORS | {PROMOTION, LEADER, SUPERVISOR, DEPARTMENT}, None) for name in ("show", "rows", "brief")},
    **{"analysis." + name: (COORDINATORS | {PROMOTION, LEADER, SUPERVISOR}, None) for name in ("month", "month_rows", "quarter", "quarter_rows")},
    "meeting.list": (STAFF | {LEADER, SUPERVISOR}, None), "meeting.show": (STAFF | {LEADER, SUPERVISOR}, None), "meeting.pack": (STAFF | {LEADER, SUPERVISOR}, None), "meeting.record": (STAFF | {LEADER, SUPERVISOR}, None), "meeting.tasks": (STAFF | {LEADER, SUPERVISOR}, None),
    "meeting.call": (LEADS, {"kind": "no-such-kind", "held_on": "2030-01-02", "starts": "09:00", "ends": "10:00", "place": "p"}), "meeting.candidates": (LEADS, None),
    "meeting.move": (LEADS, {"held_on": "2030-01-02", "starts": "09:00", "ends": "10:00", "place": "p", "reason": "r"}), "meeting.cancel": (LEADS, {"reason": "r"}),
    "meeting.invite": (LEADS, {"orgs": ["ndrc"]}), "meeting.attend": (LEADS, {"orgs": ["ndrc"]}), "meeting.order": (LEADS, {"points": ["1"]}),
    "meeting.add": (LEADS, {"about": "free", "title": "t"}), "meeting.drop": (LEADS, {"reason": "r"}), "meeting.carry": (LEADS, {"reason": "r"}),
    "meeting.decide": (LEADS, {"decision": "d", "org": "ndrc"}), "meeting.adopt": (LEADS, {"decision": "d", "org": "ndrc"}), "meeting.minutes": (LEADS, {}), "meeting.confirm": (STAFF, {}),
    "briefing.guests": (STAFF | {LEADER, SUPERVISOR}, None), "briefing.mine": ({ENTERPRISE}, None), "briefing.questions": (BUSINESS, None),
    "briefing.invite": (LEADS, {"project_id": NOWHERE}), "briefing.attend": (LEADS, {"came": True}), "briefing.ask": (BUSINESS, {"org": "ndrc", "question": "q"}),
    "briefing.pass": (STAFF | {LEADER}, {"org": "ndrc", "reason": "r"}), "briefing.answer": (STAFF | {LEADER}, {"answer": "a", "shown": "asker"}), "briefing.show": (STAFF | {LEADER}, None),
    "meeting_task.report": (STAFF, {"solution": "s", "no_evidence": "n"}), "meeting_task.accept": (LEADS, {"note": "n"}), "meeting_task.return": (LEADS, {"note": "n"}),
    "devolution.list": (STAFF | {LEADER, SUPERVISOR}, None), "devolution.give": ({CENTRE}, {"item": "no-such-item", "district": HOME, "org": "asc-" + HOME, "basis": "b"}),
    "devolution.withdraw": ({CENTRE}, {"reason": "r"}),
    "coordination.take_over": ({CENTRE, LEADER}, {"reason": "r"}), "coordination.hand_down": ({CENTRE, LEADER}, {"reason": "r"}),
    "coordination.accept": ({DISTRICT}, {"note": "n"}), "coordination.return": ({DISTRICT}, {"reason": "r"}), "coordination.withdraw": ({CENTRE, LEADER}, {"reason": "r"}),
    "coordination.acts": (SERVICE | {LEADER, SUPERVISOR}, None), "coordination.projects": (SERVICE | {LEADER, SUPERVISOR}, None), "coordination.open": (COORDINATORS | {LEADER, SUPERVISOR}, None),
    "cross_level.list": (COORDINATORS | {LEADER, SUPERVISOR}, None),
    "supervision.list": (STAFF | {LEADER, SUPERVISOR}, None), "supervision.show": (STAFF | {LEADER, SUPERVISOR}, None),
    "supervision.issue": (COORDINATORS | {LEADER, SUPERVISOR}, {"org": "no-such-unit", "asked": "a", "days": 5, "source": "supervision"}),
    "supervision.acknowledge": (STAFF, {}), "supervision.answer": (STAFF, {"answer": "a"}), "supervision.accept": (COORDINATORS | {LEADER, SUPERVISOR}, {}),
    "supervision.return": (COORDINATORS | {LEADER, SUPERVISOR}, {"reason": "r", "days": 5}), "supervision.withdraw": (COORDINATORS | {LEADER, SUPERVISOR}, {"reason": "r"}),
    "request.list": (BUSINESS, None), "request.askable": (SERVICE | {PROMOTION, ENTERPRISE}, None), "request.ask": (SERVICE | {PROMOTION, ENTERPRISE}, {"kind": "no-such", "said": "s"}),
    "request.assign": (STAFF, {"org": "no-such", "reason": "r"}), "request.take": (STAFF, {}), "request.answer": (STAFF, {"result": "upheld", "answer": "a"}),
    "request.close": (SERVICE | {PROMOTION, ENTERPRISE}, {}), "request.reopen": (SERVICE | {PROMOTION, ENTERPRISE}, {"reason": "r"}), "request.withdraw": (SERVICE | {PROMOTION, ENTERPRISE}, {"reason": "r"}),
    "claim.list": (BUSINESS, None), "claim.show": (BUSINESS, None), "claim.parts": (BUSINESS, None), "claim.claimable": (BUSINESS, None), "claim.checks": (SERVICE | {PROMOTION, ENTERPRISE, DEPARTMENT}, None), "claim.money": (BUSINESS, None),
    "claim.apply": ({ENTERPRISE}, {"policy": "no-such-policy", "amount": "1", "told": "t"}), "claim.consent": ({ENTERPRISE}, {}), "claim.decline": ({ENTERPRISE}, {"reason": "r"}),
    "claim.correct": ({ENTERPRISE}, {"told": "t"}), "claim.withdraw": ({ENTERPRISE}, {"reason": "r"}), "claim.accept": ({DEPARTMENT}, {}),
    "claim.ask_correction": ({DEPARTMENT}, {"reason": "r"}), "claim.review": ({DEPARTMENT}, {"grant": False, "reason": "r"}), "claim.announce": ({DEPARTMENT}, {}),
    "claim.object": ({DEPARTMENT}, {"reason": "r"}), "claim.answer_objection": ({DEPARTMENT}, {"nth": 1, "upheld": False, "words": "w"}),
    "claim.decide": ({DEPARTMENT}, {"grant": False, "reason": "r"}), "claim.schedule": ({DEPARTMENT}, {"nth": 1, "due_on": "2027-01-05"}),
    "claim.pay": ({DEPARTMENT}, {"nth": 1, "paid_on": "2026-01-05", "reference": "r"}), "claim.add_condition": ({DEPARTMENT}, {"what": "w", "due_on": "2027-01-05"}),
    "claim.check_condition": ({DEPARTMENT}, {"nth": 1, "kept": True, "words": "w"}), "claim.demand": ({DEPARTMENT}, {"amount": "1", "reason": "r", "due_on": "2027-01-05"}),
    "claim.take_back": ({DEPARTMENT}, {"nth": 1, "amount": "1", "returned_on": "2026-01-05", "reference": "r"}),
    "tickler.set": (SERVICE | {PROMOTION}, {"project_id": NOWHERE, "on": "2030-01-02", "note": "n"}), "tickler.done": (SERVICE | {PROMOTION}, {}),
    "delivery.reach": (SIGNED_IN, None), "delivery.set_reach": (SIGNED_IN, {"mail": "digest"}), "delivery.confirm": (SIGNED_IN, {"code": "000000"}), "delivery.send_code": (SIGNED_IN, {}), "delivery.told": (SERVICE | {LEADER, SUPERVISOR}, None), "delivery.gaps": (SERVICE | {LEADER, SUPERVISOR}, None), "delivery.unopened": (SERVICE | {LEADER, SUPERVISOR}, None),
    "delivery.channels": ({SYSTEM}, None), "delivery.test": ({SYSTEM}, {}),
    "notice.mine": (HALL, None), "notice.sent": (SERVICE | {LEADER, SUPERVISOR}, None), "notice.read": (HALL, {}), "notice.read_all": (HALL, {}), "ladder.show": (COORDINATORS | {LEADER, SUPERVISOR, SYSTEM}, None),
    "form.show": (SIGNED_IN, None), "account.colleagues": (STAFF | {LEADER, SUPERVISOR}, None), "tickler.list": (SERVICE | {PROMOTION}, None),
    "reference.pack": (EVERYBODY, None), "portfolio.list": (BUSINESS, None), "portfolio.project": (BUSINESS, None),
    "workbench": (SERVICE | {PROMOTION}, None), "enterprise_home": ({ENTERPRISE}, None),
    "application.version": (BUSINESS, None), "application.move_version": (UNIT, {"reason": "r"}),
    "catalog.open": ({RULES}, {"title": "t", "reason": "r"}), "catalog.describe": ({RULES}, {"title": "t", "reason": "r"}),
    "catalog.put": ({RULES}, {"kind": "item", "key": "eia-form", "members": {"promised_days": 3}, "source": "s"}),
    "catalog.items_check": ({RULES}, None), "catalog.items_draft": ({RULES}, None), "catalog.units_check": ({RULES}, None), "catalog.units_draft": ({RULES}, None),
    "catalog.items_template": ({RULES}, None), "catalog.units_template": ({RULES}, None),
    "catalog.take": ({RULES}, {"kind": "item", "key": "eia-form"}), "catalog.discard": ({RULES}, {"reason": "r"}),
    "catalog.publish": ({RULES, LEADER}, {}), "catalog.withdraw": ({RULES, LEADER}, {"reason": "r"}),
    "catalog.revert": ({RULES}, {"title": "t", "reason": "r"}),
    "catalog.sets": (READS_RULES, None), "catalog.set": (READS_RULES, None), "catalog.kinds": (READS_RULES, None),
    "catalog.rehearsal": (READS_RULES, None), "catalog.suppose": (READS_RULES, None),
    "catalog.records": (READS_RULES, None), "catalog.record": (READS_RULES, None),
    "catalog.fields": (READS_RULES, None), "catalog.trial": (READS_RULES, None),
    "exchange.changes": (HALL, None), "exchange.tables": (STAFF | {LEADER, SUPERVISOR}, None), "exchange.table": (STAFF | {LEADER, SUPERVISOR}, None),
    "project.history": (BUSINESS, None), "ledger.receipt": (EVERYBODY, None), "ledger.head": (EVERYBODY, None), "ledger.heads": (EVERYBODY, None), "ledger.consistency": (EVERYBODY, None),
    "witness.list": (EVERYBODY, None), "witness.name": ({SECURITY}, {"name": "n", "public_key": "k"}), "witness.retire": ({SECURITY}, {"reason": "r"}),
    "witness.sign": (BUSINESS, {"size": 1, "signed_at": 1, "root": "r", "public_key": "k", "signature": "s"}),
}
# What a question must be asked with, and what it may answer where nothing is wrong but the project's stage or what is asked for.
ASKED = {"/ledger/consistency": "?old_size=1&new_size=2", "/answers": "?q=x", "/suggestions": "?q=x", "/funnel": "?step=listed", "/cockpit/rows": "?what=late", "/catalog/suppose": "?kind=item&key=eia-form&members=%7B%22fee%22%3A%221%22%7D", "/catalog/records": "?kind=item", "/catalog/record": "?kind=item&key=eia-form", "/catalog/fields": "?kind=policy", "/catalog/trial": "?policy=%7B%7D", "/projects/{id}/what-if": "?changes=x:days=1", "/projects/{id}/facts-effect": "?facts=%7B%7D"}
NOT_YET = {"planning.plan": {404}, "admission.screening": {404}, "planning.why": {404}, "whatif.project": {409, 422}, "chance.project": {409}}
NOT_YET["form.show"] = {404}  # this suite asks for none that there is
NOT_YET["certificate.for_case"] = {404}  # a department asks for its own cases alone
# A window that may see a project knows of its cases only those it took in and results, reads no files but its own, and the form only with the
# enterprise's agreement: tried one by one in test_window_clerk.py.
AT_WINDOW = {"letter.of_application", "letter.show", "letter.print", "certificate.show", "certificate.print", "file.about", "file.show"}
NOT_AT_WINDOW = {"intake.form": {409}, "application.ready": {409}, **{name: {404} for name in AT_WINDOW}}
# Served by the door itself: tried one by one below.
DOOR = {"session.show": EVERYBODY, "session.open": EVERYBODY, "openapi.document": EVERYBODY,
        "session.close": SIGNED_IN, "session.move": SIGNED_IN, "session.password": SIGNED_IN, "session.second_factor_begin": SIGNED_IN, "session.second_factor_confirm": SIGNED_IN, "session.second_factor_drop": SIGNED_IN, "account.second_factor_drop": {SECURITY}, "events.stream": SIGNED_IN,
        "account.open": {SYSTEM}, "account.password": {SYSTEM}, "account.token": {SECURITY},
        "identity.draft_save": SIGNED_IN, "identity.draft_drop": SIGNED_IN,
        "feed.make": STAFF | {LEADER, SUPERVISOR}, "feed.drop": STAFF | {LEADER, SUPERVISOR}}
ON_THE_WAY = ("handed_over", "accepted", "served", "under_way", "production")


class Person:
    def __init__(self, client, role, org="", district="", project=0):
        self.client, self.role, self.org, self.district, self.project = client, role, org, district, project
        self.account = client.session.get("account", {}).get("id", 0) if client.session else 0

    def sees(self, row, orgs, desks=()):
        """By the rules of the mechanism: id, district, navigator, stage of a project, and the units in it."""
        everywhere = self.district in ("", CITY)
        here = everywhere or row["district"] == self.district
        return {
            ENTERPRISE: row["id"] == self.project,
            NAVIGATOR: row["navigator"] == self.account,
            PROMOTION: here, LEADER: here, SUPERVISOR: here,
            CENTRE: here and row["stage"] in ("screened", "listed") + ON_THE_WAY,
            DISTRICT: here and row["stage"] in ON_THE_WAY,
            DEPARTMENT: self.org in orgs and here,
            WINDOW: self.org in desks and row["stage"] in ON_THE_WAY,
        }.get(self.role, False)


class Town:
    """The people, and the database as an oracle of its own."""

    def __init__(self, server):
        self.server = server
        cast = {"invest": (PROMOTION, "invest", CITY), "centre": (CENTRE, "asc", CITY), "district": (DISTRICT, "asc-" + HOME, HOME),
                "navigator": (NAVIGATOR, "asc", CITY), "navigator2": (NAVIGATOR, "asc-" + HOME, HOME), "leader": (LEADER, "", CITY),
                "supervisor": (SUPERVISOR, "", CITY), "dept-zjj": (DEPARTMENT, "zjj", CITY),
                "sysadmin": (SYSTEM, "", ""), "secadmin": (SECURITY, "", ""), "auditadmin": (AUDIT, "", ""),
                "rules": (RULES, "", ""), "window": (WINDOW, "asc", CITY)}
        self.people = {login: Person(server.client(login), *rest) for login, rest in cast.items()}
        for login in ("enterprise1", "enterprise4"):
            client = server.client(login)
            self.people[login] = Person(client, ENTERPRISE, project=client.session["post"]["project_id"])
        for login, role, org, district in (("invest-away", PROMOTION, "invest-" + AWAY, AWAY), ("district-away", DISTRICT, "asc-" + AWAY, AWAY),
                                           ("leader-away", LEADER, "", AWAY), ("dept-idle", DEPARTMENT, "tjj", CITY), ("dept-away", DEPARTMENT, "zjj", AWAY)):
            post = {"role": role, "district": district, **({"org": org} if org else {})}
            self.people[login] = Person(server.hire(login, post), role, org, district)
        self.people["window-idle"] = Person(server.hire("window-idle", {"role": WINDOW, "org": "tjj", "district": CITY}), WINDOW, "tjj", CITY)
        own = server.client("centre").get(f"/projects/{self.people['enterprise4'].project}").json
        assert self.people["window"].client.post("/hall/look-ups", {"code": own["number"], "desk": "desk-general"}).status == 200
        self.people["stranger"] = Person(server.client(), PUBLIC)

    def query(self, words, *cells):
        return self.server.store.named(words, *cells)

    def look(self):
        self.projects = {row["id"]: row for row in self.query("select id, name, district, navigator, stage, number from project")}
        self.orgs = {}
        for row in self.query("select project, org from project_party"):
            self.orgs.setdefault(row["project"], set()).add(row["org"])
        self.desks = {}
        for row in self.query("select project, org from project_desk"):
            self.desks.setdefault(row["project"], set()).add(row["org"])

    def seen(self, person):
        return {id for id, row in self.projects.items() if person.sees(row, self.orgs.get(id, ()), self.desks.get(id, ()))}


def operations(client):
    for path, methods in client.get("/openapi.json").json["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def thing_of(path):
    """What the first parameter of a path is: projects, applications, problems, files, bring-forwards, accounts."""
    found = re.match(r"/([a-z-]+)/\{id\}", path)
    return found[1] if found else None


def fill(path, id):
    return (path + ASKED.get(path, "")).replace("policies/{name}", "policies/N01").replace("{id}", str(id)).replace("{number}", "1").replace("{post}", "1").replace("{form}", "f").replace("{name}", "mail").replace("{code}", "1-00000000000000000000").replace("{month}", "2026-01").replace("{quarter}", "2026-Q1").replace("{indicator}", "on-time").replace("{table}", "project")


def same(a, b):
    """Two refusals between which nobody can tell a difference: but for the time and the number of the request itself."""
    fields = [name for name in a.headers.keys() if name.lower() not in ("date", "x-request-id")]
    return (a.status, a.body, [(n, a.headers.get(n)) for n in fields]) == (b.status, b.body, [(n, b.headers.get(n)) for n in fields])


def use(person, method, path, body, **more):
    if method == "GET":
        return person.client.get(path)
    if body is None and path.endswith("/files"):
        project = int(path.split("/")[2])
        return person.client.upload(project, "a.pdf", tiny_pdf("probe"))
    return person.client.post(path, body, method=method, **more)


def the_table(tap, town):
    client = town.people["centre"].client
    known = {operation["operationId"] for _, _, operation in operations(client)}
    tap.none(sorted(known - set(WHO) - set(DOOR)), "the table of this suite knows every operation of the OpenAPI document")
    tap.none(sorted((set(WHO) | set(DOOR)) - known), "the OpenAPI document has every operation of the table")
    wrong = []
    for method, path, operation in operations(client):
        name = operation["operationId"]
        said, wanted = set(operation["x-roles"]), DOOR[name] if name in DOOR else WHO.get(name, (set(), None))[0]
        if said != wanted:
            wrong.append(f"{name}: more {sorted(said - wanted)} less {sorted(wanted - said)}")
    tap.none(wrong, "the rights published are those of the table")


def what_units_do(tap, town):
    """Of two projects everything that hangs on a case: opinions asked, visits, countersignings, promises, steps elsewhere, materials to follow, commitments."""
    client, far = town.server.client, (datetime.date.today() + datetime.timedelta(days=60)).isoformat()
    for login, org, code in (("enterprise1", "water", "util-water"), ("enterprise2", "zjj", "survey-design")):
        enterprise, officer = client(login), client("dept-" + org)
        project = enterprise.session["post"]["project_id"]
        cases = {row["code"]: row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"]}
        path = f"/applications/{cases[code]}"
        for what, body in (("consultations", {"kind": "required", "orgs": ["ndrc"], "question": "q"}), ("site-visits", {"on": far, "purpose": "p"}),
                           ("countersigns", {"mode": "all", "purpose": "p", "orgs": ["ndrc"]}), ("promises", {"what": "other", "on": far, "words": "w"}),
                           ("outside", {"system": "other", "number": "n", "status": "submitted"})):
            done(tap, officer, f"{path}/{what}", body, f"there is one of {what} to try")
    enterprise = client("enterprise1")
    project = enterprise.session["post"]["project_id"]
    cases = {row["code"]: row["id"] for row in enterprise.get(f"/applications?project={project}&limit=100").json["items"]}
    path = f"/applications/{cases['construction-permit']}/deferrals"
    offer = enterprise.get(path).json
    done(tap, enterprise, path, {"materials": offer["materials"][:1], "due_on": offer["latest"]}, "a material is to follow")
    done(tap, client("navigator"), f"/projects/{project}/service-packages", {"package": "emerging-rd", "reason": "r"}, "a service package is offered")
    done(tap, enterprise, f"/projects/{project}/facts", {"facts": {"credit_restricted": False, "commitment_items": ["drain-permit"]}}, "a licence is open to promise")
    path = f"/applications/{cases['drain-permit']}/commitments"
    text = enterprise.get(path).json["offers"][0]["text"]
    done(tap, enterprise, path, {"variant": "commit-drain-permit", "text_version": text["version"], "digest": text["digest"], "agreed": True}, "and a commitment is signed")
    town.look()


def samples(town):
    """Ids to try: things of several relations to the people."""
    pick = {}
    for id, row in sorted(town.projects.items()):
        pick.setdefault((row["stage"], row["district"] if row["district"] in (HOME, AWAY) else "", row["navigator"] != 0), id)
    pick = list(pick.values())[:16] + [town.people[name].project for name in ("enterprise1", "enterprise4")]
    found = {"projects": {id: id for id in pick}}
    for thing, table in (("applications", "application"), ("problems", "problem"), ("whistles", "whistle"), ("supervision-orders", "supervision"), ("files", "file"), ("bring-forwards", "tickler"), ("service-packages", "offering"), ("intakes", "application_intake"),
                         ("letters", "letter"), ("certificates", "certificate"), ("consultations", "consultation"), ("site-visits", "site_visit"),
                         ("countersigns", "countersign"), ("promises", "promise"), ("outside-steps", "outside"), ("deferrals", "deferral"),
                         ("commitments", "commitment"), ("validities", "validity")):
        rows = town.query(f"select id, project from {table} order by id")
        by_project = {}
        for row in rows:
            by_project.setdefault(row["project"], row["id"])
        found[thing] = {id: project for project, id in by_project.items()}
    return found


def the_matrix(tap, town):
    things = samples(town)
    tap.claim(all(things.values()), "there is something of everything to try", {k: len(v) for k, v in things.items()})
    cells, wrong = 0, {}
    client = town.people["centre"].client

    def note(kind, *words):
        wrong.setdefault(kind, []).append(" ".join(str(w) for w in words))

    for method, path, operation in operations(client):
        name = operation["operationId"]
        if name not in WHO or name in ("project.register",):
            continue
        roles, body = WHO[name]
        thing = thing_of(path)
        for login, person in town.people.items():
            nothing = use(person, method, fill(path, NOWHERE), body)
            cells += 1
            if person.role not in roles:
                wanted = 401 if person.role == PUBLIC else 404 if method == "GET" else 403
                if nothing.status != wanted or not is_problem(nothing):
                    note("role", login, method, path, nothing)
            elif thing is not None and (nothing.status != 404 or not is_problem(nothing)):
                note("nowhere", login, method, path, nothing)
            elif thing is None and method == "GET" and nothing.status not in (200, 400, 404, 422):
                note("plain", login, path, nothing)
            tried = list(things.get(thing, {}).items())
            # Who may not use a route at all is refused before any id is looked at: four ids show it.
            for id, project in tried if person.role in roles else tried[:4]:
                visible = project in town.seen(person)
                # Two archives each, since they are made anew; all of those one may not see.
                if name == "project.archive" and visible and id not in [one for one, of in tried if of in town.seen(person)][:2]:
                    continue
                # A version that nothing has: what may be done is refused without being done.
                answer = use(person, method, fill(path, id), body, **({"version": 987654} if method == "POST" and body is not None else {}))
                cells += 1
                mine = thing == "bring-forwards"
                if person.role not in roles or not visible:
                    if not same(answer, nothing):
                        note("oracle", login, method, fill(path, id), answer, "| nowhere:", nothing)
                elif person.role == WINDOW and answer.status in NOT_AT_WINDOW.get(name, ()):
                    continue
                elif method == "GET" and answer.status != 200 and answer.status not in NOT_YET.get(name, ()):
                    note("seen", login, fill(path, id), answer)
                elif method != "GET" and answer.status == 404 and not mine and name not in ("planning.confirm", "planning.object"):
                    note("may", login, method, fill(path, id), answer)
                elif answer.status >= 500:
                    note("may", login, method, fill(path, id), answer)
    tap.none(wrong.get("role", []), "who may not use a route gets 401, 403 or 404, whatever the id")
    tap.none(wrong.get("nowhere", []), "what does not exist is 404")
    tap.none(wrong.get("plain", []), "routes without an id answer those who may ask")
    tap.none(wrong.get("oracle", []), "what one may not see answers, byte for byte, like what does not exist")
    tap.none(wrong.get("seen", []), "what one may see is shown")
    tap.none(wrong.get("may", []), "what one may see and do is not hidden, and nothing ends in 5xx")
    tap.claim(cells >= 5000, f"{cells} cells of role x route x relation were tried", cells)


def all_of(client, path):
    """Every page of a list: the rows, and the totals told."""
    rows, totals, after = [], set(), None
    for _ in range(60):
        target = path + ("&" if "?" in path else "?") + "limit=50" + (f"&after={after}" if after else "")
        answer = client.get(target)
        if answer.status != 200:
            raise RuntimeError(f"{client.name} {target}: {answer!r}")
        page = answer.json
        rows += page["items"]
        totals.add(page["total"])
        after = page["next"]
        if after is None:
            break
    return rows, totals


def the_lists(tap, town):
    applications = town.query("select id, project, org from application")
    problems = town.query("select id, project from problem")
    wrong = []
    for login, person in town.people.items():
        if person.role not in BUSINESS:
            continue
        client, seen = person.client, town.seen(person)
        # A department's list is its own unit's unless it asks for another's.
        mine = {r["id"] for r in applications if r["project"] in seen and (person.role != DEPARTMENT or r["org"] == person.org)}
        others = {r["id"] for r in applications if r["project"] in seen and r["org"] == "scjg"}
        for path, wanted in (("/projects?sort=number", seen), ("/projects", seen), ("/applications", mine), ("/applications?org=scjg", others),
                             ("/problems", {r["id"] for r in problems if r["project"] in seen})):
            rows, totals = all_of(client, path)
            got = [row["id"] for row in rows]
            if set(got) != wanted or len(got) != len(set(got)) or totals != {len(wanted)}:
                wrong.append(f"{login} {path}: {len(got)} rows, totals {totals}, wanted {len(wanted)}; more {sorted(set(got) - wanted)[:5]} less {sorted(wanted - set(got))[:5]}")
    tap.none(wrong, "lists hold exactly what one may see, their totals too, page by page")
    wrong = []
    for login, person in town.people.items():
        hidden = [row for id, row in town.projects.items() if id not in town.seen(person)]
        if person.role not in BUSINESS or not hidden:
            continue
        row = hidden[-1]
        for path in (f"/projects?q={quote(row['number'])}", f"/projects?q={quote(row['name'])}", f"/applications?project={row['id']}", f"/problems?project={row['id']}"):
            found = person.client.get(path).json
            if any(item.get("id") == row["id"] or item.get("project", {}).get("id") == row["id"] for item in found["items"]) or \
                    ("project=" in path and found["total"] != 0):
                wrong.append(f"{login} {path}: {found['total']}")
        for sort in ("number", "-number", "name", "-investment", "urgency", "production"):
            there, none = (person.client.get(f"/projects?sort={sort}&after={id}") for id in (row["id"], NOWHERE))
            if not same(there, none):
                wrong.append(f"{login} sort={sort}&after={row['id']}: {there!r} | {none!r}")
    tap.none(wrong, "no filter, search or page mark tells of what is hidden")
    wrong = []
    for login, person in town.people.items():
        if person.role not in COORDINATORS | {PROMOTION, LEADER, SUPERVISOR, DEPARTMENT}:
            continue
        found, seen = person.client.get("/cockpit").json, town.seen(person)
        listed = [id for id in seen if town.projects[id]["stage"] in ("listed",) + ON_THE_WAY]
        told = sum(stage["projects"] for stage in found["stuck"]["stages"]), sum(place["projects"] for place in found["stuck"]["districts"])
        late = {row["id"] for row in all_of(person.client, "/cockpit/rows?what=late")[0]}
        if told != (len(seen), len(listed)) or not late <= seen or len(late) != found["stuck"]["late"]:
            wrong.append(f"{login}: stages and districts {told}, wanted {len(seen)}, {len(listed)}; late {len(late)} of {found['stuck']['late']}")
        if any(need["project"] and need["project"]["id"] not in seen for kind in found["needs"] for need in kind["items"]):
            wrong.append(f"{login}: needs")
    tap.none(wrong, "the cockpit counts what one may see")
    wrong = []
    for login, person in town.people.items():
        seen = town.seen(person)
        for path in ("/workbench", "/queue", "/home-enterprise"):
            answer = person.client.get(path)
            if answer.status != 200:
                continue
            told = {int(id) for id in re.findall(r'"project(?:_id)?":(?:\{"id":)?(\d+)', answer.body.decode())}
            if path == "/home-enterprise":
                told |= {row["id"] for row in answer.json["projects"]}
            if not told <= seen:
                wrong.append(f"{login} {path}: {sorted(told - seen)}")
            if path == "/queue" and any(row["org"] != person.org for row in answer.json["items"]):
                wrong.append(f"{login} {path}: another unit's items")
    tap.none(wrong, "workbench, queue and the enterprise's page name only what one may see")
    wrong = []
    for login, person in town.people.items():
        for id in list(town.seen(person))[:3]:
            found = person.client.get(f"/projects/{id}").json
            if person.role in (DEPARTMENT, LEADER, SUPERVISOR) and found.get("contact") is not None:
                wrong.append(f"{login} reads the contact of {id}")
            if person.role not in (ENTERPRISE, NAVIGATOR, CENTRE, DISTRICT) and found.get("query_code"):
                wrong.append(f"{login} reads the query code of {id}")
    tap.none(wrong, "contact and query code are shown only to those who work with them")


    own = town.query("select id, account from tickler where account=? limit 1", town.people["navigator"].account)[0]
    other, none = (town.people["centre"].client.post(f"/bring-forwards/{id}/done", {}) for id in (own["id"], NOWHERE))
    tap.claim(same(other, none) and other.status == 404, "another's reminder does not exist, though its project does", other, none)


def quote(words):
    import urllib.parse
    return urllib.parse.quote(words)


def the_streams(tap, town):
    people = {login: town.people[login] for login in ("invest", "invest-away", "centre", "district", "district-away", "navigator", "navigator2",
                                                      "leader", "leader-away", "dept-zjj", "dept-idle", "enterprise1", "enterprise4", "auditadmin", "secadmin")}
    streams = {login: Stream(person.client) for login, person in people.items()}
    tap.equal({stream.status for stream in streams.values()}, {200}, "whoever is signed in may listen")
    tap.claim(all(stream.hello.wait(10) for stream in streams.values()), "each stream says hello")
    tap.equal(town.people["stranger"].client.get("/events").status, 401, "a stranger may not listen")
    invest = town.people["invest"].client
    lead = invest.post("/leads", {"name": "只供听流的线索", "district": AWAY, "contact": SECRET_CONTACT}).json["id"]
    acts = [(lead, False)]
    own = town.people["enterprise1"].project
    raised = town.people["enterprise1"].client.post(f"/projects/{own}/problems", {"title": "听流", "category": town.category})
    acts.append((own, False))
    other = town.people["enterprise4"].project
    town.people["enterprise4"].client.post(f"/projects/{other}/facts", {"facts": {"has_canteen": True}})
    acts.append((other, False))
    inside = town.people["centre"].client.post("/bring-forwards", {"project_id": own, "on": (datetime.date.today() + datetime.timedelta(days=9)).isoformat(), "note": "内部提醒"})
    tap.equal((raised.status, inside.status), (200, 200), "things happen to listen to")
    town.look()
    wrong = []
    for login, stream in streams.items():
        wanted = {project for project, _ in acts if project in town.seen(people[login])}
        for project in wanted:
            if not stream.wait(lambda event, project=project: event["project_id"] == project):
                wrong.append(f"{login} does not hear of {project}")
    time.sleep(0.2)
    for login, stream in streams.items():
        told = stream.projects() - town.seen(people[login])
        if told:
            wrong.append(f"{login} hears of {told}")
    tap.none(wrong, "streams tell each of what he may see, and of nothing else")
    heard = {login: [event["kind"] for event in streams[login].events if event["kind"].startswith("tickler")] for login in ("leader", "enterprise1")}
    tap.equal((len(heard["leader"]), heard["enterprise1"]), (1, []), "what is internal is not told to the enterprise")
    for stream in streams.values():
        stream.close()
    town.lead = lead


SECRET_CONTACT = "机密联系人丙 13912345678"
SECRETS = {"contact": [SECRET_CONTACT, "13912345678"], "password": [], "token": []}


def forgery(tap, town):
    wrong, client = [], town.people["centre"].client
    allowed = {}
    for person in town.people.values():
        allowed.setdefault(person.role, person)
    size = town.server.ledger_of_people()
    for method, path, operation in operations(client):
        name = operation["operationId"]
        if method == "GET" or name == "session.open":
            continue
        roles = DOOR[name] if name in DOOR else WHO[name][0]
        person = allowed[sorted(roles)[0]]
        body = WHO.get(name, (None, {}))[1]
        if name == "file.keep":
            continue
        for words, headers in (("missing", {"X_CSRF_Token": None}), ("wrong", {"X_CSRF_Token": "x" * 32}), ("empty", {"X_CSRF_Token": ""}),
                               ("cross-site", {"Sec_Fetch_Site": "cross-site"})):
            answer = person.client.post(fill(path, NOWHERE), body if body is not None else {}, method=method, **headers)
            if answer.status != 403 or answer.code != "csrf":
                wrong.append(f"{words} {method} {path}: {answer!r}")
    upload = town.people["enterprise1"].client.upload(town.people["enterprise1"].project, "a.pdf", tiny_pdf(), X_CSRF_Token=None)
    if upload.code != "csrf":
        wrong.append(f"upload: {upload!r}")
    tap.none(wrong, "every change without its anti-forgery token is 403, whatever the route")
    tap.equal(town.server.ledger_of_people(), size, "and changes nothing")
    sign_in = town.server.client().post("/session", {"login": "centre", "password": "x"}, key=False, Sec_Fetch_Site="cross-site")
    tap.equal(sign_in.code, "csrf", "a sign-in from another site is refused")


def sessions(tap, town):
    server = town.server
    path = f"/projects/{town.people['enterprise1'].project}"
    passwords = server.passwords()
    first, second = Client(server.address, "a"), Client(server.address, "b")
    answer = first.sign_in("leader", passwords["leader"])
    second.sign_in("leader", passwords["leader"])
    SECRETS["token"] += [first.cookie, second.cookie]
    flags = answer.header("Set-Cookie")
    tap.claim("HttpOnly" in flags and "SameSite=Strict" in flags and "Path=/" in flags, "the cookie is HttpOnly and SameSite=Strict", flags)
    tap.claim(first.cookie != second.cookie and len(first.cookie) >= 32, "each sign-in has a token of its own")
    stream, other = Stream(first), Stream(second)
    stream.hello.wait(5), other.hello.wait(5)
    foreign = first.twin()
    foreign.csrf = second.csrf
    tap.equal(foreign.post("/session", method="DELETE", key=False).code, "csrf", "another session's anti-forgery token is no good")
    out = first.post("/session", method="DELETE", key=False)
    tap.equal((out.status, first.get(path).status), (200, 401), "after signing out the session is over")
    tap.claim("Max-Age=0" in str(out.header("Set-Cookie")), "the cookie is taken back", out.header("Set-Cookie"))
    tap.claim(stream.ended.wait(2.5), "its stream ends within a second or so")
    tap.equal((second.get(path).status, other.ended.is_set()), (200, False), "another session of the same person goes on")
    other.close()

    wrong = []
    whole = second.cookie
    hashes = [row["token_hash"] for row in town.query("select token_hash from session")]
    # The last character of 32 bytes in base64 has spare bits: a change there may mean the same bytes, so the first one is changed.
    for forged in ("", "x", whole[:-1], whole + "A", ("B" if whole[0] == "A" else "A") + whole[1:], whole.swapcase(), hashes[0], "'" + whole, "A" * 5000, "../" + whole):
        client = Client(server.address)
        client.cookie = forged
        if client.get(path).status != 401:
            wrong.append(forged[:60])
    tap.none(wrong, "forged, cut and lengthened tokens, and the hash from the database, are nobody's")
    client = Client(server.address)
    client.token = whole
    tap.equal(client.get(path).status, 401, "a cookie is no bearer token")
    two = Client(server.address)
    answer = two.send("GET", "/api/v1" + path, None, {"Cookie": f"other=1; {COOKIE}={whole}"})
    tap.equal(answer.status, 200, "the cookie is found among others")


def tokens(tap, town):
    server, security = town.server, town.people["secadmin"].client
    leader = town.people["leader"]
    post = leader.client.session["post"]["id"]
    path = f"/projects/{town.people['enterprise1'].project}"
    wrong = [name for name, body in (("no days", {"name": "n", "post": post}), ("too long", {"name": "n", "days": 5000, "post": post}), ("foreign post", {"name": "n", "days": 1, "post": 1}))
             if security.post(f"/accounts/{leader.account}/tokens", body).status not in (404, 422)]
    tap.none(wrong, "a token has an end, and a post of its own account")
    tap.equal(leader.client.post(f"/accounts/{leader.account}/tokens", {"name": "n", "days": 1, "post": post}).status, 403, "nobody makes his own token")
    made = security.post(f"/accounts/{leader.account}/tokens", {"name": "伙伴系统", "days": 1, "post": post})
    token = (made.json or {}).get("token", "")
    SECRETS["token"].append(token)
    tap.claim(made.status == 200 and len(token) >= 32, "the security administrator makes a token", made)
    partner = Client(server.address)
    partner.token = token
    tap.equal(partner.get(path).status, 200, "it reads what its post may read")
    lead = f"/projects/{town.lead}/screening"
    tap.equal(partner.post(lead, {}).status, 200, "it writes without an anti-forgery token: there is no cookie to abuse")
    tap.equal(partner.get("/audit").status, 404, "it may not do more than its post")
    thief = Client(server.address)
    thief.cookie = token
    tap.equal(thief.get(path).status, 401, "a bearer token is no cookie")
    wrong = [t[:20] for t in (token[:-1], token + "A", "Basic " + token, token[::-1]) if _bearer(server, t, path) != 401]
    tap.none(wrong, "forged tokens are nobody's")
    town.partner = partner


def _bearer(server, token, path):
    client = Client(server.address)
    client.token = token
    return client.get(path).status


def administrators(tap, town):
    server, system, security = town.server, town.people["sysadmin"].client, town.people["secadmin"].client
    wrong = []
    business = [name for name, (roles, _) in WHO.items() if not roles & ADMINS]
    tap.claim(len(business) > 40, "the table holds the business routes no administrator may use", len(business))
    mixes = [("sysadmin", SECURITY), ("sysadmin", AUDIT), ("secadmin", SYSTEM), ("secadmin", AUDIT), ("auditadmin", SYSTEM), ("auditadmin", SECURITY),
             ("sysadmin", LEADER), ("secadmin", CENTRE), ("auditadmin", SUPERVISOR), ("leader", SYSTEM), ("centre", SECURITY), ("navigator", AUDIT), ("sysadmin", RULES),
             ("rules", SECURITY)]
    for login, role in mixes:
        answer = security.post(f"/accounts/{town.people[login].account}/posts", {"role": role, "district": CITY})
        if answer.status != 422 or not is_problem(answer):
            wrong.append(f"{login} + {role}: {answer!r}")
    tap.none(wrong, "no account holds two of the three, nor one of them beside business")
    fresh = server.hire("fresh-account")
    both = [security.post(f"/accounts/{fresh}/posts", {"role": role}).status for role in (SYSTEM, SECURITY)]
    tap.equal(both, [200, 422], "nor does a new one")
    tap.equal(security.post(f"/accounts/{fresh}/posts", {"role": "system"}).status, 422, "nobody is made the system itself")
    tap.equal(security.post(f"/accounts/{fresh}/posts", {"role": "public"}).status, 422, "nor the public")
    fresh2 = server.hire("fresh-two")
    nowhere = security.post(f"/accounts/{fresh2}/posts", {"role": ENTERPRISE, "project_id": NOWHERE})
    tap.claim(nowhere.status in (404, 422), "an enterprise's post needs a project that there is", nowhere)
    tap.equal(system.post(f"/accounts/{fresh}/posts", {"role": LEADER, "district": CITY}).status, 403, "who opens accounts grants nothing")
    tap.equal(security.post("/accounts", {"login": "by-security", "name": "n", "password": "x" * 20}).status, 403, "who grants opens no accounts")
    tap.equal(security.post(f"/accounts/{NOWHERE}/posts", {"role": LEADER, "district": CITY}).status, 404, "an account that is not there gets no post")
    listed = security.get("/accounts?limit=200")
    tap.claim(all(row["login"] != "" and "password" not in row for row in listed.json["items"]) and b"argon2" not in listed.body, "the list of accounts holds no password")
    audit = town.people["auditadmin"].client
    acts = set()
    after = None
    for _ in range(30):
        page = audit.get("/audit?limit=200" + (f"&after={after}" if after else "")).json
        acts |= {row["act"] for row in page["items"]}
        after = page["next"]
        if after is None:
            break
    tap.claim({"sign-in", "sign-out", "denied", "token-made"} <= acts, "the audit trail holds sign-ins, sign-outs, denials, tokens", acts)


def guessing(tap, town):
    server = town.server
    victim = server.hire("victim", {"role": LEADER, "district": HOME}, password="Victim-" + "q" * 20)
    answers = {}
    for login in ("victim", "no-such-login"):
        stranger = Client(server.address)
        answers[login] = [stranger.post("/session", {"login": login, "password": f"wrong-guess-{n}"}, key=False) for n in range(11)]
    pairs = list(zip(answers["victim"], answers["no-such-login"]))
    told = [n for n, (a, b) in enumerate(pairs) if (a.status, a.code) != (b.status, b.code)]
    tap.none(told, "an unknown login answers like a known one, guess after guess", )
    tap.equal(answers["victim"][0].status, 401, "a wrong password is 401")
    tap.claim(answers["victim"][-1].status == 429 and int(answers["victim"][-1].header("Retry-After")) > 600, "after ten guesses the account is locked for a while", answers["victim"][-1])
    right = Client(server.address).sign_in("victim", "Victim-" + "q" * 20)
    tap.equal(right.status, 429, "then the right password does not help either")
    tap.equal(victim.get("/session").json["signed_in"], True, "who is signed in stays so")


def passwords(tap, town):
    server, first = town.server, "Own-first-" + "k" * 12
    person = server.hire("own-password", {"role": LEADER, "district": HOME}, password=first)
    elsewhere = Client(server.address)
    elsewhere.sign_in("own-password", first)
    second = "改过的口令，用整句话更好记 1"
    SECRETS["password"] += [first, second]
    wrong = [person.post("/session/password", body, key=False) for body in ({"old": "not the old one", "new": second}, {"old": first, "new": "short"}, {"old": first, "new": "1234567890"}, {"new": second})]
    tap.equal([a.status for a in wrong], [422] * 4, "a password is changed only with the old one, to one that is allowed")
    tap.equal(person.post("/session/password", {"old": first, "new": second}, key=False).status, 200, "with both it is changed")
    tap.equal((person.get("/session").json["signed_in"], elsewhere.get("/session").json["signed_in"]), (False, False), "which ends every session of the account")
    tap.equal([Client(server.address).sign_in("own-password", word).status for word in (first, second)], [401, 200], "the new one signs in, the old one does not")
    reset = town.people["sysadmin"].client.post(f"/accounts/{person.account}/password", {"password": "Reset-" + "r" * 14})
    tap.equal((reset.status, Client(server.address).sign_in("own-password", "Reset-" + "r" * 14).status), (200, 200), "the system administrator sets a new one")
    tap.equal(town.people["sysadmin"].client.post(f"/accounts/{NOWHERE}/password", {"password": "Reset-" + "r" * 14}).status, 404, "of an account that there is")


def flood(tap, town):
    """The last of all sign-ins: the address is used up afterwards, until the restart."""
    stranger, answers = Client(town.server.address), []
    while len(answers) < 100 and (not answers or answers[-1].status != 429):
        answers.append(stranger.post("/session", {}, key=False))
    tap.claim(answers[-1].status == 429 and int(answers[-1].header("Retry-After")) >= 1 and is_problem(answers[-1]), f"an address may try to sign in so often and no more ({len(answers)} tries)", answers[-1])
    tap.equal(town.people["leader"].client.get("/session").json["signed_in"], True, "who is signed in goes on")


def disabling(tap, town):
    server, system = town.server, town.people["sysadmin"].client
    person = server.hire("leaving", {"role": LEADER, "district": CITY}, password="Leaving-" + "w" * 20)
    SECRETS["password"].append("Leaving-" + "w" * 20)
    SECRETS["token"].append(person.cookie)
    path = f"/projects/{town.people['enterprise1'].project}"
    made = town.people["secadmin"].client.post(f"/accounts/{person.account}/tokens", {"name": "n", "days": 1, "post": person.session["post"]["id"]})
    stream = Stream(person)
    stream.hello.wait(5)
    tap.equal(person.get(path).status, 200, "before, the account works")
    tap.equal(system.post(f"/accounts/{person.account}/disable", {"reason": "离职"}).status, 200, "the account is disabled")
    begin = time.monotonic()
    tap.equal((person.get(path).status, _bearer(server, made.json["token"], path)), (401, 401), "at once its session and its token are over")
    tap.claim(stream.ended.wait(2.5), f"its stream ends within a second or so ({time.monotonic() - begin:.1f} s)")
    wrong = Client(server.address).post("/session", {"login": "leaving", "password": "not-the-password"}, key=False)
    right = Client(server.address).post("/session", {"login": "leaving", "password": "Leaving-" + "w" * 20}, key=False)
    tap.claim(same(wrong, right) and right.status == 401, "its right password answers like a wrong one", wrong, right)
    system.post(f"/accounts/{person.account}/enable", {"reason": "返岗"})
    tap.equal(person.get(path).status, 401, "enabling does not revive an old session")
    ended = server.hire("two-posts", {"role": LEADER, "district": HOME}, {"role": SUPERVISOR, "district": HOME})
    posts = [post["id"] for post in ended.session["posts"]]
    tap.equal(ended.act_as(posts[1]).status, 200, "one acts in another of one's posts")
    tap.equal(ended.act_as(town.people["centre"].client.session["post"]["id"]).status, 404, "but not in another's")
    town.people["secadmin"].client.post(f"/accounts/{ended.account}/posts/{posts[1]}", method="DELETE")
    tap.equal(ended.get("/cockpit").status, 401, "a post that was ended acts no more")


def old_age(tap, town):
    """Sessions of twelve hours ago and tokens past their end, made by moving their beginning in the database."""
    server, person, partner = town.server, town.people["leader"].client, town.partner
    path = f"/projects/{town.people['enterprise1'].project}"
    tap.equal(server.stop(), 0, "the server ends well")
    server.store.change("update session set opened_at=opened_at-12*3600*1000-1000 where account=?", person.account)
    server.store.change("update api_token set expires_at=? where account=?", int(time.time() * 1000) - 1000, person.account)
    server.start()
    partner.address = server.address
    tap.equal(town.people["centre"].client.get(path).status, 200, "sessions survive a restart")
    partner.close()
    tap.equal((person.get(path).status, partner.get(path).status), (401, 401), "after twelve hours a session is over, after its end a token")


def on_disk(tap, town):
    server = town.server
    SECRETS["password"] += list(server.passwords().values())[:14]
    SECRETS["token"] += [client.cookie for client in server.clients.values() if client.cookie]
    tap.equal(server.stop(), 0, "the server ends well once more")
    data = server.store.content()
    for base, _, names in os.walk(server.home):
        for name in names:
            if name != "demo-accounts.json":
                with open(os.path.join(base, name), "rb") as file:
                    data[name] = file.read()
    data["log"] = server.log().encode()
    whole = b"\0".join(data.values())
    tap.claim("样例一".encode() in whole, "the search finds what stands in the database")
    for kind, words in SECRETS.items():
        found = [word[:6] for word in words if len(word) > 6 and (word.encode() in whole or base64.b64encode(word.encode()) in whole or word.encode().hex().encode() in whole)]
        tap.claim(words and not found, f"{len(words)} seeded {kind} texts: none is in database, files or log", found)


def suite(tap):
    with Server() as server:
        town = Town(server)
        town.look()
        town.category = server.client("centre").get("/pack").json["problem_categories"][0]["code"]
        project = town.people["enterprise1"].project
        town.people["enterprise1"].client.upload(project, "一.pdf", tiny_pdf("one"))
        for who in ("navigator", "centre"):
            day = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
            server.client(who).post("/bring-forwards", {"project_id": project, "on": day, "note": "记得"})
        what_units_do(tap, town)
        for part in (the_table, the_matrix, the_lists, the_streams, forgery, sessions, tokens, administrators, guessing, passwords, disabling, flood, old_age, on_disk):
            try:
                part(tap, town)
            except Exception:
                import traceback
                tap.claim(False, f"the part '{part.__name__}' runs to its end", traceback.format_exc())
        server.sound(tap, "after it all")


run(suite)
