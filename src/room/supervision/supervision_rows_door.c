#include "app/city.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/supervision/supervision.h"

static void write_project(struct json_writer *json, const struct view_run *run,
                          const struct supervision *order)
{
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", order->project);
    json_member_text(json, "number", order->project_number);
    json_member_text(json, "name", order->project_name);
    json_member_text(json, "district_name",
                     city_district_name(run->city, order->project_district, run->actor->language));
    json_end(json);
}

/* Where the database does not say, the name is left out. */
static void write_person(struct json_writer *json, const struct view_run *run,
                         const struct supervision *order)
{
    struct text name = TEXT_NONE;
    struct fault ignored = {.code = FAULT_NONE};
    bool is_known =
        order->person != 0 && account_name(run->arena, run->store, order->person, &name, &ignored);
    json_member_int_if(json, "person_id", order->person != 0, order->person);
    json_member_text_or_null(json, "person_name", is_known ? name : TEXT_NONE);
}

static void write_about(struct json_writer *json, const struct view_run *run,
                        const struct supervision *order)
{
    bool has_item = order->item.len > 0;
    json_member_int_if(json, "application_id", order->application != 0, order->application);
    json_member_int_if(json, "problem_id", order->problem != 0, order->problem);
    json_member_int_if(json, "whistle_id", order->whistle != 0, order->whistle);
    json_member_text_or_null(json, "item", order->item);
    json_member_text_or_null(json, "item_name",
                             has_item ? city_item_name(run->city, order->item, run->actor->language)
                                      : TEXT_NONE);
}

static const char *light_of(const struct supervision *order, civil_date today)
{
    if (order->state == SUPERVISION_ACCEPTED || order->state == SUPERVISION_WITHDRAWN) {
        return "done";
    }
    if (!supervision_is_open(order)) {
        return "green";
    }
    return order->due_on < today ? "red" : order->due_on == today ? "yellow" : "green";
}

static void write_story(struct json_writer *json, const struct view_run *run,
                        const struct supervision *order)
{
    bool is_open = supervision_is_open(order);
    int64_t left = city_working_days(run->city, run->today, order->due_on);
    json_member_date(json, "issued_on", order->issued_on);
    json_member_int(json, "days", order->days);
    json_member_date(json, "due_on", order->due_on);
    json_member_int_if(json, "left_days", is_open, left);
    json_member_int(json, "overdue_days", is_open && left < 0 ? -left : 0);
    json_member_text(json, "light", text_of(light_of(order, run->today)));
    json_member_date(json, "acknowledged_on", order->acknowledged_on);
    json_member_date(json, "answered_on", order->answered_on);
    json_member_text(json, "answer", order->answer);
    json_name(json, "files");
    json_raw(json, order->files.len > 0 ? order->files : TEXT("[]"));
    json_member_date(json, "ended_on", order->ended_on);
    json_member_text(json, "words", order->words);
    json_member_date(json, "missed_on", order->missed_on);
    json_member_int(json, "misses", order->misses);
    json_member_int(json, "returns", order->returns);
    json_member_int(json, "climbs", order->climbs);
    json_member_text_or_null(
        json, "climbed_to",
        order->climbed_to.len > 0
            ? city_role_name(run->city, order->climbed_to, run->actor->language)
            : TEXT_NONE);
}

void supervision_write(struct json_writer *json, const struct view_run *run,
                       const struct supervision *order)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "id", order->id);
    json_member_text(json, "number", order->number);
    json_member_int(json, "version", order->version);
    write_project(json, run, order);
    json_member_text(json, "org", order->org);
    json_member_text(json, "org_name", city_org_name(run->city, order->org, language));
    write_person(json, run, order);
    json_member_text(json, "asked", order->asked);
    json_member_text(json, "source", order->source);
    json_member_text(json, "basis", order->basis);
    write_about(json, run, order);
    json_member_text(json, "issued_by_name",
                     city_role_name(run->city, text_of(role_name(order->issued_role)), language));
    json_member_text(json, "state", text_of(supervision_state_code(order->state)));
    json_member_text(json, "state_name", supervision_state_name(order->state, language));
    write_story(json, run, order);
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < SUPERVISION_ACT_COUNT; act++) {
        if (supervision_may(order, run->actor, (enum supervision_act)act)) {
            json_text(json, text_of(supervision_act_code((enum supervision_act)act)));
        }
    }
    json_end(json);
    json_end(json);
}
