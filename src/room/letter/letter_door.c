#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "ground/project/project.h"
#include "ledger/sm3.h"
#include "pack/pack.h"
#include "room/letter/letter_inside.h"

/* -- issuing -- */

static struct text digest_of(struct arena *arena, struct text document)
{
    unsigned char digest[SM3_SIZE];
    sm3_of(document, digest);
    return hex_of(arena, digest, sizeof digest);
}

static bool number_letter(struct command_run *run, struct letter_issued *body,
                          const struct pack_record *text, struct fault *fault)
{
    struct text pattern = jvalue_text(jvalue_get(text->raw, "number"), TEXT_NONE);
    struct letter_value values[2];
    if (!letter_next_serial(run->store, body->series, body->year, &body->serial, fault)) {
        return false;
    }
    values[0] = (struct letter_value){
        .name = TEXT("year"), .text = text_format(run->arena, "%lld", (long long)body->year)};
    values[1] = (struct letter_value){
        .name = TEXT("n"), .text = text_format(run->arena, "%04lld", (long long)body->serial)};
    return letter_fill(run->arena, pattern, &(struct letter_values){values, COUNT_OF(values)},
                       &body->number, fault);
}

static bool basis_of(struct command_run *run, const struct letter_to_issue *letter,
                     struct text *out, struct fault *fault)
{
    return letter_fill(run->arena, jvalue_text(jvalue_get(letter->text->raw, "basis"), TEXT_NONE),
                       &letter->values, out, fault);
}

static bool emit(struct command_run *run, int64_t project, civil_date on,
                 struct letter_issued *body, struct fault *fault)
{
    struct event_about about = {0, project, on};
    body->digest = digest_of(run->arena, body->document);
    return run_emit(run, &letter_issued_event, about, body, fault);
}

bool letter_issue(struct command_run *run, const struct letter_to_issue *letter,
                  struct fault *fault)
{
    struct letter_issued body = {
        .kind = letter->text->id,
        .title = letter->text->name,
        .series = jvalue_text(jvalue_get(letter->text->raw, "series"), letter->text->id),
        .year = civil_date_parts(letter->on).year,
        .application = letter->application,
        .about = letter->about,
        .unit = letter->unit,
        .addressee = letter->addressee,
        .due = letter->due,
        .days_left = letter->days_left,
        .provisional = letter->is_provisional,
        .reason = TEXT_NONE,
    };
    if (!number_letter(run, &body, letter->text, fault) ||
        !basis_of(run, letter, &body.basis, fault)) {
        return false;
    }
    struct letter_order order = {
        .text = letter->text,
        .values = letter->values,
        .number = body.number,
        .unit_name = letter->unit_name,
        .addressee = letter->addressee,
        .on = letter->on,
        .due = letter->due,
        .days_left = letter->days_left,
        .is_provisional = letter->is_provisional,
    };
    return letter_compose(run->arena, &order, &body.document, fault) &&
           emit(run, letter->project, letter->on, &body, fault);
}

/* -- commands -- */

static bool load(struct command_run *run, struct letter *out, struct fault *fault)
{
    struct letter_wanted wanted = {access_scope(run->city, run->actor), run->id};
    return letter_find(run->arena, run->store, &wanted, out, fault) &&
           run_version_is(run, out->version, fault);
}

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    struct letter letter;
    if (!load(run, &letter, fault) || !letter_may_end(&letter, run->actor, fault)) {
        return false;
    }
    struct event_about about = {letter.id, letter.project, run->today};
    run->answer.id = letter.id;
    run->answer.version = letter.version + 1;
    run->answer.number = letter.number;
    const struct letter_withdraw *fields = given;
    const struct letter_withdrawn body = {fields->reason, TEXT_NONE, TEXT_NONE};
    return run_emit(run, &letter_withdrawn_event, about, &body, fault);
}

bool letter_undo(struct command_run *run, const struct letter_undone *undone, struct fault *fault)
{
    const struct letter_wanted all = {{.kind = SCOPE_CITY}, undone->application};
    const struct letter_withdrawn body = {undone->reason, undone->cause, undone->basis};
    struct letters letters;
    if (!letter_of_application(run->arena, run->store, &all, &letters, fault)) {
        return false;
    }
    for (size_t i = 0; i < letters.count; i++) {
        const struct letter *one = &letters.items[i];
        struct event_about about = {one->id, one->project, run->today};
        if (one->state == LETTER_ISSUED && text_equal(one->kind, undone->kind) &&
            !run_emit(run, &letter_withdrawn_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* Every place where the words stand. */
static struct text replaced(struct arena *arena, struct text in, struct text from, struct text to,
                            size_t *out_count)
{
    struct buffer out = buffer_open(arena, in.len + 256);
    *out_count = 0;
    for (;;) {
        size_t at = text_find(in, from);
        if (at == SIZE_MAX) {
            buffer_add(&out, in);
            return buffer_text(&out);
        }
        (*out_count)++;
        buffer_add(&out, text_slice(in, 0, at));
        buffer_add(&out, to);
        in = text_slice(in, at + from.len, in.len - at - from.len);
    }
}

/* Texts inside JSON: what is sought is written as it stands there. */
static struct text as_json(struct arena *arena, struct text text)
{
    struct buffer out = buffer_open(arena, text.len + 16);
    struct json_writer json = json_writer_open(&out);
    json_text(&json, text);
    struct text quoted = buffer_text(&out);
    return text_slice(quoted, 1, quoted.len - 2);
}

/* The corrected letter says what it is: a last paragraph, before the closing. */
static struct text with_note(struct arena *arena, struct text document, struct text note)
{
    struct text closing = TEXT("{\"is\":\"closing\"");
    size_t at = text_find(document, closing);
    struct text words = as_json(arena, note);
    ensure(at != SIZE_MAX);
    return text_format(arena, "%.*s{\"is\":\"text\",\"text\":\"%.*s\"},%.*s", (int)at, document.at,
                       TEXT_ARG(words), (int)(document.len - at), document.at + at);
}

static bool corrected(struct command_run *run, const struct letter *old,
                      const struct letter_correct *fields, struct letter_issued *body,
                      struct fault *fault)
{
    struct letter_content content;
    size_t count = 0, numbers = 0;
    if (!letter_content(run->arena, run->store, old->id, &content, fault)) {
        return false;
    }
    struct text document = replaced(run->arena, content.document, as_json(run->arena, fields->from),
                                    as_json(run->arena, fields->to), &count);
    if (count == 0) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("from"),
                    FAULT_ARGS(TEXT("文书中没有这段文字"), TEXT("the letter has no such words")));
        fault_label(fault, "原文字", "words as they stand");
        return false;
    }
    document = replaced(run->arena, document, old->number, body->number, &numbers);
    struct text note =
        text_format(run->arena, "本文书更正并取代《%.*s》（%.*s）。更正理由：%.*s",
                    TEXT_ARG(old->title), TEXT_ARG(old->number), TEXT_ARG(fields->reason));
    document = with_note(run->arena, document, note);
    const struct jvalue *read = NULL;
    if (!json_read(run->arena, document, &read, fault)) {
        return false;
    }
    body->document = document;
    return true;
}

static bool perform_correct(struct command_run *run, const void *given, struct fault *fault)
{
    const struct letter_correct *fields = given;
    struct letter old;
    if (!load(run, &old, fault) || !letter_may_end(&old, run->actor, fault)) {
        return false;
    }
    const struct pack_record *text =
        pack_find(city_pack(run->city), PACK_LETTERS, old.kind, CIVIL_DATE_NONE);
    if (text == NULL) {
        return fault_raise(fault, FAULT_LETTER_TEXT_WRONG, TEXT_NONE, FAULT_ARGS(old.kind));
    }
    struct letter_issued body = {
        .kind = old.kind,
        .title = old.title,
        .series = old.series,
        .year = civil_date_parts(run->today).year,
        .application = old.application,
        .about = old.about,
        .unit = old.unit,
        .addressee = old.addressee,
        .basis = old.basis,
        .due = old.due,
        .days_left = old.days_left,
        .provisional = old.is_provisional,
        .replaces = old.id,
        .reason = fields->reason,
    };
    run->answer.id = run_next_seq(run);
    if (!number_letter(run, &body, text, fault) || !corrected(run, &old, fields, &body, fault) ||
        !emit(run, old.project, run->today, &body, fault)) {
        return false;
    }
    run->answer.number = body.number;
    run->answer.version = 1;
    return true;
}

#define ROLES_LETTER (ROLES_COORDINATORS | ROLE_BIT(ROLE_DEPARTMENT_OFFICER))

static const struct command_kind commands[] = {
    {"letter.withdraw", "POST", "/letters/{id}/withdraw", &letter_withdraw_table, ROLES_LETTER, 0,
     "撤回文书，说明理由", "Withdraw a letter, with a reason", perform_withdraw},
    {"letter.correct", "POST", "/letters/{id}/correct", &letter_correct_table, ROLES_LETTER, 0,
     "更正文书：出具新文书取代原文书", "Correct a letter: a new one replaces it", perform_correct},
};

/* -- views -- */

static void write_members(struct json_writer *json, const struct view_run *run,
                          const struct letter *letter)
{
    enum language language = run->actor->language;
    json_member_int(json, "id", letter->id);
    json_member_int(json, "version", letter->version);
    json_member_int(json, "project_id", letter->project);
    json_member_int_if(json, "application_id", letter->application != 0, letter->application);
    json_member_text(json, "kind", letter->kind);
    json_member_text(json, "title", letter->title);
    json_member_text(json, "number", letter->number);
    json_member_text(json, "unit", letter->unit);
    json_member_text(json, "unit_name", city_org_name(run->city, letter->unit, language));
    json_member_text(json, "addressee", letter->addressee);
    json_member_text(json, "basis", letter->basis);
    json_member_date(json, "issued_on", letter->issued_on);
    json_member_date(json, "due", letter->due);
    bool runs = letter->due != CIVIL_DATE_NONE && letter->state == LETTER_ISSUED;
    int64_t left = runs ? city_working_days(run->city, run->today, letter->due) : 0;
    json_member_int_if(json, "days_left_on_issue", letter->due != CIVIL_DATE_NONE,
                       letter->days_left);
    json_member_int_if(json, "days_left", runs, left);
    json_member_bool(json, "provisional", letter->is_provisional);
    json_member_text(json, "state", text_of(letter_state_code(letter->state)));
    json_member_text(json, "state_name", letter_state_name(letter->state, language));
    json_member_date(json, "ended_on", letter->ended_on);
    json_member_text_or_null(json, "end_reason", letter->reason);
    json_member_int_if(json, "replaced_by", letter->replaced_by != 0, letter->replaced_by);
    json_member_int_if(json, "replaces", letter->replaces != 0, letter->replaces);
    json_member_int_if(json, "file_id", letter->file != 0, letter->file);
    json_member_text_or_null(json, "pdf_digest", letter->pdf_digest);
    json_member_text(json, "digest", letter->digest);
}

static void write_list(struct json_writer *json, const struct view_run *run,
                       const struct letters *letters)
{
    size_t shown = letters->count > LETTER_PAGE_MAX ? LETTER_PAGE_MAX : letters->count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < shown; i++) {
        json_object(json);
        write_members(json, run, &letters->items[i]);
        json_end(json);
    }
    json_end(json);
    json_member_bool(json, "more", shown < letters->count);
    json_end(json);
}

static bool answer_of_project(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    struct letter_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct project project;
    struct letters letters;
    if (!project_of_view(run, 0, &project, fault) ||
        !letter_of_project(run->arena, run->store, &wanted, &letters, fault)) {
        return false;
    }
    write_list(json, run, &letters);
    return true;
}

static bool answer_of_application(const struct view_run *run, struct json_writer *json,
                                  struct fault *fault)
{
    struct letter_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct letters letters;
    if (!casefile_lets_window(run, run->id, fault) ||
        !letter_of_application(run->arena, run->store, &wanted, &letters, fault)) {
        return false;
    }
    write_list(json, run, &letters);
    return true;
}

static bool answer_one(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct letter letter;
    struct letter_content content;
    struct fault none = {.code = FAULT_NONE};
    if (!letter_of_view(run, &letter, fault) ||
        !letter_content(run->arena, run->store, letter.id, &content, fault)) {
        return false;
    }
    bool may_end = access_role_may(ROLES_LETTER, run->actor->role) &&
                   letter_may_end(&letter, run->actor, &none);
    json_object(json);
    write_members(json, run, &letter);
    json_member_text(json, "code", content.code);
    json_member_bool(json, "may_end", may_end);
    json_name(json, "document");
    json_raw(json, content.document);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"letter.list", "/projects/{id}/letters", NULL, ROLES_BUSINESS, VIEW_AS_OF, "项目的文书",
     "Letters of a project", answer_of_project},
    {"letter.of_application", "/applications/{id}/letters", NULL, ROLES_HALL, 0, "办件的文书",
     "Letters about an application", answer_of_application},
    {"letter.show", "/letters/{id}", NULL, ROLES_HALL, 0, "文书", "A letter", answer_one},
};

static const struct event_kind *const events[] = {&letter_issued_event, &letter_printed_event,
                                                  &letter_withdrawn_event};

const struct room letter_room = {
    .name = "letter",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(letter),
    .schema = {"letter", 2, letter_ddl},
};
