#include "app/identity/post.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "room/absence/absence.h"

/* -- noting and ending -- */

/* The district of a live account's post as navigator; `*out` false: it has none. */
static bool is_navigator(struct command_run *run, int64_t id, bool *out, struct text *out_district,
                         struct fault *fault)
{
    struct post_list *posts = arena_new(run->arena, struct post_list);
    *out = false;
    if (!account_live_posts(run->arena, run->store, id, posts, fault)) {
        return false;
    }
    for (size_t i = 0; i < posts->count; i++) {
        if (posts->items[i].role == ROLE_NAVIGATOR) {
            *out = true;
            *out_district = posts->items[i].district;
        }
    }
    return true;
}

/* A navigator answers for himself, a coordinator for those he looks after. */
static bool may_answer_for(struct command_run *run, int64_t account, bool *out, struct fault *fault)
{
    struct text district = TEXT_NONE;
    if (run->actor->role == ROLE_NAVIGATOR) {
        *out = account == run->actor->account;
        return true;
    }
    if (!is_navigator(run, account, out, &district, fault)) {
        return false;
    }
    *out = *out && (run->actor->role != ROLE_DISTRICT_COORDINATOR ||
                    text_equal(run->actor->district, district));
    return true;
}

static bool refuse(struct fault *fault, const char *field)
{
    return fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                       FAULT_ARGS(TEXT("此账号不是您可以登记的代办员"),
                                  TEXT("no navigator that you may note this for")));
}

static bool perform_note(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct absence_note *command = fields;
    struct absences all;
    struct text district = TEXT_NONE;
    int64_t account = command->account_id != 0 ? command->account_id : run->actor->account;
    bool may = false;
    bool can = false;
    if (!may_answer_for(run, account, &may, fault) ||
        !is_navigator(run, command->substitute_id, &can, &district, fault) ||
        !absence_current(run->arena, run->store, &all, fault)) {
        return false;
    }
    if (!may || !can) {
        return refuse(fault, may ? "substitute_id" : "account_id");
    }
    struct absence_terms terms = {run->today, account, &all};
    struct absence_noted body = {account, command->substitute_id, command->from, command->until,
                                 command->kind};
    int64_t id = run_next_seq(run);
    struct event_about about = {id, 0, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return absence_decide(&terms, command, fault) &&
           run_emit(run, &absence_noted_event, about, &body, fault);
}

static bool perform_end(struct command_run *run, const void *fields, struct fault *fault)
{
    struct absences all;
    struct absence_turned body = {{NULL, 0}};
    (void)fields;
    if (!absence_current(run->arena, run->store, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct absence *one = &all.items[i];
        bool may = false;
        if (one->id != run->id) {
            continue;
        }
        if (!may_answer_for(run, one->account, &may, fault)) {
            return false;
        }
        if (!may) {
            break;
        }
        if (one->ended_on != CIVIL_DATE_NONE) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                               FAULT_ARGS(TEXT("已提前返岗"), TEXT("it was ended")));
        }
        struct event_about about = {one->id, 0, run->today};
        run->answer = (struct answer){.id = one->id, .version = one->version + 1};
        return run_version_is(run, one->version, fault) &&
               run_emit(run, &absence_ended_event, about, &body, fault);
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

/* -- taking over and giving back, by itself -- */

static bool turn_one(struct command_run *run, const struct absence *one, bool is_back,
                     struct fault *fault)
{
    struct absence_turn turn = {one, is_back};
    struct absence_projects projects;
    struct absence_turned body = {{NULL, 0}};
    struct project_served_by served = {.account = is_back ? one->account : one->substitute,
                                       .before = is_back ? one->substitute : one->account,
                                       .reason = is_back ? TEXT("原代办员返岗")
                                                         : TEXT("原代办员离岗，由代班人代办")};
    if (!absence_projects_of(run->arena, run->store, &turn, &projects, fault)) {
        return false;
    }
    struct text *ids = arena_array(run->arena, struct text, projects.count + 1);
    for (size_t i = 0; i < projects.count; i++) {
        struct event_about about = {projects.items[i], projects.items[i], run->today};
        ids[i] = text_format(run->arena, "%lld", (long long)projects.items[i]);
        if (!run_emit(run, &project_served_by_event, about, &served, fault)) {
            return false;
        }
    }
    body.projects = (struct text_list){ids, projects.count};
    struct event_about about = {one->id, 0, run->today};
    return run_emit(run, is_back ? &absence_over_event : &absence_begun_event, about, &body, fault);
}

/* One a turn: the chore comes again at once as long as it finds some. */
static bool perform_turn(struct command_run *run, const void *fields, struct fault *fault)
{
    struct absences all;
    (void)fields;
    if (!absence_current(run->arena, run->store, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct absence *one = &all.items[i];
        bool has_begun = one->begun_on != CIVIL_DATE_NONE;
        bool is_past = one->ended_on != CIVIL_DATE_NONE || one->until < run->today;
        if (has_begun ? is_past : one->from <= run->today) {
            return turn_one(run, one, has_begun, fault);
        }
    }
    return true;
}

static const struct command_kind commands[] = {
    {"absence.note", "POST", "/absences", &absence_note_table, ROLES_SERVICE, 0, "登记离岗与代班",
     "note an absence and who stands in", perform_note},
    {"absence.end", "POST", "/absences/{id}/end", NULL, ROLES_SERVICE, 0, "提前返岗或取消离岗",
     "end an absence early, or call it off", perform_end},
    {"absence.turn", "POST", "/absences/turn", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "代班开始和结束", "Substitutes take over and give back", perform_turn},
};

/* -- reading -- */

static bool is_shown(const struct view_run *run, const struct absence *one)
{
    return run->actor->role != ROLE_NAVIGATOR || one->account == run->actor->account ||
           one->substitute == run->actor->account;
}

static bool write_one(struct json_writer *json, const struct view_run *run,
                      const struct absence *one, struct fault *fault)
{
    struct text name = TEXT_NONE;
    struct text substitute = TEXT_NONE;
    if (!account_name(run->arena, run->store, one->account, &name, fault) ||
        !account_name(run->arena, run->store, one->substitute, &substitute, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_text(json, "name", name);
    json_member_text(json, "substitute_name", substitute);
    json_member_date(json, "from", one->from);
    json_member_date(json, "until", one->until);
    json_member_text(json, "kind", one->kind);
    json_member_bool(json, "begun", one->begun_on != CIVIL_DATE_NONE);
    json_member_date(json, "ended_on", one->ended_on);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct absences all;
    if (!absence_current(run->arena, run->store, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        if (is_shown(run, &all.items[i]) && !write_one(json, run, &all.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"absence.list", "/absences", NULL, ROLES_SERVICE, 0, "离岗与代班", "absences and substitutes",
     answer_list},
};

static const struct event_kind *const events[] = {&absence_noted_event, &absence_begun_event,
                                                  &absence_ended_event, &absence_over_event};

const struct room absence_room = {
    .name = "absence",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(absence),
    .schema = {"absence", 1, absence_ddl},
};
