#include "board/process_page.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "board/process_log.h"
#include "engine/clock/hands.h"
#include "room/application/application.h"

static const struct statement *const process_statements[] = {&process_cases_after,
                                                             &process_cases_of, &process_number_of};
static const size_t process_statement_count = COUNT_OF(process_statements);

struct process_query {
    struct text grain, item, org, district, direction, way, after;
    int64_t project, limit;
    civil_date from, to;
};
static const char *const grains[] = {"case", "project", NULL};
static const char *const grain_words[][2] = {{"办件的各个环节", "acts of cases"},
                                             {"项目的各个事项", "items of projects"}};
#define QUERY_FIELDS                                                                               \
    FIELD(process_query, grain, CHOICE, .choices = grains, .words = grain_words, .zh = "看什么",   \
          .en = "of what"),                                                                        \
        FIELD(process_query, item, TEXT, .max = 80, .zh = "事项", .en = "item"),                   \
        FIELD(process_query, org, TEXT, .max = 40, .zh = "部门", .en = "unit"),                    \
        FIELD(process_query, district, TEXT, .max = 6, .zh = "区县", .en = "district"),            \
        FIELD(process_query, direction, TEXT, .max = 40, .zh = "产业链", .en = "chain"),           \
        FIELD(process_query, project, INT, .min = 1, .max = INT64_MAX, .zh = "项目",               \
              .en = "project"),                                                                    \
        FIELD(process_query, from, DATE, .zh = "提交自", .en = "submitted from"),                  \
        FIELD(process_query, to, DATE, .zh = "提交至", .en = "submitted to")
static const struct field map_fields[] = {QUERY_FIELDS};
static const struct field_table map_table = FIELD_TABLE(process_query, map_fields);
static const struct field rows_fields[] = {
    QUERY_FIELDS,
    FIELD(process_query, way, TEXT, .required = true, .max = 200,
          .zh = "哪一段，如 asked~completed", .en = "which way, as asked~completed"),
    FIELD(process_query, limit, INT, .min = 1, .max = 500, .zh = "每页", .en = "a page"),
    FIELD(process_query, after, TEXT, .max = 40, .zh = "下一页", .en = "next page")};
static const struct field_table rows_table = FIELD_TABLE(process_query, rows_fields);

static const struct {
    const char *key, *zh, *en;
} acts[PROCESS_ACT_COUNT] = {
    [PROCESS_RECEIVED] = {"received", "收件", "received"},
    [PROCESS_RESUBMITTED] = {"resubmitted", "重新提交", "submitted again"},
    [PROCESS_ASKED] = {"asked", "要求补正", "supplements asked"},
    [PROCESS_COMPLETED] = {"completed", "补正齐全", "supplemented"},
    [PROCESS_ACCEPTED] = {"accepted", "受理", "accepted"},
    [PROCESS_SPECIAL] = {"special", "特别程序开始", "special procedure"},
    [PROCESS_SPECIAL_OVER] = {"special_over", "特别程序结束", "procedure over"},
    [PROCESS_SUSPENDED] = {"suspended", "中止", "suspended"},
    [PROCESS_RESUMED] = {"resumed", "恢复", "resumed"},
    [PROCESS_EXTENDED] = {"extended", "延长期限", "extended"},
    [PROCESS_GRANTED] = {"granted", "准予", "granted"},
    [PROCESS_REFUSED] = {"refused", "不予许可", "refused"},
    [PROCESS_DELIVERED] = {"delivered", "送达", "delivered"},
    [PROCESS_NOT_ACCEPTED] = {"not_accepted", "不予受理", "not accepted"},
    [PROCESS_WITHDRAWN] = {"withdrawn", "撤回", "withdrawn"},
};
#define BEGIN_KEY "begin"
#define END_KEY "end"
#define OTHERS_KEY "others"

/* -- what is asked -- */

struct asked {
    const struct view_run *run;
    const struct process_query *query;
    const struct process_log *log;
    struct text org; /* "" all */
    bool is_projects;
    int32_t today;
};

static bool begin(const struct view_run *run, struct asked *out, struct fault *fault)
{
    const struct process_query *query = run->query;
    bool is_department = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    *out = (struct asked){.run = run,
                          .query = query,
                          .org = is_department ? run->actor->org : query->org,
                          .is_projects = text_is(query->grain, "project"),
                          .today = process_rank(run, run->today)};
    if (query->from != CIVIL_DATE_NONE && query->to != CIVIL_DATE_NONE && query->from > query->to) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("from"), FAULT_ARGS(TEXT("from")));
    }
    return process_log_take(run, &out->log, fault);
}

static bool is_any(struct text wanted, struct text is)
{
    return wanted.len == 0 || text_equal(wanted, is);
}

static bool has_project(const struct asked *asked, const struct process_project *project)
{
    const struct process_query *query = asked->query;
    return (query->project == 0 || query->project == project->id) &&
           is_any(query->district, project->district) &&
           is_any(query->direction, project->direction);
}

static bool has_case(const struct asked *asked, const struct process_case *one)
{
    const struct process_query *query = asked->query;
    return one->count > 0 && is_any(query->item, asked->log->items.names[one->item]) &&
           is_any(asked->org, asked->log->orgs.names[one->org]) &&
           (query->from == CIVIL_DATE_NONE || one->begun >= query->from) &&
           (query->to == CIVIL_DATE_NONE || one->begun <= query->to);
}

static struct process_course course_of(const struct asked *asked, const struct process_case *one)
{
    return (struct process_course){&asked->log->marks[one->first], one->count, one->is_open,
                                   asked->today};
}

/* -- a project's course: its decisions, each under its item or its unit -- */

#define DECISIONS_MAX 400 /* of one project; later ones are not looked at */
struct decision {
    struct process_mark mark;
    uint8_t org;
    const struct process_case *one;
};
struct decisions {
    struct decision items[DECISIONS_MAX];
    uint32_t count;
    bool is_open;
};

static int by_day(const void *left, const void *right)
{
    const struct decision *a = left;
    const struct decision *b = right;
    if (a->mark.day != b->mark.day) {
        return a->mark.day < b->mark.day ? -1 : 1;
    }
    return (a->one->id > b->one->id) - (a->one->id < b->one->id);
}

static void decisions_of(const struct asked *asked, const struct process_project *project,
                         struct decisions *out)
{
    out->count = 0;
    out->is_open = false;
    for (uint32_t i = 0; i < project->count; i++) {
        const struct process_case *one = &asked->log->cases[project->first + i];
        if (!has_case(asked, one)) {
            continue;
        }
        const struct process_mark *marks = &asked->log->marks[one->first];
        bool is_decided = false;
        for (uint32_t k = 0; k < one->count && out->count < DECISIONS_MAX; k++) {
            if (marks[k].activity == PROCESS_GRANTED || marks[k].activity == PROCESS_REFUSED) {
                is_decided = true;
                out->items[out->count++] =
                    (struct decision){{marks[k].day, one->item, 0}, one->org, one};
            }
        }
        out->is_open = out->is_open || (one->is_open && !is_decided);
    }
    qsort(out->items, out->count, sizeof *out->items, by_day);
}

static struct process_course
items_course(const struct asked *asked, const struct decisions *decisions, struct process_mark *out)
{
    for (uint32_t i = 0; i < decisions->count; i++) {
        out[i] = decisions->items[i].mark;
    }
    return (struct process_course){out, decisions->count, decisions->is_open, asked->today};
}

/* Between units: what one unit decides in a row is one mark. */
static struct process_course
units_course(const struct asked *asked, const struct decisions *decisions, struct process_mark *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < decisions->count; i++) {
        bool is_same = i > 0 && decisions->items[i].org == decisions->items[i - 1].org;
        out[is_same ? count - 1 : count] =
            (struct process_mark){decisions->items[i].mark.day, decisions->items[i].org, 0};
        count += !is_same;
    }
    return (struct process_course){out, count, decisions->is_open, asked->today};
}

/* -- counting -- */

struct counted {
    struct process *map, *units; /* units: of projects only */
    int64_t hands[HAND_COUNT];
};

static void count_project(const struct asked *asked, const struct process_project *project,
                          struct decisions *scratch, struct counted *out)
{
    struct process_mark marks[DECISIONS_MAX];
    decisions_of(asked, project, scratch);
    if (scratch->count == 0) {
        return;
    }
    struct process_course course = items_course(asked, scratch, marks);
    process_add(out->map, &course);
    course = units_course(asked, scratch, marks);
    process_add(out->units, &course);
}

static void count_cases(const struct asked *asked, const struct process_project *project,
                        struct counted *out)
{
    for (uint32_t i = 0; i < project->count; i++) {
        const struct process_case *one = &asked->log->cases[project->first + i];
        if (has_case(asked, one)) {
            struct process_course course = course_of(asked, one);
            process_add(out->map, &course);
        }
    }
}

static void count(const struct asked *asked, struct counted *out)
{
    struct arena *arena = asked->run->arena;
    struct decisions *scratch = arena_new(arena, struct decisions);
    *out = (struct counted){.map = process_open(arena), .units = process_open(arena)};
    for (size_t i = 0; i < asked->log->project_count; i++) {
        const struct process_project *project = &asked->log->projects[i];
        if (has_project(asked, project) && asked->is_projects) {
            count_project(asked, project, scratch, out);
        } else if (has_project(asked, project)) {
            count_cases(asked, project, out);
        }
    }
    for (uint32_t i = 0; i < out->map->arc_count; i++) {
        for (int hand = 0; hand < HAND_COUNT; hand++) {
            out->hands[hand] += out->map->arcs[i].hands[hand];
        }
    }
    process_sort_variants(out->map);
}

/* -- names -- */

static struct text say(const struct asked *asked, const char *zh, const char *en)
{
    return text_of(asked->run->actor->language == LANGUAGE_ZH ? zh : en);
}

enum names { NAMES_OF_MAP, NAMES_OF_UNITS };

static struct text key_of(const struct asked *asked, enum names names, uint8_t activity)
{
    if (activity >= PROCESS_BEGIN) {
        return activity == PROCESS_BEGIN ? TEXT(BEGIN_KEY) : TEXT(END_KEY);
    }
    if (names == NAMES_OF_MAP && !asked->is_projects) {
        return text_of(acts[activity].key);
    }
    struct text key = names == NAMES_OF_UNITS ? asked->log->orgs.names[activity]
                                              : asked->log->items.names[activity];
    return key.len > 0 ? key : TEXT(OTHERS_KEY);
}

static struct text name_of(const struct asked *asked, enum names names, uint8_t activity)
{
    const struct city *city = asked->run->city;
    enum language language = asked->run->actor->language;
    struct text key = key_of(asked, names, activity);
    if (activity >= PROCESS_BEGIN) {
        return activity == PROCESS_BEGIN ? say(asked, "开始", "begin") : say(asked, "结束", "end");
    }
    if (text_is(key, OTHERS_KEY)) {
        return say(asked, "其他", "others");
    }
    if (names == NAMES_OF_UNITS) {
        return city_org_name(city, key, language);
    }
    return asked->is_projects ? city_item_name(city, key, language)
                              : say(asked, acts[activity].zh, acts[activity].en);
}

static bool activity_of(const struct asked *asked, struct text key, uint8_t *out)
{
    for (int i = 0; i <= PROCESS_END; i++) {
        bool is_one = i >= PROCESS_BEGIN ||
                      (asked->is_projects ? i < PROCESS_ACTIVITIES_MAX : i < PROCESS_ACT_COUNT);
        if (is_one && text_equal(key_of(asked, NAMES_OF_MAP, (uint8_t)i), key)) {
            *out = (uint8_t)i;
            return true;
        }
    }
    return false;
}

/* -- writing -- */

static void write_waits(struct json_writer *json, const struct process_waits *waits)
{
    int32_t median = 0, p90 = 0;
    bool has_median = process_quantile(waits, 500, &median);
    json_member_int_if(json, "median", has_median, median);
    json_member_int_if(json, "p90", process_quantile(waits, 900, &p90), p90);
    json_member_int(json, "days", waits->days);
    json_member_int_if(json, "saved", has_median, process_saved(waits, median));
}

/* The question that leads to the cases of a way. */
static struct text rows_at(const struct asked *asked, const struct process_arc *arc)
{
    const struct process_query *query = asked->query;
    struct arena *arena = asked->run->arena;
    struct buffer out = buffer_open(arena, 256);
    char iso[CIVIL_DATE_TEXT_SIZE];
    const struct {
        const char *name;
        struct text value;
    } parts[] = {{"grain", query->grain},
                 {"item", query->item},
                 {"org", query->org},
                 {"district", query->district},
                 {"direction", query->direction}};
    buffer_addf(&out, "/process/rows?way=%.*s~%.*s",
                TEXT_ARG(key_of(asked, NAMES_OF_MAP, arc->from)),
                TEXT_ARG(key_of(asked, NAMES_OF_MAP, arc->to)));
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].value.len > 0) {
            buffer_addf(&out, "&%s=%.*s", parts[i].name, TEXT_ARG(parts[i].value));
        }
    }
    if (query->project != 0) {
        buffer_addf(&out, "&project=%lld", (long long)query->project);
    }
    if (query->from != CIVIL_DATE_NONE) {
        buffer_addf(&out, "&from=%s", civil_date_write(query->from, iso).at);
    }
    if (query->to != CIVIL_DATE_NONE) {
        buffer_addf(&out, "&to=%s", civil_date_write(query->to, iso).at);
    }
    return buffer_text(&out);
}

static void write_arcs(struct json_writer *json, const struct asked *asked,
                       const struct process *map, enum names names)
{
    json_array(json);
    for (uint32_t i = 0; i < map->arc_count; i++) {
        const struct process_arc *arc = &map->arcs[i];
        bool is_wait = arc->waits.ended_after != NULL;
        json_object(json);
        json_member_text(json, "from", key_of(asked, names, arc->from));
        json_member_text(json, "from_name", name_of(asked, names, arc->from));
        json_member_text(json, "to", key_of(asked, names, arc->to));
        json_member_text(json, "to_name", name_of(asked, names, arc->to));
        json_member_int(json, "times", arc->waits.ended);
        json_member_int(json, "courses", arc->courses);
        if (is_wait) {
            write_waits(json, &arc->waits);
        }
        if (names == NAMES_OF_MAP) {
            json_member_text(json, "rows_at", rows_at(asked, arc));
        }
        for (int hand = 0; is_wait && !asked->is_projects && hand < HAND_COUNT; hand++) {
            json_member_int(json, hand_code((enum hand)hand), arc->hands[hand]);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_activities(struct json_writer *json, const struct asked *asked,
                             const struct process *map)
{
    json_name(json, "activities");
    json_array(json);
    for (uint8_t i = 0; i < PROCESS_ACTIVITIES_MAX; i++) {
        const struct process_activity *activity = &map->activities[i];
        if (activity->times == 0) {
            continue;
        }
        json_object(json);
        json_member_text(json, "key", key_of(asked, NAMES_OF_MAP, i));
        json_member_text(json, "name", name_of(asked, NAMES_OF_MAP, i));
        json_member_int(json, "times", activity->times);
        json_member_int(json, "courses", activity->courses);
        json_member_int(json, "again", activity->again);
        json_member_int(json, "again_days", activity->again_days);
        json_member_int(json, "waiting", activity->after.open);
        if (activity->after.ended_after != NULL) {
            write_waits(json, &activity->after);
        }
        json_end(json);
    }
    json_end(json);
}

#define VARIANTS_SHOWN 20
static void write_variants(struct json_writer *json, const struct asked *asked,
                           const struct process *map)
{
    json_name(json, "variants");
    json_array(json);
    for (uint32_t i = 0; i < map->variant_count && i < VARIANTS_SHOWN; i++) {
        const struct process_variant *variant = &map->variants[i];
        json_object(json);
        json_member_int(json, "courses", variant->courses);
        json_member_int(json, "marks", variant->count);
        json_name(json, "way");
        json_array(json);
        for (uint32_t k = 0; k < variant->count && k < PROCESS_WAY_MAX; k++) {
            json_text(json, name_of(asked, NAMES_OF_MAP, variant->way[k]));
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "variant_count", map->variant_count);
    json_member_int(json, "beyond_variants", map->beyond_variants);
}

static void write_hands(struct json_writer *json, const struct counted *counted)
{
    json_name(json, "hands");
    json_object(json);
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        json_member_int(json, hand_code((enum hand)hand), counted->hands[hand]);
    }
    json_end(json);
}

static bool answer_map(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct asked asked;
    struct counted counted;
    if (!begin(run, &asked, fault)) {
        return false;
    }
    count(&asked, &counted);
    json_object(json);
    json_member_text(json, "grain", asked.is_projects ? TEXT("project") : TEXT("case"));
    json_member_date(json, "cut", run->today);
    json_member_int(json, "courses", counted.map->courses);
    json_member_int(json, "open", counted.map->open);
    write_activities(json, &asked, counted.map);
    json_name(json, "items");
    write_arcs(json, &asked, counted.map, NAMES_OF_MAP);
    write_variants(json, &asked, counted.map);
    if (asked.is_projects) {
        json_name(json, "units");
        write_arcs(json, &asked, counted.units, NAMES_OF_UNITS);
    } else {
        write_hands(json, &counted);
    }
    json_end(json);
    process_log_give(asked.log);
    return true;
}

/* -- the cases of a way -- */

#define ROWS_DEFAULT 100
struct way_rows {
    const struct asked *asked;
    struct json_writer *json;
    uint8_t from, to;
    int64_t after_project, after; /* behind which case to go on */
    int64_t limit, count;
    int64_t last_project, last;
    bool is_more;
};

/* A case that went the way, and after how many working days. */
struct gone {
    const struct process_project *project;
    const struct process_case *one;
    int32_t days;
};

static bool number_of(const struct view_run *run, int64_t id, struct text *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &process_number_of, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        *out = store_text(run->arena, &rows, 0);
    }
    return store_done(&rows, fault);
}

static bool write_row(struct way_rows *rows, const struct gone *gone, struct fault *fault)
{
    const struct asked *asked = rows->asked;
    const struct view_run *run = asked->run;
    enum language language = run->actor->language;
    struct json_writer *json = rows->json;
    struct text number = TEXT_NONE;
    if (!number_of(run, gone->one->id, &number, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "thing", TEXT("case"));
    json_member_int(json, "id", gone->one->id);
    json_member_text(json, "number", number);
    json_member_text(json, "item",
                     city_item_name(run->city, asked->log->items.names[gone->one->item], language));
    json_member_text(json, "org_name",
                     city_org_name(run->city, asked->log->orgs.names[gone->one->org], language));
    json_member_int(json, "project_id", gone->project->id);
    json_member_text(json, "project_number", gone->project->number);
    json_member_text(json, "project_name", gone->project->name);
    json_member_date(json, "on", gone->one->begun);
    json_member_int(json, "days", gone->days);
    json_member_bool(json, "ended", true);
    json_end(json);
    rows->count++;
    rows->last_project = gone->project->id;
    rows->last = gone->one->id;
    return true;
}

static bool take(struct way_rows *rows, const struct gone *gone, struct fault *fault)
{
    bool is_behind = gone->project->id > rows->after_project ||
                     (gone->project->id == rows->after_project && gone->one->id > rows->after);
    if (!is_behind || rows->is_more) {
        return true;
    }
    rows->is_more = rows->count == rows->limit;
    return rows->is_more || write_row(rows, gone, fault);
}

static bool take_cases(struct way_rows *rows, const struct process_project *project,
                       struct fault *fault)
{
    const struct asked *asked = rows->asked;
    for (uint32_t i = 0; i < project->count && !rows->is_more; i++) {
        struct gone gone = {project, &asked->log->cases[project->first + i], 0};
        if (!has_case(asked, gone.one)) {
            continue;
        }
        struct process_course course = course_of(asked, gone.one);
        if (process_takes(&course, rows->from, rows->to, &gone.days) && !take(rows, &gone, fault)) {
            return false;
        }
    }
    return true;
}

static int by_case(const void *left, const void *right)
{
    const struct gone *a = left;
    const struct gone *b = right;
    return (a->one->id > b->one->id) - (a->one->id < b->one->id);
}

/* Of a way between two items the case that was decided at its end. */
static bool take_decisions(struct way_rows *rows, const struct process_project *project,
                           struct decisions *scratch, struct fault *fault)
{
    struct gone gone[DECISIONS_MAX + 1];
    size_t count = 0;
    decisions_of(rows->asked, project, scratch);
    for (uint32_t i = 0; i <= scratch->count && scratch->count > 0; i++) {
        const struct decision *before = i > 0 ? &scratch->items[i - 1] : NULL;
        const struct decision *next = i < scratch->count ? &scratch->items[i] : NULL;
        uint8_t from = before == NULL ? PROCESS_BEGIN : before->mark.activity;
        uint8_t to = next == NULL ? PROCESS_END : next->mark.activity;
        bool has_ended = next != NULL || !scratch->is_open;
        if (from == rows->from && to == rows->to && has_ended) {
            gone[count++] = (struct gone){
                project, next == NULL ? before->one : next->one,
                before == NULL || next == NULL ? 0 : next->mark.day - before->mark.day};
        }
    }
    qsort(gone, count, sizeof *gone, by_case);
    for (size_t i = 0; i < count; i++) {
        if (!take(rows, &gone[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool take_all(struct way_rows *rows, struct fault *fault)
{
    const struct asked *asked = rows->asked;
    struct decisions *scratch = arena_new(asked->run->arena, struct decisions);
    for (size_t i = 0; i < asked->log->project_count && !rows->is_more; i++) {
        const struct process_project *project = &asked->log->projects[i];
        if (project->id < rows->after_project || !has_project(asked, project)) {
            continue;
        }
        if (!(asked->is_projects ? take_decisions(rows, project, scratch, fault)
                                 : take_cases(rows, project, fault))) {
            return false;
        }
    }
    return true;
}

/* "asked~completed" */
static bool read_way(struct way_rows *rows, struct fault *fault)
{
    struct text to = rows->asked->query->way;
    struct text from = text_cut(&to, '~');
    return (activity_of(rows->asked, from, &rows->from) &&
            activity_of(rows->asked, to, &rows->to)) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("way"), FAULT_ARGS(TEXT("way")));
}

/* "12.345": project and case of the last row. */
static bool read_after(struct way_rows *rows, struct fault *fault)
{
    struct text rest = rows->asked->query->after;
    if (rest.len == 0) {
        return true;
    }
    struct text project = text_cut(&rest, '.');
    return (text_to_int(project, &rows->after_project) && text_to_int(rest, &rows->after) &&
            rows->after_project > 0 && rows->after > 0) ||
           fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"), FAULT_ARGS(TEXT("after")));
}

static bool write_rows(const struct asked *asked, struct json_writer *json, struct fault *fault)
{
    const struct process_query *query = asked->query;
    struct way_rows rows = {
        .asked = asked, .json = json, .limit = query->limit > 0 ? query->limit : ROWS_DEFAULT};
    if (!read_way(&rows, fault) || !read_after(&rows, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "cut", asked->run->today);
    json_name(json, "items");
    json_array(json);
    bool taken = take_all(&rows, fault);
    json_end(json);
    json_member_text_or_null(json, "next",
                             rows.is_more
                                 ? text_format(asked->run->arena, "%lld.%lld",
                                               (long long)rows.last_project, (long long)rows.last)
                                 : TEXT_NONE);
    json_end(json);
    return taken;
}

static bool answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct asked asked;
    if (!begin(run, &asked, fault)) {
        return false;
    }
    bool written = write_rows(&asked, json, fault);
    process_log_give(asked.log);
    return written;
}

static const struct view_kind views[] = {
    {"process.map", "/process", &map_table, ROLES_MEASURING, 0,
     "时间去哪了：环节之间的先后、次数和等待，常见走法，时间归属",
     "Where time goes: what followed what, how often, after how long; variants and hands",
     answer_map},
    {"process.rows", "/process/rows", &rows_table, ROLES_MEASURING, 0, "走过某一段的办件",
     "The cases that went one way of the map", answer_rows},
};

const struct room process_room = {.name = "process", ROOM_VIEWS(views), ROOM_STATEMENTS(process)};
