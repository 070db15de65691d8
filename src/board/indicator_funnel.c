#include "app/city.h"
#include "base/arena.h"
#include "board/indicator.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"

/* GET /funnel: of the projects that reached a step in a time, how many reached each step behind it
 * by the cut-off; by number and by investment. */

struct funnel_query {
    struct text step;
    civil_date from, to, cut;
};
static const struct field funnel_fields[] = {
    FIELD(funnel_query, step, TEXT, .required = true, .max = 40, .zh = "起始步骤",
          .en = "first step"),
    FIELD(funnel_query, from, DATE, .zh = "自", .en = "from"),
    FIELD(funnel_query, to, DATE, .zh = "至", .en = "to"),
    FIELD(funnel_query, cut, DATE, .zh = "截止日", .en = "cut-off")};
static const struct field_table funnel_table = FIELD_TABLE(funnel_query, funnel_fields);

struct funnel_step {
    const struct pack_record *record;
    struct measure_sum sum;
};

static bool add(void *context, const struct indicator_row *row)
{
    measure_add(NULL, MEASURE_IS_SHARE, context, &row->measure);
    return true;
}

/* Whole hundredths of 万元 as decimal text. */
static struct text money(struct arena *arena, int64_t hundredths)
{
    return text_format(arena, "%lld.%02lld", (long long)(hundredths / 100),
                       (long long)(hundredths % 100));
}

struct text indicator_percent(struct arena *arena, struct measure_value value)
{
    return value.is_known ? text_format(arena, "%lld.%lld", (long long)(value.value / 10),
                                        (long long)(value.value % 10))
                          : TEXT_NONE;
}

static void write_step(struct json_writer *json, const struct view_run *run,
                       const struct funnel_step *step)
{
    struct measure_value share = measure_value_of(MEASURE_IS_SHARE, &step->sum);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_object(json);
    json_member_text(json, "id", step->record->id);
    json_member_text(json, "name", is_zh ? step->record->name : step->record->name_en);
    json_member_int(json, "count", step->sum.part);
    json_member_text_or_null(json, "share", indicator_percent(run->arena, share));
    json_member_text(json, "amount_wanyuan", money(run->arena, step->sum.amount_part));
    json_member_text_or_null(json, "amount_share",
                             indicator_percent(run->arena, measure_amount_of(&step->sum)));
    json_end(json);
}

static bool answer_funnel(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct funnel_query *query = run->query;
    const struct pack_records *steps = &city_pack(run->city)->lists[PACK_INDICATOR_STEPS];
    struct indicator_asked asked = {
        .run = run,
        .kind = MEASURE_REACHED,
        .form = MEASURE_IS_SHARE,
        .from = query->from,
        .to = query->to,
        .cut = query->cut == CIVIL_DATE_NONE ? run->today : query->cut,
        .from_step = pack_find(city_pack(run->city), PACK_INDICATOR_STEPS, query->step, run->today),
    };
    if (asked.from_step == NULL) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("step"), FAULT_ARGS(TEXT("step")));
    }
    if (asked.cut > run->today) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("cut"), FAULT_ARGS(TEXT("cut")));
    }
    json_object(json);
    json_member_date(json, "cut", asked.cut);
    json_name(json, "items");
    json_array(json);
    bool has_begun = false;
    bool counted = true;
    for (uint32_t i = 0; counted && i < steps->count; i++) {
        struct funnel_step step = {&steps->items[i], {0}};
        has_begun = has_begun || step.record == asked.from_step;
        if (has_begun && pack_in_force(step.record, run->today)) {
            asked.to_step = step.record;
            counted = indicator_gather(&asked, 0, add, &step.sum, fault);
            write_step(json, run, &step);
        }
    }
    json_end(json);
    json_end(json);
    return counted;
}

static const struct view_kind views[] = {
    {"indicator.funnel", "/funnel", &funnel_table, ROLES_MEASURING, 0,
     "转化漏斗：同一批项目到截止日走到各步的个数和投资额",
     "The funnel: how many of the same projects reached each step, and their investment",
     answer_funnel},
};

const struct room indicator_funnel_room = {.name = "indicator_funnel", ROOM_VIEWS(views)};
