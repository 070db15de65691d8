#include "base/arena.h"
#include "base/json_read.h"
#include "room/countersign/countersign.h"

#define LIST_MAX 200
#define COLUMNS                                                                                    \
    "c.id, c.version, c.project, c.application, c.by_org, c.purpose, c.reason, c.mode, c.state, "  \
    "c.opened_on, c.closed_on"

static const struct statement countersign_insert = {
    "countersign_insert",
    "insert into countersign(id, version, project, application, by_org, purpose, reason, mode,"
    " state, opened_on, closed_on) values($1,1,$2,$3,$4,$5,'',$6,'open',$7,null)"};
static const struct statement countersign_signer_insert = {
    "countersign_signer_insert",
    "insert into countersign_signer(countersign, position, org, account, answer, note,"
    " answered_on, by_actor) values($1,$2,$3,$4,'',$5,null,'')"};
static const struct statement countersign_signer_update = {
    "countersign_signer_update",
    "update countersign_signer set answer=$3, note=$4, answered_on=$5, by_actor=$6"
    " where countersign=$1 and position=$2"};
static const struct statement countersign_state_update = {
    "countersign_state_update",
    "update countersign set version=version+1, state=$2,"
    " closed_on=case when $2='open' then null else $3 end, reason=$4 where id=$1"};
static const struct statement countersign_by_id = {
    "countersign_by_id", "select " COLUMNS " from countersign c where c.id=$1"};
static const struct statement countersign_by_application = {
    "countersign_by_application",
    "select " COLUMNS " from countersign c where c.application=$1 order by c.id desc limit 50"};
static const struct statement countersign_of_account = {
    "countersign_of_account",
    "select " COLUMNS " from countersign_signer s join countersign c on c.id=s.countersign"
    " where s.account=$1 and s.answer='' and c.state='open' order by c.id limit 200"};
static const struct statement countersign_of_org = {
    "countersign_of_org",
    "select " COLUMNS " from countersign_signer s join countersign c on c.id=s.countersign"
    " where s.org=$1 and s.account=0 and s.answer='' and c.state='open' order by c.id limit 200"};
static const struct statement countersign_signers_of = {
    "countersign_signers_of",
    "select s.position, s.account, s.org, s.note, s.answer, s.answered_on, h.name"
    " from countersign_signer s left join account_secret h on h.account=s.account"
    " where s.countersign=$1 order by s.position"};

const struct statement *const countersign_statements[] = {
    &countersign_insert,       &countersign_signer_insert, &countersign_signer_update,
    &countersign_state_update, &countersign_by_id,         &countersign_by_application,
    &countersign_of_account,   &countersign_of_org,        &countersign_signers_of,
};
const size_t countersign_statement_count = COUNT_OF(countersign_statements);

const char countersign_ddl[] =
    "create table countersign (id integer primary key, version integer not null, project integer"
    " not null, application integer not null, by_org text not null, purpose text not null, reason"
    " text not null, mode text not null, state text not null, opened_on text not null, closed_on"
    " text);"
    "create index countersign_by_case on countersign(application, state);"
    "create table countersign_signer (countersign integer not null, position integer not null, org"
    " text not null, account integer not null, answer text not null, note text not null,"
    " answered_on text, by_actor text not null, primary key(countersign, position));"
    "create index countersign_signer_by_account on countersign_signer(account, answer);"
    "create index countersign_signer_by_org on countersign_signer(org, answer);";

/* -- recording -- */

struct asked {
    int64_t id, first;
    struct text_list orgs;
    struct text accounts, reason;
};

static bool add_signers(struct store *store, const struct asked *asked, struct fault *fault)
{
    struct arena *arena = arena_open((size_t)1 << 14, (size_t)1 << 20);
    int64_t accounts[COUNTERSIGN_SIGNERS_MAX];
    size_t count = 0;
    bool kept = true;
    ensure(json_ids_read(arena, asked->accounts, accounts, COUNT_OF(accounts), &count));
    arena_close(arena);
    for (size_t i = 0; kept && i < asked->orgs.count; i++) {
        kept =
            store_run(store, &countersign_signer_insert,
                      CELLS(cell_int(asked->id), cell_int(asked->first + (int64_t)i),
                            cell_text(asked->orgs.items[i]), cell_int(0), cell_text(asked->reason)),
                      fault);
    }
    int64_t next = asked->first + (int64_t)asked->orgs.count;
    for (size_t i = 0; kept && i < count; i++) {
        kept =
            store_run(store, &countersign_signer_insert,
                      CELLS(cell_int(asked->id), cell_int(next + (int64_t)i), cell_text(TEXT_NONE),
                            cell_int(accounts[i]), cell_text(asked->reason)),
                      fault);
    }
    return kept;
}

bool countersign_record_opened(struct store *store, const struct event *event, struct fault *fault)
{
    const struct countersign_opened *body = event->body;
    struct asked asked = {event->subject, 0, body->orgs, body->accounts, TEXT_NONE};
    return store_run(store, &countersign_insert,
                     CELLS(cell_int(event->subject), cell_int(event->project),
                           cell_int(body->application), cell_text(body->by_org),
                           cell_text(body->purpose), cell_text(body->mode),
                           cell_date(event->happened_on)),
                     fault) &&
           add_signers(store, &asked, fault);
}

static bool set_state(struct store *store, const struct event *event, struct text state,
                      struct text reason, struct fault *fault)
{
    return store_run(store, &countersign_state_update,
                     CELLS(cell_int(event->subject), cell_text(state),
                           cell_date(event->happened_on), cell_text(reason)),
                     fault);
}

bool countersign_record_signed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct countersign_signed *body = event->body;
    return store_run(store, &countersign_signer_update,
                     CELLS(cell_int(event->subject), cell_int(body->position),
                           cell_text(body->opinion), cell_text(body->note),
                           cell_date(event->happened_on), cell_text(event->actor)),
                     fault) &&
           set_state(store, event, body->state, TEXT_NONE, fault);
}

bool countersign_record_added(struct store *store, const struct event *event, struct fault *fault)
{
    const struct countersign_added *body = event->body;
    struct asked asked = {event->subject, body->first, body->orgs, body->accounts, body->reason};
    return add_signers(store, &asked, fault) &&
           set_state(store, event, TEXT("open"), TEXT_NONE, fault);
}

bool countersign_record_removed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct countersign_removed *body = event->body;
    return store_run(store, &countersign_signer_update,
                     CELLS(cell_int(event->subject), cell_int(body->position),
                           cell_text(TEXT("removed")), cell_text(body->reason),
                           cell_date(event->happened_on), cell_text(event->actor)),
                     fault) &&
           set_state(store, event, body->state, TEXT_NONE, fault);
}

bool countersign_record_cancelled(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    const struct countersign_cancelled *body = event->body;
    return set_state(store, event, TEXT("cancelled"), body->reason, fault);
}

/* -- reading -- */

static void read_row(struct arena *arena, const struct store_rows *rows, struct countersign *out)
{
    *out = (struct countersign){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .by_org = store_text(arena, rows, 4),
        .purpose = store_text(arena, rows, 5),
        .reason = store_text(arena, rows, 6),
        .mode = text_is(store_cell(rows, 7).text, "any") ? COUNTERSIGN_ANY : COUNTERSIGN_ALL,
        .opened_on = store_date(rows, 9),
        .closed_on = store_date(rows, 10),
    };
    ensure(countersign_state_find(store_cell(rows, 8).text, &out->state));
}

static enum countersign_answer answer_of(struct text code)
{
    return text_is(code, "agree")      ? COUNTERSIGN_AGREES
           : text_is(code, "disagree") ? COUNTERSIGN_DISAGREES
           : text_is(code, "removed")  ? COUNTERSIGN_REMOVED
                                       : COUNTERSIGN_WAITS;
}

static bool read_signers(struct arena *arena, struct store *store, struct countersign *out,
                         struct fault *fault)
{
    struct store_rows rows;
    out->signers = arena_room(arena, struct countersign_signer, COUNTERSIGN_SIGNERS_MAX);
    if (!store_query(store, &countersign_signers_of, CELLS(cell_int(out->id)), &rows, fault)) {
        return false;
    }
    while (out->signer_count < COUNTERSIGN_SIGNERS_MAX && store_next(&rows)) {
        out->signers[out->signer_count++] = (struct countersign_signer){
            .position = store_int(&rows, 0),
            .account = store_int(&rows, 1),
            .org = store_text(arena, &rows, 2),
            .note = store_text(arena, &rows, 3),
            .answer = answer_of(store_cell(&rows, 4).text),
            .answered_on = store_date(&rows, 5),
            .name = store_text(arena, &rows, 6),
        };
    }
    return store_done(&rows, fault);
}

/* Behind those that are there. */
static bool read_all(struct arena *arena, struct store_rows *rows, struct countersigns *out,
                     struct fault *fault)
{
    uint32_t room = (uint32_t)out->count;
    while (out->count < 2 * LIST_MAX && store_next(rows)) {
        if (out->count == room) {
            out->items = arena_grown(arena, out->items, &room, sizeof *out->items);
        }
        read_row(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

static bool with_signers(struct arena *arena, struct store *store, struct countersigns *out,
                         struct fault *fault)
{
    for (size_t i = 0; i < out->count; i++) {
        if (!read_signers(arena, store, &out->items[i], fault)) {
            return false;
        }
    }
    return true;
}

bool countersign_find(struct arena *arena, struct store *store, int64_t id, struct countersign *out,
                      struct fault *fault)
{
    struct store_rows rows;
    struct countersigns found = {.items = NULL};
    if (!store_query(store, &countersign_by_id, CELLS(cell_int(id)), &rows, fault) ||
        !read_all(arena, &rows, &found, fault) || !with_signers(arena, store, &found, fault)) {
        return false;
    }
    *out = found.count > 0 ? found.items[0] : (struct countersign){.id = 0};
    return true;
}

bool countersign_of_application(struct arena *arena, struct store *store, int64_t application,
                                struct countersigns *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct countersigns){.items = NULL};
    return store_query(store, &countersign_by_application, CELLS(cell_int(application)), &rows,
                       fault) &&
           read_all(arena, &rows, out, fault) && with_signers(arena, store, out, fault);
}

bool countersign_of_person(struct arena *arena, struct store *store, const struct actor *actor,
                           struct countersigns *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct countersigns){.items = NULL};
    if (!store_query(store, &countersign_of_account, CELLS(cell_int(actor->account)), &rows,
                     fault) ||
        !read_all(arena, &rows, out, fault)) {
        return false;
    }
    return (actor->org.len == 0 ||
            (store_query(store, &countersign_of_org, CELLS(cell_text(actor->org)), &rows, fault) &&
             read_all(arena, &rows, out, fault))) &&
           with_signers(arena, store, out, fault);
}
