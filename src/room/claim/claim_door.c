#include "app/access.h"
#include "base/arena.h"
#include "ground/casefile/casefile.h"
#include "room/claim/claim_act.h"

/* The way of a claim from the application to the decision. */

bool claim_act_begin(struct command_run *run, enum claim_act act, struct claim_case *out,
                     struct fault *fault)
{
    struct sight sight = run_sight(run);
    if (!claim_find(&sight, run->id, &out->claim, fault) ||
        !run_version_is(run, out->claim.version, fault) ||
        !claim_decide(&out->claim, run->actor, act, fault)) {
        return false;
    }
    out->ground = claim_ground_of(run->arena, run->city, out->claim.policy, run->today);
    out->version = out->claim.version;
    return true;
}

bool claim_emit(struct command_run *run, struct claim_case *about, const struct event_kind *kind,
                const void *body, struct fault *fault)
{
    struct event_about event = {about->claim.id, about->claim.project, run->today};
    about->version++;
    run->answer = (struct answer){
        .id = about->claim.id, .version = about->version, .number = about->claim.number};
    return run_emit(run, kind, event, body, fault);
}

static bool move(struct command_run *run, struct claim_case *about, const struct event_kind *kind,
                 const struct claim_moved *more, struct fault *fault)
{
    struct claim_moved body = *more;
    body.org = about->claim.org;
    body.name = about->claim.title;
    return claim_emit(run, about, kind, &body, fault);
}

/* -- the enterprise -- */

/* What was granted and claimed before this one. */
struct before {
    int64_t left; /* of the quota, fen; -1: there is none */
    struct claim_others others;
};

static bool look_before(struct command_run *run, int64_t project, const struct claim_ground *ground,
                        struct before *out, struct fault *fault)
{
    int64_t granted = 0;
    struct claim new_one = {.id = 0, .project = project};
    if (!claim_granted(run->store, &ground->quota_span, &granted, fault) ||
        !claim_others_of(run->arena, run->store, &new_one, &out->others, fault)) {
        return false;
    }
    out->left = claim_quota_left(ground, granted);
    return true;
}

static bool may_open(const struct claim_ground *ground, const struct before *before,
                     struct fault *fault)
{
    return claim_ground_holds(ground, fault) &&
           (before->left != 0 ||
            fault_raise(fault, FAULT_CLAIM_QUOTA, TEXT("policy"), FAULT_ARGS(TEXT("0")))) &&
           claim_stacks(ground, &before->others, fault);
}

static bool open_it(struct command_run *run, int64_t project, const struct claim_ground *ground,
                    struct claim_opened *body, struct fault *fault)
{
    body->policy = ground->policy->record->id;
    body->name = ground->policy->record->name;
    body->org = ground->org;
    body->year = civil_date_parts(run->today).year;
    if (!claim_next_serial(run->store, body->year, &body->serial, fault)) {
        return false;
    }
    body->number = city_number(run->arena, run->city, "claim", (int)body->year, body->serial);
    struct event_about about = {0, project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1, .number = body->number};
    return run_emit(run, &claim_opened_event, about, body, fault);
}

bool claim_perform_apply(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_apply *fields = given;
    struct claim_ground ground = claim_ground_of(run->arena, run->city, fields->policy, run->today);
    struct project project;
    struct before before;
    struct claim_opened body = {.told = fields->told,
                                .files = fields->files,
                                .anyway = fields->anyway,
                                .asked = money_fen(fields->amount),
                                .due_on = claim_due(run->city, &ground, "accept_days", run->today)};
    return project_of_run(run, 0, &project, fault) &&
           look_before(run, project.id, &ground, &before, fault) &&
           may_open(&ground, &before, fault) &&
           claim_amount_is_within(run->arena, body.asked, BENEFIT_FEN_MAX, fault) &&
           casefile_files_are_of(run, project.id, fields->files, fault) &&
           project_join(run, project.id, ground.org, fault) &&
           open_it(run, project.id, &ground, &body, fault);
}

bool claim_offer_by_itself(struct command_run *run, const struct claim_ground *ground,
                           const struct claim_offer *offer, bool *opened, struct fault *fault)
{
    struct before before;
    struct fault closed = {.code = FAULT_NONE};
    struct claim_opened body = {.by_itself = true,
                                .asked = offer->estimate,
                                .due_on = claim_due(run->city, ground, "consent_days", run->today)};
    if (!look_before(run, offer->project, ground, &before, fault)) {
        return false;
    }
    *opened = may_open(ground, &before, &closed);
    return !*opened || open_it(run, offer->project, ground, &body, fault);
}

/* Only then does the unit come to know of the enterprise. */
bool claim_perform_consent(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_consent *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_CONSENT, &about, fault) ||
        !claim_ground_holds(&about.ground, fault) ||
        !project_join(run, about.claim.project, about.claim.org, fault)) {
        return false;
    }
    struct claim_moved body = {.anyway = fields->anyway,
                               .due_on =
                                   claim_due(run->city, &about.ground, "review_days", run->today)};
    return move(run, &about, &claim_consented_event, &body, fault);
}

static bool end(struct command_run *run, enum claim_act act, const struct event_kind *kind,
                const void *given, struct fault *fault)
{
    const struct claim_reason *fields = given;
    struct claim_case about;
    struct claim_moved body = {.words = fields->reason, .due_on = CIVIL_DATE_NONE};
    return claim_act_begin(run, act, &about, fault) && move(run, &about, kind, &body, fault);
}

bool claim_perform_decline(struct command_run *run, const void *given, struct fault *fault)
{
    return end(run, CLAIM_DECLINE, &claim_declined_event, given, fault);
}

bool claim_perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    return end(run, CLAIM_WITHDRAW, &claim_withdrawn_event, given, fault);
}

bool claim_perform_correct(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_correct *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_CORRECT, &about, fault) ||
        !casefile_files_are_of(run, about.claim.project, fields->files, fault)) {
        return false;
    }
    bool is_new = fields->amount.len > 0;
    struct claim_corrected body = {
        .org = about.claim.org,
        .name = about.claim.title,
        .told = fields->told,
        .files = fields->files.len > 0 ? fields->files : about.claim.files,
        .asked = is_new ? money_fen(fields->amount) : about.claim.asked,
        .due_on = claim_due(run->city, &about.ground, "accept_days", run->today)};
    return claim_amount_is_within(run->arena, body.asked, BENEFIT_FEN_MAX, fault) &&
           claim_emit(run, &about, &claim_corrected_event, &body, fault);
}

/* -- the unit -- */

bool claim_perform_accept(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_note *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_ACCEPT, &about, fault)) {
        return false;
    }
    struct claim_moved body = {.words = fields->note,
                               .due_on =
                                   claim_due(run->city, &about.ground, "review_days", run->today)};
    return move(run, &about, &claim_accepted_event, &body, fault);
}

bool claim_perform_ask_correction(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_reason *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_ASK_CORRECTION, &about, fault)) {
        return false;
    }
    struct claim_moved body = {.words = fields->reason,
                               .due_on =
                                   claim_due(run->city, &about.ground, "correct_days", run->today)};
    return move(run, &about, &claim_correction_asked_event, &body, fault);
}

/* "" is the amount that stands already. */
static int64_t amount_or(struct text amount, int64_t standing)
{
    return amount.len > 0 ? money_fen(amount) : standing;
}

/* What the platform estimated bounds no review, and is taken over by none. */
static bool is_reviewed_amount(struct command_run *run, const struct claim_review *fields,
                               const struct claim *claim, int64_t amount, struct fault *fault)
{
    if (!fields->grant) {
        return true;
    }
    if (claim->by_itself && fields->amount.len == 0) {
        return fault_refuse_field(fault, "amount", "免申即享的金额是预估，请写明拟支持金额",
                                  "what was offered is an estimate: state the amount proposed");
    }
    return claim_amount_is_within(run->arena, amount,
                                  claim->by_itself ? BENEFIT_FEN_MAX : claim->asked, fault);
}

bool claim_perform_review(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_review *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_REVIEW, &about, fault)) {
        return false;
    }
    struct claim_reviewed body = {
        .org = about.claim.org,
        .words = fields->reason,
        .grant = fields->grant,
        .amount = fields->grant ? amount_or(fields->amount, about.claim.asked) : 0,
        .due_on = claim_due(run->city, &about.ground, "decide_days", run->today)};
    return is_reviewed_amount(run, fields, &about.claim, body.amount, fault) &&
           claim_emit(run, &about, &claim_reviewed_event, &body, fault);
}

#define NOTICE_LONGEST 366 /* days: beyond it is a mistake of typing */

static struct text day_text(struct arena *arena, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    return text_copy(arena, civil_date_write(day, text));
}

bool claim_perform_announce(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_announce *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_ANNOUNCE, &about, fault)) {
        return false;
    }
    civil_date least = claim_due(run->city, &about.ground, "notice_days", run->today);
    least = least == CIVIL_DATE_NONE ? run->today + 1 : least;
    bool is_known = claim_days(&about.ground, "notice_days") >= 0;
    struct claim_announced body = {
        .org = about.claim.org,
        .amount = about.claim.proposed,
        .until = fields->until == CIVIL_DATE_NONE && is_known ? least : fields->until};
    bool is_right = body.until >= least && body.until <= run->today + NOTICE_LONGEST;
    return is_right ? claim_emit(run, &about, &claim_announced_event, &body, fault)
                    : fault_raise(fault, FAULT_CLAIM_NOTICE_DAYS, TEXT("until"),
                                  FAULT_ARGS(day_text(run->arena, least)));
}

bool claim_perform_object(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_reason *fields = given;
    struct claim_case about;
    struct claim_objected body = {.words = fields->reason};
    if (!claim_act_begin(run, CLAIM_OBJECT, &about, fault) ||
        !claim_next_part(run, &about, CLAIM_OBJECTION, &body.nth, fault)) {
        return false;
    }
    body.org = about.claim.org;
    return claim_emit(run, &about, &claim_objected_event, &body, fault);
}

bool claim_perform_answer_objection(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_answer *fields = given;
    struct claim_case about;
    struct claim_part part;
    if (!claim_act_begin(run, CLAIM_ANSWER_OBJECTION, &about, fault) ||
        !claim_open_part(run, &about, (struct claim_part_name){CLAIM_OBJECTION, fields->nth}, &part,
                         fault)) {
        return false;
    }
    struct claim_answered body = {
        .org = about.claim.org,
        .nth = fields->nth,
        .upheld = fields->upheld,
        .words = fields->words,
        .due_on = claim_due(run->city, &about.ground, "review_days", run->today)};
    return claim_emit(run, &about, &claim_answered_event, &body, fault);
}

/* -- the decision -- */

static bool may_grant(struct command_run *run, const struct claim_case *about, int64_t amount,
                      struct fault *fault)
{
    struct claim_others others;
    int64_t granted = 0;
    if (!claim_ground_holds(&about->ground, fault) ||
        !claim_granted(run->store, &about->ground.quota_span, &granted, fault) ||
        !claim_others_of(run->arena, run->store, &about->claim, &others, fault)) {
        return false;
    }
    struct claim_grant grant = {.amount = amount,
                                .left = claim_quota_left(&about->ground, granted),
                                .today = run->today,
                                .notice_days = claim_days(&about->ground, "notice_days")};
    return claim_grant_is_lawful(run->arena, &about->claim, &grant, fault) &&
           claim_stacks(&about->ground, &others, fault);
}

/* Of the first one the day is known where the city's data give it; of the others it is set later.
 */
static bool set_instalments(struct command_run *run, struct claim_case *about, int64_t amount,
                            struct fault *fault)
{
    struct claim_instalments parts = claim_instalments_of(run->arena, &about->ground, amount);
    civil_date due = claim_due(run->city, &about->ground, "pay_days", run->today);
    for (uint32_t i = 0; i < parts.count; i++) {
        struct claim_scheduled body = {.nth = i + 1,
                                       .amount = parts.fen[i],
                                       .first = true,
                                       .due_on = i == 0 ? due : CIVIL_DATE_NONE};
        if (!claim_emit(run, about, &claim_scheduled_event, &body, fault)) {
            return false;
        }
    }
    return true;
}

bool claim_perform_decide(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_verdict *fields = given;
    struct claim_case about;
    if (!claim_act_begin(run, CLAIM_DECIDE, &about, fault)) {
        return false;
    }
    struct claim_decided body = {
        .org = about.claim.org,
        .name = about.claim.title,
        .grant = fields->grant,
        .words = fields->reason,
        .amount = fields->grant ? amount_or(fields->amount, about.claim.proposed) : 0,
        .due_on = fields->grant ? claim_due(run->city, &about.ground, "pay_days", run->today)
                                : CIVIL_DATE_NONE};
    if (fields->grant && !may_grant(run, &about, body.amount, fault)) {
        return false;
    }
    return claim_emit(run, &about, &claim_decided_event, &body, fault) &&
           (!fields->grant || set_instalments(run, &about, body.amount, fault));
}

/* -- by itself -- */

/* An offer that nobody answered lapses; of the others it is told that they are late. */
static bool pass(struct command_run *run, struct claim_case *about, struct fault *fault)
{
    const struct claim *claim = &about->claim;
    struct claim_moved lapsed = {.words = TEXT_NONE, .due_on = CIVIL_DATE_NONE};
    struct claim_missed missed = {claim->org, claim->title, text_of(claim_state_code(claim->state)),
                                  text_of(claim_owner(claim->state)), claim->due_on};
    return claim->state == CLAIM_OFFERED
               ? move(run, about, &claim_lapsed_event, &lapsed, fault)
               : claim_emit(run, about, &claim_missed_event, &missed, fault);
}

bool claim_perform_past(struct command_run *run, const void *given, struct fault *fault)
{
    struct claims past;
    (void)given;
    if (!claim_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        struct claim_case about = {.claim = past.items[i], .version = past.items[i].version};
        if (!pass(run, &about, fault)) {
            return false;
        }
    }
    return true;
}
