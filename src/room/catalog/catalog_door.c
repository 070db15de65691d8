#include "app/city.h"
#include "base/arena.h"
#include "room/catalog/catalog.h"
#include "room/catalog/catalog_sheet.h"

static bool load(const struct command_run *run, struct catalog_set *out, struct fault *fault)
{
    return catalog_set_of(run->arena, run->store, run->id, out, fault) &&
           run_version_is(run, out->version, fault);
}

static void answer_with(struct command_run *run, int64_t id, int64_t version)
{
    run->answer.id = id;
    run->answer.version = version;
}

static bool emit(struct command_run *run, const struct catalog_set *set,
                 const struct event_kind *kind, const void *body, struct fault *fault)
{
    struct event_about about = {set->id, 0, run->today};
    answer_with(run, set->id, set->version + 1);
    return run_emit(run, kind, about, body, fault);
}

/* -- opening, describing, discarding -- */

static bool day_may_stand(const struct command_run *run, civil_date from, struct fault *fault)
{
    return from == CIVIL_DATE_NONE || catalog_day_is_sound(from, run->today, fault);
}

static bool perform_open(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_describe *fields = given;
    struct catalog_opened body = {fields->title, fields->reason, fields->from, 0};
    struct event_about about = {0, 0, run->today};
    answer_with(run, run_next_seq(run), 1);
    return day_may_stand(run, fields->from, fault) &&
           run_emit(run, &catalog_opened_event, about, &body, fault);
}

static bool perform_describe(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_describe *fields = given;
    struct catalog_set set;
    return load(run, &set, fault) && catalog_is_draft(&set, fault) &&
           day_may_stand(run, fields->from, fault) &&
           emit(run, &set, &catalog_described_event, fields, fault);
}

static bool perform_discard(struct command_run *run, const void *given, struct fault *fault)
{
    struct catalog_set set;
    return load(run, &set, fault) && catalog_is_draft(&set, fault) &&
           emit(run, &set, &catalog_discarded_event, given, fault);
}

/* -- one change -- */

static bool refuse_put(struct fault *fault, const char *field, const char *zh, const char *en)
{
    fault_raise(fault, FAULT_FIELD_INVALID, text_of(field), FAULT_ARGS(text_of(zh), text_of(en)));
    for (size_t i = 0; i < catalog_put_table.count; i++) {
        if (text_is(text_of(field), catalog_put_table.fields[i].name)) {
            fault_label(fault, catalog_put_table.fields[i].zh, catalog_put_table.fields[i].en);
        }
    }
    return false;
}

static const struct catalog_change *find(const struct catalog_changes *changes, struct text kind,
                                         struct text key)
{
    for (size_t i = 0; i < changes->count; i++) {
        if (text_equal(changes->items[i].kind, kind) && text_equal(changes->items[i].key, key)) {
            return &changes->items[i];
        }
    }
    return NULL;
}

struct putting {
    const struct catalog_set *set;
    const struct catalog_put *fields;
    const struct catalog_change *drafted; /* of the same record; NULL */
};

/* What is drafted already, else what holds on the day the set begins. */
static const struct jvalue *record_before(struct command_run *run, const struct putting *putting,
                                          const struct pack_change *change)
{
    const struct catalog_change *drafted = putting->drafted;
    const struct jvalue *record = NULL;
    struct fault unread = {.code = FAULT_NONE};
    bool is_drafted = drafted != NULL && !drafted->ends;
    if (is_drafted && json_read(run->arena, drafted->record, &record, &unread)) {
        return record;
    }
    return catalog_record_on(run->arena, city_pack(run->city), change->kind, change->key,
                             change->from);
}

/* In the order of the record, so that a later comparison reads like it. */
static const struct jvalue *with_members(struct arena *arena, const struct jvalue *record,
                                         const struct jvalue *members)
{
    for (uint32_t i = 0; i < members->count; i++) {
        record = jvalue_with(arena, record, text_c_string(arena, members->members[i].name),
                             &members->members[i].value);
    }
    return record;
}

static bool read_record(struct command_run *run, const struct putting *putting,
                        struct pack_change *out, struct fault *fault)
{
    const struct catalog_put *fields = putting->fields;
    const struct jvalue *given = NULL;
    int ways = (fields->record.len > 0) + (fields->members.len > 0) + fields->ends;
    if (ways != 1) {
        return refuse_put(fault, "record", "请给出完整内容、改动的各项或废止，三者只能取一",
                          "give the whole record, the members that change, or that it ends: one");
    }
    if (fields->ends) {
        return catalog_record_on(run->arena, city_pack(run->city), out->kind, out->key,
                                 out->from) != NULL ||
               refuse_put(fault, "key", "没有这条记录，不能废止", "there is no such record to end");
    }
    if (!json_read(run->arena, fields->record.len > 0 ? fields->record : fields->members, &given,
                   fault)) {
        return false;
    }
    if (given->kind != JVALUE_OBJECT) {
        return refuse_put(fault, "record", "应为对象", "must be an object");
    }
    if (fields->members.len > 0) {
        const struct jvalue *before = record_before(run, putting, out);
        if (before == NULL) {
            return refuse_put(fault, "key", "没有这条记录，新增请给出完整内容",
                              "there is no such record: give a new one whole");
        }
        given = with_members(run->arena, before, given);
    }
    out->record = given;
    return true;
}

static struct text json_of(struct arena *arena, const struct jvalue *value)
{
    struct buffer buffer = buffer_open(arena, 4096);
    struct json_writer json = json_writer_open(&buffer);
    if (value == NULL) {
        return TEXT_NONE;
    }
    json_value(&json, value);
    return buffer_text(&buffer);
}

static bool put(struct command_run *run, const struct catalog_set *set,
                const struct pack_change *change, struct text source, struct fault *fault)
{
    struct catalog_was_put body = {
        .kind = text_of(pack_kinds[change->kind].name),
        .key = change->key,
        .record = json_of(run->arena, change->record),
        .ends = change->record == NULL,
        .source = source,
    };
    return catalog_turn(run->store, &body.base, fault) &&
           emit(run, set, &catalog_put_event, &body, fault);
}

static bool perform_put(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_put *fields = given;
    struct catalog_set set;
    struct catalog_changes changes;
    if (!load(run, &set, fault) || !catalog_is_draft(&set, fault) ||
        !catalog_changes_of(run->arena, run->store, set.id, &changes, fault)) {
        return false;
    }
    struct pack_change change = {.key = fields->key,
                                 .from = set.from != CIVIL_DATE_NONE ? set.from : run->today};
    const struct catalog_change *drafted = find(&changes, fields->kind, fields->key);
    if (!pack_kind_find(fields->kind, &change.kind)) {
        return refuse_put(fault, "kind", "没有这个类别", "there is no such kind");
    }
    if (drafted == NULL && changes.count == CATALOG_CHANGES_MAX) {
        struct text most = text_format(run->arena, "%d", CATALOG_CHANGES_MAX);
        return fault_raise(fault, FAULT_CATALOG_TOO_MANY, TEXT_NONE, FAULT_ARGS(most));
    }
    struct putting putting = {&set, fields, drafted};
    return read_record(run, &putting, &change, fault) && pack_change_is_sound(&change, fault) &&
           put(run, &set, &change, fields->source, fault);
}

static bool perform_take(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_take *fields = given;
    struct catalog_set set;
    struct catalog_changes changes;
    if (!load(run, &set, fault) || !catalog_is_draft(&set, fault) ||
        !catalog_changes_of(run->arena, run->store, set.id, &changes, fault)) {
        return false;
    }
    return find(&changes, fields->kind, fields->key) != NULL
               ? emit(run, &set, &catalog_taken_event, fields, fault)
               : fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

/* -- publishing and what can be done after -- */

static struct text changes_json(struct arena *arena, const struct pack_changes *changes)
{
    struct buffer buffer = buffer_open(arena, 8192);
    struct json_writer json = json_writer_open(&buffer);
    json_array(&json);
    for (uint32_t i = 0; i < changes->count; i++) {
        const struct pack_change *change = &changes->items[i];
        json_object(&json);
        json_member_text(&json, "kind", text_of(pack_kinds[change->kind].name));
        json_member_text(&json, "key", change->key);
        if (change->record != NULL) {
            json_name(&json, "record");
            json_value(&json, change->record);
        }
        json_end(&json);
    }
    json_end(&json);
    return buffer_text(&buffer);
}

static bool all_is_sound(struct command_run *run, const struct pack_changes *changes,
                         civil_date from, struct fault *fault)
{
    for (uint32_t i = 0; i < changes->count; i++) {
        if (!pack_change_is_sound(&changes->items[i], fault)) {
            return false;
        }
    }
    struct pack_findings found = catalog_check(run->arena, city_pack(run->city), changes, from);
    if (found.count == 0) {
        return true;
    }
    const struct pack_finding *first = &found.items[0];
    struct text zh = text_format(run->arena, "%.*s %.*s：%.*s", TEXT_ARG(first->record),
                                 TEXT_ARG(first->field), TEXT_ARG(first->zh));
    struct text en = text_format(run->arena, "%.*s %.*s: %.*s", TEXT_ARG(first->record),
                                 TEXT_ARG(first->field), TEXT_ARG(first->en));
    return fault_raise(fault, FAULT_CATALOG_UNSOUND, TEXT_NONE, FAULT_ARGS(zh, en));
}

static bool perform_publish(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_publish *fields = given;
    struct catalog_set set;
    struct catalog_changes changes;
    struct pack_changes laid;
    civil_date from = CIVIL_DATE_NONE;
    if (!load(run, &set, fault) ||
        !catalog_changes_of(run->arena, run->store, set.id, &changes, fault)) {
        return false;
    }
    struct catalog_asked asked = {run->actor, run->today, &set, &changes};
    if (!catalog_may_publish(&asked, fields->from, &from, fault)) {
        return false;
    }
    catalog_as_pack(run->arena, &changes, from, &laid);
    if (!all_is_sound(run, &laid, from, fault)) {
        return false;
    }
    struct catalog_published body = {from, fields->note, changes_json(run->arena, &laid)};
    return emit(run, &set, &catalog_published_event, &body, fault);
}

static bool perform_withdraw(struct command_run *run, const void *given, struct fault *fault)
{
    struct catalog_set set;
    struct catalog_changes changes = {NULL, 0};
    if (!load(run, &set, fault)) {
        return false;
    }
    struct catalog_asked asked = {run->actor, run->today, &set, &changes};
    return catalog_may_withdraw(&asked, fault) &&
           emit(run, &set, &catalog_withdrawn_event, given, fault);
}

static bool put_back(struct command_run *run, const struct catalog_set *old,
                     const struct catalog_set *fresh, const struct catalog_change *change,
                     struct fault *fault)
{
    struct pack_change back = {.key = change->key};
    if (!pack_kind_find(change->kind, &back.kind)) {
        return false;
    }
    back.record = catalog_record_without(run->arena, city_pack(run->city), old, &back);
    struct jvalue none = {.kind = JVALUE_NULL};
    if (back.record != NULL && pack_kind_is_dated(back.kind) &&
        !pack_kind_says_its_end(back.kind)) {
        back.record = jvalue_with(run->arena, back.record, "valid_to", &none);
    }
    return put(run, fresh, &back, text_format(run->arena, "恢复 #%lld", (long long)old->id), fault);
}

static bool perform_revert(struct command_run *run, const void *given, struct fault *fault)
{
    const struct catalog_describe *fields = given;
    struct catalog_set old;
    struct catalog_changes changes;
    struct event_about about = {0, 0, run->today};
    if (!load(run, &old, fault) || !day_may_stand(run, fields->from, fault) ||
        !catalog_changes_of(run->arena, run->store, old.id, &changes, fault)) {
        return false;
    }
    if (old.state != CATALOG_PUBLISHED) {
        return fault_raise(fault, FAULT_CATALOG_NOT_PUBLISHED, TEXT_NONE, FAULT_NO_ARGS);
    }
    struct catalog_opened body = {fields->title, fields->reason, fields->from, old.id};
    struct catalog_set fresh = {.id = run_next_seq(run)};
    if (!run_emit(run, &catalog_opened_event, about, &body, fault)) {
        return false;
    }
    for (size_t i = 0; i < changes.count; i++) {
        if (!put_back(run, &old, &fresh, &changes.items[i], fault)) {
            return false;
        }
    }
    answer_with(run, fresh.id, 1 + (int64_t)changes.count);
    return true;
}

static const struct command_kind commands[] = {
    {"catalog.open", "POST", "/catalog/sets", &catalog_describe_table, ROLES_WRITE_RULES, 0,
     "起草规则变更单", "begin a change set", perform_open},
    {"catalog.describe", "POST", "/catalog/sets/{id}/describe", &catalog_describe_table,
     ROLES_WRITE_RULES, 0, "修改变更单的标题、理由或日期", "describe a change set anew",
     perform_describe},
    {"catalog.put", "POST", "/catalog/sets/{id}/changes", &catalog_put_table, ROLES_WRITE_RULES, 0,
     "起草一项规则变更", "draft a change of a record", perform_put},
    {"catalog.take", "POST", "/catalog/sets/{id}/take", &catalog_take_table, ROLES_WRITE_RULES, 0,
     "撤下一项规则变更", "take a drafted change out", perform_take},
    {"catalog.discard", "POST", "/catalog/sets/{id}/discard", &catalog_why_table, ROLES_WRITE_RULES,
     0, "废弃规则变更单", "discard a draft", perform_discard},
    {"catalog.publish", "POST", "/catalog/sets/{id}/publish", &catalog_publish_table,
     ROLES_PUBLISH_RULES, 0, "复核并发布规则变更", "look at a change set and publish it",
     perform_publish},
    {"catalog.withdraw", "POST", "/catalog/sets/{id}/withdraw", &catalog_why_table,
     ROLES_PUBLISH_RULES, 0, "撤回尚未生效的规则变更", "withdraw what is not yet in force",
     perform_withdraw},
    {"catalog.revert", "POST", "/catalog/sets/{id}/revert", &catalog_describe_table,
     ROLES_WRITE_RULES, 0, "起草恢复原内容的变更单",
     "draft a change that puts back what was in force before", perform_revert},
    {"catalog.items_check", "POST", "/catalog/imports/items/check", &catalog_batch_table,
     ROLES_WRITE_RULES, COMMAND_TAKES_A_FILE, "试导入事项表格", "dry run of a spreadsheet of items",
     catalog_sheet_check, catalog_sheet_prepare_items, CATALOG_SHEET_MAX},
    {"catalog.items_draft", "POST", "/catalog/imports/items", &catalog_batch_table,
     ROLES_WRITE_RULES, COMMAND_TAKES_A_FILE, "事项表格导入为变更单",
     "a spreadsheet of items becomes a change set", catalog_sheet_draft,
     catalog_sheet_prepare_items, CATALOG_SHEET_MAX},
    {"catalog.units_check", "POST", "/catalog/imports/units/check", &catalog_batch_table,
     ROLES_WRITE_RULES, COMMAND_TAKES_A_FILE, "试导入单位表格", "dry run of a spreadsheet of units",
     catalog_sheet_check, catalog_sheet_prepare_units, CATALOG_SHEET_MAX},
    {"catalog.units_draft", "POST", "/catalog/imports/units", &catalog_batch_table,
     ROLES_WRITE_RULES, COMMAND_TAKES_A_FILE, "单位表格导入为变更单",
     "a spreadsheet of units becomes a change set", catalog_sheet_draft,
     catalog_sheet_prepare_units, CATALOG_SHEET_MAX},
};

static const struct view_kind views[] = {
    {"catalog.sets", "/catalog/sets", NULL, ROLES_READ_RULES, 0, "规则变更单", "change sets",
     catalog_answer_sets},
    {"catalog.set", "/catalog/sets/{id}", NULL, ROLES_READ_RULES, 0, "一份变更单：逐项对照与检查",
     "a change set: compared and checked", catalog_answer_set},
    {"catalog.kinds", "/catalog/kinds", NULL, ROLES_READ_RULES, VIEW_SAME_FOR_ALL,
     "可以变更的类别及其各项", "what can be changed, and its members", catalog_answer_kinds},
    {"catalog.records", "/catalog/records", &catalog_query_table, ROLES_READ_RULES,
     VIEW_SAME_FOR_ALL, "某一类别的全部记录", "all records of a kind", catalog_answer_records},
    {"catalog.items_template", "/catalog/imports/items/template", NULL, ROLES_WRITE_RULES, 0,
     "事项导入模板", "columns of a spreadsheet of items", catalog_answer_item_columns},
    {"catalog.units_template", "/catalog/imports/units/template", NULL, ROLES_WRITE_RULES, 0,
     "单位导入模板", "columns of a spreadsheet of units", catalog_answer_unit_columns},
    {"catalog.fields", "/catalog/fields", &catalog_query_table, ROLES_READ_RULES, VIEW_SAME_FOR_ALL,
     "某一类别的条件可用的字段和运算", "the fields and ops of a kind's conditions",
     catalog_answer_fields},
    {"catalog.trial", "/catalog/trial", &catalog_trial_table, ROLES_READ_RULES, 0,
     "试算：正在起草的政策条件对样例的结果（不保存）",
     "what the conditions of a policy in the writing come to for trial cases, nothing kept",
     catalog_answer_trial},
    {"catalog.record", "/catalog/record", &catalog_query_table, ROLES_READ_RULES, VIEW_SAME_FOR_ALL,
     "一条记录的各个版本", "the versions of a record", catalog_answer_record},
};

static const struct event_kind *const events[] = {
    &catalog_opened_event,   &catalog_described_event, &catalog_put_event,
    &catalog_taken_event,    &catalog_discarded_event, &catalog_published_event,
    &catalog_withdrawn_event};

const struct room catalog_room = {
    .name = "catalog",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(catalog),
    .schema = {"catalog", 1, catalog_ddl},
};
