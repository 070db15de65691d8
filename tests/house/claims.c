#include "claims.h"

#include <stdarg.h>
#include <stdio.h>

struct claims claims_open(struct arena *arena)
{
    return (struct claims){.arena = arena, .against = buffer_open(arena, 4096)};
}

void claims_against(struct claims *claims, const char *format, ...)
{
    char line[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    buffer_add(&claims->against, TEXT("#   "));
    buffer_add(&claims->against, text_of(line));
    buffer_add_char(&claims->against, '\n');
}

void claims_end(struct claims *claims, const char *claim)
{
    struct text against = buffer_text(&claims->against);
    claims->number++;
    claims->failed += against.len > 0;
    printf("%s %d - %s\n%.*s", against.len > 0 ? "not ok" : "ok", claims->number, claim,
           TEXT_ARG(against));
    fflush(stdout);
    buffer_clear(&claims->against);
}
