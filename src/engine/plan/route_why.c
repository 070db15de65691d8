#include "base/arena.h"
#include "engine/plan/route_write.h"

/* Why a condition came to its answer, leaf by leaf, in both languages. */

static const struct {
    const char *zh;
    const char *en;
} op_words[RULE_OP_COUNT] = {
    [RULE_EQ] = {"等于", "is"},
    [RULE_NE] = {"不等于", "is not"},
    [RULE_IN] = {"属于", "is one of"},
    [RULE_NOT_IN] = {"不属于", "is none of"},
    [RULE_GT] = {"大于", "is above"},
    [RULE_GTE] = {"不小于", "is at least"},
    [RULE_LT] = {"小于", "is below"},
    [RULE_LTE] = {"不大于", "is at most"},
    [RULE_BETWEEN] = {"介于", "is between"},
    [RULE_CONTAINS] = {"包含", "has"},
    [RULE_NOT_CONTAINS] = {"不包含", "has not"},
    [RULE_CONTAINS_ANY] = {"包含其一", "has any of"},
    [RULE_PREFIX] = {"开头为", "begins with"},
};

/* ---- values ---- */

static void write_value(struct json_writer *json, enum fact_type type,
                        const struct rule_value *value)
{
    switch (type) {
    case FACT_BOOL: json_bool(json, value->number != 0); break;
    case FACT_DATE: json_date(json, (civil_date)value->number); break;
    case FACT_NUMBER:
    case FACT_INTEGER: json_real(json, value->number); break;
    default: json_text(json, value->text); break;
    }
}

static void write_values(struct json_writer *json, enum fact_type type,
                         const struct rule_leaf *leaf)
{
    if (leaf->count == 1 && leaf->op != RULE_IN && leaf->op != RULE_NOT_IN &&
        leaf->op != RULE_CONTAINS_ANY) {
        write_value(json, type, &leaf->values[0]);
        return;
    }
    json_array(json);
    for (uint32_t i = 0; i < leaf->count; i++) {
        write_value(json, type, &leaf->values[i]);
    }
    json_end(json);
}

/* Of a set: those of the leaf's members that are in it. */
static void write_fact(struct json_writer *json, const struct facts *facts,
                       const struct rule_reason *reason)
{
    const struct fact_field *field = fact_space_field(facts->space, reason->leaf->field);
    if (!reason->is_given) {
        json_null(json);
        return;
    }
    switch (field->type) {
    case FACT_BOOL: json_bool(json, facts->atoms[field->slot] == 3); break;
    case FACT_DATE: json_date(json, (civil_date)facts->numbers[field->slot]); break;
    case FACT_NUMBER:
    case FACT_INTEGER: json_real(json, facts->numbers[field->slot]); break;
    case FACT_SET:
        json_array(json);
        for (uint32_t i = 0; i < reason->leaf->count; i++) {
            struct text member = reason->leaf->values[i].text;
            if (facts_hold(facts, reason->leaf->field, member)) {
                json_text(json, member);
            }
        }
        json_end(json);
        break;
    default: json_text(json, facts->texts[field->slot]); break;
    }
}

/* ---- sentences ---- */

/* A JSON value as a person reads it: 是, 出让, 5000, a、b. */
static void say_json(struct arena *arena, struct buffer *out, struct text json, bool is_zh)
{
    const struct jvalue *value = NULL;
    struct fault ignored = {0};
    bool is_read = json_read(arena, json, &value, &ignored);
    ensure(is_read);
    uint32_t count = value->kind == JVALUE_ARRAY ? value->count : 1;
    if (count == 0) {
        buffer_add(out, is_zh ? TEXT("无") : TEXT("none of them"));
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *one = value->kind == JVALUE_ARRAY ? &value->items[i] : value;
        buffer_add(out, i == 0 ? TEXT_NONE : is_zh ? TEXT("、") : TEXT(", "));
        if (one->kind == JVALUE_BOOL) {
            buffer_add(out, text_of(is_zh        ? (one->truth ? "是" : "否")
                                    : one->truth ? "yes"
                                                 : "no"));
        } else if (one->kind == JVALUE_TEXT) {
            buffer_add(out, one->text);
        } else if (one->kind == JVALUE_NULL) {
            buffer_add(out, is_zh ? TEXT("未提供") : TEXT("not given"));
        } else {
            buffer_addf(out, "%.10g", jvalue_number(one));
        }
    }
}

static void say_field(struct buffer *out, const struct route_why *why, uint32_t field, bool is_zh)
{
    struct text name = fact_space_field(why->view.facts->space, field)->name;
    const struct jvalue *raw = why->of->field_raws == NULL ? NULL : why->of->field_raws[field];
    struct text meaning = jvalue_text(jvalue_get(raw, is_zh ? "meaning" : "meaning_en"), TEXT_NONE);
    if (text_is_empty(meaning)) {
        buffer_add(out, name);
        return;
    }
    buffer_addf(out, is_zh ? "%.*s（%.*s）" : "%.*s (%.*s)", TEXT_ARG(meaning), TEXT_ARG(name));
}

/* A leaf below a `not` is required to fail: its own answer is the opposite of the condition's. */
static void say_reason(struct arena *arena, struct buffer *out, const struct route_why *why,
                       const struct rule_reason *reason, bool is_zh)
{
    enum rule_answer answer = rule_evaluate(why->rule, why->view);
    bool is_turned = reason->answer != RULE_UNKNOWN && reason->answer != answer;
    struct buffer fact = buffer_open(arena, 64);
    struct buffer value = buffer_open(arena, 64);
    struct json_writer to_fact = json_writer_open(&fact);
    struct json_writer to_value = json_writer_open(&value);
    const struct rule_leaf *leaf = reason->leaf;
    write_fact(&to_fact, why->view.facts, reason);
    write_values(&to_value, fact_space_field(why->view.facts->space, leaf->field)->type, leaf);
    say_field(out, why, leaf->field, is_zh);
    buffer_add(out, is_zh ? TEXT("为") : TEXT(": "));
    say_json(arena, out, buffer_text(&fact), is_zh);
    buffer_add(out, is_zh ? TEXT("，要求") : TEXT("; required: "));
    if (is_turned) {
        buffer_add(out, is_zh ? TEXT("不是：") : TEXT("not that it "));
    }
    buffer_add(out, text_of(is_zh ? op_words[leaf->op].zh : op_words[leaf->op].en));
    buffer_add(out, is_zh ? TEXT_NONE : TEXT(" "));
    say_json(arena, out, buffer_text(&value), is_zh);
}

static struct text reason_sentence(struct arena *arena, const struct route_why *why,
                                   const struct rule_reason *reason, bool is_zh)
{
    struct buffer out = buffer_open(arena, 128);
    say_reason(arena, &out, why, reason, is_zh);
    return buffer_text(&out);
}

void route_write_why(struct arena *arena, struct json_writer *json, const struct route_why *why)
{
    struct rule_reasons reasons = rule_explain(arena, why->rule, why->view);
    const struct fact_space *space = why->view.facts->space;
    json_array(json);
    for (size_t i = 0; i < reasons.count; i++) {
        const struct rule_reason *reason = &reasons.items[i];
        if (!reason->is_decisive) {
            continue;
        }
        const struct fact_field *field = fact_space_field(space, reason->leaf->field);
        json_object(json);
        json_member_text(json, "field", field->name);
        json_member_text(json, "op", text_of(rule_op_name(reason->leaf->op)));
        json_name(json, "value");
        write_values(json, field->type, reason->leaf);
        json_name(json, "fact");
        write_fact(json, why->view.facts, reason);
        json_member_text(json, "answer", text_of(rule_answer_name(reason->answer)));
        json_member_text(json, "reason", reason_sentence(arena, why, reason, true));
        json_member_text(json, "reason_en", reason_sentence(arena, why, reason, false));
        json_end(json);
    }
    json_end(json);
}

struct text route_why_sentence(struct arena *arena, const struct route_why *why,
                               enum language language)
{
    struct rule_reasons reasons = rule_explain(arena, why->rule, why->view);
    struct buffer out = buffer_open(arena, 256);
    bool is_zh = language == LANGUAGE_ZH;
    for (size_t i = 0; i < reasons.count; i++) {
        if (reasons.items[i].is_decisive) {
            buffer_add(&out, out.len == 0 ? TEXT_NONE : is_zh ? TEXT("；") : TEXT("; "));
            say_reason(arena, &out, why, &reasons.items[i], is_zh);
        }
    }
    return buffer_text(&out);
}
