#include "app/city.h"
#include "base/arena.h"
#include "engine/calendar/calendar.h"
#include "room/notice/delivery_inside.h"

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

/* -- when -- */

static int64_t at_minute(const struct city *city, civil_date day, int minute)
{
    return (int64_t)day * DAY_MS + (minute - city_utc_offset_minutes(city)) * MINUTE_MS;
}

/* The next digest: of today if its minute has not come yet, else of the next working day. */
static int64_t next_digest(const struct command_run *run, const struct delivery_rules *rules,
                           civil_date *out_day)
{
    civil_date day = run->today;
    int64_t at = at_minute(run->city, day, rules->digest_at);
    while (at <= run->now || !calendar_is_working_day(city_calendar(run->city), day)) {
        day++;
        at = at_minute(run->city, day, rules->digest_at);
    }
    *out_day = day;
    return at;
}

/* -- whom -- */

bool delivery_concerns(const struct city *city, const struct actor *actor,
                       const struct access_project *project)
{
    return project->facts.id == 0 || access_sees(city, actor, project);
}

/* -- the rows -- */

struct making {
    struct command_run *run;
    struct delivery_rules rules;
    const struct notice_message *message;
    int64_t notice;
    int64_t digest_at;
    bool is_urgent;
};

static int64_t leaves_at(const struct making *making, const struct addressee *who)
{
    bool has_own = who->quiet_from >= 0 && who->quiet_to >= 0;
    struct delivery_hours hours = {
        .quiet_from = has_own ? who->quiet_from : making->rules.quiet_from,
        .quiet_to = has_own ? who->quiet_to : making->rules.quiet_to,
        .offset_minutes = city_utc_offset_minutes(making->run->city),
    };
    return delivery_after_quiet(&hours, making->run->now);
}

static struct delivery row_of(const struct making *making, int64_t account, const char *state)
{
    return (struct delivery){
        .notice = making->notice,
        .account = account,
        .project = making->message->project,
        .state = text_of(state),
        .made_at = making->run->now,
        .due_at = making->run->now,
    };
}

/* By a way out of the house: when it leaves, or why it cannot. */
static bool add_out(const struct making *making, const struct delivery_channel *channel,
                    const struct addressee *who, struct fault *fault)
{
    bool is_mail = channel->way == DELIVERY_BY_MAIL;
    enum reach_mode mode = is_mail ? who->mail : who->message;
    struct delivery row = row_of(making, who->actor.account, DELIVERY_WAITING);
    row.channel = channel->name;
    row.is_digest = !making->is_urgent || (mode == REACH_ONCE && making->digest_at > 0);
    row.due_at = row.is_digest ? making->digest_at : leaves_at(making, who);
    if (!who->has_said ||
        (is_mail && (who->is_refused || who->address_state == REACH_NO_ADDRESS))) {
        row.state = TEXT(DELIVERY_NO_CONTACT);
    } else if (mode == REACH_OFF) {
        row.state = TEXT(DELIVERY_OPTED_OUT);
    } else if (is_mail && who->address_state != REACH_CONFIRMED) {
        row.state = TEXT(DELIVERY_UNCONFIRMED);
    }
    row.done_at = text_is(row.state, DELIVERY_WAITING) ? 0 : making->run->now;
    return delivery_insert(making->run->store, &row, fault);
}

static bool add_person(const struct making *making, const struct addressee *who,
                       struct fault *fault)
{
    const struct delivery_channels *ways = delivery_get_channels();
    struct delivery row = row_of(making, who->actor.account, DELIVERY_SENT);
    row.channel = TEXT(DELIVERY_PAGE);
    row.done_at = making->run->now;
    bool done = delivery_insert(making->run->store, &row, fault);
    for (size_t i = 0; done && i < ways->count; i++) {
        done = ways->items[i].way == DELIVERY_BY_SYSTEM ||
               add_out(making, &ways->items[i], who, fault);
    }
    return done;
}

static bool add_systems(const struct making *making, struct fault *fault)
{
    const struct delivery_channels *ways = delivery_get_channels();
    bool done = true;
    for (size_t i = 0; done && i < ways->count; i++) {
        struct delivery row = row_of(making, 0, DELIVERY_WAITING);
        row.channel = ways->items[i].name;
        done = ways->items[i].way != DELIVERY_BY_SYSTEM ||
               delivery_insert(making->run->store, &row, fault);
    }
    return done;
}

static bool add_people(const struct making *making, struct fault *fault)
{
    struct command_run *run = making->run;
    struct addressees all;
    struct access_project project;
    if (!delivery_addressees(run->arena, run->store, making->message->address, &all, fault) ||
        !access_project_load(run->arena, run->store, making->message->project, &project, fault)) {
        return false;
    }
    int64_t last = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct addressee *who = &all.items[i];
        if (who->actor.account == last || !delivery_concerns(run->city, &who->actor, &project)) {
            continue;
        }
        last = who->actor.account;
        if (!add_person(making, who, fault)) {
            return false;
        }
    }
    return true;
}

static bool make(struct command_run *run, int64_t notice, const struct notice_message *message,
                 struct fault *fault)
{
    struct making making = {.run = run,
                            .rules = delivery_rules_on(run->city, run->today),
                            .message = message,
                            .notice = notice};
    struct delivery_asked asked = {
        .rules = &making.rules,
        .kind = message->kind,
        .rule = message->rule,
        .due_on = message->due_on,
        .near_until = city_due(run->city, run->today, making.rules.urgent_days).day,
        .digest_on = run->today,
        .today = run->today};
    if (delivery_get_channels()->count > 0 &&
        !delivery_is_critical(run->store, message, &asked.is_critical, fault)) {
        return false;
    }
    if (making.rules.digest_at >= 0) {
        making.digest_at = next_digest(run, &making.rules, &asked.digest_on);
    }
    making.is_urgent = delivery_is_urgent(&asked);
    return add_people(&making, fault) && add_systems(&making, fault);
}

/* A chore may send hundreds in one command: what each needed is let go at once. */
bool delivery_make(struct command_run *run, int64_t notice, const struct notice_message *message,
                   struct fault *fault)
{
    struct arena_mark mark = arena_mark(run->arena);
    bool made = make(run, notice, message, fault);
    if (made) {
        arena_rewind(run->arena, mark);
    }
    return made;
}
