#include "ground/casefile/casefile.h"

#include "base/arena.h"
#include "base/json_read.h"

static const char *const open_states[] = {"submitted", "received", "supplement",
                                          "accepted",  "special",  "suspended"};

bool casefile_is_open(const struct casefile *casefile)
{
    for (size_t i = 0; i < COUNT_OF(open_states); i++) {
        if (text_is(casefile->state, open_states[i])) {
            return true;
        }
    }
    return false;
}

bool casefile_is_of_unit(const struct casefile *casefile, const struct actor *actor)
{
    return (ROLES_WORK & ROLE_BIT(actor->role)) != 0 && actor->org.len > 0 &&
           text_equal(actor->org, casefile->org);
}

bool casefile_may_work(const struct casefile *casefile, const struct actor *actor, const char *zh,
                       const char *en, struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (casefile->is_own || !casefile_is_of_unit(casefile, actor)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由该事项的办理单位人员操作"),
                                      TEXT("people of the item's own unit do this")));
    }
    if (!casefile_is_open(casefile)) {
        struct text closed = is_zh ? TEXT("已办结") : TEXT("closed");
        struct text advice = is_zh ? TEXT("办件已有结果，请刷新查看") : TEXT("Reload to see it");
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(closed, text_of(is_zh ? zh : en), advice));
    }
    return true;
}

bool casefile_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                       size_t *out_count)
{
    const struct jvalue *array = NULL;
    struct fault unread = {.code = FAULT_NONE};
    *out_count = 0;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &array, &unread) || array->kind != JVALUE_ARRAY ||
        array->count > most) {
        return false;
    }
    for (uint32_t i = 0; i < array->count; i++) {
        int64_t id = jvalue_int(&array->items[i], 0);
        for (uint32_t j = 0; j < i; j++) {
            id = out[j] == id ? 0 : id;
        }
        if (id <= 0) {
            return false;
        }
        out[i] = id;
    }
    *out_count = array->count;
    return true;
}
