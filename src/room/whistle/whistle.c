#include "room/whistle/whistle.h"

#include "base/arena.h"

struct words {
    const char *code, *zh, *en;
};

static const struct words states[WHISTLE_STATE_COUNT] = {
    [WHISTLE_SOUNDED] = {"sounded", "待报到", "waits for the report"},
    [WHISTLE_REPORTED] = {"reported", "已报到", "reported in"},
    [WHISTLE_CLOSED] = {"closed", "已了结", "closed"},
};

const char *whistle_state_code(enum whistle_state state)
{
    ensure(state < WHISTLE_STATE_COUNT);
    return states[state].code;
}

bool whistle_state_find(struct text code, enum whistle_state *out)
{
    for (int i = 0; i < WHISTLE_STATE_COUNT; i++) {
        if (text_is(code, states[i].code)) {
            *out = (enum whistle_state)i;
            return true;
        }
    }
    return false;
}

struct text whistle_state_name(enum whistle_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

/* -- who may do what, when -- */

static bool is_coordinator(const struct actor *actor)
{
    return (ROLES_COORDINATORS & ROLE_BIT(actor->role)) != 0;
}

/* As with problems: who holds the part in the project now has taken it over. */
static bool is_raiser(const struct whistle *whistle, const struct actor *actor)
{
    bool passes_on = actor->role == ROLE_ENTERPRISE || actor->role == ROLE_NAVIGATOR;
    return (actor->account != 0 && actor->account == whistle->raised_by) ||
           (passes_on && actor->role == whistle->raised_role);
}

/* The unit that was called at whatever step; else who stands on the step, or above it. Nobody
 * answers his own whistle. */
static bool may_report(const struct whistle *whistle, const struct actor *actor)
{
    bool works = (ROLES_WORK & ROLE_BIT(actor->role)) != 0;
    struct text who = whistle->call.who;
    if (is_raiser(whistle, actor)) {
        return false;
    }
    if (works && actor->org.len > 0 && text_equal(actor->org, whistle->org)) {
        return true;
    }
    switch (actor->role) {
    case ROLE_DISTRICT_COORDINATOR: return text_is(who, "district_coordinator");
    case ROLE_CENTRE_COORDINATOR: return !text_is(who, "unit");
    case ROLE_LEADER: return text_is(who, "leader");
    default: return false;
    }
}

static bool may_pass(const struct whistle *whistle, const struct actor *actor)
{
    (void)whistle;
    return is_coordinator(actor);
}

static bool may_raise(const struct whistle *whistle, const struct actor *actor)
{
    return is_raiser(whistle, actor) || is_coordinator(actor);
}

static bool is_sounded(const struct whistle *whistle)
{
    return whistle->state == WHISTLE_SOUNDED;
}

static bool is_open(const struct whistle *whistle)
{
    return whistle->state != WHISTLE_CLOSED;
}

static bool is_answered(const struct whistle *whistle)
{
    return whistle->state != WHISTLE_SOUNDED;
}

static bool is_no_problem_yet(const struct whistle *whistle)
{
    return is_open(whistle) && whistle->problem == 0;
}

static const struct {
    struct words words;
    bool (*is_time)(const struct whistle *whistle);
    bool (*is_ones_own)(const struct whistle *whistle, const struct actor *actor);
    const char *who_zh, *who_en;
} acts[WHISTLE_ACT_COUNT] = {
    [WHISTLE_REPORT] = {{"report-in", "报到", "report in"},
                        is_sounded,
                        may_report,
                        "由被吹哨的部门报到；上报后由协调员或领导报到",
                        "the unit that was called, or whoever it has climbed to"},
    [WHISTLE_PASS] = {{"pass", "转给别的部门", "pass it on"},
                      is_sounded,
                      may_pass,
                      "由协调员转派",
                      "a coordinator passes it on"},
    [WHISTLE_CLOSE] = {{"close", "了结", "close"},
                       is_open,
                       is_raiser,
                       "由吹哨的一方了结",
                       "whoever whistled closes it"},
    [WHISTLE_REOPEN] = {{"reopen", "再次吹哨", "whistle again"},
                        is_answered,
                        is_raiser,
                        "由吹哨的一方再次吹哨",
                        "whoever whistled whistles again"},
    [WHISTLE_TO_PROBLEM] = {{"problem", "列入问题清单", "make it a problem"},
                            is_no_problem_yet,
                            may_raise,
                            "由吹哨的一方或协调员列入",
                            "whoever whistled, or a coordinator"},
};

const char *whistle_act_code(enum whistle_act act)
{
    ensure(act < WHISTLE_ACT_COUNT);
    return acts[act].words.code;
}

bool whistle_may(const struct whistle *whistle, const struct actor *actor, enum whistle_act act)
{
    return acts[act].is_time(whistle) && acts[act].is_ones_own(whistle, actor);
}

bool whistle_decide(const struct whistle *whistle, const struct actor *actor, enum whistle_act act,
                    struct fault *fault)
{
    bool is_zh = actor->language == LANGUAGE_ZH;
    if (!acts[act].is_ones_own(whistle, actor)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(text_of(acts[act].who_zh), text_of(acts[act].who_en)));
    }
    if (!acts[act].is_time(whistle)) {
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(whistle_state_name(whistle->state, actor->language),
                                      text_of(is_zh ? acts[act].words.zh : acts[act].words.en),
                                      is_zh ? TEXT("请刷新查看最新状态和下一步")
                                            : TEXT("Reload to see what comes next")));
    }
    return true;
}

bool whistle_day_is_right(const struct calendar *calendar, civil_date today, civil_date next_on,
                          struct fault *fault)
{
    if (next_on >= today && calendar_is_working_day(calendar, next_on)) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("next_on"),
                FAULT_ARGS(TEXT("应为今天或以后的工作日"), TEXT("a working day from today on")));
    fault_label(fault, "办理日期", "day by which it is done");
    return false;
}

/* -- when it climbs -- */

static struct text written(struct arena *arena, struct hours_moment moment)
{
    char text[HOURS_MOMENT_SIZE];
    return text_copy(arena, hours_moment_write(moment, text));
}

static bool is_earlier(struct hours_moment a, struct hours_moment b)
{
    return a.day < b.day || (a.day == b.day && a.minute < b.minute);
}

static bool due_of(const struct office *clock, const struct whistle_given *given,
                   struct hours_moment *out, struct fault *fault)
{
    if (given->until != CIVIL_DATE_NONE) {
        *out = (struct hours_moment){given->until, clock->hours->spans[clock->hours->count - 1].to,
                                     false};
        return true;
    }
    return hours_add(clock, given->from, (int64_t)given->hours * 60, out, fault);
}

bool whistle_call_until(struct arena *arena, const struct office *clock,
                        const struct whistle_given *given, struct whistle_call *out,
                        struct fault *fault)
{
    struct hours_moment due;
    struct hours_moment announce;
    if (!due_of(clock, given, &due, fault) ||
        !hours_add(clock, due, -(int64_t)given->announce_hours * 60, &announce, fault)) {
        return false;
    }
    announce = is_earlier(announce, given->from) ? given->from : announce;
    out->due_on = due.day;
    out->due_at = written(arena, due);
    out->announce_at = given->climbs ? written(arena, announce) : TEXT_NONE;
    return true;
}
