#include "room/appraisal/appraisal_parts.h"

#include "base/arena.h"
#include "base/buffer.h"

void appraisal_reckon(struct appraisal_parts *parts, int64_t least_weight,
                      struct appraise_score *out)
{
    struct appraise_part rules[APPRAISE_PARTS_MAX];
    struct appraise_figure figures[APPRAISE_PARTS_MAX];
    struct appraise_points points[APPRAISE_PARTS_MAX];
    struct appraise_formula formula = {rules, parts->count, least_weight};
    for (size_t i = 0; i < parts->count; i++) {
        rules[i] = parts->items[i].rule;
        figures[i] = parts->items[i].figure;
    }
    appraise(&formula, figures, points, out);
    for (size_t i = 0; i < parts->count; i++) {
        parts->items[i].points = points[i];
    }
}

/* The numbers of a part, by the names they have in the ledger. */
#define NUMBERS(part)                                                                              \
    {                                                                                              \
        {"set_weight", &(part)->rule.weight}, {"floor", &(part)->rule.floor},                      \
            {"full", &(part)->rule.full}, {"minimum", &(part)->rule.minimum},                      \
            {"rows", &(part)->figure.rows}, {"value", &(part)->figure.value},                      \
            {"low", &(part)->figure.low}, {"high", &(part)->figure.high},                          \
            {"points", &(part)->points.points}, {"points_low", &(part)->points.low},               \
            {"points_high", &(part)->points.high}, {"weight", &(part)->points.weight},             \
    }

struct text appraisal_parts_json(struct arena *arena, const struct appraisal_parts *parts)
{
    struct buffer bytes = buffer_open(arena, 2048);
    struct json_writer json = json_writer_open(&bytes);
    json_array(&json);
    for (size_t i = 0; i < parts->count; i++) {
        const struct appraisal_part *part = &parts->items[i];
        const struct {
            const char *name;
            const int64_t *value;
        } numbers[] = NUMBERS(part);
        json_object(&json);
        json_member_text(&json, "part", part->id);
        json_member_text(&json, "indicator", part->indicator);
        json_member_text(&json, "rating", part->rating);
        json_member_text(&json, "why", text_of(appraise_why_code(part->points.why)));
        json_member_bool(&json, "known", part->figure.is_known);
        for (size_t n = 0; n < COUNT_OF(numbers); n++) {
            json_member_int(&json, numbers[n].name, *numbers[n].value);
        }
        json_end(&json);
    }
    json_end(&json);
    return buffer_text(&bytes);
}

static void read_part(const struct jvalue *from, struct appraisal_part *out)
{
    *out = (struct appraisal_part){
        .id = jvalue_text(jvalue_get(from, "part"), TEXT_NONE),
        .indicator = jvalue_text(jvalue_get(from, "indicator"), TEXT_NONE),
        .rating = jvalue_text(jvalue_get(from, "rating"), TEXT_NONE),
        .figure = {.is_known = jvalue_bool(jvalue_get(from, "known"), false)},
    };
    const struct {
        const char *name;
        int64_t *value;
    } numbers[] = NUMBERS(out);
    for (size_t n = 0; n < COUNT_OF(numbers); n++) {
        *numbers[n].value = jvalue_int(jvalue_get(from, numbers[n].name), 0);
    }
    struct text why = jvalue_text(jvalue_get(from, "why"), TEXT_NONE);
    for (int one = APPRAISE_COUNTED; one <= APPRAISE_LEFT_OUT; one++) {
        if (text_is(why, appraise_why_code((enum appraise_why)one))) {
            out->points.why = (enum appraise_why)one;
        }
    }
    out->rule.is_left_out = out->points.why == APPRAISE_LEFT_OUT;
}

bool appraisal_parts_read(struct arena *arena, struct text json, struct appraisal_parts *out,
                          struct fault *fault)
{
    const struct jvalue *list = NULL;
    out->count = 0;
    if (!json_read(arena, json, &list, fault)) {
        return false;
    }
    for (uint32_t i = 0; i < list->count && out->count < APPRAISE_PARTS_MAX; i++) {
        read_part(&list->items[i], &out->items[out->count++]);
    }
    return true;
}
