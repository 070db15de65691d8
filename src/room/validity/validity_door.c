#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/validity/validity.h"

/* -- referring to a park's assessment -- */

/* The variant that lets the item rest on a regional assessment, in force that day; or NULL. */
static const struct pack_record *regional_of(const struct pack *pack, struct text item,
                                             civil_date on)
{
    const struct pack_records *all = &pack->lists[PACK_VARIANTS];
    for (uint32_t i = 0; i < all->count; i++) {
        const struct jvalue *raw = all->items[i].raw;
        const struct jvalue *items = jvalue_get(raw, "items");
        bool is_regional =
            text_is(jvalue_text(jvalue_get(raw, "kind"), TEXT_NONE), "regional_assessment");
        for (uint32_t k = 0; is_regional && k < items->count; k++) {
            if (text_equal(jvalue_text(&items->items[k], TEXT_NONE), item) &&
                pack_in_force(&all->items[i], on)) {
                return &all->items[i];
            }
        }
    }
    return NULL;
}

static const struct pack_record *rule_of(const struct pack *pack, const char *id)
{
    return pack_find(pack, PACK_EXPIRIES, text_of(id), CIVIL_DATE_NONE);
}

static bool refuse_item(struct fault *fault)
{
    return fault_raise(fault, FAULT_FIELD_INVALID, TEXT("item"),
                       FAULT_ARGS(TEXT("该事项没有可引用的区域评估"),
                                  TEXT("no regional assessment replaces this item")));
}

static bool perform_refer(struct command_run *run, const void *given, struct fault *fault)
{
    const struct validity_refer *fields = given;
    const struct pack *pack = city_pack(run->city);
    struct project project;
    struct validity_watched body = {0};
    if (!project_of_run(run, 0, &project, fault) ||
        !validity_decide_refer(fields, run->today, fault)) {
        return false;
    }
    const struct pack_record *variant = regional_of(pack, fields->item, run->today);
    struct validity_granted granted = {rule_of(pack, "regional-assessment"), run->today,
                                       fields->valid_until, run->arena};
    if (variant == NULL || !validity_of_result(&granted, &body)) {
        return refuse_item(fault);
    }
    body.kind = TEXT("assessment");
    body.code = fields->item;
    body.name = fields->assessment;
    body.org = TEXT_NONE;
    body.document = fields->document;
    body.topic = jvalue_text(jvalue_get(jvalue_get(variant->raw, "assumes"), "member"), TEXT_NONE);
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    struct event_about about = {0, project.id, run->today};
    return run_emit(run, &validity_watched_event, about, &body, fault);
}

/* -- extending -- */

static bool perform_extend(struct command_run *run, const void *given, struct fault *fault)
{
    const struct validity_extend *fields = given;
    struct sight sight = run_sight(run);
    struct validity validity;
    if (!validity_find(&sight, run->id, &validity, fault) ||
        !run_version_is(run, validity.version, fault) ||
        !validity_decide_extend(&validity, run->actor, run->today, fault)) {
        return false;
    }
    civil_date until = civil_date_months_after(validity.until, validity.extension_months);
    struct validity_extended body = {
        fields->reason, fields->document, until,
        validity_next(run->arena, validity.notice_days, until, run->today)};
    struct event_about about = {validity.id, validity.project, run->today};
    run->answer = (struct answer){.id = validity.id, .version = validity.version + 1};
    return run_emit(run, &validity_extended_event, about, &body, fault);
}

/* -- what happens by itself -- */

static bool notice(struct command_run *run, const struct validity *one, struct fault *fault)
{
    struct validity_noticed body = {
        .name = one->name,
        .code = one->code,
        .until = one->until,
        .left_days = one->until - run->today,
        .kind = one->kind,
        .source = one->source,
        .org = one->org,
        .law = one->law,
        .next_on = validity_next(run->arena, one->notice_days, one->until, run->today)};
    struct event_about about = {one->id, one->project, run->today};
    return run_emit(run, &validity_noticed_event, about, &body, fault);
}

static bool lapse(struct command_run *run, const struct validity *one, struct fault *fault)
{
    struct validity_lapsed body = {
        .kind = one->kind,
        .lapse = one->lapse,
        .code = one->code,
        .name = one->name,
        .org = one->org,
        .law = one->law,
        .source = one->source,
        .about = one->about,
        .until = one->until,
    };
    struct event_about about = {one->id, one->project, run->today};
    return run_emit(run, &validity_lapsed_event, about, &body, fault);
}

static bool perform_watch(struct command_run *run, const void *given, struct fault *fault)
{
    struct validities due;
    (void)given;
    if (!validity_due(run->arena, run->store, run->today, &due, fault)) {
        return false;
    }
    for (size_t i = 0; i < due.count; i++) {
        const struct validity *one = &due.items[i];
        if (!(one->until < run->today ? lapse(run, one, fault) : notice(run, one, fault))) {
            return false;
        }
    }
    return true;
}

/* -- the list -- */

struct list_query {
    struct text state, kind;
    int64_t project;
    civil_date until;
};
static const struct field query_fields[] = {
    FIELD(list_query, state, TEXT, .max = 20, .zh = "状态", .en = "state"),
    FIELD(list_query, kind, TEXT, .max = 20, .zh = "种类", .en = "kind"),
    FIELD(list_query, project, ID, .zh = "项目", .en = "project"),
    FIELD(list_query, until, DATE, .zh = "到期日不晚于", .en = "that run out by"),
};
static const struct field_table query_table = FIELD_TABLE(list_query, query_fields);

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct validity *one)
{
    struct fault ignored = {.code = FAULT_NONE};
    bool is_running = one->state == VALIDITY_RUNNING;
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_name(json, "project");
    json_object(json);
    json_member_int(json, "id", one->project);
    json_member_text(json, "number", one->project_number);
    json_member_text(json, "name", one->project_name);
    json_end(json);
    json_member_int_if(json, "application_id", one->source != 0, one->source);
    bool is_commitment = text_is(one->kind, "commitment");
    json_member_int_if(json, "certificate_id", one->about != 0 && !is_commitment, one->about);
    json_member_int_if(json, "commitment_id", is_commitment, one->about);
    json_member_text(json, "kind", one->kind);
    json_member_text(json, "item", one->code);
    json_member_text(json, "name", one->name);
    json_member_text_or_null(
        json, "org_name",
        one->org.len == 0 ? TEXT_NONE : city_org_name(run->city, one->org, run->actor->language));
    json_member_text_or_null(json, "document", one->document);
    json_member_text(json, "state", text_of(validity_state_code(one->state)));
    json_member_date(json, "from_on", one->from_on);
    json_member_date(json, "until", one->until);
    json_member_int_if(json, "left_days", is_running, one->until - run->today);
    json_member_text_or_null(json, "ends_with", one->ends_with);
    json_member_text(json, "lapse", one->lapse);
    json_member_text_or_null(json, "law", one->law);
    json_member_int(json, "extensions", one->extensions);
    json_member_int_if(json, "extensions_most", one->extensions_most >= 0, one->extensions_most);
    json_member_date(json, "noticed_on", one->noticed_on);
    json_member_date(json, "lapsed_on", one->lapsed_on);
    json_member_date(json, "ended_on", one->ended_on);
    json_member_bool(json, "may_extend",
                     validity_decide_extend(one, run->actor, run->today, &ignored));
    json_end(json);
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct sight sight = view_sight(run);
    struct validities list;
    struct validity_filter filter = {query->state, query->kind, query->project, query->until};
    if (!validity_select(&sight, &filter, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        write_row(json, run, &list.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct command_kind commands[] = {
    {"validity.refer", "POST", "/projects/{id}/regional-references", &validity_refer_table,
     ROLES_SERVICE, 0, "引用区域评估成果", "Refer an item to a regional assessment", perform_refer},
    {"validity.extend", "POST", "/validities/{id}/extend", &validity_extend_table, ROLES_WORK, 0,
     "准予延期", "Extend a validity", perform_extend},
    {"validity.watch", "POST", "", NULL, 0, COMMAND_INTERNAL | COMMAND_CHORE,
     "有效期提醒和届满记录", "Notices ahead, and what has run out", perform_watch},
};

static const struct view_kind views[] = {
    {"validity.list", "/validities", &query_table, ROLES_BUSINESS, 0, "有效期清单",
     "What holds for a time", answer_list},
};

static const struct event_kind *const events[] = {&validity_watched_event, &validity_noticed_event,
                                                  &validity_extended_event, &validity_lapsed_event,
                                                  &validity_ended_event};

const struct room validity_room = {
    .name = "validity",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(validity),
    .schema = {"validity", 2, validity_ddl},
};
