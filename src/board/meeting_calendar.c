#include "app/city.h"
#include "app/identity/feed.h"
#include "app/identity/password.h"
#include "base/arena.h"
#include "base/icalendar.h"
#include "base/json_read.h"
#include "board/meeting_inside.h"
#include "board/meeting_page.h"
#include "board/public_page.h"
#include "pack/pack.h"

/* Meetings in other programs' calendars: the invitation to one, and a person's own feed. */

static struct text uid_of(struct arena *arena, const struct city *city, const char *what,
                          int64_t id)
{
    return text_format(arena, "%s-%lld.%.*s@liandong", what, (long long)id,
                       TEXT_ARG(city_code(city)));
}

/* The page of it, where it is known at which address the platform is reached. */
static struct text address_of(struct arena *arena, int64_t meeting)
{
    const char *origin = public_origin();
    return origin == NULL || origin[0] == '\0'
               ? TEXT_NONE
               : text_format(arena, "%s/meetings/%lld", origin, (long long)meeting);
}

static int64_t instant(const struct city *city, civil_date day, struct text clock)
{
    return icalendar_instant(day, clock, city_pack(city)->utc_offset_minutes);
}

/* -- the invitation -- */

static struct text agenda_text(const struct paper_desk *desk, const struct jvalue *answer)
{
    struct buffer out = buffer_open(desk->arena, 256);
    const struct jvalue *points = jvalue_get(answer, "points");
    for (uint32_t i = 0; points != NULL && i < points->count; i++) {
        struct text title = paper_value(desk, &points->items[i], "title");
        buffer_addf(&out, "%s%u. %.*s", i > 0 ? "\n" : "", i + 1, TEXT_ARG(title));
    }
    return buffer_text(&out);
}

void meeting_compose_invitation(const struct paper_desk *desk, const struct jvalue *answer,
                                struct buffer *out)
{
    const struct jvalue *units = jvalue_get(answer, "units");
    bool is_cancelled = text_is(paper_value(desk, answer, "state"), "cancelled");
    const struct icalendar_head head = {TEXT_NONE, is_cancelled ? TEXT("CANCEL") : TEXT("REQUEST")};
    civil_date day = CIVIL_DATE_NONE;
    ensure(civil_date_parse(paper_value(desk, answer, "held_on"), &day));
    int64_t id = jvalue_int(jvalue_get(answer, "id"), 0);
    const struct icalendar_event event = {
        .uid = uid_of(desk->arena, desk->city, "meeting", id),
        .sequence = jvalue_int(jvalue_get(answer, "sequence"), 0),
        .stamp = desk->now,
        .starts = instant(desk->city, day, paper_value(desk, answer, "starts")),
        .ends = instant(desk->city, day, paper_value(desk, answer, "ends")),
        .summary = paper_value(desk, answer, "title"),
        .place = paper_value(desk, answer, "place"),
        .description = agenda_text(desk, answer),
        .address = address_of(desk->arena, id),
        .organizer = paper_value(desk, answer, "district_name"),
        .is_cancelled = is_cancelled,
    };
    icalendar_open(out, &head);
    icalendar_event(out, &event);
    for (uint32_t i = 0; units != NULL && i < units->count; i++) {
        icalendar_attendee(out, paper_value(desk, &units->items[i], "org_name"));
    }
    icalendar_event_end(out);
    icalendar_close(out);
}

/* -- a person's feed -- */

/* His unit is invited, or he called it himself. */
static bool is_his(const struct view_run *run, const struct meeting *meeting, bool *out,
                   struct fault *fault)
{
    struct meeting_units units;
    if (!meeting_units_of(run->arena, run->store, meeting->id, &units, fault)) {
        return false;
    }
    *out = meeting->called_by == run->actor->account;
    for (size_t i = 0; i < units.count; i++) {
        *out |= run->actor->org.len > 0 && text_equal(units.items[i].org, run->actor->org);
    }
    return true;
}

static bool add_meetings(const struct view_run *run, bool is_over, struct buffer *out,
                         struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    struct meetings list;
    bool fine = meeting_list(&sight, is_over, &list, fault);
    for (size_t i = 0; fine && i < list.count; i++) {
        const struct meeting *meeting = &list.items[i];
        bool his = false;
        fine = is_his(run, meeting, &his, fault);
        if (fine && his) {
            const struct icalendar_event event = {
                .uid = uid_of(run->arena, run->city, "meeting", meeting->id),
                .sequence = meeting->sequence,
                .stamp = run->now,
                .starts = instant(run->city, meeting->held_on, meeting->starts),
                .ends = instant(run->city, meeting->held_on, meeting->ends),
                .summary = meeting->title,
                .place = meeting->place,
                .address = address_of(run->arena, meeting->id),
                .is_cancelled = meeting->state == MEETING_CANCELLED,
            };
            icalendar_event(out, &event);
            icalendar_event_end(out);
        }
    }
    return fine;
}

/* The days by which his unit's tasks are due. */
static bool add_tasks(const struct view_run *run, struct buffer *out, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    struct meeting_tasks tasks;
    if (!meeting_task_list(&sight, MEETING_TASKS_OPEN, &tasks, fault)) {
        return false;
    }
    for (size_t i = 0; i < tasks.count; i++) {
        const struct meeting_task *task = &tasks.items[i];
        if (run->actor->org.len == 0 || !text_equal(task->org, run->actor->org)) {
            continue;
        }
        struct text title = TEXT_NONE;
        if (!meeting_task_called(run, task, &title, fault)) {
            return false;
        }
        const struct icalendar_event event = {
            .uid = uid_of(run->arena, run->city, "task", task->id),
            .stamp = run->now,
            .day = task->due_on,
            .summary = text_format(run->arena, "到期：%.*s", TEXT_ARG(title)),
            .description = task->what,
            .address = address_of(run->arena, task->meeting),
        };
        icalendar_event(out, &event);
        icalendar_event_end(out);
    }
    return true;
}

bool meeting_feed(const struct view_run *stranger, struct text token, struct text *out,
                  struct fault *fault)
{
    struct feed feed;
    struct buffer buffer = buffer_open(stranger->arena, 16 << 10);
    if (!feed_find(stranger->arena, stranger->store, token_hash(stranger->arena, token), &feed,
                   fault)) {
        return false;
    }
    if (feed.actor.account == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct view_run run = *stranger;
    run.actor = &feed.actor;
    const struct icalendar_head head = {TEXT("联动"), TEXT_NONE};
    icalendar_open(&buffer, &head);
    if (!add_meetings(&run, false, &buffer, fault) || !add_meetings(&run, true, &buffer, fault) ||
        (feed.has_tasks && !add_tasks(&run, &buffer, fault))) {
        return false;
    }
    icalendar_close(&buffer);
    *out = buffer_text(&buffer);
    return true;
}
