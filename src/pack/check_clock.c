#include "pack/checker.h"

/* clock.json: words that the program acts on must be words that it knows, and a rule must tell
 * somebody. */

struct choice {
    enum pack_list list;
    const char *key;
    const char *const *values; /* NULL-terminated */
};

static const char *const stop_kinds[] = {"special", "suspension", NULL};
static const char *const hands[] = {"third_party", "legal_stop", "enterprise", NULL};
static const char *const clocks[] = {"acceptance", "decision", "delivery",   "supplement", "stop",
                                     "promise",    "check",    "correction", NULL};
static const char *const moments[] = {"before", "on", "after", NULL};
static const char *const channels[] = {"platform", NULL};
static const char *const notice_kinds[] = {"clock", "escalation", "promise", "commitment", NULL};
static const char *const people[] = {"handler",    "unit",        "navigator",
                                     "enterprise", "coordinator", "district_coordinator",
                                     "supervisor", "leader",      "promotion_officer",
                                     NULL};
static const char *const odd_kinds[] = {"stop_near_due", "stop_same_day", "month_end",
                                        "resubmission", NULL};

static const struct choice choices[] = {
    {PACK_STOP_REASONS, "kind", stop_kinds}, {PACK_STOP_REASONS, "hands", hands},
    {PACK_LADDER, "clock", clocks},          {PACK_LADDER, "when", moments},
    {PACK_LADDER, "channel", channels},      {PACK_LADDER, "kind", notice_kinds},
    {PACK_ODD_USES, "kind", odd_kinds},
};

static bool is_one_of(struct text value, const char *const *values)
{
    for (; *values != NULL; values++) {
        if (text_is(value, *values)) {
            return true;
        }
    }
    return false;
}

static void refuse(struct checker *checker, enum pack_list list, const struct jvalue *record,
                   const char *key)
{
    check_add(checker, (struct spot){PACK_FILE_CLOCK, check_id(list, record), text_of(key)},
              TEXT("不是允许的取值"), TEXT("is not one of the allowed values"));
}

static void check_tell(struct checker *checker, const struct jvalue *rung)
{
    const struct jvalue *tell = jvalue_get(rung, "tell");
    if (tell == NULL || tell->kind != JVALUE_ARRAY || tell->count == 0) {
        check_add(checker,
                  (struct spot){PACK_FILE_CLOCK, check_id(PACK_LADDER, rung), TEXT("tell")},
                  TEXT("规则没有通知任何人"), TEXT("the rule tells nobody"));
        return;
    }
    for (uint32_t i = 0; i < tell->count; i++) {
        if (!is_one_of(jvalue_text(&tell->items[i], TEXT_NONE), people)) {
            refuse(checker, PACK_LADDER, rung, "tell");
        }
    }
}

void check_clock(struct checker *checker)
{
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        const struct jvalue *records = check_array(checker, choices[i].list);
        for (uint32_t j = 0; records != NULL && j < records->count; j++) {
            const struct jvalue *record = &records->items[j];
            if (!is_one_of(jvalue_text(jvalue_get(record, choices[i].key), TEXT_NONE),
                           choices[i].values)) {
                refuse(checker, choices[i].list, record, choices[i].key);
            }
        }
    }
    const struct jvalue *rungs = check_array(checker, PACK_LADDER);
    for (uint32_t i = 0; rungs != NULL && i < rungs->count; i++) {
        check_tell(checker, &rungs->items[i]);
    }
}
