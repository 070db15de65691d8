#include "roof/backup.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "roof/move_report.h"

#define FORMAT 1

struct text backup_statement(struct arena *arena, const struct move_report *report, int64_t made_at)
{
    struct buffer out = buffer_open(arena, 8192);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "format", FORMAT);
    json_member_text(&json, "program", TEXT(LIANDONG_VERSION));
    json_member_int(&json, "made_at", made_at);
    move_report_write(arena, report, &json);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return buffer_text(&out);
}

/* -- reading -- */

static bool none(struct text folder, const char *why, struct fault *fault)
{
    return fault_raise(fault, FAULT_BACKUP_NONE, TEXT_NONE, FAULT_ARGS(folder, text_of(why)));
}

static bool read_hash(const struct jvalue *value, unsigned char out[32])
{
    return ledger_bytes_of_hex(jvalue_text(value, TEXT_NONE), out, 32);
}

static bool read_tables(struct arena *arena, const struct jvalue *tables, struct move_report *out)
{
    bool fine = tables != NULL && tables->kind == JVALUE_ARRAY;
    out->table_count = fine ? tables->count : 0;
    out->tables = arena_array(arena, struct move_table, out->table_count + 1);
    for (size_t i = 0; fine && i < out->table_count; i++) {
        const struct jvalue *one = &tables->items[i];
        out->tables[i].name = jvalue_text(jvalue_get(one, "name"), TEXT_NONE);
        out->tables[i].sum.rows = jvalue_int(jvalue_get(one, "rows"), -1);
        fine = read_hash(jvalue_get(one, "digest"), out->tables[i].sum.digest);
    }
    return fine;
}

bool backup_statement_read(struct arena *arena, struct text folder, struct text source,
                           struct move_report *out, struct fault *fault)
{
    const struct jvalue *json = NULL;
    struct fault why = {.code = FAULT_NONE};
    *out = (struct move_report){.rows = 0};
    if (!json_read(arena, source, &json, &why) ||
        jvalue_int(jvalue_get(json, "format"), 0) != FORMAT) {
        return none(folder, BACKUP_STATEMENT, fault);
    }
    out->rows = jvalue_int(jvalue_get(json, "rows"), -1);
    out->files = jvalue_int(jvalue_get(json, "files"), -1);
    out->file_bytes = jvalue_int(jvalue_get(json, "file_bytes"), -1);
    out->entries = jvalue_int(jvalue_get(json, "entries"), -1);
    out->head_size = jvalue_int(jvalue_get(json, "head_size"), -1);
    return (read_tables(arena, jvalue_get(json, "tables"), out) &&
            read_hash(jvalue_get(json, "root"), out->root.bytes)) ||
           none(folder, BACKUP_STATEMENT, fault);
}

/* -- holding what arrived against it -- */

static bool unequal(struct text zh, struct text en, struct fault *fault)
{
    return fault_raise(fault, FAULT_BACKUP_UNEQUAL, TEXT_NONE, FAULT_ARGS(zh, en));
}

bool backup_accept(void *context, const struct move_report *report, struct fault *fault)
{
    const struct move_report *made = context;
    if (report->table_count != made->table_count) {
        return unequal(TEXT("表的数目"), TEXT("the number of tables"), fault);
    }
    for (size_t i = 0; i < report->table_count; i++) {
        const struct move_table *table = &report->tables[i];
        if (!text_equal(table->name, made->tables[i].name) ||
            !table_sum_equal(&table->sum, &made->tables[i].sum)) {
            return unequal(table->name, table->name, fault);
        }
    }
    if (report->files != made->files || report->file_bytes != made->file_bytes) {
        return unequal(TEXT("上传文件"), TEXT("the uploaded files"), fault);
    }
    return (report->entries == made->entries && report->head_size == made->head_size &&
            memcmp(report->root.bytes, made->root.bytes, LEDGER_HASH_SIZE) == 0) ||
           unequal(TEXT("台账"), TEXT("the ledger"), fault);
}
