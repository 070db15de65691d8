#include "door/cli/forecast_print.h"

#include <math.h>

static const char *const level_names[OUTLOOK_LEVELS] = {"p50", "p80", "p95"};

/* ---- one project ---- */

static const char *state_name(const struct forecast_node *node)
{
    return node->finished_on != CIVIL_DATE_NONE  ? "done"
           : node->started_on != CIVIL_DATE_NONE ? "running"
                                                 : "waiting";
}

static void write_quantiles(struct json_writer *json, const struct spread *spread)
{
    static const struct {
        const char *name;
        double p;
    } levels[] = {{"p10", 0.1}, {"p50", 0.5}, {"p80", 0.8}, {"p90", 0.9}, {"p95", 0.95}};
    json_name(json, "mean");
    json_real(json, spread_mean(spread));
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        json_member_int(json, levels[i].name, spread_quantile(spread, levels[i].p));
    }
}

static void write_real(struct json_writer *json, const char *name, double value)
{
    json_name(json, name);
    json_real(json, value);
}

static void write_item(struct json_writer *json, const struct forecast_project *project,
                       const struct outlook *outlook, uint32_t i)
{
    const struct forecast_node *node = &project->plan.nodes[i];
    const struct outlook_node *found = &outlook->nodes[i];
    bool is_drawn = project->outlook.samplers[i] != NULL;
    json_object(json);
    json_member_text(json, "item", plan_network_code(project->desk.network, project->nodes[i]));
    json_member_text(json, "state", text_of(state_name(node)));
    json_member_int(json, "planned_days", node->days);
    json_name(json, "days");
    if (is_drawn) {
        json_object(json);
        write_quantiles(json, &project->spreads[i]);
        json_member_int(json, "cases", project->laws[i].cases);
        json_member_int(json, "open_cases", project->laws[i].open_cases);
        json_end(json);
    } else {
        json_null(json);
    }
    write_real(json, "criticality", found->criticality);
    write_real(json, "cruciality", found->cruciality);
    write_real(json, "variance_share", found->share);
    json_end(json);
}

static void write_production(struct json_writer *json, const struct outlook *outlook)
{
    json_name(json, "production");
    json_object(json);
    for (int level = 0; level < OUTLOOK_LEVELS; level++) {
        const struct outlook_day *day = &outlook->production[level];
        json_name(json, level_names[level]);
        json_object(json);
        json_member_int(json, "working_days", day->at);
        json_member_date(json, "date", day->day);
        json_member_bool(json, "provisional", day->is_provisional);
        json_end(json);
    }
    write_real(json, "mean_working_days", outlook->mean);
    write_real(json, "standard_deviation", outlook->deviation);
    json_end(json);
}

static struct text finished(struct buffer *out)
{
    buffer_add_char(out, '\n');
    return buffer_text(out);
}

struct text forecast_outlook_json(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook, uint64_t seed)
{
    struct buffer out = buffer_open(cli->arena, 1 << 15);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_bool(&json, "estimate", true);
    json_member_date(&json, "start", project->plan.start);
    json_member_date(&json, "today", project->today);
    json_member_int(&json, "samples", outlook->samples);
    json_member_int(&json, "seed", (int64_t)seed);
    json_member_int(&json, "planned_working_days", project->plan.working_days);
    write_production(&json, outlook);
    json_name(&json, "promise");
    json_object(&json);
    json_member_date(&json, "date", outlook->promised_on);
    write_real(&json, "probability", outlook->promise_kept);
    json_end(&json);
    json_name(&json, "driver");
    if (outlook->driver == FORECAST_NOBODY) {
        json_null(&json);
    } else {
        json_text(&json, plan_network_code(project->desk.network, project->nodes[outlook->driver]));
    }
    json_name(&json, "items");
    json_array(&json);
    for (uint32_t i = 0; i < project->plan.count; i++) {
        write_item(&json, project, outlook, i);
    }
    json_end(&json);
    json_end(&json);
    return finished(&out);
}

#define DRIVERS_MOST 8

/* The greatest shares first, then the greatest criticality. */
static bool drives_more(const struct outlook_node *a, const struct outlook_node *b)
{
    return a->share > b->share || (a->share >= b->share && a->criticality > b->criticality);
}

static uint32_t find_drivers(const struct forecast_project *project, const struct outlook *outlook,
                             uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < project->plan.count; i++) {
        uint32_t at = count;
        if (project->outlook.samplers[i] == NULL || outlook->nodes[i].criticality <= 0) {
            continue;
        }
        while (at > 0 && drives_more(&outlook->nodes[i], &outlook->nodes[out[at - 1]])) {
            at--;
        }
        count += count < DRIVERS_MOST;
        for (uint32_t move = count - 1; move > at; move--) {
            out[move] = out[move - 1];
        }
        if (at < DRIVERS_MOST) {
            out[at] = i;
        }
    }
    return count;
}

static struct text item_name(const struct cli *cli, const struct forecast_project *project,
                             uint32_t i)
{
    struct text code = plan_network_code(project->desk.network, project->nodes[i]);
    const struct pack_record *record =
        pack_find(project->desk.pack, PACK_ITEMS, code, CIVIL_DATE_NONE);
    return record == NULL ? code : cli->language == LANGUAGE_ZH ? record->name : record->name_en;
}

struct text forecast_outlook_text(struct cli *cli, const struct forecast_project *project,
                                  const struct outlook *outlook)
{
    bool is_zh = cli->language == LANGUAGE_ZH;
    struct buffer out = buffer_open(cli->arena, 1 << 13);
    char day[CIVIL_DATE_TEXT_SIZE];
    uint32_t drivers[DRIVERS_MOST + 1];
    uint32_t count = find_drivers(project, outlook, drivers);
    for (int level = 0; level < OUTLOOK_LEVELS; level++) {
        const struct outlook_day *at = &outlook->production[level];
        buffer_addf(&out,
                    is_zh ? "预估投产 P%d %s，第 %d 个工作日%s\n"
                          : "estimated production P%d %s, working day %d%s\n",
                    level == 0   ? 50
                    : level == 1 ? 80
                                 : 95,
                    civil_date_write(at->day, day).at, at->at,
                    !at->is_provisional ? ""
                    : is_zh             ? "（暂定）"
                                        : " (provisional)");
    }
    buffer_addf(&out,
                is_zh ? "按 %s 的承诺兑现的概率 %.0f %%\n"
                      : "probability to keep the promise of %s: %.0f %%\n",
                civil_date_write(outlook->promised_on, day).at, 100 * outlook->promise_kept);
    buffer_add(&out, is_zh ? TEXT("关键 %  方差 %   P50  P80  计划  往例  事项\n")
                           : TEXT("critical  variance   P50  P80  plan  cases  item\n"));
    for (uint32_t k = 0; k < count; k++) {
        uint32_t i = drivers[k];
        const struct outlook_node *node = &outlook->nodes[i];
        buffer_addf(&out, "%6.0f %%  %6.0f %%  %4d %4d  %4d  %5u  %.*s\n", 100 * node->criticality,
                    100 * node->share, spread_quantile(&project->spreads[i], 0.5),
                    spread_quantile(&project->spreads[i], 0.8), project->plan.nodes[i].days,
                    project->laws[i].cases, TEXT_ARG(item_name(cli, project, i)));
    }
    return buffer_text(&out);
}

/* ---- the back-test ---- */

static void write_band(struct json_writer *json, const struct calibration_band *band)
{
    json_object(json);
    json_member_int(json, "past_cases_from", band->past_from);
    json_member_int(json, "scored", band->scored);
    if (band->scored > 0) {
        write_real(json, "crps", band->crps);
        write_real(json, "promise_error", band->promise_error);
        write_real(json, "bias", band->bias);
        write_real(json, "mean_days", band->mean_days);
        write_real(json, "coverage_80", band->in_interval);
        write_real(json, "coverage_80_claimed", band->interval_claimed);
        write_real(json, "coverage_p10_p90", band->in_quantiles);
        write_real(json, "coverage_p10_p90_claimed", band->quantiles_claimed);
        write_real(json, "coverage_80_randomised", band->randomised);
        json_name(json, "pit");
        json_array(json);
        for (int i = 0; i < CALIBRATION_BINS; i++) {
            json_real(json, band->pit[i]);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_figures(struct json_writer *json, const struct calibration_score *score)
{
    write_real(json, "crps", score->crps);
    write_real(json, "mean", score->mean);
    json_member_int(json, "p10", score->quantiles[0]);
    json_member_int(json, "p50", score->quantiles[1]);
    json_member_int(json, "p90", score->quantiles[2]);
    json_member_int(json, "interval_80_from", score->interval.low);
    json_member_int(json, "interval_80_to", score->interval.high);
    write_real(json, "pit_from", score->pit_from);
    write_real(json, "pit_to", score->pit_to);
}

static void write_score(struct json_writer *json, const struct forecast_history *history,
                        const struct calibration_score *score)
{
    const struct calibration_case *one = &history->of.cases[score->index];
    json_object(json);
    json_member_text(json, "item", history->item_names[one->about.key.item]);
    json_member_date(json, "received", one->received_on);
    json_member_int(json, "days", score->days);
    json_member_int(json, "past_cases", score->past);
    write_real(json, "weight", score->weight);
    write_figures(json, score);
    json_end(json);
}
struct text forecast_calibration_json(struct cli *cli, const struct forecast_history *history,
                                      const struct calibration *calibration, bool with_cases)
{
    struct buffer out = buffer_open(cli->arena, 1 << 15);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_member_int(&json, "cases", history->of.count);
    json_member_int(&json, "closed", calibration->closed);
    json_member_int(&json, "undated", history->undated);
    json_name(&json, "all");
    write_band(&json, &calibration->all);
    json_name(&json, "by_past_cases");
    json_array(&json);
    for (int b = 0; b < CALIBRATION_BANDS; b++) {
        write_band(&json, &calibration->bands[b]);
    }
    json_end(&json);
    if (with_cases) {
        json_name(&json, "scores");
        json_array(&json);
        for (uint32_t i = 0; i < calibration->count; i++) {
            write_score(&json, history, &calibration->scores[i]);
        }
        json_end(&json);
    }
    json_end(&json);
    return finished(&out);
}

static void add_band(struct buffer *out, const char *name, const struct calibration_band *band)
{
    if (band->scored == 0) {
        return;
    }
    buffer_addf(out, "%-12s %6u  %7.2f  %7.2f  %+6.2f  %5.1f (%.1f)  %5.1f (%.1f)  %5.1f  ", name,
                band->scored, band->crps, band->promise_error, band->bias, 100 * band->in_interval,
                100 * band->interval_claimed, 100 * band->in_quantiles,
                100 * band->quantiles_claimed, 100 * band->randomised);
    for (int i = 0; i < CALIBRATION_BINS; i++) {
        buffer_addf(out, " %.0f", 100 * band->pit[i]);
    }
    buffer_add_char(out, '\n');
}

static void add_head(const struct cli *cli, struct buffer *out)
{
    buffer_add(out,
               cli->language == LANGUAGE_ZH
                   ? TEXT("往例         已评    CRPS     按承诺   偏差    80% 区间      P10-P90"
                          "      PIT 80%  PIT 直方图 %\n")
                   : TEXT("past cases   scored   CRPS  promise    bias  80 % interval  P10-P90"
                          "       PIT 80   PIT histogram, %\n"));
}

struct text forecast_calibration_text(struct cli *cli, const struct calibration *calibration)
{
    static const char *const names[CALIBRATION_BANDS] = {"0-9", "10-29", "30-59", "60-"};
    struct buffer out = buffer_open(cli->arena, 4096);
    add_head(cli, &out);
    add_band(&out, cli->language == LANGUAGE_ZH ? "全部" : "all", &calibration->all);
    for (int b = 0; b < CALIBRATION_BANDS; b++) {
        add_band(&out, names[b], &calibration->bands[b]);
    }
    return buffer_text(&out);
}

/* ---- projects of the past ---- */

struct text forecast_past_json(struct cli *cli, const struct forecast_past *past, bool with_cases)
{
    struct buffer out = buffer_open(cli->arena, 1 << 14);
    struct json_writer json = json_writer_open(&out);
    json_object(&json);
    json_name(&json, "all");
    write_band(&json, &past->all);
    if (with_cases) {
        json_name(&json, "projects");
        json_array(&json);
        for (uint32_t i = 0; i < past->count; i++) {
            json_object(&json);
            json_member_text(&json, "name", past->items[i].name);
            json_member_int(&json, "planned_days", past->items[i].planned_days);
            json_member_int(&json, "days", past->items[i].score.days);
            write_figures(&json, &past->items[i].score);
            json_end(&json);
        }
        json_end(&json);
    }
    json_end(&json);
    return finished(&out);
}

struct text forecast_past_text(struct cli *cli, const struct forecast_past *past)
{
    bool is_zh = cli->language == LANGUAGE_ZH;
    struct buffer out = buffer_open(cli->arena, 4096);
    add_head(cli, &out);
    add_band(&out, is_zh ? "项目" : "projects", &past->all);
    buffer_add(&out, is_zh ? TEXT("计划  实际   P10   P50   P90  项目\n")
                           : TEXT("plan  days   P10   P50   P90  project\n"));
    for (uint32_t i = 0; i < past->count; i++) {
        const struct forecast_past_project *one = &past->items[i];
        buffer_addf(&out, "%4d %5d %5d %5d %5d  %.*s\n", one->planned_days, one->score.days,
                    one->score.quantiles[0], one->score.quantiles[1], one->score.quantiles[2],
                    TEXT_ARG(one->name));
    }
    return buffer_text(&out);
}

/* ---- one item ---- */

static void write_spread(struct json_writer *json, const char *name, const struct spread *spread)
{
    json_name(json, name);
    json_object(json);
    write_quantiles(json, spread);
    json_name(json, "upto");
    json_array(json);
    for (uint32_t t = 0; t < spread->count; t++) {
        json_real(json, spread->upto[t]);
    }
    json_end(json);
    json_end(json);
}

struct text forecast_law_json(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left)
{
    struct buffer out = buffer_open(cli->arena, 1 << 16);
    struct json_writer json = json_writer_open(&out);
    struct spread_interval interval = duration_interval(law, 0.8);
    json_object(&json);
    json_member_int(&json, "promised_days", promised);
    json_member_int(&json, "cases", law->cases);
    json_member_int(&json, "open_cases", law->open_cases);
    json_member_int(&json, "interval_80_from", interval.low);
    json_member_int(&json, "interval_80_to", interval.high);
    write_spread(&json, "clock", &law->clock);
    write_real(&json, "stop_probability", law->stop_share);
    write_spread(&json, "stop", &law->stop);
    write_spread(&json, "whole", &law->whole);
    if (left != NULL) {
        write_spread(&json, "left", left);
    }
    json_end(&json);
    return finished(&out);
}

static void add_spread(struct buffer *out, const char *name, const struct spread *spread)
{
    buffer_addf(out, "%-8s %6.1f", name, spread_mean(spread));
    static const double levels[] = {0.1, 0.5, 0.8, 0.9, 0.95};
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        buffer_addf(out, " %5d", spread_quantile(spread, levels[i]));
    }
    buffer_add_char(out, '\n');
}

struct text forecast_law_text(struct cli *cli, const struct duration_law *law, int32_t promised,
                              const struct spread *left)
{
    struct buffer out = buffer_open(cli->arena, 1024);
    bool is_zh = cli->language == LANGUAGE_ZH;
    buffer_addf(&out,
                is_zh ? "承诺 %d 个工作日，往例 %u 件（未办结 %u 件），暂停概率 %.0f %%\n"
                      : "promised %d working days, %u cases (%u open), stopped with %.0f %%\n",
                promised, law->cases, law->open_cases, 100 * law->stop_share);
    buffer_add(&out, TEXT("           mean   P10   P50   P80   P90   P95\n"));
    add_spread(&out, "clock", &law->clock);
    add_spread(&out, "stop", &law->stop);
    add_spread(&out, "whole", &law->whole);
    if (left != NULL) {
        add_spread(&out, "left", left);
    }
    return buffer_text(&out);
}
