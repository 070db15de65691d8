#include "door/http/parser.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "door/http/bytes.h"

/* ---- Host ---- */

static bool all_bytes_are(struct text text, enum http_byte kind)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!http_byte_is(text.at[i], kind)) {
            return false;
        }
    }
    return true;
}

static bool port_is_valid(struct text port)
{
    int64_t number = 0;
    return port.len <= 5 && all_bytes_are(port, HTTP_BYTE_DIGIT) &&
           (port.len == 0 || (text_to_int(port, &number) && number <= 65535));
}

/* "[" hex digits, colons, dots "]": the address itself is not our affair. */
static bool literal_is_valid(struct text literal)
{
    for (size_t i = 0; i < literal.len; i++) {
        char c = literal.at[i];
        if (!http_byte_is(c, HTTP_BYTE_HEX) && c != ':' && c != '.') {
            return false;
        }
    }
    return literal.len >= 2;
}

/* RFC 9112 3.2 with RFC 3986 3.2.2, without percent-encoded names: no browser sends one. */
bool http_host_is_valid(struct text host)
{
    if (host.len == 0 || host.len > 255) {
        return false;
    }
    if (host.at[0] == '[') {
        size_t end = text_find(host, TEXT("]"));
        if (end == SIZE_MAX || !literal_is_valid(text_slice(host, 1, end - 1))) {
            return false;
        }
        struct text rest = text_slice(host, end + 1, host.len - end - 1);
        return rest.len == 0 ||
               (rest.at[0] == ':' && port_is_valid(text_slice(rest, 1, rest.len - 1)));
    }
    struct text port = host;
    struct text name = text_cut(&port, ':');
    return name.len > 0 && all_bytes_are(name, HTTP_BYTE_HOST) && port_is_valid(port);
}

/* ---- percent-decoding ---- */

/* One byte of the result; false for an escape that is malformed or a control byte. */
static bool decode_byte(struct text part, size_t *at, char *out)
{
    char c = part.at[(*at)++];
    if (c == '%') {
        if (part.len - *at < 2 || !http_byte_is(part.at[*at], HTTP_BYTE_HEX) ||
            !http_byte_is(part.at[*at + 1], HTTP_BYTE_HEX)) {
            return false;
        }
        c = (char)(http_hex_value(part.at[*at]) << 4 | http_hex_value(part.at[*at + 1]));
        *at += 2;
    }
    *out = c;
    return (unsigned char)c >= 0x20 && c != 0x7f;
}

bool http_decode(struct arena *arena, struct text part, bool plus, struct text *out)
{
    char *to = arena_alloc_raw(arena, part.len + 1);
    size_t len = 0;
    for (size_t at = 0; at < part.len;) {
        bool is_plus = plus && part.at[at] == '+';
        if (!decode_byte(part, &at, &to[len])) {
            return false;
        }
        if (is_plus) {
            to[len] = ' ';
        }
        len++;
    }
    to[len] = '\0';
    struct text decoded = {to, len};
    if (!text_is_utf8(decoded)) {
        return false;
    }
    *out = decoded;
    return true;
}

/* ---- path and query ---- */

static bool has_dot_segment(struct text path)
{
    while (path.len > 0) {
        struct text segment = text_cut(&path, '/');
        if (text_is(segment, ".") || text_is(segment, "..")) {
            return true;
        }
    }
    return false;
}

static bool escapes_slash(struct text path)
{
    return text_find(path, TEXT("%2F")) != SIZE_MAX || text_find(path, TEXT("%2f")) != SIZE_MAX;
}

/* Only the bytes that RFC 3986 allows, and '%', which the decoding looks at. */
static bool bytes_are_allowed(struct text part, enum http_byte kind, bool *escaped)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.at[i] == '%') {
            *escaped = true;
        } else if (!http_byte_is(part.at[i], kind)) {
            return false;
        }
    }
    return true;
}

/* An escaped slash is refused, because after decoding nobody could tell it from a real one. */
static enum http_flaw read_path(struct arena *arena, struct text raw, struct text *out)
{
    bool escaped = false;
    if (!bytes_are_allowed(raw, HTTP_BYTE_PCHAR, &escaped)) {
        return HTTP_FLAW_TARGET_BYTES;
    }
    struct text path = raw;
    if (escaped && (escapes_slash(raw) || !http_decode(arena, raw, false, &path))) {
        return HTTP_FLAW_TARGET_ESCAPE;
    }
    if (has_dot_segment(path)) {
        return HTTP_FLAW_TARGET_DOTS;
    }
    *out = path;
    return HTTP_FLAW_NONE;
}

/* The scheme and authority are taken off; the authority must be the Host (RFC 9112 3.2.2 would
 * let it overrule the Host, which is one reading too many). */
static bool strip_origin(struct text *target, struct text host)
{
    struct text rest = *target;
    bool secure = rest.len > 8 && strncasecmp(rest.at, "https://", 8) == 0;
    if (!secure && !(rest.len > 7 && strncasecmp(rest.at, "http://", 7) == 0)) {
        return false;
    }
    size_t scheme = secure ? 8 : 7;
    rest = text_slice(rest, scheme, rest.len - scheme);
    size_t end = 0;
    while (end < rest.len && rest.at[end] != '/' && rest.at[end] != '?') {
        end++;
    }
    bool same = end == host.len && end > 0 && strncasecmp(rest.at, host.at, end) == 0;
    *target = text_slice(rest, end, rest.len - end);
    return same;
}

static enum http_flaw read_absolute(struct text *target, struct text host)
{
    bool is_http = strncasecmp(target->at, "http", target->len < 4 ? target->len : 4) == 0 &&
                   text_find(*target, TEXT("://")) != SIZE_MAX;
    if (!is_http) {
        return HTTP_FLAW_TARGET_FORM;
    }
    return strip_origin(target, host) ? HTTP_FLAW_NONE : HTTP_FLAW_TARGET_HOST;
}

enum http_flaw http_target_read(struct arena *arena, struct http_head *head)
{
    struct text rest = head->target;
    if (text_is(rest, "*")) {
        head->path = rest;
        return text_is(head->method, "OPTIONS") ? HTTP_FLAW_NONE : HTTP_FLAW_TARGET_FORM;
    }
    if (rest.at[0] != '/') {
        enum http_flaw flaw = read_absolute(&rest, head->host);
        if (flaw != HTTP_FLAW_NONE) {
            return flaw;
        }
    }
    struct text raw = text_cut(&rest, '?');
    bool escaped = false;
    if (!bytes_are_allowed(rest, HTTP_BYTE_QUERY, &escaped)) {
        return HTTP_FLAW_TARGET_BYTES;
    }
    head->query = rest;
    return read_path(arena, raw.len > 0 ? raw : TEXT("/"), &head->path);
}
