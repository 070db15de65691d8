#include <stdlib.h>

#include "base/arena.h"
#include "base/name_table.h"
#include "board/indicator_inside.h"
#include "ledger/sm3.h"

struct text indicator_key(struct arena *arena, const struct indicator_row *row, struct text by)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (text_is(by, "month")) {
        return text_format(arena, "%.7s", civil_date_write(row->day, day).at);
    }
    if (text_is(by, "week")) {
        return text_copy(arena,
                         civil_date_write(row->day - (civil_date_weekday(row->day) - 1), day));
    }
    if (text_is(by, "project")) {
        return text_format(arena, "%lld", (long long)row->project);
    }
    if (text_is(by, "navigator")) {
        return row->navigator == 0 ? TEXT_NONE
                                   : text_format(arena, "%lld", (long long)row->navigator);
    }
    return text_is(by, "district")    ? row->district
           : text_is(by, "org")       ? row->org
           : text_is(by, "park")      ? row->park
           : text_is(by, "direction") ? row->direction
           : text_is(by, "item")      ? row->item
                                      : row->cause;
}

struct counting {
    const struct indicator_asked *asked;
    struct indicator_slice slice;
    struct indicator_count *out;
    struct name_table table;
};

/* Names that only rows know; others are the pack's, found when they are written. */
static struct text name_of(struct arena *arena, const struct indicator_row *row, struct text by)
{
    return text_is(by, "project")     ? text_copy(arena, row->project_name)
           : text_is(by, "navigator") ? text_copy(arena, row->navigator_name)
                                      : TEXT_NONE;
}

static struct indicator_group *group_of(struct counting *counting, const struct indicator_row *row)
{
    struct arena *arena = counting->asked->run->arena;
    struct indicator_count *out = counting->out;
    struct text by = counting->slice.by;
    struct text across = counting->slice.across;
    struct text key = indicator_key(arena, row, by);
    struct text at = across.len > 0 ? indicator_key(arena, row, across) : TEXT_NONE;
    struct text whole = text_format(arena, "%.*s\t%.*s", TEXT_ARG(key), TEXT_ARG(at));
    uint32_t place = 0;
    if (name_table_find(&counting->table, whole, &place)) {
        return &out->items[place];
    }
    if (out->count == INDICATOR_GROUPS_MAX) {
        out->is_cut = true;
        return NULL;
    }
    if (out->count == out->capacity) {
        out->items = arena_grown(arena, out->items, &out->capacity, sizeof *out->items);
    }
    (void)name_table_put(&counting->table, whole, out->count);
    out->items[out->count] = (struct indicator_group){.key = text_slice(whole, 0, key.len),
                                                      .across = text_copy(arena, at),
                                                      .name = name_of(arena, row, by)};
    return &out->items[out->count++];
}

static bool take(void *context, const struct indicator_row *row)
{
    struct counting *counting = context;
    struct arena *arena = counting->asked->run->arena;
    enum measure_form form = counting->asked->form;
    measure_add(arena, form, &counting->out->all.sum, &row->measure);
    struct indicator_group *group = counting->slice.by.len > 0 ? group_of(counting, row) : NULL;
    if (group != NULL) {
        measure_add(arena, form, &group->sum, &row->measure);
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    const struct indicator_group *a = left, *b = right;
    int order = text_compare(a->key, b->key);
    return order != 0 ? order : text_compare(a->across, b->across);
}

bool indicator_count(const struct indicator_asked *asked, struct indicator_slice slice,
                     struct indicator_count *out, struct fault *fault)
{
    *out = (struct indicator_count){.count = 0};
    struct counting counting = {.asked = asked,
                                .slice = slice,
                                .out = out,
                                .table = name_table_open(asked->run->arena, 64)};
    if (!indicator_gather(asked, 0, take, &counting, fault)) {
        return false;
    }
    if (out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, by_key);
    }
    return true;
}

/* -- the digest -- */

static void add_line(struct arena *arena, struct buffer *out, const struct indicator_group *group,
                     enum measure_form form)
{
    const struct measure_sum *sum = &group->sum;
    buffer_addf(out, "%.*s%s%.*s|%lld|%lld|%lld|%lld|%lld|%lld", TEXT_ARG(group->key),
                group->across.len > 0 ? "@" : "", TEXT_ARG(group->across), (long long)sum->rows,
                (long long)sum->part, (long long)sum->whole, (long long)sum->excluded,
                (long long)sum->amount_part, (long long)sum->amount_whole);
    if (form == MEASURE_IS_DAYS) {
        struct measure_times times = measure_times_of(arena, sum);
        buffer_addf(out, "|%u|%d|%d", times.ended, times.has_median ? (int)times.median : -1,
                    times.has_p90 ? (int)times.p90 : -1);
    }
    buffer_add(out, TEXT("\n"));
}

struct text indicator_digest(struct arena *arena, struct text query,
                             const struct indicator_count *count, enum measure_form form)
{
    static const char digits[] = "0123456789abcdef";
    struct buffer lines = buffer_open(arena, 4096);
    unsigned char digest[SM3_SIZE];
    char *hex = arena_room(arena, char, 2 * SM3_SIZE + 1);
    buffer_add(&lines, query);
    buffer_add(&lines, TEXT("\n"));
    add_line(arena, &lines, &count->all, form);
    for (uint32_t i = 0; i < count->count; i++) {
        add_line(arena, &lines, &count->items[i], form);
    }
    sm3_of(buffer_text(&lines), digest);
    for (size_t i = 0; i < SM3_SIZE; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * SM3_SIZE] = '\0';
    return text_of(hex);
}
