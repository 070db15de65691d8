#include "door/cli/cli_policies.h"

#include <stdio.h>

#include "base/json_write.h"
#include "door/cli/plan_request.h"
#include "door/cli/policy_table.h"
#include "engine/plan/plan_write.h"

struct words {
    struct text pack, profile, on, corrected, json;
};

struct desk {
    const struct pack *pack;
    civil_date on;
    const struct jvalue *given; /* the facts as JSON */
    struct text name;
    struct facts *facts;
    struct fact_warnings warnings;
    struct policies policies;
    struct match *matches; /* by policy, as what follows */
    struct policy_amount *amounts;
    struct policy_near *nears;
    struct policy_combination combinations[2];
};

static bool read_profile(struct cli *cli, struct text path, struct desk *desk)
{
    struct text source;
    return cli_read_file(cli, path, &source) &&
           plan_desk_facts(cli->arena, source, &desk->given, &desk->name, &cli->fault) &&
           facts_read(desk->facts, desk->given, &desk->warnings, &cli->fault);
}

static bool open_desk(struct cli *cli, const struct words *words, struct desk *desk)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL,
                                   .is_corrected = !text_is_empty(words->corrected)};
    if (!text_is_empty(words->on) && !cli_read_date(cli, words->on, &desk->on)) {
        return false;
    }
    if (!pack_load(cli->arena, cli_pack_directory(cli, words->pack), &options, &desk->pack,
                   &cli->fault)) {
        return false;
    }
    desk->on = text_is_empty(words->on) ? desk->pack->as_of : desk->on;
    desk->facts = facts_new(cli->arena, desk->pack->spaces[PACK_SPACE_POLICIES]);
    return read_profile(cli, words->profile, desk);
}

/* What would be had if numbers that stand in the way were reached. */
static void find_near(struct cli *cli, struct desk *desk, uint32_t at)
{
    const struct policy *policy = &desk->policies.items[at];
    struct policy_near *near = &desk->nears[at];
    near->is_near = match_find_near(cli->arena, policy->condition.rule, desk->facts, &near->change);
    if (near->is_near) {
        near->amount = policy_amount_of(cli->arena, desk->pack, policy, near->change.facts);
    }
}

static void match_all(struct cli *cli, struct desk *desk)
{
    desk->policies = policy_list(cli->arena, desk->pack, desk->on);
    size_t count = (size_t)desk->policies.count + 1;
    desk->matches = arena_array(cli->arena, struct match, count);
    desk->amounts = arena_array(cli->arena, struct policy_amount, count);
    desk->nears = arena_array(cli->arena, struct policy_near, count);
    for (uint32_t i = 0; i < desk->policies.count; i++) {
        const struct policy *policy = &desk->policies.items[i];
        match_explain(cli->arena, &policy->condition, desk->facts, &desk->matches[i]);
        desk->amounts[i] = policy_amount_of(cli->arena, desk->pack, policy, desk->facts);
        find_near(cli, desk, i);
    }
    struct policy_results results = {desk->policies, desk->matches, desk->amounts};
    policy_combine(cli->arena, desk->pack, &results, desk->combinations);
}

static void write_near(struct cli *cli, struct json_writer *json, const struct desk *desk,
                       uint32_t at)
{
    const struct policy_near *near = &desk->nears[at];
    json_name(json, "near");
    if (!near->is_near) {
        json_null(json);
        return;
    }
    json_object(json);
    json_name(json, "changes");
    json_array(json);
    for (uint32_t i = 0; i < near->change.count; i++) {
        json_object(json);
        match_write_gap(json, desk->facts->space, near->change.changes[i].field,
                        &near->change.changes[i].gap);
        json_end(json);
    }
    json_end(json);
    json_member_text_or_null(json, "by", desk->policies.items[at].valid_to);
    json_name(json, "amount");
    json_object(json);
    policy_write_amount(json, cli->arena, desk->facts->space, &near->amount);
    json_end(json);
    json_end(json);
}

static void write_policy(struct cli *cli, struct json_writer *json, const struct desk *desk,
                         uint32_t at)
{
    const struct policy *policy = &desk->policies.items[at];
    json_object(json);
    match_write(json, desk->facts->space, desk->given, &desk->matches[at]);
    policy_write_standing(json, policy);
    json_name(json, "amount");
    json_object(json);
    policy_write_amount(json, cli->arena, desk->facts->space, &desk->amounts[at]);
    json_end(json);
    write_near(cli, json, desk, at);
    json_end(json);
}

static void write_combinations(struct cli *cli, struct json_writer *json, const struct desk *desk)
{
    static const char *const names[] = {"sure", "possible"};
    json_name(json, "combination");
    json_object(json);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        json_name(json, names[i]);
        json_object(json);
        policy_write_combination(json, cli->arena, &desk->policies, &desk->combinations[i]);
        json_end(json);
    }
    json_end(json);
}

static bool print_json(struct cli *cli, const struct desk *desk)
{
    struct buffer out = buffer_open(cli->arena, 1 << 17);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text_or_null(&json, "name", desk->name);
    json_member_date(&json, "on", desk->on);
    json_member_bool(&json, "corrected", desk->pack->is_corrected);
    json_name(&json, "results");
    json_object(&json);
    for (uint32_t i = 0; i < desk->policies.count; i++) {
        json_name_text(&json, desk->policies.items[i].record->id);
        write_policy(cli, &json, desk, i);
    }
    json_end(&json);
    write_combinations(cli, &json, desk);
    plan_write_warnings(cli->arena, &json, &desk->warnings);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

static bool print_table(struct cli *cli, const struct desk *desk)
{
    struct policy_table table = {.pack = desk->pack,
                                 .policies = desk->policies,
                                 .matches = desk->matches,
                                 .amounts = desk->amounts,
                                 .nears = desk->nears,
                                 .combinations = desk->combinations,
                                 .title = desk->name,
                                 .on = desk->on,
                                 .language = cli->language};
    for (size_t i = 0; i < desk->warnings.count && i < COUNT_OF(desk->warnings.items); i++) {
        struct text sentence =
            plan_warning_sentence(cli->arena, &desk->warnings.items[i], cli->language);
        fprintf(stderr, "liandong: %.*s\n", TEXT_ARG(sentence));
    }
    return cli_print(cli, policy_table_draw(cli->arena, &table));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {{"--pack", true, &words.pack},
                                     {"--profile", true, &words.profile},
                                     {"--on", true, &words.on},
                                     {"--corrected", false, &words.corrected},
                                     {"--json", false, &words.json}};
    struct desk desk = {.warnings = {.count = 0}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || !text_is(text_of(argv[1]), "match")) {
        return cli_wrong(cli, cli_policies.usage, argc > 1 ? text_of(argv[argc - 1]) : TEXT_NONE);
    }
    if (text_is_empty(words.profile)) {
        return cli_wrong(cli, "needs --profile FILE", TEXT_NONE);
    }
    if (!open_desk(cli, &words, &desk)) {
        return false;
    }
    match_all(cli, &desk);
    return text_is_empty(words.json) ? print_table(cli, &desk) : print_json(cli, &desk);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_policies = {
    .name = "policies",
    .usage = "policies match --profile FILE [--on DATE] [--corrected] [--json] [--pack DIR]",
    .summary = "an enterprise against all policies: met, not met and by how much, or what to ask",
    .run = run,
};
