#ifndef LIANDONG_ROOM_FILE_H
#define LIANDONG_ROOM_FILE_H

#include "app/access.h"
#include "app/kind.h"

/* Files (材料、证据): materials and evidence of a project, kept once under the digest of their
 * content (SM3, GB/T 32905-2016). What is in the ledger is the digest, so that a file can be proved
 * unchanged.
 *
 * What is accepted is decided by content: PDF, OFD (GB/T 33190), PNG, JPEG, DOCX and XLSX, whole
 * and well formed from the first byte to the last, and named accordingly. What a browser or an
 * archiver could read as something else (a page in a picture, an archive behind a document) is
 * refused, although downloads are attachments anyway. Archives as such are not taken, and those
 * that a format is made of are looked through, never expanded.
 *
 * The order of an upload: check, write the bytes durably, then the command that records the event.
 * A crash in between leaves bytes that nothing points to; they are swept away at the next start.
 * Nothing recorded is ever without its bytes. */
#define FILE_SIZE_MAX ((size_t)50 << 20) /* of the largest kind; in one piece no more than */
#define FILE_PIECE_MAX ((size_t)20 << 20)
#define FILE_PROJECT_MAX ((int64_t)500 << 20)
#define FILE_PROJECT_COUNT_MAX 5000
#define FILE_PIXELS_MAX ((int64_t)100 * 1000 * 1000)
#define FILE_NAME_MAX 120 /* characters */
#define FILE_DIGEST_HEX 64

enum file_media { FILE_PDF, FILE_PNG, FILE_JPEG, FILE_DOCX, FILE_XLSX, FILE_OFD, FILE_MEDIA_COUNT };

const char *file_media_type(enum file_media media); /* "application/pdf" */
size_t file_media_max(enum file_media media);       /* bytes */

/* -- pure (file.c, file_pdf.c, file_png.c, file_jpeg.c, file_zip.c) -- */

/* 1 to FILE_NAME_MAX characters of UTF-8, no path, no control or direction-changing characters, an
 * extension. Refused with FILE_NAME. */
MUST_USE bool file_name_check(struct text name, struct fault *fault);
/* What the bytes are; FILE_KIND when none of them, FILE_DAMAGED when one of them but broken. */
MUST_USE bool file_content_check(struct text bytes, enum file_media *out, struct fault *fault);
/* The extension says what the content is. */
MUST_USE bool file_extension_check(struct text name, enum file_media media, struct fault *fault);
/* What a name says that the content will be; FILE_KIND when none of them. */
MUST_USE bool file_media_of_name(struct text name, enum file_media *out, struct fault *fault);
/* All of the above, and the size. */
MUST_USE bool file_check(struct text name, struct text bytes, enum file_media *out,
                         struct fault *fault);

/* One checker a format; false with FILE_DAMAGED. Given bytes that begin with the signature. */
MUST_USE bool file_pdf_check(struct text bytes, struct fault *fault);
MUST_USE bool file_png_check(struct text bytes, struct fault *fault);
MUST_USE bool file_jpeg_check(struct text bytes, struct fault *fault);
/* DOCX, XLSX and OFD are zip archives (APPNOTE 6.3.3) with a member that tells them apart. The
 * directory, the members' own heads and their lengths must account for every byte, so that there is
 * one way to read it; sizes told must be bearable, names harmless, programs and archives absent. */
MUST_USE bool file_zip_check(struct text bytes, enum file_media *out, struct fault *fault);
/* True when text stands in it that makes a careless program run it: markup, scripts. */
bool file_has_markup(struct text bytes);
bool file_damaged(struct fault *fault, const char *zh, const char *en); /* always false */
bool file_too_large(struct fault *fault, size_t max);                   /* always false */

/* -- the command, as the door hands it to the pipeline under the name "file.keep" -- */

struct file_keep {
    struct text name;
    struct text media;  /* media type */
    struct text digest; /* 64 hexadecimal digits */
    int64_t size;
    int64_t replaces;   /* the file whose next version this is (补正后的新版本); 0: none */
    int64_t first;      /* of that chain; 0: this one */
    int64_t version;    /* in that chain; 0: the first */
    struct text behalf; /* of what a window took in: the enterprise, or the project where it has no
                           name yet; else empty */
    struct text scan;   /* FILE_SCAN_CLEAN, or empty: not scanned */
    int64_t upload;     /* that brought it in parts; 0: it came in one piece. Not in the ledger */
};
#define FILE_SCAN_CLEAN "clean"
extern const struct field_table file_keep_table;
extern const struct event_kind file_kept_event;

/* -- for the door that carries raw bytes -- */

/* Where the files lie that belong to a database in a file; one that nodes share keeps them in
 * itself, in the table file_content. Set at the start, before the first thread: a property of the
 * process like its database, which commands and views have no business to know. `directory` lives
 * as long as the process; it is made when it is missing (0700). */
MUST_USE bool file_set_directory(const char *directory, struct fault *fault);

/* Removes what nothing points to: left-overs of interrupted uploads. At the start, before the doors
 * open; on a database that nodes share nothing, since another's upload may be under way.
 * `*out_removed` counts. */
MUST_USE bool file_sweep(struct store *store, int64_t *out_removed, struct fault *fault);
/* The same for a shared database, while all nodes serve: only contents that were kept before
 * `before` (UTC ms; a day ago, since an upload is followed by its command within seconds). Now and
 * then, on a writing connection that is not in a transaction. */
MUST_USE bool file_sweep_shared(struct store *store, int64_t before, int64_t *out_removed,
                                struct fault *fault);

/* Checks name, bytes, the right to the project (run->id) and its quota, and writes the bytes. What
 * comes out is the command's fields. Not in the writer's thread, so that it waits for no disk;
 * where nodes share the database, run->store must be a writing connection. */
MUST_USE bool file_accept(const struct view_run *run, struct text name, struct text bytes,
                          struct file_keep *out, struct fault *fault);
/* Whether the project has room for so many bytes more. */
MUST_USE bool file_has_room(struct store *store, int64_t project, int64_t size,
                            struct fault *fault);

/* Its second half: checks name and bytes, has them scanned and writes them, whoever asks. For first
 * starts and tests; a door calls file_accept, so that a stranger cannot fill the disk. */
struct file_upload {
    struct store *store; /* writing, where nodes share it, and not in a transaction */
    struct text name, bytes;
    int64_t now; /* UTC ms */
};
MUST_USE bool file_receive(struct arena *arena, const struct file_upload *upload,
                           struct file_keep *out, struct fault *fault);

struct file_download {
    struct text name, media, digest;
    struct text bytes; /* in the run's arena; hashed again: always the content of the digest */
};
/* The file run->id, if its project may be seen; NOT_FOUND else. */
MUST_USE bool file_open_for(const struct view_run *run, struct file_download *out,
                            struct fault *fault);

/* -- file_scan.c: an optional ClamAV daemon -- */

/* Where a ClamAV daemon listens: "unix:/run/clamav/clamd.ctl" or "127.0.0.1:3310"; empty: none, and
 * files are kept as not scanned. Set at the start, before the first thread. */
MUST_USE bool file_set_scanner(struct text address, struct fault *fault);
bool file_has_scanner(void);
/* The daemon answers a PING; SCANNER_SILENT else. */
MUST_USE bool file_scanner_answers(struct fault *fault);
/* By its INSTREAM command. `*out_clean` false: there is no scanner. FILE_INFECTED with what was
 * found; SCANNER_SILENT when it does not answer: then nothing is kept. */
MUST_USE bool file_scan(struct text bytes, bool *out_clean, struct fault *fault);

/* -- file_content.c: on the disk, or in the database that nodes share -- */

struct file_content {
    struct text digest, bytes;
    int64_t kept_at; /* UTC ms */
};
/* Durable when it returns. The same content again is no mistake. */
MUST_USE bool file_content_write(struct store *store, const struct file_content *content,
                                 struct fault *fault);
/* Whether it is there, without reading it. */
MUST_USE bool file_content_is_there(struct store *store, struct text digest, bool *out,
                                    struct fault *fault);
struct file_asked {
    struct text digest;
    int64_t size;
};
/* Hashed again: FILE_GONE when it is not there, or no longer what it was. */
MUST_USE bool file_content_read(struct arena *arena, struct store *store,
                                const struct file_asked *asked, struct text *out,
                                struct fault *fault);

/* -- file_disk.c: the only place that touches the disk -- */

struct text file_digest(struct arena *arena, struct text bytes);
MUST_USE bool file_disk_write(struct text digest, struct text bytes, struct fault *fault);
MUST_USE bool file_disk_read(struct arena *arena, struct text digest, int64_t size,
                             struct text *out, struct fault *fault);
bool file_disk_has(struct text digest);
/* Takes a content away that was written before `before` (UTC ms). Not there: nothing to do. */
void file_disk_forget(struct text digest, int64_t before);
/* Calls `is_wanted` for each digest on the disk and removes the others, and all temporary files. */
struct file_sweeper {
    bool looks_only; /* counts what it would remove */
    int64_t before;  /* UTC ms: what is younger is left alone; 0: nothing is too young */
    void *context;
    bool (*is_wanted)(void *context, struct text digest, bool *out);
};
MUST_USE bool file_disk_sweep(const struct file_sweeper *sweeper, int64_t *out_removed,
                              struct fault *fault);

extern const struct room file_room;

#endif
