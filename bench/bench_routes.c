/* How long the routes of one project take: which variants are open, the best route proven, the
 * front, and the least risk by a date a week after the earliest. The pack is loaded once.
 *
 *     bench_routes PACK FACTS.json [ROUNDS] [BASIS] */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "door/cli/plan_request.h"
#include "measure.h"
#include "pack/variants.h"

static bool prepare(struct cli *cli, struct plan_desk *desk, int argc, char **argv,
                    struct pack_routes *routes)
{
    struct plan_request request = {.pack = text_of(argv[1]),
                                   .start = TEXT("2026-03-02"),
                                   .missing = TEXT("negative"),
                                   .basis = argc > 4 ? text_of(argv[4]) : TEXT_NONE,
                                   .corrected = TEXT_NONE,
                                   .needs_all = true};
    struct text source;
    struct text name;
    const struct jvalue *object = NULL;
    return plan_desk_open(cli, &request, desk) && cli_read_file(cli, text_of(argv[2]), &source) &&
           plan_desk_facts(cli->arena, source, &object, &name, &cli->fault) &&
           facts_read(desk->facts, object, NULL, &cli->fault) &&
           pack_routes_open(cli->arena, desk->pack, desk->options.start, routes, &cli->fault);
}

static bool measure(struct cli *cli, struct plan_desk *desk, const struct pack_routes *routes,
                    int rounds)
{
    struct route_set set = {0};
    struct route_options options = {
        .facts = desk->facts, .plan = desk->options, .by = CIVIL_DATE_NONE};
    double worst = 0;
    double sum = 0;
    for (int i = 0; i < rounds; i++) {
        struct arena *arena = arena_open((size_t)16 << 20, (size_t)256 << 20);
        double from = measure_seconds() * 1e3;
        bool is_done = route_run(arena, &routes->of, &options, &set, &cli->fault);
        double spent = measure_seconds() * 1e3 - from;
        sum += spent;
        worst = spent > worst ? spent : worst;
        if (is_done && i + 1 == rounds) {
            printf("routes of a project, best and front: %.2f ms, worst %.2f ms (aim <= 20); "
                   "%u nodes of %u in the graph's plan, best %d "
                   "of %d days in %llu nodes, front %u in %llu nodes\n",
                   sum / rounds, worst, (unsigned)set.basic->in_count,
                   (unsigned)routes->of.network->node_count, set.routes[set.best].figures.days,
                   set.routes[0].figures.days, (unsigned long long)set.best_proof.nodes,
                   (unsigned)set.front_size, (unsigned long long)set.front_nodes);
        }
        arena_close(arena);
        if (!is_done) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv)
{
    struct cli cli = cli_open();
    struct plan_desk desk;
    struct pack_routes routes;
    bool is_done = argc >= 3 && prepare(&cli, &desk, argc, argv, &routes) &&
                   measure(&cli, &desk, &routes, argc > 3 ? atoi(argv[3]) : 50);
    return cli_close(&cli, is_done);
}
