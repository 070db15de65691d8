#include "app/access.h"
#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "board/cockpit_inside.h"
#include "room/meeting/meeting.h"
#include "room/problem/problem.h"

/* What waits for whoever looks, by kind: a bounded number of each, those due first. */

#define PROJECT "p.id, p.number, p.name, p.district"
#define IN_ORDER " order by 4, 1 limit 101"

/* $6 level, "" of a unit $7 the unit $8 today: a coordinator's are those to assign and those past
 * their day, a leader's all that came up to him, a unit's those it has to solve. */
const struct statement cockpit_problems = {
    "cockpit_problems",
    "select x.id, x.number, x.org, coalesce(x.due_on,'9999-12-31'), '', " PROJECT
    " from problem x join project p on p.id=x.project where " ACCESS_PROJECT
    " and x.state in ('raised','assigned','solved') and (($6='' and x.org=$7 and"
    " x.state='assigned') or ($6='leader' and x.level='leader') or ($6<>'leader' and $6<>'' and"
    " (x.state='raised' or x.due_on<$8) and (case when x.level='district' and"
    " p.city_coordinates=1 then 'city' else x.level end)=$6))" IN_ORDER};
/* $6 a unit, "" of whoever stands above one: those that climbed */
const struct statement cockpit_whistles = {
    "cockpit_whistles", "select x.id, x.number, x.org, x.due_on, '', " PROJECT
                        " from whistle x join project p on p.id=x.project where " ACCESS_PROJECT
                        " and x.state in ('sounded','reported') and ((x.org=$6 and $6<>'') or"
                        " ($6='' and x.climbs>0))" IN_ORDER};
/* $6 a unit that is ordered, "" of who judges the answer $7 role $8 district */
const struct statement cockpit_orders = {
    "cockpit_orders",
    "select x.id, x.number, x.org, x.due_on, '', " PROJECT
    " from supervision x join project p on p.id=x.project where " ACCESS_PROJECT
    " and x.state in ('issued','acknowledged','answered') and (($6<>'' and x.org=$6 and"
    " x.state<>'answered') or ($6='' and ((x.state='answered' and x.issued_role=$7 and"
    " x.issued_district=$8) or (x.state<>'answered' and x.climbed_to=$7))))" IN_ORDER};
/* $6 one's unit $7 until when */
const struct statement cockpit_meetings = {
    "cockpit_meetings",
    "select m.id, '', '', m.held_on, m.title, 0, '', '', m.district from meeting m"
    " where m.state in ('called','minuted') and ((m.state='called' and m.held_on<=$7) or"
    " (m.state='minuted' and exists(select 1 from meeting_unit y where y.meeting=m.id and"
    " y.org=$6 and y.answer=''))) and " MEETING_SEEN IN_ORDER};
/* $6 whoever looks: what one drafted another approves $7 the level of his problems */
const struct statement cockpit_drafts = {
    "cockpit_drafts",
    "select x.id, x.number, x.org, u.drafted_on, u.draft_title, " PROJECT
    " from problem_upward u join problem x on x.id=u.problem join project p on p.id=x.project"
    " where u.draft_title<>'' and u.returned_on is null and x.state<>'merged' and"
    " u.drafted_by<>$6 and (case when x.level='district' and p.city_coordinates=1 then 'city'"
    " else x.level end)=$7 and " ACCESS_PROJECT IN_ORDER};

#define AHEAD_DAYS 7

static bool read_needs(const struct view_run *run, struct store_rows *rows,
                       struct cockpit_needs *out, struct fault *fault)
{
    out->items = arena_array(run->arena, struct cockpit_need, COCKPIT_NEEDS_MAX + 1);
    while (store_next(rows)) {
        bool is_due = !text_equal(store_cell(rows, 3).text, STANDING_FOR_EVER);
        out->items[out->count++] =
            (struct cockpit_need){.id = store_int(rows, 0),
                                  .number = store_text(run->arena, rows, 1),
                                  .org = store_text(run->arena, rows, 2),
                                  .due_on = is_due ? store_date(rows, 3) : CIVIL_DATE_NONE,
                                  .title = store_text(run->arena, rows, 4),
                                  .project = store_int(rows, 5),
                                  .project_number = store_text(run->arena, rows, 6),
                                  .project_name = store_text(run->arena, rows, 7),
                                  .district = store_text(run->arena, rows, 8)};
    }
    out->is_more = out->count > COCKPIT_NEEDS_MAX;
    out->count -= out->is_more;
    return store_done(rows, fault);
}

static bool is_unit(const struct actor *actor)
{
    return actor->role == ROLE_DEPARTMENT_OFFICER;
}

static const char *level_of(const struct actor *actor)
{
    return is_unit(actor)                             ? ""
           : actor->role == ROLE_CENTRE_COORDINATOR   ? "city"
           : actor->role == ROLE_DISTRICT_COORDINATOR ? "district"
                                                      : "leader";
}

static bool ask_problems(const struct view_run *run, const struct scope *scope,
                         struct store_rows *rows, struct fault *fault)
{
    return store_query(run->store, &cockpit_problems,
                       CELLS(ACCESS_CELLS(*scope), cell_text(text_of(level_of(run->actor))),
                             cell_text(run->actor->org), cell_date(run->today)),
                       rows, fault);
}

static bool ask_whistles(const struct view_run *run, const struct scope *scope,
                         struct store_rows *rows, struct fault *fault)
{
    return store_query(
        run->store, &cockpit_whistles,
        CELLS(ACCESS_CELLS(*scope), cell_text(is_unit(run->actor) ? run->actor->org : TEXT_NONE)),
        rows, fault);
}

static bool ask_orders(const struct view_run *run, const struct scope *scope,
                       struct store_rows *rows, struct fault *fault)
{
    return store_query(
        run->store, &cockpit_orders,
        CELLS(ACCESS_CELLS(*scope), cell_text(is_unit(run->actor) ? run->actor->org : TEXT_NONE),
              cell_text(text_of(role_name(run->actor->role))), cell_text(run->actor->district)),
        rows, fault);
}

static bool ask_meetings(const struct view_run *run, const struct scope *scope,
                         struct store_rows *rows, struct fault *fault)
{
    return store_query(
        run->store, &cockpit_meetings,
        CELLS(ACCESS_CELLS(*scope), cell_text(run->actor->org), cell_date(run->today + AHEAD_DAYS)),
        rows, fault);
}

static bool ask_drafts(const struct view_run *run, const struct scope *scope,
                       struct store_rows *rows, struct fault *fault)
{
    struct upward_terms terms;
    upward_terms_on(run->city, run->today, &terms);
    bool approves = (terms.approvers & ROLE_BIT(run->actor->role)) != 0;
    return store_query(run->store, &cockpit_drafts,
                       CELLS(ACCESS_CELLS(*scope), cell_int(run->actor->account),
                             cell_text(approves ? text_of(level_of(run->actor)) : TEXT("-"))),
                       rows, fault);
}

static const struct {
    const char *kind, *zh, *en, *link, *unit_link;
    bool (*ask)(const struct view_run *run, const struct scope *scope, struct store_rows *rows,
                struct fault *fault);
} kinds[] = {
    {"problems", "待处理的问题", "Problems", "/problems?view=table", "/problems?view=table",
     ask_problems},
    {"whistles", "卡住的吹哨", "Whistles that are stuck", "/problems?view=whistles",
     "/problems?view=whistles", ask_whistles},
    {"orders", "督办", "Supervision orders", "/oversight?tab=orders", "/promises?tab=orders",
     ask_orders},
    {"meetings", "会议", "Meetings", "/meetings", "/meetings", ask_meetings},
    {"drafts", "待审定的上报文字", "Texts to approve", "/problems?view=table",
     "/problems?view=table", ask_drafts},
};

bool cockpit_needs_of(const struct view_run *run, struct text kind, struct cockpit_needs *out,
                      struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct store_rows rows;
        if (!text_is(kind, kinds[i].kind)) {
            continue;
        }
        *out = (struct cockpit_needs){
            .kind = kinds[i].kind,
            .link = is_unit(run->actor) ? kinds[i].unit_link : kinds[i].link,
            .name = text_of(run->actor->language == LANGUAGE_ZH ? kinds[i].zh : kinds[i].en)};
        return kinds[i].ask(run, &scope, &rows, fault) && read_needs(run, &rows, out, fault);
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}
