#include "app/city.h"
#include "base/arena.h"
#include "ground/account/account.h"
#include "ground/form/form_draft.h"
#include "ground/form/submission.h"
#include "ground/project/represent.h"

/* -- the event -- */

static const char *const origins[] = {"intake", "correction", NULL};
static const struct field kept_fields[] = {
    FIELD(submission_kept, version, INT, .required = true, .min = 1, .zh = "版次", .en = "version"),
    FIELD(submission_kept, origin, CHOICE, .required = true, .choices = origins, .zh = "来由",
          .en = "how it came"),
    FIELD(submission_kept, answers, JSON, .required = true, .zh = "填报内容", .en = "answers"),
    FIELD(submission_kept, materials, JSON, .required = true, .zh = "材料", .en = "materials"),
};
static const struct field_table kept_table = FIELD_TABLE(submission_kept, kept_fields);

record_function submission_record_kept;
const struct event_kind submission_kept_event = {"submission.kept",         &kept_table,
                                                 submission_record_kept,    "申请内容归档",
                                                 "the submission was kept", false};

/* -- the draft -- */

struct draft_save {
    struct text_list items;
    struct text channel, desk, answers, materials;
};
static const char *const channels[] = {"online", "navigator", "window", NULL};
static const char *const channels_words[][2] = {
    {"网上", "online"}, {"代办员代为提交", "by the navigator"}, {"大厅窗口", "at the window"}};
static const struct field draft_fields[] = {
    FIELD(draft_save, items, TEXTS, .zh = "事项", .en = "items"),
    FIELD(draft_save, channel, CHOICE, .choices = channels, .words = channels_words, .zh = "渠道",
          .en = "channel"),
    FIELD(draft_save, desk, TEXT, .max = 60, .zh = "窗口", .en = "window"),
    FIELD(draft_save, answers, JSON, .zh = "填报内容（有变动的）", .en = "answers that changed"),
    FIELD(draft_save, materials, JSON, .zh = "材料（有变动的）", .en = "materials that changed"),
};
static const struct field_table draft_table = FIELD_TABLE(draft_save, draft_fields);

#define DRAFT_MAX ((size_t)256 << 10)

static bool read_object(struct arena *arena, struct text json, const char *field,
                        const struct jvalue **out, struct fault *fault)
{
    *out = NULL;
    if (json.len == 0) {
        return true;
    }
    if (!json_read(arena, json, out, fault)) {
        return false;
    }
    return (*out)->kind == JVALUE_OBJECT ||
           fault_raise(fault, FAULT_FIELD_TYPE, text_of(field),
                       FAULT_ARGS(TEXT("对象"), TEXT("an object")));
}

static bool save_draft(struct command_run *run, int64_t project,
                       const struct form_draft_change *wanted, const struct form_draft *before,
                       struct fault *fault)
{
    const struct jvalue *current = NULL;
    struct form_draft draft = {
        .version = wanted->version, .saved_at = run->now, .saved_by = run->actor->account};
    if ((before->version > 0 && !json_read(run->arena, before->content, &current, fault)) ||
        !form_draft_merge(run->arena, current, wanted, &draft.content, fault)) {
        return false;
    }
    if (draft.content.len > DRAFT_MAX) {
        return fault_raise(fault, FAULT_BODY_TOO_LARGE, TEXT("answers"),
                           FAULT_ARGS(TEXT("262144")));
    }
    run->answer = (struct answer){.id = project, .version = draft.version};
    return form_draft_keep(run->store, project, &draft, fault);
}

static bool is_agreed(struct command_run *run, int64_t project, struct fault *fault)
{
    const struct represent_asked asked = {project, run->actor->org, run->today};
    return represent_lets(run->store, run->actor, &asked, fault);
}

static bool perform_save(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct draft_save *command = fields;
    struct project project;
    struct form_draft before;
    struct form_draft_change wanted = {.items = command->items,
                                       .channel = command->channel,
                                       .desk = command->desk,
                                       .seen = run->seen_version,
                                       .by = run->actor->account};
    if (!project_of_run(run, 0, &project, fault) || !is_agreed(run, project.id, fault) ||
        !read_object(run->arena, command->answers, "answers", &wanted.answers, fault) ||
        !read_object(run->arena, command->materials, "materials", &wanted.materials, fault) ||
        !form_draft_of(run->arena, run->store, project.id, &before, fault)) {
        return false;
    }
    wanted.version = before.version + 1;
    return save_draft(run, project.id, &wanted, &before, fault);
}

static bool perform_drop(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    (void)fields;
    if (!project_of_run(run, 0, &project, fault) || !is_agreed(run, project.id, fault)) {
        return false;
    }
    run->answer.id = project.id;
    return form_draft_drop(run->store, project.id, fault);
}

#define TAKERS (ROLE_BIT(ROLE_ENTERPRISE) | ROLES_SERVICE | ROLE_BIT(ROLE_WINDOW))

static const struct command_kind commands[] = {
    {"submission.save_draft", "PUT", "/projects/{id}/intake-draft", &draft_table, TAKERS, 0,
     "保存一张表单的草稿（多人共用）", "Save the shared draft of the one form", perform_save},
    {"submission.drop_draft", "DELETE", "/projects/{id}/intake-draft", NULL, TAKERS, 0, "放弃草稿",
     "Drop the draft", perform_drop},
};

static const struct event_kind *const events[] = {&submission_kept_event};

const struct room submission_room = {
    .name = "submission",
    ROOM_COMMANDS(commands),
    ROOM_EVENTS(events),
    ROOM_STATEMENTS(submission),
    .schema = {"submission", 1, submission_ddl},
};
