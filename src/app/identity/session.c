#include "app/identity/session.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/identity/password.h"
#include "base/arena.h"

#define BUCKETS 1024 /* a power of two */

struct entry {
    struct entry *next;
    char hash[65];
    char csrf[64];
    char name[192];
    char org[96];
    char district[8];
    struct actor actor; /* its texts point into this entry */
    bool by_token;
    bool has_second_factor;
    int64_t expires_at;
    int64_t seen_at; /* atomic: touched by readers */
};

struct sessions {
    pthread_rwlock_t lock;
    struct entry *buckets[BUCKETS];
};

/* One row a session or token, with the post it acts in. A disabled account has none. */
#define LIVE_COLUMNS                                                                               \
    "s.token_hash, s.csrf, s.opened_at, 0, a.id, c.name, p.id, p.role, p.org, p.district, "        \
    "p.project, (select count(*) from second_factor f where f.account=a.id and f.confirmed_at>0)"
#define TOKEN_COLUMNS                                                                              \
    "s.token_hash, '', s.made_at, s.expires_at, a.id, c.name, p.id, p.role, p.org, p.district, "   \
    "p.project, 0"
#define LIVE_JOIN                                                                                  \
    " join account a on a.id=s.account and a.disabled=0 join account_secret c on c.account=a.id"   \
    " join account_post p on p.id=s.post and p.account=a.id and p.ended=0"

static const struct statement session_live = {"session_live",
                                              "select " LIVE_COLUMNS " from session s" LIVE_JOIN
                                              " where ($1=0 or s.account=$1) and s.opened_at>$2"};
static const struct statement token_live = {"token_live",
                                            "select " TOKEN_COLUMNS " from api_token s" LIVE_JOIN
                                            " where ($1=0 or s.account=$1) and s.expires_at>$2"};
static const struct statement session_by_hash = {"session_by_hash",
                                                 "select " LIVE_COLUMNS " from session s" LIVE_JOIN
                                                 " where s.token_hash=$1 and s.opened_at>$2"};
static const struct statement token_by_hash = {"token_by_hash",
                                               "select " TOKEN_COLUMNS " from api_token s" LIVE_JOIN
                                               " where s.token_hash=$1 and s.expires_at>$2"};
static const struct statement session_add = {
    "session_add",
    "insert into session(token_hash, account, post, csrf, opened_at) values($1,$2,$3,$4,$5)"};
static const struct statement session_end = {"session_end",
                                             "delete from session where token_hash=$1"};
static const struct statement session_move = {"session_move",
                                              "update session set post=$2 where token_hash=$1"};
static const struct statement session_end_all = {
    "session_end_all", "delete from session where account=$1 and token_hash<>$2"};
static const struct statement session_prune = {"session_prune",
                                               "delete from session where opened_at<=$1"};

const struct statement *const session_statements[] = {
    &session_live, &token_live,   &session_by_hash, &token_by_hash, &session_add,
    &session_end,  &session_move, &session_end_all, &session_prune};
const size_t session_statement_count = COUNT_OF(session_statements);

static struct entry **bucket_of(struct sessions *sessions, struct text hash)
{
    return &sessions->buckets[text_hash(hash) & (BUCKETS - 1)];
}

static struct text keep(char *out, size_t size, struct text text)
{
    size_t len = text.len < size - 1 ? text.len : size - 1;
    memcpy(out, text.at, len);
    out[len] = '\0';
    return (struct text){out, len};
}

static struct entry *entry_from(struct arena *arena, const struct store_rows *rows, bool by_token,
                                int64_t now)
{
    struct entry *entry = calloc(1, sizeof *entry);
    ensure(entry != NULL);
    keep(entry->hash, sizeof entry->hash, store_text(arena, rows, 0));
    keep(entry->csrf, sizeof entry->csrf, store_text(arena, rows, 1));
    entry->by_token = by_token;
    entry->expires_at = by_token ? store_int(rows, 3) : store_int(rows, 2) + SESSION_LIFE_MS;
    entry->has_second_factor = store_int(rows, 11) > 0;
    entry->seen_at = now;
    entry->actor = (struct actor){
        .account = store_int(rows, 4),
        .name = keep(entry->name, sizeof entry->name, store_text(arena, rows, 5)),
        .post = store_int(rows, 6),
        .role = role_from_name(store_text(arena, rows, 7)),
        .org = keep(entry->org, sizeof entry->org, store_text(arena, rows, 8)),
        .district = keep(entry->district, sizeof entry->district, store_text(arena, rows, 9)),
        .project = store_int(rows, 10),
    };
    return entry;
}

static void remove_account(struct sessions *sessions, int64_t account)
{
    for (size_t i = 0; i < BUCKETS; i++) {
        struct entry **link = &sessions->buckets[i];
        while (*link != NULL) {
            struct entry *entry = *link;
            if (account == 0 || entry->actor.account == account) {
                *link = entry->next;
                free(entry);
            } else {
                link = &entry->next;
            }
        }
    }
}

struct load {
    struct arena *arena;
    struct entry *list;
    int64_t now;
};

static bool load_list(struct store *store, const struct statement *statement, struct cell whose,
                      struct load *load, struct fault *fault)
{
    bool by_token = statement == &token_live || statement == &token_by_hash;
    int64_t since = by_token ? load->now : load->now - SESSION_LIFE_MS;
    struct store_rows rows;
    if (!store_query(store, statement, CELLS(whose, cell_int(since)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct entry *entry = entry_from(load->arena, &rows, by_token, load->now);
        entry->next = load->list;
        load->list = entry;
    }
    return store_done(&rows, fault);
}

/* What was seen lately keeps its idle time over a reload. */
static void carry_seen(struct sessions *sessions, struct entry *entry)
{
    for (struct entry *old = *bucket_of(sessions, text_of(entry->hash)); old != NULL;
         old = old->next) {
        if (strcmp(old->hash, entry->hash) == 0) {
            entry->seen_at = __atomic_load_n(&old->seen_at, __ATOMIC_RELAXED);
        }
    }
}

bool sessions_reload(struct sessions *sessions, struct store *store, int64_t account, int64_t now,
                     struct fault *fault)
{
    struct load load = {arena_open(1 << 20, (size_t)1 << 30), NULL, now};
    bool read = load_list(store, &session_live, cell_int(account), &load, fault) &&
                load_list(store, &token_live, cell_int(account), &load, fault);
    pthread_rwlock_wrlock(&sessions->lock);
    for (struct entry *entry = load.list; entry != NULL; entry = entry->next) {
        carry_seen(sessions, entry);
    }
    remove_account(sessions, account);
    while (load.list != NULL) {
        struct entry *entry = load.list;
        load.list = entry->next;
        struct entry **bucket = bucket_of(sessions, text_of(entry->hash));
        entry->next = *bucket;
        *bucket = entry;
    }
    pthread_rwlock_unlock(&sessions->lock);
    arena_close(load.arena);
    return read;
}

static bool is_known(struct sessions *sessions, const char *hash)
{
    struct entry *entry = *bucket_of(sessions, text_of(hash));
    while (entry != NULL && strcmp(entry->hash, hash) != 0) {
        entry = entry->next;
    }
    return entry != NULL;
}

bool sessions_fetch(struct sessions *sessions, struct store *store, struct text token, int64_t now,
                    struct fault *fault)
{
    struct load load = {arena_open(1 << 16, 1 << 22), NULL, now};
    struct cell hash = cell_text(token_hash(load.arena, token));
    bool read = load_list(store, &session_by_hash, hash, &load, fault) &&
                (load.list != NULL || load_list(store, &token_by_hash, hash, &load, fault));
    struct entry *found = load.list; /* hashes are unique: one, or none */
    pthread_rwlock_wrlock(&sessions->lock);
    if (found != NULL && !is_known(sessions, found->hash)) {
        struct entry **bucket = bucket_of(sessions, text_of(found->hash));
        found->next = *bucket;
        *bucket = found;
        found = NULL;
    }
    pthread_rwlock_unlock(&sessions->lock);
    free(found);
    arena_close(load.arena);
    return read;
}

bool sessions_tell(struct store *store, int64_t account, struct fault *fault)
{
    char words[48];
    snprintf(words, sizeof words, "session %lld", (long long)account);
    return store_notify(store, text_of(words), fault);
}

bool sessions_open(struct store *store, int64_t now, struct sessions **out, struct fault *fault)
{
    struct sessions *sessions = calloc(1, sizeof *sessions);
    ensure(sessions != NULL);
    pthread_rwlock_init(&sessions->lock, NULL);
    if (!sessions_reload(sessions, store, 0, now, fault)) {
        sessions_close(sessions);
        return false;
    }
    *out = sessions;
    return true;
}

void sessions_close(struct sessions *sessions)
{
    if (sessions == NULL) {
        return;
    }
    remove_account(sessions, 0);
    pthread_rwlock_destroy(&sessions->lock);
    free(sessions);
}

static bool is_over(const struct entry *entry, int64_t now)
{
    int64_t seen = __atomic_load_n(&entry->seen_at, __ATOMIC_RELAXED);
    return now >= entry->expires_at || (!entry->by_token && now - seen > SESSION_IDLE_MS);
}

static void copy_out(struct arena *arena, const struct entry *entry, struct session *out)
{
    out->actor = entry->actor;
    out->actor.name = text_copy(arena, entry->actor.name);
    out->actor.org = text_copy(arena, entry->actor.org);
    out->actor.district = text_copy(arena, entry->actor.district);
    out->csrf = text_copy(arena, text_of(entry->csrf));
    out->by_token = entry->by_token;
    out->has_second_factor = entry->has_second_factor;
    out->expires_at = entry->expires_at;
}

bool sessions_find(struct sessions *sessions, struct arena *arena, struct text token, int64_t now,
                   struct session *out)
{
    if (token.len == 0 || token.len > 128) {
        return false;
    }
    struct text hash = token_hash(arena, token);
    bool found = false;
    pthread_rwlock_rdlock(&sessions->lock);
    for (struct entry *entry = *bucket_of(sessions, hash); entry != NULL; entry = entry->next) {
        if (memcmp(entry->hash, hash.at, hash.len) == 0 && !is_over(entry, now)) {
            __atomic_store_n(&entry->seen_at, now, __ATOMIC_RELAXED);
            copy_out(arena, entry, out);
            found = true;
            break;
        }
    }
    pthread_rwlock_unlock(&sessions->lock);
    return found;
}

bool sessions_is_live(struct sessions *sessions, struct text hash, int64_t post, int64_t now)
{
    bool live = false;
    pthread_rwlock_rdlock(&sessions->lock);
    for (struct entry *entry = *bucket_of(sessions, hash); entry != NULL && !live;
         entry = entry->next) {
        live = text_is(hash, entry->hash) && entry->actor.post == post && !is_over(entry, now);
    }
    pthread_rwlock_unlock(&sessions->lock);
    return live;
}

bool session_insert(struct store *store, const struct session_row *row, struct fault *fault)
{
    return store_run(store, &session_prune, CELLS(cell_int(row->opened_at - SESSION_LIFE_MS)),
                     fault) &&
           store_run(store, &session_add,
                     CELLS(cell_text(row->token_hash), cell_int(row->account), cell_int(row->post),
                           cell_text(row->csrf), cell_int(row->opened_at)),
                     fault);
}

bool session_delete(struct store *store, struct text token_hash, struct fault *fault)
{
    return store_run(store, &session_end, CELLS(cell_text(token_hash)), fault);
}

bool session_set_post(struct store *store, struct text token_hash, int64_t post,
                      struct fault *fault)
{
    return store_run(store, &session_move, CELLS(cell_text(token_hash), cell_int(post)), fault);
}

bool session_delete_account(struct store *store, int64_t account, struct text kept,
                            struct fault *fault)
{
    return store_run(store, &session_end_all, CELLS(cell_int(account), cell_text(kept)), fault);
}
