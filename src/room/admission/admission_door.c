#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/admission/admission.h"
#include "room/admission/screening_json.h"

/* -- recording a screening, with what is set aside -- */

struct overriding {
    struct command_run *run;
    const struct pack *pack;
    const struct jvalue *list;
};

static bool override_is_allowed(const struct overriding *with, const struct jvalue *entry,
                                struct fault *fault)
{
    struct command_run *run = with->run;
    struct text code = jvalue_text(jvalue_get(entry, "code"), TEXT_NONE);
    struct text reason = jvalue_text(jvalue_get(entry, "reason"), TEXT_NONE);
    const struct pack_record *criterion = pack_find(with->pack, PACK_CRITERIA, code, run->today);
    if (criterion == NULL) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("overrides"),
                           FAULT_ARGS(TEXT("没有这条标准"), TEXT("there is no such criterion")));
    }
    if (text_is_empty(text_trim(reason)) || reason.len > 6000) {
        return fault_raise(fault, FAULT_REASON_REQUIRED, TEXT("overrides"), FAULT_NO_ARGS);
    }
    struct text by = jvalue_text(jvalue_get(criterion->raw, "override_by"), TEXT_NONE);
    if (!text_is(by, role_name(run->actor->role))) {
        bool english = run->actor->language == LANGUAGE_EN;
        struct text who = city_role_name(run->city, by, run->actor->language);
        return fault_raise(fault, FAULT_OVERRIDE_NOT_YOURS, TEXT("overrides"),
                           FAULT_ARGS(english ? criterion->name_en : criterion->name, who));
    }
    return true;
}

static bool overrides_are_allowed(const struct overriding *with, struct fault *fault)
{
    if (with->list->kind != JVALUE_ARRAY || with->list->count > 50) {
        return fault_raise(fault, FAULT_FIELD_TYPE, TEXT("overrides"),
                           FAULT_ARGS(TEXT("列表"), TEXT("a list")));
    }
    for (uint32_t i = 0; i < with->list->count; i++) {
        if (!override_is_allowed(with, &with->list->items[i], fault)) {
            return false;
        }
    }
    return true;
}

/* The overrides kept before and those of this command, as one list; a later one wins. */
static struct screening_overrides
together(struct command_run *run, const struct screening_overrides *kept, const struct jvalue *list)
{
    size_t most = kept->count + (list == NULL ? 0 : list->count);
    struct screening_override *items = arena_array(run->arena, struct screening_override, most);
    size_t count = 0;
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        items[count++] = (struct screening_override){
            .code = jvalue_text(jvalue_get(&list->items[i], "code"), TEXT_NONE),
            .reason = jvalue_text(jvalue_get(&list->items[i], "reason"), TEXT_NONE),
            .on = run->today,
        };
    }
    for (size_t i = 0; i < kept->count; i++) {
        items[count++] = kept->items[i];
    }
    return (struct screening_overrides){items, count};
}

static struct text results_json(struct arena *arena, const struct screening *screening)
{
    struct buffer buffer = buffer_open(arena, 512);
    struct json_writer json = json_writer_open(&buffer);
    json_object(&json);
    for (size_t i = 0; i < screening->count; i++) {
        json_name_text(&json, screening->lines[i].criterion->id);
        json_text(&json, text_of(rule_answer_name(screening->lines[i].answer)));
    }
    json_end(&json);
    return buffer_text(&buffer);
}

static bool may_screen(struct command_run *run, const struct project *project, struct fault *fault)
{
    enum project_stage stage = project->stage;
    bool allowed = stage == STAGE_LEAD || stage == STAGE_SCREENED || stage == STAGE_DEFERRED ||
                   stage == STAGE_REFUSED;
    return allowed || project_refuse_stage(run, project, "筛查", "screen", fault);
}

static bool perform_screen(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct admission_screen *command = fields;
    struct project project;
    struct admission_record record;
    struct screening screening;
    struct overriding with = {run, city_pack(run->city), NULL};
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !may_screen(run, &project, fault) ||
        !admission_load(run->arena, run->store, project.id, &record, fault)) {
        return false;
    }
    bool given = command->overrides.len > 0;
    if (given && (!json_read(run->arena, command->overrides, &with.list, fault) ||
                  !overrides_are_allowed(&with, fault))) {
        return false;
    }
    struct screening_overrides overrides = together(run, &record.overrides, with.list);
    struct screening_question question = {with.pack, &project, &overrides, run->today};
    if (!screening_run(run->arena, &question, &screening, fault)) {
        return false;
    }
    struct admission_screened body = {
        .suggestion = text_of(screening_suggestion_name(screening.suggestion)),
        .score = screening.score,
        .results = results_json(run->arena, &screening),
        .overrides = command->overrides,
    };
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &admission_screened_event, about, &body, fault) &&
           (project.stage == STAGE_SCREENED ||
            project_move(run, &project, STAGE_SCREENED, TEXT_NONE, fault)) &&
           project_answer(run, project.id, fault);
}

/* -- the decision -- */

static bool move(struct command_run *run, const struct project *project,
                 const struct admission_decide *command, struct fault *fault)
{
    struct project_moved body = {
        .stage = text_of(stage_code(admission_stage(command->decision))),
        .reason = command->reason,
        .until = command->until,
    };
    if (admission_stage(command->decision) == STAGE_LISTED) {
        int year = civil_date_parts(run->today).year;
        body.year = year;
        if (!project_next_serial(run->store, true, year, &body.serial, fault)) {
            return false;
        }
        body.number = city_number(run->arena, run->city, "project", year, body.serial);
    }
    struct event_about about = {project->id, project->id, run->today};
    return run_emit(run, &project_moved_event, about, &body, fault);
}

static bool perform_decide(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct admission_decide *command = fields;
    struct project project;
    struct admission_record record;
    struct screening screening;
    struct screening_question question = {city_pack(run->city), &project, &record.overrides,
                                          run->today};
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault) ||
        !admission_load(run->arena, run->store, project.id, &record, fault) ||
        !screening_run(run->arena, &question, &screening, fault) ||
        !admission_may_decide(run, &project, record.is_screened ? &screening : NULL, command,
                              fault)) {
        return false;
    }
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &admission_decided_event, about, command, fault) &&
           move(run, &project, command, fault) && project_answer(run, project.id, fault);
}

#define SCREENERS                                                                                  \
    (ROLE_BIT(ROLE_PROMOTION_OFFICER) | ROLE_BIT(ROLE_CENTRE_COORDINATOR) | ROLE_BIT(ROLE_LEADER))

static const struct command_kind commands[] = {
    {"admission.screen", "POST", "/projects/{id}/screening", &admission_screen_table, SCREENERS, 0,
     "记录准入筛查", "record a screening", perform_screen},
    {"admission.decide", "POST", "/projects/{id}/admission", &admission_decide_table,
     ROLE_BIT(ROLE_PROMOTION_OFFICER), 0, "准入决定",
     "enter on the list, refuse, defer or withdraw", perform_decide},
};

static bool answer_screening(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    struct project project;
    struct admission_record record;
    struct screening screening;
    struct screening_question question = {city_pack(run->city), &project, &record.overrides,
                                          run->today};
    if (!project_of_view(run, 0, &project, fault) ||
        !admission_load(run->arena, run->store, project.id, &record, fault) ||
        !screening_run(run->arena, &question, &screening, fault)) {
        return false;
    }
    screening_write(json, run, &screening, &record);
    return true;
}

static const struct view_kind views[] = {
    {"admission.screening", "/projects/{id}/screening", NULL,
     SCREENERS | ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_DISTRICT_COORDINATOR) |
         ROLE_BIT(ROLE_NAVIGATOR),
     VIEW_AS_OF, "准入筛查逐条结果", "screening, criterion by criterion", answer_screening},
};

static const struct event_kind *const events[] = {&admission_screened_event,
                                                  &admission_decided_event};

const struct room admission_room = {
    .name = "admission",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(admission),
    .schema = {"admission", 1, admission_ddl},
};
