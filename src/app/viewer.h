#ifndef LIANDONG_APP_VIEWER_H
#define LIANDONG_APP_VIEWER_H

#include "app/kind.h"

/* Answers views, and keeps the answers until something changes.
 *
 * The cache holds rendered JSON by view, path and query, language, day, snapshot of the city and
 * the actor's post, so that no answer ever reaches somebody it was not made for. Every commit makes
 * all of it old at once: simple, never wrong, and pages are read far oftener than written. */
struct viewer;

struct viewed {
    struct text json;
    void *held; /* to be given back by viewer_release when the bytes have left; NULL: the arena's */
};

struct viewer *viewer_open(size_t bytes_max);
void viewer_close(struct viewer *viewer);

/* A commit happened: what was answered before is old. Any thread. */
void viewer_forget(struct viewer *viewer);

struct view_question {
    const struct view_kind *kind;
    const struct view_run *run;
    struct text target; /* path and query as they came: with view and actor they name the answer */
};
MUST_USE bool viewer_answer(struct viewer *viewer, const struct view_question *question,
                            struct viewed *out, struct fault *fault);
void viewer_release(void *held);

#endif
