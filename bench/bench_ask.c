/* How long a question in one's own words takes, over what the pack publishes: the questions of a
 * file, one a line before a tab, again and again.
 *
 *     bench_ask PACK QUESTIONS.tsv */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "door/cli/cli_common.h"
#include "measure.h"
#include "pack/passages.h"

#define ROUNDS 50
#define TIMES_MAX 20000

static int by_size(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return (*a > *b) - (*a < *b);
}

static size_t ask_all(const struct retrieve_index *index, struct text questions, double *times)
{
    size_t count = 0;
    while (questions.len > 0 && count < TIMES_MAX) {
        struct text line = text_cut(&questions, '\n');
        struct text question = text_cut(&line, '\t');
        if (line.len == 0) {
            continue;
        }
        struct arena *arena = arena_open((size_t)1 << 20, (size_t)1 << 26);
        double from = measure_seconds() * 1e6;
        retrieve_ask(arena, index, question, 5);
        times[count++] = measure_seconds() * 1e6 - from;
        arena_close(arena);
    }
    return count;
}

int main(int argc, char **argv)
{
    struct cli cli = cli_open();
    struct pack_options options = {.scope = PACK_SCOPE_ALL, .is_corrected = true};
    const struct pack *pack = NULL;
    struct pack_passages passages;
    struct text questions;
    if (argc != 3 || !cli_read_file(&cli, text_of(argv[2]), &questions) ||
        !pack_load(cli.arena, text_of(argv[1]), &options, &pack, &cli.fault)) {
        return cli_close(&cli, false);
    }
    pack_passages(cli.arena, pack, pack->as_of, &passages);
    const struct retrieve_index *index =
        retrieve_open(cli.arena, passages.items, passages.count, &passages.words);
    double *times = arena_array(cli.arena, double, TIMES_MAX * 2);
    size_t count = 0;
    for (int round = 0; round < ROUNDS && count < TIMES_MAX; round++) {
        count += ask_all(index, questions, times + count);
    }
    qsort(times, count, sizeof *times, by_size);
    printf("a question over %u passages: median %.0f us, p99 %.0f us (aim <= 5000)\n",
           passages.count, times[count / 2], times[count * 99 / 100]);
    return cli_close(&cli, true);
}
