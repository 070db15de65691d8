#include "roof/living.h"

#include "app/journal.h"
#include "base/arena.h"
#include "room/catalog/catalog.h"

#define SNAPSHOT_SOFT ((size_t)64 << 20)
#define SNAPSHOT_HARD ((size_t)512 << 20)

bool living_read(struct arena *arena, const char *directory, struct living *out,
                 struct fault *fault)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    *out = (struct living){.next_day = CIVIL_DATE_NONE};
    return pack_read_sources(arena, text_of(directory), &options, &out->base, fault);
}

static civil_date today_of(const struct living *living, int64_t now)
{
    int64_t offset =
        jvalue_int(jvalue_get(living->base.files[PACK_FILE_PACK], "utc_offset_minutes"), 0);
    return civil_date_of_instant(now, (int)offset);
}

/* In an arena of its own, which becomes the snapshot's. NULL: refused. */
static const struct pack *compose(const struct living *living, struct store *store,
                                  civil_date today, struct arena *arena, struct fault *fault)
{
    struct pack_changes *changes = arena_new(arena, struct pack_changes);
    struct pack_law law = {&living->base, changes, today};
    const struct pack *pack = NULL;
    return catalog_in_law(arena, store, changes, fault) && pack_live(arena, &law, &pack, fault)
               ? pack
               : NULL;
}

static bool renew(struct living *living, struct store *store, int64_t turn, civil_date today,
                  struct fault *fault)
{
    struct arena *arena = arena_open(SNAPSHOT_SOFT, SNAPSHOT_HARD);
    const struct pack *pack = compose(living, store, today, arena, fault);
    if (pack == NULL) {
        arena_close(arena);
        return false;
    }
    if (living->city == NULL) {
        living->city = city_live(arena, pack, today);
    } else {
        city_succeed(living->city, arena, pack, today);
    }
    living->turn = turn;
    living->next_day = pack_next_day(pack->changes, today);
    living->has_failed = false;
    return true;
}

bool living_open(struct living *living, struct store *store, int64_t now, struct fault *fault)
{
    int64_t turn = 0;
    return catalog_turn(store, &turn, fault) &&
           renew(living, store, turn, today_of(living, now), fault);
}

/* What can't be composed was checked before it was published: the folder is another one, or the
 * memory is gone. The city goes on with what it has, and says so once. */
static void say_failed(struct living *living, int64_t now, const struct fault *fault)
{
    if (!living->has_failed) {
        journal_write(&(struct journal_line){now, "error", fault_code_name(fault->code),
                                             text_of(fault->arguments[0])});
    }
    living->has_failed = true;
}

bool living_look(void *context, struct store *store, int64_t now, struct fault *fault)
{
    struct living *living = context;
    civil_date today = today_of(living, now);
    int64_t turn = 0;
    struct fault why = {.code = FAULT_NONE};
    if (!catalog_turn(store, &turn, fault)) {
        return false;
    }
    bool is_due = living->next_day != CIVIL_DATE_NONE && today >= living->next_day;
    if (turn == living->turn && !is_due) {
        return true;
    }
    if (renew(living, store, turn, today, &why)) {
        if (living->succeeded != NULL) {
            living->succeeded(living->context);
        }
        return true;
    }
    if (fault_is_failure(why.code)) {
        *fault = why;
        return false;
    }
    say_failed(living, now, &why);
    return true;
}

void living_close(struct living *living)
{
    city_close(living->city);
    living->city = NULL;
}
