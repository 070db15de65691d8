#include "board/queue.h"

#include "app/city.h"
#include "base/json_read.h"
#include "ground/project/represent.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"
#include "room/milestone/milestone.h"

/* -- the department's queue -- */

struct queue_query {
    struct text state, light, district, handler, needed, level, sort, q, after;
    int64_t limit;
};
static const char *const states[] = {"submitted", "received",  "supplement", "accepted",
                                     "special",   "suspended", "granted",    NULL};
static const char *const lights[] = {"none", "green", "yellow", "red", "done", "paused", NULL};
static const char *const sorts[] = {"left", "effect", "-submitted", NULL};
static const char *const handlers[] = {"me", "none", NULL};
static const char *const answers[] = {"yes", "under_investigation", "no", NULL};
static const struct field queue_fields[] = {
    FIELD(queue_query, state, CHOICE, .choices = states, .zh = "状态", .en = "state"),
    FIELD(queue_query, light, CHOICE, .choices = lights, .zh = "时限灯", .en = "light"),
    FIELD(queue_query, district, TEXT, .max = 20, .zh = "区县", .en = "district"),
    FIELD(queue_query, handler, CHOICE, .choices = handlers, .zh = "责任人", .en = "handler"),
    FIELD(queue_query, needed, CHOICE, .choices = answers, .zh = "是否需要办理（认定或建议）",
          .en = "needed, as said or proposed"),
    FIELD(queue_query, level, TEXT, .max = 20, .zh = "办理层级", .en = "level of the item"),
    FIELD(queue_query, sort, CHOICE, .choices = sorts, .zh = "排序", .en = "order"),
    FIELD(queue_query, q, TEXT, .max = 60, .zh = "搜索", .en = "search"),
    FIELD(queue_query, limit, INT, .min = 1, .max = 200, .zh = "每页", .en = "a page"),
    FIELD(queue_query, after, TEXT, .max = 60, .zh = "下一页", .en = "next page"),
};
static const struct field_table queue_table = FIELD_TABLE(queue_query, queue_fields);

/* Of everything in the unit, whatever the page is filtered by: the numbers are the filters. */
static struct queue_counts count(const struct view_run *run,
                                 const struct application_answer *answer)
{
    struct queue_counts counts = {.due_today = 0};
    for (size_t i = 0; i < answer->unfiltered_count; i++) {
        const struct application_entry *entry = &answer->unfiltered[i];
        bool is_ours = text_is(text_of(entry->turn.party), "department");
        bool is_open = application_state_is_open(entry->state);
        counts.of[entry->state]++;
        counts.due_today += is_ours && is_open && entry->turn.until == run->today;
        counts.overdue += text_is(text_of(entry->light), "red");
        counts.delivery_overdue += is_ours && !is_open && entry->turn.overdue_days > 0;
    }
    return counts;
}

void queue_write_counts(struct json_writer *json, const struct queue_counts *counts)
{
    json_name(json, "counts");
    json_object(json);
    json_member_int(json, "to_receive", counts->of[APPLICATION_SUBMITTED]);
    json_member_int(json, "to_accept", counts->of[APPLICATION_RECEIVED]);
    json_member_int(json, "in_review", counts->of[APPLICATION_ACCEPTED]);
    json_member_int(json, "special", counts->of[APPLICATION_SPECIAL]);
    json_member_int(json, "suspended", counts->of[APPLICATION_SUSPENDED]);
    json_member_int(json, "supplement", counts->of[APPLICATION_SUPPLEMENT]);
    json_member_int(json, "to_deliver", counts->of[APPLICATION_GRANTED]);
    json_member_int(json, "due_today", counts->due_today);
    json_member_int(json, "overdue", counts->overdue);
    json_member_int(json, "delivery_overdue", counts->delivery_overdue);
    json_end(json);
}

/* ",a,b,": the items of a level (items.json `levels`); ",," where there is none of it. */
static struct text codes_of_level(const struct view_run *run, struct text level)
{
    const struct pack_records *items = &city_pack(run->city)->lists[PACK_ITEMS];
    struct buffer out = buffer_open(run->arena, 1024);
    buffer_add(&out, TEXT(","));
    for (uint32_t i = 0; i < items->count; i++) {
        if (text_equal(jvalue_text(jvalue_get(items->items[i].raw, "level"), TEXT_NONE), level)) {
            buffer_add(&out, items->items[i].id);
            buffer_add(&out, TEXT(","));
        }
    }
    return buffer_text(&out);
}

static struct application_question question_of(const struct view_run *run,
                                               const struct queue_query *query)
{
    return (struct application_question){
        .state = query->state.len > 0 ? query->state : TEXT(APPLICATION_AT_UNIT),
        .light = query->light,
        .org = run->actor->org,
        .district = query->district,
        .q = query->q,
        .order = text_is(query->sort, "-submitted") ? APPLICATION_NEWEST
                 : text_is(query->sort, "effect")   ? APPLICATION_BY_EFFECT
                                                    : APPLICATION_BY_LEFT,
        .limit = query->limit > 0 ? query->limit : 50,
        .after = query->after,
        .by_handler = query->handler.len > 0,
        .handler = text_is(query->handler, "me") ? run->actor->account : 0,
        .codes = query->level.len > 0 ? codes_of_level(run, query->level) : TEXT_NONE,
        .needed = query->needed,
        .is_counted = true,
    };
}

/* By standing rows where the reader's scope takes in all that his unit has; words are looked for in
 * what the database gives, case by case. */
static bool answer_queue(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct application_question question = question_of(run, run->query);
    struct application_context *context = application_context_open(run);
    struct application_answer found;
    bool stands = false;
    if (run->actor->org.len == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (question.q.len == 0 && !question.by_handler && question.codes.len == 0 &&
        question.needed.len == 0 && !queue_stands(run, &question, &stands, fault)) {
        return false;
    }
    if (stands) {
        return queue_write_standing(json, run, &question, fault);
    }
    if (!application_ask_for(run, context, &question, &found, fault)) {
        return false;
    }
    struct queue_counts counts = count(run, &found);
    json_object(json);
    queue_write_counts(json, &counts);
    if (!application_write_page(json, run, context, &question, &found, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

/* -- what can be applied for -- */

struct ready_query {
    bool waiting;
};
static const struct field ready_fields[] = {
    FIELD(ready_query, waiting, BOOL, .zh = "含等待前置的事项", .en = "with those that wait"),
};
static const struct field_table ready_table = FIELD_TABLE(ready_query, ready_fields);

struct ready {
    const struct view_run *run;
    const struct application_project *project;
    struct milestone_days milestones;
};

static struct text name_of(const struct view_run *run, const struct application_node *node)
{
    if (node->is_item) {
        return city_item_name(run->city, node->code, run->actor->language);
    }
    const struct pack_record *milestone =
        pack_find(city_pack(run->city), PACK_MILESTONES, node->code, CIVIL_DATE_NONE);
    bool in_english =
        run->actor->language == LANGUAGE_EN && milestone != NULL && milestone->name_en.len > 0;
    return milestone == NULL ? node->code : in_english ? milestone->name_en : milestone->name;
}

static bool is_there(const struct ready *ready, const struct application_node *before)
{
    return before == NULL ||
           (before->is_item
                ? application_item_is_done(&ready->project->briefs, before->code)
                : milestone_day_of(&ready->milestones, before->code) != CIVIL_DATE_NONE);
}

/* What the item waits for, milestones included: nobody surveys a building before it stands. */
static size_t missing_of(const struct ready *ready, const struct application_node *node,
                         const struct application_node *out[APPLICATION_MISSING_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < node->after.count && count < APPLICATION_MISSING_MAX; i++) {
        const struct application_node *before =
            application_plan_find(&ready->project->plan, node->after.items[i]);
        if (!is_there(ready, before)) {
            out[count++] = before;
        }
    }
    return count;
}

static void write_number(struct json_writer *json, const char *name, const struct jvalue *value)
{
    json_name(json, name);
    if (jvalue_is_number(value)) {
        json_value(json, value);
    } else {
        json_null(json);
    }
}

static void write_ready(struct json_writer *json, const struct ready *ready,
                        const struct application_node *node,
                        const struct application_node *const *missing, size_t missing_count)
{
    const struct view_run *run = ready->run;
    enum language language = run->actor->language;
    const struct pack_record *item = application_item(run, node->code);
    const struct jvalue *raw = item == NULL ? NULL : item->raw;
    struct text org = jvalue_text(jvalue_get(raw, "org"), TEXT_NONE);
    json_object(json);
    json_member_text(json, "code", node->code);
    json_member_text(json, "name", city_item_name(run->city, node->code, language));
    json_member_text(json, "org", org);
    json_member_text(json, "org_name", city_org_name(run->city, org, language));
    json_member_text(
        json, "stage_name",
        city_stage_name(run->city, jvalue_text(jvalue_get(raw, "stage"), TEXT_NONE), language));
    write_number(json, "promised_days", jvalue_get(raw, "promised_days"));
    write_number(json, "statutory_days", jvalue_get(raw, "statutory_days"));
    json_name(json, "materials");
    application_materials_write(json, run, NULL, &ready->project->briefs, node->code);
    json_member_bool(json, "critical", node->is_critical);
    json_member_int(json, "float_days", node->float_days);
    json_name(json, "missing_predecessors");
    json_array(json);
    for (size_t i = 0; i < missing_count; i++) {
        json_object(json);
        json_member_text(json, "code", missing[i]->code);
        json_member_text(json, "name", name_of(run, missing[i]));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

/* Those that can begin, then those that wait; each in the plan's order. */
static void write_items(struct json_writer *json, const struct ready *ready, bool are_waiting)
{
    const struct application_plan *plan = &ready->project->plan;
    for (size_t i = 0; i < plan->count; i++) {
        const struct application_node *missing[APPLICATION_MISSING_MAX];
        const struct application_node *node = &plan->nodes[i];
        if (!node->is_item || application_item_is_taken(&ready->project->briefs, node->code)) {
            continue;
        }
        size_t missing_count = missing_of(ready, node, missing);
        if ((missing_count > 0) == are_waiting) {
            write_ready(json, ready, node, missing, missing_count);
        }
    }
}

static bool answer_ready(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct ready_query *query = run->query;
    struct project project;
    struct ready ready = {.run = run};
    const struct represent_asked agreed = {run->id, run->actor->org, run->today};
    struct application_context *context = application_context_open(run);
    if (!project_of_view(run, 0, &project, fault) ||
        !represent_lets(run->store, run->actor, &agreed, fault) ||
        !application_context_project(run, context, project.id, &ready.project, fault) ||
        !milestone_days_of(run->arena, run->store, project.id, &ready.milestones, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    write_items(json, &ready, false);
    if (query->waiting) {
        write_items(json, &ready, true);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"application.queue", "/queue", &queue_table, ROLES_WORK, 0, "本单位办件队列",
     "The unit's queue", answer_queue},
    {"application.ready", "/projects/{id}/ready", &ready_table, ROLES_HALL, 0, "现在可以申请的事项",
     "Items that can be applied for now", answer_ready},
};

const struct room queue_room = {.name = "queue", ROOM_VIEWS(views)};
