#include "room/admission/admission.h"

#include "base/arena.h"
#include "ground/project/lead.h"
#include "pack/pack.h"

static const struct field screen_fields[] = {
    FIELD(admission_screen, overrides, JSON, .zh = "不适用的标准及理由",
          .en = "criteria set aside, with reasons"),
};
const struct field_table admission_screen_table = FIELD_TABLE(admission_screen, screen_fields);

static const char *const decisions[] = {"list", "refuse", "defer", "withdraw", NULL};
static const char *const decisions_words[][2] = {
    {"列入项目库", "list"}, {"不予列入", "refuse"}, {"暂缓", "defer"}, {"撤回", "withdraw"}};

static const struct field decide_fields[] = {
    FIELD(admission_decide, decision, CHOICE, .required = true, .choices = decisions,
          .words = decisions_words, .zh = "准入决定", .en = "decision"),
    FIELD(admission_decide, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
    FIELD(admission_decide, until, DATE, .zh = "暂缓至", .en = "deferred until"),
};
const struct field_table admission_decide_table = FIELD_TABLE(admission_decide, decide_fields);

static const struct field screened_fields[] = {
    FIELD(admission_screened, suggestion, TEXT, .required = true, .zh = "筛查建议",
          .en = "suggestion"),
    FIELD(admission_screened, score, INT, .zh = "优先得分", .en = "score"),
    FIELD(admission_screened, results, JSON, .zh = "逐条结果", .en = "results"),
    FIELD(admission_screened, overrides, JSON, .zh = "不适用的标准", .en = "criteria set aside"),
};
const struct field_table admission_screened_table =
    FIELD_TABLE(admission_screened, screened_fields);

const struct event_kind admission_screened_event = {"admission.screened",
                                                    &admission_screened_table,
                                                    admission_record_screened,
                                                    "完成准入筛查",
                                                    "screened",
                                                    true};
const struct event_kind admission_decided_event = {
    "admission.decided", &admission_decide_table, admission_record_decided,
    "作出准入决定",      "admission decided",     false};

static const char *const suggestion_names[] = {[SCREENING_LIST] = "list",
                                               [SCREENING_MORE_FACTS] = "more_facts",
                                               [SCREENING_REFUSE] = "refuse"};

const char *screening_suggestion_name(enum screening_suggestion suggestion)
{
    return suggestion_names[suggestion];
}

/* -- criteria -- */

static const struct screening_override *find_override(const struct screening_overrides *overrides,
                                                      struct text code)
{
    for (size_t i = 0; i < overrides->count; i++) {
        if (text_equal(overrides->items[i].code, code)) {
            return &overrides->items[i];
        }
    }
    return NULL;
}

static struct screening_line line_of(struct arena *arena, const struct pack_record *criterion,
                                     struct rule_view view,
                                     const struct screening_overrides *overrides)
{
    struct text kind = jvalue_text(jvalue_get(criterion->raw, "kind"), TEXT_NONE);
    return (struct screening_line){
        .criterion = criterion,
        .answer = rule_evaluate(criterion->rule, view),
        .reasons = rule_explain(arena, criterion->rule, view),
        .is_required = text_is(kind, "required"),
        .is_priority = text_is(kind, "priority"),
        .score = jvalue_int(jvalue_get(criterion->raw, "score"), 0),
        .override = find_override(overrides, criterion->id),
    };
}

/* One failed requirement refuses; one open question asks first; set aside counts as met. */
static enum screening_suggestion suggest(const struct screening_line *lines, size_t count)
{
    enum screening_suggestion suggestion = SCREENING_LIST;
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].is_required || lines[i].override != NULL) {
            continue;
        }
        if (lines[i].answer == RULE_NO) {
            return SCREENING_REFUSE;
        }
        if (lines[i].answer == RULE_UNKNOWN) {
            suggestion = SCREENING_MORE_FACTS;
        }
    }
    return suggestion;
}

bool screening_run(struct arena *arena, const struct screening_question *question,
                   struct screening *out, struct fault *fault)
{
    const struct pack *pack = question->pack;
    struct facts *facts = facts_new(arena, pack->spaces[PACK_SPACE_LEADS]);
    if (!lead_read_facts(arena, question->project, facts, fault)) {
        return false;
    }
    struct rule_view view = {facts, RULE_MISSING_UNKNOWN};
    const struct pack_records *criteria = &pack->lists[PACK_CRITERIA];
    struct screening_line *lines = arena_array(arena, struct screening_line, criteria->count);
    struct screening result = {.lines = lines, .facts = facts};
    for (uint32_t i = 0; i < criteria->count; i++) {
        if (!pack_in_force(&criteria->items[i], question->today)) {
            continue;
        }
        struct screening_line line = line_of(arena, &criteria->items[i], view, question->overrides);
        result.score += line.is_priority && line.answer == RULE_YES ? line.score : 0;
        result.score_max += line.is_priority ? line.score : 0;
        lines[result.count++] = line;
    }
    result.suggestion = suggest(lines, result.count);
    *out = result;
    return true;
}

/* -- the decision -- */

enum project_stage admission_stage(struct text decision)
{
    if (text_is(decision, "list")) {
        return STAGE_LISTED;
    }
    if (text_is(decision, "defer")) {
        return STAGE_DEFERRED;
    }
    return text_is(decision, "refuse") ? STAGE_REFUSED : STAGE_WITHDRAWN;
}

static bool stage_allows(enum project_stage stage, enum project_stage wanted)
{
    bool before_list = stage == STAGE_LEAD || stage == STAGE_SCREENED || stage == STAGE_DEFERRED ||
                       stage == STAGE_REFUSED;
    bool is_open = stage != STAGE_PRODUCTION && stage != STAGE_WITHDRAWN;
    return wanted == STAGE_WITHDRAWN ? is_open : before_list && stage != wanted;
}

bool admission_may_decide(struct command_run *run, const struct project *project,
                          const struct screening *screening, const struct admission_decide *command,
                          struct fault *fault)
{
    enum project_stage wanted = admission_stage(command->decision);
    if (!stage_allows(project->stage, wanted)) {
        return project_refuse_stage(run, project, "作出这一准入决定", "take this decision", fault);
    }
    if (wanted == STAGE_DEFERRED &&
        (command->until == CIVIL_DATE_NONE || command->until <= run->today)) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("until"),
                           FAULT_ARGS(TEXT("暂缓须写明今天以后的日期"),
                                      TEXT("a deferral names a day after today")));
    }
    if (wanted != STAGE_LISTED) {
        return true;
    }
    if (screening == NULL) {
        return fault_raise(fault, FAULT_NOT_SCREENED, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (screening->suggestion != SCREENING_LIST) {
        return fault_raise(fault, FAULT_CRITERIA_NOT_MET, TEXT_NONE, FAULT_NO_ARGS);
    }
    return true;
}
