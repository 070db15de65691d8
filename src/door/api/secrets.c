#include "app/access.h"
#include "app/identity/feed.h"
#include "app/identity/password.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* Passwords, tokens, drafts: acts whose content must not go through the ledger's pipeline as it
 * came. */

struct new_password {
    struct text old;
    struct text password;
};
static const struct field own_fields[] = {
    FIELD(new_password, old, TEXT, .required = true, .max = 128, .zh = "原密码",
          .en = "old password"),
    {.name = "new",
     .kind = FIELD_KIND_TEXT,
     .offset = offsetof(struct new_password, password),
     .required = true,
     .max = 128,
     .zh = "新密码",
     .en = "new password"},
};
const struct field_table api_own_password_table = FIELD_TABLE(new_password, own_fields);
static const struct field reset_fields[] = {
    FIELD(new_password, password, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
};
const struct field_table api_password_table = FIELD_TABLE(new_password, reset_fields);

struct new_account {
    struct text login;
    struct text name;
    struct text password;
};
static const struct field account_fields[] = {
    FIELD(new_account, login, TEXT, .required = true, .max = 40, .zh = "账号", .en = "login"),
    FIELD(new_account, name, TEXT, .required = true, .max = 60, .zh = "姓名或称呼", .en = "name"),
    FIELD(new_account, password, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
};
const struct field_table api_account_table = FIELD_TABLE(new_account, account_fields);

struct hashing {
    struct call *call;
    int64_t account; /* whose password is set; 0: a new account */
    struct text old; /* to be checked first; empty: not */
    struct text login;
    struct text name;
    struct text password;
};

static void sessions_changed(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    struct fault fault = {.code = FAULT_NONE};
    if (sessions_reload(options->sessions, options->writer_store, 0, call->now, &fault)) {
        call_json(call, 200, job->answer);
    } else {
        call_fault(call, &fault);
    }
}

static bool old_matches(struct hashing *hashing, struct fault *fault)
{
    struct call *call = hashing->call;
    struct secret secret;
    if (!secret_find_account(call->arena, call_slow_store(call), hashing->account, &secret,
                             fault)) {
        return false;
    }
    if (secret.account == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    bool wrong = hashing->old.len > 0 &&
                 !password_matches(hashing->old, text_c_string(call->arena, secret.password_hash));
    return !wrong || fault_raise(fault, FAULT_FIELD_INVALID, TEXT("old"),
                                 FAULT_ARGS(TEXT("原密码不对"), TEXT("the old password is wrong")));
}

static void set_password(struct hashing *hashing, const char *hash)
{
    struct call *call = hashing->call;
    struct secret_setting *setting = arena_new(call->arena, struct secret_setting);
    *setting = (struct secret_setting){hashing->account, text_copy(call->arena, text_of(hash))};
    call_submit(call, &(struct submission){.kind = &secret_set_command,
                                           .fields = setting,
                                           .answered = sessions_changed});
}

/* The command of ground/account has the hash where the caller gave a password. */
static void open_account(struct hashing *hashing, const char *hash, struct fault *fault)
{
    struct call *call = hashing->call;
    const struct command_kind *kind =
        register_command(call->api->options.registry, TEXT("account.open"));
    ensure(kind != NULL);
    struct jmember members[3] = {
        {TEXT("login"), {.kind = JVALUE_TEXT, .text = hashing->login}},
        {TEXT("name"), {.kind = JVALUE_TEXT, .text = hashing->name}},
        {TEXT("password_hash"),
         {.kind = JVALUE_TEXT, .text = text_copy(call->arena, text_of(hash))}},
    };
    struct jvalue object = {.kind = JVALUE_OBJECT, .count = 3, .members = members};
    void *fields = arena_alloc(call->arena, kind->fields->size);
    if (field_read(call->arena, kind->fields, &object, fields, fault)) {
        call_submit(call, &(struct submission){.kind = kind, .fields = fields});
    } else {
        call_fault(call, fault);
    }
}

static void hash_password(void *context)
{
    struct hashing *hashing = context;
    struct fault fault = {.code = FAULT_NONE};
    char hash[PASSWORD_HASH_SIZE];
    bool ready = (hashing->account == 0 || old_matches(hashing, &fault)) &&
                 password_is_allowed(hashing->password, hashing->login, &fault) &&
                 password_hash(hashing->password, hash, &fault);
    if (!ready) {
        call_fault(hashing->call, &fault);
    } else if (hashing->account != 0) {
        set_password(hashing, hash);
    } else {
        open_account(hashing, hash, &fault);
    }
}

static bool slowly(struct hashing *hashing, struct fault *fault)
{
    return slow_do(hashing->call->api->slow, hash_password, hashing) ||
           fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
}

bool call_may_administer(struct call *call, role_set roles, struct fault *fault)
{
    if (!call->signed_in) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!access_role_may(roles, call->session.actor.role)) {
        struct text what = TEXT("administration of accounts");
        audit_later(call->api, call->session.actor.account, TEXT("denied"), what,
                    call->request->peer);
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("账号管理"), what));
    }
    return call_is_ours(call, fault);
}

static bool own_password(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct new_password given;
    if (!call_may_administer(call, ROLES_SIGNED_IN, fault) || !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_own_password_table, body, &given, fault)) {
        return false;
    }
    struct hashing *hashing = arena_new(call->arena, struct hashing);
    *hashing = (struct hashing){.call = call,
                                .account = call->session.actor.account,
                                .old = given.old,
                                .login = TEXT_NONE,
                                .password = given.password};
    return slowly(hashing, fault);
}

static bool reset_password(struct call *call, int64_t account, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct new_password given;
    if (!call_may_administer(call, ROLE_BIT(ROLE_SYSTEM_ADMIN), fault) ||
        !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_password_table, body, &given, fault)) {
        return false;
    }
    struct hashing *hashing = arena_new(call->arena, struct hashing);
    *hashing = (struct hashing){.call = call,
                                .account = account,
                                .old = TEXT_NONE,
                                .login = TEXT_NONE,
                                .password = given.password};
    return slowly(hashing, fault);
}

static bool new_account(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct new_account given;
    if (!call_may_administer(call, ROLE_BIT(ROLE_SYSTEM_ADMIN), fault) ||
        !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_account_table, body, &given, fault)) {
        return false;
    }
    struct hashing *hashing = arena_new(call->arena, struct hashing);
    *hashing = (struct hashing){
        .call = call, .login = given.login, .name = given.name, .password = given.password};
    return slowly(hashing, fault);
}

/* -- tokens of partner systems -- */

static const struct field token_fields[] = {
    FIELD(token_making, name, TEXT, .required = true, .max = 60, .zh = "用途",
          .en = "what it is for"),
    FIELD(token_making, days, INT, .required = true, .min = 1, .max = 366, .zh = "有效天数",
          .en = "days it is valid"),
    FIELD(token_making, post, ID, .required = true, .zh = "以哪个职务",
          .en = "the post it acts in"),
};
const struct field_table api_token_table = FIELD_TABLE(token_making, token_fields);

static void token_made(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    const struct token_making *making = job->fields;
    struct fault fault = {.code = FAULT_NONE};
    if (!sessions_reload(options->sessions, options->writer_store, making->account, call->now,
                         &fault)) {
        call_fault(call, &fault);
        return;
    }
    struct buffer buffer = buffer_open(call->arena, 128);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "token", call->token); /* told once, never again */
    json_member_int(&json, "days", making->days);
    json_end(&json);
    call_json(call, 200, buffer_text(&buffer));
}

static bool make_token(struct call *call, int64_t account, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct token_making *making = arena_new(call->arena, struct token_making);
    if (!call_may_administer(call, ROLE_BIT(ROLE_SECURITY_ADMIN), fault) ||
        !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_token_table, body, making, fault)) {
        return false;
    }
    call->token = password_random(call->arena, 32);
    making->account = account;
    making->token_hash = token_hash(call->arena, call->token);
    call_submit(call, &(struct submission){
                          .kind = &token_make_command, .fields = making, .answered = token_made});
    return true;
}

/* -- drafts -- */

struct draft {
    struct text content;
};
static const struct field draft_fields[] = {
    FIELD(draft, content, JSON, .required = true, .zh = "草稿内容", .en = "content"),
};
const struct field_table api_draft_table = FIELD_TABLE(draft, draft_fields);

static bool form_is_valid(struct text form)
{
    bool valid = form.len > 0 && form.len <= 60;
    for (size_t i = 0; i < form.len && valid; i++) {
        char c = form.at[i];
        valid = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }
    return valid;
}

static void draft_saved(struct call *call, struct job *job)
{
    (void)job;
    call_json(call, 200, text_format(call->arena, "{\"saved_at\":%lld}", (long long)call->now));
}

static bool save_draft(struct call *call, struct text form, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct draft draft = {TEXT_NONE};
    bool is_delete = text_is(call->request->method, "DELETE");
    if (!form_is_valid(form)) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!call_may_administer(call, ROLES_SIGNED_IN, fault) ||
        (!is_delete && (!call_body(call, &body, fault) ||
                        !field_read(call->arena, &api_draft_table, body, &draft, fault)))) {
        return false;
    }
    struct draft_saving *saving = arena_new(call->arena, struct draft_saving);
    *saving = (struct draft_saving){form, draft.content};
    call_submit(call, &(struct submission){
                          .kind = &draft_save_command, .fields = saving, .answered = draft_saved});
    return true;
}

/* -- the address of one's calendar -- */

struct feed_asking {
    bool tasks;
};
static const struct field feed_fields[] = {
    FIELD(feed_asking, tasks, BOOL, .zh = "含责任事项期限", .en = "with the days of tasks"),
};
const struct field_table api_feed_table = FIELD_TABLE(feed_asking, feed_fields);

static void feed_set(struct call *call, struct job *job)
{
    const struct feed_setting *setting = job->fields;
    bool is_made = setting->token_hash.len > 0;
    audit_later(call->api, call->session.actor.account,
                is_made ? TEXT("calendar-made") : TEXT("calendar-dropped"), TEXT_NONE,
                call->request->peer);
    call_json(call, 200,
              is_made ? text_format(call->arena, "{\"path\":\"/calendar/%.*s.ics\"}",
                                    TEXT_ARG(call->token)) /* told once, never again */
                      : TEXT("{\"path\":null}"));
}

static bool set_feed(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct feed_asking asked = {false};
    struct feed_setting *setting = arena_new(call->arena, struct feed_setting);
    bool is_delete = text_is(call->request->method, "DELETE");
    if (!call_may_administer(call, ROLES_WORK | ROLES_WATCHERS, fault) ||
        !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_feed_table, body, &asked, fault)) {
        return false;
    }
    *setting = (struct feed_setting){.has_tasks = asked.tasks};
    if (!is_delete) {
        call->token = password_random(call->arena, 32);
        setting->token_hash = token_hash(call->arena, call->token);
    }
    call_submit(call, &(struct submission){
                          .kind = &feed_set_command, .fields = setting, .answered = feed_set});
    return true;
}

int64_t api_account_between(struct text path, const char *tail)
{
    struct text head = TEXT("/accounts/");
    struct text end = text_of(tail);
    bool fits =
        text_starts_with(path, head) && text_ends_with(path, end) && path.len > head.len + end.len;
    return fits ? route_id(text_slice(path, head.len, path.len - head.len - end.len)) : 0;
}

bool secret_routes(struct call *call, struct text path)
{
    struct fault fault = {.code = FAULT_NONE};
    struct text method = call->request->method;
    bool is_post = text_is(method, "POST");
    struct text drafts = TEXT("/drafts/");
    int64_t reset = api_account_between(path, "/password");
    int64_t token = api_account_between(path, "/tokens");
    bool done;
    if (is_post && text_is(path, "/session/password")) {
        done = own_password(call, &fault);
    } else if ((text_is(method, "PUT") || text_is(method, "DELETE")) &&
               text_is(path, "/session/calendar")) {
        done = set_feed(call, &fault);
    } else if (is_post && text_is(path, "/accounts")) {
        done = new_account(call, &fault);
    } else if (is_post && reset != 0) {
        done = reset_password(call, reset, &fault);
    } else if (is_post && token != 0) {
        done = make_token(call, token, &fault);
    } else if ((text_is(method, "PUT") || text_is(method, "DELETE")) &&
               text_starts_with(path, drafts)) {
        done = save_draft(call, text_slice(path, drafts.len, path.len - drafts.len), &fault);
    } else {
        return factor_routes(call, path);
    }
    if (!done) {
        call_fault(call, &fault);
    }
    return true;
}
