#include "door/cli/policy_table.h"

#include "base/arena.h"
#include "door/cli/gantt.h"

#define ID_COLUMNS 6
#define TITLE_COLUMNS 56
#define STATUS_COLUMNS 14

struct canvas {
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
    for (uint32_t i = 0; i < table->policies.count; i++) {
        count += table->matches[i].answer == answer;
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

static void draw_group(struct canvas *canvas, enum rule_answer answer, const char *title)
{
    const struct policy_table *table = canvas->table;
    if (count_of(table, answer) == 0) {
        return;
    }
    buffer_addf(&canvas->out, "\n%s\n", title);
    for (uint32_t i = 0; i < table->policies.count; i++) {
        const struct match *match = &table->matches[i];
        if (match->answer != answer) {
            continue;
        }
        draw_policy(canvas, &table->policies.items[i]);
        for (uint32_t k = 0; k < match->unmet_count; k++) {
            draw_unmet(canvas, &match->unmet[k]);
        }
        if (match->missing_count > 0) {
            draw_missing(canvas, match);
        }
    }
}

struct text policy_table_draw(struct arena *arena, const struct policy_table *table)
{
    struct canvas canvas = {.out = buffer_open(arena, 1 << 15),
                            .table = table,
                            .space = table->pack->spaces[PACK_SPACE_POLICIES]};
    draw_head(&canvas);
    draw_group(&canvas, RULE_YES, say(&canvas, "符合", "Met"));
    draw_group(&canvas, RULE_UNKNOWN, say(&canvas, "资料不足", "Facts lacking"));
    draw_group(&canvas, RULE_NO, say(&canvas, "不符合", "Not met"));
    return buffer_text(&canvas.out);
}
