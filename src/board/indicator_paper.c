#include "base/json_read.h"
#include "board/papers.h"

#include "base/arena.h"
#include "board/indicator_inside.h"

/* An indicator as a paper: its definition, its groups, and what it takes to derive it again. */

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)

static struct text interval(const struct paper_desk *desk, const struct jvalue *from)
{
    return V("low").len == 0
               ? TEXT_NONE
               : text_format(desk->arena, "%.*s – %.*s", TEXT_ARG(V("low")), TEXT_ARG(V("high")));
}

static void definition(const struct paper_desk *desk, const struct jvalue *from,
                       struct json_writer *out)
{
    const struct {
        const char *zh, *en, *path;
    } lines[] = {{"口径", "Definition", "definition"},
                 {"公式", "Formula", "formula"},
                 {"分子", "Numerator", "numerator"},
                 {"分母", "Denominator", "denominator"},
                 {"单位", "Unit", "unit"},
                 {"自", "From", "from"},
                 {"至", "To", "to"},
                 {"截止日", "Cut-off", "cut"},
                 {"最小样本", "Least sample", "minimum"},
                 {"来源", "Source", "source"}};
    bool is_period = text_is(V("basis"), "period");
    paper_pairs(out);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        paper_pair(out, SAY(lines[i].zh, lines[i].en), V(lines[i].path));
    }
    paper_pair(out, SAY("队列或期间", "Cohort or period"),
               is_period ? SAY("期间", "period") : SAY("队列", "cohort"));
    paper_end(out);
}

static void group_row(const struct paper_desk *desk, const struct jvalue *from, bool is_days,
                      struct json_writer *out)
{
    const struct text days[] = {V("name"), V("rows"), V("ended"), V("median"), V("p90")};
    const struct text values[] = {V("name"),  V("rows"),  V("part"),
                                  V("whole"), V("value"), interval(desk, from)};
    if (is_days) {
        paper_row(out, days, COUNT_OF(days));
    } else {
        paper_row(out, values, COUNT_OF(values));
    }
}

static void groups(const struct paper_desk *desk, const struct jvalue *answer,
                   struct json_writer *out)
{
    const struct jvalue *from = answer;
    bool is_days = text_is(V("form"), "days");
    const struct text days[] = {SAY("组", "Group"), SAY("样本数", "Rows"), SAY("已完成", "Ended"),
                                SAY("中位数", "Median"), TEXT("P90")};
    const struct text values[] = {SAY("组", "Group"),       SAY("样本数", "Rows"),
                                  SAY("分子", "Numerator"), SAY("分母", "Denominator"),
                                  SAY("数值", "Value"),     SAY("95%区间", "95% interval")};
    uint32_t count = 0;
    const struct jvalue *items = paper_items(answer, "items", &count);
    paper_table(out, is_days ? days : values, is_days ? COUNT_OF(days) : COUNT_OF(values));
    if (V("by").len > 0) {
        group_row(desk, jvalue_get(answer, "all"), is_days, out);
    }
    for (uint32_t i = 0; i < count; i++) {
        group_row(desk, &items[i], is_days, out);
    }
    paper_end(out);
}

void indicator_compose(const struct paper_desk *desk, const struct jvalue *answer,
                       struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    struct json_writer *out = &json;
    const struct jvalue *from = answer;
    struct paper_head head = {.title = V("title"), .header = V("title")};
    uint32_t count = 0;
    const struct jvalue *stamp = paper_items(answer, "stamp", &count);
    paper_open(out, desk, &head);
    definition(desk, answer, out);
    groups(desk, answer, out);
    paper_words(out, "heading", SAY("出处与核验", "Where from, and how to check"));
    paper_pairs(out);
    for (uint32_t i = 0; i < count; i++) {
        paper_pair(out, paper_value(desk, &stamp[i], "name"),
                   paper_value(desk, &stamp[i], "value"));
    }
    paper_end(out);
    paper_words(out, "small",
                SAY("样本少于最小样本的不排名。未知不等于零，不计入。",
                    "Groups below the least sample are not ranked. Unknown is not zero and is not "
                    "counted."));
    paper_close(out);
}
