#include "room/change/change.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "pack/pack.h"

static const char *const states[CHANGE_STATE_COUNT] = {"minor", "unclear", "major", "settled"};

const char *change_state_code(enum change_state state)
{
    ensure(state < CHANGE_STATE_COUNT);
    return states[state];
}

bool change_state_find(struct text code, enum change_state *out)
{
    for (int i = 0; i < CHANGE_STATE_COUNT; i++) {
        if (text_is(code, states[i])) {
            *out = (enum change_state)i;
            return true;
        }
    }
    return false;
}

/* -- the verdict -- */

static bool has_output(const struct change_report *report)
{
    return report->output_before > 0 && report->output_after > 0;
}

static bool reaches(const struct change_report *report, int64_t percent)
{
    return report->output_after * 100 >= report->output_before * (100 + percent);
}

/* One rule on one report. A rule that asks for what is not said is unclear, never passed. */
static enum change_state by_rule(const struct pack_record *rule, const struct change_report *report)
{
    const struct jvalue *percent = jvalue_get(rule->raw, "output_percent");
    if (report->adds_pollutant == 1) {
        return CHANGE_MAJOR;
    }
    bool is_over = has_output(report) && percent != NULL && percent->kind == JVALUE_INT &&
                   reaches(report, percent->integer);
    if (is_over) {
        return CHANGE_MAJOR;
    }
    bool is_known = has_output(report) && report->adds_pollutant == 0;
    return is_known ? CHANGE_MINOR : CHANGE_UNCLEAR;
}

static void say(struct buffer *why, const struct pack_record *rule, enum change_state verdict)
{
    static const char *const words[] = {"不构成重大变动", "情况不全,不能判断", "构成重大变动", ""};
    buffer_add(why, why->len > 0 ? TEXT("；") : TEXT_NONE);
    buffer_addf(why, "%.*s：%s", TEXT_ARG(rule->name), words[verdict]);
}

enum change_state change_verdict(struct arena *arena, const struct change_ground *ground,
                                 const struct change_report *report, struct text *out_why)
{
    const struct pack_records *rules = &ground->pack->lists[PACK_MAJOR_CHANGES];
    struct buffer why = buffer_open(arena, 256);
    enum change_state verdict = CHANGE_UNCLEAR;
    bool is_first = true;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct pack_record *rule = &rules->items[i];
        struct text item = jvalue_text(jvalue_get(rule->raw, "item"), TEXT_NONE);
        if (!text_equal(item, ground->item) || !pack_in_force(rule, ground->on)) {
            continue;
        }
        enum change_state one = by_rule(rule, report);
        say(&why, rule, one);
        verdict = is_first || one == verdict ? one : CHANGE_UNCLEAR;
        is_first = false;
    }
    if (is_first) {
        buffer_add(&why, TEXT("没有登记该事项的重大变动标准"));
    }
    *out_why = buffer_text(&why);
    return verdict;
}

/* -- commands -- */

bool change_report_is_sound(const struct change_report *report, struct fault *fault)
{
    if ((report->output_before > 0) == (report->output_after > 0)) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("output_before"),
                FAULT_ARGS(TEXT("变更前后的产能应一并填写"),
                           TEXT("give the output before and after, or neither")));
    fault_label(fault, "变更前产能", "output before");
    return false;
}

bool change_decide_judge(const struct change *change, const struct actor *actor,
                         struct fault *fault)
{
    if (!text_equal(actor->org, change->org)) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("由作出许可决定的单位认定"), TEXT("the unit that granted it judges")));
    }
    return change->state == CHANGE_UNCLEAR ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("该变更已有结论"), TEXT("it has its verdict")));
}
