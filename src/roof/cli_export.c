#include "roof/cli_export.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "board/exchange.h"
#include "board/history.h"
#include "door/cli/cli_common.h"
#include "door/cli/cli_settings.h"
#include "roof/boot.h"
#include "roof/living.h"
#include "roof/rooms.h"

struct export_wish {
    struct text standard, table, folder; /* table "": all of the standard */
    bool is_json;
};

/* A file as it grows: rows of JSON, or a spreadsheet's. */
struct export_file {
    const struct exchange_table *table;
    struct json_writer json;
    struct sheet_out *sheet;
    int64_t rows;
};

static void add_row(void *context, const struct text *values)
{
    struct export_file *file = context;
    file->rows++;
    if (file->sheet != NULL) {
        sheet_row(file->sheet, values);
    } else {
        exchange_write_row(&file->json, file->table, values);
    }
}

static bool all_rows(struct cli *cli, const struct view_run *like, struct export_file *file)
{
    struct exchange_asked asked = {
        .table = file->table, .limit = EXCHANGE_ROWS_MAX, .row = add_row, .context = file};
    bool has_more = true;
    while (has_more) {
        struct arena *arena = arena_open((size_t)8 << 20, (size_t)256 << 20);
        struct view_run run = *like;
        run.arena = arena;
        bool fine = exchange_rows(&run, &asked, &has_more, &cli->fault);
        arena_close(arena);
        if (!fine) {
            return false;
        }
    }
    return true;
}

static bool write_json(struct cli *cli, const struct view_run *run, struct export_file *file,
                       struct text *out)
{
    struct buffer buffer = buffer_open(cli->arena, (size_t)1 << 16);
    file->json = json_writer_open(&buffer);
    json_object(&file->json);
    json_member_text(&file->json, "standard", text_of(file->table->standard));
    json_member_text(&file->json, "table", text_of(file->table->sheet.table.en));
    json_name(&file->json, "columns");
    exchange_write_columns(&file->json, file->table);
    json_name(&file->json, "rows");
    json_array(&file->json);
    if (!all_rows(cli, run, file)) {
        return false;
    }
    json_end(&file->json);
    json_end(&file->json);
    *out = buffer_text(&buffer);
    return true;
}

static bool write_csv(struct cli *cli, const struct view_run *run, struct export_file *file,
                      struct text *out)
{
    struct sheet_wish wish = {SHEET_CSV, cli->language};
    struct fault closing = {.code = FAULT_NONE};
    if (!sheet_begin(cli->arena, &file->table->sheet.table, &wish, &file->sheet, &cli->fault)) {
        return false;
    }
    bool fine = all_rows(cli, run, file);
    bool ended = sheet_end(file->sheet, out, fine ? &cli->fault : &closing);
    return fine && ended;
}

static bool export_table(struct cli *cli, const struct view_run *run,
                         const struct export_wish *wish, const struct exchange_table *table)
{
    struct export_file file = {.table = table};
    struct text content;
    struct text path = text_format(cli->arena, "%.*s/%s.%s", TEXT_ARG(wish->folder),
                                   table->sheet.table.en, wish->is_json ? "json" : "csv");
    return (wish->is_json ? write_json(cli, run, &file, &content)
                          : write_csv(cli, run, &file, &content)) &&
           cli_write_file(cli, path, content) &&
           cli_print(cli,
                     text_format(cli->arena, "%.*s %lld\n", TEXT_ARG(path), (long long)file.rows));
}

static bool is_wished(const struct export_wish *wish, const struct exchange_table *table)
{
    return text_is(wish->standard, table->standard) &&
           (wish->table.len == 0 || text_is(wish->table, table->sheet.table.en));
}

static bool export_tables(struct cli *cli, const struct view_run *run,
                          const struct export_wish *wish)
{
    size_t written = 0;
    for (size_t i = 0; i < EXCHANGE_TABLE_COUNT; i++) {
        if (!is_wished(wish, &exchange_tables[i])) {
            continue;
        }
        if (!export_table(cli, run, wish, &exchange_tables[i])) {
            return false;
        }
        written++;
    }
    return written > 0 || cli_wrong(cli, "no such table; the standards are spgl-v3 and pic-1.2.0",
                                    wish->table.len > 0 ? wish->table : wish->standard);
}

/* All tables as they were at one moment. */
static bool export_of(struct cli *cli, struct text database, struct text pack,
                      const struct export_wish *wish)
{
    struct store_options reading = {
        .path = database, .read_only = true, .must_exist = true, .statement_ms = -1};
    struct store *store = NULL;
    struct living living = {.city = NULL};
    int64_t now = boot_now(NULL);
    struct actor actor = {.role = ROLE_SYSTEM, .language = cli->language};
    struct view_run run = {.actor = &actor, .now = now};
    history_set_registry(register_open(cli->arena, &the_house));
    bool done = store_open(&reading, &store, &cli->fault) &&
                living_read(cli->arena, text_c_string(cli->arena, pack), &living, &cli->fault) &&
                store_begin_read(store, &cli->fault) &&
                living_open(&living, store, now, &cli->fault);
    if (done) {
        run.store = store;
        run.city = living.city;
        run.today = city_today(living.city, now);
        done = export_tables(cli, &run, wish);
    }
    living_close(&living);
    store_close(store);
    return done;
}

static bool make_folder(struct cli *cli, struct text path)
{
    return mkdir(text_c_string(cli->arena, path), 0700) == 0 || errno == EEXIST ||
           fault_raise(&cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                       FAULT_ARGS(path, text_of(strerror(errno))));
}

static bool export_with(struct cli *cli, int argc, char **argv)
{
    struct export_wish wish = {.standard = TEXT_NONE};
    struct text pack = TEXT_NONE, format = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct cli_flag flags[] = {
        CLI_SETTINGS_FLAGS(&given),     {"--pack", true, &pack},     {"--to", true, &wish.folder},
        {"--table", true, &wish.table}, {"--format", true, &format},
    };
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 2 || wish.folder.len == 0) {
        return cli_wrong(cli, "which standard, and --to which folder", TEXT_NONE);
    }
    wish.standard = text_of(argv[1]);
    wish.is_json = text_is(format, "json");
    if (format.len > 0 && !wish.is_json && !text_is(format, "csv")) {
        return cli_wrong(cli, "--format is csv or json", format);
    }
    return cli_settings_read(cli, &given, &settings) && make_folder(cli, wish.folder) &&
           export_of(cli, settings.database, cli_pack_directory(cli, pack), &wish);
}

static int run_export(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, export_with(&cli, argc, argv));
}

const struct cli_command cli_export = {
    "export",
    "export spgl-v3|pic-1.2.0 --to DIR [--table NAME] [--format csv|json] [--db FILE|ADDRESS]\n"
    "         [--config FILE] [--pack DIR]",
    "write the tables of an exchange standard, one file each, as of one moment",
    run_export,
};
