#include "app/city.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "engine/calendar/calendar.h"
#include "pack/pack.h"

/* The row of snapshots, shared by all of them and by the handle. */
struct city_row {
    pthread_mutex_t lock;
    const struct city *newest;
    int64_t serial;
    atomic_int snapshots; /* that are not freed yet, and the handle */
};

struct city_life {
    atomic_int holders;
    struct arena *arena;
    struct city_row *row;
};

struct city {
    const struct pack *pack;
    civil_date on;
    int64_t serial;
    struct city_life *life; /* NULL: one snapshot for good */
};

struct city *city_open(struct arena *arena, const struct pack *pack)
{
    struct city *city = arena_new(arena, struct city);
    city->pack = pack;
    city->on = CIVIL_DATE_NONE;
    return city;
}

/* -- a living city -- */

static struct city *snapshot(struct city_row *row, struct arena *arena, const struct pack *pack,
                             civil_date on)
{
    struct city *city = arena_new(arena, struct city);
    struct city_life *life = arena_new(arena, struct city_life);
    *life = (struct city_life){.holders = 1, .arena = arena, .row = row};
    *city = (struct city){.pack = pack, .on = on, .life = life};
    atomic_fetch_add(&row->snapshots, 1);
    return city;
}

static void let_go(struct city_row *row)
{
    if (atomic_fetch_sub(&row->snapshots, 1) == 1) {
        pthread_mutex_destroy(&row->lock);
        free(row);
    }
}

struct city *city_live(struct arena *arena, const struct pack *pack, civil_date on)
{
    struct city_row *row = calloc(1, sizeof *row);
    ensure(row != NULL);
    pthread_mutex_init(&row->lock, NULL);
    struct city *city = snapshot(row, arena, pack, on);
    city->serial = row->serial = 1;
    row->newest = city_keep(city);
    return city;
}

void city_succeed(const struct city *city, struct arena *arena, const struct pack *pack,
                  civil_date on)
{
    struct city_row *row = city->life->row;
    struct city *next = snapshot(row, arena, pack, on);
    pthread_mutex_lock(&row->lock);
    const struct city *old = row->newest;
    next->serial = ++row->serial;
    row->newest = next;
    pthread_mutex_unlock(&row->lock);
    city_give(old);
}

void city_close(const struct city *city)
{
    if (city == NULL || city->life == NULL) {
        return;
    }
    struct city_row *row = city->life->row;
    pthread_mutex_lock(&row->lock);
    const struct city *newest = row->newest;
    row->newest = NULL;
    pthread_mutex_unlock(&row->lock);
    city_give(newest);
    city_give(city);
}

const struct city *city_hold(const struct city *city)
{
    if (city->life == NULL) {
        return city;
    }
    struct city_row *row = city->life->row;
    pthread_mutex_lock(&row->lock);
    const struct city *newest = city_keep(row->newest);
    pthread_mutex_unlock(&row->lock);
    return newest;
}

const struct city *city_keep(const struct city *city)
{
    if (city->life != NULL) {
        atomic_fetch_add(&city->life->holders, 1);
    }
    return city;
}

void city_give(const struct city *city)
{
    if (city != NULL && city->life != NULL && atomic_fetch_sub(&city->life->holders, 1) == 1) {
        struct city_row *row = city->life->row;
        arena_close(city->life->arena);
        let_go(row);
    }
}

int64_t city_serial(const struct city *city)
{
    return city->serial;
}

const struct pack *city_pack(const struct city *city)
{
    return city->pack;
}

const struct calendar *city_calendar(const struct city *city)
{
    return city->pack->calendar;
}

struct text city_code(const struct city *city)
{
    return city->pack->city_code;
}

struct text city_version(const struct city *city)
{
    return city->pack->version;
}

struct text city_title(const struct city *city, enum language language)
{
    return language == LANGUAGE_ZH ? city->pack->name : city->pack->name_en;
}

int city_utc_offset_minutes(const struct city *city)
{
    return city->pack->utc_offset_minutes;
}

civil_date city_today(const struct city *city, int64_t now_utc_ms)
{
    return civil_date_of_instant(now_utc_ms, city->pack->utc_offset_minutes);
}

int city_limit(const struct city *city, const char *code, civil_date on)
{
    struct fault fault = {.code = FAULT_NONE};
    int value = 0;
    bool found = pack_limit(city->pack, text_of(code), on, &value, &fault);
    ensure(found);
    return value;
}

struct city_due city_due(const struct city *city, civil_date from, int working_days)
{
    struct calendar_day due;
    struct fault fault = {.code = FAULT_NONE};
    if (from == CIVIL_DATE_NONE ||
        !calendar_add(city_calendar(city), from, working_days, &due, &fault)) {
        return (struct city_due){CIVIL_DATE_NONE, false};
    }
    return (struct city_due){due.day, due.is_provisional};
}

int64_t city_working_days(const struct city *city, civil_date from, civil_date to)
{
    return calendar_count(city_calendar(city), from, to).working_days;
}

/* What it is now; else what it was or will be. */
static const struct pack_record *find(const struct city *city, enum pack_list list, struct text id)
{
    const struct pack_record *now =
        city->on == CIVIL_DATE_NONE ? NULL : pack_find(city->pack, list, id, city->on);
    return now != NULL ? now : pack_find(city->pack, list, id, CIVIL_DATE_NONE);
}

static struct text name_of(const struct city *city, enum pack_list list, struct text id,
                           enum language language)
{
    const struct pack_record *record = find(city, list, id);
    if (record == NULL) {
        return id;
    }
    bool english = language == LANGUAGE_EN && record->name_en.len > 0;
    return english ? record->name_en : record->name;
}

struct text city_org_name(const struct city *city, struct text org, enum language language)
{
    return name_of(city, PACK_UNITS, org, language);
}

struct text city_district_name(const struct city *city, struct text code, enum language language)
{
    if (text_equal(code, city->pack->city_code)) {
        return city_title(city, language);
    }
    return name_of(city, PACK_DISTRICTS, code, language);
}

struct text city_direction_name(const struct city *city, struct text id, enum language language)
{
    return name_of(city, PACK_INDUSTRY_DIRECTIONS, id, language);
}

struct text city_direction_class(const struct city *city, struct text id)
{
    const struct pack_record *record = find(city, PACK_INDUSTRY_DIRECTIONS, id);
    const struct jvalue *classes = record == NULL ? NULL : jvalue_get(record->raw, "classes");
    bool has_one = classes != NULL && classes->kind == JVALUE_ARRAY && classes->count == 1;
    return has_one ? jvalue_text(&classes->items[0], TEXT_NONE) : TEXT_NONE;
}

struct text city_role_name(const struct city *city, struct text role, enum language language)
{
    return name_of(city, PACK_ROLES, role, language);
}

struct text city_item_name(const struct city *city, struct text code, enum language language)
{
    return name_of(city, PACK_ITEMS, code, language);
}

struct text city_stage_name(const struct city *city, struct text id, enum language language)
{
    return name_of(city, PACK_STAGES, id, language);
}

bool city_has_org(const struct city *city, struct text org)
{
    return find(city, PACK_UNITS, org) != NULL;
}

bool city_is_unit(const struct city *city, struct text org)
{
    return city_has_org(city, org) && !text_is(org, "enterprise");
}

bool city_has_district(const struct city *city, struct text code)
{
    return find(city, PACK_DISTRICTS, code) != NULL;
}

bool city_has_direction(const struct city *city, struct text id)
{
    return find(city, PACK_INDUSTRY_DIRECTIONS, id) != NULL;
}

bool city_has_class(const struct city *city, struct text id)
{
    return find(city, PACK_INDUSTRY_CLASSES, id) != NULL;
}

bool city_lead_facts_are_valid(struct arena *arena, const struct city *city,
                               const struct jvalue *facts, struct fault *fault)
{
    const struct fact_space *space = city->pack->spaces[PACK_SPACE_LEADS];
    struct facts *values = facts_new(arena, space);
    for (uint32_t i = 0; i < facts->count; i++) {
        struct text name = facts->members[i].name;
        uint32_t field = 0;
        if (!fact_space_find(space, name, &field)) {
            return fault_raise(fault, FAULT_FIELD_UNKNOWN, name, FAULT_ARGS(name));
        }
        if (!facts_set(values, field, &facts->members[i].value, fault)) {
            return false;
        }
    }
    return true;
}

static void add_counter(struct buffer *out, struct text width, int64_t n)
{
    int64_t digits = 0;
    if (!text_to_int(width, &digits) || digits < 0 || digits > 18) {
        digits = 0;
    }
    buffer_addf(out, "%0*lld", (int)digits, (long long)n);
}

struct text city_number(struct arena *arena, const struct city *city, const char *kind, int year,
                        int64_t n)
{
    struct text rest =
        jvalue_text(jvalue_get(jvalue_get(city->pack->files[PACK_FILE_PACK], "numbers"), kind),
                    TEXT("{year}-{n:4}"));
    struct buffer out = buffer_open(arena, 48);
    while (rest.len > 0) {
        buffer_add(&out, text_cut(&rest, '{'));
        struct text name = text_cut(&rest, '}');
        struct text option = name;
        struct text head = text_cut(&option, ':');
        if (text_is(head, "year")) {
            buffer_add_int(&out, year);
        } else if (text_is(head, "n")) {
            add_counter(&out, option, n);
        }
    }
    return buffer_text(&out);
}
