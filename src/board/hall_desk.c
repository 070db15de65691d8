#include "board/hall_desk.h"

#include "app/city.h"
#include "base/arena.h"
#include "ground/casefile/casefile.h"
#include "ground/project/represent.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"
#include "room/certificate/certificate.h"

#define PAGE_MAX 50

static const struct statement hall_desk_list = {
    "hall_desk_list", "select p.id, p.number, p.name, p.enterprise, p.district, d.came, d.came_on"
                      " from project_desk d join project p on p.id=d.project where " ACCESS_PROJECT
                      " and d.org=$6 and ($7=0 or d.came<$7) order by d.came desc limit $8"};
const struct statement *const hall_desk_statements[] = {&hall_desk_list};
const size_t hall_desk_statement_count = COUNT_OF(hall_desk_statements);

/* -- the windows one may sit at -- */

static void write_desks(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *desks = &city_pack(run->city)->lists[PACK_DESKS];
    bool is_english = run->actor->language == LANGUAGE_EN;
    json_name(json, "desks");
    json_array(json);
    for (uint32_t i = 0; i < desks->count; i++) {
        const struct pack_record *one = &desks->items[i];
        bool is_ones =
            text_equal(project_desk_unit(run->city, one->id, run->today), run->actor->org);
        if (is_ones && pack_in_force(one, run->today)) {
            json_object(json);
            json_member_text(json, "id", one->id);
            json_member_text(json, "name", is_english ? one->name_en : one->name);
            json_end(json);
        }
    }
    json_end(json);
}

/* -- the list -- */

struct desk_query {
    int64_t limit, after;
};
static const struct field query_fields[] = {
    FIELD(desk_query, limit, INT, .min = 1, .max = PAGE_MAX, .zh = "每页", .en = "a page"),
    FIELD(desk_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table query_table = FIELD_TABLE(desk_query, query_fields);

/* Returns whether there is more; `last` becomes the mark of the row written last. */
static bool write_rows(struct json_writer *json, const struct view_run *run,
                       struct store_rows *rows, int64_t limit, int64_t *last)
{
    bool has_more = false;
    for (int64_t count = 0; store_next(rows); count++) {
        has_more = count == limit;
        if (has_more) {
            break;
        }
        *last = store_int(rows, 5);
        json_object(json);
        json_member_int(json, "id", store_int(rows, 0));
        json_member_text(json, "number", store_text(run->arena, rows, 1));
        json_member_text(json, "name", store_text(run->arena, rows, 2));
        json_member_text_or_null(json, "enterprise", store_text(run->arena, rows, 3));
        json_member_text(
            json, "district_name",
            city_district_name(run->city, store_text(run->arena, rows, 4), run->actor->language));
        json_member_date(json, "came_on", store_date(rows, 6));
        json_end(json);
    }
    return has_more;
}

static bool answer_desk(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct desk_query *query = run->query;
    int64_t limit = query->limit > 0 ? query->limit : PAGE_MAX;
    int64_t last = 0;
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    if (!store_query(run->store, &hall_desk_list,
                     CELLS(ACCESS_CELLS(scope), cell_text(run->actor->org), cell_int(query->after),
                           cell_int(limit + 1)),
                     &rows, fault)) {
        return false;
    }
    json_object(json);
    write_desks(json, run);
    json_name(json, "items");
    json_array(json);
    bool has_more = write_rows(json, run, &rows, limit, &last);
    json_end(json);
    view_next(run, json, has_more, last);
    json_end(json);
    return store_done(&rows, fault);
}

/* -- one project -- */

/* What a page of cases is written from. */
struct shelf {
    const struct view_run *run;
    struct application_context *context;
    struct application_list all; /* newest first */
    struct application_cases intakes;
    struct certificates held;
};

static void write_certificates(struct json_writer *json, const struct shelf *shelf,
                               int64_t application)
{
    json_name(json, "certificates");
    json_array(json);
    for (size_t i = 0; i < shelf->held.count; i++) {
        const struct certificate *one = &shelf->held.items[i];
        const char *standing = certificate_standing(one, shelf->run->today);
        if (one->application == application && text_is(text_of(standing), "valid")) {
            json_object(json);
            json_member_int(json, "id", one->id);
            json_member_text(json, "name", one->name);
            json_member_text(json, "number", one->number);
            json_end(json);
        }
    }
    json_end(json);
}

static struct text desk_of(const struct application_cases *intakes, int64_t intake)
{
    for (size_t i = 0; i < intakes->count; i++) {
        if (intakes->items[i].id == intake) {
            return intakes->items[i].desk;
        }
    }
    return TEXT_NONE;
}

static bool write_case(struct json_writer *json, const struct shelf *shelf,
                       const struct application *one, struct fault *fault)
{
    const struct view_run *run = shelf->run;
    enum language language = run->actor->language;
    struct application_now now;
    if (!application_now_of(run, shelf->context, one, &now, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_text(json, "number", one->number);
    json_member_text(json, "name", city_item_name(run->city, one->code, language));
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_text(json, "state", text_of(application_state_code(now.state)));
    json_member_text(json, "state_name", application_state_name(now.state, language));
    json_member_date(json, "submitted_on", one->submitted_on);
    json_member_bool(json, "may_hand_out", now.state == APPLICATION_GRANTED && !one->is_own);
    write_certificates(json, shelf, one->id);
    json_end(json);
    return true;
}

static bool write_cases(struct json_writer *json, const struct view_run *run, int64_t project,
                        struct fault *fault)
{
    struct shelf shelf = {.run = run, .context = application_context_open(run)};
    bool written = true;
    if (!application_of_project(run, project, &shelf.all, fault) ||
        !application_cases_of(run, project, &shelf.intakes, fault) ||
        !certificate_of_project(run->arena, run->store, project, &shelf.held, fault)) {
        return false;
    }
    json_name(json, "cases");
    json_array(json);
    for (size_t i = 0; written && i < shelf.all.count; i++) {
        const struct application *one = &shelf.all.items[i];
        if (casefile_is_at_window(run, text_of(application_state_code(one->state)),
                                  desk_of(&shelf.intakes, one->intake))) {
            written = write_case(json, &shelf, one, fault);
        }
    }
    json_end(json);
    return written;
}

static bool answer_project(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct project project;
    civil_date until = CIVIL_DATE_NONE;
    const struct represent_asked asked = {run->id, run->actor->org, run->today};
    if (!project_of_view(run, 0, &project, fault) ||
        !represent_until(run->store, &asked, &until, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "project");
    project_brief(json, run->city, &project, run->actor->language);
    json_member_text_or_null(json, "enterprise", project.enterprise);
    json_member_date(json, "represented_until", until);
    write_desks(json, run);
    if (!write_cases(json, run, project.id, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"hall.desk", "/hall/desk", &query_table, ROLE_BIT(ROLE_WINDOW), 0, "来到本大厅窗口的项目",
     "Projects that came to the windows of one's hall", answer_desk},
    {"hall.desk_project", "/projects/{id}/desk", NULL, ROLE_BIT(ROLE_WINDOW), 0,
     "一个项目在窗口的办件：本厅收的和待发的",
     "A project's cases at the window: those taken in there and results to hand out",
     answer_project},
};

const struct room hall_desk_room = {
    .name = "hall_desk", ROOM_VIEWS(views), ROOM_STATEMENTS(hall_desk)};
