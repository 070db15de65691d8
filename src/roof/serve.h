#ifndef LIANDONG_ROOF_SERVE_H
#define LIANDONG_ROOF_SERVE_H

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
    const char *trusted_proxy; /* whose X-Forwarded-For is believed; NULL: nobody's */
};

/* Serves until SIGINT or SIGTERM. False: it could not start. */
MUST_USE bool serve(const struct serve_options *options, struct fault *fault);

#endif
