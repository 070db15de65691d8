#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "pack/pack.h"
#include "room/meeting/briefing.h"

/* Who came to a briefing, what was asked there and answered. */

static struct text kind_name(const struct view_run *run, struct text kind)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_MEETING_KINDS, kind, run->today);
    bool is_en = run->actor->language == LANGUAGE_EN;
    return record == NULL ? kind : is_en ? record->name_en : record->name;
}

static void write_org(struct json_writer *json, const struct view_run *run, struct text org)
{
    json_member_text(json, "org", org);
    json_member_text(json, "org_name", city_org_name(run->city, org, run->actor->language));
}

/* -- guests -- */

static void write_guest(struct json_writer *json, const struct briefing_guest *guest, bool may_note)
{
    json_object(json);
    json_member_int(json, "id", guest->id);
    json_member_int(json, "version", guest->version);
    json_member_int(json, "project_id", guest->project);
    json_member_text(json, "project_name", guest->name);
    json_member_date(json, "invited_on", guest->invited_on);
    json_member_date(json, "noted_on", guest->noted_on);
    json_member_bool(json, "came", guest->has_come);
    json_member_bool(json, "may_note", may_note);
    json_end(json);
}

static bool answer_guests(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct meeting_sight sight = meeting_sight_of(run);
    struct meeting meeting;
    struct briefing_guests guests;
    if (!meeting_find(&sight, run->id, &meeting, fault) ||
        !briefing_guests_of(&sight.sight, meeting.id, &guests, fault)) {
        return false;
    }
    bool leads = briefing_leads(run, meeting.kind, meeting.district);
    bool is_called = leads && meeting.state == MEETING_CALLED;
    bool takes = briefing_answer_days(run->city, meeting.kind, run->today) > 0;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < guests.count; i++) {
        write_guest(json, &guests.items[i], is_called && meeting.held_on <= run->today);
    }
    json_end(json);
    json_member_bool(json, "may_invite", is_called && takes);
    json_end(json);
    return true;
}

/* -- an enterprise's own briefings -- */

static bool write_meeting(struct json_writer *json, const struct view_run *run,
                          const struct meeting *meeting, struct fault *fault)
{
    struct meeting_units units;
    if (!meeting_units_of(run->arena, run->store, meeting->id, &units, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", meeting->id);
    json_member_text(json, "kind_name", kind_name(run, meeting->kind));
    json_member_text(json, "title", meeting->title);
    json_member_date(json, "held_on", meeting->held_on);
    json_member_text(json, "starts", meeting->starts);
    json_member_text(json, "ends", meeting->ends);
    json_member_text(json, "place", meeting->place);
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < units.count; i++) {
        json_object(json);
        write_org(json, run, units.items[i].org);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_mine(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct meetings list;
    bool fine = briefing_meetings_of(run->arena, run->store, run->actor->project, &list, fault);
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; fine && i < list.count; i++) {
        fine = write_meeting(json, run, &list.items[i], fault);
    }
    json_end(json);
    json_end(json);
    return fine;
}

/* -- questions -- */

struct question_query {
    int64_t meeting, before;
    bool open;
    struct text words;
};
static const struct field question_fields[] = {
    FIELD(question_query, meeting, ID, .zh = "会议", .en = "meeting"),
    FIELD(question_query, words, TEXT, .max = 60, .zh = "问题或答复中的文字",
          .en = "words of the question or the answer"),
    FIELD(question_query, open, BOOL, .zh = "只看未答复", .en = "open ones alone"),
    FIELD(question_query, before, ID, .zh = "早于", .en = "before"),
};
static const struct field_table question_table = FIELD_TABLE(question_query, question_fields);

static void write_when(struct json_writer *json, const struct view_run *run,
                       const struct briefing_question *one)
{
    static const char *const codes[] = {"before", "in", "after"};
    static const char *const zh[] = {"会前", "会上", "会后"};
    static const char *const en[] = {"before the meeting", "in the meeting", "after the meeting"};
    enum briefing_when when = briefing_when(one->asked_on, one->held_on);
    bool is_en = run->actor->language == LANGUAGE_EN;
    json_member_text(json, "when", text_of(codes[when]));
    json_member_text(json, "when_name", text_of((is_en ? en : zh)[when]));
    json_member_date(json, "asked_on", one->asked_on);
}

/* The enterprise by its project, as far as that may be seen; of staff the name, to staff. */
static bool write_asker(struct json_writer *json, const struct view_run *run,
                        const struct briefing_question *one, struct fault *fault)
{
    struct project project;
    struct text name = TEXT_NONE;
    bool is_seen = one->project != 0 && one->sees_project;
    bool is_named = one->project == 0 && run->actor->role != ROLE_ENTERPRISE;
    if ((is_seen && !project_of_view(run, one->project, &project, fault)) ||
        (is_named && !account_name(run->arena, run->store, one->asked_by, &name, fault))) {
        return false;
    }
    json_member_text(json, "asked_by", one->project != 0 ? TEXT("enterprise") : TEXT("staff"));
    json_member_text_or_null(json, "asker_name", is_seen ? project.name : name);
    json_member_int_if(json, "project_id", is_seen, one->project);
    return true;
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct briefing_question *one)
{
    bool leads = briefing_leads(run, one->kind, one->district);
    struct fault fault = {.code = FAULT_NONE};
    bool is_staff = ((ROLES_WORK | ROLE_BIT(ROLE_LEADER)) & ROLE_BIT(run->actor->role)) != 0;
    json_name(json, "may");
    json_array(json);
    if (is_staff && briefing_decide_act(one, run->actor, leads, &fault)) {
        json_text(json, TEXT("answer"));
        json_text(json, TEXT("pass"));
    }
    fault.code = FAULT_NONE;
    if (is_staff && briefing_decide_show(one, run->actor, leads, &fault)) {
        json_text(json, TEXT("show"));
    }
    json_end(json);
}

static struct text state_name(const struct view_run *run, const struct briefing_question *one)
{
    bool is_en = run->actor->language == LANGUAGE_EN;
    if (one->answered_on != CIVIL_DATE_NONE) {
        return is_en ? TEXT("answered") : TEXT("已答复");
    }
    return one->due_on < run->today ? (is_en ? TEXT("late") : TEXT("逾期未答复"))
                                    : (is_en ? TEXT("to be answered") : TEXT("待答复"));
}

static bool write_question(struct json_writer *json, const struct view_run *run,
                           const struct briefing_question *one, struct fault *fault)
{
    bool is_open = one->answered_on == CIVIL_DATE_NONE;
    bool is_inside = run->actor->role != ROLE_ENTERPRISE; /* to whom it climbed is the offices' */
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_int(json, "meeting_id", one->meeting);
    json_member_text(json, "title", one->title);
    json_member_date(json, "held_on", one->held_on);
    json_member_text(json, "state", is_open ? TEXT("open") : TEXT("answered"));
    json_member_text(json, "state_name", state_name(run, one));
    json_member_text(json, "question", one->question);
    write_when(json, run, one);
    if (!write_asker(json, run, one, fault)) {
        return false;
    }
    write_org(json, run, one->org);
    json_member_date(json, "due_on", one->due_on);
    json_member_int_if(json, "left_days", is_open,
                       city_working_days(run->city, run->today, one->due_on));
    json_member_date(json, "missed_on", one->missed_on);
    json_member_text_or_null(json, "climbed_to",
                             is_inside && one->climbed_to.len > 0
                                 ? city_role_name(run->city, one->climbed_to, run->actor->language)
                                 : TEXT_NONE);
    json_member_text_or_null(json, "answer", one->answer);
    json_member_date(json, "answered_on", one->answered_on);
    json_member_text_or_null(json, "shown", one->shown);
    write_may(json, run, one);
    json_end(json);
    return true;
}

static bool answer_questions(const struct view_run *run, struct json_writer *json,
                             struct fault *fault)
{
    const struct question_query *query = run->query;
    struct meeting_sight sight = meeting_sight_of(run);
    struct briefing_search search = {query->meeting, query->before, query->open,
                                     text_trim(query->words)};
    struct briefing_questions list;
    int64_t next = 0;
    bool fine = briefing_question_list(&sight, &search, &list, &next, fault);
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; fine && i < list.count; i++) {
        fine = write_question(json, run, &list.items[i], fault);
    }
    json_end(json);
    view_next(run, json, next != 0, next);
    json_end(json);
    return fine;
}

static const struct view_kind views[] = {
    {"briefing.guests", "/meetings/{id}/guests", NULL, ROLES_WORK | ROLES_WATCHERS, 0, "受邀企业",
     "Enterprises invited", answer_guests},
    {"briefing.mine", "/briefings", NULL, ROLE_BIT(ROLE_ENTERPRISE), 0, "政策宣讲",
     "Briefings one is invited to", answer_mine},
    {"briefing.questions", "/meeting-questions", &question_table, ROLES_BUSINESS, 0, "宣讲问答",
     "Questions and answers of briefings", answer_questions},
};

const struct room briefing_page_room = {.name = "briefing_page", ROOM_VIEWS(views)};
