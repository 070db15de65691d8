#include "base/arena.h"
#include "pack/checker.h"

static void refuse(struct checker *checker, enum pack_list list, const struct jvalue *record,
                   const char *key)
{
    struct spot spot = {PACK_FILE_RATING, check_id(list, record), text_of(key)};
    check_add(checker, spot, TEXT("不是允许的值"), TEXT("is none of the values allowed"));
}

static bool is_one_of(const struct jvalue *record, const char *key, const char *const *values)
{
    struct text value = jvalue_text(jvalue_get(record, key), TEXT_NONE);
    for (size_t i = 0; values[i] != NULL; i++) {
        if (text_is(value, values[i])) {
            return true;
        }
    }
    return false;
}

static void check_choice(struct checker *checker, enum pack_list list, const char *key,
                         const char *const *values)
{
    const struct jvalue *records = check_array(checker, list);
    for (uint32_t i = 0; records != NULL && i < records->count; i++) {
        if (!is_one_of(&records->items[i], key, values)) {
            refuse(checker, list, &records->items[i], key);
        }
    }
}

/* One alone would tell who; what climbs needs somebody to climb to. */
static void check_rules_of(struct checker *checker)
{
    const struct jvalue *rules = check_array(checker, PACK_RATING_RULES);
    for (uint32_t i = 0; rules != NULL && i < rules->count; i++) {
        const struct jvalue *rule = &rules->items[i];
        const struct jvalue *roles = jvalue_get(rule, "climb_roles");
        int64_t days = jvalue_int(jvalue_get(rule, "climb_days"), 0);
        if (jvalue_int(jvalue_get(rule, "minimum"), 0) < 2) {
            refuse(checker, PACK_RATING_RULES, rule, "minimum");
        }
        if (roles == NULL || roles->kind != JVALUE_ARRAY || roles->count < 1) {
            refuse(checker, PACK_RATING_RULES, rule, "climb_roles");
        }
        if (days < 1 || days > 250) {
            refuse(checker, PACK_RATING_RULES, rule, "climb_days");
        }
    }
}

static void check_findings(struct checker *checker)
{
    static const char *const kinds[] = {"burst", "typed", "staff", "source", NULL};
    const struct jvalue *records = check_array(checker, PACK_RATING_FINDINGS);
    check_choice(checker, PACK_RATING_FINDINGS, "kind", kinds);
    for (uint32_t i = 0; records != NULL && i < records->count; i++) {
        bool is_burst =
            text_is(jvalue_text(jvalue_get(&records->items[i], "kind"), TEXT_NONE), "burst");
        int64_t minutes = jvalue_int(jvalue_get(&records->items[i], "minutes"), 0);
        if (jvalue_int(jvalue_get(&records->items[i], "count"), 0) < 1) {
            refuse(checker, PACK_RATING_FINDINGS, &records->items[i], "count");
        }
        if (is_burst && (minutes < 1 || minutes > 1440)) {
            refuse(checker, PACK_RATING_FINDINGS, &records->items[i], "minutes");
        }
    }
}

/* rating_figures counts each grade apart. */
#define GRADES_MAX 10

void check_rating(struct checker *checker)
{
    static const char *const channels[] = {"online", "hall", NULL};
    const struct jvalue *grades = check_array(checker, PACK_RATING_GRADES);
    for (uint32_t i = GRADES_MAX; grades != NULL && i < grades->count; i++) {
        refuse(checker, PACK_RATING_GRADES, &grades->items[i], "code");
    }
    check_choice(checker, PACK_RATING_REASONS, "channel", channels);
    check_rules_of(checker);
    check_findings(checker);
}
