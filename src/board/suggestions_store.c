#include "app/access.h"
#include "base/arena.h"
#include "board/suggestions_known.h"
#include "ground/project/project_store.h"

/* Projects by the initials of their names: see initials_of. */

static const struct statement suggestions_initial_count = {
    "suggestions_initial_count",
    "select count(*) from (select 1 from project_initial where gram=$1 limit 300) t"};
static const struct statement suggestions_of_initial = {
    "suggestions_of_initial",
    "select p.id, p.number, p.name, p.enterprise from (select project from project_initial"
    " where gram>=$6 and gram<$7 order by gram desc, project desc limit 50 offset $8) g"
    " join project p on p.id=g.project where " ACCESS_PROJECT};

static const struct statement suggestions_own = {
    "suggestions_own", "select p.id, p.number, p.name, p.enterprise from project p where"
                       " p.navigator=$6 and " ACCESS_PROJECT " order by p.id desc limit 1000"};
static const struct statement suggestions_meetings = {
    "suggestions_meetings", "select id, title, held_on from meeting order by id desc limit 2000"};
const struct statement *const suggestions_statements[] = {
    &suggestions_initial_count, &suggestions_of_initial, &suggestions_own, &suggestions_meetings};
const size_t suggestions_statement_count = COUNT_OF(suggestions_statements);

#define RARE 20 /* few enough to look no further for a rarer one */

static bool read_projects(struct arena *arena, struct store_rows *rows, size_t most,
                          struct suggestions_projects *out, struct fault *fault)
{
    *out = (struct suggestions_projects){arena_array(arena, struct suggestions_project, most), 0};
    while (out->count < most && store_next(rows)) {
        out->items[out->count++] =
            (struct suggestions_project){.id = store_int(rows, 0),
                                         .number = store_text(arena, rows, 1),
                                         .name = store_text(arena, rows, 2),
                                         .enterprise = store_text(arena, rows, 3)};
    }
    return store_done(rows, fault);
}

/* Three that nobody has may stand across a place where something of the name was left out. */
bool suggestions_find_initials(const struct view_run *run, struct text letters,
                               struct suggestions_initials *out, struct fault *fault)
{
    int64_t most = letters.len < 2 ? 0 : SUGGESTIONS_FOUND_MAX;
    int64_t least = INT64_MAX;
    *out = (struct suggestions_initials){letters, 0, most};
    for (size_t at = 0; at + INITIALS_LEN <= letters.len && least > RARE; at++) {
        struct text three = text_slice(letters, at, INITIALS_LEN);
        int64_t count = 0;
        if (!store_query_int(run->store, &suggestions_initial_count, CELLS(cell_text(three)),
                             &count, fault)) {
            return false;
        }
        if (count > 0 && count < least) {
            *out = (struct suggestions_initials){three, 0, count};
            least = count;
        }
    }
    return true;
}

bool suggestions_by_initials(const struct view_run *run, struct suggestions_initials *initials,
                             struct suggestions_projects *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct text first = initials->letters;
    /* Two letters are the beginning of three, and no letter comes behind z. */
    struct text end = text_format(run->arena, "%.*s{", TEXT_ARG(first));
    struct store_rows rows;
    if (!store_query(run->store, &suggestions_of_initial,
                     CELLS(ACCESS_CELLS(scope), cell_text(first), cell_text(end),
                           cell_int(initials->looked)),
                     &rows, fault)) {
        return false;
    }
    initials->looked += SUGGESTIONS_AT_ONCE;
    return read_projects(run->arena, &rows, SUGGESTIONS_AT_ONCE, out, fault);
}

bool suggestions_own_projects(const struct view_run *run, struct suggestions_projects *out,
                              struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct store_rows rows;
    return store_query(run->store, &suggestions_own, CELLS(ACCESS_CELLS(scope), cell_int(scope.id)),
                       &rows, fault) &&
           read_projects(run->arena, &rows, SUGGESTIONS_OWN_MAX, out, fault);
}

/* -- what is kept between keystrokes -- */

bool suggestions_read_meetings(struct arena *arena, struct store *store,
                               struct suggestions_known *out, struct fault *fault)
{
    struct store_rows rows;
    out->meetings = arena_array(arena, struct suggestions_meeting, SUGGESTIONS_MEETINGS_MAX);
    if (!store_query(store, &suggestions_meetings, NO_CELLS, &rows, fault)) {
        return false;
    }
    while (out->meeting_count < SUGGESTIONS_MEETINGS_MAX && store_next(&rows)) {
        struct text title = store_text(arena, &rows, 1);
        out->meetings[out->meeting_count++] = (struct suggestions_meeting){
            suggest_name(arena, title), store_int(&rows, 0), title, store_date(&rows, 2)};
    }
    return store_done(&rows, fault);
}
