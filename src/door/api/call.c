#include <sys/random.h>

#include "app/city.h"
#include "app/journal.h"
#include "app/query.h"
#include "base/arena.h"
#include "door/api/inside.h"

const struct http_header api_security_headers[] = {
    {TEXT("Content-Security-Policy"),
     TEXT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          " connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none';"
          " require-trusted-types-for 'script'; trusted-types vue pdf")},
    {TEXT("X-Content-Type-Options"), TEXT("nosniff")},
    {TEXT("Referrer-Policy"), TEXT("same-origin")},
    {TEXT("Cross-Origin-Opener-Policy"), TEXT("same-origin")},
    {TEXT("Cross-Origin-Resource-Policy"), TEXT("same-origin")},
    {TEXT("Permissions-Policy"), TEXT("camera=(self), geolocation=(), microphone=()")},
};
const size_t api_security_header_count = COUNT_OF(api_security_headers);

/* -- who asks -- */

static struct text bearer_token(const struct http_request *request)
{
    struct text field = http_request_header(request, "Authorization");
    struct text prefix = TEXT("Bearer ");
    return text_starts_with(field, prefix)
               ? text_trim(text_slice(field, prefix.len, field.len - prefix.len))
               : TEXT_NONE;
}

static struct text cookie_token(const struct http_request *request)
{
    struct text rest = http_request_header(request, "Cookie");
    while (rest.len > 0) {
        struct text value = text_trim(text_cut(&rest, ';'));
        struct text name = text_cut(&value, '=');
        if (text_is(name, "liandong_session")) {
            return value;
        }
    }
    return TEXT_NONE;
}

static enum language language_of(const struct http_request *request)
{
    struct text field = http_request_header(request, "Accept-Language");
    return text_starts_with(field, TEXT("en")) ? LANGUAGE_EN : LANGUAGE_ZH;
}

struct store *call_store(struct call *call)
{
    return reader_ready(&call->api->options.readers[call->request->worker], call->now);
}

struct store *call_slow_store(struct call *call)
{
    return reader_ready(call->api->options.slow_reader, call->now);
}

struct store *call_aside_store(struct call *call)
{
    return reader_ready(call->api->options.aside_reader, call->now);
}

struct store *call_old_store(struct call *call)
{
    const struct api_options *options = &call->api->options;
    struct store *standby =
        options->replicas == NULL
            ? NULL
            : reader_ready(&options->replicas[call->request->worker], call->now);
    if (standby != NULL && !store_is_broken(standby) &&
        options->is_fresh(options->fresh_context, standby, call->now, &call->as_of)) {
        return standby;
    }
    call->as_of = 0;
    return call_store(call);
}

/* Signed in at another node a moment ago: the database knows. When it does not answer, nobody knows
 * who asks: that is told, rather than that he is not signed in. */
static bool find_elsewhere(struct call *call)
{
    struct sessions *sessions = call->api->options.sessions;
    if (call->token.len == 0 || call->token.len > 128 || !store_is_shared(call_store(call))) {
        return false;
    }
    return sessions_fetch(sessions, call_store(call), call->token, call->now, &call->unknown) &&
           sessions_find(sessions, call->arena, call->token, call->now, &call->session);
}

/* What a proxy in front has numbered keeps its number; else it gets one here. */
static struct text request_id(const struct http_request *request)
{
    struct text given = http_request_header(request, "X-Request-Id");
    bool fine = given.len >= 8 && given.len <= 64;
    for (size_t i = 0; fine && i < given.len; i++) {
        char c = given.at[i];
        fine = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_' || c == '.';
    }
    uint64_t random = 0;
    if (fine || getrandom(&random, sizeof random, GRND_NONBLOCK) != sizeof random) {
        return fine ? given : TEXT_NONE;
    }
    return text_format(request->arena, "%016llx", (unsigned long long)random);
}

struct call *call_open(struct api *api, struct http_exchange *exchange,
                       const struct http_request *request)
{
    struct call *call = arena_new(request->arena, struct call);
    call->api = api;
    call->exchange = exchange;
    call->request = request;
    call->arena = request->arena;
    call->begun = meter_clock();
    call->what = METER_OTHER;
    call->id = request_id(request);
    call->now = api->options.now(api->options.clock);
    call->city = city_hold(api->options.city);
    call->today = city_today(call->city, call->now);
    struct text bearer = bearer_token(request);
    call->token = bearer.len > 0 ? bearer : cookie_token(request);
    call->signed_in =
        sessions_find(api->options.sessions, call->arena, call->token, call->now, &call->session) ||
        find_elsewhere(call);
    /* A cookie is no bearer token and the other way round: else a stolen one would be worth more.
     */
    if (call->signed_in && call->session.by_token != (bearer.len > 0)) {
        call->signed_in = false;
    }
    if (!call->signed_in) {
        call->session = (struct session){
            .actor = {
                .role = ROLE_PUBLIC, .name = TEXT_NONE, .org = TEXT_NONE, .district = TEXT_NONE}};
    }
    call->session.actor.language = language_of(request);
    return call;
}

/* -- answers -- */

struct headers {
    struct http_header list[ANSWER_HEADERS + 6];
    size_t count;
};

static struct headers headers_with(const struct call *call, struct http_header more)
{
    struct headers headers = {.count = 0};
    if (call->as_of != 0) {
        headers.list[headers.count++] = (struct http_header){
            TEXT("Liandong-As-Of"), text_format(call->arena, "%lld", (long long)call->as_of)};
    }
    for (size_t i = 0; i < api_security_header_count; i++) {
        headers.list[headers.count++] = api_security_headers[i];
    }
    headers.list[headers.count++] = more;
    if (call->id.len > 0) {
        headers.list[headers.count++] = (struct http_header){TEXT("X-Request-Id"), call->id};
    }
    return headers;
}

/* Method and path for the journal. Paths of public pages hold codes and secrets of feeds: of these
 * only the first name is told. */
static struct text told(struct call *call)
{
    struct text path = call->request->path;
    if (call->what == METER_PAGE && path.len > 1) {
        struct text rest = text_slice(path, 1, path.len - 1);
        path = text_slice(path, 0, 1 + text_cut(&rest, '/').len);
    }
    return text_format(call->arena, "%.*s %.*s", TEXT_ARG(call->request->method), TEXT_ARG(path));
}

/* The last thing that is done for a call: afterwards its memory is the server's again. */
static void answer(struct call *call, const struct http_reply *reply)
{
    int64_t us = meter_clock() - call->begun;
    int64_t slow_ms = call->api->slow_ms;
    bool is_slow = slow_ms > 0 && us >= slow_ms * 1000;
    meter_answered(call->what, reply->status, us);
    if (is_slow || call->api->logs_requests) {
        journal_write(&(struct journal_line){.at = call->now,
                                             .level = is_slow ? "warning" : "info",
                                             .what = is_slow ? "request-slow" : "request",
                                             .detail = told(call),
                                             .request = call->id,
                                             .status = reply->status,
                                             .us = us,
                                             .account = call->session.actor.account,
                                             .seq = call->seq});
    }
    http_reply(call->exchange, reply);
}

static const struct http_header no_store = {TEXT("Cache-Control"), TEXT("no-store")};

void call_json(struct call *call, int status, struct text json)
{
    struct headers headers = headers_with(call, no_store);
    answer(call, &(struct http_reply){
                     .status = status,
                     .content_type = "application/json",
                     .headers = headers.list,
                     .header_count = headers.count,
                     .body = json,
                     .body_life = HTTP_BODY_BORROWED,
                 });
}

void call_held(struct call *call, const struct viewed *viewed)
{
    struct headers headers = headers_with(call, no_store);
    answer(call, &(struct http_reply){
                     .status = 200,
                     .content_type = "application/json",
                     .headers = headers.list,
                     .header_count = headers.count,
                     .body = viewed->json,
                     .body_life = HTTP_BODY_BORROWED,
                     .release = viewed->held == NULL ? NULL : viewer_release,
                     .release_context = viewed->held,
                 });
}

void call_with_cookie(struct call *call, struct text json, struct text cookie)
{
    struct headers headers = headers_with(call, no_store);
    headers.list[headers.count++] = (struct http_header){TEXT("Set-Cookie"), cookie};
    answer(call, &(struct http_reply){
                     .status = 200,
                     .content_type = "application/json",
                     .headers = headers.list,
                     .header_count = headers.count,
                     .body = json,
                     .body_life = HTTP_BODY_BORROWED,
                 });
}

static void write_versions(struct json_writer *json, const struct fault *fault)
{
    int64_t seen = 0, current = 0;
    if (fault->code == FAULT_VERSION_MOVED && text_to_int(text_of(fault->arguments[0]), &seen) &&
        text_to_int(text_of(fault->arguments[1]), &current)) {
        json_member_int(json, "seen_version", seen);
        json_member_int(json, "current_version", current);
    }
}

static struct text problem_json(struct arena *arena, const struct fault *fault,
                                enum language language)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    struct text sentence = fault_sentence(arena, fault, language);
    const char *label = language == LANGUAGE_ZH ? fault->label_zh : fault->label_en;
    json_object(&json);
    json_member_text(&json, "type", TEXT("about:blank"));
    json_member_text(&json, "title", sentence);
    json_member_int(&json, "status", fault_http_status(fault->code));
    json_member_text(&json, "code", text_of(fault_code_name(fault->code)));
    json_member_text(&json, "detail", sentence);
    json_member_text(&json, "advice", fault_advice(arena, fault, language));
    json_member_text_or_null(&json, "field", text_of(fault->field));
    json_member_text_or_null(&json, "label", text_of(label));
    write_versions(&json, fault);
    json_end(&json);
    return buffer_text(&buffer);
}

struct text api_problem(void *context, struct arena *arena, const struct fault *fault,
                        struct text accept_language)
{
    (void)context;
    enum language language =
        text_starts_with(accept_language, TEXT("en")) ? LANGUAGE_EN : LANGUAGE_ZH;
    return problem_json(arena, fault, language);
}

void call_fault(struct call *call, const struct fault *fault)
{
    if (call->release != NULL) { /* bytes that will not leave */
        call->release(call->release_context);
        call->release = NULL;
    }
    if (fault_is_failure(fault->code)) {
        struct text detail =
            text_format(call->arena, "%.*s: %s", TEXT_ARG(told(call)), fault->arguments[0]);
        journal_write(&(struct journal_line){.at = call->now,
                                             .level = "error",
                                             .what = fault_code_name(fault->code),
                                             .detail = detail,
                                             .request = call->id});
    }
    struct headers headers = headers_with(call, no_store);
    bool retry = fault->code == FAULT_SIGN_IN_LOCKED || fault->code == FAULT_TOO_MANY_REQUESTS;
    if (retry) {
        headers.list[headers.count++] =
            (struct http_header){TEXT("Retry-After"), text_of(fault->arguments[0])};
    } else if (fault->code == FAULT_METHOD_NOT_ALLOWED) {
        headers.list[headers.count++] =
            (struct http_header){TEXT("Allow"), text_of(fault->arguments[1])};
    }
    answer(call, &(struct http_reply){
                     .status = fault_http_status(fault->code),
                     .content_type = "application/problem+json",
                     .headers = headers.list,
                     .header_count = headers.count,
                     .body = problem_json(call->arena, fault, call->session.actor.language),
                     .body_life = HTTP_BODY_COPIED,
                 });
}

/* RFC 6266: the name in UTF-8, every byte that is no letter or digit escaped. */
static struct text disposition(struct arena *arena, struct text name)
{
    static const char hex[] = "0123456789ABCDEF";
    struct buffer out = buffer_open(arena, 128);
    buffer_add(&out, TEXT("attachment; filename*=UTF-8''"));
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        bool plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
        if (plain) {
            buffer_add_char(&out, (char)c);
        } else {
            char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
            buffer_add_bytes(&out, escaped, sizeof escaped);
        }
    }
    return buffer_text(&out);
}

void call_page(struct call *call, const struct page *page)
{
    struct headers headers = headers_with(call, no_store);
    if (page->attachment_name.len > 0) {
        headers.list[headers.count++] = (struct http_header){
            TEXT("Content-Disposition"), disposition(call->arena, page->attachment_name)};
    }
    answer(call, &(struct http_reply){
                     .status = page->status,
                     .content_type = page->content_type,
                     .headers = headers.list,
                     .header_count = headers.count,
                     .body = page->body,
                     .body_life = HTTP_BODY_BORROWED,
                     .release = call->release,
                     .release_context = call->release_context,
                 });
}

/* -- what must hold before anything changes -- */

bool call_is_ours(struct call *call, struct fault *fault)
{
    struct text site = http_request_header(call->request, "Sec-Fetch-Site");
    bool foreign = site.len > 0 && !text_is(site, "same-origin") && !text_is(site, "none");
    if (foreign && !(call->signed_in && call->session.by_token)) {
        return fault_raise(fault, FAULT_CSRF, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!call->signed_in || call->session.by_token) {
        return true;
    }
    struct text shown = http_request_header(call->request, "X-CSRF-Token");
    bool same = call->session.csrf.len > 0 && shown.len == call->session.csrf.len;
    unsigned char difference = 0;
    for (size_t i = 0; same && i < shown.len; i++) {
        difference |= (unsigned char)(shown.at[i] ^ call->session.csrf.at[i]);
    }
    return (same && difference == 0) || fault_raise(fault, FAULT_CSRF, TEXT_NONE, FAULT_NO_ARGS);
}

bool call_body(struct call *call, const struct jvalue **out, struct fault *fault)
{
    static const struct jvalue nothing = {.kind = JVALUE_OBJECT};
    struct text body = call->request->body;
    if (body.len == 0) {
        *out = &nothing;
        return true;
    }
    struct text type = http_request_header(call->request, "Content-Type");
    struct text essence = text_trim(text_cut(&type, ';'));
    if (!text_is(essence, "application/json")) {
        return fault_raise(fault, FAULT_MEDIA_TYPE, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!json_read(call->arena, body, out, fault)) {
        return false;
    }
    return (*out)->kind == JVALUE_OBJECT ||
           fault_raise(fault, FAULT_BODY_NOT_OBJECT, TEXT_NONE, FAULT_NO_ARGS);
}
