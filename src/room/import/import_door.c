#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "ground/project/lead.h"
#include "ground/project/lead_store.h"
#include "ledger/sm3.h"
#include "room/import/import.h"

#define IMPORTERS (ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_NAVIGATOR) | ROLES_COORDINATORS)
#define BODY_MAX ((size_t)10 << 20)
#define KIND TEXT("projects")

/* The fields are made of the file, never of JSON: the table says only how large the struct is. */
static const struct field no_fields[] = {
    {.name = "name", .kind = FIELD_KIND_TEXT, .max = IMPORT_NAME_MAX, .zh = "文件名", .en = "file"},
};
static const struct field_table batch_table = {no_fields, 1, sizeof(struct import_batch)};

/* Projects that are there already under that name: told, not refused, as on the page. */
static bool warn_of_likenesses(const struct view_run *run, struct sheet_records *records,
                               struct fault *fault)
{
    for (size_t i = 0; i < records->count && records->count <= IMPORT_ROWS_MAX; i++) {
        const struct lead_register *lead = records->items[i].fields;
        struct lead_likenesses found;
        struct fault warning = {.code = FAULT_NONE};
        if (lead->name.len == 0) {
            continue;
        }
        if (!lead_likely_duplicates(run->arena, run->store,
                                    &(struct lead_names){lead->name, lead->enterprise}, &found,
                                    fault)) {
            return false;
        }
        if (found.count > 0) {
            fault_raise(&warning, FAULT_SHEET_LIKENESS, TEXT("name"),
                        FAULT_ARGS(found.items[0].number, found.items[0].name));
            fault_label(&warning, "项目名称", "project name");
            sheet_records_add(records, &lead_register_table, records->items[i].row, &warning, true);
        }
    }
    return true;
}

static bool prepare_batch(const struct view_run *run, const struct raw_body *raw, void *fields,
                          struct fault *fault)
{
    struct import_batch *batch = fields;
    struct sheet_book book;
    unsigned char hash[SM3_SIZE];
    if (text_length(raw->name) > IMPORT_NAME_MAX || text_has_controls(raw->name)) {
        return fault_raise(fault, FAULT_QUERY_INVALID, TEXT("X-File-Name"),
                           FAULT_ARGS(TEXT("X-File-Name")));
    }
    if (!sheet_read(run->arena, raw->bytes, &book, fault)) {
        return false;
    }
    sm3_of(raw->bytes, hash);
    *batch =
        (struct import_batch){raw->name, hex_of(run->arena, hash, sizeof hash),
                              (int64_t)raw->bytes.len, arena_new(run->arena, struct sheet_records)};
    sheet_records_read(run->arena, &book.items[0], &lead_register_table, batch->records);
    import_check_leads(run->arena, run->city, batch->records);
    return true;
}

static bool prepare_check(const struct view_run *run, const struct raw_body *raw, void *fields,
                          struct fault *fault)
{
    struct import_batch *batch = fields;
    return prepare_batch(run, raw, fields, fault) && warn_of_likenesses(run, batch->records, fault);
}

static struct json_writer open_extra(struct command_run *run, struct buffer *extra)
{
    *extra = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(extra);
    json_object(&json);
    return json;
}

static void close_extra(struct command_run *run, struct json_writer *json, struct buffer *extra)
{
    json_end(json);
    struct text members = buffer_text(extra);
    run->answer.extra = text_slice(members, 1, members.len - 2);
}

/* A dry run: what would be, and every place that is wrong. */
static bool perform_check(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct import_batch *batch = fields;
    struct import_row past;
    struct buffer extra;
    if (!import_find(run->arena, run->store, batch->digest, &past, fault)) {
        return false;
    }
    struct json_writer json = open_extra(run, &extra);
    json_member_text(&json, "digest", batch->digest);
    json_member_int_if(&json, "imported", past.id != 0, past.id);
    sheet_records_write(run->arena, batch->records, run->actor->language, &json);
    close_extra(run, &json, &extra);
    return true;
}

static bool take_rows(struct command_run *run, const struct import_batch *batch, int64_t *out_first,
                      struct fault *fault)
{
    for (size_t i = 0; i < batch->records->count; i++) {
        const struct sheet_record *record = &batch->records->items[i];
        struct text origin = text_format(run->arena, "%.*s %.*s!%zu", TEXT_ARG(batch->digest),
                                         TEXT_ARG(batch->records->sheet), record->row + 1);
        if (!lead_take_in(run, record->fields, origin, fault)) {
            return false;
        }
        *out_first = i == 0 ? run->answer.id : *out_first;
    }
    return true;
}

static void answer(struct command_run *run, const struct import_row *row, bool is_again)
{
    struct buffer extra;
    struct json_writer json = open_extra(run, &extra);
    json_member_int(&json, "rows", row->rows);
    json_member_int(&json, "first_project_id", row->first);
    json_member_bool(&json, "again", is_again);
    close_extra(run, &json, &extra);
    run->answer.id = row->id;
    run->answer.version = 0;
    run->answer.number = TEXT_NONE;
}

static bool perform_import(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct import_batch *batch = fields;
    struct import_row row;
    if (!import_find(run->arena, run->store, batch->digest, &row, fault)) {
        return false;
    }
    if (row.id != 0) {
        answer(run, &row, true);
        return true;
    }
    if (!import_may_be_made(run->arena, batch, run->actor->language, fault) ||
        !take_rows(run, batch, &row.first, fault)) {
        return false;
    }
    row.id = run_next_seq(run);
    row.rows = (int64_t)batch->records->count;
    struct import_made body = {KIND, batch->name, batch->digest, batch->size, row.rows, row.first};
    struct event_about about = {0, 0, run->today};
    if (!run_emit(run, &import_made_event, about, &body, fault)) {
        return false;
    }
    answer(run, &row, false);
    return true;
}

static const struct command_kind commands[] = {
    {"import.projects_check", "POST", "/imports/projects/check", &batch_table, IMPORTERS,
     COMMAND_TAKES_A_FILE, "试导入项目表格", "dry run of a spreadsheet of projects", perform_check,
     prepare_check, BODY_MAX},
    {"import.projects", "POST", "/imports/projects", &batch_table, IMPORTERS, COMMAND_TAKES_A_FILE,
     "导入项目表格", "import a spreadsheet of projects", perform_import, prepare_batch, BODY_MAX},
};

/* -- views -- */

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct import_rows rows;
    if (!import_list(run->arena, run->store, run->actor->account, &rows, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < rows.count; i++) {
        json_object(json);
        json_member_int(json, "id", rows.items[i].id);
        json_member_text(json, "kind", rows.items[i].kind);
        json_member_text(json, "name", rows.items[i].name);
        json_member_int(json, "rows", rows.items[i].rows);
        json_member_date(json, "made_on", rows.items[i].made_on);
        json_member_text(json, "digest", rows.items[i].digest);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* The columns a spreadsheet of projects may have. As a spreadsheet (as=xlsx) it is the template: a
 * head and no rows. */
static bool answer_columns(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    (void)fault;
    json_object(json);
    json_name(json, "rows");
    json_array(json);
    json_end(json);
    json_name(json, "columns");
    json_array(json);
    for (size_t i = 0; i < lead_register_table.count; i++) {
        const struct field *field = &lead_register_table.fields[i];
        if (field->kind == FIELD_KIND_JSON || field->kind == FIELD_KIND_TEXTS) {
            continue;
        }
        json_object(json);
        json_member_text(json, "name", text_of(field->name));
        json_member_text(json, "label", text_of(is_zh ? field->zh : field->en));
        json_member_bool(json, "required", field->required);
        json_member_bool(json, "is_amount", field->kind == FIELD_KIND_MONEY);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"import.list", "/imports", NULL, IMPORTERS, 0, "本人的导入记录", "one's own imports",
     answer_list},
    {"import.template", "/imports/projects/template", NULL, IMPORTERS, 0, "项目导入模板",
     "columns of a spreadsheet of projects", answer_columns},
};

static const struct event_kind *const events[] = {&import_made_event};

const struct room import_room = {
    .name = "import",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(import),
    .schema = {"import", 1, import_ddl},
};
