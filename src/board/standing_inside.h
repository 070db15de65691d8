#ifndef LIANDONG_BOARD_STANDING_INSIDE_H
#define LIANDONG_BOARD_STANDING_INSIDE_H

#include "board/standing.h"

/* Between the files of standing: how its rows are written and what is left to settle. Everything
 * here runs inside a write transaction of the caller; nobody else writes these tables. */

struct standing_rows { /* of one project, earliest first */
    struct standing items[4];
    size_t count;
};
struct standing_from { /* what stands of a project from a day on */
    int64_t project;
    civil_date day;
};
struct standing_ids {
    int64_t items[500];
    size_t count;
};

/* -- standing_write_store.c -- */
MUST_USE bool standing_put(struct store *store, const struct standing *standing, bool is_last,
                           struct fault *fault);
/* All rows of the project. */
MUST_USE bool standing_strike(struct store *store, int64_t project, struct fault *fault);
/* The row holds until that day (CIVIL_DATE_NONE: for ever), and is the last or no longer. */
MUST_USE bool standing_hold(struct store *store, const struct standing *standing, civil_date to,
                            bool is_last, struct fault *fault);
/* Changes of the counts, kept until they are written: of the many projects of a settling most are
 * counted in the same few hundred lines. The texts live in its arena. */

struct standing_line {
    bool is_used;
    struct text unit, district, stage, direction;
    int64_t stage_rank, projects, hundredths;
};
/* A counter's change on a day (standing_counter.h). */
struct standing_change {
    bool is_used;
    struct text unit, what, of, district;
    int64_t stage_rank, part, whole;
    civil_date day;
};
struct standing_book {
    struct arena *arena;
    struct store *store;
    civil_date day;              /* that is settled: nothing of an earlier one changes any more */
    struct standing_line *lines; /* by hash */
    size_t slots;
    size_t count;
    struct standing_change *changes; /* by hash */
    size_t change_slots;
    size_t change_count;
};
/* Adds the project to the counts (sign 1) or takes it out (-1); a project is counted by its last
 * row. */
MUST_USE bool standing_count(struct standing_book *book, const struct standing *standing,
                             int64_t sign, struct fault *fault);
MUST_USE bool standing_book_write(struct standing_book *book, struct fault *fault);

/* -- standing_counter_store.c -- */
/* Adds a row to the counters from a day on (sign 1), or takes it out (-1). It counts until the next
 * one of its project takes it out: how long it is known to hold says when that one is due. */
MUST_USE bool standing_counters_add(struct standing_book *book, const struct standing *standing,
                                    civil_date day, int64_t sign, struct fault *fault);
MUST_USE bool standing_counters_write(struct standing_book *book, struct fault *fault);
/* What changed before the day becomes one with what changed on it. */
MUST_USE bool standing_counters_fold(struct store *store, civil_date day, struct fault *fault);
uint64_t standing_hash(struct text text, uint64_t hash);
#define STANDING_HASH_BEGIN 1469598103934665603u /* FNV-1a */
MUST_USE bool standing_cases_put(struct store *store, civil_date day,
                                 const struct standing_cases *cases, struct fault *fault);
MUST_USE bool standing_cases_strike(struct arena *arena, struct store *store,
                                    const struct standing_from *from, struct fault *fault);

/* What open problems cost on a day; those of unknown cost have no row. */
struct standing_problems {
    struct problem *items;
    size_t count;
};
MUST_USE bool standing_problems_put(struct store *store, civil_date day,
                                    const struct standing_problems *problems, struct fault *fault);
MUST_USE bool standing_problems_strike(struct store *store, const struct standing_from *from,
                                       struct fault *fault);
MUST_USE bool standing_problems_forget(struct store *store, civil_date day, struct fault *fault);

/* -- standing_due_store.c: what is to be settled -- */
MUST_USE bool standing_rows_of(struct arena *arena, struct store *store, int64_t project,
                               struct standing_rows *out, struct fault *fault);
MUST_USE bool standing_units_of(struct arena *arena, struct store *store, int64_t project,
                                struct text *out, struct fault *fault);
/* Projects that the ledger's entries after `seq` are about, above `above`. */
MUST_USE bool standing_touched(struct store *store, int64_t seq, int64_t above,
                               struct standing_ids *out, struct fault *fault);
/* Projects above `above`, whether they have rows or not. */
MUST_USE bool standing_everybody(struct store *store, int64_t above, struct standing_ids *out,
                                 struct fault *fault);
/* Projects whose last row ends before that day. */
MUST_USE bool standing_ending_before(struct store *store, civil_date day, struct standing_ids *out,
                                     struct fault *fault);
/* Whether all was settled by this version of the pack, and nothing for a later day than `day`: a
 * clock that was put back finds no rows. */
MUST_USE bool standing_pack_is(struct store *store, struct text version, civil_date day, bool *out,
                               struct fault *fault);
MUST_USE bool standing_pack_set(struct store *store, struct text version, civil_date day,
                                struct fault *fault);
/* Something was settled for that day. */
MUST_USE bool standing_day_is(struct store *store, civil_date day, struct fault *fault);
/* Throws away what held only before that day, some thousand rows at a time. */
MUST_USE bool standing_has_old(struct store *store, civil_date day, bool *out, struct fault *fault);
MUST_USE bool standing_forget(struct store *store, civil_date day, struct fault *fault);

/* The columns of a row, from `standing p`, and their reader. */
#define STANDING_COLUMNS                                                                           \
    "p.id, p.from_day, p.to_day, p.weight, p.production, p.light, p.district, p.stage,"            \
    " p.stage_rank, p.direction, p.navigator, p.hundredths, p.party, p.org, p.who, p.act,"         \
    " p.since, p.until, p.overdue_days, p.turn_provisional, p.effect_days, p.planned,"             \
    " p.forecast, p.provisional, p.done, p.total, p.decided, p.on_time, p.red, p.yellow,"          \
    " p.running, p.late, p.units, p.unit_bits, p.words_low, p.words_high, p.shares"
#define STANDING_COLUMN_COUNT 37
void standing_read(struct arena *arena, const struct store_rows *rows, struct standing *out);

extern const struct statement standing_insert, standing_delete, standing_extend, standing_count_add,
    standing_case_insert, standing_case_of, standing_case_delete, standing_case_count,
    standing_by_project, standing_units, standing_touched_after, standing_all_after,
    standing_ending, standing_pack_get, standing_pack_put, standing_pack_day, standing_old,
    standing_old_delete, standing_case_old_delete, standing_case_tally_old_delete,
    standing_queue_by_left, standing_queue_by_effect, standing_queue_newest, standing_queue_counts,
    standing_pressing_page, standing_pressing_total, standing_problem_insert,
    standing_problem_delete, standing_problem_old_delete, standing_counter_add,
    standing_counter_fold, standing_counter_old_delete, standing_counter_read;
extern const char standing_ddl[];

#endif
