#include "base/arena.h"
#include "room/notice/reach.h"
#include "vault/vault.h"

const struct statement reach_put = {
    "reach_put",
    "insert into notice_reach(account, sealed, mail, message, language, quiet_from, quiet_to,"
    " refused, address_state) values($1,$2,$3,$4,$5,$6,$7,$8,$9) on conflict(account) do update set"
    " sealed=excluded.sealed, mail=excluded.mail, message=excluded.message,"
    " language=excluded.language, quiet_from=excluded.quiet_from, quiet_to=excluded.quiet_to,"
    " refused=excluded.refused, address_state=excluded.address_state"};
const struct statement reach_of = {"reach_of",
                                   "select sealed, mail, message, language, quiet_from, quiet_to,"
                                   " refused, address_state from notice_reach where account=$1"};
const struct statement reach_marked = {
    "reach_marked", "update notice_reach set refused=$2, address_state=$3 where account=$1"};

static struct text about(struct arena *arena, int64_t account)
{
    return text_format(arena, "account:%lld:reach", (long long)account);
}

/* Address, a line break, telephone: neither may hold one. */
bool reach_keep(struct command_run *run, const struct reach *reach, struct fault *fault)
{
    struct text sealed;
    struct text plain =
        text_format(run->arena, "%.*s\n%.*s", TEXT_ARG(reach->address), TEXT_ARG(reach->phone));
    return vault_seal(run->arena, run->vault, about(run->arena, reach->account), plain, &sealed,
                      fault) &&
           store_run(run->store, &reach_put,
                     CELLS(cell_int(reach->account), cell_bytes(sealed),
                           cell_text(reach_mode_word(reach->mail)),
                           cell_text(reach_mode_word(reach->message)),
                           cell_text(reach->language == LANGUAGE_EN ? TEXT("en") : TEXT("zh")),
                           cell_int(reach->quiet_from), cell_int(reach->quiet_to),
                           cell_text(reach->refused),
                           cell_text(reach_address_word(reach->address_state))),
                     fault);
}

bool reach_read(const struct view_run *run, int64_t account, struct reach *out, struct fault *fault)
{
    struct store_rows rows;
    struct text sealed = TEXT_NONE, plain = TEXT_NONE;
    *out = (struct reach){.address = TEXT_NONE,
                          .phone = TEXT_NONE,
                          .refused = TEXT_NONE,
                          .quiet_from = REACH_HOUR_UNSAID,
                          .quiet_to = REACH_HOUR_UNSAID};
    if (!store_query(run->store, &reach_of, CELLS(cell_int(account)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        sealed = store_bytes(run->arena, &rows, 0);
        out->account = account;
        out->mail = reach_mode_of(store_cell(&rows, 1).text);
        out->message = reach_mode_of(store_cell(&rows, 2).text);
        out->language = text_is(store_cell(&rows, 3).text, "en") ? LANGUAGE_EN : LANGUAGE_ZH;
        out->quiet_from = (int)store_int(&rows, 4);
        out->quiet_to = (int)store_int(&rows, 5);
        out->refused = store_text(run->arena, &rows, 6);
        out->address_state = reach_address_of(store_cell(&rows, 7).text);
    }
    if (!store_done(&rows, fault) ||
        (sealed.len > 0 &&
         !vault_open(run->arena, run->vault, about(run->arena, account), sealed, &plain, fault))) {
        return false;
    }
    out->phone = plain;
    out->address = text_cut(&out->phone, '\n');
    out->address_state = out->address.len == 0 ? REACH_NO_ADDRESS : out->address_state;
    return true;
}

bool reach_mark(struct store *store, const struct reach_mark *mark, struct fault *fault)
{
    return store_run(store, &reach_marked,
                     CELLS(cell_int(mark->account), cell_text(mark->refused),
                           cell_text(reach_address_word(mark->address_state))),
                     fault);
}
