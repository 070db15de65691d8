#ifndef LIANDONG_ROOF_SERVE_H
#define LIANDONG_ROOF_SERVE_H

#include "app/actor.h"
#include "base/fault.h"
#include "courier/settings.h"

struct serve_options {
    struct text database; /* as in struct boot_options */
    struct text home;
    struct text replica;
    struct text scanner;              /* of files that come in; empty: none */
    struct courier_settings *courier; /* the ways out of the house; checked here */
    const char *pack;
    const char *address; /* "127.0.0.1" */
    int port;            /* 0: any free one, printed */
    const char *origin;  /* how people reach it: "https://linkage.example.gov.cn"; NULL: unknown */
    struct text
        metrics;     /* "127.0.0.1:9108": where the numbers of operation are read; empty: nowhere */
    int64_t slow_ms; /* what takes longer is told in the journal; 0: nothing is */
    bool logs_requests;           /* a line of the journal for each request */
    struct text user;             /* whom to become at the start, as root; empty: nobody else */
    role_set second_factor_roles; /* who can do nothing before he has set one up */
    const char *trusted_proxy;    /* whose X-Forwarded-For is believed; NULL: nobody's */
    /* Reads all of these anew, for a SIGHUP, into that arena; NULL: there is no file to read, and a
     * SIGHUP is an end like the others. */
    bool (*read_again)(void *context, struct arena *arena, struct serve_options *out,
                       struct fault *fault);
    void *read_context;
};

/* Serves until SIGINT or SIGTERM. At a SIGHUP the settings are read anew: what can change while it
 * serves (the log, what counts as slow, whose second factor is asked for) does, what cannot is
 * named in the journal, and settings that are wrong change nothing. A socket that systemd hands
 * over (LISTEN_FDS) is listened at instead of one of its own. False: it could not start. */
MUST_USE bool serve(const struct serve_options *options, struct fault *fault);

#endif
