#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/process_inside.h"

#define ROWS_DEFAULT 100
struct way_rows {
    const struct process_asked *asked;
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
    const struct process_asked *asked = rows->asked;
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
    const struct process_asked *asked = rows->asked;
    for (uint32_t i = 0; i < project->count && !rows->is_more; i++) {
        struct gone gone = {project, &asked->log->cases[project->first + i], 0};
        if (!process_has_case(asked, gone.one)) {
            continue;
        }
        struct process_course course = process_course_of(asked, gone.one);
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
                           struct process_decisions *scratch, struct fault *fault)
{
    struct gone gone[PROCESS_DECISIONS_MAX + 1];
    size_t count = 0;
    process_decisions_of(rows->asked, project, scratch);
    for (uint32_t i = 0; i <= scratch->count && scratch->count > 0; i++) {
        const struct process_decision *before = i > 0 ? &scratch->items[i - 1] : NULL;
        const struct process_decision *next = i < scratch->count ? &scratch->items[i] : NULL;
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
    const struct process_asked *asked = rows->asked;
    struct process_decisions *scratch = arena_new(asked->run->arena, struct process_decisions);
    for (size_t i = 0; i < asked->log->project_count && !rows->is_more; i++) {
        const struct process_project *project = &asked->log->projects[i];
        if (project->id < rows->after_project || !process_has_project(asked, project)) {
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
    return (process_activity_of(rows->asked, from, &rows->from) &&
            process_activity_of(rows->asked, to, &rows->to)) ||
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

static bool write_rows(const struct process_asked *asked, struct json_writer *json,
                       struct fault *fault)
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

bool process_answer_rows(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct process_asked asked;
    if (!process_begin(run, &asked, fault)) {
        return false;
    }
    bool written = write_rows(&asked, json, fault);
    process_log_give(asked.log);
    return written;
}
