#include "app/city.h"
#include "base/arena.h"
#include "flow/flow.h"
#include "flow/meeting_flow.h"
#include "flow/notify.h"
#include "pack/pack.h"
#include "room/meeting/briefing.h"
#include "room/notice/notice.h"

/* A notice is a sentence or two: what is longer is read at the meeting itself. */
static struct text clip(struct arena *arena, struct text words, size_t characters)
{
    size_t at = 0;
    for (size_t seen = 0; at < words.len; at++) {
        bool is_first = ((unsigned char)words.at[at] & 0xc0) != 0x80;
        seen += is_first;
        if (seen > characters) {
            return text_format(arena, "%.*s…", TEXT_ARG(text_slice(words, 0, at)));
        }
    }
    return words;
}

/* The words of one meeting, and the day that counts: its own, or that for answering its minutes. */
static struct notice_message message_of(const struct flow_step *step, const struct meeting *meeting)
{
    const struct command_run *run = step->run;
    char held[CIVIL_DATE_TEXT_SIZE], until[CIVIL_DATE_TEXT_SIZE] = "";
    bool is_minuted = meeting->confirm_by != CIVIL_DATE_NONE;
    civil_date due = is_minuted ? meeting->confirm_by : meeting->held_on;
    struct text due_text = civil_date_write(due, until);
    struct text day = civil_date_write(meeting->held_on, held);
    struct text title = clip(run->arena, meeting->title, 120);
    struct text place = clip(run->arena, meeting->place, 80);
    struct text reason = clip(run->arena, meeting->reason, 150);
    const struct notify_filling fillings[] = {
        {"{title}", title, title},
        {"{day}", day, day},
        {"{starts}", meeting->starts, meeting->starts},
        {"{ends}", meeting->ends, meeting->ends},
        {"{place}", place, place},
        {"{due}", due_text, due_text},
        {"{reason}", reason, reason},
    };
    return (struct notice_message){
        .kind = TEXT("meeting"),
        .rule = step->trigger != NULL ? step->trigger->id : TEXT_NONE,
        .text = notify_fill(run->arena, flow_text_with(step, "text_zh"), fillings,
                            COUNT_OF(fillings), LANGUAGE_ZH),
        .text_en = notify_fill(run->arena, flow_text_with(step, "text_en"), fillings,
                               COUNT_OF(fillings), LANGUAGE_EN),
        .law = TEXT(NOTIFY_LAW_UNKNOWN),
        .due_on = due,
        .left_days = notice_left_days(run->city, run->today, due),
        .about = meeting->id,
    };
}

/* The unit that the event names, or all that are invited. */
static bool is_meant(const struct flow_step *step, struct text org)
{
    struct text named = jvalue_text(jvalue_get(step->body, "org"), TEXT_NONE);
    return named.len == 0 || text_equal(named, org);
}

static bool tell_enterprise(struct command_run *run, const struct notice_message *words,
                            int64_t project, struct fault *fault)
{
    const struct notice_party party = {.who = TEXT("enterprise"), .project = project};
    struct notice_message message = *words;
    message.address = notice_address(run->arena, &party);
    message.project = project;
    message.is_for_enterprise = true;
    return notice_send(run, &message, fault);
}

/* What happens to the meeting itself concerns the enterprises that are its guests too; what names a
 * unit, and the minutes, concern the units alone. */
static bool tell_guests(const struct flow_step *step, const struct meeting *meeting,
                        struct fault *fault)
{
    const struct sight whole = {step->run->arena, step->run->store, {.kind = SCOPE_CITY}};
    struct notice_message message = message_of(step, meeting);
    struct briefing_guests guests;
    if (jvalue_get(step->body, "org") != NULL || meeting->confirm_by != CIVIL_DATE_NONE) {
        return true;
    }
    bool fine = briefing_guests_of(&whole, meeting->id, &guests, fault);
    for (size_t i = 0; fine && i < guests.count; i++) {
        fine = tell_enterprise(step->run, &message, guests.items[i].project, fault);
    }
    return fine;
}

static bool tell(const struct flow_step *step, const struct meeting *meeting, struct fault *fault)
{
    struct command_run *run = step->run;
    struct meeting_units units;
    struct notice_message message = message_of(step, meeting);
    if (!meeting_units_of(run->arena, run->store, meeting->id, &units, fault)) {
        return false;
    }
    for (size_t i = 0; i < units.count; i++) {
        const struct notice_party party = {.who = TEXT("unit"), .org = units.items[i].org};
        message.address = notice_address(run->arena, &party);
        if (is_meant(step, units.items[i].org) && !notice_send(run, &message, fault)) {
            return false;
        }
    }
    return tell_guests(step, meeting, fault);
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    const struct meeting_sight whole = {{step->run->arena, step->run->store, {.kind = SCOPE_CITY}},
                                        TEXT_NONE};
    struct meeting meeting;
    return meeting_find(&whole, step->event->subject, &meeting, fault) &&
           (meeting.held_on < step->run->today && meeting.confirm_by == CIVIL_DATE_NONE
                ? true /* who is written down as having come needs no invitation */
                : tell(step, &meeting, fault));
}

const struct flow_action flow_tell_units = {
    "tell_units", "通知会议邀请的单位（邀请、改期、取消、确认纪要）",
    "Tells the units of a meeting: invited, moved, cancelled, minutes to confirm", follow};

/* -- briefings -- */

static bool follow_guest(const struct flow_step *step, struct fault *fault)
{
    const struct meeting_sight whole = {{step->run->arena, step->run->store, {.kind = SCOPE_CITY}},
                                        TEXT_NONE};
    const struct briefing_invited *body = step->event->body;
    struct meeting meeting;
    if (!meeting_find(&whole, body->meeting, &meeting, fault)) {
        return false;
    }
    struct notice_message message = message_of(step, &meeting);
    return meeting.held_on < step->run->today || /* who is noted afterwards needs no invitation */
           tell_enterprise(step->run, &message, step->event->project, fault);
}

const struct flow_action flow_tell_guest = {"tell_guest", "通知受邀参加宣讲的企业",
                                            "Tells an enterprise that it is invited to a briefing",
                                            follow_guest};

/* About the meeting, so that the notice leads there. What an enterprise asked belongs to its
 * project; whoever else asked is told himself. */
static bool follow_question(const struct flow_step *step, struct fault *fault)
{
    struct command_run *run = step->run;
    const struct meeting_sight whole = {{run->arena, run->store, {.kind = SCOPE_CITY}}, TEXT_NONE};
    struct briefing_question question;
    struct meeting meeting;
    if (!briefing_question_find(&whole, step->event->subject, &question, fault) ||
        !meeting_find(&whole, question.meeting, &meeting, fault)) {
        return false;
    }
    char until[CIVIL_DATE_TEXT_SIZE];
    struct text due = civil_date_write(question.due_on, until);
    struct text title = clip(run->arena, meeting.title, 120);
    struct text asked = clip(run->arena, question.question, 60);
    const struct notify_filling fillings[] = {
        {"{title}", title, title}, {"{question}", asked, asked}, {"{due}", due, due}};
    struct notice_message message = message_of(step, &meeting);
    message.text = notify_fill(run->arena, flow_text_with(step, "text_zh"), fillings,
                               COUNT_OF(fillings), LANGUAGE_ZH);
    message.text_en = notify_fill(run->arena, flow_text_with(step, "text_en"), fillings,
                                  COUNT_OF(fillings), LANGUAGE_EN);
    message.due_on = question.due_on;
    message.left_days = notice_left_days(run->city, run->today, question.due_on);
    bool is_unit = text_is(flow_text_with(step, "who"), "unit");
    if (!is_unit && question.project != 0) {
        return tell_enterprise(run, &message, question.project, fault);
    }
    const struct notice_party party = {.who = is_unit ? TEXT("unit") : TEXT("handler"),
                                       .org = question.org,
                                       .handler = question.asked_by};
    message.address = notice_address(run->arena, &party);
    return notice_send(run, &message, fault);
}

const struct flow_action flow_tell_of_question = {
    "tell_of_question", "通知宣讲提问的承办单位或提问人",
    "Tells the unit that is to answer a question of a briefing, or whoever asked it",
    follow_question};
