#ifndef LIANDONG_ROOM_SPLIT_H
#define LIANDONG_ROOM_SPLIT_H

#include "app/access.h"
#include "app/kind.h"

/* Splitting (拆分规避): one project that is registered as several, so that each stays below what
 * its whole would be examined for. Projects of one enterprise in one district, registered within so
 * many months of each other (casework.json, `split_rules`), are shown as suspected
 * (board/split_page); whether they are one is judged by a person, with a reason, and can be judged
 * anew.
 *
 * - one_project: they are looked at as a whole.
 * - phases (真实分期): each is set up and produces on its own; what they add up to is looked at
 * still.
 * - separate: nothing binds them. */
enum split_verdict { SPLIT_NONE, SPLIT_ONE_PROJECT, SPLIT_PHASES, SPLIT_SEPARATE };
const char *split_verdict_code(enum split_verdict verdict); /* "" for none */

struct split_candidate {
    int64_t id;
    struct text number, name, investment;
    civil_date registered_on;
    enum split_verdict verdict;
    struct text reason;
    civil_date judged_on;
};
struct split_candidates {
    struct split_candidate *items;
    size_t count;
};

struct split_judge {
    int64_t other;
    struct text verdict, reason;
};
struct split_judged {
    int64_t other;
    struct text verdict, reason;
};
extern const struct field_table split_judge_table;
extern const struct event_kind split_judged_event;
record_function split_record_judged;

struct project;
/* Two projects of one enterprise, and not one and the same (split.c, pure). */
MUST_USE bool split_decide_judge(const struct project *one, const struct project *other,
                                 struct fault *fault);

/* Always false: that `other` is no such project. */
MUST_USE bool split_refuse_other(struct fault *fault);

/* Within what the asker may see: same enterprise and district, registered from `first` to `last`,
 * at most 50, with the newest judgement of the pair. Empty for a project without an enterprise. */
struct split_window {
    const struct project *project;
    civil_date first, last;
};
MUST_USE bool split_candidates_of(const struct sight *sight, const struct split_window *window,
                                  struct split_candidates *out, struct fault *fault);

extern const struct statement *const split_statements[];
extern const size_t split_statement_count;
extern const char split_ddl[];
extern const struct room split_room;

#endif
