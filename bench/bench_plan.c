/* How many plans a second one core makes: all conditions evaluated, the graph, both passes, the
 * dates as day numbers, other facts each time. Nothing is remembered from one plan to the next but
 * the calendar of the start day, so there is no cache and no hit share to state.
 *
 *     bench_plan PACK FACTS.json [SECONDS] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "door/cli/plan_request.h"

#define VARIANTS 1024

/* Of this thread on its core: what else runs on the machine does not count. */
static double now_seconds(void)
{
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

/* xorshift: the same facts on every machine and every day. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* The project itself with other numbers and some answers turned round: 3 to 10 facts change. */
static void vary(struct facts *facts, uint64_t *state)
{
    struct fact_sizes sizes = fact_space_sizes(facts->space);
    for (uint32_t i = 0; i < sizes.numbers; i++) {
        if (facts->number_given[i]) {
            facts->numbers[i] += (double)(next_random(state) % 1000);
        }
    }
    uint64_t turned = 3 + next_random(state) % 8;
    for (uint64_t i = 0; i < turned; i++) {
        uint64_t atom = next_random(state) % sizes.atoms;
        facts->atoms[atom] = facts->atoms[atom] == RULE_YES ? RULE_NO : RULE_YES;
    }
}

static bool prepare(struct cli *cli, struct plan_desk *desk, char **argv, struct facts **variants)
{
    struct plan_request request = {.pack = text_of(argv[1]),
                                   .start = TEXT("2026-03-02"),
                                   .missing = TEXT("negative"),
                                   .basis = TEXT_NONE,
                                   .corrected = TEXT_NONE};
    struct text source;
    struct text name;
    const struct jvalue *object = NULL;
    uint64_t state = 20260302;
    if (!plan_desk_open(cli, &request, desk) || !cli_read_file(cli, text_of(argv[2]), &source) ||
        !plan_desk_facts(cli->arena, source, &object, &name, &cli->fault)) {
        return false;
    }
    for (int i = 0; i < VARIANTS; i++) {
        variants[i] = facts_new(cli->arena, desk->facts->space);
        if (!facts_read(variants[i], object, NULL, &cli->fault)) {
            return false;
        }
        vary(variants[i], &state);
    }
    return facts_read(desk->facts, object, NULL, &cli->fault);
}

static bool measure(struct cli *cli, struct plan_desk *desk, struct facts **variants,
                    double seconds)
{
    long plans = 0;
    int64_t sum = 0; /* keeps the work from being dropped */
    double from = now_seconds();
    double spent = 0;
    while (spent < seconds) {
        for (int i = 0; i < VARIANTS; i++) {
            if (!planner_run(desk->planner, variants[i], &desk->options, desk->plan, &cli->fault)) {
                return false;
            }
            sum += plan_production(desk->plan) + desk->plan->end;
        }
        plans += VARIANTS;
        spent = now_seconds() - from;
    }
    printf("%.0f plans/s on one core (%ld plans of %u items, %d sets of facts, no cache; check sum "
           "%lld)\n",
           (double)plans / spent, plans, (unsigned)desk->network->item_count, VARIANTS,
           (long long)(sum / (plans / VARIANTS)));
    return true;
}

int main(int argc, char **argv)
{
    static struct facts *variants[VARIANTS];
    struct cli cli = cli_open();
    struct plan_desk desk;
    if (argc < 3) {
        return cli_close(&cli, cli_wrong(&cli, "bench_plan PACK FACTS.json [SECONDS]", TEXT_NONE));
    }
    double seconds = argc > 3 ? atof(argv[3]) : 2;
    return cli_close(&cli, prepare(&cli, &desk, argv, variants) &&
                               measure(&cli, &desk, variants, seconds));
}
