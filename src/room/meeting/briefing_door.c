#include "app/city.h"
#include "app/climbing.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/meeting/briefing.h"

static const struct pack_record *kind_of(const struct city *city, struct text kind, civil_date on)
{
    return pack_find(city_pack(city), PACK_MEETING_KINDS, kind, on);
}

int64_t briefing_answer_days(const struct city *city, struct text kind, civil_date on)
{
    const struct pack_record *record = kind_of(city, kind, on);
    return record == NULL ? 0 : jvalue_int(jvalue_get(record->raw, "answer_days"), 0);
}

bool briefing_leads(const struct view_run *run, struct text kind, struct text district)
{
    struct meeting_terms terms;
    return meeting_terms_of(run, kind, &terms) && meeting_may_lead(&terms, district);
}

/* -- guests -- */

static bool guest_is_new(struct command_run *run, int64_t meeting, int64_t project,
                         struct fault *fault)
{
    int64_t there = 0, all = 0;
    if (!briefing_guests_count(run->store, meeting, project, &there, fault) ||
        !briefing_guests_count(run->store, meeting, 0, &all, fault)) {
        return false;
    }
    if (there > 0) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("project_id"),
                           FAULT_ARGS(TEXT("该企业已受邀"), TEXT("it is invited")));
    }
    return all < BRIEFING_GUESTS_MAX ||
           fault_refuse_field(fault, "project_id", "一次会议最多邀请 200 家企业",
                              "at most 200 enterprises a meeting");
}

static bool perform_invite(struct command_run *run, const void *given, struct fault *fault)
{
    const struct briefing_invite *command = given;
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    struct meeting meeting;
    struct meeting_terms terms;
    struct project project;
    if (!meeting_find(&sight, run->id, &meeting, fault)) {
        return false;
    }
    (void)meeting_terms_of(&view, meeting.kind, &terms);
    int64_t days = briefing_answer_days(run->city, meeting.kind, run->today);
    if (!briefing_decide_invite(&meeting, &terms, days, fault) ||
        !project_of_run(run, command->project_id, &project, fault) ||
        !guest_is_new(run, meeting.id, project.id, fault)) {
        return false;
    }
    int64_t id = run_next_seq(run);
    struct event_about about = {id, project.id, run->today};
    struct briefing_invited body = {meeting.id};
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &briefing_invited_event, about, &body, fault);
}

/* On the day of the meeting or later, as often as it was noted wrongly. */
static bool perform_attend(struct command_run *run, const void *given, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    struct briefing_guest guest;
    struct meeting meeting;
    struct meeting_terms terms;
    if (!briefing_guest_find(&sight.sight, run->id, &guest, fault) ||
        !run_version_is(run, guest.version, fault) ||
        !meeting_find(&sight, guest.meeting, &meeting, fault)) {
        return false;
    }
    (void)meeting_terms_of(&view, meeting.kind, &terms);
    struct event_about about = {guest.id, guest.project, run->today};
    run->answer = (struct answer){.id = guest.id, .version = guest.version + 1};
    return meeting_decide_hold(&meeting, &terms, fault) &&
           run_emit(run, &briefing_attended_event, about, given, fault);
}

/* -- questions -- */

/* For whom it is asked: an enterprise asks for its own project alone, and only where it is a guest.
 */
static bool asker_of(struct command_run *run, const struct briefing_ask *command, int64_t *project,
                     struct fault *fault)
{
    bool is_enterprise = run->actor->role == ROLE_ENTERPRISE;
    struct project seen;
    int64_t there = 0;
    *project = is_enterprise ? run->actor->project : command->project_id;
    if (is_enterprise && command->project_id != 0 && command->project_id != *project) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (*project == 0) {
        return true;
    }
    if (!project_of_run(run, *project, &seen, fault) ||
        !briefing_guests_count(run->store, run->id, *project, &there, fault)) {
        return false;
    }
    if (there == 0 && is_enterprise) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return there > 0 || fault_refuse_field(fault, "project_id", "该企业未受邀参加此次会议",
                                           "this enterprise is not invited to the meeting");
}

static bool perform_ask(struct command_run *run, const void *given, struct fault *fault)
{
    const struct briefing_ask *command = given;
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    struct meeting meeting;
    struct meeting_units units;
    int64_t project = 0;
    if (!meeting_find(&sight, run->id, &meeting, fault) ||
        !asker_of(run, command, &project, fault) ||
        !meeting_units_of(run->arena, run->store, meeting.id, &units, fault)) {
        return false;
    }
    int64_t days = briefing_answer_days(run->city, meeting.kind, run->today);
    civil_date from = meeting.held_on > run->today ? meeting.held_on : run->today;
    struct briefing_asked body = {.meeting = meeting.id,
                                  .project = project,
                                  .org = command->org,
                                  .question = command->question,
                                  .kind = meeting.kind,
                                  .district = meeting.district,
                                  .due_on = city_due(run->city, from, (int)days).day};
    int64_t id = run_next_seq(run);
    struct event_about about = {id, 0, run->today};
    run->answer = (struct answer){.id = id, .version = 1};
    return briefing_decide_ask(&meeting, &units, command->org, days, fault) &&
           run_emit(run, &briefing_asked_event, about, &body, fault);
}

struct at_hand {
    struct briefing_question question;
    bool leads;
};

static bool load(struct command_run *run, struct at_hand *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    if (!briefing_question_find(&sight, run->id, &out->question, fault) ||
        !run_version_is(run, out->question.version, fault)) {
        return false;
    }
    out->leads = briefing_leads(&view, out->question.kind, out->question.district);
    run->answer = (struct answer){.id = run->id, .version = out->question.version + 1};
    return true;
}

static bool emit(struct command_run *run, const struct event_kind *kind, int64_t question,
                 const void *body, struct fault *fault)
{
    struct event_about about = {question, 0, run->today};
    return run_emit(run, kind, about, body, fault);
}

static bool perform_pass(struct command_run *run, const void *given, struct fault *fault)
{
    const struct briefing_pass *command = given;
    struct at_hand at;
    struct meeting_units units;
    if (!load(run, &at, fault) || !briefing_decide_act(&at.question, run->actor, at.leads, fault) ||
        !meeting_units_of(run->arena, run->store, at.question.meeting, &units, fault) ||
        !briefing_decide_pass(&at.question, &units, command->org, fault)) {
        return false;
    }
    struct briefing_passed body = {command->org, command->reason, at.question.due_on};
    return emit(run, &briefing_passed_event, at.question.id, &body, fault);
}

static bool perform_answer(struct command_run *run, const void *given, struct fault *fault)
{
    struct at_hand at;
    return load(run, &at, fault) &&
           briefing_decide_act(&at.question, run->actor, at.leads, fault) &&
           emit(run, &briefing_answered_event, at.question.id, given, fault);
}

static bool perform_show(struct command_run *run, const void *given, struct fault *fault)
{
    struct at_hand at;
    (void)given;
    if (!load(run, &at, fault) ||
        !briefing_decide_show(&at.question, run->actor, at.leads, fault)) {
        return false;
    }
    struct briefing_invited body = {at.question.meeting};
    return emit(run, &briefing_shown_event, at.question.id, &body, fault);
}

/* -- by itself -- */

static bool climb(struct command_run *run, const struct briefing_question *one, struct fault *fault)
{
    struct climbing ladder = climbing_of(kind_of(run->city, one->kind, run->today));
    int64_t late = city_working_days(run->city, one->due_on, run->today);
    struct briefing_missed missed = {
        one->org, one->due_on, climbing_stays_until(run->city, &ladder, one->due_on, one->climbs)};
    if (one->missed_on == CIVIL_DATE_NONE &&
        !emit(run, &briefing_missed_event, one->id, &missed, fault)) {
        return false;
    }
    for (int64_t i = one->climbs; i < climbing_steps_due(&ladder, late); i++) {
        struct briefing_climbed body = {
            climbing_role(&ladder, i), one->org, one->due_on,
            climbing_stays_until(run->city, &ladder, one->due_on, i + 1)};
        if (!emit(run, &briefing_climbed_event, one->id, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_past(struct command_run *run, const void *given, struct fault *fault)
{
    struct briefing_questions past;
    (void)given;
    bool fine = briefing_past(run->arena, run->store, run->today, &past, fault);
    for (size_t i = 0; fine && i < past.count; i++) {
        fine = climb(run, &past.items[i], fault);
    }
    return fine;
}

#define ROLES_LEAD (ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER))

static const struct command_kind commands[] = {
    {"briefing.invite", "POST", "/meetings/{id}/guests", &briefing_invite_table, ROLES_LEAD, 0,
     "邀请企业", "Invite an enterprise", perform_invite},
    {"briefing.attend", "POST", "/meeting-guests/{id}/attendance", &briefing_attend_table,
     ROLES_LEAD, 0, "登记企业是否到会", "Note whether an enterprise came", perform_attend},
    {"briefing.ask", "POST", "/meetings/{id}/questions", &briefing_ask_table, ROLES_BUSINESS, 0,
     "提问", "Ask a question", perform_ask},
    {"briefing.pass", "POST", "/meeting-questions/{id}/pass", &briefing_pass_table,
     ROLES_WORK | ROLE_BIT(ROLE_LEADER), 0, "转由其他单位答复", "Pass on to another unit",
     perform_pass},
    {"briefing.answer", "POST", "/meeting-questions/{id}/answer", &briefing_answer_table,
     ROLES_WORK | ROLE_BIT(ROLE_LEADER), 0, "答复提问", "Answer a question", perform_answer},
    {"briefing.show", "POST", "/meeting-questions/{id}/show", NULL,
     ROLES_WORK | ROLE_BIT(ROLE_LEADER), 0, "向全体参会企业公开",
     "Show the answer to all enterprises invited", perform_show},
    {"briefing.past", "POST", "/chores/briefings", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录逾期未答复的宣讲提问并逐级上报",
     "Record questions that were not answered in time and let them climb", perform_past},
};

static const struct event_kind *const events[] = {
    &briefing_invited_event, &briefing_attended_event, &briefing_asked_event,
    &briefing_passed_event,  &briefing_answered_event, &briefing_shown_event,
    &briefing_missed_event,  &briefing_climbed_event};

const struct room briefing_room = {
    .name = "briefing",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(briefing),
    .schema = {"briefing", 1, briefing_ddl},
};
