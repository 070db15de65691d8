#include "app/access.h"
#include "app/city.h"
#include "app/upward.h"
#include "base/arena.h"
#include "ground/project/upward_words.h"
#include "room/notice/delivery.h"
#include "room/notice/notice.h"

#define ROLES_TOLD ROLES_HALL
#define ROLES_OVERSEEING (ROLES_SERVICE | ROLES_WATCHERS)

int64_t notice_left_days(const struct city *city, civil_date today, civil_date due_on)
{
    return due_on >= today ? city_working_days(city, today, due_on)
                           : -city_working_days(city, due_on, today);
}

bool notice_send(struct command_run *run, const struct notice_message *message, struct fault *fault)
{
    if (!notice_is_whole(message, fault)) {
        return false;
    }
    struct notice_sent body = {
        .address = message->address,
        .kind = message->kind,
        .rule = message->rule,
        .text = message->text,
        .text_en = message->text_en,
        .law = message->law,
        .application = message->application,
        .about = message->about,
        .left_days = message->left_days,
        .due_on = message->due_on,
    };
    struct event_about about = {0, message->project, run->today};
    int64_t id = run_next_seq(run);
    return run_emit(run, message->is_for_enterprise ? &notice_told_event : &notice_sent_event,
                    about, &body, fault) &&
           delivery_make(run, id, message, fault);
}

/* -- reading them -- */

static bool emit_read(struct command_run *run, const struct notice *notice, struct fault *fault)
{
    struct notice_read body = {run->actor->account};
    struct event_about about = {notice->id, notice->project, run->today};
    return notice->read_on != CIVIL_DATE_NONE ||
           run_emit(run, &notice_read_event, about, &body, fault);
}

/* Read twice is read: no mistake, and nothing changes. */
static bool perform_read(struct command_run *run, const void *fields, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct notice notice;
    (void)fields;
    run->answer.id = run->id;
    return notice_find_mine(&view, run->id, &notice, fault) && emit_read(run, &notice, fault);
}

static bool perform_read_all(struct command_run *run, const void *fields, struct fault *fault)
{
    struct view_run view = run_view(run);
    struct notice_question question = {.kind = TEXT_NONE, .is_unread_only = true};
    struct notices notices;
    bool done = notice_list_mine(&view, &question, &notices, fault);
    (void)fields;
    for (size_t i = 0; done && i < notices.count; i++) {
        done = emit_read(run, &notices.items[i], fault);
    }
    return done;
}

static const struct command_kind commands[] = {
    {"notice.read", "POST", "/notices/{id}/read", NULL, ROLES_TOLD, 0, "通知标为已读",
     "A notice was read", perform_read},
    {"notice.read_all", "POST", "/notices/read-all", NULL, ROLES_TOLD, 0, "全部通知标为已读",
     "All notices were read", perform_read_all},
};

/* -- lists -- */

struct list_query {
    bool unread;
    int64_t application, project, before, limit;
    struct text kind;
};
static const char *const kinds[] = {NOTICE_KINDS, NULL};
static const struct field list_fields[] = {
    FIELD(list_query, unread, BOOL, .zh = "只看未读", .en = "unread only"),
    FIELD(list_query, application, ID, .zh = "办件", .en = "application"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, kind, CHOICE, .choices = kinds, .zh = "类别", .en = "kind"),
    FIELD(list_query, before, ID, .zh = "更早", .en = "older than"),
    FIELD(list_query, limit, INT, .min = 1, .max = NOTICE_LIST_MAX, .zh = "每页", .en = "a page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static void write_address(struct json_writer *json, const struct view_run *run,
                          const struct notice *notice)
{
    enum language language = run->actor->language;
    struct text rest = notice->address;
    struct text what = text_cut(&rest, ':');
    struct text name = TEXT_NONE;
    if (text_is(what, "unit")) {
        name = city_org_name(run->city, rest, language);
    } else if (text_is(what, "hall")) {
        name = text_format(run->arena, language == LANGUAGE_ZH ? "%.*s（大厅窗口）" : "%.*s (hall)",
                           TEXT_ARG(city_org_name(run->city, rest, language)));
    } else if (text_is(what, "role")) {
        struct text role = text_cut(&rest, ':');
        name = city_role_name(run->city, role, language);
    } else if (text_is(what, "project")) {
        name = city_role_name(run->city, TEXT("enterprise"), language);
    } else {
        name = language == LANGUAGE_ZH ? TEXT("经办人") : TEXT("one person");
    }
    json_member_text(json, "address", notice->address);
    json_member_text(json, "address_name", name);
}

/* The days left are told as of today: what stood in the notice when it was sent is beside them. */
static void write_notice(struct json_writer *json, const struct view_run *run,
                         const struct notice *notice)
{
    bool in_english = run->actor->language == LANGUAGE_EN && notice->text_en.len > 0;
    json_object(json);
    json_member_int(json, "id", notice->id);
    json_member_int_if(json, "project_id", notice->project != 0, notice->project);
    json_member_text_or_null(json, "project_name", notice->project_name);
    json_member_int_if(json, "application_id", notice->application != 0, notice->application);
    json_member_text_or_null(json, "application_number", notice->case_number);
    json_member_int_if(json, "about_id", notice->about != 0, notice->about);
    json_member_text(json, "kind", notice->kind);
    json_member_text_or_null(json, "rule", notice->rule);
    write_address(json, run, notice);
    json_member_text(json, "text", in_english ? notice->text_en : notice->text);
    json_member_text(json, "law", notice->law);
    json_member_date(json, "due_on", notice->due_on);
    json_member_int(json, "left_days", notice_left_days(run->city, run->today, notice->due_on));
    json_member_int(json, "left_days_when_sent", notice->left_days);
    json_member_date(json, "sent_on", notice->sent_on);
    json_member_date(json, "read_on", notice->read_on);
    json_end(json);
}

static void write_list(struct json_writer *json, const struct view_run *run,
                       const struct notices *notices, int64_t limit)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < notices->count; i++) {
        write_notice(json, run, &notices->items[i]);
    }
    json_end(json);
    int64_t most = limit > 0 ? limit : NOTICE_LIST_MAX;
    bool has_more = notices->count > 0 && (int64_t)notices->count == most;
    json_member_int_if(json, "next", has_more,
                       has_more ? notices->items[notices->count - 1].id : 0);
}

static struct notice_question question_of(const struct list_query *query)
{
    return (struct notice_question){.is_unread_only = query->unread,
                                    .application = query->application,
                                    .project = query->project,
                                    .kind = query->kind,
                                    .before = query->before,
                                    .limit = query->limit};
}

/* Old ones hold titles as they were raised: not for whoever reads upward. */
static bool put_upward(const struct view_run *run, struct notices *notices, struct fault *fault)
{
    bool is_upward = upward_reads(run->city, run->actor, run->today);
    for (size_t i = 0; is_upward && i < notices->count; i++) {
        struct notice *one = &notices->items[i];
        struct upward_words words;
        if (one->about == 0) {
            continue;
        }
        if (!upward_words_of(run, one->about, &words, fault)) {
            return false;
        }
        one->text = upward_words_put(run->arena, &words, one->text);
        one->text_en = upward_words_put(run->arena, &words, one->text_en);
    }
    return true;
}

static bool answer_mine(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct notice_question question = question_of(query);
    struct notices notices;
    int64_t unread = 0;
    if (!notice_list_mine(run, &question, &notices, fault) ||
        !notice_count_unread(run, &unread, fault) || !put_upward(run, &notices, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "unread", unread);
    write_list(json, run, &notices, query->limit);
    json_end(json);
    return true;
}

static bool answer_sent(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct notice_question question = question_of(query);
    struct notices notices;
    if (!notice_list_sent(run, &question, &notices, fault) || !put_upward(run, &notices, fault)) {
        return false;
    }
    json_object(json);
    write_list(json, run, &notices, query->limit);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"notice.mine", "/notices", &list_table, ROLES_TOLD, 0, "我的通知", "What one was told",
     answer_mine},
    {"notice.sent", "/notices-sent", &list_table, ROLES_OVERSEEING, 0, "发出的通知：谁被告知了什么",
     "Who was told what", answer_sent},
};

static const struct event_kind *const events[] = {&notice_sent_event, &notice_told_event,
                                                  &notice_read_event};

const struct room notice_room = {
    .name = "notice",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(notice),
    .schema = {"notice", 3, notice_ddl},
};
