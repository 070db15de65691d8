#include "app/city.h"
#include "app/register.h"
#include "roof/simulate/world.h"

/* Giving commands, as a door would: by their tables, through the pipeline. */

#define COMMIT_MS 1000 /* between two commits, so that instants differ */

static bool prepare(struct world *world, struct deed *deed, struct job *job)
{
    static const struct field_table no_fields = {NULL, 0, 1};
    const struct command_kind *kind =
        register_command(world->boot->registry, text_of(deed->command));
    ensure(kind != NULL);
    const struct field_table *table = kind->fields != NULL ? kind->fields : &no_fields;
    const struct jvalue *object = NULL;
    void *fields = arena_alloc(world->day_arena, table->size);
    struct text source = deed->fields.len > 0 ? deed->fields : TEXT("{}");
    *job = (struct job){.kind = kind,
                        .actor = &deed->actor,
                        .fields = fields,
                        .key = TEXT_NONE,
                        .fingerprint = TEXT_NONE,
                        .answer = TEXT_NONE,
                        .parameters = {TEXT_NONE, TEXT_NONE, TEXT_NONE}};
    if (deed->id != 0) {
        job->parameters[0] = text_format(world->day_arena, "%lld", (long long)deed->id);
    }
    if (deed->second != 0) {
        job->parameters[1] = text_format(world->day_arena, "%lld", (long long)deed->second);
    }
    return json_read(world->day_arena, source, &object, &deed->fault) &&
           field_read(world->day_arena, table, object, fields, &deed->fault);
}

static void count_refusal(struct world *world, const struct deed *deed)
{
    struct simulate_counts *refused = &world->report->refused;
    struct text name =
        text_format(world->day_arena, "%s %s", deed->command, fault_code_name(deed->fault.code));
    world->report->refusals++;
    for (size_t i = 0; i < refused->count; i++) {
        if (text_equal(refused->items[i].name, name)) {
            refused->items[i].times++;
            return;
        }
    }
    if (refused->count < 512) {
        refused->items[refused->count++] =
            (struct simulate_count){TEXT_NONE, text_copy(world->arena, name), 1};
    }
}

static bool take_answer(struct world *world, struct deed *deed, const struct job *job,
                        struct fault *fault)
{
    deed->is_done = job->done;
    if (!job->done) {
        deed->fault = job->fault;
        if (fault_is_failure(job->fault.code)) {
            *fault = job->fault;
            return false;
        }
        return true;
    }
    return json_read(world->day_arena, text_copy(world->day_arena, job->answer), &deed->answer,
                     fault);
}

bool world_give(struct world *world, struct deed *deeds, size_t count, struct fault *fault)
{
    struct job jobs[DEEDS_MAX];
    struct job *given[DEEDS_MAX];
    struct deed *of[DEEDS_MAX];
    size_t ready = 0;
    ensure(count <= DEEDS_MAX);
    for (size_t i = 0; i < count; i++) {
        world->report->given++;
        if (prepare(world, &deeds[i], &jobs[ready])) {
            jobs[ready].arena = world->desks[ready];
            arena_reset(jobs[ready].arena);
            given[ready] = &jobs[ready];
            of[ready++] = &deeds[i];
        }
    }
    world->instant += COMMIT_MS;
    if (ready > 0) {
        (void)pipeline_run(world->boot->pipeline, given, ready, world->instant);
        rules_settle(world->book);
    }
    bool sound = true;
    for (size_t i = 0; i < ready && sound; i++) {
        sound = take_answer(world, of[i], &jobs[i], fault);
    }
    for (size_t i = 0; i < count; i++) {
        if (!deeds[i].is_done) {
            count_refusal(world, &deeds[i]);
        }
        if (deeds[i].key != 0) {
            world_remember(world, deeds[i].is_done ? deeds[i].key
                                                   : world_refused_key(world, deeds[i].key));
        }
    }
    return sound;
}

bool world_must(struct world *world, struct deed *deed, int64_t *out_id, struct fault *fault)
{
    if (!world_give(world, deed, 1, fault)) {
        return false;
    }
    if (!deed->is_done) {
        *fault = deed->fault;
        return false;
    }
    if (out_id != NULL) {
        *out_id = jvalue_int(jvalue_get(deed->answer, "id"), 0);
    }
    return true;
}
