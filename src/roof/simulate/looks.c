#include "roof/simulate/world.h"

/* What is in whose hands, as their queues and lists would show it: id, project, the path's second
 * parameter, unit, state, code, since when, until when, limit. */

#define IN_HAND                                                                                    \
    "(state in ('submitted','received','supplement','accepted','special','suspended') or (state="  \
    "'granted' and own=0))"
static const struct statement looks[LOOK_COUNT] = {
    [LOOK_PROJECT] = {"simulate_projects",
                      "select id, id, 0, '', stage, '', stage_since, stage_until, 0 from project"
                      " where stage<>'production' order by id"},
    [LOOK_PLAN] = {"simulate_plans",
                   "select project, project, plan, '', state, '', coalesce(objected_on,"
                   " adopted_on), null, 0 from planning_plan where state in"
                   " ('proposed','objected') order by project"},
    [LOOK_CASE] =
        {"simulate_cases",
         "select id, project, 0, org, case when own=1 then 'own' when state='received' and"
         " completed_on is not null then 'completed' else state end, code,"
         " coalesce(last_on, completed_on, asked_on, received_on, submitted_on), null, limit_days "
         "from application where " IN_HAND " order by id"},
    [LOOK_DONE] = {"simulate_done",
                   "select id, project, 0, org, state, code, delivered_on, null, limit_days from"
                   " application where decided_on>=$1 and delivered_on>=$1 and state='delivered'"
                   " order by id"},
    [LOOK_PROBLEM] = {"simulate_problems",
                      "select id, project, 0, org, case when state='solved' and verified_on is not"
                      " null then 'verified for ' || raised_role when state='closed' then"
                      " 'closed for ' || raised_role else state end, level, coalesce(closed_on,"
                      " verified_on, solved_on, assigned_on, raised_on), due_on, 0 from problem"
                      " where state<>'closed' or closed_on>=$1 order by id"},
    [LOOK_LIKE] = {"simulate_likes",
                   "select b.id, b.project, min(m.id), b.org, b.state, b.level, coalesce("
                   "b.assigned_on, b.raised_on), b.due_on, 0 from problem b join problem m on"
                   " m.project=b.project and m.id<b.id and m.state in ('raised','assigned') where"
                   " b.state in ('raised','assigned') and not exists(select 1 from problem n where"
                   " n.merged_into=b.id) group by b.id, b.project, b.org, b.state, b.level,"
                   " b.assigned_on, b.raised_on, b.due_on order by b.id"},
    [LOOK_UPWARD] = {"simulate_upward",
                     "select b.id, b.project, 0, b.org, case when u.returned_on is null then"
                     " 'waits' else 'returned' end, b.level, coalesce(u.returned_on,"
                     " u.drafted_on), null, 0 from problem b join problem_upward u on"
                     " u.problem=b.id where u.draft_title<>'' and b.state<>'merged' order by"
                     " b.id"},
    [LOOK_COMMITMENT] = {"simulate_commitments",
                         "select id, project, 0, checker, state, code, coalesce(rectified_on,"
                         " checked_on, granted_on, signed_on), next_on, 0 from commitment where"
                         " state in ('checking','rectifying','rechecking') order by id"},
    [LOOK_PLEDGED] = {"simulate_pledged",
                      "select application, project, 0, org, state, code, signed_on, null, 0 from"
                      " commitment where state='signed' order by id"},
    [LOOK_DEFERRAL] = {"simulate_deferrals",
                       "select id, project, 0, org, state, code, coalesce(lapsed_on, promised_on),"
                       " due_on, 0 from deferral where state in ('promised','breached')"
                       " order by id"},
    [LOOK_CONSULTATION] =
        {"simulate_consultations",
         "select c.id, c.project, 0, c.by_org, case when c.overdue_on is not null or not exists"
         " (select 1 from consultation_unit u where u.consultation=c.id and u.replied_on is null)"
         " then 'ripe' else c.state end, c.kind, c.asked_on, c.due_on, 0 from consultation c"
         " where c.state='open' order by c.id"},
    [LOOK_ASKED] = {"simulate_asked",
                    "select c.id, c.project, 0, u.org, c.state, c.kind, c.asked_on, c.due_on, 0"
                    " from consultation c join consultation_unit u on u.consultation=c.id where"
                    " c.state='open' and u.replied_on is null order by c.id, u.position"},
    [LOOK_VISIT] = {"simulate_visits",
                    "select id, project, 0, by_org, state, '', planned_on, planned_on, 0 from"
                    " site_visit where state='planned' order by id"},
    [LOOK_SIGNER] = {"simulate_signers",
                     "select c.id, c.project, 0, s.org, c.state, '', c.opened_on, null, 0 from"
                     " countersign c join countersign_signer s on s.countersign=c.id where"
                     " c.state='open' and s.answered_on is null order by c.id, s.position"},
    [LOOK_PROMISE] = {"simulate_promises",
                      "select id, project, 0, by_org, state, what, made_on, promised_on, 0 from"
                      " promise where state='open' order by id"},
    [LOOK_REQUEST] = {"simulate_requests",
                      "select r.promise, p.project, 0, p.by_org, r.state, '', r.asked_on, null, 0"
                      " from promise_request r join promise p on p.id=r.promise where"
                      " r.state='waiting' order by r.id"},
    [LOOK_OUTSIDE] = {"simulate_outside",
                      "select id, project, 0, org, status, code, verified_on, null, 0 from outside"
                      " where ended_on is null order by id"},
    [LOOK_CHANGE] = {"simulate_changes",
                     "select id, project, 0, org, state, code, reported_on, null, 0 from"
                     " change_report where state='unclear' order by id"},
    [LOOK_TASK] = {"simulate_tasks",
                   "select id, project, 0, org, case when org='' then 'navigator' else"
                   " 'open' end, code, set_on, due_on, 0 from"
                   " commitment_task where done_on is null order by id"},
    [LOOK_MARK] = {"simulate_marks",
                   "select id, project, 0, org, 'open', kind, since, null, 0 from commitment_mark"
                   " where repaired_on is null order by id"},
    [LOOK_VALIDITY] = {"simulate_validities",
                       "select id, project, 0, org, kind, code, from_on, until, 0 from validity"
                       " where state='running' and extensions_most>0 order by id"},
    [LOOK_CERTIFICATE] = {"simulate_certificates",
                          "select id, project, 0, '', 'imported', item, issued_on, valid_until, 0"
                          " from certificate where imported=1 and ended_on is null order by id"},
    [LOOK_TICKLER] = {"simulate_ticklers",
                      "select id, project, 0, '', 'open', '', set_on, on_day, 0 from tickler where"
                      " done_on is null order by id"},
    [LOOK_AGENCY] = {"simulate_agencies",
                     "select id, project, 0, '', case when centre_on is null then 'centre' else"
                     " 'enterprise' end, '', drafted_on, null, 0 from agency where in_force_on is"
                     " null and ended_on is null order by id"},
    [LOOK_SUCCESSION] = {"simulate_successions",
                         "select id, project, 0, '', 'open', '', opened_on, null, 0 from"
                         " succession where closed_on is null order by id"},
    [LOOK_LEVEL] = {"simulate_levels",
                    "select c.project, c.project, 0, '', case when c.is_down=1 and c.answered_on is"
                    " null then 'offered' else 'with the city' end, '', coalesce(c.answered_on,"
                    " c.on_day), c.due_on, 0 from coordination c join project p on p.id=c.project"
                    " where p.city_coordinates=1 and c.id=(select max(d.id) from coordination d"
                    " where d.project=c.project) order by c.project"},
    [LOOK_WHISTLE] = {"simulate_whistles",
                      "select id, project, 0, org, state || ' ' || who, '', case when state="
                      "'reported' then reported_on else sounded_on end, due_on, 0 from whistle"
                      " where closed_on is null order by id"},
    [LOOK_CITY] = {"simulate_city", "select 0, 0, 0, '', 'city', '', null, null, 0"},
    [LOOK_MEETING] = {"simulate_meetings",
                      "select m.id, 0, 0, '', case when m.state='called' and m.attended_on is null"
                      " then 'called' when exists (select 1 from meeting_point t where t.meeting="
                      "m.id and t.state='open') then 'spoken about' when m.state='called' then"
                      " 'over' else 'minuted' end, m.kind, coalesce(m.minuted_on, m.called_on),"
                      " m.held_on, 0 from meeting m where m.state='called' or (m.state='minuted'"
                      " and exists (select 1 from meeting_unit u where u.meeting=m.id and"
                      " u.answer='objected')) order by m.id"},
    [LOOK_POINT] = {"simulate_points",
                    "select t.id, t.project, 0, t.orgs, t.about, '', m.held_on, m.held_on, 0 from"
                    " meeting_point t join meeting m on m.id=t.meeting where t.state='open' and"
                    " m.state='called' and m.attended_on is not null order by t.id"},
    [LOOK_MINUTES] = {"simulate_minutes",
                      "select m.id, 0, 0, u.org, 'asked', m.kind, m.minuted_on, m.confirm_by, 0"
                      " from meeting m join meeting_unit u on u.meeting=m.id where m.state="
                      "'minuted' and u.answered_on is null order by m.id, u.org"},
    [LOOK_DECIDED] = {"simulate_decided",
                      "select id, project, 0, org, state, kind, coalesce(reported_on, decided_on),"
                      " due_on, 0 from meeting_task where accepted_on is null order by id"},
    /* Those whose plan is under way. */
    [LOOK_GUEST] =
        {"simulate_guests",
         "select m.id, p.id, p.id, coalesce((select min(u.org) from meeting_unit u where"
         " u.meeting=m.id), ''), case when g.id is null then 'welcome' else 'invited' end, '',"
         " m.called_on, m.held_on, 0 from meeting m join project p on p.stage='under_way' left join"
         " briefing_guest g on g.meeting=m.id and g.project=p.id where m.state='called' and"
         " m.kind='policy_briefing' order by m.id, p.id"},
    /* For the unit that has it; and, with another unit of the meeting, for who passes it on. */
    [LOOK_QUESTION] =
        {"simulate_questions",
         "select id, project, 0, org, 'open', kind, asked_on, due_on, 0 from briefing_question"
         " where answered_on is null union all select q.id, q.project, 0, u.org, 'another', q.kind,"
         " q.asked_on, q.due_on, 0 from briefing_question q join meeting_unit u on"
         " u.meeting=q.meeting and u.org<>q.org where q.answered_on is null order by 1, 5"},
    [LOOK_ORDER] = {"simulate_orders",
                    "select id, project, 0, org, case when state='answered' and issued_role="
                    "'district_coordinator' and exists (select 1 from project p where p.id="
                    "supervision.project and p.city_coordinates=1) then 'answered to"
                    " centre_coordinator' when state='answered' then 'answered to ' ||"
                    " issued_role else state end, '', coalesce(answered_on, acknowledged_on,"
                    " issued_on), due_on, 0 from supervision where ended_on is null order by id"},
    [LOOK_RATE] = {"simulate_rates",
                   "select a.id, a.project, 0, a.org, 'unrated', a.code, a.decided_on, null, 0"
                   " from application a where a.decided_on>=$1 and a.own=0 and not exists (select 1"
                   " from rating r where r.application=a.id and r.visit=0) order by a.id"},
    [LOOK_LOW] = {"simulate_low",
                  "select m.id, r.project, 0, m.org, m.state, '', coalesce(m.answered_on,"
                  " m.contacted_on, m.opened_on), m.due_on, 0 from mend m join rating r on"
                  " r.id=m.rating where m.state<>'closed' order by m.id"},
    [LOOK_AGAIN] = {"simulate_again",
                    "select r.id, r.project, 0, r.org, 'mended', '', m.closed_on, null, 0 from"
                    " rating r join mend m on m.rating=r.id where m.state='closed' and"
                    " r.again_on is null and r.state='counted' and r.rater>0 order by r.id"},
    [LOOK_STAFF] = {"simulate_staff",
                    "select account, 0, 0, '', 'navigator', '', null, null, 0 from"
                    " account_post where role='navigator' and ended=0 order by"
                    " account"},
    [LOOK_ASKED_FOR] = {"simulate_asked_for",
                        "select id, project, 0, org, state, kind, coalesce(answered_on, asked_on),"
                        " due_on, 0 from request where ended_on is null order by id"},
    [LOOK_CONDITION] = {"simulate_conditions",
                        "select a.id, a.project, c.position, a.org, c.state, a.code, a.decided_on,"
                        " c.due_on, 0 from application_condition c join application a on"
                        " a.id=c.application where c.state='open' order by a.id, c.position"},
};

/* A city's people look at what is in their hands by their lists; here every case is asked for, many
 * times a day. */
bool world_looks_open(struct store *store, struct fault *fault)
{
    return store_script(store,
                        "create index simulate_in_hand on application(id) where " IN_HAND ";"
                        "create index simulate_imported on certificate(id) where imported=1 and"
                        " ended_on is null;",
                        fault);
}

bool world_looks_close(struct store *store, struct fault *fault)
{
    return store_script(store, "drop index simulate_in_hand; drop index simulate_imported;", fault);
}

#define LOOKS_BACK 40 /* days: what ended before is nobody's affair any more */

static struct matter read_matter(struct world *world, const struct store_rows *rows)
{
    return (struct matter){
        .id = store_int(rows, 0),
        .project = store_int(rows, 1),
        .second = store_int(rows, 2),
        .org = store_text(world->day_arena, rows, 3),
        .state = store_text(world->day_arena, rows, 4),
        .code = store_text(world->day_arena, rows, 5),
        .since = store_date(rows, 6),
        .due = store_date(rows, 7),
        .limit = store_int(rows, 8),
    };
}

bool world_look(struct world *world, enum look look, struct matters *out, struct fault *fault)
{
    struct store_rows rows;
    struct cell since[] = {cell_date(world->day - LOOKS_BACK)};
    bool goes_back = look == LOOK_DONE || look == LOOK_PROBLEM || look == LOOK_RATE;
    uint32_t capacity = 0;
    *out = (struct matters){NULL, 0};
    if (!store_query(world->boot->store, &looks[look], (struct cells){since, goes_back}, &rows,
                     fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (out->count == capacity) {
            out->items = arena_grown(world->day_arena, out->items, &capacity, sizeof *out->items);
        }
        out->items[out->count++] = read_matter(world, &rows);
    }
    return store_done(&rows, fault);
}
