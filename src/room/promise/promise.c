#include "room/promise/promise.h"

static const char *const codes[] = {"open", "kept", "missed", "cancelled"};

const char *promise_state_code(enum promise_state state)
{
    return codes[state];
}

bool promise_state_find(struct text code, enum promise_state *out)
{
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (text_is(code, codes[i])) {
            *out = (enum promise_state)i;
            return true;
        }
    }
    return false;
}

bool promise_is_ones_own(const struct promise *promise, const struct actor *actor,
                         struct fault *fault)
{
    bool is_own = actor->org.len > 0 && text_equal(actor->org, promise->by_org);
    return (is_own && (ROLES_WORK & ROLE_BIT(actor->role)) != 0) ||
           fault_raise(
               fault, FAULT_NOT_PERMITTED, TEXT_NONE,
               FAULT_ARGS(TEXT("由作出承诺的单位操作"), TEXT("the unit that promised does this")));
}

bool promise_is_open(const struct promise *promise, const char *zh, const char *en,
                     enum language language, struct fault *fault)
{
    static const char *const names_zh[] = {"承诺中", "已兑现", "已失约", "已终止"};
    static const char *const names_en[] = {"open", "kept", "missed", "ended"};
    if (promise->state == PROMISE_OPEN) {
        return true;
    }
    bool is_zh = language == LANGUAGE_ZH;
    return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                       FAULT_ARGS(text_of((is_zh ? names_zh : names_en)[promise->state]),
                                  text_of(is_zh ? zh : en),
                                  is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}

static bool refuse_day(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, "承诺日期", "promised day");
    return false;
}

#define AHEAD_MAX 1100 /* three years: more is a slip of the pen */

bool promise_decide_make(const struct promise_make *command, civil_date today, struct fault *fault)
{
    return (command->on >= today && command->on <= today + AHEAD_MAX) ||
           refuse_day(fault, "on", "应为今天或以后三年内的日期",
                      "a day from today on, within three years");
}

/* The new day lies ahead and is another one. */
static bool is_another_day(const struct promise *promise, civil_date to, civil_date today,
                           struct fault *fault)
{
    return (to >= today && to <= today + AHEAD_MAX && to != promise->promised_on) ||
           refuse_day(fault, "to", "应为今天以后的另一个日期", "another day, from today on");
}

bool promise_decide_move(const struct promise *promise, const struct promise_move *command,
                         const struct promise_terms *terms, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    static const char *const numbers[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
    if (!promise_is_open(promise, "变更", "move it", terms->actor->language, fault)) {
        return false;
    }
    if (terms->left_days <= terms->lock_days) {
        size_t at = terms->lock_days >= 0 && terms->lock_days < (int64_t)COUNT_OF(numbers)
                        ? (size_t)terms->lock_days
                        : COUNT_OF(numbers) - 1;
        return fault_raise(
            fault, FAULT_PROMISE_LOCKED, TEXT("to"),
            FAULT_ARGS(civil_date_write(promise->promised_on, day), text_of(numbers[at])));
    }
    return is_another_day(promise, command->to, terms->today, fault);
}

bool promise_decide_request(const struct promise *promise, const struct promise_move *command,
                            const struct promise_terms *terms, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    if (!promise_is_open(promise, "申请变更", "ask for a move", terms->actor->language, fault)) {
        return false;
    }
    if (waits) {
        return fault_raise(
            fault, FAULT_ALREADY_DONE, TEXT_NONE,
            FAULT_ARGS(TEXT("已有一份变更申请等待批准"), TEXT("a request waits for its answer")));
    }
    if (promise->promised_on < terms->today) {
        return fault_raise(fault, FAULT_PROMISE_PASSED, TEXT("to"),
                           FAULT_ARGS(civil_date_write(promise->promised_on, day)));
    }
    return is_another_day(promise, command->to, terms->today, fault);
}

bool promise_decide_answer(const struct promise *promise, const struct actor *actor, bool may,
                           struct fault *fault)
{
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    if (!may) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("由有权批准的人员、其受委托人或代行职务的人员批准"),
                       TEXT("those who approve, their deputies, or whom they delegated to")));
    }
    if (!waits) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("没有等待批准的变更申请"), TEXT("no request waits")));
    }
    return actor->account != promise->request.account ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("不得批准自己的申请"), TEXT("nobody answers his own")));
}

static civil_date day_that_counts(const struct promise *promise)
{
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    return waits && promise->request.to_on > promise->promised_on ? promise->request.to_on
                                                                  : promise->promised_on;
}

bool promise_is_late(const struct promise *promise, civil_date on)
{
    return on > day_that_counts(promise);
}

bool promise_is_missed(const struct promise *promise, civil_date today)
{
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    return promise->state == PROMISE_OPEN && promise->promised_on < today && !waits;
}
