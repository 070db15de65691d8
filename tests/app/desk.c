#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/city.h"
#include "app/rebuild.h"
#include "base/arena.h"
#include "desk.h"
#include "pack/pack.h"

static const struct field write_fields[] = {
    FIELD(note_write, text, TEXT, .required = true, .zh = "内容", .en = "text"),
};
static const struct field_table write_table = FIELD_TABLE(note_write, write_fields);
static const struct field_table correct_table = FIELD_TABLE(note_correct, write_fields);

static const struct statement note_insert = {"note_insert",
                                             "insert into note(id, version, text) values($1,1,$2)"};
static const struct statement note_update = {
    "note_update", "update note set version=version+1, text=$2 where id=$1"};
static const struct statement note_version = {"note_version",
                                              "select version from note where id=$1"};
static const struct statement note_broken = {
    "note_broken", "insert into note(id, version, text) values(1,null,'x')"};
const struct statement notes_count = {"notes_count", "select count(*) from note"};
const struct statement notes_events = {
    "notes_events", "select count(*) from ledger_event where kind='note.written'"};
const struct statement notes_answers = {"notes_answers", "select count(*) from command_answer"};
static const struct statement notes_like = {"notes_like",
                                            "select count(*) from note where text=$1"};
static const struct statement notes_unknown = {
    "notes_unknown", "select count(*) from note n where not exists (select 1 from ledger_event e"
                     " where e.seq=n.id and e.kind='note.written')"};

static bool record_written(struct store *store, const struct event *event, struct fault *fault)
{
    const struct note_write *body = event->body;
    return store_run(store, &note_insert, CELLS(cell_int(event->subject), cell_text(body->text)),
                     fault);
}

static bool record_corrected(struct store *store, const struct event *event, struct fault *fault)
{
    const struct note_correct *body = event->body;
    return store_run(store, &note_update, CELLS(cell_int(event->subject), cell_text(body->text)),
                     fault);
}

static const struct event_kind written = {"note.written", &write_table, record_written,
                                          "写下",         "written",    false};
static const struct event_kind corrected = {"note.corrected", &correct_table, record_corrected,
                                            "更正",           "corrected",    false};

static bool perform_write(struct command_run *run, const void *fields, struct fault *fault)
{
    struct event_about about = {0, 0, run->today};
    run->answer.id = run_next_seq(run);
    run->answer.version = 1;
    return run_emit(run, &written, about, fields, fault);
}

static bool perform_correct(struct command_run *run, const void *fields, struct fault *fault)
{
    int64_t version = 0;
    if (!store_query_int(run->store, &note_version, CELLS(cell_int(run->id)), &version, fault)) {
        return false;
    }
    if (version == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct event_about about = {run->id, 0, run->today};
    run->answer.id = run->id;
    run->answer.version = version + 1;
    return run_version_is(run, version, fault) && run_emit(run, &corrected, about, fields, fault);
}

static bool perform_write_and_refuse(struct command_run *run, const void *fields,
                                     struct fault *fault)
{
    return perform_write(run, fields, fault) && perform_write(run, fields, fault) &&
           fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE, FAULT_NO_ARGS);
}

static bool perform_write_two(struct command_run *run, const void *fields, struct fault *fault)
{
    run->answer.extra = TEXT("\"two\":true");
    return perform_write(run, fields, fault) && perform_write(run, fields, fault);
}

static bool perform_break(struct command_run *run, const void *fields, struct fault *fault)
{
    return perform_write(run, fields, fault) &&
           store_run(run->store, &note_broken, NO_CELLS, fault);
}

const struct command_kind note_commands[] = {
    [NOTE_WRITE] = {"note.write", "POST", "/notes", &write_table, ROLES_SIGNED_IN, 0, "写", "write",
                    perform_write},
    [NOTE_CORRECT] = {"note.correct", "PUT", "/notes/{id}", &correct_table, ROLES_SIGNED_IN, 0,
                      "改", "correct", perform_correct},
    [NOTE_WRITE_AND_REFUSE] = {"note.refuse", "POST", "/notes/refuse", &write_table,
                               ROLES_SIGNED_IN, 0, "拒", "refuse", perform_write_and_refuse},
    [NOTE_WRITE_TWO] = {"note.two", "POST", "/notes/two", &write_table, ROLES_SIGNED_IN, 0, "两",
                        "two", perform_write_two},
    [NOTE_BREAK] = {"note.break", "POST", "/notes/break", &write_table, ROLES_SIGNED_IN, 0, "坏",
                    "break", perform_break},
};

static const struct event_kind *const events[] = {&written, &corrected};
static const struct room note_room = {
    .name = "note",
    .commands = note_commands,
    .command_count = 5,
    ROOM_EVENTS(events),
    .schema = {"note", 1,
               "create table note (id bigint primary key, version bigint not null,"
               " text text not null);"}};
static const struct room *const rooms[] = {&note_room};
static const struct house house = {rooms, 1};

bool desk_connect(struct desk *desk, struct store_faults *faults)
{
    struct fault fault = {.code = FAULT_NONE};
    desk->store = place_faulty_store(&desk->place, "desk.db", faults, &fault);
    desk->ledger = NULL;
    desk->pipeline = NULL;
    if (desk->store == NULL || !ledger_open(desk->store, &desk->ledger, &fault)) {
        desk_disconnect(desk);
        return false;
    }
    const struct pipeline_options options = {.store = desk->store,
                                             .ledger = desk->ledger,
                                             .city = desk->city,
                                             .follow = desk->follow};
    return pipeline_open(&options, &desk->pipeline, &fault);
}

void desk_disconnect(struct desk *desk)
{
    pipeline_close(desk->pipeline);
    ledger_close(desk->ledger);
    store_close(desk->store);
    desk->pipeline = NULL;
    desk->ledger = NULL;
    desk->store = NULL;
}

void desk_open(struct desk *desk)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct pack_options options = {PACK_SCOPE_ALL, true};
    const struct pack *pack = NULL;
    int64_t replayed = 0;
    memset(desk, 0, sizeof *desk);
    place_open(&desk->place);
    desk->arena = arena_open(64 << 20, 512 << 20);
    desk->now = 1795399200000; /* 2026-11-23T10:00:00+08:00 */
    desk->actor = (struct actor){.account = 7,
                                 .post = 7,
                                 .role = ROLE_NAVIGATOR,
                                 .name = TEXT("someone"),
                                 .org = TEXT_NONE,
                                 .district = TEXT_NONE};
    assert_true(pack_load(desk->place.arena, TEXT(SAMPLE_CITY), &options, &pack, &fault));
    desk->city = city_open(desk->place.arena, pack);
    desk->registry = register_open(desk->place.arena, &house);
    struct store *store = place_store(&desk->place, "desk.db");
    assert_true(store_migrate(store, store_facts, &fault));
    assert_true(rebuild_if_needed(store, desk->registry, false, &replayed, &fault));
    store_close(store);
    assert_true(desk_connect(desk, NULL));
}

void desk_close(struct desk *desk)
{
    desk_disconnect(desk);
    arena_close(desk->arena);
    place_close(&desk->place);
}

struct job desk_job(struct desk *desk, int command, const char *text, const char *key)
{
    struct note_write *fields = arena_new(desk->arena, struct note_write);
    struct buffer print = buffer_open(desk->arena, 64);
    fields->text = text_copy(desk->arena, text_of(text));
    buffer_addf(&print, "%d:%s", command, text);
    return (struct job){.kind = &note_commands[command],
                        .fields = fields,
                        .actor = &desk->actor,
                        .parameters = {TEXT_NONE, TEXT_NONE, TEXT_NONE},
                        .key = text_copy(desk->arena, text_of(key)),
                        .fingerprint = buffer_text(&print),
                        .arena = desk->arena,
                        .answer = TEXT_NONE};
}

bool desk_run(struct desk *desk, struct job *job)
{
    struct job *jobs[1] = {job};
    (void)pipeline_run(desk->pipeline, jobs, 1, desk->now);
    assert_true(job->done == (job->fault.code == FAULT_NONE));
    return job->done;
}

int64_t desk_count(struct desk *desk, const struct statement *statement)
{
    struct store *sound = place_store(&desk->place, "desk.db");
    int64_t count = number_in(sound, statement);
    store_close(sound);
    return count;
}

int64_t desk_notes(struct desk *desk, const char *text)
{
    struct fault fault = {.code = FAULT_NONE};
    struct store *sound = place_store(&desk->place, "desk.db");
    int64_t count = 0;
    assert_true(
        store_query_int(sound, &notes_like, CELLS(cell_text(text_of(text))), &count, &fault));
    store_close(sound);
    return count;
}

void desk_is_sound(struct desk *desk)
{
    struct fault fault = {.code = FAULT_NONE};
    struct ledger_report report;
    struct store *sound = place_store(&desk->place, "desk.db");
    assert_true(ledger_verify(sound, &(struct ledger_verify_options){NULL, NULL}, &report, &fault));
    if (!report.is_sound) {
        fail_msg("%s %lld: %s", report.table, (long long)report.row, report.what);
    }
    assert_int_equal(number_in(sound, &notes_count), number_in(sound, &notes_events));
    assert_int_equal(number_in(sound, &notes_unknown), 0);
    store_close(sound);
}
