#include "base/arena.h"
#include "pack/checker.h"

/* ---- calendar ---- */

static void check_year(struct checker *checker, const struct calendar *calendar,
                       const struct jmember *year)
{
    int64_t number = 0;
    const struct jvalue *said = jvalue_get(&year->value, "working_days");
    if (!text_to_int(year->name, &number) || jvalue_is_null(said)) {
        return;
    }
    struct civil_parts last = {(int)number, 12, 31};
    civil_date before = civil_date_from_parts((struct civil_parts){(int)number, 1, 1}) - 1;
    struct calendar_count count = calendar_count(calendar, before, civil_date_from_parts(last));
    if (jvalue_int(said, -1) != count.working_days) {
        struct spot spot = {PACK_FILE_CALENDAR, year->name, TEXT("working_days")};
        check_add(checker, spot,
                  text_format(checker->arena, "应为 %lld", (long long)count.working_days),
                  text_format(checker->arena, "must be %lld", (long long)count.working_days));
    }
}

static void check_calendar(struct checker *checker)
{
    const struct jvalue *file = checker->files[PACK_FILE_CALENDAR];
    const struct calendar *calendar = NULL;
    struct fault fault = {0};
    if (file == NULL) {
        return;
    }
    if (!pack_read_calendar(checker->arena, file, &calendar, &fault)) {
        check_add_fault(checker, (struct spot){PACK_FILE_CALENDAR, TEXT("years"), TEXT_NONE},
                        &fault);
        return;
    }
    const struct jvalue *years = jvalue_get(file, "years");
    for (uint32_t i = 0; i < years->count; i++) {
        check_year(checker, calendar, &years->members[i]);
    }
    civil_date through = calendar_published_through(calendar);
    int64_t said = jvalue_int(jvalue_get(file, "published_through"), 0);
    if (through != CIVIL_DATE_NONE && said != civil_date_parts(through).year) {
        check_add(checker, (struct spot){PACK_FILE_CALENDAR, TEXT_NONE, TEXT("published_through")},
                  TEXT("应为最后一个已公布的年份"), TEXT("must be the last published year"));
    }
}

/* ---- limits ---- */

/* What the programme asks a pack for by name. */
static const char *const limit_codes[] = {
    "receive_notify",
    "decide_single",
    "decide_single_extension",
    "decide_joint",
    "decide_joint_extension",
    "decide_subordinate",
    "deliver",
    "lead_screen",
    "lead_defer_review",
    "handover_acknowledge",
    "hand_down_answer",
    "navigator_appoint",
    "plan_compile",
    "plan_confirm",
    "supplement_reply",
    "problem_assign",
    "problem_report_in",
    "problem_resolve",
    "problem_confirm",
    "problem_upward",
    "decision_task",
    "light_yellow_remaining",
    "effect_yellow_float",
    "idle_warning",
    "rating_default",
    "rating_rectify",
    "appraisal_objection",
    "appraisal_decide",
    "commitment_verify",
    "pause_renewal",
    "late_entry",
};

static void check_choice(struct checker *checker, const struct jvalue *record, const char *key,
                         const char *const *choices)
{
    struct text value = jvalue_text(jvalue_get(record, key), TEXT_NONE);
    for (; *choices != NULL; choices++) {
        if (text_is(value, *choices)) {
            return;
        }
    }
    check_add(checker, (struct spot){PACK_FILE_PACK, check_id(PACK_LIMITS, record), text_of(key)},
              TEXT("不是允许的取值"), TEXT("is not one of the allowed values"));
}

static void check_limits(struct checker *checker)
{
    static const char *const units[] = {"working_days", "calendar_days", NULL};
    static const char *const bases[] = {"law", "rule", "platform_default", NULL};
    const struct jvalue *limits = check_array(checker, PACK_LIMITS);
    uint32_t index = 0;
    for (uint32_t i = 0; limits != NULL && i < limits->count; i++) {
        check_choice(checker, &limits->items[i], "unit", units);
        check_choice(checker, &limits->items[i], "basis_kind", bases);
    }
    for (size_t i = 0; limits != NULL && i < COUNT_OF(limit_codes); i++) {
        if (!name_table_find(&checker->ids[PACK_LIMITS], text_of(limit_codes[i]), &index)) {
            check_add(checker,
                      (struct spot){PACK_FILE_PACK, TEXT("limits"), text_of(limit_codes[i])},
                      TEXT("缺少这个期限"), TEXT("the limit is missing"));
        }
    }
}

/* ---- the head of pack.json ---- */

static void check_numbers(struct checker *checker)
{
    static const char *const kinds[] = {"project", "lead", "application", "problem"};
    const struct jvalue *numbers = jvalue_get(checker->files[PACK_FILE_PACK], "numbers");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct text pattern = jvalue_text(jvalue_get(numbers, kinds[i]), TEXT_NONE);
        if (text_find(pattern, TEXT("{year}")) == SIZE_MAX ||
            text_find(pattern, TEXT("{n:")) == SIZE_MAX) {
            check_add(checker, (struct spot){PACK_FILE_PACK, TEXT("numbers"), text_of(kinds[i])},
                      TEXT("编号式样应含 {year} 和 {n:4}"),
                      TEXT("the pattern must hold {year} and {n:4}"));
        }
    }
}

static void check_head(struct checker *checker)
{
    static const char *const texts[] = {"id", "name", "name_en", "version", "city_code"};
    const struct jvalue *head = checker->files[PACK_FILE_PACK];
    struct spot spot = {PACK_FILE_PACK, TEXT_NONE, TEXT("as_of")};
    civil_date day = 0;
    if (!civil_date_parse(jvalue_text(jvalue_get(head, "as_of"), TEXT_NONE), &day)) {
        check_add(checker, spot, TEXT("应为日期"), TEXT("must be a day"));
    }
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (text_is_empty(jvalue_text(jvalue_get(head, texts[i]), TEXT_NONE))) {
            spot.field = text_of(texts[i]);
            check_add(checker, spot, TEXT("应为非空文本"), TEXT("must be text that is not empty"));
        }
    }
    int64_t offset = jvalue_int(jvalue_get(head, "utc_offset_minutes"), INT64_MIN);
    if (offset < -14 * 60 || offset > 14 * 60) {
        spot.field = TEXT("utc_offset_minutes");
        check_add(checker, spot, TEXT("应为 -840 至 840 的整数"),
                  TEXT("must be a whole number from -840 to 840"));
    }
}

void check_dates(struct checker *checker)
{
    uint32_t index = 0;
    check_head(checker);
    check_numbers(checker);
    check_limits(checker);
    check_calendar(checker);
    if (check_array(checker, PACK_UNITS) != NULL &&
        !name_table_find(&checker->ids[PACK_UNITS], TEXT("enterprise"), &index)) {
        check_add(checker,
                  (struct spot){PACK_FILE_ORGANISATIONS, TEXT("units"), TEXT("enterprise")},
                  TEXT("缺少项目企业自身（enterprise）"),
                  TEXT("the project's own enterprise is missing"));
    }
}
