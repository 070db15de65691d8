#include "door/http/parser.h"

#include <string.h>

#include "base/arena.h"
#include "door/http/bytes.h"

/* The parser is a row of states, each a function that eats what belongs to it and names the next
 * state. Within a part (a name, a value) it runs over bytes by table, so that the price is about a
 * nanosecond a byte; between the parts it goes through feed()'s loop. */
enum state {
    STATE_START,
    STATE_START_LF,
    STATE_METHOD,
    STATE_TARGET,
    STATE_VERSION,
    STATE_LINE_LF,
    STATE_FIELD,
    STATE_NAME,
    STATE_VALUE_SPACE,
    STATE_VALUE,
    STATE_END_LF,
    STATE_DONE,
    STATE_FLAWED
};

/* ---- the words for what is wrong ---- */

static const struct {
    const char *name;
    enum fault_code fault;
    const char *zh;
    const char *en;
} flaws[HTTP_FLAW_COUNT] = {[HTTP_FLAW_NONE] = {"NONE", FAULT_NONE, "", ""},
#define HTTP_FLAW_ROW(name, fault, zh, en) [HTTP_FLAW_##name] = {#name, FAULT_##fault, zh, en},
                            HTTP_FLAWS(HTTP_FLAW_ROW)
#undef HTTP_FLAW_ROW
};

enum fault_code http_flaw_fault(enum http_flaw flaw)
{
    return flaws[flaw].fault;
}

const char *http_flaw_zh(enum http_flaw flaw)
{
    return flaws[flaw].zh;
}

const char *http_flaw_en(enum http_flaw flaw)
{
    return flaws[flaw].en;
}

const char *http_flaw_name(enum http_flaw flaw)
{
    return flaws[flaw].name;
}

/* ---- the states ---- */

static void flawed(struct http_parser *parser, enum http_flaw flaw)
{
    parser->flaw = flaw;
    parser->state = STATE_FLAWED;
}

/* The part begins at the parser's place. */
static void enter(struct http_parser *parser, enum state state)
{
    parser->state = (uint8_t)state;
    parser->mark = parser->at;
}

/* Runs to the first byte that is not of that kind; false when the bytes end before. */
static bool run(struct http_parser *parser, const char *bytes, size_t len, enum http_byte kind)
{
    size_t at = parser->at;
    while (at < len && http_byte_is(bytes[at], kind)) {
        at++;
    }
    parser->at = (uint32_t)at;
    return at < len;
}

static void eat_start(struct http_parser *parser, char c)
{
    if (c == '\r') {
        parser->at++;
        parser->state = STATE_START_LF;
    } else {
        enter(parser, STATE_METHOD);
    }
}

static void eat_start_lf(struct http_parser *parser, char c)
{
    if (c != '\n') {
        flawed(parser, HTTP_FLAW_BARE_CR);
    } else if (parser->crlf_skipped) {
        flawed(parser, HTTP_FLAW_EMPTY_LINES);
    } else {
        parser->crlf_skipped = true;
        parser->at++;
        parser->state = STATE_START;
    }
}

static void eat_method(struct http_parser *parser, const char *bytes, size_t len)
{
    size_t most = parser->mark + HTTP_METHOD_MAX + 1;
    if (!run(parser, bytes, len < most ? len : most, HTTP_BYTE_TOKEN)) {
        if (len >= most) {
            flawed(parser, HTTP_FLAW_METHOD_LONG);
        }
        return;
    }
    if (bytes[parser->at] != ' ' || parser->at == parser->mark) {
        flawed(parser, bytes[parser->at] == '\n' ? HTTP_FLAW_BARE_LF : HTTP_FLAW_METHOD);
        return;
    }
    parser->method_at = (uint16_t)parser->mark;
    parser->method_len = (uint16_t)(parser->at - parser->mark);
    parser->at++;
    enter(parser, STATE_TARGET);
}

static void eat_target(struct http_parser *parser, const char *bytes, size_t len)
{
    size_t most = parser->mark + HTTP_TARGET_MAX + 1;
    if (!run(parser, bytes, len < most ? len : most, HTTP_BYTE_TARGET)) {
        if (len >= most) {
            flawed(parser, HTTP_FLAW_TARGET_LONG);
        }
        return;
    }
    char end = bytes[parser->at];
    if (end != ' ' || parser->at == parser->mark) {
        bool line = end == ' ' || end == '\r' || end == '\n';
        flawed(parser, line ? HTTP_FLAW_REQUEST_LINE : HTTP_FLAW_TARGET_BYTES);
        return;
    }
    parser->target_at = (uint16_t)parser->mark;
    parser->target_len = (uint16_t)(parser->at - parser->mark);
    parser->at++;
    enter(parser, STATE_VERSION);
}

static bool version_byte_fits(size_t place, char c)
{
    static const char form[] = "HTTP/0.0\r";
    return form[place] == '0' ? http_byte_is(c, HTTP_BYTE_DIGIT) : c == form[place];
}

/* Nine bytes: "HTTP/1.1" and the CR. */
static void eat_version(struct http_parser *parser, const char *bytes, size_t len)
{
    while (parser->at < len) {
        size_t place = parser->at - parser->mark;
        char c = bytes[parser->at];
        if (!version_byte_fits(place, c)) {
            bool after = place == 8;
            flawed(parser, !after      ? HTTP_FLAW_VERSION_FORM
                           : c == '\n' ? HTTP_FLAW_BARE_LF
                                       : HTTP_FLAW_REQUEST_LINE);
            return;
        }
        if (place == 7 && (bytes[parser->at - 2] != '1' || c > '1')) {
            flawed(parser, HTTP_FLAW_VERSION);
            return;
        }
        parser->at++;
        if (place == 8) {
            parser->version_minor = (uint8_t)(bytes[parser->at - 2] - '0');
            parser->state = STATE_LINE_LF;
            return;
        }
    }
}

static void eat_lf(struct http_parser *parser, char c, enum state next)
{
    if (c != '\n') {
        flawed(parser, HTTP_FLAW_BARE_CR);
        return;
    }
    parser->at++;
    enter(parser, next);
}

static void eat_field(struct http_parser *parser, char c)
{
    if (c == '\r') {
        parser->at++;
        parser->state = STATE_END_LF;
    } else if (c == ' ' || c == '\t') {
        flawed(parser, HTTP_FLAW_FIELD_FOLDED);
    } else if (c == '\n') {
        flawed(parser, HTTP_FLAW_BARE_LF);
    } else if (parser->field_count == HTTP_FIELDS_MAX) {
        flawed(parser, HTTP_FLAW_FIELDS_MANY);
    } else {
        enter(parser, STATE_NAME);
    }
}

static void eat_name(struct http_parser *parser, const char *bytes, size_t len)
{
    if (!run(parser, bytes, len, HTTP_BYTE_TOKEN)) {
        return;
    }
    char end = bytes[parser->at];
    if (end != ':' || parser->at == parser->mark) {
        bool space = (end == ' ' || end == '\t') && parser->at > parser->mark;
        flawed(parser, space ? HTTP_FLAW_FIELD_COLON : HTTP_FLAW_FIELD_NAME);
        return;
    }
    struct http_field_place *field = &parser->fields[parser->field_count];
    field->name_at = (uint16_t)parser->mark;
    field->name_len = (uint16_t)(parser->at - parser->mark);
    parser->at++;
    parser->state = STATE_VALUE_SPACE;
}

static void eat_value_space(struct http_parser *parser, const char *bytes, size_t len)
{
    while (parser->at < len && (bytes[parser->at] == ' ' || bytes[parser->at] == '\t')) {
        parser->at++;
    }
    if (parser->at < len) {
        enter(parser, STATE_VALUE);
    }
}

static void eat_value(struct http_parser *parser, const char *bytes, size_t len)
{
    if (!run(parser, bytes, len, HTTP_BYTE_VALUE)) {
        return;
    }
    if (bytes[parser->at] != '\r') {
        bool line = bytes[parser->at] == '\n';
        flawed(parser, line ? HTTP_FLAW_BARE_LF : HTTP_FLAW_FIELD_VALUE);
        return;
    }
    uint32_t end = parser->at;
    while (end > parser->mark && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
        end--;
    }
    struct http_field_place *field = &parser->fields[parser->field_count++];
    field->value_at = (uint16_t)parser->mark;
    field->value_len = (uint16_t)(end - parser->mark);
    parser->at++;
    parser->state = STATE_LINE_LF;
}

/* One step; there is at least one byte at the parser's place. */
static void eat(struct http_parser *parser, const char *bytes, size_t len)
{
    char c = bytes[parser->at];
    switch ((enum state)parser->state) {
    case STATE_START: eat_start(parser, c); break;
    case STATE_START_LF: eat_start_lf(parser, c); break;
    case STATE_METHOD: eat_method(parser, bytes, len); break;
    case STATE_TARGET: eat_target(parser, bytes, len); break;
    case STATE_VERSION: eat_version(parser, bytes, len); break;
    case STATE_LINE_LF: eat_lf(parser, c, STATE_FIELD); break;
    case STATE_FIELD: eat_field(parser, c); break;
    case STATE_NAME: eat_name(parser, bytes, len); break;
    case STATE_VALUE_SPACE: eat_value_space(parser, bytes, len); break;
    case STATE_VALUE: eat_value(parser, bytes, len); break;
    case STATE_END_LF: eat_lf(parser, c, STATE_DONE); break;
    case STATE_DONE:
    case STATE_FLAWED: break;
    }
}

void http_parser_start(struct http_parser *parser)
{
    /* Not the fields: they are written before they are read. */
    memset(parser, 0, offsetof(struct http_parser, fields));
}

enum http_step http_parser_feed(struct http_parser *parser, const char *bytes, size_t len)
{
    size_t end = len < HTTP_HEAD_MAX ? len : HTTP_HEAD_MAX;
    while (parser->at < end && parser->state < STATE_DONE) {
        eat(parser, bytes, end);
    }
    if (parser->state < STATE_DONE && parser->at >= HTTP_HEAD_MAX) {
        flawed(parser, HTTP_FLAW_HEAD_LONG);
    }
    return parser->state == STATE_DONE     ? HTTP_STEP_DONE
           : parser->state == STATE_FLAWED ? HTTP_STEP_FLAWED
                                           : HTTP_STEP_MORE;
}
