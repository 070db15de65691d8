#include "board/casework.h"

#include "app/city.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "ground/form/form.h"
#include "ground/form/submission.h"
#include "pack/pack.h"
#include "pack/read.h"
#include "room/application/application_correction.h"
#include "room/application/application_desk.h"
#include "room/consultation/consultation.h"
#include "room/countersign/countersign.h"
#include "room/promise/promise.h"
#include "room/site_visit/site_visit.h"

static bool is_inside(const struct view_run *run)
{
    return run->actor->role != ROLE_ENTERPRISE;
}

static struct text name_in(const struct view_run *run, enum pack_list list, struct text code)
{
    const struct pack_record *record =
        code.len == 0 ? NULL : pack_find(city_pack(run->city), list, code, CIVIL_DATE_NONE);
    bool in_english =
        run->actor->language == LANGUAGE_EN && record != NULL && record->name_en.len > 0;
    return record == NULL ? code : in_english ? record->name_en : record->name;
}

/* -- the case itself -- */

static void write_desk(struct json_writer *json, const struct view_run *run,
                       const struct application *application)
{
    const struct application_desk *desk = &application->desk;
    bool is_there = desk->returns > 0 || desk->proposal.len > 0;
    json_name(json, "desk");
    if (!is_there || !is_inside(run)) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_int(json, "returns", desk->returns);
    json_member_text_or_null(json, "returned_from", desk->returned_from);
    json_member_text_or_null(json, "code", desk->code);
    json_member_text_or_null(json, "code_name", name_in(run, PACK_RETURN_REASONS, desk->code));
    json_member_text_or_null(json, "reason", desk->reason);
    json_member_date(json, "since", desk->since);
    json_member_text_or_null(json, "proposal", desk->proposal);
    json_member_text_or_null(json, "opinion", desk->opinion);
    json_end(json);
}

static bool write_transfer(struct json_writer *json, const struct view_run *run,
                           const struct application *application, struct fault *fault)
{
    struct application_move move;
    enum language language = run->actor->language;
    if (!application_waiting_move(run->arena, run->store, application->id, &move, fault)) {
        return false;
    }
    json_name(json, "transfer");
    if (move.id == 0 || !is_inside(run)) {
        json_null(json);
        return true;
    }
    bool is_work = access_role_may(ROLES_WORK, run->actor->role) && run->actor->org.len > 0;
    bool is_target = is_work && text_equal(run->actor->org, move.to);
    bool is_source = is_work && text_equal(run->actor->org, move.from);
    json_object(json);
    json_member_text(json, "from_name", city_org_name(run->city, move.from, language));
    json_member_text(json, "to", move.to);
    json_member_text(json, "to_name", city_org_name(run->city, move.to, language));
    json_member_text(json, "reason", move.reason);
    json_member_date(json, "asked_on", move.asked_on);
    json_name(json, "may");
    json_array(json);
    if (is_target) {
        json_text(json, TEXT("acknowledge"));
    }
    if (is_target || is_source) {
        json_text(json, TEXT("return"));
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool write_conditions(struct json_writer *json, const struct view_run *run,
                             const struct application *application, struct fault *fault)
{
    struct application_conditions conditions;
    struct application_setting setting = {run->actor, city_calendar(run->city), run->today};
    bool may = application_may(application, APPLICATION_MEET, &setting);
    if (!application_conditions_of(run->arena, run->store, application->id, &conditions, fault)) {
        return false;
    }
    json_name(json, "conditions");
    json_array(json);
    for (size_t i = 0; i < conditions.count; i++) {
        const struct application_condition *condition = &conditions.items[i];
        bool is_met = text_is(condition->state, "met");
        int64_t left = city_working_days(run->city, run->today, condition->due_on);
        json_object(json);
        json_member_int(json, "number", condition->position);
        json_member_text(json, "text", condition->words);
        json_member_text(json, "state", condition->state);
        json_member_date(json, "due_on", condition->due_on);
        json_member_int_if(json, "left_days", !is_met, left);
        json_member_date(json, "met_on", condition->met_on);
        json_member_text_or_null(json, "note", condition->note);
        json_member_bool(json, "may_confirm", may && !is_met);
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool write_delivery(struct json_writer *json, const struct view_run *run,
                           const struct application *application, struct fault *fault)
{
    struct application_way way;
    if (!application_way_of(run->arena, run->store, application->id, &way, fault)) {
        return false;
    }
    json_name(json, "delivery");
    if (way.way.len == 0) {
        json_null(json);
        return true;
    }
    json_object(json);
    json_member_text(json, "way", way.way);
    json_member_text(json, "way_name", name_in(run, PACK_DELIVERY_WAYS, way.way));
    json_member_text_or_null(json, "number", way.number);
    json_end(json);
    return true;
}

static struct text target_name(const struct view_run *run, const struct application *application,
                               const struct application_correction *correction)
{
    struct form form;
    struct text items[1] = {application->code};
    struct form_asked asked = {city_pack(run->city), {items, 1}, application->submitted_on};
    form_open(run->arena, &asked, &form);
    const struct form_field *field =
        correction->is_field ? form_find(&form, correction->target) : NULL;
    return field == NULL ? correction->target : form_field_name(field, run->actor->language);
}

/* What was asked for, field by field and material by material. */
static bool write_corrections(struct json_writer *json, const struct view_run *run,
                              const struct application *application, struct fault *fault)
{
    struct application_corrections list;
    if (!application_corrections_of(run->arena, run->store, application->id, &list, fault)) {
        return false;
    }
    json_name(json, "corrections");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        const struct application_correction *one = &list.items[i];
        json_object(json);
        json_member_text(json, "kind", one->is_field ? TEXT("field") : TEXT("material"));
        json_member_text(json, "target", one->target);
        json_member_text(json, "name", target_name(run, application, one));
        json_member_text(json, "reason", one->reason);
        json_member_text(json, "reason_name", name_in(run, PACK_SUPPLEMENT_REASONS, one->reason));
        json_member_text_or_null(json, "note", one->note);
        json_end(json);
    }
    json_end(json);
    return true;
}

/* The members in which two objects differ, each with both values. */
static void write_changes(struct json_writer *json, const struct jvalue *before,
                          const struct jvalue *after)
{
    for (uint32_t i = 0; i < after->count; i++) {
        const struct jvalue *old = jvalue_get(before, after->members[i].name.at);
        if (old != NULL && jvalue_equal(old, &after->members[i].value)) {
            continue;
        }
        json_object(json);
        json_member_text(json, "name", after->members[i].name);
        json_name(json, "before");
        if (old == NULL) {
            json_null(json);
        } else {
            json_value(json, old);
        }
        json_name(json, "after");
        json_value(json, &after->members[i].value);
        json_end(json);
    }
}

/* Each version of the submission, and what it changed of the one before. */
static bool write_versions(struct json_writer *json, const struct view_run *run,
                           const struct application *application, struct fault *fault)
{
    struct submissions list;
    if (!submissions_of(run->arena, run->store, application->id, &list, fault)) {
        return false;
    }
    json_name(json, "versions");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        const struct jvalue *answers[2] = {NULL, NULL};
        const struct jvalue *materials[2] = {NULL, NULL};
        bool has_before = i + 1 < list.count;
        for (size_t k = 0; k < (has_before ? 2u : 1u); k++) {
            if (!json_read(run->arena, list.items[i + k].answers, &answers[k], fault) ||
                !json_read(run->arena, list.items[i + k].materials, &materials[k], fault)) {
                return false;
            }
        }
        json_object(json);
        json_member_int(json, "version", list.items[i].version);
        json_member_date(json, "kept_on", list.items[i].kept_on);
        json_name(json, "changes");
        json_array(json);
        if (has_before) {
            write_changes(json, answers[1], answers[0]);
            write_changes(json, materials[1], materials[0]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
    return true;
}

/* -- what hangs on it -- */

static bool write_consultations(struct json_writer *json, const struct view_run *run,
                                const struct casefile *casefile, struct fault *fault)
{
    struct consultations list = {NULL, 0};
    if (is_inside(run) &&
        !consultation_of_application(run->arena, run->store, casefile->id, &list, fault)) {
        return false;
    }
    json_name(json, "consultations");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        consultation_write(json, run, &list.items[i], casefile);
    }
    json_end(json);
    return true;
}

static bool write_visits(struct json_writer *json, const struct view_run *run,
                         const struct casefile *casefile, struct fault *fault)
{
    struct site_visits list;
    if (!site_visit_of_application(run->arena, run->store, casefile->id, &list, fault)) {
        return false;
    }
    json_name(json, "site_visits");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        site_visit_write(json, run, &list.items[i], casefile);
    }
    json_end(json);
    return true;
}

static bool write_countersigns(struct json_writer *json, const struct view_run *run,
                               const struct casefile *casefile, struct fault *fault)
{
    struct countersigns list = {NULL, 0};
    if (is_inside(run) &&
        !countersign_of_application(run->arena, run->store, casefile->id, &list, fault)) {
        return false;
    }
    json_name(json, "countersigns");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        countersign_write(json, run, &list.items[i], casefile);
    }
    json_end(json);
    return true;
}

static bool write_promises(struct json_writer *json, const struct view_run *run,
                           const struct casefile *casefile, struct fault *fault)
{
    struct promises list;
    if (!promise_of_application(run->arena, run->store, casefile->id, &list, fault)) {
        return false;
    }
    json_name(json, "promises");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        promise_write(json, run, &list.items[i], casefile);
    }
    json_end(json);
    return true;
}

/* What the decision waits for, by number: a page says so before anybody presses. */
static bool write_held(struct json_writer *json, const struct view_run *run,
                       const struct application *application, struct fault *fault)
{
    struct application_held held;
    if (!application_held_by(run->store, application->id, &held, fault)) {
        return false;
    }
    json_name(json, "held_by");
    json_object(json);
    json_member_int(json, "consultations", held.consultations);
    json_member_int(json, "site_visits", held.visits);
    json_member_int(json, "countersigns", held.countersigns);
    json_member_int(json, "transfers", held.transfers);
    json_end(json);
    return true;
}

bool casework_write(struct json_writer *json, const struct view_run *run,
                    const struct application *application, struct fault *fault)
{
    struct casefile casefile;
    write_desk(json, run, application);
    return casefile_of_view(run, application->id, &casefile, fault) &&
           write_transfer(json, run, application, fault) &&
           write_conditions(json, run, application, fault) &&
           write_delivery(json, run, application, fault) &&
           write_corrections(json, run, application, fault) &&
           write_versions(json, run, application, fault) &&
           write_consultations(json, run, &casefile, fault) &&
           write_visits(json, run, &casefile, fault) &&
           write_countersigns(json, run, &casefile, fault) &&
           write_promises(json, run, &casefile, fault) && write_held(json, run, application, fault);
}

/* -- what waits for a unit beside its queue -- */

struct waiting {
    const char *kind;
    struct text act_zh, act_en;
    int64_t id, application;
    civil_date since, until;
};

/* A line, unless the case is not for him to see. */
static bool write_waiting(struct json_writer *json, const struct view_run *run,
                          const struct waiting *waiting, struct fault *fault)
{
    struct casefile casefile;
    struct fault unseen = {.code = FAULT_NONE};
    if (!casefile_of_view(run, waiting->application, &casefile, &unseen)) {
        if (unseen.code != FAULT_NOT_FOUND) {
            *fault = unseen;
            return false;
        }
        return true;
    }
    bool has_left = waiting->until != CIVIL_DATE_NONE;
    json_object(json);
    json_member_text(json, "kind", text_of(waiting->kind));
    json_member_int(json, "id", waiting->id);
    casefile_write(json, run, &casefile);
    json_member_text(json, "act",
                     run->actor->language == LANGUAGE_ZH ? waiting->act_zh : waiting->act_en);
    json_member_date(json, "since", waiting->since);
    json_member_date(json, "until", waiting->until);
    json_member_int_if(json, "left_days", has_left,
                       has_left ? city_working_days(run->city, run->today, waiting->until) : 0);
    json_end(json);
    return true;
}

static bool desk_consultations(struct json_writer *json, const struct view_run *run,
                               struct fault *fault)
{
    struct consultations list;
    if (!consultation_of_unit(run->arena, run->store, run->actor->org, &list, fault)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct consultation *one = &list.items[i];
        struct text missing[CONSULTATION_UNITS_MAX];
        struct text_list unanswered = {missing, consultation_unanswered(one, missing)};
        bool is_ours = text_equal(one->by_org, run->actor->org);
        civil_date due = consultation_due(run->city, one);
        bool can_conclude = unanswered.count == 0 || run->today > due;
        struct waiting waiting = {
            .kind = is_ours ? "conclude" : "reply",
            .act_zh = is_ours ? TEXT("归并征求的意见") : TEXT("答复征求的意见"),
            .act_en = is_ours ? TEXT("merge the opinions") : TEXT("answer a consultation"),
            .id = one->id,
            .application = one->application,
            .since = one->asked_on,
            .until = is_ours ? CIVIL_DATE_NONE : due};
        if ((!is_ours || can_conclude) && !write_waiting(json, run, &waiting, fault)) {
            return false;
        }
    }
    return true;
}

static bool desk_countersigns(struct json_writer *json, const struct view_run *run,
                              struct fault *fault)
{
    struct countersigns list;
    if (!countersign_of_person(run->arena, run->store, run->actor, &list, fault)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct waiting waiting = {.kind = "sign",
                                  .act_zh = TEXT("会签"),
                                  .act_en = TEXT("countersign"),
                                  .id = list.items[i].id,
                                  .application = list.items[i].application,
                                  .since = list.items[i].opened_on,
                                  .until = CIVIL_DATE_NONE};
        if (!write_waiting(json, run, &waiting, fault)) {
            return false;
        }
    }
    return true;
}

static bool desk_transfers(struct json_writer *json, const struct view_run *run,
                           struct fault *fault)
{
    struct casework_transfers list;
    if (!casework_transfers_to(run->arena, run->store, run->actor->org, &list, fault)) {
        return false;
    }
    for (size_t i = 0; i < list.count; i++) {
        struct waiting waiting = {.kind = "transfer",
                                  .act_zh = TEXT("确认或退回移送"),
                                  .act_en = TEXT("acknowledge or return a transfer"),
                                  .id = list.items[i].id,
                                  .application = list.items[i].application,
                                  .since = list.items[i].asked_on,
                                  .until = CIVIL_DATE_NONE};
        if (!write_waiting(json, run, &waiting, fault)) {
            return false;
        }
    }
    return true;
}

static bool write_people(struct json_writer *json, const struct view_run *run, struct fault *fault)
{
    struct casework_people people = {NULL, 0};
    if (run->actor->org.len > 0 &&
        !casework_people_of(run->arena, run->store, run->actor->org, &people, fault)) {
        return false;
    }
    json_name(json, "people");
    json_array(json);
    for (size_t i = 0; i < people.count; i++) {
        json_object(json);
        json_member_int(json, "id", people.items[i].account);
        json_member_text(json, "name", people.items[i].name);
        json_end(json);
    }
    json_end(json);
    return true;
}

static bool answer_desk(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    bool has_unit = run->actor->org.len > 0;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    if ((has_unit && !desk_consultations(json, run, fault)) ||
        !desk_countersigns(json, run, fault) || (has_unit && !desk_transfers(json, run, fault))) {
        return false;
    }
    json_end(json);
    if (!write_people(json, run, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"casework.desk", "/desk", NULL, ROLES_WORK, 0, "队列之外等本单位和本人办的事",
     "What waits for one's unit and oneself beside the queue", answer_desk},
};

const struct room casework_room = {
    .name = "casework", ROOM_VIEWS(views), ROOM_STATEMENTS(casework)};
