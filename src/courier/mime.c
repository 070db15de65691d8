#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/civil_date.h"
#include "courier/courier.h"

/* A mail is made so that nothing in it can be taken for a header or a command: what is not ASCII,
 * and every text that came from elsewhere, goes as base64 (RFC 2045, RFC 2047). */

#define LINE_BYTES 57 /* 76 characters of base64 */
#define WORD_BYTES 42 /* of a header: an encoded word holds at most 75 characters */

static void add_base64(struct buffer *out, struct text bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t three = (uint32_t)(unsigned char)bytes.at[i] << 16;
        three |= left > 1 ? (uint32_t)(unsigned char)bytes.at[i + 1] << 8 : 0;
        three |= left > 2 ? (uint32_t)(unsigned char)bytes.at[i + 2] : 0;
        buffer_add_char(out, digits[three >> 18 & 63]);
        buffer_add_char(out, digits[three >> 12 & 63]);
        buffer_add_char(out, left > 1 ? digits[three >> 6 & 63] : '=');
        buffer_add_char(out, left > 2 ? digits[three & 63] : '=');
    }
}

/* The longest beginning of at most `most` bytes that cuts no character in two. */
static size_t whole_characters(struct text text, size_t most)
{
    size_t len = text.len < most ? text.len : most;
    while (len > 0 && len < text.len && ((unsigned char)text.at[len] & 0xC0) == 0x80) {
        len--;
    }
    return len == 0 ? (text.len < most ? text.len : most) : len;
}

/* As encoded words, one a line: whatever the text holds, it ends no header. */
static void add_words(struct buffer *out, struct text text)
{
    bool is_first = true;
    do {
        size_t len = whole_characters(text, WORD_BYTES);
        buffer_add(out, is_first ? TEXT("=?UTF-8?B?") : TEXT("\r\n =?UTF-8?B?"));
        add_base64(out, text_slice(text, 0, len));
        buffer_add(out, TEXT("?="));
        text = text_slice(text, len, text.len - len);
        is_first = false;
    } while (text.len > 0);
}

/* RFC 5322, of a fixed zone: the words are not those of a locale. */
static void add_date(struct buffer *out, int64_t at)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    civil_date day = civil_date_of_instant(at, 0);
    struct civil_parts parts = civil_date_parts(day);
    int64_t second = at / 1000 % 86400;
    buffer_addf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n",
                days[civil_date_weekday(day) % 7], parts.day, months[parts.month - 1], parts.year,
                (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static struct text host_of(struct text address)
{
    size_t at = text_find(address, TEXT("@"));
    return at == SIZE_MAX ? TEXT("localhost") : text_slice(address, at + 1, address.len - at - 1);
}

static bool is_word(char c, const char *more)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr(more, c) != NULL;
}

bool courier_address_is_valid(struct text address)
{
    size_t at = text_find(address, TEXT("@"));
    if (at == SIZE_MAX || at == 0 || at > 64 || address.len > 254 || at + 1 == address.len) {
        return false;
    }
    for (size_t i = 0; i < address.len; i++) {
        if (i != at &&
            (address.at[i] == '\0' || !is_word(address.at[i], i < at ? ".+-_%" : ".-"))) {
            return false;
        }
    }
    char last = address.at[address.len - 1];
    return address.at[0] != '.' && address.at[0] != '-' && address.at[at + 1] != '.' &&
           address.at[at + 1] != '-' && last != '.' && last != '-';
}

struct text courier_compose(struct arena *arena, const struct courier_mailbox *from,
                            const struct courier_mail *mail)
{
    struct buffer out = buffer_open(arena, mail->body.len * 3 / 2 + 1024);
    buffer_add(&out, TEXT("From: "));
    if (from->name.len > 0) {
        add_words(&out, from->name);
        buffer_add(&out, TEXT("\r\n "));
    }
    buffer_addf(&out, "<%.*s>\r\nTo: <%.*s>\r\nSubject: ", TEXT_ARG(from->from),
                TEXT_ARG(mail->to));
    add_words(&out, mail->subject);
    buffer_add(&out, TEXT("\r\n"));
    add_date(&out, mail->at);
    buffer_addf(&out, "Message-ID: <%.*s@%.*s>\r\n", TEXT_ARG(mail->id),
                TEXT_ARG(host_of(from->from)));
    buffer_addf(&out,
                "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Language: %.*s\r\n"
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
                "\r\n",
                TEXT_ARG(mail->language));
    for (size_t i = 0; i < mail->body.len; i += LINE_BYTES) {
        size_t left = mail->body.len - i;
        add_base64(&out, text_slice(mail->body, i, left < LINE_BYTES ? left : LINE_BYTES));
        buffer_add(&out, TEXT("\r\n"));
    }
    return buffer_text(&out);
}
