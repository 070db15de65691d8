#include "board/problem_page.h"
#include "app/city.h"
#include "board/history.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_store.h"
#include "room/problem/problem_upward.h"

/* GET /problems/{id}: the row, what was agreed and done, the evidence, the history, what may be
 * done. */

static const struct statement problem_page_people = {
    "problem_page_people",
    "select distinct t.account, s.name, t.org from account_post t join account a on a.id=t.account"
    " join account_secret s on s.account=t.account where t.ended=0 and t.role in"
    " ('department_officer','navigator','promotion_officer','centre_coordinator',"
    "'district_coordinator') and a.disabled=0 and t.org<>'' order by t.org, s.name, t.account"
    " limit 2000"};
static const struct statement problem_page_items = {
    "problem_page_items",
    "select n.code from planning_node n join planning_plan l on"
    " l.project=n.project and l.plan=n.plan where n.project=$1 and l.state in"
    " ('proposed','confirmed') group by n.code order by min(n.position), n.code limit 400"};
static const struct statement *const problem_page_statements[] = {&problem_page_people,
                                                                  &problem_page_items};
static const size_t problem_page_statement_count = COUNT_OF(problem_page_statements);

static bool write_evidence(const struct view_run *run, struct json_writer *json,
                           const struct problem *problem, struct fault *fault)
{
    int64_t ids[PROBLEM_EVIDENCE_MAX];
    size_t count = 0;
    json_array(json);
    if (!problem_ids_read(run->arena, problem->evidence, ids, PROBLEM_EVIDENCE_MAX, &count)) {
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct problem_file file;
        if (!problem_file_of(run->arena, run->store, problem->project, ids[i], &file, fault)) {
            return false;
        }
        if (file.id != 0) {
            json_object(json);
            json_member_int(json, "id", file.id);
            json_member_text(json, "name", file.name);
            json_member_text(json, "media", file.media);
            json_member_int(json, "size", file.size);
            json_end(json);
        }
    }
    json_end(json);
    return true;
}

static void write_verifier(struct json_writer *json, const struct view_run *run,
                           const struct problem *problem)
{
    json_name(json, "verifier");
    if (problem->verifier == 0 || run->actor->role == ROLE_ENTERPRISE) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "id", problem->verifier);
    json_member_text(json, "name", problem->verifier_name);
    json_end(json);
}

/* For whoever may assign: people of the units, to choose owner and verifier among. */
static bool write_people(const struct view_run *run, struct json_writer *json,
                         const struct problem *problem, struct fault *fault)
{
    struct store_rows rows;
    if (!problem_may(problem, run->actor, PROBLEM_ASSIGN)) {
        return true;
    }
    if (!store_query(run->store, &problem_page_people, NO_CELLS, &rows, fault)) {
        return false;
    }
    json_name(json, "people");
    json_array(json);
    while (store_next(&rows)) {
        struct text org = store_text(run->arena, &rows, 2);
        json_object(json);
        json_member_int(json, "id", store_int(&rows, 0));
        json_member_text(json, "name", store_text(run->arena, &rows, 1));
        json_member_text(json, "org", org);
        json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
        json_end(json);
    }
    json_end(json);
    return store_done(&rows, fault);
}

/* For whoever may pin it: the items of the plan, in its order. */
static bool write_plan_items(const struct view_run *run, struct json_writer *json,
                             const struct problem *problem, struct fault *fault)
{
    struct store_rows rows;
    if (!problem_may(problem, run->actor, PROBLEM_PIN)) {
        return true;
    }
    if (!store_query(run->store, &problem_page_items, CELLS(cell_int(problem->project)), &rows,
                     fault)) {
        return false;
    }
    json_name(json, "plan_items");
    json_array(json);
    while (store_next(&rows)) {
        struct text code = store_text(run->arena, &rows, 0);
        json_object(json);
        json_member_text(json, "code", code);
        json_member_text(json, "name", problem_item_name(run, code));
        json_end(json);
    }
    json_end(json);
    return store_done(&rows, fault);
}

static bool answer_problem(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct problem problem;
    if (!problem_load(run, run->id, &problem, fault)) {
        return false;
    }
    json_object(json);
    problem_row_members(json, run, &problem);
    problem_write_upward(json, run, &problem, true);
    json_member_text(json, "description", problem.description);
    json_member_text(json, "measures", problem.measures);
    json_member_date(json, "assigned_on", problem.assigned_on);
    write_verifier(json, run, &problem);
    json_member_text(json, "solution", problem.solution);
    json_member_text(json, "no_evidence", problem.no_evidence);
    json_member_bool(json, "accepts_statement", problem.accepts_statement);
    json_name(json, "evidence");
    if (!write_evidence(run, json, &problem, fault)) {
        return false;
    }
    json_member_date(json, "done_on", problem.done_on);
    json_member_date(json, "verified_on", problem.verified_on);
    json_member_text(json, "verify_note", problem.verify_note);
    json_member_date(json, "closed_on", problem.closed_on);
    json_member_text(json, "close_note", problem.close_note);
    json_member_text(json, "return_reason", problem.return_reason);
    json_member_text(json, "escalate_reason", problem.escalate_reason);
    json_member_int(json, "returns", problem.returns);
    json_member_int(json, "reopens", problem.reopens);
    if (!write_people(run, json, &problem, fault) ||
        !write_plan_items(run, json, &problem, fault) ||
        !problem_write_alike(json, run, &problem, fault)) {
        return false;
    }
    json_name(json, "history");
    if (!history_write(run, json, problem.project, problem.id, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"problem.show", "/problems/{id}", NULL, ROLES_BUSINESS, 0, "一个问题", "One problem",
     answer_problem},
};

const struct room problem_page_room = {
    .name = "problem_page", ROOM_VIEWS(views), ROOM_STATEMENTS(problem_page)};
