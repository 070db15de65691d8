#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/consultation/consultation.h"

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    bool is_kind = text_is(text_of(field), "kind");
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    fault_label(fault, is_kind ? "征求方式" : "征求单位", is_kind ? "kind" : "units");
    return false;
}

static bool rule_of(const struct command_run *run, struct text kind, struct consultation_rule *out,
                    struct fault *fault)
{
    const struct pack_record *record =
        pack_find(city_pack(run->city), PACK_CONSULTATION_KINDS, kind, run->today);
    if (record == NULL) {
        return refuse(fault, "kind", "没有这种征求方式", "there is no such kind of consultation");
    }
    struct text after = jvalue_text(jvalue_get(record->raw, "after_limit"), TEXT_NONE);
    *out = (struct consultation_rule){
        .days = jvalue_int(jvalue_get(record->raw, "days"), 0),
        .longest_days = jvalue_int(jvalue_get(record->raw, "longest_days"), 0),
        .holds = jvalue_bool(jvalue_get(record->raw, "holds_decision"), false),
        .after =
            text_is(after, "no_objection") ? CONSULTATION_NO_OBJECTION : CONSULTATION_MAY_CONCLUDE,
    };
    return true;
}

/* Whoever is asked must be able to look at what he is asked about: his unit takes part from now on.
 */
static bool invite(struct command_run *run, const struct casefile *casefile,
                   const struct text_list *orgs, struct fault *fault)
{
    for (size_t i = 0; i < orgs->count; i++) {
        if (!city_is_unit(run->city, orgs->items[i])) {
            return refuse(fault, "orgs", "数据包里没有这个单位", "the pack has no such unit");
        }
        if (!project_join(run, casefile->project, orgs->items[i], fault)) {
            return false;
        }
    }
    return true;
}

static bool perform_ask(struct command_run *run, const void *given, struct fault *fault)
{
    const struct consultation_ask *command = given;
    struct casefile casefile;
    struct consultation_rule rule;
    struct consultation_asked body = {.kind = command->kind, .question = command->question};
    if (!casefile_of_run(run, 0, &casefile, fault) ||
        !run_version_is(run, casefile.version, fault) ||
        !casefile_may_work(&casefile, run->actor, "征求意见", "consult others", fault) ||
        !rule_of(run, command->kind, &rule, fault) ||
        !consultation_decide_ask(command, &rule, casefile.org, &body.days, fault) ||
        !invite(run, &casefile, &command->orgs, fault)) {
        return false;
    }
    body.application = casefile.id;
    body.by_org = casefile.org;
    body.orgs = command->orgs;
    body.holds = rule.holds;
    body.due_on = city_due(run->city, run->today, (int)body.days).day;
    body.after =
        rule.after == CONSULTATION_NO_OBJECTION ? TEXT("no_objection") : TEXT("may_conclude");
    struct event_about about = {0, casefile.project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &consultation_asked_event, about, &body, fault);
}

/* The consultation and its case, where the actor may see the project. */
static bool load(struct command_run *run, struct consultation *out, struct casefile *casefile,
                 struct fault *fault)
{
    if (!consultation_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    if (out->id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return casefile_of_run(run, out->application, casefile, fault) &&
           run_version_is(run, out->version, fault);
}

static bool emit(struct command_run *run, const struct consultation *consultation,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {consultation->id, consultation->project, run->today};
    run->answer = (struct answer){.id = consultation->id, .version = consultation->version + 1};
    return run_emit(run, kind, about, body, fault);
}

/* By the calendar of today, as everywhere. */
static civil_date due_of(const struct command_run *run, const struct consultation *consultation)
{
    return city_due(run->city, consultation->asked_on, (int)consultation->days).day;
}

static bool perform_reply(struct command_run *run, const void *given, struct fault *fault)
{
    const struct consultation_reply *command = given;
    struct consultation consultation;
    struct casefile casefile;
    struct consultation_replied body = {
        .org = run->actor->org, .opinion = command->opinion, .reason = command->reason};
    if (!load(run, &consultation, &casefile, fault) ||
        !consultation_decide_reply(&consultation, command, run->actor, fault)) {
        return false;
    }
    body.application = consultation.application;
    body.by_org = consultation.by_org;
    body.due_on = due_of(run, &consultation);
    return emit(run, &consultation, &consultation_replied_event, &body, fault);
}

civil_date consultation_due(const struct city *city, const struct consultation *consultation)
{
    return city_due(city, consultation->asked_on, (int)consultation->days).day;
}

static struct text names_of(struct arena *arena, const struct city *city,
                            const struct text_list *orgs, enum language language)
{
    struct buffer names = buffer_open(arena, 128);
    for (size_t i = 0; i < orgs->count; i++) {
        buffer_add(&names, i > 0 ? TEXT("、") : TEXT_NONE);
        buffer_add(&names, city_org_name(city, orgs->items[i], language));
    }
    return buffer_text(&names);
}

static bool is_askers(const struct casefile *casefile, const struct actor *actor,
                      struct fault *fault)
{
    return casefile_is_of_unit(casefile, actor) ||
           fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                       FAULT_ARGS(TEXT("由征求意见的单位操作"), TEXT("the asking unit does this")));
}

static bool perform_conclude(struct command_run *run, const void *given, struct fault *fault)
{
    const struct consultation_conclude *command = given;
    struct consultation consultation;
    struct casefile casefile;
    struct text missing[CONSULTATION_UNITS_MAX];
    if (!load(run, &consultation, &casefile, fault) || !is_askers(&casefile, run->actor, fault)) {
        return false;
    }
    struct text_list unanswered = {missing, consultation_unanswered(&consultation, missing)};
    struct text names = names_of(run->arena, run->city, &unanswered, run->actor->language);
    bool is_past = run->today > consultation_due(run->city, &consultation);
    struct consultation_concluded body = {command->outcome, command->opinion, unanswered};
    return consultation_decide_conclude(&consultation, is_past, names, run->actor->language,
                                        fault) &&
           emit(run, &consultation, &consultation_concluded_event, &body, fault);
}

static bool perform_cancel(struct command_run *run, const void *given, struct fault *fault)
{
    const struct consultation_cancel *command = given;
    struct consultation consultation;
    struct casefile casefile;
    struct consultation_cancelled body = {command->reason};
    return load(run, &consultation, &casefile, fault) && is_askers(&casefile, run->actor, fault) &&
           consultation_is_open(&consultation, "撤销", "cancel it", run->actor->language, fault) &&
           emit(run, &consultation, &consultation_cancelled_event, &body, fault);
}

/* -- by itself -- */

static bool lapse(struct command_run *run, const struct consultation *consultation,
                  struct fault *fault)
{
    struct text missing[CONSULTATION_UNITS_MAX];
    struct text_list unanswered = {missing, consultation_unanswered(consultation, missing)};
    struct event_about about = {consultation->id, consultation->project, run->today};
    struct consultation_overdue overdue = {unanswered, consultation->application,
                                           consultation->by_org, due_of(run, consultation)};
    struct consultation_concluded concluded = {
        TEXT("agreed"), TEXT("到期未答复的单位视为没有不同意见，自动归并。"), unanswered};
    for (size_t i = 0; i < consultation->unit_count; i++) {
        bool objects = text_is(consultation->units[i].opinion, "object");
        bool on_conditions = text_is(consultation->units[i].opinion, "agree_if");
        concluded.outcome = objects ? TEXT("objected")
                            : on_conditions && text_is(concluded.outcome, "agreed")
                                ? TEXT("agreed_if")
                                : concluded.outcome;
    }
    return (unanswered.count == 0 ||
            run_emit(run, &consultation_overdue_event, about, &overdue, fault)) &&
           (consultation->after != CONSULTATION_NO_OBJECTION ||
            run_emit(run, &consultation_concluded_event, about, &concluded, fault));
}

/* Whoever did not answer in time is recorded the day after, and what ends by itself then ends. */
static bool perform_overdue(struct command_run *run, const void *given, struct fault *fault)
{
    struct consultations waiting;
    (void)given;
    if (!consultation_waiting(run->arena, run->store, run->today, &waiting, fault)) {
        return false;
    }
    for (size_t i = 0; i < waiting.count; i++) {
        bool is_past = run->today > consultation_due(run->city, &waiting.items[i]);
        struct text missing[CONSULTATION_UNITS_MAX];
        bool is_missed = consultation_unanswered(&waiting.items[i], missing) > 0 ||
                         waiting.items[i].after == CONSULTATION_NO_OBJECTION;
        if (is_past && is_missed && !lapse(run, &waiting.items[i], fault)) {
            return false;
        }
    }
    return true;
}

bool consultation_end_all(struct command_run *run, int64_t application, struct text reason,
                          struct fault *fault)
{
    struct consultations all;
    struct consultation_cancelled body = {reason};
    if (!consultation_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        struct event_about about = {all.items[i].id, all.items[i].project, run->today};
        if (all.items[i].state == CONSULTATION_OPEN &&
            !run_emit(run, &consultation_cancelled_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- JSON -- */

static void write_units(struct json_writer *json, const struct view_run *run,
                        const struct consultation *consultation)
{
    json_name(json, "units");
    json_array(json);
    for (size_t i = 0; i < consultation->unit_count; i++) {
        const struct consultation_unit *unit = &consultation->units[i];
        json_object(json);
        json_member_text(json, "org", unit->org);
        json_member_text(json, "org_name",
                         city_org_name(run->city, unit->org, run->actor->language));
        json_member_text_or_null(json, "opinion", unit->opinion);
        json_member_text_or_null(json, "reason", unit->reason);
        json_member_date(json, "replied_on", unit->replied_on);
        json_end(json);
    }
    json_end(json);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct consultation *consultation, const struct casefile *casefile)
{
    struct text missing[CONSULTATION_UNITS_MAX];
    size_t left = consultation_unanswered(consultation, missing);
    bool is_past = run->today > consultation_due(run->city, consultation);
    bool is_open = consultation->state == CONSULTATION_OPEN;
    bool is_ours = casefile_is_of_unit(casefile, run->actor);
    struct text_list unanswered = {missing, left};
    json_name(json, "may");
    json_array(json);
    if (is_open && text_list_has(unanswered, run->actor->org) &&
        access_role_may(ROLES_WORK, run->actor->role)) {
        json_text(json, TEXT("reply"));
    }
    if (is_open && is_ours && (left == 0 || is_past || !consultation->holds)) {
        json_text(json, TEXT("conclude"));
    }
    if (is_open && is_ours) {
        json_text(json, TEXT("cancel"));
    }
    json_end(json);
}

void consultation_write(struct json_writer *json, const struct view_run *run,
                        const struct consultation *consultation, const struct casefile *casefile)
{
    const struct pack_record *kind = pack_find(city_pack(run->city), PACK_CONSULTATION_KINDS,
                                               consultation->kind, CIVIL_DATE_NONE);
    bool is_zh = run->actor->language == LANGUAGE_ZH;
    struct city_due due = city_due(run->city, consultation->asked_on, (int)consultation->days);
    bool is_late = consultation->state == CONSULTATION_OPEN && run->today > due.day;
    json_object(json);
    json_member_int(json, "id", consultation->id);
    json_member_int(json, "version", consultation->version);
    casefile_write(json, run, casefile);
    json_member_text(json, "kind", consultation->kind);
    json_member_text(json, "kind_name",
                     kind == NULL ? consultation->kind
                     : is_zh      ? kind->name
                                  : kind->name_en);
    json_member_text_or_null(
        json, "rule",
        kind == NULL
            ? TEXT_NONE
            : jvalue_text(jvalue_get(kind->raw, is_zh ? "rule_zh" : "rule_en"), TEXT_NONE));
    json_member_bool(json, "holds_decision", consultation->holds);
    json_member_text(json, "question", consultation->question);
    json_member_text(json, "state", text_of(consultation_state_code(consultation->state)));
    json_member_date(json, "asked_on", consultation->asked_on);
    json_member_date(json, "due_on", due.day);
    json_member_bool(json, "provisional", due.is_provisional);
    json_member_int(json, "overdue_days",
                    is_late ? city_working_days(run->city, due.day, run->today) : 0);
    json_member_date(json, "overdue_recorded_on", consultation->overdue_on);
    json_member_date(json, "ended_on", consultation->ended_on);
    json_member_text_or_null(json, "outcome", consultation->outcome);
    json_member_text_or_null(json, "opinion", consultation->opinion);
    write_units(json, run, consultation);
    write_may(json, run, consultation, casefile);
    json_end(json);
}

/* -- what waits for a unit -- */

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct consultations list = {NULL, 0};
    if (run->actor->org.len > 0 &&
        !consultation_of_unit(run->arena, run->store, run->actor->org, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        struct casefile casefile;
        struct fault unseen = {.code = FAULT_NONE};
        if (casefile_of_view(run, list.items[i].application, &casefile, &unseen)) {
            consultation_write(json, run, &list.items[i], &casefile);
        } else if (unseen.code != FAULT_NOT_FOUND) {
            *fault = unseen;
            return false;
        }
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"consultation.ask", "POST", "/applications/{id}/consultations", &consultation_ask_table,
     ROLES_WORK, 0, "征求其他单位意见", "Ask other units for their opinion", perform_ask},
    {"consultation.reply", "POST", "/consultations/{id}/reply", &consultation_reply_table,
     ROLES_WORK, 0, "答复征求的意见", "Answer for one's unit", perform_reply},
    {"consultation.conclude", "POST", "/consultations/{id}/conclude", &consultation_conclude_table,
     ROLES_WORK, 0, "归并意见", "Merge the opinions into one", perform_conclude},
    {"consultation.cancel", "POST", "/consultations/{id}/cancel", &consultation_cancel_table,
     ROLES_WORK, 0, "撤销征求意见", "Cancel a consultation", perform_cancel},
    {"consultation.overdue", "POST", "/chores/consultations", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录逾期未答复的征求意见",
     "Record opinions not given in time", perform_overdue},
};

static const struct view_kind views[] = {
    {"consultation.list", "/consultations", NULL, ROLES_WORK, 0, "待本单位答复或归并的征求意见",
     "Consultations that wait for one's unit", answer_list},
};

static const struct event_kind *const events[] = {
    &consultation_asked_event, &consultation_replied_event, &consultation_concluded_event,
    &consultation_cancelled_event, &consultation_overdue_event};

const struct room consultation_room = {
    .name = "consultation",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(consultation),
    .schema = {"consultation", 1, consultation_ddl},
};
