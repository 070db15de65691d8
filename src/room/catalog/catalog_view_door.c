#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "pack/shape_words.h"
#include "room/catalog/catalog.h"

/* -- a set as a row -- */

static bool write_person(struct json_writer *json, const struct view_run *run, const char *member,
                         struct text label, struct fault *fault)
{
    struct text name = TEXT_NONE;
    if (label.len > 0 &&
        !account_name(run->arena, run->store, actor_label_account(label), &name, fault)) {
        return false;
    }
    struct text role = city_role_name(run->city, text_of(role_name(actor_label_role(label))),
                                      run->actor->language);
    json_member_text_or_null(json, member, name.len > 0 || label.len == 0 ? name : role);
    return true;
}

/* As pages show it: what is published is in force from its day on. */
static const char *state_on(const struct catalog_set *set, civil_date today)
{
    return set->state == CATALOG_PUBLISHED && set->from <= today ? "in_force"
                                                                 : catalog_state_code(set->state);
}

static bool write_set(struct json_writer *json, const struct view_run *run,
                      const struct catalog_set *set, struct fault *fault)
{
    json_member_int(json, "id", set->id);
    json_member_int(json, "version", set->version);
    json_member_text(json, "state", text_of(state_on(set, run->today)));
    json_member_text(json, "title", set->title);
    json_member_text(json, "reason", set->reason);
    json_member_date(json, "from", set->from);
    json_member_int_if(json, "reverts", set->reverts != 0, set->reverts);
    json_member_int(json, "changes_total", set->change_count);
    json_member_date(json, "opened_on", set->opened_on);
    json_member_date(json, "published_on", set->published_on);
    json_member_text_or_null(json, "note", set->note);
    json_member_date(json, "withdrawn_on", set->withdrawn_on);
    json_member_text_or_null(json, "why", set->why);
    return write_person(json, run, "opened_by", set->opened_by, fault) &&
           write_person(json, run, "published_by", set->published_by, fault) &&
           write_person(json, run, "withdrawn_by", set->withdrawn_by, fault);
}

bool catalog_answer_sets(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct catalog_sets sets;
    if (!catalog_sets_of(run->arena, run->store, &sets, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "pack_version", city_version(run->city));
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < sets.count; i++) {
        json_object(json);
        if (!write_set(json, run, &sets.items[i], fault)) {
            return false;
        }
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "total", (int64_t)sets.count);
    json_end(json);
    return true;
}

/* -- a set, compared and checked -- */

static void write_value(struct json_writer *json, const char *name, const struct jvalue *value)
{
    json_name(json, name);
    if (value == NULL) {
        json_null(json);
    } else {
        json_value(json, value);
    }
}

static void write_member(struct json_writer *json, const struct view_run *run, struct text name,
                         const struct jvalue *before, const struct jvalue *after)
{
    json_object(json);
    json_member_text(json, "name", name);
    json_member_text(json, "label", key_word(name, run->actor->language));
    write_value(json, "before", before);
    write_value(json, "after", after);
    json_end(json);
}

struct compared {
    const struct catalog_set *set;
    const struct catalog_change *change;
    struct pack_change laid;
    const struct jvalue *before;
};

static bool is_bound(enum pack_kind kind, struct text name)
{
    return text_is(name, "valid_from") ||
           (text_is(name, "valid_to") && !pack_kind_says_its_end(kind));
}

/* Member by member, where they differ. The first and last day are the set's affair. */
static void write_members(struct json_writer *json, const struct view_run *run,
                          const struct compared *one)
{
    const struct jvalue *before = one->before;
    const struct jvalue *after = one->laid.record;
    json_name(json, "members");
    json_array(json);
    for (uint32_t i = 0; after != NULL && i < after->count; i++) {
        struct text name = after->members[i].name;
        const struct jvalue *old = jvalue_get(before, text_c_string(run->arena, name));
        if (!is_bound(one->laid.kind, name) && !jvalue_equal(old, &after->members[i].value)) {
            write_member(json, run, name, old, &after->members[i].value);
        }
    }
    for (uint32_t i = 0; before != NULL && i < before->count; i++) {
        struct text name = before->members[i].name;
        bool is_gone = jvalue_get(after, text_c_string(run->arena, name)) == NULL;
        if (!is_bound(one->laid.kind, name) && is_gone &&
            !jvalue_is_null(&before->members[i].value)) {
            write_member(json, run, name, &before->members[i].value, NULL);
        }
    }
    json_end(json);
}

static struct text record_name(const struct view_run *run, const struct jvalue *record)
{
    static const char *const names[] = {"name", "meaning_zh", "title", "text", NULL};
    static const char *const names_en[] = {"name_en", "meaning_en", "name", "title", "text", NULL};
    const char *const *keys = run->actor->language == LANGUAGE_EN ? names_en : names;
    for (; *keys != NULL; keys++) {
        struct text text = jvalue_text(jvalue_get(record, *keys), TEXT_NONE);
        if (text.len > 0) {
            return text;
        }
    }
    return TEXT_NONE;
}

static struct text kind_name(const struct view_run *run, enum pack_kind kind)
{
    const struct pack_kind_row *row = &pack_kinds[kind];
    return text_of(run->actor->language == LANGUAGE_EN ? row->en : row->zh);
}

/* A guide goes by its item; a gate, a year by their key. */
static struct text name_of(const struct view_run *run, enum pack_kind kind, struct text key,
                           const struct jvalue *record)
{
    struct text name = record_name(run, record);
    if (name.len > 0) {
        return name;
    }
    bool for_all = text_is(key, "*");
    return kind == PACK_KIND_GUIDE && !for_all
               ? city_item_name(run->city, key, run->actor->language)
           : for_all ? text_of(run->actor->language == LANGUAGE_EN ? "all items" : "全部事项")
                     : key;
}

static bool write_change(struct json_writer *json, const struct view_run *run,
                         const struct compared *one, struct fault *fault)
{
    const struct catalog_change *change = one->change;
    json_object(json);
    json_member_text(json, "kind", change->kind);
    json_member_text(json, "kind_name", kind_name(run, one->laid.kind));
    json_member_text(json, "key", change->key);
    json_member_text(json, "name",
                     name_of(run, one->laid.kind, change->key,
                             one->laid.record != NULL ? one->laid.record : one->before));
    json_member_bool(json, "ends", change->ends);
    json_member_bool(json, "is_new", one->before == NULL);
    json_member_bool(json, "stale", one->set->state == CATALOG_DRAFT && change->newer != 0);
    json_member_text(json, "source", change->source);
    json_member_date(json, "put_on", change->on);
    if (!write_person(json, run, "put_by", change->by, fault)) {
        return false;
    }
    write_value(json, "before", one->before);
    write_value(json, "after", one->laid.record);
    write_members(json, run, one);
    json_end(json);
    return true;
}

static bool write_changes(struct json_writer *json, const struct view_run *run,
                          const struct catalog_set *set, const struct catalog_changes *changes,
                          struct fault *fault)
{
    const struct pack *pack = city_pack(run->city);
    civil_date from = set->from != CIVIL_DATE_NONE ? set->from : run->today;
    json_name(json, "changes");
    json_array(json);
    for (size_t i = 0; i < changes->count; i++) {
        struct catalog_changes alone = {&changes->items[i], 1};
        struct pack_changes laid;
        catalog_as_pack(run->arena, &alone, from, &laid);
        if (laid.count == 0) {
            continue;
        }
        struct compared one = {set, &changes->items[i], laid.items[0], NULL};
        one.before = set->state == CATALOG_PUBLISHED
                         ? catalog_record_without(run->arena, pack, set, &one.laid)
                         : catalog_record_on(run->arena, pack, one.laid.kind, one.laid.key, from);
        if (!write_change(json, run, &one, fault)) {
            return false;
        }
    }
    json_end(json);
    return true;
}

static void write_findings(struct json_writer *json, const struct view_run *run,
                           const struct catalog_set *set, const struct catalog_changes *changes)
{
    civil_date from = set->from != CIVIL_DATE_NONE ? set->from : run->today;
    struct pack_changes laid;
    struct pack_findings found = {NULL, 0};
    if (set->state == CATALOG_DRAFT && changes->count > 0) {
        catalog_as_pack(run->arena, changes, from, &laid);
        found = catalog_check(run->arena, city_pack(run->city), &laid, from);
    }
    json_name(json, "findings");
    json_array(json);
    for (uint32_t i = 0; i < found.count && i < 50; i++) {
        const struct pack_finding *one = &found.items[i];
        json_object(json);
        json_member_text(json, "file", one->file);
        json_member_text_or_null(json, "record", one->record);
        json_member_text_or_null(json, "member", one->field);
        json_member_text_or_null(json, "label", key_word(one->field, run->actor->language));
        json_member_text(json, "text", run->actor->language == LANGUAGE_EN ? one->en : one->zh);
        json_end(json);
    }
    json_end(json);
}

static void write_may(struct json_writer *json, const struct view_run *run,
                      const struct catalog_set *set, const struct catalog_changes *changes)
{
    struct catalog_asked asked = {run->actor, run->today, set, changes};
    struct fault why = {.code = FAULT_NONE};
    bool writes = (ROLES_WRITE_RULES & ROLE_BIT(run->actor->role)) != 0;
    bool publishes = (ROLES_PUBLISH_RULES & ROLE_BIT(run->actor->role)) != 0;
    bool is_draft = set->state == CATALOG_DRAFT;
    json_name(json, "may");
    json_array(json);
    if (writes && is_draft) {
        json_text(json, TEXT("put"));
        json_text(json, TEXT("describe"));
        json_text(json, TEXT("discard"));
    }
    if (publishes && is_draft && changes->count > 0 && !catalog_is_own(&asked)) {
        json_text(json, TEXT("publish"));
    }
    if (publishes && catalog_may_withdraw(&asked, &why)) {
        json_text(json, TEXT("withdraw"));
    }
    if (writes && set->state == CATALOG_PUBLISHED) {
        json_text(json, TEXT("revert"));
    }
    json_end(json);
}

bool catalog_answer_set(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct catalog_set set;
    struct catalog_changes changes;
    if (!catalog_set_of(run->arena, run->store, run->id, &set, fault) ||
        !catalog_changes_of(run->arena, run->store, set.id, &changes, fault)) {
        return false;
    }
    json_object(json);
    if (!write_set(json, run, &set, fault) || !write_changes(json, run, &set, &changes, fault)) {
        return false;
    }
    write_findings(json, run, &set, &changes);
    write_may(json, run, &set, &changes);
    json_end(json);
    return true;
}

/* -- what can be changed -- */

static const char *const shape_names[] = {
    [KEY_ANY] = "any",       [KEY_TEXT] = "text", [KEY_NUMBER] = "number", [KEY_WHOLE] = "whole",
    [KEY_BOOL] = "bool",     [KEY_DAY] = "day",   [KEY_LIST] = "list",     [KEY_TEXTS] = "texts",
    [KEY_OBJECT] = "object", [KEY_RULE] = "rule", [KEY_CODE] = "code",     [KEY_CODES] = "codes",
};

/* The one text of a record that is a word of a list in its file. */
static void write_words(struct json_writer *json, const struct view_run *run, enum pack_kind kind,
                        const struct key_shape *key)
{
    bool has_words = kind == PACK_KIND_POLICY && text_is(TEXT("status"), key->name);
    write_value(
        json, "words",
        has_words ? jvalue_get(city_pack(run->city)->files[PACK_FILE_POLICIES], "status_vocabulary")
                  : NULL);
}

static void write_key(struct json_writer *json, const struct view_run *run, enum pack_kind kind,
                      const struct key_shape *key)
{
    json_object(json);
    json_member_text(json, "name", text_of(key->name));
    json_member_text(json, "label", key_word(text_of(key->name), run->actor->language));
    json_member_text(json, "shape", text_of(shape_names[key->kind]));
    json_member_bool(json, "nullable", (key->flags & KEY_NULL) != 0);
    json_member_bool(json, "optional", (key->flags & KEY_OPTIONAL) != 0);
    write_words(json, run, kind, key);
    json_member_text_or_null(
        json, "target",
        key->target == KEY_NO_TARGET ? TEXT_NONE : text_of(pack_list_shapes[key->target].array));
    json_end(json);
}

static void write_keys(struct json_writer *json, const struct view_run *run, enum pack_kind kind)
{
    static const struct key_shape gate_keys[] = {{"targets", KEY_CODES, 0, KEY_NO_TARGET}};
    static const struct key_shape year_keys[] = {{"off", KEY_LIST, 0, KEY_NO_TARGET},
                                                 {"work", KEY_LIST, 0, KEY_NO_TARGET}};
    const struct key_shape *keys = kind == PACK_KIND_GATE ? gate_keys : year_keys;
    size_t count = kind == PACK_KIND_GATE ? COUNT_OF(gate_keys) : COUNT_OF(year_keys);
    if (pack_kind_is_dated(kind)) {
        keys = pack_list_shapes[pack_kinds[kind].list].keys;
        count = pack_list_shapes[pack_kinds[kind].list].key_count;
    }
    json_name(json, "keys");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!is_bound(kind, text_of(keys[i].name))) {
            write_key(json, run, kind, &keys[i]);
        }
    }
    json_end(json);
}

bool catalog_answer_kinds(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    (void)fault;
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (int kind = 0; kind < PACK_KIND_COUNT; kind++) {
        json_object(json);
        json_member_text(json, "kind", text_of(pack_kinds[kind].name));
        json_member_text(json, "name", kind_name(run, (enum pack_kind)kind));
        json_member_text_or_null(json, "id",
                                 pack_kind_is_dated((enum pack_kind)kind)
                                     ? text_of(pack_list_shapes[pack_kinds[kind].list].id)
                                     : TEXT_NONE);
        write_keys(json, run, (enum pack_kind)kind);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

/* -- records and their versions -- */

static bool read_kind(const struct view_run *run, enum pack_kind *out, struct fault *fault)
{
    const struct catalog_query *query = run->query;
    if (pack_kind_find(query->kind, out)) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("kind"),
                FAULT_ARGS(TEXT("没有这个类别"), TEXT("there is no such kind")));
    fault_label(fault, "类别", "kind");
    return false;
}

static void write_row(struct json_writer *json, const struct view_run *run, enum pack_kind kind,
                      struct text key, const struct jvalue *record)
{
    json_member_text(json, "key", key);
    json_member_text(json, "name", name_of(run, kind, key, record));
    json_member_text_or_null(json, "org_name",
                             city_org_name(run->city,
                                           jvalue_text(jvalue_get(record, "org"), TEXT_NONE),
                                           run->actor->language));
    static const char *const shown[] = {
        "stage", "promised_days", "statutory_days",  "planning_days", "joint_days", "value",
        "unit",  "status",        "document_number", "level",         "policy",     "place"};
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        const struct jvalue *value = jvalue_get(record, shown[i]);
        if (value != NULL) {
            write_value(json, shown[i], value);
        }
    }
}

static int64_t versions_of(const struct pack_records *records, struct text id)
{
    int64_t count = 0;
    for (uint32_t i = 0; i < records->count; i++) {
        count += text_equal(records->items[i].id, id);
    }
    return count;
}

static void write_list(struct json_writer *json, const struct view_run *run, enum pack_kind kind)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_records *records = &pack->lists[pack_kinds[kind].list];
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        const struct pack_record *now =
            pack_find(pack, pack_kinds[kind].list, record->id, run->today);
        bool is_shown =
            now == record ||
            (now == NULL && (i == 0 || !text_equal(records->items[i - 1].id, record->id)));
        if (is_shown) {
            json_object(json);
            write_row(json, run, kind, record->id, record->raw);
            json_member_bool(json, "in_force", now != NULL);
            json_member_date(json, "valid_from", record->valid_from);
            json_member_date(json, "valid_to", record->valid_to);
            json_member_int(json, "versions", versions_of(records, record->id));
            json_end(json);
        }
    }
}

static void write_object(struct json_writer *json, const struct view_run *run, enum pack_kind kind)
{
    const struct jvalue *file = city_pack(run->city)->files[pack_kinds[kind].file];
    const struct jvalue *object = jvalue_get(file, pack_kinds[kind].member);
    for (uint32_t i = 0; object != NULL && object->kind == JVALUE_OBJECT && i < object->count;
         i++) {
        json_object(json);
        write_row(json, run, kind, object->members[i].name, &object->members[i].value);
        json_member_bool(json, "in_force", true);
        json_end(json);
    }
}

bool catalog_answer_records(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    enum pack_kind kind = PACK_KIND_ITEM;
    if (!read_kind(run, &kind, fault)) {
        return false;
    }
    json_object(json);
    json_member_text(json, "kind", text_of(pack_kinds[kind].name));
    json_member_text(json, "name", kind_name(run, kind));
    json_name(json, "items");
    json_array(json);
    if (pack_kind_is_dated(kind)) {
        write_list(json, run, kind);
    } else {
        write_object(json, run, kind);
    }
    json_end(json);
    json_end(json);
    return true;
}

static void write_versions(struct json_writer *json, const struct view_run *run,
                           enum pack_kind kind, struct text key)
{
    const struct pack *pack = city_pack(run->city);
    const struct pack_records *records = &pack->lists[pack_kinds[kind].list];
    json_name(json, "versions");
    json_array(json);
    for (uint32_t i = 0; pack_kind_is_dated(kind) && i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        if (text_equal(record->id, key)) {
            json_object(json);
            json_member_date(json, "valid_from", record->valid_from);
            json_member_date(json, "valid_to", record->valid_to);
            json_member_bool(json, "in_force", pack_in_force(record, run->today));
            write_value(json, "record", record->raw);
            json_end(json);
        }
    }
    json_end(json);
}

bool catalog_answer_record(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    const struct catalog_query *query = run->query;
    enum pack_kind kind = PACK_KIND_ITEM;
    if (!read_kind(run, &kind, fault)) {
        return false;
    }
    civil_date on = query->on != CIVIL_DATE_NONE ? query->on : run->today;
    const struct jvalue *record =
        catalog_record_on(run->arena, city_pack(run->city), kind, query->key, on);
    json_object(json);
    json_member_text(json, "kind", text_of(pack_kinds[kind].name));
    json_member_text(json, "key", query->key);
    json_member_text(json, "name", name_of(run, kind, query->key, record));
    json_member_date(json, "on", on);
    write_value(json, "record", record);
    write_versions(json, run, kind, query->key);
    json_end(json);
    return true;
}
