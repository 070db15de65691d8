#include "app/access.h"
#include "base/arena.h"
#include "board/standing_inside.h"

/* The cases in a unit's hands on a day, by index, a page at a time. */

/* $6 unit $7 day $8 state $9 light $10 district */
#define QUEUE                                                                                      \
    "select c.id, c.project, c.state, c.light, c.is_ended, c.urgency, c.moves_down, c.float_left," \
    " c.has_node, c.is_critical, c.effect_light, c.effect_float, c.have, c.need"                   \
    " from standing_case c join project p on p.id=c.project where c.org=$6 and c.day=$7"           \
    " and ($8='' or c.state=$8) and ($9='' or c.light=$9) and ($10='' or c.district=$10)"          \
    " and " ACCESS_PROJECT

const struct statement standing_queue_by_left = {
    "standing_queue_by_left",
    QUEUE " and (c.urgency, c.moves_down, c.float_left, c.id)>($11,$12,$13,$14)"
          " order by c.urgency, c.moves_down, c.float_left, c.id limit $15"};
const struct statement standing_queue_by_effect = {
    "standing_queue_by_effect",
    QUEUE " and (c.is_ended, c.moves_down, c.float_left, c.urgency, c.id)>($16,$12,$13,$11,$14)"
          " order by c.is_ended, c.moves_down, c.float_left, c.urgency, c.id limit $15"};
const struct statement standing_queue_newest = {"standing_queue_newest",
                                                QUEUE " and c.id<$11 order by c.id desc limit $12"};
const struct statement standing_queue_counts = {
    "standing_queue_counts",
    "select state, light, mark, cast(sum(cases) as integer) from standing_case_tally where org=$1"
    " and day=$2 and ($3='' or district=$3) group by state, light, mark order by state, light, "
    "mark"};

static void read_case(struct arena *arena, const struct store_rows *rows, struct standing_case *out)
{
    *out = (struct standing_case){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .org = TEXT_NONE,
        .district = TEXT_NONE,
        .state = store_text(arena, rows, 2),
        .light = store_text(arena, rows, 3),
        .is_open = store_int(rows, 4) == 0,
        .urgency = store_int(rows, 5),
        .moves = -store_int(rows, 6),
        .float_left = store_int(rows, 7),
        .beside = {.has_node = store_bool(rows, 8),
                   .is_critical = store_bool(rows, 9),
                   .effect = {.light = (enum light)store_int(rows, 10),
                              .float_left = (int32_t)store_int(rows, 11),
                              .production_moves = (int32_t)-store_int(rows, 6)},
                   .materials_have = store_int(rows, 12),
                   .materials_need = store_int(rows, 13)},
    };
}

static bool ask(const struct view_run *run, const struct standing_queue *asked,
                struct store_rows *rows, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    const struct standing_case *after = &asked->after;
    bool begins = after->id == 0;
    int64_t lowest = INT64_MIN;
    struct cell common[] = {ACCESS_CELLS(scope),
                            cell_text(asked->org),
                            cell_date(run->today),
                            cell_text(asked->state),
                            cell_text(asked->light),
                            cell_text(asked->district),
                            cell_int(begins ? INT64_MAX : after->id),
                            cell_int(asked->limit),
                            cell_null(),
                            cell_null(),
                            cell_null(),
                            cell_null()};
    if (asked->order == STANDING_NEWEST) {
        return store_query(run->store, &standing_queue_newest, (struct cells){common, 12}, rows,
                           fault);
    }
    common[10] = cell_int(begins ? lowest : after->urgency);
    common[11] = cell_int(begins ? lowest : -after->moves);
    common[12] = cell_int(begins ? lowest : after->float_left);
    common[13] = cell_int(after->id);
    common[14] = cell_int(asked->limit);
    common[15] = cell_int(begins ? -1 : !after->is_open);
    return asked->order == STANDING_BY_LEFT ? store_query(run->store, &standing_queue_by_left,
                                                          (struct cells){common, 15}, rows, fault)
                                            : store_query(run->store, &standing_queue_by_effect,
                                                          (struct cells){common, 16}, rows, fault);
}

bool standing_queue_page(const struct view_run *run, const struct standing_queue *asked,
                         struct standing_cases *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct standing_cases){
        arena_array(run->arena, struct standing_case, (size_t)asked->limit), 0};
    if (!ask(run, asked, &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        read_case(run->arena, &rows, &out->items[out->count++]);
    }
    return store_done(&rows, fault);
}

bool standing_queue_tally(const struct view_run *run, const struct standing_queue *asked,
                          struct standing_tallies *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(
            run->store, &standing_queue_counts,
            CELLS(cell_text(asked->org), cell_date(run->today), cell_text(asked->district)), &rows,
            fault)) {
        return false;
    }
    while (out->count < COUNT_OF(out->items) && store_next(&rows)) {
        out->items[out->count++] = (struct standing_tally){
            .state = store_text(run->arena, &rows, 0),
            .light = store_text(run->arena, &rows, 1),
            .mark = (enum standing_mark)store_int(&rows, 2),
            .count = store_int(&rows, 3),
        };
    }
    return store_done(&rows, fault);
}
