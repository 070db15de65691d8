#include "base/arena.h"
#include "room/navigator/navigator.h"

#define LIST_MAX 200

static const struct statement navigator_find = {
    "navigator_find",
    "select 1 from account_post p join account a on a.id=p.account and a.disabled=0"
    " where p.account=$1 and p.role='navigator' and p.ended=0"};
static const struct statement navigator_all = {
    "navigator_all",
    "select a.id, c.name, p.org, p.district,"
    " (select count(*) from project x where x.navigator=a.id and x.stage_rank between 60 and 70)"
    " from account_post p join account a on a.id=p.account and a.disabled=0"
    " join account_secret c on c.account=a.id"
    " where p.role='navigator' and p.ended=0 and ($1='' or p.district=$1) order by 5, a.id limit "
    "200"};

const struct statement *const navigator_statements[] = {&navigator_find, &navigator_all};
const size_t navigator_statement_count = COUNT_OF(navigator_statements);

bool navigator_exists(struct store *store, int64_t account, bool *out, struct fault *fault)
{
    int64_t found = 0;
    if (!store_query_int(store, &navigator_find, CELLS(cell_int(account)), &found, fault)) {
        return false;
    }
    *out = found != 0;
    return true;
}

bool navigator_list(struct arena *arena, struct store *store, struct text district,
                    struct navigator_rows *out, struct fault *fault)
{
    out->items = arena_array(arena, struct navigator_row, LIST_MAX);
    out->count = 0;
    struct store_rows rows;
    if (!store_query(store, &navigator_all, CELLS(cell_text(district)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct navigator_row){
            .account = store_int(&rows, 0),
            .name = store_text(arena, &rows, 1),
            .org = store_text(arena, &rows, 2),
            .district = store_text(arena, &rows, 3),
            .projects = store_int(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}
