#include "flow/commitment_flow.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_desk.h"
#include "room/application/application_held.h"
#include "room/application/application_kinds.h"
#include "room/application/application_store.h"
#include "room/commitment/commitment_store.h"

struct sight flow_sight(const struct flow_step *step)
{
    struct scope all = {.kind = SCOPE_CITY, .org_or_district = TEXT_NONE, .district = TEXT_NONE};
    return (struct sight){step->run->arena, step->run->store, all};
}

bool flow_application(const struct flow_step *step, int64_t id, struct application *out,
                      struct fault *fault)
{
    struct sight all = flow_sight(step);
    return application_find(all.arena, all.store, &all.scope, id, out, fault);
}

/* -- granting -- */

static const struct actor the_system = {.role = ROLE_SYSTEM};

struct granting {
    struct command_run *run;
    const struct application *application;
};

static bool emit(const struct granting *granting, const struct event_kind *kind, const void *body,
                 struct fault *fault)
{
    struct event_about about = {granting->application->id, granting->application->project,
                                granting->run->today};
    return run_emit(granting->run, kind, about, body, fault);
}

/* What a person would have done before the decision, as far as nobody did. */
static bool take_up(const struct granting *granting, struct fault *fault)
{
    struct application_noted nothing = {.note = TEXT_NONE};
    enum application_state state = granting->application->state;
    if (state == APPLICATION_SUBMITTED &&
        !emit(granting, &application_received_event, &nothing, fault)) {
        return false;
    }
    return state == APPLICATION_ACCEPTED ||
           emit(granting, &application_accepted_event, &nothing, fault);
}

static struct text basis_of(const struct command_run *run, struct text variant)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_VARIANTS, variant, run->today);
    return record == NULL ? TEXT_NONE
                          : jvalue_text(jvalue_get(record->raw, "legal_basis"), TEXT_NONE);
}

/* The platform decides, not the enterprise that signed: its name stands in the ledger. */
static bool grant_on_commitment(const struct flow_step *step, struct fault *fault)
{
    const struct commitment_signed *body = step->event->body;
    struct application application;
    struct command_run run = *step->run;
    struct actor actor = the_system;
    actor.language = step->run->actor->language;
    run.actor = &actor;
    if (!flow_application(step, body->application, &application, fault)) {
        return false;
    }
    /* What would hold a person's decision holds this one. */
    if (!application_is_free(&run, &application, fault) ||
        !application_lets_grant(&run, &application, fault)) {
        return false;
    }
    struct granting granting = {&run, &application};
    struct application_decided decided = {
        .result = TEXT("granted"),
        .reason = text_format(run.arena, "申请人签署《%.*s》，依承诺当场作出决定，事后核查",
                              TEXT_ARG(body->title)),
        .basis = basis_of(&run, body->variant),
        .document = TEXT_NONE,
        .files = TEXT_NONE,
        .valid_until = CIVIL_DATE_NONE,
    };
    bool done =
        take_up(&granting, fault) && emit(&granting, &application_decided_event, &decided, fault);
    step->run->last_seq = run.last_seq;
    return done;
}

const struct flow_action flow_grant_on_commitment = {"grant_on_commitment", "依承诺当场准予",
                                                     "grant at once on the commitment",
                                                     grant_on_commitment};

/* -- the check -- */

static bool set_check(const struct flow_step *step, const struct commitment *commitment,
                      struct fault *fault)
{
    struct command_run *run = step->run;
    struct commitment_check_set body = {
        .check_by = commitment_due(city_calendar(run->city), step->event->happened_on,
                                   commitment->check_days),
        .decider = actor_label_account(step->event->actor),
        .application = commitment->application,
        .checker = commitment->checker,
        .name = commitment->item_name,
    };
    struct event_about about = {commitment->id, commitment->project, step->event->happened_on};
    return project_join(run, commitment->project, commitment->checker, fault) &&
           run_emit(run, &commitment_check_set_event, about, &body, fault);
}

static bool settle_commitment(const struct flow_step *step, struct fault *fault)
{
    struct commitment commitment;
    struct text result = jvalue_text(jvalue_get(step->body, "result"), TEXT("refused"));
    if (!commitment_live_of(step->run->arena, step->run->store, step->event->subject, &commitment,
                            fault)) {
        return false;
    }
    /* Granted on it, returned before delivery, then not granted: nothing is left to check. */
    bool is_granted = text_is(result, "granted");
    bool is_undone = !is_granted && commitment.state == COMMITMENT_CHECKING;
    if (commitment.id == 0 || (commitment.state != COMMITMENT_SIGNED && !is_undone)) {
        return true;
    }
    if (is_granted) {
        return set_check(step, &commitment, fault);
    }
    struct commitment_voided body = {.reason = TEXT("办件未获准予，承诺未采用")};
    struct event_about about = {commitment.id, commitment.project, step->event->happened_on};
    return run_emit(step->run, &commitment_voided_event, about, &body, fault);
}

const struct flow_action flow_settle_commitment = {"settle_commitment", "安排承诺核查，或承诺作废",
                                                   "set the check of a commitment, or void it",
                                                   settle_commitment};

/* -- what fails -- */

static bool revoke_result(const struct flow_step *step, struct fault *fault)
{
    const struct commitment_checked *checked = step->event->body;
    struct sight all = flow_sight(step);
    struct commitment commitment;
    struct application application;
    struct command_run *run = step->run;
    if (!commitment_find(&all, step->event->subject, &commitment, fault) ||
        !flow_application(step, commitment.application, &application, fault)) {
        return false;
    }
    if (!application_state_is_done(application.state)) {
        return true; /* there is nothing to withdraw any more */
    }
    struct application_revoked body = {
        .reason = text_format(run->arena, "告知承诺核查不通过：%.*s", TEXT_ARG(checked->note)),
        .basis = basis_of(run, commitment.variant),
        .source = commitment.id,
    };
    struct event_about about = {application.id, application.project, run->today};
    return run_emit(run, &application_revoked_event, about, &body, fault);
}

const struct flow_action flow_revoke_result = {"revoke_result", "撤销办理结果",
                                               "withdraw the granted result", revoke_result};

static bool mark_credit(const struct flow_step *step, struct fault *fault)
{
    const struct commitment_checked *checked = step->event->body;
    struct sight all = flow_sight(step);
    struct commitment commitment;
    struct command_run *run = step->run;
    if (!commitment_find(&all, step->event->subject, &commitment, fault)) {
        return false;
    }
    struct credit_marked body = {
        .enterprise = commitment.enterprise,
        .kind = checked->mark,
        .org = commitment.checker,
        .reason = text_format(run->arena, "%.*s：%.*s", TEXT_ARG(commitment.item_name),
                              TEXT_ARG(checked->note)),
        .source = commitment.id,
    };
    struct event_about about = {0, commitment.project, run->today};
    return run_emit(run, &credit_marked_event, about, &body, fault);
}

const struct flow_action flow_mark_credit = {"mark_credit", "计入信用记录",
                                             "mark the credit record", mark_credit};
