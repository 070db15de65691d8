#include "room/meeting/briefing.h"

static const struct field invite_fields[] = {
    FIELD(briefing_invite, project_id, ID, .names = "project", .required = true, .zh = "企业项目",
          .en = "enterprise's project"),
};
const struct field_table briefing_invite_table = FIELD_TABLE(briefing_invite, invite_fields);

static const struct field attend_fields[] = {
    FIELD(briefing_attend, came, BOOL, .zh = "是否到会", .en = "whether it came"),
};
const struct field_table briefing_attend_table = FIELD_TABLE(briefing_attend, attend_fields);

#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .names = "units", .required = true, .max = 60, .zh = "承办单位",        \
          .en = "unit that answers")
#define QUESTION(type)                                                                             \
    FIELD(type, question, TEXT, .required = true, .max = 1000, .multiline = true, .zh = "问题",    \
          .en = "question")
#define REASON(type)                                                                               \
    FIELD(type, reason, TEXT, .required = true, .max = 500, .zh = "理由", .en = "reason")
#define DUE(type) FIELD(type, due_on, DATE, .required = true, .zh = "答复期限", .en = "answer due")
#define NEXT(type)                                                                                 \
    FIELD(type, next_on, DATE, .zh = "再次上报前的最后一天", .en = "last day before it climbs")

static const struct field ask_fields[] = {
    ORG(briefing_ask),
    QUESTION(briefing_ask),
    FIELD(briefing_ask, project_id, ID, .names = "project", .zh = "代哪家企业提问",
          .en = "for which enterprise"),
};
const struct field_table briefing_ask_table = FIELD_TABLE(briefing_ask, ask_fields);

static const struct field pass_fields[] = {ORG(briefing_pass), REASON(briefing_pass)};
const struct field_table briefing_pass_table = FIELD_TABLE(briefing_pass, pass_fields);

static const char *const shown[] = {"asker", "guests", NULL};
static const char *const shown_words[][2] = {{"仅提问人", "whoever asked"},
                                             {"全体参会企业", "all enterprises invited"}};
static const struct field answer_fields[] = {
    FIELD(briefing_answer, answer, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "答复", .en = "answer"),
    FIELD(briefing_answer, shown, CHOICE, .required = true, .choices = shown, .words = shown_words,
          .zh = "答复公开给", .en = "shown to"),
};
const struct field_table briefing_answer_table = FIELD_TABLE(briefing_answer, answer_fields);

static const struct field invited_fields[] = {
    FIELD(briefing_invited, meeting, ID, .required = true, .zh = "会议", .en = "meeting"),
};
static const struct field_table invited_table = FIELD_TABLE(briefing_invited, invited_fields);

static const struct field asked_fields[] = {
    FIELD(briefing_asked, meeting, ID, .required = true, .zh = "会议", .en = "meeting"),
    FIELD(briefing_asked, project, ID, .zh = "提问企业的项目", .en = "project of whoever asked"),
    ORG(briefing_asked),
    QUESTION(briefing_asked),
    FIELD(briefing_asked, kind, TEXT, .required = true, .max = 60, .zh = "会议类型",
          .en = "kind of meeting"),
    FIELD(briefing_asked, district, TEXT, .max = 12, .zh = "区县", .en = "district"),
    DUE(briefing_asked),
};
static const struct field_table asked_table = FIELD_TABLE(briefing_asked, asked_fields);

static const struct field passed_fields[] = {ORG(briefing_passed), REASON(briefing_passed),
                                             DUE(briefing_passed)};
static const struct field_table passed_table = FIELD_TABLE(briefing_passed, passed_fields);

static const struct field missed_fields[] = {ORG(briefing_missed), DUE(briefing_missed),
                                             NEXT(briefing_missed)};
static const struct field_table missed_table = FIELD_TABLE(briefing_missed, missed_fields);

static const struct field climbed_fields[] = {FIELD(briefing_climbed, to, TEXT, .required = true,
                                                    .max = 60, .zh = "上报对象", .en = "told to"),
                                              ORG(briefing_climbed), DUE(briefing_climbed),
                                              NEXT(briefing_climbed)};
static const struct field_table climbed_table = FIELD_TABLE(briefing_climbed, climbed_fields);

const struct event_kind briefing_invited_event = {"briefing.invited",
                                                  &invited_table,
                                                  briefing_record_invited,
                                                  "邀请企业参加宣讲",
                                                  "enterprise invited to a briefing",
                                                  false,
                                                  NULL};
const struct event_kind briefing_attended_event = {
    "briefing.attended",
    &briefing_attend_table,
    briefing_record_attended,
    "登记企业到会情况",
    "whether the enterprise came to a briefing was noted",
    false,
    NULL};
const struct event_kind briefing_asked_event = {"briefing.asked",
                                                &asked_table,
                                                briefing_record_asked,
                                                "宣讲提问",
                                                "question asked at a briefing",
                                                false,
                                                &briefing_hearers};
const struct event_kind briefing_passed_event = {"briefing.passed",
                                                 &passed_table,
                                                 briefing_record_passed,
                                                 "宣讲问题转由其他单位答复",
                                                 "question of a briefing passed on to another unit",
                                                 true,
                                                 &briefing_hearers};
const struct event_kind briefing_answered_event = {"briefing.answered",
                                                   &briefing_answer_table,
                                                   briefing_record_answered,
                                                   "答复宣讲提问",
                                                   "question of a briefing answered",
                                                   false,
                                                   &briefing_hearers};
const struct event_kind briefing_shown_event = {"briefing.shown",
                                                &invited_table,
                                                briefing_record_shown,
                                                "宣讲答复向全体参会企业公开",
                                                "answer shown to all enterprises invited",
                                                false,
                                                &briefing_hearers};
const struct event_kind briefing_missed_event = {"briefing.missed",
                                                 &missed_table,
                                                 briefing_record_missed,
                                                 "宣讲提问逾期未答复",
                                                 "question of a briefing not answered in time",
                                                 true,
                                                 &briefing_hearers};
const struct event_kind briefing_climbed_event = {
    "briefing.climbed",
    &climbed_table,
    briefing_record_climbed,
    "宣讲提问逾期上报",
    "question of a briefing not answered in time climbed",
    true,
    &briefing_hearers};
