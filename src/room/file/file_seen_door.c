#include "app/city.h"
#include "base/arena.h"
#include "ground/project/project.h"
#include "room/file/file_store.h"

static const struct field seen_fields[] = {
    FIELD(file_seen, file, ID, .required = true, .zh = "文件", .en = "file"),
};
const struct field_table file_seen_table = FIELD_TABLE(file_seen, seen_fields);

bool file_perform_seen(struct command_run *run, const void *fields, struct fault *fault)
{
    const struct file_seen *seen = fields;
    return file_note_sight(run, seen->file, fault);
}

bool file_perform_seen_all(struct command_run *run, const void *fields, struct fault *fault)
{
    struct project project;
    (void)fields;
    return project_of_run(run, 0, &project, fault) && file_note_sights(run, project.id, fault);
}

/* Whoever may see the file may see who saw it: unit and role to everybody, names to the service
 * side alone (个人信息最小必要). */
bool file_answer_seen(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    struct scope scope = access_scope(run->city, run->actor);
    enum language language = run->actor->language;
    bool is_staff = run->actor->role != ROLE_ENTERPRISE;
    struct file_row row;
    struct file_sights sights;
    if (!file_find(run->arena, run->store, &scope, run->id, &row, fault) ||
        !file_sights_of(run->arena, run->store, row.id, &sights, fault)) {
        return false;
    }
    json_object(json);
    json_name(json, "items");
    json_array(json);
    for (size_t i = 0; i < sights.count; i++) {
        const struct file_sight *sight = &sights.items[i];
        json_object(json);
        json_member_int(json, "at", sight->at);
        json_member_text(json, "role", sight->role);
        json_member_text(json, "role_name", city_role_name(run->city, sight->role, language));
        json_member_text_or_null(json, "org_name", city_org_name(run->city, sight->org, language));
        json_member_text_or_null(json, "name", is_staff ? sight->name : TEXT_NONE);
        json_end(json);
    }
    json_end(json);
    json_member_int(json, "total", sights.total);
    json_end(json);
    return true;
}
