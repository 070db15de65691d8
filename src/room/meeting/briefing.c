#include "room/meeting/briefing.h"

static bool takes_questions(int64_t answer_days, struct fault *fault)
{
    return answer_days > 0 ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("按本市规则，这类会议不邀请企业、不接受提问"),
                                  TEXT("by the city's table such a meeting takes neither "
                                       "enterprises nor questions")));
}

static bool has_unit(const struct meeting_units *units, struct text org)
{
    bool has = false;
    for (size_t i = 0; i < units->count; i++) {
        has = has || text_equal(units->items[i].org, org);
    }
    return has;
}

static bool is_of_meeting(const struct meeting_units *units, struct text org, struct fault *fault)
{
    return has_unit(units, org) ||
           fault_refuse_field(fault, "org", "应为受邀参会的单位", "a unit that is invited");
}

bool briefing_decide_invite(const struct meeting *meeting, const struct meeting_terms *terms,
                            int64_t answer_days, struct fault *fault)
{
    return takes_questions(answer_days, fault) && meeting_decide_lead(meeting, terms, fault);
}

bool briefing_decide_ask(const struct meeting *meeting, const struct meeting_units *units,
                         struct text org, int64_t answer_days, struct fault *fault)
{
    if (!takes_questions(answer_days, fault)) {
        return false;
    }
    if (meeting->state == MEETING_CANCELLED) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("会议已取消，不再接受提问"),
                                      TEXT("the meeting is cancelled: it takes no questions")));
    }
    return is_of_meeting(units, org, fault);
}

static bool is_his(const struct briefing_question *question, const struct actor *actor, bool leads,
                   struct fault *fault)
{
    bool is_own = actor->role != ROLE_ENTERPRISE && actor->org.len > 0 &&
                  text_equal(actor->org, question->org);
    return is_own || leads ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由承办单位或召集会议的人员办理"),
                                  TEXT("the unit that was asked does this, or who leads such "
                                       "meetings")));
}

bool briefing_decide_act(const struct briefing_question *question, const struct actor *actor,
                         bool leads, struct fault *fault)
{
    return is_his(question, actor, leads, fault) &&
           (question->answered_on == CIVIL_DATE_NONE ||
            fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                        FAULT_ARGS(TEXT("此问题已答复"), TEXT("it is answered"))));
}

bool briefing_decide_pass(const struct briefing_question *question,
                          const struct meeting_units *units, struct text org, struct fault *fault)
{
    if (text_equal(question->org, org)) {
        return fault_refuse_field(fault, "org", "已由该单位承办", "that unit has it already");
    }
    return is_of_meeting(units, org, fault);
}

bool briefing_decide_show(const struct briefing_question *question, const struct actor *actor,
                          bool leads, struct fault *fault)
{
    if (!is_his(question, actor, leads, fault)) {
        return false;
    }
    if (question->answered_on == CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("答复后才能公开"), TEXT("it is shown once answered")));
    }
    return !text_is(question->shown, "guests") ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("已向全体参会企业公开"), TEXT("all guests see it")));
}

enum briefing_when briefing_when(civil_date asked_on, civil_date held_on)
{
    return asked_on < held_on ? BRIEFING_BEFORE : asked_on > held_on ? BRIEFING_AFTER : BRIEFING_IN;
}
