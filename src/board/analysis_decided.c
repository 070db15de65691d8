#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/analysis_inside.h"

/* Cases by the day of their decision, along the index of that day. */

/* $6 $7 the place it begins behind, $8 the last day, $9 unit, $10 district, $11 how many */
static const struct statement analysis_decided_page = {
    "analysis_decided_page",
    "select " ANALYSIS_CASE_COLUMNS ", p.district, p.name, p.number"
    " from application a join project p on p.id=a.project where " ACCESS_PROJECT
    " and p.stage_rank>=30 and (a.decided_on, a.id)>($6,$7) and a.decided_on<=$8 and a.own=0"
    " and ($9='' or a.org=$9) and ($10='' or p.district=$10) order by a.decided_on, a.id limit "
    "$11"};
/* $6 case, $7 its project: the problem that was raised about it last */
static const struct statement analysis_reason = {
    "analysis_reason",
    "select b.category from problem b join project p on p.id=b.project where " ACCESS_PROJECT
    " and b.project=$7 and b.application=$6 order by b.id desc limit 1"};

const struct statement *const analysis_quarter_statements[] = {&analysis_decided_page,
                                                               &analysis_reason};
const size_t analysis_quarter_statement_count = COUNT_OF(analysis_quarter_statements);

static void read_row(struct arena *arena, const struct store_rows *rows,
                     struct application *application, struct analysis_decision *out)
{
    analysis_read_case(arena, rows, application);
    *out = (struct analysis_decision){
        .id = application->id,
        .project = application->project,
        .number = application->number,
        .code = application->code,
        .org = application->org,
        .decided_on = application->decided_on,
        .district = store_text(arena, rows, ANALYSIS_CASE_END),
        .project_name = store_text(arena, rows, ANALYSIS_CASE_END + 1),
        .project_number = store_text(arena, rows, ANALYSIS_CASE_END + 2),
    };
}

static bool derive(const struct view_run *run, const struct application *application,
                   struct analysis_decision *out, struct fault *fault)
{
    struct clock_reading clock;
    if (!application_clock(application, city_calendar(run->city), out->decided_on, &clock, fault)) {
        return false;
    }
    out->accepted_on = clock.is_accepted ? clock.accepted_on : CIVIL_DATE_NONE;
    out->due_on = clock.is_accepted ? clock.decision_due : CIVIL_DATE_NONE;
    out->is_late = out->due_on != CIVIL_DATE_NONE && out->decided_on > out->due_on;
    return true;
}

static bool read_reason(const struct view_run *run, struct analysis_decision *out,
                        struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &analysis_reason,
                     CELLS(ACCESS_CELLS(scope), cell_int(out->id), cell_int(out->project)), &rows,
                     fault)) {
        return false;
    }
    while (store_next(&rows)) {
        out->reason = store_text(run->arena, &rows, 0);
    }
    return store_done(&rows, fault);
}

static bool read_page(const struct view_run *run, const struct analysis_decided_asked *asked,
                      struct analysis_decisions *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    bool derived = true;
    if (!store_query(run->store, &analysis_decided_page,
                     CELLS(ACCESS_CELLS(scope), cell_date(asked->after.day),
                           cell_int(asked->after.id), cell_date(asked->until),
                           cell_text(asked->org), cell_text(asked->district),
                           cell_int(asked->limit + 1)),
                     &rows, fault)) {
        return false;
    }
    while (derived && store_next(&rows)) {
        struct application application;
        out->has_more = out->count == (size_t)asked->limit;
        if (!out->has_more) {
            struct analysis_decision *one = &out->items[out->count++];
            read_row(run->arena, &rows, &application, one);
            derived = derive(run, &application, one, fault);
        }
    }
    return store_done(&rows, fault) && derived;
}

bool analysis_decided(const struct view_run *run, const struct analysis_decided_asked *asked,
                      struct analysis_decisions *out, struct fault *fault)
{
    ensure(asked->limit > 0 && asked->limit <= ANALYSIS_DECISIONS_MAX);
    *out = (struct analysis_decisions){
        arena_array(run->arena, struct analysis_decision, (size_t)asked->limit), 0, false};
    bool read = read_page(run, asked, out, fault);
    for (size_t i = 0; read && i < out->count; i++) {
        read = !out->items[i].is_late || read_reason(run, &out->items[i], fault);
    }
    return read;
}
