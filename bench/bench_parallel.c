/* Cases carried through a parallel approval of twelve steps a second, durable: four departments
 * side by side, each receives, accepts and decides. Through the pipeline, as the server does it:
 * the commands of all cases that wait share commits, synchronous=FULL. Beside it
 * bench/bpmn/bench.mjs does the same flow with npm's bpmn-engine in memory.
 *
 *     bench_parallel PACK FOLDER [CASES]
 *
 * FOLDER must not hold a database yet. The projects and their plans are made before the clock runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/city.h"
#include "base/arena.h"
#include "roof/demo.h"
#include "roof/demo_scene.h"

#define UNITS 4
#define CASES_MAX 2000
#define GROUP_MAX 256

static const struct statement first_items = {
    "bench_first_items", "select code, org from planning_node where project=$1 and plan=1 and"
                         " kind='item' and after_codes='[]' and org<>'enterprise'"
                         " order by position"};

struct carried {
    int64_t project;
    int64_t applications[UNITS];
};

struct bench {
    struct arena *arena;
    struct director director;
    struct text codes[UNITS];
    struct actor officers[UNITS];
    struct carried cases[CASES_MAX];
    size_t count;
    struct arena *arenas[GROUP_MAX];
    struct job jobs[GROUP_MAX];
    size_t waiting;
    int64_t steps;
};

static double seconds_of(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void stop(const struct fault *fault)
{
    struct arena *arena = arena_open(1 << 16, 1 << 20);
    fprintf(stderr, "bench_parallel: %s (%s)\n", fault_sentence(arena, fault, LANGUAGE_EN).at,
            fault->field);
    exit(1);
}

/* -- projects with a plan -- */

/* All on one day: registered, listed, handed over, planned. */
static int64_t make_project(struct bench *bench, const struct jvalue *record)
{
    static const int steps[] = {12, 8, 5, 2};
    struct fault fault = {.code = FAULT_NONE};
    struct scene scene = {.record = record, .enterprise = "enterprise1"};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        scene.started = -steps[i];
        if (!scene_day(&bench->director, &scene, bench->director.day, &fault)) {
            stop(&fault);
        }
    }
    return scene.project;
}

/* Four items of different units that wait for nothing. */
static void choose_items(struct bench *bench)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store *store = bench->director.boot->store;
    struct store_rows rows;
    struct text orgs[UNITS];
    size_t count = 0;
    if (!store_query(store, &first_items, CELLS(cell_int(bench->cases[0].project)), &rows,
                     &fault)) {
        stop(&fault);
    }
    while (count < UNITS && store_next(&rows)) {
        struct text org = store_text(bench->arena, &rows, 1);
        bool is_new = true;
        for (size_t i = 0; i < count; i++) {
            is_new = is_new && !text_equal(orgs[i], org);
        }
        if (is_new) {
            bench->codes[count] = store_text(bench->arena, &rows, 0);
            orgs[count++] = org;
        }
    }
    if (!store_done(&rows, &fault) || count < UNITS) {
        fprintf(stderr, "bench_parallel: the plan has only %zu units to begin with\n", count);
        exit(1);
    }
    for (size_t i = 0; i < UNITS; i++) {
        if (!scene_officer(&bench->director, orgs[i], &bench->officers[i], &fault)) {
            stop(&fault);
        }
    }
}

/* -- commands, in groups -- */

static void commit(struct bench *bench)
{
    struct job *group[GROUP_MAX];
    for (size_t i = 0; i < bench->waiting; i++) {
        group[i] = &bench->jobs[i];
    }
    (void)pipeline_run(bench->director.boot->pipeline, group, bench->waiting, boot_now(NULL));
    for (size_t i = 0; i < bench->waiting; i++) {
        if (!bench->jobs[i].done) {
            stop(&bench->jobs[i].fault);
        }
    }
    bench->waiting = 0;
}

static struct job *give(struct bench *bench, const char *command, const struct actor *actor,
                        int64_t id, struct text json)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct command_kind *kind =
        register_command(bench->director.boot->registry, text_of(command));
    const struct jvalue *object = NULL;
    struct job *job = &bench->jobs[bench->waiting];
    struct arena *arena = bench->arenas[bench->waiting++];
    arena_reset(arena);
    void *fields = arena_alloc(arena, kind->fields->size);
    if (!json_read(arena, json, &object, &fault) ||
        !field_read(arena, kind->fields, object, fields, &fault)) {
        stop(&fault);
    }
    *job = (struct job){.arena = arena,
                        .actor = actor,
                        .kind = kind,
                        .fields = fields,
                        .key = TEXT_NONE,
                        .fingerprint = TEXT_NONE,
                        .answer = TEXT_NONE};
    job->parameters[0] = text_format(arena, "%lld", (long long)id);
    job->parameters[1] = job->parameters[2] = TEXT_NONE;
    return job;
}

static void take_in(struct bench *bench, const struct actor *navigator)
{
    struct text items =
        text_format(bench->arena, "{\"items\":[\"%s\",\"%s\",\"%s\",\"%s\"]}", bench->codes[0].at,
                    bench->codes[1].at, bench->codes[2].at, bench->codes[3].at);
    for (size_t from = 0; from < bench->count; from += GROUP_MAX) {
        size_t upto = from + GROUP_MAX < bench->count ? from + GROUP_MAX : bench->count;
        for (size_t i = from; i < upto; i++) {
            (void)give(bench, "application.take_in", navigator, bench->cases[i].project, items);
        }
        commit(bench);
        for (size_t i = from; i < upto; i++) {
            const struct jvalue *answer = NULL;
            struct job *job = &bench->jobs[i - from];
            if (!json_read(job->arena, job->answer, &answer, &job->fault)) {
                stop(&job->fault);
            }
            const struct jvalue *opened = jvalue_get(answer, "applications");
            for (uint32_t unit = 0; unit < UNITS; unit++) {
                bench->cases[i].applications[unit] =
                    jvalue_int(jvalue_get(&opened->items[unit], "id"), 0);
            }
        }
    }
}

static void step(struct bench *bench, const char *command, struct text json)
{
    for (size_t i = 0; i < bench->count; i++) {
        for (size_t unit = 0; unit < UNITS; unit++) {
            (void)give(bench, command, &bench->officers[unit], bench->cases[i].applications[unit],
                       json);
            bench->steps++;
            if (bench->waiting == GROUP_MAX) {
                commit(bench);
            }
        }
    }
    commit(bench);
}

/* What the clock runs for. */
static void carry(struct bench *bench, const struct actor *navigator)
{
    take_in(bench, navigator);
    step(bench, "application.receive", TEXT("{}"));
    step(bench, "application.accept", TEXT("{}"));
    step(bench, "application.decide", TEXT("{\"result\":\"granted\"}"));
}

static void prepare(struct bench *bench, const char *pack, size_t count)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *record = NULL;
    struct director *director = &bench->director;
    if (!demo_play(director, pack, &fault) ||
        !director_read_json(director, pack, TEXT("demo/worked-p1.json"), &record, &fault)) {
        stop(&fault);
    }
    director->day = director->today;
    for (size_t i = 0; i < GROUP_MAX; i++) {
        bench->arenas[i] = arena_open((size_t)1 << 20, (size_t)64 << 20);
    }
    for (bench->count = 0; bench->count < count; bench->count++) {
        bench->cases[bench->count].project = make_project(bench, record);
    }
    choose_items(bench);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct fault fault = {.code = FAULT_NONE};
    struct boot *boot = NULL;
    if (argc < 3) {
        fprintf(stderr, "usage: bench_parallel PACK FOLDER [CASES]\n");
        return 2;
    }
    size_t count = argc > 3 ? strtoul(argv[3], NULL, 10) : 256;
    bench.arena = arena_open((size_t)256 << 20, (size_t)2 << 30);
    struct boot_options booting = {.database = text_format(bench.arena, "%s/parallel.db", argv[2]),
                                   .home = text_of(argv[2]),
                                   .replica = TEXT_NONE,
                                   .pack = argv[1]};
    if (!boot_open(&booting, &boot, &fault)) {
        stop(&fault);
    }
    director_open(&bench.director, boot, city_today(boot->city, boot_now(NULL)), true);
    prepare(&bench, argv[1], count < CASES_MAX ? count : CASES_MAX);
    struct actor navigator = director_actor(&bench.director, "navigator");
    double begun = seconds_of(CLOCK_MONOTONIC);
    double used = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    carry(&bench, &navigator);
    double took = seconds_of(CLOCK_MONOTONIC) - begun;
    used = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - used;
    ensure(bench.steps == (int64_t)bench.count * UNITS * 3);
    printf("%.1f cases/s (durable, %zu cases of 12 steps, each an entry of the ledger; "
           "%.2f ms of the processor a case)\n",
           (double)bench.count / took, bench.count, 1000 * used / (double)bench.count);
    boot_close(boot);
    return 0;
}
