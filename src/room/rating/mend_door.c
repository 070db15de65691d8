#include "app/city.h"
#include "app/climbing.h"
#include "base/arena.h"
#include "room/rating/mend.h"
#include "room/rating/rating_views.h"

/* -- by people -- */

static struct mend_view view_of(struct sight sight, const struct actor *actor)
{
    bool is_unit = actor->role == ROLE_DEPARTMENT_OFFICER;
    return (struct mend_view){sight, is_unit ? actor->org : TEXT_NONE};
}

static bool load(struct command_run *run, enum mend_act act, struct mend *out, struct fault *fault)
{
    struct mend_view view = view_of(run_sight(run), run->actor);
    return mend_find(&view, run->id, out, fault) && run_version_is(run, out->version, fault) &&
           mend_decide(out, run->actor, act, fault);
}

static bool emit(struct command_run *run, const struct mend *mend, const struct event_kind *kind,
                 const void *body, struct fault *fault)
{
    struct event_about about = {mend->id, 0, run->today};
    run->answer = (struct answer){.id = mend->id, .version = mend->version + 1};
    return run_emit(run, kind, about, body, fault);
}

static struct text told(const struct mend *mend)
{
    return mend->rater > 0 ? TEXT("person") : TEXT_NONE;
}

static bool perform_contact(struct command_run *run, const void *given, struct fault *fault)
{
    const struct mend_words *fields = given;
    struct mend mend;
    if (!load(run, MEND_CONTACT, &mend, fault)) {
        return false;
    }
    struct mend_contacted body = {fields->said, told(&mend), mend.rater, mend.due_on};
    return emit(run, &mend, &mend_contacted_event, &body, fault);
}

static bool perform_answer(struct command_run *run, const void *given, struct fault *fault)
{
    const struct mend_answer *fields = given;
    struct mend mend;
    if (!load(run, MEND_ANSWER, &mend, fault)) {
        return false;
    }
    struct mend_answered body = {fields->kind, fields->said, told(&mend), mend.rater, mend.due_on};
    return emit(run, &mend, &mend_answered_event, &body, fault);
}

static bool perform_verify(struct command_run *run, const void *given, struct fault *fault)
{
    struct mend mend;
    (void)given;
    if (!load(run, MEND_VERIFY, &mend, fault)) {
        return false;
    }
    struct mend_verified body = {mend.answered_on <= mend.due_on};
    return emit(run, &mend, &mend_verified_event, &body, fault);
}

/* The day stays: nobody gains time by answering badly. From today on it climbs as it did. */
static bool perform_return(struct command_run *run, const void *given, struct fault *fault)
{
    const struct mend_reason *fields = given;
    struct climbing ladder = climbing_of(rating_rule(run->city, run->today));
    struct mend mend;
    if (!load(run, MEND_RETURN, &mend, fault)) {
        return false;
    }
    struct mend_returned body = {
        fields->reason, mend.org, mend.due_on,
        climbing_stays_until(run->city, &ladder, mend.due_on, mend.climbs)};
    return emit(run, &mend, &mend_returned_event, &body, fault);
}

/* -- by itself -- */

/* The item is named where enough of the unit's cases of it were rated. */
static bool open(struct command_run *run, const struct rating *rating, struct fault *fault)
{
    struct climbing ladder = climbing_of(rating_rule(run->city, run->today));
    int64_t count = 0;
    if (!rating_count_of(run->store, rating->org, rating->item, &count, fault)) {
        return false;
    }
    int days = city_limit(run->city, "rating_rectify", run->today);
    civil_date due = city_due(run->city, run->today, days).day;
    bool is_named = count >= rating_minimum(run->city, run->today);
    struct mend_opened body = {rating->id, rating->org, is_named ? rating->item : TEXT_NONE, due,
                               climbing_stays_until(run->city, &ladder, due, 0)};
    return run_emit(run, &mend_opened_event, (struct event_about){0, 0, run->today}, &body, fault);
}

static bool perform_open_all(struct command_run *run, const void *given, struct fault *fault)
{
    struct ratings waiting;
    (void)given;
    if (!mend_waiting(run->arena, run->store, run->today, &waiting, fault)) {
        return false;
    }
    for (size_t i = 0; i < waiting.count; i++) {
        if (!open(run, &waiting.items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool climb(struct command_run *run, const struct climbing *ladder, const struct mend *mend,
                  struct fault *fault)
{
    int64_t late = city_working_days(run->city, mend->due_on, run->today);
    int64_t due = climbing_steps_due(ladder, late);
    for (int64_t i = mend->climbs; i < due; i++) {
        struct mend_climbed body = {climbing_role(ladder, i), mend->org, mend->due_on,
                                    climbing_stays_until(run->city, ladder, mend->due_on, i + 1)};
        if (!emit(run, mend, &mend_climbed_event, &body, fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_climb(struct command_run *run, const void *given, struct fault *fault)
{
    struct mends past;
    (void)given;
    if (!mend_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        struct climbing ladder = climbing_of(rating_rule(run->city, past.items[i].opened_on));
        if (!climb(run, &ladder, &past.items[i], fault)) {
            return false;
        }
    }
    return true;
}

#define UNIT ROLE_BIT(ROLE_DEPARTMENT_OFFICER)
#define VERIFIERS (ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_CENTRE_COORDINATOR))
#define CHORE COMMAND_INTERNAL | COMMAND_CHORE

static const struct command_kind commands[] = {
    {"mend.contact", "POST", "/low-ratings/{id}/contact", &mend_words_table, UNIT, 0, "回访评价人",
     "Contact whoever gave a low rating", perform_contact},
    {"mend.answer", "POST", "/low-ratings/{id}/answer", &mend_answer_table, UNIT, 0,
     "整改或说明理由", "Mend what a low rating is about, or explain", perform_answer},
    {"mend.verify", "POST", "/low-ratings/{id}/verify", NULL, VERIFIERS, 0, "核实整改",
     "Verify that it was mended", perform_verify},
    {"mend.return", "POST", "/low-ratings/{id}/return", &mend_reason_table, VERIFIERS, 0,
     "退回整改", "Return what was done about a low rating", perform_return},
    {"mend.open", "POST", "/chores/low-ratings", NULL, ROLE_BIT(ROLE_SYSTEM), CHORE, "差评启动整改",
     "Open the follow-up of low ratings", perform_open_all},
    {"mend.climb", "POST", "/chores/low-ratings-past", NULL, ROLE_BIT(ROLE_SYSTEM), CHORE,
     "逾期未整改的差评逐级上报", "Let low ratings that were not mended climb", perform_climb},
};

/* -- the list -- */

struct list_query {
    bool open;
    int64_t limit, before;
};
static const struct field list_fields[] = {
    FIELD(list_query, open, BOOL, .zh = "未了结的", .en = "not closed"),
    FIELD(list_query, limit, INT, .min = 1, .max = 100, .zh = "每页", .en = "a page"),
    FIELD(list_query, before, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

/* The case and its project, for whom they are: never for the unit unless the rater allows it. */
static void write_case(struct json_writer *json, const struct mend *mend, bool is_shown)
{
    json_member_int_if(json, "application_id", is_shown && mend->application > 0,
                       mend->application);
    json_member_text_or_null(json, "case_number", is_shown ? mend->case_number : TEXT_NONE);
    json_member_int_if(json, "project_id", is_shown, mend->project);
    json_member_text_or_null(json, "project_name", is_shown ? mend->project_name : TEXT_NONE);
}

static void write_story(struct json_writer *json, const struct mend *mend)
{
    json_member_date(json, "due_on", mend->due_on);
    json_member_date(json, "contacted_on", mend->contacted_on);
    json_member_text_or_null(json, "contact", mend->contact);
    json_member_date(json, "answered_on", mend->answered_on);
    json_member_text_or_null(json, "kind", mend->kind);
    json_member_text_or_null(json, "answer", mend->answer);
    json_member_text_or_null(json, "return_reason", mend->return_reason);
    json_member_date(json, "closed_on", mend->closed_on);
    json_member_int(json, "climbs", mend->climbs);
    json_member_int(json, "returns", mend->returns);
}

static void write_may(struct json_writer *json, const struct mend *mend, const struct actor *actor)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < MEND_ACT_COUNT; act++) {
        if (mend_may(mend, actor, (enum mend_act)act)) {
            json_text(json, text_of(mend_act_code((enum mend_act)act)));
        }
    }
    json_end(json);
}

static const char *light_of(const struct mend *mend, civil_date today)
{
    return mend->state == MEND_CLOSED                             ? "done"
           : mend->state != MEND_ANSWERED && mend->due_on < today ? "red"
                                                                  : "green";
}

static bool write_row(struct json_writer *json, const struct view_run *run, const struct mend *mend,
                      struct fault *fault)
{
    enum language language = run->actor->language;
    bool is_shown = run->actor->role != ROLE_DEPARTMENT_OFFICER || mend->tells_case;
    struct text said = TEXT_NONE;
    if (mend->has_words && !rating_words(run, mend->rating, &said, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", mend->id);
    json_member_int(json, "version", mend->version);
    json_member_text(json, "org", mend->org);
    json_member_text(json, "org_name", city_org_name(run->city, mend->org, language));
    json_member_text_or_null(json, "item_name",
                             mend->item.len > 0 ? city_item_name(run->city, mend->item, language)
                                                : TEXT_NONE);
    write_case(json, mend, is_shown);
    json_member_text(json, "grade", mend->grade);
    json_member_text(json, "grade_name", rating_grade_name(run->city, mend->grade, language));
    rating_write_reasons(json, run, mend->reasons);
    json_member_text_or_null(json, "said", said);
    json_member_text(json, "state", text_of(mend_state_code(mend->state)));
    json_member_text(json, "state_name", mend_state_name(mend->state, language));
    json_member_text(json, "light", text_of(light_of(mend, run->today)));
    write_story(json, mend);
    json_member_text_or_null(json, "again_grade_name",
                             mend->again_grade.len == 0
                                 ? TEXT_NONE
                                 : rating_grade_name(run->city, mend->again_grade, language));
    write_may(json, mend, run->actor);
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct mend_view view = view_of(view_sight(run), run->actor);
    struct mend_filter filter = {query->open, query->before, query->limit > 0 ? query->limit : 50};
    struct mends mends;
    if (!mend_list(&view, &filter, &mends, fault)) {
        return false;
    }
    bool is_more = mends.count > (size_t)filter.limit;
    size_t count = is_more ? (size_t)filter.limit : mends.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!write_row(json, run, &mends.items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? mends.items[count - 1].id : 0);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"mend.list", "/low-ratings", &list_table,
     ROLES_SERVICE | ROLES_WATCHERS | ROLE_BIT(ROLE_DEPARTMENT_OFFICER), 0, "差评整改",
     "Low ratings and what was done about them", answer_list},
};

static const struct event_kind *const events[] = {&mend_opened_event,   &mend_contacted_event,
                                                  &mend_answered_event, &mend_verified_event,
                                                  &mend_returned_event, &mend_climbed_event};

const struct room mend_room = {
    .name = "mend",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(mend),
    .schema = {"mend", 1, mend_ddl},
};
