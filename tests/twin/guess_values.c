#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "guess.h"
#include "pack/pack.h"
#include "room/commitment/commitment_rows.h"

/* Values by the names of fields: a word that would be right, mostly, or any. */

struct text guess_document(void)
{
    return TEXT("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\n"
                "startxref\n9\n%%EOF\n");
}

/* -- one of many -- */

static bool is_about(const struct guess *guess, const char *kind)
{
    return guess->kind != NULL && strcmp(guess->kind->name, kind) == 0;
}

static bool has(const char *name, const char *part)
{
    return strstr(name, part) != NULL;
}

static struct text item_of(struct guess *guess)
{
    for (int tries = 0; tries < 200 && guess->item_count > 0; tries++) {
        const struct thing *item =
            &guess->items[chance_below(&guess->chance, (int)guess->item_count)];
        if (item->project == guess->project) {
            return item->org;
        }
    }
    return TEXT("no-such-item");
}

static const struct pack_record *record_of(struct guess *guess, enum pack_list list)
{
    const struct pack_records *records = &guess->pack->lists[list];
    return records->count == 0 ? NULL
                               : &records->items[chance_below(&guess->chance, (int)records->count)];
}

static struct text id_of(struct guess *guess, enum pack_list list)
{
    const struct pack_record *record = record_of(guess, list);
    return record == NULL ? TEXT_NONE : record->id;
}

static struct text words_of(struct guess *guess)
{
    static const char *const words[] = {"福州LNG接收站",
                                        "样例",
                                        "It's 100%_\\ \"x\"",
                                        "É é ß 😀",
                                        "null",
                                        "0",
                                        "a",
                                        "lng",
                                        "补正材料",
                                        "  前后空白  ",
                                        "联合验收；并联办理，材料齐全",
                                        "ZZZ",
                                        "zz",
                                        "2026-02-29",
                                        "!%"};
    struct text text = text_of(words[chance_below(&guess->chance, (int)COUNT_OF(words))]);
    return chance_of(&guess->chance, 70) ? text_format(guess->arena, "%.*s%d", TEXT_ARG(text),
                                                       chance_below(&guess->chance, 50))
                                         : text;
}

static struct text hex_digits(struct guess *guess)
{
    char *hex = arena_alloc(guess->arena, 65);
    for (int i = 0; i < 64; i++) {
        hex[i] = "0123456789abcdef"[chance_below(&guess->chance, 16)];
    }
    return (struct text){hex, 64};
}

/* A unit where somebody works, so that somebody can answer. */
static struct text unit_of(struct guess *guess)
{
    for (int tries = 0; tries < 50 && chance_of(&guess->chance, 95); tries++) {
        const struct actor *actor =
            &guess->actors[chance_below(&guess->chance, (int)guess->actor_count)];
        if (actor->role == ROLE_DEPARTMENT_OFFICER) {
            return actor->org;
        }
    }
    return id_of(guess, PACK_UNITS);
}

/* Somebody of the unit that it is about; for a navigator's post a navigator. */
static int64_t person_of(struct guess *guess)
{
    enum role role = is_about(guess, "navigator.appoint") ? ROLE_NAVIGATOR : ROLE_NONE;
    struct text org = guess->about.org.len > 0 ? guess->about.org
                      : guess->actor != NULL   ? guess->actor->org
                                               : TEXT_NONE;
    for (int tries = 0; tries < 300 && chance_of(&guess->chance, 99); tries++) {
        const struct actor *actor =
            &guess->actors[chance_below(&guess->chance, (int)guess->actor_count)];
        if (role != ROLE_NONE ? actor->role == role : org.len == 0 || text_equal(actor->org, org)) {
            return actor->account;
        }
    }
    return guess_thing(guess, POOL_ACCOUNT).id;
}

/* A material of the item that it is about, or one that may follow. */
static struct text material_of(struct guess *guess)
{
    const struct pack_record *item =
        pack_find(guess->pack, PACK_ITEMS, guess->about.code, guess->today);
    const char *lists[] = {"materials", "deferrable_materials"};
    const struct jvalue *list =
        item == NULL
            ? NULL
            : jvalue_get(
                  item->raw,
                  lists[is_about(guess, "deferral.promise") || chance_of(&guess->chance, 20)]);
    if (list == NULL || list->kind != JVALUE_ARRAY || list->count == 0) {
        return words_of(guess);
    }
    const struct jvalue *one = &list->items[chance_below(&guess->chance, (int)list->count)];
    return one->kind == JVALUE_OBJECT ? jvalue_text(jvalue_get(one, "name"), TEXT_NONE)
                                      : jvalue_text(one, TEXT_NONE);
}

/* -- what is signed -- */

/* The paper that the enterprise would have before it; false when the item has none. */
static bool paper_of(struct guess *guess, struct commitment_paper *out)
{
    const struct actor system = {.role = ROLE_SYSTEM,
                                 .org = TEXT_NONE,
                                 .name = TEXT_NONE,
                                 .district = city_code(guess->city)};
    struct sight sight = {guess->arena, guess->store, access_scope(guess->city, &system)};
    struct commitment_case about;
    struct fault fault = {.code = FAULT_NONE};
    const struct pack_record *variants[COMMITMENT_VARIANTS_MAX];
    size_t count =
        commitment_variants_of(guess->pack, guess->about.code, variants, COUNT_OF(variants));
    if (count == 0 || !commitment_case_find(&sight, guess->about.id, &about, &fault)) {
        return false;
    }
    struct commitment_desk desk = {guess->arena, guess->city, &about, guess->today};
    commitment_paper_of(&desk, variants[guess->about.id % (int64_t)count], out);
    return out->text != NULL;
}

/* -- fields -- */

static const struct {
    const char *name;
    enum pack_list list;
} listed[] = {
    {"district", PACK_DISTRICTS},
    {"role", PACK_ROLES},
    {"milestone", PACK_MILESTONES},
    {"category", PACK_PROBLEM_CATEGORIES},
    {"cause", PACK_PROBLEM_CAUSES},
    {"grade", PACK_RATING_GRADES},
    {"reasons", PACK_SUPPLEMENT_REASONS},
    {"industry_class", PACK_INDUSTRY_CLASSES},
    {"industry_direction", PACK_INDUSTRY_DIRECTIONS},
    {"direction", PACK_INDUSTRY_DIRECTIONS},
    {"desk", PACK_DESKS},
    {"system", PACK_OUTSIDE_SYSTEMS},
    {"way", PACK_DELIVERY_WAYS},
    {"stage", PACK_STAGES},
    {"type", PACK_CERTIFICATE_TYPES},
    {"bundle", PACK_BUNDLES},
    {"stages", PACK_STAGES},
    {"skills", PACK_SKILLS},
    {"languages", PACK_LANGUAGES},
    {"districts", PACK_DISTRICTS},
    {"course", PACK_COURSES},
    {"park", PACK_PARKS},
    {"package", PACK_PACKAGES},
};

static const struct {
    const char *name;
    enum pool_kind pool;
} named[] = {
    {"owner", POOL_ACCOUNT},
    {"substitute_id", POOL_NAVIGATOR},
    {"verifier", POOL_ACCOUNT},
    {"post", POOL_POST},
    {"application_id", POOL_APPLICATION},
    {"project", POOL_PROJECT},
    {"project_id", POOL_PROJECT},
    {"application", POOL_APPLICATION},
    {"certificate_id", POOL_CERTIFICATE},
    {"file", POOL_FILE},
    {"file_id", POOL_FILE},
    {"replaces", POOL_FILE},
    {"into", POOL_PROBLEM},
};

/* The same, in the rooms of meetings and of those who lead through. */
static bool special_of_people(struct guess *guess, const char *name, struct text *out)
{
    const char *kind = guess->kind == NULL ? "" : guess->kind->name;
    if (has(kind, "meeting") && strcmp(name, "kind") == 0) {
        *out = id_of(guess, PACK_MEETING_KINDS);
    } else if (has(kind, "meeting") && strcmp(name, "starts") == 0) {
        *out = TEXT("09:00");
    } else if (has(kind, "meeting") && strcmp(name, "ends") == 0) {
        *out = TEXT("11:30");
    } else if (has(kind, "supervision") && strcmp(name, "source") == 0) {
        *out = id_of(guess, PACK_SUPERVISION_SOURCES);
    } else if (has(kind, "supervision") && strcmp(name, "item") == 0) {
        *out = item_of(guess);
    } else if (has(kind, "appraisal") && strcmp(name, "part") == 0) {
        *out = TEXT_NONE; /* any */
    } else if (strcmp(kind, "rating.give") == 0 && strcmp(name, "grade") == 0) {
        *out = TEXT("bad"); /* good ones lead to nothing */
    } else if (has(kind, "claim") && strcmp(name, "policy") == 0) {
        *out = id_of(guess, PACK_CLAIM_RULES);
    } else if (has(kind, "request") && strcmp(name, "kind") == 0) {
        *out = id_of(guess, PACK_REQUEST_KINDS);
    } else if (has(kind, "request") && strcmp(name, "policy") == 0) {
        *out = chance_of(&guess->chance, 50) ? id_of(guess, PACK_POLICIES) : TEXT_NONE;
    } else if (has(kind, "people") && strcmp(name, "role") == 0) {
        *out = id_of(guess, PACK_CONTACT_ROLES);
    } else if (has(kind, "team") && strcmp(name, "role") == 0) {
        *out = id_of(guess, PACK_TEAM_ROLES);
    } else if (strcmp(kind, "tickler.set") == 0 && strcmp(name, "kind") == 0) {
        *out = id_of(guess, PACK_REMINDER_TYPES);
    } else if (strcmp(kind, "need.say") == 0 && strcmp(name, "item") == 0) {
        *out = item_of(guess);
    } else if (strcmp(kind, "witness.name") == 0 && strcmp(name, "public_key") == 0) {
        /* the base point of the curve (GB/T 32918.5-2017): a key as good as any */
        *out = TEXT("0432c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
                    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0");
    } else if (strcmp(kind, "need.say") == 0 && strcmp(name, "reason") == 0) {
        *out = id_of(guess, PACK_NEED_REASONS);
    } else {
        return false;
    }
    return true;
}

/* How one is reached, and what became of a message: the ways are those of test_twins.c. */
static bool special_of_notices(struct guess *guess, const char *name, struct text *out)
{
    if (strcmp(name, "channel") == 0) {
        *out = guess->about.code;
    } else if (strcmp(name, "mail_address") == 0) {
        *out = chance_of(&guess->chance, 50) ? TEXT("told@dept.example") : TEXT_NONE;
    } else if (strcmp(name, "phone") == 0) {
        *out = TEXT("+86 591 1234567");
    } else if (strcmp(name, "quiet_from") == 0 || strcmp(name, "quiet_to") == 0) {
        *out = TEXT("22:00");
    } else {
        return false;
    }
    return true;
}

/* What means another thing in each command. */
static bool special_text(struct guess *guess, const char *name, struct text *out)
{
    const char *kind = guess->kind == NULL ? "" : guess->kind->name;
    struct commitment_paper paper;
    if (special_of_people(guess, name, out) ||
        (has(kind, "delivery") && special_of_notices(guess, name, out))) {
        return true;
    }
    if (strcmp(kind, "commitment.sign") == 0 && paper_of(guess, &paper)) {
        *out = strcmp(name, "digest") == 0 ? paper.digest : paper.variant->id;
    } else if (strcmp(kind, "hall.look_up") == 0 && strcmp(name, "code") == 0) {
        *out = guess_thing(guess, POOL_PROJECT).code;
    } else if (strcmp(name, "code") == 0) {
        *out = id_of(guess, has(kind, "return") ? PACK_RETURN_REASONS : PACK_STOP_REASONS);
    } else if (strcmp(name, "kind") == 0 && has(kind, "consultation")) {
        *out = id_of(guess, PACK_CONSULTATION_KINDS);
    } else if (strcmp(name, "kind") == 0 && has(kind, "catalog")) {
        *out = TEXT("item");
    } else if (strcmp(name, "key") == 0) {
        *out = has(kind, "take") && guess->about.code.len > 0 ? guess->about.code
                                                              : id_of(guess, PACK_ITEMS);
    } else if (strcmp(name, "item") == 0) {
        const struct pack_record *variant = record_of(guess, PACK_VARIANTS);
        const struct jvalue *items = jvalue_get(variant->raw, "items");
        *out = items == NULL || items->count == 0
                   ? TEXT_NONE
                   : jvalue_text(&items->items[chance_below(&guess->chance, (int)items->count)],
                                 TEXT_NONE);
    } else if (strcmp(kind, "letter.correct") == 0 && strcmp(name, "from") == 0) {
        *out = TEXT("项目");
    } else if (has(kind, "upload_open") && strcmp(name, "name") == 0) {
        *out = TEXT("说明.pdf");
    } else {
        return false;
    }
    return true;
}

static struct text text_for(struct guess *guess, const struct field *field)
{
    struct text special = TEXT_NONE;
    if (chance_of(&guess->chance, 96) && special_text(guess, field->name, &special)) {
        return special;
    }
    for (size_t i = 0; i < COUNT_OF(listed); i++) {
        if (strcmp(listed[i].name, field->name) == 0) {
            return chance_of(&guess->chance, 93) ? id_of(guess, listed[i].list) : words_of(guess);
        }
    }
    if (strcmp(field->name, "org") == 0 || strcmp(field->name, "orgs") == 0 ||
        strcmp(field->name, "helpers") == 0) {
        return unit_of(guess);
    }
    if (strcmp(field->name, "items") == 0) {
        return item_of(guess);
    }
    if (strcmp(field->name, "material") == 0 || strcmp(field->name, "materials") == 0) {
        return material_of(guess);
    }
    if (has(field->name, "hash") || strcmp(field->name, "digest") == 0) {
        return hex_digits(guess);
    }
    if (strcmp(field->name, "media") == 0) {
        return TEXT("application/pdf");
    }
    if (strcmp(field->name, "login") == 0) {
        return text_format(guess->arena, "user-%d", chance_below(&guess->chance, 200));
    }
    return words_of(guess);
}

static int64_t number_for(struct guess *guess, const struct field *field)
{
    struct commitment_paper paper;
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        if (strcmp(named[i].name, field->name) == 0) {
            return guess_thing(guess, named[i].pool).id;
        }
    }
    if (is_about(guess, "delivery.settle")) {
        return strcmp(field->name, "account") == 0 ? guess->about.person : guess->about.id;
    }
    if (strcmp(field->name, "account_id") == 0 || strcmp(field->name, "account") == 0) {
        return person_of(guess);
    }
    if (strcmp(field->name, "year") == 0) {
        return civil_date_parts(guess->today).year;
    }
    if (strcmp(field->name, "size") == 0 && chance_of(&guess->chance, 80)) {
        return (int64_t)guess_document().len;
    }
    if (strcmp(field->name, "text_version") == 0 && paper_of(guess, &paper)) {
        return paper.version;
    }
    int64_t most = field->max > 0 && field->max < 100 ? field->max : 100;
    most = chance_of(&guess->chance, 50) && most > field->min + 5 ? field->min + 5 : most;
    return field->min + chance_below(&guess->chance, (int)(most - field->min) + 1);
}

/* Promised and planned days lie ahead, told ones behind. */
static civil_date date_for(struct guess *guess, const struct field *field)
{
    static const char *const ahead[] = {"to",         "until", "valid_until", "due_on",
                                        "rectify_by", "from",  "held_on"};
    bool is_ahead = strcmp(field->name, "on") == 0 && field->required;
    for (size_t i = 0; i < COUNT_OF(ahead); i++) {
        is_ahead = is_ahead || strcmp(field->name, ahead[i]) == 0;
    }
    if (chance_of(&guess->chance, 10)) {
        return guess->today + 3 - chance_below(&guess->chance, 12);
    }
    return is_ahead ? guess->today + 1 + chance_below(&guess->chance, 40)
                    : guess->today - chance_below(&guess->chance, 3);
}

static bool truth_for(struct guess *guess, const struct field *field)
{
    int percent = strcmp(field->name, "agreed") == 0 ? 95
                  : strcmp(field->name, "ends") == 0 ? 10
                                                     : 50;
    return chance_of(&guess->chance, percent);
}

/* -- JSON -- */

static void write_facts(struct guess *guess, struct json_writer *json, enum pack_list list)
{
    int count = chance_below(&guess->chance, 6);
    int first = chance_below(&guess->chance, (int)guess->pack->lists[list].count);
    json_object(json);
    for (int i = 0; i < count; i++) {
        int at = (first + i) % (int)guess->pack->lists[list].count;
        json_name_text(json, guess->pack->lists[list].items[at].id);
        switch (chance_below(&guess->chance, 5)) {
        case 0: json_bool(json, true); break;
        case 1: json_bool(json, false); break;
        case 2: json_int(json, chance_below(&guess->chance, 100000)); break;
        case 3: json_null(json); break;
        default: json_bool(json, chance_of(&guess->chance, 50)); break;
        }
    }
    json_end(json);
}

static void write_ids(struct guess *guess, struct json_writer *json, enum pool_kind pool)
{
    json_array(json);
    for (int count = chance_below(&guess->chance, 3); count > 0; count--) {
        json_int(json, pool == POOL_ACCOUNT ? person_of(guess) : guess_thing(guess, pool).id);
    }
    json_end(json);
}

static void write_json(struct guess *guess, const struct field *field, struct json_writer *json)
{
    if (strcmp(field->name, "facts") == 0) {
        static const enum pack_list spaces[] = {PACK_FIELDS, PACK_LEAD_FIELDS, PACK_POLICY_FIELDS};
        write_facts(guess, json, spaces[chance_below(&guess->chance, (int)COUNT_OF(spaces))]);
    } else if (strcmp(field->name, "evidence") == 0 || strcmp(field->name, "files") == 0) {
        write_ids(guess, json, POOL_FILE);
    } else if (strcmp(field->name, "accounts") == 0) {
        write_ids(guess, json, POOL_ACCOUNT);
    } else if (strcmp(field->name, "ids") == 0) {
        write_ids(guess, json, POOL_APPLICATION);
    } else if (strcmp(field->name, "members") == 0) {
        json_object(json);
        json_member_text(json, "notes", words_of(guess));
        json_end(json);
    } else if (strcmp(field->name, "conditions") == 0) {
        json_array(json);
        json_object(json);
        json_member_text(json, "words", words_of(guess));
        json_member_date(json, "due_on", guess->today + 1 + chance_below(&guess->chance, 20));
        json_end(json);
        json_end(json);
    } else {
        json_raw(json, chance_of(&guess->chance, 80) ? TEXT("{}") : TEXT("[{\"a\":\"b\"}]"));
    }
}

static void write_texts(struct guess *guess, const struct field *field, struct json_writer *json)
{
    struct text given[3];
    int count = 0;
    json_array(json);
    for (int i = chance_below(&guess->chance, 4); i > 0; i--) {
        given[count] = text_for(guess, field);
        bool is_new = true;
        for (int k = 0; k < count; k++) {
            is_new = is_new && !text_equal(given[k], given[count]);
        }
        if (is_new) {
            json_text(json, given[count++]);
        }
    }
    json_end(json);
}

static void write_field(struct guess *guess, const struct field *field, struct json_writer *json)
{
    size_t choices = 0;
    json_name(json, field->name);
    switch (field->kind) {
    case FIELD_KIND_TEXT: json_text(json, text_for(guess, field)); break;
    case FIELD_KIND_INT:
    case FIELD_KIND_ID: json_int(json, number_for(guess, field)); break;
    case FIELD_KIND_TRUTH:
    case FIELD_KIND_BOOL: json_bool(json, truth_for(guess, field)); break;
    case FIELD_KIND_DATE: json_date(json, date_for(guess, field)); break;
    case FIELD_KIND_MONEY:
        json_text(json, text_format(guess->arena, "%d.%d", chance_below(&guess->chance, 90000),
                                    chance_below(&guess->chance, 10)));
        break;
    case FIELD_KIND_CHOICE:
        while (field->choices[choices] != NULL) {
            choices++;
        }
        json_text(json, text_of(field->choices[chance_below(&guess->chance, (int)choices)]));
        break;
    case FIELD_KIND_TEXTS: write_texts(guess, field, json); break;
    case FIELD_KIND_JSON: write_json(guess, field, json); break;
    }
}

/* What has to fit what is not looked at here is left out, mostly. */
static int likelihood(const struct field *field, int given)
{
    static const char *const seldom[] = {"bundle",        "holder_code", "project_code",
                                         "answers",       "corrections", "replaces",
                                         "industry_code", "record",      "route"};
    for (size_t i = 0; i < COUNT_OF(seldom); i++) {
        if (strcmp(seldom[i], field->name) == 0) {
            return field->required ? 98 : given / 8;
        }
    }
    return field->required ? 98 : given;
}

struct text guess_fields(struct guess *guess, const struct field_table *table, int given)
{
    struct buffer out = buffer_open(guess->arena, 256);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        if (chance_of(&guess->chance, likelihood(&table->fields[i], given))) {
            write_field(guess, &table->fields[i], &json);
        }
    }
    json_end(&json);
    return buffer_text(&out);
}
