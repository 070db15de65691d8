#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/delegation/delegation.h"

#define ROLES_APPROVE (ROLES_COORDINATORS | ROLE_BIT(ROLE_LEADER))
#define ROLES_STAFF (ROLES_WORK | ROLES_WATCHERS)

/* The longest that any approval of the city lets itself be delegated. */
static int64_t longest_of(const struct command_run *run)
{
    const struct pack_records *approvals = &city_pack(run->city)->lists[PACK_APPROVALS];
    int64_t longest = 0;
    for (uint32_t i = 0; i < approvals->count; i++) {
        int64_t days =
            jvalue_int(jvalue_get(approvals->items[i].raw, "longest_delegation_days"), 0);
        bool holds = pack_in_force(&approvals->items[i], run->today);
        longest = holds && days > longest ? days : longest;
    }
    return longest;
}

static bool is_staff(struct command_run *run, int64_t account, bool *out, struct fault *fault)
{
    struct post_list *posts = arena_new(run->arena, struct post_list);
    *out = false;
    if (!account_live_posts(run->arena, run->store, account, posts, fault)) {
        return false;
    }
    for (size_t i = 0; i < posts->count; i++) {
        *out |= (ROLES_STAFF & ROLE_BIT(posts->items[i].role)) != 0;
    }
    return true;
}

static bool perform_give(struct command_run *run, const void *given, struct fault *fault)
{
    const struct delegation_give *command = given;
    struct delegation_terms terms = {
        .today = run->today, .account = run->actor->account, .longest_days = longest_of(run)};
    struct delegation_given body = {.account = run->actor->account,
                                    .deputy = command->account_id,
                                    .role = text_of(role_name(run->actor->role)),
                                    .district = run->actor->district,
                                    .reason = command->reason,
                                    .until_on = command->until};
    if (!is_staff(run, command->account_id, &terms.deputy_is_live, fault) ||
        !delegation_decide(command, &terms, &body.from_on, fault)) {
        return false;
    }
    struct event_about about = {0, 0, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &delegation_given_event, about, &body, fault);
}

/* Only whoever gave it takes it back; another's does not exist for him. */
static bool perform_end(struct command_run *run, const void *given, struct fault *fault)
{
    struct delegations mine;
    if (!delegation_of_account(run->arena, run->store, run->actor->account, &mine, fault)) {
        return false;
    }
    for (size_t i = 0; i < mine.count; i++) {
        const struct delegation *delegation = &mine.items[i];
        if (delegation->id != run->id || delegation->account != run->actor->account) {
            continue;
        }
        if (delegation->ended_on != CIVIL_DATE_NONE || delegation->until_on < run->today) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                               FAULT_ARGS(TEXT("此委托已终止"), TEXT("it has ended")));
        }
        struct event_about about = {delegation->id, 0, run->today};
        run->answer = (struct answer){.id = delegation->id, .version = delegation->version + 1};
        return run_version_is(run, delegation->version, fault) &&
               run_emit(run, &delegation_ended_event, about, given, fault);
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static void write_one(struct json_writer *json, const struct view_run *run,
                      const struct delegation *delegation)
{
    bool is_mine = delegation->account == run->actor->account;
    bool holds = delegation->ended_on == CIVIL_DATE_NONE && delegation->from_on <= run->today &&
                 delegation->until_on >= run->today;
    json_object(json);
    json_member_int(json, "id", delegation->id);
    json_member_int(json, "version", delegation->version);
    json_member_bool(json, "given_by_me", is_mine);
    json_member_text(json, "account_name", delegation->account_name);
    json_member_text(json, "deputy_name", delegation->deputy_name);
    json_member_text(json, "role_name",
                     city_role_name(run->city, delegation->role, run->actor->language));
    json_member_text(json, "district_name",
                     city_district_name(run->city, delegation->district, run->actor->language));
    json_member_date(json, "from", delegation->from_on);
    json_member_date(json, "until", delegation->until_on);
    json_member_date(json, "ended_on", delegation->ended_on);
    json_member_text(json, "reason", delegation->reason);
    json_member_bool(json, "in_force", holds);
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct delegations list;
    if (!delegation_of_account(run->arena, run->store, run->actor->account, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        write_one(json, run, &list.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"delegation.give", "POST", "/delegations", &delegation_give_table, ROLES_APPROVE, 0,
     "委托他人在一段时间内代行审批", "Name a deputy for some time", perform_give},
    {"delegation.end", "POST", "/delegations/{id}/end", &delegation_end_table, ROLES_APPROVE, 0,
     "提前终止委托", "End a delegation early", perform_end},
};

static const struct view_kind views[] = {
    {"delegation.list", "/delegations", NULL, ROLES_STAFF, 0, "我给出的和受托的委托",
     "Delegations given by me or to me", answer_list},
};

static const struct event_kind *const events[] = {&delegation_given_event, &delegation_ended_event};

const struct room delegation_room = {
    .name = "delegation",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(delegation),
    .schema = {"delegation", 1, delegation_ddl},
};
