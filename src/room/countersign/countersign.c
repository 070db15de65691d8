#include "room/countersign/countersign.h"

static const char *const codes[] = {"open", "agreed", "declined", "cancelled"};

const char *countersign_state_code(enum countersign_state state)
{
    return codes[state];
}

bool countersign_state_find(struct text code, enum countersign_state *out)
{
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (text_is(code, codes[i])) {
            *out = (enum countersign_state)i;
            return true;
        }
    }
    return false;
}

enum countersign_state countersign_outcome(enum countersign_mode mode,
                                           const struct countersign_signer *signers, size_t count)
{
    size_t agree = 0;
    size_t disagree = 0;
    size_t wait = 0;
    for (size_t i = 0; i < count; i++) {
        agree += signers[i].answer == COUNTERSIGN_AGREES;
        disagree += signers[i].answer == COUNTERSIGN_DISAGREES;
        wait += signers[i].answer == COUNTERSIGN_WAITS;
    }
    if (mode == COUNTERSIGN_ANY) {
        return agree > 0                   ? COUNTERSIGN_AGREED
               : wait == 0 && disagree > 0 ? COUNTERSIGN_DECLINED
                                           : COUNTERSIGN_OPEN;
    }
    return disagree > 0             ? COUNTERSIGN_DECLINED
           : wait == 0 && agree > 0 ? COUNTERSIGN_AGREED
                                    : COUNTERSIGN_OPEN;
}

const struct countersign_signer *countersign_signer_of(const struct countersign *countersign,
                                                       const struct actor *actor)
{
    const struct countersign_signer *found = NULL;
    for (size_t i = 0; i < countersign->signer_count; i++) {
        const struct countersign_signer *signer = &countersign->signers[i];
        if (signer->answer != COUNTERSIGN_WAITS) {
            continue;
        }
        if (signer->account != 0 && signer->account == actor->account) {
            return signer;
        }
        bool is_unit = signer->account == 0 && text_equal(signer->org, actor->org);
        found = found == NULL && is_unit ? signer : found;
    }
    return found;
}

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_unit = text_is(text_of(field), "orgs");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_unit ? "会签单位" : "会签人员", is_unit ? "units" : "persons");
    return false;
}

static bool is_asked(const struct countersign *countersign, struct text org, int64_t account)
{
    for (size_t i = 0; i < countersign->signer_count; i++) {
        const struct countersign_signer *signer = &countersign->signers[i];
        bool is_same = account != 0 ? signer->account == account
                                    : signer->account == 0 && text_equal(signer->org, org);
        if (is_same && signer->answer != COUNTERSIGN_REMOVED) {
            return true;
        }
    }
    return false;
}

bool countersign_decide_signers(const struct countersign *countersign, const struct text_list *orgs,
                                const int64_t *accounts, size_t account_count, struct fault *fault)
{
    size_t total = countersign->signer_count + orgs->count + account_count;
    if (orgs->count + account_count == 0) {
        return refuse(fault, "orgs", "至少选择一个会签单位或人员", "name a unit or a person");
    }
    if (total > COUNTERSIGN_SIGNERS_MAX) {
        return refuse(fault, "orgs", "会签单位和人员合计最多 40 个", "at most 40 in all");
    }
    for (size_t i = 0; i < orgs->count; i++) {
        if (text_equal(orgs->items[i], countersign->by_org)) {
            return refuse(fault, "orgs", "本单位会签请指定人员",
                          "of one's own unit persons are named");
        }
        if (is_asked(countersign, orgs->items[i], 0)) {
            return refuse(fault, "orgs", "该单位已在会签之列", "that unit is asked already");
        }
    }
    for (size_t i = 0; i < account_count; i++) {
        if (is_asked(countersign, TEXT_NONE, accounts[i])) {
            return refuse(fault, "accounts", "该人员已在会签之列", "that person is asked already");
        }
    }
    return true;
}

bool countersign_is_open(const struct countersign *countersign, const char *zh, const char *en,
                         enum language language, struct fault *fault)
{
    static const char *const names_zh[] = {"会签中", "会签通过", "会签未通过", "已撤销"};
    static const char *const names_en[] = {"open", "agreed", "declined", "cancelled"};
    if (countersign->state == COUNTERSIGN_OPEN) {
        return true;
    }
    bool is_zh = language == LANGUAGE_ZH;
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(text_of((is_zh ? names_zh : names_en)[countersign->state]),
                                  text_of(is_zh ? zh : en),
                                  is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}

bool countersign_decide_sign(const struct countersign *countersign,
                             const struct countersign_sign *command, const struct actor *actor,
                             const struct countersign_signer **out, struct fault *fault)
{
    const struct countersign_signer *signer = countersign_signer_of(countersign, actor);
    if (!countersign_is_open(countersign, "会签", "sign it", actor->language, fault)) {
        return false;
    }
    if (signer == NULL) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由尚未会签的单位或人员会签"),
                                      TEXT("those who are asked and have not answered sign")));
    }
    if (text_is(command->opinion, "disagree") && command->note.len == 0) {
        fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("note"), FAULT_NO_ARGS);
        fault_label(fault, "意见", "note");
        return false;
    }
    *out = signer;
    return true;
}

bool countersign_decide_remove(const struct countersign *countersign, int64_t position,
                               enum language language, enum countersign_state *out,
                               struct fault *fault)
{
    struct countersign_signer rest[COUNTERSIGN_SIGNERS_MAX];
    bool is_there = false;
    size_t left = 0;
    if (!countersign_is_open(countersign, "减签", "take a signer out", language, fault)) {
        return false;
    }
    for (size_t i = 0; i < countersign->signer_count; i++) {
        rest[i] = countersign->signers[i];
        if (rest[i].position == position && rest[i].answer == COUNTERSIGN_WAITS) {
            rest[i].answer = COUNTERSIGN_REMOVED;
            is_there = true;
        }
        left += rest[i].answer != COUNTERSIGN_REMOVED;
    }
    if (!is_there || left == 0) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("position"),
                    FAULT_ARGS(TEXT("只能减去尚未会签的，且至少保留一个；全部不需要时请撤销会签"),
                               TEXT("only one who has not answered, and never the last: cancel it "
                                    "instead")));
        fault_label(fault, "减签", "who is taken out");
        return false;
    }
    *out = countersign_outcome(countersign->mode, rest, countersign->signer_count);
    return true;
}
