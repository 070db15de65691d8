#include "app/city.h"
#include "app/receipt.h"
#include "base/arena.h"
#include "base/json_read.h"
#include "ground/person/person.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/rating/mend.h"
#include "room/rating/rating_views.h"
#include "vault/vault.h"

#define ONLINE "online"
#define HALL "hall"
#define SOURCE_BYTES 8

/* Where it came from, so that many from one place are noticed: a keyed hash, which says neither. */
static bool source_of(struct command_run *run, struct text *out, struct fault *fault)
{
    unsigned char key[32];
    struct text label = text_format(run->arena, "rating source %.*s", TEXT_ARG(run->peer));
    *out = TEXT_NONE;
    if (run->peer.len == 0) {
        return true;
    }
    if (!vault_derive(run->vault, label, key, fault)) {
        return false;
    }
    *out = hex_of(run->arena, key, SOURCE_BYTES);
    return true;
}

static bool is_new(struct command_run *run, const struct rating_of *of, struct fault *fault)
{
    int64_t id = 0;
    if (!rating_exists(run->store, of, &id, fault)) {
        return false;
    }
    return id == 0 || fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                                  FAULT_ARGS(TEXT("已评价，评价后不能修改"),
                                             TEXT("it is rated, and a rating is never changed")));
}

/* `said`: its words, kept sealed. */
static bool give(struct command_run *run, struct rating_given *body, struct text said,
                 struct fault *fault)
{
    struct rating_choice choice = {body->channel, body->grade, body->reasons};
    if (!rating_choice_is_right(run->city, &choice, fault) ||
        !source_of(run, &body->source, fault)) {
        return false;
    }
    body->low = rating_grade_is_low(run->city, body->grade);
    body->has_words = said.len > 0;
    int64_t id = run_next_seq(run);
    run->answer = (struct answer){.id = id, .version = 1};
    return run_emit(run, &rating_given_event, (struct event_about){0, 0, run->today}, body,
                    fault) &&
           (said.len == 0 || person_keep(run, (struct person_place){"rating", id}, said, fault));
}

static bool perform_give(struct command_run *run, const void *given, struct fault *fault)
{
    const struct rating_give *fields = given;
    struct sight sight = run_sight(run);
    struct rating_thing about;
    if (!rating_case(&sight, run->id, &about, fault)) {
        return false;
    }
    if (about.is_own) {
        return fault_raise(fault, FAULT_RATING_NOT_YET, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct rating_of of = {about.id, run->actor->account, 0};
    struct rating_given body = {
        .application = about.id,
        .project_id = about.project,
        .org = about.org,
        .item = about.item,
        .channel = TEXT(ONLINE),
        .grade = fields->grade,
        .reasons = fields->reasons,
        .tells_case = fields->tells_case,
        .ended_on = about.ended_on,
    };
    return is_new(run, &of, fault) &&
           rating_is_open(about.ended_on, rating_until(run->city, about.ended_on), run->today,
                          fault) &&
           give(run, &body, fields->said, fault);
}

/* A slip of paper, typed in at the window that the visit was at. */
static bool perform_note(struct command_run *run, const void *given, struct fault *fault)
{
    const struct rating_note *fields = given;
    struct sight sight = run_sight(run);
    struct rating_thing about;
    if (!rating_visit(&sight, run->id, &about, fault) ||
        !project_desk_is_ones(run, about.desk, run->today, fault)) {
        return false;
    }
    const struct pack_record *desk =
        pack_find(city_pack(run->city), PACK_DESKS, about.desk, CIVIL_DATE_NONE);
    struct rating_of of = {.visit = about.id};
    struct rating_given body = {
        .visit = about.id,
        .project_id = about.project,
        .org = desk == NULL ? about.desk : jvalue_text(jvalue_get(desk->raw, "org"), about.desk),
        .item = about.item,
        .channel = TEXT(HALL),
        .grade = fields->grade,
        .reasons = fields->reasons,
        .ended_on = about.ended_on,
    };
    return is_new(run, &of, fault) &&
           rating_is_open(about.ended_on, rating_until(run->city, about.ended_on), run->today,
                          fault) &&
           give(run, &body, fields->said, fault);
}

/* Its own rater alone: to others it is not there. */
static bool find_own(struct command_run *run, struct rating *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    return rating_find(&sight, run->id, out, fault) &&
           (out->rater == run->actor->account ||
            fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS));
}

static bool perform_repeat(struct command_run *run, const void *given, struct fault *fault)
{
    const struct rating_repeat *fields = given;
    struct rating rating;
    struct mend mend;
    if (!find_own(run, &rating, fault) ||
        !mend_of_rating(run->arena, run->store, rating.id, &mend, fault) ||
        !rating_may_repeat(&rating, mend.answer.len > 0, fault)) {
        return false;
    }
    struct rating_choice choice = {rating.channel, fields->grade, {NULL, 0}};
    struct rating_repeated body = {fields->grade, rating_grade_is_low(run->city, fields->grade)};
    struct event_about about = {rating.id, 0, run->today};
    run->answer = (struct answer){.id = rating.id, .version = rating.version + 1};
    return rating_choice_is_right(run->city, &choice, fault) &&
           run_emit(run, &rating_repeated_event, about, &body, fault);
}

static bool load(struct command_run *run, enum rating_act act, struct rating *out,
                 struct fault *fault)
{
    struct sight sight = run_sight(run);
    return rating_find(&sight, run->id, out, fault) && run_version_is(run, out->version, fault) &&
           rating_decide(out, run->actor, act, fault);
}

static bool emit(struct command_run *run, const struct rating *rating,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {rating->id, 0, run->today};
    run->answer = (struct answer){.id = rating->id, .version = rating->version + 1};
    return run_emit(run, kind, about, body, fault);
}

static bool perform_strike(struct command_run *run, const void *given, struct fault *fault)
{
    struct rating rating;
    return load(run, RATING_STRIKE, &rating, fault) &&
           emit(run, &rating, &rating_strike_asked_event, given, fault);
}

static bool perform_judge(struct command_run *run, const void *given, struct fault *fault)
{
    struct rating rating;
    return load(run, RATING_JUDGE, &rating, fault) &&
           emit(run, &rating, &rating_strike_judged_event, given, fault);
}

/* Who rated is then to be read for that day, by whoever said why. */
static bool perform_open(struct command_run *run, const void *given, struct fault *fault)
{
    struct sight sight = run_sight(run);
    struct rating rating;
    if (!rating_find(&sight, run->id, &rating, fault)) {
        return false;
    }
    struct event_about about = {rating.id, 0, run->today};
    run->answer = (struct answer){.id = rating.id, .version = rating.version};
    return run_emit(run, &rating_rater_opened_event, about, given, fault);
}

#define SUPERVISOR ROLE_BIT(ROLE_SUPERVISOR)

static const struct command_kind commands[] = {
    {"rating.give", "POST", "/applications/{id}/ratings", &rating_give_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "评价", "Rate a finished case", perform_give},
    {"rating.note", "POST", "/hall-visits/{id}/ratings", &rating_note_table, ROLE_BIT(ROLE_WINDOW),
     0, "录入纸质评价", "Type in a slip of paper on which a visit was rated", perform_note},
    {"rating.repeat", "POST", "/ratings/{id}/repeat", &rating_repeat_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "追评", "Rate again once it was mended", perform_repeat},
    {"rating.strike", "POST", "/ratings/{id}/strike", &rating_reason_table, SUPERVISOR, 0,
     "提请不予采纳（误评或恶意）", "Propose to strike a rating (wrong or malicious)",
     perform_strike},
    {"rating.judge", "POST", "/ratings/{id}/judge", &rating_judge_table, SUPERVISOR, 0,
     "决定是否采纳", "Decide whether a rating is struck", perform_judge},
    {"rating.open", "POST", "/ratings/{id}/openings", &rating_reason_table, SUPERVISOR, 0,
     "查看评价人（留痕）", "Look up who rated, on record", perform_open},
};

static const struct view_kind views[] = {
    {"rating.mine", "/ratings/mine", &rating_mine_table, ROLE_BIT(ROLE_ENTERPRISE), 0, "我的评价",
     "Finished cases and what one said of them", rating_answer_mine},
    {"rating.slips", "/projects/{id}/slips", NULL, ROLE_BIT(ROLE_WINDOW), 0, "待录入的纸质评价",
     "Visits at one's desk whose slip may be typed in", rating_answer_slips},
    {"rating.list", "/ratings", &rating_list_table, SUPERVISOR, 0, "评价",
     "Ratings, without who gave them", rating_answer_list},
    {"rating.rater", "/ratings/{id}/rater", NULL, SUPERVISOR, 0, "评价人",
     "Who gave a rating, on the day it was looked up", rating_answer_rater},
};

static const struct event_kind *const events[] = {
    &rating_given_event, &rating_repeated_event, &rating_strike_asked_event,
    &rating_strike_judged_event, &rating_rater_opened_event};

const struct room rating_room = {
    .name = "rating",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(rating),
    .schema = {"rating", 1, rating_ddl},
};
