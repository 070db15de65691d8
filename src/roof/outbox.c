#include "roof/outbox.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "app/journal.h"
#include "app/register.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "room/notice/delivery.h"

#define LOOK_MS 500
#define PAUSE_FIRST_MS 2000
#define PAUSE_MOST_MS 60000
#define ARENA_SOFT ((size_t)4 << 20)
#define ARENA_MAX ((size_t)32 << 20)

/* -- a way, and its thread -- */

struct lane {
    struct outbox *outbox;
    const struct delivery_channel *channel;
    const struct courier_hook *hook; /* NULL: mail */
    struct reader reader;
    pthread_t thread;
    bool is_running;
    bool is_proved;   /* an endpoint that has shown its key since the start, or its last failure */
    int64_t pause_ms; /* after failures of the way as a whole */
};

struct outbox {
    struct outbox_options options;
    const struct command_kind *claim, *settle;
    struct lane lanes[COURIER_HOOKS_MAX + 1];
    size_t count;
    pthread_mutex_t lock;
    pthread_cond_t wake; /* a command is done, or it is time to stop */
    bool is_stopping;
};

/* -- commands, waited for -- */

struct errand {
    struct writer_job job; /* first: what the writer hands back */
    struct outbox *outbox;
    bool is_over;
};

static void finished(struct writer_job *job)
{
    struct errand *errand = (struct errand *)job;
    pthread_mutex_lock(&errand->outbox->lock);
    errand->is_over = true;
    pthread_cond_broadcast(&errand->outbox->wake);
    pthread_mutex_unlock(&errand->outbox->lock);
}

/* The writer calls back every job that it took, at its end too. */
static bool run_command(struct outbox *outbox, struct arena *arena, const struct command_kind *kind,
                        const void *fields, struct text *answer)
{
    static const struct actor system = {.role = ROLE_SYSTEM, .language = LANGUAGE_ZH};
    struct errand errand = {.outbox = outbox,
                            .job = {.finished = finished,
                                    .job = {.kind = kind,
                                            .fields = fields,
                                            .actor = &system,
                                            .parameters = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                                            .key = TEXT_NONE,
                                            .fingerprint = TEXT_NONE,
                                            .arena = arena}}};
    if (!writer_submit(outbox->options.writer, &errand.job)) {
        return false;
    }
    pthread_mutex_lock(&outbox->lock);
    while (!errand.is_over) {
        pthread_cond_wait(&outbox->wake, &outbox->lock);
    }
    pthread_mutex_unlock(&outbox->lock);
    *answer = errand.job.job.answer;
    return errand.job.job.done;
}

/* -- one message -- */

static struct text member(const struct jvalue *message, const char *name)
{
    return jvalue_text(jvalue_get(message, name), TEXT_NONE);
}

/* Nothing is told to an endpoint that has not shown that it has the key. */
static void carry_note(struct lane *lane, struct arena *arena, const struct courier_note *note,
                       struct courier_report *out)
{
    if (!lane->is_proved) {
        courier_prove(arena, lane->hook, note->at, out);
        lane->is_proved = out->end == COURIER_TAKEN;
    }
    if (lane->is_proved) {
        courier_post(arena, lane->hook, note, out);
        lane->is_proved = out->end != COURIER_LATER;
    }
}

static void carry(struct lane *lane, struct arena *arena, const struct jvalue *message,
                  struct courier_report *out)
{
    int64_t now = lane->outbox->options.now(NULL);
    if (lane->hook != NULL) {
        struct courier_note note = {member(message, "id"), member(message, "body"), now};
        carry_note(lane, arena, &note, out);
        return;
    }
    struct courier_mail mail = {
        .to = member(message, "to"),
        .id = member(message, "id"),
        .subject = member(message, "subject"),
        .body = member(message, "body"),
        .language = member(message, "language"),
        .at = now,
    };
    courier_mail(arena, &lane->outbox->options.settings->mail, &mail, out);
}

static const char *word_of(enum courier_end end)
{
    static const char *const words[] = {DELIVERY_ENDS};
    return words[end];
}

/* Until the writer has it: what was sent and is not noted down would be unsure. */
static void settle(struct lane *lane, struct arena *arena, const struct jvalue *message,
                   const struct courier_report *report)
{
    struct text answer = TEXT_NONE;
    struct delivery_settle fields = {
        .channel = lane->channel->name,
        .batch = jvalue_int(jvalue_get(message, "batch"), 0),
        .account = jvalue_int(jvalue_get(message, "account"), 0),
        .end = text_of(word_of(report->end)),
        .trouble = report->trouble,
    };
    struct outbox *outbox = lane->outbox;
    for (int i = 0; i < 20; i++) {
        if (run_command(outbox, arena, outbox->settle, &fields, &answer)) {
            return;
        }
        nanosleep(&(struct timespec){0, 250000000}, NULL);
    }
    journal_write(&(struct journal_line){outbox->options.now(NULL), "error", "notice-not-settled",
                                         lane->channel->name});
}

static void note_end(struct lane *lane, const struct courier_report *report)
{
    int64_t twice = lane->pause_ms == 0 ? PAUSE_FIRST_MS : lane->pause_ms * 2;
    if (report->end != COURIER_LATER) {
        lane->pause_ms = 0;
        return;
    }
    if (lane->pause_ms == 0) {
        journal_write(&(struct journal_line){lane->outbox->options.now(NULL), "warning",
                                             "notice-not-taken", report->trouble});
    }
    lane->pause_ms = twice < PAUSE_MOST_MS ? twice : PAUSE_MOST_MS;
}

/* True when there may be more. */
static bool send_next(struct lane *lane, struct arena *arena)
{
    struct outbox *outbox = lane->outbox;
    struct delivery_claim fields = {lane->channel->name};
    struct text answer = TEXT_NONE;
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *whole = NULL;
    if (!run_command(outbox, arena, outbox->claim, &fields, &answer) ||
        !json_read(arena, answer, &whole, &fault)) {
        lane->pause_ms = PAUSE_FIRST_MS;
        return false;
    }
    const struct jvalue *message = jvalue_get(whole, "message");
    if (message == NULL) {
        return true; /* nothing to send this time: it was settled in taking it, or taken away */
    }
    struct courier_report report = {.end = COURIER_LATER};
    carry(lane, arena, message, &report);
    settle(lane, arena, message, &report);
    note_end(lane, &report);
    return lane->pause_ms == 0;
}

/* -- the thread -- */

static bool is_due(struct lane *lane, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store *store = reader_ready(&lane->reader, now);
    bool due = false;
    return neighbours_leave_jobs_to_us(lane->outbox->options.neighbours) && store != NULL &&
           delivery_is_due(store, lane->channel->name, now, &due, &fault) && due;
}

/* False when it is time to stop. */
static bool wait_for(struct outbox *outbox, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&outbox->lock);
    while (!outbox->is_stopping &&
           pthread_cond_timedwait(&outbox->wake, &outbox->lock, &until) == 0) {
    }
    bool goes_on = !outbox->is_stopping;
    pthread_mutex_unlock(&outbox->lock);
    return goes_on;
}

static void *work(void *context)
{
    struct lane *lane = context;
    struct outbox *outbox = lane->outbox;
    while (wait_for(outbox, lane->pause_ms > 0 ? lane->pause_ms : LOOK_MS)) {
        bool more = true;
        while (more && is_due(lane, outbox->options.now(NULL)) && wait_for(outbox, 0)) {
            struct arena *arena = arena_open(ARENA_SOFT, ARENA_MAX);
            more = send_next(lane, arena);
            arena_close(arena);
        }
    }
    return NULL;
}

/* -- opening -- */

bool outbox_prepare(const struct courier_settings *settings, const char *origin,
                    struct fault *fault)
{
    struct delivery_channels ways = {.count = 0, .origin = text_of(origin)};
    if (settings->has_mail) {
        ways.items[ways.count++] = (struct delivery_channel){DELIVERY_BY_MAIL, TEXT(DELIVERY_MAIL)};
    }
    for (size_t i = 0; i < settings->hook_count; i++) {
        const struct courier_endpoint *hook = &settings->hooks[i];
        ways.items[ways.count++] = (struct delivery_channel){
            hook->is_for_people ? DELIVERY_BY_MESSAGE : DELIVERY_BY_SYSTEM, hook->name};
    }
    delivery_set_channels(&ways);
    return ways.count == 0 || courier_begin(fault);
}

static bool start_lane(struct outbox *outbox, const struct delivery_channel *channel,
                       const struct courier_hook *hook, struct fault *fault)
{
    struct lane *lane = &outbox->lanes[outbox->count];
    *lane = (struct lane){.outbox = outbox, .channel = channel, .hook = hook};
    if (!boot_reader(outbox->options.boot, &lane->reader, fault)) {
        return false;
    }
    outbox->count++;
    lane->is_running = pthread_create(&lane->thread, NULL, work, lane) == 0;
    return lane->is_running ||
           fault_raise(fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(TEXT("no thread")));
}

static void init_waiting(struct outbox *outbox)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&outbox->lock, NULL);
    pthread_cond_init(&outbox->wake, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool outbox_open(const struct outbox_options *options, struct outbox **out, struct fault *fault)
{
    const struct delivery_channels *ways = delivery_get_channels();
    struct outbox *outbox = calloc(1, sizeof *outbox);
    ensure(outbox != NULL);
    outbox->options = *options;
    outbox->claim = register_command(options->boot->registry, TEXT("delivery.claim"));
    outbox->settle = register_command(options->boot->registry, TEXT("delivery.settle"));
    init_waiting(outbox);
    *out = outbox;
    size_t first_hook = options->settings->has_mail ? 1 : 0;
    for (size_t i = 0; i < ways->count; i++) {
        const struct courier_hook *hook =
            i < first_hook ? NULL : &options->settings->hooks[i - first_hook].hook;
        if (!start_lane(outbox, &ways->items[i], hook, fault)) {
            return false;
        }
    }
    return true;
}

void outbox_close(struct outbox *outbox)
{
    if (outbox == NULL) {
        return;
    }
    pthread_mutex_lock(&outbox->lock);
    outbox->is_stopping = true;
    pthread_cond_broadcast(&outbox->wake);
    pthread_mutex_unlock(&outbox->lock);
    for (size_t i = 0; i < outbox->count; i++) {
        if (outbox->lanes[i].is_running) {
            pthread_join(outbox->lanes[i].thread, NULL);
        }
        reader_close(&outbox->lanes[i].reader);
    }
    if (outbox->count > 0) {
        courier_end();
    }
    pthread_cond_destroy(&outbox->wake);
    pthread_mutex_destroy(&outbox->lock);
    free(outbox);
}
