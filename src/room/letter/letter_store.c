#include "app/receipt.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "ledger/ledger.h"
#include "room/letter/letter_inside.h"

#define COLUMNS                                                                                    \
    "l.id, l.version, l.project, l.application, l.about, l.replaced_by, l.replaces,"               \
    " l.kind, l.title, l.number, l.unit, l.addressee, l.basis, l.digest, l.pdf_digest, l.reason,"  \
    " l.issued_on, l.due, l.ended_on, l.days_left, l.year, l.serial, l.provisional, l.state,"      \
    " l.series, l.file, l.printed_seq, l.ended_seq, l.end_cause, l.end_basis"
#define OF_PROJECT " from letter l join project p on p.id=l.project where "

static const struct statement letter_insert = {
    "letter_insert",
    "insert into letter(id, version, project, application, about, replaced_by, replaces,"
    " kind, title, number, unit, addressee, basis, digest, pdf_digest, reason, issued_on, due,"
    " ended_on, days_left, year, serial, provisional, state, series, file, printed_seq, ended_seq,"
    " end_cause, end_basis) "
    "values($1,1,$2,$3,$4,0,$5,"
    "$6,$7,$8,$9,$10,$11,$12,'','',$13,$14,null,$15,$16,$17,$18,0,$19,0,0,0,'','')"};
static const struct statement letter_set_printed = {
    "letter_set_printed",
    "update letter set version=version+1, pdf_digest=$2, file=$3, printed_seq=$4 where id=$1"};
static const struct statement letter_set_ended = {
    "letter_set_ended", "update letter set version=version+1, state=$2, ended_on=$3, reason=$4,"
                        " replaced_by=$5, ended_seq=$6,"
                        " end_cause=$7, end_basis=$8 where id=$1"};
static const struct statement letter_by_scope = {"letter_by_scope", "select " COLUMNS OF_PROJECT
                                                                    "l.id=$6 and " ACCESS_PROJECT};
static const struct statement letter_list_project = {
    "letter_list_project", "select " COLUMNS OF_PROJECT "l.project=$6 and " ACCESS_PROJECT
                           " order by l.id desc limit 101"};
static const struct statement letter_list_application = {
    "letter_list_application", "select " COLUMNS OF_PROJECT "l.application=$6 and " ACCESS_PROJECT
                               " order by l.id desc limit 101"};
static const struct statement letter_of_case = {
    "letter_of_case", "select count(*) from application a join project p on p.id=a.project"
                      " where a.id=$6 and " ACCESS_PROJECT};
static const struct statement letter_any = {"letter_any",
                                            "select " COLUMNS " from letter l where l.id=$1"};
static const struct statement letter_of_pdf = {
    "letter_of_pdf",
    "select " COLUMNS " from letter l where l.pdf_digest=$1 order by l.id desc limit 1"};
static const struct statement letter_last_serial = {
    "letter_last_serial", "select max(serial) from letter where series=$1 and year=$2"};

const struct statement *const letter_statements[] = {
    &letter_insert,       &letter_set_printed,      &letter_set_ended, &letter_by_scope,
    &letter_list_project, &letter_list_application, &letter_of_case,   &letter_any,
    &letter_of_pdf,       &letter_last_serial};
const size_t letter_statement_count = COUNT_OF(letter_statements);

const char letter_ddl[] =
    "create table letter (id bigint primary key, version bigint not null, project bigint not null,"
    " application bigint not null, about bigint not null,"
    " replaced_by bigint not null, replaces bigint not null, kind text not null, title text not"
    " null, number text not null, unit text not null, addressee text not null, basis text not null,"
    " digest text not null, pdf_digest text not null, reason text not null, issued_on text not "
    "null,"
    " due text, ended_on text, days_left bigint not null, year bigint not null, serial bigint not"
    " null, provisional bigint not null, state bigint not null, series text not null, file bigint "
    "not null, printed_seq bigint not null, ended_seq bigint not null, end_cause text not null,"
    " end_basis text not null);"
    "create index letter_by_project on letter (project, id);"
    "create index letter_by_application on letter (application, id);"
    "create index letter_by_pdf on letter (pdf_digest, id);"
    "create unique index letter_by_serial on letter (series, year, serial);";

/* -- recording -- */

struct ending {
    int64_t id;
    enum letter_state state;
    struct text reason, cause, basis;
};

static bool end_letter(struct store *store, const struct event *event, const struct ending *ending,
                       struct fault *fault)
{
    int64_t by = ending->state == LETTER_REPLACED ? event->subject : 0;
    return store_run(store, &letter_set_ended,
                     CELLS(cell_int(ending->id), cell_int(ending->state),
                           cell_date(event->happened_on), cell_text(ending->reason), cell_int(by),
                           cell_int(event->seq), cell_text(ending->cause),
                           cell_text(ending->basis)),
                     fault);
}

bool letter_record_issued(struct store *store, const struct event *event, struct fault *fault)
{
    const struct letter_issued *body = event->body;
    const struct ending replaced = {body->replaces, LETTER_REPLACED, body->reason, TEXT_NONE,
                                    TEXT_NONE};
    return store_run(
               store, &letter_insert,
               CELLS(cell_int(event->subject), cell_int(event->project),
                     cell_int(body->application), cell_int(body->about), cell_int(body->replaces),
                     cell_text(body->kind), cell_text(body->title), cell_text(body->number),
                     cell_text(body->unit), cell_text(body->addressee), cell_text(body->basis),
                     cell_text(body->digest), cell_date(event->happened_on), cell_date(body->due),
                     cell_int(body->days_left), cell_int(body->year), cell_int(body->serial),
                     cell_int(body->provisional ? 1 : 0), cell_text(body->series)),
               fault) &&
           (body->replaces == 0 || end_letter(store, event, &replaced, fault));
}

bool letter_record_printed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct letter_printed *body = event->body;
    return store_run(store, &letter_set_printed,
                     CELLS(cell_int(event->subject), cell_text(body->digest), cell_int(body->file),
                           cell_int(event->seq)),
                     fault);
}

bool letter_record_withdrawn(struct store *store, const struct event *event, struct fault *fault)
{
    const struct letter_withdrawn *body = event->body;
    const struct ending withdrawn = {event->subject, LETTER_WITHDRAWN, body->reason, body->cause,
                                     body->basis};
    return end_letter(store, event, &withdrawn, fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct letter *out)
{
    *out = (struct letter){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .about = store_int(rows, 4),
        .replaced_by = store_int(rows, 5),
        .replaces = store_int(rows, 6),
        .kind = store_text(arena, rows, 7),
        .title = store_text(arena, rows, 8),
        .number = store_text(arena, rows, 9),
        .unit = store_text(arena, rows, 10),
        .addressee = store_text(arena, rows, 11),
        .basis = store_text(arena, rows, 12),
        .digest = store_text(arena, rows, 13),
        .pdf_digest = store_text(arena, rows, 14),
        .reason = store_text(arena, rows, 15),
        .issued_on = store_date(rows, 16),
        .due = store_date(rows, 17),
        .ended_on = store_date(rows, 18),
        .days_left = store_int(rows, 19),
        .year = store_int(rows, 20),
        .serial = store_int(rows, 21),
        .is_provisional = store_int(rows, 22) != 0,
        .state = (enum letter_state)store_int(rows, 23),
        .series = store_text(arena, rows, 24),
        .file = store_int(rows, 25),
        .printed_seq = store_int(rows, 26),
        .ended_seq = store_int(rows, 27),
        .end_cause = store_text(arena, rows, 28),
        .end_basis = store_text(arena, rows, 29),
    };
}

/* The first row, or a letter with the id 0. */
static bool read_first(struct arena *arena, struct store_rows *rows, struct letter *out,
                       struct fault *fault)
{
    *out = (struct letter){.id = 0};
    if (store_next(rows)) {
        read_row(arena, rows, out);
    }
    return store_done(rows, fault);
}

bool letter_by_id(struct arena *arena, struct store *store, int64_t id, struct letter *out,
                  struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &letter_any, CELLS(cell_int(id)), &rows, fault) &&
           read_first(arena, &rows, out, fault);
}

bool letter_by_digest(struct arena *arena, struct store *store, struct text pdf_digest,
                      struct letter *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct letter){.id = 0};
    return pdf_digest.len == 0 ||
           (store_query(store, &letter_of_pdf, CELLS(cell_text(pdf_digest)), &rows, fault) &&
            read_first(arena, &rows, out, fault));
}

bool letter_find(struct arena *arena, struct store *store, const struct letter_wanted *wanted,
                 struct letter *out, struct fault *fault)
{
    struct store_rows rows;
    struct letter found;
    if (!store_query(store, &letter_by_scope,
                     CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault) ||
        !read_first(arena, &rows, &found, fault)) {
        return false;
    }
    if (found.id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out = found;
    return true;
}

static bool read_list(struct arena *arena, struct store_rows *rows, size_t most,
                      struct letters *out, struct fault *fault)
{
    out->items = arena_array(arena, struct letter, most);
    out->count = 0;
    while (out->count < most && store_next(rows)) {
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool letter_of_project(struct arena *arena, struct store *store, const struct letter_wanted *wanted,
                       struct letters *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &letter_list_project,
                       CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault) &&
           read_list(arena, &rows, LETTER_PAGE_MAX + 1, out, fault);
}

bool letter_of_application(struct arena *arena, struct store *store,
                           const struct letter_wanted *wanted, struct letters *out,
                           struct fault *fault)
{
    struct store_rows rows;
    int64_t seen = 0;
    if (!store_query_int(store, &letter_of_case,
                         CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &seen, fault)) {
        return false;
    }
    if (seen == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return store_query(store, &letter_list_application,
                       CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault) &&
           read_list(arena, &rows, LETTER_PAGE_MAX + 1, out, fault);
}

bool letter_next_serial(struct store *store, struct text series, int64_t year, int64_t *out,
                        struct fault *fault)
{
    int64_t last = 0;
    if (!store_query_int(store, &letter_last_serial, CELLS(cell_text(series), cell_int(year)),
                         &last, fault)) {
        return false;
    }
    *out = last + 1;
    return true;
}

bool letter_content(struct arena *arena, struct store *store, int64_t id,
                    struct letter_content *out, struct fault *fault)
{
    struct ledger_cursor cursor;
    struct ledger_entry entry = {.seq = 0};
    const struct jvalue *body = NULL;
    struct letter_issued issued;
    if (!ledger_read_after(store, id - 1, 1, &cursor, fault)) {
        return false;
    }
    bool found = ledger_next(arena, &cursor, &entry) && entry.seq == id &&
                 text_is(entry.kind, letter_issued_event.name);
    if (!ledger_done(&cursor, fault)) {
        return false;
    }
    if (!found) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!json_read(arena, entry.body, &body, fault) ||
        !field_read(arena, &letter_issued_table, body, &issued, fault)) {
        return false;
    }
    *out = (struct letter_content){issued.document, receipt_code(arena, entry.seq, &entry.leaf)};
    return true;
}

bool letter_of_view(const struct view_run *run, struct letter *out, struct fault *fault)
{
    struct letter_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct letter found;
    if (!letter_find(run->arena, run->store, &wanted, &found, fault) ||
        !casefile_lets_window(run, found.application, fault)) {
        return false;
    }
    *out = found;
    return true;
}
