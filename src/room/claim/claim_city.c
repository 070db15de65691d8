#include "room/claim/claim_city.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "pack/pack.h"

/* -- what the city has -- */

static int64_t quota_of(const struct pack_record *rule)
{
    const struct jvalue *value = jvalue_get(rule->raw, "quota_wanyuan");
    struct decimal quota;
    struct decimal one;
    int64_t fen = 0;
    if (!jvalue_is_number(value)) {
        return -1;
    }
    decimal_of_real(jvalue_number(value), &quota);
    decimal_of_int(1, &one);
    quota.exponent += quota.count > 0 ? BENEFIT_FEN_EXPONENT : 0;
    return decimal_whole_quotient(&quota, &one, &fen) ? fen : -1;
}

static const struct policy *find(const struct policies *policies, struct text id)
{
    for (uint32_t i = 0; i < policies->count; i++) {
        if (text_equal(policies->items[i].record->id, id)) {
            return &policies->items[i];
        }
    }
    return NULL;
}

struct claim_ground claim_ground_of(struct arena *arena, const struct city *city,
                                    struct text policy, civil_date on)
{
    const struct pack *pack = city_pack(city);
    struct claim_ground ground = {
        .pack = pack, .policies = policy_list(arena, pack, on), .quota = -1};
    ground.policy = find(&ground.policies, policy);
    ground.rule = pack_find(pack, PACK_CLAIM_RULES, policy, on);
    ground.quota_span = (struct claim_span){policy, CIVIL_DATE_NONE, CIVIL_DATE_NONE};
    if (ground.rule != NULL) {
        ground.org = jvalue_text(jvalue_get(ground.rule->raw, "org"), TEXT_NONE);
        ground.quota = quota_of(ground.rule);
        ground.quota_span.from = ground.rule->valid_from;
        ground.quota_span.to = ground.rule->valid_to;
    }
    return ground;
}

bool claim_ground_holds(const struct claim_ground *ground, struct fault *fault)
{
    const char *zh = NULL;
    const char *en = NULL;
    if (ground->policy == NULL) {
        return fault_refuse_field(fault, "policy", "数据包里没有这项政策",
                                  "the pack has no such policy");
    }
    if (ground->policy->window == POLICY_WINDOW_NOT_YET) {
        zh = "尚未施行";
        en = "its days have not begun";
    } else if (ground->policy->window == POLICY_WINDOW_OVER) {
        zh = "已经到期";
        en = "its days are over";
    } else if (!ground->policy->is_promisable) {
        zh = "效力状态不是“有效”";
        en = "it is not in force by its legal status";
    } else if (ground->rule == NULL) {
        zh = "本市数据没有写明由哪个单位经办";
        en = "the city's data name no unit that decides";
    }
    return zh == NULL || fault_raise(fault, FAULT_CLAIM_POLICY_CLOSED, TEXT("policy"),
                                     FAULT_ARGS(text_of(zh), text_of(en)));
}

int64_t claim_days(const struct claim_ground *ground, const char *limit)
{
    return ground->rule == NULL ? -1 : jvalue_int(jvalue_get(ground->rule->raw, limit), -1);
}

civil_date claim_due(const struct city *city, const struct claim_ground *ground, const char *limit,
                     civil_date from)
{
    int64_t days = claim_days(ground, limit);
    return days < 0 ? CIVIL_DATE_NONE : city_due(city, from, (int)days).day;
}

int64_t claim_quota_left(const struct claim_ground *ground, int64_t granted)
{
    return ground->quota < 0 ? -1 : granted >= ground->quota ? 0 : ground->quota - granted;
}

/* -- with what was claimed already -- */

static enum combine_pair pair_of(const struct claim_ground *ground, struct text other,
                                 const struct pack_record **said)
{
    const struct policy *policy = find(&ground->policies, other);
    *said = NULL;
    return policy == NULL || ground->policy == NULL
               ? COMBINE_UNSTATED
               : policy_pair(ground->pack, ground->policy, policy, said);
}

static struct text title_of(const struct policies *policies, struct text id)
{
    const struct policy *policy = find(policies, id);
    return policy == NULL ? id : policy->record->name;
}

static struct text said_of(const struct pack_record *said)
{
    return said == NULL ? TEXT_NONE : jvalue_text(jvalue_get(said->raw, "text"), TEXT_NONE);
}

bool claim_stacks(const struct claim_ground *ground, const struct claim_others *others,
                  struct fault *fault)
{
    for (size_t i = 0; i < others->count; i++) {
        const struct claim_other *other = &others->items[i];
        const struct pack_record *said = NULL;
        if (other->is_granted && pair_of(ground, other->policy, &said) == COMBINE_EXCLUDES) {
            return fault_raise(
                fault, FAULT_CLAIM_EXCLUDED, TEXT("policy"),
                FAULT_ARGS(title_of(&ground->policies, other->policy), said_of(said)));
        }
        if (other->is_same_project && text_equal(other->policy, ground->policy->record->id)) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("policy"),
                               FAULT_ARGS(TEXT("这项政策已有一件申领在办"),
                                          TEXT("a claim of this policy is open")));
        }
    }
    return true;
}

static void write_other(struct json_writer *json, const struct policies *policies,
                        const struct claim_other *other, enum combine_pair pair,
                        const struct pack_record *said)
{
    static const char *const rules[] = {
        [COMBINE_UNSTATED] = "unknown", [COMBINE_STACKS] = "stacks", [COMBINE_EXCLUDES] = "higher"};
    json_object(json);
    json_member_text(json, "policy", other->policy);
    json_member_text(json, "title", title_of(policies, other->policy));
    json_member_bool(json, "granted", other->is_granted);
    json_member_text(json, "rule", text_of(rules[pair]));
    json_member_text_or_null(json, "text", said_of(said));
    json_end(json);
}

void claim_write_stacking(struct json_writer *json, const struct claim_ground *ground,
                          const struct claim_others *others)
{
    json_name(json, "stacking");
    json_array(json);
    for (size_t i = 0; i < others->count; i++) {
        const struct pack_record *said = NULL;
        bool is_itself = ground->policy != NULL &&
                         text_equal(others->items[i].policy, ground->policy->record->id);
        enum combine_pair pair = pair_of(ground, others->items[i].policy, &said);
        if (!is_itself) {
            write_other(json, &ground->policies, &others->items[i], pair, said);
        }
    }
    json_end(json);
}

void claim_write_excludes(struct json_writer *json, const struct claim_ground *ground)
{
    const struct pack_record *said = NULL;
    json_name(json, "excludes");
    json_array(json);
    for (uint32_t i = 0; ground->policy != NULL && i < ground->policies.count; i++) {
        const struct policy *other = &ground->policies.items[i];
        if (other != ground->policy && other->is_promisable &&
            policy_pair(ground->pack, ground->policy, other, &said) == COMBINE_EXCLUDES) {
            json_text(json, other->record->name);
        }
    }
    json_end(json);
}

void claim_take(struct arena *arena, const struct pack *pack, const struct claim_question *question,
                struct policy_taking *out)
{
    const struct policy_matched *matched = question->matched;
    const struct policies *policies = &matched->policies;
    struct policy_results *results = arena_array(arena, struct policy_results, 1);
    bool *held = arena_array(arena, bool, (size_t)policies->count + 1);
    *results = (struct policy_results){*policies, matched->matches, matched->amounts};
    for (size_t i = 0; i < question->others->count; i++) {
        const struct claim_other *other = &question->others->items[i];
        const struct policy *policy = find(policies, other->policy);
        if (other->is_granted && policy != NULL) {
            held[policy - policies->items] = true;
        }
    }
    struct policy_taking_of one = {question->at, held};
    policy_take(arena, pack, results, &one, out);
}

/* -- what the policy says of the money -- */

/* The one benefit that an amount can be divided by; of several nothing is said. */
static const struct benefit *only_benefit(const struct policy_benefits *benefits)
{
    return benefits->count == 1 ? &benefits->items[0] : NULL;
}

static void write_shares(struct json_writer *json, struct arena *arena,
                         const struct benefit *benefit, int64_t fen)
{
    uint32_t count = benefit == NULL ? 0 : benefit->share_count;
    double *shares = arena_array(arena, double, (size_t)count + 1);
    int64_t *parts = arena_array(arena, int64_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        shares[i] = benefit->shares[i].share;
    }
    benefit_split(fen, shares, count, parts);
    json_name(json, "shares");
    json_array(json);
    for (uint32_t i = 0; i < count; i++) {
        json_object(json);
        json_member_text(json, "level", benefit->shares[i].name);
        json_member_text(json, "amount", benefit_write_fen(arena, parts[i]));
        json_end(json);
    }
    json_end(json);
}

void claim_write_terms(struct json_writer *json, struct arena *arena,
                       const struct claim_ground *ground, int64_t fen)
{
    struct policy_benefits benefits = {.count = 0};
    if (ground->policy != NULL) {
        benefits = policy_benefits_of(arena, ground->pack, ground->policy);
    }
    write_shares(json, arena, only_benefit(&benefits), fen);
    json_name(json, "clawback_terms");
    json_array(json);
    for (uint32_t i = 0; i < benefits.count; i++) {
        struct text clawback = jvalue_text(jvalue_get(benefits.sources[i], "clawback"), TEXT_NONE);
        if (clawback.len > 0) {
            json_text(json, clawback);
        }
    }
    json_end(json);
}

struct claim_instalments claim_instalments_of(struct arena *arena,
                                              const struct claim_ground *ground, int64_t fen)
{
    struct policy_benefits benefits = {.count = 0};
    if (ground->policy != NULL) {
        benefits = policy_benefits_of(arena, ground->pack, ground->policy);
    }
    const struct benefit *benefit = only_benefit(&benefits);
    uint32_t count = benefit == NULL ? 0 : benefit->instalment_count;
    int64_t *parts = arena_array(arena, int64_t, (size_t)count + 1);
    int64_t sum = 0;
    if (count > 0) {
        benefit_split(fen, benefit->instalments, count, parts);
    }
    for (uint32_t i = 0; i < count; i++) {
        sum += parts[i] > 0 ? parts[i] : fen + 1;
    }
    if (sum == fen) {
        return (struct claim_instalments){parts, count};
    }
    parts[0] = fen; /* shares that are not the whole, or less than a fen: paid at once */
    return (struct claim_instalments){parts, 1};
}
