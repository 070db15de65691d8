#include "board/intake_form.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/account/account.h"
#include "ground/project/represent.h"
#include "pack/pack.h"

/* -- loading -- */

struct form_query {
    struct text items;
};
static const struct field form_fields[] = {
    FIELD(form_query, items, TEXT, .max = 4000, .zh = "事项（逗号分隔）",
          .en = "items, with commas between"),
};
static const struct field_table form_table = FIELD_TABLE(form_query, form_fields);

#define ITEMS_MAX 64

static void add_item(const struct intake_form *form, struct text code, struct text *codes,
                     size_t *count)
{
    struct text_list so_far = {codes, *count};
    bool is_known =
        pack_find(city_pack(form->run->city), PACK_ITEMS, code, form->run->today) != NULL;
    if (is_known && *count < ITEMS_MAX && !text_list_has(so_far, code)) {
        codes[(*count)++] = text_copy(form->run->arena, code);
    }
}

/* Those asked for, else those of the draft; what the pack does not know is left out. */
static void choose_items(struct intake_form *form, struct text asked)
{
    struct text *codes = arena_array(form->run->arena, struct text, ITEMS_MAX);
    const struct jvalue *drafted = jvalue_get(form->content, "items");
    bool is_asked = asked.len > 0;
    size_t count = 0;
    while (asked.len > 0) {
        add_item(form, text_trim(text_cut(&asked, ',')), codes, &count);
    }
    for (uint32_t i = 0; !is_asked && drafted != NULL && i < drafted->count; i++) {
        add_item(form, jvalue_text(&drafted->items[i], TEXT_NONE), codes, &count);
    }
    form->items = (struct text_list){codes, count};
}

static bool load_draft(struct intake_form *form, struct fault *fault)
{
    const struct view_run *run = form->run;
    form->content = NULL;
    if (!form_draft_of(run->arena, run->store, form->project.id, &form->draft, fault) ||
        (form->draft.version > 0 &&
         !json_read(run->arena, form->draft.content, &form->content, fault))) {
        return false;
    }
    form->drafted = form_draft_values(run->arena, jvalue_get(form->content, "answers"));
    form->given = form_draft_values(run->arena, jvalue_get(form->content, "materials"));
    return true;
}

/* What would be submitted: an answer of the draft, else what is known. */
static void gather_answers(struct intake_form *form)
{
    struct arena *arena = form->run->arena;
    struct jmember *members = arena_array(arena, struct jmember, form->form.count + 1);
    struct jvalue *answers = arena_new(arena, struct jvalue);
    uint32_t count = 0;
    form->filled = arena_array(arena, struct form_filled, form->form.count + 1);
    for (size_t i = 0; i < form->form.count; i++) {
        const struct form_field *field = &form->form.fields[i];
        const struct jvalue *typed = jvalue_get(form->drafted, text_c_string(arena, field->id));
        form_fill(arena, field, &form->world, &form->filled[i]);
        const struct jvalue *value = typed != NULL ? typed : form->filled[i].value;
        if (value != NULL) {
            members[count++] = (struct jmember){field->id, *value};
        }
    }
    *answers = (struct jvalue){.kind = JVALUE_OBJECT, .count = count, .members = members};
    form->answers = answers;
}

static struct text_list planned(const struct intake_form *form)
{
    const struct application_plan *plan = &form->plan->plan;
    struct text *codes = arena_array(form->run->arena, struct text, plan->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->nodes[i].is_item) {
            codes[count++] = plan->nodes[i].code;
        }
    }
    return (struct text_list){codes, count};
}

bool intake_form_load(const struct view_run *run, struct text items, struct intake_form *out,
                      struct fault *fault)
{
    struct form_place place = {run->arena, run->store, run->city, run->today};
    struct application_context *context = application_context_open(run);
    struct form_shelf shelf;
    *out = (struct intake_form){.run = run};
    if (!project_of_view(run, 0, &out->project, fault) || !load_draft(out, fault) ||
        !application_context_project(run, context, out->project.id, &out->plan, fault) ||
        !milestone_days_of(run->arena, run->store, out->project.id, &out->milestones, fault) ||
        !submission_world(&place, &out->project, &out->world, fault) ||
        !submission_shelf(run->arena, run->store, out->project.id, &shelf, fault)) {
        return false;
    }
    choose_items(out, items);
    struct form_asked asked = {city_pack(run->city), out->items, run->today};
    form_open(run->arena, &asked, &out->form);
    gather_answers(out);
    shelf.planned = planned(out);
    shelf.given = out->given;
    form_papers_of(run->arena, &asked, &shelf, &out->papers);
    return true;
}

/* -- writing -- */

static void write_items_of(struct json_writer *json, const struct view_run *run, const char *name,
                           struct text_list items)
{
    json_name(json, name);
    json_array(json);
    for (size_t i = 0; i < items.count; i++) {
        json_object(json);
        json_member_text(json, "code", items.items[i]);
        json_member_text(json, "name",
                         city_item_name(run->city, items.items[i], run->actor->language));
        json_end(json);
    }
    json_end(json);
}

static struct text in_language(const struct view_run *run, const struct jvalue *raw, const char *zh,
                               const char *en)
{
    struct text chinese = jvalue_text(jvalue_get(raw, zh), TEXT_NONE);
    return run->actor->language == LANGUAGE_EN ? jvalue_text(jvalue_get(raw, en), chinese)
                                               : chinese;
}

static void write_from(struct json_writer *json, const char *name, const struct form_known *known,
                       const struct jvalue *value)
{
    json_name(json, name);
    if (known == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "kind", text_of(form_origin_code(known->origin)));
    json_member_text(json, "name", known->name);
    json_member_date(json, "on", known->on);
    json_member_text_or_null(json, "note", known->note);
    json_name(json, "value");
    json_value(json, value);
    json_end(json);
}

static void write_values(struct json_writer *json, const struct form_field *field)
{
    json_name(json, "values");
    json_array(json);
    for (size_t i = 0; i < field->values.count; i++) {
        json_text(json, field->values.items[i]);
    }
    json_end(json);
}

static void write_field(struct json_writer *json, const struct intake_form *form, size_t at)
{
    const struct view_run *run = form->run;
    const struct form_field *field = &form->form.fields[at];
    const struct form_filled *filled = &form->filled[at];
    const char *id = text_c_string(run->arena, field->id);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct jvalue *written = jvalue_get(jvalue_get(form->content, "answers"), id);
    const struct jvalue *value = jvalue_get(form->answers, id);
    json_object(json);
    json_member_text(json, "id", field->id);
    json_member_text(json, "name", form_field_name(field, run->actor->language));
    json_member_text(json, "type", text_of(form_type_code(field->type)));
    json_member_text_or_null(json, "unit", field->unit);
    json_member_bool(json, "required", field->required);
    json_member_text_or_null(json, "guidance", is_zh ? field->guidance_zh : field->guidance_en);
    json_member_text_or_null(json, "check", field->check);
    json_member_int_if(json, "max", field->max >= 0, field->max);
    write_values(json, field);
    write_items_of(json, run, "asked_by", field->asked_by);
    json_name(json, "value");
    if (value == NULL) {
        json_null(json);
    } else {
        json_value(json, value);
    }
    json_member_bool(json, "drafted", written != NULL);
    json_member_int(json, "version", jvalue_int(jvalue_get(written, "version"), 0));
    write_from(json, "from", filled->from, filled->value);
    write_from(json, "other", filled->other, filled->other_value);
    json_end(json);
}

static void write_sections(struct json_writer *json, const struct intake_form *form)
{
    const struct pack_records *sections = &city_pack(form->run->city)->lists[PACK_FORM_SECTIONS];
    json_name(json, "sections");
    json_array(json);
    for (uint32_t s = 0; s < sections->count; s++) {
        bool is_open = false;
        for (size_t i = 0; i < form->form.count; i++) {
            if (!text_equal(form->form.fields[i].section, sections->items[s].id)) {
                continue;
            }
            if (!is_open) {
                json_object(json);
                json_member_text(json, "id", sections->items[s].id);
                json_member_text(json, "name",
                                 in_language(form->run, sections->items[s].raw, "name", "name_en"));
                json_name(json, "fields");
                json_array(json);
                is_open = true;
            }
            write_field(json, form, i);
        }
        if (is_open) {
            json_end(json);
            json_end(json);
        }
    }
    json_end(json);
}

static void write_papers(struct json_writer *json, const struct intake_form *form)
{
    const struct view_run *run = form->run;
    json_name(json, "materials");
    json_array(json);
    for (size_t i = 0; i < form->papers.count; i++) {
        const struct form_paper *paper = &form->papers.items[i];
        struct text state = text_of(form_paper_state_code(paper->state));
        const struct pack_record *waiver =
            pack_find(city_pack(run->city), PACK_FORM_WAIVERS, state, CIVIL_DATE_NONE);
        const struct jvalue *raw = waiver == NULL ? NULL : waiver->raw;
        json_object(json);
        json_member_text(json, "name", paper->name);
        json_member_bool(json, "required", paper->required);
        json_member_bool(json, "deferrable", paper->required && paper->deferrable);
        json_member_text(json, "state", state);
        json_member_text_or_null(json, "reason", in_language(run, raw, "text_zh", "text_en"));
        json_member_text_or_null(json, "basis", jvalue_text(jvalue_get(raw, "basis"), TEXT_NONE));
        json_member_text_or_null(json, "held_by", paper->held_by);
        json_member_date(json, "held_on", paper->held_on);
        json_name(json, "files");
        json_raw(json, paper->files);
        write_items_of(json, run, "needed_by", paper->needed_by);
        json_end(json);
    }
    json_end(json);
}

static void write_chosen(struct json_writer *json, const struct intake_form *form)
{
    const struct view_run *run = form->run;
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < form->items.count; i++) {
        struct text code = form->items.items[i];
        const struct pack_record *item = application_item(run, code);
        const struct pack_record *way =
            pack_find(city_pack(run->city), PACK_HANDLING, code, run->today);
        const struct jvalue *raw = way == NULL ? NULL : way->raw;
        struct text org = jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE);
        json_object(json);
        json_member_text(json, "code", code);
        json_member_text(json, "name", city_item_name(run->city, code, run->actor->language));
        json_member_text(json, "org", org);
        json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
        json_member_text_or_null(json, "online", jvalue_text(jvalue_get(raw, "online"), TEXT_NONE));
        const struct jvalue *visits = jvalue_get(raw, "visits");
        json_member_int_if(json, "visits", jvalue_is_number(visits), jvalue_int(visits, 0));
        json_end(json);
    }
    json_end(json);
}

static bool write_draft(struct json_writer *json, const struct intake_form *form,
                        struct fault *fault)
{
    struct text name = TEXT_NONE;
    json_name(json, "draft");
    if (form->draft.version == 0) {
        json_null(json);
        return true;
    }
    if (!account_name(form->run->arena, form->run->store, form->draft.saved_by, &name, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "version", form->draft.version);
    json_member_int(json, "saved_at", form->draft.saved_at);
    json_member_text(json, "saved_by", name);
    json_member_text_or_null(json, "channel",
                             jvalue_text(jvalue_get(form->content, "channel"), TEXT_NONE));
    json_member_text_or_null(json, "desk",
                             jvalue_text(jvalue_get(form->content, "desk"), TEXT_NONE));
    json_end(json);
    return true;
}

static void write_desks(struct json_writer *json, const struct intake_form *form)
{
    const struct view_run *run = form->run;
    const struct pack_records *desks = &city_pack(run->city)->lists[PACK_DESKS];
    json_name(json, "desks");
    json_array(json);
    for (uint32_t i = 0; i < desks->count; i++) {
        struct text org = project_desk_unit(run->city, desks->items[i].id, run->today);
        bool is_ones = run->actor->role != ROLE_WINDOW || text_equal(org, run->actor->org);
        if (is_ones && pack_in_force(&desks->items[i], run->today)) {
            json_object(json);
            json_member_text(json, "id", desks->items[i].id);
            json_member_text(json, "name",
                             in_language(run, desks->items[i].raw, "name", "name_en"));
            json_end(json);
        }
    }
    json_end(json);
}

static bool answer_form(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct form_query *query = run->query;
    const struct represent_asked agreed = {run->id, run->actor->org, run->today};
    struct intake_form form;
    if (!project_of_view(run, 0, &form.project, fault) ||
        !represent_lets(run->store, run->actor, &agreed, fault) ||
        !intake_form_load(run, query->items, &form, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "project");
    project_brief(json, run->city, &form.project, run->actor->language);
    json_member_int(json, "version", form.project.version);
    write_chosen(json, &form);
    write_sections(json, &form);
    write_papers(json, &form);
    write_desks(json, &form);
    if (!write_draft(json, &form, fault) || !intake_findings_write(json, &form, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

#define TAKERS (ROLE_BIT(ROLE_ENTERPRISE) | ROLES_SERVICE | ROLE_BIT(ROLE_WINDOW))

static const struct view_kind views[] = {
    {"intake.form", "/projects/{id}/intake-form", &form_table, TAKERS, VIEW_UNCACHED,
     "一张表单：填报项、材料清单、预检", "The one form: fields, materials, check before submission",
     answer_form},
};

const struct room intake_form_room = {.name = "intake_form", ROOM_VIEWS(views)};
