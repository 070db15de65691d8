#include "room/notice/delivery.h"

#include "app/city.h"
#include "base/arena.h"
#include "engine/calendar/hours.h"
#include "pack/pack.h"

#define MINUTE_MS ((int64_t)60000)
#define DAY_MINUTES (24 * 60)

static const char *const ends[] = {DELIVERY_ENDS, NULL};

static const struct field claim_fields[] = {
    FIELD(delivery_claim, channel, TEXT, .required = true, .max = 40, .zh = "渠道", .en = "way"),
};
const struct field_table delivery_claim_table = FIELD_TABLE(delivery_claim, claim_fields);

static const struct field settle_fields[] = {
    FIELD(delivery_settle, channel, TEXT, .required = true, .max = 40, .zh = "渠道", .en = "way"),
    FIELD(delivery_settle, batch, INT, .min = DELIVERY_CODE, .max = (int64_t)1 << 53, .zh = "批",
          .en = "batch"),
    FIELD(delivery_settle, account, INT, .min = 0, .max = (int64_t)1 << 53, .zh = "账号",
          .en = "account"),
    FIELD(delivery_settle, end, CHOICE, .required = true, .choices = ends, .zh = "结果",
          .en = "end"),
    FIELD(delivery_settle, trouble, TEXT, .max = 300, .zh = "对方答复", .en = "what was said"),
};
const struct field_table delivery_settle_table = FIELD_TABLE(delivery_settle, settle_fields);

/* -- the ways there are -- */

static struct delivery_channels ways;

void delivery_set_channels(const struct delivery_channels *channels)
{
    ways = *channels;
}

const struct delivery_channels *delivery_get_channels(void)
{
    return &ways;
}

const struct delivery_channel *delivery_channel_of(struct text name)
{
    for (size_t i = 0; i < ways.count; i++) {
        if (text_equal(ways.items[i].name, name)) {
            return &ways.items[i];
        }
    }
    return NULL;
}

bool delivery_has_way(enum delivery_way way)
{
    for (size_t i = 0; i < ways.count; i++) {
        if (ways.items[i].way == way) {
            return true;
        }
    }
    return false;
}

/* -- the city's rules -- */

static int minute_of(const struct jvalue *record, const char *name)
{
    int minute = -1;
    struct text words = jvalue_text(jvalue_get(record, name), TEXT_NONE);
    return words.len > 0 && hours_minute_parse(words, &minute) ? minute : -1;
}

struct delivery_rules delivery_rules_on(const struct city *city, civil_date day)
{
    const struct pack_records *records = &city_pack(city)->lists[PACK_NOTICE_TIMES];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct jvalue *raw = records->items[i].raw;
        if (pack_in_force(&records->items[i], day)) {
            return (struct delivery_rules){
                .digest_at = minute_of(raw, "digest_at"),
                .quiet_from = minute_of(raw, "quiet_from"),
                .quiet_to = minute_of(raw, "quiet_to"),
                .unopened_days = (int)jvalue_int(jvalue_get(raw, "unopened_days"), 0),
                .critical_kinds = jvalue_get(raw, "critical_kinds"),
                .urgent_kinds = jvalue_get(raw, "urgent_kinds"),
                .urgent_rules = jvalue_get(raw, "urgent_rules"),
                .urgent_days = (int)jvalue_int(jvalue_get(raw, "urgent_days"), 0),
            };
        }
    }
    return (struct delivery_rules){.digest_at = -1, .quiet_from = -1, .quiet_to = -1};
}

/* -- deciding -- */

static bool is_among(const struct jvalue *kinds, struct text kind)
{
    for (uint32_t i = 0;
         kind.len > 0 && kinds != NULL && kinds->kind == JVALUE_ARRAY && i < kinds->count; i++) {
        if (text_equal(jvalue_text(&kinds->items[i], TEXT_NONE), kind)) {
            return true;
        }
    }
    return false;
}

bool delivery_is_urgent(const struct delivery_asked *asked)
{
    civil_date until = asked->near_until > asked->digest_on ? asked->near_until : asked->digest_on;
    bool is_near = asked->due_on >= asked->today && asked->due_on <= until;
    return asked->rules->digest_at < 0 || is_near ||
           is_among(asked->rules->urgent_rules, asked->rule) ||
           is_among(asked->rules->urgent_kinds, asked->kind) ||
           (asked->is_critical && is_among(asked->rules->critical_kinds, asked->kind));
}

int64_t delivery_after_quiet(const struct delivery_hours *hours, int64_t now)
{
    int from = hours->quiet_from, to = hours->quiet_to;
    int64_t local = now / MINUTE_MS + hours->offset_minutes;
    int minute = (int)(local % DAY_MINUTES);
    if (from < 0 || to < 0 || from == to) {
        return now;
    }
    bool is_quiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
    int wait = (to - minute + DAY_MINUTES) % DAY_MINUTES;
    return is_quiet ? (now / MINUTE_MS + wait) * MINUTE_MS : now;
}

int64_t delivery_pause_ms(int64_t attempts, int64_t waited_ms)
{
    static const int64_t minutes[] = {1, 2, 5, 15, 30, 60, 120, 240};
    int64_t last = (int64_t)COUNT_OF(minutes);
    int64_t nth = attempts < 1 ? 1 : attempts > last ? last : attempts;
    return waited_ms >= DELIVERY_PATIENCE_MS ? 0 : minutes[nth - 1] * MINUTE_MS;
}

struct text delivery_shown(const struct delivery *delivery, bool is_opened, int64_t now)
{
    if (is_opened) {
        return TEXT("opened");
    }
    if (!text_is(delivery->state, DELIVERY_WAITING)) {
        return delivery->state;
    }
    bool is_held = !delivery->is_digest && delivery->due_at > now;
    return delivery->attempts > 0 ? TEXT("failed") : is_held ? TEXT("held") : delivery->state;
}
