#include "room/navigator/navigator.h"

static const struct field appoint_fields[] = {
    FIELD(navigator_appoint, account_id, ID, .names = "navigator", .required = true, .zh = "代办员",
          .en = "navigator"),
    FIELD(navigator_appoint, reason, TEXT, .max = 2000, .multiline = true, .zh = "理由",
          .en = "reason"),
};
const struct field_table navigator_appoint_table = FIELD_TABLE(navigator_appoint, appoint_fields);

bool navigator_may_be_appointed(struct command_run *run, const struct project *project,
                                const struct navigator_appoint *command, struct fault *fault)
{
    bool is_open = project->stage == STAGE_ACCEPTED || project->stage == STAGE_SERVED ||
                   project->stage == STAGE_UNDER_WAY;
    if (!is_open) {
        return project_refuse_stage(run, project, "指派代办员", "appoint a navigator", fault);
    }
    if (project->navigator == command->account_id) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("account_id"),
                           FAULT_ARGS(TEXT("此人已是该项目的代办员"),
                                      TEXT("this person is the navigator already")));
    }
    if (project->navigator != 0 && text_is_empty(command->reason)) {
        return fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("reason"), FAULT_NO_ARGS);
    }
    return true;
}
