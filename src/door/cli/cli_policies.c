#include "door/cli/cli_policies.h"

#include "base/json_write.h"
#include "door/cli/cli_profile.h"
#include "door/cli/policy_table.h"
#include "engine/plan/plan_write.h"

struct desk {
    struct cli_profile profile;
    struct policy_matched matched;
};

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
    for (uint32_t i = 0; i < desk->matched.policies.count; i++) {
        json_name_text(&json, desk->matched.policies.items[i].record->id);
        json_object(&json);
        policy_write_result(&json, cli->arena, &desk->matched, i);
        json_end(&json);
    }
    json_end(&json);
    policy_write_combinations(&json, cli->arena, &desk->matched);
    plan_write_warnings(cli->arena, &json, &desk->profile.warnings);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

static bool print_table(struct cli *cli, const struct desk *desk)
{
    struct policy_table table = {.pack = desk->profile.pack,
                                 .matched = &desk->matched,
                                 .title = desk->profile.name,
                                 .on = desk->profile.on,
                                 .language = cli->language};
    cli_profile_warn(cli, &desk->profile);
    return cli_print(cli, policy_table_draw(cli->arena, &table));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    const struct cli_profile_asked asked = {cli_policies.usage, PACK_SPACE_POLICIES};
    struct desk desk;
    if (!cli_profile_read(cli, argc, argv, &asked, &desk.profile)) {
        return false;
    }
    struct policy_profile profile = {desk.profile.facts, desk.profile.given};
    policy_match_all(cli->arena, desk.profile.pack, &profile, desk.profile.on, &desk.matched);
    return desk.profile.as_json ? print_json(cli, &desk) : print_table(cli, &desk);
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
