#include "room/application/application_store.h"

#include <stdio.h>

#include "app/access.h"
#include "base/arena.h"
#include "room/application/application_kinds.h"
#include "room/application/application_stop.h"

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
    " p.district, p.enterprise, h.name"
#define FROM                                                                                       \
    " from application a join project p on p.id=a.project"                                         \
    " join application_name n on n.id=a.name_of"                                                   \
    " left join account_secret h on h.account=a.handler"
#define OPEN_STATES "('submitted','received','supplement','accepted','special','suspended')"

static const struct statement application_by_id = {"application_by_id",
                                                   "select " CLOCK_COLUMNS REST_COLUMNS FROM
                                                   " where " ACCESS_PROJECT " and a.id=$6"};
static const struct statement application_by_project = {
    "application_by_project",
    "select " CLOCK_COLUMNS REST_COLUMNS FROM " where a.project=$1 order by a.id desc limit 1000"};
static const struct statement application_filtered = {
    "application_filtered",
    "select " CLOCK_COLUMNS " from application a join project p on p.id=a.project"
    " join application_name n on n.id=a.name_of where " ACCESS_PROJECT
    " and ($6='' or a.org=$6) and ($7='' or p.district=$7) and ($8=0 or a.project=$8)"
    " and ($9=0 or a.state in " OPEN_STATES ")"
    " and ($10='' or lower(a.number) like $10 escape '\\' or lower(n.name) like $10 escape '\\'"
    " or lower(p.name) like $10 escape '\\' or lower(p.number) like $10 escape '\\')"
    " order by a.id desc limit 20000"};
static const struct statement application_serial = {
    "application_serial", "select serial from application_year where year=$1"};
static const struct statement application_serial_put = {
    "application_serial_put",
    "insert into application_year(year, serial) values($1,$2) on conflict (year) do update set"
    " serial=excluded.serial where application_year.serial<excluded.serial"};
static const struct statement application_version_of = {
    "application_version_of", "select version from application where id=$1"};
/* A look into a neighbour's table: whose file it is. */
static const struct statement application_file = {"application_file",
                                                  "select 1 from file where id=$1 and project=$2"};

static const struct statement application_name_find = {
    "application_name_find", "select id from application_name where name=$1"};
static const struct statement application_name_insert = {
    "application_name_insert", "insert into application_name(id, name) values($1,$2)"};
/* Own work has begun on the day it is handed in: $17 is then the day of reception and acceptance.
 */
static const struct statement application_insert = {
    "application_insert",
    "insert into application(id, project, intake, previous, version, own, limit_days, notify_days,"
    " deliver_days, round, reminders, special_days, number, code, name_of, org, state,"
    " limit_basis,"
    " course, submitted_on, first_submitted_on, received_on, accepted_on)"
    " values($1,$2,$3,$4,1,$5,$6,$7,$8,$9,0,0,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$19)"};
static const struct statement application_open_update = {
    "application_open_update",
    "update application set version=version+1, opened_on=$2 where id=$1"};
static const struct statement application_receive_update = {
    "application_receive_update",
    "update application set version=version+1, state='received', received_on=$2,"
    " course='R' || $2 where id=$1"};
static const struct statement application_accept_update = {
    "application_accept_update",
    "update application set version=version+1, state='accepted', accepted_on=$2,"
    " course=course || ' A' || $2 where id=$1"};
static const struct statement application_dismiss_update = {
    "application_dismiss_update", "update application set version=version+1, state='not_accepted', "
                                  "closed_on=$2, reason=$3,"
                                  " basis=$4 where id=$1"};
static const struct statement application_ask_update = {
    "application_ask_update",
    "update application set version=version+1, state='supplement', asked_on=$2, "
    "reasons=$3,"
    " materials=$4, ask_note=$5, course=course || ' S' || $2 where id=$1"};
static const struct statement application_complete_update = {
    "application_complete_update", "update application set version=version+1, state='received', "
                                   "completed_on=$2, reply_note=$3,"
                                   " reply_files=$4, course=course || ' C' || $2 where id=$1"};
static const struct statement application_decide_update = {
    "application_decide_update",
    "update application set version=version+1, state=$3, decided_on=$2, "
    "reason=$4,"
    " basis=$5, document=$6, files=$7, valid_until=$8,"
    " course=case when course='' then 'D' || $2 else course || ' D' || $2 end where id=$1"};
static const struct statement application_deliver_update = {
    "application_deliver_update",
    "update application set version=version+1, state='delivered', delivered_on=$2,"
    " course=course || ' V' || $2 where id=$1"};
static const struct statement application_withdraw_update = {
    "application_withdraw_update", "update application set version=version+1, state='withdrawn', "
                                   "closed_on=$2, reason=$3"
                                   " where id=$1"};
static const struct statement application_remind_update = {
    "application_remind_update",
    "update application set version=version+1, reminders=reminders+1, reminded_on=$2 where id=$1"};
static const struct statement application_verify_update = {
    "application_verify_update",
    "update application set version=version+1, verified_on=$2 where id=$1"};
static const struct statement application_handle_update = {
    "application_handle_update",
    "update application set version=version+1, handler=$2 where id=$1"};

const struct statement *const application_statements[] = {
    &application_by_id,
    &application_by_project,
    &application_filtered,
    &application_brief_by_project,
    &application_serial,
    &application_serial_put,
    &application_name_find,
    &application_name_insert,
    &application_intake_serial,
    &application_version_of,
    &application_planned,
    &application_file,
    &application_intake_insert,
    &application_case_by_id,
    &application_cases_by_project,
    &application_insert,
    &application_open_update,
    &application_receive_update,
    &application_accept_update,
    &application_dismiss_update,
    &application_ask_update,
    &application_complete_update,
    &application_special_start_update,
    &application_special_end_update,
    &application_extend_update,
    &application_suspend_update,
    &application_resume_update,
    &application_renew_update,
    &application_extension_insert,
    &application_extension_get,
    &application_joint_extension_insert,
    &application_joint_extension_get,
    &application_intake_project,
    &application_stop_insert,
    &application_stop_end,
    &application_stop_renew,
    &application_stop_miss,
    &application_stop_list,
    &application_stop_unrenewed,
    &application_decide_update,
    &application_deliver_update,
    &application_withdraw_update,
    &application_revoke_update,
    &application_remind_update,
    &application_verify_update,
    &application_handle_update,
};
const size_t application_statement_count = COUNT_OF(application_statements);

const char application_ddl[] =
    "create table application_intake (id integer primary key, project integer not null, taken_on "
    "text not null,"
    " note text not null, by_actor text not null, number text not null, year integer not null,"
    " serial integer not null, channel text not null, desk text not null, bundle text not null,"
    " joint_days integer not null, joint_extension_days integer not null,"
    " joint_promised_days integer not null) /* grows by id */;"
    "create index application_intake_by_project on application_intake(project);"
    /* Names of items as they were on submission: of millions of cases some hundred. */
    "create table application_name (id integer primary key, name text not null);"
    "create unique index application_name_by_name on application_name(name);"
    "create index application_intake_by_year on application_intake(year, serial);"
    "create table application_year (year integer primary key, serial integer not null);"
    /* The largest table there is: wide numbers first, then short ones, so that nothing lies between
     * them; what is not so is null, and not empty or 0; what another column says is null, too. */
    "create table application ("
    " id integer primary key, project integer not null, intake integer not null, previous integer,"
    " handler integer, name_of integer not null, version smallint not null, own smallint not null,"
    " limit_days smallint not null, notify_days smallint not null, deliver_days smallint not null,"
    " round smallint not null, reminders smallint not null, special_days smallint not null,"
    " number text not null, code text not null, org text not null,"
    " state text not null, limit_basis text, course text not null,"
    " submitted_on text not null, first_submitted_on text, opened_on text, received_on text,"
    " accepted_on text, decided_on text, delivered_on text, closed_on text, verified_on text,"
    " last_on text, reminded_on text, asked_on text, completed_on text, reasons text,"
    " materials text, ask_note text, reply_note text, reply_files text, special_name text,"
    " special_reason text, special_on text, special_noticed_on text, special_ended_on text,"
    " reason text, basis text, document text, files text, valid_until text)"
    " /* grows by id */;"
    /* Without the item: a project has some sixty, and equal keys share one entry of the index. */
    "create index application_by_project on application(project);"
    "create table application_stop (id integer primary key, application integer not null,"
    " project integer not null, kind integer not null, code text not null, name text not null,"
    " law text not null, reason text not null, renewal_reason text not null, days integer not "
    "null,"
    " noticed_on text, since text not null, until text, justified_on text not null, missed_on text,"
    " renewals integer not null, missed integer not null);"
    "create index application_stop_by_application on application_stop(application);"
    "create index application_stop_open on application_stop(until, justified_on);"
    "create table application_extension (application integer primary key, days integer not null,"
    " approver text not null, document text not null, reason text not null, law text not null,"
    " noticed_on text, extended_on text not null);"
    "create table application_joint_extension (intake integer primary key, days integer not null,"
    " approver text not null, document text not null, reason text not null, law text not null,"
    " noticed_on text, extended_on text not null);";

/* -- recording -- */

/* ["a","b"]: texts that passed a field table hold no control characters. */
static struct text list_json(struct arena *arena, struct text_list list)
{
    struct buffer buffer = buffer_open(arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (size_t i = 0; i < list.count; i++) {
        json_text(&json, list.items[i]);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

/* What is not there takes no room as null. */
static struct cell text_or_null(struct text text)
{
    return text.len == 0 ? cell_null() : cell_text(text);
}

/* The name's number: of the first application that was called so. */
static bool name_number(struct store *store, int64_t id, struct text name, int64_t *out,
                        struct fault *fault)
{
    *out = 0;
    if (!store_query_int(store, &application_name_find, CELLS(cell_text(name)), out, fault)) {
        return false;
    }
    if (*out != 0) {
        return true;
    }
    *out = id;
    return store_run(store, &application_name_insert, CELLS(cell_int(id), cell_text(name)), fault);
}

bool application_record_submitted(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_submitted *body = event->body;
    char day[CIVIL_DATE_TEXT_SIZE];
    char course[2 * CIVIL_DATE_TEXT_SIZE + 4];
    (void)civil_date_write(event->happened_on, day);
    int len = body->own ? snprintf(course, sizeof course, "R%s A%s", day, day) : 0;
    struct text state = body->own ? TEXT("accepted") : TEXT("submitted");
    struct cell begun = body->own ? cell_date(event->happened_on) : cell_null();
    bool is_first = body->first_submitted_on == CIVIL_DATE_NONE ||
                    body->first_submitted_on == event->happened_on;
    int64_t name = 0;
    return name_number(store, event->subject, body->item_name, &name, fault) &&
           store_run(
               store, &application_insert,
               CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->intake),
                     body->previous == 0 ? cell_null() : cell_int(body->previous),
                     cell_bool(body->own), cell_int(body->limit_days), cell_int(body->notify_days),
                     cell_int(body->deliver_days), cell_int(body->round > 0 ? body->round : 1),
                     cell_text(body->number), cell_text(body->code), cell_int(name),
                     cell_text(body->org), cell_text(state), text_or_null(body->limit_basis),
                     cell_text((struct text){course, (size_t)len}), cell_date(event->happened_on),
                     is_first ? cell_null() : cell_date(body->first_submitted_on), begun),
               fault) &&
           store_run(store, &application_serial_put,
                     CELLS(cell_int(body->year), cell_int(body->serial)), fault);
}

/* The acts that keep nothing but their day. */
static bool record_day(struct store *store, const struct statement *statement,
                       const struct event *event, struct fault *fault)
{
    return store_run(store, statement,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault);
}

bool application_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    return record_day(store, &application_open_update, event, fault);
}

bool application_record_received(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return record_day(store, &application_receive_update, event, fault);
}

bool application_record_accepted(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return record_day(store, &application_accept_update, event, fault);
}

bool application_record_not_accepted(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    const struct application_dismissed *body = event->body;
    return store_run(store, &application_dismiss_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           text_or_null(body->reason), text_or_null(body->basis)),
                     fault);
}

bool application_record_asked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_asked *body = event->body;
    struct arena *arena = arena_open((size_t)1 << 16, (size_t)1 << 24);
    bool kept =
        store_run(store, &application_ask_update,
                  CELLS(cell_int(event->subject), cell_date(event->happened_on),
                        cell_text(list_json(arena, body->reasons)),
                        cell_text(list_json(arena, body->materials)), text_or_null(body->note)),
                  fault);
    arena_close(arena);
    return kept;
}

bool application_record_completed(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_completed *body = event->body;
    return store_run(store, &application_complete_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           text_or_null(body->note), text_or_null(body->files)),
                     fault);
}

bool application_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_decided *body = event->body;
    return store_run(store, &application_decide_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->result), text_or_null(body->reason),
                           text_or_null(body->basis), text_or_null(body->document),
                           text_or_null(body->files), cell_date(body->valid_until)),
                     fault);
}

bool application_record_delivered(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    return record_day(store, &application_deliver_update, event, fault);
}

bool application_record_withdrawn(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_withdrawn *body = event->body;
    return store_run(
        store, &application_withdraw_update,
        CELLS(cell_int(event->subject), cell_date(event->happened_on), text_or_null(body->reason)),
        fault);
}

bool application_record_reminded(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return record_day(store, &application_remind_update, event, fault);
}

bool application_record_verified(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    return record_day(store, &application_verify_update, event, fault);
}

bool application_record_handled(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_handled *body = event->body;
    return store_run(store, &application_handle_update,
                     CELLS(cell_int(event->subject), cell_int(body->account)), fault);
}

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
                           cell_bool(filter->open_only), cell_text(filter->like)),
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

void application_ask_ahead(const struct view_run *run, int64_t id)
{
    struct scope scope = access_scope(run->city, run->actor);
    store_ask_ahead(run->store, &application_by_id, CELLS(ACCESS_CELLS(scope), cell_int(id)));
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
