#include "app/city.h"
#include "pack/delegation.h"
#include "room/devolution/devolution.h"

static struct text member(const struct pack_record *record, const char *name)
{
    return record == NULL ? TEXT_NONE : jvalue_text(jvalue_get(record->raw, name), TEXT_NONE);
}

/* What the city decides goes to a unit of that district, nothing else. */
static bool may_go_there(const struct command_run *run, const struct devolution_give *fields,
                         civil_date from, struct fault *fault)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_record *item = pack_find(pack, PACK_ITEMS, fields->item, from);
    const struct pack_record *own =
        pack_find(pack, PACK_UNITS, member(item, "org"), CIVIL_DATE_NONE);
    const struct pack_record *unit = pack_find(pack, PACK_UNITS, fields->org, CIVIL_DATE_NONE);
    if (item == NULL) {
        return fault_refuse_field(fault, "item", "数据包里没有这个事项",
                                  "the pack has no such item");
    }
    if (!text_is(member(own, "level"), "city")) {
        return fault_refuse_field(fault, "item", "不是市级单位承办的事项",
                                  "no unit of the city decides it");
    }
    if (!text_is(member(unit, "level"), "district") ||
        !text_equal(member(unit, "district_code"), fields->district)) {
        return fault_refuse_field(fault, "org", "不是该区县的单位", "no unit of that district");
    }
    return true;
}

static bool is_listed(const struct command_run *run, const struct devolution_give *fields,
                      civil_date from, struct fault *fault)
{
    struct pack_delegation listed;
    return pack_delegation_on(city_pack(run->city), fields->item, fields->district, from,
                              &listed) &&
           !fault_raise(fault, FAULT_ALREADY_DONE, TEXT("item"),
                        FAULT_ARGS(TEXT("本市清单已把该事项委托下放到该区县"),
                                   TEXT("the city's list delegates the item to that district")));
}

/* The city's coordinator, not one whose post is in a district. */
static bool is_of_city(const struct command_run *run, struct fault *fault)
{
    struct text district = run->actor->district;
    return text_is_empty(district) || text_equal(district, city_code(run->city)) ||
           fault_raise(
               fault, FAULT_NOT_PERMITTED, TEXT_NONE,
               FAULT_ARGS(TEXT("由市服务中心协调员办理"), TEXT("the city's coordinator does it")));
}

static bool perform_give(struct command_run *run, const void *given, struct fault *fault)
{
    const struct devolution_give *fields = given;
    struct devolution_filter filter = {fields->item, fields->district};
    struct devolution_given body = {.item = fields->item,
                                    .district = fields->district,
                                    .org = fields->org,
                                    .basis = fields->basis};
    struct devolutions all;
    if (!is_of_city(run, fault) || !devolution_list(run->arena, run->store, &filter, &all, fault) ||
        !devolution_decide_give(fields, &all, run->today, &body.from_on, fault) ||
        is_listed(run, fields, body.from_on, fault) ||
        !may_go_there(run, fields, body.from_on, fault)) {
        return false;
    }
    struct event_about about = {0, 0, run->today};
    run->answer = (struct answer){.id = run_next_seq(run), .version = 1};
    return run_emit(run, &devolution_given_event, about, &body, fault);
}

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    const struct devolution_withdraw *fields = given;
    struct devolution_withdrawn body = {.reason = fields->reason};
    struct devolution devolution;
    if (!is_of_city(run, fault) ||
        !devolution_find(run->arena, run->store, run->id, &devolution, fault) ||
        !run_version_is(run, devolution.version, fault) ||
        !devolution_decide_withdraw(fields, &devolution, run->today, &body.from_on, fault)) {
        return false;
    }
    struct event_about about = {devolution.id, 0, run->today};
    run->answer = (struct answer){.id = devolution.id, .version = devolution.version + 1};
    return run_emit(run, &devolution_withdrawn_event, about, &body, fault);
}

static const struct command_kind commands[] = {
    {"devolution.give", "POST", "/item-delegations", &devolution_give_table,
     ROLE_BIT(ROLE_CENTRE_COORDINATOR), 0, "事项委托下放到区县", "Delegate an item to a district",
     perform_give},
    {"devolution.withdraw", "POST", "/item-delegations/{id}/withdraw", &devolution_withdraw_table,
     ROLE_BIT(ROLE_CENTRE_COORDINATOR), 0, "收回委托下放的事项", "Take a delegated item back",
     perform_withdraw},
};

struct list_query {
    struct text item, district;
};
static const struct field list_fields[] = {
    FIELD(list_query, item, TEXT, .names = "items", .max = 60, .zh = "事项", .en = "item"),
    FIELD(list_query, district, TEXT, .names = "districts", .max = 20, .zh = "区县",
          .en = "district"),
};
static const struct field_table list_table = FIELD_TABLE(list_query, list_fields);

static void write_row(struct json_writer *json, const struct view_run *run,
                      const struct devolution *one)
{
    enum language language = run->actor->language;
    json_object(json);
    json_member_int(json, "id", one->id);
    json_member_int(json, "version", one->version);
    json_member_text(json, "item", one->item);
    json_member_text(json, "item_name", city_item_name(run->city, one->item, language));
    json_member_text(json, "district", one->district);
    json_member_text(json, "district_name", city_district_name(run->city, one->district, language));
    json_member_text(json, "org", one->org);
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_text(json, "basis", one->basis);
    json_member_date(json, "given_on", one->given_on);
    json_member_date(json, "from_on", one->from_on);
    json_member_date(json, "until_on", one->until_on);
    json_member_text(json, "reason", one->reason);
    json_member_bool(json, "in_force", devolution_is_in_force(one, run->today));
    json_member_text_or_null(json, "listed", TEXT_NONE);
    json_member_text_or_null(json, "source", TEXT_NONE);
    json_member_text_or_null(json, "confidence", TEXT_NONE);
    json_end(json);
}

static bool is_asked(const struct list_query *query, const struct pack_delegation *one)
{
    return (query->item.len == 0 || text_equal(query->item, one->item)) &&
           (query->district.len == 0 || text_equal(query->district, one->district));
}

/* The same members of what the city's list says: `listed` instead of an id. */
static void write_listed(struct json_writer *json, const struct view_run *run,
                         const struct pack_delegation *one)
{
    enum language language = run->actor->language;
    civil_date last = one->record->valid_to;
    json_object(json);
    json_name(json, "id");
    json_null(json);
    json_name(json, "version");
    json_null(json);
    json_member_text(json, "item", one->item);
    json_member_text(json, "item_name", city_item_name(run->city, one->item, language));
    json_member_text(json, "district", one->district);
    json_member_text(json, "district_name", city_district_name(run->city, one->district, language));
    json_member_text(json, "org", one->org);
    json_member_text(json, "org_name", city_org_name(run->city, one->org, language));
    json_member_text(json, "basis", one->basis);
    json_member_date(json, "given_on", CIVIL_DATE_NONE);
    json_member_date(json, "from_on", one->record->valid_from);
    json_member_date(json, "until_on", last == CIVIL_DATE_NONE ? CIVIL_DATE_NONE : last + 1);
    json_member_text(json, "reason", TEXT_NONE);
    json_member_bool(json, "in_force", pack_in_force(one->record, run->today));
    json_member_text(json, "listed", one->record->id);
    json_member_text(json, "source", one->source);
    json_member_text(json, "confidence", one->confidence);
    json_end(json);
}

static void write_list_of_city(struct json_writer *json, const struct view_run *run)
{
    const struct pack_records *records = &city_pack(run->city)->lists[PACK_ITEM_DELEGATIONS];
    for (uint32_t i = 0; i < records->count; i++) {
        struct pack_delegation one = pack_delegation_read(&records->items[i]);
        if (is_asked(run->query, &one)) {
            write_listed(json, run, &one);
        }
    }
}

static bool answer_list(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    const struct list_query *query = run->query;
    struct devolution_filter filter = {query->item, query->district};
    struct devolutions list;
    if (!devolution_list(run->arena, run->store, &filter, &list, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < list.count; i++) {
        write_row(json, run, &list.items[i]);
    }
    write_list_of_city(json, run);
    json_end(json);
    json_member_text(
        json, "note",
        pack_delegations_note(city_pack(run->city), run->actor->language == LANGUAGE_ZH));
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"devolution.list", "/item-delegations", &list_table, ROLES_WORK | ROLES_WATCHERS, 0,
     "委托下放的事项", "Items delegated to districts", answer_list},
};

static const struct event_kind *const events[] = {&devolution_given_event,
                                                  &devolution_withdrawn_event};

const struct room devolution_room = {
    .name = "devolution",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(devolution),
    .schema = {"devolution", 1, devolution_ddl},
};
