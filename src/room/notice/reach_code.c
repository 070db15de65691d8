#include "room/notice/reach_code.h"

#define DAY_MS ((int64_t)86400000)
#define MINUTE_MS ((int64_t)60000)

static const struct field confirm_fields[] = {
    FIELD(reach_confirm, code, TEXT, .required = true, .max = 12, .zh = "确认码（邮件中的数字）",
          .en = "the code (the digits of the mail)"),
};
const struct field_table reach_confirm_table = FIELD_TABLE(reach_confirm, confirm_fields);

int64_t reach_code_wait_s(const struct reach_code *code, bool is_again, int64_t now)
{
    bool is_spent = now - code->counted_from < DAY_MS && code->count >= REACH_CODES_A_DAY;
    int64_t pause_over = is_again ? code->asked_at + REACH_CODE_PAUSE_MS : now;
    int64_t then = is_spent ? code->counted_from + DAY_MS : pause_over;
    return then <= now ? 0 : (then - now + 999) / 1000;
}

void reach_code_count(struct reach_code *code, int64_t now)
{
    bool is_new_day = now - code->counted_from >= DAY_MS;
    code->counted_from = is_new_day ? now : code->counted_from;
    code->count = is_new_day ? 1 : code->count + 1;
    code->asked_at = now;
    code->hash = TEXT_NONE;
    code->tries = 0;
}

enum reach_code_end reach_code_try(struct reach_code *code, struct text hash, int64_t now)
{
    bool is_out = code->hash.len > 0 && code->tries < REACH_CODE_TRIES &&
                  now - code->sent_at <= REACH_CODE_MINUTES * MINUTE_MS;
    if (!is_out) {
        return REACH_CODE_OVER;
    }
    if (text_equal(code->hash, hash)) {
        return REACH_CODE_RIGHT;
    }
    code->tries++;
    return code->tries < REACH_CODE_TRIES ? REACH_CODE_WRONG : REACH_CODE_OVER;
}
