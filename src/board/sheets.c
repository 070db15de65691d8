#include "board/sheets.h"

static const struct sheet_column project_columns[] = {
    {"number", SHEET_TEXT, 16, "项目编号", "number"},
    {"name", SHEET_TEXT, 40, "项目名称", "project"},
    {"enterprise", SHEET_TEXT, 30, "企业", "enterprise"},
    {"district_name", SHEET_TEXT, 12, "区县", "district"},
    {"direction_name", SHEET_TEXT, 20, "产业方向", "industry"},
    {"total_investment_wanyuan", SHEET_DECIMAL, 14, "总投资（万元）", "investment (10,000 yuan)"},
    {"stage_name", SHEET_TEXT, 12, "阶段", "stage"},
    {"turn.name", SHEET_TEXT, 26, "现在轮到", "whose turn"},
    {"turn.act", SHEET_TEXT, 40, "要做的事", "what is to be done"},
    {"turn.until", SHEET_DATE, 12, "截止日期", "until"},
    {"light", SHEET_TEXT, 8, "灯", "light"},
    {"effect_days", SHEET_INT, 14, "影响投产（工作日）", "effect on production (days)"},
    {"production_planned", SHEET_DATE, 12, "计划投产", "production planned"},
    {"production_forecast", SHEET_DATE, 12, "预估投产", "production, estimate"},
    {"navigator.name", SHEET_TEXT, 16, "代办员", "navigator"},
    {"done", SHEET_INT, 8, "已办结事项", "items done"},
    {"total", SHEET_INT, 8, "事项总数", "items"},
    {"open_problems", SHEET_INT, 8, "未解决问题", "open problems"},
};

static const struct sheet_column application_columns[] = {
    {"number", SHEET_TEXT, 18, "办件编号", "number"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"project.district_name", SHEET_TEXT, 12, "区县", "district"},
    {"name", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "审批部门", "unit"},
    {"state_name", SHEET_TEXT, 14, "状态", "state"},
    {"submitted_on", SHEET_DATE, 12, "提交", "submitted"},
    {"received_on", SHEET_DATE, 12, "收件", "received"},
    {"accepted_on", SHEET_DATE, 12, "受理", "accepted"},
    {"decided_on", SHEET_DATE, 12, "决定", "decided"},
    {"delivered_on", SHEET_DATE, 12, "送达", "delivered"},
    {"due_on", SHEET_DATE, 12, "到期", "due"},
    {"delivery_due", SHEET_DATE, 12, "送达期限", "delivery due"},
    {"limit_days", SHEET_INT, 8, "时限（工作日）", "limit (working days)"},
    {"used_days", SHEET_INT, 8, "已用", "used"},
    {"left_days", SHEET_INT, 8, "剩余", "left"},
    {"light", SHEET_TEXT, 8, "时限灯", "clock light"},
    {"effect.light", SHEET_TEXT, 8, "影响灯", "effect light"},
    {"turn.name", SHEET_TEXT, 26, "现在轮到", "whose turn"},
    {"turn.act", SHEET_TEXT, 36, "要做的事", "what is to be done"},
};

static const struct sheet_column problem_columns[] = {
    {"number", SHEET_TEXT, 18, "问题编号", "number"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"title", SHEET_TEXT, 44, "问题", "problem"},
    {"category_name", SHEET_TEXT, 16, "类别", "category"},
    {"cause_name", SHEET_TEXT, 20, "原因", "cause"},
    {"state_name", SHEET_TEXT, 14, "状态", "state"},
    {"level_name", SHEET_TEXT, 10, "层级", "level"},
    {"org_name", SHEET_TEXT, 28, "责任单位", "responsible unit"},
    {"helpers", SHEET_TEXT, 28, "配合单位", "helper units"},
    {"owner.name", SHEET_TEXT, 16, "责任人", "owner"},
    {"raised_by_name", SHEET_TEXT, 16, "提出人", "raised by"},
    {"raised_on", SHEET_DATE, 12, "提出日期", "raised"},
    {"due_on", SHEET_DATE, 12, "办理期限", "due"},
    {"overdue_days", SHEET_INT, 8, "逾期（工作日）", "overdue (working days)"},
    {"light", SHEET_TEXT, 8, "灯", "light"},
};

static const struct sheet_column file_columns[] = {
    {"name", SHEET_TEXT, 44, "文件名", "file"},
    {"media", SHEET_TEXT, 24, "类型", "type"},
    {"size", SHEET_INT, 12, "字节数", "bytes"},
    {"version", SHEET_INT, 8, "版本", "version"},
    {"uploaded_on", SHEET_DATE, 12, "上传日期", "uploaded"},
    {"uploaded_by_name", SHEET_TEXT, 20, "上传人", "uploaded by"},
    {"scan", SHEET_TEXT, 10, "病毒查杀", "virus scan"},
    {"digest", SHEET_TEXT, 66, "SM3 摘要", "SM3 digest"},
};

static const struct sheet_column seen_columns[] = {
    {"at", SHEET_DATE, 12, "日期", "day"},
    {"role_name", SHEET_TEXT, 20, "角色", "role"},
    {"org_name", SHEET_TEXT, 30, "单位", "unit"},
    {"name", SHEET_TEXT, 20, "姓名", "name"},
};

static const struct sheet_column history_columns[] = {
    {"seq", SHEET_INT, 10, "台账编号", "ledger number"},
    {"happened_on", SHEET_DATE, 12, "发生日期", "happened"},
    {"recorded_at", SHEET_DATE, 12, "登记日期", "recorded"},
    {"sentence", SHEET_TEXT, 70, "事项", "what"},
    {"actor_name", SHEET_TEXT, 20, "经办", "by"},
    {"receipt", SHEET_TEXT, 30, "回执", "receipt"},
};

static const struct sheet_column account_columns[] = {
    {"id", SHEET_INT, 8, "编号", "number"},
    {"login", SHEET_TEXT, 20, "登录名", "login"},
    {"name", SHEET_TEXT, 20, "姓名", "name"},
    {"disabled", SHEET_TEXT, 8, "停用", "disabled"},
    {"locked", SHEET_TEXT, 8, "锁定", "locked"},
    {"created_on", SHEET_DATE, 12, "开设日期", "opened"},
};

static const struct sheet_column audit_columns[] = {
    {"number", SHEET_INT, 10, "编号", "number"},  {"at", SHEET_DATE, 12, "日期", "day"},
    {"account", SHEET_INT, 8, "账号", "account"}, {"account_name", SHEET_TEXT, 20, "姓名", "name"},
    {"act", SHEET_TEXT, 20, "行为", "act"},       {"detail", SHEET_TEXT, 60, "详情", "detail"},
    {"peer", SHEET_TEXT, 18, "来源地址", "from"},
};

static const struct sheet_column capacity_columns[] = {
    {"org_name", SHEET_TEXT, 30, "部门", "unit"},
    {"reviewers", SHEET_INT, 10, "审批人员", "reviewers"},
    {"items", SHEET_INT, 10, "事项", "items"},
    {"used_permille", SHEET_INT, 10, "占用（‰）", "used (per mille)"},
    {"waiting_days", SHEET_INT, 10, "等待（工作日）", "waiting (working days)"},
    {"full_days", SHEET_INT, 10, "满负荷天数", "full days"},
    {"first_full", SHEET_DATE, 12, "最早满负荷", "first full day"},
    {"last_full", SHEET_DATE, 12, "最晚满负荷", "last full day"},
};

static const struct sheet_column figure_columns[] = {
    {"name", SHEET_TEXT, 36, "指标", "figure"},
    {"value", SHEET_DECIMAL, 12, "数值", "value"},
    {"unit", SHEET_TEXT, 12, "单位", "unit"},
    {"definition", SHEET_TEXT, 80, "口径", "definition"},
};

static const struct sheet_column navigator_columns[] = {
    {"name", SHEET_TEXT, 20, "代办员", "navigator"},
    {"org_name", SHEET_TEXT, 36, "单位", "unit"},
    {"district_name", SHEET_TEXT, 16, "区县", "district"},
    {"active_projects", SHEET_INT, 10, "在办项目", "projects under way"},
};

static const struct sheet_column plan_columns[] = {
    {"number", SHEET_INT, 8, "版本", "version"},
    {"adopted_on", SHEET_DATE, 12, "采纳日期", "adopted"},
    {"confirmed_on", SHEET_DATE, 12, "确认日期", "confirmed"},
    {"start", SHEET_DATE, 12, "开始", "start"},
    {"production", SHEET_DATE, 12, "投产", "production"},
    {"working_days", SHEET_INT, 10, "工作日", "working days"},
    {"note", SHEET_TEXT, 50, "说明", "note"},
    {"by", SHEET_TEXT, 20, "编制人", "by"},
};

static const struct sheet_column todo_columns[] = {
    {"title", SHEET_TEXT, 60, "待办", "to do"},
    {"detail", SHEET_TEXT, 40, "说明", "detail"},
    {"due", SHEET_DATE, 12, "期限", "due"},
    {"left_days", SHEET_INT, 8, "剩余（工作日）", "left (working days)"},
    {"light", SHEET_TEXT, 8, "灯", "light"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 40, "项目名称", "project"},
    {"effect_days", SHEET_INT, 10, "影响投产（工作日）", "effect on production (days)"},
};

static const struct sheet_column fact_columns[] = {
    {"meaning", SHEET_TEXT, 50, "项目情况", "fact"}, {"value", SHEET_TEXT, 24, "内容", "value"},
    {"unit", SHEET_TEXT, 10, "单位", "unit"},        {"source", SHEET_TEXT, 30, "来源", "source"},
    {"by", SHEET_TEXT, 20, "填写人", "by"},          {"on", SHEET_DATE, 12, "日期", "day"},
};

/* The template of an import: the labels are those of the fields of project.register. */
static const struct sheet_column lead_columns[] = {
    {"name", SHEET_TEXT, 40, "项目名称", "project name"},
    {"enterprise", SHEET_TEXT, 30, "企业", "enterprise"},
    {"industry_direction", SHEET_TEXT, 22, "产业方向", "industry direction"},
    {"industry_class", SHEET_TEXT, 18, "产业门类", "industry class"},
    {"industry_code", SHEET_TEXT, 18, "国民经济行业代码", "GB/T 4754 code"},
    {"total_investment_wanyuan", SHEET_DECIMAL, 18, "总投资（万元）",
     "total investment (10,000 yuan)"},
    {"land_area_mu", SHEET_DECIMAL, 12, "用地（亩）", "land (mu)"},
    {"district", SHEET_TEXT, 12, "区县", "district"},
    {"contact", SHEET_TEXT, 24, "联系人", "contact"},
    {"source", SHEET_TEXT, 30, "来源", "source"},
    {"reference", SHEET_TEXT, 20, "公开记录编号", "public record"},
};

static const struct sheet_column import_columns[] = {
    {"id", SHEET_INT, 10, "台账编号", "ledger number"},
    {"name", SHEET_TEXT, 40, "文件名", "file"},
    {"rows", SHEET_INT, 10, "行数", "rows"},
    {"made_on", SHEET_DATE, 12, "导入日期", "imported"},
    {"digest", SHEET_TEXT, 66, "SM3 摘要", "SM3 digest"},
};

static const struct sheet_column due_columns[] = {
    {"due_on", SHEET_DATE, 12, "到期日", "due"},
    {"left_days", SHEET_INT, 10, "剩余（工作日）", "left (working days)"},
    {"state_name", SHEET_TEXT, 14, "状态", "state"},
    {"number", SHEET_TEXT, 18, "办件编号", "number"},
    {"item", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "审批部门", "unit"},
    {"project_name", SHEET_TEXT, 36, "项目名称", "project"},
    {"district_name", SHEET_TEXT, 12, "区县", "district"},
    {"light", SHEET_TEXT, 8, "时限灯", "clock light"},
};

static const struct sheet_column redate_columns[] = {
    {"number", SHEET_TEXT, 18, "办件编号", "number"},
    {"item", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "审批部门", "unit"},
    {"before", SHEET_DATE, 12, "原日期", "before"},
    {"after", SHEET_DATE, 12, "新日期", "after"},
    {"light_before", SHEET_TEXT, 8, "原时限灯", "light before"},
    {"light_after", SHEET_TEXT, 8, "新时限灯", "light after"},
};

static const struct sheet_column validity_columns[] = {
    {"until", SHEET_DATE, 12, "有效期至", "valid until"},
    {"left_days", SHEET_INT, 8, "剩余（天）", "left (days)"},
    {"name", SHEET_TEXT, 36, "名称", "what"},
    {"document", SHEET_TEXT, 24, "文号", "document"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"org_name", SHEET_TEXT, 28, "单位", "unit"},
    {"from_on", SHEET_DATE, 12, "起始日", "from"},
    {"lapsed_on", SHEET_DATE, 12, "失效日", "lapsed"},
    {"extensions", SHEET_INT, 8, "延期次数", "extensions"},
};

static const struct sheet_column supervision_columns[] = {
    {"number", SHEET_TEXT, 18, "督办编号", "number"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"asked", SHEET_TEXT, 44, "督办要求", "what is asked"},
    {"basis", SHEET_TEXT, 28, "来源", "source"},
    {"org_name", SHEET_TEXT, 28, "被督办单位", "unit"},
    {"person_name", SHEET_TEXT, 16, "责任人", "person"},
    {"issued_by_name", SHEET_TEXT, 16, "发出", "issued by"},
    {"issued_on", SHEET_DATE, 12, "发出日期", "issued"},
    {"due_on", SHEET_DATE, 12, "期限", "due"},
    {"state_name", SHEET_TEXT, 14, "状态", "state"},
    {"overdue_days", SHEET_INT, 8, "逾期（工作日）", "overdue (working days)"},
    {"misses", SHEET_INT, 8, "逾期次数", "times missed"},
    {"answered_on", SHEET_DATE, 12, "答复日期", "answered"},
    {"answer", SHEET_TEXT, 50, "答复", "answer"},
};

static const struct sheet_column promise_columns[] = {
    {"promised_on", SHEET_DATE, 12, "承诺日期", "promised"},
    {"left_days", SHEET_INT, 10, "剩余（工作日）", "left (working days)"},
    {"words", SHEET_TEXT, 30, "说明", "words"},
    {"application_number", SHEET_TEXT, 18, "办件编号", "number"},
    {"item_name", SHEET_TEXT, 36, "事项", "item"},
    {"by_org_name", SHEET_TEXT, 28, "承诺单位", "by"},
    {"made_on", SHEET_DATE, 12, "作出日期", "made"},
    {"first_on", SHEET_DATE, 12, "最初日期", "first day"},
    {"moves", SHEET_INT, 8, "变更次数", "moves"},
    {"kept_on", SHEET_DATE, 12, "兑现", "kept"},
    {"missed_on", SHEET_DATE, 12, "未兑现", "missed"},
};

static const struct sheet_column delegation_columns[] = {
    {"deputy_name", SHEET_TEXT, 24, "受委托人", "deputy"},
    {"account_name", SHEET_TEXT, 24, "委托人", "stands in for"},
    {"role_name", SHEET_TEXT, 20, "职务", "role"},
    {"from", SHEET_DATE, 12, "开始", "from"},
    {"until", SHEET_DATE, 12, "期限", "until"},
    {"ended_on", SHEET_DATE, 12, "终止", "ended"},
    {"reason", SHEET_TEXT, 40, "理由", "reason"},
};

/* A month's analysis, a row a project; below it what each figure counts. */
static const struct sheet_column month_columns[] = {
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"project.district_name", SHEET_TEXT, 12, "区县", "district"},
    {"stage_name", SHEET_TEXT, 12, "阶段", "stage"},
    {"planned_on", SHEET_DATE, 12, "计划投产", "production planned"},
    {"expected_on", SHEET_DATE, 12, "预估投产", "production, estimate"},
    {"moved_days", SHEET_INT, 10, "当月计划投产变动（工作日）", "plan moved in the month (days)"},
    {"submitted", SHEET_INT, 8, "提交办件", "cases submitted", true},
    {"accepted", SHEET_INT, 8, "受理办件", "cases accepted", true},
    {"decided", SHEET_INT, 8, "作出决定", "cases decided", true},
    {"decided_late", SHEET_INT, 8, "逾期作出决定", "decided late", true},
    {"overdue", SHEET_INT, 8, "期末逾期未办结", "overdue at the end", true},
    {"due_next", SHEET_INT, 8, "下月到期", "due next month", true},
    {"milestones", SHEET_INT, 8, "达到节点", "milestones reached", true},
    {"plans", SHEET_INT, 8, "确认方案", "plans confirmed", true},
    {"problems_opened", SHEET_INT, 8, "提出问题", "problems raised", true},
    {"problems_closed", SHEET_INT, 8, "销号问题", "problems closed", true},
    {"problems_open", SHEET_INT, 8, "期末未销号问题", "problems open at the end", true},
    {"cost_days", SHEET_INT, 10, "未销号问题影响投产（工作日）", "open problems cost (days)"},
    {"promises_kept", SHEET_INT, 8, "兑现承诺", "promises kept", true},
    {"promises_broken", SHEET_INT, 8, "未兑现承诺", "promises broken", true},
    {"whistles", SHEET_INT, 8, "企业吹哨", "whistles", true},
};

static const struct sheet_column month_row_columns[] = {
    {"figure_name", SHEET_TEXT, 18, "指标", "figure"},
    {"project.number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project.name", SHEET_TEXT, 36, "项目名称", "project"},
    {"number", SHEET_TEXT, 18, "编号", "number"},
    {"title", SHEET_TEXT, 44, "事项", "what"},
    {"org_name", SHEET_TEXT, 28, "单位", "unit"},
    {"on", SHEET_DATE, 12, "计入日期", "counted for"},
    {"due_on", SHEET_DATE, 12, "期限（方案为投产）", "limit (of a plan: production)"},
    {"cost_days", SHEET_INT, 10, "影响投产（工作日）", "effect on production (days)"},
};

/* Of a unit or a district: what was decided in the quarter and before it. */
#define QUARTER_FIGURES                                                                            \
    {"decided", SHEET_INT, 8, "作出决定", "decided", true},                                        \
        {"on_time", SHEET_INT, 8, "按期", "on time", true},                                        \
        {"late", SHEET_INT, 8, "逾期", "late", true},                                              \
        {"on_time_permille", SHEET_INT, 10, "按期办结率（‰）", "on time (per mille)"},             \
        {"before.on_time_permille", SHEET_INT, 10, "上季度（‰）", "quarter before (per mille)"},   \
        {"change_permille", SHEET_INT, 10, "变动（‰）", "change (per mille)"},                     \
        {"reasons", SHEET_TEXT, 40, "逾期原因", "reasons of lateness"},
static const struct sheet_column quarter_columns[] = {{"org_name", SHEET_TEXT, 30, "部门", "unit"},
                                                      QUARTER_FIGURES};

static const struct sheet_column quarter_district_columns[] = {
    {"district_name", SHEET_TEXT, 16, "区县", "district"}, QUARTER_FIGURES};

static const struct sheet_column quarter_row_columns[] = {
    {"number", SHEET_TEXT, 18, "办件编号", "number"},
    {"item", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "审批部门", "unit"},
    {"project_number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project_name", SHEET_TEXT, 36, "项目名称", "project"},
    {"district_name", SHEET_TEXT, 12, "区县", "district"},
    {"accepted_on", SHEET_DATE, 12, "受理", "accepted"},
    {"due_on", SHEET_DATE, 12, "期限", "limit"},
    {"decided_on", SHEET_DATE, 12, "决定", "decided"},
    {"on_time", SHEET_TEXT, 8, "按期", "on time"},
    {"reason", SHEET_TEXT, 20, "逾期原因", "reason of lateness"},
};

/* An indicator's groups, and below it the rows. */
static const struct sheet_column indicator_columns[] = {
    {"name", SHEET_TEXT, 40, "组", "group"},
    {"rows", SHEET_INT, 10, "样本数", "rows"},
    {"part", SHEET_INT, 14, "分子", "numerator"},
    {"whole", SHEET_INT, 14, "分母", "denominator"},
    {"value", SHEET_DECIMAL, 12, "数值", "value"},
    {"low", SHEET_DECIMAL, 12, "95%区间下限", "95% from"},
    {"high", SHEET_DECIMAL, 12, "95%区间上限", "95% to"},
    {"excluded", SHEET_INT, 10, "其中终止", "given up"},
    {"without_excluded", SHEET_DECIMAL, 12, "剔除终止后", "without given up"},
    {"amount_value", SHEET_DECIMAL, 14, "按投资额", "by investment"},
    {"ended", SHEET_INT, 10, "已完成", "ended"},
    {"median", SHEET_INT, 10, "中位数", "median"},
    {"p90", SHEET_INT, 10, "第90百分位", "90th percentile"},
    {"enough", SHEET_TEXT, 10, "样本足够比较", "enough to compare"},
};
static const struct sheet_column indicator_row_columns[] = {
    {"number", SHEET_TEXT, 18, "编号", "number"},
    {"item", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "部门", "unit"},
    {"project_number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project_name", SHEET_TEXT, 36, "项目名称", "project"},
    {"district_name", SHEET_TEXT, 12, "区县", "district"},
    {"on", SHEET_DATE, 12, "归属日期", "day counted"},
    {"part", SHEET_INT, 14, "分子", "numerator"},
    {"whole", SHEET_INT, 14, "分母", "denominator"},
    {"days", SHEET_INT, 10, "历时", "days"},
    {"ended", SHEET_TEXT, 10, "已完成", "ended"},
    {"excluded", SHEET_TEXT, 10, "已终止", "given up"},
};
/* The ways of the map of where time goes; and the cases that went one. */
static const struct sheet_column process_columns[] = {
    {"from_name", SHEET_TEXT, 30, "自", "from"},
    {"to_name", SHEET_TEXT, 30, "至", "to"},
    {"times", SHEET_INT, 10, "次数", "times"},
    {"courses", SHEET_INT, 10, "涉及数", "courses"},
    {"median", SHEET_INT, 10, "等待中位数（工作日）", "median wait (working days)"},
    {"p90", SHEET_INT, 10, "第90百分位", "90th percentile"},
    {"days", SHEET_INT, 12, "合计工作日", "days in all"},
    {"saved", SHEET_INT, 12, "都不超过中位数可省", "saved, none above the median"},
    {"department", SHEET_INT, 10, "部门", "department"},
    {"enterprise", SHEET_INT, 10, "企业", "enterprise"},
    {"third_party", SHEET_INT, 10, "第三方", "third party"},
    {"legal_stop", SHEET_INT, 10, "法定停止", "legal stop"},
};
static const struct sheet_column process_row_columns[] = {
    {"number", SHEET_TEXT, 18, "编号", "number"},
    {"item", SHEET_TEXT, 36, "事项", "item"},
    {"org_name", SHEET_TEXT, 28, "部门", "unit"},
    {"project_number", SHEET_TEXT, 16, "项目编号", "project number"},
    {"project_name", SHEET_TEXT, 36, "项目名称", "project"},
    {"on", SHEET_DATE, 12, "提交", "submitted"},
    {"days", SHEET_INT, 10, "等待（工作日）", "wait (working days)"},
};
static const struct sheet_column indicator_stamp_columns[] = {
    {"name", SHEET_TEXT, 24, "出处", "where from"},
    {"value", SHEET_TEXT, 90, "内容", "what"},
};

/* What an appraisal came to, and the parts of one. */
static const struct sheet_column appraisal_columns[] = {
    {"name", SHEET_TEXT, 30, "被考评者", "appraised"},
    {"score", SHEET_DECIMAL, 10, "得分", "score"},
    {"low", SHEET_DECIMAL, 12, "95%区间下限", "95% from"},
    {"high", SHEET_DECIMAL, 12, "95%区间上限", "95% to"},
    {"best", SHEET_INT, 12, "名次区间（最前）", "place from"},
    {"worst", SHEET_INT, 12, "名次区间（最后）", "place to"},
    {"counted", SHEET_INT, 12, "计入的权重", "weight that counts"},
    {"weights", SHEET_INT, 12, "全部权重", "all weight"},
    {"version", SHEET_INT, 8, "版本", "version"},
    {"reason", SHEET_TEXT, 40, "变更理由", "why it changed"},
};
static const struct sheet_column appraisal_part_columns[] = {
    {"name", SHEET_TEXT, 30, "部分", "part"},
    {"why_name", SHEET_TEXT, 16, "是否计入", "whether it counts"},
    {"rows", SHEET_INT, 10, "样本数", "rows"},
    {"minimum", SHEET_INT, 10, "最小样本", "least sample"},
    {"value", SHEET_DECIMAL, 10, "数值（%）", "value (%)"},
    {"low", SHEET_DECIMAL, 12, "95%区间下限", "95% from"},
    {"high", SHEET_DECIMAL, 12, "95%区间上限", "95% to"},
    {"floor", SHEET_DECIMAL, 10, "起算值（%）", "floor (%)"},
    {"full", SHEET_DECIMAL, 10, "满分值（%）", "full at (%)"},
    {"points", SHEET_DECIMAL, 10, "得分", "points"},
    {"set_weight", SHEET_INT, 10, "权重", "weight"},
    {"weight", SHEET_DECIMAL, 12, "折算后权重（%）", "weight as taken anew (%)"},
};

#define SHEET(view, rows, zh, en, columns) SHEET_WITH(view, rows, zh, en, columns, NULL, NULL)
#define SHEET_WITH(view, rows, zh, en, columns, annex, beside)                                     \
    {                                                                                              \
        view, rows, {zh, en, columns, COUNT_OF(columns)}, annex, beside                            \
    }

static const struct view_sheet quarter_districts =
    SHEET("analysis.quarter", "districts", "季度评估（区县）", "Quarter by district",
          quarter_district_columns);

static const struct view_sheet indicator_stamp =
    SHEET("indicator.figure", "stamp", "出处与核验", "Where from", indicator_stamp_columns);

const struct view_sheet board_sheets[BOARD_SHEET_COUNT] = {
    SHEET("portfolio.list", "items", "项目清单", "Projects", project_columns),
    SHEET("application.list", "items", "办件清单", "Applications", application_columns),
    SHEET("application.queue", "items", "本单位办件队列", "Queue", application_columns),
    SHEET("due.list", "items", "接下来到期", "Due next", due_columns),
    SHEET("redate.compare", "items", "改期推算", "What moves", redate_columns),
    SHEET("validity.list", "items", "有效期清单", "Validities", validity_columns),
    SHEET("supervision.list", "items", "督办台账", "Supervision orders", supervision_columns),
    SHEET("promise.list", "items", "承诺日期台账", "Promised days", promise_columns),
    SHEET("delegation.list", "items", "代行委托", "Deputies", delegation_columns),
    SHEET("problem.list", "items", "问题清单", "Problems", problem_columns),
    SHEET("file.list", "items", "文件清单", "Files", file_columns),
    SHEET("file.versions", "items", "文件版本", "Versions of a file", file_columns),
    SHEET("file.seen_by", "items", "谁看过文件", "Who saw a file", seen_columns),
    SHEET("project.history", "items", "项目经过", "History", history_columns),
    SHEET("planning.plans", "items", "方案版本", "Plans", plan_columns),
    SHEET("planning.facts", "facts", "项目情况", "Facts", fact_columns),
    SHEET("workbench", "todo", "待办", "To do", todo_columns),
    SHEET("navigator.list", "items", "代办员", "Navigators", navigator_columns),
    SHEET("capacity.all", "units", "审批力量", "Capacity", capacity_columns),
    SHEET("figures", "items", "指标", "Figures", figure_columns),
    SHEET_WITH("analysis.month", "items", "月度推进分析", "Monthly analysis", month_columns,
               "analysis.month_rows", NULL),
    SHEET("analysis.month_rows", "items", "月度分析明细", "Rows of the month", month_row_columns),
    SHEET_WITH("analysis.quarter", "units", "季度评估", "Quarterly evaluation", quarter_columns,
               "analysis.quarter_rows", &quarter_districts),
    SHEET("analysis.quarter_rows", "items", "季度评估明细", "Rows of the quarter",
          quarter_row_columns),
    SHEET_WITH("indicator.figure", "items", "指标", "Indicator", indicator_columns, NULL,
               &indicator_stamp),
    SHEET("indicator.rows", "items", "指标明细", "Rows of the indicator", indicator_row_columns),
    SHEET("appraisal.show", "items", "年度考评", "Annual appraisal", appraisal_columns),
    SHEET("appraisal.result", "items", "考评明细", "Parts of a result", appraisal_part_columns),
    SHEET("process.map", "items", "时间去哪了", "Where time goes", process_columns),
    SHEET("process.rows", "items", "走过某一段的办件", "Cases of a way", process_row_columns),
    SHEET("import.template", "rows", "项目导入模板", "Projects to import", lead_columns),
    SHEET("import.list", "items", "导入记录", "Imports", import_columns),
    SHEET("account.list", "items", "账号", "Accounts", account_columns),
    SHEET("identity.audit", "items", "审计", "Audit trail", audit_columns),
};
