#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/appraisal/appraisal_parts.h"

static bool is_zh(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH;
}

static struct text say(const struct view_run *run, const char *zh, const char *en)
{
    return text_of(is_zh(run) ? zh : en);
}

static struct text of_record(const struct pack_record *record, const char *key)
{
    return jvalue_text(jvalue_get(record->raw, key), TEXT_NONE);
}

/* Records that are gone are called by their ids. */
static struct text name_in(const struct view_run *run, enum pack_list list, struct text id)
{
    const struct pack_record *record = pack_find(city_pack(run->city), list, id, CIVIL_DATE_NONE);
    return record == NULL ? id : is_zh(run) ? record->name : record->name_en;
}

/* Hundredths with two decimals, per mille as per cent with one. */
static struct text hundredths(struct arena *arena, int64_t value)
{
    return text_format(arena, "%lld.%02lld", (long long)(value / 100), (long long)(value % 100));
}

static struct text permille(struct arena *arena, int64_t value)
{
    int64_t size = value < 0 ? -value : value;
    return text_format(arena, "%s%lld.%lld", value < 0 ? "-" : "", (long long)(size / 10),
                       (long long)(size % 10));
}

static void write_if(struct json_writer *json, const char *name, bool is_known, struct text value)
{
    json_member_text_or_null(json, name, is_known ? value : TEXT_NONE);
}

/* Asked as whether the act would be refused. */
static bool may(bool is_allowed, role_set roles, const struct view_run *run)
{
    return is_allowed && access_role_may(roles, run->actor->role) &&
           access_scope(run->city, run->actor).is_citys;
}

static struct text who_name(const struct view_run *run, struct text who)
{
    return text_is(who, "navigator") ? say(run, "代办员", "navigators")
                                     : say(run, "部门", "departments");
}

static void write_head(struct json_writer *json, const struct view_run *run,
                       const struct appraisal *one)
{
    struct fault none = {.code = FAULT_NONE};
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_int(json, "year", one->year);
    json_member_text(json, "who", one->who);
    json_member_text(json, "who_name", who_name(run, one->who));
    json_member_text(json, "formula_name", name_in(run, PACK_APPRAISAL_FORMULAS, one->formula));
    json_member_text(json, "pack_version", one->pack);
    json_member_int(json, "ledger_size", one->ledger_size);
    json_member_text(json, "state", text_of(appraisal_state_code(one->state)));
    json_member_text(json, "state_name", appraisal_state_name(one->state, run->actor->language));
    json_member_date(json, "cut", one->cut);
    json_member_date(json, "drawn_on", one->drawn_on);
    json_member_date(json, "objections_until", one->objections_until);
    json_member_date(json, "published_on", one->published_on);
    json_member_text_or_null(json, "document", one->document);
    json_member_text_or_null(json, "reason", one->reason);
    json_name(json, "may");
    json_array(json);
    if (may(appraisal_may_publish(one, run->actor, run->today, &none), ROLES_WATCHERS, run)) {
        json_text(json, TEXT("publish"));
    }
    if (may(appraisal_may_withdraw(one, &none), APPRAISAL_DRAWERS, run)) {
        json_text(json, TEXT("withdraw"));
    }
    json_end(json);
}

bool appraisal_answer_list(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct appraisal_sight sight = appraisal_sight_of(run);
    struct appraisals all;
    if (!appraisal_list(&sight, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        json_object(json);
        write_head(json, run, &all.items[i]);
        if (sight.is_all) {
            json_member_int(json, "results", all.items[i].results);
            json_member_int(json, "objections_open", all.items[i].objections_open);
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- results -- */

static struct text name_of(const struct view_run *run, struct text who, struct text key,
                           struct text person)
{
    return text_is(who, "navigator") ? (person.len > 0 ? person : key)
                                     : city_org_name(run->city, key, run->actor->language);
}

static void write_score(struct json_writer *json, const struct view_run *run,
                        const struct appraisal_result *one)
{
    const struct appraise_score *score = &one->score;
    write_if(json, "score", score->is_known, hundredths(run->arena, score->score));
    write_if(json, "low", score->is_known, hundredths(run->arena, score->low));
    write_if(json, "high", score->is_known, hundredths(run->arena, score->high));
    json_member_int(json, "counted", score->counted);
    json_member_int(json, "weights", score->of);
    json_member_int(json, "version", one->version);
    json_member_text_or_null(json, "reason", one->reason);
    json_member_date(json, "on", one->on);
}

/* A score in a line, for lists. */
static struct text summary_of(const struct view_run *run, const struct appraise_score *score,
                              struct appraise_place place)
{
    return !score->is_known
               ? text_format(run->arena,
                             is_zh(run) ? "计入的权重只有%lld/%lld，不给分"
                                        : "no score: %lld of %lld of the weight counts",
                             (long long)score->counted, (long long)score->of)
               : text_format(run->arena,
                             is_zh(run) ? "%.*s分（95%%区间 %.*s – %.*s）· 名次 %lld – %lld · "
                                          "计入权重%lld/%lld"
                                        : "%.*s points (95%% %.*s – %.*s) · place %lld – %lld · "
                                          "%lld of %lld of the weight counts",
                             TEXT_ARG(hundredths(run->arena, score->score)),
                             TEXT_ARG(hundredths(run->arena, score->low)),
                             TEXT_ARG(hundredths(run->arena, score->high)), (long long)place.best,
                             (long long)place.worst, (long long)score->counted,
                             (long long)score->of);
}

static bool may_object(const struct view_run *run, const struct appraisal *appraisal,
                       const struct appraisal_result *one)
{
    struct fault none = {.code = FAULT_NONE};
    return appraisal_may_object(appraisal, one, run->actor, run->today, &none);
}

static void write_result(struct json_writer *json, const struct view_run *run,
                         const struct appraisal *appraisal, const struct appraisal_result *one)
{
    bool is_own = appraisal_is_ones_own(run->actor, appraisal->who, one->key);
    json_member_int(json, "id", one->id);
    json_member_text(json, "key", one->key);
    json_member_text(json, "name", name_of(run, appraisal->who, one->key, one->name));
    write_score(json, run, one);
    json_member_bool(json, "own", is_own);
    json_member_int(json, "objections_open", one->objections_open);
    json_name(json, "may");
    json_array(json);
    if (may_object(run, appraisal, one)) {
        json_text(json, TEXT("object"));
    }
    json_end(json);
}

static struct text note_of(const struct view_run *run, const struct appraisal *appraisal)
{
    return appraisal->state == APPRAISAL_PUBLISHED
               ? say(run,
                     "得分为各部分得分的加权平均，括号内为95%区间；名次是按区间比较得出的范围，区间"
                     "重叠的不分先后。样本不足或未知的部分不计入，其余部分按权重重新折算；计入的权"
                     "重"
                     "太少的不给分。",
                     "A score is the weighted mean of its parts, with its 95% interval; places are "
                     "ranges, since intervals that overlap tell no order. Parts with too few rows "
                     "or unknown figures are left out and the other weights taken anew; where too "
                     "little weight is left there is no score.")
               : say(run,
                     "公示稿，尚未公布，可能因异议变更。得分为各部分得分的加权平均，括号内为95%区间"
                     "；区间重叠的不分先后。样本不足或未知的部分不计入，其余部分按权重重新折算。",
                     "Provisional: objections may change it. A score is the weighted mean of its "
                     "parts, with its 95% interval; intervals that overlap tell no order. Parts "
                     "with too few rows or unknown figures are left out and the other weights "
                     "taken anew.");
}

static bool is_seen(const struct view_run *run, const struct appraisal_sight *sight,
                    const struct appraisal *appraisal, const struct appraisal_result *one)
{
    bool is_open = appraisal->state == APPRAISAL_PUBLISHED && text_is(appraisal->who, "department");
    return sight->is_all || is_open || appraisal_is_ones_own(run->actor, appraisal->who, one->key);
}

static void write_results(struct json_writer *json, const struct view_run *run,
                          const struct appraisal *appraisal, const struct appraisal_results *all)
{
    struct appraisal_sight sight = appraisal_sight_of(run);
    struct appraise_score *scores = arena_array(run->arena, struct appraise_score, all->count + 1);
    struct appraise_place *places = arena_array(run->arena, struct appraise_place, all->count + 1);
    for (size_t i = 0; i < all->count; i++) {
        scores[i] = all->items[i].score;
    }
    appraise_places(scores, all->count, places);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all->count; i++) {
        if (is_seen(run, &sight, appraisal, &all->items[i])) {
            json_object(json);
            write_result(json, run, appraisal, &all->items[i]);
            json_member_text(json, "summary", summary_of(run, &scores[i], places[i]));
            json_member_int_if(json, "best", places[i].best > 0, places[i].best);
            json_member_int_if(json, "worst", places[i].worst > 0, places[i].worst);
            json_end(json);
        }
    }
    json_end(json);
}

bool appraisal_answer_show(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct appraisal_sight sight = appraisal_sight_of(run);
    struct appraisal appraisal;
    struct appraisal_results all;
    if (!appraisal_find(&sight, run->id, &appraisal, fault) ||
        !appraisal_results_of(run->arena, run->store, appraisal.id, &all, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(
        json, "title",
        text_format(run->arena, is_zh(run) ? "%lld年度考评（%.*s）" : "Appraisal of %lld (%.*s)",
                    (long long)appraisal.year, TEXT_ARG(who_name(run, appraisal.who))));
    json_member_text(json, "note", note_of(run, &appraisal));
    write_head(json, run, &appraisal);
    write_results(json, run, &appraisal, &all);
    json_end(json);
    return true;
}

/* -- the parts of one -- */

static struct text why_name(const struct view_run *run, enum appraise_why why)
{
    static const char *const words[][2] = {
        {"计入", "counts"},
        {"样本不足，不计入", "too few rows, left out"},
        {"未知，不计入", "unknown, left out"},
        {"经异议处理不计入", "left out by a decision"},
    };
    return say(run, words[why][0], words[why][1]);
}

/* Where the rows of a part are read; ratings tell nobody's rows, only their figures. */
static struct text rows_at(const struct view_run *run, const struct appraisal *appraisal,
                           const struct appraisal_result *one, const struct appraisal_part *part)
{
    char cut[CIVIL_DATE_TEXT_SIZE];
    bool is_navigator = text_is(appraisal->who, "navigator");
    if (part->indicator.len == 0) {
        return text_format(run->arena, "/ratings/figures?by=month&org=%.*s&year=%lld",
                           TEXT_ARG(one->key), (long long)appraisal->year);
    }
    return text_format(
        run->arena, "/indicators/%.*s/rows?from=%lld-01-01&to=%lld-12-31&cut=%.*s&by=%s&key=%.*s",
        TEXT_ARG(part->indicator), (long long)appraisal->year, (long long)appraisal->year,
        TEXT_ARG(civil_date_write(appraisal->cut, cut)), is_navigator ? "navigator" : "org",
        TEXT_ARG(one->key));
}

static struct text part_summary(const struct view_run *run, const struct appraisal_part *part)
{
    struct arena *arena = run->arena;
    const struct appraise_figure *figure = &part->figure;
    if (part->points.why != APPRAISE_COUNTED) {
        return text_format(
            arena,
            is_zh(run) ? "样本%lld（最小%lld）· 权重%lld" : "%lld rows (least %lld) · weight %lld",
            (long long)figure->rows, (long long)part->rule.minimum, (long long)part->rule.weight);
    }
    return text_format(
        arena,
        is_zh(run) ? "%.*s%%（95%%区间 %.*s – %.*s）· 样本%lld · %.*s%% 起算、%.*s%% 满分 · "
                     "得分%.*s · 权重%lld，折算%.*s%%"
                   : "%.*s%% (95%% %.*s – %.*s) · %lld rows · from %.*s%%, full at %.*s%% · %.*s "
                     "points · weight %lld, taken anew %.*s%%",
        TEXT_ARG(permille(arena, figure->value)), TEXT_ARG(permille(arena, figure->low)),
        TEXT_ARG(permille(arena, figure->high)), (long long)figure->rows,
        TEXT_ARG(permille(arena, part->rule.floor)), TEXT_ARG(permille(arena, part->rule.full)),
        TEXT_ARG(hundredths(arena, part->points.points)), (long long)part->rule.weight,
        TEXT_ARG(hundredths(arena, part->points.weight)));
}

static void write_part(struct json_writer *json, const struct view_run *run,
                       const struct appraisal_part *part)
{
    struct arena *arena = run->arena;
    bool is_known = part->figure.is_known && part->points.why != APPRAISE_FEW;
    bool counts = part->points.why == APPRAISE_COUNTED;
    json_member_text(json, "part", part->id);
    json_member_text(json, "name", name_in(run, PACK_APPRAISAL_PARTS, part->id));
    json_member_text(json, "summary", part_summary(run, part));
    json_member_text(json, "why", text_of(appraise_why_code(part->points.why)));
    json_member_text(json, "why_name", why_name(run, part->points.why));
    json_member_int(json, "rows", part->figure.rows);
    json_member_int(json, "minimum", part->rule.minimum);
    write_if(json, "value", is_known, permille(arena, part->figure.value));
    write_if(json, "low", is_known, permille(arena, part->figure.low));
    write_if(json, "high", is_known, permille(arena, part->figure.high));
    json_member_text(json, "floor", permille(arena, part->rule.floor));
    json_member_text(json, "full", permille(arena, part->rule.full));
    write_if(json, "points", counts, hundredths(arena, part->points.points));
    json_member_int(json, "set_weight", part->rule.weight);
    write_if(json, "weight", counts, hundredths(arena, part->points.weight));
}

static void write_versions(struct json_writer *json, const struct view_run *run,
                           const struct appraisal_results *past)
{
    json_name(json, "versions");
    json_array(json);
    for (size_t i = 0; i < past->count; i++) {
        json_object(json);
        write_score(json, run, &past->items[i]);
        json_end(json);
    }
    json_end(json);
}

bool appraisal_answer_result(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    struct appraisal_sight sight = appraisal_sight_of(run);
    struct appraisal_result one;
    struct appraisal appraisal;
    struct appraisal_results past;
    struct appraisal_parts *parts = arena_new(run->arena, struct appraisal_parts);
    if (!appraisal_result_find(&sight, run->id, &one, fault) ||
        !appraisal_find(&sight, one.appraisal, &appraisal, fault) ||
        !appraisal_versions_of(run->arena, run->store, one.id, &past, fault) ||
        !appraisal_parts_read(run->arena, one.parts, parts, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "appraisal_id", appraisal.id);
    json_member_text(json, "state_name",
                     appraisal_state_name(appraisal.state, run->actor->language));
    write_result(json, run, &appraisal, &one);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < parts->count; i++) {
        json_object(json);
        write_part(json, run, &parts->items[i]);
        json_member_text(json, "rows_at", rows_at(run, &appraisal, &one, &parts->items[i]));
        json_end(json);
    }
    json_end(json);
    write_versions(json, run, &past);
    json_end(json);
    return true;
}

/* -- objections -- */

static struct text outcome_name(const struct view_run *run, struct text outcome)
{
    return text_is(outcome, "kept")        ? say(run, "维持原结果", "the result stays")
           : text_is(outcome, "recounted") ? say(run, "已重新计算", "counted again")
           : text_is(outcome, "left_out")  ? say(run, "该部分不计入", "the part is left out")
                                           : say(run, "待处理", "waits");
}

static void write_objection(struct json_writer *json, const struct view_run *run,
                            const struct appraisal *appraisal,
                            const struct appraisal_objection *one)
{
    struct fault none = {.code = FAULT_NONE};
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_int(json, "result_id", one->result);
    json_member_text(json, "name", name_of(run, appraisal->who, one->key, one->name));
    json_member_text_or_null(json, "part_name",
                             one->part.len == 0 ? TEXT_NONE
                                                : name_in(run, PACK_APPRAISAL_PARTS, one->part));
    json_member_text(json, "said", one->said);
    json_member_date(json, "objected_on", one->objected_on);
    json_member_date(json, "due_on", one->due_on);
    json_member_text_or_null(json, "outcome", one->outcome);
    json_member_text(json, "outcome_name", outcome_name(run, one->outcome));
    json_member_text_or_null(json, "reason", one->reason);
    json_member_date(json, "decided_on", one->decided_on);
    json_name(json, "may");
    json_array(json);
    if (may(appraisal_may_decide(appraisal, one, run->actor, &none), APPRAISAL_DRAWERS, run)) {
        json_text(json, TEXT("decide"));
    }
    json_end(json);
}

bool appraisal_answer_objections(const struct view_run *run, struct json_writer *json,
                                 struct fault *fault)
{
    struct appraisal_sight sight = appraisal_sight_of(run);
    struct appraisal appraisal;
    struct appraisal_objections all;
    if (!appraisal_find(&sight, run->id, &appraisal, fault) ||
        !appraisal_objections_of(&sight, appraisal.id, &all, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < all.count; i++) {
        json_object(json);
        write_objection(json, run, &appraisal, &all.items[i]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- the formulas, as published -- */

static void write_formula_part(struct json_writer *json, const struct view_run *run,
                               const struct pack_record *part)
{
    static const char *const numbers[] = {"weight", "floor", "full", "minimum"};
    struct text formula = of_record(part, "formula");
    struct text indicator = of_record(part, "indicator");
    json_member_text(json, "id", part->id);
    json_member_text(json, "name", is_zh(run) ? part->name : part->name_en);
    json_member_text(json, "formula", formula);
    json_member_text(json, "formula_name", name_in(run, PACK_APPRAISAL_FORMULAS, formula));
    json_member_text_or_null(json, "indicator", indicator);
    json_member_text_or_null(json, "rating", of_record(part, "rating"));
    json_member_text(json, "direction", of_record(part, "direction"));
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        json_member_int(json, numbers[i], jvalue_int(jvalue_get(part->raw, numbers[i]), 0));
    }
    json_member_text(json, "source", of_record(part, "source"));
    json_member_text(json, "confidence", of_record(part, "confidence"));
    json_member_date(json, "valid_from", part->valid_from);
}

bool appraisal_answer_formulas(const struct view_run *run, struct json_writer *json,
                               struct fault *fault)
{
    const struct pack_records *parts = &city_pack(run->city)->lists[PACK_APPRAISAL_PARTS];
    (void)fault;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; i < parts->count; i++) {
        if (pack_in_force(&parts->items[i], run->today)) {
            json_object(json);
            write_formula_part(json, run, &parts->items[i]);
            json_end(json);
        }
    }
    json_end(json);
    json_member_text(
        json, "note",
        say(run,
            "各部分从起算值得0分，到满分值得100分，其间按直线计算（起算值、满分值为千分）。样本少于"
            "最"
            "小样本的不计入，其余部分按权重重新折算。",
            "A part gives 0 points at its floor and 100 at its full value, in a straight line "
            "(both per mille). One with fewer rows than the least sample is left out and the other "
            "weights are taken anew."));
    json_end(json);
    return true;
}
