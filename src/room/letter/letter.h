#ifndef LIANDONG_ROOM_LETTER_H
#define LIANDONG_ROOM_LETTER_H

#include "app/kind.h"

/* The letter (文书): what is told to an enterprise in writing, with date and law: that its
 * application was accepted, what must be supplemented, why not, until when, what was decided; also
 * the agreement on agency (代办协议) and the approval plan (审批方案).
 *
 *     issued --correct--> replaced (by the corrected one)
 *        \--withdraw--> withdrawn
 *
 * - It is issued by the event it belongs to, in the same transaction (src/flow): whoever accepts an
 *   application has written the notice of it. So no notice can be forgotten, and none tells
 * anything that did not happen.
 * - Its text is the city's (letters.json); what is filled in is what the platform knows. The text
 * as it was filled in stands in the ledger with its digest (SM3): a later change of the pack
 * changes no letter. The ledger's head is signed (SM2), and so is every letter under it.
 * - Numbers run without gaps within a series and a year.
 * - Every letter says its day, the law it rests on, and until when what is due, with the working
 * days left (行政许可法 arts. 32, 38, 42, 44, 45): the composer writes these itself, whatever the
 * text says.
 * - The PDF is printed from the content when it is first asked for, and kept as it came out then;
 * its digest is recorded (letter.printed), so that the file alone can be checked.
 * - Whoever has the receipt code of its entry (核验码) can check it: see board/verify.
 * - Letters are addressed to the enterprise; no person's name or number belongs into them. */

/* -- composing (letter_compose.c, pure) -- */

/* What a text may name in braces: "{item}". `items`: for lists; of a table `columns` texts a row.
 */
struct letter_value {
    struct text name;
    struct text text;
    const struct text *items;
    size_t count;
    size_t columns; /* 0: one text a row */
};
struct letter_values {
    const struct letter_value *items;
    size_t count;
};

struct pack_record;
struct letter_order {
    const struct pack_record *text; /* of letters.json, in force on the day */
    struct letter_values values;
    struct text number, unit_name, addressee;
    civil_date on;       /* the day of the letter */
    civil_date due;      /* CIVIL_DATE_NONE: nothing runs */
    int64_t days_left;   /* working days from `on` to `due` */
    bool is_provisional; /* the calendar of the year of `due` is not published */
};

/* The document (src/paper) as canonical JSON. LETTER_TEXT_WRONG when the text names what is not
 * known.
 */
MUST_USE bool letter_compose(struct arena *arena, const struct letter_order *order,
                             struct text *out, struct fault *fault);
/* "{name}" filled in; a name that is not among the values is LETTER_TEXT_WRONG. */
MUST_USE bool letter_fill(struct arena *arena, struct text pattern,
                          const struct letter_values *values, struct text *out,
                          struct fault *fault);
/* "2026年11月2日" */
struct text letter_day(struct arena *arena, civil_date day);
/* The name of its PDF: title and number, without what a file's name may not hold. */
struct letter;
struct text letter_file_name(struct arena *arena, const struct letter *letter);
/* The same document with a QR code of the address where it is checked; `origin` NULL: of the code.
 */
struct text letter_with_code(struct arena *arena, struct text document, struct text code,
                             const char *origin);

/* -- events and commands -- */

struct letter_issued {
    struct text kind; /* code of letters.json */
    struct text title, number, series;
    int64_t year, serial;
    int64_t application; /* 0: about the project */
    int64_t about;       /* the entry it belongs to */
    struct text unit;    /* code of the issuing unit */
    struct text addressee, basis;
    civil_date due;
    int64_t days_left;
    bool provisional;
    int64_t replaces;   /* the letter that this one corrects, 0 none */
    struct text reason; /* why it was corrected */
    struct text document, digest;
};
struct letter_printed {
    int64_t file; /* room file: the PDF is a file of the project */
    struct text digest;
    int64_t size;
};
struct letter_withdraw {
    struct text reason;
};
/* By hand, or by what undid the decision it tells of. */
struct letter_withdrawn {
    struct text reason;
    struct text cause, basis; /* kind of that event, and the law it named; "": by hand */
};
struct letter_correct {
    struct text reason, from, to;
};
extern const struct field_table letter_issued_table, letter_printed_table, letter_withdraw_table,
    letter_correct_table;
extern const struct event_kind letter_issued_event, letter_printed_event, letter_withdrawn_event;

/* -- the table (letter_store.c) -- */

enum letter_state { LETTER_ISSUED, LETTER_REPLACED, LETTER_WITHDRAWN, LETTER_STATE_COUNT };
const char *letter_state_code(enum letter_state state);

struct letter {
    int64_t id, version, project, application, about, replaced_by, replaces, file;
    int64_t printed_seq, ended_seq; /* their entries in the ledger, 0: none */
    struct text kind, title, number, unit, addressee, basis, digest, pdf_digest, reason;
    struct text end_cause, end_basis; /* withdrawn by an event of that kind, on that law */
    civil_date issued_on, due, ended_on;
    int64_t days_left, year, serial;
    bool is_provisional;
    enum letter_state state;
    struct text series;
};
struct letters {
    struct letter *items;
    size_t count;
};

/* The letter run->id if its project may be seen, else NOT_FOUND. */
MUST_USE bool letter_of_view(const struct view_run *run, struct letter *out, struct fault *fault);
/* By the digest of its PDF, whoever asks. id 0: none. */
MUST_USE bool letter_by_digest(struct arena *arena, struct store *store, struct text pdf_digest,
                               struct letter *out, struct fault *fault);
/* Whoever asks: for the public check, which has shown the code. id 0: none. */
MUST_USE bool letter_by_id(struct arena *arena, struct store *store, int64_t id, struct letter *out,
                           struct fault *fault);
/* Content and receipt code (核验码) of a letter, from its entry in the ledger. */
struct letter_content {
    struct text document, code;
};
MUST_USE bool letter_content(struct arena *arena, struct store *store, int64_t id,
                             struct letter_content *out, struct fault *fault);

/* -- issuing, for flows -- */

struct letter_to_issue {
    const struct pack_record *text;
    struct letter_values values;
    int64_t project, application, about;
    struct text unit, unit_name, addressee;
    civil_date on, due;
    int64_t days_left;
    bool is_provisional;
};
/* Numbers, composes and emits letter.issued. */
MUST_USE bool letter_issue(struct command_run *run, const struct letter_to_issue *letter,
                           struct fault *fault);

/* What was decided is undone: letters of a kind (letters.json) about the application that are in
 * force are withdrawn, for the reason given. None is no fault. */
struct letter_undone {
    int64_t application;
    struct text kind, reason;
    struct text cause, basis; /* kind of the event that undid it; the law it rests on, or "" */
};
MUST_USE bool letter_undo(struct command_run *run, const struct letter_undone *undone,
                          struct fault *fault);

extern const struct room letter_room;

#endif
