#include "ground/project/project.h"

#include "ground/project/project_store.h"

struct stage_line {
    const char *code;
    int rank;
    const char *zh;
    const char *en;
};

static const struct stage_line stages[STAGE_COUNT] = {
    [STAGE_LEAD] = {"lead", 10, "线索", "lead"},
    [STAGE_SCREENED] = {"screened", 20, "已筛查", "screened"},
    [STAGE_LISTED] = {"listed", 30, "已入清单", "on the service list"},
    [STAGE_HANDED_OVER] = {"handed_over", 40, "待服务中心签收", "handed over, to be acknowledged"},
    [STAGE_ACCEPTED] = {"accepted", 50, "待指派代办员", "acknowledged, navigator to be named"},
    [STAGE_SERVED] = {"served", 60, "代办中", "served by a navigator"},
    [STAGE_UNDER_WAY] = {"under_way", 70, "审批推进中", "under way"},
    [STAGE_PRODUCTION] = {"production", 80, "已投产", "in production"},
    [STAGE_REFUSED] = {"refused", 5, "未予纳入", "not admitted"},
    [STAGE_DEFERRED] = {"deferred", 6, "暂缓", "deferred"},
    [STAGE_WITHDRAWN] = {"withdrawn", 7, "已退出", "withdrawn"},
};

const char *stage_code(enum project_stage stage)
{
    ensure(stage < STAGE_COUNT);
    return stages[stage].code;
}

bool stage_find(struct text code, enum project_stage *out)
{
    for (int i = 0; i < STAGE_COUNT; i++) {
        if (text_is(code, stages[i].code)) {
            *out = (enum project_stage)i;
            return true;
        }
    }
    return false;
}

int stage_rank(enum project_stage stage)
{
    ensure(stage < STAGE_COUNT);
    return stages[stage].rank;
}

struct text stage_name(enum project_stage stage, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? stages[stage].zh : stages[stage].en);
}

/* -- field tables of the events -- */

static const struct field registered_fields[] = {
    FIELD(project_registered, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(project_registered, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(project_registered, serial, INT, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    FIELD(project_registered, name, TEXT, .required = true, .zh = "项目名称", .en = "project name"),
    FIELD(project_registered, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
    FIELD(project_registered, industry_class, TEXT, .zh = "产业门类", .en = "industry class"),
    FIELD(project_registered, direction, TEXT, .zh = "产业方向", .en = "industry direction"),
    FIELD(project_registered, industry_code, TEXT, .zh = "行业代码", .en = "industry code"),
    FIELD(project_registered, district, TEXT, .names = "districts", .required = true, .zh = "区县",
          .en = "district"),
    FIELD(project_registered, investment, MONEY, .zh = "总投资（万元）",
          .en = "total investment (10,000 yuan)"),
    FIELD(project_registered, land_mu, MONEY, .zh = "用地（亩）", .en = "land (mu)"),
    FIELD(project_registered, source, TEXT, .max = 500, .zh = "来源", .en = "source"),
    FIELD(project_registered, reference, TEXT, .zh = "公开记录编号", .en = "public record"),
    FIELD(project_registered, facts, JSON, .zh = "筛查信息", .en = "screening facts"),
    FIELD(project_registered, origin, TEXT, .max = 200, .zh = "导入来源", .en = "imported from"),
};
static const struct field_table registered_table =
    FIELD_TABLE(project_registered, registered_fields);

static const struct field moved_fields[] = {
    FIELD(project_moved, stage, TEXT, .required = true, .zh = "阶段", .en = "stage"),
    FIELD(project_moved, reason, TEXT, .max = 2000, .multiline = true, .zh = "理由",
          .en = "reason"),
    FIELD(project_moved, until, DATE, .zh = "至", .en = "until"),
    FIELD(project_moved, number, TEXT, .zh = "编号", .en = "number"),
    FIELD(project_moved, year, INT, .zh = "编号年份", .en = "year of the number"),
    FIELD(project_moved, serial, INT, .zh = "编号序号", .en = "serial of the number"),
};
static const struct field_table moved_table = FIELD_TABLE(project_moved, moved_fields);

static const struct field served_fields[] = {
    FIELD(project_served_by, account, ID, .required = true, .zh = "代办员账号",
          .en = "account of the navigator"),
    FIELD(project_served_by, reason, TEXT, .max = 2000, .multiline = true, .zh = "理由",
          .en = "reason"),
    FIELD(project_served_by, before, ID, .zh = "原代办员", .en = "navigator so far"),
};
static const struct field_table served_table = FIELD_TABLE(project_served_by, served_fields);

static const struct field party_fields[] = {
    FIELD(project_party_joined, org, TEXT, .required = true, .zh = "单位", .en = "unit"),
};
static const struct field_table party_table = FIELD_TABLE(project_party_joined, party_fields);

static const struct field came_fields[] = {
    FIELD(project_came_to_desk, org, TEXT, .required = true, .zh = "大厅单位", .en = "hall"),
};
static const struct field_table came_table = FIELD_TABLE(project_came_to_desk, came_fields);

static const struct field lead_facts_fields[] = {
    FIELD(project_lead_facts, facts, JSON, .required = true, .zh = "筛查信息",
          .en = "screening facts"),
};
static const struct field_table lead_facts_table =
    FIELD_TABLE(project_lead_facts, lead_facts_fields);

static const struct field renamed_fields[] = {
    FIELD(project_renamed, name, TEXT, .zh = "项目名称", .en = "project name"),
    FIELD(project_renamed, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
    FIELD(project_renamed, scope, TEXT, .max = 2000, .multiline = true, .zh = "建设内容和规模",
          .en = "scope"),
    FIELD(project_renamed, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
};
static const struct field_table renamed_table = FIELD_TABLE(project_renamed, renamed_fields);

static const char *const levels[] = {"city", "district", NULL};
static const char *const level_words[][2] = {{"市级", "the city"}, {"区县", "the district"}};
static const struct field coordinated_fields[] = {
    FIELD(project_coordinated, level, CHOICE, .choices = levels, .words = level_words,
          .required = true, .zh = "统筹层级", .en = "level"),
};
static const struct field_table coordinated_table =
    FIELD_TABLE(project_coordinated, coordinated_fields);

const struct event_kind project_registered_event = {"project.registered",      &registered_table,
                                                    project_record_registered, "登记招商线索",
                                                    "lead registered",         false};
const struct event_kind project_moved_event = {"project.moved",
                                               &moved_table,
                                               project_record_moved,
                                               "项目进入新阶段",
                                               "project moved to a new stage",
                                               false};
const struct event_kind project_served_by_event = {"project.served_by",      &served_table,
                                                   project_record_served_by, "指派代办员",
                                                   "navigator appointed",    false};
const struct event_kind project_party_joined_event = {"project.party_joined",      &party_table,
                                                      project_record_party_joined, "单位参与项目",
                                                      "unit takes part",           true};
const struct event_kind project_came_to_desk_event = {
    "project.came_to_desk",         &came_table, project_record_came_to_desk, "项目来到大厅窗口",
    "came to a window of the hall", true};
const struct event_kind project_lead_facts_event = {"project.lead_facts",        &lead_facts_table,
                                                    project_record_lead_facts,   "补充筛查信息",
                                                    "screening facts completed", true};
const struct event_kind project_renamed_event = {"project.renamed",
                                                 &renamed_table,
                                                 project_record_renamed,
                                                 "变更项目名称、业主或建设内容",
                                                 "name, owner or scope changed",
                                                 false};
const struct event_kind project_coordinated_event = {"project.coordinated",
                                                     &coordinated_table,
                                                     project_record_coordinated,
                                                     "项目统筹层级变更",
                                                     "another level coordinates the project",
                                                     false};
