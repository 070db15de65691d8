#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/casefile/casefile.h"
#include "pack/office.h"
#include "room/whistle/whistle.h"

/* -- the ladder of the pack -- */

/* Who is called where: a project's district, a unit, the moment from which time counts. */
struct calling {
    struct text org, district;
    civil_date until; /* the end of that day; CIVIL_DATE_NONE: the step's own hours */
    struct hours hours;
    struct hours_moment now;
};

static bool calling_of(struct command_run *run, struct text org, struct text district,
                       struct calling *out, struct fault *fault)
{
    *out = (struct calling){.org = org,
                            .district = district,
                            .until = CIVIL_DATE_NONE,
                            .now = whistle_moment(run->city, run->now)};
    struct pack_whistle_step first;
    if (!pack_hours_on(city_pack(run->city), run->today, &out->hours) ||
        !pack_whistle_step_at(city_pack(run->city), run->today, 0, &first)) {
        return fault_raise(fault, FAULT_WHISTLE_NO_LADDER, TEXT_NONE, FAULT_NO_ARGS);
    }
    return true;
}

static struct account_place place_of(const struct calling *calling, struct text who)
{
    if (text_is(who, "unit")) {
        return (struct account_place){TEXT_NONE, calling->org, TEXT_NONE};
    }
    if (text_is(who, "district_coordinator")) {
        return (struct account_place){TEXT("district_coordinator"), TEXT_NONE, calling->district};
    }
    struct text role = text_is(who, "leader") ? TEXT("leader") : TEXT("centre_coordinator");
    return (struct account_place){role, TEXT_NONE, TEXT_NONE};
}

/* The first step from `from` on where somebody stands; -1: there is none. */
static bool find_step(struct command_run *run, const struct calling *calling, int64_t from,
                      int64_t *out, struct fault *fault)
{
    struct pack_whistle_step step;
    *out = -1;
    for (int64_t at = from; pack_whistle_step_at(city_pack(run->city), run->today, at, &step);
         at++) {
        struct account_place place = place_of(calling, step.who);
        bool is_nowhere = text_is(step.who, "unit") && calling->org.len == 0;
        int64_t people = 0;
        if (!is_nowhere && !account_people_at(run->store, &place, &people, fault)) {
            return false;
        }
        if (people > 0) {
            *out = at;
            return true;
        }
    }
    return true;
}

static bool call_at(struct command_run *run, const struct calling *calling, int64_t at,
                    struct whistle_call *out, struct fault *fault)
{
    struct pack_whistle_step step;
    struct office clock = {city_calendar(run->city), &calling->hours};
    int64_t next = -1;
    if (!pack_whistle_step_at(city_pack(run->city), run->today, at, &step)) {
        return fault_raise(fault, FAULT_WHISTLE_NO_LADDER, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!find_step(run, calling, at + 1, &next, fault)) {
        return false;
    }
    struct whistle_given given = {.from = calling->now,
                                  .until = calling->until,
                                  .hours = step.hours,
                                  .announce_hours = step.announce_hours,
                                  .climbs = next >= 0};
    out->step = at;
    out->who = step.who;
    return whistle_call_until(run->arena, &clock, &given, out, fault);
}

/* From a step on; where nobody stands anywhere, the first: it waits there for whoever comes. */
static bool call_from(struct command_run *run, const struct calling *calling, int64_t from,
                      struct whistle_call *out, struct fault *fault)
{
    int64_t at = -1;
    return find_step(run, calling, from, &at, fault) &&
           call_at(run, calling, at < 0 ? 0 : at, out, fault);
}

static struct text written(struct command_run *run, struct hours_moment moment)
{
    char text[HOURS_MOMENT_SIZE];
    return text_copy(run->arena, hours_moment_write(moment, text));
}

/* -- commands -- */

static bool load(struct command_run *run, enum whistle_act act, struct whistle *out,
                 struct fault *fault)
{
    struct sight sight = run_sight(run);
    return whistle_find(&sight, run->id, out, fault) && run_version_is(run, out->version, fault) &&
           whistle_decide(out, run->actor, act, fault);
}

/* The unit that was called answers for itself; on the district's step its coordinator does, unless
 * the city has taken the project over. */
static bool may_coordinate(struct command_run *run, const struct whistle *whistle,
                           struct fault *fault)
{
    struct project project;
    return project_of_run(run, whistle->project, &project, fault) &&
           project_coordinator_may(run, &project, fault);
}

static bool emit(struct command_run *run, const struct whistle *whistle,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {whistle->id, whistle->project, run->today};
    run->answer = (struct answer){
        .id = whistle->id, .version = whistle->version + 1, .number = whistle->number};
    return run_emit(run, kind, about, body, fault);
}

/* The unit that was named, else that of the case; "": the coordinators find it. */
static bool unit_of(struct command_run *run, const struct whistle_sound *fields, int64_t project,
                    struct text *out, struct fault *fault)
{
    struct whistle_case about = {fields->application_id, project, TEXT_NONE};
    if (fields->application_id != 0) {
        if (!whistle_case_org(run->arena, run->store, &about, fault)) {
            return false;
        }
        if (about.org.len == 0) {
            return fault_refuse_field(fault, "application_id", "不是本项目的办件",
                                      "not an application of this project");
        }
    }
    bool has_unit = city_is_unit(run->city, about.org);
    *out = fields->org.len > 0 ? fields->org : has_unit ? about.org : TEXT_NONE;
    return out->len == 0 || city_is_unit(run->city, *out) ||
           fault_refuse_field(fault, "org", "数据包里没有这个单位", "the pack has no such unit");
}

static bool perform_sound(struct command_run *run, const void *given, struct fault *fault)
{
    const struct whistle_sound *fields = given;
    struct project project;
    struct calling calling;
    struct whistle_sounded body = {
        .said = fields->said,
        .files = fields->files,
        .application = fields->application_id,
        .year = civil_date_parts(run->today).year,
    };
    if (!project_of_run(run, 0, &project, fault) ||
        !casefile_files_are_of(run, project.id, fields->files, fault) ||
        !unit_of(run, fields, project.id, &body.org, fault) ||
        !calling_of(run, body.org, project.district, &calling, fault) ||
        !call_from(run, &calling, 0, &body.call, fault) ||
        !whistle_next_serial(run->store, body.year, &body.serial, fault) ||
        (body.org.len > 0 && !project_join(run, project.id, body.org, fault))) {
        return false;
    }
    int64_t id = run_next_seq(run);
    body.number = city_number(run->arena, run->city, "whistle", (int)body.year, body.serial);
    body.at = written(run, calling.now);
    struct event_about about = {0, project.id, run->today};
    run->answer = (struct answer){.id = id, .version = 1, .number = body.number};
    return run_emit(run, &whistle_sounded_event, about, &body, fault);
}

static bool perform_report(struct command_run *run, const void *given, struct fault *fault)
{
    const struct whistle_report_in *fields = given;
    struct whistle whistle;
    struct calling calling;
    struct whistle_reported body = {
        .said = fields->said, .files = fields->files, .next_on = fields->next_on};
    if (!load(run, WHISTLE_REPORT, &whistle, fault) ||
        (!text_equal(run->actor->org, whistle.org) && !may_coordinate(run, &whistle, fault)) ||
        !casefile_files_are_of(run, whistle.project, fields->files, fault) ||
        !whistle_day_is_right(city_calendar(run->city), run->today, fields->next_on, fault) ||
        !calling_of(run, whistle.org, whistle.project_district, &calling, fault)) {
        return false;
    }
    calling.until = fields->next_on;
    if (!call_at(run, &calling, whistle.call.step, &body.call, fault)) {
        return false;
    }
    body.at = written(run, calling.now);
    body.in_time = text_compare(body.at, whistle.call.due_at) <= 0;
    return emit(run, &whistle, &whistle_reported_event, &body, fault);
}

static bool perform_pass(struct command_run *run, const void *given, struct fault *fault)
{
    const struct whistle_pass_on *fields = given;
    struct whistle whistle;
    struct calling calling;
    struct whistle_passed body = {.org = fields->org, .reason = fields->reason};
    if (!load(run, WHISTLE_PASS, &whistle, fault) || !may_coordinate(run, &whistle, fault)) {
        return false;
    }
    if (!city_is_unit(run->city, fields->org)) {
        return fault_refuse_field(fault, "org", "数据包里没有这个单位",
                                  "the pack has no such unit");
    }
    if (text_equal(fields->org, whistle.org)) {
        return fault_refuse_field(fault, "org", "已经是这个部门", "it is with this unit already");
    }
    return calling_of(run, fields->org, whistle.project_district, &calling, fault) &&
           call_from(run, &calling, 0, &body.call, fault) &&
           project_join(run, whistle.project, fields->org, fault) &&
           emit(run, &whistle, &whistle_passed_event, &body, fault);
}

static bool perform_close(struct command_run *run, const void *given, struct fault *fault)
{
    struct whistle whistle;
    return load(run, WHISTLE_CLOSE, &whistle, fault) &&
           emit(run, &whistle, &whistle_closed_event, given, fault);
}

/* It begins again where it had climbed to: nobody gets rid of it by answering badly. */
static bool perform_reopen(struct command_run *run, const void *given, struct fault *fault)
{
    const struct whistle_reason *fields = given;
    struct whistle whistle;
    struct calling calling;
    struct whistle_reopened body = {.reason = fields->reason};
    if (!load(run, WHISTLE_REOPEN, &whistle, fault) ||
        !calling_of(run, whistle.org, whistle.project_district, &calling, fault) ||
        !call_from(run, &calling, whistle.call.step, &body.call, fault)) {
        return false;
    }
    body.org = whistle.org;
    return emit(run, &whistle, &whistle_reopened_event, &body, fault);
}

static bool perform_to_problem(struct command_run *run, const void *given, struct fault *fault)
{
    const struct whistle_raise *fields = given;
    struct whistle whistle;
    if (!load(run, WHISTLE_TO_PROBLEM, &whistle, fault)) {
        return false;
    }
    if (pack_find(city_pack(run->city), PACK_PROBLEM_CATEGORIES, fields->category, run->today) ==
        NULL) {
        return fault_refuse_field(fault, "category", "没有这个问题类别",
                                  "there is no such category");
    }
    struct whistle_made_problem body = {fields->title, fields->category, whistle.said,
                                        whistle.application};
    return emit(run, &whistle, &whistle_made_problem_event, &body, fault);
}

/* -- what happens by itself -- */

static bool announce(struct command_run *run, const struct whistle *whistle,
                     const struct calling *calling, int64_t next, struct fault *fault)
{
    struct pack_whistle_step now;
    struct pack_whistle_step higher;
    struct hours_moment at;
    const struct pack *pack = city_pack(run->city);
    if (!pack_whistle_step_at(pack, run->today, next, &higher) ||
        !pack_whistle_step_at(pack, run->today, whistle->call.step, &now)) {
        return true;
    }
    struct office office = {city_calendar(run->city), &calling->hours};
    if (!hours_add(&office, calling->now, (int64_t)now.announce_hours * 60, &at, fault)) {
        return false;
    }
    struct hours_moment due;
    struct text earliest = written(run, at);
    bool due_is_later = text_compare(whistle->call.due_at, earliest) > 0 &&
                        hours_moment_parse(whistle->call.due_at, &due);
    struct whistle_announced body = {whistle->org, whistle->call.who, higher.who,
                                     due_is_later ? due.day : at.day,
                                     due_is_later ? whistle->call.due_at : earliest};
    return emit(run, whistle, &whistle_announced_event, &body, fault);
}

static bool climb(struct command_run *run, const struct whistle *whistle,
                  const struct calling *calling, int64_t next, struct fault *fault)
{
    struct whistle_climbed body = {.org = whistle->org};
    return call_at(run, calling, next, &body.call, fault) &&
           emit(run, whistle, &whistle_climbed_event, &body, fault);
}

/* Above a whistle nobody may stand any more: it stays, and stays due until somebody does. */
static bool announce_or_climb(struct command_run *run, const struct whistle *whistle, int64_t *acts,
                              struct fault *fault)
{
    struct calling calling;
    int64_t next = -1;
    if (!calling_of(run, whistle->org, whistle->project_district, &calling, fault) ||
        !find_step(run, &calling, whistle->call.step + 1, &next, fault)) {
        return false;
    }
    *acts += next >= 0;
    return next < 0 ||
           (whistle->is_announced ? climb : announce)(run, whistle, &calling, next, fault);
}

/* A page's worth of acts at a time, however many stay that have nowhere to climb to. */
static bool perform_climb(struct command_run *run, const void *fields, struct fault *fault)
{
    struct whistle_due_after after = {written(run, whistle_moment(run->city, run->now)), TEXT_NONE,
                                      0};
    struct whistles due;
    int64_t acts = 0;
    (void)fields;
    do {
        if (!whistle_due(run->arena, run->store, &after, &due, fault)) {
            return false;
        }
        for (size_t i = 0; i < due.count && acts < WHISTLE_DUE_PAGE; i++) {
            if (!announce_or_climb(run, &due.items[i], &acts, fault)) {
                return false;
            }
        }
        if (due.count > 0) {
            after.due_at = due.items[due.count - 1].call.due_at;
            after.id = due.items[due.count - 1].id;
        }
    } while (due.count == WHISTLE_DUE_PAGE && acts < WHISTLE_DUE_PAGE);
    return true;
}

#define ROLES_WHISTLE (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_NAVIGATOR))

static const struct command_kind commands[] = {
    {"whistle.sound", "POST", "/projects/{id}/whistles", &whistle_sound_table, ROLES_WHISTLE, 0,
     "吹哨：请部门报到", "Whistle: call the department", perform_sound},
    {"whistle.report_in", "POST", "/whistles/{id}/report-in", &whistle_report_in_table,
     ROLES_WORK | ROLE_BIT(ROLE_LEADER), 0, "部门报到", "Report in to a whistle", perform_report},
    {"whistle.pass", "POST", "/whistles/{id}/pass", &whistle_pass_on_table, ROLES_COORDINATORS, 0,
     "吹哨转给别的部门", "Pass a whistle to another unit", perform_pass},
    {"whistle.close", "POST", "/whistles/{id}/close", &whistle_note_table, ROLES_WHISTLE, 0,
     "吹哨的一方了结", "Who whistled closes it", perform_close},
    {"whistle.reopen", "POST", "/whistles/{id}/reopen", &whistle_reason_table, ROLES_WHISTLE, 0,
     "不满意，再次吹哨", "Not satisfied: whistle again", perform_reopen},
    {"whistle.to_problem", "POST", "/whistles/{id}/problem", &whistle_raise_table,
     ROLES_WHISTLE | ROLES_COORDINATORS, 0, "吹哨列入问题清单", "Make a whistle a problem",
     perform_to_problem},
    {"whistle.climb", "POST", "/chores/whistles", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "预告并上报超时的吹哨",
     "Announce and climb whistles that nobody answered", perform_climb},
};

/* -- the list -- */

struct list_query {
    struct text state, org;
    int64_t project, limit, after;
};
static const char *const list_states[] = {"open", "sounded", "reported", "closed", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .names = "units", .max = 60, .zh = "部门", .en = "unit"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, limit, INT, .min = 1, .max = 100, .zh = "每页", .en = "a page"),
    FIELD(list_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct whistle_filter filter = {.state = query->state,
                                    .org = query->org,
                                    .project = query->project,
                                    .before = query->after,
                                    .limit = query->limit > 0 ? query->limit : 50};
    struct whistles list;
    if (!whistle_list(&sight, &filter, &list, fault)) {
        return false;
    }
    bool is_more = (int64_t)list.count > filter.limit;
    list.count = is_more ? (size_t)filter.limit : list.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        json_object(json);
        whistle_row_members(json, run, &list.items[i]);
        json_end(json);
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? list.items[list.count - 1].id : 0);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"whistle.list", "/whistles", &list_table, ROLES_BUSINESS, VIEW_UNCACHED, "吹哨清单",
     "Whistles", answer_list},
};

static const struct event_kind *const events[] = {
    &whistle_sounded_event,  &whistle_announced_event,    &whistle_climbed_event,
    &whistle_reported_event, &whistle_passed_event,       &whistle_closed_event,
    &whistle_reopened_event, &whistle_made_problem_event,
};

const struct room whistle_room = {
    .name = "whistle",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(whistle),
    .schema = {"whistle", 3, whistle_ddl},
};
