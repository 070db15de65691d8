#include "app/city.h"
#include "base/arena.h"
#include "ground/project/query_code.h"
#include "pack/pack.h"
#include "room/hall/hall.h"

/* -- noting a visit -- */

static bool perform_note(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct hall_note *command = fields;
    struct project project;
    bool is_of = true;
    civil_date on = command->visited_on == CIVIL_DATE_NONE ? run->today : command->visited_on;
    if (!project_of_run(run, 0, &project, fault) ||
        !hall_day_is_right(on, project.registered_on, run->today, fault)) {
        return false;
    }
    if (!project_desk_is_ones(run, command->desk, on, fault)) {
        return false;
    }
    if (command->application_id > 0 &&
        !hall_application_is_of(run->store, project.id, command->application_id, &is_of, fault)) {
        return false;
    }
    if (!is_of) {
        return fault_raise(
            fault, FAULT_FIELD_INVALID, TEXT("application_id"),
            FAULT_ARGS(TEXT("不是本项目的办件"), TEXT("no application of the project")));
    }
    struct hall_visited body = {.application = command->application_id,
                                .year = civil_date_parts(on).year,
                                .desk = command->desk,
                                .purpose = command->purpose,
                                .note = command->note};
    struct event_about about = {0, project.id, on};
    if (!project_come_to_desk(run, project.id, command->desk, fault)) {
        return false;
    }
    run->answer.id = run_next_seq(run);
    return run_emit(run, &hall_visited_event, about, &body, fault);
}

/* -- looking up -- */

/* From the hand-over on, like everything that a window sees; 0: there is none. */
static bool find_project(struct command_run *run, struct text code, struct hall_looked_up *body,
                         struct project *out, struct fault *fault)
{
    int64_t id = 0;
    if (!project_by_exact_number(run->store, code, &id, fault)) {
        return false;
    }
    body->by = TEXT("number");
    if (id == 0 && query_code_parse(code, &id)) {
        body->by = TEXT("query_code");
    }
    struct project_wanted wanted = {{.kind = SCOPE_CITY, .rank_min = stage_rank(STAGE_HANDED_OVER)},
                                    id};
    return project_load(run->arena, run->store, &wanted, out, fault);
}

static bool perform_look_up(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct hall_look_up *command = fields;
    struct hall_looked_up body = {.desk = command->desk};
    struct project project;
    if (!project_desk_is_ones(run, command->desk, run->today, fault) ||
        !find_project(run, text_trim(command->code), &body, &project, fault) ||
        !project_come_to_desk(run, project.id, command->desk, fault)) {
        return false;
    }
    struct event_about about = {project.id, project.id, run->today};
    run->answer.id = project.id;
    run->answer.number = project.number;
    return run_emit(run, &hall_looked_up_event, about, &body, fault);
}

#define NOTERS (ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER) | ROLE_BIT(ROLE_WINDOW))

static const struct command_kind commands[] = {
    {"hall.visit", "POST", "/projects/{id}/hall-visits", &hall_note_table, NOTERS, 0,
     "登记到厅办理", "Note a visit to the hall", perform_note},
    {"hall.look_up", "POST", "/hall/look-ups", &hall_look_up_table, ROLE_BIT(ROLE_WINDOW), 0,
     "凭项目编号或查询码调出项目，留痕",
     "Look a project up by its exact number or query code, on record", perform_look_up},
};

/* -- of one project -- */

static struct text desk_name(const struct view_run *run, struct text desk)
{
    const struct pack_record *found =
        pack_find(city_pack(run->city), PACK_DESKS, desk, CIVIL_DATE_NONE);
    return found == NULL                         ? desk
           : run->actor->language == LANGUAGE_EN ? found->name_en
                                                 : found->name;
}

static int64_t count_of(const struct hall_counts *counts, const char *key)
{
    int64_t sum = 0;
    for (size_t i = 0; i < counts->count; i++) {
        sum += text_is(counts->items[i].key, key) ? counts->items[i].count : 0;
    }
    return sum;
}

static void write_visits(struct json_writer *json, const struct view_run *run,
                         const struct hall_visits *visits)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < visits->count; i++) {
        const struct hall_visit *visit = &visits->items[i];
        json_object(json);
        json_member_int(json, "id", visit->id);
        json_member_date(json, "visited_on", visit->visited_on);
        json_member_text(json, "desk", visit->desk);
        json_member_text(json, "desk_name", desk_name(run, visit->desk));
        json_member_text(json, "purpose", visit->purpose);
        json_member_text_or_null(json, "note", visit->note);
        json_member_int_if(json, "application_id", visit->application > 0, visit->application);
        json_end(json);
    }
    json_end(json);
}

static bool answer_project(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct project project;
    struct hall_visits visits;
    struct hall_counts channels;
    if (!project_of_view(run, 0, &project, fault) ||
        !hall_visits_of(run->arena, run->store, project.id, &visits, fault) ||
        !hall_channels_of(run->arena, run->store, project.id, &channels, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "visits", (int64_t)visits.count + count_of(&channels, "window"));
    json_name(json, "intakes");
    json_object(json);
    json_member_int(json, "online", count_of(&channels, "online"));
    json_member_int(json, "navigator", count_of(&channels, "navigator"));
    json_member_int(json, "window", count_of(&channels, "window"));
    json_member_int(json, "unknown", count_of(&channels, ""));
    json_end(json);
    write_visits(json, run, &visits);
    json_end(json);
    return true;
}

/* -- of a year -- */

struct year_query {
    int64_t year;
};
static const struct field year_fields[] = {
    FIELD(year_query, year, INT, .min = 2000, .max = 2200, .zh = "年份", .en = "year"),
};
static const struct field_table year_table = FIELD_TABLE(year_query, year_fields);

struct year {
    struct hall_counts intakes, visits, items;
};

static int64_t visits_of(const struct year *year, int64_t project)
{
    int64_t sum = 0;
    for (size_t i = 0; i < year->visits.count; i++) {
        sum += year->visits.items[i].project == project ? year->visits.items[i].count : 0;
    }
    for (size_t i = 0; i < year->intakes.count; i++) {
        const struct hall_count *one = &year->intakes.items[i];
        sum += one->project == project && text_is(one->key, "window") ? one->count : 0;
    }
    return sum;
}

static int64_t intakes_of(const struct year *year, int64_t project)
{
    int64_t sum = 0;
    for (size_t i = 0; i < year->intakes.count; i++) {
        sum += year->intakes.items[i].project == project ? year->intakes.items[i].count : 0;
    }
    return sum;
}

static bool is_first(const struct hall_counts *counts, size_t at)
{
    return at == 0 || counts->items[at - 1].project != counts->items[at].project;
}

static void write_one(struct json_writer *json, const struct year *year,
                      const struct hall_count *one)
{
    json_object(json);
    json_member_int(json, "id", one->project);
    json_member_text(json, "name", one->name);
    json_member_int(json, "intakes", intakes_of(year, one->project));
    json_member_int(json, "visits", visits_of(year, one->project));
    json_end(json);
}

/* Both lists go by project: those with an intake, then those that were only visited for. */
static void write_projects(struct json_writer *json, const struct year *year, int64_t spread[3])
{
    json_name(json, "projects");
    json_array(json);
    for (size_t i = 0; i < year->intakes.count; i++) {
        if (is_first(&year->intakes, i)) {
            int64_t visits = visits_of(year, year->intakes.items[i].project);
            spread[visits > 2 ? 2 : visits]++;
            write_one(json, year, &year->intakes.items[i]);
        }
    }
    for (size_t i = 0; i < year->visits.count; i++) {
        if (intakes_of(year, year->visits.items[i].project) == 0) {
            write_one(json, year, &year->visits.items[i]);
        }
    }
    json_end(json);
}

static void write_items(struct json_writer *json, const struct view_run *run,
                        const struct hall_counts *items)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < items->count; i++) {
        json_object(json);
        json_member_text(json, "code", items->items[i].key);
        json_member_text(json, "name",
                         city_item_name(run->city, items->items[i].key, run->actor->language));
        json_member_int(json, "visits", items->items[i].count);
        json_end(json);
    }
    json_end(json);
}

static bool answer_year(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct year_query *query = run->query;
    int64_t spread[3] = {0, 0, 0};
    struct year year;
    struct hall_asked asked = {HALL_INTAKES,
                               query->year > 0 ? query->year : civil_date_parts(run->today).year,
                               access_scope(run->city, run->actor)};
    struct hall_asked visits = {HALL_VISITS, asked.year, asked.scope};
    struct hall_asked items = {HALL_ITEMS, asked.year, asked.scope};
    if (!hall_counts_of(run->arena, run->store, &asked, &year.intakes, fault) ||
        !hall_counts_of(run->arena, run->store, &visits, &year.visits, fault) ||
        !hall_counts_of(run->arena, run->store, &items, &year.items, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "year", asked.year);
    json_name(json, "channels");
    json_object(json);
    json_member_int(json, "online", count_of(&year.intakes, "online"));
    json_member_int(json, "navigator", count_of(&year.intakes, "navigator"));
    json_member_int(json, "window", count_of(&year.intakes, "window"));
    json_end(json);
    write_projects(json, &year, spread);
    json_name(json, "spread");
    json_object(json);
    json_member_int(json, "none", spread[0]);
    json_member_int(json, "once", spread[1]);
    json_member_int(json, "more", spread[2]);
    json_end(json);
    write_items(json, run, &year.items);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"hall.project", "/projects/{id}/hall-visits", NULL, ROLES_HALL, VIEW_AS_OF, "项目的到厅次数",
     "Visits to the hall for a project", answer_project},
    {"hall.year", "/hall-visits", &year_table, ROLES_COORDINATORS | ROLES_WATCHERS, 0,
     "到厅次数与受理渠道", "Visits to the hall and how intakes came, by project and item",
     answer_year},
};

static const struct event_kind *const events[] = {&hall_visited_event, &hall_looked_up_event};

const struct room hall_room = {
    .name = "hall",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(hall),
    .schema = {"hall", 1, hall_ddl},
};
