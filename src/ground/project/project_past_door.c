#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/project/project_store.h"

/* Names, owners, scope and navigators of a project as ranges: changing them, and reading what was
 * so when. */

static const struct field rename_fields[] = {
    FIELD(project_renamed, name, TEXT, .zh = "项目名称", .en = "project name"),
    FIELD(project_renamed, enterprise, TEXT, .zh = "企业", .en = "enterprise"),
    FIELD(project_renamed, scope, TEXT, .max = 2000, .multiline = true, .zh = "建设内容和规模",
          .en = "scope"),
    FIELD(project_renamed, reason, TEXT, .required = true, .max = 2000, .multiline = true,
          .zh = "理由", .en = "reason"),
};
static const struct field_table rename_table = FIELD_TABLE(project_renamed, rename_fields);

static bool perform_rename(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project_renamed body = *(const struct project_renamed *)fields;
    struct project project;
    if (!project_of_run(run, 0, &project, fault) || !run_version_is(run, project.version, fault)) {
        return false;
    }
    body.name = text_equal(body.name, project.name) ? TEXT_NONE : body.name;
    body.enterprise = text_equal(body.enterprise, project.enterprise) ? TEXT_NONE : body.enterprise;
    if (body.name.len == 0 && body.enterprise.len == 0 && body.scope.len == 0) {
        return fault_raise(fault, FAULT_ALREADY_DONE, TEXT("name"),
                           FAULT_ARGS(TEXT("没有变化"), TEXT("nothing changes")));
    }
    struct event_about about = {project.id, project.id, run->today};
    return run_emit(run, &project_renamed_event, about, &body, fault) &&
           project_answer(run, project.id, fault);
}

static const struct command_kind commands[] = {
    {"project.rename", "POST", "/projects/{id}/identity", &rename_table,
     ROLES_SERVICE | ROLE_BIT(ROLE_PROMOTION_OFFICER), 0, "变更项目名称、业主或建设内容",
     "change a project's name, owner or scope", perform_rename},
};

static void write_span(struct json_writer *json, const struct project_span *span)
{
    json_object(json);
    json_member_text(json, "what", span->what);
    json_member_text(json, "value", span->value);
    json_member_date(json, "from", span->from);
    json_member_date(json, "to", span->to);
    json_member_text_or_null(json, "reason", span->reason);
    json_end(json);
}

static bool has(const struct project_spans *spans, const char *what)
{
    for (size_t i = 0; i < spans->count; i++) {
        if (text_is(spans->items[i].what, what)) {
            return true;
        }
    }
    return false;
}

/* The account's number becomes the person's name. */
static bool name_navigator(const struct view_run *run, struct project_span *span,
                           struct fault *fault)
{
    int64_t account = 0;
    return !text_is(span->what, "navigator") || !text_to_int(span->value, &account) ||
           account_name(run->arena, run->store, account, &span->value, fault);
}

static bool answer_past(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct project project;
    struct project_spans spans;
    if (!project_of_view(run, 0, &project, fault) ||
        !project_spans_of(run->arena, run->store, project.id, &spans, fault)) {
        return false;
    }
    const struct project_span never_changed[] = {
        {TEXT("name"), project.name, TEXT_NONE, project.registered_on, CIVIL_DATE_NONE},
        {TEXT("enterprise"), project.enterprise, TEXT_NONE, project.registered_on,
         CIVIL_DATE_NONE}};
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < COUNT_OF(never_changed); i++) {
        const struct project_span *span = &never_changed[i];
        if (span->value.len > 0 && !has(&spans, i == 0 ? "name" : "enterprise")) {
            write_span(json, span);
        }
    }
    for (size_t i = 0; i < spans.count; i++) {
        if (!name_navigator(run, &spans.items[i], fault)) {
            return false;
        }
        write_span(json, &spans.items[i]);
    }
    json_end(json);
    json_end(json);
    return true;
}

static const struct view_kind views[] = {
    {"project.past", "/projects/{id}/past", NULL, ROLES_BUSINESS, VIEW_AS_OF,
     "项目名称、业主、建设内容和代办员的沿革",
     "names, owners, scope and navigators of a project, from when until when", answer_past},
};

const struct room project_past_room = {
    .name = "project_past",
    ROOM_COMMANDS(commands),
    ROOM_VIEWS(views),
};
