#include "flow/certificate_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/json_write.h"
#include "flow/commitment_flow.h"
#include "pack/pack.h"
#include "room/application/application_store.h"
#include "room/certificate/certificate.h"
#include "room/deferral/deferral.h"

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

/* What the certificates say, and of which day they are. */
struct grant {
    struct application application;
    struct text document, conditions;
    civil_date on, valid_until;
};

/* What stands on its face beside holder and dates (照面信息). */
static struct text face_of(struct arena *arena, const struct grant *grant)
{
    const struct application *application = &grant->application;
    struct buffer out = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_text(&json, "project_number", application->project_number);
    json_member_text(&json, "project", application->project_name);
    json_member_text(&json, "item", application->name);
    json_member_text(&json, "application", application->number);
    json_member_text_or_null(&json, "document", grant->document);
    json_end(&json);
    return buffer_text(&out);
}

static bool issue(const struct flow_step *step, const struct grant *grant, struct fault *fault)
{
    const struct command_run *run = step->run;
    const struct application *application = &grant->application;
    const struct pack_records *types = &city_pack(run->city)->lists[PACK_CERTIFICATE_TYPES];
    struct text holder =
        application->project_enterprise.len > 0
            ? application->project_enterprise
            : text_format(run->arena, "%.*s（项目单位）", TEXT_ARG(application->project_name));
    for (uint32_t i = 0; i < types->count; i++) {
        const struct pack_record *type = &types->items[i];
        if (!pack_in_force(type, run->today) || !is_of_item(type, application->code)) {
            continue;
        }
        const struct certificate_to_issue one = {
            .type = type,
            .project = application->project,
            .application = application->id,
            .unit = application->org,
            .item = application->code,
            .holder = holder,
            .conditions = grant->conditions,
            .data = face_of(run->arena, grant),
            .on = grant->on,
            .valid_until = grant->valid_until,
        };
        if (!certificate_issue(step->run, &one, fault)) {
            return false;
        }
    }
    return true;
}

/* While a material is owed on which the certificate waits there is none. */
static bool is_waited_for(const struct flow_step *step, int64_t application, bool *out,
                          struct fault *fault)
{
    struct deferrals owed;
    *out = false;
    if (!deferral_owed(step->run->arena, step->run->store, application, &owed, fault)) {
        return false;
    }
    for (size_t i = 0; i < owed.count; i++) {
        *out |= owed.items[i].is_held;
    }
    return true;
}

static struct grant grant_of_decision(const struct flow_step *step)
{
    struct text until = jvalue_text(jvalue_get(step->body, "valid_until"), TEXT_NONE);
    struct grant grant = {
        .document = jvalue_text(jvalue_get(step->body, "document"), TEXT_NONE),
        .conditions = jvalue_text(jvalue_get(step->body, "reason"), TEXT_NONE),
        .on = step->event->happened_on,
        .valid_until = CIVIL_DATE_NONE,
    };
    if (!civil_date_parse(until, &grant.valid_until)) {
        grant.valid_until = CIVIL_DATE_NONE; /* until it is revoked */
    }
    return grant;
}

static bool follow_decision(const struct flow_step *step, struct fault *fault)
{
    struct grant grant = grant_of_decision(step);
    bool is_waiting = false;
    return flow_application(step, step->event->subject, &grant.application, fault) &&
           is_waited_for(step, grant.application.id, &is_waiting, fault) &&
           (is_waiting || grant.application.is_own || issue(step, &grant, fault));
}

/* The material has come: what was granted while it was owed has its certificate from today, with
 * what the decision said. A deferral that held nothing back left it with the grant. */
static bool follow_fulfilment(const struct flow_step *step, struct fault *fault)
{
    struct sight all = flow_sight(step);
    struct deferral deferral;
    struct grant grant = {.on = step->event->happened_on};
    bool is_waiting = false;
    if (!deferral_find(&all, step->event->subject, &deferral, fault)) {
        return false;
    }
    if (!deferral.is_held || deferral.granted_on == CIVIL_DATE_NONE) {
        return true;
    }
    if (!flow_application(step, deferral.application, &grant.application, fault) ||
        !is_waited_for(step, deferral.application, &is_waiting, fault)) {
        return false;
    }
    grant.document = grant.application.document;
    grant.conditions = grant.application.reason;
    grant.valid_until = grant.application.valid_until;
    return is_waiting || grant.application.is_own ||
           !application_state_is_done(grant.application.state) || issue(step, &grant, fault);
}

static bool follow(const struct flow_step *step, struct fault *fault)
{
    bool is_fulfilled = step->event->kind == &deferral_fulfilled_event;
    return is_fulfilled ? follow_fulfilment(step, fault) : follow_decision(step, fault);
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
