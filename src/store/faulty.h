#ifndef LIANDONG_STORE_FAULTY_H
#define LIANDONG_STORE_FAULTY_H

#include <stdbool.h>
#include <stdint.h>

#include "store/driver.h"

/* A database that fails on purpose: the n-th call on any connection that was opened with these
 * faults (store_options.faults) fails. A test lets n rise until a run passes without firing, and
 * checks after each that nothing is half done.
 *
 *     struct store_faults faults = {.trouble = TROUBLE_FULL};
 *     for (faults.at = 1;; faults.at++) {
 *         store_faults_restart(&faults);
 *         run(&faults);
 *         if (!faults.fired) { break; }
 *     }
 */
struct store_faults {
    int64_t at;    /* which call fails, counted from 1; 0: none */
    bool for_ever; /* and all after it, but for rollbacks */
    bool too_late; /* the call is carried out, and only then reported as failed: a lost answer */
    enum store_trouble trouble;
    int64_t calls; /* made since the restart */
    bool fired;
};

void store_faults_restart(struct store_faults *faults);

#endif
