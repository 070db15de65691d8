#include <ctype.h>
#include <string.h>

#include "app/openapi.h"
#include "base/json_read.h"
#include "claims.h"

/* Both languages present for every text, names unique and of one form, and everything that is
 * offered written down in the API document. */

static bool has_chinese(const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        if ((unsigned char)*text >= 0xe3) {
            return true;
        }
    }
    return false;
}

/* "{3}": the sentence comes whole from where the fault is raised, in either language. */
static bool is_place(const char *text)
{
    return text[0] == '{' && text[1] >= '1' && text[1] <= '3' && strcmp(text + 2, "}") == 0;
}

/* Letters that are no ASCII have no business in an English text, but for dashes and quotes. */
static bool is_english(const char *text)
{
    return text != NULL && *text != '\0' && !has_chinese(text);
}

static void check_texts(struct claims *claims, const char *what, const char *zh, const char *en)
{
    if (zh == NULL || !has_chinese(zh)) {
        claims_against(claims, "%s has no Chinese text: '%s'", what, zh == NULL ? "" : zh);
    }
    if (!is_english(en)) {
        claims_against(claims, "%s has no English text: '%s'", what, en == NULL ? "" : en);
    }
}

struct fault_row {
    const char *name;
    int status;
    const char *code;
    const char *texts[4];
};

static const struct fault_row fault_rows[] = {
#define FAULT(name, status, code, zh, en, hint_zh, hint_en)                                        \
    {#name, status, code, {zh, en, hint_zh, hint_en}},
#include "base/faults.def"
#undef FAULT
};

/* {1}, {2}, {3} and {field}, or a person reads a brace. */
static bool places_are_known(const char *text)
{
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        bool known = strncmp(at, "{field}", 7) == 0 ||
                     (at[1] >= '1' && at[1] <= '3' && at[2] == '}') || at[1] == '}';
        if (!known) {
            return false;
        }
    }
    return true;
}

static void check_faults(struct claims *claims)
{
    for (size_t i = 0; i < COUNT_OF(fault_rows); i++) {
        const struct fault_row *row = &fault_rows[i];
        for (size_t t = 0; t < COUNT_OF(row->texts); t += 2) {
            if (!is_place(row->texts[t]) || !is_place(row->texts[t + 1])) {
                check_texts(claims, row->name, row->texts[t], row->texts[t + 1]);
            }
        }
        for (size_t t = 0; t < COUNT_OF(row->texts); t++) {
            if (!places_are_known(row->texts[t])) {
                claims_against(claims, "%s: an unknown place in '%s'", row->name, row->texts[t]);
            }
        }
    }
    claims_end(claims, "every fault says what is wrong and what to do, in both languages");
    for (size_t i = 0; i < COUNT_OF(fault_rows); i++) {
        const struct fault_row *row = &fault_rows[i];
        struct text code = text_of(row->code);
        for (size_t c = 0; c < code.len; c++) {
            if (code.at[c] != '-' && !islower((unsigned char)code.at[c]) &&
                !isdigit((unsigned char)code.at[c])) {
                claims_against(claims, "%s: code '%s'", row->name, row->code);
                break;
            }
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(row->code, fault_rows[k].code) == 0) {
                claims_against(claims, "code '%s' stands twice", row->code);
            }
        }
        if (row->status < 400 || row->status > 599) {
            claims_against(claims, "%s: status %d", row->name, row->status);
        }
    }
    claims_end(claims, "a fault's code is unique and its status one of a refusal or failure");
}

static void check_table(struct claims *claims, const char *owner, const struct field_table *table)
{
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        const struct field *field = &table->fields[i];
        struct text what = text_format(claims->arena, "%s.%s", owner, field->name);
        check_texts(claims, what.at, field->zh, field->en);
        if (field->kind == FIELD_KIND_CHOICE && field->choices == NULL) {
            claims_against(claims, "%s is a choice of nothing", what.at);
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(field->name, table->fields[k].name) == 0) {
                claims_against(claims, "%s stands twice", what.at);
            }
        }
    }
}

static void check_fields(struct claims *claims, const struct house *house)
{
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            check_table(claims, room->commands[i].name, room->commands[i].fields);
        }
        for (size_t i = 0; i < room->view_count; i++) {
            check_table(claims, room->views[i].name, room->views[i].query);
        }
        for (size_t i = 0; i < room->event_count; i++) {
            check_table(claims, room->events[i]->name, room->events[i]->fields);
        }
    }
    claims_end(claims, "every field has a label in both languages and stands once in its table");
}

static void check_kinds(struct claims *claims, const struct house *house)
{
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            check_texts(claims, room->commands[i].name, room->commands[i].zh, room->commands[i].en);
        }
        for (size_t i = 0; i < room->view_count; i++) {
            check_texts(claims, room->views[i].name, room->views[i].zh, room->views[i].en);
        }
        for (size_t i = 0; i < room->event_count; i++) {
            check_texts(claims, room->events[i]->name, room->events[i]->zh, room->events[i]->en);
        }
    }
    claims_end(claims, "every command, view and event says what it is, in both languages");
}

struct names {
    const char *items[1000];
    size_t count;
};

static void add_name(struct claims *claims, struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0) {
            claims_against(claims, "%s stands twice", name);
        }
    }
    ensure(names->count < COUNT_OF(names->items));
    names->items[names->count++] = name;
}

/* Events that people call by another word than the room that keeps them. */
static bool has_other_name(const char *event)
{
    return strcmp(event, "intake.taken_in") == 0; /* one intake opens several applications */
}

static void check_names(struct claims *claims, const struct house *house)
{
    struct names *asked = arena_new(claims->arena, struct names);
    struct names *happened = arena_new(claims->arena, struct names);
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            add_name(claims, asked, room->commands[i].name);
        }
        for (size_t i = 0; i < room->view_count; i++) {
            add_name(claims, asked, room->views[i].name);
        }
        for (size_t i = 0; i < room->event_count; i++) {
            add_name(claims, happened, room->events[i]->name);
        }
    }
    claims_end(claims, "the names of commands and views, and of events, are unique");
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        struct text prefix = text_format(claims->arena, "%s.", room->name);
        for (size_t i = 0; i < room->event_count; i++) {
            if (!text_starts_with(text_of(room->events[i]->name), prefix) &&
                !has_other_name(room->events[i]->name)) {
                claims_against(claims, "room %s has event %s", room->name, room->events[i]->name);
            }
        }
        for (size_t k = 0; k < r; k++) {
            if (strcmp(room->name, house->rooms[k]->name) == 0) {
                claims_against(claims, "two rooms are called %s", room->name);
            }
        }
    }
    claims_end(claims, "an event carries the name of its room");
}

static void check_rights(struct claims *claims, const struct house *house)
{
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            const struct command_kind *kind = &room->commands[i];
            bool offered = (kind->flags & COMMAND_INTERNAL) == 0;
            if (offered && (kind->roles == 0 || (kind->roles & ROLE_BIT(ROLE_PUBLIC)) != 0)) {
                claims_against(claims, "%s: by nobody or by everybody", kind->name);
            }
            if (offered && strcmp(kind->method, "POST") != 0 && strcmp(kind->method, "PUT") != 0 &&
                strcmp(kind->method, "DELETE") != 0) {
                claims_against(claims, "%s: method %s", kind->name, kind->method);
            }
        }
        for (size_t i = 0; i < room->view_count; i++) {
            if (room->views[i].roles == 0) {
                claims_against(claims, "%s may be asked by nobody", room->views[i].name);
            }
        }
    }
    claims_end(claims, "every command and view names who may, and no command is for everybody");
}

void house_texts(struct claims *claims, const struct house *house)
{
    check_faults(claims);
    check_fields(claims, house);
    check_kinds(claims, house);
    check_names(claims, house);
    check_rights(claims, house);
}

/* -- the API document -- */

static bool is_described(const struct jvalue *paths, const char *path, const char *method)
{
    char small[16] = "";
    for (size_t i = 0; method[i] != '\0' && i < sizeof small - 1; i++) {
        small[i] = (char)tolower((unsigned char)method[i]);
        small[i + 1] = '\0';
    }
    return jvalue_get(jvalue_get(paths, path), small) != NULL;
}

void house_documents(struct claims *claims, const struct registry *registry)
{
    const struct house *house = register_house(registry);
    const struct jvalue *document = NULL;
    struct fault fault = {.code = FAULT_NONE};
    struct text source = openapi_document(claims->arena, registry, "test");
    if (!json_read(claims->arena, source, &document, &fault)) {
        claims_against(claims, "%s", fault_sentence(claims->arena, &fault, LANGUAGE_EN).at);
    }
    claims_end(claims, "the API document is JSON");
    const struct jvalue *paths = jvalue_get(document, "paths");
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            const struct command_kind *kind = &room->commands[i];
            bool offered = (kind->flags & COMMAND_INTERNAL) == 0;
            if (offered && !is_described(paths, kind->path, kind->method)) {
                claims_against(claims, "%s %s (%s)", kind->method, kind->path, kind->name);
            }
        }
        for (size_t i = 0; i < room->view_count; i++) {
            if (!is_described(paths, room->views[i].path, "GET")) {
                claims_against(claims, "GET %s (%s)", room->views[i].path, room->views[i].name);
            }
        }
    }
    claims_end(claims, "every command and view that is offered stands in the API document");
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            const struct command_kind *kind = &room->commands[i];
            struct route_match match;
            bool offered = (kind->flags & COMMAND_INTERNAL) == 0;
            if (offered && (register_route(claims->arena, registry, text_of(kind->method),
                                           text_of(kind->path), &match) != ROUTE_FOUND ||
                            match.command != kind)) {
                claims_against(claims, "%s %s (%s)", kind->method, kind->path, kind->name);
            }
        }
        for (size_t i = 0; i < room->view_count; i++) {
            struct route_match match;
            if (register_route(claims->arena, registry, TEXT("GET"), text_of(room->views[i].path),
                               &match) != ROUTE_FOUND ||
                match.view != &room->views[i]) {
                claims_against(claims, "GET %s (%s)", room->views[i].path, room->views[i].name);
            }
        }
    }
    claims_end(claims, "no route hides another");
}
