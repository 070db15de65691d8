#include "base/arena.h"
#include "room/appraisal/appraisal.h"

/* Seen: all ($1), what is about oneself, published results of departments. */
#define SEEN                                                                                       \
    "($1=1 or (a.who=$2 and exists (select 1 from appraisal_result o where o.appraisal=a.id and"   \
    " o.key=$3)) or (a.who='department' and a.state='published'))"
#define SEEN_RESULT                                                                                \
    "($1=1 or (a.who=$2 and r.key=$3) or (a.who='department' and a.state='published'))"
#define COLUMNS                                                                                    \
    "a.id, a.version, a.year, a.who, a.formula, a.pack, a.ledger_size, a.state, a.cut,"            \
    " a.drawn_on, a.drawn_by, a.objections_until, a.published_on, a.document, a.reason,"           \
    " (select count(*) from appraisal_result c where c.appraisal=a.id), (select count(*) from"     \
    " appraisal_objection w where w.appraisal=a.id and w.outcome='')"
#define BESIDE " left join account_secret h on h.account=r.account"
#define RESULT                                                                                     \
    "r.id, r.appraisal, r.version, r.key, r.known, r.score, r.low, r.high, r.counted, r.weights,"  \
    " r.parts, r.reason, r.happened_on"
#define RESULT_MORE                                                                                \
    ", (select count(*) from appraisal_objection w where w.result=r.id and w.outcome=''),"         \
    " coalesce(h.name,''), r.account"
#define OBJECTION                                                                                  \
    "b.id, b.version, b.result, b.appraisal, r.key, b.part, b.said, b.account, b.happened_on,"     \
    " b.due_on, b.outcome, b.reason, b.decided_by, b.decided_on, coalesce(h.name,'')"
#define OBJECTION_FROM                                                                             \
    " from appraisal_objection b join appraisal_result r on r.id=b.result join appraisal a on"     \
    " a.id=b.appraisal" BESIDE

static const struct statement appraisal_insert = {
    "appraisal_insert",
    "insert into appraisal(id, version, year, who, formula, pack, ledger_size, state, cut,"
    " drawn_on, drawn_by, objections_until, published_on, document, reason)"
    " values($1,1,$2,$3,$4,$5,$6,'provisional',$7,$8,$9,$10,null,'','')"};
static const struct statement appraisal_result_insert = {
    "appraisal_result_insert",
    "insert into appraisal_result(id, appraisal, version, key, known, score, low, high, counted,"
    " weights, parts, reason, happened_on, account)"
    " values($1,$2,1,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)"};
static const struct statement appraisal_past_insert = {
    "appraisal_past_insert",
    "insert into appraisal_past(result, version, known, score, low, high, counted, weights, parts,"
    " reason, happened_on) select id, version, known, score, low, high, counted, weights, parts,"
    " reason, happened_on from appraisal_result where id=$1"};
static const struct statement appraisal_result_update = {
    "appraisal_result_update",
    "update appraisal_result set version=version+1, known=$2, score=$3, low=$4, high=$5,"
    " counted=$6, weights=$7, parts=$8, reason=$9, happened_on=$10 where id=$1"};
static const struct statement appraisal_withdraw_update = {
    "appraisal_withdraw_update",
    "update appraisal set version=version+1, state='withdrawn', reason=$2 where id=$1"};
static const struct statement appraisal_publish_update = {
    "appraisal_publish_update", "update appraisal set version=version+1, state='published',"
                                " document=$2, published_on=$3 where id=$1"};
static const struct statement appraisal_objection_insert = {
    "appraisal_objection_insert",
    "insert into appraisal_objection(id, version, result, appraisal, part, said, account,"
    " happened_on, due_on, outcome, reason, decided_by, decided_on)"
    " values($1,1,$2,$3,$4,$5,$6,$7,$8,'','',0,null)"};
static const struct statement appraisal_objection_update = {
    "appraisal_objection_update",
    "update appraisal_objection set version=version+1, outcome=$2, reason=$3, decided_by=$4,"
    " decided_on=$5 where id=$1"};

static const struct statement appraisal_seen = {"appraisal_seen",
                                                "select " COLUMNS " from appraisal a where " SEEN
                                                " order by a.id desc limit 100"};
static const struct statement appraisal_by_id = {
    "appraisal_by_id", "select " COLUMNS " from appraisal a where " SEEN " and a.id=$4"};
static const struct statement appraisal_by_year = {
    "appraisal_by_year",
    "select a.id from appraisal a where a.year=$1 and a.who=$2 and a.state<>'withdrawn'"};
static const struct statement appraisal_result_all = {
    "appraisal_result_all", "select " RESULT RESULT_MORE
                            " from appraisal_result r join appraisal a on a.id=r.appraisal" BESIDE
                            " where r.appraisal=$1 order by r.key limit 2000"};
static const struct statement appraisal_result_by_id = {
    "appraisal_result_by_id", "select " RESULT RESULT_MORE
                              " from appraisal_result r join appraisal a on a.id=r.appraisal" BESIDE
                              " where " SEEN_RESULT " and r.id=$4"};
static const struct statement appraisal_past_of = {
    "appraisal_past_of",
    "select r.result, 0, r.version, '', r.known, r.score, r.low, r.high, r.counted, r.weights,"
    " r.parts, r.reason, r.happened_on, 0, '', 0 from appraisal_past r where r.result=$1 order by"
    " r.version desc limit 200"};
static const struct statement appraisal_objection_of = {
    "appraisal_objection_of", "select " OBJECTION OBJECTION_FROM " where ($1=1 or (a.who=$2 and"
                              " r.key=$3)) and b.appraisal=$4 order by b.id desc limit 200"};
static const struct statement appraisal_objection_by_id = {
    "appraisal_objection_by_id", "select " OBJECTION OBJECTION_FROM " where ($1=1 or (a.who=$2 and"
                                 " r.key=$3)) and b.id=$4"};

const struct statement *const appraisal_statements[] = {&appraisal_insert,
                                                        &appraisal_result_insert,
                                                        &appraisal_past_insert,
                                                        &appraisal_result_update,
                                                        &appraisal_withdraw_update,
                                                        &appraisal_publish_update,
                                                        &appraisal_objection_insert,
                                                        &appraisal_objection_update,
                                                        &appraisal_seen,
                                                        &appraisal_by_id,
                                                        &appraisal_by_year,
                                                        &appraisal_result_all,
                                                        &appraisal_result_by_id,
                                                        &appraisal_past_of,
                                                        &appraisal_objection_of,
                                                        &appraisal_objection_by_id};
const size_t appraisal_statement_count = COUNT_OF(appraisal_statements);

#define SCORED                                                                                     \
    " known integer not null, score integer not null, low integer not null, high integer not"      \
    " null, counted integer not null, weights integer not null, parts text not null, reason text"  \
    " not null, happened_on text not null"
const char appraisal_ddl[] =
    "create table appraisal (id integer primary key, version integer not null, year integer not"
    " null, who text not null, formula text not null, pack text not null, ledger_size integer not"
    " null, state text not null, cut text not null, drawn_on text not null, drawn_by integer not"
    " null, objections_until text not null, published_on text, document text not null, reason text"
    " not null);"
    "create index appraisal_years on appraisal(year, who);"
    "create table appraisal_result (id integer primary key, appraisal integer not null, version"
    " integer not null, key text not null, account integer not null," SCORED ");"
    "create unique index appraisal_result_key on appraisal_result(appraisal, key);"
    "create table appraisal_past (result integer not null, version integer not null," SCORED
    ", primary key (result, version));"
    "create table appraisal_objection (id integer primary key, version integer not null, result"
    " integer not null, appraisal integer not null, part text not null, said text not null,"
    " account integer not null, happened_on text not null, due_on text not null, outcome text not"
    " null, reason text not null, decided_by integer not null, decided_on text);"
    "create index appraisal_objection_result on appraisal_objection(result);"
    "create index appraisal_objection_appraisal on appraisal_objection(appraisal);";

/* -- recording -- */

bool appraisal_record_drawn(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_drawn *body = event->body;
    return store_run(
        store, &appraisal_insert,
        CELLS(cell_int(event->subject), cell_int(body->year), cell_text(body->who),
              cell_text(body->formula), cell_text(body->pack), cell_int(body->ledger_size),
              cell_date(body->cut), cell_date(event->happened_on),
              cell_int(actor_label_account(event->actor)), cell_date(body->objections_until)),
        fault);
}

bool appraisal_record_reckoned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_reckoned *body = event->body;
    return store_run(store, &appraisal_result_insert,
                     CELLS(cell_int(event->subject), cell_int(body->appraisal),
                           cell_text(body->key), cell_bool(body->known), cell_int(body->score),
                           cell_int(body->low), cell_int(body->high), cell_int(body->counted),
                           cell_int(body->weights), cell_text(body->parts), cell_text(body->reason),
                           cell_date(event->happened_on), cell_int(body->account)),
                     fault);
}

bool appraisal_record_changed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_reckoned *body = event->body;
    return store_run(store, &appraisal_past_insert, CELLS(cell_int(event->subject)), fault) &&
           store_run(store, &appraisal_result_update,
                     CELLS(cell_int(event->subject), cell_bool(body->known), cell_int(body->score),
                           cell_int(body->low), cell_int(body->high), cell_int(body->counted),
                           cell_int(body->weights), cell_text(body->parts), cell_text(body->reason),
                           cell_date(event->happened_on)),
                     fault);
}

bool appraisal_record_withdrawn(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_reason *body = event->body;
    return store_run(store, &appraisal_withdraw_update,
                     CELLS(cell_int(event->subject), cell_text(body->reason)), fault);
}

bool appraisal_record_published(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_publish *body = event->body;
    return store_run(
        store, &appraisal_publish_update,
        CELLS(cell_int(event->subject), cell_text(body->document), cell_date(event->happened_on)),
        fault);
}

bool appraisal_record_objected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_objected *body = event->body;
    return store_run(store, &appraisal_objection_insert,
                     CELLS(cell_int(event->subject), cell_int(body->result),
                           cell_int(body->appraisal), cell_text(body->part), cell_text(body->said),
                           cell_int(actor_label_account(event->actor)),
                           cell_date(event->happened_on), cell_date(body->due_on)),
                     fault);
}

bool appraisal_record_decided(struct store *store, const struct event *event, struct fault *fault)
{
    const struct appraisal_decided *body = event->body;
    return store_run(store, &appraisal_objection_update,
                     CELLS(cell_int(event->subject), cell_text(body->outcome),
                           cell_text(body->reason), cell_int(actor_label_account(event->actor)),
                           cell_date(event->happened_on)),
                     fault);
}

/* -- reading -- */

struct appraisal_sight appraisal_sight_of(const struct view_run *run)
{
    const struct actor *actor = run->actor;
    bool is_department = actor->role == ROLE_DEPARTMENT_OFFICER;
    bool is_navigator = actor->role == ROLE_NAVIGATOR;
    struct text own = text_format(run->arena, "%lld", (long long)actor->account);
    return (struct appraisal_sight){
        .arena = run->arena,
        .store = run->store,
        .is_all = !is_department && !is_navigator,
        .who = is_department  ? TEXT("department")
               : is_navigator ? TEXT("navigator")
                              : TEXT_NONE,
        .key = is_department  ? actor->org
               : is_navigator ? own
                              : TEXT_NONE,
    };
}

#define SIGHT(sight) cell_bool((sight)->is_all), cell_text((sight)->who), cell_text((sight)->key)

static void read_appraisal(struct arena *arena, const struct store_rows *rows,
                           struct appraisal *out)
{
    *out = (struct appraisal){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .year = store_int(rows, 2),
        .who = store_text(arena, rows, 3),
        .formula = store_text(arena, rows, 4),
        .pack = store_text(arena, rows, 5),
        .ledger_size = store_int(rows, 6),
        .cut = store_date(rows, 8),
        .drawn_on = store_date(rows, 9),
        .drawn_by = store_int(rows, 10),
        .objections_until = store_date(rows, 11),
        .published_on = store_date(rows, 12),
        .document = store_text(arena, rows, 13),
        .reason = store_text(arena, rows, 14),
        .results = store_int(rows, 15),
        .objections_open = store_int(rows, 16),
    };
    ensure(appraisal_state_find(store_text(arena, rows, 7), &out->state));
}

static bool read_appraisals(struct arena *arena, struct store_rows *rows, struct appraisals *out,
                            struct fault *fault)
{
    *out = (struct appraisals){arena_array(arena, struct appraisal, APPRAISALS_MAX), 0};
    while (out->count < APPRAISALS_MAX && store_next(rows)) {
        read_appraisal(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool appraisal_list(const struct appraisal_sight *sight, struct appraisals *out,
                    struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &appraisal_seen, CELLS(SIGHT(sight)), &rows, fault) &&
           read_appraisals(sight->arena, &rows, out, fault);
}

static bool found(size_t count, struct fault *fault)
{
    return count > 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

bool appraisal_find(const struct appraisal_sight *sight, int64_t id, struct appraisal *out,
                    struct fault *fault)
{
    struct store_rows rows;
    struct appraisals one;
    if (!store_query(sight->store, &appraisal_by_id, CELLS(SIGHT(sight), cell_int(id)), &rows,
                     fault) ||
        !read_appraisals(sight->arena, &rows, &one, fault) || !found(one.count, fault)) {
        return false;
    }
    *out = one.items[0];
    return true;
}

bool appraisal_of_year(struct store *store, int64_t year, struct text who, int64_t *out,
                       struct fault *fault)
{
    struct store_rows rows;
    *out = 0;
    if (!store_query(store, &appraisal_by_year, CELLS(cell_int(year), cell_text(who)), &rows,
                     fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = store_int(&rows, 0);
    }
    return store_done(&rows, fault);
}

static void read_result(struct arena *arena, const struct store_rows *rows,
                        struct appraisal_result *out)
{
    *out = (struct appraisal_result){
        .id = store_int(rows, 0),
        .appraisal = store_int(rows, 1),
        .version = store_int(rows, 2),
        .key = store_text(arena, rows, 3),
        .score = {.is_known = store_bool(rows, 4),
                  .score = store_int(rows, 5),
                  .low = store_int(rows, 6),
                  .high = store_int(rows, 7),
                  .counted = store_int(rows, 8),
                  .of = store_int(rows, 9)},
        .parts = store_text(arena, rows, 10),
        .reason = store_text(arena, rows, 11),
        .on = store_date(rows, 12),
        .objections_open = store_int(rows, 13),
        .name = store_text(arena, rows, 14),
        .account = store_int(rows, 15),
    };
}

/* At most `most`. */
static bool read_results(struct arena *arena, struct store_rows *rows, size_t most,
                         struct appraisal_results *out, struct fault *fault)
{
    *out = (struct appraisal_results){arena_array(arena, struct appraisal_result, most), 0};
    while (out->count < most && store_next(rows)) {
        read_result(arena, rows, &out->items[out->count++]);
    }
    return store_done(rows, fault);
}

bool appraisal_results_of(struct arena *arena, struct store *store, int64_t appraisal,
                          struct appraisal_results *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &appraisal_result_all, CELLS(cell_int(appraisal)), &rows, fault) &&
           read_results(arena, &rows, APPRAISAL_RESULTS_MAX, out, fault);
}

bool appraisal_result_find(const struct appraisal_sight *sight, int64_t id,
                           struct appraisal_result *out, struct fault *fault)
{
    struct store_rows rows;
    struct appraisal_results one;
    if (!store_query(sight->store, &appraisal_result_by_id, CELLS(SIGHT(sight), cell_int(id)),
                     &rows, fault) ||
        !read_results(sight->arena, &rows, 1, &one, fault) || !found(one.count, fault)) {
        return false;
    }
    *out = one.items[0];
    return true;
}

bool appraisal_versions_of(struct arena *arena, struct store *store, int64_t result,
                           struct appraisal_results *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &appraisal_past_of, CELLS(cell_int(result)), &rows, fault) &&
           read_results(arena, &rows, APPRAISAL_OBJECTIONS_MAX, out, fault);
}

static bool read_objections(struct arena *arena, struct store_rows *rows,
                            struct appraisal_objections *out, struct fault *fault)
{
    *out = (struct appraisal_objections){
        arena_array(arena, struct appraisal_objection, APPRAISAL_OBJECTIONS_MAX), 0};
    while (out->count < APPRAISAL_OBJECTIONS_MAX && store_next(rows)) {
        out->items[out->count++] = (struct appraisal_objection){
            .id = store_int(rows, 0),
            .version = store_int(rows, 1),
            .result = store_int(rows, 2),
            .appraisal = store_int(rows, 3),
            .key = store_text(arena, rows, 4),
            .part = store_text(arena, rows, 5),
            .said = store_text(arena, rows, 6),
            .by = store_int(rows, 7),
            .objected_on = store_date(rows, 8),
            .due_on = store_date(rows, 9),
            .outcome = store_text(arena, rows, 10),
            .reason = store_text(arena, rows, 11),
            .decided_by = store_int(rows, 12),
            .decided_on = store_date(rows, 13),
            .name = store_text(arena, rows, 14),
        };
    }
    return store_done(rows, fault);
}

bool appraisal_objections_of(const struct appraisal_sight *sight, int64_t appraisal,
                             struct appraisal_objections *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(sight->store, &appraisal_objection_of,
                       CELLS(SIGHT(sight), cell_int(appraisal)), &rows, fault) &&
           read_objections(sight->arena, &rows, out, fault);
}

bool appraisal_objection_find(const struct appraisal_sight *sight, int64_t id,
                              struct appraisal_objection *out, struct fault *fault)
{
    struct store_rows rows;
    struct appraisal_objections one;
    if (!store_query(sight->store, &appraisal_objection_by_id, CELLS(SIGHT(sight), cell_int(id)),
                     &rows, fault) ||
        !read_objections(sight->arena, &rows, &one, fault) || !found(one.count, fault)) {
        return false;
    }
    *out = one.items[0];
    return true;
}
