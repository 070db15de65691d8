#ifndef LIANDONG_APP_KIND_H
#define LIANDONG_APP_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/access.h"
#include "app/actor.h"
#include "app/house.h"
#include "base/buffer.h"
#include "base/civil_date.h"
#include "base/fault.h"
#include "base/field.h"
#include "base/json_write.h"
#include "store/migrate.h"

/* What a room tells the house of itself. From these tables come the routes, the rights, the
 * parsing, the OpenAPI document, the help, the statements' register, the rebuild: nothing exists
 * that is not in a table, and the pipeline knows no room by name.
 *
 * A write:  command_kind.perform loads the state, asks the room's pure decide function and emits
 *           events; each event is appended to the ledger and recorded into the room's own tables,
 * all in one transaction. A refusal undoes everything of the command. A read:   view_kind.answer
 * writes JSON from the tables, within the actor's scope. */

struct arena;
struct statement;
struct ledger;
struct city;
struct vault;
struct event_kind;
struct event;
struct jvalue;
struct command_run;
struct view_run;

/* -- events -- */

/* One event as it stands in the ledger. `body` is the typed struct of kind->fields. */
struct event {
    const struct event_kind *kind;
    int64_t seq;         /* its number in the ledger; also the id of what it opens */
    int64_t subject;     /* id of the thing it is about */
    int64_t project;     /* 0: about no project */
    int64_t recorded_at; /* UTC ms */
    civil_date happened_on;
    struct text actor; /* actor_label */
    const void *body;
};

/* What an event's record function may use: never the clock, never chance, never the pack's rules,
 * so that a rebuild from the ledger gives the same rows. */
typedef bool record_function(struct store *store, const struct event *event, struct fault *fault);

struct event_kind {
    const char *name; /* "project.registered", never changed once used */
    const struct field_table *fields;
    record_function *record;
    const char *zh; /* sentence of the history, without a full stop */
    const char *en;
    bool internal; /* not shown to the enterprise and the public */
    /* Who hears of one that is about no project: $1 its subject, a row an address (see
     * access_is_addressed), at most 200. NULL: nobody. */
    const struct statement *hearers;
};

/* -- commands -- */

#define PATH_PARAMETERS 3

/* What follows of an event (src/flow): called by run_emit when it has been recorded, with its body
 * as JSON, in the same savepoint. What it emits follows in turn. A refusal refuses the command. */
typedef bool follow_function(struct command_run *run, const struct event *event,
                             const struct jvalue *body, struct fault *fault);

struct answer {
    int64_t id;
    int64_t version;
    struct text number;
    struct text extra; /* further members as JSON text without the braces: "\"applications\":[...]";
                          may be empty */
};

struct command_run {
    struct arena *arena;
    struct store *store;
    struct ledger *ledger;
    const struct city *city;
    const struct vault *vault;
    const struct actor *actor;
    struct text command_id;
    struct text parameters[PATH_PARAMETERS]; /* of the path, in order */
    int64_t id;                              /* the first parameter as a number, or 0 */
    int64_t seen_version;                    /* from If-Match; 0 = not given */
    struct text peer;                        /* the address it came from; "": from within */
    int64_t now;                             /* UTC ms */
    civil_date today;                        /* the city's day */
    follow_function *follow;                 /* what follows of each event; NULL: nothing */
    int depth;                               /* 0: the command itself; else what follows of it */
    int64_t last_seq;                        /* of the last event emitted, 0 = none */
    struct text receipt;                     /* of that event: see receipt.h */
    struct answer answer;
};

enum command_flags {
    COMMAND_INTERNAL = 1,         /* not offered by the HTTP door */
    COMMAND_CHANGES_SESSIONS = 2, /* rights changed: who is signed in is read anew at once */
    COMMAND_TAKES_A_FILE = 4,     /* the body is a file's bytes, no JSON; has `prepare` */
    /* Done by the program itself, again and again: looks for what is due, a bounded number at a
     * time, and emits events, or none. Always with COMMAND_INTERNAL; it has no fields. */
    COMMAND_CHORE = 8
};

struct view_run;

/* A body that is no JSON: a file's bytes, and what the header fields say of them. Absent ones are
 * empty, or 0. */
struct raw_body {
    struct text bytes;
    struct text name;   /* X-File-Name, decoded */
    struct text digest; /* X-Digest: SM3 in hexadecimal */
    int64_t replaces;   /* X-Replaces: the file whose next version this is */
};

struct command_kind {
    const char *name;                 /* "admission.decide" */
    const char *method;               /* POST, PUT, DELETE */
    const char *path;                 /* below /api/v1: "/projects/{id}/admission" */
    const struct field_table *fields; /* NULL: an empty object */
    role_set roles;
    unsigned flags;
    const char *zh; /* one line of help */
    const char *en;
    bool (*perform)(struct command_run *run, const void *fields, struct fault *fault);
    /* Not NULL: what takes long or needs the disk, done before the command and in a thread that
     * nobody waits for; it makes the command's fields (kind->fields' struct, cleared) out of the
     * raw body. It has no transaction, may come twice for one command, and what it leaves behind
     * must do no harm when the command never comes. */
    bool (*prepare)(const struct view_run *run, const struct raw_body *raw, void *fields,
                    struct fault *fault);
    size_t body_max; /* bytes of a raw body; 0: there is none */
    /* Of a chore that looks through much: beginnings of the kinds of events that can give it
     * something to do ("claim."; NULL ends them), beside another day and other data of the city.
     * While none of these has come since it last found nothing, it is not given. NULL: it is given
     * each time. */
    const char *const *wakes;
};

struct event_about {
    int64_t subject; /* 0: the event's own seq (it opens a new thing) */
    int64_t project; /* -1: the event's own seq */
    civil_date happened_on;
};

/* The seq that the next emitted event will have: the id of a thing that is about to be opened. */
int64_t run_next_seq(const struct command_run *run);

/* Appends to the ledger and records into the tables, at once and inside the command's savepoint.
 * `body` must be of kind->fields' struct. */
MUST_USE bool run_emit(struct command_run *run, const struct event_kind *kind,
                       struct event_about about, const void *body, struct fault *fault);

/* False with VERSION_MOVED if the caller saw another version than `current`; not given is accepted.
 */
MUST_USE bool run_version_is(const struct command_run *run, int64_t current, struct fault *fault);

/* As far as whoever acts may see; as far as whoever asks may see. */
struct sight run_sight(const struct command_run *run);
struct sight view_sight(const struct view_run *run);

/* The day an act is said to have happened: `given` or today; a day in the future is refused. */
MUST_USE bool run_day(const struct command_run *run, civil_date given, const char *field,
                      civil_date *out, struct fault *fault);

/* -- views -- */

struct view_run {
    struct arena *arena;
    struct store *store;
    const struct city *city;
    const struct vault *vault;
    const struct actor *actor;
    struct text parameters[PATH_PARAMETERS];
    int64_t id;
    const void *query; /* the struct of kind->query */
    int64_t now;
    civil_date today;
    int64_t as_of; /* UTC ms: a standby answers with what was known then; 0: all that is known */
};

/* The member "next" of a page in the order of ids: the last one's, null when there is no more. */
void view_next(const struct view_run *run, struct json_writer *json, bool is_more, int64_t last);

/* The same question as whoever gives the command would ask it; his right is the command's. */
struct view_run run_view(const struct command_run *run);

enum view_flags {
    VIEW_UNCACHED = 1,     /* depends on more than tables, path, actor, day */
    VIEW_SAME_FOR_ALL = 2, /* the answer is the same for every actor who may ask */
    VIEW_OF_A_FILE = 4,    /* the answer is a file's bytes, no JSON */
    VIEW_OF_EVENTS = 8,    /* the answer is a stream of server-sent events */
    VIEW_MAY_BE_OLD = 16,  /* a standby may answer, some seconds late; its age is told */
    VIEW_AS_OF = 32        /* of the project in its path: may be asked of a past moment (past.h) */
};

struct view_kind {
    const char *name;
    const char *path;
    const struct field_table *query; /* NULL: no query parameters */
    role_set roles;
    unsigned flags;
    const char *zh;
    const char *en;
    bool (*answer)(const struct view_run *run, struct json_writer *json, struct fault *fault);
};

/* -- a room -- */

struct room {
    const char *name;
    const struct command_kind *commands;
    size_t command_count;
    const struct view_kind *views;
    size_t view_count;
    const struct event_kind *const *events;
    size_t event_count;
    const struct statement *const *statements; /* all its SQL, for the house test */
    const size_t *statement_count;
    struct store_schema schema; /* its tables, made anew from the ledger; ddl NULL: none */
    bool is_derived; /* they are settled from other rooms' tables, by the pack: no event fills them
                      */
};

#define ROOM_COMMANDS(array) .commands = (array), .command_count = COUNT_OF(array)
#define ROOM_VIEWS(array) .views = (array), .view_count = COUNT_OF(array)
#define ROOM_EVENTS(array) .events = (array), .event_count = COUNT_OF(array)
/* For `const struct statement *const x_statements[]` and `const size_t x_statement_count`. */
#define ROOM_STATEMENTS(prefix)                                                                    \
    .statements = prefix##_statements, .statement_count = &prefix##_statement_count

#endif
