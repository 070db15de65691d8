#include "app/city.h"
#include "base/arena.h"
#include "flow/flow.h"
#include "flow/meeting_flow.h"
#include "flow/notify.h"
#include "pack/pack.h"
#include "room/meeting/meeting.h"
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
    return true;
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
