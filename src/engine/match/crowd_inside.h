#ifndef LIANDONG_ENGINE_MATCH_CROWD_INSIDE_H
#define LIANDONG_ENGINE_MATCH_CROWD_INSIDE_H

#include "base/name_table.h"
#include "base/text.h"
#include "engine/match/crowd.h"

/* What the store (crowd.c), the compiler (crowd_build.c) and the runs (crowd_match.c) share. */

/* A row of a block: one bit an enterprise. Any address that suits a word will do. */
typedef uint64_t crowd_row __attribute__((vector_size(8 * CROWD_WORDS), aligned(8)));

/* The known values of one column in one block, ascending, and whose they are. */
struct crowd_column_block {
    double sorted[CROWD_BLOCK];
    uint8_t order[CROWD_BLOCK];
    uint32_t known;
};

/* A number or day field as it is; a text field by the token of its text. */
struct crowd_column {
    uint32_t field;
    uint32_t slot; /* in the facts: of numbers, or of ids */
    bool is_text;
    struct name_table tokens; /* of a text column */
    struct text *texts;       /* by token */
    uint32_t token_count;
    uint32_t token_room;
};

struct crowd {
    struct arena *arena;
    const struct fact_space *space;
    uint32_t capacity;
    uint32_t count;
    uint32_t blocks;
    uint32_t field_count;
    uint32_t atom_count;
    struct crowd_column *columns;
    uint32_t column_count;
    /* By block and column, and by block who has changed since: put in order when a run over the
     * block asks for it, since a change is to be quick (crowd_sorted). */
    struct crowd_column_block *sorted;
    crowd_row *unsorted;
    crowd_row *bits; /* by block: known by field, then true by atom */
    double *news;    /* by column: values of the enterprise that is being set */
    double *values;  /* by enterprise and column; NAN: not known */
    /* The same rounded, by column and enterprise, for a quick first look; and by block and column
     * whose value is exactly that. */
    float *rounded;
    crowd_row *exact;
    uint8_t *given; /* by enterprise: given by field, then atoms */
};

/* The columns of a block, in order. */
const struct crowd_column_block *crowd_sorted(struct crowd *crowd, uint32_t block);

/* ---- compiled policies ---- */

/* How a row of a block comes about. Rows of one kind lie together, in the order of these. */
enum crowd_row_kind {
    CROWD_NEVER, /* no for every known value of the field */
    CROWD_ALWAYS,
    CROWD_ATOM,
    CROWD_CUT, /* the number is at least a threshold */
    CROWD_TEXT,
    CROWD_KIND_COUNT
};

struct crowd_literal {
    enum crowd_row_kind kind;
    uint32_t field;
    uint32_t column; /* of cuts and texts */
    uint32_t atom;
    double at;
    bool is_negated; /* of a text: the opposite of what the leaf says, where it is known */
    const struct rule_leaf *leaf;
    uint32_t row;
};

enum crowd_op {
    CROWD_OP_ALL, /* literals into the result */
    CROWD_OP_ANY,
    CROWD_OP_BEGIN_ALL, /* puts the result aside for one of a part */
    CROWD_OP_BEGIN_ANY,
    CROWD_OP_INTO_ALL, /* the part's into the one put aside */
    CROWD_OP_INTO_ANY,
    CROWD_OP_DONE
};

struct crowd_step {
    uint32_t op;
    uint32_t first; /* of `refs` */
    uint32_t count;
};

/* A literal of a policy: where it is true is the row, where it may be also where the field is
 * unknown. */
struct crowd_ref {
    uint32_t row;
    uint32_t field;
};

#define CROWD_FEW 8 /* rows or texts of a column that are looked for one by one */

/* Rows of one column and sign, ascending by threshold. */
struct crowd_range {
    uint32_t column;
    uint32_t first; /* row */
    uint32_t count;
    bool is_negated;
};

/* Text rows of one column, and by token which of them hold. */
struct crowd_texts {
    const uint32_t *asked; /* tokens for which any does */
    uint32_t asked_count;
    /* Of few rows, by row and token: 1 where it holds; one token more, that of nobody. */
    const uint8_t *holds;
    uint32_t column;
    uint32_t first;
    uint32_t count;
    uint32_t token_count; /* when it was built; later ones are asked one by one */
    const uint32_t *starts;
    const uint32_t *rows;
};

/* Where a policy begins: the literals of its outermost part, then the steps behind them. */
struct crowd_head {
    uint32_t first; /* of `refs` */
    uint32_t count;
    uint32_t step;
    uint32_t is_all;
};

struct crowd_policies {
    uint32_t count;
    const struct crowd_literal *literals; /* by row */
    uint32_t row_count;
    uint32_t row_ends[CROWD_KIND_COUNT];
    const double *thresholds; /* by row */
    const struct crowd_range *cuts;
    uint32_t cut_count;
    const struct crowd_texts *texts;
    uint32_t text_count;
    const struct crowd_ref *refs;
    const uint32_t *ref_rows; /* their rows alone */
    uint32_t ref_count;
    const struct crowd_step *steps;
    const struct crowd_head *heads; /* by policy, and the end of the steps behind the last */
    /* By row the policies whose outermost part is an ALL with that literal, and the row beside each
     * of them. */
    const uint32_t *needer_starts;
    const uint32_t *needers;
    const uint32_t *needed_rows;
    uint32_t depth;         /* of parts put aside */
    const uint32_t *fields; /* that any literal reads */
    uint32_t field_count;
    struct facts *probe; /* one text at a time is asked with it */
};

/* Does the text literal hold for that text? */
bool crowd_text_holds(struct facts *probe, const struct crowd *crowd,
                      const struct crowd_literal *literal, struct text text);

#endif
