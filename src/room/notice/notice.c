#include "room/notice/notice.h"

#include "base/arena.h"

static const char *const kinds[] = {NOTICE_KINDS, NULL};
static const struct field sent_fields[] = {
    FIELD(notice_sent, address, TEXT, .required = true, .max = 100, .zh = "通知对象", .en = "to"),
    FIELD(notice_sent, kind, CHOICE, .required = true, .choices = kinds, .zh = "类别",
          .en = "kind"),
    FIELD(notice_sent, rule, TEXT, .max = 100, .zh = "规则", .en = "rule"),
    FIELD(notice_sent, text, TEXT, .required = true, .max = 500, .multiline = true, .zh = "内容",
          .en = "text in Chinese"),
    FIELD(notice_sent, text_en, TEXT, .max = 1000, .multiline = true, .zh = "英文内容",
          .en = "text"),
    FIELD(notice_sent, law, TEXT, .required = true, .max = 300, .zh = "依据", .en = "legal basis"),
    FIELD(notice_sent, application, ID, .zh = "办件", .en = "application"),
    FIELD(notice_sent, about, ID, .zh = "相关事项编号", .en = "thing it is about"),
    FIELD(notice_sent, left_days, INT, .min = -100000, .max = 100000, .zh = "剩余工作日",
          .en = "working days left"),
    FIELD(notice_sent, due_on, DATE, .required = true, .zh = "期限日", .en = "due on"),
};
const struct field_table notice_sent_table = FIELD_TABLE(notice_sent, sent_fields);

static const struct field read_fields[] = {
    FIELD(notice_read, account, ID, .required = true, .zh = "账号", .en = "account"),
};
const struct field_table notice_read_table = FIELD_TABLE(notice_read, read_fields);

const struct event_kind notice_sent_event = {
    "notice.sent", &notice_sent_table, notice_record_sent, "发出通知", "a notice was sent",
    true,          &notice_hearers};
const struct event_kind notice_told_event = {
    "notice.told",  &notice_sent_table,        notice_record_sent,
    "通知项目单位", "the enterprise was told", false};
const struct event_kind notice_read_event = {
    "notice.read", &notice_read_table, notice_record_read, "通知已读", "a notice was read",
    true,          &notice_hearers};

/* -- addresses -- */

static struct text of_number(struct arena *arena, const char *what, int64_t number)
{
    return text_format(arena, "%s:%lld", what, (long long)number);
}

static struct text of_unit(struct arena *arena, struct text org)
{
    return org.len == 0 ? TEXT_NONE : text_format(arena, "unit:%.*s", TEXT_ARG(org));
}

static struct text of_hall(struct arena *arena, struct text org)
{
    return text_format(arena, "hall:%.*s", TEXT_ARG(org));
}

static struct text of_role(struct arena *arena, enum role role, struct text district)
{
    return district.len == 0
               ? text_format(arena, "role:%s", role_name(role))
               : text_format(arena, "role:%s:%.*s", role_name(role), TEXT_ARG(district));
}

/* What the enterprise organises itself is no unit's: it is told of its own day. */
static struct text whose(struct arena *arena, const struct notice_party *party)
{
    return text_is(party->org, "enterprise") ? of_number(arena, "project", party->project)
                                             : of_unit(arena, party->org);
}

struct text notice_address(struct arena *arena, const struct notice_party *party)
{
    static const struct {
        const char *who;
        enum role role;
    } roles[] = {{"coordinator", ROLE_CENTRE_COORDINATOR},
                 {"supervisor", ROLE_SUPERVISOR},
                 {"leader", ROLE_LEADER},
                 {"promotion_officer", ROLE_PROMOTION_OFFICER}};
    if (text_is(party->who, "handler")) {
        return party->handler != 0 ? of_number(arena, "account", party->handler)
                                   : whose(arena, party);
    }
    if (text_is(party->who, "person") && party->person != 0) {
        return of_number(arena, "account", party->person);
    }
    if (text_is(party->who, "unit")) {
        return whose(arena, party);
    }
    if (text_is(party->who, "hall") && party->org.len > 0) {
        return of_hall(arena, party->org);
    }
    if (text_is(party->who, "navigator")) {
        return party->navigator != 0 ? of_number(arena, "account", party->navigator)
                                     : of_role(arena, ROLE_CENTRE_COORDINATOR, TEXT_NONE);
    }
    if (text_is(party->who, "enterprise")) {
        return of_number(arena, "project", party->project);
    }
    if (text_is(party->who, "district") ||
        (text_is(party->who, "district_coordinator") && !party->city_coordinates)) {
        return of_role(arena, ROLE_DISTRICT_COORDINATOR, party->district);
    }
    if (text_is(party->who, "district_coordinator")) {
        return of_role(arena, ROLE_CENTRE_COORDINATOR, TEXT_NONE);
    }
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (text_is(party->who, roles[i].who)) {
            return of_role(arena, roles[i].role, TEXT_NONE);
        }
    }
    return TEXT_NONE;
}

void notice_addresses_of(struct arena *arena, const struct actor *actor,
                         struct text out[NOTICE_ADDRESSES])
{
    bool is_enterprise = actor->role == ROLE_ENTERPRISE;
    out[0] = of_number(arena, "account", actor->account);
    out[1] = is_enterprise                ? TEXT_NONE
             : actor->role == ROLE_WINDOW ? of_hall(arena, actor->org)
                                          : of_unit(arena, actor->org);
    out[2] = of_role(arena, actor->role, TEXT_NONE);
    out[3] = actor->district.len > 0 ? of_role(arena, actor->role, actor->district) : TEXT_NONE;
    out[4] = is_enterprise ? of_number(arena, "project", actor->project) : TEXT_NONE;
}

/* -- deciding -- */

static bool lacks(struct fault *fault, const char *zh, const char *en)
{
    return fault_raise(fault, FAULT_NOTICE_INCOMPLETE, TEXT_NONE,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

bool notice_is_whole(const struct notice_message *message, struct fault *fault)
{
    if (message->address.len == 0) {
        return lacks(fault, "通知对象", "whom to tell");
    }
    if (text_is(message->address, "project:0")) {
        return lacks(fault, "项目", "the project");
    }
    if (message->due_on == CIVIL_DATE_NONE) {
        return lacks(fault, "期限日和剩余工作日", "the day that counts and the days left");
    }
    if (message->law.len == 0) {
        return lacks(fault, "依据", "the legal basis");
    }
    return message->text.len > 0 || lacks(fault, "内容", "the text");
}
