#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "pack/pack.h"
#include "room/rating/rating_views.h"

/* -- the figures -- */

struct figures_query {
    int64_t year;
    struct text by, org;
};
static const char *const bys[] = {"org", "item", "month", NULL};
static const char *const by_words[][2] = {
    {"单位", "unit"}, {"事项", "item"}, {"办结月份", "month of the decision"}};
static const struct field figures_fields[] = {
    FIELD(figures_query, year, INT, .min = 2000, .max = 2200, .zh = "年份", .en = "year"),
    FIELD(figures_query, by, CHOICE, .choices = bys, .words = by_words, .zh = "按", .en = "by"),
    FIELD(figures_query, org, TEXT, .max = 60, .zh = "单位", .en = "unit"),
};
static const struct field_table figures_table = FIELD_TABLE(figures_query, figures_fields);

struct figures {
    const struct view_run *run;
    struct rating_span span;
    struct rating_sums sums;
    struct rating_sum all;
    int64_t minimum;
};

static civil_date last_month_end(civil_date today)
{
    return today - civil_date_parts(today).day;
}

static struct rating_span span_of(const struct view_run *run)
{
    const struct figures_query *query = run->query;
    civil_date until = last_month_end(run->today);
    int64_t year = query->year > 0 ? query->year : civil_date_parts(until).year;
    civil_date last = civil_date_from_parts((struct civil_parts){(int32_t)year, 12, 31});
    return (struct rating_span){
        .by = text_is(query->by, "item")    ? RATING_BY_ITEM
              : text_is(query->by, "month") ? RATING_BY_MONTH
                                            : RATING_BY_ORG,
        .org = query->org,
        .from = civil_date_from_parts((struct civil_parts){(int32_t)year, 1, 1}),
        .to = last < until ? last : until,
        .until = until,
        .silent_to = until - city_limit(run->city, "rating_default", until) - 1,
    };
}

static void count_in(const struct pack *pack, struct rating_sum *sum,
                     const struct rating_count *count)
{
    struct {
        const char *what;
        int64_t *at;
    } const plain[] = {
        {"finished", &sum->finished},   {"rated", &sum->rated},
        {"silent", &sum->silent},       {"slips", &sum->slips},
        {"struck", &sum->struck},       {"low_late", &sum->low_due},
        {"low_in_time", &sum->low_due}, {"low_in_time", &sum->low_in_time},
    };
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        *plain[i].at += text_is(count->what, plain[i].what) ? count->count : 0;
    }
    const struct pack_records *grades = &pack->lists[PACK_RATING_GRADES];
    for (uint32_t i = 0; i < grades->count && i < RATING_GRADES_MAX; i++) {
        if (text_equal(count->what, grades->items[i].id)) {
            sum->grades[i] += count->count;
            sum->ratings += count->count;
        }
    }
}

static void sum_up(struct figures *figures, const struct rating_counts *counts)
{
    struct arena *arena = figures->run->arena;
    const struct pack *pack = city_pack(figures->run->city);
    struct name_table keys = name_table_open(arena, 64);
    figures->sums.items = arena_array(arena, struct rating_sum, counts->count + 1);
    for (size_t i = 0; i < counts->count; i++) {
        const struct rating_count *one = &counts->items[i];
        uint32_t at = (uint32_t)figures->sums.count;
        if (name_table_put(&keys, one->key, at)) {
            figures->sums.items[at] = (struct rating_sum){.key = one->key};
            figures->sums.count++;
        } else {
            (void)name_table_find(&keys, one->key, &at);
        }
        count_in(pack, &figures->sums.items[at], one);
        count_in(pack, &figures->all, one);
    }
}

static void write_grades(struct json_writer *json, const struct figures *figures,
                         const struct rating_sum *sum)
{
    const struct city *city = figures->run->city;
    const struct pack_records *grades = &city_pack(city)->lists[PACK_RATING_GRADES];
    int64_t low = 0;
    if (!sum->is_hidden) {
        json_name(json, "grades");
        json_object(json);
        for (uint32_t i = 0; i < grades->count && i < RATING_GRADES_MAX; i++) {
            json_member_int(json, text_c_string(figures->run->arena, grades->items[i].id),
                            sum->grades[i]);
            low += rating_grade_is_low(city, grades->items[i].id) ? sum->grades[i] : 0;
        }
        json_end(json);
    }
    json_member_int_if(json, "good", !sum->is_hidden, sum->ratings - low);
    json_member_int_if(json, "low", !sum->is_hidden, low);
    json_member_int_if(json, "low_due", !sum->is_hidden, sum->low_due);
    json_member_int_if(json, "low_in_time", !sum->is_hidden, sum->low_in_time);
}

static void write_sum(struct json_writer *json, const struct figures *figures,
                      const struct rating_sum *sum)
{
    json_member_int(json, "finished", sum->finished);
    json_member_int(json, "rated", sum->rated);
    json_member_int(json, "silent", sum->silent);
    json_member_int(json, "open", sum->finished - sum->rated - sum->silent);
    json_member_int(json, "ratings", sum->ratings);
    json_member_int(json, "slips", sum->slips);
    json_member_int(json, "struck", sum->struck);
    write_grades(json, figures, sum);
}

static struct text name_of(const struct figures *figures, struct text key)
{
    const struct view_run *run = figures->run;
    switch (figures->span.by) {
    case RATING_BY_ORG: return city_org_name(run->city, key, run->actor->language);
    case RATING_BY_ITEM: return city_item_name(run->city, key, run->actor->language);
    default: return key;
    }
}

static const char *definitions_of(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH ? "办结：已作出决定的办件，不含企业自行办理的。评价"
                                                 "率＝已评价办件÷办结办件。好评率＝主动好评÷"
                                                 "评价数；评价数含窗口纸质评价，不含不予采纳的。逾"
                                                 "期未评价的单独计数（默认），不计入好评。"
                                                 "按期整改率＝按期整改的差评÷期限已到或已了结的差评"
                                                 "。统计到上月末；评价数太少的只合计，不分列。"
                                               : "Finished: cases decided, without those that "
                                                 "enterprises organise themselves. Rate of "
                                                 "rating = cases rated / finished. Good = ratings "
                                                 "given as good / ratings; ratings count "
                                                 "slips of paper, not those struck. Cases that "
                                                 "nobody rated in time are counted apart "
                                                 "(by default) and are not good ones. Mended in "
                                                 "time = low ones mended in time / those "
                                                 "whose day has come or that are closed. Up to the "
                                                 "end of last month; where too few "
                                                 "rated, grades are not shown.";
}

static bool answer_figures(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct rating_counts counts;
    struct figures figures = {
        .run = run, .span = span_of(run), .minimum = rating_minimum(run->city, run->today)};
    if (!rating_counts_of(run->arena, run->store, &figures.span, &counts, fault)) {
        return false;
    }
    sum_up(&figures, &counts);
    rating_hide_few(&figures.sums, figures.minimum);
    figures.all.is_hidden = figures.all.ratings < figures.minimum;
    json_object(json);
    json_member_date(json, "from", figures.span.from);
    json_member_date(json, "until", figures.span.to);
    json_member_int(json, "minimum", figures.minimum);
    json_member_text(json, "note", text_of(definitions_of(run)));
    json_name(json, "all");
    json_object(json);
    write_sum(json, &figures, &figures.all);
    json_end(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < figures.sums.count; i++) {
        const struct rating_sum *sum = &figures.sums.items[i];
        json_object(json);
        json_member_text(json, "key", sum->key);
        json_member_text(json, "name", name_of(&figures, sum->key));
        write_sum(json, &figures, sum);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- what looks made up -- */

struct findings_query {
    int64_t days;
};
static const struct field findings_fields[] = {
    FIELD(findings_query, days, INT, .min = 1, .max = 366, .zh = "最近天数", .en = "last days"),
};
static const struct field_table findings_table = FIELD_TABLE(findings_query, findings_fields);

#define DAYS_USUAL 92
#define MINUTE_MS 60000

static bool odd_find(struct text kind, enum rating_odd *out)
{
    static const char *const kinds[] = {[RATING_ODD_BURST] = "burst",
                                        [RATING_ODD_TYPED] = "typed",
                                        [RATING_ODD_STAFF] = "staff",
                                        [RATING_ODD_SOURCE] = "source"};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (text_is(kind, kinds[i])) {
            *out = (enum rating_odd)i;
            return true;
        }
    }
    return false;
}

static bool write_findings(struct json_writer *json, const struct view_run *run,
                           const struct pack_record *record, struct fault *fault)
{
    const struct findings_query *query = run->query;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    int64_t minutes = jvalue_int(jvalue_get(record->raw, "minutes"), 0);
    struct rating_oddities found;
    struct rating_odd_rule rule = {
        .least = jvalue_int(jvalue_get(record->raw, "count"), 1),
        .width_ms = minutes > 0 ? minutes * MINUTE_MS : MINUTE_MS,
        .since = run->today - (civil_date)(query->days > 0 ? query->days : DAYS_USUAL),
    };
    if (!odd_find(jvalue_text(jvalue_get(record->raw, "kind"), TEXT_NONE), &rule.odd)) {
        return true;
    }
    if (!rating_oddities_of(run->arena, run->store, &rule, &found, fault)) {
        return false;
    }
    for (size_t i = 0; i < found.count; i++) {
        const struct rating_oddity *one = &found.items[i];
        json_object(json);
        json_member_text(json, "rule", record->id);
        json_member_text(json, "rule_name", is_zh ? record->name : record->name_en);
        json_member_text(json, "org", one->org);
        json_member_text(json, "org_name",
                         city_org_name(run->city, one->org, run->actor->language));
        json_member_int(json, "count", one->count);
        json_member_int(json, "threshold", rule.least);
        json_member_date(json, "first_on", one->first);
        json_member_date(json, "last_on", one->last);
        json_end(json);
    }
    return true;
}

static bool answer_findings(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_RATING_FINDINGS];
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        if (pack_in_force(&rules->items[i], run->today) &&
            !write_findings(json, run, &rules->items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"rating.figures", "/ratings/figures", &figures_table, ROLES_ANYBODY, VIEW_SAME_FOR_ALL,
     "好差评统计", "Figures of ratings by unit, item or month", answer_figures},
    {"rating.findings", "/ratings/findings", &findings_table, ROLE_BIT(ROLE_SUPERVISOR), 0,
     "疑似刷评", "What looks like ratings that were made up", answer_findings},
};

const struct room rating_figures_room = {
    .name = "rating_figures",
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(rating_figures),
};
