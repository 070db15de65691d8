#include "engine/calendar/hours.h"
#include "pack/checker.h"
#include "pack/office.h"

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
    check_add(checker,
              (struct spot){pack_list_shapes[list].file, check_id(list, record), text_of(key)},
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

/* "09:00-12:00", in order; a day without working time would make no limit ever end. */
static void check_hours(struct checker *checker)
{
    const struct jvalue *records = check_array(checker, PACK_OFFICE_HOURS);
    for (uint32_t i = 0; records != NULL && i < records->count; i++) {
        struct hours hours;
        if (!pack_hours_read(&records->items[i], &hours)) {
            check_add(checker,
                      (struct spot){PACK_FILE_CLOCK,
                                    check_id(PACK_OFFICE_HOURS, &records->items[i]), TEXT("spans")},
                      TEXT("应为按先后排列、不重叠的时段,如 09:00-12:00"),
                      TEXT("must be spans in order, without overlap: 09:00-12:00"));
        }
    }
}

/* Every step calls somebody there is, gives him time, and announces before that time is over. */
static void check_steps(struct checker *checker)
{
    static const char *const callable[] = {"unit", "district_coordinator", "coordinator", "leader",
                                           NULL};
    const struct jvalue *steps = check_array(checker, PACK_WHISTLE_STEPS);
    const struct jvalue *hours = check_array(checker, PACK_OFFICE_HOURS);
    for (uint32_t i = 0; steps != NULL && i < steps->count; i++) {
        const struct jvalue *step = &steps->items[i];
        int64_t given = jvalue_int(jvalue_get(step, "hours"), 0);
        int64_t announced = jvalue_int(jvalue_get(step, "announce_hours"), 0);
        if (!is_one_of(jvalue_text(jvalue_get(step, "who"), TEXT_NONE), callable)) {
            refuse(checker, PACK_WHISTLE_STEPS, step, "who");
        }
        if (given < 1 || given > 1000) {
            refuse(checker, PACK_WHISTLE_STEPS, step, "hours");
        }
        if (announced < 1 || announced > given) {
            refuse(checker, PACK_WHISTLE_STEPS, step, "announce_hours");
        }
    }
    if (steps != NULL && steps->count > 0 && (hours == NULL || hours->count == 0)) {
        check_add(checker, (struct spot){PACK_FILE_CLOCK, TEXT("office_hours"), TEXT("spans")},
                  TEXT("吹哨按工作小时计时,缺少办公时间"),
                  TEXT("whistles count working hours: the office hours are missing"));
    }
}

/* A problem climbs to a level that there is, after a time, and that is said before. */
static void check_problem_steps(struct checker *checker)
{
    static const char *const levels[] = {"city", "leader", NULL};
    static const char *const days[] = {"unassigned_days", "overdue_days"};
    const struct jvalue *steps = check_array(checker, PACK_PROBLEM_STEPS);
    for (uint32_t i = 0; steps != NULL && i < steps->count; i++) {
        const struct jvalue *step = &steps->items[i];
        int64_t announced = jvalue_int(jvalue_get(step, "announce_days"), 0);
        if (!is_one_of(jvalue_text(jvalue_get(step, "level"), TEXT_NONE), levels)) {
            refuse(checker, PACK_PROBLEM_STEPS, step, "level");
        }
        for (size_t j = 0; j < COUNT_OF(days); j++) {
            int64_t given = jvalue_int(jvalue_get(step, days[j]), 0);
            if (given < 1 || given > 250 || given < announced) {
                refuse(checker, PACK_PROBLEM_STEPS, step, days[j]);
            }
        }
        if (announced < 1) {
            refuse(checker, PACK_PROBLEM_STEPS, step, "announce_days");
        }
    }
}

/* It climbs to somebody, and there is time to say so before each step. */
static void check_climbing(struct checker *checker, enum pack_list list, const struct jvalue *rule)
{
    const struct jvalue *roles = jvalue_get(rule, "climb_roles");
    int64_t days = jvalue_int(jvalue_get(rule, "climb_days"), 0);
    int64_t announced = jvalue_int(jvalue_get(rule, "announce_days"), 0);
    if (roles == NULL || roles->kind != JVALUE_ARRAY || roles->count < 1) {
        refuse(checker, list, rule, "climb_roles");
    }
    if (days < 1 || days > 250) {
        refuse(checker, list, rule, "climb_days");
    }
    if (announced < 1 || announced > days) {
        refuse(checker, list, rule, "announce_days");
    }
}

static void check_hand_down_ladder(struct checker *checker)
{
    const struct jvalue *rules = check_array(checker, PACK_HAND_DOWN_LADDER);
    for (uint32_t i = 0; rules != NULL && i < rules->count; i++) {
        check_climbing(checker, PACK_HAND_DOWN_LADDER, &rules->items[i]);
    }
}

/* Somebody drafts and somebody approves; who reads upward does neither, since he would have to read
 * what is not approved. */
static void check_upward(struct checker *checker)
{
    static const char *const writers[] = {"drafters", "approvers"};
    const struct jvalue *rows = check_array(checker, PACK_UPWARD);
    for (uint32_t i = 0; rows != NULL && i < rows->count; i++) {
        if (jvalue_get(&rows->items[i], "climb_roles") != NULL) {
            check_climbing(checker, PACK_UPWARD, &rows->items[i]);
        }
        struct text_list readers =
            text_list_of(checker->arena, jvalue_get(&rows->items[i], "readers"));
        for (size_t j = 0; j < COUNT_OF(writers); j++) {
            struct text_list list =
                text_list_of(checker->arena, jvalue_get(&rows->items[i], writers[j]));
            bool is_right = list.count > 0 && !text_list_has(list, TEXT("leader"));
            for (size_t k = 0; k < list.count; k++) {
                is_right &= !text_list_has(readers, list.items[k]);
            }
            if (!is_right) {
                refuse(checker, PACK_UPWARD, &rows->items[i], writers[j]);
            }
        }
    }
}

static bool is_time_or_null(const struct jvalue *record, const char *key)
{
    int minute = 0;
    const struct jvalue *value = jvalue_get(record, key);
    return jvalue_is_null(value) || hours_minute_parse(jvalue_text(value, TEXT_NONE), &minute);
}

static bool are_kinds(const struct jvalue *record, const char *key)
{
    static const char *const kinds[] = {"clock",   "escalation", "outcome", "expiry", "commitment",
                                        "promise", "calendar",   "meeting", "policy", NULL};
    const struct jvalue *list = jvalue_get(record, key);
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (!is_one_of(jvalue_text(&list->items[i], TEXT_NONE), kinds)) {
            return false;
        }
    }
    return true;
}

/* When notices leave the house: times of the day, and kinds of notices that there are. */
static void check_notice_times(struct checker *checker)
{
    static const char *const times[] = {"digest_at", "quiet_from", "quiet_to"};
    static const char *const lists[] = {"critical_kinds", "urgent_kinds"};
    const struct jvalue *records = check_array(checker, PACK_NOTICE_TIMES);
    for (uint32_t i = 0; records != NULL && i < records->count; i++) {
        const struct jvalue *record = &records->items[i];
        for (size_t j = 0; j < COUNT_OF(times); j++) {
            if (!is_time_or_null(record, times[j])) {
                refuse(checker, PACK_NOTICE_TIMES, record, times[j]);
            }
        }
        for (size_t j = 0; j < COUNT_OF(lists); j++) {
            if (!are_kinds(record, lists[j])) {
                refuse(checker, PACK_NOTICE_TIMES, record, lists[j]);
            }
        }
        if (jvalue_is_null(jvalue_get(record, "quiet_from")) !=
            jvalue_is_null(jvalue_get(record, "quiet_to"))) {
            refuse(checker, PACK_NOTICE_TIMES, record, "quiet_to");
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
    check_notice_times(checker);
    check_hours(checker);
    check_steps(checker);
    check_problem_steps(checker);
    check_hand_down_ladder(checker);
    check_upward(checker);
}
