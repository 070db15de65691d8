#include "app/city.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "engine/calendar/calendar.h"
#include "pack/directory.h"
#include "pack/pack.h"

struct city {
    const struct directory *directory;
    const struct pack *pack;
};

struct city *city_open(struct arena *arena, const struct city_parts *parts)
{
    struct city *city = arena_new(arena, struct city);
    city->directory = parts->directory;
    city->pack = parts->pack;
    return city;
}

const struct pack *city_pack(const struct city *city)
{
    return city->pack;
}

const struct directory *city_directory(const struct city *city)
{
    return city->directory;
}

const struct calendar *city_calendar(const struct city *city)
{
    return pack_calendar(city->pack);
}

struct text city_code(const struct city *city)
{
    return city->directory->city_code;
}

struct text city_version(const struct city *city)
{
    return city->directory->version;
}

struct text city_title(const struct city *city, enum language language)
{
    return names_in(city->directory->title, language);
}

civil_date city_today(const struct city *city, int64_t now_utc_ms)
{
    return civil_date_of_instant(now_utc_ms, city->directory->utc_offset_minutes);
}

int city_limit(const struct city *city, const char *code, civil_date on)
{
    const struct directory_limit *limit = directory_limit_find(city->directory, text_of(code), on);
    ensure(limit != NULL);
    return limit->value;
}

struct city_due city_due(const struct city *city, civil_date from, int working_days)
{
    struct calendar_day due;
    struct fault fault = {.code = FAULT_NONE};
    if (from == CIVIL_DATE_NONE || !calendar_add(city_calendar(city), from, working_days, &due, &fault)) {
        return (struct city_due){CIVIL_DATE_NONE, false};
    }
    return (struct city_due){due.day, due.is_provisional};
}

int64_t city_working_days(const struct city *city, civil_date from, civil_date to)
{
    return calendar_count(city_calendar(city), from, to).working_days;
}

struct text city_org_name(const struct city *city, struct text org, enum language language)
{
    const struct directory_unit *unit = directory_unit_find(city->directory, org);
    return unit == NULL ? org : names_in(unit->name, language);
}

struct text city_district_name(const struct city *city, struct text code, enum language language)
{
    if (text_equal(code, city->directory->city_code)) {
        return city_title(city, language);
    }
    const struct directory_district *district = directory_district_find(city->directory, code);
    return district == NULL ? code : names_in(district->name, language);
}

struct text city_direction_name(const struct city *city, struct text id, enum language language)
{
    const struct directory_direction *direction = directory_direction_find(city->directory, id);
    return direction == NULL ? id : names_in(direction->name, language);
}

static struct text term_name(const struct directory_term *terms, size_t count, struct text id,
                             enum language language)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(terms[i].id, id)) {
            return names_in(terms[i].name, language);
        }
    }
    return id;
}

struct text city_role_name(const struct city *city, struct text role, enum language language)
{
    return term_name(city->directory->roles, city->directory->role_count, role, language);
}

bool city_has_org(const struct city *city, struct text org)
{
    return directory_unit_find(city->directory, org) != NULL;
}

bool city_has_district(const struct city *city, struct text code)
{
    return directory_district_find(city->directory, code) != NULL;
}

bool city_has_direction(const struct city *city, struct text id)
{
    return directory_direction_find(city->directory, id) != NULL;
}

bool city_has_class(const struct city *city, struct text id)
{
    for (size_t i = 0; i < city->directory->class_count; i++) {
        if (text_equal(city->directory->classes[i].id, id)) {
            return true;
        }
    }
    return false;
}

static void add_counter(struct buffer *out, struct text width, int64_t n)
{
    int64_t digits = 0;
    if (!text_to_int(width, &digits) || digits < 0 || digits > 18) {
        digits = 0;
    }
    buffer_addf(out, "%0*lld", (int)digits, (long long)n);
}

struct text city_number(struct arena *arena, const struct city *city, const char *kind, int year, int64_t n)
{
    struct text rest = jvalue_text(jvalue_get(city->directory->numbers, kind), TEXT("{year}-{n:4}"));
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
