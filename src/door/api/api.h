#ifndef LIANDONG_DOOR_API_H
#define LIANDONG_DOOR_API_H

#include "app/archiving.h"
#include "app/identity/session.h"
#include "app/reader.h"
#include "app/register.h"
#include "app/viewer.h"
#include "app/writer.h"
#include "door/http/server.h"

/* The HTTP door: bytes become commands and questions, by the register. It knows no room: what is
 * not in a room's table does not exist here, save what only a door can do (cookies, streams, files,
 * pages without JavaScript), which is handed in by main as functions.
 *
 * Order of the checks of a request: size and framing (door/http) -> who asks (session or token) ->
 * which kind -> may this role -> anti-forgery -> shape of the content -> the pipeline or the view.
 */
struct api;
struct publisher;

/* A page or file that a room serves itself. False: not found (or a fault). */
struct page {
    int status;
    const char *content_type;
    struct text body;
    struct text attachment_name; /* "": shown, else offered as a download under that name */
};

/* What an operator may change while it serves. */
struct api_settings {
    int64_t slow_ms;    /* a line in the journal for a request that took longer; 0: none */
    bool logs_requests; /* a line for each */
    role_set second_factor_roles; /* who cannot do anything before he has one */
};

struct api_options {
    const struct registry *registry;
    const struct city *city;
    const struct vault *vault;
    struct sessions *sessions;
    struct viewer *viewer;
    struct writer *writer;
    struct publisher *publisher;
    struct reader *readers;  /* one a worker */
    struct reader *replicas; /* one a worker, of a standby; NULL: none */
    /* Whether the standby of `store` is fresh enough to answer, and of when its answer is. */
    bool (*is_fresh)(void *context, struct store *store, int64_t now, int64_t *out_as_of);
    void *fresh_context;
    struct reader *slow_reader;  /* for the thread that checks passwords */
    struct reader *aside_reader; /* for the thread that reads what takes seconds */
    struct store *writer_store;  /* read in the writer's thread only, after its commits */
    int64_t (*now)(void *clock);
    void *clock;
    /* Whether the database answers: what a load balancer asks at /readyz. NULL: always. */
    bool (*is_ready)(void *context);
    void *ready_context;
    struct api_settings settings; /* at the start */
    bool is_demo;
    bool is_https; /* cookies get Secure */
    /* Pages that work without JavaScript: "/progress...", "/receipt...". */
    bool (*public_page)(const struct view_run *run, struct text path, struct text query,
                        struct page *out, struct fault *fault);
    /* POST /verify: a form with a file that is compared and not kept. */
    bool (*public_check)(const struct view_run *run, const struct http_request *request,
                         struct page *out, struct fault *fault);
    /* GET /files/{id} */
    bool (*download)(const struct view_run *run, struct page *out, struct fault *fault);
    /* What is noted before a file's bytes go out: who saw what. Its fields' one member is the id.
     */
    const struct command_kind *seen;
    const struct command_kind *seen_all; /* the same of all files of a project; no fields */
    /* Draws a document of src/paper as a PDF, in the slow thread. */
    bool (*print)(void *context, struct arena *arena, struct text document, struct text *out,
                  struct fault *fault);
    void *printer;
    struct archive_tools archive_tools;
    const char *scratch; /* a folder for files without a name: archives on their way out */
    struct text openapi; /* the document, made once */
};

MUST_USE bool api_open(const struct api_options *options, struct api **out, struct fault *fault);
void api_close(struct api *api);
/* Any thread; holds for what is asked from here on. */
void api_set(struct api *api, const struct api_settings *settings);

/* For struct http_options; `context` is the api. */
void api_handle(void *context, struct http_exchange *exchange, const struct http_request *request);
size_t api_body_limit(void *context, struct text method, struct text path);
struct text api_problem(void *context, struct arena *arena, const struct fault *fault,
                        struct text accept_language);
extern const struct http_header api_security_headers[];
extern const size_t api_security_header_count;
/* What the door serves beside the register, for the OpenAPI document. */
extern const struct room api_own;

#endif
