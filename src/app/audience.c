#include "app/audience.h"

#include "app/access.h"
#include "base/arena.h"

#define ADDRESSES_MAX 200

bool audience_is_outside(enum role role)
{
    return role == ROLE_ENTERPRISE || role == ROLE_WINDOW;
}

static bool may_hear(const struct event_kind *kind, const struct actor *actor,
                     const struct scope *scope, const struct access_project *project)
{
    if (kind->internal && audience_is_outside(actor->role)) {
        return false;
    }
    struct project_facts facts = project->facts;
    for (size_t i = 0; i < project->org_count && !facts.takes_part; i++) {
        facts.takes_part = text_equal(project->orgs[i], actor->org);
    }
    for (size_t i = 0; i < project->desk_count && !facts.at_desk; i++) {
        facts.at_desk = text_equal(project->desks[i], actor->org);
    }
    return access_may_see(scope, &facts);
}

bool audience_has(const struct audience *audience, const struct event_kind *kind,
                  const struct actor *actor, const struct scope *scope)
{
    for (size_t i = 0; i < audience->project_count; i++) {
        if (may_hear(kind, actor, scope, &audience->projects[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < audience->address_count; i++) {
        if (access_is_addressed(actor, scope, audience->addresses[i])) {
            return true;
        }
    }
    return false;
}

/* There is room for it. */
static bool add_project(struct arena *arena, struct store *store, int64_t id,
                        struct audience *audience, struct fault *fault)
{
    struct access_project project;
    if (!access_project_load(arena, store, id, &project, fault)) {
        return false;
    }
    if (project.facts.id != 0) {
        audience->projects[audience->project_count++] = project;
    }
    return true;
}

static bool ask_hearers(struct arena *arena, struct store *store, const struct audience_of *of,
                        struct audience *audience, struct fault *fault)
{
    struct text *addresses = arena_array(arena, struct text, ADDRESSES_MAX);
    struct store_rows rows;
    if (!store_query(store, of->kind->hearers, CELLS(cell_int(of->entry->subject_id)), &rows,
                     fault)) {
        return false;
    }
    while (audience->address_count < ADDRESSES_MAX && store_next(&rows)) {
        addresses[audience->address_count++] = store_text(arena, &rows, 0);
    }
    audience->addresses = addresses;
    audience->projects = arena_array(arena, struct access_project, audience->address_count);
    bool fine = store_done(&rows, fault);
    for (size_t i = 0; fine && i < audience->address_count; i++) {
        int64_t project = access_address_project(addresses[i]);
        fine = project == 0 || add_project(arena, store, project, audience, fault);
    }
    return fine;
}

bool audience_load(struct arena *arena, struct store *store, const struct audience_of *of,
                   struct audience *out, struct fault *fault)
{
    *out = (struct audience){.project_count = 0};
    if (of->entry->project_id != 0) {
        out->projects = arena_new(arena, struct access_project);
        return add_project(arena, store, of->entry->project_id, out, fault);
    }
    return of->kind->hearers == NULL || ask_hearers(arena, store, of, out, fault);
}
