#include "room/split/split.h"

#include "ground/project/project.h"

static const char *const verdicts[] = {"one_project", "phases", "separate", NULL};
static const char *const verdicts_words[][2] = {
    {"应为一个项目", "one project"}, {"分期建设", "phases"}, {"各自独立", "separate"}};

const char *split_verdict_code(enum split_verdict verdict)
{
    return verdict == SPLIT_NONE ? "" : verdicts[verdict - SPLIT_ONE_PROJECT];
}

static const struct field judge_fields[] = {
    FIELD(split_judge, other, ID, .required = true, .zh = "另一项目", .en = "other project"),
    FIELD(split_judge, verdict, CHOICE, .required = true, .choices = verdicts,
          .words = verdicts_words, .zh = "认定", .en = "verdict"),
    FIELD(split_judge, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "认定理由", .en = "reason"),
};
const struct field_table split_judge_table = FIELD_TABLE(split_judge, judge_fields);

static const struct field judged_fields[] = {
    FIELD(split_judged, other, ID, .required = true, .zh = "另一项目", .en = "other project"),
    FIELD(split_judged, verdict, CHOICE, .required = true, .choices = verdicts,
          .words = verdicts_words, .zh = "认定", .en = "verdict"),
    FIELD(split_judged, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "认定理由", .en = "reason"),
};
static const struct field_table judged_table = FIELD_TABLE(split_judged, judged_fields);

const struct event_kind split_judged_event = {"split.judged",         &judged_table,
                                              split_record_judged,    "认定是否拆分",
                                              "splitting was judged", true};

bool split_decide_judge(const struct project *one, const struct project *other, struct fault *fault)
{
    bool is_of_one = one->id != other->id && one->enterprise.len > 0 &&
                     text_equal(one->enterprise, other->enterprise);
    if (is_of_one) {
        return true;
    }
    return split_refuse_other(fault);
}

bool split_refuse_other(struct fault *fault)
{
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("other"),
                FAULT_ARGS(TEXT("应为同一建设单位的另一个项目"),
                           TEXT("must be another project of the same enterprise")));
    fault_label(fault, "另一项目", "other project");
    return false;
}
