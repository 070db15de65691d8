#include "base/arena.h"
#include "board/casework.h"

#define LIST_MAX 200

static const struct statement casework_transfers_waiting = {
    "casework_transfers_waiting",
    "select id, application, from_org, reason, asked_on from application_transfer where to_org=$1"
    " and state='waiting' order by id limit 200"};

static const struct statement casework_people_in = {
    "casework_people_in",
    "select distinct x.account, h.name from account_post x join account a on a.id=x.account"
    " join account_secret h on h.account=x.account where x.role in ('department_officer',"
    "'navigator','promotion_officer','centre_coordinator','district_coordinator') and x.ended=0"
    " and x.org=$1 and a.disabled=0 order by h.name, x.account limit 300"};

const struct statement *const casework_statements[] = {&casework_transfers_waiting,
                                                       &casework_people_in};
const size_t casework_statement_count = COUNT_OF(casework_statements);

bool casework_transfers_to(struct arena *arena, struct store *store, struct text org,
                           struct casework_transfers *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct casework_transfers){arena_array(arena, struct casework_transfer, LIST_MAX), 0};
    if (!store_query(store, &casework_transfers_waiting, CELLS(cell_text(org)), &rows, fault)) {
        return false;
    }
    while (out->count < LIST_MAX && store_next(&rows)) {
        out->items[out->count++] = (struct casework_transfer){
            .id = store_int(&rows, 0),
            .application = store_int(&rows, 1),
            .from = store_text(arena, &rows, 2),
            .reason = store_text(arena, &rows, 3),
            .asked_on = store_date(&rows, 4),
        };
    }
    return store_done(&rows, fault);
}

#define PEOPLE_MAX 300

bool casework_people_of(struct arena *arena, struct store *store, struct text org,
                        struct casework_people *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct casework_people){arena_array(arena, struct casework_person, PEOPLE_MAX), 0};
    if (!store_query(store, &casework_people_in, CELLS(cell_text(org)), &rows, fault)) {
        return false;
    }
    while (out->count < PEOPLE_MAX && store_next(&rows)) {
        out->items[out->count++] =
            (struct casework_person){store_int(&rows, 0), store_text(arena, &rows, 1)};
    }
    return store_done(&rows, fault);
}
