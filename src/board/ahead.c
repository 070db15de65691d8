#include "board/ahead.h"

#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"
#include "board/fleet.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/hall/hall.h"
#include "room/logbook/logbook.h"

#define SPELL 30 /* days; three of them are looked at */
#define SPELLS 3
#define ROWS_MAX 500

/* -- what should be finished -- */

struct ahead_row {
    const struct fleet_project *project;
    uint32_t node;
};

struct ahead {
    const struct fleet *fleet;
    struct ahead_row *rows;
    size_t count;
    int64_t by_spell[SPELLS];
};

static civil_date finish_of(const struct ahead_row *row)
{
    return row->project->times[row->node].finish;
}

static int in_order(const void *left, const void *right)
{
    const struct ahead_row *a = left;
    const struct ahead_row *b = right;
    civil_date day_a = finish_of(a);
    civil_date day_b = finish_of(b);
    if (day_a != day_b) {
        return (day_a > day_b) - (day_a < day_b);
    }
    if (a->project->id != b->project->id) {
        return (a->project->id > b->project->id) - (a->project->id < b->project->id);
    }
    return (a->node > b->node) - (a->node < b->node);
}

static bool is_ahead(const struct forecast_time *time, civil_date today)
{
    return time->state != FORECAST_DONE && time->finish <= today + SPELL * SPELLS;
}

static size_t count_rows(const struct fleet *fleet)
{
    size_t count = 0;
    for (size_t i = 0; i < fleet->count; i++) {
        for (uint32_t n = 0; n < fleet->items[i].timing.count; n++) {
            count += is_ahead(&fleet->items[i].times[n], fleet->today);
        }
    }
    return count;
}

static void gather(struct arena *arena, struct ahead *all)
{
    const struct fleet *fleet = all->fleet;
    all->rows = arena_array(arena, struct ahead_row, count_rows(fleet) + 1);
    for (size_t i = 0; i < fleet->count; i++) {
        for (uint32_t n = 0; n < fleet->items[i].timing.count; n++) {
            const struct forecast_time *time = &fleet->items[i].times[n];
            if (is_ahead(time, fleet->today)) {
                int64_t days = time->finish - fleet->today;
                all->by_spell[days <= 0 ? 0 : days > SPELL * 2 ? 2 : (days - 1) / SPELL]++;
                all->rows[all->count++] = (struct ahead_row){&fleet->items[i], n};
            }
        }
    }
    if (all->count > 0) {
        qsort(all->rows, all->count, sizeof *all->rows, in_order);
    }
}

static struct text node_name(const struct view_run *run, const struct fleet_node *node)
{
    const struct pack_record *milestone =
        node->is_milestone
            ? pack_find(city_pack(run->city), PACK_MILESTONES, node->code, CIVIL_DATE_NONE)
            : NULL;
    return milestone == NULL ? city_item_name(run->city, node->code, run->actor->language)
           : run->actor->language == LANGUAGE_EN ? milestone->name_en
                                                 : milestone->name;
}

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct ahead_row *row)
{
    const struct fleet_project *project = row->project;
    const struct fleet_node *node = &project->nodes[row->node];
    const struct forecast_time *time = &project->times[row->node];
    int64_t days = time->finish - run->today;
    json_object(json);
    json_member_int(json, "project_id", project->id);
    json_member_text(json, "project_name", project->name);
    json_member_text(json, "code", node->code);
    json_member_text(json, "name", node_name(run, node));
    json_member_bool(json, "milestone", node->is_milestone);
    json_member_text_or_null(
        json, "org_name",
        node->org.len > 0 ? city_org_name(run->city, node->org, run->actor->language) : TEXT_NONE);
    json_member_date(json, "start", time->start);
    json_member_date(json, "finish", time->finish);
    json_member_int(json, "within",
                    days <= SPELL       ? SPELL
                    : days <= SPELL * 2 ? SPELL * 2
                                        : SPELL * SPELLS);
    json_member_bool(json, "leads", time->leads);
    json_member_int(json, "production_moves", time->production_moves);
    json_end(json);
}

static bool answer_ahead(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct ahead all = {.count = 0};
    if (!fleet_take(run, &all.fleet, fault)) {
        return false;
    }
    gather(run->arena, &all);
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count && i < ROWS_MAX; i++) {
        write_row(json, run, &all.rows[i]);
    }
    json_end(json);
    json_member_int(json, "within_30", all.by_spell[0]);
    json_member_int(json, "within_60", all.by_spell[1]);
    json_member_int(json, "within_90", all.by_spell[2]);
    json_member_int(json, "total", (int64_t)all.count);
    json_end(json);
    fleet_give(all.fleet);
    return true;
}

/* -- what each navigator will have to do -- */

struct load {
    int64_t account, projects, by_spell[SPELLS];
};
struct loads {
    struct load *items;
    size_t count;
};

static struct load *load_of(struct loads *loads, int64_t account)
{
    for (size_t i = 0; i < loads->count; i++) {
        if (loads->items[i].account == account) {
            return &loads->items[i];
        }
    }
    loads->items[loads->count] = (struct load){.account = account};
    return &loads->items[loads->count++];
}

/* A step counts in each spell in which it runs. */
static void add_project(struct load *load, const struct fleet_project *project, civil_date today)
{
    load->projects++;
    for (uint32_t n = 0; n < project->timing.count; n++) {
        const struct forecast_time *time = &project->times[n];
        for (int64_t s = 0; time->state != FORECAST_DONE && s < SPELLS; s++) {
            civil_date from = today + (civil_date)(s * SPELL);
            civil_date to = from + SPELL - 1;
            load->by_spell[s] += time->start <= to && time->finish >= from;
        }
    }
}

static bool gather_loads(const struct view_run *run, const struct fleet *fleet, struct loads *out,
                         struct fault *fault)
{
    int64_t *ids = arena_array(run->arena, int64_t, fleet->count + 1);
    struct project *projects = arena_array(run->arena, struct project, fleet->count + 1);
    *out = (struct loads){arena_array(run->arena, struct load, fleet->count + 1), 0};
    for (size_t i = 0; i < fleet->count; i++) {
        ids[i] = fleet->items[i].id;
    }
    if (!projects_of_view(run, ids, fleet->count, projects, fault)) {
        return false;
    }
    for (size_t i = 0; i < fleet->count; i++) {
        if (projects[i].navigator != 0) {
            add_project(load_of(out, projects[i].navigator), &fleet->items[i], run->today);
        }
    }
    return true;
}

static bool write_load(struct json_writer *json, const struct view_run *run,
                       const struct load *load, struct fault *fault)
{
    struct text name = TEXT_NONE;
    if (!account_name(run->arena, run->store, load->account, &name, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", load->account);
    json_member_text(json, "name", name);
    json_member_int(json, "projects", load->projects);
    json_member_int(json, "within_30", load->by_spell[0]);
    json_member_int(json, "within_60", load->by_spell[1]);
    json_member_int(json, "within_90", load->by_spell[2]);
    json_end(json);
    return true;
}

static bool answer_forecast(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct fleet *fleet = NULL;
    struct loads loads;
    if (!fleet_take(run, &fleet, fault)) {
        return false;
    }
    bool written = gather_loads(run, fleet, &loads, fault);
    fleet_give(fleet);
    if (!written) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; written && i < loads.count; i++) {
        written = write_load(json, run, &loads.items[i], fault);
    }
    json_end(json);
    json_end(json);
    return written;
}

/* -- visits to the hall that were spared -- */

struct trips_query {
    int64_t year;
};
static const struct field trips_fields[] = {
    FIELD(trips_query, year, INT, .min = 2000, .max = 2200, .zh = "年份", .en = "year"),
};
static const struct field_table trips_table = FIELD_TABLE(trips_query, trips_fields);

static int64_t sum_of(const struct hall_counts *counts, const char *key)
{
    int64_t sum = 0;
    for (size_t i = 0; i < counts->count; i++) {
        sum += key == NULL || text_is(counts->items[i].key, key) ? counts->items[i].count : 0;
    }
    return sum;
}

/* -1: a rule that the program does not know counts nothing and is not shown. */
static int64_t count_by(const struct pack_record *rule, const struct hall_counts *intakes,
                        int64_t visits)
{
    return text_is(rule->id, "intake_online")      ? sum_of(intakes, "online")
           : text_is(rule->id, "intake_navigator") ? sum_of(intakes, "navigator")
           : text_is(rule->id, "visit")            ? visits
                                                   : -1;
}

static int64_t write_rule(struct json_writer *json, const struct view_run *run,
                          const struct pack_record *rule, int64_t count)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    int64_t trips = jvalue_int(jvalue_get(rule->raw, "trips"), 0);
    json_object(json);
    json_member_text(json, "id", rule->id);
    json_member_text(json, "name", is_zh ? rule->name : rule->name_en);
    json_member_text(json, "rule",
                     jvalue_text(jvalue_get(rule->raw, is_zh ? "rule_zh" : "rule_en"), TEXT_NONE));
    json_member_int(json, "count", count);
    json_member_int(json, "trips", trips);
    json_member_int(json, "saved", count * trips);
    json_end(json);
    return count * trips;
}

static bool answer_trips(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct trips_query *query = run->query;
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_TRIP_RULES];
    struct sight sight = view_sight(run);
    int64_t year = query->year > 0 ? query->year : civil_date_parts(run->today).year;
    struct hall_asked asked = {HALL_INTAKES, year, sight.scope};
    struct hall_asked made = {HALL_VISITS, year, sight.scope};
    struct hall_counts intakes;
    struct hall_counts visits_made;
    int64_t visits = 0;
    int64_t saved = 0;
    if (!hall_counts_of(run->arena, run->store, &asked, &intakes, fault) ||
        !hall_counts_of(run->arena, run->store, &made, &visits_made, fault) ||
        !logbook_visits(&sight, year, &visits, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "year", year);
    json_name(json, "rules");
    json_array(json);
    for (uint32_t i = 0; i < rules->count; i++) {
        int64_t count = count_by(&rules->items[i], &intakes, visits);
        if (pack_in_force(&rules->items[i], run->today) && count >= 0) {
            saved += write_rule(json, run, &rules->items[i], count);
        }
    }
    json_end(json);
    json_member_int(json, "saved", saved);
    json_member_int(json, "made", sum_of(&visits_made, NULL) + sum_of(&intakes, "window"));
    json_end(json);
    return true;
}

#define ROLES_AHEAD (ROLES_SERVICE | ROLES_WATCHERS)

static const struct view_kind views[] = {
    {"ahead.list", "/look-ahead", NULL, ROLES_AHEAD, 0, "30、60、90 天内应完成的事项和里程碑",
     "What should be finished within 30, 60 and 90 days", answer_ahead},
    {"ahead.load", "/navigators/forecast", NULL, ROLES_AHEAD, 0, "代办员今后 90 天的工作量",
     "Each navigator's load in the coming 90 days", answer_forecast},
    {"ahead.trips", "/trips-saved", &trips_table, ROLES_AHEAD, 0, "少跑的次数，按规则计",
     "Visits to the hall that were spared, by rule", answer_trips},
};

const struct room ahead_room = {.name = "ahead", ROOM_VIEWS(views)};
