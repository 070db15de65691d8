#include "app/city.h"
#include "base/arena.h"
#include "room/catalog/catalog_sheet.h"

#define NAME_MAX 120

/* The fields are made of the file, never of JSON: the table says only how large the struct is. */
static const struct field no_fields[] = {
    {.name = "name", .kind = FIELD_KIND_TEXT, .max = NAME_MAX, .zh = "文件名", .en = "file"},
};
const struct field_table catalog_batch_table = {no_fields, 1, sizeof(struct catalog_batch)};

static bool prepare(const struct view_run *run, const struct raw_body *raw,
                    enum catalog_sheet which, struct catalog_batch *batch, struct fault *fault)
{
    const struct catalog_layout *layout = &catalog_layouts[which];
    struct sheet_book book;
    if (text_length(raw->name) > NAME_MAX || text_has_controls(raw->name)) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("X-File-Name"),
                           FAULT_ARGS(TEXT("X-File-Name")));
    }
    if (!sheet_read(run->arena, raw->bytes, &book, fault)) {
        return false;
    }
    *batch = (struct catalog_batch){.name = raw->name,
                                    .records = arena_new(run->arena, struct sheet_records)};
    sheet_records_read(run->arena, &book.items[0], layout->table, batch->records);
    catalog_sheet_read(run->arena, city_pack(run->city), layout, run->today, batch);
    return true;
}

bool catalog_sheet_prepare_items(const struct view_run *run, const struct raw_body *raw,
                                 void *fields, struct fault *fault)
{
    return prepare(run, raw, CATALOG_SHEET_ITEMS, fields, fault);
}

bool catalog_sheet_prepare_units(const struct view_run *run, const struct raw_body *raw,
                                 void *fields, struct fault *fault)
{
    return prepare(run, raw, CATALOG_SHEET_UNITS, fields, fault);
}

/* -- dry run -- */

bool catalog_sheet_check(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct catalog_batch *batch = fields;
    struct buffer extra = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&extra);
    (void)fault;
    json_object(&json);
    json_member_int(&json, "new", (int64_t)batch->fresh);
    json_member_int(&json, "unchanged", (int64_t)batch->same);
    sheet_records_write(run->arena, batch->records, run->actor->language, &json);
    json_end(&json);
    struct text members = buffer_text(&extra);
    run->answer.extra = text_slice(members, 1, members.len - 2);
    return true;
}

/* -- the draft -- */

static const struct sheet_problem *first_wrong(const struct sheet_records *records)
{
    for (size_t i = 0; i < records->problem_count; i++) {
        if (!records->problems[i].warns) {
            return &records->problems[i];
        }
    }
    return NULL;
}

static bool may_be_drafted(struct command_run *run, const struct catalog_batch *batch,
                           struct fault *fault)
{
    struct arena *arena = run->arena;
    const struct sheet_records *records = batch->records;
    const struct sheet_problem *first = first_wrong(records);
    if (first != NULL) {
        struct text where = text_format(arena, "%.*s!%s", TEXT_ARG(first->sheet),
                                        sheet_address(arena, first->row, first->column).at);
        return fault_raise(fault, FAULT_SHEET_ROWS, TEXT_NONE,
                           FAULT_ARGS(text_format(arena, "%zu", records->wrong), where,
                                      fault_sentence(arena, &first->fault, run->actor->language)));
    }
    if (records->count == 0 || records->count > CATALOG_CHANGES_MAX) {
        return fault_raise(
            fault, FAULT_SHEET_UNREADABLE, TEXT_NONE,
            FAULT_ARGS(TEXT("应有 1 至 100 行"), TEXT("it must have 1 to 100 rows")));
    }
    return batch->same < records->count ||
           fault_raise(fault, FAULT_SHEET_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(TEXT("没有一行与现行内容不同"),
                                  TEXT("no row differs from what is in force")));
}

static struct text json_of(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    json_value(&json, value);
    return buffer_text(&buffer);
}

static bool put_row(struct command_run *run, const struct catalog_batch *batch, size_t at,
                    int64_t set, struct fault *fault)
{
    const struct pack_change *change = &batch->changes[at];
    struct catalog_was_put body = {
        .kind = text_of(pack_kinds[change->kind].name),
        .key = change->key,
        .record = json_of(run->arena, change->record),
        .source = text_format(run->arena, "%.*s %.*s!%zu", TEXT_ARG(batch->name),
                              TEXT_ARG(batch->records->sheet), batch->records->items[at].row + 1),
    };
    struct event_about about = {set, 0, run->today};
    return catalog_turn(run->store, &body.base, fault) &&
           run_emit(run, &catalog_put_event, about, &body, fault);
}

bool catalog_sheet_draft(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct catalog_batch *batch = fields;
    struct catalog_opened opened = {.title = batch->name.len > 0 ? batch->name : TEXT("表格导入"),
                                    .reason = TEXT("表格导入"),
                                    .from = CIVIL_DATE_NONE};
    struct event_about about = {0, 0, run->today};
    int64_t set = run_next_seq(run);
    int64_t changes = 0;
    if (!may_be_drafted(run, batch, fault) ||
        !run_emit(run, &catalog_opened_event, about, &opened, fault)) {
        return false;
    }
    for (size_t i = 0; i < batch->records->count; i++) {
        if (batch->changes[i].record == NULL) {
            continue;
        }
        if (!put_row(run, batch, i, set, fault)) {
            return false;
        }
        changes++;
    }
    run->answer.id = set;
    run->answer.version = 1 + changes;
    run->answer.extra = text_format(run->arena, "\"changes\":%lld", (long long)changes);
    return true;
}

/* -- templates: a head and no rows -- */

static bool write_columns(const struct view_run *run, const struct field_table *table,
                          struct json_writer *json)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_object(json);
    json_name(json, "rows");
    json_array(json);
    json_end(json);
    json_name(json, "columns");
    json_array(json);
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        json_object(json);
        json_member_text(json, "name", text_of(field->name));
        json_member_text(json, "label", text_of(is_zh ? field->zh : field->en));
        json_member_bool(json, "required", field->required);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

bool catalog_answer_item_columns(const struct view_run *run, struct json_writer *json,
                                 struct fault *fault)
{
    (void)fault;
    return write_columns(run, catalog_layouts[CATALOG_SHEET_ITEMS].table, json);
}

bool catalog_answer_unit_columns(const struct view_run *run, struct json_writer *json,
                                 struct fault *fault)
{
    (void)fault;
    return write_columns(run, catalog_layouts[CATALOG_SHEET_UNITS].table, json);
}
