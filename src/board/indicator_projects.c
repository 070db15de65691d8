#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "board/indicator_inside.h"
#include "pack/pack.h"

/* Projects on their way: the day of each of two steps, as the city says how a step is told. */

/* A grant of one of the items "...,a,b,..." of a step; the milestone of one. */
#define GRANTED(items)                                                                             \
    "(case when " items "=',' then null else (select min(a.decided_on) from application a where"   \
    " a.project=p.id and a.state in ('granted','delivered') and " items                            \
    " like '%,'||a.code||',%') end)"
#define REACHED(milestone)                                                                         \
    "(select m.reached_on from milestone_reached m where m.project=p.id and "                      \
    "m.milestone=" milestone ")"

/* $8 $9 items of both steps, $10 $11 their milestones */
#define PROJECTS                                                                                   \
    INDICATOR_PROJECT                                                                              \
    ", p.id, p.registered_on, p.stage, p.stage_since, p.investment_hundredths, p.lead_facts,"      \
    " (select min(d.on_day) from admission_decision d where d.project=p.id and "                   \
    "d.decision='list'), " GRANTED("$8") ", " GRANTED("$9") ", " REACHED("$10") ", " REACHED(      \
        "$11") " from project p" INDICATOR_BESIDE "where " ACCESS_PROJECT
const struct statement indicator_project_rows = {"indicator_project_rows",
                                                 PROJECTS " and p.id>$6 order by p.id limit $7"};
const struct statement indicator_project_row = {"indicator_project_row",
                                                PROJECTS " and p.id=$6 limit $7"};

enum {
    AT_REGISTERED = INDICATOR_OWN,
    AT_STAGE,
    AT_SINCE,
    AT_MONEY,
    AT_FACTS,
    AT_LISTED,
    AT_GRANTED,
    AT_REACHED = AT_GRANTED + 2
};

static struct text step_text(const struct pack_record *step, const char *key)
{
    return jvalue_text(jvalue_get(step->raw, key), TEXT_NONE);
}

/* ",a,b," */
static struct text items_of(struct arena *arena, const struct pack_record *step)
{
    const struct jvalue *items = jvalue_get(step->raw, "items");
    struct buffer out = buffer_open(arena, 64);
    for (uint32_t i = 0; i < items->count; i++) {
        buffer_add(&out, TEXT(","));
        buffer_add(&out, jvalue_text(&items->items[i], TEXT_NONE));
    }
    buffer_add(&out, TEXT(","));
    return buffer_text(&out);
}

static struct text milestone_of(const struct pack_record *step)
{
    return text_is(step_text(step, "by"), "milestone") ? step_text(step, "of") : TEXT_NONE;
}

static void add_cells(const struct indicator_asked *asked, struct cell *out, size_t *count)
{
    struct arena *arena = asked->run->arena;
    out[(*count)++] = cell_text(items_of(arena, asked->from_step));
    out[(*count)++] = cell_text(items_of(arena, asked->to_step));
    out[(*count)++] = cell_text(milestone_of(asked->from_step));
    out[(*count)++] = cell_text(milestone_of(asked->to_step));
}

/* A day among the facts that were told of it. */
static civil_date fact_day(struct arena *arena, struct text facts, const struct pack_record *step)
{
    const struct jvalue *object = NULL;
    struct fault unread = {.code = FAULT_NONE};
    civil_date day = CIVIL_DATE_NONE;
    if (facts.len > 0 && json_read(arena, facts, &object, &unread) &&
        object->kind == JVALUE_OBJECT) {
        const char *name = text_c_string(arena, step_text(step, "of"));
        struct text said = jvalue_text(jvalue_get(object, name), TEXT_NONE);
        day = civil_date_parse(said, &day) ? day : CIVIL_DATE_NONE;
    }
    return day;
}

/* `which` 0: the step from which, 1: to which. */
static civil_date step_day(struct arena *arena, const struct store_rows *rows,
                           const struct pack_record *step, int which)
{
    struct text by = step_text(step, "by");
    return text_is(by, "registered")  ? store_date(rows, AT_REGISTERED)
           : text_is(by, "listed")    ? store_date(rows, AT_LISTED)
           : text_is(by, "items")     ? store_date(rows, AT_GRANTED + which)
           : text_is(by, "milestone") ? store_date(rows, AT_REACHED + which)
                                      : fact_day(arena, store_text(arena, rows, AT_FACTS), step);
}

static void set_share(const struct indicator_asked *asked, bool begins, bool arrives,
                      struct indicator_row *out)
{
    struct measure_row *row = &out->measure;
    row->whole = asked->is_period ? begins : 1;
    row->part = arrives;
    row->amount_whole = row->whole * row->amount_whole;
    row->amount_part = row->part * row->amount_part;
}

static void set_days(const struct indicator_asked *asked, civil_date from, civil_date to,
                     struct indicator_row *out)
{
    bool has_ended = indicator_is_past(asked, to);
    int64_t days = city_working_days(asked->run->city, from, has_ended ? to : out->day);
    out->measure.has_ended = has_ended;
    out->measure.days = days > 0 ? (int32_t)days : 0;
    out->day = from;
}

static bool read_row(const struct indicator_asked *asked, struct arena *arena,
                     const struct store_rows *rows, struct indicator_row *out)
{
    civil_date from = step_day(arena, rows, asked->from_step, 0);
    civil_date to = step_day(arena, rows, asked->to_step, 1);
    struct text stage = store_text(arena, rows, AT_STAGE);
    civil_date since = store_date(rows, AT_SINCE);
    int64_t money = store_int(rows, AT_MONEY);
    bool is_given_up = (text_is(stage, "refused") || text_is(stage, "withdrawn")) &&
                       indicator_is_past(asked, since);
    bool begins = indicator_is_past(asked, from) && indicator_is_within(asked, from);
    bool arrives = indicator_is_past(asked, to) &&
                   (asked->is_period ? indicator_is_within(asked, to) : begins);
    out->number = out->project_number;
    out->measure = (struct measure_row){.is_excluded = is_given_up,
                                        .has_amount = money > 0,
                                        .amount_part = money > 0 ? money : 0,
                                        .amount_whole = money > 0 ? money : 0};
    if (asked->kind == MEASURE_TOOK) {
        out->day = is_given_up ? since : asked->cut;
        set_days(asked, from, to, out);
        return begins;
    }
    out->day = begins ? from : to;
    set_share(asked, begins, arrives, out);
    return begins || arrives;
}

const struct indicator_source indicator_projects = {&indicator_project_rows, &indicator_project_row,
                                                    "project", add_cells, read_row};
