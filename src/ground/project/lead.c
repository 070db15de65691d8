#include "ground/project/lead.h"

#include "app/city.h"
#include "base/json_read.h"
#include "engine/rules/facts.h"

static const struct field register_fields[] = {
    FIELD(lead_register, name, TEXT, .required = true, .zh = "项目名称", .en = "project name"),
    FIELD(lead_register, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
    FIELD(lead_register, industry_direction, TEXT, .max = 60, .zh = "产业方向",
          .en = "industry direction"),
    FIELD(lead_register, industry_class, TEXT, .max = 60, .zh = "产业门类", .en = "industry class"),
    FIELD(lead_register, industry_code, TEXT, .max = 5, .zh = "国民经济行业代码",
          .en = "GB/T 4754 code"),
    FIELD(lead_register, total_investment_wanyuan, MONEY, .zh = "总投资（万元）",
          .en = "total investment (10,000 yuan)"),
    FIELD(lead_register, land_area_mu, MONEY, .zh = "用地（亩）", .en = "land (mu)"),
    FIELD(lead_register, district, TEXT, .names = "districts", .required = true, .max = 6,
          .zh = "区县", .en = "district"),
    FIELD(lead_register, contact, TEXT, .zh = "联系人", .en = "contact"),
    FIELD(lead_register, source, TEXT, .max = 500, .zh = "来源", .en = "source"),
    FIELD(lead_register, reference, TEXT, .max = 60, .zh = "公开记录编号", .en = "public record"),
    FIELD(lead_register, facts, JSON, .zh = "筛查信息", .en = "screening facts"),
    FIELD(lead_register, not_duplicate_of, TEXTS, .max = 20, .zh = "已核对不是同一项目",
          .en = "checked: not the same as"),
};
const struct field_table lead_register_table = FIELD_TABLE(lead_register, register_fields);

static const struct field facts_fields[] = {
    FIELD(lead_facts, facts, JSON, .required = true, .zh = "筛查信息", .en = "screening facts"),
};
const struct field_table lead_facts_command_table = FIELD_TABLE(lead_facts, facts_fields);

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                FAULT_ARGS(TEXT("数据包里没有这个代码"), TEXT("the pack has no such code")));
    fault_label(fault, zh, en);
    return false;
}

/* GB/T 4754-2017: a section letter A to T and two to four digits. */
static bool is_industry_code(struct text code)
{
    if (code.len < 3 || code.len > 5 || code.at[0] < 'A' || code.at[0] > 'T') {
        return false;
    }
    for (size_t i = 1; i < code.len; i++) {
        if (code.at[i] < '0' || code.at[i] > '9') {
            return false;
        }
    }
    return true;
}

bool lead_check(const struct city *city, const struct lead_register *lead, struct fault *fault)
{
    /* The city itself stands for a site that is not known yet. */
    if (!city_has_district(city, lead->district) && !text_equal(lead->district, city_code(city))) {
        return refuse(fault, "district", "区县", "district");
    }
    if (lead->industry_direction.len > 0 && !city_has_direction(city, lead->industry_direction)) {
        return refuse(fault, "industry_direction", "产业方向", "industry direction");
    }
    if (lead->industry_class.len > 0 && !city_has_class(city, lead->industry_class)) {
        return refuse(fault, "industry_class", "产业门类", "industry class");
    }
    if (lead->industry_code.len > 0 && !is_industry_code(lead->industry_code)) {
        return refuse(fault, "industry_code", "国民经济行业代码", "GB/T 4754 code");
    }
    return true;
}

/* -- the facts of a lead -- */

static bool set_text(struct facts *facts, const char *name, struct text value, struct fault *fault)
{
    uint32_t field = 0;
    struct jvalue text = {.kind = JVALUE_TEXT, .text = value};
    return value.len == 0 || !fact_space_find(facts->space, text_of(name), &field) ||
           facts_set(facts, field, &text, fault);
}

static bool set_money(struct facts *facts, const char *name, struct text value, struct fault *fault)
{
    uint32_t field = 0;
    if (value.len == 0 || !fact_space_find(facts->space, text_of(name), &field)) {
        return true;
    }
    /* Compared with thresholds only, never added up: a double is exact enough for two decimals. */
    struct jvalue number = {.kind = JVALUE_REAL, .real = (double)money_hundredths(value) / 100};
    return facts_set(facts, field, &number, fault);
}

bool lead_read_facts(struct arena *arena, const struct project *project, struct facts *facts,
                     struct fault *fault)
{
    const struct jvalue *added = NULL;
    struct text source = project->lead_facts.len > 0 ? project->lead_facts : TEXT("{}");
    return json_read(arena, source, &added, fault) && facts_read(facts, added, NULL, fault) &&
           set_text(facts, "industry_class", project->industry_class, fault) &&
           set_text(facts, "industry_direction", project->direction, fault) &&
           set_text(facts, "industry_code", project->industry_code, fault) &&
           set_text(facts, "district_code", project->district, fault) &&
           set_money(facts, "total_investment_wanyuan", project->investment, fault);
}
