#include "door/cli/route_table.h"

#include "base/arena.h"
#include "door/cli/gantt.h"
#include "engine/plan/route_write.h"

#define NAME_COLUMNS 26
#define VARIANT_COLUMNS 44

struct table {
    struct arena *arena;
    const struct route_set *set;
    bool is_zh;
    struct buffer *out;
};

static void say(const struct table *table, const char *zh, const char *en)
{
    buffer_add(table->out, text_of(table->is_zh ? zh : en));
}

static const struct route_variant *variant_of(const struct table *table, uint32_t bit)
{
    return &table->set->of->variants[table->set->variant_of_bit[bit]];
}

static struct text name_of(const struct table *table, const struct route_variant *variant)
{
    return jvalue_text(jvalue_get(variant->raw, table->is_zh ? "name" : "name_en"), variant->id);
}

/* ---- routes ---- */

static bool draw_route(const struct table *table, const struct route *route, bool is_best,
                       struct fault *fault)
{
    struct route_nodes nodes;
    char day[CIVIL_DATE_TEXT_SIZE];
    if (!route_read(table->arena, table->set, route, &nodes, fault)) {
        return false;
    }
    civil_date_write(nodes.production, day);
    buffer_addf(table->out, "%c%2u ", is_best ? '*' : ' ', (unsigned)route->number);
    gantt_pad(table->out, text_of(table->is_zh ? route->zh : route->en), NAME_COLUMNS);
    buffer_addf(table->out, "%5d  %s %5d %4d %4d %4d  ", route->figures.days, day,
                table->set->routes[0].figures.days - route->figures.days, route->figures.risk,
                route->figures.visits_saved, route->figures.materials_saved);
    if (route_is_estimate(table->set, route)) {
        say(table, "预估 ", "estimate ");
    }
    for (uint64_t rest = route->set; rest != 0; rest &= rest - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(rest);
        buffer_add(table->out, rest == route->set ? TEXT_NONE : TEXT(", "));
        buffer_add(table->out, variant_of(table, bit)->id);
    }
    buffer_add_char(table->out, '\n');
    return true;
}

static bool draw_routes(const struct table *table, struct fault *fault)
{
    const struct route_set *set = table->set;
    buffer_add(table->out, TEXT("  # "));
    gantt_pad(table->out, table->is_zh ? TEXT("路径") : TEXT("route"), NAME_COLUMNS);
    say(table, " 工作日  投产       提前 风险 少跑 后补  办理方式\n",
        " days  production  saves risk vis. mat.  variants\n");
    for (uint32_t i = 0; i < set->route_count; i++) {
        if (!draw_route(table, &set->routes[i], i == set->best, fault)) {
            return false;
        }
    }
    const struct route_proof *proof = &set->best_proof;
    buffer_addf(table->out,
                table->is_zh
                    ? "* 最早投产%s：搜索 %llu 个节点，下界 %d 个工作日；前沿 %u 条%s\n"
                    : "* the earliest%s: %llu nodes, bound %d working days; front of %u%s\n",
                proof->is_proven ? (table->is_zh ? "（已证明）" : " (proven)") : "",
                (unsigned long long)proof->nodes, proof->lower_bound, (unsigned)set->front_size,
                set->front_is_complete ? ""
                : table->is_zh         ? "（未穷尽）"
                                       : " (not exhausted)");
    return true;
}

static bool draw_by(const struct table *table, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (table->set->options.by == CIVIL_DATE_NONE) {
        return true;
    }
    civil_date_write(table->set->options.by, day);
    buffer_addf(table->out, table->is_zh ? "\n%s 前投产：%s\n" : "\nIn production by %s: %s\n", day,
                table->set->is_by_met
                    ? (table->is_zh ? "可以，风险最低的是" : "yes, at the least risk by")
                : table->is_zh ? "没有任何合法组合可以（已证明），最接近的是"
                               : "no lawful combination does (proven); the nearest is");
    return draw_route(table, &table->set->by, false, fault);
}

/* ---- why the best route begins when it does ---- */

static bool draw_best(const struct table *table, struct fault *fault)
{
    struct route_nodes nodes;
    const struct route *best = &table->set->routes[table->set->best];
    if (!route_read(table->arena, table->set, best, &nodes, fault)) {
        return false;
    }
    say(table, "\n最早投产路径的关键环节（开始日 · 天数 · 因等待）\n",
        "\nCritical steps of the earliest route (start, days, waiting for)\n");
    for (uint32_t i = 0; i < nodes.count; i++) {
        const struct route_node *node = &nodes.items[i];
        char day[CIVIL_DATE_TEXT_SIZE];
        if (!node->is_critical) {
            continue;
        }
        civil_date_write(node->dates[PLAN_EARLIEST_START], day);
        buffer_addf(table->out, "  %s %4d%s ", day, node->days,
                    !node->is_estimate ? "  "
                    : table->is_zh     ? "预"
                                       : "~ ");
        gantt_pad(table->out, node->code, NAME_COLUMNS);
        for (uint32_t k = 0; k < node->binding_count; k++) {
            buffer_add(table->out, k == 0 ? TEXT("← ") : TEXT(", "));
            buffer_add(table->out, node->binding[k]);
        }
        if (node->lag_days > 0) {
            buffer_addf(table->out, table->is_zh ? " + 工期 %d" : " + works %d", node->lag_days);
        }
        buffer_add_char(table->out, '\n');
    }
    for (uint64_t rest = best->set; rest != 0; rest &= rest - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(rest);
        const struct route_verdict *verdict =
            &table->set->verdicts[table->set->variant_of_bit[bit]];
        buffer_addf(table->out,
                    table->is_zh ? "  %.*s：单独提前 %d 天，在本路径中 %d 天\n"
                                 : "  %.*s: saves %d days alone, %d in this route\n",
                    TEXT_ARG(name_of(table, variant_of(table, bit))), verdict->saves,
                    route_saving_within(table->arena, table->set, best, bit));
    }
    return true;
}

/* ---- variants ---- */

static const char *const states[ROUTE_STATUS_COUNT][2] = {
    [ROUTE_OPEN] = {"可用", "open"},
    [ROUTE_IN_BASIC] = {"常规已含", "in the basic route"},
    [ROUTE_UNKNOWN] = {"待定", "unknown"},
    [ROUTE_CLOSED] = {"不可用", "closed"},
    [ROUTE_EXPIRED] = {"成果过期", "expired"},
    [ROUTE_NOT_IN_FORCE] = {"未施行或已失效", "not in force"},
    [ROUTE_NO_EFFECT] = {"不涉及", "no effect here"},
    [ROUTE_CIRCULAR] = {"互为前置", "circular"},
};

static void draw_asks(const struct table *table, const struct route_verdict *verdict)
{
    const struct fact_space *space = table->set->given->space;
    bool is_first = true;
    for (uint32_t field = 0; verdict->asks != NULL && field < fact_space_count(space); field++) {
        if (verdict->asks[field]) {
            buffer_add(table->out, is_first ? TEXT(" ? ") : TEXT(", "));
            buffer_add(table->out, fact_space_field(space, field)->name);
            is_first = false;
        }
    }
}

static void draw_why(const struct table *table, const struct route_variant *variant,
                     const struct route_verdict *verdict)
{
    struct rule_view view = {table->set->given, table->set->options.plan.missing};
    struct route_why why = {table->set->of, variant->open_when, view};
    if (verdict->status == ROUTE_CIRCULAR) {
        buffer_add(table->out, verdict->circle);
    } else if (verdict->needs != UINT32_MAX) {
        buffer_addf(table->out, table->is_zh ? "需先采用 %.*s" : "requires %.*s",
                    TEXT_ARG(table->set->of->variants[verdict->needs].id));
    } else if (verdict->status == ROUTE_CLOSED) {
        buffer_add(table->out, route_why_sentence(table->arena, &why,
                                                  table->is_zh ? LANGUAGE_ZH : LANGUAGE_EN));
    } else if (verdict->status == ROUTE_UNKNOWN) {
        say(table, verdict->is_at_most ? "若可用至多再提前" : "若可用再提前",
            verdict->is_at_most ? "would save at most" : "would save");
        buffer_addf(table->out, table->is_zh ? " %d 天" : " %d days more", verdict->would_save);
    } else if (verdict->status == ROUTE_OPEN || verdict->status == ROUTE_IN_BASIC) {
        buffer_addf(table->out, table->is_zh ? "提前 %d 天" : "saves %d days", verdict->saves);
    }
    draw_asks(table, verdict);
    if (verdict->is_withdrawn) {
        say(table, "（恢复单项）", " (the single item is back)");
    }
}

static void draw_variants(const struct table *table)
{
    say(table, "\n办理方式\n", "\nVariants\n");
    for (uint32_t i = 0; i < table->set->of->variant_count; i++) {
        const struct route_variant *variant = &table->set->of->variants[i];
        const struct route_verdict *verdict = &table->set->verdicts[i];
        buffer_add(table->out, TEXT("  "));
        gantt_pad(table->out, variant->id, NAME_COLUMNS);
        gantt_pad(table->out, name_of(table, variant), VARIANT_COLUMNS);
        gantt_pad(table->out, text_of(states[verdict->status][table->is_zh ? 0 : 1]), 14);
        draw_why(table, variant, verdict);
        buffer_add_char(table->out, '\n');
    }
}

bool route_table_draw(struct arena *arena, const struct route_set *set, enum language language,
                      struct buffer *out, struct fault *fault)
{
    struct table table = {arena, set, language == LANGUAGE_ZH, out};
    if (!draw_routes(&table, fault) || !draw_by(&table, fault) || !draw_best(&table, fault)) {
        return false;
    }
    draw_variants(&table);
    return true;
}
