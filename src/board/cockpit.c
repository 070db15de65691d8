#include "board/cockpit.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/cockpit_inside.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"
#include "room/problem/problem.h"

static const struct statement *const cockpit_statements[] = {&cockpit_problems, &cockpit_whistles,
                                                             &cockpit_orders,   &cockpit_meetings,
                                                             &cockpit_drafts,   &cockpit_places};
static const size_t cockpit_statement_count = COUNT_OF(cockpit_statements);

static struct text say(const struct view_run *run, const char *zh, const char *en)
{
    return text_of(run->actor->language == LANGUAGE_ZH ? zh : en);
}

bool cockpit_counters(const struct view_run *run, struct standing_counters *out,
                      struct fault *fault)
{
    bool is_ready = false;
    return standing_is_ready(run, &is_ready, fault) &&
           (is_ready ? standing_counters_of : standing_counters_derive)(run, out, fault);
}

/* -- for whom -- */

/* The record of a role; of a district's people "...-district" where the city has one. NULL: none.
 */
static const struct pack_record *record_of(const struct view_run *run)
{
    struct scope scope = access_scope(run->city, run->actor);
    const char *role = role_name(run->actor->role);
    struct text own = text_format(run->arena, "%s-district", role);
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *record =
        scope.is_citys ? NULL : pack_find(pack, PACK_COCKPITS, own, run->today);
    return record != NULL ? record : pack_find(pack, PACK_COCKPITS, text_of(role), run->today);
}

const struct jvalue *cockpit_list(const struct view_run *run, const char *key)
{
    static const struct jvalue none = {.kind = JVALUE_ARRAY};
    const struct pack_record *record = record_of(run);
    const struct jvalue *list = record == NULL ? NULL : jvalue_get(record->raw, key);
    return list == NULL ? &none : list;
}

struct text cockpit_scope_name(const struct view_run *run)
{
    enum language language = run->actor->language;
    struct scope scope = access_scope(run->city, run->actor);
    return scope.kind == SCOPE_ORG ? city_org_name(run->city, scope.org_or_district, language)
           : scope.kind == SCOPE_DISTRICT
               ? city_district_name(run->city, scope.org_or_district, language)
               : city_title(run->city, language);
}

static void write_questions(struct json_writer *json, const struct view_run *run)
{
    const struct jvalue *questions = cockpit_list(run, "questions");
    json_name(json, "questions");
    json_array(json);
    for (uint32_t i = 0; i < questions->count; i++) {
        json_text(json, jvalue_text(&questions->items[i], TEXT_NONE));
    }
    json_end(json);
}

/* -- what needs me -- */

/* A problem is called as whoever looks may read it. */
static bool title_of(const struct view_run *run, const struct cockpit_needs *needs,
                     const struct cockpit_need *need, struct text *out, struct fault *fault)
{
    struct problem *problem = arena_new(run->arena, struct problem);
    bool is_problem = text_is(text_of(needs->kind), "problems");
    *out = need->title;
    if (is_problem && !problem_load(run, need->id, problem, fault)) {
        return false;
    }
    *out = is_problem ? problem->title : *out;
    return true;
}

static struct text link_of(const struct view_run *run, const struct cockpit_needs *needs,
                           const struct cockpit_need *need)
{
    struct text kind = text_of(needs->kind);
    const char *path = text_is(kind, "meetings")                              ? "/meetings/"
                       : text_is(kind, "problems") || text_is(kind, "drafts") ? "/problems?problem="
                                                                              : NULL;
    return path == NULL ? text_of(needs->link)
                        : text_format(run->arena, "%s%lld", path, (long long)need->id);
}

static void write_brief(struct json_writer *json, const struct cockpit_need *need)
{
    json_name(json, "project");
    if (need->project == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "id", need->project);
    json_member_text(json, "number", need->project_number);
    json_member_text(json, "name", need->project_name);
    json_end(json);
}

static bool write_need(struct json_writer *json, const struct view_run *run,
                       const struct cockpit_needs *needs, const struct cockpit_need *need,
                       struct fault *fault)
{
    struct text title;
    bool is_due = need->due_on != CIVIL_DATE_NONE;
    int64_t late = is_due ? city_working_days(run->city, need->due_on, run->today) : 0;
    if (!title_of(run, needs, need, &title, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", need->id);
    json_member_text(json, "number", need->number);
    json_member_text_or_null(json, "title", title);
    write_brief(json, need);
    json_member_text_or_null(json, "org", need->org);
    json_member_text_or_null(
        json, "org_name",
        need->org.len > 0 ? city_org_name(run->city, need->org, run->actor->language) : TEXT_NONE);
    json_member_date(json, "due_on", need->due_on);
    json_member_int(json, "overdue_days", late > 0 ? late : 0);
    json_member_text(json, "light",
                     text_of(late > 0              ? "red"
                             : is_due && late == 0 ? "yellow"
                                                   : "green"));
    json_member_text(json, "link", link_of(run, needs, need));
    json_end(json);
    return true;
}

#define NEEDS_SHOWN 6
bool cockpit_write_needs(struct json_writer *json, const struct view_run *run, struct fault *fault)
{
    const struct jvalue *kinds = cockpit_list(run, "needs");
    bool written = true;
    json_name(json, "needs");
    json_array(json);
    for (uint32_t i = 0; written && i < kinds->count; i++) {
        struct cockpit_needs needs;
        if (!cockpit_needs_of(run, jvalue_text(&kinds->items[i], TEXT_NONE), &needs, fault)) {
            return false;
        }
        json_object(json);
        json_member_text(json, "kind", text_of(needs.kind));
        json_member_text(json, "name", needs.name);
        json_member_int(json, "count", (int64_t)needs.count);
        json_member_bool(json, "more", needs.is_more);
        json_member_text(json, "link", text_of(needs.link));
        json_name(json, "items");
        json_array(json);
        for (size_t n = 0; written && n < needs.count && n < NEEDS_SHOWN; n++) {
            written = write_need(json, run, &needs, &needs.items[n], fault);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
    return written;
}

/* -- where is it stuck -- */

struct sum {
    int64_t part, whole;
};

/* Of a kind of counter; of and district "" any; only what is on the list or behind it where
 * `rank_min` says so. */
struct summed {
    const char *what;
    struct text of, district;
    int64_t rank_min;
};
static struct sum sum_of(const struct standing_counters *counters, struct summed asked)
{
    struct sum sum = {0, 0};
    for (size_t i = 0; i < counters->count; i++) {
        const struct standing_counter *counter = &counters->items[i];
        if (text_is(counter->what, asked.what) && counter->stage_rank >= asked.rank_min &&
            (asked.of.len == 0 || text_equal(asked.of, counter->of)) &&
            (asked.district.len == 0 || text_equal(asked.district, counter->district))) {
            sum.part += counter->part;
            sum.whole += counter->whole;
        }
    }
    return sum;
}

static void write_late(struct json_writer *json, struct sum late)
{
    json_member_int(json, "late", late.part);
    json_member_int(json, "days_lost", late.whole);
}

static void write_tile(struct json_writer *json, const struct view_run *run,
                       const struct pack_record *district)
{
    const struct pack_record *tile =
        pack_find(city_pack(run->city), PACK_TILES, district->id, run->today);
    json_member_int_if(json, "column", tile != NULL,
                       tile == NULL ? 0 : jvalue_int(jvalue_get(tile->raw, "column"), 0));
    json_member_int_if(json, "row", tile != NULL,
                       tile == NULL ? 0 : jvalue_int(jvalue_get(tile->raw, "row"), 0));
}

/* Projects on the list or behind it, and what is to be invested in them as far as it is known. */
static void write_listed(struct json_writer *json, const struct view_run *run,
                         const struct standing_counters *counters, struct text district)
{
    int64_t rank = stage_rank(STAGE_LISTED);
    struct summed projects = {STANDING_STAGE, TEXT_NONE, district, rank};
    struct summed money = {STANDING_MONEY, TEXT_NONE, district, rank};
    struct sum sum = sum_of(counters, money);
    json_member_int(json, "projects", sum_of(counters, projects).whole);
    json_member_text_or_null(json, "investment_wanyuan",
                             sum.whole > 0 ? text_format(run->arena, "%lld.%02lld",
                                                         (long long)(sum.part / 100),
                                                         (long long)(sum.part % 100))
                                           : TEXT_NONE);
}

static void write_districts(struct json_writer *json, const struct view_run *run,
                            const struct standing_counters *counters)
{
    const struct pack_records *districts = &city_pack(run->city)->lists[PACK_DISTRICTS];
    json_name(json, "districts");
    json_array(json);
    for (uint32_t i = 0; i < districts->count; i++) {
        const struct pack_record *district = &districts->items[i];
        json_object(json);
        json_member_text(json, "code", district->id);
        json_member_text(json, "name",
                         city_district_name(run->city, district->id, run->actor->language));
        json_member_text_or_null(
            json, "org", jvalue_text(jvalue_get(district->raw, "service_centre_org"), TEXT_NONE));
        write_tile(json, run, district);
        write_listed(json, run, counters, district->id);
        write_late(json,
                   sum_of(counters, (struct summed){STANDING_LATE, TEXT_NONE, district->id, 0}));
        json_member_text(json, "rows_at",
                         text_format(run->arena, "/cockpit/rows?what=late&district=%.*s",
                                     TEXT_ARG(district->id)));
        json_end(json);
    }
    json_end(json);
}

struct holder {
    struct text id;
    struct sum late;
};

static int by_days(const void *left, const void *right)
{
    const struct holder *a = left, *b = right;
    return a->late.whole != b->late.whole ? (a->late.whole < b->late.whole ? 1 : -1)
                                          : text_compare(a->id, b->id);
}

#define HOLDERS_MAX 100
static size_t holders_of(const struct standing_counters *counters, struct holder *out)
{
    size_t count = 0;
    for (size_t i = 0; i < counters->count; i++) {
        const struct standing_counter *counter = &counters->items[i];
        size_t at = 0;
        while (at < count && !text_equal(out[at].id, counter->of)) {
            at++;
        }
        if (text_is(counter->what, STANDING_LATE) && counter->of.len > 0 && at < HOLDERS_MAX) {
            out[at].id = counter->of;
            out[at].late.part += counter->part;
            out[at].late.whole += counter->whole;
            count += at == count;
        }
    }
    qsort(out, count, sizeof *out, by_days);
    return count;
}

static struct text holder_name(const struct view_run *run, struct text id)
{
    static const char *const names[][3] = {{"@enterprise", "企业", "the enterprise"},
                                           {"@navigator", "代办员", "the navigator"},
                                           {"@leader", "领导", "the leader"}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (text_is(id, names[i][0])) {
            return say(run, names[i][1], names[i][2]);
        }
    }
    return id.at[0] == '@' ? say(run, "尚无明确的责任方", "nobody in particular")
                           : city_org_name(run->city, id, run->actor->language);
}

static void write_units(struct json_writer *json, const struct view_run *run,
                        const struct standing_counters *counters)
{
    struct holder *holders = arena_array(run->arena, struct holder, HOLDERS_MAX);
    size_t count = holders_of(counters, holders);
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        struct text id = holders[i].id;
        json_object(json);
        json_member_text(json, "id", id);
        json_member_text(json, "name", holder_name(run, id));
        json_member_bool(json, "unit", id.at[0] != '@');
        write_late(json, holders[i].late);
        json_member_text(json, "rows_at",
                         text_format(run->arena, "/cockpit/rows?what=late&org=%.*s", TEXT_ARG(id)));
        json_end(json);
    }
    json_end(json);
}

static void write_stages(struct json_writer *json, const struct view_run *run,
                         const struct standing_counters *counters)
{
    json_name(json, "stages");
    json_array(json);
    for (int i = 0; i < STAGE_COUNT; i++) {
        struct text id = text_of(stage_code((enum project_stage)i));
        struct sum sum = sum_of(counters, (struct summed){STANDING_STAGE, id, TEXT_NONE, 0});
        if (sum.whole == 0) {
            continue;
        }
        json_object(json);
        json_member_text(json, "id", id);
        json_member_text(json, "name", stage_name((enum project_stage)i, run->actor->language));
        json_member_int(json, "projects", sum.whole);
        json_member_int(json, "overdue", sum.part);
        json_member_text(
            json, "rows_at",
            text_format(run->arena, "/cockpit/rows?what=overdue&stage=%.*s", TEXT_ARG(id)));
        json_end(json);
    }
    json_end(json);
}

void cockpit_write_stuck(struct json_writer *json, const struct view_run *run,
                         const struct standing_counters *counters)
{
    struct sum running =
        sum_of(counters, (struct summed){STANDING_RUNNING, TEXT_NONE, TEXT_NONE, 0});
    struct sum late = sum_of(counters, (struct summed){STANDING_LATE, TEXT_NONE, TEXT_NONE, 0});
    struct sum lights = sum_of(counters, (struct summed){STANDING_LIGHTS, TEXT_NONE, TEXT_NONE,
                                                         stage_rank(STAGE_UNDER_WAY)});
    json_name(json, "stuck");
    json_object(json);
    json_member_text(
        json, "definition",
        say(run,
            "晚：企业已确认方案、按今天的实际进度推算投产晚于方案的项目；天：各项目投产推迟的工作日"
            "之和",
            "late: projects with a confirmed plan whose production by today's forecast lies after "
            "it; days: the working days by which their production moves, added up"));
    write_listed(json, run, counters, TEXT_NONE);
    json_member_int(json, "running", running.whole);
    write_late(json, late);
    json_member_int(json, "red", lights.part);
    json_member_int(json, "yellow", lights.whole);
    json_member_text(json, "rows_at", TEXT("/cockpit/rows?what=late"));
    write_districts(json, run, counters);
    write_units(json, run, counters);
    write_stages(json, run, counters);
    json_end(json);
}

/* -- how are we doing -- */

static struct text of_record(const struct view_run *run, const struct pack_record *record,
                             const char *zh, const char *en)
{
    const char *key = run->actor->language == LANGUAGE_ZH ? zh : en;
    return jvalue_text(jvalue_get(record->raw, key), TEXT_NONE);
}

static void write_value(struct json_writer *json, const struct view_run *run,
                        const struct pack_record *record, struct sum sum)
{
    struct measure_sum rows = {.rows = sum.whole, .part = sum.part, .whole = sum.whole};
    struct measure_value value = measure_value_of(MEASURE_IS_SHARE, &rows);
    struct measure_value low = {.is_known = value.has_interval, .value = value.low};
    struct measure_value high = {.is_known = value.has_interval, .value = value.high};
    json_member_int(json, "part", sum.part);
    json_member_int(json, "whole", sum.whole);
    json_member_text_or_null(json, "value", indicator_percent(run->arena, value));
    json_member_text_or_null(json, "low", indicator_percent(run->arena, low));
    json_member_text_or_null(json, "high", indicator_percent(run->arena, high));
    json_member_bool(json, "enough",
                     sum.whole >= jvalue_int(jvalue_get(record->raw, "minimum"), 0));
}

static void write_doing(struct json_writer *json, const struct view_run *run,
                        const struct standing_counters *counters)
{
    const struct jvalue *ids = cockpit_list(run, "indicators");
    json_name(json, "doing");
    json_array(json);
    for (uint32_t i = 0; i < ids->count; i++) {
        struct text id = jvalue_text(&ids->items[i], TEXT_NONE);
        const struct pack_record *indicator =
            pack_find(city_pack(run->city), PACK_INDICATORS, id, run->today);
        if (indicator == NULL) {
            continue;
        }
        json_object(json);
        json_member_text(json, "id", id);
        json_member_text(json, "name", of_record(run, indicator, "name", "name_en"));
        json_member_text(json, "unit", of_record(run, indicator, "unit_zh", "unit_en"));
        json_member_text(json, "definition",
                         of_record(run, indicator, "definition_zh", "definition_en"));
        json_member_text(json, "numerator",
                         of_record(run, indicator, "numerator_zh", "numerator_en"));
        json_member_text(json, "denominator",
                         of_record(run, indicator, "denominator_zh", "denominator_en"));
        write_value(json, run, indicator,
                    sum_of(counters, (struct summed){STANDING_SHARE, id, TEXT_NONE, 0}));
        json_member_text(json, "rows_at",
                         text_format(run->arena, "/indicators/%.*s/rows", TEXT_ARG(id)));
        json_end(json);
    }
    json_end(json);
}

static bool answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct standing_counters counters;
    if (!cockpit_counters(run, &counters, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "scope_name", cockpit_scope_name(run));
    json_member_text(json, "as_of", indicator_moment(run));
    write_questions(json, run);
    bool written = cockpit_write_needs(json, run, fault);
    cockpit_write_stuck(json, run, &counters);
    write_doing(json, run, &counters);
    json_end(json);
    return written;
}

static const struct view_kind views[] = {
    {"cockpit.show", "/cockpit", NULL, ROLES_COCKPIT, VIEW_MAY_BE_OLD,
     "驾驶舱：需要我做什么、卡在哪里、做得怎样",
     "The cockpit: what needs me, where is it stuck, how are we doing", answer},
    {"cockpit.rows", "/cockpit/rows", &cockpit_rows_table, ROLES_COCKPIT, 0, "驾驶舱数字背后的项目",
     "The projects behind a number of the cockpit", cockpit_answer_rows},
    {"cockpit.brief", "/brief", &brief_table, ROLES_COCKPIT, 0, "每周简报",
     "The brief of a week, on one page", brief_answer},
};

const struct room cockpit_room = {.name = "cockpit", ROOM_VIEWS(views), ROOM_STATEMENTS(cockpit)};
