#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "door/cli/cli_ask.h"
#include "door/cli/cli_calendar.h"
#include "door/cli/cli_clock.h"
#include "door/cli/cli_forecast.h"
#include "door/cli/cli_guide.h"
#include "door/cli/cli_ledger.h"
#include "door/cli/cli_level.h"
#include "door/cli/cli_parks.h"
#include "door/cli/cli_plan.h"
#include "door/cli/cli_policies.h"
#include "door/cli/cli_portfolio.h"
#include "door/cli/cli_verify.h"
#include "door/cli/cli_watch.h"
#include "door/cli/cli_whatif.h"
#include "roof/cli_archive.h"
#include "roof/cli_backup.h"
#include "roof/cli_doctor.h"
#include "roof/cli_export.h"
#include "roof/cli_figure.h"
#include "roof/cli_house.h"
#include "roof/cli_living.h"
#include "roof/cli_move.h"
#include "roof/cli_simulate.h"
#include "roof/serve_options.h"

/* The whole programme: a name, a command, and what the command makes of the rest. */
static const struct cli_command *const commands[] = {
    &cli_serve,    &cli_setup,    &cli_rebuild, &cli_move,   &cli_backup,   &cli_restore,
    &cli_doctor,   &cli_config,   &cli_ledger,  &cli_verify, &cli_plan,     &cli_portfolio,
    &cli_calendar, &cli_clock,    &cli_living,  &cli_level,  &cli_forecast, &cli_whatif,
    &cli_simulate, &cli_policies, &cli_parks,   &cli_guide,  &cli_ask,      &cli_watch,
    &cli_figure,   &cli_archive,  &cli_export,
};

static int help(void)
{
    puts("liandong " LIANDONG_VERSION " - major investment projects through their approvals\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        printf("%s\n", commands[i]->summary);
        const char *line = commands[i]->usage;
        while (*line != '\0') {
            size_t len = strcspn(line, "\n");
            printf("    %s%.*s\n", line[0] == ' ' ? "         " : "liandong ", (int)len, line);
            line += len + (line[len] == '\n');
        }
        putchar('\n');
    }
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        return help();
    }
    if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) {
        return puts("liandong " LIANDONG_VERSION) < 0;
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strcmp(name, commands[i]->name) == 0) {
            return commands[i]->run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "liandong: no command '%s'; see: liandong help\n", name);
    return 2;
}
