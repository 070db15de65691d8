/* Any text as the facts of a project: refused, or planned; the plan is JSON that reads back. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "engine/plan/plan_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct office {
    struct arena *arena;
    const struct calendar *calendar;
    const struct plan_network *network;
    struct planner *planner;
    struct plan *plan;
    struct facts *facts;
};

static const struct rule *rule_of(struct office *office, struct fact_space *space, const char *from)
{
    const struct jvalue *json = NULL;
    const struct rule *rule = NULL;
    struct fault fault = {0};
    ensure(json_read(office->arena, text_of(from), &json, &fault));
    ensure(rule_compile(space, json, &rule, &fault));
    return rule;
}

static struct office office_open(void)
{
    static const struct fact_field fields[] = {
        {.name = {"new", 3}, .type = FACT_BOOL},
        {.name = {"area", 4}, .type = FACT_NUMBER, .has_min = true},
        {.name = {"topics", 6}, .type = FACT_SET},
        {.name = {"lag", 3}, .type = FACT_INTEGER},
    };
    static const struct plan_milestone_spec milestones[] = {{{"start", 5}, PLAN_NO_FIELD},
                                                            {{"done", 4}, 3}};
    static const struct plan_edge edges[] = {
        {0, 1, false}, {1, 3, false}, {3, 4, true}, {4, 2, false}};
    static struct plan_item_spec items[3] = {
        {{"a", 1}, NULL, {3, 1, 9}}, {{"b", 1}, NULL, {0, 0, 0}}, {{"c", 1}, NULL, {5, 5, 5}}};
    struct office office = {.arena = arena_open((size_t)1 << 24, (size_t)1 << 24)};
    struct fact_space *space = fact_space_open(office.arena);
    struct fault fault = {0};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        ensure(fact_space_add(space, &fields[i]));
    }
    items[0].applies = rule_of(&office, space, "{\"all\":[]}");
    items[1].applies = rule_of(&office, space, "{\"field\":\"new\",\"op\":\"eq\",\"value\":true}");
    items[2].applies = rule_of(&office, space,
                               "{\"any\":[{\"field\":\"area\",\"op\":\"gt\",\"value\":9},"
                               "{\"field\":\"topics\",\"op\":\"contains\",\"value\":\"x\"}]}");
    fact_space_seal(space);
    struct plan_network_spec spec = {space, items, 3, milestones, 2, 1, edges, COUNT_OF(edges)};
    ensure(calendar_build(office.arena, NULL, 0, &office.calendar, &fault));
    ensure(plan_network_build(office.arena, &spec, &office.network, &fault));
    office.planner = planner_open(office.arena, office.network, office.calendar);
    office.plan = plan_new(office.arena, office.network);
    office.facts = facts_new(office.arena, space);
    return office;
}

static void write_and_read(struct arena *arena, const struct office *office,
                           const struct fact_warnings *warnings)
{
    struct buffer out = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&out);
    const struct jvalue *back = NULL;
    struct fault fault = {0};
    plan_write(arena, &json, office->plan, office->facts, warnings);
    ensure(json_read(arena, buffer_text(&out), &back, &fault));
    ensure(jvalue_get(back, "nodes")->count >= 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct office office;
    if (office.arena == NULL) {
        office = office_open();
    }
    struct arena *arena = arena_open((size_t)1 << 26, (size_t)1 << 28);
    struct text source = text_copy(arena, (struct text){(const char *)data, size});
    const struct jvalue *json = NULL;
    struct fact_warnings warnings = {.count = 0};
    struct fault fault = {0};
    struct plan_options options = {size % 2 ? RULE_MISSING_NEGATIVE : RULE_MISSING_UNKNOWN,
                                   (enum plan_basis)(size % 3), (civil_date)(size * 997 % 60000)};
    if (size < 16384 && json_read(arena, source, &json, &fault) &&
        facts_read(office.facts, json, &warnings, &fault) &&
        planner_run(office.planner, office.facts, &options, office.plan, &fault)) {
        write_and_read(arena, &office, &warnings);
    }
    arena_close(arena);
    return 0;
}
