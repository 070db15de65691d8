#include "door/api/guesses.h"

#include <stdlib.h>

#include "app/identity/identity.h"

#define SLOTS 4096

struct guess {
    uint64_t login; /* hash; another login that falls into the slot takes it over */
    int64_t failures;
    int64_t locks;
    int64_t locked_until;
};

struct guesses {
    struct guess slots[SLOTS];
};

struct guesses *guesses_open(void)
{
    struct guesses *guesses = calloc(1, sizeof *guesses);
    ensure(guesses != NULL);
    return guesses;
}

void guesses_close(struct guesses *guesses)
{
    free(guesses);
}

int64_t guesses_locked_until(const struct guesses *guesses, struct text login)
{
    uint64_t hash = text_hash(login);
    const struct guess *guess = &guesses->slots[hash % SLOTS];
    return guess->login == hash ? guess->locked_until : 0;
}

void guesses_failed(struct guesses *guesses, struct text login, int64_t now)
{
    uint64_t hash = text_hash(login);
    struct guess *guess = &guesses->slots[hash % SLOTS];
    if (guess->login != hash) {
        *guess = (struct guess){.login = hash};
    }
    guess->failures++;
    if (guess->failures >= FAILURES_BEFORE_LOCK) {
        guess->locked_until = now + lock_duration_ms(guess->locks);
        guess->locks++;
        guess->failures = 0;
    }
}
