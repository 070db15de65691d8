#include "room/notice/reach.h"

#include "courier/courier.h"
#include "engine/calendar/hours.h"

static const char *const modes[] = {REACH_MODES, NULL};
static const char *const languages[] = {REACH_LANGUAGES, NULL};

static const char *const mode_words[][2] = {
    {"急件立即发，其余每日汇总", "urgent at once, the rest daily"},
    {"每日汇总", "all of it once a day"},
    {"不发", "nothing"}};
static const char *const language_words[][2] = {{"中文", "Chinese"}, {"英文", "English"}};

static const struct field set_fields[] = {
    FIELD(reach_set, mail_address, TEXT, .max = 254, .zh = "电子邮箱", .en = "e-mail address"),
    FIELD(reach_set, phone, TEXT, .max = 30, .zh = "短信号码", .en = "telephone for messages"),
    FIELD(reach_set, mail, CHOICE, .choices = modes, .words = mode_words, .zh = "邮件",
          .en = "mail"),
    FIELD(reach_set, message, CHOICE, .choices = modes, .words = mode_words, .zh = "短信",
          .en = "text messages"),
    FIELD(reach_set, language, CHOICE, .choices = languages, .words = language_words, .zh = "语言",
          .en = "language"),
    FIELD(reach_set, quiet_from, TEXT, .max = 5, .zh = "免打扰从（如 22:00）",
          .en = "quiet from (as 22:00)"),
    FIELD(reach_set, quiet_to, TEXT, .max = 5, .zh = "免打扰到（如 07:30）",
          .en = "quiet until (as 07:30)"),
};
const struct field_table reach_set_table = FIELD_TABLE(reach_set, set_fields);

static const char *const address_states[] = {REACH_ADDRESSES};

enum reach_address reach_address_of(struct text word)
{
    for (enum reach_address state = REACH_NO_ADDRESS; state <= REACH_CONFIRMED; state++) {
        if (text_is(word, address_states[state])) {
            return state;
        }
    }
    return REACH_ASKED;
}

struct text reach_address_word(enum reach_address state)
{
    return text_of(address_states[state]);
}

enum reach_mode reach_mode_of(struct text word)
{
    for (enum reach_mode mode = REACH_DIGEST; mode <= REACH_OFF; mode++) {
        if (text_is(word, modes[mode])) {
            return mode;
        }
    }
    return REACH_DIGEST;
}

struct text reach_mode_word(enum reach_mode mode)
{
    return text_of(modes[mode]);
}

bool reach_phone_is_valid(struct text phone)
{
    int digits = 0;
    for (size_t i = 0; i < phone.len; i++) {
        char c = phone.at[i];
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && c != ' ' && c != '-' && !(c == '+' && i == 0)) {
            return false;
        }
        digits += is_digit;
    }
    return digits >= 5 && digits <= 20;
}

static bool read_hour(struct text words, const char *field, int *out, struct fault *fault)
{
    *out = REACH_HOUR_UNSAID;
    return words.len == 0 || (hours_minute_parse(words, out) && *out < 24 * 60) ||
           fault_refuse_field(fault, field, "应写成 22:00 的形式", "write it as 22:00");
}

bool reach_decide(const struct reach_set *command, struct reach *out, struct fault *fault)
{
    struct reach made = {
        .address = command->mail_address,
        .phone = command->phone,
        .mail = reach_mode_of(command->mail),
        .message = reach_mode_of(command->message),
        .language = text_is(command->language, "en") ? LANGUAGE_EN : LANGUAGE_ZH,
    };
    if (made.address.len > 0 && !courier_address_is_valid(made.address)) {
        return fault_refuse_field(fault, "mail_address", "不是有效的邮箱地址",
                                  "it is no address of e-mail");
    }
    if (made.phone.len > 0 && !reach_phone_is_valid(made.phone)) {
        return fault_refuse_field(fault, "phone", "不是有效的号码", "it is no telephone number");
    }
    if (!read_hour(command->quiet_from, "quiet_from", &made.quiet_from, fault) ||
        !read_hour(command->quiet_to, "quiet_to", &made.quiet_to, fault)) {
        return false;
    }
    if ((made.quiet_from == REACH_HOUR_UNSAID) != (made.quiet_to == REACH_HOUR_UNSAID)) {
        return fault_refuse_field(fault, "quiet_to", "免打扰须同时写明起止",
                                  "say both, from and until");
    }
    *out = made;
    return true;
}
