/* Any bytes as a query string against a table with every kind of field: refused by name, or read within
 * its bounds. */
#include <stdint.h>

#include "app/query.h"
#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct question {
    struct text word;
    int64_t number;
    bool truth;
    civil_date day;
    struct text money;
    struct text choice;
};

static const char *const choices[] = {"a", "b", NULL};
static const struct field fields[] = {
    FIELD(question, word, TEXT, .max = 20, .zh = "词", .en = "word"),
    FIELD(question, number, INT, .max = 200, .zh = "数", .en = "number"),
    FIELD(question, truth, BOOL, .zh = "是否", .en = "truth"),
    FIELD(question, day, DATE, .zh = "日期", .en = "day"),
    FIELD(question, money, MONEY, .zh = "金额", .en = "money"),
    FIELD(question, choice, CHOICE, .choices = choices, .zh = "选项", .en = "choice"),
};
static const struct field_table table = FIELD_TABLE(question, fields);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open((size_t)1 << 22, (size_t)1 << 26);
    struct fault fault = {.code = FAULT_NONE};
    struct question question = {.number = -1};
    if (query_read(arena, &table, (struct text){(const char *)data, size}, &question, &fault)) {
        ensure(text_is_utf8(question.word) && text_length(question.word) <= 20);
        ensure(question.number >= 0 && question.number <= 200);
        ensure(question.choice.len == 0 || text_is(question.choice, "a") || text_is(question.choice, "b"));
        ensure(question.money.len == 0 || money_is_valid(question.money));
    } else {
        ensure(fault.code != FAULT_NONE && question.number == -1);
    }
    arena_close(arena);
    return 0;
}
