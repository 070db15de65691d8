#ifndef LIANDONG_ROOM_HANDOVER_H
#define LIANDONG_ROOM_HANDOVER_H

#include "ground/project/project.h"

/* Hand-over (移交) from the promotion department to the service centre: the joint of the
 * "double-wheel drive" (双轮驱动, mechanism section 2). The promotion side sends a project of the
 * list, the centre acknowledges within a limit (handover_acknowledge) or returns it with a reason;
 * until one of the two, it is the centre's turn, and nothing falls between. */
struct handover_send {
    struct text note;
};
struct handover_acknowledge {
    struct text note;
};
struct handover_return {
    struct text reason;
};

extern const struct field_table handover_send_table, handover_acknowledge_table,
    handover_return_table;

/* A hand-over's events have the bodies of their commands. */
extern const struct event_kind handover_sent_event, handover_acknowledged_event,
    handover_returned_event;
record_function handover_record_sent, handover_record_acknowledged, handover_record_returned;

extern const struct statement *const handover_statements[];
extern const size_t handover_statement_count;
extern const char handover_ddl[];
extern const struct room handover_room;

#endif
