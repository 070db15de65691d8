#include "base/arena.h"
#include "engine/guide/guide_inside.h"

/* Several questions at once. What is on a screen is answered before anything of it is known, so
 * each question has to matter whatever the others come to: it has a function that reads it and none
 * of the others. */

#define TOGETHER_MAX 64u

/* Which of the questions the function reads, a bit each; `bits` by question, 0 for others. */
static uint64_t read_of(struct guide_run *run, diagram_node root, const uint64_t *bits)
{
    uint64_t reads = 0;
    struct guide_walk walk = guide_walk(run, root);
    for (uint32_t i = 0; i < walk.count; i++) {
        uint32_t variable = diagram_variable(run->diagram, walk.nodes[i]);
        reads |= bits[run->guide->variables[variable].question];
    }
    guide_walked(run, &walk);
    return reads;
}

static bool stand_alone(const uint64_t *reads, uint32_t count, uint64_t set)
{
    uint64_t alone = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t both = reads[i] & set;
        alone |= (both & (both - 1)) == 0 ? both : 0;
    }
    return alone == set;
}

/* The question itself first, then the others of its group that may be asked. */
static uint32_t candidates(const struct guide_run *run, uint32_t question, uint32_t *out)
{
    const struct guide *guide = run->guide;
    uint32_t group = guide->questions[question].group;
    uint32_t count = 0;
    out[count++] = question;
    for (uint32_t i = 0; group != 0 && i < guide->question_count && count < TOGETHER_MAX; i++) {
        if (i != question && guide->questions[i].group == group && !run->is_closed[i]) {
            out[count++] = i;
        }
    }
    return count;
}

static uint32_t keep_together(struct guide_run *run, const struct guide_roots *roots,
                              uint32_t *questions, uint32_t count)
{
    uint64_t *bits = arena_array(run->scratch, uint64_t, run->guide->question_count);
    uint64_t *reads = arena_room(run->scratch, uint64_t, roots->count);
    uint64_t set = 1;
    uint32_t kept = 1;
    for (uint32_t i = 0; i < count; i++) {
        bits[questions[i]] = (uint64_t)1 << i;
    }
    for (uint32_t i = 0; i < roots->count; i++) {
        reads[i] = read_of(run, roots->at[i], bits);
    }
    for (uint32_t i = 1; i < count; i++) {
        uint64_t with = set | (uint64_t)1 << i;
        if (stand_alone(reads, roots->count, with)) {
            set = with;
            questions[kept++] = questions[i];
        }
    }
    return kept;
}

uint32_t guide_screen_of(struct guide_run *run, const struct guide_roots *roots, uint32_t question,
                         uint32_t *out)
{
    struct arena_mark mark = arena_mark(run->scratch);
    uint32_t count = candidates(run, question, out);
    count = count < 2 ? count : keep_together(run, roots, out, count);
    arena_rewind(run->scratch, mark);
    for (uint32_t i = 1; i < count && out[i - 1] > out[i]; i++) { /* the rest is in order */
        uint32_t moved = out[i];
        out[i] = out[i - 1];
        out[i - 1] = moved;
    }
    return count;
}

uint32_t guide_screen(struct guide_run *run, uint32_t question, uint32_t *out)
{
    return guide_screen_of(run, &run->roots, question, out);
}
