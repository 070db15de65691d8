#include "app/city.h"
#include "base/arena.h"
#include "roof/demo_scene.h"
#include "room/meeting/meeting.h"

/* Meetings of the demonstration: a joint meeting that was held and whose minutes wait for the
 * units, the next one with what it carried over and what blocks today, and a briefing with
 * enterprises, their questions and the answers. */

#define BRIEFING_CALLED 9 /* working days before today */
#define BRIEFING_ASKED 6
#define BRIEFING_HELD 4
#define BRIEFING_CONFIRMED 3
#define BRIEFING_ANSWERED 2
#define JOINT_CALLED 5
#define JOINT_HELD 1

static struct text day_text(struct director *director, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return text_copy(director->boot->arena, civil_date_write(day, text));
}

static bool by_centre(struct director *director, const char *command, int64_t id,
                      struct text fields, struct fault *fault)
{
    struct act act = {command, director_actor(director, "centre"), director->day, id, 0, fields};
    return director_play(director, &act, NULL, fault);
}

/* -- joint meetings -- */

struct calling {
    const char *kind;
    civil_date on;
    struct text orgs; /* quoted, with commas */
};

static bool call(struct director *director, const struct calling *calling, int64_t *out_id,
                 struct fault *fault)
{
    struct text fields = text_format(
        director->boot->arena,
        "{\"kind\":\"%s\",\"held_on\":\"%.*s\",\"starts\":\"14:30\",\"ends\":\"17:00\","
        "\"place\":\"市行政服务中心会议室\",\"short_notice\":\"演示安排\",\"orgs\":[%.*s]}",
        calling->kind, TEXT_ARG(day_text(director, calling->on)), TEXT_ARG(calling->orgs));
    struct act act = {"meeting.call", director_actor(director, "centre"), director->day, 0, 0,
                      fields};
    return director_play(director, &act, out_id, fault);
}

/* The first that has a unit is decided; what is left goes to the next meeting. */
static bool hold(struct director *director, int64_t meeting, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    struct sight whole = {arena, director->boot->store, {.kind = SCOPE_CITY}};
    struct meeting_points points;
    struct text org = TEXT_NONE;
    if (!meeting_points_of(&whole, meeting, &points, fault)) {
        return false;
    }
    for (size_t i = 0; i < points.count; i++) {
        const struct meeting_point *point = &points.items[i];
        bool is_decided = org.len == 0 && point->orgs.count > 0;
        org = is_decided ? point->orgs.items[0] : org;
        struct text fields =
            is_decided
                ? text_format(arena,
                              "{\"decision\":\"由责任单位牵头，五个工作日内提出可行方案并书面"
                              "答复企业\",\"org\":\"%.*s\",\"basis\":\"会议议定\"}",
                              TEXT_ARG(org))
                : TEXT("{\"reason\":\"待责任单位补充情况，下次会议再议\"}");
        if (!by_centre(director, is_decided ? "meeting.decide" : "meeting.carry", point->id, fields,
                       fault)) {
            return false;
        }
    }
    struct text came = org.len > 0 ? org : director_actor(director, "centre").org;
    return by_centre(director, "meeting.attend", meeting,
                     text_format(arena, "{\"orgs\":[\"%.*s\"]}", TEXT_ARG(came)), fault);
}

static bool joint_day(struct director *director, struct demo_meetings *meetings,
                      struct fault *fault)
{
    int64_t next = 0;
    if (director->day == director_days_ago(director, JOINT_CALLED)) {
        return call(director,
                    &(struct calling){"joint_meeting", director_days_ago(director, JOINT_HELD),
                                      TEXT_NONE},
                    &meetings->joint, fault) &&
               by_centre(director, "meeting.add", meetings->joint,
                         TEXT("{\"about\":\"free\",\"title\":\"电力外线走廊的市区统筹办法\"}"),
                         fault);
    }
    if (director->day == director_days_ago(director, JOINT_HELD)) {
        return hold(director, meetings->joint, fault);
    }
    civil_date later = city_due(director->boot->city, director->day, 4).day;
    return director->day != director_days_ago(director, 0) ||
           (by_centre(
                director, "meeting.minutes", meetings->joint,
                TEXT("{\"summary\":\"逐项研究堵点，明确责任单位和期限；未议定的转下次会议\"}"),
                fault) &&
            call(director, &(struct calling){"joint_meeting", later, TEXT_NONE}, &next, fault));
}

/* -- a briefing -- */

/* Two units that have work with the first project. */
static void choose_units(const struct scene *scene, struct demo_meetings *meetings)
{
    for (size_t i = 0; i < scene->item_count && meetings->unit_count < 2; i++) {
        const struct scene_item *item = &scene->items[i];
        bool is_new = meetings->unit_count == 0 || !text_equal(meetings->units[0], item->org);
        if (!item->is_own && !item->is_milestone && is_new) {
            meetings->units[meetings->unit_count++] = item->org;
        }
    }
}

static bool call_briefing(struct director *director, const struct demo_cast *cast,
                          struct demo_meetings *meetings, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    choose_units(&cast->scenes[0], meetings);
    if (meetings->unit_count < 2) {
        return true; /* a pack whose sample has no two units of its own has no briefing to show */
    }
    struct text orgs = text_format(arena, "\"%.*s\",\"%.*s\"", TEXT_ARG(meetings->units[0]),
                                   TEXT_ARG(meetings->units[1]));
    bool fine =
        call(director,
             &(struct calling){"policy_briefing", director_days_ago(director, BRIEFING_HELD), orgs},
             &meetings->briefing, fault);
    for (size_t i = 0; fine && i < cast->scene_count; i++) {
        if (cast->scenes[i].item_count == 0) {
            continue; /* not yet served: nobody of it is there to ask */
        }
        struct act act = {
            "briefing.invite",
            director_actor(director, "centre"),
            director->day,
            meetings->briefing,
            0,
            text_format(arena, "{\"project_id\":%lld}", (long long)cast->scenes[i].project)};
        fine = director_play(director, &act, &meetings->guests[meetings->guest_count], fault);
        meetings->asking[meetings->guest_count++] =
            director_actor(director, cast->scenes[i].enterprise);
        meetings->asking[meetings->guest_count - 1].project = cast->scenes[i].project;
    }
    return fine;
}

struct asked {
    size_t guest, unit; /* of one guest alone: that one */
    const char *words;
};

static bool ask(struct director *director, const struct demo_meetings *meetings,
                const struct asked *asked, int64_t *out_id, struct fault *fault)
{
    struct act act = {"briefing.ask",
                      meetings->asking[asked->guest % meetings->guest_count],
                      director->day,
                      meetings->briefing,
                      0,
                      text_format(director->boot->arena, "{\"org\":\"%.*s\",\"question\":\"%s\"}",
                                  TEXT_ARG(meetings->units[asked->unit]), asked->words)};
    return director_play(director, &act, out_id, fault);
}

static bool answer(struct director *director, struct text org, int64_t question, const char *fields,
                   struct fault *fault)
{
    struct actor officer;
    if (!scene_officer(director, org, &officer, fault)) {
        return false;
    }
    struct act act = {"briefing.answer", officer, director->day, question, 0, text_of(fields)};
    return director_play(director, &act, NULL, fault);
}

static bool hold_briefing(struct director *director, struct demo_meetings *meetings,
                          struct fault *fault)
{
    struct text came = text_format(director->boot->arena, "{\"orgs\":[\"%.*s\",\"%.*s\"]}",
                                   TEXT_ARG(meetings->units[0]), TEXT_ARG(meetings->units[1]));
    bool fine = by_centre(director, "meeting.attend", meetings->briefing, came, fault);
    for (size_t i = 0; fine && i < meetings->guest_count; i++) {
        fine = by_centre(director, "briefing.attend", meetings->guests[i],
                         i < 2 ? TEXT("{\"came\":true}") : TEXT("{\"came\":false}"), fault);
    }
    const struct asked in_the_meeting = {1, 1, "分期建设的厂房，验收和投用能否分批申请"};
    return fine &&
           answer(
               director, meetings->units[0], meetings->questions[0],
               "{\"answer\":\"可以在窗口一次交齐，窗口按一次性告知单核对；拿不准的先找代办员预检\","
               "\"shown\":\"guests\"}",
               fault) &&
           ask(director, meetings, &in_the_meeting, &meetings->questions[1], fault) &&
           by_centre(director, "meeting.minutes", meetings->briefing,
                     TEXT("{\"summary\":\"两个部门联合宣讲，现场答疑，未答复的会后按期限答复\"}"),
                     fault);
}

static bool confirm(struct director *director, const struct demo_meetings *meetings,
                    struct fault *fault)
{
    bool fine = true;
    for (size_t i = 0; fine && i < meetings->unit_count; i++) {
        struct act act = {
            .command = "meeting.confirm", .day = director->day, .id = meetings->briefing};
        fine = scene_officer(director, meetings->units[i], &act.actor, fault) &&
               director_play(director, &act, NULL, fault);
    }
    return fine;
}

static bool briefing_day(struct director *director, const struct demo_cast *cast,
                         struct demo_meetings *meetings, struct fault *fault)
{
    static const struct asked before = {0, 0, "多个办件用到同一份材料，是否每个窗口都要再交一次"};
    static const struct asked later = {0, 1, "会上提到的并联办理，已提交的办件还能改为并联吗"};
    civil_date day = director->day;
    int64_t open = 0;
    if (day == director_days_ago(director, BRIEFING_CALLED)) {
        return call_briefing(director, cast, meetings, fault);
    }
    if (meetings->guest_count == 0) {
        return true;
    }
    if (day == director_days_ago(director, BRIEFING_ASKED)) {
        return ask(director, meetings, &before, &meetings->questions[0], fault);
    }
    if (day == director_days_ago(director, BRIEFING_HELD)) {
        return hold_briefing(director, meetings, fault);
    }
    if (day == director_days_ago(director, BRIEFING_CONFIRMED)) {
        return confirm(director, meetings, fault);
    }
    if (day == director_days_ago(director, BRIEFING_ANSWERED)) {
        return answer(director, meetings->units[1], meetings->questions[1],
                      "{\"answer\":\"请先向本单位说明分期范围，由本单位书面答复是否可以分批\","
                      "\"shown\":\"asker\"}",
                      fault);
    }
    return day != director_days_ago(director, 1) || ask(director, meetings, &later, &open, fault);
}

bool demo_meetings_day(struct director *director, const struct demo_cast *cast,
                       struct demo_meetings *meetings, struct fault *fault)
{
    return joint_day(director, meetings, fault) && briefing_day(director, cast, meetings, fault);
}
