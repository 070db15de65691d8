#include "pack/office.h"

static bool read_span(struct text text, struct hours_span *out)
{
    struct text rest = text;
    struct text from = text_cut(&rest, '-');
    return hours_minute_parse(from, &out->from) && hours_minute_parse(rest, &out->to);
}

bool pack_hours_read(const struct jvalue *record, struct hours *out)
{
    const struct jvalue *spans = jvalue_get(record, "spans");
    *out = (struct hours){.count = 0};
    if (spans == NULL || spans->kind != JVALUE_ARRAY || spans->count > HOURS_SPANS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < spans->count; i++) {
        if (!read_span(jvalue_text(&spans->items[i], TEXT_NONE), &out->spans[out->count++])) {
            return false;
        }
    }
    return hours_are_right(out);
}

bool pack_hours_on(const struct pack *pack, civil_date day, struct hours *out)
{
    const struct pack_records *records = &pack->lists[PACK_OFFICE_HOURS];
    for (uint32_t i = 0; i < records->count; i++) {
        if (pack_in_force(&records->items[i], day)) {
            return pack_hours_read(records->items[i].raw, out);
        }
    }
    return false;
}

bool pack_whistle_step_at(const struct pack *pack, civil_date day, int64_t at,
                          struct pack_whistle_step *out)
{
    const struct pack_records *records = &pack->lists[PACK_WHISTLE_STEPS];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (pack_in_force(record, day) && at-- == 0) {
            *out = (struct pack_whistle_step){
                .record = record,
                .who = jvalue_text(jvalue_get(record->raw, "who"), TEXT_NONE),
                .hours = (int)jvalue_int(jvalue_get(record->raw, "hours"), 1),
                .announce_hours = (int)jvalue_int(jvalue_get(record->raw, "announce_hours"), 1),
            };
            return true;
        }
    }
    return false;
}

bool pack_problem_step_to(const struct pack *pack, civil_date day, struct text level,
                          struct pack_problem_step *out)
{
    const struct pack_records *records = &pack->lists[PACK_PROBLEM_STEPS];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct jvalue *raw = records->items[i].raw;
        if (pack_in_force(&records->items[i], day) &&
            text_equal(jvalue_text(jvalue_get(raw, "level"), TEXT_NONE), level)) {
            *out = (struct pack_problem_step){
                .role = jvalue_text(jvalue_get(raw, "role"), TEXT_NONE),
                .unassigned_days = (int)jvalue_int(jvalue_get(raw, "unassigned_days"), 1),
                .overdue_days = (int)jvalue_int(jvalue_get(raw, "overdue_days"), 1),
                .announce_days = (int)jvalue_int(jvalue_get(raw, "announce_days"), 1),
            };
            return true;
        }
    }
    return false;
}
