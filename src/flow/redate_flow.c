#include "flow/redate_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "engine/clock/redate.h"
#include "flow/flow.h"
#include "flow/notify.h"
#include "ground/project/project.h"
#include "pack/living.h"
#include "pack/pack.h"
#include "room/catalog/catalog.h"

#define PACKS_SOFT ((size_t)64 << 20)
#define PACKS_HARD ((size_t)512 << 20)

const struct statement redate_flow_cases = {
    "redate_flow_cases", "select c.id, c.project from standing_case c where c.day=$1 and"
                         " c.due_on>=$2 order by c.due_on, c.id limit 200"};

struct telling {
    const struct flow_step *step;
    const struct city *after; /* the city with the new calendar */
    struct {
        int64_t id, project;
    } cases[REDATE_TOLD_MOST];
    size_t count;
};

/* -- the new calendar -- */

/* The changes of the calendar among those published; none: `out->count` 0. */
static bool read_years(const struct flow_step *step, struct arena *arena, struct pack_changes *out,
                       struct fault *fault)
{
    const struct catalog_published *body = step->event->body;
    const struct jvalue *all = NULL;
    *out = (struct pack_changes){NULL, 0, 0};
    if (!json_read(arena, body->changes, &all, fault)) {
        return false;
    }
    struct pack_change *years = arena_array(arena, struct pack_change, (size_t)all->count + 1);
    for (uint32_t i = 0; all->kind == JVALUE_ARRAY && i < all->count; i++) {
        const struct jvalue *one = &all->items[i];
        if (text_is(jvalue_text(jvalue_get(one, "kind"), TEXT_NONE), "calendar")) {
            years[out->count++] = (struct pack_change){
                .kind = PACK_KIND_CALENDAR,
                .key = jvalue_text(jvalue_get(one, "key"), TEXT_NONE),
                .record = jvalue_get(one, "record"),
                .from = body->from,
            };
        }
    }
    out->items = years;
    return true;
}

static bool open_after(struct telling *all, struct arena *arena, const struct pack_changes *years,
                       struct fault *fault)
{
    const struct command_run *run = all->step->run;
    const struct catalog_published *body = all->step->event->body;
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    struct pack_sources *sources = arena_new(arena, struct pack_sources);
    const struct pack *pack = NULL;
    pack_with(arena, city_pack(run->city), years, body->from, sources);
    if (!pack_build(arena, sources, &options, &pack, fault)) {
        return false;
    }
    all->after = city_open(arena, pack);
    return true;
}

/* -- whom it moves -- */

static bool load_cases(struct telling *all, struct fault *fault)
{
    const struct command_run *run = all->step->run;
    civil_date first =
        clock_first_difference(city_calendar(run->city), city_calendar(all->after), run->today);
    struct store_rows rows;
    if (first == CIVIL_DATE_NONE) {
        return true;
    }
    if (!store_query(run->store, &redate_flow_cases, CELLS(cell_date(run->today), cell_date(first)),
                     &rows, fault)) {
        return false;
    }
    while (all->count < REDATE_TOLD_MOST && store_next(&rows)) {
        all->cases[all->count].id = store_int(&rows, 0);
        all->cases[all->count++].project = store_int(&rows, 1);
    }
    return store_done(&rows, fault);
}

static bool tell_one(const struct telling *all, size_t at, struct fault *fault)
{
    const struct flow_step *step = all->step;
    struct view_run view = flow_view(step->run);
    view.city = all->after;
    struct project project;
    struct notify_case about;
    struct application_terms terms;
    struct application_now now;
    char before[CIVIL_DATE_TEXT_SIZE] = "";
    application_terms_of(&view, &terms);
    if (!project_of_view(&view, all->cases[at].project, &project, fault) ||
        !notify_case_load(step->run, &project, all->cases[at].id, &about, fault) ||
        !application_read_now(&about.read, NULL, &terms, LANGUAGE_ZH, &now, fault)) {
        return false;
    }
    if (now.turn.until == about.due_on || now.turn.until == CIVIL_DATE_NONE ||
        about.due_on == CIVIL_DATE_NONE) {
        return true;
    }
    struct notify_words words = {
        .kind = flow_text_with(step, "kind"),
        .rule = step->trigger->id,
        .text_zh = flow_text_with(step, "text_zh"),
        .text_en = flow_text_with(step, "text_en"),
        .name = civil_date_write(about.due_on, before),
        .due_on = now.turn.until,
        .about = step->event->subject,
    };
    const struct jvalue *tell = jvalue_get(step->with, "tell");
    for (uint32_t i = 0; tell != NULL && i < tell->count; i++) {
        words.who = jvalue_text(&tell->items[i], TEXT_NONE);
        if (!notify_send_by(step->run, all->after, &about, &words, fault)) {
            return false;
        }
    }
    return true;
}

static bool tell_all(struct telling *all, struct fault *fault)
{
    if (!load_cases(all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!tell_one(all, i, fault)) {
            return false;
        }
    }
    return true;
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    struct arena *packs = arena_open(PACKS_SOFT, PACKS_HARD);
    struct telling *all = arena_new(packs, struct telling);
    struct pack_changes years;
    all->step = step;
    bool done =
        read_years(step, packs, &years, fault) &&
        (years.count == 0 || (open_after(all, packs, &years, fault) && tell_all(all, fault)));
    arena_close(packs);
    return done;
}

const struct flow_action flow_tell_redated = {"tell_redated", "工作日历调整后，告知期限变动的办件",
                                              "tell of the cases that another calendar moves",
                                              follow};
