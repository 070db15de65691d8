#ifndef LIANDONG_ROOM_APPLICATION_CORRECTION_H
#define LIANDONG_ROOM_APPLICATION_CORRECTION_H

#include "room/application/application_kinds.h"

/* Corrections (补正事项): what a unit asks for when it tells once what is missing. Each hangs on a
 * field of the form or on a material of the guide, and has a coded reason, so that why submissions
 * fail can be counted. The applicant answers field by field, and may change nothing else: what was
 * not asked about stays as it was handed in. The answer makes the next version of the submission
 * (ground/form/submission.h), and the versions are compared field by field. */
#define APPLICATION_CORRECTIONS_MAX 50

struct application_correction {
    bool is_field; /* else a material */
    struct text target, reason, note;
};
struct application_corrections {
    struct application_correction *items;
    size_t count;
};

/* From a JSON array of {"kind": "field"|"material", "target", "reason", "note"}; at most 50, each
 * target once. Empty text is an empty list. */
MUST_USE bool application_corrections_read(struct arena *arena, struct text json,
                                           struct application_corrections *out);
/* Targets that the item's form or guide has, reasons of the pack. */
MUST_USE bool application_corrections_are_known(struct command_run *run,
                                                const struct application *application,
                                                const struct application_corrections *corrections,
                                                struct fault *fault);
/* The reasons of a request: those given, and those of the corrections, each once. */
struct text_list application_reasons_with(struct arena *arena, struct text_list reasons,
                                          const struct application_corrections *corrections);
struct text_list application_materials_with(struct arena *arena, struct text_list materials,
                                            const struct application_corrections *corrections);

/* The answers to what was asked, and nothing else; kept as the next version of the submission. */
MUST_USE bool application_correct(struct command_run *run, const struct application *application,
                                  const struct application_complete *command, civil_date on,
                                  struct fault *fault);

/* -- the table (application_correction_store.c) -- */

MUST_USE bool application_corrections_of(struct arena *arena, struct store *store,
                                         int64_t application, struct application_corrections *out,
                                         struct fault *fault);
MUST_USE bool application_corrections_keep(struct store *store, int64_t application,
                                           struct text corrections, struct fault *fault);
extern const struct statement application_correction_insert, application_correction_list;

#endif
