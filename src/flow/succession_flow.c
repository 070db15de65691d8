#include "flow/succession_flow.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "room/problem/problem.h"
#include "room/succession/succession.h"
#include "room/tickler/tickler.h"

/* What is open in a project, in every room that keeps something open: $1 project, $2 who served it
 * so far. Bring-forwards are a person's: his, and those on a list that he never acknowledged. */
static const struct statement succession_flow_open = {
    "succession_flow_open",
    "select 'application', a.id, a.number, null from application a where a.project=$1 and a.state"
    " in ('submitted','received','supplement','accepted','special','suspended','granted')"
    " union all select 'problem', q.id, q.title, null from problem q where q.project=$1 and"
    " q.state not in " PROBLEM_OVER
    " union all select 'promise', r.id, r.what, r.promised_on from promise r join application a on"
    " a.id=r.application where a.project=$1 and r.state='open'"
    " union all select 'deferral', d.id, d.item_name, d.due_on from deferral d where d.project=$1"
    " and d.fulfilled_on is null and d.lapsed_on is null"
    " union all select 'task', k.id, k.item_name, k.due_on from commitment_task k where "
    "k.project=$1"
    " and k.done_on is null"
    " union all select 'agency', g.id, '', g.until_on from agency g where g.project=$1 and"
    " g.state='drafted'"
    " union all select 'reminder', t.id, t.note, t.on_day from tickler t where t.project=$1 and"
    " t.done_on is null and (t.account=$2 or t.id in (select i.ref from succession s join"
    " succession_item i on i.succession=s.id where s.project=$1 and s.to_account=$2 and"
    " s.closed_on is null and i.kind='reminder' and i.acknowledged_on is null))"
    " order by 1, 2 limit 200"};
static const struct statement *const succession_flow_statements[] = {&succession_flow_open};
static const size_t succession_flow_statement_count = COUNT_OF(succession_flow_statements);

static bool write_open(struct command_run *run, struct json_writer *json, struct cells asked,
                       size_t *count, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(run->store, &succession_flow_open, asked, &rows, fault)) {
        return false;
    }
    json_array(json);
    for (*count = 0; store_next(&rows); (*count)++) {
        civil_date due = store_date(&rows, 3);
        json_object(json);
        json_member_text(json, "kind", store_cell(&rows, 0).text);
        json_member_int(json, "ref", store_int(&rows, 1));
        json_member_text(json, "title", store_text(run->arena, &rows, 2));
        if (due != CIVIL_DATE_NONE) {
            json_member_date(json, "due_on", due);
        }
        json_end(json);
    }
    json_end(json);
    return store_done(&rows, fault);
}

static bool list_open(const struct flow_step *step, struct fault *fault)
{
    const struct project_served_by *served = step->event->body;
    struct command_run *run = step->run;
    struct buffer buffer = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(&buffer);
    size_t count = 0;
    if (served->before == 0) {
        return true;
    }
    if (!write_open(run, &json, CELLS(cell_int(step->event->project), cell_int(served->before)),
                    &count, fault)) {
        return false;
    }
    struct succession_opened body = {served->before, served->account, buffer_text(&buffer)};
    struct event_about about = {0, step->event->project, step->event->happened_on};
    return count == 0 || run_emit(run, &succession_opened_event, about, &body, fault);
}

const struct flow_action flow_list_open_matters = {
    "list_open_matters", "更换代办员即列出未结事项，由接任者签收",
    "open matters are listed for the successor of a navigator", list_open};

static bool hand_reminders(const struct flow_step *step, struct fault *fault)
{
    const struct succession_acknowledged *taken = step->event->body;
    struct command_run *run = step->run;
    struct succession succession;
    if (!succession_find(run->arena, run->store, step->event->subject, &succession, fault)) {
        return false;
    }
    for (size_t i = 0; i < succession.count; i++) {
        const struct succession_item *item = &succession.items[i];
        struct tickler_handed body = {succession.to_account};
        struct event_about about = {item->ref, succession.project, step->event->happened_on};
        if (text_is(item->kind, "reminder") && succession_takes(&succession, taken->items, i) &&
            !run_emit(run, &tickler_handed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

const struct flow_action flow_hand_reminders = {
    "hand_reminders", "签收的到期提醒归接任者",
    "bring-forwards that were acknowledged are the successor's", hand_reminders};

const struct room succession_flow_room = {.name = "succession_flow",
                                          ROOM_STATEMENTS(succession_flow)};
