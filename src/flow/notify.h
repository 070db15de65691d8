#ifndef LIANDONG_FLOW_NOTIFY_H
#define LIANDONG_FLOW_NOTIFY_H

#include "app/kind.h"
#include "room/application/application_rows.h"

/* Notices about a case or a project, put into words by the city's tables: the ladder of reminders
 * and what an outcome triggers. The words hold places that are filled from the case:
 *
 *     {item} its name   {case} its number   {project} the project's name
 *     {name} what it is about, where that is not the case
 *     {due} the day that counts   {left} working days to it   {late} working days past it
 *     {law} the article
 *
 * The flow action "notify" of triggers.json: {"who", "kind", "text_zh", "text_en", "law",
 * "due": {"member": "valid_until"} | {"limit": "deliver"} | {"clock": true} | {"event": true}}:
 * that of the event itself. Without `due` the day is that of the case's clock, and without `law`
 * the article is the clock's. Where nothing gives a day or an article the notice is refused, and
 * with it the act: such a rule is a mistake that must be seen at once.
 *
 * `case`, `org`, `person` and `law_of` name members of the event: the case it is about, the unit or
 * units that are told where `who` is "unit", the account where it is "person", the article. Where
 * `who` is "hall" the hall is told at whose window the case was taken in, and nobody if at none. Of
 * an article that is not known the notice says so (law "unknown"): it is never left out and never
 * made up. */
#define NOTIFY_LAW_UNKNOWN "依据未明确"
struct notify_words {
    struct text who;  /* see notice_party */
    struct text kind; /* see NOTICE_KINDS */
    struct text rule;
    struct text text_zh, text_en;
    struct text law;   /* "": the clock's */
    struct text org;   /* the unit that is told; "": the case's */
    struct text name;  /* for {name}; "": the item's */
    civil_date due_on; /* CIVIL_DATE_NONE: the clock's */
    int64_t about;
    int64_t person; /* who is told where `who` is "person" */
};

/* What the words are filled from. `application` NULL: about the project alone. */
struct notify_case {
    const struct project *project; /* id 0: about none, as a meeting's */
    const struct application *application;
    struct application read; /* what `application` points to, where it was loaded */
    civil_date due_on;       /* of its turn */
    struct text law, law_en;
};

/* Words with their places, "{due}", filled in one language. */
struct notify_filling {
    const char *place;
    struct text zh, en;
};
struct text notify_fill(struct arena *arena, struct text words,
                        const struct notify_filling *fillings, size_t count,
                        enum language language);

/* The case as its clock has it today. The caller's scope is not asked: whoever acts in one room
 * causes notices about the case he may act on. */
MUST_USE bool notify_case_load(struct command_run *run, const struct project *project,
                               int64_t application, struct notify_case *out, struct fault *fault);

/* The notice as it would be sent; pure of the ledger, for self-tests too. `*out_message` whole or
 * not: notice_is_whole says. */
struct notify_desk {
    struct arena *arena;
    const struct city *city;
    civil_date today;
};
struct notice_message;
void notify_compose(const struct notify_desk *desk, const struct notify_case *about,
                    const struct notify_words *words, struct notice_message *out_message);

/* Sends it, once: the same rule, case, day and address again is nothing. */
MUST_USE bool notify_send(struct command_run *run, const struct notify_case *about,
                          const struct notify_words *words, struct fault *fault);
/* The same by another city's rules and days than the command's own: those about to be in force. */
MUST_USE bool notify_send_by(struct command_run *run, const struct city *city,
                             const struct notify_case *about, const struct notify_words *words,
                             struct fault *fault);

struct flow_action;
extern const struct flow_action notify_action;

#endif
