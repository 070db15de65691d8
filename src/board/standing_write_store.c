#include "base/arena.h"
#include "board/standing_inside.h"

const char standing_ddl[] =
    /* One row a project, living ones two: no partitions, which a walk in order would have to merge.
     * Bits stand in the indexes that are walked, before what costs more to read and to compare. */
    "create table standing (id integer not null, weight integer not null,"
    " production integer not null, navigator integer not null, hundredths integer not null,"
    " words_low integer not null, words_high integer not null, unit_bits integer not null,"
    " overdue_days integer not null, effect_days integer not null, is_last smallint not null,"
    " stage_rank smallint not null, party smallint not null, turn_provisional smallint not null,"
    " provisional smallint not null, done smallint not null, total smallint not null,"
    " decided smallint not null, on_time smallint not null, red smallint not null,"
    " yellow smallint not null, running smallint not null, late smallint not null,"
    " from_day text not null, to_day text not null, light text not null, district text not null,"
    " stage text not null, direction text not null, org text not null, who text not null,"
    " act text not null, since text, until text, planned text, forecast text,"
    " units text not null, shares text not null, primary key(id, from_day));"
    "create index standing_by_weight on standing(weight, id, words_low, words_high, unit_bits,"
    " from_day, to_day, stage_rank, district, stage, direction, navigator);"
    "create index standing_by_production on standing(production, id, words_low, words_high,"
    " unit_bits, from_day, to_day, stage_rank, district, stage, direction, navigator, light);"
    "create index standing_by_light on standing(light, weight, id, words_low, words_high,"
    " unit_bits, from_day, to_day, stage_rank, district, stage, direction, navigator);"
    "create index standing_by_navigator on standing(navigator, id, from_day, to_day, weight,"
    " production, light, stage_rank, district, stage, direction);"
    "create index standing_by_day on standing(to_day, is_last, id);"
    "create table standing_case (id integer not null, project integer not null,"
    " urgency integer not null, moves_down integer not null, float_left integer not null,"
    " effect_float integer not null, is_ended smallint not null, mark smallint not null,"
    " has_node smallint not null, is_critical smallint not null, effect_light smallint not null,"
    " have smallint not null, need smallint not null, day text not null, org text not null,"
    " district text not null, state text not null, light text not null, due_on text,"
    " primary key(id, day));"
    "create index standing_case_by_left on standing_case(org, day, urgency, moves_down, float_left,"
    " id, state, light, district);"
    "create index standing_case_by_effect on standing_case(org, day, is_ended, moves_down,"
    " float_left, urgency, id, state, light, district);"
    "create index standing_case_newest on standing_case(org, day, id, state, light, district);"
    "create index standing_case_by_project on standing_case(project, day);"
    "create index standing_case_by_due on standing_case(day, due_on, id, state);"
    "create table standing_case_tally (org text not null, day text not null, district text not "
    "null,"
    " state text not null, light text not null, mark integer not null, cases integer not null,"
    " primary key(org, day, district, state, light, mark));"
    "create index standing_case_tally_by_day on standing_case_tally(day);"
    "create table standing_problem (id integer not null, day text not null, project integer not"
    " null, moves integer not null, spare integer not null, rank integer not null, item text not"
    " null, is_provisional integer not null, primary key(id, day));"
    "create index standing_problem_by_project on standing_problem(project, day);"
    "create index standing_problem_by_day on standing_problem(day);"
    "create table standing_tally (org text not null, district text not null, stage text not null,"
    " direction text not null, stage_rank integer not null, projects integer not null,"
    " hundredths integer not null, primary key(org, district, stage, direction));"
    "create table standing_counter (org text not null, what text not null, of_what text not null,"
    " district text not null, stage_rank integer not null, day text not null, part integer not"
    " null, whole integer not null, primary key(org, what, of_what, district, stage_rank, day));"
    "create index standing_counter_by_day on standing_counter(day);"
    "create table standing_pack (number integer primary key, version text not null,"
    " day text not null);";

const struct statement standing_insert = {
    "standing_insert",
    "insert into standing(id, from_day, to_day, is_last, weight, production, light, district, "
    "stage,"
    " stage_rank, direction, navigator, hundredths, party, org, who, act, since, until,"
    " overdue_days, turn_provisional, effect_days, planned, forecast, provisional, done, total,"
    " decided, on_time, red, yellow, running, late, units, words_low, words_high, unit_bits,"
    " shares)"
    " values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,"
    "$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,"
    "$34,$35,$36,$37,$38)"};
const struct statement standing_delete = {"standing_delete", "delete from standing where id=$1"};
const struct statement standing_extend = {
    "standing_extend", "update standing set to_day=$3, is_last=$4 where id=$1 and from_day=$2"};
const struct statement standing_count_add = {
    "standing_count_add",
    "insert into standing_tally(org, district, stage, direction, stage_rank, projects, hundredths)"
    " values($1,$2,$3,$4,$5,$6,$7) on conflict(org, district, stage, direction) do update set"
    " projects=standing_tally.projects+excluded.projects,"
    " hundredths=standing_tally.hundredths+excluded.hundredths"};
const struct statement standing_case_insert = {
    "standing_case_insert",
    "insert into standing_case(id, day, project, org, district, state, light, is_ended, urgency,"
    " moves_down, float_left, mark, has_node, is_critical, effect_light, effect_float, have, need,"
    " due_on) values($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)"};
const struct statement standing_case_of = {
    "standing_case_of", "select day, org, district, state, light, mark from standing_case"
                        " where project=$1 and day>=$2"};
const struct statement standing_case_delete = {
    "standing_case_delete", "delete from standing_case where project=$1 and day>=$2"};
const struct statement standing_case_count = {
    "standing_case_count",
    "insert into standing_case_tally(org, day, district, state, light, mark, cases)"
    " values($1,$2,$3,$4,$5,$6,$7) on conflict(org, day, district, state, light, mark)"
    " do update set cases=standing_case_tally.cases+excluded.cases"};

const struct statement standing_problem_insert = {
    "standing_problem_insert",
    "insert into standing_problem(id, day, project, moves, spare, rank, item, is_provisional)"
    " values($1,$2,$3,$4,$5,$6,$7,$8)"};
const struct statement standing_problem_delete = {
    "standing_problem_delete", "delete from standing_problem where project=$1 and day>=$2"};
const struct statement standing_problem_old_delete = {"standing_problem_old_delete",
                                                      "delete from standing_problem where day<$1"};

/* -- projects -- */

static struct cell last_day(civil_date to)
{
    return to == CIVIL_DATE_NONE ? cell_text(STANDING_FOR_EVER) : cell_date(to);
}

bool standing_put(struct store *store, const struct standing *s, bool is_last, struct fault *fault)
{
    return store_run(store, &standing_insert,
                     CELLS(cell_int(s->id), cell_date(s->from), last_day(s->to), cell_bool(is_last),
                           cell_int(s->weight), cell_int(s->production), cell_text(s->light),
                           cell_text(s->district), cell_text(s->stage), cell_int(s->stage_rank),
                           cell_text(s->direction), cell_int(s->navigator), cell_int(s->hundredths),
                           cell_int(s->party), cell_text(s->org), cell_text(s->who),
                           cell_text(s->act), cell_date(s->since), cell_date(s->until),
                           cell_int(s->overdue_days), cell_bool(s->is_turn_provisional),
                           cell_int(s->effect_days), cell_date(s->planned), cell_date(s->forecast),
                           cell_bool(s->is_provisional), cell_int(s->done), cell_int(s->total),
                           cell_int(s->decided), cell_int(s->on_time), cell_int(s->red),
                           cell_int(s->yellow), cell_int(s->running), cell_int(s->late),
                           cell_text(s->units), cell_int(s->words.low), cell_int(s->words.high),
                           cell_int(s->unit_bits), cell_text(s->shares)),
                     fault);
}

bool standing_strike(struct store *store, int64_t project, struct fault *fault)
{
    return store_run(store, &standing_delete, CELLS(cell_int(project)), fault);
}

bool standing_hold(struct store *store, const struct standing *s, civil_date to, bool is_last,
                   struct fault *fault)
{
    return store_run(store, &standing_extend,
                     CELLS(cell_int(s->id), cell_date(s->from), last_day(to), cell_bool(is_last)),
                     fault);
}

/* -- counts: added up for all projects of a settling, then written once each -- */

uint64_t standing_hash(struct text text, uint64_t hash)
{
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 1099511628211u;
    }
    return (hash ^ 0xff) * 1099511628211u;
}

static struct standing_line *line_of(struct standing_book *book, struct text unit,
                                     const struct standing *s)
{
    uint64_t hash = standing_hash(s->district, standing_hash(unit, STANDING_HASH_BEGIN));
    hash = standing_hash(s->direction, standing_hash(s->stage, hash));
    for (size_t at = (size_t)hash % book->slots;; at = (at + 1) % book->slots) {
        struct standing_line *line = &book->lines[at];
        if (!line->is_used) {
            *line = (struct standing_line){.is_used = true,
                                           .unit = text_copy(book->arena, unit),
                                           .district = text_copy(book->arena, s->district),
                                           .stage = text_copy(book->arena, s->stage),
                                           .direction = text_copy(book->arena, s->direction),
                                           .stage_rank = s->stage_rank};
            book->count++;
            return line;
        }
        if (text_equal(line->unit, unit) && text_equal(line->district, s->district) &&
            text_equal(line->stage, s->stage) && text_equal(line->direction, s->direction)) {
            return line;
        }
    }
}

static void count_in(struct standing_book *book, struct text unit, const struct standing *s,
                     int64_t sign)
{
    struct standing_line *line = line_of(book, unit, s);
    line->projects += sign;
    line->hundredths += sign * s->hundredths;
}

bool standing_count(struct standing_book *book, const struct standing *s, int64_t sign,
                    struct fault *fault)
{
    struct text rest = s->units;
    count_in(book, TEXT_NONE, s, sign);
    while (rest.len > 0) {
        count_in(book, text_cut(&rest, ' '), s, sign);
    }
    return book->count < book->slots / 2 || standing_book_write(book, fault);
}

static bool changes(const struct standing_line *line)
{
    return line->projects != 0 || line->hundredths != 0;
}

bool standing_book_write(struct standing_book *book, struct fault *fault)
{
    bool written = true;
    for (size_t i = 0; written && book->count > 0 && i < book->slots; i++) {
        struct standing_line *line = &book->lines[i];
        written = !line->is_used || !changes(line) ||
                  store_run(book->store, &standing_count_add,
                            CELLS(cell_text(line->unit), cell_text(line->district),
                                  cell_text(line->stage), cell_text(line->direction),
                                  cell_int(line->stage_rank), cell_int(line->projects),
                                  cell_int(line->hundredths)),
                            fault);
        line->is_used = false;
    }
    book->count = 0;
    return written && standing_counters_write(book, fault);
}

/* -- cases -- */

static bool case_count(struct store *store, const struct standing_case *c, struct cell day,
                       int64_t sign, struct fault *fault)
{
    return store_run(store, &standing_case_count,
                     CELLS(cell_text(c->org), day, cell_text(c->district), cell_text(c->state),
                           cell_text(c->light), cell_int(c->mark), cell_int(sign)),
                     fault);
}

bool standing_cases_put(struct store *store, civil_date day, const struct standing_cases *cases,
                        struct fault *fault)
{
    for (size_t i = 0; i < cases->count; i++) {
        const struct standing_case *c = &cases->items[i];
        if (!store_run(
                store, &standing_case_insert,
                CELLS(cell_int(c->id), cell_date(day), cell_int(c->project), cell_text(c->org),
                      cell_text(c->district), cell_text(c->state), cell_text(c->light),
                      cell_bool(!c->is_open), cell_int(c->urgency), cell_int(-c->moves),
                      cell_int(c->float_left), cell_int(c->mark), cell_bool(c->beside.has_node),
                      cell_bool(c->beside.is_critical), cell_int(c->beside.effect.light),
                      cell_int(c->beside.effect.float_left), cell_int(c->beside.materials_have),
                      cell_int(c->beside.materials_need), cell_date(c->due_on)),
                fault) ||
            !case_count(store, c, cell_date(day), 1, fault)) {
            return false;
        }
    }
    return true;
}

bool standing_cases_strike(struct arena *arena, struct store *store,
                           const struct standing_from *from, struct fault *fault)
{
    struct struck {
        struct standing_case of;
        civil_date day;
    } *struck = arena_array(arena, struct struck, 16);
    size_t count = 0;
    size_t capacity = 16;
    struct store_rows rows;
    if (!store_query(store, &standing_case_of, CELLS(cell_int(from->project), cell_date(from->day)),
                     &rows, fault)) {
        return false;
    }
    while (store_next(&rows)) {
        if (count == capacity) {
            struct struck *wider = arena_array(arena, struct struck, capacity * 2);
            for (size_t i = 0; i < count; i++) {
                wider[i] = struck[i];
            }
            struck = wider;
            capacity *= 2;
        }
        struck[count++] = (struct struck){{.org = store_text(arena, &rows, 1),
                                           .district = store_text(arena, &rows, 2),
                                           .state = store_text(arena, &rows, 3),
                                           .light = store_text(arena, &rows, 4),
                                           .mark = (enum standing_mark)store_int(&rows, 5)},
                                          store_date(&rows, 0)};
    }
    bool done = store_done(&rows, fault);
    for (size_t i = 0; done && i < count; i++) {
        done = case_count(store, &struck[i].of, cell_date(struck[i].day), -1, fault);
    }
    return done &&
           (count == 0 || store_run(store, &standing_case_delete,
                                    CELLS(cell_int(from->project), cell_date(from->day)), fault));
}

/* -- what open problems cost -- */

bool standing_problems_put(struct store *store, civil_date day,
                           const struct standing_problems *problems, struct fault *fault)
{
    bool done = true;
    for (size_t i = 0; done && i < problems->count; i++) {
        const struct problem *problem = &problems->items[i];
        const struct problem_cost *cost = &problem->cost;
        done = store_run(store, &standing_problem_insert,
                         CELLS(cell_int(problem->id), cell_date(day), cell_int(problem->project),
                               cell_int(cost->moves), cell_int(cost->spare),
                               cell_int(problem_cost_rank(cost)), cell_text(cost->item),
                               cell_bool(cost->is_provisional)),
                         fault);
    }
    return done;
}

bool standing_problems_strike(struct store *store, const struct standing_from *from,
                              struct fault *fault)
{
    return store_run(store, &standing_problem_delete,
                     CELLS(cell_int(from->project), cell_date(from->day)), fault);
}

bool standing_problems_forget(struct store *store, civil_date day, struct fault *fault)
{
    return store_run(store, &standing_problem_old_delete, CELLS(cell_date(day)), fault);
}
