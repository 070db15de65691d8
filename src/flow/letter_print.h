#ifndef LIANDONG_FLOW_LETTER_PRINT_H
#define LIANDONG_FLOW_LETTER_PRINT_H

#include "app/kind.h"

/* Between the files of this flow. What the slow thread has made ready for the command. */
struct letter_print {
    int64_t size; /* 0: the letter was printed before */
    struct text name, digest;
};
extern const struct field_table letter_print_table;

bool letter_prepare_print(const struct view_run *run, const struct raw_body *raw, void *fields,
                          struct fault *fault);
bool letter_perform_print(struct command_run *run, const void *fields, struct fault *fault);

#endif
