#include "roof/doctor.h"

#include <stdio.h>

#include "base/arena.h"
#include "roof/rooms.h"
#include "store/store.h"

static const struct doctor_check *const checks[] = {
    &doctor_pack,    &doctor_keys,    &doctor_space,   &doctor_schema,
    &doctor_ledger,  &doctor_views,   &doctor_uploads, &doctor_contents,
    &doctor_orphans, &doctor_scanner, &doctor_notices,
};

void doctor_say(struct doctor *doctor, const struct doctor_word *word)
{
    static const char *const signs[][2] = {
        {"正常", "ok     "}, {"注意", "warning"}, {"错误", "WRONG  "}};
    bool is_zh = doctor->language == LANGUAGE_ZH;
    struct text advice = is_zh ? word->advice_zh : word->advice_en;
    printf("%s  %.*s\n", signs[word->finding][is_zh ? 0 : 1],
           TEXT_ARG(is_zh ? word->zh : word->en));
    if (advice.len > 0) {
        printf("         %s %.*s\n", is_zh ? "办法：" : "do:", TEXT_ARG(advice));
    }
    doctor->warnings += word->finding == DOCTOR_WARNS;
    doctor->wrongs += word->finding == DOCTOR_WRONG;
}

/* What could not be looked at. */
static void say_fault(struct doctor *doctor, const struct doctor_check *check,
                      const struct fault *fault)
{
    struct text zh = fault_sentence(doctor->arena, fault, LANGUAGE_ZH);
    struct text en = fault_sentence(doctor->arena, fault, LANGUAGE_EN);
    doctor_say(doctor,
               &(struct doctor_word){
                   DOCTOR_WRONG, text_format(doctor->arena, "%s：%.*s", check->name, TEXT_ARG(zh)),
                   text_format(doctor->arena, "%s: %.*s", check->name, TEXT_ARG(en)),
                   fault_advice(doctor->arena, fault, LANGUAGE_ZH),
                   fault_advice(doctor->arena, fault, LANGUAGE_EN)});
}

static void look_at_all(struct doctor *doctor)
{
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        struct fault fault = {.code = FAULT_NONE};
        if (!checks[i]->look(doctor, &fault)) {
            say_fault(doctor, checks[i], &fault);
        }
        fflush(stdout);
    }
}

bool doctor_examine(struct doctor *doctor, struct fault *fault)
{
    struct store_options options = {.path = doctor->database,
                                    .read_only = !doctor->mends,
                                    .must_exist = true,
                                    .statement_ms = -1};
    if (!store_open(&options, &doctor->store, fault)) {
        return false;
    }
    doctor->registry = register_open(doctor->arena, &the_house);
    look_at_all(doctor);
    store_close(doctor->store);
    return true;
}
