#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_bundle.h"
#include "room/application/application_store.h"

static const struct pack_record *bundle_of(const struct city *city, struct text code, civil_date on)
{
    return code.len == 0 ? NULL : pack_find(city_pack(city), PACK_BUNDLES, code, on);
}

static struct text lead_of(const struct pack_record *bundle)
{
    return bundle == NULL ? TEXT_NONE : jvalue_text(jvalue_get(bundle->raw, "lead_org"), TEXT_NONE);
}

bool application_bundle_join(struct command_run *run, int64_t project, struct text bundle,
                             civil_date on, struct fault *fault)
{
    struct text lead = lead_of(bundle_of(run->city, bundle, on));
    return lead.len == 0 || project_join(run, project, lead, fault);
}

/* -- withdrawing all of it -- */

static bool withdraw_one(struct command_run *run, const struct application *application,
                         const struct application_withdraw *fields, struct fault *fault)
{
    struct application_setting setting = application_setting_of(run);
    struct application_withdrawn body = {fields->reason};
    civil_date on = CIVIL_DATE_NONE;
    struct event_about about = {application->id, application->project, CIVIL_DATE_NONE};
    if (!application_decide_act(application, APPLICATION_WITHDRAW, &setting, fields->on, &on,
                                fault)) {
        return false;
    }
    about.happened_on = on;
    return run_emit(run, &application_withdrawn_event, about, &body, fault);
}

bool application_perform_withdraw_all(struct command_run *run, const void *given,
                                      struct fault *fault)
{
    struct view_run view = run_view(run);
    struct application_case one;
    struct application_list all;
    size_t withdrawn = 0;
    if (!application_case_load(&view, run->id, &one, fault) ||
        !application_of_project(&view, one.project, &all, fault)) {
        return false;
    }
    for (size_t i = all.count; i-- > 0;) {
        const struct application *member = &all.items[i];
        if (member->intake != one.id || !application_state_is_open(member->state)) {
            continue;
        }
        if (!withdraw_one(run, member, given, fault)) {
            return false;
        }
        withdrawn++;
    }
    run->answer.id = one.id;
    run->answer.number = one.number;
    run->answer.extra = text_format(run->arena, "\"withdrawn\":%zu", withdrawn);
    return withdrawn > 0 ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("没有在办的办件"), TEXT("none of its cases is open")));
}

/* -- as JSON -- */

static void write_member(struct json_writer *json, const struct view_run *run,
                         const struct application_bundle_view *view, size_t at)
{
    const struct application *member = &view->members->items[at];
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "application", member->id);
    json_member_text(json, "code", member->code);
    json_member_text(json, "name", city_item_name(run->city, member->code, language));
    json_member_text(json, "org_name", city_org_name(run->city, member->org, language));
    json_member_text(json, "state", text_of(application_state_code(view->states[at])));
    json_member_text(json, "state_name", application_state_name(view->states[at], language));
    json_end(json);
}

static bool is_in(const struct application_bundle_view *view, struct text code)
{
    for (size_t i = 0; i < view->members->count; i++) {
        if (text_equal(view->members->items[i].code, code)) {
            return true;
        }
    }
    return false;
}

/* What the bundle has and this intake did not hand in. */
static void write_left_out(struct json_writer *json, const struct view_run *run,
                           const struct application_bundle_view *view, const struct jvalue *items)
{
    json_name(json, "left_out");
    json_array(json);
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        struct text code = jvalue_text(&items->items[i], TEXT_NONE);
        if (!is_in(view, code)) {
            json_object(json);
            json_member_text(json, "code", code);
            json_member_text(json, "name", city_item_name(run->city, code, run->actor->language));
            json_end(json);
        }
    }
    json_end(json);
}

void application_bundle_write(struct json_writer *json, const struct view_run *run,
                              const struct application_bundle_view *view)
{
    const struct pack_record *bundle = bundle_of(run->city, view->one->bundle, view->one->taken_on);
    struct text lead = lead_of(bundle);
    bool in_english = run->actor->language == LANGUAGE_EN;
    if (bundle == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "code", bundle->id);
    json_member_text(json, "name",
                     in_english && bundle->name_en.len > 0 ? bundle->name_en : bundle->name);
    json_member_text_or_null(json, "lead_org", lead);
    json_member_text_or_null(json, "lead_name",
                             lead.len == 0 ? TEXT_NONE
                                           : city_org_name(run->city, lead, run->actor->language));
    json_member_text(json, "state",
                     text_of(application_bundle_state_code(
                         application_bundle_state_of(view->states, view->members->count))));
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < view->members->count; i++) {
        write_member(json, run, view, i);
    }
    json_end(json);
    write_left_out(json, run, view, jvalue_get(bundle->raw, "items"));
    json_end(json);
}
