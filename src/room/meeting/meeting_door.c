#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/meeting/meeting_task.h"

/* -- what the table says -- */

static const struct pack_record *kind_of(const struct city *city, struct text kind, civil_date on)
{
    return pack_find(city_pack(city), PACK_MEETING_KINDS, kind, on);
}

bool meeting_terms_of(const struct view_run *run, struct text kind, struct meeting_terms *out)
{
    const struct pack_record *record = kind_of(run->city, kind, run->today);
    *out = (struct meeting_terms){
        .actor = run->actor, .today = run->today, .city = city_code(run->city)};
    if (record == NULL) {
        return false;
    }
    out->roles = roles_from_names(jvalue_get(record->raw, "call_roles"));
    out->tell_days = jvalue_int(jvalue_get(record->raw, "tell_days"), 0);
    out->adopts_plan = jvalue_bool(jvalue_get(record->raw, "adopts_plan"), false);
    return true;
}

struct meeting_sight meeting_sight_of(const struct view_run *run)
{
    return (struct meeting_sight){view_sight(run), run->actor->org};
}

/* Nobody's sight: what one is not shown must not be lost for it. */
static struct sight whole_sight(const struct command_run *run)
{
    return (struct sight){run->arena, run->store, {.kind = SCOPE_CITY}};
}

/* A kind that the table no longer has can be led by nobody: the terms have no role then. */
static struct meeting_terms terms_of(const struct command_run *run, struct text kind)
{
    struct view_run view = run_view(run);
    struct meeting_terms terms;
    (void)meeting_terms_of(&view, kind, &terms);
    return terms;
}

static bool load(struct command_run *run, int64_t id, struct meeting *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    return meeting_find(&sight, id, out, fault);
}

static bool load_seen(struct command_run *run, struct meeting *out, struct fault *fault)
{
    return load(run, run->id, out, fault) && run_version_is(run, out->version, fault);
}

static bool emit(struct command_run *run, const struct meeting *meeting,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {meeting->id, 0, run->today};
    run->answer.id = meeting->id;
    return run_emit(run, kind, about, body, fault);
}

/* -- units -- */

bool meeting_orgs_are_known(const struct command_run *run, struct text_list orgs,
                            struct fault *fault)
{
    for (size_t i = 0; i < orgs.count; i++) {
        if (!city_is_unit(run->city, orgs.items[i])) {
            return fault_refuse_field(fault, "orgs", "数据包里没有这个单位",
                                      "the pack has no such unit");
        }
    }
    return true;
}

static const struct meeting_unit *unit_of(const struct meeting_units *units, struct text org)
{
    for (size_t i = 0; i < units->count; i++) {
        if (org.len > 0 && text_equal(units->items[i].org, org)) {
            return &units->items[i];
        }
    }
    return NULL;
}

/* Each once; a meeting that is full takes no more. */
static bool invite(struct command_run *run, int64_t meeting, struct text_list orgs,
                   struct fault *fault)
{
    struct meeting_units units;
    struct event_about about = {meeting, 0, run->today};
    if (!meeting_units_of(run->arena, run->store, meeting, &units, fault)) {
        return false;
    }
    for (size_t i = 0; i < orgs.count; i++) {
        struct meeting_invited body = {orgs.items[i]};
        if (unit_of(&units, orgs.items[i]) != NULL) {
            continue;
        }
        if (units.count == MEETING_UNITS_MAX) {
            return fault_refuse_field(fault, "orgs", "一次会议最多 60 个单位",
                                      "at most 60 units a meeting");
        }
        units.items[units.count++] = (struct meeting_unit){.org = orgs.items[i]};
        if (!run_emit(run, &meeting_invited_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- points -- */

bool meeting_add_point(struct command_run *run, const struct meeting_point_added *body,
                       int64_t project, struct fault *fault)
{
    struct event_about about = {0, project, run->today};
    struct meeting_points points;
    struct sight sight = whole_sight(run);
    if (!meeting_points_of(&sight, body->meeting, &points, fault)) {
        return false;
    }
    if (points.count == MEETING_POINTS_MAX) {
        return fault_refuse_field(fault, "points", "一次会议最多 60 个议题",
                                  "at most 60 points a meeting");
    }
    return run_emit(run, &meeting_point_added_event, about, body, fault) &&
           invite(run, body->meeting, body->orgs, fault);
}

/* The meeting opens on what the one before did not close. */
static bool take_carried(struct command_run *run, int64_t meeting,
                         const struct meeting_call *command, struct fault *fault)
{
    struct meeting_points carried;
    struct sight sight = whole_sight(run);
    const struct meeting_series series = {command->kind, command->district};
    if (!meeting_points_carried(&sight, &series, &carried, fault)) {
        return false;
    }
    for (size_t i = 0; i < carried.count; i++) {
        const struct meeting_point *point = &carried.items[i];
        struct meeting_point_added body = {
            .meeting = meeting,
            .about = point->about,
            .about_id = point->about_id,
            .application = point->application,
            .title = point->title,
            .orgs = point->orgs,
            .from_point = point->id,
        };
        if (!meeting_add_point(run, &body, point->project, fault)) {
            return false;
        }
    }
    return true;
}

/* -- calling, moving, cancelling -- */

/* The caller's own district, or the one named; the city's where none is. */
static bool place_call(struct command_run *run, struct meeting_call *command, struct fault *fault)
{
    if (command->district.len == 0) {
        bool is_whole = text_is_empty(run->actor->district);
        command->district = is_whole ? city_code(run->city) : run->actor->district;
    }
    if (!text_equal(command->district, city_code(run->city)) &&
        !city_has_district(run->city, command->district)) {
        return fault_refuse_field(fault, "district", "没有这个区县", "there is no such district");
    }
    const struct pack_record *record = kind_of(run->city, command->kind, run->today);
    if (record == NULL) {
        return fault_refuse_field(fault, "kind", "没有这种会议",
                                  "there is no such kind of meeting");
    }
    command->title = command->title.len > 0 ? command->title : record->name;
    return true;
}

static bool perform_call(struct command_run *run, const void *given, struct fault *fault)
{
    struct meeting_call command = *(const struct meeting_call *)given;
    struct event_about about = {0, 0, run->today};
    int64_t id = run_next_seq(run);
    if (!place_call(run, &command, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, command.kind);
    terms.ahead_days = city_working_days(run->city, run->today, command.held_on);
    run->answer = (struct answer){.id = id, .version = 1};
    return meeting_decide_call(&command, &terms, fault) &&
           meeting_orgs_are_known(run, command.orgs, fault) &&
           run_emit(run, &meeting_called_event, about, &command, fault) &&
           invite(run, id, command.orgs, fault) && take_carried(run, id, &command, fault);
}

static bool perform_move(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_move *command = given;
    struct meeting meeting;
    if (!load_seen(run, &meeting, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    terms.ahead_days = city_working_days(run->city, run->today, command->held_on);
    return meeting_decide_move(&meeting, command, &terms, fault) &&
           emit(run, &meeting, &meeting_moved_event, command, fault);
}

static bool perform_cancel(struct command_run *run, const void *given, struct fault *fault)
{
    struct meeting meeting;
    if (!load_seen(run, &meeting, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    return meeting_decide_lead(&meeting, &terms, fault) &&
           emit(run, &meeting, &meeting_cancelled_event, given, fault);
}

static bool perform_invite(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_orgs *command = given;
    struct meeting meeting;
    if (!load_seen(run, &meeting, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    run->answer.id = meeting.id;
    return meeting_decide_lead(&meeting, &terms, fault) &&
           meeting_orgs_are_known(run, command->orgs, fault) &&
           invite(run, meeting.id, command->orgs, fault);
}

static bool perform_attend(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_orgs *command = given;
    struct meeting meeting;
    if (!load_seen(run, &meeting, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    return meeting_decide_hold(&meeting, &terms, fault) &&
           meeting_orgs_are_known(run, command->orgs, fault) &&
           invite(run, meeting.id, command->orgs, fault) &&
           emit(run, &meeting, &meeting_attended_event, command, fault);
}

/* -- the agenda -- */

static bool are_points_of(const struct meeting_points *points, struct text_list ids,
                          struct fault *fault)
{
    for (size_t i = 0; i < ids.count; i++) {
        int64_t id = 0;
        bool is_one = text_to_int(ids.items[i], &id);
        size_t k = 0;
        while (is_one && k < points->count && points->items[k].id != id) {
            k++;
        }
        if (!is_one || k == points->count) {
            return fault_refuse_field(fault, "points", "不是本次会议的议题",
                                      "not a point of this meeting");
        }
    }
    return true;
}

static bool perform_order(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_order *command = given;
    struct meeting meeting;
    struct meeting_points points;
    struct sight sight = run_sight(run);
    if (!load_seen(run, &meeting, fault) ||
        !meeting_points_of(&sight, meeting.id, &points, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    return meeting_decide_lead(&meeting, &terms, fault) &&
           are_points_of(&points, command->points, fault) &&
           emit(run, &meeting, &meeting_ordered_event, command, fault);
}

static bool load_point(struct command_run *run, struct meeting_at_point *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    if (!meeting_point_find(&sight, run->id, &out->point, fault) ||
        !load(run, out->point.meeting, &out->meeting, fault) ||
        !run_version_is(run, out->point.version, fault)) {
        return false;
    }
    out->terms = terms_of(run, out->meeting.kind);
    run->answer = (struct answer){.id = out->point.id, .version = out->point.version + 1};
    return true;
}

static bool end_point(struct command_run *run, const struct meeting_at_point *at,
                      const struct event_kind *kind, struct text reason, struct fault *fault)
{
    struct event_about about = {at->point.id, at->point.project, run->today};
    struct meeting_point_noted body = {at->meeting.id, reason};
    return meeting_decide_point(&at->point, run->actor->language, fault) &&
           run_emit(run, kind, about, &body, fault);
}

static bool perform_drop(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_reason *command = given;
    struct meeting_at_point at;
    return load_point(run, &at, fault) && meeting_decide_lead(&at.meeting, &at.terms, fault) &&
           end_point(run, &at, &meeting_point_dropped_event, command->reason, fault);
}

static bool perform_carry(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_reason *command = given;
    struct meeting_at_point at;
    return load_point(run, &at, fault) && meeting_decide_hold(&at.meeting, &at.terms, fault) &&
           end_point(run, &at, &meeting_point_carried_event, command->reason, fault);
}

/* The unit that has to do it takes part in the project, and is asked about the minutes. */
static bool bring_in(struct command_run *run, const struct meeting_at_point *at, struct text org,
                     struct fault *fault)
{
    struct text_list orgs = {&org, 1};
    return (at->point.project == 0 || project_join(run, at->point.project, org, fault)) &&
           invite(run, at->meeting.id, orgs, fault);
}

bool meeting_point_at_hand(struct command_run *run, struct meeting_at_point *out,
                           struct fault *fault)
{
    return load_point(run, out, fault) && meeting_decide_hold(&out->meeting, &out->terms, fault) &&
           meeting_decide_point(&out->point, run->actor->language, fault);
}

bool meeting_decide_point_at(struct command_run *run, const struct meeting_at_point *at,
                             const struct meeting_decide *command, int64_t plan,
                             struct fault *fault)
{
    if (!city_is_unit(run->city, command->org)) {
        return fault_refuse_field(fault, "org", "数据包里没有这个单位",
                                  "the pack has no such unit");
    }
    int days = city_limit(run->city, "decision_task", run->today);
    struct meeting_point_decided body = {
        .meeting = at->meeting.id,
        .plan = plan,
        .title = at->point.title,
        .decision = command->decision,
        .basis = command->basis,
        .org = command->org,
        .kind = at->meeting.kind,
        .district = at->meeting.district,
        .due_on = command->due_on != CIVIL_DATE_NONE ? command->due_on
                                                     : city_due(run->city, run->today, days).day,
    };
    struct event_about about = {at->point.id, at->point.project, run->today};
    return meeting_decide_due(body.due_on, run->today, fault) &&
           bring_in(run, at, body.org, fault) &&
           run_emit(run, &meeting_point_decided_event, about, &body, fault);
}

static bool perform_decide(struct command_run *run, const void *given, struct fault *fault)
{
    struct meeting_at_point at;
    return meeting_point_at_hand(run, &at, fault) &&
           meeting_decide_point_at(run, &at, given, 0, fault);
}

/* -- minutes -- */

static bool perform_minutes(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_minutes *command = given;
    struct meeting meeting;
    struct meeting_points points;
    struct sight sight = whole_sight(run);
    if (!load_seen(run, &meeting, fault) ||
        !meeting_points_of(&sight, meeting.id, &points, fault)) {
        return false;
    }
    struct meeting_terms terms = terms_of(run, meeting.kind);
    const struct pack_record *record = kind_of(run->city, meeting.kind, run->today);
    if (!meeting_decide_minutes(&meeting, &points, &terms, fault)) {
        return false;
    }
    int days = (int)jvalue_int(jvalue_get(record->raw, "confirm_days"), 0);
    struct meeting_minuted body = {command->summary, city_due(run->city, run->today, days).day};
    return emit(run, &meeting, &meeting_minuted_event, &body, fault);
}

static bool has_answered_all(const struct meeting_units *units)
{
    bool all = true;
    for (size_t i = 0; i < units->count; i++) {
        all = all && text_is(units->items[i].answer, "confirmed");
    }
    return all;
}

static bool perform_confirm(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_confirm *command = given;
    struct meeting meeting;
    struct meeting_units units;
    struct meeting_minutes nothing = {TEXT_NONE};
    if (!load_seen(run, &meeting, fault) ||
        !meeting_units_of(run->arena, run->store, meeting.id, &units, fault) ||
        !meeting_decide_confirm(&meeting, unit_of(&units, run->actor->org), run->actor->language,
                                fault)) {
        return false;
    }
    bool objects = command->objection.len > 0;
    struct meeting_answered body = {run->actor->org, objects ? TEXT("objected") : TEXT("confirmed"),
                                    command->objection};
    return emit(run, &meeting, &meeting_answered_event, &body, fault) &&
           meeting_units_of(run->arena, run->store, meeting.id, &units, fault) &&
           (!has_answered_all(&units) ||
            emit(run, &meeting, &meeting_closed_event, &nothing, fault));
}

/* The limit is over: who was silent is on record as the table says, and the meeting is closed. An
 * objection that nobody answered stays on record. */
static bool close_silent(struct command_run *run, const struct meeting *meeting,
                         struct fault *fault)
{
    struct meeting_units units;
    struct meeting_minutes nothing = {TEXT_NONE};
    const struct pack_record *record = kind_of(run->city, meeting->kind, meeting->held_on);
    struct text silence = record == NULL
                              ? TEXT("unanswered")
                              : jvalue_text(jvalue_get(record->raw, "silence"), TEXT("unanswered"));
    if (!meeting_units_of(run->arena, run->store, meeting->id, &units, fault)) {
        return false;
    }
    for (size_t i = 0; i < units.count; i++) {
        struct meeting_answered body = {units.items[i].org, silence, TEXT_NONE};
        if (units.items[i].answer.len == 0 &&
            !emit(run, meeting, &meeting_silent_event, &body, fault)) {
            return false;
        }
    }
    return emit(run, meeting, &meeting_closed_event, &nothing, fault);
}

static bool perform_close(struct command_run *run, const void *given, struct fault *fault)
{
    struct meetings past;
    (void)given;
    if (!meeting_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        if (!close_silent(run, &past.items[i], fault)) {
            return false;
        }
    }
    return true;
}

#define ROLES_LEAD (ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER))

static const struct command_kind commands[] = {
    {"meeting.call", "POST", "/meetings", &meeting_call_table, ROLES_LEAD, 0, "召集会议",
     "Call a meeting", perform_call},
    {"meeting.move", "POST", "/meetings/{id}/move", &meeting_move_table, ROLES_LEAD, 0, "会议改期",
     "Move a meeting", perform_move},
    {"meeting.cancel", "POST", "/meetings/{id}/cancel", &meeting_reason_table, ROLES_LEAD, 0,
     "取消会议，未议的议题转下次", "Cancel a meeting; its points go to the next", perform_cancel},
    {"meeting.invite", "POST", "/meetings/{id}/invitations", &meeting_orgs_table, ROLES_LEAD, 0,
     "邀请单位参会", "Invite units", perform_invite},
    {"meeting.attend", "POST", "/meetings/{id}/attendance", &meeting_orgs_table, ROLES_LEAD, 0,
     "登记到会单位", "Note which units came", perform_attend},
    {"meeting.order", "POST", "/meetings/{id}/order", &meeting_order_table, ROLES_LEAD, 0,
     "调整议题顺序", "Put the points in order", perform_order},
    {"meeting.drop", "POST", "/meeting-points/{id}/drop", &meeting_reason_table, ROLES_LEAD, 0,
     "撤下议题", "Drop a point, with a reason", perform_drop},
    {"meeting.carry", "POST", "/meeting-points/{id}/carry", &meeting_reason_table, ROLES_LEAD, 0,
     "议题转下次会议", "Carry a point over to the next meeting", perform_carry},
    {"meeting.decide", "POST", "/meeting-points/{id}/decide", &meeting_decide_table, ROLES_LEAD, 0,
     "议定：结论、责任单位、期限", "Decide a point: what, which unit, by which day",
     perform_decide},
    {"meeting.minutes", "POST", "/meetings/{id}/minutes", &meeting_minutes_table, ROLES_LEAD, 0,
     "印发会议纪要，请各单位确认", "Issue the minutes for the units to confirm", perform_minutes},
    {"meeting.confirm", "POST", "/meetings/{id}/confirmation", &meeting_confirm_table, ROLES_WORK,
     0, "本单位确认纪要，或写明不同意见", "One's unit confirms the minutes, or objects",
     perform_confirm},
    {"meeting.close", "POST", "/chores/meetings", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录逾期未答复纪要的单位",
     "Record units that were silent about minutes", perform_close},
};

static const struct event_kind *const events[] = {
    &meeting_called_event,        &meeting_moved_event,         &meeting_cancelled_event,
    &meeting_invited_event,       &meeting_ordered_event,       &meeting_attended_event,
    &meeting_point_added_event,   &meeting_point_decided_event, &meeting_point_carried_event,
    &meeting_point_dropped_event, &meeting_minuted_event,       &meeting_answered_event,
    &meeting_silent_event,        &meeting_closed_event};

const struct room meeting_room = {
    .name = "meeting",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(meeting),
    .schema = {"meeting", 3, meeting_ddl},
};
