#ifndef LIANDONG_DOOR_CLI_PROFILE_H
#define LIANDONG_DOOR_CLI_PROFILE_H

#include "door/cli/cli_common.h"
#include "pack/pack.h"

/* What `policies match` and `parks match` have in common: their flags, whoever is matched, read
 * from a file, and the pack of the day. */
struct cli_profile {
    const struct pack *pack;
    civil_date on; /* default: the pack's own day */
    const struct jvalue *document;
    const struct jvalue *given; /* the facts as JSON */
    struct text name;
    struct facts *facts;
    struct fact_warnings warnings;
    bool as_json;
};

struct cli_profile_asked {
    const char *usage;
    enum pack_space space; /* whose facts they are */
};

/* `match --profile FILE ...`; the file is {"name", "facts"} or bare facts. */
MUST_USE bool cli_profile_read(struct cli *cli, int argc, char **argv,
                               const struct cli_profile_asked *asked, struct cli_profile *out);

/* Prints the warnings for a person, beside the answer. */
void cli_profile_warn(struct cli *cli, const struct cli_profile *profile);

#endif
