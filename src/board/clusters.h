#ifndef LIANDONG_BOARD_CLUSTERS_H
#define LIANDONG_BOARD_CLUSTERS_H

#include "app/kind.h"

/* GET /clusters: see board/park_page.h. */
MUST_USE bool clusters_answer(const struct view_run *run, struct json_writer *json,
                              struct fault *fault);

extern const struct statement *const clusters_statements[];
extern const size_t clusters_statement_count;

#endif
