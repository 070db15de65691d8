#include "roof/cli_doctor.h"

#include <stdio.h>

#include "door/cli/cli_settings.h"
#include "roof/doctor.h"

static bool run_with(struct cli *cli, int argc, char **argv, bool *sound)
{
    struct text pack = TEXT_NONE, mend = TEXT_NONE;
    struct cli_given given = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct cli_settings settings;
    const struct cli_flag flags[] = {CLI_SETTINGS_FLAGS(&given),
                                     {"--scanner", true, &given.scanner},
                                     {"--pack", true, &pack},
                                     {"--mend", false, &mend}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "unexpected argument", text_of(argv[1]));
    }
    if (!cli_settings_read(cli, &given, &settings)) {
        return false;
    }
    struct doctor doctor = {
        .arena = cli->arena,
        .language = cli->language,
        .database = settings.database,
        .home = settings.home,
        .scanner = settings.scanner,
        .courier = &settings.courier,
        .pack = text_c_string(cli->arena, cli_pack_directory(cli, pack)),
        .mends = mend.len > 0,
    };
    if (!doctor_examine(&doctor, &cli->fault)) {
        return false;
    }
    printf(cli->language == LANGUAGE_ZH ? "%d 处错误，%d 处注意\n" : "%d wrong, %d warnings\n",
           doctor.wrongs, doctor.warnings);
    *sound = doctor.wrongs == 0;
    return true;
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    bool sound = true;
    int status = cli_close(&cli, run_with(&cli, argc, argv, &sound));
    return status == CLI_DONE && !sound ? CLI_REFUSED : status;
}

const struct cli_command cli_doctor = {
    "doctor",
    "doctor [--db FILE|ADDRESS] [--home DIR] [--config FILE] [--pack DIR] [--scanner ADDRESS]\n"
    "         [--mend]",
    "look at an installation: what is sound, what is wrong, how it is mended",
    run,
};
