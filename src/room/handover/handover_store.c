#include "room/handover/handover.h"

static const struct statement handover_upsert = {
    "handover_upsert", "insert into handover(project, sent_on, acknowledged_on, returned_on, "
                       "reason, times) values($1,$2,null,null,'',1)"
                       " on conflict(project) do update set sent_on=excluded.sent_on, "
                       "acknowledged_on=null, returned_on=null,"
                       " reason='', times=handover.times+1"};
static const struct statement handover_set_acknowledged = {
    "handover_set_acknowledged", "update handover set acknowledged_on=$2 where project=$1"};
static const struct statement handover_set_returned = {
    "handover_set_returned", "update handover set returned_on=$2, reason=$3 where project=$1"};

const struct statement *const handover_statements[] = {&handover_upsert, &handover_set_acknowledged,
                                                       &handover_set_returned};
const size_t handover_statement_count = COUNT_OF(handover_statements);

const char handover_ddl[] = "create table handover (project integer primary key, sent_on text not "
                            "null, acknowledged_on text,"
                            " returned_on text, reason text not null, times integer not null);";

bool handover_record_sent(struct store *store, const struct event *event, struct fault *fault)
{
    return store_run(store, &handover_upsert,
                     CELLS(cell_int(event->project), cell_date(event->happened_on)), fault);
}

bool handover_record_acknowledged(struct store *store, const struct event *event,
                                  struct fault *fault)
{
    return store_run(store, &handover_set_acknowledged,
                     CELLS(cell_int(event->project), cell_date(event->happened_on)), fault);
}

bool handover_record_returned(struct store *store, const struct event *event, struct fault *fault)
{
    const struct handover_return *body = event->body;
    return store_run(
        store, &handover_set_returned,
        CELLS(cell_int(event->project), cell_date(event->happened_on), cell_text(body->reason)),
        fault);
}
