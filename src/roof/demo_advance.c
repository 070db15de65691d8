#include "app/city.h"
#include "base/arena.h"
#include "engine/calendar/calendar.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "roof/demo_scene.h"
#include "room/file/file.h"

static const struct statement scene_nodes = {
    "scene_nodes", "select code, kind, org, days, earliest_start, earliest_finish, float_days, "
                   "after_codes from planning_node"
                   " where project=$1 and plan=1 order by position"};

/* -- the plan as the play needs it -- */

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

#define ITEMS_MAX 400

static bool load(struct director *director, struct scene *scene, struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    struct store_rows rows;
    scene->items = arena_array(arena, struct scene_item, ITEMS_MAX);
    if (!store_query(director->boot->store, &scene_nodes, CELLS(cell_int(scene->project)), &rows,
                     fault)) {
        return false;
    }
    while (scene->item_count < ITEMS_MAX && store_next(&rows)) {
        struct text org = store_text(arena, &rows, 2);
        scene->items[scene->item_count++] = (struct scene_item){
            .code = store_text(arena, &rows, 0),
            .is_milestone = text_is(store_text(arena, &rows, 1), "milestone"),
            .org = org,
            .is_own = text_is(org, "enterprise"),
            .days = store_int(&rows, 3),
            .earliest_start = store_date(&rows, 4),
            .earliest_finish = store_date(&rows, 5),
            .float_days = store_int(&rows, 6),
            .after = texts_of(arena, store_text(arena, &rows, 7)),
            .complete_on = CIVIL_DATE_NONE,
            .decide_on = CIVIL_DATE_NONE,
            .deliver_on = CIVIL_DATE_NONE,
        };
    }
    return store_done(&rows, fault);
}

static struct scene_item *find(struct scene *scene, struct text code)
{
    for (size_t i = 0; i < scene->item_count; i++) {
        if (text_equal(scene->items[i].code, code)) {
            return &scene->items[i];
        }
    }
    return NULL;
}

static bool is_ready(struct scene *scene, const struct scene_item *item)
{
    for (size_t i = 0; i < item->after.count; i++) {
        const struct scene_item *before = find(scene, item->after.items[i]);
        if (before != NULL && before->state != SCENE_DONE) {
            return false;
        }
    }
    return true;
}

static civil_date add_days(struct director *director, civil_date day, int64_t days)
{
    struct calendar_day due;
    struct fault fault = {.code = FAULT_NONE};
    bool counted = calendar_add(city_calendar(director->boot->city), day, days, &due, &fault);
    ensure(counted);
    return due.day;
}

/* -- what people do -- */

static bool act_on(struct director *director, const struct scene_item *item, const char *command,
                   struct text fields, struct fault *fault)
{
    struct actor actor = director_actor(director, "navigator");
    if (!item->is_own && !scene_officer(director, item->org, &actor, fault)) {
        return false;
    }
    struct act act = {command, actor, director->day, item->application, 0, fields};
    return director_play(director, &act, NULL, fault);
}

/* A number that is the same at every play: which items meet trouble. */
static uint64_t lot(const struct scene_item *item, uint64_t of)
{
    return text_hash(item->code) % of;
}

static bool accept(struct director *director, struct scene_item *item, struct fault *fault)
{
    item->decide_on = add_days(director, director->day, item->days);
    return act_on(director, item, "application.accept", TEXT("{}"), fault);
}

static bool ask(struct director *director, struct scene_item *item, struct fault *fault)
{
    const struct pack_record *reason =
        &director->boot->pack->lists[PACK_SUPPLEMENT_REASONS].items[0];
    item->complete_on = add_days(director, director->day, 3);
    return act_on(director, item, "application.supplement",
                  text_format(director->boot->arena,
                              "{\"reasons\":[\"%.*s\"],\"note\":\"请一次性补齐所列材料\"}",
                              TEXT_ARG(reason->id)),
                  fault);
}

/* The department looks at what came in. Near the end of the play some of it still waits. */
static bool take_up(struct director *director, const struct scene *scene, struct scene_item *item,
                    struct fault *fault)
{
    bool fresh = director->day >= director_days_ago(director, 3);
    if (item->is_own) {
        item->decide_on = add_days(director, director->day, item->days);
        return true;
    }
    if (fresh && !scene->smooth && lot(item, 3) == 0) {
        return true; /* nobody has looked at it */
    }
    if (!act_on(director, item, "application.open", TEXT("{}"), fault) ||
        !act_on(director, item, "application.receive", TEXT("{}"), fault)) {
        return false;
    }
    if (fresh && !scene->smooth && lot(item, 3) == 1) {
        return true; /* received, not yet accepted */
    }
    bool wants_more = !scene->smooth && item->days >= 3 && lot(item, 6) == 3;
    item->is_late = !scene->smooth && item->days >= 3 && item->float_days > 8 &&
                    lot(item, 5) == 2 && director->day >= director_days_ago(director, 25);
    return wants_more ? ask(director, item, fault) : accept(director, item, fault);
}

static bool submit(struct director *director, const struct scene *scene, struct scene_item *item,
                   struct fault *fault)
{
    struct act act = {
        "application.take_in",
        director_actor(director, "navigator"),
        director->day,
        scene->project,
        0,
        text_format(director->boot->arena, "{\"items\":[\"%.*s\"]}", TEXT_ARG(item->code))};
    const struct jvalue *answer = NULL;
    if (!director_play_json(director, &act, &answer, fault)) {
        return false;
    }
    const struct jvalue *opened = jvalue_get(answer, "applications");
    ensure(opened != NULL && opened->kind == JVALUE_ARRAY && opened->count == 1);
    item->application = jvalue_int(jvalue_get(&opened->items[0], "id"), 0);
    item->state = SCENE_OPEN;
    return take_up(director, scene, item, fault);
}

static bool complete(struct director *director, const struct scene *scene, struct scene_item *item,
                     struct fault *fault)
{
    int64_t file = 0;
    struct arena *arena = director->boot->arena;
    if (!scene_file(director, scene->project, "补正材料", &file, fault)) {
        return false;
    }
    struct act act = {
        "application.supplement_complete",
        director_actor(director, scene->enterprise),
        director->day,
        item->application,
        0,
        text_format(arena, "{\"files\":[%lld],\"note\":\"已补齐\"}", (long long)file)};
    item->complete_on = CIVIL_DATE_NONE;
    return director_play(director, &act, NULL, fault) && accept(director, item, fault);
}

static bool decide(struct director *director, const struct scene *scene, struct scene_item *item,
                   struct fault *fault)
{
    struct text fields = TEXT("{\"result\":\"granted\"}");
    if (item->is_own) {
        int64_t file = 0;
        if (!scene_file(director, scene->project, "办理结果", &file, fault)) {
            return false;
        }
        fields = text_format(director->boot->arena, "{\"result\":\"granted\",\"files\":[%lld]}",
                             (long long)file);
    }
    item->state = SCENE_DONE;
    item->deliver_on = item->is_own ? CIVIL_DATE_NONE : add_days(director, director->day, 2);
    return act_on(director, item, "application.decide", fields, fault);
}

static bool reach(struct director *director, const struct scene *scene, struct scene_item *item,
                  struct fault *fault)
{
    int64_t file = 0;
    char day[CIVIL_DATE_TEXT_SIZE];
    struct arena *arena = director->boot->arena;
    if (!scene_file(director, scene->project, "现场照片与记录", &file, fault)) {
        return false;
    }
    struct act act = {
        "milestone.reach",
        director_actor(director, "navigator"),
        director->day,
        scene->project,
        0,
        text_format(arena, "{\"milestone\":\"%.*s\",\"reached_on\":\"%s\",\"evidence\":[%lld]}",
                    TEXT_ARG(item->code), civil_date_write(director->day, day).at,
                    (long long)file)};
    item->state = SCENE_DONE;
    return director_play(director, &act, NULL, fault);
}

static bool item_day(struct director *director, struct scene *scene, struct scene_item *item,
                     struct fault *fault)
{
    civil_date day = director->day;
    if (item->state == SCENE_OPEN && item->complete_on != CIVIL_DATE_NONE &&
        day >= item->complete_on) {
        return complete(director, scene, item, fault);
    }
    if (item->state == SCENE_OPEN && item->decide_on != CIVIL_DATE_NONE && day >= item->decide_on &&
        !item->is_late) {
        return decide(director, scene, item, fault);
    }
    if (item->state == SCENE_DONE && item->deliver_on != CIVIL_DATE_NONE &&
        day >= item->deliver_on) {
        item->deliver_on = CIVIL_DATE_NONE;
        return act_on(director, item, "application.deliver", TEXT("{}"), fault);
    }
    if (item->state != SCENE_WAITING || day < item->earliest_start || !is_ready(scene, item)) {
        return true;
    }
    if (item->is_milestone) {
        return day < item->earliest_finish || reach(director, scene, item, fault);
    }
    return submit(director, scene, item, fault);
}

bool scene_advance(struct director *director, struct scene *scene, civil_date day,
                   struct fault *fault)
{
    (void)day;
    if (scene->items == NULL && !load(director, scene, fault)) {
        return false;
    }
    for (size_t i = 0; i < scene->item_count; i++) {
        if (!item_day(director, scene, &scene->items[i], fault)) {
            return false;
        }
    }
    return true;
}

/* -- a document -- */

bool scene_file(struct director *director, int64_t project, const char *title, int64_t *out_id,
                struct fault *fault)
{
    struct arena *arena = director->boot->arena;
    struct file_keep fields;
    struct file_upload upload = {
        .store = director->boot->store,
        .name = text_format(arena, "%s（演示）.pdf", title),
        .bytes = director_pdf(arena, ledger_size(director->boot->ledger)),
        .now = boot_now(NULL),
    };
    if (!file_receive(arena, &upload, &fields, fault)) {
        return false;
    }
    struct act act = {
        "file.keep", director_actor(director, "navigator"),       director->day, project,
        0,           field_json(arena, &file_keep_table, &fields)};
    return director_play(director, &act, out_id, fault);
}
