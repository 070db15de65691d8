#include "board/appraisal_draw.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "ledger/ledger.h"
#include "pack/pack.h"

/* A city's appraisal is its own people's, not a district's. */
static bool is_of_city(const struct command_run *run, struct fault *fault)
{
    return access_scope(run->city, run->actor).is_citys ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由市级人员办理"), TEXT("people of the city do it")));
}

static struct text name_of_formula(const struct pack_record *formula)
{
    return formula == NULL ? TEXT_NONE : formula->id;
}

struct reckoning {
    int64_t appraisal;
    struct text key;
    int64_t account;
    struct appraisal_parts *parts; /* whose points are filled in */
    int64_t least_weight;
};

/* What its parts come to: of a first version and of a changed one alike. */
static struct appraisal_reckoned reckoned(const struct command_run *run, const struct reckoning *of)
{
    struct appraise_score score;
    appraisal_reckon(of->parts, of->least_weight, &score);
    return (struct appraisal_reckoned){
        .appraisal = of->appraisal,
        .key = of->key,
        .account = of->account,
        .known = score.is_known,
        .score = score.score,
        .low = score.low,
        .high = score.high,
        .counted = score.counted,
        .weights = score.of,
        .parts = appraisal_parts_json(run->arena, of->parts),
    };
}

static bool emit_all(struct command_run *run, int64_t appraisal, struct appraisal_counts *counts,
                     struct fault *fault)
{
    for (size_t i = 0; i < counts->count; i++) {
        const struct reckoning one = {appraisal, counts->items[i].key, counts->items[i].account,
                                      &counts->items[i].parts, counts->least_weight};
        struct appraisal_reckoned body = reckoned(run, &one);
        if (!run_emit(run, &appraisal_reckoned_event, (struct event_about){0, 0, run->today}, &body,
                      fault)) {
            return false;
        }
    }
    return true;
}

static bool is_new(const struct command_run *run, const struct appraisal_draw *fields,
                   struct fault *fault)
{
    int64_t there = 0;
    if (fields->year > civil_date_parts(run->today).year) {
        return fault_refuse_field(fault, "year", "该年度尚未开始", "that year has not begun");
    }
    return appraisal_of_year(run->store, fields->year, fields->who, &there, fault) &&
           (there == 0 ||
            fault_raise(fault, FAULT_ALREADY_DONE, TEXT("year"),
                        FAULT_ARGS(TEXT("该年度的考评已计算，需重新计算的先撤回"),
                                   TEXT("that year's is drawn up: withdraw it first"))));
}

static bool perform_draw(struct command_run *run, const void *given, struct fault *fault)
{
    const struct appraisal_draw *fields = given;
    struct view_run view = run_view(run);
    civil_date last = civil_date_from_parts((struct civil_parts){(int32_t)fields->year, 12, 31});
    civil_date cut = last < run->today ? last : run->today;
    struct appraisal_asked asked = {
        .run = &view,
        .who = fields->who,
        .formula = name_of_formula(appraisal_formula_on(run->city, fields->who, cut)),
        .year = fields->year,
        .cut = cut,
    };
    struct appraisal_counts counts;
    if (!is_of_city(run, fault) || !is_new(run, fields, fault) ||
        !appraisal_count(&asked, &counts, fault)) {
        return false;
    }
    int days = city_limit(run->city, "appraisal_objection", run->today);
    struct appraisal_drawn body = {
        .year = fields->year,
        .ledger_size = ledger_size(run->ledger),
        .who = fields->who,
        .formula = asked.formula,
        .pack = city_version(run->city),
        .cut = cut,
        .objections_until = city_due(run->city, run->today, days).day,
    };
    int64_t id = run_next_seq(run);
    if (!run_emit(run, &appraisal_drawn_event, (struct event_about){0, 0, run->today}, &body,
                  fault)) {
        return false;
    }
    run->answer = (struct answer){.id = id, .version = 1};
    return emit_all(run, id, &counts, fault);
}

/* -- deciding an objection -- */

struct deciding {
    struct appraisal appraisal;
    struct appraisal_objection objection;
    struct appraisal_result result;
    struct appraisal_parts parts;
};

static bool load(struct command_run *run, struct deciding *out, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct appraisal_sight sight = appraisal_sight_of(&view);
    return appraisal_objection_find(&sight, run->id, &out->objection, fault) &&
           run_version_is(run, out->objection.version, fault) &&
           appraisal_find(&sight, out->objection.appraisal, &out->appraisal, fault) &&
           appraisal_result_find(&sight, out->objection.result, &out->result, fault) &&
           appraisal_parts_read(run->arena, out->result.parts, &out->parts, fault);
}

static struct appraisal_part *part_named(struct appraisal_parts *parts, struct text id)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (text_equal(parts->items[i].id, id)) {
            return &parts->items[i];
        }
    }
    return NULL;
}

static bool leave_out(struct deciding *deciding, struct fault *fault)
{
    struct appraisal_part *part = part_named(&deciding->parts, deciding->objection.part);
    if (part == NULL) {
        return fault_refuse_field(fault, "outcome", "异议没有指明部分，不能不计入",
                                  "the objection names no part that could be left out");
    }
    part->rule.is_left_out = true;
    return true;
}

/* The figures as the rows are by now; what was left out stays out. */
static bool count_again(struct command_run *run, struct deciding *deciding, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct appraisal_asked asked = {
        .run = &view,
        .who = deciding->appraisal.who,
        .formula = deciding->appraisal.formula,
        .year = deciding->appraisal.year,
        .cut = deciding->appraisal.cut,
        .only = deciding->result.key,
    };
    struct appraisal_counts counts;
    if (!appraisal_count(&asked, &counts, fault)) {
        return false;
    }
    for (size_t i = 0; i < deciding->parts.count; i++) {
        struct appraisal_part *part = &deciding->parts.items[i];
        const struct appraisal_part *now =
            counts.count == 0 ? NULL : part_named(&counts.items[0].parts, part->id);
        part->figure = now == NULL ? (struct appraise_figure){.is_known = false} : now->figure;
    }
    return true;
}

static int64_t least_weight(const struct command_run *run, struct text id)
{
    const struct pack_record *formula =
        pack_find(city_pack(run->city), PACK_APPRAISAL_FORMULAS, id, CIVIL_DATE_NONE);
    return formula == NULL ? 100 : jvalue_int(jvalue_get(formula->raw, "least_weight"), 100);
}

static bool emit_changed(struct command_run *run, struct deciding *deciding, struct text reason,
                         struct fault *fault)
{
    const struct reckoning again = {deciding->appraisal.id, deciding->result.key,
                                    deciding->result.account, &deciding->parts,
                                    least_weight(run, deciding->appraisal.formula)};
    struct appraisal_reckoned body = reckoned(run, &again);
    body.objection = deciding->objection.id;
    body.reason = reason;
    struct event_about about = {deciding->result.id, 0, run->today};
    return run_emit(run, &appraisal_changed_event, about, &body, fault);
}

static bool perform_decide(struct command_run *run, const void *given, struct fault *fault)
{
    const struct appraisal_decide *fields = given;
    struct deciding *deciding = arena_new(run->arena, struct deciding);
    bool is_kept = text_is(fields->outcome, "kept");
    bool is_left = text_is(fields->outcome, "left_out");
    if (!load(run, deciding, fault) || !is_of_city(run, fault) ||
        !appraisal_may_decide(&deciding->appraisal, &deciding->objection, run->actor, fault) ||
        (is_left && !leave_out(deciding, fault)) ||
        (!is_left && !is_kept && !count_again(run, deciding, fault))) {
        return false;
    }
    struct appraisal_decided body = {deciding->result.id, fields->outcome, fields->reason};
    struct event_about about = {deciding->objection.id, 0, run->today};
    run->answer =
        (struct answer){.id = deciding->objection.id, .version = deciding->objection.version + 1};
    return run_emit(run, &appraisal_decided_event, about, &body, fault) &&
           (is_kept || emit_changed(run, deciding, fields->reason, fault));
}

static const struct command_kind commands[] = {
    {"appraisal.draw", "POST", "/appraisals", &appraisal_draw_table, APPRAISAL_DRAWERS, 0,
     "计算年度考评", "Draw up an annual appraisal", perform_draw},
    {"appraisal.decide", "POST", "/appraisal-objections/{id}/decide", &appraisal_decide_table,
     APPRAISAL_DRAWERS, 0, "处理异议", "Decide an objection to an appraisal", perform_decide},
};

const struct room appraisal_draw_room = {.name = "appraisal_draw", ROOM_COMMANDS(commands)};
