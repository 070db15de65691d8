#ifndef LIANDONG_ROOM_APPLICATION_KINDS_H
#define LIANDONG_ROOM_APPLICATION_KINDS_H

#include "room/application/application.h"

/* The commands' fields and the events' bodies. `on` is the day an act happened; absent = today. */

struct application_intake {
    struct text_list items;
    struct text note;
    struct text answers;   /* of the one form: {"field": value}; "": an intake of items alone */
    struct text materials; /* {"name": [ids of files]} */
    struct text channel;   /* online, navigator, window; "": by who takes it in */
    struct text desk;      /* of the hall, with channel window */
    struct text bundle;    /* 一件事, or "" */
    civil_date on;
};
struct application_dated {
    civil_date on;
};
struct application_not_accept {
    struct text reason, basis;
    civil_date on;
};
struct application_ask {
    struct text_list reasons; /* codes of the pack */
    struct text_list
        materials; /* names of the item's guide, where the reasons concern certain ones */
    struct text note, corrections; /* JSON, see application_correction.h */
    civil_date on;
};
struct application_complete {
    struct text note, files;        /* files: JSON array of ids */
    struct text answers, materials; /* {"field": value}, {"material": [ids]}: what was corrected */
    civil_date on;
};
struct application_special_start {
    struct text code, basis, name, reason;
    int64_t days;
    civil_date noticed_on, on;
};
struct application_decide {
    struct text result, reason, basis, document, files; /* result: granted, conditional, refused */
    struct text conditions;                             /* JSON array of {"text", "due_on"} */
    civil_date valid_until, on;
};
struct application_deliver {
    struct text way, number; /* way: of the pack's delivery_ways; number: of the parcel */
    civil_date on;
};
struct application_withdraw {
    struct text reason;
    civil_date on;
};
struct application_remind {
    struct text note;
};
struct application_handle {
    int64_t account_id;
};
extern const struct field_table application_intake_table, application_dated_table,
    application_not_accept_table, application_deliver_table, application_ask_table,
    application_complete_table, application_special_table, application_decide_table,
    application_withdraw_table, application_remind_table, application_handle_table;

/* -- events -- */

/* Entries of before forms have no number, channel, limit: they were intakes of items alone. */
struct application_taken_in {
    struct text_list items;
    struct text note, number, channel, desk, bundle;
    int64_t year, serial;
    int64_t joint_days, joint_extension_days; /* of the law; 0: not a joint case */
    int64_t joint_promised_days;              /* of the bundle; 0: none is known */
};
/* Most are submitted for the first time, with a promised limit: their entry says neither `round`
 * (0) nor `first_submitted_on` (NONE), which are then 1 and the day it happened on, and no
 * `limit_basis` (empty), which is then APPLICATION_PROMISED. */
struct application_submitted {
    struct text number, code, item_name, org, limit_basis;
    int64_t year, serial, intake, limit_days, notify_days, deliver_days, round, previous;
    bool own;
    civil_date first_submitted_on;
};
struct application_noted {
    struct text note;
};
struct application_dismissed {
    struct text reason, basis;
};
struct application_asked {
    struct text_list reasons, materials;
    struct text note, corrections;
};
struct application_completed {
    struct text note, files;
};
struct application_special_started {
    struct text code, law, name, reason;
    int64_t days;
    civil_date noticed_on;
};
struct application_decided {
    struct text result, reason, basis, document, files, conditions;
    civil_date valid_until;
};
struct application_delivered {
    struct text note, way, number;
};
struct application_withdrawn {
    struct text reason;
};
/* A granted result is taken back (撤销, Administrative Licensing Law, Art. 69): no command of this
 * room does it, it follows from what src/flow knows. `source`: id of what it rests on. */
struct application_revoked {
    struct text reason, basis;
    int64_t source;
};
struct application_handled {
    int64_t account;
    struct text reason; /* of a transfer to another person */
};

extern const struct event_kind application_taken_in_event, application_submitted_event,
    application_opened_event, application_received_event, application_accepted_event,
    application_not_accepted_event, application_asked_event, application_completed_event,
    application_special_started_event, application_special_ended_event, application_decided_event,
    application_delivered_event, application_withdrawn_event, application_reminded_event,
    application_verified_event, application_handled_event, application_revoked_event;

record_function application_record_taken_in, application_record_submitted,
    application_record_opened, application_record_received, application_record_accepted,
    application_record_not_accepted, application_record_asked, application_record_completed,
    application_record_special_started, application_record_special_ended,
    application_record_decided, application_record_delivered, application_record_withdrawn,
    application_record_reminded, application_record_verified, application_record_handled,
    application_record_revoked;

#define APPLICATION_FILES_MAX 50

#endif
