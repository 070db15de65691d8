#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/postgres.h"

/* One text of every statement, two dialects: what differs is a handful of words, exchanged here
 * word by word, outside quoted text. */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Writes into a bounded place; past its end only the length is counted. */
struct sink {
    char *at;
    size_t size;
    size_t len;
};

static void put(struct sink *sink, const char *bytes, size_t len)
{
    if (sink->len + len < sink->size) {
        memcpy(sink->at + sink->len, bytes, len);
        sink->at[sink->len + len] = '\0';
    }
    sink->len += len;
}

static void put_text(struct sink *sink, const char *text)
{
    put(sink, text, strlen(text));
}

/* -- words -- */

struct scan {
    const char *at;
    bool behind_name; /* the word before is a name or type: this one may be a column's type */
    bool is_first;    /* no word of the statement yet */
    bool in_ddl;      /* it creates or alters: in a script other statements may stand as well */
    struct sink *sink;
};

static void put_word(struct scan *scan, const char *word, size_t len, bool in_script)
{
    struct text text = {word, len};
    if (scan->is_first) {
        scan->in_ddl = in_script && (text_is(text, "create") || text_is(text, "alter"));
        scan->is_first = false;
    }
    if (text_is(text, "integer")) {
        put_text(scan->sink, "bigint");
    } else if (text_is(text, "blob")) {
        put_text(scan->sink, "bytea");
    } else if (text_is(text, "text") && scan->in_ddl && scan->behind_name) {
        put_text(scan->sink, "text collate \"C\"");
    } else {
        put(scan->sink, word, len);
    }
}

static void skip_quoted(struct scan *scan)
{
    const char *end = strchr(scan->at + 1, '\'');
    size_t len = end == NULL ? strlen(scan->at) : (size_t)(end - scan->at) + 1;
    put(scan->sink, scan->at, len);
    scan->at += len;
    scan->behind_name = false;
}

static void translate(const char *sql, bool in_script, struct sink *sink)
{
    struct scan scan = {.at = sql, .is_first = true, .sink = sink};
    while (*scan.at != '\0') {
        if (*scan.at == '\'') {
            skip_quoted(&scan);
        } else if (is_word(*scan.at)) {
            const char *end = scan.at;
            while (is_word(*end)) {
                end++;
            }
            put_word(&scan, scan.at, (size_t)(end - scan.at), in_script);
            scan.behind_name = true;
            scan.at = end;
        } else {
            /* White space keeps what stands before it; a bracket or comma begins anew. */
            scan.behind_name = scan.behind_name && strchr(" \n\t", *scan.at) != NULL;
            scan.is_first = scan.is_first || *scan.at == ';';
            put(sink, scan.at, 1);
            scan.at++;
        }
    }
}

bool pg_statement_sql(const char *sql, char *out, size_t size)
{
    struct sink sink = {out, size, 0};
    translate(sql, false, &sink);
    return sink.len < size;
}

/* -- tables that grow -- */

#define GROWS "/* grows by "

/* The last word of "create table NAME (" that stands before the mark. */
static struct text table_before(struct text ddl)
{
    static const char create[] = "create table ";
    struct text name = TEXT_NONE;
    for (size_t at = text_find(ddl, text_of(create)); at != SIZE_MAX;
         at = text_find(ddl, text_of(create))) {
        size_t behind = at + sizeof create - 1;
        ddl = text_slice(ddl, behind, ddl.len - behind);
        size_t len = 0;
        while (len < ddl.len && is_word(ddl.at[len])) {
            len++;
        }
        name = text_slice(ddl, 0, len);
    }
    return name;
}

bool pg_next_growing(struct text *ddl, struct text *table, struct text *key)
{
    size_t at = text_find(*ddl, TEXT(GROWS));
    if (at == SIZE_MAX) {
        return false;
    }
    *table = table_before(text_slice(*ddl, 0, at));
    struct text rest = text_slice(*ddl, at + sizeof GROWS - 1, ddl->len - at - sizeof GROWS + 1);
    *key = text_cut(&rest, ' ');
    *ddl = rest;
    return true;
}

/* A growing table is made in two parts: itself, partitioned, and its first partition. The others
 * come as it grows (pg_grow). */
static void put_growing(struct sink *sink, struct text table, struct text key)
{
    char words[512];
    snprintf(words, sizeof words,
             "partition by range (%.*s); create table %.*s_p0 partition of %.*s"
             " for values from (minvalue) to (%lld)",
             TEXT_ARG(key), TEXT_ARG(table), TEXT_ARG(table), (long long)PG_PART_ROWS);
    put_text(sink, words);
}

static void script(const char *sql, struct sink *sink)
{
    struct text rest = text_of(sql);
    struct text table, key;
    const char *from = sql;
    while (pg_next_growing(&rest, &table, &key)) {
        const char *mark = key.at - (sizeof GROWS - 1);
        char *piece = strndup(from, (size_t)(mark - from));
        ensure(piece != NULL);
        translate(piece, true, sink);
        free(piece);
        put_growing(sink, table, key);
        from = strstr(key.at, "*/") + 2;
    }
    translate(from, true, sink);
}

char *pg_script_sql(const char *sql)
{
    struct sink measure = {NULL, 0, 0};
    script(sql, &measure);
    struct sink sink = {malloc(measure.len + 1), measure.len + 1, 0};
    ensure(sink.at != NULL);
    sink.at[0] = '\0';
    script(sql, &sink);
    return sink.at;
}
