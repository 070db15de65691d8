#include "flow/claim_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "flow/match_flow.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/claim/claim_act.h"

/* Who meets the policy $1 and has no claim of it since $2, up to $3; above project $4. */
#define OF_THE_PERIOD "c.policy=$1 and ($2='' or c.applied_on>=$2) and ($3='' or c.applied_on<=$3)"
static const struct statement claim_flow_unoffered = {
    "claim_flow_unoffered",
    "select m.project, p.enterprise, m.to_fen, m.is_open from matching m join project p on"
    " p.id=m.project where m.policy=$1 and m.fit='met' and m.project>$4 and p.stage not in"
    " ('refused','withdrawn') and not exists(select 1 from claim c where c.project=m.project"
    " and " OF_THE_PERIOD ") and not exists(select 1 from claim c where"
    " c.enterprise=p.enterprise and c.enterprise<>'' and " OF_THE_PERIOD
    ") order by m.project limit 50"};
static const struct statement *const claim_flow_statements[] = {&claim_flow_unoffered};
static const size_t claim_flow_statement_count = COUNT_OF(claim_flow_statements);

#define AT_ONCE 50

struct candidate {
    struct text enterprise;
    struct claim_offer offer;
};
struct candidates {
    struct candidate items[AT_ONCE];
    size_t count;
};

static struct cell bound(civil_date day)
{
    return day == CIVIL_DATE_NONE ? cell_text(TEXT("")) : cell_date(day);
}

static bool read_page(struct command_run *run, const struct claim_span *span, int64_t after,
                      struct candidates *out, struct fault *fault)
{
    struct store_rows rows;
    out->count = 0;
    if (!store_query(
            run->store, &claim_flow_unoffered,
            CELLS(cell_text(span->policy), bound(span->from), bound(span->to), cell_int(after)),
            &rows, fault)) {
        return false;
    }
    while (out->count < AT_ONCE && store_next(&rows)) {
        bool is_open = store_bool(&rows, 3);
        out->items[out->count++] =
            (struct candidate){.enterprise = store_text(run->arena, &rows, 1),
                               .offer = {store_int(&rows, 0), is_open ? 0 : store_int(&rows, 2)}};
    }
    return store_done(&rows, fault);
}

/* Of several projects of one enterprise the first is offered it. */
static bool is_first(const struct candidates *page, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (page->items[at].enterprise.len > 0 &&
            text_equal(page->items[i].enterprise, page->items[at].enterprise)) {
            return false;
        }
    }
    return true;
}

/* Up to AT_ONCE of them; who can't have it beside what he has is passed over. */
static bool offer_policy(struct command_run *run, const struct claim_ground *ground,
                         struct fault *fault)
{
    struct candidates page;
    int64_t after = 0;
    size_t offered = 0;
    do {
        if (!read_page(run, &ground->quota_span, after, &page, fault)) {
            return false;
        }
        for (size_t i = 0; i < page.count; i++) {
            bool opened = false;
            if (is_first(&page, i) &&
                !claim_offer_by_itself(run, ground, &page.items[i].offer, &opened, fault)) {
                return false;
            }
            offered += opened;
        }
        after = page.count > 0 ? page.items[page.count - 1].offer.project : after;
    } while (page.count == AT_ONCE && offered == 0);
    return true;
}

static bool perform_offer(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct pack_records *rules = &city_pack(run->city)->lists[PACK_CLAIM_RULES];
    (void)fields;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        struct fault closed = {.code = FAULT_NONE};
        if (!jvalue_bool(jvalue_get(rule->raw, "by_itself"), false)) {
            continue;
        }
        struct claim_ground ground = claim_ground_of(run->arena, run->city, rule->id, run->today);
        bool is_open = ground.rule == rule && claim_ground_holds(&ground, &closed);
        if (is_open && !offer_policy(run, &ground, fault)) {
            return false;
        }
    }
    return true;
}

/* -- what the enterprise does -- */

static struct text names_of(struct arena *arena, const struct policy_taking *taking)
{
    const struct policy_combination *best = &taking->best;
    const struct policy *policies = taking->results->policies.items;
    struct buffer out = buffer_open(arena, 256);
    for (uint32_t i = 0; i < best->count; i++) {
        for (uint32_t k = 0; k < taking->excluded_count; k++) {
            if (taking->excluded[k] == best->policies[i]) {
                const struct pack_record *record = policies[best->policies[i]].record;
                buffer_addf(&out, "《%.*s》", TEXT_ARG(record->name));
            }
        }
    }
    return buffer_text(&out);
}

/* Refused where the most that may be had becomes less by it, unless that was said to be known. */
static bool is_best(struct command_run *run, const struct claim *claim, struct fault *fault)
{
    struct view_run view = flow_view(run);
    struct project project;
    struct policy_matched matched;
    struct claim_others others;
    struct policy_taking taking = {.loss = 0};
    struct claim_question question = {&matched, &others, 0};
    if (!project_of_view(&view, claim->project, &project, fault) ||
        !match_now(run, &project, &matched, fault) ||
        !claim_others_of(run->arena, run->store, claim, &others, fault)) {
        return false;
    }
    while (question.at < matched.policies.count &&
           !text_equal(matched.policies.items[question.at].record->id, claim->policy)) {
        question.at++;
    }
    if (question.at < matched.policies.count) {
        claim_take(run->arena, city_pack(run->city), &question, &taking);
    }
    return taking.loss == 0 || fault_raise(fault, FAULT_CLAIM_BETTER, TEXT("anyway"),
                                           FAULT_ARGS(names_of(run->arena, &taking),
                                                      benefit_write_fen(run->arena, taking.loss)));
}

static bool perform_apply(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_apply *fields = given;
    struct claim claim = {.project = run->id, .policy = fields->policy};
    if (!claim_perform_apply(run, given, fault)) {
        return false;
    }
    claim.id = run->answer.id;
    return fields->anyway || is_best(run, &claim, fault);
}

static bool perform_consent(struct command_run *run, const void *given, struct fault *fault)
{
    const struct claim_consent *fields = given;
    struct sight sight = run_sight(run);
    struct claim claim;
    return claim_perform_consent(run, given, fault) && claim_find(&sight, run->id, &claim, fault) &&
           (fields->anyway || is_best(run, &claim, fault));
}

/* Who meets a policy, what he has of it, and whose project it is. */
static const char *const wakes[] = {"matching.", "claim.", "project.", NULL};

static const struct command_kind commands[] = {
    {"claim.apply", "POST", "/projects/{id}/claims", &claim_apply_table, ROLE_BIT(ROLE_ENTERPRISE),
     0, "申领政策", "Claim a policy's benefit", perform_apply},
    {"claim.consent", "POST", "/claims/{id}/consent", &claim_consent_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "同意免申即享", "Consent to a benefit offered", perform_consent},
    {"claim.offer", "POST", "/claims/offer", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "免申即享：为符合条件的企业发起申领并请其同意",
     "Open claims for enterprises that meet a benefit without application", perform_offer,
     .wakes = wakes},
};

const struct room claim_flow_room = {
    .name = "claim_flow", ROOM_COMMANDS(commands), ROOM_STATEMENTS(claim_flow)};
