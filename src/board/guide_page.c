#include "board/guide_page.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/lore.h"
#include "pack/implied.h"
#include "room/planning/planning_json.h"
#include "room/planning/planning_said.h"

/* Rounds of chance behind "about so many left". */
#define ROUNDS 5

static const struct field guide_fields[] = {
    FIELD(guide_query, facts, TEXT, .max = 6000, .zh = "已回答", .en = "what was answered"),
    FIELD(guide_query, unsure, TEXT, .max = 2000, .zh = "不清楚的信息", .en = "what is not known"),
};
static const struct field_table guide_table = FIELD_TABLE(guide_query, guide_fields);

/* What stands before a question is asked. */
struct page {
    const struct view_run *run;
    const struct pack *pack;
    const struct fact_space *space;
    const struct jvalue *object; /* the facts, known and answered */
    struct facts *facts;
    struct fact_warnings warnings;
    uint8_t *unsure;          /* by field */
    struct plan_options said; /* only `said` of it */
    const struct questionnaire *guide;
    struct pack_implied *implied; /* what follows from the facts */
    uint32_t implied_count;
    uint8_t *settled;        /* by number of the rule: 1 a unit has said whether it is needed */
    enum rule_answer *words; /* what it said */
    struct guide_run *at;
    struct guide_view view;
    struct arena *scratch;
};

/* -- what is asked of -- */

static bool is_said(const struct page *page, struct text code, enum rule_answer *out)
{
    for (size_t i = 0; i < page->said.said_count; i++) {
        if (text_equal(page->said.said[i].code, code)) {
            *out = page->said.said[i].answer;
            return *out != RULE_UNKNOWN;
        }
    }
    return false;
}

/* A unit's word goes before the condition. */
static void take_said(struct page *page)
{
    page->settled = arena_array(page->run->arena, uint8_t, page->guide->count);
    page->words = arena_array(page->run->arena, enum rule_answer, page->guide->count);
    for (uint32_t i = 0; i < page->guide->count; i++) {
        page->settled[i] = is_said(page, page->guide->codes[i], &page->words[i]);
    }
}

static bool take_unsure(struct page *page, struct text listed, struct fault *fault)
{
    page->unsure = arena_array(page->run->arena, uint8_t, fact_space_count(page->space));
    while (listed.len > 0) {
        struct text name = text_cut(&listed, ',');
        uint32_t field = 0;
        if (!fact_space_find(page->space, name, &field)) {
            return fault_raise(fault, FAULT_FIELD_UNKNOWN, TEXT("unsure"), FAULT_ARGS(name));
        }
        page->unsure[field] = 1;
    }
    return true;
}

static bool read_answers(struct page *page, const struct jvalue *known, struct fault *fault)
{
    const struct guide_query *query = page->run->query;
    const struct jvalue *answered = NULL;
    page->object = known;
    if (query->facts.len > 0) {
        if (!json_read(page->run->arena, query->facts, &answered, fault)) {
            return false;
        }
        if (answered->kind != JVALUE_OBJECT) {
            return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("facts"),
                               FAULT_ARGS(TEXT("facts")));
        }
        page->object = known == NULL ? answered : jvalue_merge(page->run->arena, known, answered);
    }
    page->facts = facts_new(page->run->arena, page->space);
    page->implied =
        arena_array(page->run->arena, struct pack_implied, fact_space_count(page->space));
    if (page->object != NULL && !facts_read(page->facts, page->object, &page->warnings, fault)) {
        return false;
    }
    pack_warn(page->pack, page->facts, &page->warnings);
    page->implied_count = pack_imply(page->pack, page->facts, page->implied);
    return true;
}

static void open_guide(struct page *page)
{
    struct arena *arena = page->run->arena;
    const struct guide_rules *rules = page->guide->rules;
    struct guide_known known = {page->facts, page->unsure};
    int16_t *answers = arena_array(arena, int16_t, guide_rules_variables(rules));
    take_said(page);
    guide_rules_answers(rules, arena, &known, answers);
    page->at = guide_begin(arena, page->scratch, guide_rules_guide(rules), GUIDE_STATES_QUICK);
    guide_settle(page->at, page->settled);
    guide_look(page->at, answers, &page->view);
}

/* -- the answer -- */

static const struct jvalue *raw_of(const struct page *page, uint32_t question)
{
    uint32_t field = guide_rules_field(page->guide->rules, question);
    const struct pack_record *record = pack_find(
        page->pack, PACK_FIELDS, fact_space_field(page->space, field)->name, CIVIL_DATE_NONE);
    ensure(record != NULL);
    return record->raw;
}

static void write_asked(struct json_writer *json, const struct page *page, uint32_t question)
{
    struct arena *arena = page->run->arena;
    uint8_t *readers = arena_array(arena, uint8_t, page->guide->count);
    struct text *codes = arena_array(arena, struct text, page->guide->count);
    struct text_list decides = {codes, 0};
    guide_readers(page->at, question, readers);
    for (uint32_t i = 0; i < page->guide->count; i++) {
        if (readers[i]) {
            codes[decides.count++] = page->guide->codes[i];
        }
    }
    uint32_t field = guide_rules_field(page->guide->rules, question);
    json_object(json);
    json_member_text(json, "field", fact_space_field(page->space, field)->name);
    planning_write_asking(json, raw_of(page, question), page->run->actor->language);
    json_name(json, "decides");
    planning_write_codes(json, page->run->city, page->run->actor->language, decides);
    json_end(json);
}

/* Those of its group that are asked on the same screen, itself among them. */
static void write_together(struct json_writer *json, const struct page *page, uint32_t question)
{
    uint32_t count = guide_question_count(guide_rules_guide(page->guide->rules));
    uint32_t *screen = arena_array(page->run->arena, uint32_t, count);
    uint32_t shown = guide_screen(page->at, question, screen);
    json_name(json, "together");
    if (shown < 2) {
        json_null(json);
        return;
    }
    const struct jvalue *group = questionnaire_group(page->guide, question)->raw;
    bool is_english = page->run->actor->language == LANGUAGE_EN;
    json_object(json);
    json_member_text(
        json, "question",
        jvalue_text(jvalue_get(group, is_english ? "question_en" : "question_zh"), TEXT_NONE));
    json_name(json, "questions");
    json_array(json);
    for (uint32_t i = 0; i < shown; i++) {
        write_asked(json, page, screen[i]);
    }
    json_end(json);
    json_end(json);
}

static void write_question(struct json_writer *json, const struct page *page)
{
    struct guide_choice choice;
    json_name(json, "question");
    if (!guide_next(page->at, &choice)) {
        json_null(json);
        json_member_text_or_null(json, "together", TEXT_NONE);
        return;
    }
    write_asked(json, page, choice.question);
    write_together(json, page, choice.question);
}

static void write_implied(struct json_writer *json, const struct page *page)
{
    enum language language = page->run->actor->language;
    json_name(json, "implied");
    json_array(json);
    for (uint32_t i = 0; i < page->implied_count; i++) {
        const struct pack_implied *one = &page->implied[i];
        const struct jvalue *raw = one->by->raw;
        json_object(json);
        json_member_text(json, "field", fact_space_field(page->space, one->field)->name);
        json_name(json, "value");
        json_value(json, pack_implied_value(one, page->space));
        json_member_text(
            json, "because",
            jvalue_text(jvalue_get(raw, language == LANGUAGE_EN ? "text_en" : "text_zh"),
                        TEXT_NONE));
        json_end(json);
    }
    json_end(json);
}

/* Whether the list of those so decided has the item. */
static bool is_in_list(const struct page *page, uint32_t at, diagram_node wanted)
{
    diagram_node left = page->view.items[at];
    if (page->settled[at]) {
        return wanted == DIAGRAM_YES && page->words[at] == RULE_YES;
    }
    return left == wanted || (wanted > DIAGRAM_YES && !diagram_is_decided(left));
}

/* Items by what is decided of them: `wanted` DIAGRAM_YES, DIAGRAM_NO, or anything else for open. */
static void write_items(struct json_writer *json, const struct page *page, const char *name,
                        diagram_node wanted)
{
    const struct questionnaire *guide = page->guide;
    struct text *codes =
        arena_array(page->run->arena, struct text, guide->count + guide->sure.count);
    struct text_list list = {codes, 0};
    for (size_t i = 0; wanted == DIAGRAM_YES && i < guide->sure.count; i++) {
        enum rule_answer said = RULE_UNKNOWN;
        if (!is_said(page, guide->sure.items[i], &said) || said == RULE_YES) {
            codes[list.count++] = guide->sure.items[i];
        }
    }
    for (uint32_t i = 0; i < guide->count; i++) {
        if (is_in_list(page, i, wanted)) {
            codes[list.count++] = guide->codes[i];
        }
    }
    json_name(json, name);
    planning_write_codes(json, page->run->city, page->run->actor->language, list);
}

static void write_unsure(struct json_writer *json, const struct page *page)
{
    json_name(json, "unsure");
    json_array(json);
    for (uint32_t i = 0; i < fact_space_count(page->space); i++) {
        struct text name = fact_space_field(page->space, i)->name;
        const struct pack_record *record =
            page->unsure[i] && !facts_has(page->facts, i)
                ? pack_find(page->pack, PACK_FIELDS, name, CIVIL_DATE_NONE)
                : NULL;
        if (record != NULL) {
            json_object(json);
            json_member_text(json, "field", name);
            planning_write_asking(json, record->raw, page->run->actor->language);
            json_end(json);
        }
    }
    json_end(json);
}

static void write_page(struct json_writer *json, struct page *page)
{
    json_object(json);
    write_question(json, page);
    json_member_int(json, "open_questions", page->view.open_questions);
    json_member_int(json, "about_left", guide_guess(page->at, ROUNDS));
    write_items(json, page, "applies", DIAGRAM_YES);
    write_items(json, page, "open", DIAGRAM_YES + 1);
    write_items(json, page, "excluded", DIAGRAM_NO);
    write_unsure(json, page);
    write_implied(json, page);
    planning_write_warnings(json, page->run, &page->warnings);
    json_end(json);
}

/* `known`: of a project, or NULL; `said`: what units said of its items. */
static bool answer_guide(struct page *page, const struct jvalue *known, struct json_writer *json,
                         struct fault *fault)
{
    const struct guide_query *query = page->run->query;
    page->pack = city_pack(page->run->city);
    page->space = page->pack->spaces[PACK_SPACE_FACTS];
    page->scratch = arena_open((size_t)16 << 20, (size_t)256 << 20);
    struct lore *lore = lore_take(page->run);
    bool is_open = take_unsure(page, query->unsure, fault) && read_answers(page, known, fault) &&
                   lore_guide(lore, &page->guide, fault);
    if (is_open) {
        open_guide(page);
        write_page(json, page);
    }
    lore_give(lore);
    arena_close(page->scratch);
    return is_open;
}

static bool answer_plain(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct page page = {.run = run};
    return answer_guide(&page, NULL, json, fault);
}

static bool answer_project(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct project project;
    struct planning_facts facts;
    struct page page = {.run = run};
    return project_of_view(run, 0, &project, fault) &&
           planning_facts_of(run->arena, run->store, project.id, &facts, fault) &&
           planning_said_of(run->arena, run->store, project.id, &page.said, fault) &&
           answer_guide(&page, planning_facts_object(run->arena, run->city, &project, &facts), json,
                        fault);
}

static const struct view_kind views[] = {
    {"guide.plain", "/guide", &guide_table, ROLES_HALL, 0, "智能问卷：下一个问题",
     "the questionnaire: the next question", answer_plain},
    {"guide.project", "/projects/{id}/guide", &guide_table, ROLES_BUSINESS, 0,
     "项目的智能问卷：下一个问题", "the questionnaire of a project: the next question",
     answer_project},
};

const struct room guide_page_room = {.name = "guide_page", ROOM_VIEWS(views)};
