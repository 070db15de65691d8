#include "roof/chores.h"

#include <stdio.h>
#include <string.h>

#include "app/city.h"
#include "app/journal.h"
#include "app/pipeline.h"
#include "app/register.h"
#include "base/arena.h"
#include "ledger/ledger.h"

#define EVERY_MS 10000
#define TURN_MAX 20                   /* finds in a row, before others have a turn */
#define ARENA_SOFT ((size_t)16 << 20) /* what follows of a chore reads plans, as a request does */
#define ARENA_MAX ((size_t)64 << 20)

/* Once; true in `*found` when it led to events. */
static bool do_once(struct boot *boot, const struct command_kind *kind, int64_t now, bool *found,
                    struct fault *fault)
{
    const struct actor system = {.role = ROLE_SYSTEM,
                                 .name = TEXT_NONE,
                                 .org = TEXT_NONE,
                                 .district = city_code(boot->city)};
    struct arena *arena = arena_open(ARENA_SOFT, ARENA_MAX);
    struct job job = {.kind = kind,
                      .actor = &system,
                      .parameters = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                      .key = TEXT_NONE,
                      .fingerprint = TEXT_NONE,
                      .arena = arena};
    struct job *jobs[] = {&job};
    (void)pipeline_run(boot->pipeline, jobs, 1, now);
    bool done = job.done;
    *found = job.last_seq > 0;
    if (!done) {
        *fault = job.fault;
    }
    arena_close(arena);
    return done;
}

/* -- what wakes a chore -- */

static void look_now(const struct boot *boot, const struct command_kind *kind, int64_t now,
                     int64_t size, struct chores_look *out)
{
    const struct city *city = city_hold(boot->city);
    *out = (struct chores_look){.kind = kind, .size = size, .day = city_today(city, now)};
    snprintf(out->version, sizeof out->version, "%.*s", TEXT_ARG(city_version(city)));
    city_give(city);
}

/* Its own place, or the next that is free. */
static struct chores_look *look_of(struct chores *chores, const struct command_kind *kind)
{
    size_t at = 0;
    while (at < CHORES_WATCHED && chores->looks[at].kind != NULL &&
           chores->looks[at].kind != kind) {
        at++;
    }
    ensure(at < CHORES_WATCHED);
    return &chores->looks[at];
}

/* Whether anything has come that it may find, with what is there now in `now_there`. What can't be
 * told is looked at. */
static bool is_awake(struct chores *chores, const struct command_kind *kind, int64_t now,
                     struct chores_look *now_there)
{
    struct store *store = chores->boot->store;
    struct chores_look *last = look_of(chores, kind);
    struct fault fault = {.code = FAULT_NONE};
    struct progress progress = {0, 0, 0};
    bool has_news = true;
    if (!reader_progress(store, &progress, &fault)) {
        return true;
    }
    look_now(chores->boot, kind, now, progress.size, now_there);
    if (last->kind == NULL || last->day != now_there->day ||
        strcmp(last->version, now_there->version) != 0 || progress.size < last->size) {
        return true;
    }
    if (!reader_has_news(store, last->size, kind->wakes, &has_news, &fault) || has_news) {
        return true;
    }
    last->size = progress.size;
    return false;
}

/* A chore that fails is tried again at the next turn and keeps no other from its own. */
static void say_failed(const struct command_kind *kind, const struct fault *fault, int64_t now)
{
    char detail[256];
    snprintf(detail, sizeof detail, "%s: %s %s", kind->name, fault_code_name(fault->code),
             fault->arguments[0]);
    journal_write(&(struct journal_line){now, "error", "chore-failed", text_of(detail)});
}

static void take_turn(struct chores *chores, const struct command_kind *kind, int64_t now)
{
    struct chores_look there = {.kind = NULL};
    bool found = true;
    if (kind->wakes != NULL && !is_awake(chores, kind, now, &there)) {
        return;
    }
    for (int i = 0; i < TURN_MAX && found; i++) {
        struct fault fault = {.code = FAULT_NONE};
        if (chores->begins != NULL) {
            chores->begins(chores->context, kind);
        }
        if (!do_once(chores->boot, kind, now, &found, &fault)) {
            say_failed(kind, &fault, now);
            return;
        }
        if (found && chores->committed != NULL) {
            chores->committed(chores->context, kind, ledger_size(chores->boot->ledger));
        }
    }
    if (kind->wakes != NULL && !found) {
        *look_of(chores, kind) = there;
    }
}

void chores_do(struct chores *chores, int64_t now)
{
    const struct house *house = register_house(chores->boot->registry);
    if (chores->done_at != 0 && now - chores->done_at < EVERY_MS) {
        return;
    }
    chores->done_at = now;
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->command_count; i++) {
            const struct command_kind *kind = &house->rooms[r]->commands[i];
            if ((kind->flags & COMMAND_CHORE) != 0) {
                take_turn(chores, kind, now);
            }
        }
    }
}
