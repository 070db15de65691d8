#include "door/cli/cli_common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEMORY_MAX ((size_t)4 << 30)
#define FILE_MAX ((size_t)64 << 20)
#define PACK_DEFAULT "data/fuzhou"

struct cli cli_open(void)
{
    const char *language = getenv("LC_ALL");
    language = language == NULL || language[0] == '\0' ? getenv("LANG") : language;
    bool is_chinese = language != NULL && strncmp(language, "zh", 2) == 0;
    return (struct cli){.arena = arena_open(MEMORY_MAX, MEMORY_MAX),
                        .language = is_chinese ? LANGUAGE_ZH : LANGUAGE_EN};
}

int cli_close(struct cli *cli, bool is_done)
{
    int status = CLI_DONE;
    if (!is_done) {
        struct text sentence = fault_sentence(cli->arena, &cli->fault, cli->language);
        struct text advice = fault_advice(cli->arena, &cli->fault, cli->language);
        fprintf(stderr, "liandong: %.*s\n  %.*s\n", TEXT_ARG(sentence), TEXT_ARG(advice));
        status = cli->fault.code == FAULT_USAGE ? CLI_USAGE : CLI_REFUSED;
    }
    arena_close(cli->arena);
    return status;
}

bool cli_wrong(struct cli *cli, const char *what, struct text got)
{
    struct text reason = text_is_empty(got)
                             ? text_of(what)
                             : text_format(cli->arena, "%s: %.*s", what, TEXT_ARG(got));
    return fault_raise(&cli->fault, FAULT_USAGE, TEXT_NONE, FAULT_ARGS(reason));
}

/* ---- flags ---- */

static const struct cli_flag *find_flag(struct text name, const struct cli_flag *flags,
                                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(name, flags[i].name)) {
            return &flags[i];
        }
    }
    return NULL;
}

/* One argument that begins with "--"; *at moves on when the value is the next argument. */
static bool read_flag(struct cli *cli, int argc, char **argv, int *at, const struct cli_flag *flag)
{
    struct text rest = text_of(argv[*at]);
    struct text name = text_cut(&rest, '=');
    bool has_equals = name.len < strlen(argv[*at]);
    if (flag == NULL) {
        return cli_wrong(cli, "unknown flag", name);
    }
    if (!text_is_empty(*flag->value)) {
        return cli_wrong(cli, "given twice", name);
    }
    if (!flag->takes_value) {
        *flag->value = TEXT("yes");
        return !has_equals || cli_wrong(cli, "takes no value", name);
    }
    if (!has_equals) {
        if (*at + 1 >= argc) {
            return cli_wrong(cli, "needs a value", name);
        }
        rest = text_of(argv[++*at]);
    }
    *flag->value = rest;
    return !text_is_empty(rest) || cli_wrong(cli, "needs a value", name);
}

bool cli_read_flags(struct cli *cli, int *argc, char **argv, const struct cli_flag *flags,
                    size_t count)
{
    int kept = 1;
    for (int i = 1; i < *argc; i++) {
        struct text rest = text_of(argv[i]);
        if (!text_starts_with(rest, TEXT("--"))) {
            argv[kept++] = argv[i];
            continue;
        }
        const struct cli_flag *flag = find_flag(text_cut(&rest, '='), flags, count);
        if (!read_flag(cli, *argc, argv, &i, flag)) {
            return false;
        }
    }
    *argc = kept;
    return true;
}

bool cli_read_date(struct cli *cli, struct text text, civil_date *out)
{
    return civil_date_parse(text, out) ||
           fault_raise(&cli->fault, FAULT_FIELD_DATE, text, FAULT_NO_ARGS);
}

/* ---- files ---- */

static bool unreadable(struct cli *cli, struct text path, const char *why)
{
    return fault_raise(&cli->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                       FAULT_ARGS(path, text_of(why)));
}

/* As much as a regular file holds is asked for at once: growing would copy it again and again. */
static size_t expected_size(FILE *stream)
{
    struct stat about;
    bool is_file = fstat(fileno(stream), &about) == 0 && S_ISREG(about.st_mode);
    return is_file && (size_t)about.st_size <= FILE_MAX ? (size_t)about.st_size : 0;
}

static bool read_stream(struct cli *cli, FILE *stream, struct text path, struct text *out)
{
    struct buffer bytes = buffer_open(cli->arena, expected_size(stream) + (1 << 17));
    size_t got = 1;
    while (got > 0 && bytes.len <= FILE_MAX) {
        char *at = buffer_reserve(&bytes, 1 << 16);
        got = fread(at, 1, 1 << 16, stream);
        buffer_commit(&bytes, got);
    }
    if (ferror(stream)) {
        return unreadable(cli, path, strerror(errno));
    }
    if (bytes.len > FILE_MAX) {
        return unreadable(cli, path, strerror(EFBIG));
    }
    *out = buffer_text(&bytes);
    return true;
}

bool cli_read_file(struct cli *cli, struct text path, struct text *out)
{
    if (text_is(path, "-")) {
        return read_stream(cli, stdin, TEXT("(stdin)"), out);
    }
    FILE *stream = fopen(text_c_string(cli->arena, path), "rbe");
    if (stream == NULL) {
        return unreadable(cli, path, strerror(errno));
    }
    bool is_read = read_stream(cli, stream, path, out);
    fclose(stream);
    return is_read;
}

bool cli_write_file(struct cli *cli, struct text path, struct text content)
{
    const char *to = text_c_string(cli->arena, path);
    const char *part = text_c_string(cli->arena, text_format(cli->arena, "%s.part", to));
    FILE *file = fopen(part, "wbe");
    bool fine = file != NULL && fwrite(content.at, 1, content.len, file) == content.len &&
                fflush(file) == 0 && fsync(fileno(file)) == 0;
    int why = errno;
    if (file != NULL && fclose(file) != 0 && fine) {
        fine = false;
        why = errno;
    }
    if (fine && rename(part, to) != 0) {
        fine = false;
        why = errno;
    }
    return fine || fault_raise(&cli->fault, FAULT_FILE_UNWRITABLE, TEXT_NONE,
                               FAULT_ARGS(path, text_of(strerror(why))));
}

bool cli_refuse_line(struct cli *cli, int number, const struct fault *inner)
{
    return fault_raise(&cli->fault, FAULT_LINE_WRONG, TEXT_NONE,
                       FAULT_ARGS(text_format(cli->arena, "%d", number),
                                  fault_sentence(cli->arena, inner, LANGUAGE_ZH),
                                  fault_sentence(cli->arena, inner, LANGUAGE_EN)));
}

uint32_t cli_count_lines(struct text source)
{
    uint32_t count = 1;
    for (size_t i = 0; i < source.len; i++) {
        count += source.at[i] == '\n';
    }
    return count;
}

bool cli_print(struct cli *cli, struct text text)
{
    if (fwrite(text.at, 1, text.len, stdout) == text.len && fflush(stdout) == 0) {
        return true;
    }
    return fault_raise(&cli->fault, FAULT_STORE_FAILED, TEXT_NONE,
                       FAULT_ARGS(text_of(strerror(errno))));
}

/* ---- the pack ---- */

static bool is_pack(struct cli *cli, struct text directory)
{
    struct stat about;
    struct text file = text_format(cli->arena, "%.*s/pack.json", TEXT_ARG(directory));
    return stat(text_c_string(cli->arena, file), &about) == 0;
}

/* build/liandong finds the data of the tree it was built from when called from elsewhere. */
static struct text beside_programme(struct cli *cli)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len <= 0 || (size_t)len >= sizeof path) {
        return TEXT_NONE;
    }
    struct text programme = {path, (size_t)len};
    while (programme.len > 0 && programme.at[programme.len - 1] != '/') {
        programme.len--;
    }
    return text_format(cli->arena, "%.*s../" PACK_DEFAULT, TEXT_ARG(programme));
}

struct text cli_pack_directory(struct cli *cli, struct text given)
{
    const char *configured = getenv("LIANDONG_PACK");
    if (!text_is_empty(given)) {
        return given;
    }
    if (configured != NULL && configured[0] != '\0') {
        return text_of(configured);
    }
    struct text beside = beside_programme(cli);
    if (!is_pack(cli, TEXT(PACK_DEFAULT)) && is_pack(cli, beside)) {
        return beside;
    }
    return TEXT(PACK_DEFAULT);
}
