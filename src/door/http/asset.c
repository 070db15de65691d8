#include "door/http/asset.h"

#include <string.h>

#include "base/arena.h"
#include "door/http/parser.h"
#include "door/http/server.h"

const struct asset *asset_find(const struct asset_table *table, struct text path)
{
    size_t from = 0;
    size_t to = table->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = text_compare(path, text_of(table->assets[middle].path));
        if (order == 0) {
            return &table->assets[middle];
        }
        if (order < 0) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    return NULL;
}

/* ---- negotiation ---- */

/* "0.5" to 500; anything malformed counts as 0: then the plain form is sent, which is never wrong.
 */
static int weight_read(struct text weight)
{
    if (weight.len == 0 || weight.len > 5 || (weight.at[0] != '0' && weight.at[0] != '1') ||
        (weight.len > 1 && weight.at[1] != '.')) {
        return 0;
    }
    int thousandths = (weight.at[0] - '0') * 1000;
    int unit = 100;
    for (size_t i = 2; i < weight.len; i++, unit /= 10) {
        if (weight.at[i] < '0' || weight.at[i] > '9') {
            return 0;
        }
        thousandths += (weight.at[i] - '0') * unit;
    }
    return thousandths > 1000 ? 0 : thousandths;
}

static int element_weight(struct text parameters)
{
    while (parameters.len > 0) {
        struct text parameter = text_trim(text_cut(&parameters, ';'));
        struct text name = text_trim(text_cut(&parameter, '='));
        if (http_name_is(name, "q")) {
            return weight_read(text_trim(parameter));
        }
    }
    return 1000;
}

int asset_coding_weight(struct text accept_encoding, const char *coding)
{
    int star = 0;
    while (accept_encoding.len > 0) {
        struct text element = text_cut(&accept_encoding, ',');
        struct text name = text_trim(text_cut(&element, ';'));
        if (http_name_is(name, coding)) {
            return element_weight(element);
        }
        if (text_is(name, "*")) {
            star = element_weight(element);
        }
    }
    return star;
}

bool asset_tag_listed(struct text if_none_match, const char *etag)
{
    while (if_none_match.len > 0) {
        struct text tag = text_trim(text_cut(&if_none_match, ','));
        if (text_starts_with(tag, TEXT("W/"))) {
            tag = text_slice(tag, 2, tag.len - 2);
        }
        if (text_is(tag, "*") || text_is(tag, etag)) {
            return true;
        }
    }
    return false;
}

/* ---- the answer ---- */

struct form {
    struct text bytes;
    const char *coding; /* NULL: plain */
    const char *etag;
};

static struct form choose_form(const struct asset *asset, struct text accept_encoding)
{
    int brotli = asset->brotli.len == 0 ? 0 : asset_coding_weight(accept_encoding, "br");
    int gzip = asset->gzip.len == 0 ? 0 : asset_coding_weight(accept_encoding, "gzip");
    if (brotli > 0 && brotli >= gzip) {
        return (struct form){asset->brotli, "br", asset->etag_brotli};
    }
    if (gzip > 0) {
        return (struct form){asset->gzip, "gzip", asset->etag_gzip};
    }
    return (struct form){asset->plain, NULL, asset->etag};
}

static size_t add(struct http_header *headers, size_t count, struct text name, const char *value)
{
    headers[count] = (struct http_header){name, text_of(value)};
    return count + 1;
}

void asset_reply(struct http_exchange *exchange, const struct asset *asset,
                 const struct http_header *headers, size_t header_count)
{
    const struct http_request *request = http_exchange_request(exchange);
    struct form form = choose_form(asset, http_request_header(request, "accept-encoding"));
    struct http_header *all =
        arena_alloc_raw(request->arena, (header_count + 4) * sizeof(struct http_header));
    size_t count = 0;
    count = add(all, count, TEXT("ETag"), form.etag);
    count = add(all, count, TEXT("Cache-Control"), asset->cache_control);
    count = add(all, count, TEXT("Vary"), "Accept-Encoding");
    bool same = asset_tag_listed(http_request_header(request, "if-none-match"), form.etag);
    if (form.coding != NULL && !same) {
        count = add(all, count, TEXT("Content-Encoding"), form.coding);
    }
    for (size_t i = 0; i < header_count; i++) {
        all[count++] = headers[i];
    }
    http_reply(exchange, &(struct http_reply){
                             .status = same ? 304 : 200,
                             .content_type = same ? NULL : asset->content_type,
                             .headers = all,
                             .header_count = count,
                             .body = form.bytes,
                             .body_life = HTTP_BODY_BORROWED,
                         });
}
