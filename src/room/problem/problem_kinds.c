#include "room/problem/problem_kinds.h"

#include "room/problem/problem_upward.h"

/* The fields of commands and events. `evidence` is a JSON array of file ids. */

static const struct field raise_fields[] = {
    FIELD(problem_raise, title, TEXT, .required = true, .max = 100, .zh = "问题", .en = "problem"),
    FIELD(problem_raise, category, TEXT, .names = "categories", .required = true, .max = 60,
          .zh = "类别", .en = "category"),
    FIELD(problem_raise, description, TEXT, .max = 4000, .multiline = true, .zh = "情况说明",
          .en = "description"),
    FIELD(problem_raise, application_id, ID, .zh = "相关办件", .en = "application concerned"),
    FIELD(problem_raise, items, TEXTS, .max = PROBLEM_ITEMS_MAX, .zh = "卡住的计划事项",
          .en = "items of the plan that it holds up"),
};
const struct field_table problem_raise_table = FIELD_TABLE(problem_raise, raise_fields);

static const struct field pin_fields[] = {
    FIELD(problem_pin, items, TEXTS, .max = PROBLEM_ITEMS_MAX, .zh = "卡住的计划事项",
          .en = "items of the plan that it holds up"),
};
const struct field_table problem_pin_table = FIELD_TABLE(problem_pin, pin_fields);

static const struct field assign_fields[] = {
    FIELD(problem_assign, org, TEXT, .names = "units", .required = true, .max = 60,
          .zh = "责任单位", .en = "responsible unit"),
    FIELD(problem_assign, owner, ID, .required = true, .zh = "责任人", .en = "owner"),
    FIELD(problem_assign, helpers, TEXTS, .names = "units", .max = 20, .zh = "配合单位",
          .en = "helper units"),
    FIELD(problem_assign, measures, TEXT, .required = true, .max = 4000, .multiline = true,
          .zh = "措施", .en = "measures"),
    FIELD(problem_assign, due_on, DATE, .required = true, .zh = "解决期限", .en = "day due"),
    FIELD(problem_assign, verifier, ID, .zh = "验证人", .en = "verifier"),
    FIELD(problem_assign, cause, TEXT, .names = "causes", .max = 60, .zh = "原因", .en = "cause"),
};
const struct field_table problem_assign_table = FIELD_TABLE(problem_assign, assign_fields);

static const struct field solve_fields[] = {
    FIELD(problem_solve, solution, TEXT, .required = true, .max = 4000, .multiline = true,
          .zh = "解决情况", .en = "what was done"),
    FIELD(problem_solve, done_on, DATE, .zh = "解决日期", .en = "day it was solved"),
    FIELD(problem_solve, evidence, JSON, .zh = "证据文件", .en = "evidence"),
    FIELD(problem_solve, no_evidence, TEXT, .max = 500, .zh = "没有书面材料的说明（须验证人认可）",
          .en = "why there is no document (the verifier must accept it)"),
    FIELD(problem_solve, cause, TEXT, .names = "causes", .max = 60, .zh = "原因", .en = "cause"),
};
const struct field_table problem_solve_table = FIELD_TABLE(problem_solve, solve_fields);

static const struct field verify_fields[] = {
    FIELD(problem_verify, note, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "验证意见", .en = "what was verified"),
    FIELD(problem_verify, accepts_statement, BOOL, .zh = "认可以说明代替证据",
          .en = "accepts the statement instead of evidence"),
};
const struct field_table problem_verify_table = FIELD_TABLE(problem_verify, verify_fields);

static const struct field confirm_fields[] = {
    FIELD(problem_confirm, note, TEXT, .max = 2000, .multiline = true, .zh = "确认意见",
          .en = "note"),
};
const struct field_table problem_confirm_table = FIELD_TABLE(problem_confirm, confirm_fields);

static const struct field return_fields[] = {
    FIELD(problem_return, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "退回理由", .en = "reason"),
};
const struct field_table problem_return_table = FIELD_TABLE(problem_return, return_fields);

static const struct field reopen_fields[] = {
    FIELD(problem_reopen, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "重新打开的理由", .en = "reason"),
};
const struct field_table problem_reopen_table = FIELD_TABLE(problem_reopen, reopen_fields);

static const char *const levels[] = {"city", "leader", NULL};
static const char *const levels_words[][2] = {{"市级", "city"}, {"市领导", "leader"}};
static const struct field escalate_fields[] = {
    FIELD(problem_escalate, level, CHOICE, .choices = levels, .words = levels_words, .zh = "提级",
          .en = "level"),
    FIELD(problem_escalate, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "提级理由", .en = "reason"),
};
const struct field_table problem_escalate_table = FIELD_TABLE(problem_escalate, escalate_fields);

static const struct field merge_fields[] = {
    FIELD(problem_merge, into, ID, .required = true, .zh = "并入哪个问题",
          .en = "problem that it is merged into"),
    FIELD(problem_merge, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "归并理由", .en = "reason"),
};
const struct field_table problem_merge_table = FIELD_TABLE(problem_merge, merge_fields);

static const struct field split_fields[] = {
    FIELD(problem_split, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "拆回理由", .en = "reason"),
};
const struct field_table problem_split_table = FIELD_TABLE(problem_split, split_fields);

static const struct field draft_fields[] = {
    FIELD(problem_draft, title, TEXT, .required = true, .max = PROBLEM_UPWARD_TITLE_MAX,
          .zh = "上报标题", .en = "title for upward eyes"),
    FIELD(problem_draft, body, TEXT, .required = true, .max = PROBLEM_UPWARD_BODY_MAX,
          .multiline = true, .zh = "上报内容", .en = "text for upward eyes"),
};
const struct field_table problem_draft_table = FIELD_TABLE(problem_draft, draft_fields);

static const struct field reject_fields[] = {
    FIELD(problem_reject, reason, TEXT, .required = true, .max = 1000, .multiline = true,
          .zh = "退回理由", .en = "reason"),
};
const struct field_table problem_reject_table = FIELD_TABLE(problem_reject, reject_fields);

/* -- events; `inside`: words that whoever reads upward does not read -- */

static const struct field raised_fields[] = {
    FIELD(problem_raised, number, TEXT, .required = true, .zh = "编号", .en = "number"),
    FIELD(problem_raised, year, INT, .min = 1, .zh = "编号年份", .en = "year of the number"),
    FIELD(problem_raised, serial, INT, .min = 1, .zh = "编号序号", .en = "serial of the number"),
    FIELD(problem_raised, title, TEXT, .inside = true, .required = true, .zh = "问题",
          .en = "problem"),
    FIELD(problem_raised, category, TEXT, .names = "categories", .zh = "类别", .en = "category"),
    FIELD(problem_raised, description, TEXT, .inside = true, .max = 4000, .multiline = true,
          .zh = "情况说明", .en = "description"),
    FIELD(problem_raised, application, ID, .zh = "相关办件", .en = "application concerned"),
    FIELD(problem_raised, whistle, ID, .zh = "来自吹哨", .en = "whistle it came of"),
    FIELD(problem_raised, items, TEXTS, .zh = "卡住的计划事项", .en = "items that it holds up"),
};
static const struct field_table raised_table = FIELD_TABLE(problem_raised, raised_fields);

static const struct field pinned_fields[] = {
    FIELD(problem_pinned, items, TEXTS, .zh = "卡住的计划事项", .en = "items that it holds up"),
};
static const struct field_table pinned_table = FIELD_TABLE(problem_pinned, pinned_fields);

static const struct field assigned_fields[] = {
    FIELD(problem_assigned, org, TEXT, .names = "units", .required = true, .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(problem_assigned, owner, ID, .zh = "责任人", .en = "owner"),
    FIELD(problem_assigned, helpers, TEXTS, .names = "units", .zh = "配合单位",
          .en = "helper units"),
    FIELD(problem_assigned, measures, TEXT, .inside = true, .max = 4000, .multiline = true,
          .zh = "措施", .en = "measures"),
    FIELD(problem_assigned, due_on, DATE, .required = true, .zh = "解决期限", .en = "day due"),
    FIELD(problem_assigned, verifier, ID, .zh = "验证人", .en = "verifier"),
    FIELD(problem_assigned, cause, TEXT, .names = "causes", .max = 60, .zh = "原因", .en = "cause"),
};
static const struct field_table assigned_table = FIELD_TABLE(problem_assigned, assigned_fields);

static const struct field solved_fields[] = {
    FIELD(problem_solved, solution, TEXT, .inside = true, .required = true, .max = 4000,
          .multiline = true, .zh = "解决情况", .en = "what was done"),
    FIELD(problem_solved, done_on, DATE, .required = true, .zh = "解决日期",
          .en = "day it was solved"),
    FIELD(problem_solved, evidence, JSON, .zh = "证据文件", .en = "evidence"),
    FIELD(problem_solved, no_evidence, TEXT, .inside = true, .max = 500, .zh = "没有证据的理由",
          .en = "why there is no evidence"),
    FIELD(problem_solved, cause, TEXT, .names = "causes", .max = 60, .zh = "原因", .en = "cause"),
};
static const struct field_table solved_table = FIELD_TABLE(problem_solved, solved_fields);

static const struct field verified_fields[] = {
    FIELD(problem_verified, note, TEXT, .inside = true, .max = 2000, .multiline = true,
          .zh = "意见", .en = "note"),
    FIELD(problem_verified, accepts_statement, BOOL, .zh = "认可以说明代替证据",
          .en = "accepts the statement instead of evidence"),
};
static const struct field_table verified_table = FIELD_TABLE(problem_verified, verified_fields);

static const struct field noted_fields[] = {
    FIELD(problem_noted, note, TEXT, .inside = true, .max = 2000, .multiline = true, .zh = "意见",
          .en = "note"),
};
static const struct field_table noted_table = FIELD_TABLE(problem_noted, noted_fields);

static const struct field sent_back_fields[] = {
    FIELD(problem_sent_back, reason, TEXT, .inside = true, .required = true, .max = 2000,
          .multiline = true, .zh = "理由", .en = "reason"),
};
static const struct field_table sent_back_table = FIELD_TABLE(problem_sent_back, sent_back_fields);

static const struct field reopened_fields[] = {
    FIELD(problem_reopened, reason, TEXT, .inside = true, .required = true, .max = 2000,
          .multiline = true, .zh = "理由", .en = "reason"),
    FIELD(problem_reopened, due_on, DATE, .required = true, .zh = "解决期限", .en = "day due"),
};
static const struct field_table reopened_table = FIELD_TABLE(problem_reopened, reopened_fields);

static const struct field escalated_fields[] = {
    FIELD(problem_escalated, level, TEXT, .required = true, .zh = "提级", .en = "level"),
    FIELD(problem_escalated, reason, TEXT, .inside = true, .required = true, .max = 2000,
          .multiline = true, .zh = "理由", .en = "reason"),
};
static const struct field_table escalated_table = FIELD_TABLE(problem_escalated, escalated_fields);

static const struct field climb_announced_fields[] = {
    FIELD(problem_climb_announced, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_climb_announced, org, TEXT, .names = "units", .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(problem_climb_announced, level, TEXT, .required = true, .zh = "提级", .en = "level"),
    FIELD(problem_climb_announced, held_by, TEXT, .zh = "目前由谁负责", .en = "who has it so far"),
    FIELD(problem_climb_announced, due_on, DATE, .required = true, .zh = "提级日期",
          .en = "day it climbs"),
};
static const struct field_table climb_announced_table =
    FIELD_TABLE(problem_climb_announced, climb_announced_fields);

static const struct field climbed_fields[] = {
    FIELD(problem_climbed, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_climbed, org, TEXT, .names = "units", .zh = "责任单位", .en = "responsible unit"),
    FIELD(problem_climbed, level, TEXT, .required = true, .zh = "提级", .en = "level"),
    FIELD(problem_climbed, due_on, DATE, .required = true, .zh = "期限", .en = "day it was due"),
};
static const struct field_table climbed_table = FIELD_TABLE(problem_climbed, climbed_fields);

static const struct field climb_stuck_fields[] = {
    FIELD(problem_climb_stuck, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_climb_stuck, org, TEXT, .names = "units", .zh = "责任单位",
          .en = "responsible unit"),
    FIELD(problem_climb_stuck, due_on, DATE, .required = true, .zh = "期限",
          .en = "day it was due"),
};
static const struct field_table climb_stuck_table =
    FIELD_TABLE(problem_climb_stuck, climb_stuck_fields);

static const struct field merged_fields[] = {
    FIELD(problem_merged, into, ID, .required = true, .zh = "主问题",
          .en = "problem that speaks for it"),
    FIELD(problem_merged, number, TEXT, .required = true, .zh = "主问题编号", .en = "its number"),
    FIELD(problem_merged, reason, TEXT, .inside = true, .required = true, .max = 2000,
          .multiline = true, .zh = "理由", .en = "reason"),
    FIELD(problem_merged, name, TEXT, .zh = "问题", .en = "problem"),
    FIELD(problem_merged, told, TEXT, .zh = "告知", .en = "who is told"),
    FIELD(problem_merged, raiser, ID, .zh = "提出人", .en = "raiser"),
    FIELD(problem_merged, held_by, TEXT, .zh = "此前由谁负责", .en = "who had it in hand"),
    FIELD(problem_merged, units, TEXTS, .names = "units", .zh = "责任和配合单位",
          .en = "units that had it in hand"),
};
static const struct field_table merged_table = FIELD_TABLE(problem_merged, merged_fields);

static const struct field drafted_fields[] = {
    FIELD(problem_drafted, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_drafted, title, TEXT, .required = true, .max = PROBLEM_UPWARD_TITLE_MAX,
          .inside = true, .zh = "上报标题", .en = "title for upward eyes"),
    FIELD(problem_drafted, body, TEXT, .required = true, .max = PROBLEM_UPWARD_BODY_MAX,
          .multiline = true, .inside = true, .zh = "上报内容", .en = "text for upward eyes"),
    FIELD(problem_drafted, approver, TEXT, .required = true, .zh = "由谁审定", .en = "approver"),
};
static const struct field_table drafted_table = FIELD_TABLE(problem_drafted, drafted_fields);

static const struct field approved_fields[] = {
    FIELD(problem_approved, title, TEXT, .required = true, .max = PROBLEM_UPWARD_TITLE_MAX,
          .zh = "上报标题", .en = "title for upward eyes"),
    FIELD(problem_approved, body, TEXT, .required = true, .max = PROBLEM_UPWARD_BODY_MAX,
          .multiline = true, .zh = "上报内容", .en = "text for upward eyes"),
    FIELD(problem_approved, drafter, ID, .required = true, .zh = "起草人", .en = "drafter"),
};
static const struct field_table approved_table = FIELD_TABLE(problem_approved, approved_fields);

static const struct field rejected_fields[] = {
    FIELD(problem_rejected, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_rejected, reason, TEXT, .required = true, .max = 1000, .multiline = true,
          .inside = true, .zh = "退回理由", .en = "reason"),
    FIELD(problem_rejected, drafter, ID, .required = true, .zh = "起草人", .en = "drafter"),
};
static const struct field_table rejected_table = FIELD_TABLE(problem_rejected, rejected_fields);

static const struct field draft_climb_announced_fields[] = {
    FIELD(problem_draft_climb_announced, name, TEXT, .required = true, .zh = "问题",
          .en = "problem"),
    FIELD(problem_draft_climb_announced, approver, TEXT, .required = true, .zh = "由谁审定",
          .en = "approver"),
    FIELD(problem_draft_climb_announced, to, TEXT, .required = true, .names = "role",
          .zh = "上报给", .en = "climbs to"),
    FIELD(problem_draft_climb_announced, due_on, DATE, .required = true, .zh = "自动上报日",
          .en = "climbs on"),
};
static const struct field_table draft_climb_announced_table =
    FIELD_TABLE(problem_draft_climb_announced, draft_climb_announced_fields);

static const struct field draft_climbed_fields[] = {
    FIELD(problem_draft_climbed, name, TEXT, .required = true, .zh = "问题", .en = "problem"),
    FIELD(problem_draft_climbed, to, TEXT, .required = true, .names = "role", .zh = "上报给",
          .en = "climbs to"),
    FIELD(problem_draft_climbed, due_on, DATE, .required = true, .zh = "应审定日", .en = "due on"),
    FIELD(problem_draft_climbed, climbs, INT, .min = 1, .zh = "已上报级数", .en = "steps so far"),
};
static const struct field_table draft_climbed_table =
    FIELD_TABLE(problem_draft_climbed, draft_climbed_fields);

/* The record functions live in the stores; the linker joins the two halves. */
record_function problem_record_raised, problem_record_pinned, problem_record_assigned,
    problem_record_solved, problem_record_verified, problem_record_closed, problem_record_returned,
    problem_record_reopened, problem_record_escalated, problem_record_climb_announced,
    problem_record_climbed, problem_record_climb_stuck, problem_record_merged, problem_record_split,
    problem_record_agreed, problem_record_drafted, problem_record_approved, problem_record_rejected,
    problem_record_draft_climb_announced, problem_record_draft_climbed;

const struct event_kind problem_raised_event = {
    "problem.raised", &raised_table, problem_record_raised, "提出问题", "problem raised", false};
const struct event_kind problem_pinned_event = {"problem.pinned",
                                                &pinned_table,
                                                problem_record_pinned,
                                                "问题关联计划事项",
                                                "problem pinned to the plan",
                                                false};
const struct event_kind problem_assigned_event = {"problem.assigned",      &assigned_table,
                                                  problem_record_assigned, "问题定责",
                                                  "problem assigned",      false};
const struct event_kind problem_solved_event = {"problem.solved",          &solved_table,
                                                problem_record_solved,     "提交问题解决情况",
                                                "problem reported solved", false};
const struct event_kind problem_verified_event = {"problem.verified",
                                                  &verified_table,
                                                  problem_record_verified,
                                                  "验证问题解决情况",
                                                  "solution of the problem verified",
                                                  false};
const struct event_kind problem_closed_event = {"problem.closed",
                                                &noted_table,
                                                problem_record_closed,
                                                "问题确认销号",
                                                "problem confirmed and closed",
                                                false};
const struct event_kind problem_returned_event = {"problem.returned",      &sent_back_table,
                                                  problem_record_returned, "问题退回重办",
                                                  "problem sent back",     false};
const struct event_kind problem_reopened_event = {"problem.reopened",      &reopened_table,
                                                  problem_record_reopened, "问题重新打开",
                                                  "problem reopened",      false};
const struct event_kind problem_escalated_event = {"problem.escalated",      &escalated_table,
                                                   problem_record_escalated, "问题提级",
                                                   "problem escalated",      false};
const struct event_kind problem_climb_announced_event = {
    "problem.climb_announced",           &climb_announced_table,
    problem_record_climb_announced,      "预告问题自动提级",
    "announced that the problem climbs", false};
const struct event_kind problem_climbed_event = {"problem.climbed",      &climbed_table,
                                                 problem_record_climbed, "问题逾期自动提级",
                                                 "problem has climbed",  false};
const struct event_kind problem_climb_stuck_event = {"problem.climb_stuck",
                                                     &climb_stuck_table,
                                                     problem_record_climb_stuck,
                                                     "问题应提级而上级无人",
                                                     "nobody for the problem to climb to",
                                                     false};
const struct event_kind problem_merged_event = {"problem.merged",      &merged_table,
                                                problem_record_merged, "问题并入另一问题",
                                                "problem merged",      false};
const struct event_kind problem_split_event = {"problem.split",      &merged_table,
                                               problem_record_split, "并入的问题拆回",
                                               "problem split off",  false};
const struct event_kind problem_agreed_event = {"problem.agreed",
                                                &noted_table,
                                                problem_record_agreed,
                                                "提出人确认，待其他提出人确认",
                                                "confirmed by one of the raisers",
                                                false};
const struct event_kind problem_drafted_event = {"problem.drafted",
                                                 &drafted_table,
                                                 problem_record_drafted,
                                                 "起草问题上报文字",
                                                 "text for upward eyes drafted",
                                                 true};
const struct event_kind problem_approved_event = {"problem.approved",
                                                  &approved_table,
                                                  problem_record_approved,
                                                  "审定问题上报文字",
                                                  "text for upward eyes approved",
                                                  true};
const struct event_kind problem_rejected_event = {"problem.rejected",
                                                  &rejected_table,
                                                  problem_record_rejected,
                                                  "退回问题上报文字",
                                                  "text for upward eyes returned",
                                                  true};
const struct event_kind problem_draft_climb_announced_event = {
    "problem.draft_climb_announced",
    &draft_climb_announced_table,
    problem_record_draft_climb_announced,
    "预告上报文字逾期未审上报",
    "announced that a text nobody approves climbs",
    true};
const struct event_kind problem_draft_climbed_event = {"problem.draft_climbed",
                                                       &draft_climbed_table,
                                                       problem_record_draft_climbed,
                                                       "上报文字逾期未审自动上报",
                                                       "text nobody approves has climbed",
                                                       true};
