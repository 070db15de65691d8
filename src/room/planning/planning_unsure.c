#include "room/planning/planning_unsure.h"

#include "base/arena.h"

static const struct field say_unsure_fields[] = {
    FIELD(planning_say_unsure, fields, TEXTS, .required = true, .max = 64, .zh = "不清楚的信息",
          .en = "what is not known"),
};
const struct field_table planning_say_unsure_table =
    FIELD_TABLE(planning_say_unsure, say_unsure_fields);

static const struct field unsure_fields[] = {
    FIELD(planning_unsure_said, fields, JSON, .required = true, .zh = "信息", .en = "fields"),
    FIELD(planning_unsure_said, name, TEXT, .max = 500, .zh = "不清楚的信息",
          .en = "what is not known"),
};
static const struct field_table unsure_table = FIELD_TABLE(planning_unsure_said, unsure_fields);
const struct event_kind planning_unsure_event = {"planning.unsure",
                                                 &unsure_table,
                                                 planning_record_unsure,
                                                 "有信息不清楚，请代办员协助判断",
                                                 "facts not known, handed to the navigator",
                                                 false};

static bool is_marked(const struct planning_unsures *marked, struct text name)
{
    for (size_t i = 0; i < marked->count; i++) {
        if (text_equal(marked->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

bool planning_decide_unsure(struct arena *arena, const struct planning_say_unsure *command,
                            const struct planning_unsure_known *known, struct text_list *out,
                            struct fault *fault)
{
    struct text *names = arena_array(arena, struct text, command->fields.count);
    *out = (struct text_list){names, 0};
    for (size_t i = 0; i < command->fields.count; i++) {
        struct text name = command->fields.items[i];
        uint32_t field = 0;
        if (!fact_space_find(known->space, name, &field)) {
            return fault_raise(fault, FAULT_FIELD_UNKNOWN, TEXT("fields"), FAULT_ARGS(name));
        }
        bool is_given = !jvalue_is_null(jvalue_get(known->facts, text_c_string(arena, name)));
        if (!is_given && !is_marked(&known->marked, name) && !text_list_has(*out, name) &&
            known->marked.count + out->count < PLANNING_UNSURE_MAX) {
            names[out->count++] = name;
        }
    }
    return true;
}
