#include "door/api/api.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "door/api/inside.h"
#include "door/http/asset.h"

#define BODY_MAX ((size_t)256 << 10)
#define CHECK_MAX ((size_t)20 << 20)

bool api_open(const struct api_options *options, struct api **out, struct fault *fault)
{
    struct api *api = calloc(1, sizeof *api);
    ensure(api != NULL);
    api->options = *options;
    api_set(api, &options->settings);
    api->sign_ins = limiter_open(60, 60);
    api->strangers = limiter_open(600, 600);
    api->exports = limiter_open(30, 30);
    api->looks = limiter_open(60, 60);
    api->archives = limiter_open(6, 6);
    api->guesses = guesses_open();
    if (!slow_open(&api->slow, fault) || !slow_open(&api->aside, fault)) {
        api_close(api);
        return false;
    }
    *out = api;
    return true;
}

void api_set(struct api *api, const struct api_settings *settings)
{
    api->slow_ms = settings->slow_ms;
    api->logs_requests = settings->logs_requests;
    api->second_factor_roles = settings->second_factor_roles;
}

void api_close(struct api *api)
{
    if (api != NULL) {
        slow_close(api->slow);
        slow_close(api->aside);
        for (int i = 0; i < KEPT_PASTS; i++) {
            past_forget(&api->pasts[i]);
        }
        limiter_close(api->sign_ins);
        limiter_close(api->strangers);
        limiter_close(api->exports);
        limiter_close(api->looks);
        limiter_close(api->archives);
        guesses_close(api->guesses);
        free(api);
    }
}

#define PREFIX TEXT("/api/v1")

/* A form with a file, sent by anybody. */
static bool is_check(struct text method, struct text path)
{
    return text_is(method, "POST") && text_is(path, "/verify");
}

size_t api_body_limit(void *context, struct text method, struct text path)
{
    const struct api *api = context;
    struct route_match match;
    if (is_check(method, path)) {
        return CHECK_MAX;
    }
    if (!text_starts_with(path, PREFIX)) {
        return BODY_MAX;
    }
    struct text below = text_slice(path, PREFIX.len, path.len - PREFIX.len);
    bool is_command =
        register_route(NULL, api->options.registry, method, below, &match) == ROUTE_FOUND &&
        match.command != NULL;
    return is_command && match.command->body_max > 0 ? match.command->body_max : BODY_MAX;
}

static void not_found(struct call *call)
{
    struct fault fault = {.code = FAULT_NONE};
    fault_raise(&fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    call_fault(call, &fault);
}

static struct view_run page_run(struct call *call, struct store *store, struct text parameter)
{
    return (struct view_run){
        .arena = call->arena,
        .store = store,
        .city = call->city,
        .vault = call->api->options.vault,
        .actor = &call->session.actor,
        .parameters = {parameter, TEXT_NONE, TEXT_NONE},
        .id = route_id(parameter),
        .now = call->now,
        .today = call->today,
        .as_of = call->as_of,
    };
}

/* The bytes go out once it is durable who had them. */
static void hand_out(struct call *call, struct job *job)
{
    (void)job;
    call_page(call, &call->page);
}

static void download(struct call *call, struct text id)
{
    struct fault fault = {.code = FAULT_NONE};
    struct page page = {.status = 200};
    struct view_run run = page_run(call, call_store(call), id);
    if (!call->signed_in) {
        fault_raise(&fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    } else if (call->api->options.download(&run, &page, &fault)) {
        call->page = page;
        int64_t *seen = arena_new(call->arena, int64_t);
        *seen = run.id;
        call_submit(call, &(struct submission){.kind = call->api->options.seen,
                                               .fields = seen,
                                               .parameters = {id, TEXT_NONE, TEXT_NONE},
                                               .answered = hand_out});
        return;
    }
    call_fault(call, &fault);
}

static bool is_read(struct text method)
{
    return text_is(method, "GET") || text_is(method, "HEAD");
}

/* The few routes that only a door can serve. */
static bool special(struct call *call, struct text path)
{
    struct text files = TEXT("/files/");
    if (text_is(path, "/events") && is_read(call->request->method)) {
        call_stream(call);
        return true;
    }
    if (text_is(path, "/openapi.json") && is_read(call->request->method)) {
        call_json(call, 200, call->api->options.openapi);
        return true;
    }
    if (is_read(call->request->method) && text_starts_with(path, files) &&
        text_find(text_slice(path, files.len, path.len - files.len), TEXT("/")) == SIZE_MAX) {
        download(call, text_slice(path, files.len, path.len - files.len));
        return true;
    }
    if (is_read(call->request->method) && call_archive(call, path)) {
        return true;
    }
    return call_session(call, path);
}

static void route(struct call *call, struct text path)
{
    struct route_match match;
    struct fault fault = {.code = FAULT_NONE};
    if (special(call, path)) {
        return;
    }
    enum route_result result = register_route(call->arena, call->api->options.registry,
                                              call->request->method, path, &match);
    if (result == ROUTE_FOUND) {
        call->what = match.view != NULL ? METER_VIEW : METER_COMMAND;
    }
    if (result == ROUTE_FOUND && match.view != NULL) {
        call_view(call, &match);
    } else if (result == ROUTE_FOUND && match.command->prepare != NULL) {
        call_prepared(call, &match);
    } else if (result == ROUTE_FOUND) {
        call_command(call, &match);
    } else if (result == ROUTE_OTHER_METHOD) {
        struct text allowed = register_allowed(call->arena, call->api->options.registry, path);
        fault_raise(&fault, FAULT_METHOD_NOT_ALLOWED, TEXT_NONE,
                    FAULT_ARGS(call->request->method, allowed));
        call_fault(call, &fault);
    } else {
        not_found(call);
    }
}

/* -- everything that is no API -- */

static void only_reads(struct call *call)
{
    struct fault fault = {.code = FAULT_NONE};
    fault_raise(&fault, FAULT_METHOD_NOT_ALLOWED, TEXT_NONE,
                FAULT_ARGS(call->request->method, TEXT("GET, HEAD")));
    call_fault(call, &fault);
}

static void public_page(struct call *call)
{
    struct fault fault = {.code = FAULT_NONE};
    struct page page = {.status = 200, .content_type = "text/html; charset=utf-8"};
    struct view_run run = page_run(call, call_old_store(call), TEXT_NONE);
    int64_t retry = 0;
    bool checks = is_check(call->request->method, call->request->path);
    call->what = METER_PAGE;
    const struct api_options *options = &call->api->options;
    if (!is_read(call->request->method) && !checks) {
        only_reads(call);
    } else if (!limiter_allows(call->api->strangers, call->request->peer, call->now, &retry)) {
        struct text seconds = text_format(call->arena, "%lld", (long long)retry);
        fault_raise(&fault, FAULT_TOO_MANY_REQUESTS, TEXT_NONE, FAULT_ARGS(seconds));
        call_fault(call, &fault);
    } else if (checks ? options->public_check(&run, call->request, &page, &fault)
                      : options->public_page(&run, call->request->path, call->request->query, &page,
                                             &fault)) {
        call_page(call, &page);
    } else {
        call_fault(call, &fault);
    }
}

/* A path of the application's own routes: no file ending. The one page finds its way by itself. */
static bool is_page_path(struct text path)
{
    return text_find(path, TEXT(".")) == SIZE_MAX;
}

static void asset(struct call *call)
{
    struct text path = call->request->path;
    const struct asset *found = asset_find(&web_assets, path);
    if (found == NULL && is_page_path(path)) {
        found = asset_find(&web_assets, TEXT("/"));
    }
    if (found == NULL) {
        not_found(call);
        return;
    }
    if (!is_read(call->request->method)) {
        only_reads(call);
        return;
    }
    asset_reply(call->exchange, found, api_security_headers, api_security_header_count);
}

static bool is_public_path(struct text path)
{
    return text_is(path, "/progress") || text_is(path, "/receipt") || text_is(path, "/verify") ||
           text_is(path, "/guide") || text_is(path, "/heads") || text_is(path, "/public.css") ||
           text_starts_with(path, TEXT("/heads/")) || text_starts_with(path, TEXT("/progress/")) ||
           text_starts_with(path, TEXT("/receipt/")) || text_starts_with(path, TEXT("/verify/")) ||
           text_starts_with(path, TEXT("/guide/")) || text_starts_with(path, TEXT("/library/")) ||
           text_starts_with(path, TEXT("/calendar/"));
}

static void handle(struct call *call)
{
    const struct http_request *request = call->request;
    if (text_is(request->path, "/healthz")) {
        call_json(call, 200, TEXT("{\"status\":\"ok\"}"));
        return;
    }
    if (text_is(request->path, "/readyz")) {
        bool ready = call->api->options.is_ready == NULL ||
                     call->api->options.is_ready(call->api->options.ready_context);
        call_json(call, ready ? 200 : 503,
                  ready ? TEXT("{\"status\":\"ready\"}") : TEXT("{\"status\":\"no database\"}"));
        return;
    }
    struct text prefix = TEXT("/api/v1");
    if (text_starts_with(request->path, TEXT("/api/v1/")) && call->unknown.code != FAULT_NONE) {
        call_fault(call, &call->unknown);
    } else if (text_starts_with(request->path, TEXT("/api/v1/")) &&
               call_lacks_factor(
                   call, text_slice(request->path, prefix.len, request->path.len - prefix.len))) {
        struct fault fault = {.code = FAULT_NONE};
        fault_raise(&fault, FAULT_SECOND_FACTOR_REQUIRED, TEXT_NONE, FAULT_NO_ARGS);
        call_fault(call, &fault);
    } else if (text_starts_with(request->path, TEXT("/api/v1/"))) {
        route(call, text_slice(request->path, prefix.len, request->path.len - prefix.len));
    } else if (text_starts_with(request->path, TEXT("/api/")) || text_is(request->path, "/api")) {
        not_found(call);
    } else if (is_public_path(request->path)) {
        public_page(call);
    } else {
        asset(call);
    }
}

/* What goes on in another thread afterwards holds the city for itself: the call may be over, and
 * its memory gone, before this returns. */
void api_handle(void *context, struct http_exchange *exchange, const struct http_request *request)
{
    struct call *call = call_open(context, exchange, request);
    const struct city *city = call->city;
    handle(call);
    city_give(city);
}

/* -- the audit trail -- */

struct audit_job {
    struct writer_job job;
    struct audit_noting noting;
    struct actor actor;
};

static void audit_done(struct writer_job *job)
{
    arena_close(job->job.arena);
}

void audit_later(struct api *api, int64_t account, struct text act, struct text detail,
                 struct text peer)
{
    struct arena *arena = arena_open(1 << 20, 4 << 20);
    struct audit_job *note = arena_new(arena, struct audit_job);
    note->noting = (struct audit_noting){account, text_copy(arena, act), text_copy(arena, detail),
                                         text_copy(arena, peer)};
    note->actor = (struct actor){.role = ROLE_SYSTEM};
    note->job.finished = audit_done;
    note->job.job = (struct job){.kind = &audit_note_command,
                                 .fields = &note->noting,
                                 .actor = &note->actor,
                                 .arena = arena};
    if (!writer_submit(api->options.writer, &note->job)) {
        arena_close(arena);
    }
}
