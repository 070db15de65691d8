#include "base/compiler.h"

#include <stdio.h>
#include <stdlib.h>

void ensure_failed(const char *claim, const char *file, int line)
{
    fprintf(stderr, "liandong: bug: claim does not hold: %s (%s:%d)\n", claim, file, line);
    abort();
}
