#include "roof/serve.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/city.h"
#include "app/journal.h"
#include "app/meter.h"
#include "app/neighbours.h"
#include "app/openapi.h"
#include "app/publish.h"
#include "base/arena.h"
#include "board/experience.h"
#include "board/fleet.h"
#include "board/lore.h"
#include "board/meeting_page.h"
#include "board/process_log.h"
#include "board/public_page.h"
#include "board/suggestions_known.h"
#include "board/testimony_view.h"
#include "door/api/api.h"
#include "flow/letter_flow.h"
#include "ledger/ledger.h"
#include "roof/archive_tools.h"
#include "roof/boot.h"
#include "roof/confine.h"
#include "roof/jobs.h"
#include "roof/metrics.h"
#include "roof/outbox.h"
#include "room/file/file.h"

#define WORKERS 2
#define CACHE_BYTES ((size_t)12 << 20)

struct service {
    struct boot *boot;
    bool is_demo;
    struct reader readers[WORKERS];
    struct reader replicas[WORKERS];
    struct reader slow_reader;
    struct reader aside_reader;
    struct reader publisher_reader;
    struct store *checkpointer;
    struct sessions *sessions;
    struct viewer *viewer;
    struct publisher *publisher;
    struct neighbours *neighbours;
    struct writer *writer;
    struct outbox *outbox;
    struct api *api;
    struct http_server *server;
    struct metrics *metrics;
    struct jobs jobs;
};

/* -- what the writer tells -- */

static void committed(void *context, int64_t ledger_size)
{
    struct service *service = context;
    struct fault fault = {.code = FAULT_NONE};
    struct boot *boot = service->boot;
    /* Whoever published sees it when he is told so; what fails here is tried before the next
     * command. */
    (void)!living_look(&boot->living, boot->store, boot_now(NULL), &fault);
    viewer_forget(service->viewer);
    publisher_wake(service->publisher, ledger_size);
    meter_set(METER_LEDGER_SIZE, ledger_size);
}

static void chore_committed(void *context, const struct command_kind *kind, int64_t ledger_size)
{
    (void)kind;
    committed(context, ledger_size);
}

/* Lists are right for today before anybody asks. */
static bool catch_up(struct service *service, struct fault *fault)
{
    struct boot *boot = service->boot;
    int64_t settled = 0;
    return standing_catch_up(&boot->standing, boot->store, city_today(boot->city, boot_now(NULL)),
                             &settled, fault);
}

static void idle(void *context, int64_t now)
{
    struct service *service = context;
    jobs_do(&service->jobs, now);
}

/* -- what only rooms can serve, in the door's form -- */

static bool serve_calendar(const struct view_run *run, struct text token, struct page *out,
                           struct fault *fault)
{
    *out = (struct page){200, "text/calendar; charset=utf-8", TEXT_NONE, TEXT_NONE};
    return meeting_feed(run, token, &out->body, fault);
}

static bool serve_public(const struct view_run *run, struct text path, struct text query,
                         struct page *out, struct fault *fault)
{
    const struct text calendar = TEXT("/calendar/"), ending = TEXT(".ics");
    if (text_starts_with(path, calendar) && text_ends_with(path, ending) &&
        path.len > calendar.len + ending.len) {
        size_t len = path.len - calendar.len - ending.len;
        return serve_calendar(run, text_slice(path, calendar.len, len), out, fault);
    }
    const struct public_question question = {path, query, NULL};
    struct public_reply reply;
    if (!public_page(run, &question, &reply, fault)) {
        return false;
    }
    *out = (struct page){reply.status, reply.content_type, reply.body, TEXT_NONE};
    return true;
}

static bool check_file(const struct view_run *run, const struct http_request *request,
                       struct page *out, struct fault *fault)
{
    const struct public_upload upload = {http_request_header(request, "Content-Type"),
                                         request->body};
    const struct public_question question = {request->path, request->query, &upload};
    struct public_reply reply;
    if (!public_page(run, &question, &reply, fault)) {
        return false;
    }
    *out = (struct page){reply.status, reply.content_type, reply.body, TEXT_NONE};
    return true;
}

static bool serve_download(const struct view_run *run, struct page *out, struct fault *fault)
{
    struct file_download file;
    if (!file_open_for(run, &file, fault)) {
        return false;
    }
    *out = (struct page){200, text_c_string(run->arena, file.media), file.bytes, file.name};
    return true;
}

/* -- opening -- */

static bool open_readers(struct service *service, struct fault *fault)
{
    for (int i = 0; i < WORKERS; i++) {
        if (!boot_reader(service->boot, &service->readers[i], fault)) {
            return false;
        }
    }
    struct store_options standby = {.path = service->boot->replica, .read_only = true};
    for (int i = 0; i < WORKERS; i++) {
        reader_expect(&standby, &service->replicas[i]);
    }
    struct store_options checkpointing = {
        .path = service->boot->database, .must_exist = true, .cache_kib = 1024};
    bool has_log = !store_is_shared(service->boot->store);
    return boot_slow(service->boot, &service->slow_reader, fault) &&
           boot_reader(service->boot, &service->aside_reader, fault) &&
           boot_reader(service->boot, &service->publisher_reader, fault) &&
           (!has_log || store_open(&checkpointing, &service->checkpointer, fault));
}

/* From here on the boot's connection is the writer's alone. */
static bool open_inside(struct service *service, struct fault *fault)
{
    struct boot *boot = service->boot;
    letter_set_printer(boot->printer, public_origin());
    testimony_view_set_signer(boot->signer);
    service->viewer = viewer_open(CACHE_BYTES);
    if (!sessions_open(boot->store, boot_now(NULL), &service->sessions, fault)) {
        return false;
    }
    struct publisher_options publishing = {
        .reader = &service->publisher_reader,
        .registry = boot->registry,
        .city = boot->city,
        .sessions = service->sessions,
        .now = boot_now,
        .from_seq = ledger_size(boot->ledger),
    };
    struct writer_options writing = {
        .pipeline = boot->pipeline,
        .now = boot_now,
        .queue_max = 10000,
        .committed = committed,
        .idle = idle,
        .context = service,
        .idle_ms = 200,
    };
    struct neighbours_options around = {
        .database = {.path = boot->database,
                     .read_only = true,
                     .idle_ms = 7000,
                     .statement_ms = 3000},
        .sessions = service->sessions,
        .viewer = service->viewer,
        .now = boot_now,
        .set_clock = boot_set_clock,
    };
    if (!publisher_open(&publishing, &service->publisher, fault)) {
        return false;
    }
    around.publisher = service->publisher;
    if (!neighbours_open(&around, &service->neighbours, fault)) {
        return false;
    }
    service->jobs =
        (struct jobs){.boot = boot,
                      .neighbours = service->neighbours,
                      .viewer = service->viewer,
                      .checkpointer = service->checkpointer,
                      .chores = {.boot = boot, .committed = chore_committed, .context = service}};
    return writer_open(&writing, &service->writer, fault);
}

static bool open_outbox(struct service *service, const struct courier_settings *settings,
                        struct fault *fault)
{
    struct outbox_options options = {.settings = settings,
                                     .boot = service->boot,
                                     .writer = service->writer,
                                     .neighbours = service->neighbours,
                                     .now = boot_now};
    return outbox_open(&options, &service->outbox, fault);
}

/* How old an answer of a standby may be. */
#define AGE_MAX_MS 10000

/* It has all that this node knew of when the database last answered, or is behind by what came
 * since its own newest entry. */
static bool is_fresh(void *context, struct store *store, int64_t now, int64_t *out_as_of)
{
    const struct service *service = context;
    struct fault fault = {.code = FAULT_NONE};
    struct progress progress;
    if (!reader_progress(store, &progress, &fault)) {
        return false;
    }
    bool has_all = progress.size >= neighbours_size(service->neighbours);
    *out_as_of = has_all ? now - neighbours_silence_ms(service->neighbours) : progress.recorded_at;
    return now - *out_as_of <= AGE_MAX_MS;
}

static bool is_ready(void *context)
{
    const struct service *service = context;
    return neighbours_are_reached(service->neighbours);
}

static struct api_settings settings_of(const struct serve_options *options)
{
    return (struct api_settings){.slow_ms = options->slow_ms,
                                 .logs_requests = options->logs_requests,
                                 .second_factor_roles = options->second_factor_roles};
}

static bool open_api(struct service *service, const struct serve_options *options,
                     struct fault *fault)
{
    struct boot *boot = service->boot;
    const struct archive_tools tools = archive_tools_of(boot->printer, boot->signer);
    struct api_options api = {
        .registry = boot->registry,
        .city = boot->city,
        .vault = boot->vault,
        .sessions = service->sessions,
        .viewer = service->viewer,
        .writer = service->writer,
        .publisher = service->publisher,
        .readers = service->readers,
        .replicas = boot->replica.len > 0 ? service->replicas : NULL,
        .is_fresh = is_fresh,
        .fresh_context = service,
        .slow_reader = &service->slow_reader,
        .aside_reader = &service->aside_reader,
        .writer_store = boot->store,
        .now = boot_now,
        .is_ready = is_ready,
        .ready_context = service,
        .is_demo = service->is_demo,
        .settings = settings_of(options),
        .is_https = options->origin != NULL && strncmp(options->origin, "https:", 6) == 0,
        .public_page = serve_public,
        .public_check = check_file,
        .download = serve_download,
        .seen = register_command(boot->registry, TEXT("file.seen")),
        .print = tools.print,
        .printer = tools.printer,
        .seen_all = register_command(boot->registry, TEXT("file.seen_all")),
        .archive_tools = tools,
        .scratch = text_c_string(boot->arena, boot->folder),
        .openapi = openapi_document_with(boot->arena, boot->registry, &api_own, LIANDONG_VERSION),
    };
    bool is_loopback = strncmp(options->address, "127.", 4) == 0 ||
                       strcmp(options->address, "::1") == 0 ||
                       strncmp(options->address, "unix:", 5) == 0;
    if (api.is_demo && !is_loopback) {
        return fault_raise(fault, FAULT_DEMO_NOT_LOCAL, TEXT_NONE,
                           FAULT_ARGS(text_of(options->address)));
    }
    return api_open(&api, &service->api, fault);
}

/* What systemd hands over (sd_listen_fds(3)): 0 when it is not for this process. */
static int handed_socket(void)
{
    enum { FIRST = 3 };
    const char *process = getenv("LISTEN_PID"), *sockets = getenv("LISTEN_FDS");
    int64_t pid = 0;
    bool is_ours = process != NULL && text_to_int(text_of(process), &pid) && pid == getpid() &&
                   sockets != NULL && strcmp(sockets, "1") == 0;
    return is_ours ? FIRST : 0;
}

static bool open_doors(struct service *service, const struct serve_options *options,
                       struct fault *fault)
{
    struct http_options http = {
        .address = options->address,
        .port = (uint16_t)options->port,
        .workers = WORKERS,
        .context = service->api,
        .handle = api_handle,
        .body_limit = api_body_limit,
        .problem = api_problem,
        .refusal_headers = api_security_headers,
        .refusal_header_count = api_security_header_count,
        .trusted_proxy = options->trusted_proxy,
        .listener = handed_socket(),
    };
    return http_server_open(&http, &service->server, fault) &&
           (options->metrics.len == 0 || metrics_open(service->boot->arena, options->metrics,
                                                      service->server, &service->metrics, fault));
}

static void close_all(struct service *service)
{
    metrics_close(service->metrics);
    if (service->server != NULL) {
        http_server_stop(service->server, 5000);
    }
    outbox_close(service->outbox);
    writer_close(service->writer);
    neighbours_close(service->neighbours);
    publisher_close(service->publisher);
    api_close(service->api);
    if (service->server != NULL) {
        http_server_close(service->server);
    }
    viewer_close(service->viewer);
    fleet_forget();
    process_log_forget();
    experience_forget();
    lore_forget();
    suggestions_known_forget();
    sessions_close(service->sessions);
    for (int i = 0; i < WORKERS; i++) {
        reader_close(&service->readers[i]);
        reader_close(&service->replicas[i]);
    }
    reader_close(&service->slow_reader);
    reader_close(&service->aside_reader);
    reader_close(&service->publisher_reader);
    store_close(service->checkpointer);
    boot_close(service->boot);
}

/* It may come up later than we: uploads wait for it, the rest does not. */
static void warn_of_silent_scanner(void)
{
    struct fault fault = {.code = FAULT_NONE};
    if (file_has_scanner() && !file_scanner_answers(&fault)) {
        journal_write(&(struct journal_line){boot_now(NULL), "warning", fault_code_name(fault.code),
                                             TEXT_NONE});
    }
}

/* In whichever thread ran it. */
static void tell_of_statement(const char *statement, int64_t ms)
{
    meter_slow_statement();
    journal_write(&(struct journal_line){.at = boot_now(NULL),
                                         .level = "warning",
                                         .what = "statement-slow",
                                         .detail = text_of(statement),
                                         .us = ms * 1000});
}

static void say_where(const struct service *service, const struct serve_options *options)
{
    if (strncmp(options->address, "unix:", 5) == 0) {
        printf("联动 Liandong: %s\n", options->address);
    } else {
        printf("联动 Liandong: http://%s:%u/\n", options->address,
               http_server_port(service->server));
    }
    if (service->metrics != NULL) {
        printf("metrics: %.*s (%u)\n", TEXT_ARG(options->metrics), metrics_port(service->metrics));
    }
    fflush(stdout);
}

/* -- settings read anew -- */

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* What was asked for and takes a restart. */
static struct text waits_for_restart(struct arena *arena, const struct serve_options *now,
                                     const struct serve_options *then)
{
    const struct {
        const char *name;
        bool is_same;
    } fixed[] = {
        {"db", text_equal(now->database, then->database)},
        {"home", text_equal(now->home, then->home)},
        {"replica", text_equal(now->replica, then->replica)},
        {"scanner", text_equal(now->scanner, then->scanner)},
        {"pack", is_same(now->pack, then->pack)},
        {"address", is_same(now->address, then->address)},
        {"port", now->port == then->port},
        {"origin", is_same(now->origin, then->origin)},
        {"trusted-proxy", is_same(now->trusted_proxy, then->trusted_proxy)},
        {"metrics", text_equal(now->metrics, then->metrics)},
        {"user", text_equal(now->user, then->user)},
    };
    struct buffer out = buffer_open(arena, 256);
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        if (!fixed[i].is_same) {
            buffer_addf(&out, "%s%s", buffer_text(&out).len > 0 ? ", " : "", fixed[i].name);
        }
    }
    return buffer_text(&out);
}

static void tell_of_reload(const char *level, const char *what, struct text detail)
{
    journal_write(&(struct journal_line){boot_now(NULL), level, what, detail});
}

static void read_again(struct service *service, const struct serve_options *options)
{
    struct arena *arena = arena_open((size_t)1 << 16, (size_t)16 << 20);
    struct serve_options then = *options;
    struct fault fault = {.code = FAULT_NONE};
    if (!options->read_again(options->read_context, arena, &then, &fault)) {
        tell_of_reload("error", "reload-refused", fault_sentence(arena, &fault, LANGUAGE_EN));
        arena_close(arena);
        return;
    }
    const struct api_settings settings = settings_of(&then);
    struct text waiting = waits_for_restart(arena, options, &then);
    api_set(service->api, &settings);
    store_watch_slow(then.slow_ms, tell_of_statement);
    tell_of_reload("info", "reloaded", TEXT_NONE);
    if (waiting.len > 0) {
        tell_of_reload("warning", "reload-needs-restart", waiting);
    }
    arena_close(arena);
}

/* Without a file of settings a SIGHUP is the terminal's end, and ours, unless whoever started us
 * said (nohup) that it is not. */
static sigset_t awaited_signals(const struct serve_options *options)
{
    sigset_t signals;
    struct sigaction at_hang_up;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    bool is_ignored = sigaction(SIGHUP, NULL, &at_hang_up) == 0 && at_hang_up.sa_handler == SIG_IGN;
    if (options->read_again != NULL || !is_ignored) {
        sigaddset(&signals, SIGHUP);
    }
    return signals;
}

static void wait_for_end(struct service *service, const struct serve_options *options)
{
    const sigset_t signals = awaited_signals(options);
    int which = 0;
    while (sigwait(&signals, &which) == 0 && which == SIGHUP && options->read_again != NULL) {
        read_again(service, options);
    }
}

/* -- what it gives up -- */

static const char *folder_of(struct arena *arena, struct text path)
{
    size_t len = path.len;
    while (len > 0 && path.at[len - 1] != '/') {
        len--;
    }
    return len == 0 ? "." : text_c_string(arena, text_slice(path, 0, len));
}

/* Where its database, its keys and files, and its sockets are. */
static bool confine(const struct boot *boot, const struct serve_options *options,
                    struct fault *fault)
{
    const struct text scheme = TEXT("unix:");
    const struct text sockets[] = {text_of(options->address), options->metrics};
    struct confine confine = {{text_c_string(boot->arena, boot->folder)}, 1};
    if (!store_path_is_shared(boot->database)) {
        confine.folders[confine.count++] = folder_of(boot->arena, boot->database);
    }
    for (size_t i = 0; i < COUNT_OF(sockets); i++) {
        if (text_starts_with(sockets[i], scheme)) {
            confine.folders[confine.count++] =
                folder_of(boot->arena, text_slice(sockets[i], scheme.len, sockets[i].len));
        }
    }
    return confine_server(&confine, fault);
}

bool serve(const struct serve_options *options, struct fault *fault)
{
    struct service service = {0};
    struct boot_options booting = {.database = options->database,
                                   .home = options->home,
                                   .replica = options->replica,
                                   .pack = options->pack,
                                   .must_exist = true,
                                   .with_signer = true,
                                   .with_printer = true};
    const sigset_t signals = awaited_signals(options);
    sigprocmask(SIG_BLOCK, &signals,
                NULL); /* before any thread: all inherit it, wait_for_end takes them */
    public_page_set_origin(options->origin);
    store_watch_slow(options->slow_ms, tell_of_statement);
    int64_t removed = 0;
    bool open =
        confine_become(options->user, fault) && file_set_scanner(options->scanner, fault) &&
        boot_open(&booting, &service.boot, fault) && confine(service.boot, options, fault) &&
        courier_settings_check(service.boot->arena, options->courier, fault) &&
        outbox_prepare(options->courier, options->origin, fault) &&
        file_sweep(service.boot->store, &removed, fault) && catch_up(&service, fault) &&
        boot_is_demo(service.boot, &service.is_demo, fault) && open_readers(&service, fault) &&
        open_inside(&service, fault) && open_outbox(&service, options->courier, fault) &&
        open_api(&service, options, fault) && open_doors(&service, options, fault);
    if (open) {
        say_where(&service, options);
        journal_write(&(struct journal_line){boot_now(NULL), "info", "started", TEXT_NONE});
        warn_of_silent_scanner();
        wait_for_end(&service, options);
        journal_write(&(struct journal_line){boot_now(NULL), "info", "stopping", TEXT_NONE});
    }
    close_all(&service);
    return open;
}
