#include "room/application/application_correction.h"

#include "base/arena.h"
#include "base/json_read.h"

static bool read_one(const struct jvalue *from, struct application_correction *out)
{
    struct text kind = jvalue_text(jvalue_get(from, "kind"), TEXT_NONE);
    *out = (struct application_correction){
        .is_field = text_is(kind, "field"),
        .target = jvalue_text(jvalue_get(from, "target"), TEXT_NONE),
        .reason = jvalue_text(jvalue_get(from, "reason"), TEXT_NONE),
        .note = jvalue_text(jvalue_get(from, "note"), TEXT_NONE),
    };
    return (out->is_field || text_is(kind, "material")) && out->target.len > 0 &&
           text_length(out->target) <= 200 && out->reason.len > 0 &&
           text_length(out->reason) <= 40 && text_length(out->note) <= 500 &&
           !text_has_controls(out->note) && !text_has_controls(out->target);
}

bool application_corrections_read(struct arena *arena, struct text json,
                                  struct application_corrections *out)
{
    const struct jvalue *array = NULL;
    struct fault unread = {.code = FAULT_NONE};
    *out = (struct application_corrections){NULL, 0};
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &array, &unread) || array->kind != JVALUE_ARRAY ||
        array->count > APPLICATION_CORRECTIONS_MAX) {
        return false;
    }
    out->items = arena_array(arena, struct application_correction, array->count + 1);
    for (uint32_t i = 0; i < array->count; i++) {
        if (!read_one(&array->items[i], &out->items[i])) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (text_equal(out->items[j].target, out->items[i].target)) {
                return false;
            }
        }
    }
    out->count = array->count;
    return true;
}

static struct text_list joined(struct arena *arena, struct text_list list, size_t more)
{
    struct text *items = arena_array(arena, struct text, list.count + more + 1);
    for (size_t i = 0; i < list.count; i++) {
        items[i] = list.items[i];
    }
    return (struct text_list){items, list.count};
}

static void add(struct text_list *list, struct text item)
{
    if (!text_list_has(*list, item)) {
        ((struct text *)(uintptr_t)list->items)[list->count++] = item;
    }
}

struct text_list application_reasons_with(struct arena *arena, struct text_list reasons,
                                          const struct application_corrections *corrections)
{
    struct text_list out = joined(arena, reasons, corrections->count);
    for (size_t i = 0; i < corrections->count; i++) {
        add(&out, corrections->items[i].reason);
    }
    return out;
}

struct text_list application_materials_with(struct arena *arena, struct text_list materials,
                                            const struct application_corrections *corrections)
{
    struct text_list out = joined(arena, materials, corrections->count);
    for (size_t i = 0; i < corrections->count; i++) {
        if (!corrections->items[i].is_field) {
            add(&out, corrections->items[i].target);
        }
    }
    return out;
}
