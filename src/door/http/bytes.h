#ifndef LIANDONG_DOOR_HTTP_BYTES_H
#define LIANDONG_DOOR_HTTP_BYTES_H

#include <stdbool.h>
#include <stdint.h>

/* What a byte may be, by one look into a table. Names after RFC 9110 5.6.2 and RFC 3986. */
enum http_byte {
    HTTP_BYTE_TOKEN = 1,  /* tchar */
    HTTP_BYTE_VALUE = 2,  /* field-vchar, SP, HTAB; no other control byte */
    HTTP_BYTE_TARGET = 4, /* visible ASCII */
    HTTP_BYTE_PCHAR = 8,  /* pchar or '/', without '%' */
    HTTP_BYTE_QUERY = 16, /* the same and '?' */
    HTTP_BYTE_HOST = 32,  /* of a registered name or IPv4 */
    HTTP_BYTE_DIGIT = 64,
    HTTP_BYTE_HEX = 128
};

extern const uint8_t http_bytes[256];

static inline bool http_byte_is(char c, enum http_byte kind)
{
    return (http_bytes[(uint8_t)c] & kind) != 0;
}

/* Of a byte that is HTTP_BYTE_HEX. */
static inline unsigned http_hex_value(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

#endif
