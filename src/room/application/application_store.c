#include "room/application/application_store.h"

#include <stdio.h>

#include "app/access.h"
#include "base/arena.h"
#include "room/application/application_kinds.h"

/* What the clock, the state, lights and turn are derived from. */
#define CLOCK_COLUMNS                                                                              \
    "a.id, a.version, a.project, a.code, a.state, a.own, a.limit_days, a.notify_days, "            \
    "a.deliver_days,"                                                                              \
    " a.course, a.submitted_on, a.received_on, a.accepted_on, a.decided_on, a.closed_on, "         \
    "a.last_on,"                                                                                   \
    " a.verified_on, a.asked_on, a.completed_on, a.special_on, a.special_days"
#define CLOCK_COLUMN_COUNT 21
#define REST_COLUMNS                                                                               \
    ", a.intake, a.number, a.name, a.org, a.limit_basis, a.round, a.previous, "                    \
    "a.first_submitted_on,"                                                                        \
    " a.opened_on, a.delivered_on, a.handler, a.reminders, a.reminded_on, a.reasons, a.materials," \
    " a.ask_note, a.reply_note, a.reply_files, a.special_name, a.special_reason, "                 \
    "a.special_noticed_on,"                                                                        \
    " a.special_ended_on, a.reason, a.basis, a.document, a.files, a.valid_until, p.number, "       \
    "p.name,"                                                                                      \
    " p.district, p.enterprise, h.name"
#define FROM                                                                                       \
    " from application a join project p on p.id=a.project"                                         \
    " left join account_secret h on h.account=a.handler"
#define OPEN_STATES "('submitted','received','supplement','accepted','special')"

static const struct statement application_by_id = {"application_by_id",
                                                   "select " CLOCK_COLUMNS REST_COLUMNS FROM
                                                   " where " ACCESS_PROJECT " and a.id=$6"};
static const struct statement application_by_project = {
    "application_by_project",
    "select " CLOCK_COLUMNS REST_COLUMNS FROM " where a.project=$1 order by a.id desc limit 1000"};
static const struct statement application_filtered = {
    "application_filtered",
    "select " CLOCK_COLUMNS
    " from application a join project p on p.id=a.project where " ACCESS_PROJECT
    " and ($6='' or a.org=$6) and ($7='' or p.district=$7) and ($8=0 or a.project=$8)"
    " and ($9=0 or a.state in " OPEN_STATES ")"
    " and ($10='' or lower(a.number) like $10 escape '\\' or lower(a.name) like $10 escape '\\'"
    " or lower(p.name) like $10 escape '\\' or lower(p.number) like $10 escape '\\')"
    " order by a.id desc limit 20000"};
static const struct statement application_serial = {
    "application_serial", "select max(serial) from application where year=$1"};
static const struct statement application_version_of = {
    "application_version_of", "select version from application where id=$1"};
/* A look into a neighbour's table: whose file it is. */
static const struct statement application_file = {"application_file",
                                                  "select 1 from file where id=$1 and project=$2"};

static const struct statement application_intake_insert = {
    "application_intake_insert",
    "insert into application_intake(id, project, taken_on, note, by_actor) values($1,$2,$3,$4,$5)"};
static const struct statement application_insert = {
    "application_insert",
    "insert into application(id, version, project, intake, number, year, serial, code, name, org, "
    "state, own,"
    " limit_days, limit_basis, notify_days, deliver_days, course, round, previous, "
    "first_submitted_on,"
    " submitted_on, opened_on, received_on, accepted_on, decided_on, delivered_on, closed_on, "
    "verified_on,"
    " last_on, handler, reminders, reminded_on, asked_on, completed_on, reasons, materials, "
    "ask_note,"
    " reply_note, reply_files, special_name, special_reason, special_on, special_noticed_on,"
    " special_ended_on, special_days, reason, basis, document, files, valid_until)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,null,$21,$21,"
    "null,"
    "null,null,null,$20,0,0,null,null,null,'[]','[]','','','','','',null,null,null,0,'','','','',"
    "null)"};
static const struct statement application_open_update = {
    "application_open_update",
    "update application set version=version+1, opened_on=$2 where id=$1"};
static const struct statement application_receive_update = {
    "application_receive_update",
    "update application set version=version+1, state='received', received_on=$2, last_on=$2,"
    " course='R' || $2 where id=$1"};
static const struct statement application_accept_update = {
    "application_accept_update",
    "update application set version=version+1, state='accepted', accepted_on=$2, last_on=$2,"
    " course=course || ' A' || $2 where id=$1"};
static const struct statement application_dismiss_update = {
    "application_dismiss_update", "update application set version=version+1, state='not_accepted', "
                                  "closed_on=$2, last_on=$2, reason=$3,"
                                  " basis=$4 where id=$1"};
static const struct statement application_ask_update = {
    "application_ask_update",
    "update application set version=version+1, state='supplement', asked_on=$2, last_on=$2, "
    "reasons=$3,"
    " materials=$4, ask_note=$5, course=course || ' S' || $2 where id=$1"};
static const struct statement application_complete_update = {
    "application_complete_update", "update application set version=version+1, state='received', "
                                   "completed_on=$2, last_on=$2, reply_note=$3,"
                                   " reply_files=$4, course=course || ' C' || $2 where id=$1"};
static const struct statement application_special_start_update = {
    "application_special_start_update",
    "update application set version=version+1, state='special', special_on=$2, last_on=$2, "
    "special_name=$3,"
    " special_days=$4, special_noticed_on=$5, special_reason=$6, special_ended_on=null,"
    " course=case when course='' then 'P' || $2 else course || ' P' || $2 end where id=$1"};
static const struct statement application_special_end_update = {
    "application_special_end_update",
    "update application set version=version+1, state='accepted', special_ended_on=$2, last_on=$2,"
    " course=course || ' E' || $2 where id=$1"};
static const struct statement application_decide_update = {
    "application_decide_update",
    "update application set version=version+1, state=$3, decided_on=$2, closed_on=$2, last_on=$2, "
    "reason=$4,"
    " basis=$5, document=$6, files=$7, valid_until=$8,"
    " course=case when course='' then 'D' || $2 else course || ' D' || $2 end where id=$1"};
static const struct statement application_deliver_update = {
    "application_deliver_update",
    "update application set version=version+1, state='delivered', delivered_on=$2, last_on=$2,"
    " course=course || ' V' || $2 where id=$1"};
static const struct statement application_withdraw_update = {
    "application_withdraw_update", "update application set version=version+1, state='withdrawn', "
                                   "closed_on=$2, last_on=$2, reason=$3"
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
    &application_version_of,
    &application_planned,
    &application_file,
    &application_intake_insert,
    &application_insert,
    &application_open_update,
    &application_receive_update,
    &application_accept_update,
    &application_dismiss_update,
    &application_ask_update,
    &application_complete_update,
    &application_special_start_update,
    &application_special_end_update,
    &application_decide_update,
    &application_deliver_update,
    &application_withdraw_update,
    &application_remind_update,
    &application_verify_update,
    &application_handle_update,
};
const size_t application_statement_count = COUNT_OF(application_statements);

const char application_ddl[] =
    "create table application_intake (id integer primary key, project integer not null, taken_on "
    "text not null,"
    " note text not null, by_actor text not null);"
    "create index application_intake_by_project on application_intake(project);"
    "create table application ("
    " id integer primary key, version integer not null, project integer not null, intake integer "
    "not "
    "null,"
    " number text not null, year integer not null, serial integer not null, code text not null,"
    " name text not null, org text not null, state text not null, own integer not null,"
    " limit_days integer not null, limit_basis text not null, notify_days integer not null,"
    " deliver_days integer not null, course text not null, round integer not null, previous "
    "integer "
    "not null,"
    " first_submitted_on text not null, submitted_on text not null, opened_on text, received_on "
    "text,"
    " accepted_on text, decided_on text, delivered_on text, closed_on text, verified_on text,"
    " last_on text not null, handler integer not null, reminders integer not null, reminded_on "
    "text,"
    " asked_on text, completed_on text, reasons text not null, materials text not null,"
    " ask_note text not null, reply_note text not null, reply_files text not null,"
    " special_name text not null, special_reason text not null, special_on text, "
    "special_noticed_on text,"
    " special_ended_on text, special_days integer not null, reason text not null, basis text not "
    "null,"
    " document text not null, files text not null, valid_until text)"
    " /* grows by id */;"
    "create index application_by_project on application(project, code);"
    "create index application_by_org on application(org, state);"
    "create index application_by_year on application(year, serial);";

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

bool application_record_taken_in(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct application_taken_in *body = event->body;
    return store_run(store, &application_intake_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_date(event->happened_on), cell_text(body->note),
                           cell_text(event->actor)),
                     fault);
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
    return store_run(
        store, &application_insert,
        CELLS(cell_int(event->subject), cell_int(event->project), cell_int(body->intake),
              cell_text(body->number), cell_int(body->year), cell_int(body->serial),
              cell_text(body->code), cell_text(body->item_name), cell_text(body->org),
              cell_text(state), cell_bool(body->own), cell_int(body->limit_days),
              cell_text(body->limit_basis), cell_int(body->notify_days),
              cell_int(body->deliver_days), cell_text((struct text){course, (size_t)len}),
              cell_int(body->round), cell_int(body->previous), cell_date(body->first_submitted_on),
              cell_date(event->happened_on), begun),
        fault);
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
                           cell_text(body->reason), cell_text(body->basis)),
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
                        cell_text(list_json(arena, body->materials)), cell_text(body->note)),
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
                           cell_text(body->note), cell_text(body->files)),
                     fault);
}

bool application_record_special_started(struct store *store, const struct event *event,
                                        struct fault *fault)
{
    const struct application_special_started *body = event->body;
    return store_run(store, &application_special_start_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->name), cell_int(body->days), cell_date(body->noticed_on),
                           cell_text(body->reason)),
                     fault);
}

bool application_record_special_ended(struct store *store, const struct event *event,
                                      struct fault *fault)
{
    return record_day(store, &application_special_end_update, event, fault);
}

bool application_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_decided *body = event->body;
    return store_run(store, &application_decide_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->result), cell_text(body->reason), cell_text(body->basis),
                           cell_text(body->document), cell_text(body->files),
                           cell_date(body->valid_until)),
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
        CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_text(body->reason)),
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
        .last_on = store_date(rows, 15),
        .verified_on = store_date(rows, 16),
        .asked_on = store_date(rows, 17),
        .completed_on = store_date(rows, 18),
        .special_on = store_date(rows, 19),
        .special_days = store_int(rows, 20),
    };
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
    out->round = store_int(rows, at++);
    out->previous = store_int(rows, at++);
    out->first_submitted_on = store_date(rows, at++);
    out->opened_on = store_date(rows, at++);
    out->delivered_on = store_date(rows, at++);
    out->handler = store_int(rows, at++);
    out->reminders = store_int(rows, at++);
    out->reminded_on = store_date(rows, at++);
    out->reasons = store_text(arena, rows, at++);
    out->materials = store_text(arena, rows, at++);
    out->ask_note = store_text(arena, rows, at++);
    out->reply_note = store_text(arena, rows, at++);
    out->reply_files = store_text(arena, rows, at++);
    out->special_name = store_text(arena, rows, at++);
    out->special_reason = store_text(arena, rows, at++);
    out->special_noticed_on = store_date(rows, at++);
    out->special_ended_on = store_date(rows, at++);
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
