#include "room/admission/screening_json.h"

#include <math.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"

static struct text raw_text(const struct pack_record *record, const char *name)
{
    return jvalue_text(jvalue_get(record->raw, name), TEXT_NONE);
}

static const struct pack_record *lead_field(const struct view_run *run, struct text name)
{
    return pack_find(city_pack(run->city), PACK_LEAD_FIELDS, name, CIVIL_DATE_NONE);
}

static struct text field_label(const struct view_run *run, struct text name)
{
    const struct pack_record *field = lead_field(run, name);
    if (field == NULL) {
        return name;
    }
    return raw_text(field, run->actor->language == LANGUAGE_ZH ? "meaning" : "meaning_en");
}

static void write_number(struct json_writer *json, double value)
{
    if (value == floor(value) && fabs(value) < 9e15) {
        json_int(json, (int64_t)value);
    } else {
        json_real(json, value);
    }
}

/* The fact itself, or null. */
static void write_fact(struct json_writer *json, const struct facts *facts, uint32_t field)
{
    const struct fact_field *kind = fact_space_field(facts->space, field);
    if (!facts_has(facts, field)) {
        json_null(json);
        return;
    }
    switch (kind->type) {
    case FACT_BOOL: json_bool(json, facts->atoms[kind->slot] == RULE_YES); break;
    case FACT_NUMBER:
    case FACT_INTEGER: write_number(json, facts->numbers[kind->slot]); break;
    case FACT_DATE: json_date(json, (civil_date)facts->numbers[kind->slot]); break;
    case FACT_ENUM:
    case FACT_TEXT: json_text(json, facts->texts[kind->slot]); break;
    default: json_null(json); break;
    }
}

static void write_threshold(struct json_writer *json, const struct fact_field *field,
                            const struct rule_leaf *leaf)
{
    json_array(json);
    for (uint32_t i = 0; i < leaf->count; i++) {
        switch (field->type) {
        case FACT_BOOL: json_bool(json, leaf->values[i].number != 0); break;
        case FACT_NUMBER:
        case FACT_INTEGER: write_number(json, leaf->values[i].number); break;
        case FACT_DATE: json_date(json, (civil_date)leaf->values[i].number); break;
        default: json_text(json, leaf->values[i].text); break;
        }
    }
    json_end(json);
}

static void write_line(struct json_writer *json, const struct view_run *run,
                       const struct facts *facts, const struct rule_reason *reason)
{
    const struct fact_field *field = fact_space_field(facts->space, reason->leaf->field);
    const struct pack_record *record = lead_field(run, field->name);
    json_object(json);
    json_member_text(json, "field", field->name);
    json_member_text(json, "field_name", field_label(run, field->name));
    json_member_text(json, "op", text_of(rule_op_name(reason->leaf->op)));
    json_name(json, "value");
    write_fact(json, facts, reason->leaf->field);
    json_name(json, "threshold");
    write_threshold(json, field, reason->leaf);
    json_name(json, "gap");
    if (reason->has_gap) {
        write_number(json, reason->gap);
    } else {
        json_null(json);
    }
    json_member_text(json, "result", text_of(rule_answer_name(reason->answer)));
    json_member_text_or_null(json, "source",
                             record == NULL ? TEXT_NONE : raw_text(record, "source"));
    json_member_text_or_null(json, "unit", record == NULL ? TEXT_NONE : raw_text(record, "unit"));
    json_end(json);
}

static void write_override(struct json_writer *json, const struct view_run *run,
                           const struct screening_override *override)
{
    json_name(json, "override");
    if (override == NULL) {
        json_null(json);
        return;
    }
    struct text role = text_of(role_name(actor_label_role(override->by)));
    json_object(json);
    json_member_text(json, "reason", override->reason);
    json_member_text(json, "by", city_role_name(run->city, role, run->actor->language));
    json_member_date(json, "on", override->on);
    json_end(json);
}

static void write_criterion(struct json_writer *json, const struct view_run *run,
                            const struct screening *screening, const struct screening_line *line)
{
    bool zh = run->actor->language == LANGUAGE_ZH;
    const struct pack_record *criterion = line->criterion;
    struct text may = raw_text(criterion, "override_by");
    json_object(json);
    json_member_text(json, "code", criterion->id);
    json_member_text(json, "name", raw_text(criterion, zh ? "name_zh" : "name_en"));
    json_member_text(json, "kind", raw_text(criterion, "kind"));
    json_member_text(json, "result", text_of(rule_answer_name(line->answer)));
    json_name(json, "lines");
    json_array(json);
    for (size_t i = 0; i < line->reasons.count; i++) {
        write_line(json, run, screening->facts, &line->reasons.items[i]);
    }
    json_end(json);
    json_member_int(json, "score", line->answer == RULE_YES ? line->score : 0);
    json_member_int(json, "score_max", line->score);
    json_member_text_or_null(json, "advice", raw_text(criterion, zh ? "advice_zh" : "advice_en"));
    json_member_text_or_null(json, "basis", raw_text(criterion, "basis"));
    json_member_text_or_null(json, "source", raw_text(criterion, "source"));
    json_member_text_or_null(json, "confidence", raw_text(criterion, "confidence"));
    write_override(json, run, line->override);
    json_member_text_or_null(json, "override_by", may);
    json_member_text_or_null(json, "override_by_name",
                             city_role_name(run->city, may, run->actor->language));
    json_member_bool(json, "may_override",
                     line->is_required && line->answer != RULE_YES &&
                         text_is(may, role_name(run->actor->role)));
    json_end(json);
}

/* Facts that are absent and could still decide a required or priority criterion. */
static void write_unknown(struct json_writer *json, const struct view_run *run,
                          const struct screening *screening)
{
    const struct fact_space *space = screening->facts->space;
    uint8_t *asked = arena_array(run->arena, uint8_t, fact_space_count(space));
    struct rule_view view = {screening->facts, RULE_MISSING_UNKNOWN};
    for (size_t i = 0; i < screening->count; i++) {
        if (screening->lines[i].answer == RULE_UNKNOWN) {
            rule_questions(screening->lines[i].criterion->rule, view, asked);
        }
    }
    json_name(json, "unknown");
    json_array(json);
    for (uint32_t field = 0; field < fact_space_count(space); field++) {
        if (asked[field] == 0) {
            continue;
        }
        const struct fact_field *kind = fact_space_field(space, field);
        const struct pack_record *record = lead_field(run, kind->name);
        json_object(json);
        json_member_text(json, "field", kind->name);
        json_member_text(json, "name", field_label(run, kind->name));
        json_member_text(json, "type", text_of(fact_type_name(kind->type)));
        json_member_text_or_null(
            json, "question",
            record == NULL ? TEXT_NONE
                           : raw_text(record, run->actor->language == LANGUAGE_ZH ? "question_zh"
                                                                                  : "question_en"));
        json_name(json, "values");
        json_array(json);
        for (size_t i = 0; i < kind->values.count; i++) {
            json_text(json, kind->values.items[i]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

void screening_write(struct json_writer *json, const struct view_run *run,
                     const struct screening *screening, const struct admission_record *record)
{
    json_object(json);
    json_name(json, "criteria");
    json_array(json);
    for (size_t i = 0; i < screening->count; i++) {
        write_criterion(json, run, screening, &screening->lines[i]);
    }
    json_end(json);
    json_member_text(json, "suggestion", text_of(screening_suggestion_name(screening->suggestion)));
    json_member_int(json, "score", screening->score);
    json_member_int(json, "score_max", screening->score_max);
    write_unknown(json, run, screening);
    json_name(json, "recorded");
    if (record->is_screened) {
        struct text role = text_of(role_name(actor_label_role(record->by)));
        json_object(json);
        json_member_date(json, "on", record->screened_on);
        json_member_text(json, "by", city_role_name(run->city, role, run->actor->language));
        json_member_text(json, "result", record->suggestion);
        json_end(json);
    } else {
        json_null(json);
    }
    json_end(json);
}
