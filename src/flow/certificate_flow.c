#include "flow/certificate_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "pack/pack.h"
#include "room/application/application_rows.h"
#include "room/certificate/certificate.h"

static const struct actor the_platform = {.role = ROLE_SYSTEM,
                                          .name = {"", 0},
                                          .org = {"", 0},
                                          .district = {"", 0},
                                          .language = LANGUAGE_ZH};

static bool is_of_item(const struct pack_record *type, struct text item)
{
    const struct jvalue *items = jvalue_get(type->raw, "items");
    for (uint32_t i = 0; items != NULL && i < items->count; i++) {
        if (text_equal(jvalue_text(&items->items[i], TEXT_NONE), item)) {
            return jvalue_bool(jvalue_get(type->raw, "main"), false);
        }
    }
    return false;
}

/* What stands on its face beside holder and dates (照面信息). */
static struct text face_of(const struct flow_step *step, const struct application *application)
{
    struct buffer out = buffer_open(step->run->arena, 512);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text(&json, "project_number", application->project_number);
    json_member_text(&json, "project", application->project_name);
    json_member_text(&json, "item", application->name);
    json_member_text(&json, "application", application->number);
    json_member_text_or_null(&json, "document",
                             jvalue_text(jvalue_get(step->body, "document"), TEXT_NONE));
    json_end(&json);
    return buffer_text(&out);
}

static civil_date valid_until(const struct flow_step *step)
{
    civil_date day = CIVIL_DATE_NONE;
    struct text text = jvalue_text(jvalue_get(step->body, "valid_until"), TEXT_NONE);
    return civil_date_parse(text, &day) ? day : CIVIL_DATE_NONE;
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    const struct command_run *run = step->run;
    const struct view_run asking = {.arena = run->arena,
                                    .store = run->store,
                                    .city = run->city,
                                    .vault = run->vault,
                                    .actor = &the_platform,
                                    .now = run->now,
                                    .today = run->today};
    const struct pack_records *types = &city_pack(run->city)->lists[PACK_CERTIFICATE_TYPES];
    struct application application;
    if (!application_load(&asking, step->event->subject, &application, fault)) {
        return false;
    }
    if (application.is_own) {
        return true;
    }
    struct text holder =
        application.project_enterprise.len > 0
            ? application.project_enterprise
            : text_format(run->arena, "%.*s（项目单位）", TEXT_ARG(application.project_name));
    for (uint32_t i = 0; i < types->count; i++) {
        const struct certificate_to_issue grant = {
            .type = &types->items[i],
            .project = application.project,
            .application = application.id,
            .unit = application.org,
            .item = application.code,
            .holder = holder,
            .conditions = jvalue_text(jvalue_get(step->body, "reason"), TEXT_NONE),
            .data = face_of(step, &application),
            .on = step->event->happened_on,
            .valid_until = valid_until(step),
        };
        if (pack_in_force(grant.type, run->today) && is_of_item(grant.type, application.code) &&
            !certificate_issue(step->run, &grant, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action issue_certificate_action = {
    "issue_certificate", "颁发证照（按证照目录）",
    "issue the certificates that a grant leaves (certificates.json)", follow};

/* -- a result is taken back -- */

static bool revoke_all(const struct flow_step *step, const struct certificates *held,
                       struct fault *fault)
{
    struct text basis = jvalue_text(jvalue_get(step->body, "basis"), TEXT_NONE);
    const struct certificate_revoke body = {
        jvalue_text(jvalue_get(step->body, "reason"), TEXT("许可结果已撤销")),
        basis.len > 0 ? basis : TEXT("随许可结果撤销")};
    for (size_t i = 0; i < held->count; i++) {
        const struct certificate *one = &held->items[i];
        struct event_about about = {one->id, one->project, step->event->happened_on};
        bool is_its = one->application == step->event->subject && !one->is_imported &&
                      one->state != CERTIFICATE_REVOKED;
        if (is_its && !run_emit(step->run, &certificate_revoked_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool follow_revoked(const struct flow_step *step, struct fault *fault)
{
    struct certificates held;
    return certificate_of_project(step->run->arena, step->run->store, step->event->project, &held,
                                  fault) &&
           revoke_all(step, &held, fault);
}

const struct flow_action revoke_certificate_action = {
    "revoke_certificate", "撤销办件结果所发的证照", "revoke the certificates that a result left",
    follow_revoked};
