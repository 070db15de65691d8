#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/person/person.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/rating/mend.h"
#include "room/rating/rating_views.h"

#define MINE_DAYS 60

bool rating_words(const struct view_run *run, int64_t rating, struct text *out, struct fault *fault)
{
    return person_read(run, (struct person_place){"rating", rating}, out, fault);
}

/* -- the rater's own -- */

struct mine_query {
    int64_t application;
};
static const struct field mine_fields[] = {
    FIELD(mine_query, application, ID, .zh = "办件", .en = "application"),
};
const struct field_table rating_mine_table = FIELD_TABLE(mine_query, mine_fields);

static bool is_named(const struct jvalue *list, struct text name)
{
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), name)) {
            return true;
        }
    }
    return false;
}

static void write_named(struct json_writer *json, const struct view_run *run,
                        const struct pack_record *record, const char *code)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    json_member_text(json, code, record->id);
    json_member_text(json, "name", is_zh ? record->name : record->name_en);
}

/* The grades, each with the reasons that may be named for it in that channel. */
static void write_choices(struct json_writer *json, const struct view_run *run, const char *channel)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_records *grades = &pack->lists[PACK_RATING_GRADES];
    const struct pack_records *reasons = &pack->lists[PACK_RATING_REASONS];
    json_name(json, "choices");
    json_array(json);
    for (uint32_t i = 0; i < grades->count; i++) {
        json_object(json);
        write_named(json, run, &grades->items[i], "code");
        json_name(json, "reasons");
        json_array(json);
        for (uint32_t j = 0; j < reasons->count; j++) {
            const struct pack_record *reason = &reasons->items[j];
            if (is_named(jvalue_get(reason->raw, "grades"), grades->items[i].id) &&
                text_is(jvalue_text(jvalue_get(reason->raw, "channel"), TEXT_NONE), channel)) {
                json_object(json);
                write_named(json, run, reason, "id");
                json_end(json);
            }
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void write_mend(struct json_writer *json, const struct view_run *run,
                       const struct mend *mend)
{
    json_member_text_or_null(json, "mend_state_name",
                             mend->id == 0 ? TEXT_NONE
                                           : mend_state_name(mend->state, run->actor->language));
    json_member_date(json, "due_on", mend->id == 0 ? CIVIL_DATE_NONE : mend->due_on);
    json_member_text_or_null(json, "contact", mend->contact);
    json_member_text_or_null(json, "answer", mend->answer);
}

static bool write_rating(struct json_writer *json, const struct view_run *run, int64_t id,
                         struct fault *fault)
{
    struct sight sight = view_sight(run);
    enum language language = run->actor->language;
    struct rating rating;
    struct mend mend;
    struct text said = TEXT_NONE;
    struct fault no = {.code = FAULT_NONE};
    if (!rating_find(&sight, id, &rating, fault) ||
        !mend_of_rating(run->arena, run->store, id, &mend, fault) ||
        !rating_words(run, id, &said, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", id);
    json_member_text(json, "grade_name", rating_grade_name(run->city, rating.grade, language));
    json_member_bool(json, "low", rating.is_low);
    rating_write_reasons(json, run, rating.reasons);
    json_member_text_or_null(json, "said", said);
    json_member_date(json, "rated_on", rating.rated_on);
    json_member_text(json, "state_name", rating_state_name(rating.state, language));
    json_member_text_or_null(json, "again_grade_name",
                             rating.again_grade.len == 0
                                 ? TEXT_NONE
                                 : rating_grade_name(run->city, rating.again_grade, language));
    json_member_bool(json, "may_repeat", rating_may_repeat(&rating, mend.answer.len > 0, &no));
    write_mend(json, run, &mend);
    json_end(json);
    return true;
}

static bool write_due(struct json_writer *json, const struct view_run *run,
                      const struct rating_due *due, struct fault *fault)
{
    const struct rating_thing *thing = &due->thing;
    civil_date until = rating_until(run->city, thing->ended_on);
    bool is_open = due->rating == 0 && run->today <= until;
    json_object(json);
    json_member_int(json, "application_id", thing->id);
    json_member_text(json, "case_number", thing->number);
    json_member_text(json, "item_name",
                     city_item_name(run->city, thing->item, run->actor->language));
    json_member_text(json, "org_name", city_org_name(run->city, thing->org, run->actor->language));
    json_member_int(json, "project_id", thing->project);
    json_member_text(json, "project_name", due->project_name);
    json_member_date(json, "ended_on", thing->ended_on);
    json_member_date(json, "until", until);
    json_member_bool(json, "open", is_open);
    json_name(json, "rating");
    if (due->rating == 0) {
        json_null(json);
    } else if (!write_rating(json, run, due->rating, fault)) {
        return false;
    }
    if (is_open) {
        write_choices(json, run, "online");
    }
    json_end(json);
    return true;
}

bool rating_answer_mine(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct mine_query *query = run->query;
    struct sight sight = view_sight(run);
    struct rating_mine mine = {run->actor->account, run->today - MINE_DAYS};
    struct rating_dues *dues = arena_new(run->arena, struct rating_dues);
    if (!rating_dues_of(&sight, &mine, dues, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < dues->count; i++) {
        bool is_asked = query->application == 0 || query->application == dues->items[i].thing.id;
        if (is_asked && !write_due(json, run, &dues->items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- slips of paper at a desk -- */

static void write_slip(struct json_writer *json, const struct view_run *run,
                       const struct rating_thing *visit)
{
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    const struct pack_record *desk =
        pack_find(city_pack(run->city), PACK_DESKS, visit->desk, CIVIL_DATE_NONE);
    json_object(json);
    json_member_int(json, "visit_id", visit->id);
    json_member_text(json, "desk_name",
                     desk == NULL ? visit->desk
                     : is_zh      ? desk->name
                                  : desk->name_en);
    json_member_text_or_null(json, "item_name",
                             visit->item.len == 0
                                 ? TEXT_NONE
                                 : city_item_name(run->city, visit->item, run->actor->language));
    json_member_date(json, "ended_on", visit->ended_on);
    json_member_date(json, "until", rating_until(run->city, visit->ended_on));
    write_choices(json, run, "hall");
    json_end(json);
}

bool rating_answer_slips(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct rating_dues *slips = arena_new(run->arena, struct rating_dues);
    civil_date since = run->today - city_limit(run->city, "rating_default", run->today);
    struct project project;
    if (!project_of_view(run, 0, &project, fault) ||
        !rating_slips_of(&sight, project.id, since, slips, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < slips->count; i++) {
        const struct rating_thing *visit = &slips->items[i].thing;
        if (text_equal(project_desk_unit(run->city, visit->desk, run->today), run->actor->org) &&
            run->today <= rating_until(run->city, visit->ended_on)) {
            write_slip(json, run, visit);
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- the supervisors' list -- */

struct list_query {
    struct text of;
    int64_t limit, before;
};
static const char *const ofs[] = {"low", "strike_asked", "struck", NULL};
static const char *const of_words[][2] = {
    {"差评", "low ones"}, {"提请不予采纳", "proposed to be struck"}, {"不予采纳", "struck"}};
static const struct field list_fields[] = {
    FIELD(list_query, of, CHOICE, .choices = ofs, .words = of_words, .zh = "范围", .en = "which"),
    FIELD(list_query, limit, INT, .min = 1, .max = 100, .zh = "每页", .en = "a page"),
    FIELD(list_query, before, ID, .zh = "下一页", .en = "next page"),
};
const struct field_table rating_list_table = FIELD_TABLE(list_query, list_fields);

static void write_may(struct json_writer *json, const struct rating *rating,
                      const struct actor *actor)
{
    json_name(json, "may");
    json_array(json);
    for (int act = 0; act < RATING_ACT_COUNT; act++) {
        if (rating_may(rating, actor, (enum rating_act)act)) {
            json_text(json, text_of(rating_act_code((enum rating_act)act)));
        }
    }
    json_end(json);
}

/* Null: he did not look him up today, or it is on paper. */
static struct text rater_of(const struct rating_raters *raters, int64_t rating)
{
    for (size_t i = 0; i < raters->count; i++) {
        if (raters->items[i].rating == rating) {
            return raters->items[i].name;
        }
    }
    return TEXT_NONE;
}

static bool write_row(struct json_writer *json, const struct view_run *run,
                      const struct rating *rating, const struct rating_raters *raters,
                      struct fault *fault)
{
    enum language language = run->actor->language;
    struct text said = TEXT_NONE;
    if (rating->has_words && !rating_words(run, rating->id, &said, fault)) {
        return false;
    }
    json_object(json);
    json_member_int(json, "id", rating->id);
    json_member_int(json, "version", rating->version);
    json_member_text(json, "org_name", city_org_name(run->city, rating->org, language));
    json_member_text(json, "item_name", city_item_name(run->city, rating->item, language));
    json_member_int(json, "project_id", rating->project);
    json_member_text(json, "project_name", rating->project_name);
    json_member_text_or_null(json, "case_number", rating->case_number);
    json_member_text(json, "channel", rating->channel);
    json_member_text(json, "grade_name", rating_grade_name(run->city, rating->grade, language));
    json_member_bool(json, "low", rating->is_low);
    rating_write_reasons(json, run, rating->reasons);
    json_member_text_or_null(json, "said", said);
    json_member_date(json, "rated_on", rating->rated_on);
    json_member_text(json, "state", text_of(rating_state_code(rating->state)));
    json_member_text(json, "state_name", rating_state_name(rating->state, language));
    json_member_text_or_null(json, "strike_reason", rating->strike_reason);
    json_member_text_or_null(json, "rater_name", rater_of(raters, rating->id));
    json_member_int_if(json, "low_rating_id", rating->mend > 0, rating->mend);
    write_may(json, rating, run->actor);
    json_end(json);
    return true;
}

bool rating_answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct rating_filter filter = {query->of, query->before, query->limit > 0 ? query->limit : 50};
    struct rating_opening by = {0, run->actor->account, run->today};
    struct rating_raters *raters = arena_new(run->arena, struct rating_raters);
    struct ratings ratings;
    if (!rating_list(&sight, &filter, &ratings, fault) ||
        !rating_raters_of(run->arena, run->store, &by, raters, fault)) {
        return false;
    }
    bool is_more = ratings.count > (size_t)filter.limit;
    size_t count = is_more ? (size_t)filter.limit : ratings.count;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!write_row(json, run, &ratings.items[i], raters, fault)) {
            return false;
        }
    }
    json_end(json);
    view_next(run, json, is_more, is_more ? ratings.items[count - 1].id : 0);
    json_end(json);
    return true;
}

bool rating_answer_rater(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct rating rating;
    bool is_opened = false;
    struct text name = TEXT_NONE;
    struct rating_opening opening = {run->id, run->actor->account, run->today};
    if (!rating_find(&sight, run->id, &rating, fault) ||
        !rating_is_opened(run->store, &opening, &is_opened, fault)) {
        return false;
    }
    if (!is_opened) {
        return fault_raise(fault, FAULT_RATING_CLOSED, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (rating.rater > 0 && !account_name(run->arena, run->store, rating.rater, &name, fault)) {
        return false;
    }
    json_object(json);
    json_member_int_if(json, "account_id", rating.rater > 0, rating.rater);
    json_member_text_or_null(json, "name", name);
    json_end(json);
    return true;
}
