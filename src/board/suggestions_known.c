#include "board/suggestions_known.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"
#include "ground/account/account_store.h"

#define SOFT ((size_t)16 << 20)
#define HARD ((size_t)64 << 20)

struct loaded {
    struct suggestions_known known; /* the first member: what is handed out */
    atomic_int holders;
    struct arena *arena;
    const struct city *city; /* of the database it was read from */
    int64_t size;            /* of the ledger when it was read */
    int64_t through;         /* nothing of it has changed up to that size */
};

/* Entries that change what is kept. */
static const char *const told_by[] = {"account.", "meeting.", NULL};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct loaded *kept;

static void let_go(struct loaded *loaded)
{
    if (loaded != NULL && atomic_fetch_sub(&loaded->holders, 1) == 1) {
        city_give(loaded->city);
        arena_close(loaded->arena);
        free(loaded);
    }
}

void suggestions_known_give(const struct suggestions_known *known)
{
    let_go((struct loaded *)(uintptr_t)known);
}

static void keep(struct loaded *loaded)
{
    pthread_mutex_lock(&lock);
    struct loaded *old = kept;
    kept = loaded;
    if (loaded != NULL) {
        atomic_fetch_add(&loaded->holders, 1);
    }
    pthread_mutex_unlock(&lock);
    let_go(old);
}

void suggestions_known_forget(void)
{
    keep(NULL);
}

/* What is kept, held, with how far it is known to hold; NULL: nothing of this city. */
static struct loaded *find_kept(const struct view_run *run, int64_t *through)
{
    pthread_mutex_lock(&lock);
    struct loaded *found = kept != NULL && kept->city == run->city ? kept : NULL;
    if (found != NULL) {
        atomic_fetch_add(&found->holders, 1);
        *through = found->through;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void holds_through(struct loaded *loaded, int64_t size)
{
    pthread_mutex_lock(&lock);
    loaded->through = size > loaded->through ? size : loaded->through;
    pthread_mutex_unlock(&lock);
}

static bool read_people(struct loaded *into, struct store *store, struct fault *fault)
{
    struct colleagues all;
    if (!account_colleagues(into->arena, store, TEXT_NONE, &all, fault)) {
        return false;
    }
    into->known.people = arena_array(into->arena, struct suggestions_person, all.count + 1);
    for (; into->known.person_count < all.count; into->known.person_count++) {
        const struct colleague *one = &all.items[into->known.person_count];
        into->known.people[into->known.person_count] = (struct suggestions_person){
            suggest_name(into->arena, one->name), one->account, one->name, one->role};
    }
    return true;
}

static struct loaded *load(const struct view_run *run, int64_t size, struct fault *fault)
{
    struct loaded *loaded = calloc(1, sizeof *loaded);
    ensure(loaded != NULL);
    loaded->holders = 1;
    loaded->arena = arena_open(SOFT, HARD);
    loaded->city = city_keep(run->city);
    loaded->size = size;
    loaded->through = size;
    if (!read_people(loaded, run->store, fault) ||
        !suggestions_read_meetings(loaded->arena, run->store, &loaded->known, fault)) {
        let_go(loaded);
        return NULL;
    }
    return loaded;
}

/* Whoever reads as of before it was read (another reader, a standby) has it read for himself. */
bool suggestions_known_take(const struct view_run *run, const struct suggestions_known **out,
                            struct fault *fault)
{
    struct progress now;
    int64_t through = 0;
    if (!reader_progress(run->store, &now, fault)) {
        return false;
    }
    struct loaded *old = find_kept(run, &through);
    bool is_old = old == NULL || now.size < old->size;
    if (!is_old && now.size > through) {
        if (!reader_has_news(run->store, through, told_by, &is_old, fault)) {
            let_go(old);
            return false;
        }
        if (!is_old) {
            holds_through(old, now.size);
        }
    }
    if (!is_old) {
        *out = &old->known;
        return true;
    }
    bool is_newest = old == NULL || now.size >= old->size;
    let_go(old);
    struct loaded *loaded = load(run, now.size, fault);
    if (loaded == NULL) {
        return false;
    }
    if (is_newest) {
        keep(loaded);
    }
    *out = &loaded->known;
    return true;
}
