#ifndef LIANDONG_DOOR_API_GUESSES_H
#define LIANDONG_DOOR_API_GUESSES_H

#include <stdint.h>

#include "base/text.h"

/* Guesses at logins that do not exist. They lock as a real account would, guess for guess, so that
 * nobody learns from a lock which logins there are. In memory only, of fixed size: a restart
 * forgets them, and so does a flood of other logins, which the limit on sign-ins makes slow.
 *
 * For one thread: the one that checks passwords. */
struct guesses;

struct guesses *guesses_open(void);
void guesses_close(struct guesses *guesses);
/* UTC ms until which this login counts as locked; in the past: not locked. */
int64_t guesses_locked_until(const struct guesses *guesses, struct text login);
void guesses_failed(struct guesses *guesses, struct text login, int64_t now);

#endif
