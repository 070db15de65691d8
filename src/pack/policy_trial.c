#include "pack/policy_trial.h"

#include "base/arena.h"

static bool refuse(struct pack_finding *why, struct text place, struct text zh, struct text en)
{
    why->field = place;
    why->zh = zh;
    why->en = en;
    return false;
}

static bool find_answer(struct text word, enum rule_answer *out)
{
    static const enum rule_answer answers[] = {RULE_NO, RULE_UNKNOWN, RULE_YES};
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        if (text_is(word, rule_answer_name(answers[i]))) {
            *out = answers[i];
            return true;
        }
    }
    return false;
}

static bool expected_of(const struct jvalue *trial, enum rule_answer *out)
{
    return find_answer(jvalue_text(jvalue_get(trial, "expected"), TEXT_NONE), out);
}

static bool has_other_members(const struct jvalue *trial)
{
    for (uint32_t i = 0; i < trial->count; i++) {
        struct text name = trial->members[i].name;
        if (!text_is(name, "name") && !text_is(name, "facts") && !text_is(name, "expected")) {
            return true;
        }
    }
    return false;
}

static bool read_fact(struct arena *arena, const struct jmember *given, struct facts *facts,
                      struct pack_finding *why)
{
    struct text place = text_format(arena, "facts.%.*s", TEXT_ARG(given->name));
    struct fault fault = {.code = FAULT_NONE};
    uint32_t field = 0;
    if (!fact_space_find(facts->space, given->name, &field)) {
        return refuse(why, place, TEXT("政策没有这个字段"), TEXT("policies have no such field"));
    }
    return facts_set(facts, field, &given->value, &fault) ||
           refuse(why, place, fault_sentence(arena, &fault, LANGUAGE_ZH),
                  fault_sentence(arena, &fault, LANGUAGE_EN));
}

bool policy_trial_read(struct arena *arena, const struct fact_space *space,
                       const struct jvalue *trial, struct policy_trial *out,
                       struct pack_finding *why)
{
    if (trial->kind != JVALUE_OBJECT || has_other_members(trial)) {
        return refuse(why, TEXT_NONE, TEXT("试算样例恰有 name、facts、expected"),
                      TEXT("a trial case has name, facts and expected"));
    }
    struct policy_trial read = {.name = jvalue_text(jvalue_get(trial, "name"), TEXT_NONE),
                                .given = jvalue_get(trial, "facts")};
    if (text_is_empty(read.name)) {
        return refuse(why, TEXT("name"), TEXT("请给样例起名"), TEXT("the case needs a name"));
    }
    if (!expected_of(trial, &read.expected)) {
        return refuse(why, TEXT("expected"), TEXT("应为 yes、no 或 unknown"),
                      TEXT("must be yes, no or unknown"));
    }
    if (read.given == NULL || read.given->kind != JVALUE_OBJECT) {
        return refuse(why, TEXT("facts"), TEXT("应为对象"), TEXT("must be an object"));
    }
    read.facts = facts_new(arena, space);
    for (uint32_t i = 0; i < read.given->count; i++) {
        if (!read_fact(arena, &read.given->members[i], read.facts, why)) {
            return false;
        }
    }
    *out = read;
    return true;
}

bool policy_is_tried(const struct jvalue *policy)
{
    const struct jvalue *trials = jvalue_get(policy, "trials");
    uint32_t matching = 0;
    uint32_t others = 0;
    for (uint32_t i = 0; trials != NULL && trials->kind == JVALUE_ARRAY && i < trials->count; i++) {
        enum rule_answer expected = RULE_UNKNOWN;
        if (expected_of(&trials->items[i], &expected)) {
            matching += expected == RULE_YES;
            others += expected == RULE_NO;
        }
    }
    return matching > 0 && others > 0;
}

struct fact_space *policy_space_open(struct arena *arena, const struct pack *pack)
{
    const struct pack_records *records = &pack->lists[PACK_POLICY_FIELDS];
    struct fact_space *space = fact_space_open(arena);
    for (uint32_t i = 0; i < records->count; i++) {
        struct fact_field field;
        struct pack_why why;
        bool is_read = pack_read_field(arena, records->items[i].raw, &field, &why) &&
                       fact_space_add(space, &field);
        ensure(is_read); /* it was, when the pack was made */
    }
    return space;
}
