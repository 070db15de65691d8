#include "app/viewer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/city.h"
#include "app/reader.h"
#include "base/arena.h"

#define SLOTS 4096 /* a power of two */
#define SHARDS 16
#define ANSWER_MAX ((size_t)1 << 20) /* larger answers are not worth their place */

struct answer_entry {
    atomic_int holders; /* the slot is one of them */
    uint64_t generation;
    size_t key_len;
    size_t json_len;
    char bytes[]; /* key, then JSON */
};

struct viewer {
    _Atomic uint64_t generation; /* of what is kept; older answers go when room is needed */
    _Atomic uint64_t newest;     /* on a shared database: the one last asked for */
    _Atomic size_t bytes;
    size_t bytes_max;
    _Atomic uint64_t swept; /* the generation for which old answers were thrown out */
    pthread_mutex_t locks[SHARDS];
    struct answer_entry *slots[SLOTS];
};

struct viewer *viewer_open(size_t bytes_max)
{
    struct viewer *viewer = calloc(1, sizeof *viewer);
    ensure(viewer != NULL);
    viewer->bytes_max = bytes_max;
    viewer->generation = 1;
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_init(&viewer->locks[i], NULL);
    }
    return viewer;
}

void viewer_release(void *held)
{
    struct answer_entry *entry = held;
    if (entry != NULL && atomic_fetch_sub(&entry->holders, 1) == 1) {
        free(entry);
    }
}

void viewer_close(struct viewer *viewer)
{
    if (viewer == NULL) {
        return;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        viewer_release(viewer->slots[i]);
    }
    for (int i = 0; i < SHARDS; i++) {
        pthread_mutex_destroy(&viewer->locks[i]);
    }
    free(viewer);
}

void viewer_forget(struct viewer *viewer)
{
    atomic_fetch_add(&viewer->generation, 1);
}

static struct text key_of(const struct view_question *question)
{
    const struct view_run *run = question->run;
    struct text target = question->target;
    bool shared = (question->kind->flags & VIEW_SAME_FOR_ALL) != 0;
    struct buffer key = buffer_open(run->arena, target.len + 96);
    buffer_add(&key, target);
    buffer_add_char(&key, '\n');
    buffer_add_int(&key, shared ? 0 : run->actor->post);
    buffer_add_char(&key, '\n');
    buffer_add_int(&key, run->today);
    buffer_add_char(&key, '\n');
    buffer_add_int(&key, run->city == NULL ? 0 : city_serial(run->city));
    buffer_add_char(&key, run->actor->language == LANGUAGE_ZH ? 'z' : 'e');
    return buffer_text(&key);
}

static bool fits(const struct answer_entry *entry, struct text key, uint64_t generation)
{
    return entry != NULL && entry->generation == generation && entry->key_len == key.len &&
           memcmp(entry->bytes, key.at, key.len) == 0;
}

static bool look_up(struct viewer *viewer, struct text key, uint64_t generation, struct viewed *out)
{
    uint64_t slot = text_hash(key) & (SLOTS - 1);
    pthread_mutex_t *lock = &viewer->locks[slot % SHARDS];
    pthread_mutex_lock(lock);
    struct answer_entry *entry = viewer->slots[slot];
    bool found = fits(entry, key, generation);
    if (found) {
        atomic_fetch_add(&entry->holders, 1);
        *out = (struct viewed){{entry->bytes + entry->key_len, entry->json_len}, entry};
    }
    pthread_mutex_unlock(lock);
    return found;
}

/* Drops what a commit has made old. Full of what is still true, the cache drops everything: what is
 * asked for most comes back at once. */
static void make_room(struct viewer *viewer)
{
    uint64_t generation = atomic_load(&viewer->generation);
    bool found_old = false;
    for (int pass = 0; pass < 2 && !found_old; pass++) {
        for (size_t i = 0; i < SLOTS; i++) {
            pthread_mutex_t *lock = &viewer->locks[i % SHARDS];
            pthread_mutex_lock(lock);
            struct answer_entry *entry = viewer->slots[i];
            bool goes = entry != NULL && (pass == 1 || entry->generation != generation);
            viewer->slots[i] = goes ? NULL : entry;
            pthread_mutex_unlock(lock);
            if (goes) {
                found_old = true;
                atomic_fetch_sub(&viewer->bytes, sizeof *entry + entry->key_len + entry->json_len);
                viewer_release(entry);
            }
        }
    }
}

/* Throws out what is older than the newest commit. */
static void sweep(struct viewer *viewer, uint64_t generation)
{
    for (size_t slot = 0; slot < SLOTS; slot++) {
        pthread_mutex_t *lock = &viewer->locks[slot % SHARDS];
        pthread_mutex_lock(lock);
        struct answer_entry *old = viewer->slots[slot];
        bool is_old = old != NULL && old->generation != generation;
        if (is_old) {
            viewer->slots[slot] = NULL;
            atomic_fetch_sub(&viewer->bytes, sizeof *old + old->key_len + old->json_len);
        }
        pthread_mutex_unlock(lock);
        viewer_release(is_old ? old : NULL);
    }
}

/* A full cache is swept at most once a commit: else it would stay full of old answers for good. */
static bool has_room(struct viewer *viewer, size_t size)
{
    uint64_t generation = atomic_load(&viewer->generation);
    if (atomic_load(&viewer->bytes) + size > viewer->bytes_max &&
        atomic_exchange(&viewer->swept, generation) != generation) {
        sweep(viewer, generation);
    }
    return atomic_load(&viewer->bytes) + size <= viewer->bytes_max;
}

static void keep(struct viewer *viewer, struct text key, struct text json, uint64_t generation)
{
    size_t size = sizeof(struct answer_entry) + key.len + json.len;
    if (json.len <= ANSWER_MAX && atomic_load(&viewer->bytes) + size > viewer->bytes_max) {
        make_room(viewer);
    }
    if (json.len > ANSWER_MAX || !has_room(viewer, size)) {
        return;
    }
    struct answer_entry *entry = malloc(size);
    if (entry == NULL) {
        return; /* a cache may do without */
    }
    entry->holders = 1;
    entry->generation = generation;
    entry->key_len = key.len;
    entry->json_len = json.len;
    memcpy(entry->bytes, key.at, key.len);
    memcpy(entry->bytes + key.len, json.at, json.len);
    uint64_t slot = text_hash(key) & (SLOTS - 1);
    pthread_mutex_t *lock = &viewer->locks[slot % SHARDS];
    pthread_mutex_lock(lock);
    struct answer_entry *old = viewer->slots[slot];
    viewer->slots[slot] = entry;
    pthread_mutex_unlock(lock);
    atomic_fetch_add(&viewer->bytes, size);
    if (old != NULL) {
        atomic_fetch_sub(&viewer->bytes, sizeof *old + old->key_len + old->json_len);
        viewer_release(old);
    }
}

/* What a cached answer must be of. Where other nodes commit too, their commits count from the
 * moment they are acknowledged: the database is asked how far it is, which is one row. */
static bool generation_of(struct viewer *viewer, struct store *store, uint64_t *out,
                          struct fault *fault)
{
    struct progress progress;
    if (store == NULL || !store_is_shared(store)) { /* nobody else commits */
        *out = atomic_load(&viewer->generation);
        return true;
    }
    if (!reader_progress(store, &progress, fault)) {
        return false;
    }
    *out = (uint64_t)progress.size << 24 ^ (uint64_t)progress.heads;
    if (atomic_exchange(&viewer->newest, *out) != *out) {
        atomic_store(&viewer->generation, *out);
    }
    return true;
}

bool viewer_answer(struct viewer *viewer, const struct view_question *question, struct viewed *out,
                   struct fault *fault)
{
    const struct view_kind *kind = question->kind;
    const struct view_run *run = question->run;
    bool cached = (kind->flags & VIEW_UNCACHED) == 0;
    struct text key = cached ? key_of(question) : TEXT_NONE;
    uint64_t generation = 0;
    /* Read before the tables are: a commit in between makes the entry old, never wrong. */
    if (cached && !generation_of(viewer, run->store, &generation, fault)) {
        return false;
    }
    if (cached && look_up(viewer, key, generation, out)) {
        return true;
    }
    struct buffer buffer = buffer_open(run->arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    if (!kind->answer(run, &json, fault)) {
        return false;
    }
    ensure(json.depth == 0);
    *out = (struct viewed){buffer_text(&buffer), NULL};
    if (cached) {
        keep(viewer, key, out->json, generation);
    }
    return true;
}
