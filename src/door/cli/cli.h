#ifndef LIANDONG_DOOR_CLI_H
#define LIANDONG_DOOR_CLI_H

/* One command of the terminal door: `liandong NAME ...`. main.c lists them all in one table, from
 * which dispatch and help come. A command returns the exit status: 0 done, 1 refused or found
 * wrong, 2 wrong usage. Results go to standard output, faults to standard error in the user's
 * language (LANG beginning with zh: Chinese, else English). */
struct cli_command {
    const char *name;
    const char *usage; /* "calendar add DATE DAYS [--pack DIR]", one line a form, separated by \n */
    const char *summary;               /* one English line for `liandong help` */
    int (*run)(int argc, char **argv); /* argv[0] is the command's own name */
};

#endif
