#include "pack/policy.h"

#include "base/arena.h"

/* The one status of the vocabulary under which a policy may be promised. */
#define STATUS_VALID "有效"

static const char *const window_names[] = {[POLICY_WINDOW_UNKNOWN] = "unknown",
                                           [POLICY_WINDOW_NOT_YET] = "not-yet",
                                           [POLICY_WINDOW_OPEN] = "open",
                                           [POLICY_WINDOW_OVER] = "over"};

const char *policy_window_name(enum policy_window window)
{
    ensure(window < COUNT_OF(window_names));
    return window_names[window];
}

static enum policy_window window_of(civil_date from, civil_date to, civil_date on)
{
    if (to != CIVIL_DATE_NONE && to < on) {
        return POLICY_WINDOW_OVER;
    }
    if (from == CIVIL_DATE_NONE) {
        return POLICY_WINDOW_UNKNOWN;
    }
    return from > on ? POLICY_WINDOW_NOT_YET : POLICY_WINDOW_OPEN;
}

/* A correction that holds from some day on makes two records of one; the policy's own days are then
 * the beginning of the first and the end of the last. */
static bool follows(const struct pack_record *before, const struct pack_record *after)
{
    return text_equal(before->id, after->id) && before->valid_to != CIVIL_DATE_NONE &&
           after->valid_from == before->valid_to + 1;
}

static struct policy make(const struct pack_records *records, uint32_t at, civil_date on)
{
    const struct pack_record *record = &records->items[at];
    const struct pack_record *first = record;
    const struct pack_record *last = record;
    while (first > records->items && follows(first - 1, first)) {
        first--;
    }
    while (last + 1 < records->items + records->count && follows(last, last + 1)) {
        last++;
    }
    struct policy policy = {.record = record,
                            .condition = {record->rule, jvalue_get(record->raw, "conditions")},
                            .valid_from =
                                jvalue_text(jvalue_get(first->raw, "valid_from"), TEXT_NONE),
                            .valid_to = jvalue_text(jvalue_get(last->raw, "valid_to"), TEXT_NONE),
                            .window = window_of(first->valid_from, last->valid_to, on),
                            .on = on,
                            .status = jvalue_text(jvalue_get(record->raw, "status"), TEXT_NONE)};
    policy.is_promisable = text_is(policy.status, STATUS_VALID) &&
                           policy.window != POLICY_WINDOW_OVER &&
                           policy.window != POLICY_WINDOW_NOT_YET;
    return policy;
}

struct policies policy_list(struct arena *arena, const struct pack *pack, civil_date on)
{
    const struct pack_records *records = &pack->lists[PACK_POLICIES];
    struct policy *items = arena_array(arena, struct policy, records->count + 1);
    struct name_table places = name_table_open(arena, records->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        uint32_t at = count;
        if (name_table_put(&places, record->id, count)) {
            items[count++] = make(records, i, on);
            continue;
        }
        ensure(name_table_find(&places, record->id, &at));
        if (!pack_in_force(items[at].record, on)) {
            items[at] = make(records, i, on);
        }
    }
    return (struct policies){items, count};
}

static void write_text(struct json_writer *json, const struct policy *policy, const char *name)
{
    json_member_text_or_null(json, name,
                             jvalue_text(jvalue_get(policy->record->raw, name), TEXT_NONE));
}

void policy_write_standing(struct json_writer *json, const struct policy *policy)
{
    write_text(json, policy, "title");
    write_text(json, policy, "level");
    json_member_text(json, "status", policy->status);
    write_text(json, policy, "status_note");
    json_member_bool(json, "promisable", policy->is_promisable);
    json_name(json, "window");
    json_object(json);
    json_member_text_or_null(json, "valid_from", policy->valid_from);
    json_member_text_or_null(json, "valid_to", policy->valid_to);
    json_member_text(json, "state", text_of(policy_window_name(policy->window)));
    write_text(json, policy, "deadline");
    json_end(json);
}
