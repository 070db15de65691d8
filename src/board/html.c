#include "board/html.h"

void html_text(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '&': buffer_add(out, TEXT("&amp;")); break;
        case '<': buffer_add(out, TEXT("&lt;")); break;
        case '>': buffer_add(out, TEXT("&gt;")); break;
        case '"': buffer_add(out, TEXT("&quot;")); break;
        case '\'': buffer_add(out, TEXT("&#39;")); break;
        default: buffer_add_char(out, text.at[i]); break;
        }
    }
}

void html_add_all(struct buffer *out, const char *markup, const struct text *texts, size_t count)
{
    size_t used = 0;
    for (const char *at = markup; *at != '\0'; at++) {
        if (*at == '%') {
            ensure(used < count);
            html_text(out, texts[used++]);
        } else {
            buffer_add_char(out, *at);
        }
    }
    ensure(used == count);
}

void html_raw(struct buffer *out, const char *markup)
{
    buffer_add(out, text_of(markup));
}
