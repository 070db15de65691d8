#include <string.h>

#include "app/access.h"
#include "base/arena.h"
#include "board/portfolio.h"
#include "ground/project/project_store.h"

/* $6 the day $7 stage $8 district $9 direction $10 light $11 navigator $12 $13 of the way */
#define FOUND                                                                                      \
    "select p.id, p.number, p.name, p.enterprise, p.investment_hundredths, s.weight, s.production"
#define HOLDS(gram)                                                                                \
    " and (" gram "='' or (select 1 from project_gram h where h.gram=" gram                        \
    " and h.project=g.project)=1)"
#define STANDS " join standing s on s.id=p.id and s.from_day<=$6 and s.to_day>=$6"
#define FITS                                                                                       \
    ACCESS_PROJECT                                                                                 \
    " and ($7='' or p.stage=$7) and ($8='' or p.district=$8) and ($9='' or p.direction=$9)"        \
    " and ($10='' or s.light=$10)"

const struct statement portfolio_of_navigator = {
    "portfolio_of_navigator", FOUND " from project p" STANDS " where p.navigator=$11 and " FITS};
const struct statement portfolio_own = {"portfolio_own", FOUND
                                        " from project p" STANDS
                                        " where p.id=$3 and ($11=0 or p.navigator=$11) and " FITS};
const struct statement portfolio_of_unit = {
    "portfolio_of_unit", FOUND " from project_party y join project p on p.id=y.project" STANDS
                               " where y.org=$2 and ($11=0 or p.navigator=$11) and " FITS};
const struct statement portfolio_of_gram = {
    "portfolio_of_gram", FOUND " from project_gram g join project p on p.id=g.project" STANDS
                               " where g.gram=$12" HOLDS("$13")
                                   HOLDS("$14") " and ($11=0 or p.navigator=$11) and " FITS};
const struct statement portfolio_of_grams = {
    "portfolio_of_grams",
    "select p.id, p.number, p.name, p.enterprise, p.investment_hundredths, s.weight, s.production,"
    " g.project from (select gram, project from project_gram where gram>=$12 and gram<$13"
    " order by gram, project limit $14) g left join standing s on s.id=g.project"
    " and s.from_day<=$6 and s.to_day>=$6"
    " left join project p on p.id=s.id and ($11=0 or p.navigator=$11) and " FITS};
const struct statement portfolio_gram_count = {
    "portfolio_gram_count",
    "select count(*) from (select 1 from project_gram where gram=$1 limit $2) t"};
/* A navigator's projects in a derived order, from one index. */
const struct statement portfolio_standing_of_navigator = {
    "portfolio_standing_of_navigator",
    "select p.id, '', '', '', 0, p.weight, p.production from standing p where p.navigator=$11"
    " and p.from_day<=$6 and p.to_day>=$6 and ($7='' or p.stage=$7) and ($8='' or p.district=$8)"
    " and ($9='' or p.direction=$9) and ($10='' or p.light=$10) and " ACCESS_PROJECT};

#define BEGINNINGS 250 /* of grams: a project has several, and a page's worth is enough */

/* Behind every gram that begins with `$12`. */
static struct text behind(struct arena *arena, struct text gram)
{
    return text_format(arena, "%.*s\xf4\x8f\xbf\xbf", TEXT_ARG(gram));
}

static bool ask(const struct view_run *run, const struct portfolio_gathering *gathering,
                struct store_rows *rows, struct fault *fault)
{
    static const struct statement *const ways[] = {
        [PORTFOLIO_OF_NAVIGATOR] = &portfolio_of_navigator,
        [PORTFOLIO_OWN] = &portfolio_own,
        [PORTFOLIO_OF_UNIT] = &portfolio_of_unit,
        [PORTFOLIO_OF_GRAM] = &portfolio_of_gram,
        [PORTFOLIO_OF_GRAMS] = &portfolio_of_grams,
    };
    const struct portfolio_filter *filter = gathering->filter;
    struct scope scope = access_scope(run->city, run->actor);
    struct cell cells[] = {ACCESS_CELLS(scope),
                           cell_date(run->today),
                           cell_text(filter->stage),
                           cell_text(filter->district),
                           cell_text(filter->direction),
                           cell_text(filter->light),
                           cell_int(gathering->navigator),
                           PORTFOLIO_GRAM_CELLS(gathering)};
    bool is_bare = filter->order >= PORTFOLIO_STORED_COUNT && filter->words.len == 0 &&
                   gathering->way == PORTFOLIO_OF_NAVIGATOR;
    const struct statement *way = is_bare ? &portfolio_standing_of_navigator : ways[gathering->way];
    if (gathering->way == PORTFOLIO_OF_GRAMS) {
        cells[12] = cell_text(behind(run->arena, gathering->grams[0]));
        cells[13] = cell_int(BEGINNINGS);
    }
    static const size_t counts[] = {
        [PORTFOLIO_OF_NAVIGATOR] = 11, [PORTFOLIO_OWN] = 11,      [PORTFOLIO_OF_UNIT] = 11,
        [PORTFOLIO_OF_GRAM] = 14,      [PORTFOLIO_OF_GRAMS] = 14,
    };
    size_t count = counts[gathering->way];
    return store_query(run->store, way, (struct cells){cells, count}, rows, fault);
}

static void keep(struct arena *arena, struct portfolio_founds *list, size_t *capacity,
                 const struct store_rows *rows)
{
    if (list->count == *capacity) {
        size_t wider = *capacity == 0 ? 64 : *capacity * 2;
        struct portfolio_found *items = arena_array(arena, struct portfolio_found, wider);
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
        *capacity = wider;
    }
    list->items[list->count++] = (struct portfolio_found){
        .id = store_int(rows, 0),
        .number = store_text(arena, rows, 1),
        .name = store_text(arena, rows, 2),
        .hundredths = store_int(rows, 4),
        .weight = store_int(rows, 5),
        .production = store_int(rows, 6),
    };
}

static bool fits(const struct store_rows *rows, struct text words)
{
    return words.len == 0 || search_holds(store_cell(rows, 2).text, words) ||
           search_holds(store_cell(rows, 3).text, words) ||
           search_holds(store_cell(rows, 1).text, words);
}

/* Of the beginnings of grams: without a project it only counts as looked at. */
static bool is_candidate_only(struct portfolio_gathering *gathering, const struct store_rows *rows)
{
    if (gathering->way != PORTFOLIO_OF_GRAMS) {
        return false;
    }
    gathering->seen++;
    return store_is_null(rows, 0);
}

bool portfolio_gather(const struct view_run *run, struct portfolio_gathering *gathering,
                      struct portfolio_founds *out, struct fault *fault)
{
    struct store_rows rows;
    size_t capacity = 0;
    *out = (struct portfolio_founds){NULL, 0, false};
    gathering->seen = 0;
    if (!ask(run, gathering, &rows, fault)) {
        return false;
    }
    while (!out->is_cut && store_next(&rows)) {
        if (is_candidate_only(gathering, &rows)) {
            continue;
        }
        out->is_cut = out->count == gathering->most;
        if (!out->is_cut && fits(&rows, gathering->filter->words)) {
            keep(run->arena, out, &capacity, &rows);
        }
    }
    out->is_cut =
        out->is_cut || (gathering->way == PORTFOLIO_OF_GRAMS && gathering->seen == BEGINNINGS);
    return store_done(&rows, fault);
}

/* The rarest stands first, and two more. */
static void add_gram(struct portfolio_gathering *out, struct text gram, bool is_rarest)
{
    size_t at = is_rarest ? 0 : out->grams[1].len == 0 ? 1 : 2;
    if (is_rarest && out->way == PORTFOLIO_OF_GRAM) {
        out->grams[2] = out->grams[1];
        out->grams[1] = out->grams[0];
    }
    out->grams[at] = gram;
    out->way = PORTFOLIO_OF_GRAM;
}

/* Counted is as far as it matters: which of two grams that many hold is the rarer one, the last of
 * them tells as well, since words begin with what many have in common. */
bool portfolio_rarest(const struct view_run *run, struct portfolio_gathering *out,
                      struct fault *fault)
{
    struct text words = out->filter->words;
    int64_t least = INT64_MAX;
    struct search_gram first;
    (void)search_gram(words, 0, &first);
    out->way = PORTFOLIO_OF_GRAMS;
    out->grams[0] = text_copy(run->arena, (struct text){first.bytes, first.len});
    for (size_t at = 0; at < words.len && least >= out->rare;) {
        struct search_gram gram;
        int64_t count = 0;
        at = search_gram(words, at, &gram);
        struct text text = text_copy(run->arena, (struct text){gram.bytes, gram.len});
        if (!gram.is_whole) {
            continue;
        }
        if (!store_query_int(run->store, &portfolio_gram_count,
                             CELLS(cell_text(text), cell_int(out->rare)), &count, fault)) {
            return false;
        }
        add_gram(out, text, count <= least);
        least = count < least ? count : least;
    }
    out->most = least < out->rare ? SIZE_MAX : out->most;
    return true;
}
