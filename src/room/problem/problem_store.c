#include "room/problem/problem_store.h"

#include "app/access.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "room/problem/problem_merge.h"
#include "room/problem/problem_upward.h"

#define PROBLEM_COLUMNS                                                                            \
    "b.id, b.version, b.project, b.application, b.number, b.title, b.category, b.description, "    \
    "b.state,"                                                                                     \
    " b.level, b.org, b.owner, b.verifier, b.measures, b.raised_on, b.assigned_on, b.due_on, "     \
    "b.solved_on,"                                                                                 \
    " b.done_on, b.verified_on, b.closed_on, b.raised_by, b.raised_role, b.solution, b.evidence,"  \
    " b.no_evidence, b.solved_by, b.verify_note, b.close_note, b.return_reason, "                  \
    "b.escalate_reason,"                                                                           \
    " b.returns, b.reopens, p.number, p.name, p.district, p.enterprise, o.name, v.name, r.name, "  \
    "b.whistle, b.accepts_statement, c.moves, c.spare, c.item, c.is_provisional,"                  \
    " p.city_coordinates, b.level_on, b.climbs_on, b.climbs_to, b.stuck_on, b.merged_into, "       \
    "m.number, b.merge_reason, b.agreed_on,"                                                       \
    " (select count(*) from problem n where n.merged_into=b.id), b.cause,"                         \
    " u.title, u.body, u.approved_on, ua.name, u.draft_title, u.draft_body, u.drafted_by,"         \
    " u.drafted_on, ud.name, u.returned_on, u.return_reason"
/* `day`: the parameter that says for which day the cost is asked. */
#define COST_JOIN(day) " left join standing_problem c on c.id=b.id and c.day=" day
#define PROBLEM_FROM(day)                                                                          \
    " from problem b join project p on p.id=b.project"                                             \
    " left join account_secret o on o.account=b.owner"                                             \
    " left join account_secret v on v.account=b.verifier"                                          \
    " left join account_secret r on r.account=b.raised_by left join problem m on"                  \
    " m.id=b.merged_into left join problem_upward u on u.problem=b.id"                             \
    " left join account_secret ua on ua.account=u.approved_by"                                     \
    " left join account_secret ud on ud.account=u.drafted_by" COST_JOIN(day)
#define TEXT_OF(number) #number
#define NUMBER(number) TEXT_OF(number)
#define COST_KEY                                                                                   \
    "(case when b.state in " PROBLEM_OVER " then " NUMBER(                                         \
        PROBLEM_RANK_CLOSED) " else coalesce(c.rank, " NUMBER(PROBLEM_RANK_UNKNOWN) ") end)"
/* Open ones by day due, those without one behind them, closed ones last. */
#define DUE_KEY                                                                                    \
    "(case when b.state in " PROBLEM_OVER                                                          \
    " then '9999-99-99' else coalesce(b.due_on,'9999-12-31') end)"
/* $14: whoever reads upward finds by the words that he may read. */
#define FILTER                                                                                     \
    " where " ACCESS_PROJECT                                                                       \
    " and ($6='' or b.state=$6 or ($6='open' and b.state not in " PROBLEM_OVER ")"                 \
    " or ($6='climbing' and b.climbs_on is not null) or ($6='stuck' and b.stuck_on is not null))"  \
    " and not (($7<>'' and b.org<>$7) or ($8<>'' and b.level<>$8) or ($12<>'' and "                \
    "b.raised_on<$12) or ($13<>'' and b.raised_on>$13) or ($11<>'' and (b.state='merged' or "      \
    "b.cause<>case when $11='" PROBLEM_CAUSE_UNKNOWN                                               \
    "' then '' else $11 end))) and ($9=0 or b.project=$9)"                                         \
    " and ($10='' or lower(case when $14=1 then coalesce(u.title,'') else b.title end) like $10 "  \
    "escape '\\' or lower(b.number) like $10 escape '\\'"                                          \
    " or lower(p.name) like $10 escape '\\')"

static const struct statement problem_items = {
    "problem_items",
    "select code from problem_item where problem=$1 union select i.code from problem m join "
    "problem_item i on i.problem=m.id where m.merged_into=$1 order by 1"};

static const struct statement problem_by_id = {
    "problem_by_id",
    "select " PROBLEM_COLUMNS PROBLEM_FROM("$7") " where " ACCESS_PROJECT " and b.id=$6"};
static const struct statement problem_list_due = {
    "problem_list_due", "select " PROBLEM_COLUMNS ", " DUE_KEY PROBLEM_FROM("$18") FILTER
    " and (" DUE_KEY ">$15 or (" DUE_KEY "=$15 and b.id>$16)) order by " DUE_KEY
    ", b.id limit $17"};
static const struct statement problem_list_cost = {
    "problem_list_cost", "select " PROBLEM_COLUMNS ", " COST_KEY PROBLEM_FROM("$18") FILTER
    " and (" COST_KEY ">$15 or (" COST_KEY "=$15 and b.id>$16)) order by " COST_KEY
    ", b.id limit $17"};
static const struct statement problem_list_newest = {
    "problem_list_newest", "select " PROBLEM_COLUMNS ", ''" PROBLEM_FROM("$17") FILTER
    " and b.id<$15 order by b.id desc limit $16"};
static const struct statement problem_total = {
    "problem_total",
    "select count(*) from problem b join project p on p.id=b.project left join problem_upward u"
    " on u.problem=b.id" FILTER};
static const struct statement problem_by_project = {
    "problem_by_project", "select " PROBLEM_COLUMNS PROBLEM_FROM(
                              "$3") " where b.project=$1 and ($2=0 or b.state not in " PROBLEM_OVER
                                    ") order by " DUE_KEY ", b.id limit 200"};
static const struct statement problem_helpers = {
    "problem_helpers", "select org from problem_helper where problem=$1 order by org"};
static const struct statement problem_serial = {"problem_serial",
                                                "select max(nth) from problem where year=$1"};
static const struct statement problem_version_of = {"problem_version_of",
                                                    "select version from problem where id=$1"};
/* Looks into neighbours' tables, so that a problem never points to what is another project's. */
static const struct statement problem_plan_item = {
    "problem_plan_item",
    "select 1 from planning_node n join planning_plan l on l.project=n.project and l.plan=n.plan"
    " where n.project=$1 and n.code=$2 and l.state in ('proposed','confirmed') limit 1"};
static const struct statement problem_file = {
    "problem_file", "select id, name, media, size from file where id=$1 and project=$2"};

const struct statement *const problem_statements[] = {
    &problem_insert,         &problem_assign_update,
    &problem_solve_update,   &problem_verify_update,
    &problem_close_update,   &problem_return_update,
    &problem_reopen_update,  &problem_escalate_update,
    &problem_helper_clear,   &problem_helper_insert,
    &problem_by_id,          &problem_list_due,
    &problem_list_newest,    &problem_total,
    &problem_by_project,     &problem_helpers,
    &problem_serial,         &problem_version_of,
    &problem_file,           &problem_item_clear,
    &problem_item_insert,    &problem_version_up,
    &problem_items,          &problem_list_cost,
    &problem_plan_item,      &problem_climb_announce_update,
    &problem_climb_update,   &problem_climb_stuck_update,
    &problem_climb_at,       &problem_merge_update,
    &problem_split_update,   &problem_agree_update,
    &problem_agree_clear,    &problem_parts_of,
    &problem_cause_tally,    &problem_draft_put,
    &problem_draft_approve,  &problem_draft_return,
    &problem_draft_announce, &problem_draft_climb,
    &problem_drafts_at,
};
const size_t problem_statement_count = COUNT_OF(problem_statements);

const char problem_ddl[] =
    "create table problem ("
    " id integer primary key, version integer not null, project integer not null, application "
    "integer "
    "not null,"
    " number text not null, year integer not null, nth integer not null, title text not null,"
    " category text not null, description text not null, state text not null, level text not null,"
    " org text not null, owner integer not null, verifier integer not null, measures text not null,"
    " raised_on text not null, assigned_on text, due_on text, solved_on text, done_on text, "
    "verified_on text,"
    " closed_on text, raised_by integer not null, raised_role text not null, solution text not "
    "null,"
    " evidence text not null, no_evidence text not null, solved_by integer not null, verify_note "
    "text not null,"
    " close_note text not null, return_reason text not null, escalate_reason text not null,"
    " returns integer not null, reopens integer not null, whistle integer not null,"
    " accepts_statement integer not null, level_on text, climbs_on text, climbs_to text not null,"
    " stuck_on text, merged_into integer not null, merge_reason text not null, agreed_on text, "
    "cause text not null);"
    "create index problem_by_main on problem(merged_into);"
    "create index problem_by_raised on problem(raised_on);"
    "create index problem_by_project on problem(project, state);"
    "create index problem_by_year on problem(year, nth);"
    "create index problem_by_org on problem(org, state);"
    "create index problem_by_level on problem(level, state);"
    "create index problem_by_state on problem(state, due_on);"
    "create index problem_by_whistle on problem(whistle);"
    "create table problem_helper (problem integer not null, org text not null, primary "
    "key(problem, "
    "org));"
    "create index problem_helper_by_org on problem_helper(org, problem);"
    "create table problem_item (problem integer not null, code text not null, primary key(problem,"
    " code));"
    "create table problem_upward (problem integer primary key, title text not null, body text not"
    " null, approved_by integer not null, approved_on text, draft_title text not null, draft_body"
    " text not null, drafted_by integer not null, drafted_on text not null, returned_on text,"
    " return_reason text not null, climbs integer not null, climbs_on text, climbs_to text not"
    " null);"
    "create index problem_upward_waits on problem_upward(problem) where draft_title<>'' and"
    " returned_on is null;";

/* -- reading -- */

static void read_people(struct arena *arena, const struct store_rows *rows, struct problem *out)
{
    out->project_number = store_text(arena, rows, 33);
    out->project_name = store_text(arena, rows, 34);
    out->project_district = store_text(arena, rows, 35);
    out->project_enterprise = store_text(arena, rows, 36);
    out->owner_name = store_text(arena, rows, 37);
    out->verifier_name = store_text(arena, rows, 38);
    out->raised_name = store_text(arena, rows, 39);
}

static struct text text_or_none(struct arena *arena, const struct store_rows *rows, int column)
{
    return store_is_null(rows, column) ? TEXT_NONE : store_text(arena, rows, column);
}

static void read_upward(struct arena *arena, const struct store_rows *rows,
                        struct problem_upward *out)
{
    *out = (struct problem_upward){
        .title = text_or_none(arena, rows, 57),
        .body = text_or_none(arena, rows, 58),
        .approved_on = store_date(rows, 59),
        .approved_name = text_or_none(arena, rows, 60),
        .draft_title = text_or_none(arena, rows, 61),
        .draft_body = text_or_none(arena, rows, 62),
        .drafted_by = store_is_null(rows, 63) ? 0 : store_int(rows, 63),
        .drafted_on = store_date(rows, 64),
        .drafted_name = text_or_none(arena, rows, 65),
        .returned_on = store_date(rows, 66),
        .return_reason = text_or_none(arena, rows, 67),
    };
}

static void read_row(struct arena *arena, const struct store_rows *rows, struct problem *out)
{
    *out = (struct problem){
        .id = store_int(rows, 0),
        .version = store_int(rows, 1),
        .project = store_int(rows, 2),
        .application = store_int(rows, 3),
        .number = store_text(arena, rows, 4),
        .title = store_text(arena, rows, 5),
        .category = store_text(arena, rows, 6),
        .description = store_text(arena, rows, 7),
        .org = store_text(arena, rows, 10),
        .owner = store_int(rows, 11),
        .verifier = store_int(rows, 12),
        .measures = store_text(arena, rows, 13),
        .raised_on = store_date(rows, 14),
        .assigned_on = store_date(rows, 15),
        .due_on = store_date(rows, 16),
        .solved_on = store_date(rows, 17),
        .done_on = store_date(rows, 18),
        .verified_on = store_date(rows, 19),
        .closed_on = store_date(rows, 20),
        .raised_by = store_int(rows, 21),
        .raised_role = role_from_name(store_text(arena, rows, 22)),
        .solution = store_text(arena, rows, 23),
        .evidence = store_text(arena, rows, 24),
        .no_evidence = store_text(arena, rows, 25),
        .solved_by = store_int(rows, 26),
        .verify_note = store_text(arena, rows, 27),
        .close_note = store_text(arena, rows, 28),
        .return_reason = store_text(arena, rows, 29),
        .escalate_reason = store_text(arena, rows, 30),
        .returns = store_int(rows, 31),
        .reopens = store_int(rows, 32),
        .whistle = store_int(rows, 40),
        .accepts_statement = store_int(rows, 41) != 0,
        .city_coordinates = store_int(rows, 46) != 0,
        .level_on = store_date(rows, 47),
        .climbs_on = store_date(rows, 48),
        .climbs_to = store_text(arena, rows, 49),
        .stuck_on = store_date(rows, 50),
        .merged_into = store_int(rows, 51),
        .merged_number = store_text(arena, rows, 52),
        .merge_reason = store_text(arena, rows, 53),
        .agreed_on = store_date(rows, 54),
        .part_count = (size_t)store_int(rows, 55),
        .cause = store_text(arena, rows, 56),
    };
    if (!store_is_null(rows, 42)) {
        out->cost = (struct problem_cost){.is_known = true,
                                          .moves = store_int(rows, 42),
                                          .spare = store_int(rows, 43),
                                          .item = store_text(arena, rows, 44),
                                          .is_provisional = store_int(rows, 45) != 0};
    }
    ensure(problem_state_find(store_text(arena, rows, 8), &out->state));
    ensure(problem_level_find(store_text(arena, rows, 9), &out->level));
    read_people(arena, rows, out);
    read_upward(arena, rows, &out->upward);
}

/* Short lists that belong to a problem: helper units, items of the plan. */
#define BELONGINGS_MAX 20

static bool read_belongings(const struct sight *sight, const struct statement *statement,
                            int64_t problem, struct text_list *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, statement, CELLS(cell_int(problem)), &rows, fault)) {
        return false;
    }
    struct text *items = NULL;
    size_t count = 0;
    while (count < BELONGINGS_MAX && store_next(&rows)) {
        items = count == 0 ? arena_array(sight->arena, struct text, BELONGINGS_MAX) : items;
        items[count++] = store_text(sight->arena, &rows, 0);
    }
    *out = (struct text_list){items, count};
    return store_done(&rows, fault);
}

static bool read_all_belongings(struct arena *arena, struct store *store, struct problem *problem,
                                struct fault *fault)
{
    struct sight sight = {.arena = arena, .store = store};
    if (problem->part_count > 0 && !problem_read_parts(arena, store, problem, fault)) {
        return false;
    }
    return read_belongings(&sight, &problem_items, problem->id, &problem->items, fault) &&
           (problem->state == PROBLEM_RAISED ||
            read_belongings(&sight, &problem_helpers, problem->id, &problem->helpers, fault));
}

#define LIST_MOST 201 /* a page of 200 and the row that shows that there is more */

static bool read_list(struct arena *arena, struct store *store, struct store_rows *rows,
                      struct problem_list *out, struct fault *fault)
{
    struct problem *items = arena_array(arena, struct problem, LIST_MOST);
    size_t count = 0;
    while (count < LIST_MOST && store_next(rows)) {
        read_row(arena, rows, &items[count++]);
    }
    if (!store_done(rows, fault)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!read_all_belongings(arena, store, &items[i], fault)) {
            return false;
        }
    }
    *out = (struct problem_list){items, count};
    return true;
}

bool problem_find(const struct sight *sight, int64_t id, civil_date today, struct problem *out,
                  struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(sight->store, &problem_by_id,
                     CELLS(ACCESS_CELLS(sight->scope), cell_int(id), cell_date(today)), &rows,
                     fault)) {
        return false;
    }
    bool found = store_next(&rows);
    if (found) {
        read_row(sight->arena, &rows, out);
    }
    if (!store_done(&rows, fault)) {
        return false;
    }
    return found ? read_all_belongings(sight->arena, sight->store, out, fault)
                 : fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static bool has_post_in(const struct post_list *posts, struct text org)
{
    for (size_t i = 0; i < posts->count; i++) {
        if (text_equal(posts->items[i].org, org)) {
            return true;
        }
    }
    return false;
}

bool problem_know_reader(const struct sight *sight, const struct actor *reader,
                         struct problem_list *list, struct fault *fault)
{
    struct post_list *posts = NULL; /* read once, and only where something waits */
    for (size_t i = 0; i < list->count; i++) {
        struct problem *problem = &list->items[i];
        if (reader->account == 0 || !problem_may(problem, reader, PROBLEM_VERIFY)) {
            continue;
        }
        if (posts == NULL) {
            posts = arena_new(sight->arena, struct post_list);
            if (!account_live_posts(sight->arena, sight->store, reader->account, posts, fault)) {
                return false;
            }
        }
        problem->is_of_readers_unit = has_post_in(posts, problem->org);
    }
    return true;
}

static struct text key_of(struct arena *arena, const struct problem *problem,
                          enum problem_order order)
{
    bool is_over = problem->state == PROBLEM_CLOSED || problem->state == PROBLEM_MERGED;
    if (order == PROBLEM_NEWEST) {
        return TEXT("n");
    }
    if (order == PROBLEM_BY_COST) {
        int64_t rank = is_over ? PROBLEM_RANK_CLOSED : problem_cost_rank(&problem->cost);
        return text_format(arena, "%lld", (long long)rank);
    }
    if (is_over) {
        return TEXT("9999-99-99");
    }
    char day[CIVIL_DATE_TEXT_SIZE];
    return problem->due_on == CIVIL_DATE_NONE
               ? TEXT("9999-12-31")
               : text_copy(arena, civil_date_write(problem->due_on, day));
}

#define FILTER_MORE(filter)                                                                        \
    cell_text((filter)->cause), bound((filter)->from), bound((filter)->until),                     \
        cell_bool((filter)->reads_upward)

static struct cell bound(civil_date day)
{
    return day == CIVIL_DATE_NONE ? cell_text(TEXT_NONE) : cell_date(day);
}

static bool read_total(struct store *store, const struct scope *scope,
                       const struct problem_filter *filter, int64_t *out, struct fault *fault)
{
    *out = 0;
    return store_query_int(store, &problem_total,
                           CELLS(ACCESS_CELLS(*scope), cell_text(filter->state),
                                 cell_text(filter->org), cell_text(filter->level),
                                 cell_int(filter->project), cell_text(filter->like),
                                 FILTER_MORE(filter)),
                           out, fault);
}

static bool query_page(struct store *store, const struct scope *scope,
                       const struct problem_filter *filter, struct store_rows *rows,
                       struct fault *fault)
{
    int64_t before = filter->after_id > 0 ? filter->after_id : INT64_MAX;
    if (filter->order == PROBLEM_BY_COST) {
        int64_t rank = INT32_MIN;
        return (filter->after_id == 0 || text_to_int(filter->after_key, &rank) ||
                fault_raise(fault, FAULT_QUERY_INVALID, TEXT("after"),
                            FAULT_ARGS(TEXT("after")))) &&
               store_query(store, &problem_list_cost,
                           CELLS(ACCESS_CELLS(*scope), cell_text(filter->state),
                                 cell_text(filter->org), cell_text(filter->level),
                                 cell_int(filter->project), cell_text(filter->like),
                                 FILTER_MORE(filter), cell_int(rank), cell_int(filter->after_id),
                                 cell_int(filter->limit + 1), cell_date(filter->today)),
                           rows, fault);
    }
    if (filter->order == PROBLEM_NEWEST) {
        return store_query(store, &problem_list_newest,
                           CELLS(ACCESS_CELLS(*scope), cell_text(filter->state),
                                 cell_text(filter->org), cell_text(filter->level),
                                 cell_int(filter->project), cell_text(filter->like),
                                 FILTER_MORE(filter), cell_int(before), cell_int(filter->limit + 1),
                                 cell_date(filter->today)),
                           rows, fault);
    }
    return store_query(store, &problem_list_due,
                       CELLS(ACCESS_CELLS(*scope), cell_text(filter->state), cell_text(filter->org),
                             cell_text(filter->level), cell_int(filter->project),
                             cell_text(filter->like), FILTER_MORE(filter),
                             cell_text(filter->after_key), cell_int(filter->after_id),
                             cell_int(filter->limit + 1), cell_date(filter->today)),
                       rows, fault);
}

bool problem_page(const struct view_run *run, const struct problem_filter *filter,
                  struct problem_page *out, struct fault *fault)
{
    struct scope reach = access_scope(run->city, run->actor);
    const struct scope *scope = &reach;
    struct arena *arena = run->arena;
    struct store *store = run->store;
    *out = (struct problem_page){.next_key = TEXT_NONE};
    struct store_rows rows;
    ensure(filter->limit < LIST_MOST);
    if (!read_total(store, scope, filter, &out->total, fault) ||
        !query_page(store, scope, filter, &rows, fault) ||
        !read_list(arena, store, &rows, &out->list, fault)) {
        return false;
    }
    if ((int64_t)out->list.count > filter->limit) {
        out->list.count = (size_t)filter->limit;
        const struct problem *last = &out->list.items[out->list.count - 1];
        out->next_key = key_of(arena, last, filter->order);
        out->next_id = last->id;
    }
    problem_list_seen(run, &out->list);
    struct sight sight = view_sight(run);
    return problem_know_reader(&sight, run->actor, &out->list, fault);
}

bool problem_load(const struct view_run *run, int64_t id, struct problem *out, struct fault *fault)
{
    struct sight sight = view_sight(run);
    if (!problem_find(&sight, id, run->today, out, fault)) {
        return false;
    }
    problem_seen(run, out);
    return problem_know_reader(&sight, run->actor, &(struct problem_list){out, 1}, fault);
}

static bool read_seen(const struct view_run *run, struct store_rows *rows, struct problem_list *out,
                      struct fault *fault)
{
    if (!read_list(run->arena, run->store, rows, out, fault)) {
        return false;
    }
    problem_list_seen(run, out);
    struct sight sight = view_sight(run);
    return problem_know_reader(&sight, run->actor, out, fault);
}

bool problem_of_project(const struct view_run *run, int64_t project, bool open_only,
                        struct problem_list *out, struct fault *fault)
{
    struct store_rows rows;
    return store_query(run->store, &problem_by_project,
                       CELLS(cell_int(project), cell_bool(open_only), cell_date(run->today)), &rows,
                       fault) &&
           read_seen(run, &rows, out, fault);
}

bool problem_next_serial(struct store *store, int64_t year, int64_t *out, struct fault *fault)
{
    int64_t last = 0;
    bool read = store_query_int(store, &problem_serial, CELLS(cell_int(year)), &last, fault);
    *out = last + 1;
    return read;
}

bool problem_version(struct store *store, int64_t id, int64_t *out, struct fault *fault)
{
    return store_query_int(store, &problem_version_of, CELLS(cell_int(id)), out, fault);
}

bool problem_plan_has(struct store *store, int64_t project, struct text code, bool *out,
                      struct fault *fault)
{
    int64_t found = 0;
    bool read = store_query_int(store, &problem_plan_item,
                                CELLS(cell_int(project), cell_text(code)), &found, fault);
    *out = found != 0;
    return read;
}

bool problem_file_of(struct arena *arena, struct store *store, int64_t project, int64_t file,
                     struct problem_file *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct problem_file){.name = TEXT_NONE};
    if (!store_query(store, &problem_file, CELLS(cell_int(file), cell_int(project)), &rows,
                     fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct problem_file){.id = store_int(&rows, 0),
                                     .name = store_text(arena, &rows, 1),
                                     .media = store_text(arena, &rows, 2),
                                     .size = store_int(&rows, 3)};
    }
    return store_done(&rows, fault);
}
