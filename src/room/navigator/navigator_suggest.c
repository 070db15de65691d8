#include <stdlib.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "engine/rules/rules.h"
#include "pack/pack.h"
#include "room/navigator/navigator_profile.h"

#define FULL 100 /* hundredths of a point */

void navigator_needs_of(struct arena *arena, const struct pack *pack, const struct facts *facts,
                        civil_date today, struct navigator_needs *out)
{
    const struct pack_records *needs = &pack->lists[PACK_ASSIGNMENT_NEEDS];
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    *out = (struct navigator_needs){arena_array(arena, struct navigator_need, needs->count + 1), 0};
    for (uint32_t i = 0; i < needs->count; i++) {
        const struct pack_record *record = &needs->items[i];
        if (!pack_in_force(record, today) || record->rule == NULL) {
            continue;
        }
        enum rule_answer answer = rule_evaluate(record->rule, view);
        out->items[out->count++] =
            (struct navigator_need){record, answer == RULE_YES  ? NEED_YES
                                            : answer == RULE_NO ? NEED_NO
                                                                : NEED_UNKNOWN};
    }
}

/* -- each criterion: how much one has of what is needed -- */

static void count_needs(const struct navigator_asked *asked, struct text_list has, const char *what,
                        struct navigator_reason *out)
{
    for (size_t i = 0; i < asked->needs->count; i++) {
        const struct navigator_need *need = &asked->needs->items[i];
        struct text id = jvalue_text(jvalue_get(need->record->raw, what), TEXT_NONE);
        if (id.len > 0 && need->answer == NEED_YES) {
            out->need++;
            out->have += text_list_has(has, id);
        }
    }
}

static void count_courses(const struct navigator_asked *asked, const struct navigator_row *row,
                          struct navigator_reason *out)
{
    const struct pack_records *courses = &asked->pack->lists[PACK_COURSES];
    for (uint32_t i = 0; i < courses->count; i++) {
        const struct pack_record *course = &courses->items[i];
        if (!pack_in_force(course, asked->today) ||
            !jvalue_bool(jvalue_get(course->raw, "required"), false)) {
            continue;
        }
        struct navigator_standing stands =
            navigator_stands(asked->trainings, row->account, course, asked->today);
        out->need++;
        out->have +=
            text_is(text_of(stands.state), "valid") || text_is(text_of(stands.state), "soon");
    }
}

static bool serves(const struct navigator_asked *asked, const struct navigator_row *row)
{
    return text_equal(row->district, asked->district) || row->district.len == 0 ||
           text_equal(row->district, asked->city_code) ||
           text_list_has(row->districts, asked->district);
}

static void weigh_load(const struct navigator_row *row, struct navigator_reason *out)
{
    int64_t full = jvalue_int(jvalue_get(out->weight->raw, "full_load"), 0);
    full = row->full_load > 0 ? row->full_load : full;
    out->have = row->projects;
    out->need = full;
    out->points = full > row->projects ? out->most * (full - row->projects) / full : 0;
}

/* False: a criterion that the program does not know counts nothing. */
static bool weigh(const struct navigator_asked *asked, const struct navigator_row *row,
                  struct navigator_reason *out)
{
    struct text id = out->weight->id;
    out->most = FULL * jvalue_int(jvalue_get(out->weight->raw, "weight"), 0);
    if (text_is(id, "load")) {
        weigh_load(row, out);
        return true;
    }
    if (text_is(id, "skill")) {
        count_needs(asked, row->skills, "skill", out);
    } else if (text_is(id, "language")) {
        count_needs(asked, row->languages, "language", out);
    } else if (text_is(id, "qualified")) {
        count_courses(asked, row, out);
    } else if (text_is(id, "district")) {
        out->need = 1;
        out->have = serves(asked, row);
    } else {
        return false;
    }
    out->points = out->need == 0 ? out->most : out->most * out->have / out->need;
    return true;
}

static int in_order(const void *left, const void *right)
{
    const struct navigator_candidate *a = left;
    const struct navigator_candidate *b = right;
    if (a->points != b->points) {
        return (a->points < b->points) - (a->points > b->points);
    }
    if (a->row->projects != b->row->projects) {
        return (a->row->projects > b->row->projects) - (a->row->projects < b->row->projects);
    }
    return (a->row->account > b->row->account) - (a->row->account < b->row->account);
}

void navigator_suggest(const struct navigator_asked *asked, const struct navigator_rows *rows,
                       struct navigator_candidate *out)
{
    const struct pack_records *weights = &asked->pack->lists[PACK_ASSIGNMENT_WEIGHTS];
    for (size_t i = 0; i < rows->count; i++) {
        out[i] = (struct navigator_candidate){.row = &rows->items[i]};
        for (uint32_t w = 0; w < weights->count && out[i].reason_count < NAVIGATOR_REASONS; w++) {
            struct navigator_reason reason = {.weight = &weights->items[w]};
            if (pack_in_force(reason.weight, asked->today) && weigh(asked, out[i].row, &reason)) {
                out[i].reasons[out[i].reason_count++] = reason;
                out[i].points += reason.points;
            }
        }
    }
    if (rows->count > 0) {
        qsort(out, rows->count, sizeof *out, in_order);
    }
}
