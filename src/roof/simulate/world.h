#ifndef LIANDONG_ROOF_SIMULATE_WORLD_H
#define LIANDONG_ROOF_SIMULATE_WORLD_H

#include "app/pipeline.h"
#include "base/arena.h"
#include "roof/boot.h"
#include "roof/director.h"
#include "roof/simulate/looks.h"
#include "roof/simulate/rule_book.h"
#include "roof/simulate/simulate.h"

/* The world of a simulated year, between its files. */

/* -- people (people.c) -- */

struct person {
    struct text login;
    struct actor actor;
};

/* -- projects (way.c) -- */

struct step { /* of a confirmed plan */
    struct text code;
    struct text_list after;
    bool is_milestone, is_open, is_done;
    civil_date not_before; /* tried in vain: not again before that day */
};

struct venture {
    int64_t id; /* 0: not registered yet */
    int nth;
    civil_date arrives;
    const struct jvalue *sample; /* whose facts it has */
    struct actor enterprise;
    struct text facts; /* of the sample, JSON */
    int64_t file;      /* its evidence; 0: none yet */
    struct step *steps;
    size_t step_count;
    int64_t plan; /* the number of the plan that the steps are of */
};

/* -- what people do about it (behaviours.c) -- */

enum who {
    WHO_UNIT, /* an officer of the unit whose turn it is */
    WHO_MATE, /* another one of the same unit */
    WHO_NAVIGATOR,
    WHO_ENTERPRISE,
    WHO_CENTRE,
    WHO_CENTRE_TOO, /* another one of the city's centre */
    WHO_INVEST,
    WHO_DISTRICT, /* who coordinates the project's district */
    WHO_LEADER,
    WHO_SUPERVISOR
};

enum when {
    WHEN_DAYS,     /* working days since the state began */
    WHEN_PERCENT,  /* of the case's limit, the same */
    WHEN_LATE,     /* so many working days past the case's limit */
    WHEN_DUE,      /* working days after the matter's day; negative: before it */
    WHEN_MONTH_END /* on the month's last working days, so many of them */
};

struct behaviour {
    enum look look;
    const char *state;
    const char
        *choice;  /* behaviours of one choice exclude each other: a matter draws once for all */
    int from, to; /* the draws, of a thousand, to which it belongs: from <= draw < to */
    enum when when;
    int low, high; /* drawn between both */
    enum who who;
    const char *command;
    const char *fields; /* JSON with words to fill in: see fill.c */
    bool by_unit;       /* the draw is the unit's for the whole year, not the matter's */
    int every;          /* again each so many working days; 0: once a state */
};
extern const struct behaviour the_behaviours[];
extern const size_t behaviour_count;

/* -- giving (give.c) -- */

struct deed {
    const char *command;
    struct actor actor;
    int64_t id, second; /* of the path; 0: none */
    struct text fields;
    uint64_t key;                /* remembered when it is done or refused; 0: nothing is */
    bool is_done;                /* out */
    struct fault fault;          /* out */
    const struct jvalue *answer; /* out */
};

#define DEEDS_MAX 128 /* in one commit */

/* -- the world -- */

#define PEOPLE_MAX 16384
#define REMEMBERED_MAX ((size_t)1 << 22)

struct world {
    struct boot *boot;
    struct arena *arena; /* the year's */
    struct arena *day_arena;
    struct arena *desks[DEEDS_MAX]; /* one for each command of a commit */
    const struct simulate_options *options;
    civil_date day;    /* it is */
    int64_t instant;   /* UTC ms: grows with each commit */
    int64_t ordinal;   /* of the working day */
    int32_t *ordinals; /* of all days from `first` on */
    civil_date first;
    int64_t settled;      /* the ledger's size to which lists are settled */
    bool is_working;      /* the day */
    civil_date listed_on; /* on which all lists were settled last */
    civil_date calendar_changes_on;
    struct fault chore_fault; /* a callback of a chore failed */
    struct person *people;
    size_t people_count;
    struct venture *ventures;
    size_t venture_count;
    struct arena *memory; /* of what is remembered */
    uint64_t *remembered;
    size_t remembered_count;
    char hash[128]; /* of the one password */
    struct text password;
    struct rule_book *book;
    struct simulate_report *report;
};

/* A number that depends on nothing but the seed and what it is drawn for. */
uint64_t world_draw(const struct world *world, const char *what, uint64_t of, uint64_t which);
/* low .. high, both included. */
int world_between(const struct world *world, const char *what, uint64_t of, int low, int high);
/* Working days from the year's beginning, negative before it. */
int64_t world_ordinal(const struct world *world, civil_date day);
civil_date world_later(const struct world *world, int64_t working_days); /* than the day */
struct venture *world_venture(struct world *world, int64_t project);     /* NULL: none */

bool world_remembers(const struct world *world, uint64_t key);
void world_remember(struct world *world, uint64_t key);
/* What is remembered of a refusal: it is tried again some days later. */
uint64_t world_refused_key(const struct world *world, uint64_t key);

/* In order, DEEDS_MAX at most, in one commit. False: the store failed. */
MUST_USE bool world_give(struct world *world, struct deed *deeds, size_t count,
                         struct fault *fault);
/* One that must be done: a refusal is a fault. */
MUST_USE bool world_must(struct world *world, struct deed *deed, int64_t *out_id,
                         struct fault *fault);

/* Who acts for it; false: nobody, or he is away today. */
MUST_USE bool world_who(struct world *world, enum who who, const struct matter *matter,
                        struct actor *out, struct fault *fault);
/* A person of that unit, the first or the second; the account is opened when it is needed. */
MUST_USE bool world_officer(struct world *world, struct text org, int nth, struct actor *out,
                            struct fault *fault);
/* Who sits at the windows of that unit's hall; false: it has none. */
bool world_clerk(const struct world *world, struct text org, struct actor *out);
struct actor world_named(const struct world *world, const char *login);
MUST_USE bool world_open_staff(struct world *world, struct fault *fault);
MUST_USE bool world_open_enterprise(struct world *world, struct venture *venture,
                                    struct fault *fault);
#define NAVIGATORS 12

/* The fields of a behaviour with its words filled in; false: one of them has nothing to say here,
 * so there is nothing to do. */
struct filling {
    const struct behaviour *behaviour;
    const struct matter *matter;
    const struct actor *actor;
    struct text out;
};
bool world_fill(struct world *world, struct filling *filling);
/* What a promotion officer looks up before the screening, as a JSON object. */
struct text world_lead_facts(struct world *world);

/* What people do today with what is in their hands; `*out_done`: how much. */
MUST_USE bool world_act(struct world *world, size_t *out_done, struct fault *fault);

/* The way of the projects: they come, hand in what is ready, reach milestones. */
MUST_USE bool world_open_ventures(struct world *world, struct fault *fault);
MUST_USE bool world_arrive(struct world *world, struct fault *fault);
MUST_USE bool world_advance(struct world *world, struct fault *fault);
MUST_USE bool world_evidence(struct world *world, struct venture *venture, struct fault *fault);

#endif
