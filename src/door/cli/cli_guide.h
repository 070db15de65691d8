#ifndef LIANDONG_DOOR_CLI_GUIDE_H
#define LIANDONG_DOOR_CLI_GUIDE_H

#include "door/cli/cli.h"

/* The questionnaire of a bare problem (docs/guide.md): how many questions it asks on average, over
 * its whole tree, and which first. */
extern const struct cli_command cli_guide;

#endif
