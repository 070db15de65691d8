#include "app/city.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"

/* What is asked of an indicator: its record, its days, cohort or period. */

static bool wrong(const char *name, struct fault *fault)
{
    return fault_raise(fault, FAULT_QUERY_INVALID, text_of(name), FAULT_ARGS(text_of(name)));
}

static struct text of_record(const struct pack_record *record, const char *key)
{
    return jvalue_text(jvalue_get(record->raw, key), TEXT_NONE);
}

static const struct pack_record *step_of(const struct indicator_asked *asked, const char *key)
{
    return pack_find(city_pack(asked->run->city), PACK_INDICATOR_STEPS,
                     of_record(asked->indicator, key), asked->run->today);
}

static enum hand hand_of(struct text part)
{
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        if (text_is(part, hand_code((enum hand)hand))) {
            return (enum hand)hand;
        }
    }
    return HAND_DEPARTMENT;
}

/* Whatever the record lacks, pack check has named; here it is not counted. */
static bool settle_record(struct indicator_asked *asked, struct fault *fault)
{
    const struct pack_record *record = asked->indicator;
    if (!measure_find(of_record(record, "measure"), &asked->kind)) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    asked->form = measure_form_of(asked->kind);
    asked->hand = hand_of(of_record(record, "part"));
    asked->window_days = jvalue_int(jvalue_get(record->raw, "window_days"), 0);
    if (asked->kind != MEASURE_REACHED && asked->kind != MEASURE_TOOK) {
        return true;
    }
    asked->from_step = step_of(asked, "from_step");
    asked->to_step = step_of(asked, "to_step");
    return (asked->from_step != NULL && asked->to_step != NULL) ||
           fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

/* Only what projects reach can be counted either way: all else has the one way of its record. */
static bool settle_basis(const struct indicator_query *query, struct indicator_asked *asked,
                         struct fault *fault)
{
    struct text own = of_record(asked->indicator, "basis");
    struct text basis = query->basis.len > 0 ? query->basis : own;
    asked->is_period = text_is(basis, "period");
    if (asked->kind != MEASURE_REACHED) {
        return text_equal(basis, own) || wrong("basis", fault);
    }
    asked->form = asked->is_period ? MEASURE_IS_RATIO : MEASURE_IS_SHARE;
    return true;
}

bool indicator_ask(const struct view_run *run, const struct indicator_query *query,
                   struct indicator_asked *out, struct fault *fault)
{
    bool is_department = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    *out = (struct indicator_asked){
        .run = run,
        .indicator =
            pack_find(city_pack(run->city), PACK_INDICATORS, run->parameters[0], run->today),
        .from = query->from,
        .to = query->to,
        .cut = query->cut == CIVIL_DATE_NONE ? run->today : query->cut,
        .org = is_department ? run->actor->org : TEXT_NONE,
    };
    if (out->indicator == NULL) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (out->cut > run->today) {
        return wrong("cut", fault);
    }
    if (query->from != CIVIL_DATE_NONE && query->to != CIVIL_DATE_NONE && query->from > query->to) {
        return wrong("from", fault);
    }
    return settle_record(out, fault) && settle_basis(query, out, fault);
}
