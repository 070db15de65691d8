#include "app/city.h"
#include "engine/calendar/calendar.h"
#include "roof/simulate/world.h"

/* Each wave of a day: whoever has something in his hands for which it is time does it. */

static uint64_t key_of(const struct world *world, size_t at, const struct matter *matter)
{
    const struct behaviour *behaviour = &the_behaviours[at];
    int64_t since = behaviour->every > 0 ? world->ordinal / behaviour->every : matter->since;
    uint64_t place = (uint64_t)matter->id * 64 + (uint64_t)matter->second;
    uint64_t key =
        world_draw(world, "key", place * 1024 + at, (uint64_t)since ^ text_hash(matter->org));
    return key == 0 ? 1 : key;
}

/* Does it fall to this matter? */
static bool is_drawn(const struct world *world, const struct behaviour *behaviour,
                     const struct matter *matter)
{
    uint64_t since = behaviour->every > 0 ? (uint64_t)(world->ordinal / behaviour->every)
                                          : (uint64_t)matter->since;
    uint64_t of = behaviour->by_unit ? text_hash(matter->org)
                                     : (uint64_t)matter->id * 64 + (uint64_t)matter->second;
    uint64_t draw = world_draw(world, behaviour->choice, of, behaviour->by_unit ? 0 : since) % 1000;
    return draw >= (uint64_t)behaviour->from && draw < (uint64_t)behaviour->to;
}

static bool is_month_end(const struct world *world, int days)
{
    struct civil_parts today = civil_date_parts(world->day);
    civil_date later = world_later(world, days);
    return civil_date_parts(later).month != today.month;
}

static bool is_time(const struct world *world, const struct behaviour *behaviour,
                    const struct matter *matter)
{
    int drawn = world_between(world, behaviour->command, (uint64_t)matter->id, behaviour->low,
                              behaviour->high);
    int64_t passed = world->ordinal - world_ordinal(world, matter->since);
    if (behaviour->every > 0) {
        passed = world->ordinal % behaviour->every;
    }
    switch (behaviour->when) {
    case WHEN_DAYS: return passed >= drawn;
    case WHEN_PERCENT: return passed * 100 >= (int64_t)drawn * matter->limit;
    case WHEN_LATE: return passed >= matter->limit + drawn;
    case WHEN_DUE:
        return matter->due != CIVIL_DATE_NONE &&
               world->ordinal - world_ordinal(world, matter->due) >= drawn;
    case WHEN_MONTH_END: return is_month_end(world, behaviour->low);
    }
    return false;
}

/* The first that falls to it, whose time has come, and that somebody is there for. */
static bool choose(struct world *world, enum look look, const struct matter *matter,
                   struct deed *out, struct fault *fault)
{
    const char *put_off = NULL; /* by the habit of the whole unit */
    for (size_t i = 0; i < behaviour_count; i++) {
        const struct behaviour *behaviour = &the_behaviours[i];
        bool is_put_off =
            put_off != NULL && !behaviour->by_unit && text_is(text_of(put_off), behaviour->command);
        if (behaviour->look != look || !text_is(matter->state, behaviour->state) || is_put_off ||
            !is_drawn(world, behaviour, matter)) {
            continue;
        }
        if (!is_time(world, behaviour, matter)) {
            put_off = behaviour->by_unit ? behaviour->command : put_off;
            continue;
        }
        uint64_t key = key_of(world, i, matter);
        struct deed deed = {
            .command = behaviour->command, .id = matter->id, .second = matter->second, .key = key};
        struct filling filling = {.behaviour = behaviour, .matter = matter, .actor = &deed.actor};
        if (world_remembers(world, key) || world_remembers(world, world_refused_key(world, key)) ||
            !world_who(world, behaviour->who, matter, &deed.actor, fault) ||
            !world_fill(world, &filling)) {
            if (fault->code != FAULT_NONE) {
                return false;
            }
            continue;
        }
        deed.fields = filling.out;
        *out = deed;
        return true;
    }
    return false;
}

/* The deeds of a wave, given as soon as there are enough for a commit. */
struct wave {
    struct deed deeds[DEEDS_MAX];
    size_t count, done;
};

static bool give(struct world *world, struct wave *wave, struct fault *fault)
{
    if (wave->count > 0 && !world_give(world, wave->deeds, wave->count, fault)) {
        return false;
    }
    wave->done += wave->count;
    wave->count = 0;
    return true;
}

bool world_act(struct world *world, size_t *out_done, struct fault *fault)
{
    struct wave *wave = arena_new(world->day_arena, struct wave);
    for (int look = 0; look < LOOK_COUNT; look++) {
        struct matters matters;
        if (!world_look(world, (enum look)look, &matters, fault)) {
            return false;
        }
        for (size_t i = 0; i < matters.count; i++) {
            if (choose(world, (enum look)look, &matters.items[i], &wave->deeds[wave->count],
                       fault)) {
                wave->count++;
            } else if (fault->code != FAULT_NONE) {
                return false;
            }
            if (wave->count == DEEDS_MAX && !give(world, wave, fault)) {
                return false;
            }
        }
    }
    bool given = give(world, wave, fault);
    *out_done = wave->done;
    return given;
}
