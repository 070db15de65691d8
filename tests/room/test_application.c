#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/json_read.h"
#include "engine/calendar/calendar.h"
#include "room/application/application_intake.h"
#include "room/application/application_kinds.h"

/* Decisions about applications and what follows from their clocks, without database and without
 * HTTP. The calendar of 2026 is the real one; days are those of the law's worked examples. */

static struct arena *arena;
static const struct calendar *calendar;

static civil_date day(const char *text)
{
    civil_date out = CIVIL_DATE_NONE;
    assert_true(civil_date_parse(text_of(text), &out));
    return out;
}

static void add_range(civil_date *days, size_t *count, const char *from, const char *to)
{
    for (civil_date at = day(from); at <= day(to); at++) {
        days[(*count)++] = at;
    }
}

static int open_all(void **state)
{
    static civil_date off[64];
    static civil_date work[6];
    static const char *const holidays[][2] = {
        {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"},
        {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
        {"2026-10-01", "2026-10-07"}};
    static const char *const makeup[] = {"2026-01-04", "2026-02-14", "2026-02-28",
                                         "2026-05-09", "2026-09-20", "2026-10-10"};
    struct calendar_year year = {.year = 2026, .off = off, .work = work, .work_count = 6};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(holidays); i++) {
        add_range(off, &year.off_count, holidays[i][0], holidays[i][1]);
    }
    for (size_t i = 0; i < COUNT_OF(makeup); i++) {
        work[i] = day(makeup[i]);
    }
    arena = arena_open(1 << 20, 16 << 20);
    return calendar_build(arena, &year, 1, &calendar, &fault) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* -- people -- */

static struct actor of_role(enum role role, const char *org)
{
    return (struct actor){
        .account = 1, .role = role, .org = text_of(org), .name = TEXT_NONE, .district = TEXT_NONE};
}

#define OFFICER of_role(ROLE_DEPARTMENT_OFFICER, "zrzy")
#define STRANGER of_role(ROLE_DEPARTMENT_OFFICER, "sthj")
#define ENTERPRISE of_role(ROLE_ENTERPRISE, "")
#define NAVIGATOR of_role(ROLE_NAVIGATOR, "asc")

/* -- one application, and what is done to it -- */

static struct application submitted(const char *on, int64_t limit_days)
{
    return (struct application){
        .id = 7,
        .version = 1,
        .project = 5,
        .code = TEXT("planning-scheme"),
        .name = TEXT("设计方案审查"),
        .org = TEXT("zrzy"),
        .state = APPLICATION_SUBMITTED,
        .limit_days = limit_days,
        .notify_days = 5,
        .deliver_days = 10,
        .limit_basis = TEXT("promised"),
        .course = TEXT_NONE,
        .round = 1,
        .first_submitted_on = day(on),
        .submitted_on = day(on),
        .last_on = day(on),
        .opened_on = CIVIL_DATE_NONE,
        .received_on = CIVIL_DATE_NONE,
        .accepted_on = CIVIL_DATE_NONE,
        .decided_on = CIVIL_DATE_NONE,
        .delivered_on = CIVIL_DATE_NONE,
        .closed_on = CIVIL_DATE_NONE,
        .verified_on = CIVIL_DATE_NONE,
        .reminded_on = CIVIL_DATE_NONE,
        .asked_on = CIVIL_DATE_NONE,
        .completed_on = CIVIL_DATE_NONE,
        .special_on = CIVIL_DATE_NONE,
        .special_noticed_on = CIVIL_DATE_NONE,
        .special_ended_on = CIVIL_DATE_NONE,
        .valid_until = CIVIL_DATE_NONE,
    };
}

/* What the record functions do to the row, for walks without a database. */
static void record(struct application *application, enum application_act act, civil_date on)
{
    static const struct {
        char letter;
        enum application_state state;
    } marks[APPLICATION_ACT_COUNT] = {
        [APPLICATION_RECEIVE] = {'R', APPLICATION_RECEIVED},
        [APPLICATION_ACCEPT] = {'A', APPLICATION_ACCEPTED},
        [APPLICATION_NOT_ACCEPT] = {0, APPLICATION_NOT_ACCEPTED},
        [APPLICATION_ASK] = {'S', APPLICATION_SUPPLEMENT},
        [APPLICATION_COMPLETE] = {'C', APPLICATION_RECEIVED},
        [APPLICATION_SPECIAL_START] = {'P', APPLICATION_SPECIAL},
        [APPLICATION_SPECIAL_END] = {'E', APPLICATION_ACCEPTED},
        [APPLICATION_SUSPEND] = {'U', APPLICATION_SUSPENDED},
        [APPLICATION_RESUME] = {'Q', APPLICATION_ACCEPTED},
        [APPLICATION_DECIDE] = {'D', APPLICATION_GRANTED},
        [APPLICATION_DELIVER] = {'V', APPLICATION_DELIVERED},
        [APPLICATION_WITHDRAW] = {0, APPLICATION_WITHDRAWN},
    };
    char iso[CIVIL_DATE_TEXT_SIZE];
    struct text written = civil_date_write(on, iso);
    if (marks[act].letter != 0) {
        application->course = text_format(arena, "%.*s%s%c%.*s", TEXT_ARG(application->course),
                                          application->course.len > 0 ? " " : "", marks[act].letter,
                                          TEXT_ARG(written));
    }
    application->state = marks[act].state;
    application->last_on = on;
    civil_date *const places[APPLICATION_ACT_COUNT] = {
        [APPLICATION_RECEIVE] = &application->received_on,
        [APPLICATION_ACCEPT] = &application->accepted_on,
        [APPLICATION_ASK] = &application->asked_on,
        [APPLICATION_COMPLETE] = &application->completed_on,
        [APPLICATION_SPECIAL_START] = &application->special_on,
        [APPLICATION_SPECIAL_END] = &application->special_ended_on,
        [APPLICATION_DECIDE] = &application->decided_on,
        [APPLICATION_DELIVER] = &application->delivered_on,
    };
    if (places[act] != NULL) {
        *places[act] = on;
    }
    bool ends =
        act == APPLICATION_DECIDE || act == APPLICATION_WITHDRAW || act == APPLICATION_NOT_ACCEPT;
    application->closed_on = ends ? on : application->closed_on;
}

static enum fault_code try_act(const struct application *application, enum application_act act,
                               struct actor actor, const char *today, const char *on)
{
    struct application_setting setting = {&actor, calendar, day(today)};
    struct fault fault = {.code = FAULT_NONE};
    civil_date happened = CIVIL_DATE_NONE;
    civil_date given = on == NULL ? CIVIL_DATE_NONE : day(on);
    bool done = application_decide_act(application, act, &setting, given, &happened, &fault);
    assert_int_equal(done, fault.code == FAULT_NONE);
    assert_int_equal(happened, done ? (on == NULL ? day(today) : given) : CIVIL_DATE_NONE);
    return fault.code;
}

/* Decided and recorded on the same day. */
static void act(struct application *application, enum application_act what, const char *on)
{
    bool is_applicants = what == APPLICATION_COMPLETE || what == APPLICATION_WITHDRAW;
    struct actor actor = is_applicants ? ENTERPRISE : OFFICER;
    assert_int_equal(try_act(application, what, actor, on, NULL), FAULT_NONE);
    record(application, what, day(on));
}

static struct application_now now_of(const struct application *application, const char *today)
{
    struct application_terms terms = {.calendar = calendar,
                                      .today = day(today),
                                      .yellow_left = 3,
                                      .yellow_float = 5,
                                      .reply_days = 20,
                                      .stale_days = 10};
    struct application_now now;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(application_read_now(application, NULL, &terms, LANGUAGE_ZH, &now, &fault));
    return now;
}

static void assert_day(civil_date got, const char *wanted)
{
    char a[CIVIL_DATE_TEXT_SIZE];
    (void)civil_date_write(got, a);
    assert_string_equal(a, wanted);
}

/* -- the law's cases, with their days -- */

static void
special_case_01_supplements_before_acceptance_are_outside_the_decision_clock(void **state)
{
    struct application application = submitted("2026-05-07", 20);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-05-07");
    act(&application, APPLICATION_ASK, "2026-05-12");
    struct application_now waiting = now_of(&application, "2026-05-15");
    assert_string_equal(waiting.light, "paused");
    assert_string_equal(waiting.turn.party, "enterprise");
    assert_day(waiting.turn.since, "2026-05-12");
    assert_false(waiting.has_left);
    act(&application, APPLICATION_COMPLETE, "2026-05-20");
    act(&application, APPLICATION_ACCEPT, "2026-05-20");
    struct application_now now = now_of(&application, "2026-05-21");
    assert_day(now.clock.accepted_on, "2026-05-20");
    assert_day(now.clock.decision_due, "2026-06-17");
    assert_int_equal(now.clock.used, 1);
    assert_false(now.clock.is_deemed);
}

static void special_case_01_the_days_before_acceptance_are_told_apart(void **state)
{
    struct application application = submitted("2026-05-07", 20);
    struct application_leg legs[APPLICATION_LEGS_MAX];
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-05-07");
    act(&application, APPLICATION_ASK, "2026-05-12");
    act(&application, APPLICATION_COMPLETE, "2026-05-20");
    act(&application, APPLICATION_ACCEPT, "2026-05-20");
    struct application_terms terms = {.calendar = calendar, .today = day("2026-05-22")};
    struct application_now now = now_of(&application, "2026-05-22");
    size_t count = application_legs(&application, &now, &terms, legs);
    assert_int_equal(count, 5);
    static const char *const kinds[] = {"received", "supplement", "received", "accepted", "due"};
    static const int64_t days[] = {4, 6, 0, 2, 0}; /* 05-09 is worked */
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(legs[i].kind, kinds[i]);
        assert_int_equal(legs[i].days, days[i]);
    }
    assert_day(legs[4].from, "2026-06-17");
}

static void special_case_01_silence_accepts_on_the_day_of_reception(void **state)
{
    struct application application = submitted("2026-05-07", 20);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-05-07");
    struct application_now last_day = now_of(&application, "2026-05-13");
    assert_int_equal(last_day.state, APPLICATION_RECEIVED);
    assert_day(last_day.turn.until, "2026-05-13");
    assert_int_equal(try_act(&application, APPLICATION_ASK, OFFICER, "2026-05-13", NULL),
                     FAULT_NONE);
    struct application_now now = now_of(&application, "2026-05-14");
    assert_int_equal(now.state, APPLICATION_ACCEPTED);
    assert_true(now.clock.is_deemed);
    assert_day(now.clock.accepted_on, "2026-05-07");
    assert_day(now.clock.decision_due, "2026-06-03");
    assert_true(text_equal(now.state_name, TEXT("审查中(视为受理)")));
}

static void special_case_01_after_silence_nothing_stops_the_clock_by_supplements(void **state)
{
    struct application application = submitted("2026-05-07", 20);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-05-07");
    enum application_act answers[] = {APPLICATION_ASK, APPLICATION_ACCEPT, APPLICATION_NOT_ACCEPT};
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        assert_int_equal(try_act(&application, answers[i], OFFICER, "2026-05-14", NULL),
                         FAULT_ACCEPTED_BY_SILENCE);
    }
    /* What was told in time but typed in late was told in time. */
    assert_int_equal(try_act(&application, APPLICATION_ASK, OFFICER, "2026-05-14", "2026-05-13"),
                     FAULT_NONE);
    act(&application, APPLICATION_DECIDE, "2026-05-18");
    assert_day(now_of(&application, "2026-05-18").clock.delivery_due, "2026-06-01");
}

static void special_case_01_who_never_receives_has_received_on_the_day_of_submission(void **state)
{
    struct application application = submitted("2026-05-07", 20);
    (void)state;
    struct application_now now = now_of(&application, "2026-05-14");
    assert_int_equal(now.state, APPLICATION_ACCEPTED);
    assert_day(now.clock.decision_due, "2026-06-03");
    assert_int_equal(try_act(&application, APPLICATION_RECEIVE, OFFICER, "2026-05-14", NULL),
                     FAULT_ACCEPTED_BY_SILENCE);
    /* A reception recorded after silence had spoken does not take its word back. */
    application.course = TEXT("R2026-05-20");
    application.state = APPLICATION_RECEIVED;
    application.received_on = application.last_on = day("2026-05-20");
    assert_day(now_of(&application, "2026-05-21").clock.decision_due, "2026-06-03");
    struct application_leg legs[APPLICATION_LEGS_MAX];
    struct application_terms terms = {.calendar = calendar, .today = day("2026-05-21")};
    now = now_of(&application, "2026-05-21");
    assert_int_equal(application_legs(&application, &now, &terms, legs), 3);
    assert_string_equal(legs[1].kind, "accepted");
    assert_true(legs[1].is_silence);
}

static void special_case_02_a_saturday_worked_in_exchange_is_a_working_day(void **state)
{
    struct application application = submitted("2026-09-18", 1);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-09-18");
    act(&application, APPLICATION_ACCEPT, "2026-09-18");
    struct application_now now = now_of(&application, "2026-09-18");
    assert_day(now.clock.decision_due, "2026-09-20");
    assert_int_equal(now_of(&application, "2026-09-21").clock.left, -1);
    assert_string_equal(now_of(&application, "2026-09-21").light, "red");
}

static void special_case_03_a_special_procedure_stops_the_clock_on_both_its_ends(void **state)
{
    struct application application = submitted("2026-09-14", 10);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-09-14");
    act(&application, APPLICATION_ACCEPT, "2026-09-14");
    assert_day(now_of(&application, "2026-09-15").clock.decision_due, "2026-09-28");
    act(&application, APPLICATION_SPECIAL_START, "2026-09-17");
    application.special_days = 10;
    struct application_now paused = now_of(&application, "2026-09-22");
    assert_string_equal(paused.light, "paused");
    assert_int_equal(paused.clock.decision_due, CIVIL_DATE_NONE);
    assert_int_equal(paused.clock.left, 8);
    act(&application, APPLICATION_SPECIAL_END, "2026-09-30");
    assert_day(now_of(&application, "2026-10-09").clock.decision_due, "2026-10-16");
    struct application_leg legs[APPLICATION_LEGS_MAX];
    struct application_terms terms = {.calendar = calendar, .today = day("2026-10-09")};
    struct application_now now = now_of(&application, "2026-10-09");
    int64_t counted = 0;
    size_t count = application_legs(&application, &now, &terms, legs);
    for (size_t i = 0; i < count; i++) {
        counted += strcmp(legs[i].kind, "accepted") == 0 ? legs[i].days : 0;
    }
    assert_int_equal(counted, now.clock.used);
}

static void a_suspension_stops_the_clock_and_an_extension_adds_its_days(void **state)
{
    struct application application = submitted("2026-09-14", 10);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-09-14");
    act(&application, APPLICATION_ACCEPT, "2026-09-14");
    application.course = text_format(arena, "%.*s U2026-09-17-8", TEXT_ARG(application.course));
    application.state = APPLICATION_SUSPENDED;
    struct application_now stopped = now_of(&application, "2026-09-20");
    assert_day(stopped.turn.since, "2026-09-17");
    assert_day(stopped.turn.until, "2026-09-28");
    assert_int_equal(stopped.clock.decision_due, CIVIL_DATE_NONE);
    application.course = text_format(arena, "%.*s Q2026-09-30", TEXT_ARG(application.course));
    application.state = APPLICATION_ACCEPTED;
    assert_day(now_of(&application, "2026-10-09").clock.decision_due, "2026-10-16");
    assert_int_equal(application_extended_on(&application), CIVIL_DATE_NONE);
    application.course = text_format(arena, "%.*s X2026-10-09+10", TEXT_ARG(application.course));
    assert_day(application_extended_on(&application), "2026-10-09");
    assert_day(now_of(&application, "2026-10-09").clock.decision_due, "2026-10-30");
}

static void special_case_03_without_a_written_notice_there_is_no_special_procedure(void **state)
{
    struct application application = submitted("2026-09-14", 10);
    struct actor officer = OFFICER;
    struct application_setting setting = {&officer, calendar, day("2026-09-18")};
    struct fault fault = {.code = FAULT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-09-14");
    act(&application, APPLICATION_ACCEPT, "2026-09-14");
    struct application_special_start command = {.name = TEXT("专家评审"),
                                                .reason = TEXT("x"),
                                                .days = 10,
                                                .noticed_on = CIVIL_DATE_NONE,
                                                .on = CIVIL_DATE_NONE};
    assert_false(application_decide_special(&application, &command, &setting, &on, &fault));
    assert_int_equal(fault.code, FAULT_FIELD_REQUIRED);
    fault.code = FAULT_NONE;
    command.noticed_on = day("2026-09-18");
    command.on = day("2026-09-17");
    assert_false(application_decide_special(&application, &command, &setting, &on, &fault));
    assert_int_equal(fault.code, FAULT_DAY_BEFORE_NOTICE);
    fault.code = FAULT_NONE;
    command.noticed_on = day("2026-09-21");
    command.on = CIVIL_DATE_NONE;
    assert_false(application_decide_special(&application, &command, &setting, &on, &fault));
    assert_int_equal(fault.code, FAULT_DAY_IN_FUTURE);
    fault.code = FAULT_NONE;
    command.noticed_on = day("2026-09-17");
    assert_true(application_decide_special(&application, &command, &setting, &on, &fault));
    assert_day(on, "2026-09-18");
}

static struct application_brief brief(int64_t id, const char *code, enum application_state state)
{
    return (struct application_brief){.id = id,
                                      .round = 1,
                                      .code = text_of(code),
                                      .number = TEXT("榕办2026-00001"),
                                      .state = state,
                                      .first_submitted_on = day("2026-03-02")};
}

static void special_case_04_what_was_sent_back_is_applied_for_again_in_a_new_round(void **state)
{
    struct application_brief items[] = {brief(1, "eia-form", APPLICATION_NOT_ACCEPTED),
                                        brief(2, "eia-form", APPLICATION_WITHDRAWN)};
    struct application_briefs briefs = {items, 2};
    (void)state;
    assert_false(application_item_is_taken(&briefs, TEXT("eia-form")));
    /* The newest is the one before; it hands the day of the first submission on. */
    const struct application_brief *before = application_latest(&briefs, TEXT("eia-form"));
    assert_int_equal(before->id, 2);
    assert_day(before->first_submitted_on, "2026-03-02");
    items[1].state = APPLICATION_SPECIAL;
    assert_true(application_item_is_taken(&briefs, TEXT("eia-form")));
    assert_null(application_latest(&briefs, TEXT("eia-report")));
}

static void special_case_05_the_decision_and_the_delivery_have_two_clocks(void **state)
{
    struct application application = submitted("2026-02-24", 20);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-02-24");
    act(&application, APPLICATION_ACCEPT, "2026-02-25");
    act(&application, APPLICATION_DECIDE, "2026-03-04");
    struct application_now now = now_of(&application, "2026-03-10");
    assert_day(now.clock.delivery_due, "2026-03-18");
    assert_int_equal(now.clock.used, 6); /* 02-28 is worked; the decision stops it */
    assert_string_equal(now.light, "done");
    assert_string_equal(now.turn.party, "department");
    assert_day(now.turn.until, "2026-03-18");
    now = now_of(&application, "2026-03-20");
    assert_string_equal(now.light, "done"); /* the decision was in time; the delivery is not */
    assert_int_equal(now.turn.overdue_days, 2);
    assert_int_equal(now.clock.used, 6);
    act(&application, APPLICATION_DELIVER, "2026-03-20");
    now = now_of(&application, "2026-04-20");
    assert_string_equal(now.light, "done");
    assert_string_equal(now.turn.party, "nobody");
}

/* -- every act in every state, by every party -- */

/* The course that leads to the state, by 2026-11-20. */
static struct application in_state(enum application_state state)
{
    struct application application = submitted("2026-11-19", 10);
    if (state == APPLICATION_SUBMITTED) {
        return application;
    }
    if (state == APPLICATION_WITHDRAWN) {
        act(&application, APPLICATION_WITHDRAW, "2026-11-20");
        return application;
    }
    act(&application, APPLICATION_RECEIVE, "2026-11-19");
    if (state == APPLICATION_NOT_ACCEPTED) {
        act(&application, APPLICATION_NOT_ACCEPT, "2026-11-20");
    } else if (state == APPLICATION_SUPPLEMENT) {
        act(&application, APPLICATION_ASK, "2026-11-20");
    } else if (state != APPLICATION_RECEIVED) {
        act(&application, APPLICATION_ACCEPT, "2026-11-19");
        if (state == APPLICATION_SPECIAL) {
            act(&application, APPLICATION_SPECIAL_START, "2026-11-20");
        } else if (state == APPLICATION_SUSPENDED) {
            act(&application, APPLICATION_SUSPEND, "2026-11-20");
        } else if (state != APPLICATION_ACCEPTED) {
            act(&application, APPLICATION_DECIDE, "2026-11-20");
            application.state = state;
        }
    }
    application.delivered_on = state == APPLICATION_DELIVERED ? day("2026-11-20") : CIVIL_DATE_NONE;
    return application;
}

/* In the order of enum application_state; 1: possible. */
static const char *const possible[APPLICATION_ACT_COUNT] = {
    [APPLICATION_OPEN] = "11111100000",          [APPLICATION_RECEIVE] = "10000000000",
    [APPLICATION_ACCEPT] = "01000000000",        [APPLICATION_NOT_ACCEPT] = "11000000000",
    [APPLICATION_ASK] = "01000000000",           [APPLICATION_COMPLETE] = "00100000000",
    [APPLICATION_SPECIAL_START] = "00010000000", [APPLICATION_SPECIAL_END] = "00001000000",
    [APPLICATION_DECIDE] = "00010000000",        [APPLICATION_DELIVER] = "00000010000",
    [APPLICATION_WITHDRAW] = "11111100000",      [APPLICATION_REMIND] = "11111110000",
    [APPLICATION_VERIFY] = "11111110000",        [APPLICATION_HANDLE] = "11111100000",
    [APPLICATION_EXTEND] = "00011100000",        [APPLICATION_SUSPEND] = "00010000000",
    [APPLICATION_RESUME] = "00000100000",        [APPLICATION_RENEW] = "00001100000",
    [APPLICATION_PROPOSE] = "00010000000",       [APPLICATION_RETURN] = "01010010000",
    [APPLICATION_FORWARD] = "00000000000",       [APPLICATION_TRANSFER] = "11111100000",
    [APPLICATION_MEET] = "00000010001",
};

/* officer of the unit, officer of another, enterprise, navigator, coordinator, leader, supervisor,
 * promotion officer of the unit, nobody. */
#define PARTIES 9
static const char *const permitted[APPLICATION_ACT_COUNT] = {
    [APPLICATION_OPEN] = "100000010",          [APPLICATION_RECEIVE] = "100000010",
    [APPLICATION_ACCEPT] = "100000010",        [APPLICATION_NOT_ACCEPT] = "100000010",
    [APPLICATION_ASK] = "100000010",           [APPLICATION_COMPLETE] = "001100000",
    [APPLICATION_SPECIAL_START] = "100000010", [APPLICATION_SPECIAL_END] = "100000010",
    [APPLICATION_DECIDE] = "100000010",        [APPLICATION_DELIVER] = "100000010",
    [APPLICATION_WITHDRAW] = "001100000",      [APPLICATION_REMIND] = "001111100",
    [APPLICATION_VERIFY] = "100100010",        [APPLICATION_HANDLE] = "100000010",
    [APPLICATION_EXTEND] = "100000010",        [APPLICATION_SUSPEND] = "100000010",
    [APPLICATION_RESUME] = "100000010",        [APPLICATION_RENEW] = "100000010",
    [APPLICATION_PROPOSE] = "100000010",       [APPLICATION_RETURN] = "100000010",
    [APPLICATION_FORWARD] = "100000010",       [APPLICATION_TRANSFER] = "100000010",
    [APPLICATION_MEET] = "100000010",
};

static struct actor party(int at)
{
    const struct actor parties[PARTIES] = {OFFICER,
                                           STRANGER,
                                           ENTERPRISE,
                                           NAVIGATOR,
                                           of_role(ROLE_CENTRE_COORDINATOR, "asc"),
                                           of_role(ROLE_LEADER, ""),
                                           of_role(ROLE_SUPERVISOR, "zrzy"),
                                           of_role(ROLE_PROMOTION_OFFICER, "zrzy"),
                                           of_role(ROLE_PUBLIC, "zrzy")};
    return parties[at];
}

static void every_act_in_every_state_by_every_party(void **state)
{
    (void)state;
    for (int at = 0; at < APPLICATION_STATE_COUNT; at++) {
        struct application application = in_state((enum application_state)at);
        for (int what = 0; what < APPLICATION_ACT_COUNT; what++) {
            for (int who = 0; who < PARTIES; who++) {
                struct actor actor = party(who);
                struct application_setting setting = {&actor, calendar, day("2026-11-23")};
                bool is_permitted = permitted[what][who] == '1';
                bool is_possible = possible[what][at] == '1';
                enum fault_code got =
                    try_act(&application, (enum application_act)what, actor, "2026-11-23", NULL);
                bool is_twice = what == APPLICATION_ASK && at == APPLICATION_SUPPLEMENT;
                enum fault_code wanted = !is_permitted ? FAULT_NOT_PERMITTED
                                         : is_possible ? FAULT_NONE
                                         : is_twice    ? FAULT_SUPPLEMENT_TWICE
                                                       : FAULT_WRONG_STATE;
                if (got != wanted) {
                    fail_msg("%s in %s by %d: %d, not %d",
                             application_act_code((enum application_act)what),
                             application_state_code((enum application_state)at), who, (int)got,
                             (int)wanted);
                }
                assert_int_equal(
                    application_may(&application, (enum application_act)what, &setting),
                    is_permitted && is_possible);
            }
        }
    }
}

static void the_platform_itself_may_do_what_the_state_allows(void **state)
{
    struct application application = in_state(APPLICATION_RECEIVED);
    (void)state;
    struct actor platform = of_role(ROLE_SYSTEM, "");
    assert_int_equal(try_act(&application, APPLICATION_ACCEPT, platform, "2026-11-23", NULL),
                     FAULT_NONE);
    assert_int_equal(try_act(&application, APPLICATION_DELIVER, platform, "2026-11-23", NULL),
                     FAULT_WRONG_STATE);
}

static void what_was_opened_is_not_offered_to_open(void **state)
{
    struct application application = in_state(APPLICATION_RECEIVED);
    struct actor officer = OFFICER;
    struct application_setting setting = {&officer, calendar, day("2026-11-23")};
    (void)state;
    application.opened_on = day("2026-11-23");
    assert_false(application_may(&application, APPLICATION_OPEN, &setting));
    assert_int_equal(try_act(&application, APPLICATION_OPEN, OFFICER, "2026-11-23", NULL),
                     FAULT_NONE);
}

/* -- the enterprise's own items -- */

static struct application own_item(void)
{
    struct application application = submitted("2026-11-16", 10);
    application.is_own = true;
    application.org = TEXT("enterprise");
    application.state = APPLICATION_ACCEPTED;
    application.received_on = application.accepted_on = application.last_on;
    application.course = TEXT("R2026-11-16 A2026-11-16");
    application.limit_basis = TEXT("planning");
    return application;
}

static void an_own_item_is_begun_and_ended_by_the_enterprise_or_its_navigator(void **state)
{
    struct application application = own_item();
    (void)state;
    assert_int_equal(try_act(&application, APPLICATION_DECIDE, ENTERPRISE, "2026-11-23", NULL),
                     FAULT_NONE);
    assert_int_equal(try_act(&application, APPLICATION_DECIDE, NAVIGATOR, "2026-11-23", NULL),
                     FAULT_NONE);
    assert_int_equal(try_act(&application, APPLICATION_DECIDE, OFFICER, "2026-11-23", NULL),
                     FAULT_NOT_PERMITTED);
    assert_int_equal(
        try_act(&application, APPLICATION_SPECIAL_START, NAVIGATOR, "2026-11-23", NULL),
        FAULT_WRONG_STATE);
    assert_int_equal(try_act(&application, APPLICATION_WITHDRAW, ENTERPRISE, "2026-11-23", NULL),
                     FAULT_NONE);
    struct application_now now = now_of(&application, "2026-11-23");
    assert_string_equal(now.turn.party, "enterprise");
    record(&application, APPLICATION_DECIDE, day("2026-11-23"));
    now = now_of(&application, "2026-12-31");
    assert_string_equal(now.turn.party, "nobody");
    assert_string_equal(now.light, "done");
    assert_int_equal(try_act(&application, APPLICATION_DELIVER, ENTERPRISE, "2026-12-31", NULL),
                     FAULT_WRONG_STATE);
}

/* -- the result -- */

static enum fault_code try_result(const struct application *application, struct actor actor,
                                  struct application_decide command)
{
    struct application_setting setting = {&actor, calendar, day("2026-11-23")};
    struct fault fault = {.code = FAULT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    bool done = application_decide_result(application, &command, &setting, &on, &fault);
    assert_int_equal(done, fault.code == FAULT_NONE);
    return fault.code;
}

static struct application_decide result(const char *what)
{
    return (struct application_decide){.result = text_of(what),
                                       .reason = TEXT_NONE,
                                       .basis = TEXT_NONE,
                                       .document = TEXT_NONE,
                                       .files = TEXT_NONE,
                                       .valid_until = CIVIL_DATE_NONE,
                                       .on = CIVIL_DATE_NONE};
}

static void a_refusal_needs_reason_and_legal_basis(void **state)
{
    struct application application = in_state(APPLICATION_ACCEPTED);
    struct application_decide command = result("refused");
    (void)state;
    assert_int_equal(try_result(&application, OFFICER, command), FAULT_REASON_REQUIRED);
    command.reason = TEXT("不符合规划条件");
    assert_int_equal(try_result(&application, OFFICER, command), FAULT_FIELD_REQUIRED);
    command.basis = TEXT("城乡规划法第四十条");
    assert_int_equal(try_result(&application, OFFICER, command), FAULT_NONE);
    assert_int_equal(try_result(&application, OFFICER, result("granted")), FAULT_NONE);
}

static void a_result_is_not_valid_until_before_its_decision(void **state)
{
    struct application application = in_state(APPLICATION_ACCEPTED);
    struct application_decide command = result("granted");
    (void)state;
    command.valid_until = day("2026-11-22");
    assert_int_equal(try_result(&application, OFFICER, command), FAULT_FIELD_INVALID);
    command.valid_until = day("2027-11-22");
    assert_int_equal(try_result(&application, OFFICER, command), FAULT_NONE);
}

static void an_own_item_ends_with_evidence(void **state)
{
    struct application application = own_item();
    struct application_decide command = result("granted");
    (void)state;
    assert_int_equal(try_result(&application, ENTERPRISE, command), FAULT_EVIDENCE_REQUIRED);
    command.files = TEXT("[]");
    assert_int_equal(try_result(&application, ENTERPRISE, command), FAULT_EVIDENCE_REQUIRED);
    command.files = TEXT("[12]");
    assert_int_equal(try_result(&application, ENTERPRISE, command), FAULT_NONE);
    command.files = TEXT_NONE;
    command.document = TEXT("验收意见2026-3");
    assert_int_equal(try_result(&application, NAVIGATOR, command), FAULT_NONE);
}

static void supplements_are_asked_for_once_and_with_reasons(void **state)
{
    struct application application = in_state(APPLICATION_SUPPLEMENT);
    struct actor officer = OFFICER;
    struct application_setting setting = {&officer, calendar, day("2026-11-23")};
    struct application_ask command = {.on = CIVIL_DATE_NONE};
    struct fault fault = {.code = FAULT_NONE};
    civil_date on = CIVIL_DATE_NONE;
    (void)state;
    act(&application, APPLICATION_COMPLETE, "2026-11-23");
    assert_int_equal(application.state, APPLICATION_RECEIVED);
    assert_false(application_decide_ask(&application, &command, &setting, &on, &fault));
    assert_int_equal(fault.code, FAULT_SUPPLEMENT_TWICE);
    fault.code = FAULT_NONE;
    struct application fresh = in_state(APPLICATION_RECEIVED);
    assert_false(application_decide_ask(&fresh, &command, &setting, &on, &fault));
    assert_int_equal(fault.code, FAULT_FIELD_REQUIRED);
    /* The way back: complete, accept; or not accept after all. */
    assert_int_equal(try_act(&application, APPLICATION_NOT_ACCEPT, OFFICER, "2026-11-23", NULL),
                     FAULT_NONE);
    act(&application, APPLICATION_ACCEPT, "2026-11-23");
    assert_int_equal(now_of(&application, "2026-11-23").state, APPLICATION_ACCEPTED);
}

/* -- days -- */

static void an_act_may_lie_in_the_past_but_not_before_the_one_it_follows(void **state)
{
    struct application application = submitted("2026-11-16", 10);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-11-17");
    assert_int_equal(try_act(&application, APPLICATION_ACCEPT, OFFICER, "2026-11-20", "2026-11-16"),
                     FAULT_DAY_BEFORE_LAST_ACT);
    assert_int_equal(try_act(&application, APPLICATION_ACCEPT, OFFICER, "2026-11-20", "2026-11-17"),
                     FAULT_NONE);
    assert_int_equal(try_act(&application, APPLICATION_ACCEPT, OFFICER, "2026-11-20", "2026-11-21"),
                     FAULT_DAY_IN_FUTURE);
}

static void a_course_that_is_none_is_refused_not_guessed(void **state)
{
    static const char *const courses[] = {
        "R2026-05-07 Z2026-05-08", "R2026-05-07 X2026-05-08+", "R2026-05-32", "R", "2026-05-07",
        "R2026-05-07  A2026-05-08"};
    struct application application = submitted("2026-05-07", 10);
    struct clock_event events[APPLICATION_EVENTS_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT_OF(courses); i++) {
        struct clock_reading reading;
        struct fault fault = {.code = FAULT_NONE};
        application.course = text_of(courses[i]);
        assert_int_equal(application_events(&application, calendar, events), 0);
        assert_false(
            application_clock(&application, calendar, day("2026-06-01"), &reading, &fault));
        assert_int_equal(fault.code, FAULT_CLOCK_EVENTS);
    }
}

static void what_was_withdrawn_or_not_accepted_runs_no_more(void **state)
{
    (void)state;
    enum application_state ends[] = {APPLICATION_WITHDRAWN, APPLICATION_NOT_ACCEPTED};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        struct application application = in_state(ends[i]);
        struct application_now now = now_of(&application, "2026-12-31");
        assert_int_equal(now.state, ends[i]);
        assert_false(now.clock.is_deemed);
        assert_false(now.has_left);
        assert_false(now.is_stale);
        assert_string_equal(now.light, "done");
    }
}

/* -- lights -- */

static void the_promise_light_turns_with_the_days_left(void **state)
{
    struct application application = submitted("2026-11-02", 10);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-11-02");
    assert_string_equal(now_of(&application, "2026-11-02").light, "none");
    act(&application, APPLICATION_ACCEPT, "2026-11-02");
    assert_string_equal(now_of(&application, "2026-11-10").light, "green");  /* 4 left */
    assert_string_equal(now_of(&application, "2026-11-11").light, "yellow"); /* 3 left */
    assert_string_equal(now_of(&application, "2026-11-16").light, "yellow"); /* the last day */
    struct application_now now = now_of(&application, "2026-11-18");
    assert_string_equal(now.light, "red");
    assert_int_equal(now.clock.left, -2);
    assert_int_equal(now.turn.overdue_days, 2);
    assert_int_equal(now.urgency, -2);
}

static struct application_now effect_of(const struct application *application,
                                        struct application_node node, const char *today)
{
    struct application_terms terms = {.calendar = calendar,
                                      .today = day(today),
                                      .yellow_left = 3,
                                      .yellow_float = 5,
                                      .reply_days = 20,
                                      .stale_days = 10};
    struct application_now now;
    struct fault fault = {.code = FAULT_NONE};
    assert_true(application_read_now(application, &node, &terms, LANGUAGE_ZH, &now, &fault));
    return now;
}

static void the_effect_on_production_is_another_light(void **state)
{
    struct application application = submitted("2026-11-02", 10);
    struct application_node node = {.code = TEXT("x"),
                                    .is_item = true,
                                    .leads = true,
                                    .days = 10,
                                    .float_days = 20,
                                    .latest_finish = day("2026-12-14")};
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-11-02");
    act(&application, APPLICATION_ACCEPT, "2026-11-02"); /* due 11-16 */
    struct application_now now = effect_of(&application, node, "2026-11-10");
    assert_int_equal(now.effect.float_left, 20);
    assert_int_equal(now.effect.light, LIGHT_GREEN);
    /* Overdue, and nothing moves. */
    now = effect_of(&application, node, "2026-11-23");
    assert_string_equal(now.light, "red");
    assert_int_equal(now.effect.light, LIGHT_GREEN);
    assert_int_equal(now.effect.production_moves, 0);
    /* In good time, and production waits for it. */
    node.latest_finish = day("2026-11-12");
    node.is_critical = true;
    now = effect_of(&application, node, "2026-11-04");
    assert_string_equal(now.light, "green");
    assert_int_equal(now.effect.light, LIGHT_RED);
    assert_int_equal(now.effect.production_moves, 2);
    /* Each day it is overdue moves it one further. */
    assert_int_equal(effect_of(&application, node, "2026-11-17").effect.production_moves, 3);
    /* What does not lead to production moves nothing. */
    node.leads = false;
    now = effect_of(&application, node, "2026-11-17");
    assert_int_equal(now.effect.light, LIGHT_NONE);
    assert_int_equal(now.effect.production_moves, 0);
}

static void before_acceptance_the_planned_days_are_yet_to_come(void **state)
{
    struct application application = submitted("2026-11-19", 10);
    struct application_node node = {.code = TEXT("x"),
                                    .is_item = true,
                                    .leads = true,
                                    .days = 7,
                                    .float_days = 2,
                                    .latest_finish = day("2026-12-02")};
    (void)state;
    /* 7 days from Friday 11-20 end on 12-01. */
    struct application_now now = effect_of(&application, node, "2026-11-20");
    assert_int_equal(now.effect.float_left, 1);
    assert_int_equal(now.effect.light, LIGHT_YELLOW);
    /* A Sunday counts as the Monday after it. */
    now = effect_of(&application, node, "2026-11-22");
    assert_int_equal(now.effect.float_left, 0);
}

static void what_nobody_touched_for_long_is_stale_until_verified(void **state)
{
    struct application application = submitted("2026-11-02", 30);
    (void)state;
    act(&application, APPLICATION_RECEIVE, "2026-11-02");
    act(&application, APPLICATION_ACCEPT, "2026-11-02");
    assert_false(now_of(&application, "2026-11-13").is_stale);
    assert_true(now_of(&application, "2026-11-16").is_stale);
    application.verified_on = day("2026-11-12");
    assert_false(now_of(&application, "2026-11-16").is_stale);
}

static void what_waits_for_the_unit_comes_before_what_waits_for_others(void **state)
{
    (void)state;
    struct application asked = in_state(APPLICATION_SUPPLEMENT);
    struct application running = in_state(APPLICATION_ACCEPTED);
    struct application to_accept = in_state(APPLICATION_RECEIVED);
    int64_t urgency = now_of(&to_accept, "2026-11-23").urgency;
    assert_int_equal(urgency, 3); /* until 11-26 */
    assert_true(urgency < now_of(&running, "2026-11-23").urgency);
    struct application granted = in_state(APPLICATION_GRANTED);
    assert_true(now_of(&running, "2026-11-23").urgency < now_of(&granted, "2026-12-31").urgency);
    assert_true(now_of(&granted, "2026-11-23").urgency < now_of(&asked, "2026-11-23").urgency);
}

/* -- intake -- */

static struct application_node node(const char *code, bool is_item, const struct text *after,
                                    size_t count)
{
    return (struct application_node){.code = text_of(code),
                                     .name = text_of(code),
                                     .after = {after, count},
                                     .is_item = is_item,
                                     .latest_finish = CIVIL_DATE_NONE};
}

static const struct text after_filing[] = {{"filing", 6}};
static const struct text after_permit[] = {{"permit", 6}, {"survey", 6}};
static const struct text after_start[] = {{"start", 5}, {"permit", 6}};

static struct application_plan plan_of(struct application_node nodes[5])
{
    nodes[0] = node("filing", true, NULL, 0);
    nodes[1] = node("survey", true, NULL, 0);
    nodes[2] = node("permit", true, after_filing, 1);
    nodes[3] = node("start", false, after_permit, 2);
    nodes[4] = node("check", true, after_start, 2);
    return (struct application_plan){1, nodes, 5};
}

static enum fault_code try_intake(const struct application_plan *plan,
                                  const struct application_briefs *briefs, const char *first,
                                  const char *second)
{
    struct application_wish wishes[2] = {{text_of(first), text_of(first)},
                                         {text_of(second), text_of(second)}};
    struct application_wishes asked = {wishes, first == NULL ? 0 : second == NULL ? 1 : 2, false};
    struct fault fault = {.code = FAULT_NONE};
    bool done = application_decide_intake(arena, plan, briefs, &asked, &fault);
    assert_int_equal(done, fault.code == FAULT_NONE);
    return fault.code;
}

static void items_of_the_plan_open_side_by_side(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    struct application_briefs none = {NULL, 0};
    struct application_plan no_plan = {.number = 0};
    (void)state;
    assert_int_equal(try_intake(&plan, &none, "filing", "survey"), FAULT_NONE);
    assert_int_equal(try_intake(&plan, &none, NULL, NULL), FAULT_FIELD_REQUIRED);
    assert_int_equal(try_intake(&plan, &none, "start", NULL), FAULT_ITEM_NOT_PLANNED);
    assert_int_equal(try_intake(&plan, &none, "eia", NULL), FAULT_ITEM_NOT_PLANNED);
    assert_int_equal(try_intake(&no_plan, &none, "filing", NULL), FAULT_PLAN_MISSING);
}

static void an_item_waits_for_the_results_it_needs_and_says_which(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    struct application_brief filing = brief(1, "filing", APPLICATION_ACCEPTED);
    struct application_briefs briefs = {&filing, 1};
    struct application_wish wish = {TEXT("permit"), TEXT("许可")};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    assert_false(application_decide_intake(arena, &plan, &briefs,
                                           &(struct application_wishes){&wish, 1, false}, &fault));
    assert_int_equal(fault.code, FAULT_ITEM_WAITS);
    assert_string_equal(fault.arguments[1], "filing");
    /* In one intake with what it needs it is too early as well. */
    assert_int_equal(try_intake(&plan, &(struct application_briefs){NULL, 0}, "filing", "permit"),
                     FAULT_ITEM_WAITS);
    filing.state = APPLICATION_GRANTED;
    assert_int_equal(try_intake(&plan, &briefs, "permit", NULL), FAULT_NONE);
    filing.state = APPLICATION_DELIVERED;
    assert_int_equal(try_intake(&plan, &briefs, "permit", NULL), FAULT_NONE);
    filing.state = APPLICATION_REFUSED;
    assert_int_equal(try_intake(&plan, &briefs, "permit", NULL), FAULT_ITEM_WAITS);
}

/* 一件事: what one of them needs may come along with it; what does not come along is waited for. */
static void in_one_bundle_what_is_needed_comes_along(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    struct application_briefs none = {NULL, 0};
    struct application_wish wishes[2] = {{TEXT("permit"), TEXT("许可")},
                                         {TEXT("filing"), TEXT("备案")}};
    struct application_wishes both = {wishes, 2, true};
    struct application_wishes alone = {wishes, 1, true};
    struct fault fault = {.code = FAULT_NONE};
    (void)state;
    assert_true(application_decide_intake(arena, &plan, &none, &both, &fault));
    assert_false(application_decide_intake(arena, &plan, &none, &alone, &fault));
    assert_int_equal(fault.code, FAULT_ITEM_WAITS);
}

/* A granted result whose design has changed (重大变动) is neither there nor in the way. */
static void special_case_19_an_outdated_result_carries_nothing_and_is_applied_for_anew(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    struct application_brief filing = brief(1, "filing", APPLICATION_GRANTED);
    struct application_briefs briefs = {&filing, 1};
    (void)state;
    assert_int_equal(try_intake(&plan, &briefs, "permit", NULL), FAULT_NONE);
    filing.is_outdated = true;
    assert_int_equal(try_intake(&plan, &briefs, "permit", NULL), FAULT_ITEM_WAITS);
    assert_int_equal(try_intake(&plan, &briefs, "filing", NULL), FAULT_NONE);
}

/* 规划核实不合格: filing and registration wait for it alone; what has passed stays passed. */
static void special_case_20_one_acceptance_that_failed_holds_filing_and_registration(void **state)
{
    static const struct text checks[] = {{"acc-plan", 8}, {"acc-fire", 8}, {"acc-archive", 11}};
    static const struct text filed[] = {{"acc-filing", 10}};
    struct application_node nodes[5] = {
        node("acc-plan", true, NULL, 0), node("acc-fire", true, NULL, 0),
        node("acc-archive", true, NULL, 0), node("acc-filing", true, checks, 3),
        node("re-register", true, filed, 1)};
    struct application_plan plan = {1, nodes, 5};
    struct application_brief items[3] = {brief(1, "acc-plan", APPLICATION_REFUSED),
                                         brief(2, "acc-fire", APPLICATION_DELIVERED),
                                         brief(3, "acc-archive", APPLICATION_GRANTED)};
    struct application_briefs briefs = {items, 3};
    (void)state;
    assert_int_equal(try_intake(&plan, &briefs, "acc-filing", NULL), FAULT_ITEM_WAITS);
    assert_int_equal(try_intake(&plan, &briefs, "re-register", NULL), FAULT_ITEM_WAITS);
    assert_int_equal(try_intake(&plan, &briefs, "acc-fire", NULL), FAULT_ITEM_TAKEN);
    assert_int_equal(try_intake(&plan, &briefs, "acc-archive", NULL), FAULT_ITEM_TAKEN);
    assert_int_equal(try_intake(&plan, &briefs, "acc-plan", NULL), FAULT_NONE);
    items[0].state = APPLICATION_GRANTED;
    assert_int_equal(try_intake(&plan, &briefs, "acc-filing", NULL), FAULT_NONE);
    assert_int_equal(try_intake(&plan, &briefs, "re-register", NULL), FAULT_ITEM_WAITS);
}

static void an_item_is_not_open_twice(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    struct application_brief filing = brief(1, "filing", APPLICATION_SUBMITTED);
    struct application_briefs briefs = {&filing, 1};
    (void)state;
    static const char taken[APPLICATION_STATE_COUNT + 1] = "11111110001";
    for (int at = 0; at < APPLICATION_STATE_COUNT; at++) {
        filing.state = (enum application_state)at;
        assert_int_equal(try_intake(&plan, &briefs, "filing", NULL),
                         taken[at] == '1' ? FAULT_ITEM_TAKEN : FAULT_NONE);
    }
}

static void the_nodes_that_lead_to_production_are_known(void **state)
{
    struct application_node nodes[5];
    struct application_plan plan = plan_of(nodes);
    (void)state;
    application_plan_mark(&plan, TEXT("start"));
    static const bool leads[] = {true, true, true, true, false};
    for (size_t i = 0; i < COUNT_OF(leads); i++) {
        assert_int_equal(plan.nodes[i].leads, leads[i]);
    }
}

static void file_ids_are_read_strictly(void **state)
{
    int64_t ids[3];
    size_t count = 0;
    (void)state;
    assert_true(json_ids_read(arena, TEXT_NONE, ids, 3, &count));
    assert_int_equal(count, 0);
    assert_true(json_ids_read(arena, TEXT("[3,1]"), ids, 3, &count));
    assert_int_equal(count, 2);
    assert_int_equal(ids[1], 1);
    static const char *const wrong[] = {"[1,1]", "[0]",       "[-1]",  "[\"1\"]",
                                        "{}",    "[1,2,3,4]", "[1.5]", "["};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(json_ids_read(arena, text_of(wrong[i]), ids, 3, &count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            special_case_01_supplements_before_acceptance_are_outside_the_decision_clock),
        cmocka_unit_test(special_case_01_the_days_before_acceptance_are_told_apart),
        cmocka_unit_test(special_case_01_silence_accepts_on_the_day_of_reception),
        cmocka_unit_test(special_case_01_after_silence_nothing_stops_the_clock_by_supplements),
        cmocka_unit_test(special_case_01_who_never_receives_has_received_on_the_day_of_submission),
        cmocka_unit_test(special_case_02_a_saturday_worked_in_exchange_is_a_working_day),
        cmocka_unit_test(special_case_03_a_special_procedure_stops_the_clock_on_both_its_ends),
        cmocka_unit_test(a_suspension_stops_the_clock_and_an_extension_adds_its_days),
        cmocka_unit_test(special_case_03_without_a_written_notice_there_is_no_special_procedure),
        cmocka_unit_test(special_case_04_what_was_sent_back_is_applied_for_again_in_a_new_round),
        cmocka_unit_test(special_case_05_the_decision_and_the_delivery_have_two_clocks),
        cmocka_unit_test(every_act_in_every_state_by_every_party),
        cmocka_unit_test(the_platform_itself_may_do_what_the_state_allows),
        cmocka_unit_test(what_was_opened_is_not_offered_to_open),
        cmocka_unit_test(an_own_item_is_begun_and_ended_by_the_enterprise_or_its_navigator),
        cmocka_unit_test(a_refusal_needs_reason_and_legal_basis),
        cmocka_unit_test(a_result_is_not_valid_until_before_its_decision),
        cmocka_unit_test(an_own_item_ends_with_evidence),
        cmocka_unit_test(supplements_are_asked_for_once_and_with_reasons),
        cmocka_unit_test(an_act_may_lie_in_the_past_but_not_before_the_one_it_follows),
        cmocka_unit_test(a_course_that_is_none_is_refused_not_guessed),
        cmocka_unit_test(what_was_withdrawn_or_not_accepted_runs_no_more),
        cmocka_unit_test(the_promise_light_turns_with_the_days_left),
        cmocka_unit_test(the_effect_on_production_is_another_light),
        cmocka_unit_test(before_acceptance_the_planned_days_are_yet_to_come),
        cmocka_unit_test(what_nobody_touched_for_long_is_stale_until_verified),
        cmocka_unit_test(what_waits_for_the_unit_comes_before_what_waits_for_others),
        cmocka_unit_test(items_of_the_plan_open_side_by_side),
        cmocka_unit_test(an_item_waits_for_the_results_it_needs_and_says_which),
        cmocka_unit_test(in_one_bundle_what_is_needed_comes_along),
        cmocka_unit_test(
            special_case_19_an_outdated_result_carries_nothing_and_is_applied_for_anew),
        cmocka_unit_test(special_case_20_one_acceptance_that_failed_holds_filing_and_registration),
        cmocka_unit_test(an_item_is_not_open_twice),
        cmocka_unit_test(the_nodes_that_lead_to_production_are_known),
        cmocka_unit_test(file_ids_are_read_strictly),
    };
    return cmocka_run_group_tests_name("room application", tests, open_all, close_all);
}
