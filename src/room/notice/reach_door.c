#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "pack/pack.h"
#include "room/notice/delivery.h"
#include "room/notice/reach_code.h"

/* No event: it is personal, and nothing of the city's business. An address that he has confirmed
 * stays so; another one is asked for its code. */
bool reach_perform_set(struct command_run *run, const void *fields, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct reach reach, before;
    if (!reach_decide(fields, &reach, fault) ||
        !reach_read(&view, run->actor->account, &before, fault)) {
        return false;
    }
    bool is_same = text_equal(reach.address, before.address);
    reach.account = run->actor->account;
    reach.address_state = is_same                  ? before.address_state
                          : reach.address.len == 0 ? REACH_NO_ADDRESS
                                                   : REACH_ASKED;
    reach.refused = is_same ? before.refused : TEXT_NONE;
    run->answer.id = reach.account;
    return reach_keep(run, &reach, fault) &&
           (is_same || reach.address.len == 0 || reach_code_send(run, false, fault));
}

static void write_hour(struct json_writer *json, const struct view_run *run, const char *name,
                       int minute)
{
    json_member_text_or_null(
        json, name,
        minute < 0 ? TEXT_NONE : text_format(run->arena, "%02d:%02d", minute / 60, minute % 60));
}

static struct text refusal(const struct view_run *run, const struct reach *reach)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    return reach->refused.len == 0
               ? TEXT_NONE
               : text_format(run->arena,
                             is_zh ? "邮箱被对方退回，请更正（%.*s）"
                                   : "Your mailbox was refused, please correct it (%.*s)",
                             TEXT_ARG(reach->refused));
}

/* What the city has sent at once, in a sentence: data, so that it says what is done. */
static struct text at_once(const struct view_run *run, const struct delivery_rules *rules)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct buffer out = buffer_open(run->arena, 256);
    if (rules->digest_at < 0) {
        return is_zh ? TEXT("全部立即发") : TEXT("All of it at once");
    }
    buffer_addf(&out,
                is_zh ? "立即发：涉及影响投产的事项的、%d 个工作日内到期的"
                      : "At once: what touches an item that holds up production, or is due within "
                        "%d working days",
                rules->urgent_days);
    for (uint32_t i = 0; rules->urgent_rules != NULL && i < rules->urgent_rules->count; i++) {
        struct text id = jvalue_text(&rules->urgent_rules->items[i], TEXT_NONE);
        const struct pack_record *trigger =
            pack_find(city_pack(run->city), PACK_TRIGGERS, id, run->today);
        if (trigger != NULL) {
            buffer_add(&out, is_zh ? TEXT("、") : TEXT("; "));
            buffer_add(
                &out,
                jvalue_text(jvalue_get(trigger->raw, is_zh ? "meaning_zh" : "meaning_en"), id));
        }
    }
    return buffer_text(&out);
}

/* With what the city does where he has said nothing, and by which ways anybody is told at all. */
bool reach_answer(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct reach reach;
    struct delivery_rules rules = delivery_rules_on(run->city, run->today);
    if (!reach_read(run, run->actor->account, &reach, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "mail_address", reach.address);
    json_member_text(json, "phone", reach.phone);
    json_member_text(json, "mail", reach_mode_word(reach.mail));
    json_member_text(json, "message", reach_mode_word(reach.message));
    json_member_text(json, "language", reach.language == LANGUAGE_EN ? TEXT("en") : TEXT("zh"));
    write_hour(json, run, "quiet_from", reach.quiet_from);
    write_hour(json, run, "quiet_to", reach.quiet_to);
    json_member_text(json, "address_state", reach_address_word(reach.address_state));
    json_member_text_or_null(json, "refused", refusal(run, &reach));
    json_member_bool(json, "has_mail", delivery_has_way(DELIVERY_BY_MAIL));
    json_member_bool(json, "has_message", delivery_has_way(DELIVERY_BY_MESSAGE));
    json_member_text(json, "city_at_once", at_once(run, &rules));
    write_hour(json, run, "city_digest_at", rules.digest_at);
    write_hour(json, run, "city_quiet_from", rules.quiet_from);
    write_hour(json, run, "city_quiet_to", rules.quiet_to);
    json_end(json);
    return true;
}
