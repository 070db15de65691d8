#include "door/cli/cli_watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json_write.h"
#include "courier/courier.h"
#include "door/cli/cli_common.h"
#include "ledger/cosign.h"
#include "ledger/watch.h"
#include "signer/signer.h"

enum { WATCH_WELL = 0, WATCH_ALARM = 1, WATCH_UNASKED = 3 };

#define EVERY_MAX 86400
#define LOOK_MEMORY ((size_t)64 << 20)

struct watch {
    struct cli cli;
    struct text url, held, key, with, every, authority, sign;
    int64_t seconds; /* between two looks; 0: one look */
    bool is_pinned;
    unsigned char pinned[LEDGER_PUBLIC_KEY_SIZE];
};

/* One look: what was held, what is shown. Its arena is the look's. */
struct look {
    const struct watch *watch;
    struct cli cli;
    struct text lines; /* of the file of --held */
    struct ledger_head held, shown;
    bool has_held;
    struct text proof_json; /* "" where none was asked for */
};

/* -- asking the service -- */

static void ask(struct look *look, struct text path, struct courier_report *report,
                struct text *answer)
{
    struct courier_source source = {text_format(look->cli.arena, "%.*s/api/v1/ledger/%.*s",
                                                TEXT_ARG(look->watch->url), TEXT_ARG(path)),
                                    look->watch->authority};
    courier_fetch(look->cli.arena, &source, report, answer);
}

static int say_unasked(const struct look *look, const struct courier_report *report)
{
    fprintf(stderr,
            look->cli.language == LANGUAGE_ZH ? "liandong: 问不到 %.*s：%.*s\n"
                                              : "liandong: cannot ask %.*s: %.*s\n",
            TEXT_ARG(look->watch->url), TEXT_ARG(report->trouble));
    return WATCH_UNASKED;
}

/* Between two heads, whichever way round. False when the network is to blame; a service that
 * answers, and has no proof, has none. */
static bool judge(struct look *look, struct ledger_watched watched, enum ledger_alarm *out,
                  struct courier_report *report)
{
    struct arena *arena = look->cli.arena;
    struct ledger_consistency *proof = arena_new(arena, struct ledger_consistency);
    struct fault unused = {.code = FAULT_NONE};
    if (ledger_watch_needs_proof(&watched)) {
        ask(look,
            text_format(arena, "consistency?old_size=%lld&new_size=%lld",
                        (long long)watched.held->size, (long long)watched.shown->size),
            report, &look->proof_json);
        if (report->end != COURIER_TAKEN && report->cause == COURIER_CAUSE_UNREACHABLE) {
            return false;
        }
        if (report->end == COURIER_TAKEN &&
            ledger_consistency_from_json(arena, look->proof_json, proof, &unused)) {
            watched.proof = proof;
        }
    }
    *out = ledger_watch(&watched);
    return true;
}

/* -- the file of what is held -- */

static struct text last_line(struct text lines)
{
    struct text last = TEXT_NONE;
    while (lines.len > 0) {
        struct text line = text_trim(text_cut(&lines, '\n'));
        last = line.len > 0 ? line : last;
    }
    return last;
}

static bool read_last(struct look *look, struct text path, struct text *lines,
                      struct ledger_head *out)
{
    return cli_read_file(&look->cli, path, lines) &&
           ledger_head_from_json(look->cli.arena, last_line(*lines), out, &look->cli.fault);
}

static bool read_held(struct look *look)
{
    struct stat found;
    struct text path = look->watch->held;
    if (stat(text_c_string(look->cli.arena, path), &found) != 0 && errno == ENOENT) {
        return true; /* the first look */
    }
    look->has_held = read_last(look, path, &look->lines, &look->held);
    return look->has_held;
}

static bool is_same_day(const struct look *look)
{
    return look->has_held && civil_date_of_instant(look->held.signed_at, 0) ==
                                 civil_date_of_instant(look->shown.signed_at, 0);
}

static bool keep(struct look *look)
{
    struct buffer out = buffer_open(look->cli.arena, look->lines.len + 1024);
    struct text last = last_line(look->lines);
    struct text kept = look->lines;
    if (is_same_day(look)) {
        kept.len = (size_t)(last.at - kept.at);
    }
    buffer_add(&out, kept);
    buffer_add(&out, ledger_head_json(look->cli.arena, &look->shown));
    buffer_add(&out, TEXT("\n"));
    return cli_write_file(&look->cli, look->watch->held, buffer_text(&out));
}

/* -- alarm -- */

static const char *sentence_of(enum ledger_alarm alarm, enum language language)
{
    static const char *const sentences[][2] = {
        [LEDGER_ALARM_NONE] = {"", ""},
        [LEDGER_ALARM_UNSIGNED] = {"服务给出的台账签名头无效",
                                   "the head that the service shows is not signed"},
        [LEDGER_ALARM_OTHER_KEY] = {"签名头不是由公布的密钥签署的",
                                    "the head is signed with another key than the published one"},
        [LEDGER_ALARM_CUT] = {"台账变短了：尾部被截去，或者数据库被恢复到旧状态",
                              "the ledger is shorter than it was: its tail was cut off, or an old "
                              "database was put back"},
        [LEDGER_ALARM_FORK] = {"同样条数有两个不同的台账：台账分叉",
                               "there are two ledgers of the same size: it was forked"},
        [LEDGER_ALARM_REWRITTEN] = {"台账不以已见过的内容开头：过去的记录被改写",
                                    "the ledger does not begin with what was seen of it: its past "
                                    "was rewritten"},
    };
    return sentences[alarm][language == LANGUAGE_ZH ? 0 : 1];
}

static struct text evidence(const struct look *look, enum ledger_alarm alarm,
                            const struct ledger_head *held)
{
    struct buffer out = buffer_open(look->cli.arena, 8192);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text(&json, "alarm", text_of(ledger_alarm_name(alarm)));
    json_member_text(&json, "service", look->watch->url);
    json_name(&json, "held");
    if (held == NULL) {
        json_null(&json);
    } else {
        json_raw(&json, ledger_head_json(look->cli.arena, held));
    }
    json_name(&json, "shown");
    if (look->shown.size > 0) {
        json_raw(&json, ledger_head_json(look->cli.arena, &look->shown));
    } else {
        json_null(&json);
    }
    json_member_text_or_null(&json, "proof", look->proof_json); /* as it was answered */
    json_end(&json);
    buffer_add(&out, TEXT("\n"));
    return buffer_text(&out);
}

static int raise_alarm(const struct look *look, enum ledger_alarm alarm,
                       const struct ledger_head *held)
{
    struct text line = evidence(look, alarm, held);
    const char *path = text_c_string(
        look->cli.arena, text_format(look->cli.arena, "%.*s.alarm", TEXT_ARG(look->watch->held)));
    FILE *file = fopen(path, "abe");
    bool is_kept = file != NULL && fwrite(line.at, 1, line.len, file) == line.len;
    is_kept = file != NULL && fclose(file) == 0 && is_kept;
    printf("%.*s", TEXT_ARG(line));
    fflush(stdout);
    fprintf(stderr, "liandong: %s\n", sentence_of(alarm, look->cli.language));
    if (!is_kept) {
        fprintf(stderr, "liandong: %s: %s\n", path, strerror(errno));
    }
    return WATCH_ALARM;
}

/* -- one look -- */

static int tell(struct look *look)
{
    struct text sentence = fault_sentence(look->cli.arena, &look->cli.fault, look->cli.language);
    fprintf(stderr, "liandong: %.*s\n", TEXT_ARG(sentence));
    return WATCH_UNASKED;
}

/* What another watcher holds has to lie on the same line, before or behind. */
static int look_with_other(struct look *look)
{
    struct ledger_head other;
    struct text lines;
    enum ledger_alarm alarm = LEDGER_ALARM_NONE;
    struct courier_report report;
    if (look->watch->with.len == 0) {
        return WATCH_WELL;
    }
    if (!read_last(look, look->watch->with, &lines, &other)) {
        return tell(look);
    }
    bool is_behind = other.size <= look->shown.size;
    struct ledger_watched watched = {.held = is_behind ? &other : &look->shown,
                                     .shown = is_behind ? &look->shown : &other};
    if (!judge(look, watched, &alarm, &report)) {
        return say_unasked(look, &report);
    }
    return alarm == LEDGER_ALARM_NONE ? WATCH_WELL : raise_alarm(look, alarm, &other);
}

/* The head that was found well, signed by the watcher as its witness, beside the file of what is
 * held: what he posts to /ledger/signatures. */
static bool cosign(struct look *look)
{
    struct ledger_cosign cosign = {
        .size = look->shown.size, .signed_at = look->shown.signed_at, .root = look->shown.root};
    struct arena *arena = look->cli.arena;
    struct text path = text_format(arena, "%.*s.witness", TEXT_ARG(look->watch->held));
    return signer_cosign(look->watch->sign, &cosign, &look->cli.fault) &&
           cli_write_file(&look->cli, path, ledger_cosign_json(arena, &cosign));
}

static int look_at_shown(struct look *look)
{
    enum ledger_alarm alarm = LEDGER_ALARM_NONE;
    struct courier_report report;
    struct ledger_watched watched = {.held = look->has_held ? &look->held : NULL,
                                     .shown = &look->shown,
                                     .key = look->watch->is_pinned ? look->watch->pinned : NULL};
    if (watched.key == NULL && look->has_held) {
        watched.key = look->held.public_key;
    }
    if (!judge(look, watched, &alarm, &report)) {
        return say_unasked(look, &report);
    }
    if (alarm != LEDGER_ALARM_NONE) {
        return raise_alarm(look, alarm, watched.held);
    }
    int status = look_with_other(look);
    bool is_news = !look->has_held || look->shown.size > look->held.size;
    if (status != WATCH_WELL || !is_news) {
        return status;
    }
    bool fine = (look->watch->sign.len == 0 || cosign(look)) && keep(look);
    return fine ? WATCH_WELL : tell(look);
}

static int look_once(const struct watch *watch)
{
    struct look look = {.watch = watch, .lines = TEXT_NONE, .proof_json = TEXT_NONE};
    struct courier_report report;
    struct text answer;
    int status;
    look.cli = (struct cli){.arena = arena_open(LOOK_MEMORY, LOOK_MEMORY),
                            .language = watch->cli.language};
    ask(&look, TEXT("head"), &report, &answer);
    if (!read_held(&look)) {
        status = tell(&look);
    } else if (report.end != COURIER_TAKEN) {
        status = say_unasked(&look, &report);
    } else if (!ledger_head_from_json(look.cli.arena, answer, &look.shown, &look.cli.fault)) {
        status = raise_alarm(&look, LEDGER_ALARM_UNSIGNED, look.has_held ? &look.held : NULL);
    } else {
        status = look_at_shown(&look);
    }
    arena_close(look.cli.arena);
    return status;
}

/* -- the command -- */

static bool read_request(struct watch *watch, int argc, char **argv)
{
    struct cli *cli = &watch->cli;
    const struct cli_flag flags[] = {
        {"--url", true, &watch->url},     {"--held", true, &watch->held},
        {"--key", true, &watch->key},     {"--with", true, &watch->with},
        {"--every", true, &watch->every}, {"--authority", true, &watch->authority},
        {"--sign", true, &watch->sign},
    };
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc > 1) {
        return cli_wrong(cli, "not understood", text_of(argv[1]));
    }
    struct courier_source source = {watch->url, watch->authority};
    if (watch->held.len == 0 || !courier_source_is_valid(&source)) {
        return cli_wrong(cli, watch->held.len == 0 ? "--held FILE" : "--url https://NAME",
                         watch->held.len == 0 ? TEXT_NONE : watch->url);
    }
    if (watch->url.at[watch->url.len - 1] == '/') {
        watch->url.len--;
    }
    if (watch->every.len > 0 && (!text_to_int(watch->every, &watch->seconds) ||
                                 watch->seconds < 1 || watch->seconds > EVERY_MAX)) {
        return cli_wrong(cli, "--every SECONDS, 1 to 86400", watch->every);
    }
    watch->is_pinned = watch->key.len > 0;
    return !watch->is_pinned || signer_read_public_key(watch->key, watch->pinned, &cli->fault);
}

static int run_watch(int argc, char **argv)
{
    struct watch watch = {.cli = cli_open()};
    int status = WATCH_UNASKED;
    if (!read_request(&watch, argc, argv) || !courier_begin(&watch.cli.fault)) {
        status = cli_close(&watch.cli, false);
        return status == CLI_USAGE ? CLI_USAGE : WATCH_UNASKED;
    }
    do {
        status = look_once(&watch);
    } while (watch.seconds > 0 && status != WATCH_ALARM && sleep((unsigned)watch.seconds) == 0);
    courier_end();
    cli_close(&watch.cli, true);
    return status;
}

const struct cli_command cli_watch = {
    .name = "watch",
    .usage = "watch --url https://NAME --held FILE [--key FILE] [--with FILE] [--every SECONDS]\n"
             "         [--authority FILE] [--sign KEYFILE]",
    .summary =
        "watch a server's ledger from outside: alarm on a fork, a cut tail, a rewritten past",
    .run = run_watch,
};
