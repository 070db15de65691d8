#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/history.h"
#include "ground/project/project.h"
#include "pack/pack.h"

/* How the members of an event's body are put into words. What is not named here stays out of the
 * sentence: serial numbers, digests, long JSON. */
enum detail {
    DETAIL_TEXT, /* cut at 120 characters */
    DETAIL_NOTE, /* the same; between offices only, save in what is addressed to the enterprise */
    DETAIL_DATE,
    DETAIL_NUMBER,
    DETAIL_UNIT,
    DETAIL_UNITS,
    DETAIL_ITEM,
    DETAIL_ITEMS,
    DETAIL_STAGE,
    DETAIL_REASONS, /* of a supplement request */
    DETAIL_MILESTONE,
    DETAIL_CODE, /* of the program: see codes */
    DETAIL_CATEGORY,
    DETAIL_CAUSE,
    DETAIL_FACTS /* the names of the members of an object */
};

struct detail_line {
    const char *member;
    enum detail detail;
};

static const struct detail_line details[] = {
    {"number", DETAIL_TEXT},         {"title", DETAIL_TEXT},
    {"name", DETAIL_TEXT},           {"stage", DETAIL_STAGE},
    {"code", DETAIL_ITEM},           {"item", DETAIL_ITEM},
    {"items", DETAIL_ITEMS},         {"category", DETAIL_CATEGORY},
    {"cause", DETAIL_CAUSE},         {"decision", DETAIL_CODE},
    {"result", DETAIL_CODE},         {"level", DETAIL_CODE},
    {"milestone", DETAIL_MILESTONE}, {"org", DETAIL_UNIT},
    {"helpers", DETAIL_UNITS},       {"due_on", DETAIL_DATE},
    {"until", DETAIL_DATE},          {"reached_on", DETAIL_DATE},
    {"done_on", DETAIL_DATE},        {"noticed_on", DETAIL_DATE},
    {"days", DETAIL_NUMBER},         {"reasons", DETAIL_REASONS},
    {"reason", DETAIL_TEXT},         {"basis", DETAIL_CODE},
    {"measures", DETAIL_TEXT},       {"solution", DETAIL_TEXT},
    {"no_evidence", DETAIL_TEXT},    {"note", DETAIL_NOTE},
    {"document", DETAIL_TEXT},       {"valid_until", DETAIL_DATE},
    {"start", DETAIL_DATE},          {"production", DETAIL_DATE},
    {"working_days", DETAIL_NUMBER}, {"on", DETAIL_DATE},
    {"facts", DETAIL_FACTS},
};

struct code_words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct code_words codes[] = {
    {"granted", "通过", "granted"},
    {"refused", "不通过", "refused"},
    {"list", "纳入联动服务清单", "entered on the service list"},
    {"refuse", "不予纳入", "not admitted"},
    {"defer", "暂缓", "deferred"},
    {"withdraw", "退出", "withdrawn"},
    {"district", "区县级", "district"},
    {"city", "市级", "city"},
    {"leader", "领导协调", "leader"},
    {"planning", "规划天数", "planning days"},
    {"promised", "承诺时限", "promised days"},
    {"statutory", "法定时限", "statutory days"},
};

struct text history_code_name(struct text code, enum language language)
{
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (text_is(code, codes[i].code)) {
            return text_of(language == LANGUAGE_ZH ? codes[i].zh : codes[i].en);
        }
    }
    return TEXT_NONE;
}

/* Rooms whose notes are written to the enterprise, or by it. */
static bool notes_are_open(const struct event_kind *kind)
{
    static const char *const prefixes[] = {"application.", "problem.", "plan", "milestone."};
    for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
        if (text_starts_with(text_of(kind->name), text_of(prefixes[i]))) {
            return true;
        }
    }
    return false;
}

#define CUT 120 /* characters */

static void add_cut(struct buffer *out, struct text text)
{
    size_t characters = 0;
    size_t end = 0;
    for (; end < text.len; end++) {
        bool begins = ((unsigned char)text.at[end] & 0xc0) != 0x80;
        characters += begins;
        if (begins && characters > CUT) {
            break;
        }
    }
    for (size_t i = 0; i < end; i++) {
        bool is_break = text.at[i] == '\n' || text.at[i] == '\r';
        buffer_add_char(out, is_break ? ' ' : text.at[i]);
    }
    buffer_add(out, end < text.len ? TEXT("…") : TEXT_NONE);
}

static struct text record_name(const struct view_run *run, enum pack_list list, struct text code)
{
    const struct pack_record *record = pack_find(city_pack(run->city), list, code, CIVIL_DATE_NONE);
    if (record == NULL) {
        return code;
    }
    bool in_english = run->actor->language == LANGUAGE_EN && record->name_en.len > 0;
    return in_english ? record->name_en : record->name;
}

/* What a fact means, in words. Facts of the project and of the lead are two lists of the pack. */
static struct text fact_name(const struct view_run *run, struct text name)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *record = pack_find(pack, PACK_FIELDS, name, CIVIL_DATE_NONE);
    record = record != NULL ? record : pack_find(pack, PACK_LEAD_FIELDS, name, CIVIL_DATE_NONE);
    const struct jvalue *raw = record != NULL ? record->raw : NULL;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct text meaning = jvalue_text(jvalue_get(raw, is_zh ? "meaning" : "meaning_en"), TEXT_NONE);
    return meaning.len > 0 ? meaning : name;
}

static struct text word_of(const struct view_run *run, enum detail detail, struct text code)
{
    enum language language = run->actor->language;
    enum project_stage stage = STAGE_LEAD;
    struct text known;
    switch (detail) {
    case DETAIL_UNIT:
    case DETAIL_UNITS: return city_org_name(run->city, code, language);
    case DETAIL_ITEM:
    case DETAIL_ITEMS: return city_item_name(run->city, code, language);
    case DETAIL_STAGE:
        return stage_find(code, &stage) ? stage_name(stage, language)
                                        : city_stage_name(run->city, code, language);
    case DETAIL_REASONS: return record_name(run, PACK_SUPPLEMENT_REASONS, code);
    case DETAIL_MILESTONE: return record_name(run, PACK_MILESTONES, code);
    case DETAIL_CATEGORY: return record_name(run, PACK_PROBLEM_CATEGORIES, code);
    case DETAIL_CAUSE: return record_name(run, PACK_PROBLEM_CAUSES, code);
    case DETAIL_FACTS: return fact_name(run, code);
    case DETAIL_CODE:
        known = history_code_name(code, language);
        return known.len > 0 ? known : code;
    default: return code;
    }
}

#define LISTED 12 /* of a list; more says nothing more */

static void add_item(const struct view_run *run, struct buffer *out, uint32_t place,
                     struct text word)
{
    struct text comma = run->actor->language == LANGUAGE_ZH ? TEXT("、") : TEXT(", ");
    if (place < LISTED) {
        buffer_add(out, place > 0 ? comma : TEXT_NONE);
        add_cut(out, word);
    } else if (place == LISTED) {
        buffer_add(out, TEXT("…"));
    }
}

static void add_value(const struct view_run *run, struct buffer *out, enum detail detail,
                      const struct jvalue *value)
{
    if (value->kind == JVALUE_TEXT) {
        add_cut(out, word_of(run, detail, value->text));
    } else if (value->kind == JVALUE_INT) {
        buffer_add_int(out, value->integer);
    } else if (value->kind == JVALUE_ARRAY) {
        for (uint32_t i = 0; i < value->count; i++) {
            const struct jvalue *item = &value->items[i];
            const struct jvalue *named =
                item->kind == JVALUE_OBJECT ? jvalue_get(item, "code") : item;
            add_item(run, out, i, word_of(run, detail, jvalue_text(named, TEXT_NONE)));
        }
    } else if (value->kind == JVALUE_OBJECT) {
        for (uint32_t i = 0; i < value->count; i++) {
            add_item(run, out, i, word_of(run, detail, value->members[i].name));
        }
    }
}

static bool is_shown(const struct view_run *run, const struct event_kind *kind, enum detail detail,
                     const struct field *field)
{
    if (field->inside && upward_reads(run->city, run->actor, run->today)) {
        return false;
    }
    return detail != DETAIL_NOTE || run->actor->role != ROLE_ENTERPRISE || notes_are_open(kind);
}

static const struct field *field_named(const struct event_kind *kind, const char *name)
{
    for (size_t i = 0; kind->fields != NULL && i < kind->fields->count; i++) {
        if (text_is(text_of(name), kind->fields->fields[i].name)) {
            return &kind->fields->fields[i];
        }
    }
    return NULL;
}

struct text history_sentence(const struct view_run *run, const struct event_kind *kind,
                             struct text body)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct buffer out = buffer_open(run->arena, 256);
    const struct jvalue *root = NULL;
    struct fault unread = {.code = FAULT_NONE};
    buffer_add(&out, text_of(is_zh ? kind->zh : kind->en));
    if (!json_read(run->arena, body, &root, &unread)) {
        return buffer_text(&out);
    }
    bool is_first = true;
    for (size_t i = 0; i < COUNT_OF(details); i++) {
        const struct field *field = field_named(kind, details[i].member);
        const struct jvalue *value = jvalue_get(root, details[i].member);
        if (field == NULL || jvalue_is_null(value) ||
            !is_shown(run, kind, details[i].detail, field)) {
            continue;
        }
        buffer_add(&out, is_first ? (is_zh ? TEXT("：") : TEXT(": "))
                                  : (is_zh ? TEXT("；") : TEXT("; ")));
        is_first = false;
        buffer_add(&out, text_of(is_zh ? field->zh : field->en));
        buffer_add(&out, TEXT(" "));
        add_value(run, &out, details[i].detail, value);
    }
    return buffer_text(&out);
}
