#ifndef LIANDONG_FLOW_LETTER_FLOW_H
#define LIANDONG_FLOW_LETTER_FLOW_H

#include "flow/flow.h"

/* Letters follow from acts: the action "issue_letter" of triggers.json, with {"kind": code of
 * letters.json}. An event whose name begins with "application." is about that application, any
 * other about its project. What the city has no text for gets no letter. */
extern const struct flow_action issue_letter_action;
/* Of an event about an application whose decision is undone: "withdraw_letter" with {"kinds":
 * [codes of letters.json]} withdraws what still tells it, for the event's reason. No letter in
 * force says what was not decided. */
extern const struct flow_action withdraw_letter_action;

/* Prints a letter when its PDF is first asked for: POST /letters/{id}/print, in the slow thread,
 * through the printer that was set at the start. The PDF becomes a file of the project, with all
 * that files have (who saw it, preview), and its digest goes into the ledger. Asked again, it is
 * there. */
struct printer;
void letter_set_printer(struct printer *printer, const char *origin);

/* And can be read before the act: the view /applications/{id}/letter-preview, with what is typed in
 * the dialog so far. Nothing is kept, no number is taken. */
extern const struct room letter_flow_room;

#endif
