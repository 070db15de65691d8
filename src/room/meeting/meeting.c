#include "room/meeting/meeting.h"

#include "base/arena.h"

struct words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct words states[] = {
    [MEETING_CALLED] = {"called", "已召集", "called"},
    [MEETING_MINUTED] = {"minuted", "纪要待确认", "minutes being confirmed"},
    [MEETING_CLOSED] = {"closed", "已办结", "closed"},
    [MEETING_CANCELLED] = {"cancelled", "已取消", "cancelled"},
};
static const struct words point_states[] = {
    [POINT_OPEN] = {"open", "待议", "open"},
    [POINT_DECIDED] = {"decided", "已议定", "decided"},
    [POINT_CARRIED] = {"carried", "转下次会议", "carried over"},
    [POINT_DROPPED] = {"dropped", "已撤下", "dropped"},
};

static struct text in(struct words words, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? words.zh : words.en);
}

const char *meeting_state_code(enum meeting_state state)
{
    return states[state].code;
}

struct text meeting_state_name(enum meeting_state state, enum language language)
{
    return in(states[state], language);
}

const char *meeting_point_state_code(enum meeting_point_state state)
{
    return point_states[state].code;
}

struct text meeting_point_state_name(enum meeting_point_state state, enum language language)
{
    return in(point_states[state], language);
}

/* -- refusals -- */

static bool refuse_field(struct fault *fault, const char *field, struct words label,
                         struct words why)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                FAULT_ARGS(text_of(why.zh), text_of(why.en)));
    fault_label(fault, label.zh, label.en);
    return false;
}

static bool refuse_state(struct text state, struct words act, enum language language,
                         struct fault *fault)
{
    return fault_raise(
        fault, FAULT_WRONG_STATE, TEXT_NONE,
        FAULT_ARGS(state, in(act, language),
                   language == LANGUAGE_ZH ? TEXT("请刷新查看") : TEXT("Reload to see it")));
}

/* -- who leads -- */

bool meeting_may_lead(const struct meeting_terms *terms, struct text district)
{
    const struct actor *actor = terms->actor;
    bool has_role = (terms->roles & ROLE_BIT(actor->role)) != 0;
    bool is_of_city = text_is_empty(actor->district) || text_equal(actor->district, terms->city);
    bool is_districts = actor->role == ROLE_DISTRICT_COORDINATOR || !is_of_city;
    return has_role && (!is_districts || text_equal(actor->district, district));
}

static bool leads(const struct meeting_terms *terms, struct text district, struct fault *fault)
{
    return meeting_may_lead(terms, district) ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由有权召集此类会议的人员在其区县或全市办理"),
                                  TEXT("those who may call such meetings do this, in their "
                                       "district or for the city")));
}

/* -- when -- */

#define AHEAD_MAX 370 /* a year: more is a slip of the pen */

static bool is_time(struct text time)
{
    bool is_shaped = time.len == 5 && time.at[2] == ':';
    for (size_t i = 0; is_shaped && i < time.len; i++) {
        is_shaped = i == 2 || (time.at[i] >= '0' && time.at[i] <= '9');
    }
    return is_shaped && (time.at[0] - '0') * 10 + (time.at[1] - '0') < 24 && time.at[3] < '6';
}

struct span {
    civil_date held_on;
    struct text starts, ends, short_notice;
};

static bool span_is_right(const struct span *span, const struct meeting_terms *terms,
                          struct fault *fault)
{
    static const struct words day = {"", "会议日期", "day of the meeting"};
    static const struct words start = {"", "开始时间", "beginning"}, end = {"", "结束时间", "end"};
    if (span->held_on < terms->today || span->held_on > terms->today + AHEAD_MAX) {
        return refuse_field(
            fault, "held_on", day,
            (struct words){"", "应为今天或以后一年内的日期", "a day from today on, within a year"});
    }
    if (!is_time(span->starts)) {
        return refuse_field(fault, "starts", start,
                            (struct words){"", "请写成 14:30 的形式", "write it as 14:30"});
    }
    if (!is_time(span->ends) || text_compare(span->ends, span->starts) <= 0) {
        return refuse_field(fault, "ends", end,
                            (struct words){"", "应晚于开始时间，写成 16:00 的形式",
                                           "later than the beginning, written as 16:00"});
    }
    return terms->ahead_days >= terms->tell_days || span->short_notice.len > 0 ||
           fault_raise(fault, FAULT_MEETING_SHORT_NOTICE, TEXT("short_notice"), FAULT_NO_ARGS);
}

bool meeting_decide_call(const struct meeting_call *command, const struct meeting_terms *terms,
                         struct fault *fault)
{
    const struct span span = {command->held_on, command->starts, command->ends,
                              command->short_notice};
    return leads(terms, command->district, fault) && span_is_right(&span, terms, fault);
}

bool meeting_decide_lead(const struct meeting *meeting, const struct meeting_terms *terms,
                         struct fault *fault)
{
    static const struct words act = {"", "变更会议", "change the meeting"};
    enum language language = terms->actor->language;
    return leads(terms, meeting->district, fault) &&
           (meeting->state == MEETING_CALLED ||
            refuse_state(meeting_state_name(meeting->state, language), act, language, fault));
}

/* A meeting that is moved is told anew; why it is on short notice is the reason of the move. */
bool meeting_decide_move(const struct meeting *meeting, const struct meeting_move *command,
                         const struct meeting_terms *terms, struct fault *fault)
{
    const struct span span = {command->held_on, command->starts, command->ends, command->reason};
    return meeting_decide_lead(meeting, terms, fault) && span_is_right(&span, terms, fault);
}

bool meeting_decide_hold(const struct meeting *meeting, const struct meeting_terms *terms,
                         struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    return meeting_decide_lead(meeting, terms, fault) &&
           (meeting->held_on <= terms->today ||
            fault_raise(fault, FAULT_MEETING_NOT_YET, TEXT_NONE,
                        FAULT_ARGS(civil_date_write(meeting->held_on, day))));
}

/* -- points -- */

bool meeting_decide_point(const struct meeting_point *point, enum language language,
                          struct fault *fault)
{
    static const struct words act = {"", "再作处理", "deal with it again"};
    return point->state == POINT_OPEN ||
           refuse_state(meeting_point_state_name(point->state, language), act, language, fault);
}

bool meeting_decide_due(civil_date due_on, civil_date today, struct fault *fault)
{
    static const struct words day = {"", "办理期限", "day due"};
    return (due_on >= today && due_on <= today + 3 * AHEAD_MAX) ||
           refuse_field(fault, "due_on", day,
                        (struct words){"", "应为今天或以后三年内的日期",
                                       "a day from today on, within three years"});
}

/* -- minutes -- */

bool meeting_decide_minutes(const struct meeting *meeting, const struct meeting_points *points,
                            const struct meeting_terms *terms, struct fault *fault)
{
    if (meeting->state == MEETING_MINUTED) {
        return leads(terms, meeting->district, fault); /* amended after an objection */
    }
    if (!meeting_decide_hold(meeting, terms, fault)) {
        return false;
    }
    if (meeting->attended_on == CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_MEETING_NO_ATTENDANCE, TEXT_NONE, FAULT_NO_ARGS);
    }
    for (size_t i = 0; i < points->count; i++) {
        if (points->items[i].state == POINT_OPEN) {
            return fault_raise(fault, FAULT_MEETING_POINT_OPEN, TEXT_NONE,
                               FAULT_ARGS(points->items[i].title));
        }
    }
    return true;
}

bool meeting_decide_confirm(const struct meeting *meeting, const struct meeting_unit *unit,
                            enum language language, struct fault *fault)
{
    static const struct words act = {"", "确认纪要", "confirm the minutes"};
    if (meeting->state != MEETING_MINUTED) {
        return refuse_state(meeting_state_name(meeting->state, language), act, language, fault);
    }
    if (unit == NULL) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由受邀单位确认纪要"),
                                      TEXT("a unit that was invited confirms the minutes")));
    }
    return unit->answer.len == 0 ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("本单位已答复纪要"), TEXT("this unit has answered")));
}
