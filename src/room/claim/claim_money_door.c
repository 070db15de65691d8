#include "base/arena.h"
#include "room/claim/claim_act.h"

/* What follows the decision: payments, conditions to keep, money demanded back. */

/* -- the parts of a claim -- */

bool claim_next_part(struct command_run *run, const struct claim_case *about,
                     enum claim_part_kind kind, int64_t *out, struct fault *fault)
{
    struct claim_parts parts;
    *out = 1;
    if (!claim_parts_of(run->arena, run->store, about->claim.id, &parts, fault)) {
        return false;
    }
    for (size_t i = 0; i < parts.count; i++) {
        *out += parts.items[i].kind == kind;
    }
    return *out <= CLAIM_PARTS_MAX || fault_refuse_field(fault, "nth", "同一件申领最多 100 项",
                                                         "a claim has at most a hundred of them");
}

bool claim_open_part(struct command_run *run, const struct claim_case *about,
                     struct claim_part_name wanted, struct claim_part *out, struct fault *fault)
{
    struct claim_parts parts;
    *out = (struct claim_part){.claim = 0};
    if (!claim_parts_of(run->arena, run->store, about->claim.id, &parts, fault)) {
        return false;
    }
    for (size_t i = 0; i < parts.count; i++) {
        bool is_it = parts.items[i].kind == wanted.kind && parts.items[i].nth == wanted.nth;
        *out = is_it ? parts.items[i] : *out;
    }
    return claim_part_is_open(out, "nth", fault);
}

/* -- payments -- */

bool claim_perform_schedule(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_schedule *fields = given;
    struct claim_case about;
    struct claim_part part;
    if (!claim_act_begin(run, CLAIM_SCHEDULE, &about, fault) ||
        !claim_open_part(run, &about, (struct claim_part_name){CLAIM_PAYMENT, fields->nth}, &part,
                         fault)) {
        return false;
    }
    struct claim_scheduled body = {
        .nth = part.nth, .amount = part.amount, .due_on = fields->due_on};
    return claim_emit(run, &about, &claim_scheduled_event, &body, fault);
}

/* In their order: the shares of a policy are of one sum, and the last one closes it. */
bool claim_perform_pay(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_pay *fields = given;
    struct claim_case about;
    struct claim_part part;
    civil_date paid_on;
    if (!claim_act_begin(run, CLAIM_PAY, &about, fault) ||
        !run_day(run, fields->paid_on, "paid_on", &paid_on, fault) ||
        !claim_open_part(run, &about, (struct claim_part_name){CLAIM_PAYMENT, fields->nth}, &part,
                         fault)) {
        return false;
    }
    if (paid_on < about.claim.decided_on) {
        return fault_refuse_field(fault, "paid_on", "不能早于核定之日",
                                  "it cannot be before the decision");
    }
    struct claim_was_paid body = {.nth = part.nth,
                                  .amount = part.amount,
                                  .paid_on = paid_on,
                                  .name = about.claim.title,
                                  .reference = fields->reference,
                                  .last = about.claim.unpaid == 1};
    return claim_emit(run, &about, &claim_paid_event, &body, fault);
}

/* -- conditions -- */

bool claim_perform_add_condition(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_condition *fields = given;
    struct claim_case about;
    struct claim_condition_added body = {.what = fields->what, .due_on = fields->due_on};
    return claim_act_begin(run, CLAIM_ADD_CONDITION, &about, fault) &&
           claim_next_part(run, &about, CLAIM_CONDITION, &body.nth, fault) &&
           claim_emit(run, &about, &claim_condition_event, &body, fault);
}

bool claim_perform_check_condition(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_check *fields = given;
    struct claim_case about;
    struct claim_part part;
    struct claim_condition_checked body = {fields->nth, fields->kept, fields->words};
    return claim_act_begin(run, CLAIM_CHECK_CONDITION, &about, fault) &&
           claim_open_part(run, &about, (struct claim_part_name){CLAIM_CONDITION, fields->nth},
                           &part, fault) &&
           claim_emit(run, &about, &claim_checked_event, &body, fault);
}

/* -- back -- */

bool claim_perform_demand(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_demand *fields = given;
    struct claim_case about;
    struct claim_demanded body = {
        .amount = money_fen(fields->amount), .reason = fields->reason, .due_on = fields->due_on};
    if (!claim_act_begin(run, CLAIM_DEMAND, &about, fault) ||
        !claim_next_part(run, &about, CLAIM_CLAWBACK, &body.nth, fault)) {
        return false;
    }
    if (fields->due_on < run->today) {
        return fault_refuse_field(fault, "due_on", "不能早于今天", "it cannot be in the past");
    }
    body.org = about.claim.org;
    body.name = about.claim.title;
    return claim_amount_is_within(run->arena, body.amount, about.claim.paid - about.claim.demanded,
                                  fault) &&
           claim_emit(run, &about, &claim_demanded_event, &body, fault);
}

bool claim_perform_take_back(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_take_back *fields = given;
    struct claim_case about;
    struct claim_part part;
    struct claim_taken_back body = {
        .nth = fields->nth, .amount = money_fen(fields->amount), .reference = fields->reference};
    return claim_act_begin(run, CLAIM_TAKE_BACK, &about, fault) &&
           run_day(run, fields->returned_on, "returned_on", &body.returned_on, fault) &&
           claim_open_part(run, &about, (struct claim_part_name){CLAIM_CLAWBACK, fields->nth},
                           &part, fault) &&
           claim_amount_is_within(run->arena, body.amount, part.amount - part.returned, fault) &&
           claim_emit(run, &about, &claim_taken_back_event, &body, fault);
}
