#include "engine/site/site.h"

#include "base/arena.h"
#include "base/decimal.h"
#include "engine/match/match.h"

static const char *const test_names[SITE_TEST_COUNT] = {
    [SITE_HAS] = "has",           [SITE_AT_MOST] = "at_most",       [SITE_AT_LEAST] = "at_least",
    [SITE_INDUSTRY] = "industry", [SITE_NOT_LISTED] = "not_listed", [SITE_COVERS] = "covers"};

bool site_test_find(struct text name, enum site_test *out)
{
    for (enum site_test test = 0; test < SITE_TEST_COUNT; test++) {
        if (text_is(name, test_names[test])) {
            *out = test;
            return true;
        }
    }
    return false;
}

/* One criterion of one park, while it is worked out. */
struct trial {
    struct arena *arena;
    const struct site_criterion *criterion;
    const struct site_offer *offer;
    const struct site_project *project;
    struct site_part *part;
};

static void set(const struct trial *trial, uint32_t from, uint32_t to)
{
    trial->part->from = from;
    trial->part->to = to;
}

static void ask(const struct trial *trial, uint32_t field)
{
    trial->part->missing[field] = 1;
}

/* ---- numbers ---- */

static void find_gap(const struct trial *trial, double value)
{
    struct site_part *part = trial->part;
    struct decimal fact;
    struct decimal limit;
    struct decimal factor;
    decimal_of_real(value, &fact);
    decimal_of_real(trial->offer->number, &limit);
    decimal_of_real(trial->criterion->factor, &factor);
    ensure(decimal_multiply(&limit, &factor, &limit)); /* a factor is a whole number */
    int order = decimal_compare(&fact, &limit);
    bool fits = trial->criterion->test == SITE_AT_MOST ? order <= 0 : order >= 0;
    set(trial, fits ? SITE_FULL : 0, fits ? SITE_FULL : 0);
    if (fits) {
        return;
    }
    part->has_gap = true;
    part->value = decimal_write(trial->arena, &fact);
    part->threshold = decimal_write(trial->arena, &limit);
    ensure(decimal_subtract(&fact, &limit, &fact));
    fact.is_negative = false;
    part->gap = decimal_write(trial->arena, &fact);
}

static void test_number(const struct trial *trial)
{
    const struct facts *facts = trial->project->facts;
    uint32_t field = trial->criterion->field;
    bool is_given = facts_has(facts, field);
    if (!is_given || !trial->offer->is_known) {
        set(trial, 0, SITE_FULL);
        trial->part->lacks_offer = !trial->offer->is_known;
        if (!is_given) {
            ask(trial, field);
        }
        return;
    }
    find_gap(trial, facts->numbers[fact_space_field(facts->space, field)->slot]);
}

/* ---- industries ---- */

/* Whether the project's industry is in one of the list: a code given to fewer digits than the
 * list's may yet turn out to be. */
static enum rule_answer is_listed(struct text code, struct text_list codes)
{
    enum rule_answer answer = RULE_NO;
    for (size_t i = 0; i < codes.count; i++) {
        if (text_starts_with(code, codes.items[i])) {
            return RULE_YES;
        }
        answer = text_starts_with(codes.items[i], code) ? RULE_UNKNOWN : answer;
    }
    return answer;
}

static enum rule_answer is_among(struct text direction, struct text_list directions)
{
    for (size_t i = 0; i < directions.count; i++) {
        if (text_equal(direction, directions.items[i])) {
            return RULE_YES;
        }
    }
    return RULE_NO;
}

static struct text code_of(const struct site_project *project)
{
    uint32_t field = project->code_field;
    return facts_has(project->facts, field)
               ? project->facts->texts[fact_space_field(project->facts->space, field)->slot]
               : TEXT_NONE;
}

static uint32_t worth(enum rule_answer answer, bool is_best, uint32_t full)
{
    return answer == RULE_YES || (answer == RULE_UNKNOWN && is_best) ? full : 0;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void test_industry(const struct trial *trial)
{
    const struct site_offer *offer = trial->offer;
    struct text direction = trial->project->direction;
    struct text code = code_of(trial->project);
    if (!offer->is_known) {
        set(trial, 0, SITE_FULL);
        trial->part->lacks_offer = true;
        return;
    }
    enum rule_answer by_code = offer->codes.count == 0 ? RULE_NO : is_listed(code, offer->codes);
    enum rule_answer same = offer->directions.count == 0 ? RULE_NO
                            : text_is_empty(direction)   ? RULE_UNKNOWN
                                                         : is_among(direction, offer->directions);
    bool may_lead = by_code == RULE_NO && offer->is_open;
    by_code = may_lead ? RULE_UNKNOWN : by_code;
    set(trial,
        larger(worth(by_code, false, SITE_FULL), worth(same, false, trial->criterion->partial)),
        larger(worth(by_code, true, SITE_FULL), worth(same, true, trial->criterion->partial)));
    trial->part->lacks_offer = may_lead;
    if (by_code == RULE_UNKNOWN && !may_lead) {
        ask(trial, trial->project->code_field);
    }
}

static void test_not_listed(const struct trial *trial)
{
    const struct site_offer *offer = trial->offer;
    if (!offer->is_known) {
        set(trial, 0, SITE_FULL);
        trial->part->lacks_offer = true;
        return;
    }
    enum rule_answer listed = is_listed(code_of(trial->project), offer->codes);
    set(trial, listed == RULE_NO ? SITE_FULL : 0, listed == RULE_YES ? 0 : SITE_FULL);
    if (listed == RULE_UNKNOWN) {
        ask(trial, trial->project->code_field);
    }
}

/* ---- what the park has, and has assessed ---- */

static void test_has(const struct trial *trial)
{
    bool is_known = trial->offer->is_known;
    bool has = is_known && trial->offer->has;
    set(trial, has ? SITE_FULL : 0, has || !is_known ? SITE_FULL : 0);
    trial->part->lacks_offer = !is_known;
}

static void test_covers(const struct trial *trial)
{
    const struct site_offer *offer = trial->offer;
    uint32_t sure = 0;
    uint32_t possible = 0;
    for (uint32_t i = 0; offer->is_known && i < offer->count; i++) {
        civil_date until = offer->assessments[i].until;
        sure += until != CIVIL_DATE_NONE && until >= trial->project->on;
        possible += until == CIVIL_DATE_NONE || until >= trial->project->on;
    }
    uint32_t topics = trial->criterion->topics;
    set(trial, SITE_FULL * sure / topics,
        offer->is_known ? SITE_FULL * possible / topics : SITE_FULL);
    trial->part->lacks_offer = trial->part->from < trial->part->to;
}

static void (*const tests[SITE_TEST_COUNT])(const struct trial *) = {
    [SITE_HAS] = test_has,
    [SITE_AT_MOST] = test_number,
    [SITE_AT_LEAST] = test_number,
    [SITE_INDUSTRY] = test_industry,
    [SITE_NOT_LISTED] = test_not_listed,
    [SITE_COVERS] = test_covers};

/* ---- one criterion ---- */

static enum rule_answer answer_of(uint32_t from, uint32_t to)
{
    return from > 0 ? RULE_YES : to == 0 ? RULE_NO : RULE_UNKNOWN;
}

/* Whether it matters is not known: in full if it does not, else what the test says. */
static void widen(const struct trial *trial)
{
    if (trial->part->from < SITE_FULL) {
        match_missing(trial->arena, trial->criterion->when, trial->project->facts,
                      trial->part->missing);
    }
    trial->part->to = SITE_FULL;
    trial->part->has_gap = false;
}

static void judge(const struct trial *trial)
{
    struct site_part *part = trial->part;
    const struct facts *facts = trial->project->facts;
    *part = (struct site_part){
        .applies =
            rule_evaluate(trial->criterion->when, (struct rule_view){facts, RULE_MISSING_UNKNOWN}),
        .missing = arena_array(trial->arena, uint8_t, fact_space_count(facts->space) + 1)};
    if (part->applies == RULE_NO) {
        set(trial, SITE_FULL, SITE_FULL);
    } else {
        tests[trial->criterion->test](trial);
    }
    if (part->applies == RULE_UNKNOWN) {
        widen(trial);
    }
    part->answer = answer_of(part->from, part->to);
}

void site_match(struct arena *arena, const struct site_criteria *criteria,
                const struct site_offer *offers, const struct site_project *project,
                struct site_match *out)
{
    *out = (struct site_match){
        .answer = RULE_YES,
        .parts = arena_array(arena, struct site_part, (size_t)criteria->count + 1)};
    for (uint32_t i = 0; i < criteria->count; i++) {
        const struct site_criterion *criterion = &criteria->items[i];
        struct site_part *part = &out->parts[i];
        judge(&(struct trial){arena, criterion, &offers[i], project, part});
        out->score.from += (uint64_t)criterion->weight * part->from;
        out->score.to += (uint64_t)criterion->weight * part->to;
        if (criterion->is_required) {
            out->answer = (enum rule_answer)(out->answer & part->answer);
        }
    }
}

/* ---- many parks ---- */

/* Whether `a` is shown before `b`; of equal ones neither is. */
static bool is_before(const struct site_match *a, const struct site_match *b)
{
    if (a->answer != b->answer) {
        return a->answer > b->answer;
    }
    return a->score.from != b->score.from ? a->score.from > b->score.from
                                          : a->score.to > b->score.to;
}

void site_order(const struct site_match *matches, uint32_t count, uint32_t *order)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (; at > 0 && is_before(&matches[i], &matches[order[at - 1]]); at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

struct site_places site_places(const struct site_match *matches, uint32_t count, uint32_t at)
{
    struct site_places places = {0, 0};
    const struct site_score *mine = &matches[at].score;
    if (matches[at].answer == RULE_NO) {
        return places;
    }
    places = (struct site_places){1, 1};
    for (uint32_t i = 0; i < count; i++) {
        if (i != at && matches[i].answer != RULE_NO) {
            places.best += matches[i].score.from > mine->to;
            places.worst += matches[i].score.to > mine->from;
        }
    }
    return places;
}
