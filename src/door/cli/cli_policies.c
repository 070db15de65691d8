#include "door/cli/cli_policies.h"

#include "base/json_write.h"
#include "door/cli/cli_profile.h"
#include "door/cli/policy_table.h"
#include "engine/plan/plan_write.h"

struct desk {
    struct cli_profile profile;
    struct policies policies;
    struct match *matches; /* by policy, as what follows */
    struct policy_amount *amounts;
    struct policy_near *nears;
    struct policy_combination combinations[2];
};

/* What would be had if numbers that stand in the way were reached. */
static void find_near(struct cli *cli, struct desk *desk, uint32_t at)
{
    const struct policy *policy = &desk->policies.items[at];
    struct policy_near *near = &desk->nears[at];
    near->is_near =
        match_find_near(cli->arena, policy->condition.rule, desk->profile.facts, &near->change);
    if (near->is_near) {
        near->amount = policy_amount_of(cli->arena, desk->profile.pack, policy, near->change.facts);
    }
}

static void match_all(struct cli *cli, struct desk *desk)
{
    desk->policies = policy_list(cli->arena, desk->profile.pack, desk->profile.on);
    size_t count = (size_t)desk->policies.count + 1;
    desk->matches = arena_array(cli->arena, struct match, count);
    desk->amounts = arena_array(cli->arena, struct policy_amount, count);
    desk->nears = arena_array(cli->arena, struct policy_near, count);
    for (uint32_t i = 0; i < desk->policies.count; i++) {
        const struct policy *policy = &desk->policies.items[i];
        match_explain(cli->arena, &policy->condition, desk->profile.facts, &desk->matches[i]);
        desk->amounts[i] =
            policy_amount_of(cli->arena, desk->profile.pack, policy, desk->profile.facts);
        find_near(cli, desk, i);
    }
    struct policy_results results = {desk->policies, desk->matches, desk->amounts};
    policy_combine(cli->arena, desk->profile.pack, &results, desk->combinations);
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
        match_write_gap(json, desk->profile.facts->space, near->change.changes[i].field,
                        &near->change.changes[i].gap);
        json_end(json);
    }
    json_end(json);
    json_member_text_or_null(json, "by", desk->policies.items[at].valid_to);
    json_name(json, "amount");
    json_object(json);
    policy_write_amount(json, cli->arena, desk->profile.facts->space, &near->amount);
    json_end(json);
    json_end(json);
}

static void write_policy(struct cli *cli, struct json_writer *json, const struct desk *desk,
                         uint32_t at)
{
    const struct policy *policy = &desk->policies.items[at];
    json_object(json);
    match_write(json, desk->profile.facts->space, desk->profile.given, &desk->matches[at]);
    policy_write_standing(json, policy);
    json_name(json, "amount");
    json_object(json);
    policy_write_amount(json, cli->arena, desk->profile.facts->space, &desk->amounts[at]);
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
    json_member_text_or_null(&json, "name", desk->profile.name);
    json_member_date(&json, "on", desk->profile.on);
    json_member_bool(&json, "corrected", desk->profile.pack->is_corrected);
    json_name(&json, "results");
    json_object(&json);
    for (uint32_t i = 0; i < desk->policies.count; i++) {
        json_name_text(&json, desk->policies.items[i].record->id);
        write_policy(cli, &json, desk, i);
    }
    json_end(&json);
    write_combinations(cli, &json, desk);
    plan_write_warnings(cli->arena, &json, &desk->profile.warnings);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

static bool print_table(struct cli *cli, const struct desk *desk)
{
    struct policy_table table = {.pack = desk->profile.pack,
                                 .policies = desk->policies,
                                 .matches = desk->matches,
                                 .amounts = desk->amounts,
                                 .nears = desk->nears,
                                 .combinations = desk->combinations,
                                 .title = desk->profile.name,
                                 .on = desk->profile.on,
                                 .language = cli->language};
    cli_profile_warn(cli, &desk->profile);
    return cli_print(cli, policy_table_draw(cli->arena, &table));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct cli_profile_words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {CLI_PROFILE_FLAGS(words)};
    struct desk desk = {.profile = {.warnings = {.count = 0}}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || !text_is(text_of(argv[1]), "match")) {
        return cli_wrong(cli, cli_policies.usage, argc > 1 ? text_of(argv[argc - 1]) : TEXT_NONE);
    }
    if (!cli_profile_open(cli, &words, PACK_SPACE_POLICIES, &desk.profile)) {
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
