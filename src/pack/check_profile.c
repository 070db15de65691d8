#include "pack/checker.h"

/* What shapes can't say of profile.json: an option is a value with a name in each language, and a
 * fact that stands for a field is one of the project's or the lead's. */

static void refuse(struct checker *checker, const struct jvalue *record, const char *field,
                   struct text zh, struct text en)
{
    check_add(
        checker,
        (struct spot){PACK_FILE_PROFILE, check_id(PACK_PROFILE_FIELDS, record), text_of(field)}, zh,
        en);
}

static bool is_option(const struct jvalue *option)
{
    bool is_sound = option->kind == JVALUE_ARRAY && option->count == 3;
    for (uint32_t i = 0; is_sound && i < option->count; i++) {
        is_sound = !text_is_empty(jvalue_text(&option->items[i], TEXT_NONE));
    }
    return is_sound;
}

static void check_options(struct checker *checker, const struct jvalue *record)
{
    const struct jvalue *options = jvalue_get(record, "options");
    if (options == NULL || options->kind != JVALUE_ARRAY) {
        return;
    }
    for (uint32_t i = 0; i < options->count; i++) {
        if (!is_option(&options->items[i])) {
            refuse(checker, record, "options", TEXT("每个选项应为 [值, 中文, 英文]"),
                   TEXT("an option is [value, Chinese, English]"));
            return;
        }
    }
}

static void check_fact(struct checker *checker, const struct jvalue *record)
{
    struct text fact = jvalue_text(jvalue_get(record, "fact"), TEXT_NONE);
    uint32_t field = 0;
    if (!text_is_empty(fact) && !fact_space_find(checker->spaces[PACK_SPACE_FACTS], fact, &field) &&
        !fact_space_find(checker->spaces[PACK_SPACE_LEADS], fact, &field)) {
        refuse(checker, record, "fact", TEXT("不是项目信息或筛查信息的字段"),
               TEXT("is no fact of a project or a lead"));
    }
}

void check_profile(struct checker *checker)
{
    const struct jvalue *fields = check_array(checker, PACK_PROFILE_FIELDS);
    for (uint32_t i = 0; fields != NULL && i < fields->count; i++) {
        check_options(checker, &fields->items[i]);
        check_fact(checker, &fields->items[i]);
    }
}
