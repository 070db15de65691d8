#ifndef LIANDONG_DOOR_HTTP_ASSET_H
#define LIANDONG_DOOR_HTTP_ASSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* Files that are part of the program: the built web pages. tools/embed_assets.py turns a directory
 * into a table of these at build time, sorted by path, with a compressed form beside each file
 * where that is smaller. So an answer is a pointer into the program: no disk, no copy, no
 * compression.
 *
 *     const struct asset *asset = asset_find(&web_assets, request->path);
 *     if (asset != NULL) {
 *         asset_reply(exchange, asset, NULL, 0);
 *     }
 */
struct asset {
    const char *path;          /* "/assets/index-3f2a.js"; a directory's index.html also as "/" */
    const char *content_type;  /* with charset for texts */
    const char *cache_control; /* for a year when the name holds a hash of the content, else ask */
    const char *etag;          /* strong, quoted, of the plain bytes (RFC 9110 8.8.3) */
    const char *etag_gzip;     /* each form has its own, as a strong tag must */
    const char *etag_brotli;
    struct text plain;
    struct text gzip; /* empty: not smaller */
    struct text brotli;
};

struct asset_table {
    const struct asset *assets; /* sorted by path */
    size_t count;
};

/* What stood in web/dist when the program was built; empty if there was nothing. */
extern const struct asset_table web_assets;

struct http_exchange;
struct http_header;

const struct asset *asset_find(const struct asset_table *table, struct text path);

/* Answers GET and HEAD: 200 in the smallest form that the client accepts, or 304 when it has it
 * already (If-None-Match). `headers` are the application's own (security), added to the answer;
 * they need not outlive the call. Ranges are not offered: the files are small. */
void asset_reply(struct http_exchange *exchange, const struct asset *asset,
                 const struct http_header *headers, size_t header_count);

/* How willingly the client takes that content coding, in thousandths: 0 not at all (RFC 9110
 * 12.5.3). */
int asset_coding_weight(struct text accept_encoding, const char *coding);

/* Does a list of entity tags, or "*", contain this one (weak comparison, RFC 9110 13.1.2)? */
bool asset_tag_listed(struct text if_none_match, const char *etag);

#endif
