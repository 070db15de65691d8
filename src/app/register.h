#ifndef LIANDONG_APP_REGISTER_H
#define LIANDONG_APP_REGISTER_H

#include "app/kind.h"

/* The house's register made quick to ask: which command or view stands behind a method and a path,
 * which event kind behind a name. Built once at the start, in the process's arena, then read by all
 * threads. */
struct registry;

struct registry *register_open(struct arena *arena, const struct house *house);
const struct house *register_house(const struct registry *registry);

struct route_match {
    const struct command_kind *command; /* exactly one of the two is set */
    const struct view_kind *view;
    struct text parameters[PATH_PARAMETERS];
};

enum route_result { ROUTE_FOUND, ROUTE_UNKNOWN, ROUTE_OTHER_METHOD };

/* `path` is what follows /api/v1, decoded. ROUTE_OTHER_METHOD: the path exists, `*allowed` names
 * the methods ("GET, POST"). HEAD is answered as GET. */
enum route_result register_route(struct arena *arena, const struct registry *registry,
                                 struct text method, struct text path, struct route_match *out);
struct text register_allowed(struct arena *arena, const struct registry *registry,
                             struct text path);

/* NULL: the list is not offered as a spreadsheet. `table`: what the path names, "" of any. */
const struct view_sheet *register_sheet(const struct house *house, const char *view,
                                        struct text table);

/* NULL: the answer is not offered as a paper. */
const struct view_paper *register_paper(const struct house *house, const char *view);

const struct event_kind *register_event(const struct registry *registry, struct text name);
const struct command_kind *register_command(const struct registry *registry, struct text name);

/* The first parameter of a path as an id, or 0 when it is none. */
int64_t route_id(struct text parameter);

#endif
