#ifndef LIANDONG_ROOF_CLI_DOCTOR_H
#define LIANDONG_ROOF_CLI_DOCTOR_H

#include "door/cli/cli.h"

/* `liandong doctor`: exit status 0 when nothing is wrong (warnings may be), 1 when something is. */
extern const struct cli_command cli_doctor;

#endif
