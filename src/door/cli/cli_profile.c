#include "door/cli/cli_profile.h"

#include <stdio.h>

#include "door/cli/plan_request.h"
#include "engine/plan/plan_write.h"

static bool read_facts(struct cli *cli, struct text path, struct cli_profile *profile)
{
    struct text source;
    return cli_read_file(cli, path, &source) &&
           json_read(cli->arena, source, &profile->document, &cli->fault) &&
           plan_desk_facts(cli->arena, source, &profile->given, &profile->name, &cli->fault) &&
           facts_read(profile->facts, profile->given, &profile->warnings, &cli->fault);
}

struct words {
    struct text pack, profile, on, corrected, json;
};

static bool open_pack(struct cli *cli, const struct words *words, enum pack_space space,
                      struct cli_profile *out)
{
    struct pack_options options = {.scope = PACK_SCOPE_ALL,
                                   .is_corrected = !text_is_empty(words->corrected)};
    if (text_is_empty(words->profile)) {
        return cli_wrong(cli, "needs --profile FILE", TEXT_NONE);
    }
    if (!text_is_empty(words->on) && !cli_read_date(cli, words->on, &out->on)) {
        return false;
    }
    if (!pack_load(cli->arena, cli_pack_directory(cli, words->pack), &options, &out->pack,
                   &cli->fault)) {
        return false;
    }
    out->on = text_is_empty(words->on) ? out->pack->as_of : out->on;
    out->facts = facts_new(cli->arena, out->pack->spaces[space]);
    return true;
}

bool cli_profile_read(struct cli *cli, int argc, char **argv, const struct cli_profile_asked *asked,
                      struct cli_profile *out)
{
    struct words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {
        {"--pack", true, &words.pack},  {"--profile", true, &words.profile},
        {"--on", true, &words.on},      {"--corrected", false, &words.corrected},
        {"--json", false, &words.json},
    };
    *out = (struct cli_profile){.warnings = {.count = 0}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || !text_is(text_of(argv[1]), "match")) {
        return cli_wrong(cli, asked->usage, argc > 1 ? text_of(argv[argc - 1]) : TEXT_NONE);
    }
    out->as_json = !text_is_empty(words.json);
    return open_pack(cli, &words, asked->space, out) && read_facts(cli, words.profile, out);
}

void cli_profile_warn(struct cli *cli, const struct cli_profile *profile)
{
    const struct fact_warnings *warnings = &profile->warnings;
    for (size_t i = 0; i < warnings->count && i < COUNT_OF(warnings->items); i++) {
        struct text sentence =
            plan_warning_sentence(cli->arena, &warnings->items[i], cli->language);
        fprintf(stderr, "liandong: %.*s\n", TEXT_ARG(sentence));
    }
}
