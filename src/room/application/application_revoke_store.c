#include "room/application/application_kinds.h"
#include "room/application/application_store.h"

/* A granted result is taken back. */
const struct statement application_revoke_update = {
    "application_revoke_update",
    "update application set version=version+1, state='revoked', closed_on=$2,"
    " reason=$3, basis=$4 where id=$1"};

bool application_record_revoked(struct store *store, const struct event *event, struct fault *fault)
{
    const struct application_revoked *body = event->body;
    return store_run(store, &application_revoke_update,
                     CELLS(cell_int(event->subject), cell_date(event->happened_on),
                           cell_text(body->reason), cell_text(body->basis)),
                     fault);
}
