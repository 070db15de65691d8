#include "app/pipeline.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/city.h"
#include "app/identity/password.h"
#include "app/identity/session.h"
#include "app/register.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "store/store.h"

struct pipeline {
    struct store *store;
    struct ledger *ledger;
    const struct city *city; /* the handle */
    const struct city *held; /* the snapshot of the group that runs */
    const struct vault *vault;
    bool (*look)(void *context, struct store *store, int64_t now, struct fault *fault);
    void *look_context;
    bool (*settle)(void *context, struct store *store, int64_t after_seq, int64_t now,
                   struct fault *fault);
    void *settle_context;
    follow_function *follow;
    int64_t last_now; /* recorded_at never runs backwards, whatever the machine's clock does */
    struct patience patience;
};

/* The jobs of one commit, and what tells afterwards whether it happened. */
struct group {
    struct job **jobs;
    size_t count;
    int64_t now;
    int64_t before;          /* the ledger's size */
    int64_t witness_account; /* a row of command_answer that only this group writes */
    struct text witness_key;
};

static const struct statement answer_by_key = {
    "answer_by_key", "select fingerprint, answer from command_answer where account=$1 and key=$2"};
static const struct statement answer_keep = {
    "answer_keep", "insert into command_answer(account, key, fingerprint, answer, answered_at) "
                   "values($1,$2,$3,$4,$5)"};

static const struct statement answer_forget = {"answer_forget",
                                               "delete from command_answer where answered_at<$1"};
static const struct statement newest_instant = {
    "newest_instant",
    "select recorded_at from ledger_event where seq=(select max(seq) from ledger_event)"};

const struct statement *const pipeline_statements[] = {&answer_by_key, &answer_keep, &answer_forget,
                                                       &newest_instant};
const size_t pipeline_statement_count = COUNT_OF(pipeline_statements);

bool pipeline_open(const struct pipeline_options *options, struct pipeline **out,
                   struct fault *fault)
{
    (void)fault;
    struct pipeline *pipeline = calloc(1, sizeof *pipeline);
    ensure(pipeline != NULL);
    pipeline->store = options->store;
    pipeline->ledger = options->ledger;
    pipeline->city = options->city;
    pipeline->vault = options->vault;
    pipeline->look = options->look;
    pipeline->look_context = options->look_context;
    pipeline->settle = options->settle;
    pipeline->settle_context = options->settle_context;
    pipeline->follow = options->follow;
    *out = pipeline;
    return true;
}

bool pipeline_forget_answers(struct pipeline *pipeline, int64_t before, struct fault *fault)
{
    if (!store_begin_write(pipeline->store, fault)) {
        return false;
    }
    if (!store_run(pipeline->store, &answer_forget, CELLS(cell_int(before)), fault)) {
        store_rollback(pipeline->store);
        return false;
    }
    return store_commit(pipeline->store, fault);
}

void pipeline_set_patience(struct pipeline *pipeline, struct patience patience)
{
    pipeline->patience = patience;
}

void pipeline_close(struct pipeline *pipeline)
{
    city_give(pipeline == NULL ? NULL : pipeline->held);
    free(pipeline);
}

/* True in `*found` when this key was answered before; then the job has that answer. */
static bool look_up(struct pipeline *pipeline, struct job *job, bool *found)
{
    struct store_rows rows;
    if (!store_query(pipeline->store, &answer_by_key,
                     CELLS(cell_int(job->actor->account), cell_text(job->key)), &rows,
                     &job->fault)) {
        return false;
    }
    struct text fingerprint = TEXT_NONE;
    *found = store_next(&rows);
    if (*found) {
        fingerprint = store_text(job->arena, &rows, 0);
        job->answer = store_text(job->arena, &rows, 1);
    }
    if (!store_done(&rows, &job->fault)) {
        return false;
    }
    if (*found && !text_equal(fingerprint, job->fingerprint)) {
        return fault_raise(&job->fault, FAULT_KEY_REUSED, TEXT_NONE, FAULT_NO_ARGS);
    }
    return true;
}

static struct text answer_json(const struct command_run *run)
{
    struct buffer buffer = buffer_open(run->arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    if (run->answer.id != 0) {
        json_member_int(&json, "id", run->answer.id);
    }
    if (run->answer.version != 0) {
        json_member_int(&json, "version", run->answer.version);
    }
    if (run->answer.number.len > 0) {
        json_member_text(&json, "number", run->answer.number);
    }
    if (run->receipt.len > 0) {
        json_member_text(&json, "receipt", run->receipt);
    }
    json_end(&json);
    if (run->answer.extra.len > 0) {
        buffer.len--; /* the closing brace: further members follow */
        buffer_add(&buffer, buffer.len > 1 ? TEXT(",") : TEXT_NONE);
        buffer_add(&buffer, run->answer.extra);
        buffer_add(&buffer, TEXT("}"));
    }
    return buffer_text(&buffer);
}

static bool perform(struct pipeline *pipeline, struct job *job, int64_t now)
{
    struct command_run run = {
        .arena = job->arena,
        .store = pipeline->store,
        .ledger = pipeline->ledger,
        .city = pipeline->held,
        .vault = pipeline->vault,
        .actor = job->actor,
        .command_id = job->key.len > 0 ? job->key : TEXT_NONE, /* the ledger knows no null */
        .parameters = {job->parameters[0], job->parameters[1], job->parameters[2]},
        .id = route_id(job->parameters[0]),
        .seen_version = job->seen_version,
        .peer = job->peer,
        .now = now,
        .today = city_today(pipeline->held, now),
        .follow = pipeline->follow,
    };
    struct arena_mark before =
        arena_mark(job->arena); /* the body came in by the door's own limits */
    if (!job->kind->perform(&run, job->fields, &job->fault)) {
        return false;
    }
    if (arena_is_exhausted(job->arena, before)) {
        return fault_raise(&job->fault, FAULT_TOO_MUCH_MEMORY, TEXT_NONE, FAULT_NO_ARGS);
    }
    job->answer = answer_json(&run);
    job->last_seq = run.last_seq;
    return job->key.len == 0 ||
           store_run(pipeline->store, &answer_keep,
                     CELLS(cell_int(job->actor->account), cell_text(job->key),
                           cell_text(job->fingerprint), cell_text(job->answer), cell_int(now)),
                     &job->fault);
}

/* One try at a command, in a savepoint of its own. */
static void try_one(struct pipeline *pipeline, struct job *job, int64_t now)
{
    struct ledger_mark mark;
    if (!store_savepoint(pipeline->store, &job->fault)) {
        return;
    }
    ledger_mark(pipeline->ledger, &mark);
    job->done = perform(pipeline, job, now) && store_release(pipeline->store, &job->fault);
    if (!job->done) {
        struct fault second = {.code = FAULT_NONE}; /* the first cause is what the caller hears */
        if (!store_rollback_to(pipeline->store, &second)) {
            job->fault = fault_is_failure(job->fault.code) ? job->fault : second;
        }
        ledger_rewind(pipeline->ledger, &mark);
        job->last_seq = 0;
    }
}

static void forget_try(struct job *job)
{
    job->done = false;
    job->fault = (struct fault){.code = FAULT_NONE};
    job->answer = TEXT_NONE;
    job->last_seq = 0;
}

#define RACES_MAX 5 /* lost in a row before the callers are told that the house is busy */

static void run_one(struct pipeline *pipeline, struct job *job, int64_t now)
{
    bool repeated = false;
    if (job->key.len > 0 && !look_up(pipeline, job, &repeated)) {
        return;
    }
    if (repeated) {
        job->done = true;
        return;
    }
    try_one(pipeline, job, now);
}

static void fail_all(const struct group *group, const struct fault *fault)
{
    for (size_t i = 0; i < group->count; i++) {
        struct job *job = group->jobs[i];
        if (job->done) {
            forget_try(job);
            job->fault = *fault;
        } else if (job->fault.code == FAULT_NONE) {
            job->fault = *fault;
        }
    }
}

/* What is derived for lists stands written down before the commit, in the same transaction. */
static bool settle(struct pipeline *pipeline, const struct group *group, struct fault *fault)
{
    return pipeline->settle == NULL || ledger_size(pipeline->ledger) == group->before ||
           pipeline->settle(pipeline->settle_context, pipeline->store, group->before, group->now,
                            fault);
}

/* -- the commit, on a database that others write too -- */

/* The row that will be looked for when the commit's answer is lost: a keyed command's own answer,
 * or one made for it. */
static bool leave_witness(struct pipeline *pipeline, struct group *group, struct fault *fault)
{
    bool any_done = false;
    group->witness_key = TEXT_NONE;
    for (size_t i = 0; i < group->count; i++) {
        const struct job *job = group->jobs[i];
        any_done = any_done || job->done;
        if (job->done && job->key.len > 0 && job->last_seq > 0) {
            group->witness_account = job->actor->account;
            group->witness_key = job->key;
            return true;
        }
    }
    if (!any_done) {
        return true;
    }
    struct arena *arena = group->jobs[0]->arena;
    group->witness_account = 0;
    group->witness_key = text_format(arena, "group %.*s", TEXT_ARG(password_random(arena, 18)));
    return store_run(pipeline->store, &answer_keep,
                     CELLS(cell_int(0), cell_text(group->witness_key), cell_text(TEXT_NONE),
                           cell_text(TEXT_NONE), cell_int(group->now)),
                     fault);
}

static bool tell_others(struct pipeline *pipeline, const struct group *group, struct fault *fault)
{
    char words[48];
    bool rights_changed = false;
    for (size_t i = 0; i < group->count; i++) {
        const struct job *job = group->jobs[i];
        rights_changed =
            rights_changed || (job->done && (job->kind->flags & COMMAND_CHANGES_SESSIONS) != 0);
    }
    snprintf(words, sizeof words, "size %lld", (long long)ledger_size(pipeline->ledger));
    return store_notify(pipeline->store, text_of(words), fault) &&
           (!rights_changed || sessions_tell(pipeline->store, 0, fault));
}

/* Others may have written since, by clocks of their own. */
static bool take_instant(struct pipeline *pipeline, struct group *group, struct fault *fault)
{
    int64_t newest = pipeline->last_now;
    if (store_is_shared(pipeline->store) &&
        !store_query_int(pipeline->store, &newest_instant, NO_CELLS, &newest, fault)) {
        return false;
    }
    newest = newest > pipeline->last_now ? newest : pipeline->last_now;
    group->now = group->now > newest ? group->now : newest;
    return true;
}

/* A group works with one snapshot: what it publishes itself holds from the next one on. */
static bool take_city(struct pipeline *pipeline, const struct group *group, struct fault *fault)
{
    if (pipeline->look != NULL &&
        !pipeline->look(pipeline->look_context, pipeline->store, group->now, fault)) {
        return false;
    }
    city_give(pipeline->held);
    pipeline->held = city_hold(pipeline->city);
    return true;
}

static bool run_jobs(struct pipeline *pipeline, struct group *group, struct fault *fault)
{
    if (!ledger_begin(pipeline->ledger, fault) || !take_instant(pipeline, group, fault) ||
        !take_city(pipeline, group, fault)) {
        return false;
    }
    group->before = ledger_size(pipeline->ledger);
    for (size_t i = 0; i < group->count; i++) {
        struct job *job = group->jobs[i];
        run_one(pipeline, job, group->now);
        /* Trying again with what this transaction holds would lose again: all of it is let go. */
        if (!job->done && store_lost_a_race(pipeline->store)) {
            *fault = job->fault;
            return false;
        }
    }
    return settle(pipeline, group, fault) &&
           ledger_recheck(pipeline->ledger, group->before, fault) &&
           (!store_is_shared(pipeline->store) ||
            (leave_witness(pipeline, group, fault) && tell_others(pipeline, group, fault)));
}

/* Chores that came due for nothing: there is nothing to keep, not even that they ran. */
static bool found_nothing(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        const struct job *job = group->jobs[i];
        if (!job->done || job->last_seq > 0 || (job->kind->flags & COMMAND_CHORE) == 0) {
            return false;
        }
    }
    return true;
}

static void let_go(struct pipeline *pipeline)
{
    if (store_in_transaction(pipeline->store)) {
        store_rollback(pipeline->store);
    }
    ledger_rollback_done(pipeline->ledger);
}

/* One transaction. False: not committed, or not known to be. */
static bool run_group(struct pipeline *pipeline, struct group *group, struct fault *fault)
{
    if (!store_begin_write(pipeline->store, fault)) {
        return false;
    }
    bool ran = run_jobs(pipeline, group, fault);
    if (ran && found_nothing(group)) {
        let_go(pipeline);
        return true;
    }
    if (!ran || !store_commit(pipeline->store, fault)) {
        let_go(pipeline);
        return false;
    }
    ledger_commit_done(pipeline->ledger);
    pipeline->last_now = group->now;
    return true;
}

/* Behind the ledger's lock: whoever held it has committed or is gone. */
static bool find_witness(struct pipeline *pipeline, const struct group *group, bool *out_found,
                         struct fault *fault)
{
    struct store_rows rows;
    if (!store_begin_write(pipeline->store, fault)) {
        return false;
    }
    bool asked = ledger_begin(pipeline->ledger, fault) &&
                 store_query(pipeline->store, &answer_by_key,
                             CELLS(cell_int(group->witness_account), cell_text(group->witness_key)),
                             &rows, fault);
    if (asked) {
        *out_found = store_next(&rows);
        asked = store_done(&rows, fault);
    }
    store_rollback(pipeline->store);
    return asked;
}

/* A server that took over from another may have less in it than what was read from that one. */
static bool renew(struct pipeline *pipeline, struct fault *fault)
{
    ledger_forget(pipeline->ledger);
    return store_renew(pipeline->store, fault);
}

enum found_out { FOUND_COMMITTED, FOUND_NOTHING, FOUND_NO_ANSWER };

/* Waits for a connection, then looks. */
static enum found_out find_out(struct pipeline *pipeline, const struct group *group, bool unknown)
{
    bool found = false;
    struct fault fault = {.code = FAULT_NONE};
    while (pipeline->patience.wait != NULL && pipeline->patience.wait(pipeline->patience.context)) {
        fault = (struct fault){.code = FAULT_NONE};
        bool connected = !store_is_broken(pipeline->store) || renew(pipeline, &fault);
        if (connected && !unknown) {
            return FOUND_NOTHING;
        }
        if (connected && find_witness(pipeline, group, &found, &fault)) {
            return found ? FOUND_COMMITTED : FOUND_NOTHING;
        }
    }
    return FOUND_NO_ANSWER;
}

static void give_up(struct group *group, bool unknown, const struct fault *why)
{
    struct fault unsure = {.code = FAULT_NONE};
    fault_raise(&unsure, FAULT_STORE_UNSURE, TEXT_NONE, FAULT_NO_ARGS);
    fail_all(group, unknown ? &unsure : why);
}

/* Whether to run the group once more after it failed. A lost connection is had anew; what was in
 * progress is known to be gone, or found to be there. */
static bool once_more(struct pipeline *pipeline, struct group *group, int tries,
                      const struct fault *why)
{
    bool unknown = store_commit_is_unknown(pipeline->store) && group->witness_key.len > 0;
    bool lost = store_is_broken(pipeline->store);
    if (!store_is_shared(pipeline->store) || !(lost || store_lost_a_race(pipeline->store)) ||
        (!lost && tries >= RACES_MAX)) {
        fail_all(group, why);
        return false;
    }
    enum found_out found = lost ? find_out(pipeline, group, unknown) : FOUND_NOTHING;
    if (found == FOUND_NO_ANSWER) {
        give_up(group, unknown, why);
    }
    for (size_t i = 0; found == FOUND_NOTHING && i < group->count; i++) {
        forget_try(group->jobs[i]);
    }
    return found == FOUND_NOTHING;
}

int64_t pipeline_run(struct pipeline *pipeline, struct job **jobs, size_t count, int64_t now)
{
    struct group group = {.jobs = jobs, .count = count, .now = now, .witness_key = TEXT_NONE};
    struct fault fault = {.code = FAULT_NONE};
    int tries = 0;
    while (!run_group(pipeline, &group, &fault) && once_more(pipeline, &group, tries, &fault)) {
        fault = (struct fault){.code = FAULT_NONE};
        tries++;
    }
    return ledger_size(pipeline->ledger);
}
