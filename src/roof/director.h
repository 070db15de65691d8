#ifndef LIANDONG_ROOF_DIRECTOR_H
#define LIANDONG_ROOF_DIRECTOR_H

#include "app/pipeline.h"
#include "base/json_write.h"
#include "roof/boot.h"

/* Plays acts on a database through the pipeline, as people would, on days of the past: for first
 * starts, demonstrations and benches. Nothing is written but by commands. */

/* An account and its first post. Texts live as long as the process. */
struct cast {
    const char *login;
    const char *name; /* of the role, never of a person */
    const char *role;
    const char *org;      /* pack code or "" */
    const char *district; /* code or "" */
    int64_t project;
};

struct cast_member {
    struct cast cast;
    int64_t account;
    int64_t post;
    struct text password;
};

#define CAST_MAX 64

struct director {
    struct boot *boot;
    civil_date today;
    civil_date day; /* on which the play is: accounts are opened on it */
    bool is_demo;
    struct cast_member members[CAST_MAX];
    size_t count;
    struct actor system;
};

void director_open(struct director *director, struct boot *boot, civil_date today, bool is_demo);

/* Opens the account (or, for a login that exists, grants one more post). */
MUST_USE bool director_cast(struct director *director, const struct cast *cast,
                            int64_t *out_account, struct fault *fault);

/* The member with that login; a login that is none is a bug. */
struct actor director_actor(const struct director *director, const char *login);

struct act {
    const char *command; /* "admission.decide" */
    struct actor actor;
    civil_date day;
    int64_t id;         /* {id} of the path; 0: none */
    int64_t second;     /* the path's second parameter; 0: none */
    struct text fields; /* JSON object; empty: {} */
};

/* Runs one act; `answer` (may be NULL) gets the id, the extra answer JSON stays in `*out_json`. */
MUST_USE bool director_play(struct director *director, const struct act *act, int64_t *out_id,
                            struct fault *fault);
MUST_USE bool director_play_json(struct director *director, const struct act *act,
                                 const struct jvalue **out, struct fault *fault);

/* The day `working_days` before today. */
civil_date director_days_ago(const struct director *director, int working_days);

/* A JSON file of the pack's demonstration data. */
MUST_USE bool director_read_json(struct director *director, const char *pack, struct text file,
                                 const struct jvalue **out, struct fault *fault);

/* A PDF of one page with its number, in ASCII, so small that it needs no font file. */
struct text director_pdf(struct arena *arena, int64_t number);

void director_write_cast(const struct director *director, struct json_writer *json);
void director_print_cast(const struct director *director);

#endif
