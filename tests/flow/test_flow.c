#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "desk.h"
#include "flow/flow.h"
#include "pack/pack.h"

/* A table of triggers as a test writes it down, and actions on notes. */
static struct pack_records triggers;

static bool act_write(const struct flow_step *step, struct fault *fault)
{
    struct note_write note = {jvalue_text(jvalue_get(step->with, "text"), TEXT_NONE)};
    struct event_about about = {0, 0, step->run->today};
    return run_emit(step->run, step->event->kind, about, &note, fault);
}

static bool act_refuse(const struct flow_step *step, struct fault *fault)
{
    (void)step;
    return fault_raise(fault, FAULT_REASON_REQUIRED, TEXT_NONE, FAULT_NO_ARGS);
}

static const struct flow_action write_note = {"write_note", "写", "write", act_write};
static const struct flow_action refuse = {"refuse", "拒", "refuse", act_refuse};
static const struct flow_action *const actions[] = {&write_note, &refuse, NULL};

static bool follow(struct command_run *run, const struct event *event, const struct jvalue *body,
                   struct fault *fault)
{
    const struct flow_step step = {.run = run, .event = event, .body = body};
    return flow_follow_by(&triggers, actions, &step, fault);
}

static const struct jvalue *read(struct desk *desk, const char *json)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *value = NULL;
    assert_true(json_read(desk->arena, text_of(json), &value, &fault));
    return value;
}

static void set_triggers(struct desk *desk, const char *json)
{
    const struct jvalue *list = read(desk, json);
    struct pack_record *records = arena_array(desk->arena, struct pack_record, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        records[i] = (struct pack_record){.id = text_format(desk->arena, "t%u", i),
                                          .valid_from = (civil_date)jvalue_int(
                                              jvalue_get(&list->items[i], "from"), CIVIL_DATE_NONE),
                                          .valid_to = CIVIL_DATE_NONE,
                                          .raw = &list->items[i]};
    }
    triggers = (struct pack_records){.items = records, .count = list->count};
}

static int set_up(void **state)
{
    static struct desk desk;
    desk_open(&desk);
    desk_disconnect(&desk);
    desk.follow = follow;
    assert_true(desk_connect(&desk, NULL));
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    desk_is_sound(desk);
    desk_close(desk);
    return 0;
}

#define FIRST_LEADS_TO_SECOND                                                                      \
    "[{\"event\":\"note.written\",\"where\":{\"text\":\"first\"},\"action\":\"write_note\","       \
    "\"with\":{\"text\":\"second\"}}]"

static void what_follows_is_in_the_same_commit(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, FIRST_LEADS_TO_SECOND);
    struct job job = desk_job(desk, NOTE_WRITE, "first", "k");
    assert_true(desk_run(desk, &job));
    assert_int_equal(desk_notes(desk, "second"), 1);
    assert_int_equal(desk_count(desk, &notes_events), 2);
    assert_int_equal(job.last_seq, 2);
}

static void answer_and_receipt_are_those_of_the_act(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, FIRST_LEADS_TO_SECOND);
    struct job job = desk_job(desk, NOTE_WRITE, "first", "");
    assert_true(desk_run(desk, &job));
    assert_true(text_starts_with(job.answer, TEXT("{\"id\":1,\"version\":1,\"receipt\":\"1-")));
}

static void where_it_does_not_hold_nothing_follows(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, FIRST_LEADS_TO_SECOND);
    struct job job = desk_job(desk, NOTE_WRITE, "other", "");
    assert_true(desk_run(desk, &job));
    assert_int_equal(desk_count(desk, &notes_events), 1);
}

static void a_trigger_not_yet_in_force_does_nothing(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, "[{\"from\":99999,\"event\":\"note.written\",\"where\":{},"
                       "\"action\":\"refuse\",\"with\":{}}]");
    struct job job = desk_job(desk, NOTE_WRITE, "first", "");
    assert_true(desk_run(desk, &job));
}

static void a_refusal_of_what_follows_refuses_the_act(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, "[{\"event\":\"note.written\",\"where\":{\"text\":[\"a\",\"first\"]},"
                       "\"action\":\"refuse\",\"with\":{}}]");
    struct job job = desk_job(desk, NOTE_WRITE, "first", "k");
    assert_false(desk_run(desk, &job));
    assert_int_equal(job.fault.code, FAULT_REASON_REQUIRED);
    assert_int_equal(desk_count(desk, &notes_events), 0);
    assert_int_equal(desk_count(desk, &notes_count), 0);
}

static void a_circle_ends_and_leaves_nothing(void **state)
{
    struct desk *desk = *state;
    set_triggers(desk, "[{\"event\":\"note.written\",\"where\":{},\"action\":\"write_note\","
                       "\"with\":{\"text\":\"again\"}}]");
    struct job job = desk_job(desk, NOTE_WRITE, "first", "");
    assert_false(desk_run(desk, &job));
    assert_int_equal(job.fault.code, FAULT_FOLLOWS_ITSELF);
    assert_int_equal(desk_count(desk, &notes_count), 0);
}

static void where_compares_members(void **state)
{
    static const struct {
        const char *where, *body;
        bool holds;
    } cases[] = {
        {"{}", "{\"a\":1}", true},
        {"{\"a\":1}", "{\"a\":1}", true},
        {"{\"a\":1}", "{\"a\":2}", false},
        {"{\"a\":\"x\"}", "{}", false},
        {"{\"a\":null}", "{}", true},
        {"{\"a\":null}", "{\"a\":false}", false},
        {"{\"a\":[\"x\",null]}", "{}", true},
        {"{\"a\":[\"x\",\"y\"]}", "{\"a\":\"y\"}", true},
        {"{\"a\":[]}", "{\"a\":\"y\"}", false},
        {"{\"a\":true,\"b\":\"z\"}", "{\"a\":true,\"b\":\"z\"}", true},
        {"{\"a\":true,\"b\":\"z\"}", "{\"a\":true,\"b\":\"q\"}", false},
    };
    struct desk *desk = *state;
    set_triggers(desk, "[]");
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool holds = flow_where_holds(read(desk, cases[i].where), read(desk, cases[i].body));
        assert_true(holds == cases[i].holds);
    }
}

static bool is_sound(struct desk *desk, const char *json, struct fault *fault)
{
    *fault = (struct fault){.code = FAULT_NONE};
    set_triggers(desk, json);
    return flow_check(desk->arena, &triggers, actions, desk->registry, fault);
}

static void a_table_that_names_what_is_not_there_is_refused(void **state)
{
    struct desk *desk = *state;
    struct fault fault;
    assert_true(is_sound(desk, FIRST_LEADS_TO_SECOND, &fault));
    static const char *const wrong[] = {
        "[{\"event\":\"note.lost\",\"where\":{},\"action\":\"refuse\",\"with\":{}}]",
        "[{\"event\":\"note.written\",\"where\":{\"colour\":1},\"action\":\"refuse\",\"with\":{}}]",
        "[{\"event\":\"note.written\",\"where\":{},\"action\":\"fly\",\"with\":{}}]",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(is_sound(desk, wrong[i], &fault));
        assert_int_equal(fault.code, FAULT_TRIGGER_WRONG);
    }
    set_triggers(desk, "[]");
}

int main(void)
{
#define AT_DESK(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        AT_DESK(what_follows_is_in_the_same_commit),
        AT_DESK(answer_and_receipt_are_those_of_the_act),
        AT_DESK(where_it_does_not_hold_nothing_follows),
        AT_DESK(a_trigger_not_yet_in_force_does_nothing),
        AT_DESK(a_refusal_of_what_follows_refuses_the_act),
        AT_DESK(a_circle_ends_and_leaves_nothing),
        AT_DESK(where_compares_members),
        AT_DESK(a_table_that_names_what_is_not_there_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
