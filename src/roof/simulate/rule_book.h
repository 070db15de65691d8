#ifndef LIANDONG_ROOF_SIMULATE_RULE_BOOK_H
#define LIANDONG_ROOF_SIMULATE_RULE_BOOK_H

#include "app/pipeline.h"
#include "roof/boot.h"
#include "roof/simulate/simulate.h"

/* How often each rule of the pack, and each chore of the house, led to something (rules.c). */

struct rule_book {
    struct simulate_counts rules;
    struct { /* of commands that may yet be refused */
        int64_t seq;
        size_t rule;
    } pending[4096];
    size_t pending_count;
    const struct ledger *ledger;
    struct arena *arena;
};

/* Opens the book of the pack's rules and of the house's chores. */
void rules_open(struct rule_book *book, struct arena *arena, const struct boot *boot, int year);
/* For boot_options.follow: takes the triggers one by one and writes down which led to an entry. */
follow_function rules_follow;
/* What was committed is counted, what was refused forgotten. */
void rules_settle(struct rule_book *book);
void rules_count_chore(struct rule_book *book, const struct command_kind *kind);
struct world;
/* What the ledger and the boards say at the end: rungs of the ladder, odd uses of the clock. */
MUST_USE bool rules_read(struct world *world, struct fault *fault);

#endif
