#include "door/cli/plan_request.h"

static bool read_options(struct cli *cli, const struct plan_request *request,
                         struct plan_options *out)
{
    if (text_is_empty(request->start)) {
        return cli_wrong(cli, "needs --start DATE", TEXT_NONE);
    }
    if (!cli_read_date(cli, request->start, &out->start)) {
        return false;
    }
    if (text_is(request->missing, "negative")) {
        out->missing = RULE_MISSING_NEGATIVE;
    } else if (!text_is_empty(request->missing) && !text_is(request->missing, "unknown")) {
        return cli_wrong(cli, "--missing is unknown or negative", request->missing);
    }
    if (!text_is_empty(request->basis) && !plan_basis_find(request->basis, &out->basis)) {
        return cli_wrong(cli, "--basis is planning, promised or statutory", request->basis);
    }
    return true;
}

bool plan_desk_open(struct cli *cli, const struct plan_request *request, struct plan_desk *out)
{
    struct pack_options options = {.scope = request->needs_all ? PACK_SCOPE_ALL : PACK_SCOPE_PLAN,
                                   .is_corrected = !text_is_empty(request->corrected)};
    struct plan_desk desk = {0};
    if (!read_options(cli, request, &desk.options) ||
        !pack_load(cli->arena, cli_pack_directory(cli, request->pack), &options, &desk.pack,
                   &cli->fault) ||
        !pack_network(cli->arena, desk.pack, desk.options.start, &desk.network, &cli->fault)) {
        return false;
    }
    desk.planner = planner_open(cli->arena, desk.network, desk.pack->calendar);
    desk.plan = plan_new(cli->arena, desk.network);
    desk.facts = facts_new(cli->arena, desk.pack->spaces[PACK_SPACE_FACTS]);
    *out = desk;
    return true;
}

bool plan_desk_facts(struct arena *arena, struct text source, const struct jvalue **facts,
                     struct text *name, struct fault *fault)
{
    const struct jvalue *whole = NULL;
    if (!json_read(arena, source, &whole, fault)) {
        return false;
    }
    const struct jvalue *inner = jvalue_get(whole, "facts");
    bool is_wrapped = inner != NULL;
    if (is_wrapped && inner->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("facts"),
                           FAULT_ARGS(TEXT("一个对象"), TEXT("an object")));
    }
    *facts = is_wrapped ? inner : whole;
    *name = is_wrapped ? jvalue_text(jvalue_get(whole, "name"), TEXT_NONE) : TEXT_NONE;
    return true;
}
