#include "door/cli/cli_pack.h"

#include "door/cli/cli_common.h"
#include "pack/check.h"

static void add_finding(struct buffer *out, const struct pack_finding *finding,
                        enum language language)
{
    buffer_add(out, finding->file);
    if (!text_is_empty(finding->record)) {
        buffer_addf(out, " %.*s", TEXT_ARG(finding->record));
    }
    if (!text_is_empty(finding->field)) {
        buffer_addf(out, " %.*s", TEXT_ARG(finding->field));
    }
    struct text what = language == LANGUAGE_ZH ? finding->zh : finding->en;
    buffer_addf(out, ": %.*s\n", TEXT_ARG(what));
}

/* False with a finding printed is no fault: the status says it. */
static bool check(struct cli *cli, struct text directory, int *status)
{
    struct pack_findings findings = pack_check(cli->arena, directory);
    struct buffer out = buffer_open(cli->arena, 4096);
    for (uint32_t i = 0; i < findings.count; i++) {
        add_finding(&out, &findings.items[i], cli->language);
    }
    *status = findings.count > 0 ? CLI_REFUSED : CLI_DONE;
    if (cli->language == LANGUAGE_ZH) {
        buffer_addf(&out, "%.*s：发现 %u 处问题\n", TEXT_ARG(directory), (unsigned)findings.count);
    } else {
        buffer_addf(&out, "%.*s: %u findings\n", TEXT_ARG(directory), (unsigned)findings.count);
    }
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv, int *status)
{
    struct text pack_flag = TEXT_NONE;
    const struct cli_flag flags[] = {{"--pack", true, &pack_flag}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc < 2 || argc > 3 || !text_is(text_of(argv[1]), "check") ||
        (argc == 3 && !text_is_empty(pack_flag))) {
        return cli_wrong(cli, cli_pack.usage, TEXT_NONE);
    }
    struct text directory = argc == 3 ? text_of(argv[2]) : cli_pack_directory(cli, pack_flag);
    return check(cli, directory, status);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    int status = CLI_DONE;
    bool is_done = dispatch(&cli, argc, argv, &status);
    int closed = cli_close(&cli, is_done);
    return is_done ? status : closed;
}

const struct cli_command cli_pack = {
    .name = "pack",
    .usage = "pack check [DIR]",
    .summary = "checks a city's data: file, record and field of everything wrong",
    .run = run,
};
