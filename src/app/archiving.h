#ifndef LIANDONG_APP_ARCHIVING_H
#define LIANDONG_APP_ARCHIVING_H

#include "app/register.h"

/* A project's whole file (项目卷宗): the project's own views are asked as its reader would ask
 * them, so that rights and masks are the pages'; printed as a register, put into an archive with
 * its documents, and proved (ledger/archive.h). One document at a time is in memory. Nothing is
 * written but the archive: who had the documents is for the caller to note. */
struct archived_document {
    struct text name, bytes;
};

/* What the house hands in, since app knows no room, printer or signer. */
struct archive_tools {
    /* Draws a document of src/paper as a PDF. */
    bool (*print)(void *printer, struct arena *arena, struct text document, struct text *out,
                  struct fault *fault);
    void *printer;
    /* The document run->id, as whoever asks would download it. */
    bool (*open)(const struct view_run *run, struct archived_document *out, struct fault *fault);
    /* Signs a document with the ledger's key. */
    bool (*sign)(void *signer, struct text document, unsigned char *signature, struct fault *fault);
    void *signer;
};

struct archive_order {
    /* Who asks, of which database, when; its arena pays for what is handed out. */
    const struct view_run *asks;
    const struct registry *registry;
    const struct archive_tools *tools;
    struct text id; /* of the project, as in a path */
    int file;       /* open for writing, empty */
};

struct archived {
    int64_t size;       /* bytes */
    struct text number; /* of the project */
};

/* Asks for the project alone, cheaply: NOT_FOUND where who asks may not see it. */
MUST_USE bool archive_sees(const struct archive_order *order, struct fault *fault);

/* NOT_FOUND: who asks may not see the project. ARCHIVE_TOO_LARGE; LEDGER_NOT_SIGNED_YET when no
 * head covers its acts after some seconds. The file then holds a beginning. */
MUST_USE bool archive_make(const struct archive_order *order, struct archived *out,
                           struct fault *fault);

#endif
