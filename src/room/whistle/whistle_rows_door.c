#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "room/whistle/whistle.h"

#define MINUTE_MS 60000

struct hours_moment whistle_moment(const struct city *city, int64_t now)
{
    int64_t minutes = now / MINUTE_MS + city_utc_offset_minutes(city);
    return (struct hours_moment){city_today(city, now), (int)((minutes % 1440 + 1440) % 1440),
                                 false};
}

struct waits {
    const char *party;
    const char *role; /* whose name it is; NULL: the unit's */
};

static struct waits waits_of(const struct whistle *whistle)
{
    static const struct {
        const char *who;
        struct waits waits;
    } table[] = {
        {"unit", {"department", NULL}},
        {"district_coordinator", {"district", "district_coordinator"}},
        {"coordinator", {"centre", "centre_coordinator"}},
        {"leader", {"leader", "leader"}},
    };
    if (whistle->state == WHISTLE_CLOSED) {
        return (struct waits){"nobody", ""};
    }
    if (whistle->state == WHISTLE_REPORTED && whistle->org.len > 0) {
        return table[0].waits;
    }
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (text_is(whistle->call.who, table[i].who)) {
            return table[i].waits;
        }
    }
    return table[2].waits;
}

static struct text act_of(const struct whistle *whistle, enum language language)
{
    bool is_zh = language == LANGUAGE_ZH;
    switch (whistle->state) {
    case WHISTLE_SOUNDED:
        return is_zh ? TEXT("报到：说明谁负责、怎么办、哪天办好")
                     : TEXT("report in: who, what next, by which day");
    case WHISTLE_REPORTED:
        return is_zh ? TEXT("按报到的日期办理") : TEXT("do it by the day that was named");
    default: return TEXT_NONE;
    }
}

static void write_turn(struct json_writer *json, const struct view_run *run,
                       const struct whistle *whistle)
{
    enum language language = run->actor->language;
    struct waits waits = waits_of(whistle);
    struct text name = waits.role == NULL ? city_org_name(run->city, whistle->org, language)
                       : waits.role[0] != '\0'
                           ? city_role_name(run->city, text_of(waits.role), language)
                           : TEXT_NONE;
    bool is_open = whistle->state != WHISTLE_CLOSED;
    int64_t late = is_open ? city_working_days(run->city, whistle->call.due_on, run->today) : 0;
    json_object(json);
    json_member_text(json, "party", text_of(waits.party));
    json_member_text_or_null(json, "org", waits.role == NULL ? whistle->org : TEXT_NONE);
    json_member_text(json, "name", name);
    json_member_text(json, "act", act_of(whistle, language));
    json_member_date(json, "since",
                     whistle->state == WHISTLE_REPORTED ? whistle->reported_on
                                                        : whistle->sounded_on);
    json_member_date(json, "until", is_open ? whistle->call.due_on : CIVIL_DATE_NONE);
    json_member_int(json, "overdue_days", late > 0 ? late : 0);
    json_member_bool(json, "provisional", false);
    json_end(json);
}

static void write_project(struct json_writer *json, const struct view_run *run,
                          const struct whistle *whistle)
{
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", whistle->project);
    json_member_text(json, "number", whistle->project_number);
    json_member_text(json, "name", whistle->project_name);
    json_member_text(
        json, "district_name",
        city_district_name(run->city, whistle->project_district, run->actor->language));
    json_end(json);
}

static void write_may(struct json_writer *json, const struct whistle *whistle,
                      const struct actor *actor)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < WHISTLE_ACT_COUNT; act++) {
        if (whistle_may(whistle, actor, (enum whistle_act)act)) {
            json_text(json, text_of(whistle_act_code((enum whistle_act)act)));
        }
    }
    json_end(json);
}

/* Late, announced, in time: what a person must see before he reads. */
static const char *light_of(const struct whistle *whistle, struct text now)
{
    if (whistle->state == WHISTLE_CLOSED) {
        return "done";
    }
    if (text_compare(whistle->call.due_at, now) < 0) {
        return "red";
    }
    return whistle->is_announced ? "yellow" : "green";
}

static void write_files(struct json_writer *json, const char *name, struct text files)
{
    json_name(json, name);
    json_raw(json, files.len > 0 ? files : TEXT("[]"));
}

static void write_story(struct json_writer *json, const struct whistle *whistle)
{
    json_member_date(json, "reported_on", whistle->reported_on);
    json_member_text(json, "reported_at", whistle->reported_at);
    if (whistle->reported_on != CIVIL_DATE_NONE) {
        json_member_bool(json, "in_time", whistle->was_in_time);
    }
    json_member_text(json, "answer", whistle->answer);
    write_files(json, "files", whistle->files);
    write_files(json, "answer_files", whistle->answer_files);
    json_member_date(json, "next_on", whistle->next_on);
    json_member_date(json, "closed_on", whistle->closed_on);
    json_member_text(json, "note", whistle->note);
    json_member_text(json, "reason", whistle->reason);
    json_member_int(json, "climbs", whistle->climbs);
    json_member_int(json, "reopens", whistle->reopens);
    json_member_int_if(json, "problem_id", whistle->problem != 0, whistle->problem);
    json_member_text_or_null(json, "problem_number", whistle->problem_number);
}

void whistle_row_members(struct json_writer *json, const struct view_run *run,
                         const struct whistle *whistle)
{
    enum language language = run->actor->language;
    char now[HOURS_MOMENT_SIZE];
    struct text at = hours_moment_write(whistle_moment(run->city, run->now), now);
    json_member_int(json, "id", whistle->id);
    json_member_text(json, "number", whistle->number);
    json_member_int(json, "version", whistle->version);
    write_project(json, run, whistle);
    json_member_int_if(json, "application_id", whistle->application != 0, whistle->application);
    json_member_text(json, "said", whistle->said);
    json_member_text_or_null(json, "org", whistle->org);
    json_member_text(json, "org_name",
                     whistle->org.len > 0 ? city_org_name(run->city, whistle->org, language)
                                          : TEXT_NONE);
    json_member_text(json, "raised_by_name",
                     city_role_name(run->city, text_of(role_name(whistle->raised_role)), language));
    json_member_text(json, "state", text_of(whistle_state_code(whistle->state)));
    json_member_text(json, "state_name", whistle_state_name(whistle->state, language));
    json_member_text(json, "who", whistle->call.who);
    json_member_date(json, "sounded_on", whistle->sounded_on);
    json_member_text(json, "sounded_at", whistle->sounded_at);
    json_member_text(json, "due_at", whistle->call.due_at);
    json_member_bool(json, "announced", whistle->is_announced);
    json_member_text(json, "light", text_of(light_of(whistle, at)));
    write_story(json, whistle);
    write_may(json, whistle, run->actor);
    json_name(json, "turn");
    write_turn(json, run, whistle);
}
