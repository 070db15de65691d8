#ifndef LIANDONG_BASE_ICALENDAR_H
#define LIANDONG_BASE_ICALENDAR_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/civil_date.h"

/* Calendars as other programs read them (RFC 5545; invitations: RFC 5546): lines end with CRLF and
 * are folded at 75 octets, never inside a character; texts are escaped; instants are UTC. Knows no
 * word of the trade. */

struct icalendar_head {
    struct text name;   /* of a feed; "" none */
    struct text method; /* REQUEST, CANCEL, or "" for a feed */
};
struct icalendar_event {
    struct text uid;      /* the same for ever */
    int64_t sequence;     /* grows with each change that whoever comes must know */
    int64_t stamp;        /* UTC ms: when this was written */
    int64_t starts, ends; /* UTC ms; both 0: the whole of `day` */
    civil_date day;
    struct text summary, place, description, address;
    struct text organizer; /* a name; "" none */
    bool is_cancelled;
};

void icalendar_open(struct buffer *out, const struct icalendar_head *head);
void icalendar_event(struct buffer *out, const struct icalendar_event *event);
/* Whoever is asked to come; between icalendar_event and icalendar_event_end. */
void icalendar_attendee(struct buffer *out, struct text name);
void icalendar_event_end(struct buffer *out);
void icalendar_close(struct buffer *out);

/* "14:30" of a day at an offset from UTC, as UTC ms. */
int64_t icalendar_instant(civil_date day, struct text clock, int offset_minutes);

#endif
