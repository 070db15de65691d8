#include "board/lore.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "app/city.h"
#include "base/arena.h"

/* Diagrams and index of a city are a few MB; past the soft bound its rules are too large to be
 * asked about. */
#define SOFT ((size_t)32 << 20)
#define HARD ((size_t)512 << 20)

struct lore {
    atomic_int holders;
    struct arena *arena;
    const struct city *city;
    civil_date day;
    pthread_mutex_t lock; /* of the arena, and of whether a part is made */
    struct lore_passages *passages;
    struct lore_names *names;
    struct questionnaire *guide;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct lore *kept;

/* -- passages -- */

const struct lore_passages *lore_passages(struct lore *lore)
{
    pthread_mutex_lock(&lore->lock);
    if (lore->passages == NULL) {
        struct lore_passages *made = arena_new(lore->arena, struct lore_passages);
        pack_passages(lore->arena, city_pack(lore->city), lore->day, &made->passages);
        made->index = retrieve_open(lore->arena, made->passages.items, made->passages.count,
                                    &made->passages.words);
        pack_gleaning(lore->arena, city_pack(lore->city), &made->said);
        lore->passages = made;
    }
    pthread_mutex_unlock(&lore->lock);
    return lore->passages;
}

/* -- names -- */

static void add_names(struct lore *lore, enum pack_list list, const char *kind,
                      struct lore_name *items, uint32_t *count)
{
    const struct pack_records *records = &city_pack(lore->city)->lists[list];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (pack_in_force(record, lore->day)) {
            items[(*count)++] = (struct lore_name){suggest_name(lore->arena, record->name),
                                                   suggest_name(lore->arena, record->name_en),
                                                   text_of(kind), record};
        }
    }
}

static struct lore_names *make_names(struct lore *lore)
{
    static const struct {
        enum pack_list list;
        const char *kind;
    } kinds[] = {{PACK_ITEMS, "item"},     {PACK_POLICIES, "policy"},  {PACK_PARKS, "park"},
                 {PACK_BUNDLES, "bundle"}, {PACK_PACKAGES, "package"}, {PACK_UNITS, "unit"}};
    struct lore_names *made = arena_new(lore->arena, struct lore_names);
    uint32_t most = 0;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        most += city_pack(lore->city)->lists[kinds[i].list].count;
    }
    struct lore_name *items = arena_array(lore->arena, struct lore_name, most);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        add_names(lore, kinds[i].list, kinds[i].kind, items, &made->count);
    }
    made->items = items;
    made->pinyin = pinyin_open(lore->arena);
    return made;
}

const struct lore_names *lore_names(struct lore *lore)
{
    pthread_mutex_lock(&lore->lock);
    lore->names = lore->names != NULL ? lore->names : make_names(lore);
    pthread_mutex_unlock(&lore->lock);
    return lore->names;
}

/* -- the questionnaire -- */

bool lore_guide(struct lore *lore, const struct questionnaire **out, struct fault *fault)
{
    bool is_made = true;
    pthread_mutex_lock(&lore->lock);
    if (lore->guide == NULL) {
        struct arena_mark mark = arena_mark(lore->arena);
        struct questionnaire *made = arena_new(lore->arena, struct questionnaire);
        is_made = questionnaire_open(lore->arena, city_pack(lore->city), lore->day, made, fault);
        if (is_made) {
            lore->guide = made;
        } else {
            arena_rewind(lore->arena, mark);
        }
    }
    *out = lore->guide;
    pthread_mutex_unlock(&lore->lock);
    return is_made;
}

/* -- keeping -- */

static struct lore *open_lore(const struct view_run *run)
{
    struct lore *lore = calloc(1, sizeof *lore);
    ensure(lore != NULL);
    lore->holders = 1;
    lore->arena = arena_open(SOFT, HARD);
    lore->city = city_keep(run->city);
    lore->day = run->today;
    pthread_mutex_init(&lore->lock, NULL);
    return lore;
}

struct lore *lore_take(const struct view_run *run)
{
    struct lore *old = NULL;
    pthread_mutex_lock(&lock);
    if (kept == NULL || kept->city != run->city || kept->day != run->today) {
        old = kept;
        kept = open_lore(run);
    }
    struct lore *lore = kept;
    atomic_fetch_add(&lore->holders, 1);
    pthread_mutex_unlock(&lock);
    lore_give(old);
    return lore;
}

void lore_give(struct lore *lore)
{
    if (lore != NULL && atomic_fetch_sub(&lore->holders, 1) == 1) {
        pthread_mutex_destroy(&lore->lock);
        city_give(lore->city);
        arena_close(lore->arena);
        free(lore);
    }
}

void lore_forget(void)
{
    pthread_mutex_lock(&lock);
    struct lore *old = kept;
    kept = NULL;
    pthread_mutex_unlock(&lock);
    lore_give(old);
}
