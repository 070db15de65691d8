#include "door/cli/cli_plan.h"

#include <stdio.h>

#include "door/cli/gantt.h"
#include "door/cli/plan_request.h"
#include "door/cli/route_table.h"
#include "engine/plan/plan_write.h"
#include "engine/plan/route_write.h"
#include "pack/variants.h"

static bool print_json(struct cli *cli, const struct plan_desk *desk,
                       const struct fact_warnings *warnings)
{
    struct buffer out = buffer_open(cli->arena, 1 << 16);
    struct json_writer json = json_writer_open(&out);
    plan_write(cli->arena, &json, desk->plan, desk->facts, warnings);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

static void print_warnings(struct cli *cli, const struct fact_warnings *warnings)
{
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        struct text sentence =
            plan_warning_sentence(cli->arena, &warnings->items[i], cli->language);
        fprintf(stderr, "liandong: %.*s\n", TEXT_ARG(sentence));
    }
}

static bool print_text(struct cli *cli, const struct plan_desk *desk, struct text name,
                       const struct fact_warnings *warnings)
{
    struct gantt gantt = {.pack = desk->pack,
                          .plan = desk->plan,
                          .facts = desk->facts,
                          .title = name,
                          .language = cli->language};
    print_warnings(cli, warnings);
    return cli_print(cli, gantt_draw(cli->arena, &gantt));
}

static bool plan_file(struct cli *cli, const struct plan_request *request, struct text path,
                      bool as_text)
{
    struct plan_desk desk;
    struct text source;
    struct text name = TEXT_NONE;
    const struct jvalue *facts = NULL;
    struct fact_warnings warnings = {.count = 0};
    if (!plan_desk_open(cli, request, &desk) || !cli_read_file(cli, path, &source) ||
        !plan_desk_facts(cli->arena, source, &facts, &name, &cli->fault) ||
        !facts_read(desk.facts, facts, &warnings, &cli->fault) ||
        !planner_run(desk.planner, desk.facts, &desk.options, desk.plan, &cli->fault)) {
        return false;
    }
    pack_warn(desk.pack, desk.facts, &warnings);
    return as_text ? print_text(cli, &desk, name, &warnings) : print_json(cli, &desk, &warnings);
}

/* ---- routes ---- */

static bool print_routes(struct cli *cli, const struct route_set *set, bool as_text,
                         const struct fact_warnings *warnings)
{
    struct buffer out = buffer_open(cli->arena, 1 << 18);
    if (as_text) {
        print_warnings(cli, warnings);
        return route_table_draw(cli->arena, set, cli->language, &out, &cli->fault) &&
               cli_print(cli, buffer_text(&out));
    }
    struct json_writer json = json_writer_open(&out);
    if (!route_write(cli->arena, &json, set, warnings, &cli->fault)) {
        return false;
    }
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

/* What was asked for can't be had: said after the answer, which has the nearest route. */
static bool refuse_date(struct cli *cli, const struct route_set *set)
{
    struct route_nodes nodes;
    char by[CIVIL_DATE_TEXT_SIZE];
    char earliest[CIVIL_DATE_TEXT_SIZE];
    if (!route_read(cli->arena, set, &set->by, &nodes, &cli->fault)) {
        return false;
    }
    civil_date_write(set->options.by, by);
    civil_date_write(nodes.production, earliest);
    return fault_raise(&cli->fault, FAULT_ROUTE_NOT_BY, TEXT("by"),
                       FAULT_ARGS(text_of(by), text_of(earliest)));
}

static bool route_file(struct cli *cli, const struct plan_request *request, struct text path,
                       struct text by, bool as_text)
{
    struct plan_desk desk;
    struct pack_routes routes;
    struct route_set set;
    struct text source;
    struct text name = TEXT_NONE;
    const struct jvalue *facts = NULL;
    struct fact_warnings warnings = {.count = 0};
    struct route_options options = {.by = CIVIL_DATE_NONE};
    if ((!text_is_empty(by) && !cli_read_date(cli, by, &options.by)) ||
        !plan_desk_open(cli, request, &desk) || !cli_read_file(cli, path, &source) ||
        !plan_desk_facts(cli->arena, source, &facts, &name, &cli->fault) ||
        !facts_read(desk.facts, facts, &warnings, &cli->fault) ||
        !pack_routes_open(cli->arena, desk.pack, desk.options.start, &routes, &cli->fault)) {
        return false;
    }
    options.plan = desk.options;
    options.facts = desk.facts;
    pack_warn(desk.pack, desk.facts, &warnings);
    return route_run(cli->arena, &routes.of, &options, &set, &cli->fault) &&
           print_routes(cli, &set, as_text, &warnings) &&
           (options.by == CIVIL_DATE_NONE || set.is_by_met || refuse_date(cli, &set));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct plan_request request = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct text facts = TEXT_NONE;
    struct text json = TEXT_NONE;
    struct text text = TEXT_NONE;
    struct text routes = TEXT_NONE;
    struct text by = TEXT_NONE;
    const struct cli_flag flags[] = {{"--facts", true, &facts}, {"--routes", false, &routes},
                                     {"--by", true, &by},       {"--json", false, &json},
                                     {"--text", false, &text},  PLAN_REQUEST_FLAGS(request)};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 1 || text_is_empty(facts)) {
        return cli_wrong(cli, cli_plan.usage, argc != 1 ? text_of(argv[1]) : TEXT_NONE);
    }
    if (!text_is_empty(json) && !text_is_empty(text)) {
        return cli_wrong(cli, "either --json or --text", TEXT_NONE);
    }
    bool as_text = !text_is_empty(text);
    request.needs_all = !text_is_empty(routes) || !text_is_empty(by);
    return request.needs_all ? route_file(cli, &request, facts, by, as_text)
                             : plan_file(cli, &request, facts, as_text);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_plan = {
    .name = "plan",
    .usage =
        "plan --facts FILE --start DATE [--missing unknown|negative]\n"
        "     [--basis planning|promised|statutory] [--json|--text] [--corrected] [--pack DIR]\n"
        "     [--routes] [--by DATE]",
    .summary = "which items apply to a project, and when each can be done",
    .run = run,
};
