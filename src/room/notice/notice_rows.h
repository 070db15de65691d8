#ifndef LIANDONG_ROOM_NOTICE_ROWS_H
#define LIANDONG_ROOM_NOTICE_ROWS_H

#include "app/access.h"
#include "room/notice/notice.h"

/* How notices are selected and read, between the files of the room. `read_on`: the column that says
 * when; more columns may stand behind, from NOTICE_COLUMN_END on. */
#define NOTICE_COLUMNS(read_on)                                                                    \
    "n.id, n.project, n.application, n.about, n.address, n.kind, n.rule, n.text, n.text_en,"       \
    " n.law, n.due_on, n.left_days, n.sent_on, " read_on                                           \
    ", coalesce(p.name,''), coalesce(a.number,'')"
#define NOTICE_COLUMN_END 16
#define NOTICE_NAMED                                                                               \
    " left join project p on p.id=n.project left join application a on a.id=n.application"
/* One about no project is seen by who sees the city; `project` is the column. */
#define NOTICE_SENT_SEEN(project) " ((" project "=0 and $1=1) or (" ACCESS_PROJECT "))"

void notice_read(struct arena *arena, const struct store_rows *rows, struct notice *out);
/* At most NOTICE_LIST_MAX. */
MUST_USE bool notice_read_all(struct arena *arena, struct store_rows *rows, struct notices *out,
                              struct fault *fault);

#endif
