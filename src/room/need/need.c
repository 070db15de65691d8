#include "room/need/need.h"

#include "pack/pack.h"

static const struct {
    const char *code, *zh, *en;
} answers[NEED_ANSWER_COUNT] = {
    [NEED_YES] = {"yes", "需要办理", "needed"},
    [NEED_INVESTIGATING] = {"under_investigation", "待核实", "under investigation"},
    [NEED_NO] = {"no", "无需办理", "not needed"},
};

const char *need_answer_code(enum need_answer answer)
{
    ensure(answer < NEED_ANSWER_COUNT);
    return answers[answer].code;
}

bool need_answer_find(struct text code, enum need_answer *out)
{
    for (int i = 0; i < NEED_ANSWER_COUNT; i++) {
        if (text_is(code, answers[i].code)) {
            *out = (enum need_answer)i;
            return true;
        }
    }
    return false;
}

struct text need_answer_name(enum need_answer answer, enum language language)
{
    ensure(answer < NEED_ANSWER_COUNT);
    return text_of(language == LANGUAGE_ZH ? answers[answer].zh : answers[answer].en);
}

static bool lists(const struct jvalue *list, struct text word)
{
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), word)) {
            return true;
        }
    }
    return false;
}

const struct pack_record *need_reason_find(const struct pack *pack, struct text code,
                                           enum need_answer answer, civil_date on)
{
    const struct pack_record *reason = pack_find(pack, PACK_NEED_REASONS, code, on);
    bool fits = reason != NULL &&
                lists(jvalue_get(reason->raw, "needed"), text_of(need_answer_code(answer)));
    return fits ? reason : NULL;
}

bool need_waits_for(const struct pack_record *item, struct text code)
{
    return lists(jvalue_get(item->raw, "predecessors"), code);
}

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, text_is(text_of(field), "item") ? "事项" : "理由",
                text_is(text_of(field), "item") ? "item" : "reason");
    return false;
}

static bool is_ones_own(const struct need_ground *ground, struct text org, bool *out_is_said,
                        struct fault *fault)
{
    const struct actor *actor = ground->actor;
    *out_is_said = actor->role == ROLE_DEPARTMENT_OFFICER && text_equal(actor->org, org);
    return *out_is_said || ground->may_propose ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由该事项的主管单位认定，代办员可以提出建议"),
                                  TEXT("the unit in charge says it; the navigator proposes")));
}

/* What stands against saying it, whoever says it. */
static bool may_be_said(const struct need_ground *ground, enum need_answer answer,
                        const struct pack_record *item, struct fault *fault)
{
    bool was_no = ground->before != NULL && ground->before->said.seq != 0 &&
                  ground->before->said.answer == NEED_NO;
    if (answer == NEED_NO && ground->taken.len > 0) {
        return fault_raise(fault, FAULT_NEED_IN_HANDS, TEXT_NONE,
                           FAULT_ARGS(item->name, ground->taken));
    }
    return !was_no || answer == NEED_NO || ground->relied.len == 0 ||
           fault_raise(fault, FAULT_NEED_RELIED_ON, TEXT_NONE,
                       FAULT_ARGS(item->name, ground->relied));
}

static bool is_news(const struct need_ground *ground, enum need_answer answer, bool is_said,
                    struct fault *fault)
{
    const struct need *before = ground->before;
    bool stands = before != NULL && before->said.seq != 0 && before->said.answer == answer &&
                  (!is_said || before->proposed.seq == 0);
    bool waits = before != NULL && !is_said && before->proposed.seq != 0 &&
                 before->proposed.answer == answer;
    return (!stands && !waits) ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("已经是这个结论"), TEXT("that is said already")));
}

bool need_decide(const struct need_ground *ground, const struct need_say *command,
                 struct need_told *out, bool *out_is_said, struct fault *fault)
{
    const struct pack_record *item =
        pack_find(ground->pack, PACK_ITEMS, command->item, ground->today);
    enum need_answer answer = NEED_YES;
    if (item == NULL || !need_answer_find(command->needed, &answer)) {
        return refuse(fault, "item", "事项目录中没有这个事项", "there is no such item");
    }
    struct text org = jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE);
    if (!is_ones_own(ground, org, out_is_said, fault)) {
        return false;
    }
    if (need_reason_find(ground->pack, command->reason, answer, ground->today) == NULL) {
        return refuse(fault, "reason", "没有适用于该结论的这个理由，请从清单中选择",
                      "there is no such reason for this: choose from the list");
    }
    if (!may_be_said(ground, answer, item, fault) ||
        !is_news(ground, answer, *out_is_said, fault)) {
        return false;
    }
    *out = (struct need_told){command->item, command->needed, command->reason, command->words, org};
    return true;
}
