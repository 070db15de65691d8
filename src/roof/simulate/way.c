#include "app/city.h"
#include "base/json_write.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/simulate/world.h"
#include "room/file/file.h"

/* The way of the simulated projects: they come over the year with facts of the pack's worked
 * samples, hand in what is ready, and reach milestones. */

/* -- what they are -- */

static struct text get(const struct jvalue *object, const char *name)
{
    return jvalue_text(jvalue_get(object, name), TEXT_NONE);
}

/* A list with one member more, or the value itself. */
static void write_wanted(struct json_writer *json, const struct jvalue *leaf)
{
    const struct jvalue *value = jvalue_get(leaf, "value");
    if (!text_is(get(leaf, "op"), "contains")) {
        json_value(json, value);
        return;
    }
    json_array(json);
    json_value(json, value);
    json_end(json);
}

struct facts_writer {
    struct json_writer *json;
    const struct jvalue *own; /* of the sample: never overruled */
    struct text written[64];  /* what was added */
    size_t count;
};

static bool is_there(const struct facts_writer *writer, struct text name)
{
    for (size_t i = 0; i < writer->count; i++) {
        if (text_equal(writer->written[i], name)) {
            return true;
        }
    }
    return jvalue_get(writer->own, name.at) != NULL;
}

/* Facts that the leaves of a condition ask for, so that what it opens is open to the project. */
static void write_leaves(struct facts_writer *writer, const struct jvalue *condition)
{
    static const char *const groups[] = {"all", "any"};
    struct text field = get(condition, "field");
    struct text op = get(condition, "op");
    for (size_t g = 0; g < COUNT_OF(groups); g++) {
        const struct jvalue *parts = jvalue_get(condition, groups[g]);
        for (uint32_t i = 0; parts != NULL && i < parts->count; i++) {
            write_leaves(writer, &parts->items[i]);
        }
    }
    if (field.len > 0 && (text_is(op, "eq") || text_is(op, "contains")) &&
        !is_there(writer, field) && writer->count < COUNT_OF(writer->written)) {
        json_name_text(writer->json, field);
        write_wanted(writer->json, condition);
        writer->written[writer->count++] = field;
    }
}

#define WORKS_FIELD "works_working_days"
#define OPEN_TO_PROMISES 60 /* per cent of the ways that each project's facts open */

static struct text make_facts(struct world *world, const struct venture *venture)
{
    const struct pack_records *variants = &world->boot->pack->lists[PACK_VARIANTS];
    const struct jvalue *own = jvalue_get(venture->sample, "facts");
    struct buffer buffer = buffer_open(world->arena, 2048);
    struct json_writer json = json_writer_open(&buffer);
    struct facts_writer writer = {&json, own, {{0}}, 0};
    json_object(&json);
    for (uint32_t i = 0; i < own->count; i++) {
        json_name_text(&json, own->members[i].name);
        if (text_is(own->members[i].name, WORKS_FIELD)) { /* within the year */
            json_int(&json, world_between(world, "works", (uint64_t)venture->nth, 10, 45));
        } else {
            json_value(&json, &own->members[i].value);
        }
    }
    for (uint32_t i = 0; i < variants->count; i++) {
        const struct jvalue *raw = variants->items[i].raw;
        bool is_promise = !jvalue_is_null(jvalue_get(raw, "commitment"));
        if (is_promise &&
            world_draw(world, "opens", (uint64_t)venture->nth, i) % 100 < OPEN_TO_PROMISES) {
            write_leaves(&writer, jvalue_get(raw, "open_when"));
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}

struct text world_lead_facts(struct world *world)
{
    const struct pack_records *criteria = &world->boot->pack->lists[PACK_CRITERIA];
    struct buffer buffer = buffer_open(world->day_arena, 256);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (uint32_t i = 0; i < criteria->count; i++) {
        const struct jvalue *condition = jvalue_get(criteria->items[i].raw, "condition");
        if (text_is(get(criteria->items[i].raw, "kind"), "required") &&
            text_is(get(condition, "op"), "eq") &&
            jvalue_bool(jvalue_get(condition, "value"), false)) {
            json_name_text(&json, get(condition, "field"));
            json_bool(&json, true);
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}

/* -- the samples, and when projects come -- */

#define SAMPLES_MAX 8

static bool read_sample(struct world *world, struct text file, const struct jvalue **out,
                        struct fault *fault)
{
    struct director reading;
    director_open(&reading, world->boot, world->day, true);
    return director_read_json(&reading, world->options->pack, file, out, fault);
}

#define COMING_DAYS 230 /* the last one comes in August */

bool world_open_ventures(struct world *world, struct fault *fault)
{
    const struct jvalue *demo = jvalue_get(world->boot->pack->files[PACK_FILE_PACK], "demo");
    const struct jvalue *worked = jvalue_get(demo, "worked");
    const struct jvalue *samples[SAMPLES_MAX];
    uint32_t count = 0;
    for (; worked != NULL && count < worked->count && count < SAMPLES_MAX; count++) {
        if (!read_sample(world, worked->items[count].text, &samples[count], fault)) {
            return false;
        }
    }
    if (count == 0) {
        return fault_raise(fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(TEXT("pack.json"), TEXT("demo")));
    }
    world->venture_count = (size_t)world->options->projects;
    world->ventures = arena_array(world->arena, struct venture, world->venture_count);
    for (size_t i = 0; i < world->venture_count; i++) {
        struct venture *venture = &world->ventures[i];
        *venture = (struct venture){.nth = (int)i + 1};
        venture->arrives = world->day + (civil_date)(i * COMING_DAYS / (world->venture_count + 1));
        venture->sample = samples[world_draw(world, "sample", i, 0) % count];
        venture->facts = make_facts(world, venture);
    }
    return true;
}

/* -- coming -- */

static struct text drawn_code(struct world *world, enum pack_list list, int nth)
{
    const struct pack_records *all = &world->boot->pack->lists[list];
    struct text city = city_code(world->boot->city);
    uint64_t at = world_draw(world, "district", (uint64_t)nth, (uint64_t)list) % all->count;
    struct text code = all->items[at].id;
    return text_equal(code, city) ? all->items[(at + 1) % all->count].id : code;
}

static struct text registration(struct world *world, const struct venture *venture)
{
    int nth = venture->nth;
    const struct city *city = world->boot->city;
    struct text class = get(venture->sample, "industry_class");
    struct buffer buffer = buffer_open(world->day_arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_text(&json, "name", text_format(world->day_arena, "模拟项目%04d", nth));
    json_member_text(&json, "enterprise", text_format(world->day_arena, "模拟企业%04d", nth));
    if (city_has_class(city, class)) {
        json_member_text(&json, "industry_class", class);
    }
    json_member_text(&json, "total_investment_wanyuan",
                     text_format(world->day_arena, "%d",
                                 world_between(world, "money", (uint64_t)nth, 12000, 300000)));
    json_member_text(&json, "district", drawn_code(world, PACK_DISTRICTS, nth));
    json_member_text(&json, "source", TEXT("模拟"));
    json_end(&json);
    return buffer_text(&buffer);
}

bool world_arrive(struct world *world, struct fault *fault)
{
    for (size_t i = 0; i < world->venture_count; i++) {
        struct venture *venture = &world->ventures[i];
        if (venture->id != 0 || venture->arrives > world->day) {
            continue;
        }
        struct deed deed = {.command = "project.register",
                            .actor = world_named(world, "invest"),
                            .fields = registration(world, venture)};
        if (!world_must(world, &deed, &venture->id, fault) ||
            !world_open_enterprise(world, venture, fault)) {
            return false;
        }
    }
    return true;
}

/* -- evidence: one small document a project -- */

bool world_evidence(struct world *world, struct venture *venture, struct fault *fault)
{
    struct file_keep fields;
    struct file_upload upload = {
        .store = world->boot->store,
        .name = TEXT("办理材料（模拟）.pdf"),
        .bytes = director_pdf(world->day_arena, venture->nth),
        .now = world->instant,
    };
    struct deed keep = {.command = "file.keep", .actor = venture->enterprise, .id = venture->id};
    if (!file_receive(world->day_arena, &upload, &fields, fault)) {
        return false;
    }
    keep.fields = field_json(world->day_arena, &file_keep_table, &fields);
    return world_must(world, &keep, &venture->file, fault);
}

/* -- what is ready -- */

static const struct statement confirmed_plan = {
    "simulate_confirmed",
    "select coalesce(max(plan),0) from planning_plan where project=$1 and state='confirmed'"};
static const struct statement plan_nodes = {
    "simulate_nodes", "select code, kind, after_codes from planning_node where project=$1 and"
                      " plan=$2 order by position"};
static const struct statement case_states = {
    "simulate_states", "select code, state from application where project=$1 order by id"};
static const struct statement milestones = {
    "simulate_milestones", "select milestone from milestone_reached where project=$1"};
static const struct statement major_changes = {
    "simulate_major", "select code from change_report where project=$1 and state='major'"};

static struct text_list texts_of(struct arena *arena, struct text json)
{
    const struct jvalue *list = NULL;
    struct fault fault = {.code = FAULT_NONE};
    if (!json_read(arena, json, &list, &fault) || list->kind != JVALUE_ARRAY) {
        return (struct text_list){NULL, 0};
    }
    struct text *items = arena_array(arena, struct text, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        items[i] = jvalue_text(&list->items[i], TEXT_NONE);
    }
    return (struct text_list){items, list->count};
}

#define STEPS_MAX 400

static bool load_steps(struct world *world, struct venture *venture, int64_t plan,
                       struct fault *fault)
{
    struct store_rows rows;
    venture->plan = plan;
    venture->step_count = 0;
    venture->steps = arena_array(world->arena, struct step, STEPS_MAX);
    if (!store_query(world->boot->store, &plan_nodes, CELLS(cell_int(venture->id), cell_int(plan)),
                     &rows, fault)) {
        return false;
    }
    while (venture->step_count < STEPS_MAX && store_next(&rows)) {
        venture->steps[venture->step_count++] = (struct step){
            .code = store_text(world->arena, &rows, 0),
            .is_milestone = text_is(store_text(world->day_arena, &rows, 1), "milestone"),
            .after = texts_of(world->arena, store_text(world->arena, &rows, 2)),
        };
    }
    return store_done(&rows, fault);
}

static struct step *step_of(struct venture *venture, struct text code)
{
    for (size_t i = 0; i < venture->step_count; i++) {
        if (text_equal(venture->steps[i].code, code)) {
            return &venture->steps[i];
        }
    }
    return NULL;
}

/* What became of each: the newest case of an item counts. */
static bool read_cases(struct world *world, struct venture *venture, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(world->boot->store, &case_states, CELLS(cell_int(venture->id)), &rows,
                     fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct step *step = step_of(venture, store_text(world->day_arena, &rows, 0));
        struct text state = store_text(world->day_arena, &rows, 1);
        if (step != NULL) {
            bool is_over = text_is(state, "refused") || text_is(state, "not_accepted") ||
                           text_is(state, "withdrawn") || text_is(state, "revoked");
            step->is_done = text_is(state, "granted") || text_is(state, "delivered");
            step->is_open = !step->is_done && !is_over;
        }
    }
    return store_done(&rows, fault);
}

static bool read_codes(struct world *world, struct venture *venture,
                       const struct statement *statement, bool is_done, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(world->boot->store, statement, CELLS(cell_int(venture->id)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct step *step = step_of(venture, store_text(world->day_arena, &rows, 0));
        if (step != NULL) {
            step->is_done = is_done;
        }
    }
    return store_done(&rows, fault);
}

static bool read_progress(struct world *world, struct venture *venture, struct fault *fault)
{
    int64_t plan = 0;
    if (!store_query_int(world->boot->store, &confirmed_plan, CELLS(cell_int(venture->id)), &plan,
                         fault)) {
        return false;
    }
    if (plan != venture->plan && !load_steps(world, venture, plan, fault)) {
        return false;
    }
    return read_cases(world, venture, fault) &&
           read_codes(world, venture, &milestones, true, fault) &&
           read_codes(world, venture, &major_changes, false, fault);
}

static bool is_ready(const struct world *world, struct venture *venture, const struct step *step)
{
    if (step->is_done || step->is_open || step->not_before > world->day) {
        return false;
    }
    for (size_t i = 0; i < step->after.count; i++) {
        const struct step *before = step_of(venture, step->after.items[i]);
        if (before != NULL && !before->is_done) {
            return false;
        }
    }
    return true;
}

/* -- handing in -- */

#define TRIED_AGAIN_AFTER 4 /* working days */

static bool hand_in_one(struct world *world, struct venture *venture, struct step *step,
                        struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct arena *arena = world->day_arena;
    struct matter matter = {.id = venture->id, .project = venture->id};
    struct deed deed = {.command = "application.take_in",
                        .id = venture->id,
                        .fields =
                            text_format(arena, "{\"items\":[\"%.*s\"]}", TEXT_ARG(step->code))};
    if (step->is_milestone) {
        deed.command = "milestone.reach";
        deed.fields = text_format(
            arena, "{\"milestone\":\"%.*s\",\"reached_on\":\"%s\",\"evidence\":[%lld]}",
            TEXT_ARG(step->code), civil_date_write(world->day, day).at, (long long)venture->file);
    }
    step->not_before = world_later(world, TRIED_AGAIN_AFTER);
    return !world_who(world, WHO_NAVIGATOR, &matter, &deed.actor, fault)
               ? fault->code == FAULT_NONE
               : world_give(world, &deed, 1, fault);
}

/* Everything that can go side by side is handed in at one window: one deed a project. */
struct window {
    struct deed deeds[DEEDS_MAX];
    struct venture *of[DEEDS_MAX];
    size_t count;
};

static struct text ready_items(struct world *world, struct venture *venture)
{
    struct buffer items = buffer_open(world->day_arena, 512);
    for (size_t i = 0; i < venture->step_count; i++) {
        struct step *step = &venture->steps[i];
        if (!step->is_milestone && is_ready(world, venture, step)) {
            buffer_addf(&items, "%s\"%.*s\"", items.len == 0 ? "" : ",", TEXT_ARG(step->code));
        }
    }
    return buffer_text(&items);
}

static const struct statement agreements = {
    "simulate_agreements", "select org from represent_agreement where project=$1 and ended_on is"
                           " null and until>=$2 order by id limit 1"};

/* Whom it has agreed that a hall submits for it goes to that hall's window; `*out_desk`: which. */
static bool goes_to_hall(struct world *world, const struct venture *venture, struct actor *out,
                         struct text *out_desk, struct fault *fault)
{
    const struct pack_records *desks = &world->boot->pack->lists[PACK_DESKS];
    struct store_rows rows;
    struct text org = TEXT_NONE;
    *out_desk = TEXT_NONE;
    if (!store_query(world->boot->store, &agreements,
                     CELLS(cell_int(venture->id), cell_date(world->day)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        org = store_text(world->day_arena, &rows, 0);
    }
    for (uint32_t i = 0; i < desks->count; i++) {
        bool is_one = text_equal(get(desks->items[i].raw, "org"), org) &&
                      pack_in_force(&desks->items[i], world->day);
        *out_desk = is_one && world_clerk(world, org, out) ? desks->items[i].id : *out_desk;
    }
    return store_done(&rows, fault);
}

/* Milestones, and one by one what the window did not take together. */
static bool hand_in_rest(struct world *world, struct venture *venture, bool is_taken,
                         struct fault *fault)
{
    for (size_t i = 0; i < venture->step_count; i++) {
        struct step *step = &venture->steps[i];
        if ((step->is_milestone || !is_taken) && is_ready(world, venture, step) &&
            !hand_in_one(world, venture, step, fault)) {
            return false;
        }
    }
    return true;
}

static bool close_window(struct world *world, struct window *window, struct fault *fault)
{
    if (window->count > 0 && !world_give(world, window->deeds, window->count, fault)) {
        return false;
    }
    for (size_t i = 0; i < window->count; i++) {
        if (!hand_in_rest(world, window->of[i], window->deeds[i].is_done, fault)) {
            return false;
        }
    }
    window->count = 0;
    return true;
}

static bool come_to_window(struct world *world, struct venture *venture, struct window *window,
                           struct fault *fault)
{
    struct matter matter = {.id = venture->id, .project = venture->id};
    struct deed *deed = &window->deeds[window->count];
    struct text items = ready_items(world, venture);
    struct actor clerk;
    struct text desk = TEXT_NONE;
    *deed = (struct deed){.command = "application.take_in",
                          .id = venture->id,
                          .fields =
                              text_format(world->day_arena, "{\"items\":[%.*s]}", TEXT_ARG(items))};
    if (items.len == 0) {
        return hand_in_rest(world, venture, true, fault);
    }
    if (!world_who(world, WHO_NAVIGATOR, &matter, &deed->actor, fault) ||
        !goes_to_hall(world, venture, &clerk, &desk, fault)) {
        return fault->code == FAULT_NONE;
    }
    if (desk.len > 0) {
        deed->actor = clerk;
        deed->fields = text_format(world->day_arena, "{\"items\":[%.*s],\"desk\":\"%.*s\"}",
                                   TEXT_ARG(items), TEXT_ARG(desk));
    }
    window->of[window->count++] = venture;
    return window->count < DEEDS_MAX || close_window(world, window, fault);
}

/* Enterprises and navigators look at their project every few days. */
#define LOOKS_EVERY 3

bool world_advance(struct world *world, struct fault *fault)
{
    struct window *window = arena_new(world->day_arena, struct window);
    for (size_t i = 0; i < world->venture_count; i++) {
        struct venture *venture = &world->ventures[i];
        int64_t turn = (world->ordinal + venture->nth) % LOOKS_EVERY;
        if (venture->id == 0 || turn != 0) {
            continue;
        }
        if (!read_progress(world, venture, fault)) {
            return false;
        }
        if (venture->step_count > 0 &&
            ((venture->file == 0 && !world_evidence(world, venture, fault)) ||
             !come_to_window(world, venture, window, fault))) {
            return false;
        }
    }
    return close_window(world, window, fault);
}
