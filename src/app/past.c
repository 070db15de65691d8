#include "app/past.h"

#include "app/city.h"
#include "app/rebuild.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "pack/pack.h"
#include "store/migrate.h"

#define ENTRY_MEMORY ((size_t)16 << 20)

static const struct statement past_entry = {
    "past_entry",
    "select seq, recorded_at from ledger_event where seq <= $1 order by seq desc limit 1"};
static const struct statement past_count = {
    "past_count", "select count(*) from (select 1 from ledger_event where project_id in (0, $1)"
                  " and seq <= $2 limit $3) counted"};
static const struct statement past_names = {
    "past_names", "select account, name from account_secret order by account limit 10000"};
static const struct statement past_name_insert = {
    "past_name_insert",
    "insert into account_secret(account, login, name, password, failures, locks, locked_until,"
    " changed_at) values($1,$2,$3,'',0,0,0,0)"};

const struct statement *const past_statements[] = {&past_entry, &past_count, &past_names,
                                                   &past_name_insert};
const size_t past_statement_count = COUNT_OF(past_statements);

/* -- which moment -- */

static bool refuse(struct fault *fault)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("as_of"), FAULT_ARGS(TEXT("as_of")));
}

/* The entry of that number, or the last one before it; size 0: there is none. */
static bool read_entry(struct store *live, int64_t seq, struct past_moment *out,
                       struct fault *fault)
{
    struct store_rows rows;
    *out = (struct past_moment){0, 0};
    if (!store_query(live, &past_entry, CELLS(cell_int(seq)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct past_moment){store_int(&rows, 0), store_int(&rows, 1)};
    }
    return store_done(&rows, fault);
}

/* The last entry that was written before `end`: by halves, since they are written in order. */
static bool last_before(struct store *live, int64_t end, struct past_moment *out,
                        struct fault *fault)
{
    struct past_moment one;
    if (!read_entry(live, INT64_MAX, &one, fault)) {
        return false;
    }
    int64_t low = 0;
    int64_t high = one.size;
    *out = (struct past_moment){0, 0};
    while (low < high) {
        int64_t middle = low + (high - low + 1) / 2;
        if (!read_entry(live, middle, &one, fault)) {
            return false;
        }
        bool is_before = one.size > 0 && one.at < end;
        low = is_before ? middle : low;
        high = is_before ? high : middle - 1;
        *out = is_before ? one : *out;
    }
    return true;
}

bool past_find(struct store *live, const struct past_asked *asked, struct past_moment *out,
               struct fault *fault)
{
    int offset = city_pack(asked->city)->utc_offset_minutes;
    struct past_moment found;
    civil_date day;
    int64_t size = 0;
    if (civil_date_parse(asked->moment, &day)) {
        int64_t end = civil_date_instant(day + 1, offset);
        int64_t at = end > asked->now ? asked->now : end - 1;
        if (civil_date_instant(day, offset) > asked->now) {
            return refuse(fault);
        }
        if (!last_before(live, end, &found, fault)) {
            return false;
        }
        found.at = at;
    } else if (!text_to_int(asked->moment, &size) || size < 1) {
        return refuse(fault);
    } else if (!read_entry(live, size, &found, fault)) {
        return false;
    } else if (found.size != size) {
        return refuse(fault);
    }
    if (found.size == 0) {
        return refuse(fault);
    }
    *out = found;
    return true;
}

/* -- recording it -- */

static bool copy_names(struct arena *arena, const struct past_source *from, struct store *into,
                       struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(from->live, &past_names, NO_CELLS, &rows, fault)) {
        return false;
    }
    bool fine = true;
    while (fine && store_next(&rows)) {
        struct arena_mark mark = arena_mark(arena);
        int64_t account = store_int(&rows, 0);
        struct text login = text_format(arena, "%lld", (long long)account);
        fine = store_run(
            into, &past_name_insert,
            CELLS(cell_int(account), cell_text(login), cell_text(store_text(arena, &rows, 1))),
            fault);
        arena_rewind(arena, mark);
    }
    return store_done(&rows, fault) && fine;
}

/* Counted first, and no further than matters: nothing is begun that cannot be ended. */
static bool is_short_enough(const struct past_source *from, const struct past_moment *moment,
                            struct fault *fault)
{
    int64_t count = 0;
    return store_query_int(from->live, &past_count,
                           CELLS(cell_int(from->project), cell_int(moment->size),
                                 cell_int(PAST_ENTRIES_MAX + 1)),
                           &count, fault) &&
           (count <= PAST_ENTRIES_MAX ||
            fault_raise(fault, FAULT_PAST_TOO_LONG, TEXT_NONE, FAULT_NO_ARGS));
}

static bool record_all(struct arena *arena, const struct past_source *from,
                       const struct past_moment *moment, struct store *into, struct fault *fault)
{
    const struct ledger_part part = {from->project, moment->size, PAST_ENTRIES_MAX};
    struct ledger_cursor cursor;
    struct ledger_entry entry;
    bool fine = true;
    if (!ledger_read_part(from->live, &part, &cursor, fault)) {
        return false;
    }
    struct arena_mark mark = arena_mark(arena);
    while (fine && ledger_next(arena, &cursor, &entry)) {
        fine = ledger_copy(into, &entry, fault) &&
               rebuild_entry(arena, into, from->registry, &entry, fault);
        arena_rewind(arena, mark);
    }
    return ledger_done(&cursor, fault) && fine;
}

static bool record(struct arena *arena, const struct past_source *from,
                   const struct past_moment *moment, struct store *into, struct fault *fault)
{
    return store_migrate(into, store_facts, fault) && store_begin_write(into, fault) &&
           rebuild_create(into, register_house(from->registry), fault) &&
           copy_names(arena, from, into, fault) && record_all(arena, from, moment, into, fault) &&
           store_commit(into, fault);
}

bool past_record(const struct past_source *from, const struct past_moment *moment,
                 struct store **out, struct fault *fault)
{
    struct store_options memory = {.path = TEXT(":memory:"), .cache_kib = 2048};
    struct store *store = NULL;
    if (!is_short_enough(from, moment, fault) || !store_open(&memory, &store, fault)) {
        return false;
    }
    struct arena *arena = arena_open(ENTRY_MEMORY, 4 * ENTRY_MEMORY);
    bool fine = record(arena, from, moment, store, fault);
    arena_close(arena);
    if (!fine) {
        store_close(store);
        return false;
    }
    *out = store;
    return true;
}
