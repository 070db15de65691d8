#ifndef LIANDONG_ROOM_NOTICE_H
#define LIANDONG_ROOM_NOTICE_H

#include "ground/project/project.h"

/* Notices (通知): what the program tells somebody of a project or a case, in the platform. One
 * place for all of it: reminders and escalations of the ladder, what an outcome triggers, what
 * lapses. So one can always see who was told what, when, and whether he has read it.
 *
 * No notice without date, law and remaining days: each names the day that counts, the article or
 * rule it stands on, and how many working days are left to it (negative: past it). A message that
 * lacks one of them is refused, and with it the command that wanted to send it; a sender that must
 * not fail for it asks notice_is_whole first.
 *
 * A notice has one address, and whoever acts in it reads it:
 *
 *     account:12                       one person
 *     unit:zjj                         the people of a unit
 *     hall:asc                         who sits at the windows of its hall, and they only
 *     role:supervisor                  all who hold the role in the city
 *     role:district_coordinator:350112 those of a district
 *     project:55                       the enterprise of that project
 *
 * Only who may see the project sees the notice: an address opens no door. One that is about no
 * project (an invitation to a meeting) is seen by whoever its address names. Other rooms do not
 * include this one: they name the flow action "notify" in the city's triggers.json; boards and flow
 * actions call notice_send. */

/* How a notice came about; also what lists are filtered by. */
#define NOTICE_KINDS                                                                               \
    "clock", "escalation", "outcome", "expiry", "commitment", "promise", "calendar", "meeting",    \
        "policy"

struct notice_message {
    struct text address;    /* see notice_address */
    struct text kind;       /* one of NOTICE_KINDS */
    struct text rule;       /* of the ladder or of the triggers: its id */
    struct text text;       /* Chinese, one or two sentences, up to 500 characters */
    struct text text_en;    /* the same in English */
    struct text law;        /* article or rule: "行政许可法第四十二条"; never empty */
    civil_date due_on;      /* the day that counts; never CIVIL_DATE_NONE */
    int64_t left_days;      /* working days from today to due_on; negative: past it */
    int64_t project;        /* whose it is; 0: of none, as a meeting's */
    int64_t application;    /* the case, or 0 */
    int64_t about;          /* another thing's id (commitment, promise, problem), or 0 */
    bool is_for_enterprise; /* it stands in the enterprise's history and stream too */
};

/* -- addresses (notice.c, pure) -- */

/* Who is meant by a rule, as the city's tables name him. */
struct notice_party {
    struct text
        who;              /* handler, unit, navigator, enterprise, coordinator, district_coordinator
                             (the city's while the city coordinates the project), district (its
                             coordinators in any case), hall, supervisor, leader, promotion_officer, person */
    struct text org;      /* the case's unit; of `hall`, its unit */
    struct text district; /* the project's */
    bool city_coordinates;
    int64_t handler;   /* account, or 0: the unit is told */
    int64_t person;    /* account */
    int64_t navigator; /* account, or 0: the coordinators of the city are told */
    int64_t project;
};
/* "" when `who` is no word of the list above, or the unit is not known. */
struct text notice_address(struct arena *arena, const struct notice_party *party);

/* The addresses that an actor reads, "" where he has fewer. */
#define NOTICE_ADDRESSES 5
void notice_addresses_of(struct arena *arena, const struct actor *actor,
                         struct text out[NOTICE_ADDRESSES]);

/* -- deciding (notice.c, pure) -- */

/* Address, law, day, words: all there. Refused with NOTICE_INCOMPLETE, which names what lacks. */
MUST_USE bool notice_is_whole(const struct notice_message *message, struct fault *fault);

/* Working days from today to the day that counts; past it, minus those that have passed since. */
int64_t notice_left_days(const struct city *city, civil_date today, civil_date due_on);

/* -- sending -- */

/* Emits the notice inside the command's transaction; its id is that of the event. */
MUST_USE bool notice_send(struct command_run *run, const struct notice_message *message,
                          struct fault *fault);

/* -- events -- */

struct notice_sent {
    struct text address, kind, rule, text, text_en, law;
    int64_t application, about, left_days;
    civil_date due_on;
};
struct notice_read {
    int64_t account;
};
extern const struct field_table notice_sent_table, notice_read_table;
/* The second is a notice to the enterprise: it stands in its own history. */
extern const struct event_kind notice_sent_event, notice_told_event, notice_read_event;
extern const struct statement notice_hearers; /* whom one that is about no project reaches */
record_function notice_record_sent, notice_record_read;

/* -- reading (notice_store.c) -- */

struct notice {
    int64_t id, project, application, about, left_days;
    struct text address, kind, rule, text, text_en, law;
    civil_date due_on, sent_on;
    civil_date read_on;         /* by the asker; of a list of what was sent: by anybody first */
    struct text project_name;   /* for showing */
    struct text project_number; /* of what is being sent only */
    struct text case_number;    /* of the application, or "" */
};
struct notices {
    struct notice *items;
    size_t count;
};
#define NOTICE_LIST_MAX 200

/* What the actor is told, newest first, within his scope; `before` 0: from the newest. */
struct notice_question {
    bool is_unread_only;
    int64_t application; /* 0: any */
    int64_t project; /* 0: any; asked for what was sent: one of the two, or both 0 for the newest */
    struct text kind;
    int64_t before;
    int64_t limit; /* up to NOTICE_LIST_MAX */
};
MUST_USE bool notice_list_mine(const struct view_run *run, const struct notice_question *question,
                               struct notices *out, struct fault *fault);
/* One of them, with its project and whether he has read it; NOT_FOUND: not addressed to him. */
MUST_USE bool notice_find_mine(const struct view_run *run, int64_t id, struct notice *out,
                               struct fault *fault);
/* How many he has not read, counted up to 99. */
MUST_USE bool notice_count_unread(const struct view_run *run, int64_t *out, struct fault *fault);
/* What was sent to whomever, within his scope: for supervisors. */
MUST_USE bool notice_list_sent(const struct view_run *run, const struct notice_question *question,
                               struct notices *out, struct fault *fault);
/* Whether that rule has sent a notice of that case for that due day to that address already. */
struct notice_key {
    struct text rule, address;
    int64_t project, application, about;
    civil_date due_on;
};
MUST_USE bool notice_was_sent(struct store *store, const struct notice_key *key, bool *out,
                              struct fault *fault);

extern const struct statement *const notice_statements[];
extern const size_t notice_statement_count;
extern const char notice_ddl[];
extern const struct room notice_room;
extern const struct room delivery_room; /* delivery.h: by which way, and what became of it */

#endif
