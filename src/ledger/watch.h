#ifndef LIANDONG_LEDGER_WATCH_H
#define LIANDONG_LEDGER_WATCH_H

#include "ledger/ledger.h"

/* What an independent watcher (台账守望) makes of a head that the service shows, beside one that he
 * holds himself. Who holds a head and is shown a proof of consistency (RFC 6962, 2.1.2) up to the
 * next need believe nobody: no past entry can be changed, taken out or cut off without his seeing
 * it. Pure. */
enum ledger_alarm {
    LEDGER_ALARM_NONE,
    LEDGER_ALARM_UNSIGNED,  /* the signature does not hold */
    LEDGER_ALARM_OTHER_KEY, /* it holds, but under another key than the one that was pinned */
    LEDGER_ALARM_CUT,       /* shorter than it was: a tail was cut off, or a backup put back */
    LEDGER_ALARM_FORK,      /* as long as it was, and another one */
    LEDGER_ALARM_REWRITTEN  /* longer, but it does not begin with what it was */
};

/* `held` NULL: nothing is known yet. `key`: LEDGER_PUBLIC_KEY_SIZE bytes, or NULL where any key
 * will do. `proof` leads from the held size to the one shown, and is asked for only where the shown
 * one is the longer; NULL, and a proof of anything else, are as if it did not hold. */
struct ledger_watched {
    const struct ledger_head *held;
    const struct ledger_head *shown;
    const unsigned char *key;
    const struct ledger_consistency *proof;
};
enum ledger_alarm ledger_watch(const struct ledger_watched *watched);

/* Whether a proof is needed to tell. */
bool ledger_watch_needs_proof(const struct ledger_watched *watched);

/* "none", "unsigned", "other-key", "cut", "fork", "rewritten" */
const char *ledger_alarm_name(enum ledger_alarm alarm);

#endif
