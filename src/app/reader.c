#include "app/reader.h"

#define PAUSE_MS 1000

static const struct statement ledger_progress = {
    "ledger_progress",
    "select e.seq, e.recorded_at, (select coalesce(max(h.number), 0) from ledger_head h)"
    " from ledger_event e where e.seq=(select max(seq) from ledger_event)"};

#define NEWS_MAX 2000
static const struct statement ledger_news = {
    "ledger_news", "select kind from ledger_event where seq>$1 order by seq limit 2000"};

const struct statement *const reader_statements[] = {&ledger_progress, &ledger_news};
const size_t reader_statement_count = COUNT_OF(reader_statements);

bool reader_open(const struct store_options *options, struct reader *out, struct fault *fault)
{
    reader_expect(options, out);
    return store_open(&out->options, &out->store, fault);
}

void reader_expect(const struct store_options *options, struct reader *out)
{
    *out = (struct reader){.options = *options};
    out->options.mends = true;
}

void reader_close(struct reader *reader)
{
    store_close(reader->store);
    reader->store = NULL;
}

struct store *reader_ready(struct reader *reader, int64_t now)
{
    struct fault fault = {.code = FAULT_NONE};
    if (reader->store == NULL) {
        if (now >= reader->retry_at && !store_open(&reader->options, &reader->store, &fault)) {
            reader->retry_at = now + PAUSE_MS;
        }
        return reader->store;
    }
    if (!store_is_broken(reader->store) || !store_is_shared(reader->store)) {
        return reader->store;
    }
    if (now >= reader->retry_at && !store_renew(reader->store, &fault)) {
        reader->retry_at = now + PAUSE_MS;
    }
    return reader->store;
}

bool reader_progress(struct store *store, struct progress *out, struct fault *fault)
{
    struct store_rows rows;
    struct progress progress = {0, 0, 0};
    if (!store_query(store, &ledger_progress, NO_CELLS, &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        progress = (struct progress){store_int(&rows, 0), store_int(&rows, 2), store_int(&rows, 1)};
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    *out = progress;
    return true;
}

static bool begins_so(struct text kind, const char *const *beginnings)
{
    for (size_t i = 0; beginnings[i] != NULL; i++) {
        if (text_starts_with(kind, text_of(beginnings[i]))) {
            return true;
        }
    }
    return false;
}

bool reader_has_news(struct store *store, int64_t size, const char *const *beginnings, bool *out,
                     struct fault *fault)
{
    struct store_rows rows;
    int64_t count = 0;
    bool found = false;
    if (!store_query(store, &ledger_news, CELLS(cell_int(size)), &rows, fault)) {
        return false;
    }
    for (; store_next(&rows); count++) {
        found = found || begins_so(store_cell(&rows, 0).text, beginnings);
    }
    *out = found || count == NEWS_MAX;
    return store_done(&rows, fault);
}
