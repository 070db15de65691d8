#include "room/letter/letter.h"

#include "room/letter/letter_inside.h"

/* Fields, events, and the decisions on a letter that is out already. */

static const struct field issued_fields[] = {
    FIELD(letter_issued, kind, TEXT, .required = true, .max = 40, .zh = "文书种类",
          .en = "kind of letter"),
    FIELD(letter_issued, title, TEXT, .required = true, .zh = "标题", .en = "title"),
    FIELD(letter_issued, number, TEXT, .required = true, .zh = "文号", .en = "number"),
    FIELD(letter_issued, series, TEXT, .required = true, .max = 60, .zh = "编号系列",
          .en = "series of numbers"),
    FIELD(letter_issued, year, INT, .required = true, .min = 1, .zh = "编号年份",
          .en = "year of the number"),
    FIELD(letter_issued, serial, INT, .required = true, .min = 1, .zh = "编号序号",
          .en = "serial of the number"),
    FIELD(letter_issued, application, ID, .zh = "办件", .en = "application"),
    FIELD(letter_issued, about, ID, .zh = "所依据的记录", .en = "entry it belongs to"),
    FIELD(letter_issued, unit, TEXT, .required = true, .max = 60, .zh = "出具单位",
          .en = "issuing unit"),
    FIELD(letter_issued, addressee, TEXT, .required = true, .zh = "送达对象", .en = "addressee"),
    FIELD(letter_issued, basis, TEXT, .required = true, .max = 1000, .zh = "法律依据",
          .en = "legal basis"),
    FIELD(letter_issued, due, DATE, .zh = "截止日期", .en = "until"),
    FIELD(letter_issued, days_left, INT, .min = -100000, .max = 100000, .zh = "剩余工作日",
          .en = "working days left"),
    FIELD(letter_issued, provisional, BOOL, .zh = "日历未定", .en = "provisional"),
    FIELD(letter_issued, replaces, ID, .zh = "更正的文书", .en = "letter that it corrects"),
    FIELD(letter_issued, reason, TEXT, .max = 2000, .multiline = true, .zh = "更正理由",
          .en = "why it was corrected"),
    FIELD(letter_issued, document, JSON, .required = true, .zh = "文书内容", .en = "content"),
    FIELD(letter_issued, digest, TEXT, .required = true, .max = 64, .zh = "内容摘要（SM3）",
          .en = "digest of the content (SM3)"),
};
const struct field_table letter_issued_table = FIELD_TABLE(letter_issued, issued_fields);

static const struct field printed_fields[] = {
    FIELD(letter_printed, file, ID, .required = true, .zh = "文件", .en = "file"),
    FIELD(letter_printed, digest, TEXT, .required = true, .max = 64, .zh = "文件摘要（SM3）",
          .en = "digest of the file (SM3)"),
    FIELD(letter_printed, size, INT, .required = true, .min = 1, .max = (int64_t)1 << 40,
          .zh = "字节数", .en = "bytes"),
};
const struct field_table letter_printed_table = FIELD_TABLE(letter_printed, printed_fields);

static const struct field withdraw_fields[] = {
    FIELD(letter_withdraw, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "撤回理由", .en = "why it is withdrawn"),
};
const struct field_table letter_withdraw_table = FIELD_TABLE(letter_withdraw, withdraw_fields);

static const struct field withdrawn_fields[] = {
    FIELD(letter_withdrawn, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "撤回理由", .en = "why it was withdrawn"),
    FIELD(letter_withdrawn, cause, TEXT, .max = 60, .zh = "起因", .en = "what undid it"),
    FIELD(letter_withdrawn, basis, TEXT, .max = 2000, .multiline = true, .zh = "依据",
          .en = "legal basis"),
};
static const struct field_table withdrawn_table = FIELD_TABLE(letter_withdrawn, withdrawn_fields);

static const struct field correct_fields[] = {
    FIELD(letter_correct, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "更正理由", .en = "why it is corrected"),
    FIELD(letter_correct, from, TEXT, .required = true, .max = 500, .zh = "原文字",
          .en = "words as they stand"),
    FIELD(letter_correct, to, TEXT, .required = true, .max = 500, .zh = "更正为",
          .en = "words as they should be"),
};
const struct field_table letter_correct_table = FIELD_TABLE(letter_correct, correct_fields);

const struct event_kind letter_issued_event = {"letter.issued",       &letter_issued_table,
                                               letter_record_issued,  "出具文书",
                                               "a letter was issued", false};
const struct event_kind letter_printed_event = {
    "letter.printed",  &letter_printed_table,       letter_record_printed,
    "文书 PDF 已生成", "the letter's PDF was made", false};
const struct event_kind letter_withdrawn_event = {"letter.withdrawn",       &withdrawn_table,
                                                  letter_record_withdrawn,  "撤回文书",
                                                  "a letter was withdrawn", false};

static const struct {
    const char *code, *zh, *en;
} states[LETTER_STATE_COUNT] = {
    [LETTER_ISSUED] = {"issued", "有效", "in force"},
    [LETTER_REPLACED] = {"replaced", "已更正", "replaced"},
    [LETTER_WITHDRAWN] = {"withdrawn", "已撤回", "withdrawn"},
};

const char *letter_state_code(enum letter_state state)
{
    return states[state].code;
}

struct text letter_state_name(enum letter_state state, enum language language)
{
    return text_of(language == LANGUAGE_ZH ? states[state].zh : states[state].en);
}

/* Only the unit that wrote it takes it back, and only once. */
bool letter_may_end(const struct letter *letter, const struct actor *actor, struct fault *fault)
{
    if (actor->role == ROLE_DEPARTMENT_OFFICER && !text_equal(actor->org, letter->unit)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("只有出具文书的单位可以更正或撤回"),
                                      TEXT("only the unit that issued it may")));
    }
    if (letter->state != LETTER_ISSUED) {
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(letter_state_name(letter->state, LANGUAGE_ZH),
                                      TEXT("更正或撤回"), TEXT("请查看取代它的文书")));
    }
    return true;
}
