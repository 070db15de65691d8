#ifndef LIANDONG_DOOR_HTTP_PARSER_H
#define LIANDONG_DOOR_HTTP_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/text.h"
#include "door/http/server.h"

/* Bytes to a request, strictly after RFC 9112 (message syntax) and RFC 9110 (semantics). Pure: no
 * sockets, no clock. Incremental: it may be fed any number of times with the same head grown
 * longer, and the result does not depend on where the bytes were cut.
 *
 * Every rule that two parsers in a row could read differently is decided by refusal, because that
 * difference is what request smuggling lives on: there is one reading or none.
 *
 *   line ends        CRLF only; a bare CR or bare LF anywhere is refused        (9112 2.2)
 *   before a request at most one empty line                                     (9112 2.2)
 *   request line     token SP target SP HTTP/1.0|HTTP/1.1 CRLF, single spaces   (9112 3)
 *   target           origin form; absolute form if it names the Host; "*" only
 *                    for OPTIONS; no fragment, only the bytes of RFC 3986       (9112 3.2)
 *   Host             exactly one in 1.1, at most one in 1.0; valid              (9112 3.2)
 *   fields           token ':' OWS value OWS; no space before the colon, no
 *                    folding, no control bytes, values valid UTF-8              (9112 5)
 *   Content-Length   once, 1..19 digits; never beside Transfer-Encoding         (9112 6.3)
 *   Transfer-Encoding once, exactly "chunked", not in 1.0                       (9112 6.1)
 *   chunk size       1..16 hex digits, then ';' or CRLF                         (9112 7.1)
 *   Expect           100-continue or 417                                        (9110 10.1.1) */

#define HTTP_HEAD_MAX 16384  /* bytes of request line and fields with their line ends */
#define HTTP_TARGET_MAX 8192 /* bytes of the target */
#define HTTP_METHOD_MAX 32
#define HTTP_FIELDS_MAX 100
#define HTTP_CHUNK_EXTENSION_MAX 256 /* bytes of extensions behind one chunk size */
#define HTTP_CHUNK_EXTRAS_MAX 8192   /* bytes of extensions, and of trailers, in one body */

/* HTTP_FLAW(name, fault, Chinese, English): every way in which a request can be wrong. */
#define HTTP_FLAWS(FLAW)                                                                           \
    FLAW(EMPTY_LINES, HTTP_MALFORMED, "请求前有多余的空行", "more than one empty line first")      \
    FLAW(METHOD, HTTP_MALFORMED, "请求方法含有非法字符", "the method is no token")                 \
    FLAW(METHOD_LONG, HTTP_METHOD_UNKNOWN, "请求方法过长", "the method is too long")               \
    FLAW(METHOD_UNKNOWN, HTTP_METHOD_UNKNOWN, "未知的请求方法", "unknown method")                  \
    FLAW(METHOD_REFUSED, METHOD_NOT_ALLOWED, "不接受此方法", "the method is not accepted")         \
    FLAW(REQUEST_LINE, HTTP_MALFORMED, "请求行格式有误", "the request line is malformed")          \
    FLAW(TARGET_BYTES, HTTP_MALFORMED, "请求地址含有非法字符", "the target holds invalid bytes")   \
    FLAW(TARGET_FORM, HTTP_MALFORMED, "请求地址形式有误",                                          \
         "the form of the target is not accepted")                                                 \
    FLAW(TARGET_HOST, HTTP_MALFORMED, "请求地址与 Host 不一致", "the target names another host")   \
    FLAW(TARGET_ESCAPE, HTTP_MALFORMED, "请求地址的百分号编码有误",                                \
         "the target's percent-encoding is malformed or not allowed")                              \
    FLAW(TARGET_DOTS, HTTP_MALFORMED, "请求地址含有 . 或 .. 段", "the target holds dot segments")  \
    FLAW(TARGET_LONG, HTTP_TARGET_TOO_LONG, "请求地址过长", "the target is too long")              \
    FLAW(VERSION_FORM, HTTP_MALFORMED, "HTTP 版本格式有误", "the HTTP version is malformed")       \
    FLAW(VERSION, HTTP_VERSION, "不支持的 HTTP 版本", "the HTTP version is not supported")         \
    FLAW(BARE_CR, HTTP_MALFORMED, "回车符后没有换行符", "a CR without LF")                         \
    FLAW(BARE_LF, HTTP_MALFORMED, "换行符前没有回车符", "an LF without CR")                        \
    FLAW(FIELD_FOLDED, HTTP_MALFORMED, "请求头折行或以空白开头", "a field line begins with space") \
    FLAW(FIELD_NAME, HTTP_MALFORMED, "请求头名称有误", "a field name is no token")                 \
    FLAW(FIELD_COLON, HTTP_MALFORMED, "请求头冒号前有空白", "white space before a field's colon")  \
    FLAW(FIELD_VALUE, HTTP_MALFORMED, "请求头的值含有非法字符",                                    \
         "a field value holds invalid bytes")                                                      \
    FLAW(FIELDS_MANY, HTTP_HEAD_TOO_LARGE, "请求头过多", "too many fields")                        \
    FLAW(HEAD_LONG, HTTP_HEAD_TOO_LARGE, "请求头过长", "the head is too long")                     \
    FLAW(HOST_MISSING, HTTP_MALFORMED, "缺少 Host", "Host is missing")                             \
    FLAW(HOST_TWICE, HTTP_MALFORMED, "Host 重复", "more than one Host")                            \
    FLAW(HOST_INVALID, HTTP_MALFORMED, "Host 的值有误", "Host is invalid")                         \
    FLAW(LENGTH_INVALID, HTTP_MALFORMED, "Content-Length 有误", "Content-Length is invalid")       \
    FLAW(LENGTH_TWICE, HTTP_MALFORMED, "Content-Length 重复", "more than one Content-Length")      \
    FLAW(LENGTH_AND_CODING, HTTP_MALFORMED, "Content-Length 与 Transfer-Encoding 并存",            \
         "Content-Length beside Transfer-Encoding")                                                \
    FLAW(CODING_INVALID, HTTP_MALFORMED, "Transfer-Encoding 只能是 chunked",                       \
         "Transfer-Encoding is not exactly chunked")                                               \
    FLAW(CODING_TWICE, HTTP_MALFORMED, "Transfer-Encoding 重复",                                   \
         "more than one Transfer-Encoding")                                                        \
    FLAW(CODING_IN_1_0, HTTP_MALFORMED, "HTTP/1.0 不能用 Transfer-Encoding",                       \
         "Transfer-Encoding in HTTP/1.0")                                                          \
    FLAW(EXPECTATION, HTTP_EXPECTATION, "不支持的 Expect", "the expectation is not supported")     \
    FLAW(CHUNK_SIZE, HTTP_MALFORMED, "分块长度有误", "a chunk size is malformed")                  \
    FLAW(CHUNK_EXTENSION, HTTP_MALFORMED, "分块扩展有误或过长",                                    \
         "a chunk extension is malformed or too long")                                             \
    FLAW(CHUNK_END, HTTP_MALFORMED, "分块末尾缺少换行", "a chunk does not end with CRLF")          \
    FLAW(TRAILER, HTTP_MALFORMED, "分块尾部字段有误或过长", "a trailer is malformed or too long")  \
    FLAW(BODY_LARGE, BODY_TOO_LARGE, "内容过大", "the body is too large")

enum http_flaw {
    HTTP_FLAW_NONE,
#define HTTP_FLAW_NAME(name, fault, zh, en) HTTP_FLAW_##name,
    HTTP_FLAWS(HTTP_FLAW_NAME)
#undef HTTP_FLAW_NAME
        HTTP_FLAW_COUNT
};

enum fault_code http_flaw_fault(enum http_flaw flaw);
const char *http_flaw_zh(enum http_flaw flaw);
const char *http_flaw_en(enum http_flaw flaw);
const char *http_flaw_name(enum http_flaw flaw); /* "HOST_TWICE", for tests */

enum http_step { HTTP_STEP_MORE, HTTP_STEP_DONE, HTTP_STEP_FLAWED };

/* ---- the head: where its parts stand ---- */

struct http_field_place {
    uint16_t name_at, name_len, value_at, value_len;
};

/* Places are offsets, so that the bytes may move between two feeds. 800 bytes for the fields. */
struct http_parser {
    uint8_t state;
    uint8_t version_minor;
    bool crlf_skipped;
    enum http_flaw flaw; /* set when HTTP_STEP_FLAWED was returned */
    uint32_t at;         /* bytes understood; after HTTP_STEP_DONE the length of the head */
    uint32_t mark;       /* where the part under way begins */
    uint16_t method_at, method_len, target_at, target_len;
    uint16_t field_count;
    struct http_field_place fields[HTTP_FIELDS_MAX];
};

void http_parser_start(struct http_parser *parser);

/* `bytes` is the head from its first byte on, as far as it is there, maybe with more behind it. */
enum http_step http_parser_feed(struct http_parser *parser, const char *bytes, size_t len);

/* ---- the head: what it means ---- */

enum http_framing { HTTP_FRAMING_NONE, HTTP_FRAMING_LENGTH, HTTP_FRAMING_CHUNKED };

struct http_head {
    struct text method, target, path, query, host;
    struct http_header *headers;
    size_t header_count;
    enum http_framing framing;
    uint64_t content_length;
    bool is_1_0;
    bool keep_alive;       /* what the peer asks for */
    bool expects_continue; /* Expect: 100-continue */
};

/* After HTTP_STEP_DONE. The texts point into `bytes`, or into the arena where they had to be
 * decoded. On false `*flaw` says why and `out` holds what was understood before. */
MUST_USE bool http_head_read(const struct http_parser *parser, const char *bytes,
                             struct arena *arena, struct http_head *out, enum http_flaw *flaw);

/* The steps of it that stand in target.c. http_target_read fills path and query from target,
 * method and host. */
enum http_flaw http_target_read(struct arena *arena, struct http_head *head);
bool http_host_is_valid(struct text host);

/* Percent-decoding of a part of a target. `plus` turns '+' into a space, as forms do. Refused: a
 * '%' without two hex digits, %00 and other control bytes, and what is not UTF-8 afterwards. */
MUST_USE bool http_decode(struct arena *arena, struct text part, bool plus, struct text *out);

/* ASCII case is ignored; `lower` is in lower case. */
bool http_name_is(struct text name, const char *lower);

/* ---- a chunked body (RFC 9112 7.1) ---- */

/* Trailers are checked for their form and dropped: nothing in this house needs one, and merging
 * them into the fields is a known way round a check. */
struct http_chunks {
    uint8_t state;
    uint8_t digits;
    enum http_flaw flaw;
    uint64_t left;  /* of the chunk under way */
    uint64_t total; /* of the sizes announced so far */
    uint64_t limit;
    uint32_t extension;
    uint32_t extras;
};

void http_chunks_start(struct http_chunks *chunks, uint64_t limit);

/* Decodes in place: the data bytes are moved together at `bytes`, `*out_len` of them; `*used` of
 * the `len` bytes were consumed (all of them on HTTP_STEP_MORE). */
enum http_step http_chunks_feed(struct http_chunks *chunks, char *bytes, size_t len, size_t *used,
                                size_t *out_len);

#endif
