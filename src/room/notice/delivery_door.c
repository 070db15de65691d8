#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "engine/calendar/calendar.h"
#include "room/notice/delivery_inside.h"
#include "room/notice/reach_code.h"

#define DAY_MS ((int64_t)86400000)
#define GAPS_SINCE_DAYS 30
#define ROLES_TOLD_OF_GAPS (ROLES_SERVICE | ROLES_WATCHERS)

static const struct command_kind commands[] = {
    {"delivery.set_reach", "PUT", "/reach", &reach_set_table, ROLES_SIGNED_IN, 0, "通知方式",
     "How I am told", reach_perform_set},
    {"delivery.confirm", "POST", "/reach/confirmation", &reach_confirm_table, ROLES_SIGNED_IN, 0,
     "确认邮箱", "Confirm the e-mail address", reach_code_perform_confirm},
    {"delivery.send_code", "POST", "/reach/code", NULL, ROLES_SIGNED_IN, 0, "重发确认码",
     "Send the code again", reach_code_perform_ask},
    {"delivery.test", "POST", "/channels/{name}/test", NULL, ROLE_BIT(ROLE_SYSTEM_ADMIN), 0,
     "试发：检查通知渠道", "Try it: a trial message", delivery_perform_test},
    {"delivery.claim", "POST", "/channels/{name}/claim", &delivery_claim_table,
     ROLE_BIT(ROLE_SYSTEM), COMMAND_INTERNAL, "取下一件待发通知",
     "The next message of a channel is taken", delivery_perform_claim},
    {"delivery.settle", "POST", "/channels/{name}/settlement", &delivery_settle_table,
     ROLE_BIT(ROLE_SYSTEM), COMMAND_INTERNAL, "登记发送结果", "What became of a message",
     delivery_perform_settle},
};

/* -- words of a state -- */

struct word {
    const char *state, *zh, *en;
};
static const struct word words[] = {
    {DELIVERY_WAITING, "待发", "waiting"},
    {"held", "免打扰时段后发出", "held for quiet hours"},
    {"failed", "未送达，将重试", "failed, will be tried again"},
    {DELIVERY_SENDING, "发送中", "being sent"},
    {DELIVERY_SENT, "已送达", "delivered"},
    {"opened", "已查看", "opened"},
    {DELIVERY_UNSURE, "是否送达不明", "not known whether it arrived"},
    {DELIVERY_GIVEN_UP, "未能送达", "given up"},
    {DELIVERY_NO_CONTACT, "没有可用的联系方式", "no contact, or a wrong one"},
    {DELIVERY_UNCONFIRMED, "邮箱尚未由本人确认", "address not confirmed yet"},
    {DELIVERY_OPTED_OUT, "本人已关闭", "opted out"},
    {DELIVERY_READ, "已在平台查看，未再发送", "read in the platform before"},
    {DELIVERY_GONE, "已不再负责，未发送", "no longer concerned"},
};

static void write_state(struct json_writer *json, const struct view_run *run, struct text state)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_member_text(json, "state", state);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_is(state, words[i].state)) {
            json_member_text(json, "state_name", text_of(is_zh ? words[i].zh : words[i].en));
        }
    }
}

static struct text channel_name(const struct view_run *run, struct text channel)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    if (text_is(channel, DELIVERY_PAGE)) {
        return is_zh ? TEXT("平台") : TEXT("platform");
    }
    if (text_is(channel, DELIVERY_MAIL)) {
        return is_zh ? TEXT("邮件") : TEXT("e-mail");
    }
    return channel;
}

static void write_channel(struct json_writer *json, const struct view_run *run, struct text channel)
{
    json_member_text(json, "channel", channel);
    json_member_text(json, "channel_name", channel_name(run, channel));
}

static void write_day(struct json_writer *json, const struct view_run *run, const char *name,
                      int64_t at)
{
    json_member_date(json, name,
                     at == 0 ? CIVIL_DATE_NONE
                             : civil_date_of_instant(at, city_utc_offset_minutes(run->city)));
}

/* -- who was told of one notice -- */

static void write_told(struct json_writer *json, const struct view_run *run,
                       const struct told *told)
{
    const struct delivery *delivery = &told->delivery;
    bool is_opened = told->opened_on != CIVIL_DATE_NONE;
    json_object(json);
    json_member_int_if(json, "account_id", delivery->account != 0, delivery->account);
    json_member_text_or_null(json, "person", told->person);
    write_channel(json, run, delivery->channel);
    write_state(json, run, delivery_shown(delivery, is_opened, run->now));
    json_member_bool(json, "is_digest", delivery->is_digest);
    json_member_int(json, "attempts", delivery->attempts);
    write_day(json, run, "made_on", delivery->made_at);
    write_day(json, run, "done_on", delivery->done_at);
    json_member_date(json, "opened_on", told->opened_on);
    json_member_text_or_null(json, "trouble", delivery->trouble);
    json_end(json);
}

static bool answer_of_notice(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    struct tolds tolds;
    if (!delivery_of_notice(run, run->id, &tolds, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < tolds.count; i++) {
        write_told(json, run, &tolds.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- the gaps -- */

static void write_gap(struct json_writer *json, const struct view_run *run, const struct gap *gap)
{
    json_object(json);
    json_member_int_if(json, "account_id", gap->account != 0, gap->account);
    json_member_text_or_null(json, "person", gap->person);
    write_channel(json, run, gap->channel);
    write_state(json, run, gap->state);
    json_member_int(json, "notices", gap->count);
    json_member_int(json, "notice_id", gap->notice);
    json_member_int(json, "project_id", gap->project);
    write_day(json, run, "last_on", gap->made_at);
    json_member_text_or_null(json, "trouble", gap->trouble);
    json_end(json);
}

static void write_unopened(struct json_writer *json, const struct view_run *run,
                           const struct notice *notice)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH || notice->text_en.len == 0;
    json_object(json);
    json_member_int(json, "notice_id", notice->id);
    json_member_int(json, "project_id", notice->project);
    json_member_text(json, "project_name", notice->project_name);
    json_member_text_or_null(json, "application_number", notice->case_number);
    json_member_text(json, "text", is_zh ? notice->text : notice->text_en);
    json_member_text(json, "address", notice->address);
    json_member_date(json, "sent_on", notice->sent_on);
    json_member_date(json, "due_on", notice->due_on);
    json_end(json);
}

/* The last day whose notices should have been opened by now. */
static civil_date opened_by(const struct view_run *run, int64_t working_days)
{
    civil_date day = run->today;
    while (working_days > 0) {
        working_days -= calendar_is_working_day(city_calendar(run->city), day);
        day--;
    }
    return day;
}

/* Of the last thirty days: what is older is not mended by telling. */
static bool answer_gaps(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct gaps gaps;
    if (!delivery_list_gaps(run, run->now - GAPS_SINCE_DAYS * DAY_MS, &gaps, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "since_days", GAPS_SINCE_DAYS);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < gaps.count; i++) {
        write_gap(json, run, &gaps.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_unopened(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    struct delivery_rules rules = delivery_rules_on(run->city, run->today);
    struct notices unopened;
    if (!delivery_list_unopened(run, run->today - GAPS_SINCE_DAYS,
                                opened_by(run, rules.unopened_days), &unopened, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "unopened_days", rules.unopened_days);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < unopened.count; i++) {
        write_unopened(json, run, &unopened.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- the channels -- */

static bool write_way(struct json_writer *json, const struct view_run *run,
                      const struct delivery_channel *channel, struct fault *fault)
{
    static const char *const ways[] = {"page", "mail", "people", "systems"};
    struct state_counts counts;
    if (!delivery_count_states(run, channel->name, &counts, fault)) {
        return false;
    }
    json_object(json);
    write_channel(json, run, channel->name);
    json_member_text(json, "for", text_of(ways[channel->way]));
    json_name(json, "states");
    json_array(json);
    for (size_t i = 0; i < counts.count; i++) {
        json_object(json);
        write_state(json, run, counts.items[i].state);
        json_member_int(json, "count", counts.items[i].count);
        write_day(json, run, "last_on", counts.items[i].last_at);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_channels(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    const struct delivery_channels *ways = delivery_get_channels();
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < ways->count; i++) {
        if (!write_way(json, run, &ways->items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"delivery.reach", "/reach", NULL, ROLES_SIGNED_IN, VIEW_UNCACHED, "通知方式", "How I am told",
     reach_answer},
    {"delivery.told", "/notices/{id}/deliveries", NULL, ROLES_TOLD_OF_GAPS, VIEW_UNCACHED,
     "一条通知：应通知谁、以何种方式、谁已查看",
     "Of a notice: who was to be told, how, who opened it", answer_of_notice},
    {"delivery.gaps", "/notice-gaps", NULL, ROLES_TOLD_OF_GAPS, VIEW_UNCACHED, "未送达的通知",
     "Who was not reached, and why", answer_gaps},
    {"delivery.unopened", "/notices-unopened", NULL, ROLES_TOLD_OF_GAPS, VIEW_UNCACHED,
     "无人查看的通知", "Notices that nobody opened", answer_unopened},
    {"delivery.channels", "/channels", NULL, ROLE_BIT(ROLE_SYSTEM_ADMIN), VIEW_UNCACHED, "通知渠道",
     "Channels of notices", answer_channels},
};

const struct room delivery_room = {
    .name = "delivery",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(delivery),
};
