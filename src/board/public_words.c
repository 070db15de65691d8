#include "board/public_words.h"

#include "app/city.h"
#include "base/arena.h"

#define CONDITION_DEPTH 8

struct text public_unknown(const struct public_view *view)
{
    return public_words(view, "未公布，平台尚不掌握", "not published, not known here");
}

void public_heading(const struct public_view *view, const char *zh, const char *en)
{
    html_add(view->out, "<h2>%</h2>\n", public_words(view, zh, en));
}

void public_row(const struct public_view *view, const char *zh, const char *en, struct text value)
{
    html_add(view->out, "<div><dt>%</dt><dd>%</dd></div>\n", public_words(view, zh, en),
             value.len > 0 ? value : public_unknown(view));
}

static bool is_list(const struct jvalue *texts)
{
    return texts != NULL && texts->kind == JVALUE_ARRAY && texts->count > 0;
}

void public_list(const struct public_view *view, const struct jvalue *texts)
{
    if (!is_list(texts)) {
        html_add(view->out, "<p>%</p>\n", public_unknown(view));
        return;
    }
    html_raw(view->out, "<ol class=\"path\">\n");
    for (uint32_t i = 0; i < texts->count; i++) {
        html_add(view->out, "<li>%</li>\n", jvalue_text(&texts->items[i], TEXT_NONE));
    }
    html_raw(view->out, "</ol>\n");
}

struct text public_number(struct arena *arena, const struct jvalue *value)
{
    return value->kind == JVALUE_INT ? text_format(arena, "%lld", (long long)value->integer)
                                     : text_format(arena, "%.15g", jvalue_number(value));
}

struct text public_lang(const struct public_view *view)
{
    return view->language == LANGUAGE_EN ? TEXT("?lang=en") : TEXT_NONE;
}

struct text public_name(const struct public_view *view, const struct pack_record *record)
{
    return view->language == LANGUAGE_EN && record->name_en.len > 0 ? record->name_en
                                                                    : record->name;
}

struct text public_text(const struct public_view *view, const struct pack_record *record,
                        const char *zh, const char *en)
{
    struct text text = jvalue_text(jvalue_get(record->raw, zh), TEXT_NONE);
    return view->language == LANGUAGE_EN ? jvalue_text(jvalue_get(record->raw, en), text) : text;
}

/* -- conditions -- */

struct reading {
    const struct public_view *view;
    const struct pack *pack;
    enum pack_space space;
};

/* How the field is called: a fact's meaning, or what profile.json says of an enterprise's. */
static const struct pack_record *field_of(const struct reading *reading, struct text name)
{
    enum pack_list list = reading->space == PACK_SPACE_POLICIES ? PACK_PROFILE_FIELDS : PACK_FIELDS;
    return pack_find(reading->pack, list, name, CIVIL_DATE_NONE);
}

static struct text label_of(const struct reading *reading, const struct pack_record *field,
                            struct text name)
{
    bool is_fact = reading->space != PACK_SPACE_POLICIES;
    return field == NULL ? name
                         : public_text(reading->view, field, is_fact ? "meaning" : "name",
                                       is_fact ? "meaning_en" : "name_en");
}

/* What profile.json calls a value: options [[value, zh, en]...]. */
static struct text option_of(const struct reading *reading, const struct pack_record *field,
                             struct text value)
{
    const struct jvalue *options = field == NULL ? NULL : jvalue_get(field->raw, "options");
    for (uint32_t i = 0; is_list(options) && i < options->count; i++) {
        const struct jvalue *one = &options->items[i];
        if (one->kind == JVALUE_ARRAY && one->count == 3 &&
            text_equal(jvalue_text(&one->items[0], TEXT_NONE), value)) {
            return jvalue_text(&one->items[reading->view->language == LANGUAGE_EN ? 2 : 1], value);
        }
    }
    return value;
}

static struct text value_of(const struct reading *reading, const struct pack_record *field,
                            const struct jvalue *value)
{
    struct arena *arena = reading->view->run->arena;
    struct buffer buffer = buffer_open(arena, 64);
    switch (value == NULL ? JVALUE_NULL : value->kind) {
    case JVALUE_TEXT: return option_of(reading, field, value->text);
    case JVALUE_INT:
    case JVALUE_REAL: return public_number(arena, value);
    case JVALUE_ARRAY:
        for (uint32_t i = 0; i < value->count; i++) {
            buffer_add(&buffer, i > 0 ? public_words(reading->view, "、", ", ") : TEXT_NONE);
            buffer_add(&buffer, value_of(reading, field, &value->items[i]));
        }
        return buffer_text(&buffer);
    default: return TEXT_NONE;
    }
}

struct text public_joined(const struct public_view *view, const struct jvalue *texts)
{
    struct reading reading = {.view = view, .space = PACK_SPACE_FACTS};
    return is_list(texts) ? value_of(&reading, NULL, texts) : TEXT_NONE;
}

static struct text op_word(const struct public_view *view, struct text op)
{
    static const char *const words[][3] = {
        {"eq", "是", "is"},
        {"ne", "不是", "is not"},
        {"in", "是其一：", "is one of"},
        {"not_in", "不是其一：", "is none of"},
        {"gt", "大于", "is more than"},
        {"gte", "不小于", "is at least"},
        {"lt", "小于", "is less than"},
        {"lte", "不大于", "is at most"},
        {"between", "在两者之间（含）：", "is between (both included)"},
        {"contains", "包含", "contains"},
        {"not_contains", "不包含", "does not contain"},
        {"contains_any", "至少包含其一：", "contains one of"},
        {"prefix", "开头为", "begins with"},
    };
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_is(op, words[i][0])) {
            return public_words(view, words[i][1], words[i][2]);
        }
    }
    return op;
}

static void write_leaf(const struct reading *reading, const struct jvalue *leaf)
{
    const struct public_view *view = reading->view;
    struct text name = jvalue_text(jvalue_get(leaf, "field"), TEXT_NONE);
    const struct pack_record *field = field_of(reading, name);
    const struct jvalue *value = jvalue_get(leaf, "value");
    struct text label = label_of(reading, field, name);
    if (value != NULL && value->kind == JVALUE_BOOL) {
        html_add(view->out, "<li>%%%</li>\n", label, public_words(view, "：", ": "),
                 value->truth ? public_words(view, "是", "yes") : public_words(view, "否", "no"));
        return;
    }
    struct text unit = field == NULL || jvalue_is_number(value) == false
                           ? TEXT_NONE
                           : public_text(view, field, "unit", "unit_en");
    html_add(view->out, "<li>% % % %</li>\n", label,
             op_word(view, jvalue_text(jvalue_get(leaf, "op"), TEXT_NONE)),
             value_of(reading, field, value), unit);
}

static void write_node(const struct reading *reading, const struct jvalue *node, int depth)
{
    static const char *const groups[][3] = {{"all", "同时满足：", "all of these:"},
                                            {"any", "满足其中之一：", "one of these:"},
                                            {"not", "不属于：", "not this:"}};
    const struct public_view *view = reading->view;
    for (size_t g = 0; g < COUNT_OF(groups) && depth < CONDITION_DEPTH; g++) {
        const struct jvalue *inner = jvalue_get(node, groups[g][0]);
        if (inner == NULL) {
            continue;
        }
        html_add(view->out, "<li>%<ul>\n", public_words(view, groups[g][1], groups[g][2]));
        uint32_t count = inner->kind == JVALUE_ARRAY ? inner->count : 1;
        for (uint32_t i = 0; i < count; i++) {
            write_node(reading, inner->kind == JVALUE_ARRAY ? &inner->items[i] : inner, depth + 1);
        }
        html_raw(view->out, "</ul></li>\n");
        return;
    }
    write_leaf(reading, node);
}

void public_condition(const struct public_view *view, enum pack_space space,
                      const struct jvalue *condition)
{
    struct reading reading = {view, city_pack(view->run->city), space};
    write_node(&reading, condition, 0);
}

/* -- looking for a word -- */

bool public_has_word(struct text text, struct text word)
{
    for (size_t i = 0; i + word.len <= text.len; i++) {
        size_t k = 0;
        while (k < word.len && text_lower(text.at[i + k]) == text_lower(word.at[k])) {
            k++;
        }
        if (k == word.len) {
            return true;
        }
    }
    return false;
}

struct text public_find_form(const struct public_view *view, const char *path, const char *zh,
                             const char *en)
{
    struct text word = text_trim(public_parameter(view, "q"));
    html_add(view->out,
             "<form action=\"%\" method=\"get\" class=\"ask\">\n<label for=\"q\">%</label>\n"
             "<input id=\"q\" name=\"q\" maxlength=\"60\" value=\"%\">\n",
             text_of(path), public_words(view, zh, en), word);
    if (view->language == LANGUAGE_EN) {
        html_raw(view->out, "<input type=\"hidden\" name=\"lang\" value=\"en\">\n");
    }
    html_add(view->out, "<button>%</button>\n</form>\n", public_words(view, "查找", "Find"));
    return word;
}

void public_nothing_found(const struct public_view *view)
{
    html_add(view->out, "<p class=\"notice\">%</p>\n",
             public_words(view, "没有找到。请换一个词，或清空后查看全部。",
                          "Nothing found. Try another word, or none to see all."));
}

void public_not_there(struct public_view *view)
{
    html_add(view->out, "<p class=\"notice\">%</p>\n",
             public_words(view, "没有这一条，请从下面的目录中查找。",
                          "There is no such entry: please look in the list below."));
    view->status = 404;
}

/* The words of the pack for how sure a record is, in the reader's. */
static struct text sure_word(const struct public_view *view, struct text code)
{
    static const char *const words[][3] = {{"official", "官方文本", "official text"},
                                           {"reported", "报道或转载", "reported"},
                                           {"unverified", "未核实", "not verified"},
                                           {"high", "高", "high"},
                                           {"medium", "中", "medium"},
                                           {"low", "低", "low"}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_is(code, words[i][0])) {
            return public_words(view, words[i][1], words[i][2]);
        }
    }
    return code;
}

void public_origin_rows(const struct public_view *view, const struct pack_record *record)
{
    struct text evidence = public_text(view, record, "evidence", "evidence");
    struct text confidence = public_text(view, record, "confidence", "confidence");
    public_row(view, "来源", "Source", public_text(view, record, "source", "source"));
    public_row(view, "证据等级", "Evidence", sure_word(view, evidence));
    public_row(view, "可信度", "Confidence", sure_word(view, confidence));
    public_row(view, "数据版本", "Data", city_version(view->run->city));
}
