#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/cockpit.h"
#include "board/cockpit_inside.h"
#include "board/indicator_inside.h"
#include "board/papers.h"
#include "pack/pack.h"

/* GET /brief: a week on one page. What moved in it by the indicators of who asks, beside the week
 * before; and, as it stands, where it is stuck and what waits for him. */

static const struct field brief_fields[] = {
    FIELD(brief_query, week, DATE, .zh = "周内任一天", .en = "a day of the week")};
const struct field_table brief_table = FIELD_TABLE(brief_query, brief_fields);

struct week {
    civil_date from, to, cut; /* Monday, Sunday, the last day of it that is known */
};

static struct week week_of(civil_date day, civil_date today)
{
    civil_date monday = day - (civil_date_weekday(day) - 1);
    civil_date sunday = monday + 6;
    return (struct week){monday, sunday, sunday < today ? sunday : today};
}

static struct text date_text(struct arena *arena, civil_date date)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    return text_copy(arena, civil_date_write(date, day));
}

/* Of a way, what arrived in the week beside what began in it; all else has the one way of its
 * record. */
struct counted {
    struct indicator_asked asked;
    struct measure_sum sum;
};
static bool count_week(const struct view_run *run, struct text id, struct week week,
                       struct counted *out, struct fault *fault)
{
    struct view_run *own = arena_new(run->arena, struct view_run);
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_INDICATORS, id, run->today);
    bool is_way =
        record != NULL && text_is(jvalue_text(jvalue_get(record->raw, "measure"), TEXT_NONE),
                                  measure_code(MEASURE_REACHED));
    struct indicator_query query = {.from = week.from,
                                    .to = week.to,
                                    .cut = week.cut,
                                    .basis = is_way ? TEXT("period") : TEXT_NONE};
    struct indicator_count count;
    *own = *run;
    own->parameters[0] = id;
    if (!indicator_ask(own, &query, &out->asked, fault) ||
        !indicator_count(&out->asked, (struct indicator_slice){TEXT_NONE, TEXT_NONE}, &count,
                         fault)) {
        return false;
    }
    out->sum = count.all.sum;
    return true;
}

static bool write_figure(struct json_writer *json, const struct view_run *run, struct text id,
                         struct week week, struct fault *fault)
{
    struct week last = {week.from - 7, week.to - 7, week.to - 7};
    struct counted now;
    struct counted before;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (!count_week(run, id, last, &before, fault) || !count_week(run, id, week, &now, fault)) {
        return false;
    }
    const struct pack_record *record = now.asked.indicator;
    json_object(json);
    json_member_text(json, "id", id);
    json_member_text(json, "name", is_zh ? record->name : record->name_en);
    json_member_text(
        json, "definition",
        jvalue_text(jvalue_get(record->raw, is_zh ? "definition_zh" : "definition_en"), TEXT_NONE));
    json_member_int(json, "part", now.sum.part);
    json_member_int(json, "whole", now.sum.whole);
    json_member_text_or_null(
        json, "value", indicator_percent(run->arena, measure_value_of(now.asked.form, &now.sum)));
    json_member_int(json, "part_before", before.sum.part);
    json_member_int(json, "whole_before", before.sum.whole);
    json_member_text_or_null(
        json, "value_before",
        indicator_percent(run->arena, measure_value_of(before.asked.form, &before.sum)));
    json_member_text(
        json, "rows_at",
        text_format(
            run->arena, "/indicators/%.*s/rows?basis=%s&cut=%.*s&from=%.*s&to=%.*s", TEXT_ARG(id),
            now.asked.is_period ? "period" : "cohort", TEXT_ARG(date_text(run->arena, week.cut)),
            TEXT_ARG(date_text(run->arena, week.from)), TEXT_ARG(date_text(run->arena, week.to))));
    json_end(json);
    return true;
}

static bool write_figures(struct json_writer *json, const struct view_run *run, struct week week,
                          struct fault *fault)
{
    const struct jvalue *ids = cockpit_list(run, "indicators");
    bool written = true;
    json_name(json, "figures");
    json_array(json);
    for (uint32_t i = 0; written && i < ids->count; i++) {
        written = write_figure(json, run, jvalue_text(&ids->items[i], TEXT_NONE), week, fault);
    }
    json_end(json);
    return written;
}

bool brief_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct brief_query *query = run->query;
    civil_date day = query->week == CIVIL_DATE_NONE ? run->today : query->week;
    struct week week = week_of(day, run->today);
    struct standing_counters counters;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (week.from > run->today) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("week"), FAULT_ARGS(TEXT("week")));
    }
    if (!cockpit_counters(run, &counters, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "title", is_zh ? TEXT("每周简报") : TEXT("Weekly brief"));
    json_member_text(json, "scope_name", cockpit_scope_name(run));
    json_member_date(json, "from_on", week.from);
    json_member_date(json, "until_on", week.to);
    json_member_bool(json, "over", week.to < run->today);
    json_member_text(json, "as_of", indicator_moment(run));
    bool written = write_figures(json, run, week, fault) && cockpit_write_needs(json, run, fault);
    cockpit_write_stuck(json, run, &counters);
    json_end(json);
    return written;
}

/* -- the paper -- */

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)
enum { SHOWN = 5 }; /* of a list: it is one page */

static void compose_figures(const struct paper_desk *desk, const struct jvalue *answer,
                            struct json_writer *out)
{
    const struct text columns[] = {SAY("指标", "Indicator"), SAY("本周", "This week"),
                                   SAY("上周", "Week before"), SAY("明细地址", "Rows at")};
    uint32_t count = 0;
    const struct jvalue *figures = paper_items(answer, "figures", &count);
    paper_words(out, "heading", SAY("做得怎样", "How we are doing"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &figures[i];
        const struct text cells[] = {
            V("name"),
            text_format(desk->arena, "%.*s / %.*s", TEXT_ARG(V("part")), TEXT_ARG(V("whole"))),
            text_format(desk->arena, "%.*s / %.*s", TEXT_ARG(V("part_before")),
                        TEXT_ARG(V("whole_before"))),
            V("rows_at")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

static void compose_stuck(const struct paper_desk *desk, const struct jvalue *answer,
                          struct json_writer *out)
{
    const struct jvalue *from = jvalue_get(answer, "stuck");
    const struct text columns[] = {SAY("在等谁", "Waiting for"), SAY("预计晚投产", "Late"),
                                   SAY("推迟工作日", "Days lost"), SAY("明细地址", "Rows at")};
    uint32_t count = 0;
    const struct jvalue *units = paper_items(from, "units", &count);
    const struct text all[] = {SAY("全部", "all"), V("late"), V("days_lost"), V("rows_at")};
    paper_words(out, "heading", SAY("卡在哪里（现在）", "Where it is stuck, as it stands"));
    paper_table(out, columns, COUNT_OF(columns));
    paper_row(out, all, COUNT_OF(all));
    for (uint32_t i = 0; i < count && i < SHOWN; i++) {
        from = &units[i];
        const struct text cells[] = {V("name"), V("late"), V("days_lost"), V("rows_at")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

static void compose_needs(const struct paper_desk *desk, const struct jvalue *answer,
                          struct json_writer *out)
{
    uint32_t count = 0;
    const struct jvalue *kinds = paper_items(answer, "needs", &count);
    paper_words(out, "heading", SAY("需要处理（现在）", "What waits, as it stands"));
    paper_pairs(out);
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &kinds[i];
        paper_pair(
            out, V("name"),
            text_format(desk->arena, "%.*s  %.*s", TEXT_ARG(V("count")), TEXT_ARG(V("link"))));
    }
    paper_end(out);
}

void brief_compose(const struct paper_desk *desk, const struct jvalue *answer, struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    const struct jvalue *from = answer;
    struct paper_head head = {.title = text_format(desk->arena, "%.*s · %.*s",
                                                   TEXT_ARG(V("scope_name")), TEXT_ARG(V("title"))),
                              .header = V("title")};
    paper_open(out, desk, &head);
    paper_words(out, "text",
                text_format(desk->arena, "%.*s – %.*s%.*s · %.*s %.*s", TEXT_ARG(V("from_on")),
                            TEXT_ARG(V("until_on")),
                            TEXT_ARG(jvalue_bool(jvalue_get(answer, "over"), false)
                                         ? TEXT_NONE
                                         : SAY("（本周未结束）", " (not over yet)")),
                            TEXT_ARG(SAY("数据时间", "data as of")), TEXT_ARG(V("as_of"))));
    compose_figures(desk, answer, out);
    compose_stuck(desk, answer, out);
    compose_needs(desk, answer, out);
    paper_words(out, "small",
                SAY("口径见「指标」页；每个数字按所列地址可查到所计明细。",
                    "Definitions: the page of indicators. Each figure's rows are at the address "
                    "beside it."));
    paper_close(out);
}
