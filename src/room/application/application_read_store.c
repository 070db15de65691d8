#include "app/access.h"
#include "base/arena.h"
#include "room/application/application_desk.h"
#include "room/application/application_store.h"
#include "store/page.h"

/* What the clock, the state, lights and turn are derived from. */
#define CLOCK_COLUMNS                                                                              \
    "a.id, a.version, a.project, a.code, a.state, a.own, a.limit_days, a.notify_days, "            \
    "a.deliver_days,"                                                                              \
    " a.course, a.submitted_on, a.received_on, a.accepted_on, a.decided_on,"                       \
    " coalesce(a.closed_on, a.decided_on), a.last_on,"                                             \
    " a.verified_on, a.asked_on, a.completed_on, a.special_on, a.special_days, "                   \
    "a.special_ended_on,"                                                                          \
    " a.delivered_on"
#define CLOCK_COLUMN_COUNT 23
#define REST_COLUMNS                                                                               \
    ", a.intake, a.number, n.name, a.org, a.limit_basis, a.round, a.previous, "                    \
    "coalesce(a.first_submitted_on, a.submitted_on),"                                              \
    " a.opened_on, a.handler, a.reminders, a.reminded_on, a.reasons, a.materials,"                 \
    " a.ask_note, a.reply_note, a.reply_files, a.special_name, a.special_reason, "                 \
    "a.special_noticed_on,"                                                                        \
    " a.reason, a.basis, a.document, a.files, a.valid_until, p.number, "                           \
    "p.name,"                                                                                      \
    " p.district, p.enterprise, h.name, k.stage, k.since, k.returned_from, k.code, k.reason, "     \
    "k.returns, k.proposal, k.opinion, t.to_org,"                                                  \
    " coalesce((select d.needed from need d where d.project=a.project and d.code=a.code), '')"
#define FROM                                                                                       \
    " from application a join project p on p.id=a.project"                                         \
    " join application_name n on n.id=a.name_of"                                                   \
    " left join account_secret h on h.account=a.handler"                                           \
    " left join application_desk k on k.application=a.id"                                          \
    " left join application_transfer t on t.application=a.id and t.state='waiting'"
#define OPEN_STATES "('submitted','received','supplement','accepted','special','suspended')"

const struct statement application_by_id = {"application_by_id",
                                            "select " CLOCK_COLUMNS REST_COLUMNS FROM
                                            " where " ACCESS_PROJECT " and a.id=$6"};
const struct statement application_by_ids = {
    "application_by_ids", "select " CLOCK_COLUMNS REST_COLUMNS FROM " where " ACCESS_PROJECT
                          " and a.id in " STORE_PAGE_IDS};
const struct statement application_by_project = {
    "application_by_project",
    "select " CLOCK_COLUMNS REST_COLUMNS FROM " where a.project=$1 order by a.id desc limit 1000"};
const struct statement application_filtered = {
    "application_filtered",
    "select " CLOCK_COLUMNS " from application a join project p on p.id=a.project"
    " join application_name n on n.id=a.name_of where " ACCESS_PROJECT
    " and ($6='' or a.org=$6) and ($7='' or p.district=$7) and ($8=0 or a.project=$8)"
    " and ($9=0 or a.state in " OPEN_STATES ")"
    " and ($10='' or lower(a.number) like $10 escape '\\' or lower(n.name) like $10 escape '\\'"
    " or lower(p.name) like $10 escape '\\' or lower(p.number) like $10 escape '\\')"
    " and ($11=0 or coalesce(a.handler,0)=$12)"
    " and (coalesce($13,'')='' or $13 like '%,'||a.code||',%')"
    " and (coalesce($14,'')='' or exists (select 1 from need d where d.project=a.project and "
    "d.code=a.code"
    " and (d.needed=$14 or d.asked=$14)))"
    " order by a.id desc limit 20000"};
const struct statement application_serial = {"application_serial",
                                             "select serial from application_year where year=$1"};
const struct statement application_version_of = {"application_version_of",
                                                 "select version from application where id=$1"};
/* A look into a neighbour's table: whose file it is. */
const struct statement application_file = {"application_file",
                                           "select 1 from file where id=$1 and project=$2"};

/* -- reading -- */

/* Acts follow each other in time, so the last one is the latest: the column speaks of acts that
 * have no day of their own. */
static civil_date last_act(const struct application *application, civil_date other)
{
    const civil_date days[] = {other,
                               application->submitted_on,
                               application->received_on,
                               application->accepted_on,
                               application->asked_on,
                               application->completed_on,
                               application->special_on,
                               application->special_ended_on,
                               application->decided_on,
                               application->delivered_on,
                               application->closed_on};
    civil_date last = CIVIL_DATE_NONE;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        last = days[i] > last ? days[i] : last;
    }
    return last;
}

static struct text list_or_empty(struct arena *arena, const struct store_rows *rows, int column)
{
    return store_is_null(rows, column) ? TEXT("[]") : store_text(arena, rows, column);
}

static void read_clock(struct arena *arena, const struct store_rows *rows, struct application *out)
{
    *out = (struct application){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .code = store_text(arena, rows, 3),
        .is_own = store_bool(rows, 5),
        .limit_days = store_int(rows, 6),
        .notify_days = store_int(rows, 7),
        .deliver_days = store_int(rows, 8),
        .course = store_text(arena, rows, 9),
        .submitted_on = store_date(rows, 10),
        .received_on = store_date(rows, 11),
        .accepted_on = store_date(rows, 12),
        .decided_on = store_date(rows, 13),
        .closed_on = store_date(rows, 14),
        .verified_on = store_date(rows, 16),
        .asked_on = store_date(rows, 17),
        .completed_on = store_date(rows, 18),
        .special_on = store_date(rows, 19),
        .special_days = store_int(rows, 20),
        .special_ended_on = store_date(rows, 21),
        .delivered_on = store_date(rows, 22),
    };
    out->last_on = last_act(out, store_date(rows, 15));
    struct cell state = store_cell(rows, 4);
    ensure(application_state_find(state.text, &out->state));
}

static void read_desk(struct arena *arena, const struct store_rows *rows, int at,
                      struct application *out)
{
    struct cell stage = store_cell(rows, at);
    if (stage.kind != CELL_NULL) {
        out->desk.since = store_date(rows, at + 1);
        out->desk.returned_from = store_text(arena, rows, at + 2);
        out->desk.code = store_text(arena, rows, at + 3);
        out->desk.reason = store_text(arena, rows, at + 4);
        out->desk.returns = store_int(rows, at + 5);
        out->desk.proposal = store_text(arena, rows, at + 6);
        out->desk.opinion = store_text(arena, rows, at + 7);
        ensure(application_stage_find(store_cell(rows, at).text, &out->desk.stage));
    }
    out->transfer_to = store_text(arena, rows, at + 8);
    out->needed = store_text(arena, rows, at + 9);
}

static void read_rest(struct arena *arena, const struct store_rows *rows, struct application *out)
{
    int at = CLOCK_COLUMN_COUNT;
    out->intake = store_int(rows, at++);
    out->number = store_text(arena, rows, at++);
    out->name = store_text(arena, rows, at++);
    out->org = store_text(arena, rows, at++);
    out->limit_basis = store_text(arena, rows, at++);
    out->limit_basis = out->limit_basis.len > 0 ? out->limit_basis : TEXT(APPLICATION_PROMISED);
    out->round = store_int(rows, at++);
    out->previous = store_int(rows, at++);
    out->first_submitted_on = store_date(rows, at++);
    out->opened_on = store_date(rows, at++);
    out->handler = store_int(rows, at++);
    out->reminders = store_int(rows, at++);
    out->reminded_on = store_date(rows, at++);
    out->reasons = list_or_empty(arena, rows, at++);
    out->materials = list_or_empty(arena, rows, at++);
    out->ask_note = store_text(arena, rows, at++);
    out->reply_note = store_text(arena, rows, at++);
    out->reply_files = store_text(arena, rows, at++);
    out->special_name = store_text(arena, rows, at++);
    out->special_reason = store_text(arena, rows, at++);
    out->special_noticed_on = store_date(rows, at++);
    out->reason = store_text(arena, rows, at++);
    out->basis = store_text(arena, rows, at++);
    out->document = store_text(arena, rows, at++);
    out->files = store_text(arena, rows, at++);
    out->valid_until = store_date(rows, at++);
    out->project_number = store_text(arena, rows, at++);
    out->project_name = store_text(arena, rows, at++);
    out->project_district = store_text(arena, rows, at++);
    out->project_enterprise = store_text(arena, rows, at++);
    out->handler_name = store_text(arena, rows, at++);
    read_desk(arena, rows, at, out);
}

bool application_find(struct arena *arena, struct store *store, const struct scope *scope,
                      int64_t id, struct application *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &application_by_id, CELLS(ACCESS_CELLS(*scope), cell_int(id)), &rows,
                     fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_clock(arena, &rows, out);
        read_rest(arena, &rows, out);
    }
    return store_done(&rows, fault) &&
           (found || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

/* Room for one more: the array, doubled when it is full. */
static struct application *one_more(struct arena *arena, struct application_list *list,
                                    size_t *capacity)
{
    if (list->count == *capacity) {
        size_t wider = *capacity == 0 ? 32 : *capacity * 2;
        struct application *items = arena_array(arena, struct application, wider);
        for (size_t i = 0; i < list->count; i++) {
            items[i] = list->items[i];
        }
        list->items = items;
        *capacity = wider;
    }
    return &list->items[list->count++];
}

bool application_select(struct arena *arena, struct store *store, const struct scope *scope,
                        const struct application_filter *filter, struct application_list *out,
                        struct fault *fault)
{
    struct store_rows rows;
    size_t capacity = 0;
    *out = (struct application_list){NULL, 0};
    if (!store_query(store, &application_filtered,
                     CELLS(ACCESS_CELLS(*scope), cell_text(filter->org),
                           cell_text(filter->district), cell_int(filter->project),
                           cell_bool(filter->open_only), cell_text(filter->like),
                           cell_bool(filter->by_handler), cell_int(filter->handler),
                           cell_text(filter->codes), cell_text(filter->needed)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        read_clock(arena, &rows, one_more(arena, out, &capacity));
    }
    return store_done(&rows, fault);
}

bool application_all_of(struct arena *arena, struct store *store, int64_t project,
                        struct application_list *out, struct fault *fault)
{
    struct store_rows rows;
    size_t capacity = 0;
    *out = (struct application_list){NULL, 0};
    if (!store_query(store, &application_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct application *application = one_more(arena, out, &capacity);
        read_clock(arena, &rows, application);
        read_rest(arena, &rows, application);
    }
    return store_done(&rows, fault);
}

bool application_load(const struct view_run *run, int64_t id, struct application *out,
                      struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    return application_find(run->arena, run->store, &scope, id, out, fault);
}

static bool read_page(const struct view_run *run, const int64_t *ids, size_t count,
                      struct application *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct cell cells[STORE_PAGE_CELLS] = {ACCESS_CELLS(scope)};
    struct store_rows rows;
    size_t found = 0;
    store_page_ids(cells, ids, count);
    if (!store_query(run->store, &application_by_ids, (struct cells){cells, STORE_PAGE_CELLS},
                     &rows, fault)) {
        return false;
    }
    for (; store_next(&rows); found++) {
        struct application *application = &out[store_page_place(ids, count, store_int(&rows, 0))];
        read_clock(run->arena, &rows, application);
        read_rest(run->arena, &rows, application);
    }
    return store_done(&rows, fault) &&
           (found == count || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

bool application_load_page(const struct view_run *run, const int64_t *ids, size_t count,
                           struct application *out, struct fault *fault)
{
    bool read = true;
    for (size_t at = 0; read && at < count; at += STORE_PAGE) {
        size_t some = count - at < STORE_PAGE ? count - at : STORE_PAGE;
        read = read_page(run, ids + at, some, out + at, fault);
    }
    return read;
}

bool application_of_project(const struct view_run *run, int64_t project,
                            struct application_list *out, struct fault *fault)
{
    return application_all_of(run->arena, run->store, project, out, fault);
}

bool application_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &application_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool application_version(struct store *store, int64_t id, int64_t *out, struct fault *fault)
{
    return store_query_int(store, &application_version_of, CELLS(cell_int(id)), out, fault);
}

bool application_file_is_of(struct store *store, int64_t project, int64_t file, bool *out,
                            struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &application_file, CELLS(cell_int(file), cell_int(project)),
                                &found, fault);
    *out = found != 0;
    return read;
}
