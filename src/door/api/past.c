#include "app/past.h"
#include "app/access.h"
#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "door/api/inside.h"

/* A view of one project with as_of=: the same question, asked of the project as it was
 * (app/past.h). Who may ask is who may see the project now; what he is shown of it is what his role
 * is shown. In the thread aside, one at a time: it alone keeps the last two, since a page asks
 * several views of one moment. */

#define KEPT_MS 60000

struct looking {
    struct call *call;
    struct route_match match;
    struct text moment;
    struct text query; /* without as_of */
};

/* False: it does not ask for a moment. */
static bool read_query(struct arena *arena, struct text query, struct looking *out)
{
    struct buffer rest = buffer_open(arena, query.len + 1);
    bool wanted = false;
    while (query.len > 0) {
        struct text pair = text_cut(&query, '&');
        if (text_starts_with(pair, TEXT("as_of="))) {
            wanted = true;
            out->moment = text_slice(pair, 6, pair.len - 6);
        } else {
            buffer_add(&rest, rest.len > 0 ? TEXT("&") : TEXT_NONE);
            buffer_add(&rest, pair);
        }
    }
    out->query = buffer_text(&rest);
    return wanted;
}

static bool may_see(struct call *call, int64_t project, struct fault *fault)
{
    struct store *live = call_aside_store(call);
    const struct actor *actor = &call->session.actor;
    struct scope scope = access_scope(call->slow_city, actor);
    struct access_project *found = arena_new(call->arena, struct access_project);
    if (!access_project_load(call->arena, live, project, found, fault)) {
        return false;
    }
    for (size_t i = 0; i < found->org_count; i++) {
        found->facts.takes_part |= text_equal(found->orgs[i], actor->org);
    }
    for (size_t i = 0; i < found->desk_count; i++) {
        found->facts.at_desk |= text_equal(found->desks[i], actor->org);
    }
    return (found->facts.id != 0 && access_may_see(&scope, &found->facts)) ||
           fault_raise(fault, FAULT_NOT_FOUND, TEXT_NONE, FAULT_NO_ARGS);
}

void past_forget(struct kept_past *kept)
{
    store_close(kept->store);
    *kept = (struct kept_past){.store = NULL};
}

/* One that is kept, else the older of both places is used for it. */
static bool take(struct call *call, int64_t project, const struct past_moment *moment,
                 struct store **out, struct fault *fault)
{
    struct kept_past *kept = call->api->pasts;
    struct kept_past *oldest = kept;
    for (int i = 0; i < KEPT_PASTS; i++) {
        if (kept[i].store != NULL && call->now - kept[i].made_at > KEPT_MS) {
            past_forget(&kept[i]);
        }
        if (kept[i].store != NULL && kept[i].project == project && kept[i].size == moment->size) {
            *out = kept[i].store;
            return true;
        }
        oldest = kept[i].made_at < oldest->made_at ? &kept[i] : oldest;
    }
    if (!call_is_within(call, call->api->looks, fault)) {
        return false;
    }
    past_forget(oldest);
    struct past_source from = {call->api->options.registry, call_aside_store(call), project};
    if (!past_record(&from, moment, &oldest->store, fault)) {
        return false;
    }
    oldest->project = project;
    oldest->size = moment->size;
    oldest->made_at = call->now;
    *out = oldest->store;
    return true;
}

static bool answer(struct looking *looking, struct viewed *out, struct fault *fault)
{
    struct call *call = looking->call;
    const struct view_kind *kind = looking->match.view;
    const struct text *given = looking->match.parameters;
    struct actor *actor = arena_new(call->arena, struct actor);
    struct past_asked asked = {looking->moment, call->slow_city, call->now};
    int64_t project = route_id(given[0]);
    void *query = kind->query == NULL ? NULL : arena_alloc(call->arena, kind->query->size);
    struct past_moment moment;
    struct store *store = NULL;
    if (!query_read(call->arena, kind->query, looking->query, query, fault) ||
        !may_see(call, project, fault) ||
        !past_find(call_aside_store(call), &asked, &moment, fault) ||
        !take(call, project, &moment, &store, fault)) {
        return false;
    }
    *actor = call->session.actor;
    actor->looks_back_at = project;
    struct view_run run = {
        .arena = call->arena,
        .store = store,
        .city = call->slow_city,
        .vault = call->api->options.vault,
        .actor = actor,
        .parameters = {given[0], given[1], given[2]},
        .id = project,
        .query = query,
        .now = moment.at,
        .today = city_today(call->slow_city, moment.at),
    };
    struct buffer buffer = buffer_open(call->arena, 64 << 10);
    struct json_writer json = json_writer_open(&buffer);
    if (!kind->answer(&run, &json, fault)) {
        return false;
    }
    call->as_of = moment.at;
    *out = (struct viewed){buffer_text(&buffer), NULL};
    return true;
}

static void look_back(void *context)
{
    struct looking *looking = context;
    struct fault fault = {.code = FAULT_NONE};
    struct viewed viewed;
    const struct city *city = looking->call->slow_city;
    bool fine = answer(looking, &viewed, &fault);
    looking->call->slow_city = NULL;
    city_give(city);
    if (fine) {
        call_held(looking->call, &viewed);
    } else {
        call_fault(looking->call, &fault);
    }
}

bool call_past(struct call *call, const struct route_match *match)
{
    struct looking *looking = arena_new(call->arena, struct looking);
    struct fault fault = {.code = FAULT_NONE};
    *looking = (struct looking){.call = call, .match = *match};
    if ((match->view->flags & VIEW_AS_OF) == 0 ||
        !read_query(call->arena, call->request->query, looking)) {
        return false;
    }
    bool ready = call_may_ask(call, match->view, &fault);
    if (ready) {
        const struct city *city = city_hold(call->api->options.city);
        call->slow_city = city;
        ready = slow_do(call->api->aside, look_back, looking) ||
                fault_raise(&fault, FAULT_STORE_BUSY, TEXT_NONE, FAULT_NO_ARGS);
        if (!ready) {
            call->slow_city = NULL;
            city_give(city);
        }
    }
    if (!ready) {
        call_fault(call, &fault);
    }
    return true;
}
