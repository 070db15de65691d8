#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "app/city.h"
#include "app/rebuild.h"
#include "flow/flow.h"
#include "ledger/ledger.h"
#include "roof/setup.h"
#include "twins.h"

static void differs(struct twins *twins, const char *format, ...) PRINTF_LIKE(2, 3);
static void differs(struct twins *twins, const char *format, ...)
{
    va_list arguments;
    if (twins->words[0] == '\0') {
        va_start(arguments, format);
        vsnprintf(twins->words, sizeof twins->words, format, arguments);
        va_end(arguments);
    }
}

#define MUST(done, fault)                                                                          \
    do {                                                                                           \
        if (!(done)) {                                                                             \
            fail_msg("%s: %s", #done, fault_sentence(twins->arena, &(fault), LANGUAGE_EN).at);     \
        }                                                                                          \
    } while (0)

/* -- tables -- */

enum shape { READ_ALL, READ_IN_ORDER, WRITE_ROW };

/* SQL is made here from the names in our own schemas, as a rebuild does. */
static const struct statement *made(struct twins *twins, enum shape shape, struct text table,
                                    int columns)
{
    struct buffer sql = buffer_open(twins->arena, 128);
    bool writes = shape == WRITE_ROW;
    buffer_addf(&sql, "%s %.*s", writes ? "insert into" : "select * from", TEXT_ARG(table));
    buffer_add(&sql, writes                   ? TEXT(" values (")
                     : shape == READ_IN_ORDER ? TEXT(" order by ")
                                              : TEXT_NONE);
    for (int i = 1; i <= columns; i++) {
        buffer_addf(&sql, "%s%s%d%s", i == 1 ? "" : ",", writes ? "$" : "", i,
                    writes ? "" : " nulls first");
    }
    buffer_add(&sql, writes ? TEXT(")") : TEXT_NONE);
    struct statement *statement = arena_new(twins->arena, struct statement);
    *statement = (struct statement){text_c_string(twins->arena, table),
                                    text_c_string(twins->arena, buffer_text(&sql)), false};
    return statement;
}

static int columns_of(struct twins *twins, struct text table)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows rows;
    const struct statement *all = made(twins, READ_ALL, table, 0);
    MUST(store_query(twins->boot->store, all, NO_CELLS, &rows, &fault), fault);
    int columns = store_column_count(&rows);
    MUST(store_done(&rows, &fault), fault);
    return columns;
}

static void copy_table(struct twins *twins, struct text table)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows rows;
    struct cell cells[64];
    int columns = columns_of(twins, table);
    const struct statement *from = made(twins, READ_ALL, table, 0);
    const struct statement *into = made(twins, WRITE_ROW, table, columns);
    assert_true(columns <= (int)COUNT_OF(cells));
    MUST(store_query(twins->boot->store, from, NO_CELLS, &rows, &fault), fault);
    while (store_next(&rows)) {
        for (int i = 0; i < columns; i++) {
            cells[i] = store_cell(&rows, i);
        }
        MUST(store_run(twins->store, into, (struct cells){cells, (size_t)columns}, &fault), fault);
    }
    MUST(store_done(&rows, &fault), fault);
}

/* Visits the tables of the facts, then those of all rooms. */
static void each_table(struct twins *twins, void (*visit)(struct twins *twins, struct text table))
{
    const struct house *house = register_house(twins->boot->registry);
    for (size_t i = 0; i < store_facts.count + house->room_count; i++) {
        struct store_schema schema = {"facts", 1, NULL};
        if (i < store_facts.count) {
            schema.ddl = store_facts.list[i].sql;
        } else {
            schema = house->rooms[i - store_facts.count]->schema;
        }
        struct store_names names = {NULL, 0};
        if (schema.ddl != NULL) {
            names = store_schema_tables(twins->arena, &schema);
        }
        for (size_t t = 0; t < names.count; t++) {
            visit(twins, names.items[t]);
        }
    }
}

static struct text row_words(struct arena *arena, const struct store_rows *rows)
{
    struct buffer out = buffer_open(arena, 128);
    for (int i = 0; i < store_column_count(rows); i++) {
        struct cell cell = store_cell(rows, i);
        switch (cell.kind) {
        case CELL_NULL: buffer_add(&out, TEXT("null | ")); break;
        case CELL_INT: buffer_addf(&out, "%lld | ", (long long)cell.integer); break;
        case CELL_TEXT: buffer_addf(&out, "'%.*s' | ", TEXT_ARG(cell.text)); break;
        default:
            buffer_addf(&out, "bytes %llx | ", (unsigned long long)text_hash(cell.text));
            break;
        }
    }
    return buffer_text(&out);
}

static void compare_table(struct twins *twins, struct text table)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store_rows a, b;
    /* A server keeps the bytes of files, beside a file they lie in a folder. */
    if (text_is(table, "contact") || text_is(table, "person_sealed") ||
        text_is(table, "notice_reach") || text_is(table, "notice_reach_code") ||
        text_is(table, "command_answer") || text_is(table, "file_content")) {
        return;
    }
    const struct statement *all = made(twins, READ_IN_ORDER, table, columns_of(twins, table));
    MUST(store_query(twins->boot->store, all, NO_CELLS, &a, &fault), fault);
    MUST(store_query(twins->store, all, NO_CELLS, &b, &fault), fault);
    for (;;) {
        bool more_a = store_next(&a);
        bool more_b = store_next(&b);
        struct text row_a = more_a ? row_words(twins->arena, &a) : TEXT_NONE;
        struct text row_b = more_b ? row_words(twins->arena, &b) : TEXT_NONE;
        if (!text_equal(row_a, row_b)) {
            differs(twins, "table %.*s:\n#   %.*s\n#   %.*s", TEXT_ARG(table), TEXT_ARG(row_a),
                    TEXT_ARG(row_b));
            break;
        }
        if (!more_a) {
            break;
        }
    }
    MUST(store_done(&a, &fault), fault);
    MUST(store_done(&b, &fault), fault);
}

void twins_compare(struct twins *twins)
{
    struct fault fault = {.code = FAULT_NONE};
    struct ledger *first = NULL, *second = NULL;
    MUST(ledger_open(twins->boot->store, &first, &fault), fault);
    MUST(ledger_open(twins->store, &second, &fault), fault);
    struct ledger_hash a = ledger_root(first), b = ledger_root(second);
    if (ledger_size(first) != ledger_size(second) ||
        memcmp(a.bytes, b.bytes, sizeof a.bytes) != 0) {
        differs(twins, "the ledgers: %lld and %lld entries", (long long)ledger_size(first),
                (long long)ledger_size(second));
    }
    ledger_close(first);
    ledger_close(second);
    each_table(twins, compare_table);
}

/* -- opening -- */

static void play(struct twins *twins)
{
    struct fault fault = {.code = FAULT_NONE};
    struct setup_options making = {
        .database = place_path(&twins->place, "first.db"),
        .home = text_of(twins->place.folder),
        .pack = PACK,
        .is_demo = true,
        .today = civil_date_from_parts((struct civil_parts){2026, 11, 2}),
    };
    struct boot_options booting = {
        .database = making.database, .home = making.home, .pack = making.pack, .must_exist = true};
    FILE *out = stdout; /* the accounts are of no interest */
    stdout = fopen("/dev/null", "w");
    bool is_made = setup(&making, &fault);
    fclose(stdout);
    stdout = out;
    MUST(is_made && boot_open(&booting, &twins->boot, &fault), fault);
}

static void copy_all(struct twins *twins)
{
    struct fault fault = {.code = FAULT_NONE};
    int64_t replayed = 0;
    MUST(store_migrate(twins->store, store_facts, &fault), fault);
    MUST(rebuild_if_needed(twins->store, twins->boot->registry, false, &replayed, &fault), fault);
    MUST(store_begin_write(twins->store, &fault), fault);
    each_table(twins, copy_table);
    MUST(store_commit(twins->store, &fault), fault);
}

void twins_open(struct twins *twins)
{
    struct fault fault = {.code = FAULT_NONE};
    memset(twins, 0, sizeof *twins);
    place_open(&twins->place);
    twins->arena = arena_open((size_t)1 << 30, (size_t)2 << 30);
    play(twins);
    twins->store = place_store(&twins->place, "second.db");
    copy_all(twins);
    MUST(ledger_open(twins->store, &twins->ledger, &fault), fault);
    struct pipeline_options with = {.follow = flow_follow,
                                    .store = twins->store,
                                    .ledger = twins->ledger,
                                    .city = twins->boot->city,
                                    .vault = twins->boot->vault,
                                    .settle = standing_settle,
                                    .settle_context = &twins->boot->standing};
    MUST(pipeline_open(&with, &twins->pipeline, &fault), fault);
    twins->now = 1793588400000; /* 2026-11-02T11:00:00+08:00, an hour behind the play */
}

void twins_close(struct twins *twins)
{
    pipeline_close(twins->pipeline);
    ledger_close(twins->ledger);
    store_close(twins->store);
    boot_close(twins->boot);
    arena_close(twins->arena);
    place_close(&twins->place);
}

/* -- giving and asking -- */

bool twins_would(struct twins *twins, const struct job *job, int64_t *last_seq, struct fault *fault)
{
    struct boot *boot = twins->boot;
    struct arena *arena = arena_open((size_t)16 << 20, (size_t)64 << 20);
    struct command_run run = {
        .arena = arena,
        .store = boot->store,
        .ledger = boot->ledger,
        .city = boot->city,
        .vault = boot->vault,
        .actor = job->actor,
        .command_id = TEXT_NONE,
        .parameters = {job->parameters[0], job->parameters[1], job->parameters[2]},
        .id = route_id(job->parameters[0]),
        .seen_version = job->seen_version,
        .now = twins->now,
        .today = city_today(boot->city, twins->now),
        .follow = flow_follow,
    };
    MUST(store_begin_write(boot->store, fault) && ledger_begin(boot->ledger, fault), *fault);
    bool would = job->kind->perform(&run, job->fields, fault);
    *last_seq = run.last_seq;
    store_rollback(boot->store);
    ledger_rollback_done(boot->ledger);
    arena_close(arena);
    return would;
}

static bool same_fault(const struct fault *a, const struct fault *b)
{
    bool same = a->code == b->code && strcmp(a->field, b->field) == 0;
    for (size_t i = 0; same && i < COUNT_OF(a->arguments); i++) {
        same = strcmp(a->arguments[i], b->arguments[i]) == 0;
    }
    return same;
}

static bool prepare_one(struct twins *twins, const struct job *job, const struct raw_body *raw,
                        void *fields, struct fault *fault)
{
    struct view_run run = {
        .arena = twins->arena,
        .city = twins->boot->city,
        .vault = twins->boot->vault,
        .actor = job->actor,
        .parameters = {job->parameters[0], job->parameters[1], job->parameters[2]},
        .id = route_id(job->parameters[0]),
        .now = twins->now,
        .today = city_today(twins->boot->city, twins->now),
    };
    struct fault second = {.code = FAULT_NONE};
    void *others = arena_alloc(twins->arena, job->kind->fields->size);
    run.store = twins->boot->store;
    bool done = job->kind->prepare(&run, raw, fields, fault);
    run.store = twins->store;
    bool same = job->kind->prepare(&run, raw, others, &second) == done &&
                same_fault(fault, &second) &&
                (!done || text_equal(field_json(twins->arena, job->kind->fields, fields),
                                     field_json(twins->arena, job->kind->fields, others)));
    if (!same || fault_is_failure(fault->code)) {
        differs(twins, "%s is prepared otherwise: %s %s, %s %s", job->kind->name,
                fault_code_name(fault->code), fault->arguments[0], fault_code_name(second.code),
                second.arguments[0]);
    }
    return done;
}

bool twins_prepare(struct twins *twins, struct job *job, const struct raw_body *raw,
                   struct fault *fault)
{
    void *fields = arena_alloc(twins->arena, job->kind->fields->size);
    job->fields = fields;
    return prepare_one(twins, job, raw, fields, fault);
}

static void compare_jobs(struct twins *twins, const struct job *a, const struct job *b)
{
    if (a->done != b->done || !same_fault(&a->fault, &b->fault) ||
        !text_equal(a->answer, b->answer) || a->last_seq != b->last_seq) {
        differs(twins,
                "%s by %s on %.*s:\n#   done %d seq %lld %s(%s) %.*s\n#   done %d seq %lld %s(%s)"
                " %.*s\n#   %.*s",
                a->kind->name, role_name(a->actor->role), TEXT_ARG(a->parameters[0]), a->done,
                (long long)a->last_seq, fault_code_name(a->fault.code), a->fault.arguments[0],
                TEXT_ARG(a->answer), b->done, (long long)b->last_seq,
                fault_code_name(b->fault.code), b->fault.arguments[0], TEXT_ARG(b->answer),
                TEXT_ARG(a->fingerprint));
    }
    /* Nobody reads a chore's refusal: it would be refused for ever. */
    if (!a->done && (a->kind->flags & COMMAND_CHORE) != 0) {
        differs(twins, "%s is refused: %s %s %s %s", a->kind->name, fault_code_name(a->fault.code),
                a->fault.field, a->fault.arguments[0], a->fault.arguments[1]);
    }
    /* Nor should what somebody does founder on the words of a notice. */
    if (a->fault.code == FAULT_NOTICE_INCOMPLETE) {
        differs(twins, "a notice of %s lacks %s", a->kind->name, a->fault.arguments[1]);
    }
    /* Chance finds whatever a statement does not expect: neither database may be shocked. */
    if (fault_is_failure(a->fault.code) || fault_is_failure(b->fault.code)) {
        differs(twins, "%s fails: %s %s", a->kind->name, a->fault.arguments[0],
                b->fault.arguments[0]);
    }
}

void twins_give(struct twins *twins, struct job *jobs, size_t count)
{
    struct job others[32];
    struct job *first[32], *second[32];
    assert_true(count <= COUNT_OF(others));
    for (size_t i = 0; i < count; i++) {
        others[i] = jobs[i];
        jobs[i].arena = arena_open((size_t)16 << 20, (size_t)64 << 20);
        others[i].arena = arena_open((size_t)16 << 20, (size_t)64 << 20);
        first[i] = &jobs[i];
        second[i] = &others[i];
    }
    int64_t size = pipeline_run(twins->boot->pipeline, first, count, twins->now);
    if (size != pipeline_run(twins->pipeline, second, count, twins->now)) {
        differs(twins, "the ledgers have another size than %lld", (long long)size);
    }
    for (size_t i = 0; i < count; i++) {
        compare_jobs(twins, &jobs[i], &others[i]);
        jobs[i].answer = text_copy(twins->arena, jobs[i].answer);
        arena_close(jobs[i].arena);
        arena_close(others[i].arena);
    }
}

static bool answer(const struct twins *twins, const struct view_kind *kind, struct view_run run,
                   struct text *out, struct fault *fault)
{
    run.city = twins->boot->city;
    run.vault = twins->boot->vault;
    run.now = twins->now;
    run.today = city_today(run.city, run.now);
    struct buffer buffer = buffer_open(run.arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    bool answered = kind->answer(&run, &json, fault);
    *out = answered ? buffer_text(&buffer) : TEXT_NONE;
    return answered;
}

bool twins_ask(struct twins *twins, const struct view_kind *kind, const struct view_run *question)
{
    struct view_run run = *question;
    struct fault fault_a = {.code = FAULT_NONE}, fault_b = {.code = FAULT_NONE};
    struct text a = TEXT_NONE, b = TEXT_NONE;
    run.arena = arena_open((size_t)64 << 20, (size_t)256 << 20);
    run.store = twins->boot->store;
    bool done = answer(twins, kind, run, &a, &fault_a);
    run.store = twins->store;
    bool same = answer(twins, kind, run, &b, &fault_b) == done && same_fault(&fault_a, &fault_b) &&
                text_equal(a, b);
    /* Neither has the processes beside it that sign and print. */
    bool is_alone = fault_a.code == FAULT_SIGNER_FAILED || fault_a.code == FAULT_PAPER_FAILED ||
                    fault_a.code == FAULT_LEDGER_NOT_SIGNED_YET;
    if (!same || (fault_is_failure(fault_a.code) && !is_alone)) {
        size_t at = 0;
        while (at < a.len && at < b.len && a.at[at] == b.at[at]) {
            at++;
        }
        size_t from = at > 60 ? at - 60 : 0;
        differs(twins, "%s for %s on %.*s:\n#   %s %s ..%.200s\n#   %s %s ..%.200s", kind->name,
                role_name(run.actor->role), TEXT_ARG(run.parameters[0]),
                fault_code_name(fault_a.code), fault_a.arguments[0],
                text_slice(a, from, a.len - from).at, fault_code_name(fault_b.code),
                fault_b.arguments[0], text_slice(b, from, b.len - from).at);
    }
    arena_close(run.arena);
    return done;
}

/* -- at the end -- */

static void verify_one(struct twins *twins, struct store *store, const char *which)
{
    struct fault fault = {.code = FAULT_NONE};
    struct ledger_report report;
    struct rebuild_difference difference;
    struct store_options memory = {.path = TEXT(":memory:")};
    struct store *fresh = NULL;
    MUST(ledger_verify(store, &(struct ledger_verify_options){NULL, NULL}, &report, &fault), fault);
    if (!report.is_sound) {
        differs(twins, "the %s ledger: %s %lld: %s", which, report.table, (long long)report.row,
                report.what);
    }
    MUST(store_open(&memory, &fresh, &fault) && store_migrate(fresh, store_facts, &fault), fault);
    struct rebuild_check check = {store, fresh, twins->boot->registry};
    MUST(rebuild_check(twins->arena, &check, &difference, &fault), fault);
    if (difference.found) {
        differs(twins, "the %s tables: %.*s, row %lld:\n#   %.*s\n#   %.*s", which,
                TEXT_ARG(difference.table), (long long)difference.row, TEXT_ARG(difference.live),
                TEXT_ARG(difference.fresh));
    }
    store_close(fresh);
}

void twins_verify(struct twins *twins)
{
    verify_one(twins, twins->boot->store, "first");
    verify_one(twins, twins->store, "second");
}
