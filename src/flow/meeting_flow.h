#ifndef LIANDONG_FLOW_MEETING_FLOW_H
#define LIANDONG_FLOW_MEETING_FLOW_H

#include "app/kind.h"

/* The agenda of a meeting (议题) from what blocks: open problems, cases past their day, and
 * whistles that nobody closed, of the meeting's district or, for one of the city, of all. What
 * costs production most stands first; of the same cost what is late longest. The cost is what the
 * plan says of the case, or of the items that a problem holds up: one that is pinned to none has no
 * known cost, and comes after those that have.
 *
 * The flow action "fill_agenda" of triggers.json: {"most": 12}, on meeting.called. By hand:
 * POST /meetings/{id}/points, from GET /meetings/{id}/candidates. */
struct flow_action;
extern const struct flow_action flow_fill_agenda;

/* Tells the units of a meeting, in the platform: the one that the event names (`org`: invited), or
 * all that are invited (moved, cancelled, minutes to confirm), with the enterprises that are guests
 * where the meeting itself is moved or cancelled. The flow action "tell_units":
 * {"text_zh", "text_en"} with the places {title} {day} {starts} {ends} {place} {reason} and {due},
 * the day of the meeting or, of minutes, that by which they are to be confirmed. */
extern const struct flow_action flow_tell_units;

/* Of briefings, with the same places: "tell_guest" an enterprise that is invited; and
 * "tell_of_question" {"who": "unit" | "asker"} with {title}, {question} and {due}: the unit that is
 * to answer a question, or whoever asked it (briefing.h). */
extern const struct flow_action flow_tell_guest, flow_tell_of_question;

extern const struct room meeting_flow_room;

#endif
