#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "ledger/format.h"
#include "ledger/ledger.h"
#include "store/migrate.h"

/* Durable appends a second, alone and in groups of commands (each in its savepoint, as the pipeline
 * runs them), then what hashing, checking all and proving cost. Usage: bench_ledger FILE [SECONDS
 * a row] [ENTRIES for the proofs]. FILE is made and removed. */

struct bench {
    struct arena *arena;
    struct store *store;
    struct ledger *ledger;
    struct fault fault;
    double seconds;
    int64_t entries;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void must(bool fine, struct bench *bench)
{
    if (!fine) {
        struct text sentence = fault_sentence(bench->arena, &bench->fault, LANGUAGE_EN);
        fprintf(stderr, "bench_ledger: %.*s\n", TEXT_ARG(sentence));
        exit(1);
    }
}

static struct ledger_entry some_entry(int64_t n)
{
    static char body[300];
    if (body[0] == '\0') {
        memset(body, 'x', sizeof body);
        memcpy(body, "{\"note\":\"", 9);
        memcpy(body + sizeof body - 2, "\"}", 2);
    }
    return (struct ledger_entry){.recorded_at = 1767225600000 + n,
                                 .happened_on = 20454,
                                 .kind = TEXT("problem.closed"),
                                 .subject_id = n,
                                 .project_id = n * 7919 % 20000,
                                 .actor = TEXT("account:12"),
                                 .command_id = TEXT("01JH0000000000000000000000"),
                                 .pack_version = TEXT("fuzhou-2026.1"),
                                 .body = {body, sizeof body}};
}

static void append_group(struct bench *bench, int64_t group)
{
    struct ledger_mark mark;
    must(store_begin_write(bench->store, &bench->fault), bench);
    must(ledger_begin(bench->ledger, &bench->fault), bench);
    for (int64_t i = 0; i < group; i++) {
        struct ledger_entry entry = some_entry(ledger_size(bench->ledger));
        must(store_savepoint(bench->store, &bench->fault), bench);
        ledger_mark(bench->ledger, &mark);
        must(ledger_append(bench->ledger, &entry, &bench->fault), bench);
        must(store_release(bench->store, &bench->fault), bench);
    }
    must(store_commit(bench->store, &bench->fault), bench);
    ledger_commit_done(bench->ledger);
}

static void bench_appends(struct bench *bench, int64_t group)
{
    int64_t before = ledger_size(bench->ledger);
    double worst = 0;
    double begun = now();
    double last = begun;
    while (last - begun < bench->seconds) {
        append_group(bench, group);
        double done = now();
        worst = done - last > worst ? done - last : worst;
        last = done;
    }
    double rate = (double)(ledger_size(bench->ledger) - before) / (last - begun);
    printf("append, %3lld a commit      %10.0f entries/s   longest commit %7.2f ms\n",
           (long long)group, rate, worst * 1e3);
}

static void bench_hashing(void)
{
    struct sm3 *sm3 = sm3_open();
    const int count = 300000;
    double begun = now();
    for (int i = 0; i < count; i++) {
        struct ledger_entry entry = some_entry(i);
        struct ledger_hash leaf = format_leaf(sm3, &entry);
        (void)leaf;
    }
    printf("leaf hashes                %10.0f /s (rows of 300 bytes of JSON)\n",
           count / (now() - begun));
    sm3_close(sm3);
}

static void bench_verify(struct bench *bench)
{
    struct ledger_report report;
    double begun = now();
    must(ledger_verify(bench->store, &(struct ledger_verify_options){0}, &report, &bench->fault),
         bench);
    printf("verify                     %10.0f entries/s   (%lld, %s)\n",
           (double)report.entries / (now() - begun), (long long)report.entries,
           report.is_sound ? "sound" : "BROKEN");
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void bench_proofs(struct bench *bench)
{
    enum { ROUNDS = 2000 };
    static double took[ROUNDS];
    struct ledger_proof proof;
    int64_t size = ledger_size(bench->ledger);
    int hashes = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double begun = now();
        must(ledger_prove(bench->store, 1 + rand() % size, size, &proof, &bench->fault), bench);
        took[i] = now() - begun;
        hashes = proof.path.count > hashes ? proof.path.count : hashes;
    }
    qsort(took, ROUNDS, sizeof took[0], by_size);
    printf("proof in %9lld entries p50 %6.3f ms, p99 %6.3f ms, at most %d hashes\n",
           (long long)size, took[ROUNDS / 2] * 1e3, took[ROUNDS * 99 / 100] * 1e3, hashes);
}

static void bench_opening(struct bench *bench)
{
    ledger_close(bench->ledger);
    double begun = now();
    must(ledger_open(bench->store, &bench->ledger, &bench->fault), bench);
    printf("open                       %10.3f ms\n", (now() - begun) * 1e3);
}

static void run(struct bench *bench)
{
    static const int64_t groups[] = {1, 16, 64, 256};
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        bench_appends(bench, groups[i]);
    }
    while (ledger_size(bench->ledger) < bench->entries) {
        append_group(bench, 4096);
    }
    bench_hashing();
    bench_opening(bench);
    bench_proofs(bench);
    bench_verify(bench);
}

static void remove_files(struct bench *bench, const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        unlink(text_format(bench->arena, "%s%s", path, endings[i]).at);
    }
}

int main(int argc, char **argv)
{
    struct bench bench = {.arena = arena_open(1 << 20, 16 << 20), .seconds = 2, .entries = 300000};
    if (argc < 2) {
        fprintf(stderr, "usage: bench_ledger FILE [SECONDS] [ENTRIES]\n");
        return 2;
    }
    bench.seconds = argc > 2 ? strtod(argv[2], NULL) : bench.seconds;
    bench.entries = argc > 3 ? strtoll(argv[3], NULL, 10) : bench.entries;
    remove_files(&bench, argv[1]);
    struct store_options options = {.path = text_of(argv[1])};
    must(store_open(&options, &bench.store, &bench.fault), &bench);
    must(store_migrate(bench.store, store_facts, &bench.fault), &bench);
    must(ledger_open(bench.store, &bench.ledger, &bench.fault), &bench);
    run(&bench);
    ledger_close(bench.ledger);
    store_close(bench.store);
    remove_files(&bench, argv[1]);
    arena_close(bench.arena);
    return 0;
}
