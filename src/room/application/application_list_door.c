#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "room/application/application_rows.h"
#include "room/application/application_store.h"

/* Lists of applications. What they are filtered and sorted by is derived from the clock today, so
 * the database gives what the actor may see, and the order is made here. */

/* "%a\%b%": what is typed stands for itself, in whatever case. */
static struct text pattern_of(struct arena *arena, struct text typed)
{
    if (typed.len == 0) {
        return TEXT_NONE;
    }
    struct buffer out = buffer_open(arena, typed.len * 2 + 2);
    buffer_add_char(&out, '%');
    for (size_t i = 0; i < typed.len; i++) {
        char c = text_lower(typed.at[i]);
        if (c == '%' || c == '_' || c == '\\') {
            buffer_add_char(&out, '\\');
        }
        buffer_add_char(&out, c);
    }
    buffer_add_char(&out, '%');
    return buffer_text(&out);
}

/* -- order -- */

static int by_number(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_effect(const struct application_entry *a, const struct application_entry *b)
{
    int moves = by_number(b->production_moves, a->production_moves);
    return moves != 0 ? moves : by_number(a->float_left, b->float_left);
}

static int compare_newest(const void *left, const void *right)
{
    const struct application_entry *a = left;
    const struct application_entry *b = right;
    return by_number(b->id, a->id);
}

static int compare_left(const void *left, const void *right)
{
    const struct application_entry *a = left;
    const struct application_entry *b = right;
    int urgency = by_number(a->urgency, b->urgency);
    int effect = urgency != 0 ? urgency : by_effect(a, b);
    return effect != 0 ? effect : by_number(a->id, b->id);
}

static int compare_effect(const void *left, const void *right)
{
    const struct application_entry *a = left;
    const struct application_entry *b = right;
    int open = (int)application_state_is_open(b->state) - (int)application_state_is_open(a->state);
    int effect = open != 0 ? open : by_effect(a, b);
    return effect != 0 ? effect : compare_left(left, right);
}

static void put_in_order(struct application_entry *items, size_t count,
                         enum application_order order)
{
    static int (*const orders[])(const void *, const void *) = {
        [APPLICATION_BY_LEFT] = compare_left,
        [APPLICATION_BY_EFFECT] = compare_effect,
        [APPLICATION_NEWEST] = compare_newest,
    };
    if (count > 1) {
        qsort(items, count, sizeof items[0], orders[order]);
    }
}

/* -- asking -- */

#define FLOAT_OF_UNPLANNED 100000 /* behind all that stand in a plan */

static bool derive(const struct view_run *run, struct application_context *context,
                   const struct application_list *list, struct application_entry *out,
                   struct fault *fault)
{
    for (size_t i = 0; i < list->count; i++) {
        struct application_now now;
        if (!application_now_of(run, context, &list->items[i], &now, fault)) {
            return false;
        }
        out[i] = (struct application_entry){
            .id = list->items[i].id,
            .project = list->items[i].project,
            .urgency = now.urgency,
            .production_moves = now.effect.production_moves,
            .float_left = now.has_node ? now.effect.float_left : FLOAT_OF_UNPLANNED,
            .state = now.state,
            .light = now.light,
            .turn = now.turn,
        };
    }
    return true;
}

static bool answers(const struct application_entry *entry,
                    const struct application_question *question)
{
    bool is_open = application_state_is_open(entry->state);
    bool is_at_unit =
        is_open || (entry->state == APPLICATION_GRANTED && entry->turn.until != CIVIL_DATE_NONE);
    bool is_state = question->state.len == 0 ||
                    text_is(question->state, application_state_code(entry->state)) ||
                    (text_is(question->state, "open") && is_open) ||
                    (text_is(question->state, APPLICATION_AT_UNIT) && is_at_unit);
    return is_state && (question->light.len == 0 || text_is(question->light, entry->light));
}

bool application_ask_for(const struct view_run *run, struct application_context *context,
                         const struct application_question *question,
                         struct application_answer *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    enum application_state state = APPLICATION_SUBMITTED;
    bool is_open_state =
        application_state_find(question->state, &state) && application_state_is_open(state);
    struct application_filter filter = {
        .org = question->org,
        .district = question->district,
        .like = pattern_of(run->arena, question->q),
        .project = question->project,
        .handler = question->handler,
        .by_handler = question->by_handler,
        .codes = question->codes,
        .needed = question->needed,
        .open_only = !question->is_counted && (is_open_state || text_is(question->state, "open")),
    };
    struct application_list list;
    if (!application_select(run->arena, run->store, &scope, &filter, &list, fault)) {
        return false;
    }
    struct application_entry *all =
        arena_array(run->arena, struct application_entry, list.count + 1);
    struct application_entry *kept =
        arena_array(run->arena, struct application_entry, list.count + 1);
    if (!derive(run, context, &list, all, fault)) {
        return false;
    }
    *out = (struct application_answer){
        .items = kept, .unfiltered = all, .unfiltered_count = list.count};
    for (size_t i = 0; i < list.count; i++) {
        if (answers(&all[i], question)) {
            kept[out->count++] = all[i];
        }
    }
    put_in_order(kept, out->count, question->order);
    return true;
}

/* A page begins behind the application that ended the one before; if that has left the list since,
 * at the place it had. "next" is "id.place". */
static bool first_of_page(const struct application_question *question,
                          const struct application_answer *answer, size_t *out, struct fault *fault)
{
    struct text place = question->after;
    struct text id = text_cut(&place, '.');
    int64_t last = 0;
    int64_t at = 0;
    *out = 0;
    if (question->after.len == 0) {
        return true;
    }
    if (!text_to_int(id, &last) || !text_to_int(place, &at) || at < 0) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
    }
    *out = (uint64_t)at < answer->count ? (size_t)at : answer->count;
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->items[i].id == last) {
            *out = i + 1;
        }
    }
    return true;
}

bool application_write_page(struct json_writer *json, const struct view_run *run,
                            struct application_context *context,
                            const struct application_question *question,
                            const struct application_answer *answer, struct fault *fault)
{
    size_t first = 0;
    if (!first_of_page(question, answer, &first, fault)) {
        return false;
    }
    size_t limit = question->limit > 0 ? (size_t)question->limit : 50;
    size_t end = answer->count - first > limit ? first + limit : answer->count;
    json_name(json, "items");
    json_array(json);
    for (size_t i = first; i < end; i++) {
        struct application application;
        if (!application_load(run, answer->items[i].id, &application, fault) ||
            !application_row(json, run, context, &application, fault)) {
            return false;
        }
    }
    json_end(json);
    json_member_int(json, "total", (int64_t)answer->count);
    struct text next =
        end == answer->count
            ? TEXT_NONE
            : text_format(run->arena, "%lld.%zu", (long long)answer->items[end - 1].id, end);
    json_member_text_or_null(json, "next", next);
    return true;
}
