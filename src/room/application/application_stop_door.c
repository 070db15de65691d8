#include "room/application/application_stop.h"

#include "app/access.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_act.h"
#include "room/application/application_joint.h"
#include "room/application/application_law.h"

/* -- the city's reasons -- */

static bool refuse_code(struct fault *fault)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("code"),
                FAULT_ARGS(TEXT("没有这个理由，请从清单中选择"),
                           TEXT("there is no such reason: choose from the list")));
    fault_label(fault, "停止计时的理由", "reason");
    return false;
}

static bool is_asked(const struct pack_record *reason, const struct application_reason_asked *asked,
                     civil_date today)
{
    const char *kind = asked->is_suspension ? "suspension" : "special";
    bool is_kind = text_is(jvalue_text(jvalue_get(reason->raw, "kind"), TEXT_NONE), kind);
    bool is_named = asked->code.len > 0 ? text_equal(reason->id, asked->code)
                                        : text_equal(reason->name, asked->name) ||
                                              text_equal(reason->name_en, asked->name);
    return is_kind && is_named && pack_in_force(reason, today);
}

static const struct pack_record *reason_of(const struct command_run *run,
                                           const struct application_reason_asked *asked)
{
    const struct pack_records *reasons = &city_pack(run->city)->lists[PACK_STOP_REASONS];
    for (uint32_t i = 0; i < reasons->count; i++) {
        if (is_asked(&reasons->items[i], asked, run->today)) {
            return &reasons->items[i];
        }
    }
    return NULL;
}

bool application_basis_of(const struct command_run *run,
                          const struct application_reason_asked *asked,
                          struct application_basis *out, struct fault *fault)
{
    const struct pack_record *reason = reason_of(run, asked);
    if (reason == NULL) {
        return refuse_code(fault);
    }
    struct text law = jvalue_text(jvalue_get(reason->raw, "law"), TEXT_NONE);
    *out = (struct application_basis){
        .code = reason->id,
        .law = law.len > 0 ? law : asked->basis,
        .is_applicants =
            text_is(jvalue_text(jvalue_get(reason->raw, "hands"), TEXT_NONE), "enterprise"),
    };
    return out->law.len > 0 || fault_raise(fault, FAULT_STOP_WITHOUT_BASIS, TEXT("basis"),
                                           FAULT_ARGS(reason->name, reason->name_en));
}

/* -- extensions -- */

static struct application_extended
extended_of(const struct command_run *run, const struct application_extend *fields, const char *law)
{
    return (struct application_extended){
        .days = fields->days,
        .approver = fields->approver,
        .document = fields->document,
        .reason = fields->reason,
        .law = application_article(run->city, law, run->today, LANGUAGE_ZH).name,
        .noticed_on = fields->noticed_on,
    };
}

bool application_perform_extend(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_extend *fields = given;
    struct application application;
    struct application_stop_setting setting = {
        application_setting_of(run), city_limit(run->city, "decide_single_extension", run->today)};
    struct application_extended body = extended_of(run, fields, "extension");
    civil_date on = CIVIL_DATE_NONE;
    return application_begin(run, &application, fault) &&
           application_decide_extend(&application, fields, &setting, &on, fault) &&
           application_emit(run, &application,
                            (struct application_outcome){&application_extended_event, on, &body},
                            fault);
}

/* The limit that is extended, as it stood on the day of the extension. */
static bool joint_limit_runs(const struct command_run *run, int64_t project, civil_date on,
                             civil_date *out_due, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct application_joint *joint = arena_new(run->arena, struct application_joint);
    view.today = on;
    if (!application_joint_of(&view, project, run->id, joint, fault)) {
        return false;
    }
    if (!joint->has_clock || !joint->clock.has_begun || joint->clock.is_ended) {
        return fault_raise(fault, FAULT_JOINT_LIMIT_NONE, TEXT_NONE, FAULT_NO_ARGS);
    }
    *out_due = joint->clock.due_on;
    return true;
}

/* The joint limit is the government's to extend: the service centre records its decision. */
bool application_perform_joint_extend(struct command_run *run, const void *given,
                                      struct fault *fault)
{
    const struct application_extend *fields = given;
    struct application_extended body = extended_of(run, fields, "joint_extension");
    struct application_extension before;
    struct project project;
    char day[CIVIL_DATE_TEXT_SIZE];
    int64_t of_project = 0;
    civil_date on = CIVIL_DATE_NONE;
    civil_date due = CIVIL_DATE_NONE;
    if (!store_query_int(run->store, &application_intake_project, CELLS(cell_int(run->id)),
                         &of_project, fault)) {
        return false;
    }
    if (of_project == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!project_of_run(run, of_project, &project, fault) ||
        !project_coordinator_may(run, &project, fault) ||
        !application_joint_extension_of(run->arena, run->store, run->id, &before, fault) ||
        !run_day(run, fields->on, "on", &on, fault)) {
        return false;
    }
    if (before.days != 0) {
        return fault_raise(fault, FAULT_EXTENDED_ALREADY, TEXT_NONE,
                           FAULT_ARGS(civil_date_write(before.on, day)));
    }
    struct event_about about = {run->id, of_project, on};
    run->answer.id = run->id;
    return application_extension_is_right(
               fields, city_limit(run->city, "decide_joint_extension", run->today), run->today,
               fault) &&
           joint_limit_runs(run, of_project, on, &due, fault) &&
           application_extension_is_in_time(due, on, fields->noticed_on, fault) &&
           run_emit(run, &application_joint_extended_event, about, &body, fault);
}

/* -- suspensions -- */

bool application_perform_suspend(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_suspend *fields = given;
    struct application application;
    struct application_basis basis;
    struct application_setting setting = application_setting_of(run);
    struct application_reason_asked asked = {fields->code, TEXT_NONE, fields->basis, true};
    civil_date on = CIVIL_DATE_NONE;
    if (!application_begin(run, &application, fault) ||
        !application_decide_suspend(&application, fields, &setting, &on, fault) ||
        !application_basis_of(run, &asked, &basis, fault)) {
        return false;
    }
    struct application_suspended body = {.code = basis.code,
                                         .law = basis.law,
                                         .reason = fields->reason,
                                         .days = fields->days,
                                         .noticed_on = fields->noticed_on,
                                         .applicants = basis.is_applicants};
    return application_emit(run, &application,
                            (struct application_outcome){&application_suspended_event, on, &body},
                            fault);
}

bool application_perform_resume(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_dated *fields = given;
    struct application application;
    struct application_setting setting = application_setting_of(run);
    struct application_noted body = {.note = TEXT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    return application_begin(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_RESUME, &setting, fields->on, &on,
                                  fault) &&
           application_emit(run, &application,
                            (struct application_outcome){&application_resumed_event, on, &body},
                            fault);
}

/* -- a fresh justification each period -- */

civil_date application_renewal_due(const struct city *city, const struct application_stop *stop)
{
    int days = city_limit(city, "pause_renewal", stop->since);
    return city_due(city, stop->justified_on, days).day;
}

bool application_perform_renew(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_renew *fields = given;
    struct application application;
    struct application_setting setting = application_setting_of(run);
    struct application_renewed body = {fields->reason};
    civil_date on = CIVIL_DATE_NONE;
    return application_begin(run, &application, fault) &&
           application_decide_act(&application, APPLICATION_RENEW, &setting, fields->on, &on,
                                  fault) &&
           application_emit(run, &application,
                            (struct application_outcome){&application_renewed_event, on, &body},
                            fault);
}

static bool emit_missed(struct command_run *run, const struct application_stop *stop,
                        civil_date base, struct fault *fault)
{
    int days = city_limit(run->city, "pause_renewal", run->today);
    struct application_pause_missed body = {.due_on = city_due(run->city, base, days).day,
                                            .times = stop->missed + 1};
    struct event_about about = {stop->application, stop->project, run->today};
    return run_emit(run, &application_pause_missed_event, about, &body, fault);
}

bool application_perform_missed(struct command_run *run, const void *given, struct fault *fault)
{
    struct application_stops *stops = arena_new(run->arena, struct application_stops);
    struct calendar_day last;
    int days = city_limit(run->city, "pause_renewal", run->today);
    (void)given;
    if (!calendar_add(city_calendar(run->city), run->today, -(int64_t)days, &last, fault) ||
        !application_stops_unrenewed(run->arena, run->store, last.day - 1, stops, fault)) {
        return false;
    }
    for (size_t i = 0; i < stops->count; i++) {
        const struct application_stop *stop = &stops->items[i];
        civil_date base = stop->missed_on != CIVIL_DATE_NONE ? stop->missed_on : stop->justified_on;
        if (!emit_missed(run, stop, base, fault)) {
            return false;
        }
    }
    return true;
}
