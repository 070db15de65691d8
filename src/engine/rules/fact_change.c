#include "engine/rules/fact_change.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_write.h"

#define FACT_TEXT_MAX 200
#define FACT_MEMBERS_MAX 100

static bool is_same_value(struct arena *arena, const struct jvalue *a, const struct jvalue *b)
{
    bool no_a = jvalue_is_null(a);
    bool no_b = jvalue_is_null(b);
    if (no_a || no_b) {
        return no_a == no_b;
    }
    struct arena_mark mark = arena_mark(arena);
    struct buffer x = buffer_open(arena, 64);
    struct buffer y = buffer_open(arena, 64);
    struct json_writer json_x = json_writer_open(&x);
    struct json_writer json_y = json_writer_open(&y);
    json_value(&json_x, a);
    json_value(&json_y, b);
    bool same = text_equal(buffer_text(&x), buffer_text(&y));
    arena_rewind(arena, mark);
    return same;
}

static bool check_size(struct text name, const struct jvalue *value, struct fault *fault)
{
    if (value->kind == JVALUE_TEXT && text_length(value->text) > FACT_TEXT_MAX) {
        return fault_raise(fault, FAULT_FIELD_TOO_LONG, name, FAULT_ARGS(TEXT("200")));
    }
    if (value->kind == JVALUE_TEXT && text_has_controls(value->text)) {
        return fault_raise(fault, FAULT_FIELD_CONTROLS, name, FAULT_NO_ARGS);
    }
    bool is_list = value->kind == JVALUE_ARRAY;
    if (is_list && value->count > FACT_MEMBERS_MAX) {
        return fault_raise(fault, FAULT_FIELD_TOO_LARGE, name, FAULT_ARGS(TEXT("100")));
    }
    for (uint32_t i = 0; is_list && i < value->count; i++) {
        if (value->items[i].kind == JVALUE_TEXT && !check_size(name, &value->items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool check_fact(const struct fact_space *space, struct facts *scratch,
                       const struct jmember *member, struct fault *fault)
{
    uint32_t field = 0;
    if (!fact_space_find(space, member->name, &field)) {
        return fault_raise(fault, FAULT_FIELD_UNKNOWN, member->name, FAULT_ARGS(member->name));
    }
    return facts_set(scratch, field, &member->value, fault) &&
           check_size(member->name, &member->value, fault);
}

bool fact_change_read(struct arena *arena, const struct fact_saying *saying,
                      struct fact_change *out, struct fault *fault)
{
    const struct jvalue *given = NULL;
    if (!json_read(arena, saying->given, &given, fault)) {
        return false;
    }
    if (given->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("facts"),
                           FAULT_ARGS(TEXT("对象"), TEXT("an object")));
    }
    struct facts *scratch = facts_new(arena, saying->space);
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    uint32_t count = 0;
    json_object(&json);
    for (uint32_t i = 0; i < given->count; i++) {
        const struct jmember *member = &given->members[i];
        if (!check_fact(saying->space, scratch, member, fault)) {
            return false;
        }
        const char *name = text_c_string(arena, member->name);
        if (!is_same_value(arena, jvalue_get(saying->current, name), &member->value)) {
            json_name_text(&json, member->name);
            json_value(&json, &member->value);
            count++;
        }
    }
    json_end(&json);
    *out = (struct fact_change){buffer_text(&buffer), count};
    return true;
}
