#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/analysis.h"
#include "board/analysis_inside.h"
#include "pack/pack.h"

/* The quarter: how many of the decisions came in time, by unit and by district, why the others did
 * not, and all of it against the quarter before. */

static bool is_zh(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH;
}

/* -- counting -- */

struct measure {
    int64_t decided, on_time, late;
};
struct reason {
    struct text category; /* "" no problem says why */
    int64_t count;
};
struct group {
    struct text key; /* a unit, a district */
    struct measure now, before;
    struct reason *reasons;
    uint32_t reason_count, reason_capacity;
};
struct groups {
    struct arena *arena;
    struct group *items;
    uint32_t count, capacity;
};

static struct group *group_of(struct groups *groups, struct text key)
{
    for (uint32_t i = 0; i < groups->count; i++) {
        if (text_equal(groups->items[i].key, key)) {
            return &groups->items[i];
        }
    }
    if (groups->count == groups->capacity) {
        groups->items =
            arena_grown(groups->arena, groups->items, &groups->capacity, sizeof *groups->items);
    }
    groups->items[groups->count] = (struct group){.key = text_copy(groups->arena, key)};
    return &groups->items[groups->count++];
}

static void count_reason(struct arena *arena, struct group *group, struct text category)
{
    for (uint32_t i = 0; i < group->reason_count; i++) {
        if (text_equal(group->reasons[i].category, category)) {
            group->reasons[i].count++;
            return;
        }
    }
    if (group->reason_count == group->reason_capacity) {
        group->reasons =
            arena_grown(arena, group->reasons, &group->reason_capacity, sizeof *group->reasons);
    }
    group->reasons[group->reason_count++] = (struct reason){text_copy(arena, category), 1};
}

/* Where no limit is known it is neither. */
static void measure(struct measure *out, const struct analysis_decision *one)
{
    out->decided++;
    out->late += one->is_late;
    out->on_time += !one->is_late && one->due_on != CIVIL_DATE_NONE;
}

struct tally {
    struct groups all, units, districts; /* all: one group, if anything was decided */
};

static void count_one(struct tally *tally, const struct analysis_decision *one, bool is_now)
{
    struct group *const groups[] = {group_of(&tally->all, TEXT("all")),
                                    group_of(&tally->units, one->org),
                                    group_of(&tally->districts, one->district)};
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        measure(is_now ? &groups[i]->now : &groups[i]->before, one);
        if (is_now && one->is_late) {
            count_reason(tally->all.arena, groups[i], one->reason);
        }
    }
}

/* Page by page along the index of the day, each in an arena that the next one reuses. */
static bool count_period(const struct view_run *run, const struct analysis_period *period,
                         struct tally *tally, bool is_now, struct fault *fault)
{
    struct portfolio_walk walk = portfolio_walk_begin(run);
    struct analysis_decided_asked asked = {.after = {period->first - 1, INT64_MAX},
                                           .until = period->end,
                                           .org = TEXT_NONE,
                                           .district = TEXT_NONE,
                                           .limit = ANALYSIS_DECISIONS_MAX};
    struct analysis_decisions page = {NULL, 0, true};
    bool read = true;
    while (read && page.has_more) {
        portfolio_walk_next(&walk);
        read = analysis_decided(&walk.run, &asked, &page, fault);
        for (size_t i = 0; read && i < page.count; i++) {
            count_one(tally, &page.items[i], is_now);
            asked.after = (struct analysis_place){page.items[i].decided_on, page.items[i].id};
        }
    }
    portfolio_walk_end(&walk);
    return read;
}

/* -- order: the worst first, those without a rate last -- */

static bool rate_of(const struct measure *measure, int64_t *out)
{
    return analysis_permille(measure->on_time, measure->on_time + measure->late, out);
}

static int worst_first(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    int64_t rate_a = INT64_MAX;
    int64_t rate_b = INT64_MAX;
    (void)rate_of(&a->now, &rate_a);
    (void)rate_of(&b->now, &rate_b);
    if (rate_a != rate_b) {
        return rate_a < rate_b ? -1 : 1;
    }
    if (a->now.decided != b->now.decided) {
        return a->now.decided > b->now.decided ? -1 : 1;
    }
    return text_compare(a->key, b->key);
}

static int most_first(const void *left, const void *right)
{
    const struct reason *a = left, *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1)
                                : text_compare(a->category, b->category);
}

static void put_in_order(struct groups *groups)
{
    if (groups->count > 0) {
        qsort(groups->items, groups->count, sizeof *groups->items, worst_first);
    }
    for (uint32_t i = 0; i < groups->count; i++) {
        struct group *group = &groups->items[i];
        if (group->reason_count > 0) {
            qsort(group->reasons, group->reason_count, sizeof *group->reasons, most_first);
        }
    }
}

/* -- writing -- */

static void write_measure(struct json_writer *json, const struct measure *measure)
{
    int64_t rate = 0;
    bool has_rate = rate_of(measure, &rate);
    json_member_int(json, "decided", measure->decided);
    json_member_int(json, "on_time", measure->on_time);
    json_member_int(json, "late", measure->late);
    json_member_int_if(json, "on_time_permille", has_rate, rate);
}

static struct text category_name(const struct view_run *run, struct text code)
{
    const struct pack_record *category =
        pack_find(city_pack(run->city), PACK_PROBLEM_CATEGORIES, code, CIVIL_DATE_NONE);
    if (code.len == 0) {
        return is_zh(run) ? TEXT("未登记原因") : TEXT("no reason on record");
    }
    bool in_english = category != NULL && !is_zh(run) && category->name_en.len > 0;
    return category == NULL ? code : in_english ? category->name_en : category->name;
}

static void write_reasons(struct json_writer *json, const struct view_run *run,
                          const struct group *group)
{
    json_name(json, "reasons");
    json_array(json);
    for (uint32_t i = 0; i < group->reason_count; i++) {
        json_object(json);
        json_member_text_or_null(json, "category", group->reasons[i].category);
        json_member_text(json, "name", category_name(run, group->reasons[i].category));
        json_member_int(json, "count", group->reasons[i].count);
        json_end(json);
    }
    json_end(json);
}

static void write_group(struct json_writer *json, const struct view_run *run,
                        const struct group *group)
{
    int64_t now = 0;
    int64_t before = 0;
    bool has_both = rate_of(&group->now, &now) && rate_of(&group->before, &before);
    write_measure(json, &group->now);
    json_name(json, "before");
    json_object(json);
    write_measure(json, &group->before);
    json_end(json);
    json_member_int_if(json, "change_permille", has_both, now - before);
    write_reasons(json, run, group);
}

static struct text rows_address(const struct view_run *run, const char *by, struct text key)
{
    return text_format(run->arena, "/analysis/quarters/%.*s/rows%s%s%.*s",
                       TEXT_ARG(run->parameters[0]), by[0] != '\0' ? "?" : "", by, TEXT_ARG(key));
}

static void write_units(struct json_writer *json, const struct view_run *run,
                        const struct groups *units)
{
    json_name(json, "units");
    json_array(json);
    for (uint32_t i = 0; i < units->count; i++) {
        struct text org = units->items[i].key;
        json_object(json);
        json_member_text(json, "org", org);
        json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
        write_group(json, run, &units->items[i]);
        json_member_text(json, "rows", rows_address(run, "org=", org));
        json_end(json);
    }
    json_end(json);
}

static void write_districts(struct json_writer *json, const struct view_run *run,
                            const struct groups *districts)
{
    json_name(json, "districts");
    json_array(json);
    for (uint32_t i = 0; i < districts->count; i++) {
        struct text code = districts->items[i].key;
        json_object(json);
        json_member_text(json, "district", code);
        json_member_text(json, "district_name",
                         city_district_name(run->city, code, run->actor->language));
        write_group(json, run, &districts->items[i]);
        json_member_text(json, "rows", rows_address(run, "district=", code));
        json_end(json);
    }
    json_end(json);
}

static void write_named(struct json_writer *json, const struct view_run *run, const char *name,
                        const struct group *unit)
{
    json_name(json, name);
    if (unit == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "org", unit->key);
    json_member_text(json, "org_name", city_org_name(run->city, unit->key, run->actor->language));
    write_measure(json, &unit->now);
    json_end(json);
}

/* Of the units that have a rate; none, where all have the same one. */
static void write_ends(struct json_writer *json, const struct view_run *run,
                       const struct groups *units)
{
    const struct group *worst = units->count > 0 ? &units->items[0] : NULL;
    const struct group *best = worst;
    int64_t lowest = 0;
    int64_t highest = 0;
    bool has = worst != NULL && rate_of(&worst->now, &lowest);
    highest = lowest;
    for (uint32_t i = 1; has && i < units->count; i++) {
        int64_t rate = 0;
        if (rate_of(&units->items[i].now, &rate) && rate > highest) {
            best = &units->items[i];
            highest = rate;
        }
    }
    bool differ = has && highest > lowest;
    write_named(json, run, "best", differ ? best : NULL);
    write_named(json, run, "worst", differ ? worst : NULL);
}

static void write_definition(struct json_writer *json, const struct view_run *run)
{
    json_member_text(
        json, "definition",
        is_zh(run)
            ? TEXT("按期办结率：决定日在本季度、办理期限可知的办件中，决定日不晚于期限的千分比；期"
                   "限按决"
                   "定当日的时钟扣除补正、特别程序和中止；企业自行组织的事项不计，没有此类办件时为"
                   "未知。"
                   "按现承办单位和项目现所在区县归集。逾期原因取就该办件最近提出的问题的类别，没有"
                   "提出过"
                   "问题的为未登记原因。")
            : TEXT(
                  "On-time rate: of the cases decided in the quarter whose limit is known, the per "
                  "mille decided no later than it; limits leave out supplements, special "
                  "procedures and suspensions as of the day of decision; items that the enterprise "
                  "organises itself are not counted, and without any case the rate is unknown. By "
                  "the unit that has the case and the district of the project today. The reason of "
                  "a late one is the category of the problem raised about it last; where none was, "
                  "no reason is on record."));
}

static struct text quarter_title(const struct view_run *run)
{
    return text_format(run->arena, is_zh(run) ? "%.*s 季度评估" : "Quarterly evaluation %.*s",
                       TEXT_ARG(run->parameters[0]));
}

static bool quarter_of(const struct view_run *run, struct analysis_period *out, struct fault *fault)
{
    return analysis_quarter_parse(run->parameters[0], run->today, out) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("quarter"), FAULT_ARGS(TEXT("quarter")));
}

static bool answer_quarter(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct tally tally = {{.arena = run->arena}, {.arena = run->arena}, {.arena = run->arena}};
    struct analysis_period period;
    if (!quarter_of(run, &period, fault)) {
        return false;
    }
    struct analysis_period before = analysis_before(&period);
    if (!count_period(run, &period, &tally, true, fault) ||
        !count_period(run, &before, &tally, false, fault)) {
        return false;
    }
    struct group *all = group_of(&tally.all, TEXT("all"));
    put_in_order(&tally.all);
    put_in_order(&tally.units);
    put_in_order(&tally.districts);
    json_object(json);
    analysis_write_head(json, run, &period, quarter_title(run));
    write_definition(json, run);
    json_name(json, "all");
    json_object(json);
    write_group(json, run, all);
    json_member_text(json, "rows", rows_address(run, "", TEXT_NONE));
    json_end(json);
    write_ends(json, run, &tally.units);
    write_units(json, run, &tally.units);
    write_districts(json, run, &tally.districts);
    json_end(json);
    return true;
}

/* -- rows -- */

struct rows_query {
    struct text figure, org, district, after;
    int64_t limit;
};
static const char *const rows_figures[] = {"decided", "on_time", "late", NULL};
static const struct field rows_fields[] = {
    FIELD(rows_query, figure, CHOICE, .choices = rows_figures, .zh = "指标", .en = "figure"),
    FIELD(rows_query, org, TEXT, .max = 60, .zh = "承办单位", .en = "unit"),
    FIELD(rows_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(rows_query, limit, INT, .min = 1, .max = ANALYSIS_DECISIONS_MAX, .zh = "每页",
          .en = "a page"),
    FIELD(rows_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page"),
};
static const struct field_table rows_table = FIELD_TABLE(rows_query, rows_fields);

static bool read_place(struct text after, struct analysis_place *out, struct fault *fault)
{
    struct text day = text_cut(&after, '.');
    return (civil_date_parse(day, &out->day) && text_to_int(after, &out->id) && out->id > 0) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
}

static bool is_asked(struct text figure, const struct analysis_decision *row)
{
    return text_is(figure, "late")      ? row->is_late
           : text_is(figure, "on_time") ? !row->is_late && row->due_on != CIVIL_DATE_NONE
                                        : true;
}

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct analysis_decision *row)
{
    enum language language = run->actor->language;
    bool is_known = row->due_on != CIVIL_DATE_NONE;
    json_object(json);
    json_member_int(json, "id", row->id);
    json_member_text(json, "number", row->number);
    json_member_text(json, "item", city_item_name(run->city, row->code, language));
    json_member_text(json, "org", row->org);
    json_member_text(json, "org_name", city_org_name(run->city, row->org, language));
    json_member_int(json, "project_id", row->project);
    json_member_text(json, "project_number", row->project_number);
    json_member_text(json, "project_name", row->project_name);
    json_member_text(json, "district_name", city_district_name(run->city, row->district, language));
    json_member_date(json, "accepted_on", row->accepted_on);
    json_member_date(json, "due_on", row->due_on);
    json_member_date(json, "decided_on", row->decided_on);
    json_name(json, "on_time");
    if (is_known) {
        json_bool(json, !row->is_late);
    } else {
        json_null(json);
    }
    json_member_text_or_null(json, "reason",
                             row->is_late ? category_name(run, row->reason) : TEXT_NONE);
    json_end(json);
}

static struct text place_text(struct arena *arena, const struct analysis_decision *last)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    return text_format(arena, "%.*s.%lld", TEXT_ARG(civil_date_write(last->decided_on, day)),
                       (long long)last->id);
}

static bool answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct rows_query *query = run->query;
    struct analysis_period period;
    struct analysis_decisions page;
    if (!quarter_of(run, &period, fault)) {
        return false;
    }
    struct analysis_decided_asked asked = {.after = {period.first - 1, INT64_MAX},
                                           .until = period.end,
                                           .org = query->org,
                                           .district = query->district,
                                           .limit = query->limit > 0 ? query->limit : 200};
    struct analysis_place start = asked.after;
    if (query->after.len > 0 && !read_place(query->after, &asked.after, fault)) {
        return false;
    }
    asked.after = asked.after.day < period.first ? start : asked.after; /* no earlier quarter's */
    if (!analysis_decided(run, &asked, &page, fault)) {
        return false;
    }
    json_object(json);
    analysis_write_head(json, run, &period, quarter_title(run));
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < page.count; i++) {
        if (is_asked(query->figure, &page.items[i])) {
            write_row(json, run, &page.items[i]);
        }
    }
    json_end(json);
    json_member_text_or_null(json, "next",
                             page.has_more ? place_text(run->arena, &page.items[page.count - 1])
                                           : TEXT_NONE);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"analysis.quarter", "/analysis/quarters/{quarter}", NULL, ROLES_ANALYSIS, 0,
     "季度评估：按单位、区县的按期办结率及与上季度比较",
     "A quarter's evaluation: on-time rates by unit and district against the quarter before",
     answer_quarter},
    {"analysis.quarter_rows", "/analysis/quarters/{quarter}/rows", &rows_table, ROLES_ANALYSIS, 0,
     "季度评估所计的办件", "The decisions that a quarter's evaluation counts", answer_rows},
};

const struct room analysis_quarter_room = {
    .name = "analysis_quarter", ROOM_VIEWS(views), ROOM_STATEMENTS(analysis_quarter)};
