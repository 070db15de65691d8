#include "door/http/parser.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "door/http/bytes.h"

/* The meaning of a head whose form is right: the few fields on which framing hangs. */

struct reading {
    struct http_head *head;
    struct text connection; /* empty: not there */
    int hosts, lengths, codings, expectations;
};

bool http_name_is(struct text name, const char *lower)
{
    return name.len == strlen(lower) && strncasecmp(name.at, lower, name.len) == 0;
}

static enum http_flaw read_host(struct reading *reading, struct text value)
{
    if (++reading->hosts > 1) {
        return HTTP_FLAW_HOST_TWICE;
    }
    reading->head->host = value;
    return http_host_is_valid(value) ? HTTP_FLAW_NONE : HTTP_FLAW_HOST_INVALID;
}

/* Equal values given twice are refused too: whoever stands before us may have read the other. */
static enum http_flaw read_length(struct reading *reading, struct text value)
{
    if (++reading->lengths > 1) {
        return HTTP_FLAW_LENGTH_TWICE;
    }
    if (value.len == 0 || value.len > 19) {
        return HTTP_FLAW_LENGTH_INVALID;
    }
    uint64_t length = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (!http_byte_is(value.at[i], HTTP_BYTE_DIGIT)) {
            return HTTP_FLAW_LENGTH_INVALID;
        }
        length = length * 10 + (uint64_t)(value.at[i] - '0');
    }
    reading->head->content_length = length;
    reading->head->framing = HTTP_FRAMING_LENGTH;
    return HTTP_FLAW_NONE;
}

static enum http_flaw read_coding(struct reading *reading, struct text value)
{
    if (++reading->codings > 1) {
        return HTTP_FLAW_CODING_TWICE;
    }
    if (!http_name_is(value, "chunked")) {
        return HTTP_FLAW_CODING_INVALID;
    }
    return reading->head->is_1_0 ? HTTP_FLAW_CODING_IN_1_0 : HTTP_FLAW_NONE;
}

/* Several Connection fields count as one list, so each is looked through as it comes. */
static enum http_flaw read_connection(struct reading *reading, struct text value)
{
    while (value.len > 0) {
        struct text option = text_trim(text_cut(&value, ','));
        if (http_name_is(option, "close")) {
            reading->connection = TEXT("close");
        } else if (http_name_is(option, "keep-alive") && text_is_empty(reading->connection)) {
            reading->connection = TEXT("keep-alive");
        }
    }
    return HTTP_FLAW_NONE;
}

/* HTTP/1.0 knows no expectations: they are ignored there (RFC 9110 10.1.1). */
static enum http_flaw read_expectation(struct reading *reading, struct text value)
{
    if (reading->head->is_1_0) {
        return HTTP_FLAW_NONE;
    }
    if (++reading->expectations > 1 || !http_name_is(value, "100-continue")) {
        return HTTP_FLAW_EXPECTATION;
    }
    reading->head->expects_continue = true;
    return HTTP_FLAW_NONE;
}

static const struct {
    const char *name;
    size_t len;
    enum http_flaw (*read)(struct reading *reading, struct text value);
} readers[] = {
    {"host", 4, read_host},
    {"connection", 10, read_connection},
    {"content-length", 14, read_length},
    {"transfer-encoding", 17, read_coding},
    {"expect", 6, read_expectation},
};

static bool has_high_byte(struct text value)
{
    for (size_t i = 0; i < value.len; i++) {
        if ((unsigned char)value.at[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

static enum http_flaw read_field(struct reading *reading, const struct http_header *field)
{
    if (has_high_byte(field->value) && !text_is_utf8(field->value)) {
        return HTTP_FLAW_FIELD_VALUE;
    }
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (field->name.len == readers[i].len &&
            strncasecmp(field->name.at, readers[i].name, readers[i].len) == 0) {
            return readers[i].read(reading, field->value);
        }
    }
    return HTTP_FLAW_NONE;
}

static enum http_flaw read_fields(const struct http_parser *parser, const char *bytes,
                                  struct reading *reading)
{
    struct http_head *head = reading->head;
    for (size_t i = 0; i < head->header_count; i++) {
        const struct http_field_place *place = &parser->fields[i];
        head->headers[i].name = (struct text){bytes + place->name_at, place->name_len};
        head->headers[i].value = (struct text){bytes + place->value_at, place->value_len};
        enum http_flaw flaw = read_field(reading, &head->headers[i]);
        if (flaw != HTTP_FLAW_NONE) {
            return flaw;
        }
    }
    return HTTP_FLAW_NONE;
}

static enum http_flaw settle(struct reading *reading)
{
    struct http_head *head = reading->head;
    if (reading->hosts == 0 && !head->is_1_0) {
        return HTTP_FLAW_HOST_MISSING;
    }
    if (reading->codings > 0 && reading->lengths > 0) {
        return HTTP_FLAW_LENGTH_AND_CODING;
    }
    if (reading->codings > 0) {
        head->framing = HTTP_FRAMING_CHUNKED;
    }
    head->keep_alive = head->is_1_0 ? text_is(reading->connection, "keep-alive")
                                    : !text_is(reading->connection, "close");
    return HTTP_FLAW_NONE;
}

/* 405 for what is known and not done here, 501 for what is not known (RFC 9110 15.5.6, 15.6.2). */
static enum http_flaw check_method(struct text method)
{
    static const char *const served[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"};
    for (size_t i = 0; i < COUNT_OF(served); i++) {
        if (text_is(method, served[i])) {
            return HTTP_FLAW_NONE;
        }
    }
    bool known = text_is(method, "OPTIONS") || text_is(method, "TRACE");
    return known ? HTTP_FLAW_METHOD_REFUSED : HTTP_FLAW_METHOD_UNKNOWN;
}

/* Framing first: once that is in doubt, nothing else about the request can be trusted. A method
 * that is not served comes last, so that 405 and 501 speak of an otherwise valid request; but
 * CONNECT has a target form of its own and is turned away before it is looked at. */
static enum http_flaw understand(const struct http_parser *parser, const char *bytes,
                                 struct arena *arena, struct reading *reading)
{
    enum http_flaw flaw = read_fields(parser, bytes, reading);
    if (flaw == HTTP_FLAW_NONE) {
        flaw = settle(reading);
    }
    if (flaw == HTTP_FLAW_NONE && text_is(reading->head->method, "CONNECT")) {
        flaw = HTTP_FLAW_METHOD_UNKNOWN;
    }
    if (flaw == HTTP_FLAW_NONE) {
        flaw = http_target_read(arena, reading->head);
    }
    return flaw == HTTP_FLAW_NONE ? check_method(reading->head->method) : flaw;
}

bool http_head_read(const struct http_parser *parser, const char *bytes, struct arena *arena,
                    struct http_head *out, enum http_flaw *flaw)
{
    *out = (struct http_head){
        .method = {bytes + parser->method_at, parser->method_len},
        .target = {bytes + parser->target_at, parser->target_len},
        .path = TEXT_NONE,
        .query = TEXT_NONE,
        .host = TEXT_NONE,
        .header_count = parser->field_count,
        .is_1_0 = parser->version_minor == 0,
    };
    out->headers =
        arena_alloc_raw(arena, (size_t)(parser->field_count + 1) * sizeof(struct http_header));
    struct reading reading = {.head = out, .connection = TEXT_NONE};
    *flaw = understand(parser, bytes, arena, &reading);
    return *flaw == HTTP_FLAW_NONE;
}
