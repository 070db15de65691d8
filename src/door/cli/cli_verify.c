#include "door/cli/cli_verify.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "door/cli/cli_settings.h"
#include "ledger/archive.h"
#include "ledger/sm3.h"
#include "ledger/testimony.h"
#include "signer/signer.h"

enum { EXIT_GENUINE = 0, EXIT_NOT = 1, EXIT_USAGE = 2, EXIT_NO_KEY = 3 };

#define FILE_MAX ((size_t)32 << 20)

struct request {
    struct arena *arena;
    struct text file, proof, key, as_of;
    bool has_key;
    bool in_chinese;
    civil_date day; /* of validity; CIVIL_DATE_NONE: not looked at */
    unsigned char public_key[LEDGER_PUBLIC_KEY_SIZE];
    struct fault fault;
};

static const char *words(const struct request *request, const char *zh, const char *en)
{
    return request->in_chinese ? zh : en;
}

static int tell(struct request *request)
{
    enum language language = request->in_chinese ? LANGUAGE_ZH : LANGUAGE_EN;
    struct text sentence = fault_sentence(request->arena, &request->fault, language);
    struct text advice = fault_advice(request->arena, &request->fault, language);
    fprintf(stderr, "liandong: %.*s\n  %.*s\n", TEXT_ARG(sentence), TEXT_ARG(advice));
    return request->fault.code == FAULT_USAGE ? EXIT_USAGE : EXIT_NOT;
}

static bool not_genuine(struct request *request, const char *zh, const char *en)
{
    return fault_raise(&request->fault, FAULT_TESTIMONY_WRONG, TEXT_NONE,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

/* -- files -- */

static bool read_file(struct request *request, struct text path, struct text *out)
{
    FILE *file = fopen(text_c_string(request->arena, path), "rbe");
    if (file == NULL) {
        return fault_raise(&request->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, text_of(strerror(errno))));
    }
    struct buffer bytes = buffer_open(request->arena, 64 << 10);
    size_t got = 1;
    while (got > 0 && bytes.len <= FILE_MAX) {
        char *at = buffer_reserve(&bytes, 64 << 10);
        got = fread(at, 1, 64 << 10, file);
        buffer_commit(&bytes, got);
    }
    fclose(file);
    if (bytes.len > FILE_MAX) {
        return fault_raise(&request->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(path, TEXT("too large")));
    }
    *out = buffer_text(&bytes);
    return true;
}

/* A key that was named must be there; the installation's own may be missing. */
static bool find_key(struct request *request)
{
    struct cli cli = {.arena = request->arena};
    struct cli_given given = {.database = TEXT_NONE};
    struct cli_settings settings;
    struct fault unused = {.code = FAULT_NONE};
    if (request->key.len > 0) {
        request->has_key = true;
        return signer_read_public_key(request->key, request->public_key, &request->fault);
    }
    if (!cli_settings_read(&cli, &given, &settings)) {
        request->fault = cli.fault;
        return false;
    }
    request->key = text_format(request->arena, "%.*s/keys/ledger.pem.pub", TEXT_ARG(settings.home));
    request->has_key = signer_read_public_key(request->key, request->public_key, &unused);
    return true;
}

static const unsigned char *key_of(const struct request *request)
{
    return request->has_key ? request->public_key : NULL;
}

/* -- what is said -- */

static void say_instant(const struct request *request, int64_t utc_ms)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    struct text date = civil_date_write(civil_date_of_instant(utc_ms, 0), day);
    int64_t seconds = utc_ms / 1000 % 86400;
    printf("  %s: %.*s %02d:%02d:%02d UTC\n", words(request, "台账签名时间", "ledger signed at"),
           TEXT_ARG(date), (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void say_head(const struct request *request, const struct ledger_head *head)
{
    say_instant(request, head->signed_at);
    printf("  %s: %lld\n", words(request, "台账条数", "entries of the ledger"),
           (long long)head->size);
    if (request->has_key) {
        printf("  %s: %.*s\n", words(request, "公钥", "key"), TEXT_ARG(request->key));
    } else {
        printf("  %s\n", words(request, "没有公布的公钥可比对：请用 --key 给出",
                               "no published key to compare with: give one with --key"));
    }
}

static int verdict_of(const struct request *request)
{
    return request->has_key ? EXIT_GENUINE : EXIT_NO_KEY;
}

/* Members of the body that are plain values. */
static void say_body(struct request *request, const struct ledger_entry *entry)
{
    const struct jvalue *body = NULL;
    struct fault unused = {.code = FAULT_NONE};
    if (!json_read(request->arena, entry->body, &body, &unused)) {
        return;
    }
    for (uint32_t i = 0; i < body->count; i++) {
        const struct jmember *member = &body->members[i];
        if (member->value.kind == JVALUE_TEXT) {
            printf("  %.*s: %.*s\n", TEXT_ARG(member->name), TEXT_ARG(member->value.text));
        } else if (member->value.kind == JVALUE_INT) {
            printf("  %.*s: %lld\n", TEXT_ARG(member->name), (long long)member->value.integer);
        }
    }
}

/* What ended it, if anything did before the head was signed. */
static const char *ending_of(const struct request *request, const struct testimony *testimony)
{
    for (int i = 1; i < testimony->count; i++) {
        struct text kind = testimony->entries[i].kind;
        if (text_is(kind, "letter.withdrawn")) {
            return words(request, "已撤回", "WITHDRAWN");
        }
        if (text_is(kind, "certificate.revoked")) {
            return words(request, "已撤销", "REVOKED");
        }
        if (text_is(kind, "letter.issued") || text_is(kind, "certificate.issued")) {
            return words(request, "已被新版本取代", "REPLACED by a newer one");
        }
    }
    return NULL;
}

static const char *lapse_of(struct request *request, const struct testimony *testimony)
{
    const struct jvalue *body = NULL;
    struct fault unused = {.code = FAULT_NONE};
    civil_date until = CIVIL_DATE_NONE;
    bool knows = request->day != CIVIL_DATE_NONE &&
                 json_read(request->arena, testimony->entries[0].body, &body, &unused) &&
                 civil_date_parse(jvalue_text(jvalue_get(body, "valid_until"), TEXT_NONE), &until);
    return knows && request->day > until ? words(request, "已过期", "EXPIRED") : NULL;
}

static int say_testimony(struct request *request, const struct testimony *testimony)
{
    const char *end = ending_of(request, testimony);
    const char *lapse = end == NULL ? lapse_of(request, testimony) : end;
    printf("%s: %.*s%s%s\n", words(request, "真实", "GENUINE"),
           TEXT_ARG(testimony->entries[0].kind), lapse == NULL ? "" : ", ",
           lapse == NULL ? "" : lapse);
    say_body(request, &testimony->entries[0]);
    say_head(request, &testimony->head);
    printf("  %s\n",
           words(request, "此后是否被撤销、撤回或更正，请在线核验",
                 "whether it was revoked, withdrawn or replaced since, only the service can tell"));
    return lapse == NULL ? verdict_of(request) : EXIT_NOT;
}

/* -- the kinds of files -- */

static bool read_testimony(struct request *request, struct text bytes, struct testimony *out)
{
    return testimony_read(request->arena, bytes, key_of(request), out, &request->fault);
}

static int verify_testimony(struct request *request, struct text bytes)
{
    struct testimony *testimony = arena_new(request->arena, struct testimony);
    return read_testimony(request, bytes, testimony) ? say_testimony(request, testimony)
                                                     : tell(request);
}

/* NAME.pdf has its proof in NAME.pdf.proof.json or NAME.proof.json. */
static bool read_proof(struct request *request, struct text *out)
{
    struct fault first = {.code = FAULT_NONE};
    if (request->proof.len > 0) {
        return read_file(request, request->proof, out);
    }
    if (read_file(request, text_format(request->arena, "%.*s.proof.json", TEXT_ARG(request->file)),
                  out)) {
        return true;
    }
    first = request->fault;
    request->fault = (struct fault){.code = FAULT_NONE};
    struct text stem = text_ends_with(request->file, TEXT(".pdf"))
                           ? text_slice(request->file, 0, request->file.len - 4)
                           : request->file;
    if (read_file(request, text_format(request->arena, "%.*s.proof.json", TEXT_ARG(stem)), out)) {
        return true;
    }
    request->fault = first;
    return false;
}

static bool is_its_pdf(struct request *request, const struct testimony *testimony, struct text pdf)
{
    unsigned char digest[SM3_SIZE];
    struct buffer hex = buffer_open(request->arena, 2 * SM3_SIZE + 1);
    sm3_of(pdf, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        buffer_addf(&hex, "%02x", digest[i]);
    }
    for (int i = 0; i < testimony->count; i++) {
        const struct ledger_entry *entry = &testimony->entries[i];
        const struct jvalue *body = NULL;
        if (text_is(entry->kind, "letter.printed") &&
            entry->subject_id == testimony->entries[0].seq &&
            json_read(request->arena, entry->body, &body, &request->fault) &&
            text_equal(jvalue_text(jvalue_get(body, "digest"), TEXT_NONE), buffer_text(&hex))) {
            return true;
        }
    }
    return not_genuine(request, "文件与出具的文书不一致",
                       "the file is not the one that was issued");
}

static int verify_pdf(struct request *request, struct text pdf)
{
    struct testimony *testimony = arena_new(request->arena, struct testimony);
    struct text proof = TEXT_NONE;
    if (!read_proof(request, &proof) || !read_testimony(request, proof, testimony) ||
        !is_its_pdf(request, testimony, pdf)) {
        return tell(request);
    }
    return say_testimony(request, testimony);
}

/* -- receipts -- */

static bool take_hex(const struct jvalue *value, unsigned char *out, size_t len)
{
    return ledger_bytes_of_hex(jvalue_text(value, TEXT_NONE), out, len);
}

static bool read_path(const struct jvalue *from, struct ledger_path *out)
{
    bool fine = from != NULL && from->kind == JVALUE_ARRAY && from->count <= LEDGER_PATH_MAX;
    out->count = fine ? (int)from->count : 0;
    for (int i = 0; fine && i < out->count; i++) {
        fine = take_hex(&from->items[i], out->hashes[i].bytes, LEDGER_HASH_SIZE);
    }
    return fine;
}

/* The head stands in an object of its own (`ledger prove`), or beside the proof (the API). */
static bool read_head(const struct jvalue *from, struct ledger_head *out)
{
    const struct jvalue *own = jvalue_get(from, "head");
    const struct jvalue *at = own != NULL && own->kind == JVALUE_OBJECT ? own : from;
    const char *key = at == own ? "public_key" : "key";
    const char *when = at == own ? "signed_at" : "head_signed_at";
    *out = (struct ledger_head){.size = jvalue_int(jvalue_get(at, "size"), 0),
                                .signed_at = jvalue_int(jvalue_get(at, when), 0)};
    bool fine = take_hex(jvalue_get(at, "root"), out->root.bytes, LEDGER_HASH_SIZE) &&
                take_hex(jvalue_get(at, key), out->public_key, LEDGER_PUBLIC_KEY_SIZE) &&
                take_hex(jvalue_get(at, "signature"), out->signature, LEDGER_SIGNATURE_SIZE);
    sm3_of((struct text){(const char *)out->public_key, LEDGER_PUBLIC_KEY_SIZE}, out->key_id.bytes);
    return fine;
}

static bool receipt_holds(struct request *request, const struct jvalue *from,
                          struct ledger_proof *proof, struct ledger_head *head)
{
    *proof = (struct ledger_proof){.seq = jvalue_int(jvalue_get(from, "seq"), 0),
                                   .size = jvalue_int(jvalue_get(from, "size"), 0)};
    if (proof->seq < 1 || proof->seq > proof->size ||
        !take_hex(jvalue_get(from, "leaf"), proof->leaf.bytes, LEDGER_HASH_SIZE) ||
        !take_hex(jvalue_get(from, "root"), proof->root.bytes, LEDGER_HASH_SIZE) ||
        !read_path(jvalue_get(from, "path"), &proof->path)) {
        return not_genuine(request, "不是本程序认得的文件", "it is no file that can be checked");
    }
    if (!read_head(from, head)) {
        return not_genuine(request, "回执尚无签名，请稍后重新取得",
                           "the receipt is not signed yet: fetch it again");
    }
    bool is_same = head->size == proof->size &&
                   memcmp(head->root.bytes, proof->root.bytes, LEDGER_HASH_SIZE) == 0;
    if (!is_same || !ledger_proof_holds(proof)) {
        return not_genuine(request, "所载内容与签名的台账不符",
                           "what it says does not stand in the ledger that was signed");
    }
    if (!ledger_head_is_signed(head)) {
        return not_genuine(request, "台账签名不成立", "the ledger's head is not signed by its key");
    }
    return !request->has_key ||
           memcmp(head->public_key, request->public_key, LEDGER_PUBLIC_KEY_SIZE) == 0 ||
           fault_raise(&request->fault, FAULT_TESTIMONY_OTHER_KEY, TEXT_NONE, FAULT_NO_ARGS);
}

static int verify_receipt(struct request *request, const struct jvalue *from)
{
    struct ledger_proof proof;
    struct ledger_head head;
    if (!receipt_holds(request, from, &proof, &head)) {
        return tell(request);
    }
    printf("%s: %lld-", words(request, "真实: 回执", "GENUINE: receipt"), (long long)proof.seq);
    for (int i = 0; i < 10; i++) {
        printf("%02x", proof.leaf.bytes[i]);
    }
    putchar('\n');
    say_head(request, &head);
    return verdict_of(request);
}

/* -- archives: as large as they are, so looked at where they lie -- */

static bool is_archive(struct request *request)
{
    char mark[4] = "";
    FILE *file = fopen(text_c_string(request->arena, request->file), "rbe");
    bool is_one = file != NULL && fread(mark, 1, 4, file) == 4 && memcmp(mark, "PK\3\4", 4) == 0;
    if (file != NULL) {
        fclose(file);
    }
    return is_one;
}

static bool map_file(struct request *request, struct text *out)
{
    struct stat about;
    int file = open(text_c_string(request->arena, request->file), O_RDONLY | O_CLOEXEC);
    void *bytes = MAP_FAILED;
    if (file >= 0 && fstat(file, &about) == 0 && about.st_size > 0) {
        bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    }
    int reason = errno;
    if (file >= 0) {
        (void)close(file);
    }
    if (bytes == MAP_FAILED) {
        return fault_raise(&request->fault, FAULT_FILE_UNREADABLE, TEXT_NONE,
                           FAULT_ARGS(request->file, text_of(strerror(reason))));
    }
    *out = (struct text){bytes, (size_t)about.st_size};
    return true;
}

static int say_archive(const struct request *request, const struct archive *archive)
{
    size_t documents = 0;
    for (size_t i = 0; i < archive->member_count; i++) {
        documents += archive->members[i].entry != 0 ? 1 : 0;
    }
    printf("%s %.*s\n", words(request, "真实: 项目卷宗", "GENUINE: archive of project"),
           TEXT_ARG(archive->number));
    if (request->in_chinese) {
        printf("  %zu 份文件，%zu 条留痕\n", documents, archive->act_count);
    } else {
        printf("  %zu documents, %zu acts\n", documents, archive->act_count);
    }
    say_head(request, &archive->head);
    return verdict_of(request);
}

static int verify_archive(struct request *request)
{
    struct text bytes = TEXT_NONE;
    struct archive archive;
    if (!map_file(request, &bytes)) {
        return tell(request);
    }
    bool fine = archive_open(request->arena, bytes, key_of(request), &archive, &request->fault);
    int status = fine ? say_archive(request, &archive) : tell(request);
    (void)munmap((void *)(uintptr_t)bytes.at, bytes.len);
    return status;
}

static int verify(struct request *request)
{
    struct text bytes = TEXT_NONE;
    const struct jvalue *from = NULL;
    if (find_key(request) && is_archive(request)) {
        return verify_archive(request);
    }
    if (request->fault.code != FAULT_NONE || !read_file(request, request->file, &bytes)) {
        return tell(request);
    }
    if (text_starts_with(bytes, TEXT("%PDF-"))) {
        return verify_pdf(request, bytes);
    }
    if (!json_read(request->arena, text_trim(bytes), &from, &request->fault) ||
        from->kind != JVALUE_OBJECT) {
        request->fault = (struct fault){.code = FAULT_NONE};
        not_genuine(request, "不是本程序认得的文件", "it is no file that can be checked");
        return tell(request);
    }
    return jvalue_get(from, "leaf") != NULL ? verify_receipt(request, from)
                                            : verify_testimony(request, bytes);
}

/* -- arguments -- */

static bool read_arguments(struct request *request, int argc, char **argv)
{
    const struct {
        const char *name;
        struct text *value;
    } options[] = {
        {"--key", &request->key}, {"--proof", &request->proof}, {"--on", &request->as_of}};
    for (int i = 1; i < argc; i++) {
        struct text *value = NULL;
        for (size_t k = 0; k < COUNT_OF(options); k++) {
            value = strcmp(argv[i], options[k].name) == 0 ? options[k].value : value;
        }
        bool is_file = value == NULL && argv[i][0] != '-' && request->file.len == 0;
        if (!is_file && (value == NULL || i + 1 == argc)) {
            return fault_raise(&request->fault, FAULT_USAGE, TEXT_NONE,
                               FAULT_ARGS(text_of(argv[i])));
        }
        *(is_file ? &request->file : value) = text_of(argv[is_file ? i : ++i]);
    }
    if (request->file.len == 0) {
        return fault_raise(&request->fault, FAULT_USAGE, TEXT_NONE, FAULT_ARGS(TEXT("FILE")));
    }
    return request->as_of.len == 0 || civil_date_parse(request->as_of, &request->day) ||
           fault_raise(&request->fault, FAULT_USAGE, TEXT_NONE, FAULT_ARGS(TEXT("--on")));
}

static int run_verify(int argc, char **argv)
{
    const char *lang = getenv("LANG");
    struct request request = {.arena = arena_open((size_t)16 << 20, (size_t)512 << 20),
                              .file = TEXT_NONE,
                              .proof = TEXT_NONE,
                              .key = TEXT_NONE,
                              .as_of = TEXT_NONE,
                              .in_chinese = lang != NULL && strncmp(lang, "zh", 2) == 0,
                              .day = CIVIL_DATE_NONE};
    int status = read_arguments(&request, argc, argv) ? verify(&request) : tell(&request);
    arena_close(request.arena);
    return fflush(stdout) == 0 ? status : EXIT_NOT;
}

const struct cli_command cli_verify = {
    .name = "verify",
    .usage = "verify FILE [--key FILE] [--proof FILE] [--on DATE]",
    .summary = "check a certificate, a letter, a receipt or a project's archive offline, with the "
               "published key",
    .run = run_verify,
};
