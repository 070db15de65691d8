#include "flow/letter_print.h"

#include "base/arena.h"
#include "flow/flow.h"
#include "flow/letter_flow.h"
#include "paper/printer.h"
#include "room/file/file.h"
#include "room/letter/letter.h"

static struct printer *printer;
static const char *origin;

static const struct field print_fields[] = {
    FIELD(letter_print, size, INT, .zh = "字节数", .en = "bytes"),
    FIELD(letter_print, name, TEXT, .max = 200, .zh = "文件名", .en = "name of the file"),
    FIELD(letter_print, digest, TEXT, .max = 64, .zh = "文件摘要", .en = "digest of the file"),
};
const struct field_table letter_print_table = FIELD_TABLE(letter_print, print_fields);

void letter_set_printer(struct printer *given, const char *address)
{
    printer = given;
    origin = address;
}

bool print_document(const struct view_run *run, const struct print_order *order,
                    struct letter_print *out, struct fault *fault)
{
    struct text pdf = TEXT_NONE;
    struct file_keep kept;
    struct text document = letter_with_code(run->arena, order->document, order->code, origin);
    if (!printer_print(printer, run->arena, document, &pdf, fault)) {
        return false;
    }
    struct file_upload upload = {run->store, order->name, pdf, run->now};
    if (!file_receive(run->arena, &upload, &kept, fault)) {
        return false;
    }
    *out = (struct letter_print){kept.size, kept.name, kept.digest};
    return true;
}

static bool print(const struct view_run *run, const struct letter *letter, struct letter_print *out,
                  struct fault *fault)
{
    struct letter_content content;
    if (!letter_content(run->arena, run->store, letter->id, &content, fault)) {
        return false;
    }
    const struct print_order order = {content.document, content.code,
                                      letter_file_name(run->arena, letter)};
    return print_document(run, &order, out, fault);
}

bool letter_prepare_print(const struct view_run *run, const struct raw_body *raw, void *fields,
                          struct fault *fault)
{
    struct letter letter;
    (void)raw;
    return letter_of_view(run, &letter, fault) &&
           (letter.file != 0 || print(run, &letter, fields, fault));
}

bool print_emit(struct command_run *run, const struct event_kind *kind, struct event_about about,
                const void *body, struct fault *fault)
{
    const struct actor *asker = run->actor;
    /* Whoever asks first has it printed, but the file is the platform's. */
    run->actor = &flow_platform;
    bool fine = run_emit(run, kind, about, body, fault);
    run->actor = asker;
    return fine;
}

bool print_keep_file(struct command_run *run, int64_t project, const struct letter_print *fields,
                     int64_t *out_file, struct fault *fault)
{
    const struct file_keep file = {.name = fields->name,
                                   .media = text_of(file_media_type(FILE_PDF)),
                                   .digest = fields->digest,
                                   .size = fields->size,
                                   .scan = TEXT_NONE};
    struct event_about about = {0, project, run->today};
    *out_file = run_next_seq(run);
    return print_emit(run, &file_kept_event, about, &file, fault);
}

/* The file and what it is the PDF of, both or neither. */
static bool keep(struct command_run *run, const struct letter *letter,
                 const struct letter_print *fields, int64_t *out_file, struct fault *fault)
{
    struct event_about about = {letter->id, letter->project, run->today};
    if (!print_keep_file(run, letter->project, fields, out_file, fault)) {
        return false;
    }
    const struct letter_printed printed = {*out_file, fields->digest, fields->size};
    return print_emit(run, &letter_printed_event, about, &printed, fault);
}

bool letter_perform_print(struct command_run *run, const void *given, struct fault *fault)
{
    const struct letter_print *fields = given;
    const struct view_run asking = run_view(run);
    struct letter letter;
    int64_t file = 0;
    if (!letter_of_view(&asking, &letter, fault)) {
        return false;
    }
    file = letter.file;
    bool fine = file != 0 || keep(run, &letter, fields, &file, fault);
    run->answer.id = letter.id;
    run->answer.number = letter.number;
    run->answer.extra = text_format(run->arena, "\"file_id\":%lld", (long long)file);
    return fine;
}
