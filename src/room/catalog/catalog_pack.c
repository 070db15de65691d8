#include "base/arena.h"
#include "base/json_read.h"
#include "pack/policy_trial.h"
#include "room/catalog/catalog.h"

#define CHECK_SOFT ((size_t)64 << 20)
#define CHECK_HARD ((size_t)512 << 20)

void catalog_as_pack(struct arena *arena, const struct catalog_changes *changes, civil_date from,
                     struct pack_changes *out)
{
    struct pack_change *items = arena_array(arena, struct pack_change, changes->count);
    uint32_t count = 0;
    for (size_t i = 0; i < changes->count; i++) {
        const struct catalog_change *change = &changes->items[i];
        struct pack_change *one = &items[count];
        struct fault fault = {.code = FAULT_NONE};
        *one = (struct pack_change){.key = change->key, .from = from};
        bool is_sound = pack_kind_find(change->kind, &one->kind) &&
                        (change->ends || json_read(arena, change->record, &one->record, &fault));
        count += is_sound;
    }
    *out = (struct pack_changes){items, count, 0};
}

static bool comes_later(civil_date day, civil_date than)
{
    return day != CIVIL_DATE_NONE && day > than;
}

static struct pack_findings copied(struct arena *arena, const struct pack_findings *from)
{
    struct pack_finding *items = arena_array(arena, struct pack_finding, from->count);
    for (uint32_t i = 0; i < from->count; i++) {
        const struct pack_finding *one = &from->items[i];
        items[i] = (struct pack_finding){text_copy(arena, one->file), text_copy(arena, one->record),
                                         text_copy(arena, one->field), text_copy(arena, one->zh),
                                         text_copy(arena, one->en)};
    }
    return (struct pack_findings){items, from->count};
}

/* -- policies are tried before they are published -- */

static bool is_same(struct arena *arena, const struct jvalue *a, const struct jvalue *b)
{
    static const char *const days[] = {"valid_from", "valid_to"};
    static const struct jvalue none = {.kind = JVALUE_NULL};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        a = jvalue_with(arena, a, days[i], &none);
        b = jvalue_with(arena, b, days[i], &none);
    }
    return jvalue_equal(a, b);
}

static bool was_in_force(struct arena *arena, const struct pack *pack,
                         const struct pack_change *change)
{
    const struct pack_records *records = &pack->lists[PACK_POLICIES];
    for (uint32_t i = 0; i < records->count; i++) {
        if (text_equal(records->items[i].id, change->key) &&
            is_same(arena, records->items[i].raw, change->record)) {
            return true;
        }
    }
    return false;
}

static void add_untried(struct arena *arena, const struct pack *pack,
                        const struct pack_changes *changes, struct pack_findings *found)
{
    struct pack_finding *items =
        arena_array(arena, struct pack_finding, (size_t)found->count + changes->count + 1);
    uint32_t count = found->count;
    for (uint32_t i = 0; i < found->count; i++) {
        items[i] = found->items[i];
    }
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct pack_change *one = &changes->items[i];
        if (one->kind == PACK_KIND_POLICY && one->record != NULL && !policy_is_tried(one->record) &&
            !was_in_force(arena, pack, one)) {
            items[count++] = (struct pack_finding){
                TEXT("policies.json"), one->key, TEXT("trials"),
                TEXT("至少要有一个应符合和一个应不符合的试算样例"),
                TEXT("needs a trial case that matches and one that does not")};
        }
    }
    *found = (struct pack_findings){items, count};
}

/* In memory of its own: a whole pack is looked at, which no request pays for. */
struct pack_findings catalog_check(struct arena *arena, const struct pack *pack,
                                   const struct pack_changes *changes, civil_date from)
{
    struct arena *scratch = arena_open(CHECK_SOFT, CHECK_HARD);
    struct pack_findings found = {NULL, 0};
    civil_date day = from;
    do {
        struct pack_sources *sources = arena_new(scratch, struct pack_sources);
        pack_with(scratch, pack, changes, day, sources);
        found = pack_check_sources(scratch, sources);
        day = pack->changes == NULL ? CIVIL_DATE_NONE : pack_next_day(pack->changes, day);
    } while (found.count == 0 && comes_later(day, from));
    found = copied(arena, &found);
    arena_close(scratch);
    add_untried(arena, pack, changes, &found);
    return found;
}

const struct jvalue *catalog_record_on(struct arena *arena, const struct pack *pack,
                                       enum pack_kind kind, struct text key, civil_date on)
{
    struct pack_changes none = {NULL, 0, 0};
    struct pack_sources sources;
    pack_with(arena, pack, &none, on, &sources);
    return pack_record_on(arena, &sources, kind, key, on);
}

static uint32_t place_of(const struct pack_changes *all, const struct catalog_set *set,
                         const struct pack_change *change)
{
    uint32_t place = 0;
    while (place < all->count &&
           (all->items[place].set != set->id || all->items[place].kind != change->kind ||
            !text_equal(all->items[place].key, change->key))) {
        place++;
    }
    return place;
}

/* Of a pack as it was before the set, whose day other sets may share. */
const struct jvalue *catalog_record_without(struct arena *arena, const struct pack *pack,
                                            const struct catalog_set *set,
                                            const struct pack_change *change)
{
    if (pack->changes == NULL) {
        return catalog_record_on(arena, pack, change->kind, change->key, set->from);
    }
    struct pack_changes before = {pack->changes->items, place_of(pack->changes, set, change), 0};
    struct pack_sources sources;
    pack_compose(arena, pack->base, &before, set->from, &sources);
    return pack_record_on(arena, &sources, change->kind, change->key, set->from);
}
