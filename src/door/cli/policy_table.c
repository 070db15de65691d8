#include "door/cli/policy_table.h"

#include "base/arena.h"
#include "door/cli/gantt.h"

#define ID_COLUMNS 6
#define TITLE_COLUMNS 56
#define STATUS_COLUMNS 14

struct canvas {
    struct arena *arena;
    struct buffer out;
    const struct policy_table *table;
    const struct fact_space *space;
};

static const char *say(const struct canvas *canvas, const char *zh, const char *en)
{
    return canvas->table->language == LANGUAGE_ZH ? zh : en;
}

static uint32_t count_of(const struct policy_table *table, enum rule_answer answer)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < table->matched->policies.count; i++) {
        count += table->matched->matches[i].answer == answer;
    }
    return count;
}

static void draw_head(struct canvas *canvas)
{
    const struct policy_table *table = canvas->table;
    char on[CIVIL_DATE_TEXT_SIZE];
    civil_date_write(table->on, on);
    buffer_addf(&canvas->out, "%s  %s%s%.*s\n", say(canvas, "政策匹配", "Policies matched"), on,
                text_is_empty(table->title) ? "" : "  ", TEXT_ARG(table->title));
    buffer_addf(&canvas->out, "%s %u  %s %u  %s %u\n", say(canvas, "符合", "met"),
                (unsigned)count_of(table, RULE_YES), say(canvas, "资料不足", "facts lacking"),
                (unsigned)count_of(table, RULE_UNKNOWN), say(canvas, "不符合", "not met"),
                (unsigned)count_of(table, RULE_NO));
}

static void draw_window(struct canvas *canvas, const struct policy *policy)
{
    static const char *const words[][2] = {
        [POLICY_WINDOW_UNKNOWN] = {"起始日不明", "start unknown"},
        [POLICY_WINDOW_NOT_YET] = {"尚未开始", "not yet begun"},
        [POLICY_WINDOW_OPEN] = {"有效期内", "within its days"},
        [POLICY_WINDOW_OVER] = {"已过期", "over"}};
    const char *const *word = words[policy->window];
    buffer_add(&canvas->out, text_of(say(canvas, word[0], word[1])));
    if (policy->is_promisable) {
        return;
    }
    buffer_add(&canvas->out, text_of(say(canvas, "，不得承诺", ", not to be promised")));
}

/* "C17   title ...   有效   有效期内" */
static void draw_policy(struct canvas *canvas, const struct policy *policy)
{
    buffer_add(&canvas->out, TEXT("  "));
    gantt_pad(&canvas->out, policy->record->id, ID_COLUMNS);
    gantt_pad(&canvas->out, policy->record->name, TITLE_COLUMNS);
    gantt_pad(&canvas->out, policy->status, STATUS_COLUMNS);
    draw_window(canvas, policy);
    buffer_add_char(&canvas->out, '\n');
}

static struct text name_of(const struct canvas *canvas, uint32_t field)
{
    return fact_space_field(canvas->space, field)->name;
}

static void draw_value(struct canvas *canvas, const struct jvalue *value)
{
    struct json_writer json = json_writer_open(&canvas->out);
    if (value->kind == JVALUE_TEXT) {
        buffer_add(&canvas->out, value->text);
    } else {
        json_value(&json, value);
    }
}

static void draw_unmet(struct canvas *canvas, const struct match_unmet *unmet)
{
    const struct match_gap *gap = &unmet->gap;
    buffer_addf(&canvas->out, "          %s %.*s %s ",
                unmet->is_negated ? say(canvas, "不得", "must not be") : say(canvas, "须", "needs"),
                TEXT_ARG(name_of(canvas, unmet->leaf->field)), rule_op_name(unmet->leaf->op));
    draw_value(canvas, jvalue_get(unmet->source, "value"));
    if (unmet->has_gap) {
        buffer_addf(&canvas->out, "%s%.*s%s%s %.*s%s", say(canvas, "：现为 ", ": now "),
                    TEXT_ARG(gap->value), say(canvas, "，", ", "),
                    gap->is_up ? say(canvas, "还差", "short by") : say(canvas, "超出", "over by"),
                    TEXT_ARG(gap->gap), gap->is_day ? say(canvas, " 天", " days") : "");
    }
    buffer_add_char(&canvas->out, '\n');
}

static void draw_missing(struct canvas *canvas, const struct match *match)
{
    buffer_addf(&canvas->out, "          %s", say(canvas, "还需知道：", "would need:"));
    for (uint32_t i = 0; i < match->missing_count; i++) {
        buffer_addf(&canvas->out, "%s%.*s", i == 0 ? say(canvas, "", " ") : say(canvas, "、", ", "),
                    TEXT_ARG(name_of(canvas, match->missing[i])));
    }
    buffer_add_char(&canvas->out, '\n');
}

/* "预估": nothing is promised that is not met, in force and certain. */
static void draw_amount(struct canvas *canvas, uint32_t at)
{
    const struct policy_table *table = canvas->table;
    const struct benefit_money *money = &table->matched->amounts[at].total.money;
    struct text text = policy_money_text(canvas->arena, money);
    bool is_sure = table->matched->matches[at].answer == RULE_YES &&
                   table->matched->policies.items[at].is_promisable && money->from == money->to;
    if (table->matched->amounts[at].benefits.count == 0 || text_is_empty(text) ||
        (money->to == 0 && !money->is_open)) {
        return;
    }
    buffer_addf(&canvas->out, "          %s %.*s %s\n",
                is_sure ? say(canvas, "可得", "gives") : say(canvas, "预估", "estimated"),
                TEXT_ARG(text), say(canvas, "万元", "x 10,000 yuan"));
}

static void draw_change(struct canvas *canvas, const struct match_change *change)
{
    buffer_addf(&canvas->out, "%.*s %s %.*s%s%.*s%s", TEXT_ARG(name_of(canvas, change->field)),
                change->gap.is_up ? say(canvas, "还差", "short by")
                                  : say(canvas, "超出", "over by"),
                TEXT_ARG(change->gap.gap), say(canvas, "（界限 ", " (threshold "),
                TEXT_ARG(change->gap.threshold), say(canvas, "）", ")"));
}

/* "还差 180（界限 2000）；若 2026-12-31 前达到，预估约 300 万元" */
static void draw_near(struct canvas *canvas, uint32_t at)
{
    const struct policy_near *near = &canvas->table->matched->nears[at];
    struct text by = canvas->table->matched->policies.items[at].valid_to;
    struct text money = policy_money_text(canvas->arena, &near->amount.total.money);
    bool has_money = near->amount.benefits.count > 0 && !text_is_empty(money) &&
                     (near->amount.total.money.to > 0 || near->amount.total.money.is_open);
    buffer_add(&canvas->out, text_of(say(canvas, "          接近：", "          near: ")));
    for (uint32_t i = 0; i < near->change.count; i++) {
        buffer_add(&canvas->out, i == 0 ? TEXT_NONE : text_of(say(canvas, "，", ", ")));
        draw_change(canvas, &near->change.changes[i]);
    }
    if (has_money) {
        buffer_addf(&canvas->out, "%s%s%.*s%s%s%.*s %s", say(canvas, "；若", "; if"),
                    text_is_empty(by) ? "" : say(canvas, " ", " by "), TEXT_ARG(by),
                    text_is_empty(by) ? "" : say(canvas, " 前", ""),
                    say(canvas, "达到，预估约 ", " reached, an estimated "), TEXT_ARG(money),
                    say(canvas, "万元", "x 10,000 yuan"));
    }
    buffer_add_char(&canvas->out, '\n');
}

static void draw_one(struct canvas *canvas, uint32_t at)
{
    const struct policy_table *table = canvas->table;
    const struct match *match = &table->matched->matches[at];
    draw_policy(canvas, &table->matched->policies.items[at]);
    for (uint32_t i = 0; i < match->unmet_count; i++) {
        draw_unmet(canvas, &match->unmet[i]);
    }
    if (match->missing_count > 0) {
        draw_missing(canvas, match);
    }
    if (match->answer != RULE_NO) {
        draw_amount(canvas, at);
    } else if (table->matched->nears[at].is_near) {
        draw_near(canvas, at);
    }
}

static void draw_group(struct canvas *canvas, enum rule_answer answer, const char *title)
{
    const struct policy_table *table = canvas->table;
    if (count_of(table, answer) == 0) {
        return;
    }
    buffer_addf(&canvas->out, "\n%s\n", title);
    for (uint32_t i = 0; i < table->matched->policies.count; i++) {
        if (table->matched->matches[i].answer == answer) {
            draw_one(canvas, i);
        }
    }
}

static void draw_combination(struct canvas *canvas, const struct policy_combination *combination,
                             const char *title)
{
    struct text money = policy_money_text(canvas->arena, &combination->money);
    if (combination->count == 0 || text_is_empty(money)) {
        return;
    }
    buffer_addf(&canvas->out, "%s %.*s %s:", title, TEXT_ARG(money),
                say(canvas, "万元", "x 10,000 yuan"));
    for (uint32_t i = 0; i < combination->count; i++) {
        struct text id =
            canvas->table->matched->policies.items[combination->policies[i]].record->id;
        buffer_addf(&canvas->out, " %.*s", TEXT_ARG(id));
    }
    if (combination->unstated_count > 0) {
        buffer_addf(&canvas->out, "%s%u",
                    say(canvas, "；能否叠加未写明的组合 ", "; pairs not stated: "),
                    (unsigned)combination->unstated_count);
    }
    buffer_add(
        &canvas->out,
        text_of(combination->is_proven ? "\n" : say(canvas, "（未证最优）\n", " (not proven)\n")));
}

struct text policy_table_draw(struct arena *arena, const struct policy_table *table)
{
    struct canvas canvas = {.arena = arena,
                            .out = buffer_open(arena, 1 << 15),
                            .table = table,
                            .space = table->pack->spaces[PACK_SPACE_POLICIES]};
    draw_head(&canvas);
    draw_combination(&canvas, &table->matched->combinations[0],
                     say(&canvas, "确定可同时享受", "Sure together"));
    draw_combination(&canvas, &table->matched->combinations[1],
                     say(&canvas, "预估最多", "Estimated at most"));
    draw_group(&canvas, RULE_YES, say(&canvas, "符合", "Met"));
    draw_group(&canvas, RULE_UNKNOWN, say(&canvas, "资料不足", "Facts lacking"));
    draw_group(&canvas, RULE_NO, say(&canvas, "不符合", "Not met"));
    return buffer_text(&canvas.out);
}
