/* How the pages answer in a city of a given size: fills a database (see scale.h), then asks views
 * as the door does, uncached, through the real access scope, and prints sizes, times, p50 and p99.
 *
 *     bench_scale PACK DATABASE HOME PROJECTS [ROUNDS [QUEUE]]
 *
 * With QUEUE one unit has about as many open cases in its hands, and only what is asked of them is
 * measured: a page of the queue, the next thousand due, all of them dated anew.
 * With the title of a row in the environment's ONLY, that one alone.
 * A database that has projects already is measured as it stands. Its keys are made beside it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/city.h"
#include "app/pipeline.h"
#include "app/query.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "scale.h"

static const struct statement scale_count = {"scale_count", "select count(*) from project"};
static const struct statement scale_cases = {"scale_cases", "select count(*) from application"};
static const struct statement scale_unit = {
    "scale_unit",
    "select org from (select org, count(*) as n from application where state in"
    " ('submitted','received','supplement','accepted','special') and org<>'enterprise'"
    " group by org) t order by n desc, org limit 1"};
static const struct statement scale_live = {
    "scale_live", "select id from project where stage_rank=70 and id>=$1 order by id limit 1"};
static const struct statement scale_live_of = {
    "scale_live_of",
    "select id from project where stage_rank=70 and navigator=$1 and id>=$2 order by id limit 1"};
static const struct statement scale_live_org = {
    "scale_live_org",
    "select p.id from project p join project_party x on x.project=p.id and x.org=$1"
    " where p.stage_rank=70 and p.id>=$2 order by p.id limit 1"};

static const struct statement scale_matched = {
    "scale_matched", "select count(*) from project where stage_rank>=50 and id<=(select"
                     " coalesce(max(through), 0) from matching_pass)"};

#define ROUNDS_MAX 2000

struct asking {
    struct reader reader;
    struct scale *scale;
    struct store *store;
    struct arena *arena;
    struct fault fault;
    struct actor actors[4]; /* navigator, officer, coordinator, leader */
    int64_t last;           /* the largest id */
    int rounds;
    double aim;
    int missed;
    uint64_t chance;
    double took[ROUNDS_MAX];
    double used[ROUNDS_MAX]; /* of the processor: what else runs on the machine does not count */
};

enum { NAVIGATOR, OFFICER, COORDINATOR, LEADER };
static const char *const who[] = {"navigator", "officer", "coordinator", "leader"};

static double processor_seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One answer, as the door's thread makes it. */
static struct text ask(struct asking *asking, const struct actor *actor, const char *target)
{
    struct text query = text_of(target);
    struct text path = text_cut(&query, '?');
    struct route_match match = {.view = NULL};
    struct buffer out = buffer_open(asking->arena, 65536);
    struct json_writer json = json_writer_open(&out);
    ensure(register_route(asking->arena, asking->scale->boot->registry, TEXT("GET"), path,
                          &match) == ROUTE_FOUND);
    struct view_run run = {
        .arena = asking->arena,
        .store = asking->store,
        .city = asking->scale->boot->city,
        .vault = asking->scale->boot->vault,
        .actor = actor,
        .parameters = {match.parameters[0], TEXT_NONE, TEXT_NONE},
        .id = route_id(match.parameters[0]),
        .today = asking->scale->today,
    };
    if (match.view->query != NULL) {
        void *asked = arena_alloc(asking->arena, match.view->query->size);
        scale_must(query_read(asking->arena, match.view->query, query, asked, &asking->fault),
                   &asking->fault);
        run.query = asked;
    }
    scale_must(store_begin_read(asking->store, &asking->fault), &asking->fault);
    scale_must(match.view->answer(&run, &json, &asking->fault), &asking->fault);
    scale_must(store_commit(asking->store, &asking->fault), &asking->fault);
    return buffer_text(&out);
}

#define THE_AIM (-1)
struct row {
    const char *title;
    const char *(*target)(struct asking *asking, int round);
    unsigned roles; /* bits of the enum above */
    int aim_ms;     /* 0: none; THE_AIM: the one that was given */
};

static void measure(struct asking *asking, const struct row *row, int role)
{
    struct actor *actor = &asking->actors[role];
    double begun = scale_seconds();
    int rounds = 0;
    size_t bytes = 0;
    while (rounds < asking->rounds && (rounds < 3 || scale_seconds() - begun < 8)) {
        arena_reset(asking->arena);
        if (role == NAVIGATOR) {
            actor->account =
                SCALE_NAVIGATORS_FIRST +
                (int64_t)scale_chance(&asking->chance, (uint64_t)scale_navigators(asking->scale));
        }
        const char *target = row->target(asking, role);
        double before = scale_seconds();
        double used = processor_seconds();
        bytes += ask(asking, actor, target).len;
        asking->used[rounds] = processor_seconds() - used;
        asking->took[rounds++] = scale_seconds() - before;
    }
    qsort(asking->took, (size_t)rounds, sizeof asking->took[0], by_size);
    qsort(asking->used, (size_t)rounds, sizeof asking->used[0], by_size);
    double busy = asking->used[(rounds - 1) * 99 / 100] * 1e3;
    double p50 = asking->took[rounds / 2] * 1e3;
    double p99 = asking->took[(rounds - 1) * 99 / 100] * 1e3;
    double aim = row->aim_ms == THE_AIM ? asking->aim : row->aim_ms;
    bool met = p99 < aim;
    asking->missed += row->aim_ms != 0 && !met;
    printf("%-18s %-11s %6.0f bytes  p50 %7.2f ms  p99 %7.2f ms  (processor %7.2f ms)", row->title,
           who[role], (double)bytes / rounds, p50, p99, busy);
    if (row->aim_ms != 0) {
        printf("   aim < %.0f ms  %s", aim, met ? "met" : "MISSED");
    }
    printf("\n");
    fflush(stdout);
}

/* -- what is asked for -- */

static const char *a_project(struct asking *asking, int role)
{
    int64_t id = 1;
    int64_t from = 1 + (int64_t)scale_chance(&asking->chance, (uint64_t)asking->last);
    const struct actor *actor = &asking->actors[role];
    bool found = true;
    if (role == NAVIGATOR) {
        found = store_query_int(asking->store, &scale_live_of,
                                CELLS(cell_int(actor->account), cell_int(0)), &id, &asking->fault);
    } else if (role == OFFICER) {
        found = store_query_int(asking->store, &scale_live_org,
                                CELLS(cell_text(actor->org), cell_int(from * 9 / 10)), &id,
                                &asking->fault);
    } else {
        found = store_query_int(asking->store, &scale_live, CELLS(cell_int(from * 9 / 10)), &id,
                                &asking->fault);
    }
    scale_must(found, &asking->fault);
    return text_format(asking->arena, "/projects/%lld", (long long)id).at;
}

static const char *urgent(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/projects?sort=urgency";
}

static const char *producing(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/projects?sort=production";
}

static const char *red(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/projects?light=red";
}

static const char *numbered(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/projects?sort=-number";
}

static const char *bench(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/workbench";
}

static const char *cockpit(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/cockpit";
}

static const char *stuck(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/cockpit/rows?what=late";
}

/* Other days for an item that many wait for, on all projects under way. */
static const char *rehearsal(struct asking *asking, int role)
{
    (void)role;
    return text_format(asking->arena, "/rehearsal?item=construction-permit&days=%d%c",
                       5 + (int)scale_chance(&asking->chance, 60), '\0')
        .at;
}

/* Of all cases that one sees, differently each time. */
static const char *process_map(struct asking *asking, int role)
{
    static const char *const targets[] = {"/process", "/process?district=350102",
                                          "/process?from=2026-01-01"};
    (void)role;
    return targets[scale_chance(&asking->chance, COUNT_OF(targets))];
}

static const char *process_items(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/process?grain=project";
}

static const char *queue(struct asking *asking, int role)
{
    static const char *const targets[] = {"/queue", "/queue?sort=effect", "/queue?state=accepted",
                                          "/queue?light=red", "/queue?sort=-submitted"};
    (void)role;
    return targets[scale_chance(&asking->chance, COUNT_OF(targets))];
}

static const char *encoded(struct asking *asking, const char *page, const char *words)
{
    struct buffer out = buffer_open(asking->arena, 256);
    buffer_add(&out, text_of(page));
    for (const char *at = words; *at != '\0'; at++) {
        buffer_addf(&out, "%%%02X", (unsigned)(unsigned char)*at);
    }
    buffer_add_char(&out, '\0');
    return buffer_text(&out).at;
}

static const char *due(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/due?limit=1000";
}

static const char *redated(struct asking *asking, int role)
{
    (void)asking;
    (void)role;
    return "/redate?off=2026-12-07";
}

static const char *search(struct asking *asking, int role)
{
    static const char *const words[] = {"电池",   "闽航",     "光学镜头",       "马尾恒芯",
                                        "京东方", "氢能装备", "高新区瑞能储能", "项目",
                                        "2026-0", "榕联2025", "有限公司",       "电",
                                        "飞毛腿", "芯片封装", "没有这样的",     "软件园新大陆"};
    (void)role;
    return encoded(
        asking, "/projects?sort=urgency&q=", words[scale_chance(&asking->chance, COUNT_OF(words))]);
}

static const char *typed(struct asking *asking, int role)
{
    static const char *const words[] = {
        "d",      "dc", "dcx",  "dianchi", "gxjt", "mwhx", "maweiheng", "马尾",
        "马尾恒", "xm", "yxgs", "qqq",     "sgxk", "长lq", "rjyxdl",    "ruanjianyuan"};
    (void)role;
    return encoded(asking,
                   "/suggestions?q=", words[scale_chance(&asking->chance, COUNT_OF(words))]);
}

#define ROLE(role) (1u << (role))
#define ALL_ROLES 15u
static const struct row rows[] = {
    {"project page", a_project, ALL_ROLES, THE_AIM},
    {"department queue", queue, ROLE(OFFICER), THE_AIM},
    {"most urgent", urgent, ALL_ROLES, THE_AIM},
    {"search", search, ALL_ROLES, THE_AIM},
    {"as one types", typed, ALL_ROLES, 5},
    {"by production", producing, ALL_ROLES, 0},
    {"red ones", red, ALL_ROLES, 0},
    {"newest numbers", numbered, ALL_ROLES, 0},
    {"cockpit", cockpit, ROLE(LEADER) | ROLE(COORDINATOR) | ROLE(OFFICER), 50},
    {"what is late", stuck, ROLE(LEADER) | ROLE(OFFICER), 50},
    {"what if, all live", rehearsal, ROLE(LEADER), 100},
    {"where time goes", process_map, ROLE(LEADER) | ROLE(OFFICER), 50},
    {"by items", process_items, ROLE(LEADER), 0},
    {"workbench", bench, ROLE(NAVIGATOR) | ROLE(COORDINATOR), 0},
};

/* Of a long queue. */
static const struct row queue_rows[] = {
    {"page of the queue", queue, ROLE(OFFICER), 5},
    {"next 1,000 due", due, ROLE(LEADER), 10},
    {"a day off more", redated, ROLE(LEADER), 5000},
};

static void set_actors(struct asking *asking)
{
    struct store_rows units;
    struct text unit = TEXT_NONE;
    scale_must(store_query(asking->store, &scale_unit, NO_CELLS, &units, &asking->fault),
               &asking->fault);
    if (store_next(&units)) {
        unit = store_text(asking->scale->arena, &units, 0);
    }
    scale_must(store_done(&units, &asking->fault), &asking->fault);
    for (int i = 0; i < 4; i++) {
        asking->actors[i] = (struct actor){.account = i + 1,
                                           .post = i + 1,
                                           .name = TEXT_NONE,
                                           .org = TEXT_NONE,
                                           .district = TEXT("350100"),
                                           .language = LANGUAGE_ZH};
    }
    asking->actors[NAVIGATOR].role = ROLE_NAVIGATOR;
    asking->actors[OFFICER].role = ROLE_DEPARTMENT_OFFICER;
    asking->actors[OFFICER].org = unit;
    asking->actors[COORDINATOR].role = ROLE_CENTRE_COORDINATOR;
    asking->actors[LEADER].role = ROLE_LEADER;
    printf("the fullest queue is that of %.*s\n", TEXT_ARG(unit));
}

static int measure_all(struct scale *scale, int rounds)
{
    struct asking *asking = arena_new(scale->arena, struct asking);
    asking->scale = scale;
    asking->arena = arena_open((size_t)64 << 20, (size_t)2 << 30);
    asking->rounds = rounds < ROUNDS_MAX ? rounds : ROUNDS_MAX;
    asking->aim = 20;
    asking->chance = 11;
    asking->last = ledger_size(scale->boot->ledger);
    scale_must(boot_reader(scale->boot, &asking->reader, &asking->fault), &asking->fault);
    asking->store = asking->reader.store;
    set_actors(asking);
    bool is_queue = scale->queue > 0;
    const char *only = getenv("ONLY");
    const struct row *asked = is_queue ? queue_rows : rows;
    for (size_t i = 0; i < (is_queue ? COUNT_OF(queue_rows) : COUNT_OF(rows)); i++) {
        for (int role = 0; role < 4; role++) {
            if ((asked[i].roles & ROLE(role)) != 0 &&
                (only == NULL || strcmp(only, asked[i].title) == 0)) {
                measure(asking, &asked[i], role);
            }
        }
    }
    reader_close(&asking->reader);
    arena_close(asking->arena);
    return asking->missed;
}

/* The pass that follows a change of policies: the chore as the program gives it, so many slices of
 * it, first of enterprises of which nothing is kept and so all is written. Times are the writer's.
 */
#define SLICES 20

static void measure_pass(struct scale *scale)
{
    const struct house *house = register_house(scale->boot->registry);
    const struct command_kind *pass = NULL;
    const struct actor system = {.role = ROLE_SYSTEM,
                                 .name = TEXT_NONE,
                                 .org = TEXT_NONE,
                                 .district = city_code(scale->boot->city)};
    struct fault fault = {.code = FAULT_NONE};
    int64_t matched[2] = {0, 0};
    double took = 0;
    double worst = 0;
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->command_count; i++) {
            const struct command_kind *kind = &house->rooms[r]->commands[i];
            pass = strcmp(kind->name, "matching.pass") == 0 ? kind : pass;
        }
    }
    scale_must(store_query_int(scale->boot->store, &scale_matched, NO_CELLS, &matched[0], &fault),
               &fault);
    for (int i = 0; i < SLICES; i++) {
        struct arena *arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
        struct job job = {.kind = pass, .actor = &system, .arena = arena};
        struct job *jobs[] = {&job};
        double begun = scale_seconds();
        (void)pipeline_run(scale->boot->pipeline, jobs, 1,
                           (int64_t)scale->today * 86400000 + 7200000);
        double one = scale_seconds() - begun;
        scale_must(job.done, &job.fault);
        took += one;
        worst = one > worst ? one : worst;
        arena_close(arena);
    }
    scale_must(store_query_int(scale->boot->store, &scale_matched, NO_CELLS, &matched[1], &fault),
               &fault);
    printf(
        "policies changed: %lld enterprises matched anew and kept, %.3f ms each, a slice at most "
        "%.0f ms\n",
        (long long)(matched[1] - matched[0]), took * 1e3 / (double)(matched[1] - matched[0]),
        worst * 1e3);
}

/* What a server does by itself in its time: without figures of the tables it plans blindly. */
static void tidy(struct store *store)
{
    struct fault fault = {.code = FAULT_NONE};
    if (store_is_shared(store)) {
        scale_must(store_script(store, "set statement_timeout = 0", &fault) &&
                       store_script(store, "vacuum (analyze, parallel 0)", &fault),
                   &fault);
    }
}

int main(int argc, char **argv)
{
    struct scale scale = {.arena = arena_open((size_t)256 << 20, (size_t)4 << 30)};
    struct fault fault = {.code = FAULT_NONE};
    int64_t projects = 0;
    int64_t cases = 0;
    if (argc < 5) {
        fprintf(stderr, "usage: bench_scale PACK DATABASE HOME PROJECTS [ROUNDS [QUEUE]]\n");
        return 2;
    }
    struct boot_options booting = {.database = text_of(argv[2]),
                                   .home = text_of(argv[3]),
                                   .pack = argv[1],
                                   .with_signer = true};
    scale.projects = strtoll(argv[4], NULL, 10);
    scale.queue = argc > 6 ? strtoll(argv[6], NULL, 10) : 0;
    scale.today = civil_date_from_parts((struct civil_parts){2026, 11, 25});
    scale_must(boot_open(&booting, &scale.boot, &fault), &fault);
    scale_must(store_query_int(scale.boot->store, &scale_count, NO_CELLS, &projects, &fault),
               &fault);
    if (projects == 0) {
        scale_fill(&scale, text_format(scale.arena, "%s/demo", argv[1]).at);
        printf("filled in %.0f s: %lld cases, %lld open\n", scale.fill_seconds,
               (long long)scale.made_cases, (long long)scale.made_open);
    }
    if (projects == 0) {
        tidy(scale.boot->store);
    }
    int64_t settled = 0;
    double begun = scale_seconds();
    scale_must(
        standing_catch_up(&scale.boot->standing, scale.boot->store, scale.today, &settled, &fault),
        &fault);
    printf("settled %lld projects in %.0f s\n", (long long)settled, scale_seconds() - begun);
    bool left = true;
    begun = scale_seconds();
    while (left) {
        scale_must(
            standing_prepare(&scale.boot->standing, scale.boot->store, scale.today, &left, &fault),
            &fault);
    }
    if (projects == 0) {
        tidy(scale.boot->store);
    }
    printf("the next day's rows in %.0f s\n", scale_seconds() - begun);
    scale_must(store_query_int(scale.boot->store, &scale_count, NO_CELLS, &projects, &fault),
               &fault);
    scale_must(store_query_int(scale.boot->store, &scale_cases, NO_CELLS, &cases, &fault), &fault);
    printf("%lld projects, %lld cases\n", (long long)projects, (long long)cases);
    int missed = measure_all(&scale, argc > 5 ? atoi(argv[5]) : 300);
    if (scale.queue == 0) {
        measure_pass(&scale);
    }
    boot_close(scale.boot);
    arena_close(scale.arena);
    return missed > 0 ? 1 : 0;
}
