#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/casefile/casefile.h"
#include "room/logbook/logbook.h"

static bool perform_add(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct logbook_add *command = fields;
    struct project project;
    struct event_about about = {0, 0, CIVIL_DATE_NONE};
    if (!project_of_run(run, 0, &project, fault) || !logbook_decide(command, fault) ||
        !run_day(run, command->on, "on", &about.happened_on, fault) ||
        !casefile_is_of(run, project.id, command->application_id, fault)) {
        return false;
    }
    struct logbook_added body = {.kind = command->kind,
                                 .words = command->words,
                                 .way = command->way,
                                 .system = command->system,
                                 .number = command->number,
                                 .application = command->application_id,
                                 .shown = command->shown};
    about.subject = run_next_seq(run);
    about.project = project.id;
    run->answer = (struct answer){.id = about.subject, .version = 1};
    return run_emit(run, command->shown ? &logbook_told_event : &logbook_added_event, about, &body,
                    fault);
}

static bool perform_show(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct logbook_show *command = fields;
    struct logbook_entry entry;
    struct project project;
    if (!logbook_find(run->arena, run->store, run->id, &entry, fault)) {
        return false;
    }
    if (entry.id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!project_of_run(run, entry.project, &project, fault) ||
        !run_version_is(run, entry.version, fault)) {
        return false;
    }
    if (entry.shown == command->shown) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("shown"),
                           FAULT_ARGS(TEXT("没有变化"), TEXT("nothing changes")));
    }
    struct event_about about = {entry.id, entry.project, run->today};
    run->answer = (struct answer){.id = entry.id, .version = entry.version + 1};
    return run_emit(run, command->shown ? &logbook_shown_event : &logbook_hidden_event, about,
                    command, fault);
}

#define ROLES_WRITE (ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER))
#define ROLES_READ_ALL (ROLES_WRITE | ROLES_WATCHERS)

static const struct command_kind commands[] = {
    {"logbook.add", "POST", "/projects/{id}/log", &logbook_add_table, ROLES_WRITE, 0,
     "登记工作记录：备注、联系、上门、跟踪编号、今日核实",
     "write into the logbook: note, contact, visit, tracking number, verified today", perform_add},
    {"logbook.show", "POST", "/log-entries/{id}/show", &logbook_show_table, ROLES_WRITE, 0,
     "设定是否向企业展示", "show an entry to the enterprise, or no longer", perform_show},
};

struct log_query {
    struct text kind;
    int64_t before;
};
static const struct field log_fields[] = {
    FIELD(log_query, kind, TEXT, .max = 20, .zh = "记录类型", .en = "kind"),
    FIELD(log_query, before, ID, .zh = "早于", .en = "before"),
};
static const struct field_table log_table = FIELD_TABLE(log_query, log_fields);

static bool write_entry(struct json_writer *json, const struct view_run *run,
                        const struct logbook_entry *entry, struct fault *fault)
{
    struct text by = TEXT_NONE;
    bool names = access_role_may(ROLES_READ_ALL, run->actor->role);
    if (names &&
        !account_name(run->arena, run->store, actor_label_account(entry->actor), &by, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", entry->id);
    json_member_int(json, "version", entry->version);
    json_member_text(json, "kind", entry->kind);
    json_member_date(json, "on", entry->on);
    json_member_text_or_null(json, "words", entry->words);
    json_member_text_or_null(json, "way", entry->way);
    json_member_text_or_null(json, "system", entry->system);
    json_member_text_or_null(json, "number", entry->number);
    json_member_int_if(json, "application_id", entry->application != 0, entry->application);
    json_member_text_or_null(json, "by", by);
    json_member_bool(json, "shown", entry->shown);
    json_end(json);
    return true;
}

static bool answer_log(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct log_query *query = run->query;
    struct project project;
    struct logbook log;
    if (!project_of_view(run, 0, &project, fault)) {
        return false;
    }
    struct logbook_question question = {
        project.id, query->kind, !access_role_may(ROLES_READ_ALL, run->actor->role), query->before};
    if (!logbook_of(run->arena, run->store, &question, &log, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < log.count; i++) {
        if (!write_entry(json, run, &log.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    bool has_more = log.count == LOGBOOK_PAGE;
    json_member_int_if(json, "next", has_more, has_more ? log.items[log.count - 1].id : 0);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"logbook.list", "/projects/{id}/log", &log_table, ROLES_BUSINESS, 0,
     "工作记录（企业和部门只见向企业展示的）",
     "the logbook; enterprise and departments read what is shown", answer_log},
};

static const struct event_kind *const events[] = {&logbook_added_event, &logbook_told_event,
                                                  &logbook_hidden_event, &logbook_shown_event};

const struct room logbook_room = {
    .name = "logbook",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(logbook),
    .schema = {"logbook", 1, logbook_ddl},
};
