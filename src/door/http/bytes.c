#include "door/http/bytes.h"

#define T HTTP_BYTE_TOKEN
#define V HTTP_BYTE_VALUE
#define A HTTP_BYTE_TARGET
#define P (HTTP_BYTE_PCHAR | HTTP_BYTE_QUERY)
#define Q HTTP_BYTE_QUERY
#define H HTTP_BYTE_HOST
#define D HTTP_BYTE_DIGIT
#define X HTTP_BYTE_HEX

const uint8_t http_bytes[256] = {
    ['\t'] = V,
    [' '] = V,
    ['!'] = T | V | A | P,
    ['"'] = V | A,
    ['#'] = T | V | A,
    ['$'] = T | V | A | P,
    ['%'] = T | V | A,
    ['&'] = T | V | A | P,
    ['\''] = T | V | A | P,
    ['('] = V | A | P,
    [')'] = V | A | P,
    ['*'] = T | V | A | P,
    ['+'] = T | V | A | P,
    [','] = V | A | P,
    ['-'] = T | V | A | P | H,
    ['.'] = T | V | A | P | H,
    ['/'] = V | A | P,
    ['0' ... '9'] = T | V | A | P | H | D | X,
    [':'] = V | A | P,
    [';'] = V | A | P,
    ['<'] = V | A,
    ['='] = V | A | P,
    ['>'] = V | A,
    ['?'] = V | A | Q,
    ['@'] = V | A | P,
    ['A' ... 'F'] = T | V | A | P | H | X,
    ['G' ... 'Z'] = T | V | A | P | H,
    ['['] = V | A,
    ['\\'] = V | A,
    [']'] = V | A,
    ['^'] = T | V | A,
    ['_'] = T | V | A | P | H,
    ['`'] = T | V | A,
    ['a' ... 'f'] = T | V | A | P | H | X,
    ['g' ... 'z'] = T | V | A | P | H,
    ['{'] = V | A,
    ['|'] = T | V | A,
    ['}'] = V | A,
    ['~'] = T | V | A | P | H,
    [128 ... 255] = V,
};
