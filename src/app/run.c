#include "app/kind.h"

#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "ledger/ledger.h"

int64_t run_next_seq(const struct command_run *run)
{
    return ledger_size(run->ledger) + 1;
}

/* What goes into the ledger must come out of it again: a body that its own table refuses would make
 * a later rebuild impossible, so the command that made it is refused instead. And what is recorded
 * is what was read back, so that live tables and rebuilt ones come from the very same bytes. */
static bool body_reads_back(struct command_run *run, struct event *event, struct text body,
                            const struct jvalue **out_object, struct fault *fault)
{
    void *copy = arena_alloc(run->arena, event->kind->fields->size);
    event->body = copy;
    return json_read(run->arena, body, out_object, fault) &&
           field_read(run->arena, event->kind->fields, *out_object, copy, fault);
}

/* An event that leads to itself through the city's table would never end. */
#define DEPTH_MAX 8

/* Whoever acted hears of his own act: receipt and answer stay those of the event itself. */
static bool follow(struct command_run *run, const struct event *event, const struct jvalue *body,
                   struct fault *fault)
{
    if (run->follow == NULL) {
        return true;
    }
    if (run->depth == DEPTH_MAX) {
        return fault_raise(fault, FAULT_FOLLOWS_ITSELF, TEXT_NONE,
                           FAULT_ARGS(text_of(event->kind->name)));
    }
    struct command_run inner = *run;
    inner.depth++;
    if (!run->follow(&inner, event, body, fault)) {
        return false;
    }
    run->last_seq = inner.last_seq;
    return true;
}

bool run_emit(struct command_run *run, const struct event_kind *kind, struct event_about about,
              const void *body, struct fault *fault)
{
    int64_t own = run_next_seq(run);
    struct event event = {
        .kind = kind,
        .subject = about.subject == 0 ? own : about.subject,
        .project = about.project == -1 ? own : about.project,
        .recorded_at = run->now,
        .happened_on = about.happened_on,
        .actor = actor_label(run->arena, run->actor),
        .body = body,
    };
    struct ledger_entry entry = {
        .recorded_at = run->now,
        .happened_on = about.happened_on,
        .kind = text_of(kind->name),
        .subject_id = event.subject,
        .project_id = event.project,
        .actor = event.actor,
        .command_id = run->command_id,
        .pack_version = city_version(run->city),
        .body = field_json(run->arena, kind->fields, body),
    };
    const struct jvalue *object = NULL;
    if (!body_reads_back(run, &event, entry.body, &object, fault) ||
        !ledger_append(run->ledger, &entry, fault)) {
        return false;
    }
    ensure(entry.seq == own);
    event.seq = entry.seq;
    run->last_seq = entry.seq;
    run->receipt = receipt_code(run->arena, entry.seq, &entry.leaf);
    return kind->record(run->store, &event, fault) && follow(run, &event, object, fault);
}

bool run_version_is(const struct command_run *run, int64_t current, struct fault *fault)
{
    if (run->seen_version == 0 || run->seen_version == current) {
        return true;
    }
    struct text seen = text_format(run->arena, "%lld", (long long)run->seen_version);
    struct text now = text_format(run->arena, "%lld", (long long)current);
    return fault_raise(fault, FAULT_VERSION_MOVED, TEXT_NONE, FAULT_ARGS(seen, now));
}

bool run_day(const struct command_run *run, civil_date given, const char *field, civil_date *out,
             struct fault *fault)
{
    if (given == CIVIL_DATE_NONE) {
        *out = run->today;
        return true;
    }
    if (given > run->today) {
        return fault_raise(fault, FAULT_DAY_IN_FUTURE, text_of(field), FAULT_NO_ARGS);
    }
    *out = given;
    return true;
}

struct view_run run_view(const struct command_run *run)
{
    return (struct view_run){.arena = run->arena,
                             .store = run->store,
                             .city = run->city,
                             .vault = run->vault,
                             .actor = run->actor,
                             .id = run->id,
                             .now = run->now,
                             .today = run->today};
}

void view_next(const struct view_run *run, struct json_writer *json, bool is_more, int64_t last)
{
    json_member_text_or_null(
        json, "next", is_more ? text_format(run->arena, "%lld", (long long)last) : TEXT_NONE);
}

struct sight run_sight(const struct command_run *run)
{
    return (struct sight){run->arena, run->store, access_scope(run->city, run->actor)};
}

struct sight view_sight(const struct view_run *run)
{
    return (struct sight){run->arena, run->store, access_scope(run->city, run->actor)};
}
