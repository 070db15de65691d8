#include "roof/jobs.h"

#include <unistd.h>

#include "app/city.h"
#include "app/journal.h"
#include "app/meter.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "room/file/file_upload.h"

/* Once a second at most: the newest size is signed, so that receipts have a head to lead to. */
static void sign_head(struct jobs *jobs, int64_t now)
{
    int64_t own = ledger_size(jobs->boot->ledger);
    int64_t others = neighbours_size(jobs->neighbours);
    int64_t size = own > others ? own : others;
    struct fault fault = {.code = FAULT_NONE};
    if (size == 0 || size == jobs->signed_size || jobs->boot->signer == NULL) {
        return;
    }
    struct ledger_signer signer = signer_for_ledger(jobs->boot->signer);
    struct ledger_head head;
    if (ledger_sign_head(jobs->boot->ledger, &signer, now, &head, &fault)) {
        jobs->signed_size = head.size;
        meter_set(METER_HEAD_SIZE, head.size);
        viewer_forget(jobs->viewer); /* receipts lead to the new head */
    }
}

/* After an I/O error nobody knows what is on the disk: the program ends, and its next start
 * recovers from the log and finds what was acknowledged. It never goes on as if nothing had
 * happened. */
static void stop_if_broken(const struct jobs *jobs, int64_t now)
{
    if (store_is_broken(jobs->boot->store) && !store_is_shared(jobs->boot->store)) {
        journal_write(
            &(struct journal_line){now, "error", "storage-broken", TEXT("stopping; start again")});
        _exit(70);
    }
}

#define ANSWERS_KEPT_MS ((int64_t)30 * 86400000)
#define HOUR_MS ((int64_t)3600000)
#define DAY_MS (24 * HOUR_MS)
#define CHECKPOINT_MS 30000

static void forget_uploads(struct store *store, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    struct arena *arena = arena_open((size_t)1 << 20, (size_t)64 << 20);
    int64_t removed = 0;
    (void)!upload_forget(arena, store, now, &removed, &fault);
    arena_close(arena);
}

/* What fails is tried again an hour later: none of it is urgent. */
static void do_hourly(struct jobs *jobs, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store *store = jobs->boot->store;
    int64_t removed = 0;
    if (now - jobs->hourly_at < HOUR_MS) {
        return;
    }
    jobs->hourly_at = now;
    (void)!pipeline_forget_answers(jobs->boot->pipeline, now - ANSWERS_KEPT_MS, &fault);
    (void)!file_sweep_shared(store, now - DAY_MS, &removed, &fault);
    forget_uploads(store, now);
    (void)!store_grow(store, 0, &fault);
}

/* Between commands too, a lost connection is had anew. */
static bool mend(struct jobs *jobs)
{
    struct store *store = jobs->boot->store;
    struct fault fault = {.code = FAULT_NONE};
    if (!store_is_broken(store)) {
        return true;
    }
    ledger_forget(jobs->boot->ledger);
    return store_renew(store, &fault);
}

/* A slice of what lists ask for, where it was made by another pack; else of what they will ask for
 * tomorrow. */
static void prepare_lists(struct jobs *jobs, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    bool left = false;
    struct boot *boot = jobs->boot;
    if (!standing_renew(&boot->standing, boot->store, city_today(boot->city, now), &jobs->renewal,
                        &fault) ||
        jobs->renewal.is_left) {
        return;
    }
    (void)!standing_prepare(&boot->standing, boot->store, city_today(boot->city, now), &left,
                            &fault);
}

static void move_log(struct jobs *jobs, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    int64_t left = 0;
    if (jobs->checkpointer != NULL && now - jobs->checkpoint_at >= CHECKPOINT_MS) {
        jobs->checkpoint_at = now;
        (void)!store_checkpoint(jobs->checkpointer, &left, &fault);
    }
}

/* Every node: what another published is known here within a second. */
static void look_at_pack(struct jobs *jobs, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    if (mend(jobs)) {
        (void)!living_look(&jobs->boot->living, jobs->boot->store, now, &fault);
    }
}

void jobs_do(struct jobs *jobs, int64_t now)
{
    stop_if_broken(jobs, now);
    look_at_pack(jobs, now);
    if (neighbours_leave_jobs_to_us(jobs->neighbours) && mend(jobs)) {
        chores_do(&jobs->chores, now);
        prepare_lists(jobs, now);
        do_hourly(jobs, now);
        sign_head(jobs, now);
    }
    move_log(jobs, now);
}
