#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/project/upward_words.h"
#include "room/succession/succession.h"

static bool perform_acknowledge(struct command_run *run, const void *fields, struct fault *fault)
{
    struct succession succession;
    struct succession_acknowledged body;
    struct project project;
    if (!succession_find(run->arena, run->store, run->id, &succession, fault)) {
        return false;
    }
    /* Another's does not exist for him. */
    if (succession.id == 0 || succession.to_account != run->actor->account) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!project_of_run(run, succession.project, &project, fault) ||
        !run_version_is(run, succession.version, fault) ||
        !succession_decide(run->arena, &succession, fields, &body, fault)) {
        return false;
    }
    struct event_about about = {succession.id, succession.project, run->today};
    run->answer = (struct answer){.id = succession.id, .version = succession.version + 1};
    return run_emit(run, &succession_acknowledged_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"succession.acknowledge", "POST", "/successions/{id}/acknowledge",
     &succession_acknowledge_table, ROLE_BIT(ROLE_NAVIGATOR), 0, "签收交接事项（逐项或全部）",
     "acknowledge matters handed over, some or all", perform_acknowledge},
};

/* A problem's title as it was when the list was made is not for whoever reads upward. */
static bool put_upward(const struct view_run *run, struct succession *succession,
                       struct fault *fault)
{
    bool is_upward = upward_reads(run->city, run->actor, run->today);
    for (size_t i = 0; is_upward && i < succession->count; i++) {
        struct succession_item *item = &succession->items[i];
        struct upward_words words;
        if (text_is(item->kind, "problem")) {
            if (!upward_words_of(run, item->ref, &words, fault)) {
                return false;
            }
            item->title = words.called;
        }
    }
    return true;
}

static void write_items(struct json_writer *json, const struct succession *succession)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < succession->count; i++) {
        const struct succession_item *item = &succession->items[i];
        json_object(json);
        json_member_int(json, "nth", item->nth);
        json_member_text(json, "kind", item->kind);
        json_member_int(json, "ref", item->ref);
        json_member_text(json, "title", item->title);
        json_member_date(json, "due_on", item->due_on);
        json_member_date(json, "acknowledged_on", item->acknowledged_on);
        json_end(json);
    }
    json_end(json);
}

static bool write_one(struct json_writer *json, const struct view_run *run, int64_t id,
                      struct fault *fault)
{
    struct succession one;
    struct project project;
    struct text from = TEXT_NONE;
    struct text to = TEXT_NONE;
    if (!succession_find(run->arena, run->store, id, &one, fault) ||
        !project_of_view(run, one.project, &project, fault) || !put_upward(run, &one, fault) ||
        !account_name(run->arena, run->store, one.from_account, &from, fault) ||
        !account_name(run->arena, run->store, one.to_account, &to, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", one.id);
    json_member_int(json, "version", one.version);
    json_name(json, "project");
    project_brief(json, run->city, &project, run->actor->language);
    json_member_text(json, "from_name", from);
    json_member_text(json, "to_name", to);
    json_member_date(json, "opened_on", one.opened_on);
    json_member_int(json, "waiting_days", city_working_days(run->city, one.opened_on, run->today));
    json_member_bool(json, "is_mine", one.to_account == run->actor->account);
    write_items(json, &one);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct successions open;
    if (!succession_open(&sight, 0, &open, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < open.count; i++) {
        if (!write_one(json, run, open.items[i].id, fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"succession.list", "/successions", NULL, ROLES_SERVICE | ROLES_WATCHERS, 0,
     "尚未全部签收的工作交接", "hand-overs that are not wholly acknowledged", answer_list},
};

static const struct event_kind *const events[] = {&succession_opened_event,
                                                  &succession_acknowledged_event};

const struct room succession_room = {
    .name = "succession",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(succession),
    .schema = {"succession", 1, succession_ddl},
};
