#include "roof/cli_figure.h"

#include <stdio.h>
#include <string.h>

#include "app/query.h"
#include "app/rebuild.h"
#include "board/indicator.h"
#include "door/cli/cli_common.h"
#include "door/cli/cli_settings.h"
#include "roof/boot.h"
#include "roof/living.h"
#include "roof/rooms.h"

/* What a figure says of itself: the stamp of its answer. */
struct stamp {
    struct text query; /* "/indicators/on-time?basis=period&cut=2026-11-30 scope=city" */
    struct text path, asked, scope, size, as_of, version, digest;
    int64_t ledger_size;
    civil_date day;
};

static struct text said(const struct jvalue *answer, const char *id)
{
    const struct jvalue *list = jvalue_get(answer, "stamp");
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_is(jvalue_text(jvalue_get(&list->items[i], "id"), TEXT_NONE), id)) {
            return jvalue_text(jvalue_get(&list->items[i], "value"), TEXT_NONE);
        }
    }
    return TEXT_NONE;
}

static bool read_stamp(struct cli *cli, struct stamp *stamp)
{
    struct text rest = stamp->query;
    struct text asked = text_cut(&rest, ' ');
    struct text prefix = TEXT("/indicators/");
    struct text mark = TEXT("scope=");
    if (!text_starts_with(asked, prefix) || !text_starts_with(rest, mark) ||
        !text_to_int(stamp->size, &stamp->ledger_size) || stamp->ledger_size < 0 ||
        stamp->as_of.len < 10 || !civil_date_parse(text_slice(stamp->as_of, 0, 10), &stamp->day)) {
        return cli_wrong(cli, "this is no figure of an indicator", stamp->query);
    }
    asked = text_slice(asked, prefix.len, asked.len - prefix.len);
    stamp->path = text_cut(&asked, '?');
    stamp->asked = asked;
    stamp->scope = text_slice(rest, mark.len, rest.len - mark.len);
    return true;
}

/* Whoever sees as far as the figure's reader did. False: only he himself can ask for his own. */
static bool reader_of(struct text scope, const struct city *city, struct actor *out)
{
    struct text of = scope;
    struct text kind = text_cut(&of, ':');
    *out = (struct actor){.language = LANGUAGE_ZH, .district = city_code(city)};
    if (text_is(kind, "city")) {
        out->role = ROLE_LEADER;
    } else if (text_is(kind, "district")) {
        out->role = ROLE_DISTRICT_COORDINATOR;
        out->district = of;
    } else if (text_is(kind, "unit")) {
        out->role = ROLE_DEPARTMENT_OFFICER;
        out->org = text_cut(&of, '@');
        out->district = of.len > 0 ? of : city_code(city);
    } else {
        return false;
    }
    return true;
}

static const struct view_kind *figure_view(void)
{
    for (size_t i = 0; i < indicator_room.view_count; i++) {
        if (strcmp(indicator_room.views[i].name, "indicator.figure") == 0) {
            return &indicator_room.views[i];
        }
    }
    return NULL;
}

/* The answer to the same question, of the database as it was. */
static bool derive(struct cli *cli, const struct stamp *stamp, struct living *living,
                   struct store *past, const struct jvalue **out)
{
    const struct view_kind *view = figure_view();
    struct buffer buffer = buffer_open(cli->arena, 1 << 16);
    struct json_writer json = json_writer_open(&buffer);
    struct actor actor;
    void *query = arena_alloc(cli->arena, view->query->size);
    if (!reader_of(stamp->scope, living->city, &actor)) {
        return cli_wrong(cli,
                         "what one navigator or project saw is derived by asking as its reader",
                         stamp->scope);
    }
    struct view_run run = {.arena = cli->arena,
                           .store = past,
                           .city = living->city,
                           .actor = &actor,
                           .parameters = {stamp->path},
                           .query = query,
                           .now = boot_now(NULL),
                           .today = stamp->day};
    return query_read(cli->arena, view->query, stamp->asked, query, &cli->fault) &&
           view->answer(&run, &json, &cli->fault) &&
           json_read(cli->arena, buffer_text(&buffer), out, &cli->fault);
}

/* -- comparing -- */

static struct text member(struct cli *cli, const struct jvalue *group, const char *name)
{
    const struct jvalue *value = jvalue_get(group, name);
    return value != NULL && value->kind == JVALUE_INT
               ? text_format(cli->arena, "%lld", (long long)value->integer)
               : jvalue_text(value, TEXT_NONE);
}

static const struct jvalue *group_of(struct cli *cli, const struct jvalue *answer,
                                     const struct jvalue *like)
{
    const struct jvalue *items = jvalue_get(answer, "items");
    for (uint32_t i = 0; items != NULL && items->kind == JVALUE_ARRAY && i < items->count; i++) {
        if (text_equal(member(cli, &items->items[i], "key"), member(cli, like, "key")) &&
            text_equal(member(cli, &items->items[i], "across"), member(cli, like, "across"))) {
            return &items->items[i];
        }
    }
    return NULL;
}

/* How many numbers of the group are others. */
static int compare_group(struct cli *cli, const struct jvalue *given, const struct jvalue *derived)
{
    static const char *const numbers[] = {"rows",     "part",  "whole",  "value",
                                          "excluded", "ended", "median", "p90"};
    int others = 0;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct text said_here = member(cli, given, numbers[i]);
        struct text found = member(cli, derived, numbers[i]);
        if (!text_equal(said_here, found)) {
            printf("%.*s %s: %.*s, derived %.*s\n", TEXT_ARG(member(cli, given, "name")),
                   numbers[i], TEXT_ARG(said_here), TEXT_ARG(found));
            others++;
        }
    }
    return others;
}

static int compare(struct cli *cli, const struct jvalue *given, const struct jvalue *derived)
{
    const struct jvalue *all = jvalue_get(given, "all");
    const struct jvalue *items = jvalue_get(given, "items");
    int others = all == NULL ? 0 : compare_group(cli, all, jvalue_get(derived, "all"));
    for (uint32_t i = 0; items != NULL && items->kind == JVALUE_ARRAY && i < items->count; i++) {
        others += compare_group(cli, &items->items[i], group_of(cli, derived, &items->items[i]));
    }
    return others;
}

static void judge(struct cli *cli, const struct stamp *stamp, const struct jvalue *given,
                  const struct jvalue *derived, bool *equal)
{
    struct text digest = said(derived, "digest");
    struct text version = said(derived, "pack_version");
    int others = given == NULL ? 0 : compare(cli, given, derived);
    *equal = others == 0 && text_equal(digest, stamp->digest);
    if (*equal) {
        printf("equal: %.*s, of %lld ledger entries\n", TEXT_ARG(stamp->query),
               (long long)stamp->ledger_size);
        return;
    }
    if (!text_equal(version, stamp->version)) {
        printf("the rules are of version %.*s, the figure's of %.*s\n", TEXT_ARG(version),
               TEXT_ARG(stamp->version));
    }
    printf("not equal: digest %.*s, derived %.*s\n", TEXT_ARG(stamp->digest), TEXT_ARG(digest));
}

static bool verify_in(struct cli *cli, const struct stamp *stamp, struct text database,
                      struct text pack, const struct jvalue **out)
{
    struct store_options reading = {
        .path = database, .read_only = true, .must_exist = true, .statement_ms = -1};
    struct store_options memory = {.path = TEXT(":memory:")};
    struct rebuild_past past = {.size = stamp->ledger_size,
                                .registry = register_open(cli->arena, &the_house)};
    struct store *fresh = NULL;
    struct living living = {.city = NULL};
    bool done =
        store_open(&reading, &past.live, &cli->fault) && store_open(&memory, &fresh, &cli->fault) &&
        store_migrate(fresh, store_facts, &cli->fault) && rebuild_past(&past, fresh, &cli->fault) &&
        living_read(cli->arena, text_c_string(cli->arena, pack), &living, &cli->fault) &&
        living_open(&living, fresh, boot_now(NULL), &cli->fault) &&
        derive(cli, stamp, &living, fresh, out);
    living_close(&living);
    store_close(past.live);
    store_close(fresh);
    return done;
}

/* A file as the API gave it, or what is printed: --query, --ledger, --as-of, --digest. */
static bool read_given(struct cli *cli, int argc, char **argv, struct stamp *stamp,
                       const struct jvalue **given)
{
    struct text bytes = TEXT_NONE;
    if (argc == 2) {
        return stamp->query.len > 0 || cli_wrong(cli, cli_figure.usage, TEXT_NONE);
    }
    if (argc != 3 || !cli_read_file(cli, text_of(argv[2]), &bytes) ||
        !json_read(cli->arena, bytes, given, &cli->fault)) {
        return argc == 3 ? false : cli_wrong(cli, cli_figure.usage, TEXT_NONE);
    }
    stamp->query = said(*given, "query");
    stamp->size = said(*given, "ledger_size");
    stamp->as_of = said(*given, "as_of");
    stamp->version = said(*given, "pack_version");
    stamp->digest = said(*given, "digest");
    return true;
}

static bool verify(struct cli *cli, int argc, char **argv, bool *equal)
{
    struct text pack = TEXT_NONE;
    struct stamp stamp = {.query = TEXT_NONE};
    struct cli_given settings_given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct jvalue *given = NULL;
    const struct jvalue *derived = NULL;
    const struct cli_flag flags[] = {
        CLI_SETTINGS_FLAGS(&settings_given), {"--pack", true, &pack},
        {"--query", true, &stamp.query},     {"--ledger", true, &stamp.size},
        {"--as-of", true, &stamp.as_of},     {"--digest", true, &stamp.digest}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc < 2 || strcmp(argv[1], "verify") != 0) {
        return cli_wrong(cli, cli_figure.usage, TEXT_NONE);
    }
    if (!read_given(cli, argc, argv, &stamp, &given) || !read_stamp(cli, &stamp) ||
        !cli_settings_read(cli, &settings_given, &settings) ||
        !verify_in(cli, &stamp, settings.database, cli_pack_directory(cli, pack), &derived)) {
        return false;
    }
    judge(cli, &stamp, given, derived, equal);
    return true;
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    bool equal = false;
    int status = cli_close(&cli, verify(&cli, argc, argv, &equal));
    return status == CLI_DONE && !equal ? CLI_REFUSED : status;
}

const struct cli_command cli_figure = {
    "figure",
    "figure verify [--db FILE|ADDRESS] [--config FILE] [--pack DIR] FILE\n"
    "figure verify [...] --query QUERY --ledger SIZE --as-of DAY --digest DIGEST",
    "derive an indicator's figure again from the ledger as it was: equal, or where not",
    run,
};
