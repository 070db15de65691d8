#ifndef LIANDONG_ROOF_CLI_REHEARSE_H
#define LIANDONG_ROOF_CLI_REHEARSE_H

#include "door/cli/cli_common.h"

/* liandong pack rehearse: what another pack would do to all projects under way of a database. The
 * pack of today is the folder with what the database says is published; the draft is a folder, as
 * `pack export` writes one to be edited. Nothing is written. A line a project that moves: by how
 * many days, from when to when. */
MUST_USE bool cli_rehearse(struct cli *cli, int argc, char **argv);

#endif
