#include "ground/account/account.h"

#include "app/city.h"

static const struct field opened_fields[] = {
    FIELD(account_opened, demo, BOOL, .zh = "演示账号", .en = "demonstration account"),
};
const struct field_table account_opened_table = FIELD_TABLE(account_opened, opened_fields);

static const struct field disabled_fields[] = {
    FIELD(account_disabled, disabled, BOOL, .zh = "停用", .en = "disabled"),
    FIELD(account_disabled, reason, TEXT, .max = 500, .zh = "理由", .en = "reason"),
};
const struct field_table account_disabled_table = FIELD_TABLE(account_disabled, disabled_fields);

static const struct field granted_fields[] = {
    FIELD(account_post_granted, role, TEXT, .required = true, .zh = "角色", .en = "role"),
    FIELD(account_post_granted, org, TEXT, .zh = "单位", .en = "unit"),
    FIELD(account_post_granted, district, TEXT, .zh = "区县", .en = "district"),
    FIELD(account_post_granted, project, ID, .zh = "项目", .en = "project"),
};
const struct field_table account_post_granted_table =
    FIELD_TABLE(account_post_granted, granted_fields);

static const struct field ended_fields[] = {
    FIELD(account_post_ended, post, ID, .required = true, .zh = "职务", .en = "post"),
};
const struct field_table account_post_ended_table = FIELD_TABLE(account_post_ended, ended_fields);

static const struct field open_fields[] = {
    FIELD(account_open, login, TEXT, .required = true, .max = 40, .zh = "账号", .en = "login"),
    FIELD(account_open, name, TEXT, .required = true, .max = 60, .zh = "姓名或称呼", .en = "name"),
    FIELD(account_open, password_hash, TEXT, .required = true, .max = 128, .zh = "密码",
          .en = "password"),
    FIELD(account_open, demo, BOOL, .zh = "演示账号", .en = "demonstration account"),
};
const struct field_table account_open_table = FIELD_TABLE(account_open, open_fields);

static const struct field grant_fields[] = {
    FIELD(account_post_grant, role, TEXT, .required = true, .max = 40, .zh = "角色", .en = "role"),
    FIELD(account_post_grant, org, TEXT, .max = 60, .zh = "单位", .en = "unit"),
    FIELD(account_post_grant, district, TEXT, .max = 6, .zh = "区县", .en = "district"),
    FIELD(account_post_grant, project_id, ID, .zh = "项目", .en = "project"),
};
const struct field_table account_post_grant_table = FIELD_TABLE(account_post_grant, grant_fields);

static const struct field disable_fields[] = {
    FIELD(account_disable, reason, TEXT, .required = true, .max = 500, .zh = "理由",
          .en = "reason"),
};
const struct field_table account_disable_table = FIELD_TABLE(account_disable, disable_fields);

const struct event_kind account_opened_event = {"account.opened",      &account_opened_table,
                                                account_record_opened, "开设账号",
                                                "account opened",      true};
const struct event_kind account_disabled_event = {
    "account.disabled", &account_disabled_table,       account_record_disabled,
    "停用或启用账号",   "account disabled or enabled", true};
const struct event_kind account_post_granted_event = {"account.post_granted",
                                                      &account_post_granted_table,
                                                      account_record_post_granted,
                                                      "授予职务",
                                                      "post granted",
                                                      true};
const struct event_kind account_post_ended_event = {"account.post_ended",
                                                    &account_post_ended_table,
                                                    account_record_post_ended,
                                                    "终止职务",
                                                    "post ended",
                                                    true};

bool account_login_is_valid(struct text login, struct fault *fault)
{
    for (size_t i = 0; i < login.len; i++) {
        char c = login.at[i];
        bool allowed =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (!allowed) {
            return fault_refuse_field(fault, "login", "账号只能用小写字母、数字和 - _ .",
                                      "use lower-case letters, digits and - _ .");
        }
    }
    return login.len >= 3 ||
           fault_refuse_field(fault, "login", "账号至少 3 个字符", "at least 3 characters");
}

static bool is_admin(enum role role)
{
    return (ROLES_ADMINS & ROLE_BIT(role)) != 0;
}

static bool needs_are_met(const struct city *city, enum role role,
                          const struct account_post_grant *post, struct fault *fault)
{
    if (role == ROLE_ENTERPRISE && post->project_id == 0) {
        return fault_refuse_field(fault, "project_id", "企业职务须指明项目",
                                  "a post of an enterprise names its project");
    }
    if (role == ROLE_DEPARTMENT_OFFICER && !city_is_unit(city, post->org)) {
        return fault_refuse_field(fault, "org", "部门经办人须指明单位",
                                  "a department officer's post names a unit of the pack");
    }
    if (role == ROLE_WINDOW && !city_is_unit(city, post->org)) {
        return fault_refuse_field(fault, "org", "窗口受理员须指明大厅所属单位",
                                  "a window clerk's post names the unit of the hall");
    }
    if (post->org.len > 0 && !city_has_org(city, post->org)) {
        return fault_refuse_field(fault, "org", "没有这个单位", "there is no such unit");
    }
    bool whole_city = text_equal(post->district, city_code(city));
    if (post->district.len > 0 && !whole_city && !city_has_district(city, post->district)) {
        return fault_refuse_field(fault, "district", "没有这个区县", "there is no such district");
    }
    if (role == ROLE_DISTRICT_COORDINATOR && (post->district.len == 0 || whole_city)) {
        return fault_refuse_field(fault, "district", "区县协调员须指明区县",
                                  "a district coordinator's post names a district");
    }
    return true;
}

bool account_may_hold(const struct city *city, const struct account_posts *held,
                      const struct account_post_grant *post, struct fault *fault)
{
    enum role role = role_from_name(post->role);
    if (role == ROLE_NONE || role == ROLE_PUBLIC || role == ROLE_SYSTEM) {
        return fault_refuse_field(fault, "role", "没有这个角色", "there is no such role");
    }
    for (size_t i = 0; i < held->count; i++) {
        if ((is_admin(role) || is_admin(held->roles[i])) && held->roles[i] != role) {
            return fault_refuse_field(
                fault, "role", "三员须分立：管理员职务不能与其他职务同在一个账号",
                "the three administrators are kept apart: no other post on the same account");
        }
    }
    return needs_are_met(city, role, post, fault);
}
