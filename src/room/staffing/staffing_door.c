#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "room/staffing/staffing.h"

static bool perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    struct staffing_said body;
    struct staffing_asked asked = {run->city, run->actor, run->today};
    if (!staffing_decide(&asked, fields, &body, fault)) {
        return false;
    }
    int64_t id = run_next_seq(run);
    struct event_about about = {id, 0, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &staffing_set_event, about, &body, fault);
}

static bool write_one(struct json_writer *json, const struct view_run *run,
                      const struct staffing *one, struct fault *fault)
{
    enum language language = run->actor->language;
    struct text by = TEXT_NONE;
    if (!account_name(run->arena, run->store, actor_label_account(one->by), &by, fault)) {
        return false;
    }
    struct text role =
        city_role_name(run->city, text_of(role_name(actor_label_role(one->by))), language);
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_text(json, "org", one->org);
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_text_or_null(json, "stage", one->stage);
    json_member_text_or_null(json, "stage_name", city_stage_name(run->city, one->stage, language));
    json_member_int_if(json, "reviewers", one->reviewers != STAFFING_UNKNOWN, one->reviewers);
    json_member_date(json, "from", one->from);
    json_member_date(json, "to", one->to);
    json_member_text_or_null(json, "note", one->note);
    json_member_text(json, "by", by.len > 0 ? by : role);
    json_member_date(json, "said_on", one->said_on);
    json_end(json);
    return true;
}

static bool answer_all(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct staffings all;
    if (!staffing_all(run->arena, run->store, run->today, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        if (!write_one(json, run, &all.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_member_int(json, "total", (int64_t)all.count);
    json_end(json);
    return true;
}

#define ROLES_SAY (ROLES_COORDINATORS | ROLE_BIT(ROLE_DEPARTMENT_OFFICER))

static const struct command_kind commands[] = {
    {"staffing.set", "POST", "/staffing", &staffing_set_table, ROLES_SAY, 0, "登记审批力量",
     "say how many reviewers a unit has", perform_set},
};

static const struct view_kind views[] = {
    {"staffing.all", "/staffing", NULL, ROLES_WORK | ROLES_WATCHERS, 0, "各单位的审批力量",
     "the reviewers of all units", answer_all},
};

static const struct event_kind *const events[] = {&staffing_set_event};

const struct room staffing_room = {
    .name = "staffing",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(staffing),
    .schema = {"staffing", 1, staffing_ddl},
};
