#include "base/arena.h"
#include "pack/parks.h"

/* What a park match is as JSON, for the terminal and the API alike. */

struct text parks_points(struct arena *arena, uint64_t thousandths)
{
    struct text text = text_format(arena, "%llu.%03llu", (unsigned long long)(thousandths / 1000),
                                   (unsigned long long)(thousandths % 1000));
    while (text_ends_with(text, TEXT("0"))) {
        text.len--;
    }
    text.len -= text_ends_with(text, TEXT("."));
    return text;
}

static void write_range(struct json_writer *json, struct arena *arena, const char *name,
                        const struct site_score *range)
{
    json_name(json, name);
    json_object(json);
    json_member_text(json, "from", parks_points(arena, range->from));
    json_member_text(json, "to", parks_points(arena, range->to));
    json_end(json);
}

static struct text worded(const struct pack_record *record, bool is_english, const char *zh,
                          const char *en)
{
    struct text text = jvalue_text(jvalue_get(record->raw, zh), TEXT_NONE);
    return is_english ? jvalue_text(jvalue_get(record->raw, en), text) : text;
}

void parks_write_criteria(struct json_writer *json, struct arena *arena, const struct parks *parks,
                          bool is_english)
{
    uint64_t max = 0;
    json_name(json, "criteria");
    json_array(json);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        const struct pack_record *record = parks->sources[i].record;
        max += parks->criteria.items[i].weight;
        json_object(json);
        json_member_text(json, "id", record->id);
        json_member_text(json, "name", worded(record, is_english, "name", "name_en"));
        json_member_bool(json, "required", parks->criteria.items[i].is_required);
        json_member_int(json, "weight", parks->criteria.items[i].weight);
        json_member_text(json, "rule", worded(record, is_english, "rule_zh", "rule_en"));
        json_member_text_or_null(json, "basis",
                                 jvalue_text(jvalue_get(record->raw, "basis"), TEXT_NONE));
        json_member_text(json, "source", jvalue_text(jvalue_get(record->raw, "source"), TEXT_NONE));
        json_member_text(json, "confidence",
                         jvalue_text(jvalue_get(record->raw, "confidence"), TEXT_NONE));
        json_end(json);
    }
    json_end(json);
    json_member_text(json, "max", parks_points(arena, max * SITE_FULL));
}

static void write_fields(struct json_writer *json, const struct parks *parks, const uint8_t *fields)
{
    const struct fact_space *space = parks->pack->spaces[PACK_SPACE_FACTS];
    json_array(json);
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        if (fields[i]) {
            json_text(json, fact_space_field(space, i)->name);
        }
    }
    json_end(json);
}

static void write_gap(struct json_writer *json, const struct site_part *part)
{
    json_name(json, "gap");
    if (!part->has_gap) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "value", part->value);
    json_member_text(json, "threshold", part->threshold);
    json_member_text(json, "gap", part->gap);
    json_end(json);
}

static void write_part(struct json_writer *json, struct arena *arena, const struct parks *parks,
                       const struct site_part *part, uint32_t at)
{
    uint64_t weight = parks->criteria.items[at].weight;
    struct site_score value = {part->from, part->to};
    struct site_score share = {weight * part->from, weight * part->to};
    json_object(json);
    json_member_text(json, "criterion", parks->sources[at].record->id);
    json_member_text(json, "applies", text_of(rule_answer_name(part->applies)));
    json_member_text(json, "result", text_of(rule_answer_name(part->answer)));
    write_range(json, arena, "value", &value);
    write_range(json, arena, "contribution", &share);
    write_gap(json, part);
    json_name(json, "missing");
    write_fields(json, parks, part->missing);
    json_member_text_or_null(json, "park_missing",
                             part->lacks_offer ? parks->sources[at].offer : TEXT_NONE);
    json_end(json);
}

static void write_missing(struct json_writer *json, struct arena *arena, const struct parks *parks,
                          const struct site_match *match)
{
    uint32_t count = fact_space_count(parks->pack->spaces[PACK_SPACE_FACTS]);
    uint8_t *fields = arena_array(arena, uint8_t, (size_t)count + 1);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        for (uint32_t k = 0; k < count; k++) {
            fields[k] |= match->parts[i].missing[k];
        }
    }
    json_name(json, "missing");
    write_fields(json, parks, fields);
    json_name(json, "park_missing");
    json_array(json);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        if (match->parts[i].lacks_offer) {
            json_text(json, parks->sources[i].offer);
        }
    }
    json_end(json);
}

void parks_write_match(struct json_writer *json, struct arena *arena, const struct parks *parks,
                       const struct park_matches *matches, uint32_t at)
{
    const struct site_match *match = &matches->items[at];
    struct site_places places = site_places(matches->items, parks->count, at);
    json_member_text(json, "result", text_of(rule_answer_name(match->answer)));
    write_range(json, arena, "score", &match->score);
    json_name(json, "place");
    json_object(json);
    json_member_int_if(json, "best", places.best > 0, places.best);
    json_member_int_if(json, "worst", places.worst > 0, places.worst);
    json_end(json);
    json_name(json, "unmet");
    json_array(json);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        if (match->parts[i].answer == RULE_NO) {
            json_text(json, parks->sources[i].record->id);
        }
    }
    json_end(json);
    write_missing(json, arena, parks, match);
    json_name(json, "parts");
    json_array(json);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        write_part(json, arena, parks, &match->parts[i], i);
    }
    json_end(json);
}
