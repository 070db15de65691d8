#include "room/application/application_form_door.h"

#include <math.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "room/application/application_store.h"

/* -- what was typed -- */

static bool read_object(struct command_run *run, struct text json, const char *field,
                        const struct jvalue **out, struct fault *fault)
{
    static const struct jvalue nothing = {.kind = JVALUE_OBJECT};
    *out = &nothing;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(run->arena, json, out, fault)) {
        return false;
    }
    return (*out)->kind == JVALUE_OBJECT ||
           fault_raise(fault, FAULT_FIELD_TYPE, text_of(field),
                       FAULT_ARGS(TEXT("对象"), TEXT("an object")));
}

static bool refuse_files(struct fault *fault)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("materials"),
                FAULT_ARGS(TEXT("应为本项目文件编号的列表，每份材料最多 50 个，不重复"),
                           TEXT("each a list of ids of this project's files, at most 50, once")));
    fault_label(fault, "材料", "materials");
    return false;
}

static bool files_are_ours(struct command_run *run, int64_t project, const struct jvalue *list,
                           struct fault *fault)
{
    if (list->kind != JVALUE_ARRAY || list->count > APPLICATION_FILES_MAX) {
        return refuse_files(fault);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t id = jvalue_int(&list->items[i], 0);
        bool is_ours = false;
        for (uint32_t j = 0; j < i; j++) {
            id = jvalue_int(&list->items[j], 0) == id ? 0 : id;
        }
        if (id <= 0) {
            return refuse_files(fault);
        }
        if (!application_file_is_of(run->store, project, id, &is_ours, fault)) {
            return false;
        }
        if (!is_ours) {
            return refuse_files(fault);
        }
    }
    return true;
}

static struct text_list planned_items(struct command_run *run, const struct application_plan *plan)
{
    struct text *codes = arena_array(run->arena, struct text, plan->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->nodes[i].is_item) {
            codes[count++] = plan->nodes[i].code;
        }
    }
    return (struct text_list){codes, count};
}

bool application_form_read(struct command_run *run, const struct application_form_asked *asked,
                           struct application_form *out, struct fault *fault)
{
    const struct application_intake *fields = asked->fields;
    struct form_asked form = {city_pack(run->city), fields->items, asked->on};
    struct form_shelf shelf;
    *out = (struct application_form){.is_given = fields->answers.len > 0};
    if (!read_object(run, fields->answers, "answers", &out->answers, fault) ||
        !read_object(run, fields->materials, "materials", &out->materials, fault)) {
        return false;
    }
    for (uint32_t i = 0; i < out->materials->count; i++) {
        if (!files_are_ours(run, asked->project->id, &out->materials->members[i].value, fault)) {
            return false;
        }
    }
    form_open(run->arena, &form, &out->form);
    if (!out->is_given) {
        return true;
    }
    if (!form_check(run->arena, &out->form, out->answers, fault) ||
        !submission_shelf(run->arena, run->store, asked->project->id, &shelf, fault)) {
        return false;
    }
    shelf.planned = planned_items(run, asked->plan);
    shelf.given = out->materials;
    form_papers_of(run->arena, &form, &shelf, &out->papers);
    return form_papers_check(&out->papers, out->materials, fault);
}

bool application_form_keep(struct command_run *run, const struct application_form *form,
                           const struct application_brief *opened, int64_t project,
                           struct fault *fault)
{
    if (!form->is_given) {
        return true;
    }
    struct submission_new wanted = {
        .application = opened->id,
        .project = project,
        .origin = SUBMISSION_INTAKE,
        .answers = form_answers_of_item(run->arena, &form->form, form->answers, opened->code),
        .materials = form_papers_of_item(run->arena, &form->papers, opened->code),
        .on = opened->first_submitted_on,
    };
    return submission_keep(run, &wanted, fault);
}

/* -- what binds all of it -- */

static bool channel_is_right(const struct command_run *run,
                             const struct application_form_asked *asked,
                             struct application_frame *out, struct fault *fault)
{
    const struct application_intake *fields = asked->fields;
    if (!application_decide_channel(run->actor->role, fields->channel, fields->desk, &out->channel,
                                    fault)) {
        return false;
    }
    if (fields->desk.len > 0 && !project_desk_is_ones(run, fields->desk, asked->on, fault)) {
        return false;
    }
    out->desk = fields->desk;
    return true;
}

static bool list_has(const struct jvalue *array, struct text code)
{
    for (uint32_t i = 0; array != NULL && array->kind == JVALUE_ARRAY && i < array->count; i++) {
        if (text_equal(jvalue_text(&array->items[i], TEXT_NONE), code)) {
            return true;
        }
    }
    return false;
}

static bool bundle_fits(const struct command_run *run, const struct application_form_asked *asked,
                        struct application_frame *out, struct fault *fault)
{
    const struct application_intake *fields = asked->fields;
    if (fields->bundle.len == 0) {
        return true;
    }
    const struct pack_record *bundle =
        pack_find(city_pack(run->city), PACK_BUNDLES, fields->bundle, asked->on);
    if (bundle == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT("bundle"), FAULT_NO_ARGS);
    }
    for (size_t i = 0; i < fields->items.count; i++) {
        struct text code = fields->items.items[i];
        if (!list_has(jvalue_get(bundle->raw, "items"), code) &&
            !list_has(jvalue_get(bundle->raw, "optional_items"), code)) {
            return fault_raise(
                fault, FAULT_BUNDLE_MISFIT, TEXT("bundle"),
                FAULT_ARGS(bundle->name, city_item_name(run->city, code, run->actor->language)));
        }
    }
    const struct jvalue *days = jvalue_get(bundle->raw, "joint_days");
    out->bundle = fields->bundle;
    out->joint_promised_days = jvalue_is_number(days) ? (int64_t)ceil(jvalue_number(days)) : 0;
    return true;
}

/* Several are decided together: an item of the enterprise's own is nobody's decision. */
static bool is_joint(const struct command_run *run, const struct application_form_asked *asked)
{
    size_t count = 0;
    for (size_t i = 0; i < asked->fields->items.count; i++) {
        const struct pack_record *item =
            pack_find(city_pack(run->city), PACK_ITEMS, asked->fields->items.items[i], asked->on);
        struct text org = jvalue_text(jvalue_get(item->raw, "org"), TEXT_NONE);
        count += !text_is(org, APPLICATION_OWN_UNIT);
    }
    return count >= 2;
}

bool application_frame_of(const struct command_run *run, const struct application_form_asked *asked,
                          struct application_frame *out, struct fault *fault)
{
    *out = (struct application_frame){.joint_days = 0};
    if (!channel_is_right(run, asked, out, fault) || !bundle_fits(run, asked, out, fault)) {
        return false;
    }
    if (is_joint(run, asked)) {
        out->joint_days = city_limit(run->city, "decide_joint", asked->on);
        out->joint_extension_days = city_limit(run->city, "decide_joint_extension", asked->on);
    }
    return true;
}
