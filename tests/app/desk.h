#ifndef LIANDONG_TESTS_APP_DESK_H
#define LIANDONG_TESTS_APP_DESK_H

#include "app/pipeline.h"
#include "app/register.h"
#include "ledger/ledger.h"
#include "place.h"
#include "store/faulty.h"

/* A database with a ledger, a pipeline and one room: notes. A note is written, corrected, and can
 * be asked for things that are refused half-way. */
struct note_write {
    struct text text;
};
struct note_correct {
    struct text text;
};

extern const struct command_kind note_commands[];
enum { NOTE_WRITE, NOTE_CORRECT, NOTE_WRITE_AND_REFUSE, NOTE_WRITE_TWO, NOTE_BREAK };

struct desk {
    struct place place;
    const struct city *city;
    struct registry *registry;
    struct store *store;
    struct ledger *ledger;
    struct pipeline *pipeline;
    struct actor actor;
    struct arena *arena; /* of the jobs */
    int64_t now;
    follow_function *follow; /* of the pipeline, from the next desk_connect on */
};

/* Opens all of it; a failure fails the test. */
void desk_open(struct desk *desk);
void desk_close(struct desk *desk);

/* Store, ledger and pipeline on the desk's database, with faults (NULL: none). False: it did not
 * open. */
bool desk_connect(struct desk *desk, struct store_faults *faults);
void desk_disconnect(struct desk *desk);

/* A job of that command, in the desk's arena. `key` may be "". */
struct job desk_job(struct desk *desk, int command, const char *text, const char *key);
/* Runs one job alone; true when it is done. */
bool desk_run(struct desk *desk, struct job *job);

/* On the database's file itself, by a connection without faults. */
int64_t desk_count(struct desk *desk, const struct statement *statement);
extern const struct statement notes_count, notes_events, notes_answers;
/* How often a note of exactly that text is there. */
int64_t desk_notes(struct desk *desk, const char *text);
/* The ledger checks out and every note has its event. */
void desk_is_sound(struct desk *desk);

#endif
