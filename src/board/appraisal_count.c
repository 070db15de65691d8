#include <stdio.h>
#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "board/appraisal_draw.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"
#include "room/rating/rating_views.h"

/* One that is appraised, with what its rows of each part add up to. */
struct one {
    struct text key;
    int64_t account;
    struct measure_sum sums[APPRAISE_PARTS_MAX];
};
struct counting {
    const struct appraisal_asked *asked;
    struct appraisal_parts parts;
    enum measure_form forms[APPRAISE_PARTS_MAX];
    struct one *ones;
    uint32_t count, capacity;
    struct name_table keys;
    size_t part; /* that is being counted */
};

static struct text of_record(const struct pack_record *record, const char *key)
{
    return jvalue_text(jvalue_get(record->raw, key), TEXT_NONE);
}

static int64_t number_of(const struct pack_record *record, const char *key)
{
    return jvalue_int(jvalue_get(record->raw, key), 0);
}

const struct pack_record *appraisal_formula_on(const struct city *city, struct text who,
                                               civil_date on)
{
    const struct pack_records *formulas = &city_pack(city)->lists[PACK_APPRAISAL_FORMULAS];
    for (uint32_t i = 0; i < formulas->count; i++) {
        if (pack_in_force(&formulas->items[i], on) &&
            text_equal(of_record(&formulas->items[i], "of"), who)) {
            return &formulas->items[i];
        }
    }
    return NULL;
}

/* The rules of the formula as the city's data have them on the day of cut-off. */
static void read_rules(struct counting *counting)
{
    const struct appraisal_asked *asked = counting->asked;
    const struct pack_records *parts = &city_pack(asked->run->city)->lists[PACK_APPRAISAL_PARTS];
    for (uint32_t i = 0; i < parts->count && counting->parts.count < APPRAISE_PARTS_MAX; i++) {
        const struct pack_record *record = &parts->items[i];
        if (text_equal(of_record(record, "formula"), asked->formula)) {
            counting->parts.items[counting->parts.count++] = (struct appraisal_part){
                .id = record->id,
                .indicator = of_record(record, "indicator"),
                .rating = of_record(record, "rating"),
                .rule = {.weight = number_of(record, "weight"),
                         .floor = number_of(record, "floor"),
                         .full = number_of(record, "full"),
                         .minimum = number_of(record, "minimum")},
            };
        }
    }
}

/* -- whose a row is -- */

/* NULL: there are as many as may be. */
static struct one *one_of(struct counting *counting, struct text key)
{
    struct arena *arena = counting->asked->run->arena;
    uint32_t at = 0;
    if (name_table_find(&counting->keys, key, &at)) {
        return &counting->ones[at];
    }
    if (counting->count == APPRAISAL_RESULTS_MAX) {
        return NULL;
    }
    if (counting->count == counting->capacity) {
        counting->ones =
            arena_grown(arena, counting->ones, &counting->capacity, sizeof *counting->ones);
    }
    struct text kept = text_copy(arena, key);
    (void)name_table_put(&counting->keys, kept, counting->count);
    counting->ones[counting->count] = (struct one){.key = kept};
    return &counting->ones[counting->count++];
}

static bool is_asked(const struct counting *counting, struct text key)
{
    const struct appraisal_asked *asked = counting->asked;
    return key.len > 0 && (asked->only.len == 0 || text_equal(asked->only, key)) &&
           (text_is(asked->who, "navigator") || city_is_unit(asked->run->city, key));
}

static bool take(void *context, const struct indicator_row *row)
{
    struct counting *counting = context;
    char digits[24];
    struct text key = row->org;
    if (text_is(counting->asked->who, "navigator")) {
        int length = snprintf(digits, sizeof digits, "%lld", (long long)row->navigator);
        key = row->navigator == 0 ? TEXT_NONE : (struct text){digits, (size_t)length};
    }
    struct one *one = is_asked(counting, key) ? one_of(counting, key) : NULL;
    if (one != NULL) {
        one->account = text_is(counting->asked->who, "navigator") ? row->navigator : 0;
        measure_add(counting->asked->run->arena, counting->forms[counting->part],
                    &one->sums[counting->part], &row->measure);
    }
    return true;
}

/* -- indicators -- */

static civil_date first_day(int64_t year)
{
    return civil_date_from_parts((struct civil_parts){(int32_t)year, 1, 1});
}

static bool count_indicator(struct counting *counting, struct fault *fault)
{
    const struct appraisal_asked *asked = counting->asked;
    struct view_run run = *asked->run;
    struct indicator_query query = {
        .from = first_day(asked->year), .to = first_day(asked->year + 1) - 1, .cut = asked->cut};
    struct indicator_asked one;
    run.parameters[0] = counting->parts.items[counting->part].indicator;
    if (!indicator_ask(&run, &query, &one, fault)) {
        return false;
    }
    counting->forms[counting->part] = one.form;
    return indicator_gather(&one, 0, take, counting, fault);
}

/* -- ratings: up to the last whole month, and of few nothing -- */

static void add_rating(struct counting *counting, struct rating_sum *sum,
                       const struct rating_count *count)
{
    const struct city *city = counting->asked->run->city;
    bool is_in_time = text_is(count->what, "low_in_time");
    if (rating_grade(city, count->what) != NULL) {
        sum->ratings += count->count;
        sum->grades[0] += rating_grade_is_low(city, count->what) ? 0 : count->count;
    }
    sum->low_in_time += is_in_time ? count->count : 0;
    sum->low_due += is_in_time || text_is(count->what, "low_late") ? count->count : 0;
}

static void take_ratings(struct counting *counting, const struct rating_sums *sums)
{
    for (size_t i = 0; i < sums->count; i++) {
        const struct rating_sum *sum = &sums->items[i];
        struct one *one = is_asked(counting, sum->key) ? one_of(counting, sum->key) : NULL;
        for (size_t p = 0; one != NULL && !sum->is_hidden && p < counting->parts.count; p++) {
            struct text rating = counting->parts.items[p].rating;
            bool is_good = text_is(rating, "good");
            int64_t whole = is_good ? sum->ratings : sum->low_due;
            if (rating.len > 0) {
                one->sums[p] =
                    (struct measure_sum){.rows = whole,
                                         .part = is_good ? sum->grades[0] : sum->low_in_time,
                                         .whole = whole};
            }
        }
    }
}

static bool count_ratings(struct counting *counting, struct fault *fault)
{
    const struct appraisal_asked *asked = counting->asked;
    struct arena *arena = asked->run->arena;
    civil_date until = asked->cut + 1 - civil_date_parts(asked->cut + 1).day;
    civil_date last = first_day(asked->year + 1) - 1;
    struct rating_span span = {.by = RATING_BY_ORG,
                               .from = first_day(asked->year),
                               .to = last < until ? last : until,
                               .until = until,
                               .silent_to = until};
    struct rating_counts counts;
    struct rating_sums sums = {NULL, 0};
    struct name_table keys = name_table_open(arena, 64);
    if (!rating_counts_of(arena, asked->run->store, &span, &counts, fault)) {
        return false;
    }
    sums.items = arena_array(arena, struct rating_sum, counts.count + 1);
    for (size_t i = 0; i < counts.count; i++) {
        uint32_t at = (uint32_t)sums.count;
        if (name_table_put(&keys, counts.items[i].key, at)) {
            sums.items[sums.count++] = (struct rating_sum){.key = counts.items[i].key};
        } else {
            (void)name_table_find(&keys, counts.items[i].key, &at);
        }
        add_rating(counting, &sums.items[at], &counts.items[i]);
    }
    rating_hide_few(&sums, rating_minimum(asked->run->city, asked->cut));
    take_ratings(counting, &sums);
    return true;
}

/* -- all of it -- */

static int by_key(const void *left, const void *right)
{
    return text_compare(((const struct one *)left)->key, ((const struct one *)right)->key);
}

static struct appraise_figure figure_of(enum measure_form form, const struct measure_sum *sum)
{
    struct measure_value value = measure_value_of(form, sum);
    bool is_known = value.is_known && value.has_interval;
    return is_known ? (struct appraise_figure){sum->rows, true, value.value, value.low, value.high}
                    : (struct appraise_figure){.rows = sum->rows};
}

static void write_out(struct counting *counting, struct appraisal_counts *out)
{
    if (counting->count > 0) {
        qsort(counting->ones, counting->count, sizeof *counting->ones, by_key);
    }
    out->items =
        arena_array(counting->asked->run->arena, struct appraisal_counted, counting->count + 1);
    out->count = counting->count;
    for (uint32_t i = 0; i < counting->count; i++) {
        out->items[i] = (struct appraisal_counted){.key = counting->ones[i].key,
                                                   .account = counting->ones[i].account,
                                                   .parts = counting->parts};
        for (size_t p = 0; p < counting->parts.count; p++) {
            out->items[i].parts.items[p].figure =
                figure_of(counting->forms[p], &counting->ones[i].sums[p]);
        }
    }
}

bool appraisal_count(const struct appraisal_asked *asked, struct appraisal_counts *out,
                     struct fault *fault)
{
    const struct pack_record *formula = pack_find(
        city_pack(asked->run->city), PACK_APPRAISAL_FORMULAS, asked->formula, CIVIL_DATE_NONE);
    struct counting *counting = arena_new(asked->run->arena, struct counting);
    *counting = (struct counting){.asked = asked, .keys = name_table_open(asked->run->arena, 64)};
    if (formula == NULL) {
        return fault_raise(fault, FAULT_APPRAISAL_NOT_NOW, TEXT_NONE,
                           FAULT_ARGS(TEXT("本市没有这一年度的考评公式"),
                                      TEXT("the city has no formula for that year")));
    }
    read_rules(counting);
    bool has_ratings = false;
    for (; counting->part < counting->parts.count; counting->part++) {
        const struct appraisal_part *part = &counting->parts.items[counting->part];
        has_ratings = has_ratings || part->rating.len > 0;
        counting->forms[counting->part] = MEASURE_IS_SHARE;
        if (part->indicator.len > 0 && !count_indicator(counting, fault)) {
            return false;
        }
    }
    if (has_ratings && !count_ratings(counting, fault)) {
        return false;
    }
    write_out(counting, out);
    out->least_weight = number_of(formula, "least_weight");
    return true;
}
