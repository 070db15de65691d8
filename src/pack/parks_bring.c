#include "base/arena.h"
#include "base/field.h"
#include "pack/parks.h"

/* What settling in a park would change in the facts of a plan. */
struct bringing {
    struct arena *arena;
    const struct parks *parks;
    const struct pack_record *park;
    const struct jvalue *now;
    struct json_writer json;
    uint32_t count;
};

static const struct jvalue *fact_now(const struct bringing *bringing, struct text name)
{
    return jvalue_get(bringing->now, text_c_string(bringing->arena, name));
}

static void bring_truths(struct bringing *bringing)
{
    const struct pack_records *facts = &bringing->parks->pack->lists[PACK_PARK_FACTS];
    for (uint32_t i = 0; i < facts->count; i++) {
        struct text sets = jvalue_text(jvalue_get(facts->items[i].raw, "sets"), TEXT_NONE);
        const struct jvalue *said = park_fact(bringing->arena, bringing->park, &facts->items[i]);
        if (sets.len > 0 && jvalue_bool(said, false) &&
            !jvalue_bool(fact_now(bringing, sets), false)) {
            json_name_text(&bringing->json, sets);
            json_bool(&bringing->json, true);
            bringing->count++;
        }
    }
}

/* Surely valid that day: its last day is known and not past. */
static bool is_valid(const struct bringing *bringing, const struct jvalue *one, civil_date *until)
{
    struct text day = jvalue_text(jvalue_get(one, "valid_to"), TEXT_NONE);
    return civil_date_parse(day, until) && *until >= bringing->parks->on;
}

static void bring_topics(struct bringing *bringing, const struct jvalue *criterion)
{
    const struct jvalue *all = jvalue_get(bringing->park->raw, "assessments");
    struct text field = jvalue_text(jvalue_get(criterion, "field"), TEXT_NONE);
    struct text until_field = jvalue_text(jvalue_get(criterion, "until_field"), TEXT_NONE);
    struct text_list has = text_list_of(bringing->arena, fact_now(bringing, field));
    struct text *topics = arena_array(bringing->arena, struct text, (size_t)all->count + 1);
    struct text_list topics_list = {topics, 0};
    civil_date first = CIVIL_DATE_NONE;
    bool is_new = false;
    for (uint32_t i = 0; i < all->count; i++) {
        struct text topic = jvalue_text(jvalue_get(&all->items[i], "topic"), TEXT_NONE);
        civil_date until = CIVIL_DATE_NONE;
        if (is_valid(bringing, &all->items[i], &until) && !text_list_has(topics_list, topic)) {
            topics[topics_list.count++] = topic;
            is_new = is_new || !text_list_has(has, topic);
            first = first == CIVIL_DATE_NONE || until < first ? until : first;
        }
    }
    if (!is_new) {
        return;
    }
    json_name_text(&bringing->json, field);
    json_array(&bringing->json);
    for (size_t i = 0; i < topics_list.count; i++) {
        json_text(&bringing->json, topics[i]);
    }
    json_end(&bringing->json);
    if (until_field.len > 0) {
        json_name_text(&bringing->json, until_field);
        json_date(&bringing->json, first);
    }
    bringing->count++;
}

struct text parks_brings(struct arena *arena, const struct parks *parks, uint32_t at,
                         const struct jvalue *now)
{
    struct buffer out = buffer_open(arena, 256);
    struct bringing bringing = {.arena = arena,
                                .parks = parks,
                                .park = parks->items[at],
                                .now = now,
                                .json = json_writer_open(&out)};
    json_object(&bringing.json);
    bring_truths(&bringing);
    for (uint32_t i = 0; i < parks->criteria.count; i++) {
        const struct site_offer *offer = &parks->offers[at][i];
        if (parks->criteria.items[i].test == SITE_COVERS && offer->is_known) {
            bring_topics(&bringing, parks->sources[i].record->raw);
        }
    }
    json_end(&bringing.json);
    return bringing.count > 0 ? buffer_text(&out) : TEXT_NONE;
}
