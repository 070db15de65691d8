#ifndef LIANDONG_DOOR_CLI_GANTT_H
#define LIANDONG_DOOR_CLI_GANTT_H

#include "base/fault.h"
#include "engine/plan/planner.h"
#include "pack/pack.h"

/* A plan drawn for a terminal of fixed width: one line a node, one column a week, months above.
 *
 *     ██  critical          ▒▒  with float          ··  how far it may slip          ◆  milestone
 *
 * A Chinese character takes two columns; names are cut and padded by columns, never by bytes. */
struct gantt {
    const struct pack *pack;
    const struct plan *plan;
    const struct facts *facts;
    struct text title;
    enum language language;
};

struct arena;

/* The text cut or filled up to so many columns, and one more; wide characters take two. */
void gantt_pad(struct buffer *out, struct text text, size_t columns);

struct text gantt_draw(struct arena *arena, const struct gantt *gantt);

#endif
