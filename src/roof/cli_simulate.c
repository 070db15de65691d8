#include "roof/cli_simulate.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json_write.h"
#include "door/cli/cli_settings.h"
#include "roof/simulate/simulate.h"

/* -- saying it -- */

static void write_counts(struct json_writer *json, const char *name,
                         const struct simulate_counts *counts)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < counts->count; i++) {
        const struct simulate_count *one = &counts->items[i];
        json_object(json);
        if (one->kind.len > 0) {
            json_member_text(json, "kind", one->kind);
        }
        json_member_text(json, "name", one->name);
        json_member_int(json, "times", one->times);
        json_end(json);
    }
    json_end(json);
}

static struct text root_text(struct arena *arena, const struct ledger_hash *root)
{
    struct buffer out = buffer_open(arena, 2 * sizeof root->bytes + 1);
    for (size_t i = 0; i < sizeof root->bytes; i++) {
        buffer_addf(&out, "%02x", root->bytes[i]);
    }
    return buffer_text(&out);
}

static size_t never_fired(const struct simulate_report *report)
{
    size_t count = 0;
    for (size_t i = 0; i < report->rules.count; i++) {
        count += report->rules.items[i].times == 0;
    }
    return count;
}

static bool say_json(struct cli *cli, const struct simulate_options *options,
                     const struct simulate_report *report)
{
    struct buffer buffer = buffer_open(cli->arena, 16384);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    json_member_int(&json, "seed", (int64_t)options->seed);
    json_member_int(&json, "projects", options->projects);
    json_member_int(&json, "year", options->year);
    json_member_int(&json, "milliseconds", report->milliseconds);
    json_member_int(&json, "commands", report->given);
    json_member_int(&json, "refusals", report->refusals);
    json_member_int(&json, "size", report->size);
    json_member_text(&json, "root", root_text(cli->arena, &report->root));
    json_member_int(&json, "never_fired", (int64_t)never_fired(report));
    write_counts(&json, "rules", &report->rules);
    write_counts(&json, "entries", &report->entries);
    write_counts(&json, "refused", &report->refused);
    json_end(&json);
    buffer_add_char(&buffer, '\n');
    return cli_print(cli, buffer_text(&buffer));
}

static void add_counts(struct buffer *out, const struct simulate_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        const struct simulate_count *one = &counts->items[i];
        buffer_addf(out, "  %8lld  %.*s%s%.*s\n", (long long)one->times, TEXT_ARG(one->kind),
                    one->kind.len > 0 ? " " : "", TEXT_ARG(one->name));
    }
}

static bool say_text(struct cli *cli, const struct simulate_report *report, bool is_kept)
{
    bool in_chinese = cli->language == LANGUAGE_ZH;
    struct buffer out = buffer_open(cli->arena, 16384);
    buffer_add(&out, in_chinese ? TEXT("账本记录：\n") : TEXT("entries of the ledger:\n"));
    add_counts(&out, &report->entries);
    buffer_add(&out,
               in_chinese ? TEXT("规则触发次数：\n") : TEXT("rules, and how often they fired:\n"));
    add_counts(&out, &report->rules);
    buffer_add(&out, in_chinese ? TEXT("被拒绝的操作：\n") : TEXT("refused commands:\n"));
    add_counts(&out, &report->refused);
    buffer_addf(&out,
                in_chinese ? "%lld 项操作，%lld 项被拒绝；%lld 条记录；%zu "
                             "条规则未触发；%lld.%03lld 秒\n根哈希 %s\n"
                           : "%lld commands, %lld refused; %lld entries; %zu rules never fired; "
                             "%lld.%03lld s\nroot %s\n",
                (long long)report->given, (long long)report->refusals, (long long)report->size,
                never_fired(report), (long long)(report->milliseconds / 1000),
                (long long)(report->milliseconds % 1000), root_text(cli->arena, &report->root).at);
    if (is_kept) {
        buffer_addf(&out,
                    in_chinese
                        ? "账号 centre、navigator1、supervisor、leader、enterprise1 等，密码 %.*s\n"
                        : "accounts centre, navigator1, supervisor, leader, enterprise1 "
                          "and so on, password %.*s\n",
                    TEXT_ARG(report->password));
    }
    return cli_print(cli, buffer_text(&out));
}

/* -- a place that is gone afterwards -- */

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    return remove(path);
}

static bool open_place(struct cli *cli, char *folder, size_t size, struct simulate_options *options)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, size, "%s/liandong-simulate-XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL) {
        return fault_raise(&cli->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(text_of(folder), TEXT("mkdtemp")));
    }
    options->home = text_of(folder);
    options->database = text_format(cli->arena, "%s/simulated.db", folder);
    return true;
}

/* -- flags -- */

struct simulate_flags {
    struct text seed, projects, year, pack, json;
    struct cli_given given;
};

static bool number(struct cli *cli, struct text given, int64_t most, int64_t *out)
{
    if (given.len == 0) {
        return true;
    }
    return (text_to_int(given, out) && *out >= 1 && *out <= most) ||
           cli_wrong(cli, "a number within its bounds is expected", given);
}

static bool read_options(struct cli *cli, const struct simulate_flags *flags,
                         struct simulate_options *out)
{
    struct cli_settings settings;
    int64_t seed = 1;
    int64_t year = 2026;
    *out = (struct simulate_options){.projects = 300};
    if (!number(cli, flags->seed, INT64_MAX, &seed) ||
        !number(cli, flags->projects, SIMULATE_PROJECTS_MAX, &out->projects) ||
        !number(cli, flags->year, 9000, &year)) {
        return false;
    }
    out->seed = (uint64_t)seed;
    out->year = (int)year;
    out->pack = text_c_string(cli->arena, cli_pack_directory(cli, flags->pack));
    if (flags->given.database.len == 0) {
        return true;
    }
    if (!cli_settings_read(cli, &flags->given, &settings)) {
        return false;
    }
    out->database = settings.database;
    out->home = settings.home;
    return true;
}

static bool run_with(struct cli *cli, int argc, char **argv)
{
    char folder[4096] = "";
    struct simulate_flags given = {
        TEXT_NONE, TEXT_NONE, TEXT_NONE,
        TEXT_NONE, TEXT_NONE, {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE}};
    struct simulate_options options;
    struct simulate_report report;
    const struct cli_flag flags[] = {
        CLI_SETTINGS_FLAGS(&given.given),      {"--seed", true, &given.seed},
        {"--projects", true, &given.projects}, {"--year", true, &given.year},
        {"--pack", true, &given.pack},         {"--json", false, &given.json}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (!read_options(cli, &given, &options)) {
        return false;
    }
    bool is_kept = options.database.len > 0;
    if (!is_kept && !open_place(cli, folder, sizeof folder, &options)) {
        return false;
    }
    bool done = simulate(cli->arena, &options, &report, &cli->fault);
    if (!is_kept) {
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    return done && (given.json.len > 0 ? say_json(cli, &options, &report)
                                       : say_text(cli, &report, is_kept));
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, run_with(&cli, argc, argv));
}

const struct cli_command cli_simulate = {
    "simulate",
    "simulate [--seed N] [--projects N] [--year YEAR] [--pack DIR] [--json]\n"
    "         [--db FILE|ADDRESS] [--home DIR] [--config FILE]",
    "a city's year, played through the platform: how often each rule fires; --db keeps it",
    run,
};
