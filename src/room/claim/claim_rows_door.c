#include "app/access.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/claim/claim_act.h"

/* What one sees of claims: lists, one claim, what may be claimed, the money; and the room. */

static void member_money(struct json_writer *json, const struct view_run *run, const char *name,
                         int64_t fen)
{
    json_member_text(json, name, benefit_write_fen(run->arena, fen));
}

static void write_money(struct json_writer *json, const struct view_run *run,
                        const struct claim *claim)
{
    bool is_reviewed = claim->reviewer != 0;
    member_money(json, run, "asked", claim->asked);
    json_member_text_or_null(
        json, "proposed", is_reviewed ? benefit_write_fen(run->arena, claim->proposed) : TEXT_NONE);
    member_money(json, run, "granted", claim->granted);
    member_money(json, run, "paid", claim->paid);
    member_money(json, run, "demanded", claim->demanded);
    member_money(json, run, "returned", claim->returned);
}

/* How it stands with its limit: a limit that the city's data do not know is said so. */
static void write_turn(struct json_writer *json, const struct view_run *run,
                       const struct claim *claim)
{
    const char *owner = claim_owner(claim->state);
    bool is_over = owner[0] == '\0';
    bool is_known = claim->due_on != CIVIL_DATE_NONE;
    int64_t left = is_known ? city_working_days(run->city, run->today, claim->due_on) : 0;
    bool is_late = !is_over && is_known && left < 0 && claim->state != CLAIM_ANNOUNCED;
    json_member_text_or_null(json, "owner", text_of(owner));
    json_member_date(json, "since", claim->since);
    json_member_date(json, "due_on", is_over ? CIVIL_DATE_NONE : claim->due_on);
    json_member_int_if(json, "left_days", !is_over && is_known, left);
    json_member_text(json, "light",
                     text_of(is_over || !is_known ? "done"
                             : is_late            ? "red"
                             : left == 0          ? "yellow"
                                                  : "green"));
    json_member_bool(json, "late", is_late || claim->late_on != CIVIL_DATE_NONE);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct claim *claim)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < CLAIM_ACT_COUNT; act++) {
        if (claim_may(claim, run->actor, (enum claim_act)act)) {
            json_text(json, text_of(claim_act_code((enum claim_act)act)));
        }
    }
    json_end(json);
}

/* The members of a claim, into an open object. */
static void write_claim(struct json_writer *json, const struct view_run *run,
                        const struct claim *claim)
{
    enum language language = run->actor->language;
    json_member_int(json, "id", claim->id);
    json_member_int(json, "version", claim->version);
    json_member_text(json, "number", claim->number);
    json_member_int(json, "project_id", claim->project);
    json_member_text(json, "project_number", claim->project_number);
    json_member_text(json, "project_name", claim->project_name);
    json_member_text(json, "enterprise", claim->enterprise);
    json_member_text(json, "policy", claim->policy);
    json_member_text(json, "title", claim->title);
    json_member_text(json, "org", claim->org);
    json_member_text(json, "org_name", city_org_name(run->city, claim->org, language));
    json_member_text(json, "state", text_of(claim_state_code(claim->state)));
    json_member_text(json, "state_name", claim_state_name(claim->state, language));
    json_member_bool(json, "by_itself", claim->by_itself);
    json_member_date(json, "applied_on", claim->applied_on);
    json_member_date(json, "decided_on", claim->decided_on);
    json_member_text(json, "words", claim->words);
    write_turn(json, run, claim);
    write_money(json, run, claim);
    write_may(json, run, claim);
}

/* -- lists -- */

struct list_query {
    struct text state, org, policy;
    int64_t project, limit, before;
};
static const char *const list_states[] = {
    "open",       "unit",     "enterprise", "late",      "offered",  "submitted",
    "correcting", "accepted", "reviewed",   "announced", "approved", "paid",
    "refused",    "declined", "withdrawn",  "lapsed",    NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .max = 60, .zh = "经办单位", .en = "unit that decides"),
    FIELD(list_query, policy, TEXT, .max = 60, .zh = "政策", .en = "policy"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, limit, INT, .min = 1, .max = 100, .zh = "每页", .en = "a page"),
    FIELD(list_query, before, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct claim_filter filter = {.state = query->state,
                                  .org = query->org,
                                  .policy = query->policy,
                                  .project = query->project,
                                  .today = run->today,
                                  .before = query->before,
                                  .limit = query->limit > 0 ? query->limit : 50};
    struct claims list;
    if (!claim_list(&sight, &filter, &list, fault)) {
        return false;
    }
    bool is_more = (int64_t)list.count > filter.limit;
    list.count = is_more ? (size_t)filter.limit : list.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        json_object(json);
        write_claim(json, run, &list.items[i]);
        if (list.items[i].state == CLAIM_OFFERED) {
            struct claim_ground ground =
                claim_ground_of(run->arena, run->city, list.items[i].policy, run->today);
            claim_write_excludes(json, &ground);
        }
        json_end(json);
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? list.items[list.count - 1].id : 0);
    json_end(json);
    return true;
}

/* -- one -- */

/* What may be done about a part, by the acts' codes. */
static void write_part_acts(struct json_writer *json, const struct view_run *run,
                            const struct claim *claim, const struct claim_part *part)
{
    static const enum claim_act acts[][2] = {
        [CLAIM_PAYMENT] = {CLAIM_PAY, CLAIM_SCHEDULE},
        [CLAIM_CONDITION] = {CLAIM_CHECK_CONDITION, CLAIM_CHECK_CONDITION},
        [CLAIM_CLAWBACK] = {CLAIM_TAKE_BACK, CLAIM_TAKE_BACK},
        [CLAIM_OBJECTION] = {CLAIM_ANSWER_OBJECTION, CLAIM_ANSWER_OBJECTION}};
    bool is_open = part->done_on == CIVIL_DATE_NONE;
    size_t most = acts[part->kind][0] == acts[part->kind][1] ? 1 : 2;
    json_name(json, "may");
    json_array(json);
    for (size_t i = 0; is_open && i < most; i++) {
        if (claim_may(claim, run->actor, acts[part->kind][i])) {
            json_text(json, text_of(claim_act_code(acts[part->kind][i])));
        }
    }
    json_end(json);
}

static void write_holds(struct json_writer *json, const struct claim_part *part)
{
    json_name(json, "holds");
    if (part->holds < 0) {
        json_null(json);
    } else {
        json_bool(json, part->holds != 0);
    }
}

static void write_part(struct json_writer *json, const struct view_run *run,
                       const struct claim *claim, const struct claim_part *part)
{
    static const struct {
        const char *code, *zh, *en;
    } kinds[] = {[CLAIM_PAYMENT] = {"payment", "兑付", "payment"},
                 [CLAIM_CONDITION] = {"condition", "须遵守的条件", "condition to keep"},
                 [CLAIM_CLAWBACK] = {"clawback", "追回", "clawback"},
                 [CLAIM_OBJECTION] = {"objection", "公示异议", "objection"}};
    bool is_money = part->kind == CLAIM_PAYMENT || part->kind == CLAIM_CLAWBACK;
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_object(json);
    json_member_text(json, "kind", text_of(kinds[part->kind].code));
    json_member_text(json, "kind_name",
                     text_of(is_zh ? kinds[part->kind].zh : kinds[part->kind].en));
    json_member_int(json, "nth", part->nth);
    json_member_text_or_null(json, "amount",
                             is_money ? benefit_write_fen(run->arena, part->amount) : TEXT_NONE);
    json_member_text_or_null(
        json, "returned",
        part->kind == CLAIM_CLAWBACK ? benefit_write_fen(run->arena, part->returned) : TEXT_NONE);
    json_member_text(json, "words", part->words);
    json_member_text(json, "answer", part->answer);
    write_holds(json, part);
    json_member_date(json, "on", part->on);
    json_member_date(json, "due_on", part->due_on);
    json_member_date(json, "done_on", part->done_on);
    json_member_bool(json, "late",
                     part->done_on == CIVIL_DATE_NONE && part->due_on < run->today &&
                         part->due_on != CIVIL_DATE_NONE);
    write_part_acts(json, run, claim, part);
    json_end(json);
}

/* Objections are the unit's business: the enterprise sees what came of them. */
static bool answer_parts(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct claim claim;
    struct claim_parts parts;
    bool is_enterprises = run->actor->role == ROLE_ENTERPRISE;
    if (!claim_find(&sight, run->id, &claim, fault) ||
        !claim_parts_of(run->arena, run->store, claim.id, &parts, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < parts.count; i++) {
        if (!is_enterprises || parts.items[i].kind != CLAIM_OBJECTION) {
            write_part(json, run, &claim, &parts.items[i]);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static void write_limits(struct json_writer *json, const struct claim_ground *ground)
{
    static const char *const limits[] = {"consent_days", "accept_days", "correct_days",
                                         "review_days",  "notice_days", "decide_days",
                                         "pay_days"};
    json_name(json, "limits");
    json_object(json);
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        int64_t days = claim_days(ground, limits[i]);
        json_member_int_if(json, limits[i], days >= 0, days);
    }
    json_end(json);
}

static bool write_quota(struct json_writer *json, const struct view_run *run,
                        const struct claim_ground *ground, struct fault *fault)
{
    int64_t granted = 0;
    if (!claim_granted(run->store, &ground->quota_span, &granted, fault)) {
        return false;
    }
    int64_t left = claim_quota_left(ground, granted);
    json_member_text_or_null(json, "quota_left",
                             left < 0 ? TEXT_NONE : benefit_write_fen(run->arena, left));
    return true;
}

static bool answer_show(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct claim claim;
    struct claim_others others;
    if (!claim_find(&sight, run->id, &claim, fault) ||
        !claim_others_of(run->arena, run->store, &claim, &others, fault)) {
        return false;
    }
    struct claim_ground ground = claim_ground_of(run->arena, run->city, claim.policy, run->today);
    int64_t amount = claim.granted > 0 ? claim.granted : claim.asked;
    json_object(json);
    write_claim(json, run, &claim);
    json_member_text(json, "told", claim.told);
    json_name(json, "files");
    json_raw(json, claim.files.len > 0 ? claim.files : TEXT("[]"));
    claim_write_terms(json, run->arena, &ground, amount);
    claim_write_stacking(json, &ground, &others);
    claim_write_excludes(json, &ground);
    write_limits(json, &ground);
    bool is_written = write_quota(json, run, &ground, fault);
    json_end(json);
    return is_written;
}

/* -- the money -- */

struct money_query {
    struct text org, policy;
    int64_t project;
};
static const struct field money_fields[] = {
    FIELD(money_query, org, TEXT, .max = 60, .zh = "经办单位", .en = "unit that decides"),
    FIELD(money_query, policy, TEXT, .max = 60, .zh = "政策", .en = "policy"),
    FIELD(money_query, project, ID, .zh = "项目", .en = "project"),
};
static const struct field_table money_table = FIELD_TABLE(money_query, money_fields);

static void write_sum(struct json_writer *json, const struct view_run *run,
                      const struct claim_sum *sum)
{
    json_member_int(json, "claims", sum->claims);
    json_member_int(json, "granted", sum->granted);
    member_money(json, run, "promised", sum->promised);
    member_money(json, run, "due", sum->due);
    member_money(json, run, "overdue", sum->overdue);
    member_money(json, run, "paid", sum->paid);
    member_money(json, run, "demanded", sum->demanded);
    member_money(json, run, "returned", sum->returned);
}

static void add(struct claim_sum *all, const struct claim_sum *one)
{
    all->claims += one->claims;
    all->granted += one->granted;
    all->promised += one->promised;
    all->due += one->due;
    all->overdue += one->overdue;
    all->paid += one->paid;
    all->demanded += one->demanded;
    all->returned += one->returned;
}

static bool answer_money(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct money_query *query = run->query;
    struct sight sight = view_sight(run);
    struct claim_filter filter = {
        .org = query->org, .policy = query->policy, .project = query->project, .today = run->today};
    struct claim_sums sums;
    struct claim_sum all = {.claims = 0};
    if (!claim_money(&sight, &filter, &sums, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < sums.count; i++) {
        const struct claim_sum *one = &sums.items[i];
        add(&all, one);
        json_object(json);
        json_member_text(json, "policy", one->policy);
        json_member_text(json, "title", one->title);
        json_member_text(json, "org", one->org);
        json_member_text(json, "org_name",
                         city_org_name(run->city, one->org, run->actor->language));
        write_sum(json, run, one);
        json_end(json);
    }
    json_end(json);
    json_name(json, "all");
    json_object(json);
    write_sum(json, run, &all);
    json_end(json);
    json_end(json);
    return true;
}

/* -- the room -- */

#define ENTERPRISE ROLE_BIT(ROLE_ENTERPRISE)
#define UNIT ROLE_BIT(ROLE_DEPARTMENT_OFFICER)
#define ACT(name, perform, fields, roles, zh, en)                                                  \
    {                                                                                              \
        "claim." name, "POST", "/claims/{id}/" name, fields, roles, 0, zh, en, perform             \
    }

/* To apply and to consent are in flow/claim_flow.c: they are compared with what else may be had. */
static const struct command_kind commands[] = {
    ACT("decline", claim_perform_decline, &claim_reason_table, ENTERPRISE, "不同意免申即享",
        "Decline a benefit offered"),
    ACT("correct", claim_perform_correct, &claim_correct_table, ENTERPRISE, "补正申领",
        "Correct a claim"),
    ACT("withdraw", claim_perform_withdraw, &claim_reason_table, ENTERPRISE, "撤回申领",
        "Withdraw a claim"),
    ACT("accept", claim_perform_accept, &claim_note_table, UNIT, "受理申领", "Take a claim on"),
    ACT("ask_correction", claim_perform_ask_correction, &claim_reason_table, UNIT, "申领要求补正",
        "Ask for corrections of a claim"),
    ACT("review", claim_perform_review, &claim_review_table, UNIT, "审核申领", "Review a claim"),
    ACT("announce", claim_perform_announce, &claim_announce_table, UNIT, "公示申领",
        "Announce a claim publicly"),
    ACT("object", claim_perform_object, &claim_reason_table, UNIT, "登记公示异议",
        "Note an objection to a claim"),
    ACT("answer_objection", claim_perform_answer_objection, &claim_answer_table, UNIT,
        "处理公示异议", "Answer an objection to a claim"),
    ACT("decide", claim_perform_decide, &claim_verdict_table, UNIT, "决定申领", "Decide a claim"),
    ACT("schedule", claim_perform_schedule, &claim_schedule_table, UNIT, "定兑付日期",
        "Say when an instalment is paid"),
    ACT("pay", claim_perform_pay, &claim_pay_table, UNIT, "登记兑付",
        "Note that an instalment was paid"),
    ACT("add_condition", claim_perform_add_condition, &claim_condition_table, UNIT, "登记后续条件",
        "Note a condition to keep"),
    ACT("check_condition", claim_perform_check_condition, &claim_check_table, UNIT, "核查后续条件",
        "Check a condition to keep"),
    ACT("demand", claim_perform_demand, &claim_demand_table, UNIT, "追回资金",
        "Demand policy money back"),
    ACT("take_back", claim_perform_take_back, &claim_take_back_table, UNIT, "登记退回",
        "Note policy money paid back"),
    {"claim.past", "POST", "/chores/claims", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录超过期限的申领", "Record claims past a limit",
     claim_perform_past},
};

static const struct view_kind views[] = {
    {"claim.list", "/claims", &list_table, ROLES_BUSINESS, 0, "政策申领", "Claims of policies",
     answer_list},
    {"claim.show", "/claims/{id}", NULL, ROLES_BUSINESS, 0, "一件申领", "One claim", answer_show},
    {"claim.parts", "/claims/{id}/parts", NULL, ROLES_BUSINESS, 0, "兑付、条件、追回和异议",
     "Payments, conditions, clawbacks and objections", answer_parts},
    {"claim.money", "/claim-money", &money_table, ROLES_BUSINESS, 0, "政策资金",
     "Policy money promised, due and paid", answer_money},
};

static const struct event_kind *const events[] = {
    &claim_opened_event,    &claim_consented_event, &claim_declined_event,
    &claim_withdrawn_event, &claim_accepted_event,  &claim_correction_asked_event,
    &claim_corrected_event, &claim_reviewed_event,  &claim_announced_event,
    &claim_objected_event,  &claim_answered_event,  &claim_decided_event,
    &claim_scheduled_event, &claim_paid_event,      &claim_condition_event,
    &claim_checked_event,   &claim_demanded_event,  &claim_taken_back_event,
    &claim_missed_event,    &claim_lapsed_event,
};

const struct room claim_room = {
    .name = "claim",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(claim),
    .schema = {"claim", 1, claim_ddl},
};
