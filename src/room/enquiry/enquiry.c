#include "room/enquiry/enquiry.h"

static const char *const channels[] = {"phone", "window", "message", "visit", "other", NULL};
static const char *const channels_words[][2] = {{"电话", "telephone"},
                                                {"大厅窗口", "window"},
                                                {"网上消息", "message"},
                                                {"走访", "visit"},
                                                {"其他", "other"}};
#define QUESTION(type)                                                                             \
    FIELD(type, subject, TEXT, .required = true, .max = 100, .zh = "咨询事项", .en = "subject"),   \
        FIELD(type, question, TEXT, .required = true, .max = 2000, .multiline = true,              \
              .zh = "问题", .en = "question"),                                                     \
        FIELD(type, enterprise, TEXT, .zh = "企业", .en = "enterprise"),                           \
        FIELD(type, district, TEXT, .names = "districts", .max = 6, .zh = "区县",                  \
              .en = "district"),                                                                   \
        FIELD(type, channel, CHOICE, .choices = channels, .words = channels_words, .zh = "渠道",   \
              .en = "channel")

static const struct field open_fields[] = {
    QUESTION(enquiry_open),
    FIELD(enquiry_open, contact, TEXT, .zh = "咨询人和电话", .en = "who asked"),
};
const struct field_table enquiry_open_table = FIELD_TABLE(enquiry_open, open_fields);

static const struct field answer_fields[] = {
    FIELD(enquiry_answer, answer, TEXT, .required = true, .max = 4000, .multiline = true,
          .zh = "答复", .en = "answer"),
};
const struct field_table enquiry_answer_table = FIELD_TABLE(enquiry_answer, answer_fields);

static const struct field link_fields[] = {
    FIELD(enquiry_link, project_id, ID, .names = "project", .required = true, .zh = "项目",
          .en = "project"),
};
const struct field_table enquiry_link_table = FIELD_TABLE(enquiry_link, link_fields);

static const struct field opened_fields[] = {
    QUESTION(enquiry_opened),
    FIELD(enquiry_opened, owner, ID, .required = true, .zh = "答复人", .en = "owner"),
};
static const struct field_table opened_table = FIELD_TABLE(enquiry_opened, opened_fields);

static const struct field taken_fields[] = {
    FIELD(enquiry_taken, owner, ID, .required = true, .zh = "答复人", .en = "owner"),
};
static const struct field_table taken_table = FIELD_TABLE(enquiry_taken, taken_fields);

static const struct field linked_fields[] = {
    FIELD(enquiry_linked, project, ID, .required = true, .zh = "项目", .en = "project"),
};
static const struct field_table linked_table = FIELD_TABLE(enquiry_linked, linked_fields);

const struct event_kind enquiry_opened_event = {
    "enquiry.opened", &opened_table, enquiry_record_opened, "登记咨询",
    "enquiry noted",  true,          &enquiry_hearers};
const struct event_kind enquiry_taken_event = {
    "enquiry.taken",      &taken_table, enquiry_record_taken, "接办咨询",
    "enquiry taken over", true,         &enquiry_hearers};
const struct event_kind enquiry_answered_event = {"enquiry.answered",      &enquiry_answer_table,
                                                  enquiry_record_answered, "答复咨询",
                                                  "enquiry answered",      true,
                                                  &enquiry_hearers};
const struct event_kind enquiry_linked_event = {"enquiry.linked",
                                                &linked_table,
                                                enquiry_record_linked,
                                                "咨询关联到项目",
                                                "enquiry linked to the project",
                                                true,
                                                &enquiry_hearers};

struct text enquiry_reach(const struct actor *actor, struct text city_code)
{
    return text_equal(actor->district, city_code) ? TEXT_NONE : actor->district;
}

bool enquiry_decide_answer(const struct enquiry *enquiry, struct fault *fault)
{
    return enquiry->answered_on == CIVIL_DATE_NONE ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("此咨询已答复"), TEXT("it is answered")));
}

bool enquiry_decide_link(const struct enquiry *enquiry, int64_t project, struct fault *fault)
{
    return enquiry->project != project ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT("project_id"),
                       FAULT_ARGS(TEXT("已关联到该项目"), TEXT("it is linked to that project")));
}
