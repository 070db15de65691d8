#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/milestone/milestone.h"

static bool has_mark(const struct city *city, const char *mark, struct text milestone)
{
    const struct jvalue *marks = jvalue_get(city_pack(city)->files[PACK_FILE_MILESTONES], "marks");
    return text_equal(jvalue_text(jvalue_get(marks, mark), TEXT_NONE), milestone);
}

/* What a milestone is called; NULL record: it is an item. */
static struct text name_of(const struct city *city, struct text code, enum language language)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_MILESTONES, code, CIVIL_DATE_NONE);
    if (record == NULL) {
        return city_item_name(city, code, language);
    }
    return language == LANGUAGE_EN && record->name_en.len > 0 ? record->name_en : record->name;
}

static bool load_gates(struct command_run *run, const struct project *project, struct text codes,
                       const struct milestone_days *days, struct milestone_case *out,
                       struct fault *fault)
{
    const struct jvalue *list = NULL;
    if (!json_read(run->arena, codes, &list, fault)) {
        return false;
    }
    struct milestone_gate *gates = arena_array(run->arena, struct milestone_gate, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        struct text code = jvalue_text(&list->items[i], TEXT_NONE);
        bool is_milestone =
            pack_find(city_pack(run->city), PACK_MILESTONES, code, CIVIL_DATE_NONE) != NULL;
        gates[i].name = name_of(run->city, code, run->actor->language);
        gates[i].over_on = is_milestone ? milestone_day_of(days, code) : CIVIL_DATE_NONE;
        if (!is_milestone &&
            !milestone_granted_on(run->store, project->id, code, &gates[i].over_on, fault)) {
            return false;
        }
    }
    out->gates = gates;
    out->gate_count = list->count;
    return true;
}

static bool load_case(struct command_run *run, const struct project *project,
                      const struct milestone_reach *command, struct milestone_case *out,
                      struct fault *fault)
{
    struct milestone_days days;
    struct text codes;
    if (!milestone_days_of(run->arena, run->store, project->id, &days, fault) ||
        !milestone_gates_of(run->arena, run->store, project->id, command->milestone, &codes,
                            &out->is_known, fault)) {
        return false;
    }
    out->is_reached = milestone_day_of(&days, command->milestone) != CIVIL_DATE_NONE;
    out->is_production = has_mark(run->city, "production", command->milestone);
    out->needs_evidence = out->is_production ||
                          has_mark(run->city, "works_start", command->milestone) ||
                          has_mark(run->city, "works_done", command->milestone);
    out->name = name_of(run->city, command->milestone, run->actor->language);
    out->today = run->today;
    return load_gates(run, project, codes, &days, out, fault);
}

static bool count_foreign(struct command_run *run, int64_t project, const int64_t *files,
                          size_t count, size_t *out, struct fault *fault)
{
    for (size_t i = 0; i < count; i++) {
        bool is_there = false;
        if (!milestone_file_is_there(run->store, project, files[i], &is_there, fault)) {
            return false;
        }
        *out += !is_there;
    }
    return true;
}

static bool perform_reach(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct milestone_reach *command = fields;
    struct project project;
    struct milestone_case state = {.is_known = false};
    struct milestone_reached body;
    int64_t files[MILESTONE_EVIDENCE_MAX];
    size_t count = 0;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault)) {
        return false;
    }
    if (project.stage != STAGE_UNDER_WAY) {
        return project_refuse_stage(run, &project, "登记里程碑", "reporting a milestone", fault);
    }
    if (!milestone_evidence_read(run->arena, command->evidence, files, &count, fault) ||
        !load_case(run, &project, command, &state, fault) ||
        !count_foreign(run, project.id, files, count, &state.foreign_files, fault) ||
        !milestone_decide(run->arena, &state, command, count, &body, fault)) {
        return false;
    }
    struct event_about about = {project.id, project.id, command->reached_on};
    return run_emit(run, &milestone_reached_event, about, &body, fault) &&
           (!body.production || project_move(run, &project, STAGE_PRODUCTION, TEXT_NONE, fault)) &&
           project_answer(run, project.id, fault);
}

static const struct command_kind commands[] = {
    {"milestone.reach", "POST", "/projects/{id}/milestones", &milestone_reach_table, ROLES_SERVICE,
     0, "登记里程碑", "report a milestone reached", perform_reach},
};

static const struct event_kind *const events[] = {&milestone_reached_event};

const struct room milestone_room = {
    .name = "milestone",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(milestone),
    .schema = {"milestone", 1, milestone_ddl},
};
