#include "base/arena.h"
#include "pack/checker.h"

/* What shapes can't say of commitments.json: every way of deciding on a promise has its text and
 * its rule, and what follows a broken one is something the program can do. */

static const char *const consequences[] = {"rectify", "revoke", "breach", NULL};
static const char *const marks[] = {"false", "revoke", "breach", NULL};
static const char *const certificates[] = {"held", "issued", NULL};
static const char *const lapses[] = {"void", "review", "expire", "reopen", NULL};

static struct text member(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

static uint32_t count_of(const struct jvalue *array)
{
    return array != NULL && array->kind == JVALUE_ARRAY ? array->count : 0;
}

static bool is_one_of(struct text text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (text_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

struct why {
    const char *zh, *en;
};

static struct spot at(enum pack_list list, const struct jvalue *record, const char *field)
{
    return (struct spot){PACK_FILE_COMMITMENTS, check_id(list, record), text_of(field)};
}

static void say(struct checker *checker, struct spot spot, struct why why)
{
    check_add(checker, spot, text_of(why.zh), text_of(why.en));
}

static void check_words(struct checker *checker, const struct jvalue *rule, const char *field,
                        const char *const *words)
{
    const struct jvalue *list = jvalue_get(rule, field);
    for (uint32_t i = 0; i < count_of(list); i++) {
        if (!is_one_of(jvalue_text(&list->items[i], TEXT_NONE), words)) {
            say(checker, at(PACK_COMMITMENT_RULES, rule, field),
                (struct why){"没有这种后果", "there is no such consequence"});
        }
    }
}

static bool has_word(const struct jvalue *list, const char *word)
{
    for (uint32_t i = 0; i < count_of(list); i++) {
        if (text_is(jvalue_text(&list->items[i], TEXT_NONE), word)) {
            return true;
        }
    }
    return false;
}

static void check_rule(struct checker *checker, const struct jvalue *rule)
{
    bool corrects = has_word(jvalue_get(rule, "on_failed"), "rectify") ||
                    has_word(jvalue_get(rule, "on_false"), "rectify");
    check_words(checker, rule, "on_failed", consequences);
    check_words(checker, rule, "on_false", consequences);
    check_words(checker, rule, "on_unmended", consequences);
    check_words(checker, rule, "marks", marks);
    if (count_of(jvalue_get(rule, "on_failed")) == 0) {
        say(checker, at(PACK_COMMITMENT_RULES, rule, "on_failed"),
            (struct why){"核查不通过须有后果", "a failed check must have a consequence"});
    }
    if (corrects && jvalue_int(jvalue_get(rule, "rectify_days"), 0) == 0) {
        say(checker, at(PACK_COMMITMENT_RULES, rule, "rectify_days"),
            (struct why){"限期整改须有天数", "correction within a time needs its days"});
    }
    if (corrects && count_of(jvalue_get(rule, "on_unmended")) == 0) {
        say(checker, at(PACK_COMMITMENT_RULES, rule, "on_unmended"),
            (struct why){"逾期不改须有后果", "what is not corrected must have a consequence"});
    }
}

static const struct jvalue *find(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t index = 0;
    const struct jvalue *array = check_array(checker, list);
    return array != NULL && name_table_find(&checker->ids[list], id, &index) ? &array->items[index]
                                                                             : NULL;
}

static void say_of_variant(struct checker *checker, const struct jvalue *variant, const char *zh,
                           const char *en)
{
    struct spot spot = {PACK_FILE_VARIANTS, check_id(PACK_VARIANTS, variant), TEXT("commitment")};
    check_add(checker, spot, text_of(zh), text_of(en));
}

/* A variant that rests on a promise has a rule of its own class, and the class has a text. */
static void check_variant(struct checker *checker, const struct jvalue *variant)
{
    const struct jvalue *commitment = jvalue_get(variant, "commitment");
    if (jvalue_is_null(commitment)) {
        return;
    }
    const struct jvalue *rule =
        find(checker, PACK_COMMITMENT_RULES, check_id(PACK_VARIANTS, variant));
    if (rule == NULL || !text_equal(member(rule, "class"), member(commitment, "class"))) {
        say_of_variant(checker, variant, "commitments.json 中没有同种类的核查规则",
                       "commitments.json has no rule of the same class for it");
    }
    if (find(checker, PACK_COMMITMENT_TEXTS, member(commitment, "class")) == NULL) {
        say_of_variant(checker, variant, "commitments.json 中没有该种类的承诺书文本",
                       "commitments.json has no text of this class");
    }
}

/* What may follow later must say whether its certificate waits. */
static void check_deferred(struct checker *checker, const struct jvalue *variant)
{
    const struct jvalue *effects = jvalue_get(variant, "effects");
    for (uint32_t i = 0; i < count_of(effects); i++) {
        struct text item = member(&effects->items[i], "item");
        if (text_is(member(variant, "kind"), "deferred_materials") &&
            text_is(member(&effects->items[i], "do"), "defer") &&
            find(checker, PACK_DEFERRALS, item) == NULL) {
            struct spot spot = {PACK_FILE_VARIANTS, check_id(PACK_VARIANTS, variant),
                                TEXT("effects")};
            check_add(checker, spot, TEXT("commitments.json 中没有该事项的容缺规则"),
                      TEXT("commitments.json has no rule of deferral for the item"));
        }
    }
}

static void check_choice(struct checker *checker, enum pack_list list, const struct jvalue *record,
                         const char *field, const char *const *words)
{
    if (!is_one_of(member(record, field), words)) {
        say(checker, at(list, record, field),
            (struct why){"不在可选范围内", "is none of the words allowed"});
    }
}

/* Days ahead, each less than the one before; extensions come with their months. */
static void check_expiry(struct checker *checker, const struct jvalue *expiry)
{
    const struct jvalue *days = jvalue_get(expiry, "notice_days");
    int64_t before = 10000;
    check_choice(checker, PACK_EXPIRIES, expiry, "lapse", lapses);
    for (uint32_t i = 0; i < count_of(days); i++) {
        int64_t day = jvalue_int(&days->items[i], 0);
        if (day <= 0 || day >= before) {
            say(checker, at(PACK_EXPIRIES, expiry, "notice_days"),
                (struct why){"应为递减的正整数",
                             "must be whole numbers above 0, each less than the one before"});
            return;
        }
        before = day;
    }
    if (jvalue_int(jvalue_get(expiry, "extensions"), 0) > 0 &&
        jvalue_int(jvalue_get(expiry, "extension_months"), 0) == 0) {
        say(checker, at(PACK_EXPIRIES, expiry, "extension_months"),
            (struct why){"可延期的须写明每次几个月",
                         "what may be extended must say by how many months"});
    }
}

static void each(struct checker *checker, enum pack_list list,
                 void (*check)(struct checker *checker, const struct jvalue *record))
{
    const struct jvalue *array = check_array(checker, list);
    for (uint32_t i = 0; i < count_of(array); i++) {
        check(checker, &array->items[i]);
    }
}

static void check_deferral(struct checker *checker, const struct jvalue *deferral)
{
    check_choice(checker, PACK_DEFERRALS, deferral, "certificate", certificates);
}

static bool has_text(const struct jvalue *list, struct text text)
{
    for (uint32_t i = 0; i < count_of(list); i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), text)) {
            return true;
        }
    }
    return false;
}

static bool covers(const struct checker *checker, const struct jvalue *rule,
                   const struct jvalue *item)
{
    const struct jvalue *unit = find(checker, PACK_UNITS, member(item, "org"));
    return has_text(jvalue_get(rule, "items"), check_id(PACK_ITEMS, item)) ||
           has_text(jvalue_get(rule, "units"), member(item, "org")) ||
           (unit != NULL && has_text(jvalue_get(rule, "unit_types"), member(unit, "type")));
}

/* A rule about results from elsewhere that lets in none is a slip of whoever wrote it; one that
 * lets in every item would put the word of whoever looks in the place of all decisions. */
static void check_outside_result(struct checker *checker, const struct jvalue *rule)
{
    const struct jvalue *items = check_array(checker, PACK_ITEMS);
    uint32_t covered = 0;
    for (uint32_t i = 0; i < count_of(items); i++) {
        covered += covers(checker, rule, &items->items[i]) ? 1 : 0;
    }
    if (covered == 0) {
        say(checker, at(PACK_OUTSIDE_RESULTS, rule, "items"),
            (struct why){"没有任何事项适用该规则", "no item falls under this rule"});
    } else if (covered == count_of(items)) {
        say(checker, at(PACK_OUTSIDE_RESULTS, rule, "items"),
            (struct why){"不能让所有事项的结果都来自外部系统",
                         "not every item's result may come from elsewhere"});
    }
}

void check_commitments(struct checker *checker)
{
    if (checker->files[PACK_FILE_COMMITMENTS] == NULL) {
        return;
    }
    each(checker, PACK_VARIANTS, check_variant);
    each(checker, PACK_VARIANTS, check_deferred);
    each(checker, PACK_COMMITMENT_RULES, check_rule);
    each(checker, PACK_DEFERRALS, check_deferral);
    each(checker, PACK_EXPIRIES, check_expiry);
    each(checker, PACK_OUTSIDE_RESULTS, check_outside_result);
}
