#include "app/meter.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/compiler.h"

/* Upper bounds in microseconds: from a cached answer to one that somebody notices. */
static const int64_t bounds[] = {500,   1000,   2500,   5000,    10000,   25000,
                                 50000, 100000, 250000, 1000000, 5000000, 30000000};
#define BUCKETS (COUNT_OF(bounds) + 1)

struct histogram {
    atomic_uint_fast64_t buckets[BUCKETS]; /* each by itself; summed up when written */
    atomic_uint_fast64_t us;
};

static struct histogram answered[METER_WHAT_COUNT];
static atomic_uint_fast64_t statuses[6]; /* by the hundred */
static struct histogram groups;
static atomic_uint_fast64_t commands, refusals, slow_statements;
static atomic_int_fast64_t waiting;
static atomic_int_fast64_t gauges[METER_GAUGE_COUNT] = {-1, -1};

int64_t meter_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void add(struct histogram *histogram, int64_t us)
{
    size_t at = 0;
    while (at < COUNT_OF(bounds) && us > bounds[at]) {
        at++;
    }
    atomic_fetch_add_explicit(&histogram->buckets[at], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->us, (uint64_t)(us > 0 ? us : 0), memory_order_relaxed);
}

void meter_answered(enum meter_what what, int status, int64_t us)
{
    int hundred = status / 100;
    add(&answered[what], us);
    if (hundred >= 1 && hundred <= 5) {
        atomic_fetch_add_explicit(&statuses[hundred], 1, memory_order_relaxed);
    }
}

void meter_group_done(const struct meter_group *group)
{
    add(&groups, group->us);
    atomic_fetch_add_explicit(&commands, group->commands, memory_order_relaxed);
    atomic_fetch_add_explicit(&refusals, group->refused, memory_order_relaxed);
    atomic_store_explicit(&waiting, (int64_t)group->waiting, memory_order_relaxed);
}

void meter_slow_statement(void)
{
    atomic_fetch_add_explicit(&slow_statements, 1, memory_order_relaxed);
}

void meter_set(enum meter_gauge gauge, int64_t value)
{
    atomic_store_explicit(&gauges[gauge], value, memory_order_relaxed);
}

/* -- writing -- */

static void describe(struct buffer *out, const char *name, const char *type, const char *help)
{
    buffer_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_number(struct buffer *out, const char *name, const char *type, const char *help,
                         int64_t value)
{
    describe(out, name, type, help);
    buffer_addf(out, "%s %lld\n", name, (long long)value);
}

/* `label` is empty or `what="view",`: it stands before the bucket's own. */
static void write_histogram(struct buffer *out, const char *name, const char *label,
                            struct histogram *histogram)
{
    uint64_t sum = 0;
    size_t len = text_of(label).len;
    for (size_t i = 0; i < BUCKETS; i++) {
        sum += atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);
        if (i < COUNT_OF(bounds)) {
            buffer_addf(out, "%s_bucket{%sle=\"%g\"} %llu\n", name, label, (double)bounds[i] / 1e6,
                        (unsigned long long)sum);
        }
    }
    buffer_addf(out, "%s_bucket{%sle=\"+Inf\"} %llu\n", name, label, (unsigned long long)sum);
    const char *open = len > 0 ? "{" : "", *close = len > 0 ? "}" : "";
    int keep = len > 0 ? (int)len - 1 : 0; /* without the comma */
    uint64_t us = atomic_load_explicit(&histogram->us, memory_order_relaxed);
    buffer_addf(out, "%s_sum%s%.*s%s %llu.%06llu\n", name, open, keep, label, close,
                (unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000));
    buffer_addf(out, "%s_count%s%.*s%s %llu\n", name, open, keep, label, close,
                (unsigned long long)sum);
}

static void write_answers(struct buffer *out)
{
    static const char *const labels[METER_WHAT_COUNT] = {
        [METER_VIEW] = "what=\"view\",",
        [METER_COMMAND] = "what=\"command\",",
        [METER_PAGE] = "what=\"page\",",
        [METER_OTHER] = "what=\"other\",",
    };
    const char *name = "liandong_answer_seconds";
    describe(out, name, "histogram", "From a whole request to its answer.");
    for (size_t i = 0; i < METER_WHAT_COUNT; i++) {
        write_histogram(out, name, labels[i], &answered[i]);
    }
    describe(out, "liandong_answers_total", "counter", "Answers by the hundred of their status.");
    for (int i = 1; i <= 5; i++) {
        buffer_addf(out, "liandong_answers_total{status=\"%dxx\"} %llu\n", i,
                    (unsigned long long)atomic_load_explicit(&statuses[i], memory_order_relaxed));
    }
}

static void write_writer(struct buffer *out)
{
    const char *name = "liandong_commit_seconds";
    describe(out, name, "histogram", "A group of commands, from its first step to durable.");
    write_histogram(out, name, "", &groups);
    write_number(out, "liandong_commands_total", "counter", "Commands that were run.",
                 (int64_t)atomic_load_explicit(&commands, memory_order_relaxed));
    write_number(out, "liandong_commands_refused_total", "counter", "Of these, refused.",
                 (int64_t)atomic_load_explicit(&refusals, memory_order_relaxed));
    write_number(out, "liandong_commands_waiting", "gauge", "Commands that wait for the writer.",
                 atomic_load_explicit(&waiting, memory_order_relaxed));
    write_number(out, "liandong_slow_statements_total", "counter",
                 "Statements that took longer than the limit.",
                 (int64_t)atomic_load_explicit(&slow_statements, memory_order_relaxed));
}

static void write_gauges(struct buffer *out)
{
    static const struct {
        const char *name, *help;
    } known[METER_GAUGE_COUNT] = {
        [METER_LEDGER_SIZE] = {"liandong_ledger_entries", "Entries of the ledger."},
        [METER_HEAD_SIZE] = {"liandong_ledger_head_entries",
                             "Entries under the newest signed head."},
    };
    for (size_t i = 0; i < METER_GAUGE_COUNT; i++) {
        int64_t value = atomic_load_explicit(&gauges[i], memory_order_relaxed);
        if (value >= 0) {
            write_number(out, known[i].name, "gauge", known[i].help, value);
        }
    }
}

static void write_process(struct buffer *out)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL && fscanf(file, "%*s %ld", &pages) == 1) {
        write_number(out, "process_resident_memory_bytes", "gauge", "Resident memory.",
                     (int64_t)pages * sysconf(_SC_PAGESIZE));
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    int64_t count = -3; /* ".", ".." and the folder itself */
    DIR *folder = opendir("/proc/self/fd");
    while (folder != NULL && readdir(folder) != NULL) {
        count++;
    }
    if (folder != NULL) {
        (void)closedir(folder);
        write_number(out, "process_open_fds", "gauge", "Open files and connections.", count);
    }
}

void meter_write(struct buffer *out)
{
    write_answers(out);
    write_writer(out);
    write_gauges(out);
    write_process(out);
}
