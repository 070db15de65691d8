#include "board/odd_use.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "board/course.h"
#include "pack/pack.h"

struct odd_query {
    struct text org, rule;
};
static const struct field odd_fields[] = {
    FIELD(odd_query, org, TEXT, .max = 60, .zh = "办理单位", .en = "unit"),
    FIELD(odd_query, rule, TEXT, .max = 60, .zh = "规则", .en = "rule"),
};
const struct field_table odd_use_table = FIELD_TABLE(odd_query, odd_fields);

#define FINDINGS_MAX 500

struct finder {
    const struct view_run *run;
    struct json_writer *json;
    const struct courses *courses;
    const struct pack_record *rule;
    int64_t days, at_least, percent;
    size_t found; /* of this rule; written up to FINDINGS_MAX */
};

/* -- one finding -- */

struct evidence {
    const struct application *application; /* or NULL: of a unit's month */
    struct text org, what;                 /* what: a sentence with the days */
    civil_date on;
};

static void write_finding(struct finder *finder, const struct evidence *evidence)
{
    const struct view_run *run = finder->run;
    enum language language = run->actor->language;
    struct json_writer *json = finder->json;
    const struct application *application = evidence->application;
    if (finder->found++ >= FINDINGS_MAX) {
        return;
    }
    json_object(json);
    json_member_text(json, "rule", finder->rule->id);
    json_member_text(json, "org", evidence->org);
    json_member_text(json, "org_name", city_org_name(run->city, evidence->org, language));
    json_member_int_if(json, "application_id", application != NULL,
                       application != NULL ? application->id : 0);
    json_member_text_or_null(json, "number", application != NULL ? application->number : TEXT_NONE);
    json_member_text_or_null(
        json, "item",
        application != NULL ? city_item_name(run->city, application->code, language) : TEXT_NONE);
    json_member_text_or_null(json, "project_name",
                             application != NULL ? application->project_name : TEXT_NONE);
    json_member_date(json, "on", evidence->on);
    json_member_text(json, "evidence", evidence->what);
    json_end(json);
}

static struct text days_text(struct finder *finder, civil_date day)
{
    char written[CIVIL_DATE_TEXT_SIZE];
    return text_copy(finder->run->arena, civil_date_write(day, written));
}

/* -- stops -- */

static bool is_stop(const struct clock_event *event)
{
    return (event->type == CLOCK_SPECIAL_STARTED || event->type == CLOCK_SUSPENDED) &&
           event->is_notified;
}

/* Days left in the evening before the stop began, which is itself not counted. */
static bool left_before(const struct finder *finder, const struct course_clock *clock,
                        civil_date day, int64_t *out)
{
    struct clock_case about = clock->member.about;
    struct clock_reading reading;
    struct fault unread = {.code = FAULT_NONE};
    about.as_of = day - 1;
    if (about.as_of < clock->events[0].on ||
        !clock_replay(city_calendar(finder->run->city), &clock->terms, &about, &reading, &unread)) {
        return false;
    }
    *out = reading.left;
    return reading.is_accepted;
}

static void find_near_due(struct finder *finder, const struct application *application)
{
    bool is_zh = finder->run->actor->language == LANGUAGE_ZH;
    struct course_clock clock;
    course_clock_of(finder->run, application, &clock);
    for (size_t i = 0; i < clock.member.about.count; i++) {
        int64_t left = 0;
        if (is_stop(&clock.events[i]) && left_before(finder, &clock, clock.events[i].on, &left) &&
            left <= finder->days) {
            struct text day = days_text(finder, clock.events[i].on);
            struct evidence evidence = {
                application, application->org,
                text_format(finder->run->arena,
                            is_zh ? "%.*s 停止计时，当时还剩 %lld 个工作日"
                                  : "stopped on %.*s with %lld working days left",
                            TEXT_ARG(day), (long long)left),
                clock.events[i].on};
            write_finding(finder, &evidence);
        }
    }
}

static void find_same_day(struct finder *finder, const struct application *application)
{
    bool is_zh = finder->run->actor->language == LANGUAGE_ZH;
    struct course_clock clock;
    course_clock_of(finder->run, application, &clock);
    for (size_t i = 0; i + 1 < clock.member.about.count; i++) {
        const struct clock_event *next = &clock.events[i + 1];
        bool ends = next->type == CLOCK_SPECIAL_ENDED || next->type == CLOCK_RESUMED;
        if (is_stop(&clock.events[i]) && ends && next->on == clock.events[i].on) {
            struct text day = days_text(finder, next->on);
            struct evidence evidence = {
                application, application->org,
                text_format(finder->run->arena,
                            is_zh ? "%.*s 当日暂停、当日恢复" : "stopped and resumed on %.*s",
                            TEXT_ARG(day)),
                next->on};
            write_finding(finder, &evidence);
        }
    }
}

/* -- submitted again -- */

static void find_resubmission(struct finder *finder, const struct application *application)
{
    bool is_zh = finder->run->actor->language == LANGUAGE_ZH;
    const struct course *before =
        application->previous != 0 ? course_find(finder->courses, application->previous) : NULL;
    if (before == NULL || (before->application.state != APPLICATION_WITHDRAWN &&
                           before->application.state != APPLICATION_NOT_ACCEPTED)) {
        return;
    }
    civil_date ended = before->application.closed_on;
    int64_t between = city_working_days(finder->run->city, ended, application->submitted_on);
    if (ended > application->submitted_on || between > finder->days) {
        return;
    }
    struct text first = days_text(finder, ended);
    struct text second = days_text(finder, application->submitted_on);
    struct evidence evidence = {
        application, application->org,
        text_format(
            finder->run->arena,
            is_zh ? "前一办件 %.*s 于 %.*s 终止，%.*s 重新提交，计时重新开始"
                  : "%.*s ended on %.*s and was submitted again on %.*s: the clock began anew",
            TEXT_ARG(before->application.number), TEXT_ARG(first), TEXT_ARG(second)),
        application->submitted_on};
    write_finding(finder, &evidence);
}

/* -- the month's end -- */

struct month {
    struct text org;
    int32_t number; /* year * 12 + month */
    int64_t all, last;
};
struct months {
    struct name_table table;
    struct month *items;
    size_t count;
};
#define MONTHS_MAX 4000

static bool is_at_end(const struct finder *finder, civil_date day)
{
    struct civil_parts parts = civil_date_parts(day);
    civil_date next = day;
    while (civil_date_parts(next).month == parts.month) {
        next++;
    }
    return city_working_days(finder->run->city, day, next - 1) < finder->days;
}

static void count_decision(struct finder *finder, struct months *months,
                           const struct application *application)
{
    struct civil_parts parts = civil_date_parts(application->decided_on);
    int32_t number = parts.year * 12 + parts.month;
    struct text key =
        text_format(finder->run->arena, "%.*s:%d", TEXT_ARG(application->org), number);
    uint32_t at = 0;
    if (!name_table_find(&months->table, key, &at)) {
        if (months->count == MONTHS_MAX) {
            return;
        }
        at = (uint32_t)months->count++;
        name_table_put(&months->table, key, at);
        months->items[at] = (struct month){.org = application->org, .number = number};
    }
    months->items[at].all++;
    months->items[at].last += is_at_end(finder, application->decided_on);
}

static void find_month_end(struct finder *finder)
{
    bool is_zh = finder->run->actor->language == LANGUAGE_ZH;
    struct months months = {.table = name_table_open(finder->run->arena, MONTHS_MAX),
                            .items = arena_array(finder->run->arena, struct month, MONTHS_MAX)};
    for (size_t i = 0; i < finder->courses->count; i++) {
        const struct application *application = &finder->courses->items[i].application;
        if (application->decided_on != CIVIL_DATE_NONE && !application->is_own) {
            count_decision(finder, &months, application);
        }
    }
    for (size_t i = 0; i < months.count; i++) {
        const struct month *month = &months.items[i];
        if (month->all < finder->at_least || month->last * 100 < month->all * finder->percent) {
            continue;
        }
        struct evidence evidence = {
            NULL, month->org,
            text_format(finder->run->arena,
                        is_zh ? "%d 年 %d 月办结 %lld 件，其中最后 %lld 个工作日 %lld 件"
                              : "%d-%02d: %lld decisions, on the last %lld working days %lld",
                        (month->number - 1) / 12, (month->number - 1) % 12 + 1,
                        (long long)month->all, (long long)finder->days, (long long)month->last),
            CIVIL_DATE_NONE};
        write_finding(finder, &evidence);
    }
}

/* -- the whole -- */

static void find(struct finder *finder)
{
    struct text kind = jvalue_text(jvalue_get(finder->rule->raw, "kind"), TEXT_NONE);
    void (*of_case)(struct finder *, const struct application *) =
        text_is(kind, "stop_near_due")   ? find_near_due
        : text_is(kind, "stop_same_day") ? find_same_day
        : text_is(kind, "resubmission")  ? find_resubmission
                                         : NULL;
    if (of_case == NULL) {
        find_month_end(finder);
        return;
    }
    for (size_t i = 0; i < finder->courses->count; i++) {
        if (!finder->courses->items[i].application.is_own) {
            of_case(finder, &finder->courses->items[i].application);
        }
    }
}

static int64_t number_of(const struct pack_record *rule, const char *key)
{
    const struct jvalue *value = jvalue_get(rule->raw, key);
    return value != NULL && value->kind == JVALUE_INT ? value->integer : 0;
}

static void write_rule(const struct view_run *run, struct json_writer *json,
                       const struct finder *finder)
{
    bool in_english = run->actor->language == LANGUAGE_EN;
    const struct pack_record *rule = finder->rule;
    json_object(json);
    json_member_text(json, "id", rule->id);
    json_member_text(json, "name", in_english ? rule->name_en : rule->name);
    json_member_text(
        json, "text",
        jvalue_text(jvalue_get(rule->raw, in_english ? "text_en" : "text_zh"), TEXT_NONE));
    json_member_int(json, "days", finder->days);
    json_member_int_if(json, "at_least", finder->at_least > 0, finder->at_least);
    json_member_int_if(json, "percent", finder->percent > 0, finder->percent);
    json_member_int(json, "found", (int64_t)finder->found);
    json_end(json);
}

bool odd_use_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct odd_query *query = run->query;
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_ODD_USES];
    struct course_filter filter = {query->org, TEXT_NONE};
    struct courses courses;
    struct finder *finders = arena_array(run->arena, struct finder, rules->count + 1);
    size_t count = 0;
    if (!course_load(run, &filter, &courses, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        if (!pack_in_force(rule, run->today) ||
            (query->rule.len > 0 && !text_equal(query->rule, rule->id))) {
            continue;
        }
        finders[count] = (struct finder){.run = run,
                                         .json = json,
                                         .courses = &courses,
                                         .rule = rule,
                                         .days = number_of(rule, "days"),
                                         .at_least = number_of(rule, "at_least"),
                                         .percent = number_of(rule, "percent")};
        find(&finders[count++]);
    }
    json_end(json);
    json_name(json, "rules");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        write_rule(run, json, &finders[i]);
    }
    json_end(json);
    json_member_int(json, "cases", (int64_t)courses.count);
    json_member_bool(json, "newest_only", courses.count == COURSE_MAX);
    json_end(json);
    return true;
}
