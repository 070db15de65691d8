#include "door/cli/cli_portfolio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "door/cli/plan_request.h"

/* Written out whenever so much has come together, so that memory does not grow with the portfolio.
 */
#define FLUSH_AT ((size_t)256 << 10)

struct portfolio {
    struct cli *cli;
    struct plan_desk desk;
    struct buffer out;
    struct arena *line; /* memory of one line, reused */
    int number;         /* of the line, from 1 */
    int handle;
    const char *path;
    const char *part; /* NULL: standard output */
};

static bool refuse_writing(struct portfolio *portfolio)
{
    struct text what =
        text_format(portfolio->cli->arena, "%s: %s", portfolio->path, strerror(errno));
    return fault_raise(&portfolio->cli->fault, FAULT_STORE_FAILED, TEXT_NONE, FAULT_ARGS(what));
}

static bool flush_out(struct portfolio *portfolio)
{
    struct text text = buffer_text(&portfolio->out);
    while (text.len > 0) {
        ssize_t done = write(portfolio->handle, text.at, text.len);
        if (done < 0 && errno != EINTR) {
            return refuse_writing(portfolio);
        }
        text = done > 0 ? text_slice(text, (size_t)done, text.len - (size_t)done) : text;
    }
    buffer_clear(&portfolio->out);
    return true;
}

/* ---- CSV, RFC 4180 ---- */

static bool needs_quotes(struct text cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        if (c == '"' || c == ',' || c == '\r' || c == '\n') {
            return true;
        }
    }
    return false;
}

static void add_cell(struct buffer *out, struct text cell)
{
    if (!needs_quotes(cell)) {
        buffer_add(out, cell);
        return;
    }
    buffer_add_char(out, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"') {
            buffer_add_char(out, '"');
        }
        buffer_add_char(out, cell.at[i]);
    }
    buffer_add_char(out, '"');
}

static void add_date(struct buffer *out, civil_date day)
{
    char text[CIVIL_DATE_TEXT_SIZE];
    buffer_add_char(out, ',');
    buffer_add(out, civil_date_write(day, text));
}

static void add_row(struct portfolio *portfolio, struct text name, const struct plan_node *node)
{
    struct buffer *out = &portfolio->out;
    const struct plan *plan = portfolio->desk.plan;
    buffer_add_int(out, portfolio->number);
    buffer_add_char(out, ',');
    add_cell(out, name);
    buffer_add_char(out, ',');
    add_cell(out, plan_network_code(plan->network, node->node));
    buffer_add_char(out, ',');
    buffer_add_int(out, node->days);
    for (int time = 0; time < PLAN_TIME_COUNT; time++) {
        add_date(out, node->dates[time]);
    }
    buffer_add_char(out, ',');
    buffer_add_int(out, node->float_days);
    buffer_add(out, node->is_critical ? TEXT(",true,") : TEXT(",false,"));
    for (uint32_t i = 0; i < node->after_count; i++) {
        if (i > 0) {
            buffer_add_char(out, ' ');
        }
        buffer_add(out, plan_network_code(plan->network, node->after[i]));
    }
    buffer_add(out, TEXT("\r\n"));
}

/* ---- lines ---- */

static bool plan_line(struct portfolio *portfolio, struct text line, struct fault *fault)
{
    struct plan_desk *desk = &portfolio->desk;
    const struct jvalue *facts = NULL;
    struct text name = TEXT_NONE;
    if (!plan_desk_facts(portfolio->line, line, &facts, &name, fault) ||
        !facts_read(desk->facts, facts, NULL, fault) ||
        !planner_run(desk->planner, desk->facts, &desk->options, desk->plan, fault)) {
        return false;
    }
    struct plan_nodes nodes = plan_read(portfolio->line, desk->plan);
    for (uint32_t i = 0; i < nodes.count; i++) {
        add_row(portfolio, name, &nodes.items[i]);
    }
    return true;
}

static bool plan_all(struct portfolio *portfolio, struct text source)
{
    buffer_add(&portfolio->out,
               TEXT("line,name,code,days,earliest_start,earliest_finish,latest_start,"
                    "latest_finish,float_days,critical,after\r\n"));
    while (!text_is_empty(source)) {
        struct fault inner = {0};
        struct text line = text_trim(text_cut(&source, '\n'));
        portfolio->number++;
        if (!text_is_empty(line) && !plan_line(portfolio, line, &inner)) {
            return cli_refuse_line(portfolio->cli, portfolio->number, &inner);
        }
        arena_reset(portfolio->line);
        if (portfolio->out.len >= FLUSH_AT && !flush_out(portfolio)) {
            return false;
        }
    }
    return flush_out(portfolio);
}

/* ---- the file: beside its place until it is whole ---- */

static bool open_part(struct portfolio *portfolio, struct text path)
{
    struct arena *arena = portfolio->cli->arena;
    portfolio->path = text_c_string(arena, path);
    if (text_is(path, "-")) {
        portfolio->handle = STDOUT_FILENO;
        return true;
    }
    portfolio->part = text_format(arena, "%s.%d.part", portfolio->path, (int)getpid()).at;
    portfolio->handle = open(portfolio->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return portfolio->handle >= 0 || refuse_writing(portfolio);
}

/* Puts the file in its place if all went well, takes it away if not. */
static bool close_part(struct portfolio *portfolio, bool is_whole)
{
    if (portfolio->part == NULL) {
        return is_whole;
    }
    bool is_closed = close(portfolio->handle) == 0;
    if (is_whole && !(is_closed && rename(portfolio->part, portfolio->path) == 0)) {
        is_whole = refuse_writing(portfolio);
    }
    if (!is_whole) {
        unlink(portfolio->part);
    }
    return is_whole;
}

static bool dispatch(struct cli *cli, int argc, char **argv)
{
    struct plan_request request = {TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE, TEXT_NONE};
    struct text in = TEXT_NONE;
    struct text to = TEXT_NONE;
    const struct cli_flag flags[] = {
        {"--in", true, &in}, {"--out", true, &to}, PLAN_REQUEST_FLAGS(request)};
    struct portfolio portfolio = {.cli = cli};
    struct text source;
    if (!cli_read_flags(cli, &argc, argv, flags, COUNT_OF(flags))) {
        return false;
    }
    if (argc != 1 || text_is_empty(in) || text_is_empty(to)) {
        return cli_wrong(cli, cli_portfolio.usage, argc != 1 ? text_of(argv[1]) : TEXT_NONE);
    }
    if (!plan_desk_open(cli, &request, &portfolio.desk) || !cli_read_file(cli, in, &source) ||
        !open_part(&portfolio, to)) {
        return false;
    }
    portfolio.out = buffer_open(cli->arena, 2 * FLUSH_AT);
    portfolio.line = arena_open((size_t)64 << 20, (size_t)1 << 30);
    bool is_planned = plan_all(&portfolio, source);
    arena_close(portfolio.line);
    return close_part(&portfolio, is_planned);
}

static int run(int argc, char **argv)
{
    struct cli cli = cli_open();
    return cli_close(&cli, dispatch(&cli, argc, argv));
}

const struct cli_command cli_portfolio = {
    .name = "portfolio",
    .usage =
        "portfolio --in FACTS.jsonl --out PLANS.csv --start DATE [--missing unknown|negative]\n"
        "     [--basis planning|promised|statutory] [--corrected] [--pack DIR]",
    .summary =
        "plans for many projects: one JSON object of facts a line in, one CSV row a node out",
    .run = run,
};
