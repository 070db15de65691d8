#include "room/application/application_store.h"

#include <stdio.h>

#include "app/access.h"
#include "base/arena.h"
#include "room/application/application_correction.h"
#include "room/application/application_desk.h"
#include "room/application/application_level.h"
#include "room/application/application_stop.h"
#include "room/application/application_version.h"

static const struct statement application_serial_put = {
    "application_serial_put",
    "insert into application_year(year, serial) values($1,$2) on conflict (year) do update set"
    " serial=excluded.serial where application_year.serial<excluded.serial"};
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
    &application_by_ids,
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
    &application_version_update,
    &application_moved_put,
    &application_moved_get,
    &application_remind_update,
    &application_verify_update,
    &application_handle_update,
    &application_correction_insert,
    &application_correction_list,
    &application_level_facts,
    &application_level_unit,
    &application_desk_return,
    &application_desk_propose,
    &application_desk_forward,
    &application_desk_end,
    &application_desk_touch,
    &application_desk_undo,
    &application_desk_drop_conditions,
    &application_transfer_insert,
    &application_transfer_close,
    &application_transfer_move,
    &application_transfer_void,
    &application_transfer_waits,
    &application_condition_insert,
    &application_condition_meet,
    &application_condition_miss,
    &application_condition_list,
    &application_condition_due,
    &application_delivery_insert,
    &application_delivery_of,
    &application_holds,
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
    "create table application_moved (application integer primary key, from_day text, moved_on text"
    " not null, reason text not null, by_actor text not null);"
    /* Without the item: a project has some sixty, and equal keys share one entry of the index. */
    "create index application_by_project on application(project);"
    "create index application_by_decided on application(decided_on, id) where decided_on is not"
    " null;"
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
    " noticed_on text, extended_on text not null);"
    /* What few cases have stands beside the table. */
    "create table application_desk (application integer primary key, stage text not null, since"
    " text not null, returned_from text not null, code text not null, reason text not null,"
    " returns integer not null, proposal text not null, opinion text not null);"
    "create table application_transfer (id integer primary key, application integer not null,"
    " from_org text not null, to_org text not null, reason text not null, asked_on text not null,"
    " state text not null, answered_on text, note text not null);"
    "create index application_transfer_by_case on application_transfer(application, state);"
    "create index application_transfer_by_unit on application_transfer(to_org, state);"
    "create table application_condition (application integer not null, position integer not null,"
    " words text not null, due_on text not null, state text not null, met_on text, note text not"
    " null, files text not null, primary key(application, position));"
    "create index application_condition_by_day on application_condition(state, due_on);"
    "create table application_correction (application integer not null, position integer not null,"
    " is_field integer not null, target text not null, reason text not null, note text not null,"
    " primary key(application, position));"
    "create table application_delivery (application integer primary key, way text not null,"
    " tracking text not null);";

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
    return record_day(store, &application_accept_update, event, fault) &&
           application_desk_clear(store, event->subject, fault);
}

bool application_record_not_accepted(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    const struct application_dismissed *body = event->body;
    return store_run(store, &application_dismiss_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           text_or_null(body->reason), text_or_null(body->basis)),
                     fault) &&
           application_desk_leave(store, event->subject, fault);
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
    return kept && application_corrections_keep(store, event->subject, body->corrections, fault) &&
           application_desk_clear(store, event->subject, fault);
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
                     fault) &&
           application_conditions_keep(store, event->subject, body->conditions, fault) &&
           application_desk_clear(store, event->subject, fault);
}

bool application_record_delivered(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_delivered *body = event->body;
    return record_day(store, &application_deliver_update, event, fault) &&
           (body->way.len == 0 || store_run(store, &application_delivery_insert,
                                            CELLS(cell_int(event->subject), cell_text(body->way),
                                                  cell_text(body->number)),
                                            fault));
}

bool application_record_withdrawn(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_withdrawn *body = event->body;
    return store_run(store, &application_withdraw_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           text_or_null(body->reason)),
                     fault) &&
           application_desk_leave(store, event->subject, fault);
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
