#ifndef LIANDONG_DOOR_CLI_SETTINGS_H
#define LIANDONG_DOOR_CLI_SETTINGS_H

#include "courier/settings.h"
#include "door/cli/cli_common.h"

/* What a command works on: a flag, else the environment, else the configuration file (--config or
 * LIANDONG_CONFIG), else the default. The file is "name = value" lines:
 *
 *     db      = postgresql://liandong@db.internal/liandong
 *     home    = /var/lib/liandong
 *     replica = postgresql://liandong@standby.internal/liandong
 *     scanner = unix:/run/clamav/clamd.ctl
 *
 * what `serve` takes as flags (pack, address, port, origin, trusted-proxy, metrics, log, slow-ms,
 * second-factor, user),
 * and sections for the ways out of the house (courier/settings.h).
 *
 * A password never stands in an argument, which everybody on the machine can read: it comes from
 * the file (readable by its owner alone), from LIANDONG_DB, or by libpq's own ways (PGPASSFILE,
 * ~/.pgpass, PGPASSWORD). */
struct cli_serving {
    struct text pack;    /* a city's data */
    struct text address; /* 127.0.0.1 */
    struct text port;    /* 8080 */
    struct text origin;  /* how people reach it */
    struct text trusted_proxy;
    struct text
        metrics;     /* where the numbers of operation are read: 127.0.0.1:9108; empty: nowhere */
    struct text log; /* "requests": a line for each */
    struct text slow_ms;       /* what takes longer is told: 1000 */
    struct text second_factor; /* who must have one: nobody, admins, staff */
    struct text user;          /* whom the server becomes when root starts it */
};

struct cli_settings {
    struct text database; /* a file or an address; default var/liandong.db */
    bool is_named;        /* the database was named somewhere: it is not the default */
    struct text home;     /* folder of keys/ and files/; default: the file's folder, else var */
    struct text replica;  /* an address to read from, or empty */
    struct text scanner;  /* where a ClamAV daemon listens, or empty */
    struct cli_serving serving;
    struct courier_settings courier; /* looked at, with their secrets, by whoever uses them */
};

/* The flags of every command that works on a database; values of flags are written here first. */
#define CLI_SETTINGS_FLAGS(given)                                                                  \
    {"--db", true, &(given)->database}, {"--home", true, &(given)->home},                          \
    {                                                                                              \
        "--config", true, &(given)->config                                                         \
    }
struct cli_given {
    struct text database, home, config, replica, scanner;
};

MUST_USE bool cli_settings_read(struct cli *cli, const struct cli_given *given,
                                struct cli_settings *out);

/* The same for one of two databases that a command works on: `end` is "FROM_" or "TO_", and the
 * environment's names are LIANDONG_FROM_DB, LIANDONG_FROM_HOME, LIANDONG_FROM_CONFIG and so on, so
 * that neither end is taken for the other. Which database has no default. */
MUST_USE bool cli_settings_read_end(struct cli *cli, const char *end, const struct cli_given *given,
                                    struct cli_settings *out);

/* The first that is not empty: how a flag goes before the environment, and that before the file. */
struct text cli_first_of(struct text a, struct text b, struct text c);

#endif
