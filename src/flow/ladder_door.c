#include "app/city.h"
#include "base/arena.h"
#include "flow/ladder.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/application/application_law.h"
#include "room/notice/notice.h"

/* -- climbing -- */

/* A case's own clock has its article; what hangs on a case names one, or says that none is known.
 */
static struct text law_of(const struct ladder_rung *rung)
{
    struct text law = jvalue_text(jvalue_get(rung->record->raw, "law"), TEXT_NONE);
    return law.len > 0 || rung->source == LADDER_CASES ? law : TEXT(NOTIFY_LAW_UNKNOWN);
}

static struct notify_words words_of(const struct ladder_rung *rung, struct text who)
{
    const struct jvalue *raw = rung->record->raw;
    return (struct notify_words){
        .who = who,
        .kind = jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE),
        .rule = rung->record->id,
        .text_zh = jvalue_text(jvalue_get(raw, "text_zh"), TEXT_NONE),
        .text_en = jvalue_text(jvalue_get(raw, "text_en"), TEXT_NONE),
        .law = law_of(rung),
        .due_on = CIVIL_DATE_NONE,
    };
}

/* A case is told of by the day that the boards' row has; where its own clock says another one by
 * now, the row is about to be settled anew, and nothing is told from it. */
static bool tell(struct command_run *run, const struct ladder_rung *rung,
                 const struct ladder_due *due, uint32_t *told, struct fault *fault)
{
    const struct jvalue *whom = jvalue_get(rung->record->raw, "tell");
    struct project project;
    struct notify_case about;
    if (!project_of_run(run, due->project, &project, fault) ||
        !notify_case_load(run, &project, due->application, &about, fault)) {
        return false;
    }
    if (rung->source == LADDER_CASES && about.due_on != due->due_on) {
        return true;
    }
    (*told)++;
    for (uint32_t i = 0; whom != NULL && i < whom->count; i++) {
        struct notify_words words = words_of(rung, jvalue_text(&whom->items[i], TEXT_NONE));
        words.due_on = due->due_on;
        words.org = due->org;
        words.about = due->about;
        if (!notify_send(run, &about, &words, fault)) {
            return false;
        }
    }
    return true;
}

/* Rung after rung, until there are enough for one go: the chore comes again at once as long as it
 * finds some, and every rung that has none is asked again then. */
static bool perform_climb(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct pack_records *rungs = &city_pack(run->city)->lists[PACK_LADDER];
    struct ladder_dues dues = {.arena = run->arena, .count = 0};
    uint32_t told = 0;
    (void)fields;
    for (uint32_t i = 0; i < rungs->count && told < LADDER_AT_ONCE / 2; i++) {
        struct ladder_rung rung;
        struct ladder_span span;
        if (!pack_in_force(&rungs->items[i], run->today) ||
            !ladder_rung_read(&rungs->items[i], &rung) ||
            !ladder_span_on(city_calendar(run->city), &rung, run->today, &span)) {
            continue;
        }
        if (!ladder_due_cases(run->store, &rung, &span, &dues, fault)) {
            return false;
        }
        for (size_t j = 0; j < dues.count && told < LADDER_AT_ONCE; j++) {
            if (!tell(run, &rung, &dues.items[j], &told, fault)) {
                return false;
            }
        }
    }
    return true;
}

static const struct command_kind commands[] = {
    {"ladder.climb", "POST", "/ladder/climb", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "按阶梯提醒和上报", "Climb the ladder of reminders and escalations", perform_climb},
};

/* -- what the rules are, when they last fired, and whom they would reach -- */

/* Whom an address reaches, by role: the units of the items, for a unit and its handlers. */
struct reach {
    struct text who;
    const char *role;
    bool is_by_org, is_by_district;
};

static bool reach_of(struct text who, struct reach *out)
{
    static const struct {
        const char *who, *role;
        bool is_by_org, is_by_district;
    } table[] = {
        {"handler", "department_officer", true, false},
        {"unit", "department_officer", true, false},
        {"navigator", "navigator", false, false},
        {"enterprise", "enterprise", false, false},
        {"coordinator", "centre_coordinator", false, false},
        {"district_coordinator", "district_coordinator", false, true},
        {"supervisor", "supervisor", false, false},
        {"leader", "leader", false, false},
        {"promotion_officer", "promotion_officer", false, false},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (text_is(who, table[i].who)) {
            *out = (struct reach){who, table[i].role, table[i].is_by_org, table[i].is_by_district};
            return true;
        }
    }
    return false;
}

static int64_t people_in(const struct ladder_crowd *crowd, const struct reach *reach,
                         struct text place)
{
    int64_t count = 0;
    for (size_t i = 0; i < crowd->count; i++) {
        const struct ladder_people *people = &crowd->items[i];
        bool is_role = text_is(people->role, reach->role) ||
                       (reach->is_by_org && !text_is(people->role, "enterprise"));
        bool is_here = place.len == 0 || (reach->is_by_org && text_equal(people->org, place)) ||
                       (reach->is_by_district && text_equal(people->district, place));
        count += is_role && is_here ? people->count : 0;
    }
    return count;
}

/* Units that have items of the pack: a rule about them must reach somebody there. */
static bool has_items(const struct view_run *run, struct text org)
{
    const struct pack_records *items = &city_pack(run->city)->lists[PACK_ITEMS];
    for (uint32_t i = 0; i < items->count; i++) {
        if (text_equal(jvalue_text(jvalue_get(items->items[i].raw, "org"), TEXT_NONE), org)) {
            return true;
        }
    }
    return false;
}

static void write_missing(const struct view_run *run, struct json_writer *json,
                          const struct ladder_crowd *crowd, const struct reach *reach)
{
    enum pack_list list = reach->is_by_org ? PACK_UNITS : PACK_DISTRICTS;
    const struct pack_records *places = &city_pack(run->city)->lists[list];
    bool is_by_place = reach->is_by_org || reach->is_by_district;
    json_name(json, "nobody_in");
    json_array(json);
    for (uint32_t i = 0; is_by_place && i < places->count; i++) {
        struct text place = places->items[i].id;
        bool is_asked = !reach->is_by_org || has_items(run, place);
        if (is_asked && people_in(crowd, reach, place) == 0) {
            json_object(json);
            json_member_text(json, "code", place);
            json_member_text(json, "name",
                             reach->is_by_org
                                 ? city_org_name(run->city, place, run->actor->language)
                                 : city_district_name(run->city, place, run->actor->language));
            json_end(json);
        }
    }
    json_end(json);
}

/* The made case: an item of the pack, due on the day on which the rung would tell of it today. */
struct made_case {
    struct project project;
    struct application application;
    struct notify_case about;
};

static void make_case(const struct view_run *run, const struct ladder_rung *rung,
                      struct made_case *made)
{
    const struct pack_records *items = &city_pack(run->city)->lists[PACK_ITEMS];
    int64_t days = rung->when == LADDER_BEFORE  ? rung->days
                   : rung->when == LADDER_AFTER ? -(int64_t)rung->days
                                                : 0;
    struct calendar_day due = {run->today, false};
    struct fault beyond = {.code = FAULT_NONE};
    (void)!calendar_add(city_calendar(run->city), run->today, days, &due, &beyond);
    *made = (struct made_case){.project = {.id = 1, .navigator = 1}};
    made->project.name = TEXT("—");
    made->project.number = TEXT("—");
    made->application = (struct application){
        .id = 1, .number = TEXT("—"), .limit_basis = TEXT("promised"), .handler = 1};
    if (items->count > 0) {
        made->application.code = items->items[0].id;
        made->application.name = items->items[0].name;
        made->application.org = jvalue_text(jvalue_get(items->items[0].raw, "org"), TEXT_NONE);
    }
    enum application_state state = APPLICATION_ACCEPTED;
    (void)application_state_find(text_of(rung->states[0]), &state);
    const char *law = application_law_of_turn(&made->application, state);
    made->about = (struct notify_case){
        .project = &made->project,
        .application = &made->application,
        .due_on = due.day,
        .law = application_article(run->city, law, run->today, LANGUAGE_ZH).name,
        .law_en = application_article(run->city, law, run->today, LANGUAGE_EN).name,
    };
}

/* One addressee: whether the notice is whole, and how many people it would reach. */
static bool write_addressee(const struct view_run *run, struct json_writer *json,
                            const struct ladder_crowd *crowd, const struct ladder_rung *rung,
                            struct text who)
{
    struct made_case made;
    struct notice_message message;
    struct reach reach = {.who = who, .role = ""};
    struct notify_desk desk = {run->arena, run->city, run->today};
    struct fault lacks = {.code = FAULT_NONE};
    struct notify_words words = words_of(rung, who);
    make_case(run, rung, &made);
    bool is_known = reach_of(who, &reach);
    notify_compose(&desk, &made.about, &words, &message);
    bool is_whole = is_known && notice_is_whole(&message, &lacks);
    int64_t people = is_known ? people_in(crowd, &reach, TEXT_NONE) : 0;
    bool in_english = run->actor->language == LANGUAGE_EN;
    json_object(json);
    json_member_text(json, "who", who);
    json_member_bool(json, "whole", is_whole);
    json_member_int(json, "people", people);
    json_member_bool(json, "reaches", is_whole && people > 0);
    json_member_text(json, "text", in_english ? message.text_en : message.text);
    json_member_text(json, "law", message.law);
    json_member_date(json, "due_on", message.due_on);
    json_member_int(json, "left_days", message.left_days);
    write_missing(run, json, crowd, &reach);
    json_end(json);
    return is_whole && people > 0;
}

static bool write_rung(const struct view_run *run, struct json_writer *json,
                       const struct ladder_crowd *crowd, const struct pack_record *record,
                       struct fault *fault)
{
    bool in_english = run->actor->language == LANGUAGE_EN;
    const struct jvalue *whom = jvalue_get(record->raw, "tell");
    struct ladder_rung rung;
    struct ladder_fired fired;
    bool is_known = ladder_rung_read(record, &rung);
    bool reaches = is_known && whom != NULL && whom->count > 0;
    if (!ladder_fired_load(run->store, record->id, &fired, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "id", record->id);
    json_member_text(json, "name", in_english ? record->name_en : record->name);
    static const char *const copied[] = {"clock",   "when",       "days",    "tell",
                                         "channel", "confidence", "evidence"};
    for (size_t i = 0; i < COUNT_OF(copied); i++) {
        json_name(json, copied[i]);
        json_value(json, jvalue_get(record->raw, copied[i]));
    }
    json_member_date(json, "last_fired_on", fired.sent_on);
    json_member_int(json, "fired", fired.sent);
    json_name(json, "test");
    json_array(json);
    for (uint32_t i = 0; is_known && whom != NULL && i < whom->count; i++) {
        reaches =
            write_addressee(run, json, crowd, &rung, jvalue_text(&whom->items[i], TEXT_NONE)) &&
            reaches;
    }
    json_end(json);
    json_member_bool(json, "reaches", reaches);
    json_end(json);
    return true;
}

static bool answer_ladder(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct pack_records *rungs = &city_pack(run->city)->lists[PACK_LADDER];
    struct ladder_crowd crowd;
    if (!ladder_crowd_load(run->arena, run->store, &crowd, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "rules");
    json_array(json);
    for (uint32_t i = 0; i < rungs->count; i++) {
        if (pack_in_force(&rungs->items[i], run->today) &&
            !write_rung(run, json, &crowd, &rungs->items[i], fault)) {
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"ladder.show", "/ladder", NULL,
     ROLES_COORDINATORS | ROLES_WATCHERS | ROLE_BIT(ROLE_SYSTEM_ADMIN), 0,
     "提醒与上报阶梯：最近触发、次数和自测",
     "The ladder of reminders: last fired, how often, and its self-test", answer_ladder},
};

const struct room ladder_room = {
    .name = "ladder",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_STATEMENTS(ladder),
};
