#include "board/indicator.h"

#include "app/access.h"
#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"
#include "room/problem/problem_cause.h"

static const struct statement *const indicator_statements[] = {
    &indicator_project_row,  &indicator_project_cases, &indicator_project_rows,
    &indicator_case_rows,    &indicator_act_rows,      &indicator_promise_rows,
    &indicator_whistle_rows, &indicator_problem_rows,  &indicator_claim_rows};
static const size_t indicator_statement_count = COUNT_OF(indicator_statements);

/* -- asking -- */

static const char *const bases[] = {"cohort", "period", NULL};
static const char *const slices[] = {"district",  "org",     "park", "direction",
                                     "navigator", "project", "item", "cause",
                                     "month",     "week",    NULL};
static const char *const time_slices[] = {"month", "week", NULL};
static const char *const time_words[][2] = {{"月份", "month"}, {"周", "week"}};
static const char *const slice_words[][2] = {
    {"区县", "district"},    {"部门", "unit"},    {"园区", "park"}, {"产业链", "chain"},
    {"代办员", "navigator"}, {"项目", "project"}, {"事项", "item"}, {"原因", "cause"},
    {"月份", "month"},       {"周", "week"}};
static const char *const base_words[][2] = {{"队列", "cohort"}, {"期间", "period"}};
#define QUERY_FIELDS                                                                               \
    FIELD(indicator_query, by, CHOICE, .choices = slices, .words = slice_words, .zh = "切片",      \
          .en = "by"),                                                                             \
        FIELD(indicator_query, across, CHOICE, .choices = time_slices, .words = time_words,        \
              .zh = "逐时", .en = "across"),                                                       \
        FIELD(indicator_query, from, DATE, .zh = "自", .en = "from"),                              \
        FIELD(indicator_query, to, DATE, .zh = "至", .en = "to"),                                  \
        FIELD(indicator_query, cut, DATE, .zh = "截止日", .en = "cut-off"),                        \
        FIELD(indicator_query, basis, CHOICE, .choices = bases, .words = base_words,               \
              .zh = "队列或期间", .en = "cohort or period")
static const struct field figure_fields[] = {QUERY_FIELDS};
static const struct field_table figure_table = FIELD_TABLE(indicator_query, figure_fields);
static const struct field rows_fields[] = {
    QUERY_FIELDS, FIELD(indicator_query, key, TEXT, .max = 80, .zh = "组", .en = "group"),
    FIELD(indicator_query, at, TEXT, .max = 10, .zh = "其中的时段", .en = "time of it"),
    FIELD(indicator_query, limit, INT, .min = 1, .max = 500, .zh = "每页", .en = "a page"),
    FIELD(indicator_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page")};
static const struct field_table rows_table = FIELD_TABLE(indicator_query, rows_fields);

static bool is_zh(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH;
}

static struct text say(const struct view_run *run, const char *zh, const char *en)
{
    return text_of(is_zh(run) ? zh : en);
}

/* -- the list of indicators -- */

static struct text of_record(const struct pack_record *record, const char *key)
{
    return jvalue_text(jvalue_get(record->raw, key), TEXT_NONE);
}

/* A member in the language asked for, of a pair "..._zh", "..._en". */
static void write_pair(struct json_writer *json, const struct view_run *run,
                       const struct pack_record *record, const char *name)
{
    struct text key = text_format(run->arena, "%s_%s", name, is_zh(run) ? "zh" : "en");
    json_member_text(json, name, of_record(record, text_c_string(run->arena, key)));
}

static struct text name_of(const struct view_run *run, const struct pack_record *record)
{
    return is_zh(run) ? record->name : record->name_en;
}

static const char *form_name(enum measure_form form)
{
    static const char *const names[] = {"share", "ratio", "mean", "days"};
    return names[form];
}

static void write_definition(struct json_writer *json, const struct view_run *run,
                             const struct pack_record *record)
{
    static const char *const pairs[] = {"unit",      "definition",  "formula",
                                        "numerator", "denominator", "cut_off"};
    enum measure_kind kind = MEASURE_REACHED;
    json_member_text(json, "id", record->id);
    json_member_text(json, "name", name_of(run, record));
    json_member_text(json, "group", of_record(record, "group"));
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        write_pair(json, run, record, pairs[i]);
    }
    json_member_text(json, "rows_of", of_record(record, is_zh(run) ? "rows_zh" : "rows_en"));
    if (measure_find(of_record(record, "measure"), &kind)) {
        json_member_text(json, "form", text_of(form_name(measure_form_of(kind))));
    }
    json_member_int(json, "minimum", jvalue_int(jvalue_get(record->raw, "minimum"), 0));
    json_member_text(json, "source", of_record(record, "source"));
    json_member_text(json, "confidence", of_record(record, "confidence"));
}

static void write_indicator(struct json_writer *json, const struct view_run *run,
                            const struct pack_record *record)
{
    write_definition(json, run, record);
    json_member_text(json, "basis", of_record(record, "basis"));
}

static void write_step(struct json_writer *json, const struct view_run *run,
                       const struct pack_record *record)
{
    json_member_text(json, "id", record->id);
    json_member_text(json, "name", name_of(run, record));
    write_pair(json, run, record, "means");
}

static void write_external(struct json_writer *json, const struct view_run *run,
                           const struct pack_record *record)
{
    json_member_text(json, "id", record->id);
    json_member_text(json, "system", of_record(record, "system"));
    json_member_text(json, "name", name_of(run, record));
    json_member_text(json, "answer", of_record(record, "answer"));
    json_member_text_or_null(json, "indicator", of_record(record, "indicator"));
    write_pair(json, run, record, "why");
    json_member_text(json, "source", of_record(record, "source"));
    json_member_text(json, "confidence", of_record(record, "confidence"));
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    static const struct {
        const char *name;
        enum pack_list list;
        void (*write)(struct json_writer *json, const struct view_run *run,
                      const struct pack_record *record);
    } lists[] = {{"items", PACK_INDICATORS, write_indicator},
                 {"steps", PACK_INDICATOR_STEPS, write_step},
                 {"external", PACK_INDICATOR_EXTERNAL, write_external}};
    (void)fault;
    json_object(json);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct pack_records *records = &city_pack(run->city)->lists[lists[i].list];
        json_name(json, lists[i].name);
        json_array(json);
        for (uint32_t r = 0; r < records->count; r++) {
            if (pack_in_force(&records->items[r], run->today)) {
                json_object(json);
                lists[i].write(json, run, &records->items[r]);
                json_end(json);
            }
        }
        json_end(json);
    }
    json_end(json);
    return true;
}

/* -- one figure -- */

/* Per mille as per cent with one decimal, hundredths with two. */
static struct text number_text(struct arena *arena, enum measure_form form, int64_t value)
{
    int64_t unit = form == MEASURE_IS_MEAN ? 100 : 10;
    int64_t size = value < 0 ? -value : value;
    return text_format(arena, "%s%lld.%0*lld", value < 0 ? "-" : "", (long long)(size / unit),
                       form == MEASURE_IS_MEAN ? 2 : 1, (long long)(size % unit));
}

static void write_number(struct json_writer *json, const struct indicator_asked *asked,
                         const char *name, bool is_known, int64_t value)
{
    struct arena *arena = asked->run->arena;
    json_member_text_or_null(json, name,
                             is_known ? number_text(arena, asked->form, value) : TEXT_NONE);
}

static void write_days(struct json_writer *json, const struct indicator_asked *asked,
                       const struct measure_sum *sum)
{
    struct measure_times times = measure_times_of(asked->run->arena, sum);
    json_member_int(json, "ended", times.ended);
    json_member_int_if(json, "median", times.has_median, times.median);
    json_member_int_if(json, "p90", times.has_p90, times.p90);
}

static void write_value(struct json_writer *json, const struct indicator_asked *asked,
                        const struct measure_sum *sum)
{
    struct measure_value value = measure_value_of(asked->form, sum);
    struct measure_value without = measure_value_without(asked->form, sum);
    json_member_int(json, "part", sum->part);
    json_member_int(json, "whole", sum->whole);
    write_number(json, asked, "value", value.is_known, value.value);
    write_number(json, asked, "low", value.has_interval, value.low);
    write_number(json, asked, "high", value.has_interval, value.high);
    if (asked->kind == MEASURE_REACHED) {
        struct measure_value amount = measure_amount_of(sum);
        json_member_int(json, "excluded", sum->excluded);
        write_number(json, asked, "without_excluded", without.is_known, without.value);
        json_member_int(json, "with_amount", sum->with_amount);
        json_member_int(json, "amount_part_hundredths", sum->amount_part);
        json_member_int(json, "amount_whole_hundredths", sum->amount_whole);
        write_number(json, asked, "amount_value", amount.is_known, amount.value);
    }
}

/* The sample is large enough to be set beside others. */
static bool is_enough(const struct indicator_asked *asked, const struct measure_sum *sum)
{
    return sum->rows >= jvalue_int(jvalue_get(asked->indicator->raw, "minimum"), 0);
}

static void write_sum(struct json_writer *json, const struct indicator_asked *asked,
                      const struct measure_sum *sum)
{
    json_member_int(json, "rows", sum->rows);
    if (asked->form == MEASURE_IS_DAYS) {
        write_days(json, asked, sum);
    } else {
        write_value(json, asked, sum);
    }
    json_member_bool(json, "enough", is_enough(asked, sum));
}

static struct text key_name(const struct indicator_asked *asked, struct text by,
                            const struct indicator_group *group)
{
    const struct view_run *run = asked->run;
    enum language language = run->actor->language;
    const struct pack_record *park =
        text_is(by, "park") ? pack_find(city_pack(run->city), PACK_PARKS, group->key, run->today)
                            : NULL;
    if (group->key.len == 0) {
        return say(run, "未知", "unknown");
    }
    return text_is(by, "district")    ? city_district_name(run->city, group->key, language)
           : text_is(by, "org")       ? city_org_name(run->city, group->key, language)
           : text_is(by, "direction") ? city_direction_name(run->city, group->key, language)
           : text_is(by, "item")      ? city_item_name(run->city, group->key, language)
           : text_is(by, "cause")     ? problem_cause_name(run, group->key)
           : park != NULL             ? name_of(run, park)
           : group->name.len > 0      ? group->name
                                      : group->key;
}

/* "above" or "below" the rest, "same": can't be told from it; null: too few to say. */
static struct text beside_rest(const struct indicator_asked *asked, const struct measure_sum *all,
                               const struct measure_sum *sum)
{
    struct measure_sum rest = measure_rest(all, sum);
    if (asked->form == MEASURE_IS_DAYS || !is_enough(asked, sum) || !is_enough(asked, &rest)) {
        return TEXT_NONE;
    }
    int sign = measure_compare(asked->form, sum, &rest);
    return text_of(sign > 0 ? "above" : sign < 0 ? "below" : "same");
}

static struct text query_text(const struct indicator_asked *asked, struct indicator_slice slice)
{
    char from[CIVIL_DATE_TEXT_SIZE];
    char to[CIVIL_DATE_TEXT_SIZE];
    char cut[CIVIL_DATE_TEXT_SIZE];
    struct buffer out = buffer_open(asked->run->arena, 160);
    buffer_addf(&out, "basis=%s&cut=%.*s", asked->is_period ? "period" : "cohort",
                TEXT_ARG(civil_date_write(asked->cut, cut)));
    if (asked->from != CIVIL_DATE_NONE) {
        buffer_addf(&out, "&from=%.*s", TEXT_ARG(civil_date_write(asked->from, from)));
    }
    if (asked->to != CIVIL_DATE_NONE) {
        buffer_addf(&out, "&to=%.*s", TEXT_ARG(civil_date_write(asked->to, to)));
    }
    if (slice.by.len > 0) {
        buffer_addf(&out, "&by=%.*s", TEXT_ARG(slice.by));
    }
    if (slice.across.len > 0) {
        buffer_addf(&out, "&across=%.*s", TEXT_ARG(slice.across));
    }
    return buffer_text(&out);
}

/* A group without a name of its kind is asked for by this key. */
#define KEY_UNKNOWN "~"

/* As it stands in an address: names of directions are Chinese. */
static void add_encoded(struct buffer *out, struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char byte = (unsigned char)value.at[i];
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                        (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' || byte == '~';
        buffer_addf(out, is_plain ? "%c" : "%%%02X", byte);
    }
}

static struct text rows_address(const struct indicator_asked *asked, struct text query,
                                const struct indicator_group *group, bool is_whole)
{
    struct buffer out = buffer_open(asked->run->arena, 200);
    buffer_addf(&out, "/indicators/%.*s/rows?%.*s", TEXT_ARG(asked->indicator->id),
                TEXT_ARG(query));
    if (!is_whole) {
        buffer_add(&out, TEXT("&key="));
        add_encoded(&out, group->key.len > 0 ? group->key : TEXT(KEY_UNKNOWN));
    }
    if (!is_whole && group->across.len > 0) {
        buffer_addf(&out, "&at=%.*s", TEXT_ARG(group->across));
    }
    return buffer_text(&out);
}

/* Whose rows: "city", "district:350102", "unit:zjj", "own". */
static struct text scope_text(const struct indicator_asked *asked)
{
    struct scope scope = access_scope(asked->run->city, asked->run->actor);
    struct text of = scope.org_or_district;
    return scope.kind == SCOPE_CITY ? TEXT("city")
           : scope.kind == SCOPE_DISTRICT
               ? text_format(asked->run->arena, "district:%.*s", TEXT_ARG(of))
           : scope.kind == SCOPE_ORG
               ? text_format(asked->run->arena, "unit:%.*s%s%.*s", TEXT_ARG(of),
                             scope.district.len > 0 ? "@" : "", TEXT_ARG(scope.district))
               : TEXT("own");
}

static void write_group(struct json_writer *json, const struct indicator_asked *asked,
                        struct indicator_slice slice, const struct indicator_group *group)
{
    bool is_whole = slice.by.len == 0;
    json_member_text(json, "key", group->key);
    json_member_text(json, "name",
                     is_whole ? say(asked->run, "全部", "all") : key_name(asked, slice.by, group));
    if (slice.across.len > 0) {
        json_member_text(json, "across", group->across);
    }
    write_sum(json, asked, &group->sum);
    json_member_text(json, "rows_at",
                     rows_address(asked, query_text(asked, slice), group, is_whole));
}

/* The whole, and its groups; asked for by nothing it is its only group. */
static void write_groups(struct json_writer *json, const struct indicator_asked *asked,
                         struct indicator_slice slice, const struct indicator_count *count)
{
    bool is_whole = slice.by.len == 0;
    json_name(json, "all");
    json_object(json);
    write_group(json, asked, (struct indicator_slice){TEXT_NONE, TEXT_NONE}, &count->all);
    json_end(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < count->count || (i == 0 && is_whole); i++) {
        const struct indicator_group *group = is_whole ? &count->all : &count->items[i];
        json_object(json);
        write_group(json, asked, slice, group);
        json_member_text_or_null(json, "beside_rest",
                                 is_whole ? TEXT_NONE
                                          : beside_rest(asked, &count->all.sum, &group->sum));
        json_end(json);
    }
    json_end(json);
    json_member_bool(json, "more", count->is_cut);
}

#define CURVE_POINTS 120
static void write_curve(struct json_writer *json, const struct indicator_asked *asked,
                        const struct measure_sum *sum)
{
    struct measure_point points[CURVE_POINTS];
    size_t count = asked->form == MEASURE_IS_DAYS
                       ? measure_curve(asked->run->arena, sum, points, CURVE_POINTS)
                       : 0;
    json_name(json, "curve");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_member_int(json, "days", points[i].days);
        json_member_int(json, "permille", points[i].permille);
        json_end(json);
    }
    json_end(json);
}

static void write_said(struct json_writer *json, const struct view_run *run, const char *id,
                       struct text value)
{
    static const char *const names[][3] = {{"query", "查询", "query"},
                                           {"ledger_size", "台账规模", "ledger size"},
                                           {"as_of", "数据时刻", "as of"},
                                           {"pack_version", "规则版本", "version of the rules"},
                                           {"digest", "SM3 摘要", "SM3 digest"}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (text_is(text_of(id), names[i][0])) {
            json_object(json);
            json_member_text(json, "id", text_of(id));
            json_member_text(json, "name", say(run, names[i][1], names[i][2]));
            json_member_text(json, "value", value);
            json_end(json);
        }
    }
}

struct text indicator_moment(const struct view_run *run)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    int64_t minutes = run->now / 60000 + city_utc_offset_minutes(run->city);
    return text_format(run->arena, "%.*s %02lld:%02lld",
                       TEXT_ARG(civil_date_write(city_today(run->city, run->now), day)),
                       (long long)(minutes / 60 % 24), (long long)(minutes % 60));
}

/* What a printed figure carries, so that it can be derived again. */
static bool write_stamp(struct json_writer *json, const struct indicator_asked *asked,
                        struct indicator_slice slice, const struct indicator_count *count,
                        struct fault *fault)
{
    const struct view_run *run = asked->run;
    struct progress ledger;
    if (!reader_progress(run->store, &ledger, fault)) {
        return false;
    }
    struct text query =
        text_format(run->arena, "/indicators/%.*s?%.*s scope=%.*s", TEXT_ARG(asked->indicator->id),
                    TEXT_ARG(query_text(asked, slice)), TEXT_ARG(scope_text(asked)));
    struct text at = text_format(run->arena, "%lld", (long long)ledger.size);
    struct text whole = text_format(run->arena, "%.*s ledger=%lld pack=%.*s", TEXT_ARG(query),
                                    (long long)ledger.size, TEXT_ARG(city_version(run->city)));
    json_name(json, "stamp");
    json_array(json);
    write_said(json, run, "query", query);
    write_said(json, run, "ledger_size", at);
    write_said(json, run, "as_of", indicator_moment(run));
    write_said(json, run, "pack_version", city_version(run->city));
    write_said(json, run, "digest", indicator_digest(run->arena, whole, count, asked->form));
    json_end(json);
    return true;
}

static bool answer_figure(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct indicator_query *query = run->query;
    struct indicator_asked asked;
    struct indicator_count count;
    struct indicator_slice slice = {query->by, query->across};
    if (query->across.len > 0 && query->by.len == 0) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("across"), FAULT_ARGS(TEXT("across")));
    }
    if (!indicator_ask(run, query, &asked, fault) ||
        !indicator_count(&asked, slice, &count, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "title", name_of(run, asked.indicator));
    write_definition(json, run, asked.indicator);
    json_member_text(json, "basis", text_of(asked.is_period ? "period" : "cohort"));
    json_member_text_or_null(json, "by", query->by);
    json_member_text_or_null(json, "across", query->across);
    json_member_date(json, "from", asked.from);
    json_member_date(json, "to", asked.to);
    json_member_date(json, "cut", asked.cut);
    write_groups(json, &asked, slice, &count);
    write_curve(json, &asked, &count.all.sum);
    bool stamped = write_stamp(json, &asked, slice, &count, fault);
    json_end(json);
    return stamped;
}

/* -- the rows of a figure -- */

#define ROWS_DEFAULT 200
struct writing {
    const struct indicator_asked *asked;
    const struct indicator_query *query;
    struct json_writer *json;
    int64_t limit, count, last;
    bool is_more;
};

static void write_row(struct json_writer *json, const struct indicator_asked *asked,
                      const struct indicator_row *row)
{
    const struct view_run *run = asked->run;
    enum language language = run->actor->language;
    const struct measure_row *measure = &row->measure;
    bool is_days = asked->form == MEASURE_IS_DAYS;
    json_object(json);
    json_member_text(json, "thing", text_of(row->thing));
    json_member_int(json, "id", row->id);
    json_member_text(json, "number", row->number);
    json_member_text_or_null(json, "item",
                             row->item.len == 0 ? TEXT_NONE
                                                : city_item_name(run->city, row->item, language));
    json_member_text_or_null(json, "org_name",
                             row->org.len == 0 ? TEXT_NONE
                                               : city_org_name(run->city, row->org, language));
    json_member_int(json, "project_id", row->project);
    json_member_text(json, "project_number", row->project_number);
    json_member_text(json, "project_name", row->project_name);
    json_member_text(json, "district_name", city_district_name(run->city, row->district, language));
    json_member_date(json, "on", row->day);
    json_member_int_if(json, "part", !is_days, measure->part);
    json_member_int_if(json, "whole", !is_days, measure->whole);
    json_member_int_if(json, "days", is_days, measure->days);
    json_member_bool(json, "ended", is_days ? measure->has_ended : true);
    json_member_bool(json, "excluded", measure->is_excluded);
    json_end(json);
}

static bool take_row(void *context, const struct indicator_row *row)
{
    struct writing *writing = context;
    const struct indicator_query *query = writing->query;
    bool is_one = query->by.len > 0 && query->key.len > 0;
    struct text key =
        is_one ? indicator_key(writing->asked->run->arena, row, query->by) : TEXT_NONE;
    struct text wanted = text_is(query->key, KEY_UNKNOWN) ? TEXT_NONE : query->key;
    bool is_then =
        query->across.len == 0 || query->at.len == 0 ||
        text_equal(indicator_key(writing->asked->run->arena, row, query->across), query->at);
    if ((is_one && !text_equal(key, wanted)) || !is_then) {
        return true;
    }
    writing->is_more = writing->count == writing->limit;
    if (!writing->is_more) {
        write_row(writing->json, writing->asked, row);
        writing->last = row->id;
        writing->count++;
    }
    return !writing->is_more;
}

static bool answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct indicator_query *query = run->query;
    struct indicator_asked asked;
    struct writing writing = {.asked = &asked,
                              .query = query,
                              .json = json,
                              .limit = query->limit > 0 ? query->limit : ROWS_DEFAULT};
    int64_t after = 0;
    if (!indicator_ask(run, query, &asked, fault)) {
        return false;
    }
    if (query->after.len > 0 && (!text_to_int(query->after, &after) || after < 0)) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
    }
    json_object(json);
    json_member_text(json, "title", name_of(run, asked.indicator));
    json_member_date(json, "cut", asked.cut);
    json_name(json, "items");
    json_array(json);
    bool gathered = indicator_gather(&asked, after, take_row, &writing, fault);
    json_end(json);
    view_next(run, json, writing.is_more, writing.last);
    json_end(json);
    return gathered;
}

static const struct view_kind views[] = {
    {"indicator.list", "/indicators", NULL, ROLES_MEASURING, 0,
     "指标目录：口径、公式、来源和能否回答外部评价",
     "The indicators with their definitions, and what others ask for", answer_list},
    {"indicator.figure", "/indicators/{indicator}", &figure_table, ROLES_MEASURING, 0,
     "一个指标：总体和各组的数值、区间、样本",
     "An indicator: the whole and its groups, with intervals", answer_figure},
    {"indicator.rows", "/indicators/{indicator}/rows", &rows_table, ROLES_MEASURING, 0,
     "指标所计的明细", "The rows that an indicator counts", answer_rows},
};

const struct room indicator_room = {
    .name = "indicator", ROOM_VIEWS(views), ROOM_STATEMENTS(indicator)};
