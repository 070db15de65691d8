#include "roof/cli_move.h"

#include <stdio.h>

#include "base/json_write.h"
#include "door/cli/cli_settings.h"
#include "roof/move.h"
#include "store/store.h"

static void tell(void *context, struct text what, int64_t rows)
{
    (void)context;
    fprintf(stderr, "%.*s: %lld\n", TEXT_ARG(what), (long long)rows);
}

static const char *hex(struct arena *arena, const unsigned char bytes[32])
{
    struct buffer out = buffer_open(arena, 65);
    for (int i = 0; i < 32; i++) {
        buffer_addf(&out, "%02x", bytes[i]);
    }
    return text_c_string(arena, buffer_text(&out));
}

static int64_t rate(int64_t rows, int64_t ms)
{
    return ms > 0 ? rows * 1000 / ms : rows;
}

static struct text summary_json(struct arena *arena, const struct move_report *report)
{
    struct buffer out = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_name(&json, "tables");
    json_array(&json);
    for (size_t i = 0; i < report->table_count; i++) {
        json_object(&json);
        json_member_text(&json, "name", report->tables[i].name);
        json_member_int(&json, "rows", report->tables[i].sum.rows);
        json_member_text(&json, "digest", text_of(hex(arena, report->tables[i].sum.digest)));
        json_end(&json);
    }
    json_end(&json);
    json_member_int(&json, "rows", report->rows);
    json_member_int(&json, "files", report->files);
    json_member_int(&json, "file_bytes", report->file_bytes);
    json_member_int(&json, "entries", report->entries);
    json_member_text(&json, "root", text_of(hex(arena, report->root.bytes)));
    json_member_int(&json, "head_size", report->head_size);
    json_member_int(&json, "copying_ms", report->copying_ms);
    json_member_int(&json, "checking_ms", report->checking_ms);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return buffer_text(&out);
}

static struct text summary_words(struct arena *arena, const struct move_report *report)
{
    struct buffer out = buffer_open(arena, 4096);
    for (size_t i = 0; i < report->table_count; i++) {
        const struct move_table *table = &report->tables[i];
        buffer_addf(&out, "%-24.*s %10lld  %s\n", TEXT_ARG(table->name), (long long)table->sum.rows,
                    hex(arena, table->sum.digest));
    }
    buffer_addf(
        &out,
        "moved and equal on both sides: %zu tables, %lld rows; %lld files, %lld bytes\n"
        "ledger sound: %lld entries, head of %lld\nroot %s\n"
        "copied in %.1f s (%lld rows/s), read back in %.1f s (%lld rows/s)\n",
        report->table_count, (long long)report->rows, (long long)report->files,
        (long long)report->file_bytes, (long long)report->entries, (long long)report->head_size,
        hex(arena, report->root.bytes), (double)report->copying_ms / 1000,
        (long long)rate(report->rows, report->copying_ms), (double)report->checking_ms / 1000,
        (long long)rate(report->rows, report->checking_ms));
    return buffer_text(&out);
}

static bool move_with(struct cli *cli, int argc, char **argv)
{
    struct cli_given from = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_given to = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings source, target;
    struct text json = TEXT_NONE;
    struct move_report report;
    const struct cli_flag flags[] = {
        {"--from", true, &from.database},
        {"--to", true, &to.database},
        {"--from-home", true, &from.home},
        {"--to-home", true, &to.home},
        {"--from-config", true, &from.config},
        {"--to-config", true, &to.config},
        {"--json", false, &json},
    };
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (!cli_settings_read_end(cli, "FROM_", &from, &source) ||
        !cli_settings_read_end(cli, "TO_", &to, &target)) {
        return false;
    }
    struct move_options options = {.from = source.database,
                                   .to = target.database,
                                   .from_home = source.home,
                                   .to_home = target.home,
                                   .tell = tell};
    return move_run(cli->arena, &options, &report, &cli->fault) &&
           cli_print(cli, json.len > 0 ? summary_json(cli->arena, &report)
                                       : summary_words(cli->arena, &report));
}

static int run_move(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, move_with(&cli, argc, argv));
}

const struct cli_command cli_move = {
    "move",
    "move --from FILE|ADDRESS --to FILE|ADDRESS [--from-home DIR] [--to-home DIR]\n"
    "         [--from-config FILE] [--to-config FILE] [--json]",
    "move an installation into another database, and check that it arrived",
    run_move,
};
