#include "door/cli/gantt.h"

#include "base/arena.h"
#include "base/buffer.h"

#define CODE_COLUMNS 24
#define NAME_COLUMNS 30
#define CHART_COLUMNS_MAX 90

struct canvas {
    struct buffer out;
    const struct gantt *gantt;
    struct plan_nodes nodes;
    civil_date first; /* Monday of the first column */
    int days_a_column;
    int columns;
};

/* ---- width ---- */

static uint32_t next_code_point(struct text text, size_t *at)
{
    unsigned char lead = (unsigned char)text.at[*at];
    size_t more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    uint32_t point = more == 0 ? lead : lead & (0x3fu >> more);
    (*at)++;
    for (; more > 0 && *at < text.len; more--) {
        point = point << 6 | ((unsigned char)text.at[(*at)++] & 0x3fu);
    }
    return point;
}

/* Two for East Asian wide and full-width characters (UAX #11). */
static size_t columns_of(uint32_t point)
{
    static const uint32_t wide[][2] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf},
        {0x4e00, 0x9fff},   {0xa000, 0xa4cf}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
        {0xfe30, 0xfe4f},   {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff},
        {0x20000, 0x3fffd},
    };
    for (size_t i = 0; i < COUNT_OF(wide); i++) {
        if (point >= wide[i][0] && point <= wide[i][1]) {
            return 2;
        }
    }
    return 1;
}

void gantt_pad(struct buffer *out, struct text text, size_t columns)
{
    size_t width = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t next = at;
        size_t more = columns_of(next_code_point(text, &next));
        if (width + more > columns) {
            break;
        }
        buffer_add_bytes(out, text.at + at, next - at);
        width += more;
        at = next;
    }
    for (; width < columns + 1; width++) {
        buffer_add_char(out, ' ');
    }
}

/* ---- time to columns ---- */

static int column_of(const struct canvas *canvas, civil_date day)
{
    int column = (day - canvas->first) / canvas->days_a_column;
    return column < canvas->columns ? column : canvas->columns - 1;
}

/* Weeks, unless the plan is so long that a column must hold several. */
static void set_scale(struct canvas *canvas)
{
    const struct plan *plan = canvas->gantt->plan;
    civil_date last = plan->start;
    for (uint32_t i = 0; i < canvas->nodes.count; i++) {
        civil_date finish = canvas->nodes.items[i].dates[PLAN_LATEST_FINISH];
        last = finish > last ? finish : last;
    }
    canvas->first = plan->start - (civil_date_weekday(plan->start) - 1);
    canvas->days_a_column = 7;
    while ((last - canvas->first) / canvas->days_a_column >= CHART_COLUMNS_MAX) {
        canvas->days_a_column += 7;
    }
    canvas->columns = (last - canvas->first) / canvas->days_a_column + 1;
}

/* ---- lines ---- */

static void draw_head(struct canvas *canvas)
{
    const struct gantt *gantt = canvas->gantt;
    const struct plan *plan = gantt->plan;
    bool is_zh = gantt->language == LANGUAGE_ZH;
    char start[CIVIL_DATE_TEXT_SIZE];
    char production[CIVIL_DATE_TEXT_SIZE];
    civil_date_write(plan->start, start);
    civil_date_write(plan_production(plan), production);
    if (!text_is_empty(gantt->title)) {
        buffer_addf(&canvas->out, "%.*s\n", TEXT_ARG(gantt->title));
    }
    buffer_addf(&canvas->out,
                is_zh ? "开始 %s  投产 %s  共 %d 个工作日%s\n"
                      : "start %s  production %s  %d working days%s\n",
                start, production, plan_working_days(plan),
                !plan_is_provisional(plan) ? ""
                : is_zh                    ? "（含未公布放假安排的年份，待定）"
                                           : " (provisional: a year is not published yet)");
    buffer_add(&canvas->out, is_zh ? TEXT("██ 关键  ▒▒ 有机动  ·· 可推迟到  ◆ 里程碑\n\n")
                                   : TEXT("██ critical  ▒▒ with float  ·· may slip to  "
                                          "◆ milestone\n\n"));
}

/* Two lines: the year where it begins, the month at the column in which its first day falls, both
 * as far as there is room. */
static void draw_calendar_line(struct canvas *canvas, bool is_year)
{
    int width = is_year ? 5 : 3;
    int free_at = 0;
    gantt_pad(&canvas->out, TEXT_NONE, CODE_COLUMNS + NAME_COLUMNS + 1);
    for (int column = 0; column < canvas->columns; column++) {
        civil_date from = canvas->first + column * canvas->days_a_column;
        struct civil_parts before = civil_date_parts(from - 1);
        struct civil_parts last = civil_date_parts(from + canvas->days_a_column - 1);
        bool begins =
            column == 0 || (is_year ? before.year != last.year : before.month != last.month);
        if (begins && column >= free_at) {
            buffer_addf(&canvas->out, is_year ? "%04d " : "%02d ",
                        is_year ? last.year : last.month);
            free_at = column + width;
        } else if (column >= free_at) {
            buffer_add_char(&canvas->out, ' ');
        }
    }
    buffer_add_char(&canvas->out, '\n');
}

static struct text name_of(const struct canvas *canvas, struct text code)
{
    const struct gantt *gantt = canvas->gantt;
    civil_date on = gantt->plan->options.start;
    const struct pack_record *record = pack_find(gantt->pack, PACK_ITEMS, code, on);
    record =
        record != NULL ? record : pack_find(gantt->pack, PACK_MILESTONES, code, CIVIL_DATE_NONE);
    if (record == NULL) {
        return TEXT_NONE;
    }
    return gantt->language == LANGUAGE_ZH ? record->name : record->name_en;
}

static void draw_bar(struct canvas *canvas, const struct plan_node *node)
{
    bool is_milestone = node->node >= canvas->gantt->plan->network->item_count;
    int from = column_of(canvas, node->dates[PLAN_EARLIEST_START]);
    int to = column_of(canvas, node->dates[PLAN_EARLIEST_FINISH]);
    int slip = column_of(canvas, node->dates[PLAN_LATEST_FINISH]);
    for (int column = 0; column <= slip || column <= to; column++) {
        if (column < from) {
            buffer_add_char(&canvas->out, ' ');
        } else if (column > to) {
            buffer_add(&canvas->out, TEXT("·"));
        } else if (is_milestone) {
            buffer_add(&canvas->out, TEXT("◆"));
        } else {
            buffer_add(&canvas->out, node->is_critical ? TEXT("█") : TEXT("▒"));
        }
    }
}

static void draw_node(struct canvas *canvas, const struct plan_node *node)
{
    struct text code = plan_network_code(canvas->gantt->plan->network, node->node);
    buffer_add(&canvas->out, node->is_critical ? TEXT("*") : TEXT(" "));
    gantt_pad(&canvas->out, code, CODE_COLUMNS - 1);
    gantt_pad(&canvas->out, name_of(canvas, code), NAME_COLUMNS);
    draw_bar(canvas, node);
    buffer_add_char(&canvas->out, '\n');
}

static void draw_questions(struct arena *arena, struct canvas *canvas)
{
    const struct gantt *gantt = canvas->gantt;
    struct plan_questions questions = plan_ask(arena, gantt->plan, gantt->facts);
    bool is_zh = gantt->language == LANGUAGE_ZH;
    if (questions.count > 0) {
        buffer_add(&canvas->out, is_zh ? TEXT("\n待补充的信息（能决定的事项数）：\n")
                                       : TEXT("\nStill to be asked (items it decides):\n"));
    }
    for (uint32_t i = 0; i < questions.count; i++) {
        struct text field = fact_space_field(gantt->facts->space, questions.items[i].field)->name;
        buffer_addf(&canvas->out, "  %.*s (%u)\n", TEXT_ARG(field),
                    (unsigned)questions.items[i].item_count);
    }
}

struct text gantt_draw(struct arena *arena, const struct gantt *gantt)
{
    struct canvas canvas = {.out = buffer_open(arena, 1 << 14), .gantt = gantt};
    canvas.nodes = plan_read(arena, gantt->plan);
    set_scale(&canvas);
    draw_head(&canvas);
    draw_calendar_line(&canvas, true);
    draw_calendar_line(&canvas, false);
    for (uint32_t i = 0; i < canvas.nodes.count; i++) {
        draw_node(&canvas, &canvas.nodes.items[i]);
    }
    draw_questions(arena, &canvas);
    return buffer_text(&canvas.out);
}
