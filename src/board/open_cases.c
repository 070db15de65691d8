#include "board/open_cases.h"

#include "app/access.h"
#include "base/arena.h"

#define SLICE 500

/* $6 the last one seen, $7 how many. The states are those of application_state_is_open, and what
 * is granted. */
const struct statement open_cases_after = {
    "open_cases_after",
    "select a.id from application a join project p on p.id=a.project where " ACCESS_PROJECT
    " and a.id>$6 and a.state in ('submitted','received','supplement','accepted','special',"
    "'suspended','granted') order by a.id limit $7"};

struct slice {
    int64_t ids[SLICE];
    size_t count;
};

static bool read_slice(const struct view_run *run, int64_t after, struct slice *out,
                       struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    out->count = 0;
    if (!store_query(run->store, &open_cases_after,
                     CELLS(ACCESS_CELLS(scope), cell_int(after), cell_int(SLICE)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        out->ids[out->count++] = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}

static bool is_at_unit(const struct application *application, const struct application_now *now)
{
    return application_state_is_open(now->state) ||
           (application->state == APPLICATION_GRANTED && now->turn.until != CIVIL_DATE_NONE);
}

struct walk {
    struct view_run run; /* with an arena of its own, emptied after each case */
    struct application_terms terms;
    open_cases_visit *visit;
    void *context;
};

static bool look_at(struct walk *walk, int64_t id, struct fault *fault)
{
    struct application application;
    struct application_now now;
    arena_reset(walk->run.arena);
    return application_load(&walk->run, id, &application, fault) &&
           application_read_now(&application, NULL, &walk->terms, walk->run.actor->language, &now,
                                fault) &&
           (!is_at_unit(&application, &now) ||
            walk->visit(walk->context, &application, &now, fault));
}

bool open_cases_each(const struct view_run *run, open_cases_visit *visit, void *context,
                     struct fault *fault)
{
    struct walk walk = {.run = *run, .visit = visit, .context = context};
    struct slice *slice = arena_new(run->arena, struct slice);
    bool done = true;
    int64_t after = 0;
    application_terms_of(run, &walk.terms);
    walk.run.arena = arena_open((size_t)64 << 10, (size_t)16 << 20);
    do {
        done = read_slice(run, after, slice, fault);
        for (size_t i = 0; done && i < slice->count; i++) {
            done = look_at(&walk, slice->ids[i], fault);
        }
        after = slice->count > 0 ? slice->ids[slice->count - 1] : after;
    } while (done && slice->count == SLICE);
    arena_close(walk.run.arena);
    return done;
}
