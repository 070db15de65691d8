#include "board/exchange.h"

#include <assert.h>
#include <string.h>

#include "app/access.h"

/* Columns by their standards' own lists; tests/api/exchange_fields.json has those lists. Where the
 * lists come from, what was left out and why: docs/decisions/0026-exchange.md. */

#define BEHIND(id) ACCESS_PROJECT " and p.id>=$6 and (p.id>$6 or " id ">$7) order by p.id, " id
#define PAGE(id) BEHIND(id) " limit $8"
/* When the entry that opened the thing was written: its id is the entry's number. */
#define WRITTEN(id) "(select w.recorded_at from ledger_event w where w.seq=" id ")"

/* -- 工程建设项目审批管理系统数据共享交换标准, entities of the third version -- */

static const struct statement exchange_xmjbxxb = {
    "exchange_xmjbxxb",
    "select p.id, p.id, p.id, p.district,"
    " (select case when min(c.project_code)=max(c.project_code) then min(c.project_code) end"
    "  from certificate c where c.project=p.id and c.project_code<>''),"
    " p.name, p.number, p.industry_code, p.investment, p.district, p.enterprise,"
    " (select min(i.taken_on) from application_intake i where i.project=p.id)"
    " from project p where " PAGE("p.id")};
static const struct sheet_column xmjbxxb[] = {
    {"dfsjzj", SHEET_INT, 12, "地方数据主键", "key in this system"},
    {"xzqhdm", SHEET_TEXT, 10, "行政区划代码", "district code"},
    {"xmdm", SHEET_TEXT, 28, "项目代码", "national project code"},
    {"xmmc", SHEET_TEXT, 40, "项目名称", "project"},
    {"gcdm", SHEET_TEXT, 18, "工程代码", "works code: the project's number here"},
    {"gbhy", SHEET_TEXT, 10, "国标行业", "GB/T 4754 code"},
    {"ztze", SHEET_DECIMAL, 16, "总投资（万元）", "total investment (10,000 yuan)"},
    {"jsddxzqh", SHEET_TEXT, 10, "建设地点行政区划", "district of the site"},
    {"jsdw", SHEET_TEXT, 30, "建设单位", "developer"},
    {"sbsj", SHEET_DATE, 12, "申报时间", "first submission"},
};
static const struct exchange_column xmjbxxb_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
};

static const struct sheet_column spsxjbxxb[] = {
    {"spsxbm", SHEET_TEXT, 24, "审批事项编码", "item code"},
    {"spsxmc", SHEET_TEXT, 40, "审批事项名称", "item"},
    {"sxlx", SHEET_TEXT, 14, "事项类型", "kind of item"},
    {"sdyj", SHEET_TEXT, 60, "设定依据", "legal basis"},
    {"sszt", SHEET_TEXT, 30, "实施主体", "unit in charge"},
    {"fdbjsx", SHEET_INT, 12, "法定办结时限", "statutory limit"},
    {"cnbjsx", SHEET_INT, 12, "承诺办结时限", "promised limit"},
    {"sxrq", SHEET_DATE, 12, "生效日期", "in force from"},
    {"tyrq", SHEET_DATE, 12, "停用日期", "in force until"},
};
static const struct exchange_column spsxjbxxb_fills[] = {
    {EXCHANGE_CODE, NULL},
    {EXCHANGE_NAME, NULL},
    {EXCHANGE_MEMBER, "kind"},
    {EXCHANGE_MEMBER, "legal_basis"},
    {EXCHANGE_UNIT_MEMBER, "org"},
    {EXCHANGE_MEMBER, "statutory_days"},
    {EXCHANGE_MEMBER, "promised_days"},
    {EXCHANGE_FROM, NULL},
    {EXCHANGE_UNTIL, NULL},
};

static const struct statement exchange_xmspsxblxxb = {
    "exchange_xmspsxblxxb",
    "select p.id, a.id, a.id, p.district, p.number, a.code, a.number, a.org, i.number,"
    " a.limit_days from project p join application a on a.project=p.id"
    " join application_intake i on i.id=a.intake where " PAGE("a.id")};
static const struct sheet_column xmspsxblxxb[] = {
    {"dfsjzj", SHEET_INT, 12, "地方数据主键", "key in this system"},
    {"xzqhdm", SHEET_TEXT, 10, "行政区划代码", "district code"},
    {"gcdm", SHEET_TEXT, 18, "工程代码", "works code"},
    {"spsxbm", SHEET_TEXT, 24, "审批事项编码", "item code"},
    {"spsxslbm", SHEET_TEXT, 20, "审批事项实例编码", "number of the case"},
    {"spbmmc", SHEET_TEXT, 30, "审批部门名称", "unit"},
    {"blspslbm", SHEET_TEXT, 20, "并联审批实例编码", "number of the joint intake"},
    {"sxblsx", SHEET_INT, 12, "事项办理时限", "limit"},
};
static const struct exchange_column xmspsxblxxb_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_UNIT, NULL},  {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
};

/* blzt by what happened: 1 接件, 2 撤件, 5 不予受理, 6 补正开始, 7 补正结束, 8 部门开始办理, 9
 * 特别程序开始, 10 特别程序结束, 11 办结（通过）, 12 办结（容缺通过）, 13 办结（不通过）, 15 撤销.
 * Nothing here is a 3, 4 or 14. */
static const struct statement exchange_xmspsxblxxxxb = {
    "exchange_xmspsxblxxxxb",
    "select p.id, e.seq, e.seq, p.district, p.number, a.number,"
    " case e.kind when 'application.submitted' then 1 when 'application.withdrawn' then 2"
    " when 'application.not_accepted' then 5 when 'application.supplement_asked' then 6"
    " when 'application.supplement_completed' then 7 when 'application.accepted' then 8"
    " when 'application.special_started' then 9 when 'application.special_ended' then 10"
    " when 'application.revoked' then 15 else"
    "  case when e.body not like '%_result_:_granted_%' then 13 when exists(select 1 from"
    "  deferral d where d.application=a.id and d.granted_on is not null) then 12 else 11 end end,"
    " e.happened_on, e.body"
    " from project p join ledger_event e on e.project_id=p.id join application a on"
    " a.id=e.subject_id where e.kind in ('application.submitted','application.withdrawn',"
    "'application.not_accepted','application.supplement_asked',"
    "'application.supplement_completed','application.accepted','application.special_started',"
    "'application.special_ended','application.revoked','application.decided')"
    " and " PAGE("e.seq")};
static const struct sheet_column xmspsxblxxxxb[] = {
    {"dfsjzj", SHEET_INT, 12, "地方数据主键", "key in this system"},
    {"xzqhdm", SHEET_TEXT, 10, "行政区划代码", "district code"},
    {"gcdm", SHEET_TEXT, 18, "工程代码", "works code"},
    {"spsxslbm", SHEET_TEXT, 20, "审批事项实例编码", "number of the case"},
    {"blzt", SHEET_INT, 8, "办理状态", "state"},
    {"blsj", SHEET_DATE, 12, "办理时间", "when"},
    {"blyj", SHEET_TEXT, 60, "办理意见", "what was said"},
};
static const struct exchange_column xmspsxblxxxxb_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},  {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_REASON, NULL},
};

static const struct statement exchange_xmspsxbltbcxxxb = {
    "exchange_xmspsxbltbcxxxb",
    "select p.id, s.id, s.id, p.district, p.number, a.number, s.name, s.since, s.days"
    " from project p join application a on a.project=p.id join application_stop s on"
    " s.application=a.id where s.kind=0 and " PAGE("s.id")};
static const struct sheet_column xmspsxbltbcxxxb[] = {
    {"dfsjzj", SHEET_INT, 12, "地方数据主键", "key in this system"},
    {"xzqhdm", SHEET_TEXT, 10, "行政区划代码", "district code"},
    {"gcdm", SHEET_TEXT, 18, "工程代码", "works code"},
    {"spsxslbm", SHEET_TEXT, 20, "审批事项实例编码", "number of the case"},
    {"tbcxmc", SHEET_TEXT, 30, "特别程序名称", "special procedure"},
    {"tbcxkssj", SHEET_DATE, 12, "特别程序开始时间", "since"},
    {"tbcxsx", SHEET_INT, 10, "特别程序时限", "days"},
};
static const struct exchange_column xmspsxbltbcxxxb_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
};

static const struct statement exchange_xmspsxpfwjxxb = {
    "exchange_xmspsxpfwjxxb",
    "select p.id, a.id, a.id, p.district, p.number, a.number, a.decided_on, a.document,"
    " a.valid_until from project p join application a on a.project=p.id"
    " where a.state in ('granted','delivered') and a.document is not null and " PAGE("a.id")};
static const struct sheet_column xmspsxpfwjxxb[] = {
    {"dfsjzj", SHEET_INT, 12, "地方数据主键", "key in this system"},
    {"xzqhdm", SHEET_TEXT, 10, "行政区划代码", "district code"},
    {"gcdm", SHEET_TEXT, 18, "工程代码", "works code"},
    {"spsxslbm", SHEET_TEXT, 20, "审批事项实例编码", "number of the case"},
    {"pfrq", SHEET_DATE, 12, "批复日期", "decided"},
    {"pfwh", SHEET_TEXT, 30, "批复文号", "document number"},
    {"pfwjyxqx", SHEET_DATE, 12, "批复文件有效期限", "valid until"},
};
static const struct exchange_column xmspsxpfwjxxb_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
};

/* -- the permitting data standard of GSA-TTS, 1.2.0 -- */

/* What each of its entities says of where the record comes from. */
#define PROVENANCE                                                                                 \
    {"data_source_agency", SHEET_TEXT, 24, "数据来源机构", "agency it comes from"},                \
        {"data_source_system", SHEET_TEXT, 14, "数据来源系统", "system it comes from"},            \
    {                                                                                              \
        "retrieved_timestamp", SHEET_TEXT, 22, "提取时间", "when it was asked"                     \
    }
#define PROVENANCE_FILLS                                                                           \
    {EXCHANGE_CITY, NULL}, {EXCHANGE_SYSTEM, NULL},                                                \
    {                                                                                              \
        EXCHANGE_NOW, NULL                                                                         \
    }
#define PROVENANCE_CELLS ", null, null, null"

static const struct statement exchange_project = {
    "exchange_project",
    "select p.id, p.id, p.id, " WRITTEN(
        "p.id") ", p.name, p.industry_class,"
                " (select min(i.taken_on) from application_intake i where i.project=p.id),"
                " p.stage, p.enterprise, p.district, p.version" PROVENANCE_CELLS
                " from project p where " PAGE("p.id")};
static const struct sheet_column project[] = {
    {"id", SHEET_INT, 12, "标识", "key"},
    {"created_at", SHEET_TEXT, 22, "创建时间", "written"},
    {"title", SHEET_TEXT, 40, "名称", "name"},
    {"sector", SHEET_TEXT, 18, "产业门类", "class of industry"},
    {"start_date", SHEET_DATE, 12, "开始日期", "first submission"},
    {"current_status", SHEET_TEXT, 16, "当前状态", "status"},
    {"sponsor", SHEET_TEXT, 30, "建设单位", "enterprise"},
    {"location_text", SHEET_TEXT, 16, "地点", "district"},
    {"data_record_version", SHEET_TEXT, 8, "记录版本", "version of the record"},
    PROVENANCE,
};
static const struct exchange_column project_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_INSTANT, NULL},  {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},    {EXCHANGE_STAGE_STATUS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_DISTRICT, NULL}, {EXCHANGE_AS_IS, NULL},
    PROVENANCE_FILLS,
};

static const struct statement exchange_process_instance = {
    "exchange_process_instance",
    "select p.id, a.id, a.id, p.id, " WRITTEN(
        "a.id") ", a.number, n.name, a.state, a.state,"
                " a.submitted_on, coalesce(a.decided_on, a.closed_on), a.state, a.org, a.code, "
                "a.version" PROVENANCE_CELLS " from project p join application a on a.project=p.id"
                " join application_name n on n.id=a.name_of where " PAGE("a.id")};
static const struct sheet_column process_instance[] = {
    {"id", SHEET_INT, 12, "标识", "key"},
    {"parent_project_id", SHEET_INT, 12, "所属项目", "project"},
    {"created_at", SHEET_TEXT, 22, "创建时间", "written"},
    {"agency_id", SHEET_TEXT, 20, "办件编号", "number of the case"},
    {"type", SHEET_TEXT, 36, "事项", "item"},
    {"status", SHEET_TEXT, 12, "状态", "status"},
    {"stage", SHEET_TEXT, 16, "环节", "state here"},
    {"start_date", SHEET_DATE, 12, "开始日期", "submitted"},
    {"complete_date", SHEET_DATE, 12, "办结日期", "ended"},
    {"outcome", SHEET_TEXT, 16, "结果", "outcome"},
    {"lead_agency", SHEET_TEXT, 30, "办理单位", "unit"},
    {"process_code", SHEET_TEXT, 24, "事项编码", "item code"},
    {"data_record_version", SHEET_TEXT, 8, "记录版本", "version of the record"},
    PROVENANCE,
};
static const struct exchange_column process_instance_fills[] = {
    {EXCHANGE_AS_IS, NULL},         {EXCHANGE_AS_IS, NULL}, {EXCHANGE_INSTANT, NULL},
    {EXCHANGE_AS_IS, NULL},         {EXCHANGE_AS_IS, NULL}, {EXCHANGE_STATE_STATUS, NULL},
    {EXCHANGE_AS_IS, NULL},         {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_STATE_OUTCOME, NULL}, {EXCHANGE_UNIT, NULL},  {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL},         PROVENANCE_FILLS,
};

static const struct statement exchange_case_event = {
    "exchange_case_event",
    "select p.id, e.seq, e.seq, e.recorded_at, a.id, e.kind, e.kind, e.happened_on" PROVENANCE_CELLS
    " from project p join ledger_event e on e.project_id=p.id"
    " join application a on a.id=e.subject_id where " PAGE("e.seq")};
static const struct sheet_column case_event[] = {
    {"id", SHEET_INT, 12, "标识", "key"},
    {"created_at", SHEET_TEXT, 22, "创建时间", "written"},
    {"parent_process_id", SHEET_INT, 12, "所属办件", "case"},
    {"name", SHEET_TEXT, 30, "名称", "what happened"},
    {"type", SHEET_TEXT, 30, "类别", "kind"},
    {"datetime", SHEET_DATE, 12, "日期", "when"},
    PROVENANCE,
};
static const struct exchange_column case_event_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_INSTANT, NULL}, {EXCHANGE_AS_IS, NULL}, {EXCHANGE_KIND, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},   PROVENANCE_FILLS,
};

static const struct statement exchange_document = {
    "exchange_document",
    "select p.id, c.id, c.id, " WRITTEN(
        "c.id") ", c.application, c.name, c.edition, c.issued_on,"
                " c.unit, c.type, c.version" PROVENANCE_CELLS
                " from project p join certificate c on c.project=p.id where c.imported=0 and " PAGE(
                    "c.id")};
static const struct sheet_column document[] = {
    {"id", SHEET_INT, 12, "标识", "key"},
    {"created_at", SHEET_TEXT, 22, "创建时间", "written"},
    {"parent_process_id", SHEET_INT, 12, "所属办件", "case"},
    {"title", SHEET_TEXT, 40, "名称", "title"},
    {"revision_number", SHEET_INT, 8, "版次", "edition"},
    {"publish_date", SHEET_DATE, 12, "签发日期", "issued"},
    {"prepared_by", SHEET_TEXT, 30, "签发单位", "unit"},
    {"document_type", SHEET_TEXT, 24, "证照类型", "type"},
    {"data_record_version", SHEET_TEXT, 8, "记录版本", "version of the record"},
    PROVENANCE,
};
static const struct exchange_column document_fills[] = {
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_INSTANT, NULL}, {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_AS_IS, NULL}, {EXCHANGE_AS_IS, NULL},   {EXCHANGE_AS_IS, NULL},
    {EXCHANGE_UNIT, NULL},  {EXCHANGE_AS_IS, NULL},   {EXCHANGE_AS_IS, NULL},
    PROVENANCE_FILLS,
};

static const struct sheet_column process_model[] = {
    {"title", SHEET_TEXT, 40, "名称", "item"},
    {"legal_structure_text", SHEET_TEXT, 60, "依据", "legal basis"},
    {"agency", SHEET_TEXT, 30, "实施单位", "unit in charge"},
    {"notes", SHEET_TEXT, 40, "说明", "notes"},
    {"other", SHEET_TEXT, 30, "其他", "item code, as JSON"},
    PROVENANCE,
};
static const struct exchange_column process_model_fills[] = {
    {EXCHANGE_NAME, NULL},      {EXCHANGE_MEMBER, "legal_basis"}, {EXCHANGE_UNIT_MEMBER, "org"},
    {EXCHANGE_MEMBER, "notes"}, {EXCHANGE_CODE_OBJECT, NULL},     PROVENANCE_FILLS,
};

/* -- all of them -- */

#define VIEW "exchange.table"
#define SHEET(name, columns)                                                                       \
    {                                                                                              \
        .view = VIEW, .rows = "items", .table = {                                                  \
            name,                                                                                  \
            name,                                                                                  \
            columns,                                                                               \
            COUNT_OF(columns),                                                                     \
            .head_is_path = true                                                                   \
        }                                                                                          \
    }
#define SAME(columns)                                                                              \
    static_assert(COUNT_OF(columns) == COUNT_OF(columns##_fills), "a fill for each column")
SAME(xmjbxxb);
SAME(spsxjbxxb);
SAME(xmspsxblxxb);
SAME(xmspsxblxxxxb);
SAME(xmspsxbltbcxxxb);
SAME(xmspsxpfwjxxb);
SAME(project);
SAME(process_instance);
SAME(case_event);
SAME(document);
SAME(process_model);

#define SPGL "spgl-v3"
#define PIC "pic-1.2.0"
const struct exchange_table exchange_tables[EXCHANGE_TABLE_COUNT] = {
    {SPGL, SHEET("SPGL_XMJBXXB", xmjbxxb), xmjbxxb_fills, &exchange_xmjbxxb},
    {SPGL, SHEET("SPGL_SPSXJBXXB", spsxjbxxb), spsxjbxxb_fills, NULL},
    {SPGL, SHEET("SPGL_XMSPSXBLXXB", xmspsxblxxb), xmspsxblxxb_fills, &exchange_xmspsxblxxb},
    {SPGL, SHEET("SPGL_XMSPSXBLXXXXB", xmspsxblxxxxb), xmspsxblxxxxb_fills,
     &exchange_xmspsxblxxxxb},
    {SPGL, SHEET("SPGL_XMSPSXBLTBCXXXB", xmspsxbltbcxxxb), xmspsxbltbcxxxb_fills,
     &exchange_xmspsxbltbcxxxb},
    {SPGL, SHEET("SPGL_XMSPSXPFWJXXB", xmspsxpfwjxxb), xmspsxpfwjxxb_fills,
     &exchange_xmspsxpfwjxxb},
    {PIC, SHEET("project", project), project_fills, &exchange_project},
    {PIC, SHEET("process_model", process_model), process_model_fills, NULL},
    {PIC, SHEET("process_instance", process_instance), process_instance_fills,
     &exchange_process_instance},
    {PIC, SHEET("case_event", case_event), case_event_fills, &exchange_case_event},
    {PIC, SHEET("document", document), document_fills, &exchange_document},
};

const struct exchange_table *exchange_table_find(struct text name)
{
    for (size_t i = 0; i < EXCHANGE_TABLE_COUNT; i++) {
        if (text_is(name, exchange_tables[i].sheet.table.en)) {
            return &exchange_tables[i];
        }
    }
    return NULL;
}

const struct view_sheet *exchange_sheet_of(const char *view, struct text table)
{
    const struct exchange_table *found = exchange_table_find(table);
    return strcmp(view, VIEW) != 0 ? NULL
           : table.len == 0        ? &exchange_tables[0].sheet
           : found == NULL         ? NULL
                                   : &found->sheet;
}

const struct statement *const exchange_statements[] = {
    &exchange_xmjbxxb,          &exchange_xmspsxblxxb,   &exchange_xmspsxblxxxxb,
    &exchange_xmspsxbltbcxxxb,  &exchange_xmspsxpfwjxxb, &exchange_project,
    &exchange_process_instance, &exchange_case_event,    &exchange_document,
};
const size_t exchange_statement_count = COUNT_OF(exchange_statements);
