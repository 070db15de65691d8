#include "roof/move_report.h"

#include <stdio.h>

#include "app/receipt.h"

void move_tell(void *context, struct text what, int64_t rows)
{
    (void)context;
    fprintf(stderr, "%.*s: %lld\n", TEXT_ARG(what), (long long)rows);
}

static int64_t rate(int64_t rows, int64_t ms)
{
    return ms > 0 ? rows * 1000 / ms : rows;
}

void move_report_write(struct arena *arena, const struct move_report *report,
                       struct json_writer *json)
{
    json_name(json, "tables");
    json_array(json);
    for (size_t i = 0; i < report->table_count; i++) {
        json_object(json);
        json_member_text(json, "name", report->tables[i].name);
        json_member_int(json, "rows", report->tables[i].sum.rows);
        json_member_text(json, "digest", hex_of(arena, report->tables[i].sum.digest, SM3_SIZE));
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "rows", report->rows);
    json_member_int(json, "files", report->files);
    json_member_int(json, "file_bytes", report->file_bytes);
    json_member_int(json, "entries", report->entries);
    json_member_text(json, "root", hex_of(arena, report->root.bytes, LEDGER_HASH_SIZE));
    json_member_int(json, "head_size", report->head_size);
    json_member_int(json, "copying_ms", report->copying_ms);
    json_member_int(json, "checking_ms", report->checking_ms);
}

struct text move_report_json(struct arena *arena, const struct move_report *report)
{
    struct buffer out = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    move_report_write(arena, report, &json);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return buffer_text(&out);
}

struct text move_report_words(struct arena *arena, const struct move_report *report)
{
    struct buffer out = buffer_open(arena, 4096);
    for (size_t i = 0; i < report->table_count; i++) {
        const struct move_table *table = &report->tables[i];
        buffer_addf(&out, "%-24.*s %10lld  %.*s\n", TEXT_ARG(table->name),
                    (long long)table->sum.rows,
                    TEXT_ARG(hex_of(arena, table->sum.digest, SM3_SIZE)));
    }
    buffer_addf(
        &out,
        "moved and equal on both sides: %zu tables, %lld rows; %lld files, %lld bytes\n"
        "ledger sound: %lld entries, head of %lld\nroot %.*s\n"
        "copied in %.1f s (%lld rows/s), read back in %.1f s (%lld rows/s)\n",
        report->table_count, (long long)report->rows, (long long)report->files,
        (long long)report->file_bytes, (long long)report->entries, (long long)report->head_size,
        TEXT_ARG(hex_of(arena, report->root.bytes, LEDGER_HASH_SIZE)),
        (double)report->copying_ms / 1000, (long long)rate(report->rows, report->copying_ms),
        (double)report->checking_ms / 1000, (long long)rate(report->rows, report->checking_ms));
    return buffer_text(&out);
}
