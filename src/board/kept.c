#include "board/kept.h"

#include <stdlib.h>

#include "app/access.h"
#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"

void kept_give(struct kept *kept)
{
    if (kept != NULL && atomic_fetch_sub(&kept->holders, 1) == 1) {
        city_give(kept->city);
        arena_close(kept->arena);
        free((char *)kept - kept->shelf->kind->kept_at);
    }
}

/* Held; or NULL. */
static struct kept *find(struct kept_shelf *shelf, const struct view_run *run,
                         const struct scope *scope)
{
    struct kept *found = NULL;
    pthread_mutex_lock(&shelf->lock);
    for (int i = 0; i < shelf->kind->places && found == NULL; i++) {
        struct kept *one = shelf->items[i];
        if (one != NULL && one->city == run->city &&
            (!shelf->kind->is_of_day || one->today == run->today) &&
            access_scope_is(&one->scope, scope)) {
            found = one;
            found->used = ++shelf->uses;
            atomic_fetch_add(&found->holders, 1);
        }
    }
    pthread_mutex_unlock(&shelf->lock);
    return found;
}

static void put(struct kept_shelf *shelf, struct kept *kept)
{
    int at = 0;
    pthread_mutex_lock(&shelf->lock);
    for (int i = 0; i < shelf->kind->places; i++) {
        const struct kept *one = shelf->items[i];
        if (one == NULL || access_scope_is(&one->scope, &kept->scope)) {
            at = i;
            break;
        }
        at = one->used < shelf->items[at]->used ? i : at;
    }
    struct kept *out = shelf->items[at];
    shelf->items[at] = kept;
    kept->used = ++shelf->uses;
    atomic_fetch_add(&kept->holders, 1);
    pthread_mutex_unlock(&shelf->lock);
    kept_give(out);
}

void kept_forget(struct kept_shelf *shelf)
{
    for (int i = 0; i < shelf->kind->places; i++) {
        pthread_mutex_lock(&shelf->lock);
        struct kept *out = shelf->items[i];
        shelf->items[i] = NULL;
        pthread_mutex_unlock(&shelf->lock);
        kept_give(out);
    }
}

static struct kept *make(const struct kept_shelf *shelf, const struct view_run *run,
                         const struct scope *scope, int64_t size)
{
    char *whole = calloc(1, shelf->kind->whole);
    ensure(whole != NULL);
    struct kept *kept = (struct kept *)(void *)(whole + shelf->kind->kept_at);
    kept->shelf = shelf;
    kept->arena = arena_open(shelf->kind->soft, shelf->kind->hard);
    kept->holders = 1;
    kept->city = city_keep(run->city); /* its calendar is in what is loaded */
    kept->today = run->today;
    kept->size = size;
    kept->scope = *scope;
    kept->scope.org_or_district = text_copy(kept->arena, scope->org_or_district);
    kept->scope.district = text_copy(kept->arena, scope->district);
    return kept;
}

bool kept_take(struct kept_shelf *shelf, const struct view_run *run, struct kept **out,
               struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct progress progress;
    if (!reader_progress(run->store, &progress, fault)) {
        return false;
    }
    struct kept *old = find(shelf, run, &scope);
    if (old != NULL && old->size == progress.size) {
        *out = old;
        return true;
    }
    struct kept *made = make(shelf, run, &scope, progress.size);
    bool fine = shelf->kind->load(run, made, old, fault);
    kept_give(old);
    if (!fine) {
        kept_give(made);
        return false;
    }
    put(shelf, made);
    *out = made;
    return true;
}
