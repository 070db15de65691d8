#include "base/arena.h"
#include "base/buffer.h"
#include "board/standing_inside.h"

const struct statement standing_by_project = {"standing_by_project",
                                              "select " STANDING_COLUMNS
                                              " from standing p where p.id=$1 order by p.from_day"};
const struct statement standing_units = {
    "standing_units", "select org from project_party where project=$1 order by org"};
/* A look into the ledger: whom the commands of a group concern. What changes no list is left out.
 * The inner order keeps the planner from walking through the index by project, as long as the
 * ledger. */
const struct statement standing_touched_after = {
    "standing_touched_after",
    "select distinct t.project_id from (select project_id, kind from ledger_event where seq>$1"
    " order by seq limit 1000000) t where t.project_id>$2 and t.kind not in"
    " ('project.lead_facts','planning.facts_changed','application.opened','application.handled',"
    "'application.reminded','matching.changed','matching.found','file.kept','tickler.set','tickler."
    "done','notice.sent','notice.told','"
    "notice.read') order by t.project_id"
    " limit 500"};
const struct statement standing_all_after = {
    "standing_all_after", "select id from project where id>$1 order by id limit 500"};
const struct statement standing_ending = {
    "standing_ending",
    "select id from standing where to_day<$1 and is_last=1 order by to_day limit 50"};
const struct statement standing_pack_get = {
    "standing_pack_get", "select 1 from standing_pack where number=1 and version=$1 and day<=$2"};
const struct statement standing_pack_put = {
    "standing_pack_put",
    "insert into standing_pack(number, version, day) values(1,$1,$2)"
    " on conflict(number) do update set version=excluded.version, day=excluded.day"};
const struct statement standing_pack_day = {
    "standing_pack_day", "update standing_pack set day=$1 where number=1 and day<$1"};
const struct statement standing_old = {
    "standing_old", "select 1 where exists (select 1 from standing_case where day<$1) or exists"
                    " (select 1 from standing_problem where day<$1) or exists"
                    " (select 1 from standing_counter where day<$1)"};
const struct statement standing_old_delete = {"standing_old_delete",
                                              "delete from standing where to_day<$1 and is_last=0"};
const struct statement standing_case_old_delete = {
    "standing_case_old_delete", "delete from standing_case where day<$1 and id in"
                                " (select id from standing_case where day<$1 order by day"
                                " limit 2000)"};
const struct statement standing_case_tally_old_delete = {
    "standing_case_tally_old_delete", "delete from standing_case_tally where day<$1"};

void standing_read(struct arena *arena, const struct store_rows *rows, struct standing *out)
{
    civil_date to = store_date(rows, 2);
    *out = (struct standing){
        .id = store_int(rows, 0),
        .from = store_date(rows, 1),
        .to = text_equal(store_cell(rows, 2).text, STANDING_FOR_EVER) ? CIVIL_DATE_NONE : to,
        .weight = store_int(rows, 3),
        .production = store_int(rows, 4),
        .light = store_text(arena, rows, 5),
        .district = store_text(arena, rows, 6),
        .stage = store_text(arena, rows, 7),
        .stage_rank = store_int(rows, 8),
        .direction = store_text(arena, rows, 9),
        .navigator = store_int(rows, 10),
        .hundredths = store_int(rows, 11),
        .party = (enum turn_party)store_int(rows, 12),
        .org = store_text(arena, rows, 13),
        .who = store_text(arena, rows, 14),
        .act = text_of(text_c_string(arena, store_text(arena, rows, 15))),
        .since = store_date(rows, 16),
        .until = store_date(rows, 17),
        .overdue_days = store_int(rows, 18),
        .is_turn_provisional = store_bool(rows, 19),
        .effect_days = store_int(rows, 20),
        .planned = store_date(rows, 21),
        .forecast = store_date(rows, 22),
        .is_provisional = store_bool(rows, 23),
        .done = store_int(rows, 24),
        .total = store_int(rows, 25),
        .decided = store_int(rows, 26),
        .on_time = store_int(rows, 27),
        .red = store_int(rows, 28),
        .yellow = store_int(rows, 29),
        .running = store_int(rows, 30),
        .late = store_int(rows, 31),
        .units = store_text(arena, rows, 32),
        .unit_bits = store_int(rows, 33),
        .words = {store_int(rows, 34), store_int(rows, 35)},
        .shares = store_text(arena, rows, 36),
    };
}

bool standing_rows_of(struct arena *arena, struct store *store, int64_t project,
                      struct standing_rows *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(store, &standing_by_project, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        size_t at = out->count < COUNT_OF(out->items) ? out->count++ : COUNT_OF(out->items) - 1;
        standing_read(arena, &rows, &out->items[at]);
    }
    return store_done(&rows, fault);
}

bool standing_units_of(struct arena *arena, struct store *store, int64_t project, struct text *out,
                       struct fault *fault)
{
    struct buffer units = buffer_open(arena, 128);
    struct store_rows rows;
    if (!store_query(store, &standing_units, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        buffer_add(&units, units.len > 0 ? TEXT(" ") : TEXT_NONE);
        buffer_add(&units, store_cell(&rows, 0).text);
    }
    *out = buffer_text(&units);
    return store_done(&rows, fault);
}

static bool read_ids(struct store_rows *rows, struct standing_ids *out, struct fault *fault)
{
    out->count = 0;
    while (out->count < COUNT_OF(out->items) && store_next(rows)) {
        out->items[out->count++] = store_int(rows, 0);
    }
    return store_done(rows, fault);
}

bool standing_touched(struct store *store, int64_t seq, int64_t above, struct standing_ids *out,
                      struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &standing_touched_after, CELLS(cell_int(seq), cell_int(above)), &rows,
                       fault) &&
           read_ids(&rows, out, fault);
}

bool standing_everybody(struct store *store, int64_t above, struct standing_ids *out,
                        struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &standing_all_after, CELLS(cell_int(above)), &rows, fault) &&
           read_ids(&rows, out, fault);
}

bool standing_ending_before(struct store *store, civil_date day, struct standing_ids *out,
                            struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &standing_ending, CELLS(cell_date(day)), &rows, fault) &&
           read_ids(&rows, out, fault);
}

bool standing_pack_is(struct store *store, struct text version, civil_date day, bool *out,
                      struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &standing_pack_get,
                                CELLS(cell_text(version), cell_date(day)), &found, fault);
    *out = found != 0;
    return read;
}

bool standing_pack_set(struct store *store, struct text version, civil_date day,
                       struct fault *fault)
{
    return store_run(store, &standing_pack_put, CELLS(cell_text(version), cell_date(day)), fault);
}

bool standing_day_is(struct store *store, civil_date day, struct fault *fault)
{
    return store_run(store, &standing_pack_day, CELLS(cell_date(day)), fault);
}

bool standing_has_old(struct store *store, civil_date day, bool *out, struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &standing_old, CELLS(cell_date(day)), &found, fault);
    *out = found != 0;
    return read;
}

bool standing_forget(struct store *store, civil_date day, struct fault *fault)
{
    return store_run(store, &standing_old_delete, CELLS(cell_date(day)), fault) &&
           standing_problems_forget(store, day, fault) &&
           store_run(store, &standing_case_old_delete, CELLS(cell_date(day)), fault) &&
           store_run(store, &standing_case_tally_old_delete, CELLS(cell_date(day)), fault) &&
           standing_counters_fold(store, day, fault);
}
