#include "base/arena.h"
#include "base/buffer.h"
#include "room/notice/delivery.h"
#include "room/notice/reach_code.h"

/* The words of what leaves the house. They are the event's own, so that no message contradicts what
 * it reports; a subject names a number, never a person or a project, since subjects are shown on
 * locked screens and kept in logs of mail servers. */

static struct text number_of(const struct notice *notice)
{
    return notice->case_number.len > 0 ? notice->case_number : notice->project_number;
}

static struct text subject_of(struct arena *arena, const struct delivery_telling *telling)
{
    const struct notices *notices = telling->notices;
    bool is_zh = telling->language == LANGUAGE_ZH;
    if (telling->code.len > 0) {
        return is_zh ? TEXT("【联动】邮箱确认码") : TEXT("[Liandong] confirm your address");
    }
    if (notices->count == 0) {
        return is_zh ? TEXT("【联动】试发：渠道正常") : TEXT("[Liandong] trial: this way works");
    }
    if (notices->count > 1) {
        return text_format(arena,
                           is_zh ? "【联动】今日汇总：%zu 条通知" : "[Liandong] %zu notices today",
                           notices->count);
    }
    return text_format(arena, is_zh ? "【联动】通知：%.*s" : "[Liandong] notice: %.*s",
                       TEXT_ARG(number_of(&notices->items[0])));
}

static void add_notice(struct buffer *out, const struct notice *notice, bool is_zh)
{
    char day[CIVIL_DATE_TEXT_SIZE] = "";
    struct text words = is_zh || notice->text_en.len == 0 ? notice->text : notice->text_en;
    struct text due = civil_date_write(notice->due_on, day);
    buffer_add(out, words);
    buffer_addf(out,
                is_zh ? "\n  办件或项目：%.*s\n  期限日：%.*s\n  依据：%.*s\n\n"
                      : "\n  Case or project: %.*s\n  Day: %.*s\n  Legal basis: %.*s\n\n",
                TEXT_ARG(number_of(notice)), TEXT_ARG(due), TEXT_ARG(notice->law));
}

/* Whoever it reaches may be a stranger: it says nothing of whom or what it is about. */
static void add_code(struct buffer *out, const struct delivery_telling *telling)
{
    buffer_addf(
        out,
        telling->language == LANGUAGE_ZH
            ? "有人在平台把通知邮箱填为这个地址。如果是您本人，请在平台输入确认码：\n\n"
              "  %.*s\n\n%d 分钟内有效。如果不是您，不必理会，不会再收到其他邮件。\n\n"
            : "Somebody wants to be told of things at this address. If it was you, type this "
              "code in at the platform:\n\n  %.*s\n\nIt holds for %d minutes. If it was "
              "not you, do nothing: you are sent no more.\n\n",
        TEXT_ARG(telling->code), REACH_CODE_MINUTES);
}

void delivery_write_mail(struct arena *arena, const struct delivery_telling *telling,
                         struct delivery_letter *out)
{
    bool is_zh = telling->language == LANGUAGE_ZH;
    struct text origin = delivery_get_channels()->origin;
    struct buffer body = buffer_open(arena, 1024);
    if (telling->code.len > 0) {
        add_code(&body, telling);
    } else if (telling->notices->count == 0) {
        buffer_add(&body, is_zh ? TEXT("这是一条试发，无须处理。\n\n")
                                : TEXT("This is a trial: nothing is to be done.\n\n"));
    }
    for (size_t i = 0; i < telling->notices->count; i++) {
        add_notice(&body, &telling->notices->items[i], is_zh);
    }
    if (origin.len > 0 && telling->code.len == 0) {
        buffer_addf(&body, is_zh ? "请登录查看：%.*s/notices\n" : "To be read at: %.*s/notices\n",
                    TEXT_ARG(origin));
    }
    buffer_add(&body,
               is_zh ? TEXT("本邮件由平台自动发出，请勿回复。通知方式由本人设置。\n")
                     : TEXT("Sent by the platform; do not answer. What you are sent is yours to "
                            "choose.\n"));
    *out = (struct delivery_letter){
        .id = telling->id,
        .subject = subject_of(arena, telling),
        .body = buffer_text(&body),
        .language = is_zh ? TEXT("zh-CN") : TEXT("en"),
    };
}

static void write_one(struct json_writer *json, const struct notice *notice)
{
    json_object(json);
    json_member_int(json, "id", notice->id);
    json_member_text(json, "kind", notice->kind);
    json_member_int(json, "project_id", notice->project);
    json_member_text(json, "project_number", notice->project_number);
    json_member_text_or_null(json, "application_number", notice->case_number);
    json_member_text(json, "text", notice->text);
    json_member_text_or_null(json, "text_en", notice->text_en);
    json_member_text(json, "law", notice->law);
    json_member_date(json, "due_on", notice->due_on);
    json_member_int(json, "left_days_when_sent", notice->left_days);
    json_member_date(json, "sent_on", notice->sent_on);
    json_end(json);
}

void delivery_write_note(struct json_writer *json, const struct delivery_telling *telling,
                         const struct reach *to, int64_t at)
{
    struct text origin = delivery_get_channels()->origin;
    json_object(json);
    json_member_text(json, "id", telling->id);
    json_member_int(json, "made_at", at / 1000);
    json_member_bool(json, "trial", telling->notices->count == 0);
    json_member_text_or_null(json, "link", origin);
    json_name(json, "to");
    if (to == NULL) {
        json_null(json);
    } else {
        json_object(json);
        json_member_text(json, "phone", to->phone);
        json_member_text(json, "language", to->language == LANGUAGE_EN ? TEXT("en") : TEXT("zh"));
        json_end(json);
    }
    json_name(json, "notices");
    json_array(json);
    for (size_t i = 0; i < telling->notices->count; i++) {
        write_one(json, &telling->notices->items[i]);
    }
    json_end(json);
    json_end(json);
}
