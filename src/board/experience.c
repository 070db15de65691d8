#include "board/experience.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/name_table.h"
#include "pack/pack.h"

#define SOFT ((size_t)64 << 20)
#define HARD ((size_t)256 << 20)
#define NAMES 1024 /* of units, of directions */
#define LAWS 1024  /* slots; half of them are filled at most */

static const struct statement chance_cases = {
    "chance_cases", "select a.code, a.org, p.direction, a.accepted_on, a.decided_on,"
                    " coalesce(a.closed_on, a.decided_on), a.special_on,"
                    " a.special_noticed_on, a.special_ended_on"
                    " from (select * from application order by id desc limit 20000) a"
                    " join project p on p.id=a.project"
                    " where a.accepted_on is not null and a.accepted_on<$1 order by a.id desc"};
const struct statement *const chance_statements[] = {&chance_cases};
const size_t chance_statement_count = COUNT_OF(chance_statements);

struct names {
    struct name_table table;
    uint32_t count;
};

struct kept_law {
    bool is_used;
    struct duration_key key;
    struct experience_law law;
};

struct experience {
    atomic_int holders;
    struct arena *arena;
    const struct city *city;
    civil_date day;
    struct names items, orgs, directions;
    const struct durations *durations;
    uint32_t cases;
    pthread_mutex_t lock; /* of all below, and of the arena */
    struct kept_law *laws;
    uint32_t law_count;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct experience *kept;

/* -- numbers for names -- */

static uint32_t number_of(struct arena *arena, struct names *names, struct text name)
{
    uint32_t number = DURATION_ANY;
    if (name.len == 0 || name_table_find(&names->table, name, &number)) {
        return number;
    }
    if (names->count == NAMES) {
        return DURATION_ANY;
    }
    name_table_put(&names->table, text_copy(arena, name), names->count);
    return names->count++;
}

static uint32_t known_number(const struct names *names, struct text name)
{
    uint32_t number = DURATION_ANY;
    return name_table_find(&names->table, name, &number) ? number : DURATION_ANY;
}

static uint32_t season_of(civil_date day)
{
    return (uint32_t)(civil_date_parts(day).month - 1) / 3;
}

/* -- the cases -- */

struct dates {
    civil_date accepted, decided, closed, special, noticed, special_ended;
};

/* Working days after `from` up to `to`; never negative. */
static int32_t days_between(const struct city *city, civil_date from, civil_date to)
{
    int64_t days = to < from ? 0 : city_working_days(city, from, to);
    return days > SPREAD_DAYS_MAX ? SPREAD_DAYS_MAX : (int32_t)days;
}

/* False: it says nothing. What happened on `day` or later is not known yet. */
static bool read_case(const struct experience *experience, const struct dates *dates,
                      struct duration_case *out)
{
    const struct city *city = experience->city;
    civil_date last = experience->day - 1;
    bool ended = dates->decided != CIVIL_DATE_NONE && dates->decided <= last;
    bool left = !ended && dates->closed != CIVIL_DATE_NONE && dates->closed <= last;
    civil_date end = ended ? dates->decided : left ? dates->closed : last;
    bool stops = dates->special != CIVIL_DATE_NONE && dates->noticed != CIVIL_DATE_NONE &&
                 dates->special <= end;
    bool stands = stops && (dates->special_ended == CIVIL_DATE_NONE || dates->special_ended > end);
    if (end < dates->accepted) {
        return false;
    }
    out->stop = stands ? DURATION_STOPPED : stops ? DURATION_RESUMED : DURATION_NOT_STOPPED;
    out->stop_days =
        stops ? days_between(city, dates->special, stands ? end : dates->special_ended) : 0;
    int32_t days = days_between(city, dates->accepted, end) - out->stop_days;
    out->clock = (struct survival_case){days > 0 ? days : 0, ended};
    return true;
}

static bool read_row(struct experience *experience, const struct store_rows *rows,
                     struct duration_case *out)
{
    struct dates dates = {store_date(rows, 3), store_date(rows, 4), store_date(rows, 5),
                          store_date(rows, 6), store_date(rows, 7), store_date(rows, 8)};
    uint32_t item = known_number(&experience->items, store_cell(rows, 0).text);
    if (item == DURATION_ANY || !read_case(experience, &dates, out)) {
        return false;
    }
    struct arena *arena = experience->arena;
    out->key = (struct duration_key){
        .item = item,
        .org = number_of(arena, &experience->orgs, store_cell(rows, 1).text),
        .kind = number_of(arena, &experience->directions, store_cell(rows, 2).text),
        .season = season_of(dates.accepted),
    };
    return true;
}

static bool read_cases(struct experience *experience, struct store *store,
                       struct duration_case *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &chance_cases, CELLS(cell_date(experience->day)), &rows, fault)) {
        return false;
    }
    while (experience->cases < EXPERIENCE_CASES_MAX && store_next(&rows)) {
        experience->cases += read_row(experience, &rows, &out[experience->cases]);
    }
    return store_done(&rows, fault);
}

/* -- learning -- */

static int32_t *number_items(struct experience *experience)
{
    const struct pack_records *items = &city_pack(experience->city)->lists[PACK_ITEMS];
    int32_t *promised = arena_array(experience->arena, int32_t, items->count);
    experience->items.table = name_table_open(experience->arena, items->count);
    for (uint32_t i = 0; i < items->count; i++) {
        uint32_t number = 0;
        int32_t days = 0;
        if (name_table_find(&experience->items.table, items->items[i].id, &number)) {
            continue; /* the same item at another time */
        }
        number = experience->items.count++;
        name_table_put(&experience->items.table, items->items[i].id, number);
        bool has_days = pack_item_days(&items->items[i], PLAN_PROMISED, &days);
        promised[number] = has_days ? days : 0;
    }
    return promised;
}

static struct experience *learn(const struct view_run *run, struct fault *fault)
{
    struct experience *new = calloc(1, sizeof *new);
    ensure(new != NULL);
    new->arena = arena_open(SOFT, HARD);
    new->holders = 1;
    new->city = city_keep(run->city);
    new->day = run->today;
    pthread_mutex_init(&new->lock, NULL);
    new->orgs.table = name_table_open(new->arena, NAMES);
    new->directions.table = name_table_open(new->arena, NAMES);
    new->laws = arena_array(new->arena, struct kept_law, LAWS);
    int32_t *promised = number_items(new);
    struct duration_case *cases =
        arena_array(new->arena, struct duration_case, EXPERIENCE_CASES_MAX);
    if (!read_cases(new, run->store, cases, fault)) {
        experience_give(new);
        return NULL;
    }
    struct duration_history history = {cases, new->cases, promised, new->items.count};
    new->durations = durations_learn(new->arena, expectation_open(new->arena), &history);
    return new;
}

/* -- asking -- */

static uint32_t slot_of(const struct experience *experience, const struct duration_key *key)
{
    uint32_t at = (key->item * 31 + key->org) * 31 + key->kind;
    at = ((at * 31 + key->season) * 2654435761u) % LAWS;
    while (experience->laws[at].is_used &&
           memcmp(&experience->laws[at].key, key, sizeof *key) != 0) {
        at = (at + 1) % LAWS;
    }
    return at;
}

const struct experience_law *experience_ask(struct experience *experience,
                                            const struct experience_question *question)
{
    struct duration_key key = {
        .item = known_number(&experience->items, question->item),
        .org = known_number(&experience->orgs, question->org),
        .kind = known_number(&experience->directions, question->direction),
        .season = season_of(question->on),
    };
    if (key.item == DURATION_ANY) {
        return NULL;
    }
    pthread_mutex_lock(&experience->lock);
    if (experience->law_count * 2 >= LAWS) { /* the fine levels are given up first */
        key.season = key.kind = DURATION_ANY;
    }
    struct kept_law *slot = &experience->laws[slot_of(experience, &key)];
    if (!slot->is_used && experience->law_count < LAWS - 1) {
        slot->key = key;
        slot->law.law = durations_law(experience->arena, experience->durations, key);
        slot->law.whole = sampler_of(experience->arena, &slot->law.law.whole);
        slot->is_used = true;
        experience->law_count++;
    }
    const struct experience_law *law = slot->is_used ? &slot->law : NULL;
    pthread_mutex_unlock(&experience->lock);
    return law;
}

uint32_t experience_cases(const struct experience *experience)
{
    return experience->cases;
}

/* -- keeping -- */

void experience_give(struct experience *experience)
{
    if (experience != NULL && atomic_fetch_sub(&experience->holders, 1) == 1) {
        pthread_mutex_destroy(&experience->lock);
        city_give(experience->city);
        arena_close(experience->arena);
        free(experience);
    }
}

static struct experience *replace(struct experience *by)
{
    pthread_mutex_lock(&lock);
    struct experience *out = kept;
    kept = by;
    if (by != NULL) {
        atomic_fetch_add(&by->holders, 1);
    }
    pthread_mutex_unlock(&lock);
    return out;
}

void experience_forget(void)
{
    experience_give(replace(NULL));
}

bool experience_take(const struct view_run *run, struct experience **out, struct fault *fault)
{
    *out = NULL;
    pthread_mutex_lock(&lock);
    if (kept != NULL && kept->city == run->city && kept->day == run->today) {
        *out = kept;
        atomic_fetch_add(&kept->holders, 1);
    }
    pthread_mutex_unlock(&lock);
    if (*out != NULL) {
        return true;
    }
    *out = learn(run, fault);
    if (*out != NULL) {
        experience_give(replace(*out));
    }
    return *out != NULL;
}
