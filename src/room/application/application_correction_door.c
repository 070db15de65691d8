#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "ground/form/form.h"
#include "ground/form/submission.h"
#include "room/application/application_correction.h"

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_asked = text_is(text_of(field), "corrections");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_asked ? "补正事项" : "更正内容", is_asked ? "corrections" : "answers");
    return false;
}

static void open_form(const struct command_run *run, const struct application *application,
                      struct form *out)
{
    struct text *items = arena_array(run->arena, struct text, 1);
    items[0] = application->code;
    struct form_asked asked = {city_pack(run->city), {items, 1}, application->submitted_on};
    form_open(run->arena, &asked, out);
}

static bool has_material(const struct command_run *run, const struct application *application,
                         struct text name)
{
    const struct pack_record *item =
        pack_find(city_pack(run->city), PACK_ITEMS, application->code, CIVIL_DATE_NONE);
    const struct jvalue *known = item == NULL ? NULL : jvalue_get(item->raw, "materials");
    for (uint32_t i = 0; known != NULL && i < known->count; i++) {
        if (text_equal(jvalue_text(jvalue_get(&known->items[i], "name"), TEXT_NONE), name)) {
            return true;
        }
    }
    return false;
}

bool application_corrections_are_known(struct command_run *run,
                                       const struct application *application,
                                       const struct application_corrections *corrections,
                                       struct fault *fault)
{
    struct form form;
    open_form(run, application, &form);
    for (size_t i = 0; i < corrections->count; i++) {
        const struct application_correction *one = &corrections->items[i];
        if (pack_find(city_pack(run->city), PACK_SUPPLEMENT_REASONS, one->reason,
                      CIVIL_DATE_NONE) == NULL) {
            return refuse(fault, "corrections", "没有这个补正原因，请从清单中选择",
                          "there is no such reason: choose from the list");
        }
        if (one->is_field ? form_find(&form, one->target) == NULL
                          : !has_material(run, application, one->target)) {
            return refuse(fault, "corrections", "该事项的申请表或办事指南中没有这一项",
                          "the item's form or guide has no such field or material");
        }
    }
    return true;
}

static bool is_asked(const struct application_corrections *asked, struct text target, bool is_field)
{
    for (size_t i = 0; i < asked->count; i++) {
        if (asked->items[i].is_field == is_field && text_equal(asked->items[i].target, target)) {
            return true;
        }
    }
    return false;
}

/* Only what was asked about, and all of it. */
static bool answers_fit(struct command_run *run, const struct application *application,
                        const struct application_corrections *asked, const struct jvalue *answers,
                        struct fault *fault)
{
    struct form form;
    open_form(run, application, &form);
    for (uint32_t i = 0; answers != NULL && i < answers->count; i++) {
        if (!is_asked(asked, answers->members[i].name, true)) {
            return refuse(fault, "answers", "只能更正要求补正的内容，其余内容不能变更",
                          "only what was asked about can be changed");
        }
    }
    for (size_t i = 0; i < asked->count; i++) {
        const struct application_correction *one = &asked->items[i];
        const struct form_field *field = one->is_field ? form_find(&form, one->target) : NULL;
        if (!one->is_field) {
            continue;
        }
        if (answers == NULL || jvalue_get(answers, one->target.at) == NULL) {
            return refuse(fault, "answers", "要求补正的内容须逐项更正",
                          "each field that was asked about is answered");
        }
        if (field != NULL && !form_field_check(run->arena, field, answers, fault)) {
            return false;
        }
    }
    return true;
}

static bool has_files(const struct jvalue *materials, struct text name)
{
    for (uint32_t i = 0; materials != NULL && i < materials->count; i++) {
        const struct jvalue *files = &materials->members[i].value;
        if (text_equal(materials->members[i].name, name)) {
            return files->kind == JVALUE_ARRAY && files->count > 0;
        }
    }
    return false;
}

/* A material that was asked for is answered with the material: a word about it is none. */
static bool materials_are_there(struct command_run *run,
                                const struct application_corrections *asked,
                                const struct jvalue *materials, struct fault *fault)
{
    struct buffer missing = buffer_open(run->arena, 256);
    for (size_t i = 0; i < asked->count; i++) {
        const struct application_correction *one = &asked->items[i];
        if (!one->is_field && !has_files(materials, one->target)) {
            buffer_add(&missing, buffer_text(&missing).len > 0 ? TEXT("、") : TEXT_NONE);
            buffer_add(&missing, one->target);
        }
    }
    if (buffer_text(&missing).len == 0) {
        return true;
    }
    fault_raise(fault, FAULT_CORRECTION_MISSING, TEXT("materials"),
                FAULT_ARGS(buffer_text(&missing)));
    fault_label(fault, "补正材料", "materials");
    return false;
}

static bool materials_fit(struct command_run *run, const struct application *application,
                          const struct application_corrections *asked,
                          const struct jvalue *materials, struct fault *fault)
{
    for (uint32_t i = 0; materials != NULL && i < materials->count; i++) {
        struct buffer ids = buffer_open(run->arena, 64);
        struct json_writer json = json_writer_open(&ids);
        if (!is_asked(asked, materials->members[i].name, false)) {
            return refuse(fault, "materials", "只能补交要求补正的材料",
                          "only materials that were asked for are handed in");
        }
        json_value(&json, &materials->members[i].value);
        if (!casefile_files_are_of(run, application->project, buffer_text(&ids), fault)) {
            return false;
        }
    }
    return true;
}

/* The members of `old`, with those of `changed` in their place or behind them. */
static struct text merged(struct arena *arena, const struct jvalue *old,
                          const struct jvalue *changed)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (uint32_t i = 0; old != NULL && i < old->count; i++) {
        const struct jvalue *now =
            changed == NULL ? NULL : jvalue_get(changed, old->members[i].name.at);
        json_name_text(&json, old->members[i].name);
        json_value(&json, now != NULL ? now : &old->members[i].value);
    }
    for (uint32_t i = 0; changed != NULL && i < changed->count; i++) {
        if (old == NULL || jvalue_get(old, changed->members[i].name.at) == NULL) {
            json_name_text(&json, changed->members[i].name);
            json_value(&json, &changed->members[i].value);
        }
    }
    json_end(&json);
    return buffer_text(&buffer);
}

static bool read_object(struct command_run *run, struct text json, const char *field,
                        const struct jvalue **out, struct fault *fault)
{
    *out = NULL;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(run->arena, json, out, fault)) {
        return false;
    }
    return (*out)->kind == JVALUE_OBJECT || refuse(fault, field, "应为对象", "an object");
}

static bool keep(struct command_run *run, const struct submission_new *wanted,
                 const struct jvalue *answers, const struct jvalue *materials, struct fault *fault)
{
    struct submissions versions;
    struct submission_new next = *wanted;
    const struct jvalue *old_answers = NULL;
    const struct jvalue *old_materials = NULL;
    if (!submissions_of(run->arena, run->store, wanted->application, &versions, fault)) {
        return false;
    }
    bool has_old = versions.count > 0;
    if (has_old && (!json_read(run->arena, versions.items[0].answers, &old_answers, fault) ||
                    !json_read(run->arena, versions.items[0].materials, &old_materials, fault))) {
        return false;
    }
    next.answers = merged(run->arena, old_answers, answers);
    next.materials = merged(run->arena, old_materials, materials);
    return submission_keep(run, &next, fault);
}

bool application_correct(struct command_run *run, const struct application *application,
                         const struct application_complete *command, civil_date on,
                         struct fault *fault)
{
    struct application_corrections asked;
    const struct jvalue *answers = NULL;
    const struct jvalue *materials = NULL;
    struct submission_new wanted = {.application = application->id,
                                    .project = application->project,
                                    .origin = SUBMISSION_CORRECTION,
                                    .on = on};
    if (!application_corrections_of(run->arena, run->store, application->id, &asked, fault) ||
        !read_object(run, command->answers, "answers", &answers, fault) ||
        !read_object(run, command->materials, "materials", &materials, fault) ||
        !answers_fit(run, application, &asked, answers, fault) ||
        !materials_fit(run, application, &asked, materials, fault) ||
        !materials_are_there(run, &asked, materials, fault)) {
        return false;
    }
    bool changes =
        (answers != NULL && answers->count > 0) || (materials != NULL && materials->count > 0);
    return !changes || keep(run, &wanted, answers, materials, fault);
}
