#ifndef LIANDONG_BOARD_HTML_H
#define LIANDONG_BOARD_HTML_H

#include "base/buffer.h"
#include "base/fault.h"

/* Writing HTML for the few pages that must work without JavaScript. Whatever comes from data goes
 * through html_text, which leaves nothing that a browser could take for markup, in text and in
 * quoted attributes alike. Markup itself stands in the source only. */
void html_text(struct buffer *out, struct text text);
/* Markup of the source, with "%" standing for a text to be escaped: html_add(out, "<p>%</p>",
 * name). A missing or surplus text is a bug. */
#define html_add(out, markup, ...)                                                                 \
    html_add_all((out), (markup), (const struct text[]){__VA_ARGS__},                              \
                 sizeof((const struct text[]){__VA_ARGS__}) / sizeof(struct text))
void html_add_all(struct buffer *out, const char *markup, const struct text *texts, size_t count);
void html_raw(struct buffer *out, const char *markup);

#endif
