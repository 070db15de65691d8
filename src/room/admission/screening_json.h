#ifndef LIANDONG_ROOM_ADMISSION_SCREENING_JSON_H
#define LIANDONG_ROOM_ADMISSION_SCREENING_JSON_H

#include "room/admission/admission.h"

/* A screening as people read it: criterion, result, and for each condition the value, the threshold
 * and the gap. */
void screening_write(struct json_writer *json, const struct view_run *run,
                     const struct screening *screening, const struct admission_record *record);

#endif
