#include "door/cli/cli_ledger.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_write.h"
#include "door/cli/cli_settings.h"
#include "ledger/ledger.h"
#include "signer/signer.h"

enum { EXIT_FINE = 0, EXIT_WRONG = 1, EXIT_USAGE = 2 };

#define NUMBERS_MAX 2

struct request {
    struct arena *arena;
    struct store *store;
    const char *db;
    const char *head;
    const char *key;
    bool json;
    int64_t numbers[NUMBERS_MAX];
    int count;
    struct fault fault;
};

static int tell(struct request *request)
{
    const char *lang = getenv("LANG");
    bool chinese = lang != NULL && strncmp(lang, "zh", 2) == 0;
    enum language language = chinese ? LANGUAGE_ZH : LANGUAGE_EN;
    struct text sentence = fault_sentence(request->arena, &request->fault, language);
    struct text advice = fault_advice(request->arena, &request->fault, language);
    fprintf(stderr, "liandong: %.*s\n  %.*s\n", TEXT_ARG(sentence), TEXT_ARG(advice));
    return request->fault.code == FAULT_USAGE ? EXIT_USAGE : EXIT_WRONG;
}

static int print_line(struct text text)
{
    printf("%.*s\n", TEXT_ARG(text));
    return fflush(stdout) == 0 ? EXIT_FINE : EXIT_WRONG;
}

static const char *hex_of(struct arena *arena, const struct ledger_hash *hash)
{
    struct buffer hex = buffer_open(arena, 2 * LEDGER_HASH_SIZE + 1);
    for (int i = 0; i < LEDGER_HASH_SIZE; i++) {
        buffer_addf(&hex, "%02x", hash->bytes[i]);
    }
    return text_c_string(arena, buffer_text(&hex));
}

/* -- verify -- */

static bool read_head_file(struct request *request, struct ledger_head *out)
{
    char bytes[4096];
    FILE *file = fopen(request->head, "re");
    if (file == NULL) {
        return fault_raise(&request->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(text_of(request->head), text_of(strerror(errno))));
    }
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    struct text json = text_copy(request->arena, (struct text){bytes, len});
    return ledger_head_from_json(request->arena, json, out, &request->fault);
}

static struct text report_json(struct arena *arena, const struct ledger_report *report)
{
    struct buffer out = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_bool(&json, "sound", report->is_sound);
    json_member_int(&json, "entries", report->entries);
    json_member_int(&json, "tiles", report->tiles);
    json_member_int(&json, "heads", report->heads);
    json_member_text(&json, "root", text_of(hex_of(arena, &report->root)));
    json_name(&json, "broken");
    if (report->is_sound) {
        json_null(&json);
    } else {
        json_object(&json);
        json_member_text(&json, "table", text_of(report->table));
        json_member_int(&json, "row", report->row);
        json_member_text_or_null(&json, "column", text_of(report->column));
        json_member_text(&json, "what", text_of(report->what));
        json_member_text_or_null(&json, "database_says", text_of(report->database_says));
        json_end(&json);
    }
    json_end(&json);
    return buffer_text(&out);
}

static void print_report(struct arena *arena, const struct ledger_report *report)
{
    if (report->is_sound) {
        printf("ledger sound: %lld entries, %lld tiles, %lld heads\nroot %s\n",
               (long long)report->entries, (long long)report->tiles, (long long)report->heads,
               hex_of(arena, &report->root));
        return;
    }
    printf("ledger BROKEN at %s %lld%s%s: %s\n", report->table, (long long)report->row,
           report->column[0] == '\0' ? "" : ", column ", report->column, report->what);
    if (report->database_says[0] != '\0') {
        printf("%s\n", report->database_says);
    } else {
        printf("%lld entries before it are sound\n", (long long)report->entries);
    }
}

static int run_verify(struct request *request)
{
    struct ledger_verify_options options = {0};
    struct ledger_report report;
    struct ledger_head outside;
    unsigned char pinned[LEDGER_PUBLIC_KEY_SIZE];
    if (request->head != NULL) {
        if (!read_head_file(request, &outside)) {
            return tell(request);
        }
        options.outside = &outside;
    }
    if (request->key != NULL) {
        if (!signer_read_public_key(text_of(request->key), pinned, &request->fault)) {
            return tell(request);
        }
        options.pinned_key = pinned;
    }
    if (!ledger_verify(request->store, &options, &report, &request->fault)) {
        return tell(request);
    }
    if (request->json) {
        print_line(report_json(request->arena, &report));
    } else {
        print_report(request->arena, &report);
    }
    return report.is_sound ? EXIT_FINE : EXIT_WRONG;
}

/* -- prove, head -- */

static bool size_of_ledger(struct request *request, const struct ledger_head *head, int64_t seq,
                           int64_t *out)
{
    struct ledger *ledger = NULL;
    if (head->size >= seq) {
        *out = head->size; /* the proof then leads to a root that is signed */
        return true;
    }
    if (!ledger_open(request->store, &ledger, &request->fault)) {
        return false;
    }
    *out = ledger_size(ledger);
    ledger_close(ledger);
    return true;
}

static int run_prove(struct request *request)
{
    struct ledger_head head;
    struct ledger_proof proof;
    int64_t size = 0;
    int64_t seq = request->numbers[0];
    if (!ledger_head_current(request->store, &head, &request->fault) ||
        !size_of_ledger(request, &head, seq, &size) ||
        !ledger_prove(request->store, seq, size, &proof, &request->fault)) {
        return tell(request);
    }
    bool is_signed = head.size == proof.size;
    return print_line(ledger_proof_json(request->arena, &proof, is_signed ? &head : NULL));
}

static int run_prove_consistency(struct request *request)
{
    struct ledger_consistency proof;
    if (!ledger_prove_consistency(request->store, request->numbers[0], request->numbers[1], &proof,
                                  &request->fault)) {
        return tell(request);
    }
    return print_line(ledger_consistency_json(request->arena, &proof));
}

static int run_head(struct request *request)
{
    struct ledger_head head;
    if (!ledger_head_current(request->store, &head, &request->fault)) {
        return tell(request);
    }
    if (head.size == 0) {
        fault_raise(&request->fault, FAULT_NOT_FOUND, TEXT("head"), FAULT_NO_ARGS);
        return tell(request);
    }
    return print_line(ledger_head_json(request->arena, &head));
}

/* -- arguments -- */

static const struct form {
    const char *name;
    int numbers;
    int (*run)(struct request *request);
} forms[] = {
    {"verify", 0, run_verify},
    {"prove", 1, run_prove},
    {"prove-consistency", 2, run_prove_consistency},
    {"head", 0, run_head},
};

static bool raise_usage(struct request *request, const char *what)
{
    return fault_raise(&request->fault, FAULT_USAGE, TEXT_NONE, FAULT_ARGS(text_of(what)));
}

/* Where the value of this option goes, or NULL. */
static const char **value_of(struct request *request, const char *option)
{
    if (strcmp(option, "--db") == 0) {
        return &request->db;
    }
    if (strcmp(option, "--head") == 0) {
        return &request->head;
    }
    return strcmp(option, "--key") == 0 ? &request->key : NULL;
}

static bool read_arguments(struct request *request, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        const char **value = value_of(request, argv[i]);
        if (value != NULL) {
            if (++i == argc) {
                return raise_usage(request, argv[i - 1]);
            }
            *value = argv[i];
        } else if (strcmp(argv[i], "--json") == 0) {
            request->json = true;
        } else if (request->count == NUMBERS_MAX ||
                   !text_to_int(text_of(argv[i]), &request->numbers[request->count])) {
            return raise_usage(request, argv[i]);
        } else {
            request->count++;
        }
    }
    return true;
}

static bool open_database(struct request *request)
{
    struct cli cli = {.arena = request->arena};
    struct cli_given given = {.database = text_of(request->db)};
    struct cli_settings settings;
    if (!cli_settings_read(&cli, &given, &settings)) {
        request->fault = cli.fault;
        return false;
    }
    if (!settings.is_named) { /* whoever checks says what */
        return raise_usage(request, "--db FILE|ADDRESS");
    }
    struct store_options options = {
        .path = settings.database, .read_only = true, .must_exist = true, .statement_ms = -1};
    return store_open(&options, &request->store, &request->fault);
}

static int run_form(struct request *request, const struct form *form)
{
    if (form->numbers != request->count) {
        raise_usage(request, form->name);
        return tell(request);
    }
    if (!open_database(request)) {
        return tell(request);
    }
    int status = form->run(request);
    store_close(request->store);
    return status;
}

static int run_request(struct request *request, int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < COUNT_OF(forms); i++) {
        if (strcmp(argv[1], forms[i].name) == 0) {
            return read_arguments(request, argc - 2, argv + 2) ? run_form(request, &forms[i])
                                                               : tell(request);
        }
    }
    raise_usage(request, argc > 1 ? argv[1] : "ledger");
    return tell(request);
}

static int run_ledger(int argc, char **argv)
{
    struct request request = {.arena = arena_open(16 << 20, 64 << 20)};
    int status = run_request(&request, argc, argv);
    arena_close(request.arena);
    return status;
}

const struct cli_command cli_ledger = {
    .name = "ledger",
    .usage = "ledger verify [--db FILE|ADDRESS] [--head FILE] [--key FILE] [--json]\n"
             "ledger prove SEQ [--db FILE|ADDRESS]\n"
             "ledger prove-consistency OLD NEW [--db FILE|ADDRESS]\n"
             "ledger head [--db FILE|ADDRESS]",
    .summary = "check the ledger, prove an entry, print its signed head",
    .run = run_ledger,
};
