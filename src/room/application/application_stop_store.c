#include <stdio.h>

#include "base/arena.h"
#include "room/application/application_stop.h"

const struct statement application_special_start_update = {
    "application_special_start_update",
    "update application set version=version+1, state='special', special_on=$2, "
    "special_name=$3,"
    " special_days=$4, special_noticed_on=$5, special_reason=$6, special_ended_on=null,"
    " course=case when course='' then 'P' || $2 else course || ' P' || $2 end where id=$1"};
const struct statement application_special_end_update = {
    "application_special_end_update",
    "update application set version=version+1, state='accepted', special_ended_on=$2,"
    " course=course || ' E' || $2 where id=$1"};
const struct statement application_extend_update = {
    "application_extend_update",
    "update application set version=version+1, last_on=$3,"
    " course=case when course='' then 'X' || $2 else course || ' X' || $2 end where id=$1"};
const struct statement application_suspend_update = {
    "application_suspend_update",
    "update application set version=version+1, state='suspended', last_on=$3,"
    " course=case when course='' then 'U' || $2 else course || ' U' || $2 end where id=$1"};
const struct statement application_resume_update = {
    "application_resume_update", "update application set version=version+1, state='accepted',"
                                 " last_on=$2, course=course || ' Q' || $2 where id=$1"};
const struct statement application_renew_update = {
    "application_renew_update", "update application set version=version+1, last_on=$2 where id=$1"};
const struct statement application_extension_insert = {
    "application_extension_insert",
    "insert into application_extension(application, days, approver, document, reason, law,"
    " noticed_on, extended_on) values($1,$2,$3,$4,$5,$6,$7,$8)"};
const struct statement application_extension_get = {
    "application_extension_get", "select days, approver, document, reason, law, noticed_on,"
                                 " extended_on from application_extension where application=$1"};
const struct statement application_joint_extension_insert = {
    "application_joint_extension_insert",
    "insert into application_joint_extension(intake, days, approver, document, reason, law,"
    " noticed_on, extended_on) values($1,$2,$3,$4,$5,$6,$7,$8)"};
const struct statement application_joint_extension_get = {
    "application_joint_extension_get", "select days, approver, document, reason, law, noticed_on,"
                                       " extended_on from application_joint_extension where "
                                       "intake=$1"};
const struct statement application_stop_insert = {
    "application_stop_insert",
    "insert into application_stop(id, application, project, kind, code, name, law, reason,"
    " renewal_reason, days, noticed_on, since, until, justified_on, missed_on, renewals, missed)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,'',$9,$10,$11,null,$11,null,0,0)"};
const struct statement application_stop_end = {
    "application_stop_end", "update application_stop set until=$2 where application=$1 and kind=$3"
                            " and until is null"};
const struct statement application_stop_renew = {
    "application_stop_renew",
    "update application_stop set justified_on=$2, missed_on=null, renewal_reason=$3,"
    " renewals=renewals+1 where application=$1 and until is null"};
const struct statement application_stop_miss = {
    "application_stop_miss",
    "update application_stop set missed=missed+1, missed_on=$2 where application=$1"
    " and until is null"};
#define STOP_COLUMNS                                                                               \
    "s.id, s.application, s.project, s.kind, s.code, s.name, s.law, s.reason, s.renewal_reason,"   \
    " s.days, s.noticed_on, s.since, s.until, s.justified_on, s.missed_on, s.renewals, s.missed"
const struct statement application_stop_list = {"application_stop_list",
                                                "select " STOP_COLUMNS " from application_stop s"
                                                " where s.application=$1 order by s.id limit 32"};
const struct statement application_stop_unrenewed = {
    "application_stop_unrenewed",
    "select " STOP_COLUMNS " from application_stop s where s.until is null and"
    " coalesce(s.missed_on, s.justified_on)<=$1 order by s.id limit 32"};
const struct statement application_intake_project = {
    "application_intake_project", "select project from application_intake where id=$1"};

/* -- recording -- */

static bool keep_extension(struct store *store, const struct statement *statement,
                           const struct event *event, struct fault *fault)
{
    const struct application_extended *body = event->body;
    return store_run(store, statement,
                     CELLS(cell_int(event->subject), cell_int(body->days),
                           cell_text(body->approver), cell_text(body->document),
                           cell_text(body->reason), cell_text(body->law),
                           cell_date(body->noticed_on), cell_date(event->happened_on)),
                     fault);
}

/* What the clock needs stands in the course: "X2026-05-07+10", "U2026-05-07-15" (by the law),
 * "U2026-05-07*15" (at the applicant's request). */
static struct text course_word(char *out, size_t size, civil_date on, char sign, int64_t days)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_write(on, day);
    int len = snprintf(out, size, "%s%c%lld", day, sign, (long long)days);
    return (struct text){out, len > 0 ? (size_t)len : 0};
}

bool application_record_extended(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct application_extended *body = event->body;
    char word[48];
    return store_run(
               store, &application_extend_update,
               CELLS(cell_int(event->subject),
                     cell_text(course_word(word, sizeof word, event->happened_on, '+', body->days)),
                     cell_date(event->happened_on)),
               fault) &&
           keep_extension(store, &application_extension_insert, event, fault);
}

bool application_record_joint_extended(struct store *store, const struct event *event,
                                       struct fault *fault)
{
    return keep_extension(store, &application_joint_extension_insert, event, fault);
}

bool application_stop_begin(struct store *store, const struct event *event,
                            const struct application_stop *stop, struct fault *fault)
{
    return store_run(store, &application_stop_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_int(event->project),
                           cell_int(stop->kind), cell_text(stop->code), cell_text(stop->name),
                           cell_text(stop->law), cell_text(stop->reason), cell_int(stop->days),
                           cell_date(stop->noticed_on), cell_date(event->happened_on)),
                     fault);
}

bool application_stop_close(struct store *store, const struct event *event,
                            enum application_stop_kind kind, struct fault *fault)
{
    return store_run(store, &application_stop_end,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on), cell_int(kind)),
                     fault);
}

bool application_record_special_started(struct store *store, const struct event *event,
                                        struct fault *fault)
{
    const struct application_special_started *body = event->body;
    struct application_stop stop = {.kind = APPLICATION_STOP_SPECIAL,
                                    .code = body->code,
                                    .name = body->name,
                                    .law = body->law,
                                    .reason = body->reason,
                                    .days = body->days,
                                    .noticed_on = body->noticed_on};
    return store_run(store, &application_special_start_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->name), cell_int(body->days), cell_date(body->noticed_on),
                           cell_text(body->reason)),
                     fault) &&
           application_stop_begin(store, event, &stop, fault);
}

bool application_record_special_ended(struct store *store, const struct event *event,
                                      struct fault *fault)
{
    return store_run(store, &application_special_end_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault) &&
           application_stop_close(store, event, APPLICATION_STOP_SPECIAL, fault);
}

bool application_record_suspended(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct application_suspended *body = event->body;
    struct application_stop stop = {.kind = APPLICATION_STOP_SUSPENSION,
                                    .code = body->code,
                                    .name = TEXT_NONE,
                                    .law = body->law,
                                    .reason = body->reason,
                                    .days = body->days,
                                    .noticed_on = body->noticed_on};
    char word[48];
    return store_run(store, &application_suspend_update,
                     CELLS(cell_int(event->subject),
                           cell_text(course_word(word, sizeof word, event->happened_on,
                                                 body->applicants ? '*' : '-', body->days)),
                           cell_date(event->happened_on)),
                     fault) &&
           application_stop_begin(store, event, &stop, fault);
}

bool application_record_resumed(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &application_resume_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on)), fault) &&
           application_stop_close(store, event, APPLICATION_STOP_SUSPENSION, fault);
}

bool application_record_renewed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_renewed *body = event->body;
    struct cell id = cell_int(event->subject);
    struct cell day = cell_date(event->happened_on);
    return store_run(store, &application_stop_renew, CELLS(id, day, cell_text(body->reason)),
                     fault) &&
           store_run(store, &application_renew_update, CELLS(id, day), fault);
}

/* Counted from the day on which it was due: the next period begins then. */
bool application_record_pause_missed(struct store *store, const struct event *event,
                                     struct fault *fault)
{
    const struct application_pause_missed *body = event->body;
    return store_run(store, &application_stop_miss,
                     CELLS(cell_int(event->subject), cell_date(body->due_on)), fault);
}

/* -- reading -- */

static void read_stop(struct arena *arena, const struct store_rows *rows,
                      struct application_stop *out)
{
    *out = (struct application_stop){
        .id = store_int(rows, 0),
        .application = store_int(rows, 1),
        .project = store_int(rows, 2),
        .kind = (enum application_stop_kind)store_int(rows, 3),
        .code = store_text(arena, rows, 4),
        .name = store_text(arena, rows, 5),
        .law = store_text(arena, rows, 6),
        .reason = store_text(arena, rows, 7),
        .renewal_reason = store_text(arena, rows, 8),
        .days = store_int(rows, 9),
        .noticed_on = store_date(rows, 10),
        .since = store_date(rows, 11),
        .until = store_date(rows, 12),
        .justified_on = store_date(rows, 13),
        .missed_on = store_date(rows, 14),
        .renewals = store_int(rows, 15),
        .missed = store_int(rows, 16),
    };
}

static bool read_stops(struct arena *arena, struct store_rows *rows, struct application_stops *out,
                       struct fault *fault)
{
    out->count = 0;
    while (out->count < APPLICATION_STOPS_MAX && store_next(rows)) {
        read_stop(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

static bool read_extension(struct arena *arena, struct store_rows *rows,
                           struct application_extension *out, struct fault *fault)
{
    *out = (struct application_extension){.days = 0};
    if (store_next(rows)) {
        *out = (struct application_extension){
            .days = store_int(rows, 0),
            .approver = store_text(arena, rows, 1),
            .document = store_text(arena, rows, 2),
            .reason = store_text(arena, rows, 3),
            .law = store_text(arena, rows, 4),
            .noticed_on = store_date(rows, 5),
            .on = store_date(rows, 6),
        };
    }
    return store_done(rows, fault);
}

bool application_stops_of(struct arena *arena, struct store *store, int64_t application,
                          struct application_stops *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &application_stop_list, CELLS(cell_int(application)), &rows, fault) &&
           read_stops(arena, &rows, out, fault) &&
           store_query(store, &application_extension_get, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_extension(arena, &rows, &out->extension, fault);
}

bool application_joint_extension_of(struct arena *arena, struct store *store, int64_t intake,
                                    struct application_extension *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &application_joint_extension_get, CELLS(cell_int(intake)), &rows,
                       fault) &&
           read_extension(arena, &rows, out, fault);
}

bool application_stops_unrenewed(struct arena *arena, struct store *store, civil_date justified_by,
                                 struct application_stops *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &application_stop_unrenewed, CELLS(cell_date(justified_by)), &rows,
                       fault) &&
           read_stops(arena, &rows, out, fault);
}
