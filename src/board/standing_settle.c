#include "app/city.h"
#include "base/arena.h"
#include "board/standing_counter.h"
#include "board/standing_inside.h"
#include "ledger/ledger.h"

/* When rows are written. Everything a row says comes from dossier_load, the slow and sure way. */

#define SCRATCH_SOFT ((size_t)8 << 20)
#define SCRATCH_HARD ((size_t)256 << 20)

static const struct actor the_system = {.role = ROLE_SYSTEM,
                                        .name = TEXT_NONE,
                                        .org = TEXT_NONE,
                                        .district = TEXT_NONE,
                                        .language = LANGUAGE_ZH};

/* Ended by close_run. */
static struct view_run run_of(const struct standing_desk *desk, struct store *store,
                              civil_date today)
{
    return (struct view_run){.arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD),
                             .store = store,
                             .city = city_hold(desk->city),
                             .vault = desk->vault,
                             .actor = &the_system,
                             .parameters = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                             .today = today};
}

static void close_run(const struct view_run *run)
{
    arena_close(run->arena);
    city_give(run->city);
}

/* -- deriving one project anew -- */

struct fresh {
    struct standing standing;
    struct standing_cases cases;
    struct standing_problems problems;
};

static bool is_at_unit(const struct application *application, const struct application_now *now)
{
    return application_state_is_open(now->state) ||
           (application->state == APPLICATION_GRANTED && now->turn.until != CIVIL_DATE_NONE);
}

static enum standing_mark mark_of(const struct view_run *run, const struct application_now *now)
{
    bool is_units = text_is(text_of(now->turn.party), "department");
    bool is_open = application_state_is_open(now->state);
    return !is_units                                  ? STANDING_PLAIN
           : is_open && now->turn.until == run->today ? STANDING_DUE_TODAY
           : !is_open && now->turn.overdue_days > 0   ? STANDING_DELIVERY_OVERDUE
                                                      : STANDING_PLAIN;
}

#define FLOAT_OF_UNPLANNED 100000 /* as in the room's own lists */

static bool take_case(const struct view_run *run, struct application_context *context,
                      const struct application *application, struct standing_cases *out,
                      struct fault *fault)
{
    struct application_now now;
    struct application_beside beside;
    bool may_be =
        application_state_is_open(application->state) || application->state == APPLICATION_GRANTED;
    if (!may_be) {
        return true;
    }
    if (!application_now_of(run, context, application, &now, fault)) {
        return false;
    }
    if (is_at_unit(application, &now)) {
        if (!application_beside_now(run, context, &(struct application_today){application, &now},
                                    &beside, fault)) {
            return false;
        }
        out->items[out->count++] = (struct standing_case){
            .id = application->id,
            .project = application->project,
            .org = application->org,
            .district = application->project_district,
            .state = text_of(application_state_code(now.state)),
            .light = text_of(now.light),
            .is_open = application_state_is_open(now.state),
            .urgency = now.urgency,
            .moves = now.effect.production_moves,
            .float_left = now.has_node ? now.effect.float_left : FLOAT_OF_UNPLANNED,
            .mark = mark_of(run, &now),
            .due_on = now.turn.until,
            .beside = beside,
        };
    }
    return true;
}

/* A lead has no cases yet; what left the way may still have some open. */
static bool take_cases(const struct view_run *run, const struct dossier *dossier,
                       struct standing_cases *out, struct fault *fault)
{
    struct application_context *context = application_context_open(run);
    struct application_list rows = {NULL, 0};
    int rank = stage_rank(dossier->project->stage);
    bool is_loaded = rank >= stage_rank(STAGE_ACCEPTED);
    bool is_out = rank < stage_rank(STAGE_LEAD);
    if (is_out && !application_of_project(run, dossier->project->id, &rows, fault)) {
        return false;
    }
    size_t count = is_loaded ? dossier->application_count : rows.count;
    *out = (struct standing_cases){arena_array(run->arena, struct standing_case, count + 1), 0};
    for (size_t i = 0; i < count; i++) {
        const struct application *row = is_loaded ? dossier->applications[i].row : &rows.items[i];
        if (!take_case(run, context, row, out, fault)) {
            return false;
        }
    }
    return true;
}

/* What the open ones cost, where the plan says. */
static void take_problems(struct arena *arena, const struct dossier *dossier,
                          struct standing_problems *out)
{
    *out = (struct standing_problems){
        arena_array(arena, struct problem, dossier->problems.count + 1), 0};
    for (size_t i = 0; i < dossier->problems.count; i++) {
        const struct problem *problem = &dossier->problems.items[i];
        const struct dossier_node *node = dossier_node_of_problem(dossier, problem);
        if (node != NULL) {
            struct problem *row = &out->items[out->count++];
            *row = *problem;
            row->cost = (struct problem_cost){
                .is_known = true,
                .is_provisional = node->time->is_provisional,
                .moves = node->time->production_moves,
                .spare = node->time->state == FORECAST_DONE ? PROBLEM_SPARE_MOST
                                                            : node->time->float_days,
                .item = node->plan->code,
            };
        }
    }
}

static bool derive(const struct view_run *run, int64_t id, struct fresh *out, struct fault *fault)
{
    struct project project;
    struct dossier dossier;
    if (!project_of_view(run, id, &project, fault) ||
        !dossier_load(run, &project, &dossier, fault) ||
        !dossier_load_problems(run, &dossier, fault) ||
        !take_cases(run, &dossier, &out->cases, fault)) {
        return false;
    }
    take_problems(run->arena, &dossier, &out->problems);
    standing_derive(run, &dossier, &out->standing);
    if (out->cases.count == 0 && out->problems.count == 0) {
        out->standing.to = standing_holds_until(&dossier, run->today);
    }
    if (!standing_units_of(run->arena, run->store, id, &out->standing.units, fault) ||
        !standing_shares_of(run, id, &out->standing.shares, fault)) {
        return false;
    }
    for (struct text rest = out->standing.units; rest.len > 0;) {
        out->standing.unit_bits |= standing_unit_bit(run->city, text_cut(&rest, ' '));
    }
    return true;
}

/* -- writing it down -- */

static bool recount(struct standing_book *book, const struct standing *old,
                    const struct standing *fresh, struct fault *fault)
{
    return (old == NULL || standing_count(book, old, -1, fault)) &&
           standing_count(book, fresh, 1, fault);
}

static bool uncount(struct standing_book *book, const struct standing_rows *old,
                    struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < old->count; i++) {
        const struct standing *row = &old->items[i];
        done = standing_counters_add(book, row, row->from, -1, fault) &&
               (i + 1 == old->count ||
                standing_counters_add(book, row, old->items[i + 1].from, 1, fault));
    }
    return done;
}

/* The last row holds as long as the fresh one, which says the same. */
static bool prolong(const struct view_run *run, const struct standing *last,
                    const struct standing *fresh, struct fault *fault)
{
    return standing_hold(run->store, last, fresh->to, true, fault);
}

/* From today on only what is so today is known; tomorrow's rows are made anew. */
static bool settle_today(const struct view_run *run, int64_t id, struct standing_book *book,
                         struct fault *fault)
{
    struct fresh fresh;
    struct standing_rows old;
    struct standing_from from = {id, run->today};
    if (!derive(run, id, &fresh, fault) ||
        !standing_rows_of(run->arena, run->store, id, &old, fault)) {
        return false;
    }
    const struct standing *last = old.count > 0 ? &old.items[old.count - 1] : NULL;
    bool is_same = old.count == 1 && last->from <= run->today && last->to == fresh.standing.to &&
                   standing_equal(last, &fresh.standing);
    return (is_same ||
            ((last == NULL || standing_strike(run->store, id, fault)) &&
             standing_put(run->store, &fresh.standing, true, fault) && uncount(book, &old, fault) &&
             standing_counters_add(book, &fresh.standing, run->today, 1, fault) &&
             recount(book, last, &fresh.standing, fault))) &&
           standing_cases_strike(run->arena, run->store, &from, fault) &&
           standing_cases_put(run->store, run->today, &fresh.cases, fault) &&
           standing_problems_strike(run->store, &from, fault) &&
           standing_problems_put(run->store, run->today, &fresh.problems, fault);
}

/* The row of the run's day beside that of the days before. */
static bool settle_next(const struct view_run *run, int64_t id, struct standing_book *book,
                        struct fault *fault)
{
    struct fresh fresh;
    struct standing_rows old;
    if (!derive(run, id, &fresh, fault) ||
        !standing_rows_of(run->arena, run->store, id, &old, fault)) {
        return false;
    }
    const struct standing *last = &old.items[old.count - 1];
    if (old.count == 0 || last->to != run->today - 1 || old.count == COUNT_OF(old.items)) {
        return settle_today(run, id, book, fault);
    }
    bool is_written = standing_equal(last, &fresh.standing)
                          ? prolong(run, last, &fresh.standing, fault)
                          : standing_hold(run->store, last, last->to, false, fault) &&
                                standing_put(run->store, &fresh.standing, true, fault) &&
                                standing_counters_add(book, last, run->today, -1, fault) &&
                                standing_counters_add(book, &fresh.standing, run->today, 1, fault);
    return is_written && recount(book, last, &fresh.standing, fault) &&
           standing_cases_put(run->store, run->today, &fresh.cases, fault) &&
           standing_problems_put(run->store, run->today, &fresh.problems, fault);
}

#define LINES 4096
#define LINES_OF_FEW 512 /* a project is counted for each unit that takes part */
/* What a row takes away and the next one adds must meet before either is written: some hundred
 * lines a project, for each unit that takes part and each share. */
#define CHANGES 4096

typedef bool settle_one(const struct view_run *run, int64_t id, struct standing_book *book,
                        struct fault *fault);

static bool settle_each(const struct view_run *run, const struct standing_ids *ids,
                        settle_one *settle, struct fault *fault)
{
    struct standing_book book = {.arena = arena_open(SCRATCH_SOFT, SCRATCH_HARD),
                                 .store = run->store,
                                 .day = run->today,
                                 .slots = ids->count < 8 ? LINES_OF_FEW : LINES,
                                 .change_slots = CHANGES};
    book.lines = arena_array(book.arena, struct standing_line, book.slots);
    book.changes = arena_array(book.arena, struct standing_change, CHANGES);
    bool settled = true;
    for (size_t i = 0; settled && i < ids->count; i++) {
        arena_reset(run->arena);
        settled = settle(run, ids->items[i], &book, fault) &&
                  (book.change_count < CHANGES / 2 || standing_counters_write(&book, fault));
    }
    settled = settled && standing_book_write(&book, fault);
    arena_close(book.arena);
    return settled;
}

/* -- after the commands of a group -- */

bool standing_settle(void *context, struct store *store, int64_t after_seq, int64_t now,
                     struct fault *fault)
{
    const struct standing_desk *desk = context;
    struct view_run run = run_of(desk, store, city_today(desk->city, now));
    struct standing_ids ids = {.count = 0};
    bool settled = standing_day_is(store, run.today, fault);
    int64_t above = 0;
    do {
        settled = settled && standing_touched(store, after_seq, above, &ids, fault) &&
                  settle_each(&run, &ids, settle_today, fault);
        above = ids.count > 0 ? ids.items[ids.count - 1] : above;
    } while (settled && ids.count == COUNT_OF(ids.items));
    close_run(&run);
    return settled;
}

/* -- between the commands -- */

static bool end(struct store *store, bool done, struct fault *fault)
{
    if (!done) {
        store_rollback(store);
        return false;
    }
    return store_commit(store, fault);
}

static bool prepare_some(const struct view_run *run, const struct standing_ids *ids,
                         struct fault *fault)
{
    if (!store_begin_write(run->store, fault)) {
        return false;
    }
    bool done = ledger_lock(run->store, fault) &&
                (ids->count > 0 ? settle_each(run, ids, settle_next, fault)
                                : standing_forget(run->store, run->today - 1, fault));
    return end(run->store, done, fault);
}

static bool is_made_for(const struct view_run *run, civil_date day, bool *out, struct fault *fault)
{
    return standing_pack_is(run->store, city_version(run->city), day, out, fault);
}

static bool prepare(const struct view_run *run, bool *left, struct fault *fault)
{
    struct standing_ids ids;
    struct store *store = run->store;
    bool is_current = false;
    if (!is_made_for(run, run->today - 1, &is_current, fault) ||
        !standing_ending_before(store, run->today, &ids, fault) ||
        !standing_has_old(store, run->today - 1, left, fault)) {
        return false;
    }
    *left = is_current && (*left || ids.count > 0);
    return !*left || prepare_some(run, &ids, fault);
}

bool standing_prepare(const struct standing_desk *desk, struct store *store, civil_date today,
                      bool *left, struct fault *fault)
{
    struct view_run run = run_of(desk, store, today + 1);
    *left = false;
    bool done = prepare(&run, left, fault);
    close_run(&run);
    return done;
}

/* -- at the start, and when the pack has become another one -- */

struct catching_up {
    struct view_run run;
    bool is_all;
    int64_t above;
    int64_t settled;
};

static bool catch_some(struct catching_up *up, bool *left, struct fault *fault)
{
    struct standing_ids ids;
    struct store *store = up->run.store;
    if (!store_begin_write(store, fault)) {
        return false;
    }
    bool done = ledger_lock(store, fault) &&
                (up->is_all ? standing_everybody(store, up->above, &ids, fault)
                            : standing_ending_before(store, up->run.today, &ids, fault)) &&
                settle_each(&up->run, &ids, settle_today, fault);
    *left = done && ids.count > 0;
    if (*left) {
        up->above = ids.items[ids.count - 1];
        up->settled += (int64_t)ids.count;
    }
    if (done && !*left && up->is_all) {
        done = standing_pack_set(store, city_version(up->run.city), up->run.today, fault);
    }
    return end(store, done, fault);
}

bool standing_catch_up(const struct standing_desk *desk, struct store *store, civil_date today,
                       int64_t *out_settled, struct fault *fault)
{
    bool is_current = false;
    bool left = true;
    struct catching_up up = {.run = run_of(desk, store, today)};
    bool done = is_made_for(&up.run, today, &is_current, fault);
    up.is_all = !is_current;
    while (done && left) {
        done = catch_some(&up, &left, fault);
    }
    close_run(&up.run);
    *out_settled = up.settled;
    return done;
}

bool standing_renew(const struct standing_desk *desk, struct store *store, civil_date today,
                    struct standing_renewal *renewal, struct fault *fault)
{
    bool is_current = false;
    struct catching_up up = {.run = run_of(desk, store, today), .is_all = true};
    int64_t serial = city_serial(up.run.city);
    bool done = is_made_for(&up.run, today, &is_current, fault);
    up.above = renewal->serial == serial ? renewal->above : 0;
    renewal->is_left = false;
    if (done && !is_current) {
        done = catch_some(&up, &renewal->is_left, fault);
        renewal->above = up.above;
        renewal->serial = serial;
    }
    close_run(&up.run);
    return done;
}
