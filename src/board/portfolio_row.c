#include "app/city.h"
#include "base/arena.h"
#include "board/portfolio.h"

#define WALK_SOFT ((size_t)8 << 20)
#define WALK_HARD ((size_t)256 << 20)

struct portfolio_walk portfolio_walk_begin(const struct view_run *run)
{
    struct portfolio_walk walk = {*run};
    walk.run.arena = arena_open(WALK_SOFT, WALK_HARD);
    return walk;
}

void portfolio_walk_next(struct portfolio_walk *walk)
{
    arena_reset(walk->run.arena);
}

void portfolio_walk_end(struct portfolio_walk *walk)
{
    arena_close(walk->run.arena);
}

void portfolio_write_brief(struct json_writer *json, const struct view_run *run,
                           const struct project *project)
{
    project_brief(json, run->city, project, run->actor->language);
}

static void write_days(struct json_writer *json, const struct dossier *dossier)
{
    bool has_plan = dossier->in_force != NULL;
    bool is_provisional = dossier->turn.is_provisional ||
                          (has_plan && dossier->planned.is_provisional) ||
                          (dossier->has_forecast && dossier->forecast.is_provisional);
    civil_date planned = has_plan ? dossier->planned.production : CIVIL_DATE_NONE;
    json_member_int(json, "effect_days", dossier->effect_days);
    json_member_date(json, "production_planned", planned);
    json_member_date(json, "production_forecast",
                     dossier->has_forecast ? dossier->forecast.production : planned);
    json_member_bool(json, "provisional", is_provisional);
}

static void write_navigator(struct json_writer *json, const struct dossier *dossier)
{
    json_name(json, "navigator");
    if (dossier->project->navigator == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "id", dossier->project->navigator);
    json_member_text(json, "name", dossier->navigator_name);
    json_end(json);
}

bool portfolio_write_row(struct json_writer *json, const struct view_run *run,
                         const struct dossier *dossier, struct fault *fault)
{
    enum language language = run->actor->language;
    const struct project *project = dossier->project;
    int64_t open_problems = dossier->open_problems;
    if (!dossier->has_problem_count &&
        !portfolio_open_problems(run, project->id, &open_problems, fault)) {
        return false;
    }
    json_member_int(json, "id", project->id);
    json_member_text(json, "number", project->number);
    json_member_int(json, "version", project->version);
    json_member_text(json, "name", project->name);
    json_member_text(json, "enterprise", project->enterprise);
    json_member_text(json, "district", project->district);
    json_member_text(json, "district_name",
                     city_district_name(run->city, project->district, language));
    json_member_text(json, "direction", project->direction);
    json_member_text(json, "direction_name",
                     city_direction_name(run->city, project->direction, language));
    json_member_text_or_null(json, "total_investment_wanyuan", project->investment);
    json_member_text(json, "stage", text_of(stage_code(project->stage)));
    json_member_text(json, "stage_name", stage_name(project->stage, language));
    json_name(json, "turn");
    turn_write(json, &dossier->turn, language);
    json_member_text(json, "light", text_of(dossier->light));
    write_days(json, dossier);
    write_navigator(json, dossier);
    json_member_int(json, "done", dossier->done);
    json_member_int(json, "total", dossier->total);
    json_member_int(json, "open_problems", open_problems);
    return true;
}
