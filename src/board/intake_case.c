#include "board/intake_case.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/form/submission.h"
#include "pack/pack.h"
#include "room/application/application_bundle.h"
#include "room/application/application_joint.h"

/* -- the whole of a case -- */

struct whole {
    const struct view_run *run;
    struct application_context *context;
    const struct application_case *one;
    struct application_list members; /* oldest first */
    struct application_now *now;     /* by member */
    struct application_joint *joint;
};

static bool load_members(struct whole *whole, const struct application_list *all,
                         struct fault *fault)
{
    struct arena *arena = whole->run->arena;
    whole->joint = arena_new(arena, struct application_joint);
    if (!application_joint_of(whole->run, whole->one->project, whole->one->id, whole->joint,
                              fault)) {
        return false;
    }
    whole->members.items = arena_array(arena, struct application, all->count + 1);
    whole->now = arena_array(arena, struct application_now, all->count + 1);
    for (size_t i = all->count; i-- > 0;) {
        if (all->items[i].intake != whole->one->id) {
            continue;
        }
        size_t at = whole->members.count++;
        whole->members.items[at] = all->items[i];
        if (!application_now_of(whole->run, whole->context, &all->items[i], &whole->now[at],
                                fault)) {
            return false;
        }
    }
    return true;
}

/* An item that the enterprise organises itself is nobody's decision. */
static bool counts(const struct whole *whole, size_t at)
{
    return !whole->members.items[at].is_own;
}

static size_t member_at(const struct whole *whole, int64_t id)
{
    for (size_t i = 0; i < whole->members.count; i++) {
        if (whole->members.items[i].id == id) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* On whom it hangs: by the joint clock; of what has none, the one that is open. */
static size_t hangs_on(const struct whole *whole)
{
    const struct application_joint *joint = whole->joint;
    if (joint->has_clock) {
        size_t held_by = joint->clock.held_by;
        return held_by < joint->count ? member_at(whole, joint->members[held_by].id) : SIZE_MAX;
    }
    for (size_t i = 0; i < whole->members.count; i++) {
        if (counts(whole, i) && application_state_is_open(whole->now[i].state)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static int64_t open_count(const struct whole *whole)
{
    int64_t count = 0;
    for (size_t i = 0; i < whole->members.count; i++) {
        count += counts(whole, i) && application_state_is_open(whole->now[i].state);
    }
    return count;
}

/* What the bundle promised, counted as the limit of the law is. */
static civil_date promised_due(const struct whole *whole)
{
    const struct clock_joint *clock = &whole->joint->clock;
    int64_t days = whole->one->joint_promised_days;
    return days > 0 && clock->has_begun
               ? city_due(whole->run->city, clock->begun_on, (int)(days + clock->excluded)).day
               : CIVIL_DATE_NONE;
}

static void write_joint(struct json_writer *json, const struct whole *whole)
{
    const struct application_case *one = whole->one;
    const struct application_joint *joint = whole->joint;
    const struct clock_joint *clock = &joint->clock;
    json_name(json, "joint");
    if (!joint->has_clock) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "limit_days", joint->limit_days + joint->extension.days);
    json_member_int_if(json, "extension_days", one->joint_extension_days > 0,
                       one->joint_extension_days);
    json_member_int(json, "extended_days", joint->extension.days);
    json_member_int_if(json, "promised_days", one->joint_promised_days > 0,
                       one->joint_promised_days);
    json_member_text(json, "basis",
                     whole->run->actor->language == LANGUAGE_ZH
                         ? TEXT("行政许可法第四十二条第二款")
                         : TEXT("Administrative Licensing Law, Art. 42, second paragraph"));
    json_member_date(json, "from", clock->begun_on);
    json_member_date(json, "due_on", clock->due_on);
    json_member_date(json, "promised_due_on", promised_due(whole));
    json_member_date(json, "ended_on", clock->ended_on);
    json_member_int_if(json, "used_days", clock->has_begun, clock->used);
    json_member_int_if(json, "left_days", clock->has_begun && !clock->is_ended, clock->left);
    json_member_bool(json, "paused", clock->is_paused);
    json_member_bool(json, "overdue", clock->is_overdue);
    json_member_bool(json, "provisional", clock->is_provisional);
    json_member_int(json, "waits_for", open_count(whole));
    json_end(json);
}

static void write_desk(struct json_writer *json, const struct whole *whole)
{
    const struct pack_record *desk =
        pack_find(city_pack(whole->run->city), PACK_DESKS, whole->one->desk, CIVIL_DATE_NONE);
    bool in_english = whole->run->actor->language == LANGUAGE_EN;
    json_member_text_or_null(json, "desk", whole->one->desk);
    json_member_text_or_null(json, "desk_name",
                             desk == NULL ? TEXT_NONE
                             : in_english ? desk->name_en
                                          : desk->name);
}

/* With how its members stand today. */
static void write_bundle(struct json_writer *json, const struct whole *whole)
{
    size_t count = whole->members.count;
    enum application_state *states =
        arena_array(whole->run->arena, enum application_state, count + 1);
    for (size_t i = 0; i < count; i++) {
        states[i] = whole->now[i].state;
    }
    struct application_bundle_view view = {whole->one, &whole->members, states};
    json_member_text_or_null(json, "bundle", whole->one->bundle);
    json_name(json, "one_thing");
    application_bundle_write(json, whole->run, &view);
}

static void write_head(struct json_writer *json, const struct whole *whole)
{
    const struct application_case *one = whole->one;
    size_t last = hangs_on(whole);
    json_member_int(json, "id", one->id);
    json_member_text_or_null(json, "number", one->number);
    json_member_date(json, "taken_on", one->taken_on);
    json_member_text_or_null(json, "channel", one->channel);
    write_desk(json, whole);
    write_bundle(json, whole);
    json_member_text_or_null(json, "note", one->note);
    json_member_int(json, "applications", (int64_t)whole->members.count);
    write_joint(json, whole);
    json_name(json, "hangs_on");
    if (last == SIZE_MAX) {
        json_null(json);
        return;
    }
    const struct application *member = &whole->members.items[last];
    json_object(json);
    json_member_int(json, "application", member->id);
    json_member_text(json, "name",
                     city_item_name(whole->run->city, member->code, whole->run->actor->language));
    json_member_text(json, "org_name",
                     city_org_name(whole->run->city, member->org, whole->run->actor->language));
    json_member_date(json, "due_on", whole->now[last].clock.decision_due);
    json_end(json);
}

/* -- views -- */

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct application_cases cases;
    struct application_list all;
    struct application_context *context = application_context_open(run);
    if (!project_of_view(run, 0, &project, fault) ||
        !application_cases_of(run, project.id, &cases, fault) ||
        !application_of_project(run, project.id, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < cases.count; i++) {
        struct whole whole = {.run = run, .context = context, .one = &cases.items[i]};
        if (!load_members(&whole, &all, fault)) {
            return false;
        }
        json_object(json);
        write_head(json, &whole);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_case(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct application_case one;
    struct application_list all;
    struct whole whole = {.run = run, .context = application_context_open(run), .one = &one};
    struct project project;
    if (!application_case_load(run, run->id, &one, fault) ||
        !project_of_view(run, one.project, &project, fault) ||
        !application_of_project(run, one.project, &all, fault) ||
        !load_members(&whole, &all, fault)) {
        return false;
    }
    json_object(json);
    write_head(json, &whole);
    json_name(json, "project");
    project_brief(json, run->city, &project, run->actor->language);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < whole.members.count; i++) {
        if (!application_row(json, run, whole.context, &whole.members.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"intake.list", "/projects/{id}/intakes", NULL, ROLES_BUSINESS, VIEW_AS_OF, "项目的并联办件",
     "The parallel cases of a project", answer_list},
    {"intake.show", "/intakes/{id}", NULL, ROLES_BUSINESS, 0, "一个并联办件：各部门并列",
     "One parallel case, its departments side by side", answer_case},
};

const struct room intake_case_room = {.name = "intake_case", ROOM_VIEWS(views)};
