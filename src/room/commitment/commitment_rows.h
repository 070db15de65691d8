#ifndef LIANDONG_ROOM_COMMITMENT_ROWS_H
#define LIANDONG_ROOM_COMMITMENT_ROWS_H

#include "room/commitment/commitment_store.h"

/* The JSON of this room, and the offers of one application. */

/* What is before the enterprise when it signs: in Chinese, which is what is signed. */
struct commitment_paper {
    const struct pack_record *variant, *rule, *text;
    struct text title, promise, liability;
    struct text digest; /* SM3 over text, version, application, item, unit and enterprise */
    int64_t version, check_days;
    struct text class;
    bool at_once;
};
/* `rule` and `text` of the paper are NULL where the pack has none; then there is nothing to sign.
 */
struct commitment_desk {
    struct arena *arena;
    const struct city *city;
    const struct commitment_case *about;
    civil_date on;
};
void commitment_paper_of(const struct commitment_desk *desk, const struct pack_record *variant,
                         struct commitment_paper *out);

/* The variants in force or not that rest on a promise and are about the item, at most `most`. */
size_t commitment_variants_of(const struct pack *pack, struct text code,
                              const struct pack_record **out, size_t most);
#define COMMITMENT_VARIANTS_MAX 16

/* One commitment as an object. */
void commitment_row(struct json_writer *json, const struct view_run *run,
                    const struct commitment *commitment);
void commitment_task_row(struct json_writer *json, const struct view_run *run,
                         const struct commitment_task *task);
void credit_row(struct json_writer *json, const struct view_run *run,
                const struct credit_mark *mark);

bool commitment_answer_offers(const struct view_run *run, struct json_writer *json,
                              struct fault *fault);
bool commitment_answer_list(const struct view_run *run, struct json_writer *json,
                            struct fault *fault);
bool commitment_answer_one(const struct view_run *run, struct json_writer *json,
                           struct fault *fault);
bool commitment_answer_tasks(const struct view_run *run, struct json_writer *json,
                             struct fault *fault);
bool commitment_answer_marks(const struct view_run *run, struct json_writer *json,
                             struct fault *fault);

struct commitment_query {
    struct text state, checker, next;
    int64_t project, limit;
    bool mine; /* only what my unit checks */
};
struct commitment_task_query {
    int64_t project, source;
    bool mine, open;
};
struct credit_query {
    int64_t project;
    bool open;
};
extern const struct field_table commitment_query_table, commitment_task_query_table,
    credit_query_table;

#endif
