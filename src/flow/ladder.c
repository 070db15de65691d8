#include "flow/ladder.h"

#include "base/json_read.h"
#include "pack/pack.h"

static const struct {
    const char *clock;
    enum ladder_source source;
    const char *states[2];
} clocks[] = {
    {"acceptance", LADDER_CASES, {"submitted", "received"}},
    {"decision", LADDER_CASES, {"accepted", "accepted"}},
    {"delivery", LADDER_CASES, {"granted", "granted"}},
    {"supplement", LADDER_CASES, {"supplement", "supplement"}},
    {"stop", LADDER_CASES, {"special", "suspended"}},
    {"promise", LADDER_PROMISES, {"", ""}},
    {"check", LADDER_CHECKS, {"", ""}},
    {"correction", LADDER_CORRECTIONS, {"", ""}},
};

static const char *const moments[] = {
    [LADDER_BEFORE] = "before", [LADDER_ON] = "on", [LADDER_AFTER] = "after"};

bool ladder_rung_read(const struct pack_record *record, struct ladder_rung *out)
{
    struct text clock = jvalue_text(jvalue_get(record->raw, "clock"), TEXT_NONE);
    struct text when = jvalue_text(jvalue_get(record->raw, "when"), TEXT_NONE);
    const struct jvalue *days = jvalue_get(record->raw, "days");
    bool has_clock = false;
    bool has_moment = false;
    *out = (struct ladder_rung){.record = record};
    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        if (text_is(clock, clocks[i].clock)) {
            out->source = clocks[i].source;
            out->states[0] = clocks[i].states[0];
            out->states[1] = clocks[i].states[1];
            has_clock = true;
        }
    }
    for (int i = 0; i < (int)COUNT_OF(moments); i++) {
        if (text_is(when, moments[i])) {
            out->when = (enum ladder_when)i;
            has_moment = true;
        }
    }
    if (days == NULL || days->kind != JVALUE_INT || days->integer < 0 || days->integer > 1000) {
        return false;
    }
    out->days = (int32_t)days->integer;
    return has_clock && has_moment;
}

static bool later(const struct calendar *calendar, civil_date today, int64_t days, civil_date *out)
{
    struct calendar_day day;
    struct fault beyond = {.code = FAULT_NONE};
    if (!calendar_add(calendar, today, days, &day, &beyond)) {
        return false;
    }
    *out = day.day;
    return true;
}

/* On a day off as many working days have passed as on the last day that worked. */
static bool earlier(const struct calendar *calendar, civil_date today, int64_t days,
                    civil_date *out)
{
    civil_date base = today;
    return (calendar_is_working_day(calendar, today) || later(calendar, today, -1, &base)) &&
           later(calendar, base, -days, out);
}

bool ladder_span_on(const struct calendar *calendar, const struct ladder_rung *rung,
                    civil_date today, struct ladder_span *out)
{
    out->today = today;
    switch (rung->when) {
    case LADDER_BEFORE:
        return rung->days > 0 && later(calendar, today, rung->days / 2 + 1, &out->first) &&
               later(calendar, today, rung->days, &out->last);
    case LADDER_AFTER:
        out->first = CIVIL_DATE_NONE;
        return rung->days > 0 && earlier(calendar, today, rung->days, &out->last);
    case LADDER_ON: *out = (struct ladder_span){today, today, today}; return true;
    }
    return false;
}
