#include "app/ask.h"

#include "app/query.h"
#include "base/arena.h"
#include "base/json_read.h"

bool view_ask(const struct view_run *run, const struct route_match *match, struct text query,
              const struct jvalue **out, struct fault *fault)
{
    const struct view_kind *kind = match->view;
    const struct text *given = match->parameters;
    struct view_run asking = *run;
    void *fields = kind->query == NULL ? NULL : arena_alloc(run->arena, kind->query->size);
    struct buffer buffer = buffer_open(run->arena, 64 << 10);
    struct json_writer json = json_writer_open(&buffer);
    asking.id = route_id(given[0]);
    for (size_t i = 0; i < PATH_PARAMETERS; i++) {
        asking.parameters[i] = given[i];
    }
    asking.query = fields;
    return query_read(run->arena, kind->query, query, fields, fault) &&
           kind->answer(&asking, &json, fault) &&
           json_read(run->arena, buffer_text(&buffer), out, fault);
}
