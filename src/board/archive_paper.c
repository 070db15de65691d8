#include "board/archive_paper.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "board/papers.h"

/* The register of a project's archive, composed of what its reader was answered. Acts and documents
 * go over as many volumes as it takes; the rest stands in the first. */

#define ACTS_A_VOLUME 300
#define DOCUMENTS_A_VOLUME 300
#define SENTENCE_MAX 600 /* bytes: 200 Chinese characters */
#define ROWS_MAX 300     /* of the other tables; all of it stands in record.json */

static const struct archive_part parts[] = {
    {"project", "", false},
    {"facts", "/facts", false},
    {"plans", "/plans", false},
    {"names", "/past", false},
    {"needs", "/needs", false},
    {"letters", "/letters", false},
    {"certificates", "/certificates", false},
    {"team", "/team", false},
    {"files", "/files", true},
    {"acts", "/history", true},
};

#define V(path) paper_value(desk, from, path)
#define SAY(zh, en) paper_say(desk, zh, en)
#define PAIR(zh, en, path) paper_pair(out, SAY(zh, en), V(path))

static void front(const struct paper_desk *desk, const struct jvalue *from, struct json_writer *out)
{
    paper_pairs(out);
    PAIR("编号", "Number", "number");
    PAIR("项目", "Project", "name");
    PAIR("企业", "Enterprise", "enterprise");
    PAIR("区县", "District", "district_name");
    PAIR("产业方向", "Direction", "direction_name");
    PAIR("总投资（万元）", "Investment, 10,000 yuan", "total_investment_wanyuan");
    PAIR("登记日期", "Registered on", "registered_on");
    PAIR("阶段", "Stage", "stage_name");
    PAIR("代办员", "Navigator", "navigator.name");
    PAIR("方案投产", "Production as planned", "production_planned");
    PAIR("预测投产", "Production as forecast", "production_forecast");
    paper_end(out);
}

/* A fact's value, whatever its type. */
static struct text value_of(const struct paper_desk *desk, const struct jvalue *value)
{
    struct buffer all = buffer_open(desk->arena, 64);
    if (value == NULL) {
        return TEXT_NONE;
    }
    if (value->kind == JVALUE_BOOL) {
        return value->truth ? SAY("是", "yes") : SAY("否", "no");
    }
    if (value->kind == JVALUE_INT) {
        return text_format(desk->arena, "%lld", (long long)value->integer);
    }
    if (value->kind == JVALUE_REAL) {
        return text_format(desk->arena, "%g", value->real);
    }
    for (uint32_t i = 0; value->kind == JVALUE_ARRAY && i < value->count; i++) {
        buffer_add(&all, i > 0 ? SAY("、", ", ") : TEXT_NONE);
        buffer_add(&all, jvalue_text(&value->items[i], TEXT_NONE));
    }
    return value->kind == JVALUE_ARRAY ? buffer_text(&all) : jvalue_text(value, TEXT_NONE);
}

static void facts(const struct paper_desk *desk, const struct jvalue *answer,
                  struct json_writer *out)
{
    const struct text columns[] = {SAY("项目信息", "Fact"), SAY("内容", "Value"),
                                   SAY("来源", "Source"), SAY("日期", "On")};
    uint32_t count = 0;
    const struct jvalue *items = paper_items(answer, "facts", &count);
    if (count == 0) {
        return;
    }
    paper_words(out, "heading", SAY("项目信息", "Facts"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = 0; i < count && i < ROWS_MAX; i++) {
        const struct jvalue *from = &items[i];
        const struct text cells[] = {V("meaning"), value_of(desk, jvalue_get(from, "value")),
                                     V("source"), V("on")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

/* A table of a list: its columns are members of the items. */
struct column {
    const char *zh, *en, *path;
};
struct listing {
    const char *zh, *en;
    const char *items; /* name of the list in the answer */
    const struct column columns[6];
};
static const struct listing plans = {"审批方案",
                                     "Plans",
                                     "items",
                                     {{"版次", "No.", "number"},
                                      {"编制", "Adopted", "adopted_on"},
                                      {"确认", "Confirmed", "confirmed_on"},
                                      {"开始", "Start", "start"},
                                      {"投产", "Production", "production"},
                                      {"工作日", "Working days", "working_days"}}};
static const struct listing nodes = {"方案中的事项",
                                     "Items of the plan",
                                     "nodes",
                                     {{"事项", "Item", "name"},
                                      {"责任单位", "Unit", "org_name"},
                                      {"状态", "State", "state_name"},
                                      {"计划完成", "Planned", "planned_finish"},
                                      {"实际完成", "Done", "actual_finish"}}};
static const struct listing problems = {"问题",
                                        "Problems",
                                        "problems",
                                        {{"编号", "Number", "number"},
                                         {"问题", "Problem", "title"},
                                         {"责任单位", "Unit", "org_name"},
                                         {"状态", "State", "state_name"},
                                         {"期限", "Due", "due_on"}}};
static const struct listing letters = {"文书和决定",
                                       "Letters and decisions",
                                       "items",
                                       {{"文号", "Number", "number"},
                                        {"文书", "Letter", "title"},
                                        {"出具单位", "Unit", "unit_name"},
                                        {"日期", "On", "issued_on"},
                                        {"状态", "State", "state_name"}}};
static const struct listing certificates = {"证照",
                                            "Certificates",
                                            "items",
                                            {{"编号", "Number", "number"},
                                             {"证照", "Certificate", "name"},
                                             {"颁发单位", "Unit", "unit_name"},
                                             {"日期", "On", "issued_on"},
                                             {"状态", "Standing", "standing_name"}}};

static void list(const struct paper_desk *desk, const struct jvalue *answer,
                 const struct listing *listing, struct json_writer *out)
{
    struct text cells[COUNT_OF(listing->columns)];
    size_t width = 0;
    uint32_t count = 0;
    const struct jvalue *items = paper_items(answer, listing->items, &count);
    if (count == 0) {
        return;
    }
    while (width < COUNT_OF(listing->columns) && listing->columns[width].path != NULL) {
        cells[width] = SAY(listing->columns[width].zh, listing->columns[width].en);
        width++;
    }
    paper_words(out, "heading", SAY(listing->zh, listing->en));
    paper_table(out, cells, width);
    for (uint32_t i = 0; i < count && i < ROWS_MAX; i++) {
        for (size_t k = 0; k < width; k++) {
            cells[k] = paper_value(desk, &items[i], listing->columns[k].path);
        }
        paper_row(out, cells, width);
    }
    paper_end(out);
}

/* The slice of a list that a volume has, counted from its end, which is the oldest. */
struct slice {
    const struct jvalue *items;
    uint32_t begin, end, count;
};
static struct slice slice_of(const struct jvalue *record, const char *name, int volume,
                             uint32_t most)
{
    const struct jvalue *list = jvalue_get(record, name);
    struct slice slice = {.items = list->items, .count = list->count};
    uint32_t begin = ((uint32_t)volume - 1) * most;
    slice.begin = begin < slice.count ? begin : slice.count;
    slice.end = slice.count - slice.begin > most ? slice.begin + most : slice.count;
    return slice;
}

static void documents(const struct paper_desk *desk, const struct slice *slice,
                      struct json_writer *out)
{
    const struct text columns[] = {SAY("台账编号和文件", "Entry and document"), SAY("日期", "On"),
                                   SAY("SM3 摘要", "SM3 digest")};
    if (slice->begin == slice->end) {
        return;
    }
    paper_words(out, "heading", SAY("文件", "Documents"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = slice->begin; i < slice->end; i++) {
        const struct jvalue *from = &slice->items[slice->count - 1 - i];
        struct text name =
            text_format(desk->arena, "%.*s  %.*s", TEXT_ARG(V("id")), TEXT_ARG(V("name")));
        const struct text cells[] = {name, V("uploaded_on"), V("digest")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

/* So much of what somebody typed as goes into a row; all of it stands in record.json. */
static struct text beginning(const struct paper_desk *desk, struct text sentence)
{
    size_t len = SENTENCE_MAX;
    if (sentence.len <= SENTENCE_MAX) {
        return sentence;
    }
    while (len > 0 && ((unsigned char)sentence.at[len] & 0xc0) == 0x80) {
        len--; /* not within a character */
    }
    return text_format(desk->arena, "%.*s…", (int)len, sentence.at);
}

static void acts(const struct paper_desk *desk, const struct slice *slice, struct json_writer *out)
{
    const struct text columns[] = {SAY("台账编号和回执", "Entry and receipt"), SAY("日期", "On"),
                                   SAY("事项", "Act"), SAY("经办", "By")};
    if (slice->begin == slice->end) {
        return;
    }
    paper_words(out, "heading", SAY("全程留痕", "Acts"));
    paper_table(out, columns, COUNT_OF(columns));
    for (uint32_t i = slice->begin; i < slice->end; i++) {
        const struct jvalue *from = &slice->items[slice->count - 1 - i];
        const struct text cells[] = {V("receipt"), V("happened_on"), beginning(desk, V("sentence")),
                                     V("actor_name")};
        paper_row(out, cells, COUNT_OF(cells));
    }
    paper_end(out);
}

static bool compose(const struct paper_desk *desk, const struct jvalue *record, int volume,
                    struct buffer *buffer)
{
    struct json_writer json = json_writer_open(buffer);
    struct json_writer *out = &json;
    const struct jvalue *project = jvalue_get(record, "project");
    struct slice files = slice_of(record, "files", volume, DOCUMENTS_A_VOLUME);
    struct slice entries = slice_of(record, "acts", volume, ACTS_A_VOLUME);
    struct text title =
        text_format(desk->arena, "%.*s %d",
                    TEXT_ARG(SAY("项目卷宗登记册", "Project archive: register")), volume);
    paper_open(out, desk,
               &(struct paper_head){title, paper_value(desk, project, "number"), TEXT_NONE});
    if (volume == 1) {
        front(desk, project, out);
        paper_words(
            out, "small",
            SAY("核验：liandong verify 卷宗.zip --key 公布的公钥。每份文件、每页登记册和每条"
                "留痕的编号都由卷宗内的 proof.json 证明；record.json 是同一内容的机读文本。",
                "To check it: liandong verify ARCHIVE.zip --key PUBLISHED-KEY. Each document, "
                "this register and the number of each act are proved by proof.json in the "
                "archive; record.json says the same for programs."));
        facts(desk, jvalue_get(record, "facts"), out);
        list(desk, jvalue_get(record, "plans"), &plans, out);
        list(desk, project, &nodes, out);
        list(desk, project, &problems, out);
        list(desk, jvalue_get(record, "letters"), &letters, out);
        list(desk, jvalue_get(record, "certificates"), &certificates, out);
    }
    documents(desk, &files, out);
    acts(desk, &entries, out);
    paper_close(out);
    return files.end < files.count || entries.end < entries.count;
}

const struct archive_kind board_archive = {parts, COUNT_OF(parts), compose};
