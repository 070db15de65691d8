#include "board/standing_counter.h"

#include "app/access.h"
#include "base/arena.h"
#include "board/standing_inside.h"

const struct statement standing_counter_add = {
    "standing_counter_add",
    "insert into standing_counter(org, what, of_what, district, stage_rank, day, part, whole)"
    " values($1,$2,$3,$4,$5,$6,$7,$8)"
    " on conflict(org, what, of_what, district, stage_rank, day) do update set"
    " part=standing_counter.part+excluded.part, whole=standing_counter.whole+excluded.whole"};
const struct statement standing_counter_fold = {
    "standing_counter_fold",
    "insert into standing_counter(org, what, of_what, district, stage_rank, day, part, whole)"
    " select org, what, of_what, district, stage_rank, $1, cast(sum(part) as integer),"
    " cast(sum(whole) as integer) from standing_counter where day<$1"
    " group by org, what, of_what, district, stage_rank"
    " on conflict(org, what, of_what, district, stage_rank, day) do update set"
    " part=standing_counter.part+excluded.part, whole=standing_counter.whole+excluded.whole"};
const struct statement standing_counter_old_delete = {
    "standing_counter_old_delete",
    "delete from standing_counter where day<$1 or (day=$1 and part=0 and whole=0)"};
const struct statement standing_counter_read = {
    "standing_counter_read",
    "select what, of_what, district, stage_rank, cast(sum(part) as integer),"
    " cast(sum(whole) as integer) from standing_counter where org=$1 and ($2='' or district=$2)"
    " and day<=$3 and stage_rank>=$4 group by what, of_what, district, stage_rank"
    " order by what, of_what, district, stage_rank"};

/* -- adding -- */

struct counted {
    struct text unit, what, of;
    civil_date day;
    int64_t part, whole;
};
/* What is added, and from when on. */
struct adding {
    const struct standing *row;
    civil_date day;
    int64_t sign;
};

static bool is_line(const struct standing_change *change, const struct standing *s,
                    const struct counted *counted, civil_date day)
{
    return change->day == day && change->stage_rank == s->stage_rank &&
           text_equal(change->what, counted->what) && text_equal(change->of, counted->of) &&
           text_equal(change->unit, counted->unit) && text_equal(change->district, s->district);
}

static struct standing_change *change_of(struct standing_book *book, const struct standing *s,
                                         const struct counted *counted, civil_date day)
{
    uint64_t hash = standing_hash(counted->unit, STANDING_HASH_BEGIN + (uint64_t)day);
    hash = standing_hash(counted->of, standing_hash(counted->what, hash));
    hash = standing_hash(s->district, hash + (uint64_t)s->stage_rank);
    for (size_t at = (size_t)hash % book->change_slots;; at = (at + 1) % book->change_slots) {
        struct standing_change *change = &book->changes[at];
        if (!change->is_used) {
            *change = (struct standing_change){.is_used = true,
                                               .unit = text_copy(book->arena, counted->unit),
                                               .what = text_copy(book->arena, counted->what),
                                               .of = text_copy(book->arena, counted->of),
                                               .district = text_copy(book->arena, s->district),
                                               .stage_rank = s->stage_rank,
                                               .day = day};
            book->change_count++;
            return change;
        }
        if (is_line(change, s, counted, day)) {
            return change;
        }
    }
}

/* Nothing of a day before the settled one changes any more: so what a row takes away and the next
 * one adds come to nothing, however long ago either began, and only what differs is written. */
static bool change_by(struct standing_book *book, const struct standing *s,
                      const struct counted *counted, struct fault *fault)
{
    if (counted->part == 0 && counted->whole == 0) {
        return true;
    }
    civil_date day = counted->day < book->day ? book->day : counted->day;
    struct standing_change *change = change_of(book, s, counted, day);
    change->part += counted->part;
    change->whole += counted->whole;
    return book->change_count < book->change_slots / 8 * 7 || standing_counters_write(book, fault);
}

/* Of a unit's projects, or of all. */
static bool add_of(struct standing_book *book, const struct adding *adding, struct text unit,
                   struct fault *fault)
{
    const struct standing *s = adding->row;
    struct standing_counter counters[STANDING_COUNTERS_OF_ROW];
    bool added = true;
    standing_counters_of_row(book->arena, s, unit, counters);
    for (size_t i = 0; added && i < COUNT_OF(counters); i++) {
        struct counted counted = {
            .unit = unit,
            .what = counters[i].what,
            .of = counters[i].of,
            .day = adding->day,
            .part = adding->sign * counters[i].part,
            .whole = adding->sign * counters[i].whole,
        };
        added = change_by(book, s, &counted, fault);
    }
    return added;
}

bool standing_share_next(struct text *shares, struct standing_share *out)
{
    struct text one = text_cut(shares, ' ');
    *out = (struct standing_share){.id = text_cut(&one, ':')};
    out->unit = text_cut(&one, ':');
    struct text part = text_cut(&one, ':');
    return text_to_int(part, &out->part) && text_to_int(one, &out->whole);
}

static bool add_shares(struct standing_book *book, const struct adding *adding, struct fault *fault)
{
    const struct standing *s = adding->row;
    struct text rest = s->shares;
    struct standing_share share;
    bool added = true;
    while (added && standing_share_next(&rest, &share)) {
        struct counted counted = {
            .unit = TEXT_NONE,
            .what = TEXT(STANDING_SHARE),
            .of = share.id,
            .day = adding->day,
            .part = adding->sign * share.part,
            .whole = adding->sign * share.whole,
        };
        bool is_everybodys = text_is(share.unit, STANDING_EVERYBODY);
        added = (share.unit.len > 0 && !is_everybodys) || change_by(book, s, &counted, fault);
        for (struct text units = s->units; added && units.len > 0;) {
            counted.unit = text_cut(&units, ' ');
            added = !(is_everybodys || text_equal(counted.unit, share.unit)) ||
                    change_by(book, s, &counted, fault);
        }
    }
    return added;
}

bool standing_counters_add(struct standing_book *book, const struct standing *s, civil_date day,
                           int64_t sign, struct fault *fault)
{
    struct adding adding = {s, day, sign};
    struct text rest = s->units;
    bool added = add_of(book, &adding, TEXT_NONE, fault) && add_shares(book, &adding, fault);
    while (added && rest.len > 0) {
        added = add_of(book, &adding, text_cut(&rest, ' '), fault);
    }
    return added;
}

bool standing_counters_write(struct standing_book *book, struct fault *fault)
{
    bool written = true;
    for (size_t i = 0; written && book->change_count > 0 && i < book->change_slots; i++) {
        struct standing_change *change = &book->changes[i];
        bool is_any = change->is_used && (change->part != 0 || change->whole != 0);
        written = !is_any || store_run(book->store, &standing_counter_add,
                                       CELLS(cell_text(change->unit), cell_text(change->what),
                                             cell_text(change->of), cell_text(change->district),
                                             cell_int(change->stage_rank), cell_date(change->day),
                                             cell_int(change->part), cell_int(change->whole)),
                                       fault);
        change->is_used = false;
    }
    book->change_count = 0;
    return written;
}

bool standing_counters_fold(struct store *store, civil_date day, struct fault *fault)
{
    return store_run(store, &standing_counter_fold, CELLS(cell_date(day)), fault) &&
           store_run(store, &standing_counter_old_delete, CELLS(cell_date(day)), fault);
}

/* -- reading -- */

bool standing_counters_of(const struct view_run *run, struct standing_counters *out,
                          struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    bool is_org = scope.kind == SCOPE_ORG;
    struct text district = scope.kind == SCOPE_DISTRICT ? scope.org_or_district
                           : is_org                     ? scope.district
                                                        : TEXT_NONE;
    uint32_t capacity = 0;
    struct store_rows rows;
    *out = (struct standing_counters){NULL, 0};
    if (scope.kind != SCOPE_CITY && scope.kind != SCOPE_DISTRICT && !is_org) {
        return true;
    }
    if (!store_query(run->store, &standing_counter_read,
                     CELLS(cell_text(is_org ? scope.org_or_district : TEXT_NONE),
                           cell_text(district), cell_date(run->today), cell_int(scope.rank_min)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        struct standing_counter counter = {store_text(run->arena, &rows, 0),
                                           store_text(run->arena, &rows, 1),
                                           store_text(run->arena, &rows, 2),
                                           store_int(&rows, 3),
                                           store_int(&rows, 4),
                                           store_int(&rows, 5)};
        if (out->count == capacity) {
            out->items = arena_grown(run->arena, out->items, &capacity, sizeof *out->items);
        }
        if (counter.part != 0 || counter.whole != 0) {
            out->items[out->count++] = counter;
        }
    }
    return store_done(&rows, fault);
}
