#include "app/city.h"
#include "base/arena.h"
#include "board/dossier.h"
#include "room/application/application.h"
#include "room/application/application_rows.h"

/* The applications of a project as the dossier needs them. */

static enum turn_party party_of(const char *code)
{
    for (int i = 0; i < TURN_PARTY_COUNT; i++) {
        if (text_is(text_of(code), turn_party_code((enum turn_party)i))) {
            return (enum turn_party)i;
        }
    }
    return TURN_NOBODY;
}

static struct turn turn_of(const struct view_run *run, const struct dossier *dossier,
                           const struct application *row, const struct application_now *now)
{
    const char *act = text_c_string(run->arena, now->turn.act);
    struct turn turn = {
        .party = party_of(now->turn.party),
        .org = TEXT_NONE,
        .name = TEXT_NONE,
        .act_zh = act,
        .act_en = act,
        .since = now->turn.since,
        .until = now->turn.until,
        .overdue_days = now->turn.overdue_days,
        .is_provisional = now->clock.is_provisional,
    };
    if (turn.party == TURN_DEPARTMENT) {
        turn.org = row->org;
        turn.name = city_org_name(run->city, row->org, run->actor->language);
    } else if (turn.party == TURN_ENTERPRISE) {
        turn.name = dossier->project->enterprise;
    } else if (turn.party == TURN_NAVIGATOR) {
        turn.name = dossier->navigator_name;
    }
    return turn;
}

/* Working days between two days, the second today while it is open. */
static int32_t days_between(const struct view_run *run, civil_date from, civil_date to)
{
    civil_date end = to != CIVIL_DATE_NONE ? to : run->today;
    return from == CIVIL_DATE_NONE || end < from ? 0
                                                 : (int32_t)city_working_days(run->city, from, end);
}

static void take(const struct view_run *run, const struct dossier *dossier,
                 const struct application *row, const struct application_now *now,
                 struct dossier_application *out)
{
    *out = (struct dossier_application){
        .row = row,
        .id = row->id,
        .code = row->code,
        .org = row->org,
        .state_name = now->state_name,
        .is_open = application_state_is_open(now->state),
        .is_granted = application_state_is_done(now->state),
        .is_paused = now->clock.is_paused,
        .is_looked_at = row->opened_on != CIVIL_DATE_NONE,
        .submitted_on = row->submitted_on,
        .accepted_on = now->clock.is_accepted ? now->clock.accepted_on : row->accepted_on,
        .decided_on = row->decided_on,
        .due_on = now->clock.is_accepted ? now->clock.decision_due : CIVIL_DATE_NONE,
        .left_days = now->clock.left,
        .supplement_days = days_between(run, row->asked_on, row->completed_on),
        .special_days = days_between(
            run, row->special_noticed_on != CIVIL_DATE_NONE ? row->special_on : CIVIL_DATE_NONE,
            row->special_ended_on),
        .light = now->light,
        .turn = turn_of(run, dossier, row, now),
        .reminded = row->reminders,
        .last_reminded_on = row->reminded_on,
    };
}

bool dossier_load_applications(const struct view_run *run, struct dossier *dossier,
                               struct fault *fault)
{
    struct application_list rows;
    struct application_terms terms;
    application_terms_of(run, &terms);
    if (!application_of_project(run, dossier->project->id, &rows, fault)) {
        return false;
    }
    dossier->applications = arena_array(run->arena, struct dossier_application, rows.count);
    dossier->application_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        struct application_now now;
        if (!application_read_now(&rows.items[i], NULL, &terms, run->actor->language, &now,
                                  fault)) {
            return false;
        }
        take(run, dossier, &rows.items[i], &now, &dossier->applications[i]);
    }
    return true;
}

bool dossier_write_applications(struct json_writer *json, const struct view_run *run,
                                const struct dossier *dossier, struct fault *fault)
{
    struct application_context *context = application_context_open(run);
    json_name(json, "applications");
    json_array(json);
    for (size_t i = 0; i < dossier->application_count; i++) {
        if (!application_row(json, run, context, dossier->applications[i].row, fault)) {
            return false;
        }
    }
    json_end(json);
    return true;
}
