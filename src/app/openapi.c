#include "app/openapi.h"

#include <string.h>

#include "base/arena.h"

static void reference(struct json_writer *json, const char *target)
{
    json_object(json);
    json_member_text(json, "$ref", text_of(target));
    json_end(json);
}

static void typed(struct json_writer *json, const char *type)
{
    json_name(json, "schema");
    json_object(json);
    json_member_text(json, "type", text_of(type));
    json_end(json);
}

static void header_parameter(struct json_writer *json, const char *name, const char *says)
{
    json_object(json);
    json_member_text(json, "name", text_of(name));
    json_member_text(json, "in", TEXT("header"));
    json_member_bool(json, "required", false);
    json_member_text(json, "description", text_of(says));
    typed(json, "string");
    json_end(json);
}

static void path_parameters(struct json_writer *json, struct text path)
{
    struct text rest = path;
    while (rest.len > 0) {
        (void)text_cut(&rest, '{');
        struct text name = text_cut(&rest, '}');
        if (name.len == 0) {
            continue;
        }
        bool is_id = !text_is(name, "code") && !text_is(name, "form") && !text_is(name, "month") &&
                     !text_is(name, "quarter");
        json_object(json);
        json_member_text(json, "name", name);
        json_member_text(json, "in", TEXT("path"));
        json_member_bool(json, "required", true);
        typed(json, is_id ? "integer" : "string");
        json_end(json);
    }
}

static const char *query_type(const struct field *field)
{
    bool is_number = field->kind == FIELD_KIND_INT || field->kind == FIELD_KIND_ID;
    bool is_truth = field->kind == FIELD_KIND_BOOL || field->kind == FIELD_KIND_TRUTH;
    return is_number ? "integer" : is_truth ? "boolean" : "string";
}

static void query_parameters(struct json_writer *json, const struct field_table *table)
{
    for (size_t i = 0; table != NULL && i < table->count; i++) {
        json_object(json);
        json_member_text(json, "name", text_of(table->fields[i].name));
        json_member_text(json, "in", TEXT("query"));
        json_member_bool(json, "required", table->fields[i].required);
        json_member_text(json, "description", text_of(table->fields[i].en));
        typed(json, query_type(&table->fields[i]));
        json_end(json);
    }
}

static const char *media_of(const char *schema)
{
    static const char *const special[][2] = {
        {"#/components/schemas/problem", "application/problem+json"},
        {"#/components/schemas/file", "application/octet-stream"},
        {"#/components/schemas/events", "text/event-stream"},
    };
    for (size_t i = 0; i < COUNT_OF(special); i++) {
        if (strcmp(schema, special[i][0]) == 0) {
            return special[i][1];
        }
    }
    return "application/json";
}

static void answer_of(struct json_writer *json, const char *status, const char *says,
                      const char *schema)
{
    json_name(json, status);
    json_object(json);
    json_member_text(json, "description", text_of(says));
    json_name(json, "content");
    json_object(json);
    json_name(json, media_of(schema));
    json_object(json);
    json_name(json, "schema");
    reference(json, schema);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void answers(struct json_writer *json, const char *good)
{
    json_name(json, "responses");
    json_object(json);
    answer_of(json, "200", "done", good);
    answer_of(json, "4XX", "refused: what, which field, what to do",
              "#/components/schemas/problem");
    answer_of(json, "503", "storage or load: try again later", "#/components/schemas/problem");
    json_end(json);
}

static void roles(struct json_writer *json, role_set set)
{
    json_name(json, "x-roles");
    json_array(json);
    for (int role = ROLE_ENTERPRISE; role <= ROLE_PUBLIC; role++) {
        if ((set & ROLE_BIT(role)) != 0) {
            json_text(json, text_of(role_name((enum role)role)));
        }
    }
    json_end(json);
}

static void head(struct json_writer *json, const char *name, const char *zh, const char *en)
{
    struct text rest = text_of(name);
    struct text room = text_cut(&rest, '.');
    json_member_text(json, "operationId", text_of(name));
    json_member_text(json, "summary", text_of(zh));
    json_member_text(json, "description", text_of(en));
    json_name(json, "tags");
    json_array(json);
    json_text(json, room);
    json_end(json);
}

static void security(struct json_writer *json, role_set set)
{
    json_name(json, "security");
    json_array(json);
    if ((set & ROLE_BIT(ROLE_PUBLIC)) != 0) {
        json_object(json);
        json_end(json);
    }
    const char *schemes[] = {"session", "token"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        json_object(json);
        json_name(json, schemes[i]);
        json_array(json);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void request_body(struct json_writer *json, const struct command_kind *kind)
{
    static const char *const files[] = {"application/octet-stream", NULL};
    static const char *const object[] = {"application/json", NULL};
    bool is_file = (kind->flags & COMMAND_TAKES_A_FILE) != 0;
    if ((kind->fields == NULL || kind->prepare != NULL) && !is_file) {
        return;
    }
    json_name(json, "requestBody");
    json_object(json);
    json_member_bool(json, "required", true);
    json_name(json, "content");
    json_object(json);
    for (const char *const *media = is_file ? files : object; *media != NULL; media++) {
        json_name(json, *media);
        json_object(json);
        json_name(json, "schema");
        if (is_file) {
            reference(json, "#/components/schemas/file");
        } else {
            field_schema(json, kind->fields);
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void command_operation(struct json_writer *json, const struct command_kind *kind)
{
    char method[8] = "";
    for (size_t i = 0; kind->method[i] != '\0' && i < sizeof method - 1; i++) {
        method[i] = (char)(kind->method[i] | 0x20);
    }
    json_name(json, method);
    json_object(json);
    head(json, kind->name, kind->zh, kind->en);
    roles(json, kind->roles);
    security(json, kind->roles);
    json_name(json, "parameters");
    json_array(json);
    path_parameters(json, text_of(kind->path));
    header_parameter(json, "Idempotency-Key", "a repeated key gives the first answer again");
    header_parameter(json, "If-Match", "the version of the thing the caller saw: \"5\"");
    header_parameter(json, "X-CSRF-Token", "for sessions by cookie: from GET /session");
    if ((kind->flags & COMMAND_TAKES_A_FILE) != 0) {
        header_parameter(json, "X-File-Name", "the file's name, percent-encoded UTF-8");
        header_parameter(json, "X-Digest", "SM3 of the body in hexadecimal: it must agree");
        header_parameter(json, "X-Replaces", "the file whose next version this is");
    }
    json_end(json);
    request_body(json, kind);
    answers(json, "#/components/schemas/acknowledgement");
    json_end(json);
}

/* Lists that are offered as spreadsheets too, answers that are offered as papers; some as both. */
static void as_parameter(struct json_writer *json, bool is_sheet, const struct view_paper *paper)
{
    bool is_ics = paper != NULL && paper->form == PAPER_IS_ICS;
    bool is_pdf = paper != NULL && !is_ics;
    json_object(json);
    json_member_text(json, "name", TEXT("as"));
    json_member_text(json, "in", TEXT("query"));
    json_member_bool(json, "required", false);
    json_member_text(
        json, "description",
        is_sheet && is_pdf
            ? TEXT("xlsx or csv: the whole list as a spreadsheet; pdf: the answer as a paper")
        : is_sheet ? TEXT("xlsx or csv: the whole list as a spreadsheet instead of a page of it")
        : is_ics   ? TEXT("ics: as an entry for a calendar (RFC 5545)")
                   : TEXT("pdf: the same as a paper"));
    json_name(json, "schema");
    json_object(json);
    json_member_text(json, "type", TEXT("string"));
    json_name(json, "enum");
    json_raw(json, is_sheet && is_pdf ? TEXT("[\"xlsx\",\"csv\",\"pdf\"]")
                   : is_sheet         ? TEXT("[\"xlsx\",\"csv\"]")
                   : is_ics           ? TEXT("[\"ics\"]")
                                      : TEXT("[\"pdf\"]"));
    json_end(json);
    json_end(json);
}

static void as_of_parameter(struct json_writer *json)
{
    json_object(json);
    json_member_text(json, "name", TEXT("as_of"));
    json_member_text(json, "in", TEXT("query"));
    json_member_bool(json, "required", false);
    json_member_text(json, "description",
                     TEXT("the project as it was: a number of entries of the ledger, or a day"));
    json_name(json, "schema");
    json_object(json);
    json_member_text(json, "type", TEXT("string"));
    json_end(json);
    json_end(json);
}

static void view_operation(struct json_writer *json, const struct view_kind *kind,
                           const struct house *house)
{
    bool is_sheet = register_sheet(house, kind->name, TEXT_NONE) != NULL;
    const struct view_paper *paper = register_paper(house, kind->name);
    json_name(json, "get");
    json_object(json);
    head(json, kind->name, kind->zh, kind->en);
    roles(json, kind->roles);
    security(json, kind->roles);
    json_name(json, "parameters");
    json_array(json);
    path_parameters(json, text_of(kind->path));
    query_parameters(json, kind->query);
    if (is_sheet || paper != NULL) {
        as_parameter(json, is_sheet, paper);
    }
    if ((kind->flags & VIEW_AS_OF) != 0) {
        as_of_parameter(json);
    }
    header_parameter(json, "Accept-Language", "zh or en: language of names and sentences");
    json_end(json);
    answers(json, (kind->flags & VIEW_OF_A_FILE) != 0   ? "#/components/schemas/file"
                  : (kind->flags & VIEW_OF_EVENTS) != 0 ? "#/components/schemas/events"
                                                        : "#/components/schemas/view");
    json_end(json);
}

/* All operations of one path, found where the path first occurs. */
static void operations(struct json_writer *json, const struct house *house, const char *path)
{
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->view_count; i++) {
            if (strcmp(room->views[i].path, path) == 0) {
                view_operation(json, &room->views[i], house);
            }
        }
        for (size_t i = 0; i < room->command_count; i++) {
            bool offered = (room->commands[i].flags & COMMAND_INTERNAL) == 0;
            if (offered && strcmp(room->commands[i].path, path) == 0) {
                command_operation(json, &room->commands[i]);
            }
        }
    }
}

struct paths {
    const char *items[512];
    size_t count;
};

static void add_path(struct paths *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++) {
        if (strcmp(paths->items[i], path) == 0) {
            return;
        }
    }
    ensure(paths->count < COUNT_OF(paths->items));
    paths->items[paths->count++] = path;
}

static void collect(struct paths *paths, const struct house *house)
{
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->view_count; i++) {
            add_path(paths, room->views[i].path);
        }
        for (size_t i = 0; i < room->command_count; i++) {
            if ((room->commands[i].flags & COMMAND_INTERNAL) == 0) {
                add_path(paths, room->commands[i].path);
            }
        }
    }
}

/* The parts that no table holds: problem, acknowledgement, sign-in. Kept as text, checked by the
 * linter. */
static const char components[] =
    "{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"liandong_"
    "session\"},"
    "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
    "\"schemas\":{\"view\":{\"type\":\"object\",\"additionalProperties\":true},"
    "\"acknowledgement\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
    "\"version\":{\"type\":\"integer\"},\"number\":{\"type\":\"string\"},"
    "\"receipt\":{\"type\":\"string\",\"pattern\":\"^[0-9]+-[0-9a-f]{20}$\"}}},"
    "\"problem\":{\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"code\","
    "\"detail\",\"advice\"],"
    "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{"
    "\"type\":\"integer\"},"
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"advice\":{\"type\":"
    "\"string\"},"
    "\"field\":{\"type\":[\"string\",\"null\"]},\"label\":{\"type\":[\"string\",\"null\"]},"
    "\"seen_version\":{\"type\":\"integer\"},\"current_version\":{\"type\":\"integer\"}}},"
    "\"file\":{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"},"
    "\"events\":{\"type\":\"string\",\"contentMediaType\":\"text/event-stream\"}}}";

/* The register's house and what the door serves by itself. */
static const struct house *whole(struct arena *arena, const struct house *house,
                                 const struct room *door)
{
    struct house *all = arena_new(arena, struct house);
    const struct room **rooms = arena_array(arena, const struct room *, house->room_count + 1);
    for (size_t i = 0; i < house->room_count; i++) {
        rooms[i] = house->rooms[i];
    }
    rooms[house->room_count] = door;
    *all = (struct house){rooms,         house->room_count + (door != NULL),
                          house->sheets, house->sheet_count,
                          house->papers, house->paper_count};
    return all;
}

struct text openapi_document(struct arena *arena, const struct registry *registry,
                             const char *version)
{
    return openapi_document_with(arena, registry, NULL, version);
}

struct text openapi_document_with(struct arena *arena, const struct registry *registry,
                                  const struct room *door, const char *version)
{
    struct paths *paths = arena_new(arena, struct paths);
    const struct house *house = whole(arena, register_house(registry), door);
    struct buffer buffer = buffer_open(arena, 64 << 10);
    struct json_writer json = json_writer_open(&buffer);
    collect(paths, house);
    json_object(&json);
    json_member_text(&json, "openapi", TEXT("3.1.0"));
    json_name(&json, "info");
    json_object(&json);
    json_member_text(&json, "title", TEXT("联动 Liandong"));
    json_member_text(&json, "version", text_of(version));
    json_member_text(&json, "description",
                     TEXT("Major investment projects from first contact to production"));
    json_name(&json, "license");
    json_object(&json);
    json_member_text(&json, "name", TEXT("Apache 2.0"));
    json_member_text(&json, "identifier", TEXT("Apache-2.0"));
    json_end(&json);
    json_end(&json);
    json_name(&json, "servers");
    json_raw(&json, TEXT("[{\"url\":\"/api/v1\"}]"));
    json_name(&json, "paths");
    json_object(&json);
    for (size_t i = 0; i < paths->count; i++) {
        json_name(&json, paths->items[i]);
        json_object(&json);
        operations(&json, house, paths->items[i]);
        json_end(&json);
    }
    json_end(&json);
    json_name(&json, "components");
    json_raw(&json, text_of(components));
    json_end(&json);
    return buffer_text(&buffer);
}
