#include "room/hall/hall.h"

#include "base/arena.h"

static const char *const purposes[] = {"supplement", "collect", "consult", "other", NULL};
static const char *const purposes_words[][2] = {{"补正材料", "supplement"},
                                                {"领取结果", "collect a result"},
                                                {"咨询", "consult"},
                                                {"其他", "other"}};
static const struct field note_fields[] = {
    FIELD(hall_note, application_id, ID, .zh = "办件", .en = "application"),
    FIELD(hall_note, desk, TEXT, .names = "desks", .required = true, .max = 60, .zh = "窗口",
          .en = "window"),
    FIELD(hall_note, purpose, CHOICE, .required = true, .choices = purposes,
          .words = purposes_words, .zh = "事由", .en = "purpose"),
    FIELD(hall_note, note, TEXT, .max = 500, .multiline = true, .zh = "说明", .en = "note"),
    FIELD(hall_note, visited_on, DATE, .zh = "到厅日期", .en = "day of the visit"),
};
const struct field_table hall_note_table = FIELD_TABLE(hall_note, note_fields);

static const struct field visited_fields[] = {
    FIELD(hall_visited, application, ID, .zh = "办件", .en = "application"),
    FIELD(hall_visited, year, INT, .required = true, .min = 1, .zh = "年份", .en = "year"),
    FIELD(hall_visited, desk, TEXT, .names = "desks", .required = true, .max = 60, .zh = "窗口",
          .en = "window"),
    FIELD(hall_visited, purpose, CHOICE, .required = true, .choices = purposes,
          .words = purposes_words, .zh = "事由", .en = "purpose"),
    FIELD(hall_visited, note, TEXT, .max = 500, .multiline = true, .zh = "说明", .en = "note"),
};
static const struct field_table visited_table = FIELD_TABLE(hall_visited, visited_fields);

const struct event_kind hall_visited_event = {"hall.visited",
                                              &visited_table,
                                              hall_record_visited,
                                              "到厅办理",
                                              "a visit to the hall was noted",
                                              false};

static const struct field look_up_fields[] = {
    FIELD(hall_look_up, code, TEXT, .required = true, .max = 64, .zh = "项目编号或查询码",
          .en = "number or query code of the project"),
    FIELD(hall_look_up, desk, TEXT, .names = "desks", .required = true, .max = 60, .zh = "窗口",
          .en = "window"),
};
const struct field_table hall_look_up_table = FIELD_TABLE(hall_look_up, look_up_fields);

static const char *const found_by[] = {"number", "query_code", NULL};
static const char *const found_by_words[][2] = {{"办件编号", "case number"},
                                                {"查询码", "query code"}};
static const struct field looked_up_fields[] = {
    FIELD(hall_looked_up, desk, TEXT, .names = "desks", .required = true, .max = 60, .zh = "窗口",
          .en = "window"),
    FIELD(hall_looked_up, by, CHOICE, .required = true, .choices = found_by,
          .words = found_by_words, .zh = "凭何查询", .en = "looked up by"),
};
static const struct field_table looked_up_table = FIELD_TABLE(hall_looked_up, looked_up_fields);

const struct event_kind hall_looked_up_event = {"hall.looked_up",        &looked_up_table,
                                                hall_record_looked_up,   "大厅窗口查询项目",
                                                "a window looked it up", false};

bool hall_day_is_right(civil_date visited_on, civil_date registered_on, civil_date today,
                       struct fault *fault)
{
    char day[CIVIL_DATE_TEXT_SIZE];
    if (visited_on > today) {
        fault_raise(fault, FAULT_DAY_IN_FUTURE, TEXT("visited_on"), FAULT_NO_ARGS);
        fault_label(fault, "到厅日期", "day of the visit");
        return false;
    }
    if (visited_on < registered_on) {
        fault_raise(fault, FAULT_DAY_BEFORE_LAST_ACT, TEXT("visited_on"),
                    FAULT_ARGS(civil_date_write(registered_on, day)));
        fault_label(fault, "到厅日期", "day of the visit");
        return false;
    }
    return true;
}
