#include "room/people/people.h"

static const struct field join_fields[] = {
    FIELD(people_join, role, TEXT, .names = "contact_roles", .required = true, .max = 60,
          .zh = "角色", .en = "role"),
    FIELD(people_join, words, TEXT, .required = true, .max = 200, .zh = "姓名和电话",
          .en = "name and telephone"),
};
const struct field_table people_join_table = FIELD_TABLE(people_join, join_fields);

static const struct field leave_fields[] = {
    FIELD(people_leave, reason, TEXT, .max = 200, .zh = "原因", .en = "reason"),
};
const struct field_table people_leave_table = FIELD_TABLE(people_leave, leave_fields);

static const struct field joined_fields[] = {
    FIELD(people_joined, role, TEXT, .names = "contact_roles", .required = true, .max = 60,
          .zh = "角色", .en = "role"),
};
static const struct field_table joined_table = FIELD_TABLE(people_joined, joined_fields);

const struct event_kind people_joined_event = {"people.joined",
                                               &joined_table,
                                               people_record_joined,
                                               "登记企业联系人",
                                               "somebody of the enterprise noted",
                                               true};
const struct event_kind people_left_event = {"people.left",
                                             &people_leave_table,
                                             people_record_left,
                                             "企业联系人退出",
                                             "somebody of the enterprise left",
                                             true};
