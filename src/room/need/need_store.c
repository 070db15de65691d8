#include "base/arena.h"
#include "room/need/need.h"

#define NEEDS_MAX 500
#define CASES_MAX 1000

static const struct statement need_say_upsert = {
    "need_say_upsert",
    "insert into need(project, code, seq, needed, reason, words, org, by_actor, on_day,"
    " asked_seq, asked, asked_reason, asked_words, asked_by, asked_on)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9,0,'','','','',null)"
    " on conflict(project, code) do update set seq=excluded.seq, needed=excluded.needed,"
    " reason=excluded.reason, words=excluded.words, org=excluded.org, by_actor=excluded.by_actor,"
    " on_day=excluded.on_day, asked_seq=0, asked='', asked_reason='', asked_words='', asked_by='',"
    " asked_on=null"};
static const struct statement need_propose_upsert = {
    "need_propose_upsert",
    "insert into need(project, code, seq, needed, reason, words, org, by_actor, on_day,"
    " asked_seq, asked, asked_reason, asked_words, asked_by, asked_on)"
    " values($1,$2,0,'','','',$3,'',null,$4,$5,$6,$7,$8,$9)"
    " on conflict(project, code) do update set asked_seq=excluded.asked_seq, asked=excluded.asked,"
    " asked_reason=excluded.asked_reason, asked_words=excluded.asked_words,"
    " asked_by=excluded.asked_by, asked_on=excluded.asked_on"};
static const struct statement need_by_project = {
    "need_by_project",
    "select code, seq, needed, reason, words, org, by_actor, on_day, asked_seq, asked,"
    " asked_reason, asked_words, asked_by, asked_on from need where project=$1 order by code"
    " limit 500"};
/* A look into a neighbour's table: what was applied for. */
static const struct statement need_case_rows = {
    "need_case_rows",
    "select id, code, number, case when state in ('submitted','received','supplement','accepted',"
    "'special','suspended','granted','delivered') then 1 else 0 end from application"
    " where project=$1 order by id limit 1000"};

const struct statement *const need_statements[] = {&need_say_upsert, &need_propose_upsert,
                                                   &need_by_project, &need_case_rows};
const size_t need_statement_count = COUNT_OF(need_statements);

const char need_ddl[] =
    "create table need (project integer not null, code text not null, seq integer not null,"
    " needed text not null, reason text not null, words text not null, org text not null,"
    " by_actor text not null, on_day text, asked_seq integer not null, asked text not null,"
    " asked_reason text not null, asked_words text not null, asked_by text not null,"
    " asked_on text, primary key(project, code));";

bool need_record_said(struct store *store, const struct event *event, struct fault *fault)
{
    const struct need_told *body = event->body;
    return store_run(store, &need_say_upsert,
                     CELLS(cell_int(event->project), cell_text(body->code), cell_int(event->seq),
                           cell_text(body->needed), cell_text(body->reason), cell_text(body->words),
                           cell_text(body->org), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault);
}

bool need_record_proposed(struct store *store, const struct event *event, struct fault *fault)
{
    const struct need_told *body = event->body;
    return store_run(store, &need_propose_upsert,
                     CELLS(cell_int(event->project), cell_text(body->code), cell_text(body->org),
                           cell_int(event->seq), cell_text(body->needed), cell_text(body->reason),
                           cell_text(body->words), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault);
}

static void read_word(struct arena *arena, const struct store_rows *rows, int first,
                      struct need_word *out)
{
    out->seq = store_int(rows, first);
    if (out->seq != 0) {
        ensure(need_answer_find(store_cell(rows, first + 1).text, &out->answer));
    }
    out->reason = store_text(arena, rows, first + 2);
    out->words = store_text(arena, rows, first + 3);
}

bool needs_of(struct arena *arena, struct store *store, int64_t project, struct needs *out,
              struct fault *fault)
{
    struct store_rows rows;
    *out = (struct needs){arena_array(arena, struct need, NEEDS_MAX), 0};
    if (!store_query(store, &need_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < NEEDS_MAX && store_next(&rows)) {
        struct need *one = &out->items[out->count++];
        *one = (struct need){.code = store_text(arena, &rows, 0)};
        read_word(arena, &rows, 1, &one->said);
        read_word(arena, &rows, 8, &one->proposed);
        one->said.org = one->proposed.org = store_text(arena, &rows, 5);
        one->said.by = store_text(arena, &rows, 6);
        one->said.on = store_date(&rows, 7);
        one->proposed.by = store_text(arena, &rows, 12);
        one->proposed.on = store_date(&rows, 13);
    }
    return store_done(&rows, fault);
}

const struct need *need_find(const struct needs *needs, struct text code)
{
    for (size_t i = 0; i < needs->count; i++) {
        if (text_equal(needs->items[i].code, code)) {
            return &needs->items[i];
        }
    }
    return NULL;
}

bool need_cases_of(struct arena *arena, struct store *store, int64_t project,
                   struct need_cases *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct need_cases){arena_array(arena, struct need_case, CASES_MAX), 0};
    if (!store_query(store, &need_case_rows, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (out->count < CASES_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct need_case){
            .id = store_int(&rows, 0),
            .code = store_text(arena, &rows, 1),
            .number = store_text(arena, &rows, 2),
            .is_taken = store_bool(&rows, 3),
        };
    }
    return store_done(&rows, fault);
}
