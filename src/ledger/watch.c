#include "ledger/watch.h"

#include <string.h>

#include "ledger/format.h"

/* The proof's own roots are the service's word; what counts are the two heads'. */
static bool leads(const struct ledger_consistency *proof, const struct ledger_head *from,
                  const struct ledger_head *to)
{
    return proof != NULL && proof->old_size == from->size && proof->new_size == to->size &&
           ledger_hash_equal(&proof->old_root, &from->root) &&
           ledger_hash_equal(&proof->new_root, &to->root) && ledger_consistency_holds(proof);
}

bool ledger_watch_needs_proof(const struct ledger_watched *watched)
{
    return watched->held != NULL && watched->shown->size > watched->held->size;
}

enum ledger_alarm ledger_watch(const struct ledger_watched *watched)
{
    const struct ledger_head *held = watched->held;
    const struct ledger_head *shown = watched->shown;
    if (!ledger_head_is_signed(shown)) {
        return LEDGER_ALARM_UNSIGNED;
    }
    if (watched->key != NULL &&
        memcmp(watched->key, shown->public_key, LEDGER_PUBLIC_KEY_SIZE) != 0) {
        return LEDGER_ALARM_OTHER_KEY;
    }
    if (held == NULL) {
        return LEDGER_ALARM_NONE;
    }
    if (shown->size < held->size) {
        return LEDGER_ALARM_CUT;
    }
    if (shown->size == held->size) {
        return ledger_hash_equal(&shown->root, &held->root) ? LEDGER_ALARM_NONE : LEDGER_ALARM_FORK;
    }
    return leads(watched->proof, held, shown) ? LEDGER_ALARM_NONE : LEDGER_ALARM_REWRITTEN;
}

const char *ledger_alarm_name(enum ledger_alarm alarm)
{
    static const char *const names[] = {
        [LEDGER_ALARM_NONE] = "none",           [LEDGER_ALARM_UNSIGNED] = "unsigned",
        [LEDGER_ALARM_OTHER_KEY] = "other-key", [LEDGER_ALARM_CUT] = "cut",
        [LEDGER_ALARM_FORK] = "fork",           [LEDGER_ALARM_REWRITTEN] = "rewritten",
    };
    return names[alarm];
}
