#include "jansson_beside.h"

#include <jansson.h>

static bool is_same(const json_t *theirs, const struct jvalue *ours);

static bool holds_the_same(const json_t *theirs, const struct jvalue *ours)
{
    bool same = json_object_size(theirs) == ours->count;
    for (uint32_t i = 0; same && i < ours->count; i++) {
        same = is_same(json_object_get(theirs, ours->members[i].name.at), &ours->members[i].value);
    }
    return same;
}

static bool lists_the_same(const json_t *theirs, const struct jvalue *ours)
{
    bool same = json_array_size(theirs) == ours->count;
    for (uint32_t i = 0; same && i < ours->count; i++) {
        same = is_same(json_array_get(theirs, i), &ours->items[i]);
    }
    return same;
}

static bool is_same(const json_t *theirs, const struct jvalue *ours)
{
    if (theirs == NULL) {
        return false;
    }
    switch (ours->kind) {
    case JVALUE_NULL: return json_is_null(theirs);
    case JVALUE_BOOL: return json_is_boolean(theirs) && json_is_true(theirs) == ours->truth;
    case JVALUE_INT: return json_is_integer(theirs) && json_integer_value(theirs) == ours->integer;
    case JVALUE_REAL:
        return json_is_real(theirs) && !(json_real_value(theirs) < ours->real) &&
               !(json_real_value(theirs) > ours->real);
    case JVALUE_TEXT:
        return json_is_string(theirs) && json_string_length(theirs) == ours->text.len &&
               text_is(ours->text, json_string_value(theirs));
    case JVALUE_ARRAY: return json_is_array(theirs) && lists_the_same(theirs, ours);
    case JVALUE_OBJECT: return json_is_object(theirs) && holds_the_same(theirs, ours);
    }
    return false;
}

bool jansson_agrees(struct text text, const struct jvalue *ours)
{
    json_t *theirs = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    bool agrees = ours == NULL ? theirs == NULL : is_same(theirs, ours);
    json_decref(theirs);
    return agrees;
}
