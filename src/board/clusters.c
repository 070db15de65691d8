#include "board/clusters.h"

#include "app/city.h"
#include "base/arena.h"
#include "board/park_page.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "store/store.h"

/* Where which industry gathers. Leads that were refused or withdrawn gather nowhere. */
#define ROWS_MAX 100
#define GROUPS_MAX 2000
#define NO_PARK "-"

static const struct statement clusters_groups = {
    "clusters_groups",
    "select coalesce(s.park, '" NO_PARK "'), p.direction, count(*),"
    " sum(case when p.stage='production' then 1 else 0 end),"
    " cast(sum(case when p.investment_hundredths>0 then p.investment_hundredths else 0 end)"
    " as integer),"
    " sum(case when p.investment_hundredths>0 then 0 else 1 end)"
    " from project p left join siting s on s.project=p.id where " ACCESS_PROJECT
    " and p.stage<>'refused' and p.stage<>'withdrawn' group by 1, 2 order by 1, 2"};
static const struct statement clusters_projects = {
    "clusters_projects",
    "select p.id, p.number, p.name, p.district, p.stage, p.investment"
    " from project p left join siting s on s.project=p.id where " ACCESS_PROJECT
    " and p.stage<>'refused' and p.stage<>'withdrawn'"
    " and ($6='' or coalesce(s.park, '" NO_PARK "')=$6) and ($7='' or p.direction=$7)"
    " order by p.id desc limit 101"};

const struct statement *const clusters_statements[] = {&clusters_groups, &clusters_projects};
const size_t clusters_statement_count = COUNT_OF(clusters_statements);

static struct text name_in(const struct view_run *run, enum pack_list list, struct text id)
{
    const struct pack_record *record = pack_find(city_pack(run->city), list, id, CIVIL_DATE_NONE);
    bool is_english = run->actor->language != LANGUAGE_ZH;
    return record == NULL ? TEXT_NONE : is_english ? record->name_en : record->name;
}

/* Hundredths of 万元 as decimal text. */
static struct text amount(struct arena *arena, int64_t hundredths)
{
    return text_format(arena, "%lld.%02lld", (long long)(hundredths / 100),
                       (long long)(hundredths % 100));
}

static void write_group(const struct view_run *run, struct json_writer *json,
                        const struct store_rows *rows)
{
    struct text park = store_text(run->arena, rows, 0);
    struct text direction = store_text(run->arena, rows, 1);
    json_object(json);
    json_member_text(json, "park", park);
    json_member_text_or_null(json, "park_name", name_in(run, PACK_PARKS, park));
    json_member_text(json, "direction", direction);
    json_member_text_or_null(json, "direction_name",
                             name_in(run, PACK_INDUSTRY_DIRECTIONS, direction));
    json_member_int(json, "projects", store_int(rows, 2));
    json_member_int(json, "in_production", store_int(rows, 3));
    json_member_text(json, "investment_wanyuan", amount(run->arena, store_int(rows, 4)));
    json_member_int(json, "without_investment", store_int(rows, 5));
    json_end(json);
}

static bool write_groups(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &clusters_groups, CELLS(ACCESS_CELLS(scope)), &rows, fault)) {
        return false;
    }
    json_name(json, "groups");
    json_array(json);
    for (int i = 0; i < GROUPS_MAX && store_next(&rows); i++) {
        write_group(run, json, &rows);
    }
    json_end(json);
    return store_done(&rows, fault);
}

static void write_row(const struct view_run *run, struct json_writer *json,
                      const struct store_rows *rows)
{
    enum project_stage stage = STAGE_LEAD;
    (void)!stage_find(store_text(run->arena, rows, 4), &stage);
    json_object(json);
    json_member_int(json, "id", store_int(rows, 0));
    json_member_text(json, "number", store_text(run->arena, rows, 1));
    json_member_text(json, "name", store_text(run->arena, rows, 2));
    json_member_text(
        json, "district_name",
        city_district_name(run->city, store_text(run->arena, rows, 3), run->actor->language));
    json_member_text(json, "stage_name", stage_name(stage, run->actor->language));
    json_member_text_or_null(json, "investment_wanyuan", store_text(run->arena, rows, 5));
    json_end(json);
}

static bool write_projects(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct cluster_query *query = run->query;
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    int count = 0;
    bool is_more = false;
    if (!store_query(
            run->store, &clusters_projects,
            CELLS(ACCESS_CELLS(scope), cell_text(query->park), cell_text(query->direction)), &rows,
            fault)) {
        return false;
    }
    json_name(json, "projects");
    json_array(json);
    while (!is_more && store_next(&rows)) {
        is_more = count++ == ROWS_MAX;
        if (!is_more) {
            write_row(run, json, &rows);
        }
    }
    json_end(json);
    json_member_bool(json, "more", is_more);
    return store_done(&rows, fault);
}

bool clusters_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct cluster_query *query = run->query;
    json_object(json);
    bool is_written =
        write_groups(run, json, fault) &&
        (query->park.len + query->direction.len == 0 || write_projects(run, json, fault));
    json_end(json);
    return is_written;
}
