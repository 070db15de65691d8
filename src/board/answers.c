#include "board/answers.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/lore.h"
#include "room/planning/planning_json.h"

#define MOST 10
#define EXCERPT_BYTES 300

static const struct field answers_fields[] = {
    FIELD(answers_query, q, TEXT, .max = 200, .required = true, .zh = "问题", .en = "question"),
};
static const struct field_table answers_table = FIELD_TABLE(answers_query, answers_fields);

static void write_hit(struct json_writer *json, const struct view_run *run,
                      const struct pack_passages *passages, uint32_t at)
{
    const struct pack_record *record = passages->records[at];
    bool is_english = run->actor->language == LANGUAGE_EN && record->name_en.len > 0;
    json_object(json);
    json_member_text(json, "kind", passages->items[at].kind);
    json_member_text(json, "id", record->id);
    json_member_text(json, "name", is_english ? record->name_en : record->name);
    json_member_text_or_null(json, "text",
                             text_trim(text_begin(passages->items[at].body, EXCERPT_BYTES)));
    json_member_bool(json, "in_force", passages->is_in_force[at]);
    json_member_text_or_null(json, "source",
                             jvalue_text(jvalue_get(record->raw, "source"), TEXT_NONE));
    json_member_text_or_null(json, "confidence",
                             jvalue_text(jvalue_get(record->raw, "confidence"), TEXT_NONE));
    json_end(json);
}

/* What a form needs to ask it again; of a district its name. */
static void write_asking(struct json_writer *json, const struct view_run *run,
                         const struct glean_fact *fact)
{
    const struct pack *pack = city_pack(run->city);
    enum language language = run->actor->language;
    struct text field = pack_glean_field(pack, fact->field);
    if (fact->field == PACK_GLEAN_DISTRICT) {
        bool is_one = fact->values.count == 1;
        json_member_text_or_null(
            json, "name",
            is_one ? city_district_name(run->city, fact->values.items[0], language) : TEXT_NONE);
        return;
    }
    const struct pack_record *record = pack_find(pack, PACK_FIELDS, field, CIVIL_DATE_NONE);
    ensure(record != NULL);
    planning_write_asking(json, record->raw, language);
}

static void write_facts(struct json_writer *json, const struct view_run *run,
                        const struct glean_facts *facts)
{
    const struct pack *pack = city_pack(run->city);
    json_name(json, "facts");
    json_array(json);
    for (uint32_t i = 0; i < facts->count; i++) {
        const struct glean_fact *fact = &facts->items[i];
        json_object(json);
        json_member_text(json, "field", pack_glean_field(pack, fact->field));
        json_name(json, "said");
        json_array(json);
        for (size_t j = 0; j < fact->values.count; j++) {
            pack_glean_value(json, pack, fact->field, fact->values.items[j]);
        }
        json_end(json);
        json_member_bool(json, "is_sure", fact->is_sure);
        json_member_text(json, "words", fact->words);
        write_asking(json, run, fact);
        json_end(json);
    }
    json_end(json);
}

static bool answer_question(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    (void)fault;
    const struct answers_query *query = run->query;
    struct lore *lore = lore_take(run);
    const struct lore_passages *found_in = lore_passages(lore);
    struct retrieve_answer answer = retrieve_ask(run->arena, found_in->index, query->q, MOST);
    json_object(json);
    json_name(json, "found");
    json_array(json);
    for (uint32_t i = 0; i < answer.count; i++) {
        write_hit(json, run, &found_in->passages, answer.hits[i].passage);
    }
    json_end(json);
    struct glean_facts facts = glean(run->arena, &found_in->said, query->q);
    write_facts(json, run, &facts);
    json_end(json);
    lore_give(lore);
    return true;
}

static const struct view_kind views[] = {
    {"answers.ask", "/answers", &answers_table, ROLES_SIGNED_IN, 0,
     "问一问：事项、政策、园区里的答案", "what answers a question in one's own words",
     answer_question},
};

const struct room answers_room = {.name = "answers", ROOM_VIEWS(views)};
