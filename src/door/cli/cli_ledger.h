#ifndef LIANDONG_DOOR_CLI_LEDGER_H
#define LIANDONG_DOOR_CLI_LEDGER_H

#include "door/cli/cli.h"

/* What an auditor needs with nothing but the database file: check all of it, prove one entry, prove
 * that an older tree is the beginning of this one, print the newest head to keep it elsewhere. The
 * database is opened for reading only. */
extern const struct cli_command cli_ledger;

#endif
