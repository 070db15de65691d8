#include "app/access.h"
#include "app/city.h"
#include "app/register.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json_read.h"
#include "ground/casefile/casefile.h"
#include "pack/pack.h"
#include "room/application/application_desk.h"
#include "room/application/application_store.h"

static bool load(struct command_run *run, int64_t id, struct application *out, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    return application_find(run->arena, run->store, &scope, id, out, fault) &&
           run_version_is(run, out->version, fault);
}

static struct application_setting setting_of(const struct command_run *run)
{
    return (struct application_setting){run->actor, city_calendar(run->city), run->today};
}

static bool emit(struct command_run *run, const struct application *application,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {application->id, application->project, run->today};
    run->answer.id = application->id;
    run->answer.number = application->number;
    return run_emit(run, kind, about, body, fault) &&
           application_version(run->store, application->id, &run->answer.version, fault);
}

static bool refuse(struct fault *fault, const char *field, const char *zh, const char *en)
{
    static const struct {
        const char *field, *zh, *en;
    } labels[] = {{"code", "退回原因", "reason code"},
                  {"org", "移送单位", "unit"},
                  {"account_id", "经办人", "handler"},
                  {"ids", "办件", "applications"}};
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    for (size_t i = 0; i < COUNT_OF(labels); i++) {
        if (text_is(text_of(field), labels[i].field)) {
            fault_label(fault, labels[i].zh, labels[i].en);
        }
    }
    return false;
}

/* -- from desk to desk -- */

bool application_perform_propose(struct command_run *run, const void *fields, struct fault *fault)
{
    struct application application;
    struct application_setting setting = setting_of(run);
    civil_date on = CIVIL_DATE_NONE;
    return load(run, run->id, &application, fault) &&
           application_decide_act(&application, APPLICATION_PROPOSE, &setting, CIVIL_DATE_NONE, &on,
                                  fault) &&
           emit(run, &application, &application_proposed_event, fields, fault);
}

bool application_perform_return(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct application_return *command = fields;
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_returned body;
    if (!load(run, run->id, &application, fault) ||
        !application_decide_return(&application, command, &setting, &body, fault)) {
        return false;
    }
    if (pack_find(city_pack(run->city), PACK_RETURN_REASONS, command->code, CIVIL_DATE_NONE) ==
        NULL) {
        return refuse(fault, "code", "没有这个退回原因，请从清单中选择",
                      "there is no such reason: choose from the list");
    }
    return emit(run, &application, &application_returned_event, &body, fault);
}

bool application_perform_forward(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct application_remind *command = fields; /* a note */
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_forwarded body = {.note = command->note};
    return load(run, run->id, &application, fault) &&
           application_decide_forward(&application, &setting, &body.to, fault) &&
           emit(run, &application, &application_forwarded_event, &body, fault);
}

/* -- from unit to unit -- */

/* Units of the same case: those that take part in the project, and the unit's own superior,
 * subordinate and sister units. */
static bool is_kin(const struct city *city, struct text a, struct text b)
{
    const struct pack_record *one = pack_find(city_pack(city), PACK_UNITS, a, CIVIL_DATE_NONE);
    const struct pack_record *other = pack_find(city_pack(city), PACK_UNITS, b, CIVIL_DATE_NONE);
    struct text over_one = jvalue_text(jvalue_get(one->raw, "parent"), TEXT_NONE);
    struct text over_other = jvalue_text(jvalue_get(other->raw, "parent"), TEXT_NONE);
    return text_equal(over_one, b) || text_equal(over_other, a) ||
           (over_one.len > 0 && text_equal(over_one, over_other));
}

static bool unit_is_right(struct command_run *run, const struct application *application,
                          struct text org, struct fault *fault)
{
    bool takes_part = false;
    if (!city_is_unit(run->city, org)) {
        return refuse(fault, "org", "数据包里没有这个单位", "the pack has no such unit");
    }
    if (text_equal(org, application->org)) {
        return refuse(fault, "org", "已由该单位办理", "that unit handles it already");
    }
    if (!project_has_party(run->store, application->project, org, &takes_part, fault)) {
        return false;
    }
    return takes_part || is_kin(run->city, org, application->org) ||
           refuse(fault, "org", "只能移送给参与本项目的单位或本单位的上下级、同级单位",
                  "only to a unit that takes part in the project, or to one above, below or beside "
                  "one's own");
}

static bool hand_to_person(struct command_run *run, const struct application *application,
                           const struct application_transfer *command, struct fault *fault)
{
    struct application_handled body = {.account = command->account_id, .reason = command->reason};
    bool is_of_unit = false;
    if (!casefile_has_person(run, application->org, command->account_id, &is_of_unit, fault)) {
        return false;
    }
    if (!is_of_unit) {
        return refuse(fault, "account_id", "该账号不是办理单位的在岗人员",
                      "no live account of the unit");
    }
    return emit(run, application, &application_handled_event, &body, fault);
}

static bool hand_to_unit(struct command_run *run, const struct application *application,
                         const struct application_transfer *command, struct fault *fault)
{
    struct application_move waiting;
    struct application_transfer_asked body = {application->org, command->org, command->reason};
    if (!application_waiting_move(run->arena, run->store, application->id, &waiting, fault)) {
        return false;
    }
    if (waiting.id != 0) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                           FAULT_ARGS(TEXT("已移送，等待接收单位确认"),
                                      TEXT("a transfer waits for its acknowledgement")));
    }
    return unit_is_right(run, application, command->org, fault) &&
           project_join(run, application->project, command->org, fault) &&
           emit(run, application, &application_transfer_asked_event, &body, fault);
}

bool application_perform_transfer(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct application_transfer *command = fields;
    struct application application;
    struct application_setting setting = setting_of(run);
    civil_date on = CIVIL_DATE_NONE;
    bool to_person = command->account_id != 0;
    if (!load(run, run->id, &application, fault) ||
        !application_decide_act(&application, APPLICATION_TRANSFER, &setting, CIVIL_DATE_NONE, &on,
                                fault)) {
        return false;
    }
    if (to_person == (command->org.len > 0)) {
        return refuse(fault, "org", "请在单位和人员中选择其一",
                      "name a unit or a person, not both");
    }
    return to_person ? hand_to_person(run, &application, command, fault)
                     : hand_to_unit(run, &application, command, fault);
}

static bool answer_transfer(struct command_run *run, struct text note, bool takes,
                            struct fault *fault)
{
    struct application application;
    struct application_move waiting;
    struct application_transfer_answered body = {.note = note};
    if (!load(run, run->id, &application, fault) ||
        !application_waiting_move(run->arena, run->store, application.id, &waiting, fault) ||
        !application_decide_transfer(&waiting, takes, run->actor, &body.withdrawn, fault)) {
        return false;
    }
    body.transfer = waiting.id;
    body.org = takes ? waiting.to : waiting.from;
    return emit(run, &application,
                takes ? &application_transfer_taken_event : &application_transfer_declined_event,
                &body, fault);
}

bool application_perform_transfer_take(struct command_run *run, const void *fields,
                                       struct fault *fault)
{
    const struct application_transfer_answer *command = fields;
    return answer_transfer(run, command->reason, true, fault);
}

bool application_perform_transfer_return(struct command_run *run, const void *fields,
                                         struct fault *fault)
{
    const struct application_transfer_answer *command = fields;
    return answer_transfer(run, command->reason, false, fault);
}

/* -- many at once -- */

static bool assign_one(struct command_run *run, int64_t id, int64_t account, struct fault *fault)
{
    struct application application;
    struct application_setting setting = setting_of(run);
    struct application_handled body = {.account = account, .reason = TEXT_NONE};
    struct scope scope = access_scope(run->city, run->actor);
    civil_date on = CIVIL_DATE_NONE;
    bool is_of_unit = false;
    if (!application_find(run->arena, run->store, &scope, id, &application, fault) ||
        !application_decide_act(&application, APPLICATION_HANDLE, &setting, CIVIL_DATE_NONE, &on,
                                fault) ||
        !casefile_has_person(run, application.org, account, &is_of_unit, fault)) {
        return false;
    }
    return (is_of_unit || refuse(fault, "account_id", "该账号不是办理单位的在岗人员",
                                 "no live account of the unit")) &&
           emit(run, &application, &application_handled_event, &body, fault);
}

static void write_result(struct json_writer *json, const struct command_run *run, int64_t id,
                         const struct fault *fault)
{
    bool is_done = fault->code == FAULT_NONE;
    json_object(json);
    json_member_int(json, "id", id);
    json_member_bool(json, "done", is_done);
    json_member_text_or_null(json, "code",
                             is_done ? TEXT_NONE : text_of(fault_code_name(fault->code)));
    json_member_text_or_null(json, "detail",
                             is_done ? TEXT_NONE
                                     : fault_sentence(run->arena, fault, run->actor->language));
    json_end(json);
}

/* One command, and each case its own result: what can't be assigned hinders no other. */
bool application_perform_assign(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct application_assign *command = fields;
    int64_t ids[APPLICATION_ASSIGN_MAX];
    size_t count = 0;
    int64_t done = 0;
    if (!json_ids_read(run->arena, command->ids, ids, COUNT_OF(ids), &count) || count == 0) {
        return refuse(fault, "ids", "应为办件编号的列表，1 至 200 个，不重复",
                      "a list of ids of applications, 1 to 200, each once");
    }
    struct buffer *buffer = arena_new(run->arena, struct buffer);
    *buffer = buffer_open(run->arena, 1024);
    struct json_writer json = json_writer_open(buffer);
    json_array(&json);
    for (size_t i = 0; i < count; i++) {
        struct fault refusal = {.code = FAULT_NONE};
        if (assign_one(run, ids[i], command->account_id, &refusal)) {
            done++;
        } else if (fault_is_failure(refusal.code)) {
            *fault = refusal;
            return false;
        }
        write_result(&json, run, ids[i], &refusal);
    }
    json_end(&json);
    run->answer = (struct answer){.id = ids[0], .number = TEXT_NONE};
    run->answer.extra = text_format(run->arena, "\"done\":%lld,\"results\":%.*s", (long long)done,
                                    TEXT_ARG(buffer_text(buffer)));
    return true;
}

/* -- what a decision waits for -- */

bool application_is_free(struct command_run *run, const struct application *application,
                         struct fault *fault)
{
    static const char *const zh[] = {"必须征求的意见尚未归并", "已安排的踏勘尚未完成",
                                     "会签尚未通过", "移送尚未确认"};
    static const char *const en[] = {"a required consultation is not concluded",
                                     "a planned visit is not made",
                                     "a countersigning is not agreed", "a transfer waits"};
    struct application_held held;
    struct buffer words_zh = buffer_open(run->arena, 128);
    struct buffer words_en = buffer_open(run->arena, 128);
    if (!application_held_by(run->store, application->id, &held, fault)) {
        return false;
    }
    const int64_t counts[] = {held.consultations, held.visits, held.countersigns, held.transfers};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        bool is_first = buffer_text(&words_zh).len == 0;
        if (counts[i] > 0) {
            buffer_add(&words_zh, is_first ? TEXT_NONE : TEXT("；"));
            buffer_add(&words_en, is_first ? TEXT_NONE : TEXT("; "));
            buffer_add(&words_zh, text_of(zh[i]));
            buffer_add(&words_en, text_of(en[i]));
        }
    }
    return buffer_text(&words_zh).len == 0 ||
           fault_raise(fault, FAULT_CASE_HELD, TEXT_NONE,
                       FAULT_ARGS(buffer_text(&words_zh), buffer_text(&words_en)));
}

/* -- conditions -- */

bool application_perform_meet(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct application_meet *command = fields;
    struct application application;
    struct application_conditions conditions;
    int64_t position = 0;
    civil_date on = CIVIL_DATE_NONE;
    struct application_setting setting = setting_of(run);
    if (!load(run, run->id, &application, fault) ||
        !application_decide_act(&application, APPLICATION_MEET, &setting, CIVIL_DATE_NONE, &on,
                                fault) ||
        !run_day(run, command->on, "on", &on, fault) ||
        !casefile_files_are_of(run, application.project, command->files, fault) ||
        !application_conditions_of(run->arena, run->store, application.id, &conditions, fault)) {
        return false;
    }
    position = route_id(run->parameters[1]);
    for (size_t i = 0; i < conditions.count; i++) {
        if (conditions.items[i].position != position) {
            continue;
        }
        if (text_is(conditions.items[i].state, "met")) {
            return fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                               FAULT_ARGS(TEXT("此条件已落实"), TEXT("this condition is met")));
        }
        struct application_condition_met body = {position, command->note, command->files};
        struct event_about about = {application.id, application.project, on};
        run->answer.id = application.id;
        run->answer.number = application.number;
        return run_emit(run, &application_condition_met_event, about, &body, fault) &&
               application_version(run->store, application.id, &run->answer.version, fault);
    }
    return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

/* What was not met by its day is on record the day after. */
bool application_perform_lapse(struct command_run *run, const void *fields, struct fault *fault)
{
    struct application_conditions past;
    (void)fields;
    if (!application_conditions_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        const struct application_condition *condition = &past.items[i];
        struct application_condition_missed body = {condition->position, condition->due_on};
        struct event_about about = {condition->application, condition->project, run->today};
        if (!run_emit(run, &application_condition_missed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}
