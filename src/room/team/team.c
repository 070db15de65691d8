#include "room/team/team.h"

static const struct field join_fields[] = {
    FIELD(team_join, account_id, ID, .names = "account", .required = true, .zh = "成员",
          .en = "member"),
    FIELD(team_join, role, TEXT, .names = "team_roles", .required = true, .max = 60, .zh = "角色",
          .en = "role"),
    FIELD(team_join, from, DATE, .zh = "自", .en = "from"),
};
const struct field_table team_join_table = FIELD_TABLE(team_join, join_fields);

static const struct field leave_fields[] = {
    FIELD(team_leave, on, DATE, .zh = "至", .en = "until"),
    FIELD(team_leave, reason, TEXT, .max = 500, .multiline = true, .zh = "原因", .en = "reason"),
};
const struct field_table team_leave_table = FIELD_TABLE(team_leave, leave_fields);

static const struct field joined_fields[] = {
    FIELD(team_joined, account, ID, .required = true, .zh = "成员", .en = "member"),
    FIELD(team_joined, role, TEXT, .names = "team_roles", .required = true, .max = 60, .zh = "角色",
          .en = "role"),
};
static const struct field_table joined_table = FIELD_TABLE(team_joined, joined_fields);

const struct event_kind team_joined_event = {"team.joined",
                                             &joined_table,
                                             team_record_joined,
                                             "加入项目团队",
                                             "somebody joined the project's team",
                                             true};
const struct event_kind team_left_event = {"team.left",
                                           &team_leave_table,
                                           team_record_left,
                                           "退出项目团队",
                                           "somebody left the project's team",
                                           true};

bool team_decide_join(const struct team *team, const struct team_join *command, struct fault *fault)
{
    for (size_t i = 0; i < team->count; i++) {
        const struct team_member *member = &team->items[i];
        if (member->to == CIVIL_DATE_NONE && member->account == command->account_id &&
            text_equal(member->role, command->role)) {
            return fault_raise(
                fault, FAULT_ALREADY_DONE, TEXT("account_id"),
                FAULT_ARGS(TEXT("此人已在团队中担任该角色"), TEXT("this person has that role")));
        }
    }
    return true;
}

bool team_decide_leave(const struct team_member *member, civil_date on, struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (member->to != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("此成员已退出"), TEXT("this member has left")));
    }
    if (on < member->from) {
        fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("on"),
                    FAULT_ARGS(civil_date_write(member->from, day)));
        fault_label(fault, "至", "until");
        return false;
    }
    return true;
}
