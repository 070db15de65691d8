#ifndef LIANDONG_ROOF_CLI_ARCHIVE_H
#define LIANDONG_ROOF_CLI_ARCHIVE_H

#include "door/cli/cli.h"

/* liandong archive: a project's whole file, as GET /projects/{id}/archive gives it to a supervisor
 * of the whole city, made without a server. Reads the database and the keys; writes the one file.
 */
extern const struct cli_command cli_archive;

#endif
