#include "app/city.h"
#include "app/climbing.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/meeting/meeting_task.h"

static bool load(struct command_run *run, struct meeting_task *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct meeting_sight sight = meeting_sight_of(&view);
    if (!meeting_task_find(&sight, run->id, out, fault) ||
        !run_version_is(run, out->version, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = out->id, .version = out->version + 1};
    return true;
}

static bool emit(struct command_run *run, const struct meeting_task *task,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {task->id, task->project, run->today};
    return run_emit(run, kind, about, body, fault);
}

static bool evidence_is_right(struct command_run *run, const struct meeting_task *task,
                              struct text evidence, struct fault *fault)
{
    int64_t ids[MEETING_TASK_EVIDENCE_MAX];
    size_t count = 0;
    bool is_right =
        meeting_task_ids_read(run->arena, evidence, ids, MEETING_TASK_EVIDENCE_MAX, &count);
    for (size_t i = 0; is_right && i < count; i++) {
        if (!meeting_task_file_is_of(run->store, ids[i], task->project, &is_right, fault)) {
            return false;
        }
    }
    return is_right || fault_raise(fault, FAULT_FIELD_INVALID, TEXT("evidence"),
                                   FAULT_ARGS(TEXT("应为本项目文件编号的列表，最多 20 个，不重复"),
                                              TEXT("a list of ids of this project's files, at "
                                                   "most 20, each once")));
}

static bool perform_report(struct command_run *run, const void *given, struct fault *fault)
{
    const struct meeting_task_report *command = given;
    struct meeting_task task;
    return load(run, &task, fault) &&
           meeting_task_decide_report(&task, command, run->actor, run->today, fault) &&
           evidence_is_right(run, &task, command->evidence, fault) &&
           emit(run, &task, &meeting_task_reported_event, command, fault);
}

static bool judge(struct command_run *run, const struct event_kind *kind, const void *given,
                  struct fault *fault)
{
    struct meeting_task task;
    struct meeting_terms terms;
    struct view_run view = run_view(run);
    if (!load(run, &task, fault)) {
        return false;
    }
    bool leads =
        meeting_terms_of(&view, task.kind, &terms) && meeting_may_lead(&terms, task.district);
    return meeting_task_decide_judge(&task, run->actor, leads, fault) &&
           emit(run, &task, kind, given, fault);
}

static bool perform_accept(struct command_run *run, const void *given, struct fault *fault)
{
    return judge(run, &meeting_task_accepted_event, given, fault);
}

static bool perform_return(struct command_run *run, const void *given, struct fault *fault)
{
    return judge(run, &meeting_task_returned_event, given, fault);
}

/* -- by itself -- */

static struct climbing ladder_of(const struct command_run *run, const struct meeting_task *task)
{
    return climbing_of(pack_find(city_pack(run->city), PACK_MEETING_KINDS, task->kind, run->today));
}

static bool climb(struct command_run *run, const struct climbing *ladder,
                  const struct meeting_task *task, struct fault *fault)
{
    int64_t late = city_working_days(run->city, task->due_on, run->today);
    int64_t due = climbing_steps_due(ladder, late);
    for (int64_t i = task->climbs; i < due; i++) {
        struct meeting_task_climbed body = {
            climbing_role(ladder, i), task->org, task->what, task->due_on,
            climbing_stays_until(run->city, ladder, task->due_on, i + 1)};
        if (!emit(run, task, &meeting_task_climbed_event, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool remind(struct command_run *run, struct fault *fault)
{
    struct meeting_tasks near;
    bool fine = meeting_task_near(run->arena, run->store, run->today, &near, fault);
    for (size_t i = 0; fine && i < near.count; i++) {
        const struct meeting_task *task = &near.items[i];
        const struct pack_record *record =
            pack_find(city_pack(run->city), PACK_MEETING_KINDS, task->kind, run->today);
        int64_t days = record == NULL ? 0 : jvalue_int(jvalue_get(record->raw, "remind_days"), 0);
        struct meeting_task_missed body = {task->org, task->what, task->due_on, CIVIL_DATE_NONE};
        fine = city_working_days(run->city, run->today, task->due_on) > days ||
               emit(run, task, &meeting_task_nearing_event, &body, fault);
    }
    return fine;
}

static bool perform_past(struct command_run *run, const void *given, struct fault *fault)
{
    struct meeting_tasks past;
    (void)given;
    if (!remind(run, fault) ||
        !meeting_task_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        const struct meeting_task *task = &past.items[i];
        struct climbing ladder = ladder_of(run, task);
        struct meeting_task_missed body = {
            task->org, task->what, task->due_on,
            climbing_stays_until(run->city, &ladder, task->due_on, task->climbs)};
        bool is_new = task->missed_on == CIVIL_DATE_NONE;
        if ((is_new && !emit(run, task, &meeting_task_missed_event, &body, fault)) ||
            !climb(run, &ladder, task, fault)) {
            return false;
        }
    }
    return true;
}

#define ROLES_JUDGE (ROLES_COORDINATORS | ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_LEADER))

static const struct command_kind commands[] = {
    {"meeting_task.report", "POST", "/meeting-tasks/{id}/report", &meeting_task_report_table,
     ROLES_WORK, 0, "报送责任事项办理情况和证据", "Report a task done, with evidence",
     perform_report},
    {"meeting_task.accept", "POST", "/meeting-tasks/{id}/accept", &meeting_task_note_table,
     ROLES_JUDGE, 0, "责任事项验收办结", "Accept a task as done", perform_accept},
    {"meeting_task.return", "POST", "/meeting-tasks/{id}/return", &meeting_task_note_table,
     ROLES_JUDGE, 0, "责任事项退回续办", "Send a task back", perform_return},
    {"meeting_task.past", "POST", "/chores/meeting-tasks", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "提醒临期的责任事项，记录逾期的并逐级上报",
     "Remind of tasks whose day is near, record those past it and let them climb", perform_past},
};

static const struct event_kind *const events[] = {
    &meeting_task_reported_event, &meeting_task_accepted_event, &meeting_task_returned_event,
    &meeting_task_nearing_event,  &meeting_task_missed_event,   &meeting_task_climbed_event};

const struct room meeting_task_room = {
    .name = "meeting_task",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(meeting_task),
};
