#include "base/arena.h"
#include "room/enquiry/enquiry.h"

#define COLUMNS                                                                                    \
    "id, version, owner, project, subject, question, enterprise, district, channel, answer,"       \
    " opened_on, answered_on"

static const struct statement enquiry_insert = {
    "enquiry_insert",
    "insert into enquiry(id, version, owner, project, subject, question, enterprise, district,"
    " channel, answer, opened_on, answered_on)"
    " values($1,1,$2,0,$3,$4,$5,$6,$7,'',$8,null)"};
static const struct statement enquiry_set_owner = {
    "enquiry_set_owner", "update enquiry set version=version+1, owner=$2 where id=$1"};
static const struct statement enquiry_set_answer = {
    "enquiry_set_answer",
    "update enquiry set version=version+1, answer=$2, answered_on=$3 where id=$1"};
static const struct statement enquiry_set_project = {
    "enquiry_set_project", "update enquiry set version=version+1, project=$2 where id=$1"};
static const struct statement enquiry_by_id = {
    "enquiry_by_id",
    "select " COLUMNS " from enquiry where id=$1 and ($2='' or district='' or district=$2)"};
static const struct statement enquiry_page = {
    "enquiry_page", "select " COLUMNS " from enquiry where id<$1 and ($2='' or district='' or"
                    " district=$2) and ($3=0 or answered_on is null) and ($4=0 or project=$4)"
                    " order by id desc limit 100"};

/* The desk of its district and the city's; of the whole city's, every desk: as enquiry_reach has it
 * for the list. */
const struct statement enquiry_hearers = {
    "enquiry_hearers",
    "select 'desk:navigator:'||district from enquiry where id=$1"
    " union all select 'desk:centre_coordinator:'||district from enquiry where id=$1"
    " union all select 'desk:district_coordinator:'||district from enquiry where id=$1"
    " union all select 'desk:promotion_officer:'||district from enquiry where id=$1"};

const struct statement *const enquiry_statements[] = {
    &enquiry_insert, &enquiry_set_owner, &enquiry_set_answer, &enquiry_set_project,
    &enquiry_by_id,  &enquiry_page,      &enquiry_hearers};
const size_t enquiry_statement_count = COUNT_OF(enquiry_statements);

const char enquiry_ddl[] =
    "create table enquiry (id integer primary key, version integer not null, owner integer not "
    "null,"
    " project integer not null, subject text not null, question text not null, enterprise text not"
    " null, district text not null, channel text not null, answer text not null, opened_on text not"
    " null, answered_on text);";

bool enquiry_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct enquiry_opened *body = event->body;
    return store_run(store, &enquiry_insert,
                     CELLS(cell_int(event->subject), cell_int(body->owner),
                           cell_text(body->subject), cell_text(body->question),
                           cell_text(body->enterprise), cell_text(body->district),
                           cell_text(body->channel), cell_date(event->happened_on)),
                     fault);
}

bool enquiry_record_taken(struct store *store, const struct event *event, struct fault *fault)
{
    const struct enquiry_taken *body = event->body;
    return store_run(store, &enquiry_set_owner,
                     CELLS(cell_int(event->subject), cell_int(body->owner)), fault);
}

bool enquiry_record_answered(struct store *store, const struct event *event, struct fault *fault)
{
    const struct enquiry_answer *body = event->body;
    return store_run(
        store, &enquiry_set_answer,
        CELLS(cell_int(event->subject), cell_text(body->answer), cell_date(event->happened_on)),
        fault);
}

bool enquiry_record_linked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct enquiry_linked *body = event->body;
    return store_run(store, &enquiry_set_project,
                     CELLS(cell_int(event->subject), cell_int(body->project)), fault);
}

static bool read_all(struct arena *arena, struct store_rows *rows, struct enquiries *out,
                     struct fault *fault)
{
    while (out->count < ENQUIRY_PAGE && store_next(rows)) {
        out->items[out->count++] = (struct enquiry){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .owner = store_int(rows, 2),
            .project = store_int(rows, 3),
            .subject = store_text(arena, rows, 4),
            .question = store_text(arena, rows, 5),
            .enterprise = store_text(arena, rows, 6),
            .district = store_text(arena, rows, 7),
            .channel = store_text(arena, rows, 8),
            .answer = store_text(arena, rows, 9),
            .opened_on = store_date(rows, 10),
            .answered_on = store_date(rows, 11),
        };
    }
    return store_done(rows, fault);
}

bool enquiry_list(struct arena *arena, struct store *store, const struct enquiry_question *question,
                  struct enquiries *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct enquiries){arena_array(arena, struct enquiry, ENQUIRY_PAGE), 0};
    return store_query(store, &enquiry_page,
                       CELLS(cell_int(question->before > 0 ? question->before : INT64_MAX),
                             cell_text(question->district),
                             cell_int(question->is_open_only ? 1 : 0), cell_int(question->project)),
                       &rows, fault) &&
           read_all(arena, &rows, out, fault);
}

bool enquiry_find(struct arena *arena, struct store *store, const struct enquiry_wanted *wanted,
                  struct enquiry *out, struct fault *fault)
{
    struct store_rows rows;
    struct enquiries one = {out, 0};
    return store_query(store, &enquiry_by_id, CELLS(cell_int(wanted->id), cell_text(wanted->reach)),
                       &rows, fault) &&
           read_all(arena, &rows, &one, fault) &&
           (one.count > 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}
