#ifndef LIANDONG_DOOR_CLI_PROFILE_H
#define LIANDONG_DOOR_CLI_PROFILE_H

#include "door/cli/cli_common.h"
#include "pack/pack.h"

/* What `policies` and `parks` have in common: whoever is matched, read from a file, and the pack of
 * the day. */
struct cli_profile_words {
    struct text pack, profile, on, corrected, json;
};

#define CLI_PROFILE_FLAGS(words)                                                                   \
    {"--pack", true, &(words).pack}, {"--profile", true, &(words).profile},                        \
        {"--on", true, &(words).on}, {"--corrected", false, &(words).corrected},                   \
    {                                                                                              \
        "--json", false, &(words).json                                                             \
    }

struct cli_profile {
    const struct pack *pack;
    civil_date on; /* default: the pack's own day */
    const struct jvalue *document;
    const struct jvalue *given; /* the facts as JSON */
    struct text name;
    struct facts *facts;
    struct fact_warnings warnings;
};

/* {"name", "facts"} or bare facts; `space`: whose facts they are. */
MUST_USE bool cli_profile_open(struct cli *cli, const struct cli_profile_words *words,
                               enum pack_space space, struct cli_profile *out);

/* Prints the warnings for a person, beside the answer. */
void cli_profile_warn(struct cli *cli, const struct cli_profile *profile);

#endif
