#ifndef LIANDONG_ROOF_CLI_EXPORT_H
#define LIANDONG_ROOF_CLI_EXPORT_H

#include "door/cli/cli.h"

/* The tables of an exchange standard (board/exchange.h), of the whole city, as files of a folder:
 * one a table, all of one moment. */
extern const struct cli_command cli_export;

#endif
