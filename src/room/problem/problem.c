#include "room/problem/problem.h"

#include "base/arena.h"
#include "base/json_read.h"
#include "engine/calendar/calendar.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_upward.h"

struct words {
    const char *code;
    const char *zh;
    const char *en;
};

static const struct words states[PROBLEM_STATE_COUNT] = {
    [PROBLEM_RAISED] = {"raised", "待定责", "to be assigned"},
    [PROBLEM_ASSIGNED] = {"assigned", "办理中", "being solved"},
    [PROBLEM_SOLVED] = {"solved", "待验证", "to be verified"},
    [PROBLEM_CLOSED] = {"closed", "已销号", "closed"},
    [PROBLEM_MERGED] = {"merged", "已并入", "merged"},
};

static const struct words levels[PROBLEM_LEVEL_COUNT] = {
    [PROBLEM_DISTRICT] = {"district", "区县级", "district"},
    [PROBLEM_CITY] = {"city", "市级", "city"},
    [PROBLEM_LEADER] = {"leader", "领导协调", "leader"},
};

static struct text in(struct words words, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? words.zh : words.en);
}

const char *problem_state_code(enum problem_state state)
{
    ensure(state < PROBLEM_STATE_COUNT);
    return states[state].code;
}

const char *problem_level_code(enum problem_level level)
{
    ensure(level < PROBLEM_LEVEL_COUNT);
    return levels[level].code;
}

static bool find(const struct words *words, int count, struct text code, int *out)
{
    for (int i = 0; i < count; i++) {
        if (text_is(code, words[i].code)) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool problem_state_find(struct text code, enum problem_state *out)
{
    int found = 0;
    bool is_known = find(states, PROBLEM_STATE_COUNT, code, &found);
    *out = is_known ? (enum problem_state)found : *out;
    return is_known;
}

bool problem_level_find(struct text code, enum problem_level *out)
{
    int found = 0;
    bool is_known = find(levels, PROBLEM_LEVEL_COUNT, code, &found);
    *out = is_known ? (enum problem_level)found : *out;
    return is_known;
}

static bool is_verified(const struct problem *problem)
{
    return problem->verified_on != CIVIL_DATE_NONE;
}

struct text problem_state_name(const struct problem *problem, enum language language)
{
    if (problem->state == PROBLEM_SOLVED && is_verified(problem)) {
        return language == LANGUAGE_ZH ? TEXT("待确认") : TEXT("to be confirmed");
    }
    return in(states[problem->state], language);
}

struct text problem_level_name(enum problem_level level, enum language language)
{
    return in(levels[level], language);
}

/* -- who may do what, when -- */

struct act_line {
    struct words words;
    bool (*is_time)(const struct problem *problem);
    bool (*is_ones_own)(const struct problem *problem, const struct actor *actor);
    const char *who_zh;
    const char *who_en;
};

/* Once the city coordinates the project, a district's coordinator is one who raises problems like
 * others. */
static bool is_coordinator(const struct problem *problem, const struct actor *actor)
{
    return actor->role == ROLE_CENTRE_COORDINATOR ||
           (actor->role == ROLE_DISTRICT_COORDINATOR && !problem->city_coordinates);
}

/* Who raised it or one of its parts. */
static bool is_raiser(const struct problem *problem, const struct actor *actor)
{
    bool is_one = problem_is_ones_own(problem->raised_by, problem->raised_role, actor);
    for (size_t i = 0; i < problem->part_count; i++) {
        const struct problem_part *part = &problem->parts[i];
        is_one = is_one || problem_is_ones_own(part->raised_by, part->raised_role, actor);
    }
    return is_one;
}

enum problem_level problem_level_now(const struct problem *problem)
{
    return problem->level == PROBLEM_DISTRICT && problem->city_coordinates ? PROBLEM_CITY
                                                                           : problem->level;
}

enum role problem_coordinator(const struct problem *problem)
{
    return problem_level_now(problem) == PROBLEM_DISTRICT ? ROLE_DISTRICT_COORDINATOR
                                                          : ROLE_CENTRE_COORDINATOR;
}

bool problem_is_of_level(const struct problem *problem, const struct actor *actor)
{
    return actor->role == ROLE_CENTRE_COORDINATOR || actor->role == problem_coordinator(problem);
}

static bool may_solve(const struct problem *problem, const struct actor *actor)
{
    bool works = (ROLES_WORK & ROLE_BIT(actor->role)) != 0;
    return works && actor->org.len > 0 && text_equal(actor->org, problem->org);
}

/* Nobody verifies what he, or his unit, was responsible for, under whatever hat. */
static bool may_verify(const struct problem *problem, const struct actor *actor)
{
    bool is_of_unit =
        problem->is_of_readers_unit || (actor->org.len > 0 && text_equal(actor->org, problem->org));
    if (actor->account == problem->solved_by || actor->account == problem->owner || is_of_unit) {
        return false;
    }
    return problem->verifier != 0 ? actor->account == problem->verifier
                                  : is_coordinator(problem, actor);
}

static bool may_return(const struct problem *problem, const struct actor *actor)
{
    return is_raiser(problem, actor) || is_coordinator(problem, actor) ||
           may_verify(problem, actor);
}

static bool may_reopen(const struct problem *problem, const struct actor *actor)
{
    return is_raiser(problem, actor) || is_coordinator(problem, actor);
}

static bool may_escalate(const struct problem *problem, const struct actor *actor)
{
    return actor->role == ROLE_NAVIGATOR || is_coordinator(problem, actor) ||
           is_raiser(problem, actor);
}

static bool may_pin(const struct problem *problem, const struct actor *actor)
{
    return may_escalate(problem, actor) || actor->role == ROLE_PROMOTION_OFFICER;
}

static bool is_not_over(const struct problem *problem)
{
    return problem->state != PROBLEM_CLOSED && problem->state != PROBLEM_MERGED;
}

static bool is_merged(const struct problem *problem)
{
    return problem->state == PROBLEM_MERGED;
}

static bool is_before_solved(const struct problem *problem)
{
    return problem->state == PROBLEM_RAISED || problem->state == PROBLEM_ASSIGNED;
}

static bool is_assigned(const struct problem *problem)
{
    return problem->state == PROBLEM_ASSIGNED;
}

static bool is_to_verify(const struct problem *problem)
{
    return problem->state == PROBLEM_SOLVED && !is_verified(problem);
}

static bool is_to_confirm(const struct problem *problem)
{
    return problem->state == PROBLEM_SOLVED && is_verified(problem);
}

static bool is_solved(const struct problem *problem)
{
    return problem->state == PROBLEM_SOLVED;
}

static bool is_closed(const struct problem *problem)
{
    return problem->state == PROBLEM_CLOSED;
}

static bool can_rise(const struct problem *problem)
{
    return is_not_over(problem) && problem->level != PROBLEM_LEADER;
}

static const struct act_line acts[PROBLEM_ACT_COUNT] = {
    [PROBLEM_ASSIGN] = {{"assign", "定责", "assign"},
                        is_before_solved,
                        problem_is_of_level,
                        "由协调员定责；提级后由市级协调员定责",
                        "coordinators assign; once escalated, those of the city"},
    [PROBLEM_SOLVE] = {{"solve", "提交解决情况", "report it solved"},
                       is_assigned,
                       may_solve,
                       "由责任单位的人员提交",
                       "the responsible unit reports it"},
    [PROBLEM_VERIFY] = {{"verify", "验证", "verify"},
                        is_to_verify,
                        may_verify,
                        "由指定的验证人验证（未指定的由协调员），责任单位的人员不得验证",
                        "the named verifier (else a coordinator) does, nobody of the unit"},
    [PROBLEM_CONFIRM] = {{"confirm", "确认销号", "confirm and close"},
                         is_to_confirm,
                         is_raiser,
                         "由提出问题的一方确认",
                         "whoever raised it confirms"},
    [PROBLEM_RETURN] = {{"return", "退回", "send back"},
                        is_solved,
                        may_return,
                        "由验证人、提出人或协调员退回",
                        "the verifier, the raiser or a coordinator does"},
    [PROBLEM_REOPEN] = {{"reopen", "重新打开", "reopen"},
                        is_closed,
                        may_reopen,
                        "由提出人或协调员重新打开",
                        "the raiser or a coordinator does"},
    [PROBLEM_ESCALATE] = {{"escalate", "提级", "escalate"},
                          can_rise,
                          may_escalate,
                          "由代办员、协调员或提出人提级",
                          "the navigator, a coordinator or the raiser does"},
    [PROBLEM_PIN] = {{"pin", "关联计划事项", "pin to the plan"},
                     is_not_over,
                     may_pin,
                     "由代办员、协调员、招商专员或提出人关联",
                     "the navigator, a coordinator, the promotion officer or the raiser does"},
    [PROBLEM_MERGE] = {{"merge", "并入", "merge"},
                       is_before_solved,
                       problem_is_of_level,
                       "由负责该级别问题的协调员归并",
                       "the coordinators of its level do"},
    [PROBLEM_SPLIT] = {{"split", "拆回", "split off"},
                       is_merged,
                       problem_is_of_level,
                       "由负责该级别问题的协调员拆回",
                       "the coordinators of its level do"},
    [PROBLEM_DRAFT] = {{"draft", "起草上报文字", "draft the text for upward eyes"},
                       problem_may_be_put_upward,
                       problem_is_drafter,
                       "由经办方起草：责任单位、代办员或该级别的协调员",
                       "who handles it drafts: its unit, the navigator, coordinators of its level"},
    [PROBLEM_APPROVE] = {{"approve", "审定上报文字", "approve the text for upward eyes"},
                         problem_draft_waits,
                         problem_is_approver,
                         "由负责该级别问题的另一人审定，起草人不得审定",
                         "another person in charge of its level does, never who drafted it"},
    [PROBLEM_REJECT] = {{"reject", "退回上报文字", "return the text for upward eyes"},
                        problem_draft_waits,
                        problem_is_approver,
                        "由负责该级别问题的另一人退回，起草人不得退回",
                        "another person in charge of its level does, never who drafted it"},
};

const char *problem_act_code(enum problem_act act)
{
    ensure(act < PROBLEM_ACT_COUNT);
    return acts[act].words.code;
}

bool problem_may(const struct problem *problem, const struct actor *actor, enum problem_act act)
{
    return acts[act].is_time(problem) && acts[act].is_ones_own(problem, actor);
}

bool problem_decide_act(const struct problem *problem, enum problem_act act,
                        const struct problem_setting *setting, struct fault *fault)
{
    const struct act_line *line = &acts[act];
    enum language language = setting->actor->language;
    if (!line->is_ones_own(problem, setting->actor) && setting->actor->role != ROLE_SYSTEM) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(text_of(line->who_zh), text_of(line->who_en)));
    }
    if (!line->is_time(problem)) {
        struct text advice = language == LANGUAGE_ZH ? TEXT("请刷新查看最新状态和下一步")
                                                     : TEXT("Reload to see what comes next");
        return fault_raise(
            fault, FAULT_WRONG_STATE, TEXT_NONE,
            FAULT_ARGS(problem_state_name(problem, language), in(line->words, language), advice));
    }
    return true;
}

/* -- decisions -- */

static bool refuse(struct fault *fault, const char *field, struct words label, struct words why)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field),
                FAULT_ARGS(text_of(why.zh), text_of(why.en)));
    fault_label(fault, label.zh, label.en);
    return false;
}

static bool people_are_right(const struct problem_assign *command,
                             const struct problem_setting *setting, struct fault *fault)
{
    if (!setting->unit_is_known) {
        return refuse(fault, "org", (struct words){"", "责任单位", "responsible unit"},
                      (struct words){"", "数据包里没有这个单位", "the pack has no such unit"});
    }
    if (!setting->owner_is_of_unit) {
        return refuse(fault, "owner", (struct words){"", "责任人", "owner"},
                      (struct words){"", "该账号不是责任单位的在岗人员",
                                     "no live account of the responsible unit"});
    }
    if (command->verifier != 0 && command->verifier == command->owner) {
        return refuse(
            fault, "verifier", (struct words){"", "验证人", "verifier"},
            (struct words){"", "验证人不得是责任人本人", "the owner cannot verify his own work"});
    }
    if (command->verifier == 0 && text_equal(setting->actor->org, command->org)) {
        return refuse(fault, "verifier", (struct words){"", "验证人", "verifier"},
                      (struct words){"", "责任单位是您所在的单位，请指定其他单位的验证人",
                                     "the unit is your own: name a verifier of another one"});
    }
    if (command->verifier != 0 && setting->verifier_is_of_unit) {
        return refuse(fault, "verifier", (struct words){"", "验证人", "verifier"},
                      (struct words){"", "责任单位的人员不得验证本单位的办理结果",
                                     "nobody verifies the work of his own unit"});
    }
    if (command->verifier != 0 && !setting->verifier_is_known) {
        return refuse(fault, "verifier", (struct words){"", "验证人", "verifier"},
                      (struct words){"", "没有这个在用账号，或其看不到本项目",
                                     "no live account that may see the project"});
    }
    return true;
}

static bool due_is_right(const struct problem_assign *command,
                         const struct problem_setting *setting, struct fault *fault)
{
    struct words label = {"", "解决期限", "day due"};
    if (command->due_on < setting->today) {
        return refuse(fault, "due_on", label,
                      (struct words){"", "期限不能早于今天", "it cannot lie in the past"});
    }
    if (!calendar_is_working_day(setting->calendar, command->due_on)) {
        return refuse(fault, "due_on", label,
                      (struct words){"", "这一天不是工作日", "this is no working day"});
    }
    return true;
}

bool problem_decide_assign(const struct problem *problem, const struct problem_assign *command,
                           const struct problem_setting *setting, struct problem_assigned *out,
                           struct fault *fault)
{
    if (!problem_decide_act(problem, PROBLEM_ASSIGN, setting, fault) ||
        !people_are_right(command, setting, fault) || !due_is_right(command, setting, fault)) {
        return false;
    }
    *out = (struct problem_assigned){
        .org = command->org,
        .measures = command->measures,
        .cause = command->cause,
        .owner = command->owner,
        .verifier = command->verifier,
        .helpers = command->helpers,
        .due_on = command->due_on,
    };
    return true;
}

bool problem_decide_solve(const struct problem *problem, const struct problem_solve *command,
                          const struct problem_setting *setting, struct problem_solved *out,
                          struct fault *fault)
{
    struct words day = {"", "解决日期", "day it was solved"};
    if (!problem_decide_act(problem, PROBLEM_SOLVE, setting, fault)) {
        return false;
    }
    civil_date done_on = command->done_on != CIVIL_DATE_NONE ? command->done_on : setting->today;
    if (done_on > setting->today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("done_on"), FAULT_NO_ARGS);
        fault_label(fault, day.zh, day.en);
        return false;
    }
    if (done_on < problem->raised_on) {
        return refuse(fault, "done_on", day,
                      (struct words){"", "早于问题提出的日期",
                                     "it is earlier than the day the problem was raised"});
    }
    bool has_evidence = command->evidence.len > 0 && !text_is(command->evidence, "[]");
    if (!has_evidence && command->no_evidence.len == 0) {
        return fault_raise(fault, FAULT_PROBLEM_EVIDENCE, TEXT("evidence"), FAULT_NO_ARGS);
    }
    *out = (struct problem_solved){
        .solution = command->solution,
        .cause = command->cause,
        .evidence = has_evidence ? command->evidence : TEXT_NONE,
        .no_evidence = has_evidence ? TEXT_NONE : command->no_evidence,
        .done_on = done_on,
    };
    return true;
}

static bool has_evidence(const struct problem *problem)
{
    return problem->evidence.len > 0;
}

bool problem_decide_verify(const struct problem *problem, const struct problem_verify *command,
                           const struct problem_setting *setting, struct problem_verified *out,
                           struct fault *fault)
{
    if (!problem_decide_act(problem, PROBLEM_VERIFY, setting, fault)) {
        return false;
    }
    if (!has_evidence(problem) && !command->accepts_statement) {
        return fault_raise(fault, FAULT_PROBLEM_STATEMENT, TEXT("accepts_statement"),
                           FAULT_NO_ARGS);
    }
    *out = (struct problem_verified){command->note, !has_evidence(problem)};
    return true;
}

bool problem_decide_confirm(const struct problem *problem, const struct problem_setting *setting,
                            struct fault *fault)
{
    return problem_decide_act(problem, PROBLEM_CONFIRM, setting, fault) &&
           (has_evidence(problem) || problem->accepts_statement ||
            fault_raise(fault, FAULT_PROBLEM_UNPROVEN, TEXT_NONE, FAULT_NO_ARGS));
}

bool problem_decide_reopen(const struct problem *problem, const struct problem_reopen *command,
                           const struct problem_setting *setting, struct problem_reopened *out,
                           struct fault *fault)
{
    if (!problem_decide_act(problem, PROBLEM_REOPEN, setting, fault)) {
        return false;
    }
    *out = (struct problem_reopened){.reason = command->reason, .due_on = setting->new_due};
    return true;
}

bool problem_decide_escalate(const struct problem *problem, const struct problem_escalate *command,
                             const struct problem_setting *setting, struct problem_escalated *out,
                             struct fault *fault)
{
    if (!problem_decide_act(problem, PROBLEM_ESCALATE, setting, fault)) {
        return false;
    }
    enum problem_level next = problem_level_now(problem) + 1;
    enum problem_level asked = next;
    if (command->level.len > 0 && (!problem_level_find(command->level, &asked) || asked != next)) {
        return refuse(fault, "level", (struct words){"", "提级", "level"},
                      (struct words){"", "只能逐级上报：区县级、市级、领导协调",
                                     "one step at a time: district, city, leader"});
    }
    *out = (struct problem_escalated){.level = text_of(problem_level_code(next)),
                                      .reason = command->reason};
    return true;
}

bool problem_ids_read(struct arena *arena, struct text json, int64_t *out, size_t most,
                      size_t *out_count)
{
    *out_count = 0;
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *list = NULL;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, &list, &fault) || list->kind != JVALUE_ARRAY ||
        list->count > most) {
        return false;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->items[i].kind != JVALUE_INT || list->items[i].integer < 1) {
            return false;
        }
        for (size_t k = 0; k < *out_count; k++) {
            if (out[k] == list->items[i].integer) {
                return false;
            }
        }
        out[(*out_count)++] = list->items[i].integer;
    }
    return true;
}

int64_t problem_cost_rank(const struct problem_cost *cost)
{
    int64_t most = 20000; /* so that the product stays within 32 bits, as databases count */
    int64_t moves = cost->moves < most ? cost->moves : most;
    int64_t spare = cost->spare < PROBLEM_SPARE_MOST ? cost->spare : PROBLEM_SPARE_MOST;
    return cost->is_known ? spare - moves * PROBLEM_RANK_UNKNOWN : PROBLEM_RANK_UNKNOWN;
}
