#include "app/city.h"
#include "base/arena.h"
#include "ground/casefile/casefile.h"
#include "pack/pack.h"
#include "room/tickler/tickler.h"

/* -- climbing -- */

/* The step of that number, NULL past the last. */
static const struct jvalue *step_of(const struct command_run *run, struct text type, int64_t nth)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_REMINDER_TYPES, type, run->today);
    const struct jvalue *steps = record == NULL ? NULL : jvalue_get(record->raw, "steps");
    return steps != NULL && nth > 0 && nth <= (int64_t)steps->count ? &steps->items[nth - 1] : NULL;
}

/* So many working days after the reminder's own day. */
static civil_date climbs_on(const struct command_run *run, struct text type, civil_date on,
                            int64_t nth)
{
    const struct jvalue *step = step_of(run, type, nth);
    return step == NULL ? CIVIL_DATE_NONE
                        : city_due(run->city, on, (int)jvalue_int(jvalue_get(step, "days"), 1)).day;
}

static bool perform_climb(struct command_run *run, const void *fields, struct fault *fault)
{
    struct ticklers due;
    (void)fields;
    if (!tickler_climbing(run->arena, run->store, run->today, &due, fault)) {
        return false;
    }
    for (size_t i = 0; i < due.count; i++) {
        const struct tickler *one = &due.items[i];
        const struct jvalue *step = step_of(run, one->type, one->steps + 1);
        struct tickler_climbed body = {.application = one->application,
                                       .step = one->steps + 1,
                                       .type = one->type,
                                       .who = jvalue_text(jvalue_get(step, "who"), TEXT_NONE),
                                       .on = one->on,
                                       .next_on =
                                           climbs_on(run, one->type, one->on, one->steps + 2)};
        struct event_about about = {one->id, one->project, run->today};
        if (!run_emit(run, &tickler_climbed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct tickler_set *command = fields;
    struct project project;
    if (!project_of_run(run, command->project_id, &project, fault) ||
        !casefile_is_of(run, project.id, command->application_id, fault) ||
        !tickler_decide_set(command, run->today, fault)) {
        return false;
    }
    if (command->type.len > 0 &&
        pack_find(city_pack(run->city), PACK_REMINDER_TYPES, command->type, run->today) == NULL) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("type"),
            FAULT_ARGS(TEXT("数据包里没有这个类型"), TEXT("the pack has no such type")));
    }
    int64_t id = run_next_seq(run);
    struct tickler_noted body = {.application = command->application_id,
                                 .account = run->actor->account,
                                 .on = command->on,
                                 .note = command->note,
                                 .type = command->type,
                                 .climb_on = climbs_on(run, command->type, command->on, 1)};
    struct event_about about = {id, project.id, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &tickler_set_event, about, &body, fault);
}

static bool perform_done(struct command_run *run, const void *fields, struct fault *fault)
{
    struct tickler tickler;
    struct project project;
    if (!tickler_find(run->arena, run->store, run->id, &tickler, fault) ||
        !tickler_decide_done(&tickler, run->actor->account, fault) ||
        !project_of_run(run, tickler.project, &project, fault) ||
        !run_version_is(run, tickler.version, fault)) {
        return false;
    }
    struct event_about about = {tickler.id, tickler.project, run->today};
    run->answer = (struct answer){.id = tickler.id, .version = tickler.version + 1};
    return run_emit(run, &tickler_done_event, about, fields, fault);
}

#define ROLES_TICKLED (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER))

static const struct command_kind commands[] = {
    {"tickler.set", "POST", "/bring-forwards", &tickler_set_table, ROLES_TICKLED, 0, "设置到期提醒",
     "leave a dated note for oneself", perform_set},
    {"tickler.done", "POST", "/bring-forwards/{id}/done", &tickler_done_table, ROLES_TICKLED, 0,
     "到期提醒办结", "a reminder is done", perform_done},
    {"tickler.climb", "POST", "/bring-forwards/climb", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "到期提醒逐级上报", "Reminders not seen to climb", perform_climb},
};

/* -- one's own that are open, earliest first -- */

#define AHEAD_DAYS 3660

struct tickler_query {
    int64_t project;
};
static const struct field query_fields[] = {
    FIELD(tickler_query, project, ID, .names = "project", .zh = "项目", .en = "project"),
};
static const struct field_table query_table = FIELD_TABLE(tickler_query, query_fields);

static void write_one(struct json_writer *json, const struct view_run *run,
                      const struct tickler *tickler)
{
    const struct pack_record *type =
        pack_find(city_pack(run->city), PACK_REMINDER_TYPES, tickler->type, CIVIL_DATE_NONE);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_object(json);
    json_member_int(json, "id", tickler->id);
    json_member_int(json, "version", tickler->version);
    json_member_int(json, "project_id", tickler->project);
    json_member_int_if(json, "application_id", tickler->application != 0, tickler->application);
    json_member_date(json, "on", tickler->on);
    json_member_text(json, "note", tickler->note);
    json_member_text_or_null(json, "type_name",
                             type == NULL ? TEXT_NONE
                             : is_zh      ? type->name
                                          : type->name_en);
    json_member_date(json, "climb_on", tickler->climb_on);
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct tickler_query *query = run->query;
    struct ticklers all;
    if (!tickler_open_until(run->arena, run->store, run->actor->account, run->today + AHEAD_DAYS,
                            &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        if (query->project == 0 || query->project == all.items[i].project) {
            write_one(json, run, &all.items[i]);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"tickler.list", "/bring-forwards", &query_table, ROLES_TICKLED, 0, "我的到期提醒",
     "one's own dated reminders", answer_list},
};

static const struct event_kind *const events[] = {&tickler_set_event, &tickler_done_event,
                                                  &tickler_handed_event, &tickler_climbed_event};

const struct room tickler_room = {
    .name = "tickler",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(tickler),
    .schema = {"tickler", 2, tickler_ddl},
};
