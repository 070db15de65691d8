#include "ground/form/form.h"

/* How well a source is placed: its place among the field's sources; an earlier answer to the field
 * itself comes last. SIZE_MAX: it says nothing about this field. */
static size_t place_of(const struct form_field *field, const struct form_known *known)
{
    const struct jvalue *sources = field->sources;
    uint32_t count = sources != NULL && sources->kind == JVALUE_ARRAY ? sources->count : 0;
    for (uint32_t i = 0; i < count; i++) {
        struct text kind = jvalue_text(jvalue_get(&sources->items[i], "kind"), TEXT_NONE);
        struct text name = jvalue_text(jvalue_get(&sources->items[i], "name"), TEXT_NONE);
        struct text member = jvalue_text(jvalue_get(&sources->items[i], "member"), TEXT_NONE);
        if (text_is(kind, form_origin_code(known->origin)) && text_equal(name, known->name) &&
            text_equal(member, known->member)) {
            return i;
        }
    }
    bool is_own = known->origin == FORM_FROM_ANSWER && text_equal(known->name, field->id);
    return is_own ? count : SIZE_MAX;
}

static bool beats(const struct form_known *a, size_t place_a, const struct form_known *b,
                  size_t place_b)
{
    return a->on != b->on ? a->on > b->on : place_a < place_b;
}

/* Values of forms are single ones. */
static bool is_same(const struct jvalue *a, const struct jvalue *b)
{
    if (a->kind != b->kind) {
        return false;
    }
    return a->kind == JVALUE_TEXT   ? text_equal(a->text, b->text)
           : a->kind == JVALUE_INT  ? a->integer == b->integer
           : a->kind == JVALUE_BOOL ? a->truth == b->truth
                                    : true;
}

void form_fill(struct arena *arena, const struct form_field *field, const struct form_world *world,
               struct form_filled *out)
{
    size_t best = SIZE_MAX;
    *out = (struct form_filled){.from = NULL};
    for (size_t i = 0; i < world->count; i++) {
        const struct form_known *known = &world->items[i];
        size_t place = place_of(field, known);
        const struct jvalue *value =
            place == SIZE_MAX ? NULL : form_value_of(arena, field, known->value);
        if (value != NULL && (out->from == NULL || beats(known, place, out->from, best))) {
            out->from = known;
            out->value = value;
            best = place;
        }
    }
    size_t second = SIZE_MAX;
    for (size_t i = 0; out->from != NULL && i < world->count; i++) {
        const struct form_known *known = &world->items[i];
        size_t place = place_of(field, known);
        const struct jvalue *value =
            place == SIZE_MAX ? NULL : form_value_of(arena, field, known->value);
        if (value != NULL && !is_same(value, out->value) &&
            (out->other == NULL || beats(known, place, out->other, second))) {
            out->other = known;
            out->other_value = value;
            second = place;
        }
    }
}
