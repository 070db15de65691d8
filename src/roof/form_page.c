#include "roof/form_page.h"

#include <string.h>

#include "app/city.h"
#include "base/arena.h"
#include "pack/shape.h"
#include "roof/rooms.h"

static bool is_zh(const struct view_run *run)
{
    return run->actor->language == LANGUAGE_ZH;
}

static struct text said(const struct view_run *run, const char *zh, const char *en)
{
    return text_of(is_zh(run) ? zh : en);
}

static void write_option(struct json_writer *json, struct text id, struct text name)
{
    json_object(json);
    json_member_text(json, "id", id);
    json_member_text(json, "name", name);
    json_end(json);
}

static void write_choices(struct json_writer *json, const struct view_run *run,
                          const struct field *field)
{
    json_name(json, "options");
    json_array(json);
    for (size_t i = 0; field->choices[i] != NULL; i++) {
        const char *name =
            field->words == NULL ? field->choices[i] : field->words[i][is_zh(run) ? 0 : 1];
        write_option(json, text_of(field->choices[i]), text_of(name));
    }
    json_end(json);
}

static void write_records(struct json_writer *json, const struct view_run *run, enum pack_list list)
{
    const struct pack_records *records = &city_pack(run->city)->lists[list];
    json_name(json, "options");
    json_array(json);
    for (uint32_t i = 0; i < records->count; i++) {
        const struct pack_record *record = &records->items[i];
        bool in_english = !is_zh(run) && record->name_en.len > 0;
        if (pack_in_force(record, run->today)) {
            write_option(json, record->id, in_english ? record->name_en : record->name);
        }
    }
    json_end(json);
}

/* PACK_LIST_COUNT: it names no list of the city's data. */
static enum pack_list list_named(const char *name)
{
    enum pack_list list = 0;
    while (list < PACK_LIST_COUNT && strcmp(pack_list_shapes[list].array, name) != 0) {
        list++;
    }
    return list;
}

static void write_named(struct json_writer *json, const struct view_run *run,
                        const struct field *field)
{
    enum pack_list list = list_named(field->names);
    if (list == PACK_LIST_COUNT) {
        json_member_text(json, "names", text_of(field->names));
    } else {
        write_records(json, run, list);
    }
}

static void write_field(struct json_writer *json, const struct view_run *run,
                        const struct field *field)
{
    static const char *const kinds[] = {
        [FIELD_KIND_TEXT] = "text",    [FIELD_KIND_INT] = "int",     [FIELD_KIND_ID] = "id",
        [FIELD_KIND_BOOL] = "bool",    [FIELD_KIND_DATE] = "date",   [FIELD_KIND_MONEY] = "money",
        [FIELD_KIND_TEXTS] = "texts",  [FIELD_KIND_TRUTH] = "truth", [FIELD_KIND_JSON] = "json",
        [FIELD_KIND_CHOICE] = "choice"};
    json_object(json);
    json_member_text(json, "name", text_of(field->name));
    json_member_text(json, "label", said(run, field->zh, field->en));
    json_member_text(json, "kind", text_of(kinds[field->kind]));
    json_member_bool(json, "required", field->required);
    if (field->multiline) {
        json_member_bool(json, "multiline", true);
    }
    if (field->min != 0) {
        json_member_int(json, "min", field->min);
    }
    if (field->max != 0) {
        json_member_int(json, "max", field->max);
    }
    if (field->kind == FIELD_KIND_CHOICE) {
        write_choices(json, run, field);
    } else if (field->names != NULL) {
        write_named(json, run, field);
    }
    json_end(json);
}

static void write_act(struct json_writer *json, const struct view_run *run,
                      const struct command_kind *kind)
{
    json_object(json);
    json_member_text(json, "command", text_of(kind->name));
    json_member_text(json, "title", said(run, kind->zh, kind->en));
    json_member_text(json, "method", text_of(kind->method));
    json_member_text(json, "path", text_of(kind->path));
    json_name(json, "fields");
    json_array(json);
    for (size_t i = 0; kind->fields != NULL && i < kind->fields->count; i++) {
        write_field(json, run, &kind->fields->fields[i]);
    }
    json_end(json);
    json_end(json);
}

static void write_list(struct json_writer *json, const struct view_run *run,
                       const struct view_kind *kind)
{
    json_object(json);
    json_member_text(json, "view", text_of(kind->name));
    json_member_text(json, "title", said(run, kind->zh, kind->en));
    json_member_text(json, "path", text_of(kind->path));
    json_end(json);
}

/* "absence.note" and what is called "absence" alone are of the concept "absence". */
static bool is_of(const char *name, struct text concept)
{
    struct text rest = text_of(name);
    return text_equal(text_cut(&rest, '.'), concept);
}

static bool is_offered(const struct view_run *run, const struct command_kind *kind)
{
    return is_of(kind->name, run->parameters[0]) && kind->prepare == NULL &&
           (kind->flags & (COMMAND_INTERNAL | COMMAND_TAKES_A_FILE)) == 0 &&
           access_role_may(kind->roles, run->actor->role);
}

static size_t write_acts(struct json_writer *json, const struct view_run *run)
{
    size_t count = 0;
    json_name(json, "acts");
    json_array(json);
    for (size_t r = 0; r < the_house.room_count; r++) {
        const struct room *room = the_house.rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            count += is_of(room->commands[i].name, run->parameters[0]);
            if (is_offered(run, &room->commands[i])) {
                write_act(json, run, &room->commands[i]);
            }
        }
    }
    json_end(json);
    return count;
}

static size_t write_lists(struct json_writer *json, const struct view_run *run)
{
    size_t count = 0;
    json_name(json, "lists");
    json_array(json);
    for (size_t r = 0; r < the_house.room_count; r++) {
        const struct room *room = the_house.rooms[r];
        for (size_t i = 0; i < room->view_count; i++) {
            bool is_it = is_of(room->views[i].name, run->parameters[0]);
            count += is_it;
            if (is_it && access_role_may(room->views[i].roles, run->actor->role)) {
                write_list(json, run, &room->views[i]);
            }
        }
    }
    json_end(json);
    return count;
}

static bool answer_forms(const struct view_run *run, struct json_writer *json, struct fault *fault)
{
    json_object(json);
    size_t known = write_acts(json, run);
    known += write_lists(json, run);
    json_end(json);
    return known > 0 || fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

static const struct view_kind views[] = {
    {"form.show", "/forms/{code}", NULL, ROLES_SIGNED_IN, 0, "表单：一类操作的字段、选项和说明",
     "Forms: fields, choices and labels of a concept's commands", answer_forms},
};

const struct room form_room = {.name = "form", ROOM_VIEWS(views)};
