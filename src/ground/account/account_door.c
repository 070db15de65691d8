#include "ground/account/account.h"

#include "app/access.h"
#include "app/city.h"
#include "app/identity/session.h"
#include "app/register.h"
#include "base/arena.h"
#include "ground/account/account_store.h"

/* -- commands -- */

static bool load(struct command_run *run, struct account *out, struct fault *fault)
{
    if (!account_by_id(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    return out->id != 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static bool answer(struct command_run *run, int64_t id, struct fault *fault)
{
    struct account account;
    if (!account_by_id(run->arena, run->store, id, &account, fault)) {
        return false;
    }
    run->answer.id = id;
    run->answer.version = account.version;
    return true;
}

static bool perform_open(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct account_open *command = fields;
    struct account other;
    if (!account_login_is_valid(command->login, fault) ||
        !account_by_login(run->arena, run->store, command->login, &other, fault)) {
        return false;
    }
    if (other.id != 0) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("login"),
                           FAULT_ARGS(TEXT("这个账号已被使用"), TEXT("this login is taken")));
    }
    int64_t id = run_next_seq(run);
    struct account_opened body = {.demo = command->demo};
    struct event_about about = {id, 0, run->today};
    return run_emit(run, &account_opened_event, about, &body, fault) &&
           account_keep_secret(run->store, id, command, run->now, fault) && answer(run, id, fault);
}

static bool perform_disabled(struct command_run *run, const void *fields, struct fault *fault,
                             bool disabled)
{
    const struct account_disable *command = fields;
    struct account account;
    if (!load(run, &account, fault) || !run_version_is(run, account.version, fault)) {
        return false;
    }
    struct account_disabled body = {disabled, command->reason};
    struct event_about about = {account.id, 0, run->today};
    return run_emit(run, &account_disabled_event, about, &body, fault) &&
           session_delete_account(run->store, account.id, TEXT_NONE, fault) &&
           answer(run, account.id, fault);
}

static bool perform_disable(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform_disabled(run, fields, fault, true);
}

static bool perform_enable(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform_disabled(run, fields, fault, false);
}

static bool project_is_there(struct command_run *run, int64_t project, struct fault *fault)
{
    struct access_project found = {.facts = {.id = 0}};
    if (project != 0 && !access_project_load(run->arena, run->store, project, &found, fault)) {
        return false;
    }
    return found.facts.id == project ||
           fault_raise(fault, FAULT_FIELD_INVALID, TEXT("project_id"),
                       FAULT_ARGS(TEXT("没有这个项目"), TEXT("there is no such project")));
}

static bool perform_grant(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct account_post_grant *command = fields;
    struct account account;
    struct post_list posts;
    if (!load(run, &account, fault) ||
        !posts_of(run->arena, run->store, account.id, &posts, fault)) {
        return false;
    }
    struct account_posts held = {.count = 0};
    for (size_t i = 0; i < posts.count && held.count < COUNT_OF(held.roles); i++) {
        held.roles[held.count++] = posts.items[i].role;
    }
    if (!account_may_hold(run->city, &held, command, fault) ||
        !project_is_there(run, command->project_id, fault)) {
        return false;
    }
    struct account_post_granted body = {command->role, command->org, command->district,
                                        command->project_id};
    struct event_about about = {account.id, 0, run->today};
    return run_emit(run, &account_post_granted_event, about, &body, fault) &&
           answer(run, account.id, fault);
}

static bool perform_end_post(struct command_run *run, const void *fields, struct fault *fault)
{
    (void)fields;
    struct account account;
    struct post_list posts;
    int64_t post = 0;
    if (!load(run, &account, fault) ||
        !posts_of(run->arena, run->store, account.id, &posts, fault)) {
        return false;
    }
    post = route_id(run->parameters[1]);
    for (size_t i = 0; i < posts.count; i++) {
        if (posts.items[i].id == post) {
            struct account_post_ended body = {post};
            struct event_about about = {account.id, 0, run->today};
            return run_emit(run, &account_post_ended_event, about, &body, fault) &&
                   answer(run, account.id, fault);
        }
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static const struct command_kind commands[] = {
    {"account.open", "POST", "/accounts", &account_open_table, ROLE_BIT(ROLE_SYSTEM_ADMIN),
     COMMAND_INTERNAL, "开设账号（不带任何权限）", "open an account, without any right",
     perform_open},
    {"account.disable", "POST", "/accounts/{id}/disable", &account_disable_table,
     ROLE_BIT(ROLE_SYSTEM_ADMIN), COMMAND_CHANGES_SESSIONS, "停用账号", "disable an account",
     perform_disable},
    {"account.enable", "POST", "/accounts/{id}/enable", &account_disable_table,
     ROLE_BIT(ROLE_SYSTEM_ADMIN), COMMAND_CHANGES_SESSIONS, "恢复账号", "enable an account again",
     perform_enable},
    {"account.grant", "POST", "/accounts/{id}/posts", &account_post_grant_table,
     ROLE_BIT(ROLE_SECURITY_ADMIN), COMMAND_CHANGES_SESSIONS, "授予职务", "grant a post",
     perform_grant},
    {"account.end_post", "DELETE", "/accounts/{id}/posts/{post}", NULL,
     ROLE_BIT(ROLE_SECURITY_ADMIN), COMMAND_CHANGES_SESSIONS, "终止职务", "end a post",
     perform_end_post},
};

/* -- views -- */

struct account_query {
    int64_t limit;
    int64_t after;
};
static const struct field query_fields[] = {
    FIELD(account_query, limit, INT, .max = 200, .zh = "条数", .en = "rows"),
    FIELD(account_query, after, INT, .zh = "上一页末尾", .en = "end of the previous page"),
};
static const struct field_table query_table = FIELD_TABLE(account_query, query_fields);

static bool write_account(const struct view_run *run, struct json_writer *json,
                          const struct account *account, struct fault *fault)
{
    struct post_list posts;
    if (!posts_of(run->arena, run->store, account->id, &posts, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", account->id);
    json_member_int(json, "version", account->version);
    json_member_text(json, "login", account->login);
    json_member_text(json, "name", account->name);
    json_member_bool(json, "disabled", account->disabled);
    json_member_bool(json, "locked", account->locked_until > run->now);
    json_member_bool(json, "second_factor", account->has_second_factor);
    json_member_date(json, "created_on", account->opened_on);
    json_name(json, "posts");
    json_array(json);
    for (size_t i = 0; i < posts.count; i++) {
        post_write(json, run->city, &posts.items[i], run->actor->language);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct account_query *query = run->query;
    int64_t limit = query->limit > 0 ? query->limit : 50;
    struct account_rows rows;
    if (!account_page(run->arena, run->store, (struct account_window){query->after, limit}, &rows,
                      fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count; i++) {
        if (!write_account(run, json, &rows.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_member_int(json, "total", rows.total);
    json_name(json, "next");
    if ((int64_t)rows.count < limit) {
        json_null(json);
    } else {
        json_text(json, text_format(run->arena, "%lld", (long long)rows.items[rows.count - 1].id));
    }
    json_end(json);
    return true;
}

/* -- whom one may name: a deputy, a substitute, somebody for a team -- */

struct colleague_query {
    struct text role;
};
static const struct field colleague_fields[] = {
    FIELD(colleague_query, role, TEXT, .max = 30, .zh = "职务", .en = "post"),
};
static const struct field_table colleague_table = FIELD_TABLE(colleague_query, colleague_fields);

static bool answer_colleagues(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    const struct colleague_query *query = run->query;
    enum language language = run->actor->language;
    struct colleagues all;
    if (!account_colleagues(run->arena, run->store, query->role, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        const struct colleague *one = &all.items[i];
        json_object(json);
        json_member_int(json, "id", one->account);
        json_member_text(json, "name", one->name);
        json_member_text(json, "role_name", city_role_name(run->city, one->role, language));
        json_member_text_or_null(json, "org_name", city_org_name(run->city, one->org, language));
        json_member_text_or_null(json, "district_name",
                                 city_district_name(run->city, one->district, language));
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"account.colleagues", "/colleagues", &colleague_table, ROLES_WORK | ROLES_WATCHERS,
     VIEW_UNCACHED, "政府方人员：可以委托、代班或加入团队的人",
     "The government's people: who may deputise, stand in or join a team", answer_colleagues},
    {"account.list", "/accounts", &query_table,
     ROLE_BIT(ROLE_SYSTEM_ADMIN) | ROLE_BIT(ROLE_SECURITY_ADMIN), VIEW_UNCACHED, "账号与职务",
     "accounts and posts", answer_list},
};

static const struct event_kind *const events[] = {&account_opened_event, &account_disabled_event,
                                                  &account_post_granted_event,
                                                  &account_post_ended_event};

const struct room account_room = {
    .name = "account",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(account),
    .schema = {"account", 2, account_ddl},
};
