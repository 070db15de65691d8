#include "board/submission_page.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/account/account.h"
#include "ground/form/form.h"
#include "ground/form/submission.h"
#include "pack/pack.h"
#include "pack/read.h"
#include "room/application/application_rows.h"

static const struct pack_record *library(const struct view_run *run, struct text id)
{
    return pack_find(city_pack(run->city), PACK_FORM_FIELDS, id, CIVIL_DATE_NONE);
}

/* The field's name, also of one that the item's form has no more. */
static struct text name_of(const struct view_run *run, struct text id)
{
    const struct pack_record *field = library(run, id);
    bool is_english = run->actor->language == LANGUAGE_EN;
    return field == NULL ? id : is_english ? field->name_en : field->name;
}

static struct text unit_of(const struct view_run *run, struct text id)
{
    const struct pack_record *field = library(run, id);
    return field == NULL ? TEXT_NONE : jvalue_text(jvalue_get(field->raw, "unit"), TEXT_NONE);
}

static void write_value(struct json_writer *json, const char *member, const struct jvalue *value)
{
    json_name(json, member);
    if (value == NULL) {
        json_null(json);
    } else {
        json_value(json, value);
    }
}

/* -- the form -- */

static void write_field(struct json_writer *json, const struct view_run *run,
                        const struct form_field *field, const struct jvalue *answers)
{
    bool is_english = run->actor->language == LANGUAGE_EN;
    const struct jvalue *value =
        answers == NULL ? NULL : jvalue_get(answers, text_c_string(run->arena, field->id));
    json_object(json);
    json_member_text(json, "id", field->id);
    json_member_text(json, "name", form_field_name(field, run->actor->language));
    json_member_text(json, "section", field->section);
    json_member_text(json, "type", text_of(form_type_code(field->type)));
    json_member_text_or_null(json, "unit", field->unit);
    json_member_bool(json, "required", field->required);
    json_member_text_or_null(json, "guidance",
                             is_english ? field->guidance_en : field->guidance_zh);
    json_member_text_or_null(json, "check", field->check);
    json_member_int_if(json, "max", field->max >= 0, field->max);
    json_name(json, "values");
    json_array(json);
    for (size_t i = 0; i < field->values.count; i++) {
        json_text(json, field->values.items[i]);
    }
    json_end(json);
    write_value(json, "value", value);
    json_end(json);
}

static void write_form(struct json_writer *json, const struct view_run *run,
                       const struct application *application, const struct jvalue *answers)
{
    struct form form;
    struct text items[1] = {application->code};
    struct form_asked asked = {city_pack(run->city), {items, 1}, application->submitted_on};
    form_open(run->arena, &asked, &form);
    json_name(json, "fields");
    json_array(json);
    for (size_t i = 0; i < form.count; i++) {
        write_field(json, run, &form.fields[i], answers);
    }
    json_end(json);
}

/* -- the versions -- */

struct version {
    const struct submission *kept;
    const struct jvalue *answers, *materials;
};

static bool read_version(struct arena *arena, const struct submission *kept, struct version *out,
                         struct fault *fault)
{
    *out = (struct version){.kept = kept};
    return json_read(arena, kept->answers, &out->answers, fault) &&
           json_read(arena, kept->materials, &out->materials, fault);
}

static void write_answers(struct json_writer *json, const struct view_run *run,
                          const struct jvalue *answers)
{
    json_name(json, "answers");
    json_array(json);
    for (uint32_t i = 0; answers->kind == JVALUE_OBJECT && i < answers->count; i++) {
        struct text id = answers->members[i].name;
        json_object(json);
        json_member_text(json, "field", id);
        json_member_text(json, "name", name_of(run, id));
        json_member_text_or_null(json, "unit", unit_of(run, id));
        write_value(json, "value", &answers->members[i].value);
        json_end(json);
    }
    json_end(json);
}

static void write_change(struct json_writer *json, const struct view_run *run,
                         const struct jmember *after, const struct jvalue *before, bool is_field)
{
    json_object(json);
    json_member_text(json, "kind", is_field ? TEXT("field") : TEXT("material"));
    json_member_text(json, "target", after->name);
    json_member_text(json, "name", is_field ? name_of(run, after->name) : after->name);
    json_member_text_or_null(json, "unit", is_field ? unit_of(run, after->name) : TEXT_NONE);
    write_value(json, "before", before);
    write_value(json, "after", &after->value);
    json_end(json);
}

/* Nothing is ever taken out of a version: the next one holds all members of the one before. */
static void write_differing(struct json_writer *json, const struct view_run *run,
                            const struct jvalue *before, const struct jvalue *after, bool is_field)
{
    for (uint32_t i = 0; after->kind == JVALUE_OBJECT && i < after->count; i++) {
        const struct jvalue *old =
            before == NULL ? NULL : jvalue_get(before, after->members[i].name.at);
        if (old == NULL || !jvalue_equal(old, &after->members[i].value)) {
            write_change(json, run, &after->members[i], old, is_field);
        }
    }
}

static void write_version(struct json_writer *json, const struct view_run *run,
                          const struct version *version, const struct version *before)
{
    static const char *const origins[] = {"intake", "correction"};
    const struct submission *kept = version->kept;
    struct text role = text_of(role_name(actor_label_role(kept->by)));
    json_object(json);
    json_member_int(json, "version", kept->version);
    json_member_text(json, "origin", text_of(origins[kept->origin]));
    json_member_date(json, "kept_on", kept->kept_on);
    json_member_text(json, "by_role", city_role_name(run->city, role, run->actor->language));
    write_answers(json, run, version->answers);
    json_name(json, "materials");
    json_raw(json, kept->materials);
    json_name(json, "changes");
    json_array(json);
    if (before != NULL || kept->origin == SUBMISSION_CORRECTION) {
        write_differing(json, run, before == NULL ? NULL : before->answers, version->answers, true);
        write_differing(json, run, before == NULL ? NULL : before->materials, version->materials,
                        false);
    }
    json_end(json);
    json_end(json);
}

/* -- the files by name -- */

#define FILES_MOST 200 /* more than a form and its rounds have; of what is beyond, the number */

static const struct statement submission_file = {
    "submission_file", "select name from file where id=$1 and project=$2"};
static const struct statement *const submission_page_statements[] = {&submission_file};
static const size_t submission_page_statement_count = COUNT_OF(submission_page_statements);

struct named {
    const struct view_run *run;
    int64_t project;
    int64_t seen[FILES_MOST];
    size_t count;
};

static bool is_new(struct named *named, int64_t file)
{
    for (size_t i = 0; i < named->count; i++) {
        if (named->seen[i] == file) {
            return false;
        }
    }
    if (named->count == FILES_MOST) {
        return false;
    }
    named->seen[named->count++] = file;
    return true;
}

static bool write_file(struct json_writer *json, const struct named *named, int64_t file,
                       struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(named->run->store, &submission_file,
                     CELLS(cell_int(file), cell_int(named->project)), &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        json_object(json);
        json_member_int(json, "id", file);
        json_member_text(json, "name", store_text(named->run->arena, &rows, 0));
        json_end(json);
    }
    return store_done(&rows, fault);
}

static bool write_files_of(struct json_writer *json, struct named *named,
                           const struct jvalue *materials, struct fault *fault)
{
    for (uint32_t i = 0; materials->kind == JVALUE_OBJECT && i < materials->count; i++) {
        const struct jvalue *files = &materials->members[i].value;
        for (uint32_t f = 0; files->kind == JVALUE_ARRAY && f < files->count; f++) {
            int64_t file = jvalue_int(&files->items[f], 0);
            if (is_new(named, file) && !write_file(json, named, file, fault)) {
                return false;
            }
        }
    }
    return true;
}

static bool answer_submission(const struct view_run *run, struct json_writer *json,
                              struct fault *fault)
{
    struct application application;
    struct submissions kept;
    if (!application_load(run, run->id, &application, fault) ||
        !submissions_of(run->arena, run->store, application.id, &kept, fault)) {
        return false;
    }
    struct version *versions = arena_array(run->arena, struct version, kept.count + 1);
    for (size_t i = 0; i < kept.count; i++) {
        if (!read_version(run->arena, &kept.items[i], &versions[i], fault)) {
            return false;
        }
    }
    json_object(json);
    json_member_int(json, "application", application.id);
    write_form(json, run, &application, kept.count > 0 ? versions[0].answers : NULL);
    json_name(json, "versions");
    json_array(json);
    for (size_t i = 0; i < kept.count; i++) {
        write_version(json, run, &versions[i], i + 1 < kept.count ? &versions[i + 1] : NULL);
    }
    json_end(json);
    struct named *named = arena_new(run->arena, struct named);
    *named = (struct named){.run = run, .project = application.project};
    json_name(json, "files");
    json_array(json);
    for (size_t i = 0; i < kept.count; i++) {
        if (!write_files_of(json, named, versions[i].materials, fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"intake.submission", "/applications/{id}/submission", NULL, ROLES_BUSINESS, 0,
     "申请内容（各版）", "What an application says, version by version", answer_submission},
};

const struct room submission_page_room = {
    .name = "submission_page", ROOM_VIEWS(views), ROOM_STATEMENTS(submission_page)};
