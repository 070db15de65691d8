#include <math.h>

#include "base/arena.h"
#include "pack/checker.h"
#include "pack/policy_trial.h"

/* What shapes can't say of policies.json: a legal status of the vocabulary, benefits whose figures
 * are figures, and trial cases that come to what they must. */

static struct spot at(const struct jvalue *policy, struct text field)
{
    return (struct spot){PACK_FILE_POLICIES, check_id(PACK_POLICIES, policy), field};
}

static void check_status(struct checker *checker, const struct jvalue *policy)
{
    const struct jvalue *words =
        jvalue_get(checker->files[PACK_FILE_POLICIES], "status_vocabulary");
    struct text status = jvalue_text(jvalue_get(policy, "status"), TEXT_NONE);
    for (uint32_t i = 0; words != NULL && words->kind == JVALUE_ARRAY && i < words->count; i++) {
        if (text_equal(jvalue_text(&words->items[i], TEXT_NONE), status)) {
            return;
        }
    }
    check_add(checker, at(policy, TEXT("status")),
              TEXT("不在法律状态的词表（status_vocabulary）中"),
              TEXT("is no legal status of status_vocabulary"));
}

/* ---- benefits ---- */

static bool is_text(const struct jvalue *value)
{
    return value->kind == JVALUE_TEXT && !text_is_empty(value->text);
}

static bool is_amount(const struct jvalue *value)
{
    return jvalue_is_number(value) && isfinite(jvalue_number(value)) && jvalue_number(value) >= 0;
}

static bool is_amounts(const struct jvalue *value)
{
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        if (!is_amount(&value->items[i])) {
            return false;
        }
    }
    return value->kind == JVALUE_ARRAY;
}

static bool is_rate(const struct jvalue *value)
{
    return is_amount(value) || is_amounts(value);
}

static bool is_shares(const struct jvalue *value)
{
    for (uint32_t i = 0; value->kind == JVALUE_OBJECT && i < value->count; i++) {
        if (!is_amount(&value->members[i].value) || jvalue_number(&value->members[i].value) > 1) {
            return false;
        }
    }
    return value->kind == JVALUE_OBJECT;
}

static bool is_tier(const struct jvalue *value)
{
    static const char *const names[] = {"gt", "lte", "flat_wanyuan", "per_wanyuan", "pay_wanyuan"};
    for (uint32_t i = 0; value->kind == JVALUE_OBJECT && i < value->count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < COUNT_OF(names); k++) {
            is_known = is_known || text_is(value->members[i].name, names[k]);
        }
        const struct jvalue *figure = &value->members[i].value;
        if (!is_known || (figure->kind != JVALUE_NULL && !is_amount(figure))) {
            return false;
        }
    }
    return value->kind == JVALUE_OBJECT;
}

static bool is_tiers(const struct jvalue *value)
{
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        if (!is_tier(&value->items[i])) {
            return false;
        }
    }
    return value->kind == JVALUE_ARRAY;
}

static const struct {
    const char *name;
    bool (*fits)(const struct jvalue *value);
    const char *zh;
    const char *en;
} figures[] = {
    {"kind", is_text, "应为文字", "must be a text"},
    {"text", is_text, "应为文字", "must be a text"},
    {"rate", is_rate, "应为比例，或按年的比例列表", "must be a share, or shares by year"},
    {"base", is_text, "应为文字", "must be a text"},
    {"cap_wanyuan", is_amount, "应为不小于 0 的数", "must be a number, 0 or more"},
    {"amount_wanyuan", is_amount, "应为不小于 0 的数", "must be a number, 0 or more"},
    {"applies_to", is_text, "应为文字", "must be a text"},
    {"years", is_amount, "应为不小于 0 的数", "must be a number, 0 or more"},
    {"instalments", is_amounts, "应为数的列表", "must be a list of numbers"},
    {"cost_sharing", is_shares, "应为各级所担比例（0 至 1）", "must be a share, 0 to 1, a level"},
    {"tiers", is_tiers, "应为分档列表（gt、lte、flat_wanyuan、per_wanyuan、pay_wanyuan）",
     "must be tiers of gt, lte, flat_wanyuan, per_wanyuan, pay_wanyuan"},
    {"clawback", is_text, "应为文字", "must be a text"},
};

static void check_figure(struct checker *checker, const struct jvalue *policy, uint32_t place,
                         const struct jmember *figure)
{
    struct spot spot = at(policy, text_format(checker->arena, "benefits[%u].%.*s", (unsigned)place,
                                              TEXT_ARG(figure->name)));
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        if (text_is(figure->name, figures[i].name)) {
            if (figure->value.kind != JVALUE_NULL && !figures[i].fits(&figure->value)) {
                check_add(checker, spot, text_of(figures[i].zh), text_of(figures[i].en));
            }
            return;
        }
    }
    check_add(checker, spot, TEXT("格式中没有这一项"), TEXT("the format has no such key"));
}

static void check_figures(struct checker *checker, const struct jvalue *policy)
{
    const struct jvalue *list = jvalue_get(policy, "benefits");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        const struct jvalue *benefit = &list->items[i];
        if (benefit->kind != JVALUE_OBJECT || jvalue_is_null(jvalue_get(benefit, "kind")) ||
            jvalue_is_null(jvalue_get(benefit, "text"))) {
            check_add(checker, at(policy, text_format(checker->arena, "benefits[%u]", (unsigned)i)),
                      TEXT("须有 kind 和 text"), TEXT("needs kind and text"));
            continue;
        }
        for (uint32_t k = 0; k < benefit->count; k++) {
            check_figure(checker, policy, i, &benefit->members[k]);
        }
    }
}

/* ---- trial cases ---- */

static void check_trial(struct checker *checker, const struct jvalue *policy,
                        const struct rule *rule, uint32_t place)
{
    const struct jvalue *one = &jvalue_get(policy, "trials")->items[place];
    struct text head = text_format(checker->arena, "trials[%u]", (unsigned)place);
    struct policy_trial trial;
    struct pack_finding why = {.field = TEXT_NONE};
    if (!policy_trial_read(checker->arena, checker->spaces[PACK_SPACE_POLICIES], one, &trial,
                           &why)) {
        struct text spot = text_format(checker->arena, "%.*s%s%.*s", TEXT_ARG(head),
                                       why.field.len > 0 ? "." : "", TEXT_ARG(why.field));
        check_add(checker, at(policy, spot), why.zh, why.en);
        return;
    }
    struct rule_view view = {trial.facts, RULE_MISSING_UNKNOWN};
    enum rule_answer answer = rule == NULL ? trial.expected : rule_evaluate(rule, view);
    if (answer != trial.expected) {
        const char *is = rule_answer_name(answer);
        const char *must = rule_answer_name(trial.expected);
        check_add(checker, at(policy, head),
                  text_format(checker->arena, "试算样例“%.*s”得 %s，应得 %s", TEXT_ARG(trial.name),
                              is, must),
                  text_format(checker->arena, "trial case '%.*s' comes to %s, must be %s",
                              TEXT_ARG(trial.name), is, must));
    }
}

void check_policies(struct checker *checker, const struct rule *const *rules)
{
    const struct jvalue *policies = check_array(checker, PACK_POLICIES);
    for (uint32_t i = 0; policies != NULL && i < policies->count; i++) {
        const struct jvalue *policy = &policies->items[i];
        const struct jvalue *trials = jvalue_get(policy, "trials");
        if (policy->kind != JVALUE_OBJECT) {
            continue; /* said with the shapes */
        }
        check_status(checker, policy);
        check_figures(checker, policy);
        for (uint32_t k = 0; trials != NULL && trials->kind == JVALUE_ARRAY && k < trials->count;
             k++) {
            check_trial(checker, policy, rules[i], k);
        }
    }
}
