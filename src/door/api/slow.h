#ifndef LIANDONG_DOOR_API_SLOW_H
#define LIANDONG_DOOR_API_SLOW_H

#include "base/fault.h"

/* One thread for what takes long (a password's hash: a tenth of a second and 64 MiB), so that it
 * holds up nobody else. What does not fit into its short queue is refused at once. */
struct slow;

MUST_USE bool slow_open(struct slow **out, struct fault *fault);
MUST_USE bool slow_do(struct slow *slow, void (*work)(void *context), void *context);
void slow_close(struct slow *slow); /* does what waits, then ends */

#endif
