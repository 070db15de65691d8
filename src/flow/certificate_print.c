#include "flow/certificate_print.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "flow/letter_print.h"
#include "room/application/application_store.h"
#include "room/certificate/certificate.h"
#include "room/letter/letter.h"

/* -- the document (src/paper) -- */

static void block(struct json_writer *json, const char *is, struct text text)
{
    json_object(json);
    json_member_text(json, "is", text_of(is));
    json_member_text(json, "text", text);
    json_end(json);
}

static void pair(struct json_writer *json, const char *name, struct text value)
{
    if (value.len > 0) {
        json_array(json);
        json_text(json, text_of(name));
        json_text(json, value);
        json_end(json);
    }
}

static struct text day(struct arena *arena, civil_date on)
{
    return on == CIVIL_DATE_NONE ? TEXT_NONE : letter_day(arena, on);
}

static void write_face(struct json_writer *json, struct arena *arena, const struct certificate *c,
                       const struct application *application)
{
    json_object(json);
    json_member_text(json, "is", TEXT("pairs"));
    json_name(json, "rows");
    json_array(json);
    pair(json, "持证主体", c->holder);
    pair(json, "统一社会信用代码", c->holder_code);
    pair(json, "项目名称", application->project_name);
    pair(json, "项目编号", application->project_number);
    pair(json, "办理事项", application->name);
    pair(json, "办件编号", application->number);
    pair(json, "文号", application->document);
    pair(json, "电子证照标识", c->identifier);
    pair(json, "版本", text_format(arena, "%lld", (long long)c->edition));
    pair(json, "颁发日期", day(arena, c->issued_on));
    pair(json, "有效期自", day(arena, c->valid_from));
    pair(json, "有效期至",
         c->valid_until == CIVIL_DATE_NONE ? TEXT("未载明") : day(arena, c->valid_until));
    pair(json, "附记", c->conditions);
    json_end(json);
    json_end(json);
}

static void write_closing(struct json_writer *json, struct text unit, struct text on)
{
    json_object(json);
    json_member_text(json, "is", TEXT("closing"));
    json_name(json, "lines");
    json_array(json);
    json_text(json, unit);
    json_text(json, on);
    json_end(json);
    json_end(json);
}

static struct text document_of(const struct view_run *run, const struct certificate *c,
                               const struct application *application)
{
    struct arena *arena = run->arena;
    struct buffer bytes = buffer_open(arena, 2048);
    struct json_writer json = json_writer_open(&bytes);
    struct text unit = city_org_name(run->city, c->unit, LANGUAGE_ZH);
    char created[CIVIL_DATE_TEXT_SIZE];
    json_object(&json);
    json_member_text(&json, "title", c->name);
    json_member_text(&json, "author", unit);
    json_member_text(&json, "subject", c->number);
    json_member_text(&json, "created", civil_date_write(c->issued_on, created));
    json_member_text(&json, "header", c->number);
    json_name(&json, "blocks");
    json_array(&json);
    block(&json, "issuer", unit);
    block(&json, "title", c->name);
    block(&json, "number", c->number);
    write_face(&json, arena, c, application);
    block(&json, "small",
          TEXT("本页是平台所存证照的打印件，内容以台账所载为准；是否仍然有效，请扫描二维码核对。"));
    write_closing(&json, unit, letter_day(arena, c->issued_on));
    json_end(&json);
    json_end(&json);
    return buffer_text(&bytes);
}

/* -- the command -- */

static bool may_be_printed(const struct view_run *run, const struct certificate *c,
                           struct fault *fault)
{
    bool is_english = run->actor->language == LANGUAGE_EN;
    const char *standing = certificate_standing(c, run->today);
    if (text_is(text_of(standing), "valid") && !c->is_imported && c->application != 0) {
        return true;
    }
    struct text state = c->is_imported ? (is_english ? TEXT("issued elsewhere") : TEXT("他处颁发"))
                                       : certificate_standing_name(standing, run->actor->language);
    return fault_raise(
        fault, FAULT_WRONG_STATE, TEXT_NONE,
        FAULT_ARGS(state, is_english ? TEXT("print the certificate") : TEXT("打印证照"),
                   is_english ? TEXT("Only a valid certificate of this platform is printed")
                              : TEXT("只打印本平台颁发的有效证照")));
}

static bool print(const struct view_run *run, const struct certificate *c, struct letter_print *out,
                  struct fault *fault)
{
    struct text code = TEXT_NONE;
    struct application application;
    struct scope all = {.kind = SCOPE_CITY, .org_or_district = TEXT_NONE, .district = TEXT_NONE};
    if (!certificate_code(run->arena, run->store, c->id, &code, fault) ||
        !application_find(run->arena, run->store, &all, c->application, &application, fault)) {
        return false;
    }
    const struct print_order order = {
        .document = document_of(run, c, &application),
        .code = code,
        .name = text_format(run->arena, "%.*s %.*s.pdf", TEXT_ARG(c->name), TEXT_ARG(c->number)),
    };
    return print_document(run, &order, out, fault);
}

static bool prepare(const struct view_run *run, const struct raw_body *raw, void *fields,
                    struct fault *fault)
{
    struct certificate certificate;
    int64_t file = 0;
    (void)raw;
    return certificate_of_view(run, &certificate, fault) &&
           certificate_paper_of(run->store, certificate.id, &file, fault) &&
           (file != 0 ||
            (may_be_printed(run, &certificate, fault) && print(run, &certificate, fields, fault)));
}

static bool perform(struct command_run *run, const void *given, struct fault *fault)
{
    const struct letter_print *fields = given;
    const struct view_run asking = run_view(run);
    struct certificate certificate;
    int64_t file = 0;
    if (!certificate_of_view(&asking, &certificate, fault) ||
        !certificate_paper_of(run->store, certificate.id, &file, fault)) {
        return false;
    }
    if (file == 0) {
        struct event_about about = {certificate.id, certificate.project, run->today};
        if (!may_be_printed(&asking, &certificate, fault) ||
            !print_keep_file(run, certificate.project, fields, &file, fault)) {
            return false;
        }
        const struct certificate_printed printed = {file, fields->digest, fields->size};
        if (!print_emit(run, &certificate_printed_event, about, &printed, fault)) {
            return false;
        }
    }
    run->answer.id = certificate.id;
    run->answer.number = certificate.number;
    run->answer.extra = text_format(run->arena, "\"file_id\":%lld", (long long)file);
    return true;
}

static const struct command_kind commands[] = {
    {"certificate.print", "POST", "/certificates/{id}/print", &letter_print_table, ROLES_HALL, 0,
     "生成证照的 PDF", "Make the PDF of a certificate", perform, prepare, 0},
};

const struct room certificate_print_room = {.name = "certificate_print", ROOM_COMMANDS(commands)};
