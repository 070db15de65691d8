#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "pack/pack.h"
#include "room/certificate/certificate_inside.h"

/* -- types (certificates.json) -- */

static bool lists(const struct pack_record *type, const char *key, struct text wanted)
{
    const struct jvalue *list = jvalue_get(type->raw, key);
    for (uint32_t i = 0; list != NULL && list->kind == JVALUE_ARRAY && i < list->count; i++) {
        if (text_equal(jvalue_text(&list->items[i], TEXT_NONE), wanted)) {
            return true;
        }
    }
    return false;
}

static bool stands_for(const struct city *city, const struct certificate *certificate,
                       struct text material)
{
    const struct pack_record *type =
        pack_find(city_pack(city), PACK_CERTIFICATE_TYPES, certificate->type, CIVIL_DATE_NONE);
    return text_equal(certificate->name, material) ||
           (type != NULL && lists(type, "materials", material));
}

const struct certificate *certificate_for_material(const struct city *city,
                                                   const struct certificates *held,
                                                   struct text material, civil_date on)
{
    for (size_t i = 0; i < held->count; i++) {
        const struct certificate *one = &held->items[i];
        if (text_is(text_of(certificate_standing(one, on)), "valid") &&
            stands_for(city, one, material)) {
            return one;
        }
    }
    return NULL;
}

/* -- issuing -- */

static struct text unit_code(const struct city *city, struct text unit)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_UNITS, unit, CIVIL_DATE_NONE);
    return record == NULL ? TEXT_NONE
                          : jvalue_text(jvalue_get(record->raw, "credit_code"), TEXT_NONE);
}

static struct text number_of(struct arena *arena, struct text pattern, int64_t year, int64_t serial)
{
    struct buffer out = buffer_open(arena, pattern.len + 16);
    while (pattern.len > 0) {
        if (text_starts_with(pattern, TEXT("{year}"))) {
            buffer_add_int(&out, year);
            pattern = text_slice(pattern, 6, pattern.len - 6);
        } else if (text_starts_with(pattern, TEXT("{n}"))) {
            buffer_addf(&out, "%05lld", (long long)serial);
            pattern = text_slice(pattern, 3, pattern.len - 3);
        } else {
            buffer_add_char(&out, pattern.at[0]);
            pattern = text_slice(pattern, 1, pattern.len - 1);
        }
    }
    return buffer_text(&out);
}

static void identify(struct command_run *run, const struct pack_record *type,
                     struct certificate_issued *body)
{
    const struct certificate_identity identity = {
        .type_code = jvalue_text(jvalue_get(type->raw, "type_code"), TEXT_NONE),
        .unit_code = unit_code(run->city, body->unit),
        .serial =
            text_format(run->arena, "%lld%05lld", (long long)body->year, (long long)body->serial),
        .edition = body->edition,
    };
    struct text pattern = jvalue_text(jvalue_get(type->raw, "number"), TEXT_NONE);
    body->identifier = certificate_identifier(run->arena, &identity);
    body->number = number_of(run->arena, pattern, body->year, body->serial);
}

bool certificate_issue(struct command_run *run, const struct certificate_to_issue *grant,
                       struct fault *fault)
{
    const struct certificate_line line = {grant->project, grant->type->id};
    struct certificate last;
    struct certificate_issued body = {
        .type = grant->type->id,
        .name = grant->type->name,
        .series = TEXT("certificate"),
        .year = civil_date_parts(grant->on).year,
        .holder = grant->holder,
        .holder_code = TEXT_NONE,
        .unit = grant->unit,
        .item = grant->item,
        .application = grant->application,
        .valid_from = grant->on,
        .valid_until = grant->valid_until,
        .conditions = grant->conditions,
        .data = grant->data,
    };
    if (!certificate_last_of(run->arena, run->store, &line, &last, fault) ||
        !certificate_next_serial(run->store, body.series, body.year, &body.serial, fault)) {
        return false;
    }
    body.edition = last.edition + 1;
    body.previous = last.state == CERTIFICATE_ISSUED ? last.id : 0;
    identify(run, grant->type, &body);
    struct event_about about = {0, grant->project, grant->on};
    return run_emit(run, &certificate_issued_event, about, &body, fault);
}

/* -- commands -- */

static bool perform_import(struct command_run *run, const void *given, struct fault *fault)
{
    const struct certificate_import *fields = given;
    struct project project;
    if (!project_of_run(run, 0, &project, fault) ||
        !certificate_import_is_dated(fields, run->today, fault)) {
        return false;
    }
    if (fields->type.len > 0 && pack_find(city_pack(run->city), PACK_CERTIFICATE_TYPES,
                                          fields->type, CIVIL_DATE_NONE) == NULL) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("type"),
                    FAULT_ARGS(TEXT("没有这种证照"), TEXT("there is no such type")));
        fault_label(fault, "证照种类", "type");
        return false;
    }
    if (fields->holder_code.len > 0 && fields->holder_code.len != 18) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("holder_code"),
                    FAULT_ARGS(TEXT("应为 18 位"), TEXT("must have 18 characters")));
        fault_label(fault, "持证主体统一社会信用代码", "holder's credit code");
        return false;
    }
    bool is_identifier = text_starts_with(fields->number, TEXT("1.2.156."));
    if (is_identifier && !certificate_identifier_is_whole(fields->number)) {
        fault_raise(fault, FAULT_FIELD_INVALID, TEXT("number"),
                    FAULT_ARGS(TEXT("电子证照标识的校验位不对"),
                               TEXT("the identifier's check character does not fit")));
        fault_label(fault, "证照编号", "number");
        return false;
    }
    const struct certificate_imported body = {
        .type = fields->type,
        .name = fields->name,
        .number = fields->number,
        .issuer = fields->issuer,
        .source = fields->source,
        .registered_by = run->actor->org,
        .holder = project.enterprise,
        .holder_code = fields->holder_code,
        .project_code = fields->project_code,
        .valid_from = fields->issued_on,
        .valid_until = fields->valid_until,
        .verified_on = fields->verified_on,
    };
    struct event_about about = {0, project.id, run->today};
    run->answer.id = run_next_seq(run);
    run->answer.version = 1;
    return run_emit(run, &certificate_imported_event, about, &body, fault);
}

static bool load(struct command_run *run, int64_t id, struct certificate *out, struct fault *fault)
{
    struct certificate_wanted wanted = {access_scope(run->city, run->actor), id};
    return certificate_find(run->arena, run->store, &wanted, out, fault);
}

/* What the actor's unit is called, as a certificate from elsewhere names its issuer. */
static struct text own_name(const struct city *city, const struct actor *actor)
{
    return actor->org.len == 0 ? TEXT_NONE : city_org_name(city, actor->org, LANGUAGE_ZH);
}

static bool perform_revoke(struct command_run *run, const void *given, struct fault *fault)
{
    struct certificate certificate;
    if (!load(run, run->id, &certificate, fault) ||
        !run_version_is(run, certificate.version, fault) ||
        !certificate_may_be_revoked(&certificate, run->actor, own_name(run->city, run->actor),
                                    fault)) {
        return false;
    }
    struct event_about about = {certificate.id, certificate.project, run->today};
    run->answer.id = certificate.id;
    run->answer.number = certificate.number;
    run->answer.version = certificate.version + 1;
    return run_emit(run, &certificate_revoked_event, about, given, fault);
}

static bool is_material_of(const struct city *city, struct text item, struct text material)
{
    const struct pack_record *record =
        pack_find(city_pack(city), PACK_ITEMS, item, CIVIL_DATE_NONE);
    const struct jvalue *list = record == NULL ? NULL : jvalue_get(record->raw, "materials");
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (text_equal(jvalue_text(jvalue_get(&list->items[i], "name"), TEXT_NONE), material)) {
            return true;
        }
    }
    return false;
}

/* A use has a purpose: a case that asks for this material. */
static bool use_is_needed(struct command_run *run, const struct certificate *certificate,
                          const struct certificate_case *about,
                          const struct certificate_use *fields, struct fault *fault)
{
    bool is_same = certificate->project == about->project;
    if (is_same && is_material_of(run->city, about->item, fields->material) &&
        stands_for(run->city, certificate, fields->material)) {
        return true;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("material"),
                FAULT_ARGS(TEXT("本办件不需要这份材料，或者该证照不能代替它"),
                           TEXT("this case does not ask for that material, or the certificate does "
                                "not stand for it")));
    fault_label(fault, "代替的材料", "material it stands for");
    return false;
}

/* Not there, not seen, or of another project: all the same. */
static bool load_named(struct command_run *run, int64_t id, struct certificate *out,
                       struct fault *fault)
{
    struct fault why = {.code = FAULT_NONE};
    if (load(run, id, out, &why)) {
        return true;
    }
    if (why.code != FAULT_NOT_FOUND) {
        *fault = why;
        return false;
    }
    fault_raise(fault, FAULT_FIELD_INVALID, TEXT("certificate_id"),
                FAULT_ARGS(TEXT("没有这份证照"), TEXT("there is no such certificate")));
    fault_label(fault, "证照", "certificate");
    return false;
}

static bool perform_use(struct command_run *run, const void *given, struct fault *fault)
{
    const struct certificate_use *fields = given;
    struct certificate_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct certificate_case about;
    struct certificate certificate;
    if (!certificate_case_of(run->arena, run->store, &wanted, &about, fault) ||
        !load_named(run, fields->certificate_id, &certificate, fault) ||
        !use_is_needed(run, &certificate, &about, fields, fault) ||
        !certificate_may_be_used(&certificate, run->today, run->actor->language, fault)) {
        return false;
    }
    bool is_officer = run->actor->role == ROLE_DEPARTMENT_OFFICER;
    if (is_officer && !text_equal(run->actor->org, about.org)) {
        return fault_raise(fault, FAULT_NOT_PERMITTED, TEXT_NONE,
                           FAULT_ARGS(TEXT("只能为本单位的办件调用证照"),
                                      TEXT("only for a case of one's own unit")));
    }
    const struct certificate_used body = {about.id, fields->material, fields->purpose,
                                          is_officer ? run->actor->org : about.org};
    struct event_about what = {certificate.id, certificate.project, run->today};
    run->answer.id = certificate.id;
    run->answer.number = certificate.number;
    return run_emit(run, &certificate_used_event, what, &body, fault);
}

#define ROLES_REGISTER (ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER))
#define ROLES_USE (ROLES_SERVICE | ROLE_BIT(ROLE_DEPARTMENT_OFFICER) | ROLE_BIT(ROLE_ENTERPRISE))

static const struct command_kind commands[] = {
    {"certificate.import", "POST", "/projects/{id}/certificates", &certificate_import_table,
     ROLES_REGISTER, 0, "登记他处颁发的证照", "Register a certificate issued elsewhere",
     perform_import},
    {"certificate.revoke", "POST", "/certificates/{id}/revoke", &certificate_revoke_table,
     ROLES_REGISTER, 0, "撤销证照，立即生效", "Revoke a certificate, at once", perform_revoke},
    {"certificate.use", "POST", "/applications/{id}/certificate-uses", &certificate_use_table,
     ROLES_USE, 0, "调用证照代替材料（留痕）",
     "Use a certificate in place of a material; it is written down", perform_use},
};

/* -- views -- */

static void write_members(struct json_writer *json, const struct view_run *run,
                          const struct certificate *c)
{
    enum language language = run->actor->language;
    const char *standing = certificate_standing(c, run->today);
    json_member_int(json, "id", c->id);
    json_member_int(json, "version", c->version);
    json_member_int(json, "project_id", c->project);
    json_member_int_if(json, "application_id", c->application != 0, c->application);
    json_member_text_or_null(json, "type", c->type);
    json_member_text(json, "name", c->name);
    json_member_text(json, "number", c->number);
    json_member_text_or_null(json, "identifier", c->identifier);
    json_member_text_or_null(json, "holder", c->holder);
    json_member_text_or_null(json, "holder_code", c->holder_code);
    json_member_text_or_null(json, "project_code", c->project_code);
    json_member_text_or_null(json, "unit", c->is_imported ? TEXT_NONE : c->unit);
    json_member_text(json, "unit_name",
                     c->is_imported ? c->unit : city_org_name(run->city, c->unit, language));
    json_member_int(json, "edition", c->edition);
    json_member_int_if(json, "previous", c->previous != 0, c->previous);
    json_member_date(json, "issued_on", c->issued_on);
    json_member_date(json, "valid_from", c->valid_from);
    json_member_date(json, "valid_until", c->valid_until);
    json_member_text_or_null(json, "conditions", c->conditions);
    json_member_text(json, "standing", text_of(standing));
    json_member_text(json, "standing_name", certificate_standing_name(standing, language));
    json_member_date(json, "ended_on", c->ended_on);
    json_member_text_or_null(json, "end_reason", c->end_reason);
    json_member_text_or_null(json, "end_basis", c->end_basis);
    json_member_bool(json, "imported", c->is_imported);
    json_member_text_or_null(json, "source", c->source);
    json_member_date(json, "verified_on", c->verified_on);
    json_member_int(json, "uses", c->uses);
}

static bool answer_shelf(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct certificates held;
    if (!project_of_view(run, 0, &project, fault) ||
        !certificate_of_project(run->arena, run->store, project.id, &held, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < held.count; i++) {
        json_object(json);
        write_members(json, run, &held.items[i]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return true;
}

static bool answer_one(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct certificate certificate;
    struct fault unused = {.code = FAULT_NONE};
    if (!certificate_of_view(run, &certificate, fault)) {
        return false;
    }
    bool may_revoke = access_role_may(ROLES_REGISTER, run->actor->role) &&
                      certificate_may_be_revoked(&certificate, run->actor,
                                                 own_name(run->city, run->actor), &unused);
    json_object(json);
    write_members(json, run, &certificate);
    json_member_bool(json, "may_revoke", may_revoke);
    json_end(json);
    return true;
}

/* Who used it: unit, role, day and purpose; no person's name. */
static bool answer_uses(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct certificate certificate;
    struct certificate_uses uses;
    enum language language = run->actor->language;
    if (!certificate_of_view(run, &certificate, fault) ||
        !certificate_uses_of(run->arena, run->store, certificate.id, &uses, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < uses.count; i++) {
        const struct certificate_use_row *use = &uses.items[i];
        json_object(json);
        json_member_int(json, "id", use->id);
        json_member_int(json, "application_id", use->application);
        json_member_text(json, "material", use->material);
        json_member_text(json, "purpose", use->purpose);
        json_member_text(json, "unit", use->unit);
        json_member_text(json, "unit_name", city_org_name(run->city, use->unit, language));
        json_member_text(json, "by_role_name", city_role_name(run->city, use->role, language));
        json_member_date(json, "used_on", use->used_on);
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "total", certificate.uses);
    json_end(json);
    return true;
}

/* What a case asks for and the shelf has: material by material, within the purpose of the case. */
static void write_material(struct json_writer *json, const struct view_run *run,
                           const struct certificates *held, struct text material)
{
    const struct certificate *found =
        certificate_for_material(run->city, held, material, run->today);
    if (found == NULL) {
        return;
    }
    json_object(json);
    json_member_text(json, "material", material);
    json_name(json, "certificate");
    json_object(json);
    write_members(json, run, found);
    json_end(json);
    json_end(json);
}

static bool answer_for_case(const struct view_run *run, struct json_writer *json,
                            struct fault *fault)
{
    struct certificate_wanted wanted = {access_scope(run->city, run->actor), run->id};
    struct certificate_case about;
    struct certificates held;
    if (!certificate_case_of(run->arena, run->store, &wanted, &about, fault)) {
        return false;
    }
    if (run->actor->role == ROLE_DEPARTMENT_OFFICER && !text_equal(run->actor->org, about.org)) {
        return fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
    }
    if (!certificate_of_project(run->arena, run->store, about.project, &held, fault)) {
        return false;
    }
    const struct pack_record *item =
        pack_find(city_pack(run->city), PACK_ITEMS, about.item, CIVIL_DATE_NONE);
    const struct jvalue *list = item == NULL ? NULL : jvalue_get(item->raw, "materials");
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        write_material(json, run, &held,
                       jvalue_text(jvalue_get(&list->items[i], "name"), TEXT_NONE));
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"certificate.list", "/projects/{id}/certificates", NULL, ROLES_BUSINESS, VIEW_AS_OF,
     "项目的证照", "Certificates of a project", answer_shelf},
    {"certificate.show", "/certificates/{id}", NULL, ROLES_HALL, 0, "证照", "A certificate",
     answer_one},
    {"certificate.uses", "/certificates/{id}/uses", NULL, ROLES_BUSINESS, 0, "证照调用记录",
     "Who used a certificate", answer_uses},
    {"certificate.for_case", "/applications/{id}/certificates", NULL, ROLES_BUSINESS, 0,
     "可以代替本办件材料的证照", "Certificates that stand for the materials of a case",
     answer_for_case},
};

static const struct event_kind *const events[] = {
    &certificate_issued_event, &certificate_imported_event, &certificate_revoked_event,
    &certificate_used_event, &certificate_printed_event};

const struct room certificate_room = {
    .name = "certificate",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(certificate),
    .schema = {"certificate", 4, certificate_ddl},
};
