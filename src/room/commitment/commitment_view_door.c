#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/commitment/commitment_rows.h"

static const struct field query_fields[] = {
    FIELD(commitment_query, state, TEXT, .max = 20, .zh = "状态", .en = "state"),
    FIELD(commitment_query, checker, TEXT, .max = 60, .zh = "核查单位", .en = "checking unit"),
    FIELD(commitment_query, mine, BOOL, .zh = "本单位核查的", .en = "those my unit checks"),
    FIELD(commitment_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(commitment_query, limit, INT, .min = 1, .max = 200, .zh = "条数", .en = "how many"),
    FIELD(commitment_query, next, TEXT, .max = 60, .zh = "续页", .en = "next of the page before"),
};
const struct field_table commitment_query_table = FIELD_TABLE(commitment_query, query_fields);

static const struct field task_query_fields[] = {
    FIELD(commitment_task_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(commitment_task_query, source, ID, .zh = "起因", .en = "what failed"),
    FIELD(commitment_task_query, mine, BOOL, .zh = "本单位的", .en = "those of my unit"),
    FIELD(commitment_task_query, open, BOOL, .zh = "未完成的", .en = "open ones"),
};
const struct field_table commitment_task_query_table =
    FIELD_TABLE(commitment_task_query, task_query_fields);

static const struct field credit_query_fields[] = {
    FIELD(credit_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(credit_query, open, BOOL, .zh = "未修复的", .en = "not repaired"),
};
const struct field_table credit_query_table = FIELD_TABLE(credit_query, credit_query_fields);

/* -- offers -- */

struct counter {
    const struct view_run *run;
    struct commitment_case about;
    const struct facts *facts;
    struct credit_marks marks;
};

static bool open_counter(const struct view_run *run, struct counter *out, struct fault *fault)
{
    struct sight sight = view_sight(run);
    const struct jvalue *given = NULL;
    out->run = run;
    if (!commitment_case_find(&sight, run->id, &out->about, fault) ||
        !commitment_facts(run->arena, run->store, &out->about, &given, fault) ||
        !credit_open_of(run->arena, run->store,
                        &(struct credit_whose){out->about.project, out->about.enterprise},
                        &out->marks, fault)) {
        return false;
    }
    struct facts *facts = facts_new(run->arena, city_pack(run->city)->spaces[PACK_SPACE_FACTS]);
    out->facts = facts;
    return facts_read(facts, given, NULL, fault);
}

static void write_field(struct json_writer *json, const struct view_run *run, uint32_t field)
{
    const struct pack *pack = city_pack(run->city);
    struct text name = fact_space_field(pack->spaces[PACK_SPACE_FACTS], field)->name;
    const struct pack_record *record = pack_find(pack, PACK_FIELDS, name, CIVIL_DATE_NONE);
    const char *key = run->actor->language == LANGUAGE_ZH ? "meaning" : "meaning_en";
    json_object(json);
    json_member_text(json, "field", name);
    json_member_text(json, "meaning",
                     record == NULL ? name : jvalue_text(jvalue_get(record->raw, key), name));
    json_end(json);
}

/* The facts on which it rests that the way is closed, or that are missing. */
static void write_why(struct json_writer *json, const struct counter *counter,
                      const struct pack_record *variant, enum commitment_offer offer)
{
    struct rule_view view = {counter->facts, RULE_MISSING_UNKNOWN};
    uint32_t count = fact_space_count(city_pack(counter->run->city)->spaces[PACK_SPACE_FACTS]);
    uint8_t *marked = arena_alloc(counter->run->arena, count + 1);
    if (offer == COMMITMENT_OFFER_UNKNOWN) {
        rule_questions(variant->rule, view, marked);
    } else if (offer == COMMITMENT_OFFER_CLOSED) {
        struct rule_reasons reasons = rule_explain(counter->run->arena, variant->rule, view);
        for (size_t i = 0; i < reasons.count; i++) {
            marked[reasons.items[i].leaf->field] |= reasons.items[i].is_decisive ? 1 : 0;
        }
    }
    json_name(json, "why");
    json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        if (marked[i] != 0) {
            write_field(json, counter->run, i);
        }
    }
    json_end(json);
}

static void write_paper(struct json_writer *json, const struct view_run *run,
                        const struct commitment_paper *paper)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_name(json, "text");
    if (paper->text == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "version", paper->version);
    json_member_text(json, "title", paper->title);
    json_member_text(json, "promise", paper->promise);
    json_member_text(json, "liability", paper->liability);
    json_member_text(json, "digest", paper->digest);
    /* What is signed is the Chinese text; the English one helps to read it. */
    json_member_text_or_null(
        json, "promise_en",
        is_zh ? TEXT_NONE : jvalue_text(jvalue_get(paper->text->raw, "text_en"), TEXT_NONE));
    json_member_text_or_null(
        json, "liability_en",
        is_zh ? TEXT_NONE : jvalue_text(jvalue_get(paper->text->raw, "liability_en"), TEXT_NONE));
    json_end(json);
}

static void write_check(struct json_writer *json, const struct view_run *run,
                        const struct commitment_paper *paper)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct jvalue *commitment = jvalue_get(paper->variant->raw, "commitment");
    struct text checker = paper->rule == NULL
                              ? TEXT_NONE
                              : jvalue_text(jvalue_get(paper->rule->raw, "checker"), TEXT_NONE);
    json_member_bool(json, "at_once", paper->at_once);
    json_member_int(json, "check_days", paper->check_days);
    json_member_text_or_null(
        json, "checker_name",
        checker.len == 0 ? TEXT_NONE : city_org_name(run->city, checker, run->actor->language));
    json_member_text_or_null(
        json, "breach",
        jvalue_text(jvalue_get(commitment, is_zh ? "breach_zh" : "breach_en"), TEXT_NONE));
    json_member_text_or_null(
        json, "legal_basis",
        jvalue_text(jvalue_get(paper->variant->raw, "legal_basis"), TEXT_NONE));
}

static struct text class_name_of(const struct view_run *run, struct text class)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_COMMITMENT_CLASSES, class, CIVIL_DATE_NONE);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    return record == NULL ? class : is_zh ? record->name : record->name_en;
}

static void write_offer(struct json_writer *json, const struct counter *counter,
                        const struct pack_record *variant)
{
    const struct view_run *run = counter->run;
    struct commitment_paper paper;
    const struct credit_mark *closing = NULL;
    commitment_paper_of(
        &(struct commitment_desk){run->arena, run->city, &counter->about, run->today}, variant,
        &paper);
    struct commitment_ground ground = {
        city_pack(run->city), variant,         paper.rule, paper.text,
        counter->facts,       &counter->marks, run->today};
    enum commitment_offer offer = commitment_offered(&ground, &closing);
    json_object(json);
    json_member_text(json, "variant", variant->id);
    json_member_text(json, "name",
                     run->actor->language == LANGUAGE_ZH ? variant->name : variant->name_en);
    json_member_text(json, "class", paper.class);
    json_member_text(json, "class_name", class_name_of(run, paper.class));
    json_member_text(json, "status", text_of(commitment_offer_code(offer)));
    write_why(json, counter, variant, offer);
    json_member_text_or_null(json, "mark", closing == NULL ? TEXT_NONE : closing->kind);
    write_check(json, run, &paper);
    write_paper(json, run, &paper);
    json_end(json);
}

static bool write_of_application(struct json_writer *json, const struct counter *counter,
                                 struct fault *fault)
{
    const struct view_run *run = counter->run;
    struct sight sight = view_sight(run);
    struct commitment_filter filter = {.application = counter->about.id,
                                       .state = TEXT_NONE,
                                       .checker = TEXT_NONE,
                                       .after_day = TEXT_NONE};
    struct commitments list;
    if (!commitment_select(&sight, &filter, &list, fault)) {
        return false;
    }
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        commitment_row(json, run, &list.items[i]);
    }
    json_end(json);
    return true;
}

bool commitment_answer_offers(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    struct counter counter;
    const struct pack_record *variants[COMMITMENT_VARIANTS_MAX];
    if (!open_counter(run, &counter, fault)) {
        return false;
    }
    size_t count = commitment_variants_of(city_pack(run->city), counter.about.code, variants,
                                          COUNT_OF(variants));
    json_object(json);
    json_member_int(json, "application_id", counter.about.id);
    json_name(json, "offers");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        write_offer(json, &counter, variants[i]);
    }
    json_end(json);
    if (!write_of_application(json, &counter, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

/* -- lists -- */

static void read_next(struct text next, struct commitment_filter *filter)
{
    struct text rest = next;
    filter->after_day = text_cut(&rest, ':');
    if (!text_to_int(rest, &filter->after_id)) {
        filter->after_id = 0;
    }
}

bool commitment_answer_list(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct commitment_query *query = run->query;
    struct sight sight = view_sight(run);
    struct commitments list;
    struct commitment_filter filter = {
        .state = query->state,
        .checker = query->mine ? run->actor->org : query->checker,
        .project = query->project,
        .limit = query->limit > 0 ? query->limit : 50,
    };
    read_next(query->next, &filter);
    if (!commitment_select(&sight, &filter, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        commitment_row(json, run, &list.items[i]);
    }
    json_end(json);
    const struct commitment *last = list.count > 0 ? &list.items[list.count - 1] : NULL;
    bool is_full = last != NULL && (int64_t)list.count == filter.limit;
    json_member_text_or_null(json, "next",
                             is_full ? text_format(run->arena, "%.*s:%lld",
                                                   TEXT_ARG(commitment_key(run->arena, last)),
                                                   (long long)last->id)
                                     : TEXT_NONE);
    json_end(json);
    return true;
}

static bool write_tasks(struct json_writer *json, const struct view_run *run,
                        const struct commitment_task_filter *filter, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct commitment_tasks tasks;
    if (!commitment_tasks_select(&sight, filter, &tasks, fault)) {
        return false;
    }
    json_array(json);
    for (size_t i = 0; i < tasks.count; i++) {
        commitment_task_row(json, run, &tasks.items[i]);
    }
    json_end(json);
    return true;
}

bool commitment_answer_one(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct commitment commitment;
    if (!commitment_find(&sight, run->id, &commitment, fault)) {
        return false;
    }
    struct commitment_task_filter filter = {.source = commitment.id, .org = TEXT_NONE};
    json_object(json);
    json_name(json, "commitment");
    commitment_row(json, run, &commitment);
    json_name(json, "text");
    json_object(json);
    json_member_int(json, "version", commitment.text_version);
    json_member_text(json, "title", commitment.title);
    json_member_text(json, "promise", commitment.promise);
    json_member_text(json, "liability", commitment.liability);
    json_member_text(json, "digest", commitment.digest);
    json_end(json);
    json_name(json, "tasks");
    if (!write_tasks(json, run, &filter, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

bool commitment_answer_tasks(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    const struct commitment_task_query *query = run->query;
    struct commitment_task_filter filter = {query->source, query->project,
                                            query->mine ? run->actor->org : TEXT_NONE, query->open};
    json_object(json);
    json_name(json, "items");
    if (!write_tasks(json, run, &filter, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

bool commitment_answer_marks(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    const struct credit_query *query = run->query;
    struct sight sight = view_sight(run);
    struct credit_filter filter = {query->project, query->open};
    struct credit_marks marks;
    if (!credit_select(&sight, &filter, &marks, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < marks.count; i++) {
        credit_row(json, run, &marks.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}
