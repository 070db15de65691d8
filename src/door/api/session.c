#include "app/access.h"
#include "app/city.h"
#include "app/identity/password.h"
#include "app/identity/post.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* -- what GET /session tells -- */

struct asked {
    struct call *call;
    const struct session *session; /* NULL: nobody is signed in */
    const struct city *city;
};

static void write_factor(struct json_writer *json, const struct asked *asked,
                         const struct second_factor *factor)
{
    role_set roles = asked->call->api->second_factor_roles;
    json_name(json, "second_factor");
    json_object(json);
    json_member_bool(json, "is_set", factor->is_set);
    json_member_bool(json, "is_required", access_role_may(roles, asked->session->actor.role));
    json_member_int(json, "recovery_left", factor->recovery_left);
    json_end(json);
}

static void write_account(struct json_writer *json, const struct asked *asked,
                          const struct post_list *posts)
{
    struct call *call = asked->call;
    const struct actor *actor = &asked->session->actor;
    const struct city *city = asked->city;
    json_name(json, "account");
    json_object(json);
    json_member_int(json, "id", actor->account);
    json_member_text(json, "name", actor->name);
    json_end(json);
    for (size_t i = 0; i < posts->count; i++) {
        if (posts->items[i].id == actor->post) {
            json_name(json, "post");
            post_write(json, city, &posts->items[i], call->session.actor.language);
        }
    }
    json_name(json, "posts");
    json_array(json);
    for (size_t i = 0; i < posts->count; i++) {
        post_write(json, city, &posts->items[i], call->session.actor.language);
    }
    json_end(json);
}

static bool write_asked(const struct asked *asked, struct store *store, struct text *out,
                        struct fault *fault)
{
    struct call *call = asked->call;
    const struct session *session = asked->session;
    const struct city *city = asked->city;
    bool signed_in = session != NULL;
    struct post_list posts = {.count = 0};
    struct second_factor factor;
    if (signed_in &&
        (!posts_of(call->arena, store, session->actor.account, &posts, fault) ||
         !second_factor_find(call->arena, store, session->actor.account, &factor, fault))) {
        return false;
    }
    struct buffer buffer = buffer_open(call->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_bool(&json, "signed_in", signed_in);
    json_member_date(&json, "today", call->today);
    json_name(&json, "city");
    json_object(&json);
    json_member_text(&json, "id", city_code(city));
    json_member_text(&json, "name", city_title(city, call->session.actor.language));
    json_end(&json);
    json_member_bool(&json, "demo", call->api->options.is_demo);
    json_member_text_or_null(&json, "csrf", signed_in ? session->csrf : TEXT_NONE);
    if (signed_in) {
        write_account(&json, asked, &posts);
        write_factor(&json, asked, &factor);
    } else {
        json_name(&json, "account");
        json_null(&json);
        json_name(&json, "post");
        json_null(&json);
        json_name(&json, "posts");
        json_array(&json);
        json_end(&json);
    }
    json_end(&json);
    *out = buffer_text(&buffer);
    return true;
}

/* `session` NULL: nobody is signed in. `store` belongs to the thread that asks, which may be
 * another than the one that took the call. */
static bool write_session(struct call *call, const struct session *session, struct store *store,
                          struct text *out, struct fault *fault)
{
    struct asked asked = {call, session, city_hold(call->api->options.city)};
    bool written = write_asked(&asked, store, out, fault);
    city_give(asked.city);
    return written;
}

/* -- signing in -- */

struct credentials {
    struct text login;
    struct text password;
    struct text code; /* of the second factor, or for recovery; "": not given */
};
static const struct field credentials_fields[] = {
    FIELD(credentials, login, TEXT, .required = true, .max = 40, .zh = "账号", .en = "login"),
    FIELD(credentials, password, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
    FIELD(credentials, code, TEXT, .max = 40, .zh = "验证码", .en = "code of the second factor"),
};
const struct field_table api_credentials_table = FIELD_TABLE(credentials, credentials_fields);

struct signing {
    struct call *call;
    struct credentials credentials;
    struct secret secret;
    struct second_factor_shown shown;
    bool known;
    bool after_failure;
    struct text token;
    struct session_opening opening;
};

static struct text cookie_of(struct call *call, struct text token)
{
    const char *secure = call->api->options.is_https ? "; Secure" : "";
    if (token.len == 0) {
        return text_format(call->arena,
                           "liandong_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0%s",
                           secure);
    }
    return text_format(call->arena, "liandong_session=%.*s; Path=/; HttpOnly; SameSite=Strict%s",
                       TEXT_ARG(token), secure);
}

/* In the writer's thread, after the commit: the session lives from here on. */
static void signed_in(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    const struct session_opening *opening = job->fields;
    struct fault fault = {.code = FAULT_NONE};
    struct session session;
    struct text json;
    bool ready = sessions_reload(options->sessions, options->writer_store, opening->account,
                                 call->now, &fault) &&
                 (sessions_find(options->sessions, call->arena, call->token, call->now, &session) ||
                  fault_raise(&fault, FAULT_SIGN_IN_FAILED, TEXT_NONE, FAULT_NO_ARGS)) &&
                 write_session(call, &session, options->writer_store, &json, &fault);
    if (ready) {
        call_with_cookie(call, json, cookie_of(call, call->token));
    } else {
        call_fault(call, &fault);
    }
}

static void refused(struct call *call, struct job *job)
{
    const struct secret_failing *failing = job->fields;
    struct fault fault = {.code = FAULT_NONE};
    fault_raise(&fault, failing->by_code ? FAULT_SECOND_FACTOR_WRONG : FAULT_SIGN_IN_FAILED,
                TEXT_NONE, FAULT_NO_ARGS);
    call_fault(call, &fault);
}

static void submit_failure(struct signing *signing, bool by_code)
{
    struct call *call = signing->call;
    struct secret_failing *failing = arena_new(call->arena, struct secret_failing);
    *failing = (struct secret_failing){signing->known ? signing->secret.account : 0,
                                       call->request->peer, by_code};
    call_submit(call, &(struct submission){
                          .kind = &secret_failed_command, .fields = failing, .answered = refused});
}

static void submit_session(struct signing *signing)
{
    struct call *call = signing->call;
    struct session_opening *opening = arena_new(call->arena, struct session_opening);
    call->token = password_random(call->arena, 32);
    *opening = (struct session_opening){
        .account = signing->secret.account,
        .post = signing->secret.first_post,
        .token_hash = token_hash(call->arena, call->token),
        .csrf = password_random(call->arena, 24),
        .peer = call->request->peer,
        .shown = signing->shown,
    };
    call_submit(call, &(struct submission){
                          .kind = &session_open_command, .fields = opening, .answered = signed_in});
}

static int64_t locked_until_of(const struct signing *signing)
{
    return signing->known
               ? signing->secret.locked_until
               : guesses_locked_until(signing->call->api->guesses, signing->credentials.login);
}

/* After the right password. */
static void check_factor(struct signing *signing)
{
    struct call *call = signing->call;
    struct store *store = call_slow_store(call);
    struct text code = text_trim(signing->credentials.code);
    int64_t account = signing->secret.account;
    struct second_factor factor;
    struct fault fault = {.code = FAULT_NONE};
    bool done = second_factor_find(call->arena, store, account, &factor, &fault);
    if (done && factor.is_set && code.len == 0) {
        done = fault_raise(&fault, FAULT_SECOND_FACTOR_NEEDED, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (done && factor.is_set) {
        done = factor_shown(call, store, &(struct factor_showing){account, &factor, code},
                            &signing->shown, &fault);
    }
    if (!done) {
        call_fault(call, &fault);
    } else if (factor.is_set && signing->shown.step == 0 && signing->shown.recovery_hash.len == 0) {
        submit_failure(signing, true);
    } else {
        submit_session(signing);
    }
}

/* In the slow thread. An unknown login and a disabled account take the same time as a wrong
 * password, get the same words, and are locked after as many guesses. */
static void check_password(void *context)
{
    struct signing *signing = context;
    struct call *call = signing->call;
    struct fault fault = {.code = FAULT_NONE};
    if (!secret_find(call->arena, call_slow_store(call), signing->credentials.login,
                     &signing->secret, &fault)) {
        call_fault(call, &fault);
        return;
    }
    signing->known = signing->secret.account != 0;
    int64_t locked_until = locked_until_of(signing);
    bool matches = false;
    if (signing->known && locked_until <= call->now) {
        matches = password_matches(signing->credentials.password,
                                   text_c_string(call->arena, signing->secret.password_hash));
    } else {
        password_pretend(signing->credentials.password);
    }
    if (locked_until > call->now) {
        int64_t seconds = (locked_until - call->now + 999) / 1000;
        fault_raise(&fault, FAULT_SIGN_IN_LOCKED, TEXT_NONE,
                    FAULT_ARGS(text_format(call->arena, "%lld", (long long)seconds)));
        call_fault(call, &fault);
    } else if (matches && !signing->secret.disabled && signing->secret.first_post != 0) {
        check_factor(signing);
    } else {
        if (!signing->known) {
            guesses_failed(call->api->guesses, signing->credentials.login, call->now);
        }
        submit_failure(signing, false);
    }
}

bool call_may_guess(struct call *call, struct fault *fault)
{
    int64_t retry = 0;
    if (limiter_allows(call->api->sign_ins, call->request->peer, call->now, &retry)) {
        return true;
    }
    return fault_raise(fault, FAULT_TOO_MANY_REQUESTS, TEXT_NONE,
                       FAULT_ARGS(text_format(call->arena, "%lld", (long long)retry)));
}

static bool call_slowly(struct call *call, void (*work)(void *), void *context, struct fault *fault)
{
    (void)call;
    return slow_do(call->api->slow, work, context) ||
           fault_raise(fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
}

static bool sign_in(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct signing *signing = arena_new(call->arena, struct signing);
    signing->call = call;
    /* A sign-in forged from another site would put the victim into the attacker's account. */
    struct text site = http_request_header(call->request, "Sec-Fetch-Site");
    if (site.len > 0 && !text_is(site, "same-origin") && !text_is(site, "none")) {
        return fault_raise(fault, FAULT_CSRF, TEXT_NONE, FAULT_NO_ARGS);
    }
    return call_may_guess(call, fault) && call_body(call, &body, fault) &&
           field_read(call->arena, &api_credentials_table, body, &signing->credentials, fault) &&
           call_slowly(call, check_password, signing, fault);
}

/* -- the session that is there -- */

static void answer_session(struct call *call)
{
    struct fault fault = {.code = FAULT_NONE};
    struct text json;
    if (write_session(call, call->signed_in ? &call->session : NULL, call_store(call), &json,
                      &fault)) {
        call_json(call, 200, json);
    } else {
        call_fault(call, &fault);
    }
}

static void signed_out(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    struct fault fault = {.code = FAULT_NONE};
    if (sessions_reload(options->sessions, options->writer_store, job->actor->account, call->now,
                        &fault)) {
        call_with_cookie(call, TEXT("{\"signed_in\":false}"), cookie_of(call, TEXT_NONE));
    } else {
        call_fault(call, &fault);
    }
}

static bool sign_out(struct call *call, struct fault *fault)
{
    if (!call->signed_in || call->session.by_token) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!call_is_ours(call, fault)) {
        return false;
    }
    struct session_closing *closing = arena_new(call->arena, struct session_closing);
    *closing = (struct session_closing){token_hash(call->arena, call->token), call->request->peer};
    call_submit(call, &(struct submission){.kind = &session_close_command,
                                           .fields = closing,
                                           .answered = signed_out});
    return true;
}

struct post_choice {
    int64_t post;
};
static const struct field post_fields[] = {
    FIELD(post_choice, post, ID, .required = true, .zh = "职务", .en = "post"),
};
const struct field_table api_post_table = FIELD_TABLE(post_choice, post_fields);

static void post_changed(struct call *call, struct job *job)
{
    struct api_options *options = &call->api->options;
    struct fault fault = {.code = FAULT_NONE};
    struct session session;
    struct text json;
    bool ready = sessions_reload(options->sessions, options->writer_store, job->actor->account,
                                 call->now, &fault) &&
                 (sessions_find(options->sessions, call->arena, call->token, call->now, &session) ||
                  fault_raise(&fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS)) &&
                 write_session(call, &session, options->writer_store, &json, &fault);
    if (ready) {
        call_json(call, 200, json);
    } else {
        call_fault(call, &fault);
    }
}

static bool change_post(struct call *call, struct fault *fault)
{
    const struct jvalue *body = NULL;
    struct post_choice choice;
    if (!call->signed_in || call->session.by_token) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!call_is_ours(call, fault) || !call_body(call, &body, fault) ||
        !field_read(call->arena, &api_post_table, body, &choice, fault)) {
        return false;
    }
    struct session_moving *moving = arena_new(call->arena, struct session_moving);
    *moving = (struct session_moving){token_hash(call->arena, call->token), choice.post};
    call_submit(call, &(struct submission){.kind = &session_move_command,
                                           .fields = moving,
                                           .answered = post_changed});
    return true;
}

bool call_session(struct call *call, struct text path)
{
    struct fault fault = {.code = FAULT_NONE};
    struct text method = call->request->method;
    bool done = true;
    if (text_is(path, "/session") && (text_is(method, "GET") || text_is(method, "HEAD"))) {
        answer_session(call);
    } else if (text_is(path, "/session") && text_is(method, "POST")) {
        done = sign_in(call, &fault);
    } else if (text_is(path, "/session") && text_is(method, "DELETE")) {
        done = sign_out(call, &fault);
    } else if (text_is(path, "/session/post") && text_is(method, "POST")) {
        done = change_post(call, &fault);
    } else {
        return secret_routes(call, path);
    }
    if (!done) {
        call_fault(call, &fault);
    }
    return true;
}
