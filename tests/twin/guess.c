#include "guess.h"

#include <string.h>

#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "pack/pack.h"

/* -- what there is -- */

static const struct statement looks[POOL_COUNT] = {
    [POOL_PROJECT] = {"twin_projects",
                      "select id, id, version, navigator, stage_rank, '' from project order by id"},
    [POOL_APPLICATION] = {"twin_applications",
                          "select a.id, a.project, a.version, p.navigator, p.stage_rank, a.org"
                          " from application a join project p on p.id=a.project order by a.id"},
    [POOL_PROBLEM] = {"twin_problems",
                      "select b.id, b.project, b.version, p.navigator, p.stage_rank, b.org"
                      " from problem b join project p on p.id=b.project order by b.id"},
    [POOL_FILE] = {"twin_files", "select f.id, f.project, 1, p.navigator, p.stage_rank, ''"
                                 " from file f join project p on p.id=f.project order by f.id"},
    [POOL_TICKLER] = {"twin_ticklers",
                      "select id, project, version, account, 60, '' from tickler order by id"},
    [POOL_ACCOUNT] = {"twin_accounts",
                      "select id, 0, version, id, 60, '' from account order by id"},
    [POOL_POST] = {"twin_posts", "select id, account, 1, account, 60, '' from account_post"
                                 " order by id"},
};
static const struct statement look_items = {
    "twin_items", "select 0, project, 0, 0, 0, code from planning_node where kind='item'"
                  " order by project, plan, position"};
static const struct statement look_actors = {
    "twin_actors", "select account, id, role, org, district, project from account_post where"
                   " ended=0 order by id"};

#define THINGS_MAX 2000

static bool look_things(struct guess *guess, struct store *store, const struct statement *look,
                        struct thing *items, size_t *count, struct fault *fault)
{
    struct store_rows rows;
    *count = 0;
    if (!store_query(store, look, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (store_next(&rows) && *count < THINGS_MAX) {
        items[(*count)++] = (struct thing){store_int(&rows, 0), store_int(&rows, 1),
                                           store_int(&rows, 2), store_int(&rows, 3),
                                           store_int(&rows, 4), store_text(guess->arena, &rows, 5)};
    }
    return store_done(&rows, fault);
}

static bool look_actors_up(struct guess *guess, struct store *store, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(store, &look_actors, NO_CELLS, &rows, fault)) {
        return false;
    }
    guess->actors = arena_array(guess->arena, struct actor, 300);
    guess->actor_count = 0;
    while (store_next(&rows) && guess->actor_count < 300) {
        guess->actors[guess->actor_count++] =
            (struct actor){.account = store_int(&rows, 0),
                           .post = store_int(&rows, 1),
                           .role = role_from_name(store_text(guess->arena, &rows, 2)),
                           .name = TEXT("某人"),
                           .org = store_text(guess->arena, &rows, 3),
                           .district = store_text(guess->arena, &rows, 4),
                           .project = store_int(&rows, 5)};
    }
    return store_done(&rows, fault);
}

bool guess_look(struct guess *guess, struct store *store, struct fault *fault)
{
    if (guess->items == NULL) {
        guess->items = arena_array(guess->arena, struct thing, THINGS_MAX);
        for (int kind = 0; kind < POOL_COUNT; kind++) {
            guess->pools[kind].items = arena_array(guess->arena, struct thing, THINGS_MAX);
        }
    }
    for (int kind = 0; kind < POOL_COUNT; kind++) {
        if (!look_things(guess, store, &looks[kind], guess->pools[kind].items,
                         &guess->pools[kind].count, fault)) {
            return false;
        }
    }
    return look_things(guess, store, &look_items, guess->items, &guess->item_count, fault) &&
           look_actors_up(guess, store, fault);
}

/* -- one of many -- */

/* Would one expect him to do something about it? */
static bool is_likely(const struct guess *guess, const struct thing *thing, int64_t rank)
{
    const struct actor *actor = guess->actor;
    if (guess->project != 0 && thing->project != 0 && thing->project != guess->project) {
        return false;
    }
    if (actor->role == ROLE_NAVIGATOR && thing->who != actor->account) {
        return false;
    }
    if (actor->role == ROLE_DEPARTMENT_OFFICER && thing->org.len > 0 &&
        !text_equal(thing->org, actor->org)) {
        return false;
    }
    return thing->rank >= rank;
}

static struct thing thing_of(struct guess *guess, enum pool_kind kind)
{
    static const int64_t ranks[] = {0, 30, 60, 60, 60};
    size_t count = guess->pools[kind].count;
    struct thing thing = {.id = chance_below(&guess->chance, 3000), .version = 1, .org = TEXT_NONE};
    if (count == 0 || chance_of(&guess->chance, 4)) {
        return thing;
    }
    bool any = chance_of(&guess->chance, 10);
    int64_t rank = ranks[chance_below(&guess->chance, (int)COUNT_OF(ranks))];
    for (int tries = 0; tries < 400; tries++) {
        thing = guess->pools[kind].items[chance_below(&guess->chance, (int)count)];
        if (any || is_likely(guess, &thing, rank)) {
            break;
        }
    }
    return thing;
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

static struct text record_of(struct guess *guess, enum pack_list list)
{
    const struct pack_records *records = &guess->pack->lists[list];
    return records->count == 0
               ? TEXT_NONE
               : records->items[chance_below(&guess->chance, (int)records->count)].id;
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

/* -- fields -- */

static const struct {
    const char *name;
    enum pack_list list;
} listed[] = {
    {"org", PACK_UNITS},
    {"helpers", PACK_UNITS},
    {"district", PACK_DISTRICTS},
    {"role", PACK_ROLES},
    {"milestone", PACK_MILESTONES},
    {"category", PACK_PROBLEM_CATEGORIES},
    {"reasons", PACK_SUPPLEMENT_REASONS},
    {"industry_class", PACK_INDUSTRY_CLASSES},
    {"industry_direction", PACK_INDUSTRY_DIRECTIONS},
    {"direction", PACK_INDUSTRY_DIRECTIONS},
};

static const struct {
    const char *name;
    enum pool_kind pool;
} named[] = {
    {"account", POOL_ACCOUNT},  {"account_id", POOL_ACCOUNT},         {"owner", POOL_ACCOUNT},
    {"verifier", POOL_ACCOUNT}, {"application_id", POOL_APPLICATION}, {"post", POOL_POST},
    {"project", POOL_PROJECT},  {"project_id", POOL_PROJECT},
};

static struct text text_for(struct guess *guess, const struct field *field)
{
    for (size_t i = 0; i < COUNT_OF(listed); i++) {
        if (strcmp(listed[i].name, field->name) == 0) {
            return chance_of(&guess->chance, 93) ? record_of(guess, listed[i].list)
                                                 : words_of(guess);
        }
    }
    if (strcmp(field->name, "items") == 0) {
        return item_of(guess);
    }
    if (strstr(field->name, "hash") != NULL || strcmp(field->name, "digest") == 0) {
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
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        if (strcmp(named[i].name, field->name) == 0) {
            return thing_of(guess, named[i].pool).id;
        }
    }
    int64_t most = field->max > 0 && field->max < 100 ? field->max : 100;
    return field->min + chance_below(&guess->chance, (int)(most - field->min) + 1);
}

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

static void write_json(struct guess *guess, const struct field *field, struct json_writer *json)
{
    if (strcmp(field->name, "facts") == 0) {
        write_facts(guess, json, chance_of(&guess->chance, 50) ? PACK_FIELDS : PACK_LEAD_FIELDS);
    } else if (strcmp(field->name, "evidence") == 0 || strcmp(field->name, "files") == 0) {
        json_array(json);
        for (int count = chance_below(&guess->chance, 3); count > 0; count--) {
            json_int(json, thing_of(guess, POOL_FILE).id);
        }
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
    case FIELD_KIND_BOOL: json_bool(json, chance_of(&guess->chance, 50)); break;
    case FIELD_KIND_DATE:
        json_date(json, guess->today + 3 - chance_below(&guess->chance, 12));
        break;
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

/* `given`: of a hundred fields that need not be there. */
static struct text fields_json(struct guess *guess, const struct field_table *table, int given)
{
    struct buffer out = buffer_open(guess->arena, 256);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        int percent = table->fields[i].required ? 98 : given;
        if (chance_of(&guess->chance, percent)) {
            write_field(guess, &table->fields[i], &json);
        }
    }
    json_end(&json);
    return buffer_text(&out);
}

static bool read_fields(struct guess *guess, const struct field_table *table, struct text source,
                        const void **out)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *object = NULL;
    if (table == NULL) {
        *out = NULL;
        return true;
    }
    void *fields = arena_alloc(guess->arena, table->size);
    *out = fields;
    return json_read(guess->arena, source, &object, &fault) &&
           field_read(guess->arena, table, object, fields, &fault);
}

/* -- paths -- */

static struct text parameter_of(struct guess *guess, struct text before)
{
    static const struct {
        const char *before;
        enum pool_kind pool;
    } places[] = {
        {"projects", POOL_PROJECT}, {"applications", POOL_APPLICATION},
        {"problems", POOL_PROBLEM}, {"files", POOL_FILE},
        {"posts", POOL_POST},       {"bring-forwards", POOL_TICKLER},
        {"accounts", POOL_ACCOUNT},
    };
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (text_is(before, places[i].before)) {
            struct thing thing = thing_of(guess, places[i].pool);
            guess->project = thing.project;
            guess->version = thing.version;
            return text_format(guess->arena, "%lld", (long long)thing.id);
        }
    }
    return text_format(guess->arena, "%d", 1 + chance_below(&guess->chance, 3));
}

static void guess_path(struct guess *guess, const char *path,
                       struct text parameters[PATH_PARAMETERS])
{
    struct text rest = text_of(path);
    struct text before = TEXT_NONE;
    size_t count = 0;
    for (size_t i = 0; i < PATH_PARAMETERS; i++) {
        parameters[i] = TEXT_NONE;
    }
    while (rest.len > 0) {
        struct text part = text_cut(&rest, '/');
        if (part.len > 0 && part.at[0] == '{' && count < PATH_PARAMETERS) {
            parameters[count++] = parameter_of(guess, before);
        }
        before = part;
    }
}

/* Somebody of those roles, copied: an enterprise asks about its own project more often than not. */
static bool actor_for(struct guess *guess, role_set roles, struct actor *out)
{
    for (int tries = 0; tries < 200; tries++) {
        const struct actor *actor =
            &guess->actors[chance_below(&guess->chance, (int)guess->actor_count)];
        if ((roles & ROLE_BIT(actor->role)) != 0) {
            *out = *actor;
            guess->actor = out;
            out->language = chance_of(&guess->chance, 30) ? LANGUAGE_EN : LANGUAGE_ZH;
            guess->project = actor->role == ROLE_ENTERPRISE && chance_of(&guess->chance, 80)
                                 ? actor->project
                                 : 0;
            return true;
        }
    }
    *out = (struct actor){.role = (roles & ROLE_BIT(ROLE_PUBLIC)) != 0 ? ROLE_PUBLIC : ROLE_SYSTEM,
                          .name = TEXT_NONE,
                          .org = TEXT_NONE,
                          .district = guess->pack->city_code};
    guess->actor = out;
    guess->project = 0;
    return (roles & ROLE_BIT(out->role)) != 0;
}

/* -- all together -- */

bool guess_job(struct guess *guess, const struct command_kind *kind, struct job *out)
{
    struct actor *actor = arena_new(guess->arena, struct actor);
    const void *fields = NULL;
    *out = (struct job){.kind = kind, .key = TEXT_NONE, .answer = TEXT_NONE};
    guess->version = 0;
    if (!actor_for(guess, kind->roles | ROLE_BIT(ROLE_SYSTEM), actor)) {
        return false;
    }
    guess_path(guess, kind->path == NULL ? "" : kind->path, out->parameters);
    struct text json = fields_json(guess, kind->fields, 60);
    if (!read_fields(guess, kind->fields, json, &fields)) {
        return false;
    }
    out->fields = fields;
    out->actor = actor;
    if (chance_of(&guess->chance, 40)) {
        out->key = text_format(guess->arena, "key-%d", chance_below(&guess->chance, 400));
    }
    out->fingerprint =
        text_format(guess->arena, "%s %.*s %.*s %.*s", kind->name, TEXT_ARG(out->parameters[0]),
                    TEXT_ARG(out->parameters[1]), TEXT_ARG(json));
    if (chance_of(&guess->chance, 30)) {
        out->seen_version =
            chance_of(&guess->chance, 85) ? guess->version : 1 + chance_below(&guess->chance, 9);
    }
    return true;
}

bool guess_question(struct guess *guess, const struct view_kind *kind, struct view_run *out)
{
    struct actor *actor = arena_new(guess->arena, struct actor);
    const void *query = NULL;
    *out = (struct view_run){.actor = actor};
    if (!actor_for(guess, kind->roles, actor)) {
        return false;
    }
    guess_path(guess, kind->path, out->parameters);
    if (!read_fields(guess, kind->query, fields_json(guess, kind->query, 25), &query)) {
        return false;
    }
    out->query = query;
    out->id = route_id(out->parameters[0]);
    return true;
}
