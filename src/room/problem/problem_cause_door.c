#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/problem/problem_cause.h"
#include "room/problem/problem_store.h"

struct causes_query {
    civil_date from, until;
};
static const struct field causes_fields[] = {
    FIELD(causes_query, from, DATE, .zh = "提出日期从", .en = "raised from"),
    FIELD(causes_query, until, DATE, .zh = "提出日期至", .en = "raised until"),
};
const struct field_table problem_causes_table = FIELD_TABLE(causes_query, causes_fields);

struct text problem_cause_name(const struct view_run *run, struct text code)
{
    const struct pack_record *cause =
        pack_find(city_pack(run->city), PACK_PROBLEM_CAUSES, code, CIVIL_DATE_NONE);
    bool in_english = run->actor->language == LANGUAGE_EN;
    return cause == NULL                          ? code
           : in_english && cause->name_en.len > 0 ? cause->name_en
                                                  : cause->name;
}

/* One cause in several projects or units: more than one case of bad luck. */
static bool recurs(const struct problem_cause_count *count)
{
    return count->cause.len > 0 && (count->projects > 1 || count->units > 1);
}

static void write_count(struct json_writer *json, const struct view_run *run,
                        const struct problem_cause_count *count, const struct causes_query *period)
{
    char from[CIVIL_DATE_TEXT_SIZE];
    char until[CIVIL_DATE_TEXT_SIZE];
    struct text code = count->cause.len > 0 ? count->cause : TEXT(PROBLEM_CAUSE_UNKNOWN);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_object(json);
    json_member_text(json, "cause", code);
    json_member_text(json, "cause_name",
                     count->cause.len > 0 ? problem_cause_name(run, count->cause)
                     : is_zh              ? TEXT("未注明")
                                          : TEXT("not said"));
    json_member_int(json, "problems", count->problems);
    json_member_int(json, "open", count->open);
    json_member_int(json, "projects", count->projects);
    json_member_int(json, "units", count->units);
    json_member_bool(json, "recurs", recurs(count));
    json_member_text(json, "rows",
                     text_format(run->arena, "/problems?cause=%.*s&from=%.*s&until=%.*s",
                                 TEXT_ARG(code), TEXT_ARG(civil_date_write(period->from, from)),
                                 TEXT_ARG(civil_date_write(period->until, until))));
    json_end(json);
}

bool problem_answer_causes(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct causes_query *query = run->query;
    struct causes_query period = {
        .from = query->from != CIVIL_DATE_NONE ? query->from
                                               : civil_date_from_parts((struct civil_parts){
                                                     civil_date_parts(run->today).year, 1, 1}),
        .until = query->until != CIVIL_DATE_NONE ? query->until : run->today,
    };
    struct problem_cause_counts counts;
    if (!problem_count_causes(run, period.from, period.until, &counts, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "from", period.from);
    json_member_date(json, "until", period.until);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < counts.count; i++) {
        write_count(json, run, &counts.items[i], &period);
    }
    json_end(json);
    json_end(json);
    return true;
}
