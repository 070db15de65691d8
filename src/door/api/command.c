#include "app/access.h"
#include "app/city.h"
#include "app/identity/password.h"
#include "app/query.h"
#include "base/arena.h"
#include "door/api/inside.h"

#define KEY_MAX 128

struct pending {
    struct writer_job job; /* first: what the writer hands back */
    struct call *call;
    void (*answered)(struct call *call, struct job *job);
};

static void usual_answer(struct call *call, struct job *job)
{
    call_json(call, 200, job->answer);
}

static void let_city_go(struct call *call)
{
    city_give(call->slow_city);
    call->slow_city = NULL;
}

/* In the writer's thread. */
static void finished(struct writer_job *writer_job)
{
    struct pending *pending = (struct pending *)writer_job;
    struct call *call = pending->call;
    let_city_go(call);
    struct job *job = &writer_job->job;
    if (job->done && (job->kind->flags & COMMAND_CHANGES_SESSIONS) != 0) {
        job->done = sessions_reload(call->api->options.sessions, call->api->options.writer_store, 0,
                                    call->now, &job->fault);
    }
    call->seq = job->last_seq;
    if (job->done) {
        pending->answered(pending->call, &writer_job->job);
    } else {
        call_fault(pending->call, &writer_job->job.fault);
    }
}

void call_submit(struct call *call, const struct submission *submission)
{
    struct pending *pending = arena_new(call->arena, struct pending);
    pending->call = call;
    pending->answered = submission->answered != NULL ? submission->answered : usual_answer;
    pending->job.finished = finished;
    pending->job.job = (struct job){
        .kind = submission->kind,
        .fields = submission->fields,
        .actor = submission->actor != NULL ? submission->actor : &call->session.actor,
        .parameters = {submission->parameters[0], submission->parameters[1],
                       submission->parameters[2]},
        .key = submission->key,
        .fingerprint = submission->fingerprint,
        .seen_version = submission->seen_version,
        .peer = call->request->peer,
        .arena = call->arena,
    };
    if (!writer_submit(call->api->options.writer, &pending->job)) {
        let_city_go(call);
        struct fault fault = {.code = FAULT_NONE};
        fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
        call_fault(call, &fault);
    }
}

/* If-Match: "5". Absent or * = any version. */
static bool seen_version(struct call *call, int64_t *out, struct fault *fault)
{
    struct text field = text_trim(http_request_header(call->request, "If-Match"));
    *out = 0;
    if (field.len == 0 || text_is(field, "*")) {
        return true;
    }
    bool quoted = field.len >= 2 && field.at[0] == '"' && field.at[field.len - 1] == '"';
    struct text number = quoted ? text_slice(field, 1, field.len - 2) : field;
    if (!text_to_int(number, out) || *out < 1) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("If-Match"),
                           FAULT_ARGS(TEXT("If-Match")));
    }
    return true;
}

static bool key_is_valid(struct text key, struct fault *fault)
{
    bool valid = key.len <= KEY_MAX;
    for (size_t i = 0; i < key.len && valid; i++) {
        valid = key.at[i] > 0x20 && key.at[i] < 0x7f;
    }
    return valid || fault_raise(fault, FAULT_QUERY_INVALID, TEXT("Idempotency-Key"),
                                FAULT_ARGS(TEXT("Idempotency-Key")));
}

static bool role_may(struct call *call, role_set roles, const char *zh, const char *en,
                     struct fault *fault)
{
    if (access_role_may(roles, call->session.actor.role)) {
        return true;
    }
    if (!call->signed_in) {
        return fault_raise(fault, FAULT_NOT_SIGNED_IN, TEXT_NONE, FAULT_NO_ARGS);
    }
    audit_later(call->api, call->session.actor.account, TEXT("denied"), text_of(en),
                call->request->peer);
    return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

static struct text fingerprint(struct call *call)
{
    struct buffer all =
        buffer_open(call->arena, call->request->body.len + call->request->target.len + 16);
    buffer_add(&all, call->request->method);
    buffer_add_char(&all, ' ');
    buffer_add(&all, call->request->target);
    buffer_add_char(&all, '\n');
    buffer_add(&all, call->request->body);
    return token_hash(call->arena, buffer_text(&all));
}

static bool read_command(struct call *call, const struct route_match *match, struct submission *out,
                         struct fault *fault)
{
    static const struct field_table no_fields = {NULL, 0, 1};
    const struct command_kind *kind = match->command;
    const struct field_table *table = kind->fields != NULL ? kind->fields : &no_fields;
    const struct jvalue *body = NULL;
    struct text key = http_request_header(call->request, "Idempotency-Key");
    *out = (struct submission){.kind = kind, .key = key};
    if (!role_may(call, kind->roles, kind->zh, kind->en, fault) || !call_is_ours(call, fault) ||
        !key_is_valid(key, fault) || !seen_version(call, &out->seen_version, fault) ||
        !call_body(call, &body, fault)) {
        return false;
    }
    void *fields = arena_alloc(call->arena, table->size);
    if (!field_read(call->arena, table, body, fields, fault)) {
        return false;
    }
    out->fields = fields;
    out->fingerprint = key.len > 0 ? fingerprint(call) : TEXT_NONE;
    for (int i = 0; i < PATH_PARAMETERS; i++) {
        out->parameters[i] = match->parameters[i];
    }
    return true;
}

void call_command(struct call *call, const struct route_match *match)
{
    struct fault fault = {.code = FAULT_NONE};
    struct submission submission;
    if (read_command(call, match, &submission, &fault)) {
        call_submit(call, &submission);
    } else {
        call_fault(call, &fault);
    }
}

struct preparing {
    struct call *call;
    struct route_match match;
    struct raw_body raw;
    struct text key;
};

/* In the slow thread: the bytes reach the disk before the command that speaks of them. */
static void prepare(void *context)
{
    struct preparing *preparing = context;
    struct call *call = preparing->call;
    const struct api_options *options = &call->api->options;
    const struct command_kind *kind = preparing->match.command;
    const struct text *parameters = preparing->match.parameters;
    struct fault fault = {.code = FAULT_NONE};
    const struct city *city = city_hold(options->city);
    struct view_run run = {
        .arena = call->arena,
        .store = call_slow_store(call),
        .city = city,
        .vault = options->vault,
        .actor = &call->session.actor,
        .parameters = {parameters[0], parameters[1], parameters[2]},
        .id = route_id(parameters[0]),
        .now = call->now,
        .today = call->today,
    };
    void *fields = arena_alloc(call->arena, kind->fields->size);
    field_clear(kind->fields, fields);
    call->slow_city = city; /* the fields may speak with its words: given back with the command */
    if (!kind->prepare(&run, &preparing->raw, fields, &fault)) {
        let_city_go(call);
        call_fault(call, &fault);
        return;
    }
    call_submit(call, &(struct submission){
                          .kind = kind,
                          .fields = fields,
                          .parameters = {parameters[0], parameters[1], parameters[2]},
                          .key = preparing->key,
                          .fingerprint = preparing->key.len > 0 ? fingerprint(call) : TEXT_NONE,
                      });
}

/* No body, or an object without members. */
bool call_body_says_nothing(struct call *call, struct fault *fault)
{
    static const struct field_table no_fields = {NULL, 0, 1};
    const struct jvalue *body = NULL;
    char nothing = 0;
    return call_body(call, &body, fault) &&
           field_read(call->arena, &no_fields, body, &nothing, fault);
}

/* What the header fields say of the body. */
static bool read_raw(struct call *call, const struct command_kind *kind, struct raw_body *out,
                     struct fault *fault)
{
    struct text replaces = http_request_header(call->request, "X-Replaces");
    *out = (struct raw_body){.bytes = call->request->body,
                             .name = TEXT_NONE,
                             .digest = http_request_header(call->request, "X-Digest")};
    if ((kind->flags & COMMAND_TAKES_A_FILE) == 0 && !call_body_says_nothing(call, fault)) {
        return false;
    }
    if (replaces.len > 0 && (out->replaces = route_id(replaces)) == 0) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("X-Replaces"),
                           FAULT_ARGS(TEXT("X-Replaces")));
    }
    return query_decode(call->arena, http_request_header(call->request, "X-File-Name"),
                        &out->name) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("X-File-Name"),
                       FAULT_ARGS(TEXT("X-File-Name")));
}

void call_prepared(struct call *call, const struct route_match *match)
{
    const struct command_kind *kind = match->command;
    struct fault fault = {.code = FAULT_NONE};
    struct preparing *preparing = arena_new(call->arena, struct preparing);
    *preparing = (struct preparing){
        .call = call,
        .match = *match,
        .key = http_request_header(call->request, "Idempotency-Key"),
    };
    bool ready = role_may(call, kind->roles, kind->zh, kind->en, &fault) &&
                 call_is_ours(call, &fault) && key_is_valid(preparing->key, &fault) &&
                 read_raw(call, kind, &preparing->raw, &fault);
    if (ready && !slow_do(call->api->slow, prepare, preparing)) {
        ready = fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!ready) {
        call_fault(call, &fault);
    }
}

bool call_may_ask(struct call *call, const struct view_kind *kind, struct fault *fault)
{
    if (access_role_may(kind->roles, call->session.actor.role)) {
        return true;
    }
    enum fault_code code = call->signed_in ? FAULT_NOT_FOUND : FAULT_NOT_SIGNED_IN;
    return fault_raise(fault, code, TEXT_NONE, FAULT_NO_ARGS);
}

static bool read_view(struct call *call, const struct route_match *match, struct view_run *run,
                      struct fault *fault)
{
    const struct view_kind *kind = match->view;
    const struct api_options *options = &call->api->options;
    void *query = kind->query == NULL ? NULL : arena_alloc(call->arena, kind->query->size);
    if (!call_may_ask(call, kind, fault) ||
        !query_read(call->arena, kind->query, call->request->query, query, fault)) {
        return false;
    }
    *run = (struct view_run){
        .arena = call->arena,
        .store = (kind->flags & VIEW_MAY_BE_OLD) != 0 ? call_old_store(call) : call_store(call),
        .city = call->city,
        .vault = options->vault,
        .actor = &call->session.actor,
        .parameters = {match->parameters[0], match->parameters[1], match->parameters[2]},
        .id = route_id(match->parameters[0]),
        .query = query,
        .now = call->now,
        .today = call->today,
        .as_of = call->as_of,
    };
    return true;
}

/* A question whose connection was lost is asked once more, on another: it changes nothing. */
static bool answer_view(struct call *call, const struct route_match *match, struct view_run *run,
                        struct viewed *out, struct fault *fault)
{
    struct view_question question = {match->view, run, call->request->target};
    struct viewer *viewer = call->api->options.viewer;
    struct fault first = {.code = FAULT_NONE};
    if (viewer_answer(viewer, &question, out, &first)) {
        return true;
    }
    if (!fault_is_failure(first.code) || !store_is_broken(run->store) ||
        !store_is_shared(run->store) || store_is_broken(call_store(call))) {
        *fault = first;
        return false;
    }
    run->store = call_store(call);
    run->as_of = call->as_of = 0;
    return viewer_answer(viewer, &question, out, fault);
}

void call_view(struct call *call, const struct route_match *match)
{
    struct fault fault = {.code = FAULT_NONE};
    struct view_run run;
    struct viewed viewed;
    if (!call->signed_in && (match->view->roles & ROLE_BIT(ROLE_PUBLIC)) != 0) {
        int64_t retry = 0;
        if (!limiter_allows(call->api->strangers, call->request->peer, call->now, &retry)) {
            struct text seconds = text_format(call->arena, "%lld", (long long)retry);
            fault_raise(&fault, FAULT_TOO_MANY_REQUESTS, TEXT_NONE, FAULT_ARGS(seconds));
            call_fault(call, &fault);
            return;
        }
    }
    if (call_past(call, match) || call_paper(call, match) || call_export(call, match)) {
        return;
    }
    if (read_view(call, match, &run, &fault) && answer_view(call, match, &run, &viewed, &fault)) {
        call_held(call, &viewed);
    } else {
        call_fault(call, &fault);
    }
}
