#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "room/coordination/coordination.h"

/* -- acts -- */

/* Whose post is the city's, not a district's. */
static bool is_of_city(const struct command_run *run, struct fault *fault)
{
    return access_scope(run->city, run->actor).kind == SCOPE_CITY ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由市服务中心协调员或市领导办理"),
                                  TEXT("the city's coordinator or leader does it")));
}

/* The project, the handing down that waits, and whether the act fits both, and whoever does it. */
static bool load(struct command_run *run, enum coordination_act act, struct project *project,
                 struct coordination *waiting, struct fault *fault)
{
    bool is_citys = act != COORDINATION_ACCEPT && act != COORDINATION_RETURN;
    if (!project_of_run(run, 0, project, fault) || (is_citys && !is_of_city(run, fault)) ||
        !run_version_is(run, project->version, fault) ||
        !coordination_waiting(run->arena, run->store, project->id, waiting, fault)) {
        return false;
    }
    struct coordination_standing standing = {project->city_coordinates, waiting->id != 0};
    return coordination_decide(act, &standing, fault);
}

static bool perform_take_over(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct coordination waiting;
    if (!load(run, COORDINATION_TAKE_OVER, &project, &waiting, fault)) {
        return false;
    }
    int rank = stage_rank(project.stage);
    if (rank < stage_rank(STAGE_HANDED_OVER) || rank > stage_rank(STAGE_PRODUCTION)) {
        return project_refuse_stage(run, &project, "提级办理", "take over", fault);
    }
    struct event_about about = {0, project.id, run->today};
    return run_emit(run, &coordination_taken_over_event, about, fields, fault) &&
           project_coordinate(run, &project, true, fault) && project_answer(run, project.id, fault);
}

static bool perform_hand_down(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct coordination_reason *command = fields;
    struct project project;
    struct coordination waiting;
    if (!load(run, COORDINATION_HAND_DOWN, &project, &waiting, fault)) {
        return false;
    }
    int days = city_limit(run->city, "hand_down_answer", run->today);
    struct coordination_handed_down body = {command->reason,
                                            city_due(run->city, run->today, days).day};
    struct event_about about = {0, project.id, run->today};
    return run_emit(run, &coordination_handed_down_event, about, &body, fault) &&
           project_answer(run, project.id, fault);
}

static bool perform_accept(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct coordination waiting;
    if (!load(run, COORDINATION_ACCEPT, &project, &waiting, fault)) {
        return false;
    }
    struct event_about about = {waiting.id, project.id, run->today};
    return run_emit(run, &coordination_accepted_event, about, fields, fault) &&
           project_coordinate(run, &project, false, fault) &&
           project_answer(run, project.id, fault);
}

static bool perform_return(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct coordination waiting;
    if (!load(run, COORDINATION_RETURN, &project, &waiting, fault)) {
        return false;
    }
    struct event_about about = {waiting.id, project.id, run->today};
    return run_emit(run, &coordination_returned_event, about, fields, fault) &&
           project_answer(run, project.id, fault);
}

static bool perform_withdraw(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    struct coordination waiting;
    if (!load(run, COORDINATION_WITHDRAW, &project, &waiting, fault)) {
        return false;
    }
    struct event_about about = {waiting.id, project.id, run->today};
    return run_emit(run, &coordination_withdrawn_event, about, fields, fault) &&
           project_answer(run, project.id, fault);
}

#define ROLES_CITY (ROLE_BIT(ROLE_CENTRE_COORDINATOR) | ROLE_BIT(ROLE_LEADER))
#define ROLES_DISTRICT ROLE_BIT(ROLE_DISTRICT_COORDINATOR)

static const struct command_kind commands[] = {
    {"coordination.take_over", "POST", "/projects/{id}/take-over", &coordination_reason_table,
     ROLES_CITY, 0, "提级办理：由市级统筹", "Take over: the city coordinates the project",
     perform_take_over},
    {"coordination.hand_down", "POST", "/projects/{id}/hand-down", &coordination_reason_table,
     ROLES_CITY, 0, "下放区县：待区县接收",
     "Hand down to the district, which accepts or returns it", perform_hand_down},
    {"coordination.accept", "POST", "/projects/{id}/hand-down/accept", &coordination_note_table,
     ROLES_DISTRICT, 0, "接收下放的项目和未结事项",
     "Accept what was handed down, with all that is open", perform_accept},
    {"coordination.return", "POST", "/projects/{id}/hand-down/return", &coordination_reason_table,
     ROLES_DISTRICT, 0, "退回下放的项目", "Return what was handed down, with a reason",
     perform_return},
    {"coordination.withdraw", "POST", "/projects/{id}/hand-down/withdraw",
     &coordination_reason_table, ROLES_CITY, 0, "撤回下放：仍由市级统筹",
     "Withdraw a hand-down that waits: the city keeps the project", perform_withdraw},
    {"coordination.climb", "POST", "/chores/hand-downs", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "预告并上报逾期未答复的下放",
     "Announce and climb hand-downs that nobody answers", coordination_perform_climb},
};

/* -- questions -- */

static void write_level(struct json_writer *json, const struct project *project, bool is_zh)
{
    bool by_city = project->city_coordinates;
    json_member_text(json, "level", by_city ? TEXT("city") : TEXT("district"));
    json_member_text(json, "level_name",
                     by_city ? (is_zh ? TEXT("市级统筹") : TEXT("coordinated by the city"))
                             : (is_zh ? TEXT("区县统筹") : TEXT("coordinated by its district")));
}

/* `due_on` and how late an answer is: of what waits alone. */
static void write_due(struct json_writer *json, const struct view_run *run,
                      const struct coordination *one)
{
    bool is_waiting = one->is_down && one->answered_on == CIVIL_DATE_NONE;
    json_member_bool(json, "waiting", is_waiting);
    json_member_date(json, "due_on", one->due_on);
    json_member_int(json, "overdue_days",
                    is_waiting && run->today > one->due_on
                        ? city_working_days(run->city, one->due_on, run->today)
                        : 0);
}

static struct text answer_name(const struct coordination *one, bool is_zh)
{
    static const char *const names[][2] = {[COORDINATION_ACCEPTED] = {"区县已接收", "accepted"},
                                           [COORDINATION_RETURNED] = {"区县已退回", "returned"},
                                           [COORDINATION_WITHDRAWN] = {"市级已撤回", "withdrawn"}};
    return one->answer == COORDINATION_UNANSWERED ? TEXT_NONE
                                                  : text_of(names[one->answer][is_zh ? 0 : 1]);
}

/* Where it climbed to, and where to it is announced to climb; the same in words. */
static void write_climbs(struct json_writer *json, const struct view_run *run,
                         const struct coordination *one)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    bool is_announced = one->climbs_to.len > 0;
    struct text role = is_announced ? one->climbs_to : one->climbed_to;
    char written[CIVIL_DATE_TEXT_SIZE];
    json_member_text_or_null(json, "climbed_to", one->climbed_to);
    json_member_date(json, "climbed_on", one->climbed_on);
    json_member_text_or_null(json, "climbs_to", one->climbs_to);
    json_member_date(json, "climbs_on", one->climbs_on);
    if (role.len == 0) {
        json_member_text_or_null(json, "climb_words", TEXT_NONE);
        return;
    }
    role = city_role_name(run->city, role, run->actor->language);
    struct text day = civil_date_write(is_announced ? one->climbs_on : one->climbed_on, written);
    struct text words =
        is_zh ? text_format(run->arena, "%s%.*s%s%.*s", is_announced ? "将于" : "", TEXT_ARG(day),
                            is_announced ? "上报" : "已上报", TEXT_ARG(role))
              : text_format(run->arena, "on %.*s %s: %.*s", TEXT_ARG(day),
                            is_announced ? "climbs to" : "climbed to", TEXT_ARG(role));
    json_member_text(json, "climb_words", words);
}

/* The members of an act; its caller opens the object. */
static bool write_act(struct json_writer *json, const struct view_run *run,
                      const struct coordination *one, struct fault *fault)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct jvalue *matters = NULL;
    if (one->matters.len > 0 && !json_read(run->arena, one->matters, &matters, fault)) {
        return false;
    }
    json_member_int(json, "id", one->id);
    json_member_text(json, "act", one->is_down ? TEXT("hand_down") : TEXT("take_over"));
    json_member_text(json, "act_name",
                     one->is_down ? (is_zh ? TEXT("下放区县") : TEXT("handed down"))
                                  : (is_zh ? TEXT("提级办理") : TEXT("taken over")));
    json_member_text(json, "reason", one->reason);
    json_member_date(json, "on", one->on);
    write_due(json, run, one);
    write_climbs(json, run, one);
    json_member_text_or_null(json, "answer", coordination_answer_code(one->answer));
    json_member_text_or_null(json, "answer_name", answer_name(one, is_zh));
    json_member_date(json, "answered_on", one->answered_on);
    json_member_text_or_null(json, "answer_reason", one->answer_reason);
    json_member_int(json, "matter_count", one->matter_count);
    json_name(json, "matters");
    if (matters != NULL) {
        json_value(json, matters);
    } else {
        json_null(json);
    }
    return true;
}

static bool answer_acts(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct coordinations acts;
    if (!project_of_view(run, 0, &project, fault) ||
        !coordination_of_project(run->arena, run->store, project.id, &acts, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "version", project.version);
    write_level(json, &project, run->actor->language == LANGUAGE_ZH);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < acts.count; i++) {
        json_object(json);
        json_member_bool(json, "is_last", i == 0);
        if (!write_act(json, run, &acts.items[i], fault)) {
            return false;
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

struct level_query {
    struct text level;
    bool waiting;
    int64_t after;
};
static const char *const levels[] = {"city", "district", NULL};
static const char *const level_words[][2] = {{"市级统筹", "the city"},
                                             {"区县统筹", "its district"}};
static const struct field level_fields[] = {
    FIELD(level_query, level, CHOICE, .choices = levels, .words = level_words, .zh = "统筹层级",
          .en = "level"),
    FIELD(level_query, waiting, BOOL, .zh = "等待区县答复的", .en = "waiting for the district"),
    FIELD(level_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table level_table = FIELD_TABLE(level_query, level_fields);

static bool write_project(struct json_writer *json, const struct view_run *run,
                          const struct project *project, struct fault *fault)
{
    struct coordination waiting;
    if (!coordination_waiting(run->arena, run->store, project->id, &waiting, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "project");
    project_brief(json, run->city, project, run->actor->language);
    json_member_int(json, "version", project->version);
    write_level(json, project, run->actor->language == LANGUAGE_ZH);
    json_name(json, "hand_down");
    if (waiting.id == 0) {
        json_null(json);
    } else {
        json_object(json);
        if (!write_act(json, run, &waiting, fault)) {
            return false;
        }
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool answer_projects(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct level_query *query = run->query;
    struct sight sight = view_sight(run);
    /* What waits is the city's until it is accepted. */
    struct coordination_filter filter = {query->waiting || !text_is(query->level, "district"),
                                         query->waiting, query->after};
    struct coordination_page *page = arena_new(run->arena, struct coordination_page);
    if (!coordination_select(&sight, &filter, page, fault)) {
        return false;
    }
    bool is_more = page->count > COORDINATION_PAGE;
    size_t count = is_more ? COORDINATION_PAGE : page->count;
    struct project *projects = arena_array(run->arena, struct project, count + 1);
    if (!projects_of_view(run, page->projects, count, projects, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!write_project(json, run, &projects[i], fault)) {
            return false;
        }
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? page->projects[count - 1] : 0);
    json_end(json);
    return true;
}

#define ROLES_ASK (ROLES_SERVICE | ROLES_WATCHERS)

static const struct view_kind views[] = {
    {"coordination.acts", "/projects/{id}/coordination", NULL, ROLES_ASK, VIEW_AS_OF,
     "提级和下放记录", "Which level coordinates a project, and how that came", answer_acts},
    {"coordination.projects", "/coordination", &level_table, ROLES_ASK, 0, "按统筹层级的项目",
     "Projects under way by the level that coordinates them", answer_projects},
};

static const struct event_kind *const events[] = {
    &coordination_taken_over_event, &coordination_handed_down_event,
    &coordination_accepted_event,   &coordination_returned_event,
    &coordination_withdrawn_event,  &coordination_climb_announced_event,
    &coordination_climbed_event,    &coordination_listed_event};

const struct room coordination_room = {
    .name = "coordination",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(coordination),
    .schema = {"coordination", 2, coordination_ddl},
};
