#include "ground/casefile/casefile.h"

#include "base/arena.h"

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
