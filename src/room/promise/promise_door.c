#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/promise/promise.h"

#define APPROVAL TEXT("promise_move")

/* What the city says of moving a promised date; NULL: its pack says nothing. */
static const struct jvalue *rule_of(const struct city *city, civil_date on)
{
    const struct pack_record *record = pack_find(city_pack(city), PACK_APPROVALS, APPROVAL, on);
    return record == NULL ? NULL : record->raw;
}

static struct promise_terms terms_of(const struct command_run *run, const struct promise *promise)
{
    const struct jvalue *rule = rule_of(run->city, run->today);
    return (struct promise_terms){
        .today = run->today,
        .lock_days = jvalue_int(jvalue_get(rule, "lock_days"), 0),
        .left_days = city_working_days(run->city, run->today, promise->promised_on),
        .actor = run->actor,
    };
}

/* -- making -- */

/* To decide, to deliver and to visit is promised by the unit that does it; an answer by anybody. */
static bool may_promise(const struct casefile *casefile, const struct promise_make *command,
                        const struct actor *actor, struct fault *fault)
{
    bool is_units = text_is(command->what, "decide") || text_is(command->what, "deliver") ||
                    text_is(command->what, "visit");
    bool may_be = casefile_is_open(casefile) || text_is(casefile->state, "granted");
    if (actor->org.len == 0 || (is_units && !casefile_is_of_unit(casefile, actor))) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("由该事项的办理单位人员作出此承诺"),
                                      TEXT("people of the item's own unit promise this")));
    }
    if (!may_be) {
        bool is_zh = actor->language == LANGUAGE_ZH;
        return fault_raise(fault, FAULT_WRONG_STATE, TEXT_NONE,
                           FAULT_ARGS(is_zh ? TEXT("已办结") : TEXT("closed"),
                                      is_zh ? TEXT("承诺日期") : TEXT("promise a day"),
                                      is_zh ? TEXT("请刷新查看") : TEXT("Reload to see it")));
    }
    return true;
}

static bool perform_make(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_make *command = given;
    struct casefile casefile;
    if (!casefile_of_run(run, 0, &casefile, fault) ||
        !run_version_is(run, casefile.version, fault) ||
        !may_promise(&casefile, command, run->actor, fault) ||
        !promise_decide_make(command, run->today, fault)) {
        return false;
    }
    struct promise_made body = {.application = casefile.id,
                                .what = command->what,
                                .words = command->words,
                                .by_org = run->actor->org,
                                .promised_on = command->on};
    struct event_about about = {0, casefile.project, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &promise_made_event, about, &body, fault);
}

/* -- moving -- */

static bool load(struct command_run *run, struct promise *out, struct fault *fault)
{
    struct casefile casefile;
    if (!promise_find(run->arena, run->store, run->id, out, fault)) {
        return false;
    }
    if (out->id == 0) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    return casefile_of_run(run, out->application, &casefile, fault) &&
           run_version_is(run, out->version, fault);
}

struct outcome {
    const struct event_kind *kind;
    const void *body;
    civil_date on;
};

static bool emit(struct command_run *run, const struct promise *promise, struct outcome outcome,
                 struct fault *fault)
{
    struct event_about about = {promise->id, promise->project, outcome.on};
    run->answer = (struct answer){.id = promise->id, .version = promise->version + 1};
    return run_emit(run, outcome.kind, about, outcome.body, fault);
}

static bool perform_move(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_move *command = given;
    struct promise promise;
    if (!load(run, &promise, fault) || !promise_is_ones_own(&promise, run->actor, fault)) {
        return false;
    }
    struct promise_terms terms = terms_of(run, &promise);
    struct promise_moved body = {command->to, command->reason};
    return promise_decide_move(&promise, command, &terms, fault) &&
           emit(run, &promise, (struct outcome){&promise_moved_event, &body, run->today}, fault);
}

static bool perform_request(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_move *command = given;
    struct promise promise;
    if (!load(run, &promise, fault) || !promise_is_ones_own(&promise, run->actor, fault)) {
        return false;
    }
    struct promise_terms terms = terms_of(run, &promise);
    struct promise_asked body = {.account = run->actor->account,
                                 .application = promise.application,
                                 .by_org = promise.by_org,
                                 .from = promise.promised_on,
                                 .to = command->to,
                                 .reason = command->reason};
    return promise_decide_request(&promise, command, &terms, fault) &&
           emit(run, &promise, (struct outcome){&promise_asked_event, &body, run->today}, fault);
}

/* -- approving -- */

static struct text_list listed(struct arena *arena, const struct jvalue *roles)
{
    size_t count = roles == NULL ? 0 : roles->count;
    struct text *items = arena_array(arena, struct text, count + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = jvalue_text(&roles->items[i], TEXT_NONE);
    }
    return (struct text_list){items, count};
}

/* Who asks, and where, for commands and pages alike. */
struct asker {
    struct arena *arena;
    struct store *store;
    const struct city *city;
    const struct actor *actor;
    civil_date today;
};

/* By whom it was promised, and of a project of which district. */
struct promised_in {
    struct text by_org, district;
};

/* A promise of a district's unit is that district's to move, any other the city's. */
static const struct jvalue *approvers(const struct city *city, const struct jvalue *rule,
                                      struct text by_org)
{
    const struct pack_record *unit =
        pack_find(city_pack(city), PACK_UNITS, by_org, CIVIL_DATE_NONE);
    bool is_district =
        unit != NULL && text_is(jvalue_text(jvalue_get(unit->raw, "level"), TEXT_NONE), "district");
    return jvalue_get(rule, is_district ? "district_roles" : "roles");
}

/* By role, by the role that stands in for it, or by a delegation in force: then for whom. */
static bool may_answer(const struct asker *asker, const struct promised_in *of, bool *out,
                       int64_t *for_account, struct fault *fault)
{
    const struct jvalue *rule = rule_of(asker->city, asker->today);
    const struct jvalue *roles = approvers(asker->city, rule, of->by_org);
    *for_account = 0;
    role_set may = roles_from_names(roles) | roles_from_names(jvalue_get(rule, "deputy_roles"));
    *out = (may & ROLE_BIT(asker->actor->role)) != 0;
    if (*out || asker->actor->account == 0) {
        return true;
    }
    struct promise_deputy deputy = {asker->actor->account, asker->today,
                                    listed(asker->arena, roles), of->district,
                                    city_code(asker->city)};
    if (!promise_delegated(asker->store, &deputy, for_account, fault)) {
        return false;
    }
    *out = *for_account != 0;
    return true;
}

static bool answer_request(struct command_run *run, struct text note, bool is_approved,
                           struct fault *fault)
{
    struct promise promise;
    struct project project;
    struct asker asker = {run->arena, run->store, run->city, run->actor, run->today};
    bool may = false;
    struct promise_answered body = {.note = note, .to = CIVIL_DATE_NONE};
    if (!load(run, &promise, fault) || !project_of_run(run, promise.project, &project, fault) ||
        !may_answer(&asker, &(struct promised_in){promise.by_org, project.district}, &may,
                    &body.for_account, fault) ||
        !promise_decide_answer(&promise, run->actor, may, fault)) {
        return false;
    }
    body.request = promise.request.id;
    body.application = promise.application;
    body.by_org = promise.by_org;
    body.from = promise.promised_on;
    body.to = is_approved ? promise.request.to_on : CIVIL_DATE_NONE;
    const struct event_kind *kind = is_approved ? &promise_approved_event : &promise_rejected_event;
    return emit(run, &promise, (struct outcome){kind, &body, run->today}, fault);
}

static bool perform_approve(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_answer *command = given;
    return answer_request(run, command->note, true, fault);
}

static bool perform_reject(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_answer *command = given;
    return answer_request(run, command->note, false, fault);
}

/* -- kept, missed, ended -- */

/* Late is on record before it is kept. */
static bool keep(struct command_run *run, const struct promise *promise, civil_date on,
                 struct text note, struct fault *fault)
{
    struct promise_missed missed = {promise->promised_on, promise->application, promise->by_org};
    struct promise_noted body = {note};
    struct event_about about = {promise->id, promise->project, on};
    bool is_late = promise->state == PROMISE_OPEN && promise_is_late(promise, on);
    return (!is_late || run_emit(run, &promise_missed_event, about, &missed, fault)) &&
           run_emit(run, &promise_kept_event, about, &body, fault);
}

static bool perform_kept(struct command_run *run, const void *given, struct fault *fault)
{
    const struct promise_keep *command = given;
    struct promise promise;
    civil_date on = CIVIL_DATE_NONE;
    if (!load(run, &promise, fault) || !promise_is_ones_own(&promise, run->actor, fault) ||
        !run_day(run, command->on, "on", &on, fault)) {
        return false;
    }
    bool is_kept = promise.kept_on != CIVIL_DATE_NONE;
    if (promise.state == PROMISE_MISSED && !is_kept) {
        /* late, and on record as missed: the day on which it was kept is still worth knowing */
    } else if (!promise_is_open(&promise, "兑现", "keep it", run->actor->language, fault)) {
        return false;
    }
    run->answer = (struct answer){.id = promise.id, .version = promise.version + 1};
    return keep(run, &promise, on, command->note, fault);
}

static bool perform_missed(struct command_run *run, const void *given, struct fault *fault)
{
    struct promises past;
    (void)given;
    if (!promise_past(run->arena, run->store, run->today, &past, fault)) {
        return false;
    }
    for (size_t i = 0; i < past.count; i++) {
        const struct promise *promise = &past.items[i];
        struct promise_missed body = {promise->promised_on, promise->application, promise->by_org};
        struct event_about about = {promise->id, promise->project, run->today};
        if (promise_is_missed(promise, run->today) &&
            !run_emit(run, &promise_missed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

bool promise_keep_all(struct command_run *run, int64_t application, struct text what, civil_date on,
                      struct fault *fault)
{
    struct promises all;
    if (!promise_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct promise *promise = &all.items[i];
        bool is_due = promise->state == PROMISE_OPEN ||
                      (promise->state == PROMISE_MISSED && promise->kept_on == CIVIL_DATE_NONE);
        if (is_due && text_equal(promise->what, what) &&
            !keep(run, promise, on, TEXT_NONE, fault)) {
            return false;
        }
    }
    return true;
}

bool promise_reopen_all(struct command_run *run, int64_t application, struct text what,
                        struct text reason, struct fault *fault)
{
    struct promises all;
    struct promise_noted body = {reason};
    if (!promise_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        const struct promise *promise = &all.items[i];
        struct event_about about = {promise->id, promise->project, run->today};
        if (promise->kept_on != CIVIL_DATE_NONE && text_equal(promise->what, what) &&
            !run_emit(run, &promise_reopened_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

bool promise_end_all(struct command_run *run, int64_t application, struct text reason,
                     struct fault *fault)
{
    struct promises all;
    struct promise_noted body = {reason};
    if (!promise_of_application(run->arena, run->store, application, &all, fault)) {
        return false;
    }
    for (size_t i = 0; i < all.count; i++) {
        struct event_about about = {all.items[i].id, all.items[i].project, run->today};
        if (all.items[i].state == PROMISE_OPEN &&
            !run_emit(run, &promise_cancelled_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- JSON -- */

static void write_request(struct json_writer *json, const struct view_run *run,
                          const struct promise *promise)
{
    static const char *const states[] = {"waiting", "approved", "rejected"};
    const struct promise_request *request = &promise->request;
    bool is_inside = run->actor->role != ROLE_ENTERPRISE;
    json_name(json, "request");
    if (request->id == 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_text(json, "state", text_of(states[request->state]));
    json_member_date(json, "to", request->to_on);
    json_member_text(json, "reason", request->reason);
    json_member_date(json, "asked_on", request->asked_on);
    json_member_date(json, "decided_on", request->decided_on);
    json_member_text_or_null(json, "note", is_inside ? request->note : TEXT_NONE);
    json_member_bool(json, "by_deputy", request->for_account != 0);
    json_end(json);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct promise *promise, bool may_approve)
{
    const struct jvalue *rule = rule_of(run->city, run->today);
    struct fault ignored = {.code = FAULT_NONE};
    bool is_mine = promise_is_ones_own(promise, run->actor, &ignored);
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    bool is_open = promise->state == PROMISE_OPEN;
    bool is_far = city_working_days(run->city, run->today, promise->promised_on) >
                  jvalue_int(jvalue_get(rule, "lock_days"), 0);
    json_name(json, "may");
    json_array(json);
    if (is_mine && is_open && is_far) {
        json_text(json, TEXT("move"));
    }
    if (is_mine && is_open && !is_far && !waits && promise->promised_on >= run->today) {
        json_text(json, TEXT("request"));
    }
    if (is_mine &&
        (is_open || (promise->state == PROMISE_MISSED && promise->kept_on == CIVIL_DATE_NONE))) {
        json_text(json, TEXT("kept"));
    }
    if (may_approve && is_open && waits && promise->request.account != run->actor->account) {
        json_text(json, TEXT("approve"));
        json_text(json, TEXT("reject"));
    }
    json_end(json);
}

/* Whether he could answer; where the database does not say, no. */
static bool could_answer(const struct view_run *run, const struct promise *promise)
{
    struct project project;
    struct fault ignored = {.code = FAULT_NONE};
    struct asker asker = {run->arena, run->store, run->city, run->actor, run->today};
    bool waits = promise->request.id != 0 && promise->request.state == PROMISE_REQUEST_WAITS;
    bool may = false;
    int64_t for_account = 0;
    return waits && (ROLES_BUSINESS & ROLE_BIT(run->actor->role)) != 0 &&
           project_of_view(run, promise->project, &project, &ignored) &&
           may_answer(&asker, &(struct promised_in){promise->by_org, project.district}, &may,
                      &for_account, &ignored) &&
           may;
}

void promise_write(struct json_writer *json, const struct view_run *run,
                   const struct promise *promise, const struct casefile *casefile)
{
    int64_t left = city_working_days(run->city, run->today, promise->promised_on);
    json_object(json);
    json_member_int(json, "id", promise->id);
    json_member_int(json, "version", promise->version);
    casefile_write(json, run, casefile);
    json_member_text(json, "what", promise->what);
    json_member_text_or_null(json, "words", promise->words);
    json_member_text(json, "by_org", promise->by_org);
    json_member_text(json, "by_org_name",
                     city_org_name(run->city, promise->by_org, run->actor->language));
    json_member_text(json, "state", text_of(promise_state_code(promise->state)));
    json_member_date(json, "made_on", promise->made_on);
    json_member_date(json, "first_on", promise->first_on);
    json_member_date(json, "promised_on", promise->promised_on);
    json_member_int(json, "moves", promise->moves);
    json_member_int_if(json, "left_days", promise->state == PROMISE_OPEN, left);
    json_member_date(json, "kept_on", promise->kept_on);
    json_member_date(json, "missed_on", promise->missed_on);
    json_member_text_or_null(json, "reason", promise->reason);
    write_request(json, run, promise);
    write_may(json, run, promise, could_answer(run, promise));
    json_end(json);
}

struct list_query {
    struct text state, org;
    int64_t limit, after;
};
static const char *const list_states[] = {"open", "asked", "kept", "missed", "cancelled", NULL};
static const struct field list_fields[] = {
    FIELD(list_query, state, CHOICE, .choices = list_states, .zh = "状态", .en = "state"),
    FIELD(list_query, org, TEXT, .max = 60, .zh = "承诺单位", .en = "unit that promised"),
    FIELD(list_query, limit, INT, .min = 1, .max = 200, .zh = "每页", .en = "a page"),
    FIELD(list_query, after, ID, .zh = "下一页", .en = "next page"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static void write_counts(struct json_writer *json, const struct promise_counts *counts)
{
    json_name(json, "counts");
    json_object(json);
    for (int state = 0; state < PROMISE_STATE_COUNT; state++) {
        json_member_int(json, promise_state_code((enum promise_state)state), counts->of[state]);
    }
    json_member_int(json, "asked", counts->asked);
    json_end(json);
}

static int64_t total_of(const struct promise_counts *counts, struct text wanted)
{
    enum promise_state state;
    return promise_state_find(wanted, &state) ? counts->of[state] : counts->asked;
}

static bool write_items(struct json_writer *json, const struct view_run *run,
                        const struct promises *list, struct fault *fault)
{
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        struct casefile casefile;
        if (!casefile_of_view(run, list->items[i].application, &casefile, fault)) {
            return false;
        }
        promise_write(json, run, &list->items[i], &casefile);
    }
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct promise_filter filter = {.scope = access_scope(run->city, run->actor),
                                    .state = query->state.len > 0 ? query->state : TEXT("open"),
                                    .org = query->org,
                                    .after = query->after,
                                    .limit = query->limit > 0 ? query->limit : 50};
    struct promises list;
    struct promise_counts counts;
    if (!promise_list(run->arena, run->store, &filter, &list, fault) ||
        !promise_count(run->store, &filter, &counts, fault)) {
        return false;
    }
    bool is_more = (int64_t)list.count > filter.limit;
    list.count = is_more ? (size_t)filter.limit : list.count;
    json_object(json);
    if (!write_items(json, run, &list, fault)) {
        return false;
    }
    json_member_int(json, "total", total_of(&counts, filter.state));
    view_next(run, json, is_more, is_more ? list.items[list.count - 1].id : 0);
    write_counts(json, &counts);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"promise.make", "POST", "/applications/{id}/promises", &promise_make_table, ROLES_WORK, 0,
     "向企业承诺一个日期", "Promise the enterprise a day", perform_make},
    {"promise.move", "POST", "/promises/{id}/move", &promise_move_table, ROLES_WORK, 0,
     "变更承诺日期（离承诺日期尚远时）", "Move a promised day that is still far", perform_move},
    {"promise.request", "POST", "/promises/{id}/requests", &promise_move_table, ROLES_WORK, 0,
     "申请变更承诺日期", "Ask for a move of a promised day", perform_request},
    {"promise.approve", "POST", "/promises/{id}/approve", &promise_answer_table,
     ROLES_WORK | ROLES_WATCHERS, 0, "批准变更承诺日期", "Approve the move", perform_approve},
    {"promise.reject", "POST", "/promises/{id}/reject", &promise_reject_table,
     ROLES_WORK | ROLES_WATCHERS, 0, "不批准变更承诺日期", "Reject the move", perform_reject},
    {"promise.kept", "POST", "/promises/{id}/kept", &promise_keep_table, ROLES_WORK, 0,
     "登记承诺已兑现", "The promise was kept", perform_kept},
    {"promise.missed", "POST", "/chores/promises", NULL, ROLE_BIT(ROLE_SYSTEM),
     COMMAND_INTERNAL | COMMAND_CHORE, "记录失约的承诺", "Record promises that were missed",
     perform_missed},
};

static const struct view_kind views[] = {
    {"promise.list", "/promises", &list_table, ROLES_BUSINESS, 0, "承诺日期台账",
     "The register of promised days", answer_list},
};

static const struct event_kind *const events[] = {
    &promise_made_event,     &promise_moved_event,     &promise_asked_event,
    &promise_approved_event, &promise_rejected_event,  &promise_kept_event,
    &promise_missed_event,   &promise_cancelled_event, &promise_reopened_event};

const struct room promise_room = {
    .name = "promise",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(promise),
    .schema = {"promise", 2, promise_ddl},
};
