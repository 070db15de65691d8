#ifndef LIANDONG_DOOR_CLI_GUIDE_PLAY_H
#define LIANDONG_DOOR_CLI_GUIDE_PLAY_H

#include "door/cli/cli_common.h"

/* Plays the questionnaire of a city through for a project whose facts are known, as `plan` reads
 * them: absent ones count as no, 0 or none, an absent choice as not known. Prints the screens with
 * what was asked on each, how many questions they have together, and what followed unasked. */
struct guide_play {
    struct text facts; /* the file */
    struct text pack;
    struct text on; /* empty: the day of the pack */
};

MUST_USE bool guide_play(struct cli *cli, const struct guide_play *play, bool as_json);

#endif
