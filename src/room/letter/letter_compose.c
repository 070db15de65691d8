#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_write.h"
#include "pack/pack.h"
#include "room/letter/letter.h"

/* A text of the pack and the values of a case become a document of src/paper. */

struct composer {
    struct arena *arena;
    const struct letter_order *order;
    struct json_writer *json;
    struct fault *fault;
};

struct text letter_day(struct arena *arena, civil_date day)
{
    struct civil_parts parts = civil_date_parts(day);
    return text_format(arena, "%d年%d月%d日", parts.year, parts.month, parts.day);
}

static const struct letter_value *find(const struct letter_values *values, struct text name)
{
    for (size_t i = 0; i < values->count; i++) {
        if (text_equal(values->items[i].name, name)) {
            return &values->items[i];
        }
    }
    return NULL;
}

static bool wrong(struct fault *fault, struct text what)
{
    return fault_raise(fault, FAULT_LETTER_TEXT_WRONG, TEXT_NONE, FAULT_ARGS(what));
}

bool letter_fill(struct arena *arena, struct text pattern, const struct letter_values *values,
                 struct text *out, struct fault *fault)
{
    struct buffer filled = buffer_open(arena, pattern.len + 64);
    while (pattern.len > 0) {
        size_t brace = text_find(pattern, TEXT("{"));
        size_t plain = brace == SIZE_MAX ? pattern.len : brace;
        buffer_add(&filled, text_slice(pattern, 0, plain));
        pattern = text_slice(pattern, plain, pattern.len - plain);
        if (pattern.len == 0) {
            break;
        }
        size_t end = text_find(pattern, TEXT("}"));
        if (end == SIZE_MAX) {
            return wrong(fault, pattern);
        }
        struct text name = text_slice(pattern, 1, end - 1);
        const struct letter_value *value = find(values, name);
        if (value == NULL) {
            return wrong(fault, name);
        }
        buffer_add(&filled, value->text);
        pattern = text_slice(pattern, end + 1, pattern.len - end - 1);
    }
    *out = buffer_text(&filled);
    return true;
}

/* -- blocks -- */

static void write_block(struct composer *composer, const char *is, struct text text)
{
    json_object(composer->json);
    json_member_text(composer->json, "is", text_of(is));
    json_member_text(composer->json, "text", text);
    json_end(composer->json);
}

static bool write_filled(struct composer *composer, struct text pattern)
{
    struct text text = TEXT_NONE;
    if (!letter_fill(composer->arena, pattern, &composer->order->values, &text, composer->fault)) {
        return false;
    }
    json_text(composer->json, text);
    return true;
}

/* Items given one by one, each a pattern, or all of a value's. */
static bool write_items(struct composer *composer, const struct jvalue *block,
                        const struct letter_value *from)
{
    const struct jvalue *items = jvalue_get(block, "items");
    json_name(composer->json, "items");
    json_array(composer->json);
    for (size_t i = 0; from != NULL && i < from->count; i++) {
        json_text(composer->json, from->items[i]);
    }
    for (uint32_t i = 0; from == NULL && items != NULL && i < items->count; i++) {
        if (!write_filled(composer, jvalue_text(&items->items[i], TEXT_NONE))) {
            return false;
        }
    }
    json_end(composer->json);
    return true;
}

static bool write_row(struct composer *composer, const struct jvalue *row)
{
    json_array(composer->json);
    for (uint32_t i = 0; i < row->count; i++) {
        if (!write_filled(composer, jvalue_text(&row->items[i], TEXT_NONE))) {
            return false;
        }
    }
    json_end(composer->json);
    return true;
}

static bool write_rows(struct composer *composer, const struct jvalue *block,
                       const struct letter_value *from)
{
    const struct jvalue *rows = jvalue_get(block, "rows");
    json_name(composer->json, "rows");
    json_array(composer->json);
    for (size_t i = 0; from != NULL && from->columns > 0 && i + from->columns <= from->count;
         i += from->columns) {
        json_array(composer->json);
        for (size_t k = 0; k < from->columns; k++) {
            json_text(composer->json, from->items[i + k]);
        }
        json_end(composer->json);
    }
    for (uint32_t i = 0; from == NULL && rows != NULL && i < rows->count; i++) {
        if (!write_row(composer, &rows->items[i])) {
            return false;
        }
    }
    json_end(composer->json);
    return true;
}

static bool write_content(struct composer *composer, const struct jvalue *block, struct text is)
{
    struct text from_name = jvalue_text(jvalue_get(block, "from"), TEXT_NONE);
    const struct letter_value *from = find(&composer->order->values, from_name);
    if (from_name.len > 0 && from == NULL) {
        return wrong(composer->fault, from_name);
    }
    if (text_is(is, "list")) {
        return write_items(composer, block, from);
    }
    if (text_is(is, "table")) {
        json_name(composer->json, "columns");
        json_value(composer->json, jvalue_get(block, "columns"));
    }
    if (text_is(is, "table") || text_is(is, "pairs")) {
        return write_rows(composer, block, from);
    }
    json_name(composer->json, "text");
    return write_filled(composer, jvalue_text(jvalue_get(block, "text"), TEXT_NONE));
}

static bool is_there(const struct letter_value *value)
{
    return value != NULL && (value->text.len > 0 || value->count > 0);
}

/* A block with "when" stands only where that value is known. */
static bool write_of_text(struct composer *composer, const struct jvalue *block)
{
    struct text when = jvalue_text(jvalue_get(block, "when"), TEXT_NONE);
    struct text is = jvalue_text(jvalue_get(block, "is"), TEXT_NONE);
    if (when.len > 0 && !is_there(find(&composer->order->values, when))) {
        return true;
    }
    json_object(composer->json);
    json_member_text(composer->json, "is", is);
    if (!write_content(composer, block, is)) {
        return false;
    }
    json_end(composer->json);
    return true;
}

static void write_pair(struct json_writer *json, const char *name, struct text value)
{
    json_array(json);
    json_text(json, text_of(name));
    json_text(json, value);
    json_end(json);
}

/* What no notice goes without: day, law, until when, working days left. */
static bool write_terms(struct composer *composer)
{
    const struct letter_order *order = composer->order;
    struct json_writer *json = composer->json;
    const struct jvalue *raw = order->text->raw;
    struct text basis = TEXT_NONE, term = TEXT_NONE;
    if (!letter_fill(composer->arena, jvalue_text(jvalue_get(raw, "basis"), TEXT_NONE),
                     &order->values, &basis, composer->fault) ||
        !letter_fill(composer->arena, jvalue_text(jvalue_get(raw, "term"), TEXT_NONE),
                     &order->values, &term, composer->fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "is", TEXT("pairs"));
    json_name(json, "rows");
    json_array(json);
    write_pair(json, "法律依据", basis);
    write_pair(json, "出具日期", letter_day(composer->arena, order->on));
    write_pair(json, "期限", term);
    if (order->due != CIVIL_DATE_NONE) {
        struct text day = letter_day(composer->arena, order->due);
        const char *mark = order->is_provisional ? "（该年放假安排未公布，暂按周一至周五计）" : "";
        write_pair(json, "截止日期", text_format(composer->arena, "%.*s%s", TEXT_ARG(day), mark));
        write_pair(json, "剩余工作日",
                   text_format(composer->arena, "%lld 个工作日（自出具次日起算）",
                               (long long)order->days_left));
    }
    json_end(json);
    json_end(json);
    return true;
}

static void write_closing(struct composer *composer)
{
    json_object(composer->json);
    json_member_text(composer->json, "is", TEXT("closing"));
    json_name(composer->json, "lines");
    json_array(composer->json);
    json_text(composer->json, composer->order->unit_name);
    json_text(composer->json, letter_day(composer->arena, composer->order->on));
    json_end(composer->json);
    json_end(composer->json);
}

static bool write_blocks(struct composer *composer)
{
    const struct letter_order *order = composer->order;
    const struct jvalue *blocks = jvalue_get(order->text->raw, "blocks");
    struct text english = jvalue_text(jvalue_get(order->text->raw, "text_en"), TEXT_NONE);
    write_block(composer, "issuer", order->unit_name);
    write_block(composer, "title", jvalue_text(jvalue_get(order->text->raw, "title"), TEXT_NONE));
    write_block(composer, "number", order->number);
    write_block(composer, "addressee",
                text_format(composer->arena, "%.*s：", TEXT_ARG(order->addressee)));
    for (uint32_t i = 0; blocks != NULL && i < blocks->count; i++) {
        if (!write_of_text(composer, &blocks->items[i])) {
            return false;
        }
    }
    if (!write_terms(composer)) {
        return false;
    }
    if (english.len > 0) {
        json_object(composer->json);
        json_member_text(composer->json, "is", TEXT("small"));
        json_name(composer->json, "text");
        if (!write_filled(composer, english)) {
            return false;
        }
        json_end(composer->json);
    }
    write_closing(composer);
    return true;
}

bool letter_compose(struct arena *arena, const struct letter_order *order, struct text *out,
                    struct fault *fault)
{
    struct buffer bytes = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&bytes);
    struct composer composer = {arena, order, &json, fault};
    char created[CIVIL_DATE_TEXT_SIZE];
    json_object(&json);
    json_member_text(&json, "title", order->text->name);
    json_member_text(&json, "author", order->unit_name);
    json_member_text(&json, "subject", order->number);
    json_member_text(&json, "created", civil_date_write(order->on, created));
    json_member_text(&json, "header", order->number);
    json_name(&json, "blocks");
    json_array(&json);
    if (!write_blocks(&composer)) {
        return false;
    }
    json_end(&json);
    json_end(&json);
    *out = buffer_text(&bytes);
    return true;
}

struct text letter_file_name(struct arena *arena, const struct letter *letter)
{
    return text_format(arena, "%.*s %.*s.pdf", TEXT_ARG(letter->title), TEXT_ARG(letter->number));
}

/* The document ends with "]}": its last block goes in before that. */
struct text letter_with_code(struct arena *arena, struct text document, struct text code,
                             const char *origin)
{
    struct buffer out = buffer_open(arena, document.len + 1024);
    struct buffer block = buffer_open(arena, 1024);
    struct json_writer json = json_writer_open(&block);
    ensure(text_ends_with(document, TEXT("]}")));
    struct text address =
        origin == NULL ? code : text_format(arena, "%s/verify/%.*s", origin, TEXT_ARG(code));
    struct text where =
        origin == NULL ? TEXT("公开查询页“文书证照核验”") : text_format(arena, "%s/verify", origin);
    json_object(&json);
    json_member_text(&json, "is", TEXT("qr"));
    json_member_text(&json, "data", address);
    json_member_text(
        &json, "text",
        text_format(arena,
                    "核验码：%.*s\n扫描二维码，或在 %.*s "
                    "输入核验码、上传本文件，可核对真伪，以及是否已被更正或撤回。\n本文书的摘要（"
                    "SM3）"
                    "已载入台账，台账由国密 SM2 签名。",
                    TEXT_ARG(code), TEXT_ARG(where)));
    json_end(&json);
    buffer_add(&out, text_slice(document, 0, document.len - 2));
    buffer_add_char(&out, ',');
    buffer_add(&out, buffer_text(&block));
    buffer_add(&out, TEXT("]}"));
    return buffer_text(&out);
}
