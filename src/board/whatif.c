#include "board/whatif.h"

#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"

#define DAYS_MAX 5000

/* -- what is supposed -- */

enum change_kind { CHANGE_DAYS, CHANGE_START, CHANGE_FINISH, CHANGE_WORKS, CHANGE_KIND_COUNT };

static const char *const change_words[CHANGE_KIND_COUNT] = {"days", "start", "finish", "works"};

struct change {
    uint32_t node;
    enum change_kind kind;
    int32_t days;
    civil_date day;
};

struct changes {
    struct change items[WHATIF_CHANGES_MAX];
    uint32_t count;
};

static bool refuse(struct fault *fault, struct text zh, struct text en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("changes"), FAULT_ARGS(zh, en));
    fault_label(fault, "设想的变动", "the changes supposed");
    return false;
}

static bool refuse_words(const struct view_run *run, struct text one, const char *zh,
                         const char *en, struct fault *fault)
{
    return refuse(fault, text_format(run->arena, "“%.*s”%s", TEXT_ARG(one), zh),
                  text_format(run->arena, "'%.*s' %s", TEXT_ARG(one), en));
}

static bool find_kind(struct text word, enum change_kind *out)
{
    for (int i = 0; i < CHANGE_KIND_COUNT; i++) {
        if (text_is(word, change_words[i])) {
            *out = (enum change_kind)i;
            return true;
        }
    }
    return false;
}

static bool read_value(struct text value, struct change *out)
{
    int64_t days = 0;
    if (out->kind == CHANGE_START || out->kind == CHANGE_FINISH) {
        return civil_date_parse(value, &out->day);
    }
    bool fits = text_to_int(value, &days) && days >= 0 && days <= DAYS_MAX;
    out->days = fits ? (int32_t)days : 0;
    return fits;
}

/* Whether it can be supposed of a node as it stands. */
static bool is_possible(const struct view_run *run, const struct dossier *dossier,
                        const struct change *change, struct fault *fault)
{
    const struct planned_node *node = dossier->nodes[change->node].plan;
    enum forecast_state state = dossier->forecast.times[change->node].state;
    struct text name = planning_node_name(run->city, node, run->actor->language);
    if (state == FORECAST_DONE) {
        return refuse_words(run, name, "已经完成，不能再推演", "is done already", fault);
    }
    if (state == FORECAST_RUNNING && change->kind == CHANGE_START) {
        return refuse_words(run, name, "已受理，开始日期不能再变", "has begun already", fault);
    }
    if (node->is_milestone && (change->kind == CHANGE_DAYS || change->kind == CHANGE_FINISH)) {
        return refuse_words(run, name, "是节点，没有办理天数", "is a milestone: it takes no days",
                            fault);
    }
    if (change->kind == CHANGE_WORKS && node->lagged.count == 0) {
        return refuse_words(run, name, "之前没有施工期", "has no works before it", fault);
    }
    if (change->kind == CHANGE_FINISH &&
        (change->day < run->today || change->day < dossier->forecast.times[change->node].start)) {
        return refuse_words(run, name, "的结束日期早于今天或开始日期",
                            "would end before today or before it begins", fault);
    }
    return true;
}

/* "code:word=value" */
static bool read_change(const struct view_run *run, const struct dossier *dossier, struct text one,
                        struct change *out, struct fault *fault)
{
    struct text rest = one;
    struct text code = text_cut(&rest, ':');
    struct text word = text_cut(&rest, '=');
    const struct planned_node *node = planned_find(&dossier->planned, code);
    if (node == NULL) {
        return refuse_words(run, code, "不在方案中", "is not in the plan", fault);
    }
    out->node = (uint32_t)(node - dossier->planned.nodes);
    if (!find_kind(word, &out->kind) || !read_value(rest, out)) {
        return refuse_words(run, one, "应写成 事项:days=天数 或 事项:start=日期",
                            "should read item:days=N or item:start=DAY", fault);
    }
    return is_possible(run, dossier, out, fault);
}

static bool read_changes(const struct view_run *run, const struct dossier *dossier,
                         struct text words, struct changes *out, struct fault *fault)
{
    out->count = 0;
    while (words.len > 0) {
        struct text one = text_cut(&words, ',');
        if (out->count == WHATIF_CHANGES_MAX) {
            return refuse(fault, TEXT("一次最多推演 64 处"), TEXT("at most 64 changes at a time"));
        }
        if (!read_change(run, dossier, one, &out->items[out->count], fault)) {
            return false;
        }
        out->count++;
    }
    return true;
}

/* -- laying it in -- */

/* The longest of the works before it takes so many days, the others less or more by as much. */
static void set_works(const struct view_run *run, const struct planned_node *plan, int32_t days,
                      struct forecast_node *node)
{
    int32_t *lags = arena_array(run->arena, int32_t, node->after_count);
    for (uint32_t i = 0; i < node->after_count; i++) {
        int32_t lag = node->lags[i] + days - plan->lag_days;
        bool is_lagged = node->lags[i] > 0 || node->after_count == plan->lagged.count;
        lags[i] = is_lagged && lag > 0 ? lag : 0;
    }
    node->lags = lags;
}

static bool ends_after(const struct view_run *run, const struct forecast_time *time, int32_t days,
                       civil_date *out, struct fault *fault)
{
    struct calendar_day day;
    if (!calendar_add(city_calendar(run->city), time->start, days, &day, fault)) {
        return false;
    }
    *out = day.day;
    return true;
}

static bool lay_in(const struct view_run *run, const struct dossier *dossier,
                   const struct change *change, struct forecast_node *node, struct fault *fault)
{
    const struct forecast_time *time = &dossier->forecast.times[change->node];
    bool is_running = time->state == FORECAST_RUNNING;
    switch (change->kind) {
    case CHANGE_START: node->not_before = change->day; return true;
    case CHANGE_WORKS:
        set_works(run, dossier->nodes[change->node].plan, change->days, node);
        return true;
    case CHANGE_FINISH:
        if (!is_running) {
            civil_date from = node->not_before > time->start ? node->not_before : time->start;
            int64_t days = city_working_days(run->city, from, change->day);
            node->days = days > 0 ? (int32_t)days : 0;
            return true;
        }
        node->due_on = change->day;
        node->left_days = -1;
        return true;
    default:
        if (!is_running) {
            node->days = change->days;
            return true;
        }
        node->left_days = -1;
        return ends_after(run, time, change->days, &node->due_on, fault);
    }
}

struct some {
    const struct change *items;
    uint32_t count;
};

/* The forecast as it would be with those changes. */
static bool suppose(const struct view_run *run, const struct dossier *dossier, struct some changes,
                    struct forecast *out, struct fault *fault)
{
    struct forecast_plan plan = dossier->timing;
    struct forecast_node *nodes = arena_array(run->arena, struct forecast_node, plan.count);
    for (uint32_t i = 0; i < plan.count; i++) {
        nodes[i] = plan.nodes[i];
    }
    plan.nodes = nodes;
    for (uint32_t i = 0; i < changes.count; i++) {
        const struct change *change = &changes.items[i];
        if (!lay_in(run, dossier, change, &nodes[change->node], fault)) {
            return false;
        }
    }
    return forecast_run(run->arena, &plan, run->today, out, fault);
}

/* -- the answer -- */

static void write_moved(struct json_writer *json, const struct view_run *run,
                        const struct dossier *dossier, const struct forecast *supposed)
{
    json_name(json, "nodes");
    json_array(json);
    for (size_t i = 0; i < dossier->planned.count; i++) {
        const struct forecast_time *now = &dossier->forecast.times[i];
        const struct forecast_time *then = &supposed->times[i];
        if (now->start_at == then->start_at && now->finish_at == then->finish_at) {
            continue;
        }
        json_object(json);
        json_member_text(json, "code", dossier->planned.nodes[i].code);
        json_member_text(
            json, "name",
            planning_node_name(run->city, &dossier->planned.nodes[i], run->actor->language));
        json_member_date(json, "start", then->start);
        json_member_date(json, "finish", then->finish);
        json_member_int(json, "moved_days", then->finish_at - now->finish_at);
        json_member_int(json, "float_days", then->float_days);
        json_member_bool(json, "provisional", then->is_provisional);
        json_end(json);
    }
    json_end(json);
}

/* What each of them does to production when it is the only one. */
static bool write_alone(struct json_writer *json, const struct view_run *run,
                        const struct dossier *dossier, const struct changes *changes,
                        struct fault *fault)
{
    json_name(json, "changes");
    json_array(json);
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        struct forecast alone;
        if (!suppose(run, dossier, (struct some){change, 1}, &alone, fault)) {
            return false;
        }
        json_object(json);
        json_member_text(json, "code", dossier->planned.nodes[change->node].code);
        json_member_text(json, "kind", text_of(change_words[change->kind]));
        json_member_int(json, "production_days", alone.late_days - dossier->forecast.late_days);
        json_end(json);
    }
    json_end(json);
    return true;
}

bool whatif_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct whatif_query *query = run->query;
    struct project project;
    struct dossier dossier;
    struct changes changes;
    struct forecast supposed;
    if (!project_of_view(run, 0, &project, fault) ||
        !dossier_load(run, &project, &dossier, fault)) {
        return false;
    }
    if (!dossier.has_forecast) {
        return dossier_refuse_unconfirmed(run, &project, "推演", "supposing", fault);
    }
    if (!read_changes(run, &dossier, query->changes, &changes, fault) ||
        !suppose(run, &dossier, (struct some){changes.items, changes.count}, &supposed, fault)) {
        return false;
    }
    json_object(json);
    json_member_date(json, "production", supposed.production);
    json_member_bool(json, "provisional", supposed.is_provisional);
    json_member_int(json, "production_days", supposed.late_days - dossier.forecast.late_days);
    json_member_int(json, "late_days", supposed.late_days);
    write_moved(json, run, &dossier, &supposed);
    if (!write_alone(json, run, &dossier, &changes, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct field whatif_fields[] = {
    FIELD(whatif_query, changes, TEXT, .max = 4000, .required = true, .zh = "设想的变动",
          .en = "changes supposed"),
};
const struct field_table whatif_table = FIELD_TABLE(whatif_query, whatif_fields);

static const struct field facts_fields[] = {
    FIELD(whatif_facts_query, facts, TEXT, .max = 3000, .required = true, .zh = "设想的项目信息",
          .en = "facts supposed"),
};
const struct field_table whatif_facts_table = FIELD_TABLE(whatif_facts_query, facts_fields);

static const struct view_kind views[] = {
    {"whatif.project", "/projects/{id}/what-if", &whatif_table, ROLES_BUSINESS, 0,
     "推演：若干事项改期后的投产日（不保存）", "what production would be, nothing kept",
     whatif_answer},
    {"whatif.facts", "/projects/{id}/facts-effect", &whatif_facts_table, ROLES_BUSINESS, 0,
     "推演：项目信息变更的影响（不保存）", "what other facts would change, nothing kept",
     whatif_answer_facts},
    {"whatif.all", "/rehearsal", &rehearsal_table, ROLES_WORK | ROLES_WATCHERS, 0,
     "预演：事项天数或日历变动对全部在办项目的影响（不保存）",
     "who would move if an item or the calendar changed, nothing kept", rehearsal_answer},
};

const struct room whatif_room = {
    .name = "whatif",
    ROOM_VIEWS(views),
};
