#include "board/problem_page.h"
#include "app/access.h"
#include "board/history.h"
#include "room/problem/problem_rows.h"
#include "room/problem/problem_store.h"

/* GET /problems/{id}: the row, what was agreed and done, the evidence, the history, what may be
 * done. */

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

static bool answer_problem(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct problem problem;
    if (!problem_load(run, run->id, &problem, fault)) {
        return false;
    }
    json_object(json);
    problem_row_members(json, run, &problem);
    json_member_text(json, "description", problem.description);
    json_member_text(json, "measures", problem.measures);
    json_member_date(json, "assigned_on", problem.assigned_on);
    write_verifier(json, run, &problem);
    json_member_text(json, "solution", problem.solution);
    json_member_text(json, "no_evidence", problem.no_evidence);
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
    json_name(json, "may");
    problem_may_write(json, &problem, run->actor);
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

const struct room problem_page_room = {.name = "problem_page", ROOM_VIEWS(views)};
