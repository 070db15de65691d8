#include "board/papers.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "board/analysis_inside.h"
#include "board/appraisal_draw.h"
#include "board/cockpit_inside.h"
#include "board/indicator_inside.h"
#include "board/meeting_inside.h"

const struct view_paper board_papers[BOARD_PAPER_COUNT] = {
    {"meeting.pack", "会议材料", "Papers of", meeting_compose_pack},
    {"meeting.record", "会议纪要", "Minutes of", meeting_compose_minutes},
    {"analysis.month", "月度推进分析", "Monthly analysis", analysis_compose_month},
    {"analysis.quarter", "季度评估", "Quarterly evaluation", analysis_compose_quarter},
    {"indicator.figure", "指标", "Indicator", indicator_compose},
    {"appraisal.show", "年度考评", "Annual appraisal", appraisal_compose},
    {"cockpit.brief", "每周简报", "Weekly brief", brief_compose},
    {"meeting.show", "会议邀请", "Invitation to", meeting_compose_invitation, PAPER_IS_ICS},
};

/* -- blocks -- */

void paper_open(struct json_writer *out, const struct paper_desk *desk,
                const struct paper_head *head)
{
    json_object(out);
    json_member_text(out, "title", head->title);
    json_member_date(out, "created", desk->today);
    json_member_text(out, "header", head->header);
    if (head->watermark.len > 0) {
        json_member_text(out, "watermark", head->watermark);
    }
    json_name(out, "blocks");
    json_array(out);
    paper_words(out, "title", head->title);
}

void paper_close(struct json_writer *out)
{
    json_end(out);
    json_end(out);
}

void paper_words(struct json_writer *out, const char *is, struct text words)
{
    if (words.len == 0) {
        return;
    }
    json_object(out);
    json_member_text(out, "is", text_of(is));
    json_member_text(out, "text", words);
    json_end(out);
}

static void open_rows(struct json_writer *out)
{
    json_name(out, "rows");
    json_array(out);
}

void paper_pairs(struct json_writer *out)
{
    json_object(out);
    json_member_text(out, "is", TEXT("pairs"));
    open_rows(out);
}

void paper_pair(struct json_writer *out, struct text name, struct text value)
{
    const struct text cells[] = {name, value};
    paper_row(out, cells, 2);
}

void paper_table(struct json_writer *out, const struct text *columns, size_t count)
{
    json_object(out);
    json_member_text(out, "is", TEXT("table"));
    json_name(out, "columns");
    paper_row(out, columns, count);
    open_rows(out);
}

void paper_row(struct json_writer *out, const struct text *cells, size_t count)
{
    json_array(out);
    for (size_t i = 0; i < count; i++) {
        json_text(out, cells[i].len > 0 ? cells[i] : TEXT("—"));
    }
    json_end(out);
}

void paper_end(struct json_writer *out)
{
    json_end(out);
    json_end(out);
}

/* -- words -- */

struct text paper_say(const struct paper_desk *desk, const char *zh, const char *en)
{
    return text_of(desk->language == LANGUAGE_ZH ? zh : en);
}

struct text paper_value(const struct paper_desk *desk, const struct jvalue *from, const char *path)
{
    struct text rest = text_of(path);
    while (from != NULL && rest.len > 0) {
        const char *step = text_c_string(desk->arena, text_cut(&rest, '.'));
        from = from->kind == JVALUE_OBJECT ? jvalue_get(from, step) : NULL;
    }
    if (from != NULL && from->kind == JVALUE_INT) {
        return text_format(desk->arena, "%lld", (long long)from->integer);
    }
    return jvalue_text(from, TEXT_NONE);
}

const struct jvalue *paper_items(const struct jvalue *answer, const char *name, uint32_t *count)
{
    const struct jvalue *list = jvalue_get(answer, name);
    *count = list != NULL && list->kind == JVALUE_ARRAY ? list->count : 0;
    return *count > 0 ? list->items : NULL;
}

struct text paper_names(const struct paper_desk *desk, const struct jvalue *list,
                        const char *member)
{
    struct buffer out = buffer_open(desk->arena, 128);
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        buffer_add(&out, i > 0 ? paper_say(desk, "、", ", ") : TEXT_NONE);
        buffer_add(&out, paper_value(desk, &list->items[i], member));
    }
    return buffer_text(&out);
}
