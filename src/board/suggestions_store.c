#include "app/access.h"
#include "base/arena.h"
#include "board/suggestions.h"
#include "ground/project/project_store.h"

/* Projects by the initials of their names: see initials_of. */

static const struct statement suggestions_initial_count = {
    "suggestions_initial_count",
    "select count(*) from (select 1 from project_initial where gram=$1 limit 300) t"};
static const struct statement suggestions_of_initial = {
    "suggestions_of_initial",
    "select p.id, p.number, p.name, p.enterprise from (select project from project_initial"
    " where gram>=$6 and gram<$7 order by gram desc, project desc limit 300) g"
    " join project p on p.id=g.project where " ACCESS_PROJECT};

const struct statement *const suggestions_statements[] = {&suggestions_initial_count,
                                                          &suggestions_of_initial};
const size_t suggestions_statement_count = COUNT_OF(suggestions_statements);

#define RARE 20 /* few enough to look no further for a rarer one */

/* Three that nobody has may stand across a place where something of the name was left out. */
static bool find_rarest(const struct view_run *run, struct text letters, struct text *out,
                        struct fault *fault)
{
    int64_t least = INT64_MAX;
    *out = letters;
    for (size_t at = 0; at + INITIALS_LEN <= letters.len && least > RARE; at++) {
        struct text three = text_slice(letters, at, INITIALS_LEN);
        int64_t count = 0;
        if (!store_query_int(run->store, &suggestions_initial_count, CELLS(cell_text(three)),
                             &count, fault)) {
            return false;
        }
        if (count > 0 && count < least) {
            *out = three;
            least = count;
        }
    }
    return true;
}

bool suggestions_by_initials(const struct view_run *run, struct text letters,
                             struct suggestions_projects *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    struct text rarest;
    struct store_rows rows;
    *out = (struct suggestions_projects){NULL, 0};
    if (letters.len < 2) {
        return true;
    }
    if (!find_rarest(run, letters, &rarest, fault)) {
        return false;
    }
    /* Two letters are the beginning of three, and no letter comes behind z. */
    struct text end = text_format(run->arena, "%.*s{", TEXT_ARG(rarest));
    if (!store_query(run->store, &suggestions_of_initial,
                     CELLS(ACCESS_CELLS(scope), cell_text(rarest), cell_text(end)), &rows, fault)) {
        return false;
    }
    out->items = arena_array(run->arena, struct suggestions_project, SUGGESTIONS_FOUND_MAX);
    while (out->count < SUGGESTIONS_FOUND_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct suggestions_project){.id = store_int(&rows, 0),
                                         .number = store_text(run->arena, &rows, 1),
                                         .name = store_text(run->arena, &rows, 2),
                                         .enterprise = store_text(run->arena, &rows, 3)};
    }
    return store_done(&rows, fault);
}
