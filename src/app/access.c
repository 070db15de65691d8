#include "app/access.h"

#include "app/city.h"

const struct statement access_project_facts = {
    "access_project_facts", "select district, navigator, stage_rank from project where id=$1"};
const struct statement access_project_orgs = {
    "access_project_orgs", "select org from project_party where project=$1 order by org limit 64"};

const struct statement access_project_desks = {
    "access_project_desks", "select org from project_desk where project=$1 order by org limit 64"};

/* Ranks of ground/project: before its hand-over a project is the promotion side's. The city's
 * centre, which screens together with it, sees it from the screening on. */
#define RANK_SCREENED 20
#define RANK_HANDED_OVER 40

static bool is_citys(const struct city *city, const struct actor *actor)
{
    return text_is_empty(actor->district) || text_equal(actor->district, city_code(city));
}

static struct scope of_place(const struct city *city, const struct actor *actor, int64_t rank_min)
{
    return (struct scope){
        .kind = is_citys(city, actor) ? SCOPE_CITY : SCOPE_DISTRICT,
        .org_or_district = actor->district,
        .rank_min = rank_min,
    };
}

static struct scope scope_of(const struct city *city, const struct actor *actor)
{
    switch (actor->role) {
    case ROLE_ENTERPRISE: return (struct scope){.kind = SCOPE_PROJECT, .id = actor->project};
    case ROLE_NAVIGATOR: return (struct scope){.kind = SCOPE_NAVIGATOR, .id = actor->account};
    case ROLE_PROMOTION_OFFICER: return of_place(city, actor, 0);
    case ROLE_CENTRE_COORDINATOR: return of_place(city, actor, RANK_SCREENED);
    case ROLE_DISTRICT_COORDINATOR: return of_place(city, actor, RANK_HANDED_OVER);
    case ROLE_DEPARTMENT_OFFICER:
        return (struct scope){.kind = SCOPE_ORG,
                              .org_or_district = actor->org,
                              .district = is_citys(city, actor) ? TEXT_NONE : actor->district};
    case ROLE_WINDOW:
        return text_is_empty(actor->org) ? (struct scope){.kind = SCOPE_NOTHING}
                                         : (struct scope){.kind = SCOPE_DESK,
                                                          .org_or_district = actor->org,
                                                          .rank_min = RANK_HANDED_OVER};
    case ROLE_LEADER:
    case ROLE_SUPERVISOR: return of_place(city, actor, 0);
    case ROLE_SYSTEM: return (struct scope){.kind = SCOPE_CITY};
    default: return (struct scope){.kind = SCOPE_NOTHING};
    }
}

struct scope access_scope(const struct city *city, const struct actor *actor)
{
    struct scope scope = scope_of(city, actor);
    /* Whether he may see the project now was asked before; who saw it then is no matter. */
    if (actor->looks_back_at != 0) {
        scope = (struct scope){
            .kind = SCOPE_PROJECT, .id = actor->looks_back_at, .rank_min = scope.rank_min};
    }
    scope.is_citys = is_citys(city, actor);
    return scope;
}

bool access_role_may(role_set roles, enum role role)
{
    return role == ROLE_SYSTEM || (roles & ROLE_BIT(role)) != 0;
}

static bool is_reached(const struct scope *scope, const struct project_facts *facts)
{
    switch (scope->kind) {
    case SCOPE_CITY: return true;
    case SCOPE_DISTRICT: return text_equal(scope->org_or_district, facts->district);
    case SCOPE_NAVIGATOR: return scope->id == facts->navigator;
    case SCOPE_PROJECT: return scope->id == facts->id;
    case SCOPE_ORG:
        return facts->takes_part &&
               (text_is_empty(scope->district) || text_equal(scope->district, facts->district));
    case SCOPE_DESK: return facts->at_desk;
    case SCOPE_NOTHING: break;
    }
    return false;
}

bool access_may_see(const struct scope *scope, const struct project_facts *facts)
{
    return facts->stage_rank >= scope->rank_min && is_reached(scope, facts);
}

bool access_sees(const struct city *city, const struct actor *actor,
                 const struct access_project *project)
{
    struct project_facts facts = project->facts;
    struct scope scope = access_scope(city, actor);
    for (size_t i = 0; i < project->org_count && !facts.takes_part; i++) {
        facts.takes_part = text_equal(project->orgs[i], actor->org);
    }
    for (size_t i = 0; i < project->desk_count && !facts.at_desk; i++) {
        facts.at_desk = text_equal(project->desks[i], actor->org);
    }
    return facts.id != 0 && access_may_see(&scope, &facts);
}

static bool is_number(struct text digits, int64_t wanted)
{
    int64_t number = 0;
    return text_to_int(digits, &number) && number == wanted;
}

bool access_is_addressed(const struct actor *actor, const struct scope *scope, struct text address)
{
    struct text rest = address;
    struct text what = text_cut(&rest, ':');
    if (text_is(what, "account")) {
        return is_number(rest, actor->account);
    }
    if (text_is(what, "unit")) {
        return actor->role != ROLE_ENTERPRISE && actor->role != ROLE_WINDOW && rest.len > 0 &&
               text_equal(rest, actor->org);
    }
    if (text_is(what, "role") || text_is(what, "desk")) {
        enum role role = role_from_name(text_cut(&rest, ':'));
        bool is_everywhere = rest.len == 0 || (text_is(what, "desk") && scope->is_citys);
        return role != ROLE_NONE && role == actor->role &&
               (is_everywhere || text_equal(rest, actor->district));
    }
    return text_is(what, "district") &&
           (scope->kind == SCOPE_CITY ||
            (scope->kind == SCOPE_DISTRICT && text_equal(rest, scope->org_or_district)));
}

int64_t access_address_project(struct text address)
{
    struct text rest = address;
    int64_t project = 0;
    return text_is(text_cut(&rest, ':'), "sees") && text_to_int(rest, &project) ? project : 0;
}

struct asked_units {
    struct arena *arena;
    struct store *store;
    const struct statement *statement;
    int64_t project;
};
struct gathered {
    struct text *items;
    size_t most;
    size_t *count;
};

static bool gather(const struct asked_units *asked, const struct gathered *out, struct fault *fault)
{
    struct store_rows rows;
    if (!store_query(asked->store, asked->statement, CELLS(cell_int(asked->project)), &rows,
                     fault)) {
        return false;
    }
    while (*out->count < out->most && store_next(&rows)) {
        out->items[(*out->count)++] = store_text(asked->arena, &rows, 0);
    }
    return store_done(&rows, fault);
}

bool access_project_load(struct arena *arena, struct store *store, int64_t project,
                         struct access_project *out, struct fault *fault)
{
    struct store_rows rows;
    *out = (struct access_project){.facts = {.id = 0}};
    if (!store_query(store, &access_project_facts, CELLS(cell_int(project)), &rows, fault)) {
        return false;
    }
    if (store_next(&rows)) {
        out->facts.id = project;
        out->facts.district = store_text(arena, &rows, 0);
        out->facts.navigator = store_int(&rows, 1);
        out->facts.stage_rank = store_int(&rows, 2);
    }
    struct gathered orgs = {out->orgs, COUNT_OF(out->orgs), &out->org_count};
    struct gathered desks = {out->desks, COUNT_OF(out->desks), &out->desk_count};
    return store_done(&rows, fault) &&
           gather(&(struct asked_units){arena, store, &access_project_orgs, project}, &orgs,
                  fault) &&
           gather(&(struct asked_units){arena, store, &access_project_desks, project}, &desks,
                  fault);
}

bool access_scope_is(const struct scope *a, const struct scope *b)
{
    return a->kind == b->kind && a->id == b->id && a->rank_min == b->rank_min &&
           text_equal(a->org_or_district, b->org_or_district) &&
           text_equal(a->district, b->district);
}
