#include "room/rating/mend.h"

#define LONG .max = 2000, .multiline = true
#define TOLD(type)                                                                                 \
    FIELD(type, told, TEXT, .max = 20, .zh = "告知对象", .en = "told to"),                         \
        FIELD(type, person, ID, .zh = "评价人", .en = "rater"),                                    \
        FIELD(type, due_on, DATE, .zh = "期限", .en = "limit")
#define STAYS(type)                                                                                \
    FIELD(type, due_on, DATE, .zh = "期限", .en = "limit"),                                        \
        FIELD(type, stays_until, DATE, .zh = "上报前的最后一天",                                   \
              .en = "last day before it climbs")
#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .required = true, .max = 60, .zh = "被评单位", .en = "unit")

static const char *const kinds[] = {"mended", "explained", NULL};
static const char *const kind_words[][2] = {{"已整改", "it was mended"},
                                            {"说明理由", "it is explained why nothing is wrong"}};

static const struct field words_fields[] = {
    FIELD(mend_words, said, TEXT, .required = true, LONG, .zh = "回访的话（转给评价人）",
          .en = "words to the rater (passed on)"),
};
const struct field_table mend_words_table = FIELD_TABLE(mend_words, words_fields);

static const struct field answer_fields[] = {
    FIELD(mend_answer, kind, CHOICE, .required = true, .choices = kinds, .words = kind_words,
          .zh = "结果", .en = "outcome"),
    FIELD(mend_answer, said, TEXT, .required = true, LONG, .zh = "整改情况或理由（转给评价人）",
          .en = "what was done, or why (passed on)"),
};
const struct field_table mend_answer_table = FIELD_TABLE(mend_answer, answer_fields);

static const struct field reason_fields[] = {
    FIELD(mend_reason, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table mend_reason_table = FIELD_TABLE(mend_reason, reason_fields);

static const struct field opened_fields[] = {
    FIELD(mend_opened, rating, ID, .zh = "评价", .en = "rating"), ORG(mend_opened),
    FIELD(mend_opened, item, TEXT, .max = 60, .zh = "事项", .en = "item"), STAYS(mend_opened)};
static const struct field_table opened_table = FIELD_TABLE(mend_opened, opened_fields);

static const struct field contacted_fields[] = {
    FIELD(mend_contacted, said, TEXT, LONG, .zh = "回访", .en = "said"), TOLD(mend_contacted)};
static const struct field_table contacted_table = FIELD_TABLE(mend_contacted, contacted_fields);

static const struct field answered_fields[] = {
    FIELD(mend_answered, kind, CHOICE, .choices = kinds, .words = kind_words, .zh = "结果",
          .en = "outcome"),
    FIELD(mend_answered, said, TEXT, LONG, .zh = "情况", .en = "what was done"),
    TOLD(mend_answered)};
static const struct field_table answered_table = FIELD_TABLE(mend_answered, answered_fields);

static const struct field verified_fields[] = {
    FIELD(mend_verified, in_time, BOOL, .zh = "按期", .en = "in time")};
static const struct field_table verified_table = FIELD_TABLE(mend_verified, verified_fields);

static const struct field returned_fields[] = {
    FIELD(mend_returned, reason, TEXT, LONG, .zh = "理由", .en = "reason"), ORG(mend_returned),
    STAYS(mend_returned)};
static const struct field_table returned_table = FIELD_TABLE(mend_returned, returned_fields);

static const struct field climbed_fields[] = {
    FIELD(mend_climbed, to, TEXT, .required = true, .max = 60, .zh = "上报对象", .en = "told to"),
    ORG(mend_climbed), STAYS(mend_climbed)};
static const struct field_table climbed_table = FIELD_TABLE(mend_climbed, climbed_fields);

const struct event_kind mend_opened_event = {
    "mend.opened", &opened_table, mend_record_opened, "差评启动整改", "a low rating is followed up",
    true};
const struct event_kind mend_contacted_event = {"mend.contacted",          &contacted_table,
                                                mend_record_contacted,     "回访评价人",
                                                "the rater was contacted", true};
const struct event_kind mend_answered_event = {"mend.answered",
                                               &answered_table,
                                               mend_record_answered,
                                               "差评整改或说明理由",
                                               "a low rating was mended or explained",
                                               true};
const struct event_kind mend_verified_event = {"mend.verified",
                                               &verified_table,
                                               mend_record_verified,
                                               "差评整改经核实",
                                               "it was verified that a low rating was mended",
                                               true};
const struct event_kind mend_returned_event = {"mend.returned",
                                               &returned_table,
                                               mend_record_returned,
                                               "差评整改退回",
                                               "what was done about a low rating was returned",
                                               true};
const struct event_kind mend_climbed_event = {"mend.climbed",
                                              &climbed_table,
                                              mend_record_climbed,
                                              "差评逾期未整改上报",
                                              "a low rating that was not mended climbed",
                                              true};
