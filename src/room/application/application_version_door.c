#include "room/application/application_version.h"

#include "app/access.h"
#include "app/city.h"
#include "base/arena.h"
#include "pack/read.h"
#include "pack/shape_words.h"
#include "room/application/application_intake_door.h"
#include "room/application/application_kinds.h"
#include "room/application/application_rows.h"
#include "room/application/application_store.h"

static const struct field move_fields[] = {
    FIELD(application_move_version, reason, TEXT, .max = 2000, .multiline = true, .required = true,
          .zh = "理由", .en = "reason"),
};
const struct field_table application_move_version_table =
    FIELD_TABLE(application_move_version, move_fields);

static const struct field moved_fields[] = {
    FIELD(application_version_moved, from, DATE, .zh = "版本生效日", .en = "version of"),
    FIELD(application_version_moved, limit_days, INT, .max = 100000, .zh = "时限", .en = "limit"),
    FIELD(application_version_moved, limit_basis, TEXT, .zh = "时限依据",
          .en = "basis of the limit"),
    FIELD(application_version_moved, reason, TEXT, .max = 2000, .multiline = true, .required = true,
          .zh = "理由", .en = "reason"),
};
static const struct field_table moved_table = FIELD_TABLE(application_version_moved, moved_fields);

const struct event_kind application_version_moved_event = {
    "application.version_moved",
    &moved_table,
    application_record_version_moved,
    "改按事项的现行版本办理",
    "the case goes by the version in force now",
};

/* -- which version -- */

struct versions {
    struct application application;
    struct application_went went;
    const struct pack_record *its; /* NULL: the pack has none of that day any more */
    const struct pack_record *now; /* NULL: the item has ended */
};

static void find_versions(const struct pack *pack, civil_date today, struct versions *out)
{
    civil_date on =
        out->went.moved_on != CIVIL_DATE_NONE ? out->went.moved_on : out->application.submitted_on;
    out->its = pack_find(pack, PACK_ITEMS, out->application.code, on);
    out->now = pack_find(pack, PACK_ITEMS, out->application.code, today);
}

/* What another record says otherwise, its days of validity aside. */
static bool says_otherwise(const struct jvalue *its, const struct jvalue *now, uint32_t i)
{
    struct text name = now->members[i].name;
    bool is_bound = text_is(name, "valid_from") || text_is(name, "valid_to");
    for (uint32_t k = 0; !is_bound && k < its->count; k++) {
        if (text_equal(its->members[k].name, name)) {
            return !jvalue_equal(&its->members[k].value, &now->members[i].value);
        }
    }
    return !is_bound;
}

static bool may_be_moved(const struct command_run *run, const struct versions *versions,
                         struct fault *fault)
{
    const struct application *application = &versions->application;
    if (application->is_own || !text_equal(run->actor->org, application->org)) {
        return fault_raise(
            fault, FAULT_NOT_PERMITTED, TEXT_NONE,
            FAULT_ARGS(TEXT("改按事项的现行版本办理"), TEXT("move a case to another version")));
    }
    if (!application_state_is_open(application->state)) {
        bool is_english = run->actor->language == LANGUAGE_EN;
        return fault_raise(
            fault, FAULT_WRONG_STATE, TEXT_NONE,
            FAULT_ARGS(application_state_name(application->state, run->actor->language),
                       is_english ? TEXT("go by another version") : TEXT("改换事项版本"),
                       is_english ? TEXT("What is decided keeps its version")
                                  : TEXT("已决定的办件保留原版本")));
    }
    return (versions->now != NULL && versions->now != versions->its) ||
           fault_raise(fault, FAULT_ALREADY_DONE, TEXT_NONE,
                       FAULT_ARGS(TEXT("本办件已按现行版本办理"),
                                  TEXT("the case goes by the version in force")));
}

static bool perform_move(struct command_run *run, const void *given, struct fault *fault)
{
    const struct application_move_version *fields = given;
    struct versions versions;
    struct scope scope = access_scope(run->city, run->actor);
    if (!application_find(run->arena, run->store, &scope, run->id, &versions.application, fault) ||
        !run_version_is(run, versions.application.version, fault) ||
        !application_went_of(run->arena, run->store, run->id, &versions.went, fault)) {
        return false;
    }
    find_versions(city_pack(run->city), run->today, &versions);
    if (!may_be_moved(run, &versions, fault)) {
        return false;
    }
    struct application_version_moved body = {.from = versions.now->valid_from,
                                             .reason = fields->reason};
    application_limit_of(versions.now, &body.limit_days, &body.limit_basis);
    struct event_about about = {run->id, versions.application.project, run->today};
    run->answer.id = run->id;
    run->answer.number = versions.application.number;
    return run_emit(run, &application_version_moved_event, about, &body, fault) &&
           application_version(run->store, run->id, &run->answer.version, fault);
}

/* -- shown -- */

static void write_record(struct json_writer *json, const char *member,
                         const struct pack_record *record)
{
    json_name(json, member);
    if (record == NULL) {
        json_null(json);
        return;
    }
    json_object(json);
    json_member_date(json, "valid_from", record->valid_from);
    json_member_date(json, "valid_to", record->valid_to);
    json_name(json, "record");
    json_value(json, record->raw);
    json_end(json);
}

static void write_differing(struct json_writer *json, const struct view_run *run,
                            const struct versions *versions)
{
    const struct jvalue *its = versions->its == NULL ? NULL : versions->its->raw;
    const struct jvalue *now = versions->now == NULL ? NULL : versions->now->raw;
    json_name(json, "differs");
    json_array(json);
    for (uint32_t i = 0; its != NULL && now != NULL && i < now->count; i++) {
        if (says_otherwise(its, now, i)) {
            json_text(json, key_word(now->members[i].name, run->actor->language));
        }
    }
    json_end(json);
}

static bool answer_version(const struct view_run *run, struct json_writer *json,
                           struct fault *fault)
{
    struct versions versions;
    if (!application_load(run, run->id, &versions.application, fault) ||
        !application_went_of(run->arena, run->store, run->id, &versions.went, fault)) {
        return false;
    }
    find_versions(city_pack(run->city), run->today, &versions);
    const struct application *application = &versions.application;
    json_object(json);
    json_member_text(json, "code", application->code);
    json_member_text(json, "name", application->name);
    json_member_date(json, "submitted_on", application->submitted_on);
    json_member_date(json, "moved_on", versions.went.moved_on);
    json_member_text_or_null(json, "reason", versions.went.reason);
    json_member_int(json, "limit_days", application->limit_days);
    json_member_bool(json, "is_current", versions.its != NULL && versions.its == versions.now);
    write_record(json, "version", versions.its);
    write_record(json, "current", versions.now);
    write_differing(json, run, &versions);
    json_end(json);
    return true;
}

/* -- what is told of it: the application's own room holds the tables -- */

static const struct command_kind commands[] = {
    {"application.move_version", "POST", "/applications/{id}/move-version",
     &application_move_version_table, ROLES_WORK, 0, "改按事项的现行版本办理",
     "move a case to the version of its item that is in force", perform_move},
};
static const struct view_kind views[] = {
    {"application.version", "/applications/{id}/version", NULL, ROLES_BUSINESS, 0,
     "办件所依的事项版本", "the version of its item that a case goes by", answer_version},
};

const struct room application_version_room = {
    .name = "application_version",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
};
