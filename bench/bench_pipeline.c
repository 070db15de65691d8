/* Durable commands a second through the pipeline, without HTTP: the jobs of a group share one
 * commit, each in its savepoint, synchronous=FULL, on a database file of its own. Every command is
 * another one, so nothing is answered from memory.
 *
 *     bench_pipeline PACK FOLDER [SECONDS a row [ADDRESS]]
 *
 * FOLDER must not hold a database yet; keys and database are left in it. With ADDRESS the database
 * is an empty one of PostgreSQL's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "ground/project/lead.h"
#include "roof/director.h"

#define GROUP_MAX 256
#define PROJECTS 512

struct bench {
    struct boot *boot;
    struct arena *arena;
    const struct command_kind *register_lead;
    const struct command_kind *lead_facts;
    struct actor promotion;
    int64_t projects[PROJECTS];
    int64_t made;
    double seconds;
    struct arena *arenas[GROUP_MAX];
};

struct work {
    const char *title;
    void (*fill)(struct bench *bench, struct job *job, int64_t number);
};

static double seconds_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void stop(const struct fault *fault)
{
    struct arena *arena = arena_open(1 << 16, 1 << 20);
    struct text sentence = fault_sentence(arena, fault, LANGUAGE_EN);
    fprintf(stderr, "bench_pipeline: %.*s %s\n", TEXT_ARG(sentence), fault->field);
    exit(1);
}

/* A lead with the eight fields that a telephone call gives. */
static void fill_register(struct bench *bench, struct job *job, int64_t number)
{
    struct lead_register *lead = arena_new(job->arena, struct lead_register);
    field_clear(&lead_register_table, lead);
    lead->name = text_format(job->arena, "年产%lld万套动力电池结构件项目", (long long)number);
    lead->enterprise = text_format(job->arena, "企业%lld", (long long)(number % 997));
    lead->district = TEXT("350112");
    lead->total_investment_wanyuan = TEXT("52000");
    lead->land_area_mu = TEXT("80");
    job->kind = bench->register_lead;
    job->fields = lead;
}

/* What is learned later about one of the projects. */
static void fill_facts(struct bench *bench, struct job *job, int64_t number)
{
    struct lead_facts *facts = arena_new(job->arena, struct lead_facts);
    facts->facts = text_format(job->arena, "{\"industry_code\":\"%04lld\"}",
                               (long long)(1000 + number % 3000));
    job->kind = bench->lead_facts;
    job->fields = facts;
    job->parameters[0] =
        text_format(job->arena, "%lld", (long long)bench->projects[number % PROJECTS]);
}

static void run_group(struct bench *bench, const struct work *work, size_t count, struct job *jobs)
{
    struct job *group[GROUP_MAX];
    for (size_t i = 0; i < count; i++) {
        arena_reset(bench->arenas[i]);
        jobs[i] = (struct job){.arena = bench->arenas[i], .actor = &bench->promotion};
        for (int p = 0; p < PATH_PARAMETERS; p++) {
            jobs[i].parameters[p] = TEXT_NONE;
        }
        jobs[i].answer = jobs[i].fingerprint = TEXT_NONE;
        jobs[i].key = text_format(bench->arenas[i], "bench-%lld", (long long)bench->made);
        jobs[i].fingerprint = jobs[i].key;
        work->fill(bench, &jobs[i], bench->made++);
        group[i] = &jobs[i];
    }
    (void)pipeline_run(bench->boot->pipeline, group, count, boot_now(NULL));
    for (size_t i = 0; i < count; i++) {
        if (!jobs[i].done) {
            stop(&jobs[i].fault);
        }
    }
}

static void measure(struct bench *bench, const struct work *work, size_t group)
{
    static struct job jobs[GROUP_MAX];
    int64_t before = bench->made;
    double begun = seconds_now();
    double last = begun;
    double worst = 0;
    while (last - begun < bench->seconds) {
        run_group(bench, work, group, jobs);
        double done = seconds_now();
        worst = done - last > worst ? done - last : worst;
        last = done;
    }
    printf("%-14s %3zu a commit  %9.0f commands/s  longest commit %6.2f ms\n", work->title, group,
           (double)(bench->made - before) / (last - begun), worst * 1e3);
    fflush(stdout);
}

static void make_projects(struct bench *bench, const struct work *registering)
{
    static struct job jobs[GROUP_MAX];
    for (int n = 0; n < PROJECTS; n += 16) {
        run_group(bench, registering, 16, jobs);
        for (int i = 0; i < 16; i++) {
            const struct jvalue *answer = NULL;
            if (!json_read(bench->arena, jobs[i].answer, &answer, &jobs[i].fault)) {
                stop(&jobs[i].fault);
            }
            bench->projects[n + i] = jvalue_int(jvalue_get(answer, "id"), 0);
        }
    }
}

int main(int argc, char **argv)
{
    static const struct work registering = {"register", fill_register};
    static const struct work informing = {"lead facts", fill_facts};
    static const size_t groups[] = {1, 16, 64};
    struct bench bench = {.arena = arena_open((size_t)64 << 20, (size_t)1 << 30), .seconds = 2};
    struct fault fault = {.code = FAULT_NONE};
    if (argc < 3) {
        fprintf(stderr, "usage: bench_pipeline PACK FOLDER [SECONDS [ADDRESS]]\n");
        return 2;
    }
    bench.seconds = argc > 3 ? strtod(argv[3], NULL) : bench.seconds;
    const char *database = text_format(bench.arena, "%s/bench.db", argv[2]).at;
    struct boot_options booting = {.database = text_of(argc > 4 ? argv[4] : database),
                                   .home = text_of(argv[2]),
                                   .pack = argv[1]};
    if (!boot_open(&booting, &bench.boot, &fault)) {
        stop(&fault);
    }
    for (size_t i = 0; i < GROUP_MAX; i++) {
        bench.arenas[i] = arena_open((size_t)4 << 20, (size_t)64 << 20);
    }
    bench.register_lead = register_command(bench.boot->registry, TEXT("project.register"));
    bench.lead_facts = register_command(bench.boot->registry, TEXT("project.lead_facts"));
    bench.promotion = (struct actor){.account = 1,
                                     .role = ROLE_PROMOTION_OFFICER,
                                     .name = TEXT_NONE,
                                     .org = TEXT_NONE,
                                     .district = TEXT("350100")};
    make_projects(&bench, &registering);
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        measure(&bench, &informing, groups[i]);
    }
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        measure(&bench, &registering, groups[i]);
    }
    for (size_t i = 0; i < GROUP_MAX; i++) {
        arena_close(bench.arenas[i]);
    }
    boot_close(bench.boot);
    arena_close(bench.arena);
    return 0;
}
