#include "board/clock_page.h"

#include <math.h>
#include <stdio.h>

#include "app/city.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "engine/clock/hands.h"
#include "pack/pack.h"
#include "room/application/application_joint.h"
#include "room/application/application_law.h"
#include "room/application/application_rows.h"

struct page {
    const struct view_run *run;
    const struct application *application;
    struct application_terms terms;
    struct application_now now;
    struct application_stops *stops;
    struct application_joint *joint;
};

/* -- both limits, side by side -- */

/* The item as it was on the day of submission. */
static const struct pack_record *item_of(const struct page *page)
{
    const struct pack *pack = city_pack(page->run->city);
    struct text code = page->application->code;
    const struct pack_record *then =
        pack_find(pack, PACK_ITEMS, code, page->application->submitted_on);
    return then != NULL ? then : pack_find(pack, PACK_ITEMS, code, CIVIL_DATE_NONE);
}

/* A fraction of a day counts as the next whole one. */
static bool days_of(const struct jvalue *value, int64_t *out)
{
    if (value == NULL || (value->kind != JVALUE_INT && value->kind != JVALUE_REAL)) {
        return false;
    }
    *out = value->kind == JVALUE_INT ? value->integer : (int64_t)ceil(value->real);
    return *out >= 0 && *out <= 10000;
}

static bool write_limit(struct json_writer *json, const struct page *page, const char *basis,
                        struct fault *fault)
{
    char key[32];
    char law[32];
    int64_t days = 0;
    bool is_own = text_is(page->application->limit_basis, basis);
    (void)snprintf(key, sizeof key, "%s_days", basis);
    (void)snprintf(law, sizeof law, "decision_%s", basis);
    const struct pack_record *item = item_of(page);
    if (is_own) {
        days = page->application->limit_days;
    } else if (item == NULL || !days_of(jvalue_get(item->raw, key), &days)) {
        return true;
    }
    struct application other = *page->application;
    struct clock_reading reading;
    other.limit_days = days;
    if (!application_clock(&other, page->terms.calendar, page->run->today, &reading, fault)) {
        return false;
    }
    struct application_article article =
        application_article(page->run->city, law, other.submitted_on, page->run->actor->language);
    bool is_statutory = text_is(text_of(basis), "statutory");
    json_object(json);
    json_member_text(json, "basis", text_of(basis));
    json_member_bool(json, "counts", is_own);
    json_member_int(json, "days", days);
    json_member_date(json, "due_on", reading.decision_due);
    json_member_int(json, "used_days", reading.used);
    json_member_int(json, "left_days", reading.left);
    json_member_bool(json, "overdue", reading.is_overdue);
    json_member_text_or_null(json, "law", article.name);
    json_member_text_or_null(json, "item_law",
                             is_statutory && item != NULL
                                 ? jvalue_text(jvalue_get(item->raw, "legal_basis"), TEXT_NONE)
                                 : TEXT_NONE);
    json_end(json);
    return true;
}

/* -- a derivation: from a day, so many working days for these reasons, to a day -- */

struct part {
    const char *what;
    civil_date from, to;
    int64_t days;
    const char *law; /* id; NULL: `article` */
    struct text article;
};

static void write_part(struct json_writer *json, const struct page *page, const struct part *part)
{
    enum language language = page->run->actor->language;
    struct application_article article = {part->article, TEXT_NONE};
    if (part->law != NULL) {
        article = application_article(page->run->city, part->law, page->application->submitted_on,
                                      language);
    }
    json_object(json);
    json_member_text(json, "what", text_of(part->what));
    json_member_date(json, "from", part->from);
    json_member_date(json, "to", part->to);
    json_member_int(json, "days", part->days);
    json_member_text_or_null(json, "law", article.name);
    json_member_text_or_null(json, "meaning", article.meaning);
    json_end(json);
}

static void begin_derivation(struct json_writer *json, const char *of, civil_date day,
                             civil_date from, const char *from_what)
{
    json_object(json);
    json_member_text(json, "of", text_of(of));
    json_member_date(json, "day", day);
    json_member_date(json, "from", from);
    json_member_text(json, "from_what", text_of(from_what));
    json_name(json, "parts");
    json_array(json);
}

/* How many of the days between do not count at all, so that the whole can be checked on a wall
 * calendar. */
static void end_derivation(struct json_writer *json, const struct page *page, civil_date day,
                           civil_date from)
{
    struct application_article counting = application_article(
        page->run->city, "counting", page->application->submitted_on, page->run->actor->language);
    bool is_known = day != CIVIL_DATE_NONE;
    struct calendar_count count = {0, false};
    if (is_known && day > from) {
        count = calendar_count(page->terms.calendar, from, day);
    }
    json_end(json);
    json_member_int_if(json, "working_days", is_known, count.working_days);
    json_member_int_if(json, "days_off", is_known, is_known ? day - from - count.working_days : 0);
    json_member_text_or_null(json, "counting_law", counting.name);
    json_member_bool(json, "provisional", count.is_provisional);
    json_end(json);
}

static civil_date last_of(const struct page *page, enum clock_event_type type, civil_date otherwise)
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    size_t count = application_events(page->application, page->terms.calendar, events);
    civil_date last = otherwise;
    for (size_t i = 0; i < count; i++) {
        last = events[i].type == type ? events[i].on : last;
    }
    return last;
}

static void derive_acceptance(struct json_writer *json, const struct page *page)
{
    const struct clock_reading *clock = &page->now.clock;
    civil_date received = last_of(page, CLOCK_RECEIVED, page->application->submitted_on);
    civil_date complete = last_of(page, CLOCK_SUPPLEMENT_COMPLETE, CIVIL_DATE_NONE);
    int64_t days = page->application->notify_days;
    struct calendar_day due;
    struct fault beyond = {.code = FAULT_NONE};
    /* Which of the two the engine counted from: a late request and its completion move nothing. */
    bool is_from_completion = complete != CIVIL_DATE_NONE &&
                              calendar_add(page->terms.calendar, complete, days, &due, &beyond) &&
                              due.day == clock->acceptance_due;
    civil_date from = is_from_completion ? complete : received;
    struct part part = {"limit", from, clock->acceptance_due, days, "received", TEXT_NONE};
    begin_derivation(json, "acceptance_due", clock->acceptance_due, from,
                     is_from_completion ? "supplement_complete" : "received");
    write_part(json, page, &part);
    end_derivation(json, page, clock->acceptance_due, from);
    if (clock->is_deemed) {
        begin_derivation(json, "accepted_on", clock->accepted_on, clock->acceptance_due, "silence");
        write_part(json, page,
                   &(struct part){"silence", from, clock->acceptance_due, 0, "silence", TEXT_NONE});
        json_end(json);
        json_member_bool(json, "provisional", false);
        json_end(json);
    }
}

/* The stops that lie between acceptance and the day, as the clock left them out: each day once. */
static void write_stops_of(struct json_writer *json, const struct page *page, civil_date from,
                           civil_date to)
{
    civil_date done = from;
    for (size_t i = 0; i < page->stops->count; i++) {
        const struct application_stop *stop = &page->stops->items[i];
        civil_date first = stop->since - 1 > done ? stop->since - 1 : done;
        civil_date end = stop->until != CIVIL_DATE_NONE && stop->until < to ? stop->until : to;
        if (stop->noticed_on == CIVIL_DATE_NONE || end <= first) {
            continue;
        }
        bool is_special = stop->kind == APPLICATION_STOP_SPECIAL;
        int64_t days = calendar_count(page->terms.calendar, first, end).working_days;
        write_part(json, page,
                   &(struct part){is_special ? "special" : "suspension", stop->since, stop->until,
                                  days,
                                  stop->law.len > 0 ? NULL
                                  : is_special      ? "special"
                                                    : "suspension",
                                  stop->law});
        done = end;
    }
}

static void derive_decision(struct json_writer *json, const struct page *page)
{
    const struct clock_reading *clock = &page->now.clock;
    const struct application *application = page->application;
    civil_date to = clock->decision_due != CIVIL_DATE_NONE ? clock->decision_due : page->run->today;
    if (!clock->is_accepted) {
        return;
    }
    begin_derivation(json, "decision_due", clock->decision_due, clock->accepted_on,
                     clock->is_deemed ? "deemed_accepted" : "accepted");
    write_part(json, page,
               &(struct part){"limit", clock->accepted_on, CIVIL_DATE_NONE, application->limit_days,
                              application_law_of_limit(application), TEXT_NONE});
    if (page->stops->extension.days > 0) {
        write_part(json, page,
                   &(struct part){"extension", page->stops->extension.on, CIVIL_DATE_NONE,
                                  page->stops->extension.days, "extension", TEXT_NONE});
    }
    write_stops_of(json, page, clock->accepted_on, to);
    end_derivation(json, page, clock->decision_due, clock->accepted_on);
}

static void derive_delivery(struct json_writer *json, const struct page *page)
{
    const struct clock_reading *clock = &page->now.clock;
    civil_date from = page->application->decided_on;
    if (clock->delivery_due == CIVIL_DATE_NONE || page->application->is_own) {
        return;
    }
    begin_derivation(json, "delivery_due", clock->delivery_due, from, "decided");
    write_part(json, page,
               &(struct part){"limit", from, clock->delivery_due, page->application->deliver_days,
                              "delivery", TEXT_NONE});
    end_derivation(json, page, clock->delivery_due, from);
}

static void derive_joint(struct json_writer *json, const struct page *page)
{
    const struct clock_joint *clock = &page->joint->clock;
    if (!page->joint->has_clock || !clock->has_begun) {
        return;
    }
    begin_derivation(json, "joint_due", clock->due_on, clock->begun_on, "first_accepted");
    write_part(json, page,
               &(struct part){"limit", clock->begun_on, CIVIL_DATE_NONE, page->joint->limit_days,
                              "joint", TEXT_NONE});
    if (page->joint->extension.days > 0) {
        write_part(json, page,
                   &(struct part){"extension", page->joint->extension.on, CIVIL_DATE_NONE,
                                  page->joint->extension.days, "joint_extension", TEXT_NONE});
    }
    civil_date to = clock->due_on;
    int64_t all = to != CIVIL_DATE_NONE
                      ? calendar_count(page->terms.calendar, clock->begun_on, to).working_days
                      : clock->excluded + page->joint->limit_days;
    int64_t excluded = all - page->joint->limit_days - page->joint->extension.days;
    if (excluded > 0) {
        write_part(json, page,
                   &(struct part){"all_stand", CIVIL_DATE_NONE, CIVIL_DATE_NONE, excluded,
                                  "special", TEXT_NONE});
    }
    end_derivation(json, page, clock->due_on, clock->begun_on);
}

/* -- stops -- */

static void write_stop(struct json_writer *json, const struct page *page,
                       const struct application_stop *stop)
{
    const struct view_run *run = page->run;
    bool in_english = run->actor->language == LANGUAGE_EN;
    const struct pack_record *reason =
        pack_find(city_pack(run->city), PACK_STOP_REASONS, stop->code, CIVIL_DATE_NONE);
    struct text name = reason == NULL ? stop->name : in_english ? reason->name_en : reason->name;
    bool is_open = stop->until == CIVIL_DATE_NONE;
    civil_date end = is_open ? run->today : stop->until;
    civil_date due = is_open ? application_renewal_due(run->city, stop) : CIVIL_DATE_NONE;
    json_object(json);
    json_member_text(json, "kind",
                     stop->kind == APPLICATION_STOP_SPECIAL ? TEXT("special") : TEXT("suspension"));
    json_member_text_or_null(json, "code", stop->code);
    json_member_text(json, "name", name);
    json_member_text_or_null(json, "law", stop->law);
    json_member_text(json, "reason", stop->reason);
    json_member_text_or_null(json, "renewal_reason", stop->renewal_reason);
    json_member_int(json, "days_expected", stop->days);
    json_member_int(json, "days",
                    end < stop->since
                        ? 0
                        : calendar_count(page->terms.calendar, stop->since - 1, end).working_days);
    json_member_date(json, "noticed_on", stop->noticed_on);
    json_member_date(json, "since", stop->since);
    json_member_date(json, "until", stop->until);
    json_member_date(json, "justified_on", stop->justified_on);
    json_member_date(json, "renewal_due", due);
    json_member_bool(json, "renewal_overdue", due != CIVIL_DATE_NONE && due < run->today);
    json_member_int(json, "renewals", stop->renewals);
    json_member_int(json, "missed", stop->missed);
    json_end(json);
}

/* -- hands -- */

static bool write_hands(struct json_writer *json, const struct page *page, struct fault *fault)
{
    struct clock_event events[APPLICATION_EVENTS_MAX];
    const struct application *application = page->application;
    struct clock_case about = {
        events, application_events(application, page->terms.calendar, events), page->run->today};
    struct clock_terms terms = {(int32_t)application->limit_days, (int32_t)application->notify_days,
                                (int32_t)application->deliver_days};
    bool is_ended =
        !application_state_is_open(application->state) && application->state != APPLICATION_GRANTED;
    struct clock_member member = {&terms, about,
                                  is_ended ? application->closed_on : CIVIL_DATE_NONE};
    struct hands hands;
    if (!hands_of(page->terms.calendar, &member, &hands, fault)) {
        return false;
    }
    if (application->is_own) { /* nobody else ever had it */
        hands.days[HAND_ENTERPRISE] = hands.total;
        hands.days[HAND_DEPARTMENT] = 0;
    }
    json_name(json, "hands");
    json_object(json);
    json_member_text(json, "unit", TEXT("working_days"));
    json_member_date(json, "from", hands.from);
    json_member_date(json, "until", hands.until);
    json_member_int(json, "total", hands.total);
    for (int hand = 0; hand < HAND_COUNT; hand++) {
        json_member_int(json, hand_code((enum hand)hand), hands.days[hand]);
    }
    json_end(json);
    return true;
}

/* -- the whole -- */

static const char *delivery_light(const struct page *page)
{
    int64_t left = 0;
    if (page->now.state != APPLICATION_GRANTED || page->now.turn.until == CIVIL_DATE_NONE) {
        return page->application->delivered_on != CIVIL_DATE_NONE ? "done" : "none";
    }
    if (page->now.turn.overdue_days > 0) {
        return "red";
    }
    left =
        calendar_count(page->terms.calendar, page->run->today, page->now.turn.until).working_days;
    return left <= page->terms.yellow_left ? "yellow" : "green";
}

static bool write_limits(struct json_writer *json, const struct page *page, struct fault *fault)
{
    json_name(json, "limits");
    json_array(json);
    bool written = write_limit(json, page, "statutory", fault) &&
                   write_limit(json, page, "promised", fault) &&
                   (!text_is(page->application->limit_basis, "planning") ||
                    write_limit(json, page, "planning", fault));
    json_end(json);
    return written;
}

static bool write_page(struct json_writer *json, const struct page *page, struct fault *fault)
{
    const struct clock_reading *clock = &page->now.clock;
    json_object(json);
    json_member_date(json, "as_of", page->run->today);
    json_member_date(json, "accepted_on", clock->accepted_on);
    json_member_bool(json, "deemed", clock->is_deemed);
    json_member_bool(json, "paused", clock->is_paused || page->now.state == APPLICATION_SUPPLEMENT);
    json_member_date(json, "acceptance_due", clock->acceptance_due);
    json_member_date(json, "due_on", clock->decision_due);
    json_member_date(json, "delivery_due", clock->delivery_due);
    json_member_date(json, "delivered_on", page->application->delivered_on);
    json_member_text(json, "delivery_light", text_of(delivery_light(page)));
    if (!write_limits(json, page, fault)) {
        return false;
    }
    json_name(json, "extension");
    application_extension_write(json, &page->stops->extension);
    json_name(json, "stops");
    json_array(json);
    for (size_t i = 0; i < page->stops->count; i++) {
        write_stop(json, page, &page->stops->items[i]);
    }
    json_end(json);
    json_name(json, "derivation");
    json_array(json);
    derive_acceptance(json, page);
    derive_decision(json, page);
    derive_delivery(json, page);
    derive_joint(json, page);
    json_end(json);
    if (!write_hands(json, page, fault)) {
        return false;
    }
    json_name(json, "joint");
    application_joint_write(json, page->run, page->joint);
    json_end(json);
    return true;
}

static bool answer_clock(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct application application;
    struct page page = {.run = run,
                        .application = &application,
                        .stops = arena_new(run->arena, struct application_stops),
                        .joint = arena_new(run->arena, struct application_joint)};
    application_terms_of(run, &page.terms);
    return application_load(run, run->id, &application, fault) &&
           application_read_now(&application, NULL, &page.terms, run->actor->language, &page.now,
                                fault) &&
           application_stops_of(run->arena, run->store, application.id, page.stops, fault) &&
           application_joint_of(run, application.project, application.intake, page.joint, fault) &&
           write_page(json, &page, fault);
}

static const struct view_kind views[] = {
    {"application.clock", "/applications/{id}/clock", NULL, ROLES_BUSINESS, 0,
     "办件的时限：两种期限、暂停、延长、逐项推算和时间归属",
     "The clocks of a case: both limits, stops, extension, how each date comes about, whose hands",
     answer_clock},
};

const struct room clock_page_room = {.name = "clock_page", ROOM_VIEWS(views)};
