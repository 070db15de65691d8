#include "room/application/application_version.h"

const struct statement application_version_update = {
    "application_version_update",
    "update application set version=version+1, limit_days=$2, limit_basis=$3 where id=$1"};
const struct statement application_moved_put = {
    "application_moved_put",
    "insert into application_moved(application, from_day, moved_on, reason, by_actor)"
    " values($1,$2,$3,$4,$5) on conflict(application) do update set from_day=excluded.from_day,"
    " moved_on=excluded.moved_on, reason=excluded.reason, by_actor=excluded.by_actor"};
const struct statement application_moved_get = {
    "application_moved_get", "select moved_on, reason from application_moved where application=$1"};

bool application_record_version_moved(struct store *store, const struct event *event,
                                      struct fault *fault)
{
    const struct application_version_moved *body = event->body;
    struct cell basis =
        body->limit_basis.len > 0 ? cell_text(body->limit_basis) : cell_date(CIVIL_DATE_NONE);
    return store_run(store, &application_version_update,
                     CELLS(cell_int(event->subject), cell_int(body->limit_days), basis), fault) &&
           store_run(store, &application_moved_put,
                     CELLS(cell_int(event->subject), cell_date(body->from),
                           cell_date(event->happened_on), cell_text(body->reason),
                           cell_text(event->actor)),
                     fault);
}

bool application_went_of(struct arena *arena, struct store *store, int64_t id,
                         struct application_went *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct application_went){CIVIL_DATE_NONE, TEXT_NONE};
    if (!store_query(store, &application_moved_get, CELLS(cell_int(id)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        *out = (struct application_went){store_date(&rows, 0), store_text(arena, &rows, 1)};
    }
    return store_done(&rows, fault);
}
