#include "flow/training_flow.h"

#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/navigator/navigator_profile.h"
#include "room/notice/notice.h"

#define NOTICES_A_TURN 20

static struct notice_message message_of(struct command_run *run, const struct pack_record *course,
                                        int64_t account, civil_date until)
{
    const struct notice_party party = {.who = TEXT("navigator"), .navigator = account};
    char digits[CIVIL_DATE_TEXT_SIZE];
    struct text day = civil_date_write(until, digits);
    long long months = jvalue_int(jvalue_get(course->raw, "valid_months"), 0);
    return (struct notice_message){
        .address = notice_address(run->arena, &party),
        .kind = TEXT("expiry"),
        .rule = text_format(run->arena, "training:%.*s", TEXT_ARG(course->id)),
        .text = text_format(run->arena, "您的培训“%.*s”将于%.*s到期，请在此前重新参加并通过考核",
                            TEXT_ARG(course->name), TEXT_ARG(day)),
        .text_en = text_format(run->arena,
                               "Your training “%.*s” runs out on %.*s: take it again before then",
                               TEXT_ARG(course->name_en), TEXT_ARG(day)),
        .law = text_format(run->arena, "“%.*s”有效期%lld个月", TEXT_ARG(course->name), months),
        .due_on = until,
        .left_days = notice_left_days(run->city, run->today, until),
        .about = account,
    };
}

static bool tell_once(struct command_run *run, const struct notice_message *message, size_t *told,
                      struct fault *fault)
{
    const struct notice_key key = {.rule = message->rule,
                                   .address = message->address,
                                   .about = message->about,
                                   .due_on = message->due_on};
    bool was_sent = false;
    if (!notice_was_sent(run->store, &key, &was_sent, fault)) {
        return false;
    }
    *told += !was_sent;
    return was_sent || notice_send(run, message, fault);
}

/* The days on which a training that runs out is to be told of, by the course that tells earliest.
 */
static struct navigator_span reminded(const struct command_run *run)
{
    const struct pack_records *courses = &city_pack(run->city)->lists[PACK_COURSES];
    int64_t ahead = 0;
    for (uint32_t c = 0; c < courses->count; c++) {
        int64_t days = jvalue_int(jvalue_get(courses->items[c].raw, "remind_days"), 0);
        ahead = days > ahead ? days : ahead;
    }
    return (struct navigator_span){run->today, run->today + (civil_date)ahead};
}

static bool remind_one(struct command_run *run, int64_t account, size_t *told, struct fault *fault)
{
    const struct pack_records *courses = &city_pack(run->city)->lists[PACK_COURSES];
    struct navigator_trainings steps;
    if (!navigator_trainings_of(run->arena, run->store, account, &steps, fault)) {
        return false;
    }
    for (uint32_t c = 0; c < courses->count && *told < NOTICES_A_TURN; c++) {
        const struct pack_record *course = &courses->items[c];
        struct navigator_standing now = navigator_stands(&steps, account, course, run->today);
        if (!pack_in_force(course, run->today) || !text_is(text_of(now.state), "soon")) {
            continue;
        }
        struct notice_message message = message_of(run, course, account, now.valid_until);
        if (!tell_once(run, &message, told, fault)) {
            return false;
        }
    }
    return true;
}

/* Some at a time: the chore comes again at once as long as it finds any. */
static bool perform_remind(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct navigator_span span = reminded(run);
    struct navigator_accounts ending;
    size_t told = 0;
    (void)fields;
    if (!navigator_trainings_ending(run->arena, run->store, &span, &ending, fault)) {
        return false;
    }
    for (size_t i = 0; i < ending.count && told < NOTICES_A_TURN; i++) {
        struct arena_mark mark = arena_mark(run->arena);
        size_t before = told;
        if (!remind_one(run, ending.items[i], &told, fault)) {
            return false;
        }
        if (told == before) {
            arena_rewind(run->arena, mark); /* nothing was sent that would still be needed */
        }
    }
    return true;
}

static const struct command_kind commands[] = {
    {"training.remind", "POST", "/chores/training", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "提醒即将到期的培训", "Tell navigators whose training runs out soon", perform_remind},
};

const struct room training_flow_room = {.name = "training_flow", ROOM_COMMANDS(commands)};
