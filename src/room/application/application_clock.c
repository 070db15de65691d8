#include "room/application/application.h"

#include "room/application/application_intake.h"

/* The course is the application's own record of what happened to its clock, written by the record
 * functions: a letter and a day for each act, in the order of days. */
static const char letters[CLOCK_EVENT_COUNT] = {
    [CLOCK_RECEIVED] = 'R',  [CLOCK_SUPPLEMENT_ASKED] = 'S', [CLOCK_SUPPLEMENT_COMPLETE] = 'C',
    [CLOCK_ACCEPTED] = 'A',  [CLOCK_SPECIAL_STARTED] = 'P',  [CLOCK_SPECIAL_ENDED] = 'E',
    [CLOCK_SUSPENDED] = 'U', [CLOCK_RESUMED] = 'Q',          [CLOCK_EXTENDED] = 'X',
    [CLOCK_DECIDED] = 'D',   [CLOCK_DELIVERED] = 'V',
};

/* "2026-05-07", and behind it how many days: '+' of an extension, '-' expected of a suspension, '*'
 * of one that the applicant asked for. */
static bool read_day(struct text word, struct clock_event *out)
{
    size_t day = CIVIL_DATE_TEXT_SIZE - 1;
    int64_t days = 0;
    bool has_days =
        word.len > day + 1 && (word.at[day] == '+' || word.at[day] == '-' || word.at[day] == '*');
    if (has_days && !text_to_int(text_slice(word, day + 1, word.len - day - 1), &days)) {
        return false;
    }
    out->is_applicants = has_days && word.at[day] == '*';
    out->days = (int32_t)days;
    return civil_date_parse(has_days ? text_slice(word, 0, day) : word, &out->on);
}

static bool read_event(struct text word, struct clock_event *out)
{
    *out = (struct clock_event){.type = CLOCK_EVENT_COUNT, .is_notified = true};
    for (int i = 0; i < CLOCK_EVENT_COUNT; i++) {
        if (word.len > 1 && word.at[0] == letters[i]) {
            out->type = (enum clock_event_type)i;
        }
    }
    return out->type != CLOCK_EVENT_COUNT && read_day(text_slice(word, 1, word.len - 1), out);
}

/* Materials handed in through the platform are there on the day of submission. A reception recorded
 * later counts if it was recorded before silence had spoken. */
static void begin(const struct application *application, const struct calendar *calendar,
                  struct clock_event *first)
{
    struct calendar_day last;
    struct fault ignored = {.code = FAULT_NONE};
    bool is_late = calendar_add(calendar, application->submitted_on, application->notify_days,
                                &last, &ignored) &&
                   first->on > last.day;
    first->on = is_late ? application->submitted_on : first->on;
}

size_t application_events(const struct application *application, const struct calendar *calendar,
                          struct clock_event out[APPLICATION_EVENTS_MAX])
{
    struct text rest = application->course;
    size_t count = 0;
    if (rest.len == 0 || rest.at[0] != letters[CLOCK_RECEIVED]) {
        out[count++] =
            (struct clock_event){.type = CLOCK_RECEIVED, .on = application->submitted_on};
    }
    while (rest.len > 0) {
        if (count == APPLICATION_EVENTS_MAX || !read_event(text_cut(&rest, ' '), &out[count])) {
            return 0;
        }
        count++;
    }
    begin(application, calendar, &out[0]);
    return count;
}

bool application_clock(const struct application *application, const struct calendar *calendar,
                       civil_date as_of, struct clock_reading *out, struct fault *fault)
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    struct clock_case about = {events, application_events(application, calendar, events), as_of};
    struct clock_terms terms = {
        .limit_days = (int32_t)application->limit_days,
        .notify_days = (int32_t)application->notify_days,
        .deliver_days = (int32_t)application->deliver_days,
    };
    bool is_stopped = application->state == APPLICATION_NOT_ACCEPTED ||
                      application->state == APPLICATION_WITHDRAWN;
    if (is_stopped && application->closed_on < as_of) {
        about.as_of = application->closed_on;
    }
    return clock_replay(calendar, &terms, &about, out, fault);
}

/* -- state, light -- */

static enum application_state state_now(const struct application *application,
                                        const struct clock_reading *clock)
{
    bool is_unanswered =
        application->state == APPLICATION_SUBMITTED || application->state == APPLICATION_RECEIVED;
    return is_unanswered && clock->is_deemed ? APPLICATION_ACCEPTED : application->state;
}

static struct text state_name_now(enum application_state state, const struct clock_reading *clock,
                                  enum language language)
{
    if (state == APPLICATION_ACCEPTED && clock->is_deemed) {
        return language == LANGUAGE_ZH ? TEXT("审查中(视为受理)")
                                       : TEXT("under examination (accepted by silence)");
    }
    return application_state_name(state, language);
}

static const char *light_of(const struct application_now *now,
                            const struct application_terms *terms)
{
    switch (now->state) {
    case APPLICATION_SUPPLEMENT:
    case APPLICATION_SPECIAL:
    case APPLICATION_SUSPENDED: return "paused";
    case APPLICATION_GRANTED: /* its delivery has a clock of its own: see the turn */
    case APPLICATION_REFUSED:
    case APPLICATION_NOT_ACCEPTED:
    case APPLICATION_WITHDRAWN:
    case APPLICATION_REVOKED:
    case APPLICATION_DELIVERED: return "done";
    default: return light_name(light_of_promise(&now->clock, terms->yellow_left));
    }
}

/* -- whose turn it is -- */

struct turn_words {
    const char *party;
    const char *zh;
    const char *en;
};

static const struct turn_words turns[APPLICATION_STATE_COUNT] = {
    [APPLICATION_SUBMITTED] = {"department", "收件", "receive it"},
    [APPLICATION_RECEIVED] = {"department", "决定是否受理或一次性告知补正",
                              "accept it or tell once what is missing"},
    [APPLICATION_SUPPLEMENT] = {"enterprise", "补正材料", "hand in the supplements"},
    [APPLICATION_ACCEPTED] = {"department", "审查并作出决定", "examine and decide"},
    [APPLICATION_SPECIAL] = {"department", "完成特别程序", "carry the special procedure through"},
    [APPLICATION_SUSPENDED] = {"department", "中止事由消除后恢复办理",
                               "resume it when the reason is gone"},
    [APPLICATION_GRANTED] = {"department", "送达证件", "deliver the document"},
    [APPLICATION_REFUSED] = {"enterprise", "按理由整改后可重新申请",
                             "put it right and apply again"},
    [APPLICATION_NOT_ACCEPTED] = {"enterprise", "按理由整改后可重新申请",
                                  "put it right and apply again"},
    [APPLICATION_WITHDRAWN] = {"nobody", "", ""},
    [APPLICATION_REVOKED] = {"enterprise", "结果已撤销,须重新申请",
                             "the result is withdrawn: apply again"},
    [APPLICATION_DELIVERED] = {"nobody", "", ""},
};

static bool later_day(const struct application_terms *terms, civil_date from, int64_t days,
                      civil_date *out, struct fault *fault)
{
    struct calendar_day day;
    if (!calendar_add(terms->calendar, from, days, &day, fault)) {
        return false;
    }
    *out = day.day;
    return true;
}

static struct clock_event last_suspension(const struct application *application,
                                          const struct calendar *calendar)
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    struct clock_event last = {.on = application->last_on};
    size_t count = application_events(application, calendar, events);
    for (size_t i = 0; i < count; i++) {
        last = events[i].type == CLOCK_SUSPENDED ? events[i] : last;
    }
    return last;
}

civil_date application_extended_on(const struct application *application)
{
    struct text rest = application->course;
    while (rest.len > 0) {
        struct clock_event event;
        if (read_event(text_cut(&rest, ' '), &event) && event.type == CLOCK_EXTENDED) {
            return event.on;
        }
    }
    return CIVIL_DATE_NONE;
}

/* since and until when; `until` CIVIL_DATE_NONE: no limit. */
static bool turn_days(const struct application *application, const struct application_now *now,
                      const struct application_terms *terms, struct application_turn *turn,
                      struct fault *fault)
{
    switch (now->state) {
    case APPLICATION_SUBMITTED:
        turn->since = application->submitted_on;
        turn->until = now->clock.acceptance_due;
        return true;
    case APPLICATION_RECEIVED:
        turn->since = application->completed_on != CIVIL_DATE_NONE ? application->completed_on
                                                                   : application->received_on;
        turn->until = now->clock.acceptance_due;
        return true;
    case APPLICATION_SUPPLEMENT:
        turn->since = application->asked_on;
        return later_day(terms, application->asked_on, terms->reply_days, &turn->until, fault);
    case APPLICATION_ACCEPTED:
        turn->since = now->clock.accepted_on;
        turn->until = now->clock.decision_due;
        return true;
    case APPLICATION_SPECIAL:
        turn->since = application->special_on;
        return later_day(terms, application->special_on - 1, application->special_days,
                         &turn->until, fault);
    case APPLICATION_SUSPENDED: {
        struct clock_event stop = last_suspension(application, terms->calendar);
        turn->since = stop.on;
        return later_day(terms, stop.on - 1, stop.days, &turn->until, fault);
    }
    case APPLICATION_GRANTED:
        turn->since = application->decided_on;
        turn->until = now->clock.delivery_due;
        return true;
    default: turn->since = application->closed_on; return true;
    }
}

/* On which desk of the unit it lies: what is to be done there, and since when. The last day is the
 * clock's, whatever the unit does inside. */
static void set_desk(const struct application *application, struct application_now *now,
                     enum language language, struct application_turn *turn)
{
    static const struct {
        const char *zh;
        const char *en;
    } words[APPLICATION_STAGE_COUNT] = {
        [APPLICATION_STAGE_INTAKE] = {"按退回意见核对收件材料", "look at the materials again"},
        [APPLICATION_STAGE_ACCEPTANCE] = {"按退回意见复核受理", "look at the acceptance again"},
        [APPLICATION_STAGE_REVIEW] = {"按退回意见重新审查", "examine it again"},
        [APPLICATION_STAGE_DECISION] = {"按拟办意见作出决定", "decide on what is proposed"},
    };
    bool is_set = application->desk.stage == now->stage && now->stage != APPLICATION_STAGE_NONE &&
                  text_is(text_of(turn->party), "department");
    if (is_set && words[now->stage].zh != NULL) {
        turn->act = text_of(language == LANGUAGE_ZH ? words[now->stage].zh : words[now->stage].en);
    }
}

static bool settle_turn(const struct application *application, struct application_now *now,
                        const struct application_terms *terms, enum language language,
                        struct fault *fault)
{
    const struct turn_words *words = &turns[now->state];
    struct application_turn turn = {
        .party = words->party,
        .act = text_of(language == LANGUAGE_ZH ? words->zh : words->en),
        .since = CIVIL_DATE_NONE,
        .until = CIVIL_DATE_NONE,
    };
    if (application->is_own && now->state == APPLICATION_ACCEPTED) {
        turn.party = "enterprise";
        turn.act = language == LANGUAGE_ZH ? TEXT("办完后登记结果和证据")
                                           : TEXT("carry it through, record result and evidence");
    }
    set_desk(application, now, language, &turn);
    if (application->is_own && now->state == APPLICATION_GRANTED) {
        turn.party = "nobody";
        turn.act = TEXT_NONE;
        turn.since = application->decided_on;
        now->turn = turn;
        return true;
    }
    if (!turn_days(application, now, terms, &turn, fault)) {
        return false;
    }
    if (turn.until != CIVIL_DATE_NONE && turn.until < terms->today) {
        turn.overdue_days = calendar_count(terms->calendar, turn.until, terms->today).working_days;
    }
    now->turn = turn;
    return true;
}

/* -- the effect on production -- */

/* The day on which it will be decided if nothing more goes wrong: on its due day, or today when
 * that is past; what is not accepted yet takes its planned days from today. Measured like
 * engine/plan/forecast: against the latest finish of the adopted plan. */
static bool expected_finish(const struct application_now *now, const struct application_node *node,
                            const struct application_terms *terms, civil_date *out,
                            struct fault *fault)
{
    struct calendar_day next;
    if (!calendar_next(terms->calendar, terms->today, &next, fault)) {
        return false;
    }
    if (now->state == APPLICATION_ACCEPTED && !now->clock.is_paused) {
        *out = now->clock.decision_due > next.day ? now->clock.decision_due : next.day;
        return true;
    }
    bool is_stopped = now->state == APPLICATION_SPECIAL || now->state == APPLICATION_SUSPENDED;
    int64_t days = is_stopped ? now->clock.left : node->days;
    return later_day(terms, next.day, days > 0 ? days : 0, out, fault);
}

static bool settle_effect(const struct application_node *node,
                          const struct application_terms *terms, struct application_now *now,
                          struct fault *fault)
{
    civil_date finish = CIVIL_DATE_NONE;
    now->has_node = node != NULL;
    now->effect = (struct light_effect){.light = LIGHT_NONE};
    if (node == NULL) {
        return true;
    }
    now->is_critical = node->is_critical;
    now->effect.float_left = node->float_days;
    if (!application_state_is_open(now->state)) {
        return true;
    }
    if (!expected_finish(now, node, terms, &finish, fault)) {
        return false;
    }
    struct light_step step = {
        .float_days =
            (int32_t)calendar_count(terms->calendar, finish, node->latest_finish).working_days,
        .leads_to_production = node->leads,
    };
    now->effect = light_of_effect(&step, terms->yellow_float);
    return true;
}

/* -- the whole -- */

/* What the unit is to examine comes first, then what it is to deliver, then what waits for others.
 */
#define URGENCY_TO_DELIVER 1000000
#define URGENCY_OF_OTHERS 2000000

static int64_t urgency_of(const struct application_now *now, const struct application_terms *terms)
{
    int64_t days = now->clock.left;
    if (!now->has_left && now->turn.until != CIVIL_DATE_NONE) {
        days = calendar_count(terms->calendar, terms->today, now->turn.until).working_days;
    }
    if (now->has_left) {
        return days;
    }
    if (!text_is(text_of(now->turn.party), "department")) {
        return days + URGENCY_OF_OTHERS;
    }
    return days + (now->state == APPLICATION_GRANTED ? URGENCY_TO_DELIVER : 0);
}

static bool is_stale(const struct application *application, const struct application_terms *terms)
{
    civil_date last = application->verified_on > application->last_on ? application->verified_on
                                                                      : application->last_on;
    return last < terms->today &&
           calendar_count(terms->calendar, last, terms->today).working_days >= terms->stale_days;
}

bool application_read_now(const struct application *application,
                          const struct application_node *node,
                          const struct application_terms *terms, enum language language,
                          struct application_now *out, struct fault *fault)
{
    struct application_now now = {.has_node = false};
    if (!application_clock(application, terms->calendar, terms->today, &now.clock, fault)) {
        return false;
    }
    now.state = state_now(application, &now.clock);
    now.stage = application_stage_of(application, now.state);
    now.state_name = state_name_now(now.state, &now.clock, language);
    bool is_open = application_state_is_open(now.state);
    now.has_left = is_open && now.clock.is_accepted;
    now.is_stale = is_open && is_stale(application, terms);
    if (!settle_turn(application, &now, terms, language, fault) ||
        !settle_effect(node, terms, &now, fault)) {
        return false;
    }
    now.light = application->is_own && !is_open ? "done" : light_of(&now, terms);
    now.urgency = urgency_of(&now, terms);
    *out = now;
    return true;
}

/* -- how the clock came about, line by line -- */

static const char *leg_kind(enum clock_event_type type)
{
    switch (type) {
    case CLOCK_RECEIVED:
    case CLOCK_SUPPLEMENT_COMPLETE: return "received";
    case CLOCK_SUPPLEMENT_ASKED: return "supplement";
    case CLOCK_SPECIAL_STARTED:
    case CLOCK_SUSPENDED: return "paused";
    case CLOCK_EXTENDED: return "extended";
    case CLOCK_DECIDED: return "decided";
    case CLOCK_DELIVERED: return "delivered";
    default: return "accepted";
    }
}

/* Where silence accepted, no event says so: it stands behind what the days were counted from. */
static size_t with_silence(const struct application_now *now, struct clock_event *events,
                           size_t count)
{
    size_t at = 0;
    bool is_deemed = now->clock.is_deemed && count < APPLICATION_EVENTS_MAX;
    while (at < count && events[at].type <= CLOCK_SUPPLEMENT_COMPLETE &&
           events[at].on <= now->clock.accepted_on) {
        at++;
    }
    if (is_deemed) {
        size_t kept = at;
        for (size_t i = at; i < count; i++) {
            if (events[i].type > CLOCK_ACCEPTED) {
                events[kept++] = events[i];
            }
        }
        for (size_t i = kept; i > at; i--) {
            events[i] = events[i - 1];
        }
        events[at] = (struct clock_event){.type = CLOCK_ACCEPTED, .on = now->clock.accepted_on};
        return kept + 1;
    }
    return count;
}

/* The first and the last day of a pause are both its own. */
static int64_t leg_days(const struct application_leg *leg, civil_date to, bool to_pause,
                        const struct calendar *calendar)
{
    bool is_pause = text_is(text_of(leg->kind), "paused");
    civil_date from = is_pause ? leg->from - 1 : leg->from;
    civil_date last = to_pause ? to - 1 : to;
    return last > from ? calendar_count(calendar, from, last).working_days : 0;
}

size_t application_legs(const struct application *application, const struct application_now *now,
                        const struct application_terms *terms,
                        struct application_leg out[APPLICATION_LEGS_MAX])
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    size_t count = application_events(application, terms->calendar, events);
    count = with_silence(now, events, count);
    civil_date end =
        application->closed_on != CIVIL_DATE_NONE ? application->closed_on : terms->today;
    for (size_t i = 0; i < count; i++) {
        struct application_leg *leg = &out[i];
        bool is_last = i + 1 == count;
        *leg = (struct application_leg){.kind = leg_kind(events[i].type), .from = events[i].on};
        leg->to = is_last ? CIVIL_DATE_NONE : events[i + 1].on;
        leg->is_silence = now->clock.is_deemed && events[i].type == CLOCK_ACCEPTED;
        bool to_pause = !is_last && (events[i + 1].type == CLOCK_SPECIAL_STARTED ||
                                     events[i + 1].type == CLOCK_SUSPENDED);
        bool has_ended = events[i].type == CLOCK_DELIVERED;
        leg->days =
            has_ended ? 0 : leg_days(leg, is_last ? end : leg->to, to_pause, terms->calendar);
    }
    if (now->clock.decision_due != CIVIL_DATE_NONE && !now->clock.is_decided) {
        out[count++] = (struct application_leg){
            .kind = "due", .from = now->clock.decision_due, .to = CIVIL_DATE_NONE};
    }
    return count;
}
