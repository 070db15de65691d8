#ifndef LIANDONG_DOOR_API_INSIDE_H
#define LIANDONG_DOOR_API_INSIDE_H

#include "app/identity/identity.h"
#include "app/meter.h"
#include "door/api/api.h"
#include "door/api/guesses.h"
#include "door/api/limiter.h"
#include "door/api/slow.h"

/* Between the files of this door. */
/* A project as it was, kept for a minute: a page asks several views of one moment. The thread
 * aside's alone. past.c */
#define KEPT_PASTS 2
struct kept_past {
    struct store *store; /* NULL: none */
    int64_t project, size, made_at;
};
void past_forget(struct kept_past *kept);

struct api {
    struct api_options options;
    _Atomic int64_t slow_ms; /* these three: struct api_settings, as they are now */
    _Atomic bool logs_requests;
    _Atomic role_set second_factor_roles;
    struct slow *slow;
    struct slow *aside; /* for reading that takes seconds: no password waits behind it */
    struct limiter *sign_ins;
    struct limiter *strangers;
    struct limiter *exports;  /* by account */
    struct limiter *looks;    /* by account: projects recorded as they were */
    struct limiter *archives; /* by account */
    struct guesses *guesses;
    struct kept_past pasts[KEPT_PASTS];
};

/* One request on its way: lives in its arena until the answer. */
struct call {
    struct api *api;
    struct http_exchange *exchange;
    const struct http_request *request;
    struct arena *arena;
    const struct city *city;      /* held while the call is looked at; see api_handle */
    const struct city *slow_city; /* held for a command that the slow thread prepared; NULL */
    struct session session;       /* actor: the public one when nobody is signed in */
    bool signed_in;
    struct text token;    /* of the cookie or the Authorization field */
    struct fault unknown; /* why it could not be found out who asks; NONE: it was */
    struct text id;       /* of the request, for whoever follows it through the logs */
    enum meter_what what;
    int64_t begun; /* of meter_clock */
    int64_t seq;   /* the last entry of the ledger that it left; 0: none */
    int64_t now;
    civil_date today;
    int64_t as_of;       /* of an answer that a standby gave; 0: of now */
    struct page page;    /* of a download, until it is noted who had it */
    const void *context; /* of whoever answers when the writer is done */
    void (*release)(
        void *context); /* of the page's bytes, once they have left; NULL: the arena's */
    void *release_context;
};

#define ANSWER_HEADERS 10

struct call *call_open(struct api *api, struct http_exchange *exchange,
                       const struct http_request *request);

/* The worker's reading connection, had anew if it was lost; the slow thread's; the one aside's. */
struct store *call_store(struct call *call);
struct store *call_slow_store(struct call *call);
struct store *call_aside_store(struct call *call);
/* For what may be a little old: a standby's where there is one and it is fresh (call->as_of then
 * says of when), else call_store. */
struct store *call_old_store(struct call *call);

/* Answers. Each ends the call. */
void call_json(struct call *call, int status, struct text json);
void call_held(struct call *call, const struct viewed *viewed);
void call_fault(struct call *call, const struct fault *fault);
void call_page(struct call *call, const struct page *page);
void call_with_cookie(struct call *call, struct text json, struct text cookie);

/* The anti-forgery rule for everything that changes: a cookie's session must show its token; a call
 * from another site is refused whoever it claims to be. */
MUST_USE bool call_is_ours(struct call *call, struct fault *fault);
/* The body as a JSON object; an empty body is an empty object. */
MUST_USE bool call_body(struct call *call, const struct jvalue **out, struct fault *fault);

/* A body without members, or none. */
MUST_USE bool call_body_says_nothing(struct call *call, struct fault *fault);

/* What a view answers to a query, asked in the slow thread for whoever called. */
struct asking {
    struct arena *arena;
    const struct route_match *match;
    struct text query;
};
MUST_USE bool call_ask(struct call *call, const struct asking *asking, const struct jvalue **out,
                       struct fault *fault);
/* What an account may do so many times a minute; TOO_MANY_REQUESTS says when again. */
MUST_USE bool call_is_within(struct call *call, struct limiter *limiter, struct fault *fault);
/* Whoever called may ask the view, and has not taken too much out lately. */
MUST_USE bool call_may_export(struct call *call, const struct view_kind *view, struct fault *fault);
/* The same answer as a paper, when its query says so (as=pdf, as=ics); false: it does not. */
bool call_paper(struct call *call, const struct route_match *match);
/* The same list as a spreadsheet, when its query says as=...; false: it does not. */
bool call_export(struct call *call, const struct route_match *match);
/* GET /projects/{id}/archive; false: another path. */
bool call_archive(struct call *call, struct text path);
extern const struct view_kind *const api_archive_view;
/* The same answer as it was, when its query says so (as_of=...); false: it does not. */
bool call_past(struct call *call, const struct route_match *match);
/* What one may not see does not exist for him: a question that is not his gets the same answer as
 * one about a thing that is not there. */
MUST_USE bool call_may_ask(struct call *call, const struct view_kind *kind, struct fault *fault);
void call_view(struct call *call, const struct route_match *match);
void call_command(struct call *call, const struct route_match *match);
/* A command with a `prepare`: its fields are made in the slow thread. */
void call_prepared(struct call *call, const struct route_match *match);
/* Hands a command to the writer; `answered` turns its outcome into the answer (NULL: the usual
 * one). */
struct submission {
    const struct command_kind *kind;
    const void *fields;
    struct text parameters[PATH_PARAMETERS];
    const struct actor *actor; /* NULL: the call's */
    struct text key;
    struct text fingerprint;
    int64_t seen_version;
    void (*answered)(struct call *call, struct job *job);
};
void call_submit(struct call *call, const struct submission *submission);

/* session.c: what cookies, passwords and tokens need. True when it took the call. */
bool call_session(struct call *call, struct text path);
void call_stream(struct call *call);
/* At most so many guesses of passwords and codes from one address. */
MUST_USE bool call_may_guess(struct call *call, struct fault *fault);
/* secrets.c: passwords, tokens, drafts. */
bool secret_routes(struct call *call, struct text path);

/* Signed in with one of these roles, and not forged; else it is noted that it was tried. */
MUST_USE bool call_may_administer(struct call *call, role_set roles, struct fault *fault);
/* "/accounts/12/password" with tail "/password": the number between, or 0. */
int64_t api_account_between(struct text path, const char *tail);

/* second_factor.c. */
bool factor_routes(struct call *call, struct text path);
/* Whether whoever calls must set up a second factor before this path is open to him. */
bool call_lacks_factor(const struct call *call, struct text path);
/* What a code shows of an account's second factor: the step it belongs to, else the hash of a code
 * for recovery that was not used yet, else neither. */
struct factor_showing {
    int64_t account;
    const struct second_factor *factor;
    struct text code;
};
MUST_USE bool factor_shown(struct call *call, struct store *store,
                           const struct factor_showing *showing, struct second_factor_shown *out,
                           struct fault *fault);

/* The fields of what this door serves by itself: session.c, secrets.c; told by own.c. */
extern const struct field_table api_credentials_table, api_post_table, api_own_password_table,
    api_password_table, api_account_table, api_token_table, api_draft_table, api_feed_table,
    api_factor_begin_table, api_factor_confirm_table, api_factor_drop_table;

/* A line for the audit administrator, without waiting for it. */
void audit_later(struct api *api, int64_t account, struct text act, struct text detail,
                 struct text peer);

#endif
