#include "board/policy_page.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "pack/policy_match.h"
#include "room/claim/claim_city.h"
#include "room/matching/matching.h"
#include "room/profile/profile.h"

struct page {
    const struct view_run *run;
    struct json_writer *json;
    struct project project;
    struct profile profile;
    struct policy_matched matched;
    struct matching_rows kept;
};

/* `project` 0: the one that is asked about. */
static bool open_page(struct page *page, int64_t project, struct fault *fault)
{
    const struct view_run *run = page->run;
    const struct pack *pack = city_pack(run->city);
    struct profile_desk desk = {run->arena, run->store, run->city};
    struct facts *facts = facts_new(run->arena, pack->spaces[PACK_SPACE_POLICIES]);
    if (!project_of_view(run, project, &page->project, fault) ||
        !profile_load(&desk, &page->project, &page->profile, fault) ||
        !matching_kept(run->arena, run->store, page->project.id, &page->kept, fault)) {
        return false;
    }
    struct policy_profile known = {facts, profile_object(run->arena, run->city, &page->profile)};
    if (!facts_read(facts, known.given, NULL, fault)) {
        return false;
    }
    policy_match_all(run->arena, pack, &known, run->today, &page->matched);
    return true;
}

static const struct pack_record *record_of(const struct page *page, uint32_t at)
{
    return page->matched.policies.items[at].record;
}

static void write_raw(const struct page *page, uint32_t at, const char *key)
{
    const struct jvalue *value = jvalue_get(record_of(page, at)->raw, key);
    json_name(page->json, key);
    if (value == NULL) {
        json_null(page->json);
    } else {
        json_value(page->json, value);
    }
}

static void write_head(const struct page *page, uint32_t at)
{
    enum policy_group group = policy_group_of(&page->matched, at);
    struct text code = text_of(policy_group_code(group));
    const struct matching_row *kept = matching_find(&page->kept, record_of(page, at)->id);
    json_member_text(page->json, "id", record_of(page, at)->id);
    json_member_text(page->json, "group", code);
    policy_write_result(page->json, page->run->arena, &page->matched, at);
    json_member_date(page->json, "since",
                     kept != NULL && text_equal(kept->group, code) ? kept->since : CIVIL_DATE_NONE);
    write_raw(page, at, "document_number");
}

static void write_counts(const struct page *page)
{
    int64_t counts[POLICY_GROUP_COUNT] = {0};
    for (uint32_t i = 0; i < page->matched.policies.count; i++) {
        counts[policy_group_of(&page->matched, i)]++;
    }
    json_name(page->json, "counts");
    json_object(page->json);
    for (int i = 0; i < POLICY_GROUP_COUNT; i++) {
        json_member_int(page->json, policy_group_code((enum policy_group)i), counts[i]);
    }
    json_end(page->json);
}

/* What a person needs to read the lines and to say what lacks: the fields that any of them names.
 */
static void write_fields(const struct page *page, const uint8_t *named)
{
    const struct fact_space *space = page->matched.facts->space;
    json_name(page->json, "fields");
    json_array(page->json);
    for (uint32_t i = 0; i < fact_space_count(space); i++) {
        if (named[i]) {
            json_object(page->json);
            profile_write_field(page->json, page->run, fact_space_field(space, i)->name);
            json_end(page->json);
        }
    }
    json_end(page->json);
}

static uint8_t *no_fields(const struct page *page)
{
    return arena_array(page->run->arena, uint8_t,
                       (size_t)fact_space_count(page->matched.facts->space) + 1);
}

static void name_fields(const struct page *page, uint32_t at, uint8_t *named)
{
    const struct match *match = &page->matched.matches[at];
    for (uint32_t i = 0; i < match->missing_count; i++) {
        named[match->missing[i]] = 1;
    }
    for (uint32_t i = 0; i < match->unmet_count; i++) {
        named[match->unmet[i].leaf->field] = 1;
    }
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct page page = {.run = run, .json = json};
    if (!open_page(&page, 0, fault)) {
        return false;
    }
    const uint32_t *order = policy_order(run->arena, &page.matched);
    uint8_t *named = no_fields(&page);
    json_object(json);
    json_member_text(json, "enterprise", page.project.enterprise);
    json_member_int(json, "version", page.profile.version);
    json_member_date(json, "on", run->today);
    write_counts(&page);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < page.matched.policies.count; i++) {
        json_object(json);
        write_head(&page, order[i]);
        json_end(json);
        name_fields(&page, order[i], named);
    }
    json_end(json);
    policy_write_combinations(json, run->arena, &page.matched);
    write_fields(&page, named);
    json_end(json);
    return true;
}

/* -- one policy -- */

static void write_values(const struct page *page, const struct rule_leaf *leaf)
{
    enum fact_type type = fact_space_field(page->matched.facts->space, leaf->field)->type;
    json_name(page->json, "values");
    json_array(page->json);
    for (uint32_t i = 0; i < leaf->count; i++) {
        const struct rule_value *value = &leaf->values[i];
        switch (type) {
        case FACT_BOOL: json_bool(page->json, value->number > 0); break;
        case FACT_NUMBER:
        case FACT_INTEGER: json_real(page->json, value->number); break;
        case FACT_DATE: {
            char day[CIVIL_DATE_TEXT_SIZE];
            json_text(page->json, civil_date_write((civil_date)value->number, day));
            break;
        }
        case FACT_ENUM:
        case FACT_SET:
        case FACT_TEXT:
        case FACT_TYPE_COUNT: json_text(page->json, value->text); break;
        }
    }
    json_end(page->json);
}

/* The fact that a comparison met, and from where it is known. */
static void write_given(const struct page *page, struct text name)
{
    const struct profile_fact *fact = profile_find(&page->profile, name);
    const struct jvalue *given =
        jvalue_get(page->matched.given, text_c_string(page->run->arena, name));
    json_name(page->json, "given");
    if (given == NULL) {
        json_null(page->json);
    } else {
        json_value(page->json, given);
    }
    json_name(page->json, "said");
    if (given == NULL || fact == NULL) {
        json_null(page->json);
        return;
    }
    json_object(page->json);
    profile_write_said(page->json, page->run, fact);
    json_end(page->json);
}

/* Every comparison of the condition, in its order, with the fact it met. */
static void write_conditions(const struct page *page, uint32_t at, uint8_t *named)
{
    struct json_writer *json = page->json;
    const struct fact_space *space = page->matched.facts->space;
    struct rule_view view = {page->matched.facts, RULE_MISSING_UNKNOWN};
    struct rule_reasons reasons =
        rule_explain(page->run->arena, page->matched.policies.items[at].condition.rule, view);
    json_name(json, "conditions");
    json_array(json);
    for (size_t i = 0; i < reasons.count; i++) {
        const struct rule_reason *reason = &reasons.items[i];
        struct text name = fact_space_field(space, reason->leaf->field)->name;
        named[reason->leaf->field] = 1;
        json_object(json);
        json_member_text(json, "field", name);
        json_member_text(json, "op", text_of(rule_op_name(reason->leaf->op)));
        write_values(page, reason->leaf);
        json_member_text(json, "answer", text_of(rule_answer_name(reason->answer)));
        json_member_bool(json, "decisive", reason->is_decisive);
        write_given(page, name);
        json_end(json);
    }
    json_end(json);
}

static struct policy_taking take(const struct page *page, uint32_t at,
                                 const struct claim_others *others)
{
    struct policy_taking taking;
    struct claim_question question = {&page->matched, others, at};
    claim_take(page->run->arena, city_pack(page->run->city), &question, &taking);
    return taking;
}

static void write_taking(const struct page *page, uint32_t at, const struct claim_others *others)
{
    struct policy_taking taking = take(page, at, others);
    json_name(page->json, "taking");
    json_object(page->json);
    policy_write_taking(page->json, page->run->arena, &taking);
    json_end(page->json);
}

/* UINT32_MAX: there is none. */
static uint32_t find(const struct page *page, struct text policy)
{
    uint32_t at = 0;
    while (at < page->matched.policies.count && !text_equal(record_of(page, at)->id, policy)) {
        at++;
    }
    return at < page->matched.policies.count ? at : UINT32_MAX;
}

/* The policy with that id, against the profile that the page has open. */
static bool write_one(const struct page *page, struct text policy,
                      const struct claim_others *others, struct fault *fault)
{
    static const char *const keys[] = {"issuer",     "issue_date",   "policy_type",
                                       "benefits",   "how_to_apply", "deadline",
                                       "stacking",   "note",         "source",
                                       "source_url", "confidence",   "conditions_not_established"};
    uint32_t at = find(page, policy);
    if (at == UINT32_MAX) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    uint8_t *named = no_fields(page);
    json_object(page->json);
    json_member_int(page->json, "version", page->profile.version);
    write_head(page, at);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        write_raw(page, at, keys[i]);
    }
    write_conditions(page, at, named);
    name_fields(page, at, named);
    write_fields(page, named);
    if (others != NULL) {
        write_taking(page, at, others);
    }
    json_end(page->json);
    return true;
}

static bool load_others(const struct page *page, struct claim_others *out, struct fault *fault)
{
    struct claim new_one = {.id = 0, .project = page->project.id};
    return claim_others_of(page->run->arena, page->run->store, &new_one, out, fault);
}

static bool answer_one(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct page page = {.run = run, .json = json};
    struct claim_others others;
    return open_page(&page, 0, fault) && load_others(&page, &others, fault) &&
           write_one(&page, run->parameters[1], &others, fault);
}

/* -- what may be claimed -- */

/* What taking it excludes, for whoever reads the profile; empty where it excludes nothing. */
static struct text note_of(const struct page *page, struct text policy,
                           const struct claim_others *others)
{
    bool is_zh = page->run->actor->language == LANGUAGE_ZH;
    struct arena *arena = page->run->arena;
    struct buffer out = buffer_open(arena, 256);
    struct policy_taking taking = {.excluded_count = 0};
    uint32_t at = find(page, policy);
    if (at != UINT32_MAX) {
        taking = take(page, at, others);
    }
    for (uint32_t i = 0; i < taking.excluded_count; i++) {
        struct text title = record_of(page, taking.excluded[i])->name;
        buffer_addf(&out, "%s《%.*s》",
                    i > 0   ? ""
                    : is_zh ? "不能同享："
                            : "not with: ",
                    TEXT_ARG(title));
    }
    if (taking.loss > 0) {
        buffer_addf(&out,
                    is_zh ? "，比最优组合最多可能少 %.*s 万元（预估）"
                          : ", up to %.*s (10,000 yuan) less than the best (estimate)",
                    TEXT_ARG(benefit_write_fen(arena, taking.loss)));
    }
    return buffer_text(&out);
}

static void write_claimable(const struct page *page, const struct claim_ground *ground,
                            const struct claim_others *others)
{
    const struct view_run *run = page->run;
    json_object(page->json);
    json_member_text(page->json, "id", ground->rule->id);
    json_member_text(page->json, "name", ground->policy->record->name);
    json_member_text(page->json, "org_name",
                     city_org_name(run->city, ground->org, run->actor->language));
    json_member_text_or_null(page->json, "note",
                             others == NULL ? TEXT_NONE : note_of(page, ground->rule->id, others));
    json_end(page->json);
}

static bool answer_claimable(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_CLAIM_RULES];
    struct page page = {.run = run, .json = json};
    struct claim_others others;
    bool reads_profile = access_role_may(ROLES_PROFILE, run->actor->role);
    if (reads_profile ? !open_page(&page, 0, fault) || !load_others(&page, &others, fault)
                      : !project_of_view(run, 0, &page.project, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        struct claim_ground ground =
            claim_ground_of(run->arena, run->city, rules->items[i].id, run->today);
        struct fault closed = {.code = FAULT_NONE};
        if (ground.rule == &rules->items[i] && claim_ground_holds(&ground, &closed)) {
            write_claimable(&page, &ground, reads_profile ? &others : NULL);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

/* Who may see the claim sees the facts that its policy asks for, and no others. */
static bool answer_checks(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct page page = {.run = run, .json = json};
    struct sight sight = view_sight(run);
    struct claim claim;
    return claim_find(&sight, run->id, &claim, fault) && open_page(&page, claim.project, fault) &&
           write_one(&page, claim.policy, NULL, fault);
}

static const struct view_kind views[] = {
    {"policy.matches", "/projects/{id}/policies", NULL, ROLES_PROFILE, 0,
     "企业与全部政策的匹配：已符合、差一项、缺信息、不符合",
     "The enterprise against all policies: met, near, lacking facts, not met", answer_list},
    {"policy.match", "/projects/{id}/policies/{name}", NULL, ROLES_PROFILE, 0,
     "一项政策为什么符合或不符合", "Why a policy is met, or why not", answer_one},
    {"claim.claimable", "/projects/{id}/claimable", NULL, ROLES_BUSINESS, 0,
     "可以申领的政策，选哪项就不能同享哪些", "Policies that may be claimed, and what each excludes",
     answer_claimable},
    {"claim.checks", "/claims/{id}/checks", NULL, ROLES_PROFILE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER),
     0, "申领的条件与企业信息逐条比对",
     "The conditions of a claim's policy against what is known of the enterprise", answer_checks},
};

const struct room policy_page_room = {.name = "policy_page", ROOM_VIEWS(views)};
