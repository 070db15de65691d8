#include "app/access.h"
#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "board/analysis_inside.h"
#include "pack/pack.h"

/* What a month's figures are counted from, by projects: behind $6, up to $7; each table by its
 * index on the project. */

#define OF_PAGE ACCESS_PROJECT " and p.stage_rank>=30 and p.id>$6 and p.id<=$7"

static const struct statement analysis_projects = {
    "analysis_projects", "select p.id from project p where " ACCESS_PROJECT
                         " and p.stage_rank>=30 and p.id>$6 order by p.id limit $7"};
/* $8 the last day that is counted */
static const struct statement analysis_cases = {
    "analysis_cases",
    "select " ANALYSIS_CASE_COLUMNS " from project p join application a on a.project=p.id"
    " where " OF_PAGE " and a.own=0 and a.submitted_on<=$8 order by a.project, a.id"};
/* $8 the first day, $9 the last, $10 today */
static const struct statement analysis_problems = {
    "analysis_problems",
    "select b.id, b.project, b.raised_on, b.closed_on, b.number, b.title, b.org, b.due_on, c.moves,"
    " coalesce(u.title,'')"
    " from project p join problem b on b.project=p.id left join standing_problem c on c.id=b.id"
    " and c.day=$10 left join problem_upward u on u.problem=b.id where " OF_PAGE
    " and b.state<>'merged' and b.raised_on<=$9 and (b.closed_on is null or"
    " b.closed_on>=$8) order by b.project, b.id"};
static const struct statement analysis_promises = {
    "analysis_promises",
    "select q.id, q.project, q.kept_on, q.missed_on, a.number, a.code, q.by_org, q.promised_on"
    " from project p join application a on a.project=p.id join promise q on q.application=a.id"
    " where " OF_PAGE " and ((q.kept_on>=$8 and q.kept_on<=$9) or (q.missed_on>=$8 and"
    " q.missed_on<=$9)) order by q.project, q.id"};
static const struct statement analysis_whistles = {
    "analysis_whistles",
    "select w.id, w.project, w.sounded_on, w.number, w.said, w.org, w.due_on from project p"
    " join whistle w on w.project=p.id where " OF_PAGE
    " and w.sounded_on>=$8 and w.sounded_on<=$9 order by w.project, w.id"};
static const struct statement analysis_milestones = {
    "analysis_milestones",
    "select m.entry, m.project, m.reached_on, m.milestone from project p join milestone_reached m"
    " on m.project=p.id where " OF_PAGE " and m.reached_on>=$8 and m.reached_on<=$9"
    " order by m.project, m.reached_on, m.milestone"};
/* $8 the last day */
static const struct statement analysis_plans = {
    "analysis_plans", "select f.plan, f.project, f.confirmed_on, f.production from project p"
                      " join planning_plan f on f.project=p.id where " OF_PAGE
                      " and f.confirmed_on<=$8 order by f.project, f.confirmed_on, f.plan"};

const struct statement *const analysis_month_statements[] = {
    &analysis_projects, &analysis_cases,      &analysis_problems, &analysis_promises,
    &analysis_whistles, &analysis_milestones, &analysis_plans};
const size_t analysis_month_statement_count = COUNT_OF(analysis_month_statements);

/* -- rows -- */

/* Where the project stands on the page, `count` when it does not: what became visible between two
 * questions is not counted. */
static size_t place_of(const struct analysis_page *page, int64_t project)
{
    size_t first = 0;
    size_t end = page->count;
    while (first + 1 < end) {
        size_t middle = first + (end - first) / 2;
        if (page->ids[middle] <= project) {
            first = middle;
        } else {
            end = middle;
        }
    }
    return page->count > 0 && page->ids[first] == project ? first : page->count;
}

static void keep(struct analysis_page *page, struct analysis_row row)
{
    row.place = place_of(page, row.project);
    if (row.place == page->count) {
        return;
    }
    if (page->row_count == page->row_capacity) {
        page->rows =
            arena_grown(page->run->arena, page->rows, &page->row_capacity, sizeof *page->rows);
    }
    page->rows[page->row_count++] = row;
}

static bool is_within(const struct analysis_page *page, civil_date day)
{
    return day != CIVIL_DATE_NONE && day >= page->period.first && day <= page->period.end;
}

static struct cells page_cells(const struct analysis_page *page, struct cell *cells,
                               bool with_first)
{
    struct scope scope = access_scope(page->run->city, page->run->actor);
    const struct cell own[] = {ACCESS_CELLS(scope), cell_int(page->after), cell_int(page->last)};
    size_t count = 0;
    for (; count < COUNT_OF(own); count++) {
        cells[count] = own[count];
    }
    if (with_first) {
        cells[count++] = cell_date(page->period.first);
    }
    cells[count++] = cell_date(page->period.end);
    return (struct cells){cells, count};
}
#define PAGE_CELLS_MAX 10

/* -- cases: the clock as it stood on the last day that is counted -- */

void analysis_read_case(struct arena *arena, const struct store_rows *rows, struct application *out)
{
    *out = (struct application){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .number = store_text(arena, rows, 2),
        .code = store_text(arena, rows, 3),
        .org = store_text(arena, rows, 4),
        .limit_days = store_int(rows, 6),
        .notify_days = store_int(rows, 7),
        .deliver_days = store_int(rows, 8),
        .course = store_text(arena, rows, 9),
        .submitted_on = store_date(rows, 10),
        .decided_on = store_date(rows, 11),
        .closed_on = store_date(rows, 12),
    };
    ensure(application_state_find(store_cell(rows, 5).text, &out->state));
}

static void count_case(struct analysis_page *page, const struct application *application,
                       const struct clock_reading *clock)
{
    civil_date end = page->period.end;
    bool is_closed = application->closed_on != CIVIL_DATE_NONE && application->closed_on <= end;
    civil_date due = clock->is_accepted ? clock->decision_due : CIVIL_DATE_NONE;
    bool is_running = clock->is_accepted && !clock->is_decided && !is_closed &&
                      due != CIVIL_DATE_NONE && !clock->is_paused;
    civil_date decided = clock->is_decided ? application->decided_on : CIVIL_DATE_NONE;
    struct analysis_row row = {
        .id = application->id,
        .project = application->project,
        .number = application->number,
        .org = application->org,
        .title = city_item_name(page->run->city, application->code, page->run->actor->language),
        .due_on = due,
    };
    const struct {
        enum analysis_figure figure;
        civil_date on;
        bool is;
    } says[] = {
        {ANALYSIS_SUBMITTED, application->submitted_on, is_within(page, application->submitted_on)},
        {ANALYSIS_ACCEPTED, clock->accepted_on,
         clock->is_accepted && is_within(page, clock->accepted_on)},
        {ANALYSIS_DECIDED, decided, is_within(page, decided)},
        {ANALYSIS_DECIDED_LATE, decided,
         is_within(page, decided) && due != CIVIL_DATE_NONE && decided > due},
        {ANALYSIS_OVERDUE, due, is_running && due < end},
        {ANALYSIS_DUE_NEXT, due,
         is_running && due > page->period.last && due <= analysis_next_month_end(&page->period)},
    };
    for (size_t i = 0; i < COUNT_OF(says); i++) {
        if (says[i].is) {
            row.figure = says[i].figure;
            row.on = says[i].on;
            keep(page, row);
        }
    }
}

/* Received only afterwards: nothing ran yet. */
static bool clock_at_end(const struct analysis_page *page, const struct application *application,
                         struct clock_reading *out, struct fault *fault)
{
    const struct calendar *calendar = city_calendar(page->run->city);
    struct clock_event events[APPLICATION_EVENTS_MAX];
    if (application_events(application, calendar, events) > 0 && events[0].on > page->period.end) {
        *out = (struct clock_reading){.accepted_on = CIVIL_DATE_NONE,
                                      .acceptance_due = CIVIL_DATE_NONE,
                                      .decision_due = CIVIL_DATE_NONE,
                                      .delivery_due = CIVIL_DATE_NONE};
        return true;
    }
    return application_clock(application, calendar, page->period.end, out, fault);
}

static bool gather_cases(struct analysis_page *page, struct fault *fault)
{
    struct arena *arena = page->run->arena;
    struct store_rows rows;
    struct cell cells[PAGE_CELLS_MAX];
    bool read = true;
    if (!store_query(page->run->store, &analysis_cases, page_cells(page, cells, false), &rows,
                     fault)) {
        return false;
    }
    while (read && store_next(&rows)) {
        struct arena_mark mark = arena_mark(arena);
        uint32_t before = page->row_count;
        struct application application;
        struct clock_reading clock;
        analysis_read_case(arena, &rows, &application);
        read = clock_at_end(page, &application, &clock, fault);
        if (read) {
            count_case(page, &application, &clock);
        }
        if (page->row_count == before) {
            arena_rewind(arena, mark);
        }
    }
    return store_done(&rows, fault) && read;
}

/* -- problems, promises, whistles, milestones, plans -- */

/* As whoever asks may read it. */
static struct text problem_words(const struct analysis_page *page, const struct store_rows *rows)
{
    const struct view_run *run = page->run;
    struct text approved = store_text(run->arena, rows, 9);
    if (!upward_reads(run->city, run->actor, run->today)) {
        return store_text(run->arena, rows, 5);
    }
    return approved.len > 0                      ? approved
           : run->actor->language == LANGUAGE_EN ? TEXT("(text awaits approval)")
                                                 : TEXT("（文字待审）");
}

static void read_problem(struct analysis_page *page, const struct store_rows *rows)
{
    struct arena *arena = page->run->arena;
    civil_date raised = store_date(rows, 2);
    civil_date closed = store_date(rows, 3);
    bool is_closed = closed != CIVIL_DATE_NONE && closed <= page->period.end;
    struct analysis_row row = {
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .number = store_text(arena, rows, 4),
        .title = problem_words(page, rows),
        .org = store_text(arena, rows, 6),
        .due_on = store_date(rows, 7),
        .has_cost = !store_is_null(rows, 8),
        .cost = store_is_null(rows, 8) ? 0 : store_int(rows, 8),
    };
    if (is_within(page, raised)) {
        row.figure = ANALYSIS_PROBLEMS_OPENED;
        row.on = raised;
        keep(page, row);
    }
    row.figure = is_closed ? ANALYSIS_PROBLEMS_CLOSED : ANALYSIS_PROBLEMS_OPEN;
    row.on = is_closed ? closed : raised;
    keep(page, row);
}

static void read_promise(struct analysis_page *page, const struct store_rows *rows)
{
    struct arena *arena = page->run->arena;
    civil_date kept = store_date(rows, 2);
    civil_date missed = store_date(rows, 3);
    struct analysis_row row = {
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .number = store_text(arena, rows, 4),
        .title =
            city_item_name(page->run->city, store_text(arena, rows, 5), page->run->actor->language),
        .org = store_text(arena, rows, 6),
        .due_on = store_date(rows, 7),
    };
    if (is_within(page, kept)) {
        row.figure = ANALYSIS_PROMISES_KEPT;
        row.on = kept;
        keep(page, row);
    }
    if (is_within(page, missed)) {
        row.figure = ANALYSIS_PROMISES_BROKEN;
        row.on = missed;
        keep(page, row);
    }
}

static void read_whistle(struct analysis_page *page, const struct store_rows *rows)
{
    struct arena *arena = page->run->arena;
    keep(page, (struct analysis_row){.figure = ANALYSIS_WHISTLES,
                                     .id = store_int(rows, 0),
                                     .project = store_int(rows, 1),
                                     .on = store_date(rows, 2),
                                     .number = store_text(arena, rows, 3),
                                     .title = store_text(arena, rows, 4),
                                     .org = store_text(arena, rows, 5),
                                     .due_on = store_date(rows, 6)});
}

static void read_milestone(struct analysis_page *page, const struct store_rows *rows)
{
    struct text code = store_text(page->run->arena, rows, 3);
    const struct pack_record *milestone =
        pack_find(city_pack(page->run->city), PACK_MILESTONES, code, CIVIL_DATE_NONE);
    struct text name = milestone == NULL                           ? code
                       : page->run->actor->language == LANGUAGE_EN ? milestone->name_en
                                                                   : milestone->name;
    keep(page, (struct analysis_row){.figure = ANALYSIS_MILESTONES,
                                     .id = store_int(rows, 0),
                                     .project = store_int(rows, 1),
                                     .on = store_date(rows, 2),
                                     .title = name,
                                     .due_on = CIVIL_DATE_NONE});
}

/* In the order of the day: the last one up to a day is the one in force on it. */
static void read_plan(struct analysis_page *page, const struct store_rows *rows)
{
    int64_t project = store_int(rows, 1);
    civil_date confirmed = store_date(rows, 2);
    civil_date production = store_date(rows, 3);
    size_t place = place_of(page, project);
    page->planned[place] = production; /* the lists have room for one more */
    if (!is_within(page, confirmed)) {
        page->planned_before[place] = production;
        return;
    }
    keep(page, (struct analysis_row){
                   .figure = ANALYSIS_PLANS,
                   .id = store_int(rows, 0),
                   .project = project,
                   .on = confirmed,
                   .number = text_format(page->run->arena, "%lld", (long long)store_int(rows, 0)),
                   .title = page->run->actor->language == LANGUAGE_EN
                                ? TEXT("plan confirmed by the enterprise")
                                : TEXT("企业确认审批方案"),
                   .due_on = production});
}

static const struct source {
    const struct statement *statement;
    void (*read)(struct analysis_page *page, const struct store_rows *rows);
    bool has_first, has_today;
} sources[] = {
    {&analysis_milestones, read_milestone, true, false},
    {&analysis_plans, read_plan, false, false},
    {&analysis_problems, read_problem, true, true},
    {&analysis_promises, read_promise, true, false},
    {&analysis_whistles, read_whistle, true, false},
};

static bool gather(struct analysis_page *page, const struct source *source, struct fault *fault)
{
    struct store_rows rows;
    struct cell all[PAGE_CELLS_MAX];
    struct cells cells = page_cells(page, all, source->has_first);
    if (source->has_today) {
        all[cells.count++] = cell_date(page->run->today);
    }
    if (!store_query(page->run->store, source->statement, cells, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        source->read(page, &rows);
    }
    return store_done(&rows, fault);
}

/* -- the page -- */

static bool load_ids(const struct analysis_asked *asked, struct analysis_page *page,
                     struct fault *fault)
{
    struct scope scope = access_scope(page->run->city, page->run->actor);
    int64_t limit = asked->project != 0 ? 1 : asked->limit;
    struct store_rows rows;
    if (!store_query(page->run->store, &analysis_projects,
                     CELLS(ACCESS_CELLS(scope), cell_int(page->after), cell_int(limit + 1)), &rows,
                     fault)) {
        return false;
    }
    while (store_next(&rows)) {
        page->has_more = page->count == (size_t)limit;
        if (!page->has_more) {
            page->ids[page->count++] = store_int(&rows, 0);
        }
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    page->last = page->count > 0 ? page->ids[page->count - 1] : page->after;
    if (asked->project == 0) {
        return true;
    }
    page->has_more = false;
    return page->last == asked->project ||
           fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool analysis_page_load(const struct analysis_asked *asked, struct analysis_page *out,
                        struct fault *fault)
{
    struct arena *arena = asked->run->arena;
    size_t room = (size_t)asked->limit + 2;
    *out = (struct analysis_page){
        .run = asked->run,
        .period = asked->period,
        .after = asked->project != 0 ? asked->project - 1 : asked->after,
        .ids = arena_array(arena, int64_t, room),
        .planned = arena_array(arena, civil_date, room),
        .planned_before = arena_array(arena, civil_date, room),
    };
    if (!load_ids(asked, out, fault)) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        out->planned[i] = CIVIL_DATE_NONE;
        out->planned_before[i] = CIVIL_DATE_NONE;
    }
    bool gathered = gather_cases(out, fault);
    for (size_t i = 0; gathered && i < COUNT_OF(sources); i++) {
        gathered = gather(out, &sources[i], fault);
    }
    return gathered;
}
