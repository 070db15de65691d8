#ifndef LIANDONG_FLOW_LETTER_PRINT_H
#define LIANDONG_FLOW_LETTER_PRINT_H

#include "app/kind.h"

/* Between the files of this flow. What the slow thread has made ready for the command. */
struct letter_print {
    int64_t size; /* 0: the letter was printed before */
    struct text name, digest;
};
extern const struct field_table letter_print_table;

/* Prints a document of src/paper with its code for checking, in the slow thread, and takes the PDF
 * in as bytes that no file is of yet. */
struct print_order {
    struct text document, code, name;
};
MUST_USE bool print_document(const struct view_run *run, const struct print_order *order,
                             struct letter_print *out, struct fault *fault);
/* Whoever asks first has it printed, but the file and the entry are the platform's. */
MUST_USE bool print_keep_file(struct command_run *run, int64_t project,
                              const struct letter_print *fields, int64_t *out_file,
                              struct fault *fault);
MUST_USE bool print_emit(struct command_run *run, const struct event_kind *kind,
                         struct event_about about, const void *body, struct fault *fault);

bool letter_prepare_print(const struct view_run *run, const struct raw_body *raw, void *fields,
                          struct fault *fault);
bool letter_perform_print(struct command_run *run, const void *fields, struct fault *fault);

#endif
