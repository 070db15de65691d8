#include "room/succession/succession.h"

#include "base/arena.h"

static const struct field acknowledge_fields[] = {
    FIELD(succession_acknowledge, items, TEXTS, .max = SUCCESSION_ITEMS_MAX, .zh = "事项序号",
          .en = "numbers of items"),
    FIELD(succession_acknowledge, note, TEXT, .max = 500, .multiline = true, .zh = "说明",
          .en = "note"),
};
const struct field_table succession_acknowledge_table =
    FIELD_TABLE(succession_acknowledge, acknowledge_fields);

static const struct field opened_fields[] = {
    FIELD(succession_opened, from_account, ID, .required = true, .zh = "移交人", .en = "from"),
    FIELD(succession_opened, to_account, ID, .required = true, .zh = "接收人", .en = "to"),
    FIELD(succession_opened, items, JSON, .required = true, .zh = "未结事项", .en = "open items"),
};
static const struct field_table opened_table = FIELD_TABLE(succession_opened, opened_fields);

static const struct field acknowledged_fields[] = {
    FIELD(succession_acknowledged, items, TEXTS, .required = true, .max = SUCCESSION_ITEMS_MAX,
          .zh = "事项序号", .en = "numbers of items"),
    FIELD(succession_acknowledged, is_all, BOOL, .zh = "全部签收", .en = "all of it"),
    FIELD(succession_acknowledged, note, TEXT, .max = 500, .multiline = true, .zh = "说明",
          .en = "note"),
};
static const struct field_table acknowledged_table =
    FIELD_TABLE(succession_acknowledged, acknowledged_fields);

const struct event_kind succession_opened_event = {"succession.opened",
                                                   &opened_table,
                                                   succession_record_opened,
                                                   "列出工作交接清单",
                                                   "list of open matters handed over",
                                                   true};
const struct event_kind succession_acknowledged_event = {"succession.acknowledged",
                                                         &acknowledged_table,
                                                         succession_record_acknowledged,
                                                         "签收交接事项",
                                                         "matters of a hand-over acknowledged",
                                                         true};

static bool is_named(struct text_list numbers, int64_t nth)
{
    for (size_t i = 0; i < numbers.count; i++) {
        int64_t number = 0;
        if (text_to_int(numbers.items[i], &number) && number == nth) {
            return true;
        }
    }
    return false;
}

bool succession_takes(const struct succession *succession, struct text_list items, size_t at)
{
    return is_named(items, succession->items[at].nth);
}

static bool are_open(const struct succession *succession, struct text_list numbers)
{
    for (size_t i = 0; i < numbers.count; i++) {
        int64_t number = 0;
        if (!text_to_int(numbers.items[i], &number) || number < 1 ||
            number > (int64_t)succession->count ||
            succession->items[number - 1].acknowledged_on != CIVIL_DATE_NONE) {
            return false;
        }
    }
    return true;
}

bool succession_decide(struct arena *arena, const struct succession *succession,
                       const struct succession_acknowledge *command,
                       struct succession_acknowledged *out, struct fault *fault)
{
    struct text *taken = arena_array(arena, struct text, succession->count + 1);
    size_t count = 0;
    size_t left = 0;
    if (succession->closed_on != CIVIL_DATE_NONE) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("此清单已全部签收或已转到新的清单"),
                                      TEXT("all of it is acknowledged, or on another list")));
    }
    if (!are_open(succession, command->items)) {
        return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("items"),
                           FAULT_ARGS(TEXT("应为清单上尚未签收的序号"),
                                      TEXT("numbers of the list that are not acknowledged yet")));
    }
    for (size_t i = 0; i < succession->count; i++) {
        const struct succession_item *item = &succession->items[i];
        bool is_open = item->acknowledged_on == CIVIL_DATE_NONE;
        bool is_taken = command->items.count == 0 || is_named(command->items, item->nth);
        if (is_open && is_taken) {
            taken[count++] = text_format(arena, "%lld", (long long)item->nth);
        }
        left += is_open && !is_taken;
    }
    *out = (struct succession_acknowledged){{taken, count}, left == 0, command->note};
    return true;
}
