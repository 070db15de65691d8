#ifndef LIANDONG_BOARD_PUBLIC_PAGE_H
#define LIANDONG_BOARD_PUBLIC_PAGE_H

#include "app/kind.h"
#include "board/html.h"

/* The pages for everybody (公开查询): written by the server, without any script, so that they work
 * on every browser and can be printed. Chinese, or English with ?lang=en.
 *
 *     /progress                a form for the query code (查询码)
 *     /progress/{code}         how far the project is: stage, steps, whose turn it is, and no more;
 * no person, no money, no note. Also /progress?code=... /receipt                 a form for the
 * receipt code (回执编号) /receipt/{code}          whether it is genuine, and all that is needed to
 * check that elsewhere
 *     /verify                  a form for the code or digest of a letter or certificate, and one to
 * send the file (POST, works without a script; the file is compared, never kept) /verify/{code}
 * true, replaced, withdrawn, revoked, expired; fields that are public
 *     /library/policies, /library/parks, /library/packages    board/public_library.h
 *     /heads                   the last signed head of each day and the witnesses;
 * ?until=2026-11-30 /heads/{day}             one of them, to be printed and kept /public.css their
 * one style sheet
 *
 * What is not found gives the same page whatever the reason. The door limits how often one may ask.
 */
struct public_reply {
    int status; /* 200 or 404 */
    const char *content_type;
    struct text body;
};

/* A file that somebody sent to have it checked: the body of a form (multipart/form-data). */
struct public_upload {
    struct text content_type, body;
};
struct public_question {
    struct text path;                   /* decoded */
    struct text query;                  /* as it stands behind the '?' */
    const struct public_upload *upload; /* NULL: a page is asked for */
};
/* Returns false only when the store fails, and for a path that is none of theirs. */
MUST_USE bool public_page(const struct view_run *run, const struct public_question *question,
                          struct public_reply *out, struct fault *fault);

/* Once, at the start: "https://linkage.example.gov.cn", for the QR code on receipts. Not set: no QR
 * code. Lives as long as the process. */
void public_page_set_origin(const char *origin);

struct text public_css(void);

/* -- between the files of the pages -- */

struct public_view {
    const struct view_run *run;
    struct text query; /* as it stands behind the '?' */
    struct text title; /* of the page, where it has one of its own; else "" */
    struct buffer *out;
    enum language language;
    int status;
};

/* The value of `name` in the query, decoded; "" when it is absent or malformed. */
struct text public_parameter(const struct public_view *view, const char *name);
/* The one of the two that the reader reads. */
struct text public_words(const struct public_view *view, const char *zh, const char *en);
MUST_USE bool public_progress(struct public_view *view, struct text code, struct fault *fault);
MUST_USE bool public_verify(struct public_view *view, struct text code, struct fault *fault);
MUST_USE bool public_verify_file(struct public_view *view, const struct public_upload *upload,
                                 struct fault *fault);
MUST_USE bool public_receipt(struct public_view *view, struct text code, struct fault *fault);
MUST_USE bool public_heads(struct public_view *view, struct text code, struct fault *fault);
/* A QR code as SVG: one path, a unit a module, four units of quiet zone (ISO/IEC 18004). None where
 * the content is too long for one. public_qr.c */
void public_qr(const struct public_view *view, struct text content, struct text label);
/* "2026-11-23 14:05" on the city's clock. */
struct text public_instant(const struct public_view *view, int64_t utc_ms);
const char *public_origin(void); /* NULL: not set */

extern const struct room public_room; /* its statements only */

#endif
