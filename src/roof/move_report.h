#ifndef LIANDONG_ROOF_MOVE_REPORT_H
#define LIANDONG_ROOF_MOVE_REPORT_H

#include "base/json_write.h"
#include "roof/move.h"

/* What a move, a backup or a restoring came to, for a person and for a program. */

/* Members of the object in progress: tables with rows and digest, rows, files, file_bytes, entries,
 * root, head_size, copying_ms, checking_ms. */
void move_report_write(struct arena *arena, const struct move_report *report,
                       struct json_writer *json);
struct text move_report_json(struct arena *arena, const struct move_report *report);
struct text move_report_words(struct arena *arena, const struct move_report *report);

/* For move_options.tell: progress on standard error. */
void move_tell(void *context, struct text what, int64_t rows);

#endif
