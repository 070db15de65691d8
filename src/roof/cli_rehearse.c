#include "roof/cli_rehearse.h"

#include "app/city.h"
#include "base/json_read.h"
#include "board/fleet.h"
#include "board/rules_rehearsal.h"
#include "door/cli/cli_settings.h"
#include "pack/living.h"
#include "roof/boot.h"
#include "roof/cli_living.h"
#include "room/catalog/catalog.h"

struct rehearsing {
    struct text pack, draft, from;
    struct cli_settings settings;
};

static const struct pack_options whole = {.scope = PACK_SCOPE_ALL, .is_corrected = true};

/* As it is in force today by this database. */
static bool read_before(struct cli *cli, const struct rehearsing *asked, struct store *store,
                        const struct pack **out, civil_date *today)
{
    struct pack_sources *base = arena_new(cli->arena, struct pack_sources);
    struct pack_sources *composed = arena_new(cli->arena, struct pack_sources);
    struct pack_changes changes;
    if (!pack_read_sources(cli->arena, cli_pack_directory(cli, asked->pack), &whole, base,
                           &cli->fault) ||
        !catalog_in_law(cli->arena, store, &changes, &cli->fault)) {
        return false;
    }
    int64_t offset = jvalue_int(jvalue_get(base->files[PACK_FILE_PACK], "utc_offset_minutes"), 0);
    *today = civil_date_of_instant(boot_now(NULL), (int)offset);
    pack_compose(cli->arena, base, &changes, *today, composed);
    return pack_build(cli->arena, composed, &whole, out, &cli->fault);
}

static bool read_draft(struct cli *cli, const struct rehearsing *asked, const struct pack **out)
{
    struct pack_findings found = pack_check(cli->arena, asked->draft);
    if (found.count > 0) {
        return fault_raise(&cli->fault, FAULT_CATALOG_UNSOUND, TEXT_NONE,
                           FAULT_ARGS(found.items[0].zh, found.items[0].en));
    }
    struct pack_sources *sources = arena_new(cli->arena, struct pack_sources);
    return pack_read_sources(cli->arena, asked->draft, &whole, sources, &cli->fault) &&
           pack_build(cli->arena, sources, &whole, out, &cli->fault);
}

/* -- saying it -- */

static int64_t number(const struct jvalue *object, const char *name)
{
    return jvalue_int(jvalue_get(object, name), 0);
}

static void say_sums(struct cli *cli, struct buffer *out, const struct jvalue *found)
{
    bool in_chinese = cli->language == LANGUAGE_ZH;
    buffer_addf(
        out,
        in_chinese
            ? "%lld 个在办项目，受影响 %lld 个，投产日期变动 %lld 个（推迟 %lld，提前 %lld），"
              "共 %lld 个工作日\n"
            : "%lld projects under way, %lld affected, %lld move (%lld later, %lld "
              "earlier), %lld days in all\n",
        (long long)number(found, "projects"), (long long)number(found, "affected"),
        (long long)number(found, "moved"), (long long)number(found, "later"),
        (long long)number(found, "earlier"), (long long)number(found, "days"));
}

static void say_project(struct buffer *out, const struct jvalue *one)
{
    struct text was = jvalue_text(jvalue_get(one, "production_before"), TEXT("-"));
    struct text is = jvalue_text(jvalue_get(one, "production"), TEXT("-"));
    struct text project_number = jvalue_text(jvalue_get(one, "number"), TEXT_NONE);
    struct text name = jvalue_text(jvalue_get(one, "name"), TEXT_NONE);
    buffer_addf(out, "~ %.*s %.*s %.*s -> %.*s (%+lld)", TEXT_ARG(project_number), TEXT_ARG(name),
                TEXT_ARG(was), TEXT_ARG(is), (long long)number(one, "days"));
    const struct jvalue *plan = jvalue_get(one, "plan_days");
    if (!jvalue_is_null(plan) && number(one, "plan_days") != number(one, "plan_days_before")) {
        buffer_addf(out, ", %lld -> %lld", (long long)number(one, "plan_days_before"),
                    (long long)number(one, "plan_days"));
    }
    buffer_add_char(out, '\n');
}

/* "= 2026-011 长乐某公司 F03 技改补助: near 8000/9000 -> met" */
static void say_policy(struct buffer *out, const struct jvalue *one)
{
    static const char *const words[] = {"number", "name", "policy", "title"};
    static const char *const sides[] = {"before", "after"};
    buffer_add_char(out, '=');
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        buffer_addf(out, " %.*s", TEXT_ARG(jvalue_text(jvalue_get(one, words[i]), TEXT_NONE)));
    }
    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        const struct jvalue *stand = jvalue_get(one, sides[i]);
        static const char *const said[] = {"group", "gap", "money"};
        buffer_add(out, i == 0 ? TEXT(":") : TEXT(" ->"));
        for (size_t k = 0; k < COUNT_OF(said); k++) {
            struct text text = jvalue_text(jvalue_get(stand, said[k]), TEXT_NONE);
            buffer_addf(out, text.len > 0 ? " %.*s" : "%.*s", TEXT_ARG(text));
        }
    }
    buffer_add_char(out, '\n');
}

static void say_policies(struct cli *cli, struct buffer *out, const struct jvalue *found)
{
    bool in_chinese = cli->language == LANGUAGE_ZH;
    const struct jvalue *items = jvalue_get(found, "items");
    if (jvalue_is_null(found)) {
        return;
    }
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        say_policy(out, &items->items[i]);
    }
    buffer_addf(
        out,
        in_chinese
            ? "%lld 项政策变化，%lld 家企业中 %lld 家受影响：新符合 %lld，不再符合 %lld，"
              "变为差一项 %lld，不再差一项 %lld，差距变动 %lld，金额变动 %lld，需补信息 %lld\n"
            : "%lld policies change, of %lld enterprises %lld affected: %lld gain, %lld "
              "lose, %lld come near, %lld near no more, %lld gaps move, %lld amounts "
              "move, %lld lack facts\n",
        (long long)number(found, "changed"), (long long)number(found, "enterprises"),
        (long long)number(found, "affected"), (long long)number(found, "gains"),
        (long long)number(found, "loses"), (long long)number(found, "comes_near"),
        (long long)number(found, "leaves_near"), (long long)number(found, "gap_moves"),
        (long long)number(found, "amount_moves"), (long long)number(found, "lacks"));
}

static bool say(struct cli *cli, struct text json)
{
    const struct jvalue *found = NULL;
    struct buffer out = buffer_open(cli->arena, 4096);
    if (!json_read(cli->arena, json, &found, &cli->fault)) {
        return false;
    }
    const struct jvalue *items = jvalue_get(found, "items");
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        say_project(&out, &items->items[i]);
    }
    say_sums(cli, &out, found);
    say_policies(cli, &out, jvalue_get(found, "policies"));
    return cli_print(cli, buffer_text(&out));
}

static bool rehearse(struct cli *cli, const struct rehearsing *asked, struct store *store)
{
    static const struct actor system = {.role = ROLE_SYSTEM, .language = LANGUAGE_ZH};
    struct rules_two two = {NULL, NULL, CIVIL_DATE_NONE};
    civil_date today = CIVIL_DATE_NONE;
    if (!read_before(cli, asked, store, &two.before, &today) ||
        !read_draft(cli, asked, &two.after)) {
        return false;
    }
    two.from = today;
    if (asked->from.len > 0 && !civil_date_parse(asked->from, &two.from)) {
        return cli_wrong(cli, "--from takes a day", asked->from);
    }
    struct buffer answer = buffer_open(cli->arena, 8192);
    struct json_writer json = json_writer_open(&answer);
    struct view_run run = {.arena = cli->arena,
                           .store = store,
                           .city = city_open(cli->arena, two.before),
                           .actor = &system,
                           .now = boot_now(NULL),
                           .today = today};
    return rules_rehearse_packs(&run, &two, &json, &cli->fault) && say(cli, buffer_text(&answer));
}

bool cli_rehearse(struct cli *cli, int argc, char **argv)
{
    struct rehearsing asked = {.pack = TEXT_NONE, .draft = TEXT_NONE, .from = TEXT_NONE};
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct store *store = NULL;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--pack", true, &asked.pack},
                                     {"--draft", true, &asked.draft},
                                     {"--from", true, &asked.from}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || asked.draft.len == 0) {
        return cli_wrong(cli, cli_living.usage, TEXT_NONE);
    }
    if (!cli_settings_read(cli, &given, &asked.settings)) {
        return false;
    }
    struct store_options reading = {
        .path = asked.settings.database, .read_only = true, .must_exist = true};
    bool done = store_open(&reading, &store, &cli->fault) && rehearse(cli, &asked, store);
    fleet_forget();
    store_close(store);
    return done;
}
