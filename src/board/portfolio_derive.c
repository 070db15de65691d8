#include "base/arena.h"
#include "board/standing.h"

/* The slow and sure way to what standing rows say: every project that may be seen, its dossier, one
 * after the other. Taken while there are no rows for the day; the tests hold the quick way against
 * it. */

static bool fits(const struct portfolio_filter *filter, const struct project *project)
{
    return (filter->stage.len == 0 || text_is(filter->stage, stage_code(project->stage))) &&
           (filter->district.len == 0 || text_equal(filter->district, project->district)) &&
           (filter->direction.len == 0 || text_equal(filter->direction, project->direction)) &&
           (filter->navigator == 0 || filter->navigator == project->navigator) &&
           portfolio_words_fit(project, filter->words);
}

static bool derive_one(const struct view_run *scratch, const struct portfolio_filter *filter,
                       const struct project *project, struct portfolio_founds *out,
                       struct fault *fault)
{
    struct dossier dossier = {.light = "none"};
    bool is_stored = filter->order < PORTFOLIO_STORED_COUNT && filter->light.len == 0;
    if (!is_stored && !dossier_load(scratch, project, &dossier, fault)) {
        return false;
    }
    if (filter->light.len == 0 || text_is(filter->light, dossier.light)) {
        out->items[out->count++] = (struct portfolio_found){
            .id = project->id,
            .hundredths = project->investment.len > 0 ? money_hundredths(project->investment) : -1,
            .weight = is_stored ? 0 : standing_weight(&dossier),
            .production = is_stored ? 0 : standing_production(&dossier),
            .number = project->number,
            .name = project->name,
        };
    }
    return true;
}

bool portfolio_derive(const struct view_run *run, const struct portfolio_filter *filter,
                      struct portfolio_founds *out, struct fault *fault)
{
    struct project_list list;
    *out = (struct portfolio_founds){NULL, 0, false};
    if (!portfolio_all(run, 0, 1000, &list, fault)) {
        return false;
    }
    out->is_cut = list.count == PORTFOLIO_ALL_MAX;
    out->items = arena_array(run->arena, struct portfolio_found, list.count + 1);
    struct portfolio_walk walk = portfolio_walk_begin(run);
    bool derived = true;
    for (size_t i = 0; derived && i < list.count; i++) {
        portfolio_walk_next(&walk);
        derived = !fits(filter, &list.items[i]) ||
                  derive_one(&walk.run, filter, &list.items[i], out, fault);
    }
    portfolio_walk_end(&walk);
    return derived;
}
