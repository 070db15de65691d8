#ifndef LIANDONG_BOARD_LEDGER_VIEW_H
#define LIANDONG_BOARD_LEDGER_VIEW_H

#include "app/kind.h"
#include "ledger/ledger.h"
#include "room/witness/witness.h"

/* What anybody may ask of the ledger (台账): whether a receipt (回执) is genuine, and the newest
 * signed head. Nothing of the event's content is told, only its kind and when it was recorded. */
struct receipt_check {
    bool is_genuine;
    struct ledger_entry entry;
    struct ledger_proof
        proof; /* into the signed head if that covers the entry, else into the ledger as it is */
    bool is_signed; /* the head covers the entry and its signature holds */
    struct ledger_head head;
    struct text kind_name;
};

/* `code` as typed: spaces around it do no harm. An unknown or altered code is not a fault but the
 * answer that it is not genuine. */
MUST_USE bool receipt_look_up(const struct view_run *run, struct text code,
                              struct receipt_check *out, struct fault *fault);

/* The heads that are published: the last of each day on the city's clock (每日签名头), the newest
 * first, with what witnesses signed of the heads of that day. Days without one are left out. */
#define LEDGER_DAYS_MAX 31
struct ledger_day {
    civil_date day;
    struct ledger_head head;
    struct witness_marks marks;
};
struct ledger_days {
    struct ledger_day *items;
    int count;
    civil_date next; /* the day before the last listed one that has a head; NONE: there is none */
};
MUST_USE bool ledger_days(const struct view_run *run, civil_date until, int limit,
                          struct ledger_days *out, struct fault *fault);

extern const struct room ledger_view_room;

#endif
