#include "engine/plan/plan_write.h"

#include "base/arena.h"

struct oddity_text {
    const char *kind;
    const char *zh; /* %1$: the field, %2$: the value */
    const char *en;
};

static const struct oddity_text oddities[] = {
    [FACT_UNKNOWN_NAME] = {"unknown-fact", "没有名为“{1}”的属性，已忽略",
                           "There is no fact named '{1}'; it was ignored"},
    [FACT_OUTSIDE_LIST] = {"value-outside-list", "“{1}”的值“{2}”不在可选值之内，按不等于任何值处理",
                           "The value '{2}' of '{1}' is not one of the listed ones"},
    [FACT_BELOW_MIN] = {"value-below-minimum", "“{1}”小于允许的最小值",
                        "'{1}' is below the smallest value that makes sense"},
    [FACT_CONTRADICTION] = {"contradiction", "{2}", "{2}"},
};

struct text plan_warning_sentence(struct arena *arena, const struct fact_warning *warning,
                                  enum language language)
{
    const struct oddity_text *oddity = &oddities[warning->oddity];
    struct text from = text_of(language == LANGUAGE_ZH ? oddity->zh : oddity->en);
    struct text said = language == LANGUAGE_ZH ? warning->zh : warning->en;
    struct text value = warning->oddity == FACT_CONTRADICTION ? said : warning->value;
    struct buffer out = buffer_open(arena, from.len + 64);
    while (!text_is_empty(from)) {
        buffer_add(&out, text_cut(&from, '{'));
        if (text_is_empty(from)) {
            break;
        }
        buffer_add(&out, from.at[0] == '1' ? warning->field : value);
        from = text_slice(from, 2, from.len - 2);
    }
    return buffer_text(&out);
}

static void write_applies(struct json_writer *json, const struct plan *plan)
{
    json_name(json, "applies");
    json_object(json);
    for (uint32_t i = 0; i < plan->network->item_count; i++) {
        json_name_text(json, plan->network->items[i].code);
        json_text(json, text_of(rule_answer_name((enum rule_answer)plan->applies[i])));
    }
    json_end(json);
}

void plan_write_dates(struct json_writer *json, const civil_date dates[PLAN_TIME_COUNT])
{
    json_member_date(json, "earliest_start", dates[PLAN_EARLIEST_START]);
    json_member_date(json, "earliest_finish", dates[PLAN_EARLIEST_FINISH]);
    json_member_date(json, "latest_start", dates[PLAN_LATEST_START]);
    json_member_date(json, "latest_finish", dates[PLAN_LATEST_FINISH]);
}

static void write_node(struct json_writer *json, const struct plan *plan,
                       const struct plan_node *node)
{
    json_object(json);
    json_member_text(json, "code", plan_network_code(plan->network, node->node));
    json_member_int(json, "days", node->days);
    plan_write_dates(json, node->dates);
    json_member_int(json, "float_days", node->float_days);
    json_member_bool(json, "critical", node->is_critical);
    json_name(json, "after");
    json_array(json);
    for (uint32_t i = 0; i < node->after_count; i++) {
        json_text(json, plan_network_code(plan->network, node->after[i]));
    }
    json_end(json);
    json_end(json);
}

void plan_write_questions(struct arena *arena, struct json_writer *json, const struct plan *plan,
                          const struct facts *facts)
{
    struct plan_questions questions = plan_ask(arena, plan, facts);
    json_name(json, "questions");
    json_array(json);
    for (uint32_t i = 0; i < questions.count; i++) {
        const struct plan_question *question = &questions.items[i];
        json_object(json);
        json_member_text(json, "field", fact_space_field(facts->space, question->field)->name);
        json_name(json, "decides");
        json_array(json);
        for (uint32_t k = 0; k < question->item_count; k++) {
            json_text(json, plan->network->items[question->items[k]].code);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

void plan_write_warnings(struct arena *arena, struct json_writer *json,
                         const struct fact_warnings *warnings)
{
    json_name(json, "warnings");
    json_array(json);
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        const struct fact_warning *warning = &warnings->items[i];
        json_object(json);
        json_member_text(json, "kind", text_of(oddities[warning->oddity].kind));
        json_member_text(json, "field", warning->field);
        json_member_text_or_null(json, "value", warning->value);
        json_member_text(json, "message", plan_warning_sentence(arena, warning, LANGUAGE_ZH));
        json_member_text(json, "message_en", plan_warning_sentence(arena, warning, LANGUAGE_EN));
        json_end(json);
    }
    json_end(json);
}

void plan_write(struct arena *arena, struct json_writer *json, const struct plan *plan,
                const struct facts *facts, const struct fact_warnings *warnings)
{
    struct plan_nodes nodes = plan_read(arena, plan);
    json_object(json);
    write_applies(json, plan);
    json_member_date(json, "start", plan->start);
    json_member_date(json, "production", plan_production(plan));
    json_member_int(json, "working_days", plan_working_days(plan));
    json_name(json, "nodes");
    json_array(json);
    for (uint32_t i = 0; i < nodes.count; i++) {
        write_node(json, plan, &nodes.items[i]);
    }
    json_end(json);
    plan_write_questions(arena, json, plan, facts);
    json_member_date(json, "provisional_after", calendar_published_through(plan->calendar));
    json_member_bool(json, "provisional", plan_is_provisional(plan));
    plan_write_warnings(arena, json, warnings);
    json_end(json);
}
