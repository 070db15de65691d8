#include <string.h>

#include "base/arena.h"
#include "base/civil_date.h"
#include "base/json_read.h"
#include "paper/paper.h"

struct reader {
    struct arena *arena;
    struct text where; /* "blocks[3]" */
    struct fault *fault;
};

static bool refuse(const struct reader *reader, const char *zh, const char *en)
{
    return fault_raise(reader->fault, FAULT_PAPER_INVALID, TEXT_NONE,
                       FAULT_ARGS(reader->where, text_of(zh), text_of(en)));
}

static bool is_printable(struct text text)
{
    return text_length(text) <= PAPER_TEXT_MAX && !text_has_controls(text);
}

static bool read_text(const struct reader *reader, const struct jvalue *from, struct text *out)
{
    if (from == NULL || from->kind != JVALUE_TEXT || !is_printable(from->text)) {
        return refuse(reader, "应为不过长的文字", "must be text, and not too long");
    }
    *out = from->text;
    return true;
}

/* Absent is empty. */
static bool read_optional(const struct reader *reader, const struct jvalue *from, struct text *out)
{
    *out = TEXT_NONE;
    return jvalue_is_null(from) || read_text(reader, from, out);
}

static bool is_list(const struct jvalue *value, uint32_t least, uint32_t most)
{
    return value != NULL && value->kind == JVALUE_ARRAY && value->count >= least &&
           value->count <= most;
}

static bool read_texts(const struct reader *reader, const struct jvalue *from,
                       const struct text **out)
{
    struct text *texts = arena_array(reader->arena, struct text, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        if (!read_text(reader, &from->items[i], &texts[i])) {
            return false;
        }
    }
    *out = texts;
    return true;
}

/* Rows of one text each: items of a list, lines of a closing. */
static bool read_items(const struct reader *reader, const struct jvalue *from,
                       struct paper_block *out)
{
    const struct text *texts = NULL;
    if (!is_list(from, 1, PAPER_ROWS_MAX)) {
        return refuse(reader, "应为列表", "must be a list");
    }
    if (!read_texts(reader, from, &texts)) {
        return false;
    }
    struct paper_cells *rows = arena_array(reader->arena, struct paper_cells, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        rows[i].cells = &texts[i];
    }
    out->rows = rows;
    out->row_count = from->count;
    out->column_count = 1;
    return true;
}

static bool read_rows(const struct reader *reader, const struct jvalue *from, uint32_t columns,
                      struct paper_block *out)
{
    if (!is_list(from, 0, PAPER_ROWS_MAX)) {
        return refuse(reader, "应为行的列表", "must be a list of rows");
    }
    struct paper_cells *rows = arena_array(reader->arena, struct paper_cells, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        if (!is_list(&from->items[i], columns, columns)) {
            return refuse(reader, "每行的列数应相同", "every row has as many cells as columns");
        }
        if (!read_texts(reader, &from->items[i], &rows[i].cells)) {
            return false;
        }
    }
    out->rows = rows;
    out->row_count = from->count;
    out->column_count = columns;
    return true;
}

static bool read_table(const struct reader *reader, const struct jvalue *from,
                       struct paper_block *out)
{
    const struct jvalue *columns = jvalue_get(from, "columns");
    if (!is_list(columns, 1, PAPER_COLUMNS_MAX)) {
        return refuse(reader, "应有 1 至 10 列", "must have 1 to 10 columns");
    }
    return read_texts(reader, columns, &out->head) &&
           read_rows(reader, jvalue_get(from, "rows"), columns->count, out);
}

static const char *const kind_names[PAPER_KIND_COUNT] = {
    [PAPER_ISSUER] = "issuer",       [PAPER_TITLE] = "title",     [PAPER_NUMBER] = "number",
    [PAPER_ADDRESSEE] = "addressee", [PAPER_TEXT] = "text",       [PAPER_HEADING] = "heading",
    [PAPER_SMALL] = "small",         [PAPER_LIST] = "list",       [PAPER_PAIRS] = "pairs",
    [PAPER_TABLE] = "table",         [PAPER_CLOSING] = "closing", [PAPER_QR] = "qr",
};

static bool read_content(const struct reader *reader, const struct jvalue *from,
                         struct paper_block *out)
{
    switch (out->kind) {
    case PAPER_LIST: return read_items(reader, jvalue_get(from, "items"), out);
    case PAPER_CLOSING: return read_items(reader, jvalue_get(from, "lines"), out);
    case PAPER_PAIRS: return read_rows(reader, jvalue_get(from, "rows"), 2, out);
    case PAPER_TABLE: return read_table(reader, from, out);
    case PAPER_QR:
        return read_text(reader, jvalue_get(from, "data"), &out->data) &&
               read_optional(reader, jvalue_get(from, "text"), &out->text) &&
               ((out->data.len > 0 && out->data.len <= 1000) ||
                refuse(reader, "二维码内容应为 1 至 1000 字节", "a QR code holds 1 to 1000 bytes"));
    default: return read_text(reader, jvalue_get(from, "text"), &out->text);
    }
}

static bool read_block(const struct reader *reader, const struct jvalue *from,
                       struct paper_block *out)
{
    struct text is = jvalue_text(jvalue_get(from, "is"), TEXT_NONE);
    for (int kind = 0; kind < PAPER_KIND_COUNT; kind++) {
        if (text_is(is, kind_names[kind])) {
            out->kind = (enum paper_kind)kind;
            return read_content(reader, from, out);
        }
    }
    return refuse(reader, "没有这种内容块", "there is no such kind of block");
}

static bool read_head(const struct reader *reader, const struct jvalue *from, struct paper *out)
{
    civil_date day = CIVIL_DATE_NONE;
    if (!read_text(reader, jvalue_get(from, "title"), &out->title) ||
        !read_text(reader, jvalue_get(from, "created"), &out->created) ||
        !read_optional(reader, jvalue_get(from, "author"), &out->author) ||
        !read_optional(reader, jvalue_get(from, "subject"), &out->subject) ||
        !read_optional(reader, jvalue_get(from, "header"), &out->header) ||
        !read_optional(reader, jvalue_get(from, "watermark"), &out->watermark)) {
        return false;
    }
    return civil_date_parse(out->created, &day) ||
           refuse(reader, "created 不是日期", "created is no date");
}

bool paper_read(struct arena *arena, struct text json, const struct paper **out,
                struct fault *fault)
{
    struct reader reader = {arena, TEXT("document"), fault};
    const struct jvalue *from = NULL;
    if (json.len > PAPER_JSON_MAX) {
        return refuse(&reader, "文档过大", "the document is too large");
    }
    if (!json_read(arena, json, &from, fault)) {
        return false;
    }
    struct paper *paper = arena_new(arena, struct paper);
    const struct jvalue *blocks = jvalue_get(from, "blocks");
    if (!read_head(&reader, from, paper)) {
        return false;
    }
    if (!is_list(blocks, 1, PAPER_BLOCKS_MAX)) {
        return refuse(&reader, "应有 1 至 500 个内容块", "must have 1 to 500 blocks");
    }
    struct paper_block *list = arena_array(arena, struct paper_block, blocks->count);
    for (uint32_t i = 0; i < blocks->count; i++) {
        reader.where = text_format(arena, "blocks[%u]", i);
        list[i] = (struct paper_block){.text = TEXT_NONE, .data = TEXT_NONE};
        if (!read_block(&reader, &blocks->items[i], &list[i])) {
            return false;
        }
    }
    paper->blocks = list;
    paper->block_count = blocks->count;
    *out = paper;
    return true;
}
