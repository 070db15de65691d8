#include "board/process_page.h"

#include "base/arena.h"
#include "board/indicator_inside.h"
#include "board/process_inside.h"
#include "engine/clock/hands.h"

static const struct statement *const process_statements[] = {&process_cases_after,
                                                             &process_cases_of, &process_number_of};
static const size_t process_statement_count = COUNT_OF(process_statements);

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

static struct process_course items_course(const struct process_asked *asked,
                                          const struct process_decisions *decisions,
                                          struct process_mark *out)
{
    for (uint32_t i = 0; i < decisions->count; i++) {
        out[i] = decisions->items[i].mark;
    }
    return (struct process_course){out, decisions->count, decisions->is_open, asked->today};
}

/* Between units: what one unit decides in a row is one mark. */
static struct process_course units_course(const struct process_asked *asked,
                                          const struct process_decisions *decisions,
                                          struct process_mark *out)
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

static void count_project(const struct process_asked *asked, const struct process_project *project,
                          struct process_decisions *scratch, struct counted *out)
{
    struct process_mark marks[PROCESS_DECISIONS_MAX];
    process_decisions_of(asked, project, scratch);
    if (scratch->count == 0) {
        return;
    }
    struct process_course course = items_course(asked, scratch, marks);
    process_add(out->map, &course);
    course = units_course(asked, scratch, marks);
    process_add(out->units, &course);
}

static void count_cases(const struct process_asked *asked, const struct process_project *project,
                        struct counted *out)
{
    for (uint32_t i = 0; i < project->count; i++) {
        const struct process_case *one = &asked->log->cases[project->first + i];
        if (process_has_case(asked, one)) {
            struct process_course course = process_course_of(asked, one);
            process_add(out->map, &course);
        }
    }
}

static void count(const struct process_asked *asked, struct counted *out)
{
    struct arena *arena = asked->run->arena;
    struct process_decisions *scratch = arena_new(arena, struct process_decisions);
    *out = (struct counted){.map = process_open(arena), .units = process_open(arena)};
    for (size_t i = 0; i < asked->log->project_count; i++) {
        const struct process_project *project = &asked->log->projects[i];
        if (process_has_project(asked, project) && asked->is_projects) {
            count_project(asked, project, scratch, out);
        } else if (process_has_project(asked, project)) {
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

/* -- writing -- */

static void write_waits(struct json_writer *json, const struct process_waits *waits)
{
    int32_t median = 0, p90 = 0;
    bool has_median = process_quantile(waits, 500, &median);
    bool has_p90 = process_quantile(waits, 900, &p90);
    json_member_int_if(json, "median", has_median, median);
    json_member_int_if(json, "p90", has_p90, p90);
    json_member_int(json, "days", waits->days);
    json_member_int_if(json, "saved", has_median, process_saved(waits, median));
}

/* The question that leads to the cases of a way. */
static struct text rows_at(const struct process_asked *asked, const struct process_arc *arc)
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
                TEXT_ARG(process_key_of(asked, PROCESS_NAMES_OF_MAP, arc->from)),
                TEXT_ARG(process_key_of(asked, PROCESS_NAMES_OF_MAP, arc->to)));
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

static void write_arcs(struct json_writer *json, const struct process_asked *asked,
                       const struct process *map, enum process_names_of names)
{
    json_array(json);
    for (uint32_t i = 0; i < map->arc_count; i++) {
        const struct process_arc *arc = &map->arcs[i];
        bool is_wait = arc->waits.ended_after != NULL;
        json_object(json);
        json_member_text(json, "from", process_key_of(asked, names, arc->from));
        json_member_text(json, "from_name", process_name_of(asked, names, arc->from));
        json_member_text(json, "to", process_key_of(asked, names, arc->to));
        json_member_text(json, "to_name", process_name_of(asked, names, arc->to));
        json_member_int(json, "times", arc->waits.ended);
        json_member_int(json, "courses", arc->courses);
        if (is_wait) {
            write_waits(json, &arc->waits);
        }
        if (names == PROCESS_NAMES_OF_MAP) {
            json_member_text(json, "rows_at", rows_at(asked, arc));
        }
        for (int hand = 0; is_wait && !asked->is_projects && hand < HAND_COUNT; hand++) {
            json_member_int(json, hand_code((enum hand)hand), arc->hands[hand]);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_activities(struct json_writer *json, const struct process_asked *asked,
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
        json_member_text(json, "key", process_key_of(asked, PROCESS_NAMES_OF_MAP, i));
        json_member_text(json, "name", process_name_of(asked, PROCESS_NAMES_OF_MAP, i));
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
static void write_variants(struct json_writer *json, const struct process_asked *asked,
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
            json_text(json, process_name_of(asked, PROCESS_NAMES_OF_MAP, variant->way[k]));
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
    struct process_asked asked;
    struct counted counted;
    if (!process_begin(run, &asked, fault)) {
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
    write_arcs(json, &asked, counted.map, PROCESS_NAMES_OF_MAP);
    write_variants(json, &asked, counted.map);
    if (asked.is_projects) {
        json_name(json, "units");
        write_arcs(json, &asked, counted.units, PROCESS_NAMES_OF_UNITS);
    } else {
        write_hands(json, &counted);
    }
    json_end(json);
    process_log_give(asked.log);
    return true;
}

static const struct view_kind views[] = {
    {"process.map", "/process", &map_table, ROLES_MEASURING, 0,
     "时间去哪了：环节之间的先后、次数和等待，常见走法，时间归属",
     "Where time goes: what followed what, how often, after how long; variants and hands",
     answer_map},
    {"process.rows", "/process/rows", &rows_table, ROLES_MEASURING, 0, "走过某一段的办件",
     "The cases that went one way of the map", process_answer_rows},
};

const struct room process_room = {.name = "process", ROOM_VIEWS(views), ROOM_STATEMENTS(process)};
