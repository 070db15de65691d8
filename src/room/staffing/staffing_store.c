#include "base/arena.h"
#include "room/staffing/staffing.h"

#define ALL_MAX 2000

static const struct statement staffing_insert = {
    "staffing_insert",
    "insert into staffing(id, org, stage, reviewers, from_day, to_day, note, by_label, said_on)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9)"};
static const struct statement staffing_list = {
    "staffing_list",
    "select id, org, stage, reviewers, from_day, to_day, note, by_label, said_on from staffing"
    " where coalesce(to_day,'9999-12-31')>=$1 order by org, stage, id limit 2000"};

const struct statement *const staffing_statements[] = {&staffing_insert, &staffing_list};
const size_t staffing_statement_count = COUNT_OF(staffing_statements);

const char staffing_ddl[] =
    "create table staffing (id integer primary key, org text not null, stage text not null,"
    " reviewers integer not null, from_day text not null, to_day text, note text not null,"
    " by_label text not null, said_on text not null);"
    "create index staffing_by_org on staffing(org, stage, id);";

bool staffing_record(struct store *store, const struct event *event, struct fault *fault)
{
    const struct staffing_said *body = event->body;
    return store_run(store, &staffing_insert,
                     CELLS(cell_int(event->seq), cell_text(body->org), cell_text(body->stage),
                           cell_int(body->reviewers), cell_date(body->from), cell_date(body->to),
                           cell_text(body->note), cell_text(event->actor),
                           cell_date(event->happened_on)),
                     fault);
}

bool staffing_all(struct arena *arena, struct store *store, civil_date from, struct staffings *out,
                  struct fault *fault)
{
    struct store_rows rows;
    *out = (struct staffings){arena_array(arena, struct staffing, ALL_MAX), 0};
    if (!store_query(store, &staffing_list, CELLS(cell_date(from)), &rows, fault)) {
        return false;
    }
    while (out->count < ALL_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct staffing){
            .id = store_int(&rows, 0),
            .org = store_text(arena, &rows, 1),
            .stage = store_text(arena, &rows, 2),
            .reviewers = store_int(&rows, 3),
            .from = store_date(&rows, 4),
            .to = store_date(&rows, 5),
            .note = store_text(arena, &rows, 6),
            .by = store_text(arena, &rows, 7),
            .said_on = store_date(&rows, 8),
        };
    }
    return store_done(&rows, fault);
}
