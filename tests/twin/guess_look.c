#include "base/arena.h"
#include "guess.h"
#include "pack/pack.h"

/* What there is, read anew before every step. */

/* Id, project, version, navigator, rank, unit, person, whether it is open, code. */
#define OF_PROJECT(table, org, person, open)                                                       \
    "select t.id, t.project, t.version, p.navigator, p.stage_rank, " org ", " person               \
    ", case when " open " then 1 else 0 end, '' from " table " t join project p on p.id=t.project"
#define OF_PART(table, part, of, org, person, open)                                                \
    " union all select t.id, t.project, t.version, p.navigator, p.stage_rank, " org ", " person    \
    ", case when " open " then 1 else 0 end, '' from " part " u join " table " t on t.id=u." of    \
    " join project p on p.id=t.project"
#define OF_APPLICATION(org, person)                                                                \
    "select a.id, a.project, a.version, p.navigator, p.stage_rank, " org ", " person               \
    ", case when a.state in "                                                                      \
    "('submitted','received','supplement','accepted','special','suspended') then 1"                \
    " else 0 end, a.code from application a join project p on p.id=a.project"
#define IN_ORDER " order by 1, 6, 7"

static const struct statement looks[POOL_COUNT] = {
    [POOL_PROJECT] = {"twin_projects",
                      "select id, id, version, navigator, stage_rank, '', 0, case when"
                      " stage<>'lead' then 1 else 0 end, number from project order by id"},
    [POOL_APPLICATION] =
        {"twin_applications",
         OF_APPLICATION("a.org", "coalesce(a.handler,0)") " union all " OF_APPLICATION(
             "x.to_org", "0") " join application_transfer x on x.application=a.id"
                              " where x.state='waiting'" IN_ORDER},
    [POOL_INTAKE] = {"twin_intakes",
                     "select t.id, t.project, 0, p.navigator, p.stage_rank, '', 0, case when"
                     " exists (select 1 from application a where a.intake=t.id and a.decided_on is"
                     " null) then 1 else 0 end, '' from application_intake t join project p on"
                     " p.id=t.project" IN_ORDER},
    [POOL_PROBLEM] = {"twin_problems",
                      "select t.id, t.project, t.version, p.navigator, p.stage_rank, t.org,"
                      " t.raised_by, case when t.state<>'closed' then 1 else 0 end, case when"
                      " u.draft_title<>'' and u.returned_on is null then 'drafted' else '' end from"
                      " problem t join project p on p.id=t.project left join problem_upward u on"
                      " u.problem=t.id" IN_ORDER},
    [POOL_WHISTLE] = {"twin_whistles",
                      OF_PROJECT("whistle", "t.org", "t.raised_by", "t.state<>'closed'") IN_ORDER},
    [POOL_SUPERVISION] = {"twin_supervision",
                          OF_PROJECT("supervision", "t.org", "0", "t.ended_on is null") IN_ORDER},
    [POOL_CLAIM] = {"twin_claims", OF_PROJECT("claim", "t.org", "0", "t.open=1") IN_ORDER},
    [POOL_REQUEST] = {"twin_requests",
                      OF_PROJECT("request", "t.org", "t.asked_by", "t.ended_on is null") IN_ORDER},
    [POOL_WITNESS] = {"twin_witnesses",
                      "select id, 0, 0, 0, 60, '', 0, case when retired_on is null"
                      " then 1 else 0 end, '' from witness" IN_ORDER},
    [POOL_TO_RATE] = {"twin_to_rate",
                      "select a.id, a.project, a.version, p.navigator, p.stage_rank, '', 0, 1, ''"
                      " from (select * from application where decided_on is not null and own=0"
                      " order by decided_on desc, id desc limit 8) a join project p on"
                      " p.id=a.project where not exists (select 1 from rating r where"
                      " r.application=a.id)" IN_ORDER},
    [POOL_RATING] = {"twin_ratings",
                     OF_PROJECT("rating", "''", "t.rater", "t.state<>'struck'") IN_ORDER},
    [POOL_MEND] = {"twin_mends",
                   "select t.id, 0, t.version, 0, 60, t.org, 0, case when t.state<>'closed' then 1"
                   " else 0 end, '' from mend t" IN_ORDER},
    [POOL_APPRAISAL] = {"twin_appraisals",
                        "select id, 0, version, 0, 60, '', 0, case when state='provisional' then 1"
                        " else 0 end, '' from appraisal" IN_ORDER},
    [POOL_APPRAISED] = {"twin_appraised",
                        "select r.id, 0, r.version, 0, 60, case when a.who='department' then r.key"
                        " else '' end, 0, case when a.state='provisional' then 1 else 0 end, ''"
                        " from appraisal_result r join appraisal a on a.id=r.appraisal" IN_ORDER},
    [POOL_OBJECTION] = {"twin_objections",
                        "select id, 0, version, 0, 60, '', 0, case when outcome='' then 1 else 0"
                        " end, '' from appraisal_objection" IN_ORDER},
    [POOL_DEVOLUTION] = {"twin_devolutions",
                         "select id, 0, version, 0, 60, org, 0, case when until_on is null then 1"
                         " else 0 end, '' from devolution" IN_ORDER},
    [POOL_FILE] = {"twin_files", OF_PROJECT("file", "''", "0", "t.replaced_by=0") IN_ORDER},
    [POOL_UPLOAD] = {"twin_uploads",
                     "select t.id, t.project, 0, p.navigator, p.stage_rank, '', t.account,"
                     " case when t.file=0 and t.touched_at > (select max(recorded_at) from"
                     " ledger_event) - 40000000 then 1 else 0 end, '' from file_upload t join"
                     " project p on p.id=t.project" IN_ORDER},
    [POOL_TICKLER] = {"twin_ticklers", "select id, project, version, account, 60, '', account,"
                                       " case when done_on is null then 1 else 0 end, '' from"
                                       " tickler order by id"},
    [POOL_ACCOUNT] = {"twin_accounts",
                      "select id, 0, version, id, 60, '', 0, 1, '' from account order by id"},
    [POOL_POST] = {"twin_posts", "select id, account, 1, account, 60, '', 0, 1-ended, '' from"
                                 " account_post order by id"},
    [POOL_CONSULTATION] = {"twin_consultations",
                           OF_PROJECT("consultation", "t.by_org", "0", "t.state='open'")
                               OF_PART("consultation", "consultation_unit", "consultation", "u.org",
                                       "0", "t.state='open' and u.replied_on is null") IN_ORDER},
    [POOL_SITE_VISIT] = {"twin_site_visits",
                         OF_PROJECT("site_visit", "t.by_org", "0", "t.state='planned'") IN_ORDER},
    [POOL_COUNTERSIGN] = {"twin_countersigns",
                          OF_PROJECT("countersign", "t.by_org", "0", "t.state='open'") OF_PART(
                              "countersign", "countersign_signer", "countersign",
                              "case when u.account>0 then t.by_org else u.org end", "u.account",
                              "t.state='open' and u.answered_on is null") IN_ORDER},
    [POOL_PROMISE] = {"twin_promises", OF_PROJECT("promise", "t.by_org", "0", "t.state='open'")
                                           OF_PART("promise", "promise_request", "promise", "''",
                                                   "0", "u.decided_on is null") IN_ORDER},
    [POOL_DELEGATION] = {"twin_delegations", "select id, 0, version, account, 60, '', account,"
                                             " case when ended_on is null then 1 else 0 end, ''"
                                             " from delegation order by id"},
    [POOL_VALIDITY] = {"twin_validities",
                       OF_PROJECT("validity", "t.org", "0", "t.state='running'") IN_ORDER},
    [POOL_OUTSIDE] = {"twin_outside",
                      OF_PROJECT("outside", "t.org", "0", "t.ended_on is null") IN_ORDER},
    [POOL_OFFERING] = {"twin_offerings",
                       OF_PROJECT("offering", "''", "0", "t.state='offered'") IN_ORDER},
    [POOL_CHANGE] = {"twin_changes",
                     OF_PROJECT("change_report", "t.org", "0", "t.judged_on is null") IN_ORDER},
    [POOL_COMMITMENT] = {"twin_commitments",
                         OF_PROJECT("commitment", "t.checker", "0", "t.ended_on is null") IN_ORDER},
    [POOL_TASK] = {"twin_tasks",
                   OF_PROJECT("commitment_task", "t.org", "0", "t.done_on is null") IN_ORDER},
    [POOL_MARK] = {"twin_marks",
                   OF_PROJECT("commitment_mark", "t.org", "0", "t.repaired_on is null") IN_ORDER},
    [POOL_DEFERRAL] = {"twin_deferrals",
                       OF_PROJECT("deferral", "t.org", "0", "t.fulfilled_on is null") IN_ORDER},
    [POOL_LETTER] = {"twin_letters",
                     OF_PROJECT("letter", "t.unit", "0", "t.ended_on is null") IN_ORDER},
    [POOL_CERTIFICATE] = {"twin_certificates",
                          OF_PROJECT("certificate", "t.unit", "0", "t.ended_on is null") IN_ORDER},
    [POOL_NOTICE] = {"twin_notices",
                     "select t.id, t.project, 0, p.navigator, p.stage_rank, t.address, 0, case when"
                     " t.read_on is null then 1 else 0 end, '' from notice t left join project p on"
                     " p.id=t.project order by t.id"},
    [POOL_AGREEMENT] = {"twin_agreements",
                        "select t.id, t.project, 0, 0, 60, '', 0, case when t.ended_on is null"
                        " then 1 else 0 end, '' from represent_agreement t" IN_ORDER},
    [POOL_MEETING] = {"twin_meetings",
                      "select m.id, 0, m.version, 0, 60, coalesce(u.org, ''), 0, case when m.state"
                      " not in ('closed','cancelled') then 1 else 0 end, '' from meeting m left"
                      " join meeting_unit u on u.meeting=m.id" IN_ORDER},
    [POOL_POINT] = {"twin_points",
                    "select t.id, t.project, t.version, 0, 60, '', 0, case when t.state='open' then"
                    " 1 else 0 end, '' from meeting_point t" IN_ORDER},
    [POOL_MEETING_TASK] =
        {"twin_meeting_tasks",
         "select t.id, t.project, t.version, 0, 60, t.org, 0, case when"
         " t.accepted_on is null then 1 else 0 end, '' from meeting_task t" IN_ORDER},
    [POOL_GUEST] =
        {"twin_guests",
         "select t.id, t.project, t.version, 0, 60, '', 0, 1, '' from briefing_guest t" IN_ORDER},
    [POOL_QUESTION] = {"twin_questions",
                       "select t.id, t.project, t.version, 0, 60, t.org, 0, case when t.answered_on"
                       " is null then 1 else 0 end, '' from briefing_question t" IN_ORDER},
    [POOL_NAVIGATOR] = {"twin_navigators",
                        "select account, 0, 1, account, 60, '', 0, 1, '' from account_post where"
                        " role='navigator' and ended=0 order by id"},
    [POOL_AGENCY] = {"twin_agencies",
                     OF_PROJECT("agency", "''", "0", "t.ended_on is null") IN_ORDER},
    [POOL_ABSENCE] = {"twin_absences",
                      "select id, 0, version, account, 60, '', account, 1-is_over, '' from absence"
                      " order by id"},
    [POOL_SUCCESSION] = {"twin_successions", OF_PROJECT("succession", "''", "t.to_account",
                                                        "t.closed_on is null") IN_ORDER},
    [POOL_LOG] = {"twin_log", OF_PROJECT("logbook", "''", "0", "1=1") IN_ORDER},
    [POOL_PERSON] = {"twin_people", OF_PROJECT("people", "''", "0", "t.to_on is null") IN_ORDER},
    [POOL_MEMBER] = {"twin_team", OF_PROJECT("team", "''", "0", "t.to_on is null") IN_ORDER},
    [POOL_ENQUIRY] = {"twin_enquiries",
                      "select id, 0, version, 0, 60, '', 0, case when answered_on is null then 1"
                      " else 0 end, '' from enquiry order by id"},
    [POOL_DELIVERY] = {"twin_deliveries",
                       "select notice, 0, 1, 0, 60, channel, account, case when state in"
                       " ('waiting','sending') then 1 else 0 end, state from notice_delivery"
                       " where channel<>'page' order by notice, account, channel"},
    [POOL_SET] = {"twin_sets",
                  "select s.id, 0, s.version, 0, 60, '', 0, case when s.state in ('draft',"
                  "'published') then 1 else 0 end, coalesce(c.record_key, '') from catalog_set s"
                  " left join catalog_change c on c.set_id=s.id order by 1, 9"},
};
static const struct statement look_items = {
    "twin_items", "select 0, project, 0, 0, 0, code, 0, 0, '' from planning_node where kind='item'"
                  " order by project, plan, position"};
static const struct statement look_actors = {
    "twin_actors", "select account, id, role, org, district, project from account_post where"
                   " ended=0 order by id"};

#define THINGS_MAX 2000
#define ACTORS_MAX 300

/* "unit:zjj" is the unit's affair; a project's and a role's are anybody's. */
static struct text unit_in(struct text org)
{
    struct text rest = org;
    struct text what = text_cut(&rest, ':');
    return what.len == org.len ? org : text_is(what, "unit") ? rest : TEXT_NONE;
}

static bool look_things(struct guess *guess, const struct statement *look, struct thing *items,
                        size_t *count, struct fault *fault)
{
    struct store_rows rows;
    *count = 0;
    if (!store_query(guess->store, look, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (store_next(&rows) && *count < THINGS_MAX) {
        items[(*count)++] = (struct thing){.id = store_int(&rows, 0),
                                           .project = store_int(&rows, 1),
                                           .version = store_int(&rows, 2),
                                           .who = store_int(&rows, 3),
                                           .rank = store_int(&rows, 4),
                                           .org = unit_in(store_text(guess->arena, &rows, 5)),
                                           .person = store_int(&rows, 6),
                                           .is_open = store_int(&rows, 7),
                                           .code = store_text(guess->arena, &rows, 8)};
    }
    return store_done(&rows, fault);
}

static bool look_actors_up(struct guess *guess, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(guess->store, &look_actors, NO_CELLS, &rows, fault)) {
        return false;
    }
    guess->actors = arena_array(guess->arena, struct actor, ACTORS_MAX);
    guess->actor_count = 0;
    while (store_next(&rows) && guess->actor_count < ACTORS_MAX) {
        guess->actors[guess->actor_count++] =
            (struct actor){.account = store_int(&rows, 0),
                           .post = store_int(&rows, 1),
                           .role = role_from_name(store_text(guess->arena, &rows, 2)),
                           .name = TEXT("某人"),
                           .org = store_text(guess->arena, &rows, 3),
                           .district = store_text(guess->arena, &rows, 4),
                           .project = store_int(&rows, 5)};
    }
    return store_done(&rows, fault);
}

bool guess_look(struct guess *guess, struct store *store, struct fault *fault)
{
    guess->store = store;
    if (guess->items == NULL) {
        guess->items = arena_array(guess->arena, struct thing, THINGS_MAX);
        for (int kind = 0; kind < POOL_COUNT; kind++) {
            guess->pools[kind].items = arena_array(guess->arena, struct thing, THINGS_MAX);
        }
    }
    for (int kind = 0; kind < POOL_COUNT; kind++) {
        if (!look_things(guess, &looks[kind], guess->pools[kind].items, &guess->pools[kind].count,
                         fault)) {
            return false;
        }
    }
    return look_things(guess, &look_items, guess->items, &guess->item_count, fault) &&
           look_actors_up(guess, fault);
}
