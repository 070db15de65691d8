#ifndef LIANDONG_APP_ACCESS_H
#define LIANDONG_APP_ACCESS_H

#include "app/actor.h"
#include "store/store.h"

/* Which projects an actor may see, in one place for pages, API, CLI, timers, lists, counts and
 * streams.
 *
 * What one may not see does not exist for him: every statement that reads what belongs to a project
 * joins `project p` and carries ACCESS_PROJECT in its where clause, with the five cells of
 * access_cells() as $1..$5. A statement's own parameters begin with $6. */
enum scope_kind {
    SCOPE_NOTHING = 0,
    SCOPE_CITY = 1,      /* all projects from a stage on */
    SCOPE_DISTRICT = 2,  /* those of a district from a stage on */
    SCOPE_NAVIGATOR = 3, /* those one navigates */
    SCOPE_ORG = 4,       /* those in which one's unit takes part, of one's district if it has one */
    SCOPE_PROJECT = 5,   /* one's own project */
    SCOPE_DESK = 6       /* those that came to a window of one's hall */
};

struct scope {
    enum scope_kind kind;
    struct text org_or_district;
    struct text district; /* SCOPE_ORG: "" = all */
    int64_t id;           /* account or project */
    int64_t rank_min;     /* stages below it are not seen: see ground/project/project.h */
    bool is_citys;        /* his post is the whole city's, whatever of it he sees */
};

#define ACCESS_PROJECT                                                                             \
    "(($1=1) or ($1=2 and p.district=$2) or ($1=3 and p.navigator=$3) or ($1=5 and p.id=$3)"       \
    " or ($1=4 and ($4='' or p.district=$4)"                                                       \
    " and exists(select 1 from project_party x where x.project=p.id and x.org=$2))"                \
    " or ($1=6 and exists(select 1 from project_desk y where y.project=p.id and y.org=$2)))"       \
    " and p.stage_rank>=$5"
#define ACCESS_CELL_COUNT 5

/* From where somebody looks: who pays, which connection, how far he may see. */
struct arena;
struct sight {
    struct arena *arena;
    struct store *store;
    struct scope scope;
};

struct city;

struct scope access_scope(const struct city *city, const struct actor *actor);

/* Whether both see the same. */
bool access_scope_is(const struct scope *a, const struct scope *b);

/* For CELLS(ACCESS_CELLS(scope), cell_int(id)). */
#define ACCESS_CELLS(scope)                                                                        \
    cell_int((scope).kind), cell_text((scope).org_or_district), cell_int((scope).id),              \
        cell_text((scope).district), cell_int((scope).rank_min)

/* Whether a role is in a set; the system may do all that is not reading for somebody. */
bool access_role_may(role_set roles, enum role role);

/* The same question as ACCESS_PROJECT about facts at hand; `takes_part`: the actor's unit does;
 * `at_desk`: the project has come to a window of the actor's unit. */
struct project_facts {
    int64_t id;
    struct text district;
    int64_t navigator;
    int64_t stage_rank;
    bool takes_part, at_desk;
};
/* For streams: what the gate needs to know of a project, the units that take part in it too. */
struct access_project {
    struct project_facts facts; /* takes_part and at_desk are the asker's affair */
    struct text orgs[64];
    size_t org_count;
    struct text desks[64]; /* units of the halls to whose windows it came */
    size_t desk_count;
};
/* `out->facts.id` is 0 when there is no such project. */
MUST_USE bool access_project_load(struct arena *arena, struct store *store, int64_t project,
                                  struct access_project *out, struct fault *fault);
extern const struct statement access_project_facts, access_project_orgs, access_project_desks;

bool access_may_see(const struct scope *scope, const struct project_facts *facts);
/* The same of a project loaded whole; one that there is not is seen by nobody. */
bool access_sees(const struct city *city, const struct actor *actor,
                 const struct access_project *project);

/* Whether somebody is meant by an address: of what belongs to no project, for streams.
 *
 *     account:12                       that person
 *     unit:zjj                         the people of a unit; no enterprise's, no window's
 *     role:leader, role:leader:350112  who acts in the role, of a district
 *     desk:navigator:350112            who acts in the role for a district, or for the whole city;
 *                                      desk:navigator: is all who do
 *     district:350112                  who sees that district's projects, or the whole city's
 *
 * What may be seen with a project has the address sees:55, of which only the project's facts can
 * tell: access_address_project. */
bool access_is_addressed(const struct actor *actor, const struct scope *scope, struct text address);
/* 55 of sees:55, 0 of any other. */
int64_t access_address_project(struct text address);

#endif
