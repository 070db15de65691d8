#ifndef LIANDONG_ROOM_PROBLEM_KINDS_H
#define LIANDONG_ROOM_PROBLEM_KINDS_H

#include "app/kind.h"

/* What is asked of problems, and what then stands in the ledger. */

/* -- commands -- */

struct problem_raise {
    struct text title, category, description;
    int64_t application_id;
    struct text_list items; /* codes of the project's plan: what it holds up */
};
struct problem_pin {
    struct text_list items;
};
struct problem_assign {
    struct text org, measures, cause;
    int64_t owner, verifier;
    struct text_list helpers;
    civil_date due_on;
};
struct problem_solve {
    struct text solution, evidence, no_evidence, cause;
    civil_date done_on;
};
struct problem_verify {
    struct text note;
    bool accepts_statement;
};
struct problem_confirm {
    struct text note;
};
struct problem_return {
    struct text reason;
};
struct problem_reopen {
    struct text reason;
};
struct problem_escalate {
    struct text level, reason;
};
struct problem_merge {
    int64_t into;
    struct text reason;
};
struct problem_split {
    struct text reason;
};

struct problem_draft {
    struct text title, body;
};
struct problem_reject {
    struct text reason;
};

extern const struct field_table problem_raise_table, problem_pin_table, problem_assign_table,
    problem_solve_table, problem_verify_table, problem_confirm_table, problem_return_table,
    problem_reopen_table, problem_escalate_table, problem_merge_table, problem_split_table,
    problem_draft_table, problem_reject_table;

/* -- events -- */

struct problem_raised {
    struct text number, title, category, description;
    int64_t year, serial, application;
    int64_t whistle; /* it came of; 0: of none */
    struct text_list items;
};
struct problem_pinned {
    struct text_list items; /* instead of those before */
};
struct problem_assigned {
    struct text org, measures, cause;
    int64_t owner, verifier;
    struct text_list helpers;
    civil_date due_on;
};
struct problem_solved {
    struct text solution, evidence, no_evidence, cause;
    civil_date done_on;
};
struct problem_verified {
    struct text note;
    bool accepts_statement;
};
struct problem_noted {
    struct text note;
};
struct problem_sent_back {
    struct text reason;
};
struct problem_reopened {
    struct text reason;
    civil_date due_on;
};
struct problem_escalated {
    struct text level, reason;
};

/* Merged into another one, or split off it again; `number`: that one's. Who is told of it: `told`
 * is the enterprise, the navigator or the person `raiser`, "" nobody but whoever did it; `held_by`
 * "unit": the units that had it in hand too. */
struct problem_merged {
    int64_t into, raiser;
    struct text number, name, reason, told, held_by;
    struct text_list units;
};

/* The text for upward eyes. `approver`: whose it is to approve, as notices name him. */
struct problem_drafted {
    struct text name, title, body, approver;
};
struct problem_approved {
    struct text title, body;
    int64_t drafter;
};
struct problem_rejected {
    struct text name, reason;
    int64_t drafter;
};

/* What happens by rule to one that nobody approves or returns (problem_upward.h). `to`: the role it
 * climbs to. */
struct problem_draft_climb_announced {
    struct text name, approver, to;
    civil_date due_on; /* when it climbs */
};
struct problem_draft_climbed {
    struct text name, to;
    civil_date due_on; /* the day that passed */
    int64_t climbs;    /* steps so far */
};

/* What happens by rule (problem_climb.h). `name`: problem_name; `level`: where it goes. */
struct problem_climb_announced {
    struct text name, org, level;
    struct text
        held_by;       /* who has it so far: unit, district_coordinator, coordinator; "": nobody */
    civil_date due_on; /* when it climbs */
};
struct problem_climbed {
    struct text name, org, level;
    civil_date due_on; /* the day that passed */
};
struct problem_climb_stuck {
    struct text name, org;
    civil_date due_on; /* the day that passed */
};

extern const struct event_kind problem_raised_event, problem_pinned_event, problem_assigned_event,
    problem_solved_event, problem_verified_event, problem_closed_event, problem_returned_event,
    problem_reopened_event, problem_escalated_event, problem_climb_announced_event,
    problem_climbed_event, problem_climb_stuck_event, problem_merged_event, problem_split_event,
    problem_agreed_event, problem_drafted_event, problem_approved_event, problem_rejected_event,
    problem_draft_climb_announced_event, problem_draft_climbed_event;

#endif
