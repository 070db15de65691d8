#include "door/cli/forecast_history.h"

struct forecast_row {
    int line;
    struct forecast_question names;
    civil_date received_on;
    civil_date ended_on;
    int32_t days; /* negative: not told */
    int32_t promised;
    int32_t stop_days;
    enum duration_stop stop;
    bool is_ended;
};

/* ---- one line ---- */

static bool read_days(const struct jvalue *object, const char *name, int32_t *out,
                      struct fault *fault)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (jvalue_is_null(value)) {
        return true;
    }
    if (value->kind != JVALUE_INT || value->integer < 0 || value->integer > PLAN_DAYS_MAX) {
        return fault_refuse_field(fault, name, "应为不小于 0 的整数",
                                  "must be a whole number of 0 or more");
    }
    *out = (int32_t)value->integer;
    return true;
}

static bool read_text(const struct jvalue *object, const char *name, struct text *out,
                      struct fault *fault)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (!jvalue_is_null(value) && value->kind != JVALUE_TEXT) {
        return fault_refuse_field(fault, name, "应为文本", "must be a text");
    }
    *out = jvalue_text(value, TEXT_NONE);
    return true;
}

static bool read_day(const struct jvalue *object, const char *name, civil_date *out,
                     struct fault *fault)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (jvalue_is_null(value)) {
        return true;
    }
    return civil_date_parse(jvalue_text(value, TEXT_NONE), out) ||
           fault_raise(fault, FAULT_FIELD_DATE, text_of(name), FAULT_NO_ARGS);
}

static bool read_truth(const struct jvalue *object, const char *name, bool *out,
                       struct fault *fault)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (!jvalue_is_null(value) && value->kind != JVALUE_BOOL) {
        return fault_refuse_field(fault, name, "应为 true 或 false", "must be true or false");
    }
    *out = jvalue_bool(value, *out);
    return true;
}

bool forecast_read_stops(const struct jvalue *list, enum duration_stop *stop, int32_t *days,
                         struct fault *fault)
{
    *stop = DURATION_NOT_STOPPED;
    *days = 0;
    if (jvalue_is_null(list)) {
        return true;
    }
    if (list->kind != JVALUE_ARRAY) {
        return fault_refuse_field(fault, "stops", "应为列表", "must be a list");
    }
    for (uint32_t i = 0; i < list->count; i++) {
        int32_t length = -1;
        bool is_ended = true;
        if (!read_days(&list->items[i], "days", &length, fault) ||
            !read_truth(&list->items[i], "ended", &is_ended, fault)) {
            return false;
        }
        if (length < 0) {
            return fault_refuse_field(fault, "stops.days", "应为不小于 0 的整数",
                                      "must be a whole number of 0 or more");
        }
        *days = *days + length < PLAN_DAYS_MAX ? *days + length : PLAN_DAYS_MAX;
        *stop = is_ended && *stop != DURATION_STOPPED ? DURATION_RESUMED : DURATION_STOPPED;
    }
    return true;
}

static bool check_row(const struct forecast_row *row, struct fault *fault)
{
    bool has_both = row->received_on != CIVIL_DATE_NONE && row->ended_on != CIVIL_DATE_NONE;
    if (text_is_empty(row->names.item)) {
        return fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("item"), FAULT_NO_ARGS);
    }
    if (row->days < 0 && !has_both) {
        return fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("working_days"), FAULT_NO_ARGS);
    }
    if (has_both && row->ended_on < row->received_on) {
        return fault_refuse_field(fault, "ended_on", "早于 received", "is earlier than received");
    }
    if (!row->is_ended && row->ended_on != CIVIL_DATE_NONE) {
        return fault_refuse_field(fault, "ended_on", "未办结的办件没有办结日",
                                  "an open case has not ended");
    }
    return true;
}

static bool read_row(const struct jvalue *from, struct forecast_row *row, struct fault *fault)
{
    if (from->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_BODY_NOT_OBJECT, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!read_text(from, "item", &row->names.item, fault) ||
        !read_text(from, "org", &row->names.org, fault) ||
        !read_text(from, "kind", &row->names.kind, fault) ||
        !read_text(from, "season", &row->names.season, fault) ||
        !read_day(from, "received", &row->received_on, fault) ||
        !read_day(from, "ended_on", &row->ended_on, fault) ||
        !read_days(from, "working_days", &row->days, fault) ||
        !read_days(from, "promised_days", &row->promised, fault) ||
        !forecast_read_stops(jvalue_get(from, "stops"), &row->stop, &row->stop_days, fault)) {
        return false;
    }
    row->is_ended = row->ended_on != CIVIL_DATE_NONE;
    const struct jvalue *ended = jvalue_get(from, "ended");
    if (jvalue_is_null(ended) && !row->is_ended) {
        return fault_raise(fault, FAULT_FIELD_REQUIRED, TEXT("ended"), FAULT_NO_ARGS);
    }
    if (!read_truth(from, "ended", &row->is_ended, fault)) {
        return false;
    }
    if (text_is_empty(row->names.season) && row->received_on != CIVIL_DATE_NONE) {
        row->names.season = forecast_season(row->received_on);
    }
    return check_row(row, fault);
}

struct text forecast_season(civil_date day)
{
    static const struct text quarters[] = {{"Q1", 2}, {"Q2", 2}, {"Q3", 2}, {"Q4", 2}};
    return quarters[(civil_date_parts(day).month - 1) / 3];
}

/* ---- the file ---- */

static civil_date later(civil_date a, civil_date b)
{
    return a > b ? a : b; /* CIVIL_DATE_NONE is before all */
}

bool forecast_read_rows(struct cli *cli, struct text path, struct forecast_rows *out)
{
    struct text source;
    struct forecast_rows rows = {.last = CIVIL_DATE_NONE};
    if (!cli_read_file(cli, path, &source)) {
        return false;
    }
    struct forecast_row *items =
        arena_array(cli->arena, struct forecast_row, cli_count_lines(source));
    for (int number = 1; !text_is_empty(source); number++) {
        struct text line = text_trim(text_cut(&source, '\n'));
        struct fault inner = {0};
        const struct jvalue *value = NULL;
        struct forecast_row *row = &items[rows.count];
        if (text_is_empty(line)) {
            continue;
        }
        *row = (struct forecast_row){.line = number,
                                     .received_on = CIVIL_DATE_NONE,
                                     .ended_on = CIVIL_DATE_NONE,
                                     .days = -1,
                                     .promised = -1};
        if (!json_read(cli->arena, line, &value, &inner) || !read_row(value, row, &inner)) {
            return cli_refuse_line(cli, number, &inner);
        }
        rows.last = later(rows.last, later(row->received_on, row->ended_on));
        rows.count++;
    }
    rows.items = items;
    *out = rows;
    return true;
}

/* ---- rows become cases ---- */

static uint32_t number_of(struct name_table *table, struct text name)
{
    uint32_t number = table->count;
    if (!name_table_put(table, name, number)) {
        bool is_found = name_table_find(table, name, &number);
        ensure(is_found);
    }
    return number;
}

static bool make_case(const struct pack *pack, const struct forecast_row *row,
                      struct calibration_case *out, struct fault *fault)
{
    const struct calendar *calendar = pack->calendar;
    int64_t days = row->days;
    out->received_on = row->received_on;
    out->ended_on = row->ended_on;
    if (days < 0) {
        days =
            calendar_count(calendar, row->received_on, row->ended_on).working_days - row->stop_days;
        if (days < 0) {
            return fault_refuse_field(fault, "stops", "暂停天数多于办理天数",
                                      "stopped longer than it took");
        }
    }
    if (row->is_ended && row->ended_on == CIVIL_DATE_NONE && row->received_on != CIVIL_DATE_NONE) {
        struct calendar_day end;
        if (!calendar_add(calendar, row->received_on, days + row->stop_days, &end, fault)) {
            return false;
        }
        out->ended_on = end.day;
    }
    out->about.clock = (struct survival_case){(int32_t)days, row->is_ended};
    out->about.stop = row->is_ended && row->stop == DURATION_STOPPED ? DURATION_RESUMED : row->stop;
    out->about.stop_days = row->stop_days;
    return true;
}

/* Leaves `out` alone where the pack does not know the item. */
static bool find_promise(struct cli *cli, const struct pack *pack, struct text item, int32_t *out)
{
    const struct pack_record *record = pack_find(pack, PACK_ITEMS, item, CIVIL_DATE_NONE);
    if (record == NULL) {
        return true;
    }
    if (!pack_item_days(record, PLAN_PROMISED, out)) {
        return fault_raise(&cli->fault, FAULT_PACK_INVALID, TEXT_NONE,
                           FAULT_ARGS(pack->directory, item));
    }
    return true;
}

static bool settle_promises(struct cli *cli, const struct forecast_rows *rows,
                            struct forecast_history *history, struct text *names)
{
    int32_t *promised = arena_array(cli->arena, int32_t, history->items.count);
    for (uint32_t i = 0; i < history->items.count; i++) {
        promised[i] = -1;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        int32_t *least = &promised[history->of.cases[i].about.key.item];
        int32_t told = rows->items[i].promised;
        *least = told >= 0 && (*least < 0 || told < *least) ? told : *least;
    }
    for (uint32_t i = 0; i < history->items.count; i++) {
        if (!find_promise(cli, history->pack, names[i], &promised[i])) {
            return false;
        }
        promised[i] = promised[i] < 0 ? FORECAST_GENERAL_LIMIT : promised[i];
        promised[i] = promised[i] > SPREAD_DAYS_MAX ? SPREAD_DAYS_MAX : promised[i];
    }
    history->of.promised = promised;
    history->of.item_count = history->items.count;
    return true;
}

bool forecast_read_history(struct cli *cli, const struct pack *pack,
                           const struct forecast_rows *rows, struct forecast_history *out)
{
    const struct pack_records *items = &pack->lists[PACK_ITEMS];
    struct text *names = arena_array(cli->arena, struct text, (size_t)rows->count + items->count);
    struct calibration_case *cases =
        arena_array(cli->arena, struct calibration_case, (size_t)rows->count + 1);
    struct forecast_history made = {.pack = pack,
                                    .items = name_table_open(cli->arena, 200),
                                    .orgs = name_table_open(cli->arena, 50),
                                    .kinds = name_table_open(cli->arena, 20),
                                    .seasons = name_table_open(cli->arena, 8),
                                    .item_names = names};
    for (uint32_t i = 0; i < items->count; i++) {
        names[number_of(&made.items, items->items[i].id)] = items->items[i].id;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct forecast_row *row = &rows->items[i];
        struct fault inner = {0};
        cases[i].about.key = (struct duration_key){
            number_of(&made.items, row->names.item), number_of(&made.orgs, row->names.org),
            number_of(&made.kinds, row->names.kind), number_of(&made.seasons, row->names.season)};
        names[cases[i].about.key.item] = row->names.item;
        made.undated += row->received_on == CIVIL_DATE_NONE;
        if (!make_case(pack, row, &cases[i], &inner)) {
            return cli_refuse_line(cli, row->line, &inner);
        }
    }
    made.of.cases = cases;
    made.of.count = rows->count;
    made.of.calendar = pack->calendar;
    if (!settle_promises(cli, rows, &made, names)) {
        return false;
    }
    *out = made;
    return true;
}

const struct durations *forecast_learn(struct arena *arena, const struct forecast_history *history)
{
    struct duration_case *cases =
        arena_array(arena, struct duration_case, (size_t)history->of.count + 1);
    for (uint32_t i = 0; i < history->of.count; i++) {
        cases[i] = history->of.cases[i].about;
    }
    struct duration_history known = {cases, history->of.count, history->of.promised,
                                     history->of.item_count};
    return durations_learn(arena, expectation_open(arena), &known);
}

const struct durations *forecast_learn_past(struct arena *arena,
                                            const struct forecast_history *history,
                                            const struct expectation *expectation,
                                            civil_date morning)
{
    struct duration_case *cases =
        arena_array(arena, struct duration_case, (size_t)history->of.count + 1);
    uint32_t count = calibration_look_back(&history->of, morning, cases);
    struct duration_history known = {cases, count, history->of.promised, history->of.item_count};
    return durations_learn(arena, expectation, &known);
}

void forecast_drop_undated(struct arena *arena, struct forecast_history *history)
{
    uint32_t count = 0;
    struct calibration_case *dated =
        arena_array(arena, struct calibration_case, (size_t)history->of.count + 1);
    for (uint32_t i = 0; i < history->of.count; i++) {
        if (history->of.cases[i].received_on != CIVIL_DATE_NONE) {
            dated[count++] = history->of.cases[i];
        }
    }
    history->of.cases = dated;
    history->of.count = count;
}

static uint32_t known_or_any(const struct name_table *table, struct text name)
{
    uint32_t number = DURATION_ANY;
    return name_table_find(table, name, &number) ? number : DURATION_ANY;
}

bool forecast_find_key(struct cli *cli, const struct forecast_history *history,
                       const struct forecast_question *question, struct duration_key *out)
{
    if (!name_table_find(&history->items, question->item, &out->item)) {
        return fault_refuse_field(&cli->fault, "item", "数据包和历史中都没有此事项",
                                  "neither the pack nor the history knows it");
    }
    out->org = known_or_any(&history->orgs, question->org);
    out->kind = known_or_any(&history->kinds, question->kind);
    out->season = known_or_any(&history->seasons, question->season);
    return true;
}
