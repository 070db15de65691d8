#include "door/cli/cli_clock.h"

#include "base/json_write.h"
#include "door/cli/cli_common.h"
#include "engine/clock/redate.h"
#include "pack/pack.h"

struct sheet {
    struct clock_terms terms;
    struct clock_case about;
};

/* ---- reading ---- */

static bool refuse(struct cli *cli, struct text field, const char *zh, const char *en)
{
    return fault_raise(&cli->fault, FAULT_FIELD_INVALID, field,
                       FAULT_ARGS(text_of(zh), text_of(en)));
}

static bool read_day(struct cli *cli, const struct jvalue *object, const char *name,
                     civil_date *out)
{
    struct text text = jvalue_text(jvalue_get(object, name), TEXT_NONE);
    return civil_date_parse(text, out) ||
           fault_raise(&cli->fault, FAULT_FIELD_DATE, text_of(name), FAULT_NO_ARGS);
}

static bool read_days(struct cli *cli, const struct jvalue *object, const char *name, int32_t *out)
{
    const struct jvalue *value = jvalue_get(object, name);
    if (value == NULL || value->kind != JVALUE_INT || value->integer < 0 ||
        value->integer > PLAN_DAYS_MAX) {
        return refuse(cli, text_of(name), "应为不小于 0 的整数",
                      "must be a whole number of 0 or more");
    }
    *out = (int32_t)value->integer;
    return true;
}

static bool read_event(struct cli *cli, const struct jvalue *from, struct clock_event *out)
{
    struct text type = jvalue_text(jvalue_get(from, "type"), TEXT_NONE);
    if (!clock_event_find(type, &out->type)) {
        return refuse(cli, TEXT("events.type"), "不认识的事件类型",
                      "the type of event is not known");
    }
    if (!read_day(cli, from, "on", &out->on)) {
        return false;
    }
    const struct jvalue *notified = jvalue_get(from, "notified");
    if (!jvalue_is_null(notified) && notified->kind != JVALUE_BOOL) {
        return refuse(cli, TEXT("events.notified"), "应为 true 或 false", "must be true or false");
    }
    out->is_notified = jvalue_bool(notified, false);
    return out->type != CLOCK_EXTENDED || read_days(cli, from, "days", &out->days);
}

static bool read_sheet(struct cli *cli, const struct jvalue *from, struct sheet *out)
{
    const struct jvalue *list = jvalue_get(from, "events");
    if (list == NULL || list->kind != JVALUE_ARRAY) {
        return refuse(cli, TEXT("events"), "应为列表", "must be a list");
    }
    struct clock_event *events = arena_array(cli->arena, struct clock_event, list->count);
    for (uint32_t i = 0; i < list->count; i++) {
        if (!read_event(cli, &list->items[i], &events[i])) {
            return false;
        }
    }
    out->about.events = events;
    out->about.count = list->count;
    return read_day(cli, from, "as_of", &out->about.as_of) &&
           read_days(cli, from, "limit_days", &out->terms.limit_days);
}

/* ---- writing ---- */

static void write_reading(struct json_writer *json, const struct clock_reading *reading)
{
    json_object(json);
    json_member_date(json, "accepted_on", reading->accepted_on);
    json_member_bool(json, "deemed_accepted", reading->is_deemed);
    json_member_date(json, "acceptance_due", reading->acceptance_due);
    json_member_date(json, "decision_due", reading->decision_due);
    json_member_bool(json, "paused", reading->is_paused);
    json_member_int(json, "working_days_used", reading->used);
    json_member_int(json, "working_days_left", reading->left);
    json_member_bool(json, "overdue", reading->is_overdue);
    json_member_date(json, "delivery_due", reading->delivery_due);
    json_member_bool(json, "provisional", reading->is_provisional);
    json_end(json);
}

static struct text reading_json(struct cli *cli, const struct clock_reading *reading)
{
    struct buffer out = buffer_open(cli->arena, 512);
    struct json_writer json = json_writer_open(&out);
    write_reading(&json, reading);
    buffer_add_char(&out, '\n');
    return buffer_text(&out);
}

static bool replay_file(struct cli *cli, struct text pack_flag, struct text path)
{
    const struct pack_options options = {.scope = PACK_SCOPE_CALENDAR};
    const struct pack *pack = NULL;
    const struct jvalue *input = NULL;
    struct text source;
    struct sheet sheet = {0};
    struct clock_reading reading;
    return pack_load(cli->arena, cli_pack_directory(cli, pack_flag), &options, &pack,
                     &cli->fault) &&
           cli_read_file(cli, path, &source) &&
           json_read(cli->arena, source, &input, &cli->fault) && read_sheet(cli, input, &sheet) &&
           pack_limit(pack, TEXT("receive_notify"), sheet.about.as_of, &sheet.terms.notify_days,
                      &cli->fault) &&
           pack_limit(pack, TEXT("deliver"), sheet.about.as_of, &sheet.terms.deliver_days,
                      &cli->fault) &&
           clock_replay(pack->calendar, &sheet.terms, &sheet.about, &reading, &cli->fault) &&
           cli_print(cli, reading_json(cli, &reading));
}

/* ---- two calendars ---- */

static bool redate_one(struct cli *cli, struct json_writer *json, const struct pack *const packs[2],
                       const struct jvalue *from)
{
    struct sheet sheet = {0};
    struct clock_moved moved;
    if (!read_sheet(cli, from, &sheet) ||
        !pack_limit(packs[0], TEXT("receive_notify"), sheet.about.as_of, &sheet.terms.notify_days,
                    &cli->fault) ||
        !pack_limit(packs[0], TEXT("deliver"), sheet.about.as_of, &sheet.terms.deliver_days,
                    &cli->fault)) {
        return false;
    }
    struct clock_member member = {&sheet.terms, sheet.about, CIVIL_DATE_NONE};
    if (!clock_redate(packs[0]->calendar, packs[1]->calendar, &member, &moved, &cli->fault)) {
        return false;
    }
    if (moved.is_moved) {
        const struct jvalue *id = jvalue_get(from, "id");
        json_object(json);
        json_name(json, "id");
        if (id == NULL) {
            json_null(json);
        } else {
            json_value(json, id);
        }
        json_name(json, "before");
        write_reading(json, &moved.before);
        json_name(json, "after");
        write_reading(json, &moved.after);
        json_end(json);
    }
    return true;
}

/* {"cases": [what `replay` reads, with an "id"...]}: those that another pack's calendar moves. */
static bool redate_file(struct cli *cli, const struct text directories[2], struct text path)
{
    const struct pack_options options = {.scope = PACK_SCOPE_CALENDAR};
    const struct pack *packs[2] = {NULL, NULL};
    const struct jvalue *input = NULL;
    struct text source;
    struct buffer out = buffer_open(cli->arena, 4096);
    struct json_writer json = json_writer_open(&out);
    for (size_t i = 0; i < 2; i++) {
        if (!pack_load(cli->arena, directories[i], &options, &packs[i], &cli->fault)) {
            return false;
        }
    }
    if (!cli_read_file(cli, path, &source) || !json_read(cli->arena, source, &input, &cli->fault)) {
        return false;
    }
    const struct jvalue *cases = jvalue_get(input, "cases");
    if (cases == NULL || cases->kind != JVALUE_ARRAY) {
        return refuse(cli, TEXT("cases"), "应为列表", "must be a list");
    }
    json_object(&json);
    json_member_int(&json, "cases", cases->count);
    json_name(&json, "moved");
    json_array(&json);
    for (uint32_t i = 0; i < cases->count; i++) {
        if (!redate_one(cli, &json, packs, &cases->items[i])) {
            return false;
        }
    }
    json_end(&json);
    json_end(&json);
    buffer_add_char(&out, '\n');
    return cli_print(cli, buffer_text(&out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct text pack_flag = TEXT_NONE;
    struct text in = TEXT_NONE;
    struct text to = TEXT_NONE;
    const struct cli_flag flags[] = {
        {"--pack", true, &pack_flag}, {"--in", true, &in}, {"--to", true, &to}};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc == 3 && text_is_empty(in) && !text_is_empty(to) &&
        text_is(text_of(argv[1]), "redate")) {
        const struct text directories[2] = {cli_pack_directory(cli, pack_flag), to};
        return redate_file(cli, directories, text_of(argv[2]));
    }
    if (argc == 3 && text_is_empty(in) && text_is_empty(to) &&
        text_is(text_of(argv[1]), "replay")) {
        in = text_of(argv[2]);
        argc = 1;
    }
    if (argc > 2 || text_is_empty(in) || (argc == 2 && !text_is(text_of(argv[1]), "replay"))) {
        return cli_wrong(cli, cli_clock.usage, TEXT_NONE);
    }
    return replay_file(cli, pack_flag, in);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_clock = {
    .name = "clock",
    .usage = "clock replay FILE [--pack DIR]\nclock --in FILE [--pack DIR]\n"
             "clock redate FILE --to DIR [--pack DIR]",
    .summary = "the law's clock of one application, replayed from its dated events",
    .run = run,
};
