#include "door/cli/cli_whatif.h"

#include <string.h>

#include "base/json_write.h"
#include "door/cli/plan_request.h"

#define DAYS_MAX 60 /* of a calendar */

struct words {
    struct text facts, in, set, days, off, work, to, json;
};

struct whatif {
    struct cli *cli;
    struct plan_desk now;
    struct plan_desk then;
    const struct jvalue *set; /* an empty object: no other facts */
    struct arena *line;       /* memory of one project, reused */
    struct buffer out;
    struct json_writer json;
    bool is_json;
    int64_t projects, moved, later, days;
};

/* ---- what is supposed ---- */

static bool read_day_list(struct cli *cli, struct text words, civil_date *out, size_t *count)
{
    while (!text_is_empty(words)) {
        struct text one = text_cut(&words, ',');
        if (*count == DAYS_MAX) {
            return cli_wrong(cli, "at most 60 days of a calendar", TEXT_NONE);
        }
        if (!cli_read_date(cli, one, &out[*count])) {
            return false;
        }
        (*count)++;
    }
    return true;
}

static bool suppose_calendar(struct whatif *whatif, const struct words *words,
                             const struct calendar **out)
{
    struct arena *arena = whatif->cli->arena;
    civil_date *off = arena_array(arena, civil_date, DAYS_MAX);
    civil_date *work = arena_array(arena, civil_date, DAYS_MAX);
    struct calendar_change change = {.off = off, .work = work};
    if (!read_day_list(whatif->cli, words->off, off, &change.off_count) ||
        !read_day_list(whatif->cli, words->work, work, &change.work_count)) {
        return false;
    }
    *out = change.off_count + change.work_count == 0
               ? whatif->then.pack->calendar
               : calendar_suppose(arena, whatif->then.pack->calendar, &change);
    return true;
}

static bool find_item(const struct plan_network *network, struct text code, uint32_t *out)
{
    for (uint32_t i = 0; i < network->item_count; i++) {
        if (text_equal(network->items[i].code, code)) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "CODE=N,CODE=N": the network with other days on the basis asked for. */
static bool suppose_days(struct whatif *whatif, struct text words)
{
    struct plan_desk *desk = &whatif->then;
    struct arena *arena = whatif->cli->arena;
    struct plan_network *network = arena_new(arena, struct plan_network);
    size_t count = desk->network->position_count + 1;
    int32_t *days = arena_array(arena, int32_t, count);
    *network = *desk->network;
    memcpy(days, network->days[desk->options.basis], network->position_count * sizeof *days);
    while (!text_is_empty(words)) {
        struct text one = text_cut(&words, ',');
        struct text number = one;
        struct text code = text_cut(&number, '=');
        uint32_t item = 0;
        int64_t value = 0;
        if (!find_item(network, code, &item)) {
            return cli_wrong(whatif->cli, "--days names an item that the pack does not have", code);
        }
        if (!text_to_int(number, &value) || value < 0 || value > PLAN_DAYS_MAX) {
            return cli_wrong(whatif->cli, "--days wants CODE=WORKING_DAYS", one);
        }
        days[network->position[item]] = (int32_t)value;
    }
    network->days[desk->options.basis] = days;
    desk->network = network;
    return true;
}

static bool suppose(struct whatif *whatif, const struct plan_request *request,
                    const struct words *words)
{
    struct cli *cli = whatif->cli;
    struct plan_request other = *request;
    struct fault *fault = &cli->fault;
    const struct calendar *calendar = NULL;
    if (!text_is_empty(words->to)) {
        other.pack = words->to;
    }
    if (!plan_desk_open(cli, &other, &whatif->then) || !suppose_days(whatif, words->days) ||
        !suppose_calendar(whatif, words, &calendar) ||
        !json_read(cli->arena, text_is_empty(words->set) ? TEXT("{}") : words->set, &whatif->set,
                   fault)) {
        return false;
    }
    if (whatif->set->kind != JVALUE_OBJECT) {
        return cli_wrong(cli, "--set wants a JSON object of facts", words->set);
    }
    whatif->then.planner = planner_open(cli->arena, whatif->then.network, calendar);
    whatif->then.plan = plan_new(cli->arena, whatif->then.network);
    return true;
}

/* ---- one project ---- */

static bool plan_with(struct plan_desk *desk, const struct jvalue *facts, struct fault *fault)
{
    return facts_read(desk->facts, facts, NULL, fault) &&
           planner_run(desk->planner, desk->facts, &desk->options, desk->plan, fault);
}

static const struct plan_node *find(const struct plan_desk *desk, const struct plan_nodes *nodes,
                                    struct text code)
{
    for (uint32_t i = 0; i < nodes->count; i++) {
        if (text_equal(plan_network_code(desk->network, nodes->items[i].node), code)) {
            return &nodes->items[i];
        }
    }
    return NULL;
}

struct pair {
    struct plan_nodes now;
    struct plan_nodes then;
    civil_date before;
    civil_date after;
    int32_t days; /* working days later, by offset in each calendar */
};

/* Codes of the plan of `a` that the plan of `b` lacks. */
static void write_only(struct whatif *whatif, const char *name, const struct plan_desk *a,
                       const struct plan_nodes *of_a, const struct plan_nodes *of_b)
{
    const struct plan_desk *b = a == &whatif->now ? &whatif->then : &whatif->now;
    json_name(&whatif->json, name);
    json_array(&whatif->json);
    for (uint32_t i = 0; i < of_a->count; i++) {
        struct text code = plan_network_code(a->network, of_a->items[i].node);
        if (find(b, of_b, code) == NULL) {
            json_text(&whatif->json, code);
        }
    }
    json_end(&whatif->json);
}

static void write_nodes(struct whatif *whatif, const struct pair *pair)
{
    struct json_writer *json = &whatif->json;
    json_name(json, "nodes");
    json_array(json);
    for (uint32_t i = 0; i < pair->then.count; i++) {
        const struct plan_node *then = &pair->then.items[i];
        struct text code = plan_network_code(whatif->then.network, then->node);
        const struct plan_node *now = find(&whatif->now, &pair->now, code);
        civil_date finish = then->dates[PLAN_EARLIEST_FINISH];
        if (now != NULL && now->dates[PLAN_EARLIEST_START] == then->dates[PLAN_EARLIEST_START] &&
            now->dates[PLAN_EARLIEST_FINISH] == finish) {
            continue;
        }
        json_object(json);
        json_member_text(json, "code", code);
        json_member_date(json, "start", then->dates[PLAN_EARLIEST_START]);
        json_member_date(json, "finish", finish);
        json_member_date(json, "finish_before",
                         now != NULL ? now->dates[PLAN_EARLIEST_FINISH] : CIVIL_DATE_NONE);
        json_end(json);
    }
    json_end(json);
}

static void write_project(struct whatif *whatif, struct text name, const struct pair *pair)
{
    struct json_writer *json = &whatif->json;
    json_object(json);
    json_member_text_or_null(json, "name", name);
    json_member_date(json, "production_before", pair->before);
    json_member_date(json, "production", pair->after);
    json_member_int(json, "days", pair->days);
    write_only(whatif, "added", &whatif->then, &pair->then, &pair->now);
    write_only(whatif, "removed", &whatif->now, &pair->now, &pair->then);
    write_nodes(whatif, pair);
    json_end(json);
}

static void say_project(struct whatif *whatif, struct text name, const struct pair *pair)
{
    char before[CIVIL_DATE_TEXT_SIZE];
    char after[CIVIL_DATE_TEXT_SIZE];
    civil_date_write(pair->before, before);
    civil_date_write(pair->after, after);
    buffer_addf(&whatif->out, "%s -> %s  %+5d  %.*s\n", before, after, pair->days, TEXT_ARG(name));
}

static bool ask(struct whatif *whatif, struct text source, struct fault *fault)
{
    const struct jvalue *facts = NULL;
    struct text name = TEXT_NONE;
    if (!plan_desk_facts(whatif->line, source, &facts, &name, fault)) {
        return false;
    }
    if (facts->kind != JVALUE_OBJECT) {
        return fault_raise(fault, FAULT_BODY_NOT_OBJECT, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!plan_with(&whatif->now, facts, fault) ||
        !plan_with(&whatif->then, jvalue_merge(whatif->line, facts, whatif->set), fault)) {
        return false;
    }
    struct pair pair = {plan_read(whatif->line, whatif->now.plan),
                        plan_read(whatif->line, whatif->then.plan),
                        plan_production(whatif->now.plan), plan_production(whatif->then.plan), 0};
    pair.days =
        (int32_t)calendar_count(whatif->now.pack->calendar, pair.before, pair.after).working_days;
    whatif->projects++;
    whatif->moved += pair.before != pair.after;
    whatif->later += pair.after > pair.before;
    whatif->days += pair.days;
    if (whatif->is_json) {
        write_project(whatif, name, &pair);
    } else {
        say_project(whatif, name, &pair);
    }
    return true;
}

/* ---- all of them ---- */

static bool ask_lines(struct whatif *whatif, struct text source)
{
    for (int number = 1; !text_is_empty(source); number++) {
        struct fault inner = {0};
        struct text line = text_trim(text_cut(&source, '\n'));
        if (!text_is_empty(line) && !ask(whatif, line, &inner)) {
            return cli_refuse_line(whatif->cli, number, &inner);
        }
        arena_reset(whatif->line);
    }
    return true;
}

static bool ask_all(struct whatif *whatif, const struct words *words)
{
    struct text source;
    bool is_one = !text_is_empty(words->facts);
    if (!cli_read_file(whatif->cli, is_one ? words->facts : words->in, &source)) {
        return false;
    }
    whatif->out = buffer_open(whatif->cli->arena, 65536);
    whatif->json = json_writer_open(&whatif->out);
    if (whatif->is_json) {
        json_object(&whatif->json);
        json_name(&whatif->json, "items");
        json_array(&whatif->json);
    }
    if (!(is_one ? ask(whatif, source, &whatif->cli->fault) : ask_lines(whatif, source))) {
        return false;
    }
    if (whatif->is_json) {
        json_end(&whatif->json);
        json_member_int(&whatif->json, "projects", whatif->projects);
        json_member_int(&whatif->json, "moved", whatif->moved);
        json_member_int(&whatif->json, "later", whatif->later);
        json_member_int(&whatif->json, "days", whatif->days);
        json_end(&whatif->json);
        buffer_add_char(&whatif->out, '\n');
    } else if (whatif->projects != 1) {
        buffer_addf(&whatif->out, "%lld projects, %lld move, %lld later, %+lld working days\n",
                    (long long)whatif->projects, (long long)whatif->moved, (long long)whatif->later,
                    (long long)whatif->days);
    }
    return cli_print(whatif->cli, buffer_text(&whatif->out));
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct plan_request request = {.pack = TEXT_NONE,
                                   .start = TEXT_NONE,
                                   .missing = TEXT_NONE,
                                   .basis = TEXT_NONE,
                                   .corrected = TEXT_NONE};
    struct words words = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE,
                          TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    const struct cli_flag flags[] = {
        {"--facts", true, &words.facts}, {"--in", true, &words.in},
        {"--set", true, &words.set},     {"--days", true, &words.days},
        {"--off", true, &words.off},     {"--work", true, &words.work},
        {"--to", true, &words.to},       {"--json", false, &words.json},
        PLAN_REQUEST_FLAGS(request)};
    struct whatif whatif = {.cli = cli};
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 1 || text_is_empty(words.facts) == text_is_empty(words.in)) {
        return cli_wrong(cli, cli_whatif.usage, argc != 1 ? text_of(argv[1]) : TEXT_NONE);
    }
    whatif.is_json = !text_is_empty(words.json);
    if (!plan_desk_open(cli, &request, &whatif.now) || !suppose(&whatif, &request, &words)) {
        return false;
    }
    whatif.line = arena_open((size_t)64 << 20, (size_t)1 << 30);
    bool is_asked = ask_all(&whatif, &words);
    arena_close(whatif.line);
    return is_asked;
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_whatif = {
    .name = "whatif",
    .usage =
        "whatif --facts FILE | --in FACTS.jsonl --start DATE [--set JSON] [--days CODE=N,...]\n"
        "     [--off DATE,...] [--work DATE,...] [--to PACK] [--json] [--missing "
        "unknown|negative]\n"
        "     [--basis planning|promised|statutory] [--corrected] [--pack DIR]",
    .summary = "what plans would be with other facts, days, calendar or pack; nothing is kept",
    .run = run,
};
