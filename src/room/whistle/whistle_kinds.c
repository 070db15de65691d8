#include "room/whistle/whistle.h"

#define LONG .max = 2000, .multiline = true
#define ORG(type)                                                                                  \
    FIELD(type, org, TEXT, .names = "units", .max = 60, .zh = "被吹哨的部门", .en = "unit called")

#define FILES(type) FIELD(type, files, JSON, .names = "file", .zh = "附件", .en = "files")

static const struct field sound_fields[] = {
    FIELD(whistle_sound, said, TEXT, .required = true, LONG, .zh = "什么事", .en = "what about"),
    FIELD(whistle_sound, application_id, ID, .zh = "相关办件", .en = "application concerned"),
    ORG(whistle_sound),
    FILES(whistle_sound),
};
const struct field_table whistle_sound_table = FIELD_TABLE(whistle_sound, sound_fields);

static const struct field report_fields[] = {
    FIELD(whistle_report_in, said, TEXT, .required = true, LONG, .zh = "谁负责、怎么办",
          .en = "who looks after it and what happens next"),
    FIELD(whistle_report_in, next_on, DATE, .required = true, .zh = "办理日期",
          .en = "day by which it is done"),
    FILES(whistle_report_in),
};
const struct field_table whistle_report_in_table = FIELD_TABLE(whistle_report_in, report_fields);

static const struct field pass_fields[] = {
    FIELD(whistle_pass_on, org, TEXT, .names = "units", .required = true, .max = 60,
          .zh = "转给部门", .en = "unit"),
    FIELD(whistle_pass_on, reason, TEXT, .required = true, LONG, .zh = "理由", .en = "reason"),
};
const struct field_table whistle_pass_on_table = FIELD_TABLE(whistle_pass_on, pass_fields);

static const struct field note_fields[] = {
    FIELD(whistle_note, note, TEXT, LONG, .zh = "意见", .en = "note"),
};
const struct field_table whistle_note_table = FIELD_TABLE(whistle_note, note_fields);

static const struct field reason_fields[] = {
    FIELD(whistle_reason, reason, TEXT, .required = true, LONG, .zh = "再次吹哨的理由",
          .en = "reason"),
};
const struct field_table whistle_reason_table = FIELD_TABLE(whistle_reason, reason_fields);

static const struct field raise_fields[] = {
    FIELD(whistle_raise, title, TEXT, .required = true, .max = 100, .zh = "问题", .en = "problem"),
    FIELD(whistle_raise, category, TEXT, .names = "categories", .required = true, .max = 60,
          .zh = "类别", .en = "category"),
};
const struct field_table whistle_raise_table = FIELD_TABLE(whistle_raise, raise_fields);

/* -- events -- */

#define AT(type, name, of_zh, of_en) FIELD(type, name, TEXT, .max = 20, .zh = of_zh, .en = of_en)
#define OF_CALL(type, member, field_kind, ...)                                                     \
    {                                                                                              \
        .name = #member, .kind = FIELD_KIND_##field_kind,                                          \
        .offset = offsetof(struct type, call.member), __VA_ARGS__                                  \
    }
#define CALL(type)                                                                                 \
    OF_CALL(type, step, INT, .zh = "阶梯", .en = "step"),                                          \
        OF_CALL(type, who, TEXT, .max = 40, .zh = "轮到谁", .en = "who is called"),                \
        OF_CALL(type, due_on, DATE, .zh = "期限", .en = "day due"),                                \
        OF_CALL(type, due_at, TEXT, .max = 20, .zh = "期限时刻", .en = "moment due"),              \
        OF_CALL(type, announce_at, TEXT, .max = 20, .zh = "预告上报时刻",                          \
                .en = "moment at which climbing is announced")

static const struct field sounded_fields[] = {
    FIELD(whistle_sounded, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(whistle_sounded, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(whistle_sounded, serial, INT, .min = 1, .zh = "编号序号", .en = "serial of the number"),
    FIELD(whistle_sounded, application, ID, .zh = "相关办件", .en = "application concerned"),
    ORG(whistle_sounded),
    FIELD(whistle_sounded, said, TEXT, LONG, .zh = "什么事", .en = "what about"),
    FILES(whistle_sounded),
    AT(whistle_sounded, at, "吹哨时刻", "moment of the whistle"),
    CALL(whistle_sounded),
};
static const struct field_table sounded_table = FIELD_TABLE(whistle_sounded, sounded_fields);

static const struct field announced_fields[] = {
    ORG(whistle_announced),
    FIELD(whistle_announced, from, TEXT, .max = 40, .zh = "现轮到", .en = "called so far"),
    FIELD(whistle_announced, who, TEXT, .max = 40, .zh = "将上报给", .en = "will climb to"),
    FIELD(whistle_announced, due_on, DATE, .required = true, .zh = "上报日期",
          .en = "day on which it climbs"),
    AT(whistle_announced, climbs_at, "上报时刻", "moment at which it climbs"),
};
static const struct field_table announced_table = FIELD_TABLE(whistle_announced, announced_fields);

static const struct field climbed_fields[] = {ORG(whistle_climbed), CALL(whistle_climbed)};
static const struct field_table climbed_table = FIELD_TABLE(whistle_climbed, climbed_fields);

static const struct field reported_fields[] = {
    FIELD(whistle_reported, said, TEXT, LONG, .zh = "谁负责、怎么办",
          .en = "who looks after it and what happens next"),
    FILES(whistle_reported),
    AT(whistle_reported, at, "报到时刻", "moment of the report"),
    FIELD(whistle_reported, next_on, DATE, .required = true, .zh = "办理日期",
          .en = "day by which it is done"),
    FIELD(whistle_reported, in_time, BOOL, .zh = "按时报到", .en = "in time"),
    CALL(whistle_reported),
};
static const struct field_table reported_table = FIELD_TABLE(whistle_reported, reported_fields);

static const struct field passed_fields[] = {
    ORG(whistle_passed),
    FIELD(whistle_passed, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
    CALL(whistle_passed),
};
static const struct field_table passed_table = FIELD_TABLE(whistle_passed, passed_fields);

static const struct field reopened_fields[] = {
    ORG(whistle_reopened),
    FIELD(whistle_reopened, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
    CALL(whistle_reopened),
};
static const struct field_table reopened_table = FIELD_TABLE(whistle_reopened, reopened_fields);

static const struct field made_fields[] = {
    FIELD(whistle_made_problem, title, TEXT, .inside = true, .required = true, .zh = "问题",
          .en = "problem"),
    FIELD(whistle_made_problem, category, TEXT, .names = "categories", .zh = "类别",
          .en = "category"),
    FIELD(whistle_made_problem, description, TEXT, LONG, .inside = true, .zh = "情况说明",
          .en = "description"),
    FIELD(whistle_made_problem, application, ID, .zh = "相关办件", .en = "application concerned"),
};
static const struct field_table made_table = FIELD_TABLE(whistle_made_problem, made_fields);

const struct event_kind whistle_sounded_event = {"whistle.sounded", &sounded_table,
                                                 whistle_record_sounded, "吹哨", "whistle sounded"};
const struct event_kind whistle_announced_event = {"whistle.announced", &announced_table,
                                                   whistle_record_announced, "预告吹哨将上报",
                                                   "it is announced that the whistle will climb"};
const struct event_kind whistle_climbed_event = {
    "whistle.climbed", &climbed_table, whistle_record_climbed, "吹哨上报", "whistle climbed"};
const struct event_kind whistle_reported_event = {"whistle.reported", &reported_table,
                                                  whistle_record_reported, "报到", "reported in"};
const struct event_kind whistle_passed_event = {"whistle.passed", &passed_table,
                                                whistle_record_passed, "吹哨转派",
                                                "whistle passed to another unit"};
const struct event_kind whistle_closed_event = {
    "whistle.closed", &whistle_note_table, whistle_record_closed, "吹哨了结", "whistle closed"};
const struct event_kind whistle_reopened_event = {
    "whistle.reopened", &reopened_table, whistle_record_reopened, "再次吹哨", "whistled again"};
const struct event_kind whistle_made_problem_event = {
    "whistle.made_problem", &made_table, whistle_record_made_problem, "吹哨列入问题清单",
    "the whistle became a problem"};
