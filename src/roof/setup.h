#ifndef LIANDONG_ROOF_SETUP_H
#define LIANDONG_ROOF_SETUP_H

#include "base/civil_date.h"
#include "base/fault.h"

struct setup_options {
    struct text database; /* as in struct boot_options */
    struct text home;
    const char *pack;
    bool is_demo;
    civil_date today; /* of the demonstration; CIVIL_DATE_NONE: the machine's day */
};

/* Makes a new database with its keys and accounts; refuses one that has accounts already. A real
 * one gets the three administrators, with random passwords printed once; a demonstration one the
 * city's public projects as leads, four sample projects under way, and an account for every role.
 * The accounts also stand in "<home>/demo-accounts.json" (0600). */
MUST_USE bool setup(const struct setup_options *options, struct fault *fault);

#endif
