#include "flow/letter_flow.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "flow/flow.h"
#include "flow/letter_print.h"
#include "flow/letter_values.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"

static bool is_of_application(const struct flow_step *step)
{
    return text_starts_with(text_of(step->event->kind->name), TEXT("application."));
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    const struct command_run *run = step->run;
    const struct view_run asking = flow_view(run);
    const struct letter_case about = {
        .run = &asking,
        .project = step->event->project,
        .application = is_of_application(step) ? step->event->subject : 0,
        .on = run->today,
        .event_on = step->event->happened_on,
        .event = step->body,
    };
    struct letter_facts facts;
    if (!letter_gather(&about, jvalue_text(jvalue_get(step->with, "kind"), TEXT_NONE), &facts,
                       fault)) {
        return false;
    }
    if (facts.text == NULL) {
        return true;
    }
    const struct letter_to_issue letter = {
        .text = facts.text,
        .values = facts.values,
        .project = about.project,
        .application = about.application,
        .about = step->event->seq,
        .unit = facts.unit,
        .unit_name = facts.unit_name,
        .addressee = facts.enterprise,
        .on = about.on,
        .due = facts.due,
        .days_left = facts.days_left,
        .is_provisional = facts.is_provisional,
    };
    return letter_issue(step->run, &letter, fault);
}

const struct flow_action issue_letter_action = {"issue_letter", "出具文书（with.kind：文书代码）",
                                                "issue a letter (with.kind: code of letters.json)",
                                                follow};

/* -- withdrawing -- */

static bool undo(const struct flow_step *step, struct fault *fault)
{
    const struct jvalue *kinds = jvalue_get(step->with, "kinds");
    struct letter_undone undone = {
        .application = step->event->subject,
        .reason = jvalue_text(jvalue_get(step->body, "reason"), TEXT("所述决定已撤回")),
        .cause = text_of(step->event->kind->name),
        .basis = jvalue_text(jvalue_get(step->body, "basis"), TEXT_NONE),
    };
    for (uint32_t i = 0; kinds != NULL && i < kinds->count; i++) {
        undone.kind = jvalue_text(&kinds->items[i], TEXT_NONE);
        if (!letter_undo(step->run, &undone, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action withdraw_letter_action = {
    "withdraw_letter", "撤回所述决定已不存在的文书（with.kinds：文书代码）",
    "withdraw letters of what is undone (with.kinds: codes of letters.json)", undo};

/* -- preview -- */

struct preview_query {
    struct text kind, reasons, materials, corrections, note, reason, basis, name, code, document;
    int64_t days;
    civil_date valid_until;
};

#define LONG .max = 2000, .multiline = true
static const struct field preview_fields[] = {
    FIELD(preview_query, kind, TEXT, .max = 40, .zh = "文书种类（缺省为受理通知书）",
          .en = "kind of letter; acceptance when left out"),
    FIELD(preview_query, reasons, TEXT, LONG, .zh = "补正原因（每行一个）",
          .en = "reasons, one a line"),
    FIELD(preview_query, materials, TEXT, LONG, .zh = "涉及的材料（每行一份）",
          .en = "materials, one a line"),
    FIELD(preview_query, corrections, TEXT, .max = 20000, .multiline = true,
          .zh = "逐项补正要求（每行：字段或材料|原因|说明）",
          .en = "corrections, one a line: field or material|reason|note"),
    FIELD(preview_query, code, TEXT, .max = 60, .zh = "中止或特别程序的原因代码",
          .en = "code of what stops the clock"),
    FIELD(preview_query, note, TEXT, LONG, .zh = "说明", .en = "note"),
    FIELD(preview_query, reason, TEXT, LONG, .zh = "理由", .en = "reason"),
    FIELD(preview_query, basis, TEXT, .max = 500, .zh = "依据", .en = "legal basis"),
    FIELD(preview_query, name, TEXT, .max = 100, .zh = "特别程序", .en = "special procedure"),
    FIELD(preview_query, document, TEXT, .max = 200, .zh = "文号", .en = "document number"),
    FIELD(preview_query, days, INT, .min = 0, .max = 1000, .zh = "所需工作日",
          .en = "working days needed"),
    FIELD(preview_query, valid_until, DATE, .zh = "有效期至", .en = "valid until"),
};
static const struct field_table preview_table = FIELD_TABLE(preview_query, preview_fields);

static void write_lines(struct json_writer *json, const char *name, struct text lines)
{
    json_name(json, name);
    json_array(json);
    while (lines.len > 0) {
        struct text line = text_trim(text_cut(&lines, '\n'));
        if (line.len > 0) {
            json_text(json, line);
        }
    }
    json_end(json);
}

static void write_corrections(struct json_writer *json, struct text lines)
{
    json_name(json, "corrections");
    json_array(json);
    while (lines.len > 0) {
        struct text line = text_trim(text_cut(&lines, '\n'));
        if (line.len > 0) {
            json_object(json);
            json_member_text(json, "target", text_trim(text_cut(&line, '|')));
            json_member_text(json, "reason", text_trim(text_cut(&line, '|')));
            json_member_text(json, "note", text_trim(line));
            json_end(json);
        }
    }
    json_end(json);
}

/* The article of a stop: the city's, or what was typed; what is not known is said to be. */
static struct text law_of(const struct view_run *run, const struct preview_query *query)
{
    const struct pack_record *stop =
        query->code.len == 0
            ? NULL
            : pack_find(city_pack(run->city), PACK_STOP_REASONS, query->code, CIVIL_DATE_NONE);
    struct text known =
        stop == NULL ? TEXT_NONE : jvalue_text(jvalue_get(stop->raw, "law"), TEXT_NONE);
    return known.len > 0 ? known : query->basis.len > 0 ? query->basis : TEXT("（待填写）");
}

/* The body that the event would have. */
static bool event_of(const struct view_run *run, const struct preview_query *query,
                     const struct jvalue **out, struct fault *fault)
{
    struct buffer bytes = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&bytes);
    json_object(&json);
    write_lines(&json, "reasons", query->reasons);
    write_lines(&json, "materials", query->materials);
    write_corrections(&json, query->corrections);
    json_member_text_or_null(&json, "note", query->note);
    json_member_text_or_null(&json, "reason", query->reason);
    json_member_text_or_null(&json, "basis", query->basis);
    json_member_text_or_null(&json, "name", query->name);
    json_member_text_or_null(&json, "code", query->code);
    json_member_text(&json, "law", law_of(run, query));
    json_member_text_or_null(&json, "document", query->document);
    json_member_int_if(&json, "days", query->days > 0, query->days);
    json_member_date(&json, "valid_until", query->valid_until);
    json_end(&json);
    return json_read(run->arena, buffer_text(&bytes), out, fault);
}

static bool write_preview(const struct view_run *run, const struct letter_facts *facts,
                          struct json_writer *json, struct fault *fault)
{
    struct text document = TEXT_NONE;
    const struct letter_order order = {
        .text = facts->text,
        .values = facts->values,
        .number = TEXT("（出具时编号）"),
        .unit_name = facts->unit_name,
        .addressee = facts->enterprise,
        .on = run->today,
        .due = facts->due,
        .days_left = facts->days_left,
        .is_provisional = facts->is_provisional,
    };
    if (!letter_compose(run->arena, &order, &document, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "kind", facts->text->id);
    json_member_text(json, "title", facts->text->name);
    json_name(json, "document");
    json_raw(json, document);
    json_end(json);
    return true;
}

static bool answer_preview(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct preview_query *query = run->query;
    struct application seen;
    struct view_run asking = *run;
    asking.actor = &flow_platform;
    struct letter_case about = {
        .run = &asking, .application = run->id, .on = run->today, .event_on = run->today};
    struct letter_facts facts;
    if (!application_load(run, run->id, &seen, fault) ||
        !event_of(run, query, &about.event, fault)) {
        return false;
    }
    about.project = seen.project;
    struct text kind = query->kind.len > 0 ? query->kind : TEXT("acceptance");
    about.extends_by = text_is(kind, "extension") ? query->days : 0;
    if (!letter_gather(&about, kind, &facts, fault)) {
        return false;
    }
    if (facts.text == NULL) { /* nothing would be issued */
        json_object(json);
        json_member_text_or_null(json, "document", TEXT_NONE);
        json_end(json);
        return true;
    }
    return write_preview(run, &facts, json, fault);
}

/* -- the room of what stands between rooms -- */

static const struct command_kind commands[] = {
    {"letter.print", "POST", "/letters/{id}/print", &letter_print_table, ROLES_HALL, 0,
     "生成文书的 PDF", "Make the PDF of a letter", letter_perform_print, letter_prepare_print, 0},
};

static const struct view_kind views[] = {
    {"letter.preview", "/applications/{id}/letter-preview", &preview_table, ROLES_WORK,
     VIEW_UNCACHED, "出具前预览文书", "A letter before it is issued", answer_preview},
};

const struct room letter_flow_room = {
    .name = "letter_flow", ROOM_COMMANDS(commands), ROOM_VIEWS(views)};
