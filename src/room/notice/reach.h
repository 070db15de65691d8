#ifndef LIANDONG_ROOM_NOTICE_REACH_H
#define LIANDONG_ROOM_NOTICE_REACH_H

#include "app/kind.h"

/* How somebody is reached outside the platform: his address, his telephone, and what he chose. He
 * says it himself, on his own page. Address and telephone are personal data: sealed one by one
 * (src/vault), never in the ledger, shown to nobody else. Nobody needs either: who cannot be
 * reached is told in the platform, and stands in the list of gaps. */

#define REACH_MODES "digest", "once", "off"
#define REACH_LANGUAGES "zh", "en"
#define REACH_HOUR_UNSAID (-1)

/* What is sent to him by a way: */
enum reach_mode {
    REACH_DIGEST, /* the usual: what presses at once, the rest once a day */
    REACH_ONCE,   /* all of it once a day */
    REACH_OFF     /* nothing: he opted out */
};

/* How far his address of e-mail has come; nothing but the code is sent to one that is not
 * confirmed (reach_code.h). */
#define REACH_ADDRESSES "none", "asked", "confirmed"
enum reach_address { REACH_NO_ADDRESS, REACH_ASKED, REACH_CONFIRMED };

/* -- the command -- */
struct reach_set {
    struct text mail_address; /* "": none */
    struct text phone;        /* "": none */
    struct text mail;         /* a mode; "": digest */
    struct text message;      /* the same for text messages; "": digest */
    struct text language;     /* "": zh */
    struct text quiet_from;   /* "22:00"; both or neither: the city's hours */
    struct text quiet_to;
};
extern const struct field_table reach_set_table;

/* -- as it is kept -- */
struct reach {
    int64_t account;
    struct text address, phone;
    enum reach_address address_state;
    enum reach_mode mail, message;
    enum language language;
    int quiet_from, quiet_to; /* minutes of the day, or REACH_HOUR_UNSAID */
    struct text refused;      /* why the address was refused by its own server; "" it was not */
};
enum reach_mode reach_mode_of(struct text word); /* "" and what is unknown: REACH_DIGEST */
struct text reach_mode_word(enum reach_mode mode);
enum reach_address reach_address_of(struct text word); /* what is unknown: REACH_ASKED */
struct text reach_address_word(enum reach_address state);

/* Digits, a leading +, spaces and hyphens; 5 to 20 digits. */
bool reach_phone_is_valid(struct text phone);
/* Refused with the field that is wrong. */
MUST_USE bool reach_decide(const struct reach_set *command, struct reach *out, struct fault *fault);

/* -- reach_store.c -- */

/* `out->account` is 0 where he has said nothing. With address and telephone opened. */
MUST_USE bool reach_read(const struct view_run *run, int64_t account, struct reach *out,
                         struct fault *fault);
MUST_USE bool reach_keep(struct command_run *run, const struct reach *reach, struct fault *fault);
/* What became of the address; `refused` as above. */
struct reach_mark {
    int64_t account;
    enum reach_address address_state;
    struct text refused;
};
MUST_USE bool reach_mark(struct store *store, const struct reach_mark *mark, struct fault *fault);
extern const struct statement reach_put, reach_of, reach_marked;

/* -- reach_door.c: rows of the room's tables -- */
MUST_USE bool reach_perform_set(struct command_run *run, const void *fields, struct fault *fault);
MUST_USE bool reach_answer(const struct view_run *run, struct json_writer *json,
                           struct fault *fault);

#endif
