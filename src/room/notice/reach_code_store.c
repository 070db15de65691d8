#include "base/arena.h"
#include "room/notice/reach_code.h"

const struct statement reach_code_of = {"reach_code_of",
                                        "select hash, sent_at, tries, asked_at, counted_from, count"
                                        " from notice_reach_code where account=$1"};
const struct statement reach_code_put = {
    "reach_code_put",
    "insert into notice_reach_code(account, hash, sent_at, tries, asked_at, counted_from, count)"
    " values($1,$2,$3,$4,$5,$6,$7) on conflict(account) do update set hash=excluded.hash,"
    " sent_at=excluded.sent_at, tries=excluded.tries, asked_at=excluded.asked_at,"
    " counted_from=excluded.counted_from, count=excluded.count"};

bool reach_code_read(struct arena *arena, struct store *store, int64_t account,
                     struct reach_code *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct reach_code){.account = account};
    if (!store_query(store, &reach_code_of, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct reach_code){
            .account = account,
            .hash = store_text(arena, &rows, 0),
            .sent_at = store_int(&rows, 1),
            .tries = store_int(&rows, 2),
            .asked_at = store_int(&rows, 3),
            .counted_from = store_int(&rows, 4),
            .count = store_int(&rows, 5),
        };
    }
    return store_done(&rows, fault);
}

bool reach_code_keep(struct store *store, const struct reach_code *code, struct fault *fault)
{
    return store_run(store, &reach_code_put,
                     CELLS(cell_int(code->account), cell_text(code->hash), cell_int(code->sent_at),
                           cell_int(code->tries), cell_int(code->asked_at),
                           cell_int(code->counted_from), cell_int(code->count)),
                     fault);
}
