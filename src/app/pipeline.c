#include "app/pipeline.h"

#include <stdlib.h>

#include "app/city.h"
#include "app/register.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "store/store.h"

struct pipeline {
    struct store *store;
    struct ledger *ledger;
    const struct city *city;
    const struct vault *vault;
    bool (*settle)(void *context, struct store *store, int64_t after_seq, int64_t now,
                   struct fault *fault);
    void *settle_context;
    int64_t last_now; /* recorded_at never runs backwards, whatever the machine's clock does */
};

static const struct statement answer_by_key = {
    "answer_by_key", "select fingerprint, answer from command_answer where account=$1 and key=$2"};
static const struct statement answer_keep = {
    "answer_keep", "insert into command_answer(account, key, fingerprint, answer, answered_at) "
                   "values($1,$2,$3,$4,$5)"};

static const struct statement answer_forget = {"answer_forget",
                                               "delete from command_answer where answered_at<$1"};

const struct statement *const pipeline_statements[] = {&answer_by_key, &answer_keep,
                                                       &answer_forget};
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
    pipeline->settle = options->settle;
    pipeline->settle_context = options->settle_context;
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

void pipeline_close(struct pipeline *pipeline)
{
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
        .city = pipeline->city,
        .vault = pipeline->vault,
        .actor = job->actor,
        .command_id = job->key.len > 0 ? job->key : TEXT_NONE, /* the ledger knows no null */
        .parameters = {job->parameters[0], job->parameters[1], job->parameters[2]},
        .id = route_id(job->parameters[0]),
        .seen_version = job->seen_version,
        .now = now,
        .today = city_today(pipeline->city, now),
    };
    if (!job->kind->perform(&run, job->fields, &job->fault)) {
        return false;
    }
    if (arena_is_exhausted(job->arena)) {
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
    if (!store_savepoint(pipeline->store, &job->fault)) {
        return;
    }
    struct ledger_mark mark;
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

static void fail_all(struct job **jobs, size_t count, const struct fault *fault)
{
    for (size_t i = 0; i < count; i++) {
        if (jobs[i]->done) {
            jobs[i]->done = false;
            jobs[i]->last_seq = 0;
            jobs[i]->fault = *fault;
        } else if (jobs[i]->fault.code == FAULT_NONE) {
            jobs[i]->fault = *fault;
        }
    }
}

static bool settle(struct pipeline *pipeline, int64_t before, int64_t now, struct fault *fault)
{
    return pipeline->settle == NULL || ledger_size(pipeline->ledger) == before ||
           pipeline->settle(pipeline->settle_context, pipeline->store, before, now, fault);
}

int64_t pipeline_run(struct pipeline *pipeline, struct job **jobs, size_t count, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    int64_t instant = now > pipeline->last_now ? now : pipeline->last_now;
    if (!store_begin_write(pipeline->store, &fault)) {
        fail_all(jobs, count, &fault);
        return ledger_size(pipeline->ledger);
    }
    if (!ledger_begin(pipeline->ledger, &fault)) {
        store_rollback(pipeline->store);
        fail_all(jobs, count, &fault);
        return ledger_size(pipeline->ledger);
    }
    int64_t before = ledger_size(pipeline->ledger);
    for (size_t i = 0; i < count; i++) {
        run_one(pipeline, jobs[i], instant);
    }
    if (!settle(pipeline, before, instant, &fault) ||
        !ledger_recheck(pipeline->ledger, before, &fault) ||
        !store_commit(pipeline->store, &fault)) {
        if (store_in_transaction(pipeline->store)) {
            store_rollback(pipeline->store);
        }
        ledger_rollback_done(pipeline->ledger);
        fail_all(jobs, count, &fault);
        return ledger_size(pipeline->ledger);
    }
    ledger_commit_done(pipeline->ledger);
    pipeline->last_now = instant;
    return ledger_size(pipeline->ledger);
}
