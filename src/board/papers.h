#ifndef LIANDONG_BOARD_PAPERS_H
#define LIANDONG_BOARD_PAPERS_H

#include "app/kind.h"

/* The answers that go out as papers, in one table, and what their composing shares: blocks of a
 * document of src/paper. */
#define BOARD_PAPER_COUNT 8
extern const struct view_paper board_papers[BOARD_PAPER_COUNT];

/* The document opened, up to its first block; paper_close ends it. `watermark` may be empty. */
struct paper_head {
    struct text title, header, watermark;
};
void paper_open(struct json_writer *out, const struct paper_desk *desk,
                const struct paper_head *head);
void paper_close(struct json_writer *out);

/* A block of one text: title, number, heading, text, small. Without text there is none. */
void paper_words(struct json_writer *out, const char *is, struct text words);
/* Rows until paper_end; pairs have two cells. What is unknown is a dash. */
void paper_pairs(struct json_writer *out);
void paper_pair(struct json_writer *out, struct text name, struct text value);
void paper_table(struct json_writer *out, const struct text *columns, size_t count);
void paper_row(struct json_writer *out, const struct text *cells, size_t count);
void paper_end(struct json_writer *out);

struct text paper_say(const struct paper_desk *desk, const char *zh, const char *en);
/* A member of an object as text, whatever scalar it is; "" where it is null or absent. `path` with
 * dots: "project.name". */
struct text paper_value(const struct paper_desk *desk, const struct jvalue *from, const char *path);
/* The items of a list and how many; NULL and 0 where there is none. */
const struct jvalue *paper_items(const struct jvalue *answer, const char *name, uint32_t *count);
/* The names of a list of {"..": name}, with commas. */
struct text paper_names(const struct paper_desk *desk, const struct jvalue *list,
                        const char *member);

#endif
