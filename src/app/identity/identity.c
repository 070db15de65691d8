#include "app/identity/identity.h"

#include "app/identity/post.h"
#include "app/identity/session.h"
#include "base/arena.h"

#define FIRST_LOCK_MS ((int64_t)15 * 60 * 1000)
#define LONGEST_LOCK_MS ((int64_t)24 * 60 * 60 * 1000)

int64_t lock_duration_ms(int64_t locks_before)
{
    int64_t duration = FIRST_LOCK_MS;
    for (int64_t i = 0; i < locks_before && duration < LONGEST_LOCK_MS; i++) {
        duration *= 2;
    }
    return duration < LONGEST_LOCK_MS ? duration : LONGEST_LOCK_MS;
}

#define SECRET_SELECT                                                                              \
    "select c.account, c.name, c.password, c.failures, c.locked_until, a.disabled, c.login,"       \
    " (select min(p.id) from account_post p where p.account=c.account and p.ended=0)"              \
    " from account_secret c join account a on a.id=c.account"
static const struct statement secret_by_login = {"secret_by_login",
                                                 SECRET_SELECT " where c.login=$1"};
static const struct statement secret_by_account = {"secret_by_account",
                                                   SECRET_SELECT " where c.account=$1"};
static const struct statement secret_state = {
    "secret_state", "select failures, locks, locked_until from account_secret where account=$1"};
static const struct statement secret_fail = {
    "secret_fail",
    "update account_secret set failures=$2, locks=$3, locked_until=$4 where account=$1"};
static const struct statement secret_clear = {
    "secret_clear",
    "update account_secret set failures=0, locks=0, locked_until=0 where account=$1"};
static const struct statement secret_replace = {
    "secret_replace", "update account_secret set password=$2, failures=0, locks=0, locked_until=0, "
                      "changed_at=$3 where account=$1"};
static const struct statement token_insert = {
    "token_insert", "insert into api_token(token_hash, account, post, name, made_at, expires_at) "
                    "values($1,$2,$3,$4,$5,$6)"};
static const struct statement draft_upsert = {
    "draft_upsert", "insert into draft(account, form, content, saved_at) values($1,$2,$3,$4)"
                    " on conflict(account, form) do update set content=excluded.content, "
                    "saved_at=excluded.saved_at"};
static const struct statement draft_delete = {"draft_delete",
                                              "delete from draft where account=$1 and form=$2"};
static const struct statement draft_find = {
    "draft_find", "select content, saved_at from draft where account=$1 and form=$2"};
static const struct statement draft_count = {
    "draft_count_others", "select count(*) from draft where account=$1 and form<>$2"};
static const struct statement audit_insert = {
    "audit_insert", "insert into audit(number, at, account, act, detail, peer)"
                    " values((select coalesce(max(number),0)+1 from audit),$1,$2,$3,$4,$5)"};
static const struct statement audit_list = {
    "audit_list",
    "select u.number, u.at, u.account, coalesce(c.name,''), u.act, u.detail, u.peer from audit u"
    " left join account_secret c on c.account=u.account where ($1=0 or u.number<$1) order by "
    "u.number desc limit $2"};
static const struct statement post_of_account = {
    "post_of_account", "select 1 from account_post where id=$1 and account=$2 and ended=0"};

const struct statement *const identity_statements[] = {
    &secret_by_login, &secret_by_account, &secret_state, &secret_fail,     &secret_clear,
    &secret_replace,  &token_insert,      &draft_upsert, &draft_delete,    &draft_find,
    &draft_count,     &audit_insert,      &audit_list,   &post_of_account, &post_list_of,
};
const size_t identity_statement_count = COUNT_OF(identity_statements);

/* -- reading secrets -- */

/* The first row of the running query, which it ends. */
static bool take_secret(struct arena *arena, struct store_rows *rows, struct secret *out,
                        struct fault *fault)
{
    *out = (struct secret){.account = 0};
    if (store_next(rows)) {
        *out = (struct secret){
            .account = store_int(rows, 0),
            .name = store_text(arena, rows, 1),
            .password_hash = store_text(arena, rows, 2),
            .failures = store_int(rows, 3),
            .locked_until = store_int(rows, 4),
            .disabled = store_bool(rows, 5),
            .login = store_text(arena, rows, 6),
            .first_post = store_int(rows, 7),
        };
    }
    return store_done(rows, fault);
}

bool secret_find(struct arena *arena, struct store *store, struct text login, struct secret *out,
                 struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &secret_by_login, CELLS(cell_text(login)), &rows, fault) &&
           take_secret(arena, &rows, out, fault);
}

bool secret_find_account(struct arena *arena, struct store *store, int64_t account,
                         struct secret *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(store, &secret_by_account, CELLS(cell_int(account)), &rows, fault) &&
           take_secret(arena, &rows, out, fault);
}

/* -- commands -- */

bool audit_note(struct command_run *run, const struct audit_noting *noting, struct fault *fault)
{
    return store_run(run->store, &audit_insert,
                     CELLS(cell_int(run->now), cell_int(noting->account), cell_text(noting->act),
                           cell_text(noting->detail), cell_text(noting->peer)),
                     fault);
}

static bool perform_note(struct command_run *run, const void *fields, struct fault *fault)
{
    return audit_note(run, fields, fault);
}

/* Whom an administrator's act was about, where it was not himself. */
static struct text about_account(struct command_run *run, int64_t account)
{
    return account == run->actor->account
               ? TEXT_NONE
               : text_format(run->arena, "account:%lld", (long long)account);
}

static bool perform_session_open(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct session_opening *opening = fields;
    struct session_row row = {opening->token_hash, opening->account, opening->post, opening->csrf,
                              run->now};
    bool is_recovered = opening->shown.recovery_hash.len > 0;
    struct audit_noting noting = {opening->account, TEXT("sign-in"),
                                  is_recovered ? TEXT("recovery code") : TEXT_NONE, opening->peer};
    return second_factor_use(run, opening->account, &opening->shown, fault) &&
           session_insert(run->store, &row, fault) &&
           store_run(run->store, &secret_clear, CELLS(cell_int(opening->account)), fault) &&
           audit_note(run, &noting, fault);
}

static bool perform_session_close(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct session_closing *closing = fields;
    struct audit_noting noting = {run->actor->account, TEXT("sign-out"), TEXT_NONE, closing->peer};
    return session_delete(run->store, closing->token_hash, fault) &&
           sessions_tell(run->store, run->actor->account, fault) && audit_note(run, &noting, fault);
}

static bool perform_session_move(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct session_moving *moving = fields;
    int64_t own = 0;
    if (!store_query_int(run->store, &post_of_account,
                         CELLS(cell_int(moving->post), cell_int(run->actor->account)), &own,
                         fault)) {
        return false;
    }
    if (own == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT("post"), FAULT_NO_ARGS);
    }
    return session_set_post(run->store, moving->token_hash, moving->post, fault) &&
           sessions_tell(run->store, run->actor->account, fault);
}

static bool perform_failed(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct secret_failing *failing = fields;
    struct audit_noting noting = {failing->account, TEXT("sign-in-failed"), TEXT_NONE,
                                  failing->peer};
    struct store_rows rows;
    int64_t failures = 0, locks = 0, until = 0;
    if (!store_query(run->store, &secret_state, CELLS(cell_int(failing->account)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        failures = store_int(&rows, 0) + 1;
        locks = store_int(&rows, 1);
        until = store_int(&rows, 2);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    if (failures >= FAILURES_BEFORE_LOCK) {
        until = run->now + lock_duration_ms(locks);
        locks++;
        failures = 0;
        noting.detail = TEXT("locked");
    }
    return store_run(run->store, &secret_fail,
                     CELLS(cell_int(failing->account), cell_int(failures), cell_int(locks),
                           cell_int(until)),
                     fault) &&
           audit_note(run, &noting, fault);
}

static bool perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct secret_setting *setting = fields;
    struct audit_noting noting = {run->actor->account, TEXT("password-changed"),
                                  about_account(run, setting->account), TEXT_NONE};
    return store_run(run->store, &secret_replace,
                     CELLS(cell_int(setting->account), cell_text(setting->password_hash),
                           cell_int(run->now)),
                     fault) &&
           session_delete_account(run->store, setting->account, TEXT_NONE, fault) &&
           sessions_tell(run->store, setting->account, fault) && audit_note(run, &noting, fault);
}

static bool perform_token(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct token_making *making = fields;
    struct audit_noting noting = {run->actor->account, TEXT("token-made"),
                                  about_account(run, making->account), TEXT_NONE};
    int64_t own = 0;
    if (!store_query_int(run->store, &post_of_account,
                         CELLS(cell_int(making->post), cell_int(making->account)), &own, fault)) {
        return false;
    }
    if (own == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT("post"), FAULT_NO_ARGS);
    }
    int64_t until = run->now + making->days * 86400000;
    return store_run(run->store, &token_insert,
                     CELLS(cell_text(making->token_hash), cell_int(making->account),
                           cell_int(making->post), cell_text(making->name), cell_int(run->now),
                           cell_int(until)),
                     fault) &&
           audit_note(run, &noting, fault);
}

#define DRAFTS_MAX 50

static bool perform_draft(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct draft_saving *saving = fields;
    int64_t account = run->actor->account;
    int64_t count = 0;
    if (saving->content.len == 0) {
        return store_run(run->store, &draft_delete,
                         CELLS(cell_int(account), cell_text(saving->form)), fault);
    }
    if (!store_query_int(run->store, &draft_count,
                         CELLS(cell_int(account), cell_text(saving->form)), &count, fault)) {
        return false;
    }
    if (count >= DRAFTS_MAX) {
        return fault_raise(fault, FAULT_FIELD_TOO_LARGE, TEXT("form"), FAULT_ARGS(TEXT("50")));
    }
    return store_run(run->store, &draft_upsert,
                     CELLS(cell_int(account), cell_text(saving->form), cell_text(saving->content),
                           cell_int(run->now)),
                     fault);
}

#define INTERNAL(symbol, kind_name, zh_text, en_text, function)                                    \
    const struct command_kind symbol = {kind_name, "POST",          "/",                           \
                                        NULL,      ROLES_SIGNED_IN, COMMAND_INTERNAL,              \
                                        zh_text,   en_text,         function}

INTERNAL(session_open_command, "session.open", "登录", "sign in", perform_session_open);
INTERNAL(session_close_command, "session.close", "退出", "sign out", perform_session_close);
INTERNAL(session_move_command, "session.move", "切换职务", "switch post", perform_session_move);
INTERNAL(secret_failed_command, "secret.failed", "登录失败", "failed sign-in", perform_failed);
INTERNAL(secret_set_command, "secret.set", "修改密码", "change a password", perform_set);
INTERNAL(token_make_command, "token.make", "签发接口令牌", "make an API token", perform_token);
INTERNAL(draft_save_command, "draft.save", "保存草稿", "save a draft", perform_draft);
INTERNAL(audit_note_command, "audit.note", "审计记录", "note for the audit", perform_note);

/* -- views -- */

static bool answer_draft(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &draft_find,
                     CELLS(cell_int(run->actor->account), cell_text(run->parameters[0])), &rows,
                     fault)) {
        return false;
    }
    json_object(json);
    if (store_next(&rows)) {
        json_name(json, "content");
        json_raw(json, store_text(run->arena, &rows, 0));
        json_member_int(json, "saved_at", store_int(&rows, 1));
    } else {
        json_name(json, "content");
        json_null(json);
        json_name(json, "saved_at");
        json_null(json);
    }
    json_end(json);
    return store_done(&rows, fault);
}

struct audit_query {
    int64_t after;
    int64_t limit;
};
static const struct field audit_fields[] = {
    FIELD(audit_query, after, INT, .zh = "上一页末尾", .en = "end of the previous page"),
    FIELD(audit_query, limit, INT, .max = 200, .zh = "条数", .en = "rows"),
};
static const struct field_table audit_table = FIELD_TABLE(audit_query, audit_fields);

static void write_audit_row(struct arena *arena, struct json_writer *json,
                            const struct store_rows *rows)
{
    json_object(json);
    json_member_int(json, "number", store_int(rows, 0));
    json_member_int(json, "at", store_int(rows, 1));
    json_member_int(json, "account", store_int(rows, 2));
    json_member_text_or_null(json, "account_name", store_text(arena, rows, 3));
    json_member_text(json, "act", store_text(arena, rows, 4));
    json_member_text_or_null(json, "detail", store_text(arena, rows, 5));
    json_member_text_or_null(json, "peer", store_text(arena, rows, 6));
    json_end(json);
}

static bool answer_audit(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct audit_query *query = run->query;
    int64_t limit = query->limit > 0 ? query->limit : 50;
    struct store_rows rows;
    if (!store_query(run->store, &audit_list, CELLS(cell_int(query->after), cell_int(limit)), &rows,
                     fault)) {
        return false;
    }
    int64_t last = 0;
    int64_t count = 0;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    while (store_next(&rows)) {
        last = store_int(&rows, 0);
        count++;
        write_audit_row(run->arena, json, &rows);
    }
    json_end(json);
    json_name(json, "next");
    if (count < limit) {
        json_null(json);
    } else {
        json_text(json, text_format(run->arena, "%lld", (long long)last));
    }
    json_end(json);
    return store_done(&rows, fault);
}

static const struct view_kind views[] = {
    {"identity.draft", "/drafts/{form}", NULL, ROLES_SIGNED_IN, VIEW_UNCACHED, "本人的草稿",
     "one's own draft", answer_draft},
    {"identity.audit", "/audit", &audit_table, ROLE_BIT(ROLE_AUDIT_ADMIN), VIEW_UNCACHED,
     "审计日志", "the audit trail", answer_audit},
};

const struct room identity_room = {
    .name = "identity",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(identity),
};
