#ifndef LIANDONG_ROOM_NOTICE_DELIVERY_STORE_H
#define LIANDONG_ROOM_NOTICE_DELIVERY_STORE_H

#include "room/notice/delivery.h"

/* Between the files of this room. */

/* A post that reads an address, and how its holder is reached. */
struct addressee {
    struct actor actor;
    enum reach_mode mail, message;
    int quiet_from, quiet_to;
    enum reach_address address_state;
    bool has_said, is_refused; /* he has left something; his mailbox was refused */
};
#define ADDRESSEES_MAX 500
struct addressees {
    struct addressee *items; /* by account */
    size_t count;
};
MUST_USE bool delivery_addressees(struct arena *arena, struct store *store, struct text address,
                                  struct addressees *out, struct fault *fault);
/* Whether an item that the notice touches is critical in the plan that its project goes by: the
 * case's, those that a problem is pinned to, that of the case somebody whistled about. */
MUST_USE bool delivery_is_critical(struct store *store, const struct notice_message *message,
                                   bool *out, struct fault *fault);

MUST_USE bool delivery_insert(struct store *store, const struct delivery *row, struct fault *fault);
/* A message about no notice (a trial, a code): made anew each time. */
MUST_USE bool delivery_insert_trial(struct store *store, const struct delivery *row,
                                    struct fault *fault);

/* The oldest that is due; `out->made_at` is 0 when none is. */
MUST_USE bool delivery_next(struct store *store, struct text channel, int64_t now,
                            struct delivery *out, struct fault *fault);
/* Marks it, and when it is of a digest all of the same person that are due with it. */
MUST_USE bool delivery_take(struct store *store, const struct delivery *first, int64_t now,
                            struct fault *fault);
/* What was taken together: the notices, with their projects. */
struct delivery_batch {
    struct text channel;
    int64_t account, batch;
};
MUST_USE bool delivery_taken(struct arena *arena, struct store *store,
                             const struct delivery_batch *batch, struct notices *out,
                             struct fault *fault);
struct delivery_change {
    struct text state, trouble;
    int64_t due_at, done_at;
};
MUST_USE bool delivery_change_one(struct store *store, const struct delivery_batch *batch,
                                  int64_t notice, const struct delivery_change *change,
                                  struct fault *fault);
MUST_USE bool delivery_change_all(struct store *store, const struct delivery_batch *batch,
                                  const struct delivery_change *change, struct fault *fault);
/* The first of a batch that is being sent; `out->made_at` 0: it is not, any more. */
MUST_USE bool delivery_under_way(struct store *store, const struct delivery_batch *batch,
                                 struct delivery *out, struct fault *fault);
/* What nobody sends any more: unsure, or waiting again where its receiver knows it by its id. */
MUST_USE bool delivery_let_lapse(struct store *store, const struct delivery_channel *channel,
                                 int64_t now, struct fault *fault);

/* -- lists (delivery_list_store.c) -- */

struct told {
    struct delivery delivery;
    struct text person; /* "" for a system */
    civil_date opened_on;
};
struct tolds {
    struct told *items;
    size_t count;
};
#define TOLD_MAX 500
/* Everyone who was to be told of a notice; NOT_FOUND when the asker may not see its project. */
MUST_USE bool delivery_of_notice(const struct view_run *run, int64_t notice, struct tolds *out,
                                 struct fault *fault);

/* What one person, or a system, was not told by a way: how often since, and the newest. */
struct gap {
    int64_t account, count, notice, project, made_at;
    struct text channel, state, person, trouble;
};
struct gaps {
    struct gap *items;
    size_t count;
};
#define GAPS_MAX 200
MUST_USE bool delivery_list_gaps(const struct view_run *run, int64_t since, struct gaps *out,
                                 struct fault *fault);
/* Notices of the days from..to that nobody has opened, newest first, up to GAPS_MAX. */
MUST_USE bool delivery_list_unopened(const struct view_run *run, civil_date from, civil_date to,
                                     struct notices *out, struct fault *fault);

/* How many of a channel are in which state. */
struct state_count {
    struct text state;
    int64_t count, last_at;
};
#define STATES_MAX 16
struct state_counts {
    struct state_count items[STATES_MAX];
    size_t count;
};
MUST_USE bool delivery_count_states(const struct view_run *run, struct text channel,
                                    struct state_counts *out, struct fault *fault);

extern const struct statement delivery_told, delivery_gaps, delivery_unopened, delivery_states;
extern const struct statement *const delivery_statements[];
extern const size_t delivery_statement_count;

#endif
