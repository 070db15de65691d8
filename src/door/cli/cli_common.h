#ifndef LIANDONG_DOOR_CLI_COMMON_H
#define LIANDONG_DOOR_CLI_COMMON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/civil_date.h"
#include "base/fault.h"
#include "door/cli/cli.h"

/* What every terminal command does alike: one arena for its life, flags, faults in the user's
 * language, exit statuses. */
enum cli_status { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2 };

struct cli {
    struct arena *arena;
    struct fault fault;
    enum language language;
};

struct cli cli_open(void);

/* Closes and gives the status back; `is_done` false prints the fault first. */
int cli_close(struct cli *cli, bool is_done);

/* A flag with a value ("--start 2026-03-02" or "--start=2026-03-02") or without one. `value` gets
 * the text; for a flag without value it becomes "yes". A flag may be given once. */
struct cli_flag {
    const char *name; /* "--start" */
    bool takes_value;
    struct text *value;
};

/* Fills the flags' values and leaves the other arguments in order at argv[1..]; *argc counts what
 * is left, the command's name included. Refused: an unknown flag, a missing value. */
MUST_USE bool cli_read_flags(struct cli *cli, int *argc, char **argv, const struct cli_flag *flags,
                             size_t count);

/* Refuses with the usage and the reason. Always false. */
bool cli_wrong(struct cli *cli, const char *what, struct text got);

MUST_USE bool cli_read_date(struct cli *cli, struct text text, civil_date *out);

/* The whole file; "-" is standard input. At most 64 MB. */
MUST_USE bool cli_read_file(struct cli *cli, struct text path, struct text *out);

/* Whole and on the disk under its name, or not at all. */
MUST_USE bool cli_write_file(struct cli *cli, struct text path, struct text content);

/* Refuses line `number` of a file of lines, with what was wrong in it. Always false. */
bool cli_refuse_line(struct cli *cli, int number, const struct fault *inner);
/* How many lines a text has at most, the last one without its end counted. */
uint32_t cli_count_lines(struct text source);

/* To standard output; false with a fault when it can't be written. */
MUST_USE bool cli_print(struct cli *cli, struct text text);

/* --pack, else LIANDONG_PACK, else data/fuzhou below the working directory or beside the programme.
 */
struct text cli_pack_directory(struct cli *cli, struct text given);

#endif
