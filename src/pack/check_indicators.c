#include "engine/clock/hands.h"
#include "engine/measure/measure.h"
#include "pack/checker.h"

/* What shapes can't say of indicators.json: that the program counts what a record names, and that a
 * step can be told by what it names. */

static struct text word(const struct jvalue *record, const char *key)
{
    return jvalue_text(jvalue_get(record, key), TEXT_NONE);
}

static bool is_one_of(struct text value, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (text_is(value, *words)) {
            return true;
        }
    }
    return false;
}

static bool has(const struct checker *checker, enum pack_list list, struct text id)
{
    uint32_t at = 0;
    return name_table_find(&checker->ids[list], id, &at);
}

static void check_step(struct checker *checker, const struct jvalue *step)
{
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_INDICATOR_STEPS, step), TEXT("by")};
    struct text by = word(step, "by");
    struct text of = word(step, "of");
    const struct jvalue *items = jvalue_get(step, "items");
    bool has_items = items != NULL && items->kind == JVALUE_ARRAY && items->count > 0;
    bool is_told = text_is(by, "registered") || text_is(by, "listed") ||
                   (text_is(by, "items") && has_items) ||
                   (text_is(by, "fact") && has(checker, PACK_LEAD_FIELDS, of)) ||
                   (text_is(by, "milestone") && has(checker, PACK_MILESTONES, of));
    if (!is_told) {
        check_add(checker, spot, TEXT("由所列内容不能得知项目到了这一步"),
                  TEXT("what it names can't tell that a project is at this step"));
    }
}

static bool is_hand(struct text part)
{
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        if (text_is(part, hand_code((enum hand)hand))) {
            return true;
        }
    }
    return false;
}

static bool has_all(const struct jvalue *indicator, enum measure_kind kind)
{
    bool is_way = kind == MEASURE_REACHED || kind == MEASURE_TOOK;
    const struct jvalue *window = jvalue_get(indicator, "window_days");
    return (!is_way ||
            (word(indicator, "from_step").len > 0 && word(indicator, "to_step").len > 0)) &&
           (kind != MEASURE_HANDS || is_hand(word(indicator, "part"))) &&
           (kind != MEASURE_PROBLEMS_RECUR || jvalue_int(window, 0) > 0);
}

static void check_indicator(struct checker *checker, const struct jvalue *indicator)
{
    static const char *const bases[] = {"cohort", "period", NULL};
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_INDICATORS, indicator),
                        TEXT("measure")};
    enum measure_kind kind = MEASURE_REACHED;
    if (!measure_find(word(indicator, "measure"), &kind)) {
        check_add(checker, spot, TEXT("程序没有这种计数"),
                  TEXT("the program counts no such thing"));
    } else if (!has_all(indicator, kind)) {
        check_add(checker, spot, TEXT("缺少这种计数所需的步骤、归属或窗口天数"),
                  TEXT("lacks the steps, the hand or the days that this measure needs"));
    }
    if (!is_one_of(word(indicator, "basis"), bases)) {
        spot.field = TEXT("basis");
        check_add(checker, spot, TEXT("应为 cohort 或 period"), TEXT("cohort or period"));
    }
}

static void check_external(struct checker *checker, const struct jvalue *external)
{
    static const char *const answers[] = {"yes", "part", "no", NULL};
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_INDICATOR_EXTERNAL, external),
                        TEXT("answer")};
    bool has_indicator = word(external, "indicator").len > 0;
    struct text answer = word(external, "answer");
    if (!is_one_of(answer, answers) || has_indicator == text_is(answer, "no")) {
        check_add(checker, spot, TEXT("能答的要指明指标，不能答的没有指标"),
                  TEXT("what can be answered names an indicator, what can't has none"));
    }
}

/* -- cockpits -- */

static const char *const questions[] = {"needs", "stuck", "doing", NULL};
static const char *const needs[] = {"problems", "whistles", "orders", "meetings", "drafts", NULL};

static void check_words(struct checker *checker, const struct jvalue *cockpit, const char *key,
                        const char *const *words)
{
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_COCKPITS, cockpit), text_of(key)};
    const struct jvalue *list = jvalue_get(cockpit, key);
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (!is_one_of(jvalue_text(&list->items[i], TEXT_NONE), words)) {
            check_add(checker, spot, TEXT("程序不认识这个词"),
                      TEXT("the program knows no such word"));
        }
    }
}

static bool is_told_by_fact(const struct checker *checker, const struct jvalue *indicator,
                            const char *key)
{
    const struct jvalue *step = check_by_id(checker, PACK_INDICATOR_STEPS, word(indicator, key));
    return step != NULL && text_is(word(step, "by"), "fact");
}

/* Counters are kept of shares of projects and cases, which only events and the clock move; a day
 * that somebody named may lie ahead. */
static void check_shown(struct checker *checker, const struct jvalue *cockpit,
                        const struct jvalue *indicator)
{
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_COCKPITS, cockpit), TEXT("indicators")};
    enum measure_kind kind = MEASURE_REACHED;
    bool is_kept = measure_find(word(indicator, "measure"), &kind) && measure_is_kept(kind) &&
                   !is_told_by_fact(checker, indicator, "from_step") &&
                   !is_told_by_fact(checker, indicator, "to_step");
    if (!is_kept) {
        check_add(checker, spot, TEXT("驾驶舱只列项目转化和办件的比率，且步骤不由填报日期得知"),
                  TEXT("a cockpit shows shares of projects and cases, of steps that are not told "
                       "by a day somebody named"));
    }
}

static void check_cockpit(struct checker *checker, const struct jvalue *cockpit)
{
    const struct jvalue *shown = jvalue_get(cockpit, "indicators");
    check_words(checker, cockpit, "questions", questions);
    check_words(checker, cockpit, "needs", needs);
    for (uint32_t i = 0; shown != NULL && i < shown->count; i++) {
        const struct jvalue *indicator =
            check_by_id(checker, PACK_INDICATORS, jvalue_text(&shown->items[i], TEXT_NONE));
        if (indicator != NULL) {
            check_shown(checker, cockpit, indicator);
        }
    }
}

static void check_tile(struct checker *checker, const struct jvalue *tile)
{
    struct spot spot = {PACK_FILE_INDICATORS, check_id(PACK_TILES, tile), TEXT("id")};
    int64_t column = jvalue_int(jvalue_get(tile, "column"), 0);
    int64_t row = jvalue_int(jvalue_get(tile, "row"), 0);
    if (!has(checker, PACK_DISTRICTS, word(tile, "id")) || column < 1 || column > 12 || row < 1 ||
        row > 12) {
        check_add(checker, spot, TEXT("应为本市区县，行列在 1 到 12 之间"),
                  TEXT("a district of the city, column and row from 1 to 12"));
    }
}

void check_indicators(struct checker *checker)
{
    static const struct {
        enum pack_list list;
        void (*check)(struct checker *checker, const struct jvalue *record);
    } parts[] = {{PACK_INDICATOR_STEPS, check_step},
                 {PACK_INDICATORS, check_indicator},
                 {PACK_INDICATOR_EXTERNAL, check_external},
                 {PACK_COCKPITS, check_cockpit},
                 {PACK_TILES, check_tile}};
    for (size_t p = 0; p < COUNT_OF(parts); p++) {
        const struct jvalue *array = check_array(checker, parts[p].list);
        for (uint32_t i = 0; array != NULL && i < array->count; i++) {
            parts[p].check(checker, &array->items[i]);
        }
    }
}
