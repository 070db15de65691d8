#include "base/arena.h"
#include "courier/settings.h"
#include "roof/doctor.h"
#include "store/store.h"

/* The ways out of the house: whether their settings hold, whether the other side answers, encrypted
 * and as who it says it is, and what did not get out. */

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

/* What an operator reads of each cause, and what he does. */
static const struct cause {
    const char *zh, *en, *advice_zh, *advice_en;
} causes[COURIER_CAUSES] = {
    [COURIER_CAUSE_OTHER] = {"对方没有接受", "it was not taken", "请按对方答复核对设置",
                             "Compare the settings with what was said"},
    [COURIER_CAUSE_UNREACHABLE] = {"连不上", "it cannot be reached",
                                   "请核对地址和端口，并检查网络和防火墙",
                                   "Look at its address and port, the network and the firewall"},
    [COURIER_CAUSE_OPEN] = {"对方不提供加密（STARTTLS），已拒绝",
                            "it offers no encryption (STARTTLS) and was refused",
                            "请让对方开启 STARTTLS，或改用 smtps://",
                            "Have STARTTLS switched on there, or use smtps://"},
    [COURIER_CAUSE_NAME] =
        {"证书不是签发给这个主机名的，已拒绝", "its certificate is for another host name: refused",
         "请核对设置中的主机名，或让对方更换证书",
         "Look at the host name in the settings, or have the certificate changed"},
    [COURIER_CAUSE_EXPIRED] = {"证书已过期或尚未生效，已拒绝",
                               "its certificate is over, or not in force yet: refused",
                               "请让对方更新证书，并核对本机时钟",
                               "Have the certificate renewed, and look at this machine's clock"},
    [COURIER_CAUSE_UNTRUSTED] =
        {"证书是自签名的，或签发机构不受信任，已拒绝",
         "its certificate is self-signed or of an authority that is not "
         "trusted: refused",
         "请在设置中用 ca = 指明签发机构的证书文件",
         "Name the authority's file of certificates in the settings (ca =)"},
    [COURIER_CAUSE_LOGIN] = {"用户名或密码未被接受", "user or password were not accepted",
                             "请核对 user 和 secret", "Look at user and secret"},
    [COURIER_CAUSE_UNPROVEN] =
        {"对方没有用密钥应答质询，不会向它发送通知",
         "it did not answer the challenge with the key, nothing is told to it",
         "请让对方按 docs/api.md 应答质询，并核对双方的密钥",
         "Have it answer the challenge (docs/api.md), and compare the keys"},
};

static void say_way(struct doctor *doctor, struct text name, const struct courier_report *report)
{
    const struct cause *cause = &causes[report->cause];
    bool is_well = report->end == COURIER_TAKEN;
    struct text zh = is_well ? text_format(doctor->arena, "渠道 %.*s：已连通", TEXT_ARG(name))
                             : text_format(doctor->arena, "渠道 %.*s：%s（%.*s）", TEXT_ARG(name),
                                           cause->zh, TEXT_ARG(report->trouble));
    struct text en = is_well ? text_format(doctor->arena, "way %.*s: it answers", TEXT_ARG(name))
                             : text_format(doctor->arena, "way %.*s: %s (%.*s)", TEXT_ARG(name),
                                           cause->en, TEXT_ARG(report->trouble));
    doctor_say(doctor, &(struct doctor_word){is_well ? DOCTOR_SOUND : DOCTOR_WARNS, zh, en,
                                             is_well ? TEXT_NONE : text_of(cause->advice_zh),
                                             is_well ? TEXT_NONE : text_of(cause->advice_en)});
}

/* Each way is gone as far as it can be without telling anybody anything. */
static bool try_ways(struct doctor *doctor, int64_t now, struct fault *fault)
{
    const struct courier_settings *settings = doctor->courier;
    struct courier_report report;
    if (!settings->has_mail && settings->hook_count == 0) {
        return true;
    }
    if (!courier_begin(fault)) {
        return false;
    }
    if (settings->has_mail) {
        courier_greet(doctor->arena, &settings->mail, &report);
        say_way(doctor, TEXT("mail"), &report);
    }
    for (size_t i = 0; i < settings->hook_count; i++) {
        courier_prove(doctor->arena, &settings->hooks[i].hook, now, &report);
        say_way(doctor, settings->hooks[i].name, &report);
    }
    courier_end();
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
        !try_ways(doctor, now, fault) ||
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
