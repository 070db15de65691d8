#include "statement_check.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"

/* Words of one database only, with what to do instead. */
static const struct {
    const char *word;
    const char *instead;
} foreign[] = {
    {"now()", "time is a parameter"},
    {"date('", "time is a parameter"},
    {"datetime(", "time is a parameter"},
    {"strftime(", "dates are ISO text, cut with substr"},
    {"autoincrement", "ids come from the ledger"},
    {" serial primary", "ids come from the ledger"},
    {"bigserial", "ids come from the ledger"},
    {"insert or ", "insert ... on conflict"},
    {"replace into", "insert ... on conflict"},
    {"->>", "no JSON operators in SQL"},
    {"json_", "no JSON operators in SQL"},
    {" glob ", "like, with lower-case patterns"},
    {"ifnull(", "coalesce"},
    {"group_concat", "put it together in C"},
    {"string_agg", "put it together in C"},
    {" ilike ", "store_search"},
    {" match ", "store_search"},
    {"rowid", "name the key column"},
    {"?", "$1, $2 ..."},
    {"\"", "names need no quotes"},
    {"::", "cast(... as ...)"},
};

static struct text foreign_word(struct arena *arena, const struct statement *statement)
{
    char *sql = arena_alloc(arena, strlen(statement->sql) + 1);
    for (size_t i = 0; statement->sql[i] != '\0'; i++) {
        sql[i] = (char)tolower((unsigned char)statement->sql[i]);
    }
    for (size_t i = 0; i < COUNT_OF(foreign); i++) {
        if (strstr(sql, foreign[i].word) != NULL) {
            return text_format(arena, "%s: '%s' is not portable: %s", statement->name,
                               foreign[i].word, foreign[i].instead);
        }
    }
    return TEXT_NONE;
}

/* SQLite: "SCAN t" reads a table or a whole index, "SEARCH t" finds. */
static bool reads_all_sqlite(struct text line)
{
    return text_starts_with(line, TEXT("SCAN ")) && !text_is(line, "SCAN CONSTANT ROW");
}

static struct text node_of(struct text line)
{
    line = text_trim(line);
    return text_starts_with(line, TEXT("->")) ? text_trim(text_slice(line, 2, line.len - 2)) : line;
}

/* PostgreSQL: a table read through, or an index without a condition on it ("Index Cond" stands in
 * one of the lines right below). */
static bool reads_all_postgres(struct text line, struct text rest)
{
    struct text node = node_of(line);
    if (text_starts_with(node, TEXT("Seq Scan"))) {
        return true;
    }
    bool by_index = text_starts_with(node, TEXT("Index Scan")) ||
                    text_starts_with(node, TEXT("Bitmap Index Scan")) ||
                    text_starts_with(node, TEXT("Index Only Scan"));
    bool has_condition = false;
    while (by_index && rest.len > 0 && !has_condition) {
        struct text below = text_cut(&rest, '\n');
        has_condition = text_starts_with(text_trim(below), TEXT("Index Cond"));
        by_index = has_condition || text_find(below, TEXT("->")) == SIZE_MAX;
        if (!by_index) {
            return true; /* the next node begins */
        }
    }
    return by_index && !has_condition;
}

static struct text scan_in(struct arena *arena, const struct statement *statement, struct text plan)
{
    while (plan.len > 0) {
        struct text line = text_cut(&plan, '\n');
        if (reads_all_sqlite(line) || reads_all_postgres(line, plan)) {
            return text_format(arena, "%s: reads everything: %.*s", statement->name,
                               TEXT_ARG(line));
        }
    }
    return TEXT_NONE;
}

struct text statement_check(struct arena *arena, struct store *store,
                            const struct statement *statement, bool may_scan)
{
    struct fault fault = {0};
    struct text plan = TEXT_NONE;
    struct text word = foreign_word(arena, statement); /* says more than a database would */
    if (!text_is_empty(word)) {
        return word;
    }
    if (!store_query_plan(arena, store, statement, &plan, &fault)) {
        return fault_sentence(arena, &fault, LANGUAGE_EN);
    }
    return may_scan ? TEXT_NONE : scan_in(arena, statement, plan);
}
