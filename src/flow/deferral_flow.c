#include "flow/deferral_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "flow/commitment_flow.h"
#include "room/application/application_kinds.h"
#include "room/application/application_store.h"
#include "room/commitment/commitment_kinds.h"
#include "room/deferral/deferral.h"

static bool owed(const struct flow_step *step, struct deferrals *out, struct fault *fault)
{
    return deferral_owed(step->run->arena, step->run->store, step->event->subject, out, fault);
}

static bool count_deferral(const struct flow_step *step, struct fault *fault)
{
    struct deferrals open;
    if (!owed(step, &open, fault)) {
        return false;
    }
    for (size_t i = 0; i < open.count; i++) {
        struct deferral_granted body = {.result = TEXT("granted")};
        struct event_about about = {open.items[i].id, open.items[i].project,
                                    step->event->happened_on};
        if (!run_emit(step->run, &deferral_granted_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action flow_count_deferral = {"count_deferral", "容缺通过单独计数",
                                                "count what was granted while owed apart",
                                                count_deferral};

/* ["a","b"] as a person reads it. */
static struct text names_of(struct arena *arena, struct text materials)
{
    const struct jvalue *list = NULL;
    struct fault unread = {.code = FAULT_NONE};
    struct buffer out = buffer_open(arena, 256);
    if (!json_read(arena, materials, &list, &unread) || list->kind != JVALUE_ARRAY) {
        return materials;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        buffer_add(&out, i > 0 ? TEXT("、") : TEXT_NONE);
        buffer_add(&out, jvalue_text(&list->items[i], TEXT_NONE));
    }
    return buffer_text(&out);
}

static bool hold_certificate(const struct flow_step *step, struct fault *fault)
{
    struct deferrals open;
    if (!owed(step, &open, fault)) {
        return false;
    }
    for (size_t i = 0; i < open.count; i++) {
        if (open.items[i].is_held) {
            return fault_raise(fault, FAULT_DEFERRAL_HELD, TEXT_NONE,
                               FAULT_ARGS(names_of(step->run->arena, open.items[i].materials)));
        }
    }
    return true;
}

const struct flow_action flow_hold_certificate = {"hold_certificate", "容缺未补齐不发证",
                                                  "hold the certificate back", hold_certificate};

static bool withdraw_on_lapse(const struct flow_step *step, struct fault *fault)
{
    const struct deferral_lapsed *lapsed = step->event->body;
    struct application application;
    if (!flow_application(step, lapsed->application, &application, fault)) {
        return false;
    }
    if (!application_state_is_open(application.state) && application.state != APPLICATION_GRANTED) {
        return true;
    }
    struct application_withdrawn body = {TEXT("容缺材料逾期未补,视为撤回")};
    struct event_about about = {application.id, application.project, step->run->today};
    return run_emit(step->run, &application_withdrawn_event, about, &body, fault);
}

const struct flow_action flow_withdraw_on_lapse = {"withdraw_on_lapse", "容缺逾期视为撤回",
                                                   "treat it as withdrawn", withdraw_on_lapse};

static bool breach_on_lapse(const struct flow_step *step, struct fault *fault)
{
    const struct deferral_lapsed *lapsed = step->event->body;
    struct command_run *run = step->run;
    struct text limit = jvalue_text(jvalue_get(step->with, "limit"), TEXT("decision_task"));
    int days = city_limit(run->city, text_c_string(run->arena, limit), run->today);
    struct credit_marked mark = {
        .enterprise = lapsed->enterprise,
        .kind = TEXT("broken_deferral"),
        .org = lapsed->org,
        .reason = text_format(run->arena, "%.*s：容缺材料逾期未补", TEXT_ARG(lapsed->item_name)),
        .source = step->event->subject,
    };
    struct commitment_task_set task = {
        .source = step->event->subject,
        .application = lapsed->application,
        .code = lapsed->code,
        .item_name = lapsed->item_name,
        .org = lapsed->org,
        .why = TEXT("deferral"),
        .due_on = city_due(run->city, run->today, days).day,
    };
    struct event_about about = {0, step->event->project, run->today};
    return run_emit(run, &credit_marked_event, about, &mark, fault) &&
           run_emit(run, &commitment_task_set_event, about, &task, fault);
}

const struct flow_action flow_breach_on_lapse = {
    "breach_on_lapse", "已发证的按违诺处理", "deal with it as a promise not kept", breach_on_lapse};

static bool revoke_deferred(const struct flow_step *step, struct fault *fault)
{
    const struct deferral_concluded *concluded = step->event->body;
    struct application application;
    if (!flow_application(step, concluded->application, &application, fault)) {
        return false;
    }
    if (!application_state_is_done(application.state)) {
        return true;
    }
    struct application_revoked body = {
        .reason = concluded->reason, .basis = TEXT_NONE, .source = step->event->subject};
    struct event_about about = {application.id, application.project, step->run->today};
    return run_emit(step->run, &application_revoked_event, about, &body, fault);
}

const struct flow_action flow_revoke_deferred = {"revoke_deferred", "撤销容缺办理的结果",
                                                 "withdraw what was granted while owed",
                                                 revoke_deferred};

/* Why the application ended or was undone, as its own event says. */
static struct deferral_ended end_of(const struct flow_step *step)
{
    struct text reason = jvalue_text(jvalue_get(step->body, "reason"), TEXT_NONE);
    return (struct deferral_ended){
        reason.len > 0 ? reason : jvalue_text(jvalue_get(step->with, "reason"), TEXT_NONE)};
}

typedef bool is_touched(const struct deferral *deferral);

static bool emit_each(const struct flow_step *step, const struct event_kind *kind, is_touched *is,
                      struct fault *fault)
{
    const struct deferral_ended body = end_of(step);
    struct deferrals all;
    if (!deferral_of_application(step->run->arena, step->run->store, step->event->subject, &all,
                                 fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        struct event_about about = {all.items[i].id, all.items[i].project,
                                    step->event->happened_on};
        if (is(&all.items[i]) && !run_emit(step->run, kind, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool is_open(const struct deferral *deferral)
{
    return deferral->state == DEFERRAL_PROMISED || deferral->state == DEFERRAL_BREACHED;
}

static bool is_counted(const struct deferral *deferral)
{
    return deferral->granted_on != CIVIL_DATE_NONE;
}

static bool void_deferral(const struct flow_step *step, struct fault *fault)
{
    return emit_each(step, &deferral_voided_event, is_open, fault);
}

static bool uncount_deferral(const struct flow_step *step, struct fault *fault)
{
    return emit_each(step, &deferral_ungranted_event, is_counted, fault);
}

const struct flow_action flow_void_deferral = {"void_deferral", "容缺随案终止",
                                               "void what was to follow", void_deferral};
const struct flow_action flow_uncount_deferral = {"uncount_deferral", "撤回的决定不再计为容缺通过",
                                                  "count an undone grant no more",
                                                  uncount_deferral};
