#ifndef LIANDONG_GROUND_ACCOUNT_H
#define LIANDONG_GROUND_ACCOUNT_H

#include "app/climbing.h"
#include "app/identity/post.h"
#include "app/kind.h"

/* Accounts (账号) and posts (职务). The three administrators are kept apart (三员分立, GB/T
 * 22239-2019 8.1.5): the system administrator opens accounts without any right, the security
 * administrator grants and ends posts, the audit administrator reads what both did. None of them
 * sees business data, and no account may hold two of the three.
 *
 * Login and name are personal data: they stand in account_secret, never in the ledger. */
struct account_opened {
    bool demo; /* made with the demonstration data */
};
struct account_disabled {
    bool disabled;
    struct text reason;
};
struct account_post_granted {
    struct text role;
    struct text org;
    struct text district;
    int64_t project;
};
struct account_post_ended {
    int64_t post;
};

extern const struct event_kind account_opened_event;
extern const struct event_kind account_disabled_event;
extern const struct event_kind account_post_granted_event;
extern const struct event_kind account_post_ended_event;

record_function account_record_opened, account_record_disabled, account_record_post_granted,
    account_record_post_ended;

/* -- commands' fields -- */
struct account_open {
    struct text login;
    struct text name;
    struct text password_hash; /* hashed at the door: the pipeline never sees a password */
    bool demo;
};
struct account_post_grant {
    struct text role;
    struct text org;
    struct text district;
    int64_t project_id;
};
struct account_disable {
    struct text reason;
};

extern const struct field_table account_opened_table, account_disabled_table,
    account_post_granted_table, account_post_ended_table;
extern const struct field_table account_open_table, account_post_grant_table, account_disable_table;

/* What an account holds already, for deciding about one more post. */
struct account_posts {
    enum role roles[16];
    size_t count;
};

struct city;
/* A post needs what its role acts in: an enterprise its project, a department officer a unit of the
 * pack, coordinators and navigators a district (or the city). Two of the three administrators on
 * one account, or an administrator with any business role, are refused. */
MUST_USE bool account_may_hold(const struct city *city, const struct account_posts *held,
                               const struct account_post_grant *post, struct fault *fault);
MUST_USE bool account_login_is_valid(struct text login, struct fault *fault);

/* -- account_store.c -- */
struct account {
    int64_t id;
    int64_t version;
    bool disabled;
    bool demo;
    civil_date opened_on;
    struct text login;
    struct text name;
    int64_t locked_until;
    bool has_second_factor;
};
/* `out->id` is 0 when there is no such account. */
MUST_USE bool account_by_id(struct arena *arena, struct store *store, int64_t id,
                            struct account *out, struct fault *fault);
MUST_USE bool account_by_login(struct arena *arena, struct store *store, struct text login,
                               struct account *out, struct fault *fault);
/* The posts that a live account holds: none of one that is unknown or disabled. */
struct post_list;
MUST_USE bool account_live_posts(struct arena *arena, struct store *store, int64_t account,
                                 struct post_list *out, struct fault *fault);
/* The name people read, "" when there is no such account. */
MUST_USE bool account_name(struct arena *arena, struct store *store, int64_t account,
                           struct text *out, struct fault *fault);
/* Live people with a post in a unit, or of a role in a district; "": in whatever one. */
struct account_place {
    struct text role, org, district;
};
MUST_USE bool account_people_at(struct store *store, const struct account_place *place,
                                int64_t *out, struct fault *fault);
/* The next step of a ladder, from `from` on, where somebody stands: of a district's role in that
 * district. `ladder->steps`: nobody does at any. */
struct account_ladder {
    const struct climbing *ladder;
    int64_t from;
    struct text district;
};
MUST_USE bool account_ladder_step(struct store *store, const struct account_ladder *asked,
                                  int64_t *out, struct fault *fault);
MUST_USE bool account_keep_secret(struct store *store, int64_t account,
                                  const struct account_open *secret, int64_t now,
                                  struct fault *fault);

extern const struct room account_room;

#endif
