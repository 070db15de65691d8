#include "app/register.h"

#include <string.h>

#include "base/arena.h"

#define SEGMENTS_MAX 8

struct route {
    int count;
    struct text segments[SEGMENTS_MAX]; /* "{...}" stands for a parameter */
    const char *method;
    const struct command_kind *command;
    const struct view_kind *view;
};

struct registry {
    const struct house *house;
    struct route *routes[SEGMENTS_MAX + 1]; /* by number of segments */
    size_t counts[SEGMENTS_MAX + 1];
};

static int split(struct text path, struct text out[SEGMENTS_MAX])
{
    if (path.len == 0 || path.at[0] != '/') {
        return -1;
    }
    struct text rest = text_slice(path, 1, path.len - 1);
    int count = 0;
    for (;;) {
        if (count == SEGMENTS_MAX) {
            return -1;
        }
        bool last = text_find(rest, TEXT("/")) == SIZE_MAX;
        out[count++] = text_cut(&rest, '/');
        if (last) {
            return count;
        }
    }
}

static bool is_parameter(struct text segment)
{
    return segment.len > 1 && segment.at[0] == '{';
}

static size_t routes_most(const struct house *house)
{
    size_t count = 0;
    for (size_t r = 0; r < house->room_count; r++) {
        count += house->rooms[r]->command_count + house->rooms[r]->view_count;
    }
    return count;
}

static void add_route(struct registry *registry, const char *path, struct route route)
{
    route.count = split(text_of(path), route.segments);
    ensure(route.count > 0);
    registry->routes[route.count][registry->counts[route.count]++] = route;
}

struct registry *register_open(struct arena *arena, const struct house *house)
{
    struct registry *registry = arena_new(arena, struct registry);
    registry->house = house;
    size_t most = routes_most(house);
    for (int i = 0; i <= SEGMENTS_MAX; i++) {
        registry->routes[i] = arena_array(arena, struct route, most);
    }
    for (size_t r = 0; r < house->room_count; r++) {
        const struct room *room = house->rooms[r];
        for (size_t i = 0; i < room->command_count; i++) {
            const struct command_kind *kind = &room->commands[i];
            if ((kind->flags & COMMAND_INTERNAL) == 0) {
                add_route(registry, kind->path,
                          (struct route){.method = kind->method, .command = kind});
            }
        }
        for (size_t i = 0; i < room->view_count; i++) {
            const struct view_kind *kind = &room->views[i];
            add_route(registry, kind->path, (struct route){.method = "GET", .view = kind});
        }
    }
    return registry;
}

const struct house *register_house(const struct registry *registry)
{
    return registry->house;
}

static bool matches(const struct route *route, const struct text *segments, struct text *parameters)
{
    int taken = 0;
    for (int i = 0; i < route->count; i++) {
        if (is_parameter(route->segments[i])) {
            if (segments[i].len == 0 || taken == PATH_PARAMETERS) {
                return false;
            }
            parameters[taken++] = segments[i];
        } else if (!text_equal(route->segments[i], segments[i])) {
            return false;
        }
    }
    while (taken < PATH_PARAMETERS) {
        parameters[taken++] = TEXT_NONE;
    }
    return true;
}

/* A literal segment wins over a parameter: /projects/new before /projects/{id}. */
static int literals(const struct route *route)
{
    int count = 0;
    for (int i = 0; i < route->count; i++) {
        count += !is_parameter(route->segments[i]);
    }
    return count;
}

enum route_result register_route(struct arena *arena, const struct registry *registry,
                                 struct text method, struct text path, struct route_match *out)
{
    (void)arena;
    struct text segments[SEGMENTS_MAX];
    int count = split(path, segments);
    if (count < 0) {
        return ROUTE_UNKNOWN;
    }
    struct text wanted = text_is(method, "HEAD") ? TEXT("GET") : method;
    int best = -1;
    bool exists = false;
    for (size_t i = 0; i < registry->counts[count]; i++) {
        const struct route *route = &registry->routes[count][i];
        struct text parameters[PATH_PARAMETERS];
        if (!matches(route, segments, parameters)) {
            continue;
        }
        exists = true;
        if (text_is(wanted, route->method) && literals(route) > best) {
            best = literals(route);
            *out = (struct route_match){
                route->command, route->view, {parameters[0], parameters[1], parameters[2]}};
        }
    }
    return best >= 0 ? ROUTE_FOUND : exists ? ROUTE_OTHER_METHOD : ROUTE_UNKNOWN;
}

struct text register_allowed(struct arena *arena, const struct registry *registry, struct text path)
{
    struct buffer out = buffer_open(arena, 64);
    struct text segments[SEGMENTS_MAX];
    int count = split(path, segments);
    for (size_t i = 0; count > 0 && i < registry->counts[count]; i++) {
        const struct route *route = &registry->routes[count][i];
        struct text parameters[PATH_PARAMETERS];
        if (!matches(route, segments, parameters) ||
            text_find(buffer_text(&out), text_of(route->method)) != SIZE_MAX) {
            continue;
        }
        buffer_add(&out, out.len > 0 ? TEXT(", ") : TEXT_NONE);
        buffer_add(&out, text_of(route->method));
        buffer_add(&out, text_is(text_of(route->method), "GET") ? TEXT(", HEAD") : TEXT_NONE);
    }
    return buffer_text(&out);
}

const struct view_sheet *register_sheet(const struct house *house, const char *view,
                                        struct text table)
{
    for (size_t i = 0; i < house->sheet_count; i++) {
        if (strcmp(house->sheets[i].view, view) == 0) {
            return &house->sheets[i];
        }
    }
    return house->sheet_of == NULL ? NULL : house->sheet_of(view, table);
}

const struct view_paper *register_paper(const struct house *house, const char *view)
{
    for (size_t i = 0; i < house->paper_count; i++) {
        if (strcmp(house->papers[i].view, view) == 0) {
            return &house->papers[i];
        }
    }
    return NULL;
}

const struct event_kind *register_event(const struct registry *registry, struct text name)
{
    const struct house *house = registry->house;
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->event_count; i++) {
            if (text_is(name, house->rooms[r]->events[i]->name)) {
                return house->rooms[r]->events[i];
            }
        }
    }
    return NULL;
}

const struct command_kind *register_command(const struct registry *registry, struct text name)
{
    const struct house *house = registry->house;
    for (size_t r = 0; r < house->room_count; r++) {
        for (size_t i = 0; i < house->rooms[r]->command_count; i++) {
            if (text_is(name, house->rooms[r]->commands[i].name)) {
                return &house->rooms[r]->commands[i];
            }
        }
    }
    return NULL;
}

int64_t route_id(struct text parameter)
{
    int64_t id = 0;
    bool canonical = parameter.len > 0 && parameter.at[0] != '0' && text_to_int(parameter, &id);
    return canonical && id > 0 && id <= (int64_t)1 << 53 ? id : 0;
}
