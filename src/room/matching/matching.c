#include "room/matching/matching.h"

static const struct field changed_fields[] = {
    FIELD(matching_changed, rows, JSON, .required = true, .zh = "匹配结果",
          .en = "results of matching"),
};
static const struct field_table changed_table = FIELD_TABLE(matching_changed, changed_fields);

static const char *const whats[] = {"met", "near", "closing", NULL};

static const struct field found_fields[] = {
    FIELD(matching_found, what, CHOICE, .required = true, .choices = whats, .zh = "情形",
          .en = "what it is"),
    FIELD(matching_found, policies, JSON, .required = true, .zh = "政策编号", .en = "policies"),
    FIELD(matching_found, name, TEXT, .max = 400, .zh = "政策", .en = "policies by name"),
    FIELD(matching_found, law, TEXT, .max = 200, .zh = "依据", .en = "document"),
    FIELD(matching_found, by, DATE, .zh = "截止日期", .en = "last day"),
};
static const struct field_table found_table = FIELD_TABLE(matching_found, found_fields);

static const struct field passed_fields[] = {
    FIELD(matching_passed, version, TEXT, .required = true, .zh = "数据版本",
          .en = "version of the data"),
    FIELD(matching_passed, through, INT, .zh = "已匹配至", .en = "matched through"),
    FIELD(matching_passed, done, BOOL, .zh = "全部完成", .en = "all are matched"),
};
static const struct field_table passed_table = FIELD_TABLE(matching_passed, passed_fields);

const struct event_kind matching_changed_event = {"matching.changed",      &changed_table,
                                                  matching_record_changed, "政策匹配结果有变化",
                                                  "policies matched",      true};
const struct event_kind matching_found_event = {
    "matching.found", &found_table, matching_record_found, "政策找企业", "policies found", false};
const struct event_kind matching_passed_event = {"matching.passed",
                                                 &passed_table,
                                                 matching_record_passed,
                                                 "政策变化后重新匹配企业",
                                                 "enterprises matched after policies changed",
                                                 true};

const struct matching_row *matching_find(const struct matching_rows *rows, struct text policy)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (text_equal(rows->items[i].policy, policy)) {
            return &rows->items[i];
        }
    }
    return NULL;
}

bool matching_was_told(const struct matching_tolds *tolds, const struct matching_told *one)
{
    for (size_t i = 0; i < tolds->count; i++) {
        const struct matching_told *told = &tolds->items[i];
        if (text_equal(told->policy, one->policy) && text_equal(told->what, one->what) &&
            text_equal(told->by, one->by)) {
            return true;
        }
    }
    return false;
}

static const struct event_kind *const events[] = {&matching_changed_event, &matching_found_event,
                                                  &matching_passed_event};

const struct room matching_room = {
    .name = "matching",
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(matching),
    .schema = {"matching", 2, matching_ddl},
};
