#include "guess.h"

#include <string.h>

#include "app/city.h"
#include "app/query.h"
#include "base/arena.h"
#include "pack/pack.h"
#include "room/commitment/commitment_rows.h"

/* -- one of many -- */

/* Would one expect him to do something about it? */
static bool is_likely(const struct guess *guess, const struct thing *thing)
{
    const struct actor *actor = guess->actor;
    if (guess->project != 0 && thing->project != 0 && thing->project != guess->project) {
        return false;
    }
    if (actor == NULL) {
        return true;
    }
    switch (actor->role) {
    case ROLE_ENTERPRISE: return thing->project == 0 || thing->project == actor->project;
    case ROLE_NAVIGATOR: return thing->who == 0 || thing->who == actor->account;
    case ROLE_DEPARTMENT_OFFICER: return thing->org.len == 0 || text_equal(thing->org, actor->org);
    default: return true;
    }
}

/* What can be granted on a promise, and what may be accepted before all is there, are few items;
 * only what was asked is answered, and only what was drafted is published. */
static bool is_for_it(const struct guess *guess, const struct thing *thing)
{
    const char *kind = guess->kind == NULL ? "" : guess->kind->name;
    const struct pack_record *variant = NULL;
    if (strcmp(kind, "commitment.sign") == 0) {
        return thing->code.len == 0 ||
               commitment_variants_of(guess->pack, thing->code, &variant, 1) > 0;
    }
    if (strcmp(kind, "promise.approve") == 0 || strcmp(kind, "promise.reject") == 0) {
        return thing->org.len == 0; /* that a move was asked for */
    }
    if (strcmp(kind, "problem.approve") == 0 || strcmp(kind, "problem.reject") == 0) {
        return text_equal(thing->code, TEXT("drafted"));
    }
    if (strcmp(kind, "delivery.settle") == 0) {
        return text_equal(thing->code, TEXT("sending"));
    }
    if (strcmp(kind, "catalog.publish") == 0 || strcmp(kind, "catalog.take") == 0) {
        return thing->code.len > 0;
    }
    return strcmp(kind, "deferral.promise") != 0 || thing->code.len == 0 ||
           pack_find(guess->pack, PACK_DEFERRALS, thing->code, guess->today) != NULL;
}

struct thing guess_thing(struct guess *guess, enum pool_kind kind)
{
    static const int64_t ranks[] = {0, 30, 60, 60, 60};
    size_t count = guess->pools[kind].count;
    struct thing thing = {.id = chance_below(&guess->chance, 3000),
                          .version = 1,
                          .org = TEXT_NONE,
                          .code = TEXT_NONE};
    if (count == 0 || chance_of(&guess->chance, 4)) {
        return thing;
    }
    bool any = chance_of(&guess->chance, 10);
    bool open = chance_of(&guess->chance, 85);
    int64_t rank = ranks[chance_below(&guess->chance, (int)COUNT_OF(ranks))];
    for (int tries = 0; tries < 400; tries++) {
        thing = guess->pools[kind].items[chance_below(&guess->chance, (int)count)];
        bool fits = is_likely(guess, &thing) && is_for_it(guess, &thing) && thing.rank >= rank &&
                    (thing.is_open || !open);
        if (any || fits) {
            break;
        }
    }
    return thing;
}

/* -- paths -- */

static struct text parameter_of(struct guess *guess, struct text before)
{
    static const struct {
        const char *before;
        enum pool_kind pool;
    } places[] = {
        {"projects", POOL_PROJECT},
        {"applications", POOL_APPLICATION},
        {"intakes", POOL_INTAKE},
        {"problems", POOL_PROBLEM},
        {"whistles", POOL_WHISTLE},
        {"supervision-orders", POOL_SUPERVISION},
        {"item-delegations", POOL_DEVOLUTION},
        {"files", POOL_FILE},
        {"uploads", POOL_UPLOAD},
        {"posts", POOL_POST},
        {"bring-forwards", POOL_TICKLER},
        {"accounts", POOL_ACCOUNT},
        {"consultations", POOL_CONSULTATION},
        {"site-visits", POOL_SITE_VISIT},
        {"countersigns", POOL_COUNTERSIGN},
        {"promises", POOL_PROMISE},
        {"delegations", POOL_DELEGATION},
        {"validities", POOL_VALIDITY},
        {"outside-steps", POOL_OUTSIDE},
        {"changes", POOL_CHANGE},
        {"service-packages", POOL_OFFERING},
        {"commitments", POOL_COMMITMENT},
        {"commitment-tasks", POOL_TASK},
        {"credit-marks", POOL_MARK},
        {"deferrals", POOL_DEFERRAL},
        {"letters", POOL_LETTER},
        {"certificates", POOL_CERTIFICATE},
        {"notices", POOL_NOTICE},
        {"sets", POOL_SET},
        {"representations", POOL_AGREEMENT},
        {"meetings", POOL_MEETING},
        {"meeting-points", POOL_POINT},
        {"meeting-tasks", POOL_MEETING_TASK},
        {"meeting-guests", POOL_GUEST},
        {"meeting-questions", POOL_QUESTION},
        {"navigators", POOL_NAVIGATOR},
        {"agencies", POOL_AGENCY},
        {"absences", POOL_ABSENCE},
        {"successions", POOL_SUCCESSION},
        {"log-entries", POOL_LOG},
        {"people", POOL_PERSON},
        {"team-members", POOL_MEMBER},
        {"enquiries", POOL_ENQUIRY},
        {"claims", POOL_CLAIM},
        {"requests", POOL_REQUEST},
        {"witnesses", POOL_WITNESS},
        {"ratings", POOL_RATING},
        {"low-ratings", POOL_MEND},
        {"appraisals", POOL_APPRAISAL},
        {"appraisal-results", POOL_APPRAISED},
        {"appraisal-objections", POOL_OBJECTION},
    };
    if (text_is(before, "channels")) {
        guess->about = guess_thing(guess, POOL_DELIVERY);
        struct text way = guess->about.org;
        guess->about.org = TEXT_NONE;
        guess->about.code = way.len > 0 ? way : TEXT("exchange");
        return guess->about.code;
    }
    if (guess->kind != NULL && strcmp(guess->kind->name, "rating.give") == 0) {
        guess->about = guess_thing(guess, POOL_TO_RATE);
        return text_format(guess->arena, "%lld", (long long)guess->about.id);
    }
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (text_is(before, places[i].before)) {
            guess->about = guess_thing(guess, places[i].pool);
            guess->project = guess->about.project;
            return text_format(guess->arena, "%lld", (long long)guess->about.id);
        }
    }
    return text_format(guess->arena, "%d", 1 + chance_below(&guess->chance, 3));
}

static void guess_path(struct guess *guess, const char *path,
                       struct text parameters[PATH_PARAMETERS])
{
    struct text rest = text_of(path);
    struct text before = TEXT_NONE;
    size_t count = 0;
    for (size_t i = 0; i < PATH_PARAMETERS; i++) {
        parameters[i] = TEXT_NONE;
    }
    guess->about = (struct thing){.org = TEXT_NONE, .code = TEXT_NONE};
    guess->project = 0;
    guess->actor = NULL;
    while (rest.len > 0) {
        struct text part = text_cut(&rest, '/');
        if (part.len > 0 && part.at[0] == '{' && count < PATH_PARAMETERS) {
            parameters[count++] = parameter_of(guess, before);
        }
        before = part;
    }
}

/* -- who -- */

static bool suits(struct guess *guess, const struct actor *actor)
{
    struct guess as = *guess;
    as.actor = actor;
    as.project = 0;
    bool is_he = guess->about.person == 0 || guess->about.person == actor->account ||
                 (guess->about.org.len > 0 && actor->role != ROLE_DEPARTMENT_OFFICER);
    return guess->about.id == 0 || (is_he && is_likely(&as, &guess->about));
}

/* Somebody of those roles, copied: mostly one whose turn it may be. */
static bool actor_for(struct guess *guess, role_set roles, struct actor *out)
{
    bool any = chance_of(&guess->chance, 10);
    bool found = false;
    if (guess->about.org.len > 0 && chance_of(&guess->chance, 90) &&
        (roles & ROLE_BIT(ROLE_DEPARTMENT_OFFICER)) != 0) {
        roles = ROLE_BIT(ROLE_DEPARTMENT_OFFICER);
    }
    for (int tries = 0; tries < 300 && !found; tries++) {
        const struct actor *actor =
            &guess->actors[chance_below(&guess->chance, (int)guess->actor_count)];
        found = (roles & ROLE_BIT(actor->role)) != 0 && (any || tries > 250 || suits(guess, actor));
        *out = *actor;
    }
    guess->actor = out;
    if (found) {
        out->language = chance_of(&guess->chance, 30) ? LANGUAGE_EN : LANGUAGE_ZH;
        guess->project = guess->project == 0 ? out->project : guess->project;
        return true;
    }
    *out = (struct actor){.role = (roles & ROLE_BIT(ROLE_PUBLIC)) != 0 ? ROLE_PUBLIC : ROLE_SYSTEM,
                          .name = TEXT_NONE,
                          .org = TEXT_NONE,
                          .district = guess->pack->city_code};
    return (roles & ROLE_BIT(out->role)) != 0;
}

/* -- all together -- */

static bool read_fields(struct guess *guess, const struct field_table *table, struct text source,
                        const void **out)
{
    struct fault fault = {.code = FAULT_NONE};
    const struct jvalue *object = NULL;
    if (table == NULL) {
        *out = NULL;
        return true;
    }
    void *fields = arena_alloc(guess->arena, table->size);
    *out = fields;
    return json_read(guess->arena, source, &object, &fault) &&
           field_read(guess->arena, table, object, fields, &fault);
}

bool guess_job(struct guess *guess, const struct command_kind *kind, struct job *out)
{
    struct actor *actor = arena_new(guess->arena, struct actor);
    const void *fields = NULL;
    struct text json = TEXT("{}");
    *out = (struct job){.kind = kind, .key = TEXT_NONE, .answer = TEXT_NONE};
    guess->kind = kind;
    guess_path(guess, kind->path == NULL ? "" : kind->path, out->parameters);
    if (!actor_for(guess, kind->roles | ROLE_BIT(ROLE_SYSTEM), actor)) {
        return false;
    }
    if (kind->prepare == NULL) {
        json = guess_fields(guess, kind->fields, 60);
        if (!read_fields(guess, kind->fields, json, &fields)) {
            return false;
        }
    }
    out->fields = fields;
    out->actor = actor;
    if ((kind->flags & COMMAND_CHORE) == 0 && chance_of(&guess->chance, 40)) {
        out->key = text_format(guess->arena, "key-%d", chance_below(&guess->chance, 400));
    }
    out->fingerprint =
        text_format(guess->arena, "%s %.*s %.*s %.*s", kind->name, TEXT_ARG(out->parameters[0]),
                    TEXT_ARG(out->parameters[1]), TEXT_ARG(json));
    if (chance_of(&guess->chance, 30)) {
        out->seen_version = chance_of(&guess->chance, 85) ? guess->about.version
                                                          : 1 + chance_below(&guess->chance, 9);
    }
    return true;
}

bool guess_question(struct guess *guess, const struct view_kind *kind, struct view_run *out)
{
    struct actor *actor = arena_new(guess->arena, struct actor);
    const void *query = NULL;
    *out = (struct view_run){.actor = actor};
    guess->kind = NULL;
    guess_path(guess, kind->path, out->parameters);
    if (!actor_for(guess, kind->roles, actor) ||
        !read_fields(guess, kind->query, guess_fields(guess, kind->query, 25), &query)) {
        return false;
    }
    out->query = query;
    out->id = route_id(out->parameters[0]);
    return true;
}
