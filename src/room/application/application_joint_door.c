#include "room/application/application_joint.h"

#include "app/city.h"
#include "base/arena.h"
#include "engine/clock/light.h"
#include "room/application/application_law.h"
#include "room/application/application_store.h"

/* A member's clock as the joint one needs it. */
struct member_clock {
    struct clock_event events[APPLICATION_EVENTS_MAX];
    struct clock_terms terms;
};

static void read_member(const struct application *application, const struct calendar *calendar,
                        struct member_clock *clock, struct clock_member *out)
{
    clock->terms =
        (struct clock_terms){(int32_t)application->limit_days, (int32_t)application->notify_days,
                             (int32_t)application->deliver_days};
    size_t count = application_events(application, calendar, clock->events);
    bool has_ended = application->state == APPLICATION_NOT_ACCEPTED ||
                     application->state == APPLICATION_WITHDRAWN;
    *out = (struct clock_member){
        .terms = &clock->terms,
        .about = {clock->events, count, CIVIL_DATE_NONE},
        .closed_on = has_ended ? application->closed_on : CIVIL_DATE_NONE,
    };
}

static bool replay(const struct view_run *run, struct application_joint *joint, struct fault *fault)
{
    struct clock_member *members = arena_array(run->arena, struct clock_member, joint->count + 1);
    struct member_clock *clocks = arena_array(run->arena, struct member_clock, joint->count + 1);
    for (size_t i = 0; i < joint->count; i++) {
        read_member(&joint->members[i], city_calendar(run->city), &clocks[i], &members[i]);
    }
    struct clock_members all = {members, joint->count};
    struct clock_joint_terms terms = {(int32_t)joint->limit_days, (int32_t)joint->extension.days,
                                      run->today};
    return clock_joint_replay(city_calendar(run->city), &terms, &all, &joint->clock, fault);
}

bool application_joint_of(const struct view_run *run, int64_t project, int64_t intake,
                          struct application_joint *out, struct fault *fault)
{
    struct application_list list;
    *out = (struct application_joint){.count = 0};
    if (!application_of_project(run, project, &list, fault) ||
        !application_joint_extension_of(run->arena, run->store, intake, &out->extension, fault)) {
        return false;
    }
    for (size_t i = list.count; i > 0 && out->count < CLOCK_MEMBERS_MAX; i--) {
        const struct application *application = &list.items[i - 1];
        if (application->intake == intake && !application->is_own) {
            out->members[out->count++] = *application;
        }
    }
    out->has_clock = out->count >= 2;
    if (!out->has_clock) {
        return true;
    }
    out->limit_days = city_limit(run->city, "decide_joint", out->members[0].submitted_on);
    return replay(run, out, fault);
}

void application_extension_write(struct json_writer *json,
                                 const struct application_extension *extension)
{
    if (extension->days == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "days", extension->days);
    json_member_text(json, "approver", extension->approver);
    json_member_text(json, "document", extension->document);
    json_member_text(json, "reason", extension->reason);
    json_member_text_or_null(json, "law", extension->law);
    json_member_date(json, "noticed_on", extension->noticed_on);
    json_member_date(json, "on", extension->on);
    json_end(json);
}

static const char *light_of(const struct view_run *run, const struct clock_joint *clock)
{
    int yellow = city_limit(run->city, "light_yellow_remaining", run->today);
    return !clock->has_begun       ? "none"
           : clock->is_ended       ? "done"
           : clock->is_overdue     ? "red"
           : clock->is_paused      ? "paused"
           : clock->left <= yellow ? "yellow"
                                   : "green";
}

static void write_members(struct json_writer *json, const struct view_run *run,
                          const struct application_joint *joint)
{
    enum language language = run->actor->language;
    json_name(json, "members");
    json_array(json);
    for (size_t i = 0; i < joint->count; i++) {
        const struct application *member = &joint->members[i];
        json_object(json);
        json_member_int(json, "id", member->id);
        json_member_text(json, "number", member->number);
        json_member_text(json, "name",
                         language == LANGUAGE_ZH
                             ? member->name
                             : city_item_name(run->city, member->code, language));
        json_member_text(json, "org_name", city_org_name(run->city, member->org, language));
        json_member_text(json, "state_name", application_state_name(member->state, language));
        json_member_bool(json, "holds", i == joint->clock.held_by);
        json_end(json);
    }
    json_end(json);
}

void application_joint_write(struct json_writer *json, const struct view_run *run,
                             const struct application_joint *joint)
{
    const struct clock_joint *clock = &joint->clock;
    enum language language = run->actor->language;
    if (!joint->has_clock) {
        json_null(json);
        return;
    }
    bool has_holder = clock->held_by < joint->count;
    json_object(json);
    json_member_date(json, "begun_on", clock->begun_on);
    json_member_date(json, "due_on", clock->due_on);
    json_member_date(json, "ended_on", clock->ended_on);
    json_member_int(json, "limit_days", joint->limit_days);
    json_name(json, "extension");
    application_extension_write(json, &joint->extension);
    json_member_int(json, "used_days", clock->used);
    json_member_int(json, "left_days", clock->left);
    json_member_int(json, "excluded_days", clock->excluded);
    json_member_bool(json, "paused", clock->is_paused);
    json_member_bool(json, "overdue", clock->is_overdue);
    json_member_text(json, "light", text_of(light_of(run, clock)));
    json_member_int_if(json, "held_by", has_holder,
                       has_holder ? joint->members[clock->held_by].id : 0);
    json_member_bool(json, "provisional", clock->is_provisional);
    json_member_text(json, "law",
                     application_article(run->city, "joint", run->today, language).name);
    write_members(json, run, joint);
    json_end(json);
}
