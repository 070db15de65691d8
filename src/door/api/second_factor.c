#include <string.h>

#include "app/access.h"
#include "app/identity/password.h"
#include "app/qr.h"
#include "base/arena.h"
#include "door/api/inside.h"
#include "vault/vault.h"

/* The second factor of a sign-in, as a person sets it up: begun with the password, confirmed with a
 * first code, removed with both; and removed by the security administrator for whoever has lost it
 * (the system administrator sets passwords: neither alone gets into another's account). */

struct factor_proof {
    struct text password;
    struct text code;
};
static const struct field begin_fields[] = {
    FIELD(factor_proof, password, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
};
const struct field_table api_factor_begin_table = FIELD_TABLE(factor_proof, begin_fields);
#define CODE_FIELD                                                                                 \
    FIELD(factor_proof, code, TEXT, .required = true, .max = 40, .zh = "验证码", .en = "code")
static const struct field confirm_fields[] = {CODE_FIELD};
const struct field_table api_factor_confirm_table = FIELD_TABLE(factor_proof, confirm_fields);
static const struct field drop_fields[] = {
    FIELD(factor_proof, password, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
    CODE_FIELD,
};
const struct field_table api_factor_drop_table = FIELD_TABLE(factor_proof, drop_fields);

/* -- what a person shows -- */

bool factor_shown(struct call *call, struct store *store, const struct factor_showing *showing,
                  struct second_factor_shown *out, struct fault *fault)
{
    const struct second_factor *factor = showing->factor;
    struct text about = second_factor_about(call->arena, showing->account);
    unsigned char secret[SECOND_FACTOR_SECRET_SIZE];
    struct text base32;
    bool is_recovery = false;
    *out = (struct second_factor_shown){.recovery_hash = TEXT_NONE};
    if (!vault_open(call->arena, call->api->options.vault, about, factor->sealed, &base32, fault) ||
        !second_factor_bytes(base32, secret, fault)) {
        return false;
    }
    out->step = second_factor_step(secret, showing->code, call->now, factor->last_step);
    explicit_bzero(secret, sizeof secret);
    if (out->step != 0 || !factor->is_set) {
        return true;
    }
    struct text hash = token_hash(call->arena, text_trim(showing->code));
    if (!second_factor_is_recovery(store, showing->account, hash, &is_recovery, fault)) {
        return false;
    }
    out->recovery_hash = is_recovery ? hash : TEXT_NONE;
    return true;
}

static bool wrong_code(struct fault *fault)
{
    return fault_refuse_field(fault, "code", "验证码不对，或者已经用过",
                              "the code is wrong or was used already");
}

/* -- beginning -- */

struct proving {
    struct call *call;
    struct factor_proof proof;
    bool is_drop;
    struct text base32;
    struct text login;
};

static void begun(struct call *call, struct job *job)
{
    (void)job;
    const struct proving *proving = call->context;
    struct buffer path = buffer_open(call->arena, 8192);
    struct text uri = text_format(call->arena,
                                  "otpauth://totp/Liandong:%.*s?secret=%.*s&issuer=Liandong"
                                  "&algorithm=SHA1&digits=6&period=30",
                                  TEXT_ARG(proving->login), TEXT_ARG(proving->base32));
    int width = qr_path(call->arena, uri, &path);
    struct buffer buffer = buffer_open(call->arena, 8192);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "secret", proving->base32); /* told now, never again */
    json_member_text(&json, "uri", uri);
    json_name(&json, "qr");
    json_object(&json);
    json_member_int(&json, "width", width);
    json_member_text(&json, "path", buffer_text(&path));
    json_end(&json);
    json_end(&json);
    call_json(call, 200, buffer_text(&buffer));
}

static bool begin(struct proving *proving, struct fault *fault)
{
    struct call *call = proving->call;
    struct second_factor_beginning *beginning =
        arena_new(call->arena, struct second_factor_beginning);
    struct text about = second_factor_about(call->arena, call->session.actor.account);
    proving->base32 = second_factor_new(call->arena);
    if (!vault_seal(call->arena, call->api->options.vault, about, proving->base32,
                    &beginning->sealed, fault)) {
        return false;
    }
    call->context = proving;
    call_submit(call, &(struct submission){.kind = &second_factor_begin_command,
                                           .fields = beginning,
                                           .answered = begun});
    return true;
}

/* -- removing -- */

static void dropped(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    const struct second_factor_dropping *dropping = job->fields;
    struct fault fault = {.code = FAULT_NONE};
    if (sessions_reload(options->sessions, options->writer_store, dropping->account, call->now,
                        &fault)) {
        call_json(call, 200, TEXT("{\"is_set\":false}"));
    } else {
        call_fault(call, &fault);
    }
}

static void submit_drop(struct call *call, int64_t account)
{
    struct second_factor_dropping *dropping = arena_new(call->arena, struct second_factor_dropping);
    *dropping = (struct second_factor_dropping){account};
    call_submit(call, &(struct submission){.kind = &second_factor_drop_command,
                                           .fields = dropping,
                                           .answered = dropped});
}

/* A secret that was never confirmed asks for no code. */
static bool drop(struct proving *proving, struct fault *fault)
{
    struct call *call = proving->call;
    struct store *store = call_slow_store(call);
    int64_t account = call->session.actor.account;
    struct second_factor factor;
    struct second_factor_shown shown = {.step = 1};
    if (!second_factor_find(call->arena, store, account, &factor, fault) ||
        (factor.is_set &&
         !factor_shown(call, store, &(struct factor_showing){account, &factor, proving->proof.code},
                       &shown, fault))) {
        return false;
    }
    if (shown.step == 0 && shown.recovery_hash.len == 0) {
        return wrong_code(fault);
    }
    submit_drop(call, account);
    return true;
}

/* In the slow thread. */
static void prove(void *context)
{
    struct proving *proving = context;
    struct call *call = proving->call;
    struct fault fault = {.code = FAULT_NONE};
    struct secret secret;
    bool done = secret_find_account(call->arena, call_slow_store(call), call->session.actor.account,
                                    &secret, &fault);
    if (done && !password_matches(proving->proof.password,
                                  text_c_string(call->arena, secret.password_hash))) {
        done = fault_refuse_field(&fault, "password", "密码不对", "the password is wrong");
    }
    proving->login = secret.login;
    done = done && (proving->is_drop ? drop(proving, &fault) : begin(proving, &fault));
    if (!done) {
        call_fault(call, &fault);
    }
}

static bool with_password(struct call *call, const struct field_table *table, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct proving *proving = arena_new(call->arena, struct proving);
    proving->call = call;
    proving->is_drop = table == &api_factor_drop_table;
    return call_body(call, &body, fault) &&
           field_read(call->arena, table, body, &proving->proof, fault) &&
           (!proving->is_drop || call_may_guess(call, fault)) &&
           (slow_do(call->api->slow, prove, proving) ||
            fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS));
}

/* -- confirming -- */

static void confirmed(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    struct fault fault = {.code = FAULT_NONE};
    const struct text *codes = call->context;
    (void)job;
    if (!sessions_reload(options->sessions, options->writer_store, call->session.actor.account,
                         call->now, &fault)) {
        call_fault(call, &fault);
        return;
    }
    struct buffer buffer = buffer_open(call->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_name(&json, "recovery_codes"); /* told now, never again */
    json_array(&json);
    for (size_t i = 0; i < SECOND_FACTOR_RECOVERY_CODES; i++) {
        json_text(&json, codes[i]);
    }
    json_end(&json);
    json_end(&json);
    call_json(call, 200, buffer_text(&buffer));
}

static void submit_confirmed(struct call *call, int64_t step)
{
    struct second_factor_confirming *confirming =
        arena_new(call->arena, struct second_factor_confirming);
    struct text *codes = arena_array(call->arena, struct text, SECOND_FACTOR_RECOVERY_CODES);
    confirming->step = step;
    confirming->token_hash = token_hash(call->arena, call->token);
    for (size_t i = 0; i < SECOND_FACTOR_RECOVERY_CODES; i++) {
        codes[i] = password_random(call->arena, 10);
        confirming->recovery_hashes[i] = token_hash(call->arena, codes[i]);
    }
    call->context = codes;
    call_submit(call, &(struct submission){.kind = &second_factor_confirm_command,
                                           .fields = confirming,
                                           .answered = confirmed});
}

static bool confirm(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    int64_t account = call->session.actor.account;
    struct factor_proof proof;
    struct second_factor factor;
    struct second_factor_shown shown;
    if (!call_body(call, &body, fault) ||
        !field_read(call->arena, &api_factor_confirm_table, body, &proof, fault) ||
        !second_factor_find(call->arena, call_store(call), account, &factor, fault)) {
        return false;
    }
    if (factor.is_set || factor.sealed.len == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!factor_shown(call, call_store(call),
                      &(struct factor_showing){account, &factor, proof.code}, &shown, fault)) {
        return false;
    }
    if (shown.step == 0) {
        return wrong_code(fault);
    }
    submit_confirmed(call, shown.step);
    return true;
}

/* -- routes -- */

static bool own(struct call *call, struct text method, struct fault *fault)
{
    if (!call->signed_in || call->session.by_token) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!call_is_ours(call, fault)) {
        return false;
    }
    if (text_is(method, "PUT")) {
        return confirm(call, fault);
    }
    return with_password(
        call, text_is(method, "POST") ? &api_factor_begin_table : &api_factor_drop_table, fault);
}

bool factor_routes(struct call *call, struct text path)
{
    struct fault fault = {.code = FAULT_NONE};
    struct text method = call->request->method;
    int64_t account = api_account_between(path, "/second-factor");
    bool is_delete = text_is(method, "DELETE");
    bool done = true;
    if (text_is(path, "/session/second-factor") &&
        (is_delete || text_is(method, "POST") || text_is(method, "PUT"))) {
        done = own(call, method, &fault);
    } else if (is_delete && account != 0) {
        done = call_may_administer(call, ROLE_BIT(ROLE_SECURITY_ADMIN), &fault) &&
               call_body_says_nothing(call, &fault);
        if (done) {
            submit_drop(call, account);
        }
    } else {
        return false;
    }
    if (!done) {
        call_fault(call, &fault);
    }
    return true;
}

/* -- who may go on -- */

bool call_lacks_factor(const struct call *call, struct text path)
{
    return call->signed_in && !call->session.by_token && !call->session.has_second_factor &&
           access_role_may(call->api->second_factor_roles, call->session.actor.role) &&
           !text_is(path, "/session") && !text_is(path, "/session/post") &&
           !text_is(path, "/session/password") && !text_is(path, "/session/second-factor");
}
