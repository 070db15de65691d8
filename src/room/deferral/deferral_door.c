#include "app/city.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/deferral/deferral_store.h"

/* -- what may follow later -- */

struct counter {
    struct deferral_case about;
    struct deferrals owed;
    struct deferral_ground ground;
};

/* What commands and views have in common, when they ask what is open. */
struct asker {
    struct arena *arena;
    struct store *store;
    const struct city *city;
    const struct actor *actor;
    int64_t id;
    civil_date today;
};

static bool closes(const struct pack *pack, struct text_list kinds)
{
    for (size_t i = 0; i < kinds.count; i++) {
        const struct pack_record *kind =
            pack_find(pack, PACK_CREDIT_KINDS, kinds.items[i], CIVIL_DATE_NONE);
        if (kind != NULL && jvalue_bool(jvalue_get(kind->raw, "closes_deferral"), false)) {
            return true;
        }
    }
    return false;
}

static bool open_counter(const struct asker *asker, struct counter *out, struct fault *fault)
{
    const struct pack *pack = city_pack(asker->city);
    struct sight sight = {asker->arena, asker->store, access_scope(asker->city, asker->actor)};
    struct facts *facts = facts_new(asker->arena, pack->spaces[PACK_SPACE_FACTS]);
    const struct jvalue *given = NULL;
    struct text_list kinds;
    if (!deferral_case_find(&sight, asker->id, &out->about, fault) ||
        !deferral_facts(asker->arena, asker->store, out->about.project, &given, fault) ||
        !facts_read(facts, given, NULL, fault) ||
        !deferral_marks_of(asker->arena, asker->store, &out->about, &kinds, fault) ||
        !deferral_owed(asker->arena, asker->store, asker->id, &out->owed, fault)) {
        return false;
    }
    out->ground = (struct deferral_ground){
        .pack = pack,
        .facts = facts,
        .code = out->about.code,
        .application_state = out->about.is_own ? TEXT_NONE : out->about.state,
        .is_closed_by_record = closes(pack, kinds),
        .owed = &out->owed,
        .today = asker->today,
    };
    return true;
}

/* -- commands -- */

static bool perform_promise(struct command_run *run, const void *given, struct fault *fault)
{
    struct asker asker = {run->arena, run->store, run->city, run->actor, run->id, run->today};
    struct counter counter;
    struct deferral_promised body = {.materials = {NULL, 0}};
    if (!open_counter(&asker, &counter, fault) ||
        !deferral_decide_promise(&counter.ground, given, &body, fault)) {
        return false;
    }
    body.application = counter.about.id;
    body.code = counter.about.code;
    body.item_name = counter.about.name;
    body.org = counter.about.org;
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    struct event_about about = {0, counter.about.project, run->today};
    return run_emit(run, &deferral_promised_event, about, &body, fault);
}

static bool load(struct command_run *run, struct deferral *out, struct fault *fault)
{
    struct sight sight = run_sight(run);
    return deferral_find(&sight, run->id, out, fault) && run_version_is(run, out->version, fault);
}

static bool emit(struct command_run *run, const struct deferral *deferral,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {deferral->id, deferral->project, run->today};
    run->answer = (struct answer){.id = deferral->id, .version = deferral->version + 1};
    return run_emit(run, kind, about, body, fault);
}

static bool perform_fulfil(struct command_run *run, const void *given, struct fault *fault)
{
    const struct deferral_fulfil *fields = given;
    struct deferral deferral;
    struct deferral_fulfilled body = {fields->files, fields->note};
    enum language language = run->actor->language;
    if (!load(run, &deferral, fault)) {
        return false;
    }
    if (deferral.state != DEFERRAL_PROMISED && deferral.state != DEFERRAL_BREACHED) {
        return fault_raise(
            fault, FAULT_WRONG_STATE, TEXT_NONE,
            FAULT_ARGS(deferral_state_name(deferral.state, language),
                       language == LANGUAGE_ZH ? TEXT("补交材料") : TEXT("hand it in"),
                       language == LANGUAGE_ZH ? TEXT("请刷新") : TEXT("Reload")));
    }
    return deferral_files_are_of(run->arena, run->store, deferral.project, fields->files, fault) &&
           emit(run, &deferral, &deferral_fulfilled_event, &body, fault);
}

static bool perform_conclude(struct command_run *run, const void *given, struct fault *fault)
{
    const struct deferral_conclude *fields = given;
    struct deferral deferral;
    struct deferral_concluded body = {fields->consequence, fields->reason, 0, fields->due_on};
    struct deferral_conclude_terms terms = {run->actor, run->today, CIVIL_DATE_NONE};
    if (!load(run, &deferral, fault)) {
        return false;
    }
    terms.latest = deferral_latest_extension(city_pack(run->city), deferral.code, run->today);
    if (!deferral_decide_conclude(&deferral, fields, &terms, fault)) {
        return false;
    }
    body.application = deferral.application;
    body.due_on = text_is(fields->consequence, "extend") ? fields->due_on : CIVIL_DATE_NONE;
    return emit(run, &deferral, &deferral_concluded_event, &body, fault);
}

/* Two promises of one application whose day is the same: the first lapse has withdrawn it, and the
 * other promise is void with it. */
static bool fell_with_an_earlier(const struct deferrals *due, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (due->items[i].application == due->items[at].application &&
            text_is(text_of(deferral_outcome(&due->items[i])), "withdrawn")) {
            return true;
        }
    }
    return false;
}

/* The day after the promised one: nobody need look. */
static bool perform_lapse(struct command_run *run, const void *given, struct fault *fault)
{
    struct deferrals due;
    (void)given;
    if (!deferral_due(run->arena, run->store, run->today, &due, fault)) {
        return false;
    }
    for (size_t i = 0; i < due.count; i++) {
        const struct deferral *one = &due.items[i];
        struct deferral_lapsed body = {text_of(deferral_outcome(one)),
                                       one->application,
                                       one->org,
                                       one->item_name,
                                       one->code,
                                       one->enterprise};
        struct event_about about = {one->id, one->project, run->today};
        if (!fell_with_an_earlier(&due, i) &&
            !run_emit(run, &deferral_lapsed_event, about, &body, fault)) {
            return false;
        }
    }
    return true;
}

/* -- views -- */

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct deferral *one)
{
    enum language language = run->actor->language;
    bool is_open = one->state == DEFERRAL_PROMISED;
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", one->project);
    json_member_text(json, "number", one->project_number);
    json_member_text(json, "name", one->project_name);
    json_end(json);
    json_member_int(json, "application_id", one->application);
    json_member_text(json, "application_number", one->number);
    json_member_text(json, "application_state", one->application_state);
    json_member_text(json, "item", one->code);
    json_member_text(json, "item_name", one->item_name);
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_name(json, "materials");
    json_raw(json, one->materials);
    json_member_text(json, "certificate", one->is_held ? TEXT("held") : TEXT("issued"));
    json_member_text(json, "state", text_of(deferral_state_code(one->state)));
    json_member_text(json, "state_name", deferral_state_name(one->state, language));
    json_member_date(json, "promised_on", one->promised_on);
    json_member_date(json, "due_on", one->due_on);
    json_member_int_if(json, "left_days", is_open,
                       is_open ? city_working_days(run->city, run->today, one->due_on) : 0);
    json_member_date(json, "granted_on", one->granted_on);
    json_member_int_if(json, "handling_code", one->granted_on != CIVIL_DATE_NONE, 12);
    json_member_date(json, "fulfilled_on", one->fulfilled_on);
    json_member_date(json, "lapsed_on", one->lapsed_on);
    json_member_text_or_null(json, "note", one->note);
    json_member_date(json, "extension_latest",
                     one->state == DEFERRAL_BREACHED
                         ? deferral_latest_extension(city_pack(run->city), one->code, run->today)
                         : CIVIL_DATE_NONE);
    json_name(json, "may");
    json_array(json);
    bool is_applicant = run->actor->role == ROLE_ENTERPRISE || run->actor->role == ROLE_NAVIGATOR;
    if (is_applicant && (is_open || one->state == DEFERRAL_BREACHED)) {
        json_text(json, TEXT("fulfil"));
    }
    if (one->state == DEFERRAL_BREACHED && text_equal(run->actor->org, one->org)) {
        json_text(json, TEXT("conclude"));
    }
    json_end(json);
    json_end(json);
}

struct list_query {
    struct text state;
    int64_t project;
    bool mine;
};
static const struct field query_fields[] = {
    FIELD(list_query, state, TEXT, .max = 20, .zh = "状态", .en = "state"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, mine, BOOL, .zh = "本单位的", .en = "those of my unit"),
};
static const struct field_table query_table = FIELD_TABLE(list_query, query_fields);

static bool write_list(const struct view_run *run, struct json_writer *json,
                       const struct deferral_filter *filter, struct fault *fault)
{
    struct sight sight = view_sight(run);
    struct deferrals list;
    if (!deferral_select(&sight, filter, &list, fault)) {
        return false;
    }
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        write_row(json, run, &list.items[i]);
    }
    json_end(json);
    return true;
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct deferral_filter filter = {query->state, query->mine ? run->actor->org : TEXT_NONE,
                                     query->project, 0};
    json_object(json);
    if (!write_list(run, json, &filter, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

static bool answer_offers(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct asker asker = {run->arena, run->store, run->city, run->actor, run->id, run->today};
    struct counter counter;
    struct deferral_offer offers[DEFERRAL_OFFERS_MAX];
    struct deferral_filter filter = {TEXT_NONE, TEXT_NONE, 0, run->id};
    if (!open_counter(&asker, &counter, fault)) {
        return false;
    }
    const struct pack_record *rule = deferral_rule(counter.ground.pack, counter.about.code);
    size_t count =
        counter.ground.is_closed_by_record ? 0 : deferral_offers(&counter.ground, offers);
    int64_t days = rule == NULL ? 0 : jvalue_int(jvalue_get(rule->raw, "promise_days"), 0);
    json_object(json);
    json_member_bool(json, "closed_by_record", counter.ground.is_closed_by_record);
    json_member_date(json, "latest",
                     count == 0 ? CIVIL_DATE_NONE : city_due(run->city, run->today, (int)days).day);
    json_member_text_or_null(
        json, "certificate",
        rule == NULL ? TEXT_NONE : jvalue_text(jvalue_get(rule->raw, "certificate"), TEXT_NONE));
    json_name(json, "materials");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_text(json, offers[i].material);
    }
    json_end(json);
    if (!write_list(run, json, &filter, fault)) {
        return false;
    }
    json_end(json);
    return true;
}

#define ROLES_APPLICANT (ROLE_BIT(ROLE_ENTERPRISE) | ROLE_BIT(ROLE_NAVIGATOR))

static const struct command_kind commands[] = {
    {"deferral.promise", "POST", "/applications/{id}/deferrals", &deferral_promise_table,
     ROLE_BIT(ROLE_ENTERPRISE), 0, "容缺受理：承诺后补材料", "Promise materials that follow",
     perform_promise},
    {"deferral.fulfil", "POST", "/deferrals/{id}/fulfil", &deferral_fulfil_table, ROLES_APPLICANT,
     0, "补齐容缺材料", "Hand in what was to follow", perform_fulfil},
    {"deferral.conclude", "POST", "/deferrals/{id}/conclude", &deferral_conclude_table, ROLES_WORK,
     0, "处理容缺违诺", "Deal with a broken promise", perform_conclude},
    {"deferral.lapse", "POST", "", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE, "容缺到期处理",
     "What was to follow and has not come", perform_lapse},
};

static const struct view_kind views[] = {
    {"deferral.offers", "/applications/{id}/deferrals", NULL, ROLES_BUSINESS, 0, "可以后补的材料",
     "Materials that may follow", answer_offers},
    {"deferral.list", "/deferrals", &query_table, ROLES_BUSINESS, 0, "容缺清单",
     "Materials to follow", answer_list},
};

static const struct event_kind *const events[] = {
    &deferral_promised_event, &deferral_granted_event,   &deferral_fulfilled_event,
    &deferral_lapsed_event,   &deferral_concluded_event, &deferral_ungranted_event,
    &deferral_voided_event};

const struct room deferral_room = {
    .name = "deferral",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(deferral),
    .schema = {"deferral", 2, deferral_ddl},
};
