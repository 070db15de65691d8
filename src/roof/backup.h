#ifndef LIANDONG_ROOF_BACKUP_H
#define LIANDONG_ROOF_BACKUP_H

#include "roof/move.h"

/* A backup (备份) is a move into a folder of its own while the service goes on: one snapshot of the
 * database as a file of SQLite, whichever the source is, the files that it names, the keys, and a
 * statement of what was copied. A restoring is a move out of it. Both read back all they wrote. */

/* backup.json, written last: where it is missing the backup broke off. */
#define BACKUP_STATEMENT "backup.json"

struct text backup_statement(struct arena *arena, const struct move_report *report,
                             int64_t made_at);

/* What was copied, as the statement says it; times are 0. BACKUP_NONE when it is no such
 * statement; `folder` is for the message. */
MUST_USE bool backup_statement_read(struct arena *arena, struct text folder, struct text source,
                                    struct move_report *out, struct fault *fault);

/* Whether what was restored is what was backed up: BACKUP_UNEQUAL with the table, the files or the
 * ledger. For move_options.accept; `context` is the statement's report. */
MUST_USE bool backup_accept(void *context, const struct move_report *report, struct fault *fault);

#endif
