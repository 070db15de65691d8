#ifndef LIANDONG_LEDGER_HANDLE_H
#define LIANDONG_LEDGER_HANDLE_H

#include "ledger/ledger.h"
#include "ledger/sm3.h"

/* What a writer keeps in memory. Only for the files of this folder. */
struct ledger {
    struct store *store;
    struct sm3 *sm3;
    struct ledger_mark tree;      /* with the entries of the transaction in progress */
    struct ledger_mark committed; /* as it was at ledger_begin or the last commit */
    bool is_stale;                /* to be read anew at the next ledger_begin */
};

#endif
