#include "board/papers.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "board/appraisal_draw.h"

/* An appraisal as a paper: by which formula and data, and what each came to. */

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)

static void head_of(const struct paper_desk *desk, const struct jvalue *from,
                    struct json_writer *out)
{
    const struct {
        const char *zh, *en, *path;
    } lines[] = {{"状态", "State", "state_name"},
                 {"公式", "Formula", "formula_name"},
                 {"规则版本", "Version of the rules", "pack_version"},
                 {"数据截止日", "Cut-off", "cut"},
                 {"台账规模", "Ledger size", "ledger_size"},
                 {"异议截止日", "Objections until", "objections_until"},
                 {"公布日期", "Published", "published_on"},
                 {"公布文件", "Document", "document"}};
    paper_pairs(out);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        paper_pair(out, SAY(lines[i].zh, lines[i].en), V(lines[i].path));
    }
    paper_end(out);
}

static struct text range(const struct paper_desk *desk, const struct jvalue *from, const char *low,
                         const char *high)
{
    return V(low).len == 0
               ? TEXT_NONE
               : text_format(desk->arena, "%.*s – %.*s", TEXT_ARG(V(low)), TEXT_ARG(V(high)));
}

static void results(const struct paper_desk *desk, const struct jvalue *answer,
                    struct json_writer *out)
{
    const struct text columns[] = {SAY("被考评者", "Appraised"),        SAY("得分", "Score"),
                                   SAY("95%区间", "95% interval"),      SAY("名次区间", "Places"),
                                   SAY("计入的权重", "Weight counted"), SAY("版本", "Version")};
    uint32_t count = 0;
    const struct jvalue *items = paper_items(answer, "items", &count);
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count; i++) {
        const struct jvalue *from = &items[i];
        const struct text cells[] = {V("name"),
                                     V("score"),
                                     range(desk, from, "low", "high"),
                                     range(desk, from, "best", "worst"),
                                     V("counted"),
                                     V("version")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

void appraisal_compose(const struct paper_desk *desk, const struct jvalue *answer,
                       struct buffer *to)
{
    struct json_writer json = json_writer_open(to);
    const struct jvalue *from = answer;
    bool is_final = text_is(V("state"), "published");
    struct paper_head head = {.title = V("title"),
                              .header = V("title"),
                              .watermark = is_final ? TEXT_NONE : V("state_name")};
    paper_open(&json, desk, &head);
    head_of(desk, answer, &json);
    results(desk, answer, &json);
    paper_words(&json, "small", V("note"));
    paper_close(&json);
}
