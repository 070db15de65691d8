#ifndef LIANDONG_TESTS_JANSSON_BESIDE_H
#define LIANDONG_TESTS_JANSSON_BESIDE_H

#include "base/json_read.h"

/* Whether jansson reads from `text` what `ours` is, or refuses it when `ours` is NULL. In a file of
 * its own, since its names are also those of our writer. */
bool jansson_agrees(struct text text, const struct jvalue *ours);

#endif
