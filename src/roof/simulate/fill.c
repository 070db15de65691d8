#include <stdio.h>

#include "app/city.h"
#include "base/buffer.h"
#include "pack/pack.h"
#include "roof/simulate/world.h"
#include "room/commitment/commitment_rows.h"

/* The words in a behaviour's fields. A word with nothing to say leaves the whole thing undone.
 *
 *     $day $+5 $-2    days: today, so many working days later or earlier, quoted
 *     $in20           a day so many calendar days later, quoted
 *     $file           the id of the project's evidence
 *     $self $mate     accounts: his own, of another one of his unit
 *     $navigator      an account: the project's, drawn anew
 *     $owner          an account of the matter's unit
 *     $unit $unit2    units, quoted: others than his, where somebody works
 *     $its            the matter's own unit, quoted; where it has none, another
 *     $officer        an account of the unit that $unit says
 *     $facts $lead    JSON objects: of the project's sample; what a promotion officer looks up
 *     $owed           a material of the item that may follow, quoted
 *     $variant $text $digest   of the commitment that the item allows
 *     $service $match   kinds of requests, quoted: about no policy, about one
 *     $result           what a request of the matter's kind may come to, quoted
 *     $said             a JSON object: one thing that an enterprise tells of itself
 *     $missing $special $pause $return $system $kind1 $kind2 $category $assessed $stage $field
 * $reminder $source identifiers of the city's lists, quoted */

struct fill {
    struct world *world;
    const struct matter *matter;
    const struct actor *actor;
    struct buffer *out;
    const struct commitment_paper *paper;
};

static bool quote(struct fill *fill, struct text text)
{
    struct json_writer json = json_writer_open(fill->out);
    if (text.len == 0) {
        return false;
    }
    json_text(&json, text);
    return true;
}

static bool date(struct fill *fill, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return quote(fill, civil_date_write(day, text));
}

static bool number(struct fill *fill, int64_t value)
{
    buffer_addf(fill->out, "%lld", (long long)value);
    return value != 0;
}

/* -- of the city's lists -- */

static const struct pack *pack_of(const struct fill *fill)
{
    return fill->world->boot->pack;
}

/* One of those in force, by chance; of a `kind` where one is named. */
static bool one_of(struct fill *fill, enum pack_list list, const char *kind)
{
    const struct pack_records *all = &pack_of(fill)->lists[list];
    uint32_t from = all->count == 0
                        ? 0
                        : (uint32_t)(world_draw(fill->world, "one", (uint64_t)fill->matter->id,
                                                (uint64_t)list) %
                                     all->count);
    for (uint32_t i = 0; i < all->count; i++) {
        const struct pack_record *record = &all->items[(from + i) % all->count];
        bool is_kind =
            kind == NULL || text_is(jvalue_text(jvalue_get(record->raw, "kind"), TEXT_NONE), kind);
        /* A special procedure is taken with its article, a pause brings its own. */
        bool has_law = kind == NULL || !text_is(text_of(kind), "special") ||
                       !jvalue_is_null(jvalue_get(record->raw, "law"));
        if (is_kind && has_law && pack_in_force(record, fill->world->day)) {
            return quote(fill, record->id);
        }
    }
    return false;
}

/* The nth consultation kind: the one that holds a decision, or the one that does not. */
static bool consultation_kind(struct fill *fill, bool holds)
{
    const struct pack_records *all = &pack_of(fill)->lists[PACK_CONSULTATION_KINDS];
    for (uint32_t i = 0; i < all->count; i++) {
        if (jvalue_bool(jvalue_get(all->items[i].raw, "holds_decision"), false) == holds) {
            return quote(fill, all->items[i].id);
        }
    }
    return false;
}

/* A kind of request that is about a policy, or one that is not. */
static bool request_kind(struct fill *fill, bool about_policy)
{
    const struct pack_records *all = &pack_of(fill)->lists[PACK_REQUEST_KINDS];
    for (uint32_t i = 0; i < all->count; i++) {
        if (jvalue_bool(jvalue_get(all->items[i].raw, "about_policy"), false) == about_policy) {
            return quote(fill, all->items[i].id);
        }
    }
    return false;
}

static bool result(struct fill *fill)
{
    const struct pack_record *kind =
        pack_find(pack_of(fill), PACK_REQUEST_KINDS, fill->matter->code, fill->world->day);
    const struct jvalue *results = kind == NULL ? NULL : jvalue_get(kind->raw, "results");
    return results != NULL && results->count > 0 &&
           quote(fill, jvalue_text(&results->items[0], TEXT_NONE));
}

/* A plain yes, of what policies ask. */
static bool told(struct fill *fill)
{
    const struct pack_records *all = &pack_of(fill)->lists[PACK_POLICY_FIELDS];
    uint64_t draw = world_draw(fill->world, "told", (uint64_t)fill->matter->id, 0);
    for (uint32_t i = 0; i < all->count; i++) {
        const struct pack_record *field = &all->items[(draw + i) % all->count];
        if (text_is(jvalue_text(jvalue_get(field->raw, "type"), TEXT_NONE), "bool")) {
            buffer_add(fill->out, TEXT("{"));
            (void)!quote(fill, jvalue_text(jvalue_get(field->raw, "name"), TEXT_NONE));
            buffer_add(fill->out, TEXT(":true}"));
            return true;
        }
    }
    return false;
}

static bool owed(struct fill *fill)
{
    const struct pack_records *variants = &pack_of(fill)->lists[PACK_VARIANTS];
    if (pack_find(pack_of(fill), PACK_DEFERRALS, fill->matter->code, fill->world->day) == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < variants->count; i++) {
        const struct jvalue *effects = jvalue_get(variants->items[i].raw, "effects");
        for (uint32_t k = 0; effects != NULL && k < effects->count; k++) {
            const struct jvalue *materials = jvalue_get(&effects->items[k], "materials");
            if (text_equal(jvalue_text(jvalue_get(&effects->items[k], "item"), TEXT_NONE),
                           fill->matter->code) &&
                materials != NULL && materials->kind == JVALUE_ARRAY && materials->count > 0) {
                return quote(fill, jvalue_text(&materials->items[0], TEXT_NONE));
            }
        }
    }
    return false;
}

/* An item that an assessment of the region may spare. */
static bool assessed(struct fill *fill)
{
    const struct pack_records *variants = &pack_of(fill)->lists[PACK_VARIANTS];
    uint64_t from = world_draw(fill->world, "assessed", (uint64_t)fill->matter->id, 0);
    for (uint32_t i = 0; i < variants->count; i++) {
        const struct jvalue *raw = variants->items[(from + i) % variants->count].raw;
        const struct jvalue *items = jvalue_get(raw, "items");
        if (text_is(jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE), "regional_assessment") &&
            items != NULL && items->count > 0) {
            return quote(fill, jvalue_text(&items->items[0], TEXT_NONE));
        }
    }
    return false;
}

/* -- people and units -- */

/* Units other than his and the matter's, from a drawn place on: somebody who works there. */
static const struct actor *outsider(const struct fill *fill, uint64_t nth)
{
    const struct world *world = fill->world;
    struct text seen[2] = {fill->actor->org, fill->matter->org};
    uint64_t from = world_draw(world, "unit", (uint64_t)fill->matter->id, 0) + nth * 3;
    for (size_t i = 0; i < world->people_count; i++) {
        const struct actor *actor = &world->people[(from + i) % world->people_count].actor;
        if (actor->role == ROLE_DEPARTMENT_OFFICER && !text_equal(actor->org, seen[0]) &&
            !text_equal(actor->org, seen[1])) {
            return actor;
        }
    }
    return NULL;
}

static bool unit(struct fill *fill, uint64_t nth)
{
    const struct actor *actor = outsider(fill, nth);
    return actor != NULL && quote(fill, actor->org);
}

static bool officer(struct fill *fill)
{
    const struct actor *actor = outsider(fill, 0);
    return actor != NULL && number(fill, actor->account);
}

/* The first of the matter's units. */
static bool its(struct fill *fill)
{
    struct text org = fill->matter->org;
    size_t len = 0;
    while (len < org.len && org.at[len] != '\n') {
        len++;
    }
    return len > 0 ? quote(fill, text_slice(org, 0, len)) : unit(fill, 0);
}

static bool mate(struct fill *fill, struct text org)
{
    struct actor one;
    struct fault fault = {.code = FAULT_NONE};
    for (int nth = 1; nth <= 2; nth++) {
        if (world_officer(fill->world, org, nth, &one, &fault) &&
            one.account != fill->actor->account) {
            return number(fill, one.account);
        }
    }
    return false;
}

static bool navigator(struct fill *fill)
{
    const struct world *world = fill->world;
    int nth = world_between(world, "navigator",
                            (uint64_t)fill->matter->id * 400 + (uint64_t)(world->ordinal + 400), 1,
                            NAVIGATORS);
    char login[32];
    snprintf(login, sizeof login, "navigator%d", nth);
    return number(fill, world_named(world, login).account);
}

/* -- what is signed -- */

static const struct commitment_paper *paper(struct fill *fill)
{
    const struct actor system = {.role = ROLE_SYSTEM,
                                 .org = TEXT_NONE,
                                 .name = TEXT_NONE,
                                 .district = city_code(fill->world->boot->city)};
    struct arena *arena = fill->world->day_arena;
    struct sight sight = {arena, fill->world->boot->store,
                          access_scope(fill->world->boot->city, &system)};
    const struct pack_record *variants[COMMITMENT_VARIANTS_MAX];
    struct commitment_case about;
    struct fault fault = {.code = FAULT_NONE};
    size_t count =
        commitment_variants_of(pack_of(fill), fill->matter->code, variants, COUNT_OF(variants));
    if (fill->paper == NULL && count > 0 &&
        commitment_case_find(&sight, fill->matter->id, &about, &fault)) {
        struct commitment_paper *made = arena_new(arena, struct commitment_paper);
        struct commitment_desk desk = {arena, fill->world->boot->city, &about, fill->world->day};
        commitment_paper_of(&desk, variants[0], made);
        fill->paper = made->text == NULL ? NULL : made;
    }
    return fill->paper;
}

/* -- words -- */

static bool file(struct fill *fill)
{
    const struct venture *venture = world_venture(fill->world, fill->matter->project);
    return venture != NULL && number(fill, venture->file);
}

static bool facts(struct fill *fill)
{
    const struct venture *venture = world_venture(fill->world, fill->matter->project);
    if (venture == NULL) {
        return false;
    }
    buffer_add(fill->out, venture->facts);
    return true;
}

static bool special_word(struct fill *fill, struct text word)
{
    if (text_is(word, "variant") || text_is(word, "text") || text_is(word, "digest")) {
        const struct commitment_paper *made = paper(fill);
        return made != NULL && (text_is(word, "variant")  ? quote(fill, made->variant->id)
                                : text_is(word, "digest") ? quote(fill, made->digest)
                                                          : number(fill, made->version));
    }
    if (text_starts_with(word, TEXT("in"))) {
        int64_t days = 0;
        return text_to_int(text_slice(word, 2, word.len - 2), &days) &&
               date(fill, fill->world->day + (civil_date)days);
    }
    return false;
}

static bool listed(struct fill *fill, struct text word)
{
    static const struct {
        const char *word;
        enum pack_list list;
        const char *kind;
    } lists[] = {
        {"missing", PACK_SUPPLEMENT_REASONS, NULL},
        {"special", PACK_STOP_REASONS, "special"},
        {"pause", PACK_STOP_REASONS, "suspension"},
        {"return", PACK_RETURN_REASONS, NULL},
        {"system", PACK_OUTSIDE_SYSTEMS, NULL},
        {"category", PACK_PROBLEM_CATEGORIES, NULL},
        {"cause", PACK_PROBLEM_CAUSES, NULL},
        {"desk", PACK_DESKS, NULL},
        {"stage", PACK_STAGES, NULL},
        {"field", PACK_FIELDS, NULL},
        {"reminder", PACK_REMINDER_TYPES, NULL},
        {"source", PACK_SUPERVISION_SOURCES, NULL},
        {"policy", PACK_POLICIES, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        if (text_is(word, lists[i].word)) {
            return one_of(fill, lists[i].list, lists[i].kind);
        }
    }
    return special_word(fill, word);
}

static bool plain_word(struct fill *fill, struct text word)
{
    static const struct {
        const char *word;
        bool (*write)(struct fill *fill);
    } plain[] = {
        {"file", file},         {"facts", facts},         {"owed", owed},
        {"assessed", assessed}, {"navigator", navigator}, {"officer", officer},
        {"its", its},           {"result", result},       {"said", told},
    };
    for (size_t i = 0; i < COUNT_OF(plain); i++) {
        if (text_is(word, plain[i].word)) {
            return plain[i].write(fill);
        }
    }
    return text_is(word, "self")      ? number(fill, fill->actor->account)
           : text_is(word, "project") ? number(fill, fill->matter->project)
           : text_is(word, "case")    ? number(fill, fill->matter->id)
           : text_is(word, "second")  ? number(fill, fill->matter->second)
           : text_is(word, "mate")    ? mate(fill, fill->actor->org)
           : text_is(word, "unit")    ? unit(fill, 0)
           : text_is(word, "unit2")   ? unit(fill, 7)
           : text_is(word, "kind1")   ? consultation_kind(fill, true)
           : text_is(word, "kind2")   ? consultation_kind(fill, false)
           : text_is(word, "service") ? request_kind(fill, false)
           : text_is(word, "match")   ? request_kind(fill, true)
           : text_is(word, "lead")    ? (buffer_add(fill->out, world_lead_facts(fill->world)), true)
           : text_is(word, "day")     ? date(fill, fill->world->day)
                                      : listed(fill, word);
}

static bool write_word(struct fill *fill, struct text word)
{
    int64_t days = 0;
    if (word.len > 1 && (word.at[0] == '+' || word.at[0] == '-')) {
        bool is_number = text_to_int(text_slice(word, 1, word.len - 1), &days);
        return is_number && date(fill, world_later(fill->world, word.at[0] == '-' ? -days : days));
    }
    return plain_word(fill, word);
}

static bool is_of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
}

bool world_fill(struct world *world, struct filling *filling)
{
    struct buffer out = buffer_open(world->day_arena, 256);
    struct fill fill = {world, filling->matter, filling->actor, &out, NULL};
    const char *at = filling->behaviour->fields;
    while (*at != '\0') {
        if (*at != '$') {
            buffer_add_char(&out, *at++);
            continue;
        }
        const char *from = ++at;
        while (is_of_word(*at)) {
            at++;
        }
        if (!write_word(&fill, (struct text){from, (size_t)(at - from)})) {
            return false;
        }
    }
    filling->out = buffer_text(&out);
    return true;
}
