#include "board/standing_counter.h"

#include "app/access.h"
#include "base/arena.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"

struct text standing_holder(struct arena *arena, const struct standing *s)
{
    return s->org.len > 0 ? s->org : text_format(arena, "@%s", turn_party_code(s->party));
}

static struct text waits_for(struct arena *arena, const struct standing *s, struct text unit)
{
    bool is_all = unit.len == 0;
    bool is_units = text_equal(unit, s->org);
    return s->late == 0 ? TEXT_NONE
           : is_all     ? standing_holder(arena, s)
           : is_units   ? unit
                        : TEXT_NONE;
}

void standing_counters_of_row(struct arena *arena, const struct standing *s, struct text unit,
                              struct standing_counter out[STANDING_COUNTERS_OF_ROW])
{
    int64_t cases = unit.len == 0;
    const struct standing_counter counters[STANDING_COUNTERS_OF_ROW] = {
        {.what = TEXT(STANDING_RUNNING), .of = TEXT_NONE, .part = s->late, .whole = s->running},
        {.what = TEXT(STANDING_LATE),
         .of = waits_for(arena, s, unit),
         .part = s->late,
         .whole = s->late * s->effect_days},
        {.what = TEXT(STANDING_DECIDED),
         .of = TEXT_NONE,
         .part = cases * s->on_time,
         .whole = cases * s->decided},
        {.what = TEXT(STANDING_LIGHTS),
         .of = TEXT_NONE,
         .part = cases * s->red,
         .whole = cases * s->yellow},
        {.what = TEXT(STANDING_STAGE), .of = s->stage, .part = s->overdue_days > 0, .whole = 1},
        {.what = TEXT(STANDING_MONEY),
         .of = TEXT_NONE,
         .part = s->hundredths,
         .whole = s->hundredths > 0},
    };
    for (size_t i = 0; i < STANDING_COUNTERS_OF_ROW; i++) {
        out[i] = counters[i];
        out[i].district = s->district;
        out[i].stage_rank = s->stage_rank;
    }
}

/* -- without rows -- */

struct deriving {
    const struct view_run *run;
    struct standing_counters *out;
    uint32_t capacity;
};

static void add(struct deriving *deriving, const struct standing_counter *counter)
{
    struct arena *arena = deriving->run->arena;
    struct standing_counters *out = deriving->out;
    if (counter->part == 0 && counter->whole == 0) {
        return;
    }
    if (out->count == deriving->capacity) {
        out->items = arena_grown(arena, out->items, &deriving->capacity, sizeof *out->items);
    }
    out->items[out->count] = *counter;
    out->items[out->count].of = text_copy(arena, counter->of);
    out->items[out->count++].district = text_copy(arena, counter->district);
}

static bool derive_project(struct deriving *deriving, const struct view_run *scratch,
                           const struct project *project, struct fault *fault)
{
    struct scope scope = access_scope(scratch->city, scratch->actor);
    struct text unit = scope.kind == SCOPE_ORG ? scope.org_or_district : TEXT_NONE;
    struct standing_counter counters[STANDING_COUNTERS_OF_ROW];
    struct dossier dossier;
    struct standing standing;
    if (!dossier_load(scratch, project, &dossier, fault)) {
        return false;
    }
    standing_derive(scratch, &dossier, &standing);
    standing_counters_of_row(scratch->arena, &standing, unit, counters);
    for (size_t i = 0; i < COUNT_OF(counters); i++) {
        add(deriving, &counters[i]);
    }
    return true;
}

static bool derive_projects(struct deriving *deriving, struct fault *fault)
{
    struct project_list list;
    if (!portfolio_all(deriving->run, 0, 1000, &list, fault)) {
        return false;
    }
    struct portfolio_walk walk = portfolio_walk_begin(deriving->run);
    bool derived = true;
    for (size_t i = 0; derived && i < list.count; i++) {
        portfolio_walk_next(&walk);
        derived = derive_project(deriving, &walk.run, &list.items[i], fault);
    }
    portfolio_walk_end(&walk);
    return derived;
}

static bool derive_share(struct deriving *deriving, const struct indicator_asked *asked,
                         struct fault *fault)
{
    struct indicator_count count;
    struct indicator_slice by_district = {TEXT("district"), TEXT_NONE};
    if (!indicator_count(asked, by_district, &count, fault)) {
        return false;
    }
    for (uint32_t i = 0; i < count.count; i++) {
        const struct indicator_group *group = &count.items[i];
        add(deriving, &(struct standing_counter){.what = TEXT(STANDING_SHARE),
                                                 .of = asked->indicator->id,
                                                 .district = group->key,
                                                 .part = group->sum.part,
                                                 .whole = group->sum.whole});
    }
    return true;
}

bool standing_counters_derive(const struct view_run *run, struct standing_counters *out,
                              struct fault *fault)
{
    struct indicator_asked *shown =
        arena_array(run->arena, struct indicator_asked, STANDING_SHOWN_MAX);
    struct deriving deriving = {.run = run, .out = out};
    size_t count = standing_shown(run, shown);
    *out = (struct standing_counters){NULL, 0};
    bool derived = derive_projects(&deriving, fault);
    for (size_t i = 0; derived && i < count; i++) {
        derived = derive_share(&deriving, &shown[i], fault);
    }
    return derived;
}
