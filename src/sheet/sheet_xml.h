#ifndef LIANDONG_SHEET_XML_H
#define LIANDONG_SHEET_XML_H

#include <expat.h>
#include <zip.h>

#include "base/buffer.h"
#include "sheet/sheet.h"

/* One member of an archive through expat, piece by piece, within SHEET_MEMBER_MAX of expanded bytes
 * and SHEET_DEPTH_MAX of nesting. A document type ends it at once: there are no entities, and
 * nothing outside the file is ever asked for. */

#define SHEET_DEPTH_MAX 40
/* Of all members of a file together. */
#define SHEET_EXPANDED_MAX ((size_t)150 << 20)

struct sheet_reading {
    struct arena *arena;
    zip_t *archive;
    size_t expanded; /* so far */
};

/* What listens to a member. Names come without their prefix: "c", "row". */
struct sheet_listener {
    void *context;
    void (*begin)(void *context, const char *name, const char **attributes);
    void (*end)(void *context, const char *name);
    /* The text since the last begin or end; several calls may make up one text. */
    void (*words)(void *context, const char *at, int len);
};

/* `*out_found` false: the archive has no such member, which is no fault. */
MUST_USE bool sheet_member(struct sheet_reading *reading, const char *name,
                           const struct sheet_listener *listener, bool *out_found,
                           struct fault *fault);

/* An attribute by its name without prefix, or NULL. */
const char *sheet_attribute(const char **attributes, const char *name);

bool sheet_refuse(struct fault *fault, const char *zh, const char *en); /* always false */

#endif
