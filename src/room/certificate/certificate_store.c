#include "base/arena.h"
#include "ground/casefile/casefile.h"
#include "room/certificate/certificate_inside.h"

#define LIST_MAX 200
#define RELYING_MAX 50
#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.application, c.previous, c.edition, c.type, c.name, c.number,"  \
    " c.identifier, c.holder, c.holder_code, c.unit, c.conditions, c.item, c.issued_on,"           \
    " c.valid_from, c.valid_until, c.ended_on, c.end_reason, c.end_basis, c.state, c.imported,"    \
    " c.source, c.verified_on, c.uses, c.ended_seq, c.project_code, c.registrar"

static const struct statement certificate_insert = {
    "certificate_insert",
    "insert into certificate(id, version, project, application, previous, edition, type, name,"
    " number, identifier, holder, holder_code, unit, conditions, item, issued_on, valid_from,"
    " valid_until, ended_on, end_reason, end_basis, state, imported, source, verified_on, uses,"
    " series, year, serial, ended_seq, project_code, registrar) "
    "values($1,1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,"
    "null,'','',0,$18,$19,$20,0,$21,$22,$23,0,$24,$25)"};
static const struct statement certificate_end = {
    "certificate_end", "update certificate set version=version+1, state=$2, ended_on=$3,"
                       " end_reason=$4, end_basis=$5, ended_seq=$6 where id=$1"};
static const struct statement certificate_count_use = {
    "certificate_count_use", "update certificate set uses=uses+1 where id=$1"};
static const struct statement certificate_use_insert = {
    "certificate_use_insert",
    "insert into certificate_use(id, certificate, project, application, material, purpose, unit,"
    " actor, used_on) values($1,$2,$3,$4,$5,$6,$7,$8,$9)"};
static const struct statement certificate_by_scope = {
    "certificate_by_scope", "select " COLUMNS " from certificate c join project p on p.id=c.project"
                            " where c.id=$6 and " ACCESS_PROJECT};
static const struct statement certificate_any = {
    "certificate_any", "select " COLUMNS " from certificate c where c.id=$1"};
static const struct statement certificate_list = {
    "certificate_list", "select " COLUMNS " from certificate c where c.project=$1"
                        " order by c.id desc limit 200"};
static const struct statement certificate_newest = {
    "certificate_newest", "select " COLUMNS " from certificate c where c.project=$1 and c.type=$2"
                          " and c.imported=0 order by c.id desc limit 1"};
static const struct statement certificate_last_serial = {
    "certificate_last_serial", "select max(serial) from certificate where series=$1 and year=$2"};
static const struct statement certificate_of_case = {
    "certificate_of_case", "select a.id, a.project, a.code, a.org from application a join project p"
                           " on p.id=a.project where a.id=$6 and " ACCESS_PROJECT};
static const struct statement certificate_list_uses = {
    "certificate_list_uses",
    "select id, application, material, purpose, unit, actor, used_on from certificate_use"
    " where certificate=$1 order by id desc limit 200"};

static const struct statement certificate_relying = {
    "certificate_relying",
    "select distinct a.id, a.project, a.code, a.org from certificate_use u join application a"
    " on a.id=u.application where u.certificate=$1 and a.decided_on is null and a.closed_on is null"
    " order by a.id limit 50"};

const struct statement *const certificate_statements[] = {
    &certificate_insert,       &certificate_end,        &certificate_count_use,
    &certificate_use_insert,   &certificate_by_scope,   &certificate_any,
    &certificate_list,         &certificate_newest,     &certificate_last_serial,
    &certificate_of_case,      &certificate_list_uses,  &certificate_relying,
    &certificate_paper_insert, &certificate_paper_file, &certificate_paper_digest};
const size_t certificate_statement_count = COUNT_OF(certificate_statements);

const char certificate_ddl[] =
    "create table certificate (id bigint primary key, version bigint not null, project bigint not"
    " null, application bigint not null, previous bigint not null, edition bigint not null, type"
    " text not null, name text not null, number text not null, identifier text not null, holder"
    " text not null, holder_code text not null, unit text not null, conditions text not null, item"
    " text not null, issued_on text not null, valid_from text, valid_until text, ended_on text,"
    " end_reason text not null, end_basis text not null, state bigint not null, imported bigint not"
    " null, source text not null, verified_on text, uses bigint not null, series text not null,"
    " year bigint not null, serial bigint not null, ended_seq bigint not null, project_code"
    " text not null, registrar text not null);"
    "create index certificate_by_project on certificate (project, id);"
    "create index certificate_by_type on certificate (project, type, id);"
    "create index certificate_by_serial on certificate (series, year, serial);"
    "create table certificate_use (id bigint primary key, certificate bigint not null, project"
    " bigint not null, application bigint not null, material text not null, purpose text not null,"
    " unit text not null, actor text not null, used_on text not null);"
    "create index certificate_use_by_certificate on certificate_use (certificate, id);"
    "create index certificate_use_by_application on certificate_use (application, id);"
    "create table certificate_paper (certificate bigint primary key, file bigint not null, digest"
    " text not null, printed_on text not null);"
    "create index certificate_paper_by_digest on certificate_paper (digest);";

/* -- recording -- */

struct ending {
    int64_t id;
    enum certificate_state state;
    int64_t seq;
    civil_date on;
    struct text reason, basis;
};

static bool end_one(struct store *store, const struct ending *ending, struct fault *fault)
{
    return store_run(store, &certificate_end,
                     CELLS(cell_int(ending->id), cell_int(ending->state), cell_date(ending->on),
                           cell_text(ending->reason), cell_text(ending->basis),
                           cell_int(ending->seq)),
                     fault);
}

bool certificate_record_issued(struct store *store, const struct event *event, struct fault *fault)
{
    const struct certificate_issued *body = event->body;
    const struct ending replaced = {body->previous,     CERTIFICATE_REPLACED, event->seq,
                                    event->happened_on, TEXT("换发"),         TEXT_NONE};
    return store_run(store, &certificate_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_int(body->previous),
                           cell_int(body->edition), cell_text(body->type), cell_text(body->name),
                           cell_text(body->number), cell_text(body->identifier),
                           cell_text(body->holder), cell_text(body->holder_code),
                           cell_text(body->unit), cell_text(body->conditions),
                           cell_text(body->item), cell_date(event->happened_on),
                           cell_date(body->valid_from), cell_date(body->valid_until), cell_int(0),
                           cell_text(TEXT_NONE), cell_date(CIVIL_DATE_NONE),
                           cell_text(body->series), cell_int(body->year), cell_int(body->serial),
                           cell_text(TEXT_NONE), cell_text(TEXT_NONE)),
                     fault) &&
           (body->previous == 0 || end_one(store, &replaced, fault));
}

bool certificate_record_imported(struct store *store, const struct event *event,
                                 struct fault *fault)
{
    const struct certificate_imported *body = event->body;
    return store_run(store, &certificate_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project), cell_int(0),
                           cell_int(0), cell_int(1), cell_text(body->type), cell_text(body->name),
                           cell_text(body->number), cell_text(TEXT_NONE), cell_text(body->holder),
                           cell_text(body->holder_code), cell_text(body->issuer),
                           cell_text(TEXT_NONE), cell_text(TEXT_NONE), cell_date(body->valid_from),
                           cell_date(body->valid_from), cell_date(body->valid_until), cell_int(1),
                           cell_text(body->source), cell_date(body->verified_on),
                           cell_text(TEXT("imported")), cell_int(0), cell_int(0),
                           cell_text(body->project_code), cell_text(body->registered_by)),
                     fault);
}

bool certificate_record_revoked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct certificate_revoke *body = event->body;
    const struct ending revoked = {event->subject,     CERTIFICATE_REVOKED, event->seq,
                                   event->happened_on, body->reason,        body->basis};
    return end_one(store, &revoked, fault);
}

bool certificate_record_used(struct store *store, const struct event *event, struct fault *fault)
{
    const struct certificate_used *body = event->body;
    return store_run(store, &certificate_use_insert,
                     CELLS(cell_int(event->seq), cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->material),
                           cell_text(body->purpose), cell_text(body->unit), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault) &&
           store_run(store, &certificate_count_use, CELLS(cell_int(event->subject)), fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct certificate *out)
{
    *out = (struct certificate){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .previous = store_int(rows, 4),
        .edition = store_int(rows, 5),
        .type = store_text(arena, rows, 6),
        .name = store_text(arena, rows, 7),
        .number = store_text(arena, rows, 8),
        .identifier = store_text(arena, rows, 9),
        .holder = store_text(arena, rows, 10),
        .holder_code = store_text(arena, rows, 11),
        .unit = store_text(arena, rows, 12),
        .conditions = store_text(arena, rows, 13),
        .item = store_text(arena, rows, 14),
        .issued_on = store_date(rows, 15),
        .valid_from = store_date(rows, 16),
        .valid_until = store_date(rows, 17),
        .ended_on = store_date(rows, 18),
        .end_reason = store_text(arena, rows, 19),
        .end_basis = store_text(arena, rows, 20),
        .state = (enum certificate_state)store_int(rows, 21),
        .is_imported = store_int(rows, 22) != 0,
        .source = store_text(arena, rows, 23),
        .verified_on = store_date(rows, 24),
        .uses = store_int(rows, 25),
        .ended_seq = store_int(rows, 26),
        .project_code = store_text(arena, rows, 27),
        .registrar = store_text(arena, rows, 28),
    };
}

static bool read_first(struct arena *arena, struct store_rows *rows, struct certificate *out,
                       struct fault *fault)
{
    *out = (struct certificate){.id = 0};
    if (store_next(rows)) {
        read_row(arena, rows, out);
    }
    return store_done(rows, fault);
}

bool certificate_by_id(struct arena *arena, struct store *store, int64_t id,
                       struct certificate *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &certificate_any, CELLS(cell_int(id)), &rows, fault) &&
           read_first(arena, &rows, out, fault);
}

bool certificate_find(struct arena *arena, struct store *store,
                      const struct certificate_wanted *wanted, struct certificate *out,
                      struct fault *fault)
{
    struct store_rows rows;
    struct certificate found;
    if (!store_query(store, &certificate_by_scope,
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

bool certificate_of_project(struct arena *arena, struct store *store, int64_t project,
                            struct certificates *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &certificate_list, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    out->items = arena_room(arena, struct certificate, LIST_MAX);
    out->count = 0;
    while (out->count < LIST_MAX && store_next(&rows)) {
        read_row(arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool certificate_last_of(struct arena *arena, struct store *store,
                         const struct certificate_line *line, struct certificate *out,
                         struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &certificate_newest,
                       CELLS(cell_int(line->project), cell_text(line->type)), &rows, fault) &&
           read_first(arena, &rows, out, fault);
}

bool certificate_next_serial(struct store *store, struct text series, int64_t year, int64_t *out,
                             struct fault *fault)
{
    int64_t last = 0;
    if (!store_query_int(store, &certificate_last_serial, CELLS(cell_text(series), cell_int(year)),
                         &last, fault)) {
        return false;
    }
    *out = last + 1;
    return true;
}

bool certificate_case_of(struct arena *arena, struct store *store,
                         const struct certificate_wanted *wanted, struct certificate_case *out,
                         struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &certificate_of_case,
                     CELLS(ACCESS_CELLS(wanted->scope), cell_int(wanted->id)), &rows, fault)) {
        return false;
    }
    struct certificate_case found = {.id = 0};
    if (store_next(&rows)) {
        found = (struct certificate_case){store_int(&rows, 0), store_int(&rows, 1),
                                          store_text(arena, &rows, 2), store_text(arena, &rows, 3)};
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = found;
    return found.id != 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool certificate_uses_of(struct arena *arena, struct store *store, int64_t id,
                         struct certificate_uses *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &certificate_list_uses, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    out->items = arena_array(arena, struct certificate_use_row, CERTIFICATE_USES_MAX);
    out->count = 0;
    while (out->count < CERTIFICATE_USES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct certificate_use_row){
            .id = store_int(&rows, 0),
            .application = store_int(&rows, 1),
            .material = store_text(arena, &rows, 2),
            .purpose = store_text(arena, &rows, 3),
            .unit = store_text(arena, &rows, 4),
            .role = text_of(role_name(actor_label_role(store_text(arena, &rows, 5)))),
            .used_on = store_date(&rows, 6),
        };
    }
    return store_done(&rows, fault);
}

bool certificate_of_view(const struct view_run *run, struct certificate *out, struct fault *fault)
{
    struct certificate_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct certificate found;
    if (!certificate_find(run->arena, run->store, &wanted, &found, fault) ||
        !casefile_lets_window(run, found.application, fault)) {
        return false;
    }
    *out = found;
    return true;
}

bool certificate_open_cases(struct arena *arena, struct store *store, int64_t id,
                            struct certificate_cases *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct certificate_cases){arena_array(arena, struct certificate_case, RELYING_MAX), 0};
    if (!store_query(store, &certificate_relying, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    while (out->count < RELYING_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct certificate_case){store_int(&rows, 0), store_int(&rows, 1),
                                      store_text(arena, &rows, 2), store_text(arena, &rows, 3)};
    }
    return store_done(&rows, fault);
}
