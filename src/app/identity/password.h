#ifndef LIANDONG_APP_IDENTITY_PASSWORD_H
#define LIANDONG_APP_IDENTITY_PASSWORD_H

#include "base/fault.h"
#include "base/text.h"

/* Passwords as Argon2id (RFC 9106: 64 MiB, 3 passes) in libsodium's text form. Each call takes
 * about 0.1 s and 64 MiB for its time: never in a thread that others wait for, at most two at once.
 */
#define PASSWORD_HASH_SIZE 128

MUST_USE bool password_hash(struct text password, char out[PASSWORD_HASH_SIZE],
                            struct fault *fault);
bool password_matches(struct text password, const char *hash);

/* The time of a comparison without one, so that an unknown login takes as long as a known one. */
void password_pretend(struct text password);

/* The rule of what a password may be: 10 to 128 characters, none of the common ones, not the login
 * (after NIST SP 800-63B; composition rules only where a city asks for them). */
MUST_USE bool password_is_allowed(struct text password, struct text login, struct fault *fault);

/* Random words for tokens and first passwords: `bytes` of entropy as URL-safe text. */
struct arena;
struct text password_random(struct arena *arena, size_t bytes);
/* That many decimal digits, each as likely as another: a code that somebody types. */
struct text password_random_digits(struct arena *arena, int count);
/* BLAKE2b-256 in hexadecimal: how tokens are kept. */
struct text token_hash(struct arena *arena, struct text token);

#endif
