#include "base/arena.h"
#include "courier/settings.h"
#include "roof/doctor.h"
#include "store/store.h"

/* The ways out of the house: whether their settings hold, and what did not get out. */

#define HOUR_MS ((int64_t)3600000)
#define WEEK_MS (7 * 24 * HOUR_MS)

/* What waits for longer than its digest or quiet hours: nobody serves, or its way is in the
 * settings no more. */
static const struct statement doctor_waiting = {
    "doctor_waiting",
    "select count(*) from (select 1 from notice_delivery where state in ('waiting','sending')"
    " and due_at<$1 limit 1000) w"};
static const struct statement doctor_lost = {
    "doctor_lost", "select count(*) from (select 1 from notice_delivery where state in"
                   " ('given_up','unsure') and made_at>$1 limit 1000) w"};

static bool say_settings(struct doctor *doctor, struct fault *fault)
{
    struct courier_settings *settings = doctor->courier;
    bool has_none = !settings->has_mail && settings->hook_count == 0;
    if (!courier_settings_check(doctor->arena, settings, fault)) {
        return false;
    }
    if (has_none) {
        doctor_say(doctor, &(struct doctor_word){
                               DOCTOR_SOUND, TEXT("通知渠道：未配置邮件和对接渠道，只在平台内通知"),
                               TEXT("channels: neither mail nor webhooks are configured, people "
                                    "are told in the platform alone"),
                               TEXT_NONE, TEXT_NONE});
        return true;
    }
    doctor_say(
        doctor,
        &(struct doctor_word){
            DOCTOR_SOUND,
            text_format(doctor->arena, "通知渠道：邮件%s，对接渠道 %zu 个，设置和密钥可用",
                        settings->has_mail ? "已配置" : "未配置", settings->hook_count),
            text_format(doctor->arena, "channels: mail %s, %zu webhooks; settings and secrets hold",
                        settings->has_mail ? "is configured" : "is not configured",
                        settings->hook_count),
            TEXT_NONE, TEXT_NONE});
    return true;
}

static void say_left(struct doctor *doctor, int64_t waiting, int64_t lost)
{
    bool is_sound = waiting == 0 && lost == 0;
    doctor_say(
        doctor,
        &(struct doctor_word){
            is_sound ? DOCTOR_SOUND : DOCTOR_WARNS,
            text_format(doctor->arena,
                        "通知送达：积压一小时以上 %lld 条，一周内未送达或不明 %lld 条",
                        (long long)waiting, (long long)lost),
            text_format(doctor->arena,
                        "deliveries: %lld are late by an hour or more, %lld of this week did not "
                        "arrive or may not have",
                        (long long)waiting, (long long)lost),
            is_sound ? TEXT_NONE : TEXT("由系统管理员试发各渠道；未送达的名单见 GET /notice-gaps"),
            is_sound ? TEXT_NONE
                     : TEXT("have the system administrator try each way; who was not reached is "
                            "in GET /notice-gaps")});
}

static bool look(struct doctor *doctor, struct fault *fault)
{
    int64_t now = 0, waiting = 0, lost = 0;
    if (!say_settings(doctor, fault) || !store_clock(doctor->store, &now, fault) ||
        !store_query_int(doctor->store, &doctor_waiting, CELLS(cell_int(now - HOUR_MS)), &waiting,
                         fault) ||
        !store_query_int(doctor->store, &doctor_lost, CELLS(cell_int(now - WEEK_MS)), &lost,
                         fault)) {
        return false;
    }
    say_left(doctor, waiting, lost);
    return true;
}

const struct doctor_check doctor_notices = {"channels", look};
