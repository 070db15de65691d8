#include "room/coordination/coordination.h"

static const struct field reason_fields[] = {
    FIELD(coordination_reason, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
};
const struct field_table coordination_reason_table =
    FIELD_TABLE(coordination_reason, reason_fields);

static const struct field note_fields[] = {
    FIELD(coordination_note, note, TEXT, .max = 2000, .multiline = true, .zh = "接收说明",
          .en = "note"),
};
const struct field_table coordination_note_table = FIELD_TABLE(coordination_note, note_fields);

struct text coordination_answer_code(enum coordination_answer answer)
{
    static const char *const codes[] = {[COORDINATION_UNANSWERED] = "",
                                        [COORDINATION_ACCEPTED] = "accepted",
                                        [COORDINATION_RETURNED] = "returned",
                                        [COORDINATION_WITHDRAWN] = "withdrawn"};
    return text_of(codes[answer]);
}

static bool refuse(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE, FAULT_ARGS(text_of(zh), text_of(en)));
}

bool coordination_decide(enum coordination_act act, const struct coordination_standing *standing,
                         struct fault *fault)
{
    switch (act) {
    case COORDINATION_TAKE_OVER:
        return !standing->city_coordinates ||
               refuse(fault, "项目已由市级统筹", "the city coordinates it");
    case COORDINATION_HAND_DOWN:
        if (!standing->city_coordinates) {
            return refuse(fault, "项目由区县统筹", "its district coordinates it");
        }
        return !standing->is_waiting ||
               refuse(fault, "已下放，等待区县答复", "it waits for the district's answer");
    case COORDINATION_ACCEPT:
    case COORDINATION_RETURN:
    case COORDINATION_WITHDRAW: break;
    }
    return standing->is_waiting ||
           refuse(fault, "没有等待答复的下放", "no hand-down waits for an answer");
}
